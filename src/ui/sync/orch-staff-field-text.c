/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-staff-field-text.h.
 */
#include "orch-staff-field-text.h"

#include <glib/gi18n.h>

#include "core/orch-phone.h"
#include "core/orch-staff-merge.h"

const char *
orch_staff_field_text_get_name (guint field)
{
  switch (1u << field)
    {
    case ORCH_STAFF_FIELD_PERMISSION:
      return _ ("Role");
    case ORCH_STAFF_FIELD_NAME:
      return _ ("Name");
    case ORCH_STAFF_FIELD_LICENCE:
      return _ ("Licence");
    case ORCH_STAFF_FIELD_PROFESSION:
      return _ ("Profession");
    case ORCH_STAFF_FIELD_SPECIALITY:
      return _ ("Speciality");
    case ORCH_STAFF_FIELD_PHONE:
      return _ ("Phone");
    case ORCH_STAFF_FIELD_EMAIL:
      return _ ("Email");
    default:
      return _ ("All of it");
    }
}

static const char *
get_role (OrchStaffMember *member)
{
  switch (orch_staff_member_get_fields (member)->permission)
    {
    case ORCH_PERMISSION_RECEPTIONIST:
      return _ ("Receptionist");
    case ORCH_PERMISSION_PROFESSIONAL:
      return _ ("Professional");
    case ORCH_PERMISSION_ADMINISTRATOR:
      return _ ("Administrator");
    case ORCH_PERMISSION_NONE:
    case ORCH_PERMISSION_WORKSTATION:
    default:
      return _ ("None");
    }
}

char *
orch_staff_field_text_dup_value (OrchStaffMember *member, guint field)
{
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (member);
  const char *text = NULL;

  switch (1u << field)
    {
    case ORCH_STAFF_FIELD_PERMISSION:
      return g_strdup (get_role (member));
    case ORCH_STAFF_FIELD_LICENCE:
      text = fields->licence;
      break;
    case ORCH_STAFF_FIELD_PROFESSION:
      text = fields->profession != NULL ? fields->profession : fields->profession_code;
      break;
    case ORCH_STAFF_FIELD_SPECIALITY:
      text = fields->speciality != NULL ? fields->speciality : fields->speciality_code;
      break;
    case ORCH_STAFF_FIELD_PHONE:
      return fields->phone != NULL ? orch_phone_format (fields->phone) : g_strdup ("—");
    case ORCH_STAFF_FIELD_EMAIL:
      text = fields->email;
      break;
    case ORCH_STAFF_FIELD_NAME:
    default:
      text = orch_staff_member_get_display_name (member);
    }
  return g_strdup (text != NULL ? text : "—");
}
