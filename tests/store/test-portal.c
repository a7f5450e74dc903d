/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients as reception works with them: who may do what, what is found, what the hub is told and in whose name, what is in the
 * journal and what is not. Sources: product.md §4, security.md 10 and 11.
 */
#include "store-kit.h"

#include "core/orch-clock.h"
#include "core/orch-patient-identity.h"
#include "store/orch-store-portal.h"

static const OrchPatientFields francoise = {
  .id = "p-1",
  .family = "Lasalle",
  .given = "Françoise",
  .birth_date = "1980-02-14",
  .sex = "female",
  .nam = "LASF80521416",
  .street = "12, rue des Érables",
  .city = "Québec",
  .province = "QC",
  .postal_code = "G1G 1G1",
  .phone = "+14185555555",
  .email = "francoise@example.org",
  .origin = ORCH_ORIGIN_HAND,
};

static gint64
save (Kit *kit, const OrchActor *actor, const OrchPatientFields *fields)
{
  g_autoptr (OrchPatient) patient = orch_patient_new (fields);

  return kit_int64 (orch_store_save_patient (kit->store, actor, patient));
}

static GPtrArray *
search (Kit *kit, const char *typed, const char *after, guint limit)
{
  g_auto (GStrv) terms = orch_patient_search_terms (typed);

  return kit_boxed (
      orch_store_search_patients (kit->store, &kit_receptionist, (const char *const *) terms, after, limit, NULL));
}

static OrchPatientCase *
load (Kit *kit, const char *id)
{
  return kit_object (orch_store_load_patient_case (kit->store, &kit_receptionist, id));
}

static OrchAccountBadge
get_badge (Kit *kit, const char *id)
{
  g_autoptr (OrchPatientCase) found = load (kit, id);

  return orch_patient_case_get_badge (found, ORCH_AGE_LIMIT_DEFAULT, orch_clock_now_us ());
}

/* How many entries the journal has of @act about the patient; none may hold what must not be there. */
static guint
count_journal (Kit *kit, const char *act, const char *patient)
{
  static const char *const forbidden[] = { "LASF", "Lasalle", "5555555", "francoise", "-204817" };
  g_autoptr (GPtrArray) entries = kit_boxed (orch_store_list_journal (kit->store, 0, 1000));
  guint n = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const OrchJournalEntryFields *f = orch_journal_entry_get_fields (entries->pdata[i]);

      for (guint j = 0; f->detail != NULL && j < G_N_ELEMENTS (forbidden); j++)
        g_assert_null (strstr (f->detail, forbidden[j]));
      n += g_str_equal (f->act, act) && g_strcmp0 (f->patient, patient) == 0;
    }
  return n;
}

static void
who_may (Kit *kit, gconstpointer data)
{
  static const struct
  {
    const OrchActor *actor;
    gboolean reads, validates, disables;
  } rows[] = {
    { &kit_nobody, FALSE, FALSE, FALSE },      { &kit_receptionist, TRUE, TRUE, FALSE },
    { &kit_professional, TRUE, TRUE, FALSE },  { &kit_admin, TRUE, TRUE, TRUE },
    { &kit_workstation, FALSE, FALSE, FALSE },
  };
  static const char *const none[] = { NULL };
  g_autoptr (OrchPatient) other = orch_patient_new (&(OrchPatientFields) { .id = "p-2", .family = "Roy" });
  g_autoptr (OrchPortalInvitation) invitation =
      orch_portal_invitation_new (&(OrchPortalInvitationFields) { .id = "i", .patient_id = "p-1" });

  save (kit, &kit_receptionist, &francoise);
  kit_ok (orch_store_validate_identity (kit->store, &kit_receptionist, "p-1"));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
#define CHECK(may, future)                                                                                             \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    if (may)                                                                                                           \
      kit_ok (future);                                                                                                 \
    else                                                                                                               \
      kit_fails (future, ORCH_ERROR_REFUSED);                                                                          \
  }                                                                                                                    \
  G_STMT_END
      const OrchActor *actor = rows[i].actor;

      CHECK (rows[i].reads, orch_store_search_patients (kit->store, actor, none, NULL, 1, NULL));
      CHECK (rows[i].reads, orch_store_load_patient_case (kit->store, actor, "p-1"));
      CHECK (rows[i].reads, orch_store_find_duplicates (kit->store, actor, other));
      CHECK (rows[i].validates, orch_store_validate_identity (kit->store, actor, "p-1"));
      CHECK (rows[i].validates, orch_store_note_invitation (kit->store, actor, invitation, "invitation-made"));
      CHECK (rows[i].disables, orch_store_set_account_active (kit->store, actor, "p-1", FALSE));
      if (!rows[i].validates)
        kit_fails (orch_store_save_patient (kit->store, actor, other), ORCH_ERROR_REFUSED);
