/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One field of the form of an EMR's connection: an entry, a choice, or a secret, which once kept can be replaced but not shown. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "catalogue/orch-form-field.h"
#include "secrets/orch-secret.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EMR_FIELD (orch_emr_field_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrField, orch_emr_field, ORCH, EMR_FIELD, AdwBin)

/* Signal "edited": the person changed it */

/** orch_emr_field_new: @value: (nullable): what was typed before; @kept: whether the keyring holds the secret */
GtkWidget *orch_emr_field_new (OrchFormField *field, const char *value, gboolean kept);
OrchFormField *orch_emr_field_get_field (OrchEmrField *self);
/** orch_emr_field_dup_value: Returns: (transfer full) (nullable): what is typed or chosen; %NULL for a secret */
char *orch_emr_field_dup_value (OrchEmrField *self);
/** orch_emr_field_dup_secret: Returns: (transfer full) (nullable): a secret typed and not kept yet */
OrchSecret *orch_emr_field_dup_secret (OrchEmrField *self);
/** orch_emr_field_set_value: what the program found out, in place of what is typed; tells nobody */
void orch_emr_field_set_value (OrchEmrField *self, const char *value);
/** orch_emr_field_get_consent_row: Returns: (transfer none) (nullable) (type OrchEmrConsentRow): of a field of kind AUTHORISATION */
GtkWidget *orch_emr_field_get_consent_row (OrchEmrField *self);
/** orch_emr_field_get_file_row: Returns: (transfer none) (nullable) (type OrchEmrFileRow): of a field of kind TABLE */
GtkWidget *orch_emr_field_get_file_row (OrchEmrField *self);
/** orch_emr_field_set_error: @error: (nullable): below the field, until it is edited */
void orch_emr_field_set_error (OrchEmrField *self, const char *error);
/** orch_emr_field_set_kept: the secret is in the keyring: forgets what was typed */
void orch_emr_field_set_kept (OrchEmrField *self);
/** orch_emr_field_show_fault: Returns: whether what is typed can be used; says why not below the field */
gboolean orch_emr_field_show_fault (OrchEmrField *self);

G_END_DECLS
