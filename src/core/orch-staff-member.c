/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A member of the staff.
 */
#include "orch-staff-member.h"

#include "orch-fields.h"
#include "orch-text.h"

struct _OrchStaffMember
{
  GObject parent_instance;

  OrchStaffMemberFields fields; /* (owned) */
  char *display_name;           /* (owned) */
  char *sort_name;              /* (owned) */
};

typedef enum
{
  PROP_ID = 1,
  PROP_EMR_ID,
  PROP_DISPLAY_NAME,
  PROP_SORT_NAME,
  PROP_LICENCE,
  PROP_PROFESSION,
  PROP_SPECIALITY,
  PROP_PHONE,
  PROP_EMAIL,
  PROP_PERMISSION_CODE,
  PROP_BOOKABLE,
  PROP_ACTIVE,
  PROP_IN_CONFLICT,
} OrchStaffMemberProperty;

static GParamSpec *properties[PROP_IN_CONFLICT + 1];

#define OFFSET(member) G_STRUCT_OFFSET (OrchStaffMemberFields, member)

/* The EMR's own strings come first: same_content compares those alone. */
static const gsize string_offsets[] = {
  OFFSET (emr_id),          OFFSET (family),     OFFSET (given),           OFFSET (prefix),
  OFFSET (licence),         OFFSET (profession), OFFSET (profession_code), OFFSET (speciality),
  OFFSET (speciality_code), OFFSET (phone),      OFFSET (email),           OFFSET (id),
  OFFSET (hub_id),
};
#define N_EMR_STRINGS 11

static const OrchStringTable strings = { string_offsets, G_N_ELEMENTS (string_offsets) };
static const OrchStringTable emr_strings = { string_offsets, N_EMR_STRINGS };

G_DEFINE_FINAL_TYPE (OrchStaffMember, orch_staff_member, G_TYPE_OBJECT)

/* What a record without a name is called, so that no row is empty. */
static const char *
name_of_nameless (const OrchStaffMemberFields *fields)
{
  if (!orch_text_is_empty (fields->emr_id))
    return fields->emr_id;
  if (!orch_text_is_empty (fields->licence))
    return fields->licence;
  if (!orch_text_is_empty (fields->id))
    return fields->id;
  return "?";
}

static char *
join_names (const OrchStaffMemberFields *fields)
{
  const char *parts[] = { fields->prefix, fields->given, fields->family };
  GString *name;

  if (orch_text_is_empty (fields->family) && orch_text_is_empty (fields->given))
    return g_strdup (name_of_nameless (fields));
  name = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = orch_text_clean (parts[i], 0);

      if (part[0] != '\0' && name->len > 0)
        g_string_append_c (name, ' ');
      g_string_append (name, part);
    }
  return g_string_free (name, FALSE);
}

static char *
join_sort_name (const OrchStaffMemberFields *fields)
{
  g_autofree char *family = orch_text_clean (fields->family, 0);
  g_autofree char *given = orch_text_clean (fields->given, 0);

  if (family[0] != '\0' && given[0] != '\0')
    return g_strconcat (family, ", ", given, NULL);
  if (family[0] != '\0')
    return g_steal_pointer (&family);
  if (given[0] != '\0')
    return g_steal_pointer (&given);
  return g_strdup (name_of_nameless (fields));
}

static void
orch_staff_member_finalize (GObject *object)
{
  OrchStaffMember *self = ORCH_STAFF_MEMBER (object);

  orch_strings_clear (&self->fields, strings);
  g_strfreev ((char **) self->fields.department_emr_ids);
  g_clear_pointer (&self->display_name, g_free);
  g_clear_pointer (&self->sort_name, g_free);
  G_OBJECT_CLASS (orch_staff_member_parent_class)->finalize (object);
}

