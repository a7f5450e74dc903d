/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Files and answers made to harm: small ones that would fill the memory, ones that are two things at once, and names that lead elsewhere or hide
 * what a file is. Source: security.md 17, 18 and 19. What a person may attach, and what the logo may be, are tested by their own pages.
 */
#include <gtk/gtk.h>
#include <string.h>

#include "core/orch-error.h"
#include "http/orch-http.h"
#include "http/orch-json.h"
#include "orch-test-support.h"
#include "ui/messages/orch-message-files.h"
#include "ui/widgets/orch-logo.h"

#define LIMIT (2 << 20)
#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"

/* --- bombs ------------------------------------------------------------------------------------- */

static GBytes *
compress (GZlibCompressorFormat format, gsize size)
{
  g_autofree char *zeros = g_malloc0 (size);
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (format, 9);
  g_autoptr (GBytes) plain = g_bytes_new (zeros, size);

  return g_converter_convert_bytes (G_CONVERTER (compressor), plain, NULL);
}

static void
on_request (OrchTestServer *server, SoupServerMessage *message, const OrchTestRequest *request, gpointer data)
{
  const gboolean deflate = g_str_equal (request->path, "/deflate");
  g_autoptr (GBytes) bytes =
      compress (deflate ? G_ZLIB_COMPRESSOR_FORMAT_ZLIB : G_ZLIB_COMPRESSOR_FORMAT_GZIP, 64 << 20);

  g_assert_cmpuint (g_bytes_get_size (bytes), <, LIMIT / 16);
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/fhir+json", SOUP_MEMORY_COPY, g_bytes_get_data (bytes, NULL),
                                    g_bytes_get_size (bytes));
  orch_test_reply_header (message, "Content-Encoding", deflate ? "deflate" : "gzip");
}

/* 64 MB of zeros in a few kilobytes: the limit is of what comes out. */
static void
test_compressed (void)
{
  static const char *const paths[] = { "/gzip", "/deflate" };
  g_autoptr (OrchTestServer) server = orch_test_server_new (on_request, NULL);
  g_autoptr (OrchHttp) http = orch_http_new ();

  orch_http_set_max_bytes (http, LIMIT);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *url = orch_test_server_url (server, paths[i]);
      OrchHttpRequest request = { .method = "GET", .url = url };
      g_autoptr (GError) error = NULL;

      g_assert_true (orch_http_allow (http, url, NULL));
      error = orch_test_error (orch_http_send (http, &request));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER);
    }
}

static char *
repeat (const char *text, guint n, const char *end)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (all, text);
  g_string_append (all, end);
  return g_string_free (g_steal_pointer (&all), FALSE);
}

