/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-providers-step.h.
 */
#include "orch-providers-step.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-card-layout.h"
#include "ui/widgets/orch-choice-card.h"

/* Of the narrowest card: one a line at 360 px, two or three on a wide page. */
#define CARD_WIDTH 280

struct _OrchProvidersStep
{
  OrchWizardPage parent_instance;

  /* template children */
  GtkBox *cards;
};

G_DEFINE_FINAL_TYPE (OrchProvidersStep, orch_providers_step, ORCH_TYPE_WIZARD_PAGE)

static void
update_card (OrchChoiceCard *card, GParamSpec *pspec, OrchProviderCard *provider)
{
  gboolean integrated = orch_provider_card_get_integrated (provider);

  gtk_widget_set_sensitive (GTK_WIDGET (card), integrated);
  orch_choice_card_set_subtitle (card, integrated ? NULL : _ ("Not integrated yet"));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (card), orch_provider_card_get_ticked (provider));
}

static void
on_integrated (OrchProvidersStep *self, GParamSpec *pspec, OrchProviderCard *provider)
{
  g_autofree char *text =
      /* translators: spoken by a screen reader: %s is the name of an appointment provider */
      g_strdup_printf (_ ("%s is now integrated: you can tick it."), orch_provider_card_get_name (provider));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && orch_provider_card_get_integrated (provider))
    orch_announce (GTK_WIDGET (self), text);
}

static void
on_toggled (OrchProvidersStep *self, GtkCheckButton *card)
{
  OrchSetup *setup = orch_wizard_page_get_setup (ORCH_WIZARD_PAGE (self));
  OrchProviderCard *provider = g_object_get_data (G_OBJECT (card), "orch-provider");

  if (setup != NULL && orch_provider_card_get_ticked (provider) != gtk_check_button_get_active (card))
    orch_setup_tick_provider (setup, orch_provider_card_get_code (provider), gtk_check_button_get_active (card));
}

GtkWidget *
orch_provider_card_widget_new (OrchProviderCard *provider)
{
  g_return_val_if_fail (ORCH_IS_PROVIDER_CARD (provider), NULL);

  GtkWidget *card = orch_choice_card_new (orch_provider_card_get_name (provider), NULL);

  g_object_set_data_full (G_OBJECT (card), "orch-provider", g_object_ref (provider), g_object_unref);
  g_signal_connect_object (provider, "notify::integrated", G_CALLBACK (update_card), card, G_CONNECT_SWAPPED);
  g_signal_connect_object (provider, "notify::ticked", G_CALLBACK (update_card), card, G_CONNECT_SWAPPED);
  update_card (ORCH_CHOICE_CARD (card), NULL, provider);
  return card;
}

static GtkWidget *
make_card (OrchProvidersStep *self, OrchProviderCard *item)
{
  GtkWidget *card = orch_provider_card_widget_new (item);

  g_signal_connect_object (card, "toggled", G_CALLBACK (on_toggled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::integrated", G_CALLBACK (on_integrated), self, G_CONNECT_SWAPPED);
  gtk_widget_set_size_request (card, CARD_WIDTH, -1);
  return card;
}

/* Cards that stay keep the focus. */
static void
on_items_changed (OrchProvidersStep *self, guint position, guint removed, guint added, GListModel *providers)
{
  GtkWidget *before = NULL, *next = gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  for (guint i = 0; i < position && next != NULL; i++)
    {
      before = next;
      next = gtk_widget_get_next_sibling (next);
    }
  for (guint i = 0; i < removed && next != NULL; i++)
    {
      GtkWidget *card = next;
      next = gtk_widget_get_next_sibling (next);
      gtk_box_remove (self->cards, card);
    }
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (OrchProviderCard) provider = g_list_model_get_item (providers, i);
      GtkWidget *card = make_card (self, provider);

      gtk_box_insert_child_after (self->cards, card, before);
      before = card;
    }
}

static void
orch_providers_step_bind (OrchWizardPage *page, OrchSetup *setup)
{
  GListModel *providers = orch_setup_get_providers (setup);

  g_signal_connect_object (providers, "items-changed", G_CALLBACK (on_items_changed), page, G_CONNECT_SWAPPED);
  on_items_changed (ORCH_PROVIDERS_STEP (page), 0, 0, g_list_model_get_n_items (providers), providers);
}

static void
orch_providers_step_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_PROVIDERS_STEP);
  G_OBJECT_CLASS (orch_providers_step_parent_class)->dispose (object);
}

static void
orch_providers_step_class_init (OrchProvidersStepClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_providers_step_dispose;
  ORCH_WIZARD_PAGE_CLASS (class)->bind = orch_providers_step_bind;
  g_type_ensure (ORCH_TYPE_CARD_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/wizard/orch-providers-step.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchProvidersStep, cards);
}

static void
orch_providers_step_init (OrchProvidersStep *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
