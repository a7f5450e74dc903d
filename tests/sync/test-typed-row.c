/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A clinic without an EMR goes on typing its people and services once it exists: at once or while the hub does not answer, each is on
 * the hub once, in the name of who typed it, and stays here. Source: issue 3 (§4).
 */
#include <string.h>

#include "core/orch-error.h"
#include "orch-hub-look.h"
#include "orch-small-emr.h"
#include "orch-story.h"
#include "sync/orch-engine-private.h"
#include "sync/orch-typed-row.h"

#define SERVICE_ID "5b1f6a52-3f0a-4c38-9d3a-2f6a4f6f2d20"
#define MEMBER_ID "6c1f6a52-3f0a-4c38-9d3a-2f6a4f6f2d21"

typedef struct
{
  OrchSandboxProcess *sandbox;
  Story *story;
  guint n_people; /* of the hub itself */
  guint n_roles;
} Desk;

static GObject *
make_member (const char *id, const char *given, const char *licence)
{
  return G_OBJECT (orch_staff_member_new (&(OrchStaffMemberFields) { .id = id,
                                                                     .family = "Roy",
                                                                     .given = given,
                                                                     .licence = licence,
                                                                     .bookable = TRUE,
                                                                     .active = TRUE,
                                                                     .origin = ORCH_ORIGIN_HAND }));
}

static GObject *
make_service (const char *id, const char *name, int minutes)
{
  return G_OBJECT (orch_service_new (&(OrchServiceFields) {
      .id = id, .name = name, .duration_minutes = minutes, .to_define = TRUE, .origin = ORCH_ORIGIN_HAND }));
}

/* The wizard wants one of each: "José Roy" and "Suivi". */
static void
type_in_wizard (OrchSetup *setup)
{
  g_autoptr (GPtrArray) staff = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *person = g_uuid_string_random ();
  g_autofree char *service = g_uuid_string_random ();

  g_ptr_array_add (staff, make_member (person, "José", "12-345"));
  g_ptr_array_add (services, make_service (service, "Suivi", 15));
  story_wait_ok (orch_setup_put_hand_staff (setup, staff));
  story_wait_ok (orch_setup_put_hand_services (setup, services));
}

static Desk *
desk_new_with (const char *emr)
{
  Desk *desk = g_new0 (Desk, 1);
  OrchSetup *setup = NULL;

  desk->sandbox = orch_sandbox_process_start (NULL);
  desk->story = story_new (desk->sandbox);
  story_start (desk->story);
  story_activate (desk->story);
  story_identify (desk->story);
  setup = orch_engine_get_setup (desk->story->engine);
  g_assert_true (orch_setup_choose_emr (setup, emr));
  type_in_wizard (setup);
  story_create (desk->story);
  desk->n_people = hub_look_count (desk->sandbox, "Practitioner");
  desk->n_roles = hub_look_count (desk->sandbox, "PractitionerRole");
  return desk;
}

static Desk *
desk_new (void)
{
  return desk_new_with ("none");
}

static void
desk_free (Desk *desk)
{
  story_free (desk->story);
  orch_sandbox_process_stop (desk->sandbox);
  g_free (desk);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Desk, desk_free)

static OrchStore *
get_store (Desk *desk)
{
  return desk->story->engine->store;
}

static void
add (Desk *desk, GObject *row)
{
  story_wait_ok (orch_typed_row_add (desk->story->engine, row));
}

static void
check_refused (Desk *desk, GObject *row, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (story_wait (orch_typed_row_add (desk->story->engine, row), &error));
  g_assert_error (error, ORCH_ERROR, code);
  if (code == ORCH_ERROR_INVALID)
    g_assert_true (g_str_has_suffix (error->message, "."));
  g_object_unref (row);
}

static void
flush (Desk *desk)
{
  story_wait_ok (orch_store_outbox_reset_waits (get_store (desk)));
  orch_outbox_pump_wake (desk->story->engine->pump);
  story_wait_ok (orch_outbox_pump_flush (desk->story->engine->pump));
}

static void
synchronise (Desk *desk)
{
  story_wait_ok (orch_sync_start (orch_engine_get_sync (desk->story->engine), ORCH_SYNC_FULL));
}

