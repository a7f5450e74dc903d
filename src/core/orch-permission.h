/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who may do what in the clinic. The hub's PractitionerRole says which permission a person has; the client hides, the store
 * refuses, the hub refuses. Pure; any thread. Source: hub.md (Roles), security.md 13.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** OrchPermission: kept in the store: append only */
typedef enum
{
  ORCH_PERMISSION_NONE = 0,
  ORCH_PERMISSION_RECEPTIONIST,
  ORCH_PERMISSION_PROFESSIONAL,
  ORCH_PERMISSION_ADMINISTRATOR,
  ORCH_PERMISSION_WORKSTATION, /* the workstation itself: background sync */
} OrchPermission;

typedef enum
{
  ORCH_ACT_READ_DIRECTORY = 0, /* services, staff, clinic */
  ORCH_ACT_EDIT_CLINIC,
  ORCH_ACT_EDIT_EMR, /* credentials, shared key, sync settings */
  ORCH_ACT_EDIT_STAFF_ROLES,
  ORCH_ACT_EDIT_SERVICES,
  ORCH_ACT_IMPORT,
  ORCH_ACT_REMOVE_CLINIC,
  ORCH_ACT_SEND_ALERT,
  ORCH_ACT_SYNC,
  ORCH_ACT_READ_APPOINTMENTS, /* with the patients of those */
  ORCH_ACT_WRITE_CHART,       /* a document goes to a patient's chart in the EMR */
  ORCH_ACT_READ_MESSAGES,     /* those of colleagues too: product.md §4 */
  ORCH_ACT_WRITE_MESSAGES,    /* in conversations that one takes part in */
  ORCH_ACT_WRITE_REPORT,      /* ends an exchange and completes it */
  ORCH_ACT_READ_PATIENTS,     /* look for them, see who they are */
  ORCH_ACT_VALIDATE_IDENTITY, /* type and check an identity, hand out codes */
  ORCH_ACT_DISABLE_ACCOUNTS,  /* of patients */
  ORCH_ACT_READ_REPORTS,      /* remuneration, by professional: who keeps services and staff */
  ORCH_ACT_READ_JOURNAL,      /* who did what: the person in charge of privacy */
} OrchAct;

#define ORCH_N_ACTS (ORCH_ACT_READ_JOURNAL + 1)

gboolean orch_permission_allows (OrchPermission permission, OrchAct act);
/** orch_permission_get_code: Returns: (transfer none): the code of hub/README.md, "administrator" */
const char *orch_permission_get_code (OrchPermission permission);
/** orch_permission_from_code: unknown or %NULL: NONE */
OrchPermission orch_permission_from_code (const char *code);

G_END_DECLS
