/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-search.h.
 */
#include "orch-conversation-search.h"

#include <stdio.h>
#include <string.h>

#include "orch-clock.h"
#include "orch-conversation.h"
#include "orch-text.h"

typedef enum
{
  OPERATOR_NONE = 0,
  OPERATOR_PERSON,
  OPERATOR_STATUS,
  OPERATOR_BEFORE,
  OPERATOR_AFTER,
  OPERATOR_IS,
} Operator;

static const struct
{
  const char *name; /* folded */
  Operator operator;
} operators[] = {
  { "de", OPERATOR_PERSON },     { "from", OPERATOR_PERSON },  { "statut", OPERATOR_STATUS },
  { "status", OPERATOR_STATUS }, { "avant", OPERATOR_BEFORE }, { "before", OPERATOR_BEFORE },
  { "apres", OPERATOR_AFTER },   { "after", OPERATOR_AFTER },  { "est", OPERATOR_IS },
  { "is", OPERATOR_IS },
};

/* Folded, letters alone */
static const struct
{
  const char *name;
  OrchConversationStatus status;
} statuses[] = {
  { "brouillon", ORCH_CONVERSATION_DRAFT },         { "draft", ORCH_CONVERSATION_DRAFT },
  { "encours", ORCH_CONVERSATION_IN_PROGRESS },     { "inprogress", ORCH_CONVERSATION_IN_PROGRESS },
  { "ouvert", ORCH_CONVERSATION_IN_PROGRESS },      { "ouverte", ORCH_CONVERSATION_IN_PROGRESS },
  { "open", ORCH_CONVERSATION_IN_PROGRESS },        { "rapport", ORCH_CONVERSATION_REPORT },
  { "rapportencours", ORCH_CONVERSATION_REPORT },   { "report", ORCH_CONVERSATION_REPORT },
  { "reportinprogress", ORCH_CONVERSATION_REPORT }, { "termine", ORCH_CONVERSATION_COMPLETED },
  { "terminee", ORCH_CONVERSATION_COMPLETED },      { "complete", ORCH_CONVERSATION_COMPLETED },
  { "completee", ORCH_CONVERSATION_COMPLETED },     { "completed", ORCH_CONVERSATION_COMPLETED },
};

/* --- words -------------------------------------------------------------------------------- */

/* Returns: (transfer full): the runs of letters and digits of @text, folded */
static GPtrArray *
split_words (const char *text)
{
  g_autofree char *folded = orch_text_fold (text);
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) word = g_string_new (NULL);

  for (const char *c = folded;; c = g_utf8_next_char (c))
    {
      const gunichar character = g_utf8_get_char (c);

      if (character != 0 && g_unichar_isalnum (character))
        {
          g_string_append_unichar (word, character);
          continue;
        }
      if (word->len > 0)
        g_ptr_array_add (words, g_strdup (word->str));
      g_string_truncate (word, 0);
      if (character == 0)
        return words;
    }
}

/* A letter that begins half of all words says little beside others: the l of "l’ordonnance". */
static GStrv
end_words (GPtrArray *words)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean has_long = FALSE;
  guint n = 0;

  for (guint i = 0; i < words->len; i++)
    has_long = has_long || g_utf8_strlen (words->pdata[i], 2) > 1;
  for (guint i = 0; i < words->len && n < ORCH_SEARCH_MAX_WORDS; i++)
    if (!has_long || g_utf8_strlen (words->pdata[i], 2) > 1)
      {
        g_strv_builder_add (builder, words->pdata[i]);
        n++;
      }
  return g_strv_builder_end (builder);
}

static void
add_words (GPtrArray *words, const char *text)
{
  g_autoptr (GPtrArray) more = split_words (text);

  g_ptr_array_extend_and_steal (words, g_steal_pointer (&more));
}

/* Returns: (transfer full): the letters and digits of @text, folded, nothing between */
static char *
squeeze (const char *text)
{
  g_autoptr (GPtrArray) words = split_words (text);

  g_ptr_array_add (words, NULL);
  return g_strjoinv ("", (char **) words->pdata);
}

/* --- days --------------------------------------------------------------------------------- */

/* Returns: whether @text is a day, a month or a year, from @begin until before @end */
static gboolean
parse_days (const char *text, gint64 *begin, gint64 *end)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autofree char *word = squeeze (text);
  g_autoptr (GDateTime) from = NULL, to = NULL;
  int year = 0, month = 1, day = 1, used = 0;
  const int n = sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &used);
  const gboolean today = g_str_equal (word, "aujourdhui") || g_str_equal (word, "today");

  if (today || g_str_equal (word, "hier") || g_str_equal (word, "yesterday"))
    {
      from = g_date_time_new (g_date_time_get_timezone (now), g_date_time_get_year (now), g_date_time_get_month (now),
                              g_date_time_get_day_of_month (now), 0, 0, 0);
      if (!today)
        {
          GDateTime *before = g_date_time_add_days (from, -1);

          g_date_time_unref (from);
          from = before;
        }
      to = g_date_time_add_days (from, 1);
    }
  else if (strspn (text, "0123456789-") == strlen (text) && n >= 1 && year >= 1900 &&
           strlen (text) == (n == 3   ? (gsize) used
                             : n == 2 ? strlen ("2026-11")
                                      : strlen ("2026")))
    {
      from = g_date_time_new (g_date_time_get_timezone (now), year, n > 1 ? month : 1, n > 2 ? day : 1, 0, 0, 0);
      if (from != NULL)
        to = n == 1   ? g_date_time_add_years (from, 1)
             : n == 2 ? g_date_time_add_months (from, 1)
                      : g_date_time_add_days (from, 1);
    }
  if (from == NULL || to == NULL)
    return FALSE;
  *begin = g_date_time_to_unix_usec (from);
  *end = g_date_time_to_unix_usec (to);
  return TRUE;
}

