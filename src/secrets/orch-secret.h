/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Bytes that must not be seen: a key, a token, a password. They live in memory that libsodium guards (not swapped where the
 * system allows it, fenced by pages that fault) and are zeroed when the last reference goes. Immutable; any thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_SECRET (orch_secret_get_type ())

typedef struct _OrchSecret OrchSecret;

GType orch_secret_get_type (void) G_GNUC_CONST;

/** orch_secret_new: @data: copied; the caller wipes its own copy. Returns: (transfer full) */
OrchSecret *orch_secret_new (gconstpointer data, gsize length);

/** orch_secret_new_take_string: @text: (transfer full): a g_malloc'ed, NUL-terminated string, wiped and freed. Returns: (transfer full) */
OrchSecret *orch_secret_new_take_string (char *text);

/** orch_secret_new_take_data: @data: (transfer full): g_malloc'ed bytes, wiped and freed. Returns: (transfer full) */
OrchSecret *orch_secret_new_take_data (gpointer data, gsize length);

/** orch_secret_new_random: Returns: (transfer full): @length bytes of the system's generator */
OrchSecret *orch_secret_new_random (gsize length);

OrchSecret *orch_secret_ref (OrchSecret *self);
void orch_secret_unref (OrchSecret *self);

/** orch_secret_get_data: Returns: (transfer none): the bytes, always followed by a NUL, so that a secret made of text reads as a string */
const guint8 *orch_secret_get_data (OrchSecret *self);
const char *orch_secret_get_text (OrchSecret *self);
gsize orch_secret_get_length (OrchSecret *self);

/** orch_secret_equal: in constant time for equal lengths */
gboolean orch_secret_equal (OrchSecret *a, OrchSecret *b);

/** orch_secret_forbid_core_dumps: RLIMIT_CORE 0 for this process and its children (security.md 20); called first in main() */
void orch_secret_forbid_core_dumps (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchSecret, orch_secret_unref)

G_END_DECLS
