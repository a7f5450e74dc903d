/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-crop-area.h.
 */
#include "orch-crop-area.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MIN_SIDE 8.0f /* pixels of the picture */
#define GRIP 14.0f    /* how near an edge takes hold of it */
#define MARGIN 8.0f

enum
{
  EDGE_LEFT = 1 << 0,
  EDGE_RIGHT = 1 << 1,
  EDGE_TOP = 1 << 2,
  EDGE_BOTTOM = 1 << 3,
  INSIDE = 1 << 4,
};

struct _OrchCropArea
{
  GtkWidget parent_instance;

  /* owned */
  GdkTexture *texture; /* (nullable) */

  graphene_rect_t crop;  /* pixels of the picture */
  graphene_rect_t start; /* the same when the drag began */
  int grip;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchCropArea, orch_crop_area, GTK_TYPE_WIDGET)

// Where the picture stands in the widget, and how many of our pixels one of its own is.
static float
place_picture (OrchCropArea *self, graphene_rect_t *place)
{
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN;
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self)) - 2 * MARGIN;
  float w = (float) gdk_texture_get_width (self->texture), h = (float) gdk_texture_get_height (self->texture);
  float scale = MIN (MAX (width, 1) / w, MAX (height, 1) / h);

  graphene_rect_init (place, MARGIN + (width - w * scale) / 2, MARGIN + (height - h * scale) / 2, w * scale, h * scale);
  return scale;
}

static void
describe (OrchCropArea *self)
{
  g_autofree char *text =
      /* translators: spoken by a screen reader: width and height of what is kept of a picture, then its distance from the left and the top, in pixels */
      g_strdup_printf (_ ("%d by %d pixels, %d from the left, %d from the top"), (int) self->crop.size.width,
                       (int) self->crop.size.height, (int) self->crop.origin.x, (int) self->crop.origin.y);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
change (OrchCropArea *self, float left, float top, float right, float bottom)
{
  float w = (float) gdk_texture_get_width (self->texture), h = (float) gdk_texture_get_height (self->texture);
  float least_w = MIN (MIN_SIDE, w), least_h = MIN (MIN_SIDE, h);

  left = CLAMP (left, 0, w - least_w);
  top = CLAMP (top, 0, h - least_h);
  right = CLAMP (right, left + least_w, w);
  bottom = CLAMP (bottom, top + least_h, h);
  graphene_rect_init (&self->crop, roundf (left), roundf (top), roundf (right - left), roundf (bottom - top));
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
move (OrchCropArea *self, const graphene_rect_t *from, float dx, float dy)
{
  float w = (float) gdk_texture_get_width (self->texture), h = (float) gdk_texture_get_height (self->texture);
  float x = CLAMP (from->origin.x + dx, 0, w - from->size.width);
  float y = CLAMP (from->origin.y + dy, 0, h - from->size.height);

  change (self, x, y, x + from->size.width, y + from->size.height);
}

static int
grip_at (OrchCropArea *self, float x, float y)
{
  graphene_rect_t place;
  float scale = place_picture (self, &place);
  float left = place.origin.x + self->crop.origin.x * scale, right = left + self->crop.size.width * scale;
  float top = place.origin.y + self->crop.origin.y * scale, bottom = top + self->crop.size.height * scale;
  int grip = 0;

  if (x < left - GRIP || x > right + GRIP || y < top - GRIP || y > bottom + GRIP)
    return 0;
  if (fabsf (x - left) <= GRIP)
    grip |= EDGE_LEFT;
  else if (fabsf (x - right) <= GRIP)
    grip |= EDGE_RIGHT;
  if (fabsf (y - top) <= GRIP)
    grip |= EDGE_TOP;
  else if (fabsf (y - bottom) <= GRIP)
    grip |= EDGE_BOTTOM;
  return grip != 0 ? grip : INSIDE;
}

static void
on_drag_begin (OrchCropArea *self, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->start = self->crop;
  self->grip = self->texture != NULL ? grip_at (self, (float) x, (float) y) : 0;
}

static void
on_drag_update (OrchCropArea *self, double dx, double dy)
{
  graphene_rect_t place;

  if (self->grip == 0 || self->texture == NULL)
    return;
  float scale = place_picture (self, &place);
  float x = (float) dx / scale, y = (float) dy / scale;
  const graphene_rect_t *s = &self->start;
  if (self->grip == INSIDE)
    move (self, s, x, y);
  else
    {
      float left = s->origin.x, top = s->origin.y;
      float right = left + s->size.width, bottom = top + s->size.height;
      if (self->grip & EDGE_LEFT)
        left = MIN (left + x, right - MIN_SIDE);
      if (self->grip & EDGE_RIGHT)
        right += x;
      if (self->grip & EDGE_TOP)
        top = MIN (top + y, bottom - MIN_SIDE);
      if (self->grip & EDGE_BOTTOM)
        bottom += y;
      change (self, left, top, right, bottom);
    }
}

static void
on_motion (OrchCropArea *self, double x, double y)
{
  static const struct
  {
    int grip;
    const char *cursor;
  } cursors[] = {
    { EDGE_LEFT | EDGE_TOP, "nw-resize" },
    { EDGE_RIGHT | EDGE_TOP, "ne-resize" },
    { EDGE_LEFT | EDGE_BOTTOM, "sw-resize" },
    { EDGE_RIGHT | EDGE_BOTTOM, "se-resize" },
    { EDGE_LEFT, "w-resize" },
    { EDGE_RIGHT, "e-resize" },
    { EDGE_TOP, "n-resize" },
    { EDGE_BOTTOM, "s-resize" },
    { INSIDE, "move" },
  };
  const char *cursor = NULL;
  int grip = self->texture != NULL ? grip_at (self, (float) x, (float) y) : 0;

  for (guint i = 0; i < G_N_ELEMENTS (cursors); i++)
    if (cursors[i].grip == grip)
      cursor = cursors[i].cursor;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursor);
}

static gboolean
on_key (OrchCropArea *self, guint key, guint code, GdkModifierType state)
{
  float dx = 0, dy = 0;

  if (self->texture == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      dx = -1;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      dx = 1;
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      dy = -1;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      dy = 1;
      break;
    default:
      return GDK_EVENT_PROPAGATE;
    }
  // A fiftieth of the picture at a time: twenty strokes cross half of it.
  float step =
      MAX (1, (float) MAX (gdk_texture_get_width (self->texture), gdk_texture_get_height (self->texture)) / 50);
  graphene_rect_t crop = self->crop;
  if (state & GDK_SHIFT_MASK)
    change (self, crop.origin.x, crop.origin.y, crop.origin.x + crop.size.width + dx * step,
            crop.origin.y + crop.size.height + dy * step);
  else
    move (self, &crop, dx * step, dy * step);
  return GDK_EVENT_STOP;
}

static void
orch_crop_area_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OrchCropArea *self = ORCH_CROP_AREA (widget);
  const GdkRGBA shade = { 0, 0, 0, 0.55f }, white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 0.6f };
  graphene_rect_t place, kept;

  if (self->texture == NULL)
    return;
  float scale = place_picture (self, &place);
  graphene_rect_init (&kept, place.origin.x + self->crop.origin.x * scale, place.origin.y + self->crop.origin.y * scale,
                      self->crop.size.width * scale, self->crop.size.height * scale);
  gtk_snapshot_append_texture (snapshot, self->texture, &place);

  float right = kept.origin.x + kept.size.width, bottom = kept.origin.y + kept.size.height;
  float far_right = place.origin.x + place.size.width, far_bottom = place.origin.y + place.size.height;
  gtk_snapshot_append_color (snapshot, &shade,
                             &GRAPHENE_RECT_INIT (place.origin.x, place.origin.y, place.size.width,
                                                  kept.origin.y - place.origin.y));
  gtk_snapshot_append_color (snapshot, &shade,
                             &GRAPHENE_RECT_INIT (place.origin.x, bottom, place.size.width, far_bottom - bottom));
  gtk_snapshot_append_color (snapshot, &shade,
                             &GRAPHENE_RECT_INIT (place.origin.x, kept.origin.y, kept.origin.x - place.origin.x,
                                                  kept.size.height));
  gtk_snapshot_append_color (snapshot, &shade,
                             &GRAPHENE_RECT_INIT (right, kept.origin.y, far_right - right, kept.size.height));

  GskRoundedRect outline;
  float two[4] = { 2, 2, 2, 2 };
  gsk_rounded_rect_init_from_rect (&outline, &kept, 0);
  gtk_snapshot_append_border (snapshot, &outline, two, (GdkRGBA[4]) { white, white, white, white });
  const float xs[] = { kept.origin.x, right }, ys[] = { kept.origin.y, bottom };
  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 2; j++)
      {
        GskRoundedRect knob;
        float one[4] = { 1, 1, 1, 1 };
        gsk_rounded_rect_init_from_rect (&knob, &GRAPHENE_RECT_INIT (xs[i] - 6, ys[j] - 6, 12, 12), 6);
        gtk_snapshot_push_rounded_clip (snapshot, &knob);
        gtk_snapshot_append_color (snapshot, &white, &knob.bounds);
        gtk_snapshot_pop (snapshot);
        gtk_snapshot_append_border (snapshot, &knob, one, (GdkRGBA[4]) { black, black, black, black });
      }
}

