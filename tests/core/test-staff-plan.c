/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The import of staff: each rule of the wizard by itself, then together, in any order, and counts that always add up. What is
 * expected of random records comes from a model in this file, written from the rules alone.
 */
#include "core/orch-import-plan.h"
#include "core/orch-record-id.h"
#include "orch-test.h"

typedef OrchStaffMemberFields Fields;

static Fields
person (const char *emr_id, const char *family, const char *given, const char *licence)
{
  return (Fields) {
    .emr_id = emr_id,
    .family = family,
    .given = given,
    .licence = licence,
    .speciality = "Médecine familiale",
    .speciality_code = "urn:s|fam",
    .bookable = TRUE,
    .origin = ORCH_ORIGIN_EMR,
  };
}

static gboolean
is_known_speciality (const char *code, const char *text)
{
  return g_strcmp0 (code, "urn:s|fam") == 0 || (code == NULL && g_strcmp0 (text, "Médecine familiale") == 0);
}

static void
add (OrchImportPlan *plan, const Fields *fields)
{
  g_autoptr (OrchStaffMember) record = orch_staff_member_new (fields);

  orch_import_plan_add (plan, record);
}

static OrchImportPlan *
make_plan (GPtrArray *known, const Fields *records, guint n)
{
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  OrchImportPlan *plan = orch_staff_plan_new (known != NULL ? known : nobody, is_known_speciality);

  for (guint i = 0; i < n; i++)
    add (plan, &records[i]);
  orch_import_plan_finish (plan);
  return plan;
}

typedef struct
{
  guint calls;
  guint checked;
} Progress;

static void
on_progress (guint checked, guint total, gpointer data)
{
  Progress *progress = data;

  g_assert_cmpuint (total, ==, 1000);
  g_assert_cmpuint (checked, <, total);
  g_assert_true (progress->calls == 0 || checked > progress->checked);
  progress->calls++;
  progress->checked = checked;
}

/* Whoever waits sees the rules being applied, but not each record. */
static void
test_progress (void)
{
  g_autoptr (OrchImportPlan) plan = orch_staff_plan_new (NULL, NULL);
  Progress progress = { 0 };

  orch_import_plan_set_progress (plan, on_progress, &progress);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *id = g_strdup_printf ("p-%u", i);
      const Fields one = person (id, "Tremblay", "Luc", id);

      add (plan, &one);
    }
  g_assert_cmpuint (progress.calls, ==, 0);
  orch_import_plan_finish (plan);
  g_assert_cmpuint (progress.calls, >=, 20);
  g_assert_cmpuint (progress.calls, <=, 100);
  g_assert_cmpuint (progress.checked, >, 900);
}

static GPtrArray *
make_known (const Fields *fields, guint n)
{
  GPtrArray *known = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (known, orch_staff_member_new (&fields[i]));
  return known;
}

/* "rule|name|id|detail", one a line, in the plan's order. */
static char *
describe_conflicts (OrchImportPlan *plan)
{
  GPtrArray *conflicts = orch_import_plan_get_conflicts (plan);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < conflicts->len; i++)
    {
      OrchConflict *conflict = g_ptr_array_index (conflicts, i);
      const char *id = orch_conflict_get_record_id (conflict), *detail = orch_conflict_get_detail (conflict);

      g_string_append_printf (text, "%s|%s|%s|%s\n", orch_conflict_rule_get_nick (orch_conflict_get_rule (conflict)),
                              orch_conflict_get_record_name (conflict), id != NULL ? id : "-",
                              detail != NULL ? detail : "-");
    }
  return g_string_free_and_steal (text);
}

static guint
count_rule (OrchImportPlan *plan, OrchConflictRule rule, const char *record_id)
{
  GPtrArray *conflicts = orch_import_plan_get_conflicts (plan);
  guint n = 0;

  for (guint i = 0; i < conflicts->len; i++)
    {
      OrchConflict *conflict = g_ptr_array_index (conflicts, i);

      if (orch_conflict_get_rule (conflict) == rule &&
          (record_id == NULL || g_strcmp0 (record_id, orch_conflict_get_record_id (conflict)) == 0))
        n++;
    }
  return n;
}

static const char *
find_detail (OrchImportPlan *plan, OrchConflictRule rule, const char *record_id)
{
  GPtrArray *conflicts = orch_import_plan_get_conflicts (plan);

  for (guint i = 0; i < conflicts->len; i++)
    {
      OrchConflict *conflict = g_ptr_array_index (conflicts, i);

      if (orch_conflict_get_rule (conflict) == rule &&
          g_strcmp0 (record_id, orch_conflict_get_record_id (conflict)) == 0)
        return orch_conflict_get_detail (conflict);
    }
  return NULL;
}

