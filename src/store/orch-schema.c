/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-schema.h.
 */
#include "orch-schema.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "orch-database-files.h"
#include "orch-store-resources.h"

#define CLINIC_ID 0x4f524343    /* "ORCC" */
#define BOOTSTRAP_ID 0x4f524342 /* "ORCB" */

/* Returns: (transfer full): the names of the steps, the first is number 1 */
static GPtrArray *
list_steps (const OrchSchema *self)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) names = g_resource_enumerate_children (self->resource, self->prefix, 0, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    g_ptr_array_add (steps, g_strdup (names[i]));
  g_ptr_array_sort_values (steps, (GCompareFunc) strcmp);
  for (guint i = 0; i < steps->len; i++)
    {
      g_autofree char *number = g_strdup_printf ("%04u-", i + 1);
      g_assert (g_str_has_prefix (steps->pdata[i], number));
    }
  return g_steal_pointer (&steps);
}

static gboolean
apply_step (const OrchSchema *self, OrchConnection *connection, const char *name, guint version)
{
  g_autofree char *path = g_strconcat (self->prefix, name, NULL);
  g_autoptr (GBytes) sql = g_resource_lookup_data (self->resource, path, 0, NULL);
  g_autofree char *footer =
      g_strdup_printf ("PRAGMA user_version = %u; PRAGMA application_id = %u", version, self->application_id);

  g_assert (sql != NULL);
  orch_connection_script (connection, "BEGIN IMMEDIATE");
  orch_connection_script (connection, g_bytes_get_data (sql, NULL));
  orch_connection_script (connection, footer);
  sqlite3_stmt *broken = orch_connection_query (connection, "PRAGMA foreign_key_check", "");
  if (orch_connection_next (connection, broken))
    {
      orch_connection_done (connection, broken);
      orch_connection_fail (connection, ORCH_ERROR_FAILED, "Step %s leaves a reference to nothing", name);
    }
  if (orch_connection_script (connection, "COMMIT"))
    return TRUE;
  if (!sqlite3_get_autocommit (orch_connection_get_handle (connection)))
    sqlite3_exec (orch_connection_get_handle (connection), "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static gboolean
apply_steps (const OrchSchema *self, OrchConnection *connection, guint from, GError **error)
{
  g_autoptr (GPtrArray) steps = list_steps (self);

  /* A step may rebuild a table that others refer to; foreign_key_check judges it at its end. */
  orch_connection_script (connection, "PRAGMA foreign_keys = OFF");
  for (guint i = from; i < steps->len; i++)
    if (!apply_step (self, connection, steps->pdata[i], i + 1))
      break;
  g_autoptr (GError) local_error = orch_connection_take_error (connection);
  orch_connection_script (connection, "PRAGMA foreign_keys = ON");
  if (local_error == NULL && orch_connection_get_int64 (connection, 0, "PRAGMA foreign_keys", "") != 1)
    orch_connection_fail (connection, ORCH_ERROR_FAILED, "Foreign keys cannot be switched on");
  if (local_error == NULL)
    local_error = orch_connection_take_error (connection);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

/* The file is whole after a checkpoint, and encrypted: a copy of its bytes is a copy of the database. */
static gboolean
keep_copy (OrchConnection *connection, const char *path, guint version, GError **error)
{
  g_autofree char *copy = g_strdup_printf ("%s.before-%u", path, version);
  g_autofree char *part = g_strconcat (copy, ".part", NULL);
  g_autoptr (GError) local_error = NULL;

  if (orch_connection_get_int64 (connection, 1, "PRAGMA wal_checkpoint (TRUNCATE)", "") != 0)
    {
      local_error = orch_connection_take_error (connection);
      g_set_error (error, ORCH_ERROR, local_error != NULL ? (OrchError) local_error->code : ORCH_ERROR_FAILED,
                   "The database could not be copied before it is changed");
      return FALSE;
    }

  g_unlink (part);
  int fd = g_open (part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0)
    close (fd);
  g_autoptr (GFile) from = g_file_new_for_path (path), to = g_file_new_for_path (part);
  if (!g_file_copy (from, to, G_FILE_COPY_OVERWRITE | G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL, NULL, NULL, &local_error))
    {
      g_unlink (part);
      orch_error_translate (&local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  fd = g_open (part, O_RDWR | O_CLOEXEC, 0);
  gboolean kept = fd >= 0 && fchmod (fd, 0600) == 0 && fsync (fd) == 0 && g_rename (part, copy) == 0 &&
                  orch_database_sync_directory (path);
  if (!kept)
    {
      g_propagate_error (error,
                         orch_database_error_of_errno (errno, "The database could not be copied before it is changed"));
      g_unlink (part);
    }
  if (fd >= 0)
    close (fd);
  return kept;
}

const OrchSchema *
orch_schema_get_clinic (void)
{
  static OrchSchema schema = { .prefix = "/ca/orchestrateur/Orchestrateur/schema/clinic/",
                               .application_id = CLINIC_ID };

  if (g_once_init_enter_pointer (&schema.resource))
    g_once_init_leave_pointer (&schema.resource, orch_store_resources_get_resource ());
  return &schema;
}

const OrchSchema *
orch_schema_get_bootstrap (void)
{
  static OrchSchema schema = { .prefix = "/ca/orchestrateur/Orchestrateur/schema/bootstrap/",
                               .application_id = BOOTSTRAP_ID,
                               .is_small = TRUE };

  if (g_once_init_enter_pointer (&schema.resource))
    g_once_init_leave_pointer (&schema.resource, orch_store_resources_get_resource ());
  return &schema;
}

guint
orch_schema_get_version (const OrchSchema *self)
{
  g_autoptr (GPtrArray) steps = list_steps (self);
  return steps->len;
}

gboolean
orch_schema_create (const OrchSchema *self, OrchConnection *connection, GError **error)
{
  return apply_steps (self, connection, 0, error);
}

gboolean
orch_schema_upgrade (const OrchSchema *self, OrchConnection *connection, const char *path, GError **error)
{
  guint newest = orch_schema_get_version (self);
  gint64 application_id = orch_connection_get_int64 (connection, 0, "PRAGMA application_id", "");
  gint64 version = orch_connection_get_int64 (connection, 0, "PRAGMA user_version", "");
  GError *local_error = orch_connection_take_error (connection);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (application_id != self->application_id || version < 1)
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_DAMAGED, "The database is not of this kind");
      return FALSE;
    }
  if (version > newest)
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_NEWER_DATABASE, "The database has version %d, the program knows %u",
                   (int) version, newest);
      return FALSE;
    }
  if (version == newest)
    return TRUE;
  return keep_copy (connection, path, version, error) && apply_steps (self, connection, version, error);
}
