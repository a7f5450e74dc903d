/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-training-clock.h.
 */
#include "orch-training-clock.h"

#include "core/orch-clock.h"

/* A little more than a year either way. */
#define LIMIT_S (400 * 24 * 60 * 60)

struct _OrchTrainingClock
{
  GObject parent_instance;

  /* owned */
  char *path;            /* (nullable) */
  GFileMonitor *monitor; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchTrainingClock, orch_training_clock, G_TYPE_OBJECT)

static void
read_file (OrchTrainingClock *self)
{
  g_autofree char *text = NULL;
  gint64 seconds = 0;

  if (g_file_get_contents (self->path, &text, NULL, NULL) &&
      g_ascii_string_to_signed (g_strstrip (text), 10, -LIMIT_S, LIMIT_S, &seconds, NULL))
    orch_clock_set_offset_us (seconds * G_USEC_PER_SEC);
}

static void
orch_training_clock_dispose (GObject *object)
{
  OrchTrainingClock *self = ORCH_TRAINING_CLOCK (object);

  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      orch_clock_set_offset_us (0);
    }
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (orch_training_clock_parent_class)->dispose (object);
}

static void
orch_training_clock_class_init (OrchTrainingClockClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_training_clock_dispose;
}

static void
orch_training_clock_init (OrchTrainingClock *self)
{
}

OrchTrainingClock *
orch_training_clock_new (const char *path)
{
  OrchTrainingClock *self = g_object_new (ORCH_TYPE_TRAINING_CLOCK, NULL);
  g_autoptr (GFile) file = NULL;

  if (path == NULL)
    return self;
  self->path = g_strdup (path);
  file = g_file_new_for_path (path);
  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor != NULL)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (read_file), self, G_CONNECT_SWAPPED);
  read_file (self);
  return self;
}
