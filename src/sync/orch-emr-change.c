/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-change.h.
 */
#include "orch-emr-change.h"

#include "core/orch-error.h"

static OrchActor
get_actor (const char *workstation)
{
  return (OrchActor) { .id = workstation, .permission = ORCH_PERMISSION_WORKSTATION, .workstation = workstation };
}

char *
orch_emr_change_dup_seen (const char *vendor, GBytes *sealed)
{
  g_autofree char *digest = sealed != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, sealed) : NULL;

  return g_strjoin (" ", vendor != NULL ? vendor : "-", digest, NULL);
}

gboolean
orch_emr_change_await_note (OrchStore *store, const char *workstation, const char *vendor, GBytes *sealed,
                            GError **error)
{
  const OrchActor actor = get_actor (workstation);
  g_autofree char *seen = orch_emr_change_dup_seen (vendor, sealed);

  return dex_await (orch_store_take_emr (store, &actor, NULL, NULL, seen, NULL), error);
}

gboolean
orch_emr_change_await_take (OrchStore *store, const char *workstation, OrchEmrSettings *settings,
                            OrchHubClinic *connection, OrchSecret *key, const char *notice, GError **error)
{
  const OrchActor actor = get_actor (workstation);
  const char *vendor = orch_clinic_get_fields (orch_hub_clinic_get_clinic (connection))->emr_vendor;
  GBytes *sealed = orch_hub_clinic_get_sealed (connection);
  g_autofree char *seen = orch_emr_change_dup_seen (vendor, sealed);
  g_autofree char *text = NULL;

  /* Keyring first: what the store says is in the keyring is there. Without the store's part the next look takes it again. */
  if (!dex_await (orch_emr_settings_take (settings, vendor, sealed, key), error))
    return FALSE;
  text = orch_emr_settings_to_text (settings);
  return dex_await (orch_store_take_emr (store, &actor, vendor, text, seen, notice), error);
}
