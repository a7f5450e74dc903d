/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is done to an appointment of the training EMR, by whatever look-alike or control order: other times, other people. Nothing is
 * stored here. Main thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** orch_sandbox_emr_booking_add: adds the participant @type/@id, who has accepted */
void orch_sandbox_emr_booking_add (JsonArray *participants, const char *type, const char *id);
/** orch_sandbox_emr_booking_participants: Returns: (transfer full): those of @resource, but for those whose reference begins with @without */
JsonArray *orch_sandbox_emr_booking_participants (JsonObject *resource, const char *without);
/** orch_sandbox_emr_booking_set_times: @start, in the clinic's own time */
void orch_sandbox_emr_booking_set_times (JsonObject *resource, GDateTime *start, int minutes);
/** orch_sandbox_emr_booking_move: @resource begins at @start, yyyy-MM-ddTHH:mm; it lasts as long as before. Returns: whether @start can be read */
gboolean orch_sandbox_emr_booking_move (JsonObject *resource, const char *start);
/** orch_sandbox_emr_booking_give: @resource is with the practitioner @id */
void orch_sandbox_emr_booking_give (JsonObject *resource, const char *id);

G_END_DECLS
