/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Short questions to a FHIR EMR besides its pages. In fibers on the main thread.
 */
#include "orch-emr-fhir-lookup.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-emr-fhir-schedule.h"

#define OVERLAP_US (5 * (gint64) G_USEC_PER_SEC) /* short: what is missed comes with the whole reading of every night */
#define IDS_AT_ONCE 50

/* --- whom and what appointments mean ------------------------------------------------------- */

static gboolean
is_missing (const GError *error)
{
  return g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED);
}

/* Awaits. */
static gboolean
look_up_roles (OrchFhirClient *client, OrchEmrFhirIndex *index, GPtrArray *roles, GError **error)
{
  for (guint start = 0; start < roles->len; start += IDS_AT_ONCE)
    {
      g_autoptr (GString) list = g_string_new (NULL);
      for (guint i = start; i < MIN (start + IDS_AT_ONCE, roles->len); i++)
        g_string_append_printf (list, "%s%s", i > start ? "," : "", (const char *) g_ptr_array_index (roles, i));
      const char *const query[] = { "_id", list->str, "_count", "100", NULL };
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GPtrArray) found =
          dex_await_boxed (orch_fhir_client_search_all (client, "PractitionerRole", query, FALSE, IDS_AT_ONCE * 2),
                           &local_error);
      for (guint i = 0; found != NULL && i < found->len; i++)
        orch_emr_fhir_index_add (index, g_ptr_array_index (found, i));
      if (found == NULL && !g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_INVALID) &&
          !is_missing (local_error) && !g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_REFUSED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  for (guint i = 0; i < roles->len; i++)
    orch_emr_fhir_index_close_role (index, g_ptr_array_index (roles, i));
  return TRUE;
}

/* Awaits. */
static gboolean
look_up_services (OrchFhirClient *client, OrchEmrFhirIndex *index, guint per_page, GError **error)
{
  g_autofree char *count = g_strdup_printf ("%u", per_page);
  const char *const query[] = { "_count", count, NULL };
  g_autoptr (OrchFhirPager) pager = orch_fhir_client_search (client, "HealthcareService", query, FALSE);
  while (!orch_fhir_pager_is_finished (pager))
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (OrchFhirPage) page = dex_await_object (orch_fhir_pager_next (pager), &local_error);
      if (page == NULL && !is_missing (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (page == NULL)
        break;
      GPtrArray *resources = orch_fhir_page_get_resources (page);
      for (guint i = 0; i < resources->len; i++)
        orch_emr_fhir_index_add (index, g_ptr_array_index (resources, i));
    }
  orch_emr_fhir_index_close_services (index);
  return TRUE;
}

gboolean
orch_emr_fhir_look_up (OrchEmrFhir *self, GPtrArray *roles, gboolean with_services, GError **error)
{
  OrchFhirClient *client = orch_emr_fhir_ensure_client (self, error);
  OrchEmrFhirIndex *index = orch_emr_fhir_get_index (self);
  return client != NULL && look_up_roles (client, index, roles, error) &&
         (!with_services || look_up_services (client, index, orch_emr_fhir_get_count (self), error));
}

/* --- what changed ------------------------------------------------------------------------- */

typedef struct
{
  OrchEmrFhir *emr;
  gint64 since_us;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_clear_object (&self->emr);
  g_free (self);
}

static gboolean
is_newer (JsonObject *resource, gint64 since_us)
{
  gint64 updated = 0;
  const char *text = orch_json_get_string (orch_json_get_object (resource, "meta"), "lastUpdated");
  return text == NULL || !orch_clock_parse_instant (text, &updated) || updated >= since_us;
}

static DexFuture *
changed_fiber (gpointer user_data)
{
  static const char *const types[] = { "PractitionerRole", "Practitioner", "HealthcareService" };
  Question *question = user_data;
  GError *error = NULL;
  gint64 since_us = question->since_us - OVERLAP_US;
  OrchFhirClient *client = orch_emr_fhir_ensure_client (question->emr, &error);

  if (client == NULL)
    return dex_future_new_for_error (error);
  g_autofree char *instant = orch_clock_format_instant (since_us);
  g_autofree char *since = g_strconcat ("ge", instant, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const char *const query[] = { "_lastUpdated", since, "_count", "1", NULL };
      g_autoptr (OrchFhirPager) pager = orch_fhir_client_search (client, types[i], query, FALSE);
      g_autoptr (OrchFhirPage) page = dex_await_object (orch_fhir_pager_next (pager), &error);
      if (page == NULL)
        {
          gboolean cannot_tell = g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID);
          if (!cannot_tell)
            return dex_future_new_for_error (error);
          g_clear_error (&error);
          return dex_future_new_true ();
        }
      GPtrArray *resources = orch_fhir_page_get_resources (page);
      for (guint j = 0; j < resources->len; j++)
        if (is_newer (g_ptr_array_index (resources, j), since_us))
          return dex_future_new_true ();
      /* One that is older says that the server does not narrow down: the first is not the newest then. */
      if (resources->len > 0)
        return dex_future_new_true ();
    }
  return dex_future_new_false ();
}

