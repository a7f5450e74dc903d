/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The bricks of the mapping. Pure but for orch_map_emitted(); any thread.
 */
#include "orch-map.h"

#include <stdio.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"

#define V2_0203 "http://terminology.hl7.org/CodeSystem/v2-0203"
#define TEXT_MAX 2000

char *
orch_map_derive_id (const char *id, const char *part)
{
  g_return_val_if_fail (id != NULL && part != NULL, NULL);

  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) id, (gssize) strlen (id));
  g_checksum_update (checksum, (const guchar *) "\n", 1);
  g_checksum_update (checksum, (const guchar *) part, (gssize) strlen (part));
  guint8 d[32];
  gsize length = sizeof d;
  g_checksum_get_digest (checksum, d, &length);
  d[6] = (guint8) ((d[6] & 0x0f) | 0x40);
  d[8] = (guint8) ((d[8] & 0x3f) | 0x80);
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", d[0], d[1], d[2],
                          d[3], d[4], d[5], d[6], d[7], d[8], d[9], d[10], d[11], d[12], d[13], d[14], d[15]);
}

char *
orch_map_urn (const char *id)
{
  return g_strconcat ("urn:uuid:", id, NULL);
}

char *
orch_map_query (const char *id)
{
  g_autofree char *urn = orch_map_urn (id);
  return orch_fhir_identifier_query (ORCH_HUB_UUID_SYSTEM, urn);
}

JsonObject *
orch_map_new (const char *type, const char *id)
{
  JsonObject *resource = json_object_new ();
  json_object_set_string_member (resource, "resourceType", type);
  if (id != NULL)
    {
      g_autofree char *urn = orch_map_urn (id);
      orch_map_add_identifier (resource, ORCH_HUB_UUID_SYSTEM, urn, NULL);
    }
  return resource;
}

void
orch_map_add_identifier (JsonObject *resource, const char *system, const char *value, const char *type_code)
{
  JsonObject *identifier = json_object_new ();
  if (type_code != NULL)
    json_object_set_object_member (identifier, "type", orch_map_concept (V2_0203, type_code, NULL));
  json_object_set_string_member (identifier, "system", system);
  json_object_set_string_member (identifier, "value", value);
  orch_map_append (resource, "identifier", identifier);
}

void
orch_map_add_emr_id (JsonObject *resource, const char *vendor, const char *emr_id)
{
  if (orch_text_is_empty (emr_id))
    return;
  g_autofree char *system = g_strconcat (ORCH_HUB_EMR_SYSTEM, vendor != NULL ? vendor : "other", NULL);
  orch_map_add_identifier (resource, system, emr_id, NULL);
}

const char *
orch_map_get_identifier (JsonObject *resource, const char *system)
{
  guint n = orch_json_count (resource, "identifier");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *identifier = orch_json_nth (resource, "identifier", i);
      if (g_strcmp0 (orch_json_get_string (identifier, "system"), system) == 0)
        return orch_json_get_string (identifier, "value");
    }
  return NULL;
}

char *
orch_map_get_id (JsonObject *resource)
{
  guint n = orch_json_count (resource, "identifier");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *identifier = orch_json_nth (resource, "identifier", i);
      const char *value = orch_json_get_string (identifier, "value");
      if (g_strcmp0 (orch_json_get_string (identifier, "system"), ORCH_HUB_UUID_SYSTEM) != 0 || value == NULL ||
          !g_str_has_prefix (value, "urn:uuid:"))
        continue;
      g_autofree char *id = g_ascii_strdown (value + strlen ("urn:uuid:"), -1);
      if (g_uuid_string_is_valid (id))
        return g_steal_pointer (&id);
    }
  return NULL;
}

const char *
orch_map_get_emr_id (JsonObject *resource)
{
  guint n = orch_json_count (resource, "identifier");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *identifier = orch_json_nth (resource, "identifier", i);
      const char *system = orch_json_get_string (identifier, "system");
      if (system != NULL && g_str_has_prefix (system, ORCH_HUB_EMR_SYSTEM))
        return orch_json_get_string (identifier, "value");
    }
  return NULL;
}

void
orch_map_set_string (JsonObject *object, const char *member, const char *value)
{
  if (value != NULL && *value != '\0')
    json_object_set_string_member (object, member, value);
}

JsonObject *
orch_map_concept (const char *system, const char *code, const char *text)
{
  JsonObject *concept = json_object_new ();
  if (code != NULL)
    {
      JsonObject *coding = json_object_new ();
      orch_map_set_string (coding, "system", system);
      json_object_set_string_member (coding, "code", code);
      orch_map_append (concept, "coding", coding);
    }
  orch_map_set_string (concept, "text", text);
  return concept;
}

