/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Readings of the schedule and of patients. Main thread; a page is parsed on a worker while the next one is being asked, and on another
 * as soon as it has come.
 */
#include "orch-emr-fhir-window.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-patient.h"
#include "http/orch-json.h"
#include "orch-emr-fhir-lookup.h"
#include "orch-emr-fhir-read.h"

#define OVERLAP_US (300 * (gint64) G_USEC_PER_SEC) /* a record may become visible some time after it was stamped */
#define IDS_AT_ONCE 100

/* What may be left out of a search, step by step, where a server refuses it; what it does not narrow down is left out here. */
typedef enum
{
  ASK_ALL = 0,     /* both ends of the window, and since when */
  ASK_ONE_BOUND,   /* a parameter that comes twice is refused by some */
  ASK_SINCE_ONLY,  /* the window itself is not understood */
  ASK_WINDOW_ONLY, /* nor is _lastUpdated */
  ASK_NOTHING,
  N_ASKS,
} Ask;

/* What a worker gets; counted, since the reader may be gone before it is done. */
typedef struct
{
  GBytes *bytes; /* (nullable): until they have come */
  OrchEmrFhirScan scan;
} Job;

typedef struct
{
  OrchEmrFhir *emr;
  OrchEmrFhirScan scan; /* what a worker gets a copy of */
  char *cursor;         /* (nullable) where to begin */
  char **ids;           /* (nullable) of patients */
  guint next_id;        /* the first one not asked yet */
  Ask ask;
  OrchFhirPager *pager;
  GPtrArray *asked;  /* (nullable) ids of the search under way */
  GHashTable *found; /* (nullable) of these, those that came */
  DexFuture *ahead;  /* (nullable) bytes of the page after, asked already */
  Job *ahead_job;    /* (nullable) how they are parsed */
  DexFuture *parsed; /* (nullable) what comes of it */
  Job *job;          /* (nullable) the same of the page that is being read */
  DexFuture *page;   /* (nullable) */
  gboolean has_begun;
} Reading;

static void
scan_clear (OrchEmrFhirScan *scan)
{
  g_clear_pointer (&scan->index, orch_emr_fhir_index_unref);
  g_clear_pointer (&scan->roles_missing, g_ptr_array_unref);
}

static void
job_clear (gpointer data)
{
  Job *self = data;

  g_clear_pointer (&self->bytes, g_bytes_unref);
  scan_clear (&self->scan);
}

static void
job_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, job_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_unref)

static void
forget_ahead (Reading *self)
{
  dex_clear (&self->parsed);
  dex_clear (&self->ahead);
  g_clear_pointer (&self->ahead_job, job_unref);
}

static void
reading_clear (gpointer data)
{
  Reading *self = data;

  forget_ahead (self);
  dex_clear (&self->page);
  g_clear_pointer (&self->job, job_unref);
  g_clear_object (&self->pager);
  g_clear_object (&self->emr);
  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_hash_table_unref);
  g_clear_pointer (&self->cursor, g_free);
  g_clear_pointer (&self->ids, g_strfreev);
  scan_clear (&self->scan);
}

static void
reading_unref (gpointer data)
{
  g_rc_box_release_full (data, reading_clear);
}

static const char *
type_of (Reading *self)
{
  return orch_emr_fhir_kind_get_type (self->scan.kind);
}

/* --- parsing ------------------------------------------------------------------------------ */

static Job *
job_new (Reading *self)
{
  Job *job = g_atomic_rc_box_new0 (Job);

  job->scan = self->scan;
  job->scan.index = orch_emr_fhir_index_ref (self->scan.index);
  job->scan.roles_missing = g_ptr_array_new_with_free_func (g_free);
  return job;
}

static DexFuture *
parse_fiber (gpointer user_data)
{
  Job *job = user_data;
  GError *error = NULL;
  OrchEmrPage *page = orch_emr_fhir_scan (job->bytes, &job->scan, &error);

  return page != NULL ? dex_future_new_take_object (page) : dex_future_new_for_error (error);
}

static DexFuture *
start_job (Job *job)
{
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, parse_fiber, g_atomic_rc_box_acquire (job),
                              job_unref);
}

