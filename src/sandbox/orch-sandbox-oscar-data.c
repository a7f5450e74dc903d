/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * FHIR's appointments seen as OSCAR's. See the header. Main thread.
 */
#include "orch-sandbox-oscar-data.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"

static const struct
{
  char oscar;
  const char *fhir;
} statuses[] = {
  { 't', "booked" },     { 'T', "booked" },    { 'h', "booked" }, { 'H', "arrived" },   { 'P', "checked-in" },
  { 'E', "checked-in" }, { 'B', "fulfilled" }, { 'N', "noshow" }, { 'C', "cancelled" },
};

static char *
status_of (const OrchSandboxEmrRecord *record, JsonObject *extras)
{
  const char *own = orch_sandbox_json_string (extras, "status");
  const char *fhir = orch_sandbox_json_string (record->resource, "status");
  guint dice = g_str_hash (record->id) % 10;

  if (own != NULL)
    return g_strdup (own);
  if (g_strcmp0 (fhir, "booked") == 0 && dice < 4)
    return g_strdup (dice < 2 ? "h" : dice == 2 ? "T" : "a");
  /* Signed and verified are said by a second character. */
  if (g_strcmp0 (fhir, "fulfilled") == 0 && dice < 4)
    return g_strdup (dice < 2 ? "BS" : "BV");
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (fhir, statuses[i].fhir) == 0)
      return g_strndup (&statuses[i].oscar, 1);
  return g_strdup ("t");
}

void
orch_sandbox_oscar_appointment_set_status (JsonObject *resource, const char *status)
{
  g_autoptr (JsonObject) extras = orch_sandbox_emr_record_extras (resource);
  const char *fhir = "booked";

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (statuses[i].oscar == *status)
      fhir = statuses[i].fhir;
  json_object_set_string_member (extras, "status", status);
  json_object_set_string_member (resource, "status", fhir);
  orch_sandbox_emr_record_set_extras (resource, extras);
}

void
orch_sandbox_oscar_appointment_free (OrchSandboxOscarAppointment *appointment)
{
  if (appointment == NULL)
    return;
  orch_sandbox_emr_record_free (appointment->record);
  g_free (appointment->provider_no);
  g_free (appointment->name);
  g_free (appointment->status);
  g_free (appointment->type);
  g_date_time_unref (appointment->start);
  g_date_time_unref (appointment->end);
  json_object_unref (appointment->extras);
  g_free (appointment);
}

static gint64
number_of_reference (OrchSandboxStore *store, const char *reference)
{
  g_autoptr (OrchSandboxEmrRecord) record = orch_sandbox_emr_record_get (store, reference);
  g_autofree char *type = reference == NULL ? NULL : g_strndup (reference, strcspn (reference, "/"));

  return record == NULL ? 0 : orch_sandbox_emr_record_number (record, type);
}

static void
name_it (OrchSandboxStore *store, OrchSandboxOscarAppointment *self)
{
  const char *text = orch_sandbox_json_string (self->extras, "name");
  g_autoptr (OrchSandboxEmrRecord) patient = NULL;

  if (self->demographic_no == 0)
    {
      self->name = g_strdup (text != NULL ? text : self->type);
      return;
    }
  patient = orch_sandbox_emr_record_get (store, orch_sandbox_emr_participant (self->record->resource, "Patient"));
  if (patient != NULL)
    {
      g_autofree char *family = orch_sandbox_emr_person_name (patient->resource, "family");
      g_autofree char *given = orch_sandbox_emr_person_name (patient->resource, "given");
      g_autofree char *both = g_strdup_printf ("%s, %s", family == NULL ? "" : family, given == NULL ? "" : given);

      self->name = g_utf8_strup (both, -1);
    }
}

OrchSandboxOscarAppointment *
orch_sandbox_oscar_appointment_new (OrchSandboxStore *store, OrchSandboxEmrRecord *record, gboolean full)
{
  JsonObject *resource = record->resource;
  OrchSandboxOscarAppointment *self;
  g_autoptr (GTimeZone) zone = orch_sandbox_emr_zone ();
  g_autoptr (GDateTime) start = NULL;
  gint64 from, upto, minutes, provider;

  if (!orch_clock_parse_instant (orch_sandbox_json_string (resource, "start"), &from))
    {
      orch_sandbox_emr_record_free (record);
      return NULL;
    }
  start = g_date_time_new_from_unix_utc (from / G_USEC_PER_SEC);
  minutes = orch_sandbox_json_int (resource, "minutesDuration", 0);
  if (minutes <= 0)
    minutes = orch_clock_parse_instant (orch_sandbox_json_string (resource, "end"), &upto)
                  ? (upto - from) / G_USEC_PER_SEC / 60
                  : 15;
  self = g_new0 (OrchSandboxOscarAppointment, 1);
  self->record = record;
  self->number = record->row;
  self->extras = orch_sandbox_emr_record_extras (resource);
  self->start = g_date_time_to_timezone (start, zone);
  self->end = g_date_time_add_minutes (self->start, (int) MAX (minutes - 1, 0));
  self->status = status_of (record, self->extras);
  self->type = g_strdup (
      orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (resource, "serviceType"), 0),
                                "text"));
  provider = number_of_reference (store, orch_sandbox_emr_participant (resource, "Practitioner"));
  self->provider_no = g_strdup_printf ("%" G_GINT64_FORMAT, provider);
  if (!orch_sandbox_emr_is_block (store, resource))
    self->demographic_no = number_of_reference (store, orch_sandbox_emr_participant (resource, "Patient"));
  if (full)
    name_it (store, self);
  return self;
}

GPtrArray *
orch_sandbox_oscar_appointment_list (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *provider_no,
                                     GDateTime *from, GDateTime *upto, gboolean full)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_sandbox_oscar_appointment_free);
  g_autoptr (OrchSandboxEmrRecord) provider = NULL;
  g_autoptr (GPtrArray) records = NULL;

  if (provider_no != NULL)
    {
      provider = orch_sandbox_emr_record_find (store, emr, "Practitioner", g_ascii_strtoll (provider_no, NULL, 10));
      if (provider == NULL)
        return found;
    }
  records = orch_sandbox_emr_record_between (store, emr, provider == NULL ? NULL : provider->id, from, upto);
  g_ptr_array_set_free_func (records, NULL);
  for (guint i = 0; i < records->len; i++)
    {
      OrchSandboxOscarAppointment *one =
          orch_sandbox_oscar_appointment_new (store, g_ptr_array_index (records, i), full);

      if (one != NULL)
        g_ptr_array_add (found, one);
    }
  return found;
}
