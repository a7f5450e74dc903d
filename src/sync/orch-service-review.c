/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The three pages of the assistant.
 */
#include "orch-service-review.h"

#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-service-review-private.h"

struct _OrchServiceReview
{
  GObject parent_instance;

  OrchServiceDesk *desk;                              /* (owned) */
  OrchServicePlan *plan;                              /* (owned) */
  GPtrArray *choices;                                 /* (owned) (element-type OrchServiceChoice): by position */
  GHashTable *by_id;                                  /* (owned): id → (borrowed) OrchServiceChoice */
  OrchServiceChoiceList *pages[ORCH_N_SERVICE_PAGES]; /* (owned) */
  char *reviewed;                                     /* (owned) (nullable): ORCH_REVIEW_REVIEWED */
  DexPromise *kept;    /* (owned) (nullable): somebody waits for the choices to be on disk */
  GError *keep_error;  /* (owned) (nullable): why they are not */
  gboolean is_keeping; /* a fiber writes them */
  gboolean is_dirty;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchServiceReview, orch_service_review, G_TYPE_OBJECT)

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

static void
forget_choices (OrchServiceReview *self)
{
  for (guint i = 0; i < self->choices->len; i++)
    orch_service_choice_forget_review (self->choices->pdata[i]);
  g_ptr_array_set_size (self->choices, 0);
  g_hash_table_remove_all (self->by_id);
}

/* What a worker makes of the store's services, so that the windows go on meanwhile: a clinic may have fifty thousand */
typedef struct
{
  /* owned: given */
  char *choices;  /* (nullable) */
  char *reviewed; /* (nullable) */
  GPtrArray *services;
  GPtrArray *facts;

  /* owned: made */
  OrchServicePlan *plan;
  GPtrArray *preview;
  GPtrArray *folded; /* (element-type utf8): what the search looks at, by position */
  char *now_reviewed;
} Prepared;

static void
prepared_clear (Prepared *prepared)
{
  g_clear_pointer (&prepared->choices, g_free);
  g_clear_pointer (&prepared->reviewed, g_free);
  g_clear_pointer (&prepared->services, g_ptr_array_unref);
  g_clear_pointer (&prepared->facts, g_ptr_array_unref);
  g_clear_object (&prepared->plan);
  g_clear_pointer (&prepared->preview, g_ptr_array_unref);
  g_clear_pointer (&prepared->folded, g_ptr_array_unref);
  g_clear_pointer (&prepared->now_reviewed, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Prepared, prepared_clear)

/* On a worker */
static DexFuture *
prepare_fiber (gpointer data)
{
  Prepared *prepared = data;

  prepared->plan = orch_service_plan_new (prepared->services, prepared->facts, orch_clock_now_us ());
  note_changed (prepared->plan, prepared->services, prepared->reviewed);
  orch_service_plan_restore_choices (prepared->plan, prepared->choices);
  prepared->preview = orch_service_plan_get_consequences (prepared->plan);
  prepared->now_reviewed = dup_reviewed (prepared->services);
  prepared->folded = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < prepared->services->len; i++)
    g_ptr_array_add (prepared->folded, orch_service_choice_fold (prepared->services->pdata[i]));
  return dex_future_new_for_boolean (TRUE);
}

/* @prepared: choices and reviewed are given */
static gboolean
await_prepared (OrchStore *store, Prepared *prepared, GError **error)
{
  prepared->services = dex_await_boxed (orch_store_load_all (store, ORCH_STORE_SERVICES, NULL), error);
  if (prepared->services == NULL)
    return FALSE;
  prepared->facts = dex_await_boxed (orch_store_load_service_facts (store, orch_clock_now_us ()), error);
  if (prepared->facts == NULL)
    return FALSE;
  return dex_await (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, prepare_fiber, prepared, NULL),
                    error);
}

