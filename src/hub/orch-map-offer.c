/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a clinic chooses of a service, as extensions. Pure; any thread.
 */
#include "orch-map-offer.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "orch-map.h"

#define LIST_MAX 1000 /* of people, in what comes from outside */
#define NUMBER_MAX 100000

static const struct
{
  OrchCareMode mode;
  const char *code;
} modes[] = { { ORCH_CARE_IN_PERSON, "in-person" }, { ORCH_CARE_VIRTUAL, "virtual" } };

/* --- out ---------------------------------------------------------------------------------- */

static void
add_boolean (JsonObject *parent, const char *url, gboolean value)
{
  JsonObject *extension = orch_map_extension (url);
  json_object_set_boolean_member (extension, "valueBoolean", value);
  orch_map_append (parent, "extension", extension);
}

static void
add_text (JsonObject *parent, const char *url, const char *member, const char *value)
{
  if (orch_text_is_empty (value))
    return;
  JsonObject *extension = orch_map_extension (url);
  json_object_set_string_member (extension, member, value);
  orch_map_append (parent, "extension", extension);
}

/* -1 = none */
static void
add_number (JsonObject *parent, const char *url, int value)
{
  if (value < 0)
    return;
  JsonObject *extension = orch_map_extension (url);
  json_object_set_int_member (extension, "valueUnsignedInt", value);
  orch_map_append (parent, "extension", extension);
}

static JsonObject *
make_exception (const OrchCareException *exception)
{
  JsonObject *extension = orch_map_extension ("exception");
  g_autofree char *staff = orch_map_urn (exception->staff_id);
  add_text (extension, "staff", "valueUri", staff);
  add_boolean (extension, "offered", exception->offered);
  if (exception->staff_only)
    add_boolean (extension, "staff-only", TRUE);
  add_number (extension, "publication-days", exception->publication_days);
  return extension;
}

static JsonObject *
make_offer (OrchCareOffer *offer)
{
  const OrchCareOfferFields *fields = orch_care_offer_get_fields (offer);
  JsonObject *extension = orch_map_extension (ORCH_HUB_EXTENSION ("care-offer"));

  add_boolean (extension, "staff-only", fields->staff_only);
  add_text (extension, "audience", "valueCode", fields->audience);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    if ((fields->modes & modes[i].mode) != 0)
      add_text (extension, "mode", "valueCode", modes[i].code);
  add_text (extension, "sex", "valueCode", fields->sex);
  add_number (extension, "age-min", fields->age_min);
  add_number (extension, "age-max", fields->age_max);
  add_number (extension, "publication-days", fields->publication_days);
  for (guint i = 0; i < fields->n_exceptions; i++)
    orch_map_append (extension, "extension", make_exception (&fields->exceptions[i]));
  return extension;
}

void
orch_map_service_choices (OrchService *service, JsonObject *json)
{
  const OrchServiceFields *fields = orch_service_get_fields (service);

  if (fields->duration_override > 0)
    {
      JsonObject *duration = orch_map_extension (ORCH_HUB_EXTENSION ("duration-override-minutes"));
      json_object_set_int_member (duration, "valuePositiveInt", fields->duration_override);
      orch_map_append (json, "extension", duration);
    }
  if (fields->deactivated_us > 0)
    {
      g_autofree char *instant = orch_map_instant (fields->deactivated_us);
      add_text (json, ORCH_HUB_EXTENSION ("deactivated"), "valueInstant", instant);
    }
  if (fields->vanished)
    add_boolean (json, ORCH_HUB_EXTENSION ("to-confirm"), TRUE);
  if (fields->to_define)
    add_boolean (json, ORCH_HUB_EXTENSION ("to-define"), TRUE);
  for (gsize i = 0; fields->offered_by != NULL && fields->offered_by[i] != NULL; i++)
    {
      g_autofree char *staff = orch_map_urn (fields->offered_by[i]);
      add_text (json, ORCH_HUB_EXTENSION ("offered-by"), "valueUri", staff);
    }
  if (fields->offer != NULL)
    orch_map_append (json, "extension", make_offer (fields->offer));
}

/* --- in ----------------------------------------------------------------------------------- */

/* Returns: (transfer full) (nullable): our UUID out of "urn:uuid:…" */
static char *
read_uuid (JsonObject *extension)
{
  const char *uri = orch_json_get_string (extension, "valueUri");
  if (uri == NULL || !g_str_has_prefix (uri, "urn:uuid:"))
    return NULL;
  g_autofree char *id = g_ascii_strdown (uri + strlen ("urn:uuid:"), -1);
  return g_uuid_string_is_valid (id) ? g_steal_pointer (&id) : NULL;
}