static const Fields *
find_row (OrchImportPlan *plan, const char *emr_id)
{
  GPtrArray *rows = orch_import_plan_get_rows (plan);

  for (guint i = 0; i < rows->len; i++)
    {
      const Fields *fields = orch_staff_member_get_fields (g_ptr_array_index (rows, i));

      if (g_strcmp0 (fields->emr_id, emr_id) == 0)
        return fields;
    }
  return NULL;
}

static void
check_counts (OrchImportPlan *plan, OrchImportCounts expected, const char *row)
{
  const OrchImportCounts *counts = orch_import_plan_get_counts (plan);

  orch_test_check_int (expected.seen, counts->seen, row);
  orch_test_check_int (expected.usable, counts->usable, row);
  orch_test_check_int (expected.added, counts->added, row);
  orch_test_check_int (expected.changed, counts->changed, row);
  orch_test_check_int (expected.unchanged, counts->unchanged, row);
  orch_test_check_int (expected.vanished, counts->vanished, row);
  orch_test_check_int (expected.in_conflict, counts->in_conflict, row);
  orch_test_check_int (expected.warnings, counts->warnings, row);
}

/* One record alone, and the rules it breaks. */
static void
test_rules (void)
{
  enum
  {
    NO_NAME = 1 << ORCH_CONFLICT_STAFF_NO_NAME,
    NO_LICENCE = 1 << ORCH_CONFLICT_STAFF_NO_LICENCE,
    NOT_BOOKABLE = 1 << ORCH_CONFLICT_STAFF_NOT_BOOKABLE,
    UNKNOWN_SPECIALITY = 1 << ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY,
  };
  static const struct
  {
    const char *row, *family, *given, *licence, *speciality, *speciality_code;
    gboolean bookable;
    guint rules;
  } rows[] = {
    { "right", "Tremblay", "Alice", "12345", "Médecine familiale", "urn:s|fam", TRUE, 0 },
    { "no speciality at all", "Tremblay", "Alice", "12345", NULL, NULL, TRUE, 0 },
    { "name NULL", NULL, NULL, "12345", NULL, NULL, TRUE, NO_NAME },
    { "name empty", "", "", "12345", NULL, NULL, TRUE, NO_NAME },
    { "name of spaces", "  ", " \t", "12345", NULL, NULL, TRUE, NO_NAME },
    { "licence NULL", "Tremblay", "Alice", NULL, NULL, NULL, TRUE, NO_LICENCE },
    { "licence empty", "Tremblay", "Alice", "", NULL, NULL, TRUE, NO_LICENCE },
    { "licence of spaces", "Tremblay", "Alice", "   ", NULL, NULL, TRUE, NO_LICENCE },
    { "not bookable", "Tremblay", "Alice", "12345", NULL, NULL, FALSE, NOT_BOOKABLE },
    { "unknown speciality", "Tremblay", "Alice", "12345", "Haruspice", "urn:s|har", TRUE, UNKNOWN_SPECIALITY },
    { "a known speciality, as text only", "Tremblay", "Alice", "12345", "Médecine familiale", NULL, TRUE, 0 },
    { "a known speciality, as code only", "Tremblay", "Alice", "12345", NULL, "urn:s|fam", TRUE, 0 },
    { "unknown, as text only", "Tremblay", "Alice", "12345", "Haruspice", NULL, TRUE, UNKNOWN_SPECIALITY },
    { "unknown, as code only", "Tremblay", "Alice", "12345", NULL, "urn:s|har", TRUE, UNKNOWN_SPECIALITY },
    { "nothing but an id", NULL, NULL, NULL, NULL, NULL, FALSE, NO_NAME | NO_LICENCE | NOT_BOOKABLE },
    { "licence and warning", "Tremblay", "Alice", NULL, "Haruspice", "urn:s|har", TRUE,
      NO_LICENCE | UNKNOWN_SPECIALITY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fields fields = person ("p-1", rows[i].family, rows[i].given, rows[i].licence);

      fields.speciality = rows[i].speciality;
      fields.speciality_code = rows[i].speciality_code;
      fields.bookable = rows[i].bookable;

      g_autoptr (OrchImportPlan) plan = make_plan (NULL, &fields, 1);
      guint found = 0;
      gboolean conflict = (rows[i].rules & ~UNKNOWN_SPECIALITY) != 0, warning = rows[i].rules == UNKNOWN_SPECIALITY;

      for (int rule = 0; rule < ORCH_N_CONFLICT_RULES; rule++)
        {
          guint n = count_rule (plan, (OrchConflictRule) rule, "p-1");

          orch_test_check_true (n <= 1, rows[i].row);
          found |= n > 0 ? 1u << rule : 0;
        }
      orch_test_check_int (rows[i].rules, found, rows[i].row);
      check_counts (plan,
                    (OrchImportCounts) { .seen = 1,
                                         .usable = conflict ? 0 : 1,
                                         .added = conflict ? 0 : 1,
                                         .in_conflict = conflict ? 1 : 0,
                                         .warnings = warning ? 1 : 0 },
                    rows[i].row);
      orch_test_check_true (find_row (plan, "p-1") != NULL, rows[i].row);
      if (find_row (plan, "p-1") != NULL)
        orch_test_check_int (conflict, find_row (plan, "p-1")->in_conflict != FALSE, rows[i].row);
    }
}

static void
test_speciality_detail (void)
{
  Fields fields = person ("p-1", "Tremblay", "Alice", "12345");

  fields.speciality = "Haruspice";
  fields.speciality_code = "urn:s|har";
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, &fields, 1);
  g_assert_cmpstr (find_detail (plan, ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY, "p-1"), ==, "Haruspice");

  /* Without a catalogue nothing is judged. */
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  g_autoptr (OrchImportPlan) lenient = orch_staff_plan_new (nobody, NULL);
  add (lenient, &fields);
  orch_import_plan_finish (lenient);
  g_assert_cmpuint (orch_import_plan_get_conflicts (lenient)->len, ==, 0);
  check_counts (lenient, (OrchImportCounts) { .seen = 1, .usable = 1, .added = 1 }, "no catalogue");
}

