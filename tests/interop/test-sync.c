/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the synchronisation says to a hub and to an EMR, on three FHIR servers that nobody here wrote: two workstations on one hub, and
 * the same server read as an EMR. Two of the three ignore If-Match and If-None-Exist, one has no bundles.
 */
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-patient.h"
#include "core/orch-record-id.h"
#include "core/orch-schedule.h"
#include "core/orch-slot.h"
#include "emr/orch-emr-fhir.h"
#include "http/orch-json.h"
#include "hub/orch-hub.h"
#include "orch-interop-servers.h"
#include "orch-test-support.h"

#define DAY_US (24 * 3600 * (gint64) G_USEC_PER_SEC)
#define N_PATIENTS 30
#define N_APPOINTMENTS 230

static GHashTable *bases; /* name → base */

/* --- arranging ---------------------------------------------------------------------------- */

typedef struct
{
  OrchFhirClient *client;
  OrchHub *hubs[2]; /* of two workstations */
  char *clinic_id;  /* ours: another one a test */
  char *clinic;     /* the server's */
} Clinic;

static OrchFhirClient *
new_client (const char *name)
{
  g_autoptr (OrchHttp) http = orch_http_new ();
  g_autoptr (GError) error = NULL;
  OrchFhirClient *client = orch_fhir_client_new (http, g_hash_table_lookup (bases, name), NULL, &error);

  g_assert_no_error (error);
  return client;
}

static void
open_clinic (Clinic *self, const char *name)
{
  self->client = new_client (name);
  self->clinic_id = g_uuid_string_random ();
  for (gsize i = 0; i < G_N_ELEMENTS (self->hubs); i++)
    {
      g_autoptr (OrchFhirClient) client = new_client (name);
      self->hubs[i] = orch_hub_new (client);
      orch_hub_set_emr_vendor (self->hubs[i], "fhir-r4");
    }
  OrchClinicFields fields = { .id = self->clinic_id, .name = "Clinique Étoile", .emr_vendor = "fhir-r4" };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);
  OrchHubClinicSet set = { .clinic = clinic };
  g_autoptr (GPtrArray) rows = NULL;
  ORCH_INTEROP_PUT (rows, orch_hub_put_clinic (self->hubs[0], &set));
  self->clinic = g_strdup (orch_hub_row_get_hub_id (g_ptr_array_index (rows, 0)));
}

static void
clinic_clear (Clinic *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->hubs); i++)
    g_clear_object (&self->hubs[i]);
  g_clear_object (&self->client);
  g_clear_pointer (&self->clinic_id, g_free);
  g_clear_pointer (&self->clinic, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Clinic, clinic_clear)

static void
check_rows (GPtrArray *rows, guint n)
{
  g_assert_cmpuint (rows->len, ==, n);
  for (guint i = 0; i < rows->len; i++)
    {
      g_assert_no_error (orch_hub_row_get_error (g_ptr_array_index (rows, i)));
      g_assert_nonnull (orch_hub_row_get_hub_id (g_ptr_array_index (rows, i)));
    }
}

static GPtrArray *
services_named (Clinic *clinic, guint n, const char *name)
{
  GPtrArray *services = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *emr_id = g_strdup_printf ("S%u", i);
      g_autofree char *id = orch_record_id (clinic->clinic_id, ORCH_RECORD_SERVICE, emr_id);
      OrchServiceFields fields = { .id = id,
                                   .emr_id = emr_id,
                                   .name = name,
                                   .active = TRUE,
                                   .category_id = "suivi",
                                   .deactivated_us = G_GINT64_CONSTANT (1795262400123456) };
      g_ptr_array_add (services, orch_service_new (&fields));
    }
  return services;
}

static DexFuture *
start_putting (Clinic *clinic, guint workstation, GPtrArray *services, GPtrArray *from)
{
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < services->len; i++)
    g_ptr_array_add (versions, from != NULL ? g_strdup (orch_hub_row_get_version (g_ptr_array_index (from, i))) : NULL);
  return orch_hub_put_services_checked (clinic->hubs[workstation], clinic->clinic, services, versions);
}

