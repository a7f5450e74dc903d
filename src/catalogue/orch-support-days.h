/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The days off of an establishment, put into its guide and taken out of it: the rest of the file stays as it is. Pure; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

#include "orch-support-guide.h"

G_BEGIN_DECLS

/** orch_support_day_read: @object: of "own", which has passed the schema. Returns: (transfer full) */
OrchSupportDay *orch_support_day_read (JsonObject *object);
void orch_support_day_free (gpointer day);

/** orch_support_days_add: @date: YYYY-MM-DD; @french, @english: what it is called; one may be empty: the other serves for both.
 * Returns: (transfer full) (nullable): @guide with that day, in the order of the days; INVALID: no such date, no name, or a day that is there already */
OrchSupportGuide *orch_support_days_add (OrchSupportGuide *guide, const char *date, const char *french,
                                         const char *english, GError **error);
/** orch_support_days_remove: Returns: (transfer full) (nullable): @guide without the establishment's day off on @date; NOT_FOUND */
OrchSupportGuide *orch_support_days_remove (OrchSupportGuide *guide, const char *date, GError **error);

G_END_DECLS
