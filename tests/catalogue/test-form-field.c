/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The fields of a connection form: what may be typed, what is kept of it, and what is said.
 */
#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-text.h"

static OrchFormField *
field (OrchCatalogue *catalogue, const char *vendor, const char *id)
{
  OrchFormField *found = orch_emr_vendor_find_field (orch_catalogue_find_vendor (catalogue, vendor), id);

  g_assert_nonnull (found);
  return found;
}

static void
test_check (void)
{
  static const struct
  {
    const char *vendor;
    const char *id;
    const char *text;
    OrchFieldState state;
    const char *normalized;
    const char *english; /* a part of the message, NULL = none */
  } rows[] = {
    { "fhir-r4", "base-url", "https://emr.example.ca/fhir", ORCH_FIELD_OK, "https://emr.example.ca/fhir", NULL },
    { "fhir-r4", "base-url", "  https://emr.example.ca/fhir\n", ORCH_FIELD_OK, "https://emr.example.ca/fhir", NULL },
    { "fhir-r4", "base-url", "https://emr.example.ca/fhir/", ORCH_FIELD_OK, "https://emr.example.ca/fhir", "slash" },
    { "fhir-r4", "base-url", "https://emr.example.ca/fhir///", ORCH_FIELD_OK, "https://emr.example.ca/fhir", "slash" },
    { "fhir-r4", "base-url", "HTTPS://EMR.Example.CA/Fhir", ORCH_FIELD_OK, "https://emr.example.ca/Fhir", NULL },
    { "fhir-r4", "base-url", "https://emr.example.ca:8443/fhir", ORCH_FIELD_OK, "https://emr.example.ca:8443/fhir",
      NULL },
    { "fhir-r4", "base-url", "https://emr.example.ca", ORCH_FIELD_OK, "https://emr.example.ca", NULL },
    { "fhir-r4", "base-url", "http://127.0.0.1:8080/fhir", ORCH_FIELD_OK, "http://127.0.0.1:8080/fhir", NULL },
    { "fhir-r4", "base-url", "http://localhost/fhir", ORCH_FIELD_OK, "http://localhost/fhir", NULL },
    { "fhir-r4", "base-url", "http://[::1]:9/fhir", ORCH_FIELD_OK, "http://[::1]:9/fhir", NULL },
    { "fhir-r4", "base-url", "http://emr.example.ca/fhir", ORCH_FIELD_MALFORMED, NULL, "https://" },
    { "fhir-r4", "base-url", "http://127.0.0.1.example.ca/fhir", ORCH_FIELD_MALFORMED, NULL, "https://" },
    { "fhir-r4", "base-url", "http://localhost.example.ca/fhir", ORCH_FIELD_MALFORMED, NULL, "https://" },
    { "fhir-r4", "base-url", "http://10.0.0.1/fhir", ORCH_FIELD_MALFORMED, NULL, "https://" },
    { "fhir-r4", "base-url", "https://dmé.example.ca/fhir", ORCH_FIELD_OK, "https://xn--dm-cja.example.ca/fhir", NULL },
    { "fhir-r4", "base-url", "https://e`mr.example.ca/fhir", ORCH_FIELD_MALFORMED, NULL, "whole address" },
    { "fhir-r4", "base-url", "https://emr%2eexample.ca/fhir", ORCH_FIELD_OK, "https://emr.example.ca/fhir", NULL },
    { "fhir-r4", "base-url", "https://emr%2fexample.ca/fhir", ORCH_FIELD_MALFORMED, NULL, "whole address" },
    { "fhir-r4", "base-url", "https://user:word@emr.example.ca/fhir", ORCH_FIELD_MALFORMED, NULL, "user name" },
    { "fhir-r4", "base-url", "https://127.0.0.1@emr.example.ca/fhir", ORCH_FIELD_MALFORMED, NULL, "user name" },
    { "fhir-r4", "base-url", "https://emr.example.ca/fhir?x=1", ORCH_FIELD_MALFORMED, NULL, "whole address" },
    { "fhir-r4", "base-url", "https://emr.example.ca/fhir#x", ORCH_FIELD_MALFORMED, NULL, "whole address" },
    { "fhir-r4", "base-url", "emr.example.ca/fhir", ORCH_FIELD_MALFORMED, NULL, "whole address" },
    { "fhir-r4", "base-url", "ftp://emr.example.ca/fhir", ORCH_FIELD_MALFORMED, NULL, "whole address" },
    { "fhir-r4", "base-url", "file:///etc/passwd", ORCH_FIELD_MALFORMED, NULL, "whole address" },
    { "fhir-r4", "base-url", "https:///fhir", ORCH_FIELD_MALFORMED, NULL, "whole address" },
    { "fhir-r4", "base-url", "https://", ORCH_FIELD_MALFORMED, NULL, "whole address" },
    { "fhir-r4", "base-url", "\xff\xfe", ORCH_FIELD_MALFORMED, NULL, "whole address" },
    { "fhir-r4", "base-url", NULL, ORCH_FIELD_MISSING, NULL, "required" },
    { "fhir-r4", "base-url", "   ", ORCH_FIELD_MISSING, NULL, "required" },
    { "fhir-r4", "token-url", "", ORCH_FIELD_OK, "", NULL },
    { "fhir-r4", "token-url", "https://emr.example.ca/o/token/", ORCH_FIELD_OK, "https://emr.example.ca/o/token/",
      NULL },
    { "fhir-r4", "auth", "secret-post", ORCH_FIELD_OK, "secret-post", NULL },
    { "fhir-r4", "auth", "private-key-jwt", ORCH_FIELD_OK, "private-key-jwt", NULL },
    { "fhir-r4", "auth", "password", ORCH_FIELD_MALFORMED, NULL, "Choose" },
    { "fhir-r4", "client-id", " abc ", ORCH_FIELD_OK, "abc", NULL },
    { "fhir-r4", "client-id", "a b", ORCH_FIELD_MALFORMED, NULL, "form expected" },
    { "fhir-r4", "client-secret", " keeps its spaces ", ORCH_FIELD_OK, " keeps its spaces ", NULL },
    { "fhir-r4", "client-secret", "", ORCH_FIELD_MISSING, NULL, "required" },
    { "fhir-r4", "private-key", "-----BEGIN\nKEY-----\n", ORCH_FIELD_OK, "-----BEGIN\nKEY-----\n", NULL },
    { "fhir-r4", "scopes", " system/*.read \n system/Patient.rs ", ORCH_FIELD_OK, "system/*.read system/Patient.rs",
      NULL },
    { "fhir-r4", "scopes", "system/\"", ORCH_FIELD_MALFORMED, NULL, "sign" },
    { "fhir-r4", "scopes", "syst\xc3\xa8me", ORCH_FIELD_MALFORMED, NULL, "sign" },
    { "fhir-r4", "scopes", NULL, ORCH_FIELD_OK, "", NULL },
    { "accuro", "tenant-id", " clinique-12 ", ORCH_FIELD_OK, "CLINIQUE-12", NULL },
    { "accuro", "tenant-id", "clinique 12", ORCH_FIELD_MALFORMED, NULL, "tenant ID has only" },
    { "oscar-pro", "server-url", "https://emr.example.ca/oscar/", ORCH_FIELD_OK, "https://emr.example.ca/oscar",
      "slash" },
    { "oscar-pro", "server-url", "https://emr.example.ca/kaiemr", ORCH_FIELD_OK, "https://emr.example.ca/kaiemr",
      NULL },
    { "oscar-pro", "server-url", "https://emr.example.ca", ORCH_FIELD_MALFORMED, NULL, "directory" },
    { "oscar-pro", "server-url", "https://emr.example.ca/", ORCH_FIELD_MALFORMED, NULL, "directory" },
  };
  OrchCatalogue *catalogue = orch_catalogue_get_default ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *normalized = NULL;
      g_autofree char *shown = orch_text_escape_log (rows[i].text);
      const OrchBilingual *message = NULL;
      OrchFieldState state =
          orch_form_field_check (field (catalogue, rows[i].vendor, rows[i].id), rows[i].text, &normalized, &message);

      g_test_message ("%s %s: “%s”", rows[i].vendor, rows[i].id, shown);
      g_assert_cmpint (state, ==, rows[i].state);
      g_assert_cmpstr (normalized, ==, rows[i].normalized);
      if (rows[i].english == NULL)
        g_assert_null (message);
      else
        {
          g_assert_nonnull (message);
          g_assert_nonnull (strstr (orch_bilingual_get (message, "en"), rows[i].english));
          g_assert_cmpstr (orch_bilingual_get (message, "fr"), !=, orch_bilingual_get (message, "en"));
        }
    }
}

