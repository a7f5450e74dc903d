/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Pages of Schedule, Slot, Appointment and Patient into core objects, on a worker. Any thread.
 */
#include "orch-emr-fhir-schedule.h"

#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-clock.h"
#include "core/orch-nam.h"
#include "core/orch-patient.h"
#include "core/orch-schedule.h"
#include "core/orch-slot.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-emr-fhir-index.h"
#include "orch-emr-fhir-read.h"
#include "orch-emr-fhir-values.h"

#define APPOINTMENT_SYSTEM "https://orchestrateur.ca/fhir/identifier/appointment/"
#define MINUTES_MAX (60 * 24 * 31)

const char *
orch_emr_fhir_kind_get_type (OrchEmrFhirKind kind)
{
  static const char *const types[] = { "Schedule", "Slot", "Appointment", "Patient" };
  G_STATIC_ASSERT (G_N_ELEMENTS (types) == ORCH_EMR_FHIR_N_KINDS);

  g_return_val_if_fail (kind < ORCH_EMR_FHIR_N_KINDS, NULL);
  return types[kind];
}

/* --- times -------------------------------------------------------------------------------- */

/* A time without its zone is not FHIR, but is met: it is the clinic's then. */
static gboolean
read_instant (JsonObject *object, const char *member, gint64 *us)
{
  const char *text = orch_json_get_string (object, member);
  *us = 0;
  if (text == NULL)
    return FALSE;
  if (strchr (text, 'T') != NULL && orch_clock_parse_instant (text, us))
    return TRUE;
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autofree char *whole = strchr (text, 'T') == NULL ? g_strconcat (text, "T00:00:00", NULL) : g_strdup (text);
  g_autoptr (GDateTime) local = g_date_time_new_from_iso8601 (whole, g_date_time_get_timezone (now));
  if (local == NULL)
    return FALSE;
  *us = g_date_time_to_unix_usec (local);
  return TRUE;
}

static gboolean
is_wanted (OrchEmrFhirScan *scan, JsonObject *resource, gint64 start_us, gint64 end_us)
{
  if (end_us < scan->from_us || (scan->to_us != 0 && start_us >= scan->to_us))
    return FALSE;
  gint64 updated = 0;
  const char *text = orch_json_get_string (orch_json_get_object (resource, "meta"), "lastUpdated");
  return scan->since_us == 0 || text == NULL || !orch_clock_parse_instant (text, &updated) || updated >= scan->since_us;
}

/* --- who, what, where ---------------------------------------------------------------------- */

typedef enum
{
  ACTOR_OTHER = 0,
  ACTOR_PATIENT,
  ACTOR_PRACTITIONER,
  ACTOR_ROLE,
  ACTOR_SERVICE,
  ACTOR_LOCATION,
} Actor;

static const char *const actor_types[] = {
  "", "Patient", "Practitioner", "PractitionerRole", "HealthcareService", "Location"
};

typedef struct
{
  char *patient;
  char *staff;
  char *service;
  char *location;
} Party;

