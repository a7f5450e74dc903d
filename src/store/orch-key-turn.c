/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-key-turn.h.
 */
#include "orch-key-turn.h"

#define TURN_MS 16 /* between two turns: one frame */

typedef struct
{
  OrchKeyTurnFunc func;
  gpointer data;
} Waiting;

static GQueue waiting = G_QUEUE_INIT; /* (element-type Waiting) (owned) */
static guint source;                  /* runs for one frame after the last turn: what comes meanwhile is of that turn */
static guint left;
static gboolean running;
static guint looks;

static GList *
find (OrchKeyTurnFunc func, gpointer data)
{
  for (GList *link = waiting.head; link != NULL; link = link->next)
    {
      const Waiting *one = link->data;

      if (one->func == func && one->data == data)
        return link;
    }
  return NULL;
}

static void
run (void)
{
  running = TRUE;
  while (left > 0 && waiting.head != NULL)
    {
      const Waiting one = *(Waiting *) waiting.head->data;

      if (one.func (one.data, &left))
        break;
      orch_key_turn_remove (one.func, one.data);
    }
  running = FALSE;
}

static gboolean
on_turn (gpointer data)
{
  if (waiting.head == NULL)
    {
      source = 0;
      return G_SOURCE_REMOVE;
    }
  left = ORCH_KEY_TURN;
  run ();
  return G_SOURCE_CONTINUE;
}

void
orch_key_turn_add (OrchKeyTurnFunc func, gpointer data, gboolean first)
{
  Waiting *one = NULL;

  g_return_if_fail (func != NULL);

  if (find (func, data) != NULL)
    return;
  one = g_new (Waiting, 1);
  *one = (Waiting) { func, data };
  if (first)
    g_queue_push_head (&waiting, one);
  else
    g_queue_push_tail (&waiting, one);
  if (source == 0)
    {
      left = ORCH_KEY_TURN;
      source = g_timeout_add (TURN_MS, on_turn, NULL);
    }
  if (!running && waiting.length == 1)
    run ();
}

void
orch_key_turn_remove (OrchKeyTurnFunc func, gpointer data)
{
  GList *link = find (func, data);

  if (link == NULL)
    return;
  g_free (link->data);
  g_queue_delete_link (&waiting, link);
}

void
orch_key_turn_look (void)
{
  looks++;
}

guint
orch_key_turn_get_looks (void)
{
  return looks;
}
