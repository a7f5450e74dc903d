/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-service-chips.h.
 */
#include "orch-service-chips.h"

#define PADDING 8     /* pixels, inside a chip, each side */
#define PADDING_TOP 2 /* pixels */
#define BETWEEN 4     /* pixels, between two chips */
#define NATURAL_CHARS 16
#define MINIMUM_CHARS 12

struct _OrchServiceChips
{
  GtkWidget *widget; /* (borrowed) */

  /* owned */
  GStrv words;        /* (nullable) */
  GPtrArray *layouts; /* (nullable): PangoLayout of each word, made when first drawn */
  PangoLayout *more;  /* (nullable) */
};

static void
forget_layouts (OrchServiceChips *self)
{
  g_clear_pointer (&self->layouts, g_ptr_array_unref);
  g_clear_object (&self->more);
}

static GPtrArray *
get_layouts (OrchServiceChips *self)
{
  if (self->layouts != NULL)
    return self->layouts;
  self->layouts = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; self->words != NULL && self->words[i] != NULL; i++)
    g_ptr_array_add (self->layouts, gtk_widget_create_pango_layout (self->widget, self->words[i]));
  return self->layouts;
}

static void
draw_chip (OrchServiceChips *self, GtkSnapshot *snapshot, PangoLayout *layout, int from_start, int width, int height)
{
  const gboolean rtl = gtk_widget_get_direction (self->widget) == GTK_TEXT_DIR_RTL;
  const int x = rtl ? gtk_widget_get_width (self->widget) - from_start - width : from_start;
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) x, 0, (float) width, (float) height);
  GskRoundedRect outline;
  GdkRGBA colour;
  GdkRGBA ground;
  int text_height = 0;

  gtk_widget_get_color (self->widget, &colour);
  ground = colour;
  ground.alpha *= 0.11F;
  gsk_rounded_rect_init_from_rect (&outline, &bounds, (float) height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &ground, &bounds);
  gtk_snapshot_pop (snapshot);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x + PADDING), (float) (height - text_height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

/* How wide "+n" would be. */
static int
measure_more (OrchServiceChips *self, guint n)
{
  g_autofree char *text = g_strdup_printf ("+%u", n);
  int width = 0;

  if (self->more == NULL)
    self->more = gtk_widget_create_pango_layout (self->widget, NULL);
  pango_layout_set_text (self->more, text, -1);
  pango_layout_get_pixel_size (self->more, &width, NULL);
  return width + 2 * PADDING;
}

static void
draw_chips (OrchServiceChips *self, GtkSnapshot *snapshot, int room, int height)
{
  GPtrArray *layouts = get_layouts (self);
  int x = 0;

  for (guint i = 0; i < layouts->len; i++)
    {
      PangoLayout *layout = g_ptr_array_index (layouts, i);
      const guint after = layouts->len - i - 1;
      const int kept = after > 0 ? BETWEEN + measure_more (self, after) : 0;
      int width = 0;

      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_NONE);
      pango_layout_set_width (layout, -1);
      pango_layout_get_pixel_size (layout, &width, NULL);
      width += 2 * PADDING;
      if (x + width + kept > room && x > 0)
        {
          draw_chip (self, snapshot, self->more, x, measure_more (self, after + 1), height);
          return;
        }
      /* The first one is always shown, even cut. */
      if (x + width + kept > room)
        {
          width = MAX (room - kept, 4 * PADDING);
          pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
          pango_layout_set_width (layout, (width - 2 * PADDING) * PANGO_SCALE);
        }
      draw_chip (self, snapshot, layout, x, width, height);
      x += width + BETWEEN;
    }
}

OrchServiceChips *
orch_service_chips_new (GtkWidget *widget)
{
  OrchServiceChips *self = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_new0 (OrchServiceChips, 1);
  self->widget = widget;
  return self;
}

void
orch_service_chips_free (OrchServiceChips *self)
{
  forget_layouts (self);
  g_strfreev (self->words);
  g_free (self);
}

gboolean
orch_service_chips_set_words (OrchServiceChips *self, const char *const *words)
{
  static const char *const none[] = { NULL };
  const char *const *wanted = words != NULL ? words : none;

  g_return_val_if_fail (self != NULL, FALSE);

  if (g_strv_equal (self->words != NULL ? (const char *const *) self->words : none, wanted))
    return FALSE;
  g_strfreev (self->words);
  self->words = g_strdupv ((GStrv) wanted);
  forget_layouts (self);
  gtk_widget_queue_draw (self->widget);
  return TRUE;
}

char *
orch_service_chips_dup_text (OrchServiceChips *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->words != NULL ? g_strjoinv (", ", self->words) : g_strdup ("");
}

void
orch_service_chips_measure (OrchServiceChips *self, GtkOrientation orientation, int *minimum, int *natural)
{
  PangoFontMetrics *metrics = NULL;
  int character = 0;

  g_return_if_fail (self != NULL);

  metrics = pango_context_get_metrics (gtk_widget_get_pango_context (self->widget), NULL, NULL);
  character = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics));
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MINIMUM_CHARS * character;
      *natural = NATURAL_CHARS * character;
    }
  else
    *minimum = *natural = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics)) + 2 * PADDING_TOP;
  pango_font_metrics_unref (metrics);
}

void
orch_service_chips_snapshot (OrchServiceChips *self, GtkSnapshot *snapshot)
{
  const int width = gtk_widget_get_width (self->widget);
  int height = 0;
  int natural = 0;

  g_return_if_fail (self != NULL);

  if (self->words == NULL || self->words[0] == NULL)
    return;
  orch_service_chips_measure (self, GTK_ORIENTATION_VERTICAL, &height, &natural);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (0, (float) ((gtk_widget_get_height (self->widget) - height) / 2)));
  draw_chips (self, snapshot, width, height);
  gtk_snapshot_restore (snapshot);
}
