/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The support guide: that of the program is whole, a broken one is refused with its line and key, and everything in it is found.
 */
#include <string.h>

#include "catalogue/orch-catalogue-file.h"
#include "catalogue/orch-support-guide.h"
#include "core/orch-error.h"

static char *
built_in_text (void)
{
  g_autoptr (GBytes) bytes = orch_catalogue_file_lookup ("support-guide.json");

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static guint
count_leaves (const OrchSupportNode *node)
{
  guint n = node->levels->len > 0;

  for (guint i = 0; i < node->children->len; i++)
    n += count_leaves (node->children->pdata[i]);
  g_assert_true ((node->levels->len > 0) == (node->children->len == 0));
  g_assert_cmpuint (node->levels->len, <=, ORCH_SUPPORT_GUIDE_MAX_LEVELS);
  return n;
}

static void
test_built_in (void)
{
  /* Sections 3.1 to 3.8; phases of the summary: assessment, delivery, after. */
  static const struct
  {
    const char *id;
    guint phases;
  } providers[] = { { "telehealth-team", 2 }, { "csi", 1 }, { "gbm", 3 },   { "audiovisual", 3 },
                    { "communications", 3 },  { "dsp", 3 }, { "cssns", 3 }, { "programme", 1 } };
  g_autoptr (OrchSupportGuide) guide = orch_support_guide_new_built_in ();
  GPtrArray *found = orch_support_guide_get_providers (guide);
  const OrchSupportNode *root = orch_support_guide_get_root (guide);

  g_assert_cmpuint (found->len, ==, G_N_ELEMENTS (providers));
  for (guint i = 0; i < found->len; i++)
    {
      const OrchSupportProvider *provider = found->pdata[i];

      g_assert_cmpstr (provider->id, ==, providers[i].id);
      g_assert_cmpuint (provider->phases->len, ==, providers[i].phases);
      g_assert_cmpuint (provider->offer->len, >, 0);
      g_assert_cmpuint (provider->assistance->len, >, 0);
    }
  g_assert_cmpuint (root->children->len, ==, 4);
  /* Of three kinds of staff, 10 problems and 5 questions each; of patients, 6 and 3: rows of 4.1.1 to 4.2.2. */
  g_assert_cmpuint (count_leaves (root), ==, 3 * (10 + 5) + 6 + 3);
  g_assert_cmpuint (orch_support_guide_get_reminders (guide)->len, ==, 3);
}

/* No address is a person's: those of the source that are, end in a name. */
static void
test_no_person (void)
{
  g_autofree char *text = built_in_text ();

  g_assert_null (strstr (text, "daniel"));
  g_assert_null (strstr (text, ".santc@"));
}

static void
test_find (void)
{
  g_autoptr (OrchSupportGuide) guide = orch_support_guide_new_built_in ();
  g_autoptr (GPtrArray) whole = orch_support_guide_find (guide, "clerk/problem/internet/internet-site");
  g_autoptr (GPtrArray) part = orch_support_guide_find (guide, "clerk/problem/nothing/internet-site");
  g_autoptr (GPtrArray) none = orch_support_guide_find (guide, "");
  const OrchSupportNode *leaf = whole->pdata[3];

  g_assert_cmpuint (whole->len, ==, 4);
  g_assert_cmpuint (leaf->levels->len, ==, 3);
  g_assert_cmpuint (part->len, ==, 2);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_search (void)
{
  static const struct
  {
    const char *query;
    guint at_least;
    const char *path; /* (nullable): of the first */
  } cases[] = {
    { "telederm", 1, "staff/problem/application/psv" },
    { "TÉLÉDERM", 1, "staff/problem/application/psv" },
    { "5656", 1, "staff/problem/ciusss-equipment" },
    { "stethoscope", 1, NULL },
    { "clerk reacts", 2, "clerk/problem/application/reacts" },
    { "zzz", 0, NULL },
    { " ", 0, NULL },
  };
  g_autoptr (OrchSupportGuide) guide = orch_support_guide_new_built_in ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) hits = orch_support_guide_search (guide, cases[i].query);

      g_assert_cmpuint (hits->len, >=, cases[i].at_least);
      if (cases[i].at_least == 0)
        g_assert_cmpuint (hits->len, ==, 0);
      else
        g_assert_cmpstr (((OrchSupportHit *) hits->pdata[0])->path, ==, cases[i].path);
    }
}

