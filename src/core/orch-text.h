/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Text as people type it and as lists sort it. Pure; any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * orch_text_fold:
 * @text: (nullable): UTF-8
 *
 * For searching: lower case, without diacritics, ligatures opened (œ → oe), runs of white space made one
 * space, ends trimmed, typographic apostrophes and dashes made plain.
 *
 * Returns: (transfer full): the folded text, "" for %NULL
 */
char *orch_text_fold (const char *text);

/**
 * orch_text_collation_key:
 *
 * For sorting: comparing two keys with memcmp or SQLite's BINARY gives French dictionary order (é sorts with e,
 * the accent decides only between equals), numbers inside by value. Does not depend on the process's locale.
 *
 * Returns: (transfer full): a printable key
 */
char *orch_text_collation_key (const char *text);

/** orch_text_clean: Returns: (transfer full): @text as valid UTF-8, control characters dropped, ends trimmed, cut at
 * @max_characters characters (0: no limit); "" for %NULL. For every text that comes from outside. */
char *orch_text_clean (const char *text, gsize max_characters);

/** orch_text_is_empty: Returns: whether @text is %NULL or only white space */
gboolean orch_text_is_empty (const char *text);

/** orch_text_length: Returns: characters (not bytes) of @text, 0 for %NULL */
gsize orch_text_length (const char *text);

/** orch_text_escape_log: Returns: (transfer full): @text with control characters escaped, for logs and the journal */
char *orch_text_escape_log (const char *text);

G_END_DECLS
