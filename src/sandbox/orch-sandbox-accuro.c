/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The look-alike of Accuro. See the header. Main thread.
 */
#include "orch-sandbox-accuro.h"

#include "orch-sandbox-accuro-auth.h"
#include "orch-sandbox-accuro-booking.h"
#include "orch-sandbox-accuro-chart.h"
#include "orch-sandbox-accuro-patients.h"
#include "orch-sandbox-accuro-schedule.h"

#define ROOT "/emr/accuro"
#define LIFETIME_S 3600

struct _OrchSandboxAccuro
{
  OrchSandboxStore *store; /* owned */
  OrchSandboxEmr *emr;     /* owned */
  char *base;              /* owned */
  OrchSandboxAccuroSwitches switches;
};

/* All there is below /rest; * for any one segment. */
static const struct
{
  const char *method;
  const char *pattern;
  const char *scope;
  OrchSandboxAccuroHandler handle;
} services[] = {
  /* Public: QHR's developer documentation has these. */
  { "GET", "v1/api-version", NULL, orch_sandbox_accuro_version },
  { "GET", "v1/providers", "PROVIDER_READ", orch_sandbox_accuro_providers },
  { "GET", "v1/offices", "PROVIDER_READ", orch_sandbox_accuro_offices },
  { "GET", "v1/locations", NULL, orch_sandbox_accuro_locations },
  { "GET", "v1/genders", NULL, orch_sandbox_accuro_genders },
  { "GET", "v1/scheduler/priorities", "SCHEDULING_READ", orch_sandbox_accuro_priorities },
  { "GET", "v1/provider-portal/scheduler/suggestions", "SCHEDULING_READ", orch_sandbox_accuro_suggestions },
  { "GET", "v1/provider-portal/scheduler/applied-suggestions", "SCHEDULING_READ", orch_sandbox_accuro_applied },
  { "POST", "v1/provider-portal/scheduler/appointments", "SCHEDULING_WRITE", orch_sandbox_accuro_book },
  { "GET", "v2/provider-portal/patients/search", "PATIENT_READ", orch_sandbox_accuro_search_patients },
  { "GET", "v1/provider-portal/folders", "DOCUMENT_WRITE", orch_sandbox_accuro_folders },
  { "POST", "v1/provider-portal/folders", "DOCUMENT_WRITE", orch_sandbox_accuro_make_folder },
  { "POST", "v1/provider-portal/documents", "DOCUMENT_WRITE", orch_sandbox_accuro_document },
  { "GET", "v1/provider-portal/letters/types", "LETTER_WRITE", orch_sandbox_accuro_letter_types },
  { "PUT", "v1/provider-portal/letters", "LETTER_WRITE", orch_sandbox_accuro_letter },
  /* From the contract documents: what is here is the most plausible shape, and src/sandbox/README.md has each assumption. */
  { "GET", "v1/provider-portal/scheduler/appointments", "SCHEDULING_READ", orch_sandbox_accuro_appointments },
  { "GET", "v1/provider-portal/scheduler/appointments/*", "SCHEDULING_READ", orch_sandbox_accuro_appointment },
  { "GET", "v1/provider-portal/scheduler/types", "SCHEDULING_READ", orch_sandbox_accuro_types },
  { "GET", "v1/provider-portal/scheduler/reasons", "SCHEDULING_READ", orch_sandbox_accuro_reasons },
  { "GET", "v1/provider-portal/scheduler/statuses", "SCHEDULING_READ", orch_sandbox_accuro_statuses },
  { "GET", "v2/provider-portal/patients/*", "PATIENT_READ", orch_sandbox_accuro_patient },
};

static void
clear_switches (OrchSandboxAccuroSwitches *switches)
{
  g_clear_pointer (&switches->scheduling, g_hash_table_unref);
  g_clear_pointer (&switches->visible, g_hash_table_unref);
}

OrchSandboxAccuro *
orch_sandbox_accuro_new (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *origin)
{
  OrchSandboxAccuro *self = g_new0 (OrchSandboxAccuro, 1);

  self->store = g_object_ref (store);
  self->emr = g_object_ref (emr);
  self->base = g_strconcat (origin, ROOT, NULL);
  orch_sandbox_accuro_reset (self);
  return self;
}

