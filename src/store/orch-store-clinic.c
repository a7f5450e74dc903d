/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: the clinic itself, its departments, its settings, and what the hub calls things.
 */
#include <string.h>

#include "core/orch-text.h"
#include "orch-store-private.h"

/* --- clinic ----------------------------------------------------------------------------- */

static OrchClinic *
read_clinic (OrchConnection *connection)
{
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT id, name, street, office, city, province, postal_code, phone, extension, logo, logo_type, providers, "
      "emr_vendor, hub_emr_vendor, hub_id, hub_version FROM clinic",
      "");
  OrchClinic *clinic = NULL;

  if (orch_connection_next (connection, statement))
    {
      const char *codes = orch_column_text (statement, 11);
      g_autoptr (GBytes) logo = orch_column_dup_bytes (statement, 9);
      g_auto (GStrv) providers = codes != NULL ? g_strsplit (codes, ORCH_STORE_SEPARATOR, -1) : NULL;
      OrchClinicFields fields = {
        .id = orch_column_text (statement, 0),
        .name = orch_column_text (statement, 1),
        .street = orch_column_text (statement, 2),
        .office = orch_column_text (statement, 3),
        .city = orch_column_text (statement, 4),
        .province = orch_column_text (statement, 5),
        .postal_code = orch_column_text (statement, 6),
        .phone = orch_column_text (statement, 7),
        .extension = orch_column_text (statement, 8),
        .logo = logo,
        .logo_type = orch_column_text (statement, 10),
        .providers = (const char *const *) providers,
        .emr_vendor = orch_column_text (statement, 12),
        .hub_emr_vendor = orch_column_text (statement, 13),
        .hub_id = orch_column_text (statement, 14),
        .hub_version = orch_column_text (statement, 15),
      };
      clinic = orch_clinic_new (&fields);
      orch_connection_done (connection, statement);
    }
  return clinic;
}

static void
load_clinic (OrchConnection *connection, GValue *result, gpointer data)
{
  orch_store_take_object (result, read_clinic (connection));
}

static void
save_clinic (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  OrchClinicFields fields = *orch_clinic_get_fields (ORCH_CLINIC (call->object));
  const OrchClinicFields *f = &fields;
  g_autofree char *providers = f->providers != NULL && f->providers[0] != NULL
                                   ? g_strjoinv (ORCH_STORE_SEPARATOR, (char **) f->providers)
                                   : NULL;
  g_autoptr (OrchClinic) old = read_clinic (connection);

  if (old != NULL && g_strcmp0 (orch_clinic_get_id (old), f->id) != 0)
    orch_connection_fail (connection, ORCH_ERROR_INVALID, "This store is another clinic's");
  /* A form may be older than the last answer of the hub: what is known of it comes from orch_store_set_hub_links(). */
  if (old != NULL && orch_clinic_get_fields (old)->hub_id != NULL)
    {
      fields.hub_id = orch_clinic_get_fields (old)->hub_id;
      fields.hub_version = orch_clinic_get_fields (old)->hub_version;
    }
  g_autoptr (OrchClinic) merged = orch_clinic_new (&fields);
  if (old == NULL || !orch_clinic_equal (old, merged))
    {
      orch_connection_run (
          connection,
          "INSERT INTO clinic (one, id, name, street, office, city, province, postal_code, phone, extension, logo, "
          "logo_type, providers, emr_vendor, hub_emr_vendor, hub_id, hub_version, origin, revision) "
          "VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) "
          "ON CONFLICT (one) DO UPDATE SET name = excluded.name, street = excluded.street, office = excluded.office, "
          "city = excluded.city, province = excluded.province, postal_code = excluded.postal_code, "
          "phone = excluded.phone, extension = excluded.extension, logo = excluded.logo, "
          "logo_type = excluded.logo_type, providers = excluded.providers, emr_vendor = excluded.emr_vendor, "
          "hub_emr_vendor = excluded.hub_emr_vendor, hub_id = excluded.hub_id, "
          "hub_version = excluded.hub_version, revision = revision + 1",
          "sssssssssbssssssi", f->id, f->name, f->street, f->office, f->city, f->province, f->postal_code, f->phone,
          f->extension, f->logo, f->logo_type, providers, f->emr_vendor, f->hub_emr_vendor, f->hub_id, f->hub_version,
          ORCH_ORIGIN_HAND);
      orch_connection_mark (connection, ORCH_STORE_CHANGED_CLINIC);
    }

  gint64 revision = orch_connection_get_int64 (connection, 0, "SELECT revision FROM clinic", "");
  gint64 synced = orch_connection_get_int64 (connection, 0, "SELECT synced_revision FROM clinic", "");
  if (call->flag && revision > synced)
    orch_store_add_to_outbox (connection, call, "clinic", f->id, "update", NULL, revision);
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, revision);
}

