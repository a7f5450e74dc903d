/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The import of services: each rule of the wizard by itself, each boundary, then together, in any order, with counts that always
 * add up. What is expected of random records comes from a model in this file, written from the rules alone.
 */
#include "core/orch-import-plan.h"
#include "core/orch-record-id.h"
#include "core/orch-service-rules.h"
#include "orch-test.h"

typedef OrchServiceFields Fields;

static const char *const alice[] = { "p-1", NULL };
static const char *const both[] = { "p-1", "p-2", NULL };
static const char *const stranger[] = { "p-99", NULL };
static const char *const alice_and_stranger[] = { "p-1", "p-99", NULL };
static const char *const nobody[] = { NULL };

static Fields
service (const char *emr_id, const char *name, int minutes)
{
  return (Fields) { .emr_id = emr_id, .name = name, .duration_minutes = minutes, .origin = ORCH_ORIGIN_EMR };
}

/* Two people; the second one is in conflict, and is still somebody. */
static GPtrArray *
make_staff (void)
{
  GPtrArray *staff = g_ptr_array_new_with_free_func (g_object_unref);
  OrchStaffMemberFields one = { .emr_id = "p-1", .family = "Tremblay", .licence = "1", .bookable = TRUE };
  OrchStaffMemberFields two = { .emr_id = "p-2", .family = "Gagnon", .bookable = TRUE, .in_conflict = TRUE };

  g_ptr_array_add (staff, orch_staff_member_new (&one));
  g_ptr_array_add (staff, orch_staff_member_new (&two));
  return staff;
}

static OrchImportPlan *
begin (GPtrArray *known)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GPtrArray) staff = make_staff ();

  return orch_service_import_new (known != NULL ? known : none, staff);
}

static void
add (OrchImportPlan *plan, const Fields *fields)
{
  g_autoptr (OrchService) record = orch_service_new (fields);

  orch_import_plan_add (plan, record);
}

static OrchImportPlan *
make_plan (GPtrArray *known, const Fields *records, guint n)
{
  OrchImportPlan *plan = begin (known);

  for (guint i = 0; i < n; i++)
    add (plan, &records[i]);
  orch_import_plan_finish (plan);
  return plan;
}

