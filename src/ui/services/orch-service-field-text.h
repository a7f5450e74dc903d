/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One of the fields that two people may have changed, in words: its name, and what a service has there. Main thread. Strings are translated.
 */
#pragma once

#include "core/orch-service-merge.h"
#include "orch-service-names.h"

G_BEGIN_DECLS

/** orch_service_field_text_get_name: Returns: (transfer none): of one field; “All of it” of anything else */
const char *orch_service_field_text_get_name (OrchServiceMergeField field);
/** orch_service_field_text_dup_value: Returns: (transfer full): what @service has in that one field; never empty */
char *orch_service_field_text_dup_value (OrchServiceNames *names, OrchService *service, OrchServiceMergeField field);

G_END_DECLS
