/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One field of a form: its label above, the control, and below what is wrong with it, spoken as the control's description. Labels wrap and are
 * never ellipsised, so that a form can be read at 360 pixels and at twice the text size. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ORCH_TYPE_FIELD (orch_field_get_type ())
G_DECLARE_FINAL_TYPE (OrchField, orch_field, ORCH, FIELD, GtkWidget)

/*
 * Properties:
 *   label     string, with a mnemonic
 *   optional  gboolean: says so beside the label
 *   child     GtkWidget: the control
 *   error     string (nullable): what is wrong; shown in red, replaces the hint
 *   hint      string (nullable): help below the control
 *   counter   string (nullable): at the right of the label, such as "12/200"
 */

GtkWidget *orch_field_new (const char *label, GtkWidget *child);
GtkWidget *orch_field_get_child (OrchField *self);
void orch_field_set_child (OrchField *self, GtkWidget *child);
const char *orch_field_get_error (OrchField *self);
void orch_field_set_error (OrchField *self, const char *error);
void orch_field_set_hint (OrchField *self, const char *hint);
void orch_field_set_optional (OrchField *self, gboolean optional);
void orch_field_set_counter (OrchField *self, const char *counter);

/** orch_field_get_message: Returns: (transfer none): the label of the error, or of the hint */
GtkLabel *orch_field_get_message (OrchField *self);

G_END_DECLS
