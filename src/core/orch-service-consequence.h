/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One thing that Apply does, or that happened in the background, told of one service; the sentence is ui's. Immutable; any thread.
 * Properties, read-only: service, kind (int), count (uint). Source: product.md §2 (preview).
 */
#pragma once

#include "orch-service.h"

G_BEGIN_DECLS

/** OrchServiceConsequenceKind: in the order in which a preview names them */
typedef enum
{
  ORCH_CONSEQUENCE_NEW = 0,  /* to define until now */
  ORCH_CONSEQUENCE_CHANGED,  /* the EMR says otherwise than at the last review */
  ORCH_CONSEQUENCE_VANISHED, /* no longer in the EMR: to confirm */
  ORCH_CONSEQUENCE_BECOMES_ACTIVE,
  ORCH_CONSEQUENCE_RETURNS_BY_APPOINTMENT, /* ticked Inactive, but active because of upcoming appointments: count */
  ORCH_CONSEQUENCE_BECOMES_INACTIVE,       /* ticked so; count: its upcoming appointments, of an excluded one */
  ORCH_CONSEQUENCE_STAYS_INACTIVE,         /* new, and ticked so */
  ORCH_CONSEQUENCE_OFF_WITHOUT_TYPE, /* left on the third page without a type: inactive; count: its upcoming appointments */
  ORCH_CONSEQUENCE_LEAVES_REPORT, /* becomes excluded */
  ORCH_CONSEQUENCE_ENTERS_REPORT, /* no longer excluded */
  ORCH_CONSEQUENCE_NO_OFFER_YET,  /* active afterwards, without an offer of care */
} OrchServiceConsequenceKind;

#define ORCH_N_CONSEQUENCES (ORCH_CONSEQUENCE_NO_OFFER_YET + 1)

#define ORCH_TYPE_SERVICE_CONSEQUENCE (orch_service_consequence_get_type ())
G_DECLARE_FINAL_TYPE (OrchServiceConsequence, orch_service_consequence, ORCH, SERVICE_CONSEQUENCE, GObject)

OrchServiceConsequence *orch_service_consequence_new (OrchService *service, OrchServiceConsequenceKind kind,
                                                      guint count);

/** orch_service_consequence_get_service: Returns: (transfer none): the service as it is before Apply; in what was announced, as it is now */
OrchService *orch_service_consequence_get_service (OrchServiceConsequence *self);
OrchServiceConsequenceKind orch_service_consequence_get_kind (OrchServiceConsequence *self);
/** orch_service_consequence_get_count: Returns: appointments, where the kind says so, else 0 */
guint orch_service_consequence_get_count (OrchServiceConsequence *self);

G_END_DECLS
