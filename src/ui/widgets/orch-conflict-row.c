/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conflict-row.h.
 */
#include "orch-conflict-row.h"

#include <glib/gi18n-lib.h>

#include "ui/orch-error-text.h"
#include "orch-template.h"

struct _OrchConflictRow
{
  GtkWidget parent_instance;

  /* template children */
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *fault;
  GtkLabel *remedy;
};

G_DEFINE_FINAL_TYPE (OrchConflictRow, orch_conflict_row, GTK_TYPE_WIDGET)

static char *
dup_name (OrchConflict *conflict)
{
  const char *id = orch_conflict_get_record_id (conflict);

  /* A record without a name goes by its identifier already. */
  if (id == NULL || g_str_equal (id, orch_conflict_get_record_name (conflict)))
    return g_strdup (orch_conflict_get_record_name (conflict));
  /* translators: the name of a record, and its identifier in the EMR */
  return g_strdup_printf (_ ("%s · %s"), orch_conflict_get_record_name (conflict), id);
}

static char *
dup_fault (OrchConflict *conflict)
{
  g_autofree char *sentence = orch_error_text_dup_conflict (conflict, FALSE);

  /* translators: a field of a record in the EMR, and what is wrong with it */
  return g_strdup_printf (_ ("%s: %s"), orch_error_text_conflict_field (orch_conflict_get_rule (conflict)), sentence);
}

static void
on_factory_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, orch_conflict_row_new ());
}

static void
on_factory_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  OrchConflict *conflict = gtk_list_item_get_item (item);
  g_autofree char *label = orch_conflict_row_dup_label (conflict);

  orch_conflict_row_set_conflict (ORCH_CONFLICT_ROW (gtk_list_item_get_child (item)), conflict);
  gtk_list_item_set_accessible_label (item, label);
}

static void
orch_conflict_row_dispose (GObject *object)
{
  orch_template_dispose (GTK_WIDGET (object), ORCH_TYPE_CONFLICT_ROW);
  G_OBJECT_CLASS (orch_conflict_row_parent_class)->dispose (object);
}

static void
orch_conflict_row_class_init (OrchConflictRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_conflict_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/widgets/orch-conflict-row.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchConflictRow, icon);
  gtk_widget_class_bind_template_child (widget_class, OrchConflictRow, name);
  gtk_widget_class_bind_template_child (widget_class, OrchConflictRow, fault);
  gtk_widget_class_bind_template_child (widget_class, OrchConflictRow, remedy);
  gtk_widget_class_set_css_name (widget_class, "conflict");
}

static void
orch_conflict_row_init (OrchConflictRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
orch_conflict_row_new (void)
{
  return g_object_new (ORCH_TYPE_CONFLICT_ROW, NULL);
}

void
orch_conflict_row_set_conflict (OrchConflictRow *self, OrchConflict *conflict)
{
  g_return_if_fail (ORCH_IS_CONFLICT_ROW (self));

  if (conflict == NULL)
    return;

  gboolean warning = orch_conflict_is_warning (conflict);
  g_autofree char *name = dup_name (conflict);
  g_autofree char *fault = dup_fault (conflict);
  g_autofree char *remedy = orch_error_text_dup_conflict (conflict, TRUE);

  gtk_image_set_from_icon_name (self->icon, warning ? "dialog-information-symbolic" : "orch-conflict-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->icon), warning ? "warning" : "dimmed");
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), warning ? "dimmed" : "warning");
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->fault, fault);
  gtk_label_set_text (self->remedy, remedy);
}

char *
orch_conflict_row_dup_label (OrchConflict *conflict)
{
  g_autofree char *name = dup_name (conflict);
  g_autofree char *fault = dup_fault (conflict);
  g_autofree char *remedy = orch_error_text_dup_conflict (conflict, TRUE);

  /* translators: spoken by a screen reader: a record, what is wrong with it, what to do */
  return g_strdup_printf (_ ("%s. %s %s"), name, fault, remedy);
}

GtkListItemFactory *
orch_conflict_row_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_factory_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_factory_bind), NULL);
  return factory;
}
