/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) What the parts of the declared connector share. In fibers on the main thread.
 */
#pragma once

#include "orch-emr-posting.h"
#include "orch-emr-rest.h"
#include "orch-rest-client.h"

G_BEGIN_DECLS

/** OrchRestPlace: what the names in the address of a list stand for, beside the fields of the form; all (nullable) */
typedef struct
{
  const OrchEmrWindow *window; /* {from}, {to}, {from-day}, {to-day} */
  const char *each;            /* {each} */
  const char *id;              /* {id} */
  const OrchEmrPatientQuery
      *query; /* {nam}, {family}, {given}, {birth-day}; {words}: the number, or else the family name */
} OrchRestPlace;

/** orch_emr_rest_get_declaration: Returns: (transfer none) */
OrchRestDeclaration *orch_emr_rest_get_declaration (OrchEmrRest *self);
/** orch_emr_rest_ensure_client: awaits. Returns: (transfer none) (nullable): errors as orch_rest_client_new() */
OrchRestClient *orch_emr_rest_ensure_client (OrchEmrRest *self, GError **error);
/** orch_emr_rest_ensure_writer: awaits. Returns: (transfer none) (nullable): the one that may write to charts */
OrchRestClient *orch_emr_rest_ensure_writer (OrchEmrRest *self, GError **error);
/** orch_emr_rest_await_post: see orch_emr_post_document() */
char *orch_emr_rest_await_post (OrchEmr *emr, OrchEmrPosting *posting, GError **error);
/** orch_emr_rest_forget_client: what was typed is looked at anew with the next request */
void orch_emr_rest_forget_client (OrchEmrRest *self);
/** orch_emr_rest_read: a new reading of a list. @window: (nullable). Returns: (transfer full) */
OrchEmrPager *orch_emr_rest_read (OrchEmrRest *self, OrchRestKind kind, const OrchEmrWindow *window);

/** orch_emr_rest_read_people: one by one. Returns: (transfer full) */
OrchEmrPager *orch_emr_rest_read_people (OrchEmrRest *self, const char *const *emr_ids);
/** orch_emr_rest_find_appointments: see orch_emr_find_appointments() */
DexFuture *orch_emr_rest_find_appointments (OrchEmr *emr, const char *const *emr_ids);
/** orch_emr_rest_search_patients: Awaits. Returns: (transfer full) (nullable): of #OrchPatient; see orch_emr_search_patients() */
GPtrArray *orch_emr_rest_search_patients (OrchEmr *emr, const OrchEmrPatientQuery *query, GError **error);
/** orch_emr_rest_make_path: awaits. @start: (nullable): where the page begins. Returns: (transfer full) (nullable): the path with its query */
char *orch_emr_rest_make_path (OrchEmrRest *self, const OrchRestList *list, const OrchRestPlace *place,
                               const char *start, GError **error);
/** orch_emr_rest_get_server_us: Returns: the EMR's time, 0 unknown */
gint64 orch_emr_rest_get_server_us (OrchEmrRest *self);

/** orch_emr_rest_probe: awaits. Returns: (transfer full) (nullable): CANCELLED and keyring errors only */
OrchEmrReport *orch_emr_rest_probe (OrchEmrRest *self, GError **error);

G_END_DECLS
