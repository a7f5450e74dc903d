/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See fake-desk.h.
 */
#include "fake-desk.h"

#include "catalogue/orch-catalogue.h"
#include "core/orch-error.h"
#include "core/orch-text.h"

/* OrchDeskResult */

struct _OrchDeskResult
{
  GObject parent_instance;
  GPtrArray *before;
  GPtrArray *refused;
  GPtrArray *consequences;
  guint n_done;
};

G_DEFINE_FINAL_TYPE (OrchDeskResult, orch_desk_result, G_TYPE_OBJECT)

static void
refusal_free (gpointer data)
{
  OrchDeskRefusal *refusal = data;

  g_free (refusal->id);
  g_free (refusal->name);
  g_error_free (refusal->error);
  g_free (refusal);
}

static void
orch_desk_result_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_uint (value, ORCH_DESK_RESULT (object)->refused->len);
}

static void
orch_desk_result_finalize (GObject *object)
{
  OrchDeskResult *self = ORCH_DESK_RESULT (object);

  g_ptr_array_unref (self->before);
  g_ptr_array_unref (self->refused);
  g_ptr_array_unref (self->consequences);
  G_OBJECT_CLASS (orch_desk_result_parent_class)->finalize (object);
}

static void
orch_desk_result_class_init (OrchDeskResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_desk_result_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_desk_result_get_property;
  g_object_class_install_property (G_OBJECT_CLASS (klass), 1,
                                   g_param_spec_uint ("n-refused", NULL, NULL, 0, G_MAXUINT, 0,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
orch_desk_result_init (OrchDeskResult *self)
{
  self->before = g_ptr_array_new_with_free_func (g_object_unref);
  self->refused = g_ptr_array_new_with_free_func (refusal_free);
  self->consequences = g_ptr_array_new_with_free_func (g_object_unref);
}

guint
orch_desk_result_get_n_done (OrchDeskResult *self)
{
  return self->n_done;
}

guint
orch_desk_result_get_n_waiting (OrchDeskResult *self)
{
  return 0;
}

GPtrArray *
orch_desk_result_get_refused (OrchDeskResult *self)
{
  return self->refused;
}

GPtrArray *
orch_desk_result_get_consequences (OrchDeskResult *self)
{
  return self->consequences;
}

gboolean
orch_desk_result_can_undo (OrchDeskResult *self)
{
  return self->before->len > 0;
}

DexFuture *
orch_desk_result_when_settled (OrchDeskResult *self)
{
  return dex_future_new_true ();
}

/* OrchServiceChoice */

struct _OrchServiceChoice
{
  GObject parent_instance;
  OrchService *service;
  OrchServicePlan *plan;
};

G_DEFINE_FINAL_TYPE (OrchServiceChoice, orch_service_choice, G_TYPE_OBJECT)

static void
orch_service_choice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, orch_service_choice_get_excluded (ORCH_SERVICE_CHOICE (object)));
}

static void
orch_service_choice_finalize (GObject *object)
{
  g_object_unref (ORCH_SERVICE_CHOICE (object)->service);
  g_object_unref (ORCH_SERVICE_CHOICE (object)->plan);
  G_OBJECT_CLASS (orch_service_choice_parent_class)->finalize (object);
}

static void
orch_service_choice_class_init (OrchServiceChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_service_choice_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_service_choice_get_property;
  g_object_class_install_property (G_OBJECT_CLASS (klass), 1,
                                   g_param_spec_boolean ("excluded", NULL, NULL, FALSE,
                                                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
orch_service_choice_init (OrchServiceChoice *self)
{
}

static const char *
choice_id (OrchServiceChoice *self)
{
  return orch_service_get_fields (self->service)->id;
}

OrchService *
orch_service_choice_get_service (OrchServiceChoice *self)
{
  return self->service;
}

gboolean
orch_service_choice_get_excluded (OrchServiceChoice *self)
{
  return orch_service_plan_get_excluded (self->plan, choice_id (self));
}

gboolean
orch_service_choice_get_inactive (OrchServiceChoice *self)
{
  return orch_service_plan_get_inactive (self->plan, choice_id (self));
}

const char *const *
orch_service_choice_get_types (OrchServiceChoice *self)
{
  return orch_service_plan_get_types (self->plan, choice_id (self));
}

guint
orch_service_choice_get_upcoming (OrchServiceChoice *self)
{
  return orch_service_plan_get_upcoming (self->plan, choice_id (self));
}

/* OrchServiceDesk */

struct _OrchServiceDesk
{
  GObject parent_instance;
  GPtrArray *services;
  GHashTable *upcoming; /* id → count */
  GHashTable *refused;  /* id → words */
  char *choices;
  GListStore *types;
  GListStore *categories;
  GListStore *announced;
  void (*changed) (gpointer data);
  gpointer data;
};

G_DEFINE_FINAL_TYPE (OrchServiceDesk, orch_service_desk, G_TYPE_OBJECT)

static void
orch_service_desk_finalize (GObject *object)
{
  OrchServiceDesk *self = ORCH_SERVICE_DESK (object);

  g_ptr_array_unref (self->services);
  g_hash_table_unref (self->upcoming);
  g_hash_table_unref (self->refused);
  g_free (self->choices);
  g_object_unref (self->types);
  g_object_unref (self->categories);
  g_object_unref (self->announced);
  G_OBJECT_CLASS (orch_service_desk_parent_class)->finalize (object);
}

static void
orch_service_desk_class_init (OrchServiceDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_service_desk_finalize;
  g_signal_new ("announced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                G_TYPE_PTR_ARRAY);
  g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                ORCH_TYPE_DESK_RESULT);
}

static void
orch_service_desk_init (OrchServiceDesk *self)
{
  GListModel *types = orch_catalogue_get_service_types (orch_catalogue_get_default ());

  self->upcoming = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->types = g_list_store_new (ORCH_TYPE_CATALOGUE_ENTRY);
  self->categories = g_list_store_new (ORCH_TYPE_CATALOGUE_ENTRY);
  self->announced = g_list_store_new (ORCH_TYPE_SERVICE_CONSEQUENCE);
  for (guint i = 0; i < g_list_model_get_n_items (types); i++)
    {
      g_autoptr (OrchCatalogueEntry) entry = g_list_model_get_item (types, i);

      g_list_store_append (self->types, entry);
    }
}

OrchServiceDesk *
fake_desk_new (GPtrArray *services, void (*changed) (gpointer data), gpointer data)
{
  OrchServiceDesk *self = g_object_new (ORCH_TYPE_SERVICE_DESK, NULL);

  self->services = g_ptr_array_ref (services);
  self->changed = changed;
  self->data = data;
  return self;
}

void
fake_desk_set_upcoming (OrchServiceDesk *self, const char *id, guint n)
{
  g_hash_table_insert (self->upcoming, g_strdup (id), GUINT_TO_POINTER (n));
}

void
fake_desk_refuse (OrchServiceDesk *self, const char *id, const char *words)
{
  if (words != NULL)
    g_hash_table_insert (self->refused, g_strdup (id), g_strdup (words));
  else
    g_hash_table_remove (self->refused, id);
}

static guint
find_service (OrchServiceDesk *self, const char *id)
{
  for (guint i = 0; i < self->services->len; i++)
    if (g_str_equal (orch_service_get_fields (g_ptr_array_index (self->services, i))->id, id))
      return i;
  g_assert_not_reached ();
}

void
fake_desk_announce (OrchServiceDesk *self, const char *id)
{
  g_autoptr (GPtrArray) news = g_ptr_array_new_with_free_func (g_object_unref);
  OrchServiceConsequence *one =
      orch_service_consequence_new (g_ptr_array_index (self->services, find_service (self, id)),
                                    ORCH_CONSEQUENCE_RETURNS_BY_APPOINTMENT, 1);

  g_list_store_append (self->announced, one);
  g_ptr_array_add (news, one);
  g_signal_emit_by_name (self, "announced", news);
}

static OrchServiceFacts *
dup_facts (OrchServiceDesk *self, const char *id)
{
  const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->upcoming, id));

  return orch_service_facts_new (id, n, n);
}

static void
put (OrchServiceDesk *self, OrchService *service)
{
  const guint index = find_service (self, orch_service_get_fields (service)->id);

  g_object_unref (self->services->pdata[index]);
  self->services->pdata[index] = g_object_ref (service);
}

static void
add_refusal (OrchDeskResult *result, OrchService *service, GError *error)
{
  OrchDeskRefusal *refusal = g_new0 (OrchDeskRefusal, 1);

  refusal->id = g_strdup (orch_service_get_fields (service)->id);
  refusal->name = g_strdup (orch_service_get_display_name (service));
  refusal->error = error;
  refusal->seq = 7;
  g_ptr_array_add (result->refused, refusal);
}

DexFuture *
orch_service_desk_act (OrchServiceDesk *self, GPtrArray *ids, OrchServiceEvent event, const char *const *types)
{
  OrchDeskResult *result = g_object_new (ORCH_TYPE_DESK_RESULT, NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      OrchService *before = g_ptr_array_index (self->services, find_service (self, g_ptr_array_index (ids, i)));
      const char *words = g_hash_table_lookup (self->refused, g_ptr_array_index (ids, i));
      g_autoptr (OrchServiceFacts) facts = dup_facts (self, g_ptr_array_index (ids, i));
      g_autoptr (OrchService) after = orch_service_after (before, event, facts, types, 1000, NULL);

      if (words != NULL)
        {
          add_refusal (result, before, g_error_new (ORCH_ERROR, ORCH_ERROR_REFUSED, "403: %s", words));
          continue;
        }
      if (after == before)
        continue;
      g_ptr_array_add (result->before, g_object_ref (before));
      put (self, after);
      result->n_done++;
    }
  self->changed (self->data);
  return dex_future_new_take_object (result);
}

DexFuture *
orch_service_desk_preview (OrchServiceDesk *self, GPtrArray *ids, OrchServiceEvent event, const char *const *types)
{
  g_autoptr (GPtrArray) consequences = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GValue) value = G_VALUE_INIT;

  for (guint i = 0; i < ids->len; i++)
    {
      const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->upcoming, g_ptr_array_index (ids, i)));

      if (n > 0)
        g_ptr_array_add (consequences,
                         orch_service_consequence_new (
                             g_ptr_array_index (self->services, find_service (self, g_ptr_array_index (ids, i))),
                             ORCH_CONSEQUENCE_BECOMES_INACTIVE, n));
    }
  g_value_init (&value, G_TYPE_PTR_ARRAY);
  g_value_set_boxed (&value, consequences);
  return dex_future_new_for_value (&value);
}

