/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A row of the assistant.
 */
#include "orch-service-choice.h"

#include <string.h>

#include "core/orch-text.h"
#include "orch-service-review-private.h"

struct _OrchServiceChoice
{
  GObject parent_instance;

  OrchServiceReview *review; /* (borrowed) (nullable) */
  OrchService *service;      /* (owned) */
  char *folded;              /* (owned) (nullable): what the search looks at */
  char **types;              /* (owned) (nullable) */
  guint position;
  guint upcoming;
  gboolean excluded;
  gboolean inactive;
  gboolean needs_type;
  gboolean is_on[ORCH_N_SERVICE_PAGES];
};

typedef enum
{
  PROP_SERVICE = 1,
  PROP_UPCOMING,
  PROP_NEEDS_TYPE,
  PROP_EXCLUDED,
  PROP_INACTIVE,
  PROP_TYPES,
} OrchServiceChoiceProperty;

static GParamSpec *properties[PROP_TYPES + 1];

G_DEFINE_FINAL_TYPE (OrchServiceChoice, orch_service_choice, G_TYPE_OBJECT)

static const char *
get_id (OrchServiceChoice *self)
{
  return orch_service_get_fields (self->service)->id;
}

static void
set_flag (OrchServiceChoice *self, gboolean *flag, gboolean value, OrchServiceChoiceProperty property)
{
  if (*flag == value)
    return;
  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
orch_service_choice_finalize (GObject *object)
{
  OrchServiceChoice *self = ORCH_SERVICE_CHOICE (object);

  g_clear_object (&self->service);
  g_free (self->folded);
  g_strfreev (self->types);
  G_OBJECT_CLASS (orch_service_choice_parent_class)->finalize (object);
}

static void
orch_service_choice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchServiceChoice *self = ORCH_SERVICE_CHOICE (object);

  switch ((OrchServiceChoiceProperty) id)
    {
    case PROP_SERVICE:
      g_value_set_object (value, self->service);
      break;
    case PROP_UPCOMING:
      g_value_set_uint (value, self->upcoming);
      break;
    case PROP_NEEDS_TYPE:
      g_value_set_boolean (value, self->needs_type);
      break;
    case PROP_EXCLUDED:
      g_value_set_boolean (value, self->excluded);
      break;
    case PROP_INACTIVE:
      g_value_set_boolean (value, self->inactive);
      break;
    case PROP_TYPES:
      g_value_set_boxed (value, self->types);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_service_choice_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  OrchServiceChoice *self = ORCH_SERVICE_CHOICE (object);

  if (self->review == NULL)
    return;
  switch ((OrchServiceChoiceProperty) id)
    {
    case PROP_EXCLUDED:
      orch_service_review_set_excluded (self->review, get_id (self), g_value_get_boolean (value));
      break;
    case PROP_INACTIVE:
      orch_service_review_set_inactive (self->review, get_id (self), g_value_get_boolean (value));
      break;
    case PROP_TYPES:
      orch_service_review_set_types (self->review, get_id (self), g_value_get_boxed (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_service_choice_class_init (OrchServiceChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_service_choice_finalize;
  object_class->get_property = orch_service_choice_get_property;
  object_class->set_property = orch_service_choice_set_property;

  properties[PROP_SERVICE] = g_param_spec_object ("service", NULL, NULL, ORCH_TYPE_SERVICE, readable);
  properties[PROP_UPCOMING] = g_param_spec_uint ("upcoming", NULL, NULL, 0, G_MAXUINT, 0, readable);
  properties[PROP_NEEDS_TYPE] = g_param_spec_boolean ("needs-type", NULL, NULL, FALSE, readable);
  properties[PROP_EXCLUDED] = g_param_spec_boolean ("excluded", NULL, NULL, FALSE, writable);
  properties[PROP_INACTIVE] = g_param_spec_boolean ("inactive", NULL, NULL, FALSE, writable);
  properties[PROP_TYPES] = g_param_spec_boxed ("types", NULL, NULL, G_TYPE_STRV, writable);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_service_choice_init (OrchServiceChoice *self)
{
}

OrchServiceChoice *
orch_service_choice_new (guint position)
{
  OrchServiceChoice *self = g_object_new (ORCH_TYPE_SERVICE_CHOICE, NULL);

  self->position = position;
  return self;
}

void
orch_service_choice_set_review (OrchServiceChoice *self, OrchServiceReview *review)
{
  g_return_if_fail (ORCH_IS_SERVICE_CHOICE (self));

  self->review = review;
}

guint
orch_service_choice_get_position (OrchServiceChoice *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CHOICE (self), 0);

  return self->position;
}

void
orch_service_choice_update (OrchServiceChoice *self, OrchServicePlan *plan, const char *id)
{
  OrchServiceLook look;

  g_return_if_fail (ORCH_IS_SERVICE_CHOICE (self));
  g_return_if_fail (ORCH_IS_SERVICE_PLAN (plan));

  if (!orch_service_plan_look (plan, id, &look))
    g_return_if_reached ();

  g_object_freeze_notify (G_OBJECT (self));
  if (g_set_object (&self->service, look.service))
    {
      g_clear_pointer (&self->folded, g_free);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVICE]);
    }
  if (self->upcoming != look.upcoming)
    {
      self->upcoming = look.upcoming;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UPCOMING]);
    }
  for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
    self->is_on[page] = look.absences[page] == ORCH_SERVICE_PRESENT;
  set_flag (self, &self->excluded, look.excluded, PROP_EXCLUDED);
  set_flag (self, &self->inactive, look.inactive, PROP_INACTIVE);
  if ((look.types == NULL) != (self->types == NULL) ||
      (look.types != NULL && !g_strv_equal (look.types, (const char *const *) self->types)))
    {
      g_strfreev (self->types);
      self->types = g_strdupv ((char **) look.types);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TYPES]);
    }
  set_flag (self, &self->needs_type, look.types == NULL && self->is_on[ORCH_SERVICE_PAGE_ACTIVE], PROP_NEEDS_TYPE);
  g_object_thaw_notify (G_OBJECT (self));
}