static void
check_op (Desk *desk, const char *type, const char *id, const char *person, OrchOutboxState state)
{
  g_autoptr (OrchOutboxRow) op = story_wait_object (orch_store_outbox_find (get_store (desk), NULL, type, id));

  g_assert_cmpstr (orch_outbox_row_get_fields (op)->verb, ==, "create");
  g_assert_cmpstr (orch_outbox_row_get_fields (op)->actor, ==, person);
  g_assert_cmpint (orch_outbox_row_get_fields (op)->state, ==, state);
}

/* On the hub: one person and one service more than the wizard made, or none yet. */
static void
check_hub (Desk *desk, guint more)
{
  g_assert_cmpuint (hub_look_count (desk->sandbox, "Practitioner"), ==, desk->n_people + more);
  g_assert_cmpuint (hub_look_count (desk->sandbox, "PractitionerRole"), ==, desk->n_roles + more);
  g_assert_cmpuint (hub_look_count (desk->sandbox, "HealthcareService"), ==, 1 + more);
  hub_look_check_no_doubles (desk->sandbox);
}

/* Here: that of the wizard and the one that was added, each with its origin and on its tab. */
static void
check_here (Desk *desk)
{
  g_autoptr (OrchStaffMember) member =
      story_wait_object (orch_store_find (get_store (desk), ORCH_STORE_STAFF, MEMBER_ID));
  g_autoptr (OrchService) service =
      story_wait_object (orch_store_find (get_store (desk), ORCH_STORE_SERVICES, SERVICE_ID));

  g_assert_cmpint (orch_staff_member_get_fields (member)->origin, ==, ORCH_ORIGIN_HAND);
  g_assert_true (orch_staff_member_get_fields (member)->active);
  g_assert_cmpint (orch_service_get_fields (service)->origin, ==, ORCH_ORIGIN_HAND);
  g_assert_true (orch_service_get_fields (service)->to_define);
  g_assert_cmpstr (orch_service_get_fields (service)->name, ==, "Prise de sang");
}

static void
test_online (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autofree char *person = g_strdup (orch_session_get_actor (orch_engine_get_session (desk->story->engine))->id);
  g_autoptr (GObject) member = make_member (MEMBER_ID, "Zoé", "54321");
  g_autoptr (GObject) service = make_service (SERVICE_ID, "Prise de sang", 20);
  g_autoptr (JsonNode) practitioner = NULL;

  add (desk, member);
  add (desk, service);
  /* Once more: nothing more is written. */
  add (desk, member);
  add (desk, service);
  check_here (desk);
  flush (desk);
  check_op (desk, "staff", MEMBER_ID, person, ORCH_OUTBOX_SENT);
  check_op (desk, "service", SERVICE_ID, person, ORCH_OUTBOX_SENT);
  check_hub (desk, 1);
  practitioner = hub_look_find (desk->sandbox, "Practitioner", MEMBER_ID);
  g_assert_nonnull (practitioner);

  synchronise (desk);
  check_here (desk);
  check_hub (desk, 1);
}

/* It waits for the hub, and for the person: the workstation does not do it for them. */
static void
test_offline (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));
  g_autofree char *person = g_strdup (orch_session_get_actor (orch_engine_get_session (desk->story->engine))->id);
  g_autoptr (GObject) member = make_member (MEMBER_ID, "Zoé", "54321");
  g_autoptr (GObject) service = make_service (SERVICE_ID, "Prise de sang", 20);

  orch_sandbox_process_order (desk->sandbox, "fault", "{\"path\": \"/hub\", \"kind\": \"cut-before\", \"count\": -1}");
  add (desk, member);
  add (desk, service);
  flush (desk);
  check_here (desk);
  check_op (desk, "staff", MEMBER_ID, person, ORCH_OUTBOX_QUEUED);
  check_op (desk, "service", SERVICE_ID, person, ORCH_OUTBOX_QUEUED);
  story_wait_ok (orch_session_sign_out (orch_engine_get_session (desk->story->engine)));
  orch_sandbox_process_clear_faults (desk->sandbox);
  flush (desk);
  synchronise (desk);
  check_hub (desk, 0);

  story_wait_ok (orch_engine_sign_in_again (desk->story->engine, "administration", password));
  flush (desk);
  check_op (desk, "staff", MEMBER_ID, person, ORCH_OUTBOX_SENT);
  check_op (desk, "service", SERVICE_ID, person, ORCH_OUTBOX_SENT);
  synchronise (desk);
  check_here (desk);
  check_hub (desk, 1);
}

