/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A stand-in for the engine once a clinic is there, with its session and its lists: what the main window and the lock call.
 * Main thread.
 */
#pragma once

#include "fake-appointments.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

typedef struct
{
  OrchEngineState state;
  gboolean training;
  gboolean signed_in;
  gboolean locked;
  gboolean needs_pin;
  OrchPermission permission;
  guint n_staff;    /* active */
  guint n_services; /* in all; inactive, as they arrive, but for the first n_active */
  guint n_active;
  guint n_conflicts;
} FakeClinic;

/** fake_clinic_new: @scene: copied */
OrchEngine *fake_clinic_new (const FakeClinic *scene);

/** fake_clinic_set_sync: what the status line says */
void fake_clinic_set_sync (OrchEngine *self, gboolean online, guint waiting, guint failed, gint64 last_sync);
void fake_clinic_set_state (OrchEngine *self, OrchEngineState state);
/** fake_clinic_set_answer: what signing in, joining, saving, choosing a PIN and unlocking answer; @error: (nullable): copied, %NULL = success */
void fake_clinic_set_answer (OrchEngine *self, const GError *error);
/** fake_clinic_set_session: replaces what @scene said of the session */
void fake_clinic_set_session (OrchEngine *self, gboolean signed_in, gboolean locked, gboolean needs_pin,
                              OrchPermission permission);
void fake_clinic_set_emr_notice (OrchEngine *self, OrchEmrNotice notice);
/** fake_clinic_set_emr_confirmation: @when: µs since 1970, 0 = not, as at first */
void fake_clinic_set_emr_confirmation (OrchEngine *self, gint64 when);
/** fake_clinic_set_emr_features: none at first */
void fake_clinic_set_emr_features (OrchEngine *self, OrchEmrFeatures features);
/** fake_clinic_hold: what is asked from now on stays unanswered until fake_clinic_release() */
void fake_clinic_hold (OrchEngine *self);
void fake_clinic_release (OrchEngine *self);
/** fake_clinic_get_import: the set-up that plays the imports, see fake-setup.h */
OrchSetup *fake_clinic_get_import (OrchEngine *self);
/** fake_clinic_get_schedule: its appointments, none at first */
FakeSchedule *fake_clinic_get_schedule (OrchEngine *self);
/** fake_clinic_set_session_left: the session is over in so many seconds */
void fake_clinic_set_session_left (OrchEngine *self, int seconds);
/** fake_clinic_set_unlock_delay: seconds */
void fake_clinic_set_unlock_delay (OrchEngine *self, int seconds);
/** fake_clinic_get_saved: Returns: (nullable): the last clinic that was saved */
OrchClinic *fake_clinic_get_saved (OrchEngine *self);
/** fake_clinic_be_standalone: the clinic has no EMR */
void fake_clinic_be_standalone (OrchEngine *self);
/** fake_clinic_set_to_set_up: whether the connection to its EMR is to be set up */
void fake_clinic_set_to_set_up (OrchEngine *self, gboolean to_set_up);
/** fake_clinic_set_doubles: @rows: (transfer full) (nullable): what is there more than once, until one is kept */
void fake_clinic_set_doubles (OrchEngine *self, OrchImportKind kind, GPtrArray *rows);
/** fake_clinic_get_added: Returns: (nullable): the last row that was typed */
GObject *fake_clinic_get_added (OrchEngine *self);
/** fake_clinic_get_calls: Returns: the names of the calls so far, each after a space */
const char *fake_clinic_get_calls (OrchEngine *self);

G_END_DECLS
