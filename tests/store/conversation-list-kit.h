/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The dashboard's rows as one text, for the tests that read it.
 */
#pragma once

#include "../patience.h"
#include "store-kit.h"
#include "store/orch-conversation-list.h"

/* Each heading as [status:count:unread] or (subject:count:unread), each conversation as its id; free with g_free() */
static inline char *
kit_read_conversations (OrchConversationList *list)
{
  g_autoptr (GString) text = g_string_new (NULL);

  kit_ok (orch_key_list_when_loaded (ORCH_KEY_LIST (list)));
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      gpointer object = NULL;

      while ((object = orch_store_item_get_object (item)) == NULL)
        g_main_context_iteration (NULL, TRUE);
      if (ORCH_IS_CONVERSATION (object))
        g_string_append_printf (text, "%s ", orch_conversation_get_fields (object)->id);
      else if (orch_conversation_group_get_subject (object) == NULL)
        g_string_append_printf (text, "[%d:%u:%u] ", orch_conversation_group_get_status (object),
                                orch_conversation_group_get_count (object),
                                orch_conversation_group_get_unread (object));
      else
        g_string_append_printf (text, "(%s:%u:%u) ", orch_conversation_group_get_subject (object),
                                orch_conversation_group_get_count (object),
                                orch_conversation_group_get_unread (object));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Headings are read again a moment after the rows: what is waited for is the whole. */
static inline void
kit_check_conversations (OrchConversationList *list, const char *expected)
{
  const gint64 deadline = g_get_monotonic_time () + kit_patience_s (5) * G_USEC_PER_SEC;
  g_autofree char *text = kit_read_conversations (list);

  while (!g_str_equal (text, expected) && g_get_monotonic_time () < deadline)
    {
      g_main_context_iteration (NULL, FALSE);
      g_free (text);
      text = kit_read_conversations (list);
    }
  g_assert_cmpstr (text, ==, expected);
}
