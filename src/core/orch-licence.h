/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * When two licence numbers of a professional order are one. Pure; any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** orch_licence_dup_key: "12-345" and "12 345" are one licence, "012345" is another: padding zeros are part of the number. Returns: (transfer full): what
 * is equal for one licence; "" for %NULL */
char *orch_licence_dup_key (const char *licence);

G_END_DECLS