/* --- operators ---------------------------------------------------------------------------- */

/* Returns: the operator that @token begins with; @value: what stands after it */
static Operator
find_operator (const char *token, const char **value)
{
  const char *colon = strchr (token, ':');
  g_autofree char *name = colon != NULL ? g_strndup (token, (gsize) (colon - token)) : NULL;
  g_autofree char *folded = orch_text_fold (name);

  for (guint i = 0; colon != NULL && i < G_N_ELEMENTS (operators); i++)
    if (g_str_equal (folded, operators[i].name))
      {
        *value = colon + 1;
        return operators[i].operator;
      }
  return OPERATOR_NONE;
}

static OrchSearchFault
take_status (OrchConversationSearch *self, const char *value)
{
  g_autofree char *word = squeeze (value);

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_str_equal (word, statuses[i].name))
      {
        self->statuses |= 1u << statuses[i].status;
        return ORCH_SEARCH_FINE;
      }
  return ORCH_SEARCH_NO_STATUS;
}

static OrchSearchFault
take_state (OrchConversationSearch *self, const char *value)
{
  g_autofree char *word = squeeze (value);

  if (g_str_equal (word, "nonlu") || g_str_equal (word, "nonlue") || g_str_equal (word, "nonlus") ||
      g_str_equal (word, "nonlues") || g_str_equal (word, "unread"))
    self->unread = TRUE;
  else if (g_str_equal (word, "urgent") || g_str_equal (word, "urgente"))
    self->urgent = TRUE;
  else
    return ORCH_SEARCH_NO_STATE;
  return ORCH_SEARCH_FINE;
}

static OrchSearchFault
take_days (OrchConversationSearch *self, Operator operator, const char * value)
{
  gint64 begin = 0, end = 0;

  if (!parse_days (value, &begin, &end))
    return ORCH_SEARCH_NO_DATE;
  if (operator== OPERATOR_BEFORE)
    self->before_us = self->before_us != 0 ? MIN (self->before_us, begin) : begin;
  else
    self->after_us = MAX (self->after_us, end);
  return ORCH_SEARCH_FINE;
}

static OrchSearchFault
take_operator (OrchConversationSearch *self, Operator operator, const char * value, GPtrArray *people)
{
  if (orch_text_is_empty (value))
    return ORCH_SEARCH_NO_VALUE;
  switch (operator)
    {
    case OPERATOR_PERSON:
      add_words (people, value);
      return ORCH_SEARCH_FINE;
    case OPERATOR_STATUS:
      return take_status (self, value);
    case OPERATOR_BEFORE:
    case OPERATOR_AFTER:
      return take_days (self, operator, value);
    case OPERATOR_IS:
      return take_state (self, value);
    case OPERATOR_NONE:
    default:
      return ORCH_SEARCH_FINE;
    }
}

/* Returns: (transfer full): as white space parts them, but in quotes; the quotes are left out */
static GPtrArray *
split_tokens (const char *text)
{
  GPtrArray *tokens = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) token = g_string_new (NULL);
  gboolean quoted = FALSE;

  for (const char *c = text;; c = g_utf8_next_char (c))
    {
      const gunichar character = g_utf8_get_char (c);
      const gboolean quote =
          character == '"' || character == 0xab || character == 0xbb || character == 0x201c || character == 0x201d;

      if (quote)
        quoted = !quoted;
      else if (character != 0 && (quoted || !g_unichar_isspace (character)))
        g_string_append_unichar (token, character);
      else
        {
          if (token->len > 0)
            g_ptr_array_add (tokens, g_strdup (token->str));
          g_string_truncate (token, 0);
        }
      if (character == 0)
        return tokens;
    }
}

OrchConversationSearch *
orch_conversation_search_parse (const char *text)
{
  OrchConversationSearch *self = g_new0 (OrchConversationSearch, 1);
  g_autofree char *clean = orch_text_clean (text, 500);
  g_autoptr (GPtrArray) tokens = split_tokens (clean);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tokens->len; i++)
    {
      const char *value = NULL;
      const Operator operator= find_operator (tokens->pdata[i], &value);
      OrchSearchFault fault = ORCH_SEARCH_FINE;

      if (operator== OPERATOR_NONE)
        add_words (words, tokens->pdata[i]);
      else
        fault = take_operator (self, operator, value, people);
      if (fault == ORCH_SEARCH_FINE || self->fault != ORCH_SEARCH_FINE)
        continue;
      self->fault = fault;
      self->fault_text = g_strdup (tokens->pdata[i]);
    }
  self->words = end_words (words);
  self->people = end_words (people);
  return self;
}

void
orch_conversation_search_free (OrchConversationSearch *self)
{
  g_strfreev (self->words);
  g_strfreev (self->people);
  g_free (self->fault_text);
  g_free (self);
}
