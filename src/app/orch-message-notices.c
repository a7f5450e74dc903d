/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-notices.h. What arrives behind the lock is told, too: nothing of it says who the patient is.
 */
#include "orch-message-notices.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

struct _OrchMessageNotices
{
  GObject parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchMessageNews *news; /* (nullable): while the clinic is open */
  GHashTable *shown;     /* (element-type utf8): ids of conversations */

  GApplication *application; /* (not owned): owns us */
};

G_DEFINE_FINAL_TYPE (OrchMessageNotices, orch_message_notices, G_TYPE_OBJECT)

static char *
name_of (const char *id)
{
  return g_strconcat ("message/", id, NULL);
}

static gboolean
is_looked_at (OrchMessageNotices *self)
{
  GList *windows =
      GTK_IS_APPLICATION (self->application) ? gtk_application_get_windows (GTK_APPLICATION (self->application)) : NULL;

  for (; windows != NULL; windows = windows->next)
    if (gtk_window_is_active (windows->data))
      return TRUE;
  return FALSE;
}

static void
on_arrived (OrchMessageNotices *self, const char *id)
{
  OrchClinic *clinic = orch_engine_get_clinic (self->engine);
  g_autoptr (GNotification) notification = NULL;
  g_autofree char *name = name_of (id);

  /* Behind the lock nobody sees what has come, however active the window. */
  if (!orch_session_is_locked (orch_engine_get_session (self->engine)) && is_looked_at (self))
    return;
  notification = g_notification_new (_ ("A patient has answered"));
  if (clinic != NULL)
    g_notification_set_body (notification, orch_clinic_get_name (clinic));
  g_notification_set_default_action_and_target (notification, "app.open-conversation", "s", id);
  g_application_send_notification (self->application, name, notification);
  g_hash_table_add (self->shown, g_strdup (id));
}

static void
on_gone (OrchMessageNotices *self, const char *id)
{
  g_autofree char *name = name_of (id);

  if (g_hash_table_remove (self->shown, id))
    g_application_withdraw_notification (self->application, name);
}

void
orch_message_notices_clear (OrchMessageNotices *self)
{
  GHashTableIter iter;
  gpointer id = NULL;

  g_return_if_fail (ORCH_IS_MESSAGE_NOTICES (self));

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_autofree char *name = name_of (id);

      g_application_withdraw_notification (self->application, name);
    }
  g_hash_table_remove_all (self->shown);
}

static void
on_locked (OrchMessageNotices *self)
{
  if (orch_session_is_locked (orch_engine_get_session (self->engine)))
    orch_message_notices_clear (self);
}

/* They come with the clinic. */
static void
follow (OrchMessageNotices *self)
{
  OrchMessageNews *news = orch_engine_get_news (self->engine);

  if (news == self->news)
    return;
  if (self->news != NULL)
    g_signal_handlers_disconnect_by_data (self->news, self);
  orch_message_notices_clear (self);
  g_set_object (&self->news, news);
  if (news == NULL)
    return;
  g_signal_connect_object (news, "arrived", G_CALLBACK (on_arrived), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (news, "gone", G_CALLBACK (on_gone), self, G_CONNECT_SWAPPED);
}

static void
orch_message_notices_dispose (GObject *object)
{
  OrchMessageNotices *self = ORCH_MESSAGE_NOTICES (object);

  g_clear_object (&self->news);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_message_notices_parent_class)->dispose (object);
}

static void
orch_message_notices_finalize (GObject *object)
{
  g_hash_table_unref (ORCH_MESSAGE_NOTICES (object)->shown);
  G_OBJECT_CLASS (orch_message_notices_parent_class)->finalize (object);
}

static void
orch_message_notices_class_init (OrchMessageNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_message_notices_dispose;
  G_OBJECT_CLASS (klass)->finalize = orch_message_notices_finalize;
}

static void
orch_message_notices_init (OrchMessageNotices *self)
{
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

OrchMessageNotices *
orch_message_notices_new (GApplication *application, OrchEngine *engine)
{
  OrchMessageNotices *self = NULL;

  g_return_val_if_fail (G_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_MESSAGE_NOTICES, NULL);
  self->application = application;
  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (orch_engine_get_session (engine), "notify::locked", G_CALLBACK (on_locked), self,
                           G_CONNECT_SWAPPED);
  follow (self);
  return self;
}
