/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: many services at once, and what comes down from the hub over staff and services.
 */
#include "core/orch-service-merge.h"
#include "core/orch-staff-merge.h"
#include "core/orch-text.h"
#include "orch-store-messages-private.h"

/* --- database thread -------------------------------------------------------------------- */

static gboolean
is_same_service (OrchService *a, OrchService *b)
{
  return orch_service_same_decisions (a, b) && orch_service_same_content (a, b) &&
         !orch_service_get_fields (a)->in_conflict == !orch_service_get_fields (b)->in_conflict;
}

static void
journal_service (OrchConnection *connection, const OrchStoreCall *call, const OrchServiceFields *f)
{
  g_autofree char *object = g_strconcat ("service/", f->id, NULL);
  g_autofree char *detail = g_strdup_printf ("active=%d excluded=%d online=%d types=%u", !!f->active, !!f->excluded,
                                             !!f->online, f->types != NULL ? g_strv_length ((char **) f->types) : 0);

  orch_store_add_to_journal (connection, call, "service-changed", object, NULL, detail);
}

static void
save_services (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  guint n_changed = 0;

  for (guint i = 0; i < call->rows->len && !orch_connection_has_error (connection); i++)
    {
      OrchService *service = call->rows->pdata[i];
      const OrchServiceFields *f = orch_service_get_fields (service);
      g_autoptr (GObject) old = orch_store_load_row (connection, ORCH_STORE_SERVICES, f->id);
      if (old != NULL && is_same_service (ORCH_SERVICE (old), service))
        continue;
      if (orch_store_is_overtaken (old, G_OBJECT (service)))
        {
          orch_connection_fail (connection, ORCH_ERROR_CONFLICT, "It was changed meanwhile");
          return;
        }

      gint64 revision =
          orch_store_write_row (connection, ORCH_STORE_SERVICES, G_OBJECT (service), ORCH_STORE_SCOPE_ALL);
      if (old == NULL)
        revision = orch_store_revive (connection, call, "service", f->id);
      if (call->flag)
        orch_store_queue_row (connection, call, ORCH_STORE_SERVICES, f->id, revision);
      journal_service (connection, call, f);
      n_changed++;
    }
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, n_changed);
}

/* Who offers a service is not written with it on the hub: there is nothing to compare. Returns: (transfer full) */
static OrchService *
with_professionals_of (OrchService *service, OrchService *other)
{
  OrchServiceFields fields = *orch_service_get_fields (service);

  fields.professional_emr_ids = orch_service_get_fields (other)->professional_emr_ids;
  return orch_service_new (&fields);
}

static gboolean
is_same_content (GObject *a, GObject *b)
{
  if (!ORCH_IS_SERVICE (a))
    return orch_staff_member_same_content (ORCH_STAFF_MEMBER (a), ORCH_STAFF_MEMBER (b));
  g_autoptr (OrchService) other = with_professionals_of (ORCH_SERVICE (b), ORCH_SERVICE (a));
  return orch_service_same_content (ORCH_SERVICE (a), other);
}

gboolean
orch_store_rows_agree (GObject *a, GObject *b)
{
  if (!is_same_content (a, b))
    return FALSE;
  if (ORCH_IS_SERVICE (a))
    return orch_service_same_decisions (ORCH_SERVICE (a), ORCH_SERVICE (b));

  const OrchStaffMemberFields *f = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (a));
  const OrchStaffMemberFields *g = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (b));
  return !f->active == !g->active && f->permission == g->permission;
}

