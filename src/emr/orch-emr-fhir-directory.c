/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-fhir-directory.h. Main thread; a page is parsed on a worker while the next one is being asked, and on another as soon as it has
 * come.
 */
#include "orch-emr-fhir-directory.h"

#include "core/orch-error.h"
#include "core/orch-release.h"
#include "orch-emr-fhir-private.h"

/* One reading: the roles first, then what was asked. */
typedef struct
{
  OrchEmrFhir *emr;
  const char *type;
  OrchEmrFhirReadPage read;
  OrchEmrFhirRoles *roles;
  OrchFhirPager *role_pager; /* (nullable) once the client is there */
  OrchFhirPager *pager;
  DexFuture *ahead;        /* (nullable) bytes of the page after, asked already */
  DexFuture *parsed;       /* (nullable) what comes of them, on a worker of its own */
  OrchFhirPager *of_ahead; /* borrowed: whose page it is */
} Reading;

/* What a worker gets. */
typedef struct
{
  GBytes *bytes; /* (nullable): until they have come */
  OrchEmrFhirRoles *roles;
  OrchEmrFhirReadPage read;
} Job;

static void
forget_ahead (Reading *self)
{
  dex_clear (&self->parsed);
  dex_clear (&self->ahead);
}

static void
reading_free (gpointer data)
{
  Reading *self = data;

  forget_ahead (self);
  g_clear_object (&self->role_pager);
  g_clear_object (&self->pager);
  /* Who does what of ten thousand people. */
  orch_release_elsewhere (g_steal_pointer (&self->roles), (GDestroyNotify) orch_emr_fhir_roles_unref);
  g_clear_object (&self->emr);
}

static void
reading_unref (gpointer data)
{
  g_rc_box_release_full (data, reading_free);
}

static void
job_clear (gpointer data)
{
  Job *self = data;

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->roles, orch_emr_fhir_roles_unref);
}

static void
job_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, job_clear);
}

static DexFuture *
parse_fiber (gpointer user_data)
{
  Job *job = user_data;
  GError *error = NULL;
  OrchEmrPage *page = job->read (job->bytes, job->roles, &error);

  return page != NULL ? dex_future_new_take_object (page) : dex_future_new_for_error (error);
}

static gboolean
start_reading (Reading *self, GError **error)
{
  if (self->role_pager != NULL)
    return TRUE;
  OrchFhirClient *client = orch_emr_fhir_ensure_client (self->emr, error);
  if (client == NULL)
    return FALSE;
  g_autofree char *count = g_strdup_printf ("%u", orch_emr_fhir_get_count (self->emr));
  const char *const query[] = { "_count", count, NULL };
  self->role_pager = orch_fhir_client_search (client, "PractitionerRole", query, FALSE);
  self->pager = orch_fhir_client_search (client, self->type, query, FALSE);
  return TRUE;
}

static OrchFhirPager *
current_pager (Reading *self)
{
  return orch_fhir_pager_is_finished (self->role_pager) ? self->pager : self->role_pager;
}

static Job *
job_new (Reading *self, OrchFhirPager *pager)
{
  Job *job = g_atomic_rc_box_new0 (Job);

  job->roles = orch_emr_fhir_roles_ref (self->roles);
  job->read = pager == self->role_pager ? orch_emr_fhir_read_roles : self->read;
  return job;
}

/* @job: (transfer full) */
static DexFuture *
start_job (Job *job)
{
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, parse_fiber, job, job_unref);
}

static DexFuture *
on_bytes (DexFuture *ahead, gpointer user_data)
{
  Job *job = user_data;

  job->bytes = g_value_dup_boxed (dex_future_get_value (ahead, NULL));
  return start_job (g_atomic_rc_box_acquire (job));
}

/* @is_parsed: whether what comes may be parsed at once: not before the roles, all of which come first */
static void
ask_ahead (Reading *self, gboolean is_parsed)
{
  OrchFhirPager *pager = current_pager (self);

  if (orch_fhir_pager_is_finished (pager))
    return;
  self->of_ahead = pager;
  self->ahead = orch_fhir_pager_next_bytes (pager);
  if (is_parsed)
    self->parsed = dex_future_then (dex_ref (self->ahead), on_bytes, job_new (self, pager), job_unref);
}

/* A page that is not readable is asked again the next time, and what was asked after it is forgotten. */
static void
step_back (Reading *self, OrchFhirPager *pager)
{
  forget_ahead (self);
  orch_fhir_pager_again (pager);
}

/* Awaits. */
static OrchEmrPage *
read_next (Reading *self, GError **error)
{
  if (!start_reading (self, error))
    return NULL;
  if (self->ahead == NULL)
    {
      forget_ahead (self);
      ask_ahead (self, FALSE);
    }
  if (self->ahead == NULL)
    return orch_emr_page_new (g_ptr_array_new_with_free_func (g_object_unref), NULL, -1, TRUE);

  OrchFhirPager *pager = self->of_ahead;
  g_autoptr (DexFuture) parsed = g_steal_pointer (&self->parsed);
  g_autoptr (GBytes) bytes = dex_await_boxed (g_steal_pointer (&self->ahead), error);
  if (bytes == NULL)
    return NULL;
  g_autofree char *next = orch_fhir_pager_find_next (bytes);
  if (!orch_fhir_pager_set_next (pager, next, error))
    return NULL;
  gboolean of_roles = pager == self->role_pager;
  if (parsed == NULL)
    {
      Job *job = job_new (self, pager);

      job->bytes = g_steal_pointer (&bytes);
      parsed = start_job (job);
    }
  ask_ahead (self, !of_roles);

  g_autoptr (OrchEmrPage) page = dex_await_object (g_steal_pointer (&parsed), error);
  if (page == NULL)
    {
      step_back (self, pager);
      return NULL;
    }
  gboolean last = !of_roles && orch_fhir_pager_is_finished (self->pager);
  OrchEmrPage *told =
      orch_emr_page_new (g_ptr_array_ref (orch_emr_page_get_records (page)),
                         g_ptr_array_ref (orch_emr_page_get_unreadable (page)), orch_emr_page_get_total (page), last);
  orch_emr_page_set_roles (told, orch_emr_page_get_roles (page));
  orch_emr_page_set_listed (told, orch_emr_page_get_listed (page));
  return told;
}

static DexFuture *
read_fiber (gpointer user_data)
{
  GError *error = NULL;
  OrchEmrPage *page = read_next (user_data, &error);

  if (page != NULL)
    return dex_future_new_take_object (page);
  orch_error_translate (&error);
  return dex_future_new_for_error (error);
}

static DexFuture *
next_page (gpointer reading)
{
  return dex_scheduler_spawn (NULL, 0, read_fiber, g_rc_box_acquire (reading), reading_unref);
}

OrchEmrPager *
orch_emr_fhir_read_directory (OrchEmrFhir *self, const char *type, OrchEmrFhirReadPage read)
{
  Reading *reading = NULL;

  g_return_val_if_fail (ORCH_IS_EMR_FHIR (self) && type != NULL && read != NULL, NULL);

  reading = g_rc_box_new0 (Reading);
  reading->emr = g_object_ref (self);
  reading->type = type;
  reading->read = read;
  reading->roles = orch_emr_fhir_roles_new ();
  return orch_emr_pager_new (next_page, reading, reading_unref);
}
