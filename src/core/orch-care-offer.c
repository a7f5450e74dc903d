/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The offer of care of a service.
 */
#include "orch-care-offer.h"

#include <string.h>

#include "orch-fields.h"

#define FORMAT_VERSION 1
#define BODY_TYPE "(bsusiiia(sbbi))"
#define MAX_TEXT 262144 /* bytes: some thousands of exceptions; what is longer is no offer */

struct _OrchCareOffer
{
  GObject parent_instance;

  OrchCareOfferFields fields; /* (owned) */
};

static const char *const audiences[] = {
  ORCH_AUDIENCE_EVERYONE,
  ORCH_AUDIENCE_ATTACHED,
  ORCH_AUDIENCE_UNATTACHED,
  ORCH_AUDIENCE_REDIRECTION,
};

G_DEFINE_FINAL_TYPE (OrchCareOffer, orch_care_offer, G_TYPE_OBJECT)

static int
in_bounds (int value, int max)
{
  return value >= 0 && value <= max ? value : -1;
}

/* An audience that this version does not know must not open the door wider: only agents come through. */
static const char *
known_audience (const char *audience)
{
  if (audience == NULL || *audience == '\0')
    return ORCH_AUDIENCE_EVERYONE;
  for (guint i = 0; i < G_N_ELEMENTS (audiences); i++)
    if (g_str_equal (audiences[i], audience))
      return audiences[i];
  return ORCH_AUDIENCE_REDIRECTION;
}

static int
compare_exceptions (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (((const OrchCareException *) a)->staff_id, ((const OrchCareException *) b)->staff_id);
}

static void
copy_exceptions (OrchCareOfferFields *fields)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) copy = g_array_new (FALSE, FALSE, sizeof (OrchCareException));
  gsize n;

  /* From the end: the last one for a professional counts. */
  for (guint i = fields->n_exceptions; i-- > 0;)
    {
      OrchCareException one = fields->exceptions[i];

      if (one.staff_id == NULL || *one.staff_id == '\0' || !g_hash_table_add (seen, (gpointer) one.staff_id))
        continue;
      one.staff_id = g_strdup (one.staff_id);
      one.offered = one.offered != FALSE;
      one.staff_only = one.staff_only != FALSE;
      one.publication_days = in_bounds (one.publication_days, ORCH_OFFER_DAYS_MAX);
      g_array_append_val (copy, one);
    }
  g_array_sort (copy, compare_exceptions);
  fields->exceptions = g_array_steal (copy, &n);
  fields->n_exceptions = (guint) n;
}

static void
orch_care_offer_finalize (GObject *object)
{
  OrchCareOffer *self = ORCH_CARE_OFFER (object);

  for (guint i = 0; i < self->fields.n_exceptions; i++)
    g_free ((char *) self->fields.exceptions[i].staff_id);
  g_free ((OrchCareException *) self->fields.exceptions);
  g_free ((char *) self->fields.sex);
  G_OBJECT_CLASS (orch_care_offer_parent_class)->finalize (object);
}

static void
orch_care_offer_class_init (OrchCareOfferClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_care_offer_finalize;
}

static void
orch_care_offer_init (OrchCareOffer *self)
{
}

OrchCareOffer *
orch_care_offer_new (const OrchCareOfferFields *fields)
{
  OrchCareOffer *self;
  OrchCareOfferFields *own;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (ORCH_TYPE_CARE_OFFER, NULL);
  own = &self->fields;
  *own = *fields;
  own->staff_only = fields->staff_only != FALSE;
  own->audience = known_audience (fields->audience);
  own->modes = fields->modes & (ORCH_CARE_IN_PERSON | ORCH_CARE_VIRTUAL);
  if (own->modes == 0)
    own->modes = ORCH_CARE_IN_PERSON;
  own->sex = fields->sex != NULL && *fields->sex != '\0' ? g_strdup (fields->sex) : NULL;
  own->age_min = in_bounds (fields->age_min, ORCH_OFFER_AGE_MAX);
  own->age_max = in_bounds (fields->age_max, ORCH_OFFER_AGE_MAX);
  if (own->age_max >= 0 && own->age_min > own->age_max)
    {
      int swapped = own->age_min;

      own->age_min = own->age_max;
      own->age_max = swapped;
    }
  own->publication_days = in_bounds (fields->publication_days, ORCH_OFFER_DAYS_MAX);
  copy_exceptions (own);
  return self;
}

