/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-appointment-row.h. The item is there at once, what it holds a moment later, and it may change. Three columns: when, who and what, and
 * the marks, as wide as a box would make them.
 */
#include "orch-appointment-row.h"

#include "orch-appointment-mark.h"
#include "orch-appointment-text.h"
#include "ui/orch-time-text.h"
#include "ui/services/orch-cell-line.h"
#include "ui/widgets/orch-tip.h"

#define BETWEEN 12         /* pixels, between two columns */
#define BETWEEN_LINES 2    /* pixels */
#define BETWEEN_MARKS 4    /* pixels */
#define TIME_CHARS 7       /* "12 h 30", "120 min" */
#define WHO_CHARS 3        /* that are left of a name where there is no room at all */
#define MARK_CHARS 7       /* likewise */
#define MARK_ROOM 22       /* pixels beside them: an icon, or what is around a badge */
#define MOST_LINES 2       /* of the details */
#define CAPTION 0.82       /* of the size of the font, as the style class has it */
#define DIMMED 0.55        /* opacity, likewise */
#define DIMMED_PLAINLY 0.9 /* likewise, where there is more contrast */
#define OFF 0.6            /* opacity of what does not take place */
#define NO_WIDTH (-1)

typedef enum
{
  LINE_TIME,
  LINE_LENGTH,
  LINE_PATIENT,
  LINE_DETAILS,
  N_LINES
} Line;

/* What the row's parts take in its width. */
typedef struct
{
  int width; /* NO_WIDTH: to be made */
  guint serial;
  int time; /* widths of the columns */
  int who;
  int marks;
  int details_height;
  int status_width;
  int status_height;
  int source_width;
  int source_height;
  int height;
} Plan;

struct _OrchAppointmentRow
{
  GtkWidget parent_instance;

  /* owned */
  OrchStoreItem *item; /* (nullable) */
  OrchCellLine *lines[N_LINES];

  GtkListItem *list_item; /* (not owned) (nullable): as long as there is an item */
  Plan plan;
  gboolean off;   /* it does not take place */
  gboolean blank; /* what the widgets hold is of another appointment, and does not show */

  /* borrowed: children */
  OrchAppointmentMark *status;
  OrchAppointmentMark *source;
};

enum
{
  PROP_TEXT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OrchAppointmentRow, orch_appointment_row, GTK_TYPE_WIDGET)

static const struct
{
  gboolean numeric;
  int weight; /* 0: that of the row */
  double scale;
  gboolean dimmed;
} looks[N_LINES] = {
  [LINE_TIME] = { TRUE, PANGO_WEIGHT_BOLD, 1, FALSE },
  [LINE_LENGTH] = { FALSE, PANGO_WEIGHT_NORMAL, CAPTION, TRUE },
  [LINE_PATIENT] = { FALSE, 0, 1, FALSE },
  [LINE_DETAILS] = { FALSE, PANGO_WEIGHT_NORMAL, CAPTION, TRUE },
};

/* --- where things are --------------------------------------------------------------------- */

static int
get_time_width (OrchAppointmentRow *self)
{
  return MAX (orch_cell_line_measure_width (self->lines[LINE_TIME], TIME_CHARS),
              orch_cell_line_measure_width (self->lines[LINE_LENGTH], TIME_CHARS));
}

/* Of all rows the same, whatever they say: else each one that is filled would have the list measured. */
static int
get_least_width (OrchAppointmentRow *self)
{
  return get_time_width (self) + BETWEEN + orch_cell_line_measure_width (self->lines[LINE_PATIENT], WHO_CHARS) +
         BETWEEN + orch_cell_line_measure_width (self->lines[LINE_LENGTH], MARK_CHARS) + MARK_ROOM;
}

static int
get_height (OrchAppointmentRow *self, Line line)
{
  return orch_cell_line_measure_height (self->lines[line]);
}

