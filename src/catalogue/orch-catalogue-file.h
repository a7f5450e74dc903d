/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One file of the catalogue, built into the program or an establishment's own: fetched, parsed, checked against its schema.
 * For the catalogue alone; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define ORCH_CATALOGUE_FILE_MAX_BYTES (1024 * 1024)

/** orch_catalogue_file_lookup: @name: "support.json", "schema/support.schema.json". Returns: (transfer full) (nullable): what is built in */
GBytes *orch_catalogue_file_lookup (const char *name);

/** orch_catalogue_file_load: the whole of a regular file that is not too large. Returns: (transfer full) (nullable): G_IO_ERROR, or INVALID */
GBytes *orch_catalogue_file_load (const char *path, GError **error);

/** orch_catalogue_file_parse: @schema: its name, "support". Returns: (transfer full) (nullable): checked; INVALID with "$.phone: …" otherwise */
JsonNode *orch_catalogue_file_parse (GBytes *bytes, const char *schema, GError **error);

/** orch_catalogue_file_is_absent: the establishment has no such file or folder, which is no fault */
gboolean orch_catalogue_file_is_absent (const GError *error);

G_END_DECLS
