/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OSCAR's demographics, and what is written to a chart: documents and notes. Main thread.
 */
#pragma once

#include "orch-sandbox-oscar-data.h"

G_BEGIN_DECLS

/** orch_sandbox_oscar_chart_handle: Returns: (transfer full) (nullable): the answer, %NULL when the call is not of this service */
OrchSandboxReply *orch_sandbox_oscar_chart_handle (const OrchSandboxOscarCall *call);
/** orch_sandbox_oscar_chart_write: Returns: (transfer full): the DemographicTo1 of a Patient */
JsonObject *orch_sandbox_oscar_chart_write (const OrchSandboxOscarCall *call, const OrchSandboxEmrRecord *record);
/** orch_sandbox_oscar_chart_patient: Returns: (transfer full) (nullable): the DemographicTo1 of @number, %NULL when there is none */
JsonObject *orch_sandbox_oscar_chart_patient (const OrchSandboxOscarCall *call, gint64 number);

G_END_DECLS
