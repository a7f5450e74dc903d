/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * In training the time may be another: a file holds by how many seconds, and is followed, so that midnight and a night's sleep can be shown without
 * waiting for them. Real data know no such thing: the application makes one beside a training engine only, and the clock is right again once
 * it is gone. Main thread.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ORCH_TYPE_TRAINING_CLOCK (orch_training_clock_get_type ())
G_DECLARE_FINAL_TYPE (OrchTrainingClock, orch_training_clock, ORCH, TRAINING_CLOCK, GObject)

/** orch_training_clock_new: @path: (nullable): the file, which may be missing; %NULL = the machine's time */
OrchTrainingClock *orch_training_clock_new (const char *path);

G_END_DECLS
