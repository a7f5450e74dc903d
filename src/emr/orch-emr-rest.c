/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-rest.h.
 */
#include "orch-emr-rest-private.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-department.h"
#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-rest-values.h"

/* However it pages, an EMR that never comes to an end is left. */
#define PAGES_MAX 5000
#define DEPARTMENTS_MAX 1000
#define OVERLAP_US (5 * G_TIME_SPAN_MINUTE)

struct _OrchEmrRest
{
  OrchEmr parent_instance;

  OrchRestDeclaration *declaration; /* (owned) */
  OrchRestClient *client;           /* (owned) (nullable) until first used */
  OrchRestClient *writer;           /* (owned) (nullable): for charts, where its token is another one */
};

static OrchEmrPager *read_list (OrchEmrRest *self, OrchRestKind kind, const OrchRestList *list,
                                const OrchEmrWindow *window);

G_DEFINE_FINAL_TYPE (OrchEmrRest, orch_emr_rest, ORCH_TYPE_EMR)

/* One reading of a list: its pages, for each professional where it is asked so. */
typedef struct
{
  OrchEmrRest *emr;
  OrchRestKind kind;
  OrchRestList list;
  gboolean is_there;
  OrchEmrWindow window;
  gboolean has_window;
  GPtrArray *ids; /* (nullable) until they are known: what it is asked for, one after another */
  guint at;
  char *after; /* (nullable) ORCH_REST_AFTER */
  guint start; /* ORCH_REST_INDEX */
  guint pages;
} Reading;

/* What a worker gets. */
typedef struct
{
  OrchRestKind kind;
  JsonNode *root;
  OrchRestList list;
  OrchEmrWindow window;
  gboolean has_window;
  OrchRestDeclaration *declaration; /* keeps the list's texts */
  guint n;                          /* (out) records of the answer, readable or not */
  char *after;                      /* (out) (nullable) */
  GPtrArray *records;               /* (out) */
  GPtrArray *unreadable;            /* (out) */
} Job;

static void
job_clear (gpointer data)
{
  Job *self = data;

  g_clear_pointer (&self->root, json_node_unref);
  g_clear_pointer (&self->after, g_free);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->unreadable, g_ptr_array_unref);
  g_clear_object (&self->declaration);
}

static void
job_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, job_clear);
}

/* --- what the parts share ------------------------------------------------------------------------- */

OrchRestDeclaration *
orch_emr_rest_get_declaration (OrchEmrRest *self)
{
  return self->declaration;
}

OrchRestClient *
orch_emr_rest_ensure_client (OrchEmrRest *self, GError **error)
{
  g_autoptr (OrchRestClient) client = NULL;

  if (self->client != NULL)
    return self->client;
  client = orch_rest_client_new (ORCH_EMR (self), self->declaration, FALSE, error);
  if (client != NULL)
    g_set_object (&self->client, client);
  return client != NULL ? self->client : NULL;
}

/* A second sign-in may end the first: only what needs another token has another client. */
OrchRestClient *
orch_emr_rest_ensure_writer (OrchEmrRest *self, GError **error)
{
  g_autoptr (OrchRestClient) client = NULL;
  OrchRestToken token = { 0 };

  orch_rest_declaration_get_token (self->declaration, ORCH_EMR (self), &token);
  if (token.chart_scope == NULL)
    return orch_emr_rest_ensure_client (self, error);
  if (self->writer != NULL)
    return self->writer;
  client = orch_rest_client_new (ORCH_EMR (self), self->declaration, TRUE, error);
  if (client != NULL)
    g_set_object (&self->writer, client);
  return client != NULL ? self->writer : NULL;
}

void
orch_emr_rest_forget_client (OrchEmrRest *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->writer);
}

gint64
orch_emr_rest_get_server_us (OrchEmrRest *self)
{
  return self->client != NULL ? orch_clock_now_us () + orch_rest_client_get_offset_us (self->client) : 0;
}

/* --- lists ------------------------------------------------------------------------------------------ */

/* Awaits. What has changed since, a little before that included: clocks differ. Returns: (transfer full) (nullable) */
static JsonNode *
get (Reading *self, const char *path, GError **error)
{
  OrchRestClient *client = orch_emr_rest_ensure_client (self->emr, error);
  const gint64 since_us = self->has_window ? self->window.since_us : 0;
  g_autofree char *date = NULL;

  if (client == NULL)
    return NULL;
  if (self->list.since != NULL && since_us > OVERLAP_US)
    date = orch_http_dup_date (since_us - OVERLAP_US);
  return dex_await_boxed (orch_rest_client_get_since (client, path, self->list.since, date), error);
}

