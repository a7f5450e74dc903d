/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-map-journal.h.
 */
#include "orch-map-journal.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-map.h"

#define DICOM "http://dicom.nema.org/resources/ontology/DCM"
#define ENTITY_TYPE "http://terminology.hl7.org/CodeSystem/audit-entity-type"
#define OBJECT_ROLE "http://terminology.hl7.org/CodeSystem/object-role"
#define SOURCE_TYPE "http://terminology.hl7.org/CodeSystem/security-source-type"
#define ACT_SYSTEM ORCH_HUB_CODE ("journal-act")
#define DETAIL_MAX 2000
#define HASH_LENGTH 64
#define WHO_MAX 200

/* What kind of event an act is, and whether it creates, reads, updates, deletes or runs something. What is not here is an activity of the program. */
static const struct
{
  const char *act;
  const char *type; /* DICOM */
  const char *action;
  const char *outcome; /* 0 = done, 4 = refused */
} acts[] = {
  { "account-disabled", "110137", "U", "0" },
  { "account-enabled", "110137", "U", "0" },
  { "appointments-purged", "110110", "D", "0" },
  { "colleague-read", "110110", "R", "0" },
  { "confirmed", "110114", "E", "0" },
  { "conflict-settled", "110100", "U", "0" },
  { "conversation-assigned", "110110", "U", "0" },
  { "conversation-ended", "110110", "U", "0" },
  { "conversation-exported", "110106", "R", "0" },
  { "conversation-fetched", "110110", "R", "0" },
  { "conversation-flagged", "110110", "U", "0" },
  { "conversation-opened", "110110", "R", "0" },
  { "conversation-printed", "110106", "R", "0" },
  { "credential-changed", "110137", "U", "0" },
  { "document-filed", "110110", "C", "0" },
  { "identity-validated", "110137", "U", "0" },
  { "import-services", "110107", "C", "0" },
  { "import-staff", "110107", "C", "0" },
  { "invitation-made", "110137", "C", "0" },
  { "invitation-revoked", "110137", "D", "0" },
  { "invitation-sent-again", "110137", "C", "0" },
  { "journal-exported", "110106", "R", "0" },
  { "journal-printed", "110106", "R", "0" },
  { "journal-read", "110101", "R", "0" },
  { "locked", "110114", "E", "0" },
  { "message-sent", "110110", "C", "0" },
  { "note-written", "110110", "C", "0" },
  { "patient-created", "110110", "C", "0" },
  { "patient-edited", "110110", "U", "0" },
  { "patient-read", "110110", "R", "0" },
  { "patient-searched", "110112", "R", "0" },
  { "patients-exported", "110106", "R", "0" },
  { "patients-listed", "110112", "R", "0" },
  { "patients-printed", "110106", "R", "0" },
  { "permission-changed", "110137", "U", "0" },
  { "reconciled", "110110", "U", "0" },
  { "reconciliation-read", "110110", "R", "0" },
  { "remuneration-exported", "110106", "R", "0" },
  { "remuneration-printed", "110106", "R", "0" },
  { "removed", "110100", "D", "0" },
  { "removed-elsewhere", "110100", "D", "0" },
  { "report-exported", "110106", "R", "0" },
  { "report-fetched", "110110", "R", "0" },
  { "report-made", "110110", "C", "0" },
  { "report-printed", "110106", "R", "0" },
  { "service-changed", "110100", "U", "0" },
  { "session-over", "110114", "E", "0" },
  { "setting-changed", "110100", "U", "0" },
  { "signed-in", "110114", "E", "0" },
  { "signed-out", "110114", "E", "0" },
  { "sync-run", "110100", "E", "0" },
  { "unlock-closed", "110114", "E", "4" },
  { "unlock-failed", "110114", "E", "4" },
  { "unlocked", "110114", "E", "0" },
  { "unsent-discarded", "110100", "D", "0" },
};

/* Returns: (transfer full) */
static JsonObject *
make_coding (const char *system, const char *code)
{
  JsonObject *coding = json_object_new ();

  json_object_set_string_member (coding, "system", system);
  json_object_set_string_member (coding, "code", code);
  return coding;
}

