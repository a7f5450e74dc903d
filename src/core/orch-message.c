/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message.h.
 */
#include "orch-message.h"

#include "orch-error.h"
#include "orch-fields.h"
#include "orch-text.h"

/* --- files ------------------------------------------------------------------------------- */

struct _OrchMessageFile
{
  GObject parent_instance;

  /* owned */
  char *name;
  char *content_type;
  GBytes *bytes; /* (nullable) */

  gsize size;
};

G_DEFINE_FINAL_TYPE (OrchMessageFile, orch_message_file, G_TYPE_OBJECT)

static void
orch_message_file_finalize (GObject *object)
{
  OrchMessageFile *self = ORCH_MESSAGE_FILE (object);

  g_free (self->name);
  g_free (self->content_type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  G_OBJECT_CLASS (orch_message_file_parent_class)->finalize (object);
}

static void
orch_message_file_class_init (OrchMessageFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_message_file_finalize;
}

static void
orch_message_file_init (OrchMessageFile *self)
{
}

OrchMessageFile *
orch_message_file_new (const char *name, const char *content_type, gsize size, GBytes *bytes)
{
  OrchMessageFile *self = g_object_new (ORCH_TYPE_MESSAGE_FILE, NULL);

  self->name = g_strdup (orch_string_or_empty (name));
  self->content_type = g_strdup (content_type != NULL ? content_type : "application/octet-stream");
  self->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  self->size = bytes != NULL ? g_bytes_get_size (bytes) : size;
  return self;
}

const char *
orch_message_file_get_name (OrchMessageFile *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_FILE (self), NULL);

  return self->name;
}

const char *
orch_message_file_get_content_type (OrchMessageFile *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_FILE (self), NULL);

  return self->content_type;
}

gsize
orch_message_file_get_size (OrchMessageFile *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_FILE (self), 0);

  return self->size;
}

GBytes *
orch_message_file_get_bytes (OrchMessageFile *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_FILE (self), NULL);

  return self->bytes;
}

/* --- messages ---------------------------------------------------------------------------- */

struct _OrchMessage
{
  GObject parent_instance;

  OrchMessageFields fields; /* (owned) */
};

#define OFFSET(member) G_STRUCT_OFFSET (OrchMessageFields, member)

static const gsize string_offsets[] = {
  OFFSET (id),         OFFSET (hub_id),      OFFSET (conversation), OFFSET (conversation_hub_id),
  OFFSET (sender),     OFFSET (sender_name), OFFSET (text),         OFFSET (corrects),
  OFFSET (error_text), OFFSET (about),       OFFSET (about_name),   OFFSET (day),
};
static const OrchStringTable strings = { string_offsets, G_N_ELEMENTS (string_offsets) };

G_DEFINE_FINAL_TYPE (OrchMessage, orch_message, G_TYPE_OBJECT)

static void
orch_message_finalize (GObject *object)
{
  OrchMessage *self = ORCH_MESSAGE (object);

  orch_strings_clear (&self->fields, strings);
  g_clear_pointer (&self->fields.files, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_message_parent_class)->finalize (object);
}

static void
orch_message_class_init (OrchMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_message_finalize;
}

static void
orch_message_init (OrchMessage *self)
{
}

OrchMessage *
orch_message_new (const OrchMessageFields *fields)
{
  OrchMessage *self = NULL;

  g_return_val_if_fail (fields != NULL && fields->id != NULL, NULL);

  self = g_object_new (ORCH_TYPE_MESSAGE, NULL);
  self->fields = *fields;
  orch_strings_copy (&self->fields, strings);
  self->fields.files = fields->files != NULL && fields->files->len > 0
                           ? g_ptr_array_copy (fields->files, (GCopyFunc) (void (*) (void)) g_object_ref, NULL)
                           : NULL;
  if (self->fields.files != NULL)
    g_ptr_array_set_free_func (self->fields.files, g_object_unref);
  return self;
}

const OrchMessageFields *
orch_message_get_fields (OrchMessage *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE (self), NULL);

  return &self->fields;
}

guint
orch_message_get_n_files (OrchMessage *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE (self), 0);

  return self->fields.files != NULL ? self->fields.files->len : 0;
}

static gboolean
refuse (GError **error, const char *what)
{
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, what);
  return FALSE;
}

gboolean
orch_message_check (OrchMessage *self, GError **error)
{
  const guint n_files = orch_message_get_n_files (self);

  g_return_val_if_fail (ORCH_IS_MESSAGE (self), FALSE);

  if (self->fields.note)
    return refuse (error, "note");
  if (orch_text_is_empty (self->fields.text) && n_files == 0)
    return refuse (error, "text");
  if (orch_text_length (self->fields.text) > ORCH_MESSAGE_TEXT_MAX)
    return refuse (error, "text-length");
  if (n_files > ORCH_MESSAGE_FILES_MAX)
    return refuse (error, "files");
  for (guint i = 0; i < n_files; i++)
    {
      OrchMessageFile *file = g_ptr_array_index (self->fields.files, i);

      if (file->bytes == NULL || file->size == 0 || file->size > ORCH_MESSAGE_FILE_MAX_BYTES)
        return refuse (error, "file");
    }
  return TRUE;
}
