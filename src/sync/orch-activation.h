/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An activation link on its way to a signed-in administrator: what the link says, shown before anything is sent; then the password
 * (in the browser, or in the app's own page for training), then the clinic's set-up. Owned by the page that shows it; main thread.
 * Source: product.md §1 (Entry), hub/README.md (Activation).
 */
#pragma once

#include <libdex.h>

#include "secrets/orch-secret.h"

G_BEGIN_DECLS

#define ORCH_TYPE_ACTIVATION (orch_activation_get_type ())
G_DECLARE_FINAL_TYPE (OrchActivation, orch_activation, ORCH, ACTIVATION, GObject)

typedef struct
{
  int min_length; /* characters; 0 = the hub states none */
  int max_length;
  int min_classes; /* of lower, upper, digit, other */
} OrchPasswordRules;

/** orch_activation_get_host: Returns: (transfer none): the hub's host as to be shown: punycode, with the port when not the usual one */
const char *orch_activation_get_host (OrchActivation *self);
/** orch_activation_is_training: a loopback hub: the training environment */
gboolean orch_activation_is_training (OrchActivation *self);
/** orch_activation_in_app: whether the password is chosen in the app's own page (training) rather than in the browser */
gboolean orch_activation_in_app (OrchActivation *self);
/** orch_activation_get_password_rules: known once orch_activation_contact() has resolved */
const OrchPasswordRules *orch_activation_get_password_rules (OrchActivation *self);
/** orch_activation_get_email: Returns: (transfer none) (nullable): the account's user name, when known */
const char *orch_activation_get_username (OrchActivation *self);

/** orch_activation_contact: the person has confirmed the host: asks the hub what it offers. Returns: (transfer full): a future boolean;
 * OFFLINE, UNTRUSTED, UNSUPPORTED, BAD_ANSWER */
DexFuture *orch_activation_contact (OrchActivation *self);

/** orch_activation_choose_password: (in_app only). Returns: (transfer full): a future boolean; INVALID with the hub's words when the password
 * does not meet the rules, REFUSED when the code is used or expired */
DexFuture *orch_activation_choose_password (OrchActivation *self, const char *username, OrchSecret *password);

/** orch_activation_open_browser: signs in through the system browser. Returns: (transfer full): a future boolean, resolved once the browser
 * has come back; orch_activation_stop() gives up: CANCELLED. The address to copy is in "browser-address" (property, nullable string) when no browser opens. */
DexFuture *orch_activation_open_browser (OrchActivation *self);
/** orch_activation_stop: ends the sign-in in the browser, if one is under way; a late answer is not read */
void orch_activation_stop (OrchActivation *self);

G_END_DECLS