static gboolean
is_conflict (GPtrArray *rows, guint i, const char *their_name)
{
  OrchHubRow *row = g_ptr_array_index (rows, i);
  if (orch_hub_row_get_error (row) == NULL)
    return FALSE;
  g_assert_error (orch_hub_row_get_error (row), ORCH_ERROR, ORCH_ERROR_CONFLICT);
  g_assert_cmpstr (orch_service_get_fields (orch_hub_row_get_theirs (row))->name, ==, their_name);
  return TRUE;
}

static gboolean
is_broken (GPtrArray *rows)
{
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (g_error_matches (orch_hub_row_get_error (g_ptr_array_index (rows, i)), ORCH_ERROR, ORCH_ERROR_SERVER_FAULT))
      return TRUE;
  return rows == NULL;
}

/* A server may break, or hang up, when two write at once: what it did not do is sent again, as the outbox does.
 * @rows: (transfer full) (nullable). Returns: (transfer full) */
static GPtrArray *
until_answered (Clinic *clinic, guint workstation, GPtrArray *services, GPtrArray *from, GPtrArray *rows)
{
  for (guint attempt = 0; is_broken (rows); attempt++)
    {
      g_assert_cmpuint (attempt, <, 8);
      orch_interop_back_off ((int) attempt);
      g_clear_pointer (&rows, g_ptr_array_unref);
      rows = orch_interop_rows_unless_cut (start_putting (clinic, workstation, services, from));
    }
  return rows;
}

static GPtrArray *
put_services (Clinic *clinic, guint workstation, GPtrArray *services, GPtrArray *from)
{
  return until_answered (clinic, workstation, services, from, NULL);
}

/* --- as a hub ----------------------------------------------------------------------------- */

static void
test_conflicts (gconstpointer data)
{
  for (guint n = 1; n <= 3; n += 2) /* by itself, and several together */
    {
      g_auto (Clinic) clinic = { 0 };
      open_clinic (&clinic, data);
      g_autoptr (GPtrArray) first = services_named (&clinic, n, "Premier");
      g_autoptr (GPtrArray) one = put_services (&clinic, 0, first, NULL);
      check_rows (one, n);
      g_autoptr (GPtrArray) second = services_named (&clinic, n, "Deuxième");
      g_autoptr (GPtrArray) two = put_services (&clinic, 1, second, one);
      check_rows (two, n);
      g_autoptr (GPtrArray) third = services_named (&clinic, n, "Troisième");
      g_autoptr (GPtrArray) stale = put_services (&clinic, 0, third, one);
      for (guint i = 0; i < n; i++)
        g_assert_true (is_conflict (stale, i, "Deuxième"));
      g_autoptr (GPtrArray) settled = put_services (&clinic, 0, third, stale);
      check_rows (settled, n);

      /* At once: of each, one at least is told. FHIR Works answers 500 to who comes second to its lock (its updateResource takes the
       * first of no answers). That it once hung up here came probably of no race: Node closes what was idle for six seconds, and on
       * a loaded machine a workstation's connection was (two POSTs of two hundred, sent at that age, had no answer). See
       * ORCH_HTTP_KEPT_S. */
      g_autoptr (GPtrArray) left = services_named (&clinic, n, "Gauche");
      g_autoptr (GPtrArray) right = services_named (&clinic, n, "Droite");
      DexFuture *both[] = { start_putting (&clinic, 0, left, settled), start_putting (&clinic, 1, right, settled) };
      GPtrArray *first_left = orch_interop_rows_unless_cut (both[0]);
      GPtrArray *first_right = orch_interop_rows_unless_cut (both[1]);
      g_autoptr (GPtrArray) of_left = until_answered (&clinic, 0, left, settled, first_left);
      g_autoptr (GPtrArray) of_right = until_answered (&clinic, 1, right, settled, first_right);
      for (guint i = 0; i < n; i++)
        g_assert_true (is_conflict (of_left, i, "Droite") | is_conflict (of_right, i, "Gauche"));
    }
}