#undef CHECK
    }
  /* What comes down is the workstation's alone. */
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  static const char *const versions[] = { NULL };
  kit_fails (orch_store_apply_hub_patients (kit->store, &kit_admin, nothing, versions), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_apply_hub_accounts (kit->store, &kit_admin, nothing), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_apply_hub_invitations (kit->store, &kit_admin, nothing), ORCH_ERROR_REFUSED);
}

static void
typed_by_hand (Kit *kit, gconstpointer data)
{
  OrchPatientFields fields = francoise;
  g_autoptr (OrchOutboxRow) op = NULL;
  const OrchOutboxRowFields *f = NULL;

  g_assert_cmpint (save (kit, &kit_receptionist, &fields), ==, 1);
  op = kit_object (orch_store_outbox_find (kit->store, NULL, "patient", "p-1"));
  f = orch_outbox_row_get_fields (op);
  g_assert_cmpstr (f->actor, ==, kit_receptionist.id);
  g_assert_cmpint (f->permission, ==, ORCH_PERMISSION_RECEPTIONIST);
  g_assert_cmpstr (f->verb, ==, "create");
  g_assert_cmpuint (count_journal (kit, "patient-created", "p-1"), ==, 1);

  /* The same again is no change. */
  fields.revision = 1;
  g_assert_cmpint (save (kit, &kit_receptionist, &fields), ==, 1);
  g_assert_cmpuint (count_journal (kit, "patient-edited", "p-1"), ==, 0);
  fields.city = "Lévis";
  g_assert_cmpint (save (kit, &kit_receptionist, &fields), ==, 2);
  g_assert_cmpuint (count_journal (kit, "patient-edited", "p-1"), ==, 1);
  /* Made from what is no longer so */
  g_autoptr (OrchPatient) late = orch_patient_new (&fields);
  fields.revision = 0;
  g_autoptr (OrchPatient) never = orch_patient_new (&fields);
  kit_fails (orch_store_save_patient (kit->store, &kit_receptionist, late), ORCH_ERROR_CONFLICT);
  kit_fails (orch_store_save_patient (kit->store, &kit_receptionist, never), ORCH_ERROR_CONFLICT);
  g_autoptr (OrchPatientCase) found = load (kit, "p-1");
  g_assert_cmpstr (orch_patient_case_get_fields (found)->city, ==, "Lévis");
  g_assert_cmpint (orch_patient_case_get_fields (found)->origin, ==, ORCH_ORIGIN_HAND);
  g_assert_true (orch_patient_case_is_unsent (found));
}