/* What is @theirs, as a row of ours. What the hub does not name says nothing of what the EMR does. Returns: (transfer full) */
static GObject *
make_ours (GObject *ours, GObject *theirs)
{
  if (ORCH_IS_SERVICE (theirs))
    {
      const OrchServiceFields *f = orch_service_get_fields (ORCH_SERVICE (ours));
      OrchServiceFields fields = *orch_service_get_fields (ORCH_SERVICE (theirs));
      if (fields.name == NULL)
        {
          fields.name = f->name;
          fields.name_en = f->name_en;
          fields.category = f->category;
          fields.duration_minutes = f->duration_minutes;
        }
      fields.id = f->id;
      fields.emr_id = f->emr_id != NULL ? f->emr_id : fields.emr_id;
      fields.professional_emr_ids = f->professional_emr_ids;
      fields.removed = FALSE;
      fields.origin = f->origin;
      fields.in_conflict = f->in_conflict;
      return G_OBJECT (orch_service_new (&fields));
    }

  const OrchStaffMemberFields *f = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (ours));
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (ORCH_STAFF_MEMBER (theirs));
  if (fields.family == NULL && f->family != NULL)
    {
      fields = *f;
      fields.hub_id = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (theirs))->hub_id;
      fields.active = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (theirs))->active;
      fields.permission = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (theirs))->permission;
    }
  /* Roles that were closed look like roles that give no appointments: what a person does, the EMR says. */
  if (f->origin == ORCH_ORIGIN_EMR)
    {
      fields.profession = f->profession;
      fields.profession_code = f->profession_code;
      fields.speciality = f->speciality;
      fields.speciality_code = f->speciality_code;
      fields.department_emr_ids = f->department_emr_ids;
      fields.bookable = f->bookable;
    }
  fields.id = f->id;
  fields.emr_id = f->emr_id != NULL ? f->emr_id : fields.emr_id;
  fields.origin = f->origin;
  fields.in_conflict = f->in_conflict;
  fields.removed = FALSE;
  return G_OBJECT (orch_staff_member_new (&fields));
}

static gboolean
is_in_import_conflict (GObject *row)
{
  return ORCH_IS_SERVICE (row) ? orch_service_get_fields (ORCH_SERVICE (row))->in_conflict
                               : orch_staff_member_get_fields (ORCH_STAFF_MEMBER (row))->in_conflict;
}

gint64
orch_store_agree (OrchConnection *connection, OrchStoreKind kind, GObject *row, GObject *theirs,
                  const char *hub_version)
{
  gboolean is_staff = kind == ORCH_STORE_STAFF;
  const char *id = orch_store_row_get_id (row);
  g_autoptr (GObject) old = orch_store_load_row (connection, kind, id);
  gint64 revision = old != NULL ? orch_store_row_get_revision (old) : 0;

  if (old == NULL || !orch_store_rows_agree (old, row))
    {
      /* What the import could not use is mended in the EMR alone. */
      gboolean only_decisions = old != NULL && (is_in_import_conflict (old) || is_same_content (old, row));
      revision = orch_store_write_row (connection, kind, row,
                                       only_decisions ? ORCH_STORE_SCOPE_DECISIONS : ORCH_STORE_SCOPE_ALL);
    }
  if (theirs == NULL)
    return revision;

  const char *hub_id = orch_store_row_get_hub_id (theirs);
  g_autofree char *text = orch_row_to_text (theirs);
  orch_connection_run (connection,
                       is_staff ? "UPDATE staff SET hub_id = coalesce (?, hub_id), hub_version = ? WHERE id = ?"
                                : "UPDATE service SET hub_id = coalesce (?, hub_id), hub_version = ? WHERE id = ?",
                       "sss", hub_id, hub_version, id);
  orch_store_keep_base (connection, is_staff ? "staff" : "service", id, text);
  orch_store_forget_sent (connection, is_staff ? "staff" : "service", id);
  return revision;
}