char *
orch_service_choice_fold (OrchService *service)
{
  const OrchServiceFields *fields = orch_service_get_fields (service);
  g_autofree char *text =
      g_strjoin (" ", fields->name != NULL ? fields->name : "", fields->name_en != NULL ? fields->name_en : "",
                 fields->emr_id != NULL ? fields->emr_id : "", fields->category != NULL ? fields->category : "", NULL);

  return orch_text_fold (text);
}

void
orch_service_choice_take_folded (OrchServiceChoice *self, char *text)
{
  g_return_if_fail (ORCH_IS_SERVICE_CHOICE (self));

  g_free (self->folded);
  self->folded = text;
}

gboolean
orch_service_choice_is_on (OrchServiceChoice *self, OrchServicePage page)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CHOICE (self), FALSE);
  g_return_val_if_fail ((guint) page < ORCH_N_SERVICE_PAGES, FALSE);

  return self->is_on[page];
}

gboolean
orch_service_choice_matches (OrchServiceChoice *self, const char *const *words)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CHOICE (self), FALSE);

  if (words[0] == NULL)
    return TRUE;
  if (self->folded == NULL)
    self->folded = orch_service_choice_fold (self->service);
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (self->folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

OrchService *
orch_service_choice_get_service (OrchServiceChoice *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CHOICE (self), NULL);

  return self->service;
}

gboolean
orch_service_choice_get_excluded (OrchServiceChoice *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CHOICE (self), FALSE);

  return self->excluded;
}

gboolean
orch_service_choice_get_inactive (OrchServiceChoice *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CHOICE (self), FALSE);

  return self->inactive;
}

const char *const *
orch_service_choice_get_types (OrchServiceChoice *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CHOICE (self), NULL);

  return (const char *const *) self->types;
}

gboolean
orch_service_choice_has_type (OrchServiceChoice *self, const char *type)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CHOICE (self), FALSE);

  return self->types != NULL && g_strv_contains ((const char *const *) self->types, type);
}

guint
orch_service_choice_get_upcoming (OrchServiceChoice *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CHOICE (self), 0);

  return self->upcoming;
}
