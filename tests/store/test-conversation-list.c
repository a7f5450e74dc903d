/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The dashboard against a plain recount: random conversations that change, random filters and searches; rows, order and every heading's counts are
 * those of a walk over the objects themselves. Words of messages, ligatures, what goes and comes back. Source: issue “Secure messages”, dashboard.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-conversation-search.h"
#include "core/orch-patient-identity.h"
#include "core/orch-text.h"
#include "conversation-list-kit.h"
#include "store/orch-store-messages.h"
#include "store/orch-store-portal.h"

#define N_PATIENTS 6
#define N_CONVERSATIONS 60
#define N_ROUNDS 160

static const char *const families[N_PATIENTS] = { "Gagnon", "Bélanger", "Tremblay", "Côté", "Lebœuf", "Roy" };
static const char *const subjects[] = { "Renouvellement", "Résultats", "Éruption", "Suivi post-opératoire", "" };
static const char *const texts[] = {
  "La toux persiste depuis l’été", "Prendre la METFORMINE deux fois par jour", "Résultat normal, rien à signaler",
  "Mal au cœur le matin",          "Rendez-vous à 14:30 au 2e étage",          "Merci, docteure !",
};
static const char *const departments[] = { NULL, "Organization/a", "Organization/b", "Organization/c" };
static const char *const searches[] = {
  NULL,
  "toux",
  "metfor",
  "coeur",
  "gagnon",
  "BELANGER toux",
  "lebœuf",
  "de:roy",
  "from:tremblay",
  "de:dre résultat",
  "est:nonlu",
  "is:unread merci",
  "statut:rapport",
  "status:draft",
  "introuvable",
  "avant:2026-06",
  "après:2026-06",
  "14:30",
  "statut:fermé toux",
  "suivi post",
  "oux",
  "status:completed de:cote",
  "after:2026-03 before:2026-09",
};

typedef struct
{
  Kit kit;
  GPtrArray *ids; /* of conversations */
  guint n_messages;
} Model;

static char *
patient_id (guint i)
{
  return g_strdup_printf ("11111111-0000-4000-8000-%012u", i);
}

static void
set_up (Model *model, gconstpointer data)
{
  OrchClinicFields fields = { .id = "77777777-0000-4000-8000-000000000001", .name = "Clinique" };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&fields);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);

  kit_set_up (&model->kit, data);
  kit_ok (orch_store_save_clinic (model->kit.store, &kit_admin, clinic, FALSE));
  for (guint i = 0; i < N_PATIENTS; i++)
    {
      g_autofree char *id = patient_id (i);
      g_autofree char *emr_id = g_strdup_printf ("P-%u", i);
      OrchPatientFields patient = {
        .id = id, .emr_id = emr_id, .family = families[i], .given = "Luc", .birth_date = "1980-01-01"
      };
      OrchPortalAccountFields account = {
        .patient_id = id, .hub_id = emr_id, .hub_version = "1", .active = TRUE, .validated = TRUE, .made = TRUE
      };

      g_ptr_array_add (rows, orch_patient_new (&patient));
      g_ptr_array_add (accounts, orch_portal_account_new (&account));
    }
  kit_ok (
      orch_store_write_schedule_page (model->kit.store, &kit_workstation, ORCH_STORE_PATIENTS, rows, NULL, NULL, 1));
  kit_ok (orch_store_apply_hub_accounts (model->kit.store, &kit_workstation, accounts));
  model->ids = g_ptr_array_new_with_free_func (g_free);
}

static void
tear_down (Model *model, gconstpointer data)
{
  g_ptr_array_unref (model->ids);
  orch_clock_set_offset_us (0);
  kit_tear_down (&model->kit, data);
}

/* --- what happens --------------------------------------------------------------------------- */

#define ONE_OF(array) (array)[g_test_rand_int_range (0, G_N_ELEMENTS (array))]

static const OrchActor colleague = { "Practitioner/9", ORCH_PERMISSION_PROFESSIONAL, "workstation-1" };

