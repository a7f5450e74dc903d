/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-service-chips.h.
 */
#include "orch-service-chips.h"

#include "ui/widgets/orch-tip.h"

#define PADDING 8     /* pixels, inside a chip, each side */
#define PADDING_TOP 2 /* pixels */
#define BETWEEN 4     /* pixels, between two chips */
#define NATURAL_CHARS 16
#define MINIMUM_CHARS 12

struct _OrchServiceChips
{
  GtkWidget parent_instance;

  /* owned */
  GStrv words;        /* (nullable) */
  GPtrArray *layouts; /* (nullable): PangoLayout of each word, made when first drawn */
  PangoLayout *more;  /* (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchServiceChips, orch_service_chips, GTK_TYPE_WIDGET)

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
    g_ptr_array_add (self->layouts, gtk_widget_create_pango_layout (GTK_WIDGET (self), self->words[i]));
  return self->layouts;
}

static void
draw_chip (OrchServiceChips *self, GtkSnapshot *snapshot, PangoLayout *layout, int x, int width, int height)
{
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) x, 0, (float) width, (float) height);
  GskRoundedRect outline;
  GdkRGBA colour;
  GdkRGBA ground;
  int text_height = 0;

  gtk_widget_get_color (GTK_WIDGET (self), &colour);
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
    self->more = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  pango_layout_set_text (self->more, text, -1);
  pango_layout_get_pixel_size (self->more, &width, NULL);
  return width + 2 * PADDING;
}

static void
orch_service_chips_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OrchServiceChips *self = ORCH_SERVICE_CHIPS (widget);
  GPtrArray *layouts = get_layouts (self);
  const int room = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
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

static void
orch_service_chips_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  const int character = PANGO_PIXELS_CEIL (pango_font_metrics_get_approximate_char_width (metrics));

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MINIMUM_CHARS * character;
      *natural = NATURAL_CHARS * character;
    }
  else
    *minimum = *natural = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics)) + 2 * PADDING_TOP;
  pango_font_metrics_unref (metrics);
}

static char *
dup_all (GtkWidget *widget, gpointer unused)
{
  OrchServiceChips *self = ORCH_SERVICE_CHIPS (widget);

  return self->words != NULL && self->words[0] != NULL ? g_strjoinv (", ", self->words) : NULL;
}

/* The font may be another. */
static void
orch_service_chips_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (orch_service_chips_parent_class)->css_changed (widget, change);
  forget_layouts (ORCH_SERVICE_CHIPS (widget));
}

static void
orch_service_chips_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (orch_service_chips_parent_class)->system_setting_changed (widget, setting);
  forget_layouts (ORCH_SERVICE_CHIPS (widget));
}

static void
orch_service_chips_dispose (GObject *object)
{
  OrchServiceChips *self = ORCH_SERVICE_CHIPS (object);

  forget_layouts (self);
  g_clear_pointer (&self->words, g_strfreev);
  G_OBJECT_CLASS (orch_service_chips_parent_class)->dispose (object);
}

static void
orch_service_chips_class_init (OrchServiceChipsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_service_chips_dispose;
  widget_class->snapshot = orch_service_chips_snapshot;
  widget_class->measure = orch_service_chips_measure;
  widget_class->css_changed = orch_service_chips_css_changed;
  widget_class->system_setting_changed = orch_service_chips_system_setting_changed;
  gtk_widget_class_set_css_name (widget_class, "chips");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
orch_service_chips_init (OrchServiceChips *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
  orch_tip_add (GTK_WIDGET (self), dup_all, NULL);
}

GtkWidget *
orch_service_chips_new (void)
{
  return g_object_new (ORCH_TYPE_SERVICE_CHIPS, NULL);
}

void
orch_service_chips_set_words (OrchServiceChips *self, const char *const *words)
{
  g_autofree char *all = NULL;

  g_return_if_fail (ORCH_IS_SERVICE_CHIPS (self));

  if (self->words != NULL && words != NULL && g_strv_equal ((const char *const *) self->words, words))
    return;
  g_strfreev (self->words);
  self->words = g_strdupv ((GStrv) words);
  forget_layouts (self);
  all = words != NULL && words[0] != NULL ? g_strjoinv (", ", (GStrv) words) : NULL;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, all != NULL ? all : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
