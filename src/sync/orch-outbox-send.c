/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-outbox-send.h.
 */
#include "orch-outbox-send.h"

#include "core/orch-error.h"
#include "orch-outbox-alert.h"
#include "orch-outbox-clinic.h"
#include "orch-setting-text.h"

static const OrchOutboxRowFields *
get_fields (GPtrArray *ops, guint index)
{
  return orch_outbox_row_get_fields (g_ptr_array_index (ops, index));
}

static GPtrArray *
wrap (OrchHubRow *row)
{
  GPtrArray *rows = NULL;

  if (row == NULL)
    return NULL;
  rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (rows, row);
  return rows;
}

/* The objects as they were when the ops were claimed. What is gone from the store has nothing left to say: its op is told so. */
static GPtrArray *
get_objects (GPtrArray *ops, GError **error)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ops->len; i++)
    {
      GObject *object = get_fields (ops, i)->object;

      if (object == NULL)
        {
          g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "It is no longer on this workstation");
          return NULL;
        }
      g_ptr_array_add (objects, g_object_ref (object));
    }
  return g_steal_pointer (&objects);
}

/* One that the hub has at a version we never saw, as right after joining or when two workstations found it new, must not be written over: no
 * version is "". */
char *
orch_outbox_await_version (OrchStore *store, OrchService *service)
{
  char *version =
      dex_await_string (orch_store_get_hub_version (store, "service", orch_service_get_fields (service)->id), NULL);

  return version == NULL ? g_strdup ("") : version;
}

static GPtrArray *
await_services (const OrchOutboxSender *self, OrchClinic *clinic, GPtrArray *services, GError **error)
{
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < services->len; i++)
    g_ptr_array_add (versions, orch_outbox_await_version (self->store, g_ptr_array_index (services, i)));
  return dex_await_boxed (orch_hub_put_services_checked (self->hub, orch_clinic_get_fields (clinic)->hub_id, services,
                                                         versions),
                          error);
}

static GPtrArray *
await_staff (const OrchOutboxSender *self, OrchClinic *clinic, GPtrArray *members, GError **error)
{
  g_autoptr (GPtrArray) departments = dex_await_boxed (orch_store_load_departments (self->store), error);
  g_autoptr (GPtrArray) services = NULL;

  if (departments == NULL)
    return NULL;
  services = dex_await_boxed (orch_store_load_all (self->store, ORCH_STORE_SERVICES, NULL), error);
  if (services == NULL)
    return NULL;
  return dex_await_boxed (orch_hub_put_staff (self->hub, orch_clinic_get_fields (clinic)->hub_id, members, departments,
                                              services),
                          error);
}

static GPtrArray *
await_records (const OrchOutboxSender *self, GPtrArray *ops, GError **error)
{
  g_autoptr (GPtrArray) objects = get_objects (ops, error);
  g_autoptr (OrchClinic) clinic = NULL;

  if (objects == NULL)
    return NULL;
  clinic = dex_await_object (orch_store_load_clinic (self->store), error);
  if (clinic == NULL)
    return NULL;
  orch_hub_set_emr_vendor (self->hub, orch_clinic_get_fields (clinic)->emr_vendor);
  if (g_str_equal (get_fields (ops, 0)->object_type, "service"))
    return await_services (self, clinic, objects, error);
  return await_staff (self, clinic, objects, error);
}

static OrchHubRow *
await_put_setting (const OrchOutboxSender *self, OrchClinic *clinic, OrchHubSetting *setting, GError **error)
{
  return dex_await_object (orch_hub_put_setting (self->hub, orch_clinic_get_fields (clinic)->hub_id,
                                                 orch_clinic_get_id (clinic), setting),
                           error);
}

