/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) What the two files of OrchEmrSettings share: orch-emr-settings.c (values, secrets, text) and
 * orch-emr-settings-sealed.c (what other workstations seal and open). Main thread.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "orch-emr-settings.h"

G_BEGIN_DECLS

struct _OrchEmrSettings
{
  GObject parent_instance;

  /* owned */
  OrchKeyring *keyring;
  char *clinic_id;
  char *vendor;        /* (nullable) */
  char *server;        /* (nullable): name and version, as the last test was told */
  GHashTable *values;  /* field id → text */
  GHashTable *secrets; /* set of field ids whose secret the keyring holds */
};

/* What a fiber needs; unused members stay NULL. */
typedef struct
{
  OrchEmrSettings *settings;
  char *field_id;
  char *vendor;
  OrchSecret *secret;
  GBytes *sealed;
} OrchEmrSettingsCall;

OrchEmrSettingsCall *orch_emr_settings_call_new (OrchEmrSettings *settings);
/** orch_emr_settings_spawn: @call: (transfer full) */
DexFuture *orch_emr_settings_spawn (DexFiberFunc fiber, OrchEmrSettingsCall *call);

/** orch_emr_settings_lookup: @name: (nullable). Returns: (transfer full): a future of a boxed OrchSecret, of %NULL when there is none */
DexFuture *orch_emr_settings_lookup (OrchEmrSettings *self, OrchSecretKind kind, const char *name);

/** orch_emr_settings_begin_text: the JSON object up to its values; orch_emr_settings_end_text() ends it. Returns: (transfer full) */
JsonBuilder *orch_emr_settings_begin_text (OrchEmrSettings *self);
char *orch_emr_settings_end_text (JsonBuilder *builder);
/** orch_emr_settings_parse: @text: (nullable). Returns: (transfer full) (nullable) */
JsonObject *orch_emr_settings_parse (const char *text);
/** orch_emr_settings_read: vendor, values and server. Returns: whether @object has them; nothing is changed otherwise */
gboolean orch_emr_settings_read (OrchEmrSettings *self, JsonObject *object);

G_END_DECLS
