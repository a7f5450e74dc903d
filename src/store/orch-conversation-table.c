/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-table.h.
 */
#include "orch-conversation-table.h"

#include <string.h>

typedef struct
{
  gint64 key;
  gint64 last_us;
  guint32 professional; /* keys of references; 0 = none */
  guint32 author;
  guint32 assignee;
  guint32 department;
  guint unread : 1;
  guint urgent : 1;
  guint shown : 1; /* by what was wanted last */
} Line;

/* Lines of one status and one subject: they stand together */
typedef struct
{
  int status;
  gint64 subject;
  const char *sort_text; /* of the subject, in texts */
  guint first;
  guint n_lines;
  guint n_shown;
  guint n_unread;
} Group;

struct _OrchConversationTable
{
  /* owned */
  GArray *lines;       /* Line, by group and by who must act first */
  GArray *groups;      /* Group, in the order of the dashboard */
  GHashTable *by_key;  /* gint64 key of a heading → Group * */
  GStringChunk *texts; /* (nullable) */
  GByteArray *found;   /* a bit for each key of a conversation */
  GStrv found_words;   /* (nullable): of which words */
  GStrv found_people;  /* (nullable) */

  gint64 version; /* of the database that was read; 0: none */
  gint64 found_version;
  gint64 shown_version;
  guint shown_serial;
  gint64 last_key;
};

/* The people and departments of what is wanted, as the lines have them */
typedef struct
{
  guint32 actor;
  guint32 professional;
  guint32 department;
  GArray *places; /* guint32 */
} Keys;

OrchConversationTable *
orch_conversation_table_new (void)
{
  OrchConversationTable *self = g_atomic_rc_box_new0 (OrchConversationTable);

  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  self->groups = g_array_new (FALSE, FALSE, sizeof (Group));
  self->by_key = g_hash_table_new (NULL, NULL);
  self->found = g_byte_array_new ();
  return self;
}

OrchConversationTable *
orch_conversation_table_ref (OrchConversationTable *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  OrchConversationTable *self = data;

  g_array_unref (self->lines);
  g_array_unref (self->groups);
  g_hash_table_unref (self->by_key);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_byte_array_unref (self->found);
  g_clear_pointer (&self->found_words, g_strfreev);
  g_clear_pointer (&self->found_people, g_strfreev);
}

void
orch_conversation_table_unref (OrchConversationTable *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* --- the lines ------------------------------------------------------------------------------ */

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const Group *one = a;
  const Group *other = b;
  int order = one->status - other->status;

  if (order == 0)
    order = strcmp (one->sort_text, other->sort_text);
  return order != 0 ? order : (one->subject > other->subject) - (one->subject < other->subject);
}

static void
sort_groups (OrchConversationTable *self, OrchConnection *connection)
{
  g_autoptr (GHashTable) texts = g_hash_table_new (NULL, NULL);
  sqlite3_stmt *statement = orch_connection_query (connection, "SELECT key, sort_text FROM subject", "");

  self->texts = g_string_chunk_new (4096);
  while (orch_connection_next (connection, statement))
    g_hash_table_insert (texts, GSIZE_TO_POINTER (sqlite3_column_int64 (statement, 0)),
                         g_string_chunk_insert (self->texts, orch_column_text (statement, 1)));
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = &g_array_index (self->groups, Group, i);
      const char *text = g_hash_table_lookup (texts, GSIZE_TO_POINTER (group->subject));

      group->sort_text = text != NULL ? text : "";
    }
  g_array_sort (self->groups, compare_groups);
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = &g_array_index (self->groups, Group, i);

      g_hash_table_insert (self->by_key, GSIZE_TO_POINTER (ORCH_GROUP_KEY (group->status, group->subject)), group);
    }
}

static void
read_lines (OrchConversationTable *self, OrchConnection *connection)
{
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT status, subject, conversation, last, professional, author, assignee, department, n_unread, urgent FROM "
      "conversation_line ORDER BY status, subject, place, conversation",
      "");
  Group *group = NULL;

  while (orch_connection_next (connection, statement))
    {
      const int status = CLAMP (sqlite3_column_int (statement, 0), 0, ORCH_CONVERSATION_COMPLETED);
      const gint64 subject = sqlite3_column_int64 (statement, 1);
      const Line line = {
        .key = sqlite3_column_int64 (statement, 2),
        .last_us = sqlite3_column_int64 (statement, 3),
        .professional = (guint32) sqlite3_column_int64 (statement, 4),
        .author = (guint32) sqlite3_column_int64 (statement, 5),
        .assignee = (guint32) sqlite3_column_int64 (statement, 6),
        .department = (guint32) sqlite3_column_int64 (statement, 7),
        .unread = sqlite3_column_int64 (statement, 8) > 0,
        .urgent = sqlite3_column_int (statement, 9) != 0,
      };

      if (group == NULL || group->status != status || group->subject != subject)
        {
          const Group begun = { .status = status, .subject = subject, .first = self->lines->len };

          g_array_append_val (self->groups, begun);
          group = &g_array_index (self->groups, Group, self->groups->len - 1);
        }
      g_array_append_val (self->lines, line);
      group->n_lines++;
      self->last_key = MAX (self->last_key, line.key);
    }
}