static GPtrArray *
make_known (const Fields *fields, guint n)
{
  GPtrArray *known = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (known, orch_service_new (&fields[i]));
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
      const Fields *fields = orch_service_get_fields (g_ptr_array_index (rows, i));

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
    NO_NAME = 1 << ORCH_CONFLICT_SERVICE_NO_NAME,
    NO_DURATION = 1 << ORCH_CONFLICT_SERVICE_NO_DURATION,
    BAD_DURATION = 1 << ORCH_CONFLICT_SERVICE_BAD_DURATION,
    UNKNOWN_PROFESSIONAL = 1 << ORCH_CONFLICT_SERVICE_UNKNOWN_PROFESSIONAL,
  };
  static const struct
  {
    const char *row, *name;
    int minutes;
    const char *const *professionals;
    guint rules;
    const char *detail; /* of the last rule */
  } rows[] = {
    { "right", "Suivi", 30, NULL, 0, NULL },
    { "1 minute", "Suivi", 1, NULL, 0, NULL },
    { "2 minutes", "Suivi", 2, NULL, 0, NULL },
    { "479 minutes", "Suivi", 479, NULL, 0, NULL },
    { "480 minutes", "Suivi", 480, NULL, 0, NULL },
    { "0 minutes", "Suivi", 0, NULL, NO_DURATION, NULL },
    { "481 minutes", "Suivi", 481, NULL, BAD_DURATION, "481" },
    { "1440 minutes", "Suivi", 1440, NULL, BAD_DURATION, "1440" },
    { "-1 minute", "Suivi", -1, NULL, BAD_DURATION, "-1" },
    { "-480 minutes", "Suivi", -480, NULL, BAD_DURATION, "-480" },
    { "the most", "Suivi", G_MAXINT, NULL, BAD_DURATION, "2147483647" },
    { "the least", "Suivi", G_MININT, NULL, BAD_DURATION, "-2147483648" },
    { "name NULL", NULL, 30, NULL, NO_NAME, NULL },
    { "name empty", "", 30, NULL, NO_NAME, NULL },
    { "name of spaces", " \t ", 30, NULL, NO_NAME, NULL },
    { "name of a no-break space", "\xc2\xa0", 30, NULL, NO_NAME, NULL },
    { "a known professional", "Suivi", 30, alice, 0, NULL },
    { "two, one in conflict", "Suivi", 30, both, 0, NULL },
    { "an empty list", "Suivi", 30, nobody, 0, NULL },
    { "unknown", "Suivi", 30, stranger, UNKNOWN_PROFESSIONAL, "p-99" },
    { "known and unknown", "Suivi", 30, alice_and_stranger, UNKNOWN_PROFESSIONAL, "p-99" },
    { "no name, no duration", NULL, 0, NULL, NO_NAME | NO_DURATION, NULL },
    { "all of it", NULL, 481, stranger, NO_NAME | BAD_DURATION | UNKNOWN_PROFESSIONAL, "p-99" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fields fields = service ("s-1", rows[i].name, rows[i].minutes);
      guint found = 0;

      fields.professional_emr_ids = rows[i].professionals;
      g_autoptr (OrchImportPlan) plan = make_plan (NULL, &fields, 1);

      for (int rule = 0; rule < ORCH_N_CONFLICT_RULES; rule++)
        {
          guint n = count_rule (plan, (OrchConflictRule) rule, "s-1");

          orch_test_check_true (n <= 1, rows[i].row);
          found |= n > 0 ? 1u << rule : 0;
        }
      orch_test_check_int (rows[i].rules, found, rows[i].row);
      if (rows[i].detail != NULL && rows[i].rules == BAD_DURATION)
        orch_test_check_string (rows[i].detail,
                                g_strdup (find_detail (plan, ORCH_CONFLICT_SERVICE_BAD_DURATION, "s-1")), rows[i].row);
      if ((rows[i].rules & UNKNOWN_PROFESSIONAL) != 0)
        orch_test_check_string (rows[i].detail,
                                g_strdup (find_detail (plan, ORCH_CONFLICT_SERVICE_UNKNOWN_PROFESSIONAL, "s-1")),
                                rows[i].row);
      check_counts (plan,
                    rows[i].rules != 0 ? (OrchImportCounts) { .seen = 1, .in_conflict = 1 }
                                       : (OrchImportCounts) { .seen = 1, .usable = 1, .added = 1 },
                    rows[i].row);

      const Fields *row = find_row (plan, "s-1");
      orch_test_check_true (row != NULL, rows[i].row);
      if (row == NULL)
        continue;
      orch_test_check_int (rows[i].rules != 0, row->in_conflict != FALSE, rows[i].row);
      orch_test_check_int (rows[i].minutes, row->duration_minutes, rows[i].row); /* as the EMR gave it, even wrong */
    }
}

/* Two names are the same when they fold to the same text. */
static void
test_name_twice (void)
{
  static const struct
  {
    const char *first, *second;
    gboolean same;
  } rows[] = {
    { "Échographie", "Échographie", TRUE },
    { "Échographie", "echographie", TRUE },
    { "Échographie", "ÉCHOGRAPHIE", TRUE },
    { "Échographie", "  Echographie ", TRUE },
    { "Échographie",
      "E\xcc\x81"
      "chographie",
      TRUE },
    { "Prise de sang", "Prise  de\tsang", TRUE },
    { "Prise de sang",
      "Prise\xc2\xa0"
      "de sang",
      TRUE },
    { "Électro au cœur", "Electro au coeur", TRUE },
    { "Suivi de l’enfant", "Suivi de l'enfant", TRUE },
    { "Suivi 0–5 ans", "Suivi 0-5 ans", TRUE },
    { "Échographie", "Échographies", FALSE },
    { "Prise de sang", "Prisedesang", FALSE },
    { "Suivi 15 min", "Suivi 20 min", FALSE },
    { "Suivi", "Suivi.", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fields fields[] = { service ("s-1", rows[i].first, 15), service ("s-2", rows[i].second, 30),
                          service ("s-3", "Autre chose", 30) };
      g_autoptr (OrchImportPlan) plan = make_plan (NULL, fields, G_N_ELEMENTS (fields));
      g_autofree char *row = g_strdup_printf ("\"%s\" and \"%s\"", rows[i].first, rows[i].second);
      guint expected = rows[i].same ? 1 : 0;

      orch_test_check_int (expected, count_rule (plan, ORCH_CONFLICT_SERVICE_NAME_TWICE, "s-1"), row);
      orch_test_check_int (expected, count_rule (plan, ORCH_CONFLICT_SERVICE_NAME_TWICE, "s-2"), row);
      orch_test_check_int (0, count_rule (plan, ORCH_CONFLICT_SERVICE_NAME_TWICE, "s-3"), row);
      orch_test_check_int (2 * expected, orch_import_plan_get_counts (plan)->in_conflict, row);
      if (rows[i].same)
        {
          orch_test_check_string ("s-2", g_strdup (find_detail (plan, ORCH_CONFLICT_SERVICE_NAME_TWICE, "s-1")), row);
          orch_test_check_string ("s-1", g_strdup (find_detail (plan, ORCH_CONFLICT_SERVICE_NAME_TWICE, "s-2")), row);
        }
    }

  /* No name is not the same name. */
  Fields none[] = { service ("s-1", NULL, 30), service ("s-2", "", 30), service ("s-3", "  ", 30) };
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, none, G_N_ELEMENTS (none));
  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_SERVICE_NAME_TWICE, NULL), ==, 0);
  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_SERVICE_NO_NAME, NULL), ==, 3);

  /* The name three times: all three are at fault; so is the good one whose namesake has another fault. */
  Fields three[] = { service ("s-1", "Suivi", 30), service ("s-2", "suivi", 0), service ("s-3", "SUIVI", 30) };
  g_autoptr (OrchImportPlan) all = make_plan (NULL, three, G_N_ELEMENTS (three));
  check_counts (all, (OrchImportCounts) { .seen = 3, .in_conflict = 3 }, "three times");
}

