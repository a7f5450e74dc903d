/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Services saved many at once; what comes down from the hub; the same service changed here and elsewhere.
 */
#include "store-kit.h"

#include "core/orch-service-merge.h"

#define ROW(row) orch_outbox_row_get_fields (row)
#define F(service) orch_service_get_fields (service)

/* Service number @n with some fields of its own. Returns: (transfer full) */
static OrchService *
vary (guint n, void (*change) (OrchServiceFields *fields))
{
  g_autoptr (OrchService) plain = kit_service (n, "Suivi", FALSE);
  OrchServiceFields fields = *F (plain);

  change (&fields);
  return orch_service_new (&fields);
}

static const char *const one_type[] = { "first", NULL };

static void
activate (OrchServiceFields *fields)
{
  fields->active = TRUE;
  fields->to_define = FALSE;
  fields->types = one_type;
}

static void
exclude (OrchServiceFields *fields)
{
  fields->excluded = TRUE;
  fields->to_define = FALSE;
}

static void
lengthen (OrchServiceFields *fields)
{
  fields->duration_override = 45;
}

static OrchService *
find (Kit *kit, guint n)
{
  g_autoptr (OrchService) like = kit_service (n, "x", FALSE);

  return kit_object (orch_store_find (kit->store, ORCH_STORE_SERVICES, F (like)->id));
}

/* Services 1 to @n that the hub has in version "1" */
static void
make_known (Kit *kit, guint n)
{
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree OrchStoreLink *links = g_new0 (OrchStoreLink, n);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (services, kit_service (i + 1, "Suivi", FALSE));
  g_assert_cmpuint (kit_uint (orch_store_save_services (kit->store, &kit_admin, services, TRUE)), ==, n);
  for (guint i = 0; i < n; i++)
    links[i] = (OrchStoreLink) { "service", F (services->pdata[i])->id, "HealthcareService/1", "1", 1 };
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, links, n));
}

/* As the hub has number @n. Returns: what an unsent edit has kept out */
static guint
download (Kit *kit, OrchService *theirs, const char *version)
{
  g_autoptr (GPtrArray) page = g_ptr_array_new ();
  const char *versions[] = { version };

  g_ptr_array_add (page, theirs);
  g_autoptr (GPtrArray) kept = kit_boxed (orch_store_apply_hub_services (kit->store, &kit_workstation, page, versions));
  g_assert_true (kept->len == 0 || kept->pdata[0] == theirs);
  return kept->len;
}

/* --- fields ----------------------------------------------------------------------------- */

static void
every_field_comes_back (Kit *kit, gconstpointer data)
{
  OrchCareException exception = { "staff-1", TRUE, TRUE, 7 };
  OrchCareOfferFields offer_fields = {
    .audience = ORCH_AUDIENCE_ATTACHED,
    .modes = ORCH_CARE_VIRTUAL,
    .age_min = 18,
    .age_max = -1,
    .publication_days = 30,
    .exceptions = &exception,
    .n_exceptions = 1,
  };
  g_autoptr (OrchCareOffer) offer = orch_care_offer_new (&offer_fields);
  const char *offered_by[] = { "staff-1", "staff-2", NULL };
  const char *nobody[] = { NULL };
  OrchServiceFields fields = {
    .id = "s1",
    .emr_id = "SVC-1",
    .name = "Suivi",
    .name_en = "Follow-up",
    .category = "Médecine",
    .category_id = "cat-1",
    .types = one_type,
    .offered_by = offered_by,
    .duration_minutes = 20,
    .duration_override = 25,
    .active = TRUE,
    .excluded = TRUE,
    .online = TRUE,
    .vanished = TRUE,
    .deactivated_us = G_GINT64_CONSTANT (1700000000000000),
    .offer = offer,
    .origin = ORCH_ORIGIN_EMR,
  };

  for (guint i = 0; i < 3; i++)
    {
      fields.offered_by = i == 0 ? offered_by : i == 1 ? nobody : NULL;
      fields.offer = i < 2 ? offer : NULL;
      g_autoptr (OrchService) service = orch_service_new (&fields);
      kit_ok (orch_store_save_service (kit->store, &kit_admin, service));
      g_autoptr (OrchService) found = kit_object (orch_store_find (kit->store, ORCH_STORE_SERVICES, "s1"));
      g_assert_true (orch_service_same_content (service, found));
      g_assert_true (orch_service_same_decisions (service, found));
      g_assert_true (orch_care_offer_equal (F (found)->offer, fields.offer));
      g_assert_cmpint (F (found)->offered_by == NULL, ==, F (service)->offered_by == NULL);
      g_assert_cmpint (F (found)->deactivated_us, ==, fields.deactivated_us);
      g_assert_true (F (found)->vanished);

      /* What the hub had is the same text */
      OrchStoreLink link = { "service", "s1", "HealthcareService/1", "1", F (found)->revision };
      kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
      g_autoptr (OrchService) base = kit_object (orch_store_load_base (kit->store, ORCH_STORE_SERVICES, "s1"));
      g_assert_true (orch_service_same_content (service, base));
      g_assert_true (orch_service_same_decisions (service, base));
    }
}

