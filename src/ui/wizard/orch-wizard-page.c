/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-wizard-page.h.
 */
#include "orch-wizard-page.h"

#include "ui/orch-error-text.h"

typedef struct
{
  OrchSetup *setup; /* (owned) */
  OrchStep step;
} OrchWizardPagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (OrchWizardPage, orch_wizard_page, ADW_TYPE_BIN)

static void
orch_wizard_page_dispose (GObject *object)
{
  OrchWizardPagePrivate *priv = orch_wizard_page_get_instance_private (ORCH_WIZARD_PAGE (object));

  g_clear_object (&priv->setup);
  G_OBJECT_CLASS (orch_wizard_page_parent_class)->dispose (object);
}

static void
orch_wizard_page_class_init (OrchWizardPageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = orch_wizard_page_dispose;
}

static void
orch_wizard_page_init (OrchWizardPage *self)
{
}

OrchSetup *
orch_wizard_page_get_setup (OrchWizardPage *self)
{
  OrchWizardPagePrivate *priv = orch_wizard_page_get_instance_private (self);

  g_return_val_if_fail (ORCH_IS_WIZARD_PAGE (self), NULL);
  return priv->setup;
}

OrchStep
orch_wizard_page_get_step (OrchWizardPage *self)
{
  OrchWizardPagePrivate *priv = orch_wizard_page_get_instance_private (self);

  g_return_val_if_fail (ORCH_IS_WIZARD_PAGE (self), ORCH_STEP_CLINIC);
  return priv->step;
}

void
orch_wizard_page_bind (OrchWizardPage *self, OrchSetup *setup, OrchStep step)
{
  OrchWizardPagePrivate *priv = orch_wizard_page_get_instance_private (self);

  g_return_if_fail (ORCH_IS_WIZARD_PAGE (self));
  g_return_if_fail (ORCH_IS_SETUP (setup));
  g_return_if_fail (priv->setup == NULL);

  priv->setup = g_object_ref (setup);
  priv->step = step;
  if (ORCH_WIZARD_PAGE_GET_CLASS (self)->bind != NULL)
    ORCH_WIZARD_PAGE_GET_CLASS (self)->bind (self, setup);
}

void
orch_wizard_page_entered (OrchWizardPage *self)
{
  g_return_if_fail (ORCH_IS_WIZARD_PAGE (self));

  if (ORCH_WIZARD_PAGE_GET_CLASS (self)->entered != NULL)
    ORCH_WIZARD_PAGE_GET_CLASS (self)->entered (self);
}

void
orch_wizard_page_left (OrchWizardPage *self)
{
  g_return_if_fail (ORCH_IS_WIZARD_PAGE (self));

  if (ORCH_WIZARD_PAGE_GET_CLASS (self)->left != NULL)
    ORCH_WIZARD_PAGE_GET_CLASS (self)->left (self);
}

char *
orch_wizard_page_dup_missing (OrchWizardPage *self)
{
  OrchWizardPagePrivate *priv = orch_wizard_page_get_instance_private (self);

  g_return_val_if_fail (ORCH_IS_WIZARD_PAGE (self), NULL);

  if (ORCH_WIZARD_PAGE_GET_CLASS (self)->dup_missing != NULL)
    {
      char *text = ORCH_WIZARD_PAGE_GET_CLASS (self)->dup_missing (self);
      if (text != NULL)
        return text;
    }
  return orch_error_text_dup_missing (priv->setup, priv->step);
}
