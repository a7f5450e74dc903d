/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-file-content.h.
 */
#include "orch-file-content.h"

#include <string.h>

#include "orch-appointment.h"
#include "orch-department.h"
#include "orch-nam.h"
#include "orch-patient.h"
#include "orch-text.h"

#define ID_DIGITS 24
#define MINUTE_US ((gint64) 60 * G_USEC_PER_SEC)
/* What would last longer has an end that is not its own. */
#define LONGEST_US (24 * 60 * MINUTE_US)

struct _OrchFileContent
{
  GObject parent_instance;

  /* owned */
  GPtrArray *records;
  GPtrArray *patients;
  GPtrArray *departments;
  GArray *faults; /* OrchFileFault; texts belong to @texts */
  GStringChunk *texts;

  OrchFileKind kind;
  OrchCsvEncoding encoding;
  guint n_rows;
  guint n_left_out;
  gint64 first_us;
  gint64 last_us;
};

G_DEFINE_FINAL_TYPE (OrchFileContent, orch_file_content, G_TYPE_OBJECT)

/* A row being read. */
typedef struct
{
  OrchFileContent *content;
  OrchFileMap *map;
  OrchFileDirectory *directory; /* (nullable) */
  GHashTable *ids;              /* of appointments: already used */
  GHashTable *people;           /* ids of patients, of departments: already read */
  const char *const *cells;
  guint n_cells;
  guint line;
  const char *first;
  int places[ORCH_FILE_N_FIELDS];
} Row;

/* --- values --------------------------------------------------------------------------------------- */

/* Returns: (transfer none) (nullable) */
static const char *
get (const Row *row, OrchFileField field)
{
  const int place = row->places[field];

  if (place < 0 || place >= (int) row->n_cells || row->cells[place][0] == '\0')
    return NULL;
  return row->cells[place];
}

static void
tell (Row *row, OrchFileProblem problem, OrchFileField field, gboolean left_out)
{
  const char *text = get (row, field);
  const OrchFileFault fault = {
    .line = row->line,
    .problem = problem,
    .field = field,
    .left_out = left_out,
    .text = g_string_chunk_insert (row->content->texts, text != NULL         ? text
                                                        : row->first != NULL ? row->first
                                                                             : ""),
  };

  g_array_append_val (row->content->faults, fault);
  row->content->n_left_out += left_out;
}

/* Returns: (transfer full): the digest of what identifies; the same for the same words, however they are accented */
static char *
derive_id (const char *of, ...)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *digest = NULL;
  va_list words;

  g_checksum_update (checksum, (const guchar *) of, -1);
  va_start (words, of);
  for (const char *word = va_arg (words, const char *); word != NULL; word = va_arg (words, const char *))
    {
      g_autofree char *folded = orch_text_fold (word);

      g_checksum_update (checksum, (const guchar *) "|", 1);
      g_checksum_update (checksum, (const guchar *) folded, -1);
    }
  va_end (words);
  digest = g_strndup (g_checksum_get_string (checksum), ID_DIGITS);
  return g_strconcat ("d", digest, NULL);
}

/* "Tremblay, Alice", where the two are in one column. */
static void
read_names (const Row *row, char **family, char **given)
{
  const char *whole = get (row, ORCH_FILE_NAME);
  const char *comma = whole != NULL ? strchr (whole, ',') : NULL;

  *family = g_strdup (get (row, ORCH_FILE_FAMILY));
  *given = g_strdup (get (row, ORCH_FILE_GIVEN));
  if (*family != NULL || whole == NULL)
    return;
  *family = comma != NULL ? g_strstrip (g_strndup (whole, (gsize) (comma - whole))) : g_strdup (whole);
  if (comma != NULL && *given == NULL)
    *given = g_strstrip (g_strdup (comma + 1));
}

static const char *
or_nothing (const char *text)
{
  return text != NULL ? text : "";
}

/* --- one of each kind ------------------------------------------------------------------------------ */

static void
add_department (Row *row, const char *name)
{
  if (g_hash_table_add (row->people, orch_text_fold (name)))
    g_ptr_array_add (row->content->departments, orch_department_new (&(OrchDepartmentFields) {
                                                    .emr_id = name, .name = name, .origin = ORCH_ORIGIN_EMR }));
}