/* By our id, by the hub's, by the EMR's. Returns: (transfer full) (nullable) */
static GObject *
find_ours (OrchConnection *connection, OrchStoreKind kind, const char *id, const char *hub_id, const char *emr_id)
{
  GObject *row = id != NULL ? orch_store_load_row (connection, kind, id) : NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (row == NULL && hub_id != NULL)
    {
      rows = orch_store_load_rows (connection, kind, "WHERE hub_id = ? ORDER BY key LIMIT 1", NULL, "s", hub_id, 0);
      row = rows->len > 0 ? g_object_ref (rows->pdata[0]) : NULL;
    }
  if (row == NULL && emr_id != NULL)
    {
      g_clear_pointer (&rows, g_ptr_array_unref);
      rows = orch_store_load_rows (connection, kind, "WHERE emr_id = ? ORDER BY in_conflict, key LIMIT 1", NULL, "s",
                                   emr_id, 0);
      row = rows->len > 0 ? g_object_ref (rows->pdata[0]) : NULL;
    }
  return row;
}

static gboolean
was_removed (OrchConnection *connection, const char *type, const char *id, const char *hub_id)
{
  return orch_connection_get_int64 (connection, 0, "SELECT 1 FROM removed WHERE type = ? AND (id = ? OR hub_id = ?)",
                                    "sss", type, id, hub_id) != 0;
}

static void
set_synced (OrchConnection *connection, OrchStoreKind kind, const char *id, gint64 revision)
{
  orch_connection_run (connection,
                       kind == ORCH_STORE_STAFF ? "UPDATE staff SET synced_revision = ? WHERE id = ?"
                                                : "UPDATE service SET synced_revision = ? WHERE id = ?",
                       "ls", revision, id);
}

/* Kept out: it does not come down again by itself, so that it is asked for by name once it can come in. */
static void
note_newer (OrchConnection *connection, const char *type, const char *id, const char *hub_id)
{
  g_autofree char *name = orch_store_newer_name (type, id);

  orch_store_move_cursor (connection, name, hub_id != NULL ? hub_id : "");
}

/* A role that was given here before the hub knew the person is nobody else's to take back in silence. */
static GObject *
merge_pending_member (OrchStaffMember *base, OrchStaffMember *ours, OrchStaffMember *theirs)
{
  OrchStaffMergeField conflicting = 0;
  g_autoptr (OrchStaffMember) merged = orch_staff_member_merge (base, ours, theirs, &conflicting);

  return conflicting == 0 ? G_OBJECT (g_steal_pointer (&merged)) : NULL;
}

/* What an import, or a rule, changed here and the hub does not have yet, with what was changed there. Where both decided, people did so
 * there. Returns: (transfer full) (nullable): %NULL: both were decided, and nobody knows from what: that is asked */
static GObject *
merge_pending (OrchConnection *connection, OrchStoreKind kind, GObject *ours, GObject *theirs)
{
  g_autofree char *text =
      orch_connection_dup_text (connection, "SELECT text FROM hub_base WHERE type = ? AND id = ?", "ss",
                                orch_store_kind_get_type_name (kind), orch_store_row_get_id (ours));
  g_autoptr (GObject) base = orch_row_from_text (kind, text);
  OrchServiceMergeField conflicting = 0;

  if (kind == ORCH_STORE_STAFF)
    return merge_pending_member (ORCH_STAFF_MEMBER (base), ORCH_STAFF_MEMBER (ours), ORCH_STAFF_MEMBER (theirs));
  if (base != NULL)
    return G_OBJECT (orch_service_merge_settled (ORCH_SERVICE (base), ORCH_SERVICE (ours), ORCH_SERVICE (theirs), 0));
  if (orch_service_get_fields (ORCH_SERVICE (theirs))->to_define)
    return g_object_ref (ours);
  if (orch_service_get_fields (ORCH_SERVICE (ours))->to_define)
    return G_OBJECT (orch_service_settle (ORCH_SERVICE (ours), ORCH_SERVICE (theirs), ORCH_SERVICE_TYPED_FIELDS));
  g_object_unref (orch_service_merge (NULL, ORCH_SERVICE (ours), ORCH_SERVICE (theirs), &conflicting));
  return conflicting == 0 ? g_object_ref (ours) : NULL;
}

