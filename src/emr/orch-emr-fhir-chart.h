/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) Documents into the charts of a FHIR EMR. In fibers on the main thread. Source: emr-facts D1 (DocumentReference is what every
 * server of the guide takes; Communication is in none of its rows, so that notes are not offered), E2.
 */
#pragma once

#include "orch-emr-fhir-private.h"
#include "orch-emr-posting.h"

G_BEGIN_DECLS

/** orch_emr_fhir_await_post: see orch_emr_post_document() */
char *orch_emr_fhir_await_post (OrchEmrFhir *self, OrchEmrPosting *posting, GError **error);

G_END_DECLS
