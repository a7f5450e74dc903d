/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Choices of filters that the person gave a name: chosen again by one click, kept and removed. Signal "chosen" (string: the value). Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-message-desk.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SAVED_FILTERS (orch_saved_filters_get_type ())
G_DECLARE_FINAL_TYPE (OrchSavedFilters, orch_saved_filters, ORCH, SAVED_FILTERS, AdwBin)

/** orch_saved_filters_set_desk: @desk: (nullable): nobody is there: nothing is shown */
void orch_saved_filters_set_desk (OrchSavedFilters *self, OrchMessageDesk *desk);
/** orch_saved_filters_set_current: @value: (nullable): what would be kept; %NULL: there is nothing to keep */
void orch_saved_filters_set_current (OrchSavedFilters *self, const char *value);

G_END_DECLS
