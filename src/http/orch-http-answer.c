/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a server answered. Immutable; any thread.
 */
#include "orch-http-answer.h"

#include <libsoup/soup.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-text.h"

#define CLOCK_MAX_US (5 * 60 * G_GINT64_CONSTANT (1000000)) /* what two clocks may differ by */
#define WORDS_MAX 300                                       /* characters of a server's page that are worth showing */
#define RETRY_MAX_US                                                                                                   \
  (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC) /* a server that says more is asked again after an hour */

struct _OrchHttpAnswer
{
  GObject parent_instance;

  guint status;
  GHashTable *headers; /* (owned) lower-case name → value */
  GBytes *body;        /* (owned) */
};

G_DEFINE_FINAL_TYPE (OrchHttpAnswer, orch_http_answer, G_TYPE_OBJECT)

static gboolean
is_number (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isdigit (*p))
      return FALSE;
  return TRUE;
}

/* `"fhirInteractions";r=0;t=47` → 47, -1 when there is none */
static gint64
rate_limit_seconds (const char *value)
{
  g_auto (GStrv) parts = g_strsplit_set (value, ";,", -1);
  for (gsize i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      if (g_str_has_prefix (part, "t=") && is_number (part + 2))
        return g_ascii_strtoll (part + 2, NULL, 10);
    }
  return -1;
}

static void
orch_http_answer_finalize (GObject *object)
{
  OrchHttpAnswer *self = ORCH_HTTP_ANSWER (object);

  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->body, g_bytes_unref);

  G_OBJECT_CLASS (orch_http_answer_parent_class)->finalize (object);
}

static void
orch_http_answer_class_init (OrchHttpAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_http_answer_finalize;
}

static void
orch_http_answer_init (OrchHttpAnswer *self)
{
}

OrchHttpAnswer *
orch_http_answer_new (guint status, GHashTable *headers, GBytes *body)
{
  OrchHttpAnswer *self = g_object_new (ORCH_TYPE_HTTP_ANSWER, NULL);
  self->status = status;
  self->headers = headers != NULL ? headers : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->body = body != NULL ? body : g_bytes_new (NULL, 0);
  return self;
}

guint
orch_http_answer_get_status (OrchHttpAnswer *self)
{
  g_return_val_if_fail (ORCH_IS_HTTP_ANSWER (self), 0);
  return self->status;
}

gboolean
orch_http_answer_is_success (OrchHttpAnswer *self)
{
  g_return_val_if_fail (ORCH_IS_HTTP_ANSWER (self), FALSE);
  return self->status >= 200 && self->status < 300;
}

const char *
orch_http_answer_get_header (OrchHttpAnswer *self, const char *name)
{
  g_return_val_if_fail (ORCH_IS_HTTP_ANSWER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_autofree char *lower = g_ascii_strdown (name, -1);
  return g_hash_table_lookup (self->headers, lower);
}

GBytes *
orch_http_answer_get_body (OrchHttpAnswer *self)
{
  g_return_val_if_fail (ORCH_IS_HTTP_ANSWER (self), NULL);
  return self->body;
}

gint64
orch_http_answer_get_retry_delay_us (OrchHttpAnswer *self)
{
  g_return_val_if_fail (ORCH_IS_HTTP_ANSWER (self), 0);

  gint64 delay = 0;
  const char *after = orch_http_answer_get_header (self, "retry-after");
  const char *limit = orch_http_answer_get_header (self, "ratelimit");
  if (after != NULL)
    {
      g_autofree char *trimmed = g_strstrip (g_strdup (after));
      if (is_number (trimmed))
        delay = MIN (g_ascii_strtoll (trimmed, NULL, 10), 86400) * (gint64) G_USEC_PER_SEC;
      else
        {
          g_autoptr (GDateTime) when = soup_date_time_new_from_http_string (trimmed);
          const char *date = orch_http_answer_get_header (self, "date");
          g_autoptr (GDateTime) server = date != NULL ? soup_date_time_new_from_http_string (date) : NULL;
          /* Against the server's own clock when it shows it: ours may be wrong. */
          g_autoptr (GDateTime) now = server != NULL ? g_date_time_ref (server) : orch_clock_now ();
          if (when != NULL && now != NULL)
            delay = g_date_time_difference (when, now);
        }
    }
  if (delay <= 0 && limit != NULL)
    delay = MIN (rate_limit_seconds (limit), 86400) * (gint64) G_USEC_PER_SEC;
  return CLAMP (delay, 0, RETRY_MAX_US);
}

static gboolean
looks_like_json (const char *text)
{
  while (g_ascii_isspace (*text))
    text++;
  return *text == '{' || *text == '[';
}

/* Leaves out tags, and what stands between <style> or <script> and its end. */
static char *
strip_tags (const char *html)
{
  GString *out = g_string_new (NULL);
  const char *p = html;
  while (*p != '\0')
    {
      if (*p != '<')
        {
          g_string_append_c (out, *p++);
          continue;
        }
      const char *skip = NULL;
      if (g_ascii_strncasecmp (p, "<style", 6) == 0)
        skip = "</style";
      else if (g_ascii_strncasecmp (p, "<script", 7) == 0)
        skip = "</script";
      if (skip != NULL)
        {
          while (*p != '\0' && g_ascii_strncasecmp (p, skip, strlen (skip)) != 0)
            p++;
        }
      while (*p != '\0' && *p != '>')
        p++;
      if (*p == '>')
        p++;
      g_string_append_c (out, ' ');
    }
  return g_string_free (out, FALSE);
}

char *
orch_http_answer_dup_words (OrchHttpAnswer *self)
{
  g_return_val_if_fail (ORCH_IS_HTTP_ANSWER (self), NULL);

  gsize length = 0;
  const char *data = g_bytes_get_data (self->body, &length);
  if (length == 0)
    return g_strdup ("");
  g_autofree char *text = g_utf8_make_valid (data, MIN (length, 16384));
  if (looks_like_json (text))
    return g_strdup ("");
  g_autofree char *bare = strchr (text, '<') != NULL ? strip_tags (text) : g_steal_pointer (&text);
  g_autofree char *entity_free = NULL;
  {
    GString *unescaped = g_string_new (bare);
    static const char *const entities[][2] = { { "&nbsp;", " " },  { "&lt;", "<" },  { "&gt;", ">" },
                                               { "&quot;", "\"" }, { "&#39;", "'" }, { "&amp;", "&" } };
    for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
      g_string_replace (unescaped, entities[i][0], entities[i][1], 0);
    entity_free = g_string_free (unescaped, FALSE);
  }
  /* One line: runs of white space become one space. */
  GString *line = g_string_new (NULL);
  gboolean space = FALSE;
  for (const char *p = entity_free; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          space = line->len > 0;
          continue;
        }
      if (space)
        g_string_append_c (line, ' ');
      space = FALSE;
      g_string_append_unichar (line, c);
    }
  g_autofree char *whole = g_string_free (line, FALSE);
  if (g_utf8_strlen (whole, -1) <= WORDS_MAX)
    return g_steal_pointer (&whole);
  return g_utf8_substring (whole, 0, WORDS_MAX);
}

