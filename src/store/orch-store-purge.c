/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: what is too old to be of use here leaves the workstation; the hub keeps it. What the hub does not have yet stays until it has.
 */
#include "orch-store-private.h"

/* Of each kind the last row stays: a key is not given twice, and lists know rows by their keys. */
static const struct
{
  OrchStoreKind kind;
  const char *forget_seen;
  const char *remove;
} purges[] = {
#define OLD(table)                                                                                                     \
  "FROM " table                                                                                                        \
  " WHERE start < ?1 AND end < ?1 AND revision <= synced_revision AND key < (SELECT max (key) FROM " table ")"
#define PURGE(kind, table)                                                                                             \
  { kind, "DELETE FROM seen WHERE kind = ?2 AND key IN (SELECT key " OLD (table) ")", "DELETE " OLD (table) }
  PURGE (ORCH_STORE_APPOINTMENTS, "appointment"),
  PURGE (ORCH_STORE_SLOTS, "slot"),
#undef PURGE
#undef OLD
};

/* from: what ended before */
static void
purge (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  guint n_appointments = 0;

  for (guint i = 0; i < G_N_ELEMENTS (purges) && !orch_connection_has_error (connection); i++)
    {
      orch_connection_run (connection, purges[i].forget_seen, "li", call->from, purges[i].kind);
      const int n = orch_connection_run (connection, purges[i].remove, "l", call->from);
      if (n > 0)
        orch_connection_mark (connection, orch_store_kind_get_change (purges[i].kind));
      if (n > 0 && purges[i].kind == ORCH_STORE_APPOINTMENTS)
        n_appointments = (guint) n;
    }
  if (n_appointments > 0)
    {
      g_autofree char *detail = g_strdup_printf ("n=%u", n_appointments);
      orch_store_add_to_journal (connection, call, "appointments-purged", NULL, NULL, detail);
    }
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, n_appointments);
}

DexFuture *
orch_store_purge_schedule (OrchStore *self, const OrchActor *actor, gint64 before_us)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);

  DexFuture *refused = orch_store_refuse_persons (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->from = before_us;
  return orch_store_write (self, purge, call);
}