/* --- departments ------------------------------------------------------------------------ */

static void
load_departments (OrchConnection *connection, GValue *result, gpointer data)
{
  GPtrArray *departments = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT id, emr_id, hub_id, name, origin FROM department ORDER BY sort_name, key", "");

  while (orch_connection_next (connection, statement))
    {
      OrchDepartmentFields fields = {
        .id = orch_column_text (statement, 0),
        .emr_id = orch_column_text (statement, 1),
        .hub_id = orch_column_text (statement, 2),
        .name = orch_column_text (statement, 3),
        .origin = (OrchOrigin) sqlite3_column_int (statement, 4),
      };
      g_ptr_array_add (departments, orch_department_new (&fields));
    }
  orch_store_take_array (result, departments);
}

static void
save_departments (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  for (guint i = 0; i < call->rows->len; i++)
    {
      const OrchDepartmentFields *f = orch_department_get_fields (call->rows->pdata[i]);
      g_autofree char *search = orch_text_fold (f->name), *sort_name = orch_text_collation_key (f->name);
      orch_connection_run (
          connection,
          "INSERT INTO department (id, emr_id, hub_id, name, origin, revision, search, sort_name) "
          "VALUES (?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT (id) DO UPDATE SET emr_id = excluded.emr_id, "
          "hub_id = coalesce (excluded.hub_id, hub_id), name = excluded.name, search = excluded.search, "
          "sort_name = excluded.sort_name, revision = revision + 1 "
          "WHERE (emr_id, name) IS NOT (excluded.emr_id, excluded.name)",
          "ssssiss", f->id, f->emr_id, f->hub_id, f->name, f->origin, search, sort_name);
    }
  orch_connection_mark (connection, ORCH_STORE_CHANGED_CLINIC);
}

/* --- settings --------------------------------------------------------------------------- */

static void
get_setting (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result,
                       orch_connection_dup_text (connection, "SELECT text FROM setting WHERE name = ? AND removed = 0",
                                                 "s", call->id));
}

gint64
orch_store_write_setting (OrchConnection *connection, const char *name, const char *text)
{
  /* A group that is removed keeps its row: the revision of the next one must not be one that was sent before. */
  orch_connection_run (connection,
                       "INSERT INTO setting (name, text, revision, removed) VALUES (?, coalesce (?, ''), 1, ?) "
                       "ON CONFLICT DO UPDATE SET text = excluded.text, removed = excluded.removed, "
                       "revision = revision + 1",
                       "ssi", name, text, text == NULL);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_SETTINGS);
  return orch_connection_get_int64 (connection, 0, "SELECT revision FROM setting WHERE name = ?", "s", name);
}

void
orch_store_agree_on_setting (OrchConnection *connection, const char *group, const char *text)
{
  orch_store_keep_base (connection, "setting", group, text);
  orch_store_forget_sent (connection, "setting", group);
}

static void
queue_setting (OrchConnection *connection, OrchStoreCall *call, gint64 revision)
{
  /* One that the hub never had, nor may have got, leaves nothing to tell. */
  gboolean is_known =
      orch_connection_get_int64 (connection, 0,
                                 "SELECT synced_revision > 0 OR EXISTS (SELECT 1 FROM outbox WHERE object_type = "
                                 "'setting' AND object_id = name AND state <> 2 AND (state = 1 OR attempts > 0)) OR "
                                 "EXISTS (SELECT 1 FROM hub_link WHERE type = 'setting' AND id = name) "
                                 "FROM setting WHERE name = ?",
                                 "s", call->id) != 0;

  if (call->text != NULL)
    {
      /* Set again before its removal was sent: an update, as if it had never been removed */
      orch_connection_run (connection,
                           "UPDATE outbox SET verb = 'update' WHERE object_type = 'setting' AND object_id = ? AND "
                           "verb = 'delete' AND state IN (0, 3)",
                           "s", call->id);
      orch_store_add_to_outbox (connection, call, "setting", call->id, "update", NULL, revision);
      return;
    }
  orch_connection_run (connection,
                       "DELETE FROM outbox WHERE object_type = 'setting' AND object_id = ? AND state IN (0, 3)", "s",
                       call->id);
  if (is_known)
    orch_store_add_to_outbox (connection, call, "setting", call->id, "delete", NULL, revision);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX);
}

