/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The reference card of a connection to the EMR, to be printed and kept by who looks after the workstations: what to have ready, what was
 * filled in, whom to call. No secret is on it, nor could be: it is made of what is not one. Main thread. Source: product.md §3.
 */
#pragma once

#include <gtk/gtk.h>

#include "catalogue/orch-emr-vendor.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

/**
 * orch_emr_card_dup_paragraphs:
 * @values: (element-type utf8 utf8): what was filled in, by field id; of a secret one nothing is read
 * @server: (nullable): name and version of the EMR's software
 *
 * Returns: (transfer full) (element-type utf8): Pango markup, in the language of the process
 */
GPtrArray *orch_emr_card_dup_paragraphs (OrchEmrVendor *vendor, const char *clinic, GHashTable *values,
                                         const char *server);

/** orch_emr_card_print: opens the print dialog over the window of @widget. Returns: (transfer full): a future boolean; rejects when the connection cannot be read */
DexFuture *orch_emr_card_print (GtkWidget *widget, OrchEngine *engine);

G_END_DECLS
