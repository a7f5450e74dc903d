/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-service-cell.h. A table of what differs between the columns; the texts are those of orch-service-text.h.
 */
#include "orch-service-cell.h"

#include <glib/gi18n.h>

#include "orch-cell-line.h"
#include "orch-service-chips.h"
#include "orch-service-text.h"
#include "ui/widgets/orch-tip.h"

#define BETWEEN 6 /* pixels, between an icon and the text beside it */

struct _OrchServiceCell
{
  GtkWidget parent_instance;

  /* owned */
  OrchServiceNames *names;
  OrchStoreItem *item;     /* (nullable) */
  OrchCellLine *line;      /* (nullable): what it draws */
  OrchServiceChips *chips; /* (nullable): what it draws */

  OrchServiceAspect aspect;
  const char *style;     /* (nullable): the class that the icon has now */
  const char *icon_name; /* (nullable): that the icon has now */

  /* borrowed: children, but of a narrow cell below its only child */
  GtkWidget *box;          /* (nullable): that child */
  GtkInscription *text;    /* (nullable): of a narrow cell */
  GtkInscription *caption; /* (nullable): of a narrow cell */
  GtkWidget *icon;         /* (nullable) */
  GtkWidget *waiting;      /* (nullable): made when first needed */
};

enum
{
  PROP_TEXT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (OrchServiceCell, orch_service_cell, GTK_TYPE_WIDGET)

/* Widths in characters: constants, so that no row moves a column. */
static const struct
{
  guint minimum;
  guint natural;
} sizes[] = {
  [ORCH_SERVICE_ASPECT_NAME] = { 14, 38 }, [ORCH_SERVICE_ASPECT_NARROW] = { 10, 20 },
  [ORCH_SERVICE_ASPECT_EMR_ID] = { 7, 9 }, [ORCH_SERVICE_ASPECT_CATEGORY] = { 8, 14 },
  [ORCH_SERVICE_ASPECT_TYPES] = { 0, 0 },  [ORCH_SERVICE_ASPECT_DURATION] = { 6, 7 },
  [ORCH_SERVICE_ASPECT_ONLINE] = { 5, 6 }, [ORCH_SERVICE_ASPECT_PROFESSIONALS] = { 9, 16 },
  [ORCH_SERVICE_ASPECT_STATE] = { 9, 13 },
};

static GtkWidget *
make_icon (void)
{
  return g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "valign", GTK_ALIGN_CENTER,
                       NULL);
}

static void
make_waiting (OrchServiceCell *self)
{
  self->waiting = make_icon ();
  if (self->caption != NULL)
    gtk_widget_insert_after (self->waiting, gtk_widget_get_parent (self->icon), GTK_WIDGET (self->caption));
  else
    gtk_widget_set_parent (self->waiting, GTK_WIDGET (self));
}

/* A clock while it is on its way; what the hub refused waits for a person, and says so. */
static void
show_waiting (OrchServiceCell *self, OrchService *service)
{
  const gboolean waits = orch_service_names_is_waiting (self->names, service);
  const gboolean failed = orch_service_names_has_failed (self->names, service);

  if (waits && self->waiting == NULL)
    make_waiting (self);
  if (self->waiting != NULL)
    gtk_widget_set_visible (self->waiting, waits);
  if (!waits)
    return;
  gtk_image_set_from_icon_name (GTK_IMAGE (self->waiting),
                                failed ? "orch-step-problem-symbolic" : "orch-sync-waiting-symbolic");
  gtk_widget_set_tooltip_text (self->waiting, failed ? _ ("The hub refused the change: see Synchronisation")
                                                     : _ ("Waiting to be sent to the hub"));
  if (failed)
    gtk_widget_remove_css_class (self->waiting, "accent");
  else
    gtk_widget_remove_css_class (self->waiting, "error");
  gtk_widget_add_css_class (self->waiting, failed ? "error" : "accent");
}

