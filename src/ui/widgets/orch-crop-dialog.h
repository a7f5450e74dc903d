/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Asks what to keep of a picture. Main thread.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ORCH_TYPE_CROP_DIALOG (orch_crop_dialog_get_type ())
G_DECLARE_FINAL_TYPE (OrchCropDialog, orch_crop_dialog, ORCH, CROP_DIALOG, AdwDialog)

/* Signal "cropped" (const graphene_rect_t *crop): the person accepted; in pixels of the picture */

OrchCropDialog *orch_crop_dialog_new (GdkTexture *texture);

G_END_DECLS
