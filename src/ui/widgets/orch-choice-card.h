/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A card that is a check box or a radio button as a whole: a click anywhere on it chooses it, the keyboard and screen readers meet an ordinary
 * GtkCheckButton. Radio cards are joined with gtk_check_button_set_group(). Main thread. Source: seeds/wizard-guide.txt (la vignette).
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ORCH_TYPE_CHOICE_CARD (orch_choice_card_get_type ())
G_DECLARE_FINAL_TYPE (OrchChoiceCard, orch_choice_card, ORCH, CHOICE_CARD, GtkCheckButton)

/** orch_choice_card_new: @title: a product's name, never translated; @subtitle: (nullable): a line below */
GtkWidget *orch_choice_card_new (const char *title, const char *subtitle);
const char *orch_choice_card_get_title (OrchChoiceCard *self);
/** orch_choice_card_set_tile: @initials: (nullable): drawn in place of a logo; @colour: (nullable): "#1c71d8" */
void orch_choice_card_set_tile (OrchChoiceCard *self, const char *initials, const char *colour);
void orch_choice_card_set_title (OrchChoiceCard *self, const char *title);
void orch_choice_card_set_subtitle (OrchChoiceCard *self, const char *subtitle);
/** orch_choice_card_set_locked: shows a lock; the card stays sensitive, so that trying another can be answered in words */
void orch_choice_card_set_locked (OrchChoiceCard *self, gboolean locked);

G_END_DECLS