static gboolean
counts (JsonNode *record, JsonArray *only)
{
  for (guint i = 0; i < orch_json_array_length (only); i++)
    {
      g_autofree char *value = orch_rest_dup_value (record, json_array_get_element (only, i));

      if (g_strcmp0 (value, "true") != 0)
        return FALSE;
    }
  return TRUE;
}

static DexFuture *
read_fiber (gpointer user_data)
{
  Job *job = user_data;
  JsonNode *items = orch_rest_find (job->root, job->list.items);
  JsonArray *array = items != NULL && JSON_NODE_HOLDS_ARRAY (items) ? json_node_get_array (items) : NULL;
  const gboolean one = items != NULL && JSON_NODE_HOLDS_OBJECT (items);

  job->n = array != NULL ? json_array_get_length (array) : one ? 1 : 0;
  for (guint i = 0; i < job->n; i++)
    {
      JsonNode *record = array != NULL ? json_array_get_element (array, i) : items;

      if (counts (record, job->list.only))
        orch_rest_read (job->kind, record, job->list.fields, job->has_window ? &job->window : NULL, job->records,
                        job->unreadable);
      orch_emr_unreadable_place (job->unreadable, i + 1);
    }
  if (job->list.paging == ORCH_REST_AFTER)
    {
      JsonNode *id = job->n > 0 && array != NULL
                         ? json_object_get_member (job->list.fields, orch_rest_kind_get_fields (job->kind)[0])
                         : NULL;

      job->after = job->list.next_path != NULL ? orch_rest_dup_text (orch_rest_find (job->root, job->list.next_path))
                   : id != NULL                ? orch_rest_dup_value (json_array_get_element (array, job->n - 1), id)
                                               : NULL;
    }
  return dex_future_new_true ();
}

/* Awaits: a page of thousands is read on a worker. */
static Job *
read_answer (Reading *self, JsonNode *root)
{
  Job *job = g_atomic_rc_box_new0 (Job);

  job->kind = self->kind;
  job->root = json_node_ref (root);
  job->list = self->list;
  job->window = self->window;
  job->has_window = self->has_window;
  job->declaration = g_object_ref (self->emr->declaration);
  job->records = g_ptr_array_new_with_free_func (g_object_unref);
  job->unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
  dex_await (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, read_fiber,
                                  g_atomic_rc_box_acquire (job), job_unref),
             NULL);
  return job;
}

static void
reading_clear (gpointer data)
{
  Reading *self = data;

  g_clear_object (&self->emr);
  g_clear_pointer (&self->ids, g_ptr_array_unref);
  g_clear_pointer (&self->after, g_free);
}

static void
reading_unref (gpointer data)
{
  g_rc_box_release_full (data, reading_clear);
}

/* Awaits. What the list is asked for, one after another. */
static gboolean
find_each (Reading *self, GError **error)
{
  OrchRestList each = { 0 };
  g_autoptr (OrchEmrPager) pager = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  gboolean is_last = FALSE;

  if (self->ids != NULL || !orch_rest_declaration_get_each (&self->list, &each))
    return TRUE;
  pager = read_list (self->emr, ORCH_REST_DEPARTMENTS, &each, NULL);
  while (!is_last)
    {
      g_autoptr (OrchEmrPage) page = dex_await_object (orch_emr_pager_next (pager), error);
      GPtrArray *records = NULL;

      if (page == NULL)
        return FALSE;
      records = orch_emr_page_get_records (page);
      for (guint i = 0; i < records->len; i++)
        g_ptr_array_add (found, g_strdup (orch_department_get_fields (g_ptr_array_index (records, i))->emr_id));
      is_last = orch_emr_page_is_last (page);
    }
  self->ids = g_steal_pointer (&found);
  return TRUE;
}

/* Where the next page begins; %FALSE when this list, or that of this id, is at its end. */
static gboolean
go_on (Reading *self, const Job *job)
{
  switch (self->list.paging)
    {
    case ORCH_REST_AFTER:
      if (job->n == 0 || job->after == NULL || g_strcmp0 (job->after, self->after) == 0)
        return FALSE;
      g_set_str (&self->after, job->after);
      return TRUE;
    case ORCH_REST_INDEX:
      self->start += job->n;
      return job->n >= self->list.size;
    case ORCH_REST_ONE_PAGE:
    default:
      return FALSE;
    }
}

