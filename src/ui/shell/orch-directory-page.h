/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The staff of the clinic as a sorted, searched table with Active and Inactive tabs. Empties itself when the session locks.
 * Main thread. Source: ux.md, issue of the foundations (D). The services have a page of their own: orch-services-page.h.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_DIRECTORY_PAGE (orch_directory_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchDirectoryPage, orch_directory_page, ORCH, DIRECTORY_PAGE, AdwBin)

GtkWidget *orch_directory_page_new (OrchEngine *engine);

G_END_DECLS
