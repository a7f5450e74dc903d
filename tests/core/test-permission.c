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
  int read, clinic, emr, roles, services, import, removal, alert, sync, appointments, chart, read_messages,
      write_messages, report, patients, identity, accounts, reports, journal;
} table[] = {
  /*                                                 read clinic emr roles services import removal alert sync appointments chart, messages: read write report, patients identity accounts, reports journal */
  { ORCH_PERMISSION_NONE, "none", NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, NO },
  { ORCH_PERMISSION_RECEPTIONIST,
    "receptionist",
    YES,
    NO,
    NO,
    NO,
    YES,
    YES,
    NO,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    NO,
    YES,
    YES,
    NO,
    YES,
    NO },
  { ORCH_PERMISSION_PROFESSIONAL,
    "professional",
    YES,
    NO,
    NO,
    NO,
    NO,
    NO,
    NO,
    YES,
    NO,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    NO,
    NO,
    NO },
  { ORCH_PERMISSION_ADMINISTRATOR,
    "administrator",
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES,
    YES },
  { ORCH_PERMISSION_WORKSTATION,
    "workstation",
    OPEN,
    NO,
    NO,
    NO,
    NO,
    YES,
    NO,
    YES,
    YES,
    YES,
    YES,
    YES,
    NO,
    NO,
    NO,
    NO,
    NO,
    NO,
    NO },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const struct
      {
        OrchAct act;
        const char *name;
        int expected;
      } acts[] = {
        { ORCH_ACT_READ_DIRECTORY, "read the directory", table[i].read },
        { ORCH_ACT_EDIT_CLINIC, "edit the clinic", table[i].clinic },
        { ORCH_ACT_EDIT_EMR, "edit the EMR connection", table[i].emr },
        { ORCH_ACT_EDIT_STAFF_ROLES, "edit roles", table[i].roles },
        { ORCH_ACT_EDIT_SERVICES, "edit services", table[i].services },
        { ORCH_ACT_IMPORT, "import", table[i].import },
        { ORCH_ACT_REMOVE_CLINIC, "remove the clinic", table[i].removal },
        { ORCH_ACT_SEND_ALERT, "send an alert", table[i].alert },
        { ORCH_ACT_SYNC, "sync", table[i].sync },
        { ORCH_ACT_READ_APPOINTMENTS, "read appointments", table[i].appointments },
        { ORCH_ACT_WRITE_CHART, "write to charts", table[i].chart },
        { ORCH_ACT_READ_MESSAGES, "read messages", table[i].read_messages },
        { ORCH_ACT_WRITE_MESSAGES, "write messages", table[i].write_messages },
        { ORCH_ACT_WRITE_REPORT, "write reports", table[i].report },
        { ORCH_ACT_READ_PATIENTS, "read patients", table[i].patients },
        { ORCH_ACT_VALIDATE_IDENTITY, "validate an identity", table[i].identity },
        { ORCH_ACT_DISABLE_ACCOUNTS, "disable accounts", table[i].accounts },
        { ORCH_ACT_READ_REPORTS, "read remuneration reports", table[i].reports },
        { ORCH_ACT_READ_JOURNAL, "read the journal", table[i].journal },
      };

      g_assert_cmpint ((int) G_N_ELEMENTS (acts), ==, ORCH_N_ACTS);
      for (guint j = 0; j < G_N_ELEMENTS (acts); j++)
        {
          g_autofree char *row = g_strdup_printf ("%s: %s", table[i].name, acts[j].name);

          if (acts[j].expected != OPEN)
            orch_test_check_int (acts[j].expected, orch_permission_allows (table[i].permission, acts[j].act) != FALSE,
                                 row);
        }
    }
}

/* The store keeps these numbers. */
static void
test_numbers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpint (table[i].permission, ==, i);
}

static void
test_codes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (table[i].permission == ORCH_PERMISSION_WORKSTATION)
        continue; /* no person has it, the hub has no code for it */
      orch_test_check_string (table[i].name, g_strdup (orch_permission_get_code (table[i].permission)), table[i].name);
      orch_test_check_int (table[i].permission, orch_permission_from_code (table[i].name), table[i].name);
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
