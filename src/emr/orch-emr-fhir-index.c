/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who holds a role, and which service a name or a code means. Any thread.
 */
#include "orch-emr-fhir-index.h"

#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-emr-fhir-values.h"

struct _OrchEmrFhirIndex
{
  GMutex lock;
  GHashTable *holders;  /* role id → practitioner, "" = nobody */
  GHashTable *services; /* folded name, or "system|code" → service id, "" = several */
  gboolean has_services;
};

OrchEmrFhirIndex *
orch_emr_fhir_index_new (void)
{
  OrchEmrFhirIndex *self = g_atomic_rc_box_new0 (OrchEmrFhirIndex);
  g_mutex_init (&self->lock);
  self->holders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->services = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

OrchEmrFhirIndex *
orch_emr_fhir_index_ref (OrchEmrFhirIndex *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
index_clear (gpointer data)
{
  OrchEmrFhirIndex *self = data;

  g_hash_table_unref (self->holders);
  g_hash_table_unref (self->services);
  g_mutex_clear (&self->lock);
}

void
orch_emr_fhir_index_unref (OrchEmrFhirIndex *self)
{
  g_atomic_rc_box_release_full (self, index_clear);
}

/* @key: taken over. A key of two services names neither. */
static void
put (GHashTable *table, char *key, const char *id)
{
  const char *former = g_hash_table_lookup (table, key);
  if (former != NULL && g_str_equal (former, id))
    g_free (key);
  else
    g_hash_table_insert (table, key, g_strdup (former == NULL ? id : ""));
}

static void
put_concepts (GHashTable *table, JsonObject *service, const char *member, const char *id)
{
  guint n = orch_json_count (service, member);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *concept = orch_json_nth (service, member, i);
      guint m = orch_json_count (concept, "coding");
      for (guint j = 0; j < m; j++)
        {
          JsonObject *coding = orch_json_nth (concept, "coding", j);
          const char *system = orch_json_get_string (coding, "system");
          const char *code = orch_json_get_string (coding, "code");
          if (!orch_text_is_empty (code))
            put (table, g_strdup_printf ("%s|%s", system != NULL ? system : "", code), id);
        }
    }
}

static void
add_service (OrchEmrFhirIndex *self, JsonObject *service, const char *id)
{
  const char *name = orch_json_get_string (service, "name");
  g_autofree char *english = orch_fhir_translation (service, "name", "en");
  if (!orch_text_is_empty (name))
    put (self->services, orch_text_fold (name), id);
  if (english != NULL)
    put (self->services, orch_text_fold (english), id);
  guint n = orch_json_count (service, "identifier");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *identifier = orch_json_nth (service, "identifier", i);
      const char *system = orch_json_get_string (identifier, "system");
      const char *value = orch_json_get_string (identifier, "value");
      if (!orch_text_is_empty (value))
        put (self->services, g_strdup_printf ("%s|%s", system != NULL ? system : "", value), id);
    }
  put_concepts (self->services, service, "type", id);
}

void
orch_emr_fhir_index_add (OrchEmrFhirIndex *self, JsonObject *resource)
{
  const char *type = orch_json_get_string (resource, "resourceType");
  const char *id = orch_json_get_string (resource, "id");
  if (type == NULL || !orch_fhir_id_is_valid (id))
    return;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  if (g_str_equal (type, "HealthcareService"))
    add_service (self, resource, id);
  else if (g_str_equal (type, "PractitionerRole"))
    {
      char *holder = orch_fhir_reference_key (orch_json_get_first (resource, "practitioner"), "Practitioner");
      g_hash_table_insert (self->holders, g_strdup (id), holder != NULL ? holder : g_strdup (""));
    }
}

void
orch_emr_fhir_index_close_role (OrchEmrFhirIndex *self, const char *role_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  if (!g_hash_table_contains (self->holders, role_id))
    g_hash_table_insert (self->holders, g_strdup (role_id), g_strdup (""));
}

void
orch_emr_fhir_index_close_services (OrchEmrFhirIndex *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  self->has_services = TRUE;
}

gboolean
orch_emr_fhir_index_has_services (OrchEmrFhirIndex *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  return self->has_services;
}

static char *
copy_unless_empty (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

char *
orch_emr_fhir_index_find_holder (OrchEmrFhirIndex *self, const char *role_id, gboolean *known)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const char *holder = g_hash_table_lookup (self->holders, role_id);
  *known = holder != NULL;
  return copy_unless_empty (holder);
}

char *
orch_emr_fhir_index_find_service (OrchEmrFhirIndex *self, JsonObject *concept)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  guint n = orch_json_count (concept, "coding");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *coding = orch_json_nth (concept, "coding", i);
      const char *system = orch_json_get_string (coding, "system");
      const char *code = orch_json_get_string (coding, "code");
      g_autofree char *key = g_strdup_printf ("%s|%s", system != NULL ? system : "", code != NULL ? code : "");
      char *id = copy_unless_empty (g_hash_table_lookup (self->services, key));
      if (id != NULL)
        return id;
    }
  const char *texts[] = { orch_json_get_string (concept, "text"),
                          orch_json_get_string (orch_json_get_first (concept, "coding"), "display") };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *key = orch_text_fold (texts[i]);
      char *id = *key != '\0' ? copy_unless_empty (g_hash_table_lookup (self->services, key)) : NULL;
      if (id != NULL)
        return id;
    }
  return NULL;
}
