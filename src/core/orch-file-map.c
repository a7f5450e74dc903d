/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-file-map.h.
 */
#include "orch-file-map.h"

#include <string.h>

#include "orch-text.h"

#define FILE_GROUP "file"
#define COLUMNS_GROUP "columns"
/* A number of this many digits in a file's name is a date or a time, and changes. */
#define CHANGING_DIGITS 4

struct _OrchFileMap
{
  GObject parent_instance;

  OrchFileKind kind;
  OrchFileDays days;
  char separator;
  char *pattern;                     /* (owned) */
  char *columns[ORCH_FILE_N_FIELDS]; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchFileMap, orch_file_map, G_TYPE_OBJECT)

static gboolean
is_of_kind (OrchFileKind kind, OrchFileField field)
{
  guint n = 0;
  const OrchFileField *fields = orch_file_kind_get_fields (kind, &n);

  for (guint i = 0; i < n; i++)
    if (fields[i] == field)
      return TRUE;
  return FALSE;
}

static void
orch_file_map_finalize (GObject *object)
{
  OrchFileMap *self = ORCH_FILE_MAP (object);

  g_clear_pointer (&self->pattern, g_free);
  for (guint i = 0; i < ORCH_FILE_N_FIELDS; i++)
    g_clear_pointer (&self->columns[i], g_free);
  G_OBJECT_CLASS (orch_file_map_parent_class)->finalize (object);
}

static void
orch_file_map_class_init (OrchFileMapClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_file_map_finalize;
}

static void
orch_file_map_init (OrchFileMap *self)
{
}

OrchFileMap *
orch_file_map_new (OrchFileKind kind, const char *pattern, char separator, OrchFileDays days,
                   const char *const *columns)
{
  OrchFileMap *self = NULL;

  g_return_val_if_fail (kind < ORCH_FILE_N_KINDS, NULL);
  g_return_val_if_fail (pattern != NULL && columns != NULL, NULL);

  self = g_object_new (ORCH_TYPE_FILE_MAP, NULL);
  self->kind = kind;
  self->pattern = orch_text_clean (pattern, 200);
  self->separator = separator;
  self->days = days;
  for (guint i = 0; i < ORCH_FILE_N_FIELDS; i++)
    if (!orch_text_is_empty (columns[i]) && is_of_kind (kind, (OrchFileField) i))
      self->columns[i] = g_strdup (columns[i]);
  return self;
}

OrchFileMap *
orch_file_map_parse (OrchFileKind kind, const char *text)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *pattern = NULL;
  g_autofree char *separator = NULL;
  g_autofree char *days = NULL;
  char *columns[ORCH_FILE_N_FIELDS] = { NULL };
  OrchFileMap *self = NULL;

  g_return_val_if_fail (kind < ORCH_FILE_N_KINDS, NULL);

  if (orch_text_is_empty (text) || !g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, NULL))
    return NULL;
  pattern = g_key_file_get_string (file, FILE_GROUP, "name", NULL);
  separator = g_key_file_get_string (file, FILE_GROUP, "separator", NULL);
  days = g_key_file_get_string (file, FILE_GROUP, "days", NULL);
  if (orch_text_is_empty (pattern) || separator == NULL || strlen (separator) != 1 ||
      strchr (",;\t", separator[0]) == NULL)
    return NULL;
  for (guint i = 0; i < ORCH_FILE_N_FIELDS; i++)
    columns[i] = g_key_file_get_string (file, COLUMNS_GROUP, orch_file_field_get_nick ((OrchFileField) i), NULL);
  self = orch_file_map_new (kind, pattern, separator[0], orch_file_days_find (days), (const char *const *) columns);
  for (guint i = 0; i < ORCH_FILE_N_FIELDS; i++)
    g_free (columns[i]);
  return self;
}

char *
orch_file_map_to_text (OrchFileMap *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  const char separator[] = { self->separator, '\0' };

  g_return_val_if_fail (ORCH_IS_FILE_MAP (self), NULL);

  g_key_file_set_string (file, FILE_GROUP, "name", self->pattern);
  g_key_file_set_string (file, FILE_GROUP, "separator", separator);
  if (self->days != ORCH_FILE_DAYS_UNKNOWN)
    g_key_file_set_string (file, FILE_GROUP, "days", orch_file_days_get_nick (self->days));
  for (guint i = 0; i < ORCH_FILE_N_FIELDS; i++)
    if (self->columns[i] != NULL)
      g_key_file_set_string (file, COLUMNS_GROUP, orch_file_field_get_nick ((OrchFileField) i), self->columns[i]);
  return g_key_file_to_data (file, NULL, NULL);
}

OrchFileKind
orch_file_map_get_kind (OrchFileMap *self)
{
  g_return_val_if_fail (ORCH_IS_FILE_MAP (self), ORCH_FILE_STAFF);
  return self->kind;
}

const char *
orch_file_map_get_pattern (OrchFileMap *self)
{
  g_return_val_if_fail (ORCH_IS_FILE_MAP (self), NULL);
  return self->pattern;
}

char
orch_file_map_get_separator (OrchFileMap *self)
{
  g_return_val_if_fail (ORCH_IS_FILE_MAP (self), '\0');
  return self->separator;
}

OrchFileDays
orch_file_map_get_days (OrchFileMap *self)
{
  g_return_val_if_fail (ORCH_IS_FILE_MAP (self), ORCH_FILE_DAYS_UNKNOWN);
  return self->days;
}

