/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The appointments of the training EMR seen as OSCAR's: its statuses, its times, its blocks. Plain values; main thread.
 */
#pragma once

#include "orch-sandbox-emr-record.h"
#include "orch-sandbox-oscar-call.h"

G_BEGIN_DECLS

/** OrchSandboxOscarAppointment: one appointment, with what OSCAR shows of it */
typedef struct
{
  OrchSandboxEmrRecord *record; /* owned */
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
OrchSandboxOscarAppointment *orch_sandbox_oscar_appointment_new (OrchSandboxStore *store, OrchSandboxEmrRecord *record,
                                                                 gboolean full);
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
