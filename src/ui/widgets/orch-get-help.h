/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * “Get Help” beside every error that is shown: it opens the support guide where that error leads, by the action app.get-help (s: the
 * error's nick). The words of the error stay where they are: only its code goes on. Toasts have it from orch_plain_tell_error(). Main thread.
 * Source: ux.md (never a dead end).
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** orch_get_help_action_target: Returns: (transfer none): what app.get-help takes for @error (nullable) */
const char *orch_get_help_action_target (const GError *error);

/** orch_get_help_beside: after the error was put in @teller: a button follows it for as long as it shows these words, in the row of buttons right after
 * it (an AdwWrapBox) when there is one.
 * @teller: a GtkLabel, an AdwBanner, an OrchField or an AdwStatusPage (its description), somewhere in a vertical box
 * @error: (nullable): %NULL takes the button away */
void orch_get_help_beside (gpointer teller, const GError *error);
/** orch_get_help_beside_about: the same, with the page of the help that says more than the error's own. @page: (nullable): its id */
void orch_get_help_beside_about (gpointer teller, const GError *error, const char *page);

/** orch_get_help_in_alert: an answer more, before it is presented. @parent: what it is presented on */
void orch_get_help_in_alert (AdwAlertDialog *alert, GtkWidget *parent, const GError *error);

G_END_DECLS