static void
imports_leave_decisions (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchService) decided = vary (1, lengthen);
  g_autoptr (OrchService) renamed = kit_service (1, "Autre nom", FALSE);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GPtrArray) vanished = g_ptr_array_new ();

  kit_ok (orch_store_save_service (kit->store, &kit_admin, decided));
  g_ptr_array_add (rows, renamed);
  gint64 run = kit_int64 (orch_store_begin_import (kit->store, &kit_admin, ORCH_STORE_SERVICES));
  g_assert_cmpuint (kit_uint (orch_store_write_import_page (kit->store, &kit_admin, run, rows, NULL)), ==, 1);
  g_ptr_array_add (vanished, renamed);
  kit_ok (orch_store_finish_import (kit->store, &kit_admin, run, ORCH_STORE_RUN_SUCCEEDED, NULL, vanished, NULL, NULL));
  g_autoptr (OrchService) found = find (kit, 1);
  g_assert_cmpstr (F (found)->name, ==, "Autre nom");
  g_assert_cmpint (F (found)->duration_override, ==, 45);
  g_assert_true (F (found)->vanished);
  g_assert_cmpint (F (found)->revision, ==, 3); /* the hub is told that it is to be confirmed */

  /* The same again: nothing changes */
  run = kit_int64 (orch_store_begin_import (kit->store, &kit_admin, ORCH_STORE_SERVICES));
  kit_ok (orch_store_finish_import (kit->store, &kit_admin, run, ORCH_STORE_RUN_SUCCEEDED, NULL, vanished, NULL, NULL));
  g_autoptr (OrchService) same = find (kit, 1);
  g_assert_cmpint (F (same)->revision, ==, 3);
  run = kit_int64 (orch_store_begin_import (kit->store, &kit_admin, ORCH_STORE_SERVICES));
  g_ptr_array_set_size (vanished, 0);
  kit_ok (orch_store_finish_import (kit->store, &kit_admin, run, ORCH_STORE_RUN_SUCCEEDED, NULL, vanished, NULL, NULL));
  g_autoptr (OrchService) back = find (kit, 1);
  g_assert_false (F (back)->vanished);
  g_assert_cmpint (F (back)->revision, ==, 4);
}

/* --- many at once ----------------------------------------------------------------------- */

static void
on_changed (OrchStore *store, guint changes, guint *n_signals)
{
  if ((changes & ORCH_STORE_CHANGED_SERVICES) != 0)
    ++*n_signals;
}

