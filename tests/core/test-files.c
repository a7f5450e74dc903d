/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Files exported from EMRs, in the dialects that there are: encodings, separators, days and times, half a file. Expected results: RFC 4180, the headers, help page
 * "Import from files"; the hours of the changes of daylight time: the National Research Council's rules for Quebec.
 */
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-file-content.h"
#include "core/orch-file-read.h"
#include "core/orch-patient.h"

static void
test_days (void)
{
  static const struct
  {
    const char *text;
    OrchFileDays days;
    const char *expected; /* NULL: none */
    guint guess;          /* set of 1 << OrchFileDays */
  } rows[] = {
    { "2026-01-05", ORCH_FILE_DAYS_UNKNOWN, "2026-01-05", 1 << ORCH_FILE_DAYS_ISO },
    { "2026/1/5", ORCH_FILE_DAYS_DMY, "2026-01-05", 1 << ORCH_FILE_DAYS_ISO },
    { "20260105", ORCH_FILE_DAYS_MDY, "2026-01-05", 1 << ORCH_FILE_DAYS_COMPACT },
    { "05/01/2026", ORCH_FILE_DAYS_DMY, "2026-01-05", 1 << ORCH_FILE_DAYS_DMY | 1 << ORCH_FILE_DAYS_MDY },
    { "05/01/2026", ORCH_FILE_DAYS_MDY, "2026-05-01", 1 << ORCH_FILE_DAYS_DMY | 1 << ORCH_FILE_DAYS_MDY },
    { "05/01/2026", ORCH_FILE_DAYS_UNKNOWN, NULL, 1 << ORCH_FILE_DAYS_DMY | 1 << ORCH_FILE_DAYS_MDY },
    { "05/01/2026", ORCH_FILE_DAYS_ISO, NULL, 1 << ORCH_FILE_DAYS_DMY | 1 << ORCH_FILE_DAYS_MDY },
    { "22.11.2026", ORCH_FILE_DAYS_DMY, "2026-11-22", 1 << ORCH_FILE_DAYS_DMY },
    { "22-11-2026", ORCH_FILE_DAYS_MDY, NULL, 1 << ORCH_FILE_DAYS_DMY },
    { "29/02/2027", ORCH_FILE_DAYS_DMY, NULL, 0 },
    { "2026-02-30", ORCH_FILE_DAYS_ISO, NULL, 0 },
    { "05/01-2026", ORCH_FILE_DAYS_DMY, NULL, 0 },
    { "5/1/26", ORCH_FILE_DAYS_DMY, NULL, 0 },
    { "demain", ORCH_FILE_DAYS_DMY, NULL, 0 },
    { "", ORCH_FILE_DAYS_ISO, NULL, 0 },
    { "2026-01-05 09:30", ORCH_FILE_DAYS_ISO, "2026-01-05", 1 << ORCH_FILE_DAYS_ISO },
    { "2026-01-051", ORCH_FILE_DAYS_ISO, NULL, 0 },
    { "202601051", ORCH_FILE_DAYS_COMPACT, NULL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *day = orch_file_dup_day (rows[i].text, rows[i].days);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (day, ==, rows[i].expected);
      g_assert_cmpuint (orch_file_guess_days (rows[i].text), ==, rows[i].guess);
    }
}

static void
test_clocks (void)
{
  static const struct
  {
    const char *text;
    int minutes; /* since midnight, -1: none */
  } rows[] = {
    { "09:30", 570 },   { "9:30", 570 },
    { "9:30:00", 570 }, { "0930", 570 },
    { "930", 570 },     { "9 h 30", 570 },
    { "9h30", 570 },    { "9h", 540 },
    { "9 h", 540 },     { "9:30 PM", 1290 },
    { "12:15 AM", 15 }, { "12:15 pm", 735 },
    { "00:00", 0 },     { "23:59", 1439 },
    { "24:00", -1 },    { "9", -1 },
    { "9:3", -1 },      { "9:60", -1 },
    { "2460", -1 },     { "13:00 PM", -1 },
    { "0:30 AM", -1 },  { "9:30x", -1 },
    { "", -1 },         { "h30", -1 },
    { "09300", -1 },    { "9\u00a0h\u00a030", 570 },
    { "9:30:99", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int hour = 0;
      int minute = 0;
      const gboolean read = orch_file_read_clock (rows[i].text, &hour, &minute);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (read ? hour * 60 + minute : -1, ==, rows[i].minutes);
    }
}

/* Quebec: UTC-5 in winter, UTC-4 in summer; 2026-03-08 at 2 h and 2026-11-01 at 2 h. */
static void
test_moments (void)
{
  static const struct
  {
    const char *day;
    const char *time;
    const char *utc; /* NULL: none */
    gboolean bad_day;
  } rows[] = {
    { "2026-01-05", "09:30", "2026-01-05T14:30:00Z", FALSE },
    { "2026-07-05", "09:30", "2026-07-05T13:30:00Z", FALSE },
    { NULL, "2026-07-05 09:30", "2026-07-05T13:30:00Z", FALSE },
    { NULL, "2026-07-05T09:30:00", "2026-07-05T13:30:00Z", FALSE },
    { "2026-01-05", "2026-07-05 09:30", "2026-07-05T13:30:00Z", FALSE },
    { "2026-03-08", "01:59", "2026-03-08T06:59:00Z", FALSE },
    { "2026-03-08", "03:00", "2026-03-08T07:00:00Z", FALSE },
    { "2026-11-01", "02:00", "2026-11-01T07:00:00Z", FALSE },
    { NULL, "09:30", NULL, TRUE },
    { "demain", "09:30", NULL, TRUE },
    { "05/01/2026", "09:30", NULL, TRUE },
    { "2026-01-05", "9", NULL, FALSE },
    { "2026-01-05", NULL, NULL, FALSE },
    { NULL, "2026-01-05", NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 us = 0;
      gboolean bad_day = FALSE;
      const gboolean read = orch_file_read_moment (rows[i].day, rows[i].time, ORCH_FILE_DAYS_ISO, &us, &bad_day);

      g_test_message ("%u", i);
      g_assert_cmpint (read, ==, rows[i].utc != NULL);
      g_assert_cmpint (bad_day, ==, rows[i].bad_day);
      if (read)
        {
          g_autoptr (GDateTime) expected = g_date_time_new_from_iso8601 (rows[i].utc, NULL);

          g_assert_cmpint (us, ==, g_date_time_to_unix_usec (expected));
        }
    }
}

static void
test_words (void)
{
  static const struct
  {
    const char *text;
    const char *status;
  } rows[] = {
    { NULL, "booked" },           { "", "booked" },         { "Confirmé", "booked" },
    { "ANNULÉ", "cancelled" },    { "No show", "noshow" },  { "Absent", "noshow" },
    { "Vu", "fulfilled" },        { "Arrivée", "arrived" }, { "En cours", "checked-in" },
    { "cancelled", "cancelled" }, { "Mystère", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (orch_file_get_status (rows[i].text), ==, rows[i].status);
  g_assert_cmpstr (orch_file_get_sex ("Féminin"), ==, "female");
  g_assert_cmpstr (orch_file_get_sex ("H"), ==, "male");
  g_assert_cmpstr (orch_file_get_sex (NULL), ==, NULL);
  g_assert_cmpint (orch_file_read_minutes ("20"), ==, 20);
  g_assert_cmpint (orch_file_read_minutes ("20 min"), ==, 20);
  g_assert_cmpint (orch_file_read_minutes ("1 h 30"), ==, 90);
  g_assert_cmpint (orch_file_read_minutes ("20.0"), ==, 20);
  g_assert_cmpint (orch_file_read_minutes ("une heure"), ==, 0);
  g_assert_true (orch_file_is_true ("Oui", FALSE));
  g_assert_false (orch_file_is_true ("Non", TRUE));
  g_assert_true (orch_file_is_true (NULL, TRUE));
}

static void
test_headings (void)
{
  static const struct
  {
    OrchFileKind kind;
    const char *heading;
    int field; /* -1: none */
  } rows[] = {
    { ORCH_FILE_STAFF, "Nom", ORCH_FILE_FAMILY },
    { ORCH_FILE_STAFF, "No. permis", ORCH_FILE_LICENCE },
    { ORCH_FILE_STAFF, "N° de permis", ORCH_FILE_LICENCE },
    { ORCH_FILE_STAFF, "LAST_NAME", ORCH_FILE_FAMILY },
    { ORCH_FILE_SERVICES, "Nom", ORCH_FILE_NAME },
    { ORCH_FILE_SERVICES, "Durée (min)", ORCH_FILE_MINUTES },
    { ORCH_FILE_APPOINTMENTS, "Nom du patient", ORCH_FILE_FAMILY },
    { ORCH_FILE_APPOINTMENTS, "Date de naissance", ORCH_FILE_BIRTH_DATE },
    { ORCH_FILE_APPOINTMENTS, "Médecin", ORCH_FILE_STAFF_MEMBER },
    { ORCH_FILE_APPOINTMENTS, "Appointment Type", ORCH_FILE_SERVICE },
    { ORCH_FILE_APPOINTMENTS, "Couleur", -1 },
    { ORCH_FILE_APPOINTMENTS, "", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      OrchFileField field = ORCH_FILE_ID;
      const gboolean guessed = orch_file_kind_guess (rows[i].kind, rows[i].heading, &field);

      g_test_message ("%s", rows[i].heading);
      g_assert_cmpint (guessed ? (int) field : -1, ==, rows[i].field);
    }
}

static void
test_patterns (void)
{
  static const struct
  {
    const char *name;
    const char *pattern;
  } rows[] = {
    { "personnel.csv", "personnel.csv" },       { "rendez-vous_20260105.csv", "rendez-vous_*.csv" },
    { "rdv 2026-01-05_0930.csv", "rdv *.csv" }, { "rdv-2026-01-05.csv", "rdv-*.csv" },
    { "salle 12.csv", "salle 12.csv" },         { "employés.csv", "employés.csv" },
  };
  const char *columns[ORCH_FILE_N_FIELDS] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *pattern = orch_file_map_dup_pattern (rows[i].name);
      g_autoptr (OrchFileMap) map = orch_file_map_new (ORCH_FILE_STAFF, pattern, ';', ORCH_FILE_DAYS_ISO, columns);

      g_assert_cmpstr (pattern, ==, rows[i].pattern);
      g_assert_true (orch_file_map_matches (map, rows[i].name));
      g_assert_false (orch_file_map_matches (map, "autre.csv"));
    }
}

/* --- files ---------------------------------------------------------------------------------- */

static OrchFileMap *
guess_map (OrchFileKind kind, GBytes *bytes, OrchFileDays days)
{
  OrchCsvRefusal refusal = ORCH_CSV_READABLE;
  g_autoptr (OrchCsvReader) reader = orch_csv_reader_new (bytes, '\0', &refusal);
  const char *columns[ORCH_FILE_N_FIELDS];
  const char *const *header = orch_csv_reader_next (reader);

  orch_file_map_guess (kind, header, columns);
  return orch_file_map_new (kind, "x.csv", orch_csv_reader_get_separator (reader), days, columns);
}

static OrchFileContent *
read_text (OrchFileKind kind, const char *text, OrchFileDirectory *directory)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (OrchFileMap) map = guess_map (kind, bytes, ORCH_FILE_DAYS_DMY);
  g_autofree char *detail = NULL;
  OrchFileRefusal refusal = ORCH_FILE_READ;
  OrchFileContent *content = orch_file_content_read (bytes, map, directory, &refusal, &detail);

  g_assert_cmpint (refusal, ==, ORCH_FILE_READ);
  g_assert_nonnull (content);
  return content;
}

static void
test_dialects (void)
{
  static const struct
  {
    const char *encoding;
    const char *mark;
    const char *separator;
    const char *newline;
    OrchCsvEncoding expected;
  } rows[] = {
    { "UTF-8", "", ";", "\n", ORCH_CSV_UTF_8 },
    { "UTF-8", "\xef\xbb\xbf", ",", "\r\n", ORCH_CSV_UTF_8 },
    { "UTF-16LE", "\xff\xfe", "\t", "\r\n", ORCH_CSV_UTF_16 },
    { "UTF-16BE", "\xfe\xff", ";", "\n", ORCH_CSV_UTF_16 },
    { "WINDOWS-1252", "", ";", "\r\n", ORCH_CSV_WINDOWS_1252 },
    { "WINDOWS-1252", "", ",", "\n", ORCH_CSV_WINDOWS_1252 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *s = rows[i].separator;
      const char *n = rows[i].newline;
      g_autofree char *text =
          g_strconcat ("No permis", s, "Nom", s, "Prénom", n, "90001", s, "\"Côté", s, " fils\"", s, "Zoé", n, "90002",
                       s, "\"dit \"\"Le Grand\"\"\"", s, "Noël", n, s, s, n, NULL);
      gsize size = 0;
      g_autofree char *body = g_convert (text, -1, rows[i].encoding, "UTF-8", NULL, &size, NULL);
      g_autoptr (GByteArray) array = g_byte_array_new ();
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (OrchFileMap) map = NULL;
      g_autoptr (OrchFileContent) content = NULL;
      g_autofree char *detail = NULL;
      g_autofree char *family = g_strconcat ("Côté", s, " fils", NULL);
      OrchFileRefusal refusal = ORCH_FILE_READ;
      GPtrArray *people = NULL;

      g_test_message ("%s %s", rows[i].encoding, s);
      g_byte_array_append (array, (const guint8 *) rows[i].mark, strlen (rows[i].mark));
      g_byte_array_append (array, (const guint8 *) body, size);
      bytes = g_bytes_new (array->data, array->len);
      map = guess_map (ORCH_FILE_STAFF, bytes, ORCH_FILE_DAYS_UNKNOWN);
      g_assert_cmpint (orch_file_map_get_separator (map), ==, s[0]);
      content = orch_file_content_read (bytes, map, NULL, &refusal, &detail);
      g_assert_nonnull (content);
      g_assert_cmpint (orch_file_content_get_encoding (content), ==, rows[i].expected);
      people = orch_file_content_get_records (content);
      g_assert_cmpuint (people->len, ==, 2);
      g_assert_cmpuint (orch_file_content_get_n_rows (content), ==, 2);
      /* A tab is cleaned away as any control character is. */
      if (s[0] != '\t')
        g_assert_cmpstr (orch_staff_member_get_fields (g_ptr_array_index (people, 0))->family, ==, family);
      g_assert_cmpstr (orch_staff_member_get_fields (g_ptr_array_index (people, 1))->family, ==, "dit \"Le Grand\"");
      g_assert_cmpstr (orch_staff_member_get_fields (g_ptr_array_index (people, 1))->given, ==, "Noël");
    }
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *text;
    OrchFileRefusal refusal;
    const char *detail;
  } rows[] = {
    { "", ORCH_FILE_NO_TEXT, NULL },
    { ";;\n", ORCH_FILE_NO_HEADER, NULL },
    { "Nom;Prénom\nCôté;Zoé\n", ORCH_FILE_NO_COLUMN, "No permis" },
    { "No permis;Nom;Prénom\n1;Côté;Zoé\n2;\"Roy", ORCH_FILE_CUT, "3" },
    { "No permis;Nom;Prénom\n1;Côté;Zoé\n2;Ro", ORCH_FILE_CUT, "3" },
    { "No permis;Nom;Prénom\n1;Côté;Zoé\n2;Roy;Luc", ORCH_FILE_READ, NULL },
    { "No permis;Nom;Prénom\n", ORCH_FILE_READ, NULL },
    { "NO  PERMIS;nom;PRENOM\n1;Côté;Zoé\n", ORCH_FILE_READ, NULL },
  };
  const char *columns[ORCH_FILE_N_FIELDS] = { [ORCH_FILE_LICENCE] = "No permis", [ORCH_FILE_FAMILY] = "Nom" };
  g_autoptr (OrchFileMap) map = orch_file_map_new (ORCH_FILE_STAFF, "x.csv", ';', ORCH_FILE_DAYS_ISO, columns);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (rows[i].text, strlen (rows[i].text));
      g_autofree char *detail = NULL;
      OrchFileRefusal refusal = ORCH_FILE_READ;
      g_autoptr (OrchFileContent) content = orch_file_content_read (bytes, map, NULL, &refusal, &detail);

      g_test_message ("%u", i);
      g_assert_cmpint (refusal, ==, rows[i].refusal);
      g_assert_cmpstr (detail, ==, rows[i].detail);
      g_assert_cmpint (content != NULL, ==, refusal == ORCH_FILE_READ);
    }
}

#define STAFF                                                                                                          \
  "No permis;Nom;Prénom;Titre\n"                                                                                       \
  "90001;Sansregret;Élise;Dre\n"                                                                                       \
  "90002;Roy;Luc;Dr\n"                                                                                                 \
  "90003;Roy;Luc;Dr\n"
#define SERVICES                                                                                                       \
  "Code;Nom;Durée\n"                                                                                                   \
  "7;Suivi;20\n"

static OrchFileDirectory *
make_directory (void)
{
  g_autoptr (OrchFileContent) staff = read_text (ORCH_FILE_STAFF, STAFF, NULL);
  g_autoptr (OrchFileContent) services = read_text (ORCH_FILE_SERVICES, SERVICES, NULL);

  return orch_file_directory_new (orch_file_content_get_records (staff), orch_file_content_get_records (services));
}

static void
test_directory (void)
{
  static const struct
  {
    const char *text;
    gboolean known;
  } rows[] = {
    { "Dre Élise Sansregret", TRUE },
    { "SANSREGRET, elise", TRUE },
    { "Sansregret Élise", TRUE },
    { "90001", TRUE },
    { "90002", TRUE },
    { "Roy, Luc", FALSE },
    { "Dr Roy", FALSE },
    { "Personne", FALSE },
    { "", FALSE },
  };
  g_autoptr (OrchFileDirectory) directory = make_directory ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (orch_file_directory_find_staff (directory, rows[i].text) != NULL, ==, rows[i].known);
    }
  g_assert_nonnull (orch_file_directory_find_service (directory, "suivi"));
  g_assert_nonnull (orch_file_directory_find_service (directory, "7"));
  g_assert_null (orch_file_directory_find_service (directory, "8"));
}

#define HEADER "No RDV;Date;Heure;Médecin;Type;Statut;No dossier;Nom;Prénom;NAM;DDN\n"

static void
test_appointments (void)
{
  static const struct
  {
    const char *row;
    guint n;     /* appointments */
    int problem; /* -1: none */
    OrchFileField field;
  } rows[] = {
    { "1;05/01/2026;9:30;90001;Suivi;Confirmé;501;Gagnon;Alice;GAGA85541215;15/04/1985", 1, -1, 0 },
    { "1;5/13/2026;9:30;90001;Suivi;;501;Gagnon;Alice;;", 0, ORCH_FILE_BAD_DAY, ORCH_FILE_DATE },
    { "1;;9:30;90001;Suivi;;501;Gagnon;Alice;;", 0, ORCH_FILE_NO_VALUE, ORCH_FILE_DATE },
    { "1;05/01/2026;tôt;90001;Suivi;;501;Gagnon;Alice;;", 0, ORCH_FILE_BAD_TIME, ORCH_FILE_START },
    { "1;05/01/2026;;90001;Suivi;;501;Gagnon;Alice;;", 0, ORCH_FILE_NO_VALUE, ORCH_FILE_START },
    { "1;05/01/2026;9:30;Personne;Suivi;;501;Gagnon;Alice;;", 1, ORCH_FILE_UNKNOWN_STAFF, ORCH_FILE_STAFF_MEMBER },
    { "1;05/01/2026;9:30;;Suivi;;501;Gagnon;Alice;;", 1, ORCH_FILE_NO_VALUE, ORCH_FILE_STAFF_MEMBER },
    { "1;05/01/2026;9:30;90001;Autre;;501;Gagnon;Alice;;", 1, ORCH_FILE_UNKNOWN_SERVICE, ORCH_FILE_SERVICE },
    { "1;05/01/2026;9:30;90001;Suivi;Mystère;501;Gagnon;Alice;;", 1, ORCH_FILE_UNKNOWN_STATUS, ORCH_FILE_STATUS },
    { "1;05/01/2026;9:30;90001;Suivi;;501;Gagnon;Alice;12345;", 1, ORCH_FILE_BAD_NAM, ORCH_FILE_NAM },
    { "1;05/01/2026;9:30;90001;Suivi;;501;Gagnon;Alice;;hier", 1, ORCH_FILE_BAD_DAY, ORCH_FILE_BIRTH_DATE },
    /* Time that is kept free of patients. */
    { "1;05/01/2026;9:30;90001;Suivi;;;;;;", 0, -1, 0 },
  };
  g_autoptr (OrchFileDirectory) directory = make_directory ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = g_strconcat (HEADER, rows[i].row, "\n", NULL);
      g_autoptr (OrchFileContent) content = read_text (ORCH_FILE_APPOINTMENTS, text, directory);
      guint n = 0;
      const OrchFileFault *faults = orch_file_content_get_faults (content, &n);

      g_test_message ("%s", rows[i].row);
      g_assert_cmpuint (orch_file_content_get_records (content)->len, ==, rows[i].n);
      g_assert_cmpuint (n, ==, rows[i].problem >= 0);
      if (n == 0)
        continue;
      g_assert_cmpint (faults[0].problem, ==, rows[i].problem);
      g_assert_cmpint (faults[0].field, ==, rows[i].field);
      g_assert_cmpuint (faults[0].line, ==, 2);
      g_assert_cmpint (faults[0].left_out, ==, rows[i].n == 0);
    }
}

static void
test_one_appointment (void)
{
  g_autoptr (OrchFileDirectory) directory = make_directory ();
  g_autoptr (OrchFileContent) content =
      read_text (ORCH_FILE_APPOINTMENTS,
                 HEADER "12;05/01/2026;9:30;Sansregret, Élise;Suivi;Annulé;501;Gagnon;Alice;gaga 8554 1215;15/04/1985\n"
                        "13;06/01/2026;9:30;90001;Suivi;;501;Gagnon;Alice;GAGA85541215;15/04/1985\n",
                 directory);
  GPtrArray *patients = orch_file_content_get_patients (content);
  const OrchAppointmentFields *fields = NULL;
  const OrchPatientFields *patient = NULL;
  gint64 first = 0;
  gint64 last = 0;

  g_assert_cmpuint (orch_file_content_get_records (content)->len, ==, 2);
  fields = orch_appointment_get_fields (g_ptr_array_index (orch_file_content_get_records (content), 0));
  g_assert_cmpstr (fields->emr_id, ==, "12");
  g_assert_cmpstr (fields->status, ==, "cancelled");
  g_assert_cmpstr (fields->source, ==, "emr");
  g_assert_cmpstr (fields->service_emr_id, ==, "7");
  g_assert_cmpstr (fields->patient_emr_id, ==, "501");
  g_assert_cmpstr (fields->staff_emr_id, ==, orch_file_directory_find_staff (directory, "90001"));
  g_assert_cmpint (fields->end_us - fields->start_us, ==, (gint64) 20 * 60 * G_USEC_PER_SEC);
  g_assert_true (orch_file_content_get_span (content, &first, &last));
  g_assert_cmpint (first, ==, fields->start_us);
  g_assert_cmpint (last - first, ==, (gint64) 24 * 3600 * G_USEC_PER_SEC);
  g_assert_cmpuint (patients->len, ==, 1);
  patient = orch_patient_get_fields (g_ptr_array_index (patients, 0));
  g_assert_cmpstr (patient->nam, ==, "GAGA85541215");
  g_assert_cmpstr (patient->birth_date, ==, "1985-04-15");
}

/* A derived id is the same in every export, and says nothing of whom it is of. */
static void
test_ids (void)
{
#define NO_IDS "Date;Heure;Médecin;Type;Nom;Prénom;NAM\n"
  g_autoptr (OrchFileDirectory) directory = make_directory ();
  g_autoptr (OrchFileContent) one =
      read_text (ORCH_FILE_APPOINTMENTS, NO_IDS "05/01/2026;9:30;90001;Suivi;Gagnon;Alice;GAGA85541215\n", directory);
  g_autoptr (OrchFileContent) two =
      read_text (ORCH_FILE_APPOINTMENTS,
                 NO_IDS "06/01/2026;10:00;90001;Suivi;Roy;Luc;\n"
                        "05/01/2026;0930;Sansregret, Élise;SUIVI;Gagnon;Alice;gaga 8554 1215\n"
                        "05/01/2026;0930;Sansregret, Élise;SUIVI;Gagnon;Alice;gaga 8554 1215\n",
                 directory);
  const char *id = orch_appointment_get_fields (g_ptr_array_index (orch_file_content_get_records (one), 0))->emr_id;
  const char *patient =
      orch_appointment_get_fields (g_ptr_array_index (orch_file_content_get_records (one), 0))->patient_emr_id;

  g_assert_cmpuint (strlen (id), ==, 25);
  g_assert_null (strstr (patient, "GAGA"));
  g_assert_cmpuint (orch_file_content_get_records (two)->len, ==, 2);
  g_assert_cmpuint (orch_file_content_get_n_left_out (two), ==, 1);
  g_assert_cmpstr (orch_appointment_get_fields (g_ptr_array_index (orch_file_content_get_records (two), 1))->emr_id, ==,
                   id);
}

static void
test_map (void)
{
  const char *columns[ORCH_FILE_N_FIELDS] = {
    [ORCH_FILE_START] = "Heure; \"début\"", [ORCH_FILE_NAM] = "NAM", [ORCH_FILE_LICENCE] = "not of appointments"
  };
  g_autoptr (OrchFileMap) map =
      orch_file_map_new (ORCH_FILE_APPOINTMENTS, "rdv_*.csv", '\t', ORCH_FILE_DAYS_MDY, columns);
  g_autofree char *text = orch_file_map_to_text (map);
  g_autoptr (OrchFileMap) again = orch_file_map_parse (ORCH_FILE_APPOINTMENTS, text);
  OrchFileField missing = ORCH_FILE_ID;

  g_assert_nonnull (again);
  g_assert_cmpstr (orch_file_map_get_pattern (again), ==, "rdv_*.csv");
  g_assert_cmpint (orch_file_map_get_separator (again), ==, '\t');
  g_assert_cmpint (orch_file_map_get_days (again), ==, ORCH_FILE_DAYS_MDY);
  g_assert_cmpstr (orch_file_map_get_column (again, ORCH_FILE_START), ==, "Heure; \"début\"");
  g_assert_null (orch_file_map_get_column (again, ORCH_FILE_LICENCE));
  g_assert_cmpuint (orch_file_map_get_n_columns (again), ==, 2);
  g_assert_true (orch_file_map_find_missing (again, &missing));
  g_assert_cmpint (missing, ==, ORCH_FILE_STAFF_MEMBER);
  g_assert_null (orch_file_map_parse (ORCH_FILE_STAFF, "{}"));
  g_assert_null (orch_file_map_parse (ORCH_FILE_STAFF, "[file]\nname=x\nseparator=ab\n"));
  g_assert_null (orch_file_map_parse (ORCH_FILE_STAFF, NULL));
}

static void
test_accept (void)
{
  static const char known[] = "[staff]\nname=a.csv\nrows=25\nread=7\nrefused=3 4 a.csv\n[services]\nrows=2\n";
  g_autofree char *accepted = orch_file_read_accept (known);
  g_auto (OrchFileRead) before = { 0 };
  g_auto (OrchFileRead) after = { 0 };

  orch_file_read_parse (known, ORCH_FILE_STAFF, &before);
  orch_file_read_parse (accepted, ORCH_FILE_STAFF, &after);
  g_assert_cmpstr (before.refused, ==, "3 4 a.csv");
  g_assert_cmpuint (before.rows, ==, 25);
  g_assert_cmpint (before.read_us, ==, 7);
  g_assert_null (after.refused);
  g_assert_nonnull (strstr (accepted, "accepted=3 4 a.csv"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/files/days", test_days);
  g_test_add_func ("/files/clocks", test_clocks);
  g_test_add_func ("/files/moments", test_moments);
  g_test_add_func ("/files/words", test_words);
  g_test_add_func ("/files/headings", test_headings);
  g_test_add_func ("/files/patterns", test_patterns);
  g_test_add_func ("/files/dialects", test_dialects);
  g_test_add_func ("/files/refusals", test_refusals);
  g_test_add_func ("/files/directory", test_directory);
  g_test_add_func ("/files/appointments", test_appointments);
  g_test_add_func ("/files/one-appointment", test_one_appointment);
  g_test_add_func ("/files/derived-ids", test_ids);
  g_test_add_func ("/files/map", test_map);
  g_test_add_func ("/files/accept", test_accept);
  return g_test_run ();
}