static OrchError
code_of_status (guint status)
{
  switch (status)
    {
    case 401:
      return ORCH_ERROR_SIGN_IN_AGAIN;
    case 403:
    case 451:
      return ORCH_ERROR_REFUSED;
    case 404:
    case 410:
      return ORCH_ERROR_NOT_FOUND;
    case 405:
    case 501:
      return ORCH_ERROR_UNSUPPORTED;
    case 408:
      return ORCH_ERROR_OFFLINE;
    case 409:
    case 412:
      return ORCH_ERROR_CONFLICT;
    case 429:
      return ORCH_ERROR_THROTTLED;
    default:
      if (status >= 400 && status < 500)
        return ORCH_ERROR_INVALID;
      if (status >= 500)
        return ORCH_ERROR_SERVER_FAULT;
      return ORCH_ERROR_BAD_ANSWER;
    }
}

void
orch_http_answer_set_error (OrchHttpAnswer *self, const char *words, GError **error)
{
  g_return_if_fail (ORCH_IS_HTTP_ANSWER (self));

  g_autofree char *own = NULL;
  if (words == NULL)
    words = own = orch_http_answer_dup_words (self);
  g_autofree char *clean = orch_text_clean (words, 1000);
  const char *phrase = soup_status_get_phrase (self->status);
  if (*clean != '\0')
    g_set_error (error, ORCH_ERROR, code_of_status (self->status), "%u: %s", self->status, clean);
  else
    g_set_error (error, ORCH_ERROR, code_of_status (self->status), "%u %s", self->status, phrase);
}

gboolean
orch_http_answer_get_clock_offset (OrchHttpAnswer *self, gint64 *offset_us)
{
  g_return_val_if_fail (ORCH_IS_HTTP_ANSWER (self), FALSE);

  const char *date = orch_http_answer_get_header (self, "date");
  g_autoptr (GDateTime) server = date != NULL ? soup_date_time_new_from_http_string (date) : NULL;
  if (server != NULL)
    *offset_us = g_date_time_to_unix (server) * G_USEC_PER_SEC - orch_clock_now_us ();
  return server != NULL;
}

void
orch_http_answer_blame_clock (OrchHttpAnswer *self, GError **error)
{
  g_return_if_fail (ORCH_IS_HTTP_ANSWER (self));

  gint64 offset_us = 0;
  if (error == NULL || *error == NULL || !orch_http_answer_get_clock_offset (self, &offset_us) ||
      ABS (offset_us) <= CLOCK_MAX_US)
    return;
  gint64 now = orch_clock_now_us ();
  g_clear_error (error);
  *error = orch_error_new_clock (now + offset_us, now);
}
