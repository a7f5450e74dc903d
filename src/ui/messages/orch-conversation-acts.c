/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-acts.h.
 */
#include "orch-conversation-acts.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "orch-message-files.h"
#include "orch-message-text.h"
#include "ui/orch-error-text.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-logo.h"
#include "ui/widgets/orch-plain-text.h"

/* An act on its way */
typedef struct
{
  /* owned */
  AdwToastOverlay *toasts;        /* (nullable) */
  OrchMessageDesk *desk;          /* (nullable) */
  OrchConversation *conversation; /* (nullable) */
  OrchMessage *message;           /* (nullable) */
  char *text;                     /* (nullable) */
  GBytes *bytes;                  /* (nullable) */
  DexPromise *saved;              /* (nullable) */

  guint position;
  gboolean shown; /* somebody looks on */
  gboolean typed; /* and not sent */
} Act;

static Act *
act_new (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation)
{
  Act *act = g_new0 (Act, 1);

  g_set_object (&act->toasts, toasts);
  g_set_object (&act->desk, desk);
  g_set_object (&act->conversation, conversation);
  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_clear_object (&act->toasts);
  g_clear_object (&act->desk);
  g_clear_object (&act->conversation);
  g_clear_object (&act->message);
  g_clear_pointer (&act->bytes, g_bytes_unref);
  dex_clear (&act->saved);
  g_free (act->text);
  g_free (act);
}

static void
act_drop (gpointer data, GClosure *closure)
{
  act_free (data);
}

void
orch_conversation_acts_tell (AdwToastOverlay *toasts, GError *error)
{
  g_autofree char *text = NULL;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));

  orch_plain_tell_error (toasts, error);
  g_error_free (error);
}

static const char *
id_of (OrchConversation *conversation)
{
  return orch_conversation_get_fields (conversation)->id;
}

/* The page may have gone, or the lock closed it. */
static gboolean
is_shown (AdwToastOverlay *toasts)
{
  return gtk_widget_get_mapped (GTK_WIDGET (toasts));
}

/* --- looking -------------------------------------------------------------------------------- */

static DexFuture *
look_fiber (gpointer data)
{
  Act *act = data;
  OrchConversation *conversation = dex_await_object (orch_message_desk_find (act->desk, act->text), NULL);
  GError *error = NULL;

  if (conversation == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No such conversation");
  if (!act->shown || orch_conversation_get_fields (conversation)->n_unread == 0 ||
      !orch_conversation_takes_part (conversation, orch_message_desk_get_person (act->desk)))
    return dex_future_new_take_object (conversation);
  g_object_unref (conversation);
  if (!dex_await (orch_message_desk_see (act->desk, act->text), &error))
    return dex_future_new_for_error (error);
  return orch_message_desk_find (act->desk, act->text);
}

DexFuture *
orch_conversation_acts_look (OrchMessageDesk *desk, const char *id, gboolean shown)
{
  Act *act = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (desk) && id != NULL, NULL);

  act = act_new (NULL, desk, NULL);
  act->text = g_strdup (id);
  act->shown = shown;
  return dex_scheduler_spawn (NULL, 0, look_fiber, act, act_free);
}

/* --- taking back ---------------------------------------------------------------------------- */

static DexFuture *
take_back_fiber (gpointer data)
{
  Act *act = data;
  const OrchMessageFields *f = orch_message_get_fields (act->message);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  GError *error = NULL;

  /* Its files are read before it goes. */
  for (guint i = 0; f->files != NULL && i < f->files->len; i++)
    {
      OrchMessageFile *file = g_ptr_array_index (f->files, i);
      g_autoptr (GBytes) bytes = dex_await_boxed (orch_message_desk_load_file (act->desk, f->id, i), &error);

      if (bytes == NULL)
        return dex_future_new_for_error (error);
      g_ptr_array_add (files, orch_message_file_new (orch_message_file_get_name (file),
                                                     orch_message_file_get_content_type (file),
                                                     orch_message_file_get_size (file), bytes));
    }
  if (!dex_await (orch_message_desk_withdraw (act->desk, act->message), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&files));
}

