/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-support-library.h.
 */
#include "orch-support-library.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "orch-catalogue-file.h"

#define NAME "support-guide.json"

struct _OrchSupportLibrary
{
  GObject parent_instance;

  /* owned */
  char *folder;
  OrchSupportGuide *guide;
  GError *problem; /* (nullable) */

  gboolean own;
};

enum
{
  PROP_GUIDE = 1,
};

static GParamSpec *guide_property;

G_DEFINE_FINAL_TYPE (OrchSupportLibrary, orch_support_library, G_TYPE_OBJECT)

static char *
dup_path (OrchSupportLibrary *self)
{
  return g_build_filename (self->folder, NAME, NULL);
}

static void
take_guide (OrchSupportLibrary *self, OrchSupportGuide *guide, gboolean own)
{
  g_clear_object (&self->guide);
  g_clear_error (&self->problem);
  self->guide = guide;
  self->own = own;
  g_object_notify_by_pspec (G_OBJECT (self), guide_property);
}

static void
orch_support_library_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_GUIDE)
    g_value_set_object (value, ORCH_SUPPORT_LIBRARY (object)->guide);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
orch_support_library_finalize (GObject *object)
{
  OrchSupportLibrary *self = ORCH_SUPPORT_LIBRARY (object);

  g_clear_pointer (&self->folder, g_free);
  g_clear_object (&self->guide);
  g_clear_error (&self->problem);
  G_OBJECT_CLASS (orch_support_library_parent_class)->finalize (object);
}

static void
orch_support_library_class_init (OrchSupportLibraryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = orch_support_library_get_property;
  object_class->finalize = orch_support_library_finalize;
  /** OrchSupportLibrary:guide: the one that serves */
  guide_property = g_param_spec_object ("guide", NULL, NULL, ORCH_TYPE_SUPPORT_GUIDE,
                                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, PROP_GUIDE, guide_property);
}

static void
orch_support_library_init (OrchSupportLibrary *self)
{
}

OrchSupportLibrary *
orch_support_library_get_default (void)
{
  static OrchSupportLibrary *library;

  if (library == NULL)
    {
      g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "orchestrateur", "catalogue", NULL);

      library = orch_support_library_new (folder);
    }
  return library;
}

OrchSupportLibrary *
orch_support_library_new (const char *folder)
{
  OrchSupportLibrary *self = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  OrchSupportGuide *guide = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (ORCH_TYPE_SUPPORT_LIBRARY, NULL);
  self->folder = g_strdup (folder);
  path = dup_path (self);
  bytes = orch_catalogue_file_load (path, &error);
  if (bytes != NULL)
    guide = orch_support_guide_parse (bytes, &error);
  take_guide (self, guide != NULL ? guide : orch_support_guide_new_built_in (), guide != NULL);
  if (error != NULL && !orch_catalogue_file_is_absent (error))
    {
      g_message ("%s: %s; the built-in one is used", path, error->message);
      self->problem = g_steal_pointer (&error);
    }
  return self;
}

OrchSupportGuide *
orch_support_library_get_guide (OrchSupportLibrary *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), NULL);

  return self->guide;
}

gboolean
orch_support_library_is_own (OrchSupportLibrary *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), FALSE);

  return self->own;
}

const GError *
orch_support_library_get_problem (OrchSupportLibrary *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), NULL);

  return self->problem;
}

GBytes *
orch_support_library_read (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return orch_catalogue_file_load (path, error);
}

gboolean
orch_support_library_install (OrchSupportLibrary *self, GBytes *bytes, GError **error)
{
  g_autoptr (OrchSupportGuide) guide = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  guide = orch_support_guide_parse (bytes, error);
  if (guide == NULL)
    return FALSE;
  path = dup_path (self);
  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno), g_strerror (errno));
      return FALSE;
    }
  if (!g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return FALSE;
  take_guide (self, g_steal_pointer (&guide), TRUE);
  return TRUE;
}

gboolean
orch_support_library_restore (OrchSupportLibrary *self, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *aside = NULL;

  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), FALSE);

  path = dup_path (self);
  aside = g_strconcat (path, ".old", NULL);
  if (g_rename (path, aside) != 0 && errno != ENOENT)
    {
      g_set_error_literal (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno), g_strerror (errno));
      return FALSE;
    }
  take_guide (self, orch_support_guide_new_built_in (), FALSE);
  return TRUE;
}
