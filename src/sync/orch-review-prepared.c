/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a worker makes of the store's services for the assistant.
 */
#include "orch-review-prepared.h"

#include <string.h>

#include "core/orch-clock.h"

/* Marks what the EMR says otherwise than at the last Apply. */
static void
note_changed (OrchServicePlan *plan, GPtrArray *services, const char *reviewed)
{
  g_autoptr (GHashTable) digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) lines = NULL;

  if (reviewed == NULL)
    return;
  lines = g_strsplit (reviewed, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *space = strchr (lines[i], ' ');

      if (space != NULL)
        g_hash_table_insert (digests, g_strndup (lines[i], (gsize) (space - lines[i])),
                             GUINT_TO_POINTER ((guint) g_ascii_strtoull (space + 1, NULL, 10)));
    }
  for (guint i = 0; i < services->len; i++)
    {
      const char *id = orch_service_get_fields (services->pdata[i])->id;
      gpointer digest;

      if (g_hash_table_lookup_extended (digests, id, NULL, &digest) &&
          GPOINTER_TO_UINT (digest) != orch_service_content_digest (services->pdata[i]))
        orch_service_plan_note_changed (plan, id);
    }
}

static char *
dup_reviewed (GPtrArray *services)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < services->len; i++)
    g_string_append_printf (text, "%s %u\n", orch_service_get_fields (services->pdata[i])->id,
                            orch_service_content_digest (services->pdata[i]));
  return g_string_free (text, FALSE);
}

/* What the rows show, and where; nobody else has them yet */
static void
make_choices (OrchReviewPrepared *self)
{
  self->choices = g_ptr_array_new_full (self->services->len, g_object_unref);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
    self->pages[page] = g_ptr_array_new_full (self->services->len, g_object_unref);
  for (guint i = 0; i < self->services->len; i++)
    {
      const char *id = orch_service_get_fields (self->services->pdata[i])->id;
      OrchServiceChoice *choice = orch_service_choice_new (i);

      g_ptr_array_add (self->choices, choice);
      g_hash_table_insert (self->by_id, g_strdup (id), choice);
      orch_service_choice_update (choice, self->plan, id);
      orch_service_choice_take_folded (choice, orch_service_choice_fold (self->services->pdata[i]));
      for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
        if (orch_service_choice_is_on (choice, page))
          g_ptr_array_add (self->pages[page], g_object_ref (choice));
    }
}

/* On a worker */
static DexFuture *
prepare_fiber (gpointer data)
{
  OrchReviewPrepared *self = data;

  self->plan = orch_service_plan_new (self->services, self->facts, orch_clock_now_us ());
  note_changed (self->plan, self->services, self->reviewed);
  orch_service_plan_restore_choices (self->plan, self->kept);
  self->preview = orch_service_plan_get_consequences (self->plan);
  self->now_reviewed = dup_reviewed (self->services);
  make_choices (self);
  return dex_future_new_for_boolean (TRUE);
}

/* On a worker */
static DexFuture *
free_fiber (gpointer data)
{
  OrchReviewPrepared *self = data;

  g_free (self->kept);
  g_free (self->reviewed);
  g_clear_pointer (&self->services, g_ptr_array_unref);
  g_clear_pointer (&self->facts, g_ptr_array_unref);
  g_clear_object (&self->plan);
  g_clear_pointer (&self->preview, g_ptr_array_unref);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
    g_clear_pointer (&self->pages[page], g_ptr_array_unref);
  g_free (self->now_reviewed);
  g_free (self);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
on_worker (DexFiberFunc fiber, OrchReviewPrepared *self)
{
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, fiber, self, NULL);
}

OrchReviewPrepared *
orch_review_prepared_await (OrchStore *store, const char *kept, const char *reviewed, GError **error)
{
  g_autoptr (OrchReviewPrepared) self = g_new0 (OrchReviewPrepared, 1);

  self->kept = g_strdup (kept);
  self->reviewed = g_strdup (reviewed);
  self->services = dex_await_boxed (orch_store_load_all (store, ORCH_STORE_SERVICES, NULL), error);
  if (self->services == NULL)
    return NULL;
  self->facts = dex_await_boxed (orch_store_load_service_facts (store, orch_clock_now_us ()), error);
  if (self->facts == NULL || !dex_await (on_worker (prepare_fiber, self), error))
    return NULL;
  return g_steal_pointer (&self);
}

void
orch_review_prepared_free (OrchReviewPrepared *self)
{
  dex_future_disown (on_worker (free_fiber, self));
}
