/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients, availability and appointments as FHIR, and back. Pure; any thread.
 */
#include "orch-map-schedule.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-map.h"

#define MINUTES_MAX (60 * 24 * 31)

/* --- out ---------------------------------------------------------------------------------- */

static void
set_instant (JsonObject *object, const char *member, gint64 us)
{
  if (us <= 0)
    return;
  g_autofree char *text = orch_map_instant (us);
  json_object_set_string_member (object, member, text);
}

static void
add_flag (JsonObject *resource, const char *url, gboolean value)
{
  if (!value)
    return;
  JsonObject *extension = orch_map_extension (url);
  json_object_set_boolean_member (extension, "valueBoolean", TRUE);
  orch_map_append (resource, "extension", extension);
}

static void
add_clinic (JsonObject *resource, const OrchMapContext *context)
{
  JsonObject *extension = orch_map_extension (ORCH_HUB_EXTENSION ("clinic"));
  orch_map_set_reference (extension, "valueReference", context->clinic_reference);
  orch_map_append (resource, "extension", extension);
}

/* By the hub's id when it is known, and always by the EMR's. Returns: (transfer full) (nullable) */
static JsonObject *
make_link (const OrchMapContext *context, int kind, const char *type, const char *emr_id)
{
  if (orch_text_is_empty (emr_id))
    return NULL;
  JsonObject *link = json_object_new ();
  const char *hub_id = kind >= 0 ? orch_hub_links_find (context->links, (OrchHubKind) kind, emr_id) : NULL;
  if (hub_id != NULL)
    {
      g_autofree char *reference = g_strconcat (type, "/", hub_id, NULL);
      json_object_set_string_member (link, "reference", reference);
    }
  json_object_set_string_member (link, "type", type);
  JsonObject *identifier = json_object_new ();
  g_autofree char *system =
      g_strconcat (ORCH_HUB_EMR_SYSTEM, context->vendor != NULL ? context->vendor : "other", NULL);
  json_object_set_string_member (identifier, "system", system);
  json_object_set_string_member (identifier, "value", emr_id);
  json_object_set_object_member (link, "identifier", identifier);
  return link;
}

static void
add_telecom (JsonObject *patient, const char *system, const char *value)
{
  if (orch_text_is_empty (value))
    return;
  JsonObject *telecom = json_object_new ();
  json_object_set_string_member (telecom, "system", system);
  json_object_set_string_member (telecom, "value", value);
  orch_map_append (patient, "telecom", telecom);
}

/* Nothing where none is known here: what another workstation wrote stays. */
static void
add_address (JsonObject *patient, const OrchPatientFields *fields)
{
  JsonObject *address = NULL;

  if (orch_text_is_empty (fields->street) && orch_text_is_empty (fields->city) &&
      orch_text_is_empty (fields->postal_code))
    return;
  address = json_object_new ();
  if (!orch_text_is_empty (fields->street))
    {
      JsonArray *lines = json_array_new ();

      json_array_add_string_element (lines, fields->street);
      json_object_set_array_member (address, "line", lines);
    }
  orch_map_set_string (address, "city", fields->city);
  orch_map_set_string (address, "state", fields->province);
  orch_map_set_string (address, "postalCode", fields->postal_code);
  json_object_set_string_member (address, "country", "CA");
  orch_map_append (patient, "address", address);
}

JsonObject *
orch_map_patient (OrchPatient *patient, const OrchMapContext *context)
{
  const OrchPatientFields *fields = orch_patient_get_fields (patient);
  JsonObject *json = orch_map_new ("Patient", fields->id);

  orch_map_add_emr_id (json, context->vendor, fields->emr_id);
  if (!orch_text_is_empty (fields->nam))
    orch_map_add_identifier (json, ORCH_HUB_NAM_SYSTEM, fields->nam, "JHN");
  json_object_set_boolean_member (json, "active", TRUE);
  if (!orch_text_is_empty (fields->family) || !orch_text_is_empty (fields->given))
    {
      JsonObject *name = json_object_new ();
      json_object_set_string_member (name, "use", "official");
      orch_map_set_string (name, "family", fields->family);
      if (!orch_text_is_empty (fields->given))
        {
          JsonArray *given = json_array_new ();
          json_array_add_string_element (given, fields->given);
          json_object_set_array_member (name, "given", given);
        }
      orch_map_append (json, "name", name);
    }
  add_telecom (json, "phone", fields->phone);
  add_telecom (json, "email", fields->email);
  orch_map_set_string (json, "gender", fields->sex);
  orch_map_set_string (json, "birthDate", fields->birth_date);
  add_address (json, fields);
  orch_map_set_reference (json, "managingOrganization", context->clinic_reference);
  return json;
}