static void
test_licence_twice (void)
{
  static const struct
  {
    const char *first, *second;
    gboolean same;
  } rows[] = {
    { "12345", "12345", TRUE },   { "12345", " 12345 ", TRUE }, { "12345", "12 345", TRUE },
    { "1 2345", "12 345", TRUE }, { "12345", "12346", FALSE },  { "12345", "123456", FALSE },
    { "12345", "1234", FALSE },   { "12345", "012345", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fields fields[] = { person ("p-1", "Tremblay", "Alice", rows[i].first),
                          person ("p-2", "Gagnon", "Marc", rows[i].second), person ("p-3", "Roy", "Zoé", "99999") };
      g_autoptr (OrchImportPlan) plan = make_plan (NULL, fields, G_N_ELEMENTS (fields));
      g_autofree char *row = g_strdup_printf ("\"%s\" and \"%s\"", rows[i].first, rows[i].second);

      orch_test_check_int (rows[i].same ? 1 : 0, count_rule (plan, ORCH_CONFLICT_STAFF_LICENCE_TWICE, "p-1"), row);
      orch_test_check_int (rows[i].same ? 1 : 0, count_rule (plan, ORCH_CONFLICT_STAFF_LICENCE_TWICE, "p-2"), row);
      orch_test_check_int (0, count_rule (plan, ORCH_CONFLICT_STAFF_LICENCE_TWICE, "p-3"), row);
      orch_test_check_int (rows[i].same ? 2 : 0, orch_import_plan_get_counts (plan)->in_conflict, row);
      orch_test_check_int (rows[i].same ? 1 : 3, orch_import_plan_get_counts (plan)->usable, row);
      if (rows[i].same)
        {
          orch_test_check_string ("Marc Gagnon",
                                  g_strdup (find_detail (plan, ORCH_CONFLICT_STAFF_LICENCE_TWICE, "p-1")), row);
          orch_test_check_string ("Alice Tremblay",
                                  g_strdup (find_detail (plan, ORCH_CONFLICT_STAFF_LICENCE_TWICE, "p-2")), row);
        }
    }

  /* No licence is not the same licence. */
  Fields none[] = { person ("p-1", "Tremblay", "Alice", NULL), person ("p-2", "Gagnon", "Marc", ""),
                    person ("p-3", "Roy", "Zoé", "  ") };
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, none, G_N_ELEMENTS (none));
  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_STAFF_LICENCE_TWICE, NULL), ==, 0);
  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_STAFF_NO_LICENCE, NULL), ==, 3);

  /* Used by three: all three are at fault. */
  Fields three[] = { person ("p-1", "Tremblay", "Alice", "1"), person ("p-2", "Gagnon", "Marc", "1"),
                     person ("p-3", "Roy", "Zoé", "1") };
  g_autoptr (OrchImportPlan) all = make_plan (NULL, three, G_N_ELEMENTS (three));
  check_counts (all, (OrchImportCounts) { .seen = 3, .in_conflict = 3 }, "used by three");
}

static void
test_id_twice (void)
{
  /* Two people behind one id. */
  Fields two[] = { person ("p-1", "Tremblay", "Alice", "12345"), person ("p-1", "Gagnon", "Marc", "67890") };
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, two, 2);
  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_STAFF_ID_TWICE, "p-1"), ==, 2);
  check_counts (plan, (OrchImportCounts) { .seen = 2, .in_conflict = 2 }, "two people, one id");
  g_autofree char *told = describe_conflicts (plan);
  g_assert_nonnull (strstr (told, "staff-id-twice|Alice Tremblay|p-1|Marc Gagnon\n"));
  g_assert_nonnull (strstr (told, "staff-id-twice|Marc Gagnon|p-1|Alice Tremblay\n"));
}