static gboolean
read_boolean (JsonObject *parent, const char *url, gboolean fallback)
{
  return orch_json_get_bool (orch_map_get_extension (parent, url), "valueBoolean", fallback);
}

static int
read_number (JsonObject *parent, const char *url)
{
  JsonObject *extension = orch_map_get_extension (parent, url);
  gint64 value = orch_json_get_int (extension, "valueUnsignedInt",
                                    orch_json_get_int (extension, "valueInteger",
                                                       orch_json_get_int (extension, "valuePositiveInt", -1)));
  return (int) CLAMP (value, -1, NUMBER_MAX);
}

static void
exception_clear (gpointer data)
{
  OrchCareException *exception = data;

  g_free ((char *) exception->staff_id);
}

static OrchCareOffer *
read_offer (JsonObject *extension)
{
  g_autoptr (GArray) exceptions = g_array_new (FALSE, TRUE, sizeof (OrchCareException));
  g_array_set_clear_func (exceptions, exception_clear);
  OrchCareMode mode = 0;
  guint n = orch_json_count (extension, "extension");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *part = orch_json_nth (extension, "extension", i);
      const char *url = orch_json_get_string (part, "url");
      const char *code = orch_json_get_string (part, "valueCode");
      for (gsize j = 0; g_strcmp0 (url, "mode") == 0 && j < G_N_ELEMENTS (modes); j++)
        if (g_strcmp0 (code, modes[j].code) == 0)
          mode |= modes[j].mode;
      char *staff_id = g_strcmp0 (url, "exception") == 0 && exceptions->len < LIST_MAX
                           ? read_uuid (orch_map_get_extension (part, "staff"))
                           : NULL;
      if (staff_id == NULL)
        continue;
      OrchCareException exception = { .staff_id = staff_id,
                                      .offered = read_boolean (part, "offered", TRUE),
                                      .staff_only = read_boolean (part, "staff-only", FALSE),
                                      .publication_days = read_number (part, "publication-days") };
      g_array_append_val (exceptions, exception);
    }
  OrchCareOfferFields fields = {
    .staff_only = read_boolean (extension, "staff-only", FALSE),
    .audience = orch_json_get_string (orch_map_get_extension (extension, "audience"), "valueCode"),
    .modes = mode,
    .sex = orch_json_get_string (orch_map_get_extension (extension, "sex"), "valueCode"),
    .age_min = read_number (extension, "age-min"),
    .age_max = read_number (extension, "age-max"),
    .publication_days = read_number (extension, "publication-days"),
    .exceptions = (const OrchCareException *) exceptions->data,
    .n_exceptions = exceptions->len,
  };
  return orch_care_offer_new (&fields);
}

void
orch_map_choices_read (JsonObject *json, OrchMapChoices *choices)
{
  memset (choices, 0, sizeof *choices);
  JsonObject *override = orch_map_get_extension (json, ORCH_HUB_EXTENSION ("duration-override-minutes"));
  JsonObject *deactivated = orch_map_get_extension (json, ORCH_HUB_EXTENSION ("deactivated"));
  JsonObject *offer = orch_map_get_extension (json, ORCH_HUB_EXTENSION ("care-offer"));
  const char *instant = orch_json_get_string (deactivated, "valueInstant");

  choices->duration_override = (int) CLAMP (orch_json_get_int (override, "valuePositiveInt", 0), 0, NUMBER_MAX);
  if (instant == NULL || !orch_clock_parse_instant (instant, &choices->deactivated_us))
    choices->deactivated_us = 0;
  choices->vanished = read_boolean (json, ORCH_HUB_EXTENSION ("to-confirm"), FALSE);
  choices->to_define = read_boolean (json, ORCH_HUB_EXTENSION ("to-define"), FALSE);
  choices->offer = offer != NULL ? read_offer (offer) : NULL;

  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = orch_json_count (json, "extension");
  guint found = 0;
  for (guint i = 0; i < n && found < LIST_MAX; i++)
    {
      JsonObject *extension = orch_json_nth (json, "extension", i);
      if (g_strcmp0 (orch_json_get_string (extension, "url"), ORCH_HUB_EXTENSION ("offered-by")) != 0)
        continue;
      char *id = read_uuid (extension);
      if (id == NULL)
        continue;
      g_strv_builder_take (builder, id);
      found++;
    }
  if (found > 0)
    choices->offered_by = g_strv_builder_end (builder);
}

void
orch_map_choices_clear (OrchMapChoices *choices)
{
  g_clear_pointer (&choices->offered_by, g_strfreev);
  g_clear_object (&choices->offer);
}
