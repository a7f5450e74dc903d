/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What "Test the connection" found: whether staff and services can be read, and if not, what to look at. The sentences are
 * written by ui/. Immutable; any thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** OrchEmrDiagnosis: kept: append only */
typedef enum
{
  ORCH_EMR_OK = 0,
  ORCH_EMR_BAD_ADDRESS,     /* not a URL, not https, a slash or path that cannot be right */
  ORCH_EMR_NO_ANSWER,       /* host unknown, nobody listens, time-out */
  ORCH_EMR_UNTRUSTED,       /* TLS certificate, redirect elsewhere */
  ORCH_EMR_NOT_FHIR,        /* answers, but is no FHIR server at this address */
  ORCH_EMR_WRONG_VERSION,   /* FHIR, but not R4 */
  ORCH_EMR_BAD_CREDENTIALS, /* the token endpoint or the server refuses who we are */
  ORCH_EMR_NO_PERMISSION,   /* accepted, but may not read staff or services */
  ORCH_EMR_MISSING_TYPE,    /* the server has no PractitionerRole or no HealthcareService; detail = which */
  ORCH_EMR_THROTTLED,
  ORCH_EMR_FAULT,      /* 5xx, unreadable answer */
  ORCH_EMR_CLOCK_SKEW, /* works, but the clocks differ by more than 5 minutes; detail = seconds */
  ORCH_EMR_INCOMPLETE, /* a required field is empty; detail = its id */
  ORCH_EMR_NOT_AUTHORISED, /* nobody has authorised the connection in the EMR, or no longer: a token is missing or revoked */
  ORCH_EMR_NO_REST,        /* OSCAR answers at the address, its REST module does not */
  ORCH_EMR_NOT_THERE,      /* nothing of the EMR is at the address: its directory is missing or misspelled */
  ORCH_EMR_WRONG_CLOCK,  /* refused, and the clocks are more than five minutes apart; detail = seconds */
  ORCH_EMR_BEHIND_PROXY, /* refused until signed for another address; detail = that address, for "seen-as" */
  ORCH_EMR_OTHER_USER,   /* works, by another user's authorisation than the one kept for it; detail = whose */
  ORCH_EMR_EXPLAINED, /* refused in a way that the vendor's declaration explains; detail = what it is and what to do, in the process's language */
  ORCH_EMR_NOBODY,    /* works, but shows none of the staff; detail = what the declaration says to look at (nullable) */
  ORCH_EMR_NO_API,    /* what answers at the address is not this EMR's API */
} OrchEmrDiagnosis;

#define ORCH_TYPE_EMR_REPORT (orch_emr_report_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrReport, orch_emr_report, ORCH, EMR_REPORT, GObject)

OrchEmrReport *orch_emr_report_new (OrchEmrDiagnosis diagnosis, const char *detail, const char *server,
                                    const GError *error);
/** orch_emr_report_works: OK, CLOCK_SKEW or OTHER_USER */
gboolean orch_emr_report_works (OrchEmrReport *self);
OrchEmrDiagnosis orch_emr_report_get_diagnosis (OrchEmrReport *self);
const char *orch_emr_report_get_detail (OrchEmrReport *self);  /* (nullable) see the diagnosis */
const char *orch_emr_report_get_server (OrchEmrReport *self);  /* (nullable) software name and version */
const GError *orch_emr_report_get_error (OrchEmrReport *self); /* (nullable) with the server's words */

G_END_DECLS
