/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The calls of OrchHub that the synchronisation lives on: availability, appointments, patients, settings, the lease, and what others
 * changed. Main thread; every call is a fiber.
 */
#include "core/orch-error.h"
#include "orch-hub-private.h"

/* What a fiber needs; unused members stay NULL. */
typedef struct
{
  OrchHub *hub;
  char *clinic_hub_id;
  char *clinic_id;
  char *id;
  char **professionals;
  OrchHubKind kind;
  GPtrArray *records;
  GPtrArray *versions;
  OrchHubLinks *links;
  OrchHubSetting *setting;
  OrchHubHolder holder; /* a copy */
  guint seconds;
} Call;

static Call *
call_new (OrchHub *hub, const char *clinic_hub_id, const char *clinic_id)
{
  Call *self = g_new0 (Call, 1);
  self->hub = g_object_ref (hub);
  self->clinic_hub_id = g_strdup (clinic_hub_id);
  self->clinic_id = g_strdup (clinic_id);
  return self;
}

static void
call_free (gpointer data)
{
  Call *self = data;

  g_clear_object (&self->hub);
  g_clear_pointer (&self->clinic_hub_id, g_free);
  g_clear_pointer (&self->clinic_id, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->professionals, g_strfreev);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->versions, g_ptr_array_unref);
  g_clear_pointer (&self->links, orch_hub_links_unref);
  g_clear_object (&self->setting);
  g_free ((char *) self->holder.workstation_id);
  g_free ((char *) self->holder.device_hub_id);
  g_free ((char *) self->holder.name);
  g_free (self);
}

static DexFuture *
put_records_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  GPtrArray *rows =
      orch_hub_put_records_run (call->hub, call->kind, call->clinic_hub_id, call->records, call->links, &error);
  return orch_hub_array_or_error (rows, error);
}

static DexFuture *
put_checked_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  GPtrArray *rows = orch_hub_put_services_run (call->hub, call->clinic_hub_id, call->records, call->versions, &error);
  return orch_hub_array_or_error (rows, error);
}

static DexFuture *
read_service_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  OrchHubRow *row = orch_hub_read_service_run (call->hub, call->id, (const char *const *) call->professionals, &error);
  return orch_hub_object_or_error (row, error);
}

static DexFuture *
read_settings_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  GPtrArray *settings = orch_hub_read_settings_run (call->hub, call->clinic_hub_id, &error);
  return orch_hub_array_or_error (settings, error);
}

static DexFuture *
read_setting_before_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  OrchHubSetting *before = orch_hub_read_setting_before_run (call->hub, call->setting, &error);
  return orch_hub_object_or_error (before, error);
}

static DexFuture *
put_setting_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  OrchHubRow *row = orch_hub_put_setting_run (call->hub, call->clinic_hub_id, call->clinic_id, call->setting, &error);
  return orch_hub_object_or_error (row, error);
}

static DexFuture *
take_lease_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  OrchHubLease *lease =
      orch_hub_take_lease_run (call->hub, call->clinic_hub_id, call->clinic_id, &call->holder, call->seconds, &error);
  return orch_hub_object_or_error (lease, error);
}

static DexFuture *
release_lease_fiber (gpointer user_data)
{
  Call *call = user_data;
  GError *error = NULL;
  gboolean given = orch_hub_release_lease_run (call->hub, call->clinic_hub_id, call->clinic_id, &call->holder, &error);
  return error == NULL ? dex_future_new_for_boolean (given) : dex_future_new_for_error (error);
}

static DexFuture *
spawn (DexFiberFunc func, Call *call)
{
  return dex_scheduler_spawn (NULL, 0, func, call, call_free);
}

static DexFuture *
put_records (OrchHub *self, OrchHubKind kind, const char *clinic_hub_id, GPtrArray *records, OrchHubLinks *links)
{
  Call *call = call_new (self, clinic_hub_id, NULL);
  call->kind = kind;
  call->records = g_ptr_array_ref (records);
  call->links = links != NULL ? orch_hub_links_ref (links) : NULL;
  return spawn (put_records_fiber, call);
}

DexFuture *
orch_hub_put_patients (OrchHub *self, const char *clinic_hub_id, GPtrArray *patients)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL && patients != NULL, NULL);
  return put_records (self, ORCH_HUB_PATIENTS, clinic_hub_id, patients, NULL);
}

