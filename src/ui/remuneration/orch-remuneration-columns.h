/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The columns of the remuneration report: what each shows of a line, how it sorts, and what is spoken of a row. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

#include "core/orch-remuneration.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_REMUNERATION_ASPECT_NARROW = 0, /* all of it, one below the other: the only column of a narrow window */
  ORCH_REMUNERATION_ASPECT_SERVICE,
  ORCH_REMUNERATION_ASPECT_STAFF,
  ORCH_REMUNERATION_ASPECT_APPOINTMENTS,
  ORCH_REMUNERATION_ASPECT_BEFORE,
  ORCH_REMUNERATION_ASPECT_CHANGE,
  ORCH_REMUNERATION_ASPECT_OFFERED,
  ORCH_REMUNERATION_ASPECT_FREE,
  ORCH_REMUNERATION_ASPECT_HOURS,
} OrchRemunerationAspect;

#define ORCH_N_REMUNERATION_ASPECTS (ORCH_REMUNERATION_ASPECT_HOURS + 1)

/** orch_remuneration_columns_set: @column: shows @aspect of an #OrchRemunerationLine from now on */
void orch_remuneration_columns_set (GtkColumnViewColumn *column, OrchRemunerationAspect aspect);
/** orch_remuneration_columns_row_factory_new: Returns: (transfer full): what is spoken of each row */
GtkListItemFactory *orch_remuneration_columns_row_factory_new (void);
/** orch_remuneration_columns_dup_text: Returns: (transfer full): what @aspect shows, but for NARROW */
char *orch_remuneration_columns_dup_text (const OrchRemunerationLineFields *line, OrchRemunerationAspect aspect);

G_END_DECLS
