/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The permissions of a clinic: one table, role by act.
 */
#include "orch-permission.h"

#define ACT(name) (1u << ORCH_ACT_##name)

static const struct
{
  const char *code;
  guint acts;
} permissions[] = {
  [ORCH_PERMISSION_NONE] = { "none", 0 },
  [ORCH_PERMISSION_RECEPTIONIST] = { "receptionist", ACT (READ_DIRECTORY) | ACT (EDIT_SERVICES) | ACT (IMPORT) |
                                                         ACT (SEND_ALERT) | ACT (SYNC) | ACT (READ_APPOINTMENTS) |
                                                         ACT (WRITE_CHART) | ACT (READ_MESSAGES) |
                                                         ACT (WRITE_MESSAGES) | ACT (READ_PATIENTS) |
                                                         ACT (VALIDATE_IDENTITY) | ACT (READ_REPORTS) },
  [ORCH_PERMISSION_PROFESSIONAL] = { "professional", ACT (READ_DIRECTORY) | ACT (SEND_ALERT) | ACT (READ_APPOINTMENTS) |
                                                         ACT (WRITE_CHART) | ACT (READ_MESSAGES) |
                                                         ACT (WRITE_MESSAGES) | ACT (WRITE_REPORT) |
                                                         ACT (READ_PATIENTS) | ACT (VALIDATE_IDENTITY) },
  [ORCH_PERMISSION_ADMINISTRATOR] = { "administrator", ACT (READ_DIRECTORY) | ACT (EDIT_CLINIC) | ACT (EDIT_EMR) |
                                                           ACT (EDIT_STAFF_ROLES) | ACT (EDIT_SERVICES) | ACT (IMPORT) |
                                                           ACT (REMOVE_CLINIC) | ACT (SEND_ALERT) | ACT (SYNC) |
                                                           ACT (READ_APPOINTMENTS) | ACT (WRITE_CHART) |
                                                           ACT (READ_MESSAGES) | ACT (WRITE_MESSAGES) |
                                                           ACT (WRITE_REPORT) | ACT (READ_PATIENTS) |
                                                           ACT (VALIDATE_IDENTITY) | ACT (DISABLE_ACCOUNTS) |
                                                           ACT (READ_REPORTS) | ACT (READ_JOURNAL) },
  /* Works behind the lock with nobody signed in: it moves data and reports failures, it decides nothing. */
  [ORCH_PERMISSION_WORKSTATION] = { "workstation", ACT (READ_DIRECTORY) | ACT (IMPORT) | ACT (SEND_ALERT) | ACT (SYNC) |
                                                       ACT (READ_APPOINTMENTS) | ACT (WRITE_CHART) |
                                                       ACT (READ_MESSAGES) },
};

gboolean
orch_permission_allows (OrchPermission permission, OrchAct act)
{
  g_return_val_if_fail ((guint) permission < G_N_ELEMENTS (permissions), FALSE);
  g_return_val_if_fail ((guint) act < ORCH_N_ACTS, FALSE);

  return (permissions[permission].acts & (1u << act)) != 0;
}

const char *
orch_permission_get_code (OrchPermission permission)
{
  g_return_val_if_fail ((guint) permission < G_N_ELEMENTS (permissions), "none");

  return permissions[permission].code;
}

OrchPermission
orch_permission_from_code (const char *code)
{
  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (permissions); i++)
    if (g_str_equal (permissions[i].code, code))
      return (OrchPermission) i;
  return ORCH_PERMISSION_NONE;
}
