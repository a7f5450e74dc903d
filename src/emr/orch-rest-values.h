/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Values out of an EMR's JSON, by what its declaration says of where they are (src/emr/README.md). Pure; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** orch_rest_find: @path: "a.b", "phones[0].number", "phones[usage=work].number"; "" is @node itself. Returns: (transfer none) (nullable): borrowed from @node */
JsonNode *orch_rest_find (JsonNode *node, const char *path);

/** orch_rest_dup_text: Returns: (transfer full) (nullable): a text, a number or a truth ("true") of @node as clean text, at most 500 characters; %NULL when it
 * is nothing of the kind, or empty */
char *orch_rest_dup_text (JsonNode *node);

/**
 * orch_rest_dup_value:
 * @spec: (nullable): a path ("a|b": the first that is there), {"path", "map" ("*": any other), "default"}, or a list of these: the first that gives something
 *
 * Returns: (transfer full) (nullable)
 */
char *orch_rest_dup_value (JsonNode *record, JsonNode *spec);

/** orch_rest_is_spec: whether @spec is as orch_rest_dup_value() reads it */
gboolean orch_rest_is_spec (JsonNode *spec);

/**
 * orch_rest_read_moment:
 * @day: (nullable): "2026-01-05", or a moment of that day
 * @time: "0930" or "930" (HHmm), "09:30", "09:30:00", "2026-01-05T09:30:00" with or without its time zone, seconds or milliseconds since 1970
 * @us: (out): µs since 1970; what has no time zone is in the clinic's
 *
 * Returns: %FALSE, @us 0, when it cannot be read
 */
gboolean orch_rest_read_moment (const char *day, const char *time, gint64 *us);

/** orch_rest_dup_day: Returns: (transfer full) (nullable): "2026-01-05" of a text that begins with a day, or of a moment in milliseconds since 1970 */
char *orch_rest_dup_day (const char *text);

G_END_DECLS
