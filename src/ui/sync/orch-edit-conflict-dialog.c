/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-edit-conflict-dialog.h. Nothing is chosen beforehand: a choice that nobody made would lose somebody's work.
 */
#include "orch-edit-conflict-dialog.h"

#include <glib/gi18n.h>

#include "core/orch-service-merge.h"
#include "core/orch-staff-merge.h"
#include "orch-staff-field-text.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/services/orch-names-feed.h"
#include "ui/services/orch-service-field-text.h"
#include "ui/services/orch-service-names.h"
#include "ui/widgets/orch-choice-card.h"
#include "ui/widgets/orch-plain-text.h"

/* As a whole: one of the two took it away. */
#define WHOLE ORCH_N_SERVICE_FIELDS
G_STATIC_ASSERT (ORCH_N_STAFF_FIELDS <= WHOLE);

typedef struct
{
  GtkCheckButton *mine;
  GtkCheckButton *theirs;
} Choice;

struct _OrchEditConflictDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchEditConflict *conflict;
  OrchServiceNames *names;
  OrchNamesFeed *feed;
  AdwToastOverlay *page_toasts; /* (nullable): of the page below */

  char *shown; /* (owned) (nullable): what there is to choose from, in words */

  Choice choices[WHOLE + 1];
  gboolean saving;
  gboolean over; /* settled elsewhere: it closes */

  /* template children */
  AdwToastOverlay *toasts;
  GtkWidget *save;
  GtkLabel *name;
  GtkLabel *explanation;
  GtkBox *fields;
};

enum
{
  SIGNAL_SETTLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchEditConflictDialog, orch_edit_conflict_dialog, ADW_TYPE_DIALOG)

static char *
dup_value (OrchEditConflictDialog *self, GObject *object, guint field)
{
  if (object == NULL)
    return g_strdup (_ ("Removed"));
  if (ORCH_IS_STAFF_MEMBER (object))
    return orch_staff_field_text_dup_value (ORCH_STAFF_MEMBER (object), field);
  if (field == WHOLE)
    return g_strdup (orch_service_get_display_name (ORCH_SERVICE (object)));
  return orch_service_field_text_dup_value (self->names, ORCH_SERVICE (object), (OrchServiceMergeField) (1u << field));
}

static gboolean
is_complete (OrchEditConflictDialog *self)
{
  for (guint i = 0; i <= WHOLE; i++)
    if (self->choices[i].mine != NULL && !gtk_check_button_get_active (self->choices[i].mine) &&
        !gtk_check_button_get_active (self->choices[i].theirs))
      return FALSE;
  return TRUE;
}

static void
update_save (OrchEditConflictDialog *self)
{
  gtk_widget_set_sensitive (self->save, !self->saving && is_complete (self));
}

static GtkCheckButton *
make_card (OrchEditConflictDialog *self, const char *value, const char *whose, const char *field)
{
  GtkWidget *card = orch_choice_card_new (value, whose);
  /* translators: a field, what it is, and where: here or on the other workstation */
  g_autofree char *spoken = g_strdup_printf (_ ("%s: %s, %s"), field, value, whose);

  gtk_widget_set_hexpand (card, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect_object (card, "toggled", G_CALLBACK (update_save), self, G_CONNECT_SWAPPED);
  return GTK_CHECK_BUTTON (card);
}

static void
add_field (OrchEditConflictDialog *self, guint field)
{
  const OrchEditConflictFields *conflict = orch_edit_conflict_get_fields (self->conflict);
  const char *name = ORCH_IS_STAFF_MEMBER (conflict->mine)
                         ? orch_staff_field_text_get_name (field)
                         : orch_service_field_text_get_name ((OrchServiceMergeField) (1u << field));
  g_autofree char *mine = dup_value (self, conflict->mine, field);
  g_autofree char *theirs = dup_value (self, conflict->theirs, field);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *sides = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  Choice *choice = &self->choices[field];

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_set_homogeneous (GTK_BOX (sides), TRUE);
  choice->mine =
      make_card (self, mine,
                 conflict->theirs != NULL ? _ ("Keep what was done here") : _ ("Keep it, and make it again on the hub"),
                 name);
  choice->theirs =
      make_card (self, theirs,
                 conflict->theirs != NULL ? _ ("Take the other workstation’s") : _ ("Take it away here too"), name);
  gtk_check_button_set_group (choice->theirs, choice->mine);
  gtk_box_append (GTK_BOX (sides), GTK_WIDGET (choice->mine));
  gtk_box_append (GTK_BOX (sides), GTK_WIDGET (choice->theirs));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), sides);
  gtk_box_append (self->fields, box);
}

static gboolean
may_choose (OrchEditConflictDialog *self)
{
  return orch_session_allows (orch_engine_get_session (self->engine),
                              ORCH_IS_SERVICE (orch_edit_conflict_get_fields (self->conflict)->mine)
                                  ? ORCH_ACT_EDIT_SERVICES
                                  : ORCH_ACT_EDIT_STAFF_ROLES);
}

