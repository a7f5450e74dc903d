/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A service of the clinic.
 */
#include "orch-service.h"

#include "orch-fields.h"
#include "orch-text.h"

struct _OrchService
{
  GObject parent_instance;

  OrchServiceFields fields; /* (owned) */
};

typedef enum
{
  PROP_ID = 1,
  PROP_EMR_ID,
  PROP_NAME,
  PROP_NAME_EN,
  PROP_DISPLAY_NAME,
  PROP_CATEGORY,
  PROP_DURATION_MINUTES,
  PROP_ACTIVE,
  PROP_EXCLUDED,
  PROP_ONLINE,
  PROP_TO_DEFINE,
  PROP_IN_CONFLICT,
  PROP_CATEGORY_ID,
  PROP_VANISHED,
  PROP_NEEDS_TYPE,
  PROP_SHOWN_ONLINE,
} OrchServiceProperty;

static GParamSpec *properties[PROP_SHOWN_ONLINE + 1];

#define OFFSET(member) G_STRUCT_OFFSET (OrchServiceFields, member)

/* The EMR's own strings come first: same_content compares those alone. */
static const gsize string_offsets[] = {
  OFFSET (emr_id), OFFSET (name),   OFFSET (name_en),     OFFSET (category),
  OFFSET (id),     OFFSET (hub_id), OFFSET (category_id),
};
#define N_EMR_STRINGS 4

static const OrchStringTable strings = { string_offsets, G_N_ELEMENTS (string_offsets) };
static const OrchStringTable emr_strings = { string_offsets, N_EMR_STRINGS };

G_DEFINE_FINAL_TYPE (OrchService, orch_service, G_TYPE_OBJECT)

static void
orch_service_finalize (GObject *object)
{
  OrchService *self = ORCH_SERVICE (object);

  orch_strings_clear (&self->fields, strings);
  g_strfreev ((char **) self->fields.types);
  g_strfreev ((char **) self->fields.professional_emr_ids);
  g_strfreev ((char **) self->fields.offered_by);
  g_clear_object (&self->fields.offer);
  G_OBJECT_CLASS (orch_service_parent_class)->finalize (object);
}

static void
orch_service_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchService *self = ORCH_SERVICE (object);

  switch ((OrchServiceProperty) id)
    {
    case PROP_ID:
      g_value_set_string (value, self->fields.id);
      break;
    case PROP_EMR_ID:
      g_value_set_string (value, self->fields.emr_id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->fields.name);
      break;
    case PROP_NAME_EN:
      g_value_set_string (value, self->fields.name_en);
      break;
    case PROP_DISPLAY_NAME:
      g_value_set_string (value, orch_service_get_display_name (self));
      break;
    case PROP_CATEGORY:
      g_value_set_string (value, self->fields.category);
      break;
    case PROP_DURATION_MINUTES:
      g_value_set_int (value, orch_service_get_duration (self));
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->fields.active);
      break;
    case PROP_EXCLUDED:
      g_value_set_boolean (value, self->fields.excluded);
      break;
    case PROP_ONLINE:
      g_value_set_boolean (value, self->fields.online);
      break;
    case PROP_TO_DEFINE:
      g_value_set_boolean (value, self->fields.to_define);
      break;
    case PROP_IN_CONFLICT:
      g_value_set_boolean (value, self->fields.in_conflict);
      break;
    case PROP_CATEGORY_ID:
      g_value_set_string (value, self->fields.category_id);
      break;
    case PROP_VANISHED:
      g_value_set_boolean (value, self->fields.vanished);
      break;
    case PROP_NEEDS_TYPE:
      g_value_set_boolean (value, orch_service_needs_type (self));
      break;
    case PROP_SHOWN_ONLINE:
      g_value_set_boolean (value, orch_service_is_online (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_service_class_init (OrchServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_service_finalize;
  object_class->get_property = orch_service_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_EMR_ID] = g_param_spec_string ("emr-id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_NAME_EN] = g_param_spec_string ("name-en", NULL, NULL, NULL, flags);
  properties[PROP_DISPLAY_NAME] = g_param_spec_string ("display-name", NULL, NULL, NULL, flags);
  properties[PROP_CATEGORY] = g_param_spec_string ("category", NULL, NULL, NULL, flags);
  properties[PROP_DURATION_MINUTES] = g_param_spec_int ("duration-minutes", NULL, NULL, G_MININT, G_MAXINT, 0, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  properties[PROP_EXCLUDED] = g_param_spec_boolean ("excluded", NULL, NULL, FALSE, flags);
  properties[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, FALSE, flags);
  properties[PROP_TO_DEFINE] = g_param_spec_boolean ("to-define", NULL, NULL, FALSE, flags);
  properties[PROP_IN_CONFLICT] = g_param_spec_boolean ("in-conflict", NULL, NULL, FALSE, flags);
  properties[PROP_CATEGORY_ID] = g_param_spec_string ("category-id", NULL, NULL, NULL, flags);
  properties[PROP_VANISHED] = g_param_spec_boolean ("vanished", NULL, NULL, FALSE, flags);
  properties[PROP_NEEDS_TYPE] = g_param_spec_boolean ("needs-type", NULL, NULL, FALSE, flags);
  properties[PROP_SHOWN_ONLINE] = g_param_spec_boolean ("shown-online", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_service_init (OrchService *self)
{
}

OrchService *
orch_service_new (const OrchServiceFields *fields)
{
  OrchService *self;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (ORCH_TYPE_SERVICE, NULL);
  self->fields = *fields;
  orch_strings_copy (&self->fields, strings);
  self->fields.types = (const char *const *) orch_strv_copy_set (fields->types);
  self->fields.professional_emr_ids = (const char *const *) orch_strv_copy_set (fields->professional_emr_ids);
  self->fields.offered_by = (const char *const *) orch_strv_copy_set (fields->offered_by);
  self->fields.offer = fields->offer != NULL ? g_object_ref (fields->offer) : NULL;
  return self;
}

const OrchServiceFields *
orch_service_get_fields (OrchService *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE (self), NULL);

  return &self->fields;
}

const char *
orch_service_get_display_name (OrchService *self)
{
  const OrchServiceFields *fields;

  g_return_val_if_fail (ORCH_IS_SERVICE (self), NULL);

  fields = &self->fields;
  if (!orch_text_is_empty (fields->name))
    return fields->name;
  if (!orch_text_is_empty (fields->emr_id))
    return fields->emr_id;
  return !orch_text_is_empty (fields->id) ? fields->id : "?";
}

int
orch_service_get_duration (OrchService *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE (self), 0);

  return self->fields.duration_override > 0 ? self->fields.duration_override : self->fields.duration_minutes;
}

gboolean
orch_service_needs_type (OrchService *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE (self), FALSE);

  return self->fields.active && self->fields.types == NULL;
}

gboolean
orch_service_is_online (OrchService *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE (self), FALSE);

  return self->fields.online && self->fields.active && self->fields.types != NULL && !self->fields.vanished;
}

gboolean
orch_service_is_reachable (OrchService *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE (self), FALSE);

  return orch_service_is_online (self) && self->fields.offer != NULL &&
         !orch_care_offer_get_fields (self->fields.offer)->staff_only;
}

