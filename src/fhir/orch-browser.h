/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Whoever can show a web page to the person: the portal in the app, a fake in tests. Main thread.
 */
#pragma once

#include <glib-object.h>
#include <libdex.h>

G_BEGIN_DECLS

#define ORCH_TYPE_BROWSER (orch_browser_get_type ())
G_DECLARE_INTERFACE (OrchBrowser, orch_browser, ORCH, BROWSER, GObject)

struct _OrchBrowserInterface
{
  GTypeInterface parent_iface;

  /* Opens @url; the future of boolean resolves when it was handed over (not when the person is done), or rejects UNSUPPORTED */
  DexFuture *(*open) (OrchBrowser *self, const char *url);
};

DexFuture *orch_browser_open (OrchBrowser *self, const char *url);

G_END_DECLS
