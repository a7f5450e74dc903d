/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A JSON object with one member a choice, so that two workstations' choices meet one by one.
 */
#include "orch-chart-settings.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "http/orch-json.h"

struct _OrchChartSettings
{
  GObject parent_instance;

  OrchChartSettingsFields fields; /* its strings are owned */
};

G_DEFINE_FINAL_TYPE (OrchChartSettings, orch_chart_settings, G_TYPE_OBJECT)

#define OFFSET(member) G_STRUCT_OFFSET (OrchChartSettingsFields, member)
#define PLACE(thing) OFFSET (places[thing].folder), OFFSET (places[thing].subfolder), OFFSET (places[thing].letter_type)

static const gsize string_offsets[] = {
  PLACE (ORCH_CHART_MESSAGES),
  PLACE (ORCH_CHART_REFERRALS_SENT),
  PLACE (ORCH_CHART_REFERRALS_RECEIVED),
  OFFSET (reminder_status),
};

static const char **
text_at (OrchChartSettingsFields *fields, guint i)
{
  return &G_STRUCT_MEMBER (const char *, fields, string_offsets[i]);
}

static const struct
{
  const char *name;
  gsize offset;
} switches[] = { { "attachments", OFFSET (attachments) },
                 { "custom-fields", OFFSET (custom_fields) },
                 { "walk-in", OFFSET (walk_in) },
                 { "reminders", OFFSET (reminders) } };

/* With the parts of a place: "messages-folder" */
static const char *const things[] = { "messages", "referrals-sent", "referrals-received" };
static const char *const forms[] = { "documents", "notes" };

static const OrchChartSettingsFields defaults = { .attachments = TRUE, .walk_in = TRUE };

