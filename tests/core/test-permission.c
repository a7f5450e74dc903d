/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who may do what, each act for each permission. Source: the roles of the hub's contract; credential and sync settings are
 * for administrators only; receptionists work with services and imports all day; professionals read; the workstation syncs. Who
 * keeps services and staff reads the remuneration reports, which tell of every professional. Whoever works
 * with patients checks identities; administrators alone disable an account, and read who did what (hub/README.md, Journal
 * of accesses).
 */
#include "core/orch-permission.h"
#include "orch-test.h"

enum
{
  NO,
  YES,
  OPEN, /* the sources do not say */
};

static const struct
{
  OrchPermission permission;
  const char *name;
} people[] = {
  { ORCH_PERMISSION_NONE, "none" },
  { ORCH_PERMISSION_RECEPTIONIST, "receptionist" },
  { ORCH_PERMISSION_PROFESSIONAL, "professional" },
  { ORCH_PERMISSION_ADMINISTRATOR, "administrator" },
  { ORCH_PERMISSION_WORKSTATION, "workstation" },
};

static const struct
{
  OrchAct act;
  const char *name;
  int expected[G_N_ELEMENTS (people)];
} table[] = {
  /* none, receptionist, professional, administrator, workstation */
  { ORCH_ACT_READ_DIRECTORY, "read the directory", { NO, YES, YES, YES, OPEN } },
  { ORCH_ACT_EDIT_CLINIC, "edit the clinic", { NO, NO, NO, YES, NO } },
  { ORCH_ACT_EDIT_EMR, "edit the EMR connection", { NO, NO, NO, YES, NO } },
  { ORCH_ACT_EDIT_STAFF_ROLES, "edit roles", { NO, NO, NO, YES, NO } },
  { ORCH_ACT_EDIT_SERVICES, "edit services", { NO, YES, NO, YES, NO } },
  { ORCH_ACT_IMPORT, "import", { NO, YES, NO, YES, YES } },
  { ORCH_ACT_REMOVE_CLINIC, "remove the clinic", { NO, NO, NO, YES, NO } },
  { ORCH_ACT_SEND_ALERT, "send an alert", { NO, YES, YES, YES, YES } },
  { ORCH_ACT_SYNC, "sync", { NO, YES, NO, YES, YES } },
  { ORCH_ACT_READ_APPOINTMENTS, "read appointments", { NO, YES, YES, YES, YES } },
  { ORCH_ACT_WRITE_CHART, "write to charts", { NO, YES, YES, YES, YES } },
  { ORCH_ACT_READ_MESSAGES, "read messages", { NO, YES, YES, YES, YES } },
  { ORCH_ACT_WRITE_MESSAGES, "write messages", { NO, YES, YES, YES, NO } },
  { ORCH_ACT_WRITE_REPORT, "write reports", { NO, NO, YES, YES, NO } },
  { ORCH_ACT_READ_PATIENTS, "read patients", { NO, YES, YES, YES, NO } },
  { ORCH_ACT_VALIDATE_IDENTITY, "validate an identity", { NO, YES, YES, YES, NO } },
  { ORCH_ACT_DISABLE_ACCOUNTS, "disable accounts", { NO, NO, NO, YES, NO } },
  { ORCH_ACT_READ_REPORTS, "read remuneration reports", { NO, YES, NO, YES, NO } },
  { ORCH_ACT_READ_JOURNAL, "read the journal", { NO, NO, NO, YES, NO } },
};

static void
test_table (void)
{
  g_assert_cmpint ((int) G_N_ELEMENTS (table), ==, ORCH_N_ACTS);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    for (guint j = 0; j < G_N_ELEMENTS (people); j++)
      {
        g_autofree char *row = g_strdup_printf ("%s: %s", people[j].name, table[i].name);

        g_assert_cmpint ((int) table[i].act, ==, (int) i);
        if (table[i].expected[j] != OPEN)
          orch_test_check_int (table[i].expected[j],
                               orch_permission_allows (people[j].permission, table[i].act) != FALSE, row);
      }
}

/* The store keeps these numbers. */
static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    g_assert_cmpint (people[i].permission, ==, i);
}

static void
test_codes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      if (people[i].permission == ORCH_PERMISSION_WORKSTATION)
        continue; /* no person has it, the hub has no code for it */
      orch_test_check_string (people[i].name, g_strdup (orch_permission_get_code (people[i].permission)),
                              people[i].name);
      orch_test_check_int (people[i].permission, orch_permission_from_code (people[i].name), people[i].name);
    }

  static const char *const unknown[] = { "",      " ", "Administrator", "ADMINISTRATOR", "admin", "administrator ",
                                         "owner", "3" };
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    orch_test_check_int (ORCH_PERMISSION_NONE, orch_permission_from_code (unknown[i]), unknown[i]);
  orch_test_check_int (ORCH_PERMISSION_NONE, orch_permission_from_code (NULL), "NULL");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/permission/table", test_table);
  g_test_add_func ("/core/permission/numbers", test_numbers);
  g_test_add_func ("/core/permission/codes", test_codes);
  return orch_test_run ();
}
