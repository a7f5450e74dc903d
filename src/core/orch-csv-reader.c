/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-csv-reader.h.
 */
#include "orch-csv-reader.h"

#include <string.h>

#include "orch-text.h"

struct _OrchCsvReader
{
  GObject parent_instance;

  /* owned */
  char *text;
  GPtrArray *cells; /* of the record read last, NULL-terminated */

  const char *at;
  guint line;  /* of @at */
  guint began; /* line of the record read last */
  char separator;
  OrchCsvEncoding encoding;
  gboolean closed;
  gboolean ends_line;
};

G_DEFINE_FINAL_TYPE (OrchCsvReader, orch_csv_reader, G_TYPE_OBJECT)

static gboolean
begins_with (const char *data, gsize size, const char *mark, gsize n)
{
  return size >= n && memcmp (data, mark, n) == 0;
}

/* Returns: (transfer full) (nullable) */
static char *
dup_text (const char *data, gsize size, OrchCsvEncoding *encoding, OrchCsvRefusal *refusal)
{
  const gboolean little = begins_with (data, size, "\xff\xfe", 2);
  g_autofree char *text = NULL;
  gsize length = 0;

  if (little || begins_with (data, size, "\xfe\xff", 2))
    {
      *encoding = ORCH_CSV_UTF_16;
      text = g_convert (data + 2, size - 2, "UTF-8", little ? "UTF-16LE" : "UTF-16BE", NULL, &length, NULL);
      if (text == NULL || length == 0 || memchr (text, '\0', length) != NULL)
        {
          *refusal = text == NULL ? ORCH_CSV_NOT_TEXT : ORCH_CSV_EMPTY_OR_BINARY;
          return NULL;
        }
      return g_steal_pointer (&text);
    }
  if (begins_with (data, size, "\xef\xbb\xbf", 3))
    {
      data += 3;
      size -= 3;
    }
  if (size == 0 || memchr (data, '\0', size) != NULL)
    {
      *refusal = ORCH_CSV_EMPTY_OR_BINARY;
      return NULL;
    }
  *encoding = ORCH_CSV_UTF_8;
  if (g_utf8_validate (data, size, NULL))
    return g_strndup (data, size);

  *encoding = ORCH_CSV_WINDOWS_1252;
  text = g_convert (data, size, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
  if (text == NULL)
    *refusal = ORCH_CSV_NOT_TEXT;
  return g_steal_pointer (&text);
}

static char
find_separator (const char *text)
{
  static const char candidates[] = { ';', ',', '\t' };
  guint counts[G_N_ELEMENTS (candidates)] = { 0 };
  gboolean quoted = FALSE;
  guint best = 0;

  for (const char *c = text; *c != '\0' && (quoted || *c != '\n'); c++)
    {
      if (*c == '"')
        quoted = !quoted;
      for (guint i = 0; !quoted && i < G_N_ELEMENTS (candidates); i++)
        counts[i] += *c == candidates[i];
    }
  for (guint i = 1; i < G_N_ELEMENTS (candidates); i++)
    if (counts[i] > counts[best])
      best = i;
  return candidates[best];
}

static void
add_cell (OrchCsvReader *self, GString *cell)
{
  g_ptr_array_add (self->cells, orch_text_clean (cell->str, ORCH_CSV_CELL_MAX));
  g_string_truncate (cell, 0);
}

static void
orch_csv_reader_finalize (GObject *object)
{
  OrchCsvReader *self = ORCH_CSV_READER (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_csv_reader_parent_class)->finalize (object);
}

static void
orch_csv_reader_class_init (OrchCsvReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_csv_reader_finalize;
}

static void
orch_csv_reader_init (OrchCsvReader *self)
{
  self->cells = g_ptr_array_new_null_terminated (16, g_free, TRUE);
  self->line = 1;
  self->closed = TRUE;
}

OrchCsvReader *
orch_csv_reader_new (GBytes *bytes, char separator, OrchCsvRefusal *refusal)
{
  OrchCsvReader *self = NULL;
  OrchCsvEncoding encoding = ORCH_CSV_UTF_8;
  gsize size = 0;
  const char *data = NULL;
  char *text = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (refusal != NULL, NULL);

  *refusal = ORCH_CSV_READABLE;
  data = g_bytes_get_data (bytes, &size);
  text = dup_text (data, size, &encoding, refusal);
  if (text == NULL)
    return NULL;
  self = g_object_new (ORCH_TYPE_CSV_READER, NULL);
  self->text = text;
  self->at = text;
  self->encoding = encoding;
  self->separator = separator != '\0' ? separator : find_separator (text);
  return self;
}

const char *const *
orch_csv_reader_next (OrchCsvReader *self)
{
  g_autoptr (GString) cell = NULL;
  gboolean quoted = FALSE;

  g_return_val_if_fail (ORCH_IS_CSV_READER (self), NULL);

  g_ptr_array_set_size (self->cells, 0);
  self->closed = TRUE;
  self->began = self->line;
  if (*self->at == '\0')
    return NULL;

  cell = g_string_new (NULL);
  for (;; self->at++)
    {
      const char c = *self->at;

      if (quoted && c != '\0')
        {
          if (c == '"' && self->at[1] == '"')
            {
              g_string_append_c (cell, '"');
              self->at++;
            }
          else if (c == '"')
            quoted = FALSE;
          else
            {
              if (c == '\n')
                self->line++;
              g_string_append_c (cell, c);
            }
        }
      else if (c == '"' && cell->len == 0)
        quoted = TRUE;
      else if (c == '\r' && self->at[1] == '\n')
        continue;
      else if (c == self->separator)
        add_cell (self, cell);
      else if (c == '\n' || c == '\0')
        {
          add_cell (self, cell);
          self->closed = !quoted;
          self->ends_line = c == '\n';
          if (c == '\n')
            {
              self->line++;
              self->at++;
            }
          return (const char *const *) self->cells->pdata;
        }
      else
        g_string_append_c (cell, c);
    }
}

guint
orch_csv_reader_get_n_cells (OrchCsvReader *self)
{
  g_return_val_if_fail (ORCH_IS_CSV_READER (self), 0);
  return self->cells->len;
}

guint
orch_csv_reader_get_line (OrchCsvReader *self)
{
  g_return_val_if_fail (ORCH_IS_CSV_READER (self), 0);
  return self->began;
}

gboolean
orch_csv_reader_is_closed (OrchCsvReader *self)
{
  g_return_val_if_fail (ORCH_IS_CSV_READER (self), FALSE);
  return self->closed;
}

gboolean
orch_csv_reader_ends_line (OrchCsvReader *self)
{
  g_return_val_if_fail (ORCH_IS_CSV_READER (self), FALSE);
  return self->ends_line;
}

const char *
orch_csv_reader_get_first (OrchCsvReader *self)
{
  g_return_val_if_fail (ORCH_IS_CSV_READER (self), NULL);

  for (guint i = 0; i < self->cells->len; i++)
    {
      const char *text = g_ptr_array_index (self->cells, i);

      if (text[0] != '\0')
        return text;
    }
  return NULL;
}

char
orch_csv_reader_get_separator (OrchCsvReader *self)
{
  g_return_val_if_fail (ORCH_IS_CSV_READER (self), '\0');
  return self->separator;
}

OrchCsvEncoding
orch_csv_reader_get_encoding (OrchCsvReader *self)
{
  g_return_val_if_fail (ORCH_IS_CSV_READER (self), ORCH_CSV_UTF_8);
  return self->encoding;
}
