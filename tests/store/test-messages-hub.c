/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Conversations that come down from the hub: names it did not send, messages before their conversation, what it left out; the dashboard's groups,
 * orders and counts as they follow. Source: product.md §4.
 */
#include "conversation-list-kit.h"
#include "messages-kit.h"

/* A server need not send the name beside a reference: the member of the staff has one. */
static void
test_names (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchStaffMember) imported = kit_staff (1, "Tremblay");
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (imported);
  const char *who = strchr (kit_professional.id, '/');
  OrchConversationFields bare = {
    .id = "c-bare", .patient = PATIENT_A, .subject = "S", .professional = kit_professional.id
  };
  OrchMessageFields said = { .id = "m-bare", .text = "Bonjour" };
  g_autoptr (OrchConversation) conversation = orch_conversation_new (&bare);
  g_autoptr (OrchMessage) message = orch_message_new (&said);
  g_autoptr (OrchConversation) before = NULL;
  g_autoptr (OrchConversation) after = NULL;
  g_autoptr (GPtrArray) messages = NULL;

  kit_ok (orch_store_send_message (kit->store, &kit_professional, conversation, message, ORCH_AGE_LIMIT_DEFAULT));
  before = kit_find_conversation (kit, "c-bare");
  g_assert_null (orch_conversation_get_fields (before)->professional_name);
  g_assert_nonnull (who);
  fields.hub_id = who + 1;
  g_autoptr (OrchStaffMember) known = orch_staff_member_new (&fields);
  kit_ok (orch_store_save_staff (kit->store, &kit_admin, known));
  after = kit_find_conversation (kit, "c-bare");
  g_assert_cmpstr (orch_conversation_get_fields (after)->professional_name, ==, "Dre Élise Tremblay");
  messages = kit_boxed (orch_store_load_messages (kit->store, &kit_professional, "c-bare", 0, 10));
  g_assert_cmpuint (messages->len, ==, 1);
  g_assert_cmpstr (orch_message_get_fields (messages->pdata[0])->sender_name, ==, "Dre Élise Tremblay");
  /* What came with it is what is shown. */
  kit_send (kit, &kit_professional, "c-named", PATIENT_B, "S", "m-named", "Bonjour");
  g_clear_object (&after);
  after = kit_find_conversation (kit, "c-named");
  g_assert_cmpstr (orch_conversation_get_fields (after)->professional_name, ==, "Dre Roy");
}

/* --- from the hub -------------------------------------------------------------------------- */

