/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The eleven ways of changing something while the hub is away (after evolution-data-server's offline tests), for each kind of object
 * that can be made and deleted here: what waits to be sent afterwards, and what is left once the hub is back.
 */
#include "store-kit.h"

#define ROW(row) orch_outbox_row_get_fields (row)

/* --- the three kinds --------------------------------------------------------------------- */

typedef enum
{
  STAFF = 0,
  SERVICE,
  SETTING,
} Object;

static const char *const types[] = { "staff", "service", "setting" };
static const char *const ids[] = { "00000000-0000-4000-8000-00000000aaaa", "00000000-0000-4000-8000-00000000bbbb",
                                   "types" };
static const char *const hub_ids[] = { "Practitioner/7", "HealthcareService/7", "Basic/7" };

static OrchStoreKind
kind_of (Object object)
{
  return object == STAFF ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES;
}

/* What somebody typed, or what the hub says: @text is in it */
static GObject *
make_row (Object object, const char *text, const char *hub_id)
{
  if (object == STAFF)
    {
      OrchStaffMemberFields fields = {
        .id = ids[object],
        .hub_id = hub_id,
        .family = text,
        .permission = ORCH_PERMISSION_PROFESSIONAL,
        .active = TRUE,
        .origin = ORCH_ORIGIN_HAND,
      };
      return G_OBJECT (orch_staff_member_new (&fields));
    }
  OrchServiceFields fields = { .id = ids[object], .hub_id = hub_id, .name = text, .origin = ORCH_ORIGIN_HAND };
  return G_OBJECT (orch_service_new (&fields));
}

static void
put (Kit *kit, Object object, const char *text)
{
  if (object == SETTING)
    {
      kit_ok (orch_store_set_setting (kit->store, &kit_admin, ids[object], text, TRUE));
      return;
    }
  g_autoptr (GObject) row = make_row (object, text, NULL);
  if (object == STAFF)
    kit_ok (orch_store_save_staff (kit->store, &kit_admin, ORCH_STAFF_MEMBER (row)));
  else
    kit_ok (orch_store_save_service (kit->store, &kit_admin, ORCH_SERVICE (row)));
}

static void
drop (Kit *kit, Object object)
{
  if (object == SETTING)
    kit_ok (orch_store_set_setting (kit->store, &kit_admin, ids[object], NULL, TRUE));
  else
    kit_ok (orch_store_remove (kit->store, &kit_admin, kind_of (object), ids[object]));
}

/* A page comes down. Returns: whether it is now here as the hub has it */
static gboolean
resync (Kit *kit, Object object, const char *text, const char *version)
{
  if (object == SETTING)
    return kit_boolean (
        orch_store_apply_hub_setting (kit->store, &kit_workstation, ids[object], text, text != NULL ? version : NULL));

  g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func (g_object_unref);
  const char *versions[] = { version };
  if (text != NULL)
    g_ptr_array_add (page, make_row (object, text, hub_ids[object]));
  g_autoptr (GPtrArray) kept =
      object == STAFF
          ? kit_boxed (orch_store_apply_hub_staff (kit->store, &kit_workstation, page, text != NULL ? versions : NULL))
          : kit_boxed (
                orch_store_apply_hub_services (kit->store, &kit_workstation, page, text != NULL ? versions : NULL));
  return kept->len == 0;
}

/* --- what is seen ----------------------------------------------------------------------- */

/* "row" when the next upload by batches takes it, and the verbs of its ops in order */
static char *
get_waiting (Kit *kit, Object object)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autoptr (GPtrArray) ops = kit_boxed (orch_store_outbox_list (kit->store, 100));

  if (object != SETTING)
    {
      g_autoptr (GPtrArray) rows = kit_boxed (orch_store_load_unsynced (kit->store, kind_of (object), NULL, 100));
      for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add (parts, (gpointer) "row");
    }
  for (guint i = 0; i < ops->len; i++)
    {
      g_assert_cmpstr (ROW (ops->pdata[i])->object_type, ==, types[object]);
      g_assert_cmpstr (ROW (ops->pdata[i])->object_id, ==, ids[object]);
      g_ptr_array_add (parts, (gpointer) ROW (ops->pdata[i])->verb);
    }
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" ", (char **) parts->pdata);
}

