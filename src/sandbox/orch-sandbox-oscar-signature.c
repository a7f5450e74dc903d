/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OAuth 1.0a as a server reads it. See the header. Main thread.
 */
#include "orch-sandbox-oscar-signature.h"

#include <string.h>

typedef enum
{
  PLUS_IS_SPACE = 1 << 0,
  AS_LATIN1 = 1 << 1, /* each byte is taken for a character of Latin-1: the fault of OpenO in queries */
  NO_OAUTH = 1 << 2,  /* what looks like OAuth is a parameter like the others */
} Decoding;

static void
append_byte (GString *out, guchar byte, Decoding how)
{
  if ((how & AS_LATIN1) != 0 && byte >= 0x80)
    g_string_append_unichar (out, byte);
  else
    g_string_append_c (out, (char) byte);
}

static char *
decode (const char *text, gsize length, Decoding how)
{
  GString *out = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '%' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]) &&
          !(text[i + 1] == '0' && text[i + 2] == '0'))
        {
          append_byte (out, (guchar) (g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2])),
                       how);
          i += 2;
        }
      else if (text[i] == '+' && (how & PLUS_IS_SPACE) != 0)
        g_string_append_c (out, ' ');
      else
        append_byte (out, (guchar) text[i], how);
    }
  return g_string_free (out, FALSE);
}

/* RFC 3986: everything but the unreserved is escaped, byte by byte. */
static char *
encode (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p) || strchr ("-._~", *p) != NULL)
        g_string_append_c (out, *p);
      else
        g_string_append_printf (out, "%%%02X", (guchar) *p);
    }
  return g_string_free (out, FALSE);
}

/* Takes @name and @value. */
static void
add (OrchSandboxOscarSigned *self, char *name, char *value, Decoding how)
{
  gboolean counts = (how & NO_OAUTH) == 0;

  if (counts && g_str_has_prefix (name, "oauth_") && !g_hash_table_contains (self->oauth, name))
    g_hash_table_insert (self->oauth, g_strdup (name), g_strdup (value));
  if (counts && g_str_equal (name, "oauth_signature"))
    {
      g_free (name);
      g_free (value);
      return;
    }
  g_ptr_array_add (self->pairs, name);
  g_ptr_array_add (self->pairs, value);
}

static void
add_encoded (OrchSandboxOscarSigned *self, const char *text, Decoding how)
{
  g_auto (GStrv) parts = g_strsplit (text, "&", -1);

  for (int i = 0; parts[i] != NULL; i++)
    {
      const char *equals = strchr (parts[i], '=');
      gsize length = equals == NULL ? strlen (parts[i]) : (gsize) (equals - parts[i]);

      if (*parts[i] != '\0')
        add (self, decode (parts[i], length, how),
             equals == NULL ? g_strdup ("") : decode (equals + 1, strlen (equals + 1), how), how);
    }
}

static void
add_header (OrchSandboxOscarSigned *self, const char *text, Decoding how)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (int i = 0; parts[i] != NULL; i++)
    {
      char *part = g_strstrip (parts[i]);
      char *equals = strchr (part, '=');
      char *value;
      gsize length;

      if (equals == NULL)
        continue;
      value = equals + 1;
      length = strlen (value);
      if (length >= 2 && value[0] == '"' && value[length - 1] == '"')
        {
          value++;
          length -= 2;
        }
      if (g_ascii_strncasecmp (part, "realm", (gsize) (equals - part)) != 0)
        add (self, decode (part, (gsize) (equals - part), how), decode (value, length, how), how);
    }
}

static const char *
find_scheme (const char *authorization)
{
  for (const char *p = authorization; p != NULL; p = strchr (p, ','))
    {
      p += strspn (p, ", ");
      if (g_ascii_strncasecmp (p, "OAuth ", 6) == 0)
        return p + 6;
    }
  return NULL;
}