/* --- what is taken away, on servers that ignore If-Match too --------------------------------- */

static OrchService *
typed_service (const char *id, const char *name)
{
  return orch_service_new (&(OrchServiceFields) { .id = id, .name = name, .active = TRUE, .origin = ORCH_ORIGIN_HAND });
}

/* Whether the hub says to workstation 1 that @id was taken away; it must say something of it. */
static gboolean
is_removed_there (Clinic *clinic, OrchHubKind kind, const char *id)
{
  g_autoptr (OrchHubPager) pager = orch_hub_read_changes (clinic->hubs[1], clinic->clinic, kind, 0);
  int removed = -1;

  for (gboolean last = FALSE; !last;)
    {
      g_autoptr (OrchHubPage) page = orch_test_object (orch_hub_pager_next (pager));
      GPtrArray *records = orch_hub_page_get_records (page);

      for (guint i = 0; i < records->len; i++)
        {
          gpointer record = g_ptr_array_index (records, i);
          const char *who =
              kind == ORCH_HUB_STAFF ? orch_staff_member_get_fields (record)->id : orch_service_get_fields (record)->id;

          if (g_strcmp0 (who, id) == 0)
            removed = kind == ORCH_HUB_STAFF ? orch_staff_member_get_fields (record)->removed
                                             : orch_service_get_fields (record)->removed;
        }
      last = orch_hub_page_is_last (page);
    }
  g_assert_cmpint (removed, !=, -1);
  return removed;
}

static OrchHubRow *
remove_service (Clinic *clinic, const char *id, OrchHubRow *seen)
{
  return orch_test_object (orch_hub_remove (clinic->hubs[0], "HealthcareService", id, orch_hub_row_get_hub_id (seen),
                                            orch_hub_row_get_version (seen)));
}

/* What somebody changed meanwhile stays; what is as it was seen goes, for everybody; and an edit of what went is told so. */
static void
test_removal (gconstpointer data)
{
  g_auto (Clinic) clinic = { 0 };
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (GPtrArray) first = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) second = g_ptr_array_new_with_free_func (g_object_unref);

  open_clinic (&clinic, data);
  g_ptr_array_add (first, typed_service (id, "Main"));
  g_ptr_array_add (second, typed_service (id, "Main droite"));
  g_autoptr (GPtrArray) one = put_services (&clinic, 0, first, NULL);
  g_autoptr (GPtrArray) two = put_services (&clinic, 1, second, one);
  check_rows (two, 1);
  g_autoptr (OrchHubRow) late = remove_service (&clinic, id, g_ptr_array_index (one, 0));
  g_assert_error (orch_hub_row_get_error (late), ORCH_ERROR, ORCH_ERROR_CONFLICT);
  g_assert_cmpstr (orch_service_get_fields (orch_hub_row_get_theirs (late))->name, ==, "Main droite");
  g_assert_false (is_removed_there (&clinic, ORCH_HUB_SERVICES, id));

  for (guint i = 0; i < 2; i++) /* the second time its answer had been lost */
    {
      g_autoptr (OrchHubRow) gone = remove_service (&clinic, id, g_ptr_array_index (two, 0));
      g_assert_no_error (orch_hub_row_get_error (gone));
      g_assert_true (is_removed_there (&clinic, ORCH_HUB_SERVICES, id));
    }
  g_autoptr (GPtrArray) edited = put_services (&clinic, 1, first, two);
  g_assert_error (orch_hub_row_get_error (g_ptr_array_index (edited, 0)), ORCH_ERROR, ORCH_ERROR_CONFLICT);
  g_assert_true (orch_service_get_fields (orch_hub_row_get_theirs (g_ptr_array_index (edited, 0)))->removed);
}