static void
show_explanation (OrchEditConflictDialog *self)
{
  const gboolean may = may_choose (self);

  if (orch_edit_conflict_get_fields (self->conflict)->theirs == NULL)
    gtk_label_set_label (
        self->explanation,
        may ? _ ("The hub no longer has it: it was taken away there, or on another workstation. Choose whether it "
                 "lives on; the choice is recorded.")
            : _ ("The hub no longer has it: it was taken away there, or on another workstation. Your role may look, "
                 "not choose."));
  else
    gtk_label_set_label (self->explanation,
                         may ? _ ("Both workstations changed this before either knew of the other. Choose what is "
                                  "kept; the choice is recorded.")
                             : _ ("Both workstations changed this before either knew of the other. Your role may "
                                  "look, not choose."));
  gtk_widget_set_visible (self->save, may);
  gtk_widget_set_sensitive (GTK_WIDGET (self->fields), may);
}

static gboolean
is_asked (OrchEditConflictDialog *self, guint field)
{
  const OrchEditConflictFields *conflict = orch_edit_conflict_get_fields (self->conflict);

  if (conflict->theirs == NULL || (conflict->fields & ORCH_SERVICE_ALL_FIELDS) == 0)
    return field == WHOLE;
  return field != WHOLE && (conflict->fields & (1u << field)) != 0;
}

/* Returns: (transfer full): what there is to choose from, in words */
static char *
dup_shown (OrchEditConflictDialog *self)
{
  const OrchEditConflictFields *conflict = orch_edit_conflict_get_fields (self->conflict);
  GString *shown = g_string_new (NULL);

  for (guint i = 0; i <= WHOLE; i++)
    if (is_asked (self, i))
      {
        g_autofree char *mine = dup_value (self, conflict->mine, i);
        g_autofree char *theirs = dup_value (self, conflict->theirs, i);

        g_string_append_printf (shown, "%u\n%s\n%s\n", i, mine, theirs);
      }
  return g_string_free (shown, FALSE);
}

/* The card of @choice that has the keyboard focus, if one does: 1 mine, 2 theirs, 0 neither. */
static int
get_focused (const Choice *choice)
{
  if (choice->mine == NULL)
    return 0;
  return gtk_widget_has_focus (GTK_WIDGET (choice->mine))     ? 1
         : gtk_widget_has_focus (GTK_WIDGET (choice->theirs)) ? 2
                                                              : 0;
}

static void
show_fields (OrchEditConflictDialog *self)
{
  int before[WHOLE + 1] = { 0 };
  int focused[WHOLE + 1] = { 0 };
  GtkWidget *child = NULL;

  g_free (self->shown);
  self->shown = dup_shown (self);
  for (guint i = 0; i <= WHOLE; i++)
    focused[i] = get_focused (&self->choices[i]);
  for (guint i = 0; i <= WHOLE; i++)
    if (self->choices[i].mine != NULL)
      before[i] = gtk_check_button_get_active (self->choices[i].mine)     ? 1
                  : gtk_check_button_get_active (self->choices[i].theirs) ? 2
                                                                          : 0;
  show_explanation (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->fields))) != NULL)
    gtk_box_remove (self->fields, child);
  for (guint i = 0; i <= WHOLE; i++)
    {
      self->choices[i] = (Choice) { NULL, NULL };
      if (!is_asked (self, i))
        continue;
      add_field (self, i);
      if (before[i] != 0)
        gtk_check_button_set_active (before[i] == 1 ? self->choices[i].mine : self->choices[i].theirs, TRUE);
      if (focused[i] != 0)
        gtk_widget_grab_focus (GTK_WIDGET (focused[i] == 1 ? self->choices[i].mine : self->choices[i].theirs));
    }
  update_save (self);
}

/* Names arrive a moment later, and after each run; what was chosen meanwhile stays, and so does the keyboard. */
static void
on_names (OrchEditConflictDialog *self)
{
  g_autofree char *now = dup_shown (self);

  if (g_strcmp0 (now, self->shown) != 0)
    show_fields (self);
}

/* Whether what there is to choose of @field is as it was. */
static gboolean
is_same_choice (OrchEditConflictDialog *self, OrchEditConflict *before, guint field)
{
  const OrchEditConflictFields *was = orch_edit_conflict_get_fields (before);
  const OrchEditConflictFields *is = orch_edit_conflict_get_fields (self->conflict);
  g_autofree char *mine = dup_value (self, is->mine, field);
  g_autofree char *my_last = dup_value (self, was->mine, field);
  g_autofree char *theirs = dup_value (self, is->theirs, field);
  g_autofree char *their_last = dup_value (self, was->theirs, field);

  return is_asked (self, field) && g_str_equal (mine, my_last) && g_str_equal (theirs, their_last);
}

