/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The same field changed by two people on two workstations: of a person, and of a service typed by hand. Whoever sends second is asked,
 * field by field; what only one of them changed stays; what one person changed twice, because no answer came, is nobody else's edit.
 * Source: issue of the sync (§2, Conflicts).
 */
#include "core/orch-error.h"
#include "core/orch-service-merge.h"
#include "core/orch-staff-merge.h"
#include "orch-hub-look.h"
#include "orch-pair.h"
#include "orch-small-emr.h"
#include "sync/orch-engine-private.h"

#define PERSON "7d1b9c2e-4a55-4f0d-9a57-52c8a6d0b101"
#define SERVICE "7d1b9c2e-4a55-4f0d-9a57-52c8a6d0b102"

static const OrchActor *
get_actor (Story *story)
{
  return orch_session_get_actor (orch_engine_get_session (story->engine));
}

static void
run (Story *story)
{
  story_wait_ok (orch_sync_start (orch_engine_get_sync (story->engine), ORCH_SYNC_SERVICES));
}

/* Each is sent before the other edits: the order in which they arrive is the test's. */
static void
flush (Story *story)
{
  orch_outbox_pump_wake (story->engine->pump);
  story_wait_ok (orch_outbox_pump_flush (story->engine->pump));
}

static GObject *
find (Story *story, OrchStoreKind kind, const char *id)
{
  return story_wait_object (orch_store_find (story->engine->store, kind, id));
}

static void
hire (Story *story)
{
  g_autoptr (OrchStaffMember) member = orch_staff_member_new (&(OrchStaffMemberFields) {
      .id = PERSON,
      .family = "Roy",
      .phone = "+14185550001",
      .email = "roy@example.org",
      .profession = "Infirmier",
      .active = TRUE,
      .bookable = TRUE,
      .permission = ORCH_PERMISSION_RECEPTIONIST,
      .origin = ORCH_ORIGIN_HAND,
  });

  story_wait_ok (orch_store_save_staff (story->engine->store, get_actor (story), member));
}

/* What each test changes of a person; NULL stays as it is */
typedef struct
{
  const char *phone;
  const char *email;
  const char *profession;
} Change;

static void
change (Story *story, const Change *to)
{
  g_autoptr (OrchStaffMember) before = ORCH_STAFF_MEMBER (find (story, ORCH_STORE_STAFF, PERSON));
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (before);
  g_autoptr (OrchStaffMember) after = NULL;

  fields.phone = to->phone != NULL ? to->phone : fields.phone;
  fields.email = to->email != NULL ? to->email : fields.email;
  fields.profession = to->profession != NULL ? to->profession : fields.profession;
  after = orch_staff_member_new (&fields);
  story_wait_ok (orch_store_save_staff (story->engine->store, get_actor (story), after));
}

static void
check (Story *story, const Change *is)
{
  g_autoptr (OrchStaffMember) member = ORCH_STAFF_MEMBER (find (story, ORCH_STORE_STAFF, PERSON));
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (member);

  g_assert_cmpstr (fields->phone, ==, is->phone);
  g_assert_cmpstr (fields->email, ==, is->email);
  g_assert_cmpstr (fields->profession, ==, is->profession);
}

/* Returns: (transfer full) (nullable): the one that waits */
static OrchEditConflict *
get_conflict (Story *story)
{
  g_autoptr (GListModel) conflicts =
      story_wait_object (orch_sync_list_conflicts (orch_engine_get_sync (story->engine)));

  g_assert_cmpuint (g_list_model_get_n_items (conflicts), <=, 1);
  return g_list_model_get_item (conflicts, 0);
}

static void
check_none_waits (Pair *pair)
{
  g_autoptr (OrchEditConflict) one = get_conflict (pair->one);
  g_autoptr (OrchEditConflict) two = get_conflict (pair->two);

  g_assert_null (one);
  g_assert_null (two);
}

/* Everything reaches everybody. */
static void
agree (Pair *pair)
{
  for (guint i = 0; i < 2; i++)
    {
      flush (pair->one);
      run (pair->one);
      flush (pair->two);
      run (pair->two);
    }
  run (pair->one);
}

