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
  GError *problem;   /* (nullable) */
  DexFuture *loaded; /* (nullable): the reading of the establishment's */

  gboolean own;
};

enum
{
  PROP_GUIDE = 1,
};

static GParamSpec *guide_property;

G_DEFINE_FINAL_TYPE (OrchSupportLibrary, orch_support_library, G_TYPE_OBJECT)

/* What a thread of the pool does. */
typedef struct
{
  char *path;
  GBytes *bytes; /* (nullable): to write */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->bytes, g_bytes_unref);
  g_free (work->path);
  g_free (work);
}

static DexFuture *
spawn (DexFiberFunc fiber, char *path, GBytes *bytes)
{
  Work *work = g_new0 (Work, 1);

  work->path = path;
  work->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, fiber, work, work_free);
}

static DexFuture *
read_fiber (gpointer data)
{
  const Work *work = data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = orch_catalogue_file_load (work->path, &error);
  OrchSupportGuide *guide = bytes != NULL ? orch_support_guide_parse (bytes, &error) : NULL;

  return guide != NULL ? dex_future_new_take_object (guide) : dex_future_new_for_error (error);
}

static DexFuture *
write_fiber (gpointer data)
{
  const Work *work = data;
  g_autofree char *folder = g_path_get_dirname (work->path);
  GError *error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return dex_future_new_reject (G_FILE_ERROR, (int) g_file_error_from_errno (errno), "%s", g_strerror (errno));
  if (!g_file_set_contents_full (work->path, g_bytes_get_data (work->bytes, NULL),
                                 (gssize) g_bytes_get_size (work->bytes), G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_true ();
}

static DexFuture *
set_aside_fiber (gpointer data)
{
  const Work *work = data;
  g_autofree char *aside = g_strconcat (work->path, ".old", NULL);

  if (g_rename (work->path, aside) != 0 && errno != ENOENT)
    return dex_future_new_reject (G_FILE_ERROR, (int) g_file_error_from_errno (errno), "%s", g_strerror (errno));
  return dex_future_new_true ();
}

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
  dex_clear (&self->loaded);
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

static DexFuture *
on_loaded (DexFuture *future, gpointer data)
{
  g_autoptr (OrchSupportLibrary) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  /* One that was imported meanwhile is newer. */
  if (self == NULL || self->own)
    return dex_future_new_true ();
  if (value != NULL)
    take_guide (self, g_value_dup_object (value), TRUE);
  else if (!orch_catalogue_file_is_absent (error))
    {
      g_message ("%s/" NAME ": %s; the built-in one is used", self->folder, error->message);
      self->problem = g_steal_pointer (&error);
      g_object_notify_by_pspec (G_OBJECT (self), guide_property);
    }
  return dex_future_new_true ();
}

static void
weak_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static GWeakRef *
weak_new (OrchSupportLibrary *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  return weak;
}

OrchSupportLibrary *
orch_support_library_new (const char *folder)
{
  OrchSupportLibrary *self = NULL;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (ORCH_TYPE_SUPPORT_LIBRARY, NULL);
  self->folder = g_strdup (folder);
  self->guide = orch_support_guide_new_built_in ();
  self->loaded = dex_future_finally (spawn (read_fiber, dup_path (self), NULL), on_loaded, weak_new (self), weak_free);
  return self;
}

DexFuture *
orch_support_library_load (OrchSupportLibrary *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), NULL);

  return dex_ref (self->loaded);
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

DexFuture *
orch_support_library_read (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return spawn (read_fiber, g_strdup (path), NULL);
}

typedef struct
{
  OrchSupportLibrary *library; /* (owned) */
  OrchSupportGuide *guide;     /* (owned) (nullable): %NULL: the built-in one */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->library);
  g_clear_object (&change->guide);
  g_free (change);
}

static DexFuture *
on_changed (DexFuture *future, gpointer data)
{
  Change *change = data;
  const gboolean own = change->guide != NULL;

  take_guide (change->library, own ? g_object_ref (change->guide) : orch_support_guide_new_built_in (), own);
  return dex_future_new_true ();
}

/* @future: (transfer full): of the files */
static DexFuture *
then_take (OrchSupportLibrary *self, DexFuture *future, OrchSupportGuide *guide)
{
  Change *change = g_new0 (Change, 1);

  change->library = g_object_ref (self);
  change->guide = guide != NULL ? g_object_ref (guide) : NULL;
  return dex_future_then (future, on_changed, change, change_free);
}

DexFuture *
orch_support_library_install (OrchSupportLibrary *self, OrchSupportGuide *guide)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), NULL);
  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (guide), NULL);

  return then_take (self, spawn (write_fiber, dup_path (self), orch_support_guide_get_source (guide)), guide);
}

DexFuture *
orch_support_library_restore (OrchSupportLibrary *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), NULL);

  return then_take (self, spawn (set_aside_fiber, dup_path (self), NULL), NULL);
}