static void
orch_staff_member_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchStaffMember *self = ORCH_STAFF_MEMBER (object);

  switch ((OrchStaffMemberProperty) id)
    {
    case PROP_ID:
      g_value_set_string (value, self->fields.id);
      break;
    case PROP_EMR_ID:
      g_value_set_string (value, self->fields.emr_id);
      break;
    case PROP_DISPLAY_NAME:
      g_value_set_string (value, self->display_name);
      break;
    case PROP_SORT_NAME:
      g_value_set_string (value, self->sort_name);
      break;
    case PROP_LICENCE:
      g_value_set_string (value, self->fields.licence);
      break;
    case PROP_PROFESSION:
      g_value_set_string (value, self->fields.profession);
      break;
    case PROP_SPECIALITY:
      g_value_set_string (value, self->fields.speciality);
      break;
    case PROP_PHONE:
      g_value_set_string (value, self->fields.phone);
      break;
    case PROP_EMAIL:
      g_value_set_string (value, self->fields.email);
      break;
    case PROP_PERMISSION_CODE:
      g_value_set_static_string (value, orch_permission_get_code (self->fields.permission));
      break;
    case PROP_BOOKABLE:
      g_value_set_boolean (value, self->fields.bookable);
      break;
    case PROP_ACTIVE:
      g_value_set_boolean (value, self->fields.active);
      break;
    case PROP_IN_CONFLICT:
      g_value_set_boolean (value, self->fields.in_conflict);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_staff_member_class_init (OrchStaffMemberClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_staff_member_finalize;
  object_class->get_property = orch_staff_member_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_EMR_ID] = g_param_spec_string ("emr-id", NULL, NULL, NULL, flags);
  properties[PROP_DISPLAY_NAME] = g_param_spec_string ("display-name", NULL, NULL, NULL, flags);
  properties[PROP_SORT_NAME] = g_param_spec_string ("sort-name", NULL, NULL, NULL, flags);
  properties[PROP_LICENCE] = g_param_spec_string ("licence", NULL, NULL, NULL, flags);
  properties[PROP_PROFESSION] = g_param_spec_string ("profession", NULL, NULL, NULL, flags);
  properties[PROP_SPECIALITY] = g_param_spec_string ("speciality", NULL, NULL, NULL, flags);
  properties[PROP_PHONE] = g_param_spec_string ("phone", NULL, NULL, NULL, flags);
  properties[PROP_EMAIL] = g_param_spec_string ("email", NULL, NULL, NULL, flags);
  properties[PROP_PERMISSION_CODE] = g_param_spec_string ("permission-code", NULL, NULL, "none", flags);
  properties[PROP_BOOKABLE] = g_param_spec_boolean ("bookable", NULL, NULL, FALSE, flags);
  properties[PROP_ACTIVE] = g_param_spec_boolean ("active", NULL, NULL, FALSE, flags);
  properties[PROP_IN_CONFLICT] = g_param_spec_boolean ("in-conflict", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_staff_member_init (OrchStaffMember *self)
{
}

OrchStaffMember *
orch_staff_member_new (const OrchStaffMemberFields *fields)
{
  OrchStaffMember *self;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (ORCH_TYPE_STAFF_MEMBER, NULL);
  self->fields = *fields;
  orch_strings_copy (&self->fields, strings);
  self->fields.department_emr_ids = (const char *const *) orch_strv_copy_set (fields->department_emr_ids);
  self->display_name = join_names (&self->fields);
  self->sort_name = join_sort_name (&self->fields);
  return self;
}

const OrchStaffMemberFields *
orch_staff_member_get_fields (OrchStaffMember *self)
{
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (self), NULL);

  return &self->fields;
}

const char *
orch_staff_member_get_display_name (OrchStaffMember *self)
{
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (self), NULL);

  return self->display_name;
}

const char *
orch_staff_member_get_sort_name (OrchStaffMember *self)
{
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (self), NULL);

  return self->sort_name;
}

int
orch_staff_member_compare_content (OrchStaffMember *a, OrchStaffMember *b)
{
  int order;

  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (a), 0);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (b), 0);

  order = orch_strings_compare (&a->fields, &b->fields, emr_strings);
  if (order == 0)
    order = orch_strv_compare_set (a->fields.department_emr_ids, b->fields.department_emr_ids);
  if (order == 0)
    order = (a->fields.bookable != FALSE) - (b->fields.bookable != FALSE);
  return order;
}

gboolean
orch_staff_member_same_content (OrchStaffMember *a, OrchStaffMember *b)
{
  return orch_staff_member_compare_content (a, b) == 0;
}
