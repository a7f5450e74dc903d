/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Where a person lets the program into the EMR: opens its page in the browser, or brings the code that it shows. Shows only: the form
 * does what is asked. Main thread. Source: product.md §3; emr-facts A2.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ORCH_TYPE_EMR_CONSENT_ROW (orch_emr_consent_row_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrConsentRow, orch_emr_consent_row, ORCH, EMR_CONSENT_ROW, AdwBin)

/* Signals: "ask" (gboolean by_hand), "give" (const char *code), "stop" */

GtkWidget *orch_emr_consent_row_new (void);
/** orch_emr_consent_row_set_kept: whether the keyring holds an authorisation */
void orch_emr_consent_row_set_kept (OrchEmrConsentRow *self, gboolean kept);
/** orch_emr_consent_row_set_waiting: the person is at the EMR's page; @by_hand: and brings a code */
void orch_emr_consent_row_set_waiting (OrchEmrConsentRow *self, gboolean waiting, gboolean by_hand);
/** orch_emr_consent_row_set_address: @address: (nullable): of the page, once it is known */
void orch_emr_consent_row_set_address (OrchEmrConsentRow *self, const char *address);

G_END_DECLS