/* Awaits. */
static OrchEmrPage *
read_next (Reading *self, GError **error)
{
  g_autofree char *start = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonNode) root = NULL;
  Job *job = NULL;
  gboolean is_last = FALSE;
  OrchEmrPage *page = NULL;
  OrchRestPlace place = { 0 };

  if (!find_each (self, error))
    return NULL;
  if (!self->is_there || (self->ids != NULL && self->at >= self->ids->len))
    return orch_emr_page_new (g_ptr_array_new_with_free_func (g_object_unref), NULL, 0, TRUE);
  if (self->list.paging == ORCH_REST_INDEX)
    start = g_strdup_printf ("%u", self->start);
  else
    start = g_strdup (self->after);
  place.window = self->has_window ? &self->window : NULL;
  place.each = self->ids != NULL ? g_ptr_array_index (self->ids, self->at) : NULL;
  path = orch_emr_rest_make_path (self->emr, &self->list, &place, start, error);
  root = path != NULL ? get (self, path, error) : NULL;
  if (root == NULL)
    return NULL;

  job = read_answer (self, root);
  if (!go_on (self, job) || ++self->pages >= PAGES_MAX)
    {
      g_clear_pointer (&self->after, g_free);
      self->start = 0;
      self->at++;
      is_last = self->ids == NULL || self->at >= self->ids->len;
    }
  page = orch_emr_page_new (g_steal_pointer (&job->records), g_steal_pointer (&job->unreadable), -1, is_last);
  orch_emr_page_set_listed (page, job->n);
  job_unref (job);
  orch_emr_page_set_position (page, NULL, orch_emr_rest_get_server_us (self->emr));
  return page;
}

static DexFuture *
next_fiber (gpointer user_data)
{
  GError *error = NULL;
  OrchEmrPage *page = read_next (user_data, &error);

  return page != NULL ? dex_future_new_take_object (page) : dex_future_new_for_error (error);
}

static DexFuture *
next_page (gpointer reading)
{
  return dex_scheduler_spawn (NULL, 0, next_fiber, g_rc_box_acquire (reading), reading_unref);
}

static OrchEmrPager *
read_list (OrchEmrRest *self, OrchRestKind kind, const OrchRestList *list, const OrchEmrWindow *window)
{
  Reading *reading = g_rc_box_new0 (Reading);

  reading->emr = g_object_ref (self);
  reading->kind = kind;
  reading->is_there = list != NULL;
  if (list != NULL)
    reading->list = *list;
  if (window != NULL)
    {
      reading->window = *window;
      reading->window.cursor = NULL;
      reading->has_window = TRUE;
      /* These lists have an end: a year is as far as anybody books. */
      if (reading->window.to_us == 0)
        reading->window.to_us = MAX (window->from_us, orch_clock_now_us ()) + 366 * G_TIME_SPAN_DAY;
    }
  return orch_emr_pager_new (next_page, reading, reading_unref);
}

OrchEmrPager *
orch_emr_rest_read (OrchEmrRest *self, OrchRestKind kind, const OrchEmrWindow *window)
{
  OrchRestList list = { 0 };
  const gboolean is_there = orch_rest_declaration_get_list (self->declaration, kind, &list);

  return read_list (self, kind, is_there ? &list : NULL, window);
}

static OrchEmrPager *
orch_emr_rest_read_staff (OrchEmr *emr)
{
  return orch_emr_rest_read (ORCH_EMR_REST (emr), ORCH_REST_STAFF, NULL);
}

static OrchEmrPager *
orch_emr_rest_read_services (OrchEmr *emr)
{
  return orch_emr_rest_read (ORCH_EMR_REST (emr), ORCH_REST_SERVICES, NULL);
}

static OrchEmrPager *
orch_emr_rest_read_patients (OrchEmr *emr, const char *const *emr_ids)
{
  return orch_emr_rest_read_people (ORCH_EMR_REST (emr), emr_ids);
}

static OrchEmrPager *
orch_emr_rest_read_appointments (OrchEmr *emr, const OrchEmrWindow *window)
{
  return orch_emr_rest_read (ORCH_EMR_REST (emr), ORCH_REST_APPOINTMENTS, window);
}

static OrchEmrPager *
orch_emr_rest_read_schedules (OrchEmr *emr, const OrchEmrWindow *window)
{
  return orch_emr_rest_read (ORCH_EMR_REST (emr), ORCH_REST_SCHEDULES, window);
}

static OrchEmrPager *
orch_emr_rest_read_slots (OrchEmr *emr, const OrchEmrWindow *window)
{
  return orch_emr_rest_read (ORCH_EMR_REST (emr), ORCH_REST_SLOTS, window);
}

static DexFuture *
departments_fiber (gpointer user_data)
{
  g_autoptr (OrchEmrPager) pager = orch_emr_rest_read (user_data, ORCH_REST_DEPARTMENTS, NULL);
  g_autoptr (GPtrArray) departments = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_last = FALSE;

  while (!is_last && departments->len < DEPARTMENTS_MAX)
    {
      GError *error = NULL;
      g_autoptr (OrchEmrPage) page = dex_await_object (orch_emr_pager_next (pager), &error);

      if (page == NULL)
        return dex_future_new_for_error (error);
      g_ptr_array_extend (departments, orch_emr_page_get_records (page), (GCopyFunc) g_object_ref, NULL);
      is_last = orch_emr_page_is_last (page);
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&departments));
}