static void
five_hundred_at_once (Kit *kit, gconstpointer data)
{
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_signals = 0;

  make_known (kit, 500);
  for (guint n = 1; n <= 500; n++)
    g_ptr_array_add (changed, n % 50 == 0 ? kit_service (n, "Suivi", FALSE) : vary (n, activate));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect (kit->store, "changed", G_CALLBACK (on_changed), &n_signals);
  g_assert_cmpuint (kit_uint (orch_store_save_services (kit->store, &kit_receptionist, changed, TRUE)), ==, 490);
  while (n_signals == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_signals, ==, 1);

  g_autoptr (OrchOutboxCounts) outbox = kit_boxed (orch_store_outbox_count (kit->store));
  g_assert_cmpuint (outbox->queued, ==, 490);
  g_autoptr (GPtrArray) journal = kit_boxed (orch_store_list_journal (kit->store, 0, 10000));
  guint n_journaled = 0;
  for (guint i = 0; i < journal->len; i++)
    n_journaled += g_str_equal (orch_journal_entry_get_fields (journal->pdata[i])->act, "service-changed") &&
                   g_str_equal (orch_journal_entry_get_fields (journal->pdata[i])->actor, kit_receptionist.id);
  g_assert_cmpuint (n_journaled, ==, 490);

  /* They leave by batches; three are refused, the others go on */
  guint n_sent = 0, n_refused = 0;
  for (;;)
    {
      g_autoptr (GPtrArray) batch = kit_boxed (orch_store_outbox_claim_batch (kit->store, "service", "update", 100));
      if (batch->len == 0)
        break;
      g_assert_cmpuint (batch->len, <=, 100);
      for (guint i = 0; i < batch->len; i++)
        {
          g_assert_cmpint (ROW (batch->pdata[i])->state, ==, ORCH_OUTBOX_SENDING);
          g_assert_true (F (ORCH_SERVICE (ROW (batch->pdata[i])->object))->active);
          g_autoptr (GError) invalid = g_error_new (ORCH_ERROR, ORCH_ERROR_INVALID, "no");
          if (n_refused < 3 && i == 50)
            {
              kit_ok (orch_store_outbox_fail (kit->store, batch->pdata[i], invalid));
              n_refused++;
            }
          else
            {
              g_assert_true (kit_boolean (orch_store_outbox_ack (kit->store, batch->pdata[i], "2")));
              n_sent++;
            }
        }
    }
  g_assert_cmpuint (n_sent, ==, 487);
  g_autoptr (OrchOutboxCounts) after = kit_boxed (orch_store_outbox_count (kit->store));
  g_assert_cmpuint (after->queued, ==, 0);
  g_assert_cmpuint (after->failed, ==, 3);
  g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (kit->store, ORCH_STORE_SERVICES));
  g_assert_cmpuint (counts->active, ==, 490);
  g_assert_cmpuint (counts->to_define, ==, 10);
  g_assert_cmpuint (counts->unsynced, ==, 3);
  /* A refused one is not sent behind the user's back */
  g_autoptr (GPtrArray) unsynced = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_SERVICES, NULL, 10));
  g_assert_cmpuint (unsynced->len, ==, 0);
}

static void
all_or_none (Kit *kit, gconstpointer data)
{
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);
  OrchServiceFields without = { .name = "Sans identifiant" };

  make_known (kit, 2);
  g_ptr_array_add (services, vary (1, activate));
  kit_fails (orch_store_save_services (kit->store, &kit_professional, services, TRUE), ORCH_ERROR_REFUSED);
  g_ptr_array_add (services, orch_service_new (&without));
  kit_fails (orch_store_save_services (kit->store, &kit_admin, services, TRUE), ORCH_ERROR_INVALID);
  g_autoptr (OrchService) found = find (kit, 1);
  g_assert_false (F (found)->active);
  g_ptr_array_set_size (services, 1);
  /* The rules speak through the workstation; what waits for a batch is not in the outbox. */
  g_assert_cmpuint (kit_uint (orch_store_save_services (kit->store, &kit_workstation, services, FALSE)), ==, 1);
  g_autoptr (OrchOutboxCounts) outbox = kit_boxed (orch_store_outbox_count (kit->store));
  g_assert_cmpuint (outbox->queued, ==, 0);
  g_autoptr (GPtrArray) unsynced = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_SERVICES, NULL, 10));
  g_assert_cmpuint (unsynced->len, ==, 1);
}

