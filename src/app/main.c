/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The program's entry: what must be settled before GTK starts (core dumps, the renderer, the language), then the application.
 */
#include <glib/gi18n.h>
#include <locale.h>
#include <unistd.h>

#include "core/orch-release.h"
#include "secrets/orch-secret.h"
#include "orch-application.h"
#include "orch-leaving.h"

/* libadwaita asks the program's catalogue, and not its own, what the button is called that closes a dialog. */
G_GNUC_UNUSED static const char *const names_for_libadwaita[] = { N_ ("Close"), N_ ("Close the window") };

/* Without a render node GL is drawn by the processor: cairo starts in half the time with a third of the memory. */
static void
choose_renderer (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/dev/dri", 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/dev/dri", name, NULL);

      if (g_str_has_prefix (name, "renderD") && access (path, R_OK | W_OK) == 0)
        return;
    }
  if (g_getenv ("GSK_RENDERER") != NULL || g_getenv ("GDK_DISABLE") != NULL)
    return;
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GDK_DISABLE", "gl,vulkan", FALSE);
}

int
main (int argc, char *argv[])
{
  g_autoptr (OrchApplication) application = NULL;
  const char *locale_dir = g_getenv ("ORCH_LOCALEDIR");
  int status = 0;

  orch_secret_forbid_core_dumps ();
  orch_release_prepare ();
  /* Pango reads the configuration of the fonts in a thread of its own: in time for the first text when it begins now. */
  pango_cairo_font_map_get_default ();
  choose_renderer ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : ORCH_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = orch_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);
  g_clear_object (&application);
  orch_leaving_end (status);
  return status;
}