static OrchStaffMember *
person_called (const char *id, const char *phone)
{
  return orch_staff_member_new (&(OrchStaffMemberFields) { .id = id,
                                                           .family = "Roy",
                                                           .phone = phone,
                                                           .active = TRUE,
                                                           .bookable = TRUE,
                                                           .permission = ORCH_PERMISSION_RECEPTIONIST,
                                                           .origin = ORCH_ORIGIN_HAND });
}

/* @agreed: (nullable): from what they were changed. Returns: (transfer full) */
static OrchHubRow *
put_person (Clinic *clinic, guint workstation, OrchStaffMember *member, OrchStaffMember *agreed)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new ();
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  const OrchHubBases from = { known, NULL };
  g_autoptr (GPtrArray) rows = NULL;

  g_ptr_array_add (members, member);
  g_ptr_array_add (known, agreed);
  ORCH_INTEROP_PUT (rows,
                    orch_hub_put_staff_merged (clinic->hubs[workstation], clinic->clinic, members, &from, NULL, NULL));
  return g_object_ref (g_ptr_array_index (rows, 0));
}

/* A number that two people changed is nobody's to write over; and who was taken away is gone for everybody. */
static void
test_people (gconstpointer data)
{
  g_auto (Clinic) clinic = { 0 };
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (OrchStaffMember) before = person_called (id, "+14185550101");
  g_autoptr (OrchStaffMember) left = person_called (id, "+14185550102");
  g_autoptr (OrchStaffMember) right = person_called (id, "+14185550103");

  open_clinic (&clinic, data);
  g_autoptr (OrchHubRow) one = put_person (&clinic, 0, before, NULL);
  g_assert_no_error (orch_hub_row_get_error (one));
  g_autoptr (OrchHubRow) two = put_person (&clinic, 0, left, before);
  g_assert_no_error (orch_hub_row_get_error (two));
  g_autoptr (OrchHubRow) three = put_person (&clinic, 1, right, before);
  g_assert_error (orch_hub_row_get_error (three), ORCH_ERROR, ORCH_ERROR_CONFLICT);
  g_assert_cmpstr (orch_staff_member_get_fields (orch_hub_row_get_theirs (three))->phone, ==, "+14185550102");
  g_autoptr (OrchHubRow) settled = put_person (&clinic, 1, right, orch_hub_row_get_theirs (three));
  g_assert_no_error (orch_hub_row_get_error (settled));

  g_autoptr (OrchHubRow) gone =
      orch_test_object (orch_hub_remove (clinic.hubs[0], "Practitioner", id, orch_hub_row_get_hub_id (settled), NULL));
  g_assert_no_error (orch_hub_row_get_error (gone));
  g_assert_true (is_removed_there (&clinic, ORCH_HUB_STAFF, id));
}

static void
check_deleted (Clinic *clinic, OrchHubKind kind, GPtrArray *ids, const char *deleted)
{
  g_autoptr (GPtrArray) found =
      orch_test_boxed (orch_hub_find_deleted (clinic->hubs[0], clinic->clinic, kind, ids, 100));

  g_assert_cmpuint (found->len, ==, deleted != NULL ? 1 : 0);
  if (deleted != NULL)
    g_assert_cmpstr (g_ptr_array_index (found, 0), ==, deleted);
}

/* What was deleted by the server's own means is found among what is there. */
static void
test_deleted (gconstpointer data)
{
  g_auto (Clinic) clinic = { 0 };
  g_autoptr (GPtrArray) services = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) service_ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) people_ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);

  open_clinic (&clinic, data);
  services = services_named (&clinic, 5, "Suivi");
  rows = put_services (&clinic, 0, services, NULL);
  check_rows (rows, 5);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (service_ids, (gpointer) orch_hub_row_get_hub_id (g_ptr_array_index (rows, i)));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *id = g_uuid_string_random ();
      g_autoptr (OrchStaffMember) member = person_called (id, "+14185550001");

      g_ptr_array_add (people, put_person (&clinic, 0, member, NULL));
      g_ptr_array_add (people_ids, (gpointer) orch_hub_row_get_hub_id (g_ptr_array_index (people, i)));
    }
  check_deleted (&clinic, ORCH_HUB_SERVICES, service_ids, NULL);
  check_deleted (&clinic, ORCH_HUB_STAFF, people_ids, NULL);

  g_object_unref (
      orch_test_object (orch_fhir_client_delete (clinic.client, "HealthcareService", service_ids->pdata[3], NULL)));
  g_object_unref (
      orch_test_object (orch_fhir_client_delete (clinic.client, "Practitioner", people_ids->pdata[0], NULL)));
  check_deleted (&clinic, ORCH_HUB_SERVICES, service_ids, service_ids->pdata[3]);
  check_deleted (&clinic, ORCH_HUB_STAFF, people_ids, people_ids->pdata[0]);
}

