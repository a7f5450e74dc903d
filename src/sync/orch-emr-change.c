/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-change.h.
 */
#include "orch-emr-change.h"

#include "core/orch-clock.h"

#include "core/orch-error.h"

/* A setting of this workstation */
#define CONFIRMED "sync-emr-confirmed"

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

/* When, and of what */
static gint64
read_confirmed (const char *text, const char *seen)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", " ", 2);
  gint64 at_us = 0;

  if (g_strv_length (parts) != 2 || g_strcmp0 (parts[1], seen) != 0 ||
      !g_ascii_string_to_signed (parts[0], 10, 1, G_MAXINT64, &at_us, NULL))
    return 0;
  return at_us;
}

gboolean
orch_emr_change_await_confirm (OrchStore *store, OrchHub *hub, const char *workstation, const char *clinic_hub_id,
                               const char *seen)
{
  const OrchActor actor = get_actor (workstation);
  g_autofree char *kept = dex_await_string (orch_store_get_setting (store, CONFIRMED), NULL);
  g_autofree char *text = NULL;

  if (read_confirmed (kept, seen) > 0)
    return TRUE;
  if (!dex_await_boolean (orch_hub_is_connection_enabled (hub, clinic_hub_id), NULL))
    return FALSE;
  text = g_strdup_printf ("%" G_GINT64_FORMAT " %s", orch_clock_now_us (), seen);
  return dex_await (orch_store_set_setting (store, &actor, CONFIRMED, text, FALSE), NULL);
}

gint64
orch_emr_change_await_confirmed (OrchStore *store, const char *clinic_id)
{
  g_autoptr (OrchOutboxRow) waiting = dex_await_object (orch_store_outbox_find (store, NULL, "emr", clinic_id), NULL);
  g_autofree char *seen = dex_await_string (orch_store_get_setting (store, ORCH_STORE_EMR_SEEN), NULL);
  g_autofree char *kept = dex_await_string (orch_store_get_setting (store, CONFIRMED), NULL);

  if (seen == NULL || (waiting != NULL && orch_outbox_row_get_fields (waiting)->state != ORCH_OUTBOX_SENT))
    return 0;
  return read_confirmed (kept, seen);
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