JsonObject *
orch_map_concept_of (const char *both, const char *text)
{
  const char *bar = both != NULL ? strrchr (both, '|') : NULL;
  if (bar == NULL && orch_text_is_empty (text))
    return NULL;
  if (bar == NULL)
    return orch_map_concept (NULL, NULL, text);
  g_autofree char *system = g_strndup (both, (gsize) (bar - both));
  return orch_map_concept (system, bar + 1, text);
}

void
orch_map_append (JsonObject *object, const char *member, JsonObject *element)
{
  if (element == NULL)
    return;
  if (!json_object_has_member (object, member))
    json_object_set_array_member (object, member, json_array_new ());
  json_array_add_object_element (json_object_get_array_member (object, member), element);
}

JsonObject *
orch_map_reference (const char *reference)
{
  JsonObject *object = json_object_new ();
  json_object_set_string_member (object, "reference", reference);
  return object;
}

JsonObject *
orch_map_refer (const char *type, const char *reference, const char *id, const char *name)
{
  JsonObject *object = json_object_new ();
  const char *slash = reference != NULL ? strchr (reference, '/') : NULL;
  g_autofree char *of_reference = slash != NULL ? g_strndup (reference, (gsize) (slash - reference)) : NULL;

  orch_map_set_string (object, "reference", reference);
  orch_map_set_string (object, "type", type != NULL ? type : of_reference);
  if (id != NULL)
    {
      JsonObject *identifier = json_object_new ();
      g_autofree char *urn = orch_map_urn (id);

      json_object_set_string_member (identifier, "system", ORCH_HUB_UUID_SYSTEM);
      json_object_set_string_member (identifier, "value", urn);
      json_object_set_object_member (object, "identifier", identifier);
    }
  orch_map_set_string (object, "display", name);
  return object;
}

char *
orch_map_dup_referred_id (JsonObject *reference)
{
  static const char prefix[] = "urn:uuid:";
  JsonObject *identifier = orch_json_get_object (reference, "identifier");
  const char *value = orch_json_get_string (identifier, "value");

  if (value == NULL || g_strcmp0 (orch_json_get_string (identifier, "system"), ORCH_HUB_UUID_SYSTEM) != 0 ||
      !g_str_has_prefix (value, prefix) || !g_uuid_string_is_valid (value + strlen (prefix)))
    return NULL;
  return g_ascii_strdown (value + strlen (prefix), -1);
}

void
orch_map_set_reference (JsonObject *object, const char *member, const char *reference)
{
  if (reference != NULL)
    json_object_set_object_member (object, member, orch_map_reference (reference));
}

JsonObject *
orch_map_extension (const char *url)
{
  JsonObject *extension = json_object_new ();
  json_object_set_string_member (extension, "url", url);
  return extension;
}

void
orch_map_set_translation (JsonObject *resource, const char *member, const char *language, const char *text)
{
  if (orch_text_is_empty (text) || !json_object_has_member (resource, member))
    return;
  JsonObject *lang = orch_map_extension ("lang");
  json_object_set_string_member (lang, "valueCode", language);
  JsonObject *content = orch_map_extension ("content");
  json_object_set_string_member (content, "valueString", text);
  JsonObject *translation = orch_map_extension (ORCH_HUB_TRANSLATION);
  orch_map_append (translation, "extension", lang);
  orch_map_append (translation, "extension", content);
  JsonObject *shadow = json_object_new ();
  orch_map_append (shadow, "extension", translation);
  g_autofree char *name = g_strconcat ("_", member, NULL);
  json_object_set_object_member (resource, name, shadow);
}

const char *
orch_map_get_code (JsonObject *resource, const char *member, const char *system)
{
  guint n = orch_json_count (resource, member);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *concept = orch_json_nth (resource, member, i);
      guint m = orch_json_count (concept, "coding");
      for (guint j = 0; j < m; j++)
        {
          JsonObject *coding = orch_json_nth (concept, "coding", j);
          if (g_strcmp0 (orch_json_get_string (coding, "system"), system) == 0)
            return orch_json_get_string (coding, "code");
        }
    }
  return NULL;
}

