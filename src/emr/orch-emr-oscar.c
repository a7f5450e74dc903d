/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-oscar.h. Appointments are read by month and professional: the one list that has all of them, cancelled ones too, with
 * their types and their ends.
 */
#include "orch-emr-oscar-private.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-staff-member.h"
#include "orch-oscar-read.h"

#define PROVIDERS "/providerService/providers_json"
#define TYPES "/schedule/types"
#define WHO "/oauth/info"
#define ONE "/schedule/getAppointment"
#define PATIENTS_AT_ONCE 20

struct _OrchEmrOscar
{
  OrchEmr parent_instance;

  /* owned */
  OrchOscarClient *client; /* (nullable) until first used */

  gboolean only_whole_patients; /* this one has no short form of them */
};

G_DEFINE_FINAL_TYPE (OrchEmrOscar, orch_emr_oscar, ORCH_TYPE_EMR)

/* One list, in one answer. */
typedef struct
{
  OrchEmrOscar *emr;
  const char *path;
  OrchEmrPage *(*read) (JsonNode *root); /* (nullable): the staff */
} Reading;

/* Months of professionals, one after another. */
typedef struct
{
  OrchEmrOscar *emr;
  OrchEmrWindow window;
  GHashTable *types;    /* (nullable) until it has begun */
  GPtrArray *providers; /* (nullable) until it has begun */
  guint provider;
  int first_month; /* months since year 0 */
  int last_month;
  int month;
  char *cursor; /* (nullable): where to begin */
} MonthReading;

typedef struct
{
  OrchEmrOscar *emr;
  char **ids;
  guint next;
} PatientReading;

/* --- the client --------------------------------------------------------------------------- */

OrchOscarClient *
orch_emr_oscar_ensure_client (OrchEmrOscar *self, GError **error)
{
  g_autoptr (OrchOscarClient) client = self->client == NULL ? orch_emr_oscar_make_client (self, TRUE, error) : NULL;

  if (client != NULL)
    g_set_object (&self->client, client);
  return self->client;
}

/* Awaits. Returns: (transfer full) (nullable) */
static JsonNode *
get (OrchEmrOscar *self, const char *path, GError **error)
{
  OrchOscarClient *client = orch_emr_oscar_ensure_client (self, error);

  return client != NULL ? dex_await_boxed (orch_oscar_client_get (client, path), error) : NULL;
}

static gint64
get_server_us (OrchEmrOscar *self)
{
  return self->client != NULL ? orch_clock_now_us () + orch_oscar_client_get_offset_us (self->client) : 0;
}

/* --- lists of one answer ------------------------------------------------------------------ */

static void
reading_clear (gpointer data)
{
  g_clear_object (&((Reading *) data)->emr);
}

static void
reading_unref (gpointer data)
{
  g_rc_box_release_full (data, reading_clear);
}

/* Awaits. The user kept for the connection is a provider there like any other, and nobody's. */
static OrchEmrPage *
read_staff (OrchEmrOscar *self, JsonNode *providers, GError **error)
{
  g_autoptr (JsonNode) who = get (self, WHO, error);
  g_autofree char *own = NULL;

  if (who == NULL)
    return NULL;
  own = orch_oscar_dup_own_provider (who);
  return orch_oscar_read_staff (providers, own);
}

static DexFuture *
next_fiber (gpointer user_data)
{
  Reading *self = user_data;
  GError *error = NULL;
  g_autoptr (JsonNode) root = get (self->emr, self->path, &error);
  OrchEmrPage *page = NULL;

  if (root != NULL)
    page = self->read != NULL ? self->read (root) : read_staff (self->emr, root, &error);
  if (page == NULL)
    return dex_future_new_for_error (error);
  orch_emr_page_set_position (page, NULL, get_server_us (self->emr));
  return dex_future_new_take_object (page);
}

static DexFuture *
next_page (gpointer reading)
{
  return dex_scheduler_spawn (NULL, 0, next_fiber, g_rc_box_acquire (reading), reading_unref);
}

static OrchEmrPager *
new_reading (OrchEmr *emr, const char *path, OrchEmrPage *(*read) (JsonNode *root))
{
  Reading *reading = g_rc_box_new0 (Reading);

  reading->emr = g_object_ref (ORCH_EMR_OSCAR (emr));
  reading->path = path;
  reading->read = read;
  return orch_emr_pager_new (next_page, reading, reading_unref);
}