/* Some hubs keep milliseconds: what comes back from one is no other decision. */
static gboolean
is_same_instant (gint64 a, gint64 b)
{
  return a / 1000 == b / 1000 && (a == 0) == (b == 0);
}

gboolean
orch_service_same_decisions (OrchService *a, OrchService *b)
{
  const OrchServiceFields *x, *y;

  g_return_val_if_fail (ORCH_IS_SERVICE (a), FALSE);
  g_return_val_if_fail (ORCH_IS_SERVICE (b), FALSE);

  x = &a->fields;
  y = &b->fields;
  return !x->active == !y->active && !x->excluded == !y->excluded && !x->online == !y->online &&
         !x->to_define == !y->to_define && !x->vanished == !y->vanished &&
         is_same_instant (x->deactivated_us, y->deactivated_us) && x->duration_override == y->duration_override &&
         g_strcmp0 (x->category_id, y->category_id) == 0 && orch_strv_equal_set (x->types, y->types) &&
         orch_strv_equal_set (x->offered_by, y->offered_by) && orch_care_offer_equal (x->offer, y->offer);
}

guint
orch_service_content_digest (OrchService *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (ORCH_IS_SERVICE (self), 0);

  for (guint i = 0; i < emr_strings.n; i++)
    g_string_append_printf (text, "%s\n",
                            orch_string_or_empty (
                                G_STRUCT_MEMBER (const char *, &self->fields, emr_strings.offsets[i])));
  for (guint i = 0; self->fields.professional_emr_ids != NULL && self->fields.professional_emr_ids[i] != NULL; i++)
    g_string_append_printf (text, "%s\n", self->fields.professional_emr_ids[i]);
  g_string_append_printf (text, "%d", self->fields.duration_minutes);
  return g_str_hash (text->str);
}

int
orch_service_compare_content (OrchService *a, OrchService *b)
{
  int order;

  g_return_val_if_fail (ORCH_IS_SERVICE (a), 0);
  g_return_val_if_fail (ORCH_IS_SERVICE (b), 0);

  order = orch_strings_compare (&a->fields, &b->fields, emr_strings);
  if (order == 0)
    order = orch_strv_compare_set (a->fields.professional_emr_ids, b->fields.professional_emr_ids);
  if (order == 0)
    order = (a->fields.duration_minutes > b->fields.duration_minutes) -
            (a->fields.duration_minutes < b->fields.duration_minutes);
  return order;
}

gboolean
orch_service_same_content (OrchService *a, OrchService *b)
{
  return orch_service_compare_content (a, b) == 0;
}
