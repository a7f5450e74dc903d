/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) A report as the hub has it, read. Pure; any thread. Source: hub/README.md (Secure messages); how it is written: orch-map-message.h.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "orch-hub-report.h"

G_BEGIN_DECLS

#define ORCH_MAP_REPORT_MAX_BYTES (32 * 1024 * 1024)

/** orch_map_report_from: @header: the hub's id of the conversation. Returns: (transfer full) (nullable): %NULL for what is no report of it, or one that is no longer current */
OrchHubReport *orch_map_report_from (JsonObject *document, const char *header);

/** orch_map_report_read_binary: @binary: a Binary. Returns: (transfer full) (nullable): what it holds */
GBytes *orch_map_report_read_binary (JsonObject *binary);

/** orch_map_report_check: that @pdf is whole and a PDF. @hash: (nullable): base64 of its SHA-1. Returns: %FALSE and BAD_ANSWER */
gboolean orch_map_report_check (GBytes *pdf, const char *hash, GError **error);

G_END_DECLS
