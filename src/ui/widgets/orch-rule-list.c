/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-rule-list.h.
 */
#include "orch-rule-list.h"

#include <glib/gi18n-lib.h>

struct _OrchRuleList
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (OrchRuleList, orch_rule_list, GTK_TYPE_WIDGET)

static GtkWidget *
nth_row (OrchRuleList *self, guint index)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self));

  while (row != NULL && index-- > 0)
    row = gtk_widget_get_next_sibling (row);
  return row;
}

static void
orch_rule_list_dispose (GObject *object)
{
  orch_rule_list_clear (ORCH_RULE_LIST (object));
  G_OBJECT_CLASS (orch_rule_list_parent_class)->dispose (object);
}

static void
orch_rule_list_class_init (OrchRuleListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = orch_rule_list_dispose;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "rules");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_LIST);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BOX_LAYOUT);
}

static void
orch_rule_list_init (OrchRuleList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 3);
}

void
orch_rule_list_set_rule (OrchRuleList *self, guint index, const char *text, gboolean met)
{
  g_return_if_fail (ORCH_IS_RULE_LIST (self));
  g_return_if_fail (text != NULL);

  GtkWidget *row = nth_row (self, index);
  if (row == NULL)
    {
      row = g_object_new (GTK_TYPE_BOX, "spacing", 8, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
      gtk_box_append (GTK_BOX (row),
                      g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
      gtk_box_append (GTK_BOX (row),
                      g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0f,
                                    "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
      gtk_widget_add_css_class (row, "caption");
      gtk_widget_insert_before (row, GTK_WIDGET (self), NULL);
    }

  GtkWidget *image = gtk_widget_get_first_child (row);
  g_autofree char *spoken =
      /* translators: spoken by a screen reader: a rule of a password that is met */
      g_strdup_printf (met ? _ ("%s: met") :
                           /* translators: spoken by a screen reader: a rule of a password that is not met yet */
                           _ ("%s: not yet"),
                       text);
  gtk_image_set_from_icon_name (GTK_IMAGE (image), met ? "orch-step-done-symbolic" : "orch-step-to-come-symbolic");
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (image)), text);
  if (met)
    gtk_widget_add_css_class (row, "success");
  else
    gtk_widget_remove_css_class (row, "success");
  g_object_set_data (G_OBJECT (row), "orch-met", GINT_TO_POINTER (met));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

void
orch_rule_list_clear (OrchRuleList *self)
{
  GtkWidget *row;

  g_return_if_fail (ORCH_IS_RULE_LIST (self));
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (row);
}

gboolean
orch_rule_list_all_met (OrchRuleList *self)
{
  g_return_val_if_fail (ORCH_IS_RULE_LIST (self), FALSE);

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (g_object_get_data (G_OBJECT (row), "orch-met") == NULL)
      return FALSE;
  return TRUE;
}
