/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-settings-dialog.h. Nothing is kept before Save; who is not in the lists any more stays as the clinic had decided.
 */
#include "orch-sync-settings-dialog.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-sync-sources-page.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-pin-confirm.h"
#include "ui/widgets/orch-plain-text.h"

#define N_KINDS (ORCH_SYNC_SOURCE_OFFICE + 1)

struct _OrchSyncSettingsDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchSyncSettings *kept; /* (nullable) until read: as the clinic has them */
  GListStore *sources[N_KINDS];
  GHashTable *left_out[N_KINDS]; /* EMR ids */

  gboolean showing; /* set by us, not by the person */
  gboolean saving;

  /* template children */
  AdwNavigationView *view;
  OrchPinConfirm *confirm;
  GtkWidget *save;
  AdwToastOverlay *toasts;
  AdwActionRow *staff_row;
  AdwActionRow *offices_row;
  AdwPreferencesGroup *recent_group;
  AdwSpinRow *recent_back;
  AdwSpinRow *recent_ahead;
  AdwPreferencesGroup *full_group;
  AdwSpinRow *full_back;
  AdwSpinRow *full_ahead;
};

enum
{
  SIGNAL_SAVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchSyncSettingsDialog, orch_sync_settings_dialog, ADW_TYPE_DIALOG)

/* --- what is chosen --------------------------------------------------------------------- */

static int
get_days (AdwSpinRow *row)
{
  return (int) adw_spin_row_get_value (row);
}

/* Returns: (transfer container): its strings are the set's */
static char **
get_ids (GHashTable *set)
{
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (set);

  g_ptr_array_sort_values (ids, (GCompareFunc) g_strcmp0);
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_steal (ids, NULL);
}

static OrchSyncSettings *
dup_chosen (OrchSyncSettingsDialog *self)
{
  g_autofree char **staff = get_ids (self->left_out[ORCH_SYNC_SOURCE_STAFF]);
  g_autofree char **offices = get_ids (self->left_out[ORCH_SYNC_SOURCE_OFFICE]);

  return orch_sync_settings_new (&(OrchSyncSettingsFields) {
      .recent_back = get_days (self->recent_back),
      .recent_ahead = get_days (self->recent_ahead),
      .full_back = get_days (self->full_back),
      .full_ahead = get_days (self->full_ahead),
      .staff_left_out = (const char *const *) staff,
      .locations_left_out = (const char *const *) offices,
  });
}

static gboolean
is_subset (const char *const *some, const char *const *all)
{
  for (guint i = 0; some != NULL && some[i] != NULL; i++)
    if (all == NULL || !g_strv_contains (all, some[i]))
      return FALSE;
  return TRUE;
}

static gboolean
is_same (OrchSyncSettings *a, OrchSyncSettings *b)
{
  const OrchSyncSettingsFields *x = orch_sync_settings_get_fields (a);
  const OrchSyncSettingsFields *y = orch_sync_settings_get_fields (b);

  return x->recent_back == y->recent_back && x->recent_ahead == y->recent_ahead && x->full_back == y->full_back &&
         x->full_ahead == y->full_ahead && is_subset (x->staff_left_out, y->staff_left_out) &&
         is_subset (y->staff_left_out, x->staff_left_out) && is_subset (x->locations_left_out, y->locations_left_out) &&
         is_subset (y->locations_left_out, x->locations_left_out);
}

/* Whether @after brings what a run of the recent days alone would not: somebody is back, there are more days. */
static gboolean
needs_whole (OrchSyncSettings *before, OrchSyncSettings *after)
{
  const OrchSyncSettingsFields *x = orch_sync_settings_get_fields (before);
  const OrchSyncSettingsFields *y = orch_sync_settings_get_fields (after);

  return y->full_back > x->full_back || y->full_ahead > x->full_ahead ||
         !is_subset (x->staff_left_out, y->staff_left_out) || !is_subset (x->locations_left_out, y->locations_left_out);
}

/* --- what shows ------------------------------------------------------------------------- */

static void
show_sources (OrchSyncSettingsDialog *self, OrchSyncSourceKind kind, AdwActionRow *row)
{
  GListModel *sources = G_LIST_MODEL (self->sources[kind]);
  const guint total = g_list_model_get_n_items (sources);
  guint left_out = 0;
  guint fresh = 0;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < total; i++)
    {
      g_autoptr (OrchSyncSource) source = g_list_model_get_item (sources, i);
      const OrchSyncSourceFields *fields = orch_sync_source_get_fields (source);

      left_out += g_hash_table_contains (self->left_out[kind], fields->emr_id);
      fresh += fields->fresh;
    }
  if (total == 0)
    g_string_append (text, _ ("The EMR has named none"));
  else if (left_out == 0)
    /* translators: %u is how many professionals or offices there are */
    g_string_append_printf (text, _ ("All %'u"), total);
  else
    /* translators: how many professionals or offices are synchronised, of how many */
    g_string_append_printf (text, _ ("%'u of %'u"), total - left_out, total);
  if (fresh > 0)
    {
      g_string_append (text, " · ");
      /* translators: %u is how many professionals or offices are new in the EMR */
      g_string_append_printf (text, ngettext ("%'u new", "%'u new", fresh), fresh);
    }
  orch_plain_set_subtitle (row, text->str);
  gtk_widget_set_sensitive (GTK_WIDGET (row), total > 0);
}

