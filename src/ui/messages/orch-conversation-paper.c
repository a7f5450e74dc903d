/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-paper.h.
 */
#include "orch-conversation-paper.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "orch-message-text.h"
#include "ui/orch-time-text.h"
#include "ui/sync/orch-patient-text.h"
#include "ui/widgets/orch-paper-clinic.h"

char *
orch_conversation_paper_dup_moment (gint64 us)
{
  g_autoptr (GDateTime) local = orch_time_text_to_local (us);
  g_autofree char *date = g_date_time_format (local, "%Y-%m-%d");
  g_autofree char *time = orch_time_text_dup_time (us);

  /* translators: a date, then a time of day: "2026-11-23, 2:30 p.m." */
  return g_strdup_printf (_ ("%s, %s"), date, time);
}

char *
orch_conversation_paper_dup_title (OrchConversation *conversation)
{
  /* translators: the title of a document: %s is the subject of the exchange */
  return g_strdup_printf (_ ("Communication report: %s"),
                          orch_message_text_get_subject (orch_conversation_get_fields (conversation)->subject));
}

char *
orch_conversation_paper_dup_file_name (OrchConversation *conversation, gboolean report)
{
  const OrchConversationFields *f = orch_conversation_get_fields (conversation);
  g_autoptr (GDateTime) local = orch_time_text_to_local (f->closed_us != 0 ? f->closed_us : orch_clock_now_us ());
  g_autofree char *date = g_date_time_format (local, "%Y-%m-%d");

  if (report)
    /* translators: the name of a file: %s is a date */
    return g_strdup_printf (_ ("Communication report %s.pdf"), date);
  /* translators: the name of a file: %s is a date */
  return g_strdup_printf (_ ("Conversation %s.pdf"), date);
}

static const char *
get_sender (const OrchMessageFields *m, const char *patient_name)
{
  if (m->from_patient)
    return patient_name != NULL ? patient_name : _ ("Patient");
  return m->sender_name != NULL ? m->sender_name : _ ("Name not known");
}