static DexFuture *
on_bytes (DexFuture *ahead, gpointer user_data)
{
  Job *job = user_data;
  const GValue *bytes = dex_future_get_value (ahead, NULL);

  job->bytes = g_value_dup_boxed (bytes);
  return start_job (job);
}

/* --- searches ----------------------------------------------------------------------------- */

static void
add_bound (GPtrArray *query, const char *name, const char *prefix, gint64 us)
{
  g_autofree char *instant = orch_clock_format_instant (us);
  g_ptr_array_add (query, g_strdup (name));
  g_ptr_array_add (query, g_strconcat (prefix, instant, NULL));
}

/* Returns: (transfer full): name, value…, NULL-terminated */
static GPtrArray *
build_query (Reading *self)
{
  GPtrArray *query = g_ptr_array_new_with_free_func (g_free);
  const char *name = self->scan.kind == ORCH_EMR_FHIR_SLOTS ? "start" : "date";
  gboolean with_window = self->ask == ASK_ALL || self->ask == ASK_ONE_BOUND || self->ask == ASK_WINDOW_ONLY;
  gboolean with_since = self->ask <= ASK_SINCE_ONLY;

  if (with_window && self->scan.from_us > 0)
    add_bound (query, name, "ge", self->scan.from_us);
  if (self->ask == ASK_ALL && self->scan.to_us > 0)
    add_bound (query, name, "lt", self->scan.to_us);
  if (with_since && self->scan.since_us > 0)
    add_bound (query, "_lastUpdated", "ge", self->scan.since_us);
  g_ptr_array_add (query, g_strdup ("_count"));
  g_ptr_array_add (query, g_strdup_printf ("%u", orch_emr_fhir_get_count (self->emr)));
  g_ptr_array_add (query, NULL);
  return query;
}

static gboolean
start_window (Reading *self, OrchFhirClient *client, GError **error)
{
  g_autoptr (GPtrArray) query = build_query (self);
  self->pager = orch_fhir_client_search (client, type_of (self), (const char *const *) query->pdata, FALSE);
  return self->cursor == NULL || orch_fhir_pager_set_next (self->pager, self->cursor, error);
}

/* Fifty at a time by id; who is named by an identifier only is asked for alone. */
static void
start_people (Reading *self, OrchFhirClient *client)
{
  const char *first = self->ids[self->next_id];
  gboolean by_identifier = !orch_fhir_id_is_valid (first);
  g_autoptr (GString) list = g_string_new (NULL);

  g_clear_pointer (&self->asked, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_hash_table_unref);
  self->asked = g_ptr_array_new ();
  self->found = g_hash_table_new (g_str_hash, g_str_equal);
  for (; self->ids[self->next_id] != NULL && self->asked->len < IDS_AT_ONCE; self->next_id++)
    {
      char *id = self->ids[self->next_id];
      if (self->asked->len > 0 && (by_identifier || !orch_fhir_id_is_valid (id)))
        break;
      g_string_append_printf (list, "%s%s", list->len > 0 ? "," : "", id);
      g_ptr_array_add (self->asked, id);
    }
  const char *const query[] = { by_identifier ? "identifier" : "_id", list->str, "_count", "100", NULL };
  g_set_object (&self->pager, NULL);
  self->pager = orch_fhir_client_search (client, "Patient", query, TRUE);
}

/* Awaits. */
static gboolean
ensure_pager (Reading *self, GError **error)
{
  if (self->pager != NULL)
    return TRUE;
  OrchFhirClient *client = orch_emr_fhir_ensure_client (self->emr, error);
  if (client == NULL)
    return FALSE;
  if (self->ids == NULL)
    return start_window (self, client, error);
  start_people (self, client);
  return TRUE;
}

static void
ask_ahead (Reading *self)
{
  if (self->ahead != NULL || orch_fhir_pager_is_finished (self->pager))
    return;
  forget_ahead (self);
  self->ahead = orch_fhir_pager_next_bytes (self->pager);
  self->ahead_job = job_new (self);
  self->parsed =
      dex_future_then (dex_ref (self->ahead), on_bytes, g_atomic_rc_box_acquire (self->ahead_job), job_unref);
}

