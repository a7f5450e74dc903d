/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The truth table of the services.
 */
#include "orch-service-rules.h"

#include "orch-appointment.h"
#include "orch-fields.h"

static const OrchServiceFacts no_facts = { NULL, 0, 0 };

/* Makes it inactive, or leaves it so, by a decision of now. The moment is moved only when there is something to move it for: otherwise
 * deciding the same again would change every inactive service each time. Fresh appointments are something: whoever decides knows
 * of them, so they must not bring it back afterwards. */
static void
switch_off (OrchServiceFields *fields, const OrchServiceFacts *facts, gint64 now_us)
{
  if (fields->active || fields->deactivated_us == 0 || facts->fresh > 0)
    fields->deactivated_us = now_us;
  fields->active = FALSE;
  fields->to_define = FALSE;
}

static void
exclude (OrchServiceFields *fields, const OrchServiceFacts *facts, gint64 now_us)
{
  if (fields->excluded && !fields->active)
    return;
  fields->excluded = TRUE;
  switch_off (fields, facts, now_us);
}

/* The events touch these alone. Fifty thousand services are decided for each preview: most are as they were, and no object is made. */
static gboolean
is_untouched (const OrchServiceFields *was, const OrchServiceFields *is)
{
  return !was->active == !is->active && !was->excluded == !is->excluded && !was->to_define == !is->to_define &&
         !was->vanished == !is->vanished && was->deactivated_us == is->deactivated_us &&
         orch_strv_equal_set (was->types, is->types);
}

/* A reference to @service when @fields say nothing new. */
static OrchService *
finish (OrchService *service, const OrchServiceFields *fields)
{
  g_autoptr (OrchService) after = NULL;

  if (is_untouched (orch_service_get_fields (service), fields))
    return g_object_ref (service);
  after = orch_service_new (fields);
  /* The same types in another order; a moment of its own makes a decision, however short after. */
  if (orch_service_same_decisions (service, after) &&
      orch_service_get_fields (service)->deactivated_us == fields->deactivated_us)
    return g_object_ref (service);
  return g_steal_pointer (&after);
}

static OrchServiceNotice
activate (OrchServiceFields *fields, const char *const *types)
{
  if (types != NULL && types[0] != NULL)
    fields->types = types;
  if (fields->types == NULL)
    return ORCH_SERVICE_NOTICE_NEEDS_TYPE;
  fields->active = TRUE;
  fields->to_define = FALSE;
  return fields->excluded ? ORCH_SERVICE_NOTICE_ACTIVE_EXCLUDED : ORCH_SERVICE_NOTICE_NONE;
}

static OrchServiceNotice
deactivate (OrchServiceFields *fields, const OrchServiceFacts *facts, gint64 now_us)
{
  gboolean was_active = fields->active;

  switch_off (fields, facts, now_us);
  return was_active && facts->upcoming > 0 ? ORCH_SERVICE_NOTICE_HAS_UPCOMING : ORCH_SERVICE_NOTICE_NONE;
}

static OrchServiceNotice
appointments_seen (OrchServiceFields *fields, const OrchServiceFacts *facts)
{
  if (fields->active || fields->excluded || facts->fresh == 0)
    return ORCH_SERVICE_NOTICE_NONE;
  /* "To define" stays: nobody has decided anything yet. */
  fields->active = TRUE;
  return fields->types == NULL ? ORCH_SERVICE_NOTICE_RETURNED_NO_TYPE : ORCH_SERVICE_NOTICE_RETURNED;
}

static OrchServiceNotice
set_types (OrchServiceFields *fields, const char *const *types, const OrchServiceFacts *facts, gint64 now_us)
{
  gboolean had_types = fields->types != NULL;

  fields->types = types != NULL && types[0] != NULL ? types : NULL;
  /* One that came back by an appointment waits for its type: taking away what it has not changes nothing. */
  if (!fields->active || fields->types != NULL || !had_types)
    return ORCH_SERVICE_NOTICE_NONE;
  switch_off (fields, facts, now_us);
  return ORCH_SERVICE_NOTICE_OFF_WITHOUT_TYPE;
}

OrchServiceFacts *
orch_service_facts_new (const char *service_id, guint upcoming, guint fresh)
{
  OrchServiceFacts *self = g_new0 (OrchServiceFacts, 1);

  self->service_id = g_strdup (service_id);
  self->upcoming = upcoming;
  self->fresh = fresh;
  return self;
}

void
orch_service_facts_free (OrchServiceFacts *self)
{
  if (self == NULL)
    return;
  g_free (self->service_id);
  g_free (self);
}

OrchServiceFacts *
orch_service_facts_count (OrchService *service, GPtrArray *appointments, gint64 now_us)
{
  const OrchServiceFields *fields;
  OrchServiceFacts *facts;

  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  fields = orch_service_get_fields (service);
  facts = orch_service_facts_new (fields->id, 0, 0);
  for (guint i = 0; appointments != NULL && i < appointments->len; i++)
    {
      const OrchAppointmentFields *one = orch_appointment_get_fields (appointments->pdata[i]);

      if (one->service_emr_id == NULL || g_strcmp0 (one->service_emr_id, fields->emr_id) != 0 ||
          !orch_appointment_counts (appointments->pdata[i]))
        continue;
      facts->upcoming += one->start_us >= now_us;
      facts->fresh += fields->deactivated_us == 0 || one->first_seen_us > fields->deactivated_us;
    }
  return facts;
}