static void
test_settings (gconstpointer data)
{
  g_auto (Clinic) clinic = { 0 };
  open_clinic (&clinic, data);
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (values, (gpointer) "type:suivi:fr", (gpointer) "Suivi régulier");
  g_autoptr (OrchHubSetting) first = orch_hub_setting_new ("service-types", values, NULL, NULL);
  g_autoptr (OrchHubRow) one =
      orch_test_object (orch_hub_put_setting (clinic.hubs[0], clinic.clinic, clinic.clinic_id, first));
  g_assert_no_error (orch_hub_row_get_error (one));
  g_hash_table_insert (values, (gpointer) "type:suivi:fr", (gpointer) "Suivi");
  g_autoptr (OrchHubSetting) late = orch_hub_setting_new ("service-types", values, NULL, NULL);
  g_autoptr (OrchHubRow) two =
      orch_test_object (orch_hub_put_setting (clinic.hubs[1], clinic.clinic, clinic.clinic_id, late));
  g_assert_error (orch_hub_row_get_error (two), ORCH_ERROR, ORCH_ERROR_CONFLICT);
  g_assert_cmpstr (orch_hub_setting_get_value (orch_hub_row_get_theirs (two), "type:suivi:fr"), ==, "Suivi régulier");
  g_autoptr (OrchHubSetting) settled =
      orch_hub_setting_new ("service-types", values, NULL, orch_hub_row_get_version (two));
  g_autoptr (OrchHubRow) three =
      orch_test_object (orch_hub_put_setting (clinic.hubs[1], clinic.clinic, clinic.clinic_id, settled));
  g_assert_no_error (orch_hub_row_get_error (three));
  g_autoptr (GPtrArray) all = orch_test_boxed (orch_hub_read_settings (clinic.hubs[0], clinic.clinic));
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_true (orch_hub_setting_same_values (g_ptr_array_index (all, 0), late));
}

static void
test_lease (gconstpointer data)
{
  static const OrchHubHolder here = { .workstation_id = "11111111-2222-4333-8444-555555555555", .name = "Accueil" };
  static const OrchHubHolder there = { .workstation_id = "66666666-7777-4888-9999-aaaaaaaaaaaa", .name = "Bureau 2" };
  g_auto (Clinic) clinic = { 0 };
  open_clinic (&clinic, data);
  g_autoptr (OrchHubLease) mine =
      orch_test_object (orch_hub_take_lease (clinic.hubs[0], clinic.clinic, clinic.clinic_id, &here, 120));
  g_assert_cmpint (orch_hub_lease_get_state (mine), ==, ORCH_HUB_LEASE_MINE);
  g_autoptr (OrchHubLease) held =
      orch_test_object (orch_hub_take_lease (clinic.hubs[1], clinic.clinic, clinic.clinic_id, &there, 120));
  g_assert_cmpint (orch_hub_lease_get_state (held), ==, ORCH_HUB_LEASE_HELD);
  g_assert_cmpstr (orch_hub_lease_get_holder (held), ==, "Accueil");
  g_assert_true (orch_test_boolean (orch_hub_release_lease (clinic.hubs[0], clinic.clinic, clinic.clinic_id, &here)));
  /* a short one ends by itself: a hub tells the time in whole seconds */
  g_autoptr (OrchHubLease) ended =
      orch_test_object (orch_hub_take_lease (clinic.hubs[1], clinic.clinic, clinic.clinic_id, &there, 0));
  g_assert_cmpint (orch_hub_lease_get_state (ended), !=, ORCH_HUB_LEASE_UNSUPPORTED);
  for (gboolean taken = FALSE; !taken;)
    {
      g_autoptr (OrchHubLease) lease =
          orch_test_object (orch_hub_take_lease (clinic.hubs[0], clinic.clinic, clinic.clinic_id, &here, 120));
      taken = orch_hub_lease_get_state (lease) == ORCH_HUB_LEASE_MINE;
    }
}

