/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchConversationPane: what is typed leaves, or comes back. It is asked for at the key itself, not in a fiber: the next key may lock the screen. See
 * orch-conversation-pane-private.h.
 */
#include <glib/gi18n.h>

#include "core/orch-report-draft.h"
#include "core/orch-text.h"
#include "orch-conversation-acts.h"
#include "orch-conversation-pane-private.h"
#include "orch-template-act.h"
#include "ui/widgets/orch-announce.h"

static DexFuture *
send_fiber (gpointer data)
{
  OrchPaneCall *call = data;
  OrchConversationPane *self = call->pane;
  g_autoptr (OrchConversation) conversation = NULL;
  GError *error = NULL;

  if (!dex_await (g_steal_pointer (&call->future), &error))
    {
      if (call->serial == self->serial)
        {
          self->sending = FALSE;
          orch_conversation_pane_update (self);
          orch_conversation_pane_keep (self);
          orch_message_composer_warn_error (self->composer, error);
        }
      g_error_free (error);
      return NULL;
    }
  if (call->serial != self->serial)
    return NULL;
  self->sending = FALSE;
  orch_message_composer_clear (self->composer);
  /* Begun with it: from now on it is the store's. */
  conversation = dex_await_object (orch_message_desk_find (self->desk, call->id), NULL);
  if (call->serial != self->serial)
    return NULL;
  if (conversation != NULL)
    g_set_object (&self->conversation, conversation);
  dex_await (orch_message_thread_open (orch_message_view_get_thread (self->view), self->desk, call->id), NULL);
  if (call->serial != self->serial)
    return NULL;
  orch_conversation_pane_show (self);
  orch_message_view_go_to_end (self->view);
  orch_message_composer_focus (self->composer);
  orch_announce (GTK_WIDGET (self), _ ("Your message waits to be sent"));
  return NULL;
}

static void
send_now (OrchConversationPane *self)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *text = orch_message_composer_dup_text (self->composer);
  GPtrArray *files = orch_message_composer_get_files (self->composer);
  g_autoptr (OrchMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  const char *id = orch_conversation_pane_get_id (self);
  OrchPaneCall *call = NULL;

  if (self->sending || id == NULL || self->desk == NULL)
    return;
  message = orch_message_new (&(OrchMessageFields) { .id = uuid,
                                                     .conversation = id,
                                                     .corrects = orch_message_composer_get_corrects (self->composer),
                                                     .text = orch_text_is_empty (text) ? NULL : g_strstrip (text),
                                                     .files = files->len > 0 ? files : NULL,
                                                     .error_code = -1 });
  if (!orch_message_check (message, &error))
    {
      orch_message_composer_warn_error (self->composer, error);
      return;
    }
  self->sending = TRUE;
  call = orch_pane_call_new (self, id, message);
  call->future = orch_message_desk_send (self->desk, self->conversation, message);
  orch_conversation_pane_update (self);
  orch_pane_spawn (send_fiber, call);
}

static DexFuture *
note_fiber (gpointer data)
{
  OrchPaneCall *call = data;
  OrchConversationPane *self = call->pane;
  GError *error = NULL;
  const gboolean written = dex_await (g_steal_pointer (&call->future), &error);

  if (call->serial != self->serial)
    {
      g_clear_error (&error);
      return NULL;
    }
  self->sending = FALSE;
  orch_conversation_pane_update (self);
  if (!written)
    {
      orch_message_composer_warn_error (self->composer, error);
      g_error_free (error);
      return NULL;
    }
  orch_message_composer_set_draft (self->composer, NULL);
  dex_await (orch_message_thread_reload (orch_message_view_get_thread (self->view)), NULL);
  if (call->serial != self->serial)
    return NULL;
  orch_message_view_go_to_end (self->view);
  orch_message_composer_focus (self->composer);
  orch_announce (GTK_WIDGET (self), _ ("The internal note is added"));
  return NULL;
}