JsonObject *
orch_map_schedule (OrchSchedule *schedule, const OrchMapContext *context)
{
  const OrchScheduleFields *fields = orch_schedule_get_fields (schedule);
  JsonObject *json = orch_map_new ("Schedule", fields->id);

  add_clinic (json, context);
  add_flag (json, ORCH_HUB_EXTENSION ("to-confirm"), fields->vanished);
  orch_map_add_emr_id (json, context->vendor, fields->emr_id);
  json_object_set_boolean_member (json, "active", fields->active);
  orch_map_append (json, "actor", make_link (context, ORCH_HUB_STAFF, "Practitioner", fields->staff_emr_id));
  orch_map_append (json, "actor", make_link (context, ORCH_HUB_SERVICES, "HealthcareService", fields->service_emr_id));
  orch_map_append (json, "actor", make_link (context, -1, "Location", fields->location_emr_id));
  if (!json_object_has_member (json, "actor"))
    {
      /* FHIR wants one */
      JsonObject *somewhere = json_object_new ();
      json_object_set_string_member (somewhere, "type", "Location");
      json_object_set_string_member (somewhere, "display", "unknown");
      orch_map_append (json, "actor", somewhere);
    }
  if (fields->from_us > 0 || fields->to_us > 0)
    {
      JsonObject *horizon = json_object_new ();
      set_instant (horizon, "start", fields->from_us);
      set_instant (horizon, "end", fields->to_us);
      json_object_set_object_member (json, "planningHorizon", horizon);
    }
  return json;
}

JsonObject *
orch_map_slot (OrchSlot *slot, const OrchMapContext *context)
{
  const OrchSlotFields *fields = orch_slot_get_fields (slot);
  JsonObject *json = orch_map_new ("Slot", fields->id);

  add_clinic (json, context);
  add_flag (json, ORCH_HUB_EXTENSION ("to-confirm"), fields->vanished);
  orch_map_add_emr_id (json, context->vendor, fields->emr_id);
  JsonObject *schedule = make_link (context, ORCH_HUB_SCHEDULES, "Schedule", fields->schedule_emr_id);
  if (schedule == NULL)
    {
      schedule = json_object_new ();
      json_object_set_string_member (schedule, "type", "Schedule");
      json_object_set_string_member (schedule, "display", "unknown");
    }
  json_object_set_object_member (json, "schedule", schedule);
  orch_map_set_string (json, "status", fields->status);
  set_instant (json, "start", fields->start_us);
  set_instant (json, "end", MAX (fields->end_us, fields->start_us));
  return json;
}

static void
add_participant (JsonObject *appointment, JsonObject *actor, const char *status)
{
  if (actor == NULL)
    return;
  JsonObject *participant = json_object_new ();
  json_object_set_object_member (participant, "actor", actor);
  json_object_set_string_member (participant, "status", status);
  orch_map_append (appointment, "participant", participant);
}

JsonObject *
orch_map_appointment (OrchAppointment *appointment, const OrchMapContext *context)
{
  const OrchAppointmentFields *fields = orch_appointment_get_fields (appointment);
  JsonObject *json = orch_map_new ("Appointment", fields->id);
  /* FHIR lets few lack their time, and a mistake is not among them */
  gboolean has_time = fields->start_us > 0;
  const char *status = !has_time && g_strcmp0 (fields->status, "entered-in-error") == 0 ? "cancelled" : fields->status;
  const char *accepted = g_strcmp0 (status, "cancelled") == 0 ? "declined" : "accepted";

  add_clinic (json, context);
  add_flag (json, ORCH_HUB_EXTENSION ("to-confirm"), fields->vanished);
  if (fields->first_seen_us > 0)
    {
      JsonObject *first_seen = orch_map_extension (ORCH_HUB_EXTENSION ("first-seen"));
      set_instant (first_seen, "valueInstant", fields->first_seen_us);
      orch_map_append (json, "extension", first_seen);
    }
  orch_map_add_emr_id (json, context->vendor, fields->emr_id);
  if (fields->source != NULL && !g_str_equal (fields->source, "emr"))
    {
      g_autofree char *system = g_strconcat (ORCH_HUB_APPOINTMENT_SYSTEM, fields->source, NULL);
      orch_map_add_identifier (json, system, fields->emr_id, NULL);
    }
  json_object_set_string_member (json, "status", status != NULL ? status : "booked");
  if (has_time)
    {
      set_instant (json, "start", fields->start_us);
      set_instant (json, "end", MAX (fields->end_us, fields->start_us));
    }
  if (fields->minutes > 0)
    json_object_set_int_member (json, "minutesDuration", fields->minutes);
  add_participant (json, make_link (context, ORCH_HUB_PATIENTS, "Patient", fields->patient_emr_id), accepted);
  add_participant (json, make_link (context, ORCH_HUB_STAFF, "Practitioner", fields->staff_emr_id), accepted);
  add_participant (json, make_link (context, ORCH_HUB_SERVICES, "HealthcareService", fields->service_emr_id), accepted);
  add_participant (json, make_link (context, -1, "Location", fields->location_emr_id), accepted);
  if (!json_object_has_member (json, "participant"))
    {
      JsonObject *nobody = json_object_new ();
      orch_map_append (nobody, "type", orch_map_concept (NULL, NULL, "unknown"));
      json_object_set_string_member (nobody, "status", "needs-action");
      orch_map_append (json, "participant", nobody);
    }
  return json;
}