static DexFuture *
orch_emr_rest_read_departments (OrchEmr *emr)
{
  return dex_scheduler_spawn (NULL, 0, departments_fiber, g_object_ref (emr), g_object_unref);
}

/* --- the object --------------------------------------------------------------------------------------- */

static OrchEmrFlags
orch_emr_rest_get_flags (OrchEmr *emr)
{
  OrchEmrRest *self = ORCH_EMR_REST (emr);
  OrchEmrFlags flags = 0;
  OrchRestList list = { 0 };

  if (!orch_rest_declaration_get_list (self->declaration, ORCH_REST_SCHEDULES, &list))
    flags |= ORCH_EMR_NO_SCHEDULES;
  if (!orch_rest_declaration_get_list (self->declaration, ORCH_REST_SLOTS, &list))
    flags |= ORCH_EMR_NO_SLOTS;
  if (!orch_rest_declaration_get_list (self->declaration, ORCH_REST_APPOINTMENTS, &list))
    flags |= ORCH_EMR_NO_APPOINTMENTS;
  else if (list.since != NULL)
    flags |= ORCH_EMR_CAN_SINCE;
  if (!orch_rest_declaration_get_list (self->declaration, ORCH_REST_PATIENTS, &list))
    flags |= ORCH_EMR_NO_PATIENTS;
  return flags;
}

static DexFuture *
probe_fiber (gpointer user_data)
{
  GError *error = NULL;
  OrchEmrReport *report = orch_emr_rest_probe (user_data, &error);

  return report != NULL ? dex_future_new_take_object (report) : dex_future_new_for_error (error);
}

static DexFuture *
orch_emr_rest_test_connection (OrchEmr *emr)
{
  return dex_scheduler_spawn (NULL, 0, probe_fiber, g_object_ref (emr), g_object_unref);
}

static void
orch_emr_rest_cancelled (OrchEmr *emr)
{
  OrchEmrRest *self = ORCH_EMR_REST (emr);

  if (self->client != NULL)
    orch_rest_client_set_cancellable (self->client, orch_emr_get_cancellable (emr));
  if (self->writer != NULL)
    orch_rest_client_set_cancellable (self->writer, orch_emr_get_cancellable (emr));
}

static void
orch_emr_rest_dispose (GObject *object)
{
  OrchEmrRest *self = ORCH_EMR_REST (object);

  g_clear_object (&self->client);
  g_clear_object (&self->writer);
  g_clear_object (&self->declaration);

  G_OBJECT_CLASS (orch_emr_rest_parent_class)->dispose (object);
}

static void
orch_emr_rest_class_init (OrchEmrRestClass *klass)
{
  OrchEmrClass *emr_class = ORCH_EMR_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_emr_rest_dispose;
  emr_class->test_connection = orch_emr_rest_test_connection;
  emr_class->read_staff = orch_emr_rest_read_staff;
  emr_class->read_services = orch_emr_rest_read_services;
  emr_class->read_departments = orch_emr_rest_read_departments;
  emr_class->read_schedules = orch_emr_rest_read_schedules;
  emr_class->read_slots = orch_emr_rest_read_slots;
  emr_class->read_appointments = orch_emr_rest_read_appointments;
  emr_class->read_patients = orch_emr_rest_read_patients;
  emr_class->search_patients = orch_emr_rest_search_patients;
  emr_class->find_appointments = orch_emr_rest_find_appointments;
  emr_class->cancelled = orch_emr_rest_cancelled;
  emr_class->get_flags = orch_emr_rest_get_flags;
  emr_class->await_post = orch_emr_rest_await_post;
}

static void
orch_emr_rest_init (OrchEmrRest *self)
{
}

OrchEmr *
orch_emr_rest_new (OrchEmrVendor *vendor, GHashTable *values, OrchEmrSecretFunc secret, gpointer user_data,
                   GDestroyNotify destroy, GError **error)
{
  g_autoptr (OrchRestDeclaration) declaration = NULL;
  OrchEmr *self = NULL;

  g_return_val_if_fail (ORCH_IS_EMR_VENDOR (vendor), NULL);

  declaration = orch_rest_declaration_new (orch_emr_vendor_get_connection (vendor), vendor, error);
  if (declaration == NULL)
    {
      if (destroy != NULL)
        destroy (user_data);
      return NULL;
    }
  self = orch_emr_make (ORCH_TYPE_EMR_REST, values, secret, user_data, destroy);
  ORCH_EMR_REST (self)->declaration = g_steal_pointer (&declaration);
  return self;
}