static void
searched (Kit *kit, gconstpointer data)
{
  static const char *const families[] = { "Roy", "Élie", "Elias", "Côté", "Roy" };
  OrchPatientFields fields = { .birth_date = "1990-01-01" };

  for (guint i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_autofree char *id = g_strdup_printf ("q-%u", i);
      fields.id = id;
      fields.family = families[i];
      save (kit, &kit_receptionist, &fields);
    }
  save (kit, &kit_receptionist, &francoise);

  g_autoptr (GPtrArray) all = search (kit, "", NULL, 100);
  g_assert_cmpuint (all->len, ==, 6);
  g_autoptr (GPtrArray) accents = search (kit, "eli", NULL, 100);
  g_assert_cmpuint (accents->len, ==, 2);
  static const char *const of_one[] = { "lasf 8052 1416", "1980/02/14", "418 555-5555", "FRANCOISE", "lasalle 1980" };
  for (guint i = 0; i < G_N_ELEMENTS (of_one); i++)
    {
      g_autoptr (GPtrArray) one = search (kit, of_one[i], NULL, 100);
      g_assert_cmpuint (one->len, ==, 1);
      g_assert_cmpstr (orch_patient_case_get_fields (one->pdata[0])->id, ==, "p-1");
    }
  /* Page by page, each once, two of one name too */
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *after = NULL;
  for (;;)
    {
      g_autoptr (GPtrArray) page = search (kit, "", after, 2);
      if (page->len == 0)
        break;
      for (guint i = 0; i < page->len; i++)
        {
          g_ptr_array_add (seen, g_strdup (orch_patient_case_get_fields (page->pdata[i])->id));
          g_set_str (&after, seen->pdata[seen->len - 1]);
        }
    }
  g_assert_cmpuint (seen->len, ==, 6);
  for (guint i = 0; i < all->len; i++)
    g_assert_cmpstr (seen->pdata[i], ==, orch_patient_case_get_fields (all->pdata[i])->id);
}

static void
duplicates (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchPatient) by_nam =
      orch_patient_new (&(OrchPatientFields) { .family = "Autre", .nam = "LASF 8052 1416" });
  g_autoptr (OrchPatient) by_name = orch_patient_new (
      &(OrchPatientFields) { .family = "la salle", .given = "FRANCOISE", .birth_date = "1980-02-14" });
  g_autoptr (OrchPatient) nobody = orch_patient_new (&(OrchPatientFields) { .family = "Lasalle" });
  g_autoptr (OrchPatient) herself = orch_patient_new (&francoise);

  save (kit, &kit_receptionist, &francoise);
  g_autoptr (GPtrArray) first = kit_boxed (orch_store_find_duplicates (kit->store, &kit_receptionist, by_nam));
  g_autoptr (GPtrArray) second = kit_boxed (orch_store_find_duplicates (kit->store, &kit_receptionist, by_name));
  g_autoptr (GPtrArray) third = kit_boxed (orch_store_find_duplicates (kit->store, &kit_receptionist, nobody));
  g_autoptr (GPtrArray) fourth = kit_boxed (orch_store_find_duplicates (kit->store, &kit_receptionist, herself));
  g_assert_cmpuint (first->len, ==, 1);
  g_assert_cmpuint (second->len, ==, 1);
  g_assert_cmpuint (third->len, ==, 0);
  g_assert_cmpuint (fourth->len, ==, 0);
}

static void
validated (Kit *kit, gconstpointer data)
{
  OrchPatientFields fields = francoise;

  fields.email = NULL;
  save (kit, &kit_receptionist, &fields);
  kit_fails (orch_store_validate_identity (kit->store, &kit_receptionist, "p-1"), ORCH_ERROR_INVALID);
  kit_fails (orch_store_validate_identity (kit->store, &kit_receptionist, "p-9"), ORCH_ERROR_NOT_FOUND);
  kit_fails (orch_store_set_account_active (kit->store, &kit_admin, "p-1", FALSE), ORCH_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_journal (kit, "identity-validated", "p-1"), ==, 0);

  fields.email = francoise.email;
  fields.revision = 1;
  save (kit, &kit_receptionist, &fields);
  kit_ok (orch_store_validate_identity (kit->store, &kit_professional, "p-1"));
  g_assert_cmpuint (count_journal (kit, "identity-validated", "p-1"), ==, 1);
  g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_find (kit->store, NULL, ORCH_STORE_ACCOUNT, "p-1"));
  g_assert_cmpstr (orch_outbox_row_get_fields (op)->actor, ==, kit_professional.id);
  g_autoptr (OrchPortalAccount) account = kit_object (orch_store_load_account (kit->store, "p-1"));
  g_assert_true (orch_portal_account_get_fields (account)->validated);
  g_assert_true (orch_portal_account_get_fields (account)->active);
  g_assert_false (orch_portal_account_get_fields (account)->made);

  kit_ok (orch_store_set_account_active (kit->store, &kit_admin, "p-1", FALSE));
  g_assert_cmpint (get_badge (kit, "p-1"), ==, ORCH_ACCOUNT_DISABLED);
  g_assert_cmpuint (count_journal (kit, "account-disabled", "p-1"), ==, 1);
  kit_ok (orch_store_set_account_active (kit->store, &kit_admin, "p-1", TRUE));
  g_assert_cmpint (get_badge (kit, "p-1"), ==, ORCH_ACCOUNT_NOT_VALIDATED);
  g_assert_cmpuint (count_journal (kit, "account-enabled", "p-1"), ==, 1);
}

