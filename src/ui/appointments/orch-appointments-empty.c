/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-appointments-empty.h.
 */
#include "orch-appointments-empty.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"
#include "ui/orch-ui.h"
#include "ui/sync/orch-sync-text.h"
#include "ui/widgets/orch-plain-text.h"

/* What the recent appointments bring unless the clinic chose otherwise. */
#define DAYS_BACK 1
#define DAYS_AHEAD 7

struct _OrchAppointmentsEmpty
{
  AdwBin parent_instance;

  OrchEngine *engine; /* (owned) (nullable) */

  /* template children */
  AdwStatusPage *page;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (OrchAppointmentsEmpty, orch_appointments_empty, ADW_TYPE_BIN)

/* @label, @action: (nullable): without a button; one that the person may not press is not there */
static void
show (OrchAppointmentsEmpty *self, const char *title, const char *description, const char *label, const char *action)
{
  const gboolean may = orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_SYNC) ||
                       (g_strcmp0 (action, "appointments.recent") != 0 && g_strcmp0 (action, "appointments.full") != 0);

  adw_status_page_set_title (self->page, title);
  orch_plain_set_description (GTK_WIDGET (self->page), description);
  gtk_widget_set_visible (GTK_WIDGET (self->button), label != NULL && may);
  if (label != NULL)
    gtk_button_set_label (self->button, label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
}

static gboolean
is_within_recent (gint64 from_us, gint64 to_us)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) midnight =
      g_date_time_new (g_date_time_get_timezone (now), g_date_time_get_year (now), g_date_time_get_month (now),
                       g_date_time_get_day_of_month (now), 0, 0, 0);
  g_autoptr (GDateTime) first = g_date_time_add_days (midnight, -DAYS_BACK);
  g_autoptr (GDateTime) last = g_date_time_add_days (midnight, DAYS_AHEAD + 1);

  return to_us > g_date_time_to_unix_usec (first) && from_us < g_date_time_to_unix_usec (last);
}

/* Nothing came from the EMR yet. */
static void
show_never (OrchAppointmentsEmpty *self, OrchSync *sync)
{
  const GError *error = sync != NULL ? orch_sync_get_error (sync) : NULL;
  g_autofree char *text = NULL;

  if (sync != NULL && orch_sync_get_running (sync))
    {
      text = orch_sync_text_dup_progress (sync);
      show (self, _ ("The appointments are arriving"), text, _ ("Open _Synchronisation"),
            "appointments.synchronisation");
    }
  else if (error != NULL && orch_error_code_of (error) != ORCH_ERROR_CANCELLED)
    show (self, _ ("No appointment has arrived yet"), orch_error_text_sentence (orch_error_code_of (error)),
          _ ("Open _Synchronisation"), "appointments.synchronisation");
  else
    show (self, _ ("No appointment has arrived yet"), _ ("They come from the EMR when the clinic is synchronised."),
          _ ("Synchronise _Recent Appointments"), "appointments.recent");
}

static void
orch_appointments_empty_dispose (GObject *object)
{
  OrchAppointmentsEmpty *self = ORCH_APPOINTMENTS_EMPTY (object);

  /* Bound and the bin's own child: the bin would let go of it again. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_APPOINTMENTS_EMPTY);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_appointments_empty_parent_class)->dispose (object);
}

static void
orch_appointments_empty_class_init (OrchAppointmentsEmptyClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_appointments_empty_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ORCH_RESOURCE_BASE "/appointments/orch-appointments-empty.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsEmpty, page);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsEmpty, button);
}

static void
orch_appointments_empty_init (OrchAppointmentsEmpty *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
orch_appointments_empty_set_engine (OrchAppointmentsEmpty *self, OrchEngine *engine)
{
  g_return_if_fail (ORCH_IS_APPOINTMENTS_EMPTY (self));

  g_set_object (&self->engine, engine);
}

void
orch_appointments_empty_show (OrchAppointmentsEmpty *self, gint64 from_us, gint64 to_us, gboolean week,
                              gboolean filtered)
{
  g_return_if_fail (ORCH_IS_APPOINTMENTS_EMPTY (self));
  g_return_if_fail (self->engine != NULL);

  OrchSync *sync = orch_engine_get_sync (self->engine);
  OrchClinic *clinic = orch_engine_get_clinic (self->engine);
  const gint64 last = sync != NULL ? orch_sync_get_last (sync, ORCH_SYNC_RECENT) : 0;
  g_autofree char *when = last > 0 ? orch_time_text_dup_when (last) : NULL;
  g_autofree char *text = NULL;

  if (!orch_clinic_has_emr (clinic))
    show (self, _ ("The clinic has no EMR"), _ ("Appointments come from an EMR. One can be connected at any time."),
          _ ("Open the _Clinic"), "appointments.clinic");
  else if (orch_engine_is_by_hand (self->engine))
    show (self, _ ("The EMR is not connected yet"), _ ("Appointments come from it once its connection is set up."),
          _ ("Open the _Clinic"), "appointments.clinic");
  else if (last == 0)
    show_never (self, sync);
  else if (filtered)
    show (self, week ? _ ("No appointment of this choice that week") : _ ("No appointment of this choice that day"),
          _ ("Other professionals or sources may have some."), _ ("Show _All"), "appointments.everything");
  else if (orch_sync_get_last (sync, ORCH_SYNC_FULL) == 0 && !is_within_recent (from_us, to_us))
    show (self, week ? _ ("That week was not asked of the EMR yet") : _ ("That day was not asked of the EMR yet"),
          _ ("Only the appointments of the days around today are here. The whole schedule brings the others."),
          _ ("Synchronise the _Whole Schedule"), "appointments.full");
  else
    {
      /* translators: %s is a time of day, or a date and a time */
      text = g_strdup_printf (_ ("Last synchronised: %s."), when);
      show (self, week ? _ ("No appointment that week") : _ ("No appointment that day"), text,
            _ ("_Next Day with Appointments"), "appointments.next-with");
    }
}
