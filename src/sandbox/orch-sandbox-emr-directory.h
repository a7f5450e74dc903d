/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The people, departments and services of the training EMR, as FHIR text. Everything is invented; the same number always gives
 * the same record. Main thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ORCH_SANDBOX_STAFF 25
#define ORCH_SANDBOX_GONE 3 /* people who left: active = false */
#define ORCH_SANDBOX_DEPARTMENTS 4
#define ORCH_SANDBOX_SERVICES 40
#define ORCH_SANDBOX_PATIENTS 6000

/* Each appends one resource without its meta; @index counts from 0. */
void orch_sandbox_emr_append_practitioner (GString *out, int index, gboolean active);
void orch_sandbox_emr_append_role (GString *out, int index, gboolean active, int n_services);
void orch_sandbox_emr_append_clinic (GString *out);
void orch_sandbox_emr_append_department (GString *out, int index);
void orch_sandbox_emr_append_location (GString *out, int index);
void orch_sandbox_emr_append_service (GString *out, int index);
void orch_sandbox_emr_append_patient (GString *out, int index, int n_staff);

/** orch_sandbox_emr_service_minutes: how long the service @index lasts */
int orch_sandbox_emr_service_minutes (int index);
/** orch_sandbox_emr_service_name: Returns: (transfer full) */
char *orch_sandbox_emr_service_name (int index);
/** orch_sandbox_emr_services_of: Returns: (transfer full) (element-type int): the services the staff member offers, ended by -1 */
int *orch_sandbox_emr_services_of (int index, int n_services);

G_END_DECLS