static JsonObject *
make_entity (const char *type, const char *role)
{
  JsonObject *entity = json_object_new ();

  json_object_set_object_member (entity, "type", make_coding (ENTITY_TYPE, type));
  if (role != NULL)
    json_object_set_object_member (entity, "role", make_coding (OBJECT_ROLE, role));
  return entity;
}

static void
add_detail (JsonObject *entity, const char *name, const char *value)
{
  JsonObject *detail = NULL;

  if (value == NULL || *value == '\0')
    return;
  detail = json_object_new ();
  json_object_set_string_member (detail, "type", name);
  json_object_set_string_member (detail, "valueString", value);
  orch_map_append (entity, "detail", detail);
}

/* As the clock of the clinic said it. Returns: (transfer full) */
static char *
format_recorded (gint64 instant, int offset_minutes)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_offset (offset_minutes * 60);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  g_autofree char *seconds = local != NULL ? g_date_time_format (local, "%Y-%m-%dT%H:%M:%S") : g_strdup ("");
  g_autofree char *offset = local != NULL ? g_date_time_format (local, "%:z") : g_strdup ("Z");

  return g_strdup_printf ("%s.%06d%s", seconds, (int) (instant % G_USEC_PER_SEC), offset);
}

JsonObject *
orch_map_journal (OrchJournalEntry *entry, const char *clinic_hub_id, gboolean linked)
{
  const OrchJournalEntryFields *f = orch_journal_entry_get_fields (entry);
  JsonObject *event = json_object_new ();
  JsonObject *agent = json_object_new ();
  JsonObject *source = json_object_new ();
  JsonObject *log = make_entity ("2", "13");
  const gboolean is_person = strchr (f->actor, '/') != NULL;
  const char *type = "110100", *action = "E", *outcome = "0";
  g_autofree char *recorded = format_recorded (f->instant, f->utc_offset_minutes);
  g_autofree char *seq = g_strdup_printf ("%" G_GINT64_FORMAT, f->seq);
  g_autofree char *offset = g_strdup_printf ("%d", f->utc_offset_minutes);

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    if (g_str_equal (f->act, acts[i].act))
      {
        type = acts[i].type;
        action = acts[i].action;
        outcome = acts[i].outcome;
      }
  json_object_set_string_member (event, "resourceType", "AuditEvent");
  json_object_set_object_member (event, "type", make_coding (DICOM, type));
  orch_map_append (event, "subtype", make_coding (ACT_SYSTEM, f->act));
  json_object_set_string_member (event, "action", action);
  json_object_set_string_member (event, "recorded", recorded);
  json_object_set_string_member (event, "outcome", outcome);

  if (is_person)
    {
      g_autofree char *kind = g_strndup (f->actor, (gsize) (strchr (f->actor, '/') - f->actor));

      json_object_set_object_member (agent, "who", orch_map_refer (kind, linked ? f->actor : NULL, NULL, NULL));
      orch_map_set_string (agent, "altId", f->actor);
    }
  else if (g_uuid_string_is_valid (f->actor))
    json_object_set_object_member (agent, "who", orch_map_refer ("Device", NULL, f->actor, NULL));
  else
    json_object_set_string_member (agent, "altId", f->actor);
  json_object_set_boolean_member (agent, "requestor", TRUE);
  orch_map_append (event, "agent", agent);

  json_object_set_string_member (source, "site", clinic_hub_id);
  json_object_set_object_member (source, "observer",
                                 orch_map_refer ("Device", NULL, f->workstation != NULL ? f->workstation : f->actor,
                                                 NULL));
  orch_map_append (source, "type", make_coding (SOURCE_TYPE, "1"));
  json_object_set_object_member (event, "source", source);

  if (f->patient != NULL)
    {
      JsonObject *entity = make_entity ("1", "1");
      g_autofree char *reference =
          linked && f->patient_hub_id != NULL ? g_strconcat ("Patient/", f->patient_hub_id, NULL) : NULL;

      json_object_set_object_member (entity, "what", orch_map_refer ("Patient", reference, f->patient, NULL));
      orch_map_append (event, "entity", entity);
    }
  add_detail (log, "seq", seq);
  add_detail (log, "utc-offset", offset);
  add_detail (log, "actor", f->actor);
  add_detail (log, "object", f->object);
  add_detail (log, "detail", f->detail);
  add_detail (log, "previous", f->previous);
  add_detail (log, "hash", f->hash);
  json_object_set_string_member (log, "name", "journal");
  orch_map_append (event, "entity", log);
  return event;
}

