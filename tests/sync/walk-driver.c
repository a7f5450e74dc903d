/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * walk-driver ORIGIN DATA-DIR: a workstation of the random walk, in a process of its own so that it can be killed as by kill -9. Its
 * keyring is at the other end of standard input and output; orders come one line at a time on descriptor 3, and each is answered
 * there with one line: "ok …", or "no <error> <words>". Orders: the table at the end.
 */
#include <glib-unix.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-service-merge.h"
#include "core/orch-staff-merge.h"
#include "orch-pipe-keyring.h"
#include "orch-story.h"
#include "session/orch-session-private.h"
#include "sync/orch-engine-private.h"
#include "sync/orch-sync-item.h"
#include "sync/orch-training.h"

#define ORDERS 3 /* the descriptor */

typedef struct
{
  Story *story;
  char **words; /* of the order: the first is its name */
} Driver;

/* --- answers -------------------------------------------------------------------------------- */

static char *
refuse (const GError *error)
{
  g_autofree char *text = g_strdup (error->message);

  return g_strdup_printf ("no %s %s", orch_error_get_nick (orch_error_code_of (error)), g_strdelimit (text, "\n", ' '));
}

static char *
fine (void)
{
  return g_strdup ("ok");
}

/* @future: (transfer full). Returns: "ok", or why not */
static char *
answer (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  return story_wait (future, &error) ? fine () : refuse (error);
}

/* @future: (transfer full): of an object or a boxed array. Returns: %TRUE and a copy of its value in @value */
static gboolean
await_value (DexFuture *future, GValue *value, GError **error)
{
  const GValue *resolved = NULL;

  dex_ref (future);
  if (story_wait (future, error))
    {
      resolved = dex_future_get_value (future, NULL);
      g_value_init (value, G_VALUE_TYPE (resolved));
      g_value_copy (resolved, value);
    }
  dex_unref (future);
  return resolved != NULL;
}

static GObject *
await_object (DexFuture *future, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  return await_value (future, &value, error) ? g_value_dup_object (&value) : NULL;
}

static GPtrArray *
await_array (DexFuture *future, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  return await_value (future, &value, error) ? g_value_dup_boxed (&value) : NULL;
}

static OrchStore *
get_store (Driver *self)
{
  return self->story->engine->store;
}

static OrchSync *
get_sync (Driver *self)
{
  return orch_engine_get_sync (self->story->engine);
}

/* --- coming to the clinic -------------------------------------------------------------------- */

static char *
sign_in_again (Driver *self)
{
  g_autoptr (OrchTraining) training = orch_training_new (self->story->origin, self->story->data_dir);
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));
  g_auto (GValue) username = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (!await_value (orch_training_dup_username (training), &username, &error))
    return refuse (error);
  return answer (orch_engine_sign_in_again (self->story->engine, g_value_get_string (&username), password));
}

static char *
do_set_up (Driver *self)
{
  story_set_up (self->story);
  orch_sync_set_automatic (get_sync (self), FALSE);
  return fine ();
}

static char *
do_join (Driver *self)
{
  g_autoptr (OrchTraining) training = orch_training_new (self->story->origin, self->story->data_dir);
  g_autoptr (OrchSecret) password = orch_secret_new (STORY_PASSWORD, strlen (STORY_PASSWORD));
  g_autoptr (OrchSecret) key = orch_secret_new (STORY_SHARED_KEY, strlen (STORY_SHARED_KEY));
  g_autoptr (OrchSecret) pin = orch_secret_new (STORY_PIN, strlen (STORY_PIN));
  g_auto (GValue) username = G_VALUE_INIT;
  g_autoptr (GListModel) clinics = NULL;
  g_autoptr (OrchClinic) clinic = NULL;
  g_autoptr (GError) error = NULL;

  story_start (self->story);
  if (!await_value (orch_training_dup_username (training), &username, &error))
    return refuse (error);
  clinics =
      story_wait_object (orch_engine_sign_in (self->story->engine, NULL, g_value_get_string (&username), password));
  clinic = g_list_model_get_item (clinics, 0);
  story_wait_ok (orch_engine_join (self->story->engine, clinic, key));
  story_wait_ok (orch_session_choose_pin (orch_engine_get_session (self->story->engine), pin));
  orch_sync_set_automatic (get_sync (self), FALSE);
  return fine ();
}

