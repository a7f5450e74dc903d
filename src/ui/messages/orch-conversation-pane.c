/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-pane.h. What the pane may do is decided in one function, update(); the store decides again.
 */
#include "orch-conversation-pane-private.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "core/orch-report-draft.h"
#include "core/orch-text.h"
#include "orch-conversation-acts.h"
#include "orch-conversation-export.h"
#include "orch-conversation-hand.h"
#include "orch-message-text.h"
#include "orch-template-act.h"
#include "orch-report-dialog.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/sync/orch-patient-text.h"
#include "ui/widgets/orch-plain-text.h"

enum
{
  SIGNAL_OPENED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchConversationPane, orch_conversation_pane, ADW_TYPE_NAVIGATION_PAGE)

OrchPaneCall *
orch_pane_call_new (OrchConversationPane *pane, const char *id, OrchMessage *message)
{
  OrchPaneCall *call = g_new0 (OrchPaneCall, 1);

  call->pane = g_object_ref (pane);
  call->id = g_strdup (id);
  call->message = message != NULL ? g_object_ref (message) : NULL;
  call->serial = pane->serial;
  return call;
}

static void
call_free (gpointer data)
{
  OrchPaneCall *call = data;

  g_object_unref (call->pane);
  g_clear_object (&call->message);
  dex_clear (&call->future);
  g_free (call->id);
  g_free (call);
}

void
orch_pane_spawn (DexFiberFunc func, OrchPaneCall *call)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, func, call, call_free));
}

/* --- what is shown ---------------------------------------------------------------------------- */

void
orch_conversation_pane_update (OrchConversationPane *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  const OrchPermission permission = orch_session_get_permission (session);
  const char *person = self->desk != NULL ? orch_message_desk_get_person (self->desk) : NULL;
  OrchConversation *c = self->conversation;
  const OrchConversationFields *f = c != NULL ? orch_conversation_get_fields (c) : NULL;
  const OrchConversationBar bar =
      c != NULL ? orch_conversation_get_bar (c, person, permission) : ORCH_CONVERSATION_OPEN;
  const gboolean sent = f != NULL && f->status != ORCH_CONVERSATION_DRAFT;
  /* While a report is owed, what is typed is the report. */
  const gboolean may_note = sent && bar == ORCH_CONVERSATION_OPEN;
  const gboolean may_hand =
      c != NULL && orch_conversation_get_hand_bar (c, person, permission) == ORCH_CONVERSATION_OPEN;
  const gboolean of_department = f != NULL && f->department != NULL && self->places != NULL &&
                                 g_strv_contains ((const char *const *) self->places, f->department);
  const gboolean may_take = c != NULL && orch_conversation_may_take (c, person, permission, of_department);
  const gboolean may_end = c != NULL && orch_conversation_can_end (c, person, permission);

  gtk_widget_set_visible (GTK_WIDGET (self->composer), c != NULL && bar == ORCH_CONVERSATION_OPEN);
  orch_message_composer_set_may_note (self->composer, may_note);
  orch_conversation_notice_show (self->notice, c, person, permission, may_take);
  orch_conversation_pane_show_unseen (self);
  orch_conversation_pane_show_away (self);
  gtk_widget_set_visible (self->end_button, may_end);
  gtk_widget_set_visible (self->menu, sent);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.end", may_end && !self->sending);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.correct", sent && bar == ORCH_CONVERSATION_OPEN);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.assign", may_hand);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.follow-up", may_hand);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.urgent", may_hand && !f->urgent);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.routine", may_hand && f->urgent);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.take", may_take);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.print", sent && !f->text_left);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.save", sent && !f->text_left);
  gtk_widget_set_sensitive (GTK_WIDGET (self->composer), !self->sending);
  /* Not of who reads only: the notice says enough. */
  orch_message_gate_ask (self->gate,
                         c != NULL && bar == ORCH_CONVERSATION_OPEN ? orch_engine_get_patients (self->engine) : NULL,
                         f != NULL ? f->patient : NULL);
}