/* --- back ----------------------------------------------------------------------------------- */

static gboolean
has_role (JsonObject *entity, const char *role)
{
  JsonObject *coding = orch_json_get_object (entity, "role");

  return g_strcmp0 (orch_json_get_string (coding, "system"), OBJECT_ROLE) == 0 &&
         g_strcmp0 (orch_json_get_string (coding, "code"), role) == 0;
}

/* Returns: (transfer full) (nullable) */
static char *
dup_detail (JsonObject *log, const char *name)
{
  for (guint i = 0; i < orch_json_count (log, "detail"); i++)
    {
      JsonObject *detail = orch_json_nth (log, "detail", i);
      const char *value = orch_json_get_string (detail, "valueString");

      if (value != NULL && g_strcmp0 (orch_json_get_string (detail, "type"), name) == 0)
        return orch_text_clean (value, DETAIL_MAX);
    }
  return NULL;
}

static gboolean
is_hash (const char *text)
{
  return text != NULL && strlen (text) == HASH_LENGTH && strspn (text, "0123456789abcdef") == HASH_LENGTH;
}

static const char *
get_act (JsonObject *event)
{
  for (guint i = 0; i < orch_json_count (event, "subtype"); i++)
    {
      JsonObject *coding = orch_json_nth (event, "subtype", i);

      if (g_strcmp0 (orch_json_get_string (coding, "system"), ACT_SYSTEM) == 0)
        return orch_json_get_string (coding, "code");
    }
  return NULL;
}

OrchJournalEntry *
orch_map_journal_from (JsonObject *event, const char *clinic_hub_id)
{
  JsonObject *source = orch_json_get_object (event, "source");
  g_autofree char *workstation = orch_map_dup_referred_id (orch_json_get_object (source, "observer"));
  g_autofree char *act = orch_text_clean (get_act (event), WHO_MAX);
  g_autofree char *seq = NULL;
  g_autofree char *offset = NULL;
  g_autofree char *actor = NULL;
  g_autofree char *object = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *previous = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *patient = NULL;
  g_autofree char *patient_hub_id = NULL;
  JsonObject *log = NULL;
  gint64 number = 0, minutes = 0, instant = 0;

  for (guint i = 0; i < orch_json_count (event, "entity"); i++)
    {
      JsonObject *entity = orch_json_nth (event, "entity", i);
      JsonObject *what = orch_json_get_object (entity, "what");

      if (has_role (entity, "13") && log == NULL)
        log = entity;
      else if (has_role (entity, "1") && patient == NULL)
        {
          patient = orch_map_dup_referred_id (what);
          patient_hub_id = orch_fhir_reference_id (orch_json_get_string (what, "reference"), "Patient");
        }
    }
  seq = dup_detail (log, "seq");
  offset = dup_detail (log, "utc-offset");
  actor = dup_detail (log, "actor");
  object = dup_detail (log, "object");
  detail = dup_detail (log, "detail");
  previous = dup_detail (log, "previous");
  hash = dup_detail (log, "hash");
  if (g_strcmp0 (orch_json_get_string (source, "site"), clinic_hub_id) != 0 || orch_text_is_empty (act) ||
      actor == NULL || !is_hash (hash) || seq == NULL ||
      !g_ascii_string_to_signed (seq, 10, 1, G_MAXINT64, &number, NULL) ||
      !orch_clock_parse_instant (orch_json_get_string (event, "recorded"), &instant))
    return NULL;
  if (offset != NULL)
    g_ascii_string_to_signed (offset, 10, -24 * 60, 24 * 60, &minutes, NULL);
  return orch_journal_entry_new (&(OrchJournalEntryFields) { .seq = number,
                                                             .instant = instant,
                                                             .utc_offset_minutes = (int) minutes,
                                                             .actor = actor,
                                                             .act = act,
                                                             .object = object,
                                                             .patient = patient,
                                                             .workstation = workstation,
                                                             .detail = detail,
                                                             .hash = hash,
                                                             .previous = previous != NULL ? previous : "",
                                                             .patient_hub_id = patient_hub_id });
}