/* A page sent twice is no conflict, neither for the id nor for the licence. */
static void
test_page_twice (void)
{
  Fields page[] = { person ("p-1", "Tremblay", "Alice", "12345"), person ("p-2", "Gagnon", "Marc", "67890"),
                    person ("p-1", "Tremblay", "Alice", "12345"), person ("p-2", "Gagnon", "Marc", "67890") };
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, page, G_N_ELEMENTS (page));
  const OrchImportCounts *counts = orch_import_plan_get_counts (plan);

  g_assert_cmpuint (orch_import_plan_get_conflicts (plan)->len, ==, 0);
  g_assert_cmpuint (orch_import_plan_get_rows (plan)->len, ==, 2);
  g_assert_cmpuint (counts->seen, ==, 2);
  g_assert_cmpuint (counts->usable, ==, 2);
  g_assert_cmpuint (counts->added, ==, 2);
  g_assert_cmpuint (counts->in_conflict, ==, 0);

  /* A conflict in it is told once. */
  Fields bad[] = { person ("p-1", "Tremblay", "Alice", NULL), person ("p-1", "Tremblay", "Alice", NULL) };
  g_autoptr (OrchImportPlan) again = make_plan (NULL, bad, G_N_ELEMENTS (bad));
  g_assert_cmpuint (orch_import_plan_get_conflicts (again)->len, ==, 1);
  g_assert_cmpuint (orch_import_plan_get_counts (again)->in_conflict, ==, 1);
}

/* Without an id from the EMR nobody is the same as somebody else, and a licence is still used twice. */
static void
test_no_id (void)
{
  Fields apart[] = { person (NULL, "Tremblay", "Alice", "12345"), person (NULL, "Gagnon", "Marc", "67890") };
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, apart, 2);
  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_STAFF_ID_TWICE, NULL), ==, 0);
  g_assert_cmpuint (orch_import_plan_get_rows (plan)->len, ==, 2);

  Fields same[] = { person (NULL, "Tremblay", "Alice", "12345"), person (NULL, "Gagnon", "Marc", "12345") };
  g_autoptr (OrchImportPlan) twice = make_plan (NULL, same, 2);
  g_autofree char *told = describe_conflicts (twice);
  g_assert_cmpuint (count_rule (twice, ORCH_CONFLICT_STAFF_LICENCE_TWICE, NULL), ==, 2);
  g_assert_nonnull (strstr (told, "|Alice Tremblay|-|Marc Gagnon\n"));
  g_assert_nonnull (strstr (told, "|Marc Gagnon|-|Alice Tremblay\n"));
  g_assert_cmpuint (orch_import_plan_get_counts (twice)->in_conflict, ==, 2);
}

/* The same person twice, and somebody else behind the same id: two records, both at fault. */
static void
test_page_twice_and_id_twice (void)
{
  Fields records[] = { person ("p-1", "Tremblay", "Alice", "1"), person ("p-1", "Gagnon", "Marc", "2"),
                       person ("p-1", "Tremblay", "Alice", "1") };
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, records, G_N_ELEMENTS (records));

  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_STAFF_ID_TWICE, "p-1"), ==, 2);
  check_counts (plan, (OrchImportCounts) { .seen = 2, .in_conflict = 2 }, "twice and twice");
}

/* A large clinic in which everybody has the same licence: each one is told once, and it ends. */
static void
test_many (void)
{
  const guint n = 20000;
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  g_autoptr (OrchImportPlan) plan = orch_staff_plan_new (nobody, NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("p-%u", i);
      Fields fields = person (id, "Tremblay", "Alice", "12345");

      add (plan, &fields);
    }
  orch_import_plan_finish (plan);
  check_counts (plan, (OrchImportCounts) { .seen = n, .in_conflict = n }, "many");
  g_assert_cmpuint (orch_import_plan_get_conflicts (plan)->len, ==, n);
}

static void
test_unreadable (void)
{
  Fields fields = person ("p-1", "Tremblay", "Alice", "12345");
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  g_autoptr (OrchImportPlan) plan = orch_staff_plan_new (nobody, is_known_speciality);

  add (plan, &fields);
  orch_import_plan_add_unreadable (plan, "Practitioner/9", "p-9", "name is a number");
  orch_import_plan_finish (plan);
  g_assert_cmpuint (orch_import_plan_get_conflicts (plan)->len, ==, 1);
  g_autofree char *told = describe_conflicts (plan);
  g_assert_nonnull (strstr (told, "|Practitioner/9|p-9|name is a number\n"));
  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_RECORD_UNREADABLE, "p-9"), ==, 1);
  check_counts (plan, (OrchImportCounts) { .seen = 2, .usable = 1, .added = 1, .in_conflict = 1 }, "one unreadable");
  g_assert_cmpuint (orch_import_plan_get_rows (plan)->len, ==, 1);
}