static void
party_clear (Party *self)
{
  g_clear_pointer (&self->patient, g_free);
  g_clear_pointer (&self->staff, g_free);
  g_clear_pointer (&self->service, g_free);
  g_clear_pointer (&self->location, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Party, party_clear)

static Actor
actor_for_type (const char *type, gsize length)
{
  for (gsize i = 1; i < G_N_ELEMENTS (actor_types); i++)
    if (strlen (actor_types[i]) == length && strncmp (actor_types[i], type, length) == 0)
      return (Actor) i;
  return ACTOR_OTHER;
}

/* What an actor is and what it is called. Returns: (transfer full) (nullable) */
static char *
read_actor (JsonObject *actor, Actor *kind)
{
  const char *reference = orch_json_get_string (actor, "reference");
  *kind = ACTOR_OTHER;
  if (reference != NULL)
    {
      /* "Type/id", as nearly all of them are */
      const char *slash = strchr (reference, '/');
      if (slash != NULL && orch_fhir_id_is_valid (slash + 1))
        {
          *kind = actor_for_type (reference, (gsize) (slash - reference));
          return *kind != ACTOR_OTHER ? g_strdup (slash + 1) : NULL;
        }
      for (gsize i = 1; i < G_N_ELEMENTS (actor_types); i++)
        {
          char *id = orch_fhir_reference_id (reference, actor_types[i]);
          if (id == NULL)
            continue;
          *kind = (Actor) i;
          return id;
        }
    }
  const char *type = orch_json_get_string (actor, "type");
  if (type == NULL)
    return NULL;
  const char *last = strrchr (type, '/');
  *kind = actor_for_type (last != NULL ? last + 1 : type, strlen (last != NULL ? last + 1 : type));
  return *kind != ACTOR_OTHER ? orch_fhir_reference_key (actor, actor_types[*kind]) : NULL;
}

/* The first of each kind counts. */
static void
take_actor (Party *party, JsonObject *actor, OrchEmrFhirScan *scan)
{
  Actor kind = ACTOR_OTHER;
  g_autofree char *key = read_actor (actor, &kind);
  char **place = kind == ACTOR_PATIENT        ? &party->patient
                 : kind == ACTOR_PRACTITIONER ? &party->staff
                 : kind == ACTOR_ROLE         ? &party->staff
                 : kind == ACTOR_SERVICE      ? &party->service
                 : kind == ACTOR_LOCATION     ? &party->location
                                              : NULL;
  if (key == NULL || place == NULL || *place != NULL)
    return;
  if (kind != ACTOR_ROLE)
    {
      *place = g_steal_pointer (&key);
      return;
    }
  gboolean known = FALSE;
  *place = orch_emr_fhir_index_find_holder (scan->index, key, &known);
  if (!known)
    g_ptr_array_add (scan->roles_missing, g_steal_pointer (&key));
}

/* A service that no actor names, by its name or code. */
static void
find_service (Party *party, JsonObject *resource, OrchEmrFhirScan *scan)
{
  static const char *const members[] = { "serviceType", "appointmentType" };
  gboolean is_named = FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    is_named = is_named || orch_json_has (resource, members[i]);
  if (party->service != NULL || !is_named)
    return;
  if (!orch_emr_fhir_index_has_services (scan->index))
    {
      scan->services_missing = TRUE;
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (members) && party->service == NULL; i++)
    {
      guint n = orch_json_count (resource, members[i]);
      for (guint j = 0; j < n && party->service == NULL; j++)
        party->service = orch_emr_fhir_index_find_service (scan->index, orch_json_nth (resource, members[i], j));
    }
}

/* --- schedules ---------------------------------------------------------------------------- */

static void
each_schedule (JsonObject *schedule, const char *id, gpointer data, GPtrArray *records, GPtrArray *unreadable)
{
  OrchEmrFhirScan *scan = data;
  g_auto (Party) party = { 0 };
  gint64 from_us = 0;
  gint64 to_us = 0;
  JsonObject *horizon = orch_json_get_object (schedule, "planningHorizon");
  gboolean begins = read_instant (horizon, "start", &from_us);
  gboolean ends = read_instant (horizon, "end", &to_us);

  if (!is_wanted (scan, schedule, begins ? from_us : G_MININT64, ends ? to_us : G_MAXINT64))
    return;
  guint n = orch_json_count (schedule, "actor");
  for (guint i = 0; i < n; i++)
    take_actor (&party, orch_json_nth (schedule, "actor", i), scan);
  find_service (&party, schedule, scan);
  OrchScheduleFields fields = { .emr_id = id,
                                .staff_emr_id = party.staff,
                                .service_emr_id = party.service,
                                .location_emr_id = party.location,
                                .active = orch_json_get_bool (schedule, "active", TRUE),
                                .from_us = from_us,
                                .to_us = to_us };
  g_ptr_array_add (records, orch_schedule_new (&fields));
}

/* --- slots -------------------------------------------------------------------------------- */

static void
each_slot (JsonObject *slot, const char *id, gpointer data, GPtrArray *records, GPtrArray *unreadable)
{
  static const char *const known[] = { "busy", "free", "busy-unavailable", "busy-tentative", "entered-in-error", NULL };
  OrchEmrFhirScan *scan = data;
  gint64 start_us = 0;
  gint64 end_us = 0;
  const char *status = orch_json_get_string (slot, "status");
  g_autofree char *schedule = orch_fhir_reference_key (orch_json_get_first (slot, "schedule"), "Schedule");

  if (!read_instant (slot, "start", &start_us))
    orch_emr_unreadable_add (unreadable, NULL, id, "no start");
  else if (!read_instant (slot, "end", &end_us) || end_us < start_us)
    orch_emr_unreadable_add (unreadable, NULL, id, "no end");
  else if (status == NULL || !g_strv_contains (known, status))
    orch_emr_unreadable_add (unreadable, NULL, id, "status is not one of a slot");
  else if (is_wanted (scan, slot, start_us, start_us))
    {
      OrchSlotFields fields = {
        .emr_id = id, .schedule_emr_id = schedule, .status = status, .start_us = start_us, .end_us = end_us
      };
      g_ptr_array_add (records, orch_slot_new (&fields));
    }
}

/* --- appointments ------------------------------------------------------------------------- */

/* FHIR's code for what the EMR wrote. Returns: (transfer none) (nullable) */
static const char *
read_status (JsonObject *appointment)
{
  static const char *const codes[][2] = {
    { "booked", "booked" },
    { "fulfilled", "fulfilled" },
    { "cancelled", "cancelled" },
    { "pending", "pending" },
    { "noshow", "noshow" },
    { "arrived", "arrived" },
    { "checked-in", "checked-in" },
    { "proposed", "proposed" },
    { "waitlist", "waitlist" },
    { "entered-in-error", "entered-in-error" },
    /* other versions and dialects */
    { "canceled", "cancelled" },
    { "no-show", "noshow" },
    { "confirmed", "booked" },
    { "taken", "booked" },
    { "scheduled", "booked" },
    { "awaiting_confirmation", "pending" },
    { "completed", "fulfilled" },
  };
  const char *status = orch_json_get_string (appointment, "status");
  for (gsize i = 0; status != NULL && i < G_N_ELEMENTS (codes); i++)
    if (g_ascii_strcasecmp (codes[i][0], status) == 0)
      return codes[i][1];
  return NULL;
}

/* Who booked it: a provider's code out of an identifier's system, else the EMR. Returns: (transfer full) */
static char *
read_source (JsonObject *appointment)
{
  static const char *const words[][2] = {
    { "rvsq", "rvsq" },     { "bonjour-sante", "bonjour-sante" }, { "bonjoursante", "bonjour-sante" },
    { "pomelo", "pomelo" }, { "chronometriq", "pomelo" },         { "clicsante", "clic-sante" },
  };
  guint n = orch_json_count (appointment, "identifier");
  for (guint i = 0; i < n; i++)
    {
      const char *system = orch_json_get_string (orch_json_nth (appointment, "identifier", i), "system");
      if (system != NULL && g_str_has_prefix (system, APPOINTMENT_SYSTEM) && system[strlen (APPOINTMENT_SYSTEM)] != 0)
        return g_strdup (system + strlen (APPOINTMENT_SYSTEM));
      for (gsize j = 0; system != NULL && j < G_N_ELEMENTS (words); j++)
        if (strcasestr (system, words[j][0]) != NULL)
          return g_strdup (words[j][1]);
    }
  return g_strdup ("emr");
}

/* A cancelled one may have lost its time, a proposed one has none yet. */
static gboolean
may_lack_time (const char *status)
{
  static const char *const statuses[] = { "cancelled", "entered-in-error", "proposed", "waitlist", NULL };
  return g_strv_contains (statuses, status);
}

/* Source: HL7 v2-0276, the codes of Appointment.appointmentType. */
static gboolean
is_walk_in (JsonObject *appointment)
{
  JsonObject *type = orch_json_get_object (appointment, "appointmentType");
  const guint n = orch_json_count (type, "coding");

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (orch_json_get_string (orch_json_nth (type, "coding", i), "code"), "WALKIN") == 0)
      return TRUE;
  return FALSE;
}

