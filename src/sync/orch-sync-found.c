/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Before an appointment that did not come is taken for gone, the EMR is asked for it by itself: it may have been put off beyond the days that
 * were read, or be of somebody who is no longer listed. In the fiber of a run, main thread. Source: emr-facts A6, architecture.md (walk of data).
 */
#include "orch-sync-private.h"

/* Awaits. As many as were found are written, as seen by this run. */
static gboolean
await_write (OrchSyncRun *run, GPtrArray *found, gint64 started, GError **error)
{
  g_autoptr (GPtrArray) rows = orch_sync_await_chosen (run, found, error);
  g_autoptr (GError) local_error = NULL;
  guint changed = 0;

  if (rows == NULL || !orch_sync_await_turn (run, error))
    return FALSE;
  changed = dex_await_uint (orch_store_write_schedule_page (run->store, &run->actor, ORCH_STORE_APPOINTMENTS, rows,
                                                            NULL, NULL, started),
                            &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  run->counts.kinds[ORCH_STORE_APPOINTMENTS].changed += changed;
  return TRUE;
}

/* An EMR that does not take such a question is not asked again in this run: what it listed is all there is to go by. */
static gboolean
is_not_asked (const GError *error)
{
  return g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
}

gboolean
orch_sync_await_found_again (OrchSyncRun *run, gint64 from, gint64 to, gint64 started, GError **error)
{
  g_autofree char *after = NULL;

  if (!orch_emr_can_find (run->emr))
    return TRUE;
  for (;;)
    {
      g_autoptr (GError) local_error = NULL;
      g_auto (GStrv) ids = dex_await_boxed (orch_store_list_unseen_appointments (run->store, from, to, started, after,
                                                                                 ORCH_EMR_FIND_MAX),
                                            error);
      const guint n = ids != NULL ? g_strv_length (ids) : 0;
      g_autoptr (GPtrArray) found = NULL;

      if (n == 0)
        return ids != NULL;
      found =
          dex_await_boxed (orch_sync_run_guard (run, orch_emr_find_appointments (run->emr, (const char *const *) ids)),
                           &local_error);
      if (found == NULL && is_not_asked (local_error))
        return TRUE;
      if (found == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (found->len > 0 && !await_write (run, found, started, error))
        return FALSE;
      if (n < ORCH_EMR_FIND_MAX)
        return TRUE;
      g_set_str (&after, ids[n - 1]);
    }
}
