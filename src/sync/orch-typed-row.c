/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-typed-row.h. The store makes an op of it that creates it on the hub, as the person who acts.
 */
#include "orch-typed-row.h"

#include <glib/gi18n-lib.h>

#include "core/orch-error.h"
#include "core/orch-licence.h"
#include "core/orch-release.h"
#include "core/orch-text.h"
#include "orch-engine-private.h"

#define MAX_MINUTES 480

typedef struct
{
  /* owned */
  OrchStore *store;
  OrchSession *session;
  GObject *row;    /* (nullable): one */
  GPtrArray *rows; /* (nullable): or many */
  GObject *before; /* (nullable): what was changed */
} Call;

static Call *
call_new (OrchEngine *engine)
{
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (engine->store);
  call->session = g_object_ref (engine->session);
  return call;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_object_unref (call->session);
  g_clear_object (&call->row);
  g_clear_pointer (&call->rows, g_ptr_array_unref);
  g_clear_object (&call->before);
  g_free (call);
}

static gboolean
is_staff (gpointer row)
{
  return ORCH_IS_STAFF_MEMBER (row);
}

static const char *
get_id (gpointer row)
{
  return is_staff (row) ? orch_staff_member_get_fields (row)->id : orch_service_get_fields (row)->id;
}

char *
orch_typed_row_dup_key (gpointer row)
{
  return is_staff (row) ? orch_licence_dup_key (orch_staff_member_get_fields (row)->licence)
                        : orch_text_fold (orch_service_get_fields (row)->name);
}

/* Returns: (transfer none) (nullable): what @row lacks by itself */
static const char *
find_fault (gpointer row)
{
  if (is_staff (row))
    {
      const OrchStaffMemberFields *fields = orch_staff_member_get_fields (row);

      if (orch_text_is_empty (fields->family) && orch_text_is_empty (fields->given))
        return _ ("Enter the family name.");
      return orch_text_is_empty (fields->licence) ? _ ("Enter the licence number.") : NULL;
    }

  const OrchServiceFields *fields = orch_service_get_fields (row);

  if (orch_text_is_empty (fields->name))
    return _ ("Enter the name of the service.");
  return fields->duration_minutes < 1 || fields->duration_minutes > MAX_MINUTES
             ? _ ("The duration must be from 1 to 480 minutes.")
             : NULL;
}

/* Those that are here, by their ids and by what must be used once; rows belong to the list */
typedef struct
{
  GHashTable *ids;
  GHashTable *keys;
} Known;