gboolean
orch_map_has_code (JsonObject *resource, const char *member, const char *system, const char *code)
{
  guint n = orch_json_count (resource, member);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *concept = orch_json_nth (resource, member, i);
      guint m = orch_json_count (concept, "coding");
      for (guint j = 0; j < m; j++)
        {
          JsonObject *coding = orch_json_nth (concept, "coding", j);
          if (g_strcmp0 (orch_json_get_string (coding, "system"), system) == 0 &&
              g_strcmp0 (orch_json_get_string (coding, "code"), code) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

JsonObject *
orch_map_get_extension (JsonObject *element, const char *url)
{
  guint n = orch_json_count (element, "extension");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *extension = orch_json_nth (element, "extension", i);
      if (g_strcmp0 (orch_json_get_string (extension, "url"), url) == 0)
        return extension;
    }
  return NULL;
}

char *
orch_map_get_reference_id (JsonObject *resource, const char *member, const char *type)
{
  return orch_fhir_reference_id (orch_json_get_string (orch_json_get_first (resource, member), "reference"), type);
}

char *
orch_map_dup_text (JsonObject *object, const char *member)
{
  const char *text = orch_json_get_string (object, member);
  if (orch_text_is_empty (text))
    return NULL;
  char *clean = orch_text_clean (text, TEXT_MAX);
  if (*clean == '\0')
    g_clear_pointer (&clean, g_free);
  return clean;
}

char *
orch_map_instant (gint64 us)
{
  g_autofree char *text = orch_clock_format_instant (us);
  if (us % 1000 == 0)
    return g_steal_pointer (&text);
  text[strlen (text) - 1] = '\0'; /* its Z */
  return g_strdup_printf ("%s%03dZ", text, (int) (us % 1000));
}

char *
orch_map_dup_telecom (JsonObject *resource, const char *system)
{
  guint n = orch_json_count (resource, "telecom");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *telecom = orch_json_nth (resource, "telecom", i);
      if (g_strcmp0 (orch_json_get_string (telecom, "system"), system) == 0)
        return orch_map_dup_text (telecom, "value");
    }
  return NULL;
}

char *
orch_map_dup_words (JsonObject *name, const char *member)
{
  JsonArray *array = orch_json_get_array (name, member);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < MIN (orch_json_array_length (array), 8); i++)
    {
      const char *part = orch_json_array_string (array, i);
      if (!orch_text_is_empty (part))
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", part);
    }
  return text->len > 0 ? orch_text_clean (text->str, 200) : NULL;
}

gboolean
orch_map_is_removed (JsonObject *resource)
{
  return orch_json_get_bool (orch_map_get_extension (resource, ORCH_HUB_EXTENSION ("removed")), "valueBoolean", FALSE);
}

void
orch_map_replace_extension (JsonObject *resource, JsonObject *extension)
{
  JsonArray *array = json_array_new ();
  const char *url = orch_json_get_string (extension, "url");
  guint n = orch_json_count (resource, "extension");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *other = orch_json_nth (resource, "extension", i);
      if (other != NULL && g_strcmp0 (orch_json_get_string (other, "url"), url) != 0)
        json_array_add_object_element (array, json_object_ref (other));
    }
  json_array_add_object_element (array, extension);
  json_object_set_array_member (resource, "extension", array);
}

/* --- merging ------------------------------------------------------------------------------ */

/* What we write of each type: left out by us means taken away. */
static const struct
{
  const char *type;
  const char *members[12];
} owned[] = {
  { "Organization", { "telecom", "address", "partOf" } },
  { "Location", { "address", "telecom" } },
  { "DocumentReference", { "description" } },
  { "Endpoint", { "address", "_address" } },
  { "Practitioner", { "name", "telecom" } },
  { "PractitionerRole", { "code", "specialty", "location", "healthcareService" } },
  { "HealthcareService", { "category", "type", "_name", "name" } },
  { "Patient", { "name", "telecom", "gender", "birthDate" } },
  { "Schedule", { "planningHorizon" } },
  { "Appointment", { "start", "end", "minutesDuration" } },
  { "Communication", { "statusReason", "topic" } },
};

static gboolean
is_ours_identifier (JsonObject *identifier)
{
  const char *system = orch_json_get_string (identifier, "system");
  const char *value = orch_json_get_string (identifier, "value");
  if (system == NULL)
    return FALSE;
  if (g_str_equal (system, ORCH_HUB_UUID_SYSTEM))
    return value != NULL && g_str_has_prefix (value, "urn:uuid:");
  return g_str_has_prefix (system, ORCH_HUB_EMR_SYSTEM) || g_str_has_prefix (system, ORCH_HUB_APPOINTMENT_SYSTEM) ||
         g_str_equal (system, ORCH_HUB_LICENCE_SYSTEM) || g_str_equal (system, ORCH_HUB_NAM_SYSTEM);
}

