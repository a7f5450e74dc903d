/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An exchange of messages between a professional and a patient. Immutable; any thread. Sources: product.md §4, seeds/messaging-article.txt;
 * hub/README.md (Secure messages).
 */
#pragma once

#include <glib-object.h>

#include "orch-permission.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CONVERSATION (orch_conversation_get_type ())
G_DECLARE_FINAL_TYPE (OrchConversation, orch_conversation, ORCH, CONVERSATION, GObject)

#define ORCH_SUBJECT_MAX 120 /* characters */

/** OrchConversationStatus: kept in the store: append only. In the order of the dashboard */
typedef enum
{
  ORCH_CONVERSATION_DRAFT = 0, /* begun, not sent: on this workstation alone */
  ORCH_CONVERSATION_IN_PROGRESS,
  ORCH_CONVERSATION_REPORT, /* ended with the patient; its report is owed */
  ORCH_CONVERSATION_COMPLETED,
} OrchConversationStatus;

#define ORCH_N_CONVERSATION_STATUSES (ORCH_CONVERSATION_COMPLETED + 1)

/** OrchConversationFields: strings (nullable) unless said; copied, "" as %NULL. People of the staff are the hub's references, "Practitioner/…":
 * who signs in need not be in the EMR */
typedef struct
{
  const char *id; /* our UUID, never NULL */
  const char *hub_id;
  const char *patient;        /* our id of the patient; NULL: not known here yet */
  const char *patient_hub_id; /* of who made it elsewhere */
  const char *subject;
  const char *professional;
  const char *professional_name;
  const char *author; /* who began it */
  const char *author_name;
  const char *assignee; /* who answers in the professional's place */
  const char *assignee_name;
  const char *department; /* "Organization/…" */
  const char *follow_up;  /* the day on which somebody looks at it again: "2026-11-30" */
  OrchConversationStatus status;
  gboolean urgent;
  gint64 began_us;
  gint64 last_us;      /* when its last message was sent */
  gboolean our_turn;   /* the last message is the patient's */
  gint64 closed_us;    /* the exchange ended; 0 = it has not */
  gint64 completed_us; /* 0 = not */
  guint n_messages;
  guint n_unread; /* of the patient's */
  guint n_files;
  gboolean text_left; /* this workstation: it is fetched from the hub to be read */
  gint64 revision;
} OrchConversationFields;

OrchConversation *orch_conversation_new (const OrchConversationFields *fields);
const OrchConversationFields *orch_conversation_get_fields (OrchConversation *self);

/** OrchConversationBar: why somebody may not write in it */
typedef enum
{
  ORCH_CONVERSATION_OPEN = 0,
  ORCH_CONVERSATION_NOT_ALLOWED, /* the permission of the person */
  ORCH_CONVERSATION_COLLEAGUES,  /* they take no part in it: to be read only */
  ORCH_CONVERSATION_ENDED,       /* with the patient; the report is owed */
  ORCH_CONVERSATION_IS_COMPLETE, /* nobody touches it any more */
} OrchConversationBar;

/** orch_conversation_takes_part: @person: "Practitioner/…" (nullable). Whether they are its professional, began it, or answer in the professional's place */
gboolean orch_conversation_takes_part (OrchConversation *self, const char *person);

/** orch_conversation_get_bar: whether @person may write a message in it; source: product.md §4, security.md 12 */
OrchConversationBar orch_conversation_get_bar (OrchConversation *self, const char *person, OrchPermission permission);

/** orch_conversation_get_note_bar: whether @person may add an internal note: who takes part in it, once it has begun and until its report is there */
OrchConversationBar orch_conversation_get_note_bar (OrchConversation *self, const char *person,
                                                    OrchPermission permission);

/** orch_conversation_get_hand_bar: whether @person may hand it over, or say when it is urgent and when it is to be looked at again: who writes in it */
OrchConversationBar orch_conversation_get_hand_bar (OrchConversation *self, const char *person,
                                                    OrchPermission permission);
/** orch_conversation_may_take: whether @person, who practises in its department when @of_department, may answer from now on though they took no part in it */
gboolean orch_conversation_may_take (OrchConversation *self, const char *person, OrchPermission permission,
                                     gboolean of_department);
/** orch_conversation_is_due: whether its day of follow-up has come. @today: "2026-11-30" */
gboolean orch_conversation_is_due (OrchConversation *self, const char *today);
/** orch_conversation_is_day: whether @text is a day that there is, as "2026-11-30" */
gboolean orch_conversation_is_day (const char *text);

/** orch_conversation_can_begin: whether somebody with @permission begins conversations: professionals and administrators; hub/README.md (Secure messages) */
gboolean orch_conversation_can_begin (OrchPermission permission);

/** orch_conversation_can_end: whether @person may end the exchange: who may write in it, and to whom the report is to be written */
gboolean orch_conversation_can_end (OrchConversation *self, const char *person, OrchPermission permission);
/** orch_conversation_can_report: whether @person may write the report that is owed */
gboolean orch_conversation_can_report (OrchConversation *self, const char *person, OrchPermission permission);

G_END_DECLS