static void
show_state (OrchServiceCell *self, OrchService *service)
{
  const OrchServiceState state = orch_service_text_get_state (service);
  const char *style = orch_service_text_get_style (state);
  const char *icon_name = orch_service_text_get_icon (state);

  /* The same once more would have it measured and drawn again. */
  if (g_strcmp0 (icon_name, self->icon_name) != 0)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  self->icon_name = icon_name;
  gtk_widget_set_opacity (self->icon, 1);
  if (g_strcmp0 (style, self->style) != 0)
    {
      if (self->style != NULL)
        gtk_widget_remove_css_class (self->icon, self->style);
      gtk_widget_add_css_class (self->icon, style);
      self->style = style;
    }
  show_waiting (self, service);
}

static void
show_text (OrchServiceCell *self, const char *text)
{
  if (orch_cell_line_set_text (self->line, text))
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    orch_cell_line_get_text (self->line), -1);
}

static void
show_types (OrchServiceCell *self, const char *const *types)
{
  g_autofree char *text = NULL;

  if (!orch_service_chips_set_words (self->chips, types))
    return;
  text = orch_service_chips_dup_text (self->chips);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

/* On its way: what stood here belongs to another row. */
static void
show_nothing (OrchServiceCell *self)
{
  if (self->text != NULL)
    gtk_inscription_set_text (self->text, "");
  if (self->caption != NULL)
    gtk_inscription_set_text (self->caption, "");
  if (self->line != NULL)
    show_text (self, "");
  if (self->chips != NULL)
    show_types (self, NULL);
  if (self->icon != NULL)
    gtk_widget_set_opacity (self->icon, 0);
  if (self->waiting != NULL)
    gtk_widget_set_visible (self->waiting, FALSE);
}

static OrchService *
get_service (OrchServiceCell *self)
{
  gpointer object = self->item != NULL ? orch_store_item_get_object (self->item) : NULL;

  return ORCH_IS_SERVICE (object) ? object : NULL;
}

static void
show (OrchServiceCell *self)
{
  OrchService *service = get_service (self);
  g_auto (GStrv) types = NULL;
  g_autofree char *words = NULL;

  if (service == NULL)
    {
      show_nothing (self);
      return;
    }
  switch (self->aspect)
    {
    case ORCH_SERVICE_ASPECT_NARROW:
      words = orch_service_text_dup_summary (service, self->names);
      show_state (self, service);
      gtk_inscription_set_text (self->text, orch_service_get_display_name (service));
      gtk_inscription_set_text (self->caption, words);
      return;
    case ORCH_SERVICE_ASPECT_EMR_ID:
      show_text (self, orch_service_get_fields (service)->emr_id);
      return;
    case ORCH_SERVICE_ASPECT_CATEGORY:
      show_text (self, orch_service_names_get_category (self->names, service));
      return;
    case ORCH_SERVICE_ASPECT_TYPES:
      types = orch_service_names_dup_types (self->names, service);
      show_types (self, (const char *const *) types);
      return;
    case ORCH_SERVICE_ASPECT_DURATION:
      words = orch_service_text_dup_duration (service);
      show_text (self, words);
      return;
    case ORCH_SERVICE_ASPECT_ONLINE:
      show_text (self, orch_service_is_online (service) ? _ ("Yes") : _ ("No"));
      return;
    case ORCH_SERVICE_ASPECT_PROFESSIONALS:
      words = orch_service_names_dup_professionals (self->names, service);
      show_text (self, words);
      return;
    case ORCH_SERVICE_ASPECT_STATE:
      show_state (self, service);
      show_text (self, orch_service_text_get_word (orch_service_text_get_state (service)));
      return;
    case ORCH_SERVICE_ASPECT_NAME:
    default:
      show_text (self, orch_service_get_display_name (service));
    }
}

/* What is said of it: all that it shows, or why it is in that state. */
static char *
dup_tip (GtkWidget *widget, gpointer data)
{
  OrchServiceCell *self = data;
  OrchService *service = get_service (self);

  if (service == NULL)
    return NULL;
  if (self->icon != NULL)
    return g_strdup (orch_service_text_get_why (orch_service_text_get_state (service)));
  return self->chips != NULL ? orch_service_chips_dup_text (self->chips)
                             : g_strdup (orch_cell_line_get_text (self->line));
}

/* Vfuncs */

static gboolean
is_drawn (GtkWidget *child)
{
  return child != NULL && gtk_widget_should_layout (child);
}

/* Pixels that a child takes with the space beside it. */
static int
measure_child (GtkWidget *child)
{
  int width = 0;

  if (!is_drawn (child))
    return 0;
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  return width + BETWEEN;
}

static void
orch_service_cell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  OrchServiceCell *self = ORCH_SERVICE_CELL (widget);
  GtkWidget *const children[] = { self->icon, self->waiting };

  if (self->box != NULL)
    {
      gtk_widget_measure (self->box, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
      return;
    }
  if (self->chips != NULL)
    {
      orch_service_chips_measure (self->chips, orientation, minimum, natural);
      return;
    }
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = orch_cell_line_measure_height (self->line);
  else
    {
      *minimum = orch_cell_line_measure_width (self->line, sizes[self->aspect].minimum);
      *natural = orch_cell_line_measure_width (self->line, sizes[self->aspect].natural);
    }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int height = 0;

      if (!is_drawn (children[i]))
        continue;
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          const int width = measure_child (children[i]);

          *minimum += width;
          *natural += width;
          continue;
        }
      gtk_widget_measure (children[i], orientation, -1, NULL, &height, NULL, NULL);
      *minimum = MAX (*minimum, height);
      *natural = MAX (*natural, height);
    }
}

