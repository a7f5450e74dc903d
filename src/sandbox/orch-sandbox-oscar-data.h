/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The records of the training EMR seen as OSCAR's: its numbers for FHIR's ids, its statuses, and what FHIR has no place for, kept in an
 * extension of the record. One truth, so that what a control order changes is changed in both. Plain values; main thread.
 */
#pragma once

#include "orch-sandbox-oscar-call.h"

G_BEGIN_DECLS

/** OrchSandboxOscarRecord: a resource as stored */
typedef struct
{
  gint64 row;
  gint64 updated; /* µs since 1970 */
  char *id;
  JsonObject *resource;
} OrchSandboxOscarRecord;

void orch_sandbox_oscar_record_free (OrchSandboxOscarRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchSandboxOscarRecord, orch_sandbox_oscar_record_free)

/** orch_sandbox_oscar_record_find: Returns: (transfer full) (nullable): the record with OSCAR's @number; of appointments that is the row */
OrchSandboxOscarRecord *orch_sandbox_oscar_record_find (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type,
                                                        gint64 number);
/** orch_sandbox_oscar_record_get: Returns: (transfer full) (nullable): the record that a reference "Patient/pat-00001" names */
OrchSandboxOscarRecord *orch_sandbox_oscar_record_get (OrchSandboxStore *store, const char *reference);
/** orch_sandbox_oscar_record_list: Returns: (transfer full) (element-type OrchSandboxOscarRecord): all of a type */
GPtrArray *orch_sandbox_oscar_record_list (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type);
/**
 * orch_sandbox_oscar_record_narrow:
 * @param: (nullable): a search parameter of @type whose value begins with @value, folded when it is a string's
 * @like: (nullable): a text, ASCII, that is somewhere in the record
 *
 * As above, those that may be meant: a first sieve, for the caller to go on with.
 */
GPtrArray *orch_sandbox_oscar_record_narrow (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type,
                                             const char *param, const char *value, const char *like);
/** orch_sandbox_oscar_record_page: as above, the active ones from @offset; @total: (out): of how many */
GPtrArray *orch_sandbox_oscar_record_page (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type,
                                           gint64 offset, gint64 limit, gint64 *total);
/** orch_sandbox_oscar_record_number: the number OSCAR knows the record by: 101 for Practitioner/prat-001, 12 for Patient/pat-00012 */
gint64 orch_sandbox_oscar_record_number (const OrchSandboxOscarRecord *record, const char *type);
/** orch_sandbox_oscar_record_put: writes the next version of @resource */
void orch_sandbox_oscar_record_put (OrchSandboxStore *store, const char *type, const char *id, JsonObject *resource);

/** orch_sandbox_oscar_record_extras: Returns: (transfer full): what OSCAR keeps of the record and FHIR has no place for */
JsonObject *orch_sandbox_oscar_record_extras (JsonObject *resource);
void orch_sandbox_oscar_record_set_extras (JsonObject *resource, JsonObject *extras);

/** orch_sandbox_oscar_person_name: Returns: (transfer full) (nullable): a part of the first name: "family", "given" or "prefix" */
char *orch_sandbox_oscar_person_name (JsonObject *resource, const char *part);
/** orch_sandbox_oscar_telecom: Returns: (transfer none) (nullable): the first telephone or e-mail; @use: (nullable): of this use */
const char *orch_sandbox_oscar_telecom (JsonObject *resource, const char *system, const char *use);
/** orch_sandbox_oscar_participant: Returns: (transfer none) (nullable): the reference of the first participant of @type */
const char *orch_sandbox_oscar_participant (JsonObject *appointment, const char *type);

/** OrchSandboxOscarAppointment: one appointment, with what OSCAR shows of it */
typedef struct
{
  OrchSandboxOscarRecord *record; /* owned */
  gint64 number;
  char *provider_no;
  gint64 demographic_no; /* 0: a block */
  char *name;            /* "ROY, JEAN"; free text of a block */
  char *status;          /* one character, or two */
  char *type;            /* the name of an appointment type */
  GDateTime *start;
  GDateTime *end; /* one minute early */
  JsonObject *extras;
} OrchSandboxOscarAppointment;

void orch_sandbox_oscar_appointment_free (OrchSandboxOscarAppointment *appointment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchSandboxOscarAppointment, orch_sandbox_oscar_appointment_free)

/** orch_sandbox_oscar_appointment_new: takes @record; @full: with the patient's name. Returns: (nullable): %NULL when it has no start */
OrchSandboxOscarAppointment *orch_sandbox_oscar_appointment_new (OrchSandboxStore *store,
                                                                 OrchSandboxOscarRecord *record, gboolean full);
/**
 * orch_sandbox_oscar_appointment_list:
 * @provider_no: (nullable): of this provider only
 * @from: midnight of the first day
 * @upto: midnight after the last
 *
 * Returns: (transfer full) (element-type OrchSandboxOscarAppointment): by start, cancelled ones too
 */
GPtrArray *orch_sandbox_oscar_appointment_list (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *provider_no,
                                                GDateTime *from, GDateTime *upto, gboolean full);
/** orch_sandbox_oscar_appointment_set_status: writes OSCAR's status into @resource, and FHIR's with it */
void orch_sandbox_oscar_appointment_set_status (JsonObject *resource, const char *status);

G_END_DECLS