static void
clear_texts (OrchChartSettingsFields *fields)
{
  for (guint i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    g_clear_pointer ((char **) text_at (fields, i), g_free);
}

static void
orch_chart_settings_finalize (GObject *object)
{
  OrchChartSettings *self = ORCH_CHART_SETTINGS (object);

  clear_texts (&self->fields);
  G_OBJECT_CLASS (orch_chart_settings_parent_class)->finalize (object);
}

static void
orch_chart_settings_class_init (OrchChartSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_chart_settings_finalize;
}

static void
orch_chart_settings_init (OrchChartSettings *self)
{
}

OrchChartSettings *
orch_chart_settings_new (const OrchChartSettingsFields *fields)
{
  OrchChartSettings *self = g_object_new (ORCH_TYPE_CHART_SETTINGS, NULL);

  self->fields = fields != NULL ? *fields : defaults;
  for (guint i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    {
      const char **text = text_at (&self->fields, i);

      *text = *text != NULL && **text != '\0' ? g_strdup (*text) : NULL;
    }
  for (guint i = 0; i < ORCH_N_CHART_THINGS; i++)
    if (self->fields.places[i].form != ORCH_CHART_NOTE)
      self->fields.places[i].form = ORCH_CHART_DOCUMENT;
  return self;
}

const OrchChartSettingsFields *
orch_chart_settings_get_fields (OrchChartSettings *self)
{
  g_return_val_if_fail (ORCH_IS_CHART_SETTINGS (self), NULL);

  return &self->fields;
}

gboolean
orch_chart_settings_equal (OrchChartSettings *a, OrchChartSettings *b)
{
  g_return_val_if_fail (ORCH_IS_CHART_SETTINGS (a), FALSE);
  g_return_val_if_fail (ORCH_IS_CHART_SETTINGS (b), FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (!G_STRUCT_MEMBER (gboolean, &a->fields, switches[i].offset) !=
        !G_STRUCT_MEMBER (gboolean, &b->fields, switches[i].offset))
      return FALSE;
  for (guint i = 0; i < ORCH_N_CHART_THINGS; i++)
    if (a->fields.places[i].form != b->fields.places[i].form)
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (string_offsets); i++)
    if (g_strcmp0 (*text_at (&a->fields, i), *text_at (&b->fields, i)) != 0)
      return FALSE;
  return TRUE;
}

gboolean
orch_chart_settings_find_place (OrchChartSettings *self, OrchChartThing thing, OrchEmrFeatures features,
                                OrchChartPlace *place)
{
  g_return_val_if_fail (ORCH_IS_CHART_SETTINGS (self), FALSE);
  g_return_val_if_fail (thing < ORCH_N_CHART_THINGS, FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  *place = self->fields.places[thing];
  if ((features & ORCH_EMR_FEATURE_NOTES) == 0)
    place->form = ORCH_CHART_DOCUMENT;
  else if ((features & ORCH_EMR_FEATURE_DOCUMENTS) == 0)
    place->form = ORCH_CHART_NOTE;
  if ((features & ORCH_EMR_FEATURE_FOLDERS) == 0)
    place->folder = place->subfolder = NULL;
  if ((features & ORCH_EMR_FEATURE_LETTER_TYPES) == 0 || place->form != ORCH_CHART_NOTE)
    place->letter_type = NULL;
  return (features & (ORCH_EMR_FEATURE_DOCUMENTS | ORCH_EMR_FEATURE_NOTES)) != 0;
}

/* --- as text ---------------------------------------------------------------------------- */

static void
read_switch (JsonObject *object, const char *name, gboolean *value)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    *value = json_node_get_boolean (node);
}

/* One line, of a sensible length: another program may have written it. Returns: (transfer full) (nullable) */
static char *
read_text (JsonObject *object, const char *name)
{
  const char *text = orch_json_get_string (object, name);

  if (text == NULL || text[0] == '\0' || strpbrk (text, "\r\n") != NULL ||
      g_utf8_strlen (text, -1) > ORCH_CHART_TEXT_MAX)
    return NULL;
  return g_strdup (text);
}

static char *
read_part (JsonObject *object, guint thing, const char *part)
{
  g_autofree char *name = g_strconcat (things[thing], "-", part, NULL);

  return read_text (object, name);
}

OrchChartSettings *
orch_chart_settings_parse (const char *text)
{
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new_static (text, strlen (text)) : NULL;
  g_autoptr (JsonObject) object = bytes != NULL ? orch_json_parse_object_sync (bytes, NULL) : NULL;
  OrchChartSettingsFields fields = defaults;
  OrchChartSettings *self = NULL;

  if (object == NULL)
    return orch_chart_settings_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    read_switch (object, switches[i].name, &G_STRUCT_MEMBER (gboolean, &fields, switches[i].offset));
  for (guint i = 0; i < ORCH_N_CHART_THINGS; i++)
    {
      g_autofree char *name = g_strconcat (things[i], "-as", NULL);

      fields.places[i] = (OrchChartPlace) {
        .form = g_strcmp0 (orch_json_get_string (object, name), forms[ORCH_CHART_NOTE]) == 0 ? ORCH_CHART_NOTE
                                                                                             : ORCH_CHART_DOCUMENT,
        .folder = read_part (object, i, "folder"),
        .subfolder = read_part (object, i, "subfolder"),
        .letter_type = read_part (object, i, "letter-type"),
      };
    }
  fields.reminder_status = read_text (object, "reminder-status");
  self = orch_chart_settings_new (&fields);
  clear_texts (&fields);
  return self;
}

static void
write_text (JsonBuilder *builder, const char *thing, const char *part, const char *text)
{
  g_autofree char *name = g_strconcat (thing, "-", part, NULL);

  if (text == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

char *
orch_chart_settings_to_text (OrchChartSettings *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (ORCH_IS_CHART_SETTINGS (self), NULL);

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    {
      json_builder_set_member_name (builder, switches[i].name);
      json_builder_add_boolean_value (builder, G_STRUCT_MEMBER (gboolean, &self->fields, switches[i].offset));
    }
  for (guint i = 0; i < ORCH_N_CHART_THINGS; i++)
    {
      const OrchChartPlace *place = &self->fields.places[i];

      write_text (builder, things[i], "as", forms[place->form]);
      write_text (builder, things[i], "folder", place->folder);
      write_text (builder, things[i], "subfolder", place->subfolder);
      write_text (builder, things[i], "letter-type", place->letter_type);
    }
  write_text (builder, "reminder", "status", self->fields.reminder_status);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
