/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-file-text.h.
 */
#include "orch-file-text.h"

#include <glib/gi18n-lib.h>

#include "core/orch-appointment.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "orch-time-text.h"

const char *
orch_file_text_get_field (OrchFileKind kind, OrchFileField field)
{
  const gboolean of_patient = kind == ORCH_FILE_APPOINTMENTS;

  switch (field)
    {
    case ORCH_FILE_ID:
      return _ ("Number in the EMR");
    case ORCH_FILE_NAME:
      if (kind == ORCH_FILE_SERVICES)
        return _ ("Name of the service");
      return of_patient ? _ ("Patient's whole name (family, given)") : _ ("Whole name (family, given)");
    case ORCH_FILE_FAMILY:
      return of_patient ? _ ("Patient's family name") : _ ("Family name");
    case ORCH_FILE_GIVEN:
      return of_patient ? _ ("Patient's given name") : _ ("Given name");
    case ORCH_FILE_PREFIX:
      return _ ("Title (Dr, Dre)");
    case ORCH_FILE_LICENCE:
      return _ ("Licence number");
    case ORCH_FILE_PROFESSION:
      return _ ("Profession");
    case ORCH_FILE_SPECIALITY:
      return _ ("Speciality");
    case ORCH_FILE_DEPARTMENT:
      return _ ("Department or place");
    case ORCH_FILE_ACTIVE:
      return _ ("Active (yes or no)");
    case ORCH_FILE_NAME_EN:
      return _ ("Name in English");
    case ORCH_FILE_CATEGORY:
      return _ ("Category");
    case ORCH_FILE_MINUTES:
      return _ ("Duration in minutes");
    case ORCH_FILE_DATE:
      return _ ("Date");
    case ORCH_FILE_START:
      return _ ("Time of the start");
    case ORCH_FILE_END:
      return _ ("Time of the end");
    case ORCH_FILE_STAFF_MEMBER:
      return _ ("Professional");
    case ORCH_FILE_SERVICE:
      return _ ("Service");
    case ORCH_FILE_STATUS:
      return _ ("State (booked, cancelled…)");
    case ORCH_FILE_LOCATION:
      return _ ("Place");
    case ORCH_FILE_PATIENT:
      return _ ("Patient's chart number");
    case ORCH_FILE_NAM:
      return _ ("Patient's health insurance number");
    case ORCH_FILE_BIRTH_DATE:
      return _ ("Patient's birth date");
    case ORCH_FILE_SEX:
      return _ ("Patient's sex");
    case ORCH_FILE_PHONE:
      return of_patient ? _ ("Patient's phone number") : _ ("Phone number");
    case ORCH_FILE_EMAIL:
    default:
      return of_patient ? _ ("Patient's e-mail") : _ ("E-mail");
    }
}

const char *
orch_file_text_get_days (OrchFileDays days)
{
  switch (days)
    {
    case ORCH_FILE_DAYS_ISO:
      return _ ("2026-01-05 (year, month, day)");
    case ORCH_FILE_DAYS_COMPACT:
      return _ ("20260105 (year, month, day)");
    case ORCH_FILE_DAYS_DMY:
      return _ ("05/01/2026 (day, month, year)");
    case ORCH_FILE_DAYS_MDY:
      return _ ("01/05/2026 (month, day, year)");
    case ORCH_FILE_DAYS_UNKNOWN:
    default:
      return _ ("Choose how dates are written");
    }
}

const char *
orch_file_text_get_encoding (OrchCsvEncoding encoding)
{
  switch (encoding)
    {
    case ORCH_CSV_UTF_16:
      return "UTF-16";
    case ORCH_CSV_WINDOWS_1252:
      return "Windows-1252";
    case ORCH_CSV_UTF_8:
    default:
      return "UTF-8";
    }
}