static const Plan *
get_plan (OrchAppointmentRow *self, int width)
{
  const guint serial = pango_context_get_serial (gtk_widget_get_pango_context (GTK_WIDGET (self)));
  Plan *plan = &self->plan;
  GtkRequestedSize sizes[3] = { 0 };
  int natural = 0;
  int left = width - 2 * BETWEEN;

  if (plan->width == width && plan->serial == serial)
    return plan;
  plan->width = width;
  plan->serial = serial;
  sizes[0].minimum_size = sizes[0].natural_size = get_time_width (self);
  sizes[1].minimum_size = orch_cell_line_measure_width (self->lines[LINE_PATIENT], WHO_CHARS);
  orch_cell_line_measure_text (self->lines[LINE_DETAILS], -1, 1, &sizes[1].natural_size, NULL);
  sizes[1].natural_size = MAX (sizes[1].natural_size, sizes[1].minimum_size);
  sizes[2].minimum_size = orch_appointment_mark_measure_width (self->status, &plan->status_width);
  sizes[2].minimum_size =
      MAX (sizes[2].minimum_size, orch_appointment_mark_measure_width (self->source, &plan->source_width));
  sizes[2].natural_size = MAX (plan->status_width, plan->source_width);
  natural = sizes[1].natural_size;
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    left -= sizes[i].minimum_size;
  left = (int) gtk_distribute_natural_allocation (MAX (left, 0), G_N_ELEMENTS (sizes), sizes);
  plan->time = sizes[0].minimum_size;
  plan->who = sizes[1].minimum_size + left;
  plan->marks = sizes[2].minimum_size;
  /* No room at all: rather a word of the name than one of the marks is cut. */
  if (plan->time + plan->who + plan->marks + 2 * BETWEEN > width)
    {
      plan->who = MAX (width - plan->time - plan->marks - 2 * BETWEEN, plan->who / 2);
      plan->marks = MAX (width - plan->time - plan->who - 2 * BETWEEN, 0);
    }

  orch_cell_line_measure_text (self->lines[LINE_DETAILS], natural > plan->who ? plan->who : -1, MOST_LINES, NULL,
                               &plan->details_height);
  plan->status_width = MIN (plan->status_width, plan->marks);
  plan->source_width = MIN (plan->source_width, plan->marks);
  plan->status_height = orch_appointment_mark_measure_height (self->status, plan->status_width);
  plan->source_height = orch_appointment_mark_measure_height (self->source, plan->source_width);
  plan->height = get_height (self, LINE_TIME) + BETWEEN_LINES + get_height (self, LINE_LENGTH);
  plan->height = MAX (plan->height, get_height (self, LINE_PATIENT) + BETWEEN_LINES + plan->details_height);
  plan->height = MAX (plan->height, plan->status_height + BETWEEN_MARKS + plan->source_height);
  return plan;
}