/* What was typed is defined before the hub has heard of it: it is made there once, as it is by then. */
static void
test_defined (void)
{
  g_autoptr (Desk) desk = desk_new ();
  static const char *const types[] = { "walk-in", NULL };
  g_autoptr (GObject) row = make_service (SERVICE_ID, "Prise de sang", 20);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (OrchDeskResult) result = NULL;
  g_autoptr (OrchService) service = NULL;
  g_autoptr (JsonNode) there = NULL;

  orch_sandbox_process_order (desk->sandbox, "fault", "{\"path\": \"/hub\", \"kind\": \"cut-before\", \"count\": -1}");
  add (desk, row);
  g_ptr_array_add (ids, (gpointer) SERVICE_ID);
  g_object_unref (story_wait_object (
      orch_service_desk_act (orch_engine_get_services (desk->story->engine), ids, ORCH_SERVICE_SET_TYPES, types)));
  result = story_wait_object (
      orch_service_desk_act (orch_engine_get_services (desk->story->engine), ids, ORCH_SERVICE_ACTIVATE, NULL));
  g_assert_cmpuint (orch_desk_result_get_refused (result)->len, ==, 0);
  orch_sandbox_process_clear_faults (desk->sandbox);
  flush (desk);
  synchronise (desk);
  service = story_wait_object (orch_store_find (get_store (desk), ORCH_STORE_SERVICES, SERVICE_ID));
  g_assert_true (orch_service_get_fields (service)->active);
  g_assert_cmpuint (hub_look_count (desk->sandbox, "HealthcareService"), ==, 2);
  there = hub_look_find (desk->sandbox, "HealthcareService", SERVICE_ID);
  g_assert_true (json_object_get_boolean_member (json_node_get_object (there), "active"));
}

/* It waits among what was not sent, as any other change. */
static void
test_refused (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GObject) member = make_member (MEMBER_ID, "Zoé", "54321");
  g_autofree char *person = g_strdup (orch_session_get_actor (orch_engine_get_session (desk->story->engine))->id);
  guint failed = 0;

  orch_sandbox_process_order (desk->sandbox, "fault",
                              "{\"path\": \"/hub\", \"method\": \"POST\", \"kind\": \"422\", \"count\": -1}");
  add (desk, member);
  flush (desk);
  check_op (desk, "staff", MEMBER_ID, person, ORCH_OUTBOX_FAILED);
  g_object_get (desk->story->engine, "failed", &failed, NULL);
  g_assert_cmpuint (failed, ==, 1);
  orch_sandbox_process_clear_faults (desk->sandbox);
  check_hub (desk, 0);
}

static void
test_faults (void)
{
  g_autoptr (Desk) desk = desk_new ();
  OrchSession *session = orch_engine_get_session (desk->story->engine);

  check_refused (desk, make_service (SERVICE_ID, " ", 15), ORCH_ERROR_INVALID);
  check_refused (desk, make_service (SERVICE_ID, "Prise de sang", 0), ORCH_ERROR_INVALID);
  check_refused (desk, make_service (SERVICE_ID, "Prise de sang", 481), ORCH_ERROR_INVALID);
  check_refused (desk, make_service (SERVICE_ID, "SUIVI", 15), ORCH_ERROR_INVALID);
  check_refused (desk, make_member (MEMBER_ID, "Zoé", NULL), ORCH_ERROR_INVALID);
  check_refused (desk, make_member (MEMBER_ID, "Zoé", "12 345"), ORCH_ERROR_INVALID);
  orch_session_lock (session);
  check_refused (desk, make_service (SERVICE_ID, "Prise de sang", 15), ORCH_ERROR_SIGN_IN_AGAIN);
  story_unlock (desk->story);
  check_hub (desk, 0);
}

static guint
count_staff (Desk *desk)
{
  g_autoptr (DexFuture) all = orch_store_load_all (get_store (desk), ORCH_STORE_STAFF, NULL);

  story_wait_ok (dex_ref (all));
  return ((GPtrArray *) g_value_get_boxed (dex_future_get_value (all, NULL)))->len;
}

