/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What addresses the program may talk to. Pure; any thread.
 */
#include "orch-url.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-error.h"

static gboolean
has_bad_byte (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p <= 0x20 || *p == 0x7f || *p == '\\' || *p == '<' || *p == '>' || *p == '"')
      return TRUE;
  return FALSE;
}

static gboolean
host_is_loopback (const char *host)
{
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static int
port_of (GUri *uri)
{
  int port = g_uri_get_port (uri);
  if (port > 0)
    return port;
  return g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 ? 80 : 443;
}

static gboolean
is_ip_literal (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  return address != NULL;
}

/* Letters, digits, dash, dot and underscore: what a host name is made of once international names are punycode. */
static gboolean
is_plain_host (const char *host)
{
  if (*host == '\0' || *host == '.' || *host == '-' || strstr (host, "..") != NULL || strlen (host) > 253)
    return FALSE;
  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '.' && *p != '_')
      return FALSE;
  return TRUE;
}

/* An escaped host is made to be misread. */
static gboolean
host_is_escaped (const char *text)
{
  const char *authority = strstr (text, "://");
  if (authority == NULL)
    return FALSE;
  authority += 3;
  return memchr (authority, '%', strcspn (authority, "/?#")) != NULL;
}

GUri *
orch_url_check (const char *text, GError **error)
{
  if (text == NULL || *text == '\0')
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("The address is empty."));
      return NULL;
    }
  if (strlen (text) > ORCH_URL_MAX)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED, _ ("The address is too long"));
      return NULL;
    }
  if (!g_utf8_validate (text, -1, NULL) || has_bad_byte (text) || host_is_escaped (text))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED,
                           _ ("The address holds characters that no address has"));
      return NULL;
    }

  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_HAS_PASSWORD, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("This is not a web address."));
      return NULL;
    }
  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED,
                           _ ("The address must not hold a user name or a password"));
      return NULL;
    }
  if (g_uri_get_fragment (uri) != NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED, _ ("The address must not hold the sign #"));
      return NULL;
    }

  g_autofree char *host = NULL;
  if (is_ip_literal (g_uri_get_host (uri)))
    host = g_strdup (g_uri_get_host (uri));
  else
    {
      g_autofree char *ascii = g_hostname_to_ascii (g_uri_get_host (uri));
      if (ascii == NULL || !is_plain_host (ascii))
        {
          g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED, _ ("The address has no valid host name"));
          return NULL;
        }
      host = g_ascii_strdown (ascii, -1);
    }

  const char *scheme = g_uri_get_scheme (uri);
  if (g_strcmp0 (scheme, "https") != 0 && !(g_strcmp0 (scheme, "http") == 0 && host_is_loopback (host)))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED, _ ("The address must begin with https://"));
      return NULL;
    }
  return g_uri_build (G_URI_FLAGS_ENCODED, scheme, NULL, host, g_uri_get_port (uri), g_uri_get_path (uri),
                      g_uri_get_query (uri), NULL);
}

char *
orch_url_check_base (const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autoptr (GUri) uri = orch_url_check (trimmed, error);
  if (uri == NULL)
    return NULL;
  g_autoptr (GUri) base = g_uri_build (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                                       g_uri_get_port (uri), g_uri_get_path (uri), NULL, NULL);
  char *result = g_uri_to_string (base);
  for (gsize n = strlen (result); n > 0 && result[n - 1] == '/'; n--)
    result[n - 1] = '\0';
  return result;
}

gboolean
orch_url_is_loopback (GUri *uri)
{
  g_return_val_if_fail (uri != NULL, FALSE);
  return g_uri_get_host (uri) != NULL && host_is_loopback (g_uri_get_host (uri));
}

char *
orch_url_dup_origin (GUri *uri)
{
  g_return_val_if_fail (uri != NULL, NULL);
  const char *host = g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "";
  g_autofree char *lower = g_ascii_strdown (host, -1);
  return g_strdup_printf (strchr (lower, ':') != NULL ? "%s://[%s]:%d" : "%s://%s:%d", g_uri_get_scheme (uri), lower,
                          port_of (uri));
}

gboolean
orch_url_same_origin (GUri *a, GUri *b)
{
  g_autofree char *left = orch_url_dup_origin (a);
  g_autofree char *right = orch_url_dup_origin (b);
  return g_strcmp0 (left, right) == 0;
}

char *
orch_url_dup_display_host (GUri *uri)
{
  g_return_val_if_fail (uri != NULL, NULL);
  const char *host = g_uri_get_host (uri);
  g_autofree char *ascii = host != NULL ? g_hostname_to_ascii (host) : NULL;
  const char *shown = ascii != NULL ? ascii : host != NULL ? host : "";
  int port = g_uri_get_port (uri);
  gboolean usual = port <= 0 || port == (g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 ? 80 : 443);
  if (usual)
    return g_strdup (shown);
  return g_strdup_printf (strchr (shown, ':') != NULL ? "[%s]:%d" : "%s:%d", shown, port);
}
