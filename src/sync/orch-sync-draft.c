/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The ticket that a person has half written: sealed with that person's key at each change, so that neither the lock nor an end at any moment
 * takes it away, and written a moment later. The setting "sync-ticket-draft-<person>" of this workstation has it, in base64. Main thread.
 */
#include "orch-sync-private.h"

#include "core/orch-text.h"

#define SETTING "sync-ticket-draft-"
#define WRITE_AFTER_MS 300

/* Reason, description, contact */
#define PLAIN_TYPE "(uss)"

typedef struct
{
  OrchSync *sync;
  char *setting;
} Call;

static void
call_free (Call *call)
{
  g_object_unref (call->sync);
  g_free (call->setting);
  g_free (call);
}

static Call *
call_new (OrchSync *sync, const char *person)
{
  Call *call = g_new0 (Call, 1);

  call->sync = g_object_ref (sync);
  call->setting = g_strconcat (SETTING, person, NULL);
  return call;
}

static gboolean
await_write (OrchSync *self, const char *setting, const char *text)
{
  const OrchActor actor = { .id = self->workstation,
                            .permission = ORCH_PERMISSION_WORKSTATION,
                            .workstation = self->workstation };

  return dex_await (orch_store_set_setting (self->store, &actor, setting, text, FALSE), NULL);
}

/* What is newest is written, until nothing newer came meanwhile. */
static DexFuture *
write_fiber (gpointer data)
{
  OrchSync *self = data;

  while (self->drafts != NULL && g_hash_table_size (self->drafts) > 0)
    {
      g_autoptr (GHashTable) drafts = NULL;
      GHashTableIter iter;
      gpointer setting = NULL;
      gpointer text = NULL;

      dex_await (dex_timeout_new_msec (WRITE_AFTER_MS), NULL);
      drafts = g_steal_pointer (&self->drafts);
      self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_iter_init (&iter, drafts);
      while (g_hash_table_iter_next (&iter, &setting, &text))
        await_write (self, setting, text);
    }
  g_clear_pointer (&self->drafts, g_hash_table_unref);
  return dex_future_new_for_boolean (TRUE);
}

/* @text: (nullable): nothing is kept any more */
static void
put (OrchSync *self, const char *person, const char *text)
{
  const gboolean writing = self->drafts != NULL;

  if (!writing)
    self->drafts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (self->drafts, g_strconcat (SETTING, person, NULL), g_strdup (text));
  if (!writing)
    dex_future_disown (dex_scheduler_spawn (NULL, 0, write_fiber, g_object_ref (self), g_object_unref));
}

static GBytes *
read_plain (const OrchTicketText *text)
{
  g_autoptr (GVariant) plain = g_variant_ref_sink (g_variant_new (PLAIN_TYPE, (guint) text->reason,
                                                                  text->description != NULL ? text->description : "",
                                                                  text->contact != NULL ? text->contact : ""));

  return g_variant_get_data_as_bytes (plain);
}

gboolean
orch_sync_keep_ticket_draft (OrchSync *self, const OrchTicketText *text)
{
  const char *person = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (DexFuture) sealed = NULL;
  const GValue *value = NULL;
  g_autofree char *encoded = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC (self), FALSE);

  person = orch_session_get_person_id (self->session);
  if (person == NULL || orch_session_is_locked (self->session))
    return FALSE;
  if (text == NULL || orch_text_is_empty (text->description))
    {
      put (self, person, NULL);
      return TRUE;
    }
  plain = read_plain (text);
  sealed = orch_session_seal_draft (self->session, plain);
  value = dex_future_get_value (sealed, NULL);
  if (value == NULL)
    return FALSE;
  encoded = g_base64_encode (g_bytes_get_data (g_value_get_boxed (value), NULL),
                             g_bytes_get_size (g_value_get_boxed (value)));
  put (self, person, encoded);
  return TRUE;
}

/* Returns: (transfer full) (nullable): as it is being written, else as it was */
static char *
await_kept (OrchSync *self, const char *setting)
{
  gpointer waiting = NULL;

  if (self->drafts != NULL && g_hash_table_lookup_extended (self->drafts, setting, NULL, &waiting))
    return g_strdup (waiting);
  return dex_await_string (orch_store_get_setting (self->store, setting), NULL);
}

static DexFuture *
load_fiber (gpointer data)
{
  Call *call = data;
  OrchSync *self = call->sync;
  g_autofree char *encoded = await_kept (self, call->setting);
  g_autofree guchar *decoded = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GVariant) draft = NULL;
  GError *error = NULL;
  gsize length = 0;

  if (orch_text_is_empty (encoded))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "There is no draft");
  decoded = g_base64_decode (encoded, &length);
  sealed = g_bytes_new_take (g_steal_pointer (&decoded), length);
  plain = dex_await_boxed (orch_session_open_draft (self->session, sealed), &error);
  /* Of a key that was destroyed when its person signed out: nobody reads it any more. */
  if (plain == NULL)
    return dex_future_new_for_error (error);
  draft = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (PLAIN_TYPE), plain, FALSE));
  return dex_future_new_take_variant (g_variant_get_normal_form (draft));
}

DexFuture *
orch_sync_load_ticket_draft (OrchSync *self)
{
  const char *person = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  person = orch_session_get_person_id (self->session);
  if (person == NULL || orch_session_is_locked (self->session))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session is locked");
  return dex_scheduler_spawn (NULL, 0, load_fiber, call_new (self, person), (GDestroyNotify) call_free);
}
