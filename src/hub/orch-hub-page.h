/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One page of what changed on the hub, in core objects, each with the version the hub has of it. Immutable; any thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_HUB_PAGE (orch_hub_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchHubPage, orch_hub_page, ORCH, HUB_PAGE, GObject)

/** orch_hub_page_new: takes the arrays over; @records: of GObject; @versions: of strings (nullable each), as many */
OrchHubPage *orch_hub_page_new (GPtrArray *records, GPtrArray *versions, guint unreadable);
/** orch_hub_page_get_records: Returns: (transfer none) (element-type GObject): OrchService, OrchStaffMember, OrchHubSetting, OrchPatient,
 * OrchSchedule, OrchSlot, OrchAppointment, OrchPortalAccount or OrchPortalInvitation, with id (nullable: made by somebody else), emr_id and hub_id. What only the EMR or other
 * records of the hub know is not in them: the professionals of a service, the roles of a person, and so on: keep yours */
GPtrArray *orch_hub_page_get_records (OrchHubPage *self);
/** orch_hub_page_get_version: Returns: (transfer none) (nullable): of the nth record */
const char *orch_hub_page_get_version (OrchHubPage *self, guint index);
guint orch_hub_page_get_unreadable (OrchHubPage *self);
gboolean orch_hub_page_is_last (OrchHubPage *self);
/** orch_hub_page_get_server_us: Returns: the hub's time when it answered: of the first page, the watermark to read on from next time */
gint64 orch_hub_page_get_server_us (OrchHubPage *self);

/** orch_hub_page_set_position: (for OrchHubPager, before it gives the page away) */
void orch_hub_page_set_position (OrchHubPage *self, gboolean is_last, gint64 server_us);

G_END_DECLS