static void
test_id_twice (void)
{
  Fields two[] = { service ("s-1", "Suivi", 30), service ("s-1", "Vaccin", 15) };
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, two, 2);
  g_autofree char *told = describe_conflicts (plan);

  g_assert_cmpstr (told, ==, "service-id-twice|Suivi|s-1|Vaccin\nservice-id-twice|Vaccin|s-1|Suivi\n");
  check_counts (plan, (OrchImportCounts) { .seen = 2, .in_conflict = 2 }, "one id, two services");
}

/* A page sent twice is no conflict. */
static void
test_page_twice (void)
{
  Fields page[] = { service ("s-1", "Suivi", 30), service ("s-2", "Vaccin", 15), service ("s-1", "Suivi", 30),
                    service ("s-2", "Vaccin", 15) };
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, page, G_N_ELEMENTS (page));
  const OrchImportCounts *counts = orch_import_plan_get_counts (plan);

  g_assert_cmpuint (orch_import_plan_get_conflicts (plan)->len, ==, 0);
  g_assert_cmpuint (orch_import_plan_get_rows (plan)->len, ==, 2);
  g_assert_cmpuint (counts->seen, ==, 2);
  g_assert_cmpuint (counts->usable, ==, 2);
  g_assert_cmpuint (counts->added, ==, 2);
  g_assert_cmpuint (counts->in_conflict, ==, 0);

  Fields bad[] = { service ("s-1", "Suivi", 0), service ("s-1", "Suivi", 0) };
  g_autoptr (OrchImportPlan) again = make_plan (NULL, bad, G_N_ELEMENTS (bad));
  g_assert_cmpuint (orch_import_plan_get_conflicts (again)->len, ==, 1);
  g_assert_cmpuint (orch_import_plan_get_counts (again)->in_conflict, ==, 1);
}

/* Without an id from the EMR no service is the same as another, and a name is still there twice. */
static void
test_no_id (void)
{
  Fields apart[] = { service (NULL, "Suivi", 30), service (NULL, "Vaccin", 15) };
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, apart, 2);
  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_SERVICE_ID_TWICE, NULL), ==, 0);
  g_assert_cmpuint (orch_import_plan_get_rows (plan)->len, ==, 2);

  Fields same[] = { service (NULL, "Suivi", 30), service (NULL, "suivi", 15) };
  g_autoptr (OrchImportPlan) twice = make_plan (NULL, same, 2);
  g_assert_cmpuint (count_rule (twice, ORCH_CONFLICT_SERVICE_NAME_TWICE, NULL), ==, 2);
  g_assert_cmpuint (orch_import_plan_get_counts (twice)->in_conflict, ==, 2);
}

/* Each professional whom nobody knows is told once, the known ones never. */
static void
test_unknown_professionals (void)
{
  static const char *const people[] = { "p-98", "p-1", "p-99", "p-99", "p-2", NULL };
  Fields fields = service ("s-1", "Suivi", 30);

  fields.professional_emr_ids = people;
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, &fields, 1);
  g_autofree char *told = describe_conflicts (plan);
  g_assert_nonnull (strstr (told, "|p-98"));
  g_assert_null (strstr (told, "|p-1\n"));
  g_assert_null (strstr (told, "|p-2\n"));
  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_SERVICE_UNKNOWN_PROFESSIONAL, "s-1"), <=, 2);
  check_counts (plan, (OrchImportCounts) { .seen = 1, .in_conflict = 1 }, "unknown professionals");
}