static char *
dup_date (int days)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);

  return g_date_time_format (day, "%Y-%m-%d");
}

static void
show (OrchSyncSettingsDialog *self)
{
  g_autoptr (OrchSyncSettings) chosen = NULL;
  g_autofree char *recent_from = NULL;
  g_autofree char *recent_to = NULL;
  g_autofree char *recent = NULL;
  g_autofree char *full_from = NULL;
  g_autofree char *full_to = NULL;
  g_autofree char *full = NULL;

  if (self->kept == NULL || self->showing)
    return;
  chosen = dup_chosen (self);
  show_sources (self, ORCH_SYNC_SOURCE_STAFF, self->staff_row);
  show_sources (self, ORCH_SYNC_SOURCE_OFFICE, self->offices_row);
  recent_from = dup_date (-get_days (self->recent_back));
  recent_to = dup_date (get_days (self->recent_ahead));
  recent = g_strdup_printf (
      /* translators: two dates */
      _ ("Brought every 30 minutes: today from %s to %s. With more days, each time takes longer."), recent_from,
      recent_to);
  orch_plain_set_description (GTK_WIDGET (self->recent_group), recent);
  full_from = dup_date (-get_days (self->full_back));
  full_to = dup_date (get_days (self->full_ahead));
  full = g_strdup_printf (
      /* translators: two dates */
      _ ("Brought every day at midnight, or at the next start: today from %s to %s. What is outside these days is not "
         "looked at again."),
      full_from, full_to);
  orch_plain_set_description (GTK_WIDGET (self->full_group), full);
  gtk_widget_set_sensitive (self->save, !self->saving && !is_same (chosen, self->kept));
}

static void
show_fields (OrchSyncSettingsDialog *self, const OrchSyncSettingsFields *fields)
{
  const char *const *left_out[N_KINDS] = { fields->staff_left_out, fields->locations_left_out };

  self->showing = TRUE;
  adw_spin_row_set_value (self->recent_back, fields->recent_back);
  adw_spin_row_set_value (self->recent_ahead, fields->recent_ahead);
  adw_spin_row_set_value (self->full_back, fields->full_back);
  adw_spin_row_set_value (self->full_ahead, fields->full_ahead);
  for (guint kind = 0; kind < N_KINDS; kind++)
    {
      g_hash_table_remove_all (self->left_out[kind]);
      for (guint i = 0; left_out[kind] != NULL && left_out[kind][i] != NULL; i++)
        g_hash_table_add (self->left_out[kind], g_strdup (left_out[kind][i]));
    }
  self->showing = FALSE;
  show (self);
}

/* --- fibers ----------------------------------------------------------------------------- */

static DexFuture *
load_fiber (gpointer data)
{
  OrchSyncSettingsDialog *self = data;
  OrchSync *sync = orch_engine_get_sync (self->engine);
  g_autoptr (OrchSyncSettings) settings = NULL;
  g_autoptr (GListModel) sources = NULL;
  g_autoptr (GError) error = NULL;

  if (sync != NULL)
    settings = dex_await_object (orch_sync_load_settings (sync), &error);
  if (settings != NULL)
    sources = dex_await_object (orch_sync_list_sources (sync), &error);
  if (self->engine == NULL)
    return dex_future_new_true ();
  if (sources == NULL)
    {
      if (error == NULL)
        error = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_FAILED, "No clinic");
      orch_pin_confirm_show_fault (self->confirm, error);
      return dex_future_new_true ();
    }
  for (guint i = 0; i < g_list_model_get_n_items (sources); i++)
    {
      g_autoptr (OrchSyncSource) source = g_list_model_get_item (sources, i);

      g_list_store_append (self->sources[orch_sync_source_get_fields (source)->kind], source);
    }
  g_set_object (&self->kept, settings);
  show_fields (self, orch_sync_settings_get_fields (settings));
  adw_navigation_view_replace_with_tags (self->view, (const char *const[]) { "edit" }, 1);
  gtk_widget_grab_focus (GTK_WIDGET (self->staff_row));
  return dex_future_new_true ();
}

