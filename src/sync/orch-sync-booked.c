/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The patients whom the appointments of a run name, from the EMR to the store. In the fiber of a run, main thread.
 */
#include "orch-sync-private.h"

#include <stdlib.h>
#include <string.h>

#include "core/orch-clock.h"

#define PATIENTS_A_PAGE 1500 /* written at once: orch-import-write.c tells why so many */

/* Those that appointments name and that the store does not have, for whatever reason the last run ended before them. */
static gboolean
await_missing (OrchSyncRun *run, GError **error)
{
  GHashTable *absent = orch_sync_get_absent (run->sync);
  g_autofree char *after = NULL;

  for (;;)
    {
      g_auto (GStrv) ids =
          dex_await_boxed (orch_store_list_missing_patients (run->store, after, PATIENTS_A_PAGE), error);
      const guint n = ids != NULL ? g_strv_length (ids) : 0;

      if (ids == NULL)
        return FALSE;
      for (guint i = 0; i < n; i++)
        if (!g_hash_table_contains (absent, ids[i]))
          g_hash_table_add (run->patients, g_strdup (ids[i]));
      if (n < PATIENTS_A_PAGE)
        return TRUE;
      g_set_str (&after, ids[n - 1]);
    }
}

static gboolean
await_write_patients (OrchSyncRun *run, GPtrArray *rows, gint64 started, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  guint changed = 0;

  if (!orch_sync_await_turn (run, error))
    return FALSE;
  changed = dex_await_uint (orch_store_write_schedule_page (run->store, &run->actor, ORCH_STORE_PATIENTS, rows, NULL,
                                                            NULL, started),
                            &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  run->counts.kinds[ORCH_STORE_PATIENTS].received += rows->len;
  run->counts.kinds[ORCH_STORE_PATIENTS].changed += changed;
  return TRUE;
}

/* The pages are small: they are written several at a time, while the next ones come. */
static gboolean
await_patient_pages (OrchSyncRun *run, OrchEmrPager *pager, GHashTable *came, GError **error)
{
  const guint total = g_hash_table_size (run->patients);
  const gint64 started = orch_clock_now_us ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (DexFuture) ahead = orch_emr_pager_next (pager);
  gboolean last = FALSE;

  while (!last)
    {
      g_autoptr (OrchEmrPage) page = dex_await_object (orch_sync_run_guard (run, g_steal_pointer (&ahead)), error);
      GPtrArray *records = NULL;

      if (page == NULL)
        return FALSE;
      last = orch_emr_page_is_last (page);
      if (!last)
        ahead = orch_emr_pager_next (pager);
      records = orch_emr_page_get_records (page);
      for (guint i = 0; i < records->len; i++)
        {
          g_hash_table_add (came, g_strdup (orch_patient_get_fields (g_ptr_array_index (records, i))->emr_id));
          g_ptr_array_add (rows, g_object_ref (g_ptr_array_index (records, i)));
        }
      if (rows->len == 0 || (!last && rows->len < PATIENTS_A_PAGE))
        continue;
      if (!await_write_patients (run, rows, started, error))
        return FALSE;
      g_ptr_array_set_size (rows, 0);
      orch_sync_set_progress (run->sync, g_hash_table_size (came), total);
    }
  return TRUE;
}

static int
compare_ids (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

gboolean
orch_sync_await_booked (OrchSyncRun *run, GError **error)
{
  g_autoptr (GHashTable) came = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (OrchEmrPager) pager = NULL;
  g_autofree const char **ids = NULL;
  GHashTableIter iter;
  gpointer id = NULL;
  guint n = 0;

  if (!await_missing (run, error))
    return FALSE;
  if (g_hash_table_size (run->patients) == 0 || (orch_emr_get_flags (run->emr) & ORCH_EMR_NO_PATIENTS) != 0)
    return TRUE;
  orch_sync_set_phase (run->sync, ORCH_SYNC_PHASE_PATIENTS);
  ids = (const char **) g_hash_table_get_keys_as_array (run->patients, &n);
  /* One beside the other in the indexes of the store */
  qsort (ids, n, sizeof *ids, compare_ids);
  pager = orch_emr_read_patients (run->emr, ids);
  if (!orch_sync_await_turn (run, error) || !await_patient_pages (run, pager, came, error))
    return FALSE;
  /* Who did not come is not asked for again by this program: one more run, or a start, may find them. */
  g_hash_table_iter_init (&iter, run->patients);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (came, id))
      g_hash_table_add (orch_sync_get_absent (run->sync), g_strdup (id));
  return TRUE;
}
