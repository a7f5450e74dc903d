/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-appointment-mark.h. GTK is told of no size but that of the padding: a text that changed would otherwise have the whole list measured.
 */
#include "orch-appointment-mark.h"

#include "ui/widgets/orch-cell-metrics.h"
#include "ui/widgets/orch-text-sizes.h"
#include "ui/widgets/orch-tip.h"

#define ICON_SIZE 16
#define BETWEEN 6      /* pixels, between the icon and the text */
#define MOST_NEEDED 10 /* characters: a longer word is broken where there is no room at all */
#define NOT_MEASURED (-1)
#define LOOK 0x80000000U /* apart from those of the cells */

struct _OrchAppointmentMark
{
  GtkWidget parent_instance;

  /* owned */
  PangoLayout *layout; /* (nullable): made when first measured */
  char *text;

  gboolean blank;
  PangoWrapMode wrap;
  PangoAlignment justify;
  const char *icon_name; /* (nullable) */
  const char *style;     /* (nullable) */
  int needed;            /* pixels of the text; NOT_MEASURED */
  int natural;           /* pixels of the text */
  guint serial;          /* of the context when they were measured: another font is another one */
};

enum
{
  PROP_TEXT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OrchAppointmentMark, orch_appointment_mark, GTK_TYPE_WIDGET)

static PangoLayout *
get_layout (OrchAppointmentMark *self)
{
  if (self->layout != NULL)
    return self->layout;
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);
  pango_layout_set_alignment (self->layout, self->justify);
  return self->layout;
}

static void
lay_out (OrchAppointmentMark *self, PangoWrapMode wrap, int width, int *text_width, int *text_height)
{
  PangoLayout *layout = get_layout (self);

  pango_layout_set_wrap (layout, wrap);
  pango_layout_set_width (layout, width < 0 ? -1 : width * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, text_width, text_height);
}

/* Pixels that the text takes in lines of @width pixels; -1: in one. */
static void
measure_lines (OrchAppointmentMark *self, PangoWrapMode wrap, int width, int *text_width, int *text_height)
{
  const OrchTextShape shape = { self->text, MAX (width, -1), -1, LOOK + (guint) wrap };

  if (orch_text_sizes_find (GTK_WIDGET (self), &shape, text_width, text_height))
    return;
  lay_out (self, wrap, shape.width, text_width, text_height);
  orch_text_sizes_keep (GTK_WIDGET (self), &shape, *text_width, *text_height);
}

static int
get_icon_width (OrchAppointmentMark *self)
{
  return self->icon_name != NULL ? ICON_SIZE + BETWEEN : 0;
}

static int
get_padding (OrchAppointmentMark *self, GtkOrientation orientation)
{
  int padding = 0;

  gtk_widget_measure (GTK_WIDGET (self), orientation, -1, &padding, NULL, NULL, NULL);
  return padding;
}

static void
measure_text (OrchAppointmentMark *self)
{
  OrchCellMetrics metrics;
  guint serial = 0;
  int height = 0;

  serial = pango_context_get_serial (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  if (self->needed != NOT_MEASURED && self->serial == serial)
    return;
  self->serial = serial;
  metrics = orch_cell_metrics_get (GTK_WIDGET (self), 0, 1);
  measure_lines (self, self->wrap, -1, &self->natural, &height);
  measure_lines (self, self->wrap, 0, &self->needed, &height);
  self->needed = MIN (self->needed, PANGO_PIXELS_CEIL (metrics.character * MOST_NEEDED));
}

static void
draw_icon (OrchAppointmentMark *self, GtkSnapshot *snapshot, int height)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  /* The theme keeps those that were asked for last. */
  g_autoptr (GtkIconPaintable) icon =
      gtk_icon_theme_lookup_icon (theme, self->icon_name, NULL, ICON_SIZE, gtk_widget_get_scale_factor (widget),
                                  gtk_widget_get_direction (widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
  GdkRGBA colour;

  gtk_widget_get_color (widget, &colour);
  const GdkRGBA colours[] = { colour, colour, colour, colour };

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (0, (float) ((height - ICON_SIZE) / 2)));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE, ICON_SIZE, colours,
                                            G_N_ELEMENTS (colours));
  gtk_snapshot_restore (snapshot);
}

/* Nothing is drawn of an empty one, not even its ground. */
static void
show_or_hide (OrchAppointmentMark *self)
{
  gtk_widget_set_opacity (GTK_WIDGET (self), !self->blank && self->text[0] != '\0' ? 1 : 0);
}

