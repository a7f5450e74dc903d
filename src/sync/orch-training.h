/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the training environment offers besides a hub: the sandbox process, the e-mail that it would have sent, the training
 * EMR's credentials. Loopback only. Main thread.
 */
#pragma once

#include <libdex.h>

G_BEGIN_DECLS

#define ORCH_TYPE_TRAINING (orch_training_get_type ())
G_DECLARE_FINAL_TYPE (OrchTraining, orch_training, ORCH, TRAINING, GObject)

/** orch_training_new: @url: (nullable): of a running sandbox; %NULL starts one when needed, with its state in @state_dir */
OrchTraining *orch_training_new (const char *url, const char *state_dir);

/** orch_training_start: Returns: (transfer full): a future string: the sandbox's address; FAILED when the program is not there */
DexFuture *orch_training_start (OrchTraining *self);
/** orch_training_dup_link: Returns: (transfer full): a future string: the activation link of the newest e-mail; NOT_FOUND */
DexFuture *orch_training_dup_link (OrchTraining *self);
/** orch_training_dup_emr: Returns: (transfer full): a future of a boxed GHashTable (utf8 → utf8): what the forms take, by "vendor/field": all are faces of
 * the one training EMR; secrets too */
DexFuture *orch_training_dup_emr (OrchTraining *self);
/** orch_training_dup_username: Returns: (transfer full): a future string: the user name of the administrator */
DexFuture *orch_training_dup_username (OrchTraining *self);
/** orch_training_stop: ends the sandbox that this object started */
void orch_training_stop (OrchTraining *self);

G_END_DECLS