static const OrchActor *
pick_actor (void)
{
  return g_test_rand_bit () ? &kit_professional : &colleague;
}

static OrchConversation *
make_conversation (const char *id, const OrchActor *actor)
{
  g_autofree char *patient = patient_id ((guint) g_test_rand_int_range (0, N_PATIENTS));
  OrchConversationFields fields = {
    .id = id,
    .patient = patient,
    .subject = ONE_OF (subjects),
    .professional = actor->id,
    .professional_name = actor == &colleague ? "Dr Côté" : "Dre Roy",
    .department = ONE_OF (departments),
  };

  return orch_conversation_new (&fields);
}

static void
send (Model *model, OrchConversation *conversation, const OrchActor *actor)
{
  g_autofree char *id = g_strdup_printf ("m-%u", model->n_messages++);
  OrchMessageFields fields = { .id = id,
                               .text = ONE_OF (texts),
                               .sender_name = actor == &colleague ? "Dr Côté" : "Dre Roy" };
  g_autoptr (OrchMessage) message = orch_message_new (&fields);

  kit_ok (orch_store_send_message (model->kit.store, actor, conversation, message, ORCH_AGE_LIMIT_DEFAULT));
}

static void
begin (Model *model)
{
  const OrchActor *actor = pick_actor ();
  g_autofree char *id = g_strdup_printf ("c-%u", model->ids->len);
  g_autoptr (OrchConversation) conversation = make_conversation (id, actor);

  if (g_test_rand_int_range (0, 6) == 0)
    {
      g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed", 6);

      kit_ok (orch_store_keep_draft (model->kit.store, actor, conversation, sealed));
    }
  else
    send (model, conversation, actor);
  g_ptr_array_add (model->ids, g_steal_pointer (&id));
}

/* @future: (transfer full) */
static void
wait_done (DexFuture *future)
{
  g_assert_nonnull (kit_wait (future, NULL));
  dex_unref (future);
}

static void
answer (Model *model, OrchConversation *conversation)
{
  const char *versions[] = { "1", NULL };
  const char *id = orch_conversation_get_fields (conversation)->id;
  g_autofree char *hub_id = g_strconcat ("H-", id, NULL);
  g_autofree char *message_id = g_strdup_printf ("m-%u", model->n_messages++);
  const OrchStoreLink link = { .type = ORCH_STORE_CONVERSATION, .id = id, .hub_id = hub_id, .revision = 1 };
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  OrchMessageFields fields = { .id = message_id,
                               .hub_id = message_id,
                               .conversation_hub_id = hub_id,
                               .from_patient = TRUE,
                               .sent_us = orch_clock_now_us (),
                               .text = ONE_OF (texts) };

  kit_ok (orch_store_set_hub_links (model->kit.store, &kit_workstation, &link, 1));
  g_ptr_array_add (records, orch_message_new (&fields));
  wait_done (orch_store_apply_hub_messages (model->kit.store, &kit_workstation, records, versions));
}

static void
complete (Model *model, const OrchActor *owner, const char *id)
{
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.7", 8);
  g_autofree char *report_id = g_strconcat ("r-", id, NULL);
  const OrchReport report = { .id = report_id, .author_name = "Dre Roy", .title = "Rapport", .pdf = pdf };

  kit_ok (orch_store_complete_conversation (model->kit.store, owner, id, &report));
}

