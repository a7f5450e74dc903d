/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What an import changes: new, changed, unchanged, vanished, and the conflicts. Pure rules: the same input gives the same plan,
 * whatever the order of the records. Built on any thread, one at a time. Source: product.md §1 steps 4 and 5; the conflict
 * rules of orch-conflict.h.
 */
#pragma once

#include <glib-object.h>

#include "orch-conflict.h"
#include "orch-service.h"
#include "orch-staff-member.h"

G_BEGIN_DECLS

typedef struct
{
  guint seen;   /* records the EMR gave, unreadable ones too, a record sent twice once: usable + in_conflict */
  guint usable; /* without a conflict: new + changed + unchanged; "25 people imported" */
  guint added;
  guint changed;
  guint unchanged;
  guint vanished;    /* known before, not seen now: kept, never deleted */
  guint in_conflict; /* records (not conflicts) with at least one that is not a warning */
  guint warnings;    /* records with only warnings */
} OrchImportCounts;

#define ORCH_TYPE_STAFF_PLAN (orch_staff_plan_get_type ())
G_DECLARE_FINAL_TYPE (OrchStaffPlan, orch_staff_plan, ORCH, STAFF_PLAN, GObject)

/**
 * orch_staff_plan_new:
 * @known: (element-type OrchStaffMember): what the store holds of this EMR
 * @is_known_speciality: (nullable) (scope forever): whether a "system|code" or text is in the catalogue; %NULL = none is judged
 */
OrchStaffPlan *orch_staff_plan_new (GPtrArray *known,
                                    gboolean (*is_known_speciality) (const char *code, const char *text));
/** orch_staff_plan_set_clinic: before finishing; new people that have an EMR id then get the id of orch_record_id(), and @clinic_id is our UUID of the clinic */
void orch_staff_plan_set_clinic (OrchStaffPlan *self, const char *clinic_id);
/** orch_staff_plan_add: one record as the connector read it; several with the same EMR id are a conflict, unless they are equal in every field (a page sent twice) */
void orch_staff_plan_add (OrchStaffPlan *self, OrchStaffMember *record);
/** orch_staff_plan_add_unreadable: a record that could not be read as a person at all */
void orch_staff_plan_add_unreadable (OrchStaffPlan *self, const char *name, const char *emr_id, const char *what);
/** orch_staff_plan_finish: applies the rules; nothing can be added afterwards */
void orch_staff_plan_finish (OrchStaffPlan *self);
/** orch_staff_plan_get_rows: Returns: (transfer none) (element-type OrchStaffMember): rows to write: new ones with a fresh UUID and
 * "active" set, changed and unchanged ones with their old id, conflicting ones with in_conflict set; a mended one has it cleared */
GPtrArray *orch_staff_plan_get_rows (OrchStaffPlan *self);
/** orch_staff_plan_get_vanished: Returns: (transfer none) (element-type OrchStaffMember) */
GPtrArray *orch_staff_plan_get_vanished (OrchStaffPlan *self);
/** orch_staff_plan_get_conflicts: Returns: (transfer none) (element-type OrchConflict): by record name, then rule */
GPtrArray *orch_staff_plan_get_conflicts (OrchStaffPlan *self);
const OrchImportCounts *orch_staff_plan_get_counts (OrchStaffPlan *self);

#define ORCH_TYPE_SERVICE_IMPORT (orch_service_import_get_type ())
G_DECLARE_FINAL_TYPE (OrchServiceImport, orch_service_import, ORCH, SERVICE_IMPORT, GObject)

/** orch_service_import_new: @known: (element-type OrchService); @staff: (element-type OrchStaffMember): whose EMR ids services may name */
OrchServiceImport *orch_service_import_new (GPtrArray *known, GPtrArray *staff);
/** orch_service_import_set_clinic: as orch_staff_plan_set_clinic() */
void orch_service_import_set_clinic (OrchServiceImport *self, const char *clinic_id);
void orch_service_import_add (OrchServiceImport *self, OrchService *record);
void orch_service_import_add_unreadable (OrchServiceImport *self, const char *name, const char *emr_id,
                                         const char *what);
void orch_service_import_finish (OrchServiceImport *self);
/** orch_service_import_get_rows: Returns: (transfer none) (element-type OrchService): as for staff; new ones arrive inactive, included, to define;
 * what the user decided of known ones is kept; one that had vanished is no longer marked so, and counts as changed. Two names are the same when they
 * fold to the same text. */
GPtrArray *orch_service_import_get_rows (OrchServiceImport *self);
/** orch_service_import_get_vanished: Returns: (transfer none) (element-type OrchService): with vanished set: those marked before, too */
GPtrArray *orch_service_import_get_vanished (OrchServiceImport *self);
GPtrArray *orch_service_import_get_conflicts (OrchServiceImport *self);
const OrchImportCounts *orch_service_import_get_counts (OrchServiceImport *self);

G_END_DECLS