/* --- settled elsewhere ------------------------------------------------------------------ */

/* Whether all that was to be chosen is now as @side has it. */
static gboolean
is_as (OrchEditConflictDialog *self, GObject *now, GObject *side)
{
  for (guint i = 0; i <= WHOLE; i++)
    if (is_asked (self, i))
      {
        g_autofree char *here = dup_value (self, now, i);
        g_autofree char *there = dup_value (self, side, i);

        if (!g_str_equal (here, there))
          return FALSE;
      }
  return TRUE;
}

/* @now: (nullable): what there is of it. Returns: (transfer full) */
static char *
dup_outcome (OrchEditConflictDialog *self, GObject *now)
{
  const OrchEditConflictFields *conflict = orch_edit_conflict_get_fields (self->conflict);
  g_autofree char *name = orch_edit_conflict_dialog_dup_name (self->conflict);

  if (now == NULL)
    /* translators: %s is the name of a service or of a person */
    return g_strdup_printf (_ ("“%s” was taken away meanwhile: nothing is left to choose."), name);
  if (is_as (self, now, conflict->mine))
    /* translators: %s is the name of a service or of a person */
    return g_strdup_printf (_ ("“%s” was settled meanwhile: what was done here is kept."), name);
  if (is_as (self, now, conflict->theirs))
    /* translators: %s is the name of a service or of a person */
    return g_strdup_printf (_ ("“%s” was settled meanwhile: the other workstation’s is kept."), name);
  /* translators: %s is the name of a service or of a person */
  return g_strdup_printf (_ ("“%s” was settled meanwhile: it has changed once more since."), name);
}

/* Returns: (transfer full) (nullable): the record as it is now; a member of the staff as of the last run */
static GObject *
await_now (OrchEditConflictDialog *self)
{
  GObject *mine = orch_edit_conflict_get_fields (self->conflict)->mine;
  OrchServiceDesk *desk = orch_engine_get_services (self->engine);
  GPtrArray *staff = orch_service_names_get_staff (self->names);

  if (ORCH_IS_SERVICE (mine))
    return desk != NULL
               ? dex_await_object (orch_service_desk_load (desk, orch_service_get_fields (ORCH_SERVICE (mine))->id),
                                   NULL)
               : NULL;
  for (guint i = 0; ORCH_IS_STAFF_MEMBER (mine) && i < staff->len; i++)
    if (g_strcmp0 (orch_staff_member_get_fields (staff->pdata[i])->id,
                   orch_staff_member_get_fields (ORCH_STAFF_MEMBER (mine))->id) == 0)
      return g_object_ref (staff->pdata[i]);
  return NULL;
}

static DexFuture *
overtaken_fiber (gpointer data)
{
  OrchEditConflictDialog *self = data;
  g_autoptr (GObject) now = await_now (self);

  if (self->engine == NULL)
    return dex_future_new_true ();
  if (self->page_toasts != NULL)
    {
      g_autofree char *text = dup_outcome (self, now);

      orch_plain_tell (self->page_toasts, text);
    }
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
  adw_dialog_force_close (ADW_DIALOG (self));
  return dex_future_new_true ();
}

/* It may have moved on while it was looked at: what there is to choose from now is shown; of what is other than it was, nothing is chosen yet. */
static void
show_again (OrchEditConflictDialog *self, OrchEditConflict *conflict)
{
  g_autoptr (OrchEditConflict) before = g_steal_pointer (&self->conflict);
  g_autofree char *now = NULL;

  self->conflict = g_object_ref (conflict);
  now = dup_shown (self);
  if (g_strcmp0 (now, self->shown) == 0)
    return;
  for (guint i = 0; i <= WHOLE; i++)
    if (self->choices[i].mine != NULL && !is_same_choice (self, before, i))
      {
        gtk_check_button_set_active (self->choices[i].mine, FALSE);
        gtk_check_button_set_active (self->choices[i].theirs, FALSE);
      }
  show_fields (self);
  orch_plain_tell (self->toasts, _ ("It was changed once more meanwhile: look again at what is kept."));
  /* What had the keyboard is gone. */
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->fields)) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (self->fields), GTK_DIR_TAB_FORWARD);
}

static DexFuture *
on_read_again (DexFuture *future, gpointer data)
{
  OrchEditConflictDialog *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  GListModel *conflicts = value != NULL ? g_value_get_object (value) : NULL;

  if (self->engine == NULL || conflicts == NULL || self->saving || self->over)
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (conflicts); i++)
    {
      g_autoptr (OrchEditConflict) conflict = g_list_model_get_item (conflicts, i);

      if (orch_edit_conflict_get_fields (conflict)->id != orch_edit_conflict_get_fields (self->conflict)->id)
        continue;
      show_again (self, conflict);
      return NULL;
    }
  self->over = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, overtaken_fiber, g_object_ref (self), g_object_unref));
  return NULL;
}

