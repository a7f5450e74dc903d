/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Activation links: good ones, pasted ones, and hostile ones.
 */
#include <string.h>

#include "core/orch-error.h"
#include "hub/orch-hub-link.h"

#define GOOD "orchestrateur://activate?hub=https%3A%2F%2Fhub.example.org%2Ffhir&code=Abc-123_x"

static void
test_good (void)
{
  static const struct
  {
    const char *text;
    const char *base;
    const char *code;
    const char *host;
    gboolean training;
  } rows[] = {
    { GOOD, "https://hub.example.org/fhir", "Abc-123_x", "hub.example.org", FALSE },
    { "  " GOOD "\n", "https://hub.example.org/fhir", "Abc-123_x", "hub.example.org", FALSE },
    { "ORCHESTRATEUR://Activate?code=c&hub=https%3A%2F%2Fhub.example.org%2Ffhir%2F", "https://hub.example.org/fhir",
      "c", "hub.example.org", FALSE },
    { "orchestrateur://activate?hub=https://hub.example.org:8443/fhir&code=c", "https://hub.example.org:8443/fhir", "c",
      "hub.example.org:8443", FALSE },
    { "orchestrateur://activate?hub=http%3A%2F%2F127.0.0.1%3A4711%2Fhub&code=c", "http://127.0.0.1:4711/hub", "c",
      "127.0.0.1:4711", TRUE },
    { "Bonjour,\r\nvoici votre lien : <" GOOD ">.\r\nÀ bientôt", "https://hub.example.org/fhir", "Abc-123_x",
      "hub.example.org", FALSE },
    { "(" GOOD ")", "https://hub.example.org/fhir", "Abc-123_x", "hub.example.org", FALSE },
    { "<a href=\"" GOOD "\">" GOOD "</a>", "https://hub.example.org/fhir", "Abc-123_x", "hub.example.org", FALSE },
    { GOOD "&utm_source=mail", "https://hub.example.org/fhir", "Abc-123_x", "hub.example.org", FALSE },
    /* a host that only looks like another: shown as what it is */
    { "orchestrateur://activate?hub=https%3A%2F%2F%D0%B0pple.com%2Ffhir&code=c", NULL, NULL, "xn--pple-43d.com",
      FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OrchHubLink) link = orch_hub_link_parse (rows[i].text, &error);
      g_test_message ("%zu", i);
      g_assert_no_error (error);
      g_assert_cmpstr (orch_hub_link_get_host (link), ==, rows[i].host);
      g_assert_cmpint (orch_hub_link_is_training (link), ==, rows[i].training);
      if (rows[i].base != NULL)
        {
          g_assert_cmpstr (orch_hub_link_get_base (link), ==, rows[i].base);
          g_assert_cmpstr (orch_hub_link_get_code (link), ==, rows[i].code);
        }
    }
}

static void
test_hostile (void)
{
  g_autofree char *long_code = g_strnfill (257, 'a');
  g_autofree char *too_long_code =
      g_strconcat ("orchestrateur://activate?hub=https://h.example/f&code=", long_code, NULL);
  g_autofree char *filler = g_strnfill (5000, 'a');
  g_autofree char *too_long = g_strconcat (GOOD "&x=", filler, NULL);
  g_autofree char *much = g_strnfill (ORCH_HUB_LINK_MAX_TEXT + 1, ' ');
  const struct
  {
    const char *text;
    OrchError code;
  } rows[] = {
    { NULL, ORCH_ERROR_INVALID },
    { "", ORCH_ERROR_INVALID },
    { "Bonjour", ORCH_ERROR_INVALID },
    { "https://hub.example.org/activate?code=c", ORCH_ERROR_INVALID },
    { much, ORCH_ERROR_INVALID },
    { "\xff\xfe" GOOD, ORCH_ERROR_INVALID },
    { "orchestrateur:activate?hub=https://h.example/f&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://other?hub=https://h.example/f&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https://h.example/f", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https://h.example/f&code=", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://user@activate?hub=https://h.example/f&code=c", ORCH_ERROR_UNTRUSTED },
    /* other schemes, plain http, user names, fragments, queries */
    { "orchestrateur://activate?hub=javascript:alert(1)&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=javascript%3A%2F%2Fh.example%2F%250aalert(1)&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=file%3A%2F%2F%2Fetc%2Fpasswd&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=ftp%3A%2F%2Fh.example&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=http%3A%2F%2Fhub.example.org%2Ffhir&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=http%3A%2F%2F127.0.0.1.evil.example%2F&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=http%3A%2F%2F192.168.0.1%2F&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https%3A%2F%2Fhub.example.org%40evil.example%2F&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https%3A%2F%2Fh.example%2F%23x&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https%3A%2F%2Fh.example%2Ff%3Fx%3D1&code=c", ORCH_ERROR_UNTRUSTED },
    { GOOD "#fragment", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=%2F%2Fevil.example&code=c", ORCH_ERROR_UNTRUSTED },
    /* control characters, lines, bad escapes, escaped hosts */
    { "orchestrateur://activate?hub=https%3A%2F%2Fh.example%0d%0aHost%3A%20evil&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https%3A%2F%2Fh.example%2F%00&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https%3A%2F%2Fh.example%5C%40evil%2F&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https%3A%2F%2Fh%252eexample%2F&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https%3A%2F%2Fh.example&code=a%0ab", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https%3A%2F%2Fh.example&code=a%20b", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https%3A%2F%2Fh.example&code=%zz", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https%3A%2F%2Fh.example&code=%C3%A9", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=%FF%FE&code=c", ORCH_ERROR_UNTRUSTED },
    { "orchestrateur://activate?hub=https://h.example\n&code=c", ORCH_ERROR_UNTRUSTED },
    /* duplicates, and two links that disagree */
    { "orchestrateur://activate?hub=https://h.example/f&hub=https://evil.example/f&code=c", ORCH_ERROR_UNTRUSTED },
    { GOOD "&code=other", ORCH_ERROR_UNTRUSTED },
    { GOOD " orchestrateur://activate?hub=https%3A%2F%2Fevil.example&code=c", ORCH_ERROR_UNTRUSTED },
    { too_long_code, ORCH_ERROR_UNTRUSTED },
    { too_long, ORCH_ERROR_UNTRUSTED },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OrchHubLink) link = orch_hub_link_parse (rows[i].text, &error);
      g_test_message ("%zu: %s", i, error != NULL ? error->message : "accepted");
      g_assert_null (link);
      g_assert_error (error, ORCH_ERROR, (int) rows[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hub-link/good", test_good);
  g_test_add_func ("/hub-link/hostile", test_hostile);
  return g_test_run ();
}