/* Another workstation has written the group meanwhile: what it named and we did not is kept, the rest is as we just said. */
static OrchHubSetting *
merge_setting (OrchHubSetting *mine, OrchHubSetting *theirs)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  OrchHubSetting *const sides[] = { theirs, mine };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      GHashTableIter iter;
      gpointer name = NULL;
      gpointer value = NULL;

      g_hash_table_iter_init (&iter, orch_hub_setting_get_values (sides[i]));
      while (g_hash_table_iter_next (&iter, &name, &value))
        g_hash_table_insert (values, g_strdup (name), g_strdup (value));
    }
  return orch_hub_setting_new (orch_hub_setting_get_group (mine), values, orch_hub_setting_get_hub_id (theirs),
                               orch_hub_setting_get_version (theirs));
}

static OrchHubRow *
await_setting (const OrchOutboxSender *self, const OrchOutboxRowFields *op, GError **error)
{
  g_autoptr (OrchClinic) clinic = dex_await_object (orch_store_load_clinic (self->store), error);
  g_autofree char *text = NULL;
  g_autofree char *version = NULL;
  g_autoptr (GHashTable) values = NULL;
  g_autoptr (OrchHubSetting) setting = NULL;
  g_autoptr (OrchHubSetting) merged = NULL;
  g_autoptr (OrchHubRow) row = NULL;

  if (clinic == NULL)
    return NULL;
  text = dex_await_string (orch_store_get_setting (self->store, op->object_id), NULL);
  version = dex_await_string (orch_store_get_hub_version (self->store, "setting", op->object_id), NULL);
  /* A group that was removed says nothing any more; the hub keeps it, empty. */
  values = text != NULL && !g_str_equal (op->verb, "delete")
               ? orch_setting_text_to_values (text)
               : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  setting = orch_hub_setting_new (op->object_id, values, NULL, version);
  row = await_put_setting (self, clinic, setting, error);
  if (row == NULL || !g_error_matches (orch_hub_row_get_error (row), ORCH_ERROR, ORCH_ERROR_CONFLICT) ||
      !ORCH_IS_HUB_SETTING (orch_hub_row_get_theirs (row)))
    return g_steal_pointer (&row);
  merged = merge_setting (setting, orch_hub_row_get_theirs (row));
  return await_put_setting (self, clinic, merged, error);
}

static OrchHubRow *
await_delete (const OrchOutboxSender *self, const OrchOutboxRowFields *op, GError **error)
{
  const char *type = g_str_equal (op->object_type, "service") ? "HealthcareService"
                     : g_str_equal (op->object_type, "staff") ? "Practitioner"
                                                              : NULL;
  g_autofree char *hub_id = NULL;

  if (type == NULL)
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "Nothing removes “%s”", op->object_type);
      return NULL;
    }
  hub_id = dex_await_string (orch_store_get_hub_id (self->store, op->object_type, op->object_id), NULL);
  return dex_await_object (orch_hub_remove (self->hub, type, op->object_id, hub_id), error);
}

gboolean
orch_outbox_is_batched (const OrchOutboxRowFields *fields)
{
  return !g_str_equal (fields->verb, "delete") &&
         (g_str_equal (fields->object_type, "service") || g_str_equal (fields->object_type, "staff"));
}

GPtrArray *
orch_outbox_await_send (const OrchOutboxSender *self, GPtrArray *ops, GError **error)
{
  const OrchOutboxRowFields *op = get_fields (ops, 0);

  g_assert (ops->len == 1 || orch_outbox_is_batched (op));

  if (g_str_equal (op->object_type, "alert"))
    return wrap (orch_outbox_await_send_alert (self->hub, op, self->clinic_hub_id, error));
  if (g_str_equal (op->object_type, "clinic"))
    return wrap (orch_outbox_await_send_clinic (self->store, self->hub, NULL, error));
  if (g_str_equal (op->object_type, "emr"))
    return wrap (orch_outbox_await_send_clinic (self->store, self->hub, op, error));
  if (g_str_equal (op->object_type, "setting"))
    return wrap (await_setting (self, op, error));
  if (g_str_equal (op->verb, "delete"))
    return wrap (await_delete (self, op, error));
  if (g_str_equal (op->object_type, "service") || g_str_equal (op->object_type, "staff"))
    return await_records (self, ops, error);
  g_set_error (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "Nothing sends “%s”", op->object_type);
  return NULL;
}
