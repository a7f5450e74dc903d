/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The hub in our words: core objects in, core objects out; FHIR stays inside. Every writing call can be made again after a
 * failure, a crash or a lost answer without making a second of anything: our identifier is searched first, then a
 * conditional create, then duplicates are settled. Owned by sync/ (and session/ for permissions); main thread.
 * Source: hub/README.md.
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "core/orch-clinic.h"
#include "core/orch-department.h"
#include "core/orch-permission.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "fhir/orch-fhir-client.h"
#include "orch-hub-clinic.h"
#include "orch-hub-lease.h"
#include "orch-hub-links.h"
#include "orch-hub-pager.h"
#include "orch-hub-provider.h"
#include "orch-hub-row.h"
#include "orch-hub-setting.h"

G_BEGIN_DECLS

#define ORCH_TYPE_HUB (orch_hub_get_type ())
G_DECLARE_FINAL_TYPE (OrchHub, orch_hub, ORCH, HUB, GObject)

OrchHub *orch_hub_new (OrchFhirClient *client);
OrchFhirClient *orch_hub_get_client (OrchHub *self);
/** orch_hub_set_tokens: who acts from now on: the person, or the workstation */
void orch_hub_set_tokens (OrchHub *self, OrchTokenSource *tokens);
/** orch_hub_set_emr_vendor: @vendor: (nullable): the catalogue code that EMR identifiers are written under; call it before
 * orch_hub_put_services() and orch_hub_put_staff() */
void orch_hub_set_emr_vendor (OrchHub *self, const char *vendor);

/* Reading */

/** orch_hub_check: reads the CapabilityStatement. Returns: (transfer full): a future boolean; UNSUPPORTED when it is no FHIR R4 server */
DexFuture *orch_hub_check (OrchHub *self);

/** orch_hub_list_clinics: @ids: (nullable): orch_grant_get_clinics(); %NULL searches those the hub shows. Returns: (transfer full): a future of a boxed #GPtrArray of #OrchClinic, without logos */
DexFuture *orch_hub_list_clinics (OrchHub *self, const char *const *ids);
/** orch_hub_prefill: what the hub knows of a clinic, its EMR and ticked providers included. Returns: (transfer full): a future of #OrchClinic */
DexFuture *orch_hub_prefill (OrchHub *self, const char *clinic_hub_id);
/** orch_hub_list_providers: Returns: (transfer full): a future of a boxed #GPtrArray of #OrchHubProvider, by name */
DexFuture *orch_hub_list_providers (OrchHub *self);
/** orch_hub_get_permission: @fhir_user: orch_grant_get_fhir_user(). Returns: (transfer full): a future of int (OrchPermission), the highest of their active roles in the clinic */
DexFuture *orch_hub_get_permission (OrchHub *self, const char *clinic_hub_id, const char *fhir_user);
/** orch_hub_fetch_connection: which EMR the clinic has, and the credentials that a workstation sealed: two requests. Returns: (transfer full): a future of an
 * #OrchHubClinic without a place, a logo, departments, staff, services and providers */
DexFuture *orch_hub_fetch_connection (OrchHub *self, const char *clinic_hub_id);
/** orch_hub_fetch_clinic: everything, for joining. Returns: (transfer full): a future of #OrchHubClinic */
DexFuture *orch_hub_fetch_clinic (OrchHub *self, const char *clinic_hub_id);

/**
 * orch_hub_read_changes:
 * @since_us: by the hub's clock (orch_hub_page_get_server_us() of the first page last time); 0 = everything
 *
 * What changed on the hub since, whoever changed it, this workstation included: an overlap of five minutes is asked too, so compare
 * versions. What a person removed comes too, marked as such; what was deleted there by other means does not show up.
 *
 * Returns: (transfer full): nothing is asked before its next()
 */
OrchHubPager *orch_hub_read_changes (OrchHub *self, const char *clinic_hub_id, OrchHubKind kind, gint64 since_us);
/**
 * orch_hub_read_service:
 * @professional_emr_ids: (nullable): who offers it, as we know: that is not written with it
 *
 * One service, as the hub holds it now.
 *
 * Returns: (transfer full): a future of #OrchHubRow: its version, and orch_hub_row_get_theirs() an #OrchService; none when it is no longer there
 */
DexFuture *orch_hub_read_service (OrchHub *self, const char *hub_id, const char *const *professional_emr_ids);
/**
 * orch_hub_find_deleted:
 * @kind: services or staff
 * @hub_ids: (element-type utf8): what the hub is believed to have
 * @limit: how many are asked for by their id at most, when the list does not show them
 *
 * Looks for what other software deleted: what a whole list does not show and the hub says it has not (404, 410).
 *
 * Returns: (transfer full): a future of a boxed #GPtrArray of those ids of @hub_ids; rejected when the list did not come to its end
 */
DexFuture *orch_hub_find_deleted (OrchHub *self, const char *clinic_hub_id, OrchHubKind kind, GPtrArray *hub_ids,
                                  guint limit);
