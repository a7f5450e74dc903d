/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A field of the form that asks for the connection details of an EMR: its words, its kind, and what may be typed in it. The form
 * is drawn from these by ui/. Immutable; any thread. Properties, read-only: id, label, help (in the language of the process), kind
 * (int), required, advanced. Source: product.md §3; the fields are in data/emr.
 */
#pragma once

#include <gio/gio.h>

#include "core/orch-clinic.h"
#include "core/orch-file-map.h"
#include "orch-bilingual.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_FORM_FIELD_TEXT = 0,
  ORCH_FORM_FIELD_URL,
  ORCH_FORM_FIELD_SECRET, /* to the keyring, never shown again */
  ORCH_FORM_FIELD_CHOICE,
  ORCH_FORM_FIELD_SCOPES,        /* OAuth scopes, separated by spaces */
  ORCH_FORM_FIELD_AUTHORISATION, /* given on the EMR's own page; a secret, but nobody types it */
  ORCH_FORM_FIELD_FOLDER,        /* the path of a folder of this workstation */
  ORCH_FORM_FIELD_TABLE,         /* a file of that folder and its columns: the text of an OrchFileMap */
} OrchFormFieldKind;

#define ORCH_TYPE_FORM_FIELD (orch_form_field_get_type ())
G_DECLARE_FINAL_TYPE (OrchFormField, orch_form_field, ORCH, FORM_FIELD, GObject)

/** orch_form_field_new: @object: a field, @messages: the messages of form-messages.json, both as the schema says; kept.
 * INVALID when the pattern is no regular expression, a choice has no choices, or the default is not one of them */
OrchFormField *orch_form_field_new (JsonObject *object, JsonObject *messages, GError **error);

/** orch_form_field_get_id: stable within a vendor: the key of values and of keyring items */
const char *orch_form_field_get_id (OrchFormField *self);
OrchFormFieldKind orch_form_field_get_kind (OrchFormField *self);
/** orch_form_field_is_secret: whether its value is in the keyring alone: typed, or given by the EMR */
gboolean orch_form_field_is_secret (OrchFormField *self);
const char *orch_form_field_get_label (OrchFormField *self, const char *language);
/** orch_form_field_get_help: Returns: (transfer none) (nullable) */
const char *orch_form_field_get_help (OrchFormField *self, const char *language);
gboolean orch_form_field_get_required (OrchFormField *self);
/** orch_form_field_get_advanced: under "Advanced", folded at first */
gboolean orch_form_field_get_advanced (OrchFormField *self);
/** orch_form_field_get_default: Returns: (transfer none) (nullable): the value before anything is typed */
const char *orch_form_field_get_default (OrchFormField *self);
/** orch_form_field_get_max_length: Returns: characters, 0 = no limit */
guint orch_form_field_get_max_length (OrchFormField *self);

/** orch_form_field_get_table: what a file of kind TABLE holds */
OrchFileKind orch_form_field_get_table (OrchFormField *self);

/** orch_form_field_get_n_choices: 0 unless the kind is CHOICE */
guint orch_form_field_get_n_choices (OrchFormField *self);
const char *orch_form_field_get_choice_id (OrchFormField *self, guint index);
const char *orch_form_field_get_choice_label (OrchFormField *self, guint index, const char *language);

/** orch_form_field_get_condition: Returns: (transfer none) (nullable): the id of the field that decides whether this one shows, and the values of it that do; see
 * orch_emr_vendor_is_field_shown() */
const char *orch_form_field_get_condition (OrchFormField *self, const char *const **values);

/**
 * orch_form_field_check:
 * @text: (nullable): as typed; a secret is taken as it is, everything else is trimmed
 * @normalized: (out) (optional) (nullable) (transfer full): the value to keep when the state is OK ("" for an optional field left empty), else %NULL.
 *   A URL has no spaces, a lower-case scheme and host and no trailing slash; scopes are separated by one space
 * @message: (out) (optional) (nullable) (transfer none): what is wrong, in both languages; with OK, what was changed in the text ("the
 *   slash was removed"), else %NULL. Valid as long as @self
 *
 * A URL must be https, http only for this machine (localhost, 127.0.0.0/8, ::1), without user name, query or fragment.
 *
 * Returns: the state of the field with that text
 */
OrchFieldState orch_form_field_check (OrchFormField *self, const char *text, char **normalized,
                                      const OrchBilingual **message);

G_END_DECLS
