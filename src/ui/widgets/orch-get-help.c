/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-get-help.h. The button is made when the first error is told, and hangs on what tells it.
 */
#include "orch-get-help.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "orch-field.h"

/* How far above the label the vertical box may be: label, notice, clamp. */
#define MAX_CLIMB 4
#define KEY "orch-get-help"
#define ACTION "app.get-help"

typedef struct
{
  GtkWidget *shown; /* (not owned): the button, or the row of its own that it is in; it may go first: weak */
  char *words;      /* (owned) (nullable) */
  char *target;     /* (owned): of the action */
} Offer;

static void
offer_free (gpointer data)
{
  Offer *offer = data;

  g_clear_weak_pointer (&offer->shown);
  g_free (offer->words);
  g_free (offer->target);
  g_free (offer);
}

static const char *
get_words (GtkWidget *teller)
{
  return ADW_IS_BANNER (teller) ? adw_banner_get_title (ADW_BANNER (teller)) : gtk_label_get_label (GTK_LABEL (teller));
}

static void
update (GtkWidget *teller)
{
  Offer *offer = g_object_get_data (G_OBJECT (teller), KEY);
  const gboolean told =
      ADW_IS_BANNER (teller) ? adw_banner_get_revealed (ADW_BANNER (teller)) : gtk_widget_get_mapped (teller);

  if (offer != NULL && offer->shown != NULL)
    gtk_widget_set_visible (offer->shown,
                            told && offer->words != NULL && g_strcmp0 (get_words (teller), offer->words) == 0);
}

/* When all of it goes, maybe for good, nothing is touched any more. */
static void
on_unmap (GtkWidget *teller)
{
  Offer *offer = g_object_get_data (G_OBJECT (teller), KEY);
  GtkWidget *around = offer->shown != NULL ? gtk_widget_get_parent (offer->shown) : NULL;

  if (around != NULL && gtk_widget_get_mapped (around))
    update (teller);
}

static void
on_clicked (GtkWidget *teller, GtkWidget *button)
{
  Offer *offer = g_object_get_data (G_OBJECT (teller), KEY);

  gtk_widget_activate_action (button, ACTION, "s", offer->target);
}

static gboolean
is_column (GtkWidget *widget)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (widget);

  return GTK_IS_BOX_LAYOUT (layout) &&
         gtk_orientable_get_orientation (GTK_ORIENTABLE (layout)) == GTK_ORIENTATION_VERTICAL;
}

/* The row of buttons that comes right after it, or %NULL. */
static GtkWidget *
find_row (GtkWidget *child)
{
  GtkWidget *row = gtk_widget_get_next_sibling (child);
  GtkWidget *first = row != NULL ? gtk_widget_get_first_child (row) : NULL;

  return first != NULL && GTK_IS_BUTTON (first) && ADW_IS_WRAP_BOX (row) ? row : NULL;
}

/* A row of its own is as wide as the column: in a box that is vertical, GTK's Tab comes only to what is above or below what has the focus, not to what
 * stands beside it further down (focus_sort_up_down in gtkwidgetfocus.c). */
static GtkWidget *
make_row (GtkWidget *button, GtkWidget *column, GtkWidget *child, gboolean centred)
{
  GtkWidget *row = adw_bin_new ();

  adw_bin_set_child (ADW_BIN (row), button);
  gtk_widget_set_halign (button, centred ? GTK_ALIGN_CENTER : GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_insert_after (row, column, child);
  return row;
}

/* Returns: (nullable): what is to be shown and hidden */
static GtkWidget *
make_button (GtkWidget *teller)
{
  const gboolean centred = ADW_IS_BANNER (teller) || gtk_widget_get_ancestor (teller, ADW_TYPE_STATUS_PAGE) != NULL;
  GtkWidget *button = NULL;
  GtkWidget *shown = NULL;
  GtkWidget *row = NULL;
  GtkWidget *child = teller;
  GtkWidget *parent = gtk_widget_get_parent (teller);

  for (guint i = 0; i < MAX_CLIMB && parent != NULL && !is_column (parent); i++)
    {
      child = parent;
      parent = gtk_widget_get_parent (parent);
    }
  if (parent == NULL || !is_column (parent))
    {
      child = teller;
      parent = gtk_widget_get_parent (teller);
      g_return_val_if_fail (GTK_IS_BOX (parent), NULL);
    }
  button = gtk_button_new_with_mnemonic (_ ("Get _Help"));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, teller, NULL, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked), teller, G_CONNECT_SWAPPED);
  row = find_row (child);
  if (row != NULL)
    {
      if (gtk_widget_has_css_class (gtk_widget_get_first_child (row), "pill"))
        gtk_widget_add_css_class (button, "pill");
      adw_wrap_box_append (ADW_WRAP_BOX (row), button);
      shown = button;
    }
  else
    shown = make_row (button, parent, child, centred);
  gtk_widget_set_visible (shown, FALSE);
  return shown;
}