DexFuture *
orch_service_desk_undo (OrchServiceDesk *self, OrchDeskResult *result)
{
  for (guint i = 0; i < result->before->len; i++)
    put (self, g_ptr_array_index (result->before, i));
  self->changed (self->data);
  return dex_future_new_take_object (g_object_new (ORCH_TYPE_DESK_RESULT, NULL));
}

DexFuture *
orch_service_desk_retry (OrchServiceDesk *self, OrchDeskResult *result)
{
  return dex_future_new_for_uint (result->refused->len);
}

DexFuture *
orch_service_desk_revert (OrchServiceDesk *self, OrchDeskResult *result)
{
  return dex_future_new_for_uint (result->refused->len);
}

DexFuture *
orch_service_desk_save (OrchServiceDesk *self, OrchService *shown, OrchService *edited)
{
  const char *id = orch_service_get_fields (edited)->id;
  OrchService *before = g_ptr_array_index (self->services, find_service (self, id));
  g_autoptr (OrchServiceFacts) facts = dup_facts (self, id);
  g_autoptr (OrchService) after = orch_service_settle_edit (before, edited, facts, 1000, NULL);
  const char *words = g_hash_table_lookup (self->refused, id);

  if (words != NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CONFLICT, "%s", words);
  if (orch_service_get_fields (before)->revision != orch_service_get_fields (edited)->revision)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CONFLICT, "It was changed meanwhile");
  put (self, after);
  self->changed (self->data);
  return dex_future_new_take_object (g_object_new (ORCH_TYPE_DESK_RESULT, NULL));
}

