/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The policy of the shared encryption key (emr-facts D3): sixteen characters, a digit, both cases, a punctuation mark.
 */
#include "core/orch-shared-key.h"
#include "orch-test.h"

static void
test_policy (void)
{
  const OrchSharedKeyFlags all = ORCH_SHARED_KEY_TOO_SHORT | ORCH_SHARED_KEY_NO_DIGIT | ORCH_SHARED_KEY_NO_UPPER |
                                 ORCH_SHARED_KEY_NO_LOWER | ORCH_SHARED_KEY_NO_PUNCTUATION;
  const struct
  {
    const char *text;
    OrchSharedKeyFlags flags;
  } rows[] = {
    { "Abcdefgh1234567!", ORCH_SHARED_KEY_OK },       /* sixteen */
    { "Abcdefgh123456!", ORCH_SHARED_KEY_TOO_SHORT }, /* fifteen */
    { "Abcdefgh12345678!", ORCH_SHARED_KEY_OK },
    { "Une-Cle-partagee-de-24-c", ORCH_SHARED_KEY_OK },
    { "Abc def 1234 ghi!", ORCH_SHARED_KEY_OK }, /* spaces inside are the typist's own */
    { "", all },
    { "abcdefgh1234567!", ORCH_SHARED_KEY_NO_UPPER },
    { "ABCDEFGH1234567!", ORCH_SHARED_KEY_NO_LOWER },
    { "Abcdefghijklmno!", ORCH_SHARED_KEY_NO_DIGIT },
    { "Abcdefgh12345678", ORCH_SHARED_KEY_NO_PUNCTUATION },
    { "Abc defgh 1234567", ORCH_SHARED_KEY_NO_PUNCTUATION }, /* a space is no punctuation */
    { "abcdefghijklmnop", ORCH_SHARED_KEY_NO_UPPER | ORCH_SHARED_KEY_NO_DIGIT | ORCH_SHARED_KEY_NO_PUNCTUATION },
    { "1234567890123456", ORCH_SHARED_KEY_NO_UPPER | ORCH_SHARED_KEY_NO_LOWER | ORCH_SHARED_KEY_NO_PUNCTUATION },
    { "!!!!!!!!!!!!!!!!", ORCH_SHARED_KEY_NO_UPPER | ORCH_SHARED_KEY_NO_LOWER | ORCH_SHARED_KEY_NO_DIGIT },
    { " Abcdefgh1234567!", ORCH_SHARED_KEY_SPACE_AT_END },
    { "Abcdefgh1234567! ", ORCH_SHARED_KEY_SPACE_AT_END },
    { " Abcdefgh1234567! ", ORCH_SHARED_KEY_SPACE_AT_END },
    { "A1!a\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9",
      ORCH_SHARED_KEY_TOO_SHORT }, /* fifteen characters in 26 bytes */
    { "A1!a\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9",
      ORCH_SHARED_KEY_OK },
    { "A1!", ORCH_SHARED_KEY_TOO_SHORT | ORCH_SHARED_KEY_NO_LOWER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    orch_test_check_int (rows[i].flags, orch_shared_key_check (rows[i].text), rows[i].text);
}

/* Each punctuation mark of ASCII will do. */
static void
test_punctuation (void)
{
  for (const char *mark = ".,;:!?'\"()[]{}-_/\\@#%&*"; *mark != '\0'; mark++)
    {
      char key[] = "Abcdefgh1234567?";

      key[15] = *mark;
      orch_test_check_int (ORCH_SHARED_KEY_OK, orch_shared_key_check (key), key);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/shared-key/policy", test_policy);
  g_test_add_func ("/core/shared-key/punctuation", test_punctuation);
  return orch_test_run ();
}