DexFuture *
orch_hub_put_schedules (OrchHub *self, const char *clinic_hub_id, GPtrArray *schedules, OrchHubLinks *links)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL && schedules != NULL, NULL);
  return put_records (self, ORCH_HUB_SCHEDULES, clinic_hub_id, schedules, links);
}

DexFuture *
orch_hub_put_slots (OrchHub *self, const char *clinic_hub_id, GPtrArray *slots, OrchHubLinks *links)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL && slots != NULL, NULL);
  return put_records (self, ORCH_HUB_SLOTS, clinic_hub_id, slots, links);
}

DexFuture *
orch_hub_put_appointments (OrchHub *self, const char *clinic_hub_id, GPtrArray *appointments, OrchHubLinks *links)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL && appointments != NULL, NULL);
  return put_records (self, ORCH_HUB_APPOINTMENTS, clinic_hub_id, appointments, links);
}

DexFuture *
orch_hub_put_services_checked (OrchHub *self, const char *clinic_hub_id, GPtrArray *services, GPtrArray *versions)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL && services != NULL, NULL);
  g_return_val_if_fail (versions != NULL && versions->len == services->len, NULL);
  Call *call = call_new (self, clinic_hub_id, NULL);
  call->records = g_ptr_array_ref (services);
  call->versions = g_ptr_array_ref (versions);
  return spawn (put_checked_fiber, call);
}

OrchHubPager *
orch_hub_read_changes (OrchHub *self, const char *clinic_hub_id, OrchHubKind kind, gint64 since_us)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (clinic_hub_id), NULL);
  g_return_val_if_fail (kind < ORCH_N_HUB_KINDS, NULL);
  return orch_hub_pager_new (self, clinic_hub_id, kind, since_us);
}

DexFuture *
orch_hub_read_service (OrchHub *self, const char *hub_id, const char *const *professional_emr_ids)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (hub_id), NULL);
  Call *call = call_new (self, NULL, NULL);
  call->id = g_strdup (hub_id);
  call->professionals = g_strdupv ((char **) professional_emr_ids);
  return spawn (read_service_fiber, call);
}

DexFuture *
orch_hub_read_settings (OrchHub *self, const char *clinic_hub_id)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (clinic_hub_id), NULL);
  return spawn (read_settings_fiber, call_new (self, clinic_hub_id, NULL));
}

DexFuture *
orch_hub_read_setting_before (OrchHub *self, OrchHubSetting *setting)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (ORCH_IS_HUB_SETTING (setting), NULL);
  Call *call = call_new (self, NULL, NULL);
  call->setting = g_object_ref (setting);
  return spawn (read_setting_before_fiber, call);
}

DexFuture *
orch_hub_put_setting (OrchHub *self, const char *clinic_hub_id, const char *clinic_id, OrchHubSetting *setting)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL && clinic_id != NULL, NULL);
  g_return_val_if_fail (ORCH_IS_HUB_SETTING (setting), NULL);
  Call *call = call_new (self, clinic_hub_id, clinic_id);
  call->setting = g_object_ref (setting);
  return spawn (put_setting_fiber, call);
}

static Call *
lease_call (OrchHub *self, const char *clinic_hub_id, const char *clinic_id, const OrchHubHolder *holder)
{
  Call *call = call_new (self, clinic_hub_id, clinic_id);
  call->holder.workstation_id = g_strdup (holder->workstation_id);
  call->holder.device_hub_id = g_strdup (holder->device_hub_id);
  call->holder.name = g_strdup (holder->name);
  return call;
}

DexFuture *
orch_hub_take_lease (OrchHub *self, const char *clinic_hub_id, const char *clinic_id, const OrchHubHolder *holder,
                     guint seconds)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL && clinic_id != NULL, NULL);
  g_return_val_if_fail (holder != NULL && holder->workstation_id != NULL, NULL);
  Call *call = lease_call (self, clinic_hub_id, clinic_id, holder);
  call->seconds = seconds;
  return spawn (take_lease_fiber, call);
}

DexFuture *
orch_hub_release_lease (OrchHub *self, const char *clinic_hub_id, const char *clinic_id, const OrchHubHolder *holder)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL && clinic_id != NULL, NULL);
  g_return_val_if_fail (holder != NULL && holder->workstation_id != NULL, NULL);
  return spawn (release_lease_fiber, lease_call (self, clinic_hub_id, clinic_id, holder));
}
