/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Reads a CSV file (RFC 4180, with the separators and encodings that spreadsheets write in Quebec) into staff or services, and
 * keeps the rows that cannot be used with their line number, so that a person can mend the file.
 */
#include "orch-csv-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/orch-csv-reader.h"
#include "core/orch-error.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "core/orch-text.h"

struct _OrchCsvImport
{
  GObject parent_instance;

  /* owned */
  GPtrArray *good;
  GArray *bad; /* OrchCsvBadRow; texts belong to @texts */
  GStringChunk *texts;
};

G_DEFINE_FINAL_TYPE (OrchCsvImport, orch_csv_import, G_TYPE_OBJECT)

typedef enum
{
  COLUMN_FAMILY,
  COLUMN_GIVEN,
  COLUMN_PREFIX,
  COLUMN_LICENCE,
  COLUMN_PROFESSION,
  COLUMN_SPECIALITY,
  COLUMN_PHONE,
  COLUMN_EMAIL,
  COLUMN_NAME,
  COLUMN_NAME_EN,
  COLUMN_CATEGORY,
  COLUMN_DURATION,
  N_COLUMNS,
} Column;

/* Headings as orch_text_fold() leaves them, French and English. */
static const struct
{
  Column column;
  OrchImportKind kind;
  const char *heading;
} headings[] = {
  { COLUMN_FAMILY, ORCH_IMPORT_STAFF, "nom" },
  { COLUMN_FAMILY, ORCH_IMPORT_STAFF, "nom de famille" },
  { COLUMN_FAMILY, ORCH_IMPORT_STAFF, "name" },
  { COLUMN_FAMILY, ORCH_IMPORT_STAFF, "last name" },
  { COLUMN_FAMILY, ORCH_IMPORT_STAFF, "family name" },
  { COLUMN_FAMILY, ORCH_IMPORT_STAFF, "surname" },
  { COLUMN_GIVEN, ORCH_IMPORT_STAFF, "prenom" },
  { COLUMN_GIVEN, ORCH_IMPORT_STAFF, "first name" },
  { COLUMN_GIVEN, ORCH_IMPORT_STAFF, "given name" },
  { COLUMN_PREFIX, ORCH_IMPORT_STAFF, "titre" },
  { COLUMN_PREFIX, ORCH_IMPORT_STAFF, "title" },
  { COLUMN_PREFIX, ORCH_IMPORT_STAFF, "prefix" },
  { COLUMN_LICENCE, ORCH_IMPORT_STAFF, "permis" },
  { COLUMN_LICENCE, ORCH_IMPORT_STAFF, "no de permis" },
  { COLUMN_LICENCE, ORCH_IMPORT_STAFF, "numero de permis" },
  { COLUMN_LICENCE, ORCH_IMPORT_STAFF, "licence" },
  { COLUMN_LICENCE, ORCH_IMPORT_STAFF, "license" },
  { COLUMN_LICENCE, ORCH_IMPORT_STAFF, "licence number" },
  { COLUMN_LICENCE, ORCH_IMPORT_STAFF, "license number" },
  { COLUMN_PROFESSION, ORCH_IMPORT_STAFF, "profession" },
  { COLUMN_PROFESSION, ORCH_IMPORT_STAFF, "role" },
  { COLUMN_SPECIALITY, ORCH_IMPORT_STAFF, "specialite" },
  { COLUMN_SPECIALITY, ORCH_IMPORT_STAFF, "speciality" },
  { COLUMN_SPECIALITY, ORCH_IMPORT_STAFF, "specialty" },
  { COLUMN_PHONE, ORCH_IMPORT_STAFF, "telephone" },
  { COLUMN_PHONE, ORCH_IMPORT_STAFF, "phone" },
  { COLUMN_EMAIL, ORCH_IMPORT_STAFF, "courriel" },
  { COLUMN_EMAIL, ORCH_IMPORT_STAFF, "email" },
  { COLUMN_EMAIL, ORCH_IMPORT_STAFF, "e-mail" },
  { COLUMN_NAME, ORCH_IMPORT_SERVICES, "nom" },
  { COLUMN_NAME, ORCH_IMPORT_SERVICES, "nom du service" },
  { COLUMN_NAME, ORCH_IMPORT_SERVICES, "service" },
  { COLUMN_NAME, ORCH_IMPORT_SERVICES, "name" },
  { COLUMN_NAME, ORCH_IMPORT_SERVICES, "service name" },
  { COLUMN_NAME_EN, ORCH_IMPORT_SERVICES, "nom anglais" },
  { COLUMN_NAME_EN, ORCH_IMPORT_SERVICES, "nom en anglais" },
  { COLUMN_NAME_EN, ORCH_IMPORT_SERVICES, "english name" },
  { COLUMN_CATEGORY, ORCH_IMPORT_SERVICES, "categorie" },
  { COLUMN_CATEGORY, ORCH_IMPORT_SERVICES, "category" },
  { COLUMN_DURATION, ORCH_IMPORT_SERVICES, "duree" },
  { COLUMN_DURATION, ORCH_IMPORT_SERVICES, "duree (minutes)" },
  { COLUMN_DURATION, ORCH_IMPORT_SERVICES, "duration" },
  { COLUMN_DURATION, ORCH_IMPORT_SERVICES, "duration (minutes)" },
  { COLUMN_DURATION, ORCH_IMPORT_SERVICES, "minutes" },
};