static char *
do_resume (Driver *self)
{
  story_start (self->story);
  g_assert_cmpint (orch_engine_get_state (self->story->engine), ==, ORCH_ENGINE_READY);
  orch_sync_set_automatic (get_sync (self), FALSE);
  /* Clocks move by months here, which ends a session: the person has just signed in. */
  orch_session_begin_age (orch_engine_get_session (self->story->engine));
  story_unlock (self->story);
  return fine ();
}

/* --- services ---------------------------------------------------------------------------------- */

/* @key: the EMR's id, or our own of one typed by hand */
static OrchService *
find (Driver *self, const char *key, GError **error)
{
  if (g_uuid_string_is_valid (key))
    return ORCH_SERVICE (await_object (orch_store_find (get_store (self), ORCH_STORE_SERVICES, key), error));
  return ORCH_SERVICE (await_object (orch_store_find_by_emr_id (get_store (self), ORCH_STORE_SERVICES, key), error));
}

static char *
dup_value (OrchService *service, const char *field)
{
  const OrchServiceFields *fields = orch_service_get_fields (service);

  if (g_str_equal (field, "duration"))
    return g_strdup_printf ("%d", fields->duration_override);
  if (g_str_equal (field, "category"))
    return g_strdup (fields->category_id != NULL ? fields->category_id : "-");
  if (g_str_equal (field, "name"))
    return g_strdup (fields->name);
  if (g_str_equal (field, "types"))
    return fields->types != NULL && fields->types[0] != NULL ? g_strjoinv (",", (char **) fields->types)
                                                             : g_strdup ("-");
  g_assert_cmpstr (field, ==, "offer");
  return fields->offer != NULL ? g_strdup_printf ("%d", orch_care_offer_get_fields (fields->offer)->publication_days)
                               : g_strdup ("-");
}

static OrchService *
with_value (OrchService *service, const char *field, const char *value)
{
  OrchServiceFields fields = *orch_service_get_fields (service);
  const char *types[] = { value, NULL };
  g_autoptr (OrchCareOffer) offer = NULL;

  if (g_str_equal (field, "duration"))
    fields.duration_override = atoi (value);
  else if (g_str_equal (field, "category"))
    fields.category_id = value;
  else if (g_str_equal (field, "name"))
    fields.name = value;
  else if (g_str_equal (field, "types"))
    fields.types = types;
  else
    {
      offer = orch_care_offer_new (&(OrchCareOfferFields) {
          .modes = ORCH_CARE_IN_PERSON, .age_min = -1, .age_max = -1, .publication_days = atoi (value) });
      fields.offer = offer;
    }
  return orch_service_new (&fields);
}

/* What was typed by hand is typed again where it was; the rest is edited in its details. */
static DexFuture *
save_service (Driver *self, OrchService *shown, OrchService *edited, gboolean is_typed)
{
  const OrchActor *actor = orch_session_get_actor (orch_engine_get_session (self->story->engine));

  if (!is_typed)
    return orch_service_desk_save (orch_engine_get_services (self->story->engine), shown, edited);
  if (actor == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  return orch_store_save_service (get_store (self), actor, edited);
}

/* edit SERVICE FIELD VALUE → ok OLD */
static char *
do_edit (Driver *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchService) service = find (self, self->words[1], &error);
  g_autoptr (OrchService) edited = NULL;
  g_autofree char *old = NULL;

  if (service == NULL)
    return refuse (error);
  old = dup_value (service, self->words[2]);
  edited = with_value (service, self->words[2], self->words[3]);
  if (!story_wait (save_service (self, service, edited, g_str_equal (self->words[2], "name")), &error))
    return refuse (error);
  return g_strdup_printf ("ok %s", old);
}