static void
known_clear (Known *known)
{
  g_clear_pointer (&known->ids, g_hash_table_unref);
  g_clear_pointer (&known->keys, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

static void
known_add (Known *known, gpointer row)
{
  g_hash_table_add (known->ids, (gpointer) get_id (row));
  g_hash_table_insert (known->keys, orch_typed_row_dup_key (row), row);
}

/* @but: (nullable): an id that does not count */
static void
known_init (Known *known, GPtrArray *rows, const char *but)
{
  known->ids = g_hash_table_new (g_str_hash, g_str_equal);
  known->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < rows->len; i++)
    if (g_strcmp0 (get_id (rows->pdata[i]), but) != 0)
      known_add (known, rows->pdata[i]);
}

/* @is_there: (out): whether @row was written before. Returns: (transfer full) (nullable): what of those known stands in its way */
static GError *
compare_with (Known *known, gpointer row, gboolean *is_there)
{
  g_autofree char *key = orch_typed_row_dup_key (row);
  gpointer other = g_hash_table_lookup (known->keys, key);

  *is_there = g_hash_table_contains (known->ids, get_id (row));
  if (*is_there || other == NULL)
    return NULL;
  if (is_staff (row))
    /* translators: %s is the name of a person */
    return g_error_new (ORCH_ERROR, ORCH_ERROR_INVALID, _ ("%s has this licence number already."),
                        orch_staff_member_get_display_name (other));
  return g_error_new_literal (ORCH_ERROR, ORCH_ERROR_INVALID, _ ("A service has this name already."));
}

static OrchStoreKind
get_kind (gpointer row)
{
  return is_staff (row) ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES;
}

static DexFuture *
save (Call *call, GObject *row)
{
  const OrchActor *actor = orch_session_get_actor (call->session);

  /* The lock may have come in between. */
  if (actor == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  return is_staff (row) ? orch_store_save_staff (call->store, actor, ORCH_STAFF_MEMBER (row))
                        : orch_store_save_service (call->store, actor, ORCH_SERVICE (row));
}

static DexFuture *
add_fiber (gpointer data)
{
  Call *call = data;
  gboolean is_there = FALSE;
  GError *error = NULL;
  GPtrArray *rows = dex_await_boxed (orch_store_load_all (call->store, get_kind (call->row), NULL), &error);
  g_auto (Known) known = { 0 };

  if (rows == NULL)
    return dex_future_new_for_error (error);
  known_init (&known, rows, NULL);
  error = compare_with (&known, call->row, &is_there);
  orch_release_elsewhere (rows, (GDestroyNotify) g_ptr_array_unref);
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (is_there)
    return dex_future_new_for_boolean (TRUE);

  if (!dex_await (save (call, call->row), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

/* --- many at once ----------------------------------------------------------------------- */

static void
fault_free (gpointer error)
{
  g_clear_error ((GError **) &error);
}

/* Returns: (transfer full) (nullable) */
static GError *
add_one (Call *call, Known *known, GObject *row)
{
  const char *fault = find_fault (row);
  gboolean is_there = FALSE;
  GError *error = NULL;

  if (fault != NULL)
    return g_error_new_literal (ORCH_ERROR, ORCH_ERROR_INVALID, fault);
  error = compare_with (known, row, &is_there);
  if (error != NULL || is_there)
    return error;
  if (!dex_await (save (call, row), &error))
    return error;
  known_add (known, row);
  return NULL;
}

static DexFuture *
add_all_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (fault_free);
  g_autoptr (GPtrArray) here = NULL;
  g_auto (Known) known = { 0 };
  GError *error = NULL;

  if (call->rows->len > 0)
    {
      here = dex_await_boxed (orch_store_load_all (call->store, get_kind (call->rows->pdata[0]), NULL), &error);
      if (here == NULL)
        return dex_future_new_for_error (error);
      known_init (&known, here, NULL);
    }
  for (guint i = 0; i < call->rows->len; i++)
    {
      error = add_one (call, &known, call->rows->pdata[i]);
      g_ptr_array_add (faults, error);
      if (error != NULL && !g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID))
        break;
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&faults));
}

/* --- changed ---------------------------------------------------------------------------- */

/* @now with what is typed as @typed has it. Returns: (transfer full) */
static GObject *
dup_with_typed (GObject *now, GObject *typed)
{
  if (is_staff (now))
    {
      OrchStaffMemberFields fields = *orch_staff_member_get_fields (ORCH_STAFF_MEMBER (now));
      const OrchStaffMemberFields *other = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (typed));

      fields.prefix = other->prefix;
      fields.given = other->given;
      fields.family = other->family;
      fields.licence = other->licence;
      fields.profession = other->profession;
      fields.speciality = other->speciality;
      fields.speciality_code = other->speciality_code;
      fields.phone = other->phone;
      fields.email = other->email;
      return G_OBJECT (orch_staff_member_new (&fields));
    }

  OrchServiceFields fields = *orch_service_get_fields (ORCH_SERVICE (now));
  const OrchServiceFields *other = orch_service_get_fields (ORCH_SERVICE (typed));

  fields.name = other->name;
  fields.duration_minutes = other->duration_minutes;
  fields.category = other->category;
  return G_OBJECT (orch_service_new (&fields));
}

static gboolean
is_same_typed (GObject *a, GObject *b)
{
  if (is_staff (a))
    {
      const OrchStaffMemberFields *one = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (a));
      const OrchStaffMemberFields *other = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (b));

      return g_strcmp0 (one->prefix, other->prefix) == 0 && g_strcmp0 (one->given, other->given) == 0 &&
             g_strcmp0 (one->family, other->family) == 0 && g_strcmp0 (one->licence, other->licence) == 0 &&
             g_strcmp0 (one->profession, other->profession) == 0 &&
             g_strcmp0 (one->speciality, other->speciality) == 0 &&
             g_strcmp0 (one->speciality_code, other->speciality_code) == 0 &&
             g_strcmp0 (one->phone, other->phone) == 0 && g_strcmp0 (one->email, other->email) == 0;
    }

  const OrchServiceFields *one = orch_service_get_fields (ORCH_SERVICE (a));
  const OrchServiceFields *other = orch_service_get_fields (ORCH_SERVICE (b));

  return g_strcmp0 (one->name, other->name) == 0 && one->duration_minutes == other->duration_minutes &&
         g_strcmp0 (one->category, other->category) == 0;
}