static OrchPortalInvitation *
make_invitation (const char *id, OrchInvitationState state, gint64 authored)
{
  return orch_portal_invitation_new (&(OrchPortalInvitationFields) { .id = id,
                                                                     .hub_id = id,
                                                                     .patient_id = "p-1",
                                                                     .language = "fr",
                                                                     .state = state,
                                                                     .authored_us = authored,
                                                                     .expires_us = G_MAXINT64 });
}

static void
invited (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchPortalInvitation) first = make_invitation ("i-1", ORCH_INVITATION_SENT, 1);
  g_autoptr (OrchPortalInvitation) second = make_invitation ("i-2", ORCH_INVITATION_SENT, 2);
  g_autoptr (OrchPortalInvitation) revoked = make_invitation ("i-2", ORCH_INVITATION_REVOKED, 2);
  g_autofree char *states = NULL;
  sqlite3 *db = NULL;

  save (kit, &kit_receptionist, &francoise);
  kit_ok (orch_store_validate_identity (kit->store, &kit_receptionist, "p-1"));
  kit_ok (orch_store_note_invitation (kit->store, &kit_receptionist, first, "invitation-made"));
  g_assert_cmpint (get_badge (kit, "p-1"), ==, ORCH_ACCOUNT_INVITED);
  kit_ok (orch_store_note_invitation (kit->store, &kit_receptionist, second, "invitation-sent-again"));
  g_autoptr (OrchPatientCase) found = load (kit, "p-1");
  g_assert_cmpstr (orch_portal_invitation_get_fields (orch_patient_case_get_invitation (found))->id, ==, "i-2");
  kit_ok (orch_store_note_invitation (kit->store, &kit_receptionist, revoked, "invitation-revoked"));
  g_assert_cmpint (get_badge (kit, "p-1"), ==, ORCH_ACCOUNT_NOT_VALIDATED);
  g_assert_cmpuint (count_journal (kit, "invitation-made", "p-1"), ==, 1);
  g_assert_cmpuint (count_journal (kit, "invitation-sent-again", "p-1"), ==, 1);
  g_assert_cmpuint (count_journal (kit, "invitation-revoked", "p-1"), ==, 1);

  /* A new code kills the old, before the hub says so too. */
  db = kit_raw_open (kit->path);
  states = kit_raw_text (db, "SELECT group_concat (state, ' ' ORDER BY id) FROM invitation");
  sqlite3_close (db);
  g_assert_cmpstr (states, ==, "7 7");
}