/* act SERVICE EVENT */
static char *
do_act (Driver *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchService) service = find (self, self->words[1], &error);

  if (service == NULL)
    return refuse (error);
  g_ptr_array_add (ids, (gpointer) orch_service_get_fields (service)->id);
  return answer (orch_service_desk_act (orch_engine_get_services (self->story->engine), ids,
                                        (OrchServiceEvent) atoi (self->words[2]), NULL));
}

/* type ID NAME: a service is typed by hand */
static char *
do_type (Driver *self)
{
  const OrchActor *actor = orch_session_get_actor (orch_engine_get_session (self->story->engine));
  g_autoptr (OrchService) service = orch_service_new (&(OrchServiceFields) {
      .id = self->words[1], .name = self->words[2], .duration_minutes = 15, .origin = ORCH_ORIGIN_HAND });

  if (actor == NULL)
    return g_strdup ("no sign-in-again");
  return answer (orch_store_save_service (get_store (self), actor, service));
}

/* remove service|staff ID: one that was typed by hand */
static char *
do_remove (Driver *self)
{
  const OrchActor *actor = orch_session_get_actor (orch_engine_get_session (self->story->engine));

  if (actor == NULL)
    return g_strdup ("no sign-in-again");
  return answer (orch_store_remove (get_store (self), actor,
                                    g_str_equal (self->words[1], "staff") ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES,
                                    self->words[2]));
}

/* --- people ------------------------------------------------------------------------------------ */

static char *
dup_person_value (OrchStaffMember *member, const char *field)
{
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (member);

  if (g_str_equal (field, "permission"))
    return g_strdup_printf ("%d", fields->permission);
  if (g_str_equal (field, "email"))
    return g_strdup (fields->email != NULL ? fields->email : "-");
  g_assert_cmpstr (field, ==, "phone");
  return g_strdup (fields->phone != NULL ? fields->phone : "-");
}

/* hire ID NAME: a person is typed by hand */
static char *
do_hire (Driver *self)
{
  const OrchActor *actor = orch_session_get_actor (orch_engine_get_session (self->story->engine));
  g_autoptr (OrchStaffMember) member = orch_staff_member_new (&(OrchStaffMemberFields) {
      .id = self->words[1], .family = self->words[2], .active = TRUE, .bookable = TRUE, .origin = ORCH_ORIGIN_HAND });

  if (actor == NULL)
    return g_strdup ("no sign-in-again");
  return answer (orch_store_save_staff (get_store (self), actor, member));
}

/* person ID FIELD VALUE → ok OLD */
static char *
do_person (Driver *self)
{
  const OrchActor *actor = orch_session_get_actor (orch_engine_get_session (self->story->engine));
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchStaffMember) member = NULL;
  g_autoptr (OrchStaffMember) edited = NULL;
  g_autofree char *old = NULL;
  OrchStaffMemberFields fields;
  DexFuture *future = NULL;

  if (actor == NULL)
    return g_strdup ("no sign-in-again");
  member = ORCH_STAFF_MEMBER (
      await_object (g_uuid_string_is_valid (self->words[1])
                        ? orch_store_find (get_store (self), ORCH_STORE_STAFF, self->words[1])
                        : orch_store_find_by_emr_id (get_store (self), ORCH_STORE_STAFF, self->words[1]),
                    &error));
  if (member == NULL)
    return refuse (error);
  old = dup_person_value (member, self->words[2]);
  fields = *orch_staff_member_get_fields (member);
  if (g_str_equal (self->words[2], "permission"))
    future =
        orch_store_set_staff_permission (get_store (self), actor, fields.id, (OrchPermission) atoi (self->words[3]));
  else
    {
      *(g_str_equal (self->words[2], "email") ? &fields.email : &fields.phone) = self->words[3];
      edited = orch_staff_member_new (&fields);
      future = orch_store_save_staff (get_store (self), actor, edited);
    }
  return story_wait (future, &error) ? g_strdup_printf ("ok %s", old) : refuse (error);
}

/* --- lists --------------------------------------------------------------------------------------- */

