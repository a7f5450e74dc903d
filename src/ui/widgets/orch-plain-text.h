/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Words in widgets that would read them as markup. Names come from EMRs and refusals from servers: an ampersand must be seen as one, and
 * a tag must do nothing. What the program shows has no markup of its own, so everything of these widgets goes through here. Main thread.
 */
#pragma once

#include <adwaita.h>
#include <libdex.h>

G_BEGIN_DECLS

/** orch_plain_toast: Returns: (transfer floating) (transfer full): not shown yet */
AdwToast *orch_plain_toast (const char *text);
/** orch_plain_tell: @text in a toast that goes by itself */
void orch_plain_tell (AdwToastOverlay *toasts, const char *text);
/** orch_plain_tell_error: what went wrong and what to do, in a toast with a button that opens the support guide there. @error: (nullable) */
void orch_plain_tell_error (AdwToastOverlay *toasts, const GError *error);
/** orch_plain_tell_outcome: once @future is settled, says what went wrong, or @done if nothing did.
 * @future: (transfer full)
 * @done: (nullable): %NULL: what went well is seen anyway */
void orch_plain_tell_outcome (AdwToastOverlay *toasts, DexFuture *future, const char *done);

/** orch_plain_set_title: of any row of a list of preferences */
void orch_plain_set_title (AdwPreferencesRow *row, const char *text);
/** orch_plain_set_subtitle: @text: (nullable); no markup in the title of @row either */
void orch_plain_set_subtitle (AdwActionRow *row, const char *text);
void orch_plain_set_banner (AdwBanner *banner, const char *text);
/** orch_plain_set_description: of an AdwStatusPage or an AdwPreferencesGroup; @text: (nullable) */
void orch_plain_set_description (GtkWidget *widget, const char *text);
/** orch_plain_wrap_titles: gives the titles of the groups below @root, a whole template, the lines they need: with large letters
 * libadwaita cuts them */
void orch_plain_wrap_titles (GtkWidget *root);

G_END_DECLS