/* Another connection writes: what it committed since is seen by the version. */
static void
bring_up_to_date (OrchConversationTable *self, OrchConnection *connection)
{
  const gint64 version = orch_connection_get_int64 (connection, 0, "PRAGMA data_version", "");

  if (version == self->version && version != 0)
    return;
  self->version = 0;
  self->last_key = 0;
  g_array_set_size (self->lines, 0);
  g_array_set_size (self->groups, 0);
  g_hash_table_remove_all (self->by_key);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  read_lines (self, connection);
  sort_groups (self, connection);
  if (!orch_connection_has_error (connection))
    self->version = version;
}

/* --- words ---------------------------------------------------------------------------------- */

/* Words are letters and digits: nothing in them means anything to the index. */
static void
find_word (OrchConversationTable *self, OrchConnection *connection, const char *column, const char *word,
           GByteArray *bits)
{
  g_autofree char *match = g_strdup_printf ("%s\"%s\" *", column, word);
  sqlite3_stmt *statement =
      orch_connection_query (connection, "SELECT rowid FROM conversation_text WHERE conversation_text MATCH ?", "s",
                             match);

  while (orch_connection_next (connection, statement))
    {
      const gint64 key = sqlite3_column_int64 (statement, 0) >> 32;

      if (key <= self->last_key)
        bits->data[key / 8] |= (guint8) (1u << (key % 8));
    }
}

/* Leaves in @found the conversations that have all of @words, in whichever of their messages. */
static void
find_words (OrchConversationTable *self, OrchConnection *connection, const char *column, GStrv words, gboolean *begun)
{
  g_autoptr (GByteArray) bits = g_byte_array_new ();

  g_byte_array_set_size (bits, self->found->len);
  for (guint i = 0; words[i] != NULL; i++)
    {
      memset (bits->data, 0, bits->len);
      find_word (self, connection, column, words[i], bits);
      for (guint k = 0; k < bits->len; k++)
        self->found->data[k] = *begun ? self->found->data[k] & bits->data[k] : bits->data[k];
      *begun = TRUE;
    }
}

/* Returns: whether @search has words at all */
static gboolean
find (OrchConversationTable *self, OrchConnection *connection, const OrchConversationSearch *search)
{
  const gboolean any = search->words[0] != NULL || search->people[0] != NULL;
  gboolean begun = FALSE;

  if (!any || (self->found_version == self->version && self->version != 0 && self->found_words != NULL &&
               g_strv_equal ((const char *const *) self->found_words, (const char *const *) search->words) &&
               g_strv_equal ((const char *const *) self->found_people, (const char *const *) search->people)))
    return any;
  self->found_version = 0;
  g_clear_pointer (&self->found_words, g_strfreev);
  g_clear_pointer (&self->found_people, g_strfreev);
  g_byte_array_set_size (self->found, (guint) (self->last_key / 8 + 1));
  find_words (self, connection, "", search->words, &begun);
  find_words (self, connection, "people : ", search->people, &begun);
  if (!orch_connection_has_error (connection))
    {
      self->found_words = g_strdupv (search->words);
      self->found_people = g_strdupv (search->people);
      self->found_version = self->version;
    }
  return any;
}

/* --- what is wanted --------------------------------------------------------------------------- */

/* Returns: 0 for what no conversation has */
static guint32
find_reference (OrchConnection *connection, const char *text)
{
  return (guint32) orch_connection_get_int64 (connection, 0, "SELECT key FROM reference WHERE text = ?", "s", text);
}

static void
find_references (OrchConnection *connection, const OrchConversationWanted *wanted, Keys *keys)
{
  const OrchConversationFilter *f = wanted->filter;

  keys->actor = find_reference (connection, wanted->actor);
  keys->professional = find_reference (connection, f->professional);
  keys->department = find_reference (connection, f->department);
  keys->places = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; f->places != NULL && f->places[i] != NULL; i++)
    {
      const guint32 place = find_reference (connection, f->places[i]);

      if (place != 0)
        g_array_append_val (keys->places, place);
    }
}

static gboolean
is_there (GArray *places, guint32 department)
{
  for (guint i = 0; i < places->len; i++)
    if (g_array_index (places, guint32, i) == department)
      return TRUE;
  return FALSE;
}

static gboolean
takes_part (const Line *line, guint32 person)
{
  return person != 0 && (line->professional == person || line->author == person || line->assignee == person);
}

