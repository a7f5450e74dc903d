/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The support guide out of its file, once that has passed its schema: references are followed, addresses and days checked. For
 * OrchSupportGuide alone; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "orch-support-guide.h"

G_BEGIN_DECLS

typedef struct
{
  char *verified_on;
  OrchBilingual *title;
  OrchHolidays *holidays;
  GPtrArray *days;      /* (element-type OrchSupportDay): the establishment's own */
  GHashTable *hours;    /* id → GArray of OrchHoursPeriod */
  GPtrArray *providers; /* (element-type OrchSupportProvider) */
  GPtrArray *contacts;  /* (element-type OrchSupportContact) */
  GPtrArray *reminders; /* (element-type OrchSupportAdvice) */
  OrchSupportNode *root;
} OrchSupportData;

/** orch_support_read: @root: passed the schema. Returns: (transfer full) (nullable): INVALID, "$.path: what is wrong" */
OrchSupportData *orch_support_read (JsonObject *root, GError **error);
void orch_support_data_free (OrchSupportData *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchSupportData, orch_support_data_free)

G_END_DECLS
