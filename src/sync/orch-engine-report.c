/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchEngine: remuneration reports, and lists that leave the program. Main thread.
 */
#include "orch-engine-private.h"

static DexFuture *
refuse (OrchEngine *self)
{
  if (orch_session_is_locked (self->session))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session is locked");
  if (self->store == NULL || orch_session_get_actor (self->session) == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  return NULL;
}

DexFuture *
orch_engine_load_remuneration (OrchEngine *self, OrchQuarter quarter)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  refused = refuse (self);
  return refused != NULL
             ? refused
             : orch_store_load_remuneration (self->store, orch_session_get_actor (self->session), quarter, NULL);
}

DexFuture *
orch_engine_note_export (OrchEngine *self, const char *what, gboolean printed, guint n_rows)
{
  g_autofree char *act = NULL;
  g_autofree char *detail = NULL;
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self) && what != NULL, NULL);

  refused = refuse (self);
  if (refused != NULL)
    return refused;
  act = g_strdup_printf ("%s-%s", what, printed ? "printed" : "exported");
  detail = g_strdup_printf ("n=%u", n_rows);
  return orch_store_append_journal (self->store, orch_session_get_actor (self->session), act, NULL, NULL, detail);
}
