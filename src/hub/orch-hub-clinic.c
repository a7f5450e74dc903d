/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Everything the hub holds of one clinic. Immutable; any thread.
 */
#include "orch-hub-clinic.h"

#include "orch-hub-private.h"

struct _OrchHubClinic
{
  GObject parent_instance;

  /* owned */
  OrchClinic *clinic;
  GPtrArray *departments;
  GPtrArray *staff;
  GPtrArray *services;
  GBytes *sealed;      /* (nullable) */
  char *sealed_key_id; /* (nullable) */
  char *emr_address;   /* (nullable) */
  guint unreadable;
};

G_DEFINE_FINAL_TYPE (OrchHubClinic, orch_hub_clinic, G_TYPE_OBJECT)

static void
orch_hub_clinic_finalize (GObject *object)
{
  OrchHubClinic *self = ORCH_HUB_CLINIC (object);

  g_clear_object (&self->clinic);
  g_clear_pointer (&self->departments, g_ptr_array_unref);
  g_clear_pointer (&self->staff, g_ptr_array_unref);
  g_clear_pointer (&self->services, g_ptr_array_unref);
  g_clear_pointer (&self->sealed, g_bytes_unref);
  g_clear_pointer (&self->sealed_key_id, g_free);
  g_clear_pointer (&self->emr_address, g_free);

  G_OBJECT_CLASS (orch_hub_clinic_parent_class)->finalize (object);
}

static void
orch_hub_clinic_class_init (OrchHubClinicClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_clinic_finalize;
}

static void
orch_hub_clinic_init (OrchHubClinic *self)
{
}

OrchHubClinic *
orch_hub_clinic_new (OrchClinic *clinic, GPtrArray *departments, GPtrArray *staff, GPtrArray *services, GBytes *sealed,
                     const char *sealed_key_id, const char *emr_address, guint unreadable)
{
  OrchHubClinic *self = g_object_new (ORCH_TYPE_HUB_CLINIC, NULL);
  self->clinic = clinic;
  self->departments = departments;
  self->staff = staff;
  self->services = services;
  self->sealed = sealed;
  self->sealed_key_id = g_strdup (sealed_key_id);
  self->emr_address = g_strdup (emr_address);
  self->unreadable = unreadable;
  return self;
}

OrchClinic *
orch_hub_clinic_get_clinic (OrchHubClinic *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_CLINIC (self), NULL);
  return self->clinic;
}

GPtrArray *
orch_hub_clinic_get_departments (OrchHubClinic *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_CLINIC (self), NULL);
  return self->departments;
}

GPtrArray *
orch_hub_clinic_get_staff (OrchHubClinic *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_CLINIC (self), NULL);
  return self->staff;
}

GPtrArray *
orch_hub_clinic_get_services (OrchHubClinic *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_CLINIC (self), NULL);
  return self->services;
}

GBytes *
orch_hub_clinic_get_sealed (OrchHubClinic *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_CLINIC (self), NULL);
  return self->sealed;
}

const char *
orch_hub_clinic_get_sealed_key_id (OrchHubClinic *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_CLINIC (self), NULL);
  return self->sealed_key_id;
}

const char *
orch_hub_clinic_get_emr_address (OrchHubClinic *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_CLINIC (self), NULL);
  return self->emr_address;
}

guint
orch_hub_clinic_get_unreadable (OrchHubClinic *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_CLINIC (self), 0);
  return self->unreadable;
}