static void
on_gate (OrchConversationPane *self)
{
  orch_message_composer_set_may_send (self->composer, orch_message_gate_may_write (self->gate));
}

void
orch_conversation_pane_show (OrchConversationPane *self)
{
  const OrchConversationFields *f = NULL;
  g_autofree char *people = NULL;
  g_autofree char *follow_up = NULL;
  g_autofree char *line = NULL;

  if (self->conversation == NULL)
    {
      adw_window_title_set_title (self->title, _ ("Conversation"));
      adw_window_title_set_subtitle (self->title, "");
      adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), _ ("Conversation"));
      gtk_stack_set_visible_child_name (self->stack, "none");
      orch_conversation_pane_update (self);
      return;
    }
  f = orch_conversation_get_fields (self->conversation);
  people = orch_message_text_dup_people (self->conversation);
  follow_up = orch_message_text_dup_follow_up (self->conversation);
  /* What does not fit is cut at its end. */
  line = g_strdup_printf ("%s%s%s%s%s · %s", f->urgent ? _ ("Urgent") : "", f->urgent ? " · " : "",
                          follow_up != NULL ? follow_up : "", follow_up != NULL ? " · " : "",
                          orch_message_text_get_subject (f->subject), people);
  adw_window_title_set_title (self->title,
                              self->patient_name != NULL ? self->patient_name : _ ("Patient not known here yet"));
  adw_window_title_set_subtitle (self->title, line);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), adw_window_title_get_title (self->title));
  gtk_stack_set_visible_child_name (self->stack, "open");
  orch_conversation_pane_update (self);
}

/* --- the draft -------------------------------------------------------------------------------- */

/* At each change, not after a pause: the lock takes the key away. */
void
orch_conversation_pane_keep (OrchConversationPane *self)
{
  g_autofree char *text = NULL;

  if (self->conversation == NULL || self->desk == NULL || self->sending)
    return;
  text = orch_message_composer_dup_draft (self->composer);
  dex_future_disown (orch_message_desk_keep_draft (self->desk, self->conversation, text));
}

/* --- opening ---------------------------------------------------------------------------------- */

static DexFuture *
open_fiber (gpointer data)
{
  OrchPaneCall *call = data;
  OrchConversationPane *self = call->pane;
  g_autoptr (OrchConversation) conversation = NULL;
  g_autoptr (OrchPatient) patient = NULL;
  g_auto (GStrv) places = NULL;
  g_autofree char *draft = NULL;
  g_autofree char *typed = NULL;
  g_auto (GStrv) left_out = NULL;
  GError *error = NULL;
  const char *patient_id = NULL;

  conversation = dex_await_object (orch_message_desk_open (self->desk, call->id), &error);
  if (conversation != NULL)
    {
      patient_id = orch_conversation_get_fields (conversation)->patient;
      if (patient_id != NULL && call->serial == self->serial)
        patient = dex_await_object (orch_message_desk_find_patient (self->desk, patient_id), NULL);
      if (call->serial == self->serial)
        draft = dex_await_string (orch_message_desk_load_draft (self->desk, call->id), NULL);
      if (call->serial == self->serial)
        {
          g_clear_pointer (&self->patient_name, g_free);
          self->patient_name = patient != NULL ? orch_patient_text_dup_name (patient) : NULL;
          orch_message_view_set_patient (self->view, self->patient_name);
          conversation = orch_conversation_pane_await_text (call, g_steal_pointer (&conversation));
        }
      if (call->serial == self->serial)
        {
          dex_await (orch_message_thread_open (orch_message_view_get_thread (self->view), self->desk, call->id), NULL);
          if (call->serial == self->serial)
            self->unseen_days = dex_await_uint (orch_message_desk_load_days (self->desk, ORCH_UNSEEN_DAYS), NULL);
          if (call->serial == self->serial)
            places = dex_await_boxed (orch_message_desk_list_places (self->desk), NULL);
        }
    }
  if (call->serial != self->serial)
    {
      g_clear_error (&error);
      return NULL;
    }
  if (conversation == NULL)
    {
      orch_conversation_acts_tell (self->toasts, error);
      orch_conversation_pane_close (self);
      return NULL;
    }
  g_set_object (&self->conversation, conversation);
  g_strfreev (self->places);
  self->places = g_steal_pointer (&places);
  typed = draft != NULL && (g_str_has_prefix (draft, ORCH_NOTE_DRAFT_HEAD) ||
                            g_str_has_prefix (draft, ORCH_CORRECTION_DRAFT_HEAD))
              ? g_strdup (draft)
              : orch_report_draft_parse (draft, &left_out);
  orch_conversation_pane_show (self);
  orch_message_composer_set_draft (self->composer, typed);
  orch_message_view_go_to_end (self->view);
  return NULL;
}

