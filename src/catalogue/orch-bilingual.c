/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A text of the catalogue in both languages.
 */
#include "orch-bilingual.h"

#include <locale.h>

const char *
orch_bilingual_get_language (void)
{
  const char *locale = setlocale (LC_MESSAGES, NULL);
  const char *const *names;

  /* Where the locale asked for is not installed gettext shows English, whatever the environment says: so do we, rather than
   * half a page of each. */
  if (locale == NULL || g_str_equal (locale, "C") || g_str_equal (locale, "POSIX"))
    return "en";
  names = g_get_language_names ();
  return names[0] != NULL && g_str_has_prefix (names[0], "fr") ? "fr" : "en";
}

const char *
orch_bilingual_get (const OrchBilingual *self, const char *language)
{
  if (self == NULL)
    return NULL;
  if (language == NULL)
    language = orch_bilingual_get_language ();
  return g_str_has_prefix (language, "fr") ? self->french : self->english;
}

OrchBilingual *
orch_bilingual_read (JsonObject *object, const char *member)
{
  OrchBilingual *self;
  JsonObject *texts;

  if (!json_object_has_member (object, member))
    return NULL;
  texts = json_object_get_object_member (object, member);
  self = g_new0 (OrchBilingual, 1);
  self->french = g_strdup (json_object_get_string_member (texts, "fr"));
  self->english = g_strdup (json_object_get_string_member (texts, "en"));
  return self;
}

void
orch_bilingual_free (OrchBilingual *self)
{
  if (self == NULL)
    return;
  g_free (self->french);
  g_free (self->english);
  g_free (self);
}