/* --- in number, and as an EMR ------------------------------------------------------------- */

static gint64
start_of (guint i)
{
  return G_GINT64_CONSTANT (1795262400) * G_USEC_PER_SEC + (gint64) i * 900 * G_USEC_PER_SEC;
}

static GPtrArray *
make_patients (Clinic *clinic)
{
  GPtrArray *patients = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < N_PATIENTS; i++)
    {
      g_autofree char *emr_id = g_strdup_printf ("pat-%u", i);
      g_autofree char *id = orch_record_id (clinic->clinic_id, ORCH_RECORD_PATIENT, emr_id);
      OrchPatientFields fields = { .id = id,
                                   .emr_id = emr_id,
                                   .family = "Côté",
                                   .given = "Zoé",
                                   .birth_date = "1980-02-14",
                                   .sex = "female",
                                   .nam = "COTZ80521416",
                                   .phone = "+14185550142" };
      g_ptr_array_add (patients, orch_patient_new (&fields));
    }
  return patients;
}

static GPtrArray *
make_schedules (Clinic *clinic)
{
  GPtrArray *schedules = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *id = orch_record_id (clinic->clinic_id, ORCH_RECORD_SCHEDULE, "hor-1");
  OrchScheduleFields fields = { .id = id,
                                .emr_id = "hor-1",
                                .staff_emr_id = "prat-1",
                                .active = TRUE,
                                .from_us = start_of (0),
                                .to_us = start_of (5000) };
  g_ptr_array_add (schedules, orch_schedule_new (&fields));
  return schedules;
}

static GPtrArray *
make_slots (Clinic *clinic)
{
  GPtrArray *slots = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < N_APPOINTMENTS; i++)
    {
      g_autofree char *emr_id = g_strdup_printf ("plage-%u", i);
      g_autofree char *id = orch_record_id (clinic->clinic_id, ORCH_RECORD_SLOT, emr_id);
      OrchSlotFields fields = { .id = id,
                                .emr_id = emr_id,
                                .schedule_emr_id = "hor-1",
                                .status = "busy",
                                .start_us = start_of (i),
                                .end_us = start_of (i + 1) };
      g_ptr_array_add (slots, orch_slot_new (&fields));
    }
  return slots;
}

static GPtrArray *
make_appointments (Clinic *clinic)
{
  GPtrArray *appointments = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < N_APPOINTMENTS; i++)
    {
      g_autofree char *emr_id = g_strdup_printf ("rdv-%u", i);
      g_autofree char *id = orch_record_id (clinic->clinic_id, ORCH_RECORD_APPOINTMENT, emr_id);
      g_autofree char *patient = g_strdup_printf ("pat-%u", i % N_PATIENTS);
      OrchAppointmentFields fields = { .id = id,
                                       .emr_id = emr_id,
                                       .source = i % 2 == 0 ? "emr" : "rvsq",
                                       .status = "booked",
                                       .start_us = start_of (i),
                                       .end_us = start_of (i + 1),
                                       .minutes = 15,
                                       .staff_emr_id = "prat-1",
                                       .service_emr_id = "serv-1",
                                       .patient_emr_id = patient,
                                       .first_seen_us = start_of (0) };
      g_ptr_array_add (appointments, orch_appointment_new (&fields));
    }
  return appointments;
}

