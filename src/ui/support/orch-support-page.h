/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The support guide, walked by questions: who needs help, why, with what; then the levels of support in order. Works without a network.
 * Main thread. Source: product.md §5.
 */
#pragma once

#include <adwaita.h>

#include "catalogue/orch-support-library.h"
#include "core/orch-error.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SUPPORT_PAGE (orch_support_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchSupportPage, orch_support_page, ORCH, SUPPORT_PAGE, AdwBin)

/** orch_support_page_new: follows the guide of @library. Actions support.search, support.back, support.restart, support.print */
GtkWidget *orch_support_page_new (OrchSupportLibrary *library);

/** orch_support_page_go: @path: ids of answers, "staff/problem/internet"; as far as the guide knows it */
void orch_support_page_go (OrchSupportPage *self, const char *path);

/** orch_support_page_help: where an error leads, with what it was above, until one starts again. @page: (nullable): of the help about it, in place of the
 * error's own */
void orch_support_page_help (OrchSupportPage *self, OrchError code, const char *page);

G_END_DECLS
