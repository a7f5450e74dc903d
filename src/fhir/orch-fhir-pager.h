/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The pages of one search, followed by their `next` links: resolved against the base, another origin refused, a repeated
 * link ends the search, entries that are not matches are skipped (fhir-servers.md §3, 10). Main thread.
 */
#pragma once

#include <json-glib/json-glib.h>
#include <libdex.h>

G_BEGIN_DECLS

#define ORCH_TYPE_FHIR_PAGE (orch_fhir_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchFhirPage, orch_fhir_page, ORCH, FHIR_PAGE, GObject)

/** orch_fhir_page_get_resources: Returns: (transfer none) (element-type JsonObject): the matches, maybe none */
GPtrArray *orch_fhir_page_get_resources (OrchFhirPage *self);
/** orch_fhir_page_get_included: Returns: (transfer none) (element-type JsonObject): entries of mode include */
GPtrArray *orch_fhir_page_get_included (OrchFhirPage *self);
/** orch_fhir_page_get_total: Returns: Bundle.total, -1 when the server does not say; never to be relied on */
gint64 orch_fhir_page_get_total (OrchFhirPage *self);
gboolean orch_fhir_page_is_last (OrchFhirPage *self);

#define ORCH_TYPE_FHIR_PAGER (orch_fhir_pager_get_type ())
G_DECLARE_FINAL_TYPE (OrchFhirPager, orch_fhir_pager, ORCH, FHIR_PAGER, GObject)

/** orch_fhir_pager_next: one call at a time. Returns: (transfer full): a future of #OrchFhirPage; NOT_FOUND after the last one. A page that failed can be asked again */
DexFuture *orch_fhir_pager_next (OrchFhirPager *self);
gboolean orch_fhir_pager_is_finished (OrchFhirPager *self);
/** orch_fhir_pager_get_url: Returns: (transfer none) (nullable): where the next page is, to be given to orch_fhir_pager_set_next() of the same
 * search later */
const char *orch_fhir_pager_get_url (OrchFhirPager *self);

/**
 * orch_fhir_pager_next_bytes:
 *
 * The next page unparsed, for a reader that parses it in its own worker: give what it found back with
 * orch_fhir_pager_set_next() before asking again.
 *
 * Returns: (transfer full): a future of #GBytes
 */
DexFuture *orch_fhir_pager_next_bytes (OrchFhirPager *self);
/** orch_fhir_pager_set_next: @link: (nullable): Bundle.link[next].url of the page just parsed. Returns: %FALSE and UNTRUSTED when it leads elsewhere */
gboolean orch_fhir_pager_set_next (OrchFhirPager *self, const char *link, GError **error);

/** orch_fhir_pager_again: asks the page before again: what came of it could not be read */
void orch_fhir_pager_again (OrchFhirPager *self);
/** orch_fhir_pager_find_next: the next link of a searchset, without parsing its entries. Returns: (transfer full) (nullable) */
char *orch_fhir_pager_find_next (GBytes *bytes);

/** orch_fhir_page_parse: on a worker: @bytes: a searchset; @type: the type searched; @next: (out) (nullable): its next link.
 * Returns: (transfer full) (nullable) */
OrchFhirPage *orch_fhir_page_parse (GBytes *bytes, const char *type, char **next, GError **error);

G_END_DECLS
