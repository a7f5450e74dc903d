/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What may be told to any support: versions, states, codes of errors. It is made of these alone, never of words that came from a server, a file or
 * a person: nothing has to be taken out. Main thread. Source: product.md §5.
 */
#pragma once

#include <libdex.h>

#include "core/orch-error.h"
#include "sync/orch-engine.h"

G_BEGIN_DECLS

/** orch_diagnostic_dup: @code: of the error that led here. Returns: (transfer full): a future string: lines in English, for who reads it there */
DexFuture *orch_diagnostic_dup (OrchEngine *engine, OrchError code);

/** orch_diagnostic_dup_mail: Returns: (transfer full): a mailto: address with @text as its body; who it goes to is chosen there */
char *orch_diagnostic_dup_mail (const char *text);

G_END_DECLS
