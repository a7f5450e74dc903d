/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The remuneration report of a quarter: what is counted, by service and professional, the same as a chart, and what is not counted with what
 * mends it. Made from what is on this workstation: it works offline. Empties itself when the session locks. Main thread.
 * Source: product.md §2, seeds/services-sync-article.txt (Rapport de rémunération).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_REMUNERATION_PAGE (orch_remuneration_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchRemunerationPage, orch_remuneration_page, ORCH, REMUNERATION_PAGE, AdwBin)

GtkWidget *orch_remuneration_page_new (OrchEngine *engine);

G_END_DECLS
