/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-journal-search.h.
 */
#include "orch-journal-search.h"

#include "core/orch-error.h"
#include "hub/orch-hub-journal.h"
#include "store/orch-store-journal-search.h"

typedef struct
{
  /* owned */
  OrchStore *store;
  OrchHubAccess *access;
  char *clinic; /* (nullable) */
  char *patient;
  OrchActor actor; /* its strings too */

  gint64 since_us;
  gint64 until_us;
  gboolean again;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->store);
  g_clear_object (&call->access);
  g_free (call->clinic);
  g_free (call->patient);
  g_free ((char *) call->actor.id);
  g_free ((char *) call->actor.workstation);
  g_free (call);
}

/* Awaits. What the other workstations did. Returns: (transfer full) (nullable) */
static GPtrArray *
await_hub (Call *call, GError **error)
{
  g_autofree char *patient_hub_id = NULL;
  g_autoptr (OrchHub) hub = NULL;
  OrchHubJournalQuery query = { .clinic_hub_id = call->clinic,
                                .since_us = call->since_us,
                                .until_us = call->until_us,
                                .limit = ORCH_JOURNAL_FOUND_MAX + 1 };

  if (call->clinic == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "The clinic is not on the hub");
      return NULL;
    }
  if (call->patient != NULL)
    {
      patient_hub_id = dex_await_string (orch_store_get_patient_hub_id (call->store, call->patient), NULL);
      /* Who is not on the hub was seen on this workstation alone. */
      if (patient_hub_id == NULL)
        return g_ptr_array_new_with_free_func (g_object_unref);
    }
  query.patient_hub_id = patient_hub_id;
  hub = dex_await_object (orch_hub_access_get_hub (call->access), error);
  return hub != NULL ? dex_await_boxed (orch_hub_read_journal (hub, &query), error) : NULL;
}

/* Puts both together: what is here may not be on the hub yet. */
static void
merge (OrchJournalFoundFields *found, GPtrArray *own, GPtrArray *others)
{
  g_autoptr (GHashTable) hashes = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *const both[] = { own, others };

  found->entries = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    for (guint j = 0; both[i] != NULL && j < both[i]->len; j++)
      {
        OrchJournalEntry *entry = g_ptr_array_index (both[i], j);

        if (g_hash_table_add (hashes, (gpointer) orch_journal_entry_get_fields (entry)->hash))
          g_ptr_array_add (found->entries, g_object_ref (entry));
      }
  g_ptr_array_sort (found->entries, orch_journal_entry_compare_newest);
  found->cut = found->entries->len > ORCH_JOURNAL_FOUND_MAX;
  if (found->cut)
    g_ptr_array_set_size (found->entries, ORCH_JOURNAL_FOUND_MAX);
}

/* Awaits. Whom this workstation does not know: administrators who are not in the EMR, those who left. */
static void
await_names (Call *call, OrchJournalFoundFields *found)
{
  g_autoptr (GStrvBuilder) unknown = g_strv_builder_new ();
  g_autoptr (GHashTable) asked = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) people = NULL;
  g_autoptr (OrchHub) hub = NULL;
  g_autoptr (GHashTable) names = NULL;
  GHashTableIter iter;
  gpointer id, name;

  for (guint i = 0; i < found->entries->len; i++)
    {
      const char *actor = orch_journal_entry_get_fields (g_ptr_array_index (found->entries, i))->actor;

      if (g_str_has_prefix (actor, "Practitioner/") && !g_hash_table_contains (found->names, actor) &&
          g_hash_table_add (asked, (gpointer) actor))
        g_strv_builder_add (unknown, actor);
    }
  people = g_strv_builder_end (unknown);
  if (people[0] == NULL)
    return;
  hub = dex_await_object (orch_hub_access_get_hub (call->access), NULL);
  if (hub != NULL)
    names = dex_await_boxed (orch_hub_read_names (hub, (const char *const *) people), NULL);
  if (names == NULL)
    return;
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &id, &name))
    g_hash_table_insert (found->names, g_strdup (id), g_strdup (name));
}

static DexFuture *
search_fiber (gpointer data)
{
  Call *call = data;
  const OrchStoreJournalQuery query = { .patient = call->patient,
                                        .since_us = call->since_us,
                                        .until_us = call->until_us,
                                        .limit = ORCH_JOURNAL_FOUND_MAX + 1 };
  OrchJournalFoundFields found = { 0 };
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (GPtrArray) others = NULL;
  GError *error = NULL;

  own = dex_await_boxed (orch_store_search_journal (call->store, &call->actor, &query), &error);
  if (own == NULL)
    return dex_future_new_for_error (error);
  /* Whoever looks is in the journal before they see anything. */
  if (!call->again &&
      !dex_await (orch_store_append_journal (call->store, &call->actor, "journal-read", NULL, call->patient, NULL),
                  &error))
    return dex_future_new_for_error (error);
  others = await_hub (call, &found.hub_error);
  merge (&found, own, others);
  found.names = dex_await_boxed (orch_store_name_journal (call->store, &call->actor, found.entries), &error);
  if (found.names != NULL && found.hub_error == NULL)
    await_names (call, &found);
  found.workstation = g_strdup (call->actor.workstation);
  if (found.names != NULL)
    return dex_future_new_take_object (orch_journal_found_new (&found));
  g_ptr_array_unref (found.entries);
  g_clear_error (&found.hub_error);
  g_free (found.workstation);
  return dex_future_new_for_error (error);
}

DexFuture *
orch_journal_search (OrchStore *store, OrchHubAccess *access, OrchSession *session, const char *clinic_hub_id,
                     const OrchJournalQuery *query)
{
  const OrchActor *actor = NULL;
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);
  g_return_val_if_fail (ORCH_IS_HUB_ACCESS (access), NULL);
  g_return_val_if_fail (ORCH_IS_SESSION (session), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  actor = orch_session_get_actor (session);
  if (actor == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  if (!orch_session_allows (session, ORCH_ACT_READ_JOURNAL))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session does not allow it");
  call = g_new0 (Call, 1);
  call->store = g_object_ref (store);
  call->access = g_object_ref (access);
  call->clinic = g_strdup (clinic_hub_id);
  call->patient = g_strdup (query->patient);
  call->since_us = query->since_us;
  call->until_us = query->until_us;
  call->again = query->again;
  call->actor = (OrchActor) { .id = g_strdup (actor->id),
                              .permission = actor->permission,
                              .workstation = g_strdup (actor->workstation) };
  return dex_scheduler_spawn (NULL, 0, search_fiber, call, call_free);
}