static void
allocate_child (OrchServiceCell *self, GtkWidget *child, int from_start, int width, int height)
{
  const gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const int x = rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - from_start - width : from_start;

  gtk_widget_allocate (child, width, height, -1,
                       x != 0 ? gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, 0)) : NULL);
}

static void
orch_service_cell_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  OrchServiceCell *self = ORCH_SERVICE_CELL (widget);

  if (self->box != NULL)
    {
      allocate_child (self, self->box, 0, width, height);
      return;
    }
  if (is_drawn (self->icon))
    allocate_child (self, self->icon, 0, measure_child (self->icon) - BETWEEN, height);
  if (is_drawn (self->waiting))
    {
      const int taken = measure_child (self->waiting) - BETWEEN;

      allocate_child (self, self->waiting, width - taken, taken, height);
    }
}

static void
orch_service_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  OrchServiceCell *self = ORCH_SERVICE_CELL (widget);
  const gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const int before = measure_child (self->icon);
  const int after = measure_child (self->waiting);

  if (self->chips != NULL)
    orch_service_chips_snapshot (self->chips, snapshot);
  else if (self->line != NULL)
    orch_cell_line_snapshot (self->line, snapshot, rtl ? after : before,
                             gtk_widget_get_width (widget) - before - after);
  GTK_WIDGET_CLASS (orch_service_cell_parent_class)->snapshot (widget, snapshot);
}

static GtkSizeRequestMode
orch_service_cell_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
orch_service_cell_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  OrchServiceCell *self = ORCH_SERVICE_CELL (object);

  switch (property_id)
    {
    case PROP_TEXT:
      if (self->chips != NULL)
        g_value_take_string (value, orch_service_chips_dup_text (self->chips));
      else
        g_value_set_string (value, self->line != NULL ? orch_cell_line_get_text (self->line) : "");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
orch_service_cell_dispose (GObject *object)
{
  OrchServiceCell *self = ORCH_SERVICE_CELL (object);
  GtkWidget *child = NULL;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show, self);
  g_clear_object (&self->item);
  g_clear_object (&self->names);
  self->box = self->icon = self->waiting = NULL;
  self->text = self->caption = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (orch_service_cell_parent_class)->dispose (object);
}

static void
orch_service_cell_finalize (GObject *object)
{
  OrchServiceCell *self = ORCH_SERVICE_CELL (object);

  g_clear_pointer (&self->line, orch_cell_line_free);
  g_clear_pointer (&self->chips, orch_service_chips_free);
  G_OBJECT_CLASS (orch_service_cell_parent_class)->finalize (object);
}