static char *
dup_tip (GtkWidget *widget, gpointer data)
{
  return g_strdup (ORCH_APPOINTMENT_MARK (widget)->text);
}

/* Vfuncs */

static void
orch_appointment_mark_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                               int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 0;
}

static void
orch_appointment_mark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OrchAppointmentMark *self = ORCH_APPOINTMENT_MARK (widget);
  const int height = gtk_widget_get_height (widget);
  const int before = get_icon_width (self);
  int text_height = 0;
  GdkRGBA colour;

  if (self->text[0] == '\0')
    return;
  if (before > 0)
    draw_icon (self, snapshot, height);
  lay_out (self, PANGO_WRAP_WORD_CHAR, gtk_widget_get_width (widget) - before, NULL, &text_height);
  gtk_widget_get_color (widget, &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) before, (float) ((height - text_height) / 2)));
  gtk_snapshot_append_layout (snapshot, self->layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
orch_appointment_mark_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, !ORCH_APPOINTMENT_MARK (object)->blank ? ORCH_APPOINTMENT_MARK (object)->text : "");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
orch_appointment_mark_finalize (GObject *object)
{
  OrchAppointmentMark *self = ORCH_APPOINTMENT_MARK (object);

  g_clear_object (&self->layout);
  g_free (self->text);
  G_OBJECT_CLASS (orch_appointment_mark_parent_class)->finalize (object);
}

static void
orch_appointment_mark_class_init (OrchAppointmentMarkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = orch_appointment_mark_finalize;
  object_class->get_property = orch_appointment_mark_get_property;
  widget_class->measure = orch_appointment_mark_measure;
  widget_class->snapshot = orch_appointment_mark_snapshot;
  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);

  /**
   * OrchAppointmentMark:text:
   *
   * What it draws; not notified.
   */
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
orch_appointment_mark_init (OrchAppointmentMark *self)
{
  self->text = g_strdup ("");
  self->needed = NOT_MEASURED;
  orch_tip_add (GTK_WIDGET (self), dup_tip, NULL);
}

GtkWidget *
orch_appointment_mark_new (PangoWrapMode wrap, PangoAlignment justify)
{
  OrchAppointmentMark *self = g_object_new (ORCH_TYPE_APPOINTMENT_MARK, NULL);

  self->wrap = wrap;
  self->justify = justify;
  return GTK_WIDGET (self);
}

gboolean
orch_appointment_mark_set (OrchAppointmentMark *self, const char *text, const char *icon_name, const char *style)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean resized = FALSE;

  g_return_val_if_fail (ORCH_IS_APPOINTMENT_MARK (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  resized = (icon_name != NULL) != (self->icon_name != NULL);
  if (g_strcmp0 (self->icon_name, icon_name) != 0)
    gtk_widget_queue_draw (widget);
  self->icon_name = icon_name;
  if (g_strcmp0 (self->style, style) != 0)
    {
      if (self->style != NULL)
        gtk_widget_remove_css_class (widget, self->style);
      if (style != NULL)
        gtk_widget_add_css_class (widget, style);
      self->style = style;
    }
  if (!g_set_str (&self->text, text))
    return resized;
  if (self->layout != NULL)
    pango_layout_set_text (self->layout, text, -1);
  self->needed = NOT_MEASURED;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  show_or_hide (self);
  gtk_widget_queue_draw (widget);
  return TRUE;
}

void
orch_appointment_mark_set_blank (OrchAppointmentMark *self, gboolean blank)
{
  g_return_if_fail (ORCH_IS_APPOINTMENT_MARK (self));

  self->blank = blank;
  show_or_hide (self);
}

int
orch_appointment_mark_measure_width (OrchAppointmentMark *self, int *natural)
{
  int around = 0;

  g_return_val_if_fail (ORCH_IS_APPOINTMENT_MARK (self), 0);

  measure_text (self);
  around = get_padding (self, GTK_ORIENTATION_HORIZONTAL) + get_icon_width (self);
  *natural = MAX (self->needed, self->natural) + around;
  return self->needed + around;
}

int
orch_appointment_mark_measure_height (OrchAppointmentMark *self, int width)
{
  int line = 0;
  int height = 0;

  g_return_val_if_fail (ORCH_IS_APPOINTMENT_MARK (self), 0);

  measure_lines (self, PANGO_WRAP_WORD_CHAR,
                 width - get_padding (self, GTK_ORIENTATION_HORIZONTAL) - get_icon_width (self), &line, &height);
  return MAX (height, self->icon_name != NULL ? ICON_SIZE : 0) + get_padding (self, GTK_ORIENTATION_VERTICAL);
}