static DexFuture *
put_some (OrchHub *hub, OrchHubKind kind, const char *clinic, GPtrArray *some, OrchHubLinks *links)
{
  return kind == ORCH_HUB_PATIENTS    ? orch_hub_put_patients (hub, clinic, some)
         : kind == ORCH_HUB_SCHEDULES ? orch_hub_put_schedules (hub, clinic, some, links)
         : kind == ORCH_HUB_SLOTS     ? orch_hub_put_slots (hub, clinic, some, links)
                                      : orch_hub_put_appointments (hub, clinic, some, links);
}

static GPtrArray *
put_all (Clinic *clinic, guint workstation, OrchHubKind kind, GPtrArray *records, OrchHubLinks *links)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint start = 0; start < records->len; start += ORCH_FHIR_BATCH_MAX)
    {
      g_autoptr (GPtrArray) some = g_ptr_array_new ();
      for (guint i = start; i < MIN (start + ORCH_FHIR_BATCH_MAX, records->len); i++)
        g_ptr_array_add (some, g_ptr_array_index (records, i));
      g_autoptr (GPtrArray) done = NULL;
      ORCH_INTEROP_PUT (done, put_some (clinic->hubs[workstation], kind, clinic->clinic, some, links));
      check_rows (done, some->len);
      g_ptr_array_extend (rows, done, (GCopyFunc) g_object_ref, NULL);
    }
  return rows;
}

static guint
read_back (Clinic *clinic, OrchHubKind kind, gint64 since_us)
{
  g_autoptr (OrchHubPager) pager = orch_hub_read_changes (clinic->hubs[1], clinic->clinic, kind, since_us);
  guint n = 0;
  for (gboolean last = FALSE; !last;)
    {
      g_autoptr (OrchHubPage) page = orch_test_object (orch_hub_pager_next (pager));
      n += orch_hub_page_get_records (page)->len;
      g_assert_cmpuint (orch_hub_page_get_unreadable (page), ==, 0);
      last = orch_hub_page_is_last (page);
    }
  return n;
}

static GPtrArray *
read_emr (OrchEmrPager *taken)
{
  g_autoptr (OrchEmrPager) pager = taken;
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  for (gboolean last = FALSE; !last;)
    {
      g_autoptr (OrchEmrPage) page = orch_test_object (orch_emr_pager_next (pager));
      g_ptr_array_extend (all, orch_emr_page_get_records (page), (GCopyFunc) g_object_ref, NULL);
      last = orch_emr_page_is_last (page);
    }
  return all;
}