DexFuture *
orch_service_desk_load (OrchServiceDesk *self, const char *id)
{
  for (guint i = 0; i < self->services->len; i++)
    if (g_str_equal (orch_service_get_fields (self->services->pdata[i])->id, id))
      return dex_future_new_take_object (g_object_ref (self->services->pdata[i]));
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No such service");
}

void
fake_desk_change (OrchServiceDesk *self, const OrchServiceFields *fields)
{
  OrchServiceFields changed = *fields;
  g_autoptr (OrchService) service = NULL;

  changed.revision++;
  service = orch_service_new (&changed);
  put (self, service);
  self->changed (self->data);
}

GListModel *
orch_service_desk_get_types (OrchServiceDesk *self)
{
  return G_LIST_MODEL (self->types);
}

GListModel *
orch_service_desk_get_categories (OrchServiceDesk *self)
{
  return G_LIST_MODEL (self->categories);
}

static DexFuture *
set_entries (GListStore *store, GPtrArray *entries)
{
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), entries->pdata, entries->len);
  return dex_future_new_true ();
}

DexFuture *
orch_service_desk_set_types (OrchServiceDesk *self, GPtrArray *shown, GPtrArray *entries)
{
  return set_entries (self->types, entries);
}

DexFuture *
orch_service_desk_set_categories (OrchServiceDesk *self, GPtrArray *shown, GPtrArray *entries)
{
  return set_entries (self->categories, entries);
}