static void
change (Model *model)
{
  const char *id = model->ids->pdata[g_test_rand_int_range (0, (int) model->ids->len)];
  g_autoptr (OrchConversation) conversation =
      kit_object (orch_store_find_conversation (model->kit.store, &kit_professional, id));
  const OrchConversationFields *f = orch_conversation_get_fields (conversation);
  const OrchActor *owner = g_str_equal (f->author, colleague.id) ? &colleague : &kit_professional;

  if (f->status == ORCH_CONVERSATION_DRAFT)
    send (model, conversation, owner);
  else if (f->status == ORCH_CONVERSATION_REPORT)
    complete (model, owner, id);
  else if (f->status == ORCH_CONVERSATION_IN_PROGRESS)
    switch (g_test_rand_int_range (0, 5))
      {
      case 0:
        kit_ok (orch_store_end_conversation (model->kit.store, owner, id));
        break;
      case 1:
        kit_ok (orch_store_hand_over (model->kit.store, owner, id,
                                      &(OrchHandOver) { .event = ORCH_NOTE_ASSIGNED,
                                                        .about = g_test_rand_bit () ? pick_actor ()->id : NULL,
                                                        .about_name = "Dr Côté" }));
        break;
      case 2:
        wait_done (orch_store_mark_seen (model->kit.store, owner, id));
        break;
      default:
        answer (model, conversation);
      }
}

/* --- the plain recount ----------------------------------------------------------------------- */

static gboolean
begins_a_word (const char *text, const char *word)
{
  g_autofree char *folded = orch_text_fold (text);
  gboolean at_word = TRUE;

  for (const char *c = folded; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (at_word && g_str_has_prefix (c, word))
        return TRUE;
      at_word = !g_unichar_isalnum (g_utf8_get_char (c));
    }
  return FALSE;
}

