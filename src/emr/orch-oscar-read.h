/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Answers of OSCAR into core objects. Pure; any thread. Source: emr-facts A4–A6.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "orch-emr-page.h"
#include "orch-emr.h"

G_BEGIN_DECLS

/** orch_oscar_dup_own_provider: @root: of /oauth/info. Returns: (transfer full) (nullable): the number of the provider whose user let us in */
char *orch_oscar_dup_own_provider (JsonNode *root);
/** orch_oscar_read_staff: @root: of /providerService/providers_json; @own: (nullable): a provider that is the connection's own user, not a person, when it has
 * no licence. Returns: (transfer full): one page, the last: OrchStaffMember */
OrchEmrPage *orch_oscar_read_staff (JsonNode *root, const char *own);
/** orch_oscar_read_teams: @root: as orch_oscar_read_staff(). Returns: (transfer full): OrchDepartment: the teams they are in */
GPtrArray *orch_oscar_read_teams (JsonNode *root);
/** orch_oscar_read_services: @root: of /schedule/types. Returns: (transfer full): one page, the last: OrchService */
OrchEmrPage *orch_oscar_read_services (JsonNode *root);
/** orch_oscar_read_types: @root: as orch_oscar_read_services(). Returns: (transfer full) (element-type utf8 utf8): the EMR id of a service by its name,
 * by which appointments name it; capitals and spaces do not count */
GHashTable *orch_oscar_read_types (JsonNode *root);

/**
 * orch_oscar_read_appointments:
 * @root: of /schedule/fetchMonthly
 * @types: (element-type utf8 utf8): see orch_oscar_read_types()
 *
 * Returns: (transfer full): a page of OrchAppointment, those that begin in @window; blocked time is none
 */
OrchEmrPage *orch_oscar_read_appointments (JsonNode *root, GHashTable *types, const OrchEmrWindow *window,
                                           gboolean is_last);

/** orch_oscar_read_appointment: @root: of /schedule/getAppointment; @id: asked for. Adds it to @found, if it is that one and begins in @window */
void orch_oscar_read_appointment (JsonNode *root, const char *id, GHashTable *types, const OrchEmrWindow *window,
                                  GPtrArray *found);

/** orch_oscar_read_patient: @root: of /demographics/basic or /demographics; @id: asked for. Adds to @records, or to @unreadable */
void orch_oscar_read_patient (JsonNode *root, const char *id, GPtrArray *records, GPtrArray *unreadable);

/** orch_oscar_is_id: whether @text can be a number of OSCAR's: it becomes a part of an address */
gboolean orch_oscar_is_id (const char *text);

G_END_DECLS
