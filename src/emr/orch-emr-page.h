/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One page of what the EMR holds, in core objects, and the records of it that could not be read. Immutable; any thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** OrchEmrUnreadable: a record that cannot be read as what it should be */
typedef struct
{
  char *name; /* as the EMR shows it, else the id, never empty */
  char *id;   /* (nullable) */
  char *what; /* what was found, English, for the conflict list: "no resourceType" */
} OrchEmrUnreadable;

void orch_emr_unreadable_free (OrchEmrUnreadable *self);

#define ORCH_TYPE_EMR_PAGE (orch_emr_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrPage, orch_emr_page, ORCH, EMR_PAGE, GObject)

/** orch_emr_page_new: takes the arrays over; @unreadable (nullable) */
OrchEmrPage *orch_emr_page_new (GPtrArray *records, GPtrArray *unreadable, gint64 total, gboolean is_last);
/** orch_emr_page_get_records: Returns: (transfer none) (element-type GObject): OrchStaffMember or OrchService */
GPtrArray *orch_emr_page_get_records (OrchEmrPage *self);
GPtrArray *orch_emr_page_get_unreadable (OrchEmrPage *self); /* (element-type OrchEmrUnreadable) */
gint64 orch_emr_page_get_total (OrchEmrPage *self); /* records in all, -1 unknown; may change from page to page */
gboolean orch_emr_page_is_last (OrchEmrPage *self);

G_END_DECLS