static gboolean
has_word (OrchConversation *conversation, OrchPatient *patient, GPtrArray *messages, const char *word, gboolean people)
{
  const OrchConversationFields *f = orch_conversation_get_fields (conversation);
  g_autofree char *search = orch_patient_search_text (orch_patient_get_fields (patient));
  const char *const all[] = { search, f->professional_name, f->author_name, f->assignee_name,
                              people ? "" : f->subject };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i] != NULL && begins_a_word (all[i], word))
      return TRUE;
  for (guint i = 0; i < messages->len; i++)
    {
      const OrchMessageFields *m = orch_message_get_fields (messages->pdata[i]);

      if ((m->sender_name != NULL && begins_a_word (m->sender_name, word)) ||
          (!people && m->text != NULL && begins_a_word (m->text, word)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_wanted (Model *model, OrchConversation *conversation, const OrchActor *actor, const OrchConversationFilter *filter)
{
  const OrchConversationFields *f = orch_conversation_get_fields (conversation);
  g_autoptr (OrchConversationSearch) search = orch_conversation_search_parse (filter->search);
  g_autoptr (OrchPatient) patient = kit_object (orch_store_find (model->kit.store, ORCH_STORE_PATIENTS, f->patient));
  g_autoptr (GPtrArray) messages =
      kit_boxed (orch_store_load_messages (model->kit.store, &kit_professional, f->id, 0, 1000));

  if (f->status == ORCH_CONVERSATION_DRAFT && !g_str_equal (f->author, actor->id))
    return FALSE;
  if ((filter->statuses != 0 && (filter->statuses >> f->status & 1) == 0) ||
      (search->statuses != 0 && (search->statuses >> f->status & 1) == 0))
    return FALSE;
  if (filter->scope == ORCH_CONVERSATIONS_MINE && !orch_conversation_takes_part (conversation, actor->id))
    return FALSE;
  if (filter->scope == ORCH_CONVERSATIONS_OF_MY_PLACES && !orch_conversation_takes_part (conversation, actor->id) &&
      (f->department == NULL || !g_strv_contains (filter->places, f->department)))
    return FALSE;
  if (filter->professional != NULL && g_strcmp0 (f->professional, filter->professional) != 0 &&
      g_strcmp0 (f->assignee, filter->professional) != 0)
    return FALSE;
  if (filter->department != NULL && g_strcmp0 (f->department, filter->department) != 0)
    return FALSE;
  if ((filter->unread || search->unread) && f->n_unread == 0)
    return FALSE;
  if ((search->after_us != 0 && f->last_us < search->after_us) ||
      (search->before_us != 0 && f->last_us >= search->before_us))
    return FALSE;
  for (guint i = 0; search->words[i] != NULL; i++)
    if (!has_word (conversation, patient, messages, search->words[i], FALSE))
      return FALSE;
  for (guint i = 0; search->people[i] != NULL; i++)
    if (!has_word (conversation, patient, messages, search->people[i], TRUE))
      return FALSE;
  return TRUE;
}

/* Who must act first comes first; of what is over, the last first. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const OrchConversationFields *one = orch_conversation_get_fields (*(OrchConversation **) a);
  const OrchConversationFields *other = orch_conversation_get_fields (*(OrchConversation **) b);
  g_autofree char *sort_one = orch_text_collation_key (one->subject);
  g_autofree char *sort_other = orch_text_collation_key (other->subject);
  const int subject = strcmp (sort_one, sort_other);
  gint64 order = (gint64) one->status - (gint64) other->status;

  if (order == 0)
    order = subject;
  if (order == 0 && one->status == ORCH_CONVERSATION_IN_PROGRESS)
    order = other->our_turn - one->our_turn;
  if (order == 0)
    order = one->status == ORCH_CONVERSATION_COMPLETED ? other->last_us - one->last_us
            : one->status == ORCH_CONVERSATION_REPORT  ? one->closed_us - other->closed_us
                                                       : one->last_us - other->last_us;
  return (order > 0) - (order < 0);
}

static void
count_under (GPtrArray *wanted, guint first, gboolean of_subject, GString *text)
{
  const OrchConversationFields *f = orch_conversation_get_fields (wanted->pdata[first]);
  guint n = 0, unread = 0;

  for (guint i = first; i < wanted->len; i++)
    {
      const OrchConversationFields *other = orch_conversation_get_fields (wanted->pdata[i]);

      if (other->status != f->status || (of_subject && g_strcmp0 (other->subject, f->subject) != 0))
        continue;
      n++;
      unread += other->n_unread > 0;
    }
  if (of_subject)
    g_string_append_printf (text, "(%s:%u:%u) ", f->subject != NULL ? f->subject : "", n, unread);
  else
    g_string_append_printf (text, "[%d:%u:%u] ", f->status, n, unread);
}

static char *
recount (Model *model, const OrchActor *actor, const OrchConversationFilter *filter)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < model->ids->len; i++)
    {
      g_autoptr (OrchConversation) one =
          kit_object (orch_store_find_conversation (model->kit.store, &kit_professional, model->ids->pdata[i]));

      if (is_wanted (model, one, actor, filter))
        g_ptr_array_add (wanted, g_steal_pointer (&one));
    }
  g_ptr_array_sort (wanted, compare);
  for (guint i = 0; i < wanted->len; i++)
    {
      const OrchConversationFields *f = orch_conversation_get_fields (wanted->pdata[i]);
      const OrchConversationFields *before = i > 0 ? orch_conversation_get_fields (wanted->pdata[i - 1]) : NULL;

      if (before == NULL || before->status != f->status)
        count_under (wanted, i, FALSE, text);
      if (before == NULL || before->status != f->status || g_strcmp0 (before->subject, f->subject) != 0)
        count_under (wanted, i, TRUE, text);
      g_string_append_printf (text, "%s ", f->id);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- the list ---------------------------------------------------------------------------------- */

static void
test_recount (Model *model, gconstpointer data)
{
  static const char *const places[] = { "Organization/a", "Organization/b", NULL };
  g_autoptr (OrchConversationList) list = NULL;

  for (guint i = 0; i < N_CONVERSATIONS; i++)
    {
      orch_clock_set_offset_us ((gint64) (g_test_rand_int_range (-300, 0)) *G_TIME_SPAN_DAY);
      begin (model);
    }
  orch_clock_set_offset_us (0);
  list = orch_conversation_list_new (model->kit.store, &kit_professional);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      const OrchConversationFilter filter = {
        .professional = g_test_rand_int_range (0, 4) == 0 ? pick_actor ()->id : NULL,
        .department = g_test_rand_int_range (0, 3) == 0 ? ONE_OF (departments) : NULL,
        .search = g_test_rand_bit () ? ONE_OF (searches) : NULL,
        .places = places,
        .statuses = g_test_rand_int_range (0, 3) == 0 ? (guint) g_test_rand_int_range (1, 16) : 0,
        .scope = (OrchConversationScope) g_test_rand_int_range (0, 3),
        .unread = g_test_rand_int_range (0, 4) == 0,
      };
      g_autofree char *expected = NULL;

      for (int n = g_test_rand_int_range (0, 3); n > 0; n--)
        change (model);
      orch_conversation_list_set_filter (list, &filter);
      expected = recount (model, &kit_professional, &filter);
      g_test_message ("%u: %s: %s", round, filter.search, expected);
      kit_check_conversations (list, expected);
    }
}

/* --- words ---------------------------------------------------------------------------------------- */

static void
check_search (OrchConversationList *list, const char *search, const char *expected)
{
  orch_conversation_list_set_filter (list, &(OrchConversationFilter) { .search = search });
  kit_check_conversations (list, expected);
}

/* What is searched follows the message that is taken back, and the patient who has another name. */
static void
test_words (Model *model, gconstpointer data)
{
  g_autoptr (OrchConversationList) list = orch_conversation_list_new (model->kit.store, &kit_professional);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (OrchOutboxRow) op = NULL;
  g_autofree char *patient = patient_id (4);
  OrchConversationFields fields = { .id = "c-0",
                                    .patient = patient,
                                    .subject = "Œdème",
                                    .professional = kit_professional.id,
                                    .professional_name = "Dre Roy" };
  OrchMessageFields message_fields = { .id = "m-0", .text = "Une éruption SŒUR", .sender_name = "Dre Roy" };
  OrchPatientFields renamed = {
    .id = patient, .emr_id = "P-4", .family = "Dubé", .given = "Luc", .birth_date = "1980-01-01"
  };
  g_autoptr (OrchConversation) conversation = orch_conversation_new (&fields);
  g_autoptr (OrchMessage) message = orch_message_new (&message_fields);
  const char *there = "[1:1:0] (Œdème:1:0) c-0 ";

  kit_ok (orch_store_send_message (model->kit.store, &kit_professional, conversation, message, ORCH_AGE_LIMIT_DEFAULT));
  check_search (list, "soeur", there);
  check_search (list, "SŒUR eruption", there);
  check_search (list, "oedeme", there);
  check_search (list, "leboeuf", there);
  check_search (list, "de:lebœuf", there);
  check_search (list, "de:eruption", "");
  check_search (list, "ruption", "");

  g_ptr_array_add (rows, orch_patient_new (&renamed));
  kit_ok (
      orch_store_write_schedule_page (model->kit.store, &kit_workstation, ORCH_STORE_PATIENTS, rows, NULL, NULL, 1));
  {
    g_autoptr (GPtrArray) open = kit_boxed (orch_store_list_reconciliations (model->kit.store, &kit_admin, 10));

    /* A name that differs is somebody's to settle. */
    g_assert_cmpuint (open->len, ==, 1);
    kit_ok (orch_store_settle_reconciliation (model->kit.store, &kit_admin,
                                              orch_reconciliation_get_fields (open->pdata[0])->id, TRUE));
  }
  check_search (list, "leboeuf", "");
  check_search (list, "dube", there);

  op = kit_object (orch_store_outbox_find (model->kit.store, NULL, ORCH_STORE_MESSAGE, "m-0"));
  kit_fails (orch_store_outbox_discard (model->kit.store, &colleague, orch_outbox_row_get_fields (op)->seq),
             ORCH_ERROR_REFUSED);
  kit_ok (orch_store_outbox_discard (model->kit.store, &kit_professional, orch_outbox_row_get_fields (op)->seq));
  check_search (list, "soeur", "");
  check_search (list, "oedeme", there);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/store/conversation-list/recount", Model, NULL, set_up, test_recount, tear_down);
  g_test_add ("/store/conversation-list/words", Model, NULL, set_up, test_words, tear_down);
  return g_test_run ();
}
