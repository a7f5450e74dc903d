/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) What the parts of the OSCAR connector share. Main thread.
 */
#pragma once

#include "orch-emr-oscar.h"
#include "orch-emr-posting.h"
#include "orch-emr-private.h"
#include "orch-oscar-client.h"

G_BEGIN_DECLS

/** orch_emr_oscar_make_client: Awaits. @token: whether the authorisation is needed too. Returns: (transfer full) (nullable): INVALID or NOT_FOUND with the id of a
 * field that is missing, SIGN_IN_AGAIN without an authorisation, keyring errors */
OrchOscarClient *orch_emr_oscar_make_client (OrchEmrOscar *self, gboolean token, GError **error);

/** orch_emr_oscar_ensure_client: Awaits. Returns: (transfer none) (nullable): the one that reads, made as orch_emr_oscar_make_client() does */
OrchOscarClient *orch_emr_oscar_ensure_client (OrchEmrOscar *self, GError **error);
/** orch_emr_oscar_search_patients: Awaits. Returns: (transfer full) (nullable): of #OrchPatient; see orch_emr_search_patients() */
GPtrArray *orch_emr_oscar_search_patients (OrchEmr *emr, const OrchEmrPatientQuery *query, GError **error);
/** orch_emr_oscar_get_patient: awaits. Returns: (transfer full) (nullable): their record; null where OSCAR has nobody by that number */
JsonNode *orch_emr_oscar_get_patient (OrchEmrOscar *self, const char *id, GError **error);

/** orch_emr_oscar_await_post: see orch_emr_post_document() */
char *orch_emr_oscar_await_post (OrchEmr *emr, OrchEmrPosting *posting, GError **error);

/** orch_emr_oscar_probe: Awaits. Returns: (transfer full) (nullable): CANCELLED and keyring errors only */
OrchEmrReport *orch_emr_oscar_probe (OrchEmrOscar *self, GError **error);

G_END_DECLS
