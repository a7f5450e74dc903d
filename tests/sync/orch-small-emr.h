/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An EMR of three professionals, four services and as many patients and appointments as a test adds: the training EMR's year of
 * appointments is more than most tests need. Blocks; main thread.
 */
#pragma once

#include "orch-sandbox-process.h"

G_BEGIN_DECLS

/** small_emr_start: Returns: (transfer full): a sandbox whose EMR holds prat-1 to prat-3, serv-1 to serv-4 */
OrchSandboxProcess *small_emr_start (void);

void small_emr_add_service (OrchSandboxProcess *sandbox, const char *id, const char *name);
void small_emr_remove_service (OrchSandboxProcess *sandbox, const char *id);
void small_emr_add_patient (OrchSandboxProcess *sandbox, const char *id, const char *family);

/** SmallAppointment: strings as EMR ids; start: seconds from now */
typedef struct
{
  const char *id;
  const char *service;
  const char *staff;
  const char *patient;
  const char *status;
  gint64 in_s;
} SmallAppointment;

void small_emr_add_appointment (OrchSandboxProcess *sandbox, const SmallAppointment *appointment);
void small_emr_remove_appointment (OrchSandboxProcess *sandbox, const char *id);
/** small_emr_add_day: a schedule of prat-1, slots and appointments of the next days with their patients: @n of each */
void small_emr_add_days (OrchSandboxProcess *sandbox, guint n);
/** small_emr_add_more_days: those from number @first on, counted from 0; after small_emr_add_days() */
void small_emr_add_more_days (OrchSandboxProcess *sandbox, guint first, guint n);

G_END_DECLS