static gboolean
has_same_services (OrchServiceReview *self, GPtrArray *services)
{
  if (self->choices->len != services->len)
    return FALSE;
  for (guint i = 0; i < services->len; i++)
    if (g_strcmp0 (orch_service_get_fields (services->pdata[i])->id,
                   orch_service_get_fields (orch_service_choice_get_service (self->choices->pdata[i]))->id) != 0)
      return FALSE;
  return TRUE;
}

/* Takes the plan, which may be of other services than before. */
static void
show_prepared (OrchServiceReview *self, Prepared *prepared)
{
  GPtrArray *services = prepared->services;
  gboolean same_services = has_same_services (self, services);

  g_set_object (&self->plan, prepared->plan);
  if (!same_services)
    forget_choices (self);
  for (guint i = 0; i < services->len; i++)
    {
      const char *id = orch_service_get_fields (services->pdata[i])->id;

      if (!same_services)
        {
          g_ptr_array_add (self->choices, orch_service_choice_new (self, i));
          g_hash_table_insert (self->by_id, g_strdup (id), self->choices->pdata[i]);
        }
      orch_service_choice_update (self->choices->pdata[i], self->plan, id);
      orch_service_choice_take_folded (self->choices->pdata[i], g_steal_pointer (&prepared->folded->pdata[i]));
    }
  for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
    orch_service_choice_list_reset (self->pages[page], self->choices);
}

static gboolean
same_consequences (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (orch_service_consequence_get_kind (a->pdata[i]) != orch_service_consequence_get_kind (b->pdata[i]) ||
        orch_service_consequence_get_count (a->pdata[i]) != orch_service_consequence_get_count (b->pdata[i]) ||
        g_strcmp0 (orch_service_get_fields (orch_service_consequence_get_service (a->pdata[i]))->id,
                   orch_service_get_fields (orch_service_consequence_get_service (b->pdata[i]))->id) != 0)
      return FALSE;
  return TRUE;
}

/* Writes the choices as long as there are newer ones. */
static DexFuture *
keep_fiber (gpointer data)
{
  OrchServiceReview *self = data;
  g_autoptr (DexPromise) kept = NULL;

  while (self->is_dirty)
    {
      g_autofree char *text = orch_service_plan_dup_choices (self->plan);

      self->is_dirty = FALSE;
      g_clear_error (&self->keep_error);
      dex_await (orch_service_desk_set_local (self->desk, ORCH_REVIEW_CHOICES, *text != '\0' ? text : NULL),
                 &self->keep_error);
    }
  self->is_keeping = FALSE;
  kept = g_steal_pointer (&self->kept);
  if (kept != NULL && self->keep_error != NULL)
    dex_promise_reject (kept, g_error_copy (self->keep_error));
  else if (kept != NULL)
    dex_promise_resolve_boolean (kept, TRUE);
  return dex_future_new_for_boolean (TRUE);
}

static void
keep (OrchServiceReview *self)
{
  self->is_dirty = TRUE;
  if (self->is_keeping)
    return;
  self->is_keeping = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, keep_fiber, g_object_ref (self), g_object_unref));
}

