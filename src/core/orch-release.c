/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-release.h. One worker, which ends when there is nothing left to free.
 */
#include "orch-release.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

typedef struct
{
  gpointer data;
  GDestroyNotify destroy;
} Burden;

static void
on_burden (gpointer data, gpointer unused)
{
  g_autofree Burden *burden = data;

  burden->destroy (burden->data);
}

static gpointer
make_pool (gpointer unused)
{
  return g_thread_pool_new (on_burden, NULL, 1, FALSE, NULL);
}

void
orch_release_elsewhere (gpointer data, GDestroyNotify destroy)
{
  g_return_if_fail (destroy != NULL);

  static GOnce once = G_ONCE_INIT;
  GThreadPool *pool = g_once (&once, make_pool, NULL);
  Burden *burden = NULL;

  if (data == NULL)
    return;
  burden = g_new (Burden, 1);
  *burden = (Burden) { .data = data, .destroy = destroy };
  /* An error says that no thread could be started: the burden stays in the queue of the next one. */
  g_thread_pool_push (pool, burden, NULL);
}

void
orch_release_prepare (void)
{
#ifdef __GLIBC__
  mallopt (M_MXFAST, 0);
#endif
}
