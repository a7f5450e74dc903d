/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The remuneration report of a quarter: appointments and availability for each service and professional, and what is not counted, with the
 * one reason why. Immutable; any thread.
 *
 * An appointment counts where it begins, unless it was cancelled, missed, entered in error or taken out of the EMR. Availability is what was
 * offered: the times that are free and those that were taken, not those that were blocked. Both count for an active, included service and
 * an active professional, as they are now. Where the EMR ties a schedule to a professional and to no service, its times are for any of theirs: they
 * count for the professional, on a line of no service. Everything that took place is on one line: counted, or not and why; of two reasons the
 * service's is told, since it is mended for all its professionals at once.
 * Source: product.md §2, seeds/services-sync-article.txt (Rapport de rémunération), emr-facts F2.
 */
#pragma once

#include <glib-object.h>

#include "orch-quarter.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_REMUNERATION_COUNTED = 0,
  ORCH_REMUNERATION_NO_SERVICE,       /* the EMR names none */
  ORCH_REMUNERATION_SERVICE_UNKNOWN,  /* never imported */
  ORCH_REMUNERATION_SERVICE_EXCLUDED, /* by choice; active or not */
  ORCH_REMUNERATION_SERVICE_CONFLICT, /* its record is to be mended in the EMR */
  ORCH_REMUNERATION_SERVICE_INACTIVE,
  ORCH_REMUNERATION_NO_STAFF,
  ORCH_REMUNERATION_STAFF_UNKNOWN,
  ORCH_REMUNERATION_STAFF_CONFLICT,
  ORCH_REMUNERATION_STAFF_INACTIVE,
} OrchRemunerationReason;

#define ORCH_N_REMUNERATION_REASONS (ORCH_REMUNERATION_STAFF_INACTIVE + 1)

/** OrchRemunerationParty: a service, or a member of the staff, as the EMR names it and the clinic knows it */
typedef struct
{
  char *emr_id;   /* (nullable): the EMR names none */
  char *id;       /* (nullable): ours; never imported */
  char *name;     /* (nullable): shown */
  char *sort_key; /* (nullable): collation key of the name */
  gboolean active;
  gboolean excluded; /* of services alone */
  gboolean in_conflict;
  gboolean is_any; /* of services alone: whichever the professional offers; there is nothing to know of it */
} OrchRemunerationParty;

void orch_remuneration_party_free (OrchRemunerationParty *self);

typedef struct
{
  guint appointments;
  guint offered;  /* times for appointments, taken or not */
  guint free;     /* those of them that nobody took */
  gint64 minutes; /* of what was offered */
} OrchRemunerationCounts;

/** OrchRemunerationCell: what the store adds up: one service with one professional */
typedef struct
{
  const OrchRemunerationParty *service;
  const OrchRemunerationParty *staff;
  OrchRemunerationCounts counts;
} OrchRemunerationCell;

/** orch_remuneration_slot_counts: @status: (nullable): FHIR code. @is_free: (out): whether nobody took it. Returns: whether it was offered */
gboolean orch_remuneration_slot_counts (const char *status, gboolean *is_free);

/** orch_remuneration_judge: Returns: COUNTED, or the one reason why not */
OrchRemunerationReason orch_remuneration_judge (const OrchRemunerationParty *service,
                                                const OrchRemunerationParty *staff);
/** orch_remuneration_reason_is_of_staff: whether the professional is what it is about; else the service */
gboolean orch_remuneration_reason_is_of_staff (OrchRemunerationReason reason);

/* --- one line ----------------------------------------------------------------------------- */

#define ORCH_TYPE_REMUNERATION_LINE (orch_remuneration_line_get_type ())
G_DECLARE_FINAL_TYPE (OrchRemunerationLine, orch_remuneration_line, ORCH, REMUNERATION_LINE, GObject)

/** OrchRemunerationLineFields: strings (nullable). A line that is counted has both sides, but no service where it is for any; one of a sum, or of what
 * is not counted, has one */
typedef struct
{
  OrchRemunerationReason reason;
  const char *service_id;
  const char *service_name; /* the EMR's number of one that was never imported */
  const char *staff_id;
  const char *staff_name;
  OrchRemunerationCounts counts;
  OrchRemunerationCounts before; /* in the quarter it is compared with */
} OrchRemunerationLineFields;

const OrchRemunerationLineFields *orch_remuneration_line_get_fields (OrchRemunerationLine *self);

/* --- the report --------------------------------------------------------------------------- */

#define ORCH_TYPE_REMUNERATION (orch_remuneration_get_type ())
G_DECLARE_FINAL_TYPE (OrchRemuneration, orch_remuneration, ORCH, REMUNERATION, GObject)

/** orch_remuneration_new: @cells: (element-type OrchRemunerationCell): in any order; two of the same pair are added up. @oldest_us: when the oldest appointment or
 * time that is here begins, of any quarter; 0 = there is none. Returns: (transfer full) */
OrchRemuneration *orch_remuneration_new (OrchQuarter quarter, const GArray *cells, gint64 oldest_us);
/** orch_remuneration_compare: Returns: (transfer full): @self with what @before had on each line, lines that only @before has among them */
OrchRemuneration *orch_remuneration_compare (OrchRemuneration *self, OrchRemuneration *before);

OrchQuarter orch_remuneration_get_quarter (OrchRemuneration *self);
/** orch_remuneration_get_before: Returns: whether it is compared; @quarter: (out) (optional): with which */
gboolean orch_remuneration_get_before (OrchRemuneration *self, OrchQuarter *quarter);
/** orch_remuneration_get_lines: Returns: (transfer none) (element-type OrchRemunerationLine): what is counted, by service, then professional */
GPtrArray *orch_remuneration_get_lines (OrchRemuneration *self);
/** orch_remuneration_get_left_out: Returns: (transfer none) (element-type OrchRemunerationLine): what is not, one line for each service or professional that it is
 * about, by reason, then name */
GPtrArray *orch_remuneration_get_left_out (OrchRemuneration *self);
/** orch_remuneration_get_total: of what is counted; @before: (out) (optional) */
OrchRemunerationCounts orch_remuneration_get_total (OrchRemuneration *self, OrchRemunerationCounts *before);
/** orch_remuneration_get_oldest: Returns: µs since 1970, 0 = there is none */
gint64 orch_remuneration_get_oldest (OrchRemuneration *self);
/** orch_remuneration_is_cut: whether what is here begins more than a week after the quarter did: the beginning of it may be missing */
gboolean orch_remuneration_is_cut (OrchRemuneration *self);
/** orch_remuneration_was_cut: the same of the quarter it is compared with; %FALSE without one */
gboolean orch_remuneration_was_cut (OrchRemuneration *self);
/** orch_remuneration_sum: Returns: (transfer full) (element-type OrchRemunerationLine): what is counted for each service, or for each professional, the most
 * appointments first */
GPtrArray *orch_remuneration_sum (OrchRemuneration *self, gboolean by_staff);

G_END_DECLS
