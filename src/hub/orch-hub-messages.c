/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-hub-messages.h. In fibers on the main thread.
 */
#include "orch-hub-messages.h"

#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-hub-private.h"
#include "orch-map-message.h"
#include "orch-map-note.h"
#include "orch-map-schedule.h"
#include "orch-map.h"

#define MESSAGES_MAX 5000 /* of one conversation */
#define NOTE_CODE ORCH_HUB_CODE ("task") "|internal-note"

/* What a fiber needs; unused members stay NULL. */
typedef struct
{
  OrchHub *hub;
  JsonObject *resource;
  char *id;
  char *hub_id;
  gint64 received_us;
} Call;

static Call *
call_new (OrchHub *hub, JsonObject *resource, const char *id, const char *hub_id)
{
  Call *call = g_new0 (Call, 1);

  call->hub = g_object_ref (hub);
  call->resource = resource;
  call->id = g_strdup (id);
  call->hub_id = g_strdup (hub_id);
  return call;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->hub);
  g_clear_pointer (&call->resource, json_object_unref);
  g_free (call->id);
  g_free (call->hub_id);
  g_free (call);
}

static DexFuture *
spawn (DexFiberFunc fiber, Call *call)
{
  return dex_scheduler_spawn (NULL, 0, fiber, call, call_free);
}

/* --- writing ------------------------------------------------------------------------------- */

static DexFuture *
put_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) items = orch_hub_items_new ();
  OrchHubItem *item = orch_hub_item_new (orch_json_get_string (call->resource, "resourceType"), call->id, call->hub_id);

  orch_hub_item_take (item, json_object_ref (call->resource));
  g_ptr_array_add (items, item);
  if (!orch_hub_find (&call->hub->putter, items, &error) || !orch_hub_send_in_order (&call->hub->putter, items, &error))
    return dex_future_new_for_error (error);
  if (item->error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&item->error));
  return dex_future_new_take_object (orch_hub_row_for_item (item));
}

/* What is there is not written over: a message does not change. */
static DexFuture *
put_once_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) items = orch_hub_items_new ();
  OrchHubItem *item = orch_hub_item_new (orch_json_get_string (call->resource, "resourceType"), call->id, NULL);

  orch_hub_item_take (item, json_object_ref (call->resource));
  g_ptr_array_add (items, item);
  if (!orch_hub_find (&call->hub->putter, items, &error))
    return dex_future_new_for_error (error);
  if (item->existing != NULL)
    {
      g_set_str (&item->hub_id, orch_json_get_string (item->existing, "id"));
      g_set_str (&item->version, orch_hub_version_of (item->existing));
    }
  else if (!orch_hub_send_in_order (&call->hub->putter, items, &error))
    return dex_future_new_for_error (error);
  if (item->error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&item->error));
  return dex_future_new_take_object (orch_hub_row_for_item (item));
}

static OrchMapTalk
map_talk (const OrchHubTalk *talk)
{
  return (OrchMapTalk) { .clinic_hub_id = talk->clinic_hub_id,
                         .patient_hub_id = talk->patient_hub_id,
                         .patient_id = talk->patient_id };
}

DexFuture *
orch_hub_put_conversation (OrchHub *self, const OrchHubTalk *talk)
{
  const OrchConversationFields *f = NULL;
  OrchMapTalk map;

  g_return_val_if_fail (ORCH_IS_HUB (self) && talk != NULL, NULL);

  map = map_talk (talk);
  f = orch_conversation_get_fields (talk->conversation);
  return spawn (put_fiber, call_new (self, orch_map_conversation (talk->conversation, &map), f->id, f->hub_id));
}

DexFuture *
orch_hub_put_message (OrchHub *self, const OrchHubTalk *talk, OrchMessage *message)
{
  OrchMapTalk map;

  g_return_val_if_fail (ORCH_IS_HUB (self) && talk != NULL && ORCH_IS_MESSAGE (message), NULL);
  g_return_val_if_fail (!orch_message_get_fields (message)->note, NULL);

  map = map_talk (talk);
  return spawn (put_once_fiber, call_new (self, orch_map_message (message, talk->conversation, &map),
                                          orch_message_get_fields (message)->id, NULL));
}

