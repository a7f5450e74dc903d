/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-file-directory.h.
 */
#include "orch-file-directory.h"

#include "orch-text.h"

struct _OrchFileDirectory
{
  GObject parent_instance;

  /* owned */
  GHashTable *staff;    /* folded words → OrchStaffMember; nobody_: more than one */
  GHashTable *services; /* folded words → OrchService; the same */
  GObject *nobody;
};

G_DEFINE_FINAL_TYPE (OrchFileDirectory, orch_file_directory, G_TYPE_OBJECT)

/* Takes @words over. */
static void
add (OrchFileDirectory *self, GHashTable *table, char *words, gpointer object)
{
  g_autofree char *folded = orch_text_fold (words);
  gpointer other = g_hash_table_lookup (table, folded);

  g_free (words);
  if (folded[0] != '\0' && other != object)
    g_hash_table_insert (table, g_steal_pointer (&folded), g_object_ref (other == NULL ? object : self->nobody));
}

static void
add_member (OrchFileDirectory *self, OrchStaffMember *member)
{
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (member);
  const char *family = fields->family != NULL ? fields->family : "";
  const char *given = fields->given != NULL ? fields->given : "";
  const char *prefix = fields->prefix != NULL ? fields->prefix : "";

  add (self, self->staff, g_strdup (fields->licence), member);
  add (self, self->staff, g_strdup_printf ("%s %s", given, family), member);
  add (self, self->staff, g_strdup_printf ("%s %s", family, given), member);
  add (self, self->staff, g_strdup_printf ("%s, %s", family, given), member);
  add (self, self->staff, g_strdup_printf ("%s %s %s", prefix, given, family), member);
  add (self, self->staff, g_strdup_printf ("%s %s %s", prefix, family, given), member);
  add (self, self->staff, g_strdup_printf ("%s %s", prefix, family), member);
}

/* What is in an id column counts before what happens to read the same. */
static gpointer
find (OrchFileDirectory *self, GHashTable *table, const char *text)
{
  g_autofree char *folded = orch_text_fold (text);
  gpointer found = g_hash_table_lookup (table, folded);

  return found == self->nobody ? NULL : found;
}

static void
orch_file_directory_finalize (GObject *object)
{
  OrchFileDirectory *self = ORCH_FILE_DIRECTORY (object);

  g_clear_pointer (&self->staff, g_hash_table_unref);
  g_clear_pointer (&self->services, g_hash_table_unref);
  g_clear_object (&self->nobody);
  G_OBJECT_CLASS (orch_file_directory_parent_class)->finalize (object);
}

static void
orch_file_directory_class_init (OrchFileDirectoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_file_directory_finalize;
}

static void
orch_file_directory_init (OrchFileDirectory *self)
{
  self->staff = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->services = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->nobody = g_object_new (G_TYPE_OBJECT, NULL);
}

static void
put_id (GHashTable *table, const char *id, gpointer object)
{
  char *folded = orch_text_fold (id);

  g_hash_table_insert (table, folded, g_object_ref (object));
}

OrchFileDirectory *
orch_file_directory_new (GPtrArray *staff, GPtrArray *services)
{
  OrchFileDirectory *self = g_object_new (ORCH_TYPE_FILE_DIRECTORY, NULL);

  for (guint i = 0; staff != NULL && i < staff->len; i++)
    add_member (self, g_ptr_array_index (staff, i));
  for (guint i = 0; services != NULL && i < services->len; i++)
    {
      OrchService *service = g_ptr_array_index (services, i);

      add (self, self->services, g_strdup (orch_service_get_fields (service)->name), service);
      add (self, self->services, g_strdup (orch_service_get_fields (service)->name_en), service);
    }
  for (guint i = 0; staff != NULL && i < staff->len; i++)
    put_id (self->staff, orch_staff_member_get_fields (g_ptr_array_index (staff, i))->emr_id,
            g_ptr_array_index (staff, i));
  for (guint i = 0; services != NULL && i < services->len; i++)
    put_id (self->services, orch_service_get_fields (g_ptr_array_index (services, i))->emr_id,
            g_ptr_array_index (services, i));
  return self;
}

const char *
orch_file_directory_find_staff (OrchFileDirectory *self, const char *text)
{
  OrchStaffMember *member = NULL;

  g_return_val_if_fail (ORCH_IS_FILE_DIRECTORY (self), NULL);

  member = find (self, self->staff, text);
  return member != NULL ? orch_staff_member_get_fields (member)->emr_id : NULL;
}

OrchService *
orch_file_directory_find_service (OrchFileDirectory *self, const char *text)
{
  g_return_val_if_fail (ORCH_IS_FILE_DIRECTORY (self), NULL);
  return find (self, self->services, text);
}
