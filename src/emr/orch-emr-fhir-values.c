/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Words out of FHIR elements as EMRs fill them. Pure; any thread.
 */
#include "orch-emr-fhir-values.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"

#define TEXT_MAX 300 /* characters of any text that comes from an EMR */
#define V2_0203 "http://terminology.hl7.org/CodeSystem/v2-0203"
#define TRANSLATION "http://hl7.org/fhir/StructureDefinition/translation"

/* %NULL for nothing worth keeping */
static char *
clean (const char *text)
{
  if (orch_text_is_empty (text))
    return NULL;
  char *cleaned = orch_text_clean (text, TEXT_MAX);
  if (*cleaned == '\0')
    g_clear_pointer (&cleaned, g_free);
  return cleaned;
}

static gboolean
is_over (JsonObject *element)
{
  gint64 end = 0;
  const char *text = orch_json_get_string (orch_json_get_object (element, "period"), "end");
  return text != NULL && orch_clock_parse_instant (text, &end) && end < orch_clock_now_us ();
}

/* An array of strings, or a single one: joined by spaces */
static char *
joined (JsonObject *object, const char *member)
{
  JsonArray *array = orch_json_get_array (object, member);
  if (array == NULL)
    return clean (orch_json_get_string (object, member));
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < MIN (orch_json_array_length (array), 8); i++)
    {
      g_autofree char *part = clean (orch_json_array_string (array, i));
      if (part == NULL)
        continue;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, part);
    }
  return clean (text->str);
}

void
orch_fhir_name_clear (OrchFhirName *name)
{
  g_clear_pointer (&name->family, g_free);
  g_clear_pointer (&name->given, g_free);
  g_clear_pointer (&name->prefix, g_free);
}

static int
rank_name (JsonObject *name)
{
  const char *use = orch_json_get_string (name, "use");
  gboolean has_words = orch_json_has (name, "family") || orch_json_has (name, "given");
  int rank = 3;
  if (!has_words && !orch_json_has (name, "text"))
    return -1;
  if (is_over (name))
    return 10;
  if (use == NULL)
    rank = 2;
  else if (g_str_equal (use, "official"))
    rank = 0;
  else if (g_str_equal (use, "usual"))
    rank = 1;
  else if (g_str_equal (use, "old") || g_str_equal (use, "maiden") || g_str_equal (use, "temp") ||
           g_str_equal (use, "anonymous"))
    rank = 9;
  return has_words ? rank : rank + 4;
}

void
orch_fhir_choose_name (JsonObject *person, OrchFhirName *name)
{
  memset (name, 0, sizeof *name);
  JsonObject *best = NULL;
  int best_rank = G_MAXINT;
  guint n = orch_json_count (person, "name");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *candidate = orch_json_nth (person, "name", i);
      int rank = candidate != NULL ? rank_name (candidate) : -1;
      if (rank >= 0 && rank < best_rank)
        {
          best = candidate;
          best_rank = rank;
        }
    }
  if (best == NULL)
    return;
  name->family = clean (orch_json_get_string (best, "family"));
  name->given = joined (best, "given");
  name->prefix = joined (best, "prefix");
  if (name->family == NULL && name->given == NULL)
    name->family = clean (orch_json_get_string (best, "text"));
}

static gboolean
has_type (JsonObject *identifier, const char *code)
{
  JsonObject *type = orch_json_get_object (identifier, "type");
  guint n = orch_json_count (type, "coding");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *coding = orch_json_nth (type, "coding", i);
      const char *system = orch_json_get_string (coding, "system");
      if (g_strcmp0 (orch_json_get_string (coding, "code"), code) == 0 &&
          (system == NULL || g_str_equal (system, V2_0203) || g_str_equal (system, "http://hl7.org/fhir/v2/0203")))
        return TRUE;
    }
  return FALSE;
}