static void
each_appointment (JsonObject *appointment, const char *id, gpointer data, GPtrArray *records, GPtrArray *unreadable)
{
  OrchEmrFhirScan *scan = data;
  gint64 start_us = 0;
  gint64 end_us = 0;
  const char *status = read_status (appointment);
  gint64 minutes = CLAMP (orch_json_get_int (appointment, "minutesDuration", 0), 0, MINUTES_MAX);

  if (status == NULL)
    {
      orch_emr_unreadable_add (unreadable, NULL, id, "status is not one of an appointment");
      return;
    }
  gboolean has_start = read_instant (appointment, "start", &start_us);
  if (!has_start && !may_lack_time (status))
    {
      orch_emr_unreadable_add (unreadable, NULL, id, "no start");
      return;
    }
  if (!read_instant (appointment, "end", &end_us) || end_us < start_us)
    end_us = start_us + minutes * 60 * G_USEC_PER_SEC;
  if (has_start ? !is_wanted (scan, appointment, start_us, start_us)
                : !is_wanted (scan, appointment, G_MININT64, G_MAXINT64))
    return;

  g_auto (Party) party = { 0 };
  guint n = orch_json_count (appointment, "participant");
  for (int declined = 0; declined < 2; declined++)
    for (guint i = 0; i < n; i++)
      {
        JsonObject *participant = orch_json_nth (appointment, "participant", i);
        gboolean has_declined = g_strcmp0 (orch_json_get_string (participant, "status"), "declined") == 0;
        if (has_declined == declined)
          take_actor (&party, orch_json_get_first (participant, "actor"), scan);
      }
  find_service (&party, appointment, scan);

  JsonObject *meta = orch_json_get_object (appointment, "meta");
  const char *version = orch_json_get_string (meta, "versionId");
  g_autofree char *source = read_source (appointment);
  OrchAppointmentFields fields = {
    .emr_id = id,
    .emr_version = version != NULL ? version : orch_json_get_string (meta, "lastUpdated"),
    .source = source,
    .status = status,
    .start_us = start_us,
    .end_us = end_us,
    .minutes = (int) minutes,
    .service_emr_id = party.service,
    .staff_emr_id = party.staff,
    .patient_emr_id = party.patient,
    .location_emr_id = party.location,
    .walk_in = is_walk_in (appointment),
  };
  g_ptr_array_add (records, orch_appointment_new (&fields));
}

