/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Scopes and permissions. See the header.
 */
#include "orch-sandbox-access.h"

/* What each permission may write, beside the administrator's everything. A type absent here is the administrator's to change; of Basic it is their own
 * templates alone. */
static const char *const receptionist_writes[] = {
  "Appointment",       "AuditEvent", "Basic",  "Communication", "Device",
  "HealthcareService", "Patient",    "Person", "Task",          NULL
};
static const char *const professional_writes[] = {
  "Appointment",       "AuditEvent", "Basic",  "Communication", "Device",
  "DocumentReference", "Patient",    "Person", "Task",          NULL
};
static const char *const nobody_writes[] = { NULL };

static gboolean
scope_gives (const char *scope, const char *context, const char *type, char act)
{
  g_auto (GStrv) words = g_strsplit (scope == NULL ? "" : scope, " ", -1);

  for (int i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) halves = g_strsplit (words[i], "/", 2);
      char *dot = halves[0] != NULL && halves[1] != NULL ? strchr (halves[1], '.') : NULL;
      const char *acts;

      if (dot == NULL || !g_str_equal (halves[0], context))
        continue;
      *dot = '\0';
      if (!g_str_equal (halves[1], "*") && !g_str_equal (halves[1], type))
        continue;
      acts = dot + 1;
      /* The words of SMART 1, still sent by many. */
      if (g_str_equal (acts, "read"))
        acts = "rs";
      else if (g_str_equal (acts, "write"))
        acts = "cud";
      else if (g_str_equal (acts, "*"))
        acts = "cruds";
      if (strchr (acts, act) != NULL)
        return TRUE;
    }
  return FALSE;
}

void
orch_sandbox_access_clear (OrchSandboxAccess *access)
{
  g_clear_pointer (&access->username, g_free);
  g_clear_pointer (&access->permission, g_free);
  g_clear_pointer (&access->scope, g_free);
  g_clear_pointer (&access->client, g_free);
}

gboolean
orch_sandbox_access_allows (const OrchSandboxAccess *access, const char *type, char act, char **why)
{
  const char *context = access->kind == ORCH_SANDBOX_PERSON ? "user" : "system";
  const char *const *writes;

  if (!scope_gives (access->scope, context, type, act))
    {
      *why = g_strdup_printf ("The scope %s/%s.%c was not granted.", context, type, act);
      return FALSE;
    }
  if (access->kind != ORCH_SANDBOX_PERSON || g_strcmp0 (access->permission, "administrator") == 0)
    return TRUE;
  if (g_strcmp0 (access->permission, "receptionist") != 0 && g_strcmp0 (access->permission, "professional") != 0)
    {
      *why = g_strdup ("This person has no permission in the clinic.");
      return FALSE;
    }
  if (act == 'r' || act == 's')
    {
      if (!g_str_equal (type, "AuditEvent"))
        return TRUE;
      *why = g_strdup ("The journal of accesses is read by administrators.");
      return FALSE;
    }
  writes = g_str_equal (access->permission, "receptionist") ? receptionist_writes : professional_writes;
  if (act == 'd')
    writes = nobody_writes;
  if (g_strv_contains (writes, type))
    return TRUE;
  *why = g_strdup_printf ("The permission “%s” does not include writing %s.", access->permission, type);
  return FALSE;
}