static void
set_setting (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autofree char *old =
      orch_connection_dup_text (connection, "SELECT text FROM setting WHERE name = ? AND removed = 0", "s", call->id);
  gint64 revision =
      orch_connection_get_int64 (connection, 0, "SELECT revision FROM setting WHERE name = ?", "s", call->id);

  if (g_strcmp0 (old, call->text) != 0)
    {
      revision = orch_store_write_setting (connection, call->id, call->text);
      orch_store_add_to_journal (connection, call, "setting-changed", call->id, NULL, NULL);
      if (call->flag)
        queue_setting (connection, call, revision);
    }
  g_value_init (result, G_TYPE_INT64);
  g_value_set_int64 (result, revision);
}

/* detail: what must be there */
static void
replace_setting (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autofree char *old =
      orch_connection_dup_text (connection, "SELECT text FROM setting WHERE name = ? AND removed = 0", "s", call->id);

  if (g_strcmp0 (old, call->detail) != 0)
    orch_connection_fail (connection, ORCH_ERROR_CONFLICT, "It was changed meanwhile");
  else
    set_setting (connection, result, data);
}

static void
apply_hub_setting (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  gboolean is_kept = orch_store_has_unsent (connection, "setting", call->id);

  if (!is_kept)
    {
      g_autofree char *old =
          orch_connection_dup_text (connection, "SELECT text FROM setting WHERE name = ? AND removed = 0", "s",
                                    call->id);
      if (g_strcmp0 (old, call->text) != 0)
        orch_store_write_setting (connection, call->id, call->text);
      orch_connection_run (
          connection, "UPDATE setting SET synced_revision = revision WHERE name = ? AND synced_revision < revision",
          "s", call->id);
      orch_connection_run (connection,
                           "INSERT INTO hub_link (type, id, version) VALUES ('setting', ?, ?) "
                           "ON CONFLICT DO UPDATE SET version = excluded.version WHERE version IS NOT excluded.version",
                           "ss", call->id, call->detail);
      orch_store_agree_on_setting (connection, call->id, call->text);
    }
  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, !is_kept);
}

OrchOutboxRow *
orch_store_note_setting (OrchConnection *connection, OrchOutboxRow *row)
{
  const OrchOutboxRowFields *f = orch_outbox_row_get_fields (row);
  g_autofree char *text =
      orch_connection_dup_text (connection, "SELECT text FROM setting WHERE name = ? AND removed = 0", "s",
                                f->object_id);
  OrchOutboxRowFields fields = *f;
  OrchOutboxRow *with_text = NULL;

  if (text == NULL)
    return row;
  fields.payload = text;
  fields.revision = orch_connection_get_int64 (connection, f->revision, "SELECT revision FROM setting WHERE name = ?",
                                               "s", f->object_id);
  orch_connection_run (connection, "UPDATE outbox SET sent = ?, revision = ? WHERE seq = ?", "sll", text,
                       fields.revision, f->seq);
  orch_store_note_sent (connection, "setting", f->object_id, text);
  with_text = orch_outbox_row_new (&fields);
  g_object_unref (row);
  return with_text;
}

/* text: what it is to be; detail: what the hub has, at version verb. From the row as it was at revision number */
static void
agree_setting (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (OrchStoreCall) author = NULL;
  const gint64 revision =
      orch_connection_get_int64 (connection, 0, "SELECT revision FROM setting WHERE name = ?", "s", call->id);
  gint64 now = revision;

  g_value_init (result, G_TYPE_BOOLEAN);
  g_value_set_boolean (result, revision == call->number);
  if (revision != call->number)
    return;
  g_autofree char *old =
      orch_connection_dup_text (connection, "SELECT text FROM setting WHERE name = ? AND removed = 0", "s", call->id);
  if (g_strcmp0 (old, call->text) != 0)
    now = orch_store_write_setting (connection, call->id, call->text);
  orch_store_agree_on_setting (connection, call->id, call->detail);
  orch_connection_run (connection,
                       "INSERT INTO hub_link (type, id, version) VALUES ('setting', ?, ?) "
                       "ON CONFLICT DO UPDATE SET version = excluded.version",
                       "ss", call->id, call->verb);
  author = orch_store_find_author (connection, call, "setting", call->id);
  orch_connection_run (connection, "DELETE FROM outbox WHERE object_type = 'setting' AND object_id = ? AND state <> 2",
                       "s", call->id);
  if (g_strcmp0 (call->text, call->detail) == 0)
    orch_connection_run (connection, "UPDATE setting SET synced_revision = revision WHERE name = ?", "s", call->id);
  else
    orch_store_add_to_outbox (connection, author != NULL ? author : call, "setting", call->id,
                              call->text != NULL ? "update" : "delete", NULL, now);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_OUTBOX);
}