/* @data: the fields kept as the second has them */
static void
test_person (gconstpointer data)
{
  const guint kept = GPOINTER_TO_UINT (data);
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (OrchEditConflict) conflict = NULL;
  const OrchEditConflictFields *fields = NULL;
  Change end = { NULL, NULL, "Pharmacien" };

  hire (pair->one);
  run (pair->one);
  run (pair->two);
  change (pair->one, &(Change) { "+14185550002", "un@example.org", NULL });
  flush (pair->one);
  change (pair->two, &(Change) { "+14185550003", "deux@example.org", "Pharmacien" });
  flush (pair->two);

  conflict = get_conflict (pair->two);
  g_assert_nonnull (conflict);
  fields = orch_edit_conflict_get_fields (conflict);
  g_assert_cmpstr (fields->object_type, ==, "staff");
  g_assert_cmpuint (fields->fields, ==, ORCH_STAFF_FIELD_PHONE | ORCH_STAFF_FIELD_EMAIL);
  g_assert_cmpstr (orch_staff_member_get_fields (ORCH_STAFF_MEMBER (fields->theirs))->phone, ==, "+14185550002");
  /* Until they choose, nothing is written over on either side. */
  run (pair->one);
  run (pair->two);
  check (pair->one, &(Change) { "+14185550002", "un@example.org", "Infirmier" });
  check (pair->two, &(Change) { "+14185550003", "deux@example.org", "Pharmacien" });

  story_wait_ok (orch_sync_settle (orch_engine_get_sync (pair->two->engine), conflict, kept));
  agree (pair);
  end.phone = (kept & ORCH_STAFF_FIELD_PHONE) != 0 ? "+14185550003" : "+14185550002";
  end.email = (kept & ORCH_STAFF_FIELD_EMAIL) != 0 ? "deux@example.org" : "un@example.org";
  check (pair->one, &end);
  check (pair->two, &end);
  check_none_waits (pair);
}

