/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * References, identifiers and links as FHIR servers write them. Pure; any thread.
 */
#include "orch-fhir-reference.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-error.h"
#include "http/orch-url.h"

#define ID_MAX 64 /* FHIR R4, datatype id */

gboolean
orch_fhir_id_is_valid (const char *id)
{
  if (id == NULL || *id == '\0' || strlen (id) > ID_MAX)
    return FALSE;
  for (const char *p = id; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '.' && *p != '_') /* "_" is not FHIR's, but is met */
      return FALSE;
  return !g_str_equal (id, ".") && !g_str_equal (id, "..");
}

static gboolean
is_type (const char *text)
{
  if (!g_ascii_isupper (*text))
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalpha (*p))
      return FALSE;
  return TRUE;
}

gboolean
orch_fhir_reference_parse (const char *reference, const char *type, char **id, char **version)
{
  if (id != NULL)
    *id = NULL;
  if (version != NULL)
    *version = NULL;
  if (reference == NULL)
    return FALSE;

  g_autofree char *path = g_strndup (reference, strcspn (reference, "?#"));
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  guint n = g_strv_length (parts);
  while (n > 0 && *parts[n - 1] == '\0')
    n--;
  const char *found_version = NULL;
  for (guint i = 0; i < n; i++)
    if (g_str_equal (parts[i], "_history"))
      {
        found_version = i + 1 < n ? parts[i + 1] : NULL;
        n = i;
        break;
      }
  if (n < 2 || !is_type (parts[n - 2]) || !orch_fhir_id_is_valid (parts[n - 1]))
    return FALSE;
  if (type != NULL && !g_str_equal (parts[n - 2], type))
    return FALSE;
  if (id != NULL)
    *id = g_strdup (parts[n - 1]);
  if (version != NULL)
    *version = g_strdup (found_version);
  return TRUE;
}

char *
orch_fhir_reference_id (const char *reference, const char *type)
{
  char *id = NULL;
  orch_fhir_reference_parse (reference, type, &id, NULL);
  return id;
}

char *
orch_fhir_identifier_query (const char *system, const char *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  GString *query = g_string_new ("identifier=");
  if (system != NULL)
    {
      g_string_append_uri_escaped (query, system, NULL, FALSE);
      g_string_append (query, "%7C");
    }
  g_string_append_uri_escaped (query, value, NULL, FALSE);
  return g_string_free (query, FALSE);
}

static gboolean
has_scheme (const char *link)
{
  gsize n = strspn (link, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
  return n > 0 && g_ascii_isalpha (*link) && g_str_has_prefix (link + n, "://");
}

char *
orch_fhir_resolve_link (const char *base, const char *current, const char *link, GError **error)
{
  g_return_val_if_fail (base != NULL && link != NULL, NULL);

  g_autoptr (GUri) base_uri = g_uri_parse (base, G_URI_FLAGS_ENCODED, NULL);
  g_return_val_if_fail (base_uri != NULL, NULL);
  g_autofree char *slashed = g_strconcat (base, "/", NULL);
  g_autofree char *host_slash = g_strconcat (g_uri_get_host (base_uri), "/", NULL);
  g_autofree char *own_path = g_strconcat (g_uri_get_path (base_uri), "/", NULL);
  g_autofree char *host_port_slash = g_strdup_printf ("%s:%d/", g_uri_get_host (base_uri), g_uri_get_port (base_uri));

  g_autofree char *full = NULL;
  const char *against = slashed;
  if (has_scheme (link))
    full = g_strdup (link);
  else if (g_str_has_prefix (link, host_slash) || g_str_has_prefix (link, host_port_slash))
    full = g_strconcat (g_uri_get_scheme (base_uri), "://", link, NULL);
  else if (*link == '?')
    {
      against = current != NULL ? current : base;
      full = g_strdup (link);
    }
  else if (*link != '/' && *own_path == '/' && strlen (own_path) > 1 && g_str_has_prefix (link, own_path + 1))
    full = g_strconcat ("/", link, NULL); /* the base's own path once more, without the first slash */
  else
    full = g_strdup (link);

  g_autofree char *resolved = g_uri_resolve_relative (against, full, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GUri) uri = resolved != NULL ? orch_url_check (resolved, NULL) : NULL;
  if (uri == NULL || !orch_url_same_origin (uri, base_uri))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED,
                           _ ("The server's next page is at another address, which is not followed"));
      return NULL;
    }
  return g_steal_pointer (&resolved);
}