static void
test_hub (Kit *kit, gconstpointer data)
{
  const OrchStoreLink links[] = { { .type = ORCH_STORE_CONVERSATION, .id = "c-1", .hub_id = "H1", .revision = 1 },
                                  { .type = ORCH_STORE_MESSAGE, .id = "m-1", .hub_id = "H2", .revision = 1 } };
  OrchConversationFields fields = { .id = "c-7",
                                    .hub_id = "H7",
                                    .patient_hub_id = "HP",
                                    .subject = "Ailleurs",
                                    .professional = "Practitioner/9",
                                    .status = ORCH_CONVERSATION_IN_PROGRESS,
                                    .began_us = 5 };
  g_autoptr (OrchConversation) row = NULL, other = NULL;
  g_auto (GStrv) early = NULL;
  g_auto (GStrv) unknown = NULL;
  g_autoptr (DexFuture) seen = NULL;
  g_autoptr (DexFuture) counted = NULL;
  const OrchMessageCounts *counts = NULL;

  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, links, 2));
  kit_apply_message (kit, kit_hub_message ("H3", "H1", G_MAXINT64 / 4, "Merci"), "1", 1);
  kit_apply_message (kit, kit_hub_message ("H3", "H1", G_MAXINT64 / 4, "Merci"), "1", 0);
  row = kit_find_conversation (kit, "c-1");
  g_assert_true (orch_conversation_get_fields (row)->our_turn);
  g_assert_cmpuint (orch_conversation_get_fields (row)->n_unread, ==, 1);
  counted = orch_store_count_messages (kit->store, &kit_professional);
  counts = g_value_get_boxed (kit_wait (counted, NULL));
  g_assert_cmpuint (counts->unread, ==, 1);
  g_assert_cmpuint (counts->to_answer, ==, 1);

  /* A colleague's reading is not the professional's. */
  kit_ok (orch_store_mark_seen (kit->store, &kit_colleague, "c-1"));
  g_clear_object (&row);
  row = kit_find_conversation (kit, "c-1");
  g_assert_cmpuint (orch_conversation_get_fields (row)->n_unread, ==, 1);
  seen = orch_store_mark_seen (kit->store, &kit_professional, "c-1");
  g_assert_cmpuint (g_value_get_uint (kit_wait (seen, NULL)), ==, 1);

  /* A message before its conversation, a conversation before its patient */
  kit_apply_message (kit, kit_hub_message ("H8", "H7", 6, "Tôt"), "1", 0);
  early = kit_boxed (orch_store_list_early_messages (kit->store));
  g_assert_cmpstr (early[0], ==, "H7");
  kit_apply_message (kit, G_OBJECT (orch_conversation_new (&fields)), "1", 1);
  kit_apply_message (kit, kit_hub_message ("H8", "H7", 6, "Tôt"), "1", 1);
  unknown = kit_boxed (orch_store_list_unknown_patients (kit->store, 10));
  g_assert_cmpstr (unknown[0], ==, "HP");
  {
    OrchPatientFields patient = { .id = "11111111-0000-4000-8000-00000000000c",
                                  .hub_id = "HP",
                                  .emr_id = "P-77",
                                  .family = "Nouveau",
                                  .given = "Ève" };
    const char *const versions[] = { "1", NULL };
    g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);

    g_ptr_array_add (patients, orch_patient_new (&patient));
    kit_ok (orch_store_apply_hub_patients (kit->store, &kit_workstation, patients, versions));
  }
  other = kit_find_conversation (kit, "c-7");
  g_assert_nonnull (orch_conversation_get_fields (other)->patient);
  g_assert_cmpuint (orch_conversation_get_fields (other)->n_messages, ==, 1);
}

/* A hub may hold an exchange that has ended, and not since when: the report is owed since the last word of it, not since 1970. */
static void
test_ended (Kit *kit, gconstpointer data)
{
  OrchConversationFields fields = { .id = "c-7",
                                    .hub_id = "H7",
                                    .patient = PATIENT_A,
                                    .subject = "Ailleurs",
                                    .professional = kit_professional.id,
                                    .status = ORCH_CONVERSATION_REPORT,
                                    .began_us = 5 };
  g_autoptr (OrchConversation) bare = NULL;
  g_autoptr (OrchConversation) row = NULL;
  g_autoptr (OrchConversation) dated = NULL;

  kit_apply_message (kit, G_OBJECT (orch_conversation_new (&fields)), "1", 1);
  bare = kit_find_conversation (kit, "c-7");
  g_assert_cmpint (orch_conversation_get_fields (bare)->closed_us, ==, 5);
  kit_apply_message (kit, kit_hub_message ("H8", "H7", 600, "Merci"), "1", 1);
  fields.closed_us = 700;
  kit_apply_message (kit, G_OBJECT (orch_conversation_new (&fields)), "2", 1);
  dated = kit_find_conversation (kit, "c-7");
  g_assert_cmpint (orch_conversation_get_fields (dated)->closed_us, ==, 700);
  fields.closed_us = 0;
  kit_apply_message (kit, G_OBJECT (orch_conversation_new (&fields)), "3", 1);
  row = kit_find_conversation (kit, "c-7");
  g_assert_cmpint (orch_conversation_get_fields (row)->closed_us, ==, 600);
}

/* --- the dashboard ------------------------------------------------------------------------ */

