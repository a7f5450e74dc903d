/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * References, identifiers and links as FHIR servers write them. Pure; any thread. Source: fhir-servers.md §3, 1, 7 and 10.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** orch_fhir_reference_parse: @reference: "Type/id", absolute, with or without history. @type: (nullable): wanted; @id, @version: (out) (nullable).
 * Returns: whether it ends in "Type/id" (and, with @type, in that one) */
gboolean orch_fhir_reference_parse (const char *reference, const char *type, char **id, char **version);
/** orch_fhir_reference_id: Returns: (transfer full) (nullable): the id when @reference (nullable) is to @type (nullable) */
char *orch_fhir_reference_id (const char *reference, const char *type);
gboolean orch_fhir_id_is_valid (const char *id);

/** orch_fhir_identifier_query: Returns: (transfer full): "identifier=system%7Cvalue", percent-encoded */
char *orch_fhir_identifier_query (const char *system, const char *value);

/**
 * orch_fhir_resolve_link:
 * @base: FHIR base
 * @current: URL of the page that held the link
 * @link: absolute, host-relative, relative to the base (with the base's own path again, or not), a query, or a URL without its scheme
 *
 * Returns: (transfer full) (nullable): an absolute URL of the base's origin; ORCH_ERROR_UNTRUSTED when it leads elsewhere
 */
char *orch_fhir_resolve_link (const char *base, const char *current, const char *link, GError **error);

G_END_DECLS