#define assert_waiting(kit, object, expected)                                                                          \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *kit_waiting = get_waiting (kit, object);                                                          \
    g_assert_cmpstr (kit_waiting, ==, expected);                                                                       \
  }                                                                                                                    \
  G_STMT_END

/* Its text, %NULL when it is not here */
static char *
get_text (Kit *kit, Object object)
{
  if (object == SETTING)
    return kit_string (orch_store_get_setting (kit->store, ids[object]));

  g_autoptr (GPtrArray) rows = kit_boxed (orch_store_load_all (kit->store, kind_of (object), NULL));
  g_assert_cmpuint (rows->len, <=, 1);
  if (rows->len == 0)
    return NULL;
  return g_strdup (object == STAFF ? orch_staff_member_get_fields (rows->pdata[0])->family
                                   : orch_service_get_fields (rows->pdata[0])->name);
}

#define assert_text(kit, object, expected)                                                                             \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *kit_text = get_text (kit, object);                                                                \
    g_assert_cmpstr (kit_text, ==, expected);                                                                          \
  }                                                                                                                    \
  G_STMT_END

/* --- the hub is back ---------------------------------------------------------------------- */

/* Sends everything, as the sync does. Returns: (transfer full): the verbs that left, in order; "put" for a row of a batch */
static char *
send_all (Kit *kit, Object object, const char *version)
{
  g_autoptr (GString) sent = g_string_new (NULL);
  OrchOutboxRow *op;

  while ((op = kit_object (orch_store_outbox_claim (kit->store))) != NULL)
    {
      g_string_append_printf (sent, "%s%s", sent->len > 0 ? " " : "", ROW (op)->verb);
      if (!g_str_equal (ROW (op)->verb, "delete") && object != SETTING)
        {
          OrchStoreLink link = { types[object], ids[object], hub_ids[object], version, ROW (op)->revision };
          kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
        }
      kit_ok (orch_store_outbox_ack (kit->store, op, g_str_equal (ROW (op)->verb, "delete") ? NULL : version));
      g_object_unref (op);
    }
  if (object != SETTING)
    {
      g_autoptr (GPtrArray) rows = kit_boxed (orch_store_load_unsynced (kit->store, kind_of (object), NULL, 100));
      for (guint i = 0; i < rows->len; i++)
        {
          gint64 revision = object == STAFF ? orch_staff_member_get_fields (rows->pdata[i])->revision
                                            : orch_service_get_fields (rows->pdata[i])->revision;
          OrchStoreLink link = { types[object], ids[object], hub_ids[object], version, revision };
          kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
          g_string_append_printf (sent, "%sput", sent->len > 0 ? " " : "");
        }
    }
  return g_string_free (g_steal_pointer (&sent), FALSE);
}

static void
assert_sends (Kit *kit, Object object, const char *expected, const char *version)
{
  g_autofree char *sent = send_all (kit, object, version);

  g_assert_cmpstr (sent, ==, expected);
  assert_waiting (kit, object, "");
}

/* Something that the hub has too, as "one" */
static void
make_known (Kit *kit, Object object)
{
  put (kit, object, "one");
  g_free (send_all (kit, object, "1"));
  assert_waiting (kit, object, "");
  assert_text (kit, object, "one");
}

/* --- the eleven ------------------------------------------------------------------------- */