static void
several_in_flight (Kit *kit, gconstpointer data)
{
  const char *const verbs[] = { "create", "update", "update" };

  /* Three ops of each of three objects, interleaved; those of one object leave one after the other */
  for (guint round = 0; round < 3; round++)
    for (guint object = 0; object < 3; object++)
      {
        g_autofree char *id = g_strdup_printf ("m%u", object);
        g_autofree char *payload = g_strdup_printf ("%u", round);
        kit_ok (orch_store_enqueue (kit->store, &kit_admin, ORCH_ACT_SEND_ALERT, "message", id,
                                    round == 2 ? "delete" : verbs[round], payload));
      }
  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (GPtrArray) flying = g_ptr_array_new_with_free_func (g_object_unref);
      OrchOutboxRow *op;
      while ((op = kit_object (orch_store_outbox_claim (kit->store))) != NULL)
        g_ptr_array_add (flying, op);
      g_assert_cmpuint (flying->len, ==, 3);
      /* The answers come in another order */
      for (guint i = 0; i < 3; i++)
        {
          op = flying->pdata[2 - i];
          g_autofree char *payload = g_strdup_printf ("%u", round);
          g_assert_cmpstr (ROW (op)->payload, ==, payload);
          g_assert_true (kit_boolean (orch_store_outbox_ack (kit->store, op, NULL)));
          if (i < 2)
            {
              /* The next of the same object may leave; the others still wait */
              g_autoptr (OrchOutboxRow) next = kit_object (orch_store_outbox_claim (kit->store));
              if (round < 2)
                {
                  g_assert_cmpstr (ROW (next)->object_id, ==, ROW (op)->object_id);
                  g_autoptr (GError) error = g_error_new (ORCH_ERROR, ORCH_ERROR_OFFLINE, "later");
                  kit_ok (orch_store_outbox_retry_later (kit->store, next, 1, error));
                }
              else
                g_assert_null (next);
              /* Taken at once again by the next claim: out of the way until the round ends */
              if (next != NULL)
                {
                  g_autoptr (OrchOutboxRow) again = kit_object (orch_store_outbox_claim (kit->store));
                  g_assert_cmpint (ROW (again)->seq, ==, ROW (next)->seq);
                  g_autoptr (GError) error = g_error_new (ORCH_ERROR, ORCH_ERROR_OFFLINE, "later");
                  kit_ok (orch_store_outbox_retry_later (kit->store, again, G_MAXINT64 / 2, error));
                }
            }
        }
      kit_uint (orch_store_outbox_reset_waits (kit->store));
    }
  g_autoptr (OrchOutboxCounts) counts = kit_boxed (orch_store_outbox_count (kit->store));
  g_assert_cmpuint (counts->queued, ==, 0);
  g_assert_cmpuint (counts->sent, ==, 9);
}

static void
waits_are_reset (Kit *kit, gconstpointer data)
{
  g_autoptr (GError) error = g_error_new (ORCH_ERROR, ORCH_ERROR_OFFLINE, "no route");

  kit_ok (orch_store_enqueue (kit->store, &kit_admin, ORCH_ACT_SEND_ALERT, "alert", "a", "create", "{}"));
  kit_ok (orch_store_enqueue (kit->store, &kit_admin, ORCH_ACT_SEND_ALERT, "alert", "b", "create", "{}"));
  g_autoptr (OrchOutboxRow) a = kit_object (orch_store_outbox_claim (kit->store));
  g_autoptr (OrchOutboxRow) b = kit_object (orch_store_outbox_claim (kit->store));
  kit_ok (orch_store_outbox_retry_later (kit->store, a, G_MAXINT64 / 2, error));
  kit_ok (orch_store_outbox_fail (kit->store, b, error));
  g_autoptr (OrchOutboxRow) none = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_null (none);
  g_assert_cmpuint (kit_uint (orch_store_outbox_reset_waits (kit->store)), ==,
                    1); /* the refused one waits for its person */
  g_autoptr (OrchOutboxRow) again = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_cmpstr (ROW (again)->object_id, ==, "a");
  g_assert_cmpuint (kit_uint (orch_store_outbox_reset_waits (kit->store)), ==, 0);
}

/* --- from the hub ----------------------------------------------------------------------- */