static const char *
get_problem (OrchFileProblem problem)
{
  switch (problem)
    {
    case ORCH_FILE_NO_VALUE:
      return _ ("nothing is there. Fill it in in the EMR, then export again.");
    case ORCH_FILE_BAD_DAY:
      return _ ("this is no date written as chosen above. Choose how dates are written, or correct it in the EMR.");
    case ORCH_FILE_BAD_TIME:
      return _ (
          "this is no time, or it does not come after the start. Choose another column, or correct it in the EMR.");
    case ORCH_FILE_BAD_MINUTES:
      return _ ("this is no number of minutes. Choose another column, or correct it in the EMR.");
    case ORCH_FILE_BAD_NAM:
      return _ ("this is no health insurance number of Quebec: it is left out. Correct it in the EMR.");
    case ORCH_FILE_TWICE:
      return _ ("another row has the same one: the first counts. Choose the column whose values are all different.");
    case ORCH_FILE_UNKNOWN_STAFF:
      return _ (
          "nobody in the staff file, or more than one, is called so. Add the person there, or choose the column with "
          "the licence number.");
    case ORCH_FILE_UNKNOWN_SERVICE:
      return _ (
          "no service of the services file, or more than one, is called so. Add it there, or choose another column.");
    case ORCH_FILE_UNKNOWN_STATUS:
    default:
      return _ ("this state is not known: the appointment is taken as booked.");
    }
}

char *
orch_file_text_dup_fault (OrchFileKind kind, const OrchFileFault *fault)
{
  const char *left_out = fault->left_out ? _ ("The row is left out.") : "";
  g_autofree char *text = g_strdup_printf (
      /* translators: the number of a line in a file; what the value is; what is there; what is wrong and what to do; perhaps "The row is left out." */
      _ ("Line %u, %s (“%s”): %s %s"), fault->line, orch_file_text_get_field (kind, fault->field), fault->text,
      get_problem (fault->problem), left_out);

  return g_strdup (g_strchomp (text));
}

static char *
dup_appointment (OrchAppointment *appointment, const char *patient)
{
  const OrchAppointmentFields *fields = orch_appointment_get_fields (appointment);
  g_autoptr (GDateTime) start = orch_time_text_to_local (fields->start_us);
  g_autoptr (GDateTime) end = orch_time_text_to_local (fields->end_us);
  /* translators: a date and the time of day as strftime() takes them; in French "%Y-%m-%d, %-H h %M" */
  g_autofree char *from = g_date_time_format (start, _ ("%Y-%m-%d, %H:%M"));
  /* translators: a time of day as strftime() takes it; in French "%-H h %M" */
  g_autofree char *to = g_date_time_format (end, C_ ("end of an appointment", "%H:%M"));

  /* translators: when an appointment begins; when it ends; its patient */
  return g_strdup_printf (_ ("%s to %s: %s"), from, to, patient != NULL ? patient : "—");
}

char *
orch_file_text_dup_record (gpointer record, const char *patient)
{
  if (ORCH_IS_STAFF_MEMBER (record))
    {
      const OrchStaffMemberFields *fields = orch_staff_member_get_fields (record);

      return g_strjoin (" · ", orch_staff_member_get_display_name (record),
                        fields->licence != NULL ? fields->licence : "—", fields->profession, NULL);
    }
  if (ORCH_IS_SERVICE (record))
    {
      const int minutes = orch_service_get_fields (record)->duration_minutes;

      /* translators: the name of a service, and how long it takes */
      return g_strdup_printf (ngettext ("%s · %'d minute", "%s · %'d minutes", (gulong) MAX (minutes, 0)),
                              orch_service_get_display_name (record), minutes);
    }
  return dup_appointment (record, patient);
}

char *
orch_file_text_dup_refusal (OrchFileRefusal refusal, const char *detail)
{
  switch (refusal)
    {
    case ORCH_FILE_TOO_LARGE:
    case ORCH_FILE_TOO_MANY_ROWS:
      /* translators: a number of rows */
      return g_strdup_printf (_ ("This file has more than %'d rows. Export fewer days at once."), ORCH_FILE_MAX_ROWS);
    case ORCH_FILE_NO_TEXT:
      return g_strdup (_ ("This file is empty, or is not a CSV file. Export it again from the EMR, as CSV."));
    case ORCH_FILE_NO_HEADER:
      return g_strdup (
          _ ("The first line of this file names no columns. Export it again from the EMR, with the titles of "
             "the columns."));
    case ORCH_FILE_NO_COLUMN:
      /* translators: the title of a column */
      return g_strdup_printf (_ ("This file does not have the column “%s”."), detail);
    case ORCH_FILE_CUT:
    case ORCH_FILE_READ:
    default:
      /* translators: the number of a line */
      return g_strdup_printf (_ ("This file ends in the middle of line %s: it is half written, or a quotation mark is "
                                 "missing. Export it again from the EMR."),
                              detail);
    }
}