GListModel *
orch_service_desk_get_announced (OrchServiceDesk *self)
{
  return G_LIST_MODEL (self->announced);
}

DexFuture *
orch_service_desk_dismiss_announced (OrchServiceDesk *self)
{
  g_list_store_remove_all (self->announced);
  return dex_future_new_true ();
}

/* OrchServiceReview */

struct _OrchServiceReview
{
  GObject parent_instance;
  OrchServiceDesk *desk;
  OrchServicePlan *plan;
  GHashTable *choices; /* id → OrchServiceChoice */
  GListStore *pages[ORCH_N_SERVICE_PAGES];
  char *search[ORCH_N_SERVICE_PAGES];
};

G_DEFINE_FINAL_TYPE (OrchServiceReview, orch_service_review, G_TYPE_OBJECT)

static void
orch_service_review_finalize (GObject *object)
{
  OrchServiceReview *self = ORCH_SERVICE_REVIEW (object);

  g_object_unref (self->desk);
  g_object_unref (self->plan);
  g_hash_table_unref (self->choices);
  for (guint i = 0; i < ORCH_N_SERVICE_PAGES; i++)
    {
      g_object_unref (self->pages[i]);
      g_free (self->search[i]);
    }
  G_OBJECT_CLASS (orch_service_review_parent_class)->finalize (object);
}

static void
orch_service_review_class_init (OrchServiceReviewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_service_review_finalize;
  g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_service_review_init (OrchServiceReview *self)
{
  self->choices = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  for (guint i = 0; i < ORCH_N_SERVICE_PAGES; i++)
    self->pages[i] = g_list_store_new (ORCH_TYPE_SERVICE_CHOICE);
}

static OrchServiceChoice *
get_choice (OrchServiceReview *self, OrchService *service)
{
  OrchServiceChoice *choice = g_hash_table_lookup (self->choices, orch_service_get_fields (service)->id);

  if (choice == NULL)
    {
      choice = g_object_new (ORCH_TYPE_SERVICE_CHOICE, NULL);
      choice->service = g_object_ref (service);
      choice->plan = g_object_ref (self->plan);
      g_hash_table_insert (self->choices, (char *) orch_service_get_fields (service)->id, choice);
    }
  return choice;
}

static gboolean
is_found (OrchService *service, const char *text)
{
  g_autofree char *folded = orch_text_fold (orch_service_get_display_name (service));
  g_autofree char *wanted = orch_text_fold (text != NULL ? text : "");

  return strstr (folded, wanted) != NULL;
}

static void
fill_page (OrchServiceReview *self, guint page)
{
  g_autoptr (GPtrArray) services = orch_service_plan_get_page (self->plan, (OrchServicePage) page);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GListModel *old = G_LIST_MODEL (self->pages[page]);
  gboolean same = TRUE;

  for (guint i = 0; i < services->len; i++)
    if (is_found (g_ptr_array_index (services, i), self->search[page]))
      g_ptr_array_add (found, get_choice (self, g_ptr_array_index (services, i)));
  same = g_list_model_get_n_items (old) == found->len;
  for (guint i = 0; same && i < found->len; i++)
    {
      g_autoptr (GObject) one = g_list_model_get_item (old, i);

      same = one == g_ptr_array_index (found, i);
    }
  if (!same)
    g_list_store_splice (self->pages[page], 0, g_list_model_get_n_items (old), found->pdata, found->len);
}

static void
review_changed (OrchServiceReview *self, const char *id)
{
  OrchServiceChoice *choice = g_hash_table_lookup (self->choices, id);

  g_free (self->desk->choices);
  self->desk->choices = orch_service_plan_dup_choices (self->plan);
  for (guint i = 0; i < ORCH_N_SERVICE_PAGES; i++)
    fill_page (self, i);
  if (choice != NULL)
    g_object_notify (G_OBJECT (choice), "excluded");
  g_signal_emit_by_name (self, "changed");
}

DexFuture *
orch_service_desk_begin_review (OrchServiceDesk *self)
{
  OrchServiceReview *review = g_object_new (ORCH_TYPE_SERVICE_REVIEW, NULL);
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_service_facts_free);

  for (guint i = 0; i < self->services->len; i++)
    g_ptr_array_add (facts, dup_facts (self, orch_service_get_fields (g_ptr_array_index (self->services, i))->id));
  review->desk = g_object_ref (self);
  review->plan = orch_service_plan_new (self->services, facts, 1000);
  orch_service_plan_restore_choices (review->plan, self->choices);
  for (guint i = 0; i < ORCH_N_SERVICE_PAGES; i++)
    fill_page (review, i);
  return dex_future_new_take_object (review);
}

