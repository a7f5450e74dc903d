/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A conversation passes from hand to hand: who may, what it leaves (row, history, ops, journal), and in which order conversations then stand.
 */
#include "core/orch-clock.h"
#include "messages-kit.h"
#include "store/orch-conversation-list.h"

#define DEPARTMENT "Organization/h-dep"

static OrchActor colleague = { "Practitioner/h-col", ORCH_PERMISSION_PROFESSIONAL, "workstation-1" };

static DexFuture *
hand (Kit *kit, const OrchActor *actor, OrchNoteEvent event, const char *about, const char *name, const char *day,
      const char *text)
{
  const OrchHandOver what = {
    .event = event, .about = about, .about_name = name, .day = day, .text = text, .author_name = "Dre Roy"
  };

  return orch_store_hand_over (kit->store, actor, "c-1", &what);
}

static GPtrArray *
load_notes (Kit *kit)
{
  return kit_boxed (orch_store_load_notes (kit->store, &kit_professional, "c-1"));
}

static guint
count_journal (Kit *kit, const char *act)
{
  g_autoptr (GPtrArray) entries = kit_boxed (orch_store_list_journal (kit->store, 0, 1000));
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    n += g_str_equal (orch_journal_entry_get_fields (g_ptr_array_index (entries, i))->act, act);
  return n;
}

/* Each act changes the row, writes one line of history with who, what and why, and is told to the hub. */
static void
test_history (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversation) row = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  const OrchConversationFields *f = NULL;
  static const struct
  {
    OrchNoteEvent event;
    const char *about, *name, *day, *text;
  } acts[] = {
    { ORCH_NOTE_ASSIGNED, "Practitioner/2", "Accueil", NULL, "Pour le suivi" },
    { ORCH_NOTE_DEPARTMENT, DEPARTMENT, "Médecine", NULL, NULL },
    { ORCH_NOTE_URGENT, NULL, NULL, NULL, NULL },
    { ORCH_NOTE_FOLLOW_UP, NULL, NULL, "2026-12-01", "Résultats attendus" },
  };

  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    kit_ok (hand (kit, &kit_professional, acts[i].event, acts[i].about, acts[i].name, acts[i].day, acts[i].text));
  row = kit_find_conversation (kit, "c-1");
  f = orch_conversation_get_fields (row);
  g_assert_cmpstr (f->assignee, ==, "Practitioner/2");
  g_assert_cmpstr (f->assignee_name, ==, "Accueil");
  g_assert_cmpstr (f->department, ==, DEPARTMENT);
  g_assert_true (f->urgent);
  g_assert_cmpstr (f->follow_up, ==, "2026-12-01");
  notes = load_notes (kit);
  g_assert_cmpuint (notes->len, ==, G_N_ELEMENTS (acts));
  for (guint i = 0; i < notes->len; i++)
    {
      const OrchMessageFields *n = orch_message_get_fields (notes->pdata[i]);

      g_assert_true (n->note);
      g_assert_cmpint (n->event, ==, acts[i].event);
      g_assert_cmpstr (n->about, ==, acts[i].about);
      g_assert_cmpstr (n->about_name, ==, acts[i].name);
      g_assert_cmpstr (n->day, ==, acts[i].day);
      g_assert_cmpstr (n->text, ==, acts[i].text);
      g_assert_cmpstr (n->sender_name, ==, "Dre Roy");
      g_assert_cmpint (n->state, ==, ORCH_MESSAGE_QUEUED);
    }
  g_assert_cmpuint (count_journal (kit, "conversation-assigned"), ==, 2);
  g_assert_cmpuint (count_journal (kit, "conversation-flagged"), ==, 2);

  /* And back. */
  kit_ok (hand (kit, &kit_professional, ORCH_NOTE_ASSIGNED, NULL, NULL, NULL, NULL));
  kit_ok (hand (kit, &kit_professional, ORCH_NOTE_ROUTINE, NULL, NULL, NULL, NULL));
  kit_ok (hand (kit, &kit_professional, ORCH_NOTE_FOLLOW_UP, NULL, NULL, NULL, NULL));
  g_clear_object (&row);
  row = kit_find_conversation (kit, "c-1");
  f = orch_conversation_get_fields (row);
  g_assert_null (f->assignee);
  g_assert_null (f->assignee_name);
  g_assert_false (f->urgent);
  g_assert_null (f->follow_up);
}

