/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clinic's connection to its EMR: what a person changes here, and what another workstation changed.
 */
#include "orch-store-private.h"

/* id: the vendor; text: the setting; detail: what the op carries */
static void
save_emr (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autofree char *clinic = orch_connection_dup_text (connection, "SELECT id FROM clinic", "");
  g_autofree char *notice =
      orch_connection_dup_text (connection,
                                "SELECT text FROM setting WHERE name = '" ORCH_STORE_EMR_NOTICE "' AND removed = 0",
                                "");
  gint64 revision = 0;

  if (clinic == NULL)
    orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "This store has no clinic yet");
  if (g_strcmp0 (notice, ORCH_STORE_EMR_WANTS_KEY) == 0)
    orch_connection_fail (connection, ORCH_ERROR_KEY_CHANGED, "The key of another workstation's connection is wanted");
  orch_connection_run (connection, "UPDATE clinic SET emr_vendor = ?, revision = revision + 1", "s", call->id);
  orch_connection_run (connection,
                       "INSERT INTO setting (name, text, revision) VALUES ('emr', ?, 1) "
                       "ON CONFLICT DO UPDATE SET text = excluded.text, revision = revision + 1",
                       "s", call->text);
  revision = orch_connection_get_int64 (connection, 0, "SELECT revision FROM clinic", "");
  orch_store_add_to_outbox (connection, call, "emr", clinic != NULL ? clinic : "", "update", call->detail, revision);
  orch_store_add_to_journal (connection, call, "credential-changed", "emr", NULL, NULL);
  /* Whoever changes it here has nothing left to learn of what was changed elsewhere. */
  orch_connection_run (connection, "UPDATE setting SET removed = 1, text = '' WHERE name = '" ORCH_STORE_EMR_NOTICE "'",
                       "");
  orch_connection_mark (connection, ORCH_STORE_CHANGED_CLINIC | ORCH_STORE_CHANGED_SETTINGS);
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, revision);
}

static void
write_changed_setting (OrchConnection *connection, const char *name, const char *text)
{
  g_autofree char *old =
      orch_connection_dup_text (connection, "SELECT text FROM setting WHERE name = ? AND removed = 0", "s", name);

  if (g_strcmp0 (old, text) != 0)
    orch_store_write_setting (connection, name, text);
}

/* id: the vendor; text: the setting; detail, verb: what was seen, and what is to be told */
static void
take_emr (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autofree char *clinic = orch_connection_dup_text (connection, "SELECT id FROM clinic", "");
  /* What was changed here goes to the hub, and is then what it has. */
  const gboolean taken = clinic != NULL && ((call->id == NULL && call->verb == NULL) ||
                                            !orch_store_has_unsent (connection, "emr", clinic));

  if (taken && call->id != NULL)
    {
      orch_connection_run (connection, "UPDATE clinic SET emr_vendor = ?", "s", call->id);
      write_changed_setting (connection, "emr", call->text);
      orch_store_add_to_journal (connection, call, "credential-changed", "emr", NULL, NULL);
      orch_connection_mark (connection, ORCH_STORE_CHANGED_CLINIC);
    }
  if (taken)
    {
      write_changed_setting (connection, ORCH_STORE_EMR_SEEN, call->detail);
      write_changed_setting (connection, ORCH_STORE_EMR_NOTICE, call->verb);
    }
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, taken);
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_store_save_emr (OrchStore *self, const OrchActor *actor, const char *vendor, const char *settings,
                     const char *payload)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && vendor != NULL && settings != NULL && payload != NULL, NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_EDIT_EMR);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->id = g_strdup (vendor);
  call->text = g_strdup (settings);
  call->detail = g_strdup (payload);
  return orch_store_write (self, save_emr, call);
}

DexFuture *
orch_store_take_emr (OrchStore *self, const OrchActor *actor, const char *vendor, const char *settings,
                     const char *seen, const char *notice)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && (vendor == NULL) == (settings == NULL), NULL);

  DexFuture *refused = orch_store_refuse_persons (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->id = g_strdup (vendor);
  call->text = g_strdup (settings);
  call->detail = g_strdup (seen);
  call->verb = g_strdup (notice);
  return orch_store_write (self, take_emr, call);
}
