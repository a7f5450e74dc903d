/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-group.h.
 */
#include "orch-conversation-group.h"

struct _OrchConversationGroup
{
  GObject parent_instance;

  char *subject; /* (owned) (nullable) */

  gint64 key;
  OrchConversationStatus status;
  guint count;
  guint unread;
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (OrchConversationGroup, orch_conversation_group, G_TYPE_OBJECT)

static void
orch_conversation_group_finalize (GObject *object)
{
  g_free (ORCH_CONVERSATION_GROUP (object)->subject);
  G_OBJECT_CLASS (orch_conversation_group_parent_class)->finalize (object);
}

static void
orch_conversation_group_class_init (OrchConversationGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_conversation_group_finalize;
}

static void
orch_conversation_group_init (OrchConversationGroup *self)
{
}

OrchConversationGroup *
orch_conversation_group_new (gint64 key, OrchConversationStatus status, const char *subject, guint count, guint unread,
                             gboolean folded)
{
  OrchConversationGroup *self = g_object_new (ORCH_TYPE_CONVERSATION_GROUP, NULL);

  self->key = key;
  self->status = status;
  self->subject = g_strdup (subject);
  self->count = count;
  self->unread = unread;
  self->folded = folded;
  return self;
}

gint64
orch_conversation_group_get_key (OrchConversationGroup *self)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION_GROUP (self), 0);

  return self->key;
}

OrchConversationStatus
orch_conversation_group_get_status (OrchConversationGroup *self)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION_GROUP (self), ORCH_CONVERSATION_DRAFT);

  return self->status;
}

const char *
orch_conversation_group_get_subject (OrchConversationGroup *self)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION_GROUP (self), NULL);

  return self->subject;
}

guint
orch_conversation_group_get_count (OrchConversationGroup *self)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION_GROUP (self), 0);

  return self->count;
}

guint
orch_conversation_group_get_unread (OrchConversationGroup *self)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION_GROUP (self), 0);

  return self->unread;
}

gboolean
orch_conversation_group_is_folded (OrchConversationGroup *self)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION_GROUP (self), FALSE);

  return self->folded;
}
