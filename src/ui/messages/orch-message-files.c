/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-files.h.
 */
#include "orch-message-files.h"

#include <string.h>

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "orch-message-text.h"

#define NAME_MAX_CHARS 80

static const struct
{
  const char *type;
  const char *magic;
  const char *endings[3];
} known[] = {
  { "image/png", "\x89PNG\r\n\x1a\n", { ".png" } },
  { "image/jpeg", "\xff\xd8\xff", { ".jpg", ".jpeg" } },
  { "image/gif", "GIF87a", { ".gif" } },
  { "image/gif", "GIF89a", { ".gif" } },
  { "application/pdf", "%PDF-", { ".pdf" } },
  { "text/plain", NULL, { ".txt", ".text", ".md" } },
};

static gboolean
is_text (const char *data, gsize size)
{
  if (!g_utf8_validate_len (data, size, NULL))
    return FALSE;
  for (gsize i = 0; i < size; i++)
    if ((guchar) data[i] < ' ' && data[i] != '\n' && data[i] != '\r' && data[i] != '\t' && data[i] != '\f')
      return FALSE;
  return TRUE;
}

const char *
orch_message_files_guess (GBytes *bytes)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (known[i].magic != NULL && size >= strlen (known[i].magic) &&
        memcmp (data, known[i].magic, strlen (known[i].magic)) == 0)
      return known[i].type;
  return size > 0 && is_text (data, size) ? "text/plain" : NULL;
}

char *
orch_message_files_dup_name (const char *name, const char *type)
{
  g_autofree char *base = g_strdup (name != NULL ? name : "");
  g_autofree char *clean = NULL;
  g_autofree char *lower = NULL;
  const char *ending = "";

  /* Folders of either kind of system, and what would hide the true ending. Byte by byte: a name on a disk may end in half a letter. */
  for (char *p = base; *p != '\0'; p++)
    if (*p == '/' || *p == '\\' || *p == ':' || g_ascii_iscntrl (*p))
      *p = '_';
  clean = orch_text_clean (base, NAME_MAX_CHARS);
  if (orch_text_is_empty (clean) || clean[0] == '.')
    {
      g_free (clean);
      clean = g_strdup (_ ("Attachment"));
    }
  lower = g_utf8_strdown (clean, -1);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i].type, type) == 0)
      {
        for (guint j = 0; j < G_N_ELEMENTS (known[i].endings) && known[i].endings[j] != NULL; j++)
          if (g_str_has_suffix (lower, known[i].endings[j]))
            return g_steal_pointer (&clean);
        ending = known[i].endings[0];
      }
  return g_strconcat (clean, ending, NULL);
}

OrchMessageFile *
orch_message_files_from_bytes (const char *name, GBytes *bytes, GError **error)
{
  const char *type = NULL;
  g_autofree char *safe = NULL;
  g_autofree char *limit = orch_message_text_dup_size (ORCH_MESSAGE_FILE_MAX_BYTES);

  g_return_val_if_fail (bytes != NULL, NULL);

  if (g_bytes_get_size (bytes) > ORCH_MESSAGE_FILE_MAX_BYTES)
    {
      /* translators: a file's name, and the size allowed */
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("“%s” is too large: at most %s each."), name, limit);
      return NULL;
    }
  type = orch_message_files_guess (bytes);
  if (type == NULL)
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID,
                   /* translators: %s is a file's name */
                   _ ("“%s” cannot be sent: pictures (PNG, JPEG, GIF), PDF and plain text only."), name);
      return NULL;
    }
  safe = orch_message_files_dup_name (name, type);
  return orch_message_file_new (safe, type, g_bytes_get_size (bytes), bytes);
}

static DexFuture *
read_fiber (gpointer data)
{
  GFile *file = data;
  GError *error = NULL;
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, &error);
  g_autofree char *buffer = NULL;
  g_autoptr (GBytes) bytes = NULL;
  OrchMessageFile *result = NULL;
  gsize n = 0;

  if (stream == NULL)
    return dex_future_new_for_error (error);
  /* One byte more than is allowed tells that it is too large: the rest is not read. */
  buffer = g_malloc (ORCH_MESSAGE_FILE_MAX_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, ORCH_MESSAGE_FILE_MAX_BYTES + 1, &n, NULL, &error))
    return dex_future_new_for_error (error);
  bytes = g_bytes_new (buffer, n);
  result = orch_message_files_from_bytes (name, bytes, &error);
  return result != NULL ? dex_future_new_take_object (result) : dex_future_new_for_error (error);
}

DexFuture *
orch_message_files_read (GFile *file)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, read_fiber, g_object_ref (file),
                              g_object_unref);
}
