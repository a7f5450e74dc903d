/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-bootstrap.h. A field of the wizard is kept as a GVariant of one of a few types, so that what comes back is what went
 * in; the database is on this machine only, so its byte order is this machine's.
 */
#include "orch-bootstrap.h"

#include <string.h>

#include "core/orch-text.h"
#include "orch-database.h"

struct _OrchBootstrap
{
  GObject parent_instance;

  /* owned */
  OrchDatabase *database;
  char *workstation;
};

G_DEFINE_FINAL_TYPE (OrchBootstrap, orch_bootstrap, G_TYPE_OBJECT)

typedef struct
{
  /* owned, (nullable) */
  char *id;
  char *value;
  OrchClinicEntry *entry;
  GVariant *fields;

  guint step;
} Call;

static void
call_free (Call *call)
{
  g_free (call->id);
  g_free (call->value);
  g_clear_object (&call->entry);
  g_clear_pointer (&call->fields, g_variant_unref);
  g_free (call);
}

static Call *
call_new (const char *id)
{
  Call *call = g_new0 (Call, 1);
  call->id = g_strdup (id);
  return call;
}

/* --- database thread -------------------------------------------------------------------- */

/* In the first transaction after opening; a new workstation gets its id here */
static void
load_workstation (OrchConnection *connection, GValue *result, gpointer data)
{
  g_autofree char *fresh = g_uuid_string_random ();

  orch_connection_run (connection, "INSERT OR IGNORE INTO meta (name, value) VALUES ('workstation', ?)", "s", fresh);
  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result,
                       orch_connection_dup_text (connection, "SELECT value FROM meta WHERE name = 'workstation'", ""));
}

static void
list_clinics (OrchConnection *connection, GValue *result, gpointer data)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT id, name, hub_base, state, training, file FROM clinic ORDER BY sort_name, id", "");

  while (orch_connection_next (connection, statement))
    {
      OrchClinicEntryFields fields = {
        .id = orch_column_text (statement, 0),
        .name = orch_column_text (statement, 1),
        .hub_base = orch_column_text (statement, 2),
        .state = (OrchClinicState) sqlite3_column_int (statement, 3),
        .training = sqlite3_column_int (statement, 4),
        .file = orch_column_text (statement, 5),
      };
      g_ptr_array_add (entries, orch_clinic_entry_new (&fields));
    }
  g_value_init (result, G_TYPE_PTR_ARRAY);
  g_value_take_boxed (result, g_steal_pointer (&entries));
}

static void
save_clinic (OrchConnection *connection, GValue *result, gpointer data)
{
  Call *call = data;
  const OrchClinicEntryFields *f = orch_clinic_entry_get_fields (call->entry);
  g_autofree char *sort_name = orch_text_collation_key (f->name);

  orch_connection_run (connection,
                       "INSERT INTO clinic (id, name, hub_base, state, training, file, sort_name) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
                       "hub_base = excluded.hub_base, state = excluded.state, training = excluded.training, "
                       "file = excluded.file, sort_name = excluded.sort_name",
                       "sssiiss", f->id, f->name, f->hub_base, f->state, !!f->training, f->file, sort_name);
}

static void
remove_clinic (OrchConnection *connection, GValue *result, gpointer data)
{
  Call *call = data;

  orch_connection_run (connection, "DELETE FROM clinic WHERE id = ?", "s", call->id);
}

static void
clear_wizard (OrchConnection *connection, GValue *result, gpointer data)
{
  Call *call = data;

  orch_connection_run (connection, "DELETE FROM wizard_field WHERE clinic = ?", "s", call->id);
  orch_connection_run (connection, "DELETE FROM wizard WHERE clinic = ?", "s", call->id);
}

