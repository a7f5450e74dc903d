/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The main window: sidebar with what the clinic has, the page chosen, a quiet line that says how the hub is. Main thread.
 * Source: ux.md (Shell).
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** OrchWindowPage: the items of the sidebar, in their order; of the action win.go */
typedef enum
{
  ORCH_WINDOW_MESSAGES = 0,
  ORCH_WINDOW_APPOINTMENTS,
  ORCH_WINDOW_SERVICES,
  ORCH_WINDOW_STAFF,
  ORCH_WINDOW_PATIENTS,
  ORCH_WINDOW_SYNC,
  ORCH_WINDOW_REPORT,
  ORCH_WINDOW_CLINIC,
  ORCH_WINDOW_SUPPORT,
} OrchWindowPage;

#define ORCH_WINDOW_N_PAGES (ORCH_WINDOW_SUPPORT + 1)

#define ORCH_TYPE_WINDOW (orch_window_get_type ())
G_DECLARE_FINAL_TYPE (OrchWindow, orch_window, ORCH, WINDOW, AdwApplicationWindow)

/** orch_window_new: @engine: READY */
GtkWindow *orch_window_new (GtkApplication *application, OrchEngine *engine);

/** orch_window_go: shows @page in the main window, from wherever @widget is: a window of its own, too. Nothing where there is no main window */
void orch_window_go (GtkWidget *widget, OrchWindowPage page);

/** orch_window_get_page: Returns: (transfer none): what shows */
GtkWidget *orch_window_get_page (OrchWindow *self);

/** orch_window_open_patient: shows the patient @id on the Patients page of the main window, from wherever @widget is, as above */
void orch_window_open_patient (GtkWidget *widget, const char *id);

/** orch_window_open_service: the same, for the details of a service: @id: its UUID */
void orch_window_open_service (GtkWidget *widget, const char *id);
/** orch_window_open_member: the same, for a member of the staff: @id: their UUID */
void orch_window_open_member (GtkWidget *widget, const char *id);

/** orch_window_open_conversation: @id: shown on its page; behind the lock, once it is unlocked */
void orch_window_open_conversation (OrchWindow *self, const char *id);

/** orch_window_get_engine: Returns: (transfer none) */
OrchEngine *orch_window_get_engine (OrchWindow *self);

G_END_DECLS
