/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-patient-text.h.
 */
#include "orch-patient-text.h"

#include <glib/gi18n.h>

#include "core/orch-nam.h"

char *
orch_patient_text_dup_name (OrchPatient *patient)
{
  const OrchPatientFields *fields = orch_patient_get_fields (patient);

  if (fields->family != NULL && fields->given != NULL)
    return g_strdup_printf ("%s, %s", fields->family, fields->given);
  if (fields->family != NULL || fields->given != NULL)
    return g_strdup (fields->family != NULL ? fields->family : fields->given);
  return g_strdup (_ ("Without a name"));
}

char *
orch_patient_text_dup_nam (const char *nam, gboolean shown)
{
  g_autofree char *whole = nam != NULL ? orch_nam_format (nam) : g_strdup ("");

  if (shown || whole[0] == '\0')
    return g_steal_pointer (&whole);
  /* The letters are of the name, which is there already. */
  if (g_utf8_strlen (whole, -1) != 14)
    return g_strdup ("••••");
  return g_strdup_printf ("%.4s •••• ••••", whole);
}

const char *
orch_patient_text_get_field (OrchPatientField field)
{
  switch (field)
    {
    case ORCH_PATIENT_FAMILY:
      return _ ("Family name");
    case ORCH_PATIENT_GIVEN:
      return _ ("Given name");
    case ORCH_PATIENT_NAM:
      return _ ("Health insurance number");
    case ORCH_PATIENT_BIRTH_DATE:
      return _ ("Birth date");
    case ORCH_PATIENT_SEX:
    default:
      return _ ("Sex");
    }
}

static const char *
get_sex (const char *code)
{
  if (g_strcmp0 (code, "female") == 0)
    return _ ("Female");
  if (g_strcmp0 (code, "male") == 0)
    return _ ("Male");
  if (g_strcmp0 (code, "other") == 0)
    return _ ("Other");
  return _ ("Unknown");
}

char *
orch_patient_text_dup_value (OrchPatientField field, const char *value, gboolean shown)
{
  if (field == ORCH_PATIENT_SEX)
    return g_strdup (get_sex (value));
  if (value == NULL || value[0] == '\0')
    return g_strdup (_ ("None"));
  return field == ORCH_PATIENT_NAM ? orch_patient_text_dup_nam (value, shown) : g_strdup (value);
}