static gboolean
is_wanted (const Line *line, int status, const OrchConversationWanted *wanted, const Keys *keys, const guint8 *found)
{
  const OrchConversationFilter *f = wanted->filter;
  const OrchConversationSearch *s = wanted->search;

  /* What somebody is writing is theirs alone. */
  if (status == ORCH_CONVERSATION_DRAFT && (keys->actor == 0 || line->author != keys->actor))
    return FALSE;
  if (f->scope == ORCH_CONVERSATIONS_MINE && !takes_part (line, keys->actor))
    return FALSE;
  if (f->scope == ORCH_CONVERSATIONS_OF_MY_PLACES && !takes_part (line, keys->actor) &&
      !is_there (keys->places, line->department))
    return FALSE;
  if (f->professional != NULL &&
      (keys->professional == 0 || (line->professional != keys->professional && line->assignee != keys->professional)))
    return FALSE;
  if (f->department != NULL && (keys->department == 0 || line->department != keys->department))
    return FALSE;
  if ((f->unread || s->unread) && !line->unread)
    return FALSE;
  if (s->urgent && !line->urgent)
    return FALSE;
  if ((s->after_us != 0 && line->last_us < s->after_us) || (s->before_us != 0 && line->last_us >= s->before_us))
    return FALSE;
  return found == NULL || (found[line->key / 8] >> (line->key % 8) & 1) != 0;
}

/* Marks what is wanted, and counts it. */
static void
choose (OrchConversationTable *self, OrchConnection *connection, const OrchConversationWanted *wanted)
{
  const guint filtered = wanted->filter->statuses != 0 ? wanted->filter->statuses : ~0u;
  const guint searched = wanted->search->statuses != 0 ? wanted->search->statuses : ~0u;
  Keys keys = { 0 };
  const guint8 *found = NULL;

  bring_up_to_date (self, connection);
  if (self->version != 0 && self->shown_version == self->version && self->shown_serial == wanted->serial)
    return;
  self->shown_version = 0;
  found = find (self, connection, wanted->search) ? self->found->data : NULL;
  find_references (connection, wanted, &keys);
  for (guint i = 0; i < self->groups->len; i++)
    {
      Group *group = &g_array_index (self->groups, Group, i);
      const gboolean open = (filtered & searched & 1u << group->status) != 0;

      group->n_shown = group->n_unread = 0;
      for (guint k = group->first; k < group->first + group->n_lines; k++)
        {
          Line *line = &g_array_index (self->lines, Line, k);

          line->shown = open && is_wanted (line, group->status, wanted, &keys, found);
          group->n_shown += line->shown;
          group->n_unread += line->shown && line->unread;
        }
    }
  g_array_unref (keys.places);
  if (orch_connection_has_error (connection))
    return;
  self->shown_version = self->version;
  self->shown_serial = wanted->serial;
}

GArray *
orch_conversation_table_list (OrchConversationTable *self, OrchConnection *connection,
                              const OrchConversationWanted *wanted)
{
  GArray *keys = NULL;
  int status = -1;

  choose (self, connection, wanted);
  keys = g_array_sized_new (FALSE, FALSE, sizeof (gint64), self->lines->len + 2 * self->groups->len + 1);
  for (guint i = 0; i < self->groups->len; i++)
    {
      const Group *group = &g_array_index (self->groups, Group, i);
      const gint64 of_status = ORCH_GROUP_KEY (group->status, 0);
      const gint64 of_subject = ORCH_GROUP_KEY (group->status, group->subject);

      if (group->n_shown == 0)
        continue;
      if (group->status != status)
        g_array_append_val (keys, of_status);
      status = group->status;
      if (g_hash_table_contains (wanted->folded, GSIZE_TO_POINTER (of_status)))
        continue;
      g_array_append_val (keys, of_subject);
      if (g_hash_table_contains (wanted->folded, GSIZE_TO_POINTER (of_subject)))
        continue;
      for (guint k = group->first; k < group->first + group->n_lines; k++)
        if (g_array_index (self->lines, Line, k).shown)
          g_array_append_val (keys, g_array_index (self->lines, Line, k).key);
    }
  return keys;
}

guint
orch_conversation_table_count (OrchConversationTable *self, OrchConnection *connection,
                               const OrchConversationWanted *wanted, gint64 heading, guint *unread)
{
  const Group *group = NULL;
  guint n = 0;

  choose (self, connection, wanted);
  *unread = 0;
  if (ORCH_GROUP_SUBJECT (heading) != 0)
    {
      group = g_hash_table_lookup (self->by_key, GSIZE_TO_POINTER (heading));
      *unread = group != NULL ? group->n_unread : 0;
      return group != NULL ? group->n_shown : 0;
    }
  for (guint i = 0; i < self->groups->len; i++)
    {
      group = &g_array_index (self->groups, Group, i);
      if (group->status != ORCH_GROUP_STATUS (heading))
        continue;
      n += group->n_shown;
      *unread += group->n_unread;
    }
  return n;
}
