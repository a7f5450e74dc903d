/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-journal-text.h.
 */
#include "orch-journal-text.h"

#include <glib/gi18n.h>

static const struct
{
  const char *act;
  OrchJournalTopic topic;
  const char *text;
} acts[] = {
  { "account-disabled", ORCH_JOURNAL_WROTE, N_ ("Disabled the patient's account") },
  { "account-enabled", ORCH_JOURNAL_WROTE, N_ ("Enabled the patient's account again") },
  { "appointments-purged", ORCH_JOURNAL_SET_UP, N_ ("Took old appointments off the workstation") },
  { "colleague-read", ORCH_JOURNAL_LOOKED, N_ ("Read the conversation of a colleague") },
  { "confirmed", ORCH_JOURNAL_CAME_IN, N_ ("Typed the PIN again for a protected act") },
  { "conflict-settled", ORCH_JOURNAL_SET_UP, N_ ("Settled a conflict between two workstations") },
  { "conversation-assigned", ORCH_JOURNAL_WROTE, N_ ("Handed a conversation over") },
  { "conversation-ended", ORCH_JOURNAL_WROTE, N_ ("Ended an exchange") },
  { "conversation-exported", ORCH_JOURNAL_TOOK_OUT, N_ ("Saved a conversation to a file") },
  { "conversation-fetched", ORCH_JOURNAL_LOOKED, N_ ("Fetched a completed conversation from the hub to read it") },
  { "conversation-flagged", ORCH_JOURNAL_WROTE, N_ ("Marked a conversation as urgent or to be followed up") },
  { "conversation-opened", ORCH_JOURNAL_LOOKED, N_ ("Opened a conversation") },
  { "conversation-printed", ORCH_JOURNAL_TOOK_OUT, N_ ("Printed a conversation") },
  { "credential-changed", ORCH_JOURNAL_SET_UP, N_ ("Changed the connection to the EMR") },
  { "document-filed", ORCH_JOURNAL_TOOK_OUT, N_ ("Put a document into the chart") },
  { "identity-validated", ORCH_JOURNAL_WROTE, N_ ("Confirmed the patient's identity") },
  { "import-services", ORCH_JOURNAL_SET_UP, N_ ("Imported the services") },
  { "import-staff", ORCH_JOURNAL_SET_UP, N_ ("Imported the staff") },
  { "invitation-made", ORCH_JOURNAL_WROTE, N_ ("Made an invitation code") },
  { "invitation-revoked", ORCH_JOURNAL_WROTE, N_ ("Revoked an invitation code") },
  { "invitation-sent-again", ORCH_JOURNAL_WROTE, N_ ("Sent an invitation again, with a new code") },
  { "journal-exported", ORCH_JOURNAL_TOOK_OUT, N_ ("Saved an extract of this journal to a file") },
  { "journal-printed", ORCH_JOURNAL_TOOK_OUT, N_ ("Printed an extract of this journal") },
  { "journal-read", ORCH_JOURNAL_LOOKED, N_ ("Read this journal") },
  { "locked", ORCH_JOURNAL_CAME_IN, N_ ("The screen was locked") },
  { "message-sent", ORCH_JOURNAL_WROTE, N_ ("Sent a message") },
  { "note-written", ORCH_JOURNAL_WROTE, N_ ("Wrote an internal note") },
  { "patient-created", ORCH_JOURNAL_WROTE, N_ ("Added a patient") },
  { "patient-edited", ORCH_JOURNAL_WROTE, N_ ("Changed the patient's identity") },
  { "patient-read", ORCH_JOURNAL_LOOKED, N_ ("Opened the patient's page") },
  { "patient-searched", ORCH_JOURNAL_LOOKED, N_ ("Searched the patients") },
  { "patients-exported", ORCH_JOURNAL_TOOK_OUT, N_ ("Saved a list of patients to a file") },
  { "patients-listed", ORCH_JOURNAL_LOOKED, N_ ("Looked at the patients that arrived") },
  { "patients-printed", ORCH_JOURNAL_TOOK_OUT, N_ ("Printed a list of patients") },
  { "permission-changed", ORCH_JOURNAL_SET_UP, N_ ("Changed what a member of the staff may do") },
  { "reconciled", ORCH_JOURNAL_WROTE, N_ ("Settled a difference with the EMR") },
  { "reconciliation-read", ORCH_JOURNAL_LOOKED, N_ ("Looked at a difference with the EMR") },
  { "remuneration-exported", ORCH_JOURNAL_TOOK_OUT, N_ ("Saved a remuneration report to a file") },
  { "remuneration-printed", ORCH_JOURNAL_TOOK_OUT, N_ ("Printed a remuneration report") },
  { "removed", ORCH_JOURNAL_SET_UP, N_ ("Removed a record") },
  { "removed-elsewhere", ORCH_JOURNAL_SET_UP, N_ ("A record was removed on another workstation") },
  { "report-exported", ORCH_JOURNAL_TOOK_OUT, N_ ("Saved a report to a file") },
  { "report-fetched", ORCH_JOURNAL_LOOKED, N_ ("Fetched a report from the hub to read it") },
  { "report-made", ORCH_JOURNAL_WROTE, N_ ("Made the report of an exchange") },
  { "report-printed", ORCH_JOURNAL_TOOK_OUT, N_ ("Printed a report") },
  { "service-changed", ORCH_JOURNAL_SET_UP, N_ ("Changed a service") },
  { "session-over", ORCH_JOURNAL_CAME_IN, N_ ("The session reached its limit: to sign in again") },
  { "setting-changed", ORCH_JOURNAL_SET_UP, N_ ("Changed a setting") },
  { "signed-in", ORCH_JOURNAL_CAME_IN, N_ ("Signed in") },
  { "signed-out", ORCH_JOURNAL_CAME_IN, N_ ("Signed out") },
  { "sync-run", ORCH_JOURNAL_SET_UP, N_ ("Synchronised with the EMR and the hub") },
  { "unlock-closed", ORCH_JOURNAL_CAME_IN, N_ ("Too many wrong PINs: closed for five minutes") },
  { "unlock-failed", ORCH_JOURNAL_CAME_IN, N_ ("A wrong PIN was typed") },
  { "unlocked", ORCH_JOURNAL_CAME_IN, N_ ("Unlocked the screen") },
  { "unsent-discarded", ORCH_JOURNAL_WROTE, N_ ("Gave up a change that was not sent") },
};

const char *
orch_journal_text_act (const char *act)
{
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_strcmp0 (acts[i].act, act) == 0)
      return _ (acts[i].text);
  return act;
}

OrchJournalTopic
orch_journal_text_get_topic (const char *act)
{
  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_strcmp0 (acts[i].act, act) == 0)
      return acts[i].topic;
  return ORCH_JOURNAL_ALL;
}

const char *
orch_journal_text_topic (OrchJournalTopic topic)
{
  switch (topic)
    {
    case ORCH_JOURNAL_LOOKED:
      return _ ("Looked at");
    case ORCH_JOURNAL_WROTE:
      return _ ("Written");
    case ORCH_JOURNAL_TOOK_OUT:
      return _ ("Printed, saved, filed");
    case ORCH_JOURNAL_CAME_IN:
      return _ ("Sign-ins and locks");
    case ORCH_JOURNAL_SET_UP:
      return _ ("Settings and synchronisation");
    case ORCH_JOURNAL_ALL:
    default:
      return _ ("All acts");
    }
}
