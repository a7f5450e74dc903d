/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Which support guide serves, in the preferences: an establishment imports its own after a look at what it holds, or goes back to the
 * built-in one. Main thread. Source: product.md §5.
 */
#pragma once

#include <adwaita.h>

#include "catalogue/orch-support-library.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SUPPORT_GROUP (orch_support_group_get_type ())
G_DECLARE_FINAL_TYPE (OrchSupportGroup, orch_support_group, ORCH, SUPPORT_GROUP, AdwPreferencesGroup)

/** orch_support_group_offer: what follows the choice of a file: @path is read, what is wrong with it is told, what it holds is shown, and it is kept
 * if the person says so */
void orch_support_group_offer (OrchSupportGroup *self, const char *path);

/** orch_support_group_set_may_edit: whether the days off can be typed here: an administrator does */
void orch_support_group_set_may_edit (OrchSupportGroup *self, gboolean may_edit);

G_END_DECLS
