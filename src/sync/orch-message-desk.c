/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-desk.h.
 */
#include "orch-message-desk-private.h"

#include <string.h>

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "orch-age-limit.h"
#include "orch-message-drafts.h"
#include "orch-message-fetch.h"
#include "orch-message-report.h"
#include "orch-message-templates.h"

struct _OrchMessageDesk
{
  GObject parent_instance;

  /* owned */
  OrchStore *store;
  OrchSession *session;
  OrchHubAccess *access; /* (nullable) */
  OrchMessageDrafts *drafts;

  OrchMessageCounts counts;
  gboolean counting;
  gboolean stale; /* it changed while it was counted */
};

typedef enum
{
  PROP_UNREAD = 1,
  PROP_TO_ANSWER,
  PROP_REPORTS_OWED,
} OrchMessageDeskProperty;

static GParamSpec *properties[PROP_REPORTS_OWED + 1];

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchMessageDesk, orch_message_desk, G_TYPE_OBJECT)

/* The arguments of a fiber */
typedef struct
{
  /* owned */
  OrchMessageDesk *desk;
  OrchConversation *conversation; /* (nullable) */
  OrchMessage *message;           /* (nullable) */
  char *text;                     /* (nullable) */
  OrchActor actor;                /* its strings are owned here: who asked for it */
} Call;

static Call *
call_new (OrchMessageDesk *desk, OrchConversation *conversation, const char *text)
{
  Call *call = g_new0 (Call, 1);

  call->desk = g_object_ref (desk);
  call->conversation = conversation != NULL ? g_object_ref (conversation) : NULL;
  call->text = g_strdup (text);
  return call;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_object (&call->desk);
  g_clear_object (&call->conversation);
  g_clear_object (&call->message);
  g_free (call->text);
  g_free ((char *) call->actor.id);
  g_free ((char *) call->actor.workstation);
  g_free (call);
}

/* Returns: (transfer none) (nullable) */
static const OrchActor *
get_actor (OrchMessageDesk *self)
{
  return orch_session_is_locked (self->session) ? NULL : orch_session_get_actor (self->session);
}

OrchSession *
orch_message_desk_get_session (OrchMessageDesk *self)
{
  return self->session;
}

OrchStore *
orch_message_desk_get_store (OrchMessageDesk *self)
{
  return self->store;
}

const OrchActor *
orch_message_desk_get_actor (OrchMessageDesk *self)
{
  return get_actor (self);
}

DexFuture *
orch_message_desk_refuse (void)
{
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "Nobody is signed in");
}

#define WITH_ACTOR(self, call) (get_actor (self) != NULL ? (call) : orch_message_desk_refuse ())

/* --- counts ---------------------------------------------------------------------------------- */

static void
take_counts (OrchMessageDesk *self, const OrchMessageCounts *counts)
{
  const OrchMessageCounts before = self->counts;

  self->counts = *counts;
  if (before.unread != counts->unread)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNREAD]);
  if (before.to_answer != counts->to_answer)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TO_ANSWER]);
  if (before.reports_owed != counts->reports_owed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORTS_OWED]);
}

static DexFuture *
count_fiber (gpointer data)
{
  OrchMessageDesk *self = data;

  do
    {
      const OrchActor *actor = get_actor (self);
      g_autoptr (OrchMessageCounts) counts = NULL;

      self->stale = FALSE;
      if (actor != NULL)
        counts = dex_await_boxed (orch_store_count_messages (self->store, actor), NULL);
      take_counts (self, counts != NULL && get_actor (self) != NULL ? counts : &(OrchMessageCounts) { 0 });
    }
  while (self->stale);
  self->counting = FALSE;
  return dex_future_new_for_boolean (TRUE);
}

static void
count (OrchMessageDesk *self)
{
  self->stale = TRUE;
  if (self->counting)
    return;
  self->counting = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, count_fiber, g_object_ref (self), g_object_unref));
}