/* Other texts: the list is laid out again only where they take another height. */
static void
fit (OrchAppointmentRow *self)
{
  const int width = self->plan.width;
  const int height = self->plan.height;

  self->plan.width = NO_WIDTH;
  if (width != NO_WIDTH && get_plan (self, width)->height == height)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  else
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- what is shown ------------------------------------------------------------------------ */

static gboolean
set_line (OrchAppointmentRow *self, Line line, const char *text)
{
  return orch_cell_line_set_text (self->lines[line], text);
}

static void
set_blank (OrchAppointmentRow *self, gboolean blank)
{
  if (self->blank == blank)
    return;
  self->blank = blank;
  orch_appointment_mark_set_blank (self->status, blank);
  orch_appointment_mark_set_blank (self->source, blank);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The appointment comes in a moment: nothing shows of the one before, but the widgets keep it, and their size: two hundred rows that were
 * emptied and filled would be styled and measured twice. */
static void
wait (OrchAppointmentRow *self)
{
  set_blank (self, TRUE);
  if (self->list_item != NULL)
    gtk_list_item_set_accessible_label (self->list_item, "");
}

/* Nothing is left of one that the lock took away. */
static void
show_nothing (OrchAppointmentRow *self)
{
  for (guint i = 0; i < N_LINES; i++)
    set_line (self, (Line) i, "");
  orch_appointment_mark_set (self->status, "", "", NULL);
  orch_appointment_mark_set (self->source, "", NULL, NULL);
  if (self->list_item != NULL)
    gtk_list_item_set_accessible_label (self->list_item, "");
  fit (self);
}

static void
show (OrchAppointmentRow *self)
{
  OrchAppointment *appointment = self->item != NULL ? orch_store_item_get_object (self->item) : NULL;
  g_autofree char *time = NULL;
  g_autofree char *length = NULL;
  g_autofree char *patient = NULL;
  g_autofree char *details = NULL;
  g_autofree char *spoken = NULL;
  gboolean off = FALSE;
  gboolean resized = FALSE;

  set_blank (self, FALSE);
  if (appointment == NULL)
    {
      show_nothing (self);
      return;
    }
  time = orch_time_text_dup_time (orch_appointment_get_fields (appointment)->start_us);
  length = orch_appointment_text_dup_length (appointment);
  patient = orch_appointment_text_dup_patient (self->item);
  details = orch_appointment_text_dup_details (self->item);
  set_line (self, LINE_TIME, time);
  set_line (self, LINE_LENGTH, length);
  set_line (self, LINE_PATIENT, patient);
  resized = set_line (self, LINE_DETAILS, details);
  resized |= orch_appointment_mark_set (self->status, orch_appointment_text_get_status (appointment),
                                        orch_appointment_text_get_icon (appointment),
                                        orch_appointment_text_get_style (appointment));
  resized |= orch_appointment_mark_set (self->source, orch_appointment_text_get_source (appointment), NULL,
                                        orch_appointment_text_is_of_emr (appointment) ? "plain" : NULL);
  off = !orch_appointment_counts (appointment);
  if (off != self->off)
    {
      self->off = off;
      if (off)
        gtk_widget_add_css_class (GTK_WIDGET (self), "off");
      else
        gtk_widget_remove_css_class (GTK_WIDGET (self), "off");
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  if (resized)
    fit (self);
  if (self->list_item == NULL)
    return;
  spoken = orch_appointment_text_dup_spoken (self->item);
  gtk_list_item_set_accessible_label (self->list_item, spoken);
}

/* What may be cut. */
static char *
dup_tip (GtkWidget *widget, gpointer data)
{
  OrchAppointmentRow *self = ORCH_APPOINTMENT_ROW (widget);
  const char *patient = orch_cell_line_get_text (self->lines[LINE_PATIENT]);

  if (self->blank || patient[0] == '\0')
    return NULL;
  return g_strconcat (patient, "\n", orch_cell_line_get_text (self->lines[LINE_DETAILS]), NULL);
}

/* Vfuncs */

static GtkSizeRequestMode
orch_appointment_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
orch_appointment_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                              int *minimum_baseline, int *natural_baseline)
{
  OrchAppointmentRow *self = ORCH_APPOINTMENT_ROW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = get_least_width (self);
  else
    *minimum = *natural = get_plan (self, for_size >= 0 ? for_size : get_least_width (self))->height;
}

static void
allocate_mark (OrchAppointmentRow *self, OrchAppointmentMark *mark, int y, int width, int height)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const int x = rtl ? 0 : gtk_widget_get_width (GTK_WIDGET (self)) - width;

  gtk_widget_allocate (GTK_WIDGET (mark), width, height, -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, (float) y)));
}

static void
orch_appointment_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  OrchAppointmentRow *self = ORCH_APPOINTMENT_ROW (widget);
  const Plan *plan = get_plan (self, width);
  const int y = (height - plan->status_height - BETWEEN_MARKS - plan->source_height) / 2;

  allocate_mark (self, self->status, y, plan->status_width, plan->status_height);
  allocate_mark (self, self->source, y + plan->status_height + BETWEEN_MARKS, plan->source_width, plan->source_height);
}

static void
draw_line (OrchAppointmentRow *self, GtkSnapshot *snapshot, Line line, int x, int y, int width, int height)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const GdkRectangle place = { rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - x - width : x, y, width, height };
  double opacity = 1;

  if (self->off)
    opacity = OFF;
  else if (looks[line].dimmed)
    opacity = adw_style_manager_get_high_contrast (manager) ? DIMMED_PLAINLY : DIMMED;
  orch_cell_line_snapshot_at (self->lines[line], snapshot, &place, line == LINE_DETAILS ? MOST_LINES : 1, opacity);
}

static void
orch_appointment_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OrchAppointmentRow *self = ORCH_APPOINTMENT_ROW (widget);
  const Plan *plan = get_plan (self, gtk_widget_get_width (widget));
  const int height = gtk_widget_get_height (widget);
  const int time = get_height (self, LINE_TIME);
  const int length = get_height (self, LINE_LENGTH);
  const int patient = get_height (self, LINE_PATIENT);
  const int x = plan->time + BETWEEN;
  int y = (height - time - BETWEEN_LINES - length) / 2;

  if (self->blank)
    return;
  draw_line (self, snapshot, LINE_TIME, 0, y, plan->time, time);
  draw_line (self, snapshot, LINE_LENGTH, 0, y + time + BETWEEN_LINES, plan->time, length);
  y = (height - patient - BETWEEN_LINES - plan->details_height) / 2;
  draw_line (self, snapshot, LINE_PATIENT, x, y, plan->who, patient);
  draw_line (self, snapshot, LINE_DETAILS, x, y + patient + BETWEEN_LINES, plan->who, plan->details_height);
  GTK_WIDGET_CLASS (orch_appointment_row_parent_class)->snapshot (widget, snapshot);
}

