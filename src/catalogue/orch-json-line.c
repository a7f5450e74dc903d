/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-json-line.h.
 */
#include "orch-json-line.h"

#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
  guint line;
} Cursor;

static void
step (Cursor *cursor)
{
  if (*cursor->at == '\n')
    cursor->line++;
  cursor->at++;
}

static void
skip_space (Cursor *cursor)
{
  while (cursor->at < cursor->end && strchr (" \t\r\n,:", *cursor->at) != NULL)
    step (cursor);
}

static void
skip_string (Cursor *cursor)
{
  for (step (cursor); cursor->at < cursor->end && *cursor->at != '"'; step (cursor))
    if (*cursor->at == '\\' && cursor->at + 1 < cursor->end)
      step (cursor);
  if (cursor->at < cursor->end)
    step (cursor);
}

/* A value, with all that is in it. */
static void
skip_value (Cursor *cursor)
{
  int depth = 0;

  while (cursor->at < cursor->end)
    {
      const char c = *cursor->at;

      if (c == '"')
        skip_string (cursor);
      else if (depth == 0 && strchr (",]} \t\r\n", c) != NULL)
        return;
      else
        {
          depth += (c == '{' || c == '[') ? 1 : (c == '}' || c == ']') ? -1 : 0;
          step (cursor);
        }
      if (depth == 0 && (c == '"' || c == '}' || c == ']'))
        return;
    }
}

/* Into the member or the element that @path begins with; what is left of it, or %NULL when there is none. */
static const char *
descend (Cursor *cursor, const char *path)
{
  const gboolean object = *path == '.';
  const guint64 index = object ? 0 : g_ascii_strtoull (path + 1, NULL, 10);

  if (cursor->at >= cursor->end || *cursor->at != (object ? '{' : '['))
    return NULL;
  step (cursor);
  for (guint64 i = 0;; i++)
    {
      skip_space (cursor);
      if (cursor->at >= cursor->end || *cursor->at == '}' || *cursor->at == ']')
        return NULL;
      if (object)
        {
          const char *key = cursor->at + 1;
          gsize length = 0;

          if (*cursor->at != '"')
            return NULL;
          skip_string (cursor);
          length = cursor->at > key ? (gsize) (cursor->at - key) - 1 : 0;
          skip_space (cursor);
          if (strncmp (path + 1, key, length) == 0 && strchr (".[", path[1 + length]) != NULL)
            return path + 1 + length;
        }
      else if (i == index)
        {
          const char *close = strchr (path, ']');

          return close != NULL ? close + 1 : NULL;
        }
      {
        const char *before = cursor->at;

        skip_value (cursor);
        if (cursor->at == before)
          return NULL;
      }
    }
}

guint
orch_json_line_of (const char *text, gsize length, const char *path)
{
  Cursor cursor = { .at = text, .end = text + length, .line = 1 };
  guint line = 1;

  g_return_val_if_fail (text != NULL || length == 0, 1);
  g_return_val_if_fail (path != NULL, 1);

  if (*path == '$')
    path++;
  skip_space (&cursor);
  line = cursor.line;
  while (path != NULL && (*path == '.' || *path == '['))
    {
      path = descend (&cursor, path);
      if (path != NULL)
        line = cursor.line;
    }
  return line;
}
