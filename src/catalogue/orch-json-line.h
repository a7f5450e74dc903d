/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Where in a file of JSON a value is: whoever edits one by hand looks for a line, not for a path. Pure; any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** orch_json_line_of: @text: any; @path: "$.contacts[3].value". Returns: the line of that value, from 1 on, or of the nearest one around it */
guint orch_json_line_of (const char *text, gsize length, const char *path);

G_END_DECLS