/* A large clinic in which every service has the same name: each one is told once, and it ends. */
static void
test_many (void)
{
  const guint n = 20000;
  g_autoptr (OrchImportPlan) plan = begin (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("s-%u", i);
      Fields fields = service (id, i % 2 == 0 ? "Échographie" : "echographie", 30);

      add (plan, &fields);
    }
  orch_import_plan_finish (plan);
  check_counts (plan, (OrchImportCounts) { .seen = n, .in_conflict = n }, "many");
  g_assert_cmpuint (orch_import_plan_get_conflicts (plan)->len, ==, n);
}

static void
test_unreadable (void)
{
  Fields fields = service ("s-1", "Suivi", 30);
  g_autoptr (OrchImportPlan) plan = begin (NULL);

  add (plan, &fields);
  orch_import_plan_add_unreadable (plan, "HealthcareService/9", "s-9", "name is a number");
  orch_import_plan_finish (plan);
  g_autofree char *told = describe_conflicts (plan);
  g_assert_nonnull (strstr (told, "|HealthcareService/9|s-9|name is a number\n"));
  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_RECORD_UNREADABLE, "s-9"), ==, 1);
  g_assert_cmpuint (orch_import_plan_get_conflicts (plan)->len, ==, 1);
  g_assert_cmpuint (orch_import_plan_get_rows (plan)->len, ==, 1);
  check_counts (plan, (OrchImportCounts) { .seen = 2, .usable = 1, .added = 1, .in_conflict = 1 }, "one unreadable");
}

/* The same unreadable record twice is one; another one under the same name is not. */
static void
test_unreadable_twice (void)
{
  g_autoptr (OrchImportPlan) plan = begin (NULL);

  orch_import_plan_add_unreadable (plan, "Record/9", "x-9", "no object");
  orch_import_plan_add_unreadable (plan, "Record/9", "x-9", "no object");
  orch_import_plan_add_unreadable (plan, "Record/9", "x-10", "no object");
  orch_import_plan_add_unreadable (plan, "Record/8", NULL, "no object");
  orch_import_plan_finish (plan);
  g_assert_cmpuint (count_rule (plan, ORCH_CONFLICT_RECORD_UNREADABLE, NULL), ==, 3);
  check_counts (plan, (OrchImportCounts) { .seen = 3, .in_conflict = 3 }, "unreadable");
}

/* A conflict names the record as the EMR shows it; by its id when it has no name. */
static void
test_record_name (void)
{
  Fields fields[] = { service ("s-1", NULL, 30), service ("s-2", "Écho, 2e trimestre", 0) };
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, fields, 2);
  g_autofree char *told = describe_conflicts (plan);

  g_assert_nonnull (strstr (told, "service-no-name|s-1|s-1|"));
  g_assert_nonnull (strstr (told, "service-no-duration|Écho, 2e trimestre|s-2|"));
}

/* New ones arrive inactive, included, to define, whatever the record says. */
static void
test_new_rows (void)
{
  Fields fields[] = { service ("s-1", "Suivi", 30), service ("s-2", "Vaccin", 15) };

  fields[0].active = TRUE;
  fields[0].excluded = TRUE;
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, fields, 2);
  const Fields *one = find_row (plan, "s-1"), *two = find_row (plan, "s-2");

  g_assert_nonnull (one);
  g_assert_nonnull (two);
  if (one == NULL || two == NULL)
    return;
  g_assert_true (one->id != NULL && g_uuid_string_is_valid (one->id));
  g_assert_true (two->id != NULL && g_uuid_string_is_valid (two->id));
  g_assert_cmpstr (one->id, !=, two->id);
  g_assert_false (one->active);
  g_assert_false (one->excluded);
  g_assert_true (one->to_define);
  g_assert_false (one->in_conflict);
  g_assert_cmpint (one->duration_minutes, ==, 30);
  g_assert_false (two->active);
  g_assert_true (two->to_define);
}

