/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The support guide above whatever was being done, opened where an error leads: nothing that was typed is lost. Main thread.
 */
#pragma once

#include <adwaita.h>

#include "core/orch-error.h"

G_BEGIN_DECLS

/** orch_support_dialog_new: @code: what went wrong; @page: (nullable): of the help about it, in place of the error's own. Returns: (transfer floating) */
AdwDialog *orch_support_dialog_new (OrchError code, const char *page);

G_END_DECLS
