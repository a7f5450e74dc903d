/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-file.h.
 */
#include "orch-emr-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-patient.h"
#include "orch-emr-private.h"
#include "orch-file-folder.h"
#include "orch-file-known.h"

#define ROWS_A_PAGE 500

struct _OrchEmrFile
{
  OrchEmr parent_instance;

  /* owned */
  GKeyFile *known;
  OrchFileContent *contents[ORCH_FILE_N_KINDS]; /* (nullable) until read */
};

G_DEFINE_FINAL_TYPE (OrchEmrFile, orch_emr_file, ORCH_TYPE_EMR)

static const char *const fields[] = { "staff-file", "services-file", "appointments-file" };
G_STATIC_ASSERT (G_N_ELEMENTS (fields) == ORCH_FILE_N_KINDS);

/* --- reading a file --------------------------------------------------------------------------- */

typedef struct
{
  GBytes *bytes;
  OrchFileMap *map;
  OrchFileDirectory *directory; /* (nullable) */
  char *path;
} Parse;

static void
parse_free (gpointer data)
{
  Parse *self = data;

  g_bytes_unref (self->bytes);
  g_object_unref (self->map);
  g_clear_object (&self->directory);
  g_free (self->path);
  g_free (self);
}

static GError *
new_refusal (OrchFileRefusal refusal, const char *path, const char *detail)
{
  switch (refusal)
    {
    case ORCH_FILE_TOO_LARGE:
    case ORCH_FILE_TOO_MANY_ROWS:
      return g_error_new (ORCH_ERROR, ORCH_ERROR_FILE,
                          /* translators: the path of a file; a number of rows */
                          _ ("%s has more than %'d rows. Export fewer days at once."), path, ORCH_FILE_MAX_ROWS);
    case ORCH_FILE_NO_TEXT:
      return g_error_new (ORCH_ERROR, ORCH_ERROR_FILE,
                          /* translators: %s is the path of a file */
                          _ ("%s is empty, or is not a CSV file. Export it again from the EMR, as CSV."), path);
    case ORCH_FILE_NO_HEADER:
      return g_error_new (ORCH_ERROR, ORCH_ERROR_FILE,
                          /* translators: %s is the path of a file */
                          _ ("The first line of %s names no columns. Export it again from the EMR, with the titles of "
                             "the columns."),
                          path);
    case ORCH_FILE_NO_COLUMN:
      return g_error_new (
          ORCH_ERROR, ORCH_ERROR_FILE,
          /* translators: the path of a file; the title of a column */
          _ ("%s no longer has the column “%s”. Choose its columns again in the connection to the EMR, or "
             "export it as before."),
          path, detail);
    case ORCH_FILE_CUT:
    case ORCH_FILE_READ:
    default:
      return g_error_new (ORCH_ERROR, ORCH_ERROR_FILE,
                          /* translators: the path of a file; the number of a line */
                          _ ("%s ends in the middle of line %s: it is half written, or a quotation mark is missing. "
                             "Export it again from the EMR."),
                          path, detail);
    }
}

static DexFuture *
parse_fiber (gpointer data)
{
  Parse *self = data;
  OrchFileRefusal refusal = ORCH_FILE_READ;
  g_autofree char *detail = NULL;
  OrchFileContent *content = orch_file_content_read (self->bytes, self->map, self->directory, &refusal, &detail);

  if (content == NULL)
    return dex_future_new_for_error (new_refusal (refusal, self->path, detail));
  return dex_future_new_take_object (content);
}

/* Returns: (transfer full) (nullable): %NULL without @error: the form names no such file */
static OrchFileMap *
dup_map (OrchEmrFile *self, OrchFileKind kind, GError **error)
{
  const char *text = orch_emr_get_value (ORCH_EMR (self), fields[kind]);
  OrchFileMap *map = orch_file_map_parse (kind, text);

  if (map == NULL && (text != NULL || kind != ORCH_FILE_APPOINTMENTS))
    g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, fields[kind]);
  return map;
}

static OrchFileContent *await_content (OrchEmrFile *self, OrchFileKind kind, GError **error);

/* Awaits. Whom and what appointments name. Returns: (transfer full) (nullable) */
static OrchFileDirectory *
await_directory (OrchEmrFile *self, GError **error)
{
  OrchFileContent *staff = await_content (self, ORCH_FILE_STAFF, error);
  OrchFileContent *services = staff != NULL ? await_content (self, ORCH_FILE_SERVICES, error) : NULL;

  if (services == NULL)
    return NULL;
  return orch_file_directory_new (orch_file_content_get_records (staff), orch_file_content_get_records (services));
}