/* What was decided of it since the dialog opened stays; what somebody else typed meanwhile is not overwritten. */
static DexFuture *
change_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GObject) now = NULL;
  g_autoptr (GObject) changed = NULL;
  g_autofree char *before = orch_typed_row_dup_key (call->before);
  g_autofree char *after = orch_typed_row_dup_key (call->row);
  GError *error = NULL;

  now = dex_await_object (orch_store_find (call->store, get_kind (call->row), get_id (call->row)), &error);
  if (now == NULL)
    return dex_future_new_for_error (error);
  if (is_same_typed (now, call->row))
    return dex_future_new_for_boolean (TRUE);
  if (!is_same_typed (now, call->before))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CONFLICT, "Somebody else has changed it meanwhile");
  if (!g_str_equal (before, after))
    {
      g_auto (Known) known = { 0 };
      gboolean is_there = FALSE;
      g_autoptr (GPtrArray) others =
          dex_await_boxed (orch_store_load_all (call->store, get_kind (call->row), NULL), &error);

      if (others == NULL)
        return dex_future_new_for_error (error);
      known_init (&known, others, get_id (call->row));
      error = compare_with (&known, call->row, &is_there);
      if (error != NULL)
        return dex_future_new_for_error (error);
    }
  changed = dup_with_typed (now, call->row);
  if (!dex_await (save (call, changed), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

/* Returns: (transfer full): what is done, by @fiber */
static DexFuture *
spawn (OrchEngine *engine, GObject *row, GObject *before, DexFiberFunc fiber)
{
  Call *call = call_new (engine);

  call->row = g_object_ref (row);
  call->before = before != NULL ? g_object_ref (before) : NULL;
  return dex_scheduler_spawn (NULL, 0, fiber, call, call_free);
}

static DexFuture *
restore_fiber (gpointer data)
{
  Call *call = data;
  gboolean is_there = FALSE;
  g_autoptr (GPtrArray) rows = NULL;
  g_auto (Known) known = { 0 };
  g_autoptr (GObject) row = NULL;
  GError *error = NULL;

  rows = dex_await_boxed (orch_store_load_all (call->store, get_kind (call->row), NULL), &error);
  if (rows == NULL)
    return dex_future_new_for_error (error);
  known_init (&known, rows, NULL);
  error = compare_with (&known, call->row, &is_there);
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (is_there)
    return dex_future_new_for_boolean (TRUE);
  /* Made from no revision: what was there is gone. */
  if (is_staff (call->row))
    {
      OrchStaffMemberFields fields = *orch_staff_member_get_fields (ORCH_STAFF_MEMBER (call->row));

      fields.revision = 0;
      row = G_OBJECT (orch_staff_member_new (&fields));
    }
  else
    {
      OrchServiceFields fields = *orch_service_get_fields (ORCH_SERVICE (call->row));

      fields.revision = 0;
      row = G_OBJECT (orch_service_new (&fields));
    }
  if (!dex_await (save (call, row), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

/* --- public ----------------------------------------------------------------------------- */

/* Returns: (transfer full) (nullable): why @row cannot be touched */
static DexFuture *
refuse (OrchEngine *engine, GObject *row)
{
  if (orch_session_get_actor (engine->session) == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  if (engine->store == NULL || !orch_typed_row_is_typed (row))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "What an EMR has is not typed");
  return NULL;
}

gboolean
orch_typed_row_is_typed (GObject *row)
{
  if (ORCH_IS_STAFF_MEMBER (row))
    return orch_staff_member_get_fields (ORCH_STAFF_MEMBER (row))->origin != ORCH_ORIGIN_EMR &&
           orch_staff_member_get_fields (ORCH_STAFF_MEMBER (row))->emr_id == NULL;
  return ORCH_IS_SERVICE (row) && orch_service_get_fields (ORCH_SERVICE (row))->origin != ORCH_ORIGIN_EMR &&
         orch_service_get_fields (ORCH_SERVICE (row))->emr_id == NULL;
}

DexFuture *
orch_typed_row_change (OrchEngine *engine, GObject *before, GObject *after)
{
  DexFuture *refused = NULL;
  const char *fault = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (G_IS_OBJECT (before) && G_OBJECT_TYPE (before) == G_OBJECT_TYPE (after), NULL);
  g_return_val_if_fail (g_strcmp0 (get_id (before), get_id (after)) == 0, NULL);

  refused = refuse (engine, before);
  if (refused != NULL)
    return refused;
  fault = find_fault (after);
  if (fault != NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "%s", fault);
  return spawn (engine, after, before, change_fiber);
}

DexFuture *
orch_typed_row_remove (OrchEngine *engine, GObject *row)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  refused = refuse (engine, row);
  if (refused != NULL)
    return refused;
  return orch_store_remove (engine->store, orch_session_get_actor (engine->session), get_kind (row), get_id (row));
}

DexFuture *
orch_typed_row_restore (OrchEngine *engine, GObject *row)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  refused = refuse (engine, row);
  return refused != NULL ? refused : spawn (engine, row, NULL, restore_fiber);
}

/* Returns: (transfer full) (nullable): why nothing can be added */
static DexFuture *
refuse_adding (OrchEngine *engine)
{
  if (orch_session_get_actor (engine->session) == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  if (engine->store == NULL || !orch_engine_is_by_hand (engine))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "What the EMR of a clinic has is not typed");
  return NULL;
}

DexFuture *
orch_typed_row_add (OrchEngine *engine, GObject *row)
{
  DexFuture *refused = NULL;
  const char *fault = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (row) || ORCH_IS_SERVICE (row), NULL);
  g_return_val_if_fail (get_id (row) != NULL, NULL);

  refused = refuse_adding (engine);
  if (refused != NULL)
    return refused;
  fault = find_fault (row);
  if (fault != NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "%s", fault);

  return spawn (engine, row, NULL, add_fiber);
}

DexFuture *
orch_typed_rows_add (OrchEngine *engine, GPtrArray *rows)
{
  DexFuture *refused = NULL;
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (rows != NULL, NULL);

  refused = refuse_adding (engine);
  if (refused != NULL)
    return refused;
  call = call_new (engine);
  call->rows = g_ptr_array_ref (rows);
  return dex_scheduler_spawn (NULL, 0, add_all_fiber, call, call_free);
}