/** orch_hub_read_settings: Returns: (transfer full): a future of a boxed #GPtrArray of #OrchHubSetting, by group; empty where the hub keeps none */
DexFuture *orch_hub_read_settings (OrchHub *self, const char *clinic_hub_id);
/** orch_hub_read_setting_before: @setting: as the hub has or had it, with its version. Returns: (transfer full): a future of an #OrchHubSetting: as it
 * was one version before; NOT_FOUND when it was not there, or the hub keeps no history, or does not count */
DexFuture *orch_hub_read_setting_before (OrchHub *self, OrchHubSetting *setting);

/* Writing */

/** OrchHubClinicSet: what "Create the clinic" puts on the hub; all borrowed for the call */
typedef struct
{
  OrchClinic *clinic;     /* with id; hub_id when the hub knew it already */
  GPtrArray *departments; /* (nullable) (element-type OrchDepartment) */
  const char *emr_name;   /* (nullable) display name of the EMR; NULL = standalone: no Endpoint */
  gboolean
      with_connection; /* the rest is the truth; else the Endpoint and the credentials of the hub stay as they are */
  const char *emr_address;   /* (nullable) FHIR base of the EMR; NULL = to be set up */
  GBytes *sealed;            /* (nullable) sealed EMR credentials; NULL = there are none */
  const char *sealed_key_id; /* (nullable) */
} OrchHubClinicSet;

/**
 * orch_hub_put_clinic:
 *
 * Creates or updates the clinic's small set: Organization, Location, departments, Endpoint, affiliations, logo, sealed
 * credentials: in one transaction where the hub declares it, else one by one. A logo, a provider or a connection that is no
 * longer there is withdrawn.
 *
 * Returns: (transfer full): a future of a boxed #GPtrArray of #OrchHubRow: the clinic first, then the departments in
 *   their order, then the rest. Rejects when the Organization itself could not be put: CONFLICT when it changed underneath
 */
DexFuture *orch_hub_put_clinic (OrchHub *self, const OrchHubClinicSet *set);

/** orch_hub_put_services: up to %ORCH_FHIR_BATCH_MAX services. Returns: (transfer full): a future of a boxed #GPtrArray of #OrchHubRow in their order. Rejects when nothing could be sent */
DexFuture *orch_hub_put_services (OrchHub *self, const char *clinic_hub_id, GPtrArray *services);

/** ORCH_HUB_UNANSWERED: the version of what left before, and may have arrived: where it was taken away since, somebody knew it */
#define ORCH_HUB_UNANSWERED "?"

/**
 * orch_hub_put_services_checked:
 * @versions: (element-type utf8): of each service: the version of the hub it was changed from; "": none: what was taken away there comes back;
 *   %ORCH_HUB_UNANSWERED; %NULL: not checked
 *
 * As orch_hub_put_services(), but a service that is not at that version any more is not written: its row has CONFLICT,
 * orch_hub_row_get_theirs() and their version. One whose content on the hub is the same already is no conflict. Holds where
 * If-Match is ignored too: read, compared, put, and read back.
 */
DexFuture *orch_hub_put_services_checked (OrchHub *self, const char *clinic_hub_id, GPtrArray *services,
                                          GPtrArray *versions);

/* Each: up to %ORCH_FHIR_BATCH_MAX records at a time; give only those that changed. Returns: (transfer full): a future of a boxed
 * #GPtrArray of #OrchHubRow in their order. @links: (nullable): hub ids of what they refer to; without one the EMR's id alone is said */
DexFuture *orch_hub_put_patients (OrchHub *self, const char *clinic_hub_id, GPtrArray *patients);
DexFuture *orch_hub_put_schedules (OrchHub *self, const char *clinic_hub_id, GPtrArray *schedules, OrchHubLinks *links);
DexFuture *orch_hub_put_slots (OrchHub *self, const char *clinic_hub_id, GPtrArray *slots, OrchHubLinks *links);
DexFuture *orch_hub_put_appointments (OrchHub *self, const char *clinic_hub_id, GPtrArray *appointments,
                                      OrchHubLinks *links);

/**
 * orch_hub_put_setting:
 * @clinic_id: our UUID of the clinic
 * @setting: all names of its group; its version: the one it was changed from, %NULL = there was none
 *
 * Returns: (transfer full): a future of #OrchHubRow: CONFLICT with orch_hub_row_get_theirs() (an OrchHubSetting) when the hub holds
 *   something else by now
 */
DexFuture *orch_hub_put_setting (OrchHub *self, const char *clinic_hub_id, const char *clinic_id,
                                 OrchHubSetting *setting);

/**
 * orch_hub_take_lease:
 * @seconds: how long without a renewal
 *
 * Takes the lease of the clinic, or renews ours: the same call.
 *
 * Returns: (transfer full): a future of #OrchHubLease; rejects only when the hub could not be asked
 */
