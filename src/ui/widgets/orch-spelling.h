/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Spelling in a text that somebody writes: unknown words are underlined, the context menu (Menu key or right button) offers corrections. Clinics
 * of Quebec write in French and in English, often the same person within the hour: the language is recognised from what is
 * written, and can be chosen in the menu.
 *
 * Nothing of what is written is kept: “Ignore” lasts until the program ends, and there is no personal dictionary, which would be a file in clear
 * with patients' names in it (security.md 1). Main thread; the dictionaries are read on a worker, once.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * orch_spelling_watch: Gives @view a buffer whose spelling is checked for as long as it lives; before anyone else takes its buffer. Without a
 * dictionary on the workstation, and with the setting “check-spelling” off, the text is as any other.
 */
void orch_spelling_watch (GtkTextView *view);

/**
 * orch_spelling_get_language: Returns: (transfer none) (nullable): the code of the dictionary in use for @view ("fr_CA"); %NULL until the
 * dictionaries are read, or without them
 */
const char *orch_spelling_get_language (GtkTextView *view);

/** orch_spelling_is_unknown: Returns: whether the character at @offset of @view is of a word that is underlined */
gboolean orch_spelling_is_unknown (GtkTextView *view, int offset);

G_END_DECLS
