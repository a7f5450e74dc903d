/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: conversations with patients. Messages, reports and what people are writing; each call as those of orch-store.h. Who writes is
 * OrchActor.id, the hub's reference of the person ("Practitioner/…"); the rules are those of core/orch-conversation.h, and are asked again here.
 */
#pragma once

#include "core/orch-conversation.h"
#include "core/orch-message.h"
#include "orch-store.h"

G_BEGIN_DECLS

/* Object types of the outbox */
#define ORCH_STORE_CONVERSATION "conversation"
#define ORCH_STORE_MESSAGE "message"
#define ORCH_STORE_REPORT "report"
#define ORCH_STORE_NOTE "note"

/** OrchMessageCounts: of what waits for somebody */
typedef struct
{
  guint unread;       /* messages of patients that nobody has opened */
  guint to_answer;    /* conversations in which the patient wrote last */
  guint reports_owed; /* exchanges that ended without a report */
} OrchMessageCounts;

#define ORCH_TYPE_MESSAGE_COUNTS (orch_message_counts_get_type ())
GType orch_message_counts_get_type (void) G_GNUC_CONST;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchMessageCounts, g_free)

/** OrchReport: what an exchange leaves; strings borrowed for the call */
typedef struct
{
  const char *id; /* its UUID: asked twice, it is made once */
  const char *author_name;
  const char *title; /* one line */
  GBytes *pdf;
  const char *chart_patient; /* (nullable): the EMR's id of whose chart it goes to as well */
  const char *chart_payload; /* (nullable): as orch_store_file_document() keeps it; with chart_patient */
} OrchReport;

/** OrchFetchedReport: one that was made on another workstation, as the hub has it; strings borrowed for the call */
typedef struct
{
  const char *id;
  const char *hub_id;
  const char *hub_version; /* (nullable) */
  const char *author;      /* (nullable): "Practitioner/…" */
  const char *author_name; /* (nullable) */
  const char *title;       /* (nullable) */
  gint64 made_us;
  GBytes *pdf;
} OrchFetchedReport;

/** OrchHandOver: what somebody decides about a conversation; strings borrowed for the call */
typedef struct
{
  OrchNoteEvent event;     /* not OF_NOTHING */
  const char *about;       /* (nullable): as #OrchMessageFields has them */
  const char *about_name;  /* (nullable) */
  const char *day;         /* (nullable) */
  const char *text;        /* (nullable): why */
  const char *author_name; /* (nullable) */
} OrchHandOver;

/* --- writing --- */

/**
 * orch_store_send_message:
 * @conversation: existing, or as it is to be: then it begins
 * @message: of which text, files, corrects, id and sender_name count
 * @age_limit: the clinic's setting: completed years that are still too few
 *
 * WRITE_MESSAGES. The message, its conversation when it is new, the ops that tell the hub and the journal's entry; what the actor was writing
 * there goes. Asked twice with one id, it is sent once.
 *
 * Returns: (transfer full): a future of boolean; INVALID (orch_message_check()), NOT_FOUND (the patient), REFUSED for who takes no part in it,
 *   and while the account of the patient is none to write to; CONFLICT when the exchange has ended
 */
DexFuture *orch_store_send_message (OrchStore *self, const OrchActor *actor, OrchConversation *conversation,
                                    OrchMessage *message, guint age_limit);

/** orch_store_add_note: WRITE_MESSAGES, of a person: an internal note, which goes to the clinic's people alone; what the actor was writing there goes. @id: its UUID: asked
 * twice, it is written once. Returns: (transfer full): a future of boolean; INVALID, NOT_FOUND, REFUSED, CONFLICT when the conversation is complete */
DexFuture *orch_store_add_note (OrchStore *self, const OrchActor *actor, const char *conversation_id, const char *id,
                                const char *author_name, const char *text);

/** orch_store_end_conversation: the exchange is over; its report is owed. Returns: (transfer full): a future of boolean; NOT_FOUND, REFUSED, CONFLICT
 * when it is not in progress */
DexFuture *orch_store_end_conversation (OrchStore *self, const OrchActor *actor, const char *id);

/** orch_store_complete_conversation: keeps the report, which goes to the hub after what waits of the conversation; nobody changes it any more. To the chart it
 * goes by the outbox, too. Returns: (transfer full): a future of boolean; NOT_FOUND, REFUSED, CONFLICT when no report is owed */
DexFuture *orch_store_complete_conversation (OrchStore *self, const OrchActor *actor, const char *id,
                                             const OrchReport *report);

