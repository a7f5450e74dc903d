/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-support-group.h.
 */
#include "orch-support-group.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "orch-days-off-page.h"
#include "orch-support-changes.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchSupportGroup
{
  AdwPreferencesGroup parent_instance;

  OrchSupportLibrary *library; /* (owned) */

  /* template children */
  AdwActionRow *state;
  AdwActionRow *holidays;
  GtkWidget *restore;
};

G_DEFINE_FINAL_TYPE (OrchSupportGroup, orch_support_group, ADW_TYPE_PREFERENCES_GROUP)

static void
show (OrchSupportGroup *self)
{
  OrchSupportGuide *guide = orch_support_library_get_guide (self->library);
  const GError *problem = orch_support_library_get_problem (self->library);
  const gboolean own = orch_support_library_is_own (self->library);
  /* translators: of the support guide; %s is a date */
  g_autofree char *verified = g_strdup_printf (_ ("Verified on %s"), orch_support_guide_get_verified_on (guide));
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autofree char *days = NULL;
  GDate today;

  orch_plain_set_title (ADW_PREFERENCES_ROW (self->state), problem != NULL
                                                               ? _ ("Your establishment’s guide was left aside")
                                                           : own ? _ ("Your establishment’s guide")
                                                                 : _ ("The guide that comes with Orchestrateur"));
  orch_plain_set_subtitle (self->state, problem != NULL ? problem->message : verified);
  orch_plain_set_title (ADW_PREFERENCES_ROW (self->restore), orch_support_library_has_previous (self->library)
                                                                 ? _ ("Go Back to the Previous Guide")
                                                                 : _ ("Restore the Built-in Guide"));
  gtk_widget_set_visible (self->restore, own || problem != NULL);
  g_date_set_dmy (&today, (GDateDay) g_date_time_get_day_of_month (now), (GDateMonth) g_date_time_get_month (now),
                  (GDateYear) g_date_time_get_year (now));
  days = orch_support_changes_dup_holidays (guide, &today);
  orch_plain_set_subtitle (self->holidays, days[0] != '\0' ? days : _ ("None"));
}

/* A fault of the file names its line and key, which no general sentence does. */
static void
tell (OrchSupportGroup *self, const char *heading, const GError *error)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, NULL);
  g_autofree char *why =
      g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID) ? g_strdup (error->message) : orch_error_text_dup (error);

  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog), "%s", why);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  orch_get_help_in_alert (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), error);
  orch_alert_present (dialog, GTK_WIDGET (self));
}

static DexFuture *
on_kept (DexFuture *future, gpointer data)
{
  OrchSupportGroup *self = data;
  g_autoptr (GError) error = NULL;

  if (dex_future_get_value (future, &error) == NULL && self->library != NULL)
    tell (self, _ ("The guide could not be kept"), error);
  return NULL;
}

static void
keep (OrchSupportGroup *self, DexFuture *future)
{
  dex_future_disown (dex_future_finally (future, on_kept, g_object_ref (self), g_object_unref));
}

static void
on_answer (OrchSupportGroup *self, const char *response, AdwAlertDialog *dialog)
{
  if (g_str_equal (response, "import"))
    keep (self, orch_support_library_install (self->library, g_object_get_data (G_OBJECT (dialog), "guide")));
}

/* What changes, before anything does. */
static void
preview (OrchSupportGroup *self, OrchSupportGuide *guide)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Replace the support guide?"), NULL);
  g_autofree char *changes = orch_support_changes_dup (orch_support_library_get_guide (self->library), guide);

  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog), "%s", changes);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "import", _ ("_Replace"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "import", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "import");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "guide", g_object_ref (guide), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), self, G_CONNECT_SWAPPED);
  orch_alert_present (dialog, GTK_WIDGET (self));
}

static DexFuture *
on_read (DexFuture *future, gpointer data)
{
  OrchSupportGroup *self = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->library == NULL)
    return NULL;
  if (value != NULL)
    preview (self, g_value_get_object (value));
  else
    tell (self, _ ("This guide cannot be used"), error);
  return NULL;
}

static void
on_chosen (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (OrchSupportGroup) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (object), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    orch_support_group_offer (self, path);
}

static void
on_import (OrchSupportGroup *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_dialog_set_title (dialog, _ ("Import a Guide"));
  gtk_file_filter_set_name (filter, _ ("Guides (JSON)"));
  gtk_file_filter_add_pattern (filter, "*.json");
  gtk_file_dialog_set_default_filter (dialog, filter);
  gtk_file_dialog_open (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_chosen, g_object_ref (self));
}

static void
on_restore (OrchSupportGroup *self)
{
  keep (self, orch_support_library_go_back (self->library));
}

/* A page of the preferences: what is typed there is kept at once. */
static void
on_holidays (OrchSupportGroup *self)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_PREFERENCES_DIALOG);

  if (dialog != NULL)
    adw_preferences_dialog_push_subpage (ADW_PREFERENCES_DIALOG (dialog), orch_days_off_page_new (self->library));
}

static void
orch_support_group_dispose (GObject *object)
{
  OrchSupportGroup *self = ORCH_SUPPORT_GROUP (object);

  g_clear_object (&self->library);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SUPPORT_GROUP);
  G_OBJECT_CLASS (orch_support_group_parent_class)->dispose (object);
}

static void
orch_support_group_class_init (OrchSupportGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_support_group_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/support/orch-support-group.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchSupportGroup, state);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportGroup, holidays);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportGroup, restore);
  gtk_widget_class_bind_template_callback (widget_class, on_import);
  gtk_widget_class_bind_template_callback (widget_class, on_restore);
  gtk_widget_class_bind_template_callback (widget_class, on_holidays);
}

static void
orch_support_group_init (OrchSupportGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
  self->library = g_object_ref (orch_support_library_get_default ());
  g_signal_connect_object (self->library, "notify::guide", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

void
orch_support_group_set_may_edit (OrchSupportGroup *self, gboolean may_edit)
{
  g_return_if_fail (ORCH_IS_SUPPORT_GROUP (self));

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->holidays), may_edit);
}

void
orch_support_group_offer (OrchSupportGroup *self, const char *path)
{
  g_return_if_fail (ORCH_IS_SUPPORT_GROUP (self));
  g_return_if_fail (path != NULL);

  dex_future_disown (
      dex_future_finally (orch_support_library_read (path), on_read, g_object_ref (self), g_object_unref));
}