void
orch_sandbox_accuro_free (OrchSandboxAccuro *self)
{
  clear_switches (&self->switches);
  g_object_unref (self->store);
  g_object_unref (self->emr);
  g_free (self->base);
  g_free (self);
}

void
orch_sandbox_accuro_reset (OrchSandboxAccuro *self)
{
  clear_switches (&self->switches);
  self->switches = (OrchSandboxAccuroSwitches) { .lifetime_s = LIFETIME_S,
                                                 .scheduling = g_hash_table_new (NULL, NULL),
                                                 .visible = g_hash_table_new (NULL, NULL) };
}

gboolean
orch_sandbox_accuro_is_path (const char *path)
{
  return g_str_equal (path, ROOT) || g_str_has_prefix (path, ROOT "/");
}

static gboolean
matches (char **path, const char *pattern)
{
  g_auto (GStrv) parts = g_strsplit (pattern, "/", -1);
  int i = 0;

  for (; parts[i] != NULL && path[i] != NULL; i++)
    if (!g_str_equal (parts[i], "*") && !g_str_equal (parts[i], path[i]))
      return FALSE;
  return parts[i] == NULL && path[i] == NULL;
}

static OrchSandboxReply *
serve (OrchSandboxAccuro *self, const OrchSandboxRequest *request, const char *what)
{
  g_autofree char *trimmed = g_strndup (what, strlen (what) - (g_str_has_suffix (what, "/") ? 1 : 0));
  g_auto (GStrv) segments = g_strsplit (trimmed, "/", -1);
  g_autoptr (GHashTable) query = soup_form_decode (request->query == NULL ? "" : request->query);
  g_autofree char *scope = NULL;
  OrchSandboxReply *reply = NULL;
  const OrchSandboxAccuroUser *user =
      orch_sandbox_accuro_auth_check (self->store, &self->switches, request, query, &scope, &reply);
  const OrchSandboxAccuroCall call = {
    .switches = &self->switches,
    .store = self->store,
    .emr = self->emr,
    .user = user,
    .request = request,
    .path = segments,
    .n_path = (int) g_strv_length (segments),
    .query = query,
  };
  gboolean known = FALSE;

  if (user == NULL)
    return reply;
  for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
    {
      if (!matches (segments, services[i].pattern))
        continue;
      known = TRUE;
      if (!g_str_equal (services[i].method, request->method))
        continue;
      if (services[i].scope != NULL && !orch_sandbox_accuro_auth_has_scope (scope, services[i].scope))
        return orch_sandbox_accuro_error (403, "Forbidden");
      orch_sandbox_store_begin (self->store);
      reply = services[i].handle (&call);
      orch_sandbox_store_commit (self->store);
      return reply;
    }
  return known ? orch_sandbox_accuro_error (405, "Method Not Allowed")
               : orch_sandbox_accuro_error (404, "Resource not found");
}

OrchSandboxReply *
orch_sandbox_accuro_handle (OrchSandboxAccuro *self, const OrchSandboxRequest *request)
{
  const char *rest = request->path + strlen (ROOT);

  if (g_str_equal (rest, "/v1/token"))
    return orch_sandbox_accuro_auth_token (self->store, &self->switches, request, FALSE);
  if (g_str_equal (rest, "/oauth/token"))
    return orch_sandbox_accuro_auth_token (self->store, &self->switches, request, TRUE);
  if (g_str_has_prefix (rest, "/rest/"))
    return serve (self, request, rest + strlen ("/rest/"));
  return orch_sandbox_accuro_error (404, "Resource not found");
}

JsonObject *
orch_sandbox_accuro_describe (OrchSandboxAccuro *self)
{
  return orch_sandbox_accuro_auth_describe (self->base);
}

OrchSandboxAccuroSwitches *
orch_sandbox_accuro_get_switches (OrchSandboxAccuro *self)
{
  return &self->switches;
}
