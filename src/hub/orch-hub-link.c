/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An activation link, read without trust. Immutable; any thread.
 */
#include "orch-hub-link.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-error.h"
#include "http/orch-url.h"

#define SCHEME "orchestrateur:"
#define START SCHEME "//activate?"
#define CODE_MAX 256
#define LINK_MAX 4096 /* bytes */

struct _OrchHubLink
{
  GObject parent_instance;

  char *base; /* (owned) */
  char *code; /* (owned) */
  char *host; /* (owned) */
  gboolean is_training;
};

G_DEFINE_FINAL_TYPE (OrchHubLink, orch_hub_link, G_TYPE_OBJECT)

static void
orch_hub_link_finalize (GObject *object)
{
  OrchHubLink *self = ORCH_HUB_LINK (object);

  g_clear_pointer (&self->base, g_free);
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->host, g_free);

  G_OBJECT_CLASS (orch_hub_link_parent_class)->finalize (object);
}

static void
orch_hub_link_class_init (OrchHubLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_link_finalize;
}

static void
orch_hub_link_init (OrchHubLink *self)
{
}

static gboolean
distrust (GError **error)
{
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED, _ ("This activation link is not valid"));
  return FALSE;
}

/* The first link of @text, as long as no character that ends one comes. Returns: (transfer full) (nullable) */
static char *
find_link (const char *text, const char **rest)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  const char *found = strstr (lower, SCHEME);
  if (found == NULL)
    return NULL;
  const char *start = text + (found - lower);
  gsize length = 0;
  while (start[length] != '\0' && (guchar) start[length] > 0x20 && start[length] != 0x7f &&
         strchr ("<>\"'`", start[length]) == NULL)
    length++;
  *rest = start + length;
  /* the full stop or bracket of the sentence around it */
  while (length > 0 && strchr (".,;:!?)]}", start[length - 1]) != NULL)
    length--;
  return g_strndup (start, length);
}

/* The value of each parameter once; a parameter twice is hostile. */
static gboolean
read_parameters (const char *query, char **hub, char **code, GError **error)
{
  g_auto (GStrv) pairs = g_strsplit (query, "&", 64);
  for (gsize i = 0; pairs[i] != NULL; i++)
    {
      char *equals = strchr (pairs[i], '=');
      if (equals == NULL)
        continue;
      *equals = '\0';
      char **target = g_str_equal (pairs[i], "hub") ? hub : g_str_equal (pairs[i], "code") ? code : NULL;
      if (target == NULL)
        continue; /* nothing else in it is used */
      if (*target != NULL)
        return distrust (error);
      *target = g_uri_unescape_string (equals + 1, NULL);
      if (*target == NULL || !g_utf8_validate (*target, -1, NULL))
        return distrust (error);
    }
  return *hub != NULL && *code != NULL ? TRUE : distrust (error);
}

static gboolean
code_is_good (const char *code)
{
  gsize length = strlen (code);
  if (length == 0 || length > CODE_MAX)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (code[i]) && code[i] != '-' && code[i] != '_')
      return FALSE;
  return TRUE;
}

OrchHubLink *
orch_hub_link_parse (const char *text, GError **error)
{
  if (text == NULL || strlen (text) > ORCH_HUB_LINK_MAX_TEXT || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("There is no activation link in this text."));
      return NULL;
    }
  const char *rest = NULL;
  g_autofree char *link = find_link (text, &rest);
  if (link == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("There is no activation link in this text."));
      return NULL;
    }
  /* A second, different one: nobody can say which is meant. HTML mail shows the same one twice. */
  for (const char *after = rest; after != NULL;)
    {
      g_autofree char *second = find_link (after, &after);
      if (second == NULL)
        break;
      if (!g_str_equal (second, link))
        {
          distrust (error);
          return NULL;
        }
    }
  if (strlen (link) > LINK_MAX || g_ascii_strncasecmp (link, START, strlen (START)) != 0 || strchr (link, '#') != NULL)
    {
      distrust (error);
      return NULL;
    }

  g_autofree char *hub = NULL;
  g_autofree char *code = NULL;
  if (!read_parameters (link + strlen (START), &hub, &code, error))
    return NULL;
  if (!code_is_good (code))
    {
      distrust (error);
      return NULL;
    }
  g_autoptr (GUri) uri = orch_url_check (hub, error);
  if (uri == NULL || g_uri_get_query (uri) != NULL)
    {
      if (uri != NULL || (error != NULL && *error != NULL && (*error)->code == ORCH_ERROR_INVALID))
        {
          g_clear_error (error);
          distrust (error);
        }
      return NULL;
    }

  OrchHubLink *self = g_object_new (ORCH_TYPE_HUB_LINK, NULL);
  self->base = orch_url_check_base (hub, NULL);
  self->code = g_steal_pointer (&code);
  self->host = orch_url_dup_display_host (uri);
  self->is_training = orch_url_is_loopback (uri);
  return self;
}

const char *
orch_hub_link_get_base (OrchHubLink *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_LINK (self), NULL);
  return self->base;
}

const char *
orch_hub_link_get_code (OrchHubLink *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_LINK (self), NULL);
  return self->code;
}

const char *
orch_hub_link_get_host (OrchHubLink *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_LINK (self), NULL);
  return self->host;
}

gboolean
orch_hub_link_is_training (OrchHubLink *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_LINK (self), FALSE);
  return self->is_training;
}
