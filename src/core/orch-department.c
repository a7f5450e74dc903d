/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A department or place of practice.
 */
#include "orch-department.h"

#include "orch-fields.h"

struct _OrchDepartment
{
  GObject parent_instance;

  OrchDepartmentFields fields; /* (owned) */
};

typedef enum
{
  PROP_ID = 1,
  PROP_EMR_ID,
  PROP_NAME,
} OrchDepartmentProperty;

static GParamSpec *properties[PROP_NAME + 1];

static const gsize string_offsets[] = {
  G_STRUCT_OFFSET (OrchDepartmentFields, id),
  G_STRUCT_OFFSET (OrchDepartmentFields, emr_id),
  G_STRUCT_OFFSET (OrchDepartmentFields, hub_id),
  G_STRUCT_OFFSET (OrchDepartmentFields, name),
};
static const OrchStringTable strings = { string_offsets, G_N_ELEMENTS (string_offsets) };

G_DEFINE_FINAL_TYPE (OrchDepartment, orch_department, G_TYPE_OBJECT)

static void
orch_department_finalize (GObject *object)
{
  OrchDepartment *self = ORCH_DEPARTMENT (object);

  orch_strings_clear (&self->fields, strings);
  G_OBJECT_CLASS (orch_department_parent_class)->finalize (object);
}

static void
orch_department_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchDepartment *self = ORCH_DEPARTMENT (object);

  switch ((OrchDepartmentProperty) id)
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
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_department_class_init (OrchDepartmentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_department_finalize;
  object_class->get_property = orch_department_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_EMR_ID] = g_param_spec_string ("emr-id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_department_init (OrchDepartment *self)
{
}

OrchDepartment *
orch_department_new (const OrchDepartmentFields *fields)
{
  OrchDepartment *self;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (ORCH_TYPE_DEPARTMENT, NULL);
  self->fields = *fields;
  orch_strings_copy (&self->fields, strings);
  return self;
}

const OrchDepartmentFields *
orch_department_get_fields (OrchDepartment *self)
{
  g_return_val_if_fail (ORCH_IS_DEPARTMENT (self), NULL);

  return &self->fields;
}