static void
save_field (OrchConnection *connection, const char *clinic, const char *name, GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE ("mv")))
    {
      orch_connection_run (connection, "DELETE FROM wizard_field WHERE clinic = ? AND name = ?", "ss", clinic, name);
      return;
    }
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (value);
  orch_connection_run (connection,
                       "INSERT INTO wizard_field (clinic, name, type, value) VALUES (?, ?, ?, ?) ON CONFLICT "
                       "(clinic, name) DO UPDATE SET type = excluded.type, value = excluded.value",
                       "sssb", clinic, name, g_variant_get_type_string (value), bytes);
}

static void
save_wizard (OrchConnection *connection, GValue *result, gpointer data)
{
  Call *call = data;
  GVariantIter iter;
  const char *name;
  GVariant *value;

  if (orch_connection_get_int64 (connection, 0, "SELECT count (*) FROM clinic WHERE id = ?", "s", call->id) == 0)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such clinic");
      return;
    }
  if (call->step > 0)
    orch_connection_run (connection,
                         "INSERT INTO wizard (clinic, step) VALUES (?, ?) "
                         "ON CONFLICT (clinic) DO UPDATE SET step = excluded.step",
                         "si", call->id, (int) call->step);
  if (call->fields == NULL)
    return;
  g_variant_iter_init (&iter, call->fields);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &value))
    save_field (connection, call->id, name, value);
}

static void
load_wizard (OrchConnection *connection, GValue *result, gpointer data)
{
  Call *call = data;
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  guint step = orch_connection_get_int64 (connection, 0, "SELECT step FROM wizard WHERE clinic = ?", "s", call->id);
  sqlite3_stmt *statement =
      orch_connection_query (connection, "SELECT name, type, value FROM wizard_field WHERE clinic = ?", "s", call->id);

  while (orch_connection_next (connection, statement))
    {
      const char *type = orch_column_text (statement, 1);
      g_autoptr (GBytes) bytes = orch_column_dup_bytes (statement, 2);
      if (!g_variant_type_string_is_valid (type) || !g_variant_type_is_definite (G_VARIANT_TYPE (type)))
        continue;
      g_variant_dict_insert_value (&fields, orch_column_text (statement, 0),
                                   g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));
    }
  g_value_init (result, G_TYPE_VARIANT);
  g_value_take_variant (result, g_variant_ref_sink (g_variant_new ("(u@a{sv})", step, g_variant_dict_end (&fields))));
}

static void
get_value (OrchConnection *connection, GValue *result, gpointer data)
{
  Call *call = data;

  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result,
                       orch_connection_dup_text (connection, "SELECT value FROM meta WHERE name = ?", "s", call->id));
}

static void
set_value (OrchConnection *connection, GValue *result, gpointer data)
{
  Call *call = data;

  if (call->value == NULL)
    orch_connection_run (connection, "DELETE FROM meta WHERE name = ?", "s", call->id);
  else
    orch_connection_run (connection,
                         "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = "
                         "excluded.value",
                         "ss", call->id, call->value);
}

/* --- opening ---------------------------------------------------------------------------- */

static DexFuture *
open_fiber (gpointer user_data)
{
  DexFuture *opening = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchDatabase) database = dex_await_object (dex_ref (opening), &error);
  g_autofree char *workstation = NULL;

  if (database != NULL)
    workstation = dex_await_string (orch_database_write (database, load_workstation, NULL, NULL), &error);
  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));

  OrchBootstrap *self = g_object_new (ORCH_TYPE_BOOTSTRAP, NULL);
  self->database = g_steal_pointer (&database);
  self->workstation = g_steal_pointer (&workstation);
  return dex_future_new_take_object (self);
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_bootstrap_finalize (GObject *object)
{
  OrchBootstrap *self = ORCH_BOOTSTRAP (object);

  g_clear_object (&self->database);
  g_clear_pointer (&self->workstation, g_free);

  G_OBJECT_CLASS (orch_bootstrap_parent_class)->finalize (object);
}

static void
orch_bootstrap_class_init (OrchBootstrapClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_bootstrap_finalize;
}

