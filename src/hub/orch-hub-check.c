/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Writing without writing over others, whether or not the hub helps: compared before, and looked at afterwards. In fibers on the main
 * thread.
 */
#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-hub-put.h"
#include "orch-map.h"

static void
set_conflict (OrchHubItem *item)
{
  g_clear_error (&item->error);
  g_set_error_literal (&item->error, ORCH_ERROR, ORCH_ERROR_CONFLICT, item->type);
}

/* Whether @existing says what we would write: nobody changed anything that is ours then. */
static gboolean
says_the_same (OrchHubItem *item)
{
  g_autoptr (JsonObject) merged = orch_map_merge (item->existing, item->resource);
  return orch_json_equal (merged, item->existing);
}

static void
take_existing (OrchHubItem *item)
{
  g_set_str (&item->hub_id, orch_json_get_string (item->existing, "id"));
  g_set_str (&item->version, orch_hub_version_of (item->existing));
}

/* Before: what was changed from another version is not sent. Returns: (transfer container): the rest */
static GPtrArray *
keep_current (GPtrArray *items)
{
  GPtrArray *current = g_ptr_array_new ();
  for (guint i = 0; i < items->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (items, i);
      gboolean is_removed = item->existing != NULL && orch_map_is_removed (item->existing);
      /* What was taken away, and is made anew without knowing of it, comes back. */
      if (item->existing == NULL || item->expected == NULL || (is_removed && *item->expected == '\0') ||
          g_strcmp0 (orch_hub_version_of (item->existing), item->expected) == 0)
        {
          g_ptr_array_add (current, item);
          continue;
        }
      take_existing (item);
      if (is_removed || !says_the_same (item))
        set_conflict (item);
    }
  return current;
}

static gboolean
is_number (const char *text, gint64 *value)
{
  return text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, value, NULL);
}

/* Awaits. What stood between the version we knew and the one we made: it was written over. %FALSE when the hub could not be asked. */
static gboolean
recover (OrchHubPutter *self, OrchHubItem *item, gint64 before, GError **error)
{
  g_autofree char *version = g_strdup_printf ("%" G_GINT64_FORMAT, before);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (OrchFhirResult) result =
      dex_await_object (orch_fhir_client_read_version (self->client, item->type, item->hub_id, version), &local_error);
  if (result == NULL && orch_hub_is_fatal (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  /* A server that counts otherwise, or keeps no history: there is nothing to show. */
  JsonObject *lost = result != NULL ? orch_fhir_result_get_resource (result) : NULL;
  if (lost == NULL)
    return TRUE;
  g_autoptr (JsonObject) ours = g_steal_pointer (&item->existing);
  item->existing = json_object_ref (lost);
  if (!says_the_same (item))
    set_conflict (item);
  return TRUE;
}

/* Awaits. Whether somebody wrote in the meantime. */
static gboolean
look_again (OrchHubPutter *self, GPtrArray *items, GError **error)
{
  g_autoptr (GPtrArray) doubtful = g_ptr_array_new ();
  for (guint i = 0; i < items->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (items, i);
      gint64 before = 0;
      gint64 after = 0;
      gboolean refused = g_error_matches (item->error, ORCH_ERROR, ORCH_ERROR_CONFLICT);
      if (item->expected == NULL || item->existing == NULL || (!item->was_written && !refused) ||
          (item->error != NULL && !refused))
        continue;
      if (!refused && is_number (item->expected, &before) && is_number (item->version, &after) && after == before + 1)
        continue;
      g_clear_pointer (&item->existing, json_object_unref);
      g_ptr_array_add (doubtful, item);
    }
  if (doubtful->len == 0)
    return TRUE;
  if (!orch_hub_find (self, doubtful, error))
    return FALSE;
  for (guint i = 0; i < doubtful->len; i++)
    {
      OrchHubItem *item = g_ptr_array_index (doubtful, i);
      gint64 before = 0;
      gint64 after = 0;
      if (item->existing == NULL)
        continue; /* deleted meanwhile: the refusal, or the writing, stands */
      take_existing (item);
      if (!says_the_same (item))
        {
          set_conflict (item);
          continue;
        }
      /* Ours is there. Did it hide another? */
      g_clear_error (&item->error);
      if (is_number (item->expected, &before) && is_number (item->version, &after) && after > before + 1 &&
          !recover (self, item, after - 1, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
orch_hub_send_checked (OrchHubPutter *self, GPtrArray *items, GError **error)
{
  if (!orch_hub_find (self, items, error))
    return FALSE;
  g_autoptr (GPtrArray) current = keep_current (items);
  return orch_hub_send (self, current, error) && look_again (self, current, error);
}