static gboolean
has_open_conflict (OrchConnection *connection, const char *type, const char *id)
{
  return orch_connection_get_int64 (
             connection, 0, "SELECT 1 FROM edit_conflict WHERE object_type = ? AND object_id = ? AND settled = 0", "ss",
             type, id) != 0;
}

static gboolean
is_removed (GObject *theirs)
{
  return ORCH_IS_SERVICE (theirs) ? orch_service_get_fields (ORCH_SERVICE (theirs))->removed
                                  : orch_staff_member_get_fields (ORCH_STAFF_MEMBER (theirs))->removed;
}

/* Somebody took it away on another workstation. What the EMR has by now lives on: it is sent again, over what is left there. */
static void
remove_here (OrchConnection *connection, const OrchStoreCall *call, GObject *ours, const char *version)
{
  gboolean is_staff = call->kind == ORCH_STORE_STAFF;
  const char *type = orch_store_kind_get_type_name (call->kind);
  const char *id = orch_store_row_get_id (ours);
  OrchOrigin origin = is_staff ? orch_staff_member_get_fields (ORCH_STAFF_MEMBER (ours))->origin
                               : orch_service_get_fields (ORCH_SERVICE (ours))->origin;

  orch_store_keep_base (connection, type, id, NULL);
  orch_store_forget_sent (connection, type, id);
  orch_connection_mark (connection, orch_store_kind_get_change (call->kind));
  if (origin == ORCH_ORIGIN_EMR)
    {
      orch_connection_run (connection,
                           is_staff ? "UPDATE staff SET hub_version = ?, revision = revision + 1 WHERE id = ?"
                                    : "UPDATE service SET hub_version = ?, revision = revision + 1 WHERE id = ?",
                           "ss", version, id);
      return;
    }
  g_autofree char *object = g_strconcat (type, "/", id, NULL);
  orch_connection_run (connection, is_staff ? "DELETE FROM staff WHERE id = ?" : "DELETE FROM service WHERE id = ?",
                       "s", id);
  orch_store_forget_removed (connection, type, id);
  orch_store_add_to_journal (connection, call, "removed-elsewhere", object, NULL, NULL);
}

/* Returns: whether something unsent, or not settled, keeps it out */
static gboolean
apply_hub_row (OrchConnection *connection, const OrchStoreCall *call, GObject *theirs, const char *version)
{
  OrchStoreKind kind = call->kind;
  const char *type = orch_store_kind_get_type_name (kind);
  gboolean is_staff = kind == ORCH_STORE_STAFF;
  const char *hub_id = orch_store_row_get_hub_id (theirs);
  const char *emr_id = is_staff ? orch_staff_member_get_fields (ORCH_STAFF_MEMBER (theirs))->emr_id
                                : orch_service_get_fields (ORCH_SERVICE (theirs))->emr_id;
  const char *id = orch_store_row_get_id (theirs);
  g_autoptr (GObject) ours = find_ours (connection, kind, id, hub_id, emr_id);

  if (ours == NULL)
    {
      if (orch_text_is_empty (id) || is_removed (theirs))
        return FALSE;
      if (was_removed (connection, type, id, hub_id))
        {
          /* It was sent, and the answer lost, before it was removed: the hub is told now, unless somebody changed it there. */
          orch_store_find_removed (connection, type, id, hub_id);
          return FALSE;
        }
      gint64 revision = orch_store_agree (connection, kind, theirs, theirs, version);
      set_synced (connection, kind, id, revision);
      return FALSE;
    }

  const char *our_id = orch_store_row_get_id (ours);
  g_autofree char *our_version = orch_connection_dup_text (connection,
                                                           is_staff ? "SELECT hub_version FROM staff WHERE id = ?"
                                                                    : "SELECT hub_version FROM service WHERE id = ?",
                                                           "s", our_id);
  /* A person's version says nothing of their roles. */
  if (!is_staff && version != NULL && g_strcmp0 (version, our_version) == 0)
    return FALSE;

  gint64 synced = orch_connection_get_int64 (connection, 0,
                                             is_staff ? "SELECT synced_revision FROM staff WHERE id = ?"
                                                      : "SELECT synced_revision FROM service WHERE id = ?",
                                             "s", our_id);
  gboolean is_pending = orch_store_row_get_revision (ours) > synced;
  g_autoptr (GObject) row = make_ours (ours, theirs);
  if (orch_store_has_unsent (connection, type, our_id) || has_open_conflict (connection, type, our_id))
    {
      note_newer (connection, type, our_id, hub_id);
      return TRUE;
    }
  if (is_removed (theirs) && (!is_pending || is_staff))
    {
      remove_here (connection, call, ours, version);
      return FALSE;
    }
  if (is_removed (theirs))
    {
      note_newer (connection, type, our_id, hub_id);
      return TRUE;
    }
  if (!is_pending)
    {
      gint64 revision = orch_store_agree (connection, kind, row, theirs, version);
      set_synced (connection, kind, our_id, revision);
      return FALSE;
    }

  g_autoptr (GObject) merged = merge_pending (connection, kind, ours, row);
  if (merged == NULL)
    {
      note_newer (connection, type, our_id, hub_id);
      return TRUE;
    }
  orch_store_agree (connection, kind, merged, theirs, version);
  return FALSE;
}

