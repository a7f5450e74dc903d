/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-drafts.h.
 */
#include "orch-message-drafts.h"

#include <string.h>

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "orch-message-desk-private.h"

#define WRITE_AFTER_MS 300 /* of typing: a commit waits for the disk */

struct _OrchMessageDrafts
{
  GObject parent_instance;

  /* owned */
  OrchStore *store;
  OrchSession *session;
  GHashTable *drafts; /* id → Draft: to be written */
  DexFuture *writing; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchMessageDrafts, orch_message_drafts, G_TYPE_OBJECT)

/* The arguments of a fiber */
typedef struct
{
  /* owned */
  OrchMessageDrafts *drafts;
  char *id;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->drafts);
  g_free (call->id);
  g_free (call);
}

/* Returns: (transfer none) (nullable) */
static const OrchActor *
get_actor (OrchMessageDrafts *self)
{
  return orch_session_is_locked (self->session) ? NULL : orch_session_get_actor (self->session);
}

/* What is being written of one conversation, sealed already: neither the lock nor another person takes it away. */
typedef struct
{
  /* owned */
  OrchConversation *conversation;
  GBytes *sealed; /* (nullable): nothing any more */
  char *actor;

  OrchPermission permission;
} Draft;

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  g_clear_object (&draft->conversation);
  g_clear_pointer (&draft->sealed, g_bytes_unref);
  g_free (draft->actor);
  g_free (draft);
}

static GHashTable *
make_drafts (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, draft_free);
}

/* What is newest is written, until nothing newer came meanwhile. Resolves when all of it is in the store. */
static DexFuture *
write_fiber (gpointer data)
{
  OrchMessageDrafts *self = data;
  GError *error = NULL;

  while (g_hash_table_size (self->drafts) > 0)
    {
      g_autoptr (GHashTable) drafts = NULL;
      GHashTableIter iter;
      gpointer value = NULL;

      dex_await (dex_timeout_new_msec (WRITE_AFTER_MS), NULL);
      drafts = g_steal_pointer (&self->drafts);
      self->drafts = make_drafts ();
      g_hash_table_iter_init (&iter, drafts);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        {
          Draft *draft = value;
          const OrchActor actor = { .id = draft->actor, .permission = draft->permission };

          g_clear_error (&error);
          dex_await (orch_store_keep_draft (self->store, &actor, draft->conversation, draft->sealed), &error);
        }
    }
  dex_clear (&self->writing);
  return error != NULL ? dex_future_new_for_error (error) : dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_message_drafts_keep (OrchMessageDrafts *self, OrchConversation *conversation, const char *text)
{
  const OrchActor *actor = NULL;
  Draft *draft = NULL;
  GBytes *sealed = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_DRAFTS (self) && ORCH_IS_CONVERSATION (conversation), NULL);

  actor = get_actor (self);
  if (actor == NULL)
    return orch_message_desk_refuse ();
  if (!orch_text_is_empty (text))
    {
      g_autoptr (GBytes) plain = g_bytes_new (text, strlen (text));
      /* At once, while the key is there. */
      g_autoptr (DexFuture) future = orch_session_seal_draft (self->session, plain);
      GError *error = NULL;
      const GValue *value = dex_future_get_value (future, &error);

      if (value == NULL)
        return dex_future_new_for_error (error);
      sealed = g_value_dup_boxed (value);
    }
  draft = g_new0 (Draft, 1);
  draft->conversation = g_object_ref (conversation);
  draft->sealed = sealed;
  draft->actor = g_strdup (actor->id);
  draft->permission = actor->permission;
  g_hash_table_replace (self->drafts, g_strdup (orch_conversation_get_fields (conversation)->id), draft);
  if (self->writing == NULL)
    self->writing = dex_scheduler_spawn (NULL, 0, write_fiber, g_object_ref (self), g_object_unref);
  return dex_ref (self->writing);
}

/* Returns: (transfer full) (nullable): as it is being written, else as it was */
static GBytes *
await_kept (OrchMessageDrafts *self, const char *id, GError **error)
{
  const Draft *draft = g_hash_table_lookup (self->drafts, id);

  if (draft != NULL && g_strcmp0 (draft->actor, get_actor (self)->id) == 0)
    return draft->sealed != NULL ? g_bytes_ref (draft->sealed) : NULL;
  /* What was being written is there by then. */
  return dex_await_boxed (orch_store_load_draft (self->store, get_actor (self), id), error);
}

static DexFuture *
load_fiber (gpointer data)
{
  Call *call = data;
  OrchMessageDrafts *self = call->drafts;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) plain = NULL;
  GError *error = NULL;

  if (get_actor (self) == NULL)
    return orch_message_desk_refuse ();
  sealed = await_kept (self, call->id, &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (sealed == NULL)
    return dex_future_new_take_string (NULL);
  plain = dex_await_boxed (orch_session_open_draft (self->session, sealed), &error);
  if (plain == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_string (g_strndup (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain)));
}

DexFuture *
orch_message_drafts_load (OrchMessageDrafts *self, const char *id)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_DRAFTS (self) && id != NULL, NULL);

  call = g_new0 (Call, 1);
  call->drafts = g_object_ref (self);
  call->id = g_strdup (id);
  return dex_scheduler_spawn (NULL, 0, load_fiber, call, call_free);
}

void
orch_message_drafts_forget (OrchMessageDrafts *self, const char *id)
{
  g_return_if_fail (ORCH_IS_MESSAGE_DRAFTS (self) && id != NULL);

  g_hash_table_remove (self->drafts, id);
}

gpointer
orch_message_drafts_take (OrchMessageDrafts *self, const char *id)
{
  gpointer key = NULL;
  gpointer draft = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_DRAFTS (self) && id != NULL, NULL);

  if (g_hash_table_steal_extended (self->drafts, id, &key, &draft))
    g_free (key);
  return draft;
}

void
orch_message_drafts_put_back (OrchMessageDrafts *self, const char *id, gpointer taken)
{
  g_return_if_fail (ORCH_IS_MESSAGE_DRAFTS (self) && id != NULL);

  if (taken == NULL)
    return;
  if (g_hash_table_contains (self->drafts, id))
    {
      draft_free (taken);
      return;
    }
  g_hash_table_insert (self->drafts, g_strdup (id), taken);
  if (self->writing == NULL)
    self->writing = dex_scheduler_spawn (NULL, 0, write_fiber, g_object_ref (self), g_object_unref);
}

void
orch_message_drafts_drop (gpointer taken)
{
  if (taken != NULL)
    draft_free (taken);
}

DexFuture *
orch_message_drafts_flush (OrchMessageDrafts *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DRAFTS (self), NULL);

  return self->writing != NULL ? dex_ref (self->writing) : dex_future_new_for_boolean (TRUE);
}

static void
orch_message_drafts_finalize (GObject *object)
{
  OrchMessageDrafts *self = ORCH_MESSAGE_DRAFTS (object);

  g_hash_table_unref (self->drafts);
  dex_clear (&self->writing);
  g_clear_object (&self->store);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (orch_message_drafts_parent_class)->finalize (object);
}

static void
orch_message_drafts_class_init (OrchMessageDraftsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_message_drafts_finalize;
}

static void
orch_message_drafts_init (OrchMessageDrafts *self)
{
  self->drafts = make_drafts ();
}

OrchMessageDrafts *
orch_message_drafts_new (OrchStore *store, OrchSession *session)
{
  OrchMessageDrafts *self = g_object_new (ORCH_TYPE_MESSAGE_DRAFTS, NULL);

  self->store = g_object_ref (store);
  self->session = g_object_ref (session);
  return self;
}