/* --- in ----------------------------------------------------------------------------------- */

static gint64
read_instant (JsonObject *object, const char *member)
{
  gint64 us = 0;
  const char *text = orch_json_get_string (object, member);
  return text != NULL && orch_clock_parse_instant (text, &us) ? us : 0;
}

static gboolean
read_flag (JsonObject *resource, const char *url)
{
  return orch_json_get_bool (orch_map_get_extension (resource, url), "valueBoolean", FALSE);
}

/* The EMR's id of what a reference to @type names. Returns: (transfer none) (nullable) */
static const char *
read_link (JsonObject *reference, const char *type)
{
  const char *actual = orch_json_get_string (reference, "type");
  JsonObject *identifier = orch_json_get_object (reference, "identifier");
  const char *system = orch_json_get_string (identifier, "system");
  if (system == NULL || !g_str_has_prefix (system, ORCH_HUB_EMR_SYSTEM))
    return NULL;
  if (actual != NULL)
    return g_str_equal (actual, type) ? orch_json_get_string (identifier, "value") : NULL;
  g_autofree char *id = orch_fhir_reference_id (orch_json_get_string (reference, "reference"), type);
  return id != NULL ? orch_json_get_string (identifier, "value") : NULL;
}

/* Among @member, or the actors of its elements. */
static const char *
find_link (JsonObject *resource, const char *member, gboolean in_actor, const char *type)
{
  guint n = orch_json_count (resource, member);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *element = orch_json_nth (resource, member, i);
      const char *id = read_link (in_actor ? orch_json_get_object (element, "actor") : element, type);
      if (id != NULL)
        return id;
    }
  return NULL;
}

/* What all of them need. */
static gboolean
read_ids (JsonObject *resource, const char **hub_id, const char **emr_id, char **id)
{
  *hub_id = orch_json_get_string (resource, "id");
  *emr_id = orch_map_get_emr_id (resource);
  *id = orch_map_get_id (resource);
  return orch_fhir_id_is_valid (*hub_id) && !orch_text_is_empty (*emr_id);
}

OrchPatient *
orch_map_patient_from (JsonObject *patient)
{
  const char *hub_id = orch_json_get_string (patient, "id");
  const char *emr_id = orch_map_get_emr_id (patient);
  g_autofree char *id = orch_map_get_id (patient);
  JsonObject *name = orch_json_get_first (patient, "name");
  JsonObject *address = orch_json_get_first (patient, "address");
  g_autofree char *family = orch_map_dup_text (name, "family");
  g_autofree char *given = orch_map_dup_words (name, "given");
  g_autofree char *phone = orch_map_dup_telecom (patient, "phone");
  g_autofree char *email = orch_map_dup_telecom (patient, "email");
  g_autofree char *street = orch_map_dup_words (address, "line");
  g_autofree char *city = orch_map_dup_text (address, "city");

  /* Neither the EMR's nor typed by hand in this program: somebody else's */
  if (!orch_fhir_id_is_valid (hub_id) || (orch_text_is_empty (emr_id) && id == NULL))
    return NULL;
  return orch_patient_new (&(OrchPatientFields) {
      .id = id,
      .emr_id = emr_id,
      .hub_id = hub_id,
      .family = family,
      .given = given,
      .birth_date = orch_json_get_string (patient, "birthDate"),
      .sex = orch_json_get_string (patient, "gender"),
      .nam = orch_map_get_identifier (patient, ORCH_HUB_NAM_SYSTEM),
      .phone = phone,
      .email = email,
      .street = street,
      .city = city,
      .province = orch_json_get_string (address, "state"),
      .postal_code = orch_json_get_string (address, "postalCode"),
      .origin = orch_text_is_empty (emr_id) ? ORCH_ORIGIN_HUB : ORCH_ORIGIN_EMR,
  });
}

