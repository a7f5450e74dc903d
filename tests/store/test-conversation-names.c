/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The staff may come after the conversations that name them by reference alone: a list that is shown follows.
 */
#include "store-kit.h"
#include "store/orch-conversation-list.h"
#include "store/orch-store-item.h"
#include "store/orch-store-messages.h"

#include "../patience.h"

#define ALICE "Practitioner/h-alice"

static void
add_member (Kit *kit, const char *id, const char *hub_id, const char *given, const char *family)
{
  const OrchStaffMemberFields fields = {
    .id = id, .emr_id = hub_id, .hub_id = hub_id, .prefix = "Dre", .given = given, .family = family, .active = TRUE
  };
  g_autoptr (OrchStaffMember) member = orch_staff_member_new (&fields);

  kit_ok (orch_store_save_staff (kit->store, &kit_admin, member));
}

static void
receive (Kit *kit)
{
  const char *versions[] = { "1", NULL };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  const OrchConversationFields fields = { .id = "c-1",
                                          .hub_id = "H1",
                                          .patient_hub_id = "HP",
                                          .subject = "Suivi",
                                          .professional = ALICE,
                                          .author = ALICE,
                                          .status = ORCH_CONVERSATION_IN_PROGRESS,
                                          .began_us = 5 };

  g_ptr_array_add (records, orch_conversation_new (&fields));
  g_autoptr (DexFuture) future = orch_store_apply_hub_messages (kit->store, &kit_workstation, records, versions);

  g_assert_cmpuint (g_value_get_uint (kit_wait (future, NULL)), ==, 1);
}

/* The row of a list that is shown, read again until it has that professional. */
static void
wait_row (OrchConversationList *list, const char *name)
{
  const gint64 deadline = g_get_monotonic_time () + kit_patience_s (5) * G_USEC_PER_SEC;
  g_autofree char *shown = NULL;

  while (g_get_monotonic_time () < deadline)
    {
      const guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
      g_autoptr (OrchStoreItem) item = n > 0 ? g_list_model_get_item (G_LIST_MODEL (list), n - 1) : NULL;
      gpointer object = item != NULL ? orch_store_item_get_object (item) : NULL;

      if (ORCH_IS_CONVERSATION (object))
        {
          g_free (shown);
          shown = g_strdup (orch_conversation_get_fields (object)->professional_name);
          if (g_strcmp0 (shown, name) == 0)
            return;
        }
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpstr (shown, ==, name);
}

static void
test_later (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversationList) list = NULL;

  receive (kit);
  list = orch_conversation_list_new (kit->store, &kit_professional);
  orch_conversation_list_set_filter (list, &(OrchConversationFilter) { .scope = ORCH_CONVERSATIONS_ALL });
  kit_ok (orch_key_list_when_loaded (ORCH_KEY_LIST (list)));
  wait_row (list, NULL);
  add_member (kit, "s-1", "h-alice", "Alice", "Tremblay");
  wait_row (list, "Dre Alice Tremblay");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, func) g_test_add (path, Kit, NULL, kit_set_up, func, kit_tear_down)
  ADD ("/store/conversation-names/later", test_later);
  return g_test_run ();
}