/* Another workstation, or another window, may settle it while it is looked at. */
static void
read_again (OrchEditConflictDialog *self)
{
  OrchSync *sync = orch_engine_get_sync (self->engine);

  if (sync != NULL && !self->saving && !self->over)
    dex_future_disown (
        dex_future_finally (orch_sync_list_conflicts (sync), on_read_again, g_object_ref (self), g_object_unref));
}

static DexFuture *
on_settled (DexFuture *future, gpointer data)
{
  OrchEditConflictDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *why = NULL;

  self->saving = FALSE;
  if (self->engine == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) != NULL)
    {
      self->over = TRUE;
      g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
      adw_dialog_force_close (ADW_DIALOG (self));
      return NULL;
    }
  orch_plain_tell_error (self->toasts, error);
  update_save (self);
  if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CONFLICT))
    read_again (self);
  return NULL;
}

static void
on_save (OrchEditConflictDialog *self)
{
  OrchSync *sync = orch_engine_get_sync (self->engine);
  guint kept = 0;

  if (sync == NULL || self->saving || !is_complete (self))
    return;
  for (guint i = 0; i <= WHOLE; i++)
    if (self->choices[i].mine != NULL && gtk_check_button_get_active (self->choices[i].mine))
      kept |= i == WHOLE ? ORCH_SERVICE_ALL_FIELDS : 1u << i;
  self->saving = TRUE;
  update_save (self);
  dex_future_disown (dex_future_finally (orch_sync_settle (sync, self->conflict, kept), on_settled, g_object_ref (self),
                                         g_object_unref));
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_session (OrchEditConflictDialog *self)
{
  if (!orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_DIRECTORY))
    adw_dialog_force_close (ADW_DIALOG (self));
}

static void
orch_edit_conflict_dialog_dispose (GObject *object)
{
  OrchEditConflictDialog *self = ORCH_EDIT_CONFLICT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_EDIT_CONFLICT_DIALOG);
  g_clear_object (&self->feed);
  g_clear_object (&self->page_toasts);
  g_clear_object (&self->names);
  g_clear_object (&self->conflict);
  g_clear_pointer (&self->shown, g_free);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_edit_conflict_dialog_parent_class)->dispose (object);
}

static void
orch_edit_conflict_dialog_class_init (OrchEditConflictDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_edit_conflict_dialog_dispose;
  signals[SIGNAL_SETTLED] =
      g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/sync/orch-edit-conflict-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchEditConflictDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, OrchEditConflictDialog, save);
  gtk_widget_class_bind_template_child (widget_class, OrchEditConflictDialog, name);
  gtk_widget_class_bind_template_child (widget_class, OrchEditConflictDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, OrchEditConflictDialog, fields);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
orch_edit_conflict_dialog_init (OrchEditConflictDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

char *
orch_edit_conflict_dialog_dup_name (OrchEditConflict *conflict)
{
  GObject *mine = NULL;

  g_return_val_if_fail (ORCH_IS_EDIT_CONFLICT (conflict), NULL);

  mine = orch_edit_conflict_get_fields (conflict)->mine;
  if (ORCH_IS_SERVICE (mine))
    return g_strdup (orch_service_get_display_name (ORCH_SERVICE (mine)));
  if (ORCH_IS_STAFF_MEMBER (mine))
    return g_strdup (orch_staff_member_get_display_name (ORCH_STAFF_MEMBER (mine)));
  return g_strdup (_ ("A change"));
}

AdwDialog *
orch_edit_conflict_dialog_new (OrchEngine *engine, OrchEditConflict *conflict, AdwToastOverlay *toasts)
{
  OrchEditConflictDialog *self = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (ORCH_IS_EDIT_CONFLICT (conflict), NULL);

  self = g_object_new (ORCH_TYPE_EDIT_CONFLICT_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  self->conflict = g_object_ref (conflict);
  self->page_toasts = toasts != NULL ? g_object_ref (toasts) : NULL;
  self->names = orch_service_names_new ();
  self->feed = orch_names_feed_new (engine, self->names);
  name = orch_edit_conflict_dialog_dup_name (conflict);
  gtk_label_set_label (self->name, name);
  g_signal_connect_object (self->names, "changed", G_CALLBACK (on_names), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::waiting", G_CALLBACK (read_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::failed", G_CALLBACK (read_again), self, G_CONNECT_SWAPPED);
  if (orch_engine_get_sync (engine) != NULL)
    g_signal_connect_object (orch_engine_get_sync (engine), "notify::running", G_CALLBACK (read_again), self,
                             G_CONNECT_SWAPPED);
  show_fields (self);
  return ADW_DIALOG (self);
}