OrchServicePlan *
orch_service_review_get_plan (OrchServiceReview *self)
{
  return self->plan;
}

GListModel *
orch_service_review_get_page (OrchServiceReview *self, OrchServicePage page)
{
  return G_LIST_MODEL (self->pages[page]);
}

void
orch_service_review_set_search (OrchServiceReview *self, OrchServicePage page, const char *text)
{
  g_set_str (&self->search[page], text);
  fill_page (self, page);
}

void
orch_service_review_set_excluded (OrchServiceReview *self, const char *id, gboolean excluded)
{
  orch_service_plan_set_excluded (self->plan, id, excluded);
  review_changed (self, id);
}

void
orch_service_review_set_inactive (OrchServiceReview *self, const char *id, gboolean inactive)
{
  orch_service_plan_set_inactive (self->plan, id, inactive);
  review_changed (self, id);
}

void
orch_service_review_set_types (OrchServiceReview *self, const char *id, const char *const *types)
{
  orch_service_plan_set_types (self->plan, id, types);
  review_changed (self, id);
}

DexFuture *
orch_service_review_set_shown (OrchServiceReview *self, OrchServicePage page, gboolean ticked, const char *const *types)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->pages[page])); i++)
    {
      g_autoptr (OrchServiceChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->pages[page]), i);

      g_ptr_array_add (ids, (gpointer) orch_service_get_fields (choice->service)->id);
    }
  for (guint i = 0; i < ids->len; i++)
    if (page == ORCH_SERVICE_PAGE_EXCLUDED)
      orch_service_review_set_excluded (self, ids->pdata[i], ticked);
    else if (page == ORCH_SERVICE_PAGE_INACTIVE)
      orch_service_review_set_inactive (self, ids->pdata[i], ticked);
    else
      orch_service_review_set_types (self, ids->pdata[i], types);
  return dex_future_new_for_boolean (TRUE);
}

GPtrArray *
orch_service_review_find_absent (OrchServiceReview *self, OrchServicePage page, const char *text)
{
  GPtrArray *absent = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->desk->services->len; i++)
    {
      OrchService *service = g_ptr_array_index (self->desk->services, i);

      if (is_found (service, text) &&
          orch_service_plan_get_absent (self->plan, page, orch_service_get_fields (service)->id) !=
              ORCH_SERVICE_PRESENT)
        g_ptr_array_add (absent, g_object_ref (get_choice (self, service)));
    }
  return absent;
}

DexFuture *
orch_service_review_make_preview (OrchServiceReview *self)
{
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, orch_service_plan_get_consequences (self->plan));
}

DexFuture *
orch_service_review_flush (OrchServiceReview *self)
{
  return dex_future_new_true ();
}

DexFuture *
orch_service_review_apply (OrchServiceReview *self)
{
  g_autoptr (GPtrArray) results = orch_service_plan_get_results (self->plan);
  OrchDeskResult *result = g_object_new (ORCH_TYPE_DESK_RESULT, NULL);

  g_ptr_array_unref (result->consequences);
  result->consequences = orch_service_plan_get_consequences (self->plan);
  for (guint i = 0; i < results->len; i++)
    put (self->desk, g_ptr_array_index (results, i));
  result->n_done = results->len;
  g_clear_pointer (&self->desk->choices, g_free);
  self->desk->changed (self->desk->data);
  return dex_future_new_take_object (result);
}

DexFuture *
orch_service_review_discard (OrchServiceReview *self)
{
  g_clear_pointer (&self->desk->choices, g_free);
  return dex_future_new_true ();
}
