/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A sandbox process for tests of any layer: started with a state directory of its own, waited for, stopped and cleaned up.
 * Requests made with the helpers block, and are for arranging and looking only. Owned by the test; the thread that made it.
 */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _OrchSandboxProcess OrchSandboxProcess;

/**
 * orch_sandbox_process_start:
 * @first_argument: (nullable): more arguments of the program, %NULL-terminated; "--control", "--state-dir" and "--watch-stdin" are given anyway
 *
 * Starts the sandbox and waits until it is ready; a test fails here when it does not start.
 */
OrchSandboxProcess *orch_sandbox_process_start (const char *first_argument, ...);

/** orch_sandbox_process_stop: ends the process and removes its state directory */
void orch_sandbox_process_stop (OrchSandboxProcess *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchSandboxProcess, orch_sandbox_process_stop)

/** orch_sandbox_process_take_down: ends the process, as a kill would when @brutally; the state stays, nobody answers */
void orch_sandbox_process_take_down (OrchSandboxProcess *self, gboolean brutally);
/** orch_sandbox_process_bring_up: starts it again, on the same state and the same port; faults and what was ignored are forgotten */
void orch_sandbox_process_bring_up (OrchSandboxProcess *self);
/** orch_sandbox_process_restart: down and up */
void orch_sandbox_process_restart (OrchSandboxProcess *self, gboolean brutally);

/** orch_sandbox_process_get_origin: Returns: (transfer none): http://127.0.0.1:PORT */
const char *orch_sandbox_process_get_origin (OrchSandboxProcess *self);
/** orch_sandbox_process_get_hub: Returns: (transfer none): the hub's FHIR base */
const char *orch_sandbox_process_get_hub (OrchSandboxProcess *self);
/** orch_sandbox_process_get_emr: Returns: (transfer none): the EMR's FHIR base */
const char *orch_sandbox_process_get_emr (OrchSandboxProcess *self);
/** orch_sandbox_process_get_state_dir: Returns: (transfer none) */
const char *orch_sandbox_process_get_state_dir (OrchSandboxProcess *self);

/**
 * orch_sandbox_process_control:
 * @order: below /control/, such as "fault"
 * @format: printf format of the JSON body
 *
 * Posts an order; the test fails when it is refused. Returns: (transfer full): what was answered
 */
JsonNode *orch_sandbox_process_control (OrchSandboxProcess *self, const char *order, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/** orch_sandbox_process_order: the same, when the answer does not matter */
void orch_sandbox_process_order (OrchSandboxProcess *self, const char *order, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/** orch_sandbox_process_clear_faults: no fault is waiting any more */
void orch_sandbox_process_clear_faults (OrchSandboxProcess *self);
/** orch_sandbox_process_get: @path: below the origin, such as "/control/resources?type=Task". Returns: (transfer full): the JSON answered */
JsonNode *orch_sandbox_process_get (OrchSandboxProcess *self, const char *path);
/** orch_sandbox_process_count: Returns: how many resources of @type the hub holds */
guint orch_sandbox_process_count (OrchSandboxProcess *self, const char *type);

/** orch_sandbox_process_sign_in: Returns: (transfer full): an access token of the training user @username, got as a browser would */
char *orch_sandbox_process_sign_in (OrchSandboxProcess *self, const char *username, const char *password);
/** orch_sandbox_process_activate: the administrator chooses @password by the activation mail. Returns: (transfer full): an access token */
char *orch_sandbox_process_activate (OrchSandboxProcess *self, const char *password);

G_END_DECLS