/* Awaits. Each state of a file is read once. Returns: (transfer none) (nullable): %NULL without @error: the form names no such file */
static OrchFileContent *
await_content (OrchEmrFile *self, OrchFileKind kind, GError **error)
{
  const char *folder = orch_emr_get_value (ORCH_EMR (self), "folder");
  g_autoptr (OrchFileMap) map = NULL;
  g_autoptr (OrchFolderFile) file = NULL;
  g_autoptr (OrchFileDirectory) directory = NULL;
  g_autoptr (OrchFileContent) content = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *mark = NULL;
  GError *local_error = NULL;
  Parse *parse = NULL;

  if (folder == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "folder");
      return NULL;
    }
  map = dup_map (self, kind, error);
  if (map == NULL)
    return NULL;
  /* What a reading began with, it ends with: a newer file is of the next run. */
  if (self->contents[kind] != NULL)
    return self->contents[kind];
  if (kind == ORCH_FILE_APPOINTMENTS)
    {
      directory = await_directory (self, &local_error);
      if (directory == NULL)
        {
          g_propagate_error (error, local_error);
          return NULL;
        }
    }
  file = orch_file_folder_await_newest (folder, map, error);
  bytes = file != NULL
              ? orch_file_folder_await_contents (folder, &file, orch_emr_get_cancellable (ORCH_EMR (self)), error)
              : NULL;
  if (bytes == NULL)
    return NULL;
  parse = g_new0 (Parse, 1);
  parse->bytes = g_bytes_ref (bytes);
  parse->map = g_object_ref (map);
  parse->directory = directory != NULL ? g_object_ref (directory) : NULL;
  parse->path = g_build_filename (folder, file->name, NULL);
  content = dex_await_object (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, parse_fiber, parse,
                                                   parse_free),
                              error);
  if (content == NULL)
    return NULL;
  mark = orch_folder_file_dup_mark (file);
  if (!orch_file_known_take (self->known, kind, file->name, mark, content, error))
    return NULL;
  if (self->contents[kind] == NULL)
    self->contents[kind] = g_steal_pointer (&content);
  return self->contents[kind];
}

/* --- pages -------------------------------------------------------------------------------------- */

typedef struct
{
  OrchEmrFile *emr;
  OrchFileKind kind;
  OrchEmrWindow window;
  GHashTable *patients; /* (nullable): ids of those who are asked for */
  GPtrArray *records;   /* (nullable) until read: what comes, of all pages */
  guint next;
} Reading;

