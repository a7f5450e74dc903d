/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The acts of the journal of accesses as sentences that the person in charge of privacy can read. Main thread. Strings are translated.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** OrchJournalTopic: what acts are about, to choose among them */
typedef enum
{
  ORCH_JOURNAL_ALL = 0,
  ORCH_JOURNAL_LOOKED,   /* somebody saw what concerns a patient */
  ORCH_JOURNAL_WROTE,    /* patients, messages, reports */
  ORCH_JOURNAL_TOOK_OUT, /* printed, exported, put in the chart */
  ORCH_JOURNAL_CAME_IN,  /* sign-ins and locks */
  ORCH_JOURNAL_SET_UP,   /* the clinic, its services, its connections */
} OrchJournalTopic;

#define ORCH_N_JOURNAL_TOPICS (ORCH_JOURNAL_SET_UP + 1)

/** orch_journal_text_act: @act: a word of the journal. Returns: (transfer none): the sentence; the word itself when it is of a later version */
const char *orch_journal_text_act (const char *act);
OrchJournalTopic orch_journal_text_get_topic (const char *act);
/** orch_journal_text_topic: Returns: (transfer none): its name in a list */
const char *orch_journal_text_topic (OrchJournalTopic topic);

G_END_DECLS
