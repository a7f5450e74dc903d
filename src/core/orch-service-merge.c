/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Merging two edits of a service.
 */
#include "orch-service-merge.h"

#include "orch-fields.h"

/* Copies what @field is made of. */
static void
take (OrchServiceFields *to, const OrchServiceFields *from, OrchServiceMergeField field)
{
  switch (field)
    {
    case ORCH_SERVICE_FIELD_STATE:
      to->active = from->active;
      to->excluded = from->excluded;
      to->deactivated_us = from->deactivated_us;
      break;
    case ORCH_SERVICE_FIELD_TYPES:
      to->types = from->types;
      break;
    case ORCH_SERVICE_FIELD_ONLINE:
      to->online = from->online;
      break;
    case ORCH_SERVICE_FIELD_DURATION:
      to->duration_override = from->duration_override;
      break;
    case ORCH_SERVICE_FIELD_CATEGORY:
      to->category_id = from->category_id;
      break;
    case ORCH_SERVICE_FIELD_OFFERED_BY:
      to->offered_by = from->offered_by;
      break;
    case ORCH_SERVICE_FIELD_OFFER:
      to->offer = from->offer;
      break;
    case ORCH_SERVICE_FIELD_NAME:
      to->name = from->name;
      to->name_en = from->name_en;
      break;
    case ORCH_SERVICE_FIELD_MINUTES:
      to->duration_minutes = from->duration_minutes;
      break;
    case ORCH_SERVICE_FIELD_WORDS:
      to->category = from->category;
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
take_content (OrchServiceFields *to, const OrchServiceFields *from)
{
  to->emr_id = from->emr_id;
  to->name = from->name;
  to->name_en = from->name_en;
  to->category = from->category;
  to->professional_emr_ids = from->professional_emr_ids;
  to->duration_minutes = from->duration_minutes;
}

/* What the EMR would say of them was typed by people. */
static gboolean
are_typed (const OrchServiceFields *a, const OrchServiceFields *b)
{
  return a->emr_id == NULL && b->emr_id == NULL;
}

static OrchServiceMergeField
compare_typed (const OrchServiceFields *a, const OrchServiceFields *b)
{
  OrchServiceMergeField fields = 0;

  if (!are_typed (a, b))
    return 0;
  if (g_strcmp0 (a->name, b->name) != 0 || g_strcmp0 (a->name_en, b->name_en) != 0)
    fields |= ORCH_SERVICE_FIELD_NAME;
  if (a->duration_minutes != b->duration_minutes)
    fields |= ORCH_SERVICE_FIELD_MINUTES;
  if (g_strcmp0 (a->category, b->category) != 0)
    fields |= ORCH_SERVICE_FIELD_WORDS;
  return fields;
}

OrchServiceMergeField
orch_service_compare_decisions (OrchService *a, OrchService *b)
{
  OrchServiceMergeField fields = 0;
  const OrchServiceFields *x, *y;

  g_return_val_if_fail (ORCH_IS_SERVICE (a), 0);
  g_return_val_if_fail (ORCH_IS_SERVICE (b), 0);

  x = orch_service_get_fields (a);
  y = orch_service_get_fields (b);
  if (!x->active != !y->active || !x->excluded != !y->excluded)
    fields |= ORCH_SERVICE_FIELD_STATE;
  if (!orch_strv_equal_set (x->types, y->types))
    fields |= ORCH_SERVICE_FIELD_TYPES;
  if (!x->online != !y->online)
    fields |= ORCH_SERVICE_FIELD_ONLINE;
  if (x->duration_override != y->duration_override)
    fields |= ORCH_SERVICE_FIELD_DURATION;
  if (g_strcmp0 (x->category_id, y->category_id) != 0)
    fields |= ORCH_SERVICE_FIELD_CATEGORY;
  if (!orch_strv_equal_set (x->offered_by, y->offered_by))
    fields |= ORCH_SERVICE_FIELD_OFFERED_BY;
  if (!orch_care_offer_equal (x->offer, y->offer))
    fields |= ORCH_SERVICE_FIELD_OFFER;
  return fields | compare_typed (x, y);
}

OrchService *
orch_service_add_sent (OrchService *base, GPtrArray *sent, OrchService *theirs)
{
  const OrchServiceFields *t;
  OrchServiceFields fields;
  OrchServiceMergeField ours = 0;

  g_return_val_if_fail (base == NULL || ORCH_IS_SERVICE (base), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (theirs), NULL);

  for (guint i = 0; sent != NULL && i < sent->len; i++)
    ours |= ORCH_SERVICE_ALL_FIELDS & ~orch_service_compare_decisions (g_ptr_array_index (sent, i), theirs);
  /* Nothing is known of what it was: all of it must be ours. */
  if (base == NULL)
    return ours == ORCH_SERVICE_ALL_FIELDS ? g_object_ref (theirs) : NULL;
  t = orch_service_get_fields (theirs);
  fields = *orch_service_get_fields (base);
  if (!are_typed (&fields, t))
    ours &= ~ORCH_SERVICE_TYPED_FIELDS;
  for (guint i = 0; i < ORCH_N_SERVICE_FIELDS; i++)
    if ((ours & (1u << i)) != 0)
      take (&fields, t, (OrchServiceMergeField) (1u << i));
  return orch_service_new (&fields);
}

OrchService *
orch_service_merge (OrchService *base, OrchService *mine, OrchService *theirs, OrchServiceMergeField *conflicting)
{
  const OrchServiceFields *b, *m, *t;
  OrchServiceMergeField by_me, by_them, differing, conflict;
  OrchServiceFields fields;

  g_return_val_if_fail (base == NULL || ORCH_IS_SERVICE (base), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (mine), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (theirs), NULL);

  b = base != NULL ? orch_service_get_fields (base) : NULL;
  m = orch_service_get_fields (mine);
  t = orch_service_get_fields (theirs);
  differing = orch_service_compare_decisions (mine, theirs);
  by_me = base != NULL ? orch_service_compare_decisions (base, mine) : ORCH_SERVICE_ALL_FIELDS;
  by_them = base != NULL ? orch_service_compare_decisions (base, theirs) : ORCH_SERVICE_ALL_FIELDS;
  conflict = differing & by_me & by_them;

  fields = *m;
  for (guint i = 0; i < ORCH_N_SERVICE_FIELDS; i++)
    if ((differing & by_them & ~by_me & (1u << i)) != 0)
      take (&fields, t, (OrchServiceMergeField) (1u << i));
  /* Both decided the same, or neither did: the later moment holds for both. */
  if ((differing & ORCH_SERVICE_FIELD_STATE) == 0)
    fields.deactivated_us = MAX (m->deactivated_us, t->deactivated_us);
  /* What one of them decided is decided. */
  fields.to_define = m->to_define && t->to_define;
  if (b != NULL && !are_typed (m, t) && orch_service_same_content (base, mine) &&
      !orch_service_same_content (base, theirs))
    take_content (&fields, t);
  if (b != NULL && !b->vanished == !m->vanished)
    fields.vanished = t->vanished;
  if (fields.hub_id == NULL)
    fields.hub_id = t->hub_id;

  if (conflicting != NULL)
    *conflicting = conflict;
  return orch_service_new (&fields);
}

OrchService *
orch_service_merge_settled (OrchService *base, OrchService *mine, OrchService *theirs, OrchServiceMergeField kept)
{
  OrchServiceMergeField conflicting = 0;
  g_autoptr (OrchService) merged = orch_service_merge (base, mine, theirs, &conflicting);
  OrchServiceFields fields;

  g_return_val_if_fail (merged != NULL, NULL);

  fields = *orch_service_get_fields (merged);
  for (guint i = 0; i < ORCH_N_SERVICE_FIELDS; i++)
    if ((conflicting & ~kept & (1u << i)) != 0)
      take (&fields, orch_service_get_fields (theirs), (OrchServiceMergeField) (1u << i));
  return orch_service_new (&fields);
}

OrchService *
orch_service_settle (OrchService *mine, OrchService *theirs, OrchServiceMergeField kept)
{
  const OrchServiceFields *m, *t;
  OrchServiceFields fields;

  g_return_val_if_fail (ORCH_IS_SERVICE (mine), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (theirs), NULL);

  m = orch_service_get_fields (mine);
  t = orch_service_get_fields (theirs);
  fields = *t;
  for (guint i = 0; i < ORCH_N_SERVICE_FIELDS; i++)
    if ((kept & (1u << i)) != 0)
      take (&fields, m, (OrchServiceMergeField) (1u << i));
  if (!are_typed (m, t))
    take_content (&fields, m);
  fields.to_define = m->to_define && t->to_define;
  fields.vanished = m->vanished;
  fields.in_conflict = m->in_conflict;
  fields.origin = m->origin;
  fields.id = m->id;
  fields.hub_id = m->hub_id != NULL ? m->hub_id : t->hub_id;
  fields.revision = m->revision;
  return orch_service_new (&fields);
}
