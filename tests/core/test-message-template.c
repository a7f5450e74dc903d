/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Templates of messages: the places of a text are found and filled in in both languages, whoever may use and change one.
 */
#include "core/orch-error.h"
#include "core/orch-message-template.h"

static const char *const values[ORCH_N_TEMPLATE_PLACES] = {
  [ORCH_TEMPLATE_PATIENT_GIVEN] = "Zoé",
  [ORCH_TEMPLATE_PATIENT] = "Zoé {clinique}",
  [ORCH_TEMPLATE_CLINIC] = "GMF Beauséjour",
  [ORCH_TEMPLATE_DATE] = "2026-11-23",
};

static void
test_fill (void)
{
  static const struct
  {
    const char *text;
    const char *filled;
    const char *open; /* (nullable): the first place that is left */
  } cases[] = {
    { "Bonjour {prénom},", "Bonjour Zoé,", NULL },
    { "Hello {given name},", "Hello Zoé,", NULL },
    { "{PRENOM} {Prénom }{ clinic }", "Zoé ZoéGMF Beauséjour", NULL },
    { "le {date} et le {DATE}", "le 2026-11-23 et le 2026-11-23", NULL },
    /* What is filled in is no template. */
    { "{nom complet}", "Zoé {clinique}", "clinique" },
    { "appelez au {téléphone}", "appelez au {téléphone}", "téléphone" },
    { "prenez {dose} le {date}", "prenez {dose} le 2026-11-23", "dose" },
    { "{}, { }, {a\nb}, {a{date}", "{}, { }, {a\nb}, {a2026-11-23", NULL },
    { "é{", "é{", NULL },
    { "", "", NULL },
    { "{plus de soixante caractères, ce qui n’est plus un champ mais une remarque entre accolades}",
      "{plus de soixante caractères, ce qui n’est plus un champ mais une remarque entre accolades}", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *filled = orch_template_fill (cases[i].text, values);
      g_autofree char *open = orch_template_find_place (filled, NULL, NULL);

      g_assert_cmpstr (filled, ==, cases[i].filled);
      g_assert_cmpstr (open, ==, cases[i].open);
    }
}

static void
test_where (void)
{
  guint start = 0;
  guint end = 0;
  g_autofree char *place = orch_template_find_place ("Été : {dose} puis {durée}", &start, &end);

  g_assert_cmpstr (place, ==, "dose");
  g_assert_cmpuint (start, ==, 6);
  g_assert_cmpuint (end, ==, 12);
}

/* Each name of a place is read back as that place, in both languages. */
static void
test_names (void)
{
  static const char *const languages[] = { "fr", "en" };

  for (guint i = 0; i < ORCH_N_TEMPLATE_PLACES; i++)
    for (guint j = 0; j < G_N_ELEMENTS (languages); j++)
      {
        const char *one[ORCH_N_TEMPLATE_PLACES] = { NULL };
        g_autofree char *text =
            g_strdup_printf ("{%s}", orch_template_place_get_name ((OrchTemplatePlace) i, languages[j]));
        g_autofree char *filled = NULL;

        one[i] = "ici";
        filled = orch_template_fill (text, one);
        g_assert_cmpstr (filled, ==, "ici");
      }
}

static void
test_whose (void)
{
  static const struct
  {
    gboolean approved;
    const char *person;
    OrchPermission permission;
    gboolean offered;
    gboolean may_change;
  } cases[] = {
    { FALSE, "Practitioner/me", ORCH_PERMISSION_PROFESSIONAL, TRUE, TRUE },
    { FALSE, "Practitioner/me", ORCH_PERMISSION_RECEPTIONIST, TRUE, TRUE },
    { FALSE, "Practitioner/other", ORCH_PERMISSION_PROFESSIONAL, FALSE, FALSE },
    { FALSE, "Practitioner/other", ORCH_PERMISSION_ADMINISTRATOR, FALSE, TRUE },
    { FALSE, NULL, ORCH_PERMISSION_PROFESSIONAL, FALSE, FALSE },
    { TRUE, "Practitioner/me", ORCH_PERMISSION_PROFESSIONAL, TRUE, FALSE },
    { TRUE, "Practitioner/other", ORCH_PERMISSION_RECEPTIONIST, TRUE, FALSE },
    { TRUE, "Practitioner/other", ORCH_PERMISSION_ADMINISTRATOR, TRUE, TRUE },
    { FALSE, "Practitioner/me", ORCH_PERMISSION_NONE, TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (OrchMessageTemplate) one = orch_message_template_new (&(OrchMessageTemplateFields) {
          .id = "t", .title = "Titre", .text = "Texte", .author = "Practitioner/me", .approved = cases[i].approved });

      g_assert_cmpint (orch_message_template_is_offered (one, cases[i].person), ==, cases[i].offered);
      g_assert_cmpint (orch_message_template_may_change (one, cases[i].person, cases[i].permission), ==,
                       cases[i].may_change);
    }
}

static void
test_check (void)
{
  g_autofree char *long_text = g_strnfill (ORCH_TEMPLATE_TEXT_MAX + 1, 'a');
  const OrchMessageTemplateFields wrong[] = {
    { .id = "t", .title = " ", .text = "x" },
    { .id = "t", .title = "x", .text = "\n" },
    { .id = "t", .title = "x", .text = long_text },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (OrchMessageTemplate) one = orch_message_template_new (&wrong[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (orch_message_template_check (one, &error));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/template/fill", test_fill);
  g_test_add_func ("/template/where", test_where);
  g_test_add_func ("/template/names", test_names);
  g_test_add_func ("/template/whose", test_whose);
  g_test_add_func ("/template/check", test_check);
  return g_test_run ();
}
