/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The one file that says, for a person, what a service is: its state in a word and an icon, its duration, the row as it is spoken.
 * Main thread. Strings are translated. Source: seeds/services-sync-article.txt, product.md §2.
 */
#pragma once

#include "orch-service-names.h"

G_BEGIN_DECLS

/** OrchServiceState: what the badge shows; the first that holds, in this order */
typedef enum
{
  ORCH_SERVICE_STATE_IN_CONFLICT,
  ORCH_SERVICE_STATE_TO_DEFINE,
  ORCH_SERVICE_STATE_EXCLUDED,
  ORCH_SERVICE_STATE_TYPE_TO_CHOOSE, /* active, and without a type patients cannot book it */
  ORCH_SERVICE_STATE_ACTIVE,
  ORCH_SERVICE_STATE_INACTIVE,
} OrchServiceState;

OrchServiceState orch_service_text_get_state (OrchService *service);
/** orch_service_text_get_word: Returns: (transfer none): the state in one or two words */
const char *orch_service_text_get_word (OrchServiceState state);
/** orch_service_text_get_icon: Returns: (transfer none): the name of its icon */
const char *orch_service_text_get_icon (OrchServiceState state);
/** orch_service_text_get_style: Returns: (transfer none): the style class of icon and word: "success", "warning", "error" or "dimmed" */
const char *orch_service_text_get_style (OrchServiceState state);
/** orch_service_text_get_why: Returns: (transfer none): the state explained in a sentence */
const char *orch_service_text_get_why (OrchServiceState state);

/** orch_service_text_dup_duration: Returns: (transfer full): "20 min"; "" when the EMR gives none */
char *orch_service_text_dup_duration (OrchService *service);
/** orch_service_text_dup_summary: Returns: (transfer full): state, duration and types on one line, for a narrow window */
char *orch_service_text_dup_summary (OrchService *service, OrchServiceNames *names);
/** orch_service_text_dup_spoken: Returns: (transfer full): the whole row for a screen reader */
char *orch_service_text_dup_spoken (OrchService *service, OrchServiceNames *names);

G_END_DECLS
