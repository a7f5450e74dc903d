/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An EMR of the catalogue.
 */
#include "orch-emr-vendor.h"

#include <glib/gi18n-lib.h>

#include "core/orch-error.h"
#include "orch-fixed-list.h"

struct _OrchEmrVendor
{
  GObject parent_instance;

  char *code;                 /* (owned) */
  OrchBilingual *name;        /* (owned) */
  OrchBilingual *description; /* (owned) (nullable) */
  OrchBilingual *note;        /* (owned) (nullable) */
  char *help_page;            /* (owned) (nullable) */
  char *maker;                /* (owned) (nullable) */
  char *initials;             /* (owned) */
  char *colour;               /* (owned) */
  char *protocol;             /* (owned) */
  char **checklist_french;    /* (owned) */
  char **checklist_english;   /* (owned) */
  OrchFixedList *fields;      /* (owned) (element-type OrchFormField) */
  JsonObject *connection;     /* (owned) (nullable) */
  guint position;
  OrchEmrFeatures features;
};

typedef enum
{
  PROP_CODE = 1,
  PROP_NAME,
  PROP_DESCRIPTION,
  PROP_MAKER,
  PROP_INITIALS,
  PROP_COLOUR,
  PROP_PROTOCOL,
} OrchEmrVendorProperty;

static GParamSpec *properties[PROP_PROTOCOL + 1];

G_DEFINE_FINAL_TYPE (OrchEmrVendor, orch_emr_vendor, G_TYPE_OBJECT)

static OrchFormField *
field_at (OrchEmrVendor *self, guint index)
{
  return orch_fixed_list_peek (self->fields, index);
}

static guint
n_fields (OrchEmrVendor *self)
{
  return orch_fixed_list_get_n (self->fields);
}

/* The field whose value is the protocol, of a vendor whose protocol is chosen. */
#define CHOICE "protocol"
/* Conditions upon conditions: more would be a circle. */
#define CONDITIONS_DEEP 8

static gboolean
check_chosen (OrchEmrVendor *self, GError **error)
{
  static const char *const known[] = { "fhir-r4", "file", "to-be-set-up", NULL };
  OrchFormField *choice = orch_emr_vendor_find_field (self, CHOICE);
  gboolean good = choice != NULL && orch_form_field_get_kind (choice) == ORCH_FORM_FIELD_CHOICE &&
                  orch_form_field_get_default (choice) != NULL;

  if (!orch_emr_vendor_is_chosen (self))
    return TRUE;
  for (guint i = 0; good && i < orch_form_field_get_n_choices (choice); i++)
    good = g_strv_contains (known, orch_form_field_get_choice_id (choice, i));
  if (!good)
    g_set_error_literal (
        error, ORCH_ERROR, ORCH_ERROR_INVALID,
        "protocol: “chosen” needs a field “protocol” of kind “choice”, with a default, whose choices are "
        "“fhir-r4”, “file” or “to-be-set-up”");
  return good;
}

static char **
read_checklist (JsonArray *checklist, const char *language)
{
  guint n = json_array_get_length (checklist);
  char **lines = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    lines[i] = g_strdup (json_object_get_string_member (json_array_get_object_element (checklist, i), language));
  return lines;
}

static gboolean
read_fields (OrchEmrVendor *self, JsonArray *array, JsonObject *messages, GError **error)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autoptr (OrchFormField) field = orch_form_field_new (json_array_get_object_element (array, i), messages, error);

      if (field == NULL)
        return FALSE;
      if (orch_emr_vendor_find_field (self, orch_form_field_get_id (field)) != NULL)
        {
          /* translators: %s is the id of a field */
          g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("field “%s” is given twice"),
                       orch_form_field_get_id (field));
          return FALSE;
        }
      orch_fixed_list_append (self->fields, field);
    }
  for (guint i = 0; i < n_fields (self); i++)
    {
      const char *condition = orch_form_field_get_condition (field_at (self, i), NULL);

      if (condition != NULL && orch_emr_vendor_find_field (self, condition) == NULL)
        {
          g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID,
                       /* translators: two ids of fields */
                       _ ("field “%s” depends on “%s”, which is not in the form"),
                       orch_form_field_get_id (field_at (self, i)), condition);
          return FALSE;
        }
    }
  return TRUE;
}

/* Its words are those of the schema. */
static OrchEmrFeatures
read_features (JsonObject *object)
{
  static const char *const names[] = { "documents",     "notes",   "folders",        "letter-types",
                                       "custom-fields", "walk-in", "reminder-status" };
  JsonArray *array = json_object_has_member (object, "chart") ? json_object_get_array_member (object, "chart") : NULL;
  OrchEmrFeatures features = 0;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    for (guint j = 0; j < G_N_ELEMENTS (names); j++)
      if (g_str_equal (json_array_get_string_element (array, i), names[j]))
        features |= 1 << j;
  return features;
}

