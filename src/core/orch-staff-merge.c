/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Merging two edits of a member of the staff.
 */
#include "orch-staff-merge.h"

#include "orch-fields.h"

#define OFFSET(member) G_STRUCT_OFFSET (OrchStaffMemberFields, member)

static const gsize texts[] = {
  OFFSET (emr_id),          OFFSET (family),     OFFSET (given),           OFFSET (prefix),
  OFFSET (licence),         OFFSET (profession), OFFSET (profession_code), OFFSET (speciality),
  OFFSET (speciality_code), OFFSET (phone),      OFFSET (email),
};
static const gsize numbers[] = { OFFSET (bookable), OFFSET (active), OFFSET (permission) };

G_STATIC_ASSERT (sizeof (OrchPermission) == sizeof (gboolean));

static const char *
text_of (const OrchStaffMemberFields *fields, gsize offset)
{
  return G_STRUCT_MEMBER (const char *, fields, offset);
}

static int
number_of (const OrchStaffMemberFields *fields, gsize offset)
{
  return G_STRUCT_MEMBER (int, fields, offset);
}

OrchStaffMember *
orch_staff_member_merge (OrchStaffMember *base, OrchStaffMember *mine, OrchStaffMember *theirs)
{
  const OrchStaffMemberFields *b, *m, *t;
  OrchStaffMemberFields fields;

  g_return_val_if_fail (base == NULL || ORCH_IS_STAFF_MEMBER (base), NULL);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (mine), NULL);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (theirs), NULL);

  m = orch_staff_member_get_fields (mine);
  t = orch_staff_member_get_fields (theirs);
  fields = *m;
  if (fields.hub_id == NULL)
    fields.hub_id = t->hub_id;
  if (base == NULL)
    return orch_staff_member_new (&fields);

  b = orch_staff_member_get_fields (base);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (text_of (b, texts[i]), text_of (m, texts[i])) == 0)
      G_STRUCT_MEMBER (const char *, &fields, texts[i]) = text_of (t, texts[i]);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (number_of (b, numbers[i]) == number_of (m, numbers[i]))
      G_STRUCT_MEMBER (int, &fields, numbers[i]) = number_of (t, numbers[i]);
  if (orch_strv_equal_set (b->department_emr_ids, m->department_emr_ids))
    fields.department_emr_ids = t->department_emr_ids;
  return orch_staff_member_new (&fields);
}
