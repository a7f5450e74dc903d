/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The hub in our words. Main thread; every call is a fiber.
 */
#include "orch-hub.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "orch-hub-private.h"
#include "orch-map-clinic.h"
#include "orch-map-task.h"
#include "orch-map.h"

#define CLINICS_MAX 500

G_DEFINE_FINAL_TYPE (OrchHub, orch_hub, G_TYPE_OBJECT)

/* What a fiber needs; unused members stay NULL. */
typedef struct
{
  OrchHub *hub;
  char *clinic_hub_id;
  char *text; /* fhirUser, or the name of a workstation */
  char *id;
  char **ids;
  GPtrArray *first;
  OrchHubBases bases;
  GPtrArray *departments;
  GPtrArray *services;
  JsonObject *resource;
  /* a copy of OrchHubClinicSet */
  OrchHubClinicSet set;
} Call;

static Call *
call_new (OrchHub *hub, const char *clinic_hub_id)
{
  Call *self = g_new0 (Call, 1);
  self->hub = g_object_ref (hub);
  self->clinic_hub_id = g_strdup (clinic_hub_id);
  return self;
}

static void
call_free (gpointer data)
{
  Call *self = data;

  g_clear_object (&self->hub);
  g_clear_pointer (&self->clinic_hub_id, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->ids, g_strfreev);
  g_clear_pointer (&self->first, g_ptr_array_unref);
  g_clear_pointer (&self->bases.agreed, g_ptr_array_unref);
  g_clear_pointer (&self->bases.sent, g_ptr_array_unref);
  g_clear_pointer (&self->departments, g_ptr_array_unref);
  g_clear_pointer (&self->services, g_ptr_array_unref);
  g_clear_pointer (&self->resource, json_object_unref);
  g_clear_object (&self->set.clinic);
  g_clear_pointer (&self->set.departments, g_ptr_array_unref);
  g_clear_pointer (&self->set.sealed, g_bytes_unref);
  g_free ((char *) self->set.emr_name);
  g_free ((char *) self->set.emr_address);
  g_free ((char *) self->set.sealed_key_id);
  g_free (self);
}

static DexFuture *
check_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  g_autoptr (OrchFhirCapability) capability =
      dex_await_object (orch_fhir_client_capability (call->hub->client), &error);

  if (capability == NULL)
    {
      if (orch_error_code_of (error) == ORCH_ERROR_BAD_ANSWER || orch_error_code_of (error) == ORCH_ERROR_NOT_FOUND)
        error->code = ORCH_ERROR_UNSUPPORTED;
      return dex_future_new_for_error (error);
    }
  if (!orch_fhir_capability_is_r4 (capability))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "%s", _ ("This hub does not speak FHIR R4."));
  return dex_future_new_true ();
}

static int
compare_clinics (gconstpointer a, gconstpointer b)
{
  g_autofree char *left = orch_text_collation_key (orch_clinic_get_name (*(OrchClinic *const *) a));
  g_autofree char *right = orch_text_collation_key (orch_clinic_get_name (*(OrchClinic *const *) b));
  return g_strcmp0 (left, right);
}

static DexFuture *
list_clinics_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) clinics = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) found = NULL;

  if (call->ids == NULL)
    {
      const char *const query[] = { "type", ORCH_HUB_CODE ("organization-kind") "|clinic", "_count", "100", NULL };
      found =
          dex_await_boxed (orch_fhir_client_search_all (call->hub->client, "Organization", query, FALSE, CLINICS_MAX),
                           &error);
      if (found == NULL)
        return dex_future_new_for_error (error);
    }
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      JsonObject *organization = g_ptr_array_index (found, i);
      OrchClinic *clinic =
          orch_map_is_kind (organization, "clinic") ? orch_map_clinic_from (organization, NULL, NULL, NULL) : NULL;
      if (clinic != NULL)
        g_ptr_array_add (clinics, clinic);
    }
  for (gsize i = 0; call->ids != NULL && call->ids[i] != NULL; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (OrchFhirResult) result =
          dex_await_object (orch_fhir_client_read (call->hub->client, "Organization", call->ids[i]), &local_error);
      if (result == NULL && orch_hub_is_fatal (local_error))
        return dex_future_new_for_error (g_steal_pointer (&local_error));
      OrchClinic *clinic =
          result != NULL ? orch_map_clinic_from (orch_fhir_result_get_resource (result), NULL, NULL, NULL) : NULL;
      if (clinic != NULL)
        g_ptr_array_add (clinics, clinic);
    }
  g_ptr_array_sort (clinics, compare_clinics);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&clinics));
}

static DexFuture *
prefill_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  OrchClinic *clinic = orch_hub_prefill_run (call->hub, call->clinic_hub_id, &error);
  return orch_hub_object_or_error (clinic, error);
}

