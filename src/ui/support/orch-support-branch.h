/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Where in the support guide an error leads: the table of "Get Help". Source: product.md §5; the ids of data/support/guide.json.
 */
#pragma once

#include "core/orch-error.h"

G_BEGIN_DECLS

/** orch_support_branch_of: Returns: (transfer none): a path for orch_support_page_go(), which every built-in guide has */
const char *orch_support_branch_of (OrchError code);

/** orch_support_branch_code_of: @nick: of orch_error_get_nick (); anything else is FAILED */
OrchError orch_support_branch_code_of (const char *nick);

G_END_DECLS
