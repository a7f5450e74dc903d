/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-text.h.
 */
#include "orch-message-text.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"

#define KIB 1024.0

const char *
orch_message_text_get_status (OrchConversationStatus status, const char **icon)
{
  static const char *const icons[ORCH_N_CONVERSATION_STATUSES] = {
    [ORCH_CONVERSATION_DRAFT] = "document-edit-symbolic",
    [ORCH_CONVERSATION_IN_PROGRESS] = "orch-messages-symbolic",
    [ORCH_CONVERSATION_REPORT] = "orch-reports-symbolic",
    [ORCH_CONVERSATION_COMPLETED] = "orch-step-done-symbolic",
  };

  if (icon != NULL)
    *icon = icons[status];
  switch (status)
    {
    case ORCH_CONVERSATION_DRAFT:
      return C_ ("conversation", "Draft");
    case ORCH_CONVERSATION_REPORT:
      return C_ ("conversation", "Report in progress");
    case ORCH_CONVERSATION_COMPLETED:
      return C_ ("conversation", "Completed");
    case ORCH_CONVERSATION_IN_PROGRESS:
    default:
      return C_ ("conversation", "In progress");
    }
}

const char *
orch_message_text_get_subject (const char *subject)
{
  return subject != NULL && subject[0] != '\0' ? subject : _ ("Without a subject");
}

static char *
dup_span (gint64 us)
{
  const gint64 minutes = MAX (0, us) / G_TIME_SPAN_MINUTE;
  const guint hours = (guint) (minutes / 60);
  const guint days = hours / 24;

  if (minutes < 60)
    /* translators: a time that went by, in minutes; in French "%u min" */
    return g_strdup_printf (_ ("%u min"), (guint) MAX (1, minutes));
  if (days < 2)
    /* translators: a time that went by, in hours; in French "%u h" */
    return g_strdup_printf (_ ("%u h"), hours);
  /* translators: a time that went by */
  return g_strdup_printf (ngettext ("%'u day", "%'u days", days), days);
}

char *
orch_message_text_dup_age (gint64 us)
{
  const gint64 past = orch_clock_now_us () - us;
  g_autofree char *span = dup_span (past);

  if (past < G_TIME_SPAN_MINUTE)
    return g_strdup (_ ("just now"));
  /* translators: %s is a time that went by: "2 h", "3 days" */
  return g_strdup_printf (_ ("%s ago"), span);
}

char *
orch_message_text_dup_turn (OrchConversation *conversation, const char **icon)
{
  const OrchConversationFields *f = orch_conversation_get_fields (conversation);
  g_autofree char *span = NULL;

  switch (f->status)
    {
    case ORCH_CONVERSATION_DRAFT:
      *icon = "document-edit-symbolic";
      return g_strdup (_ ("To send"));
    case ORCH_CONVERSATION_REPORT:
      *icon = "orch-reports-symbolic";
      span = dup_span (orch_clock_now_us () - f->closed_us);
      /* translators: %s is a time that went by: "2 h", "3 days" */
      return g_strdup_printf (_ ("Report owed for %s"), span);
    case ORCH_CONVERSATION_COMPLETED:
      *icon = "orch-step-done-symbolic";
      return g_strdup (_ ("Report produced"));
    case ORCH_CONVERSATION_IN_PROGRESS:
    default:
      *icon = f->our_turn ? "mail-reply-sender-symbolic" : "orch-sync-waiting-symbolic";
      return g_strdup (f->our_turn ? _ ("To answer") : _ ("Waiting for the patient"));
    }
}

char *
orch_message_text_dup_people (OrchConversation *conversation)
{
  const OrchConversationFields *f = orch_conversation_get_fields (conversation);
  const char *professional = f->professional_name != NULL ? f->professional_name : f->author_name;

  if (f->assignee_name != NULL)
    /* translators: the professional of a conversation, and who answers in their place */
    return g_strdup_printf (_ ("%s, assigned to %s"), professional != NULL ? professional : _ ("Name not known"),
                            f->assignee_name);
  return g_strdup (professional != NULL ? professional : _ ("Name not known"));
}

char *
orch_message_text_dup_follow_up (OrchConversation *conversation)
{
  const char *day = orch_conversation_get_fields (conversation)->follow_up;

  /* translators: %s is a date, as 2026-11-30: the day on which a conversation is looked at again */
  return day != NULL ? g_strdup_printf (_ ("Follow-up %s"), day) : NULL;
}

gboolean
orch_message_text_is_due (OrchConversation *conversation)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  return orch_conversation_is_due (conversation, today);
}

