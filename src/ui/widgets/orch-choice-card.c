/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-choice-card.h.
 */
#include "orch-choice-card.h"

#include <glib/gi18n-lib.h>

#include "orch-tile.h"

struct _OrchChoiceCard
{
  GtkCheckButton parent_instance;

  gboolean is_locked;

  /* template children */
  OrchTile *tile;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *lock;
};

G_DEFINE_FINAL_TYPE (OrchChoiceCard, orch_choice_card, GTK_TYPE_CHECK_BUTTON)

static void
update_name (OrchChoiceCard *self)
{
  const char *title = gtk_label_get_text (self->title);
  const char *subtitle = gtk_label_get_text (self->subtitle);
  g_autofree char *name = NULL;

  if (self->is_locked)
    /* translators: spoken by a screen reader: the name of an EMR that the hub already knows */
    name = g_strdup_printf (_ ("%s, locked"), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name != NULL ? name : title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, subtitle, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), *subtitle != '\0');
  gtk_widget_set_visible (self->lock, self->is_locked);
}

static void
orch_choice_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_CHOICE_CARD);
  G_OBJECT_CLASS (orch_choice_card_parent_class)->dispose (object);
}

static void
orch_choice_card_class_init (OrchChoiceCardClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_choice_card_dispose;
  g_type_ensure (ORCH_TYPE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/widgets/orch-choice-card.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchChoiceCard, tile);
  gtk_widget_class_bind_template_child (widget_class, OrchChoiceCard, title);
  gtk_widget_class_bind_template_child (widget_class, OrchChoiceCard, subtitle);
  gtk_widget_class_bind_template_child (widget_class, OrchChoiceCard, lock);
}

static void
orch_choice_card_init (OrchChoiceCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
orch_choice_card_new (const char *title, const char *subtitle)
{
  g_return_val_if_fail (title != NULL, NULL);

  OrchChoiceCard *self = g_object_new (ORCH_TYPE_CHOICE_CARD, NULL);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle != NULL ? subtitle : "");
  update_name (self);
  return GTK_WIDGET (self);
}

const char *
orch_choice_card_get_title (OrchChoiceCard *self)
{
  g_return_val_if_fail (ORCH_IS_CHOICE_CARD (self), NULL);
  return gtk_label_get_text (self->title);
}

void
orch_choice_card_set_tile (OrchChoiceCard *self, const char *initials, const char *colour)
{
  g_return_if_fail (ORCH_IS_CHOICE_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self->tile), initials != NULL);
  orch_tile_set (self->tile, initials, colour);
}

void
orch_choice_card_set_title (OrchChoiceCard *self, const char *title)
{
  g_return_if_fail (ORCH_IS_CHOICE_CARD (self));

  gtk_label_set_text (self->title, title);
  update_name (self);
}

void
orch_choice_card_set_subtitle (OrchChoiceCard *self, const char *subtitle)
{
  g_return_if_fail (ORCH_IS_CHOICE_CARD (self));

  gtk_label_set_text (self->subtitle, subtitle != NULL ? subtitle : "");
  update_name (self);
}

void
orch_choice_card_set_locked (OrchChoiceCard *self, gboolean locked)
{
  g_return_if_fail (ORCH_IS_CHOICE_CARD (self));

  self->is_locked = !!locked;
  update_name (self);
}