char *
orch_conversation_paper_dup_participants (OrchConversation *conversation, GPtrArray *all, const char *patient_name)
{
  const OrchConversationFields *f = orch_conversation_get_fields (conversation);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *professional = f->professional_name != NULL ? f->professional_name : f->author_name;

  if (professional != NULL)
    {
      g_hash_table_add (seen, (char *) professional);
      g_string_append (text, professional);
    }
  for (guint i = 0; i < all->len; i++)
    {
      const char *sender = get_sender (orch_message_get_fields (g_ptr_array_index (all, i)), patient_name);

      if (g_hash_table_add (seen, (char *) sender))
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", sender);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
orch_conversation_paper_dup_period (OrchConversation *conversation, GPtrArray *all)
{
  const OrchConversationFields *f = orch_conversation_get_fields (conversation);
  const gint64 first = all->len > 0 ? orch_message_get_fields (g_ptr_array_index (all, 0))->sent_us : f->began_us;
  const gint64 last = f->closed_us != 0 ? f->closed_us
                      : all->len > 0    ? orch_message_get_fields (g_ptr_array_index (all, all->len - 1))->sent_us
                                        : f->last_us;
  g_autofree char *from = orch_conversation_paper_dup_moment (first);
  g_autofree char *to = orch_conversation_paper_dup_moment (last);

  /* translators: from a date and time to another */
  return g_strdup_printf (_ ("From %s to %s"), from, to);
}

/* --- the parts ------------------------------------------------------------------------------ */

static void
add_patient (OrchPaper *paper, OrchPatient *patient)
{
  const OrchPatientFields *f = patient != NULL ? orch_patient_get_fields (patient) : NULL;
  g_autofree char *name = patient != NULL ? orch_patient_text_dup_name (patient) : NULL;
  g_autofree char *nam = f != NULL ? orch_patient_text_dup_nam (f->nam, TRUE) : g_strdup ("");
  g_autoptr (GString) foot = g_string_new (NULL);

  orch_paper_add_fact (paper, _ ("Patient"), name != NULL ? name : _ ("Patient not known here yet"));
  orch_paper_add_fact (paper, _ ("Health insurance number"), nam[0] != '\0' ? nam : _ ("Not known"));
  orch_paper_add_fact (paper, _ ("Birth date"), f != NULL && f->birth_date != NULL ? f->birth_date : _ ("Not known"));
  orch_paper_add_fact (paper, _ ("File number"), f != NULL && f->emr_id != NULL ? f->emr_id : _ ("None"));
  g_string_append (foot, name != NULL ? name : _ ("Patient not known here yet"));
  if (nam[0] != '\0')
    g_string_append_printf (foot, " · %s", nam);
  if (f != NULL && f->birth_date != NULL)
    g_string_append_printf (foot, " · %s", f->birth_date);
  if (f != NULL && f->emr_id != NULL)
    {
      g_string_append (foot, " · ");
      /* translators: at the foot of a page: the number of a patient's file */
      g_string_append_printf (foot, _ ("file %s"), f->emr_id);
    }
  /* translators: at the foot of a page: its number, and how many there are */
  orch_paper_set_foot (paper, foot->str, _ ("Page %u/%u"));
}

static void
add_message (OrchPaper *paper, OrchMessage *message, const char *patient_name)
{
  const OrchMessageFields *m = orch_message_get_fields (message);
  g_autofree char *when = orch_conversation_paper_dup_moment (m->sent_us);
  /* translators: over a message: who wrote it, and when */
  g_autofree char *head = g_strdup_printf (C_ ("message", "%s, %s"), get_sender (m, patient_name), when);
  g_autoptr (GString) text = g_string_new (m->text);

  for (guint i = 0; m->files != NULL && i < m->files->len; i++)
    {
      OrchMessageFile *file = g_ptr_array_index (m->files, i);
      g_autofree char *size = orch_message_text_dup_size (orch_message_file_get_size (file));

      if (text->len > 0)
        g_string_append_c (text, '\n');
      /* translators: under a message: the name and the size of a file that went with it */
      g_string_append_printf (text, _ ("Attachment: %s (%s)"), orch_message_file_get_name (file), size);
    }
  if (m->corrects != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", _ ("Correction of an earlier message"));
  /* What the patient never got is told as such. */
  if (m->state == ORCH_MESSAGE_FAILED)
    {
      const char *icon = NULL;
      g_autofree char *state = orch_message_text_dup_state (message, &icon);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", state);
    }
  orch_paper_add_text (paper, head, text->str);
}

static void
add_messages (OrchPaper *paper, const OrchConversationPaper *parts, const char *patient_name)
{
  guint n_left_out = 0;

  orch_paper_add_heading (paper, _ ("Messages"));
  for (guint i = 0; i < parts->all->len; i++)
    {
      OrchMessage *message = g_ptr_array_index (parts->all, i);

      /* Whoever asks: a note of the clinic is on no paper. */
      if (orch_message_get_fields (message)->note)
        continue;
      if (parts->left_out != NULL && g_hash_table_contains (parts->left_out, orch_message_get_fields (message)->id))
        n_left_out++;
      else
        add_message (paper, message, patient_name);
    }
  if (n_left_out > 0)
    {
      /* translators: at the end of the messages of a report */
      const char *format = ngettext ("%'u message of the exchange is not in this report.",
                                     "%'u messages of the exchange are not in this report.", n_left_out);
      g_autofree char *text = g_strdup_printf (format, n_left_out);

      orch_paper_add_text (paper, NULL, text);
    }
}

static void
add_signature (OrchPaper *paper, const OrchConversationPaper *parts)
{
  g_autofree char *when = orch_conversation_paper_dup_moment (orch_clock_now_us ());
  const char *author = parts->author != NULL ? parts->author : _ ("Name not known");
  g_autofree char *text = parts->report
                              /* translators: at the end of a report: who produced it, and when */
                              ? g_strdup_printf (_ ("Report produced by %s, %s"), author, when)
                              /* translators: at the end of a printed conversation: by whom, and when */
                              : g_strdup_printf (_ ("Taken from the secure messages by %s, %s"), author, when);

  orch_paper_add_text (paper, NULL, text);
}

OrchPaper *
orch_conversation_paper_make (const OrchConversationPaper *parts)
{
  const OrchConversationFields *f = NULL;
  OrchPaper *paper = NULL;
  g_autofree char *name = NULL;
  g_autofree char *participants = NULL;
  g_autofree char *period = NULL;
  g_autofree char *people = NULL;

  g_return_val_if_fail (parts != NULL && parts->all != NULL, NULL);
  g_return_val_if_fail (ORCH_IS_CONVERSATION (parts->conversation), NULL);

  f = orch_conversation_get_fields (parts->conversation);
  paper = orch_paper_new (parts->report ? _ ("Communication report") : _ ("Exchange of messages"), parts->author);
  name = parts->patient != NULL ? orch_patient_text_dup_name (parts->patient) : NULL;
  people = orch_message_text_dup_people (parts->conversation);
  participants = orch_conversation_paper_dup_participants (parts->conversation, parts->all, name);
  period = orch_conversation_paper_dup_period (parts->conversation, parts->all);
  orch_paper_set_clinic (paper, parts->clinic);
  add_patient (paper, parts->patient);
  orch_paper_add_fact (paper, _ ("Subject"), orch_message_text_get_subject (f->subject));
  orch_paper_add_fact (paper, _ ("Professional"), people);
  orch_paper_add_fact (paper, _ ("Participants"), participants);
  orch_paper_add_fact (paper, _ ("Dates"), period);
  add_messages (paper, parts, name);
  if (parts->report && !orch_text_is_empty (parts->conclusion))
    {
      orch_paper_add_heading (paper, _ ("Conclusion"));
      orch_paper_add_text (paper, NULL, parts->conclusion);
    }
  add_signature (paper, parts);
  return paper;
}