static void
orch_emr_vendor_finalize (GObject *object)
{
  OrchEmrVendor *self = ORCH_EMR_VENDOR (object);

  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->name, orch_bilingual_free);
  g_clear_pointer (&self->description, orch_bilingual_free);
  g_clear_pointer (&self->note, orch_bilingual_free);
  g_clear_pointer (&self->help_page, g_free);
  g_clear_pointer (&self->maker, g_free);
  g_clear_pointer (&self->initials, g_free);
  g_clear_pointer (&self->colour, g_free);
  g_clear_pointer (&self->protocol, g_free);
  g_clear_pointer (&self->checklist_french, g_strfreev);
  g_clear_pointer (&self->checklist_english, g_strfreev);
  g_clear_object (&self->fields);
  g_clear_pointer (&self->connection, json_object_unref);
  G_OBJECT_CLASS (orch_emr_vendor_parent_class)->finalize (object);
}

static void
orch_emr_vendor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchEmrVendor *self = ORCH_EMR_VENDOR (object);

  switch ((OrchEmrVendorProperty) id)
    {
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    case PROP_NAME:
      g_value_set_string (value, orch_bilingual_get (self->name, NULL));
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, orch_bilingual_get (self->description, NULL));
      break;
    case PROP_MAKER:
      g_value_set_string (value, self->maker);
      break;
    case PROP_INITIALS:
      g_value_set_string (value, self->initials);
      break;
    case PROP_COLOUR:
      g_value_set_string (value, self->colour);
      break;
    case PROP_PROTOCOL:
      g_value_set_string (value, self->protocol);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_emr_vendor_class_init (OrchEmrVendorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_emr_vendor_finalize;
  object_class->get_property = orch_emr_vendor_get_property;

  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_MAKER] = g_param_spec_string ("maker", NULL, NULL, NULL, flags);
  properties[PROP_INITIALS] = g_param_spec_string ("initials", NULL, NULL, NULL, flags);
  properties[PROP_COLOUR] = g_param_spec_string ("colour", NULL, NULL, NULL, flags);
  properties[PROP_PROTOCOL] = g_param_spec_string ("protocol", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_emr_vendor_init (OrchEmrVendor *self)
{
  self->fields = orch_fixed_list_new (ORCH_TYPE_FORM_FIELD);
}

OrchEmrVendor *
orch_emr_vendor_new (JsonObject *object, JsonObject *messages, GError **error)
{
  g_autoptr (OrchEmrVendor) self = NULL;
  JsonArray *checklist;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (messages != NULL, NULL);

  self = g_object_new (ORCH_TYPE_EMR_VENDOR, NULL);
  self->code = g_strdup (json_object_get_string_member (object, "code"));
  self->name = orch_bilingual_read (object, "name");
  self->description = orch_bilingual_read (object, "description");
  self->note = orch_bilingual_read (object, "note");
  self->help_page = g_strdup (json_object_get_string_member_with_default (object, "help_page", NULL));
  self->maker = g_strdup (json_object_get_string_member_with_default (object, "maker", NULL));
  self->initials = g_strdup (json_object_get_string_member (object, "initials"));
  self->colour = g_strdup (json_object_get_string_member (object, "colour"));
  self->protocol = g_strdup (json_object_get_string_member (object, "protocol"));
  self->position = json_object_get_int_member_with_default (object, "position", ORCH_EMR_VENDOR_POSITION);
  self->features = read_features (object);
  checklist = json_object_get_array_member (object, "checklist");
  self->checklist_french = read_checklist (checklist, "fr");
  self->checklist_english = read_checklist (checklist, "en");
  if (!read_fields (self, json_object_get_array_member (object, "fields"), messages, error))
    return NULL;
  if (!check_chosen (self, error))
    return NULL;
  if (json_object_has_member (object, "connection"))
    self->connection = json_object_ref (json_object_get_object_member (object, "connection"));
  if ((self->connection != NULL) != g_str_equal (self->protocol, "rest"))
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "connection: %s",
                   self->connection != NULL ? "is of the protocol “rest” alone" : "is missing for the protocol “rest”");
      return NULL;
    }
  return g_steal_pointer (&self);
}

const char *
orch_emr_vendor_get_code (OrchEmrVendor *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  return self->code;
}

const char *
orch_emr_vendor_get_name (OrchEmrVendor *self, const char *language)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  return orch_bilingual_get (self->name, language);
}

const char *
orch_emr_vendor_get_description (OrchEmrVendor *self, const char *language)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  return orch_bilingual_get (self->description, language);
}

const char *
orch_emr_vendor_get_note (OrchEmrVendor *self, const char *language)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  return orch_bilingual_get (self->note, language);
}

const char *
orch_emr_vendor_get_help_page (OrchEmrVendor *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  return self->help_page;
}

const char *
orch_emr_vendor_get_maker (OrchEmrVendor *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  return self->maker;
}

const char *
orch_emr_vendor_get_initials (OrchEmrVendor *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  return self->initials;
}