DexFuture *orch_hub_take_lease (OrchHub *self, const char *clinic_hub_id, const char *clinic_id,
                                const OrchHubHolder *holder, guint seconds);
/** orch_hub_release_lease: gives ours back; what is not ours is left alone. Returns: (transfer full): a future boolean: whether there was one to give */
DexFuture *orch_hub_release_lease (OrchHub *self, const char *clinic_hub_id, const char *clinic_id,
                                   const OrchHubHolder *holder);

/**
 * orch_hub_put_staff:
 * @members: (element-type OrchStaffMember): up to %ORCH_FHIR_BATCH_MAX
 * @departments: (nullable) (element-type OrchDepartment): with hub ids
 * @services: (nullable) (element-type OrchService): with hub ids: put the services first
 *
 * Puts each person and their roles: one a department, else one with the clinic itself.
 *
 * Returns: (transfer full): a future of a boxed #GPtrArray of #OrchHubRow in their order
 */
DexFuture *orch_hub_put_staff (OrchHub *self, const char *clinic_hub_id, GPtrArray *members, GPtrArray *departments,
                               GPtrArray *services);

/** OrchHubBases: from what people were changed, in the order of the people */
typedef struct
{
  GPtrArray
      *agreed; /* (element-type OrchStaffMember): what the hub had when we last agreed, NULL where that is not known */
  GPtrArray *
      sent; /* (nullable) (element-type GPtrArray): of OrchStaffMember: what left since, and may have arrived without an answer */
} OrchHubBases;

/**
 * orch_hub_put_staff_merged:
 * @bases: (nullable): whatever the hub has is written over
 *
 * As orch_hub_put_staff(), and what others changed of a person since their base is kept, by orch_staff_member_merge(): orch_hub_row_get_theirs()
 * of a row without an error is then the person as they are there now. Who is in conflict is not written: the row has CONFLICT, and theirs.
 *
 * Returns: (transfer full): a future of a boxed #GPtrArray of #OrchHubRow in their order
 */
DexFuture *orch_hub_put_staff_merged (OrchHub *self, const char *clinic_hub_id, GPtrArray *members,
                                      const OrchHubBases *bases, GPtrArray *departments, GPtrArray *services);

/**
 * orch_hub_remove:
 * @type: "HealthcareService" or "Practitioner"
 * @id: ours
 * @hub_id: (nullable): not known
 * @version: (nullable): at which it was last seen; "": at none; %NULL: whatever it is now
 *
 * What a person typed by hand and removed: made inactive there and marked as removed, its roles too. What is already gone counts as removed.
 *
 * Returns: (transfer full): a future of #OrchHubRow: CONFLICT when it is at another version: it stays, and is orch_hub_row_get_theirs(): an
 *   #OrchService, or an #OrchStaffMember without what their roles say
 */
DexFuture *orch_hub_remove (OrchHub *self, const char *type, const char *id, const char *hub_id, const char *version);
/** orch_hub_put_device: this workstation. Returns: (transfer full): a future of #OrchHubRow */
DexFuture *orch_hub_put_device (OrchHub *self, const char *clinic_hub_id, const char *id, const char *name);

/** OrchHubAlert: to the platform support; strings (nullable) but id and reason */
typedef struct
{
  const char *id;     /* our UUID: sending twice makes one */
  const char *reason; /* "emr-mismatch", "import-failed", "shared-key-used", "ticket" */
  const char *clinic_hub_id;
  const char *requester; /* "Practitioner/…" or "Device/…" */
  const char *description;
  const char *emr_expected;
  const char *emr_wanted;
  const char *step;
  const char *server_words;
  const char *ticket_reason; /* of a ticket: what the person chose in the form */
  const char *contact;       /* of a ticket: how to reach them */
  const char *diagnostic;    /* of a ticket: redacted, several lines */
  const char *workstation;   /* of a use of the shared key: our UUID of where */
  const char *workstation_name;
  gint64 authored_us;
} OrchHubAlert;

/** orch_hub_send_alert: Returns: (transfer full): a future of #OrchHubRow */
DexFuture *orch_hub_send_alert (OrchHub *self, const OrchHubAlert *alert);
/** orch_hub_is_connection_enabled: as the hub has it by now. Returns: (transfer full): a future boolean: %FALSE also where it knows no connections */
DexFuture *orch_hub_is_connection_enabled (OrchHub *self, const char *clinic_hub_id);
/** orch_hub_read_key_uses: what other workstations told of uses of the clinic's shared key; @since_us: by the hub's clock, 0 = ever. Returns: (transfer full): a
 * future of a boxed #GPtrArray of #OrchHubKeyUse; empty where the hub keeps no alerts, or does not show them */
DexFuture *orch_hub_read_key_uses (OrchHub *self, const char *clinic_hub_id, gint64 since_us);
/** orch_hub_check_alert: @hub_id: of the row. Returns: (transfer full): a future boolean: whether the hub has acknowledged it */
DexFuture *orch_hub_check_alert (OrchHub *self, const char *hub_id);

G_END_DECLS
