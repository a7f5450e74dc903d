/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-report.h.
 */
#include "orch-message-report.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "hub/orch-hub-messages.h"
#include "orch-chart-entry.h"
#include "orch-message-desk-private.h"

#define PRACTITIONER "Practitioner/"

/* The arguments of a fiber */
typedef struct
{
  /* owned */
  OrchStore *store;
  OrchSession *session;
  OrchHubAccess *access; /* (nullable) */
  char *id;
  char *report_id; /* (nullable): of one that is made, as are the title and the PDF */
  char *title;
  char *author_name; /* (nullable) */
  GBytes *pdf;
  char *patient; /* (nullable): the EMR's id */
  char *author;  /* (nullable): the EMR's id */

  gint64 written_us;
  gboolean to_chart;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_object_unref (call->session);
  g_clear_object (&call->access);
  g_clear_pointer (&call->pdf, g_bytes_unref);
  g_free (call->id);
  g_free (call->report_id);
  g_free (call->title);
  g_free (call->author_name);
  g_free (call->patient);
  g_free (call->author);
  g_free (call);
}

/* Returns: (transfer none) (nullable) */
static const OrchActor *
get_actor (Call *call)
{
  return orch_session_is_locked (call->session) ? NULL : orch_session_get_actor (call->session);
}

/* Awaits. Whose chart, and by whom, as the EMR calls them. */
static void
await_chart (Call *call)
{
  const char *person = orch_session_get_person_id (call->session);
  const char *hub_id =
      person != NULL && g_str_has_prefix (person, PRACTITIONER) ? person + strlen (PRACTITIONER) : NULL;
  g_autoptr (OrchConversation) conversation =
      dex_await_object (orch_store_find_conversation (call->store, get_actor (call), call->id), NULL);
  const char *patient_id = conversation != NULL ? orch_conversation_get_fields (conversation)->patient : NULL;
  g_autoptr (OrchPatient) patient =
      patient_id != NULL ? dex_await_object (orch_store_find (call->store, ORCH_STORE_PATIENTS, patient_id), NULL)
                         : NULL;
  g_autoptr (GPtrArray) staff = NULL;

  if (patient == NULL || orch_patient_get_fields (patient)->emr_id == NULL)
    return;
  call->patient = g_strdup (orch_patient_get_fields (patient)->emr_id);
  staff = dex_await_boxed (orch_store_load_all (call->store, ORCH_STORE_STAFF, NULL), NULL);
  for (guint i = 0; staff != NULL && hub_id != NULL && i < staff->len; i++)
    {
      const OrchStaffMemberFields *f = orch_staff_member_get_fields (g_ptr_array_index (staff, i));

      if (g_strcmp0 (f->hub_id, hub_id) == 0)
        g_set_str (&call->author, f->emr_id);
    }
}

static DexFuture *
write_fiber (gpointer data)
{
  Call *call = data;
  const OrchChartEntry entry = { .id = call->report_id,
                                 .patient = call->patient,
                                 .author = call->author,
                                 .title = call->title,
                                 .bytes = call->pdf,
                                 .content_type = "application/pdf",
                                 .written_us = call->written_us,
                                 .thing = ORCH_CHART_MESSAGES };
  GError *error = NULL;

  if (!orch_chart_entry_check (&entry, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_take_string (orch_chart_entry_to_text (&entry));
}

static DexFuture *
complete_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *payload = NULL;
  OrchReport report = {
    .id = call->report_id, .title = call->title, .author_name = call->author_name, .pdf = call->pdf
  };
  GError *error = NULL;

  if (get_actor (call) == NULL)
    return orch_message_desk_refuse ();
  if (call->to_chart)
    await_chart (call);
  if (call->patient != NULL)
    {
      /* Megabytes of it: on a worker. */
      payload =
          dex_await_string (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, write_fiber, call, NULL),
                            &error);
      if (payload == NULL)
        return dex_future_new_for_error (error);
      report.chart_patient = call->patient;
      report.chart_payload = payload;
    }
  if (get_actor (call) == NULL)
    return orch_message_desk_refuse ();
  return orch_store_complete_conversation (call->store, get_actor (call), call->id, &report);
}

