/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The connection details of an EMR: a form drawn from the catalogue's fields, and the test of the connection. Secrets go to the keyring and are
 * never shown again. Main thread. Source: product.md §3; data/emr.
 */
#pragma once

#include <gtk/gtk.h>

#include "sync/orch-setup.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EMR_FORM (orch_emr_form_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrForm, orch_emr_form, ORCH, EMR_FORM, GtkWidget)

void orch_emr_form_bind (OrchEmrForm *self, OrchSetup *setup);
/** orch_emr_form_set_vendor: draws the form anew */
void orch_emr_form_set_vendor (OrchEmrForm *self, OrchEmrVendor *vendor);
/** orch_emr_form_store_secrets: what is typed in secret fields goes to the keyring; when the page is left. */
void orch_emr_form_store_secrets (OrchEmrForm *self);

G_END_DECLS
