/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How the clinic is connected to its EMR: the vendor, what was typed in its form, and the secrets. As text it is a JSON object,
 * with the secrets only in the form that is sealed for other workstations. Main thread.
 *
 *   {"version": 1, "vendor": "fhir-r4", "values": {"url": "…"}, "server": "HAPI 7.2", "secrets": {"client_secret": "…"}}
 */
#pragma once

#include <libdex.h>

#include "catalogue/orch-catalogue.h"
#include "emr/orch-emr.h"
#include "secrets/orch-keyring.h"
#include "secrets/orch-secret.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EMR_SETTINGS (orch_emr_settings_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrSettings, orch_emr_settings, ORCH, EMR_SETTINGS, GObject)

OrchEmrSettings *orch_emr_settings_new (OrchKeyring *keyring, const char *clinic_id);

const char *orch_emr_settings_get_vendor (OrchEmrSettings *self); /* (nullable) */
void orch_emr_settings_set_vendor (OrchEmrSettings *self, const char *vendor);
const char *orch_emr_settings_get_value (OrchEmrSettings *self, const char *field_id); /* (nullable) */
void orch_emr_settings_set_value (OrchEmrSettings *self, const char *field_id, const char *value);
/** orch_emr_settings_get_values: Returns: (transfer none) (element-type utf8 utf8) */
GHashTable *orch_emr_settings_get_values (OrchEmrSettings *self);

/** orch_emr_settings_get_server: name and version of the EMR's software, as it told them when it was tested; forgotten with the vendor */
const char *orch_emr_settings_get_server (OrchEmrSettings *self); /* (nullable) */
/** orch_emr_settings_set_server: @server: (nullable): foreign text: kept on one line, 120 characters at most */
void orch_emr_settings_set_server (OrchEmrSettings *self, const char *server);

/** orch_emr_settings_to_text: without secrets. Returns: (transfer full) */
char *orch_emr_settings_to_text (OrchEmrSettings *self);
/** orch_emr_settings_read_text: Returns: whether @text was such an object */
gboolean orch_emr_settings_read_text (OrchEmrSettings *self, const char *text);

/** orch_emr_settings_find_secrets: asks the keyring which secrets of the vendor's form it holds. Returns: (transfer full): a future boolean */
DexFuture *orch_emr_settings_find_secrets (OrchEmrSettings *self);
gboolean orch_emr_settings_has_secret (OrchEmrSettings *self, const char *field_id);
/** orch_emr_settings_set_secret: Returns: (transfer full): a future boolean, once in the keyring */
DexFuture *orch_emr_settings_set_secret (OrchEmrSettings *self, const char *field_id, OrchSecret *secret);

/** orch_emr_settings_seal: everything, sealed with the shared key of the keyring. Returns: (transfer full): a future of a boxed GBytes;
 * NOT_FOUND when the keyring has no shared key */
DexFuture *orch_emr_settings_seal (OrchEmrSettings *self);
/** orch_emr_settings_open: what another workstation sealed: values here, secrets and @shared_key to the keyring. Returns: (transfer full): a future
 * boolean; WRONG_KEY when @shared_key is not what sealed it */
DexFuture *orch_emr_settings_open (OrchEmrSettings *self, GBytes *sealed, OrchSecret *shared_key);

/** orch_emr_settings_take: what the clinic has on the hub: as orch_emr_settings_open() with the shared key of the keyring when @shared_key is %NULL; without
 * @sealed (nullable) @vendor alone. Secrets that it does not have leave the keyring. Returns: (transfer full): a future boolean; WRONG_KEY;
 * NOT_FOUND when the keyring has no shared key */
DexFuture *orch_emr_settings_take (OrchEmrSettings *self, const char *vendor, GBytes *sealed, OrchSecret *shared_key);
/** orch_emr_settings_compare: Returns: (transfer full): a future boolean: whether what another workstation sealed is what is here; WRONG_KEY when the shared key
 * of the keyring did not seal it, NOT_FOUND when the keyring has none */
DexFuture *orch_emr_settings_compare (OrchEmrSettings *self, GBytes *sealed);

/** orch_emr_settings_keep_form: forgets the values that the vendor's form does not ask for */
void orch_emr_settings_keep_form (OrchEmrSettings *self);
/** orch_emr_settings_list_secrets: Returns: (transfer full) (element-type utf8): the fields of the vendor's form that are secrets, as it is filled */
GPtrArray *orch_emr_settings_list_secrets (OrchEmrSettings *self);

/** orch_emr_settings_is_connectable: whether the vendor is, in the way chosen; an EMR may be known whose connection is left for later */
gboolean orch_emr_settings_is_connectable (OrchEmrSettings *self);
/** orch_emr_settings_find_wrong_field: Returns: (transfer none) (nullable): the first field of the vendor's form that is missing or wrong */
OrchFormField *orch_emr_settings_find_wrong_field (OrchEmrSettings *self);
/** orch_emr_settings_new_emr: Returns: (transfer full) (nullable): the connector; UNSUPPORTED when the vendor's connection is to be set up */
OrchEmr *orch_emr_settings_new_emr (OrchEmrSettings *self, GError **error);

G_END_DECLS
