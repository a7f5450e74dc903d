/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-support-library.h.
 */
#include "orch-support-library.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "orch-catalogue-file.h"
#include "orch-support-days.h"

#define NAME "support-guide.json"
/* How many guides before the one that serves can be gone back to. */
#define MAX_PREVIOUS 9

struct _OrchSupportLibrary
{
  GObject parent_instance;

  /* owned */
  char *folder;
  OrchSupportGuide *guide;
  GError *problem;   /* (nullable) */
  DexFuture *loaded; /* (nullable): the reading of the establishment's */

  gboolean own;
  gboolean has_previous;
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
  GBytes *bytes;           /* (nullable): to write */
  OrchSupportGuide *guide; /* (nullable): to change a day of */
  char *date;              /* (nullable): that day */
  char *french;            /* (nullable): to be added, with these names */
  char *english;           /* (nullable) */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->bytes, g_bytes_unref);
  g_clear_object (&work->guide);
  g_free (work->date);
  g_free (work->french);
  g_free (work->english);
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

/* The @n-th guide before the one that serves. */
static char *
dup_previous (const char *path, guint n)
{
  return g_strdup_printf ("%s.%u", path, n);
}

static gboolean
move (const char *from, const char *to, GError **error)
{
  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno), g_strerror (errno));
  return FALSE;
}

static gboolean
write_file (const char *path, GBytes *bytes, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error_literal (error, G_FILE_ERROR, (int) g_file_error_from_errno (errno), g_strerror (errno));
      return FALSE;
    }
  return g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* The one that serves becomes the one before, and so on; the new one is written aside first, so that a full disk moves nothing. */
static DexFuture *
write_fiber (gpointer data)
{
  const Work *work = data;
  g_autofree char *aside = g_strconcat (work->path, ".new", NULL);
  GError *error = NULL;

  if (!write_file (aside, work->bytes, &error))
    return dex_future_new_for_error (error);
  for (guint n = MAX_PREVIOUS; n > 0; n--)
    {
      g_autofree char *from = n > 1 ? dup_previous (work->path, n - 1) : g_strdup (work->path);
      g_autofree char *to = dup_previous (work->path, n);

      if (!move (from, to, &error))
        return dex_future_new_for_error (error);
    }
  if (!move (aside, work->path, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_true ();
}

/* The same guide with a day more or less: nothing to go back to. */
static DexFuture *
amend_fiber (gpointer data)
{
  const Work *work = data;
  GError *error = NULL;
  g_autoptr (OrchSupportGuide) guide =
      work->french != NULL ? orch_support_days_add (work->guide, work->date, work->french, work->english, &error)
                           : orch_support_days_remove (work->guide, work->date, &error);

  if (guide == NULL || !write_file (work->path, orch_support_guide_get_source (guide), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_take_object (g_steal_pointer (&guide));
}

/* The one that served is kept as .undone; the one before takes its place, and so on. The built-in one has no file. */
static DexFuture *
go_back_fiber (gpointer data)
{
  const Work *work = data;
  g_autofree char *undone = g_strconcat (work->path, ".undone", NULL);
  GError *error = NULL;

  if (!move (work->path, undone, &error))
    return dex_future_new_for_error (error);
  for (guint n = 1; n <= MAX_PREVIOUS; n++)
    {
      g_autofree char *from = dup_previous (work->path, n);
      g_autofree char *to = n > 1 ? dup_previous (work->path, n - 1) : g_strdup (work->path);

      if (!move (from, to, &error))
        return dex_future_new_for_error (error);
    }
  return dex_future_new_true ();
}

static DexFuture *
look_fiber (gpointer data)
{
  const Work *work = data;
  g_autofree char *previous = dup_previous (work->path, 1);

  return dex_future_new_for_boolean (g_file_test (previous, G_FILE_TEST_IS_REGULAR));
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
on_looked (DexFuture *future, gpointer data)
{
  OrchSupportLibrary *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  const gboolean has = value != NULL && g_value_get_boolean (value);

  if (self->has_previous != has)
    {
      self->has_previous = has;
      g_object_notify_by_pspec (G_OBJECT (self), guide_property);
    }
  return dex_future_new_true ();
}

static DexFuture *
look_for_previous (OrchSupportLibrary *self)
{
  return dex_future_finally (spawn (look_fiber, dup_path (self), NULL), on_looked, g_object_ref (self), g_object_unref);
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
  return look_for_previous (self);
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

gboolean
orch_support_library_has_previous (OrchSupportLibrary *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), FALSE);

  return self->has_previous;
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
  OrchSupportGuide *guide;     /* (owned) (nullable): the one that was written */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->library);
  g_clear_object (&change->guide);
  g_free (change);
}

/* @future: (transfer full): of the files */
static DexFuture *
then (OrchSupportLibrary *self, DexFuture *future, OrchSupportGuide *guide, DexFutureCallback callback)
{
  Change *change = g_new0 (Change, 1);

  change->library = g_object_ref (self);
  change->guide = guide != NULL ? g_object_ref (guide) : NULL;
  return dex_future_then (future, callback, change, change_free);
}

static DexFuture *
on_installed (DexFuture *future, gpointer data)
{
  Change *change = data;

  take_guide (change->library, g_object_ref (change->guide), TRUE);
  return look_for_previous (change->library);
}

DexFuture *
orch_support_library_install (OrchSupportLibrary *self, OrchSupportGuide *guide)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), NULL);
  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (guide), NULL);

  return then (self, spawn (write_fiber, dup_path (self), orch_support_guide_get_source (guide)), guide, on_installed);
}

static DexFuture *
on_amended (DexFuture *future, gpointer data)
{
  Change *change = data;

  take_guide (change->library, g_value_dup_object (dex_future_get_value (future, NULL)), TRUE);
  return dex_future_new_true ();
}

static DexFuture *
amend (OrchSupportLibrary *self, const char *date, const char *french, const char *english)
{
  Work *work = g_new0 (Work, 1);

  work->path = dup_path (self);
  work->guide = g_object_ref (self->guide);
  work->date = g_strdup (date);
  work->french = g_strdup (french);
  work->english = g_strdup (english);
  return then (self, dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, amend_fiber, work, work_free),
               NULL, on_amended);
}

DexFuture *
orch_support_library_add_day (OrchSupportLibrary *self, const char *date, const char *french, const char *english)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), NULL);
  g_return_val_if_fail (date != NULL && french != NULL && english != NULL, NULL);

  return amend (self, date, french, english);
}

DexFuture *
orch_support_library_remove_day (OrchSupportLibrary *self, const char *date)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), NULL);
  g_return_val_if_fail (date != NULL, NULL);

  return amend (self, date, NULL, NULL);
}

/* The one before is damaged: the built-in one serves, and why is told, as at a start. */
static DexFuture *
on_read_again (DexFuture *future, gpointer data)
{
  OrchSupportLibrary *self = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (value != NULL)
    take_guide (self, g_value_dup_object (value), TRUE);
  else
    {
      take_guide (self, orch_support_guide_new_built_in (), FALSE);
      if (!orch_catalogue_file_is_absent (error))
        self->problem = g_steal_pointer (&error);
    }
  return look_for_previous (self);
}

static DexFuture *
on_went_back (DexFuture *future, gpointer data)
{
  Change *change = data;

  return dex_future_finally (spawn (read_fiber, dup_path (change->library), NULL), on_read_again,
                             g_object_ref (change->library), g_object_unref);
}

DexFuture *
orch_support_library_go_back (OrchSupportLibrary *self)
{
  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (self), NULL);

  return then (self, spawn (go_back_fiber, dup_path (self), NULL), NULL, on_went_back);
}
