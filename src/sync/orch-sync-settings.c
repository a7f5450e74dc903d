/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A JSON object of numbers and lists.
 */
#include "orch-sync-settings.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "http/orch-json.h"

#define LIST_MAX 2000 /* more offices or professionals than any clinic has */

struct _OrchSyncSettings
{
  GObject parent_instance;

  OrchSyncSettingsFields fields;
  /* owned */
  GStrv staff;
  GStrv locations;
};

G_DEFINE_FINAL_TYPE (OrchSyncSettings, orch_sync_settings, G_TYPE_OBJECT)

static const OrchSyncSettingsFields defaults = {
  .recent_back = 1,
  .recent_ahead = 7,
  .full_back = 30,
  .full_ahead = 365,
};

static void
orch_sync_settings_finalize (GObject *object)
{
  OrchSyncSettings *self = ORCH_SYNC_SETTINGS (object);

  g_strfreev (self->staff);
  g_strfreev (self->locations);
  G_OBJECT_CLASS (orch_sync_settings_parent_class)->finalize (object);
}

static void
orch_sync_settings_class_init (OrchSyncSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_sync_settings_finalize;
}

static void
orch_sync_settings_init (OrchSyncSettings *self)
{
}

static GStrv
read_list (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < MIN (json_array_get_length (array), LIST_MAX); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      const char *text = JSON_NODE_HOLDS_VALUE (item) ? json_node_get_string (item) : NULL;

      if (text != NULL && text[0] != '\0')
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

static int
read_days (JsonObject *object, const char *name, int otherwise)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    return otherwise;
  return (int) CLAMP (json_node_get_int (node), 0, G_MAXINT16);
}

static void
write_list (JsonBuilder *builder, const char *name, const char *const *list)
{
  if (list == NULL || list[0] == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; list[i] != NULL; i++)
    json_builder_add_string_value (builder, list[i]);
  json_builder_end_array (builder);
}

static void
write_days (JsonBuilder *builder, const char *name, int days)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, days);
}

OrchSyncSettings *
orch_sync_settings_new (const OrchSyncSettingsFields *fields)
{
  OrchSyncSettings *self = g_object_new (ORCH_TYPE_SYNC_SETTINGS, NULL);

  if (fields == NULL)
    fields = &defaults;
  self->staff = g_strdupv ((GStrv) fields->staff_left_out);
  self->locations = g_strdupv ((GStrv) fields->locations_left_out);
  self->fields = (OrchSyncSettingsFields) {
    .recent_back = CLAMP (fields->recent_back, 0, 30),
    .recent_ahead = CLAMP (fields->recent_ahead, 0, 90),
    .full_back = CLAMP (fields->full_back, 0, 366),
    .full_ahead = CLAMP (fields->full_ahead, 1, 730),
    .staff_left_out = (const char *const *) self->staff,
    .locations_left_out = (const char *const *) self->locations,
  };
  return self;
}

const OrchSyncSettingsFields *
orch_sync_settings_get_fields (OrchSyncSettings *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_SETTINGS (self), NULL);

  return &self->fields;
}

gboolean
orch_sync_settings_leaves_out (OrchSyncSettings *self, const char *staff_emr_id, const char *location_emr_id)
{
  g_return_val_if_fail (ORCH_IS_SYNC_SETTINGS (self), FALSE);

  return (staff_emr_id != NULL && self->staff != NULL &&
          g_strv_contains ((const char *const *) self->staff, staff_emr_id)) ||
         (location_emr_id != NULL && self->locations != NULL &&
          g_strv_contains ((const char *const *) self->locations, location_emr_id));
}

static gboolean
works_elsewhere (const OrchStaffMemberFields *member, const char *const *left_out)
{
  if (member->department_emr_ids == NULL || member->department_emr_ids[0] == NULL)
    return TRUE;
  for (guint i = 0; member->department_emr_ids[i] != NULL; i++)
    if (!g_strv_contains (left_out, member->department_emr_ids[i]))
      return TRUE;
  return FALSE;
}

OrchSyncSettings *
orch_sync_settings_for_staff (OrchSyncSettings *self, GPtrArray *staff)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) left_out = NULL;
  OrchSyncSettingsFields fields;

  g_return_val_if_fail (ORCH_IS_SYNC_SETTINGS (self), NULL);
  g_return_val_if_fail (staff != NULL, NULL);

  if (self->locations == NULL || self->locations[0] == NULL)
    return g_object_ref (self);
  if (self->staff != NULL)
    g_strv_builder_addv (builder, (const char **) self->staff);
  for (guint i = 0; i < staff->len; i++)
    {
      const OrchStaffMemberFields *member = orch_staff_member_get_fields (g_ptr_array_index (staff, i));

      if (member->emr_id != NULL && !works_elsewhere (member, (const char *const *) self->locations))
        g_strv_builder_add (builder, member->emr_id);
    }
  left_out = g_strv_builder_end (builder);
  fields = self->fields;
  fields.staff_left_out = (const char *const *) left_out;
  return orch_sync_settings_new (&fields);
}

OrchSyncSettings *
orch_sync_settings_parse (const char *text)
{
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new_static (text, strlen (text)) : NULL;
  g_autoptr (JsonObject) object = bytes != NULL ? orch_json_parse_object_sync (bytes, NULL) : NULL;
  g_auto (GStrv) staff = NULL;
  g_auto (GStrv) locations = NULL;

  if (object == NULL)
    return orch_sync_settings_new (NULL);
  staff = read_list (object, "staff-left-out");
  locations = read_list (object, "locations-left-out");
  return orch_sync_settings_new (&(OrchSyncSettingsFields) {
      .recent_back = read_days (object, "recent-back", defaults.recent_back),
      .recent_ahead = read_days (object, "recent-ahead", defaults.recent_ahead),
      .full_back = read_days (object, "full-back", defaults.full_back),
      .full_ahead = read_days (object, "full-ahead", defaults.full_ahead),
      .staff_left_out = (const char *const *) staff,
      .locations_left_out = (const char *const *) locations,
  });
}

char *
orch_sync_settings_to_text (OrchSyncSettings *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC_SETTINGS (self), NULL);

  json_builder_begin_object (builder);
  write_days (builder, "recent-back", self->fields.recent_back);
  write_days (builder, "recent-ahead", self->fields.recent_ahead);
  write_days (builder, "full-back", self->fields.full_back);
  write_days (builder, "full-ahead", self->fields.full_ahead);
  write_list (builder, "staff-left-out", self->fields.staff_left_out);
  write_list (builder, "locations-left-out", self->fields.locations_left_out);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
