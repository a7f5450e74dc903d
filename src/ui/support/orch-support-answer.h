/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the support guide says: the levels of an answer, or all of one provider. Says when each contact is open, and keeps it true
 * while it shows. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "catalogue/orch-support-guide.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SUPPORT_ANSWER (orch_support_answer_get_type ())
G_DECLARE_FINAL_TYPE (OrchSupportAnswer, orch_support_answer, ORCH, SUPPORT_ANSWER, AdwBin)

GtkWidget *orch_support_answer_new_for_leaf (OrchSupportGuide *guide, const OrchSupportNode *leaf);
GtkWidget *orch_support_answer_new_for_provider (OrchSupportGuide *guide, const OrchSupportProvider *provider);
/** orch_support_answer_new_reminders: what is always worth a thought */
GtkWidget *orch_support_answer_new_reminders (OrchSupportGuide *guide);

G_END_DECLS
