/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) The bricks of the mapping: systems, identifiers, concepts, references, and how what a server holds is brought up to
 * date without losing what others wrote in it. Pure; any thread. Source: hub/README.md.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ORCH_HUB_BASE "https://orchestrateur.ca/fhir"
#define ORCH_HUB_UUID_SYSTEM "urn:ietf:rfc:3986"
#define ORCH_HUB_EMR_SYSTEM ORCH_HUB_BASE "/identifier/emr/"
#define ORCH_HUB_LICENCE_SYSTEM ORCH_HUB_BASE "/identifier/licence"
#define ORCH_HUB_PROVIDER_SYSTEM ORCH_HUB_BASE "/identifier/appointment-provider"
#define ORCH_HUB_APPOINTMENT_SYSTEM ORCH_HUB_BASE "/identifier/appointment/"
#define ORCH_HUB_TICKET_SYSTEM ORCH_HUB_BASE "/identifier/ticket"
#define ORCH_HUB_NAM_SYSTEM "https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id"
#define ORCH_HUB_CODE(name) ORCH_HUB_BASE "/CodeSystem/" name
#define ORCH_HUB_EXTENSION(name) ORCH_HUB_BASE "/StructureDefinition/" name
#define ORCH_HUB_TRANSLATION "http://hl7.org/fhir/StructureDefinition/translation"
#define ORCH_HUB_ABSENT "http://hl7.org/fhir/StructureDefinition/data-absent-reason"

/** orch_map_derive_id: the identifier of a part of something, always the same: nothing has to be stored for a second attempt to find it.
 * Returns: (transfer full): a UUID (version 4 form) made of @id and @part */
char *orch_map_derive_id (const char *id, const char *part);

/** orch_map_new: Returns: (transfer full): a resource with our identifier; @id (nullable) */
JsonObject *orch_map_new (const char *type, const char *id);
/** orch_map_add_identifier: @type_code: (nullable): of v2-0203 */
void orch_map_add_identifier (JsonObject *resource, const char *system, const char *value, const char *type_code);
/** orch_map_add_emr_id: @vendor: (nullable): code of the EMR; @emr_id: (nullable): nothing then */
void orch_map_add_emr_id (JsonObject *resource, const char *vendor, const char *emr_id);
/** orch_map_get_id: Returns: (transfer full) (nullable): our UUID, lower case, without its prefix */
char *orch_map_get_id (JsonObject *resource);
/** orch_map_get_emr_id: Returns: (transfer none) (nullable): the value of the first EMR identifier */
const char *orch_map_get_emr_id (JsonObject *resource);
/** orch_map_get_identifier: Returns: (transfer none) (nullable): the value in @system */
const char *orch_map_get_identifier (JsonObject *resource, const char *system);
/** orch_map_urn: Returns: (transfer full): "urn:uuid:…" */
char *orch_map_urn (const char *id);
/** orch_map_query: Returns: (transfer full): the If-None-Exist query of our identifier */
char *orch_map_query (const char *id);

void orch_map_set_string (JsonObject *object, const char *member, const char *value); /* nothing for %NULL and "" */
/** orch_map_concept: Returns: (transfer full): a CodeableConcept; @system and @code, or @text, (nullable) */
JsonObject *orch_map_concept (const char *system, const char *code, const char *text);
/** orch_map_concept_of: @both: (nullable): "system|code". Returns: (transfer full) (nullable) */
JsonObject *orch_map_concept_of (const char *both, const char *text);
/** orch_map_append: adds @element (transfer full, nullable) to the array @member, made when needed */
void orch_map_append (JsonObject *object, const char *member, JsonObject *element);
/** orch_map_set_reference: @reference: (nullable): "Type/id" or "urn:uuid:…" */
void orch_map_set_reference (JsonObject *object, const char *member, const char *reference);
JsonObject *orch_map_reference (const char *reference);
/** orch_map_refer: @type: (nullable): that of @reference; @reference: (nullable): "Type/id"; @id: (nullable): ours; @name: (nullable): never a patient's.
 * Returns: (transfer full) */
JsonObject *orch_map_refer (const char *type, const char *reference, const char *id, const char *name);
/** orch_map_dup_referred_id: Returns: (transfer full) (nullable): our UUID in @reference (nullable), lower case */
char *orch_map_dup_referred_id (JsonObject *reference);
/** orch_map_extension: Returns: (transfer full): an extension without its value */
JsonObject *orch_map_extension (const char *url);
void orch_map_set_translation (JsonObject *resource, const char *member, const char *language, const char *text);

/** orch_map_has_code: whether one of @member's concepts has this code in @system */
gboolean orch_map_has_code (JsonObject *resource, const char *member, const char *system, const char *code);
/** orch_map_get_code: Returns: (transfer none) (nullable): the first code in @system among @member's concepts */
const char *orch_map_get_code (JsonObject *resource, const char *member, const char *system);
/** orch_map_get_extension: Returns: (transfer none) (nullable) */
JsonObject *orch_map_get_extension (JsonObject *element, const char *url);
/** orch_map_get_reference_id: Returns: (transfer full) (nullable) */
char *orch_map_get_reference_id (JsonObject *resource, const char *member, const char *type);
/** orch_map_dup_text: Returns: (transfer full) (nullable): cleaned; %NULL for nothing */
char *orch_map_dup_text (JsonObject *object, const char *member);

/** orch_map_instant: Returns: (transfer full): an instant to the microsecond, so that what comes back compares equal */
char *orch_map_instant (gint64 us);
/** orch_map_dup_words: Returns: (transfer full) (nullable): the strings of @member, joined by spaces */
char *orch_map_dup_words (JsonObject *name, const char *member);
/** orch_map_dup_telecom: @system: "phone", "email". Returns: (transfer full) (nullable): the first one */
char *orch_map_dup_telecom (JsonObject *resource, const char *system);

/**
 * orch_map_merge:
 * @theirs: what the server holds
 * @ours: what we would write
 *
 * Ours, in theirs: identifiers and extensions of others stay, members that we write replace theirs, members that we write for this
 * type and left out now are dropped, all else stays.
 *
 * Returns: (transfer full): what to write; equal to @theirs (orch_json_equal()) when there is nothing to do
 */
/** orch_map_is_removed: whether a person has taken it away: what is left of it says so to the other workstations */
gboolean orch_map_is_removed (JsonObject *resource);
/** orch_map_replace_extension: @extension: (transfer full): in place of those of its url */
void orch_map_replace_extension (JsonObject *resource, JsonObject *extension);

JsonObject *orch_map_merge (JsonObject *theirs, JsonObject *ours);

/** orch_map_emitted: appends @resource to the file that ORCH_EMIT_DIR names (a directory), for the validator of the tests; otherwise nothing */
void orch_map_emitted (JsonObject *resource);

G_END_DECLS
