/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) A group of settings as the store keeps it (one text) and as the hub does (names and values, both text). A JSON
 * object gives each of its members a name; any other text is kept whole, under the name "text". Pure; main thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** orch_setting_text_to_values: Returns: (transfer full) (element-type utf8 utf8): what is not a string is its JSON */
GHashTable *orch_setting_text_to_values (const char *text);
/** orch_setting_values_to_text: the way back: the same text but for the order and the white space of a JSON object. Returns: (transfer full) */
char *orch_setting_values_to_text (GHashTable *values);

G_END_DECLS
