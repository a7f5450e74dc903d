/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation.h.
 */
#include "orch-conversation.h"

#include "orch-fields.h"

struct _OrchConversation
{
  GObject parent_instance;

  OrchConversationFields fields; /* (owned) */
};

#define OFFSET(member) G_STRUCT_OFFSET (OrchConversationFields, member)

static const gsize string_offsets[] = {
  OFFSET (id),          OFFSET (hub_id),       OFFSET (patient),    OFFSET (patient_hub_id),
  OFFSET (subject),     OFFSET (professional), OFFSET (author),     OFFSET (professional_name),
  OFFSET (author_name), OFFSET (assignee),     OFFSET (department), OFFSET (assignee_name),
};
static const OrchStringTable strings = { string_offsets, G_N_ELEMENTS (string_offsets) };

G_DEFINE_FINAL_TYPE (OrchConversation, orch_conversation, G_TYPE_OBJECT)

static void
orch_conversation_finalize (GObject *object)
{
  OrchConversation *self = ORCH_CONVERSATION (object);

  orch_strings_clear (&self->fields, strings);
  G_OBJECT_CLASS (orch_conversation_parent_class)->finalize (object);
}

static void
orch_conversation_class_init (OrchConversationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_conversation_finalize;
}

static void
orch_conversation_init (OrchConversation *self)
{
}

OrchConversation *
orch_conversation_new (const OrchConversationFields *fields)
{
  OrchConversation *self = NULL;

  g_return_val_if_fail (fields != NULL && fields->id != NULL, NULL);
  g_return_val_if_fail ((guint) fields->status < ORCH_N_CONVERSATION_STATUSES, NULL);

  self = g_object_new (ORCH_TYPE_CONVERSATION, NULL);
  self->fields = *fields;
  orch_strings_copy (&self->fields, strings);
  return self;
}

const OrchConversationFields *
orch_conversation_get_fields (OrchConversation *self)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION (self), NULL);

  return &self->fields;
}

gboolean
orch_conversation_takes_part (OrchConversation *self, const char *person)
{
  const OrchConversationFields *f = NULL;

  g_return_val_if_fail (ORCH_IS_CONVERSATION (self), FALSE);

  f = &self->fields;
  return person != NULL && (g_strcmp0 (f->professional, person) == 0 || g_strcmp0 (f->author, person) == 0 ||
                            g_strcmp0 (f->assignee, person) == 0);
}

OrchConversationBar
orch_conversation_get_bar (OrchConversation *self, const char *person, OrchPermission permission)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION (self), ORCH_CONVERSATION_NOT_ALLOWED);

  if (self->fields.status == ORCH_CONVERSATION_COMPLETED)
    return ORCH_CONVERSATION_IS_COMPLETE;
  if (!orch_permission_allows (permission, ORCH_ACT_WRITE_MESSAGES))
    return ORCH_CONVERSATION_NOT_ALLOWED;
  if (!orch_conversation_takes_part (self, person))
    return ORCH_CONVERSATION_COLLEAGUES;
  return self->fields.status == ORCH_CONVERSATION_REPORT ? ORCH_CONVERSATION_ENDED : ORCH_CONVERSATION_OPEN;
}

OrchConversationBar
orch_conversation_get_note_bar (OrchConversation *self, const char *person, OrchPermission permission)
{
  OrchConversationBar bar = orch_conversation_get_bar (self, person, permission);

  if (self->fields.status == ORCH_CONVERSATION_DRAFT)
    return ORCH_CONVERSATION_NOT_ALLOWED;
  return bar == ORCH_CONVERSATION_ENDED ? ORCH_CONVERSATION_OPEN : bar;
}

gboolean
orch_conversation_can_begin (OrchPermission permission)
{
  /* Who begins one owes its report. */
  return orch_permission_allows (permission, ORCH_ACT_WRITE_MESSAGES) &&
         orch_permission_allows (permission, ORCH_ACT_WRITE_REPORT);
}

gboolean
orch_conversation_can_end (OrchConversation *self, const char *person, OrchPermission permission)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION (self), FALSE);

  return self->fields.status == ORCH_CONVERSATION_IN_PROGRESS &&
         orch_permission_allows (permission, ORCH_ACT_WRITE_REPORT) && orch_conversation_takes_part (self, person);
}

gboolean
orch_conversation_can_report (OrchConversation *self, const char *person, OrchPermission permission)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION (self), FALSE);

  return self->fields.status == ORCH_CONVERSATION_REPORT &&
         orch_permission_allows (permission, ORCH_ACT_WRITE_REPORT) && orch_conversation_takes_part (self, person);
}
