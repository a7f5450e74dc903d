/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Consequences in words, by kind: a sentence that counts them, which opens on the services it means. For the preview before Apply and for what came
 * back by itself. Main thread. Source: product.md §2 (preview).
 */
#pragma once

#include <gtk/gtk.h>

#include "core/orch-service-consequence.h"
#include "orch-service-names.h"

G_BEGIN_DECLS

/** orch_consequence_list_new: @consequences: (element-type OrchServiceConsequence): by kind, not to be changed any more. Returns: (transfer full) (floating) */
GtkWidget *orch_consequence_list_new (GPtrArray *consequences, OrchServiceNames *names);

G_END_DECLS
