/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Foreign JSON, read without trust: size and depth are checked before parsing, and every getter checks the type and
 * answers %NULL, a default or an empty value rather than failing. What is returned is sealed; any thread may read it.
 * Source: security.md 19.
 */
#pragma once

#include <json-glib/json-glib.h>
#include <libdex.h>

G_BEGIN_DECLS

#define ORCH_JSON_MAX_DEPTH 64
#define ORCH_JSON_INLINE_BYTES (32 * 1024) /* larger bodies are parsed off the main thread */

/** orch_json_check: scans without building anything. Returns: %FALSE and ORCH_ERROR_BAD_ANSWER when @data nests too deep, is not UTF-8, or is not
 * one value and nothing else */
gboolean orch_json_check (const char *data, gsize length, GError **error);

/** orch_json_parse_sync: on the calling thread (workers and small texts only). Returns: (transfer full) (nullable): the root, sealed; ORCH_ERROR_BAD_ANSWER */
JsonNode *orch_json_parse_sync (GBytes *bytes, GError **error);

/** orch_json_parse_object_sync: as orch_json_parse_sync(), the root must be an object. Returns: (transfer full) (nullable) */
JsonObject *orch_json_parse_object_sync (GBytes *bytes, GError **error);

/** orch_json_parse_scratch_sync: as orch_json_parse_object_sync(), not sealed: for a worker that reads it and lets it go (sealing hashes every value) */
JsonObject *orch_json_parse_scratch_sync (GBytes *bytes, GError **error);

/** orch_json_parse: Returns: (transfer full): a future of a boxed #JsonNode (JSON_TYPE_NODE), sealed */
DexFuture *orch_json_parse (GBytes *bytes);

/** orch_json_parse_object: Returns: (transfer full): a future of a boxed #JsonObject (JSON_TYPE_OBJECT), sealed */
DexFuture *orch_json_parse_object (GBytes *bytes);

/**
 * orch_json_find_member:
 * @bytes: a text whose root is an object
 *
 * Parses one member of the root and passes over the rest without building it: some 100 times as fast, so that the address of
 * the next page is known, and asked, before a page is read.
 *
 * Returns: (transfer full) (nullable): the member's value; %NULL when it is not there or the text breaks off before it
 */
JsonNode *orch_json_find_member (GBytes *bytes, const char *member);

/* Getters. @object may be %NULL. Returned strings, arrays and objects are borrowed from @object. */
const char *orch_json_get_string (JsonObject *object, const char *member);
gint64 orch_json_get_int (JsonObject *object, const char *member,
                          gint64 fallback); /* whole numbers, 12.0 and "12" too */
gboolean orch_json_get_bool (JsonObject *object, const char *member, gboolean fallback);
JsonObject *orch_json_get_object (JsonObject *object, const char *member);
JsonArray *orch_json_get_array (JsonObject *object, const char *member);
gboolean orch_json_has (JsonObject *object, const char *member);

/** orch_json_array_length: 0 for %NULL */
guint orch_json_array_length (JsonArray *array);
const char *orch_json_array_string (JsonArray *array, guint index);
JsonObject *orch_json_array_object (JsonArray *array, guint index);

/** orch_json_get_first: Returns: (transfer none) (nullable): the first object of an array member, or the member itself when it is
 * an object: senders mix the two (fhir-servers.md §3, 17) */
JsonObject *orch_json_get_first (JsonObject *object, const char *member);

/** orch_json_each: Returns: how many objects @member holds: an array's length, or 1 when it is an object */
guint orch_json_count (JsonObject *object, const char *member);
/** orch_json_nth: Returns: (transfer none) (nullable): the nth object of @member, array or single */
JsonObject *orch_json_nth (JsonObject *object, const char *member, guint index);

/** orch_json_path_string: @path: members and array places, "name[0].family". Returns: (transfer none) (nullable) */
const char *orch_json_path_string (JsonObject *object, const char *path);

/** orch_json_to_bytes: Returns: (transfer full): @object as compact UTF-8 JSON */
GBytes *orch_json_to_bytes (JsonObject *object);
char *orch_json_to_string (JsonObject *object);

/** orch_json_copy: Returns: (transfer full): a new object with the same members, to be changed at its top level */
JsonObject *orch_json_copy (JsonObject *object);

/** orch_json_equal: by content; the order of members does not count */
gboolean orch_json_equal (JsonObject *a, JsonObject *b);

G_END_DECLS