static DexFuture *
refresh_fiber (gpointer data)
{
  OrchPaneCall *call = data;
  OrchConversationPane *self = call->pane;

  do
    {
      g_autoptr (OrchConversation) conversation = NULL;
      const gboolean at_end = orch_message_view_is_at_end (self->view);
      const guint n =
          g_list_model_get_n_items (orch_message_thread_get_lines (orch_message_view_get_thread (self->view)));

      self->stale = FALSE;
      if (self->conversation == NULL || self->desk == NULL)
        break;
      /* What the patient wrote while one looks on is seen. */
      conversation = dex_await_object (
          orch_conversation_get_fields (self->conversation)->status == ORCH_CONVERSATION_DRAFT
              ? orch_message_desk_find (self->desk, orch_conversation_get_fields (self->conversation)->id)
              : orch_conversation_acts_look (self->desk, orch_conversation_get_fields (self->conversation)->id,
                                             gtk_widget_get_mapped (GTK_WIDGET (self))),
          NULL);
      if (call->serial != self->serial || self->conversation == NULL)
        break;
      if (conversation != NULL)
        {
          g_set_object (&self->conversation, conversation);
          dex_await (orch_message_thread_reload (orch_message_view_get_thread (self->view)), NULL);
          if (call->serial != self->serial)
            break;
          orch_conversation_pane_show (self);
          if (at_end &&
              g_list_model_get_n_items (orch_message_thread_get_lines (orch_message_view_get_thread (self->view))) > n)
            orch_message_view_go_to_end (self->view);
        }
    }
  while (self->stale);
  self->reading = FALSE;
  return NULL;
}

static void
on_changed (OrchConversationPane *self)
{
  self->stale = TRUE;
  if (self->reading || self->conversation == NULL)
    return;
  self->reading = TRUE;
  orch_pane_spawn (refresh_fiber, orch_pane_call_new (self, NULL, NULL));
}

/* --- acts --------------------------------------------------------------------------------------- */

static void
on_again (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchConversationPane *self = ORCH_CONVERSATION_PANE (widget);
  OrchMessage *message =
      orch_message_thread_find (orch_message_view_get_thread (self->view), g_variant_get_string (parameter, NULL));

  if (message == NULL || self->desk == NULL)
    return;
  if (g_str_equal (action, "conversation.correct"))
    orch_conversation_pane_correct (self, message);
  else if (g_str_equal (action, "conversation.edit"))
    orch_conversation_pane_edit_again (self, message);
  else
    orch_plain_tell_outcome (self->toasts, orch_message_desk_retry (self->desk, message),
                             _ ("The message is sent once more"));
}

static void
on_template (OrchConversationPane *self)
{
  if (self->conversation != NULL && self->desk != NULL)
    orch_template_act_open (self->composer, self->engine, self->conversation);
}

static void
on_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchConversationPane *self = ORCH_CONVERSATION_PANE (widget);
  const char *id = NULL;
  guint position = 0;
  OrchMessage *message = NULL;

  g_variant_get (parameter, "(&su)", &id, &position);
  message = orch_message_thread_find (orch_message_view_get_thread (self->view), id);
  if (message != NULL && self->desk != NULL && position < orch_message_get_n_files (message))
    orch_conversation_acts_open_file (self->toasts, self->desk, message, position);
}

