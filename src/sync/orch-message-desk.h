/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the Messages page does: the dashboard's list, a conversation's messages, writing, ending, reporting. Everything is local at once and goes to
 * the hub by the outbox, as the person who did it. Owned by the engine; main thread. Calls reject with REFUSED while nobody is signed in, or locked.
 */
#pragma once

#include "core/orch-message-template.h"
#include "session/orch-hub-access.h"
#include "session/orch-session.h"
#include "store/orch-conversation-list.h"
#include "store/orch-store-messages.h"
#include "orch-professional.h"

G_BEGIN_DECLS

#define ORCH_TYPE_MESSAGE_DESK (orch_message_desk_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageDesk, orch_message_desk, ORCH, MESSAGE_DESK, GObject)

/** OrchMessageSetting: numbers of days in the clinic's settings, group "messages" (hub/README.md) */
typedef enum
{
  ORCH_UNSEEN_DAYS = 0, /* after how many a message that the patient has not opened is told */
  ORCH_TEXT_DAYS,       /* after how many the text of a completed conversation leaves the workstation */
} OrchMessageSetting;

#define ORCH_N_MESSAGE_SETTINGS (ORCH_TEXT_DAYS + 1)
#define ORCH_UNSEEN_DAYS_USUAL 3
#define ORCH_UNSEEN_DAYS_MAX 365

/*
 * Properties, read-only and notified: of the conversations in which the person takes part; 0 while locked or signed out
 *   unread       uint  messages of patients that were not opened
 *   to-answer    uint  conversations in which the patient wrote last
 *   reports-owed uint
 * Signal "changed": conversations or messages in the store have changed: what is shown of one is read again
 */

/** orch_message_desk_new: @access: (nullable): of the hub: what is not on this workstation is not fetched */
OrchMessageDesk *orch_message_desk_new (OrchStore *store, OrchSession *session, OrchHubAccess *access);

guint orch_message_desk_get_unread (OrchMessageDesk *self);
guint orch_message_desk_get_to_answer (OrchMessageDesk *self);
guint orch_message_desk_get_reports_owed (OrchMessageDesk *self);
/** orch_message_desk_get_person: Returns: (transfer none) (nullable): who is signed in, "Practitioner/…" */
const char *orch_message_desk_get_person (OrchMessageDesk *self);
/** orch_message_desk_get_person_name: (nullable): as the person signs */
const char *orch_message_desk_get_person_name (OrchMessageDesk *self);

/** orch_message_desk_list: for the person who is signed in. Returns: (transfer full) (nullable): %NULL while nobody is */
OrchConversationList *orch_message_desk_list (OrchMessageDesk *self);

/** orch_message_desk_list_professionals: in whose name a conversation can be begun: those of the staff that the hub knows, active, and the
 * person. Returns: (transfer full): a future of a boxed GPtrArray of #OrchProfessional, by name, the person first */
DexFuture *orch_message_desk_list_professionals (OrchMessageDesk *self);

/** orch_message_desk_list_departments: Returns: (transfer full): a future of a boxed GPtrArray of #OrchDepartment, by name */
DexFuture *orch_message_desk_list_departments (OrchMessageDesk *self);
/** orch_message_desk_list_places: Returns: (transfer full): a future of a boxed GStrv: the departments where the person practises, "Organization/…" */
DexFuture *orch_message_desk_list_places (OrchMessageDesk *self);
/** orch_message_desk_list_filters, _save_filter: see orch-store-messages.h */
DexFuture *orch_message_desk_list_filters (OrchMessageDesk *self);
DexFuture *orch_message_desk_save_filter (OrchMessageDesk *self, const char *name, const char *value);

/** orch_message_desk_open: journaled once a call; messages of the patient count as seen where the person takes part. Returns: (transfer full): a future of
 * #OrchConversation; NOT_FOUND */
DexFuture *orch_message_desk_open (OrchMessageDesk *self, const char *id);
/** orch_message_desk_find: the same, of one that is open already: not journaled */
DexFuture *orch_message_desk_find (OrchMessageDesk *self, const char *id);
/** orch_message_desk_see: what the patient wrote while the conversation is shown: seen, and no other opening. Returns: (transfer full): a future of uint: how many */
DexFuture *orch_message_desk_see (OrchMessageDesk *self, const char *id);
/** orch_message_desk_find_patient: Returns: (transfer full): a future of #OrchPatient; NOT_FOUND */
DexFuture *orch_message_desk_find_patient (OrchMessageDesk *self, const char *id);
/** orch_message_desk_load_messages: see orch_store_load_messages() */
DexFuture *orch_message_desk_load_messages (OrchMessageDesk *self, const char *id, gint64 before_us, guint limit);
/** orch_message_desk_load_notes: see orch_store_load_notes() */
DexFuture *orch_message_desk_load_notes (OrchMessageDesk *self, const char *id);
/** orch_message_desk_fetch: the text of a conversation that left this workstation comes from the hub again: journaled. Returns: (transfer full): a future boolean;
 * NOT_FOUND, and how orch_hub_access_get_hub() rejects */
