/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-professional.h.
 */
#include "orch-professional.h"

struct _OrchProfessional
{
  GObject parent_instance;

  /* owned */
  char *reference;
  char *name;
};

G_DEFINE_FINAL_TYPE (OrchProfessional, orch_professional, G_TYPE_OBJECT)

static void
orch_professional_finalize (GObject *object)
{
  OrchProfessional *self = ORCH_PROFESSIONAL (object);

  g_free (self->reference);
  g_free (self->name);
  G_OBJECT_CLASS (orch_professional_parent_class)->finalize (object);
}

static void
orch_professional_class_init (OrchProfessionalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_professional_finalize;
}

static void
orch_professional_init (OrchProfessional *self)
{
}

OrchProfessional *
orch_professional_new (const char *reference, const char *name)
{
  OrchProfessional *self = g_object_new (ORCH_TYPE_PROFESSIONAL, NULL);

  self->reference = g_strdup (reference);
  self->name = g_strdup (name);
  return self;
}

const char *
orch_professional_get_reference (OrchProfessional *self)
{
  g_return_val_if_fail (ORCH_IS_PROFESSIONAL (self), NULL);

  return self->reference;
}

const char *
orch_professional_get_name (OrchProfessional *self)
{
  g_return_val_if_fail (ORCH_IS_PROFESSIONAL (self), NULL);

  return self->name;
}
