/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: who answers in a conversation, in which department it is, whether it is urgent and when it is looked at again; with its history. See
 * orch-store-messages.h.
 */
#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "orch-store-messages-private.h"

/* Of one act */
typedef struct
{
  const char *column;
  const char *name_column; /* (nullable) */
  const char *journal;
} Event;

static const Event events[ORCH_N_NOTE_EVENTS] = {
  [ORCH_NOTE_ASSIGNED] = { "assignee", "assignee_name", "conversation-assigned" },
  [ORCH_NOTE_DEPARTMENT] = { "department", NULL, "conversation-assigned" },
  [ORCH_NOTE_URGENT] = { "urgent", NULL, "conversation-flagged" },
  [ORCH_NOTE_ROUTINE] = { "urgent", NULL, "conversation-flagged" },
  [ORCH_NOTE_FOLLOW_UP] = { "follow_up", NULL, "conversation-flagged" },
};

static gboolean
is_of_department (OrchConnection *connection, const char *person, const char *department)
{
  return orch_connection_get_int64 (connection, 0,
                                    "SELECT 1 FROM department AS d JOIN staff_department AS sd ON sd.department_emr_id "
                                    "= d.emr_id JOIN staff AS s ON s.key = sd.staff WHERE d.hub_id = substr (?, 14) "
                                    "AND s.hub_id IN (substr (?, 14), ?) LIMIT 1",
                                    "sss", department, person, person) != 0;
}

/* Those who practise in the department that a conversation is in take it over when nobody else has to. */
static gboolean
takes_over (OrchConnection *connection, OrchConversation *conversation, const OrchStoreCall *call)
{
  const char *department = orch_conversation_get_fields (conversation)->department;

  return call->state == ORCH_NOTE_ASSIGNED && call->actor != NULL && g_strcmp0 (call->text, call->actor) == 0 &&
         orch_conversation_may_take (conversation, call->actor, call->permission,
                                     department != NULL && is_of_department (connection, call->actor, department));
}

static void
change (OrchConnection *connection, const OrchStoreCall *call)
{
  const Event *event = &events[call->state];
  const gboolean flag = call->state == ORCH_NOTE_URGENT || call->state == ORCH_NOTE_ROUTINE;
  g_autofree char *name = event->name_column != NULL ? g_strdup_printf ("%s = ?, ", event->name_column) : NULL;
  g_autofree char *sql = g_strdup_printf ("UPDATE conversation SET %s%s = ?, revision = revision + 1 WHERE id = ?",
                                          name != NULL ? name : "", event->column);

  if (flag)
    orch_connection_run (connection, sql, "is", call->state == ORCH_NOTE_URGENT, call->id);
  else if (name != NULL)
    orch_connection_run (connection, sql, "sss", call->text != NULL ? call->detail : NULL, call->text, call->id);
  else
    orch_connection_run (connection, sql, "ss", call->text, call->id);
}

static void
hand_over (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (OrchConversation) conversation = orch_store_load_conversation_row (connection, call->id, 0);
  const gboolean day = call->state == ORCH_NOTE_FOLLOW_UP;
  g_autofree char *object = g_strconcat (ORCH_STORE_CONVERSATION "/", call->id, NULL);
  const char *patient = NULL;

  if (conversation == NULL)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such conversation");
      return;
    }
  if (!takes_over (connection, conversation, call) &&
      orch_store_refuse_bar (connection, orch_conversation_get_hand_bar (conversation, call->actor, call->permission)))
    return;
  change (connection, call);
  orch_store_count_conversation (connection, orch_store_get_conversation_key (connection, call->id));
  orch_connection_run (connection,
                       "INSERT INTO note (id, conversation, conversation_hub_id, author, author_name, text, written, "
                       "event, about, about_name, day, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
                       "ssssssl"
                       "isss",
                       call->type, call->id, orch_conversation_get_fields (conversation)->hub_id, call->actor,
                       call->verb, call->more->pdata[0], orch_clock_now_us (), call->state, day ? NULL : call->text,
                       call->detail, day ? call->text : NULL);
  /* The history first: who hands it over may take no part in it afterwards. */
  orch_store_add_to_outbox (connection, call, ORCH_STORE_NOTE, call->type, "create", NULL, 1);
  orch_store_add_to_outbox (connection, call, ORCH_STORE_CONVERSATION, call->id, "update", NULL,
                            orch_connection_get_int64 (connection, 1, "SELECT revision FROM conversation WHERE id = ?",
                                                       "s", call->id));
  patient = orch_conversation_get_fields (conversation)->patient;
  orch_store_add_to_journal (connection, call, events[call->state].journal, object, patient, NULL);
}

DexFuture *
orch_store_hand_over (OrchStore *self, const OrchActor *actor, const char *id, const OrchHandOver *what)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;
  gboolean day = FALSE;

  g_return_val_if_fail (ORCH_IS_STORE (self) && actor != NULL && id != NULL && what != NULL, NULL);
  g_return_val_if_fail (what->event > ORCH_NOTE_OF_NOTHING && what->event < ORCH_N_NOTE_EVENTS, NULL);

  refused = orch_store_refuse_workstation (actor, ORCH_ACT_WRITE_MESSAGES);
  if (refused == NULL)
    refused = orch_store_refuse (actor, ORCH_ACT_WRITE_MESSAGES);
  if (refused != NULL)
    return refused;
  day = what->event == ORCH_NOTE_FOLLOW_UP;
  if ((day && what->day != NULL && !orch_conversation_is_day (what->day)) ||
      orch_text_length (what->text) > ORCH_MESSAGE_TEXT_MAX)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "Not a day, or too long a note");
  call = orch_store_call_new (actor);
  call->id = g_strdup (id);
  call->type = g_uuid_string_random ();
  call->state = what->event;
  call->text = g_strdup (day ? what->day : what->about);
  call->detail = g_strdup (what->about_name);
  call->verb = g_strdup (what->author_name);
  call->more = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (call->more, orch_text_is_empty (what->text) ? g_strdup ("") : g_strdup (what->text));
  return orch_store_write (self, hand_over, call);
}