static gboolean
speaks_of_licence (const char *text)
{
  static const char *const words[] = {
    "licence", "license", "permis", "ahpra", "registration-number", "registration number", "cmq", "cpso"
  };
  g_autofree char *lower = text != NULL ? g_utf8_strdown (text, -1) : NULL;
  for (gsize i = 0; lower != NULL && i < G_N_ELEMENTS (words); i++)
    if (strstr (lower, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

static int
rank_licence (JsonObject *identifier)
{
  const char *use = orch_json_get_string (identifier, "use");
  if (g_strcmp0 (use, "old") == 0 || is_over (identifier) ||
      orch_text_is_empty (orch_json_get_string (identifier, "value")))
    return -1;
  if (has_type (identifier, "LN"))
    return 0;
  if (has_type (identifier, "MD"))
    return 1;
  if (speaks_of_licence (orch_json_get_string (identifier, "system")) ||
      speaks_of_licence (orch_json_get_string (orch_json_get_object (identifier, "type"), "text")))
    return 2;
  return -1;
}

static void
consider (JsonObject *parent, const char **best, int *best_rank)
{
  guint n = orch_json_count (parent, "identifier");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *identifier = orch_json_nth (parent, "identifier", i);
      int rank = identifier != NULL ? rank_licence (identifier) : -1;
      if (rank >= 0 && rank < *best_rank)
        {
          *best = orch_json_get_string (identifier, "value");
          *best_rank = rank;
        }
    }
}

char *
orch_fhir_choose_licence (JsonObject *practitioner)
{
  const char *best = NULL;
  int best_rank = G_MAXINT;
  consider (practitioner, &best, &best_rank);
  guint n = orch_json_count (practitioner, "qualification");
  for (guint i = 0; i < n; i++)
    consider (orch_json_nth (practitioner, "qualification", i), &best, &best_rank);
  return clean (best);
}

char *
orch_fhir_choose_telecom (JsonObject *resource, const char *system)
{
  const char *best = NULL;
  int best_rank = G_MAXINT;
  guint n = orch_json_count (resource, "telecom");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *telecom = orch_json_nth (resource, "telecom", i);
      const char *use = orch_json_get_string (telecom, "use");
      const char *value = orch_json_get_string (telecom, "value");
      if (g_strcmp0 (orch_json_get_string (telecom, "system"), system) != 0 || orch_text_is_empty (value) ||
          g_strcmp0 (use, "old") == 0 || is_over (telecom))
        continue;
      int rank = g_strcmp0 (use, "work") == 0 ? 0 : use == NULL ? 1 : 2;
      if (rank < best_rank)
        {
          best = value;
          best_rank = rank;
        }
    }
  return clean (best);
}

char *
orch_fhir_concept_text (JsonObject *resource, const char *member)
{
  JsonObject *concept = orch_json_get_first (resource, member);
  const char *text = orch_json_get_string (concept, "text");
  JsonObject *coding = orch_json_get_first (concept, "coding");
  if (orch_text_is_empty (text))
    text = orch_json_get_string (coding, "display");
  if (orch_text_is_empty (text))
    text = orch_json_get_string (coding, "code");
  return clean (text);
}

char *
orch_fhir_concept_code (JsonObject *resource, const char *member)
{
  JsonObject *concept = orch_json_get_first (resource, member);
  guint n = orch_json_count (concept, "coding");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *coding = orch_json_nth (concept, "coding", i);
      g_autofree char *system = clean (orch_json_get_string (coding, "system"));
      g_autofree char *code = clean (orch_json_get_string (coding, "code"));
      if (system != NULL && code != NULL)
        return g_strdup_printf ("%s|%s", system, code);
    }
  return NULL;
}

JsonObject *
orch_fhir_find_extension (JsonObject *element, const char *url)
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
orch_fhir_translation (JsonObject *resource, const char *member, const char *language)
{
  g_autofree char *shadow = g_strconcat ("_", member, NULL);
  JsonObject *element = orch_json_get_object (resource, shadow);
  guint n = orch_json_count (element, "extension");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *extension = orch_json_nth (element, "extension", i);
      if (g_strcmp0 (orch_json_get_string (extension, "url"), TRANSLATION) != 0)
        continue;
      JsonObject *lang = orch_fhir_find_extension (extension, "lang");
      JsonObject *content = orch_fhir_find_extension (extension, "content");
      const char *code = orch_json_get_string (lang, "valueCode");
      /* "en", "en-CA" */
      if (code != NULL && g_ascii_strncasecmp (code, language, strlen (language)) == 0)
        {
          const char *text = orch_json_get_string (content, "valueString");
          return clean (text != NULL ? text : orch_json_get_string (content, "valueMarkdown"));
        }
    }
  return NULL;
}

char *
orch_fhir_reference_key (JsonObject *reference, const char *type)
{
  char *id = orch_fhir_reference_id (orch_json_get_string (reference, "reference"), type);
  if (id != NULL)
    return id;
  JsonObject *identifier = orch_json_get_object (reference, "identifier");
  const char *value = orch_json_get_string (identifier, "value");
  const char *system = orch_json_get_string (identifier, "system");
  if (orch_text_is_empty (value))
    return NULL;
  return g_strdup_printf ("%s|%s", system != NULL ? system : "", value);
}
