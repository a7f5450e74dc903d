/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What became of an appointment, or who booked it: a word or two of one colour, on the ground that the style gives, beside an icon if it has one. It
 * draws them itself; how wide it may be is decided by the row that has it, which it does not have laid out again. Main thread.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ORCH_TYPE_APPOINTMENT_MARK (orch_appointment_mark_get_type ())
G_DECLARE_FINAL_TYPE (OrchAppointmentMark, orch_appointment_mark, ORCH, APPOINTMENT_MARK, GtkWidget)

/* Property "text" (read-only, not notified): what it draws */

/** orch_appointment_mark_new: @wrap: where a line that is too long ends; @justify: of its lines */
GtkWidget *orch_appointment_mark_new (PangoWrapMode wrap, PangoAlignment justify);
/** orch_appointment_mark_set: @icon_name: (nullable): static; @style: (nullable): static: the class that gives it its colour. Returns: whether its size may be another */
gboolean orch_appointment_mark_set (OrchAppointmentMark *self, const char *text, const char *icon_name,
                                    const char *style);

/** orch_appointment_mark_set_blank: @blank: does not show, and keeps its size, until this is said again */
void orch_appointment_mark_set_blank (OrchAppointmentMark *self, gboolean blank);
/** orch_appointment_mark_measure_width: Returns: pixels that it needs, @natural: would like; with what the style puts around it */
int orch_appointment_mark_measure_width (OrchAppointmentMark *self, int *natural);
/** orch_appointment_mark_measure_height: Returns: pixels that it takes in that width; with what the style puts around it */
int orch_appointment_mark_measure_height (OrchAppointmentMark *self, int width);

G_END_DECLS
