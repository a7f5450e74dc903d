/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A picture with a rectangle on it: dragged inside to move it, by an edge or corner to change its size; arrows move it, Shift and arrows change
 * its size. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ORCH_TYPE_CROP_AREA (orch_crop_area_get_type ())
G_DECLARE_FINAL_TYPE (OrchCropArea, orch_crop_area, ORCH, CROP_AREA, GtkWidget)

/* Signal "changed": the rectangle has */

void orch_crop_area_set_texture (OrchCropArea *self, GdkTexture *texture);
/** orch_crop_area_get_crop: @crop: (out): in pixels of the picture, never empty, inside it */
void orch_crop_area_get_crop (OrchCropArea *self, graphene_rect_t *crop);
void orch_crop_area_set_crop (OrchCropArea *self, const graphene_rect_t *crop);

G_END_DECLS