const OrchCareOfferFields *
orch_care_offer_get_fields (OrchCareOffer *self)
{
  g_return_val_if_fail (ORCH_IS_CARE_OFFER (self), NULL);

  return &self->fields;
}

const OrchCareException *
orch_care_offer_find_exception (OrchCareOffer *self, const char *staff_id)
{
  g_return_val_if_fail (ORCH_IS_CARE_OFFER (self), NULL);

  for (guint i = 0; i < self->fields.n_exceptions; i++)
    if (g_strcmp0 (self->fields.exceptions[i].staff_id, staff_id) == 0)
      return &self->fields.exceptions[i];
  return NULL;
}

gboolean
orch_care_offer_equal (OrchCareOffer *a, OrchCareOffer *b)
{
  g_autoptr (GVariant) x = NULL, y = NULL;

  if (a == b)
    return TRUE;
  if (a == NULL || b == NULL)
    return FALSE;
  x = orch_care_offer_to_variant (a);
  y = orch_care_offer_to_variant (b);
  return g_variant_equal (x, y);
}

GVariant *
orch_care_offer_to_variant (OrchCareOffer *self)
{
  const OrchCareOfferFields *fields;
  GVariantBuilder builder;
  GVariant *body;

  g_return_val_if_fail (ORCH_IS_CARE_OFFER (self), NULL);

  fields = &self->fields;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sbbi)"));
  for (guint i = 0; i < fields->n_exceptions; i++)
    g_variant_builder_add (&builder, "(sbbi)", fields->exceptions[i].staff_id, fields->exceptions[i].offered,
                           fields->exceptions[i].staff_only, fields->exceptions[i].publication_days);
  body = g_variant_new ("(bsusiiia(sbbi))", fields->staff_only, fields->audience, (guint32) fields->modes,
                        orch_string_or_empty (fields->sex), fields->age_min, fields->age_max, fields->publication_days,
                        &builder);
  return g_variant_ref_sink (g_variant_new ("(uv)", (guint32) FORMAT_VERSION, body));
}

OrchCareOffer *
orch_care_offer_from_variant (GVariant *variant)
{
  g_autoptr (GVariant) body = NULL, exceptions = NULL;
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (OrchCareException));
  OrchCareOfferFields fields = { 0 };
  OrchCareException one;
  const char *sex = NULL;
  guint32 version, modes;
  GVariantIter iter;

  if (variant == NULL || !g_variant_is_of_type (variant, G_VARIANT_TYPE ("(uv)")))
    return NULL;
  g_variant_get (variant, "(uv)", &version, &body);
  if (version != FORMAT_VERSION || !g_variant_is_of_type (body, G_VARIANT_TYPE (BODY_TYPE)))
    return NULL;
  g_variant_get (body, "(b&su&siii@a(sbbi))", &fields.staff_only, &fields.audience, &modes, &sex, &fields.age_min,
                 &fields.age_max, &fields.publication_days, &exceptions);
  fields.modes = (OrchCareMode) modes;
  fields.sex = sex;
  g_variant_iter_init (&iter, exceptions);
  while (g_variant_iter_next (&iter, "(&sbbi)", &one.staff_id, &one.offered, &one.staff_only, &one.publication_days))
    g_array_append_val (array, one);
  fields.exceptions = (const OrchCareException *) array->data;
  fields.n_exceptions = array->len;
  return orch_care_offer_new (&fields);
}

char *
orch_care_offer_to_text (OrchCareOffer *self)
{
  g_autoptr (GVariant) variant = NULL;

  g_return_val_if_fail (ORCH_IS_CARE_OFFER (self), NULL);

  variant = orch_care_offer_to_variant (self);
  return g_variant_print (variant, TRUE);
}

OrchCareOffer *
orch_care_offer_from_text (const char *text)
{
  g_autoptr (GVariant) variant = NULL;

  if (text == NULL || *text == '\0' || strlen (text) > MAX_TEXT)
    return NULL;
  variant = g_variant_parse (G_VARIANT_TYPE ("(uv)"), text, NULL, NULL, NULL);
  return orch_care_offer_from_variant (variant);
}