DexFuture *
orch_hub_put_note (OrchHub *self, const OrchHubTalk *talk, OrchMessage *note)
{
  g_return_val_if_fail (ORCH_IS_HUB (self) && talk != NULL && ORCH_IS_MESSAGE (note), NULL);
  g_return_val_if_fail (orch_message_get_fields (note)->note, NULL);

  return spawn (put_once_fiber, call_new (self, orch_map_note (note, talk->conversation, talk->clinic_hub_id),
                                          orch_message_get_fields (note)->id, NULL));
}

DexFuture *
orch_hub_put_report (OrchHub *self, const OrchHubTalk *talk, const char *id, const char *title, const char *author,
                     const char *author_name, gint64 made_us, GBytes *pdf)
{
  OrchMapTalk map;

  g_return_val_if_fail (ORCH_IS_HUB (self) && talk != NULL && id != NULL && pdf != NULL, NULL);

  map = map_talk (talk);
  return spawn (put_once_fiber,
                call_new (self,
                          orch_map_report (id, title, author, author_name, made_us, pdf, talk->conversation, &map), id,
                          NULL));
}

static DexFuture *
mark_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  g_autoptr (OrchFhirResult) read =
      dex_await_object (orch_fhir_client_read (call->hub->client, "Communication", call->hub_id), &error);
  g_autoptr (OrchFhirResult) written = NULL;
  g_autoptr (JsonObject) resource = NULL;
  g_autofree char *instant = NULL;
  const char *version = NULL;

  if (read == NULL)
    return dex_future_new_for_error (error);
  resource = orch_json_copy (orch_fhir_result_get_resource (read));
  version = orch_hub_version_of (resource);
  /* Opened on another workstation before */
  if (orch_json_get_string (resource, "received") == NULL)
    {
      instant = orch_map_instant (call->received_us);
      json_object_set_string_member (resource, "received", instant);
      orch_map_emitted (resource);
      written = dex_await_object (orch_fhir_client_update (call->hub->client, resource, call->hub_id, version), &error);
      if (written == NULL)
        return dex_future_new_for_error (error);
      version = orch_fhir_result_get_version (written);
    }
  return dex_future_new_take_object (orch_hub_row_new (NULL, call->hub_id, version, NULL));
}

DexFuture *
orch_hub_mark_seen (OrchHub *self, const char *hub_id, gint64 received_us)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (hub_id), NULL);

  call = call_new (self, NULL, NULL, hub_id);
  call->received_us = received_us;
  return spawn (mark_fiber, call);
}

/* --- reading ------------------------------------------------------------------------------- */

/* What a worker reads: messages carry their files, megabytes of them. Borrowed */
typedef struct
{
  JsonObject *header;
  GPtrArray *messages;
} Reading;

static void
add_record (GPtrArray *records, GPtrArray *versions, JsonObject *resource, guint *unreadable)
{
  GObject *record = orch_map_communication_from (resource);

  if (record == NULL)
    {
      (*unreadable)++;
      return;
    }
  g_ptr_array_add (records, record);
  g_ptr_array_add (versions, g_strdup (orch_hub_version_of (resource)));
}

static DexFuture *
map_fiber (gpointer data)
{
  Reading *reading = data;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func (g_free);
  OrchHubPage *page = NULL;
  guint unreadable = 0;

  if (reading->header != NULL)
    add_record (records, versions, reading->header, &unreadable);
  for (guint i = 0; reading->messages != NULL && i < reading->messages->len; i++)
    add_record (records, versions, g_ptr_array_index (reading->messages, i), &unreadable);
  page = orch_hub_page_new (g_steal_pointer (&records), g_steal_pointer (&versions), unreadable);
  orch_hub_page_set_position (page, TRUE, 0);
  return dex_future_new_take_object (page);
}

