/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What happens to a service: the truth table of product.md §2. Pure; any thread. A service is active or inactive, included or
 * excluded; new ones arrive inactive, included, to define. Nothing here toggles back by itself: an event that repeats finds nothing
 * left to do. Source: product.md §2, seeds/services-sync-article.txt, emr-facts F2.
 */
#pragma once

#include "orch-service.h"

G_BEGIN_DECLS

/** OrchServiceFacts: what the appointments say of a service; only those that orch_appointment_counts() */
typedef struct
{
  char *service_id; /* our UUID */
  guint upcoming;   /* start at or after now */
  guint fresh;      /* first seen after the service's deactivated_us; all of them when that is 0 */
} OrchServiceFacts;

/** orch_service_facts_new: Returns: (transfer full) */
OrchServiceFacts *orch_service_facts_new (const char *service_id, guint upcoming, guint fresh);
void orch_service_facts_free (OrchServiceFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchServiceFacts, orch_service_facts_free)

/** orch_service_facts_count: @appointments: (element-type OrchAppointment): any; those of other services are passed over.
 * The facts of @service as they follow from its appointments: what the store computes in SQL. Returns: (transfer full) */
OrchServiceFacts *orch_service_facts_count (OrchService *service, GPtrArray *appointments, gint64 now_us);

typedef enum
{
  ORCH_SERVICE_EXCLUDE = 0, /* inactive, excluded */
  ORCH_SERVICE_INCLUDE,     /* no longer excluded; inactive stays inactive */
  ORCH_SERVICE_ACTIVATE,    /* by hand; needs a type, its own or one of those given; an excluded one stays excluded */
  ORCH_SERVICE_DEACTIVATE,  /* by hand */
  ORCH_SERVICE_APPOINTMENTS_SEEN, /* after every sync: an inactive, included one with fresh appointments becomes active */
  ORCH_SERVICE_VANISHED,          /* the EMR no longer has it: to confirm, not online, everything else kept */
  ORCH_SERVICE_SEEN_AGAIN,
  ORCH_SERVICE_SET_TYPES, /* replaces the types; an active one left without any is switched off (the seed) */
} OrchServiceEvent;

#define ORCH_N_SERVICE_EVENTS (ORCH_SERVICE_SET_TYPES + 1)

/** OrchServiceNotice: what is to be told of an event */
typedef enum
{
  ORCH_SERVICE_NOTICE_NONE = 0,
  ORCH_SERVICE_NOTICE_NEEDS_TYPE,       /* not activated: choose a type first */
  ORCH_SERVICE_NOTICE_HAS_UPCOMING,     /* now inactive, but upcoming appointments exist */
  ORCH_SERVICE_NOTICE_RETURNED,         /* active again because of an appointment */
  ORCH_SERVICE_NOTICE_RETURNED_NO_TYPE, /* the same, but it has a type to choose and is not online */
  ORCH_SERVICE_NOTICE_OFF_WITHOUT_TYPE, /* switched off, for it has no type left */
  ORCH_SERVICE_NOTICE_ACTIVE_EXCLUDED,  /* active, but excluded: not in remuneration reports */
  ORCH_SERVICE_NOTICE_TO_CONFIRM,       /* no longer in the EMR */
  ORCH_SERVICE_NOTICE_NEW_IN_EMR_AGAIN, /* it was to confirm, and the EMR has it again */
} OrchServiceNotice;

/**
 * orch_service_after:
 * @facts: (nullable): %NULL = no appointments
 * @types: (nullable): ACTIVATE and SET_TYPES: the types to give, %NULL-terminated; %NULL with ACTIVATE keeps its own
 * @now_us: µs since 1970
 * @notice: (out) (optional)
 *
 * Returns: (transfer full): the service afterwards; @service itself, with a reference, when nothing changes
 */
OrchService *orch_service_after (OrchService *service, OrchServiceEvent event, const OrchServiceFacts *facts,
                                 const char *const *types, gint64 now_us, OrchServiceNotice *notice);

/** OrchServiceDecision: what a person decided of a service on the three pages of the assistant */
typedef struct
{
  gboolean excluded;        /* page 1, ticked */
  gboolean excluded_chosen; /* ticked or unticked in this review, not only shown as it was */
  gboolean inactive;        /* page 2, ticked */
  const char *const *types; /* page 3, %NULL-terminated (nullable) */
} OrchServiceDecision;

/** orch_service_decide: what Apply makes of one service. @facts: (nullable). Returns: (transfer full): as orch_service_after() */
OrchService *orch_service_decide (OrchService *service, const OrchServiceDecision *decision,
                                  const OrchServiceFacts *facts, gint64 now_us);

/** orch_service_is_reviewable: whether the assistant shows it: not in conflict, and still in the EMR (or typed by hand) */
gboolean orch_service_is_reviewable (OrchService *service);

/** orch_service_settle_edit: what the details dialog saves: @edited, with the rules applied to the way from @before: an active one without a type
 * is switched off, one newly activated, excluded or deactivated is as after that event; what the EMR owns is as in @before.
 * Returns: (transfer full) */
OrchService *orch_service_settle_edit (OrchService *before, OrchService *edited, const OrchServiceFacts *facts,
                                       gint64 now_us, OrchServiceNotice *notice);

G_END_DECLS
