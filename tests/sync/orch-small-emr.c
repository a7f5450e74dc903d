/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 */
#include "orch-small-emr.h"

#include <glib/gstdio.h>

#include "core/orch-clock.h"

#define DURATION                                                                                                       \
  "\"extension\": [{\"url\": \"https://orchestrateur.ca/fhir/StructureDefinition/duration-minutes\", "                 \
  "\"valuePositiveInt\": 20}]"

static void append_entry (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
append_entry (GString *text, const char *format, ...)
{
  va_list arguments;

  g_string_append (text, text->str[text->len - 1] == '[' ? "{\"resource\": " : ", {\"resource\": ");
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
  g_string_append_c (text, '}');
}

OrchSandboxProcess *
small_emr_start (void)
{
  g_autoptr (GString) text = g_string_new ("{\"resourceType\": \"Bundle\", \"type\": \"collection\", \"entry\": [");
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  OrchSandboxProcess *sandbox = NULL;
  const int file = g_file_open_tmp ("orch-small-XXXXXX.json", &path, &error);

  g_assert_no_error (error);
  g_close (file, NULL);
  for (int i = 1; i <= 3; i++)
    {
      append_entry (text,
                    "{\"resourceType\": \"Practitioner\", \"id\": \"prat-%d\", \"active\": true, \"identifier\": "
                    "[{\"type\": {\"coding\": [{\"system\": \"http://terminology.hl7.org/CodeSystem/v2-0203\", "
                    "\"code\": \"LN\"}]}, \"value\": \"1234%d\"}], \"name\": [{\"family\": \"Tremblay-%d\", \"given\": "
                    "[\"Ariane\"]}]}",
                    i, i, i);
      append_entry (text,
                    "{\"resourceType\": \"PractitionerRole\", \"id\": \"role-%d\", \"active\": true, \"practitioner\": "
                    "{\"reference\": \"Practitioner/prat-%d\"}, \"code\": [{\"text\": \"Médecin de famille\"}]}",
                    i, i);
    }
  for (int i = 1; i <= 4; i++)
    append_entry (text,
                  "{\"resourceType\": \"HealthcareService\", \"id\": \"serv-%d\", \"active\": true, \"name\": "
                  "\"Service %d\", " DURATION "}",
                  i, i);
  g_string_append (text, "]}");
  g_file_set_contents (path, text->str, (gssize) text->len, &error);
  g_assert_no_error (error);
  sandbox = orch_sandbox_process_start ("--load", path, NULL);
  g_unlink (path);
  return sandbox;
}

void
small_emr_add_service (OrchSandboxProcess *sandbox, const char *id, const char *name)
{
  orch_sandbox_process_order (sandbox, "emr-record",
                              "{\"resourceType\": \"HealthcareService\", \"id\": \"%s\", \"active\": true, \"name\": "
                              "\"%s\", " DURATION "}",
                              id, name);
}

static void
remove_record (OrchSandboxProcess *sandbox, const char *type, const char *id)
{
  orch_sandbox_process_order (sandbox, "emr-record",
                              "{\"delete\": true, \"resource\": {\"resourceType\": \"%s\", \"id\": \"%s\"}}", type, id);
}

void
small_emr_remove_service (OrchSandboxProcess *sandbox, const char *id)
{
  remove_record (sandbox, "HealthcareService", id);
}

void
small_emr_add_patient (OrchSandboxProcess *sandbox, const char *id, const char *family)
{
  orch_sandbox_process_order (sandbox, "emr-record",
                              "{\"resourceType\": \"Patient\", \"id\": \"%s\", \"active\": true, \"name\": "
                              "[{\"family\": \"%s\", \"given\": [\"Zoé\"]}], \"gender\": \"female\", \"birthDate\": "
                              "\"1980-02-14\"}",
                              id, family);
}

void
small_emr_add_appointment (OrchSandboxProcess *sandbox, const SmallAppointment *appointment)
{
  const gint64 start = orch_clock_now_us () + appointment->in_s * G_USEC_PER_SEC;
  g_autofree char *from = orch_clock_format_instant (start);
  g_autofree char *to = orch_clock_format_instant (start + 20 * 60 * G_USEC_PER_SEC);

  orch_sandbox_process_order (
      sandbox, "emr-record",
      "{\"resourceType\": \"Appointment\", \"id\": \"%s\", \"status\": \"%s\", \"start\": \"%s\", \"end\": \"%s\", "
      "\"minutesDuration\": 20, \"participant\": [{\"actor\": {\"reference\": \"Patient/%s\"}, \"status\": "
      "\"accepted\"}, {\"actor\": {\"reference\": \"Practitioner/%s\"}, \"status\": \"accepted\"}, {\"actor\": "
      "{\"reference\": \"HealthcareService/%s\"}, \"status\": \"accepted\"}]}",
      appointment->id, appointment->status, from, to, appointment->patient, appointment->staff, appointment->service);
}

void
small_emr_remove_appointment (OrchSandboxProcess *sandbox, const char *id)
{
  remove_record (sandbox, "Appointment", id);
}

void
small_emr_add_days (OrchSandboxProcess *sandbox, guint n)
{
  orch_sandbox_process_order (sandbox, "emr-record",
                              "{\"resourceType\": \"Schedule\", \"id\": \"hor-1\", \"active\": true, \"actor\": "
                              "[{\"reference\": \"Practitioner/prat-1\"}], \"planningHorizon\": {\"start\": "
                              "\"2020-01-01T00:00:00Z\", \"end\": \"2099-01-01T00:00:00Z\"}}");
  small_emr_add_more_days (sandbox, 0, n);
}

void
small_emr_add_more_days (OrchSandboxProcess *sandbox, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    {
      const gint64 in_s = 3600 * (gint64) (i + 1);
      const gint64 start = orch_clock_now_us () + in_s * G_USEC_PER_SEC;
      g_autofree char *from = orch_clock_format_instant (start);
      g_autofree char *to = orch_clock_format_instant (start + 20 * 60 * G_USEC_PER_SEC);
      g_autofree char *patient = g_strdup_printf ("pat-%u", i + 1);
      g_autofree char *family = g_strdup_printf ("Gagnon-%u", i + 1);
      g_autofree char *id = g_strdup_printf ("rdv-%u", i + 1);
      g_autofree char *service = g_strdup_printf ("serv-%u", i % 4 + 1);

      small_emr_add_patient (sandbox, patient, family);
      orch_sandbox_process_order (sandbox, "emr-record",
                                  "{\"resourceType\": \"Slot\", \"id\": \"plage-%u\", \"schedule\": {\"reference\": "
                                  "\"Schedule/hor-1\"}, \"status\": \"busy\", \"start\": \"%s\", \"end\": \"%s\"}",
                                  i + 1, from, to);
      small_emr_add_appointment (
          sandbox,
          &(SmallAppointment) {
              .id = id, .service = service, .staff = "prat-1", .patient = patient, .status = "booked", .in_s = in_s });
    }
}
