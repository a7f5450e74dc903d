/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Opens a page of the help: in the desktop's help viewer, else as HTML in a browser, else by saying where the page is. Main thread.
 * Source: help/README.md.
 */
#pragma once

#include <adwaita.h>
#include <libdex.h>

G_BEGIN_DECLS

/** orch_help_dup_html_path: @page: (nullable): a page id of the help, %NULL = the index. Returns: (transfer full) (nullable): the file
 * in the language of the program, English where that one is missing; %NULL when the page does not exist or @page is not an id */
char *orch_help_dup_html_path (const char *page);

/** orch_help_open: @parent: (nullable): the window that asks; @page: (nullable): as above.
 * Returns: (transfer full): a future boolean: %FALSE when only the path could be shown */
DexFuture *orch_help_open (GtkWindow *parent, const char *page);

G_END_DECLS
