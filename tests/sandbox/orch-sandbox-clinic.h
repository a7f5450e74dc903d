/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How each look-alike of the sandbox is connected to: what a clinic would type, its secrets, and who is there under which id. For tests.
 */
#pragma once

#include "orch-sandbox-process.h"

G_BEGIN_DECLS

typedef struct
{
  const char *vendor;  /* code of data/emr */
  const char *patient; /* the EMR's ids */
  const char *author;
  const char *documents; /* the path that documents are posted to, for faults */
  GHashTable *values;    /* by field id */
  GHashTable *secrets;
} OrchSandboxClinic;

/** orch_sandbox_clinic_new: @name: "fhir", "openo", "oscar15", "accuro" or "ps-suite"; of OSCAR a person lets it in */
OrchSandboxClinic *orch_sandbox_clinic_new (OrchSandboxProcess *process, const char *name);
void orch_sandbox_clinic_free (OrchSandboxClinic *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchSandboxClinic, orch_sandbox_clinic_free)

G_END_DECLS
