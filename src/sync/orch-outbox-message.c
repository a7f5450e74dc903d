/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-outbox-message.h.
 */
#include "orch-outbox-message.h"

#include "core/orch-error.h"
#include "hub/orch-hub-messages.h"
#include "store/orch-store-messages.h"

gboolean
orch_outbox_is_message (const OrchOutboxRowFields *op)
{
  return g_str_equal (op->object_type, ORCH_STORE_MESSAGE) || g_str_equal (op->object_type, ORCH_STORE_CONVERSATION) ||
         g_str_equal (op->object_type, ORCH_STORE_REPORT) || g_str_equal (op->object_type, ORCH_STORE_NOTE);
}

/* Something must be there first: it is tried again, and nothing else waits for it. */
static OrchHubRow *
wait_for (const OrchOutboxRowFields *op, const char *what)
{
  g_autoptr (GError) error = g_error_new (ORCH_ERROR, ORCH_ERROR_SERVER_FAULT, "%s is not on the hub yet", what);

  return orch_hub_row_new (op->object_id, NULL, NULL, error);
}

static void
await_link (const OrchOutboxSender *self, const char *type, const char *id, OrchHubRow *row, gint64 revision)
{
  const OrchStoreLink link = { .type = type,
                               .id = id,
                               .hub_id = orch_hub_row_get_hub_id (row),
                               .version = orch_hub_row_get_version (row),
                               .revision = revision };

  dex_await (orch_store_set_hub_links (self->store, self->actor, &link, 1), NULL);
}

/* Awaits. Puts the conversation as it is, or, @open, as one that takes messages. Returns: (transfer full) (nullable): with its hub id */
static OrchConversation *
await_put (const OrchOutboxSender *self, OrchHubTalk *talk, gboolean open, OrchHubRow **row, GError **error)
{
  OrchConversationFields fields = *orch_conversation_get_fields (talk->conversation);
  g_autoptr (OrchConversation) sent = NULL;

  if (open)
    {
      fields.status = ORCH_CONVERSATION_IN_PROGRESS;
      fields.closed_us = 0;
      fields.completed_us = 0;
    }
  sent = orch_conversation_new (&fields);
  talk->conversation = sent;
  *row = dex_await_object (orch_hub_put_conversation (self->hub, talk), error);
  if (*row == NULL)
    return NULL;
  await_link (self, ORCH_STORE_CONVERSATION, fields.id, *row, open ? 0 : fields.revision);
  fields.hub_id = orch_hub_row_get_hub_id (*row);
  return orch_conversation_new (&fields);
}

/* Awaits. Two messages of a new conversation leave together: one of them begins it. Returns: (transfer full) (nullable): with its hub id */
static OrchConversation *
await_begun (const OrchOutboxSender *self, OrchHubTalk *talk, GError **error)
{
  const OrchConversationFields *f = orch_conversation_get_fields (talk->conversation);
  g_autofree char *id = g_strdup (f->id);
  g_autoptr (OrchHubRow) row = NULL;
  g_autofree char *known = NULL;
  OrchConversation *begun = NULL;
  DexPromise *other = NULL;

  if (f->hub_id != NULL)
    return g_object_ref (talk->conversation);
  while ((other = g_hash_table_lookup (self->conversations, id)) != NULL)
    dex_await (dex_ref (DEX_FUTURE (other)), NULL);
  known = dex_await_string (orch_store_get_hub_id (self->store, ORCH_STORE_CONVERSATION, id), NULL);
  if (known != NULL)
    {
      OrchConversationFields fields = *f;

      fields.hub_id = known;
      return orch_conversation_new (&fields);
    }
  if ((other = g_hash_table_lookup (self->conversations, id)) != NULL)
    return await_begun (self, talk, error);
  g_hash_table_insert (self->conversations, g_strdup (id), dex_promise_new ());
  begun = await_put (self, talk, TRUE, &row, error);
  other = g_hash_table_lookup (self->conversations, id);
  dex_promise_resolve_boolean (other, TRUE);
  g_hash_table_remove (self->conversations, id);
  return begun;
}

static OrchHubRow *
await_message (const OrchOutboxSender *self, const OrchOutboxRowFields *op, OrchHubTalk *talk, OrchMessage *message,
               GError **error)
{
  const OrchMessageFields *f = orch_message_get_fields (message);
  g_autoptr (OrchConversation) begun = NULL;
  g_autoptr (OrchHubRow) row = NULL;

  if (f->from_patient)
    return f->hub_id != NULL && f->received_us > 0
               ? dex_await_object (orch_hub_mark_seen (self->hub, f->hub_id, f->received_us), error)
               : orch_hub_row_new (f->id, f->hub_id, NULL, NULL);
  begun = await_begun (self, talk, error);
  if (begun == NULL)
    return NULL;
  talk->conversation = begun;
  row = dex_await_object (orch_hub_put_message (self->hub, talk, message), error);
  if (row != NULL)
    await_link (self, ORCH_STORE_MESSAGE, f->id, row, f->revision);
  return g_steal_pointer (&row);
}

