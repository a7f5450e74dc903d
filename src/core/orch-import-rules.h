/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What an import plan must know of its kind of record, people or services: the course of the plan is the same for both. Private to
 * core.
 */
#pragma once

#include "orch-import-common.h"
#include "orch-import-plan.h"
#include "orch-record-id.h"

G_BEGIN_DECLS

/** OrchImportRules: @own: what orch_import_plan_new() was given */
typedef struct
{
  GType (*get_type) (void);
  const char *id_kind; /* of orch_record_id() */
  GDestroyNotify free_own;

  GCompareFunc compare; /* an order by content, the EMR's id first */
  const char *(*get_emr_id) (gpointer record);
  OrchOrigin (*get_origin) (gpointer record);
  const char *(*get_display_name) (gpointer record);
  /* Returns: (transfer full): what must be used once and finds a record again where the EMR gives no id; "" = nothing does */
  char *(*dup_key) (gpointer record);
  /* what was typed by hand before the clinic had an EMR is found by that key although the EMR gives an id */
  gboolean key_finds_typed;
  /* adds the conflicts of @record; @other, @double_: (nullable): another record with the same key, with the same EMR id */
  void (*judge) (OrchImportPlan *plan, gpointer own, gpointer record, gpointer other, gpointer double_);
  /* Returns: whether @known is what would be written of @record */
  gboolean (*is_unchanged) (gpointer record, gpointer known);
  /* Returns: (transfer full): the content of @record, and what the store knew: @known (nullable); @id: of a new one */
  gpointer (*make_row) (gpointer record, gpointer known, const char *id, gboolean in_conflict);
  /* Returns: (transfer full): @known, as it is once the EMR holds it no more */
  gpointer (*vanish) (gpointer known);
} OrchImportRules;

/** orch_import_plan_new: @rules: static; @own: (transfer full) (nullable): for the rules; @known: (nullable) (element-type GObject) */
OrchImportPlan *orch_import_plan_new (const OrchImportRules *rules, gpointer own, GPtrArray *known);

/** orch_import_plan_add_conflict: while judging. @detail: (nullable) */
void orch_import_plan_add_conflict (OrchImportPlan *self, gpointer record, OrchConflictRule rule, const char *detail);

G_END_DECLS