/** orch_store_mark_seen: the patient's messages were opened by somebody who takes part in it. Returns: (transfer full): a future of uint: how many; 0 for colleagues */
DexFuture *orch_store_mark_seen (OrchStore *self, const OrchActor *actor, const char *id);

/**
 * orch_store_hand_over:
 * @what: copied
 *
 * WRITE_MESSAGES, of a person who may: orch_conversation_get_hand_bar(). The conversation is assigned, given to a department, urgent or not, or to be
 * looked at again; the hub is told, and its history, a note among the others, says who did it and why.
 *
 * Returns: (transfer full): a future of boolean; INVALID (a day that there is not, too long a note), NOT_FOUND, REFUSED, CONFLICT
 */
DexFuture *orch_store_hand_over (OrchStore *self, const OrchActor *actor, const char *id, const OrchHandOver *what);

/* --- what somebody is writing: sealed by who calls --- */

/** orch_store_keep_draft: @conversation: existing, or a DRAFT, kept with it; @sealed: (nullable): nothing is being written any more: a DRAFT goes with it.
 * Returns: (transfer full): a future of boolean */
DexFuture *orch_store_keep_draft (OrchStore *self, const OrchActor *actor, OrchConversation *conversation,
                                  GBytes *sealed);
/** orch_store_load_draft: Returns: (transfer full): a future of a boxed GBytes of the actor, %NULL when there is none */
DexFuture *orch_store_load_draft (OrchStore *self, const OrchActor *actor, const char *id);

/* --- reading --- */

/** orch_store_find_conversation: READ_MESSAGES. Returns: (transfer full): a future of an #OrchConversation; NOT_FOUND */
DexFuture *orch_store_find_conversation (OrchStore *self, const OrchActor *actor, const char *id);
/** orch_store_open_conversation: journals that the actor reads it, as a colleague's where it is; once an opening. Returns: as orch_store_find_conversation() */
DexFuture *orch_store_open_conversation (OrchStore *self, const OrchActor *actor, const char *id);
/** orch_store_load_messages: Returns: (transfer full): a future of a boxed GPtrArray of #OrchMessage with their files' names, oldest first: the last @limit
 * of those before @before_us (0 = all) */
DexFuture *orch_store_load_messages (OrchStore *self, const OrchActor *actor, const char *id, gint64 before_us,
                                     guint limit);
/** orch_store_load_notes: Returns: (transfer full): a future of a boxed GPtrArray of #OrchMessage that are notes, oldest first */
DexFuture *orch_store_load_notes (OrchStore *self, const OrchActor *actor, const char *conversation_id);
/** orch_store_load_file: Returns: (transfer full): a future of a boxed GBytes; NOT_FOUND when it is not here */
DexFuture *orch_store_load_file (OrchStore *self, const OrchActor *actor, const char *message_id, guint position);
/** orch_store_count_messages: of the conversations that the actor takes part in. Returns: (transfer full): a future of a boxed #OrchMessageCounts */
DexFuture *orch_store_count_messages (OrchStore *self, const OrchActor *actor);
/** orch_store_list_waiting: ids alone, so it asks for no permission. @person: "Practitioner/…". Returns: (transfer full): a future of a #GVariant "a(sx)": conversations
 * in progress of @person with messages of the patient that nobody has opened, and the key of the last of these */
DexFuture *orch_store_list_waiting (OrchStore *self, const char *person);
/** orch_store_load_report: Returns: (transfer full): a future of a boxed GBytes: the PDF; NOT_FOUND while it is not here */
DexFuture *orch_store_load_report (OrchStore *self, const OrchActor *actor, const char *conversation_id);
/** orch_store_keep_report: it was fetched from the hub to be read: journaled. Returns: (transfer full): a future of boolean; NOT_FOUND */
DexFuture *orch_store_keep_report (OrchStore *self, const OrchActor *actor, const char *conversation_id,
                                   const OrchFetchedReport *report);

/* --- retention (security.md 9) --- */

/* A group of the clinic's settings, a JSON object, and of it: after how many days the text of a completed conversation leaves, 1 to the most */
#define ORCH_STORE_MESSAGE_SETTINGS "messages"
#define ORCH_STORE_TEXT_DAYS "text-days"
#define ORCH_STORE_TEXT_DAYS_USUAL 7
#define ORCH_STORE_TEXT_DAYS_MAX 90

