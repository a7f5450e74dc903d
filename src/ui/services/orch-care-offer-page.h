/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The offer of care of a service, to edit: whether there is one, who it is for, how, how far ahead, and what differs for a professional.
 * A page of the service's dialog. Main thread. Source: product.md §2, emr-facts F2.
 */
#pragma once

#include <adwaita.h>

#include "core/orch-care-offer.h"

G_BEGIN_DECLS

#define ORCH_TYPE_CARE_OFFER_PAGE (orch_care_offer_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchCareOfferPage, orch_care_offer_page, ORCH, CARE_OFFER_PAGE, AdwNavigationPage)

/** orch_care_offer_page_set_offer: @offer: (nullable): none yet. Signal of the page: "changed" */
void orch_care_offer_page_set_offer (OrchCareOfferPage *self, OrchCareOffer *offer);
/** orch_care_offer_page_set_staff: @staff: (element-type OrchStaffMember): who offers the service */
void orch_care_offer_page_set_staff (OrchCareOfferPage *self, GPtrArray *staff);
/** orch_care_offer_page_dup_offer: Returns: (transfer full) (nullable): as the page says; %NULL: none */
OrchCareOffer *orch_care_offer_page_dup_offer (OrchCareOfferPage *self);
/** orch_care_offer_page_get_fault: Returns: (transfer none) (nullable): what is wrong, in a sentence */
const char *orch_care_offer_page_get_fault (OrchCareOfferPage *self);

G_END_DECLS
