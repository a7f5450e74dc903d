/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The offer of care of a service (« offre de soins »): who may book it, how, and how long before. A service without one cannot be
 * reached by patients. Immutable; any thread. Source: product.md §2, emr-facts F2 (Offre par défaut, Offres spécifiques).
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Who may book: kept on disk and on the hub. */
#define ORCH_AUDIENCE_EVERYONE "everyone"
#define ORCH_AUDIENCE_ATTACHED "attached"       /* registered with a professional of the clinic */
#define ORCH_AUDIENCE_UNATTACHED "unattached"   /* without a family doctor */
#define ORCH_AUDIENCE_REDIRECTION "redirection" /* sent by an agent (GAP) */

#define ORCH_OFFER_AGE_MAX 130 /* years */
#define ORCH_OFFER_DAYS_MAX 730

/** OrchCareMode: kept in the store: append only */
typedef enum
{
  ORCH_CARE_IN_PERSON = 1 << 0,
  ORCH_CARE_VIRTUAL = 1 << 1,
} OrchCareMode;

/** OrchCareException: what holds for one professional in place of the offer */
typedef struct
{
  const char *staff_id; /* our UUID */
  gboolean offered;     /* %FALSE: this professional does not offer the service */
  gboolean staff_only;
  int publication_days; /* -1 = as the offer says */
} OrchCareException;

#define ORCH_TYPE_CARE_OFFER (orch_care_offer_get_type ())
G_DECLARE_FINAL_TYPE (OrchCareOffer, orch_care_offer, ORCH, CARE_OFFER, GObject)

/** OrchCareOfferFields: copied; the exceptions are sorted by staff id, the last one for a professional counts */
typedef struct
{
  gboolean staff_only;  /* availability stays in the clinic (« réservée au personnel ») */
  const char *audience; /* NULL = everyone */
  OrchCareMode modes;   /* 0 = in person */
  const char *sex;      /* FHIR: male female (nullable) = any */
  int age_min;          /* completed years, -1 = none */
  int age_max;          /* completed years, included; -1 = none */
  int publication_days; /* how many days ahead times are published, -1 = no limit */
  const OrchCareException *exceptions;
  guint n_exceptions;
} OrchCareOfferFields;

/** orch_care_offer_new: @fields: put in bounds: an age or a delay out of range becomes none, a range upside down is turned */
OrchCareOffer *orch_care_offer_new (const OrchCareOfferFields *fields);
const OrchCareOfferFields *orch_care_offer_get_fields (OrchCareOffer *self);

/** orch_care_offer_find_exception: Returns: (transfer none) (nullable) */
const OrchCareException *orch_care_offer_find_exception (OrchCareOffer *self, const char *staff_id);

/** orch_care_offer_equal: @a, @b: (nullable) */
gboolean orch_care_offer_equal (OrchCareOffer *a, OrchCareOffer *b);

/** orch_care_offer_to_variant: Returns: (transfer full): "(bsusiiia(sbbi))" with a version before it: "(uv)"; for the store and the hub */
GVariant *orch_care_offer_to_variant (OrchCareOffer *self);
/** orch_care_offer_from_variant: @variant: (nullable): anything at all. Returns: (transfer full) (nullable): %NULL for what is not one */
OrchCareOffer *orch_care_offer_from_variant (GVariant *variant);

/** orch_care_offer_to_text: Returns: (transfer full): the variant as text, always the same for equal offers */
char *orch_care_offer_to_text (OrchCareOffer *self);
/** orch_care_offer_from_text: @text: (nullable). Returns: (transfer full) (nullable): %NULL for what is not one */
OrchCareOffer *orch_care_offer_from_text (const char *text);

G_END_DECLS