static void
get_setting_sent (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result,
                       orch_connection_dup_text (connection,
                                                 "SELECT text FROM hub_base WHERE type = 'setting-sent' AND id = ?",
                                                 "s", call->id));
}

static void
get_setting_base (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result, orch_connection_dup_text (connection,
                                                         "SELECT text FROM hub_base WHERE type = 'setting' AND id = ?",
                                                         "s", call->id));
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_store_load_clinic (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return orch_store_read (self, load_clinic, orch_store_call_new (NULL), NULL);
}

DexFuture *
orch_store_save_clinic (OrchStore *self, const OrchActor *actor, OrchClinic *clinic, gboolean queue)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);
  g_return_val_if_fail (ORCH_IS_CLINIC (clinic), NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_EDIT_CLINIC);
  if (refused != NULL)
    return refused;
  if (orch_text_is_empty (orch_clinic_get_id (clinic)))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "A clinic without id");

  OrchStoreCall *call = orch_store_call_new (actor);
  call->object = G_OBJECT (g_object_ref (clinic));
  call->flag = queue;
  return orch_store_write (self, save_clinic, call);
}

DexFuture *
orch_store_load_departments (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return orch_store_read (self, load_departments, orch_store_call_new (NULL), NULL);
}

DexFuture *
orch_store_save_departments (OrchStore *self, const OrchActor *actor, GPtrArray *departments)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && departments != NULL, NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_IMPORT);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->rows = g_ptr_array_ref (departments);
  return orch_store_write (self, save_departments, call);
}

DexFuture *
orch_store_get_setting (OrchStore *self, const char *group)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (group != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->id = g_strdup (group);
  return orch_store_read (self, get_setting, call, NULL);
}

/* @old: what must be there, for replace_setting() */
static DexFuture *
write_group (OrchStore *self, OrchDatabaseFunc func, const OrchActor *actor, const char *group, const char *old,
             const char *text, gboolean queue)
{
  OrchAct act = ORCH_ACT_EDIT_CLINIC;
  if (g_str_has_prefix (group, "sync-"))
    act = ORCH_ACT_SYNC;
  /* Everybody who writes to patients adds to it; whose entry it is, is asked by who changes it, and by the hub. */
  else if (g_str_equal (group, "templates"))
    act = ORCH_ACT_WRITE_MESSAGES;
  else if (g_str_equal (group, "emr") || g_str_equal (group, "sync") || g_str_equal (group, "chart") ||
           g_str_has_prefix (group, "emr-"))
    act = ORCH_ACT_EDIT_EMR;
  DexFuture *refused = orch_store_refuse (actor, act);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->id = g_strdup (group);
  call->text = g_strdup (text);
  call->detail = g_strdup (old);
  call->flag = queue;
  return orch_store_write (self, func, call);
}

DexFuture *
orch_store_set_setting (OrchStore *self, const OrchActor *actor, const char *group, const char *text, gboolean queue)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && group != NULL, NULL);

  return write_group (self, set_setting, actor, group, NULL, text, queue);
}

DexFuture *
orch_store_replace_setting (OrchStore *self, const OrchActor *actor, const char *group, const char *old,
                            const char *text, gboolean queue)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && group != NULL, NULL);

  return write_group (self, replace_setting, actor, group, old, text, queue);
}

DexFuture *
orch_store_apply_hub_setting (OrchStore *self, const OrchActor *actor, const char *group, const char *text,
                              const char *version)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && group != NULL, NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->id = g_strdup (group);
  call->text = g_strdup (text);
  call->detail = g_strdup (version);
  return orch_store_write (self, apply_hub_setting, call);
}

DexFuture *
orch_store_agree_setting (OrchStore *self, const OrchActor *actor, const char *group, const char *merged,
                          const char *theirs, const char *version, gint64 revision)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && group != NULL, NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_SYNC);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->id = g_strdup (group);
  call->text = g_strdup (merged);
  call->detail = g_strdup (theirs);
  call->verb = g_strdup (version);
  call->number = revision;
  return orch_store_write (self, agree_setting, call);
}

DexFuture *
orch_store_get_setting_base (OrchStore *self, const char *group)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (group != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->id = g_strdup (group);
  return orch_store_read (self, get_setting_base, call, NULL);
}

DexFuture *
orch_store_get_setting_sent (OrchStore *self, const char *group)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (group != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->id = g_strdup (group);
  return orch_store_read (self, get_setting_sent, call, NULL);
}
