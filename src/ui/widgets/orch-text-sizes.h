/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How large texts are that were measured before: the rows of a list say the same few things, and Pango shapes a text anew for every width it
 * is asked about. The texts themselves are not kept: nothing of a locked clinic stays here. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** OrchTextShape: what the size depends on, beside the font of the widget */
typedef struct
{
  const char *text;
  int width;  /* of the lines, pixels; -1: one that has all */
  int height; /* as pango_layout_set_height() */
  guint look; /* of the caller: its attributes, how it breaks lines */
} OrchTextShape;

/** orch_text_sizes_find: @width, @height: (out) (optional): pixels. Returns: whether it is known */
gboolean orch_text_sizes_find (GtkWidget *widget, const OrchTextShape *shape, int *width, int *height);
/** orch_text_sizes_keep: from now on it is known */
void orch_text_sizes_keep (GtkWidget *widget, const OrchTextShape *shape, int width, int height);

G_END_DECLS
