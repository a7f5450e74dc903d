/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the tests of the store share: a place to work in, rows to write.
 */
#pragma once

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "../future-kit.h"
#include "secrets/orch-secret.h"
#include "store/orch-store.h"

static const OrchActor kit_admin = { "Practitioner/1", ORCH_PERMISSION_ADMINISTRATOR, "workstation-1" };
static const OrchActor kit_receptionist G_GNUC_UNUSED = { "Practitioner/2", ORCH_PERMISSION_RECEPTIONIST,
                                                          "workstation-1" };
static const OrchActor kit_professional G_GNUC_UNUSED = { "Practitioner/3", ORCH_PERMISSION_PROFESSIONAL,
                                                          "workstation-1" };
static const OrchActor kit_nobody G_GNUC_UNUSED = { "Practitioner/4", ORCH_PERMISSION_NONE, NULL };
static const OrchActor kit_workstation G_GNUC_UNUSED = { "workstation-1", ORCH_PERMISSION_WORKSTATION,
                                                         "workstation-1" };

/* A key that every run of a test shares, so that a child process can open what its parent made */
static inline OrchSecret *
kit_key (void)
{
  guint8 bytes[ORCH_STORE_KEY_LENGTH];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = i * 7 + 1;
  return orch_secret_new (bytes, sizeof bytes);
}

/* A connection beside the store's, for what only a foreign hand would do */
static inline sqlite3 *
kit_raw_open (const char *path)
{
  sqlite3 *db;
  g_autoptr (OrchSecret) key = kit_key ();
  g_autoptr (GString) text = g_string_new ("x'");

  for (gsize i = 0; i < orch_secret_get_length (key); i++)
    g_string_append_printf (text, "%02x", orch_secret_get_data (key)[i]);
  g_string_append_c (text, '\'');
  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_key_v2 (db, "main", text->str, text->len), ==, SQLITE_OK);
  return db;
}

static inline void
kit_raw_run (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
}

static inline int
kit_on_column (gpointer data, int n, char **values, char **names)
{
  g_free (*(char **) data);
  *(char **) data = g_strdup (values[0]);
  return 0;
}

static inline char *
kit_raw_text (sqlite3 *db, const char *sql)
{
  char *text = NULL;

  g_assert_cmpint (sqlite3_exec (db, sql, kit_on_column, &text, NULL), ==, SQLITE_OK);
  return text;
}

static inline char *
kit_make_directory (void)
{
  g_autoptr (GError) error = NULL;
  char *directory = g_dir_make_tmp ("orch-store-XXXXXX", &error);
  g_assert_no_error (error);
  return directory;
}

static inline void
kit_remove_directory (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);
      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        kit_remove_directory (path);
      else
        g_unlink (path);
    }
  g_rmdir (directory);
}

/* A store of its own in a directory of its own */
typedef struct
{
  char *directory;
  char *path;
  OrchSecret *key;
  OrchStore *store;
} Kit;

static inline void
kit_open (Kit *kit, OrchStoreOpenMode mode)
{
  kit->store = kit_object (orch_store_open (kit->path, kit->key, mode));
  g_assert_true (ORCH_IS_STORE (kit->store));
}

static inline void
kit_close (Kit *kit)
{
  kit_ok (orch_store_close (kit->store));
  g_assert_finalize_object (g_steal_pointer (&kit->store));
}

static inline void
kit_set_up (Kit *kit, gconstpointer data)
{
  kit->directory = kit_make_directory ();
  kit->path = g_build_filename (kit->directory, "stores", "clinic.db", NULL);
  kit->key = kit_key ();
  kit_open (kit, ORCH_STORE_CREATE);
}

static inline void
kit_tear_down (Kit *kit, gconstpointer data)
{
  if (kit->store != NULL)
    kit_close (kit);
  kit_remove_directory (kit->directory);
  g_free (kit->directory);
  g_free (kit->path);
  orch_secret_unref (kit->key);
}

static inline OrchStaffMember *
kit_staff (guint n, const char *family)
{
  g_autofree char *id = g_strdup_printf ("00000000-0000-4000-8000-%012u", n);
  g_autofree char *emr_id = g_strdup_printf ("EMR-%u", n);
  g_autofree char *licence = g_strdup_printf ("1%05u", n);
  const char *departments[] = { "dep-1", "dep-2", NULL };
  OrchStaffMemberFields fields = {
    .id = id,
    .emr_id = emr_id,
    .family = family,
    .given = "Élise",
    .prefix = "Dre",
    .licence = licence,
    .profession = "Médecin de famille",
    .department_emr_ids = departments,
    .bookable = TRUE,
    .active = TRUE,
    .permission = ORCH_PERMISSION_PROFESSIONAL,
    .origin = ORCH_ORIGIN_EMR,
  };
  return orch_staff_member_new (&fields);
}

static inline OrchService *
kit_service (guint n, const char *name, gboolean active)
{
  g_autofree char *id = g_strdup_printf ("11111111-0000-4000-8000-%012u", n);
  g_autofree char *emr_id = g_strdup_printf ("SVC-%u", n);
  const char *types[] = { "first", "second", NULL };
  const char *professionals[] = { "EMR-1", "EMR-2", NULL };
  OrchServiceFields fields = {
    .id = id,
    .emr_id = emr_id,
    .name = name,
    .category = "Suivi",
    .types = active ? types : NULL,
    .professional_emr_ids = professionals,
    .duration_minutes = 15 + (int) (n % 4) * 15,
    .active = active,
    .to_define = !active,
    .origin = ORCH_ORIGIN_EMR,
  };
  return orch_service_new (&fields);
}

/* Imports staff members numbered @first to @first + @n - 1 in one run of one page */
static inline void
kit_import_staff (OrchStore *store, guint first, guint n)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 run = kit_int64 (orch_store_begin_import (store, &kit_admin, ORCH_STORE_STAFF));

  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *family = g_strdup_printf ("Tremblay %04u", i);
      g_ptr_array_add (rows, kit_staff (i, family));
    }
  kit_ok (orch_store_write_import_page (store, &kit_admin, run, rows, "page-1"));
  kit_ok (orch_store_finish_import (store, &kit_admin, run, ORCH_STORE_RUN_SUCCEEDED, NULL, NULL, NULL, NULL));
}
