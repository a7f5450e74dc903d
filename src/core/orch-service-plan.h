/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the three-page assistant decides: it takes the services as the store has them, what the appointments say, and the user's choices,
 * and yields who is on which page and why somebody is not, the consequences, and the services to write. Pure rules: the same
 * input gives the same plan. One thread at a time. Source: product.md §2, seeds/services-sync-article.txt.
 */
#pragma once

#include "orch-service-consequence.h"
#include "orch-service-rules.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_SERVICE_PAGE_EXCLUDED = 0,
  ORCH_SERVICE_PAGE_INACTIVE,
  ORCH_SERVICE_PAGE_ACTIVE,
} OrchServicePage;

#define ORCH_N_SERVICE_PAGES (ORCH_SERVICE_PAGE_ACTIVE + 1)

/** OrchServiceAbsence: why a service is not on a page */
typedef enum
{
  ORCH_SERVICE_PRESENT = 0,
  ORCH_SERVICE_ABSENT_UNKNOWN,     /* not imported: synchronise; it may not exist in the EMR */
  ORCH_SERVICE_ABSENT_IN_CONFLICT, /* to be mended in the EMR first */
  ORCH_SERVICE_ABSENT_VANISHED,    /* no longer in the EMR */
  ORCH_SERVICE_ABSENT_EXCLUDED,    /* ticked on the first page */
  ORCH_SERVICE_ABSENT_INACTIVE,    /* ticked on the second page, and without upcoming appointments */
} OrchServiceAbsence;

#define ORCH_TYPE_SERVICE_PLAN (orch_service_plan_get_type ())
G_DECLARE_FINAL_TYPE (OrchServicePlan, orch_service_plan, ORCH, SERVICE_PLAN, GObject)

/**
 * orch_service_plan_new:
 * @services: (element-type OrchService): all of them, in the order in which pages and consequences name them
 * @facts: (nullable) (element-type OrchServiceFacts): copied; a service without facts has no appointments
 *
 * Begins with the choices as they are: excluded ones ticked on the first page; those that somebody decided to leave inactive on the second.
 */
OrchServicePlan *orch_service_plan_new (GPtrArray *services, GPtrArray *facts, gint64 now_us);

/* Choices. Of an unknown service: nothing. A choice stays while the service is hidden from its page by another one. */

void orch_service_plan_set_excluded (OrchServicePlan *self, const char *id, gboolean excluded);
void orch_service_plan_set_inactive (OrchServicePlan *self, const char *id, gboolean inactive);
/** orch_service_plan_set_types: @types: (nullable): stable type ids, %NULL-terminated */
void orch_service_plan_set_types (OrchServicePlan *self, const char *id, const char *const *types);
/** orch_service_plan_note_changed: the EMR says otherwise of it than at the last review */
void orch_service_plan_note_changed (OrchServicePlan *self, const char *id);

gboolean orch_service_plan_get_excluded (OrchServicePlan *self, const char *id);
gboolean orch_service_plan_get_inactive (OrchServicePlan *self, const char *id);
/** orch_service_plan_get_types: Returns: (transfer none) (nullable): chosen, or its own */
const char *const *orch_service_plan_get_types (OrchServicePlan *self, const char *id);
guint orch_service_plan_get_upcoming (OrchServicePlan *self, const char *id);
/** orch_service_plan_find: Returns: (transfer none) (nullable) */
OrchService *orch_service_plan_find (OrchServicePlan *self, const char *id);

/** OrchServiceLook: everything a row shows; pointers borrowed until a choice is made */
typedef struct
{
  OrchService *service;
  const char *const *types; /* (nullable) */
  guint upcoming;
  gboolean excluded;
  gboolean inactive;
  OrchServiceAbsence absences[ORCH_N_SERVICE_PAGES];
} OrchServiceLook;

/** orch_service_plan_look: all of the above at once. Returns: %FALSE when there is no such service */
gboolean orch_service_plan_look (OrchServicePlan *self, const char *id, OrchServiceLook *look);

/** orch_service_plan_get_page: Returns: (transfer container) (element-type OrchService): who is on a page now */
GPtrArray *orch_service_plan_get_page (OrchServicePlan *self, OrchServicePage page);
/** orch_service_plan_get_absent: why @id is not on @page; PRESENT when it is */
OrchServiceAbsence orch_service_plan_get_absent (OrchServicePlan *self, OrchServicePage page, const char *id);

/** orch_service_plan_get_consequences: Returns: (transfer full) (element-type OrchServiceConsequence): by kind, then in the order of the services */
GPtrArray *orch_service_plan_get_consequences (OrchServicePlan *self);
/** orch_service_plan_add_consequences: the same a slice at a time: those of the @most services from the @from-th; @told: ORCH_N_CONSEQUENCES of them, %NULL at first, then
 * (transfer full) (element-type OrchServiceConsequence). Returns: where to go on, 0 when these were the last, and all of them are in @told[0] */
guint orch_service_plan_add_consequences (OrchServicePlan *self, GPtrArray **told, guint from, guint most);
/** orch_service_plan_get_results: Returns: (transfer full) (element-type OrchService): those that change, as they are to be written */
GPtrArray *orch_service_plan_get_results (OrchServicePlan *self);

/** orch_service_plan_dup_choices: Returns: (transfer full): the choices made, as text to keep; "" when none was made */
char *orch_service_plan_dup_choices (OrchServicePlan *self);
/** orch_service_plan_print_choices: the same a slice at a time: appends those of the @most services from the @from-th to @text, empty at first. Returns: where to go
 * on, 0 when the text is whole */
guint orch_service_plan_print_choices (OrchServicePlan *self, GString *text, guint from, guint most);
/** orch_service_plan_restore_choices: @text: (nullable): as kept; what cannot be read, or names unknown services, is passed over */
void orch_service_plan_restore_choices (OrchServicePlan *self, const char *text);
/** orch_service_plan_has_choices: whether anything was chosen */
gboolean orch_service_plan_has_choices (OrchServicePlan *self);

G_END_DECLS
