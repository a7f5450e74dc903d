/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-invitation-code.h.
 */
#include "orch-invitation-code.h"

#include <string.h>

#define LENGTH 8 /* A-123456 */

struct _OrchInvitationCode
{
  GObject parent_instance;

  char text[LENGTH + 1];
};

/* Words that a person knows, each with its letter first; in Arabic the name of the Latin letter, and the word of aviation that it begins. */
static const struct
{
  const char *language;
  const char *words[26];
} spellings[] = {
  { "fr", { "Alice",   "Bernard", "Carole", "David",  "Eugène",  "François", "Georges", "Henri",  "Isabelle",
            "Jacques", "Kilo",    "Louis",  "Marie",  "Nicole",  "Olivier",  "Paul",    "Québec", "Robert",
            "Suzanne", "Thomas",  "Ursule", "Victor", "William", "Xavier",   "Yvonne",  "Zoé" } },
  { "en", { "Alfa",    "Bravo", "Charlie", "Delta",  "Echo",     "Foxtrot", "Golf",   "Hotel",  "India",
            "Juliett", "Kilo",  "Lima",    "Mike",   "November", "Oscar",   "Papa",   "Quebec", "Romeo",
            "Sierra",  "Tango", "Uniform", "Victor", "Whiskey",  "X-ray",   "Yankee", "Zulu" } },
  { "es", { "Antonio", "Barcelona", "Carmen",  "Dolores",  "Enrique",    "Francia",  "Granada", "Historia", "Inés",
            "José",    "Kilo",      "Lorenzo", "Madrid",   "Navarra",    "Oviedo",   "París",   "Querido",  "Ramón",
            "Sábado",  "Tarragona", "Ulises",  "Valencia", "Washington", "Xilófono", "Yegua",   "Zaragoza" } },
  { "ar",
    { "إيه – Alfa",  "بي – Bravo",      "سي – Charlie",  "دي – Delta",   "إي – Echo",   "إف – Foxtrot", "جي – Golf",
      "إتش – Hotel", "آي – India",      "جيه – Juliett", "كيه – Kilo",   "إل – Lima",   "إم – Mike",    "إن – November",
      "أو – Oscar",  "بي – Papa",       "كيو – Quebec",  "آر – Romeo",   "إس – Sierra", "تي – Tango",   "يو – Uniform",
      "في – Victor", "دبليو – Whiskey", "إكس – X-ray",   "واي – Yankee", "زد – Zulu" } },
};

G_DEFINE_FINAL_TYPE (OrchInvitationCode, orch_invitation_code, G_TYPE_OBJECT)

static gboolean
is_code (const char *text)
{
  if (text == NULL || strlen (text) != LENGTH || !g_ascii_isupper (text[0]) || text[1] != '-')
    return FALSE;
  for (guint i = 2; i < LENGTH; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

static void
orch_invitation_code_finalize (GObject *object)
{
  OrchInvitationCode *self = ORCH_INVITATION_CODE (object);

  explicit_bzero (self->text, sizeof self->text);
  G_OBJECT_CLASS (orch_invitation_code_parent_class)->finalize (object);
}

static void
orch_invitation_code_class_init (OrchInvitationCodeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_invitation_code_finalize;
}

static void
orch_invitation_code_init (OrchInvitationCode *self)
{
}

OrchInvitationCode *
orch_invitation_code_new (const char *text)
{
  OrchInvitationCode *self = NULL;

  if (!is_code (text))
    return NULL;
  self = g_object_new (ORCH_TYPE_INVITATION_CODE, NULL);
  memcpy (self->text, text, LENGTH + 1);
  return self;
}

const char *
orch_invitation_code_get_text (OrchInvitationCode *self)
{
  g_return_val_if_fail (ORCH_IS_INVITATION_CODE (self), NULL);

  return self->text;
}

char
orch_invitation_code_get_letter (OrchInvitationCode *self)
{
  g_return_val_if_fail (ORCH_IS_INVITATION_CODE (self), '\0');

  return self->text[0];
}

char *
orch_invitation_code_dup_masked (OrchInvitationCode *self)
{
  g_return_val_if_fail (ORCH_IS_INVITATION_CODE (self), NULL);

  return g_strdup_printf ("%c-••••••", self->text[0]);
}

const char *
orch_invitation_code_spell (char letter, const char *language)
{
  if (!g_ascii_isupper (letter))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (spellings); i++)
    if (g_strcmp0 (spellings[i].language, language) == 0)
      return spellings[i].words[letter - 'A'];
  return NULL;
}
