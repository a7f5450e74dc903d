/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Attachments on the portal. See the header.
 */
#include "orch-sandbox-portal-attachment.h"

#include "orch-sandbox-json.h"

#define FILES_MOST 5
#define BYTES_MOST (5 * 1024 * 1024)
#define NAME_MOST 100

/* Without what a camera adds: where and when, and by which machine. Returns: (transfer full) */
static GBytes *
jpeg_without_metadata (GBytes *bytes)
{
  gsize length, at = 2;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, data, 2);
  while (at + 4 <= length && data[at] == 0xff)
    {
      gsize segment = (gsize) data[at + 2] * 256 + data[at + 3] + 2;
      guint8 marker = data[at + 1];

      /* Bytes that fill. */
      if (marker == 0xff)
        {
          at++;
          continue;
        }
      /* From the first scan on there are only pixels. */
      if (marker == 0xda || segment < 4 || at + segment > length)
        break;
      /* APP1 to APP15 but the colour profile (APP2) and Adobe's (APP14), which decoding needs; and comments. */
      if (!(marker >= 0xe1 && marker <= 0xef && marker != 0xe2 && marker != 0xee) && marker != 0xfe)
        g_byte_array_append (out, data + at, (guint) segment);
      at += segment;
    }
  g_byte_array_append (out, data + at, (guint) (length - at));
  return g_byte_array_free_to_bytes (out);
}

/* The same of a PNG: texts, times and Exif; what is after the end goes too. */
static GBytes *
png_without_metadata (GBytes *bytes)
{
  static const char *const kept[] = { "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM",
                                      "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", NULL };
  gsize length, at = 8;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, data, 8);
  while (at + 12 <= length)
    {
      gsize chunk =
          ((gsize) data[at] << 24 | (gsize) data[at + 1] << 16 | (gsize) data[at + 2] << 8 | data[at + 3]) + 12;
      char name[5] = { 0 };

      memcpy (name, data + at + 4, 4);
      if (chunk > length - at)
        break;
      if (g_strv_contains (kept, name))
        g_byte_array_append (out, data + at, (guint) chunk);
      at += chunk;
      if (g_str_equal (name, "IEND"))
        break;
    }
  return g_byte_array_free_to_bytes (out);
}

static const struct
{
  const char *type;
  const char *suffix;
  const char *other; /* nullable: another suffix that is right */
  gsize length;
  const char *start;
  GBytes *(*clean) (GBytes *bytes); /* nullable */
} kinds[] = {
  { "application/pdf", ".pdf", NULL, 5, "%PDF-", NULL },
  { "image/png", ".png", NULL, 8, "\211PNG\r\n\032\n", png_without_metadata },
  { "image/jpeg", ".jpg", ".jpeg", 3, "\377\330\377", jpeg_without_metadata },
};

/* Returns: the row, or -1 when it is none of what is taken */
static int
kind_of (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  for (int i = 0; i < (int) G_N_ELEMENTS (kinds); i++)
    if (length > kinds[i].length && memcmp (data, kinds[i].start, kinds[i].length) == 0)
      return i;
  return -1;
}

/* A name without path or sign that would surprise, which ends as its content does. */
static char *
safe_name (const char *name, int kind)
{
  const char *slash = strrchr (name, '/');
  const char *back = strrchr (name, '\\');
  const char *start = slash > back ? slash + 1 : back != NULL ? back + 1 : name;
  GString *out = g_string_new (NULL);
  g_autofree char *lower = NULL;

  for (const char *p = start; *p != '\0' && g_utf8_strlen (out->str, -1) < NAME_MOST; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* Signs that turn the direction of writing hide what a name ends with. */
      if (g_unichar_isprint (c) && g_unichar_type (c) != G_UNICODE_FORMAT && strchr ("<>:\"|?*", (int) c) == NULL)
        g_string_append_unichar (out, c);
    }
  while (out->len > 0 && out->str[0] == '.')
    g_string_erase (out, 0, 1);
  if (out->len == 0)
    g_string_append (out, "document");
  lower = g_ascii_strdown (out->str, -1);
  if (!g_str_has_suffix (lower, kinds[kind].suffix) &&
      (kinds[kind].other == NULL || !g_str_has_suffix (lower, kinds[kind].other)))
    g_string_append (out, kinds[kind].suffix);
  return g_string_free (out, FALSE);
}

