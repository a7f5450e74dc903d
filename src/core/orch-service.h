/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A service that the clinic offers: what patients book. Immutable; any thread.
 * Properties, read-only, for list rows: id, emr-id, name, name-en, display-name, category, category-id, duration-minutes (the
 * effective one), active, excluded, online (wished), to-define, in-conflict, vanished, needs-type, shown-online.
 * Source: seeds/wizard-guide.txt (Services offerts), seeds/services-sync-article.txt.
 */
#pragma once

#include <glib-object.h>

#include "orch-care-offer.h"
#include "orch-origin.h"

G_BEGIN_DECLS

#define ORCH_SERVICE_DURATION_MIN 1
#define ORCH_SERVICE_DURATION_MAX 480 /* minutes */

#define ORCH_TYPE_SERVICE (orch_service_get_type ())
G_DECLARE_FINAL_TYPE (OrchService, orch_service, ORCH, SERVICE, GObject)

/** OrchServiceFields: copied, "" as %NULL, lists sorted and without doubles */
typedef struct
{
  const char *id; /* our UUID; NULL in what a connector yields */
  const char *emr_id;
  const char *hub_id;                      /* HealthcareService id on the hub */
  const char *name;                        /* French, or the only name there is */
  const char *name_en;                     /* (nullable) */
  const char *category;                    /* text, the EMR's (nullable) */
  const char *category_id;                 /* the clinic's own category, stable id (nullable) */
  const char *const *types;                /* stable type ids, NULL-terminated (nullable) */
  const char *const *professional_emr_ids; /* EMR ids of the staff who offer it, NULL-terminated (nullable) */
  const char *const *offered_by;           /* our staff UUIDs, NULL-terminated; NULL = as the EMR says */
  int duration_minutes;                    /* 0 = missing; other values as the EMR gave them, even wrong */
  int duration_override;                   /* minutes, chosen by the clinic; 0 = the EMR's */
  gboolean active;                         /* new ones arrive inactive */
  gboolean excluded;                       /* new ones arrive included */
  gboolean online;                         /* what the clinic wishes; whether it is, orch_service_is_online() says */
  gboolean to_define;                      /* new: the user has not decided yet */
  gboolean vanished;     /* no longer in the EMR: to confirm; everything else stays as it was, but it is not online */
  gint64 deactivated_us; /* last time a decision made it, or left it, inactive, µs since 1970; 0 = never */
  OrchCareOffer *offer;  /* (nullable): none yet: patients cannot reach it */
  OrchOrigin origin;
  gint64 revision;
  gboolean in_conflict;
  gboolean removed; /* only in what the hub gives: a person has taken it away; never in the store */
} OrchServiceFields;

OrchService *orch_service_new (const OrchServiceFields *fields);
const OrchServiceFields *orch_service_get_fields (OrchService *self);

/** orch_service_get_display_name: Returns: (transfer none): the name; the EMR id when it has none; never empty */
const char *orch_service_get_display_name (OrchService *self);

/** orch_service_get_duration: Returns: minutes: the clinic's own, else the EMR's; 0 = missing */
int orch_service_get_duration (OrchService *self);

/** orch_service_needs_type: whether it is active without a type: the user has one to choose */
gboolean orch_service_needs_type (OrchService *self);

/** orch_service_is_online: whether it is to be shown online: wished, active, with a type, still in the EMR */
gboolean orch_service_is_online (OrchService *self);

/** orch_service_is_reachable: whether patients can book it by themselves: online, and an offer of care not kept for the staff */
gboolean orch_service_is_reachable (OrchService *self);

/** orch_service_same_decisions: whether the fields the clinic owns are equal (those that the user decides, and what the rules keep of it: all
 * but what the EMR says, ids and revision); instants to the millisecond */
gboolean orch_service_same_decisions (OrchService *a, OrchService *b);

/** orch_service_content_digest: a number for what the EMR says of it, to find out later whether that changed; the same on every machine */
guint orch_service_content_digest (OrchService *self);

/** orch_service_same_content: whether the fields the EMR owns are equal */
gboolean orch_service_same_content (OrchService *a, OrchService *b);

/** orch_service_compare_content: a total order over the fields the EMR owns, 0 when they are equal */
int orch_service_compare_content (OrchService *a, OrchService *b);

G_END_DECLS
