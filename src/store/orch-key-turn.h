/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What all lists of the store together have the widgets of a view do in one turn of the main loop: a week is seven lists, and each that kept
 * to its own measure would have seven times as much done before the next frame. Whoever came first goes first, until it is done. A frame
 * lies between two turns. Private to store/; main thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ORCH_KEY_TURN 48     /* what a turn may cost */
#define ORCH_KEY_TURN_ROW 4  /* of that: a row that comes to a view: it makes a widget */
#define ORCH_KEY_TURN_FACE 1 /* of that: a row of a view that shows something else */

/** OrchKeyTurnFunc: @left: (inout): what is left of the turn: less by what @data cost. Returns: whether it wants another turn */
typedef gboolean (*OrchKeyTurnFunc) (gpointer data, guint *left);

/** orch_key_turn_add: has @func called until it is done: at once where nobody waits before it and something is left of this turn.
 * @first: goes before the others: what is in sight and says nothing yet */
void orch_key_turn_add (OrchKeyTurnFunc func, gpointer data, gboolean first);
/** orch_key_turn_remove: nothing where it does not wait */
void orch_key_turn_remove (OrchKeyTurnFunc func, gpointer data);

/** orch_key_turn_look: a view asked for a row, which is how it makes a widget */
void orch_key_turn_look (void);
/** orch_key_turn_get_looks: Returns: how often, since the program began */
guint orch_key_turn_get_looks (void);

G_END_DECLS