static void
add_note (OrchConversationPane *self)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *text = orch_message_composer_dup_text (self->composer);
  OrchPaneCall *call = orch_pane_call_new (self, orch_conversation_pane_get_id (self), NULL);

  self->sending = TRUE;
  call->future = orch_message_desk_add_note (self->desk, call->id, uuid, g_strstrip (text));
  orch_conversation_pane_update (self);
  orch_pane_spawn (note_fiber, call);
}

static DexFuture *
ask_fiber (gpointer data)
{
  OrchPaneCall *call = data;
  OrchConversationPane *self = call->pane;

  /* It may have become a note while the question was open. */
  if (dex_await_boolean (orch_template_act_ask (self->composer), NULL) && call->serial == self->serial &&
      !orch_message_composer_get_note (self->composer))
    send_now (self);
  return NULL;
}

void
orch_conversation_pane_send (OrchConversationPane *self)
{
  if (self->sending || orch_conversation_pane_get_id (self) == NULL || self->desk == NULL)
    return;
  if (orch_message_composer_get_note (self->composer))
    add_note (self);
  else if (!orch_template_act_has_place (self->composer))
    send_now (self);
  else
    orch_pane_spawn (ask_fiber, orch_pane_call_new (self, NULL, NULL));
}

/* --- typed again -------------------------------------------------------------------------------- */

static DexFuture *
edit_fiber (gpointer data)
{
  OrchPaneCall *call = data;
  OrchConversationPane *self = call->pane;
  g_autofree char *text = orch_message_composer_dup_text (self->composer);
  g_autofree char *joined = NULL;
  g_autofree char *draft = NULL;
  g_autoptr (GPtrArray) files = NULL;
  const OrchMessageFields *f = orch_message_get_fields (call->message);
  GError *error = NULL;

  files = dex_await_boxed (orch_conversation_acts_take_back (self->desk, call->message), &error);
  if (files == NULL)
    {
      orch_conversation_acts_tell (self->toasts, error);
      return NULL;
    }
  if (call->serial != self->serial)
    return NULL;
  joined =
      orch_text_is_empty (text) ? g_strdup (f->text) : g_strjoin ("\n\n", f->text != NULL ? f->text : "", text, NULL);
  if (f->note)
    draft = g_strconcat (ORCH_NOTE_DRAFT_HEAD, joined, NULL);
  else if (f->corrects != NULL)
    draft = g_strconcat (ORCH_CORRECTION_DRAFT_HEAD, f->corrects, "\n", joined, NULL);
  orch_message_composer_set_draft (self->composer, draft != NULL ? draft : joined);
  for (guint i = 0; i < files->len; i++)
    orch_message_composer_add_file (self->composer, g_ptr_array_index (files, i));
  orch_conversation_pane_keep (self);
  orch_message_composer_focus (self->composer);
  return NULL;
}

gboolean
orch_conversation_pane_has_note (OrchConversationPane *self)
{
  g_autofree char *text = orch_message_composer_dup_text (self->composer);

  if (!orch_message_composer_get_note (self->composer) || orch_text_is_empty (text))
    return FALSE;
  orch_message_composer_warn (self->composer, _ ("Add this note first, or clear it."));
  return TRUE;
}

static gboolean
is_writing (OrchConversationPane *self)
{
  g_autofree char *text = orch_message_composer_dup_text (self->composer);

  if (orch_text_is_empty (text))
    return FALSE;
  orch_message_composer_warn (self->composer, _ ("Send what you are writing first, or clear it."));
  return TRUE;
}

void
orch_conversation_pane_correct (OrchConversationPane *self, OrchMessage *message)
{
  const OrchMessageFields *f = orch_message_get_fields (message);

  if (!f->from_patient && !f->note && !orch_conversation_pane_has_note (self) && !is_writing (self))
    orch_message_composer_correct (self->composer, message);
}

void
orch_conversation_pane_edit_again (OrchConversationPane *self, OrchMessage *message)
{
  if (orch_conversation_pane_has_note (self) || (orch_message_get_fields (message)->note && is_writing (self)))
    return;
  orch_pane_spawn (edit_fiber, orch_pane_call_new (self, NULL, message));
}