static void
orch_service_cell_class_init (OrchServiceCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = orch_service_cell_dispose;
  object_class->finalize = orch_service_cell_finalize;
  object_class->get_property = orch_service_cell_get_property;
  widget_class->measure = orch_service_cell_measure;
  widget_class->size_allocate = orch_service_cell_size_allocate;
  widget_class->snapshot = orch_service_cell_snapshot;
  widget_class->get_request_mode = orch_service_cell_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);

  /**
   * OrchServiceCell:text:
   *
   * What it draws itself; not notified.
   */
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
orch_service_cell_init (OrchServiceCell *self)
{
}

static GtkInscription *
make_inscription (void)
{
  const OrchServiceAspect aspect = ORCH_SERVICE_ASPECT_NARROW;

  return g_object_new (GTK_TYPE_INSCRIPTION, "min-chars", sizes[aspect].minimum, "nat-chars", sizes[aspect].natural,
                       "min-lines", 1, "nat-lines", 1, "text-overflow", GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END,
                       "hexpand", TRUE, "valign", GTK_ALIGN_CENTER, NULL);
}

/* Two lines of two sizes: there are few columns beside it. */
static void
make_narrow (OrchServiceCell *self)
{
  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, BETWEEN);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  self->text = make_inscription ();
  self->icon = make_icon ();
  self->caption = make_inscription ();
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "dimmed");
  gtk_box_append (GTK_BOX (below), self->icon);
  gtk_box_append (GTK_BOX (below), GTK_WIDGET (self->caption));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (self->box), below);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

static void
make_content (OrchServiceCell *self)
{
  const gboolean numeric = self->aspect == ORCH_SERVICE_ASPECT_EMR_ID || self->aspect == ORCH_SERVICE_ASPECT_DURATION;

  if (self->aspect == ORCH_SERVICE_ASPECT_NARROW)
    make_narrow (self);
  else if (self->aspect == ORCH_SERVICE_ASPECT_TYPES)
    {
      self->chips = orch_service_chips_new (GTK_WIDGET (self));
      gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
      gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
    }
  else
    self->line = orch_cell_line_new (GTK_WIDGET (self), numeric);
  if (self->aspect == ORCH_SERVICE_ASPECT_STATE)
    {
      self->icon = make_icon ();
      gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
    }
  if (self->aspect == ORCH_SERVICE_ASPECT_EMR_ID)
    gtk_widget_add_css_class (GTK_WIDGET (self), "dimmed");
  if (self->aspect != ORCH_SERVICE_ASPECT_DURATION && self->aspect != ORCH_SERVICE_ASPECT_ONLINE)
    orch_tip_add (self->box != NULL ? self->box : GTK_WIDGET (self), dup_tip, self);
}

GtkWidget *
orch_service_cell_new (OrchServiceAspect aspect, OrchServiceNames *names)
{
  OrchServiceCell *self = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (names), NULL);

  self = aspect == ORCH_SERVICE_ASPECT_NARROW
             ? g_object_new (ORCH_TYPE_SERVICE_CELL, "accessible-role", GTK_ACCESSIBLE_ROLE_GENERIC, NULL)
             : g_object_new (ORCH_TYPE_SERVICE_CELL, NULL);
  self->aspect = aspect;
  self->names = g_object_ref (names);
  make_content (self);
  if (aspect == ORCH_SERVICE_ASPECT_TYPES || aspect == ORCH_SERVICE_ASPECT_PROFESSIONALS ||
      aspect == ORCH_SERVICE_ASPECT_NARROW || aspect == ORCH_SERVICE_ASPECT_CATEGORY ||
      aspect == ORCH_SERVICE_ASPECT_STATE)
    g_signal_connect_object (names, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
orch_service_cell_set_item (OrchServiceCell *self, OrchStoreItem *item)
{
  g_return_if_fail (ORCH_IS_SERVICE_CELL (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show, self);
  g_set_object (&self->item, item);
  /* A cell without an item has another one at once, or goes. */
  if (item == NULL)
    return;
  g_signal_connect_swapped (item, "notify::object", G_CALLBACK (show), self);
  show (self);
}
