/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A connection to the clinic's EMR: the interface that every connector implements. Reads, but for documents and notes that are put in
 * charts. Owned by whoever asks; main thread. What a connector yields are core objects without our ids: the import plan gives those.
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "catalogue/orch-emr-vendor.h"
#include "orch-emr-document.h"
#include "orch-emr-pager.h"
#include "orch-emr-report.h"

G_BEGIN_DECLS

/** OrchEmrSecretFunc: Returns: (transfer full): a future of the secret of a field (string), fetched from the keyring at the
 * moment it is needed; rejects KEYRING_LOCKED… or NOT_FOUND */
typedef DexFuture *(*OrchEmrSecretFunc) (const char *field_id, gpointer user_data);

/** OrchEmrFlags: what is known of this EMR; what it lacks is learnt when it is first asked for */
typedef enum
{
  ORCH_EMR_CAN_SINCE = 1 << 0,    /* `since_us` narrows what is sent; else every reading gives the whole window */
  ORCH_EMR_NO_SCHEDULES = 1 << 1, /* keeps none, or shows us none: an empty reading, no error */
  ORCH_EMR_NO_SLOTS = 1 << 2,
  ORCH_EMR_NO_APPOINTMENTS = 1 << 3,
  ORCH_EMR_NO_PATIENTS = 1 << 4,
} OrchEmrFlags;

/** OrchEmrWindow: what of the schedule is read */
typedef struct
{
  gint64 from_us;  /* from then (what begins then or later)… */
  gint64 to_us;    /* …until then, not included; 0 = no end */
  gint64 since_us; /* only what changed since, by the EMR's clock (an overlap of five minutes is asked too); 0 = all */
  const char *cursor; /* (nullable) orch_emr_page_get_cursor() of a reading of the same window that was broken off */
} OrchEmrWindow;

/** OrchEmrPatientQuery: who is looked for: strings (nullable), but for one of nam, family and birth_date */
typedef struct
{
  const char *nam;        /* as typed: spaces and capitals count for nothing */
  const char *family;     /* begins so */
  const char *given;      /* begins so */
  const char *birth_date; /* YYYY-MM-DD */
} OrchEmrPatientQuery;

/** OrchEmrLeaveFunc: what is sent to a chart leaves now: from here on it may have arrived, whatever the answer. Returns: (transfer full): a future; it is
 * not sent when that rejects */
typedef DexFuture *(*OrchEmrLeaveFunc) (gpointer user_data);
typedef struct _OrchEmrPosting OrchEmrPosting; /* orch-emr-posting.h */

#define ORCH_TYPE_EMR (orch_emr_get_type ())
G_DECLARE_DERIVABLE_TYPE (OrchEmr, orch_emr, ORCH, EMR, GObject)

struct _OrchEmrClass
{
  GObjectClass parent_class;

  DexFuture *(*test_connection) (OrchEmr *self);
  OrchEmrPager *(*read_staff) (OrchEmr *self);
  OrchEmrPager *(*read_services) (OrchEmr *self);
  DexFuture *(*read_departments) (OrchEmr *self);
  OrchEmrPager *(*read_schedules) (OrchEmr *self, const OrchEmrWindow *window);
  OrchEmrPager *(*read_slots) (OrchEmr *self, const OrchEmrWindow *window);
  OrchEmrPager *(*read_appointments) (OrchEmr *self, const OrchEmrWindow *window);
  OrchEmrPager *(*read_patients) (OrchEmr *self, const char *const *emr_ids);
  DexFuture *(*find_appointments) (OrchEmr *self, const char *const *emr_ids); /* (nullable) */
  GPtrArray *(*search_patients) (OrchEmr *self, const OrchEmrPatientQuery *query,
                                 GError **error); /* (nullable) awaits */
  DexFuture *(*has_changed) (OrchEmr *self, gint64 since_us);
  /* (nullable) awaits; Returns: (transfer full) (nullable): the EMR's id of what was made */
  char *(*await_post) (OrchEmr *self, OrchEmrPosting *posting, GError **error);
  OrchEmrFlags (*get_flags) (OrchEmr *self);
  void (*cancelled) (
      OrchEmr *self); /* (nullable) what was under way is ended; orch_emr_get_cancellable() is another one */

  gboolean (*get_span) (OrchEmr *self, gint64 *first_us, gint64 *last_us); /* (nullable) */
};

/**
 * orch_emr_new:
 * @kind: the connector of the catalogue's vendor: "fhir-r4", "oscar", "file"
 * @values: (element-type utf8 utf8): what was typed in the fields that are not secrets, by field id
 *
 * Returns: (transfer full) (nullable): %NULL and UNSUPPORTED when no connector of that kind exists yet
 */
OrchEmr *orch_emr_new (const char *kind, GHashTable *values, OrchEmrSecretFunc secret, gpointer user_data,
                       GDestroyNotify destroy, GError **error);
/** orch_emr_new_for_vendor: as orch_emr_new() for the protocol of @vendor, as @values choose it; "rest" is made of its connection */
OrchEmr *orch_emr_new_for_vendor (OrchEmrVendor *vendor, GHashTable *values, OrchEmrSecretFunc secret,
                                  gpointer user_data, GDestroyNotify destroy, GError **error);