void
orch_sandbox_oscar_signed_read (OrchSandboxOscarSigned *self, OrchSandboxOscarDialect dialect,
                                const char *authorization, const char *query, const char *form)
{
  gboolean openo = dialect == ORCH_SANDBOX_OPENO;
  const char *scheme = find_scheme (authorization);
  Decoding elsewhere = 0;

  self->pairs = g_ptr_array_new_with_free_func (g_free);
  self->oauth = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (authorization != NULL && openo)
    {
      /* Whatever the header says is taken for OAuth, and then there is none elsewhere: another scheme beside it spoils a parameter. */
      add_header (self, scheme == authorization + 6 ? scheme : authorization, PLUS_IS_SPACE);
      elsewhere = NO_OAUTH;
    }
  else if (scheme != NULL)
    add_header (self, scheme, 0);
  if (query != NULL)
    add_encoded (self, query, elsewhere | (openo ? AS_LATIN1 : PLUS_IS_SPACE));
  if (form != NULL)
    {
      add_encoded (self, form, elsewhere | PLUS_IS_SPACE);
      /* The parameters of a form are asked of the servlet, which adds those of the query: they are there twice. */
      if (openo && query != NULL)
        add_encoded (self, query, elsewhere | AS_LATIN1);
    }
  self->signature = g_hash_table_lookup (self->oauth, "oauth_signature");
}

void
orch_sandbox_oscar_signed_clear (OrchSandboxOscarSigned *self)
{
  g_clear_pointer (&self->pairs, g_ptr_array_unref);
  g_clear_pointer (&self->oauth, g_hash_table_unref);
}

const char *
orch_sandbox_oscar_signed_get (const OrchSandboxOscarSigned *self, const char *name)
{
  return g_hash_table_lookup (self->oauth, name);
}

const char *
orch_sandbox_oscar_signed_find (const OrchSandboxOscarSigned *self, const char *name)
{
  for (guint i = 0; i + 1 < self->pairs->len; i += 2)
    if (g_str_equal (g_ptr_array_index (self->pairs, i), name))
      return g_ptr_array_index (self->pairs, i + 1);
  return NULL;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  char *const *one = *(char **const *) a;
  char *const *other = *(char **const *) b;
  int order = strcmp (one[0], other[0]);

  return order != 0 ? order : strcmp (one[1], other[1]);
}

static char *
join_params (const OrchSandboxOscarSigned *self)
{
  g_autoptr (GPtrArray) encoded = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i + 1 < self->pairs->len; i += 2)
    {
      char **pair = g_new0 (char *, 3);

      pair[0] = encode (g_ptr_array_index (self->pairs, i));
      pair[1] = encode (g_ptr_array_index (self->pairs, i + 1));
      g_ptr_array_add (encoded, pair);
    }
  g_ptr_array_sort (encoded, compare);
  for (guint i = 0; i < encoded->len; i++)
    {
      char **pair = g_ptr_array_index (encoded, i);

      g_string_append_printf (out, "%s%s=%s", i == 0 ? "" : "&", pair[0], pair[1]);
    }
  return g_string_free (out, FALSE);
}

gboolean
orch_sandbox_oscar_signed_verify (const OrchSandboxOscarSigned *self, const char *method, const char *url,
                                  const char *consumer_secret, const char *token_secret)
{
  const char *kind = orch_sandbox_oscar_signed_get (self, "oauth_signature_method");
  const char *version = orch_sandbox_oscar_signed_get (self, "oauth_version");
  g_autofree char *params = join_params (self);
  g_autofree char *encoded_params = encode (params);
  g_autofree char *encoded_url = encode (url);
  g_autofree char *base = g_strdup_printf ("%s&%s&%s", method, encoded_url, encoded_params);
  g_autofree char *encoded_consumer = encode (consumer_secret);
  g_autofree char *encoded_token = encode (token_secret == NULL ? "" : token_secret);
  g_autofree char *key = g_strdup_printf ("%s&%s", encoded_consumer, encoded_token);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) key, strlen (key));
  g_autofree char *expected = NULL;
  guint8 digest[20];
  gsize length = sizeof digest;

  if (self->signature == NULL || g_strcmp0 (kind, "HMAC-SHA1") != 0 ||
      (version != NULL && !g_str_equal (version, "1.0")))
    return FALSE;
  g_hmac_update (hmac, (const guchar *) base, (gssize) strlen (base));
  g_hmac_get_digest (hmac, digest, &length);
  expected = g_base64_encode (digest, length);
  return g_str_equal (expected, self->signature);
}