/* What the user decided of known ones is kept: every combination. */
static void
test_decisions_kept (void)
{
  static const char *const types[] = { "walk-in", "priority", NULL };

  for (guint bits = 0; bits < 32; bits++)
    for (int changed = 0; changed <= 1; changed++)
      {
        Fields before = service ("s-1", "Suivi", 30), now = service ("s-1", changed ? "Suivi long" : "Suivi", 30);
        g_autofree char *row = g_strdup_printf ("bits %u, %s", bits, changed ? "changed" : "unchanged");

        before.id = "00000000-0000-4000-8000-000000000001";
        before.hub_id = "hub-1";
        before.active = (bits & 1) != 0;
        before.excluded = (bits & 2) != 0;
        before.online = (bits & 4) != 0;
        before.to_define = (bits & 8) != 0;
        before.types = (bits & 16) != 0 ? types : NULL;

        g_autoptr (GPtrArray) known = make_known (&before, 1);
        g_autoptr (OrchImportPlan) plan = make_plan (known, &now, 1);
        const Fields *after = find_row (plan, "s-1");

        check_counts (plan,
                      (OrchImportCounts) {
                          .seen = 1, .usable = 1, .changed = changed ? 1 : 0, .unchanged = changed ? 0 : 1 },
                      row);
        orch_test_check_true (after != NULL, row);
        if (after == NULL)
          continue;
        orch_test_check_string (before.id, g_strdup (after->id), row);
        orch_test_check_string ("hub-1", g_strdup (after->hub_id), row);
        orch_test_check_string (now.name, g_strdup (after->name), row);
        orch_test_check_int (before.active, after->active != FALSE, row);
        orch_test_check_int (before.excluded, after->excluded != FALSE, row);
        orch_test_check_int (before.online, after->online != FALSE, row);
        orch_test_check_int (before.to_define, after->to_define != FALSE, row);
        if (before.types != NULL) /* a set: its order means nothing */
          orch_test_check_true (after->types != NULL && g_strv_length ((char **) after->types) == 2 &&
                                    g_strv_contains (after->types, "walk-in") &&
                                    g_strv_contains (after->types, "priority"),
                                row);
        else
          orch_test_check_true (after->types == NULL || after->types[0] == NULL, row);
      }
}

/* Mended, newly in conflict, vanished; what could not be read did not vanish. */
static void
test_known (void)
{
  Fields before[] = { service ("s-mended", "Suivi", 0), service ("s-broken", "Vaccin", 15),
                      service ("s-gone", "Plâtre", 20), service ("s-unreadable", "Écho", 20),
                      service ("s-gone-too", "Ongle", 20) };
  Fields now[] = { service ("s-mended", "Suivi", 30), service ("s-broken", "Vaccin", 500) };

  before[0].id = "00000000-0000-4000-8000-000000000001";
  before[1].id = "00000000-0000-4000-8000-000000000002";
  before[2].id = "00000000-0000-4000-8000-000000000003";
  before[3].id = "00000000-0000-4000-8000-000000000004";
  before[4].id = "00000000-0000-4000-8000-000000000005";
  before[0].in_conflict = TRUE;
  before[2].active = TRUE;

  g_autoptr (GPtrArray) known = make_known (before, G_N_ELEMENTS (before));
  g_autoptr (OrchImportPlan) plan = begin (known);
  add (plan, &now[0]);
  add (plan, &now[1]);
  orch_import_plan_add_unreadable (plan, "HealthcareService/4", "s-unreadable", "not an object");
  orch_import_plan_finish (plan);

  const OrchImportCounts *counts = orch_import_plan_get_counts (plan);
  g_assert_cmpuint (counts->seen, ==, 3);
  g_assert_cmpuint (counts->usable, ==, 1);
  g_assert_cmpuint (counts->added, ==, 0);
  g_assert_cmpuint (counts->in_conflict, ==, 2);
  g_assert_cmpuint (counts->vanished, ==, 2);

  const Fields *mended = find_row (plan, "s-mended"), *broken = find_row (plan, "s-broken");
  g_assert_true (mended != NULL && !mended->in_conflict && g_strcmp0 (mended->id, before[0].id) == 0);
  g_assert_true (broken != NULL && broken->in_conflict && g_strcmp0 (broken->id, before[1].id) == 0);

  g_autoptr (GHashTable) gone = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *vanished = orch_import_plan_get_vanished (plan);
  for (guint i = 0; i < vanished->len; i++)
    g_hash_table_add (gone, (gpointer) orch_service_get_fields (g_ptr_array_index (vanished, i))->emr_id);
  g_assert_cmpuint (vanished->len, ==, 2);
  g_assert_true (g_hash_table_contains (gone, "s-gone"));
  g_assert_true (g_hash_table_contains (gone, "s-gone-too"));
}

