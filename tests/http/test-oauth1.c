/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The vectors of emr-facts A2 (the first is that of OAuth Core 1.0), and what may not change a signature.
 */
#include <string.h>

#include "http/orch-oauth1.h"

static const OrchOauth1Keys oscar = { .consumer_key = "abcdefghijkl0123", .consumer_secret = "zyxwvutsrqpo9876" };
static const OrchOauth1Keys with_token = { .consumer_key = "abcdefghijkl0123",
                                           .consumer_secret = "zyxwvutsrqpo9876",
                                           .token = "acctok",
                                           .token_secret = "accsecret" };

typedef struct
{
  const char *name;
  OrchOauth1Keys keys;
  const char *method;
  const char *url;
  const char *extra[3];
  gint64 now_s;
  const char *nonce;
  const char *signature;
} Vector;

static const Vector vectors[] = {
  { "core",
    { "dpf43f3p2l4k3l03", "kd94hf93k423kf44", "nnch734d00sl2jdk", "pfkkdhi9sl3r4s00", NULL },
    "GET",
    "http://photos.example.net/photos?file=vacation.jpg&size=original",
    { NULL },
    1191242096,
    "kllo9940pd9333jh",
    "tR3+Ty81lMeYAr/Fid0kMTYa/WM=" },
  { "initiate",
    { "abcdefghijkl0123", "zyxwvutsrqpo9876", NULL, NULL, NULL },
    "POST",
    "https://emr.example.test/oscar/ws/oauth/initiate",
    { "oauth_callback", "http://127.0.0.1:38080/cb", NULL },
    1767225600,
    "6f1c2b3a",
    "li6eeGu4Sb2Jc16kEM81HcCQUow=" },
  { "token",
    { "abcdefghijkl0123", "zyxwvutsrqpo9876", "reqtok", "reqsecret", NULL },
    "POST",
    "https://emr.example.test/oscar/ws/oauth/token",
    { "oauth_verifier", "ver-1", NULL },
    1767225600,
    "6f1c2b3a",
    "tE6brfDd4mX8Z9TKsenFJXITDTE=" },
  { "data",
    { "abcdefghijkl0123", "zyxwvutsrqpo9876", "acctok", "accsecret", NULL },
    "GET",
    "https://emr.example.test/oscar/ws/services/demographics/quickSearch?query=Tremblay%2C%20Al",
    { NULL },
    1767225600,
    "6f1c2b3a",
    "IPKaIjqAArsiCS7MRrUBr5j33L8=" },
  { "port",
    { "abcdefghijkl0123", "zyxwvutsrqpo9876", "acctok", "accsecret", NULL },
    "GET",
    "https://emr.example.test:8443/oscar/ws/services/schedule/999998/day/2026-01-05",
    { NULL },
    1767225600,
    "6f1c2b3a",
    "uPjef4tJAueSectAk7yH9nnALtw=" },
};

static void
test_vector (gconstpointer data)
{
  const Vector *vector = data;
  g_autofree char *header = orch_oauth1_dup_header (&vector->keys, vector->method, vector->url, NULL, vector->extra,
                                                    vector->now_s, vector->nonce);
  g_autofree char *escaped = orch_oauth1_escape (vector->signature);
  g_autofree char *end = g_strdup_printf ("oauth_signature=\"%s\"", escaped);

  g_assert_true (g_str_has_prefix (header, "OAuth oauth_consumer_key=\""));
  g_assert_true (g_str_has_suffix (header, end));
  g_assert_null (strchr (header, '+'));
}

static char *
sign (const OrchOauth1Keys *keys, const char *url, const char *const *form)
{
  static const char *const oauth[] = { "oauth_nonce", "n", "oauth_timestamp", "1", NULL };

  return orch_oauth1_dup_signature (keys, "POST", url, form, oauth);
}

/* The same request, written otherwise. */
static void
test_same (void)
{
  static const char *const same[] = { "HTTPS://EMR.Example.Test/oscar/ws?a=1&b=%C3%A9",
                                      "https://emr.example.test:443/oscar/ws?b=%c3%a9&a=1",
                                      "https://emr.example.test/oscar/ws?a=%31&b=\303\251" };
  static const char *const form[] = { "a", "1", "b", "\303\251", NULL };
  g_autofree char *first = sign (&with_token, same[0], NULL);
  g_autofree char *in_form = sign (&with_token, "https://emr.example.test/oscar/ws", form);

  for (gsize i = 1; i < G_N_ELEMENTS (same); i++)
    {
      g_autofree char *other = sign (&with_token, same[i], NULL);

      g_assert_cmpstr (other, ==, first);
    }
  g_assert_cmpstr (in_form, ==, first);
}

/* The path is as it is written, the port counts, and so does who signs. */
static void
test_other (void)
{
  static const char *const others[] = { "https://emr.example.test/Oscar/ws?a=1",
                                        "https://emr.example.test/oscar/ws/?a=1",
                                        "https://emr.example.test:8443/oscar/ws?a=1",
                                        "http://emr.example.test/oscar/ws?a=1",
                                        "https://emr.example.test/oscar/ws?a=1&a=1" };
  g_autofree char *first = sign (&with_token, "https://emr.example.test/oscar/ws?a=1", NULL);
  g_autofree char *without = sign (&oscar, "https://emr.example.test/oscar/ws?a=1", NULL);

  g_assert_cmpstr (without, !=, first);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *other = sign (&with_token, others[i], NULL);

      g_assert_cmpstr (other, !=, first);
    }
}

/* Behind a proxy that hides it, the server believes to have another address. */
static void
test_seen_as (void)
{
  OrchOauth1Keys keys = with_token;
  g_autofree char *inside = sign (&keys, "http://oscar.local:8080/oscar/ws?a=1", NULL);
  g_autofree char *seen = NULL;

  keys.seen_as = "http://oscar.local:8080";
  seen = sign (&keys, "https://emr.example.test/oscar/ws?a=1", NULL);
  g_assert_cmpstr (seen, ==, inside);
  keys.seen_as = "oscar.local";
  g_assert_null (sign (&keys, "https://emr.example.test/oscar/ws?a=1", NULL));
}

static void
test_no_url (void)
{
  g_assert_null (sign (&oscar, "/oscar/ws", NULL));
  g_assert_null (sign (&oscar, "https://[::1", NULL));
  g_assert_null (orch_oauth1_dup_header (&oscar, "GET", "oscar", NULL, NULL, 1, NULL));
}

static void
test_nonces_differ (void)
{
  g_autofree char *one = orch_oauth1_dup_header (&oscar, "GET", "https://a.example/", NULL, NULL, 1, NULL);
  g_autofree char *two = orch_oauth1_dup_header (&oscar, "GET", "https://a.example/", NULL, NULL, 1, NULL);

  g_assert_cmpstr (one, !=, two);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autofree char *path = g_strconcat ("/oauth1/vector/", vectors[i].name, NULL);

      g_test_add_data_func (path, &vectors[i], test_vector);
    }
  g_test_add_func ("/oauth1/same", test_same);
  g_test_add_func ("/oauth1/other", test_other);
  g_test_add_func ("/oauth1/seen-as", test_seen_as);
  g_test_add_func ("/oauth1/no-url", test_no_url);
  g_test_add_func ("/oauth1/nonces-differ", test_nonces_differ);
  return g_test_run ();
}