static gboolean
find_columns (const char *const *cells, OrchImportKind kind, int columns[N_COLUMNS])
{
  for (guint i = 0; i < N_COLUMNS; i++)
    columns[i] = -1;

  for (guint i = 0; cells[i] != NULL; i++)
    {
      g_autofree char *folded = orch_text_fold (cells[i]);

      for (guint h = 0; h < G_N_ELEMENTS (headings); h++)
        if (headings[h].kind == kind && columns[headings[h].column] < 0 && g_str_equal (folded, headings[h].heading))
          {
            columns[headings[h].column] = i;
            break;
          }
    }

  if (kind == ORCH_IMPORT_STAFF)
    return columns[COLUMN_FAMILY] >= 0 && columns[COLUMN_LICENCE] >= 0;
  return columns[COLUMN_NAME] >= 0 && columns[COLUMN_DURATION] >= 0;
}

static const char *
get_cell (const char *const *cells, const int columns[N_COLUMNS], Column column)
{
  if (columns[column] < 0 || columns[column] >= (int) g_strv_length ((char **) cells))
    return NULL;

  const char *text = cells[columns[column]];
  return text[0] != '\0' ? text : NULL;
}

static void
add_bad (OrchCsvImport *self, guint line, OrchCsvFault fault, const char *text)
{
  OrchCsvBadRow row = { .line = line,
                        .fault = fault,
                        .text = g_string_chunk_insert (self->texts, text != NULL ? text : "") };

  g_array_append_val (self->bad, row);
}

/* What to show of a row without a value at fault: the first cell that says something. */
static const char *
first_text (const char *const *cells)
{
  for (guint i = 0; cells[i] != NULL; i++)
    if (cells[i][0] != '\0')
      return cells[i];
  return NULL;
}

static void
add_staff (OrchCsvImport *self, const char *const *cells, const int columns[N_COLUMNS], guint line, GHashTable *seen)
{
  const char *family = get_cell (cells, columns, COLUMN_FAMILY);
  const char *licence = get_cell (cells, columns, COLUMN_LICENCE);
  g_autofree char *id = NULL;

  if (family == NULL)
    {
      add_bad (self, line, ORCH_CSV_NO_NAME, first_text (cells));
      return;
    }
  if (licence == NULL)
    {
      add_bad (self, line, ORCH_CSV_NO_LICENCE, first_text (cells));
      return;
    }
  if (!g_hash_table_add (seen, orch_text_fold (licence)))
    {
      add_bad (self, line, ORCH_CSV_LICENCE_TWICE, licence);
      return;
    }

  id = g_uuid_string_random ();
  g_ptr_array_add (self->good, orch_staff_member_new (&(OrchStaffMemberFields) {
                                   .id = id,
                                   .family = family,
                                   .given = get_cell (cells, columns, COLUMN_GIVEN),
                                   .prefix = get_cell (cells, columns, COLUMN_PREFIX),
                                   .licence = licence,
                                   .profession = get_cell (cells, columns, COLUMN_PROFESSION),
                                   .speciality = get_cell (cells, columns, COLUMN_SPECIALITY),
                                   .phone = get_cell (cells, columns, COLUMN_PHONE),
                                   .email = get_cell (cells, columns, COLUMN_EMAIL),
                                   .bookable = TRUE,
                                   .active = TRUE,
                                   .origin = ORCH_ORIGIN_HAND,
                               }));
}

