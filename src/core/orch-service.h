/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A service that the clinic offers: what patients book. Immutable; any thread.
 * Properties, read-only, for list rows: id, emr-id, name, name-en, display-name, category, duration-minutes, active, excluded,
 * online, to-define, in-conflict. Source: seeds/wizard-guide.txt (Services offerts), seeds/services-sync-article.txt.
 */
#pragma once

#include <glib-object.h>

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
  const char *category;                    /* text (nullable) */
  const char *const *types;                /* stable type ids, NULL-terminated (nullable) */
  const char *const *professional_emr_ids; /* EMR ids of the staff who offer it, NULL-terminated (nullable) */
  int duration_minutes;                    /* 0 = missing; other values as the EMR gave them, even wrong */
  gboolean active;                         /* new ones arrive inactive */
  gboolean excluded;                       /* new ones arrive included */
  gboolean online;
  gboolean to_define; /* new: the user has not decided yet */
  OrchOrigin origin;
  gint64 revision;
  gboolean in_conflict;
} OrchServiceFields;

OrchService *orch_service_new (const OrchServiceFields *fields);
const OrchServiceFields *orch_service_get_fields (OrchService *self);

/** orch_service_get_display_name: Returns: (transfer none): the name; the EMR id when it has none; never empty */
const char *orch_service_get_display_name (OrchService *self);

/** orch_service_same_content: whether the fields the EMR owns are equal */
gboolean orch_service_same_content (OrchService *a, OrchService *b);

/** orch_service_compare_content: a total order over the fields the EMR owns, 0 when they are equal */
int orch_service_compare_content (OrchService *a, OrchService *b);

G_END_DECLS
