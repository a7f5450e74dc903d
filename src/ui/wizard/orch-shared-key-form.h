/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Asks for the clinic's shared encryption key: hidden, twice, its rules live; kept in the keyring and never shown again. Main thread.
 * Source: product.md §3, emr-facts D3.
 */
#pragma once

#include <gtk/gtk.h>

#include "sync/orch-setup.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SHARED_KEY_FORM (orch_shared_key_form_get_type ())
G_DECLARE_FINAL_TYPE (OrchSharedKeyForm, orch_shared_key_form, ORCH, SHARED_KEY_FORM, GtkWidget)

/** orch_shared_key_form_bind: once */
void orch_shared_key_form_bind (OrchSharedKeyForm *self, OrchSetup *setup);

G_END_DECLS