static void
add_service (OrchCsvImport *self, const char *const *cells, const int columns[N_COLUMNS], guint line, GHashTable *seen)
{
  const char *name = get_cell (cells, columns, COLUMN_NAME);
  const char *duration = get_cell (cells, columns, COLUMN_DURATION);
  g_autofree char *id = NULL;
  guint64 minutes = 0;

  if (name == NULL)
    {
      add_bad (self, line, ORCH_CSV_NO_NAME, first_text (cells));
      return;
    }
  if (duration == NULL ||
      !g_ascii_string_to_unsigned (duration, 10, ORCH_SERVICE_DURATION_MIN, ORCH_SERVICE_DURATION_MAX, &minutes, NULL))
    {
      add_bad (self, line, ORCH_CSV_BAD_DURATION, duration != NULL ? duration : first_text (cells));
      return;
    }
  if (!g_hash_table_add (seen, orch_text_fold (name)))
    {
      add_bad (self, line, ORCH_CSV_NAME_TWICE, name);
      return;
    }

  id = g_uuid_string_random ();
  g_ptr_array_add (self->good, orch_service_new (&(OrchServiceFields) {
                                   .id = id,
                                   .name = name,
                                   .name_en = get_cell (cells, columns, COLUMN_NAME_EN),
                                   .category = get_cell (cells, columns, COLUMN_CATEGORY),
                                   .duration_minutes = (int) minutes,
                                   .to_define = TRUE,
                                   .origin = ORCH_ORIGIN_HAND,
                               }));
}

static OrchCsvReader *
new_reader (GBytes *bytes, GError **error)
{
  OrchCsvRefusal refusal = ORCH_CSV_READABLE;
  OrchCsvReader *reader = NULL;

  if (g_bytes_get_size (bytes) > ORCH_CSV_MAX_BYTES)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("It is larger than 8 MB."));
      return NULL;
    }
  reader = orch_csv_reader_new (bytes, '\0', &refusal);
  if (reader == NULL)
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID,
                         refusal == ORCH_CSV_NOT_TEXT ? _ ("It is not a text file.")
                                                      : _ ("It is empty, or is not a text file."));
  return reader;
}

static void
orch_csv_import_finalize (GObject *object)
{
  OrchCsvImport *self = ORCH_CSV_IMPORT (object);

  g_clear_pointer (&self->good, g_ptr_array_unref);
  g_clear_pointer (&self->bad, g_array_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  G_OBJECT_CLASS (orch_csv_import_parent_class)->finalize (object);
}

static void
orch_csv_import_class_init (OrchCsvImportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_csv_import_finalize;
}

static void
orch_csv_import_init (OrchCsvImport *self)
{
  self->good = g_ptr_array_new_with_free_func (g_object_unref);
  self->bad = g_array_new (FALSE, FALSE, sizeof (OrchCsvBadRow));
  self->texts = g_string_chunk_new (1024);
}

OrchCsvImport *
orch_csv_import_parse (GBytes *bytes, OrchImportKind kind, GError **error)
{
  g_autoptr (OrchCsvImport) self = NULL;
  g_autoptr (OrchCsvReader) reader = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *const *cells = NULL;
  int columns[N_COLUMNS];

  g_return_val_if_fail (bytes != NULL, NULL);

  reader = new_reader (bytes, error);
  if (reader == NULL)
    return NULL;

  cells = orch_csv_reader_next (reader);
  if (cells == NULL || !find_columns (cells, kind, columns))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID,
                           kind == ORCH_IMPORT_STAFF
                               ? _ ("Its first line must name the columns: nom, prénom, permis (or: family name, first "
                                    "name, licence).")
                               : _ ("Its first line must name the columns: nom, durée (or: name, duration)."));
      return NULL;
    }

  self = g_object_new (ORCH_TYPE_CSV_IMPORT, NULL);
  while ((cells = orch_csv_reader_next (reader)) != NULL)
    {
      const char *first = orch_csv_reader_get_first (reader);
      const guint line = orch_csv_reader_get_line (reader);

      /* Spreadsheets write the separators of empty rows too. */
      if (first == NULL && orch_csv_reader_is_closed (reader))
        continue;
      if (self->good->len + self->bad->len >= ORCH_CSV_MAX_ROWS)
        {
          /* translators: of a file */
          g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("It has more than %d rows."), ORCH_CSV_MAX_ROWS);
          return NULL;
        }
      if (!orch_csv_reader_is_closed (reader))
        add_bad (self, line, ORCH_CSV_BAD_QUOTES, first);
      else if (orch_csv_reader_get_n_cells (reader) < 2)
        add_bad (self, line, ORCH_CSV_TOO_FEW_COLUMNS, first);
      else if (kind == ORCH_IMPORT_STAFF)
        add_staff (self, cells, columns, line, seen);
      else
        add_service (self, cells, columns, line, seen);
    }
  return g_steal_pointer (&self);
}

GPtrArray *
orch_csv_import_get_good (OrchCsvImport *self)
{
  g_return_val_if_fail (ORCH_IS_CSV_IMPORT (self), NULL);

  return self->good;
}

const OrchCsvBadRow *
orch_csv_import_get_bad (OrchCsvImport *self, guint *n)
{
  g_return_val_if_fail (ORCH_IS_CSV_IMPORT (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);

  *n = self->bad->len;
  return (const OrchCsvBadRow *) (void *) self->bad->data;
}
