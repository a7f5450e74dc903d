/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A patient of the clinic.
 */

#include "orch-patient.h"

#include "orch-fields.h"

struct _OrchPatient
{
  GObject parent_instance;

  OrchPatientFields fields; /* (owned) */
};

#define OFFSET(member) G_STRUCT_OFFSET (OrchPatientFields, member)

static const gsize string_offsets[] = {
  OFFSET (id),         OFFSET (emr_id), OFFSET (hub_id),   OFFSET (family),      OFFSET (given),
  OFFSET (birth_date), OFFSET (sex),    OFFSET (nam),      OFFSET (phone),       OFFSET (email),
  OFFSET (street),     OFFSET (city),   OFFSET (province), OFFSET (postal_code),
};
static const OrchStringTable strings = { string_offsets, G_N_ELEMENTS (string_offsets) };

/* What the EMR says: everything but our id and the hub's. */
static const gsize emr_string_offsets[] = {
  OFFSET (emr_id), OFFSET (family), OFFSET (given), OFFSET (birth_date),
  OFFSET (sex),    OFFSET (nam),    OFFSET (phone), OFFSET (email),
};
static const OrchStringTable emr_strings = { emr_string_offsets, G_N_ELEMENTS (emr_string_offsets) };

/* What a person may type */
static const gsize identity_string_offsets[] = {
  OFFSET (family), OFFSET (given),  OFFSET (birth_date), OFFSET (sex),      OFFSET (nam),         OFFSET (phone),
  OFFSET (email),  OFFSET (street), OFFSET (city),       OFFSET (province), OFFSET (postal_code),
};
static const OrchStringTable identity_strings = { identity_string_offsets, G_N_ELEMENTS (identity_string_offsets) };

G_DEFINE_FINAL_TYPE (OrchPatient, orch_patient, G_TYPE_OBJECT)

/* Accents and capitals count: which spelling is right a person decides. What one side does not have is no difference: it is
 * filled in. */
static gboolean
differs (const char *a, const char *b)
{
  return a != NULL && b != NULL && !g_str_equal (a, b);
}

/* "TREA 1234 5678" and "TREA12345678" are one number. */
static gboolean
differs_as_nam (const char *a, const char *b)
{
  g_autoptr (GString) x = g_string_new (a), y = g_string_new (b);

  if (a == NULL || b == NULL)
    return FALSE;
  g_string_replace (x, " ", "", 0);
  g_string_replace (y, " ", "", 0);
  return g_ascii_strcasecmp (x->str, y->str) != 0;
}

static void
orch_patient_finalize (GObject *object)
{
  OrchPatient *self = ORCH_PATIENT (object);

  orch_strings_clear (&self->fields, strings);
  G_OBJECT_CLASS (orch_patient_parent_class)->finalize (object);
}

static void
orch_patient_class_init (OrchPatientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = orch_patient_finalize;
}

static void
orch_patient_init (OrchPatient *self)
{
}

OrchPatient *
orch_patient_new (const OrchPatientFields *fields)
{
  OrchPatient *self;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (ORCH_TYPE_PATIENT, NULL);
  self->fields = *fields;
  orch_strings_copy (&self->fields, strings);
  return self;
}

const OrchPatientFields *
orch_patient_get_fields (OrchPatient *self)
{
  g_return_val_if_fail (ORCH_IS_PATIENT (self), NULL);

  return &self->fields;
}

OrchPatientField
orch_patient_compare_protected (OrchPatient *ours, OrchPatient *theirs)
{
  OrchPatientField fields = 0;

  g_return_val_if_fail (ORCH_IS_PATIENT (ours), 0);
  g_return_val_if_fail (ORCH_IS_PATIENT (theirs), 0);

  if (differs (ours->fields.family, theirs->fields.family))
    fields |= ORCH_PATIENT_FAMILY;
  if (differs (ours->fields.given, theirs->fields.given))
    fields |= ORCH_PATIENT_GIVEN;
  if (differs_as_nam (ours->fields.nam, theirs->fields.nam))
    fields |= ORCH_PATIENT_NAM;
  if (differs (ours->fields.birth_date, theirs->fields.birth_date))
    fields |= ORCH_PATIENT_BIRTH_DATE;
  if (differs (ours->fields.sex, theirs->fields.sex))
    fields |= ORCH_PATIENT_SEX;
  return fields;
}

const char *
orch_patient_get_protected (OrchPatient *self, OrchPatientField field)
{
  g_return_val_if_fail (ORCH_IS_PATIENT (self), NULL);

  switch (field)
    {
    case ORCH_PATIENT_FAMILY:
      return self->fields.family;
    case ORCH_PATIENT_GIVEN:
      return self->fields.given;
    case ORCH_PATIENT_NAM:
      return self->fields.nam;
    case ORCH_PATIENT_BIRTH_DATE:
      return self->fields.birth_date;
    case ORCH_PATIENT_SEX:
      return self->fields.sex;
    default:
      g_return_val_if_reached (NULL);
    }
}

OrchPatient *
orch_patient_settle (OrchPatient *ours, OrchPatient *theirs, OrchPatientField taken)
{
  OrchPatientFields fields;
  const OrchPatientFields *from;

  g_return_val_if_fail (ORCH_IS_PATIENT (ours), NULL);
  g_return_val_if_fail (ORCH_IS_PATIENT (theirs), NULL);

  fields = ours->fields;
  from = &theirs->fields;
  fields.family = (taken & ORCH_PATIENT_FAMILY) != 0 || fields.family == NULL ? from->family : fields.family;
  fields.given = (taken & ORCH_PATIENT_GIVEN) != 0 || fields.given == NULL ? from->given : fields.given;
  fields.nam = (taken & ORCH_PATIENT_NAM) != 0 || fields.nam == NULL ? from->nam : fields.nam;
  fields.birth_date =
      (taken & ORCH_PATIENT_BIRTH_DATE) != 0 || fields.birth_date == NULL ? from->birth_date : fields.birth_date;
  fields.sex = (taken & ORCH_PATIENT_SEX) != 0 || fields.sex == NULL ? from->sex : fields.sex;
  fields.phone = from->phone != NULL ? from->phone : fields.phone;
  fields.email = from->email != NULL ? from->email : fields.email;
  return orch_patient_new (&fields);
}

gboolean
orch_patient_same_content (OrchPatient *a, OrchPatient *b)
{
  g_return_val_if_fail (ORCH_IS_PATIENT (a), FALSE);
  g_return_val_if_fail (ORCH_IS_PATIENT (b), FALSE);

  return orch_strings_equal (&a->fields, &b->fields, emr_strings);
}

gboolean
orch_patient_same_identity (OrchPatient *a, OrchPatient *b)
{
  g_return_val_if_fail (ORCH_IS_PATIENT (a), FALSE);
  g_return_val_if_fail (ORCH_IS_PATIENT (b), FALSE);

  return orch_strings_equal (&a->fields, &b->fields, identity_strings);
}
