/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-service-cell.h. A table of what differs between the columns; the texts are those of orch-service-text.h.
 */
#include "orch-service-cell.h"

#include <glib/gi18n.h>

#include "orch-service-chips.h"
#include "orch-service-text.h"
#include "ui/widgets/orch-tip.h"

struct _OrchServiceCell
{
  GtkWidget parent_instance;

  /* owned */
  OrchServiceNames *names;
  OrchStoreItem *item; /* (nullable) */
  GtkWidget *child;

  OrchServiceAspect aspect;
  const char *style; /* (nullable): the class that the icon has now */

  /* borrowed: below child */
  GtkInscription *text;    /* (nullable) */
  GtkInscription *caption; /* (nullable) */
  GtkWidget *icon;         /* (nullable) */
  GtkWidget *waiting;      /* (nullable) */
  OrchServiceChips *chips; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchServiceCell, orch_service_cell, GTK_TYPE_WIDGET)

/* Widths in characters: constants, so that no row moves a column. */
static const struct
{
  guint minimum;
  guint natural;
  guint lines;
} sizes[] = {
  [ORCH_SERVICE_ASPECT_NAME] = { 14, 38, 1 }, [ORCH_SERVICE_ASPECT_NARROW] = { 10, 20, 1 },
  [ORCH_SERVICE_ASPECT_EMR_ID] = { 7, 9, 1 }, [ORCH_SERVICE_ASPECT_CATEGORY] = { 8, 14, 1 },
  [ORCH_SERVICE_ASPECT_TYPES] = { 0, 0, 0 },  [ORCH_SERVICE_ASPECT_DURATION] = { 6, 7, 1 },
  [ORCH_SERVICE_ASPECT_ONLINE] = { 5, 6, 1 }, [ORCH_SERVICE_ASPECT_PROFESSIONALS] = { 9, 16, 1 },
  [ORCH_SERVICE_ASPECT_STATE] = { 9, 13, 1 },
};

static GtkInscription *
make_text (OrchServiceAspect aspect)
{
  return g_object_new (GTK_TYPE_INSCRIPTION, "min-chars", sizes[aspect].minimum, "nat-chars", sizes[aspect].natural,
                       "min-lines", 1, "nat-lines", sizes[aspect].lines, "text-overflow",
                       GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END, "hexpand", TRUE, "valign", GTK_ALIGN_CENTER, NULL);
}

/* A clock while it is on its way; what the hub refused waits for a person, and says so. */
static void
show_waiting (OrchServiceCell *self, OrchService *service)
{
  const gboolean waits = orch_service_names_is_waiting (self->names, service);
  const gboolean failed = orch_service_names_has_failed (self->names, service);

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

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), orch_service_text_get_icon (state));
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
show (OrchServiceCell *self)
{
  gpointer object = self->item != NULL ? orch_store_item_get_object (self->item) : NULL;
  OrchService *service = ORCH_IS_SERVICE (object) ? object : NULL;
  g_autofree char *words = NULL;

  /* On its way: what stood here belongs to another row. */
  if (service == NULL)
    {
      if (self->text != NULL)
        gtk_inscription_set_text (self->text, "");
      if (self->caption != NULL)
        gtk_inscription_set_text (self->caption, "");
      if (self->chips != NULL)
        orch_service_chips_set_words (self->chips, NULL);
      if (self->icon != NULL)
        gtk_image_clear (GTK_IMAGE (self->icon));
      if (self->waiting != NULL)
        gtk_widget_set_visible (self->waiting, FALSE);
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
      gtk_inscription_set_text (self->text, orch_service_get_fields (service)->emr_id);
      return;
    case ORCH_SERVICE_ASPECT_CATEGORY:
      gtk_inscription_set_text (self->text, orch_service_names_get_category (self->names, service));
      return;
    case ORCH_SERVICE_ASPECT_TYPES:
      {
        g_auto (GStrv) types = orch_service_names_dup_types (self->names, service);

        orch_service_chips_set_words (self->chips, (const char *const *) types);
        return;
      }
    case ORCH_SERVICE_ASPECT_DURATION:
      words = orch_service_text_dup_duration (service);
      gtk_inscription_set_text (self->text, words);
      return;
    case ORCH_SERVICE_ASPECT_ONLINE:
      gtk_inscription_set_text (self->text, orch_service_is_online (service) ? _ ("Yes") : _ ("No"));
      return;
    case ORCH_SERVICE_ASPECT_PROFESSIONALS:
      words = orch_service_names_dup_professionals (self->names, service);
      gtk_inscription_set_text (self->text, words);
      return;
    case ORCH_SERVICE_ASPECT_STATE:
      show_state (self, service);
      gtk_inscription_set_text (self->text, orch_service_text_get_word (orch_service_text_get_state (service)));
      return;
    case ORCH_SERVICE_ASPECT_NAME:
    default:
      gtk_inscription_set_text (self->text, orch_service_get_display_name (service));
    }
}