/* The same unreadable record twice is one; another one under the same name is not. */
static void
test_unreadable_twice (void)
{
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  g_autoptr (OrchImportPlan) plan = orch_staff_plan_new (nobody, NULL);

  orch_import_plan_add_unreadable (plan, "Record/9", "x-9", "no object");
  orch_import_plan_add_unreadable (plan, "Record/9", "x-9", "no object");
  orch_import_plan_add_unreadable (plan, "Record/9", "x-10", "no object");
  orch_import_plan_add_unreadable (plan, "Record/8", NULL, "no object");
  orch_import_plan_finish (plan);
  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_RECORD_UNREADABLE, NULL), ==, 3);
  check_counts (plan, (OrchImportCounts) { .seen = 3, .in_conflict = 3 }, "unreadable");
}

static void
test_new_rows (void)
{
  Fields fields[] = { person ("p-1", "Tremblay", "Alice", "12345"), person ("p-2", "Gagnon", "Marc", "67890") };
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, fields, 2);
  const Fields *one = find_row (plan, "p-1"), *two = find_row (plan, "p-2");

  g_assert_nonnull (one);
  g_assert_nonnull (two);
  if (one == NULL || two == NULL)
    return;
  g_assert_true (one->id != NULL && g_uuid_string_is_valid (one->id));
  g_assert_true (two->id != NULL && g_uuid_string_is_valid (two->id));
  g_assert_cmpstr (one->id, !=, two->id);
  g_assert_true (one->active);
  g_assert_false (one->in_conflict);
  g_assert_cmpstr (one->family, ==, "Tremblay");
  g_assert_cmpstr (one->licence, ==, "12345");
  g_assert_true (one->bookable);
}

/* Typed by hand before the clinic had an EMR, then read from it: the licence tells that it is one person; nothing else does. */
static void
test_typed_by_hand (void)
{
  static const struct
  {
    const char *what;
    OrchOrigin origin;
    const char *typed_licence;
    const char *emr_licence;
    gboolean same;
  } rows[] = {
    { "the same licence", ORCH_ORIGIN_HAND, "12345", "12345", TRUE },
    { "written another way", ORCH_ORIGIN_HAND, "12-345", "12 345", TRUE },
    { "another licence", ORCH_ORIGIN_HAND, "12345", "54321", FALSE },
    { "padding is part of it", ORCH_ORIGIN_HAND, "012345", "12345", FALSE },
    { "none typed", ORCH_ORIGIN_HAND, NULL, "12345", FALSE },
    { "of the EMR already, without an id", ORCH_ORIGIN_EMR, "12345", "12345", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fields typed = person (NULL, "Tremblay", "A.", rows[i].typed_licence);
      Fields read = person ("P-1", "Tremblay", "Alice", rows[i].emr_licence);
      g_autoptr (GPtrArray) known = NULL;
      g_autoptr (OrchImportPlan) plan = NULL;
      const Fields *row = NULL;

      typed.id = "6e7c1c1e-0000-4000-8000-000000000001";
      typed.hub_id = "hub-1";
      typed.origin = rows[i].origin;
      typed.active = TRUE;
      typed.permission = ORCH_PERMISSION_PROFESSIONAL;
      known = make_known (&typed, 1);
      plan = make_plan (known, &read, 1);
      row = orch_staff_member_get_fields (orch_import_plan_get_rows (plan)->pdata[0]);
      g_test_message ("row: %s", rows[i].what);
      g_assert_cmpuint (orch_import_plan_get_counts (plan)->added, ==, !rows[i].same);
      g_assert_cmpuint (orch_import_plan_get_counts (plan)->changed, ==, rows[i].same);
      g_assert_true (g_str_equal (row->id, typed.id) == rows[i].same);
      g_assert_cmpstr (row->emr_id, ==, "P-1");
      g_assert_cmpstr (row->given, ==, "Alice");
      g_assert_cmpint (row->origin, ==, ORCH_ORIGIN_EMR);
      if (rows[i].same)
        {
          g_assert_cmpstr (row->hub_id, ==, "hub-1");
          g_assert_cmpint (row->permission, ==, ORCH_PERMISSION_PROFESSIONAL);
        }
    }
}

/* Known ones: unchanged, changed, mended, newly in conflict, vanished. */
static void
test_known (void)
{
  Fields before[] = { person ("p-same", "Tremblay", "Alice", "1"), person ("p-changed", "Gagnon", "Marc", "2"),
                      person ("p-mended", "Roy", "Zoé", NULL),     person ("p-broken", "Côté", "Jean", "4"),
                      person ("p-gone", "Bouchard", "Luc", "5"),   person ("p-unreadable", "Morin", "Ève", "6") };
  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      before[i].id = g_strdup_printf ("00000000-0000-4000-8000-00000000000%u", i);
      before[i].hub_id = "hub-1";
      before[i].permission = ORCH_PERMISSION_PROFESSIONAL;
      before[i].active = i != 0; /* the user made the first one inactive */
    }
  before[2].in_conflict = TRUE;

  Fields now[] = { person ("p-same", "Tremblay", "Alice", "1"), person ("p-changed", "Gagnon", "Marc-André", "2"),
                   person ("p-mended", "Roy", "Zoé", "3"), person ("p-broken", "Côté", "Jean", "") };
  g_autoptr (GPtrArray) known = make_known (before, G_N_ELEMENTS (before));
  g_autoptr (OrchImportPlan) plan = orch_staff_plan_new (known, is_known_speciality);
  for (guint i = 0; i < G_N_ELEMENTS (now); i++)
    add (plan, &now[i]);
  orch_import_plan_add_unreadable (plan, "Practitioner/6", "p-unreadable", "not an object");
  orch_import_plan_finish (plan);

  const OrchImportCounts *counts = orch_import_plan_get_counts (plan);
  g_assert_cmpuint (counts->seen, ==, 5);
  g_assert_cmpuint (counts->usable, ==, 3);
  g_assert_cmpuint (counts->added, ==, 0);
  g_assert_cmpuint (counts->changed + counts->unchanged, ==, 3);
  g_assert_cmpuint (counts->changed, >=, 1);
  g_assert_cmpuint (counts->unchanged, >=, 1);
  g_assert_cmpuint (counts->in_conflict, ==, 2);
  g_assert_cmpuint (counts->vanished, ==, 1); /* what could not be read was seen */

  GPtrArray *vanished = orch_import_plan_get_vanished (plan);
  g_assert_cmpuint (vanished->len, ==, 1);
  if (vanished->len == 1)
    g_assert_cmpstr (orch_staff_member_get_fields (g_ptr_array_index (vanished, 0))->emr_id, ==, "p-gone");

  for (guint i = 0; i < 4; i++)
    {
      const Fields *row = find_row (plan, before[i].emr_id);

      orch_test_check_true (row != NULL, before[i].emr_id);
      if (row == NULL)
        continue;
      orch_test_check_string (before[i].id, g_strdup (row->id), before[i].emr_id);
      orch_test_check_string ("hub-1", g_strdup (row->hub_id), before[i].emr_id);
      orch_test_check_int (ORCH_PERMISSION_PROFESSIONAL, row->permission, before[i].emr_id);
      orch_test_check_int (before[i].active, row->active != FALSE, before[i].emr_id);
      orch_test_check_int (i == 3, row->in_conflict != FALSE, before[i].emr_id);
    }
  const Fields *changed = find_row (plan, "p-changed");
  if (changed != NULL)
    g_assert_cmpstr (changed->given, ==, "Marc-André");
  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    g_free ((char *) before[i].id);
}

