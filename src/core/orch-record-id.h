/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Our ids of what an EMR holds: the same on every workstation of the clinic. Pure; any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ORCH_RECORD_STAFF "staff"
#define ORCH_RECORD_SERVICE "service"
#define ORCH_RECORD_DEPARTMENT "department"
#define ORCH_RECORD_PATIENT "patient"
#define ORCH_RECORD_SCHEDULE "schedule"
#define ORCH_RECORD_SLOT "slot"
#define ORCH_RECORD_APPOINTMENT "appointment"

/**
 * orch_record_id:
 * @clinic_id: our UUID of the clinic
 * @kind: one of the words above: kept on disk and on the hub, never to be changed
 * @emr_id: the EMR's id
 *
 * Two workstations that import the same record must not make two of it, and have no way to ask each other first.
 *
 * Returns: (transfer full): a UUID in the form of version 4, made of a SHA-256 of the three
 */
char *orch_record_id (const char *clinic_id, const char *kind, const char *emr_id);

G_END_DECLS
