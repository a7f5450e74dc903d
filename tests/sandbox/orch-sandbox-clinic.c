/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sandbox-clinic.h.
 */
#include "orch-sandbox-client.h"
#include "orch-sandbox-clinic.h"
#include "orch-sandbox-oscar-client.h"

static const struct
{
  const char *name;
  const char *vendor;
  const char *patient;
  const char *author;
  const char *documents;
  const char *fields[12]; /* id, value…; "/…" is below the sandbox */
  const char *secrets[6];
} clinics[] = {
  { "fhir", "fhir-r4", "pat-00012", "prat-001", "/emr/fhir/DocumentReference", { NULL }, { NULL } },
  { "openo",
    "oscar-pro",
    "12",
    "101",
    "/emr/openo/oscar/ws/services/document",
    { "server-url", "/emr/openo/oscar", "rest-key", "formationopeno01", "oceanconnect-user", "orchestrateur" },
    { "rest-secret", "secretformation2" } },
  { "oscar15",
    "oscar-15",
    "12",
    "101",
    "/emr/oscar15/oscar/ws/services/document",
    { "server-url", "/emr/oscar15/oscar", "rest-key", "formationoscar01", "oceanconnect-user", "orchestrateur" },
    { "rest-secret", "secretformation1" } },
  { "accuro",
    "accuro",
    "12",
    "101",
    "/emr/accuro/rest/v1/provider-portal/documents",
    { "api-url", "/emr/accuro", "tenant-id", "FORMATION", "database-uuid", "5b0c7c2e-6f0a-4d0e-9d63-0f0e2a4c1b77",
      "api-user", "0oaformation0accuro", "api-auth", "client" },
    { "api-password", "Secret-Client-Accuro-1", "subscription-key", "0f0rmat10nabc0nnement0accuro0001" } },
  { "ps-suite",
    "telus-ps-suite",
    "pat-00012",
    "prat-001",
    "/emr/telus/PS Suite/PSS-FORMATION-01/documents",
    { "national-api-url", "/emr/telus", "instance-id", "PSS-FORMATION-01" },
    { "emr-secret", "Secret-PSSuite-1", "app-token", "jeton-application-formation" } },
};

static void
set (GHashTable *table, const char *name, const char *value)
{
  g_hash_table_insert (table, g_strdup (name), g_strdup (value));
}

static void
add_fhir (OrchSandboxClinic *self, OrchSandboxProcess *process)
{
  g_autoptr (JsonNode) training = orch_sandbox_process_get (process, "/training/emr");
  JsonObject *root = json_node_get_object (training);

  set (self->values, "base-url", json_object_get_string_member (root, "base"));
  set (self->values, "auth", "secret-post");
  set (self->values, "client-id", json_object_get_string_member (root, "client_id"));
  set (self->secrets, "client-secret", json_object_get_string_member (root, "client_secret"));
}

static void
add_oscar (OrchSandboxClinic *self, OrchSandboxProcess *process, Dialect dialect)
{
  Fixture fixture = { .process = process };
  g_auto (Token) access = { 0 };
  g_autofree char *authorisation = NULL;

  oscar_get_access (&fixture, dialect, 0, &access);
  authorisation = g_strconcat (access.token, " ", access.secret, NULL);
  set (self->secrets, "authorisation", authorisation);
}

OrchSandboxClinic *
orch_sandbox_clinic_new (OrchSandboxProcess *process, const char *name)
{
  OrchSandboxClinic *self = g_new0 (OrchSandboxClinic, 1);
  gsize at = 0;

  while (!g_str_equal (clinics[at].name, name))
    g_assert_cmpuint (++at, <, G_N_ELEMENTS (clinics));
  self->vendor = clinics[at].vendor;
  self->patient = clinics[at].patient;
  self->author = clinics[at].author;
  self->documents = clinics[at].documents;
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (gsize i = 0; clinics[at].fields[i] != NULL; i += 2)
    {
      const char *value = clinics[at].fields[i + 1];
      g_autofree char *whole =
          g_strconcat (value[0] == '/' ? orch_sandbox_process_get_origin (process) : "", value, NULL);

      set (self->values, clinics[at].fields[i], whole);
    }
  for (gsize i = 0; clinics[at].secrets[i] != NULL; i += 2)
    set (self->secrets, clinics[at].secrets[i], clinics[at].secrets[i + 1]);
  if (g_str_equal (name, "fhir"))
    add_fhir (self, process);
  else if (g_str_has_prefix (self->vendor, "oscar-"))
    add_oscar (self, process, g_str_equal (name, "openo") ? OPENO : OSCAR15);
  return self;
}

void
orch_sandbox_clinic_free (OrchSandboxClinic *self)
{
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->secrets);
  g_free (self);
}
