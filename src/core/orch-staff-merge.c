/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Merging two edits of a member of the staff.
 */
#include "orch-staff-merge.h"

#include "orch-fields.h"

#define OFFSET(member) G_STRUCT_OFFSET (OrchStaffMemberFields, member)

/* The fields that are chosen, and what each is made of */
static const struct
{
  OrchStaffMergeField field;
  gsize offset;
} typed[] = {
  { ORCH_STAFF_FIELD_NAME, OFFSET (family) },           { ORCH_STAFF_FIELD_NAME, OFFSET (given) },
  { ORCH_STAFF_FIELD_NAME, OFFSET (prefix) },           { ORCH_STAFF_FIELD_LICENCE, OFFSET (licence) },
  { ORCH_STAFF_FIELD_PROFESSION, OFFSET (profession) }, { ORCH_STAFF_FIELD_PROFESSION, OFFSET (profession_code) },
  { ORCH_STAFF_FIELD_SPECIALITY, OFFSET (speciality) }, { ORCH_STAFF_FIELD_SPECIALITY, OFFSET (speciality_code) },
  { ORCH_STAFF_FIELD_PHONE, OFFSET (phone) },           { ORCH_STAFF_FIELD_EMAIL, OFFSET (email) },
};

/* Yes or no: what both changed, both changed to the same. */
static const gsize flags[] = { OFFSET (bookable), OFFSET (active) };

static const char *
text_of (const OrchStaffMemberFields *fields, gsize offset)
{
  return G_STRUCT_MEMBER (const char *, fields, offset);
}

static gboolean
flag_of (const OrchStaffMemberFields *fields, gsize offset)
{
  return G_STRUCT_MEMBER (gboolean, fields, offset) != FALSE;
}

/* Copies what @field is made of. */
static void
take (OrchStaffMemberFields *to, const OrchStaffMemberFields *from, OrchStaffMergeField field)
{
  if (field == ORCH_STAFF_FIELD_PERMISSION)
    to->permission = from->permission;
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    if (typed[i].field == field)
      G_STRUCT_MEMBER (const char *, to, typed[i].offset) = text_of (from, typed[i].offset);
}

static void
take_all (OrchStaffMemberFields *to, const OrchStaffMemberFields *from, guint fields)
{
  for (guint i = 0; i < ORCH_N_STAFF_FIELDS; i++)
    if ((fields & (1u << i)) != 0)
      take (to, from, (OrchStaffMergeField) (1u << i));
}

static OrchStaffMergeField
compare (const OrchStaffMemberFields *a, const OrchStaffMemberFields *b)
{
  guint fields = a->permission != b->permission ? ORCH_STAFF_FIELD_PERMISSION : 0;

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    if (g_strcmp0 (text_of (a, typed[i].offset), text_of (b, typed[i].offset)) != 0)
      fields |= typed[i].field;
  return (OrchStaffMergeField) fields;
}

/* What people decide of them */
static guint
get_decided (const OrchStaffMemberFields *a, const OrchStaffMemberFields *b)
{
  return a->emr_id == NULL && b->emr_id == NULL ? ORCH_STAFF_ALL_FIELDS : ORCH_STAFF_FIELD_PERMISSION;
}

/* What @side decided since @base. Of an unknown base, a permission that nobody gave is no decision. */
static guint
get_changed (const OrchStaffMemberFields *base, const OrchStaffMemberFields *side)
{
  if (base != NULL)
    return compare (base, side);
  return side->permission == ORCH_PERMISSION_NONE ? ORCH_STAFF_ALL_FIELDS & ~ORCH_STAFF_FIELD_PERMISSION
                                                  : ORCH_STAFF_ALL_FIELDS;
}

OrchStaffMergeField
orch_staff_member_compare (OrchStaffMember *a, OrchStaffMember *b)
{
  const OrchStaffMemberFields *x, *y;

  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (a), 0);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (b), 0);

  x = orch_staff_member_get_fields (a);
  y = orch_staff_member_get_fields (b);
  return compare (x, y) & get_decided (x, y);
}

OrchStaffMember *
orch_staff_member_add_sent (OrchStaffMember *base, GPtrArray *sent, OrchStaffMember *theirs)
{
  const OrchStaffMemberFields *t;
  OrchStaffMemberFields fields;
  guint ours = 0;

  g_return_val_if_fail (base == NULL || ORCH_IS_STAFF_MEMBER (base), NULL);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (theirs), NULL);

  t = orch_staff_member_get_fields (theirs);
  for (guint i = 0; sent != NULL && i < sent->len; i++)
    ours |= ORCH_STAFF_ALL_FIELDS & ~compare (orch_staff_member_get_fields (g_ptr_array_index (sent, i)), t);
  /* Nothing is known of what they were: all of it must be ours. */
  if (base == NULL)
    return ours == ORCH_STAFF_ALL_FIELDS ? g_object_ref (theirs) : NULL;
  fields = *orch_staff_member_get_fields (base);
  take_all (&fields, t, ours);
  return orch_staff_member_new (&fields);
}

OrchStaffMember *
orch_staff_member_merge (OrchStaffMember *base, OrchStaffMember *mine, OrchStaffMember *theirs,
                         OrchStaffMergeField *conflicting)
{
  const OrchStaffMemberFields *b, *m, *t;
  OrchStaffMemberFields fields;
  guint by_me, by_them;

  g_return_val_if_fail (base == NULL || ORCH_IS_STAFF_MEMBER (base), NULL);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (mine), NULL);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (theirs), NULL);

  b = base != NULL ? orch_staff_member_get_fields (base) : NULL;
  m = orch_staff_member_get_fields (mine);
  t = orch_staff_member_get_fields (theirs);
  by_me = get_changed (b, m);
  by_them = get_changed (b, t);

  fields = *m;
  take_all (&fields, t, by_them & ~by_me);
  if (b != NULL)
    {
      if (g_strcmp0 (b->emr_id, m->emr_id) == 0)
        fields.emr_id = t->emr_id;
      for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
        if (flag_of (b, flags[i]) == flag_of (m, flags[i]))
          G_STRUCT_MEMBER (gboolean, &fields, flags[i]) = flag_of (t, flags[i]);
      if (orch_strv_equal_set (b->department_emr_ids, m->department_emr_ids))
        fields.department_emr_ids = t->department_emr_ids;
    }
  if (fields.hub_id == NULL)
    fields.hub_id = t->hub_id;

  if (conflicting != NULL)
    *conflicting = (OrchStaffMergeField) (compare (m, t) & by_me & by_them & get_decided (m, t));
  return orch_staff_member_new (&fields);
}

OrchStaffMember *
orch_staff_member_merge_settled (OrchStaffMember *base, OrchStaffMember *mine, OrchStaffMember *theirs,
                                 OrchStaffMergeField kept)
{
  OrchStaffMergeField conflicting = 0;
  g_autoptr (OrchStaffMember) merged = orch_staff_member_merge (base, mine, theirs, &conflicting);
  OrchStaffMemberFields fields;

  g_return_val_if_fail (merged != NULL, NULL);

  fields = *orch_staff_member_get_fields (merged);
  take_all (&fields, orch_staff_member_get_fields (theirs), conflicting & ~kept);
  return orch_staff_member_new (&fields);
}