static void
apply_hub_rows (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *kept = g_ptr_array_new_with_free_func (g_object_unref);
  GType type = orch_store_kind_get (call->kind)->get_object_type ();

  for (guint i = 0; i < call->rows->len && !orch_connection_has_error (connection); i++)
    {
      GObject *theirs = call->rows->pdata[i];
      const char *version = call->more != NULL ? call->more->pdata[i] : NULL;
      if (G_OBJECT_TYPE (theirs) != type)
        orch_connection_fail (connection, ORCH_ERROR_INVALID, "A row of another kind");
      else if (apply_hub_row (connection, call, theirs, version))
        g_ptr_array_add (kept, g_object_ref (theirs));
    }
  orch_store_take_array (result, kept);
}

GObject *
orch_store_load_base_row (OrchConnection *connection, OrchStoreKind kind, const char *id)
{
  g_autofree char *text = orch_connection_dup_text (connection, "SELECT text FROM hub_base WHERE type = ? AND id = ?",
                                                    "ss", orch_store_kind_get_type_name (kind), id);

  return orch_row_from_text (kind, text);
}

static void
load_base (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  orch_store_take_object (result, orch_store_load_base_row (connection, call->kind, call->id));
}

GPtrArray *
orch_store_load_sent_rows (OrchConnection *connection, OrchStoreKind kind, const char *id)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *all =
      orch_connection_dup_text (connection, "SELECT text FROM hub_base WHERE type = ? || '-sent' AND id = ?", "ss",
                                orch_store_kind_get_type_name (kind), id);
  g_auto (GStrv) texts = g_strsplit (all != NULL ? all : "", ORCH_STORE_SENT_SEPARATOR, -1);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      GObject *row = orch_row_from_text (kind, texts[i]);
      if (row != NULL)
        g_ptr_array_add (rows, row);
    }
  return rows;
}

static void
load_sent (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  orch_store_take_array (result, orch_store_load_sent_rows (connection, call->kind, call->id));
}

