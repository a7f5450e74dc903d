/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a server says it can do. Immutable; any thread.
 */
#include "orch-fhir-capability.h"

#include "http/orch-json.h"

#define OAUTH_URIS "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"

struct _OrchFhirCapability
{
  GObject parent_instance;

  JsonObject *statement; /* (owned) */
  JsonObject *rest;      /* (nullable) borrowed from statement: the server side */
  char *software;        /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchFhirCapability, orch_fhir_capability, G_TYPE_OBJECT)

static JsonObject *
find_by (JsonObject *parent, const char *member, const char *key, const char *value)
{
  guint n = orch_json_count (parent, member);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *found = orch_json_nth (parent, member, i);
      if (g_strcmp0 (orch_json_get_string (found, key), value) == 0)
        return found;
    }
  return NULL;
}

static void
orch_fhir_capability_finalize (GObject *object)
{
  OrchFhirCapability *self = ORCH_FHIR_CAPABILITY (object);

  g_clear_pointer (&self->statement, json_object_unref);
  g_clear_pointer (&self->software, g_free);

  G_OBJECT_CLASS (orch_fhir_capability_parent_class)->finalize (object);
}

static void
orch_fhir_capability_class_init (OrchFhirCapabilityClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_fhir_capability_finalize;
}

static void
orch_fhir_capability_init (OrchFhirCapability *self)
{
}

OrchFhirCapability *
orch_fhir_capability_new (JsonObject *statement)
{
  g_return_val_if_fail (statement != NULL, NULL);

  OrchFhirCapability *self = g_object_new (ORCH_TYPE_FHIR_CAPABILITY, NULL);
  self->statement = json_object_ref (statement);
  self->rest = find_by (statement, "rest", "mode", "server");
  if (self->rest == NULL)
    self->rest = orch_json_get_first (statement, "rest");
  JsonObject *software = orch_json_get_object (statement, "software");
  const char *name = orch_json_get_string (software, "name");
  const char *version = orch_json_get_string (software, "version");
  if (name != NULL)
    self->software = version != NULL ? g_strdup_printf ("%s %s", name, version) : g_strdup (name);
  return self;
}

const char *
orch_fhir_capability_get_fhir_version (OrchFhirCapability *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CAPABILITY (self), NULL);
  return orch_json_get_string (self->statement, "fhirVersion");
}

gboolean
orch_fhir_capability_is_r4 (OrchFhirCapability *self)
{
  const char *version = orch_fhir_capability_get_fhir_version (self);
  return version == NULL || g_str_has_prefix (version, "4.");
}

const char *
orch_fhir_capability_get_software (OrchFhirCapability *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CAPABILITY (self), NULL);
  return self->software;
}

gboolean
orch_fhir_capability_has_resource (OrchFhirCapability *self, const char *type)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CAPABILITY (self), FALSE);
  return find_by (self->rest, "resource", "type", type) != NULL;
}

gboolean
orch_fhir_capability_declares (OrchFhirCapability *self, const char *type, const char *interaction)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CAPABILITY (self), FALSE);
  JsonObject *where = type != NULL ? find_by (self->rest, "resource", "type", type) : self->rest;
  return find_by (where, "interaction", "code", interaction) != NULL;
}

gboolean
orch_fhir_capability_has_search_param (OrchFhirCapability *self, const char *type, const char *name)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CAPABILITY (self), FALSE);
  return find_by (find_by (self->rest, "resource", "type", type), "searchParam", "name", name) != NULL;
}

const char *
orch_fhir_capability_get_oauth_uri (OrchFhirCapability *self, const char *name)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CAPABILITY (self), NULL);
  JsonObject *security = orch_json_get_object (self->rest, "security");
  JsonObject *uris = find_by (security, "extension", "url", OAUTH_URIS);
  return orch_json_get_string (find_by (uris, "extension", "url", name), "valueUri");
}