static OrchCatalogueEntry *
find_term (GListModel *types, const char *id)
{
  for (guint i = 0; i < g_list_model_get_n_items (types); i++)
    {
      g_autoptr (OrchCatalogueEntry) entry = g_list_model_get_item (types, i);

      if (g_str_equal (orch_catalogue_entry_get_code (entry), id))
        return g_steal_pointer (&entry);
    }
  return NULL;
}

/* term ID NAME: in the clinic's list of types it is called so; "-": it is not there → ok OLD */
static char *
do_term (Driver *self)
{
  OrchServiceDesk *desk = orch_engine_get_services (self->story->engine);
  GListModel *types = orch_service_desk_get_types (desk);
  g_autoptr (OrchCatalogueEntry) before = find_term (types, self->words[1]);
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *old = g_strdup (before != NULL ? orch_catalogue_entry_get_name (before, "fr") : "-");
  const gboolean is_removal = g_str_equal (self->words[2], "-");

  if (is_removal && before == NULL)
    return g_strdup ("no not-found");
  for (guint i = 0; i < g_list_model_get_n_items (types); i++)
    {
      g_autoptr (OrchCatalogueEntry) entry = g_list_model_get_item (types, i);

      g_ptr_array_add (shown, g_object_ref (entry));
      if (!g_str_equal (orch_catalogue_entry_get_code (entry), self->words[1]))
        g_ptr_array_add (entries, g_steal_pointer (&entry));
    }
  if (!is_removal)
    g_ptr_array_add (entries, orch_catalogue_entry_new_named (self->words[1], self->words[2], self->words[2], NULL));
  if (!story_wait (orch_service_desk_set_types (desk, shown, entries), &error))
    return refuse (error);
  return g_strdup_printf ("ok %s", old);
}

/* --- hub --------------------------------------------------------------------------------------- */

/* sync KIND */
static char *
do_sync (Driver *self)
{
  return answer (orch_sync_start (get_sync (self), (OrchSyncKind) atoi (self->words[1])));
}

static void
tell_choice (GString *told, const char *field, GObject *mine, GObject *theirs, gboolean is_kept)
{
  const gboolean is_service = ORCH_IS_SERVICE (mine);
  g_autofree char *ours =
      is_service ? dup_value (ORCH_SERVICE (mine), field) : dup_person_value (ORCH_STAFF_MEMBER (mine), field);
  g_autofree char *other =
      is_service ? dup_value (ORCH_SERVICE (theirs), field) : dup_person_value (ORCH_STAFF_MEMBER (theirs), field);

  g_string_append_printf (told, " %s %s %s", field, is_kept ? ours : other, is_kept ? other : ours);
}

static const struct
{
  guint field;
  const char *name;
} service_choices[] = {
  { ORCH_SERVICE_FIELD_DURATION, "duration" }, { ORCH_SERVICE_FIELD_CATEGORY, "category" },
  { ORCH_SERVICE_FIELD_TYPES, "types" },       { ORCH_SERVICE_FIELD_OFFER, "offer" },
  { ORCH_SERVICE_FIELD_NAME, "name" },
}, staff_choices[] = {
  { ORCH_STAFF_FIELD_PHONE, "phone" },
  { ORCH_STAFF_FIELD_EMAIL, "email" },
};

static void
tell_service_choices (GString *told, const OrchEditConflictFields *fields, OrchService *mine, gboolean is_kept)
{
  OrchService *theirs = ORCH_SERVICE (fields->theirs);
  OrchServiceMergeField in_conflict = 0;

  g_object_unref (orch_service_merge ((OrchService *) fields->base, mine, theirs, &in_conflict));
  for (guint i = 0; i < G_N_ELEMENTS (service_choices); i++)
    if ((in_conflict & service_choices[i].field) != 0)
      tell_choice (told, service_choices[i].name, G_OBJECT (mine), fields->theirs, is_kept);
}

