/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The account of a patient on the portal and the invitations to it, as FHIR, and back. Pure; any thread.
 */
#include "orch-map-portal.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-map.h"

/* --- accounts ------------------------------------------------------------------------------- */

static void
add_telecom (JsonObject *person, const char *system, const char *value)
{
  JsonObject *telecom = NULL;

  if (orch_text_is_empty (value))
    return;
  telecom = json_object_new ();
  json_object_set_string_member (telecom, "system", system);
  json_object_set_string_member (telecom, "value", value);
  orch_map_append (person, "telecom", telecom);
}

static void
add_name (JsonObject *person, const OrchPatientFields *fields)
{
  JsonObject *name = json_object_new ();
  JsonArray *given = json_array_new ();

  json_object_set_string_member (name, "use", "official");
  orch_map_set_string (name, "family", fields->family);
  if (!orch_text_is_empty (fields->given))
    {
      json_array_add_string_element (given, fields->given);
      json_object_set_array_member (name, "given", given);
    }
  else
    json_array_unref (given);
  orch_map_append (person, "name", name);
}

/* By the hub's id, and by ours. */
static JsonObject *
make_patient_reference (const OrchPatientFields *fields)
{
  g_autofree char *text = g_strconcat ("Patient/", fields->hub_id, NULL);
  g_autofree char *urn = orch_map_urn (fields->id);
  JsonObject *reference = orch_map_reference (text);
  JsonObject *identifier = json_object_new ();

  json_object_set_string_member (reference, "type", "Patient");
  json_object_set_string_member (identifier, "system", ORCH_HUB_UUID_SYSTEM);
  json_object_set_string_member (identifier, "value", urn);
  json_object_set_object_member (reference, "identifier", identifier);
  return reference;
}

JsonObject *
orch_map_account (OrchPortalAccount *account, OrchPatient *patient, const char *clinic_reference)
{
  const OrchPortalAccountFields *fields = orch_portal_account_get_fields (account);
  const OrchPatientFields *who = orch_patient_get_fields (patient);
  g_autofree char *id = orch_map_derive_id (who->id, ORCH_MAP_PART_ACCOUNT);
  JsonObject *person = orch_map_new ("Person", id);
  JsonObject *link = json_object_new ();

  json_object_set_boolean_member (person, "active", fields->active);
  add_name (person, who);
  add_telecom (person, "email", who->email);
  add_telecom (person, "phone", who->phone);
  orch_map_set_string (person, "gender", who->sex);
  orch_map_set_string (person, "birthDate", who->birth_date);
  orch_map_set_reference (person, "managingOrganization", clinic_reference);
  json_object_set_object_member (link, "target", make_patient_reference (who));
  json_object_set_string_member (link, "assurance", fields->validated ? "level3" : "level1");
  orch_map_append (person, "link", link);
  return person;
}

/* Whom a reference names. @id: ours, @hub_id: the hub's: (out) (nullable) each */
static void
read_patient_reference (JsonObject *reference, char **id, char **hub_id)
{
  *hub_id = orch_fhir_reference_id (orch_json_get_string (reference, "reference"), "Patient");
  *id = orch_map_dup_referred_id (reference);
}

static const char *
get_version (JsonObject *resource)
{
  return orch_json_get_string (orch_json_get_object (resource, "meta"), "versionId");
}

OrchPortalAccount *
orch_map_account_from (JsonObject *person)
{
  const char *hub_id = orch_json_get_string (person, "id");
  JsonObject *link = orch_json_get_first (person, "link");
  const char *assurance = orch_json_get_string (link, "assurance");
  g_autofree char *id = orch_map_get_id (person);
  g_autofree char *patient_id = NULL;
  g_autofree char *patient_hub_id = NULL;

  read_patient_reference (orch_json_get_object (link, "target"), &patient_id, &patient_hub_id);
  if (!orch_fhir_id_is_valid (hub_id) || (patient_id == NULL && patient_hub_id == NULL))
    return NULL;
  return orch_portal_account_new (&(OrchPortalAccountFields) {
      .id = id,
      .patient_id = patient_id,
      .patient_hub_id = patient_hub_id,
      .hub_id = hub_id,
      .hub_version = get_version (person),
      .active = orch_json_get_bool (person, "active", TRUE),
      .validated = g_strcmp0 (assurance, "level3") == 0 || g_strcmp0 (assurance, "level4") == 0,
      .made = orch_map_get_identifier (person, ORCH_HUB_ACCOUNT_SYSTEM) != NULL,
  });
}

/* --- invitations ------------------------------------------------------------------------------ */

static const char *
get_concept_code (JsonObject *task, const char *member, const char *system)
{
  JsonObject *concept = orch_json_get_object (task, member);
  const guint n = orch_json_count (concept, "coding");

  for (guint i = 0; i < n; i++)
    {
      JsonObject *coding = orch_json_nth (concept, "coding", i);

      if (g_strcmp0 (orch_json_get_string (coding, "system"), system) == 0)
        return orch_json_get_string (coding, "code");
    }
  return NULL;
}

