/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A file that somebody chose as a CSV of staff or services: every row read is good or bad, and what is kept is text.
 */
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "orch-fuzz.h"
#include "sync/orch-csv-import.h"

static void
check_good (GPtrArray *good, OrchImportKind kind)
{
  for (guint i = 0; i < good->len; i++)
    {
      gpointer object = g_ptr_array_index (good, i);
      const char *name = NULL;

      if (kind == ORCH_IMPORT_STAFF)
        {
          const OrchStaffMemberFields *fields = orch_staff_member_get_fields (object);

          name = fields->family;
          orch_fuzz_check (fields->licence != NULL && fields->id != NULL, name);
          orch_fuzz_check (g_utf8_validate (fields->licence, -1, NULL), name);
        }
      else
        {
          const OrchServiceFields *fields = orch_service_get_fields (object);

          name = fields->name;
          orch_fuzz_check (fields->duration_minutes >= ORCH_SERVICE_DURATION_MIN &&
                               fields->duration_minutes <= ORCH_SERVICE_DURATION_MAX,
                           name);
        }
      orch_fuzz_check (name != NULL && name[0] != '\0' && g_utf8_validate (name, -1, NULL), name);
    }
}

static void
check_bad (OrchCsvImport *import, guint n_lines)
{
  guint n = 0;
  guint line = 1;
  const OrchCsvBadRow *bad = orch_csv_import_get_bad (import, &n);

  for (guint i = 0; i < n; i++)
    {
      orch_fuzz_check (bad[i].line > line && bad[i].line <= n_lines, bad[i].text);
      orch_fuzz_check (g_utf8_validate (bad[i].text, -1, NULL), bad[i].text);
      line = bad[i].line;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const headers[] = { "", "nom;permis\n", "nom,durée\n" };
  guint n_lines = 1;
  g_autoptr (GByteArray) text = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  if (size == 0)
    return 0;
  /* The first byte may spare the fuzzer the guessing of a header. */
  g_byte_array_append (text, (const guint8 *) headers[data[0] % 3], strlen (headers[data[0] % 3]));
  g_byte_array_append (text, data + 1, size - 1);
  for (guint i = 0; i < text->len; i++)
    n_lines += text->data[i] == '\n';
  bytes = g_bytes_new (text->data, text->len);
  for (int kind = ORCH_IMPORT_STAFF; kind <= ORCH_IMPORT_SERVICES; kind++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (OrchCsvImport) import = orch_csv_import_parse (bytes, (OrchImportKind) kind, &error);

      if (import == NULL)
        {
          orch_fuzz_check (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID), "the file");
          continue;
        }
      check_good (orch_csv_import_get_good (import), (OrchImportKind) kind);
      check_bad (import, n_lines);
    }
  return 0;
}
