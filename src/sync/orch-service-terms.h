/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clinic's lists of service types and of categories, as a setting's text: a key file with one group: "order" = ids, "<id>.fr" and
 * "<id>.en" = names. The hub keeps it whole, as one value. Any thread.
 */
#pragma once

#include "catalogue/orch-catalogue-entry.h"

G_BEGIN_DECLS

#define ORCH_SERVICE_TYPES_SETTING "service-types"
#define ORCH_SERVICE_CATEGORIES_SETTING "service-categories"

#define ORCH_SERVICE_TERMS_MAX 200
#define ORCH_SERVICE_TERM_NAME_MAX 80 /* characters */

/** orch_service_terms_check: @entries: (element-type OrchCatalogueEntry). Returns: %FALSE and INVALID: an id that is not of letters, digits and "-", no name in
 * one of the languages, one id or one name twice, too many; none at all when @needs_one */
gboolean orch_service_terms_check (GPtrArray *entries, gboolean needs_one, GError **error);

/** orch_service_terms_to_text: of checked entries. Returns: (transfer full) */
char *orch_service_terms_to_text (const char *group, GPtrArray *entries);

/** orch_service_terms_from_text: @text: (nullable): anything at all: what cannot be read is left out. Returns: (transfer full) (element-type OrchCatalogueEntry) (nullable):
 * %NULL when nothing of it is a list */
GPtrArray *orch_service_terms_from_text (const char *group, const char *text);

G_END_DECLS