OrchSchedule *
orch_map_schedule_from (JsonObject *schedule)
{
  const char *hub_id = NULL;
  const char *emr_id = NULL;
  g_autofree char *id = NULL;
  if (!read_ids (schedule, &hub_id, &emr_id, &id))
    return NULL;
  JsonObject *horizon = orch_json_get_object (schedule, "planningHorizon");
  OrchScheduleFields fields = {
    .id = id,
    .emr_id = emr_id,
    .hub_id = hub_id,
    .staff_emr_id = find_link (schedule, "actor", FALSE, "Practitioner"),
    .service_emr_id = find_link (schedule, "actor", FALSE, "HealthcareService"),
    .location_emr_id = find_link (schedule, "actor", FALSE, "Location"),
    .active = orch_json_get_bool (schedule, "active", TRUE),
    .from_us = read_instant (horizon, "start"),
    .to_us = read_instant (horizon, "end"),
    .vanished = read_flag (schedule, ORCH_HUB_EXTENSION ("to-confirm")),
  };
  return orch_schedule_new (&fields);
}

OrchSlot *
orch_map_slot_from (JsonObject *slot)
{
  const char *hub_id = NULL;
  const char *emr_id = NULL;
  g_autofree char *id = NULL;
  if (!read_ids (slot, &hub_id, &emr_id, &id))
    return NULL;
  OrchSlotFields fields = {
    .id = id,
    .emr_id = emr_id,
    .hub_id = hub_id,
    .schedule_emr_id = find_link (slot, "schedule", FALSE, "Schedule"),
    .status = orch_json_get_string (slot, "status"),
    .start_us = read_instant (slot, "start"),
    .end_us = read_instant (slot, "end"),
    .vanished = read_flag (slot, ORCH_HUB_EXTENSION ("to-confirm")),
  };
  return fields.status != NULL && fields.start_us != 0 ? orch_slot_new (&fields) : NULL;
}

/* Returns: (transfer none): the code of the provider, "emr" */
static const char *
read_source (JsonObject *appointment)
{
  guint n = orch_json_count (appointment, "identifier");
  for (guint i = 0; i < n; i++)
    {
      const char *system = orch_json_get_string (orch_json_nth (appointment, "identifier", i), "system");
      if (system != NULL && g_str_has_prefix (system, ORCH_HUB_APPOINTMENT_SYSTEM) &&
          system[strlen (ORCH_HUB_APPOINTMENT_SYSTEM)] != '\0')
        return system + strlen (ORCH_HUB_APPOINTMENT_SYSTEM);
    }
  return "emr";
}

OrchAppointment *
orch_map_appointment_from (JsonObject *appointment)
{
  const char *hub_id = NULL;
  const char *emr_id = NULL;
  g_autofree char *id = NULL;
  if (!read_ids (appointment, &hub_id, &emr_id, &id))
    return NULL;
  OrchAppointmentFields fields = {
    .id = id,
    .emr_id = emr_id,
    .hub_id = hub_id,
    .source = read_source (appointment),
    .status = orch_json_get_string (appointment, "status"),
    .start_us = read_instant (appointment, "start"),
    .end_us = read_instant (appointment, "end"),
    .minutes = (int) CLAMP (orch_json_get_int (appointment, "minutesDuration", 0), 0, MINUTES_MAX),
    .service_emr_id = find_link (appointment, "participant", TRUE, "HealthcareService"),
    .staff_emr_id = find_link (appointment, "participant", TRUE, "Practitioner"),
    .patient_emr_id = find_link (appointment, "participant", TRUE, "Patient"),
    .location_emr_id = find_link (appointment, "participant", TRUE, "Location"),
    .first_seen_us =
        read_instant (orch_map_get_extension (appointment, ORCH_HUB_EXTENSION ("first-seen")), "valueInstant"),
    .vanished = read_flag (appointment, ORCH_HUB_EXTENSION ("to-confirm")),
  };
  return fields.status != NULL ? orch_appointment_new (&fields) : NULL;
}
