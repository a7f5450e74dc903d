/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Data as other people's software writes it, made by make.py; what other people really wrote comes from ORCH_TEST_DATA.
 */
#pragma once

#include <gio/gio.h>

static const char *const foreign_kinds[] = { "directory", "examples", "synthetic", "odd", NULL };

/* Writes the Bundle of @kind to the file @path. ORCH_FOREIGN_DIR is defined by the test's meson.build. */
static inline void
foreign_data_make (const char *kind, const char *path)
{
  g_autofree char *script = g_build_filename (ORCH_FOREIGN_DIR, "make.py", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "python3", "-B", script, kind, path, NULL);

  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

/* Returns: (transfer full) (element-type filename): the files of the folder that ORCH_TEST_DATA names; empty when it is not given, never
 * when it is */
static inline GPtrArray *
foreign_data_list (void)
{
  const char *folder = g_getenv ("ORCH_TEST_DATA");
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;

  if (folder == NULL)
    return paths;
  dir = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_assert_cmpuint (paths->len, >, 0);
  return paths;
}
