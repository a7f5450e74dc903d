/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-journal-check.h.
 */
#include "orch-journal-check.h"

#include "core/orch-error.h"
#include "secrets/orch-secret-service-keyring.h"
#include "store/orch-bootstrap.h"
#include "store/orch-store.h"

typedef struct
{
  char *data_dir;
  OrchKeyring *keyring;
} Check;

static void
check_free (gpointer data)
{
  Check *self = data;

  g_free (self->data_dir);
  g_clear_object (&self->keyring);
  g_free (self);
}

void
orch_journal_verdict_free (OrchJournalVerdict *verdict)
{
  g_free (verdict->clinic);
  g_clear_error (&verdict->error);
  g_free (verdict);
}

/* Awaits. Returns: (transfer full) (nullable) */
static OrchSecret *
await_key (Check *self, OrchSecretKind kind, const char *scope, GError **error)
{
  GError *local_error = NULL;
  OrchSecret *key = dex_await_boxed (orch_keyring_lookup (self->keyring, kind, scope, NULL, NULL), &local_error);

  if (key == NULL && local_error == NULL)
    g_set_error_literal (&local_error, ORCH_ERROR, ORCH_ERROR_DAMAGED,
                         "The keyring no longer has the key of the database");
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return key;
}

/* Awaits. */
static OrchJournalVerdict *
await_verdict (Check *self, const OrchClinicEntryFields *clinic)
{
  g_autofree char *name = g_strconcat (clinic->id, ".db", NULL);
  g_autofree char *path = g_build_filename (self->data_dir, "clinics", name, NULL);
  OrchJournalVerdict *verdict = g_new0 (OrchJournalVerdict, 1);
  g_autoptr (OrchSecret) key = await_key (self, ORCH_SECRET_STORE_KEY, clinic->id, &verdict->error);
  g_autoptr (OrchStore) store = NULL;

  verdict->clinic = g_strdup (clinic->name != NULL ? clinic->name : clinic->id);
  if (key != NULL)
    store = dex_await_object (orch_store_open (path, key, ORCH_STORE_OPEN_EXISTING), &verdict->error);
  if (store == NULL)
    return verdict;
  verdict->broken = dex_await_int64 (orch_store_verify_journal (store, NULL), &verdict->error);
  dex_await (orch_store_close (store), NULL);
  return verdict;
}

static DexFuture *
check_fiber (gpointer data)
{
  Check *self = data;
  g_autofree char *path = g_build_filename (self->data_dir, "bootstrap.db", NULL);
  g_autoptr (GPtrArray) verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_journal_verdict_free);
  g_autoptr (OrchSecret) key = NULL;
  g_autoptr (OrchBootstrap) bootstrap = NULL;
  g_autoptr (GPtrArray) clinics = NULL;
  GError *error = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&verdicts));
  key = await_key (self, ORCH_SECRET_BOOTSTRAP_KEY, ORCH_KEYRING_WORKSTATION, &error);
  if (key != NULL)
    bootstrap = dex_await_object (orch_bootstrap_open (path, key, ORCH_STORE_OPEN_EXISTING), &error);
  if (bootstrap != NULL)
    clinics = dex_await_boxed (orch_bootstrap_list_clinics (bootstrap), &error);
  for (guint i = 0; clinics != NULL && i < clinics->len; i++)
    g_ptr_array_add (verdicts, await_verdict (self, orch_clinic_entry_get_fields (g_ptr_array_index (clinics, i))));
  if (bootstrap != NULL)
    dex_await (orch_bootstrap_close (bootstrap), NULL);
  if (error != NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&verdicts));
}

DexFuture *
orch_journal_check (gboolean training, const char *data_dir, OrchKeyring *keyring)
{
  Check *self = g_new0 (Check, 1);

  self->data_dir = data_dir != NULL ? g_strdup (data_dir)
                                    : g_build_filename (g_get_user_data_dir (), "orchestrateur",
                                                        training ? "training" : "clinic", NULL);
  self->keyring = keyring != NULL ? g_object_ref (keyring) : orch_secret_service_keyring_new (training);
  return dex_scheduler_spawn (NULL, 0, check_fiber, self, check_free);
}
