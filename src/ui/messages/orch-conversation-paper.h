/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is written on the paper of an exchange: its report, or the whole of it. The patient is identified on every page. Main thread.
 * Source: product.md §4.
 */
#pragma once

#include "core/orch-clinic.h"
#include "core/orch-conversation.h"
#include "core/orch-message.h"
#include "core/orch-patient.h"
#include "ui/widgets/orch-paper.h"

G_BEGIN_DECLS

/** OrchConversationPaper: borrowed for the call */
typedef struct
{
  OrchClinic *clinic;   /* (nullable) */
  OrchPatient *patient; /* (nullable): not known here */
  OrchConversation *conversation;
  GPtrArray *all;         /* (element-type OrchMessage): of the exchange, oldest first */
  GHashTable *left_out;   /* (nullable): ids of those that the report leaves out */
  const char *conclusion; /* (nullable): of a report */
  const char *author;     /* (nullable): who makes it */
  gboolean report;        /* else the whole exchange */
} OrchConversationPaper;

/** orch_conversation_paper_make: Returns: (transfer full) */
OrchPaper *orch_conversation_paper_make (const OrchConversationPaper *parts);

/** orch_conversation_paper_dup_title: of the report, in one line. Returns: (transfer full) */
char *orch_conversation_paper_dup_title (OrchConversation *conversation);
/** orch_conversation_paper_dup_participants: @patient_name: (nullable). Returns: (transfer full): who wrote, each once, one a line */
char *orch_conversation_paper_dup_participants (OrchConversation *conversation, GPtrArray *all,
                                                const char *patient_name);
/** orch_conversation_paper_dup_period: Returns: (transfer full): from the first message to the end */
char *orch_conversation_paper_dup_period (OrchConversation *conversation, GPtrArray *all);
/** orch_conversation_paper_dup_moment: Returns: (transfer full): date and time */
char *orch_conversation_paper_dup_moment (gint64 us);
/** orch_conversation_paper_dup_file_name: @report: else of the whole exchange. Returns: (transfer full): of the PDF: nobody's name */
char *orch_conversation_paper_dup_file_name (OrchConversation *conversation, gboolean report);

G_END_DECLS
