/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a clinic synchronises: which days, and which professionals' and offices' appointments it leaves out. Shared by its
 * workstations through the hub (group "sync"). Immutable; any thread. Source: product.md §3 (Settings).
 */
#pragma once

#include "core/orch-staff-member.h"

G_BEGIN_DECLS

#define ORCH_SYNC_SETTINGS_GROUP "sync"

/** OrchSyncSettingsFields: days of 24 local hours around today, today not counted; lists of EMR ids, %NULL-terminated (nullable) */
typedef struct
{
  int recent_back;                       /* 0 to 30 */
  int recent_ahead;                      /* 0 to 90 */
  int full_back;                         /* 0 to 366 */
  int full_ahead;                        /* 1 to 730 */
  const char *const *staff_left_out;     /* a new professional is in: what is new is announced, not lost */
  const char *const *locations_left_out; /* offices: departments and places of the EMR */
} OrchSyncSettingsFields;

#define ORCH_TYPE_SYNC_SETTINGS (orch_sync_settings_get_type ())
G_DECLARE_FINAL_TYPE (OrchSyncSettings, orch_sync_settings, ORCH, SYNC_SETTINGS, GObject)

/** orch_sync_settings_new: @fields: (nullable): %NULL = the defaults; days out of range are brought into it */
OrchSyncSettings *orch_sync_settings_new (const OrchSyncSettingsFields *fields);
const OrchSyncSettingsFields *orch_sync_settings_get_fields (OrchSyncSettings *self);
/** orch_sync_settings_leaves_out: @staff_emr_id, @location_emr_id: (nullable): of an appointment */
gboolean orch_sync_settings_leaves_out (OrchSyncSettings *self, const char *staff_emr_id, const char *location_emr_id);

/** orch_sync_settings_for_staff: @staff: (element-type OrchStaffMember): an appointment often names no office: who works in offices that are left out and
 * in no other is left out with them. Returns: (transfer full): the settings a run goes by, never kept */
OrchSyncSettings *orch_sync_settings_for_staff (OrchSyncSettings *self, GPtrArray *staff);

/** orch_sync_settings_parse: @text: (nullable): as the store has it; what cannot be read is as by default. Returns: (transfer full) */
OrchSyncSettings *orch_sync_settings_parse (const char *text);
/** orch_sync_settings_to_text: Returns: (transfer full) */
char *orch_sync_settings_to_text (OrchSyncSettings *self);

G_END_DECLS