static void
tell_staff_choices (GString *told, const OrchEditConflictFields *fields, OrchStaffMember *mine, gboolean is_kept)
{
  OrchStaffMember *theirs = ORCH_STAFF_MEMBER (fields->theirs);
  OrchStaffMergeField in_conflict = 0;

  g_object_unref (orch_staff_member_merge ((OrchStaffMember *) fields->base, mine, theirs, &in_conflict));
  for (guint i = 0; i < G_N_ELEMENTS (staff_choices); i++)
    if ((in_conflict & staff_choices[i].field) != 0)
      tell_choice (told, staff_choices[i].name, G_OBJECT (mine), fields->theirs, is_kept);
}

static const char *
get_emr_id (GObject *object)
{
  return ORCH_IS_SERVICE (object) ? orch_service_get_fields (ORCH_SERVICE (object))->emr_id
                                  : orch_staff_member_get_fields (ORCH_STAFF_MEMBER (object))->emr_id;
}

/* settle mine|theirs: the oldest conflict → ok [SERVICE-OR-PERSON (FIELD CHOSEN DROPPED)…] */
static char *
do_settle (Driver *self)
{
  const guint kept = g_str_equal (self->words[1], "mine") ? ORCH_SERVICE_ALL_FIELDS : 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) conflicts = await_array (orch_store_list_edit_conflicts (get_store (self), FALSE, 1), &error);
  g_autoptr (GObject) mine = NULL;
  g_autoptr (GString) told = g_string_new ("ok");
  const OrchEditConflictFields *fields = NULL;

  if (conflicts == NULL)
    return refuse (error);
  if (conflicts->len == 0)
    return g_string_free (g_steal_pointer (&told), FALSE);
  fields = orch_edit_conflict_get_fields (conflicts->pdata[0]);
  mine = await_object (orch_store_find (get_store (self),
                                        g_str_equal (fields->object_type, "staff") ? ORCH_STORE_STAFF
                                                                                   : ORCH_STORE_SERVICES,
                                        fields->object_id),
                       &error);
  if (mine == NULL)
    return refuse (error);
  if (!story_wait (orch_sync_settle (get_sync (self), conflicts->pdata[0], kept), &error))
    return refuse (error);
  g_string_append_printf (told, " %s", get_emr_id (mine) != NULL ? get_emr_id (mine) : fields->object_id);
  if (fields->theirs == NULL)
    g_string_printf (told, "ok there %s %s", fields->object_id, kept != 0 ? "1 -" : "- 1");
  else if (ORCH_IS_SERVICE (fields->theirs))
    tell_service_choices (told, fields, ORCH_SERVICE (mine), kept != 0);
  else
    tell_staff_choices (told, fields, ORCH_STAFF_MEMBER (mine), kept != 0);
  return g_string_free (g_steal_pointer (&told), FALSE);
}

/* calm: what waits for its person is signed for, what failed is tried again → ok WAITING CONFLICTS [what waits] */
static char *
do_calm (Driver *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GListModel) items = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;
  gboolean signs = FALSE;

  items = G_LIST_MODEL (await_object (orch_sync_list_waiting (get_sync (self)), &error));
  if (items == NULL)
    return refuse (error);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (OrchSyncItem) item = g_list_model_get_item (items, i);

      signs = signs || orch_sync_item_get_retry (item) == ORCH_SYNC_RETRY_PERSON;
    }
  if (signs || orch_session_get_actor (orch_engine_get_session (self->story->engine)) == NULL)
    {
      g_autofree char *signed_in = sign_in_again (self);

      if (!g_str_equal (signed_in, "ok"))
        return g_steal_pointer (&signed_in);
    }
  /* One by one: "all" leaves out what the hub would refuse again, and this hub's refusals end. */
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (OrchSyncItem) item = g_list_model_get_item (items, i);

      if (orch_sync_item_get_failed (item) && orch_sync_item_get_retry (item) != ORCH_SYNC_RETRY_CONFLICT)
        story_wait (orch_sync_retry (get_sync (self), orch_sync_item_get_seq (item)), NULL);
    }
  orch_outbox_pump_wake (self->story->engine->pump);
  story_wait (orch_outbox_pump_flush (self->story->engine->pump), NULL);
  g_clear_object (&items);
  items = G_LIST_MODEL (await_object (orch_sync_list_waiting (get_sync (self)), &error));
  conflicts = await_array (orch_store_list_edit_conflicts (get_store (self), FALSE, 1000), &error);
  if (items == NULL || conflicts == NULL)
    return refuse (error);
  g_string_printf (told, "ok %u %u", g_list_model_get_n_items (items), conflicts->len);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (OrchSyncItem) item = g_list_model_get_item (items, i);
      const GError *why = orch_sync_item_get_error (item);

      g_string_append_printf (told, " [%s %s %s: retry %d, %u attempts: %s]", orch_sync_item_get_object_type (item),
                              orch_sync_item_get_object_id (item), orch_sync_item_get_name (item),
                              orch_sync_item_get_retry (item), orch_sync_item_get_attempts (item),
                              why != NULL ? why->message : "");
    }
  g_strdelimit (told->str, "\n", ' ');
  return g_string_free (g_steal_pointer (&told), FALSE);
}

