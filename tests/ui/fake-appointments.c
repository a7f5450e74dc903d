/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See fake-appointments.h.
 */
#include "fake-appointments.h"

#include "core/orch-clock.h"
#include "core/orch-patient.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "fake-lists.h"

struct _FakeSchedule
{
  GPtrArray *items; /* of OrchStoreItem, by start */
  GPtrArray *lists; /* of OrchAppointmentList */
  GError *error;    /* (nullable) */
};

/* OrchAppointmentList */

struct _OrchAppointmentList
{
  OrchKeyList parent_instance;
  gint64 from_us;
  gint64 to_us;
  char *staff;
  char *source;
};

G_DEFINE_FINAL_TYPE (OrchAppointmentList, orch_appointment_list, ORCH_TYPE_KEY_LIST)

static void
orch_appointment_list_finalize (GObject *object)
{
  g_free (ORCH_APPOINTMENT_LIST (object)->staff);
  g_free (ORCH_APPOINTMENT_LIST (object)->source);
  G_OBJECT_CLASS (orch_appointment_list_parent_class)->finalize (object);
}

static void
orch_appointment_list_class_init (OrchAppointmentListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_appointment_list_finalize;
}

static void
orch_appointment_list_init (OrchAppointmentList *self)
{
}

static gboolean
is_shown (gpointer list, gpointer object)
{
  OrchAppointmentList *self = list;
  const OrchAppointmentFields *fields = orch_appointment_get_fields (object);

  return fields->start_us >= self->from_us && fields->start_us < self->to_us &&
         (self->staff == NULL || g_strcmp0 (self->staff, fields->staff_emr_id) == 0) &&
         (self->source == NULL || g_strcmp0 (self->source, fields->source) == 0);
}

void
orch_appointment_list_set_range (OrchAppointmentList *self, gint64 from_us, gint64 to_us)
{
  self->from_us = from_us;
  self->to_us = to_us;
  fake_list_refresh (self);
}

void
orch_appointment_list_set_staff (OrchAppointmentList *self, const char *staff_emr_id)
{
  g_set_str (&self->staff, staff_emr_id);
  fake_list_refresh (self);
}

void
orch_appointment_list_set_source (OrchAppointmentList *self, const char *source)
{
  g_set_str (&self->source, source);
  fake_list_refresh (self);
}

/* FakeSchedule */

FakeSchedule *
fake_schedule_new (void)
{
  FakeSchedule *self = g_new0 (FakeSchedule, 1);

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->lists = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
fake_schedule_free (FakeSchedule *self)
{
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->lists);
  g_clear_error (&self->error);
  g_free (self);
}

OrchAppointmentList *
fake_schedule_list (FakeSchedule *self)
{
  OrchAppointmentList *list = g_object_new (ORCH_TYPE_APPOINTMENT_LIST, NULL);

  fake_list_set_up (list, self->items, is_shown);
  fake_list_set_error (list, self->error);
  g_ptr_array_add (self->lists, g_object_ref (list));
  return list;
}

static void
changed (FakeSchedule *self)
{
  for (guint i = 0; i < self->lists->len; i++)
    {
      fake_list_set_error (g_ptr_array_index (self->lists, i), self->error);
      fake_list_refresh (g_ptr_array_index (self->lists, i));
    }
}

static gint64
get_start (gpointer item)
{
  return orch_appointment_get_fields (orch_store_item_get_object (item))->start_us;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const gint64 first = get_start (*(gpointer *) a);
  const gint64 second = get_start (*(gpointer *) b);

  return first < second ? -1 : first > second;
}