/* By record name, then rule. */
static void
test_conflict_order (void)
{
  Fields fields[] = { person ("p-3", "Carter", NULL, NULL), person ("p-1", "Abbott", NULL, NULL),
                      person ("p-2", "Baker", NULL, NULL) };
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    fields[i].bookable = FALSE;
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, fields, G_N_ELEMENTS (fields));

  orch_test_check_string ("staff-no-licence|Abbott|p-1|-\nstaff-not-bookable|Abbott|p-1|-\n"
                          "staff-no-licence|Baker|p-2|-\nstaff-not-bookable|Baker|p-2|-\n"
                          "staff-no-licence|Carter|p-3|-\nstaff-not-bookable|Carter|p-3|-\n",
                          describe_conflicts (plan), "order");
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Everything of a plan but the fresh UUIDs. */
static char *
describe_plan (OrchImportPlan *plan)
{
  const OrchImportCounts *counts = orch_import_plan_get_counts (plan);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *rows = orch_import_plan_get_rows (plan), *vanished = orch_import_plan_get_vanished (plan);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      const Fields *fields = orch_staff_member_get_fields (g_ptr_array_index (rows, i));

      g_ptr_array_add (lines, g_strdup_printf ("row %s %s %s %s %d", fields->emr_id, fields->family, fields->given,
                                               fields->licence, fields->in_conflict != FALSE));
    }
  for (guint i = 0; i < vanished->len; i++)
    g_ptr_array_add (lines, g_strdup_printf ("vanished %s",
                                             orch_staff_member_get_fields (g_ptr_array_index (vanished, i))->emr_id));
  g_ptr_array_sort (lines, compare_strings);
  g_string_append_printf (text,
                          "seen %u usable %u added %u changed %u unchanged %u vanished %u conflict %u warnings %u\n",
                          counts->seen, counts->usable, counts->added, counts->changed, counts->unchanged,
                          counts->vanished, counts->in_conflict, counts->warnings);
  for (guint i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s\n", (char *) g_ptr_array_index (lines, i));

  g_autofree char *conflicts = describe_conflicts (plan);
  g_string_append (text, conflicts);
  return g_string_free_and_steal (text);
}