/* --- looking ----------------------------------------------------------------------------------- */

static void
dump_service (GString *text, OrchService *service)
{
  const OrchServiceFields *fields = orch_service_get_fields (service);
  static const char *const names[] = { "duration", "category", "types", "offer" };

  g_string_append_printf (text,
                          "service %s id=%s hub=%s name=%s minutes=%d active=%d excluded=%d online=%d vanished=%d",
                          fields->emr_id != NULL ? fields->emr_id : fields->id, fields->id, fields->hub_id,
                          fields->name, fields->duration_minutes, fields->active, fields->excluded, fields->online,
                          fields->vanished);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = dup_value (service, names[i]);

      g_string_append_printf (text, " %s=%s", names[i], value);
    }
  g_string_append_c (text, '\n');
}

static void
dump_member (GString *text, OrchStaffMember *member)
{
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (member);

  g_string_append_printf (text, "staff %s id=%s hub=%s name=%s licence=%s active=%d permission=%d phone=%s email=%s\n",
                          fields->emr_id != NULL ? fields->emr_id : fields->id, fields->id, fields->hub_id,
                          fields->family, fields->licence, fields->active, fields->permission,
                          fields->phone != NULL ? fields->phone : "-", fields->email != NULL ? fields->email : "-");
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* dump PATH: what this workstation holds, a line each, sorted */
static char *
do_dump (Driver *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) services =
      await_array (orch_store_load_all (get_store (self), ORCH_STORE_SERVICES, NULL), &error);
  g_autoptr (GPtrArray) staff = await_array (orch_store_load_all (get_store (self), ORCH_STORE_STAFF, NULL), &error);
  GListModel *types = orch_service_desk_get_types (orch_engine_get_services (self->story->engine));
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  g_autofree char *sorted = NULL;

  if (services == NULL || staff == NULL)
    return refuse (error);
  for (guint i = 0; i < services->len; i++)
    dump_service (text, services->pdata[i]);
  for (guint i = 0; i < staff->len; i++)
    dump_member (text, staff->pdata[i]);
  for (guint i = 0; i < g_list_model_get_n_items (types); i++)
    {
      g_autoptr (OrchCatalogueEntry) type = g_list_model_get_item (types, i);

      g_string_append_printf (text, "type %s name=%s\n", orch_catalogue_entry_get_code (type),
                              orch_catalogue_entry_get_name (type, "fr"));
    }
  lines = g_strsplit (text->str, "\n", -1);
  qsort (lines, g_strv_length (lines), sizeof *lines, compare_lines);
  sorted = g_strjoinv ("\n", lines);
  return g_file_set_contents (self->words[1], sorted, -1, &error) ? fine () : refuse (error);
}

/* check: the database and its journal are whole */
static char *
do_check (Driver *self)
{
  g_autoptr (GError) error = NULL;
  g_auto (GValue) broken = G_VALUE_INIT;

  if (!story_wait (orch_store_check_integrity (get_store (self), NULL), &error) ||
      !await_value (orch_store_verify_journal (get_store (self), NULL), &broken, &error))
    return refuse (error);
  if (g_value_get_int64 (&broken) != 0)
    return g_strdup_printf ("no damaged the journal is broken at %" G_GINT64_FORMAT, g_value_get_int64 (&broken));
  return fine ();
}