static OrchHubRow *
await_conversation (const OrchOutboxSender *self, const OrchOutboxRowFields *op, OrchHubTalk *talk, OrchMessageOut *out,
                    GError **error)
{
  OrchHubRow *row = NULL;
  g_autoptr (OrchConversation) put = NULL;

  /* It is made by its first message; its end is told with its report. */
  if (orch_conversation_get_fields (talk->conversation)->hub_id == NULL ||
      orch_conversation_get_fields (talk->conversation)->status == ORCH_CONVERSATION_COMPLETED)
    return orch_hub_row_new (orch_conversation_get_fields (talk->conversation)->id, NULL, NULL, NULL);
  /* Who has handed it over writes in it no more: what they wrote before goes first. */
  if (orch_message_out_get_n_leaving (out) > 0 && !orch_conversation_takes_part (talk->conversation, op->actor))
    return wait_for (op, "What was written in this conversation");
  put = await_put (self, talk, FALSE, &row, error);
  return row;
}

/* After the conversation that it is about. */
static OrchHubRow *
await_note (const OrchOutboxSender *self, const OrchOutboxRowFields *op, OrchHubTalk *talk, OrchMessage *note,
            GError **error)
{
  OrchHubRow *row = NULL;

  if (orch_conversation_get_fields (talk->conversation)->hub_id == NULL)
    return wait_for (op, "The conversation");
  row = dex_await_object (orch_hub_put_note (self->hub, talk, note), error);
  if (row != NULL)
    await_link (self, ORCH_STORE_NOTE, orch_message_get_fields (note)->id, row, 1);
  return row;
}

static OrchHubRow *
await_report (const OrchOutboxSender *self, const OrchOutboxRowFields *op, OrchHubTalk *talk, OrchMessageOut *out,
              GError **error)
{
  const char *id = NULL;
  const char *title = NULL;
  const char *author_name = NULL;
  gint64 made_us = 0;
  GBytes *pdf = orch_message_out_get_report (out, &id, &title, &author_name, &made_us);
  g_autoptr (OrchConversation) put = NULL;
  g_autoptr (OrchHubRow) row = NULL;
  g_autoptr (OrchHubRow) end = NULL;

  if (orch_message_out_get_n_waiting (out) > 0 || orch_conversation_get_fields (talk->conversation)->hub_id == NULL)
    return wait_for (op, "A message of this conversation");
  row =
      dex_await_object (orch_hub_put_report (self->hub, talk, id, title, op->actor, author_name, made_us, pdf), error);
  if (row == NULL)
    return NULL;
  await_link (self, ORCH_STORE_REPORT, id, row, 1);
  put = await_put (self, talk, FALSE, &end, error);
  return put != NULL ? g_steal_pointer (&row) : NULL;
}

OrchHubRow *
orch_outbox_await_send_message (const OrchOutboxSender *self, const OrchOutboxRowFields *op, GError **error)
{
  g_autoptr (OrchMessageOut) out =
      dex_await_object (orch_store_load_out (self->store, op->object_type, op->object_id), error);
  g_autoptr (OrchClinic) clinic = NULL;
  OrchPatient *patient = NULL;
  OrchHubTalk talk = { 0 };

  if (out == NULL)
    return NULL;
  clinic = dex_await_object (orch_store_load_clinic (self->store), error);
  if (clinic == NULL)
    return NULL;
  patient = orch_message_out_get_patient (out);
  talk.clinic_hub_id = orch_clinic_get_fields (clinic)->hub_id;
  talk.conversation = orch_message_out_get_conversation (out);
  talk.patient_hub_id = patient != NULL && orch_patient_get_fields (patient)->hub_id != NULL
                            ? orch_patient_get_fields (patient)->hub_id
                            : orch_conversation_get_fields (talk.conversation)->patient_hub_id;
  talk.patient_id = patient != NULL ? orch_patient_get_fields (patient)->id : NULL;
  if (talk.clinic_hub_id == NULL)
    return wait_for (op, "The clinic");
  if (g_str_equal (op->object_type, ORCH_STORE_NOTE))
    return await_note (self, op, &talk, orch_message_out_get_message (out), error);
  if (talk.patient_hub_id == NULL)
    return wait_for (op, "The patient");
  if (g_str_equal (op->object_type, ORCH_STORE_MESSAGE))
    return await_message (self, op, &talk, orch_message_out_get_message (out), error);
  if (g_str_equal (op->object_type, ORCH_STORE_REPORT))
    return await_report (self, op, &talk, out, error);
  return await_conversation (self, op, &talk, out, error);
}