char *
orch_message_text_dup_event (OrchMessage *note)
{
  const OrchMessageFields *f = orch_message_get_fields (note);
  const char *name = f->about_name != NULL ? f->about_name : _ ("Name not known");

  switch (f->event)
    {
    case ORCH_NOTE_ASSIGNED:
      if (f->about == NULL)
        return g_strdup (_ ("Assigned to nobody"));
      if (g_strcmp0 (f->about, f->sender) == 0)
        return g_strdup (_ ("Taken over"));
      /* translators: in the history of a conversation: %s is a colleague */
      return g_strdup_printf (_ ("Assigned to %s"), name);
    case ORCH_NOTE_DEPARTMENT:
      /* translators: in the history of a conversation: %s is a department */
      return g_strdup_printf (_ ("Given to the department %s"), name);
    case ORCH_NOTE_URGENT:
      return g_strdup (_ ("Marked as urgent"));
    case ORCH_NOTE_ROUTINE:
      return g_strdup (_ ("No longer urgent"));
    case ORCH_NOTE_FOLLOW_UP:
      if (f->day == NULL)
        return g_strdup (_ ("No follow-up any more"));
      /* translators: in the history of a conversation: %s is a date, as 2026-11-30 */
      return g_strdup_printf (_ ("To follow up on %s"), f->day);
    case ORCH_NOTE_OF_NOTHING:
    default:
      return NULL;
    }
}

char *
orch_message_text_dup_state (OrchMessage *message, const char **icon)
{
  const OrchMessageFields *f = orch_message_get_fields (message);
  g_autofree char *when = NULL;

  if (f->note && f->state == ORCH_MESSAGE_SENT)
    {
      *icon = "orch-staff-symbolic";
      return g_strdup (_ ("Seen by the clinic’s people alone"));
    }
  if (f->note && f->state == ORCH_MESSAGE_QUEUED)
    {
      *icon = "orch-sync-waiting-symbolic";
      return g_strdup (_ ("Waiting to reach the clinic’s other workstations"));
    }
  switch (f->state)
    {
    case ORCH_MESSAGE_SENT:
      *icon = "orch-step-done-symbolic";
      return g_strdup (C_ ("message", "Sent"));
    case ORCH_MESSAGE_SEEN:
      *icon = "view-reveal-symbolic";
      if (f->received_us == 0)
        return g_strdup (C_ ("message", "Seen"));
      when = orch_time_text_dup_when (f->received_us);
      /* translators: %s is a date and a time, or a time of today */
      return g_strdup_printf (_ ("Seen: %s"), when);
    case ORCH_MESSAGE_FAILED:
      *icon = "orch-sync-problem-symbolic";
      if (f->error_text != NULL)
        /* translators: %s is what the hub answered */
        return g_strdup_printf (_ ("Not sent: %s"), f->error_text);
      /* translators: %s is a sentence: why */
      return g_strdup_printf (_ ("Not sent: %s"),
                              orch_error_text_sentence (f->error_code >= 0 ? (OrchError) f->error_code
                                                                           : ORCH_ERROR_REFUSED));
    case ORCH_MESSAGE_QUEUED:
    default:
      *icon = "orch-sync-waiting-symbolic";
      return g_strdup (C_ ("message", "Waiting to be sent"));
    }
}

const char *
orch_message_text_get_bar (OrchConversationBar bar)
{
  switch (bar)
    {
    case ORCH_CONVERSATION_NOT_ALLOWED:
      return _ ("Your role lets you read messages, not write them.");
    case ORCH_CONVERSATION_COLLEAGUES:
      return _ ("Conversation of a colleague: to be read only.");
    case ORCH_CONVERSATION_ENDED:
      return _ ("The exchange with the patient has ended. Its report is still to be written.");
    case ORCH_CONVERSATION_IS_COMPLETE:
      return _ ("The report is produced: nobody can change anything in this conversation any more.");
    case ORCH_CONVERSATION_OPEN:
    default:
      return NULL;
    }
}

char *
orch_message_text_dup_size (gsize size)
{
  const double kib = (double) size / KIB;

  if (kib < 1000)
    /* translators: the size of a file; in French "%.0f Ko" */
    return g_strdup_printf (_ ("%.0f KB"), MAX (1.0, kib));
  /* translators: the size of a file; in French "%.1f Mo" */
  return g_strdup_printf (_ ("%.1f MB"), kib / KIB);
}

char *
orch_message_text_dup_day (gint64 us)
{
  g_autoptr (GDateTime) day = orch_time_text_to_local (us);
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) before = g_date_time_add_days (now, -1);
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *yesterday = g_date_time_format (before, "%Y-%m-%d");

  if (g_str_equal (date, today))
    return g_strdup (_ ("Today"));
  if (g_str_equal (date, yesterday))
    return g_strdup (_ ("Yesterday"));
  return orch_time_text_dup_day (day);
}