static void
download_brings_what_others_did (Kit *kit, gconstpointer data)
{
  make_known (kit, 3);
  g_autoptr (OrchService) theirs = vary (1, activate);
  g_assert_cmpuint (download (kit, theirs, "2"), ==, 0);
  g_autoptr (OrchService) found = find (kit, 1);
  g_assert_true (F (found)->active);
  g_assert_cmpint (F (found)->origin, ==, ORCH_ORIGIN_EMR);
  g_autoptr (GPtrArray) unsynced = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_SERVICES, NULL, 10));
  g_assert_cmpuint (unsynced->len, ==, 0); /* it is not sent back */
  g_autofree char *version = kit_string (orch_store_get_hub_version (kit->store, "service", F (theirs)->id));
  g_assert_cmpstr (version, ==, "2");
  g_autoptr (OrchService) base = kit_object (orch_store_load_base (kit->store, ORCH_STORE_SERVICES, F (theirs)->id));
  g_assert_true (F (base)->active);
  /* The same page again changes nothing */
  g_assert_cmpuint (download (kit, theirs, "2"), ==, 0);
  g_autoptr (OrchService) same = find (kit, 1);
  g_assert_cmpint (F (same)->revision, ==, F (found)->revision);

  /* One that is edited here */
  g_autoptr (OrchService) mine = vary (2, lengthen);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, mine));
  g_autoptr (OrchService) other = vary (2, activate);
  g_assert_cmpuint (download (kit, other, "2"), ==, 1);
  g_autoptr (OrchService) kept = find (kit, 2);
  g_assert_false (F (kept)->active);
  g_assert_cmpint (F (kept)->duration_override, ==, 45);

  /* One that an import has renamed, not sent yet: the name stays, the decision comes */
  g_autoptr (OrchService) renamed = kit_service (3, "Autre nom", FALSE);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_ptr_array_add (rows, renamed);
  gint64 run = kit_int64 (orch_store_begin_import (kit->store, &kit_admin, ORCH_STORE_SERVICES));
  kit_ok (orch_store_write_import_page (kit->store, &kit_admin, run, rows, NULL));
  g_autoptr (OrchService) decided = vary (3, exclude);
  g_assert_cmpuint (download (kit, decided, "2"), ==, 0);
  g_autoptr (OrchService) both = find (kit, 3);
  g_assert_cmpstr (F (both)->name, ==, "Autre nom");
  g_assert_true (F (both)->excluded);
  g_autoptr (GPtrArray) still = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_SERVICES, NULL, 10));
  g_assert_cmpuint (still->len, ==, 1);

  /* One that is new here */
  OrchServiceFields fields = {
    .id = "new", .hub_id = "HealthcareService/9", .name = "Ailleurs", .origin = ORCH_ORIGIN_HUB
  };
  g_autoptr (OrchService) new = orch_service_new (&fields);
  g_assert_cmpuint (download (kit, new, "1"), ==, 0);
  g_autoptr (OrchService) arrived = kit_object (orch_store_find (kit->store, ORCH_STORE_SERVICES, "new"));
  g_assert_cmpstr (F (arrived)->hub_id, ==, "HealthcareService/9");
  g_autoptr (GPtrArray) page = g_ptr_array_new ();
  g_ptr_array_add (page, new);
  kit_fails (orch_store_apply_hub_services (kit->store, &kit_professional, page, NULL), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_apply_hub_staff (kit->store, &kit_workstation, page, NULL), ORCH_ERROR_INVALID);
}

/* Staff: who may do what is decided by an administrator, wherever */
static void
roles_come_down (Kit *kit, gconstpointer data)
{
  kit_import_staff (kit->store, 1, 1);
  g_autoptr (OrchStaffMember) imported = kit_staff (1, "Tremblay 0001");
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (imported);
  OrchStoreLink link = { "staff", fields.id, "Practitioner/1", "1", 1 };
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
  fields.permission = ORCH_PERMISSION_ADMINISTRATOR;
  fields.family = NULL; /* a name that the hub does not say is not taken away */
  g_autoptr (OrchStaffMember) theirs = orch_staff_member_new (&fields);
  g_autoptr (GPtrArray) page = g_ptr_array_new ();
  g_ptr_array_add (page, theirs);
  const char *versions[] = { "2" };
  g_autoptr (GPtrArray) kept = kit_boxed (orch_store_apply_hub_staff (kit->store, &kit_workstation, page, versions));
  g_assert_cmpuint (kept->len, ==, 0);
  g_autoptr (OrchStaffMember) found = kit_object (orch_store_find (kit->store, ORCH_STORE_STAFF, fields.id));
  g_assert_cmpint (orch_staff_member_get_fields (found)->permission, ==, ORCH_PERMISSION_ADMINISTRATOR);
  g_assert_cmpstr (orch_staff_member_get_fields (found)->family, ==, "Tremblay 0001");
}

/* --- conflicts -------------------------------------------------------------------------- */

typedef struct
{
  const char *name;
  OrchServiceMergeField kept;
  gboolean take_theirs;
  gboolean active;   /* afterwards; mine: active, theirs: excluded */
  gboolean excluded; /* afterwards */
  gboolean sent;     /* whether anything is left to send */
} Settlement;

