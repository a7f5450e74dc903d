/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the program puts in the charts of the EMR. Main thread.
 */
#include "orch-engine-private.h"

#include "core/orch-error.h"

typedef struct
{
  OrchStore *store;
  OrchActor actor; /* its strings are owned here */
  OrchChartEntry entry;
} Call;

static void
call_free (Call *call)
{
  const char *const texts[] = {
    call->entry.id,   call->entry.patient,      call->entry.author, call->entry.title,
    call->entry.text, call->entry.content_type, call->actor.id,     call->actor.workstation
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free ((char *) texts[i]);
  g_clear_pointer (&call->entry.bytes, g_bytes_unref);
  g_clear_object (&call->store);
  g_free (call);
}

static DexFuture *
write_fiber (gpointer data)
{
  Call *call = data;

  return dex_future_new_take_string (orch_chart_entry_to_text (&call->entry));
}

static DexFuture *
file_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  /* Megabytes of it: on a worker. */
  g_autofree char *payload =
      dex_await_string (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, write_fiber, call, NULL),
                        &error);

  if (payload == NULL ||
      !dex_await (orch_store_file_document (call->store, &call->actor, call->entry.id, call->entry.patient, payload),
                  &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_engine_file_document (OrchEngine *self, const OrchChartEntry *entry)
{
  const OrchActor *actor = NULL;
  const char *workstation = NULL;
  Call *call = NULL;
  GError *error = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (entry != NULL, NULL);
  g_return_val_if_fail (self->store != NULL && self->sync != NULL, NULL);

  if (!orch_chart_entry_check (entry, &error))
    return dex_future_new_for_error (error);
  actor = orch_session_get_actor (self->session);
  workstation = orch_bootstrap_get_workstation (self->bootstrap);
  call = g_new0 (Call, 1);
  call->store = g_object_ref (self->store);
  call->actor = (OrchActor) { .id = g_strdup (actor != NULL ? actor->id : workstation),
                              .permission = actor != NULL ? actor->permission : ORCH_PERMISSION_WORKSTATION,
                              .workstation = g_strdup (workstation) };
  call->entry = (OrchChartEntry) { .id = g_strdup (entry->id),
                                   .patient = g_strdup (entry->patient),
                                   .author = g_strdup (entry->author),
                                   .title = g_strdup (entry->title),
                                   .text = g_strdup (entry->text),
                                   .bytes = entry->bytes != NULL ? g_bytes_ref (entry->bytes) : NULL,
                                   .content_type = g_strdup (entry->content_type),
                                   .written_us = entry->written_us,
                                   .thing = entry->thing };
  return dex_scheduler_spawn (NULL, 0, file_fiber, call, (GDestroyNotify) call_free);
}
