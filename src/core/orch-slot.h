/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A time of a schedule, free or taken. Immutable; any thread.
 * Source: FHIR R4 Slot.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define ORCH_TYPE_SLOT (orch_slot_get_type ())
G_DECLARE_FINAL_TYPE (OrchSlot, orch_slot, ORCH, SLOT, GObject)

/** OrchSlotFields: strings (nullable) unless said; copied, "" as %NULL */
typedef struct
{
  const char *id;     /* our UUID: orch_record_id(); NULL in what a connector yields */
  const char *emr_id; /* never NULL */
  const char *hub_id;
  const char *schedule_emr_id;
  const char *status; /* FHIR: busy free busy-unavailable busy-tentative entered-in-error */
  gint64 start_us;    /* µs since 1970 */
  gint64 end_us;
  gboolean vanished;
  gint64 revision;
} OrchSlotFields;

OrchSlot *orch_slot_new (const OrchSlotFields *fields);
const OrchSlotFields *orch_slot_get_fields (OrchSlot *self);

/** orch_slot_same_content: whether all that the EMR says is equal */
gboolean orch_slot_same_content (OrchSlot *a, OrchSlot *b);

G_END_DECLS