DexFuture *
orch_conversation_acts_take_back (OrchMessageDesk *desk, OrchMessage *message)
{
  Act *act = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (desk), NULL);
  g_return_val_if_fail (ORCH_IS_MESSAGE (message), NULL);

  act = act_new (NULL, desk, NULL);
  act->message = g_object_ref (message);
  return dex_scheduler_spawn (NULL, 0, take_back_fiber, act, act_free);
}

/* --- the end -------------------------------------------------------------------------------- */

static void
on_end_answer (AdwAlertDialog *dialog, const char *response, gpointer data)
{
  Act *act = data;

  if (g_str_equal (response, "end"))
    orch_plain_tell_outcome (act->toasts, orch_message_desk_end (act->desk, id_of (act->conversation)),
                             _ ("The exchange has ended: its report is owed"));
}

static guint
count_in_state (GPtrArray *messages, OrchMessageState state)
{
  guint n = 0;

  for (guint i = 0; i < messages->len; i++)
    {
      const OrchMessageFields *f = orch_message_get_fields (g_ptr_array_index (messages, i));

      n += !f->from_patient && f->state == state;
    }
  return n;
}

/* The patient would never get it, and the report could not leave. */
static void
tell_refused (Act *act)
{
  AdwDialog *dialog =
      adw_alert_dialog_new (_ ("A message did not leave"),
                            _ ("Try to send it again, or take it back to change it, then end the exchange."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  orch_alert_present (dialog, GTK_WIDGET (act->toasts));
}

static void
ask_end (Act *act, guint n_waiting)
{
  g_autoptr (GString) body = g_string_new (
      _ ("Nobody can write in it any more, neither the clinic nor the patient. Its report is then to be written."));
  AdwDialog *dialog = NULL;

  if (orch_conversation_get_fields (act->conversation)->our_turn)
    g_string_append_printf (body, "\n\n%s", _ ("The patient wrote last: their message has had no answer."));
  if (n_waiting > 0)
    g_string_append_printf (body, "\n\n%s",
                            _ ("What waits to be sent reaches the patient all the same, before the end."));
  if (act->typed)
    g_string_append_printf (body, "\n\n%s",
                            _ ("What you have written and not sent does not go to the patient: you find it again in "
                               "the conclusion of the report."));
  dialog = adw_alert_dialog_new (_ ("End the exchange with the patient?"), body->str);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "stay", _ ("_Cancel"), "end", _ ("_End the Exchange"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "end", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "stay");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_end_answer),
                         act_new (act->toasts, act->desk, act->conversation), act_drop, 0);
  orch_alert_present (dialog, GTK_WIDGET (act->toasts));
}

static DexFuture *
end_fiber (gpointer data)
{
  Act *act = data;
  g_autoptr (GPtrArray) messages = NULL;
  GError *error = NULL;

  messages =
      dex_await_boxed (orch_message_desk_load_messages (act->desk, id_of (act->conversation), 0, G_MAXINT), &error);
  if (!is_shown (act->toasts))
    g_clear_error (&error);
  else if (messages == NULL)
    orch_conversation_acts_tell (act->toasts, error);
  else if (count_in_state (messages, ORCH_MESSAGE_FAILED) > 0)
    tell_refused (act);
  else
    ask_end (act, count_in_state (messages, ORCH_MESSAGE_QUEUED));
  return NULL;
}

void
orch_conversation_acts_end (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation,
                            gboolean typed)
{
  Act *act = NULL;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (ORCH_IS_CONVERSATION (conversation));

  act = act_new (toasts, desk, conversation);
  act->typed = typed;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, end_fiber, act, act_free));
}

/* --- files ---------------------------------------------------------------------------------- */

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;
  const gboolean saved = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);

  orch_plain_tell (act->toasts, saved ? _ ("The file is saved") : error->message);
  dex_promise_resolve_boolean (act->saved, saved);
  act_free (act);
}