static void
on_store_changed (OrchMessageDesk *self, guint changes)
{
  if ((changes & ORCH_STORE_CHANGED_MESSAGES) == 0)
    return;
  count (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- the object ------------------------------------------------------------------------------- */

static void
orch_message_desk_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OrchMessageDesk *self = ORCH_MESSAGE_DESK (object);

  switch ((OrchMessageDeskProperty) prop_id)
    {
    case PROP_UNREAD:
      g_value_set_uint (value, self->counts.unread);
      break;
    case PROP_TO_ANSWER:
      g_value_set_uint (value, self->counts.to_answer);
      break;
    case PROP_REPORTS_OWED:
      g_value_set_uint (value, self->counts.reports_owed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
orch_message_desk_finalize (GObject *object)
{
  OrchMessageDesk *self = ORCH_MESSAGE_DESK (object);

  g_clear_object (&self->drafts);
  g_clear_object (&self->store);
  g_clear_object (&self->session);
  g_clear_object (&self->access);
  G_OBJECT_CLASS (orch_message_desk_parent_class)->finalize (object);
}

static void
orch_message_desk_class_init (OrchMessageDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = orch_message_desk_get_property;
  object_class->finalize = orch_message_desk_finalize;

  /**
   * OrchMessageDesk:unread:
   *
   * Messages of patients, to the person, that were not opened.
   */
  properties[PROP_UNREAD] = g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * OrchMessageDesk:to-answer:
   *
   * Conversations of the person in which the patient wrote last.
   */
  properties[PROP_TO_ANSWER] = g_param_spec_uint ("to-answer", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * OrchMessageDesk:reports-owed:
   *
   * Exchanges of the person that ended without a report.
   */
  properties[PROP_REPORTS_OWED] = g_param_spec_uint ("reports-owed", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_message_desk_init (OrchMessageDesk *self)
{
}

OrchMessageDesk *
orch_message_desk_new (OrchStore *store, OrchSession *session, OrchHubAccess *access)
{
  OrchMessageDesk *self = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);
  g_return_val_if_fail (ORCH_IS_SESSION (session), NULL);
  g_return_val_if_fail (access == NULL || ORCH_IS_HUB_ACCESS (access), NULL);

  self = g_object_new (ORCH_TYPE_MESSAGE_DESK, NULL);
  self->store = g_object_ref (store);
  self->session = g_object_ref (session);
  g_set_object (&self->access, access);
  self->drafts = orch_message_drafts_new (store, session);
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::locked", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::signed-in", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  count (self);
  return self;
}

guint
orch_message_desk_get_unread (OrchMessageDesk *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), 0);

  return self->counts.unread;
}

guint
orch_message_desk_get_to_answer (OrchMessageDesk *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), 0);

  return self->counts.to_answer;
}

guint
orch_message_desk_get_reports_owed (OrchMessageDesk *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), 0);

  return self->counts.reports_owed;
}

const char *
orch_message_desk_get_person (OrchMessageDesk *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);

  return orch_session_get_person_id (self->session);
}

const char *
orch_message_desk_get_person_name (OrchMessageDesk *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);

  return orch_session_get_person_name (self->session);
}

OrchConversationList *
orch_message_desk_list (OrchMessageDesk *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);

  return get_actor (self) != NULL ? orch_conversation_list_new (self->store, get_actor (self)) : NULL;
}

/* --- reading ---------------------------------------------------------------------------------- */

static DexFuture *
open_fiber (gpointer data)
{
  Call *call = data;
  OrchMessageDesk *self = call->desk;
  GError *error = NULL;
  OrchConversation *conversation = NULL;

  if (get_actor (self) == NULL)
    return orch_message_desk_refuse ();
  conversation = dex_await_object (orch_store_open_conversation (self->store, get_actor (self), call->text), &error);
  if (conversation == NULL)
    return dex_future_new_for_error (error);
  /* Read behind the lock is not read. */
  if (get_actor (self) != NULL)
    dex_await (orch_store_mark_seen (self->store, get_actor (self), call->text), NULL);
  return dex_future_new_take_object (conversation);
}

