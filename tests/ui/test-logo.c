/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 */
#include "ui-test.h"

#include "core/orch-clinic.h"
#include "core/orch-error.h"
#include "ui/widgets/orch-logo-editor.h"
#include "ui/widgets/orch-logo.h"

#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"

static void
test_sniff (void)
{
  static const struct
  {
    const char *data;
    gsize size;
    const char *type;
    int width;
    int height;
  } table[] = {
    { PNG_HEAD "\0\0\0\x10\0\0\0\x20", 24, "image/png", 16, 32 },
    { PNG_HEAD "\0\0\0\x10\0\0\0\x20", 23, NULL, 0, 0 },
    { PNG_HEAD "\0\0\0\0\0\0\0\x20", 24, NULL, 0, 0 },
    { PNG_HEAD "\xff\xff\xff\xff\xff\xff\xff\xff", 24, NULL, 0, 0 },
    { PNG_HEAD "\0\0\x4e\x20\0\0\x4e\x20", 24, NULL, 0, 0 }, /* 20,000 × 20,000 */
    { "GIF89a\x10\0\x20\0", 10, "image/gif", 16, 32 },
    { "GIF89a\x10\0\x20", 9, NULL, 0, 0 },
    { "\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x11\x08\0\x20\0\x10\0", 18, "image/jpeg", 16, 32 },
    { "\xff\xd8\xff\xe0\0\0\0\0\xff\xc0\0\x11\x08\0\x20\0\x10\0", 18, NULL, 0, 0 },     /* a segment of no length */
    { "\xff\xd8\xff\xe0\xff\xff\0\0\xff\xc0\0\x11\x08\0\x20\0\x10\0", 18, NULL, 0, 0 }, /* past the end */
    { "<svg xmlns='http://www.w3.org/2000/svg'/>", 40, NULL, 0, 0 },
    { "", 0, NULL, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (table[i].data, table[i].size);
      g_autoptr (GError) error = NULL;
      int width = 0, height = 0;

      g_assert_cmpstr (orch_logo_sniff (bytes, &width, &height, &error), ==, table[i].type);
      g_assert_cmpint (width, ==, table[i].width);
      g_assert_cmpint (height, ==, table[i].height);
      if (table[i].type == NULL)
        g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
    }
}

static void
test_too_many_bytes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (ORCH_LOGO_MAX_BYTES + 1), ORCH_LOGO_MAX_BYTES + 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (orch_logo_sniff (bytes, NULL, NULL, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
}

// Left half red, right half blue, as a PNG.
static GBytes *
make_png (int width, int height)
{
  guint8 *pixels = g_malloc ((gsize) (width * height * 4));

  for (int i = 0; i < width * height; i++)
    {
      gboolean left = i % width < width / 2;
      pixels[i * 4] = left ? 255 : 0;
      pixels[i * 4 + 1] = 0;
      pixels[i * 4 + 2] = left ? 0 : 255;
      pixels[i * 4 + 3] = 255;
    }
  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, (gsize) (width * height * 4));
  g_autoptr (GdkTexture) texture =
      gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8A8, bytes, (gsize) width * 4);
  return gdk_texture_save_to_png_bytes (texture);
}

static GBytes *
encode (GBytes *bytes, const graphene_rect_t *crop, GError **error)
{
  g_autoptr (DexFuture) future = orch_logo_encode (bytes, crop);

  ui_test_wait (!dex_future_is_pending (future));
  const GValue *value = dex_future_get_value (future, error);
  return value != NULL ? g_value_dup_boxed (value) : NULL;
}