static void
test_length (void)
{
  OrchFormField *secret = field (orch_catalogue_get_default (), "telus-ps-suite", "emr-secret");
  guint max = orch_form_field_get_max_length (secret);
  g_autofree char *fits = g_strnfill (max, 'x');
  g_autofree char *longer = g_strnfill (max + 1, 'x');
  const OrchBilingual *message = NULL;

  g_assert_cmpuint (max, >, 0);
  g_assert_cmpint (orch_form_field_check (secret, fits, NULL, NULL), ==, ORCH_FIELD_OK);
  g_assert_cmpint (orch_form_field_check (secret, longer, NULL, &message), ==, ORCH_FIELD_TOO_LONG);
  g_assert_nonnull (strstr (orch_bilingual_get (message, "fr"), "trop long"));
}

static void
test_words (void)
{
  OrchFormField *auth = field (orch_catalogue_get_default (), "fhir-r4", "auth");
  OrchFormField *scopes = field (orch_catalogue_get_default (), "fhir-r4", "scopes");
  g_autofree char *label = NULL;
  gboolean is_required, is_advanced;
  int kind;

  g_assert_cmpint (orch_form_field_get_kind (auth), ==, ORCH_FORM_FIELD_CHOICE);
  g_assert_cmpuint (orch_form_field_get_n_choices (auth), ==, 3);
  g_assert_cmpstr (orch_form_field_get_choice_id (auth, 0), ==, "secret-post");
  g_assert_cmpstr (orch_form_field_get_choice_label (auth, 0, "fr"), ==, "Secret dans le formulaire");
  g_assert_cmpstr (orch_form_field_get_default (auth), ==, "secret-post");
  g_assert_cmpstr (orch_form_field_get_default (scopes), ==, "system/*.read");
  g_assert_true (orch_form_field_get_advanced (scopes));
  g_object_get (scopes, "label", &label, "required", &is_required, "advanced", &is_advanced, "kind", &kind, NULL);
  g_assert_cmpstr (label, ==, "Requested scopes");
  g_assert_false (is_required);
  g_assert_true (is_advanced);
  g_assert_cmpint (kind, ==, ORCH_FORM_FIELD_SCOPES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/catalogue/form-field/check", test_check);
  g_test_add_func ("/catalogue/form-field/length", test_length);
  g_test_add_func ("/catalogue/form-field/words", test_words);
  return g_test_run ();
}
