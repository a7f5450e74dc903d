/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) What a clinic chooses of a service beyond FHIR's own members, as extensions: who offers it, for how long, its offer of
 * care. Pure; any thread. Source: hub/README.md (Extensions).
 */
#pragma once

#include <json-glib/json-glib.h>

#include "core/orch-service.h"

G_BEGIN_DECLS

/** OrchMapChoices: cleared with orch_map_choices_clear() */
typedef struct
{
  int duration_override;
  gint64 deactivated_us;
  gboolean vanished;
  gboolean to_define;
  char **offered_by;    /* (owned) (nullable) */
  OrchCareOffer *offer; /* (owned) (nullable) */
} OrchMapChoices;

/** orch_map_service_choices: adds the extensions of @service to @json */
void orch_map_service_choices (OrchService *service, JsonObject *json);
void orch_map_choices_read (JsonObject *json, OrchMapChoices *choices);
void orch_map_choices_clear (OrchMapChoices *choices);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrchMapChoices, orch_map_choices_clear)

G_END_DECLS