const char *
orch_emr_vendor_get_colour (OrchEmrVendor *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  return self->colour;
}

const char *
orch_emr_vendor_get_protocol (OrchEmrVendor *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  return self->protocol;
}

guint
orch_emr_vendor_get_position (OrchEmrVendor *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), 0);

  return self->position;
}

gboolean
orch_emr_vendor_is_chosen (OrchEmrVendor *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), FALSE);

  return g_str_equal (self->protocol, "chosen");
}

const char *
orch_emr_vendor_get_protocol_as (OrchEmrVendor *self, GHashTable *values)
{
  const char *chosen = NULL;
  OrchFormField *choice = NULL;

  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  if (!orch_emr_vendor_is_chosen (self))
    return self->protocol;
  choice = orch_emr_vendor_find_field (self, CHOICE);
  chosen = values != NULL ? g_hash_table_lookup (values, CHOICE) : NULL;
  if (chosen == NULL || orch_form_field_check (choice, chosen, NULL, NULL) != ORCH_FIELD_OK)
    chosen = orch_form_field_get_default (choice);
  return chosen;
}

JsonObject *
orch_emr_vendor_get_connection (OrchEmrVendor *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  return self->connection;
}

gboolean
orch_emr_vendor_is_standalone (OrchEmrVendor *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), FALSE);

  return g_str_equal (self->protocol, "none");
}

gboolean
orch_emr_vendor_is_connectable (OrchEmrVendor *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), FALSE);

  return !g_str_equal (self->protocol, "none") && !g_str_equal (self->protocol, "to-be-set-up");
}

gboolean
orch_emr_vendor_is_connectable_as (OrchEmrVendor *self, GHashTable *values)
{
  const char *protocol = NULL;

  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), FALSE);

  protocol = orch_emr_vendor_get_protocol_as (self, values);
  return !g_str_equal (protocol, "none") && !g_str_equal (protocol, "to-be-set-up");
}

OrchEmrFeatures
orch_emr_vendor_get_features_as (OrchEmrVendor *self, GHashTable *values)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), 0);

  if (!orch_emr_vendor_is_connectable_as (self, values) ||
      g_str_equal (orch_emr_vendor_get_protocol_as (self, values), "file"))
    return 0;
  return self->features;
}

const char *const *
orch_emr_vendor_get_checklist (OrchEmrVendor *self, const char *language)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  if (language == NULL)
    language = orch_bilingual_get_language ();
  return (const char *const *) (g_str_has_prefix (language, "fr") ? self->checklist_french : self->checklist_english);
}

GListModel *
orch_emr_vendor_get_fields (OrchEmrVendor *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  return G_LIST_MODEL (self->fields);
}

OrchFormField *
orch_emr_vendor_find_field (OrchEmrVendor *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < n_fields (self); i++)
    if (g_str_equal (orch_form_field_get_id (field_at (self, i)), id))
      return field_at (self, i);
  return NULL;
}

static gboolean
is_shown (OrchEmrVendor *self, OrchFormField *field, GHashTable *values, guint depth)
{
  const char *const *wanted = NULL;
  const char *condition = orch_form_field_get_condition (field, &wanted);
  const char *value = NULL;
  OrchFormField *decider = NULL;

  if (condition == NULL)
    return TRUE;
  decider = orch_emr_vendor_find_field (self, condition);
  g_return_val_if_fail (decider != NULL, FALSE);
  /* What is not asked decides nothing. */
  if (depth == CONDITIONS_DEEP || !is_shown (self, decider, values, depth + 1))
    return FALSE;
  if (values != NULL)
    value = g_hash_table_lookup (values, condition);
  if (value == NULL)
    value = orch_form_field_get_default (decider);
  return value != NULL && g_strv_contains (wanted, value);
}

gboolean
orch_emr_vendor_is_field_shown (OrchEmrVendor *self, OrchFormField *field, GHashTable *values)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), FALSE);
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (field), FALSE);

  return is_shown (self, field, values, 0);
}

OrchFormField *
orch_emr_vendor_find_wrong_field (OrchEmrVendor *self, GHashTable *values, const char *const *stored_secrets,
                                  OrchFieldState *state)
{
  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (self), NULL);

  for (guint i = 0; i < n_fields (self); i++)
    {
      OrchFormField *field = field_at (self, i);
      const char *id = orch_form_field_get_id (field);
      const char *value = NULL;
      OrchFieldState found;

      if (!orch_emr_vendor_is_field_shown (self, field, values))
        continue;
      if (stored_secrets != NULL && g_strv_contains (stored_secrets, id))
        continue;
      if (values != NULL)
        value = g_hash_table_lookup (values, id);
      found = orch_form_field_check (field, value != NULL ? value : orch_form_field_get_default (field), NULL, NULL);
      if (found != ORCH_FIELD_OK)
        {
          if (state != NULL)
            *state = found;
          return field;
        }
    }
  if (state != NULL)
    *state = ORCH_FIELD_OK;
  return NULL;
}
