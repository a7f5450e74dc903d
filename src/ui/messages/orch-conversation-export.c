/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-export.h.
 */
#include "orch-conversation-export.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "orch-conversation-acts.h"
#include "orch-conversation-paper.h"
#include "ui/widgets/orch-plain-text.h"

#define PATIENCE_MS 500 /* before something is said */

/* The arguments of a fiber */
typedef struct
{
  /* owned */
  AdwToastOverlay *toasts;
  OrchEngine *engine;
  OrchMessageDesk *desk;
  OrchConversation *conversation;

  gboolean report;
  gboolean print;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->toasts);
  g_object_unref (call->engine);
  g_object_unref (call->desk);
  g_object_unref (call->conversation);
  g_free (call);
}

/* Awaits. Returns: (transfer full) (nullable): the PDF of all the messages */
static GBytes *
await_thread (Call *call, GError **error)
{
  const OrchConversationFields *f = orch_conversation_get_fields (call->conversation);
  g_autoptr (GPtrArray) all = dex_await_boxed (orch_message_desk_load_messages (call->desk, f->id, 0, G_MAXINT), error);
  g_autoptr (OrchPatient) patient = NULL;

  if (all == NULL)
    return NULL;
  if (f->patient != NULL)
    patient = dex_await_object (orch_message_desk_find_patient (call->desk, f->patient), NULL);
  return dex_await_boxed (orch_paper_write (orch_conversation_paper_make (&(OrchConversationPaper) {
                              .clinic = orch_engine_get_clinic (call->engine),
                              .patient = patient,
                              .conversation = call->conversation,
                              .all = all,
                              .author = orch_session_get_person_name (orch_engine_get_session (call->engine)) })),
                          error);
}

/* Awaits. From the hub it may take a while, and somebody waits. Returns: (transfer full) (nullable) */
static GBytes *
await_report (Call *call, GError **error)
{
  g_autoptr (DexFuture) report =
      orch_message_desk_load_report (call->desk, orch_conversation_get_fields (call->conversation)->id);

  dex_await (dex_future_first (dex_ref (report), dex_timeout_new_msec (PATIENCE_MS), NULL), NULL);
  if (dex_future_is_pending (report) && gtk_widget_get_mapped (GTK_WIDGET (call->toasts)))
    orch_plain_tell (call->toasts, _ ("The report is being fetched from the hub…"));
  return dex_await_boxed (g_steal_pointer (&report), error);
}

/* Made on another workstation: it is on the hub, or on its way there. Takes @error. */
static void
tell_missing (Call *call, GError *error)
{
  if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
    orch_plain_tell (call->toasts,
                     _ ("This report is not on the hub yet: it may still wait on the workstation where it was "
                        "produced. Try again later."));
  else if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_OFFLINE))
    orch_plain_tell (call->toasts, _ ("This report was produced on another workstation, and the hub does not answer: "
                                      "try again when it does."));
  else if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER))
    orch_plain_tell (call->toasts,
                     _ ("What the hub has of this report is not whole: open it where it was produced, and "
                        "tell support."));
  else
    {
      orch_conversation_acts_tell (call->toasts, error);
      return;
    }
  g_error_free (error);
}

static DexFuture *
export_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *name = orch_conversation_paper_dup_file_name (call->conversation, call->report);
  g_autoptr (GBytes) pdf = NULL;
  GError *error = NULL;
  gboolean done = FALSE;

  pdf = call->report ? await_report (call, &error) : await_thread (call, &error);
  /* The page may have gone, or the lock closed it. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (call->toasts)))
    {
      g_clear_error (&error);
      return dex_future_new_for_boolean (FALSE);
    }
  if (pdf == NULL)
    {
      if (call->report)
        tell_missing (call, error);
      else
        orch_conversation_acts_tell (call->toasts, error);
      return dex_future_new_for_boolean (FALSE);
    }
  done =
      call->print
          ? dex_await_boolean (orch_paper_print (GTK_WIDGET (call->toasts),
                                                 call->report ? _ ("Print the Report") : _ ("Print the Conversation"),
                                                 pdf),
                               &error)
          : dex_await_boolean (orch_conversation_acts_save (call->toasts, name, pdf), NULL);
  if (error != NULL)
    orch_conversation_acts_tell (call->toasts, error);
  if (done)
    dex_await (orch_message_desk_note_paper (call->desk, call->conversation, call->report, call->print), NULL);
  return dex_future_new_for_boolean (done);
}

DexFuture *
orch_conversation_export (AdwToastOverlay *toasts, OrchEngine *engine, OrchConversation *conversation, gboolean report,
                          gboolean print)
{
  Call *call = NULL;

  g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (toasts), NULL);
  g_return_val_if_fail (ORCH_IS_ENGINE (engine) && orch_engine_get_messages (engine) != NULL, NULL);
  g_return_val_if_fail (ORCH_IS_CONVERSATION (conversation), NULL);

  call = g_new0 (Call, 1);
  call->toasts = g_object_ref (toasts);
  call->engine = g_object_ref (engine);
  call->desk = g_object_ref (orch_engine_get_messages (engine));
  call->conversation = g_object_ref (conversation);
  call->report = report;
  call->print = print;
  return dex_scheduler_spawn (NULL, 0, export_fiber, call, call_free);
}