/* The hub moved on while the question waited: it is asked about what there is now. */
static void
test_person_moved_on (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (OrchEditConflict) seen = NULL;
  g_autoptr (OrchEditConflict) now = NULL;
  g_autoptr (GError) error = NULL;
  const Change end = { "+14185550003", "roy@example.org", "Infirmier" };

  hire (pair->one);
  run (pair->one);
  run (pair->two);
  change (pair->one, &(Change) { .phone = "+14185550002" });
  flush (pair->one);
  change (pair->two, &(Change) { .phone = "+14185550003" });
  flush (pair->two);
  seen = get_conflict (pair->two);
  change (pair->one, &(Change) { .phone = "+14185550004" });
  flush (pair->one);
  run (pair->two);
  g_assert_false (story_wait (orch_sync_settle (orch_engine_get_sync (pair->two->engine), seen, 0), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CONFLICT);
  now = get_conflict (pair->two);
  g_assert_cmpstr (
      orch_staff_member_get_fields (ORCH_STAFF_MEMBER (orch_edit_conflict_get_fields (now)->theirs))->phone, ==,
      "+14185550004");
  story_wait_ok (orch_sync_settle (orch_engine_get_sync (pair->two->engine), now, ORCH_STAFF_ALL_FIELDS));
  agree (pair);
  check (pair->one, &end);
  check (pair->two, &end);
  check_none_waits (pair);
}

static void
check_permission (Story *story, OrchPermission permission)
{
  g_autoptr (OrchStaffMember) member =
      story_wait_object (orch_store_find_by_emr_id (story->engine->store, ORCH_STORE_STAFF, "prat-1"));

  g_assert_cmpint (orch_staff_member_get_fields (member)->permission, ==, permission);
}

static void
permit (Story *story, OrchPermission permission)
{
  g_autoptr (OrchStaffMember) member =
      story_wait_object (orch_store_find_by_emr_id (story->engine->store, ORCH_STORE_STAFF, "prat-1"));

  story_wait_ok (orch_store_set_staff_permission (story->engine->store, get_actor (story),
                                                  orch_staff_member_get_fields (member)->id, permission));
}

/* Of whom the EMR has, the role is the clinic's to give. */
static void
test_permission (void)
{
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (OrchEditConflict) conflict = NULL;

  run (pair->one);
  run (pair->two);
  permit (pair->one, ORCH_PERMISSION_PROFESSIONAL);
  flush (pair->one);
  permit (pair->two, ORCH_PERMISSION_ADMINISTRATOR);
  flush (pair->two);
  conflict = get_conflict (pair->two);
  g_assert_nonnull (conflict);
  g_assert_cmpuint (orch_edit_conflict_get_fields (conflict)->fields, ==, ORCH_STAFF_FIELD_PERMISSION);
  story_wait_ok (orch_sync_settle (orch_engine_get_sync (pair->two->engine), conflict, 0));
  agree (pair);
  check_permission (pair->one, ORCH_PERMISSION_PROFESSIONAL);
  check_permission (pair->two, ORCH_PERMISSION_PROFESSIONAL);

  /* The same answer on both is no question. */
  permit (pair->one, ORCH_PERMISSION_ADMINISTRATOR);
  flush (pair->one);
  permit (pair->two, ORCH_PERMISSION_ADMINISTRATOR);
  agree (pair);
  check_permission (pair->one, ORCH_PERMISSION_ADMINISTRATOR);
  check_permission (pair->two, ORCH_PERMISSION_ADMINISTRATOR);
  check_none_waits (pair);
}

/* --- services ---------------------------------------------------------------------------------- */

/* @name: (nullable): as it is; @minutes: 0: as they are */
static void
type_service (Story *story, const char *name, int minutes)
{
  g_autoptr (GObject) before = NULL;
  g_autoptr (OrchService) service = NULL;
  OrchServiceFields fields = { .id = SERVICE, .duration_minutes = 15, .origin = ORCH_ORIGIN_HAND };
  DexFuture *found = orch_store_find (story->engine->store, ORCH_STORE_SERVICES, SERVICE);

  dex_ref (found);
  if (story_wait (found, NULL))
    before = g_value_dup_object (dex_future_get_value (found, NULL));
  dex_unref (found);
  if (before != NULL)
    fields = *orch_service_get_fields (ORCH_SERVICE (before));
  fields.name = name != NULL ? name : fields.name;
  fields.duration_minutes = minutes > 0 ? minutes : fields.duration_minutes;
  service = orch_service_new (&fields);
  story_wait_ok (orch_store_save_service (story->engine->store, get_actor (story), service));
}

static void
check_service (Story *story, const char *name, int minutes)
{
  g_autoptr (OrchService) service = ORCH_SERVICE (find (story, ORCH_STORE_SERVICES, SERVICE));

  g_assert_cmpstr (orch_service_get_fields (service)->name, ==, name);
  g_assert_cmpint (orch_service_get_fields (service)->duration_minutes, ==, minutes);
}

static void
test_service (gconstpointer data)
{
  const guint kept = GPOINTER_TO_UINT (data);
  g_autoptr (Pair) pair = pair_new ();
  g_autoptr (OrchEditConflict) conflict = NULL;

  type_service (pair->one, "Main", 0);
  run (pair->one);
  run (pair->two);
  type_service (pair->one, "Main gauche", 0);
  flush (pair->one);
  type_service (pair->two, "Main droite", 25);
  flush (pair->two);
  conflict = get_conflict (pair->two);
  g_assert_nonnull (conflict);
  g_assert_cmpuint (orch_edit_conflict_get_fields (conflict)->fields, ==, ORCH_SERVICE_FIELD_NAME);
  story_wait_ok (orch_sync_settle (orch_engine_get_sync (pair->two->engine), conflict, kept));
  agree (pair);
  check_service (pair->one, kept != 0 ? "Main droite" : "Main gauche", 25);
  check_service (pair->two, kept != 0 ? "Main droite" : "Main gauche", 25);
  check_none_waits (pair);
}

/* --- one's own ----------------------------------------------------------------------------------- */

/* The next writing of a resource of @type arrives, and its answer does not. */
static void
lose_answer (Pair *pair, const char *type)
{
  orch_sandbox_process_order (pair->sandbox, "fault",
                              "{\"path\": \"/hub/%s\", \"method\": \"PUT\", \"kind\": \"cut-after-commit\", "
                              "\"count\": 1}",
                              type);
}

/* Who changes their mind before the answer came, and goes back to what it was, ends with that, and is not asked. */
static void
test_own (void)
{
  g_autoptr (Pair) pair = pair_new ();
  const Change end = { "+14185550001", "roy@example.org", "Infirmier" };

  hire (pair->one);
  type_service (pair->one, "Main", 0);
  run (pair->one);
  run (pair->two);

  lose_answer (pair, "Practitioner");
  change (pair->one, &(Change) { .phone = "+14185550002" });
  story_wait (orch_outbox_pump_flush (pair->one->engine->pump), NULL);
  change (pair->one, &(Change) { .phone = "+14185550001" });
  flush (pair->one);

  lose_answer (pair, "HealthcareService");
  type_service (pair->one, "Pied", 0);
  story_wait (orch_outbox_pump_flush (pair->one->engine->pump), NULL);
  type_service (pair->one, "Main", 0);
  flush (pair->one);

  agree (pair);
  check (pair->one, &end);
  check (pair->two, &end);
  check_service (pair->one, "Main", 15);
  check_service (pair->two, "Main", 15);
  check_none_waits (pair);

  /* And to a third: that is their last word. */
  lose_answer (pair, "Practitioner");
  change (pair->one, &(Change) { .phone = "+14185550002" });
  story_wait (orch_outbox_pump_flush (pair->one->engine->pump), NULL);
  change (pair->one, &(Change) { .phone = "+14185550003" });
  lose_answer (pair, "HealthcareService");
  type_service (pair->one, "Pied", 0);
  story_wait (orch_outbox_pump_flush (pair->one->engine->pump), NULL);
  type_service (pair->one, "Genou", 0);
  agree (pair);
  check (pair->two, &(Change) { "+14185550003", "roy@example.org", "Infirmier" });
  check_service (pair->two, "Genou", 15);
  check_none_waits (pair);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_data_func ("/same/person/mine", GUINT_TO_POINTER (ORCH_STAFF_ALL_FIELDS), test_person);
  g_test_add_data_func ("/same/person/theirs", GUINT_TO_POINTER (0), test_person);
  g_test_add_data_func ("/same/person/some", GUINT_TO_POINTER (ORCH_STAFF_FIELD_EMAIL), test_person);
  g_test_add_func ("/same/person/moved-on", test_person_moved_on);
  g_test_add_func ("/same/permission", test_permission);
  g_test_add_data_func ("/same/service/mine", GUINT_TO_POINTER (ORCH_SERVICE_ALL_FIELDS), test_service);
  g_test_add_data_func ("/same/service/theirs", GUINT_TO_POINTER (0), test_service);
  g_test_add_func ("/same/own", test_own);
  return g_test_run ();
}
