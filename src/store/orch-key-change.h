/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One ordered array of keys becoming another, step by step. Between two steps it reads as the beginning of the new one, what is left of
 * the old one, and the end of the new one: a model over it is always exactly what its items-changed have said. What a view has widgets
 * for changes a few rows a step; the rest in one. Private to store/; one thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** OrchKeySight: between which rows a view has its widgets: around what it asked for last; all 0 at first */
typedef struct
{
  guint first, last;
} OrchKeySight;

void orch_key_sight_note (OrchKeySight *self, guint position);
/** orch_key_sight_leave: the rows above it go, and its first few with them: one of these that has no widget would get one above all the others, and a view then
 * looks at the style of each anew. @length: before that. Returns: how many go */
guint orch_key_sight_leave (OrchKeySight *self, guint length);

typedef struct _OrchKeyChange OrchKeyChange;

/**
 * orch_key_change_new:
 * @old_keys, @new_keys: (element-type gint64)
 * @hunks: (nullable) (element-type OrchStoreHunk): in what they differ, in order; %NULL: in everything
 * @sight: the old positions whose change is dear
 */
OrchKeyChange *orch_key_change_new (GArray *old_keys, GArray *new_keys, GArray *hunks, const OrchKeySight *sight);
void orch_key_change_free (OrchKeyChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchKeyChange, orch_key_change_free)

/**
 * orch_key_change_step: goes one step on
 * @most: dear rows changed in one step at most
 * @position, @removed, @added: (out): what to tell
 * @cost: (out): how many dear rows that changes
 *
 * Returns: %FALSE when there is nothing left to do
 */
gboolean orch_key_change_step (OrchKeyChange *self, guint most, guint *position, guint *removed, guint *added,
                               guint *cost);

/** orch_key_change_is_over: Returns: whether orch_key_change_step() would find nothing left to do */
gboolean orch_key_change_is_over (OrchKeyChange *self);
/** orch_key_change_get_old: Returns: where what stands at @position was in the old array; G_MAXUINT: it is of the new one */
guint orch_key_change_get_old (OrchKeyChange *self, guint position);
/** orch_key_change_get_next: @key: (out): what is to come in the place of what was at @old. Returns: %FALSE: it came already, or nothing will */
gboolean orch_key_change_get_next (OrchKeyChange *self, guint old, gint64 *key);
/** orch_key_change_get_cut: Returns: up to where the old array was gone through: what a step removed was before it */
guint orch_key_change_get_cut (OrchKeyChange *self);
gint64 orch_key_change_get_old_key (OrchKeyChange *self, guint old);
guint orch_key_change_get_length (OrchKeyChange *self);
gint64 orch_key_change_get_key (OrchKeyChange *self, guint position);

/** orch_key_change_dup_keys: Returns: (transfer full) (element-type gint64): as it reads now; a key that moves may be there twice */
GArray *orch_key_change_dup_keys (OrchKeyChange *self);

G_END_DECLS
