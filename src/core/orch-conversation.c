/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation.h.
 */
#include "orch-conversation.h"

#include <string.h>

#include "orch-fields.h"

struct _OrchConversation
{
  GObject parent_instance;

  OrchConversationFields fields; /* (owned) */
};

#define OFFSET(member) G_STRUCT_OFFSET (OrchConversationFields, member)

static const gsize string_offsets[] = {
  OFFSET (id),           OFFSET (hub_id),        OFFSET (patient),           OFFSET (patient_hub_id), OFFSET (subject),
  OFFSET (professional), OFFSET (author),        OFFSET (professional_name), OFFSET (author_name),    OFFSET (assignee),
  OFFSET (department),   OFFSET (assignee_name), OFFSET (follow_up),
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

OrchConversationBar
orch_conversation_get_hand_bar (OrchConversation *self, const char *person, OrchPermission permission)
{
  const OrchConversationBar bar = orch_conversation_get_bar (self, person, permission);

  /* What nobody else sees is not handed over. */
  return bar == ORCH_CONVERSATION_OPEN && self->fields.status == ORCH_CONVERSATION_DRAFT ? ORCH_CONVERSATION_NOT_ALLOWED
                                                                                         : bar;
}

gboolean
orch_conversation_may_take (OrchConversation *self, const char *person, OrchPermission permission,
                            gboolean of_department)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION (self), FALSE);

  return of_department && person != NULL && self->fields.department != NULL && self->fields.assignee == NULL &&
         self->fields.status == ORCH_CONVERSATION_IN_PROGRESS &&
         orch_permission_allows (permission, ORCH_ACT_WRITE_MESSAGES) && !orch_conversation_takes_part (self, person);
}

gboolean
orch_conversation_is_due (OrchConversation *self, const char *today)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION (self) && today != NULL, FALSE);

  return self->fields.status == ORCH_CONVERSATION_IN_PROGRESS && self->fields.follow_up != NULL &&
         strcmp (self->fields.follow_up, today) <= 0;
}

gboolean
orch_conversation_is_day (const char *text)
{
  static const guint places[] = { 0, 1, 2, 3, 5, 6, 8, 9 };
  guint number = 0; /* 20261130 */

  if (text == NULL || strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (!g_ascii_isdigit (text[places[i]]))
        return FALSE;
      number = number * 10 + (guint) g_ascii_digit_value (text[places[i]]);
    }
  return g_date_valid_dmy ((GDateDay) (number % 100), (GDateMonth) (number / 100 % 100), (GDateYear) (number / 10000));
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