static void
eleven (Kit *kit, gconstpointer data)
{
  const Object object = GPOINTER_TO_INT (data);
  const char *added = object == SETTING ? "update" : "row";
  const char *created = object == SETTING ? "update" : "put";

  /* Add */
  put (kit, object, "one");
  assert_waiting (kit, object, added);
  /* AddEdit: still one thing to send, as it is last */
  put (kit, object, "two");
  assert_waiting (kit, object, added);
  assert_text (kit, object, "two");
  /* AddResync: a page without it changes nothing of it; then it is sent, and comes back as our own */
  resync (kit, object, NULL, NULL);
  assert_waiting (kit, object, added);
  assert_text (kit, object, "two");
  assert_sends (kit, object, created, "1");
  g_assert_true (resync (kit, object, "two", "1"));
  assert_waiting (kit, object, "");
  assert_text (kit, object, "two");

  /* Edit */
  put (kit, object, "three");
  assert_waiting (kit, object, "update");
  /* EditResync: what the hub has does not overwrite it */
  g_assert_false (resync (kit, object, "elsewhere", "2"));
  assert_waiting (kit, object, "update");
  assert_text (kit, object, "three");
  assert_sends (kit, object, "update", "3");
  assert_text (kit, object, "three");

  /* EditDelete: only the removal is left to tell */
  put (kit, object, "four");
  drop (kit, object);
  assert_waiting (kit, object, "delete");
  assert_text (kit, object, NULL);
  /* DeleteAdd: for the hub it is an edit of what it has */
  put (kit, object, "five");
  assert_waiting (kit, object, "update");
  assert_text (kit, object, "five");
  g_autofree char *hub_id = kit_string (orch_store_get_hub_id (kit->store, types[object], ids[object]));
  if (object != SETTING)
    g_assert_cmpstr (hub_id, ==, hub_ids[object]);
  assert_sends (kit, object, "update", "4");

  /* Delete */
  drop (kit, object);
  assert_waiting (kit, object, "delete");
  assert_text (kit, object, NULL);
  /* DeleteResync: a page that still has it does not bring it back */
  resync (kit, object, "five", "4");
  resync (kit, object, "elsewhere", "5");
  assert_waiting (kit, object, "delete");
  assert_text (kit, object, NULL);
  assert_sends (kit, object, "delete", NULL);
  assert_text (kit, object, NULL);

  /* AddDelete: the hub never hears of it */
  put (kit, object, "six");
  drop (kit, object);
  assert_text (kit, object, NULL);
  if (object != SETTING)
    assert_waiting (kit, object, "");
  /* AddDeleteAdd: one thing to make */
  put (kit, object, "seven");
  assert_text (kit, object, "seven");
  assert_waiting (kit, object, added);
  assert_sends (kit, object, created, "6");
  kit_ok (orch_store_check_integrity (kit->store, NULL));
}

static void
never_sent_leaves_nothing (Kit *kit, gconstpointer data)
{
  const Object object = GPOINTER_TO_INT (data);

  put (kit, object, "one");
  put (kit, object, "two");
  drop (kit, object);
  assert_waiting (kit, object, "");
  assert_text (kit, object, NULL);
  assert_sends (kit, object, "", NULL);
}

/* --- while something is on its way --------------------------------------------------------- */

static void
removed_while_an_edit_is_sent (Kit *kit, gconstpointer data)
{
  const Object object = GPOINTER_TO_INT (data);

  make_known (kit, object);
  put (kit, object, "two");
  g_autoptr (OrchOutboxRow) edit = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_cmpstr (ROW (edit)->verb, ==, "update");
  drop (kit, object);
  assert_waiting (kit, object, "update delete");
  g_autoptr (OrchOutboxRow) nothing = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_null (nothing); /* the removal waits for the edit */
  kit_ok (orch_store_outbox_ack (kit->store, edit, "2"));
  assert_waiting (kit, object, "delete");
  assert_sends (kit, object, "delete", NULL);
  assert_text (kit, object, NULL);
}

static void
added_while_its_removal_is_sent (Kit *kit, gconstpointer data)
{
  const Object object = GPOINTER_TO_INT (data);

  make_known (kit, object);
  drop (kit, object);
  g_autoptr (OrchOutboxRow) removal = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_cmpstr (ROW (removal)->verb, ==, "delete");
  put (kit, object, "again");
  assert_waiting (kit, object, object == SETTING ? "delete update" : "delete create");
  g_autoptr (OrchOutboxRow) nothing = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_null (nothing);
  if (object != SETTING)
    {
      g_autofree char *hub_id = kit_string (orch_store_get_hub_id (kit->store, types[object], ids[object]));
      g_assert_cmpstr (hub_id, !=, NULL); /* the removal has to know */
    }
  kit_ok (orch_store_outbox_ack (kit->store, removal, NULL));
  assert_sends (kit, object, object == SETTING ? "update" : "create", "9");
  assert_text (kit, object, "again");
}