OrchService *
orch_service_after (OrchService *service, OrchServiceEvent event, const OrchServiceFacts *facts,
                    const char *const *types, gint64 now_us, OrchServiceNotice *notice)
{
  OrchServiceNotice told = ORCH_SERVICE_NOTICE_NONE;
  OrchServiceFields fields;

  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);
  g_return_val_if_fail ((guint) event < ORCH_N_SERVICE_EVENTS, g_object_ref (service));

  fields = *orch_service_get_fields (service);
  facts = facts != NULL ? facts : &no_facts;
  switch (event)
    {
    case ORCH_SERVICE_EXCLUDE:
      told = fields.active && facts->upcoming > 0 ? ORCH_SERVICE_NOTICE_HAS_UPCOMING : ORCH_SERVICE_NOTICE_NONE;
      exclude (&fields, facts, now_us);
      break;
    case ORCH_SERVICE_INCLUDE:
      fields.excluded = FALSE;
      break;
    case ORCH_SERVICE_ACTIVATE:
      told = activate (&fields, types);
      break;
    case ORCH_SERVICE_DEACTIVATE:
      told = deactivate (&fields, facts, now_us);
      break;
    case ORCH_SERVICE_APPOINTMENTS_SEEN:
      told = appointments_seen (&fields, facts);
      break;
    case ORCH_SERVICE_VANISHED:
      if (fields.origin == ORCH_ORIGIN_HAND || fields.vanished)
        break;
      fields.vanished = TRUE;
      told = ORCH_SERVICE_NOTICE_TO_CONFIRM;
      break;
    case ORCH_SERVICE_SEEN_AGAIN:
      told = fields.vanished ? ORCH_SERVICE_NOTICE_NEW_IN_EMR_AGAIN : ORCH_SERVICE_NOTICE_NONE;
      fields.vanished = FALSE;
      break;
    case ORCH_SERVICE_SET_TYPES:
      told = set_types (&fields, types, facts, now_us);
      break;
    default:
      g_assert_not_reached ();
    }
  if (notice != NULL)
    *notice = told;
  return finish (service, &fields);
}

gboolean
orch_service_is_reviewable (OrchService *service)
{
  const OrchServiceFields *fields;

  g_return_val_if_fail (ORCH_IS_SERVICE (service), FALSE);

  fields = orch_service_get_fields (service);
  return !fields->in_conflict && !fields->vanished;
}

OrchService *
orch_service_decide (OrchService *service, const OrchServiceDecision *decision, const OrchServiceFacts *facts,
                     gint64 now_us)
{
  OrchServiceFields fields;
  gboolean is_on_last_page;

  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);
  g_return_val_if_fail (decision != NULL, NULL);

  fields = *orch_service_get_fields (service);
  facts = facts != NULL ? facts : &no_facts;
  if (!orch_service_is_reviewable (service))
    return g_object_ref (service);
  if (decision->excluded)
    {
      /* A tick that was there before is no event: one activated by hand stays so. */
      if (!fields.excluded || decision->excluded_chosen)
        exclude (&fields, facts, now_us);
      return finish (service, &fields);
    }
  fields.excluded = FALSE;
  is_on_last_page = !decision->inactive || facts->upcoming > 0;
  if (!is_on_last_page)
    switch_off (&fields, facts, now_us);
  else
    {
      fields.types = decision->types != NULL && decision->types[0] != NULL ? decision->types : NULL;
      if (fields.types == NULL)
        switch_off (&fields, facts, now_us);
      else
        {
          fields.active = TRUE;
          fields.to_define = FALSE;
        }
    }
  return finish (service, &fields);
}

OrchService *
orch_service_settle_edit (OrchService *before, OrchService *edited, const OrchServiceFacts *facts, gint64 now_us,
                          OrchServiceNotice *notice)
{
  const OrchServiceFields *old, *wanted;
  OrchServiceNotice told = ORCH_SERVICE_NOTICE_NONE;
  g_autoptr (OrchService) after = NULL;
  OrchServiceFields fields;
  gboolean newly_active;

  g_return_val_if_fail (ORCH_IS_SERVICE (before), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (edited), NULL);

  facts = facts != NULL ? facts : &no_facts;
  old = orch_service_get_fields (before);
  wanted = orch_service_get_fields (edited);
  fields = *old;
  if (old->origin == ORCH_ORIGIN_HAND)
    {
      fields.name = wanted->name;
      fields.name_en = wanted->name_en;
      fields.category = wanted->category;
      fields.duration_minutes = wanted->duration_minutes;
      fields.professional_emr_ids = wanted->professional_emr_ids;
    }
  fields.types = wanted->types;
  fields.online = wanted->online;
  fields.category_id = wanted->category_id;
  fields.duration_override = wanted->duration_override;
  fields.offered_by = wanted->offered_by;
  fields.offer = wanted->offer;

  newly_active = wanted->active && !old->active;
  if (wanted->excluded && !old->excluded)
    exclude (&fields, facts, now_us);
  fields.excluded = wanted->excluded;
  if (newly_active)
    told = activate (&fields, NULL);
  else if (old->active && !wanted->active)
    told = deactivate (&fields, facts, now_us);
  else if (fields.active && fields.types == NULL && old->types != NULL)
    {
      switch_off (&fields, facts, now_us);
      told = ORCH_SERVICE_NOTICE_OFF_WITHOUT_TYPE;
    }
  if (told == ORCH_SERVICE_NOTICE_NONE && old->active && !fields.active && facts->upcoming > 0)
    told = ORCH_SERVICE_NOTICE_HAS_UPCOMING;
  if (notice != NULL)
    *notice = told;
  after = orch_service_new (&fields);
  if (orch_service_same_decisions (before, after) && orch_service_same_content (before, after))
    return g_object_ref (before);
  return g_steal_pointer (&after);
}