/* By record name, then rule. */
static void
test_conflict_order (void)
{
  Fields fields[] = { service ("s-3", "Cast", 0), service ("s-1", "Audiogram", 0), service ("s-2", "Biopsy", 0) };
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    fields[i].professional_emr_ids = stranger;
  g_autoptr (OrchImportPlan) plan = make_plan (NULL, fields, G_N_ELEMENTS (fields));

  orch_test_check_string ("service-no-duration|Audiogram|s-1|-\nservice-unknown-professional|Audiogram|s-1|p-99\n"
                          "service-no-duration|Biopsy|s-2|-\nservice-unknown-professional|Biopsy|s-2|p-99\n"
                          "service-no-duration|Cast|s-3|-\nservice-unknown-professional|Cast|s-3|p-99\n",
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
      const Fields *fields = orch_service_get_fields (g_ptr_array_index (rows, i));

      g_ptr_array_add (lines,
                       g_strdup_printf ("row %s %s %d %d %d", fields->emr_id, fields->name, fields->duration_minutes,
                                        fields->active != FALSE, fields->in_conflict != FALSE));
    }
  for (guint i = 0; i < vanished->len; i++)
    g_ptr_array_add (lines, g_strdup_printf ("vanished %s",
                                             orch_service_get_fields (g_ptr_array_index (vanished, i))->emr_id));
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
    service ("s-1", "Suivi", 30),    service ("s-2", "suivi", 30),       service ("s-3", "SUIVI ", 481),
    service ("s-4", NULL, 0),        service ("s-5", "Échographie", 20), service ("s-6", "Echographie", -5),
    service ("s-7", "Vaccin", 10),   service ("s-7", "Vaccin", 15),      service ("s-7", "Vaccination", 15),
    service ("s-8", "Plâtre", 480),  service ("s-8", "Plâtre", 480),     service ("s-9", "Prise de sang", 5),
    service ("s-10", "Électro", 15), service ("s-11", "", 15),           service ("s-12", "Points", 0),
  };
  Fields before[] = { service ("s-9", "Prise de sang", 5), service ("s-10", "Electro", 15),
                      service ("s-20", "Parti", 5) };

  before[0].id = "00000000-0000-4000-8000-000000000001";
  before[1].id = "00000000-0000-4000-8000-000000000002";
  before[2].id = "00000000-0000-4000-8000-000000000003";
  before[0].active = TRUE;
  fields[9].professional_emr_ids = fields[10].professional_emr_ids = alice_and_stranger;

  g_autoptr (GRand) random = g_rand_new_with_seed (2026);
  g_autoptr (GPtrArray) known = make_known (before, G_N_ELEMENTS (before));
  g_autofree char *first = NULL;

  for (guint round = 0; round < 200; round++)
    {
      gpointer order[G_N_ELEMENTS (fields)];
      g_autoptr (OrchImportPlan) plan = begin (known);

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
  /* Each name beside what it means: the pool's words fold to themselves without the accent and the capital. */
  static const struct
  {
    const char *name, *meaning;
  } names[] = {
    { NULL, NULL },       { "  ", NULL },         { "Écho", "echo" },     { "echo", "echo" },
    { "ECHO", "echo" },   { "Suivi", "suivi" },   { "Plâtre", "platre" }, { "Vaccin", "vaccin" },
    { "Ongle", "ongle" }, { "Points", "points" }, { "Écoute", "ecoute" },
  };
  static const int durations[] = { 0, 1, 15, 15, 30, 30, 60, 60, 480, 481, -1 };
  static const char *const *const professionals[] = { NULL, nobody, alice, both, both, stranger };
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (guint round = 0; round < 300; round++)
    {
      Fields records[8], before[4];
      const char *meanings[8];
      gboolean unknown[8];
      guint n = (guint) g_rand_int_range (random, 0, 9), n_known = (guint) g_rand_int_range (random, 0, 5);
      guint seen = 0, in_conflict = 0, vanished = 0, added = 0, changed = 0, unchanged = 0;
      guint unreadable = (guint) g_rand_int_range (random, 0, 3);
      g_autofree char *row = g_strdup_printf ("round %u", round);

      for (guint i = 0; i < n; i++)
        {
          int name = g_rand_int_range (random, 0, G_N_ELEMENTS (names));
          int who = g_rand_int_range (random, 0, G_N_ELEMENTS (professionals));
          gboolean repeated = FALSE;
          Fields record = service (ids[g_rand_int_range (random, 0, G_N_ELEMENTS (ids))], names[name].name,
                                   durations[g_rand_int_range (random, 0, G_N_ELEMENTS (durations))]);

          record.professional_emr_ids = professionals[who];
          for (guint j = 0; j < seen; j++) /* could be the same record: the model does not judge those */
            repeated = repeated || (g_str_equal (records[j].emr_id, record.emr_id) &&
                                    (g_strcmp0 (meanings[j], names[name].meaning) == 0 ||
                                     records[j].duration_minutes == record.duration_minutes));
          if (repeated)
            continue;
          meanings[seen] = names[name].meaning;
          unknown[seen] = professionals[who] == stranger;
          records[seen++] = record;
        }
      for (guint i = 0; i < n_known; i++)
        {
          gboolean still = FALSE;

          before[i] = service (ids[i], "Suivi", 30);
          before[i].id = g_strdup_printf ("00000000-0000-4000-8000-00000000000%u", i);
          for (guint j = 0; j < seen; j++)
            still = still || g_str_equal (records[j].emr_id, ids[i]);
          vanished += still ? 0 : 1;
        }
      for (guint i = 0; i < seen; i++)
        {
          gboolean conflict =
              meanings[i] == NULL || records[i].duration_minutes < 1 || records[i].duration_minutes > 480 || unknown[i];
          gboolean was_known = FALSE;

          for (guint j = 0; j < seen; j++)
            if (j != i)
              conflict = conflict || g_str_equal (records[i].emr_id, records[j].emr_id) ||
                         g_strcmp0 (meanings[i], meanings[j]) == 0;
          for (guint j = 0; j < n_known; j++)
            was_known = was_known || g_str_equal (records[i].emr_id, ids[j]);

          if (conflict)
            in_conflict++;
          else if (!was_known)
            added++;
          else if (g_strcmp0 (records[i].name, "Suivi") == 0 && records[i].duration_minutes == 30 &&
                   (records[i].professional_emr_ids == NULL || records[i].professional_emr_ids[0] == NULL))
            unchanged++;
          else
            changed++;
        }

      g_autoptr (GPtrArray) known = make_known (before, n_known);
      g_autoptr (OrchImportPlan) plan = begin (known);
      for (guint i = 0; i < seen; i++)
        add (plan, &records[i]);
      for (guint i = 0; i < unreadable; i++)
        orch_import_plan_add_unreadable (plan, i == 0 ? "HealthcareService/x" : "HealthcareService/y",
                                         i == 0 ? "x" : "y", "no object");
      orch_import_plan_finish (plan);
      for (guint i = 0; i < n_known; i++)
        g_free ((char *) before[i].id);

      check_counts (plan,
                    (OrchImportCounts) { .seen = seen + unreadable,
                                         .usable = seen - in_conflict,
                                         .added = added,
                                         .changed = changed,
                                         .unchanged = unchanged,
                                         .vanished = vanished,
                                         .in_conflict = in_conflict + unreadable },
                    row);
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

/* Everything that the clinic decided stays when the EMR changes what it owns. */
static void
test_every_decision_kept (void)
{
  static const char *const types[] = { "regular", NULL };
  static const char *const offered_by[] = { "u-1", NULL };
  OrchCareOfferFields offered = { .age_min = 6, .age_max = -1, .publication_days = 30 };
  g_autoptr (OrchCareOffer) offer = orch_care_offer_new (&offered);
  Fields known_fields = service ("1", "Suivi", 30), read = service ("1", "Suivi régulier", 45);

  known_fields.id = "i";
  known_fields.hub_id = "h";
  known_fields.types = types;
  known_fields.active = known_fields.excluded = known_fields.online = TRUE;
  known_fields.category_id = "c-1";
  known_fields.offered_by = offered_by;
  known_fields.duration_override = 20;
  known_fields.deactivated_us = 77;
  known_fields.offer = offer;
  known_fields.revision = 5;

  g_autoptr (GPtrArray) known = make_known (&known_fields, 1);
  g_autoptr (OrchImportPlan) plan = make_plan (known, &read, 1);
  GPtrArray *rows = orch_import_plan_get_rows (plan);
  const Fields *row = orch_service_get_fields (rows->pdata[0]);

  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_true (orch_service_same_decisions (rows->pdata[0], known->pdata[0]));
  g_assert_cmpstr (row->name, ==, "Suivi régulier");
  g_assert_cmpint (row->duration_minutes, ==, 45);
  g_assert_cmpint (orch_service_get_duration (rows->pdata[0]), ==, 20);
  g_assert_cmpstr (row->id, ==, "i");
  g_assert_cmpstr (row->hub_id, ==, "h");
  g_assert_cmpint (row->revision, ==, 5);
}

/* Vanished: marked, the state kept; seen again: unmarked, the state kept; and so on, for as long as the EMR flaps. */
static void
test_vanished_and_back (void)
{
  static const char *const types[] = { "regular", NULL };
  Fields fields = service ("1", "Suivi", 30), read = fields;
  g_autoptr (GPtrArray) known = NULL;

  fields.id = "i";
  fields.types = types;
  fields.active = fields.online = TRUE;
  known = make_known (&fields, 1);
  for (guint round = 0; round < 6; round++)
    {
      gboolean is_there = round % 2 == 1;
      g_autoptr (OrchImportPlan) plan = make_plan (known, &read, is_there);
      GPtrArray *rows = is_there ? orch_import_plan_get_rows (plan) : orch_import_plan_get_vanished (plan);

      g_assert_cmpuint (rows->len, ==, 1);
      g_assert_cmpint (orch_service_get_fields (rows->pdata[0])->vanished, ==, !is_there);
      g_assert_true (orch_service_get_fields (rows->pdata[0])->active);
      g_assert_true (orch_service_get_fields (rows->pdata[0])->online);
      g_assert_cmpint (orch_service_is_online (rows->pdata[0]), ==, is_there);
      g_assert_cmpuint (orch_import_plan_get_counts (plan)->changed, ==, is_there);
      g_assert_cmpuint (orch_import_plan_get_counts (plan)->vanished, ==, !is_there);
      g_object_unref (known->pdata[0]);
      known->pdata[0] = g_object_ref (rows->pdata[0]);
    }
}

/* Two workstations that import the same make the same rows. */
static void
test_same_ids (void)
{
  Fields read[] = { service ("1", "Suivi", 30), service ("2", "Vaccin", 15), service (NULL, "Sans numéro", 15) };
  g_autofree char *expected = orch_record_id ("clinic", ORCH_RECORD_SERVICE, "1");
  const char *first[2] = { NULL };
  OrchImportPlan *plans[2] = { NULL };

  for (guint i = 0; i < 2; i++)
    {
      plans[i] = begin (NULL);
      orch_import_plan_set_clinic (plans[i], "clinic");
      for (guint k = 0; k < G_N_ELEMENTS (read); k++)
        add (plans[i], &read[k]);
      orch_import_plan_finish (plans[i]);
      first[i] = find_row (plans[i], "1")->id;
      g_assert_cmpstr (first[i], ==, expected);
    }
  g_assert_cmpstr (find_row (plans[0], "2")->id, ==, find_row (plans[1], "2")->id);
  g_assert_cmpstr (find_row (plans[0], "2")->id, !=, first[0]);
  /* Without the EMR's id there is nothing to make one of. */
  g_assert_cmpstr (find_row (plans[0], NULL)->id, !=, find_row (plans[1], NULL)->id);
  g_object_unref (plans[0]);
  g_object_unref (plans[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/service-import/nothing", test_nothing);
  g_test_add_func ("/core/service-import/rules", test_rules);
  g_test_add_func ("/core/service-import/name-twice", test_name_twice);
  g_test_add_func ("/core/service-import/id-twice", test_id_twice);
  g_test_add_func ("/core/service-import/page-twice", test_page_twice);
  g_test_add_func ("/core/service-import/no-id", test_no_id);
  g_test_add_func ("/core/service-import/unknown-professionals", test_unknown_professionals);
  g_test_add_func ("/core/service-import/many", test_many);
  g_test_add_func ("/core/service-import/unreadable-twice", test_unreadable_twice);
  g_test_add_func ("/core/service-import/unreadable", test_unreadable);
  g_test_add_func ("/core/service-import/record-name", test_record_name);
  g_test_add_func ("/core/service-import/new-rows", test_new_rows);
  g_test_add_func ("/core/service-import/decisions-kept", test_decisions_kept);
  g_test_add_func ("/core/service-import/every-decision-kept", test_every_decision_kept);
  g_test_add_func ("/core/service-import/vanished-and-back", test_vanished_and_back);
  g_test_add_func ("/core/service-import/same-ids", test_same_ids);
  g_test_add_func ("/core/service-import/known", test_known);
  g_test_add_func ("/core/service-import/conflict-order", test_conflict_order);
  g_test_add_func ("/core/service-import/any-order", test_any_order);
  g_test_add_func ("/core/service-import/model", test_model);
  return orch_test_run ();
}
