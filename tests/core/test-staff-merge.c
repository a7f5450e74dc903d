/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The same person edited on two workstations.
 */
#include "core/orch-staff-merge.h"

#define F(member) orch_staff_member_get_fields (member)

static const char *const ward[] = { "d1", NULL };

static const OrchStaffMemberFields base = {
  .id = "p",
  .hub_id = "1",
  .family = "Tremblay",
  .phone = "418",
  .permission = ORCH_PERMISSION_RECEPTIONIST,
  .active = TRUE,
};

/* Each line: what one of them changes */
static const struct
{
  const char *name;
  OrchStaffMemberFields fields;
} edits[] = {
  { "name", { .family = "Roy", .phone = "418", .permission = ORCH_PERMISSION_RECEPTIONIST, .active = TRUE } },
  { "phone", { .family = "Tremblay", .permission = ORCH_PERMISSION_RECEPTIONIST, .active = TRUE } },
  { "permission",
    { .family = "Tremblay", .phone = "418", .permission = ORCH_PERMISSION_ADMINISTRATOR, .active = TRUE } },
  { "active", { .family = "Tremblay", .phone = "418", .permission = ORCH_PERMISSION_RECEPTIONIST } },
  { "departments",
    { .family = "Tremblay",
      .phone = "418",
      .permission = ORCH_PERMISSION_RECEPTIONIST,
      .active = TRUE,
      .department_emr_ids = ward } },
};

static void
check_has (OrchStaffMember *merged, guint edit)
{
  const OrchStaffMemberFields *wanted = &edits[edit].fields;

  switch (edit)
    {
    case 0:
      g_assert_cmpstr (F (merged)->family, ==, wanted->family);
      break;
    case 1:
      g_assert_cmpstr (F (merged)->phone, ==, wanted->phone);
      break;
    case 2:
      g_assert_cmpint (F (merged)->permission, ==, wanted->permission);
      break;
    case 3:
      g_assert_cmpint (F (merged)->active, ==, wanted->active);
      break;
    default:
      g_assert_true (F (merged)->department_emr_ids != NULL);
      g_assert_cmpstrv (F (merged)->department_emr_ids, ward);
    }
}

static void
test_both_are_kept (void)
{
  g_autoptr (OrchStaffMember) before = orch_staff_member_new (&base);

  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    for (guint j = 0; j < G_N_ELEMENTS (edits); j++)
      {
        g_autoptr (OrchStaffMember) mine = orch_staff_member_new (&edits[i].fields);
        g_autoptr (OrchStaffMember) theirs = orch_staff_member_new (&edits[j].fields);
        g_autoptr (OrchStaffMember) merged = orch_staff_member_merge (before, mine, theirs, NULL);

        g_test_message ("%s and %s", edits[i].name, edits[j].name);
        check_has (merged, i);
        check_has (merged, j);
      }
}