/* The answer of a removal that may have arrived is lost: what is typed again is made anew, whatever became of the old one. */
static void
added_after_a_lost_removal (Kit *kit, gconstpointer data)
{
  const Object object = GPOINTER_TO_INT (data);
  g_autoptr (GError) offline = g_error_new (ORCH_ERROR, ORCH_ERROR_OFFLINE, "gone");

  make_known (kit, object);
  drop (kit, object);
  g_autoptr (OrchOutboxRow) removal = kit_object (orch_store_outbox_claim (kit->store));
  kit_ok (orch_store_outbox_retry_later (kit->store, removal, 1, offline));
  put (kit, object, "again");
  assert_waiting (kit, object, object == SETTING ? "update" : "create");
  assert_sends (kit, object, object == SETTING ? "update" : "create", "9");
}

static void
removed_while_it_is_created (Kit *kit, gconstpointer data)
{
  const Object object = GPOINTER_TO_INT (data);
  OrchStoreLink link = { types[object], ids[object], hub_ids[object], "1", 1 };

  put (kit, object, "one");
  /* The batch has left; the person deletes it; the answer comes. */
  drop (kit, object);
  assert_waiting (kit, object, "");
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
  assert_waiting (kit, object, "delete");
  g_autoptr (OrchOutboxRow) removal = kit_object (orch_store_outbox_claim (kit->store));
  g_assert_cmpstr (ROW (removal)->actor, ==, kit_admin.id);
  g_autofree char *hub_id = kit_string (orch_store_get_hub_id (kit->store, types[object], ids[object]));
  g_assert_cmpstr (hub_id, ==, hub_ids[object]);
  kit_ok (orch_store_outbox_ack (kit->store, removal, NULL));
  assert_waiting (kit, object, "");

  /* And with a second thought in between */
  put (kit, object, "one");
  drop (kit, object);
  put (kit, object, "two");
  kit_ok (orch_store_set_hub_links (kit->store, &kit_workstation, &link, 1));
  assert_waiting (kit, object, "row"); /* the hub has "one" */
  assert_sends (kit, object, "put", "2");
  assert_text (kit, object, "two");
}

/* A kill while a removal is sent: it is sent again. */
static void
removal_survives_a_kill (Kit *kit, gconstpointer data)
{
  const Object object = GPOINTER_TO_INT (data);

  make_known (kit, object);
  drop (kit, object);
  g_autoptr (OrchOutboxRow) removal = kit_object (orch_store_outbox_claim (kit->store));
  kit_close (kit);
  kit_open (kit, ORCH_STORE_OPEN_EXISTING);
  g_assert_false (object != SETTING && !resync (kit, object, "elsewhere", "8"));
  assert_text (kit, object, NULL);
  assert_sends (kit, object, "delete", NULL);
}

static void
from_the_emr_is_not_removed (Kit *kit, gconstpointer data)
{
  g_autoptr (OrchService) service = kit_service (1, "Suivi", TRUE);

  kit_ok (orch_store_save_service (kit->store, &kit_admin, service));
  kit_fails (orch_store_remove (kit->store, &kit_admin, ORCH_STORE_SERVICES, orch_service_get_fields (service)->id),
             ORCH_ERROR_CONFLICT);
  kit_fails (orch_store_remove (kit->store, &kit_admin, ORCH_STORE_SERVICES, "nothing"), ORCH_ERROR_NOT_FOUND);
  kit_fails (orch_store_remove (kit->store, &kit_professional, ORCH_STORE_SERVICES, "nothing"), ORCH_ERROR_REFUSED);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (Object object = STAFF; object <= SETTING; object++)
    {
#define TEST(name, func)                                                                                               \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *path = g_strconcat ("/transitions/", types[object], "/" name, NULL);                              \
    g_test_add (path, Kit, GINT_TO_POINTER (object), kit_set_up, func, kit_tear_down);                                 \
  }                                                                                                                    \
  G_STMT_END
      TEST ("eleven", eleven);
      TEST ("never-sent-leaves-nothing", never_sent_leaves_nothing);
      TEST ("removed-while-an-edit-is-sent", removed_while_an_edit_is_sent);
      TEST ("added-while-its-removal-is-sent", added_while_its_removal_is_sent);
      TEST ("added-after-a-lost-removal", added_after_a_lost_removal);
      TEST ("removal-survives-a-kill", removal_survives_a_kill);
      if (object != SETTING)
        TEST ("removed-while-it-is-created", removed_while_it_is_created);
    }
  g_test_add ("/transitions/from-the-emr-is-not-removed", Kit, NULL, kit_set_up, from_the_emr_is_not_removed,
              kit_tear_down);
  return g_test_run ();
}