void
orch_store_take_back (OrchConnection *connection, const OrchStoreCall *call, const char *type, const char *id,
                      const char *verb)
{
  int kind = orch_store_kind_from_type_name (type);

  orch_store_take_back_message (connection, type, id);
  /* The hub does not have it: nor have we, then. Should it have arrived after all, it is taken away there. */
  if (kind >= 0 && ORCH_STORE_KIND_IS_DIRECTORY (kind) && g_str_equal (verb, "create"))
    {
      g_autoptr (OrchStoreCall) removal =
          orch_store_call_new (&(OrchActor) { .id = call->actor, .permission = (OrchPermission) call->permission });
      removal->kind = (OrchStoreKind) kind;
      removal->id = g_strdup (id);
      orch_store_remove_row (connection, NULL, removal);
      return;
    }
  if (g_str_equal (verb, "delete"))
    orch_store_forget_removed (connection, type, id);
  if (kind < 0 || !ORCH_STORE_KIND_IS_DIRECTORY (kind) || !g_str_equal (verb, "update"))
    return;

  g_autofree char *text =
      orch_connection_dup_text (connection, "SELECT text FROM hub_base WHERE type = ? AND id = ?", "ss", type, id);
  g_autoptr (GObject) base = orch_row_from_text ((OrchStoreKind) kind, text);
  if (base != NULL)
    orch_store_agree (connection, (OrchStoreKind) kind, base, NULL, NULL);
  /* Without it, the next download brings it, whatever its version. */
  orch_connection_run (connection,
                       kind == ORCH_STORE_STAFF
                           ? "UPDATE staff SET synced_revision = revision, hub_version = iif (?, hub_version, NULL) "
                             "WHERE id = ?"
                           : "UPDATE service SET synced_revision = revision, hub_version = iif (?, hub_version, NULL) "
                             "WHERE id = ?",
                       "is", base != NULL, id);
  orch_connection_mark (connection, orch_store_kind_get_change ((OrchStoreKind) kind));
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_store_save_services (OrchStore *self, const OrchActor *actor, GPtrArray *services, gboolean queue)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && services != NULL, NULL);

  DexFuture *refused =
      orch_store_refuse (actor,
                         actor->permission == ORCH_PERMISSION_WORKSTATION ? ORCH_ACT_SYNC : ORCH_ACT_EDIT_SERVICES);
  if (refused != NULL)
    return refused;
  for (guint i = 0; i < services->len; i++)
    if (orch_text_is_empty (orch_service_get_fields (services->pdata[i])->id))
      return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "A row without id");

  OrchStoreCall *call = orch_store_call_new (actor);
  call->rows = g_ptr_array_ref (services);
  call->flag = queue;
  return orch_store_write (self, save_services, call);
}

static DexFuture *
apply (OrchStore *self, const OrchActor *actor, OrchStoreKind kind, GPtrArray *rows, const char *const *versions)
{
  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_SYNC);

  if (refused != NULL)
    return refused;
  OrchStoreCall *call = orch_store_call_new (actor);
  call->kind = kind;
  call->rows = g_ptr_array_ref (rows);
  if (versions != NULL)
    {
      call->more = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add (call->more, g_strdup (versions[i]));
    }
  return orch_store_write (self, apply_hub_rows, call);
}

DexFuture *
orch_store_apply_hub_services (OrchStore *self, const OrchActor *actor, GPtrArray *services,
                               const char *const *versions)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && services != NULL, NULL);

  return apply (self, actor, ORCH_STORE_SERVICES, services, versions);
}

DexFuture *
orch_store_apply_hub_staff (OrchStore *self, const OrchActor *actor, GPtrArray *staff, const char *const *versions)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && staff != NULL, NULL);

  return apply (self, actor, ORCH_STORE_STAFF, staff, versions);
}

DexFuture *
orch_store_load_base (OrchStore *self, OrchStoreKind kind, const char *id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_STORE_KIND_IS_DIRECTORY (kind) && id != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->kind = kind;
  call->id = g_strdup (id);
  return orch_store_read (self, load_base, call, NULL);
}

DexFuture *
orch_store_load_sent (OrchStore *self, OrchStoreKind kind, const char *id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (ORCH_STORE_KIND_IS_DIRECTORY (kind) && id != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->kind = kind;
  call->id = g_strdup (id);
  return orch_store_read (self, load_sent, call, NULL);
}
