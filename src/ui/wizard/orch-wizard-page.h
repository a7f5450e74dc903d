/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A page of the set-up wizard: one of the six steps. Derived by each; owned by the window's carousel. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-setup.h"

G_BEGIN_DECLS

#define ORCH_TYPE_WIZARD_PAGE (orch_wizard_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (OrchWizardPage, orch_wizard_page, ORCH, WIZARD_PAGE, AdwBin)

/**
 * OrchWizardPageClass:
 * @bind: the set-up is known: read it and follow it. Called once.
 * @entered: the page is now the one shown
 * @left: another page is about to be shown, or the window to close
 * @dup_missing: (nullable): why Next is closed, when the page knows better than orch_error_text_missing(). Returns: (transfer full) (nullable)
 * @focus_missing: puts the focus where something is missing
 */
struct _OrchWizardPageClass
{
  AdwBinClass parent_class;

  void (*bind) (OrchWizardPage *self, OrchSetup *setup);
  void (*entered) (OrchWizardPage *self);
  void (*left) (OrchWizardPage *self);
  char *(*dup_missing) (OrchWizardPage *self);
};

OrchSetup *orch_wizard_page_get_setup (OrchWizardPage *self);
/** orch_wizard_page_bind: gives the page its set-up; once */
void orch_wizard_page_bind (OrchWizardPage *self, OrchSetup *setup, OrchStep step);
OrchStep orch_wizard_page_get_step (OrchWizardPage *self);
void orch_wizard_page_entered (OrchWizardPage *self);
void orch_wizard_page_left (OrchWizardPage *self);
/** orch_wizard_page_dup_missing: Returns: (transfer full) (nullable): a sentence that says what is missing, %NULL when nothing is */
char *orch_wizard_page_dup_missing (OrchWizardPage *self);

G_END_DECLS
