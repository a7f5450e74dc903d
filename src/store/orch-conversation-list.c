/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-list.h.
 */
#include "orch-conversation-list.h"

#include "orch-conversation-query.h"

struct _OrchConversationList
{
  OrchKeyList parent_instance;

  /* owned */
  OrchConversationTable *table;
  char *actor;
  char *professional; /* (nullable) */
  char *department;   /* (nullable) */
  char *search;       /* (nullable) */
  GStrv places;       /* (nullable) */
  GHashTable *folded; /* gint64: of groups */

  guint statuses;
  guint serial; /* of what is wanted */
  OrchConversationScope scope;
  gboolean unread;
  gboolean refused;
};

G_DEFINE_FINAL_TYPE (OrchConversationList, orch_conversation_list, ORCH_TYPE_KEY_LIST)

static OrchConversationQuery *
make_query (OrchConversationList *self)
{
  const OrchConversationFilter filter = { .professional = self->professional,
                                          .department = self->department,
                                          .search = self->search,
                                          .places = (const char *const *) self->places,
                                          .statuses = self->statuses,
                                          .scope = self->scope,
                                          .unread = self->unread };

  return orch_conversation_query_new (self->table, &(OrchConversationWanted) { .serial = self->serial,
                                                                               .actor = self->actor,
                                                                               .filter = &filter,
                                                                               .folded = self->folded });
}

static DexFuture *
orch_conversation_list_query_keys (OrchKeyList *list, GArray *shown, GCancellable *cancellable)
{
  OrchConversationList *self = ORCH_CONVERSATION_LIST (list);

  if (self->refused)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "Messages are not for this person to read");
  return orch_conversation_query_run (orch_key_list_get_store (list), make_query (self), shown, cancellable);
}

static DexFuture *
orch_conversation_list_query_rows (OrchKeyList *list, GArray *keys, GCancellable *cancellable)
{
  return orch_conversation_query_load (orch_key_list_get_store (list), make_query (ORCH_CONVERSATION_LIST (list)), keys,
                                       cancellable);
}

static void
orch_conversation_list_finalize (GObject *object)
{
  OrchConversationList *self = ORCH_CONVERSATION_LIST (object);

  g_free (self->actor);
  g_free (self->professional);
  g_free (self->department);
  g_free (self->search);
  g_strfreev (self->places);
  orch_conversation_table_unref (self->table);
  g_hash_table_unref (self->folded);
  G_OBJECT_CLASS (orch_conversation_list_parent_class)->finalize (object);
}

static void
orch_conversation_list_class_init (OrchConversationListClass *klass)
{
  OrchKeyListClass *list_class = ORCH_KEY_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = orch_conversation_list_finalize;
  list_class->keeps_items = TRUE;
  /* Headings say how many there are by the filters. */
  list_class->rows_tell_query = TRUE;
  list_class->query_keys = orch_conversation_list_query_keys;
  list_class->query_rows = orch_conversation_list_query_rows;
}

static void
orch_conversation_list_init (OrchConversationList *self)
{
  self->folded = g_hash_table_new (NULL, NULL);
  self->table = orch_conversation_table_new ();
}

OrchConversationList *
orch_conversation_list_new (OrchStore *store, const OrchActor *actor)
{
  OrchConversationList *self = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);
  g_return_val_if_fail (actor != NULL, NULL);

  self = g_object_new (ORCH_TYPE_CONVERSATION_LIST, NULL);
  self->actor = g_strdup (actor->id);
  self->refused = !orch_permission_allows (actor->permission, ORCH_ACT_READ_MESSAGES);
  /* Of the staff, the names of people that the hub only refers to. */
  orch_key_list_set_up (ORCH_KEY_LIST (self), store,
                        ORCH_STORE_CHANGED_MESSAGES | ORCH_STORE_CHANGED_PATIENTS | ORCH_STORE_CHANGED_STAFF);
  return self;
}

static gboolean
set_places (OrchConversationList *self, const char *const *places)
{
  const char *const none[] = { NULL };

  if (g_strv_equal (self->places != NULL ? (const char *const *) self->places : none, places != NULL ? places : none))
    return FALSE;
  g_strfreev (self->places);
  self->places = g_strdupv ((char **) places);
  return TRUE;
}

void
orch_conversation_list_set_filter (OrchConversationList *self, const OrchConversationFilter *filter)
{
  gboolean changed = FALSE;

  g_return_if_fail (ORCH_IS_CONVERSATION_LIST (self));
  g_return_if_fail (filter != NULL);

  changed = self->statuses != filter->statuses || self->scope != filter->scope || self->unread != filter->unread;
  self->statuses = filter->statuses;
  self->scope = filter->scope;
  self->unread = filter->unread;
  changed = g_set_str (&self->professional, filter->professional) || changed;
  changed = g_set_str (&self->department, filter->department) || changed;
  changed = g_set_str (&self->search, filter->search) || changed;
  changed = set_places (self, filter->places) || changed;
  if (!changed)
    return;
  self->serial++;
  orch_key_list_query (ORCH_KEY_LIST (self));
}

void
orch_conversation_list_set_folded (OrchConversationList *self, gint64 key, gboolean folded)
{
  g_return_if_fail (ORCH_IS_CONVERSATION_LIST (self));

  if (folded ? g_hash_table_add (self->folded, GSIZE_TO_POINTER (key))
             : g_hash_table_remove (self->folded, GSIZE_TO_POINTER (key)))
    orch_key_list_query (ORCH_KEY_LIST (self));
}

gboolean
orch_conversation_list_get_folded (OrchConversationList *self, gint64 key)
{
  g_return_val_if_fail (ORCH_IS_CONVERSATION_LIST (self), FALSE);

  return g_hash_table_contains (self->folded, GSIZE_TO_POINTER (key));
}