static DexFuture *
save_fiber (gpointer data)
{
  OrchSyncSettingsDialog *self = data;
  OrchSync *sync = orch_engine_get_sync (self->engine);
  g_autoptr (OrchSyncSettings) chosen = dup_chosen (self);
  const gboolean whole = needs_whole (self->kept, chosen);
  g_autoptr (GError) error = NULL;
  g_autofree char *why = NULL;

  if (sync != NULL && dex_await (orch_sync_save_settings (sync, self->kept, chosen), &error))
    {
      if (whole)
        dex_future_disown (orch_sync_start (sync, ORCH_SYNC_FULL));
      g_signal_emit (self, signals[SIGNAL_SAVED], 0, whole);
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }
  if (self->engine == NULL)
    return dex_future_new_true ();
  self->saving = FALSE;
  orch_plain_tell_error (self->toasts, error);
  show (self);
  gtk_widget_grab_focus (self->save);
  return dex_future_new_true ();
}

/* --- callbacks -------------------------------------------------------------------------- */

static void
on_confirmed (OrchSyncSettingsDialog *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref));
}

static void
on_save (OrchSyncSettingsDialog *self)
{
  if (self->saving)
    return;
  self->saving = TRUE;
  show (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, save_fiber, g_object_ref (self), g_object_unref));
}

static void
on_edited (OrchSyncSettingsDialog *self)
{
  show (self);
}

static void
on_usual (OrchSyncSettingsDialog *self)
{
  g_autoptr (OrchSyncSettings) usual = orch_sync_settings_new (NULL);

  show_fields (self, orch_sync_settings_get_fields (usual));
}

static void
open_sources (OrchSyncSettingsDialog *self, OrchSyncSourceKind kind)
{
  AdwNavigationPage *page = orch_sync_sources_page_new (kind, G_LIST_MODEL (self->sources[kind]), self->left_out[kind]);

  g_signal_connect_object (page, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->view, page);
}

static void
on_staff (OrchSyncSettingsDialog *self)
{
  open_sources (self, ORCH_SYNC_SOURCE_STAFF);
}

static void
on_offices (OrchSyncSettingsDialog *self)
{
  open_sources (self, ORCH_SYNC_SOURCE_OFFICE);
}

/* Nothing of a locked clinic stays in the widgets (security.md 4); who is no longer an administrator is out too. */
static void
on_session (OrchSyncSettingsDialog *self)
{
  if (!orch_sync_settings_may (self->engine))
    adw_dialog_force_close (ADW_DIALOG (self));
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_sync_settings_dialog_dispose (GObject *object)
{
  OrchSyncSettingsDialog *self = ORCH_SYNC_SETTINGS_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SYNC_SETTINGS_DIALOG);
  g_clear_object (&self->engine);
  g_clear_object (&self->kept);
  for (guint kind = 0; kind < N_KINDS; kind++)
    {
      g_clear_object (&self->sources[kind]);
      g_clear_pointer (&self->left_out[kind], g_hash_table_unref);
    }
  G_OBJECT_CLASS (orch_sync_settings_dialog_parent_class)->dispose (object);
}

static void
orch_sync_settings_dialog_class_init (OrchSyncSettingsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_sync_settings_dialog_dispose;
  signals[SIGNAL_SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  g_type_ensure (ORCH_TYPE_PIN_CONFIRM);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/sync/orch-sync-settings-dialog.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, OrchSyncSettingsDialog, name)
  BIND (view);
  BIND (confirm);
  BIND (save);
  BIND (toasts);
  BIND (staff_row);
  BIND (offices_row);
  BIND (recent_group);
  BIND (recent_back);
  BIND (recent_ahead);
  BIND (full_group);
  BIND (full_back);
  BIND (full_ahead);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, on_confirmed);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_usual);
  gtk_widget_class_bind_template_callback (widget_class, on_staff);
  gtk_widget_class_bind_template_callback (widget_class, on_offices);
}

static void
orch_sync_settings_dialog_init (OrchSyncSettingsDialog *self)
{
  for (guint kind = 0; kind < N_KINDS; kind++)
    {
      self->sources[kind] = g_list_store_new (ORCH_TYPE_SYNC_SOURCE);
      self->left_out[kind] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
  adw_dialog_set_focus (ADW_DIALOG (self), orch_pin_confirm_get_entry (self->confirm));
}

AdwDialog *
orch_sync_settings_dialog_new (OrchEngine *engine)
{
  OrchSyncSettingsDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_SYNC_SETTINGS_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  orch_pin_confirm_set_session (self->confirm, orch_engine_get_session (engine));
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  return ADW_DIALOG (self);
}

gboolean
orch_sync_settings_may (OrchEngine *engine)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (engine), FALSE);

  return orch_engine_get_sync (engine) != NULL &&
         orch_session_allows (orch_engine_get_session (engine), ORCH_ACT_EDIT_EMR);
}

const char *
orch_sync_settings_get_reason (OrchEngine *engine)
{
  return orch_sync_settings_may (engine) ? NULL : _ ("An administrator of the clinic changes this.");
}
