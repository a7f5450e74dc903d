/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the workstations of a clinic share on the hub: settings, and who synchronises. In fibers on the main thread.
 */
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-hub-private.h"
#include "orch-map-shared.h"
#include "orch-map.h"

#define GROUPS_MAX 100

/* --- settings ----------------------------------------------------------------------------- */

static gboolean
is_not_kept (const GError *error)
{
  return g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED);
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (orch_hub_setting_get_group ((OrchHubSetting *) a),
                    orch_hub_setting_get_group ((OrchHubSetting *) b));
}

/* Awaits. */
GPtrArray *
orch_hub_read_settings_run (OrchHub *self, const char *clinic_hub_id, GError **error)
{
  g_autofree char *clinic = g_strconcat ("Organization/", clinic_hub_id, NULL);
  const char *const narrow[] = { "code", ORCH_HUB_CODE ("basic") "|setting", "subject", clinic, "_count", "100", NULL };
  const char *const wide[] = { "_count", "100", NULL };
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) found =
      dex_await_boxed (orch_fhir_client_search_all (self->client, "Basic", narrow, FALSE, GROUPS_MAX), &local_error);
  if (found == NULL && g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_INVALID))
    {
      g_clear_error (&local_error);
      found =
          dex_await_boxed (orch_fhir_client_search_all (self->client, "Basic", wide, FALSE, GROUPS_MAX), &local_error);
    }
  if (found == NULL && !is_not_kept (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  GPtrArray *settings = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      JsonObject *basic = g_ptr_array_index (found, i);
      g_autofree char *whose = orch_map_get_reference_id (basic, "subject", "Organization");
      OrchHubSetting *setting = g_strcmp0 (whose, clinic_hub_id) == 0 ? orch_map_setting_from (basic) : NULL;
      if (setting != NULL)
        g_ptr_array_add (settings, setting);
    }
  g_ptr_array_sort_values (settings, compare_groups);
  return settings;
}

/* Awaits. */
OrchHubSetting *
orch_hub_read_setting_before_run (OrchHub *self, OrchHubSetting *setting, GError **error)
{
  const char *version = orch_hub_setting_get_version (setting);
  const char *hub_id = orch_hub_setting_get_hub_id (setting);
  OrchHubSetting *before = NULL;
  gint64 number = 0;
  if (version != NULL && hub_id != NULL && g_ascii_string_to_signed (version, 10, 2, G_MAXINT64, &number, NULL))
    {
      g_autofree char *wanted = g_strdup_printf ("%" G_GINT64_FORMAT, number - 1);
      g_autoptr (OrchFhirResult) result =
          dex_await_object (orch_fhir_client_read_version (self->client, "Basic", hub_id, wanted), error);
      if (result == NULL)
        return NULL;
      JsonObject *basic = orch_fhir_result_get_resource (result);
      before = basic != NULL ? orch_map_setting_from (basic) : NULL;
    }
  if (before == NULL)
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "Basic");
  return before;
}

/* Awaits. */
OrchHubRow *
orch_hub_put_setting_run (OrchHub *self, const char *clinic_hub_id, const char *clinic_id, OrchHubSetting *setting,
                          GError **error)
{
  g_autofree char *clinic = g_strconcat ("Organization/", clinic_hub_id, NULL);
  g_autofree char *part = g_strconcat (ORCH_MAP_PART_SETTING, orch_hub_setting_get_group (setting), NULL);
  g_autofree char *id = orch_map_derive_id (clinic_id, part);
  g_autoptr (GPtrArray) items = orch_hub_items_new ();
  OrchHubItem *item = orch_hub_item_new ("Basic", id, orch_hub_setting_get_hub_id (setting));
  const char *version = orch_hub_setting_get_version (setting);

  orch_hub_item_take (item, orch_map_setting (setting, clinic_id, clinic));
  /* "There was none" is a version too: one that no server has. */
  item->expected = g_strdup (version != NULL ? version : "");
  g_ptr_array_add (items, item);
  if (!orch_hub_send_checked (&self->putter, items, error))
    return NULL;
  OrchHubRow *row = orch_hub_row_for_item (item);
  if (g_error_matches (item->error, ORCH_ERROR, ORCH_ERROR_CONFLICT) && item->existing != NULL)
    orch_hub_row_take_theirs (row, orch_map_setting_from (item->existing));
  return row;
}

/* --- the connection to the EMR --------------------------------------------------------------- */

/* Awaits. */
gboolean
orch_hub_is_connection_enabled_run (OrchHub *self, const char *clinic_hub_id, GError **error)
{
  g_autoptr (GHashTable) clinic = orch_hub_set_of (clinic_hub_id);
  g_autofree char *reference = g_strconcat ("Organization/", clinic_hub_id, NULL);
  g_autoptr (GPtrArray) endpoints = orch_hub_look_for (self, "Endpoint", "organization", reference,
                                                       "managingOrganization", clinic, GROUPS_MAX, error);
  for (guint i = 0; endpoints != NULL && i < endpoints->len; i++)
    if (g_strcmp0 (orch_json_get_string (g_ptr_array_index (endpoints, i), "status"), "active") == 0)
      return TRUE;
  return FALSE;
}

/* --- the lease ---------------------------------------------------------------------------- */

