/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A transaction or a batch being put together.
 */
#include "orch-fhir-bundle.h"

#include "http/orch-json.h"

struct _OrchFhirBundle
{
  GObject parent_instance;

  OrchFhirBundleKind kind;
  JsonArray *entries; /* (owned) */
  GPtrArray *types;   /* (owned) resource type of each entry */
};

G_DEFINE_FINAL_TYPE (OrchFhirBundle, orch_fhir_bundle, G_TYPE_OBJECT)

static void
orch_fhir_bundle_finalize (GObject *object)
{
  OrchFhirBundle *self = ORCH_FHIR_BUNDLE (object);

  g_clear_pointer (&self->entries, json_array_unref);
  g_clear_pointer (&self->types, g_ptr_array_unref);

  G_OBJECT_CLASS (orch_fhir_bundle_parent_class)->finalize (object);
}

static void
orch_fhir_bundle_class_init (OrchFhirBundleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_fhir_bundle_finalize;
}

static void
orch_fhir_bundle_init (OrchFhirBundle *self)
{
  self->entries = json_array_new ();
  self->types = g_ptr_array_new_with_free_func (g_free);
}

static void
add (OrchFhirBundle *self, const char *type, JsonObject *resource, const char *full_url, JsonObject *request)
{
  JsonObject *entry = json_object_new ();
  if (full_url != NULL)
    json_object_set_string_member (entry, "fullUrl", full_url);
  if (resource != NULL)
    json_object_set_object_member (entry, "resource", json_object_ref (resource));
  json_object_set_object_member (entry, "request", request);
  json_array_add_object_element (self->entries, entry);
  g_ptr_array_add (self->types, g_strdup (type));
}

OrchFhirBundle *
orch_fhir_bundle_new (OrchFhirBundleKind kind)
{
  OrchFhirBundle *self = g_object_new (ORCH_TYPE_FHIR_BUNDLE, NULL);
  self->kind = kind;
  return self;
}

void
orch_fhir_bundle_add_create (OrchFhirBundle *self, JsonObject *resource, const char *full_url,
                             const char *if_none_exist)
{
  g_return_if_fail (ORCH_IS_FHIR_BUNDLE (self));
  const char *type = orch_json_get_string (resource, "resourceType");
  g_return_if_fail (type != NULL);

  JsonObject *request = json_object_new ();
  json_object_set_string_member (request, "method", "POST");
  json_object_set_string_member (request, "url", type);
  if (if_none_exist != NULL)
    json_object_set_string_member (request, "ifNoneExist", if_none_exist);
  add (self, type, resource, full_url, request);
}

void
orch_fhir_bundle_add_update (OrchFhirBundle *self, JsonObject *resource, const char *id, const char *version)
{
  g_return_if_fail (ORCH_IS_FHIR_BUNDLE (self));
  g_return_if_fail (id != NULL);
  const char *type = orch_json_get_string (resource, "resourceType");
  g_return_if_fail (type != NULL);

  g_autoptr (JsonObject) copy = orch_json_copy (resource);
  json_object_set_string_member (copy, "id", id);
  JsonObject *request = json_object_new ();
  g_autofree char *url = g_strdup_printf ("%s/%s", type, id);
  json_object_set_string_member (request, "method", "PUT");
  json_object_set_string_member (request, "url", url);
  if (version != NULL)
    {
      g_autofree char *etag = g_strdup_printf ("W/\"%s\"", version);
      json_object_set_string_member (request, "ifMatch", etag);
    }
  add (self, type, copy, NULL, request);
}

guint
orch_fhir_bundle_get_length (OrchFhirBundle *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_BUNDLE (self), 0);
  return self->types->len;
}

const char *
orch_fhir_bundle_get_entry_type (OrchFhirBundle *self, guint index)
{
  g_return_val_if_fail (ORCH_IS_FHIR_BUNDLE (self), NULL);
  g_return_val_if_fail (index < self->types->len, NULL);
  return g_ptr_array_index (self->types, index);
}

JsonObject *
orch_fhir_bundle_to_json (OrchFhirBundle *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_BUNDLE (self), NULL);

  JsonObject *bundle = json_object_new ();
  json_object_set_string_member (bundle, "resourceType", "Bundle");
  json_object_set_string_member (bundle, "type", self->kind == ORCH_FHIR_BUNDLE_TRANSACTION ? "transaction" : "batch");
  json_object_set_array_member (bundle, "entry", json_array_ref (self->entries));
  return bundle;
}