static void
orch_crop_area_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  *minimum = 200;
  *natural = 360;
}

static void
orch_crop_area_dispose (GObject *object)
{
  g_clear_object (&ORCH_CROP_AREA (object)->texture);
  G_OBJECT_CLASS (orch_crop_area_parent_class)->dispose (object);
}

static void
orch_crop_area_class_init (OrchCropAreaClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_crop_area_dispose;
  widget_class->snapshot = orch_crop_area_snapshot;
  widget_class->measure = orch_crop_area_measure;

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "croparea");
}

static void
orch_crop_area_init (OrchCropArea *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What is kept of the picture"), -1);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (on_drag_begin), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (drag, "drag-update", G_CALLBACK (on_drag_update), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect_object (motion, "motion", G_CALLBACK (on_motion), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
orch_crop_area_set_texture (OrchCropArea *self, GdkTexture *texture)
{
  g_return_if_fail (ORCH_IS_CROP_AREA (self));
  g_return_if_fail (GDK_IS_TEXTURE (texture));

  g_set_object (&self->texture, texture);
  change (self, 0, 0, (float) gdk_texture_get_width (texture), (float) gdk_texture_get_height (texture));
}

void
orch_crop_area_get_crop (OrchCropArea *self, graphene_rect_t *crop)
{
  g_return_if_fail (ORCH_IS_CROP_AREA (self));
  *crop = self->crop;
}

void
orch_crop_area_set_crop (OrchCropArea *self, const graphene_rect_t *crop)
{
  g_return_if_fail (ORCH_IS_CROP_AREA (self));
  g_return_if_fail (self->texture != NULL);

  change (self, crop->origin.x, crop->origin.y, crop->origin.x + crop->size.width, crop->origin.y + crop->size.height);
}
