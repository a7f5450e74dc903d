/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Words out of FHIR elements as EMRs fill them: names, licence numbers, telephones, concepts. Nothing here fails: what
 * cannot be read is %NULL. Pure; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** OrchFhirName: owned strings (nullable) */
typedef struct
{
  char *family;
  char *given;
  char *prefix;
} OrchFhirName;

void orch_fhir_name_clear (OrchFhirName *name);

/**
 * orch_fhir_choose_name:
 * @person: a Practitioner
 *
 * Of several names: official, then usual, then one without a use, then any that is not old, maiden, temporary, anonymous or over; the
 * first of its kind. A name that is only text is the family name.
 */
void orch_fhir_choose_name (JsonObject *person, OrchFhirName *name);

/**
 * orch_fhir_choose_licence:
 *
 * The professional licence number (« permis d'exercice »), among identifier and qualification.identifier, the first of: type LN; type MD; a
 * type or system that speaks of a licence: "licence", "license", "permis", "ahpra", "registration-number", "cmq", "cpso".
 *
 * Returns: (transfer full) (nullable)
 */
char *orch_fhir_choose_licence (JsonObject *practitioner);

/** orch_fhir_choose_telecom: @system: "phone" or "email"; work before others, old never. Returns: (transfer full) (nullable) */
char *orch_fhir_choose_telecom (JsonObject *resource, const char *system);

/** orch_fhir_concept_text: the first of @member's concepts: its text, else the display, else the code. Returns: (transfer full) (nullable) */
char *orch_fhir_concept_text (JsonObject *resource, const char *member);
/** orch_fhir_concept_code: "system|code" of the first coding that has both. Returns: (transfer full) (nullable) */
char *orch_fhir_concept_code (JsonObject *resource, const char *member);

/** orch_fhir_find_extension: Returns: (transfer none) (nullable): the extension of that URL */
JsonObject *orch_fhir_find_extension (JsonObject *element, const char *url);
/** orch_fhir_translation: @member: "name": the standard translation extension of "_name". Returns: (transfer full) (nullable) */
char *orch_fhir_translation (JsonObject *resource, const char *member, const char *language);

/** orch_fhir_reference_key: what a Reference names: the id of "Type/id" (relative or absolute), else "system|value" of its identifier.
 * Returns: (transfer full) (nullable) */
char *orch_fhir_reference_key (JsonObject *reference, const char *type);

G_END_DECLS