static int
compare_providers (gconstpointer a, gconstpointer b)
{
  g_autofree char *left = orch_text_collation_key (orch_hub_provider_get_name (*(OrchHubProvider *const *) a));
  g_autofree char *right = orch_text_collation_key (orch_hub_provider_get_name (*(OrchHubProvider *const *) b));
  return g_strcmp0 (left, right);
}

static DexFuture *
list_providers_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  GPtrArray *providers = orch_hub_list_providers_run (call->hub, &error);
  if (providers != NULL)
    g_ptr_array_sort (providers, compare_providers);
  return orch_hub_array_or_error (providers, error);
}

static DexFuture *
permission_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  OrchPermission permission = orch_hub_permission_run (call->hub, call->clinic_hub_id, call->text, &error);
  return error == NULL ? dex_future_new_for_int ((int) permission) : dex_future_new_for_error (error);
}

static DexFuture *
is_enabled_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  gboolean enabled = orch_hub_is_connection_enabled_run (call->hub, call->clinic_hub_id, &error);
  return error == NULL ? dex_future_new_for_boolean (enabled) : dex_future_new_for_error (error);
}

static DexFuture *
fetch_connection_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  OrchHubClinic *connection = orch_hub_fetch_connection_run (call->hub, call->clinic_hub_id, &error);
  return orch_hub_object_or_error (connection, error);
}

static DexFuture *
fetch_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  OrchHubClinic *clinic = orch_hub_fetch_run (call->hub, call->clinic_hub_id, &error);
  return orch_hub_object_or_error (clinic, error);
}

static DexFuture *
put_clinic_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  GPtrArray *rows = orch_hub_put_clinic_run (call->hub, &call->set, &error);
  return orch_hub_array_or_error (rows, error);
}

static DexFuture *
put_services_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  GPtrArray *rows = orch_hub_put_services_run (call->hub, call->clinic_hub_id, call->first, NULL, &error);
  return orch_hub_array_or_error (rows, error);
}

static DexFuture *
put_staff_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  GPtrArray *rows = orch_hub_put_staff_run (call->hub, call->clinic_hub_id, call->first, &call->bases,
                                            call->departments, call->services, &error);
  return orch_hub_array_or_error (rows, error);
}

/* One resource of its own: a workstation, an alert. */
static DexFuture *
put_one_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) items = orch_hub_items_new ();
  OrchHubItem *item = orch_hub_item_new (orch_json_get_string (call->resource, "resourceType"), call->id, NULL);

  orch_hub_item_take (item, json_object_ref (call->resource));
  g_ptr_array_add (items, item);
  if (!orch_hub_find (&call->hub->putter, items, &error))
    return dex_future_new_for_error (error);
  /* An alert that is there was received already: it is never written over. */
  if (item->existing != NULL && g_str_equal (item->type, "Task"))
    g_set_str (&item->hub_id, orch_json_get_string (item->existing, "id"));
  else if (!orch_hub_send_in_order (&call->hub->putter, items, &error))
    return dex_future_new_for_error (error);
  if (item->error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&item->error));
  return dex_future_new_take_object (orch_hub_row_for_item (item));
}

static DexFuture *
check_alert_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  g_autoptr (OrchFhirResult) result =
      dex_await_object (orch_fhir_client_read (call->hub->client, "Task", call->id), &error);

  if (result == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (orch_map_alert_is_acknowledged (orch_fhir_result_get_resource (result)));
}

static DexFuture *
spawn (DexFiberFunc func, Call *call)
{
  return dex_scheduler_spawn (NULL, 0, func, call, call_free);
}

static void
orch_hub_dispose (GObject *object)
{
  OrchHub *self = ORCH_HUB (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->vendor, g_free);

  G_OBJECT_CLASS (orch_hub_parent_class)->dispose (object);
}

static void
orch_hub_class_init (OrchHubClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_hub_dispose;
}

static void
orch_hub_init (OrchHub *self)
{
}

OrchHub *
orch_hub_new (OrchFhirClient *client)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (client), NULL);

  OrchHub *self = g_object_new (ORCH_TYPE_HUB, NULL);
  self->client = g_object_ref (client);
  self->putter = (OrchHubPutter) {
    .client = client, .takes_lists = -1, .takes_bundles = -1, .keeps_none_exist = -1, .list_max = ORCH_FHIR_BATCH_MAX
  };
  return self;
}

OrchFhirClient *
orch_hub_get_client (OrchHub *self)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  return self->client;
}

void
orch_hub_set_tokens (OrchHub *self, OrchTokenSource *tokens)
{
  g_return_if_fail (ORCH_IS_HUB (self));
  orch_fhir_client_set_tokens (self->client, tokens);
}

void
orch_hub_set_emr_vendor (OrchHub *self, const char *vendor)
{
  g_return_if_fail (ORCH_IS_HUB (self));
  g_set_str (&self->vendor, vendor);
}

DexFuture *
orch_hub_check (OrchHub *self)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  return spawn (check_fiber, call_new (self, NULL));
}