static OrchEmrPager *
orch_emr_oscar_read_staff (OrchEmr *emr)
{
  return new_reading (emr, PROVIDERS, NULL);
}

static OrchEmrPager *
orch_emr_oscar_read_services (OrchEmr *emr)
{
  return new_reading (emr, TYPES, orch_oscar_read_services);
}

static DexFuture *
departments_fiber (gpointer user_data)
{
  GError *error = NULL;
  g_autoptr (JsonNode) root = get (user_data, PROVIDERS, &error);

  if (root == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, orch_oscar_read_teams (root));
}

static DexFuture *
orch_emr_oscar_read_departments (OrchEmr *emr)
{
  return dex_scheduler_spawn (NULL, 0, departments_fiber, g_object_ref (emr), g_object_unref);
}

/* --- appointments -------------------------------------------------------------------------- */

static void
month_reading_clear (gpointer data)
{
  MonthReading *self = data;

  g_clear_object (&self->emr);
  g_clear_pointer (&self->types, g_hash_table_unref);
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->cursor, g_free);
}

static void
month_reading_unref (gpointer data)
{
  g_rc_box_release_full (data, month_reading_clear);
}

/* Months since year 0 in the clinic's time zone, which is taken for the server's. */
static int
month_of (gint64 us)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (us);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, g_date_time_get_timezone (now)) : NULL;

  return local != NULL ? g_date_time_get_year (local) * 12 + g_date_time_get_month (local) - 1 : 0;
}

/* "provider month": the professional and the month that come next; one who is gone meanwhile makes it INVALID. */
static gboolean
go_to_cursor (MonthReading *self, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (self->cursor, " ", 2);
  guint at = 0;
  guint64 month = 0;

  if (g_strv_length (parts) == 2 && g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXINT, &month, NULL))
    for (at = 0; at < self->providers->len; at++)
      if (g_str_equal (g_ptr_array_index (self->providers, at), parts[0]))
        {
          self->provider = at;
          self->month = CLAMP ((int) month, self->first_month, self->last_month);
          return TRUE;
        }
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "The place of the reading is gone");
  return FALSE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Awaits. Who has a schedule, and what the appointments' types are called today. */
static gboolean
begin (MonthReading *self, GError **error)
{
  g_autoptr (JsonNode) providers = NULL;
  g_autoptr (JsonNode) types = NULL;
  g_autoptr (OrchEmrPage) page = NULL;
  GPtrArray *records = NULL;

  if (self->providers != NULL)
    return TRUE;
  providers = get (self->emr, PROVIDERS, error);
  types = providers != NULL ? get (self->emr, TYPES, error) : NULL;
  if (types == NULL)
    return FALSE;
  page = orch_oscar_read_staff (providers, NULL);
  records = orch_emr_page_get_records (page);
  self->types = orch_oscar_read_types (types);
  self->providers = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (self->providers, g_strdup (orch_staff_member_get_fields (g_ptr_array_index (records, i))->emr_id));
  g_ptr_array_sort (self->providers, compare_ids);
  if (self->cursor == NULL || go_to_cursor (self, error))
    return TRUE;
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->types, g_hash_table_unref);
  return FALSE;
}

static DexFuture *
next_month_fiber (gpointer user_data)
{
  MonthReading *self = user_data;
  GError *error = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *path = NULL;
  g_autofree char *cursor = NULL;
  OrchEmrPage *page = NULL;
  gboolean is_last = FALSE;

  if (!begin (self, &error))
    return dex_future_new_for_error (error);
  if (self->providers->len == 0)
    return dex_future_new_take_object (
        orch_emr_page_new (g_ptr_array_new_with_free_func (g_object_unref), NULL, 0, TRUE));
  path =
      g_strdup_printf ("/schedule/fetchMonthly/%s/%d/%d", (char *) g_ptr_array_index (self->providers, self->provider),
                       self->month / 12, self->month % 12 + 1);
  root = get (self->emr, path, &error);
  if (root == NULL)
    return dex_future_new_for_error (error);

  is_last = self->month == self->last_month && self->provider + 1 == self->providers->len;
  page = orch_oscar_read_appointments (root, self->types, &self->window, is_last);
  if (self->month < self->last_month)
    self->month++;
  else
    {
      self->month = self->first_month;
      self->provider++;
    }
  if (!is_last)
    cursor = g_strdup_printf ("%s %d", (char *) g_ptr_array_index (self->providers, self->provider), self->month);
  orch_emr_page_set_position (page, cursor, get_server_us (self->emr));
  return dex_future_new_take_object (page);
}

