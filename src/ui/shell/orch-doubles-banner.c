/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-doubles-banner.h. One look at a time: what changes during it is looked at after it.
 */
#include "orch-doubles-banner.h"

#include <glib/gi18n.h>

#include "sync/orch-typed-doubles.h"
#include "sync/orch-typed-row.h"
#include "ui/orch-error-text.h"
#include "ui/services/orch-service-text.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchDoublesBanner
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchSync *sync;     /* (nullable): comes with the clinic */
  GPtrArray *doubles; /* (nullable) (element-type GPtrArray) */

  OrchImportKind kind;
  gboolean looking;
  gboolean again; /* something has changed meanwhile */

  AdwBanner *banner; /* the child's */
};

G_DEFINE_FINAL_TYPE (OrchDoublesBanner, orch_doubles_banner, ADW_TYPE_BIN)

/* A choice under way; it outlives its dialog. */
typedef struct
{
  OrchDoublesBanner *banner;
  GPtrArray *rows;
  GPtrArray *checks; /* (element-type GtkCheckButton): in the order of the rows */
} Choice;

static void
choice_free (gpointer data, GClosure *closure)
{
  Choice *choice = data;

  g_object_unref (choice->banner);
  g_ptr_array_unref (choice->rows);
  g_ptr_array_unref (choice->checks);
  g_free (choice);
}

static gboolean
may (OrchDoublesBanner *self)
{
  return self->engine != NULL && orch_engine_get_state (self->engine) == ORCH_ENGINE_READY &&
         orch_session_allows (orch_engine_get_session (self->engine),
                              self->kind == ORCH_IMPORT_STAFF ? ORCH_ACT_EDIT_STAFF_ROLES : ORCH_ACT_EDIT_SERVICES);
}

static const char *
get_name (gpointer row)
{
  return ORCH_IS_STAFF_MEMBER (row) ? orch_staff_member_get_display_name (row) : orch_service_get_display_name (row);
}

/* Returns: (transfer full) */
static char *
dup_sentence (OrchDoublesBanner *self)
{
  const guint n = self->doubles->len;
  GPtrArray *first = self->doubles->pdata[0];

  if (n > 1 && self->kind == ORCH_IMPORT_STAFF)
    /* translators: %u is how many */
    return g_strdup_printf (ngettext ("%'u licence number is there more than once.",
                                      "%'u licence numbers are there more than once.", n),
                            n);
  if (n > 1)
    /* translators: %u is how many */
    return g_strdup_printf (ngettext ("%'u service is there more than once.", "%'u services are there more than once.",
                                      n),
                            n);
  if (self->kind == ORCH_IMPORT_STAFF && g_strcmp0 (get_name (first->pdata[0]), get_name (first->pdata[1])) != 0)
    /* translators: the names of two people */
    return g_strdup_printf (_ ("%s and %s have the same licence number."), get_name (first->pdata[0]),
                            get_name (first->pdata[1]));
  /* translators: %s is the name of a person or of a service */
  return g_strdup_printf (_ ("%s is there more than once."), get_name (first->pdata[0]));
}

static void
show (OrchDoublesBanner *self)
{
  const gboolean shown = self->doubles != NULL && self->doubles->len > 0 && may (self);
  g_autofree char *text = shown ? dup_sentence (self) : g_strdup ("");

  /* One that is not revealed is still read by what reads the screen. */
  orch_plain_set_banner (self->banner, text);
  if (shown && !adw_banner_get_revealed (self->banner) && gtk_widget_get_mapped (GTK_WIDGET (self)))
    orch_announce (GTK_WIDGET (self), text);
  adw_banner_set_revealed (self->banner, shown);
}

static DexFuture *
look_fiber (gpointer data)
{
  OrchDoublesBanner *self = data;

  do
    {
      g_autoptr (GPtrArray) doubles = NULL;

      self->again = FALSE;
      if (may (self))
        doubles = dex_await_boxed (orch_typed_doubles_find (self->engine, self->kind), NULL);
      g_clear_pointer (&self->doubles, g_ptr_array_unref);
      self->doubles = g_steal_pointer (&doubles);
    }
  while (self->again && self->engine != NULL);
  self->looking = FALSE;
  if (self->engine != NULL)
    show (self);
  return dex_future_new_true ();
}

static void
look (OrchDoublesBanner *self)
{
  self->again = TRUE;
  if (self->looking)
    return;
  self->looking = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, look_fiber, g_object_ref (self), g_object_unref));
}

/* --- which one stays -------------------------------------------------------------------- */

static void
add_part (GString *text, const char *part)
{
  if (part == NULL || part[0] == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

/* What tells one from the other. Returns: (transfer full) */
static char *
dup_details (gpointer row)
{
  GString *text = g_string_new (NULL);

  if (ORCH_IS_STAFF_MEMBER (row))
    {
      const OrchStaffMemberFields *fields = orch_staff_member_get_fields (row);

      add_part (text, fields->licence);
      add_part (text, fields->profession);
      add_part (text, fields->speciality);
      add_part (text, fields->phone);
      add_part (text, fields->email);
    }
  else
    {
      const OrchServiceFields *fields = orch_service_get_fields (row);
      g_autofree char *minutes = orch_service_text_dup_duration (row);

      add_part (text, minutes);
      add_part (text, fields->category);
      add_part (text, fields->active ? C_ ("state of one service", "Active") : C_ ("state of one service", "Inactive"));
    }
  if (!orch_typed_row_is_typed (row))
    add_part (text, _ ("From the EMR"));
  return g_string_free (text, FALSE);
}

static DexFuture *
on_kept (DexFuture *future, gpointer data)
{
  OrchDoublesBanner *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  AdwDialog *alert = NULL;

  if (self->engine == NULL)
    return NULL;
  look (self);
  if (dex_future_get_value (future, &error) != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.count", NULL);
      return NULL;
    }
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return NULL;
  text = orch_error_text_dup (error);
  alert = adw_alert_dialog_new (_ ("Not Everything Was Taken Away"), NULL);
  adw_alert_dialog_set_body_use_markup (ADW_ALERT_DIALOG (alert), FALSE);
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (alert), text);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (alert), "close", _ ("_Close"));
  orch_get_help_in_alert (ADW_ALERT_DIALOG (alert), GTK_WIDGET (self), error);
  orch_alert_present (alert, GTK_WIDGET (self));
  return NULL;
}

