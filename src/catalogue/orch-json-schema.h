/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The part of JSON Schema (2020-12) that the files of the catalogue are checked with: type, const, enum, properties, required,
 * additionalProperties false, items, minItems, maxItems, minLength, maxLength, pattern, minimum, maximum, and $ref into #/$defs.
 * A keyword outside this list is a mistake in the schema and is refused. Pure; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * orch_json_schema_check:
 * @schema: the whole schema; references are looked up in it
 * @value: what to check
 * @error: INVALID, "$.vendors[3].code: …": the path of the first fault and what is wrong, in English
 */
gboolean orch_json_schema_check (JsonNode *schema, JsonNode *value, GError **error);

/** orch_json_schema_parse: strict JSON of at most @max_bytes and 64 levels. Returns: (transfer full) (nullable): the root; INVALID otherwise */
JsonNode *orch_json_schema_parse (GBytes *bytes, gsize max_bytes, GError **error);

G_END_DECLS
