/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-support-dialog.h.
 */
#include "orch-support-dialog.h"

#include <glib/gi18n.h>

#include "orch-support-page.h"

#define WIDTH 680
#define HEIGHT 720

AdwDialog *
orch_support_dialog_new (OrchError code, const char *page_of_help)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *page = orch_support_page_new (orch_support_library_get_default ());

  adw_dialog_set_title (dialog, C_ ("page", "Support"));
  adw_dialog_set_content_width (dialog, WIDTH);
  adw_dialog_set_content_height (dialog, HEIGHT);
  adw_dialog_set_child (dialog, page);
  orch_support_page_help (ORCH_SUPPORT_PAGE (page), code, page_of_help);
  return dialog;
}
