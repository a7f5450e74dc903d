/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The one file that says, for a person, what a service is: its state in a word and an icon, its duration, the row as it is spoken.
 * Main thread. Strings are translated. Source: seeds/services-sync-article.txt, product.md §2.
 */
#pragma once

#include "core/orch-service-plan.h"
#include "orch-service-names.h"

G_BEGIN_DECLS

/** OrchServiceState: what the badge shows; the first that holds, in this order */
typedef enum
{
  ORCH_SERVICE_STATE_IN_CONFLICT,
  ORCH_SERVICE_STATE_TO_CONFIRM,     /* vanished from the EMR */
  ORCH_SERVICE_STATE_TYPE_TO_CHOOSE, /* active, and without a type patients cannot book it */
  ORCH_SERVICE_STATE_OFFER_TO_MAKE,  /* active, and without an offer of care patients cannot reach it */
  ORCH_SERVICE_STATE_TO_DEFINE,
  ORCH_SERVICE_STATE_EXCLUDED,
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

/** orch_service_text_dup_origin: Returns: (transfer full): EMR number, category and duration on one line: which service of that name it is */
char *orch_service_text_dup_origin (OrchService *service, OrchServiceNames *names);

/** orch_service_text_dup_offer: @offer: (nullable). Returns: (transfer full): the offer of care in a line; that there is none */
char *orch_service_text_dup_offer (OrchCareOffer *offer);

/* The assistant */

/** orch_service_text_get_absence: Returns: (transfer none): why a service is not on @page, in a sentence */
const char *orch_service_text_get_absence (OrchServicePage page, OrchServiceAbsence absence);
/** orch_service_text_dup_warning: Returns: (transfer full) (nullable): what the row of a service warns of on @page; @ticked: on the pages that tick;
 * @typed: whether a type is chosen for it; @upcoming: its appointments to come */
char *orch_service_text_dup_warning (OrchServicePage page, gboolean ticked, gboolean typed, guint upcoming);
/** orch_service_text_dup_consequences: Returns: (transfer full): what happens to @n services, in a sentence */
char *orch_service_text_dup_consequences (OrchServiceConsequenceKind kind, guint n);
/** orch_service_text_dup_consequence: Returns: (transfer full): what happens to one service, for its row: the appointments it speaks of; "" for none */
char *orch_service_text_dup_consequence (OrchServiceConsequence *consequence);
/** orch_service_text_get_consequence_icon: Returns: (transfer none) */
const char *orch_service_text_get_consequence_icon (OrchServiceConsequenceKind kind);
/** orch_service_text_get_consequence_style: Returns: (transfer none): a style class of the icon */
const char *orch_service_text_get_consequence_style (OrchServiceConsequenceKind kind);

G_END_DECLS
