/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-links.h. What came of a dialog is told by a toast of the page around.
 */
#include "orch-sync-links.h"

#include <glib/gi18n.h>

#include "orch-sync-settings-dialog.h"
#include "ui/orch-ui.h"

struct _OrchSyncLinks
{
  AdwBin parent_instance;

  OrchEngine *engine; /* (owned) */

  /* template children */
  AdwActionRow *settings_row;
};

G_DEFINE_FINAL_TYPE (OrchSyncLinks, orch_sync_links, ADW_TYPE_BIN)

static void
tell (OrchSyncLinks *self, const char *text)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), adw_toast_new (text));
}

static void
on_settings_saved (OrchSyncLinks *self, gboolean whole)
{
  tell (self, whole ? _ ("Saved. The whole schedule is synchronised now.")
                    : _ ("Saved for every workstation of the clinic."));
}

static void
on_settings (OrchSyncLinks *self)
{
  AdwDialog *dialog = orch_sync_settings_dialog_new (self->engine);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (on_settings_saved), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_session (OrchSyncLinks *self)
{
  const char *reason = orch_sync_settings_get_reason (self->engine);

  gtk_widget_set_sensitive (GTK_WIDGET (self->settings_row), reason == NULL);
  adw_action_row_set_subtitle (self->settings_row,
                               reason != NULL ? reason : _ ("Whose appointments, and of which days"));
}

static void
orch_sync_links_dispose (GObject *object)
{
  OrchSyncLinks *self = ORCH_SYNC_LINKS (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SYNC_LINKS);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_sync_links_parent_class)->dispose (object);
}

static void
orch_sync_links_class_init (OrchSyncLinksClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_sync_links_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/sync/orch-sync-links.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchSyncLinks, settings_row);
  gtk_widget_class_bind_template_callback (widget_class, on_settings);
}

static void
orch_sync_links_init (OrchSyncLinks *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
orch_sync_links_set_engine (OrchSyncLinks *self, OrchEngine *engine)
{
  g_return_if_fail (ORCH_IS_SYNC_LINKS (self));
  g_return_if_fail (self->engine == NULL);
  g_return_if_fail (ORCH_IS_ENGINE (engine));

  self->engine = g_object_ref (engine);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_session), self, G_CONNECT_SWAPPED);
  on_session (self);
}