static void
orch_appointment_row_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  OrchAppointmentRow *self = ORCH_APPOINTMENT_ROW (object);
  g_autoptr (GString) text = g_string_new (NULL);

  switch (property_id)
    {
    case PROP_TEXT:
      for (guint i = 0; i < N_LINES && !self->blank; i++)
        g_string_append_printf (text, "%s\n", orch_cell_line_get_text (self->lines[i]));
      g_value_set_string (value, text->str);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
orch_appointment_row_dispose (GObject *object)
{
  OrchAppointmentRow *self = ORCH_APPOINTMENT_ROW (object);
  GtkWidget *child = NULL;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show, self);
  g_clear_object (&self->item);
  self->list_item = NULL;
  self->status = self->source = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (orch_appointment_row_parent_class)->dispose (object);
}

static void
orch_appointment_row_finalize (GObject *object)
{
  OrchAppointmentRow *self = ORCH_APPOINTMENT_ROW (object);

  for (guint i = 0; i < N_LINES; i++)
    g_clear_pointer (&self->lines[i], orch_cell_line_free);
  G_OBJECT_CLASS (orch_appointment_row_parent_class)->finalize (object);
}

static void
orch_appointment_row_class_init (OrchAppointmentRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = orch_appointment_row_dispose;
  object_class->finalize = orch_appointment_row_finalize;
  object_class->get_property = orch_appointment_row_get_property;
  widget_class->get_request_mode = orch_appointment_row_get_request_mode;
  widget_class->measure = orch_appointment_row_measure;
  widget_class->size_allocate = orch_appointment_row_size_allocate;
  widget_class->snapshot = orch_appointment_row_snapshot;
  /* The list's row says all of it. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);

  /**
   * OrchAppointmentRow:text:
   *
   * The lines that it draws itself; not notified.
   */
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static OrchAppointmentMark *
add_mark (OrchAppointmentRow *self, PangoWrapMode wrap, PangoAlignment justify)
{
  GtkWidget *mark = orch_appointment_mark_new (wrap, justify);

  gtk_widget_add_css_class (mark, "caption");
  gtk_widget_set_parent (mark, GTK_WIDGET (self));
  return ORCH_APPOINTMENT_MARK (mark);
}

static void
orch_appointment_row_init (OrchAppointmentRow *self)
{
  for (guint i = 0; i < N_LINES; i++)
    {
      self->lines[i] = orch_cell_line_new (GTK_WIDGET (self), looks[i].numeric);
      orch_cell_line_set_font (self->lines[i], looks[i].weight, looks[i].scale);
    }
  self->plan.width = NO_WIDTH;
  self->status = add_mark (self, PANGO_WRAP_WORD, PANGO_ALIGN_RIGHT);
  self->source = add_mark (self, PANGO_WRAP_WORD_CHAR, PANGO_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->source), "badge");
  gtk_widget_add_css_class (GTK_WIDGET (self), "appointment-row");
  orch_tip_add (GTK_WIDGET (self), dup_tip, NULL);
}

GtkWidget *
orch_appointment_row_new (void)
{
  return g_object_new (ORCH_TYPE_APPOINTMENT_ROW, NULL);
}

OrchStoreItem *
orch_appointment_row_get_item (OrchAppointmentRow *self)
{
  g_return_val_if_fail (ORCH_IS_APPOINTMENT_ROW (self), NULL);

  return self->item;
}

void
orch_appointment_row_set_item (OrchAppointmentRow *self, GtkListItem *list_item, OrchStoreItem *item)
{
  g_return_if_fail (ORCH_IS_APPOINTMENT_ROW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show, self);
  g_set_object (&self->item, item);
  self->list_item = list_item;
  /* A row without an item has another one at once, or goes. */
  if (item == NULL)
    return;
  g_signal_connect_swapped (item, "notify::object", G_CALLBACK (show), self);
  if (orch_store_item_get_object (item) != NULL)
    show (self);
  else
    wait (self);
}