static const Settlement settlements[] = {
  { "mine", ORCH_SERVICE_ALL_FIELDS, FALSE, TRUE, FALSE, TRUE },
  { "theirs", 0, FALSE, FALSE, TRUE, FALSE },
  { "theirs-as-it-is", 0, TRUE, FALSE, TRUE, FALSE },
  { "some", ORCH_SERVICE_FIELD_TYPES, FALSE, FALSE, TRUE, TRUE },
};

static void
conflict_is_settled (Kit *kit, gconstpointer data)
{
  const Settlement *settlement = data;

  make_known (kit, 1);
  g_autoptr (OrchService) mine = vary (1, activate), theirs = vary (1, exclude);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, mine));
  g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_claim (kit->store));

  /* The hub says 412: the op waits for somebody */
  gint64 id = kit_int64 (orch_store_add_edit_conflict (kit->store, &kit_workstation, "service", F (mine)->id,
                                                       G_OBJECT (theirs), "2", ORCH_SERVICE_FIELD_STATE));
  g_autoptr (OrchOutboxRow) none = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_null (none);
  g_autoptr (OrchOutboxRow) parked = kit_object (orch_store_outbox_find (kit->store, NULL, "service", F (mine)->id));
  g_assert_cmpint (ROW (parked)->state, ==, ORCH_OUTBOX_FAILED);
  g_assert_cmpint (ROW (parked)->error_code, ==, ORCH_ERROR_CONFLICT);
  /* Found again, it is the same conflict */
  g_assert_cmpint (kit_int64 (orch_store_add_edit_conflict (kit->store, &kit_workstation, "service", F (mine)->id,
                                                            G_OBJECT (theirs), "3", ORCH_SERVICE_FIELD_STATE)),
                   ==, id);
  g_autoptr (GPtrArray) conflicts = kit_boxed (orch_store_list_edit_conflicts (kit->store, FALSE, 10));
  g_assert_cmpuint (conflicts->len, ==, 1);
  const OrchEditConflictFields *f = orch_edit_conflict_get_fields (conflicts->pdata[0]);
  g_assert_false (F (ORCH_SERVICE (f->base))->active);
  g_assert_false (F (ORCH_SERVICE (f->base))->excluded);
  g_assert_true (F (ORCH_SERVICE (f->mine))->active);
  g_assert_true (F (ORCH_SERVICE (f->theirs))->excluded);
  g_assert_cmpstr (f->hub_version, ==, "3");

  g_autoptr (OrchService) result =
      orch_service_settle (ORCH_SERVICE (f->mine), ORCH_SERVICE (f->theirs), settlement->kept);
  kit_fails (orch_store_settle_edit_conflict (kit->store, &kit_professional, id, NULL, 0), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_settle_edit_conflict (kit->store, &kit_workstation, id, NULL, 0), ORCH_ERROR_REFUSED);
  kit_fails (orch_store_settle_edit_conflict (kit->store, &kit_admin, 99, NULL, 0), ORCH_ERROR_NOT_FOUND);
  kit_ok (orch_store_settle_edit_conflict (kit->store, &kit_receptionist, id,
                                           settlement->take_theirs ? NULL : G_OBJECT (result), settlement->kept));
  kit_fails (orch_store_settle_edit_conflict (kit->store, &kit_receptionist, id, NULL, 0), ORCH_ERROR_CONFLICT);

  g_autoptr (OrchService) found = find (kit, 1);
  g_assert_cmpint (F (found)->active, ==, settlement->active);
  g_assert_cmpint (F (found)->excluded, ==, settlement->excluded);
  g_autofree char *version = kit_string (orch_store_get_hub_version (kit->store, "service", F (mine)->id));
  g_assert_cmpstr (version, ==, "3"); /* what is sent now is sent over theirs */
  g_autoptr (OrchService) base = kit_object (orch_store_load_base (kit->store, ORCH_STORE_SERVICES, F (mine)->id));
  g_assert_true (F (base)->excluded);
  g_autoptr (OrchOutboxRow) next = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_cmpint (next != NULL, ==, settlement->sent);
  if (next != NULL)
    g_assert_true (kit_boolean (orch_store_outbox_ack (kit->store, next, "4")));
  g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (kit->store, ORCH_STORE_SERVICES));
  g_assert_cmpuint (counts->unsynced, ==, 0);
  g_autoptr (GPtrArray) open = kit_boxed (orch_store_list_edit_conflicts (kit->store, FALSE, 10));
  g_autoptr (GPtrArray) all = kit_boxed (orch_store_list_edit_conflicts (kit->store, TRUE, 10));
  g_assert_cmpuint (open->len, ==, 0);
  g_assert_cmpuint (all->len, ==, 1);
  g_assert_cmpstr (orch_edit_conflict_get_fields (all->pdata[0])->actor, ==, kit_receptionist.id);
  g_assert_cmpuint (orch_edit_conflict_get_fields (all->pdata[0])->kept, ==, settlement->kept);
}