static DexFuture *
next_month (gpointer reading)
{
  return dex_scheduler_spawn (NULL, 0, next_month_fiber, g_rc_box_acquire (reading), month_reading_unref);
}

static OrchEmrPager *
orch_emr_oscar_read_appointments (OrchEmr *emr, const OrchEmrWindow *window)
{
  MonthReading *reading = g_rc_box_new0 (MonthReading);

  reading->emr = g_object_ref (ORCH_EMR_OSCAR (emr));
  reading->window = *window;
  reading->cursor = g_strdup (window->cursor);
  reading->window.cursor = NULL;
  reading->first_month = month_of (window->from_us);
  /* OSCAR has no appointments without an end of the list. */
  reading->last_month = window->to_us != 0 ? month_of (window->to_us - 1) : month_of (orch_clock_now_us ()) + 12;
  reading->last_month = MAX (reading->last_month, reading->first_month);
  reading->month = reading->first_month;
  return orch_emr_pager_new (next_month, reading, month_reading_unref);
}

/* --- single appointments -------------------------------------------------------------------- */

typedef struct
{
  OrchEmrOscar *emr;
  char **ids;
} Finding;

static void
finding_free (Finding *self)
{
  g_object_unref (self->emr);
  g_strfreev (self->ids);
  g_free (self);
}

/* Awaits. Whoever answers with another one has not this one. */
static gboolean
find_one (Finding *self, const char *id, GHashTable *types, GPtrArray *found, GError **error)
{
  static const OrchEmrWindow always = { .from_us = G_MININT64 };
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!orch_oscar_is_id (id))
    return TRUE;
  json_object_set_int_member (body, "id", g_ascii_strtoll (id, NULL, 10));
  root = dex_await_boxed (orch_oscar_client_post (self->emr->client, ONE, body), &local_error);
  if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
    return TRUE;
  if (root == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  orch_oscar_read_appointment (root, id, types, &always, found);
  return TRUE;
}

static DexFuture *
find_fiber (gpointer user_data)
{
  Finding *self = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (JsonNode) root = get (self->emr, TYPES, &error);
  g_autoptr (GHashTable) types = NULL;

  if (root == NULL)
    return dex_future_new_for_error (error);
  types = orch_oscar_read_types (root);
  for (guint i = 0; self->ids[i] != NULL; i++)
    if (!find_one (self, self->ids[i], types, found, &error))
      return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&found));
}

static DexFuture *
orch_emr_oscar_find_appointments (OrchEmr *emr, const char *const *emr_ids)
{
  Finding *self = g_new0 (Finding, 1);

  self->emr = g_object_ref (ORCH_EMR_OSCAR (emr));
  self->ids = g_strdupv ((char **) emr_ids);
  return dex_scheduler_spawn (NULL, 0, find_fiber, self, (GDestroyNotify) finding_free);
}

/* --- patients ------------------------------------------------------------------------------ */

static void
patient_reading_clear (gpointer data)
{
  PatientReading *self = data;

  g_clear_object (&self->emr);
  g_clear_pointer (&self->ids, g_strfreev);
}

static void
patient_reading_unref (gpointer data)
{
  g_rc_box_release_full (data, patient_reading_clear);
}