static void
test_dashboard (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversation) draft = kit_conversation ("c-d", PATIENT_A, "Brouillon");
  g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed", 6);
  const OrchStoreLink link = { .type = ORCH_STORE_CONVERSATION, .id = "c-2", .hub_id = "H2", .revision = 1 };
  g_autoptr (OrchConversationList) list = NULL;
  OrchConversationFilter filter = { 0 };

  kit_ok (orch_store_keep_draft (kit->store, &kit_professional, draft, sealed));
  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "Résultats", "m-1", "un");
  kit_send (kit, &kit_professional, "c-2", PATIENT_B, "Renouvellement", "m-2", "deux");
  kit_send (kit, &kit_professional, "c-3", PATIENT_B, "Résultats", "m-3", "trois");
  kit_send (kit, &kit_professional, "c-4", PATIENT_A, "Renouvellement", "m-4", "quatre");
  kit_ok (orch_store_end_conversation (kit->store, &kit_professional, "c-3"));

  list = orch_conversation_list_new (kit->store, &kit_professional);
  kit_check_conversations (list, "[0:1:0] (Brouillon:1:0) c-d [1:3:0] (Renouvellement:2:0) c-2 c-4 (Résultats:1:0) c-1 "
                                 "[2:1:0] (Résultats:1:0) c-3 ");

  /* The patient of c-4 has answered: it waits for us, and comes first. */
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
  kit_apply_message (kit, kit_hub_message ("H9", "H2", 1, "tôt"), "1", 1);
  kit_apply_message (kit, kit_hub_message ("H10", "H2", G_MAXINT64 / 4, "réponse"), "1", 1);
  filter.unread = TRUE;
  orch_conversation_list_set_filter (list, &filter);
  kit_check_conversations (list, "[1:1:1] (Renouvellement:1:1) c-2 ");
  filter = (OrchConversationFilter) { .search = "BELANGER" };
  orch_conversation_list_set_filter (list, &filter);
  kit_check_conversations (list, "[1:1:1] (Renouvellement:1:1) c-2 [2:1:0] (Résultats:1:0) c-3 ");
  filter = (OrchConversationFilter) { .statuses = 1 << ORCH_CONVERSATION_REPORT };
  orch_conversation_list_set_filter (list, &filter);
  kit_check_conversations (list, "[2:1:0] (Résultats:1:0) c-3 ");
  filter = (OrchConversationFilter) { .professional = "Practitioner/9" };
  orch_conversation_list_set_filter (list, &filter);
  kit_check_conversations (list, "");
}

static void
test_folds (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversationList) list = NULL;
  g_autoptr (OrchConversationList) others = NULL;
  g_autoptr (OrchStoreItem) item = NULL;

  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "A", "m-1", "un");
  kit_send (kit, &kit_professional, "c-2", PATIENT_B, "B", "m-2", "deux");
  list = orch_conversation_list_new (kit->store, &kit_professional);
  kit_check_conversations (list, "[1:2:0] (A:1:0) c-1 (B:1:0) c-2 ");
  item = g_list_model_get_item (G_LIST_MODEL (list), 1);
  orch_conversation_list_set_folded (list, orch_store_item_get_key (item), TRUE);
  kit_check_conversations (list, "[1:2:0] (A:1:0) (B:1:0) c-2 ");
  g_clear_object (&item);
  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  orch_conversation_list_set_folded (list, orch_store_item_get_key (item), TRUE);
  kit_check_conversations (list, "[1:2:0] ");
  g_clear_object (&item);

  others = orch_conversation_list_new (kit->store, &kit_nobody);
  kit_ok (orch_key_list_when_loaded (ORCH_KEY_LIST (others)));
  g_assert_error (orch_key_list_get_error (ORCH_KEY_LIST (others)), ORCH_ERROR, ORCH_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, func) g_test_add (path, Kit, NULL, kit_set_up_messages, func, kit_tear_down)
  ADD ("/store/messages-hub/names", test_names);
  ADD ("/store/messages-hub/hub", test_hub);
  ADD ("/store/messages-hub/ended", test_ended);
  ADD ("/store/messages-hub/dashboard", test_dashboard);
  ADD ("/store/messages-hub/folds", test_folds);
  return g_test_run ();
}
