/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-toolkit.h.
 */
#include "orch-toolkit.h"

#include <adwaita.h>

#include "ui/orch-text-warmth.h"

/*
 * GTK reads its own style sheet as it starts, and libadwaita at once replaces it by this empty theme: naming it beforehand spares
 * reading some hundred kilobytes of CSS. libadwaita comes before GtkApplication looks for the program's icon: it adds a place for
 * icons, after which they would all be looked for again.
 */
void
orch_toolkit_init (void)
{
  const gboolean chosen = g_getenv ("GTK_THEME") != NULL;

  if (!chosen)
    g_setenv ("GTK_THEME", "Adwaita-empty", FALSE);
  gtk_init ();
  gtk_settings_get_default ();
  if (!chosen)
    g_unsetenv ("GTK_THEME");
  /* While libadwaita reads its style sheet. */
  orch_text_warmth_begin ();
  adw_init ();
}
