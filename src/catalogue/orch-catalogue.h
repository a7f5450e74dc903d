/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the program knows of the world around a clinic: EMR vendors and the forms of their connections, appointment providers, types
 * of service, specialities, the support's number. Read once from the data built into the program; a file of the same name in the
 * establishment's folder ($XDG_DATA_HOME/orchestrateur/catalogue/) replaces the built-in one, unless it is damaged: then the
 * built-in one serves and the fault is told. Immutable once loaded; any thread.
 */
#pragma once

#include <gio/gio.h>

#include "orch-catalogue-entry.h"
#include "orch-emr-vendor.h"

G_BEGIN_DECLS

/** system of our own speciality codes, as in "system|code" */
#define ORCH_SPECIALITY_SYSTEM "https://orchestrateur.ca/fhir/CodeSystem/speciality"

#define ORCH_TYPE_CATALOGUE (orch_catalogue_get_type ())
G_DECLARE_FINAL_TYPE (OrchCatalogue, orch_catalogue, ORCH, CATALOGUE, GObject)

/** orch_catalogue_get_default: the catalogue of the process; the first call reads the establishment's folder, so make it at start,
 * before the first window. Returns: (transfer none) */
OrchCatalogue *orch_catalogue_get_default (void);

/**
 * orch_catalogue_new:
 * @folder: (nullable): where an establishment's own files may be; it need not exist
 * @error: INVALID when a built-in file is wrong: the program is damaged
 *
 * Returns: (transfer full) (nullable)
 */
OrchCatalogue *orch_catalogue_new (const char *folder, GError **error);

/** orch_catalogue_get_problems: Returns: (transfer none) (element-type GError): one INVALID for each of the establishment's files that was left aside:
 * "…/emr/accuro.json: $.code: what is wrong" */
GPtrArray *orch_catalogue_get_problems (OrchCatalogue *self);

/** orch_catalogue_get_vendors: Returns: (transfer none): a GListModel of OrchEmrVendor, in the order of the cards */
GListModel *orch_catalogue_get_vendors (OrchCatalogue *self);
/** orch_catalogue_find_vendor: @code: (nullable). Returns: (transfer none) (nullable) */
OrchEmrVendor *orch_catalogue_find_vendor (OrchCatalogue *self, const char *code);

/** orch_catalogue_get_providers: Returns: (transfer none): a GListModel of OrchCatalogueEntry */
GListModel *orch_catalogue_get_providers (OrchCatalogue *self);
OrchCatalogueEntry *orch_catalogue_find_provider (OrchCatalogue *self, const char *code);

/** orch_catalogue_get_service_types: Returns: (transfer none): a GListModel of OrchCatalogueEntry; the code is the stable id */
GListModel *orch_catalogue_get_service_types (OrchCatalogue *self);
OrchCatalogueEntry *orch_catalogue_find_service_type (OrchCatalogue *self, const char *id);

/** orch_catalogue_get_specialities: Returns: (transfer none): a GListModel of OrchCatalogueEntry */
GListModel *orch_catalogue_get_specialities (OrchCatalogue *self);
/** orch_catalogue_find_speciality: @code: (nullable): "system|code", SNOMED CT or our own; @text: (nullable): any name or synonym, in either language, accents
 * and case apart. The code is tried first. Returns: (transfer none) (nullable) */
OrchCatalogueEntry *orch_catalogue_find_speciality (OrchCatalogue *self, const char *code, const char *text);

/** orch_catalogue_is_known_speciality: of the default catalogue; for orch_staff_plan_new() */
gboolean orch_catalogue_is_known_speciality (const char *code, const char *text);

/** orch_catalogue_get_support_phone: Returns: (transfer none): E.164 */
const char *orch_catalogue_get_support_phone (OrchCatalogue *self);

G_END_DECLS