static void
on_act (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchConversationPane *self = ORCH_CONVERSATION_PANE (widget);
  g_autofree char *typed = orch_message_composer_dup_text (self->composer);

  if (self->conversation == NULL || self->desk == NULL)
    return;
  if (g_str_equal (action, "conversation.end") && orch_conversation_pane_has_note (self))
    return;
  if (g_str_equal (action, "conversation.end"))
    orch_conversation_acts_end (self->toasts, self->desk, self->conversation, !orch_text_is_empty (typed));
  else if (g_str_equal (action, "conversation.report"))
    orch_report_dialog_open (self->toasts, self->engine, self->conversation);
  else if (g_str_equal (action, "conversation.assign"))
    orch_conversation_hand_assign (self->toasts, self->desk, self->conversation);
  else if (g_str_equal (action, "conversation.follow-up"))
    orch_conversation_hand_follow_up (self->toasts, self->desk, self->conversation);
  else if (g_str_equal (action, "conversation.take"))
    orch_conversation_hand_take (self->toasts, self->desk, self->conversation);
  else if (g_str_equal (action, "conversation.urgent") || g_str_equal (action, "conversation.routine"))
    orch_conversation_hand_flag (self->toasts, self->desk, self->conversation,
                                 g_str_equal (action, "conversation.urgent"));
  else
    dex_future_disown (orch_conversation_export (self->toasts, self->engine, self->conversation,
                                                 g_str_has_suffix (action, "-report"),
                                                 g_str_has_prefix (action, "conversation.print")));
}

/* --- type --------------------------------------------------------------------------------------- */

static void
orch_conversation_pane_dispose (GObject *object)
{
  OrchConversationPane *self = ORCH_CONVERSATION_PANE (object);

  self->serial++;
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_CONVERSATION_PANE);
  g_clear_object (&self->conversation);
  g_clear_object (&self->desk);
  g_clear_object (&self->engine);
  g_clear_error (&self->away_error);
  g_clear_pointer (&self->patient_name, g_free);
  g_clear_pointer (&self->places, g_strfreev);
  G_OBJECT_CLASS (orch_conversation_pane_parent_class)->dispose (object);
}

static void
orch_conversation_pane_class_init (OrchConversationPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_conversation_pane_dispose;
  g_type_ensure (ORCH_TYPE_CONVERSATION_NOTICE);
  g_type_ensure (ORCH_TYPE_MESSAGE_COMPOSER);
  g_type_ensure (ORCH_TYPE_MESSAGE_GATE);
  g_type_ensure (ORCH_TYPE_MESSAGE_VIEW);
  signals[SIGNAL_OPENED] =
      g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "conversation.retry", "s", on_again);
  gtk_widget_class_install_action (widget_class, "conversation.edit", "s", on_again);
  gtk_widget_class_install_action (widget_class, "conversation.correct", "s", on_again);
  gtk_widget_class_install_action (widget_class, "conversation.fetch", NULL, orch_conversation_pane_fetch);
  gtk_widget_class_install_action (widget_class, "conversation.file", "(su)", on_file);
  gtk_widget_class_install_action (widget_class, "conversation.end", NULL, on_act);
  gtk_widget_class_install_action (widget_class, "conversation.assign", NULL, on_act);
  gtk_widget_class_install_action (widget_class, "conversation.follow-up", NULL, on_act);
  gtk_widget_class_install_action (widget_class, "conversation.urgent", NULL, on_act);
  gtk_widget_class_install_action (widget_class, "conversation.routine", NULL, on_act);
  gtk_widget_class_install_action (widget_class, "conversation.take", NULL, on_act);
  gtk_widget_class_install_action (widget_class, "conversation.report", NULL, on_act);
  gtk_widget_class_install_action (widget_class, "conversation.save", NULL, on_act);
  gtk_widget_class_install_action (widget_class, "conversation.print", NULL, on_act);
  gtk_widget_class_install_action (widget_class, "conversation.save-report", NULL, on_act);
  gtk_widget_class_install_action (widget_class, "conversation.print-report", NULL, on_act);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/messages/orch-conversation-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchConversationPane, title);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationPane, menu);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationPane, end_button);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationPane, toasts);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationPane, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationPane, notice);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationPane, view);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationPane, gate);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationPane, composer);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationPane, away);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationPane, unseen_notice);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationPane, unseen);
  gtk_widget_class_bind_template_callback (widget_class, on_gate);
  gtk_widget_class_bind_template_callback (widget_class, orch_conversation_pane_keep);
  gtk_widget_class_bind_template_callback (widget_class, orch_conversation_pane_send);
  gtk_widget_class_bind_template_callback (widget_class, on_template);
}

