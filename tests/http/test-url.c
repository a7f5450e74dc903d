/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which addresses are good, and which are refused and why.
 */
#include "core/orch-error.h"
#include "http/orch-url.h"

static void
test_check (void)
{
  static const struct
  {
    const char *text;
    int code; /* -1 = good */
    const char *host;
  } rows[] = {
    { "https://hub.example.org/fhir", -1, "hub.example.org" },
    { "HTTPS://Hub.Example.ORG/fhir", -1, "hub.example.org" },
    { "https://hub.example.org:8443/", -1, "hub.example.org:8443" },
    { "http://127.0.0.1:8080/hub", -1, "127.0.0.1:8080" },
    { "http://localhost/hub", -1, "localhost" },
    { "http://[::1]:99/hub", -1, "[::1]:99" },
    { "https://clinique-é.example/fhir", -1, "xn--clinique--j4a.example" },
    { "https://аpple.com/", -1, "xn--pple-43d.com" }, /* Cyrillic а: shown as punycode */
    { NULL, ORCH_ERROR_INVALID, NULL },
    { "", ORCH_ERROR_INVALID, NULL },
    { "hub.example.org/fhir", ORCH_ERROR_INVALID, NULL },
    { "/fhir", ORCH_ERROR_INVALID, NULL },
    { "https://", ORCH_ERROR_INVALID, NULL },
    { "http://hub.example.org/", ORCH_ERROR_UNTRUSTED, NULL },
    { "http://127.0.0.1.example.org/", ORCH_ERROR_UNTRUSTED, NULL },
    { "http://localhost.example.org/", ORCH_ERROR_UNTRUSTED, NULL },
    { "http://2130706433/", ORCH_ERROR_UNTRUSTED, NULL },
    { "http://0.0.0.0/", ORCH_ERROR_UNTRUSTED, NULL },
    { "http://192.168.1.1/", ORCH_ERROR_UNTRUSTED, NULL },
    { "ftp://hub.example.org/", ORCH_ERROR_UNTRUSTED, NULL },
    { "javascript://hub.example.org/%0aalert(1)", ORCH_ERROR_UNTRUSTED, NULL },
    { "file:///etc/passwd", ORCH_ERROR_INVALID, NULL },
    { "https://user@hub.example.org/", ORCH_ERROR_UNTRUSTED, NULL },
    { "https://hub.example.org:x@evil.example/", ORCH_ERROR_UNTRUSTED, NULL },
    { "https://hub.example.org/#frag", ORCH_ERROR_UNTRUSTED, NULL },
    { "https://hub.example.org/a b", ORCH_ERROR_UNTRUSTED, NULL },
    { "https://hub.example.org/\r\nHost: evil", ORCH_ERROR_UNTRUSTED, NULL },
    { "https://hub.example.org\\@evil.example/", ORCH_ERROR_UNTRUSTED, NULL },
    { "https://hub%2eexample.org/", ORCH_ERROR_UNTRUSTED, NULL },
    { "https://hub..example.org/", ORCH_ERROR_UNTRUSTED, NULL },
    { "https://hub.example.org:99999/", ORCH_ERROR_INVALID, NULL },
    { "https://\xff\xfe/", ORCH_ERROR_UNTRUSTED, NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GUri) uri = orch_url_check (rows[i].text, &error);
      g_test_message ("%zu: %s", i, error != NULL ? error->message : "good");
      if (rows[i].code < 0)
        {
          g_assert_no_error (error);
          g_autofree char *host = orch_url_dup_display_host (uri);
          g_assert_cmpstr (host, ==, rows[i].host);
        }
      else
        {
          g_assert_null (uri);
          g_assert_true (error != NULL && error->domain == ORCH_ERROR);
          g_assert_cmpint (error->code, ==, rows[i].code);
        }
    }
  g_autofree char *filler = g_strnfill (ORCH_URL_MAX, 'a');
  g_autofree char *long_url = g_strconcat ("https://hub.example.org/", filler, NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (orch_url_check (long_url, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED);
}

static void
test_base (void)
{
  static const char *const rows[][2] = {
    { "https://hub.example.org/fhir/", "https://hub.example.org/fhir" },
    { " https://hub.example.org/fhir?x=y ", "https://hub.example.org/fhir" },
    { "https://hub.example.org", "https://hub.example.org" },
    { "http://127.0.0.1:99/a//", "http://127.0.0.1:99/a" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *base = orch_url_check_base (rows[i][0], NULL);
      g_assert_cmpstr (base, ==, rows[i][1]);
    }
}

static void
test_origin (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    gboolean same;
  } rows[] = {
    { "https://a.example/x", "https://a.example:443/y", TRUE },
    { "http://127.0.0.1/x", "http://127.0.0.1:80/y", TRUE },
    { "https://a.example/x", "https://A.example/y", TRUE },
    { "https://a.example/x", "https://a.example:444/y", FALSE },
    { "https://a.example/x", "http://a.example:443/y", FALSE },
    { "https://a.example/x", "https://b.example/x", FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GUri) a = g_uri_parse (rows[i].a, G_URI_FLAGS_NONE, NULL);
      g_autoptr (GUri) b = g_uri_parse (rows[i].b, G_URI_FLAGS_NONE, NULL);
      g_assert_cmpint (orch_url_same_origin (a, b), ==, rows[i].same);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/url/check", test_check);
  g_test_add_func ("/url/base", test_base);
  g_test_add_func ("/url/origin", test_origin);
  return g_test_run ();
}