const char *
orch_file_map_get_column (OrchFileMap *self, OrchFileField field)
{
  g_return_val_if_fail (ORCH_IS_FILE_MAP (self), NULL);
  g_return_val_if_fail (field < ORCH_FILE_N_FIELDS, NULL);
  return self->columns[field];
}

guint
orch_file_map_get_n_columns (OrchFileMap *self)
{
  guint n = 0;

  g_return_val_if_fail (ORCH_IS_FILE_MAP (self), 0);

  for (guint i = 0; i < ORCH_FILE_N_FIELDS; i++)
    n += self->columns[i] != NULL;
  return n;
}

gboolean
orch_file_map_find_missing (OrchFileMap *self, OrchFileField *field)
{
  g_return_val_if_fail (ORCH_IS_FILE_MAP (self), FALSE);
  g_return_val_if_fail (field != NULL, FALSE);

  switch (self->kind)
    {
    case ORCH_FILE_STAFF:
      *field = ORCH_FILE_FAMILY;
      return self->columns[ORCH_FILE_FAMILY] == NULL && self->columns[ORCH_FILE_NAME] == NULL;
    case ORCH_FILE_SERVICES:
      *field = ORCH_FILE_NAME;
      return self->columns[ORCH_FILE_NAME] == NULL;
    case ORCH_FILE_APPOINTMENTS:
    default:
      *field = self->columns[ORCH_FILE_START] == NULL ? ORCH_FILE_START : ORCH_FILE_STAFF_MEMBER;
      return self->columns[*field] == NULL;
    }
}

gboolean
orch_file_map_is_whole (OrchFileKind kind, const char *text)
{
  g_autoptr (OrchFileMap) map = orch_file_map_parse (kind, text);
  OrchFileField missing = ORCH_FILE_ID;

  return map != NULL && !orch_file_map_find_missing (map, &missing);
}

gboolean
orch_file_map_matches (OrchFileMap *self, const char *name)
{
  g_return_val_if_fail (ORCH_IS_FILE_MAP (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  return strchr (self->pattern, '*') != NULL ? g_pattern_match_simple (self->pattern, name)
                                             : g_str_equal (self->pattern, name);
}

/* Headings are the same however they are accented or spaced: an export rarely changes more of them. */
static int
find_heading (const char *const *header, const char *heading)
{
  g_autofree char *wanted = orch_text_fold (heading);

  for (int i = 0; header[i] != NULL; i++)
    {
      g_autofree char *folded = orch_text_fold (header[i]);

      if (g_str_equal (folded, wanted))
        return i;
    }
  return -1;
}

const char *
orch_file_map_find_places (OrchFileMap *self, const char *const *header, int *places)
{
  const char *missing = NULL;

  g_return_val_if_fail (ORCH_IS_FILE_MAP (self), NULL);
  g_return_val_if_fail (header != NULL && places != NULL, NULL);

  for (guint i = 0; i < ORCH_FILE_N_FIELDS; i++)
    {
      places[i] = self->columns[i] != NULL ? find_heading (header, self->columns[i]) : -1;
      if (self->columns[i] != NULL && places[i] < 0 && missing == NULL)
        missing = self->columns[i];
    }
  return missing;
}

void
orch_file_map_guess (OrchFileKind kind, const char *const *header, const char **columns)
{
  g_return_if_fail (header != NULL && columns != NULL);

  for (guint i = 0; i < ORCH_FILE_N_FIELDS; i++)
    columns[i] = NULL;
  for (guint i = 0; header[i] != NULL; i++)
    {
      OrchFileField field = ORCH_FILE_ID;

      if (header[i][0] != '\0' && orch_file_kind_guess (kind, header[i], &field) && columns[field] == NULL)
        columns[field] = header[i];
    }
  /* A family name has a given name beside it; one alone is the whole name. */
  if (columns[ORCH_FILE_FAMILY] != NULL && columns[ORCH_FILE_GIVEN] == NULL && columns[ORCH_FILE_NAME] == NULL &&
      is_of_kind (kind, ORCH_FILE_GIVEN))
    {
      columns[ORCH_FILE_NAME] = columns[ORCH_FILE_FAMILY];
      columns[ORCH_FILE_FAMILY] = NULL;
    }
}

char *
orch_file_map_dup_pattern (const char *name)
{
  GString *pattern = g_string_new (NULL);

  g_return_val_if_fail (name != NULL, NULL);

  for (const char *at = name; *at != '\0';)
    {
      const gsize n = strspn (at, "0123456789");
      gsize whole = 0;

      /* "2026-11-22", "20261122_0930": its parts and what joins them. */
      if (n >= CHANGING_DIGITS)
        for (const char *part = at;;)
          {
            const gsize digits = strspn (part, "0123456789");

            whole = (gsize) (part - at) + digits;
            part += digits;
            if (digits == 0 || *part == '\0' || strchr ("-_", *part) == NULL || !g_ascii_isdigit (part[1]))
              break;
            part++;
          }
      if (whole > 0)
        g_string_append_c (pattern, '*');
      else
        g_string_append_len (pattern, at, n > 0 ? (gssize) n : 1);
      at += whole > 0 ? whole : n > 0 ? n : 1;
    }
  return g_string_free (pattern, FALSE);
}