static void
deleted_elsewhere (Kit *kit, gconstpointer data)
{
  const gboolean keep = GPOINTER_TO_INT (data);

  make_known (kit, 1);
  g_autoptr (OrchService) mine = vary (1, activate);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, mine));
  gint64 id =
      kit_int64 (orch_store_add_edit_conflict (kit->store, &kit_workstation, "service", F (mine)->id, NULL, NULL, 0));
  kit_ok (orch_store_settle_edit_conflict (kit->store, &kit_admin, id, keep ? G_OBJECT (mine) : NULL, 0));
  g_autoptr (GPtrArray) unsynced = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_SERVICES, NULL, 10));
  g_autoptr (OrchOutboxCounts) outbox = kit_boxed (orch_store_outbox_count (kit->store));
  g_assert_cmpuint (unsynced->len, ==, keep ? 1 : 0); /* made there anew */
  g_assert_cmpuint (outbox->queued + outbox->failed, ==, 0);
  g_autoptr (OrchStoreCounts) counts = kit_boxed (orch_store_count (kit->store, ORCH_STORE_SERVICES));
  g_assert_cmpuint (counts->total, ==, keep ? 1 : 0);
  kit_fails (orch_store_add_edit_conflict (kit->store, &kit_workstation, "service", "nobody", NULL, NULL, 0),
             ORCH_ERROR_NOT_FOUND);
}

static void
different_fields_are_put_together (Kit *kit, gconstpointer data)
{
  OrchServiceMergeField conflicting;

  make_known (kit, 1);
  g_autoptr (OrchService) mine = vary (1, lengthen), theirs = vary (1, exclude);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, mine));
  g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_claim (kit->store));
  g_autoptr (OrchService) base = kit_object (orch_store_load_base (kit->store, ORCH_STORE_SERVICES, F (mine)->id));
  OrchService *sent = ORCH_SERVICE (ROW (op)->object);
  g_autoptr (OrchService) merged = orch_service_merge (base, sent, theirs, &conflicting);
  g_assert_cmpint (conflicting, ==, 0);

  /* Edited while the answer was on its way: not with that one */
  g_assert_false (kit_boolean (orch_store_rebase (kit->store, &kit_workstation, ORCH_STORE_SERVICES, G_OBJECT (merged),
                                                  G_OBJECT (theirs), "2", F (sent)->revision - 1)));
  g_assert_true (kit_boolean (orch_store_rebase (kit->store, &kit_workstation, ORCH_STORE_SERVICES, G_OBJECT (merged),
                                                 G_OBJECT (theirs), "2", F (sent)->revision)));
  g_autoptr (OrchService) found = find (kit, 1);
  g_assert_true (F (found)->excluded);
  g_assert_cmpint (F (found)->duration_override, ==, 45);
  g_autoptr (OrchOutboxRow) next = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_cmpstr (ROW (next)->op_id, !=, ROW (op)->op_id);
  /* It stays the person's, whoever put it together. */
  g_assert_cmpstr (ROW (next)->actor, ==, kit_admin.id);
  g_assert_cmpint (ROW (next)->permission, ==, kit_admin.permission);
  g_assert_true (F (ORCH_SERVICE (ROW (next)->object))->excluded);
  g_autofree char *version = kit_string (orch_store_get_hub_version (kit->store, "service", F (mine)->id));
  g_assert_cmpstr (version, ==, "2");
  g_assert_true (kit_boolean (orch_store_outbox_ack (kit->store, next, "3")));

  /* Both did the same: nothing is left to send */
  g_autoptr (OrchService) same = vary (1, activate);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, same));
  g_autoptr (OrchService) now = find (kit, 1);
  g_assert_true (kit_boolean (orch_store_rebase (kit->store, &kit_workstation, ORCH_STORE_SERVICES, G_OBJECT (now),
                                                 G_OBJECT (same), "4", F (now)->revision)));
  g_autoptr (OrchOutboxCounts) outbox = kit_boxed (orch_store_outbox_count (kit->store));
  g_assert_cmpuint (outbox->queued, ==, 0);
}