/* Small as a file, and a quarter of a gigabyte once decoded: it never is. */
static void
test_decode (void)
{
  g_autoptr (GBytes) good = make_png (64, 32);
  g_autoptr (GBytes) bomb = make_png (8000, 4001);
  g_autoptr (GBytes) vector = g_bytes_new_static ("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", 61);
  g_autoptr (DexFuture) shown = orch_logo_decode (good);
  g_autoptr (DexFuture) refused = orch_logo_decode (bomb);
  g_autoptr (DexFuture) no_picture = orch_logo_decode (vector);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;
  const GValue *value = NULL;

  g_assert_cmpuint (g_bytes_get_size (bomb), <, ORCH_LOGO_MAX_BYTES);
  ui_test_wait (!dex_future_is_pending (shown) && !dex_future_is_pending (refused) &&
                !dex_future_is_pending (no_picture));
  value = dex_future_get_value (shown, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (g_value_get_object (value)), ==, 64);
  g_assert_null (dex_future_get_value (refused, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
  g_assert_null (dex_future_get_value (no_picture, &other));
  g_assert_error (other, ORCH_ERROR, ORCH_ERROR_INVALID);
}

static void
test_encode (void)
{
  g_autoptr (GBytes) wide = make_png (2048, 512);
  g_autoptr (GError) error = NULL;
  int width, height;

  g_autoptr (GBytes) small = encode (wide, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (orch_logo_sniff (small, &width, &height, NULL), ==, "image/png");
  g_assert_cmpint (width, ==, ORCH_LOGO_MAX_SIDE);
  g_assert_cmpint (height, ==, ORCH_LOGO_MAX_SIDE / 4);

  // The right quarter is all blue.
  graphene_rect_t crop = GRAPHENE_RECT_INIT (1536, 0, 512, 512);
  g_autoptr (GBytes) part = encode (wide, &crop, &error);
  g_assert_no_error (error);
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (part, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 512);
  g_autoptr (GdkTextureDownloader) downloader = gdk_texture_downloader_new (texture);
  gsize stride;
  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8A8);
  g_autoptr (GBytes) pixels = gdk_texture_downloader_download_bytes (downloader, &stride);
  const guint8 *p = g_bytes_get_data (pixels, NULL);
  g_assert_cmpint (p[0], ==, 0);
  g_assert_cmpint (p[2], ==, 255);
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) whole = make_png (64, 64);
  g_autoptr (GBytes) torn = g_bytes_new_from_bytes (whole, 0, 40);
  g_autoptr (GError) error = NULL;

  g_assert_null (encode (torn, NULL, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
}

static void
count (gpointer widget, guint *n)
{
  (*n)++;
}

static void
test_editor (void)
{
  GtkWidget *editor = g_object_ref_sink (orch_logo_editor_new ());
  GtkStack *states = ui_test_find (editor, GTK_TYPE_STACK, "states");
  GtkLabel *message = ui_test_find (editor, GTK_TYPE_LABEL, "message");
  g_autoptr (GBytes) png = make_png (64, 32);
  g_autoptr (GBytes) text = g_bytes_new_static ("not a picture", 13);
  guint n = 0;

  g_signal_connect (editor, "edited", G_CALLBACK (count), &n);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (states), ==, "empty");
  orch_logo_editor_load (ORCH_LOGO_EDITOR (editor), png);
  ui_test_wait (n == 1);
  const char *type;
  g_assert_nonnull (orch_logo_editor_get_logo (ORCH_LOGO_EDITOR (editor), &type));
  g_assert_cmpstr (type, ==, "image/png");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (states), ==, "picture");

  // What cannot be used is told and leaves the logo.
  orch_logo_editor_load (ORCH_LOGO_EDITOR (editor), text);
  ui_test_wait (gtk_widget_get_visible (GTK_WIDGET (message)));
  g_assert_nonnull (orch_logo_editor_get_logo (ORCH_LOGO_EDITOR (editor), NULL));
  g_assert_cmpuint (n, ==, 1);

  gtk_widget_activate_action (editor, "logo.delete", NULL);
  g_assert_null (orch_logo_editor_get_logo (ORCH_LOGO_EDITOR (editor), NULL));
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (states), ==, "empty");
  ui_test_settle ();
  g_assert_finalize_object (editor);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/logo/sniff", test_sniff);
  g_test_add_func ("/logo/too-many-bytes", test_too_many_bytes);
  g_test_add_func ("/logo/decode", test_decode);
  g_test_add_func ("/logo/encode", test_encode);
  g_test_add_func ("/logo/damaged", test_damaged);
  g_test_add_func ("/logo/editor", test_editor);
  return g_test_run ();
}
