/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Formats what is typed in an entry while it is typed: phone numbers, postal codes. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * OrchTypingFormat:
 * @text: what the entry would hold
 * @cursor: (inout): the cursor, in characters
 *
 * Returns: (transfer full): what it shall hold
 */
typedef char *(*OrchTypingFormat) (const char *text, int *cursor);

/** orch_typing_format_attach: from now on everything typed, pasted or deleted in @editable passes through @format */
void orch_typing_format_attach (GtkEditable *editable, OrchTypingFormat format);

G_END_DECLS