/* Edited while it is sent: the base is what was sent, not what is there since */
static void
base_is_what_was_sent (Kit *kit, gconstpointer data)
{
  make_known (kit, 1);
  g_autoptr (OrchService) first = vary (1, lengthen), second = vary (1, activate);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, first));
  g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_cmpint (F (ORCH_SERVICE (ROW (op)->object))->duration_override, ==, 45);
  kit_ok (orch_store_save_service (kit->store, &kit_admin, second));
  g_assert_false (kit_boolean (orch_store_outbox_ack (kit->store, op, "2")));
  g_autoptr (OrchService) base = kit_object (orch_store_load_base (kit->store, ORCH_STORE_SERVICES, F (first)->id));
  g_assert_cmpint (F (base)->duration_override, ==, 45);
  g_assert_false (F (base)->active);
}

/* What was given up does not leave with the next batch */
static void
discarded_is_as_the_hub_has_it (Kit *kit, gconstpointer data)
{
  const gboolean with_base = GPOINTER_TO_INT (data);

  make_known (kit, 1);
  g_autoptr (OrchService) mine = vary (1, activate);
  if (!with_base)
    {
      sqlite3 *db = kit_raw_open (kit->path);
      kit_raw_run (db, "DELETE FROM hub_base");
      sqlite3_close (db);
    }
  kit_ok (orch_store_save_service (kit->store, &kit_admin, mine));
  g_autoptr (OrchOutboxRow) op = kit_object (orch_store_outbox_find (kit->store, NULL, "service", F (mine)->id));
  kit_ok (orch_store_outbox_discard (kit->store, &kit_admin, ROW (op)->seq));
  kit_fails (orch_store_outbox_discard (kit->store, &kit_admin, ROW (op)->seq), ORCH_ERROR_NOT_FOUND);
  g_autoptr (GPtrArray) unsynced = kit_boxed (orch_store_load_unsynced (kit->store, ORCH_STORE_SERVICES, NULL, 10));
  g_assert_cmpuint (unsynced->len, ==, 0);
  g_autoptr (OrchService) found = find (kit, 1);
  g_assert_cmpint (F (found)->active, ==, !with_base);
  /* The same version comes down: it is as there, in both cases */
  g_autoptr (OrchService) theirs = kit_service (1, "Suivi", FALSE);
  g_assert_cmpuint (download (kit, theirs, "1"), ==, 0);
  g_autoptr (OrchService) after = find (kit, 1);
  g_assert_false (F (after)->active);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define TEST(path, data, func) g_test_add ("/services/" path, Kit, data, kit_set_up, func, kit_tear_down)
  TEST ("every-field-comes-back", NULL, every_field_comes_back);
  TEST ("imports-leave-decisions", NULL, imports_leave_decisions);
  TEST ("five-hundred-at-once", NULL, five_hundred_at_once);
  TEST ("all-or-none", NULL, all_or_none);
  TEST ("several-in-flight", NULL, several_in_flight);
  TEST ("waits-are-reset", NULL, waits_are_reset);
  TEST ("download-brings-what-others-did", NULL, download_brings_what_others_did);
  TEST ("roles-come-down", NULL, roles_come_down);
  for (guint i = 0; i < G_N_ELEMENTS (settlements); i++)
    {
      g_autofree char *path = g_strconcat ("/services/conflict-is-settled/", settlements[i].name, NULL);
      g_test_add (path, Kit, &settlements[i], kit_set_up, conflict_is_settled, kit_tear_down);
    }
  TEST ("deleted-elsewhere/kept", GINT_TO_POINTER (TRUE), deleted_elsewhere);
  TEST ("deleted-elsewhere/gone", GINT_TO_POINTER (FALSE), deleted_elsewhere);
  TEST ("different-fields-are-put-together", NULL, different_fields_are_put_together);
  TEST ("discarded-is-as-the-hub-has-it/base", GINT_TO_POINTER (TRUE), discarded_is_as_the_hub_has_it);
  TEST ("discarded-is-as-the-hub-has-it/no-base", GINT_TO_POINTER (FALSE), discarded_is_as_the_hub_has_it);
  TEST ("base-is-what-was-sent", NULL, base_is_what_was_sent);
  return g_test_run ();
}
