/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-text-sizes.h. Of 64 bits, two of a few thousand texts are the same once in 10^12 clinics.
 */
#include "orch-text-sizes.h"

#include <pango/pangocairo.h>
#include <string.h>

#define MOST_KEPT 4096 /* then all is forgotten: a page of a month has some hundreds */
#define FNV_OFFSET G_GUINT64_CONSTANT (14695981039346656037)
#define FNV_PRIME G_GUINT64_CONSTANT (1099511628211)

typedef struct
{
  guint64 digest;
  int width;
  int height;
} Kept;

static GHashTable *all; /* (element-type Kept) */

static guint64
add (guint64 digest, gconstpointer data, gsize size)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < size; i++)
    digest = (digest ^ bytes[i]) * FNV_PRIME;
  return digest;
}

static guint64
get_digest (GtkWidget *widget, const OrchTextShape *shape)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const cairo_font_options_t *options = pango_cairo_context_get_font_options (context);
  const double resolution = pango_cairo_context_get_resolution (context);
  const gconstpointer language = pango_context_get_language (context);
  const guint64 others[] = { (guint64) shape->width,
                             (guint64) shape->height,
                             shape->look,
                             pango_font_description_hash (pango_context_get_font_description (context)),
                             pango_font_map_get_serial (pango_context_get_font_map (context)),
                             options != NULL ? cairo_font_options_hash (options) : 0,
                             (guint64) pango_context_get_base_dir (context) };
  guint64 digest = add (FNV_OFFSET, shape->text, strlen (shape->text));

  digest = add (digest, &resolution, sizeof resolution);
  digest = add (digest, &language, sizeof language);
  return add (digest, others, sizeof others);
}

gboolean
orch_text_sizes_find (GtkWidget *widget, const OrchTextShape *shape, int *width, int *height)
{
  const Kept *kept = NULL;
  guint64 digest = 0;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);
  g_return_val_if_fail (shape != NULL && shape->text != NULL, FALSE);

  if (all == NULL)
    return FALSE;
  digest = get_digest (widget, shape);
  kept = g_hash_table_lookup (all, &digest);
  if (kept == NULL)
    return FALSE;
  if (width != NULL)
    *width = kept->width;
  if (height != NULL)
    *height = kept->height;
  return TRUE;
}

void
orch_text_sizes_keep (GtkWidget *widget, const OrchTextShape *shape, int width, int height)
{
  Kept *kept = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (shape != NULL && shape->text != NULL);

  if (all == NULL)
    all = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  if (g_hash_table_size (all) >= MOST_KEPT)
    g_hash_table_remove_all (all);
  kept = g_new (Kept, 1);
  *kept = (Kept) { get_digest (widget, shape), width, height };
  g_hash_table_replace (all, kept, kept);
}
