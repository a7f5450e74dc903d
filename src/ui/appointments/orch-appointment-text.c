/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-appointment-text.h.
 */
#include "orch-appointment-text.h"

#include <glib/gi18n.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-patient.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "ui/orch-time-text.h"

static const struct
{
  const char *code;
  const char *word;
  const char *icon;
  const char *style;
} statuses[] = {
  { "proposed", N_ ("Proposed"), "orch-sync-waiting-symbolic", "dimmed" },
  { "pending", N_ ("To be confirmed"), "orch-sync-waiting-symbolic", "warning" },
  { "booked", N_ ("Booked"), "orch-calendar-symbolic", "plain" },
  { "arrived", N_ ("Arrived"), "orch-patients-symbolic", "success" },
  { "checked-in", N_ ("Checked in"), "orch-patients-symbolic", "success" },
  { "fulfilled", N_ ("Done"), "orch-step-done-symbolic", "dimmed" },
  { "cancelled", N_ ("Cancelled"), "process-stop-symbolic", "error" },
  { "noshow", N_ ("Did not come"), "orch-step-problem-symbolic", "warning" },
  { "entered-in-error", N_ ("Entered by mistake"), "process-stop-symbolic", "error" },
  { "waitlist", N_ ("On the waiting list"), "orch-sync-waiting-symbolic", "dimmed" },
};

static int
find_status (OrchAppointment *appointment)
{
  const char *code = orch_appointment_get_fields (appointment)->status;

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (code, statuses[i].code) == 0)
      return (int) i;
  return -1;
}

/* Cancelled there, then taken away: that it was cancelled says more. */
static gboolean
is_lost (OrchAppointment *appointment)
{
  const OrchAppointmentFields *fields = orch_appointment_get_fields (appointment);

  return fields->vanished && orch_appointment_status_counts (fields->status);
}

const char *
orch_appointment_text_get_status (OrchAppointment *appointment)
{
  const int status = find_status (appointment);

  if (is_lost (appointment))
    return _ ("No longer in the EMR");
  return status >= 0 ? _ (statuses[status].word) : _ ("Status not known");
}

const char *
orch_appointment_text_get_icon (OrchAppointment *appointment)
{
  const int status = find_status (appointment);

  if (is_lost (appointment))
    return "orch-sync-problem-symbolic";
  return status >= 0 ? statuses[status].icon : "orch-step-problem-symbolic";
}

const char *
orch_appointment_text_get_style (OrchAppointment *appointment)
{
  const int status = find_status (appointment);

  if (is_lost (appointment))
    return "warning";
  return status >= 0 ? statuses[status].style : "dimmed";
}

gboolean
orch_appointment_text_is_of_emr (OrchAppointment *appointment)
{
  const char *code = orch_appointment_get_fields (appointment)->source;

  return code == NULL || g_str_equal (code, "emr");
}

const char *
orch_appointment_text_name_source (const char *code)
{
  OrchCatalogueEntry *provider = NULL;

  if (code == NULL || g_str_equal (code, "emr"))
    return C_ ("who booked an appointment", "EMR");
  provider = orch_catalogue_find_provider (orch_catalogue_get_default (), code);
  return provider != NULL ? orch_catalogue_entry_get_name (provider, NULL) : code;
}

const char *
orch_appointment_text_get_source (OrchAppointment *appointment)
{
  return orch_appointment_text_name_source (orch_appointment_get_fields (appointment)->source);
}

char *
orch_appointment_text_dup_patient (OrchStoreItem *item)
{
  OrchAppointment *appointment = orch_store_item_get_object (item);
  OrchPatient *patient = orch_store_item_get_patient (item);
  const OrchPatientFields *fields = patient != NULL ? orch_patient_get_fields (patient) : NULL;

  if (fields != NULL && fields->family != NULL && fields->given != NULL)
    /* translators: a patient: family name, given name */
    return g_strdup_printf (_ ("%s, %s"), fields->family, fields->given);
  if (fields != NULL && (fields->family != NULL || fields->given != NULL))
    return g_strdup (fields->family != NULL ? fields->family : fields->given);
  if (orch_appointment_get_fields (appointment)->patient_emr_id == NULL)
    return g_strdup (_ ("No patient"));
  /* translators: %s is the patient's number in the EMR */
  return g_strdup_printf (_ ("Patient %s of the EMR"), orch_appointment_get_fields (appointment)->patient_emr_id);
}

static char *
dup_service (OrchStoreItem *item)
{
  OrchAppointment *appointment = orch_store_item_get_object (item);
  OrchService *service = orch_store_item_get_service (item);

  if (service != NULL)
    return g_strdup (orch_service_get_display_name (service));
  if (orch_appointment_get_fields (appointment)->service_emr_id == NULL)
    return g_strdup (_ ("No service"));
  /* translators: %s is the service's number in the EMR */
  return g_strdup_printf (_ ("Service %s of the EMR"), orch_appointment_get_fields (appointment)->service_emr_id);
}

static char *
dup_professional (OrchStoreItem *item)
{
  OrchAppointment *appointment = orch_store_item_get_object (item);
  OrchStaffMember *member = orch_store_item_get_staff (item);

  if (member != NULL)
    return g_strdup (orch_staff_member_get_display_name (member));
  if (orch_appointment_get_fields (appointment)->staff_emr_id == NULL)
    return g_strdup (_ ("No professional"));
  /* translators: %s is the professional's number in the EMR */
  return g_strdup_printf (_ ("Professional %s of the EMR"), orch_appointment_get_fields (appointment)->staff_emr_id);
}

char *
orch_appointment_text_dup_details (OrchStoreItem *item)
{
  g_autofree char *service = dup_service (item);
  g_autofree char *professional = dup_professional (item);

  return g_strconcat (service, " · ", professional, NULL);
}

char *
orch_appointment_text_dup_length (OrchAppointment *appointment)
{
  const OrchAppointmentFields *fields = orch_appointment_get_fields (appointment);
  const gint64 minutes =
      fields->minutes > 0 ? fields->minutes : (fields->end_us - fields->start_us) / G_TIME_SPAN_MINUTE;

  if (minutes <= 0)
    return g_strdup ("");
  /* translators: %u is a number of minutes */
  return g_strdup_printf (_ ("%u min"), (guint) minutes);
}

char *
orch_appointment_text_dup_spoken (OrchStoreItem *item)
{
  OrchAppointment *appointment = orch_store_item_get_object (item);
  g_autofree char *time = NULL;
  g_autofree char *patient = NULL;
  g_autofree char *service = NULL;
  g_autofree char *professional = NULL;

  if (appointment == NULL)
    return g_strdup ("");
  time = orch_time_text_dup_time (orch_appointment_get_fields (appointment)->start_us);
  patient = orch_appointment_text_dup_patient (item);
  service = dup_service (item);
  professional = dup_professional (item);
  return g_strdup_printf ("%s, %s, %s, %s, %s, %s", time, patient, service, professional,
                          orch_appointment_text_get_status (appointment),
                          orch_appointment_text_get_source (appointment));
}