/* --- refusals ----------------------------------------------------------------------------- */

/* What the EMR does not have, or does not show, is none: who is booked must be seen, though. */
static gboolean
is_missing (Reading *self, const GError *error)
{
  gboolean may_be_hidden = self->scan.kind == ORCH_EMR_FHIR_SCHEDULES || self->scan.kind == ORCH_EMR_FHIR_SLOTS;
  return g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED) ||
         (may_be_hidden && g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED));
}

static gboolean
asks_the_same (Reading *self, Ask other)
{
  Ask former = self->ask;
  g_autoptr (GPtrArray) mine = build_query (self);
  self->ask = other;
  g_autoptr (GPtrArray) theirs = build_query (self);
  self->ask = former;
  return g_strv_equal ((const char *const *) mine->pdata, (const char *const *) theirs->pdata);
}

/* Whether there is another way to ask: from the beginning when what was broken off cannot be taken up, else for less. */
static gboolean
find_another_way (Reading *self, const GError *error)
{
  gboolean gone = is_missing (self, error);
  gboolean not_understood = g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID);
  if (self->ids != NULL || self->has_begun || (!gone && !not_understood))
    return FALSE;
  if (self->cursor != NULL)
    g_clear_pointer (&self->cursor, g_free);
  else if (not_understood)
    {
      Ask next = self->ask + 1;
      while (next < N_ASKS && asks_the_same (self, next))
        next++;
      if (next == N_ASKS)
        return FALSE;
      self->ask = next;
    }
  else
    return FALSE;
  g_clear_object (&self->pager);
  return TRUE;
}

