/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Our ids of what an EMR holds.
 */
#include "orch-record-id.h"

#include <string.h>

char *
orch_record_id (const char *clinic_id, const char *kind, const char *emr_id)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *parts[] = { clinic_id, kind, emr_id };
  guint8 digest[32];
  gsize length = sizeof digest;

  g_return_val_if_fail (clinic_id != NULL, NULL);
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (emr_id != NULL, NULL);

  /* With their ending NUL, so that no two triples are the same bytes. */
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (checksum, (const guchar *) parts[i], (gssize) strlen (parts[i]) + 1);
  g_checksum_get_digest (checksum, digest, &length);
  digest[6] = (digest[6] & 0x0f) | 0x40;
  digest[8] = (digest[8] & 0x3f) | 0x80;
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", digest[0], digest[1],
                          digest[2], digest[3], digest[4], digest[5], digest[6], digest[7], digest[8], digest[9],
                          digest[10], digest[11], digest[12], digest[13], digest[14], digest[15]);
}
