/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-idle-watch.h.
 */
#include "orch-idle-watch.h"

#include "core/orch-clock.h"
#include "ui/orch-ui.h"

#define CHECK_S 5 /* how late the lock may be */
/* What a person did while the program had no turn (a machine that is overloaded, or was stopped) waits in the queue of the display: it is looked
 * at before that time is taken for theirs. */
#define LATE_INPUT_MS 250
#define WARNING_US (2 * G_TIME_SPAN_MINUTE)

static gint64 last_act; /* orch_clock_elapsed_us(); of all windows */

struct _OrchIdleWatch
{
  GObject parent_instance;

  /* owned */
  GSettings *settings;

  guint source;
  guint late_source; /* the time is over, unless somebody did something that was not seen yet */
};

enum
{
  SIGNAL_OVER,
  SIGNAL_LOOKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchIdleWatch, orch_idle_watch, G_TYPE_OBJECT)

static gint64
get_allowed (OrchIdleWatch *self)
{
  return (gint64) g_settings_get_uint (self->settings, "lock-after-minutes") * G_TIME_SPAN_MINUTE;
}

static gboolean
is_over (OrchIdleWatch *self)
{
  return orch_clock_elapsed_us () - last_act >= get_allowed (self);
}

static gboolean
on_late_time (gpointer data)
{
  OrchIdleWatch *self = data;

  self->late_source = 0;
  if (is_over (self))
    g_signal_emit (self, signals[SIGNAL_OVER], 0);
  return G_SOURCE_REMOVE;
}

static gboolean
on_time (gpointer data)
{
  orch_idle_watch_look (data);
  g_signal_emit (data, signals[SIGNAL_LOOKED], 0);
  return G_SOURCE_CONTINUE;
}

static void
orch_idle_watch_dispose (GObject *object)
{
  OrchIdleWatch *self = ORCH_IDLE_WATCH (object);

  orch_idle_watch_stop (self);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (orch_idle_watch_parent_class)->dispose (object);
}

static void
orch_idle_watch_class_init (OrchIdleWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_idle_watch_dispose;
  signals[SIGNAL_OVER] =
      g_signal_new ("over", ORCH_TYPE_IDLE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LOOKED] =
      g_signal_new ("looked", ORCH_TYPE_IDLE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_idle_watch_init (OrchIdleWatch *self)
{
  self->settings = g_settings_new (ORCH_APPLICATION_ID);
}

OrchIdleWatch *
orch_idle_watch_new (void)
{
  return g_object_new (ORCH_TYPE_IDLE_WATCH, NULL);
}

void
orch_idle_watch_start (OrchIdleWatch *self)
{
  g_return_if_fail (ORCH_IS_IDLE_WATCH (self));

  if (self->source != 0)
    return;
  orch_idle_watch_note ();
  self->source = g_timeout_add_seconds (CHECK_S, on_time, self);
}

void
orch_idle_watch_stop (OrchIdleWatch *self)
{
  g_return_if_fail (ORCH_IS_IDLE_WATCH (self));

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_handle_id (&self->late_source, g_source_remove);
}

void
orch_idle_watch_note (void)
{
  last_act = orch_clock_elapsed_us ();
}

gint64
orch_idle_watch_get_left_us (OrchIdleWatch *self)
{
  g_return_val_if_fail (ORCH_IS_IDLE_WATCH (self), 0);

  return MAX (get_allowed (self) - (orch_clock_elapsed_us () - last_act), 0);
}

gboolean
orch_idle_watch_is_soon (OrchIdleWatch *self)
{
  g_return_val_if_fail (ORCH_IS_IDLE_WATCH (self), FALSE);

  return orch_idle_watch_get_left_us (self) <= MIN (WARNING_US, get_allowed (self) / 2);
}

gboolean
orch_idle_watch_look (OrchIdleWatch *self)
{
  g_return_val_if_fail (ORCH_IS_IDLE_WATCH (self), FALSE);

  if (self->source != 0 && self->late_source == 0 && is_over (self))
    self->late_source = g_timeout_add (LATE_INPUT_MS, on_late_time, self);
  return self->late_source != 0;
}

gboolean
orch_idle_watch_is_waiting (OrchIdleWatch *self)
{
  g_return_val_if_fail (ORCH_IS_IDLE_WATCH (self), FALSE);

  return self->late_source != 0;
}
