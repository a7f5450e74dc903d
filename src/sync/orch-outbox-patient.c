/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-outbox-patient.h.
 */
#include "orch-outbox-patient.h"

#include "core/orch-error.h"
#include "hub/orch-hub-portal.h"

static OrchClinic *
await_clinic (const OrchOutboxSender *self, GError **error)
{
  g_autoptr (OrchClinic) clinic = dex_await_object (orch_store_load_clinic (self->store), error);

  if (clinic == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No clinic");
      return NULL;
    }
  orch_hub_set_emr_vendor (self->hub, orch_clinic_get_fields (clinic)->emr_vendor);
  return g_steal_pointer (&clinic);
}

/* Returns: (transfer full) (nullable): what became of it */
static OrchHubRow *
await_put (const OrchOutboxSender *self, OrchClinic *clinic, OrchPatient *patient, GError **error)
{
  g_autoptr (GPtrArray) patients = g_ptr_array_new ();
  g_autoptr (GPtrArray) rows = NULL;
  OrchHubRow *row = NULL;

  g_ptr_array_add (patients, patient);
  rows = dex_await_boxed (orch_hub_put_patients (self->hub, orch_clinic_get_fields (clinic)->hub_id, patients), error);
  if (rows == NULL)
    return NULL;
  row = g_ptr_array_index (rows, 0);
  if (orch_hub_row_get_error (row) == NULL && orch_hub_row_get_hub_id (row) != NULL)
    {
      const OrchStoreLink link = { .type = "patient",
                                   .id = orch_patient_get_fields (patient)->id,
                                   .hub_id = orch_hub_row_get_hub_id (row),
                                   .version = orch_hub_row_get_version (row) };

      if (!dex_await (orch_store_set_hub_links (self->store, self->actor, &link, 1), error))
        return NULL;
    }
  return g_object_ref (row);
}

OrchHubRow *
orch_outbox_await_send_patient (const OrchOutboxSender *self, const char *id, GError **error)
{
  g_autoptr (OrchPatient) patient = dex_await_object (orch_store_find (self->store, ORCH_STORE_PATIENTS, id), error);
  g_autoptr (OrchClinic) clinic = patient != NULL ? await_clinic (self, error) : NULL;

  return clinic != NULL ? await_put (self, clinic, patient, error) : NULL;
}

OrchHubRow *
orch_outbox_await_send_account (const OrchOutboxSender *self, const char *id, GError **error)
{
  g_autoptr (OrchPortalAccount) account = dex_await_object (orch_store_load_account (self->store, id), error);
  g_autoptr (OrchPatient) patient =
      account != NULL ? dex_await_object (orch_store_find (self->store, ORCH_STORE_PATIENTS, id), error) : NULL;
  g_autoptr (OrchClinic) clinic = patient != NULL ? await_clinic (self, error) : NULL;
  g_autoptr (OrchHubRow) row = NULL;

  if (clinic == NULL)
    return NULL;
  if (orch_patient_get_fields (patient)->hub_id == NULL)
    {
      g_autoptr (OrchHubRow) put = await_put (self, clinic, patient, error);

      if (put == NULL || orch_hub_row_get_error (put) != NULL)
        return g_steal_pointer (&put);
      g_clear_object (&patient);
      patient = dex_await_object (orch_store_find (self->store, ORCH_STORE_PATIENTS, id), error);
      if (patient == NULL)
        return NULL;
    }
  row = dex_await_object (orch_hub_put_account (self->hub, orch_clinic_get_fields (clinic)->hub_id, account, patient),
                          error);
  if (row != NULL && orch_hub_row_get_error (row) == NULL && orch_hub_row_get_hub_id (row) != NULL)
    {
      const OrchStoreLink link = { .type = ORCH_STORE_ACCOUNT,
                                   .id = id,
                                   .hub_id = orch_hub_row_get_hub_id (row),
                                   .version = orch_hub_row_get_version (row) };

      if (!dex_await (orch_store_set_hub_links (self->store, self->actor, &link, 1), error))
        return NULL;
    }
  return g_steal_pointer (&row);
}