static void
test_in_number (gconstpointer data)
{
  g_auto (Clinic) clinic = { 0 };
  open_clinic (&clinic, data);
  g_autoptr (OrchHubLinks) links = orch_hub_links_new ();
  GPtrArray *all[] = { make_patients (&clinic), make_schedules (&clinic), make_slots (&clinic),
                       make_appointments (&clinic) };
  const OrchHubKind kinds[] = { ORCH_HUB_PATIENTS, ORCH_HUB_SCHEDULES, ORCH_HUB_SLOTS, ORCH_HUB_APPOINTMENTS };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gint64 began = g_get_monotonic_time ();
      g_autoptr (GPtrArray) rows = put_all (&clinic, 0, kinds[i], all[i], links);
      g_test_message ("%u put in %d ms", rows->len, (int) ((g_get_monotonic_time () - began) / 1000));
      for (guint j = 0; j < rows->len && i < 2; j++)
        orch_hub_links_add (links, kinds[i],
                            i == 0 ? orch_patient_get_fields (g_ptr_array_index (all[i], j))->emr_id
                                   : orch_schedule_get_fields (g_ptr_array_index (all[i], j))->emr_id,
                            orch_hub_row_get_hub_id (g_ptr_array_index (rows, j)));
      /* a workstation that never heard of the hub's ids: the same ones, no second of anything */
      g_autoptr (GPtrArray) again = put_all (&clinic, 1, kinds[i], all[i], links);
      for (guint j = 0; j < rows->len; j++)
        g_assert_cmpstr (orch_hub_row_get_hub_id (g_ptr_array_index (rows, j)), ==,
                         orch_hub_row_get_hub_id (g_ptr_array_index (again, j)));
      g_assert_cmpuint (read_back (&clinic, kinds[i], 0), ==, all[i]->len);
      /* an hour from now, nothing has changed since */
      g_assert_cmpuint (read_back (&clinic, kinds[i], orch_clock_now_us () + 3600 * (gint64) G_USEC_PER_SEC), ==, 0);
    }

  /* The same server as an EMR: by window, by what changed, and the people. Other tests' records may be there too. */
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (values, (gpointer) "base-url", g_hash_table_lookup (bases, data));
  g_hash_table_insert (values, (gpointer) "auth", (gpointer) "none");
  g_autoptr (OrchEmr) emr = orch_emr_fhir_new (values, NULL, NULL, NULL);
  orch_emr_fhir_set_count (ORCH_EMR_FHIR (emr), 40);
  g_autoptr (GPtrArray) appointments =
      read_emr (orch_emr_read_appointments (emr, start_of (10), start_of (110), 0, NULL));
  g_assert_cmpuint (appointments->len, ==, 100);
  g_autoptr (GHashTable) who = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < appointments->len; i++)
    {
      const OrchAppointmentFields *fields = orch_appointment_get_fields (g_ptr_array_index (appointments, i));
      g_assert_cmpint (fields->start_us, >=, start_of (10));
      g_assert_cmpint (fields->start_us, <, start_of (110));
      g_assert_nonnull (fields->emr_version);
      g_assert_nonnull (fields->patient_emr_id);
      g_hash_table_add (who, (gpointer) fields->patient_emr_id);
    }
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (who);
  g_assert_cmpuint (ids->len, ==, N_PATIENTS);
  g_ptr_array_add (ids, NULL);
  g_autoptr (GPtrArray) patients = read_emr (orch_emr_read_patients (emr, (const char *const *) ids->pdata));
  g_assert_cmpuint (patients->len, ==, N_PATIENTS);
  g_assert_cmpstr (orch_patient_get_fields (g_ptr_array_index (patients, 0))->nam, ==, "COTZ80521416");
  g_autoptr (GPtrArray) slots = read_emr (orch_emr_read_slots (emr, start_of (10), start_of (110), 0, NULL));
  g_assert_cmpuint (slots->len, ==, 100);
  g_autoptr (GPtrArray) schedules = read_emr (orch_emr_read_schedules (emr, start_of (10), start_of (110), 0, NULL));
  g_assert_cmpuint (schedules->len, ==, 1);
  g_autoptr (GPtrArray) none =
      read_emr (orch_emr_read_appointments (emr, start_of (10), start_of (110),
                                            orch_clock_now_us () + 3600 * (gint64) G_USEC_PER_SEC, NULL));
  g_assert_cmpuint (none->len, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    g_ptr_array_unref (all[i]);
}

int
main (int argc, char *argv[])
{
  static const char *const names[] = { "medplum", "fhir-works", "node-fhir-core", NULL };
  static const struct
  {
    const char *name;
    GTestDataFunc func;
  } tests[] = {
    { "conflicts", test_conflicts }, { "removal", test_removal },   { "deleted", test_deleted },
    { "people", test_people },       { "settings", test_settings }, { "lease", test_lease },
    { "in-number", test_in_number },
  };
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  bases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GSubprocess) servers = orch_interop_start (names, "", bases);
  for (gsize i = 0; names[i] != NULL; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (tests); j++)
      {
        g_autofree char *path = g_strdup_printf ("/interop-sync/%s/%s", names[i], tests[j].name);
        g_test_add_data_func (path, names[i], tests[j].func);
      }
  int status = g_test_run ();
  orch_interop_stop (servers);
  g_hash_table_unref (bases);
  return status;
}