static const char *
get_input (JsonObject *task, const char *type)
{
  const guint n = orch_json_count (task, "input");

  for (guint i = 0; i < n; i++)
    {
      JsonObject *input = orch_json_nth (task, "input", i);

      if (g_strcmp0 (orch_json_get_string (orch_json_get_object (input, "type"), "text"), type) == 0)
        return orch_json_get_string (input, "valueString");
    }
  return NULL;
}

static gint64
read_instant (const char *text)
{
  gint64 us = 0;

  return orch_clock_parse_instant (text, &us) ? us : 0;
}

OrchPortalInvitation *
orch_map_invitation_from (JsonObject *task)
{
  const char *hub_id = orch_json_get_string (task, "id");
  JsonObject *restriction = orch_json_get_object (task, "restriction");
  const int state =
      orch_invitation_state_from_code (get_concept_code (task, "businessStatus", ORCH_HUB_CODE ("invitation-state")));
  const int channel = orch_invitation_channel_from_code (get_input (task, "channel"));
  g_autofree char *id = orch_map_get_id (task);
  g_autofree char *patient_id = NULL;
  g_autofree char *patient_hub_id = NULL;

  if (!orch_fhir_id_is_valid (hub_id) || state < 0 ||
      g_strcmp0 (get_concept_code (task, "code", ORCH_HUB_CODE ("task")), "portal-invitation") != 0)
    return NULL;
  read_patient_reference (orch_json_get_object (task, "for"), &patient_id, &patient_hub_id);
  if (patient_id == NULL && patient_hub_id == NULL)
    return NULL;
  return orch_portal_invitation_new (&(OrchPortalInvitationFields) {
      .id = id != NULL ? id : hub_id,
      .hub_id = hub_id,
      .hub_version = get_version (task),
      .patient_id = patient_id,
      .patient_hub_id = patient_hub_id,
      .language = get_input (task, "language"),
      .channel = channel >= 0 ? (OrchInvitationChannel) channel : ORCH_INVITATION_IN_PERSON,
      .state = (OrchInvitationState) state,
      .authored_us = read_instant (orch_json_get_string (task, "authoredOn")),
      .expires_us = read_instant (orch_json_get_string (orch_json_get_object (restriction, "period"), "end")),
  });
}

static void
add_parameter (JsonObject *parameters, const char *name, const char *member, const char *value)
{
  JsonObject *parameter = NULL;

  if (orch_text_is_empty (value))
    return;
  parameter = json_object_new ();
  json_object_set_string_member (parameter, "name", name);
  json_object_set_string_member (parameter, member, value);
  orch_map_append (parameters, "parameter", parameter);
}

JsonObject *
orch_map_invitation_ask (OrchInvitationChannel channel, const char *language, const char *phone)
{
  JsonObject *parameters = json_object_new ();

  json_object_set_string_member (parameters, "resourceType", "Parameters");
  add_parameter (parameters, "channel", "valueCode", orch_invitation_channel_get_code (channel));
  add_parameter (parameters, "language", "valueCode", language);
  add_parameter (parameters, "phone", "valueString", phone);
  return parameters;
}

JsonObject *
orch_map_invitation_revoke (JsonObject *task)
{
  JsonObject *revoked = orch_json_copy (task);

  json_object_set_string_member (revoked, "status", "cancelled");
  json_object_set_object_member (revoked, "businessStatus",
                                 orch_map_concept (ORCH_HUB_CODE ("invitation-state"), "revoked", NULL));
  return revoked;
}

static JsonObject *
find_parameter (JsonObject *parameters, const char *name)
{
  const guint n = orch_json_count (parameters, "parameter");

  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (orch_json_get_string (orch_json_nth (parameters, "parameter", i), "name"), name) == 0)
      return orch_json_nth (parameters, "parameter", i);
  return NULL;
}

OrchPortalInvitation *
orch_map_invitation_answer (JsonObject *parameters, OrchInvitationCode **code)
{
  JsonObject *task = orch_json_get_object (find_parameter (parameters, "task"), "resource");
  const gint64 expires = read_instant (orch_json_get_string (find_parameter (parameters, "expiry"), "valueDateTime"));
  g_autoptr (OrchPortalInvitation) invitation = task != NULL ? orch_map_invitation_from (task) : NULL;
  OrchPortalInvitationFields fields = { 0 };

  *code = orch_invitation_code_new (orch_json_get_string (find_parameter (parameters, "code"), "valueString"));
  if (invitation == NULL)
    return NULL;
  fields = *orch_portal_invitation_get_fields (invitation);
  if (expires != 0)
    fields.expires_us = expires;
  return orch_portal_invitation_new (&fields);
}
