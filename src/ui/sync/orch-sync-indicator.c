/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-indicator.h.
 */
#include "orch-sync-indicator.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "orch-sync-text.h"
#include "ui/orch-ui.h"
#include "ui/shell/orch-window.h"

#define DELAY_MS 500 /* what is over by then is not worth a glance */

struct _OrchSyncIndicator
{
  AdwBin parent_instance;

  OrchSync *sync; /* (owned) (nullable): while in the main window */

  guint delay;
  gboolean late; /* what runs has run for DELAY_MS */

  /* template children */
  GtkWidget *button;
  GtkStack *stack;
};

G_DEFINE_FINAL_TYPE (OrchSyncIndicator, orch_sync_indicator, ADW_TYPE_BIN)

static void show (OrchSyncIndicator *self);

static gboolean
on_delay (gpointer data)
{
  OrchSyncIndicator *self = data;

  self->delay = 0;
  self->late = TRUE;
  show (self);
  return G_SOURCE_REMOVE;
}

static void
say (OrchSyncIndicator *self, const char *text)
{
  gtk_widget_set_tooltip_text (self->button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
show (OrchSyncIndicator *self)
{
  const gboolean running = self->sync != NULL && orch_sync_get_running (self->sync);
  const GError *error = self->sync != NULL ? orch_sync_get_error (self->sync) : NULL;
  const gboolean failed = error != NULL && orch_error_code_of (error) != ORCH_ERROR_CANCELLED;

  if (!running)
    {
      g_clear_handle_id (&self->delay, g_source_remove);
      self->late = FALSE;
    }
  else if (!self->late && self->delay == 0)
    self->delay = g_timeout_add (DELAY_MS, on_delay, self);
  gtk_widget_set_visible (GTK_WIDGET (self), running ? self->late : failed);
  if (running && self->late)
    {
      g_autofree char *text = orch_sync_text_dup_progress (self->sync);

      gtk_stack_set_visible_child_name (self->stack, "running");
      say (self, text);
    }
  else if (failed && !running)
    {
      gtk_stack_set_visible_child_name (self->stack, "problem");
      say (self, _ ("The last synchronisation did not do everything"));
    }
}

static void
on_clicked (OrchSyncIndicator *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "i", ORCH_WINDOW_SYNC);
}

static void
let_go (OrchSyncIndicator *self)
{
  g_clear_handle_id (&self->delay, g_source_remove);
  if (self->sync != NULL)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  g_clear_object (&self->sync);
}

static void
orch_sync_indicator_root (GtkWidget *widget)
{
  OrchSyncIndicator *self = ORCH_SYNC_INDICATOR (widget);
  GtkRoot *root = NULL;

  GTK_WIDGET_CLASS (orch_sync_indicator_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);
  if (!ORCH_IS_WINDOW (root))
    return;
  g_set_object (&self->sync, orch_engine_get_sync (orch_window_get_engine (ORCH_WINDOW (root))));
  if (self->sync != NULL)
    g_signal_connect_object (self->sync, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}

static void
orch_sync_indicator_unroot (GtkWidget *widget)
{
  let_go (ORCH_SYNC_INDICATOR (widget));
  GTK_WIDGET_CLASS (orch_sync_indicator_parent_class)->unroot (widget);
}

static void
orch_sync_indicator_dispose (GObject *object)
{
  OrchSyncIndicator *self = ORCH_SYNC_INDICATOR (object);

  let_go (self);
  /* Bound and the bin's own child: the bin would let go of it again. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SYNC_INDICATOR);
  G_OBJECT_CLASS (orch_sync_indicator_parent_class)->dispose (object);
}

static void
orch_sync_indicator_class_init (OrchSyncIndicatorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_sync_indicator_dispose;
  widget_class->root = orch_sync_indicator_root;
  widget_class->unroot = orch_sync_indicator_unroot;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/sync/orch-sync-indicator.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchSyncIndicator, button);
  gtk_widget_class_bind_template_child (widget_class, OrchSyncIndicator, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_clicked);
}

static void
orch_sync_indicator_init (OrchSyncIndicator *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
