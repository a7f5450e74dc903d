/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An EMR of the catalogue: its card in step 3 of the wizard, what the administrator must have ready, and the form of its
 * connection. Immutable; any thread. Properties, read-only, for cards: code, name, description (in the language of the process),
 * maker, initials, colour, protocol. Source: product.md §1 step 3 and §3; data/emr.
 */
#pragma once

#include "orch-form-field.h"

G_BEGIN_DECLS

#define ORCH_EMR_VENDOR_NONE "none"  /* the code of standalone clinics */
#define ORCH_EMR_VENDOR_POSITION 500 /* of one that says none */

/** OrchEmrFeatures: what its interface can do with a chart, or tell of an appointment, besides what every EMR does; as its maker documents it */
typedef enum
{
  ORCH_EMR_FEATURE_DOCUMENTS = 1 << 0,       /* a document is put in a patient's chart */
  ORCH_EMR_FEATURE_NOTES = 1 << 1,           /* an encounter note is */
  ORCH_EMR_FEATURE_FOLDERS = 1 << 2,         /* a document is put in a folder, and a sub-folder */
  ORCH_EMR_FEATURE_LETTER_TYPES = 1 << 3,    /* a note has a letter type */
  ORCH_EMR_FEATURE_CUSTOM_FIELDS = 1 << 4,   /* the clinic's own fields of a patient */
  ORCH_EMR_FEATURE_WALK_IN = 1 << 5,         /* it tells who comes without an appointment */
  ORCH_EMR_FEATURE_REMINDER_STATUS = 1 << 6, /* an appointment gets a status of the clinic's own */
} OrchEmrFeatures;

#define ORCH_TYPE_EMR_VENDOR (orch_emr_vendor_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrVendor, orch_emr_vendor, ORCH, EMR_VENDOR, GObject)

/** orch_emr_vendor_new: @object: a vendor, @messages: those of form-messages.json, both as the schema says. INVALID when its form contradicts itself */
OrchEmrVendor *orch_emr_vendor_new (JsonObject *object, JsonObject *messages, GError **error);

/** orch_emr_vendor_get_code: stable: kept in the store and on the hub */
const char *orch_emr_vendor_get_code (OrchEmrVendor *self);
const char *orch_emr_vendor_get_name (OrchEmrVendor *self, const char *language);
/** orch_emr_vendor_get_description: Returns: (transfer none) (nullable) */
const char *orch_emr_vendor_get_description (OrchEmrVendor *self, const char *language);
/** orch_emr_vendor_get_note: Returns: (transfer none) (nullable): what to know before the form of its connection is filled in */
const char *orch_emr_vendor_get_note (OrchEmrVendor *self, const char *language);
/** orch_emr_vendor_get_help_page: Returns: (transfer none) (nullable): the page of the help on its connection */
const char *orch_emr_vendor_get_help_page (OrchEmrVendor *self);
/** orch_emr_vendor_get_maker: Returns: (transfer none) (nullable): the company */
const char *orch_emr_vendor_get_maker (OrchEmrVendor *self);
/** orch_emr_vendor_get_initials: for the tile drawn in place of a logo, at most three characters */
const char *orch_emr_vendor_get_initials (OrchEmrVendor *self);
/** orch_emr_vendor_get_colour: "#1c71d8", dark enough for white initials */
const char *orch_emr_vendor_get_colour (OrchEmrVendor *self);
/** orch_emr_vendor_get_protocol: Returns: (transfer none): the kind given to orch_emr_new(): "fhir-r4", "oscar", "rest", "file", or "none", "to-be-set-up"; "chosen": see
 * orch_emr_vendor_get_protocol_as() */
const char *orch_emr_vendor_get_protocol (OrchEmrVendor *self);
/** orch_emr_vendor_get_protocol_as: @values: (nullable) (element-type utf8 utf8): what was typed, by field id. Returns: (transfer none): the protocol, of a vendor "chosen" the one of the
 * field "protocol" */
const char *orch_emr_vendor_get_protocol_as (OrchEmrVendor *self, GHashTable *values);
/** orch_emr_vendor_is_chosen: whether the way to connect is chosen in the form */
gboolean orch_emr_vendor_is_chosen (OrchEmrVendor *self);

/** orch_emr_vendor_get_position: the cards of step 3 are in its order */
guint orch_emr_vendor_get_position (OrchEmrVendor *self);

/** orch_emr_vendor_get_connection: Returns: (transfer none) (nullable): how its API is spoken to, of protocol "rest": as the schema says; sealed */
JsonObject *orch_emr_vendor_get_connection (OrchEmrVendor *self);

/** orch_emr_vendor_is_standalone: "none": no EMR at all */
gboolean orch_emr_vendor_is_standalone (OrchEmrVendor *self);
/** orch_emr_vendor_is_connectable: a connector exists; otherwise the EMR can be chosen and its connection is to be set up */
gboolean orch_emr_vendor_is_connectable (OrchEmrVendor *self);
/** orch_emr_vendor_is_connectable_as: the same, as the form is filled: who can be connected in several ways may be left for later. @values: (nullable) */
gboolean orch_emr_vendor_is_connectable_as (OrchEmrVendor *self, GHashTable *values);

/** orch_emr_vendor_get_features_as: @values: (nullable): as the form is filled: by files nothing is written to an EMR */
OrchEmrFeatures orch_emr_vendor_get_features_as (OrchEmrVendor *self, GHashTable *values);

/** orch_emr_vendor_get_checklist: Returns: (transfer none) (array zero-terminated=1): what to have ready before the form, in order */
const char *const *orch_emr_vendor_get_checklist (OrchEmrVendor *self, const char *language);

/** orch_emr_vendor_get_fields: Returns: (transfer none): a GListModel of OrchFormField, in the order of the form; empty when nothing is asked */
GListModel *orch_emr_vendor_get_fields (OrchEmrVendor *self);
/** orch_emr_vendor_find_field: Returns: (transfer none) (nullable) */
OrchFormField *orch_emr_vendor_find_field (OrchEmrVendor *self, const char *id);

/**
 * orch_emr_vendor_is_field_shown:
 * @values: (nullable) (element-type utf8 utf8): what was typed, by field id; a field not in it has its default
 *
 * Returns: whether @field belongs in the form as it is filled: the private key only with the authentication that uses it
 */
gboolean orch_emr_vendor_is_field_shown (OrchEmrVendor *self, OrchFormField *field, GHashTable *values);

/**
 * orch_emr_vendor_find_wrong_field:
 * @values: (nullable) (element-type utf8 utf8): what was typed, by field id; secrets are not in it
 * @stored_secrets: (nullable) (array zero-terminated=1): ids of the fields whose secret the keyring holds
 * @state: (out) (optional): why
 *
 * Returns: (transfer none) (nullable): the first field shown that is missing or wrong, %NULL when the form is complete
 */
OrchFormField *orch_emr_vendor_find_wrong_field (OrchEmrVendor *self, GHashTable *values,
                                                 const char *const *stored_secrets, OrchFieldState *state);

G_END_DECLS
