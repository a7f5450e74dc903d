/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-news.h.
 */
#include "orch-message-news.h"

struct _OrchMessageNews
{
  GObject parent_instance;

  /* owned */
  OrchStore *store;
  OrchSession *session;
  char *person;      /* (nullable): whose those known are */
  GHashTable *known; /* id of a conversation → key of its last message that was not opened (gint64 *) */

  gboolean looking;
  gboolean stale; /* something changed meanwhile */
};

enum
{
  SIGNAL_ARRIVED,
  SIGNAL_GONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchMessageNews, orch_message_news, G_TYPE_OBJECT)

static GHashTable *
make_known (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* @waiting: (nullable) "a(sx)". What waited when the person came is no news. */
static void
compare (OrchMessageNews *self, GVariant *waiting, gboolean is_first)
{
  g_autoptr (GHashTable) before = g_steal_pointer (&self->known);
  g_autoptr (GPtrArray) arrived = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  GVariantIter list;
  gpointer old = NULL;
  const char *id = NULL;
  gint64 key = 0;

  self->known = make_known ();
  if (waiting != NULL)
    {
      g_variant_iter_init (&list, waiting);
      while (g_variant_iter_next (&list, "(&sx)", &id, &key))
        {
          const gint64 *last = g_hash_table_lookup (before, id);

          if (!is_first && (last == NULL || *last < key))
            g_ptr_array_add (arrived, g_strdup (id));
          g_hash_table_insert (self->known, g_strdup (id), g_memdup2 (&key, sizeof key));
        }
    }
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &old, NULL))
    if (!g_hash_table_contains (self->known, old))
      g_signal_emit (self, signals[SIGNAL_GONE], 0, old);
  for (guint i = 0; i < arrived->len; i++)
    g_signal_emit (self, signals[SIGNAL_ARRIVED], 0, arrived->pdata[i]);
}

static DexFuture *
look_fiber (gpointer data)
{
  OrchMessageNews *self = data;

  do
    {
      g_autofree char *person = g_strdup (orch_session_get_person_id (self->session));
      g_autoptr (DexFuture) future = person != NULL ? orch_store_list_waiting (self->store, person) : NULL;
      const GValue *value = NULL;
      gboolean other = FALSE;

      self->stale = FALSE;
      if (future != NULL)
        {
          dex_await (dex_ref (future), NULL);
          value = dex_future_get_value (future, NULL);
        }
      /* A store that cannot be read tells nothing, neither that they were opened. */
      if (future != NULL && value == NULL)
        continue;
      other = g_strcmp0 (person, self->person) != 0;
      if (other)
        compare (self, NULL, TRUE);
      g_set_str (&self->person, person);
      compare (self, value != NULL ? g_value_get_variant (value) : NULL, other);
    }
  while (self->stale);
  self->looking = FALSE;
  return dex_future_new_for_boolean (TRUE);
}

static void
look (OrchMessageNews *self)
{
  self->stale = TRUE;
  if (self->looking)
    return;
  self->looking = TRUE;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, look_fiber, g_object_ref (self), g_object_unref));
}

static void
on_store_changed (OrchMessageNews *self, guint changes)
{
  if ((changes & ORCH_STORE_CHANGED_MESSAGES) != 0)
    look (self);
}

static void
orch_message_news_finalize (GObject *object)
{
  OrchMessageNews *self = ORCH_MESSAGE_NEWS (object);

  g_clear_object (&self->store);
  g_clear_object (&self->session);
  g_hash_table_unref (self->known);
  g_free (self->person);
  G_OBJECT_CLASS (orch_message_news_parent_class)->finalize (object);
}

static void
orch_message_news_class_init (OrchMessageNewsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_message_news_finalize;
  signals[SIGNAL_ARRIVED] = g_signal_new ("arrived", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_GONE] = g_signal_new ("gone", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
orch_message_news_init (OrchMessageNews *self)
{
  self->known = make_known ();
}

OrchMessageNews *
orch_message_news_new (OrchStore *store, OrchSession *session)
{
  OrchMessageNews *self = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);
  g_return_val_if_fail (ORCH_IS_SESSION (session), NULL);

  self = g_object_new (ORCH_TYPE_MESSAGE_NEWS, NULL);
  self->store = g_object_ref (store);
  self->session = g_object_ref (session);
  g_signal_connect_object (store, "changed", G_CALLBACK (on_store_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::signed-in", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  look (self);
  return self;
}
