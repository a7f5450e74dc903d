/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Finding, opening and measuring the fonts of the first window is a sixth of its start: a thread does it while libadwaita reads its
 * style sheet. Nothing but speed depends on it. Main thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** orch_text_warmth_begin: after gtk_init(); no text may be laid out until orch_text_warmth_end() */
void orch_text_warmth_begin (void);

/** orch_text_warmth_end: waits for the thread; does nothing when it was not begun */
void orch_text_warmth_end (void);

G_END_DECLS
