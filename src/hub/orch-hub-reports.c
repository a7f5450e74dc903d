/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchHub: the report of a conversation, read back. See orch-hub-messages.h. In fibers on the main thread; megabytes are decoded on a worker.
 */
#include "core/orch-error.h"
#include "orch-hub-messages.h"
#include "orch-hub-private.h"
#include "orch-map-report.h"

#define REPORTS_MAX 20    /* of one conversation */
#define DOCUMENTS_MAX 200 /* of one patient, where a hub does not search by conversation */

/* The arguments of a fiber */
typedef struct
{
  /* owned */
  OrchHub *hub;
  char *header;  /* the hub's id of the conversation */
  char *patient; /* the hub's */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->hub);
  g_free (call->header);
  g_free (call->patient);
  g_free (call);
}

/* What a worker does; borrowed */
typedef struct
{
  GPtrArray *documents; /* (nullable) */
  const char *header;
  JsonObject *binary; /* (nullable): else this */
  const char *hash;
} Reading;

/* The last one that was made. */
static DexFuture *
choose_fiber (gpointer data)
{
  Reading *reading = data;
  g_autoptr (OrchHubReport) last = NULL;
  GError *error = NULL;
  GBytes *pdf = NULL;

  for (guint i = 0; i < reading->documents->len; i++)
    {
      g_autoptr (OrchHubReport) one = orch_map_report_from (g_ptr_array_index (reading->documents, i), reading->header);

      if (one != NULL &&
          (last == NULL || orch_hub_report_get_fields (one)->made_us > orch_hub_report_get_fields (last)->made_us))
        g_set_object (&last, one);
    }
  if (last == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "The hub has no report of this conversation");
  pdf = orch_hub_report_get_fields (last)->pdf;
  if (pdf != NULL && !orch_map_report_check (pdf, orch_hub_report_get_fields (last)->hash, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_take_object (g_steal_pointer (&last));
}

static DexFuture *
decode_fiber (gpointer data)
{
  Reading *reading = data;
  g_autoptr (GBytes) pdf = orch_map_report_read_binary (reading->binary);
  GError *error = NULL;

  if (pdf == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "The document is empty, or too large");
  if (!orch_map_report_check (pdf, reading->hash, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&pdf));
}

static DexFuture *
on_worker (DexFiberFunc fiber, Reading *reading)
{
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, fiber, reading, NULL);
}

/* Awaits. Returns: (transfer full) (nullable): documents that may be it */
static GPtrArray *
await_documents (Call *call, GError **error)
{
  g_autofree char *header = g_strconcat ("Communication/", call->header, NULL);
  g_autofree char *patient = g_strconcat ("Patient/", call->patient, NULL);
  const char *const by_conversation[] = { "related", header, NULL };
  const char *const by_patient[] = { "subject", patient, NULL };
  g_autoptr (GError) local_error = NULL;
  GPtrArray *found = dex_await_boxed (orch_fhir_client_search_all (call->hub->client, "DocumentReference",
                                                                   by_conversation, FALSE, REPORTS_MAX),
                                      &local_error);

  if (found != NULL)
    return found;
  if (!g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_INVALID) &&
      !g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  /* A hub that does not know the parameter */
  return dex_await_boxed (orch_fhir_client_search_all (call->hub->client, "DocumentReference", by_patient, FALSE,
                                                       DOCUMENTS_MAX),
                          error);
}

/* Awaits. Its text is beside it. Returns: (transfer full) (nullable): with its PDF */
static OrchHubReport *
await_binary (Call *call, OrchHubReport *report, GError **error)
{
  OrchHubReportFields fields = *orch_hub_report_get_fields (report);
  g_autoptr (OrchFhirResult) result = NULL;
  g_autoptr (GBytes) pdf = NULL;
  Reading reading = { .hash = fields.hash };

  if (fields.binary == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "The document is kept somewhere else");
      return NULL;
    }
  result = dex_await_object (orch_fhir_client_read (call->hub->client, "Binary", fields.binary), error);
  if (result == NULL)
    return NULL;
  reading.binary = orch_fhir_result_get_resource (result);
  pdf = dex_await_boxed (on_worker (decode_fiber, &reading), error);
  if (pdf == NULL)
    return NULL;
  fields.pdf = pdf;
  fields.binary = NULL;
  return orch_hub_report_new (&fields);
}

static DexFuture *
read_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) documents = await_documents (call, &error);
  g_autoptr (OrchHubReport) report = NULL;
  OrchHubReport *whole = NULL;
  Reading reading = { .documents = documents, .header = call->header };

  if (documents == NULL)
    return dex_future_new_for_error (error);
  report = dex_await_object (on_worker (choose_fiber, &reading), &error);
  if (report == NULL)
    return dex_future_new_for_error (error);
  if (orch_hub_report_get_fields (report)->pdf != NULL)
    return dex_future_new_take_object (g_steal_pointer (&report));
  whole = await_binary (call, report, &error);
  return orch_hub_object_or_error (whole, error);
}

DexFuture *
orch_hub_read_report (OrchHub *self, const char *header, const char *patient_hub_id)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (header) && orch_fhir_id_is_valid (patient_hub_id), NULL);

  call = g_new0 (Call, 1);
  call->hub = g_object_ref (self);
  call->header = g_strdup (header);
  call->patient = g_strdup (patient_hub_id);
  return dex_scheduler_spawn (NULL, 0, read_fiber, call, call_free);
}
