/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A department or place of practice of the clinic. Immutable; any thread.
 * Properties, read-only, for list rows: id, emr-id, name.
 */
#pragma once

#include <glib-object.h>

#include "orch-origin.h"

G_BEGIN_DECLS

#define ORCH_TYPE_DEPARTMENT (orch_department_get_type ())
G_DECLARE_FINAL_TYPE (OrchDepartment, orch_department, ORCH, DEPARTMENT, GObject)

typedef struct
{
  const char *id;     /* our UUID */
  const char *emr_id; /* the EMR's id (nullable) */
  const char *hub_id; /* (nullable) */
  const char *name;
  OrchOrigin origin;
} OrchDepartmentFields;

OrchDepartment *orch_department_new (const OrchDepartmentFields *fields);
const OrchDepartmentFields *orch_department_get_fields (OrchDepartment *self);

G_END_DECLS