static void
reading_clear (gpointer data)
{
  Reading *self = data;

  g_clear_object (&self->emr);
  g_clear_pointer (&self->patients, g_hash_table_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
}

static void
reading_unref (gpointer data)
{
  g_rc_box_release_full (data, reading_clear);
}

static gboolean
is_wanted (const Reading *self, GObject *record)
{
  if (self->patients != NULL)
    return g_hash_table_contains (self->patients, orch_patient_get_fields (ORCH_PATIENT (record))->emr_id);
  if (self->kind == ORCH_FILE_APPOINTMENTS)
    {
      const gint64 start_us = orch_appointment_get_fields (ORCH_APPOINTMENT (record))->start_us;

      return start_us >= self->window.from_us && (self->window.to_us == 0 || start_us < self->window.to_us);
    }
  return TRUE;
}

/* Rows that could not be read, for the list of conflicts. Their words are for a person who looks into the file. */
static GPtrArray *
list_unreadable (OrchFileContent *content)
{
  GPtrArray *unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
  guint n = 0;
  const OrchFileFault *faults = orch_file_content_get_faults (content, &n);

  for (guint i = 0; i < n; i++)
    if (faults[i].left_out)
      {
        orch_emr_unreadable_add (unreadable, faults[i].text, NULL, orch_file_field_get_nick (faults[i].field));
        /* Its line, as an editor counts them. */
        orch_emr_unreadable_place (unreadable, faults[i].line);
      }
  return unreadable;
}

/* Awaits. */
static gboolean
begin (Reading *self, GPtrArray **unreadable, GError **error)
{
  GError *local_error = NULL;
  OrchFileContent *content = NULL;
  GPtrArray *all = NULL;

  if (self->records != NULL)
    return TRUE;
  content = await_content (self->emr, self->kind, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  if (content == NULL)
    return TRUE;
  all = self->patients != NULL ? orch_file_content_get_patients (content) : orch_file_content_get_records (content);
  for (guint i = 0; i < all->len; i++)
    if (is_wanted (self, g_ptr_array_index (all, i)))
      g_ptr_array_add (self->records, g_object_ref (g_ptr_array_index (all, i)));
  if (self->patients == NULL)
    *unreadable = list_unreadable (content);
  return TRUE;
}

static DexFuture *
next_fiber (gpointer data)
{
  Reading *self = data;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *unreadable = NULL;
  OrchEmrPage *page = NULL;
  GError *error = NULL;

  if (!begin (self, &unreadable, &error))
    return dex_future_new_for_error (error);
  for (; self->next < self->records->len && records->len < ROWS_A_PAGE; self->next++)
    g_ptr_array_add (records, g_object_ref (g_ptr_array_index (self->records, self->next)));
  page =
      orch_emr_page_new (g_steal_pointer (&records), unreadable, self->records->len, self->next == self->records->len);
  /* The clock of the files is ours. */
  orch_emr_page_set_position (page, NULL, orch_clock_now_us ());
  return dex_future_new_take_object (page);
}

static DexFuture *
next_page (gpointer reading)
{
  return dex_scheduler_spawn (NULL, 0, next_fiber, g_rc_box_acquire (reading), reading_unref);
}

static Reading *
new_reading (OrchEmr *emr, OrchFileKind kind)
{
  Reading *reading = g_rc_box_new0 (Reading);

  reading->emr = g_object_ref (ORCH_EMR_FILE (emr));
  reading->kind = kind;
  return reading;
}

static OrchEmrPager *
new_pager (Reading *reading)
{
  return orch_emr_pager_new (next_page, reading, reading_unref);
}

static OrchEmrPager *
orch_emr_file_read_staff (OrchEmr *emr)
{
  return new_pager (new_reading (emr, ORCH_FILE_STAFF));
}

static OrchEmrPager *
orch_emr_file_read_services (OrchEmr *emr)
{
  return new_pager (new_reading (emr, ORCH_FILE_SERVICES));
}

static OrchEmrPager *
orch_emr_file_read_appointments (OrchEmr *emr, const OrchEmrWindow *window)
{
  Reading *reading = new_reading (emr, ORCH_FILE_APPOINTMENTS);

  reading->window = *window;
  reading->window.cursor = NULL;
  return new_pager (reading);
}

static OrchEmrPager *
orch_emr_file_read_patients (OrchEmr *emr, const char *const *emr_ids)
{
  Reading *reading = new_reading (emr, ORCH_FILE_APPOINTMENTS);

  reading->patients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; emr_ids[i] != NULL; i++)
    g_hash_table_add (reading->patients, g_strdup (emr_ids[i]));
  return new_pager (reading);
}

static DexFuture *
departments_fiber (gpointer data)
{
  GError *error = NULL;
  OrchFileContent *content = await_content (data, ORCH_FILE_STAFF, &error);

  if (content == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_ptr_array_ref (orch_file_content_get_departments (content)));
}

static DexFuture *
orch_emr_file_read_departments (OrchEmr *emr)
{
  return dex_scheduler_spawn (NULL, 0, departments_fiber, g_object_ref (emr), g_object_unref);
}

/* --- what there is ------------------------------------------------------------------------------- */

/* What was read last is known by its mark: clocks, which copies and drives have their own of, decide nothing. */
static DexFuture *
has_changed_fiber (gpointer data)
{
  OrchEmrFile *self = data;
  const char *folder = orch_emr_get_value (ORCH_EMR (self), "folder");

  for (OrchFileKind kind = ORCH_FILE_STAFF; kind <= ORCH_FILE_SERVICES; kind++)
    {
      g_autoptr (OrchFileMap) map = dup_map (self, kind, NULL);
      g_autoptr (OrchFolderFile) file = NULL;
      g_autofree char *mark = NULL;
      GError *error = NULL;

      if (map == NULL || folder == NULL)
        return dex_future_new_true ();
      file = orch_file_folder_await_newest (folder, map, &error);
      if (file == NULL)
        return dex_future_new_for_error (error);
      mark = orch_folder_file_dup_mark (file);
      if (!orch_file_known_is (self->known, kind, mark))
        return dex_future_new_true ();
    }
  return dex_future_new_false ();
}

static DexFuture *
orch_emr_file_has_changed (OrchEmr *emr, gint64 since_us)
{
  return dex_scheduler_spawn (NULL, 0, has_changed_fiber, g_object_ref (emr), g_object_unref);
}

static OrchEmrFlags
orch_emr_file_get_flags (OrchEmr *emr)
{
  const OrchEmrFlags flags = ORCH_EMR_NO_SCHEDULES | ORCH_EMR_NO_SLOTS;

  if (orch_emr_get_value (emr, fields[ORCH_FILE_APPOINTMENTS]) == NULL)
    return flags | ORCH_EMR_NO_APPOINTMENTS | ORCH_EMR_NO_PATIENTS;
  return flags;
}

/* Of days of which the file has no appointment at all, it says nothing: exports begin and end somewhere. */
static gboolean
orch_emr_file_get_span (OrchEmr *emr, gint64 *first_us, gint64 *last_us)
{
  OrchFileContent *content = ORCH_EMR_FILE (emr)->contents[ORCH_FILE_APPOINTMENTS];

  return content != NULL && orch_file_content_get_span (content, first_us, last_us);
}

static DexFuture *
probe_fiber (gpointer data)
{
  OrchEmrFile *self = data;
  guint counts[ORCH_FILE_N_KINDS] = { 0 };
  g_autofree char *staff = NULL;
  g_autofree char *services = NULL;
  g_autofree char *appointments = NULL;
  g_autofree char *text = NULL;

  for (guint kind = 0; kind < ORCH_FILE_N_KINDS; kind++)
    {
      GError *error = NULL;
      OrchFileContent *content = NULL;
      OrchEmrReport *report = NULL;

      /* A test looks again. */
      g_clear_object (&self->contents[kind]);
      content = await_content (self, (OrchFileKind) kind, &error);
      if (content != NULL)
        counts[kind] = orch_file_content_get_records (content)->len;
      if (error == NULL)
        continue;
      if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CANCELLED))
        return dex_future_new_for_error (error);
      report = orch_emr_report_new (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID) ? ORCH_EMR_INCOMPLETE
                                                                                            : ORCH_EMR_EXPLAINED,
                                    error->message, NULL, error);
      g_error_free (error);
      return dex_future_new_take_object (report);
    }
  /* translators: how many people of the staff a file has */
  staff = g_strdup_printf (ngettext ("%'u person", "%'u people", counts[ORCH_FILE_STAFF]), counts[ORCH_FILE_STAFF]);
  services =
      /* translators: how many services a file has */
      g_strdup_printf (ngettext ("%'u service", "%'u services", counts[ORCH_FILE_SERVICES]),
                       counts[ORCH_FILE_SERVICES]);
  appointments = g_strdup_printf (
      /* translators: how many appointments a file has */
      ngettext ("%'u appointment", "%'u appointments", counts[ORCH_FILE_APPOINTMENTS]), counts[ORCH_FILE_APPOINTMENTS]);
  /* translators: “25 people”, “40 services”, “312 appointments” */
  text = g_strdup_printf (_ ("The files can be read: %s, %s, %s."), staff, services, appointments);
  return dex_future_new_take_object (orch_emr_report_new (ORCH_EMR_OK, text, NULL, NULL));
}

