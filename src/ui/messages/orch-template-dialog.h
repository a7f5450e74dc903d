/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The templates of messages: looked for, chosen, written, approved. Signal "chosen" (OrchMessageTemplate): it is to go into the message; the dialog then closes.
 * Main thread.
 */
#pragma once

#include <adwaita.h>

#include "sync/orch-message-desk.h"

G_BEGIN_DECLS

#define ORCH_TYPE_TEMPLATE_DIALOG (orch_template_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchTemplateDialog, orch_template_dialog, ORCH, TEMPLATE_DIALOG, AdwDialog)

/** orch_template_dialog_new: @permission: of the person */
AdwDialog *orch_template_dialog_new (OrchMessageDesk *desk, OrchPermission permission);

G_END_DECLS