static gboolean
is_ours_extension (JsonObject *extension)
{
  static const char *const urls[] = { ORCH_HUB_EXTENSION ("emr"),
                                      ORCH_HUB_EXTENSION ("duration-minutes"),
                                      ORCH_HUB_EXTENSION ("excluded"),
                                      ORCH_HUB_EXTENSION ("online"),
                                      ORCH_HUB_EXTENSION ("duration-override-minutes"),
                                      ORCH_HUB_EXTENSION ("deactivated"),
                                      ORCH_HUB_EXTENSION ("to-confirm"),
                                      ORCH_HUB_EXTENSION ("to-define"),
                                      ORCH_HUB_EXTENSION ("offered-by"),
                                      ORCH_HUB_EXTENSION ("care-offer"),
                                      ORCH_HUB_EXTENSION ("clinic"),
                                      ORCH_HUB_EXTENSION ("first-seen"),
                                      ORCH_HUB_EXTENSION ("setting-group"),
                                      ORCH_HUB_EXTENSION ("setting"),
                                      ORCH_HUB_EXTENSION ("removed"),
                                      ORCH_HUB_EXTENSION ("person"),
                                      ORCH_HUB_EXTENSION ("assignee"),
                                      ORCH_HUB_EXTENSION ("follow-up"),
                                      ORCH_HUB_EXTENSION ("ended"),
                                      ORCH_HUB_EXTENSION ("completed"),
                                      NULL };
  const char *url = orch_json_get_string (extension, "url");
  return url != NULL && g_strv_contains (urls, url);
}

/* Ours first, then theirs that are not of our kind. */
static JsonArray *
merge_arrays (JsonObject *theirs, JsonObject *ours, const char *member, gboolean (*is_ours) (JsonObject *))
{
  JsonArray *merged = json_array_new ();
  guint n = orch_json_count (ours, member);
  for (guint i = 0; i < n; i++)
    json_array_add_object_element (merged, json_object_ref (orch_json_nth (ours, member, i)));
  n = orch_json_count (theirs, member);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *element = orch_json_nth (theirs, member, i);
      if (element != NULL && !is_ours (element))
        json_array_add_object_element (merged, json_object_ref (element));
    }
  return merged;
}

/* Whether two arrays hold equal objects in any order: a server may shuffle them. */
static gboolean
same_elements (JsonArray *a, JsonArray *b)
{
  guint n = orch_json_array_length (a);
  if (n != orch_json_array_length (b))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      gboolean found = FALSE;
      for (guint j = 0; j < n && !found; j++)
        found = orch_json_equal (orch_json_array_object (a, i), orch_json_array_object (b, j));
      if (!found)
        return FALSE;
    }
  return TRUE;
}

static void
set_merged (JsonObject *merged, JsonObject *theirs, JsonObject *ours, const char *member,
            gboolean (*is_ours) (JsonObject *))
{
  if (!json_object_has_member (theirs, member) && !json_object_has_member (ours, member))
    return;
  g_autoptr (JsonArray) array = merge_arrays (theirs, ours, member, is_ours);
  if (same_elements (array, orch_json_get_array (theirs, member)))
    return;
  if (json_array_get_length (array) == 0)
    json_object_remove_member (merged, member);
  else
    json_object_set_array_member (merged, member, g_steal_pointer (&array));
}

JsonObject *
orch_map_merge (JsonObject *theirs, JsonObject *ours)
{
  g_return_val_if_fail (theirs != NULL && ours != NULL, NULL);

  JsonObject *merged = orch_json_copy (theirs);
  const char *type = orch_json_get_string (ours, "resourceType");
  for (gsize i = 0; i < G_N_ELEMENTS (owned); i++)
    for (gsize j = 0; g_strcmp0 (owned[i].type, type) == 0 && owned[i].members[j] != NULL; j++)
      if (!json_object_has_member (ours, owned[i].members[j]))
        json_object_remove_member (merged, owned[i].members[j]);

  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *node = NULL;
  json_object_iter_init_ordered (&iter, ours);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!g_str_equal (name, "identifier") && !g_str_equal (name, "extension"))
      json_object_set_member (merged, name, json_node_copy (node));
  set_merged (merged, theirs, ours, "identifier", is_ours_identifier);
  set_merged (merged, theirs, ours, "extension", is_ours_extension);
  return merged;
}

void
orch_map_emitted (JsonObject *resource)
{
  static GMutex lock;
  const char *directory = g_getenv ("ORCH_EMIT_DIR");
  if (directory == NULL)
    return;
  g_autofree char *path = g_build_filename (directory, "emitted.ndjson", NULL);
  g_autofree char *text = orch_json_to_string (resource);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  FILE *file = fopen (path, "ae");
  if (file == NULL)
    return;
  fprintf (file, "%s\n", text);
  fclose (file);
}