static void
test_refused (Kit *kit, gconstpointer data)
{
  g_autoptr (GPtrArray) notes = NULL;
  const OrchActor *const others[] = { &colleague, &kit_receptionist, &kit_nobody, &kit_workstation, &kit_admin };
  static const char *const no_days[] = { "", "demain", "2026-02-30", "2026-13-01", "2026-1-01", "20260101xx" };

  kit_fails (hand (kit, &kit_professional, ORCH_NOTE_URGENT, NULL, NULL, NULL, NULL), ORCH_ERROR_NOT_FOUND);
  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    for (int event = 1; event < ORCH_N_NOTE_EVENTS; event++)
      kit_fails (hand (kit, others[i], event, others[i]->id, "Moi", NULL, NULL), ORCH_ERROR_REFUSED);
  for (guint i = 0; i < G_N_ELEMENTS (no_days); i++)
    kit_fails (hand (kit, &kit_professional, ORCH_NOTE_FOLLOW_UP, NULL, NULL, no_days[i], NULL), ORCH_ERROR_INVALID);
  kit_ok (orch_store_end_conversation (kit->store, &kit_professional, "c-1"));
  kit_fails (hand (kit, &kit_professional, ORCH_NOTE_URGENT, NULL, NULL, NULL, NULL), ORCH_ERROR_CONFLICT);
  /* Nothing of it is left. */
  notes = load_notes (kit);
  g_assert_cmpuint (notes->len, ==, 0);
}

static void
add_colleague (Kit *kit, const char *department)
{
  const char *const departments[] = { department, NULL };
  const OrchStaffMemberFields fields = { .id = "s-1",
                                         .emr_id = "e-col",
                                         .hub_id = "h-col",
                                         .given = "Luc",
                                         .family = "Côté",
                                         .active = TRUE,
                                         .department_emr_ids = departments };
  const OrchDepartmentFields one = { .id = "d-1", .emr_id = "e-dep", .hub_id = "h-dep", .name = "Médecine" };
  g_autoptr (OrchStaffMember) member = orch_staff_member_new (&fields);
  g_autoptr (OrchDepartment) dep = orch_department_new (&one);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  kit_ok (orch_store_save_staff (kit->store, &kit_admin, member));
  g_ptr_array_add (all, g_object_ref (dep));
  kit_ok (orch_store_save_departments (kit->store, &kit_admin, all));
}

/* Given to a department, it is taken over by who practises there, for themselves, once. */
static void
test_take_over (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchConversation) row = NULL;

  add_colleague (kit, data != NULL ? "e-other" : "e-dep");
  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_fails (hand (kit, &colleague, ORCH_NOTE_ASSIGNED, colleague.id, "Luc Côté", NULL, NULL), ORCH_ERROR_REFUSED);
  kit_ok (hand (kit, &kit_professional, ORCH_NOTE_DEPARTMENT, DEPARTMENT, "Médecine", NULL, NULL));
  kit_fails (hand (kit, &colleague, ORCH_NOTE_ASSIGNED, "Practitioner/2", "Accueil", NULL, NULL), ORCH_ERROR_REFUSED);
  kit_fails (hand (kit, &colleague, ORCH_NOTE_URGENT, NULL, NULL, NULL, NULL), ORCH_ERROR_REFUSED);
  if (data != NULL)
    {
      kit_fails (hand (kit, &colleague, ORCH_NOTE_ASSIGNED, colleague.id, "Luc Côté", NULL, NULL), ORCH_ERROR_REFUSED);
      return;
    }
  kit_ok (hand (kit, &colleague, ORCH_NOTE_ASSIGNED, colleague.id, "Luc Côté", NULL, NULL));
  row = kit_find_conversation (kit, "c-1");
  g_assert_cmpstr (orch_conversation_get_fields (row)->assignee, ==, colleague.id);
  kit_send (kit, &colleague, "c-1", PATIENT_A, "S", "m-2", "Je réponds");
  kit_ok (hand (kit, &kit_professional, ORCH_NOTE_ASSIGNED, "Practitioner/2", "Accueil", NULL, NULL));
  kit_fails (hand (kit, &colleague, ORCH_NOTE_ASSIGNED, colleague.id, "Luc Côté", NULL, NULL), ORCH_ERROR_REFUSED);
}

