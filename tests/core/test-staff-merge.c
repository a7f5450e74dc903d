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
        g_autoptr (OrchStaffMember) merged = orch_staff_member_merge (before, mine, theirs);

        g_test_message ("%s and %s", edits[i].name, edits[j].name);
        check_has (merged, i);
        check_has (merged, j);
      }
}

static void
test_last_word (void)
{
  OrchStaffMemberFields here = base, there = base;
  g_autoptr (OrchStaffMember) before = orch_staff_member_new (&base);

  here.family = "Roy";
  here.hub_id = NULL;
  here.id = "ours";
  here.revision = 7;
  there.family = "Gagnon";
  there.phone = "514";
  g_autoptr (OrchStaffMember) mine = orch_staff_member_new (&here);
  g_autoptr (OrchStaffMember) theirs = orch_staff_member_new (&there);
  g_autoptr (OrchStaffMember) merged = orch_staff_member_merge (before, mine, theirs);
  g_assert_cmpstr (F (merged)->family, ==, "Roy");
  g_assert_cmpstr (F (merged)->phone, ==, "514");
  g_assert_cmpstr (F (merged)->id, ==, "ours");
  g_assert_cmpstr (F (merged)->hub_id, ==, "1");
  g_assert_cmpint (F (merged)->revision, ==, 7);

  /* Nobody knows from what: nothing of ours is given up. */
  g_autoptr (OrchStaffMember) alone = orch_staff_member_merge (NULL, mine, theirs);
  g_assert_cmpstr (F (alone)->family, ==, "Roy");
  g_assert_cmpstr (F (alone)->phone, ==, "418");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/staff-merge/both-are-kept", test_both_are_kept);
  g_test_add_func ("/staff-merge/last-word", test_last_word);
  return g_test_run ();
}
