/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The records of the training EMR, for the look-alikes that show them in another dialect: numbers for FHIR's ids, and what FHIR has no
 * place for, kept in an extension of the record. One truth, so that what a control order changes is changed in all. Plain values; main
 * thread.
 */
#pragma once

#include "orch-sandbox-emr.h"

G_BEGIN_DECLS

/** OrchSandboxEmrRecord: a resource as stored */
typedef struct
{
  gint64 row;
  gint64 updated; /* µs since 1970 */
  char *id;
  JsonObject *resource;
} OrchSandboxEmrRecord;

void orch_sandbox_emr_record_free (OrchSandboxEmrRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchSandboxEmrRecord, orch_sandbox_emr_record_free)

/** orch_sandbox_emr_record_find: Returns: (transfer full) (nullable): the record with OSCAR's @number; of appointments that is the row */
OrchSandboxEmrRecord *orch_sandbox_emr_record_find (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type,
                                                    gint64 number);
/** orch_sandbox_emr_record_get: Returns: (transfer full) (nullable): the record that a reference "Patient/pat-00001" names */
OrchSandboxEmrRecord *orch_sandbox_emr_record_get (OrchSandboxStore *store, const char *reference);
/** orch_sandbox_emr_record_list: Returns: (transfer full) (element-type OrchSandboxEmrRecord): all of a type */
GPtrArray *orch_sandbox_emr_record_list (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type);
/**
 * orch_sandbox_emr_record_narrow:
 * @param: (nullable): a search parameter of @type whose value begins with @value, folded when it is a string's
 * @like: (nullable): a text, ASCII, that is somewhere in the record
 *
 * As above, those that may be meant: a first sieve, for the caller to go on with.
 */
GPtrArray *orch_sandbox_emr_record_narrow (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type,
                                           const char *param, const char *value, const char *like);
/** orch_sandbox_emr_record_page: as above, the active ones from @offset; @total: (out): of how many */
GPtrArray *orch_sandbox_emr_record_page (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type, gint64 offset,
                                         gint64 limit, gint64 *total);
/**
 * orch_sandbox_emr_record_between:
 * @practitioner: (nullable): id of a Practitioner: with that one only
 * @from: midnight of the first day
 * @upto: midnight after the last
 *
 * Returns: (transfer full) (element-type OrchSandboxEmrRecord): the appointments that begin then, by start, cancelled ones too
 */
GPtrArray *orch_sandbox_emr_record_between (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *practitioner,
                                            GDateTime *from, GDateTime *upto);
/** OrchSandboxEmrWindow: which appointments, and which of them on this page */
typedef struct
{
  const char *where;    /* more SQL, on the index of dates, d */
  GDateTime *from;      /* midnight of the first day */
  GDateTime *upto;      /* midnight after the last */
  gint64 changed_after; /* µs since 1970; 0 for all */
  gboolean by_time;     /* else by number */
  gint64 after;         /* the number before the page */
  gint64 offset;
  gint64 limit;
} OrchSandboxEmrWindow;

/**
 * orch_sandbox_emr_record_page_between:
 * @total: (out): of how many
 * @newest: (out): when the last of these was changed
 *
 * Returns: (transfer full) (element-type OrchSandboxEmrRecord): one page of appointments
 */
GPtrArray *orch_sandbox_emr_record_page_between (OrchSandboxStore *store, OrchSandboxEmr *emr,
                                                 const OrchSandboxEmrWindow *window, gint64 *total, gint64 *newest);
/** orch_sandbox_emr_record_after: Returns: (transfer full) (element-type OrchSandboxEmrRecord): the next of a type after @number, @limit at most */
GPtrArray *orch_sandbox_emr_record_after (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *type, gint64 number,
                                          gint64 limit);
/** orch_sandbox_emr_record_deleted: Returns: (transfer full) (element-type OrchSandboxEmrRecord): those removed, as they last were */
GPtrArray *orch_sandbox_emr_record_deleted (OrchSandboxStore *store, const char *type);
/** orch_sandbox_emr_record_slots: Returns: (transfer full) (element-type OrchSandboxEmrRecord): the Slots by start, of one Schedule or of all, @schedule being nullable */
GPtrArray *orch_sandbox_emr_record_slots (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *schedule,
                                          GDateTime *from, GDateTime *upto);
/**
 * orch_sandbox_emr_record_keep_document:
 * @kind: "document" or "note"
 * @title, @type: (nullable): name of the file, and what it is
 * @data: base64
 * @extras: (nullable): what else came with it
 *
 * Keeps what was written to a chart as a DocumentReference, so that a test may look at what arrived. Returns: (transfer full): its id
 */
char *orch_sandbox_emr_record_keep_document (OrchSandboxStore *store, const OrchSandboxEmrRecord *patient,
                                             const char *kind, const char *title, const char *type, const char *data,
                                             JsonObject *extras);
/** orch_sandbox_emr_roles: Returns: (transfer full) (element-type utf8 JsonObject): reference of a Practitioner → the PractitionerRole */
GHashTable *orch_sandbox_emr_roles (OrchSandboxStore *store, OrchSandboxEmr *emr);
/** orch_sandbox_emr_record_number: the number OSCAR knows the record by: 101 for Practitioner/prat-001, 12 for Patient/pat-00012 */
gint64 orch_sandbox_emr_record_number (const OrchSandboxEmrRecord *record, const char *type);
/** orch_sandbox_emr_record_put: writes the next version of @resource */
void orch_sandbox_emr_record_put (OrchSandboxStore *store, const char *type, const char *id, JsonObject *resource);

/** orch_sandbox_emr_record_extras: Returns: (transfer full): what OSCAR keeps of the record and FHIR has no place for */
JsonObject *orch_sandbox_emr_record_extras (JsonObject *resource);
void orch_sandbox_emr_record_set_extras (JsonObject *resource, JsonObject *extras);

/** orch_sandbox_emr_person_name: Returns: (transfer full) (nullable): a part of the first name: "family", "given" or "prefix" */
char *orch_sandbox_emr_person_name (JsonObject *resource, const char *part);
/** orch_sandbox_emr_telecom: Returns: (transfer none) (nullable): the first telephone or e-mail; @use: (nullable): of this use */
const char *orch_sandbox_emr_telecom (JsonObject *resource, const char *system, const char *use);
/** orch_sandbox_emr_participant: Returns: (transfer none) (nullable): the reference of the first participant of @type */
const char *orch_sandbox_emr_participant (JsonObject *appointment, const char *type);
/** orch_sandbox_emr_is_block: whether an appointment is nobody's visit: a meeting, a break */
gboolean orch_sandbox_emr_is_block (OrchSandboxStore *store, JsonObject *appointment);
/** orch_sandbox_emr_identifier: Returns: (transfer none) (nullable): the health insurance number when @nam, else the chart's */
const char *orch_sandbox_emr_identifier (JsonObject *resource, gboolean nam);
/** orch_sandbox_emr_licence: Returns: (transfer none) (nullable): the licence number of a Practitioner */
const char *orch_sandbox_emr_licence (JsonObject *practitioner);

/** orch_sandbox_emr_zone: Returns: (transfer full): the time zone of the clinic */
GTimeZone *orch_sandbox_emr_zone (void);
/** orch_sandbox_emr_parse_day: Returns: (transfer full) (nullable): midnight of yyyy-MM-dd, or of "today" */
GDateTime *orch_sandbox_emr_parse_day (const char *text);

G_END_DECLS
