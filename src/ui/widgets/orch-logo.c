/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-logo.h.
 */
#include "orch-logo.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "core/orch-clinic.h"
#include "core/orch-error.h"

// Decoders want more than a fiber's usual 128 KiB of stack.
#define DECODER_STACK (1024 * 1024)

typedef struct
{
  GBytes *bytes;
  graphene_rect_t crop;
  gboolean cropped;
} Encoding;

static void
encoding_free (gpointer data)
{
  Encoding *encoding = data;

  g_bytes_unref (encoding->bytes);
  g_free (encoding);
}

static guint
big_endian_16 (const guint8 *p)
{
  return (guint) p[0] << 8 | p[1];
}

static gboolean
sniff_jpeg (const guint8 *data, gsize size, int *width, int *height)
{
  gsize i = 2;

  while (i + 9 < size)
    {
      if (data[i] != 0xff)
        return FALSE;
      guint8 marker = data[i + 1];
      if (marker == 0xff)
        {
          i++;
          continue;
        }
      // Markers without a length.
      if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8))
        {
          i += 2;
          continue;
        }
      // Start of frame, whatever the coding, but for the three tables that share its range.
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc)
        {
          *height = (int) big_endian_16 (data + i + 5);
          *width = (int) big_endian_16 (data + i + 7);
          return TRUE;
        }
      guint length = big_endian_16 (data + i + 2);
      if (length < 2)
        return FALSE;
      i += 2 + length;
    }
  return FALSE;
}

const char *
orch_logo_sniff (GBytes *bytes, int *width, int *height, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  const char *type = NULL;
  int w = 0, h = 0;

  if (size > ORCH_LOGO_MAX_BYTES)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("This picture is too big: 5 MB at most."));
      return NULL;
    }
  if (size >= 24 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0 && memcmp (data + 12, "IHDR", 4) == 0)
    {
      guint32 wide = (guint32) big_endian_16 (data + 16) << 16 | big_endian_16 (data + 18);
      guint32 high = (guint32) big_endian_16 (data + 20) << 16 | big_endian_16 (data + 22);
      type = "image/png";
      w = (int) MIN (wide, (guint32) G_MAXINT);
      h = (int) MIN (high, (guint32) G_MAXINT);
    }
  else if (size >= 10 && (memcmp (data, "GIF87a", 6) == 0 || memcmp (data, "GIF89a", 6) == 0))
    {
      type = "image/gif";
      w = data[6] | data[7] << 8;
      h = data[8] | data[9] << 8;
    }
  else if (size >= 4 && data[0] == 0xff && data[1] == 0xd8 && data[2] == 0xff)
    {
      if (sniff_jpeg (data, size, &w, &h))
        type = "image/jpeg";
    }
  if (type == NULL || w <= 0 || h <= 0)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID,
                           _ ("This file is not a PNG, JPEG or GIF picture that can be read."));
      return NULL;
    }
  if ((gint64) w * h > ORCH_LOGO_MAX_PIXELS)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID,
                           _ ("This picture has too many pixels to be a logo. Make it smaller first."));
      return NULL;
    }
  if (width != NULL)
    *width = w;
  if (height != NULL)
    *height = h;
  return type;
}

static DexFuture *
read_fiber (gpointer data)
{
  GFile *file = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info =
      dex_await_object (dex_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                             G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT),
                        &error);
  g_autoptr (GBytes) bytes = NULL;

  if (info == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, _ ("This file cannot be read."));
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, _ ("This is not a file."));
  if (g_file_info_get_size (info) > ORCH_LOGO_MAX_BYTES)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, _ ("This picture is too big: 5 MB at most."));
  bytes = dex_await_boxed (dex_file_load_contents_bytes (file), &error);
  if (bytes == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, _ ("This file cannot be read."));
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&bytes));
}

DexFuture *
orch_logo_read (GFile *file)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  return dex_scheduler_spawn (NULL, 0, read_fiber, g_object_ref (file), g_object_unref);
}

