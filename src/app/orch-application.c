/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Chooses the window: entry (starting, a state that needs a decision, welcome), wizard, or main window. Main thread.
 */
#include "orch-application.h"

#include <glib/gi18n.h>

#include "catalogue/orch-catalogue.h"
#include "orch-portal-browser.h"
#include "ui/orch-ui.h"

struct _OrchApplication
{
  AdwApplication parent_instance;

  /* owned */
  OrchEngine *engine; /* (nullable) until startup */
  char *link;         /* (nullable): an activation link that waits for the engine */

  gboolean training;
};

G_DEFINE_FINAL_TYPE (OrchApplication, orch_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "training", 't', 0, G_OPTION_ARG_NONE, NULL, N_ ("Use the training environment, apart from real data"), NULL },
  { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
  { NULL },
};

/* The windows are remade rather than changed: nothing of one state stays in another. */
static void
show_window (OrchApplication *self)
{
  (void) self;
}

static void
on_state (OrchApplication *self)
{
  show_window (self);
}

static void
orch_application_startup (GApplication *application)
{
  OrchApplication *self = ORCH_APPLICATION (application);
  g_autoptr (OrchPortalBrowser) browser = NULL;

  G_APPLICATION_CLASS (orch_application_parent_class)->startup (application);
  orch_ui_init ();
  orch_catalogue_get_default ();

  self->engine = orch_engine_new (self->training, g_getenv ("ORCH_SANDBOX_URL"), NULL);
  browser = orch_portal_browser_new (GTK_APPLICATION (self));
  orch_engine_set_browser (self->engine, browser);
  g_signal_connect_object (self->engine, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  dex_future_disown (orch_engine_start (self->engine));
}

static void
orch_application_activate (GApplication *application)
{
  show_window (ORCH_APPLICATION (application));
}

static int
orch_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  OrchApplication *self = ORCH_APPLICATION (application);

  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("Orchestrateur %s\n", ORCH_VERSION);
      return 0;
    }
  self->training = g_variant_dict_contains (dict, "training");
  return -1;
}

static void
orch_application_finalize (GObject *object)
{
  OrchApplication *self = ORCH_APPLICATION (object);

  g_clear_object (&self->engine);
  g_free (self->link);
  G_OBJECT_CLASS (orch_application_parent_class)->finalize (object);
}

static void
orch_application_class_init (OrchApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_application_finalize;
  G_APPLICATION_CLASS (klass)->startup = orch_application_startup;
  G_APPLICATION_CLASS (klass)->activate = orch_application_activate;
  G_APPLICATION_CLASS (klass)->handle_local_options = orch_application_handle_local_options;
}

static void
orch_application_init (OrchApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

OrchApplication *
orch_application_new (void)
{
  return g_object_new (ORCH_TYPE_APPLICATION, "application-id", ORCH_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", ORCH_RESOURCE_BASE, NULL);
}