static void
show_choice (OrchServiceReview *self, const char *id)
{
  OrchServiceChoice *choice = g_hash_table_lookup (self->by_id, id);

  if (choice == NULL)
    return;
  orch_service_choice_update (choice, self->plan, id);
  for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
    orch_service_choice_list_update (self->pages[page], choice);
  keep (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static OrchDeskResult *
make_result (OrchServicePlan *plan, GPtrArray *preview)
{
  g_autoptr (GPtrArray) results = orch_service_plan_get_results (plan);
  OrchDeskResult *result = orch_desk_result_new ();

  for (guint i = 0; i < results->len; i++)
    {
      const OrchServiceFields *fields = orch_service_get_fields (results->pdata[i]);

      orch_desk_result_add_change (result, orch_service_plan_find (plan, fields->id), results->pdata[i],
                                   fields->hub_id != NULL);
    }
  orch_desk_result_take_consequences (result, g_ptr_array_ref (preview));
  return result;
}

static DexFuture *
apply_fiber (gpointer data)
{
  OrchServiceReview *self = data;
  g_auto (Prepared) prepared = { 0 };
  g_autoptr (GPtrArray) shown = NULL;
  g_autoptr (OrchDeskResult) result = NULL;
  GError *error = NULL;

  if (orch_service_desk_check_actor (self->desk, &error) == NULL)
    return dex_future_new_for_error (error);
  shown = orch_service_plan_get_consequences (self->plan);
  prepared.choices = orch_service_plan_dup_choices (self->plan);
  prepared.reviewed = g_strdup (self->reviewed);
  if (!await_prepared (orch_service_desk_get_store (self->desk), &prepared, &error))
    return dex_future_new_for_error (error);
  if (!same_consequences (shown, prepared.preview))
    {
      show_prepared (self, &prepared);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CONFLICT,
                                    "Services or appointments changed while the choices were made");
    }
  result = make_result (prepared.plan, prepared.preview);
  if (!orch_service_desk_await_write (self->desk, result, &error))
    return dex_future_new_for_error (error);

  /* Written: what remains is convenience, and its failure no reason to say that Apply failed. */
  dex_await (orch_service_desk_set_local (self->desk, ORCH_REVIEW_REVIEWED, prepared.now_reviewed), NULL);
  g_set_str (&self->reviewed, prepared.now_reviewed);
  dex_await (orch_service_review_discard (self), NULL);
  return dex_future_new_take_object (g_steal_pointer (&result));
}

static DexFuture *
discard_fiber (gpointer data)
{
  OrchServiceReview *self = data;
  g_auto (Prepared) prepared = { 0 };
  GError *error = NULL;

  prepared.reviewed = g_strdup (self->reviewed);
  if (!await_prepared (orch_service_desk_get_store (self->desk), &prepared, &error))
    return dex_future_new_for_error (error);
  show_prepared (self, &prepared);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  keep (self);
  return orch_service_review_flush (self);
}

static void
orch_service_review_finalize (GObject *object)
{
  OrchServiceReview *self = ORCH_SERVICE_REVIEW (object);

  forget_choices (self);
  dex_clear (&self->kept);
  g_clear_error (&self->keep_error);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
    g_clear_object (&self->pages[page]);
  g_clear_object (&self->plan);
  g_clear_object (&self->desk);
  g_free (self->reviewed);
  G_OBJECT_CLASS (orch_service_review_parent_class)->finalize (object);
}

static void
orch_service_review_class_init (OrchServiceReviewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_service_review_finalize;

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_service_review_init (OrchServiceReview *self)
{
  self->choices = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
    self->pages[page] = orch_service_choice_list_new (page);
}

OrchServiceReview *
orch_service_review_await_new (OrchServiceDesk *desk, GError **error)
{
  OrchStore *store = orch_service_desk_get_store (desk);
  g_autoptr (OrchServiceReview) self = NULL;
  g_auto (Prepared) prepared = { 0 };

  prepared.choices = dex_await_string (orch_store_get_setting (store, ORCH_REVIEW_CHOICES), NULL);
  prepared.reviewed = dex_await_string (orch_store_get_setting (store, ORCH_REVIEW_REVIEWED), NULL);
  if (!await_prepared (store, &prepared, error))
    return NULL;
  self = g_object_new (ORCH_TYPE_SERVICE_REVIEW, NULL);
  self->desk = g_object_ref (desk);
  self->reviewed = g_strdup (prepared.reviewed);
  show_prepared (self, &prepared);
  return g_steal_pointer (&self);
}

OrchServicePlan *
orch_service_review_get_plan (OrchServiceReview *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_REVIEW (self), NULL);

  return self->plan;
}

GListModel *
orch_service_review_get_page (OrchServiceReview *self, OrchServicePage page)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_REVIEW (self), NULL);
  g_return_val_if_fail ((guint) page < ORCH_N_SERVICE_PAGES, NULL);

  return G_LIST_MODEL (self->pages[page]);
}

