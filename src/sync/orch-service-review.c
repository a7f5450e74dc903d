/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The three pages of the assistant.
 */
#include "orch-service-review.h"

#include "core/orch-error.h"
#include "orch-desk-private.h"
#include "orch-review-prepared.h"

/* How many rows are brought up to date before the windows have their turn: some 2 ms */
#define SLICE 2000
#define SWAP(type, a, b)                                                                                               \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    type swapped = (a);                                                                                                \
    (a) = (b);                                                                                                         \
    (b) = swapped;                                                                                                     \
  }                                                                                                                    \
  G_STMT_END

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
  guint n_chosen; /* choices so far */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchServiceReview, orch_service_review, G_TYPE_OBJECT)

static void
forget_choices (OrchServiceReview *self)
{
  for (guint i = 0; i < self->choices->len; i++)
    orch_service_choice_set_review (self->choices->pdata[i], NULL);
}

/* In a fiber: whoever else has something to do on this thread does it now. */
static void
await_turn (void)
{
  dex_await (dex_timeout_new_usec (1), NULL);
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

/* The rows of other services than before. What goes is let go of by whoever frees @prepared. */
static void
take_choices (OrchServiceReview *self, OrchReviewPrepared *prepared)
{
  forget_choices (self);
  for (guint i = 0; i < prepared->choices->len; i++)
    orch_service_choice_set_review (prepared->choices->pdata[i], self);
  SWAP (GPtrArray *, self->choices, prepared->choices);
  SWAP (GHashTable *, self->by_id, prepared->by_id);
  for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
    orch_service_choice_list_take (self->pages[page], g_steal_pointer (&prepared->pages[page]));
}

/* In a fiber: takes the plan, which may be of other services than before. */
static void
await_show_prepared (OrchServiceReview *self, OrchReviewPrepared *prepared)
{
  GPtrArray *services = prepared->services;

  SWAP (OrchServicePlan *, self->plan, prepared->plan);
  if (!has_same_services (self, services))
    {
      take_choices (self, prepared);
      return;
    }
  /* The rows that are shown stay where they are. */
  for (guint i = 0; i < services->len && self->choices->len == services->len; i++)
    {
      orch_service_choice_update (self->choices->pdata[i], self->plan,
                                  orch_service_get_fields (services->pdata[i])->id);
      if (i % SLICE == SLICE - 1)
        await_turn ();
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

/* In a fiber: the choices as text. Returns: (transfer full) */
static char *
await_print (OrchServiceReview *self)
{
  g_autoptr (OrchServicePlan) plan = g_object_ref (self->plan);
  GString *text = g_string_new (NULL);
  guint from = 0;

  while ((from = orch_service_plan_print_choices (plan, text, from, SLICE)) > 0)
    await_turn ();
  return g_string_free (text, FALSE);
}

/* In a fiber: what is chosen meanwhile, or another plan, has it begun anew. Returns: (transfer full) */
static GPtrArray *
await_preview (OrchServiceReview *self)
{
  for (;;)
    {
      g_autoptr (OrchServicePlan) plan = g_object_ref (self->plan);
      const guint n_chosen = self->n_chosen;
      GPtrArray *told[ORCH_N_CONSEQUENCES] = { NULL };
      guint from = 0;

      while ((from = orch_service_plan_add_consequences (plan, told, from, SLICE)) > 0)
        {
          await_turn ();
          if (plan != self->plan || n_chosen != self->n_chosen)
            break;
        }
      if (from == 0)
        return told[0];
      for (guint kind = 0; kind < ORCH_N_CONSEQUENCES; kind++)
        g_clear_pointer (&told[kind], g_ptr_array_unref);
    }
}

static DexFuture *
preview_fiber (gpointer data)
{
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, await_preview (data));
}

/* Writes the choices as long as there are newer ones. */
static DexFuture *
keep_fiber (gpointer data)
{
  OrchServiceReview *self = data;
  g_autoptr (DexPromise) kept = NULL;

  while (self->is_dirty)
    {
      g_autofree char *text = NULL;

      /* What is chosen while they are printed is printed again. */
      self->is_dirty = FALSE;
      text = await_print (self);
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
  self->n_chosen++;
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

/* Returns: (transfer full) (nullable): CONFLICT, and @told: what is shown is no longer so */
static OrchDeskResult *
await_apply (OrchServiceReview *self, gboolean *told, GError **error)
{
  g_autoptr (GPtrArray) shown = await_preview (self);
  g_autofree char *kept = await_print (self);
  g_autoptr (OrchReviewPrepared) prepared = NULL;
  g_autoptr (OrchDeskResult) result = NULL;

  prepared = orch_review_prepared_await (orch_service_desk_get_store (self->desk), kept, self->reviewed, error);
  if (prepared == NULL)
    return NULL;
  if (!same_consequences (shown, prepared->preview))
    {
      await_show_prepared (self, prepared);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      *told = TRUE;
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CONFLICT,
                           "Services or appointments changed while the choices were made");
      return NULL;
    }
  result = make_result (prepared->plan, prepared->preview);
  if (!orch_service_desk_await_write (self->desk, result, error))
    return NULL;

  /* Written: what remains is convenience, and its failure no reason to say that Apply failed. */
  dex_await (orch_service_desk_set_local (self->desk, ORCH_REVIEW_REVIEWED, prepared->now_reviewed), NULL);
  g_set_str (&self->reviewed, prepared->now_reviewed);
  return g_steal_pointer (&result);
}

static DexFuture *
apply_fiber (gpointer data)
{
  OrchServiceReview *self = data;
  g_autoptr (OrchDeskResult) result = NULL;
  GError *error = NULL;
  gboolean told = FALSE;
  guint tries = 0;

  if (orch_service_desk_check_actor (self->desk, &error) == NULL)
    return dex_future_new_for_error (error);
  do
    result = await_apply (self, &told, &error);
  while (result == NULL && !told && orch_desk_is_overtaken (&tries, &error));
  if (result == NULL)
    return dex_future_new_for_error (error);
  dex_await (orch_service_review_discard (self), NULL);
  return dex_future_new_take_object (g_steal_pointer (&result));
}

static DexFuture *
discard_fiber (gpointer data)
{
  OrchServiceReview *self = data;
  g_autoptr (OrchReviewPrepared) prepared = NULL;
  GError *error = NULL;

  prepared = orch_review_prepared_await (orch_service_desk_get_store (self->desk), NULL, self->reviewed, &error);
  if (prepared == NULL)
    return dex_future_new_for_error (error);
  await_show_prepared (self, prepared);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  keep (self);
  return orch_service_review_flush (self);
}

static void
orch_service_review_finalize (GObject *object)
{
  OrchServiceReview *self = ORCH_SERVICE_REVIEW (object);

  OrchReviewPrepared *left = g_new0 (OrchReviewPrepared, 1);

  forget_choices (self);
  dex_clear (&self->kept);
  g_clear_error (&self->keep_error);
  left->by_id = self->by_id;
  left->choices = self->choices;
  left->plan = self->plan;
  for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
    {
      left->pages[page] = orch_service_choice_list_steal (self->pages[page]);
      g_clear_object (&self->pages[page]);
    }
  orch_review_prepared_free (left);
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
  g_autoptr (OrchReviewPrepared) prepared = NULL;
  g_autofree char *kept = dex_await_string (orch_store_get_setting (store, ORCH_REVIEW_CHOICES), NULL);
  g_autofree char *reviewed = dex_await_string (orch_store_get_setting (store, ORCH_REVIEW_REVIEWED), NULL);

  prepared = orch_review_prepared_await (store, kept, reviewed, error);
  if (prepared == NULL)
    return NULL;
  self = g_object_new (ORCH_TYPE_SERVICE_REVIEW, NULL);
  self->desk = g_object_ref (desk);
  self->reviewed = g_steal_pointer (&reviewed);
  await_show_prepared (self, prepared);
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

/* The arguments of set_shown_fiber() */
typedef struct
{
  /* owned */
  OrchServiceReview *review;
  GPtrArray *choices; /* those that were shown */
  char **types;       /* (nullable) */

  OrchServicePage page;
  gboolean ticked;
} SetShown;

static void
set_shown_free (gpointer data)
{
  SetShown *call = data;

  g_object_unref (call->review);
  g_ptr_array_unref (call->choices);
  g_strfreev (call->types);
  g_free (call);
}

static DexFuture *
set_shown_fiber (gpointer data)
{
  SetShown *call = data;
  OrchServiceReview *self = call->review;

  for (guint i = 0; i < call->choices->len; i++)
    {
      OrchServiceChoice *choice = call->choices->pdata[i];
      const char *id = orch_service_get_fields (orch_service_choice_get_service (choice))->id;

      if (call->page == ORCH_SERVICE_PAGE_EXCLUDED)
        orch_service_plan_set_excluded (self->plan, id, call->ticked);
      else if (call->page == ORCH_SERVICE_PAGE_INACTIVE)
        orch_service_plan_set_inactive (self->plan, id, call->ticked);
      else
        orch_service_plan_set_types (self->plan, id, (const char *const *) call->types);
      orch_service_choice_update (choice, self->plan, id);
      if (i % SLICE == SLICE - 1)
        await_turn ();
    }
  for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
    orch_service_choice_list_reset (self->pages[page], self->choices);
  keep (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_service_review_set_shown (OrchServiceReview *self, OrchServicePage page, gboolean ticked, const char *const *types)
{
  SetShown *call;

  g_return_val_if_fail (ORCH_IS_SERVICE_REVIEW (self), NULL);
  g_return_val_if_fail ((guint) page < ORCH_N_SERVICE_PAGES, NULL);

  call = g_new0 (SetShown, 1);
  call->review = g_object_ref (self);
  call->choices = orch_service_choice_list_dup_shown (self->pages[page]);
  call->types = g_strdupv ((char **) types);
  call->page = page;
  call->ticked = ticked;
  return dex_scheduler_spawn (NULL, 0, set_shown_fiber, call, set_shown_free);
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

DexFuture *
orch_service_review_make_preview (OrchServiceReview *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_REVIEW (self), NULL);

  return dex_scheduler_spawn (NULL, 0, preview_fiber, g_object_ref (self), g_object_unref);
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
