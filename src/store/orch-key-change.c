/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-key-change.h.
 */
#include "orch-key-change.h"

#include "orch-store-query.h"

#define VIEW_ROWS 206 /* that a GtkListView has widgets for, at most */
#define UNSURE_ROWS 8 /* the first of which may have none */

struct _OrchKeyChange
{
  /* owned */
  GArray *old_keys;
  GArray *new_keys;
  GArray *hunks;

  guint from, to;           /* of the old array: what is dear */
  guint hunk;               /* the next one, or the one that is being changed */
  guint old_cut, new_cut;   /* before them all is new */
  guint old_tail, new_tail; /* from them on all is new */
  gboolean tail_done;
};

void
orch_key_sight_note (OrchKeySight *self, guint position)
{
  if (position > self->last)
    {
      self->last = position;
      self->first = MAX (self->first, position - MIN (position, VIEW_ROWS - 1));
    }
  else if (position < self->first)
    {
      self->first = position;
      self->last = MIN (self->last, position + VIEW_ROWS - 1);
    }
}

guint
orch_key_sight_leave (OrchKeySight *self, guint length)
{
  const guint gone = self->first > 0 ? MIN (self->first + UNSURE_ROWS, length) : 0;

  if (gone > 0)
    {
      self->first = 0;
      self->last -= MIN (self->last, gone);
    }
  return gone;
}

static GArray *
make_one_hunk (guint old_length, guint new_length)
{
  const OrchStoreHunk hunk = { 0, old_length, 0, new_length };
  GArray *hunks = g_array_new (FALSE, FALSE, sizeof hunk);

  g_array_append_val (hunks, hunk);
  return hunks;
}

OrchKeyChange *
orch_key_change_new (GArray *old_keys, GArray *new_keys, GArray *hunks, const OrchKeySight *sight)
{
  OrchKeyChange *self = g_new0 (OrchKeyChange, 1);

  self->old_keys = g_array_ref (old_keys);
  self->new_keys = g_array_ref (new_keys);
  self->hunks = hunks != NULL ? g_array_ref (hunks) : make_one_hunk (old_keys->len, new_keys->len);
  self->from = sight->first;
  self->to = MAX (sight->last, sight->first + VIEW_ROWS - 1) + 1;
  self->old_tail = old_keys->len;
  self->new_tail = new_keys->len;
  return self;
}

void
orch_key_change_free (OrchKeyChange *self)
{
  g_array_unref (self->old_keys);
  g_array_unref (self->new_keys);
  g_array_unref (self->hunks);
  g_free (self);
}

/* Where less comes than goes, what is past the dear rows goes first: rows would come from there to be seen, only to go. */
static gboolean
step_tail (OrchKeyChange *self, guint *position, guint *removed, guint *added)
{
  const OrchStoreHunk *last = NULL;
  guint old_end = 0;
  guint new_end = 0;

  if (self->tail_done)
    return FALSE;
  self->tail_done = TRUE;
  if (self->hunks->len == 0)
    return FALSE;
  last = &g_array_index (self->hunks, OrchStoreHunk, self->hunks->len - 1);
  old_end = last->old_start + last->old_length;
  new_end = last->new_start + last->new_length;
  if (last->old_start >= self->to || old_end <= self->to || last->new_length > self->to - last->old_start)
    return FALSE;
  self->old_tail = self->to;
  self->new_tail = new_end;
  *position = self->to;
  *removed = old_end - self->to;
  *added = 0;
  return TRUE;
}

gboolean
orch_key_change_step (OrchKeyChange *self, guint most, guint *position, guint *removed, guint *added, guint *cost)
{
  *cost = 0;
  if (step_tail (self, position, removed, added))
    return TRUE;

  while (self->hunk < self->hunks->len)
    {
      const OrchStoreHunk *hunk = &g_array_index (self->hunks, OrchStoreHunk, self->hunk);
      const guint old_at = MAX (self->old_cut, hunk->old_start);
      const guint new_at = MAX (self->new_cut, hunk->new_start);
      const guint old_end = MIN (hunk->old_start + hunk->old_length, self->old_tail);
      const guint new_end = MIN (hunk->new_start + hunk->new_length, self->new_tail);
      guint old_left = old_end - old_at;
      guint new_left = new_end - new_at;

      if (old_left == 0 && new_left == 0)
        {
          self->hunk++;
          continue;
        }
      if (old_end < self->from)
        ; /* nobody sees it */
      else if (old_at < self->from)
        {
          /* As many of the new ones are kept for what is seen as it has rows. */
          const guint seen = MIN (old_end, self->to) - self->from;

          old_left = self->from - old_at;
          new_left = MIN (old_left, new_left > seen ? new_left - seen : 0);
        }
      else if (old_at < self->to && new_at - hunk->new_start < self->to - hunk->old_start)
        {
          old_left = MIN (old_left, most);
          new_left = MIN (new_left, most);
          *cost = MAX (old_left, new_left);
        }
      *position = new_at;
      *removed = old_left;
      *added = new_left;
      self->old_cut = old_at + old_left;
      self->new_cut = new_at + new_left;
      return TRUE;
    }
  return FALSE;
}

gboolean
orch_key_change_is_over (OrchKeyChange *self)
{
  for (guint i = self->hunk; i < self->hunks->len; i++)
    {
      const OrchStoreHunk *hunk = &g_array_index (self->hunks, OrchStoreHunk, i);

      if (MAX (self->old_cut, hunk->old_start) < MIN (hunk->old_start + hunk->old_length, self->old_tail) ||
          MAX (self->new_cut, hunk->new_start) < MIN (hunk->new_start + hunk->new_length, self->new_tail))
        return FALSE;
    }
  return self->tail_done || self->hunks->len == 0;
}

guint
orch_key_change_get_old (OrchKeyChange *self, guint position)
{
  const guint old = position - self->new_cut + self->old_cut;

  return position >= self->new_cut && old < self->old_tail ? old : G_MAXUINT;
}

gboolean
orch_key_change_get_next (OrchKeyChange *self, guint old, gint64 *key)
{
  const guint position = old - self->old_cut + self->new_cut;

  if (old < self->old_cut || old >= self->old_tail || position >= self->new_tail)
    return FALSE;
  *key = g_array_index (self->new_keys, gint64, position);
  return TRUE;
}

guint
orch_key_change_get_cut (OrchKeyChange *self)
{
  return self->old_cut;
}

gint64
orch_key_change_get_old_key (OrchKeyChange *self, guint old)
{
  return g_array_index (self->old_keys, gint64, old);
}

guint
orch_key_change_get_length (OrchKeyChange *self)
{
  return self->new_cut + (self->old_tail - self->old_cut) + (self->new_keys->len - self->new_tail);
}

gint64
orch_key_change_get_key (OrchKeyChange *self, guint position)
{
  if (position < self->new_cut)
    return g_array_index (self->new_keys, gint64, position);
  position = position - self->new_cut + self->old_cut;
  if (position < self->old_tail)
    return g_array_index (self->old_keys, gint64, position);
  return g_array_index (self->new_keys, gint64, position - self->old_tail + self->new_tail);
}

GArray *
orch_key_change_dup_keys (OrchKeyChange *self)
{
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (gint64), orch_key_change_get_length (self));

  g_array_append_vals (keys, self->new_keys->data, self->new_cut);
  g_array_append_vals (keys, &g_array_index (self->old_keys, gint64, self->old_cut), self->old_tail - self->old_cut);
  g_array_append_vals (keys, &g_array_index (self->new_keys, gint64, self->new_tail),
                       self->new_keys->len - self->new_tail);
  return keys;
}