/** orch_emr_test_connection: never writes. Returns: (transfer full): a future of #OrchEmrReport; rejects CANCELLED and keyring errors only */
DexFuture *orch_emr_test_connection (OrchEmr *self);
/** orch_emr_read_staff: Returns: (transfer full): pages of OrchStaffMember */
OrchEmrPager *orch_emr_read_staff (OrchEmr *self);
/** orch_emr_read_services: Returns: (transfer full): pages of OrchService */
OrchEmrPager *orch_emr_read_services (OrchEmr *self);
/** orch_emr_read_departments: Returns: (transfer full): a future of a boxed #GPtrArray of #OrchDepartment: those the staff work in */
DexFuture *orch_emr_read_departments (OrchEmr *self);

/** orch_emr_get_flags: Returns: what is known so far */
OrchEmrFlags orch_emr_get_flags (OrchEmr *self);
/** orch_emr_get_requests: Returns: how many requests were sent to the EMR so far */
guint orch_emr_get_requests (OrchEmr *self);
/** orch_emr_has_changed: @since_us: by the EMR's clock. Returns: (transfer full): a future boolean: whether a person, a role or a service
 * changed since, by one short request each; %TRUE when the EMR cannot tell. What was deleted does not show */
DexFuture *orch_emr_has_changed (OrchEmr *self, gint64 since_us);
/* Of the schedule: (transfer full): pages of OrchSchedule, OrchSlot, OrchAppointment. Schedules whose horizon meets the window. The
 * same record may come twice (overlap, pages that shift): it has the same id and version then. */
OrchEmrPager *orch_emr_read_schedules (OrchEmr *self, gint64 from_us, gint64 to_us, gint64 since_us,
                                       const char *cursor);
OrchEmrPager *orch_emr_read_slots (OrchEmr *self, gint64 from_us, gint64 to_us, gint64 since_us, const char *cursor);
/** orch_emr_read_appointments: with `emr_version` where the EMR has versions, `source` "emr" or the provider's code, `first_seen_us` 0 */
OrchEmrPager *orch_emr_read_appointments (OrchEmr *self, gint64 from_us, gint64 to_us, gint64 since_us,
                                          const char *cursor);
#define ORCH_EMR_FIND_MAX 20
/** orch_emr_can_find: whether it can be asked of single appointments */
gboolean orch_emr_can_find (OrchEmr *self);
/** orch_emr_find_appointments: asks for these alone, whenever they are: a reading may leave out what is there all the same (it was put off to another year,
 * its professional is no longer listed). @emr_ids: at most %ORCH_EMR_FIND_MAX. Returns: (transfer full): a future of a boxed GPtrArray of #OrchAppointment: those
 * that the EMR has; UNSUPPORTED when this one cannot be asked */
DexFuture *orch_emr_find_appointments (OrchEmr *self, const char *const *emr_ids);
/** orch_emr_get_span: of a connector whose answers may cover less than was asked: what is not between the first and the last appointment that came, it says nothing about. Returns: %FALSE
 * when it is about all that was asked; @first_us above @last_us: about nothing */
gboolean orch_emr_get_span (OrchEmr *self, gint64 *first_us, gint64 *last_us);
/** orch_emr_read_patients: @emr_ids: those of appointments. Returns: (transfer full): pages of OrchPatient; who the EMR does not have (any
 * more) is among the unreadable */
OrchEmrPager *orch_emr_read_patients (OrchEmr *self, const char *const *emr_ids);

#define ORCH_EMR_SEARCH_MAX 20
/** orch_emr_can_search: whether it can be asked for somebody by name or number */
gboolean orch_emr_can_search (OrchEmr *self);
/** orch_emr_search_patients: asks the EMR now; who does not answer to @query is left out, though the EMR should send them. @query: copied. Returns: (transfer
 * full): a future of a boxed GPtrArray of #OrchPatient: the first %ORCH_EMR_SEARCH_MAX; INVALID, with what to give, when there is nothing to look for, or
 * nothing that this EMR looks for; UNSUPPORTED when it cannot be asked */
DexFuture *orch_emr_search_patients (OrchEmr *self, const OrchEmrPatientQuery *query);

/**
 * orch_emr_post_document:
 * @again: whether an earlier call for the same op may have arrived: the EMR is asked first, where it can be
 * @leave: (nullable) (scope notified): see #OrchEmrLeaveFunc
 *
 * Puts a document in the chart of its patient. An answer that was lost never makes it twice: a FHIR EMR knows it by the op's identifier;
 * of one that cannot be asked, @again rejects with CONFLICT and a sentence, and whoever has looked in the chart calls without it.
 *
 * Returns: (transfer full): a future of the EMR's id (string) of what was made, "" when the EMR tells none; rejects, with a sentence that says what to do,
 *   NOT_FOUND (patient, folder), INVALID (too large), REFUSED (no right to write), UNSUPPORTED, CONFLICT (above), and as reading does
 */
DexFuture *orch_emr_post_document (OrchEmr *self, OrchEmrDocument *document, gboolean again, OrchEmrLeaveFunc leave,
                                   gpointer user_data, GDestroyNotify destroy);
/** orch_emr_post_note: the same of an encounter note: the text of @document */
DexFuture *orch_emr_post_note (OrchEmr *self, OrchEmrDocument *document, gboolean again, OrchEmrLeaveFunc leave,
                               gpointer user_data, GDestroyNotify destroy);

/** orch_emr_cancel: ends what is under way (CANCELLED); the object can be used again */
void orch_emr_cancel (OrchEmr *self);

G_END_DECLS