static Offer *
ensure_offer (GtkWidget *teller)
{
  Offer *offer = g_object_get_data (G_OBJECT (teller), KEY);

  if (offer != NULL)
    return offer;
  offer = g_new0 (Offer, 1);
  g_set_weak_pointer (&offer->shown, make_button (teller));
  g_object_set_data_full (G_OBJECT (teller), KEY, offer, offer_free);
  if (offer->shown == NULL)
    return offer;
  if (ADW_IS_BANNER (teller))
    {
      g_signal_connect (teller, "notify::title", G_CALLBACK (update), NULL);
      g_signal_connect (teller, "notify::revealed", G_CALLBACK (update), NULL);
    }
  else
    {
      g_signal_connect (teller, "notify::label", G_CALLBACK (update), NULL);
      g_signal_connect_after (teller, "map", G_CALLBACK (update), NULL);
      g_signal_connect_after (teller, "unmap", G_CALLBACK (on_unmap), NULL);
      g_signal_connect_object (gtk_widget_get_parent (offer->shown), "map", G_CALLBACK (update), teller,
                               G_CONNECT_SWAPPED | G_CONNECT_AFTER);
    }
  return offer;
}

static void
on_response (AdwAlertDialog *alert, const char *response, GtkWidget *parent)
{
  if (g_str_equal (response, "get-help"))
    gtk_widget_activate_action (parent, ACTION, "s", g_object_get_data (G_OBJECT (alert), KEY));
}

/* --- public ----------------------------------------------------------------------------- */

/* What a status page says is a label somewhere in it. Returns: (nullable) */
static GtkWidget *
find_label (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), words) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, words);

      if (found != NULL)
        return found;
    }
  return NULL;
}

const char *
orch_get_help_action_target (const GError *error)
{
  return orch_error_get_nick (orch_error_code_of (error));
}

void
orch_get_help_beside (gpointer teller, const GError *error)
{
  orch_get_help_beside_about (teller, error, NULL);
}

void
orch_get_help_beside_about (gpointer teller, const GError *error, const char *page)
{
  Offer *offer = NULL;

  if (ORCH_IS_FIELD (teller))
    teller = orch_field_get_message (teller);
  else if (ADW_IS_STATUS_PAGE (teller))
    teller = find_label (teller, adw_status_page_get_description (teller));
  g_return_if_fail (GTK_IS_LABEL (teller) || ADW_IS_BANNER (teller));
  g_return_if_fail (gtk_widget_get_parent (teller) != NULL);

  if (error == NULL && g_object_get_data (G_OBJECT (teller), KEY) == NULL)
    return;
  offer = ensure_offer (teller);
  g_set_str (&offer->words, error != NULL ? get_words (teller) : NULL);
  g_free (offer->target);
  offer->target = g_strjoin ("/", orch_get_help_action_target (error), page, NULL);
  update (teller);
}

void
orch_get_help_in_alert (AdwAlertDialog *alert, GtkWidget *parent, const GError *error)
{
  g_return_if_fail (ADW_IS_ALERT_DIALOG (alert));
  g_return_if_fail (GTK_IS_WIDGET (parent));

  adw_alert_dialog_add_response (alert, "get-help", _ ("Get _Help"));
  g_object_set_data (G_OBJECT (alert), KEY, (gpointer) orch_get_help_action_target (error));
  g_signal_connect_object (alert, "response", G_CALLBACK (on_response), parent, G_CONNECT_DEFAULT);
}