static DexFuture *
orch_emr_file_test_connection (OrchEmr *emr)
{
  return dex_scheduler_spawn (NULL, 0, probe_fiber, g_object_ref (emr), g_object_unref);
}

/* --- the object ------------------------------------------------------------------------------------ */

static void
orch_emr_file_dispose (GObject *object)
{
  OrchEmrFile *self = ORCH_EMR_FILE (object);

  g_clear_pointer (&self->known, g_key_file_unref);
  for (guint i = 0; i < ORCH_FILE_N_KINDS; i++)
    g_clear_object (&self->contents[i]);
  G_OBJECT_CLASS (orch_emr_file_parent_class)->dispose (object);
}

static void
orch_emr_file_class_init (OrchEmrFileClass *klass)
{
  OrchEmrClass *emr_class = ORCH_EMR_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_emr_file_dispose;
  emr_class->test_connection = orch_emr_file_test_connection;
  emr_class->read_staff = orch_emr_file_read_staff;
  emr_class->read_services = orch_emr_file_read_services;
  emr_class->read_departments = orch_emr_file_read_departments;
  emr_class->read_appointments = orch_emr_file_read_appointments;
  emr_class->read_patients = orch_emr_file_read_patients;
  emr_class->has_changed = orch_emr_file_has_changed;
  emr_class->get_flags = orch_emr_file_get_flags;
  emr_class->get_span = orch_emr_file_get_span;
}

static void
orch_emr_file_init (OrchEmrFile *self)
{
  self->known = g_key_file_new ();
}

const char *
orch_emr_file_get_field (OrchFileKind kind)
{
  g_return_val_if_fail (kind < ORCH_FILE_N_KINDS, NULL);
  return fields[kind];
}

void
orch_emr_file_set_known (OrchEmrFile *self, const char *text)
{
  g_return_if_fail (ORCH_IS_EMR_FILE (self));

  g_clear_pointer (&self->known, g_key_file_unref);
  self->known = orch_file_known_parse (text);
}

char *
orch_emr_file_dup_known (OrchEmrFile *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_FILE (self), NULL);
  return g_key_file_to_data (self->known, NULL, NULL);
}