void
orch_emr_fhir_read_appointment (JsonObject *appointment, const char *id, OrchEmrFhirScan *scan, GPtrArray *records,
                                GPtrArray *unreadable)
{
  each_appointment (appointment, id, scan, records, unreadable);
}

/* --- patients ----------------------------------------------------------------------------- */

static int
rank_nam (JsonObject *identifier)
{
  static const char *const systems[] = { "ca-qc-patient-healthcare-id", "ca-qc-patient-hcn", "ramq" };
  const char *system = orch_json_get_string (identifier, "system");
  const char *value = orch_json_get_string (identifier, "value");
  if (orch_text_is_empty (value) || g_strcmp0 (orch_json_get_string (identifier, "use"), "old") == 0)
    return -1;
  for (gsize i = 0; system != NULL && i < G_N_ELEMENTS (systems); i++)
    if (strcasestr (system, systems[i]) != NULL)
      return 0;
  if (system != NULL && (g_str_has_suffix (system, "/nam") || g_str_has_suffix (system, "/NAM")))
    return 1;
  JsonObject *type = orch_json_get_object (identifier, "type");
  guint n = orch_json_count (type, "coding");
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (orch_json_get_string (orch_json_nth (type, "coding", i), "code"), "JHN") == 0)
      /* that of another province is no NAM */
      return (orch_nam_check (value, NULL, NULL, NULL, 0) & ORCH_NAM_MALFORMED) == 0 ? 2 : -1;
  return -1;
}

