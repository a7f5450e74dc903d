/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) What the parts of OrchHub share. In fibers on the main thread.
 */
#pragma once

#include "orch-hub-put.h"
#include "orch-hub.h"

G_BEGIN_DECLS

struct _OrchHub
{
  GObject parent_instance;

  OrchFhirClient *client; /* (owned) */
  char *vendor;           /* (owned) (nullable) */
  OrchHubPutter putter;
};

/** orch_hub_array_or_error: what a fiber ends with. @array: (transfer full) (nullable): %NULL when @error (transfer full) says why */
static inline DexFuture *
orch_hub_array_or_error (GPtrArray *array, GError *error)
{
  return array != NULL ? dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, array) : dex_future_new_for_error (error);
}

/** orch_hub_object_or_error: as orch_hub_array_or_error(), of a GObject */
static inline DexFuture *
orch_hub_object_or_error (gpointer object, GError *error)
{
  return object != NULL ? dex_future_new_take_object (object) : dex_future_new_for_error (error);
}

/* Each awaits, and returns what its public call resolves with. */
OrchHubClinic *orch_hub_fetch_run (OrchHub *self, const char *clinic_hub_id, GError **error);
gboolean orch_hub_is_connection_enabled_run (OrchHub *self, const char *clinic_hub_id, GError **error);
OrchHubClinic *orch_hub_fetch_connection_run (OrchHub *self, const char *clinic_hub_id, GError **error);
OrchClinic *orch_hub_prefill_run (OrchHub *self, const char *clinic_hub_id, GError **error);
GPtrArray *orch_hub_list_providers_run (OrchHub *self, GError **error);
OrchPermission orch_hub_permission_run (OrchHub *self, const char *clinic_hub_id, const char *fhir_user,
                                        GError **error);
GPtrArray *orch_hub_put_clinic_run (OrchHub *self, const OrchHubClinicSet *set, GError **error);
/* @versions: (nullable): see orch_hub_put_services_checked() */
GPtrArray *orch_hub_put_services_run (OrchHub *self, const char *clinic_hub_id, GPtrArray *services,
                                      GPtrArray *versions, GError **error);
GPtrArray *orch_hub_put_records_run (OrchHub *self, OrchHubKind kind, const char *clinic_hub_id, GPtrArray *records,
                                     OrchHubLinks *links, GError **error);
OrchHubRow *orch_hub_read_service_run (OrchHub *self, const char *hub_id, const char *const *professional_emr_ids,
                                       GError **error);
/** orch_hub_changed_staff_run: one page of those whose roles changed since, whole */
OrchHubPage *orch_hub_changed_staff_run (OrchHub *self, const char *clinic_hub_id, gint64 since_us, GError **error);
GPtrArray *orch_hub_read_settings_run (OrchHub *self, const char *clinic_hub_id, GError **error);
OrchHubSetting *orch_hub_read_setting_before_run (OrchHub *self, OrchHubSetting *setting, GError **error);
OrchHubRow *orch_hub_put_setting_run (OrchHub *self, const char *clinic_hub_id, const char *clinic_id,
                                      OrchHubSetting *setting, GError **error);
OrchHubLease *orch_hub_take_lease_run (OrchHub *self, const char *clinic_hub_id, const char *clinic_id,
                                       const OrchHubHolder *holder, guint seconds, GError **error);
gboolean orch_hub_release_lease_run (OrchHub *self, const char *clinic_hub_id, const char *clinic_id,
                                     const OrchHubHolder *holder, GError **error);
GPtrArray *orch_hub_put_staff_run (OrchHub *self, const char *clinic_hub_id, GPtrArray *given,
                                   const OrchHubBases *bases, GPtrArray *departments, GPtrArray *services,
                                   GError **error);

/** orch_hub_look_for: awaits. @name: (nullable), @value: what narrows the search; @member: (nullable): a reference that must be to one of @targets.
 * What a server does not know of it is asked again without the parameter; a type it does not have has no records. Returns: (transfer
 * full) (nullable) (element-type JsonObject) */
GPtrArray *orch_hub_look_for (OrchHub *self, const char *type, const char *name, const char *value, const char *member,
                              GHashTable *targets, guint limit, GError **error);
/** orch_hub_set_of: Returns: (transfer full): a set of one id */
GHashTable *orch_hub_set_of (const char *id);

/** orch_hub_pager_new: Returns: (transfer full) */
OrchHubPager *orch_hub_pager_new (OrchHub *hub, const char *clinic_hub_id, OrchHubKind kind, gint64 since_us);

/** orch_hub_row_for_item: Returns: (transfer full) */
OrchHubRow *orch_hub_row_for_item (OrchHubItem *item);

/** orch_hub_clinic_new: takes everything over */
OrchHubClinic *orch_hub_clinic_new (OrchClinic *clinic, GPtrArray *departments, GPtrArray *staff, GPtrArray *services,
                                    GBytes *sealed, const char *sealed_key_id, const char *emr_address,
                                    guint unreadable);

#define ORCH_HUB_BREATH_RECORDS 50 /* what is made of them takes some milliseconds */
#define ORCH_HUB_BREATH_US 500

/** orch_hub_await_breath: in a fiber that puts thousands of records together, for the @n-th: lets the main loop turn now and then */
static inline void
orch_hub_await_breath (guint n)
{
  if (n % ORCH_HUB_BREATH_RECORDS == ORCH_HUB_BREATH_RECORDS - 1)
    dex_await (dex_timeout_new_usec (ORCH_HUB_BREATH_US), NULL);
}

G_END_DECLS
