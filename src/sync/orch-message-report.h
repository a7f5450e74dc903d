/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to sync/) The report of an exchange: kept, sent to the hub, and put in the patient's chart where the EMR takes documents, all in one
 * transaction; and one of another workstation, fetched from the hub to be read. Main thread.
 */
#pragma once

#include "session/orch-hub-access.h"
#include "session/orch-session.h"
#include "store/orch-store-messages.h"

G_BEGIN_DECLS

/** orch_message_report_complete: see orch_message_desk_complete() */
DexFuture *orch_message_report_complete (OrchStore *store, OrchSession *session, const char *id,
                                         const OrchReport *report, gboolean to_chart);

/** orch_message_report_load: @access: (nullable). See orch_message_desk_load_report() */
DexFuture *orch_message_report_load (OrchStore *store, OrchSession *session, OrchHubAccess *access, const char *id);

G_END_DECLS