static guint
line_of (const char *text, const char *at)
{
  guint line = 1;

  for (; text < at; text++)
    line += *text == '\n';
  return line;
}

/* The guide of the program with one place changed: what is said names that line and that key. */
static void
test_refused (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    const char *told; /* after the line */
  } cases[] = {
    { "\"version\": 1", "\"version\": 2", "$.version: " },
    { "\"easter\": \"both\"", "\"easter\": \"never\"", "$.holidays.easter: " },
    { "\"verified_on\": \"2026-11-23\"", "\"verified_on\": \"2026-02-30\"", "$.verified_on: " },
    { "\"from\": \"07:00\"", "\"from\": \"7 h\"", "$.hours[0].periods[0].from: " },
    { "\"value\": \"+18335640404\"", "\"value\": \"+1833\"", "$.contacts[15].value: " },
    { "\"value\": \"support@reacts.com\"", "\"value\": \"support@reacts.com?bcc=a\"", "$.contacts[11].value: " },
    { "\"value\": \"https://www.reactis.com/\"", "\"value\": \"file:///etc/passwd\"", "$.contacts[13].value: " },
    { "\"hours\": \"audiovisual\"", "\"hours\": \"videoaudio\"", "$.contacts[9].hours: " },
    { "\"phase\": \"delivery\"", "\"phase\": \"deliverance\"", "$.providers[0].phases[1].phase: " },
    { "\"cssns-booking\"\n", "\"no-such\"\n", ".contacts[0]: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = built_in_text ();
      const char *at = strstr (text, cases[i].before);
      g_autofree char *head = g_strndup (text, (gsize) (at - text));
      g_autofree char *changed = g_strconcat (head, cases[i].after, at + strlen (cases[i].before), NULL);
      g_autofree char *line = g_strdup_printf ("line %u: ", line_of (text, at));
      g_autoptr (GBytes) bytes = g_bytes_new (changed, strlen (changed));
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (at);
      g_assert_null (orch_support_guide_parse (bytes, &error));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, line));
      g_assert_nonnull (strstr (error->message, cases[i].told));
    }
}

/* Of two branches or ids that say the same, neither is silently left out; a branch that is missing is told. */
static void
test_ambiguous (void)
{
  static const char *const pairs[][3] = {
    { "\"asks\": \"patient\"", "\"asks\": \"nobody\"", "nobody" },
    { "\"id\": \"physician\"", "\"id\": \"staff\"", "staff" },
    { "\"id\": \"biomedical-equipment\"", "\"id\": \"ciusss-equipment\"", "ciusss-equipment" },
    { "\"why\": \"question\"", "\"why\": \"problem\"", "problem" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *text = built_in_text ();
      const char *at = strstr (text, pairs[i][0]);
      g_autofree char *head = g_strndup (text, (gsize) (at - text));
      g_autofree char *changed = g_strconcat (head, pairs[i][1], at + strlen (pairs[i][0]), NULL);
      g_autoptr (GBytes) bytes = g_bytes_new (changed, strlen (changed));
      g_autoptr (GError) error = NULL;

      g_assert_null (orch_support_guide_parse (bytes, &error));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, pairs[i][2]));
    }
}

static void
test_not_json (void)
{
  static const char text[] = "{\n  \"version\": 1,\n  \"title\": oops\n}\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) nothing = NULL;

  g_assert_null (orch_support_guide_parse (bytes, &error));
  g_assert_true (g_str_has_prefix (error->message, "line 3: "));
  g_assert_null (orch_support_guide_parse (empty, &nothing));
  g_assert_error (nothing, ORCH_ERROR, ORCH_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support-guide/built-in", test_built_in);
  g_test_add_func ("/support-guide/no-person", test_no_person);
  g_test_add_func ("/support-guide/find", test_find);
  g_test_add_func ("/support-guide/search", test_search);
  g_test_add_func ("/support-guide/refused", test_refused);
  g_test_add_func ("/support-guide/ambiguous", test_ambiguous);
  g_test_add_func ("/support-guide/not-json", test_not_json);
  return g_test_run ();
}
