/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Settings and the lease as FHIR, and back. Pure; any thread.
 */
#include "orch-map-shared.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-map.h"

#define NAME_MAX_CHARACTERS 100

/* --- settings ----------------------------------------------------------------------------- */

static JsonObject *
nested (const char *name, const char *value)
{
  JsonObject *extension = orch_map_extension (name);
  json_object_set_string_member (extension, "valueString", value);
  return extension;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

JsonObject *
orch_map_setting (OrchHubSetting *setting, const char *clinic_id, const char *clinic_reference)
{
  const char *group = orch_hub_setting_get_group (setting);
  g_autofree char *part = g_strconcat (ORCH_MAP_PART_SETTING, group, NULL);
  g_autofree char *id = orch_map_derive_id (clinic_id, part);
  JsonObject *basic = orch_map_new ("Basic", id);

  JsonObject *of_group = orch_map_extension (ORCH_HUB_EXTENSION ("setting-group"));
  json_object_set_string_member (of_group, "valueCode", group);
  orch_map_append (basic, "extension", of_group);
  GHashTable *values = orch_hub_setting_get_values (setting);
  g_autoptr (GPtrArray) names = g_hash_table_get_keys_as_ptr_array (values);
  g_ptr_array_sort_values (names, compare_strings);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      const char *value = g_hash_table_lookup (values, name);
      if (*name == '\0')
        continue;
      JsonObject *entry = orch_map_extension (ORCH_HUB_EXTENSION ("setting"));
      orch_map_append (entry, "extension", nested ("name", name));
      if (value != NULL && *value != '\0') /* FHIR has no empty text */
        orch_map_append (entry, "extension", nested ("value", value));
      orch_map_append (basic, "extension", entry);
    }
  json_object_set_object_member (basic, "code", orch_map_concept (ORCH_HUB_CODE ("basic"), "setting", NULL));
  orch_map_set_reference (basic, "subject", clinic_reference);
  return basic;
}

OrchHubSetting *
orch_map_setting_from (JsonObject *basic)
{
  const char *hub_id = orch_json_get_string (basic, "id");
  const char *group =
      orch_json_get_string (orch_map_get_extension (basic, ORCH_HUB_EXTENSION ("setting-group")), "valueCode");
  if (!orch_fhir_id_is_valid (hub_id) || orch_text_is_empty (group) ||
      !orch_map_has_code (basic, "code", ORCH_HUB_CODE ("basic"), "setting"))
    return NULL;
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = orch_json_count (basic, "extension");
  for (guint i = 0; i < n && g_hash_table_size (values) < ORCH_HUB_SETTING_MAX; i++)
    {
      JsonObject *entry = orch_json_nth (basic, "extension", i);
      if (g_strcmp0 (orch_json_get_string (entry, "url"), ORCH_HUB_EXTENSION ("setting")) != 0)
        continue;
      const char *name = orch_json_get_string (orch_map_get_extension (entry, "name"), "valueString");
      const char *value = orch_json_get_string (orch_map_get_extension (entry, "value"), "valueString");
      if (!orch_text_is_empty (name))
        g_hash_table_insert (values, (gpointer) name, (gpointer) (value != NULL ? value : ""));
    }
  return orch_hub_setting_new (group, values, hub_id,
                               orch_json_get_string (orch_json_get_object (basic, "meta"), "versionId"));
}

/* --- the lease ---------------------------------------------------------------------------- */

JsonObject *
orch_map_lease (const char *clinic_id, const char *clinic_reference, const OrchHubHolder *holder, gint64 from_us,
                gint64 until_us, gboolean is_held)
{
  g_autofree char *id = orch_map_derive_id (clinic_id, ORCH_MAP_PART_LEASE);
  g_autofree char *urn = orch_map_urn (holder->workstation_id);
  g_autofree char *start = orch_clock_format_instant (from_us);
  g_autofree char *end = orch_clock_format_instant (until_us);
  JsonObject *task = orch_map_new ("Task", id);

  json_object_set_string_member (task, "status", is_held ? "in-progress" : "completed");
  json_object_set_string_member (task, "intent", "order");
  json_object_set_object_member (task, "code", orch_map_concept (ORCH_HUB_CODE ("task"), "sync-lease", NULL));
  orch_map_set_reference (task, "for", clinic_reference);
  JsonObject *owner = json_object_new ();
  if (holder->device_hub_id != NULL)
    {
      g_autofree char *reference = g_strconcat ("Device/", holder->device_hub_id, NULL);
      json_object_set_string_member (owner, "reference", reference);
    }
  json_object_set_string_member (owner, "type", "Device");
  JsonObject *identifier = json_object_new ();
  json_object_set_string_member (identifier, "system", ORCH_HUB_UUID_SYSTEM);
  json_object_set_string_member (identifier, "value", urn);
  json_object_set_object_member (owner, "identifier", identifier);
  g_autofree char *name = orch_text_clean (holder->name, NAME_MAX_CHARACTERS);
  orch_map_set_string (owner, "display", name);
  json_object_set_object_member (task, "owner", owner);
  JsonObject *period = json_object_new ();
  json_object_set_string_member (period, "start", start);
  json_object_set_string_member (period, "end", end);
  json_object_set_object_member (task, "executionPeriod", period);
  return task;
}

void
orch_map_lease_read (JsonObject *task, OrchMapLease *lease)
{
  JsonObject *owner = orch_json_get_object (task, "owner");
  const char *end = orch_json_get_string (orch_json_get_object (task, "executionPeriod"), "end");
  const char *urn = orch_json_get_string (orch_json_get_object (owner, "identifier"), "value");

  memset (lease, 0, sizeof *lease);
  lease->is_held = g_strcmp0 (orch_json_get_string (task, "status"), "in-progress") == 0;
  lease->name = orch_json_get_string (owner, "display");
  if (end == NULL || !orch_clock_parse_instant (end, &lease->until_us))
    lease->until_us = 0; /* one without an end has ended */
  if (urn != NULL && g_str_has_prefix (urn, "urn:uuid:"))
    lease->workstation_id = g_ascii_strdown (urn + strlen ("urn:uuid:"), -1);
}

void
orch_map_lease_clear (OrchMapLease *lease)
{
  g_clear_pointer (&lease->workstation_id, g_free);
}
