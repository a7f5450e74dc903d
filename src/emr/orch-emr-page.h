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
  char *
      name; /* (nullable) as the EMR shows it, else the id; never empty: with neither, where it stands is all there is */
  char *id;       /* (nullable) */
  char *what;     /* what was found, English, for the conflict list: "no resourceType" */
  guint position; /* in the EMR's page, from 1; 0 unknown */
} OrchEmrUnreadable;

void orch_emr_unreadable_free (OrchEmrUnreadable *self);
/** orch_emr_unreadable_add: to the list of a page. @name, @id: (nullable) */
void orch_emr_unreadable_add (GPtrArray *unreadable, const char *name, const char *id, const char *what);
/** orch_emr_unreadable_place: gives @position, from 1, to what was added to @unreadable since the last call */
void orch_emr_unreadable_place (GPtrArray *unreadable, guint position);

#define ORCH_TYPE_EMR_PAGE (orch_emr_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrPage, orch_emr_page, ORCH, EMR_PAGE, GObject)

/** orch_emr_page_new: takes the arrays over; @unreadable (nullable) */
OrchEmrPage *orch_emr_page_new (GPtrArray *records, GPtrArray *unreadable, gint64 total, gboolean is_last);
/** orch_emr_page_get_records: Returns: (transfer none) (element-type GObject): OrchStaffMember, OrchService, OrchSchedule,
 * OrchSlot, OrchAppointment or OrchPatient, as what was read */
GPtrArray *orch_emr_page_get_records (OrchEmrPage *self);
GPtrArray *orch_emr_page_get_unreadable (OrchEmrPage *self); /* (element-type OrchEmrUnreadable) */
gint64 orch_emr_page_get_total (OrchEmrPage *self); /* records in all, -1 unknown; may change from page to page */
gboolean orch_emr_page_is_last (OrchEmrPage *self);
/** orch_emr_page_get_listed: Returns: how many the EMR's page held, with what nobody asked for: the next page's first stands after them */
guint orch_emr_page_get_listed (OrchEmrPage *self);
/** orch_emr_page_get_roles: Returns: above 0 on a page that only brings what records are joined with, before the first of them: how
 * many roles were read so far, of orch_emr_page_get_total() */
guint orch_emr_page_get_roles (OrchEmrPage *self);
/** orch_emr_page_get_cursor: Returns: (transfer none) (nullable): opaque: where to read on after this page, in another reading of the same
 * window; %NULL on the last one, and where a reading cannot be taken up again */
const char *orch_emr_page_get_cursor (OrchEmrPage *self);
/** orch_emr_page_get_server_us: Returns: the EMR's time when it answered: that of the first page is the watermark for `since_us`
 * next time; 0 unknown */
gint64 orch_emr_page_get_server_us (OrchEmrPage *self);
/** orch_emr_page_set_position: (for connectors, before the page is given away): @cursor (nullable) */
void orch_emr_page_set_position (OrchEmrPage *self, const char *cursor, gint64 server_us);
/** orch_emr_page_set_listed: (for connectors, before the page is given away); else its records and what is unreadable */
void orch_emr_page_set_listed (OrchEmrPage *self, guint listed);
/** orch_emr_page_set_roles: (for connectors, before the page is given away) */
void orch_emr_page_set_roles (OrchEmrPage *self, guint roles);

G_END_DECLS
