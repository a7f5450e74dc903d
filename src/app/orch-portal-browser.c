/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * GtkUriLauncher behind the OrchBrowser interface. Where no browser opens, the page that waits shows the address to copy.
 */
#include "orch-portal-browser.h"

#include "core/orch-error.h"

struct _OrchPortalBrowser
{
  GObject parent_instance;

  GtkApplication *application; /* (not owned) */
};

static void orch_portal_browser_browser_init (OrchBrowserInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OrchPortalBrowser, orch_portal_browser, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ORCH_TYPE_BROWSER, orch_portal_browser_browser_init))

static void
on_launched (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) promise = data;
  g_autoptr (GError) error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error))
    dex_promise_resolve_boolean (promise, TRUE);
  else
    dex_promise_reject (promise, g_error_new (ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "No browser: %s", error->message));
}

static DexFuture *
orch_portal_browser_open (OrchBrowser *browser, const char *url)
{
  OrchPortalBrowser *self = ORCH_PORTAL_BROWSER (browser);
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (url);
  DexPromise *promise = dex_promise_new ();

  gtk_uri_launcher_launch (launcher, gtk_application_get_active_window (self->application), NULL, on_launched,
                           dex_ref (promise));
  return DEX_FUTURE (promise);
}

static void
orch_portal_browser_browser_init (OrchBrowserInterface *iface)
{
  iface->open = orch_portal_browser_open;
}

static void
orch_portal_browser_class_init (OrchPortalBrowserClass *klass)
{
}

static void
orch_portal_browser_init (OrchPortalBrowser *self)
{
}

OrchPortalBrowser *
orch_portal_browser_new (GtkApplication *application)
{
  OrchPortalBrowser *self = g_object_new (ORCH_TYPE_PORTAL_BROWSER, NULL);

  self->application = application;
  return self;
}
