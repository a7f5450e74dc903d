/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Somebody in whose name a conversation can be begun, or to whom one can be assigned. Immutable; any thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_PROFESSIONAL (orch_professional_get_type ())
G_DECLARE_FINAL_TYPE (OrchProfessional, orch_professional, ORCH, PROFESSIONAL, GObject)

/** orch_professional_new: @reference: what the hub calls them, "Practitioner/…" */
OrchProfessional *orch_professional_new (const char *reference, const char *name);
const char *orch_professional_get_reference (OrchProfessional *self);
const char *orch_professional_get_name (OrchProfessional *self);

G_END_DECLS