DexFuture *
orch_message_report_complete (OrchStore *store, OrchSession *session, const char *id, const OrchReport *report,
                              gboolean to_chart)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store) && ORCH_IS_SESSION (session), NULL);
  g_return_val_if_fail (id != NULL && report != NULL && report->id != NULL, NULL);
  g_return_val_if_fail (report->title != NULL && report->pdf != NULL, NULL);

  call = g_new0 (Call, 1);
  call->store = g_object_ref (store);
  call->session = g_object_ref (session);
  call->id = g_strdup (id);
  call->report_id = g_strdup (report->id);
  call->title = g_strdup (report->title);
  call->author_name =
      g_strdup (report->author_name != NULL ? report->author_name : orch_session_get_person_name (session));
  call->pdf = g_bytes_ref (report->pdf);
  call->written_us = orch_clock_now_us ();
  call->to_chart = to_chart;
  return dex_scheduler_spawn (NULL, 0, complete_fiber, call, call_free);
}

/* --- made on another workstation --------------------------------------------------------------- */

/* Awaits. Returns: (transfer full) (nullable) */
static OrchHubReport *
await_from_hub (Call *call, GError **error)
{
  g_autoptr (OrchConversation) conversation =
      dex_await_object (orch_store_find_conversation (call->store, get_actor (call), call->id), error);
  const OrchConversationFields *f = conversation != NULL ? orch_conversation_get_fields (conversation) : NULL;
  g_autofree char *patient = NULL;
  g_autoptr (OrchPatient) known = NULL;
  g_autoptr (OrchHub) hub = NULL;

  if (f == NULL)
    return NULL;
  if (f->patient_hub_id != NULL)
    patient = g_strdup (f->patient_hub_id);
  else if (f->patient != NULL)
    {
      known = dex_await_object (orch_store_find (call->store, ORCH_STORE_PATIENTS, f->patient), NULL);
      patient = known != NULL ? g_strdup (orch_patient_get_fields (known)->hub_id) : NULL;
    }
  if (f->hub_id == NULL || patient == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "The hub does not have this conversation");
      return NULL;
    }
  hub = dex_await_object (orch_hub_access_get_hub (call->access), error);
  return hub != NULL ? dex_await_object (orch_hub_read_report (hub, f->hub_id, patient), error) : NULL;
}

static DexFuture *
load_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (OrchHubReport) found = NULL;
  const OrchHubReportFields *f = NULL;
  GError *error = NULL;
  GBytes *here = dex_await_boxed (orch_store_load_report (call->store, get_actor (call), call->id), &error);

  if (here != NULL)
    return dex_future_new_take_boxed (G_TYPE_BYTES, here);
  if (!g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) || call->access == NULL)
    return dex_future_new_for_error (error);
  g_clear_error (&error);
  if (get_actor (call) == NULL)
    return orch_message_desk_refuse ();
  found = await_from_hub (call, &error);
  if (found == NULL)
    return dex_future_new_for_error (error);
  /* What comes behind the lock is not read. */
  if (get_actor (call) == NULL)
    return orch_message_desk_refuse ();
  f = orch_hub_report_get_fields (found);
  if (!dex_await (orch_store_keep_report (call->store, get_actor (call), call->id,
                                          &(OrchFetchedReport) { .id = f->id,
                                                                 .hub_id = f->hub_id,
                                                                 .hub_version = f->version,
                                                                 .author = f->author,
                                                                 .author_name = f->author_name,
                                                                 .title = f->title,
                                                                 .made_us = f->made_us,
                                                                 .pdf = f->pdf }),
                  &error))
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_ref (f->pdf));
}

DexFuture *
orch_message_report_load (OrchStore *store, OrchSession *session, OrchHubAccess *access, const char *id)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store) && ORCH_IS_SESSION (session) && id != NULL, NULL);

  call = g_new0 (Call, 1);
  call->store = g_object_ref (store);
  call->session = g_object_ref (session);
  g_set_object (&call->access, access);
  call->id = g_strdup (id);
  return dex_scheduler_spawn (NULL, 0, load_fiber, call, call_free);
}