static void
read_member (Row *row)
{
  const char *id = get (row, ORCH_FILE_ID);
  const char *licence = get (row, ORCH_FILE_LICENCE);
  const char *department = get (row, ORCH_FILE_DEPARTMENT);
  const char *const departments[] = { department, NULL };
  const gboolean active = orch_file_is_true (get (row, ORCH_FILE_ACTIVE), TRUE);
  g_autofree char *family = NULL;
  g_autofree char *given = NULL;
  g_autofree char *derived = NULL;

  read_names (row, &family, &given);
  if (id == NULL && licence == NULL && family == NULL)
    {
      tell (row, ORCH_FILE_NO_VALUE, ORCH_FILE_FAMILY, TRUE);
      return;
    }
  if (id == NULL)
    derived = licence != NULL ? derive_id ("licence", licence, NULL)
                              : derive_id ("person", or_nothing (family), or_nothing (given), NULL);
  if (department != NULL)
    add_department (row, department);
  g_ptr_array_add (row->content->records, orch_staff_member_new (&(OrchStaffMemberFields) {
                                              .emr_id = id != NULL ? id : derived,
                                              .family = family,
                                              .given = given,
                                              .prefix = get (row, ORCH_FILE_PREFIX),
                                              .licence = licence,
                                              .profession = get (row, ORCH_FILE_PROFESSION),
                                              .speciality = get (row, ORCH_FILE_SPECIALITY),
                                              .phone = get (row, ORCH_FILE_PHONE),
                                              .email = get (row, ORCH_FILE_EMAIL),
                                              .department_emr_ids = department != NULL ? departments : NULL,
                                              .bookable = active,
                                              .active = active,
                                              .origin = ORCH_ORIGIN_EMR,
                                          }));
}

static void
read_service (Row *row)
{
  const char *id = get (row, ORCH_FILE_ID);
  const char *name = get (row, ORCH_FILE_NAME);
  const char *name_en = get (row, ORCH_FILE_NAME_EN);
  const char *minutes_text = get (row, ORCH_FILE_MINUTES);
  const int minutes = orch_file_read_minutes (minutes_text);
  g_autofree char *derived = NULL;

  if (name == NULL && name_en == NULL && id == NULL)
    {
      tell (row, ORCH_FILE_NO_VALUE, ORCH_FILE_NAME, TRUE);
      return;
    }
  /* One that is no longer used is not offered: as one that is not there. */
  if (!orch_file_is_true (get (row, ORCH_FILE_ACTIVE), TRUE))
    return;
  if (minutes == 0 && minutes_text != NULL)
    tell (row, ORCH_FILE_BAD_MINUTES, ORCH_FILE_MINUTES, FALSE);
  if (id == NULL)
    derived = derive_id ("service", name != NULL ? name : name_en, NULL);
  g_ptr_array_add (row->content->records, orch_service_new (&(OrchServiceFields) {
                                              .emr_id = id != NULL ? id : derived,
                                              .name = name != NULL ? name : name_en,
                                              .name_en = name != NULL ? name_en : NULL,
                                              .category = get (row, ORCH_FILE_CATEGORY),
                                              .duration_minutes = minutes,
                                              .to_define = TRUE,
                                              .origin = ORCH_ORIGIN_EMR,
                                          }));
}

/* Returns: (transfer full) (nullable): the id of the row's patient; @is_free: (out): whether nobody is named at all */
static char *
read_patient (Row *row, gboolean *is_free)
{
  const char *nam_text = get (row, ORCH_FILE_NAM);
  const char *birth_text = get (row, ORCH_FILE_BIRTH_DATE);
  g_autofree char *family = NULL;
  g_autofree char *given = NULL;
  g_autofree char *nam = NULL;
  g_autofree char *birth = orch_file_dup_day (birth_text, orch_file_map_get_days (row->map));
  g_autofree char *id = g_strdup (get (row, ORCH_FILE_PATIENT));

  read_names (row, &family, &given);
  *is_free = id == NULL && family == NULL && given == NULL && nam_text == NULL;
  if (*is_free)
    return NULL;
  if (nam_text != NULL && (orch_nam_check (nam_text, NULL, NULL, NULL, 0) & ORCH_NAM_MALFORMED) == 0)
    nam = orch_nam_normalize (nam_text);
  else if (nam_text != NULL)
    tell (row, ORCH_FILE_BAD_NAM, ORCH_FILE_NAM, FALSE);
  if (birth_text != NULL && birth == NULL)
    tell (row, ORCH_FILE_BAD_DAY, ORCH_FILE_BIRTH_DATE, FALSE);
  if (id == NULL)
    id = nam != NULL ? derive_id ("nam", nam, NULL)
                     : derive_id ("patient", or_nothing (family), or_nothing (given), or_nothing (birth), NULL);
  if ((family != NULL || given != NULL || nam != NULL) && g_hash_table_add (row->people, g_strdup (id)))
    g_ptr_array_add (row->content->patients, orch_patient_new (&(OrchPatientFields) {
                                                 .emr_id = id,
                                                 .family = family,
                                                 .given = given,
                                                 .birth_date = birth,
                                                 .sex = orch_file_get_sex (get (row, ORCH_FILE_SEX)),
                                                 .nam = nam,
                                                 .phone = get (row, ORCH_FILE_PHONE),
                                                 .email = get (row, ORCH_FILE_EMAIL),
                                             }));
  return g_steal_pointer (&id);
}

