/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-help-page.h. One table, by the names of the types: tests/help/check-pages.py demands a line for each dialog, page and step that there is.
 */
#include "orch-help-page.h"

#include <adwaita.h>

#include "ui/wizard/orch-wizard-page.h"

static const struct
{
  const char *type;
  const char *page;
} pages[] = {
  { "OrchAnnouncedDialog", "services" },
  { "OrchAppointmentsPage", "appointments" },
  { "OrchBrowserPage", "activation" },
  { "OrchChartDialog", "emr-connection" },
  { "OrchClinicPage", "clinic" },
  { "OrchColumnsDialog", "emr-files" },
  { "OrchConflictsDialog", "import-conflicts" },
  { "OrchCropDialog", "clinic" },
  { "OrchCsvDialog", "wizard-staff" },
  { "OrchDaysOffPage", "support-guide" },
  { "OrchDiagnosticDialog", "support-guide" },
  { "OrchDirectoryPage", "staff" },
  { "OrchEditConflictDialog", "conflict" },
  { "OrchEmrDialog", "emr-vendors" },
  { "OrchEnginePage", "errors" },
  { "OrchHandDialog", "wizard-fields" },
  { "OrchHostPage", "activation" },
  { "OrchInvitationDialog", "invitation" },
  { "OrchJoinDialog", "join" },
  { "OrchJournalDialog", "journal" },
  { "OrchKeyDialog", "shared-key" },
  { "OrchListsDialog", "services" },
  { "OrchLockPage", "keyring-and-lock" },
  { "OrchMessagesPage", "messages" },
  { "OrchNewConversationDialog", "messages" },
  { "OrchPasswordPage", "activation" },
  { "OrchPatientsDialog", "synchronisation" },
  { "OrchPatientsPage", "patients" },
  { "OrchPinPage", "activation" },
  { "OrchPreferencesDialog", "preferences" },
  { "OrchReconciliationDialog", "synchronisation" },
  { "OrchRemunerationPage", "remuneration" },
  { "OrchReportDialog", "messages" },
  { "OrchReviewDialog", "services" },
  { "OrchServiceDialog", "services" },
  { "OrchServicesPage", "services" },
  { "OrchShortcutsDialog", "shortcuts" },
  { "OrchSignInPage", "keyring-and-lock" },
  { "OrchStaffDialog", "staff" },
  { "OrchSupportPage", "support-guide" },
  { "OrchSyncPage", "synchronisation" },
  { "OrchSyncSettingsDialog", "synchronisation" },
  { "OrchTemplateDialog", "messages" },
  { "OrchTicketDialog", "synchronisation" },
  { "OrchTypesAlert", "services" },
  { "OrchWelcomePage", "getting-started" },
};

static const char *const steps[ORCH_N_STEPS] = {
  [ORCH_STEP_CLINIC] = "wizard-clinic",     [ORCH_STEP_PROVIDERS] = "wizard-appointment-providers",
  [ORCH_STEP_EMR] = "wizard-emr",           [ORCH_STEP_STAFF] = "wizard-staff",
  [ORCH_STEP_SERVICES] = "wizard-services", [ORCH_STEP_PATIENTS] = "wizard-patients",
};

static const char *
page_of_type (GtkWidget *widget)
{
  if (ORCH_IS_WIZARD_PAGE (widget))
    return steps[orch_wizard_page_get_step (ORCH_WIZARD_PAGE (widget))];
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_str_equal (G_OBJECT_TYPE_NAME (widget), pages[i].type))
      return pages[i].page;
  return NULL;
}

/* From the top down: what is inside a page is of that page. A dialog hangs in its window: it is asked by itself. */
static const char *
page_in (GtkWidget *widget)
{
  const char *page = page_of_type (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); page == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!ADW_IS_DIALOG (child) && gtk_widget_get_child_visible (child) && gtk_widget_get_visible (child))
      page = page_in (child);
  return page;
}

/* The one in front comes last. A question has no page of its own: what it was asked about has. */
static const char *
page_of_dialogs (GtkWindow *window)
{
  g_autoptr (GListModel) dialogs = NULL;
  const char *page = NULL;

  if (!ADW_IS_APPLICATION_WINDOW (window))
    return NULL;
  g_object_get (window, "dialogs", &dialogs, NULL);
  for (guint i = g_list_model_get_n_items (dialogs); page == NULL && i > 0; i--)
    {
      g_autoptr (GtkWidget) dialog = g_list_model_get_item (dialogs, i - 1);

      page = page_in (dialog);
    }
  return page;
}

const char *
orch_help_page_of (GtkWindow *window)
{
  const char *page = NULL;

  g_return_val_if_fail (window == NULL || GTK_IS_WINDOW (window), NULL);

  if (window == NULL)
    return NULL;
  page = page_of_dialogs (window);
  return page != NULL ? page : page_in (GTK_WIDGET (window));
}
