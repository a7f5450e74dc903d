/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is in the training EMR: a directory of staff, departments and services, patients and a year of appointments, made the first
 * time somebody asks, or anybody's Bundle instead. Also the modes: records in conflict, failure, slowness. Owned by the program; main thread.
 */
#pragma once

#include "orch-sandbox-store.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_SANDBOX_MODE_OK = 0,
  ORCH_SANDBOX_MODE_CONFLICTS,
  ORCH_SANDBOX_MODE_FAILURE,
  ORCH_SANDBOX_MODE_SLOW,
} OrchSandboxMode;

/** OrchSandboxSize: how many there are in the EMR; appointments follow from the staff */
typedef struct
{
  int staff;
  int services;
  int patients;
} OrchSandboxSize;

#define ORCH_TYPE_SANDBOX_EMR (orch_sandbox_emr_get_type ())
G_DECLARE_FINAL_TYPE (OrchSandboxEmr, orch_sandbox_emr, ORCH, SANDBOX_EMR, GObject)

/** orch_sandbox_emr_new: @scale: multiplies staff, services and patients; another scale than last time makes the data anew */
OrchSandboxEmr *orch_sandbox_emr_new (OrchSandboxStore *store, int scale);

/** orch_sandbox_emr_forget: drops the data; they are made again when asked for */
void orch_sandbox_emr_forget (OrchSandboxEmr *self);

const OrchSandboxSize *orch_sandbox_emr_get_size (OrchSandboxEmr *self);
/** orch_sandbox_emr_set_size: until the program ends; the data are made anew when asked for */
void orch_sandbox_emr_set_size (OrchSandboxEmr *self, const OrchSandboxSize *size);

/** orch_sandbox_emr_load: puts the resources of a Bundle in the EMR instead of the default data; ids and oddities are kept. Resources of
 * types the EMR does not serve are passed over. Returns: how many were put, -1 and @error when it is not a Bundle */
int orch_sandbox_emr_load (OrchSandboxEmr *self, const char *path, gboolean first, GError **error);

/** orch_sandbox_emr_ensure: makes what a request for @type needs. @query: (nullable): narrows the days to make */
void orch_sandbox_emr_ensure (OrchSandboxEmr *self, const char *type, const char *query);

/** orch_sandbox_emr_parse_mode: Returns: whether @text is a mode */
gboolean orch_sandbox_emr_parse_mode (const char *text, OrchSandboxMode *mode);
const char *orch_sandbox_emr_mode_name (OrchSandboxMode mode);
void orch_sandbox_emr_set_staff_mode (OrchSandboxEmr *self, OrchSandboxMode mode);
void orch_sandbox_emr_set_services_mode (OrchSandboxEmr *self, OrchSandboxMode mode);
OrchSandboxMode orch_sandbox_emr_get_staff_mode (OrchSandboxEmr *self);
OrchSandboxMode orch_sandbox_emr_get_services_mode (OrchSandboxEmr *self);
/** orch_sandbox_emr_mode_of: the mode that concerns requests for @type */
OrchSandboxMode orch_sandbox_emr_mode_of (OrchSandboxEmr *self, const char *type);

G_END_DECLS
