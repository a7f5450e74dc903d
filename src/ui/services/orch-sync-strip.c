/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-strip.h.
 */
#include "orch-sync-strip.h"

#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/sync/orch-sync-text.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

/* Of the bar, while nobody knows how much there is. */
#define PULSE_MS 150

struct _OrchSyncStrip
{
  AdwBin parent_instance;

  OrchEngine *engine; /* (owned) (nullable) */
  OrchSync *sync;     /* (owned) (nullable): whose progress is shown */

  OrchSyncKind kind;
  gboolean asked;       /* here, and not done yet */
  gboolean key_changed; /* that is why it failed */
  guint pulse;

  /* template children */
  AdwBanner *failed_banner;
  GtkRevealer *progress_box;
  GtkLabel *progress_label;
  GtkProgressBar *progress;
};

enum
{
  SIGNAL_FINISHED,
  SIGNAL_FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchSyncStrip, orch_sync_strip, ADW_TYPE_BIN)

static gboolean
on_pulse (gpointer data)
{
  gtk_progress_bar_pulse (ORCH_SYNC_STRIP (data)->progress);
  return G_SOURCE_CONTINUE;
}

static void
show (OrchSyncStrip *self)
{
  const guint done = self->sync != NULL ? orch_sync_get_done (self->sync) : 0;
  const guint total = self->sync != NULL ? orch_sync_get_total (self->sync) : 0;
  g_autofree char *text = NULL;

  gtk_revealer_set_reveal_child (self->progress_box, self->asked);
  if (!self->asked || total > 0)
    g_clear_handle_id (&self->pulse, g_source_remove);
  if (!self->asked || self->sync == NULL)
    return;
  if (total > 0)
    gtk_progress_bar_set_fraction (self->progress, CLAMP ((double) done / total, 0, 1));
  else if (self->pulse == 0 && adw_get_enable_animations (GTK_WIDGET (self)))
    self->pulse = g_timeout_add (PULSE_MS, on_pulse, self);
  text = orch_sync_text_dup_progress (self->sync);
  gtk_label_set_label (self->progress_label, text);
}

static DexFuture *
on_ended (DexFuture *future, gpointer data)
{
  OrchSyncStrip *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *why = NULL;

  self->asked = FALSE;
  if (self->engine == NULL)
    return NULL;
  show (self);
  if (dex_future_get_value (future, &error) != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_FINISHED], 0);
      return NULL;
    }
  if (orch_error_code_of (error) != ORCH_ERROR_CANCELLED)
    {
      why = orch_error_text_dup (error);
      orch_plain_set_banner (self->failed_banner, why);
      self->key_changed = g_error_matches (error, ORCH_ERROR, ORCH_ERROR_KEY_CHANGED);
      adw_banner_set_revealed (self->failed_banner, TRUE);
      orch_get_help_beside (self->failed_banner, error);
      orch_announce (GTK_WIDGET (self), why);
    }
  g_signal_emit (self, signals[SIGNAL_FAILED], 0);
  return NULL;
}

/* The key was typed: what could not be done is done without being asked again. */
static void
on_emr_notice (OrchSyncStrip *self)
{
  if (self->key_changed && orch_engine_get_emr_notice (self->engine) == ORCH_EMR_NOTICE_NONE)
    adw_banner_set_revealed (self->failed_banner, FALSE);
}

static void
on_again (OrchSyncStrip *self)
{
  orch_sync_strip_start (self, self->kind);
}

static void
on_cancel (OrchSyncStrip *self)
{
  if (self->sync != NULL)
    orch_sync_cancel (self->sync);
}

static void
orch_sync_strip_dispose (GObject *object)
{
  OrchSyncStrip *self = ORCH_SYNC_STRIP (object);

  g_clear_handle_id (&self->pulse, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SYNC_STRIP);
  g_clear_object (&self->sync);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_sync_strip_parent_class)->dispose (object);
}

static void
orch_sync_strip_class_init (OrchSyncStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_sync_strip_dispose;
  signals[SIGNAL_FINISHED] =
      g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] =
      g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/services/orch-sync-strip.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchSyncStrip, failed_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchSyncStrip, progress_box);
  gtk_widget_class_bind_template_child (widget_class, OrchSyncStrip, progress_label);
  gtk_widget_class_bind_template_child (widget_class, OrchSyncStrip, progress);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
orch_sync_strip_init (OrchSyncStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
orch_sync_strip_set_engine (OrchSyncStrip *self, OrchEngine *engine)
{
  g_return_if_fail (ORCH_IS_SYNC_STRIP (self));
  g_return_if_fail (ORCH_IS_ENGINE (engine));

  if (g_set_object (&self->engine, engine))
    g_signal_connect_object (engine, "notify::emr-notice", G_CALLBACK (on_emr_notice), self, G_CONNECT_SWAPPED);
}

void
orch_sync_strip_start (OrchSyncStrip *self, OrchSyncKind kind)
{
  OrchSync *sync = NULL;

  g_return_if_fail (ORCH_IS_SYNC_STRIP (self));

  sync = orch_engine_get_sync (self->engine);
  if (sync == NULL || self->asked)
    return;
  if (sync != self->sync)
    {
      if (self->sync != NULL)
        g_signal_handlers_disconnect_by_func (self->sync, show, self);
      g_set_object (&self->sync, sync);
      g_signal_connect_object (sync, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
    }
  self->kind = kind;
  self->asked = TRUE;
  adw_banner_set_revealed (self->failed_banner, FALSE);
  dex_future_disown (dex_future_finally (orch_sync_start (sync, kind), on_ended, g_object_ref (self), g_object_unref));
  show (self);
}

gboolean
orch_sync_strip_is_running (OrchSyncStrip *self)
{
  g_return_val_if_fail (ORCH_IS_SYNC_STRIP (self), FALSE);

  return self->asked;
}
