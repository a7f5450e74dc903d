/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A page of the assistant as a GListModel: who is on it and is found by its search. Ticking one box moves one row.
 */
#include <gio/gio.h>

#include "core/orch-text.h"
#include "orch-service-review-private.h"

struct _OrchServiceChoiceList
{
  GObject parent_instance;

  GPtrArray *shown; /* (owned) (element-type OrchServiceChoice): by position */
  char **words;     /* (owned): of the search, folded */
  OrchServicePage page;
};

static void orch_service_choice_list_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (OrchServiceChoiceList, orch_service_choice_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, orch_service_choice_list_iface_init))

static gboolean
belongs (OrchServiceChoiceList *self, OrchServiceChoice *choice)
{
  return orch_service_choice_is_on (choice, self->page) &&
         orch_service_choice_matches (choice, (const char *const *) self->words);
}

/* The first index whose position is at least @position */
static guint
find_index (OrchServiceChoiceList *self, guint position)
{
  guint from = 0, to = self->shown->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (orch_service_choice_get_position (self->shown->pdata[middle]) < position)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

static GType
orch_service_choice_list_get_item_type (GListModel *model)
{
  return ORCH_TYPE_SERVICE_CHOICE;
}

static guint
orch_service_choice_list_get_n_items (GListModel *model)
{
  return ORCH_SERVICE_CHOICE_LIST (model)->shown->len;
}

static gpointer
orch_service_choice_list_get_item (GListModel *model, guint position)
{
  OrchServiceChoiceList *self = ORCH_SERVICE_CHOICE_LIST (model);

  return position < self->shown->len ? g_object_ref (self->shown->pdata[position]) : NULL;
}

static void
orch_service_choice_list_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = orch_service_choice_list_get_item_type;
  iface->get_n_items = orch_service_choice_list_get_n_items;
  iface->get_item = orch_service_choice_list_get_item;
}

static void
orch_service_choice_list_finalize (GObject *object)
{
  OrchServiceChoiceList *self = ORCH_SERVICE_CHOICE_LIST (object);

  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_strfreev (self->words);
  G_OBJECT_CLASS (orch_service_choice_list_parent_class)->finalize (object);
}

static void
orch_service_choice_list_class_init (OrchServiceChoiceListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_service_choice_list_finalize;
}

static void
orch_service_choice_list_init (OrchServiceChoiceList *self)
{
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->words = g_new0 (char *, 1);
}

OrchServiceChoiceList *
orch_service_choice_list_new (OrchServicePage page)
{
  OrchServiceChoiceList *self = g_object_new (ORCH_TYPE_SERVICE_CHOICE_LIST, NULL);

  self->page = page;
  return self;
}

/* Tells of what is different, from the first to the last. @shown: (transfer full) */
static void
show (OrchServiceChoiceList *self, GPtrArray *shown)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->shown);
  guint n_same = 0, n_before = before->len;

  self->shown = shown;
  while (n_same < MIN (n_before, shown->len) && shown->pdata[n_same] == before->pdata[n_same])
    n_same++;
  if (n_same == n_before && n_same == shown->len)
    return;
  g_list_model_items_changed (G_LIST_MODEL (self), n_same, n_before - n_same, self->shown->len - n_same);
}

void
orch_service_choice_list_reset (OrchServiceChoiceList *self, GPtrArray *choices)
{
  GPtrArray *shown;

  g_return_if_fail (ORCH_IS_SERVICE_CHOICE_LIST (self));

  shown = g_ptr_array_new_full (choices->len, g_object_unref);
  for (guint i = 0; i < choices->len; i++)
    if (belongs (self, choices->pdata[i]))
      g_ptr_array_add (shown, g_object_ref (choices->pdata[i]));
  show (self, shown);
}

void
orch_service_choice_list_take (OrchServiceChoiceList *self, GPtrArray *on_page)
{
  g_return_if_fail (ORCH_IS_SERVICE_CHOICE_LIST (self));

  if (self->words[0] == NULL)
    {
      show (self, on_page);
      return;
    }
  orch_service_choice_list_reset (self, on_page);
  g_ptr_array_unref (on_page);
}

GPtrArray *
orch_service_choice_list_steal (OrchServiceChoiceList *self)
{
  GPtrArray *shown;

  g_return_val_if_fail (ORCH_IS_SERVICE_CHOICE_LIST (self), NULL);

  shown = g_steal_pointer (&self->shown);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  return shown;
}

GPtrArray *
orch_service_choice_list_dup_shown (OrchServiceChoiceList *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_CHOICE_LIST (self), NULL);

  return g_ptr_array_copy (self->shown, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
}

void
orch_service_choice_list_set_search (OrchServiceChoiceList *self, GPtrArray *choices, const char *text)
{
  g_auto (GStrv) words = orch_service_review_split_words (text);

  g_return_if_fail (ORCH_IS_SERVICE_CHOICE_LIST (self));

  if (g_strv_equal ((const char *const *) words, (const char *const *) self->words))
    return;
  g_strfreev (self->words);
  self->words = g_steal_pointer (&words);
  orch_service_choice_list_reset (self, choices);
}

void
orch_service_choice_list_update (OrchServiceChoiceList *self, OrchServiceChoice *choice)
{
  gboolean is_shown, should_be;
  guint index;

  g_return_if_fail (ORCH_IS_SERVICE_CHOICE_LIST (self));

  index = find_index (self, orch_service_choice_get_position (choice));
  is_shown = index < self->shown->len && self->shown->pdata[index] == choice;
  should_be = belongs (self, choice);
  if (is_shown == should_be)
    return;
  if (should_be)
    g_ptr_array_insert (self->shown, (int) index, g_object_ref (choice));
  else
    g_ptr_array_remove_index (self->shown, index);
  g_list_model_items_changed (G_LIST_MODEL (self), index, is_shown, should_be);
}

char **
orch_service_review_split_words (const char *text)
{
  g_autofree char *folded = orch_text_fold (text);

  if (*folded == '\0')
    return g_new0 (char *, 1);
  /* Folding leaves single spaces, and none at the ends. */
  return g_strsplit (folded, " ", -1);
}
