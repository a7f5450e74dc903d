/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The clinic's logo: choose, drop or paste a picture, see it, replace, crop or delete it. Main thread.
 * Source: seeds/wizard-guide.txt (Logo).
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ORCH_TYPE_LOGO_EDITOR (orch_logo_editor_get_type ())
G_DECLARE_FINAL_TYPE (OrchLogoEditor, orch_logo_editor, ORCH, LOGO_EDITOR, GtkWidget)

/* Signal "edited": the person chose, cropped or deleted the logo */

GtkWidget *orch_logo_editor_new (void);
/** orch_logo_editor_get_logo: @type: (out) (transfer none) (nullable): "image/png". Returns: (transfer none) (nullable) */
GBytes *orch_logo_editor_get_logo (OrchLogoEditor *self, const char **type);
void orch_logo_editor_set_logo (OrchLogoEditor *self, GBytes *logo, const char *type);
/** orch_logo_editor_load: as if @bytes had been dropped on the editor; INVALID pictures are told in the editor */
void orch_logo_editor_load (OrchLogoEditor *self, GBytes *bytes);

G_END_DECLS