static void
orch_service_cell_dispose (GObject *object)
{
  OrchServiceCell *self = ORCH_SERVICE_CELL (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show, self);
  g_clear_object (&self->item);
  g_clear_object (&self->names);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (orch_service_cell_parent_class)->dispose (object);
}

static void
orch_service_cell_class_init (OrchServiceCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_service_cell_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
orch_service_cell_init (OrchServiceCell *self)
{
}

static GtkWidget *
make_icon (void)
{
  return g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "valign", GTK_ALIGN_CENTER,
                       NULL);
}

static GtkWidget *
make_waiting (void)
{
  GtkWidget *icon = make_icon ();

  gtk_widget_set_visible (icon, FALSE);
  return icon;
}

/* Why it is in that state. */
static char *
dup_why (GtkWidget *child, gpointer data)
{
  OrchServiceCell *self = data;
  gpointer object = self->item != NULL ? orch_store_item_get_object (self->item) : NULL;

  return ORCH_IS_SERVICE (object) ? g_strdup (orch_service_text_get_why (orch_service_text_get_state (object))) : NULL;
}

static void
make_child (OrchServiceCell *self)
{
  GtkWidget *box = NULL;

  switch (self->aspect)
    {
    case ORCH_SERVICE_ASPECT_TYPES:
      self->child = orch_service_chips_new ();
      self->chips = ORCH_SERVICE_CHIPS (self->child);
      break;
    case ORCH_SERVICE_ASPECT_STATE:
      self->child = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      self->icon = make_icon ();
      self->text = make_text (self->aspect);
      gtk_box_append (GTK_BOX (self->child), self->icon);
      self->waiting = make_waiting ();
      gtk_box_append (GTK_BOX (self->child), GTK_WIDGET (self->text));
      gtk_box_append (GTK_BOX (self->child), self->waiting);
      break;
    case ORCH_SERVICE_ASPECT_NARROW:
      self->child = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
      box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      self->text = make_text (self->aspect);
      self->icon = make_icon ();
      self->caption = make_text (self->aspect);
      gtk_widget_add_css_class (GTK_WIDGET (self->caption), "caption");
      gtk_widget_add_css_class (GTK_WIDGET (self->caption), "dimmed");
      gtk_box_append (GTK_BOX (box), self->icon);
      self->waiting = make_waiting ();
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->caption));
      gtk_box_append (GTK_BOX (box), self->waiting);
      gtk_box_append (GTK_BOX (self->child), GTK_WIDGET (self->text));
      gtk_box_append (GTK_BOX (self->child), box);
      break;
    case ORCH_SERVICE_ASPECT_EMR_ID:
    case ORCH_SERVICE_ASPECT_CATEGORY:
    case ORCH_SERVICE_ASPECT_DURATION:
    case ORCH_SERVICE_ASPECT_ONLINE:
    case ORCH_SERVICE_ASPECT_PROFESSIONALS:
    case ORCH_SERVICE_ASPECT_NAME:
    default:
      self->text = make_text (self->aspect);
      self->child = GTK_WIDGET (self->text);
      if (self->aspect == ORCH_SERVICE_ASPECT_EMR_ID || self->aspect == ORCH_SERVICE_ASPECT_DURATION)
        gtk_widget_add_css_class (self->child, "numeric");
      if (self->aspect == ORCH_SERVICE_ASPECT_EMR_ID)
        gtk_widget_add_css_class (self->child, "dimmed");
    }
  if (self->icon != NULL)
    orch_tip_add (self->child, dup_why, self);
  else if (self->text != NULL && self->aspect != ORCH_SERVICE_ASPECT_DURATION &&
           self->aspect != ORCH_SERVICE_ASPECT_ONLINE)
    orch_tip_add_own (self->child);
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));
}

GtkWidget *
orch_service_cell_new (OrchServiceAspect aspect, OrchServiceNames *names)
{
  OrchServiceCell *self = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (names), NULL);

  self = g_object_new (ORCH_TYPE_SERVICE_CELL, NULL);
  self->aspect = aspect;
  self->names = g_object_ref (names);
  make_child (self);
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
  if (item != NULL)
    g_signal_connect_swapped (item, "notify::object", G_CALLBACK (show), self);
  show (self);
}