static void
put (FakeSchedule *self, const OrchAppointmentFields *fields, const char *name, const char *service, const char *staff)
{
  g_autoptr (OrchAppointment) appointment = orch_appointment_new (fields);
  g_autoptr (OrchPatient) patient = NULL;
  g_autoptr (OrchService) offered = NULL;
  g_autoptr (OrchStaffMember) member = NULL;
  g_auto (GStrv) names = name != NULL ? g_strsplit (name, ", ", 2) : NULL;

  for (guint i = 0; i < self->items->len; i++)
    if (g_strcmp0 (
            orch_appointment_get_fields (orch_store_item_get_object (g_ptr_array_index (self->items, i)))->emr_id,
            fields->emr_id) == 0)
      g_ptr_array_remove_index (self->items, i--);
  if (names != NULL)
    patient =
        orch_patient_new (&(OrchPatientFields) { .id = "p", .emr_id = "p", .family = names[0], .given = names[1] });
  if (service != NULL)
    offered = orch_service_new (&(OrchServiceFields) { .id = "s", .emr_id = "s", .name = service });
  if (staff != NULL)
    member = orch_staff_member_new (
        &(OrchStaffMemberFields) { .id = "m", .emr_id = fields->staff_emr_id, .prefix = "Dre", .family = staff });
  g_ptr_array_add (self->items, fake_store_item_new (self->items->len, appointment, patient, offered, member));
  g_ptr_array_sort (self->items, compare);
}

void
fake_schedule_put (FakeSchedule *self, const OrchAppointmentFields *fields, const char *name, const char *service,
                   const char *staff)
{
  put (self, fields, name, service, staff);
  changed (self);
}

void
fake_schedule_fill (FakeSchedule *self)
{
  static const char *const names[] = { "Gagnon, Alice", "Bélanger-Archambault, Marie-Antoinette",
                                       "Nguyễn, Minh",  "Côté, Zoé",
                                       "Roy, Luc",      "Lévesque, Éloïse" };
  static const char *const services[] = { "Suivi de grossesse", "Vaccination des enfants de 2 mois à 5 ans",
                                          "Examen périodique", "Prise de sang" };
  static const char *const staff[] = { "Tremblay", "Gagnon-Bélanger", "Côté" };
  static const char *const statuses[] = { "fulfilled", "arrived", "cancelled", "booked",
                                          "booked",    "noshow",  "pending",   "booked" };
  static const char *const sources[] = { "emr", "rvsq", "emr", "bonjour-sante", "emr" };
  g_autoptr (GDateTime) now = orch_clock_now_local ();

  for (int day = -9; day <= 9; day++)
    for (int i = 0; i < 12; i++)
      {
        g_autoptr (GDateTime) midnight =
            g_date_time_new (g_date_time_get_timezone (now), g_date_time_get_year (now), g_date_time_get_month (now),
                             g_date_time_get_day_of_month (now), 0, 0, 0);
        g_autoptr (GDateTime) local = g_date_time_add_days (midnight, day);
        const gint64 start = g_date_time_to_unix_usec (local) + (8 * 60 + 25 * i) * G_TIME_SPAN_MINUTE;
        g_autofree char *id = g_strdup_printf ("%d-%d", day, i);
        g_autofree char *professional = g_strdup_printf ("P-%d", 1000 + i % 3);
        const OrchAppointmentFields fields = { .id = id,
                                               .emr_id = id,
                                               .status = statuses[i % G_N_ELEMENTS (statuses)],
                                               .source = sources[i % G_N_ELEMENTS (sources)],
                                               .start_us = start,
                                               .end_us = start + 20 * G_TIME_SPAN_MINUTE,
                                               .staff_emr_id = professional,
                                               .patient_emr_id = "4711",
                                               .vanished = i == 7 };

        if (g_date_time_get_day_of_week (local) < 7)
          put (self, &fields, i == 8 ? NULL : names[i % G_N_ELEMENTS (names)], services[i % G_N_ELEMENTS (services)],
               staff[i % G_N_ELEMENTS (staff)]);
      }
  changed (self);
}

void
fake_schedule_fail (FakeSchedule *self, const GError *error)
{
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  changed (self);
}