/* Returns: whether the row says when the appointment begins */
static gboolean
read_start (Row *row, gint64 *start_us)
{
  gboolean bad_day = FALSE;

  if (orch_file_read_moment (get (row, ORCH_FILE_DATE), get (row, ORCH_FILE_START), orch_file_map_get_days (row->map),
                             start_us, &bad_day))
    return TRUE;
  if (get (row, ORCH_FILE_START) == NULL)
    tell (row, ORCH_FILE_NO_VALUE, ORCH_FILE_START, TRUE);
  else if (bad_day && row->places[ORCH_FILE_DATE] >= 0)
    tell (row, get (row, ORCH_FILE_DATE) != NULL ? ORCH_FILE_BAD_DAY : ORCH_FILE_NO_VALUE, ORCH_FILE_DATE, TRUE);
  else
    tell (row, bad_day ? ORCH_FILE_BAD_DAY : ORCH_FILE_BAD_TIME, ORCH_FILE_START, TRUE);
  return FALSE;
}

/* The end, the minutes, or those of the service. */
static gint64
read_end (Row *row, gint64 start_us, OrchService *service)
{
  const char *end_text = get (row, ORCH_FILE_END);
  const char *minutes_text = get (row, ORCH_FILE_MINUTES);
  g_autofree char *day = NULL;
  int minutes = orch_file_read_minutes (minutes_text);
  gint64 end_us = 0;
  gboolean bad_day = FALSE;

  if (end_text != NULL)
    {
      /* Where the day stands with the start, the end has the same one. */
      const char *start_text = get (row, ORCH_FILE_START);

      day = g_strdup (get (row, ORCH_FILE_DATE) != NULL ? get (row, ORCH_FILE_DATE) : start_text);
      if (orch_file_read_moment (day, end_text, orch_file_map_get_days (row->map), &end_us, &bad_day) &&
          end_us > start_us && end_us - start_us <= LONGEST_US)
        return end_us;
      tell (row, ORCH_FILE_BAD_TIME, ORCH_FILE_END, FALSE);
    }
  if (minutes == 0 && minutes_text != NULL)
    tell (row, ORCH_FILE_BAD_MINUTES, ORCH_FILE_MINUTES, FALSE);
  if (minutes == 0 && service != NULL)
    minutes = orch_service_get_fields (service)->duration_minutes;
  return start_us + MIN (minutes * MINUTE_US, LONGEST_US);
}

