/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An entry of the catalogue that has a code and a name: an appointment provider, a type of service, a speciality. Immutable; any
 * thread. Properties, read-only, for rows and cards: code, name, description (in the language of the process), initials, colour.
 */
#pragma once

#include <gio/gio.h>

#include "orch-bilingual.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CATALOGUE_ENTRY (orch_catalogue_entry_get_type ())
G_DECLARE_FINAL_TYPE (OrchCatalogueEntry, orch_catalogue_entry, ORCH, CATALOGUE_ENTRY, GObject)

/** orch_catalogue_entry_new: @object: as its schema says; @code_member: "code" or "id" */
OrchCatalogueEntry *orch_catalogue_entry_new (JsonObject *object, const char *code_member);

/** orch_catalogue_entry_new_named: an entry of the clinic's own; @description_of: (nullable): an entry whose description it keeps */
OrchCatalogueEntry *orch_catalogue_entry_new_named (const char *code, const char *french, const char *english,
                                                    OrchCatalogueEntry *description_of);

/** orch_catalogue_entry_get_code: stable: kept in the store and on the hub */
const char *orch_catalogue_entry_get_code (OrchCatalogueEntry *self);
/** orch_catalogue_entry_get_name: @language: (nullable): "fr", "en"; %NULL: that of the process */
const char *orch_catalogue_entry_get_name (OrchCatalogueEntry *self, const char *language);
/** orch_catalogue_entry_get_description: Returns: (transfer none) (nullable) */
const char *orch_catalogue_entry_get_description (OrchCatalogueEntry *self, const char *language);
/** orch_catalogue_entry_get_initials: Returns: (transfer none) (nullable): at most three characters, for the tile drawn in place of a logo */
const char *orch_catalogue_entry_get_initials (OrchCatalogueEntry *self);
/** orch_catalogue_entry_get_colour: Returns: (transfer none) (nullable): "#1c71d8", dark enough for white initials */
const char *orch_catalogue_entry_get_colour (OrchCatalogueEntry *self);

G_END_DECLS
