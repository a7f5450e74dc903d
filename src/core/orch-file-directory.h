/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Whom and what a file of appointments means by the words it uses: professionals by id, licence or name, services by id or name, as the files of staff
 * and services have them. What fits two is nobody's. Immutable once filled; any thread.
 */
#pragma once

#include "orch-service.h"
#include "orch-staff-member.h"

G_BEGIN_DECLS

#define ORCH_TYPE_FILE_DIRECTORY (orch_file_directory_get_type ())
G_DECLARE_FINAL_TYPE (OrchFileDirectory, orch_file_directory, ORCH, FILE_DIRECTORY, GObject)

/** orch_file_directory_new: @staff, @services: (nullable) (element-type GObject) */
OrchFileDirectory *orch_file_directory_new (GPtrArray *staff, GPtrArray *services);
/** orch_file_directory_find_staff: Returns: (transfer none) (nullable): the EMR's id of the one whom @text means */
const char *orch_file_directory_find_staff (OrchFileDirectory *self, const char *text);
/** orch_file_directory_find_service: Returns: (transfer none) (nullable) */
OrchService *orch_file_directory_find_service (OrchFileDirectory *self, const char *text);

G_END_DECLS
