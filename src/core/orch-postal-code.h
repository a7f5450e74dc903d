/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Canadian postal codes: "A1A 1A1", no D F I O Q U anywhere, first letter not W or Z. Pure; any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** orch_postal_code_normalize: @text: any case, with or without the space. Returns: (transfer full) (nullable): "G1G 1G1", %NULL when not one */
char *orch_postal_code_normalize (const char *text);

/** orch_postal_code_format_typing: Returns: (transfer full): @text in upper case with the space put after the third character; nothing
 * typed is dropped but white space and dashes. @cursor: (inout): in characters */
char *orch_postal_code_format_typing (const char *text, int *cursor);

/** orch_postal_code_matches_province: Returns: whether a valid @postal_code may belong to @province ("QC": G, H, J). */
gboolean orch_postal_code_matches_province (const char *postal_code, const char *province);

G_END_DECLS