DexFuture *
orch_message_desk_open (OrchMessageDesk *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL, NULL);

  return dex_scheduler_spawn (NULL, 0, open_fiber, call_new (self, NULL, id), call_free);
}

DexFuture *
orch_message_desk_find (OrchMessageDesk *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL, NULL);

  return WITH_ACTOR (self, orch_store_find_conversation (self->store, get_actor (self), id));
}

DexFuture *
orch_message_desk_see (OrchMessageDesk *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL, NULL);

  return WITH_ACTOR (self, orch_store_mark_seen (self->store, get_actor (self), id));
}

DexFuture *
orch_message_desk_fetch (OrchMessageDesk *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL, NULL);

  return WITH_ACTOR (self, orch_message_fetch (self->store, self->session, self->access, id));
}

DexFuture *
orch_message_desk_find_patient (OrchMessageDesk *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL, NULL);

  return WITH_ACTOR (self, orch_store_find (self->store, ORCH_STORE_PATIENTS, id));
}

DexFuture *
orch_message_desk_load_messages (OrchMessageDesk *self, const char *id, gint64 before_us, guint limit)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL, NULL);

  return WITH_ACTOR (self, orch_store_load_messages (self->store, get_actor (self), id, before_us, limit));
}

DexFuture *
orch_message_desk_load_notes (OrchMessageDesk *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL, NULL);

  return WITH_ACTOR (self, orch_store_load_notes (self->store, get_actor (self), id));
}

DexFuture *
orch_message_desk_load_file (OrchMessageDesk *self, const char *message_id, guint position)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && message_id != NULL, NULL);

  return WITH_ACTOR (self, orch_store_load_file (self->store, get_actor (self), message_id, position));
}

DexFuture *
orch_message_desk_load_report (OrchMessageDesk *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL, NULL);

  return WITH_ACTOR (self, orch_message_report_load (self->store, self->session, self->access, id));
}

/* --- writing ---------------------------------------------------------------------------------- */

static DexFuture *
send_fiber (gpointer data)
{
  Call *call = data;
  OrchMessageDesk *self = call->desk;
  const char *id = orch_conversation_get_fields (call->conversation)->id;
  /* What was being written of it is what is sent. */
  gpointer typed = orch_message_drafts_take (self->drafts, id);
  const guint age_limit = dex_await_uint (orch_age_limit_load (self->store), NULL);
  GError *error = NULL;

  if (dex_await (orch_store_send_message (self->store, &call->actor, call->conversation, call->message, age_limit),
                 &error))
    {
      orch_message_drafts_drop (typed);
      return dex_future_new_for_boolean (TRUE);
    }
  orch_message_drafts_put_back (self->drafts, id, typed);
  return dex_future_new_for_error (error);
}

/* Who asked for it, and in whose name, is taken now: it leaves though the screen is locked before it is written. */
DexFuture *
orch_message_desk_send (OrchMessageDesk *self, OrchConversation *conversation, OrchMessage *message)
{
  g_autoptr (OrchConversation) by_them = NULL;
  const OrchActor *actor = NULL;
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);
  g_return_val_if_fail (ORCH_IS_CONVERSATION (conversation) && ORCH_IS_MESSAGE (message), NULL);

  actor = get_actor (self);
  if (actor == NULL)
    return orch_message_desk_refuse ();
  OrchConversationFields begun = *orch_conversation_get_fields (conversation);
  OrchMessageFields fields = *orch_message_get_fields (message);
  fields.sender_name = orch_session_get_person_name (self->session);
  if (begun.author == NULL)
    begun.author_name = orch_session_get_person_name (self->session);
  by_them = orch_conversation_new (&begun);
  call = call_new (self, by_them, NULL);
  call->message = orch_message_new (&fields);
  call->actor = (OrchActor) { .id = g_strdup (actor->id),
                              .permission = actor->permission,
                              .workstation = g_strdup (actor->workstation) };
  return dex_scheduler_spawn (NULL, 0, send_fiber, call, call_free);
}

