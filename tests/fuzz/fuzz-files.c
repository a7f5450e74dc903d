/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A file exported from an EMR, and the map that says how it is read: whatever they are, what comes of them can be shown, and every row is read, left out with a reason, or
 * says nothing. Before the first NUL is a map, after it a file; without one, the columns are guessed.
 */
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-file-content.h"
#include "core/orch-patient.h"
#include "orch-fuzz.h"

static void
check_content (OrchFileContent *content)
{
  GPtrArray *records = orch_file_content_get_records (content);
  GPtrArray *patients = orch_file_content_get_patients (content);
  guint n = 0;
  const OrchFileFault *faults = orch_file_content_get_faults (content, &n);

  orch_fuzz_check (records->len + orch_file_content_get_n_left_out (content) <= orch_file_content_get_n_rows (content),
                   "more than there is");
  for (guint i = 0; i < n; i++)
    orch_fuzz_check (faults[i].line > 1 && g_utf8_validate (faults[i].text, -1, NULL), faults[i].text);
  for (guint i = 0; i < records->len; i++)
    {
      gpointer record = g_ptr_array_index (records, i);
      const char *id = ORCH_IS_STAFF_MEMBER (record) ? orch_staff_member_get_fields (record)->emr_id
                       : ORCH_IS_SERVICE (record)    ? orch_service_get_fields (record)->emr_id
                                                     : orch_appointment_get_fields (record)->emr_id;

      orch_fuzz_check (id != NULL && id[0] != '\0' && g_utf8_validate (id, -1, NULL), id);
      if (ORCH_IS_APPOINTMENT (record))
        orch_fuzz_check (orch_appointment_get_fields (record)->end_us >= orch_appointment_get_fields (record)->start_us,
                         id);
    }
  for (guint i = 0; i < patients->len; i++)
    {
      const OrchPatientFields *fields = orch_patient_get_fields (g_ptr_array_index (patients, i));

      orch_fuzz_check (fields->emr_id != NULL, "a patient");
      orch_fuzz_check (fields->birth_date == NULL || strlen (fields->birth_date) == strlen ("1970-01-01"),
                       fields->birth_date);
    }
}

static void
read_as (OrchFileKind kind, const char *text, GBytes *bytes)
{
  g_autoptr (OrchFileMap) map = orch_file_map_parse (kind, text);
  g_autoptr (OrchFileContent) content = NULL;
  g_autofree char *detail = NULL;
  OrchFileRefusal refusal = ORCH_FILE_READ;

  if (map == NULL)
    {
      OrchCsvRefusal unreadable = ORCH_CSV_READABLE;
      g_autoptr (OrchCsvReader) reader = orch_csv_reader_new (bytes, '\0', &unreadable);
      const char *const *header = reader != NULL ? orch_csv_reader_next (reader) : NULL;
      const char *columns[ORCH_FILE_N_FIELDS];

      if (header == NULL)
        return;
      orch_file_map_guess (kind, header, columns);
      map = orch_file_map_new (kind, "x.csv", orch_csv_reader_get_separator (reader), ORCH_FILE_DAYS_DMY, columns);
    }
  else
    {
      g_autofree char *again_text = orch_file_map_to_text (map);
      g_autoptr (OrchFileMap) again = orch_file_map_parse (kind, again_text);

      orch_fuzz_check (again != NULL && orch_file_map_get_n_columns (again) == orch_file_map_get_n_columns (map),
                       again_text);
    }
  content = orch_file_content_read (bytes, map, NULL, &refusal, &detail);
  orch_fuzz_check ((content != NULL) == (refusal == ORCH_FILE_READ), "the file");
  if (content != NULL)
    check_content (content);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *end = memchr (data, '\0', size);
  const size_t n = end != NULL ? (size_t) (end - data) : 0;
  g_autofree char *text = g_strndup ((const char *) data, n);
  const size_t skipped = end != NULL ? n + 1 : 0;
  g_autoptr (GBytes) bytes = g_bytes_new (data + skipped, size - skipped);

  for (OrchFileKind kind = 0; kind < ORCH_FILE_N_KINDS; kind++)
    read_as (kind, text, bytes);
  return 0;
}
