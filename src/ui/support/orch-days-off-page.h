/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The days off of the establishment, in the preferences: an administrator adds them and takes them away; they are kept in its support guide. Main thread.
 * Source: product.md §5.
 */
#pragma once

#include <adwaita.h>

#include "catalogue/orch-support-library.h"

G_BEGIN_DECLS

#define ORCH_TYPE_DAYS_OFF_PAGE (orch_days_off_page_get_type ())
G_DECLARE_FINAL_TYPE (OrchDaysOffPage, orch_days_off_page, ORCH, DAYS_OFF_PAGE, AdwNavigationPage)

/** orch_days_off_page_new: Returns: (transfer floating) */
AdwNavigationPage *orch_days_off_page_new (OrchSupportLibrary *library);

G_END_DECLS
