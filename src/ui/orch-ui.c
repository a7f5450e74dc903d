/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-ui.h. The linker would drop a static library's resource, so it is registered by hand.
 */
#include "orch-ui.h"

#include "orch-icons.h"
#include "orch-ui-resources.h"

void
orch_ui_init (void)
{
  static gboolean done = FALSE;

  if (done)
    return;
  done = TRUE;
  orch_icons_register_resource ();
  orch_ui_register_resource ();
}