/* What another workstation did comes down; what is unsent here stays. */
static void
from_the_hub (Kit *kit, gconstpointer data)
{
  static const char *const versions[] = { "2", NULL };
  OrchPatientFields fields = francoise;
  g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (OrchOutboxRow) op = NULL;

  fields.hub_id = "71";
  fields.city = "Lévis";
  fields.origin = ORCH_ORIGIN_HUB;
  g_ptr_array_add (patients, orch_patient_new (&fields));
  g_ptr_array_add (accounts,
                   orch_portal_account_new (&(OrchPortalAccountFields) {
                       .patient_hub_id = "71", .hub_id = "72", .active = TRUE, .validated = TRUE, .made = TRUE }));

  /* An edit of ours waits. */
  save (kit, &kit_receptionist, &francoise);
  g_assert_cmpuint (kit_uint (orch_store_apply_hub_patients (kit->store, &kit_workstation, patients, versions)), ==, 0);
  g_autoptr (OrchPatientCase) before = load (kit, "p-1");
  g_assert_cmpstr (orch_patient_case_get_fields (before)->city, ==, "Québec");

  /* It has left. */
  op = kit_object (orch_store_outbox_claim (kit->store));
  kit_ok (orch_store_outbox_ack (kit->store, op, "1"));
  g_assert_cmpuint (kit_uint (orch_store_apply_hub_patients (kit->store, &kit_workstation, patients, versions)), ==, 1);
  g_autoptr (OrchPatientCase) after = load (kit, "p-1");
  g_assert_cmpstr (orch_patient_case_get_fields (after)->city, ==, "Lévis");
  g_assert_cmpint (orch_patient_case_get_fields (after)->origin, ==, ORCH_ORIGIN_HAND);
  g_autoptr (GPtrArray) unsynced = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_PATIENTS, NULL, 10));
  g_assert_cmpuint (unsynced->len, ==, 0);
  /* Again, nothing is new. */
  g_assert_cmpuint (kit_uint (orch_store_apply_hub_patients (kit->store, &kit_workstation, patients, versions)), ==, 0);

  g_assert_cmpuint (kit_uint (orch_store_apply_hub_accounts (kit->store, &kit_workstation, accounts)), ==, 1);
  g_assert_cmpint (get_badge (kit, "p-1"), ==, ORCH_ACCOUNT_ACTIVE);
  kit_ok (orch_store_set_account_active (kit->store, &kit_admin, "p-1", FALSE));
  g_assert_cmpuint (kit_uint (orch_store_apply_hub_accounts (kit->store, &kit_workstation, accounts)), ==, 0);
  g_assert_cmpint (get_badge (kit, "p-1"), ==, ORCH_ACCOUNT_DISABLED);
}

/* What a person typed over the EMR's is not taken back in silence by the next page of the EMR. */
static void
over_the_emr (Kit *kit, gconstpointer data)
{
  OrchPatientFields fields = francoise;
  g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func (g_object_unref);

  fields.emr_id = "D-204";
  fields.family = "Lassalle";
  fields.street = NULL;
  fields.origin = ORCH_ORIGIN_EMR;
  g_ptr_array_add (page, orch_patient_new (&fields));
  kit_ok (orch_store_write_schedule_page (kit->store, &kit_workstation, ORCH_STORE_PATIENTS, page, NULL, NULL, 1));
  g_autoptr (OrchPatientCase) imported = load (kit, "p-1");
  fields = *orch_patient_case_get_fields (imported);
  fields.family = "Lasalle";
  fields.street = "12, rue des Érables";
  save (kit, &kit_receptionist, &fields);
  g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_claim (kit->store));
  kit_ok (orch_store_outbox_ack (kit->store, op, "1"));

  kit_ok (orch_store_write_schedule_page (kit->store, &kit_workstation, ORCH_STORE_PATIENTS, page, NULL, NULL, 2));
  g_autoptr (OrchPatientCase) found = load (kit, "p-1");
  g_assert_cmpstr (orch_patient_case_get_fields (found)->family, ==, "Lasalle");
  g_assert_cmpstr (orch_patient_case_get_fields (found)->street, ==, "12, rue des Érables");
  g_assert_cmpstr (orch_patient_case_get_fields (found)->emr_id, ==, "D-204");
  g_autoptr (GPtrArray) differences = kit_boxed (orch_store_list_reconciliations (kit->store, &kit_admin, 10));
  g_assert_cmpuint (differences->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
#define TEST(name, func) g_test_add ("/store/portal/" name, Kit, NULL, kit_set_up, func, kit_tear_down)
  TEST ("who-may", who_may);
  TEST ("typed-by-hand", typed_by_hand);
  TEST ("searched", searched);
  TEST ("duplicates", duplicates);
  TEST ("validated", validated);
  TEST ("invited", invited);
  TEST ("from-the-hub", from_the_hub);
  TEST ("over-the-emr", over_the_emr);
#undef TEST
  return g_test_run ();
}