/** orch_store_let_texts_leave: SYNC. Messages' texts and files, notes' texts, words of the index and reports of @limit conversations that have been complete for
 * longer than the setting says; none of which anything is not on the hub yet. Returns: (transfer full): a future of uint: of how many: fewer than @limit, and
 * no more are left */
DexFuture *orch_store_let_texts_leave (OrchStore *self, const OrchActor *actor, guint limit);
/** orch_store_forget_words: SYNC. One step of taking out of the file what left. Returns: (transfer full): a future of boolean: there is more to do */
DexFuture *orch_store_forget_words (OrchStore *self, const OrchActor *actor);
/** orch_store_put_back_text: what left, fetched to be read: journaled; it leaves again after a day. @records: (element-type GObject): as the hub has them: of messages
 * and notes among them the words and files are taken. Returns: (transfer full): a future of boolean; NOT_FOUND */
DexFuture *orch_store_put_back_text (OrchStore *self, const OrchActor *actor, const char *id, GPtrArray *records);

/* --- choices of filters that the actor gave a name --- */

/** orch_store_save_filter: @value: text that only who shows it understands; %NULL: the name goes. Returns: (transfer full): a future of boolean */
DexFuture *orch_store_save_filter (OrchStore *self, const OrchActor *actor, const char *name, const char *value);
/** orch_store_list_filters: Returns: (transfer full): a future of a #GVariant "a(ss)": names and values, by name */
DexFuture *orch_store_list_filters (OrchStore *self, const OrchActor *actor);

/* --- for sync/ --- */

/** OrchMessageOut: a message on its way, and what it needs there */
#define ORCH_TYPE_MESSAGE_OUT (orch_message_out_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageOut, orch_message_out, ORCH, MESSAGE_OUT, GObject)
/* (nullable) */
OrchMessage *orch_message_out_get_message (OrchMessageOut *self);
OrchConversation *orch_message_out_get_conversation (OrchMessageOut *self);
/** orch_message_out_get_patient: (nullable): it is not here */
OrchPatient *orch_message_out_get_patient (OrchMessageOut *self);
/** orch_message_out_get_report: (nullable) with the report's id and title */
GBytes *orch_message_out_get_report (OrchMessageOut *self, const char **id, const char **title,
                                     const char **author_name, gint64 *made_us);
/** orch_message_out_get_n_waiting: messages of the conversation that the hub does not have yet, and notes on their way */
guint orch_message_out_get_n_waiting (OrchMessageOut *self);

/** orch_message_out_get_n_leaving: messages and notes of the conversation that are to be sent, refused ones not among them */
guint orch_message_out_get_n_leaving (OrchMessageOut *self);

/** orch_store_load_out: of an op of the outbox. @type: ORCH_STORE_CONVERSATION, _MESSAGE, _REPORT or _NOTE, which is its message. Returns: (transfer full): a future of an #OrchMessageOut; NOT_FOUND */
DexFuture *orch_store_load_out (OrchStore *self, const char *type, const char *id);

/**
 * orch_store_apply_hub_messages:
 * @records: (element-type GObject): #OrchConversation and #OrchMessage as the hub has them, in its order
 * @versions: (array length=records.len): their versions
 *
 * SYNC. What changed elsewhere; a conversation with an unsent edit keeps it. A message whose conversation is not here yet is left out, and asked for again:
 * orch_store_list_early_messages().
 *
 * Returns: (transfer full): a future of uint: how many changed
 */
DexFuture *orch_store_apply_hub_messages (OrchStore *self, const OrchActor *actor, GPtrArray *records,
                                          const char *const *versions);
/** orch_store_apply_hub_notes: SYNC. @notes: (element-type OrchMessage): notes as the hub has them; @versions: as above. Returns: (transfer full): a future of uint: how many are new */
DexFuture *orch_store_apply_hub_notes (OrchStore *self, const OrchActor *actor, GPtrArray *notes,
                                       const char *const *versions);
/** orch_store_list_early_messages: Returns: (transfer full): a future of a boxed GStrv: the hub's ids of conversations that messages name and that are not here */
DexFuture *orch_store_list_early_messages (OrchStore *self);
/** orch_store_list_unknown_patients: orch_store_apply_hub_patients() takes them. Returns: (transfer full): a future of a boxed GStrv: the hub's ids of patients of conversations that are not here, at most @limit */
DexFuture *orch_store_list_unknown_patients (OrchStore *self, guint limit);

G_END_DECLS