/* Deeper than any reader's stack: refused before one is built. */
static void
test_json (void)
{
  g_autofree char *arrays = repeat ("[", 1000000, "");
  g_autofree char *objects = repeat ("{\"a\":", 1000000, "1");
  g_autofree char *closed = g_strconcat ("{\"a\":", arrays, NULL);
  g_autofree char *mixed = repeat ("{\"a\":[", 500000, "");
  const char *const bombs[] = { arrays, objects, closed, mixed };

  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (bombs[i], strlen (bombs[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (orch_json_parse_object_sync (bytes, &error));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER);
    }
}

/* The pixels are counted from the head: nothing is decoded. */
static void
test_pictures (void)
{
  static const struct
  {
    const char *data;
    gsize size;
  } bombs[] = {
    { PNG_HEAD "\0\0\xff\xff\0\0\xff\xff", 24 },
    { PNG_HEAD "\x7f\xff\xff\xff\x7f\xff\xff\xff", 24 },
    { PNG_HEAD "\0\0\0\x01\x7f\xff\xff\xff", 24 },
    { "GIF89a\xff\xff\xff\xff", 10 },
    { "\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff", 11 },
    /* A picture that is a page or a program to another reader is no picture here unless its head is whole. */
    { "GIF89a/*<script>alert(1)</script>", 33 },
    { "<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", 80 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bombs); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (bombs[i].data, bombs[i].size);
      g_autoptr (GError) error = NULL;
      int width = 0, height = 0;

      g_test_message ("row %u", i);
      g_assert_null (orch_logo_sniff (bytes, &width, &height, &error));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
    }
}

/* --- two things at once ------------------------------------------------------------------------ */

/* What a file is comes from its first bytes, and its name is made to say so: what runs or opens as something else is refused, or told as what it is. */
static void
test_polyglots (void)
{
  static const struct
  {
    const char *name;
    const char *data;
    gsize size;
    const char *type; /* NULL: refused */
    const char *kept; /* the name */
  } rows[] = {
    { "photo.png", "MZ\x90\0\x03\0\0\0", 8, NULL, NULL },
    { "photo.png",
      "\x7f"
      "ELF\x02\x01\x01\0",
      8, NULL, NULL },
    { "rapport.pdf", "PK\x03\x04\x14\0\0\0", 8, NULL, NULL },
    { "rapport.pdf", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, NULL, NULL },
    { "photo.jpg", "<html><script>alert(1)</script>", 31, "text/plain", "photo.jpg.txt" },
    { "lancer.sh", "#!/bin/sh\nrm -rf ~\n", 19, "text/plain", "lancer.sh.txt" },
    { "raccourci.desktop", "[Desktop Entry]\nExec=sh\n", 24, "text/plain", "raccourci.desktop.txt" },
    { "page.html", "GIF89a/*<script>*/=1;", 21, "image/gif", "page.html.gif" },
    { "archive.zip", "%PDF-1.4\nPK\x03\x04", 13, "application/pdf", "archive.zip.pdf" },
    { "programme.exe", "\xff\xd8\xff\xe0MZ", 6, "image/jpeg", "programme.exe.jpg" },
    { "dessin.svg", "<svg onload='alert(1)'/>", 24, "text/plain", "dessin.svg.txt" },
    { "vide.png", "", 0, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i].data, rows[i].size);
      g_autoptr (GError) error = NULL;
      g_autoptr (OrchMessageFile) file = orch_message_files_from_bytes (rows[i].name, bytes, &error);

      g_test_message ("%s, row %u", rows[i].name, i);
      if (rows[i].type == NULL)
        {
          g_assert_null (file);
          g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (orch_message_file_get_content_type (file), ==, rows[i].type);
      g_assert_cmpstr (orch_message_file_get_name (file), ==, rows[i].kept);
    }
}

/* --- names ------------------------------------------------------------------------------------- */

static void
test_names (void)
{
  g_autofree char *long_name = repeat ("é", 5000, ".pdf");
  const char *const names[] = {
    "../../.config/autostart/x.desktop",
    "..\\..\\Windows\\x.exe",
    "/etc/passwd",
    "C:\\autoexec.bat",
    ".bashrc",
    "..",
    "",
    NULL,
    "a\nb\r\tc.pdf",
    "\x1b]0;titre\a.pdf",
    "facture\u202Efdp.exe",  /* written backwards from there */
    "photo\u2066\u2069.exe", /* isolates */
    "tronqué\xc3",           /* half a letter */
    "tronqué\xf0",
    "\xff\xfe\xfd",
    long_name,
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *safe = orch_message_files_dup_name (names[i], "application/pdf");

      g_test_message ("row %u: %s", i, safe);
      g_assert_true (g_utf8_validate (safe, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (safe, -1), <=, 84);
      g_assert_cmpint (safe[0], !=, '.');
      g_assert_true (g_str_has_suffix (safe, ".pdf"));
      for (const char *p = safe; *p != '\0'; p = g_utf8_next_char (p))
        {
          const gunichar c = g_utf8_get_char (p);

          g_assert_null (strchr ("/\\:", *p));
          g_assert_cmpint (g_unichar_type (c), !=, G_UNICODE_CONTROL);
          /* What turns the direction of writing. */
          g_assert_false ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/security/foreign/compressed", test_compressed);
  g_test_add_func ("/security/foreign/json", test_json);
  g_test_add_func ("/security/foreign/pictures", test_pictures);
  g_test_add_func ("/security/foreign/polyglots", test_polyglots);
  g_test_add_func ("/security/foreign/names", test_names);
  return g_test_run ();
}
