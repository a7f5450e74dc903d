/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Why an imported record cannot be used as it is: the record as the EMR shows it, the field at fault, and which of the named
 * rules it breaks. The sentences (what is wrong, what to do in the EMR) are written by ui/. Immutable; any thread.
 * Properties, read-only, for list rows: record-name, record-id, detail, rule (int), rule-nick, is-warning.
 * Source: the rules of the set-up wizard (staff: no name, no licence number, licence used twice, not bookable, unknown
 * speciality as a warning; services: no name, same name twice, same EMR id twice, duration, unknown professional).
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** OrchConflictRule: kept in the store: append only */
typedef enum
{
  ORCH_CONFLICT_STAFF_NO_NAME = 0,
  ORCH_CONFLICT_STAFF_NO_LICENCE,
  ORCH_CONFLICT_STAFF_LICENCE_TWICE, /* detail = display name of the other one */
  ORCH_CONFLICT_STAFF_NOT_BOOKABLE,
  ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY, /* warning; detail = the speciality as the EMR gave it */
  ORCH_CONFLICT_SERVICE_NO_NAME,
  ORCH_CONFLICT_SERVICE_NAME_TWICE, /* detail = EMR id of the other one */
  ORCH_CONFLICT_SERVICE_ID_TWICE,   /* detail = name of the other one */
  ORCH_CONFLICT_SERVICE_NO_DURATION,
  ORCH_CONFLICT_SERVICE_BAD_DURATION,         /* detail = the minutes as the EMR gave them */
  ORCH_CONFLICT_SERVICE_UNKNOWN_PROFESSIONAL, /* detail = the EMR id that nobody has */
  ORCH_CONFLICT_RECORD_UNREADABLE,            /* the record is not what the standard says; detail = what was found */
  ORCH_CONFLICT_STAFF_ID_TWICE,               /* detail = display name of the other one */
} OrchConflictRule;

#define ORCH_N_CONFLICT_RULES (ORCH_CONFLICT_STAFF_ID_TWICE + 1)

#define ORCH_TYPE_CONFLICT (orch_conflict_get_type ())
G_DECLARE_FINAL_TYPE (OrchConflict, orch_conflict, ORCH, CONFLICT, GObject)

/** orch_conflict_new: @record_name: as the EMR shows it, never empty; @record_id: (nullable): the EMR's id; @detail: (nullable): see the rule */
OrchConflict *orch_conflict_new (OrchConflictRule rule, const char *record_name, const char *record_id,
                                 const char *detail);
OrchConflictRule orch_conflict_get_rule (OrchConflict *self);
const char *orch_conflict_get_record_name (OrchConflict *self);
const char *orch_conflict_get_record_id (OrchConflict *self);
const char *orch_conflict_get_detail (OrchConflict *self);

/** orch_conflict_is_warning: a warning does not keep the record from the hub */
gboolean orch_conflict_is_warning (OrchConflict *self);
/** orch_conflict_rule_get_nick: Returns: (transfer none): "staff-no-licence", stable, for the store and CSV */
const char *orch_conflict_rule_get_nick (OrchConflictRule rule);

G_END_DECLS