DexFuture *orch_message_desk_fetch (OrchMessageDesk *self, const char *id);
/** orch_message_desk_load_days: one of the clinic's settings. Returns: (transfer full): a future of uint */
DexFuture *orch_message_desk_load_days (OrchMessageDesk *self, OrchMessageSetting setting);
/** orch_message_desk_set_days: EDIT_CLINIC; for every workstation of the clinic. Returns: (transfer full): a future boolean; INVALID, REFUSED */
DexFuture *orch_message_desk_set_days (OrchMessageDesk *self, OrchMessageSetting setting, guint days);
/** orch_message_desk_load_file: Returns: (transfer full): a future of a boxed GBytes */
DexFuture *orch_message_desk_load_file (OrchMessageDesk *self, const char *message_id, guint position);
/** orch_message_desk_load_report: from the hub when it was made elsewhere, which is journaled, and kept. Returns: (transfer full): a future of a boxed GBytes: the
 * PDF; NOT_FOUND, and how orch_hub_read_report() and orch_hub_access_get_hub() reject */
DexFuture *orch_message_desk_load_report (OrchMessageDesk *self, const char *id);

/** orch_message_desk_send: see orch_store_send_message(): the sender's name is filled in. Returns: (transfer full): a future boolean */
DexFuture *orch_message_desk_send (OrchMessageDesk *self, OrchConversation *conversation, OrchMessage *message);
/** orch_message_desk_add_note: an internal note of the person: see orch_store_add_note(). Returns: (transfer full): a future boolean */
DexFuture *orch_message_desk_add_note (OrchMessageDesk *self, const char *id, const char *note_id, const char *text);
/** orch_message_desk_end, _hand_over: see orch-store-messages.h; the author is the person */
DexFuture *orch_message_desk_end (OrchMessageDesk *self, const char *id);
DexFuture *orch_message_desk_hand_over (OrchMessageDesk *self, const char *id, const OrchHandOver *what);
/** orch_message_desk_complete: see orch_store_complete_conversation(). @report: copied; the author is the person. @to_chart: the EMR takes documents: it
 * goes to the patient's chart too, when the EMR knows the patient */
DexFuture *orch_message_desk_complete (OrchMessageDesk *self, const char *id, const OrchReport *report,
                                       gboolean to_chart);
/** orch_message_desk_note_paper: the conversation, or its @report, leaves as a file, or @printed: journaled. Returns: (transfer full): a future of int64 */
DexFuture *orch_message_desk_note_paper (OrchMessageDesk *self, OrchConversation *conversation, gboolean report,
                                         gboolean printed);

/** orch_message_desk_retry: one that was refused, once more. Returns: (transfer full): a future boolean */
DexFuture *orch_message_desk_retry (OrchMessageDesk *self, OrchMessage *message);
/** orch_message_desk_withdraw: one that the hub does not have is given up. Returns: (transfer full): a future boolean; NOT_FOUND when it left meanwhile */
DexFuture *orch_message_desk_withdraw (OrchMessageDesk *self, OrchMessage *message);

/** orch_message_desk_list_templates: those that are offered to the person, and to who approves them all the others. Returns: (transfer full): a future of a boxed
 * GPtrArray of #OrchMessageTemplate, by title */
DexFuture *orch_message_desk_list_templates (OrchMessageDesk *self);
/** orch_message_desk_save_template: a new one, or the one of that id. Its author is the person, and stays; only who approves them has it approved. Returns:
 * (transfer full): a future boolean; INVALID; REFUSED for one that is not theirs */
DexFuture *orch_message_desk_save_template (OrchMessageDesk *self, OrchMessageTemplate *message_template);
/** orch_message_desk_remove_template: Returns: (transfer full): a future boolean; NOT_FOUND, REFUSED */
DexFuture *orch_message_desk_remove_template (OrchMessageDesk *self, const char *id);

/** orch_message_desk_flush: Returns: (transfer full): a future that settles when what was typed is on disk */
DexFuture *orch_message_desk_flush (OrchMessageDesk *self);
/** orch_message_desk_keep_draft: at each change. @text: (nullable): what is typed, sealed at once with the person's key, written within a third of a second; NULL or "": nothing any more. A conversation that does not exist
 * yet is kept with it as a draft. Returns: (transfer full): a future boolean */
DexFuture *orch_message_desk_keep_draft (OrchMessageDesk *self, OrchConversation *conversation, const char *text);
/** orch_message_desk_load_draft: Returns: (transfer full): a future string, %NULL when there is none */
DexFuture *orch_message_desk_load_draft (OrchMessageDesk *self, const char *id);

G_END_DECLS