/* clock SECONDS: this workstation's, against the machine's */
static char *
do_clock (Driver *self)
{
  orch_clock_set_offset_us (g_ascii_strtoll (self->words[1], NULL, 10) * G_USEC_PER_SEC);
  if (get_sync (self) != NULL)
    orch_sync_poke (get_sync (self));
  return fine ();
}

static void
on_alarm (int signal)
{
  kill (getpid (), SIGKILL);
}

/* arm MICROSECONDS: killed so long after */
static char *
do_arm (Driver *self)
{
  const long us = strtol (self->words[1], NULL, 10);
  const struct itimerval timer = { .it_value = { .tv_sec = us / G_USEC_PER_SEC, .tv_usec = us % G_USEC_PER_SEC } };

  signal (SIGALRM, on_alarm);
  setitimer (ITIMER_REAL, &timer, NULL);
  return fine ();
}

static const struct
{
  const char *name;
  guint n_words;
  char *(*run) (Driver *self);
} orders[] = {
  { "set-up", 1, do_set_up }, { "join", 1, do_join }, { "resume", 1, do_resume }, { "edit", 4, do_edit },
  { "act", 3, do_act },       { "type", 3, do_type }, { "remove", 3, do_remove }, { "hire", 3, do_hire },
  { "person", 4, do_person }, { "term", 3, do_term }, { "sync", 2, do_sync },     { "settle", 2, do_settle },
  { "calm", 1, do_calm },     { "dump", 2, do_dump }, { "check", 1, do_check },   { "clock", 2, do_clock },
  { "arm", 2, do_arm },
};

static char *
obey (Driver *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    if (g_str_equal (orders[i].name, self->words[0]))
      {
        g_assert_cmpuint (g_strv_length (self->words), ==, orders[i].n_words);
        return orders[i].run (self);
      }
  g_error ("No such order: %s", self->words[0]);
}

static gboolean
on_order (int descriptor, GIOCondition condition, gpointer data)
{
  gboolean *is_there = data;

  *is_there = TRUE;
  return G_SOURCE_REMOVE;
}

/* Returns: (transfer full) (nullable): %NULL when nobody orders any more; until one comes, the loop runs */
static char *
next_order (void)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean is_there = FALSE;
  char c = 0;

  g_unix_fd_add (ORDERS, G_IO_IN | G_IO_HUP, on_order, &is_there);
  while (!is_there)
    g_main_context_iteration (NULL, TRUE);
  while (read (ORDERS, &c, 1) == 1 && c != '\n')
    g_string_append_c (line, c);
  return c == '\n' ? g_string_free (g_steal_pointer (&line), FALSE) : NULL;
}

int
main (int argc, char *argv[])
{
  g_autoptr (OrchKeyring) keyring = NULL;
  Driver self = { 0 };

  if (argc != 3)
    return 2;
  /* Where summer time begins and ends. */
  g_setenv ("TZ", "America/Toronto", TRUE);
  tzset ();
  dex_init ();
  keyring = orch_pipe_keyring_new (STDIN_FILENO, STDOUT_FILENO);
  self.story = story_new_at (argv[1], keyring, argv[2]);
  for (;;)
    {
      g_autofree char *order = next_order ();
      g_autofree char *answered = NULL;
      g_autofree char *line = NULL;

      if (order == NULL)
        break;
      self.words = g_strsplit (order, " ", -1);
      answered = obey (&self);
      line = g_strconcat (answered, "\n", NULL);
      g_clear_pointer (&self.words, g_strfreev);
      if (write (ORDERS, line, strlen (line)) != (gssize) strlen (line))
        break;
    }
  /* As a power cut: what is still in flight on a fiber's stack looks like a leak to whoever counts at the end of a process. */
  _exit (EXIT_SUCCESS);
}