static void
read_appointment (Row *row)
{
  const char *staff_text = get (row, ORCH_FILE_STAFF_MEMBER);
  const char *service_text = get (row, ORCH_FILE_SERVICE);
  const char *status = orch_file_get_status (get (row, ORCH_FILE_STATUS));
  const char *staff = NULL;
  OrchService *service = NULL;
  g_autofree char *patient = NULL;
  g_autofree char *id = g_strdup (get (row, ORCH_FILE_ID));
  gint64 start_us = 0;
  gint64 end_us = 0;
  gboolean is_free = FALSE;

  patient = read_patient (row, &is_free);
  /* Time that is kept free of patients. */
  if (is_free && (row->places[ORCH_FILE_PATIENT] >= 0 || row->places[ORCH_FILE_FAMILY] >= 0 ||
                  row->places[ORCH_FILE_NAME] >= 0 || row->places[ORCH_FILE_NAM] >= 0))
    return;
  if (!read_start (row, &start_us))
    return;
  if (row->directory != NULL && staff_text != NULL)
    staff = orch_file_directory_find_staff (row->directory, staff_text);
  if (row->directory != NULL && service_text != NULL)
    service = orch_file_directory_find_service (row->directory, service_text);
  if (staff_text == NULL)
    tell (row, ORCH_FILE_NO_VALUE, ORCH_FILE_STAFF_MEMBER, FALSE);
  else if (row->directory != NULL && staff == NULL)
    tell (row, ORCH_FILE_UNKNOWN_STAFF, ORCH_FILE_STAFF_MEMBER, FALSE);
  if (row->directory != NULL && service_text != NULL && service == NULL)
    tell (row, ORCH_FILE_UNKNOWN_SERVICE, ORCH_FILE_SERVICE, FALSE);
  if (status == NULL)
    tell (row, ORCH_FILE_UNKNOWN_STATUS, ORCH_FILE_STATUS, FALSE);
  if (id == NULL)
    {
      g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, start_us);

      id = derive_id ("appointment", or_nothing (staff != NULL ? staff : staff_text), start, or_nothing (patient),
                      or_nothing (service_text), NULL);
    }
  if (!g_hash_table_add (row->ids, g_strdup (id)))
    {
      tell (row, ORCH_FILE_TWICE, row->places[ORCH_FILE_ID] >= 0 ? ORCH_FILE_ID : ORCH_FILE_START, TRUE);
      return;
    }
  end_us = read_end (row, start_us, service);
  if (row->content->records->len == 0 || start_us < row->content->first_us)
    row->content->first_us = start_us;
  if (row->content->records->len == 0 || start_us > row->content->last_us)
    row->content->last_us = start_us;
  g_ptr_array_add (
      row->content->records,
      orch_appointment_new (&(OrchAppointmentFields) {
          .emr_id = id,
          .source = "emr",
          /* An appointment whose state nobody understands takes place, until somebody says that it does not. */
          .status = status != NULL ? status : "booked",
          .start_us = start_us,
          .end_us = end_us,
          .service_emr_id = service != NULL ? orch_service_get_fields (service)->emr_id : NULL,
          .staff_emr_id = staff,
          .patient_emr_id = patient,
          .location_emr_id = get (row, ORCH_FILE_LOCATION),
      }));
}

/* --- the file ---------------------------------------------------------------------------------------- */

static guint
count_headings (const char *const *header)
{
  guint n = 0;

  for (guint i = 0; header != NULL && header[i] != NULL; i++)
    n += header[i][0] != '\0';
  return n;
}

static OrchFileRefusal
read_rows (OrchFileContent *self, OrchCsvReader *reader, Row *row, guint width, char **detail)
{
  while ((row->cells = orch_csv_reader_next (reader)) != NULL)
    {
      row->n_cells = orch_csv_reader_get_n_cells (reader);
      row->line = orch_csv_reader_get_line (reader);
      row->first = orch_csv_reader_get_first (reader);
      if (!orch_csv_reader_is_closed (reader) ||
          (!orch_csv_reader_ends_line (reader) && row->first != NULL && row->n_cells < width))
        {
          *detail = g_strdup_printf ("%u", row->line);
          return ORCH_FILE_CUT;
        }
      /* Spreadsheets write the separators of empty rows too. */
      if (row->first == NULL)
        continue;
      if (++self->n_rows > ORCH_FILE_MAX_ROWS)
        return ORCH_FILE_TOO_MANY_ROWS;
      switch (self->kind)
        {
        case ORCH_FILE_STAFF:
          read_member (row);
          break;
        case ORCH_FILE_SERVICES:
          read_service (row);
          break;
        case ORCH_FILE_APPOINTMENTS:
        default:
          read_appointment (row);
        }
    }
  return ORCH_FILE_READ;
}

static void
orch_file_content_finalize (GObject *object)
{
  OrchFileContent *self = ORCH_FILE_CONTENT (object);

  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->patients, g_ptr_array_unref);
  g_clear_pointer (&self->departments, g_ptr_array_unref);
  g_clear_pointer (&self->faults, g_array_unref);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  G_OBJECT_CLASS (orch_file_content_parent_class)->finalize (object);
}

static void
orch_file_content_class_init (OrchFileContentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_file_content_finalize;
}

