/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Values of OSCAR's JSON, whose shape changes from one server to the next: lists that are one object, numbers that are
 * strings, times that are dates, hours or milliseconds. Pure; any thread. Source: emr-facts A3, A5.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** orch_oscar_list: @key: the list's own member; those that every OSCAR uses ("content", "Item"…) are looked at too.
 * Returns: (transfer container) (element-type JsonObject): the objects of a list, of a list in an object, or the one object that stands
 * for a list of one; borrowed from @root; empty for anything else */
GPtrArray *orch_oscar_list (JsonNode *root, const char *key);

/** orch_oscar_dup_text: Returns: (transfer full) (nullable): a text or a whole number, without what cannot be shown; %NULL when there is none */
char *orch_oscar_dup_text (JsonObject *object, const char *member);

/** orch_oscar_get_number: Returns: a whole number, also from a text that begins with one ("15 min"); @fallback when there is none */
gint64 orch_oscar_get_number (JsonObject *object, const char *member, gint64 fallback);

/**
 * orch_oscar_read_moment:
 * @day: the member with the day: "2026-01-05", or milliseconds since 1970
 * @time: the member with the time of day: "09:30:00", "09:30", or milliseconds since 1970
 * @us: (out): µs since 1970; the server's time zone is taken for the clinic's
 *
 * Returns: %FALSE, @us 0, when one of them is missing or cannot be read
 */
gboolean orch_oscar_read_moment (JsonObject *object, const char *day, const char *time, gint64 *us);

/** orch_oscar_dup_day: Returns: (transfer full) (nullable): "2026-01-05" */
char *orch_oscar_dup_day (JsonObject *object, const char *member);

/** orch_oscar_status_to_fhir: @status: (nullable): of which the first letter counts, its case too. Returns: (transfer none): a code of FHIR's
 * Appointment.status; "booked" for letters that the clinic made its own */
const char *orch_oscar_status_to_fhir (const char *status);

G_END_DECLS