const char *
orch_sandbox_portal_attachment_read (const OrchSandboxPortalVisit *visit, JsonArray *attachments)
{
  if (visit->files->len > FILES_MOST)
    return ORCH_SANDBOX_SAY (visit, "Joignez au plus cinq fichiers. Rien n’est envoyé : joignez-les de nouveau.",
                             "Attach five files at most. Nothing is sent: attach them again.");
  for (guint i = 0; i < visit->files->len; i++)
    {
      OrchSandboxPortalFile *file = g_ptr_array_index (visit->files, i);
      int kind = kind_of (file->bytes);
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *name = NULL;
      g_autofree char *data = NULL;
      JsonObject *attachment;

      if (g_bytes_get_size (file->bytes) > BYTES_MOST)
        return ORCH_SANDBOX_SAY (visit, "Un fichier dépasse 5 Mo. Rien n’est envoyé : joignez de nouveau les autres.",
                                 "A file is over 5 MB. Nothing is sent: attach the others again.");
      if (kind < 0)
        return ORCH_SANDBOX_SAY (visit,
                                 "Un fichier n’est ni un PDF, ni une image PNG ou JPEG. Rien n’est envoyé : joignez de "
                                 "nouveau les autres.",
                                 "A file is neither a PDF nor a PNG or JPEG picture. Nothing is sent: attach the "
                                 "others again.");
      bytes = kinds[kind].clean == NULL ? g_bytes_ref (file->bytes) : kinds[kind].clean (file->bytes);
      name = safe_name (file->name, kind);
      data = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      attachment = json_object_new ();
      json_object_set_string_member (attachment, "contentType", kinds[kind].type);
      json_object_set_string_member (attachment, "data", data);
      json_object_set_int_member (attachment, "size", (gint64) g_bytes_get_size (bytes));
      json_object_set_string_member (attachment, "title", name);
      json_array_add_object_element (attachments, attachment);
    }
  return NULL;
}

void
orch_sandbox_portal_attachment_append_link (GString *out, const OrchSandboxPortalVisit *visit, JsonObject *attachment,
                                            const char *thread, const char *id, guint index)
{
  const char *title = orch_sandbox_json_string (attachment, "title");
  gint64 size = orch_sandbox_json_int (attachment, "size", 0);
  g_autofree char *shown =
      size > 0 ? g_strdup_printf (visit->french ? " (%" G_GINT64_FORMAT " Ko)" : " (%" G_GINT64_FORMAT " KB)",
                                  (size + 1023) / 1024)
               : g_strdup ("");

  g_string_append_printf (out, "<p class=\"attachment\"><a href=\"/portal/messages/%s/%s/%u\">", thread, id, index);
  orch_sandbox_portal_append (out, title != NULL ? title : ORCH_SANDBOX_SAY (visit, "Pièce jointe", "Attachment"));
  g_string_append_printf (out, "</a>%s</p>", shown);
}

OrchSandboxReply *
orch_sandbox_portal_attachment_reply (JsonObject *message, const char *index)
{
  JsonArray *payload = orch_sandbox_json_array (message, "payload");
  guint64 number = 0;
  JsonObject *attachment;
  const char *data, *title;
  g_autofree guchar *bytes = NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *disposition = NULL;
  g_autoptr (GBytes) content = NULL;
  gsize length;
  int kind;
  OrchSandboxReply *reply;

  if (!g_ascii_string_to_unsigned (index, 10, 0, 1000, &number, NULL))
    return NULL;
  attachment = orch_sandbox_json_object (orch_sandbox_json_element (payload, (guint) number), "contentAttachment");
  data = orch_sandbox_json_string (attachment, "data");
  title = orch_sandbox_json_string (attachment, "title");
  if (data == NULL)
    return NULL;
  bytes = g_base64_decode (data, &length);
  content = g_bytes_new (bytes, length);
  kind = kind_of (content);
  escaped = g_uri_escape_string (title == NULL ? "document" : title, NULL, FALSE);
  disposition = g_strdup_printf ("attachment; filename*=UTF-8''%s", escaped);
  reply = orch_sandbox_reply_new (200);
  reply->content_type = g_strdup (kind < 0 ? "application/octet-stream" : kinds[kind].type);
  g_string_append_len (reply->body, (const char *) bytes, (gssize) length);
  orch_sandbox_reply_set_header (reply, "Content-Disposition", disposition);
  orch_sandbox_reply_set_header (reply, "Content-Security-Policy",
                                 "default-src 'none'; sandbox; frame-ancestors 'none'");
  return reply;
}