static void
orch_file_content_init (OrchFileContent *self)
{
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->patients = g_ptr_array_new_with_free_func (g_object_unref);
  self->departments = g_ptr_array_new_with_free_func (g_object_unref);
  self->faults = g_array_new (FALSE, FALSE, sizeof (OrchFileFault));
  self->texts = g_string_chunk_new (1024);
}

OrchFileContent *
orch_file_content_read (GBytes *bytes, OrchFileMap *map, OrchFileDirectory *directory, OrchFileRefusal *refusal,
                        char **detail)
{
  g_autoptr (OrchFileContent) self = NULL;
  g_autoptr (OrchCsvReader) reader = NULL;
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *const *header = NULL;
  const char *missing = NULL;
  OrchCsvRefusal unreadable = ORCH_CSV_READABLE;
  Row row = { 0 };
  guint width = 0;

  g_return_val_if_fail (bytes != NULL && ORCH_IS_FILE_MAP (map), NULL);
  g_return_val_if_fail (refusal != NULL && detail != NULL, NULL);

  *detail = NULL;
  *refusal = ORCH_FILE_TOO_LARGE;
  if (g_bytes_get_size (bytes) > ORCH_FILE_MAX_BYTES)
    return NULL;
  *refusal = ORCH_FILE_NO_TEXT;
  reader = orch_csv_reader_new (bytes, orch_file_map_get_separator (map), &unreadable);
  if (reader == NULL)
    return NULL;
  *refusal = ORCH_FILE_NO_HEADER;
  header = orch_csv_reader_next (reader);
  width = orch_csv_reader_get_n_cells (reader);
  if (count_headings (header) == 0)
    return NULL;
  self = g_object_new (ORCH_TYPE_FILE_CONTENT, NULL);
  self->kind = orch_file_map_get_kind (map);
  self->encoding = orch_csv_reader_get_encoding (reader);
  row = (Row) { .content = self, .map = map, .directory = directory, .ids = ids, .people = people };
  missing = orch_file_map_find_places (map, header, row.places);
  if (missing != NULL)
    {
      *refusal = ORCH_FILE_NO_COLUMN;
      *detail = g_strdup (missing);
      return NULL;
    }
  *refusal = read_rows (self, reader, &row, width, detail);
  return *refusal == ORCH_FILE_READ ? g_steal_pointer (&self) : NULL;
}

OrchFileKind
orch_file_content_get_kind (OrchFileContent *self)
{
  g_return_val_if_fail (ORCH_IS_FILE_CONTENT (self), ORCH_FILE_STAFF);
  return self->kind;
}

GPtrArray *
orch_file_content_get_records (OrchFileContent *self)
{
  g_return_val_if_fail (ORCH_IS_FILE_CONTENT (self), NULL);
  return self->records;
}

GPtrArray *
orch_file_content_get_patients (OrchFileContent *self)
{
  g_return_val_if_fail (ORCH_IS_FILE_CONTENT (self), NULL);
  return self->patients;
}

GPtrArray *
orch_file_content_get_departments (OrchFileContent *self)
{
  g_return_val_if_fail (ORCH_IS_FILE_CONTENT (self), NULL);
  return self->departments;
}

const OrchFileFault *
orch_file_content_get_faults (OrchFileContent *self, guint *n)
{
  g_return_val_if_fail (ORCH_IS_FILE_CONTENT (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);

  *n = self->faults->len;
  return (const OrchFileFault *) (void *) self->faults->data;
}

guint
orch_file_content_get_n_rows (OrchFileContent *self)
{
  g_return_val_if_fail (ORCH_IS_FILE_CONTENT (self), 0);
  return self->n_rows;
}

guint
orch_file_content_get_n_left_out (OrchFileContent *self)
{
  g_return_val_if_fail (ORCH_IS_FILE_CONTENT (self), 0);
  return self->n_left_out;
}

OrchCsvEncoding
orch_file_content_get_encoding (OrchFileContent *self)
{
  g_return_val_if_fail (ORCH_IS_FILE_CONTENT (self), ORCH_CSV_UTF_8);
  return self->encoding;
}

gboolean
orch_file_content_get_span (OrchFileContent *self, gint64 *first_us, gint64 *last_us)
{
  g_return_val_if_fail (ORCH_IS_FILE_CONTENT (self), FALSE);
  g_return_val_if_fail (first_us != NULL && last_us != NULL, FALSE);

  *first_us = self->first_us;
  *last_us = self->last_us;
  return self->kind == ORCH_FILE_APPOINTMENTS && self->records->len > 0;
}