/* What was written before the conversation changed hands is counted until it has left. */
static void
test_leaving (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchMessageOut) out = NULL;

  kit_send (kit, &kit_professional, "c-1", PATIENT_A, "S", "m-1", "Bonjour");
  kit_ok (hand (kit, &kit_professional, ORCH_NOTE_URGENT, NULL, NULL, NULL, NULL));
  out = kit_object (orch_store_load_out (kit->store, ORCH_STORE_CONVERSATION, "c-1"));
  g_assert_cmpuint (orch_message_out_get_n_leaving (out), ==, 2);
}

/* Urgent ones, then those where the patient waits, then those to look at again, the nearest day first, then the others. */
static void
test_order (Kit *kit, gconstpointer data)
{
  static const char *const expected[] = { "late-urgent", "turn", "soon", "later", "old", "new" };
  const char *versions[] = { "1", "1", "1", "1", "1", "1", "1", "1", NULL };
  const gint64 day = G_TIME_SPAN_DAY;
  const gint64 now = orch_clock_now_us ();
  const OrchConversationFields all[] = {
    { .id = "new", .began_us = now - day },
    { .id = "old", .began_us = now - 9 * day },
    { .id = "later", .began_us = now - 20 * day, .follow_up = "2026-12-24" },
    { .id = "soon", .began_us = now, .follow_up = "2026-12-01" },
    { .id = "turn", .began_us = now - 2 * day, .follow_up = "2027-01-01" },
    { .id = "late-urgent", .began_us = now, .follow_up = "2027-12-01", .urgent = TRUE },
  };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (DexFuture) applied = NULL;
  g_autoptr (OrchConversationList) list = orch_conversation_list_new (kit->store, &kit_professional);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      OrchConversationFields f = all[i];

      f.hub_id = f.id;
      f.patient_hub_id = "HP";
      f.subject = "S";
      f.author = f.professional = kit_professional.id;
      f.status = ORCH_CONVERSATION_IN_PROGRESS;
      g_ptr_array_add (records, orch_conversation_new (&f));
    }
  g_ptr_array_add (records, kit_hub_message ("m", "turn", now - day, "Et alors"));
  applied = orch_store_apply_hub_messages (kit->store, &kit_workstation, records, versions);
  g_assert_cmpuint (g_value_get_uint (kit_wait (applied, NULL)), ==, records->len);
  orch_conversation_list_set_filter (list, &(OrchConversationFilter) { .scope = ORCH_CONVERSATIONS_ALL });
  kit_ok (orch_key_list_when_loaded (ORCH_KEY_LIST (list)));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2 + G_N_ELEMENTS (expected));
  for (guint i = 2; i < 2 + G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (OrchStoreItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      while (orch_store_item_get_object (item) == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpstr (orch_conversation_get_fields (orch_store_item_get_object (item))->id, ==, expected[n++]);
    }
}

static void
test_due (void)
{
  static const struct
  {
    OrchConversationStatus status;
    const char *day;
    gboolean due;
  } rows[] = {
    { ORCH_CONVERSATION_IN_PROGRESS, NULL, FALSE },         { ORCH_CONVERSATION_IN_PROGRESS, "2026-11-22", TRUE },
    { ORCH_CONVERSATION_IN_PROGRESS, "2026-11-23", TRUE },  { ORCH_CONVERSATION_IN_PROGRESS, "2026-11-24", FALSE },
    { ORCH_CONVERSATION_IN_PROGRESS, "2027-01-01", FALSE }, { ORCH_CONVERSATION_COMPLETED, "2026-11-22", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (OrchConversation) c = orch_conversation_new (
          &(OrchConversationFields) { .id = "c", .status = rows[i].status, .follow_up = rows[i].day });

      g_assert_cmpint (orch_conversation_is_due (c, "2026-11-23"), ==, rows[i].due);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, func, data) g_test_add (path, Kit, data, kit_set_up_messages, func, kit_tear_down)
  ADD ("/store/hand-over/history", test_history, NULL);
  ADD ("/store/hand-over/refused", test_refused, NULL);
  ADD ("/store/hand-over/take-over", test_take_over, NULL);
  ADD ("/store/hand-over/take-over-of-others", test_take_over, "other");
  ADD ("/store/hand-over/leaving", test_leaving, NULL);
  ADD ("/store/hand-over/order", test_order, NULL);
  g_test_add_func ("/store/hand-over/due", test_due);
  return g_test_run ();
}
