/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A person lets the program into the EMR, on the EMR's own page in the browser: passwords and PIN are typed there alone. Where the
 * browser cannot come back by itself, the person brings the code that the page shows. One attempt at a time. Main thread.
 * Source: emr-facts A2; product.md §3.
 */
#pragma once

#include "fhir/orch-browser.h"
#include "orch-emr.h"

G_BEGIN_DECLS

#define ORCH_TYPE_EMR_CONSENT (orch_emr_consent_get_type ())
/** OrchEmrConsent: property address (string, nullable, read-only, notified): the page of the attempt under way, to show or to copy */
G_DECLARE_FINAL_TYPE (OrchEmrConsent, orch_emr_consent, ORCH, EMR_CONSENT, GObject)

/** orch_emr_consent_new: Returns: (transfer full) (nullable): %NULL when nobody has to consent for an EMR of that kind */
OrchEmrConsent *orch_emr_consent_new (OrchEmr *emr);

/**
 * orch_emr_consent_ask:
 * @browser: (nullable): %NULL: the person opens the address, and the page shows a code for orch_emr_consent_give()
 *
 * Returns: (transfer full): a future of the authorisation (string), a secret to keep; rejects INVALID and NOT_FOUND with the id of a field that is
 *   missing, REFUSED when the person did not consent, CANCELLED, and as a request to the EMR does
 */
DexFuture *orch_emr_consent_ask (OrchEmrConsent *self, OrchBrowser *browser);
/** orch_emr_consent_give: @code: as typed or pasted, with what the page shows around it */
void orch_emr_consent_give (OrchEmrConsent *self, const char *code);
/** orch_emr_consent_stop: the attempt under way ends as CANCELLED, its port is given back */
void orch_emr_consent_stop (OrchEmrConsent *self);

const char *orch_emr_consent_get_address (OrchEmrConsent *self);

G_END_DECLS