static DexFuture *
read_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  g_autoptr (OrchFhirResult) header =
      dex_await_object (orch_fhir_client_read (call->hub->client, "Communication", call->hub_id), &error);
  g_autofree char *reference = g_strconcat ("Communication/", call->hub_id, NULL);
  const char *const query[] = { "part-of", reference, "_count", "200", NULL };
  g_autoptr (GPtrArray) messages = NULL;
  Reading reading = { 0 };
  OrchHubPage *page = NULL;

  if (header == NULL && !g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) &&
      !g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED))
    return dex_future_new_for_error (error);
  g_clear_error (&error);
  if (header != NULL)
    {
      messages =
          dex_await_boxed (orch_fhir_client_search_all (call->hub->client, "Communication", query, FALSE, MESSAGES_MAX),
                           &error);
      if (messages == NULL)
        return dex_future_new_for_error (error);
      reading.header = orch_fhir_result_get_resource (header);
      reading.messages = messages;
    }
  page = dex_await_object (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, map_fiber, &reading, NULL),
                           &error);
  return orch_hub_object_or_error (page, error);
}

DexFuture *
orch_hub_read_conversation (OrchHub *self, const char *hub_id)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (hub_id), NULL);

  return spawn (read_fiber, call_new (self, NULL, NULL, hub_id));
}

static DexFuture *
map_notes_fiber (gpointer data)
{
  GPtrArray *tasks = data;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tasks->len; i++)
    {
      OrchMessage *note = orch_map_note_from (tasks->pdata[i]);

      if (note == NULL)
        continue;
      g_ptr_array_add (records, note);
      g_ptr_array_add (versions, g_strdup (orch_hub_version_of (tasks->pdata[i])));
    }
  return dex_future_new_take_object (orch_hub_page_new (g_steal_pointer (&records), g_steal_pointer (&versions), 0));
}

static DexFuture *
read_notes_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  g_autofree char *reference = g_strconcat ("Communication/", call->hub_id, NULL);
  const char *const query[] = { "code", NOTE_CODE, "focus", reference, "_count", "200", NULL };
  /* Those of the clinic, where a hub does not search by what they are about; whose they are is looked at where they are put. */
  const char *const all[] = { "code", NOTE_CODE, "_count", "200", NULL };
  g_autoptr (GPtrArray) tasks =
      dex_await_boxed (orch_fhir_client_search_all (call->hub->client, "Task", query, FALSE, MESSAGES_MAX), &error);
  OrchHubPage *page = NULL;

  if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID) ||
      g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED))
    {
      g_clear_error (&error);
      tasks =
          dex_await_boxed (orch_fhir_client_search_all (call->hub->client, "Task", all, FALSE, MESSAGES_MAX), &error);
    }
  if (tasks == NULL)
    return dex_future_new_for_error (error);
  page =
      dex_await_object (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, map_notes_fiber, tasks, NULL),
                        &error);
  return orch_hub_object_or_error (page, error);
}

DexFuture *
orch_hub_read_notes (OrchHub *self, const char *hub_id)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (hub_id), NULL);

  return spawn (read_notes_fiber, call_new (self, NULL, NULL, hub_id));
}

static DexFuture *
read_patient_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  g_autoptr (OrchFhirResult) result =
      dex_await_object (orch_fhir_client_read (call->hub->client, "Patient", call->hub_id), &error);
  g_autoptr (OrchPatient) patient = NULL;
  g_autofree char *id = NULL;
  OrchPatientFields fields;

  if (result == NULL)
    return dex_future_new_for_error (error);
  patient = orch_map_patient_from (orch_fhir_result_get_resource (result));
  if (patient == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "Not a patient that can be read");
  fields = *orch_patient_get_fields (patient);
  if (fields.id == NULL)
    fields.id = id = orch_map_derive_id (call->hub_id, "patient");
  return dex_future_new_take_object (orch_patient_new (&fields));
}

DexFuture *
orch_hub_read_patient (OrchHub *self, const char *hub_id)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (orch_fhir_id_is_valid (hub_id), NULL);

  return spawn (read_patient_fiber, call_new (self, NULL, NULL, hub_id));
}
