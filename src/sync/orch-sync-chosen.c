/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What of a page of the EMR is written, by the settings of the synchronisation. In the fiber of a run, main thread.
 */
#include "orch-sync-private.h"

static gboolean
is_left_out (OrchSyncRun *run, GObject *record)
{
  const OrchAppointmentFields *fields = NULL;

  if (!ORCH_IS_APPOINTMENT (record))
    return FALSE;
  fields = orch_appointment_get_fields (ORCH_APPOINTMENT (record));
  if (run->no_walk_in && fields->walk_in)
    return TRUE;
  return fields->emr_id != NULL &&
         orch_sync_settings_leaves_out (run->settings, fields->staff_emr_id, fields->location_emr_id);
}

/* Of whom is left out nothing new comes; what came before they were goes on being true: it moves and is cancelled as in the EMR, and is not
 * taken for vanished. Returns: (transfer full) (nullable): the ids of those that are here */
static GStrv
await_known (OrchSyncRun *run, GPtrArray *records, GError **error)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_auto (GStrv) left_out = NULL;

  for (guint i = 0; i < records->len; i++)
    if (is_left_out (run, g_ptr_array_index (records, i)))
      g_strv_builder_add (ids, orch_appointment_get_fields (g_ptr_array_index (records, i))->emr_id);
  left_out = g_strv_builder_end (ids);
  if (left_out[0] == NULL)
    return g_steal_pointer (&left_out);
  return dex_await_boxed (orch_store_list_known_appointments (run->store, (const char *const *) left_out), error);
}

GPtrArray *
orch_sync_await_chosen (OrchSyncRun *run, GPtrArray *records, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) ids = await_known (run, records, error);
  GPtrArray *rows = NULL;

  if (ids == NULL)
    return NULL;
  for (guint i = 0; ids[i] != NULL; i++)
    g_hash_table_add (known, ids[i]);
  rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < records->len; i++)
    {
      GObject *record = g_ptr_array_index (records, i);

      if (ORCH_IS_APPOINTMENT (record))
        {
          const OrchAppointmentFields *fields = orch_appointment_get_fields (ORCH_APPOINTMENT (record));

          if (is_left_out (run, record) && !g_hash_table_contains (known, fields->emr_id))
            continue;
          if (fields->patient_emr_id != NULL)
            g_hash_table_add (run->patients, g_strdup (fields->patient_emr_id));
        }
      g_ptr_array_add (rows, g_object_ref (record));
    }
  return rows;
}