// Averages blocks of pixels: R G B A, not premultiplied.
static GBytes *
shrink (const guint8 *pixels, gsize stride, int x, int y, int width, int height, int new_width, int new_height)
{
  guint8 *out = g_malloc ((gsize) new_width * (gsize) new_height * 4);

  for (int oy = 0; oy < new_height; oy++)
    for (int ox = 0; ox < new_width; ox++)
      {
        int x0 = (int) ((gint64) ox * width / new_width);
        int x1 = MAX (x0 + 1, (int) ((gint64) (ox + 1) * width / new_width));
        int y0 = (int) ((gint64) oy * height / new_height);
        int y1 = MAX (y0 + 1, (int) ((gint64) (oy + 1) * height / new_height));
        guint64 sum[3] = { 0 }, alpha = 0;
        guint n = (guint) (x1 - x0) * (guint) (y1 - y0);

        for (int iy = y0; iy < y1; iy++)
          for (int ix = x0; ix < x1; ix++)
            {
              const guint8 *p = pixels + (gsize) (y + iy) * stride + (gsize) (x + ix) * 4;
              for (int c = 0; c < 3; c++)
                sum[c] += (guint64) p[c] * p[3];
              alpha += p[3];
            }
        guint8 *q = out + ((gsize) oy * (gsize) new_width + (gsize) ox) * 4;
        for (int c = 0; c < 3; c++)
          q[c] = alpha > 0 ? (guint8) (sum[c] / alpha) : 0;
        q[3] = (guint8) (alpha / n);
      }
  return g_bytes_new_take (out, (gsize) new_width * (gsize) new_height * 4);
}

static DexFuture *
encode_fiber (gpointer data)
{
  Encoding *encoding = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (orch_logo_sniff (encoding->bytes, NULL, NULL, &error) == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  texture = gdk_texture_new_from_bytes (encoding->bytes, &error);
  if (texture == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, _ ("This picture is damaged: it cannot be read."));

  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  int x = 0, y = 0, w = width, h = height;
  if (encoding->cropped)
    {
      x = CLAMP ((int) floorf (encoding->crop.origin.x), 0, width - 1);
      y = CLAMP ((int) floorf (encoding->crop.origin.y), 0, height - 1);
      w = CLAMP ((int) roundf (encoding->crop.size.width), 1, width - x);
      h = CLAMP ((int) roundf (encoding->crop.size.height), 1, height - y);
    }
  double scale = MIN (1.0, (double) ORCH_LOGO_MAX_SIDE / MAX (w, h));
  int new_width = MAX (1, (int) lround (w * scale)), new_height = MAX (1, (int) lround (h * scale));

  g_autoptr (GdkTextureDownloader) downloader = gdk_texture_downloader_new (texture);
  gsize stride;
  gdk_texture_downloader_set_format (downloader, GDK_MEMORY_R8G8B8A8);
  g_autoptr (GBytes) pixels = gdk_texture_downloader_download_bytes (downloader, &stride);
  g_autoptr (GBytes) small = shrink (g_bytes_get_data (pixels, NULL), stride, x, y, w, h, new_width, new_height);
  g_autoptr (GdkTexture) result =
      gdk_memory_texture_new (new_width, new_height, GDK_MEMORY_R8G8B8A8, small, (gsize) new_width * 4);
  return dex_future_new_take_boxed (G_TYPE_BYTES, gdk_texture_save_to_png_bytes (result));
}

DexFuture *
orch_logo_encode (GBytes *bytes, const graphene_rect_t *crop)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  Encoding *encoding = g_new0 (Encoding, 1);
  encoding->bytes = g_bytes_ref (bytes);
  if (crop != NULL)
    {
      encoding->crop = *crop;
      encoding->cropped = TRUE;
    }
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), DECODER_STACK, encode_fiber, encoding,
                              encoding_free);
}

static DexFuture *
decode_fiber (gpointer data)
{
  GBytes *bytes = data;
  GError *error = NULL;
  GdkTexture *texture = NULL;

  if (orch_logo_sniff (bytes, NULL, NULL, &error) == NULL)
    return dex_future_new_for_error (error);
  texture = gdk_texture_new_from_bytes (bytes, NULL);
  if (texture == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, _ ("This picture is damaged: it cannot be read."));
  return dex_future_new_take_object (texture);
}

DexFuture *
orch_logo_decode (GBytes *bytes)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, decode_fiber, g_bytes_ref (bytes),
                              (GDestroyNotify) g_bytes_unref);
}
