/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The calls of OrchHub that the synchronisation lives on: availability, appointments, patients, settings, the lease, and what others
 * changed. Main thread; every call is a fiber.
 */
#include "core/orch-error.h"
#include "orch-hub-private.h"

static DexFuture *
not_yet (void)
{
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "not yet");
}

OrchHubPager *
orch_hub_read_changes (OrchHub *self, const char *clinic_hub_id, OrchHubKind kind, gint64 since_us)
{
  return orch_hub_pager_new (self, clinic_hub_id, kind, since_us);
}

DexFuture *
orch_hub_read_settings (OrchHub *self, const char *clinic_hub_id)
{
  return not_yet ();
}

DexFuture *
orch_hub_put_services_checked (OrchHub *self, const char *clinic_hub_id, GPtrArray *services, GPtrArray *versions)
{
  return orch_hub_put_services (self, clinic_hub_id, services);
}

DexFuture *
orch_hub_put_patients (OrchHub *self, const char *clinic_hub_id, GPtrArray *patients)
{
  return not_yet ();
}

DexFuture *
orch_hub_put_schedules (OrchHub *self, const char *clinic_hub_id, GPtrArray *schedules, OrchHubLinks *links)
{
  return not_yet ();
}

DexFuture *
orch_hub_put_slots (OrchHub *self, const char *clinic_hub_id, GPtrArray *slots, OrchHubLinks *links)
{
  return not_yet ();
}

DexFuture *
orch_hub_put_appointments (OrchHub *self, const char *clinic_hub_id, GPtrArray *appointments, OrchHubLinks *links)
{
  return not_yet ();
}

DexFuture *
orch_hub_put_setting (OrchHub *self, const char *clinic_hub_id, const char *clinic_id, OrchHubSetting *setting)
{
  return not_yet ();
}

DexFuture *
orch_hub_take_lease (OrchHub *self, const char *clinic_hub_id, const char *clinic_id, const OrchHubHolder *holder,
                     guint seconds)
{
  return dex_future_new_take_object (orch_hub_lease_new (ORCH_HUB_LEASE_UNSUPPORTED, NULL, 0, NULL, NULL));
}

DexFuture *
orch_hub_release_lease (OrchHub *self, const char *clinic_hub_id, const char *clinic_id, const OrchHubHolder *holder)
{
  return dex_future_new_true ();
}