/* Awaits. The next page; %NULL without an error when this EMR has none of the kind. */
static GBytes *
fetch (Reading *self, GError **error)
{
  for (;;)
    {
      g_autoptr (GError) local_error = NULL;
      if (!ensure_pager (self, &local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      ask_ahead (self);
      GBytes *bytes = dex_await_boxed (g_steal_pointer (&self->ahead), &local_error);
      dex_clear (&self->page);
      g_clear_pointer (&self->job, job_unref);
      self->page = g_steal_pointer (&self->parsed);
      self->job = g_steal_pointer (&self->ahead_job);
      if (bytes != NULL)
        {
          if (self->ids == NULL)
            orch_emr_fhir_set_ask (self->emr, self->scan.kind, self->ask);
          return bytes;
        }
      if (find_another_way (self, local_error))
        continue;
      if (!self->has_begun && is_missing (self, local_error))
        orch_emr_fhir_note_missing (self->emr, self->scan.kind);
      else
        g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
}

/* --- pages -------------------------------------------------------------------------------- */

/* Awaits. What comes of the bytes that fetch() gave last. */
static OrchEmrPage *
read_bytes (Reading *self, GError **error)
{
  g_autoptr (Job) job = g_steal_pointer (&self->job);
  g_autoptr (OrchEmrPage) page = dex_await_object (g_steal_pointer (&self->page), error);

  if (page == NULL || (job->scan.roles_missing->len == 0 && !job->scan.services_missing))
    return g_steal_pointer (&page);
  g_clear_object (&page);
  if (!orch_emr_fhir_look_up (self->emr, job->scan.roles_missing, job->scan.services_missing, error))
    return NULL;
  g_ptr_array_set_size (job->scan.roles_missing, 0);
  job->scan.services_missing = FALSE;
  return dex_await_object (start_job (job), error);
}

static OrchEmrPage *
last_page (void)
{
  return orch_emr_page_new (g_ptr_array_new_with_free_func (g_object_unref), NULL, 0, TRUE);
}

static OrchEmrPage *
page_with (OrchEmrPage *page, gboolean is_last)
{
  return orch_emr_page_new (g_ptr_array_ref (orch_emr_page_get_records (page)),
                            g_ptr_array_ref (orch_emr_page_get_unreadable (page)), orch_emr_page_get_total (page),
                            is_last);
}

static gint64
server_time (OrchFhirClient *client)
{
  return orch_clock_now_us () + orch_fhir_client_get_server_offset_us (client);
}

/* Awaits. */
static OrchEmrPage *
next_of_window (Reading *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = fetch (self, &local_error);
  if (bytes == NULL && local_error == NULL)
    return last_page ();
  if (bytes == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  OrchFhirClient *client = orch_emr_fhir_ensure_client (self->emr, error);
  if (client == NULL)
    return NULL;
  gint64 server_us = server_time (client);
  g_autofree char *next = orch_fhir_pager_find_next (bytes);
  if (!orch_fhir_pager_set_next (self->pager, next, error))
    return NULL;
  g_autofree char *cursor = g_strdup (orch_fhir_pager_get_url (self->pager));
  ask_ahead (self);
  g_autoptr (OrchEmrPage) read = read_bytes (self, error);
  if (read == NULL)
    {
      /* asked again the next time, and what was asked after it is forgotten */
      forget_ahead (self);
      orch_fhir_pager_again (self->pager);
      return NULL;
    }
  self->has_begun = TRUE;
  OrchEmrPage *page = page_with (read, cursor == NULL);
  orch_emr_page_set_position (page, cursor, server_us);
  return page;
}

static DexFuture *
window_fiber (gpointer user_data)
{
  GError *error = NULL;
  OrchEmrPage *page = next_of_window (user_data, &error);

  if (page != NULL)
    return dex_future_new_take_object (page);
  orch_error_translate (&error);
  return dex_future_new_for_error (error);
}

static DexFuture *
next_window_page (gpointer reading)
{
  return dex_scheduler_spawn (NULL, 0, window_fiber, g_rc_box_acquire (reading), reading_unref);
}

/* --- patients ----------------------------------------------------------------------------- */

/* Awaits. A server that takes no list of ids: one by one; who is not there is told. */
static gboolean
read_the_rest (Reading *self, GPtrArray *records, GPtrArray *unreadable, GError **error)
{
  OrchFhirClient *client = orch_emr_fhir_ensure_client (self->emr, error);
  if (client == NULL)
    return FALSE;
  for (guint i = 0; i < self->asked->len; i++)
    {
      const char *id = g_ptr_array_index (self->asked, i);
      if (g_hash_table_contains (self->found, id))
        continue;
      g_autoptr (GError) local_error = NULL;
      g_autoptr (OrchFhirResult) result = NULL;
      if (orch_fhir_id_is_valid (id))
        result = dex_await_object (orch_fhir_client_read (client, "Patient", id), &local_error);
      JsonObject *patient = result != NULL ? orch_fhir_result_get_resource (result) : NULL;
      if (patient != NULL)
        orch_emr_fhir_read_patient (patient, id, records, unreadable);
      else if (local_error == NULL || is_missing (self, local_error))
        orch_emr_unreadable_add (unreadable, NULL, id, "the EMR does not have this patient");
      else if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_REFUSED) ||
               g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER) ||
               g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_INVALID))
        orch_emr_unreadable_add (unreadable, NULL, id, local_error->message);
      else
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  return TRUE;
}

/* What came, once, and only of those asked for: a server may ignore what it does not know. */
static void
keep_asked (Reading *self, OrchEmrPage *page, GPtrArray *records)
{
  gboolean by_identifier = !orch_fhir_id_is_valid (g_ptr_array_index (self->asked, 0));
  GPtrArray *all = orch_emr_page_get_records (page);
  for (guint i = 0; i < all->len; i++)
    {
      OrchPatient *patient = g_ptr_array_index (all, i);
      OrchPatientFields fields = *orch_patient_get_fields (patient);
      guint place = 0;
      if (by_identifier && all->len == 1)
        {
          /* it stays what the appointments call it */
          fields.emr_id = g_ptr_array_index (self->asked, 0);
          if (g_hash_table_add (self->found, (gpointer) fields.emr_id))
            g_ptr_array_add (records, orch_patient_new (&fields));
        }
      else if (g_ptr_array_find_with_equal_func (self->asked, fields.emr_id, g_str_equal, &place) &&
               g_hash_table_add (self->found, g_ptr_array_index (self->asked, place)))
        g_ptr_array_add (records, g_object_ref (patient));
    }
}

/* Those that came and could not be read were found too. */
static void
note_unreadable (Reading *self, OrchEmrPage *page, GPtrArray *unreadable)
{
  GPtrArray *all = orch_emr_page_get_unreadable (page);
  for (guint i = 0; i < all->len; i++)
    {
      OrchEmrUnreadable *row = g_ptr_array_index (all, i);
      guint place = 0;
      if (row->id != NULL && g_ptr_array_find_with_equal_func (self->asked, row->id, g_str_equal, &place))
        g_hash_table_add (self->found, g_ptr_array_index (self->asked, place));
      orch_emr_unreadable_add (unreadable, row->name, row->id, row->what);
    }
}

/* Awaits. One search with all its pages, and those that it did not give. */
static OrchEmrPage *
next_of_people (Reading *self, GError **error)
{
  if (self->pager == NULL && self->ids[self->next_id] == NULL)
    return last_page ();
  guint former = self->next_id;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
  g_autoptr (GError) local_error = NULL;
  gboolean good = TRUE;
  do
    {
      g_autoptr (GBytes) bytes = fetch (self, &local_error);
      if (bytes == NULL && local_error == NULL)
        return last_page ();
      g_autofree char *next = bytes != NULL ? orch_fhir_pager_find_next (bytes) : NULL;
      g_autoptr (OrchEmrPage) page = NULL;
      if (bytes != NULL && orch_fhir_pager_set_next (self->pager, next, &local_error))
        page = read_bytes (self, &local_error);
      /* a search by list that is not understood leaves everybody to be asked one by one */
      good = page != NULL || g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_INVALID);
      if (page == NULL)
        break;
      self->has_begun = TRUE;
      keep_asked (self, page, records);
      note_unreadable (self, page, unreadable);
    }
  while (!orch_fhir_pager_is_finished (self->pager));

  if (good)
    {
      g_clear_error (&local_error);
      good = read_the_rest (self, records, unreadable, &local_error);
    }
  g_clear_object (&self->pager);
  if (!good)
    {
      self->next_id = former;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return orch_emr_page_new (g_steal_pointer (&records), g_steal_pointer (&unreadable), g_strv_length (self->ids),
                            self->ids[self->next_id] == NULL);
}

static DexFuture *
people_fiber (gpointer user_data)
{
  GError *error = NULL;
  OrchEmrPage *page = next_of_people (user_data, &error);

  if (page != NULL)
    return dex_future_new_take_object (page);
  orch_error_translate (&error);
  return dex_future_new_for_error (error);
}

static DexFuture *
next_people_page (gpointer reading)
{
  return dex_scheduler_spawn (NULL, 0, people_fiber, g_rc_box_acquire (reading), reading_unref);
}

/* --- readings ----------------------------------------------------------------------------- */

static Reading *
reading_new (OrchEmrFhir *emr, OrchEmrFhirKind kind)
{
  Reading *reading = g_rc_box_new0 (Reading);
  reading->emr = g_object_ref (emr);
  reading->scan.kind = kind;
  reading->scan.index = orch_emr_fhir_index_ref (orch_emr_fhir_get_index (emr));
  reading->ask = orch_emr_fhir_get_ask (emr, kind);
  return reading;
}

OrchEmrPager *
orch_emr_fhir_read_window (OrchEmrFhir *self, OrchEmrFhirKind kind, const OrchEmrWindow *window)
{
  Reading *reading = reading_new (self, kind);
  reading->scan.from_us = window->from_us;
  reading->scan.to_us = window->to_us;
  reading->scan.since_us = window->since_us > 0 ? MAX (1, window->since_us - OVERLAP_US) : 0;
  reading->cursor = g_strdup (window->cursor);
  return orch_emr_pager_new (next_window_page, reading, reading_unref);
}

OrchEmrPager *
orch_emr_fhir_read_people (OrchEmrFhir *self, const char *const *ids)
{
  Reading *reading = reading_new (self, ORCH_EMR_FHIR_PATIENTS);
  reading->ids = g_strdupv ((char **) ids);
  return orch_emr_pager_new (next_people_page, reading, reading_unref);
}

gboolean
orch_emr_fhir_takes_since (int ask)
{
  return ask <= ASK_SINCE_ONLY;
}