/* Of many at once each is written or told; one twice in the list is told too, and asked again nothing more is written. */
static void
test_many (void)
{
  g_autoptr (Desk) desk = desk_new ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  const struct
  {
    const char *given;
    const char *licence;
    gboolean is_added;
  } people[] = { { "Ève", "91-1", TRUE },
                 { "Encore", "12345", FALSE }, /* José's, written otherwise */
                 { "Luc", "91-2", TRUE },
                 { "Bis", "91-1", FALSE },
                 { "Sans", NULL, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *id = g_uuid_string_random ();

      g_ptr_array_add (rows, make_member (id, people[i].given, people[i].licence));
    }
  for (guint again = 0; again < 2; again++)
    {
      g_autoptr (DexFuture) future = orch_typed_rows_add (desk->story->engine, rows);
      GPtrArray *faults = NULL;

      story_wait_ok (dex_ref (future));
      faults = g_value_get_boxed (dex_future_get_value (future, NULL));
      g_assert_cmpuint (faults->len, ==, rows->len);
      for (guint i = 0; i < faults->len; i++)
        if (people[i].is_added)
          g_assert_no_error ((GError *) faults->pdata[i]);
        else
          g_assert_error ((GError *) faults->pdata[i], ORCH_ERROR, ORCH_ERROR_INVALID);
      g_assert_cmpuint (count_staff (desk), ==, 3);
    }
  synchronise (desk);
  g_assert_cmpuint (hub_look_count (desk->sandbox, "Practitioner"), ==, desk->n_people + 2);
}

/* What the page hides, the store refuses. */
static void
test_permission (void)
{
  g_autoptr (Desk) desk = desk_new ();
  OrchSession *session = orch_engine_get_session (desk->story->engine);
  g_autoptr (GError) error = NULL;

  orch_session_set_permission (session, ORCH_PERMISSION_RECEPTIONIST);
  check_refused (desk, make_member (MEMBER_ID, "Zoé", "54321"), ORCH_ERROR_REFUSED);
  orch_session_set_permission (session, ORCH_PERMISSION_PROFESSIONAL);
  check_refused (desk, make_service (SERVICE_ID, "Prise de sang", 15), ORCH_ERROR_REFUSED);
  g_assert_false (story_wait (orch_store_find (get_store (desk), ORCH_STORE_SERVICES, SERVICE_ID), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
  flush (desk);
  check_hub (desk, 0);
}

/* An EMR that was chosen and is to be connected later brings nothing yet: as in the set-up, what is needed is typed. */
static void
test_to_set_up (void)
{
  g_autoptr (Desk) desk = desk_new_with ("toubib");
  g_autoptr (GObject) member = make_member (MEMBER_ID, "Zoé", "54321");
  g_autoptr (GObject) service = make_service (SERVICE_ID, "Prise de sang", 20);

  g_assert_true (orch_clinic_has_emr (orch_engine_get_clinic (desk->story->engine)));
  g_assert_true (orch_engine_is_by_hand (desk->story->engine));
  add (desk, member);
  add (desk, service);
  flush (desk);
  synchronise (desk);
  check_here (desk);
  check_hub (desk, 1);
}

static GObject *
find_row (Desk *desk, OrchStoreKind kind, const char *id)
{
  return story_wait_object (orch_store_find (get_store (desk), kind, id));
}

static void
add_both (Desk *desk)
{
  g_autoptr (GObject) member = make_member (MEMBER_ID, "Zoé", "54321");
  g_autoptr (GObject) service = make_service (SERVICE_ID, "Prise de sang", 20);

  add (desk, member);
  add (desk, service);
}

static void
check_gone (Desk *desk, OrchStoreKind kind, const char *id)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (story_wait (orch_store_find (get_store (desk), kind, id), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND);
}

/* What is typed changes here and on the hub; what was decided meanwhile stays; a double and somebody else's change are refused. */
static void
test_changed (void)
{
  g_autoptr (Desk) desk = desk_new ();
  OrchEngine *engine = desk->story->engine;
  g_autoptr (GObject) before = NULL;
  g_autoptr (GObject) member = NULL;
  g_autoptr (GObject) after = make_member (MEMBER_ID, "Zoé-Anne", "54-322");
  g_autoptr (GObject) other = make_member (MEMBER_ID, "Zachary", "54-323");
  g_autoptr (GObject) same = make_member (MEMBER_ID, "Zoé", "12 345");
  g_autoptr (GObject) service = NULL;
  g_autoptr (GObject) longer = make_service (SERVICE_ID, "Prise de sang", 35);
  g_autoptr (GObject) double_name = make_service (SERVICE_ID, "SUIVI", 35);
  g_autoptr (GError) error = NULL;

  add_both (desk);
  flush (desk);
  before = find_row (desk, ORCH_STORE_STAFF, MEMBER_ID);
  service = find_row (desk, ORCH_STORE_SERVICES, SERVICE_ID);
  story_wait_ok (orch_engine_set_permission (engine, ORCH_STAFF_MEMBER (before), ORCH_PERMISSION_PROFESSIONAL));
  g_assert_false (story_wait (orch_typed_row_change (engine, before, same), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (story_wait (orch_typed_row_change (engine, service, double_name), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
  g_clear_error (&error);

  story_wait_ok (orch_typed_row_change (engine, before, after));
  story_wait_ok (orch_typed_row_change (engine, service, longer));
  member = find_row (desk, ORCH_STORE_STAFF, MEMBER_ID);
  g_assert_cmpstr (orch_staff_member_get_fields (ORCH_STAFF_MEMBER (member))->given, ==, "Zoé-Anne");
  g_assert_cmpint (orch_staff_member_get_fields (ORCH_STAFF_MEMBER (member))->permission, ==,
                   ORCH_PERMISSION_PROFESSIONAL);
  g_assert_false (story_wait (orch_typed_row_change (engine, before, other), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CONFLICT);
  flush (desk);
  synchronise (desk);
  g_clear_object (&service);
  service = find_row (desk, ORCH_STORE_SERVICES, SERVICE_ID);
  g_assert_cmpint (orch_service_get_fields (ORCH_SERVICE (service))->duration_minutes, ==, 35);
  check_hub (desk, 1);
}

/* The speciality alone may change, here, on the hub and after it is read again. */
static void
test_speciality (void)
{
  g_autoptr (Desk) desk = desk_new ();
  OrchEngine *engine = desk->story->engine;
  OrchStaffMemberFields fields;
  g_autoptr (GObject) before = NULL;
  g_autoptr (GObject) after = NULL;
  g_autoptr (GObject) late = NULL;
  g_autoptr (GObject) member = NULL;
  g_autoptr (JsonNode) role = NULL;
  g_autoptr (GError) error = NULL;

  add_both (desk);
  flush (desk);
  before = find_row (desk, ORCH_STORE_STAFF, MEMBER_ID);
  fields = *orch_staff_member_get_fields (ORCH_STAFF_MEMBER (before));
  fields.speciality = "Gériatrie";
  after = G_OBJECT (orch_staff_member_new (&fields));
  fields.speciality = "Pédiatrie";
  late = G_OBJECT (orch_staff_member_new (&fields));
  story_wait_ok (orch_typed_row_change (engine, before, after));
  g_assert_false (story_wait (orch_typed_row_change (engine, before, late), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CONFLICT);
  flush (desk);
  role = hub_look_find (desk->sandbox, "PractitionerRole", "Gériatrie");
  g_assert_nonnull (role);
  synchronise (desk);
  member = find_row (desk, ORCH_STORE_STAFF, MEMBER_ID);
  g_assert_cmpstr (orch_staff_member_get_fields (ORCH_STAFF_MEMBER (member))->speciality, ==, "Gériatrie");
  check_hub (desk, 1);
}

/* Taken away before the hub has heard of it, after it has, and while it does not answer; undone, it is as it was. */
static void
test_removed (void)
{
  g_autoptr (Desk) desk = desk_new ();
  OrchEngine *engine = desk->story->engine;
  g_autoptr (GObject) member = NULL;
  g_autoptr (GObject) service = NULL;
  g_autoptr (JsonNode) there = NULL;

  add_both (desk);
  flush (desk);
  check_hub (desk, 1);
  member = find_row (desk, ORCH_STORE_STAFF, MEMBER_ID);
  service = find_row (desk, ORCH_STORE_SERVICES, SERVICE_ID);
  story_wait_ok (orch_typed_row_remove (engine, member));
  story_wait_ok (orch_typed_row_remove (engine, service));
  check_gone (desk, ORCH_STORE_STAFF, MEMBER_ID);
  check_gone (desk, ORCH_STORE_SERVICES, SERVICE_ID);
  story_wait_ok (orch_typed_row_restore (engine, member));
  story_wait_ok (orch_typed_row_restore (engine, service));
  check_here (desk);
  flush (desk);
  synchronise (desk);
  check_here (desk);
  check_hub (desk, 1);

  orch_sandbox_process_order (desk->sandbox, "fault", "{\"path\": \"/hub\", \"kind\": \"cut-before\", \"count\": -1}");
  story_wait_ok (orch_typed_row_remove (engine, member));
  story_wait_ok (orch_typed_row_remove (engine, service));
  flush (desk);
  orch_sandbox_process_clear_faults (desk->sandbox);
  flush (desk);
  synchronise (desk);
  check_gone (desk, ORCH_STORE_STAFF, MEMBER_ID);
  check_gone (desk, ORCH_STORE_SERVICES, SERVICE_ID);
  /* What is left of them there allows nothing. */
  there = hub_look_find (desk->sandbox, "Practitioner", MEMBER_ID);
  g_assert_false (json_object_get_boolean_member (json_node_get_object (there), "active"));
  g_clear_pointer (&there, json_node_unref);
  there = hub_look_find (desk->sandbox, "HealthcareService", SERVICE_ID);
  g_assert_false (json_object_get_boolean_member (json_node_get_object (there), "active"));
  hub_look_check_no_doubles (desk->sandbox);
}

static void
test_removal_refused (void)
{
  g_autoptr (Desk) desk = desk_new ();
  OrchEngine *engine = desk->story->engine;
  OrchSession *session = orch_engine_get_session (engine);
  g_autoptr (GObject) member = NULL;
  g_autoptr (GObject) after = make_member (MEMBER_ID, "Zachary", "54321");
  g_autoptr (GObject) of_emr = G_OBJECT (orch_service_new (
      &(OrchServiceFields) { .id = SERVICE_ID, .emr_id = "7", .name = "Vaccin", .origin = ORCH_ORIGIN_EMR }));
  g_autoptr (GError) error = NULL;

  add_both (desk);
  member = find_row (desk, ORCH_STORE_STAFF, MEMBER_ID);
  orch_session_set_permission (session, ORCH_PERMISSION_RECEPTIONIST);
  g_assert_false (story_wait (orch_typed_row_remove (engine, member), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (story_wait (orch_typed_row_change (engine, member, after), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  g_clear_error (&error);
  orch_session_set_permission (session, ORCH_PERMISSION_ADMINISTRATOR);
  g_assert_false (story_wait (orch_typed_row_remove (engine, of_emr), &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
  check_here (desk);
}

/* The people of a clinic that has an EMR come from there. */
static void
test_with_emr (void)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  Desk desk = { .sandbox = sandbox, .story = story };

  story_set_up (story);
  check_refused (&desk, make_service (SERVICE_ID, "Prise de sang", 15), ORCH_ERROR_REFUSED);
}

int
main (int argc, char *argv[])
{
  int result = 0;

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/typed-row/online", test_online);
  g_test_add_func ("/typed-row/offline", test_offline);
  g_test_add_func ("/typed-row/defined", test_defined);
  g_test_add_func ("/typed-row/refused", test_refused);
  g_test_add_func ("/typed-row/faults", test_faults);
  g_test_add_func ("/typed-row/many", test_many);
  g_test_add_func ("/typed-row/permission", test_permission);
  g_test_add_func ("/typed-row/changed", test_changed);
  g_test_add_func ("/typed-row/speciality", test_speciality);
  g_test_add_func ("/typed-row/removed", test_removed);
  g_test_add_func ("/typed-row/removal-refused", test_removal_refused);
  g_test_add_func ("/typed-row/to-set-up", test_to_set_up);
  g_test_add_func ("/typed-row/with-emr", test_with_emr);
  result = g_test_run ();
  story_settle ();
  return result;
}