DexFuture *
orch_emr_fhir_ask_changed (OrchEmrFhir *self, gint64 since_us)
{
  Question *question = g_new0 (Question, 1);
  question->emr = g_object_ref (self);
  question->since_us = since_us;
  return dex_scheduler_spawn (NULL, 0, changed_fiber, question, question_free);
}

/* --- single appointments -------------------------------------------------------------------- */

typedef struct
{
  OrchEmrFhir *emr;
  char **ids;
} Finding;

static void
finding_free (Finding *self)
{
  g_object_unref (self->emr);
  g_strfreev (self->ids);
  g_free (self);
}

/* Of those asked for: a server may ignore what it does not know. */
static void
read_found (Finding *self, GPtrArray *resources, OrchEmrFhirScan *scan, GPtrArray *records)
{
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);

  for (guint i = 0; i < resources->len; i++)
    {
      JsonObject *resource = g_ptr_array_index (resources, i);
      const char *id = orch_json_get_string (resource, "id");

      if (id != NULL && g_strv_contains ((const char *const *) self->ids, id))
        orch_emr_fhir_read_appointment (resource, id, scan, records, unreadable);
    }
}

static DexFuture *
find_fiber (gpointer user_data)
{
  Finding *self = user_data;
  GError *error = NULL;
  OrchFhirClient *client = orch_emr_fhir_ensure_client (self->emr, &error);
  g_autofree char *list = g_strjoinv (",", self->ids);
  const char *const query[] = { "_id", list, "_count", "100", NULL };
  g_autoptr (GPtrArray) resources = NULL;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func (g_free);
  OrchEmrFhirScan scan = { .kind = ORCH_EMR_FHIR_APPOINTMENTS,
                           .index = orch_emr_fhir_get_index (self->emr),
                           .roles_missing = roles };

  if (client != NULL)
    resources =
        dex_await_boxed (orch_fhir_client_search_all (client, "Appointment", query, FALSE, ORCH_EMR_FIND_MAX * 2),
                         &error);
  if (resources == NULL)
    return dex_future_new_for_error (error);
  read_found (self, resources, &scan, records);
  if (roles->len > 0 || scan.services_missing)
    {
      if (!orch_emr_fhir_look_up (self->emr, roles, scan.services_missing, &error))
        return dex_future_new_for_error (error);
      g_ptr_array_set_size (records, 0);
      read_found (self, resources, &scan, records);
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&records));
}

DexFuture *
orch_emr_fhir_find_appointments (OrchEmrFhir *emr, const char *const *ids)
{
  Finding *self = g_new0 (Finding, 1);

  self->emr = g_object_ref (emr);
  self->ids = g_strdupv ((char **) ids);
  return dex_scheduler_spawn (NULL, 0, find_fiber, self, (GDestroyNotify) finding_free);
}

/* --- patients -------------------------------------------------------------------------------- */

GPtrArray *
orch_emr_fhir_search_patients (OrchEmrFhir *self, const OrchEmrPatientQuery *query, GError **error)
{
  OrchFhirClient *client = orch_emr_fhir_ensure_client (self, error);
  const char *asked[] = { "_count", "20", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL };
  guint n = 2;
  g_autoptr (OrchFhirPager) pager = NULL;
  g_autoptr (OrchFhirPage) page = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
  /* In the order that narrows down most. */
  const char *const terms[] = { "identifier", query->nam,   "family",    query->family,
                                "given",      query->given, "birthdate", query->birth_date };

  if (client == NULL)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (terms); i += 2)
    if (terms[i + 1] != NULL)
      {
        asked[n++] = terms[i];
        asked[n++] = terms[i + 1];
      }
  pager = orch_fhir_client_search (client, "Patient", asked, FALSE);
  page = dex_await_object (orch_fhir_pager_next (pager), error);
  if (page == NULL)
    return NULL;
  for (guint i = 0; i < orch_fhir_page_get_resources (page)->len; i++)
    {
      JsonObject *patient = g_ptr_array_index (orch_fhir_page_get_resources (page), i);
      const char *id = orch_json_get_string (patient, "id");

      if (id != NULL && g_strcmp0 (orch_json_get_string (patient, "resourceType"), "Patient") == 0)
        orch_emr_fhir_read_patient (patient, id, found, unreadable);
    }
  return g_steal_pointer (&found);
}