static char *
choose_nam (JsonObject *patient)
{
  const char *best = NULL;
  int best_rank = G_MAXINT;
  guint n = orch_json_count (patient, "identifier");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *identifier = orch_json_nth (patient, "identifier", i);
      int rank = identifier != NULL ? rank_nam (identifier) : -1;
      if (rank < 0 || rank >= best_rank)
        continue;
      best = orch_json_get_string (identifier, "value");
      best_rank = rank;
    }
  if (best == NULL)
    return NULL;
  g_autofree char *clean = orch_text_clean (best, 40);
  return orch_nam_normalize (clean);
}

/* Mobile before home before others: where a patient is reached. */
static char *
choose_contact (JsonObject *patient, const char *system)
{
  const char *best = NULL;
  int best_rank = G_MAXINT;
  guint n = orch_json_count (patient, "telecom");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *telecom = orch_json_nth (patient, "telecom", i);
      const char *use = orch_json_get_string (telecom, "use");
      const char *value = orch_json_get_string (telecom, "value");
      const char *actual = orch_json_get_string (telecom, "system");
      gboolean matches =
          g_strcmp0 (actual, system) == 0 || (g_str_equal (system, "phone") && g_strcmp0 (actual, "sms") == 0);
      if (!matches || orch_text_is_empty (value) || g_strcmp0 (use, "old") == 0)
        continue;
      int rank = g_strcmp0 (use, "mobile") == 0 ? 0 : g_strcmp0 (use, "home") == 0 ? 1 : use == NULL ? 2 : 3;
      if (rank >= best_rank)
        continue;
      best = value;
      best_rank = rank;
    }
  return best != NULL ? orch_text_clean (best, 200) : NULL;
}

static const char *
read_birth_date (JsonObject *patient)
{
  const char *text = orch_json_get_string (patient, "birthDate");
  gint64 us = 0;
  return text != NULL && strlen (text) == 10 && orch_clock_parse_instant (text, &us) ? text : NULL;
}

void
orch_emr_fhir_read_patient (JsonObject *patient, const char *id, GPtrArray *records, GPtrArray *unreadable)
{
  static const char *const sexes[] = { "male", "female", "other", "unknown", NULL };
  const char *sex = orch_json_get_string (patient, "gender");
  OrchFhirName name;
  orch_fhir_choose_name (patient, &name);
  g_autofree char *nam = choose_nam (patient);
  g_autofree char *phone = choose_contact (patient, "phone");
  g_autofree char *email = choose_contact (patient, "email");

  OrchPatientFields fields = {
    .emr_id = id,
    .family = name.family,
    .given = name.given,
    .birth_date = read_birth_date (patient),
    .sex = sex != NULL && g_strv_contains (sexes, sex) ? sex : NULL,
    .nam = nam,
    .phone = phone,
    .email = email,
  };
  if (name.family == NULL && name.given == NULL && nam == NULL)
    orch_emr_unreadable_add (unreadable, NULL, id, "neither a name nor a health insurance number");
  else
    g_ptr_array_add (records, orch_patient_new (&fields));
  orch_fhir_name_clear (&name);
}

static void
each_patient (JsonObject *patient, const char *id, gpointer data, GPtrArray *records, GPtrArray *unreadable)
{
  orch_emr_fhir_read_patient (patient, id, records, unreadable);
}

/* --- pages -------------------------------------------------------------------------------- */

OrchEmrPage *
orch_emr_fhir_scan (GBytes *bytes, OrchEmrFhirScan *scan, GError **error)
{
  static const OrchEmrFhirEach readers[] = { each_schedule, each_slot, each_appointment, each_patient };
  G_STATIC_ASSERT (G_N_ELEMENTS (readers) == ORCH_EMR_FHIR_N_KINDS);

  return orch_emr_fhir_walk (bytes, orch_emr_fhir_kind_get_type (scan->kind), readers[scan->kind], scan, error);
}
