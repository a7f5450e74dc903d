/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-fetch.h.
 */
#include "orch-message-fetch.h"

#include "core/orch-error.h"
#include "hub/orch-hub-messages.h"
#include "orch-message-desk-private.h"

/* The arguments of a fiber */
typedef struct
{
  /* owned */
  OrchStore *store;
  OrchSession *session;
  OrchHubAccess *access;
  char *id;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_object_unref (call->session);
  g_object_unref (call->access);
  g_free (call->id);
  g_free (call);
}

/* Returns: (transfer none) (nullable) */
static const OrchActor *
get_actor (Call *call)
{
  return orch_session_is_locked (call->session) ? NULL : orch_session_get_actor (call->session);
}

/* Awaits. Returns: (transfer full) (nullable): messages and notes of the conversation that the hub calls @hub_id */
static GPtrArray *
await_records (Call *call, const char *hub_id, GError **error)
{
  g_autoptr (OrchHub) hub = dex_await_object (orch_hub_access_get_hub (call->access), error);
  g_autoptr (OrchHubPage) messages = NULL;
  g_autoptr (OrchHubPage) notes = NULL;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  if (hub != NULL)
    messages = dex_await_object (orch_hub_read_conversation (hub, hub_id), error);
  if (messages == NULL)
    return NULL;
  g_ptr_array_extend (records, orch_hub_page_get_records (messages), (GCopyFunc) g_object_ref, NULL);
  /* The conversation itself and nothing in it: it is not shown to this person. */
  if (records->len < 2)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "The hub does not have this conversation");
      return NULL;
    }
  notes = dex_await_object (orch_hub_read_notes (hub, hub_id), error);
  if (notes == NULL)
    return NULL;
  g_ptr_array_extend (records, orch_hub_page_get_records (notes), (GCopyFunc) g_object_ref, NULL);
  return g_steal_pointer (&records);
}

static DexFuture *
fetch_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (OrchConversation) conversation = NULL;
  g_autoptr (GPtrArray) records = NULL;
  const char *hub_id = NULL;
  GError *error = NULL;

  if (get_actor (call) == NULL)
    return orch_message_desk_refuse ();
  conversation = dex_await_object (orch_store_find_conversation (call->store, get_actor (call), call->id), &error);
  if (conversation == NULL)
    return dex_future_new_for_error (error);
  if (!orch_conversation_get_fields (conversation)->text_left)
    return dex_future_new_for_boolean (TRUE);
  hub_id = orch_conversation_get_fields (conversation)->hub_id;
  if (hub_id != NULL)
    records = await_records (call, hub_id, &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  /* What comes behind the lock is not read. */
  if (records == NULL || get_actor (call) == NULL)
    return orch_message_desk_refuse ();
  return orch_store_put_back_text (call->store, get_actor (call), call->id, records);
}

DexFuture *
orch_message_fetch (OrchStore *store, OrchSession *session, OrchHubAccess *access, const char *id)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store) && ORCH_IS_SESSION (session) && id != NULL, NULL);

  if (access == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_OFFLINE, "There is no hub to ask");
  call = g_new0 (Call, 1);
  call->store = g_object_ref (store);
  call->session = g_object_ref (session);
  call->access = g_object_ref (access);
  call->id = g_strdup (id);
  return dex_scheduler_spawn (NULL, 0, fetch_fiber, call, call_free);
}