static void
orch_bootstrap_init (OrchBootstrap *self)
{
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_bootstrap_open (const char *path, OrchSecret *key, OrchStoreOpenMode mode)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  DexFuture *opening = orch_database_open (path, key, mode, orch_schema_get_bootstrap ());
  return dex_scheduler_spawn (dex_scheduler_get_thread_default (), 0, open_fiber, opening, dex_unref);
}

DexFuture *
orch_bootstrap_close (OrchBootstrap *self)
{
  g_return_val_if_fail (ORCH_IS_BOOTSTRAP (self), NULL);

  return orch_database_close (self->database);
}

const char *
orch_bootstrap_get_workstation (OrchBootstrap *self)
{
  g_return_val_if_fail (ORCH_IS_BOOTSTRAP (self), NULL);

  return self->workstation;
}

static DexFuture *
read_call (OrchBootstrap *self, OrchDatabaseFunc func, Call *call)
{
  return orch_database_read (self->database, func, call, (GDestroyNotify) call_free, NULL);
}

static DexFuture *
write_call (OrchBootstrap *self, OrchDatabaseFunc func, Call *call)
{
  return orch_database_write (self->database, func, call, (GDestroyNotify) call_free);
}

DexFuture *
orch_bootstrap_list_clinics (OrchBootstrap *self)
{
  g_return_val_if_fail (ORCH_IS_BOOTSTRAP (self), NULL);

  return read_call (self, list_clinics, call_new (NULL));
}

DexFuture *
orch_bootstrap_save_clinic (OrchBootstrap *self, OrchClinicEntry *entry)
{
  g_return_val_if_fail (ORCH_IS_BOOTSTRAP (self), NULL);
  g_return_val_if_fail (ORCH_IS_CLINIC_ENTRY (entry), NULL);

  if (orch_text_is_empty (orch_clinic_entry_get_fields (entry)->id))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "A clinic without id");
  Call *call = call_new (NULL);
  call->entry = g_object_ref (entry);
  return write_call (self, save_clinic, call);
}

DexFuture *
orch_bootstrap_remove_clinic (OrchBootstrap *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_BOOTSTRAP (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return write_call (self, remove_clinic, call_new (id));
}

DexFuture *
orch_bootstrap_save_wizard (OrchBootstrap *self, const char *clinic_id, guint step, GVariant *fields)
{
  g_return_val_if_fail (ORCH_IS_BOOTSTRAP (self), NULL);
  g_return_val_if_fail (clinic_id != NULL, NULL);
  g_return_val_if_fail (fields == NULL || g_variant_is_of_type (fields, G_VARIANT_TYPE_VARDICT), NULL);

  Call *call = call_new (clinic_id);
  call->step = step;
  call->fields = fields != NULL ? g_variant_ref_sink (fields) : NULL;
  return write_call (self, save_wizard, call);
}

DexFuture *
orch_bootstrap_load_wizard (OrchBootstrap *self, const char *clinic_id)
{
  g_return_val_if_fail (ORCH_IS_BOOTSTRAP (self), NULL);
  g_return_val_if_fail (clinic_id != NULL, NULL);

  return read_call (self, load_wizard, call_new (clinic_id));
}

DexFuture *
orch_bootstrap_clear_wizard (OrchBootstrap *self, const char *clinic_id)
{
  g_return_val_if_fail (ORCH_IS_BOOTSTRAP (self), NULL);
  g_return_val_if_fail (clinic_id != NULL, NULL);

  return write_call (self, clear_wizard, call_new (clinic_id));
}

DexFuture *
orch_bootstrap_get_value (OrchBootstrap *self, const char *name)
{
  g_return_val_if_fail (ORCH_IS_BOOTSTRAP (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return read_call (self, get_value, call_new (name));
}

DexFuture *
orch_bootstrap_set_value (OrchBootstrap *self, const char *name, const char *value)
{
  g_return_val_if_fail (ORCH_IS_BOOTSTRAP (self), NULL);
  g_return_val_if_fail (name != NULL && !g_str_equal (name, "workstation"), NULL);

  Call *call = call_new (name);
  call->value = g_strdup (value);
  return write_call (self, set_value, call);
}
