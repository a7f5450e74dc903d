/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Keeps the names that the rows show true: the staff, the clinic's lists, what waits to be sent. Empties them when the session locks. Owned
 * by the page; main thread.
 */
#pragma once

#include "orch-service-names.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

#define ORCH_TYPE_NAMES_FEED (orch_names_feed_get_type ())
G_DECLARE_FINAL_TYPE (OrchNamesFeed, orch_names_feed, ORCH, NAMES_FEED, GObject)

OrchNamesFeed *orch_names_feed_new (OrchEngine *engine, OrchServiceNames *names);

G_END_DECLS
