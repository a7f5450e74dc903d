/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-secret.h. The header of the buffer is ordinary memory; only the bytes are guarded.
 */
#include "orch-secret.h"

#include <sodium.h>
#include <string.h>
#include <sys/resource.h>

struct _OrchSecret
{
  gatomicrefcount count;
  gsize length;
  guint8 *data; /* (owned): sodium_malloc, length + 1 bytes, read-only once filled */
};

G_DEFINE_BOXED_TYPE (OrchSecret, orch_secret, orch_secret_ref, orch_secret_unref)

static OrchSecret *
secret_new_blank (gsize length)
{
  /* Safe to call again; the first caller pays for it. */
  if (sodium_init () < 0)
    g_error ("libsodium does not start");

  g_assert (length < G_MAXSIZE - 1);
  OrchSecret *self = g_new0 (OrchSecret, 1);
  g_atomic_ref_count_init (&self->count);
  self->length = length;
  self->data = sodium_malloc (length + 1);
  if (self->data == NULL)
    g_error ("No guarded memory left");
  self->data[length] = '\0';
  return self;
}

OrchSecret *
orch_secret_new (gconstpointer data, gsize length)
{
  g_return_val_if_fail (data != NULL || length == 0, NULL);

  OrchSecret *self = secret_new_blank (length);
  if (length > 0)
    memcpy (self->data, data, length);
  sodium_mprotect_readonly (self->data);
  return self;
}

OrchSecret *
orch_secret_new_take_data (gpointer data, gsize length)
{
  OrchSecret *self = orch_secret_new (data, length);
  if (data != NULL)
    sodium_memzero (data, length);
  g_free (data);
  return self;
}

OrchSecret *
orch_secret_new_take_string (char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return orch_secret_new_take_data (text, strlen (text));
}

OrchSecret *
orch_secret_new_random (gsize length)
{
  OrchSecret *self = secret_new_blank (length);
  randombytes_buf (self->data, length);
  sodium_mprotect_readonly (self->data);
  return self;
}

OrchSecret *
orch_secret_ref (OrchSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->count);
  return self;
}

void
orch_secret_unref (OrchSecret *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->count))
    return;
  sodium_free (self->data); /* wipes */
  g_free (self);
}

const guint8 *
orch_secret_get_data (OrchSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}

const char *
orch_secret_get_text (OrchSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *) self->data;
}

gsize
orch_secret_get_length (OrchSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

gboolean
orch_secret_equal (OrchSecret *a, OrchSecret *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->length == b->length && sodium_memcmp (a->data, b->data, a->length) == 0;
}

void
orch_secret_forbid_core_dumps (void)
{
  struct rlimit none = { 0, 0 };
  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_warning ("Core dumps could not be switched off");
}