static void
on_keep (AdwAlertDialog *alert, const char *response, Choice *choice)
{
  OrchDoublesBanner *self = choice->banner;

  if (!may (self))
    return;
  for (guint i = 0; i < choice->rows->len; i++)
    if (gtk_check_button_get_active (choice->checks->pdata[i]))
      {
        dex_future_disown (
            dex_future_finally (orch_typed_doubles_keep (self->engine, choice->rows, choice->rows->pdata[i]), on_kept,
                                g_object_ref (self), g_object_unref));
        return;
      }
}

/* What was typed of a person does not outlive the lock. */
static void
on_dialog_session (OrchSession *session, GParamSpec *pspec, AdwDialog *dialog)
{
  if (orch_session_is_locked (session) || !orch_session_is_signed_in (session))
    adw_dialog_force_close (dialog);
}

/* Returns: (transfer floating): the rows to choose from */
static GtkWidget *
make_list (Choice *choice)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  for (guint i = 0; i < choice->rows->len; i++)
    {
      gpointer object = choice->rows->pdata[i];
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *check = gtk_check_button_new ();
      g_autofree char *details = dup_details (object);

      orch_plain_set_title (ADW_PREFERENCES_ROW (row), get_name (object));
      orch_plain_set_subtitle (ADW_ACTION_ROW (row), details);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      if (i > 0)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (check), choice->checks->pdata[0]);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), i == 0);
      /* What an EMR has stays: another of them can be chosen beside it only if it stays too. */
      gtk_widget_set_sensitive (row,
                                orch_typed_row_is_typed (choice->rows->pdata[0]) || !orch_typed_row_is_typed (object));
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
      g_ptr_array_add (choice->checks, g_object_ref (check));
    }
  return list;
}

static void
on_button (OrchDoublesBanner *self)
{
  Choice *choice = NULL;
  AdwDialog *alert = NULL;

  if (self->doubles == NULL || self->doubles->len == 0 || !may (self))
    return;
  choice = g_new0 (Choice, 1);
  choice->banner = g_object_ref (self);
  choice->rows = g_ptr_array_ref (self->doubles->pdata[0]);
  choice->checks = g_ptr_array_new_with_free_func (g_object_unref);
  alert = adw_alert_dialog_new (
      _ ("Which One Stays?"),
      _ ("They were typed on two workstations. The others are taken away: here at once, from the hub and the other "
         "workstations with the next synchronisation."));
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (alert), make_list (choice));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "later", _ ("_Later"), "keep", _ ("_Keep the Chosen One"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "keep", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (alert), "later");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "later");
  g_signal_connect_data (alert, "response::keep", G_CALLBACK (on_keep), choice, choice_free, G_CONNECT_DEFAULT);
  g_signal_connect_object (orch_engine_get_session (self->engine), "notify", G_CALLBACK (on_dialog_session), alert,
                           G_CONNECT_DEFAULT);
  orch_alert_present (alert, GTK_WIDGET (self));
}

/* --- type ------------------------------------------------------------------------------- */

/* What comes from the other workstations comes with a run. */
static void
on_running (OrchDoublesBanner *self)
{
  if (!orch_sync_get_running (self->sync))
    look (self);
}

static void
on_session (OrchDoublesBanner *self)
{
  OrchSync *sync = orch_engine_get_sync (self->engine);

  if (sync != NULL && g_set_object (&self->sync, sync))
    g_signal_connect_object (sync, "notify::running", G_CALLBACK (on_running), self, G_CONNECT_SWAPPED);
  if (!may (self))
    {
      g_clear_pointer (&self->doubles, g_ptr_array_unref);
      show (self);
    }
  look (self);
}

static void
orch_doubles_banner_dispose (GObject *object)
{
  OrchDoublesBanner *self = ORCH_DOUBLES_BANNER (object);

  g_clear_object (&self->sync);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->doubles, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_doubles_banner_parent_class)->dispose (object);
}

static void
orch_doubles_banner_class_init (OrchDoublesBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_doubles_banner_dispose;
}

static void
orch_doubles_banner_init (OrchDoublesBanner *self)
{
  self->banner = ADW_BANNER (adw_banner_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->banner), "warning");
  adw_banner_set_button_label (self->banner, _ ("_Choose…"));
  g_signal_connect_object (self->banner, "button-clicked", G_CALLBACK (on_button), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));
}

void
orch_doubles_banner_set_up (OrchDoublesBanner *self, OrchEngine *engine, OrchImportKind kind, GListModel *list)
{
  g_return_if_fail (ORCH_IS_DOUBLES_BANNER (self));
  g_return_if_fail (self->engine == NULL);
  g_return_if_fail (ORCH_IS_ENGINE (engine));
  g_return_if_fail (G_IS_LIST_MODEL (list));

  self->engine = g_object_ref (engine);
  self->kind = kind;
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_session), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::clinic", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::emr-connection", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::waiting", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "items-changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  on_session (self);
}