void
orch_service_review_set_search (OrchServiceReview *self, OrchServicePage page, const char *text)
{
  g_return_if_fail (ORCH_IS_SERVICE_REVIEW (self));
  g_return_if_fail ((guint) page < ORCH_N_SERVICE_PAGES);

  orch_service_choice_list_set_search (self->pages[page], self->choices, text);
}

void
orch_service_review_set_excluded (OrchServiceReview *self, const char *id, gboolean excluded)
{
  g_return_if_fail (ORCH_IS_SERVICE_REVIEW (self));
  g_return_if_fail (id != NULL);

  if (orch_service_plan_get_excluded (self->plan, id) == !!excluded)
    return;
  orch_service_plan_set_excluded (self->plan, id, excluded);
  show_choice (self, id);
}

void
orch_service_review_set_inactive (OrchServiceReview *self, const char *id, gboolean inactive)
{
  g_return_if_fail (ORCH_IS_SERVICE_REVIEW (self));
  g_return_if_fail (id != NULL);

  if (orch_service_plan_get_inactive (self->plan, id) == !!inactive)
    return;
  orch_service_plan_set_inactive (self->plan, id, inactive);
  show_choice (self, id);
}

void
orch_service_review_set_types (OrchServiceReview *self, const char *id, const char *const *types)
{
  g_return_if_fail (ORCH_IS_SERVICE_REVIEW (self));
  g_return_if_fail (id != NULL);

  orch_service_plan_set_types (self->plan, id, types);
  show_choice (self, id);
}

void
orch_service_review_toggle_type (OrchServiceReview *self, const char *id, const char *type)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) types = NULL;
  const char *const *has;
  gboolean found = FALSE;

  g_return_if_fail (ORCH_IS_SERVICE_REVIEW (self));
  g_return_if_fail (id != NULL && type != NULL);

  has = orch_service_plan_get_types (self->plan, id);
  for (guint i = 0; has != NULL && has[i] != NULL; i++)
    if (g_str_equal (has[i], type))
      found = TRUE;
    else
      g_strv_builder_add (builder, has[i]);
  if (!found)
    g_strv_builder_add (builder, type);
  types = g_strv_builder_end (builder);
  orch_service_review_set_types (self, id, (const char *const *) types);
}

GPtrArray *
orch_service_review_find_absent (OrchServiceReview *self, OrchServicePage page, const char *text)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_REVIEW (self), NULL);
  g_return_val_if_fail ((guint) page < ORCH_N_SERVICE_PAGES, NULL);

  words = orch_service_review_split_words (text);
  for (guint i = 0; i < self->choices->len; i++)
    {
      OrchServiceChoice *choice = self->choices->pdata[i];
      const char *id = orch_service_get_fields (orch_service_choice_get_service (choice))->id;

      if (orch_service_plan_get_absent (self->plan, page, id) != ORCH_SERVICE_PRESENT &&
          orch_service_choice_matches (choice, (const char *const *) words))
        g_ptr_array_add (found, g_object_ref (choice));
    }
  return g_steal_pointer (&found);
}

GPtrArray *
orch_service_review_dup_preview (OrchServiceReview *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_REVIEW (self), NULL);

  return orch_service_plan_get_consequences (self->plan);
}

DexFuture *
orch_service_review_flush (OrchServiceReview *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_REVIEW (self), NULL);

  if (!self->is_keeping && self->keep_error != NULL)
    return dex_future_new_for_error (g_error_copy (self->keep_error));
  if (!self->is_keeping)
    return dex_future_new_for_boolean (TRUE);
  if (self->kept == NULL)
    self->kept = dex_promise_new ();
  return dex_ref (DEX_FUTURE (self->kept));
}

DexFuture *
orch_service_review_apply (OrchServiceReview *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_REVIEW (self), NULL);

  return dex_scheduler_spawn (NULL, 0, apply_fiber, g_object_ref (self), g_object_unref);
}

DexFuture *
orch_service_review_discard (OrchServiceReview *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_REVIEW (self), NULL);

  return dex_scheduler_spawn (NULL, 0, discard_fiber, g_object_ref (self), g_object_unref);
}