static void
orch_conversation_pane_init (OrchConversationPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
orch_conversation_pane_set_engine (OrchConversationPane *self, OrchEngine *engine)
{
  g_return_if_fail (ORCH_IS_CONVERSATION_PANE (self));
  g_return_if_fail (ORCH_IS_ENGINE (engine));

  g_set_object (&self->engine, engine);
  orch_conversation_pane_show (self);
}

/* Returns: whether there is a desk. */
static gboolean
follow (OrchConversationPane *self)
{
  OrchMessageDesk *desk = orch_engine_get_messages (self->engine);

  if (desk == self->desk)
    return desk != NULL;
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_set_object (&self->desk, desk);
  if (desk != NULL)
    g_signal_connect_object (desk, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return desk != NULL;
}

/* What was open is left: what is typed of it was kept as it was typed. */
static void
leave (OrchConversationPane *self)
{
  self->serial++;
  self->sending = FALSE;
  self->reading = FALSE;
  self->fetching = FALSE;
  g_clear_error (&self->away_error);
  g_clear_object (&self->conversation);
  g_clear_pointer (&self->patient_name, g_free);
  orch_message_composer_clear (self->composer);
}

void
orch_conversation_pane_open (OrchConversationPane *self, const char *id)
{
  g_autofree char *wanted = g_strdup (id);

  g_return_if_fail (ORCH_IS_CONVERSATION_PANE (self));
  g_return_if_fail (id != NULL);

  if (!follow (self) || g_strcmp0 (orch_conversation_pane_get_id (self), id) == 0)
    return;
  leave (self);
  /* Known by its id alone until it is read: the list marks it at once. */
  self->conversation =
      orch_conversation_new (&(OrchConversationFields) { .id = wanted, .status = ORCH_CONVERSATION_COMPLETED });
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
  orch_pane_spawn (open_fiber, orch_pane_call_new (self, wanted, NULL));
}

void
orch_conversation_pane_begin (OrchConversationPane *self, OrchConversation *conversation, const char *patient_name)
{
  g_return_if_fail (ORCH_IS_CONVERSATION_PANE (self));
  g_return_if_fail (ORCH_IS_CONVERSATION (conversation));

  if (!follow (self))
    return;
  leave (self);
  self->conversation = g_object_ref (conversation);
  self->patient_name = g_strdup (patient_name);
  orch_message_view_set_patient (self->view, patient_name);
  dex_future_disown (orch_message_thread_open (orch_message_view_get_thread (self->view), self->desk, NULL));
  orch_conversation_pane_show (self);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
  orch_message_composer_focus (self->composer);
}

void
orch_conversation_pane_close (OrchConversationPane *self)
{
  g_return_if_fail (ORCH_IS_CONVERSATION_PANE (self));

  leave (self);
  dex_future_disown (orch_message_thread_open (orch_message_view_get_thread (self->view), NULL, NULL));
  orch_conversation_pane_show (self);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

const char *
orch_conversation_pane_get_id (OrchConversationPane *self)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION_PANE (self), NULL);

  return self->conversation != NULL ? orch_conversation_get_fields (self->conversation)->id : NULL;
}

void
orch_conversation_pane_reply (OrchConversationPane *self)
{
  g_return_if_fail (ORCH_IS_CONVERSATION_PANE (self));

  if (gtk_widget_get_visible (GTK_WIDGET (self->composer)))
    orch_message_composer_focus (self->composer);
}