/* Two different words for the same: nobody has the last one. */
static void
test_asked (void)
{
  static const struct
  {
    const char *name;
    OrchStaffMergeField field;
    OrchStaffMemberFields here, there;
  } both[] = {
    { "name", ORCH_STAFF_FIELD_NAME, { .family = "Roy" }, { .family = "Gagnon" } },
    { "title", ORCH_STAFF_FIELD_NAME, { .prefix = "Dr" }, { .prefix = "Dre" } },
    { "licence", ORCH_STAFF_FIELD_LICENCE, { .licence = "1" }, { .licence = "2" } },
    { "profession", ORCH_STAFF_FIELD_PROFESSION, { .profession = "a" }, { .profession = "b" } },
    { "speciality", ORCH_STAFF_FIELD_SPECIALITY, { .speciality_code = "a|1" }, { .speciality_code = "a|2" } },
    { "phone", ORCH_STAFF_FIELD_PHONE, { .phone = "1" }, { .phone = "2" } },
    { "email", ORCH_STAFF_FIELD_EMAIL, { .email = "a" }, { .email = "b" } },
    { "permission",
      ORCH_STAFF_FIELD_PERMISSION,
      { .permission = ORCH_PERMISSION_PROFESSIONAL },
      { .permission = ORCH_PERMISSION_ADMINISTRATOR } },
  };
  const OrchStaffMemberFields nobody = { 0 };
  g_autoptr (OrchStaffMember) before = orch_staff_member_new (&nobody);

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    for (guint of_emr = 0; of_emr < 2; of_emr++)
      {
        const gboolean asks = !of_emr || both[i].field == ORCH_STAFF_FIELD_PERMISSION;
        OrchStaffMemberFields here = both[i].here, there = both[i].there;
        OrchStaffMergeField conflicting = 0;

        here.id = "ours";
        here.emr_id = there.emr_id = of_emr ? "e" : NULL;
        g_autoptr (OrchStaffMember) mine = orch_staff_member_new (&here);
        g_autoptr (OrchStaffMember) theirs = orch_staff_member_new (&there);
        g_autoptr (OrchStaffMember) merged = orch_staff_member_merge (before, mine, theirs, &conflicting);
        g_autoptr (OrchStaffMember) kept = orch_staff_member_merge_settled (before, mine, theirs, both[i].field);
        g_autoptr (OrchStaffMember) taken = orch_staff_member_merge_settled (before, mine, theirs, 0);

        g_test_message ("%s %u", both[i].name, of_emr);
        g_assert_cmpuint (conflicting, ==, asks ? both[i].field : 0);
        g_assert_cmpuint (orch_staff_member_compare (merged, mine), ==, 0);
        g_assert_cmpuint (orch_staff_member_compare (kept, mine), ==, 0);
        g_assert_cmpuint (orch_staff_member_compare (taken, theirs), ==, 0);
        g_assert_cmpstr (F (taken)->id, ==, "ours");
      }
}

/* Nobody knows from what: what differs is asked, but a role that only one of them gave is the role. */
static void
test_unknown_base (void)
{
  OrchStaffMemberFields here = base, there = base;
  OrchStaffMergeField conflicting = 0;

  here.phone = "514";
  here.permission = ORCH_PERMISSION_NONE;
  g_autoptr (OrchStaffMember) mine = orch_staff_member_new (&here);
  g_autoptr (OrchStaffMember) theirs = orch_staff_member_new (&there);
  g_autoptr (OrchStaffMember) merged = orch_staff_member_merge (NULL, mine, theirs, &conflicting);
  g_assert_cmpuint (conflicting, ==, ORCH_STAFF_FIELD_PHONE);
  g_assert_cmpstr (F (merged)->phone, ==, "514");
  g_assert_cmpint (F (merged)->permission, ==, ORCH_PERMISSION_RECEPTIONIST);

  g_autoptr (OrchStaffMember) back = orch_staff_member_merge (NULL, theirs, mine, &conflicting);
  g_assert_cmpint (F (back)->permission, ==, ORCH_PERMISSION_RECEPTIONIST);
}

/* What left here and arrived without an answer is not another's edit. */
static void
test_sent (void)
{
  OrchStaffMemberFields first = base, there = base, here = base;
  g_autoptr (GPtrArray) sent = g_ptr_array_new_with_free_func (g_object_unref);
  OrchStaffMergeField conflicting = 0;

  first.phone = "514";
  there.phone = "514";
  there.email = "theirs";
  here.phone = "450";
  g_ptr_array_add (sent, orch_staff_member_new (&first));
  g_autoptr (OrchStaffMember) before = orch_staff_member_new (&base);
  g_autoptr (OrchStaffMember) mine = orch_staff_member_new (&here);
  g_autoptr (OrchStaffMember) theirs = orch_staff_member_new (&there);
  g_autoptr (OrchStaffMember) known = orch_staff_member_add_sent (before, sent, theirs);
  g_autoptr (OrchStaffMember) merged = orch_staff_member_merge (known, mine, theirs, &conflicting);
  g_assert_cmpuint (conflicting, ==, 0);
  g_assert_cmpstr (F (merged)->phone, ==, "450");
  g_assert_cmpstr (F (merged)->email, ==, "theirs");

  /* Taken back to what it was: that stays. */
  g_autoptr (OrchStaffMember) back = orch_staff_member_merge (known, before, theirs, &conflicting);
  g_assert_cmpstr (F (back)->phone, ==, "418");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/staff-merge/both-are-kept", test_both_are_kept);
  g_test_add_func ("/staff-merge/asked", test_asked);
  g_test_add_func ("/staff-merge/unknown-base", test_unknown_base);
  g_test_add_func ("/staff-merge/sent", test_sent);
  return g_test_run ();
}