/* The short form where there is one: the other brings half of the chart. */
JsonNode *
orch_emr_oscar_get_patient (OrchEmrOscar *self, const char *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *basic = g_strconcat ("/demographics/basic/", id, NULL);
  g_autofree char *whole = g_strconcat ("/demographics/", id, NULL);
  JsonNode *root = NULL;

  if (!self->only_whole_patients)
    {
      root = get (self, basic, &local_error);
      if (root != NULL || !g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
        {
          if (root == NULL)
            g_propagate_error (error, g_steal_pointer (&local_error));
          return root;
        }
    }
  root = get (self, whole, error);
  if (root != NULL && local_error != NULL)
    self->only_whole_patients = TRUE;
  return root;
}

static DexFuture *
next_patients_fiber (gpointer user_data)
{
  PatientReading *self = user_data;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
  guint at = self->next;

  for (guint n = 0; self->ids[at] != NULL && n < PATIENTS_AT_ONCE; n++, at++)
    {
      GError *error = NULL;
      g_autoptr (JsonNode) root = NULL;

      if (!orch_oscar_is_id (self->ids[at]))
        {
          orch_emr_unreadable_add (unreadable, NULL, self->ids[at], "no number of a patient");
          continue;
        }
      root = orch_emr_oscar_get_patient (self->emr, self->ids[at], &error);
      if (root != NULL)
        orch_oscar_read_patient (root, self->ids[at], records, unreadable);
      else if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
        {
          orch_emr_unreadable_add (unreadable, NULL, self->ids[at], "not in the EMR");
          g_error_free (error);
        }
      else
        return dex_future_new_for_error (error);
    }
  self->next = at;
  OrchEmrPage *page = orch_emr_page_new (g_steal_pointer (&records), g_steal_pointer (&unreadable),
                                         g_strv_length (self->ids), self->ids[at] == NULL);

  orch_emr_page_set_position (page, NULL, get_server_us (self->emr));
  return dex_future_new_take_object (page);
}

static DexFuture *
next_patients (gpointer reading)
{
  return dex_scheduler_spawn (NULL, 0, next_patients_fiber, g_rc_box_acquire (reading), patient_reading_unref);
}

static OrchEmrPager *
orch_emr_oscar_read_patients (OrchEmr *emr, const char *const *emr_ids)
{
  PatientReading *reading = g_rc_box_new0 (PatientReading);

  reading->emr = g_object_ref (ORCH_EMR_OSCAR (emr));
  reading->ids = g_strdupv ((char **) emr_ids);
  return orch_emr_pager_new (next_patients, reading, patient_reading_unref);
}

/* --- the object ----------------------------------------------------------------------------- */

static OrchEmrFlags
orch_emr_oscar_get_flags (OrchEmr *emr)
{
  return ORCH_EMR_NO_SCHEDULES | ORCH_EMR_NO_SLOTS;
}

static DexFuture *
probe_fiber (gpointer user_data)
{
  GError *error = NULL;
  OrchEmrReport *report = orch_emr_oscar_probe (user_data, &error);

  return report != NULL ? dex_future_new_take_object (report) : dex_future_new_for_error (error);
}

static DexFuture *
orch_emr_oscar_test_connection (OrchEmr *emr)
{
  return dex_scheduler_spawn (NULL, 0, probe_fiber, g_object_ref (emr), g_object_unref);
}

static void
orch_emr_oscar_cancelled (OrchEmr *emr)
{
  OrchEmrOscar *self = ORCH_EMR_OSCAR (emr);

  if (self->client != NULL)
    orch_oscar_client_set_cancellable (self->client, orch_emr_get_cancellable (emr));
}

static void
orch_emr_oscar_dispose (GObject *object)
{
  g_clear_object (&ORCH_EMR_OSCAR (object)->client);

  G_OBJECT_CLASS (orch_emr_oscar_parent_class)->dispose (object);
}

static void
orch_emr_oscar_class_init (OrchEmrOscarClass *klass)
{
  OrchEmrClass *emr_class = ORCH_EMR_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_emr_oscar_dispose;
  emr_class->test_connection = orch_emr_oscar_test_connection;
  emr_class->read_staff = orch_emr_oscar_read_staff;
  emr_class->read_services = orch_emr_oscar_read_services;
  emr_class->read_departments = orch_emr_oscar_read_departments;
  emr_class->cancelled = orch_emr_oscar_cancelled;
  emr_class->read_appointments = orch_emr_oscar_read_appointments;
  emr_class->find_appointments = orch_emr_oscar_find_appointments;
  emr_class->read_patients = orch_emr_oscar_read_patients;
  emr_class->search_patients = orch_emr_oscar_search_patients;
  emr_class->get_flags = orch_emr_oscar_get_flags;
  emr_class->await_post = orch_emr_oscar_await_post;
}

static void
orch_emr_oscar_init (OrchEmrOscar *self)
{
}
