/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An alert of libadwaita, shown so that a heading longer than the alert is wide does no harm. Main thread.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** orch_alert_present: adw_dialog_present() for an AdwAlertDialog; takes @alert as that does */
void orch_alert_present (AdwDialog *alert, GtkWidget *parent);

G_END_DECLS
