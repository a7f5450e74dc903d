/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Whoever can show a web page to the person.
 */
#include "orch-browser.h"

G_DEFINE_INTERFACE (OrchBrowser, orch_browser, G_TYPE_OBJECT)

static void
orch_browser_default_init (OrchBrowserInterface *iface)
{
}

DexFuture *
orch_browser_open (OrchBrowser *self, const char *url)
{
  g_return_val_if_fail (ORCH_IS_BROWSER (self), NULL);
  g_return_val_if_fail (url != NULL, NULL);
  return ORCH_BROWSER_GET_IFACE (self)->open (self, url);
}