DexFuture *
orch_hub_list_clinics (OrchHub *self, const char *const *ids)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  Call *call = call_new (self, NULL);
  call->ids = g_strdupv ((char **) ids);
  return spawn (list_clinics_fiber, call);
}

DexFuture *
orch_hub_prefill (OrchHub *self, const char *clinic_hub_id)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (clinic_hub_id), NULL);
  return spawn (prefill_fiber, call_new (self, clinic_hub_id));
}

DexFuture *
orch_hub_list_providers (OrchHub *self)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  return spawn (list_providers_fiber, call_new (self, NULL));
}

DexFuture *
orch_hub_get_permission (OrchHub *self, const char *clinic_hub_id, const char *fhir_user)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL, NULL);
  Call *call = call_new (self, clinic_hub_id);
  call->text = g_strdup (fhir_user);
  return spawn (permission_fiber, call);
}

DexFuture *
orch_hub_is_connection_enabled (OrchHub *self, const char *clinic_hub_id)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (clinic_hub_id), NULL);
  return spawn (is_enabled_fiber, call_new (self, clinic_hub_id));
}

DexFuture *
orch_hub_fetch_connection (OrchHub *self, const char *clinic_hub_id)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (clinic_hub_id), NULL);
  return spawn (fetch_connection_fiber, call_new (self, clinic_hub_id));
}

DexFuture *
orch_hub_fetch_clinic (OrchHub *self, const char *clinic_hub_id)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (clinic_hub_id), NULL);
  return spawn (fetch_fiber, call_new (self, clinic_hub_id));
}

DexFuture *
orch_hub_put_clinic (OrchHub *self, const OrchHubClinicSet *set)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (set != NULL && ORCH_IS_CLINIC (set->clinic), NULL);
  g_return_val_if_fail (orch_clinic_get_id (set->clinic) != NULL, NULL);

  Call *call = call_new (self, NULL);
  call->set.clinic = g_object_ref (set->clinic);
  call->set.departments = set->departments != NULL ? g_ptr_array_ref (set->departments) : NULL;
  call->set.with_connection = set->with_connection;
  call->set.sealed = set->sealed != NULL ? g_bytes_ref (set->sealed) : NULL;
  call->set.emr_name = g_strdup (set->emr_name);
  call->set.emr_address = g_strdup (set->emr_address);
  call->set.sealed_key_id = g_strdup (set->sealed_key_id);
  return spawn (put_clinic_fiber, call);
}

DexFuture *
orch_hub_put_services (OrchHub *self, const char *clinic_hub_id, GPtrArray *services)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL && services != NULL, NULL);
  Call *call = call_new (self, clinic_hub_id);
  call->first = g_ptr_array_ref (services);
  return spawn (put_services_fiber, call);
}

DexFuture *
orch_hub_put_staff (OrchHub *self, const char *clinic_hub_id, GPtrArray *members, GPtrArray *departments,
                    GPtrArray *services)
{
  return orch_hub_put_staff_merged (self, clinic_hub_id, members, NULL, departments, services);
}

DexFuture *
orch_hub_put_staff_merged (OrchHub *self, const char *clinic_hub_id, GPtrArray *members, const OrchHubBases *bases,
                           GPtrArray *departments, GPtrArray *services)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL && members != NULL, NULL);
  g_return_val_if_fail (bases == NULL || bases->agreed->len == members->len, NULL);
  g_return_val_if_fail (bases == NULL || bases->sent == NULL || bases->sent->len == members->len, NULL);
  Call *call = call_new (self, clinic_hub_id);
  call->first = g_ptr_array_ref (members);
  if (bases != NULL)
    {
      call->bases.agreed = g_ptr_array_ref (bases->agreed);
      call->bases.sent = bases->sent != NULL ? g_ptr_array_ref (bases->sent) : NULL;
    }
  call->departments = departments != NULL ? g_ptr_array_ref (departments) : NULL;
  call->services = services != NULL ? g_ptr_array_ref (services) : NULL;
  return spawn (put_staff_fiber, call);
}

DexFuture *
orch_hub_put_device (OrchHub *self, const char *clinic_hub_id, const char *id, const char *name)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL && id != NULL, NULL);
  g_autofree char *clinic = g_strconcat ("Organization/", clinic_hub_id, NULL);
  Call *call = call_new (self, NULL);
  call->id = g_strdup (id);
  call->resource = orch_map_device (id, name, clinic);
  return spawn (put_one_fiber, call);
}

DexFuture *
orch_hub_send_alert (OrchHub *self, const OrchHubAlert *alert)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (alert != NULL && alert->id != NULL && alert->reason != NULL, NULL);
  Call *call = call_new (self, NULL);
  call->id = g_strdup (alert->id);
  call->resource = orch_map_alert (alert);
  return spawn (put_one_fiber, call);
}

DexFuture *
orch_hub_check_alert (OrchHub *self, const char *hub_id)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (hub_id), NULL);
  Call *call = call_new (self, NULL);
  call->id = g_strdup (hub_id);
  return spawn (check_alert_fiber, call);
}
