/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Records of a declared EMR into core objects: @fields is the "record" of a list in its declaration (src/emr/README.md).
 * Pure; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "orch-emr-page.h"
#include "orch-emr.h"

G_BEGIN_DECLS

/** OrchRestKind: what a list is of */
typedef enum
{
  ORCH_REST_STAFF = 0,
  ORCH_REST_SERVICES,
  ORCH_REST_DEPARTMENTS,
  ORCH_REST_SCHEDULES,
  ORCH_REST_SLOTS,
  ORCH_REST_APPOINTMENTS,
  ORCH_REST_PATIENTS,
  ORCH_REST_N_KINDS,
} OrchRestKind;

/** orch_rest_kind_get_name: Returns: the name of the list in a declaration: "staff" */
const char *orch_rest_kind_get_name (OrchRestKind kind);
/** orch_rest_kind_get_fields: Returns: (transfer none) (array zero-terminated=1): what "record" may have; the first one must be there */
const char *const *orch_rest_kind_get_fields (OrchRestKind kind);

/**
 * orch_rest_read:
 * @window: (nullable): for slots and appointments: those that begin outside it are left out
 *
 * Adds to @records what @record is (OrchStaffMember, OrchService, OrchDepartment, OrchSchedule, OrchSlot, OrchAppointment, OrchPatient), or to @unreadable why it is not
 */
void orch_rest_read (OrchRestKind kind, JsonNode *record, JsonObject *fields, const OrchEmrWindow *window,
                     GPtrArray *records, GPtrArray *unreadable);

G_END_DECLS