static void
on_place (GObject *source, GAsyncResult *result, gpointer data)
{
  Act *act = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file == NULL)
    {
      dex_promise_resolve_boolean (act->saved, FALSE);
      act_free (act);
    }
  else
    g_file_replace_contents_bytes_async (file, act->bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, on_written, act);
}

DexFuture *
orch_conversation_acts_save (AdwToastOverlay *toasts, const char *name, GBytes *bytes)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = NULL;
  DexPromise *saved = dex_promise_new ();
  Act *act = NULL;

  g_return_val_if_fail (ADW_IS_TOAST_OVERLAY (toasts), NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  root = gtk_widget_get_root (GTK_WIDGET (toasts));
  act = act_new (toasts, NULL, NULL);
  act->bytes = g_bytes_ref (bytes);
  act->saved = dex_ref (saved);
  gtk_file_dialog_set_title (dialog, _ ("Save the File"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_place, act);
  return DEX_FUTURE (saved);
}

static void
on_save_answer (AdwAlertDialog *dialog, const char *response, gpointer data)
{
  Act *act = data;

  if (g_str_equal (response, "save"))
    dex_future_disown (orch_conversation_acts_save (act->toasts, act->text, act->bytes));
}

static void
show_picture (AdwToastOverlay *toasts, const char *name, GBytes *bytes, GdkTexture *texture)
{
  AdwDialog *dialog = NULL;
  GtkWidget *picture = NULL;
  Act *act = NULL;

  dialog = adw_alert_dialog_new (NULL, NULL);
  adw_alert_dialog_set_heading_use_markup (ADW_ALERT_DIALOG (dialog), FALSE);
  adw_alert_dialog_set_heading (ADW_ALERT_DIALOG (dialog), name);
  picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (texture));
  gtk_picture_set_alternative_text (GTK_PICTURE (picture), name);
  gtk_picture_set_content_fit (GTK_PICTURE (picture), GTK_CONTENT_FIT_SCALE_DOWN);
  gtk_widget_set_size_request (picture, -1, 240);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), picture);
  adw_alert_dialog_set_prefer_wide_layout (ADW_ALERT_DIALOG (dialog), TRUE);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"), "save", _ ("_Save…"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  act = act_new (toasts, NULL, NULL);
  act->text = g_strdup (name);
  act->bytes = g_bytes_ref (bytes);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_save_answer), act, act_drop, 0);
  orch_alert_present (dialog, GTK_WIDGET (toasts));
}

static DexFuture *
file_fiber (gpointer data)
{
  Act *act = data;
  const OrchMessageFields *f = orch_message_get_fields (act->message);
  OrchMessageFile *file = g_ptr_array_index (f->files, act->position);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *name = NULL;
  const char *type = NULL;
  GError *error = NULL;

  bytes = dex_await_boxed (orch_message_desk_load_file (act->desk, f->id, act->position), &error);
  if (!is_shown (act->toasts))
    {
      g_clear_error (&error);
      return NULL;
    }
  if (bytes == NULL)
    {
      orch_conversation_acts_tell (act->toasts, error);
      return NULL;
    }
  /* By its content: what the other side said of it proves nothing. */
  type = orch_message_files_guess (bytes);
  name = orch_message_files_dup_name (orch_message_file_get_name (file), type);
  /* A picture of more pixels than memory is for the program that the person opens it with. */
  if (type != NULL && g_str_has_prefix (type, "image/"))
    texture = dex_await_object (orch_logo_decode (bytes), NULL);
  if (!is_shown (act->toasts))
    return NULL;
  if (texture != NULL)
    show_picture (act->toasts, name, bytes, texture);
  else
    dex_future_disown (orch_conversation_acts_save (act->toasts, name, bytes));
  return NULL;
}

void
orch_conversation_acts_open_file (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchMessage *message, guint position)
{
  Act *act = NULL;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (position < orch_message_get_n_files (message));

  act = act_new (toasts, desk, NULL);
  act->message = g_object_ref (message);
  act->position = position;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, file_fiber, act, act_free));
}