static gint64
server_now (OrchHub *self)
{
  return orch_clock_now_us () + orch_fhir_client_get_server_offset_us (self->client);
}

static OrchHubLease *
make_lease (OrchHub *self, OrchHubLeaseState state, const char *name, gint64 until_us)
{
  gint64 here_us = until_us - orch_fhir_client_get_server_offset_us (self->client);
  return orch_hub_lease_new (state, name, here_us);
}

static OrchHubLease *
no_lease (void)
{
  return orch_hub_lease_new (ORCH_HUB_LEASE_UNSUPPORTED, NULL, 0);
}

/* A hub that keeps no such tasks, or not for us. */
static gboolean
is_refusal (const GError *error)
{
  return is_not_kept (error) || g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID);
}

static gboolean
is_mine (const OrchMapLease *lease, const OrchHubHolder *holder)
{
  return lease->workstation_id != NULL && g_ascii_strcasecmp (lease->workstation_id, holder->workstation_id) == 0;
}

/* Awaits. What the hub says of the lease. Returns: (transfer full) (nullable): somebody else's, while it holds */
static OrchHubLease *
find_other (OrchHub *self, OrchHubItem *item, const OrchHubHolder *holder)
{
  g_auto (OrchMapLease) lease = { 0 };
  if (item->existing == NULL)
    return NULL;
  orch_map_lease_read (item->existing, &lease);
  g_set_str (&item->hub_id, orch_json_get_string (item->existing, "id"));
  g_set_str (&item->version, orch_hub_version_of (item->existing));
  if (!lease.is_held || is_mine (&lease, holder) || lease.until_us <= server_now (self))
    return NULL;
  return make_lease (self, ORCH_HUB_LEASE_HELD, lease.name, lease.until_us);
}

/* Awaits. */
OrchHubLease *
orch_hub_take_lease_run (OrchHub *self, const char *clinic_hub_id, const char *clinic_id, const OrchHubHolder *holder,
                         guint seconds, GError **error)
{
  g_autofree char *clinic = g_strconcat ("Organization/", clinic_hub_id, NULL);
  g_autofree char *id = orch_map_derive_id (clinic_id, ORCH_MAP_PART_LEASE);
  g_autoptr (GPtrArray) items = orch_hub_items_new ();
  g_autoptr (GError) local_error = NULL;
  OrchHubItem *item = orch_hub_item_new ("Task", id, NULL);
  g_ptr_array_add (items, item);

  if (!orch_hub_find (&self->putter, items, &local_error))
    {
      if (is_refusal (local_error))
        return no_lease ();
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  OrchHubLease *other = find_other (self, item, holder);
  if (other != NULL)
    return other;

  gint64 now = server_now (self);
  gint64 until = now + (gint64) seconds * G_USEC_PER_SEC;
  orch_hub_item_take (item, orch_map_lease (clinic_id, clinic, holder, now, until, TRUE));
  if (!orch_hub_send_in_order (&self->putter, items, &local_error))
    {
      if (is_refusal (local_error))
        return no_lease ();
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  gboolean changed = g_error_matches (item->error, ORCH_ERROR, ORCH_ERROR_CONFLICT);
  if (item->error != NULL && !changed)
    {
      if (is_refusal (item->error))
        return no_lease ();
      g_propagate_error (error, g_steal_pointer (&item->error));
      return NULL;
    }

  /* Another may have been as quick, and an If-Match ignored: who stands there now has it. */
  g_clear_pointer (&item->existing, json_object_unref);
  if (!orch_hub_find (&self->putter, items, error))
    return NULL;
  other = find_other (self, item, holder);
  if (other != NULL)
    return other;
  g_auto (OrchMapLease) lease = { 0 };
  orch_map_lease_read (item->existing, &lease);
  if (item->existing == NULL || !lease.is_held || !is_mine (&lease, holder))
    return no_lease (); /* it does not keep what it is given */
  return make_lease (self, ORCH_HUB_LEASE_MINE, holder->name, lease.until_us);
}

/* Awaits. */
gboolean
orch_hub_release_lease_run (OrchHub *self, const char *clinic_hub_id, const char *clinic_id,
                            const OrchHubHolder *holder, GError **error)
{
  g_autofree char *clinic = g_strconcat ("Organization/", clinic_hub_id, NULL);
  g_autofree char *id = orch_map_derive_id (clinic_id, ORCH_MAP_PART_LEASE);
  g_autoptr (GPtrArray) items = orch_hub_items_new ();
  g_autoptr (GError) local_error = NULL;
  OrchHubItem *item = orch_hub_item_new ("Task", id, NULL);
  g_ptr_array_add (items, item);

  if (!orch_hub_find (&self->putter, items, &local_error))
    {
      if (!is_refusal (local_error))
        g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_auto (OrchMapLease) lease = { 0 };
  orch_map_lease_read (item->existing, &lease);
  if (!lease.is_held || !is_mine (&lease, holder))
    return FALSE;
  gint64 now = server_now (self);
  orch_hub_item_take (item, orch_map_lease (clinic_id, clinic, holder, now, now, FALSE));
  if (!orch_hub_send_in_order (&self->putter, items, error))
    return FALSE;
  return item->error == NULL;
}
