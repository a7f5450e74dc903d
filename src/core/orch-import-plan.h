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

#define ORCH_TYPE_IMPORT_PLAN (orch_import_plan_get_type ())
G_DECLARE_FINAL_TYPE (OrchImportPlan, orch_import_plan, ORCH, IMPORT_PLAN, GObject)

/**
 * orch_staff_plan_new:
 * @known: (nullable) (element-type OrchStaffMember): what the store holds of this EMR
 * @is_known_speciality: (nullable) (scope forever): whether a "system|code" or text is in the catalogue; %NULL = none is judged
 *
 * Returns: (transfer full): a plan of OrchStaffMember: somebody typed by hand who has the licence of somebody of the EMR is that person
 */
OrchImportPlan *orch_staff_plan_new (GPtrArray *known,
                                     gboolean (*is_known_speciality) (const char *code, const char *text));

/**
 * orch_service_import_new:
 * @known: (nullable) (element-type OrchService): what the store holds of this EMR
 * @staff: (nullable) (element-type OrchStaffMember): whose EMR ids services may name
 *
 * Returns: (transfer full): a plan of OrchService: new ones arrive inactive, included, to define; what the user decided of known ones
 * is kept; one that had vanished is no longer marked so, and counts as changed. Two names are the same when they fold to the same text.
 */
OrchImportPlan *orch_service_import_new (GPtrArray *known, GPtrArray *staff);

/** OrchImportProgress: @checked: of @total records; called some forty times while a plan is finished, in that thread */
typedef void (*OrchImportProgress) (guint checked, guint total, gpointer data);

/** orch_import_plan_set_clinic: before finishing; new records that have an EMR id then get the id of orch_record_id(), and @clinic_id is our UUID of the clinic */
void orch_import_plan_set_clinic (OrchImportPlan *self, const char *clinic_id);
/** orch_import_plan_set_progress: before finishing; @progress: (scope forever) */
void orch_import_plan_set_progress (OrchImportPlan *self, OrchImportProgress progress, gpointer data);
/** orch_import_plan_add: one record as the connector read it; several with the same EMR id are a conflict, unless they are equal in every field (a page sent twice) */
void orch_import_plan_add (OrchImportPlan *self, gpointer record);
/** orch_import_plan_add_unreadable: a record that could not be read at all */
void orch_import_plan_add_unreadable (OrchImportPlan *self, const char *name, const char *emr_id, const char *what);
/** orch_import_plan_finish: applies the rules; nothing can be added afterwards */
void orch_import_plan_finish (OrchImportPlan *self);

/** orch_import_plan_get_rows: Returns: (transfer none) (element-type GObject): rows to write: new ones with their UUID (people "active"), changed and
 * unchanged ones with their old id, conflicting ones with in_conflict set; a mended one has it cleared */
GPtrArray *orch_import_plan_get_rows (OrchImportPlan *self);
/** orch_import_plan_get_vanished: Returns: (transfer none) (element-type GObject): services with vanished set: those marked before, too */
GPtrArray *orch_import_plan_get_vanished (OrchImportPlan *self);
/** orch_import_plan_get_conflicts: Returns: (transfer none) (element-type OrchConflict): by record name, then rule */
GPtrArray *orch_import_plan_get_conflicts (OrchImportPlan *self);
const OrchImportCounts *orch_import_plan_get_counts (OrchImportPlan *self);

G_END_DECLS
