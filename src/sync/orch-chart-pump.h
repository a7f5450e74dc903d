/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) Sends what waits in the outbox for the charts of the EMR, one after the other, with nobody signed in too. What does not get through
 * is tried again, longer after each failure; what the EMR refuses, and what may have arrived without anybody knowing, waits for a person, visible.
 * Never while a synchronisation asks the EMR: a second sign-in may end the first (emr-facts B, C). Owned by OrchSync; main thread.
 */
#pragma once

#include "orch-emr-settings.h"
#include "store/orch-store.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CHART_PUMP (orch_chart_pump_get_type ())
G_DECLARE_FINAL_TYPE (OrchChartPump, orch_chart_pump, ORCH, CHART_PUMP, GObject)

/** orch_chart_pump_new: @workstation: our UUID of this one */
OrchChartPump *orch_chart_pump_new (OrchStore *store, OrchEmrSettings *emr, const char *workstation);
void orch_chart_pump_start (OrchChartPump *self);
/** orch_chart_pump_kick: something may be due */
void orch_chart_pump_kick (OrchChartPump *self);
/** orch_chart_pump_flush: Returns: (transfer full): a future boolean, once everything that was due was tried */
DexFuture *orch_chart_pump_flush (OrchChartPump *self);
/** orch_chart_pump_hold: nothing is sent until orch_chart_pump_release(). Returns: (transfer full): a future boolean, once nothing is under way */
DexFuture *orch_chart_pump_hold (OrchChartPump *self);
void orch_chart_pump_release (OrchChartPump *self);
/** orch_chart_pump_end: stops after what is under way. Returns: (transfer full): a future boolean, once it has stopped */
DexFuture *orch_chart_pump_end (OrchChartPump *self);

G_END_DECLS
