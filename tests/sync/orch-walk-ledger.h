/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who wrote what over what: the random walk's memory of every edit that a workstation acknowledged. Each value is written once, so
 * that a value says which edit it is of: what was written over it, on whichever workstation, was written by somebody who had seen it. At the
 * end a field may hold only what nobody has written over, or what somebody chose when both sides had written.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _WalkLedger WalkLedger;

WalkLedger *walk_ledger_new (void);
void walk_ledger_free (WalkLedger *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WalkLedger, walk_ledger_free)

/** walk_ledger_write: @object: and @field: of what; @before: what was seen there; @after: what it was made */
void walk_ledger_write (WalkLedger *self, const char *object, const char *field, const char *before, const char *after);
/** walk_ledger_attempt: killed before it answered: it may be there or not; @before: what is there when nobody ever wrote */
void walk_ledger_attempt (WalkLedger *self, const char *object, const char *field, const char *before,
                          const char *after);
/** walk_ledger_choose: of two values somebody kept @chosen */
void walk_ledger_choose (WalkLedger *self, const char *object, const char *field, const char *chosen,
                         const char *dropped);
/** walk_ledger_release: @object was taken away: should another workstation's edit bring it back, any of what it was until now may be what it is */
void walk_ledger_release (WalkLedger *self, const char *object);
/** walk_ledger_allows: whether @value may be what @field of @object ends with; %TRUE for what nobody ever wrote */
gboolean walk_ledger_allows (WalkLedger *self, const char *object, const char *field, const char *value);
/** walk_ledger_describe: Returns: (transfer full): what is allowed, for who reads of a failure */
/** walk_ledger_find_lost: Returns: (nullable): one that somebody wrote, that nobody who saw it wrote over, that nobody was asked to give up, and
 * that is not what it ends as */
const char *walk_ledger_find_lost (WalkLedger *self, const char *object, const char *field, const char *text);
char *walk_ledger_describe (WalkLedger *self, const char *object, const char *field);

G_END_DECLS
