/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The rules of a password, PIN or key while it is typed: each with a circle, or a check once met. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ORCH_TYPE_RULE_LIST (orch_rule_list_get_type ())
G_DECLARE_FINAL_TYPE (OrchRuleList, orch_rule_list, ORCH, RULE_LIST, GtkWidget)

/** orch_rule_list_set_rule: @index: adds it when it is the next one; @met: whether what is typed meets it */
void orch_rule_list_set_rule (OrchRuleList *self, guint index, const char *text, gboolean met);
void orch_rule_list_clear (OrchRuleList *self);
gboolean orch_rule_list_all_met (OrchRuleList *self);

G_END_DECLS