/* Factories */

static void
on_cell_setup (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, gpointer names)
{
  const OrchServiceAspect aspect = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), "aspect"));

  gtk_column_view_cell_set_child (cell, orch_service_cell_new (aspect, names));
}

static void
on_cell_bind (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, gpointer names)
{
  orch_service_cell_set_item (ORCH_SERVICE_CELL (gtk_column_view_cell_get_child (cell)),
                              gtk_column_view_cell_get_item (cell));
}

static void
on_cell_unbind (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, gpointer names)
{
  orch_service_cell_set_item (ORCH_SERVICE_CELL (gtk_column_view_cell_get_child (cell)), NULL);
}

GtkListItemFactory *
orch_service_cell_factory_new (OrchServiceAspect aspect, OrchServiceNames *names)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_object_set_data (G_OBJECT (factory), "aspect", GINT_TO_POINTER (aspect));
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_cell_setup), names, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_cell_bind), names, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_cell_unbind), names, 0);
  return factory;
}

static void
name_row (GtkColumnViewRow *row)
{
  OrchStoreItem *item = gtk_column_view_row_get_item (row);
  OrchServiceNames *names = g_object_get_data (G_OBJECT (row), "names");
  gpointer object = item != NULL ? orch_store_item_get_object (item) : NULL;
  g_autofree char *spoken = ORCH_IS_SERVICE (object) ? orch_service_text_dup_spoken (object, names) : NULL;

  gtk_column_view_row_set_accessible_label (row, spoken != NULL ? spoken : "");
}

static void
on_row_bind (GtkSignalListItemFactory *factory, GtkColumnViewRow *row, OrchServiceNames *names)
{
  g_object_set_data_full (G_OBJECT (row), "names", g_object_ref (names), g_object_unref);
  g_signal_connect_object (gtk_column_view_row_get_item (row), "notify::object", G_CALLBACK (name_row), row,
                           G_CONNECT_SWAPPED);
  name_row (row);
}

static void
on_row_unbind (GtkSignalListItemFactory *factory, GtkColumnViewRow *row, OrchServiceNames *names)
{
  g_signal_handlers_disconnect_by_func (gtk_column_view_row_get_item (row), name_row, row);
}

GtkListItemFactory *
orch_service_cell_row_factory_new (OrchServiceNames *names)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "bind", G_CALLBACK (on_row_bind), names, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_row_unbind), names, 0);
  return factory;
}

/* The check box says what is selected; pressing it selects. It is not a stop of Tab: the row itself is chosen by Space. */
static void
on_toggled (GtkCheckButton *check, GtkColumnViewCell *cell)
{
  GtkColumnView *view = g_object_get_data (G_OBJECT (check), "view");
  GtkSelectionModel *selection = gtk_column_view_get_model (view);
  const gboolean active = gtk_check_button_get_active (check);
  const guint position = gtk_column_view_cell_get_position (cell);

  if (position == GTK_INVALID_LIST_POSITION || selection == NULL || active == gtk_column_view_cell_get_selected (cell))
    return;
  if (active)
    gtk_selection_model_select_item (selection, position, FALSE);
  else
    gtk_selection_model_unselect_item (selection, position);
}

static void
on_selected (GtkColumnViewCell *cell)
{
  GtkWidget *check = gtk_column_view_cell_get_child (cell);

  if (check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), gtk_column_view_cell_get_selected (cell));
}

static void
on_check_setup (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, GtkColumnView *view)
{
  GtkWidget *check = gtk_check_button_new ();

  gtk_widget_set_focusable (check, FALSE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (check), "view", view);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Selected"), -1);
  gtk_column_view_cell_set_focusable (cell, FALSE);
  gtk_column_view_cell_set_child (cell, check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_toggled), cell, 0);
  g_signal_connect (cell, "notify::selected", G_CALLBACK (on_selected), NULL);
}

static void
on_check_bind (GtkSignalListItemFactory *factory, GtkColumnViewCell *cell, GtkColumnView *view)
{
  on_selected (cell);
}

GtkListItemFactory *
orch_service_cell_check_factory_new (GtkColumnView *view)
{
  GtkListItemFactory *factory = NULL;

  g_return_val_if_fail (GTK_IS_COLUMN_VIEW (view), NULL);

  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_check_setup), view, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_check_bind), view, 0);
  return factory;
}