DexFuture *
orch_message_desk_add_note (OrchMessageDesk *self, const char *id, const char *note_id, const char *text)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL && note_id != NULL && text != NULL, NULL);

  if (get_actor (self) == NULL)
    return orch_message_desk_refuse ();
  /* What was being written of it is the note. */
  orch_message_drafts_forget (self->drafts, id);
  return orch_store_add_note (self->store, get_actor (self), id, note_id, orch_session_get_person_name (self->session),
                              text);
}

DexFuture *
orch_message_desk_end (OrchMessageDesk *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL, NULL);

  return WITH_ACTOR (self, orch_store_end_conversation (self->store, get_actor (self), id));
}

DexFuture *
orch_message_desk_hand_over (OrchMessageDesk *self, const char *id, const OrchHandOver *what)
{
  OrchHandOver named;

  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL && what != NULL, NULL);

  named = *what;
  named.author_name = orch_session_get_person_name (self->session);
  return WITH_ACTOR (self, orch_store_hand_over (self->store, get_actor (self), id, &named));
}

DexFuture *
orch_message_desk_complete (OrchMessageDesk *self, const char *id, const OrchReport *report, gboolean to_chart)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL && report != NULL, NULL);

  if (get_actor (self) == NULL)
    return orch_message_desk_refuse ();
  orch_message_drafts_forget (self->drafts, id);
  return orch_message_report_complete (self->store, self->session, id, report, to_chart);
}

DexFuture *
orch_message_desk_note_paper (OrchMessageDesk *self, OrchConversation *conversation, gboolean report, gboolean printed)
{
  const OrchConversationFields *f = NULL;
  g_autofree char *object = NULL;
  const char *act = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && ORCH_IS_CONVERSATION (conversation), NULL);

  f = orch_conversation_get_fields (conversation);
  object = g_strconcat (ORCH_STORE_CONVERSATION "/", f->id, NULL);
  act = report ? (printed ? "report-printed" : "report-exported")
               : (printed ? "conversation-printed" : "conversation-exported");
  return WITH_ACTOR (self, orch_store_append_journal (self->store, get_actor (self), act, object, f->patient, NULL));
}

DexFuture *
orch_message_desk_retry (OrchMessageDesk *self, OrchMessage *message)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && ORCH_IS_MESSAGE (message), NULL);

  return WITH_ACTOR (self, orch_store_outbox_requeue (self->store, get_actor (self),
                                                      orch_message_get_fields (message)->outbox_seq));
}

DexFuture *
orch_message_desk_withdraw (OrchMessageDesk *self, OrchMessage *message)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && ORCH_IS_MESSAGE (message), NULL);

  return WITH_ACTOR (self, orch_store_outbox_discard (self->store, get_actor (self),
                                                      orch_message_get_fields (message)->outbox_seq));
}

/* --- drafts ----------------------------------------------------------------------------------- */

DexFuture *
orch_message_desk_keep_draft (OrchMessageDesk *self, OrchConversation *conversation, const char *text)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && ORCH_IS_CONVERSATION (conversation), NULL);

  return orch_message_drafts_keep (self->drafts, conversation, text);
}

DexFuture *
orch_message_desk_load_draft (OrchMessageDesk *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && id != NULL, NULL);

  return orch_message_drafts_load (self->drafts, id);
}

DexFuture *
orch_message_desk_flush (OrchMessageDesk *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);

  return orch_message_drafts_flush (self->drafts);
}

/* --- templates -------------------------------------------------------------------------------- */

DexFuture *
orch_message_desk_list_templates (OrchMessageDesk *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);

  return WITH_ACTOR (self, orch_message_templates_list (self->store, self->session));
}

DexFuture *
orch_message_desk_save_template (OrchMessageDesk *self, OrchMessageTemplate *message_template)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);

  return WITH_ACTOR (self, orch_message_templates_save (self->store, self->session, message_template));
}

DexFuture *
orch_message_desk_remove_template (OrchMessageDesk *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);

  return WITH_ACTOR (self, orch_message_templates_remove (self->store, self->session, id));
}
