/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-saved-filters.h. A person keeps a handful: a GtkListBox is enough.
 */
#include "orch-saved-filters.h"

#include <glib/gi18n.h>

#include "core/orch-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchSavedFilters
{
  AdwBin parent_instance;

  /* owned */
  OrchMessageDesk *desk; /* (nullable) */
  char *current;         /* (nullable) */

  /* template children */
  GtkListBox *list;
  GtkEntry *name;
  GtkWidget *save;
  GtkWidget *why;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchSavedFilters, orch_saved_filters, ADW_TYPE_BIN)

static void load (OrchSavedFilters *self);

static void
show_may_save (OrchSavedFilters *self)
{
  const gboolean named = !orch_text_is_empty (gtk_editable_get_text (GTK_EDITABLE (self->name)));

  gtk_widget_set_sensitive (self->save, named && self->current != NULL && self->desk != NULL);
  gtk_widget_set_visible (self->why, self->current == NULL);
}

static DexFuture *
on_kept (DexFuture *future, gpointer data)
{
  load (data);
  return NULL;
}

static void
keep (OrchSavedFilters *self, const char *name, const char *value)
{
  if (self->desk != NULL)
    dex_future_disown (dex_future_finally (orch_message_desk_save_filter (self->desk, name, value), on_kept,
                                           g_object_ref (self), g_object_unref));
}

static void
on_remove (OrchSavedFilters *self, GtkWidget *button)
{
  keep (self, g_object_get_data (G_OBJECT (button), "name"), NULL);
}

static void
add_row (OrchSavedFilters *self, const char *name, const char *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("orch-remove-symbolic");
  /* translators: %s is the name that a person gave to a choice of filters */
  g_autofree char *what = g_strdup_printf (_ ("Remove “%s”"), name);

  orch_plain_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "value", g_strdup (value), g_free);
  g_object_set_data_full (G_OBJECT (remove), "name", g_strdup (name), g_free);
  gtk_widget_set_tooltip_text (remove, what);
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (remove, "flat");
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  gtk_list_box_append (self->list, row);
}

static DexFuture *
on_loaded (DexFuture *future, gpointer data)
{
  OrchSavedFilters *self = data;
  const GValue *value = dex_future_get_value (future, NULL);
  const char *name = NULL;
  const char *text = NULL;
  GVariantIter iter;

  gtk_list_box_remove_all (self->list);
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
  if (value == NULL || self->desk == NULL)
    return NULL;
  g_variant_iter_init (&iter, g_value_get_variant (value));
  while (g_variant_iter_next (&iter, "(&s&s)", &name, &text))
    add_row (self, name, text);
  gtk_widget_set_visible (GTK_WIDGET (self->list), gtk_list_box_get_row_at_index (self->list, 0) != NULL);
  return NULL;
}

static void
load (OrchSavedFilters *self)
{
  if (self->desk != NULL)
    dex_future_disown (dex_future_finally (orch_message_desk_list_filters (self->desk), on_loaded, g_object_ref (self),
                                           g_object_unref));
}

static void
on_changed (OrchSavedFilters *self)
{
  show_may_save (self);
}

static void
on_save (OrchSavedFilters *self)
{
  g_autofree char *name = orch_text_clean (gtk_editable_get_text (GTK_EDITABLE (self->name)), 40);

  if (!gtk_widget_get_sensitive (self->save))
    return;
  keep (self, name, self->current);
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
}

static void
on_row_activated (OrchSavedFilters *self, GtkListBoxRow *row)
{
  g_autofree char *value = g_strdup (g_object_get_data (G_OBJECT (row), "value"));

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, value);
}

static void
orch_saved_filters_dispose (GObject *object)
{
  OrchSavedFilters *self = ORCH_SAVED_FILTERS (object);

  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SAVED_FILTERS);
  G_OBJECT_CLASS (orch_saved_filters_parent_class)->dispose (object);
}

static void
orch_saved_filters_finalize (GObject *object)
{
  g_free (ORCH_SAVED_FILTERS (object)->current);
  G_OBJECT_CLASS (orch_saved_filters_parent_class)->finalize (object);
}

static void
orch_saved_filters_class_init (OrchSavedFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_saved_filters_dispose;
  G_OBJECT_CLASS (klass)->finalize = orch_saved_filters_finalize;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/messages/orch-saved-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchSavedFilters, list);
  gtk_widget_class_bind_template_child (widget_class, OrchSavedFilters, name);
  gtk_widget_class_bind_template_child (widget_class, OrchSavedFilters, save);
  gtk_widget_class_bind_template_child (widget_class, OrchSavedFilters, why);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
orch_saved_filters_init (OrchSavedFilters *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_may_save (self);
}

void
orch_saved_filters_set_desk (OrchSavedFilters *self, OrchMessageDesk *desk)
{
  g_return_if_fail (ORCH_IS_SAVED_FILTERS (self));

  if (!g_set_object (&self->desk, desk))
    return;
  gtk_list_box_remove_all (self->list);
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  show_may_save (self);
  load (self);
}

void
orch_saved_filters_set_current (OrchSavedFilters *self, const char *value)
{
  g_return_if_fail (ORCH_IS_SAVED_FILTERS (self));

  if (g_set_str (&self->current, value))
    show_may_save (self);
}