static void
test_any_order (void)
{
  Fields fields[] = {
    person ("p-1", "Tremblay", "Alice", "1"),  person ("p-2", "Gagnon", "Marc", "2"),
    person ("p-3", "Roy", "Zoé", "2"),         person ("p-4", "Roy", "Zoé", " 2 "),
    person ("p-5", NULL, NULL, "5"),           person ("p-6", "Côté", "Jean", NULL),
    person ("p-7", "Bouchard", "Luc", "7"),    person ("p-7", "Bouchard", "Lucie", "8"),
    person ("p-7", "Bouchard", "Lucien", "9"), person ("p-8", "Morin", "Ève", "10"),
    person ("p-8", "Morin", "Ève", "10"),      person ("p-9", "Tremblay", "Alice", "11"),
    person ("p-10", "Lavoie", "Guy", "12"),    person ("p-11", NULL, NULL, NULL),
  };
  Fields before[] = { person ("p-1", "Tremblay", "Alice", "1"), person ("p-9", "Tremblé", "Alice", "11"),
                      person ("p-20", "Partie", "Anne", "20"), person ("p-21", "Partie", "Anne", "21") };
  before[0].id = "00000000-0000-4000-8000-000000000001";
  before[1].id = "00000000-0000-4000-8000-000000000002";
  before[2].id = "00000000-0000-4000-8000-000000000003";
  before[3].id = "00000000-0000-4000-8000-000000000004";
  fields[9].bookable = fields[10].bookable = FALSE;
  fields[12].speciality_code = "urn:s|har";

  g_autoptr (GRand) random = g_rand_new_with_seed (2026);
  g_autoptr (GPtrArray) known = make_known (before, G_N_ELEMENTS (before));
  g_autofree char *first = NULL;

  for (guint round = 0; round < 200; round++)
    {
      gpointer order[G_N_ELEMENTS (fields)];
      g_autoptr (OrchImportPlan) plan = orch_staff_plan_new (known, is_known_speciality);

      for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        order[i] = &fields[i];
      orch_test_shuffle (random, order, G_N_ELEMENTS (order));
      orch_test_shuffle (random, known->pdata, known->len);
      for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        {
          add (plan, order[i]);
          if (order[i] == &fields[0])
            orch_import_plan_add_unreadable (plan, "Record/1", "u-1", "no object");
          if (order[i] == &fields[1])
            orch_import_plan_add_unreadable (plan, "Record/1", "u-2", "no name");
          if (order[i] == &fields[2])
            orch_import_plan_add_unreadable (plan, "Record/1", NULL, "no object");
          if (order[i] == &fields[3])
            orch_import_plan_add_unreadable (plan, "Record/1", "u-1", "no object");
        }
      orch_import_plan_finish (plan);

      g_autofree char *described = describe_plan (plan);
      if (first == NULL)
        first = g_steal_pointer (&described);
      else if (g_strcmp0 (first, described) != 0)
        {
          g_test_message ("round %u\n%s\nagainst\n%s", round, described, first);
          g_test_fail ();
          return;
        }
    }
}

