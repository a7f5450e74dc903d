/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An activation link, read without trust: it may come from anyone. Nothing is sent before a person has seen the host and
 * agreed. Immutable; any thread. Source: hub/README.md (Activation), hub.md (Sign-in).
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_HUB_LINK_MAX_TEXT 16384 /* bytes of pasted text that are looked at */

#define ORCH_TYPE_HUB_LINK (orch_hub_link_get_type ())
G_DECLARE_FINAL_TYPE (OrchHubLink, orch_hub_link, ORCH, HUB_LINK, GObject)

/**
 * orch_hub_link_parse:
 * @text: (nullable): the link, or pasted text (an e-mail) that holds exactly one
 * @error: INVALID: no link in it; UNTRUSTED: a link that must not be followed, and why
 *
 * Returns: (transfer full) (nullable)
 */
OrchHubLink *orch_hub_link_parse (const char *text, GError **error);

const char *orch_hub_link_get_base (OrchHubLink *self); /* FHIR base, without a slash at the end */
const char *orch_hub_link_get_code (OrchHubLink *self);
/** orch_hub_link_get_host: Returns: (transfer none): to be shown: punycode stays punycode; with the port when not the usual one */
const char *orch_hub_link_get_host (OrchHubLink *self);
/** orch_hub_link_is_training: the hub is on loopback */
gboolean orch_hub_link_is_training (OrchHubLink *self);

G_END_DECLS