/* Random records from small pools; which of them are in conflict is found by comparing each with each. */
static void
test_model (void)
{
  static const char *const ids[] = { "a", "b", "c", "d", "e", "f", "g", "h" };
  static const char *const families[] = { NULL, "", " ", "Roy", "Roy", "Côté", "Gagnon" };
  static const char *const licences[] = { NULL, "", " ", "1", "2", "3", "4", "5", "6", "7" };
  g_autoptr (GRand) random = g_rand_new_with_seed (4);

  for (guint round = 0; round < 300; round++)
    {
      Fields records[8], before[4];
      guint n = (guint) g_rand_int_range (random, 0, 9), n_known = (guint) g_rand_int_range (random, 0, 5);
      guint seen = 0, in_conflict = 0, warnings = 0, vanished = 0, unreadable = (guint) g_rand_int_range (random, 0, 3);
      g_autofree char *row = g_strdup_printf ("round %u", round);

      for (guint i = 0; i < n; i++)
        {
          gboolean repeated = FALSE;
          Fields record = person (ids[g_rand_int_range (random, 0, G_N_ELEMENTS (ids))],
                                  families[g_rand_int_range (random, 0, G_N_ELEMENTS (families))], NULL,
                                  licences[g_rand_int_range (random, 0, G_N_ELEMENTS (licences))]);

          record.bookable = g_rand_int_range (random, 0, 6) != 0;
          if (g_rand_int_range (random, 0, 5) == 0)
            record.speciality_code = "urn:s|har";
          /* The same id with the same licence or the same name could be the same record: the model does not judge those. */
          for (guint j = 0; j < seen; j++)
            repeated = repeated || (g_str_equal (records[j].emr_id, record.emr_id) &&
                                    (g_strcmp0 (records[j].licence, record.licence) == 0 ||
                                     g_strcmp0 (records[j].family, record.family) == 0));
          if (!repeated)
            records[seen++] = record;
        }
      for (guint i = 0; i < seen; i++)
        {
          g_autofree char *family = g_strstrip (g_strdup (records[i].family != NULL ? records[i].family : ""));
          g_autofree char *licence = g_strstrip (g_strdup (records[i].licence != NULL ? records[i].licence : ""));
          gboolean conflict = *family == '\0' || *licence == '\0' || !records[i].bookable;

          for (guint j = 0; j < seen; j++)
            if (j != i)
              conflict = conflict || g_str_equal (records[i].emr_id, records[j].emr_id) ||
                         g_strcmp0 (records[i].licence, records[j].licence) == 0;
          in_conflict += conflict ? 1 : 0;
          warnings += !conflict && g_str_equal (records[i].speciality_code, "urn:s|har") ? 1 : 0;
        }
      for (guint i = 0; i < n_known; i++)
        {
          gboolean still = FALSE;

          before[i] = person (ids[i], "Roy", NULL, ids[i]); /* licences that nobody else has */
          before[i].id = g_strdup_printf ("00000000-0000-4000-8000-00000000000%u", i);
          for (guint j = 0; j < seen; j++)
            still = still || g_str_equal (records[j].emr_id, ids[i]);
          vanished += still ? 0 : 1;
        }

      g_autoptr (GPtrArray) known = make_known (before, n_known);
      g_autoptr (OrchImportPlan) plan = orch_staff_plan_new (known, is_known_speciality);
      for (guint i = 0; i < seen; i++)
        add (plan, &records[i]);
      for (guint i = 0; i < unreadable; i++)
        orch_import_plan_add_unreadable (plan, i == 0 ? "Practitioner/x" : "Practitioner/y", i == 0 ? "x" : "y",
                                         "no object");
      orch_import_plan_finish (plan);
      for (guint i = 0; i < n_known; i++)
        g_free ((char *) before[i].id);

      const OrchImportCounts *counts = orch_import_plan_get_counts (plan);
      orch_test_check_int (seen + unreadable, counts->seen, row);
      orch_test_check_int (in_conflict + unreadable, counts->in_conflict, row);
      orch_test_check_int (seen - in_conflict, counts->usable, row);
      orch_test_check_int (counts->usable, counts->added + counts->changed + counts->unchanged, row);
      orch_test_check_int (counts->seen, counts->usable + counts->in_conflict, row);
      orch_test_check_int (warnings, counts->warnings, row);
      orch_test_check_int (vanished, counts->vanished, row);
      orch_test_check_int (vanished, orch_import_plan_get_vanished (plan)->len, row);
      if (g_test_failed ())
        return;
    }
}

static void
test_nothing (void)
{
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, NULL, 0);

  check_counts (plan, (OrchImportCounts) { 0 }, "nothing");
  g_assert_cmpuint (orch_import_plan_get_rows (plan)->len, ==, 0);
  g_assert_cmpuint (orch_import_plan_get_conflicts (plan)->len, ==, 0);
  g_assert_cmpuint (orch_import_plan_get_vanished (plan)->len, ==, 0);
}

/* Two workstations that import the same person make the same row. */
static void
test_same_ids (void)
{
  Fields read = person ("1", "Tremblay", "Alice", "12345");
  g_autofree char *expected = orch_record_id ("clinic", ORCH_RECORD_STAFF, "1");
  g_autoptr (GPtrArray) nobody = g_ptr_array_new ();
  g_autoptr (OrchImportPlan) plan = orch_staff_plan_new (nobody, is_known_speciality);

  orch_import_plan_set_clinic (plan, "clinic");
  add (plan, &read);
  orch_import_plan_finish (plan);
  g_assert_cmpstr (find_row (plan, "1")->id, ==, expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/staff-plan/nothing", test_nothing);
  g_test_add_func ("/core/staff-plan/rules", test_rules);
  g_test_add_func ("/core/staff-plan/speciality-detail", test_speciality_detail);
  g_test_add_func ("/core/staff-plan/licence-twice", test_licence_twice);
  g_test_add_func ("/core/staff-plan/id-twice", test_id_twice);
  g_test_add_func ("/core/staff-plan/page-twice", test_page_twice);
  g_test_add_func ("/core/staff-plan/no-id", test_no_id);
  g_test_add_func ("/core/staff-plan/page-twice-and-id-twice", test_page_twice_and_id_twice);
  g_test_add_func ("/core/staff-plan/many", test_many);
  g_test_add_func ("/core/staff-plan/unreadable-twice", test_unreadable_twice);
  g_test_add_func ("/core/staff-plan/unreadable", test_unreadable);
  g_test_add_func ("/core/staff-plan/new-rows", test_new_rows);
  g_test_add_func ("/core/staff-plan/same-ids", test_same_ids);
  g_test_add_func ("/core/staff-plan/known", test_known);
  g_test_add_func ("/core/staff-plan/typed-by-hand", test_typed_by_hand);
  g_test_add_func ("/core/staff-plan/conflict-order", test_conflict_order);
  g_test_add_func ("/core/staff-plan/any-order", test_any_order);
  g_test_add_func ("/core/staff-plan/model", test_model);
  g_test_add_func ("/core/staff-plan/progress", test_progress);
  return orch_test_run ();
}
