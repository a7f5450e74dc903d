/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The widgets of the page; what they show is in orch-appointment-days.h. Today shows from now on, not from eight in the morning. Main thread.
 */
#include "orch-appointments-page.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "orch-appointment-days.h"
#include "orch-appointment-filters.h"
#include "orch-appointment-row.h"
#include "orch-appointments-empty.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"
#include "ui/orch-ui.h"
#include "ui/shell/orch-help.h"
#include "ui/shell/orch-window.h"
#include "ui/sync/orch-sync-indicator.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

#define N_DAYS ORCH_APPOINTMENT_N_DAYS
#define N_FRAMES 6     /* until the rows of another day are laid out */
#define MAX_FRAMES 120 /* while they are read: then whoever scrolls is let alone */

struct _OrchAppointmentsPage
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchSync *sync; /* (nullable): comes with the clinic */
  OrchAppointmentDays *days;
  GPtrArray *headings; /* (element-type GtkListHeader): those that show */
  GDateTime *date;     /* midnight of the day chosen */
  GDateTime *first;    /* midnight of the first day shown */
  guint frames;        /* left to keep the place in sight */
  double upper;        /* of the list, in the last of them */
  gboolean placed;     /* it was brought there, maybe before all rows had come */
  gboolean follows;    /* today was chosen: tomorrow, it is tomorrow */
  gboolean showing;    /* set by us, not by the person */

  /* template children */
  GtkWidget *previous;
  GtkWidget *next;
  GtkMenuButton *date_button;
  GtkPopover *popover;
  GtkCalendar *calendar;
  AdwToggleGroup *span;
  OrchAppointmentFilters *filters;
  GtkStack *stack;
  OrchAppointmentsEmpty *empty;
  AdwStatusPage *error;
  AdwToastOverlay *toasts;
  GtkScrolledWindow *scroller;
  GtkListView *view;
};

G_DEFINE_FINAL_TYPE (OrchAppointmentsPage, orch_appointments_page, ADW_TYPE_BIN)

static gboolean
is_week (OrchAppointmentsPage *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->span), "week") == 0;
}

static GDateTime *
get_midnight (GDateTime *moment)
{
  return g_date_time_new (g_date_time_get_timezone (moment), g_date_time_get_year (moment),
                          g_date_time_get_month (moment), g_date_time_get_day_of_month (moment), 0, 0, 0);
}

/* --- what is shown ---------------------------------------------------------------------- */

static void
show_empty (OrchAppointmentsPage *self)
{
  g_autoptr (GDateTime) to = g_date_time_add_days (self->first, is_week (self) ? N_DAYS : 1);

  orch_appointments_empty_show (self->empty, g_date_time_to_unix_usec (self->first), g_date_time_to_unix_usec (to),
                                is_week (self),
                                orch_appointment_filters_get_staff (self->filters) != NULL ||
                                    orch_appointment_filters_get_source (self->filters) != NULL);
}

/* Which day a heading is of is counted: the rows below it may not have been read yet. */
static void
show_heading (OrchAppointmentsPage *self, GParamSpec *pspec, GtkListHeader *header)
{
  const guint n = gtk_list_header_get_n_items (header);
  g_autoptr (GDateTime) day = orch_appointment_days_dup_day (self->days, gtk_list_header_get_start (header));
  g_autofree char *name = day != NULL ? orch_time_text_dup_day (day) : NULL;
  g_autofree char *count = NULL;
  g_autofree char *text = NULL;

  /* translators: %'u is how many */
  count = g_strdup_printf (ngettext ("%'u appointment", "%'u appointments", n), n);
  if (name != NULL)
    /* translators: a day, and how many appointments it has */
    text = g_strdup_printf (_ ("%s — %s"), name, count);
  gtk_label_set_label (GTK_LABEL (gtk_list_header_get_child (header)), text != NULL ? text : "");
}

static void
show_state (OrchAppointmentsPage *self)
{
  const GError *failure = orch_appointment_days_get_error (self->days);

  /* Another day may have as many: then its heading is told nothing. */
  for (guint i = 0; i < self->headings->len; i++)
    show_heading (self, NULL, g_ptr_array_index (self->headings, i));
  if (!orch_appointment_days_get_attached (self->days))
    return;
  if (failure != NULL)
    {
      orch_plain_set_description (GTK_WIDGET (self->error), orch_error_text_remedy (orch_error_code_of (failure)));
      orch_get_help_beside (self->error, failure);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  else if (orch_appointment_days_count (self->days) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  /* What showed stays while a day is read: it takes a moment. */
  else if (!orch_appointment_days_get_loading (self->days))
    {
      show_empty (self);
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
}

static void
show_dates (OrchAppointmentsPage *self)
{
  g_autoptr (GDateTime) last = g_date_time_add_days (self->first, N_DAYS - 1);
  g_autofree char *from = g_date_time_format (self->first, "%Y-%m-%d");
  g_autofree char *to = g_date_time_format (last, "%Y-%m-%d");
  g_autofree char *text = NULL;
  const char *back = is_week (self) ? _ ("Previous week") : _ ("Previous day");
  const char *on = is_week (self) ? _ ("Next week") : _ ("Next day");

  if (is_week (self))
    /* translators: the first and the last day of a week, as dates */
    text = g_strdup_printf (_ ("%s to %s"), from, to);
  else
    text = orch_time_text_dup_day (self->date);
  gtk_menu_button_set_label (self->date_button, text);
  gtk_widget_set_tooltip_text (self->previous, back);
  gtk_widget_set_tooltip_text (self->next, on);
  self->showing = TRUE;
  gtk_calendar_select_day (self->calendar, self->date);
  self->showing = FALSE;
}

/* Of a row that is in sight already, GTK would move nothing; from the end of the list and back it would, by making all its widgets anew.
 * Returns: whether it is there. */
static gboolean
bring_to_top (OrchAppointmentsPage *self, guint position)
{
  g_autoptr (OrchStoreItem) item =
      g_list_model_get_item (G_LIST_MODEL (gtk_list_view_get_model (self->view)), position);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  graphene_rect_t place;

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (ORCH_IS_APPOINTMENT_ROW (row) && orch_appointment_row_get_item (ORCH_APPOINTMENT_ROW (row)) == item)
        break;
    }
  /* Out of sight, where it last was says nothing. */
  if (child == NULL || !gtk_widget_get_child_visible (child) || gtk_widget_get_height (child) == 0 ||
      !gtk_widget_compute_bounds (child, GTK_WIDGET (self->view), &place))
    {
      gtk_list_view_scroll_to (self->view, position, GTK_LIST_SCROLL_NONE, NULL);
      return FALSE;
    }
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + place.origin.y);
  return TRUE;
}

/* The list holds on to its first row, which leaves the heading above it out of sight: a few frames settle it. */
static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  OrchAppointmentsPage *self = ORCH_APPOINTMENTS_PAGE (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  const guint place = orch_appointment_days_get_now (self->days);
  /* Rows that came since the last layout are where they are guessed to be: from there the list would jump to its end. */
  const gboolean laid_out = gtk_adjustment_get_upper (adjustment) == self->upper;

  self->upper = gtk_adjustment_get_upper (adjustment);
  if (laid_out && !orch_appointment_days_get_loading (self->days))
    self->frames = MIN (self->frames, N_FRAMES);
  /* Once while the rows come, then when they are there and laid out: whoever scrolls meanwhile is let alone. */
  if (self->placed && self->frames > N_FRAMES)
    return --self->frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
  /* The rows come a few at a time: it may not be there yet. */
  if (place > 0 && place < g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (self->view))))
    self->placed = laid_out && bring_to_top (self, place);
  else
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_lower (adjustment));
  return --self->frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
go_to_place (OrchAppointmentsPage *self)
{
  if (self->frames == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
  self->frames = MAX_FRAMES;
  self->upper = -1;
  self->placed = FALSE;
}

static void
set_ranges (OrchAppointmentsPage *self)
{
  go_to_place (self);
  orch_appointment_days_set_filter (self->days, orch_appointment_filters_get_staff (self->filters),
                                    orch_appointment_filters_get_source (self->filters));
  orch_appointment_days_set_range (self->days, self->first, is_week (self));
  show_state (self);
}

static void
show_range (OrchAppointmentsPage *self)
{
  g_clear_pointer (&self->first, g_date_time_unref);
  self->first = is_week (self) ? g_date_time_add_days (self->date, 1 - g_date_time_get_day_of_week (self->date))
                               : g_date_time_ref (self->date);
  show_dates (self);
  set_ranges (self);
}

/* @moment: (transfer full) */
static void
go_to (OrchAppointmentsPage *self, GDateTime *moment)
{
  g_autoptr (GDateTime) chosen = moment;

  if (chosen == NULL) /* the end of the calendar */
    return;
  g_clear_pointer (&self->date, g_date_time_unref);
  self->date = get_midnight (chosen);
  self->follows = orch_appointment_days_is_today (self->date);
  show_range (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    orch_announce (GTK_WIDGET (self), gtk_menu_button_get_label (self->date_button));
}

/* --- rows and headings ------------------------------------------------------------------ */

static void
on_row_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, orch_appointment_row_new ());
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_row_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  orch_appointment_row_set_item (ORCH_APPOINTMENT_ROW (gtk_list_item_get_child (item)), item,
                                 gtk_list_item_get_item (item));
}

static void
on_row_unbind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  orch_appointment_row_set_item (ORCH_APPOINTMENT_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

static void
on_heading_setup (OrchAppointmentsPage *self, GtkListHeader *header)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_header_set_child (header, label);
}

static void
on_heading_bind (OrchAppointmentsPage *self, GtkListHeader *header)
{
  show_heading (self, NULL, header);
  g_ptr_array_add (self->headings, header);
  g_signal_connect_object (header, "notify", G_CALLBACK (show_heading), self, G_CONNECT_SWAPPED);
}

static void
on_heading_unbind (OrchAppointmentsPage *self, GtkListHeader *header)
{
  g_signal_handlers_disconnect_by_func (header, show_heading, self);
  if (self->headings != NULL)
    g_ptr_array_remove (self->headings, header);
}

/* --- acts ------------------------------------------------------------------------------- */

static void
step (OrchAppointmentsPage *self, int direction)
{
  go_to (self, g_date_time_add_days (self->date, direction * (is_week (self) ? N_DAYS : 1)));
}

static void
on_previous (GtkWidget *widget, const char *action, GVariant *parameter)
{
  step (ORCH_APPOINTMENTS_PAGE (widget), -1);
}

static void
on_next (GtkWidget *widget, const char *action, GVariant *parameter)
{
  step (ORCH_APPOINTMENTS_PAGE (widget), 1);
}

static void
on_today (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go_to (ORCH_APPOINTMENTS_PAGE (widget), orch_clock_now_local ());
}

static void
on_recent (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchAppointmentsPage *self = ORCH_APPOINTMENTS_PAGE (widget);

  if (self->sync != NULL)
    dex_future_disown (orch_sync_start (self->sync, ORCH_SYNC_RECENT));
}

static void
on_full (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchAppointmentsPage *self = ORCH_APPOINTMENTS_PAGE (widget);

  if (self->sync != NULL)
    dex_future_disown (orch_sync_start (self->sync, ORCH_SYNC_FULL));
}

static void
on_everything (GtkWidget *widget, const char *action, GVariant *parameter)
{
  orch_appointment_filters_clear (ORCH_APPOINTMENTS_PAGE (widget)->filters);
}

static DexFuture *
on_found (DexFuture *future, gpointer data)
{
  OrchAppointmentsPage *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (self->date == NULL)
    return NULL;
  if (value != NULL && G_VALUE_HOLDS (value, G_TYPE_DATE_TIME))
    go_to (self, g_value_dup_boxed (value));
  else
    orch_plain_tell (self->toasts, _ ("No later day has an appointment"));
  return NULL;
}

static void
on_next_with (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchAppointmentsPage *self = ORCH_APPOINTMENTS_PAGE (widget);

  dex_future_disown (
      dex_future_finally (orch_appointment_days_find_next (self->days), on_found, g_object_ref (self), g_object_unref));
}

static void
on_clinic (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.go", "i", ORCH_WINDOW_CLINIC);
}

static void
on_synchronisation (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_activate_action (widget, "win.go", "i", ORCH_WINDOW_SYNC);
}

static void
on_help (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dex_future_disown (orch_help_open (GTK_WINDOW (gtk_widget_get_root (widget)), "appointments"));
}

static void
on_day_selected (OrchAppointmentsPage *self)
{
  g_autoptr (GDateTime) chosen = NULL;

  if (self->showing || self->date == NULL)
    return;
  gtk_popover_popdown (self->popover);
  chosen = gtk_calendar_get_date (self->calendar);
  /* The calendar's own time zone is the machine's. */
  go_to (self, g_date_time_new (g_date_time_get_timezone (self->date), g_date_time_get_year (chosen),
                                g_date_time_get_month (chosen), g_date_time_get_day_of_month (chosen), 0, 0, 0));
}

static void
on_filters (OrchAppointmentsPage *self)
{
  if (self->date != NULL)
    set_ranges (self);
}

static void
on_span (OrchAppointmentsPage *self)
{
  if (self->date != NULL)
    show_range (self);
}

/* --- the lock --------------------------------------------------------------------------- */

/* Whoever left today on the screen finds today the next morning. */
static void
follow_today (OrchAppointmentsPage *self)
{
  if (self->follows && !orch_appointment_days_is_today (self->date))
    go_to (self, orch_clock_now_local ());
}

static void
attach (OrchAppointmentsPage *self)
{
  if (!orch_appointment_days_attach (self->days, self->engine))
    return;
  orch_appointment_filters_attach (self->filters, self->engine);
  follow_today (self);
  set_ranges (self);
}

static void
detach (OrchAppointmentsPage *self)
{
  orch_appointment_days_detach (self->days);
  orch_appointment_filters_detach (self->filters);
  gtk_stack_set_visible_child_name (self->stack, "loading");
}

static void
on_sync (OrchAppointmentsPage *self)
{
  const gboolean running = orch_sync_get_running (self->sync);
  const gboolean may = orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_SYNC) && !running &&
                       !orch_engine_is_by_hand (self->engine);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "appointments.recent", may);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "appointments.full", may);
  follow_today (self);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "empty") == 0)
    show_empty (self);
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_session (OrchAppointmentsPage *self)
{
  const gboolean may = orch_engine_get_state (self->engine) == ORCH_ENGINE_READY &&
                       orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_APPOINTMENTS);

  if (may && !orch_appointment_days_get_attached (self->days))
    attach (self);
  else if (!may && orch_appointment_days_get_attached (self->days))
    detach (self);
  if (self->sync == NULL && orch_engine_get_sync (self->engine) != NULL)
    {
      self->sync = g_object_ref (orch_engine_get_sync (self->engine));
      g_signal_connect_object (self->sync, "notify", G_CALLBACK (on_sync), self, G_CONNECT_SWAPPED);
    }
  if (self->sync != NULL)
    on_sync (self);
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_appointments_page_dispose (GObject *object)
{
  OrchAppointmentsPage *self = ORCH_APPOINTMENTS_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_APPOINTMENTS_PAGE);
  g_clear_object (&self->days);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->headings, g_ptr_array_unref);
  g_clear_pointer (&self->date, g_date_time_unref);
  g_clear_pointer (&self->first, g_date_time_unref);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_appointments_page_parent_class)->dispose (object);
}

static void
orch_appointments_page_class_init (OrchAppointmentsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_appointments_page_dispose;
  g_type_ensure (ORCH_TYPE_APPOINTMENT_FILTERS);
  g_type_ensure (ORCH_TYPE_APPOINTMENTS_EMPTY);
  g_type_ensure (ORCH_TYPE_SYNC_INDICATOR);

  gtk_widget_class_install_action (widget_class, "appointments.previous", NULL, on_previous);
  gtk_widget_class_install_action (widget_class, "appointments.next", NULL, on_next);
  gtk_widget_class_install_action (widget_class, "appointments.today", NULL, on_today);
  gtk_widget_class_install_action (widget_class, "appointments.synchronisation", NULL, on_synchronisation);
  gtk_widget_class_install_action (widget_class, "appointments.help", NULL, on_help);
  gtk_widget_class_install_action (widget_class, "appointments.recent", NULL, on_recent);
  gtk_widget_class_install_action (widget_class, "appointments.full", NULL, on_full);
  gtk_widget_class_install_action (widget_class, "appointments.everything", NULL, on_everything);
  gtk_widget_class_install_action (widget_class, "appointments.next-with", NULL, on_next_with);
  gtk_widget_class_install_action (widget_class, "appointments.clinic", NULL, on_clinic);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               ORCH_RESOURCE_BASE "/appointments/orch-appointments-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, previous);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, next);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, date_button);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, popover);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, calendar);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, span);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, filters);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, empty);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, error);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, view);
  gtk_widget_class_bind_template_callback (widget_class, on_day_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_span);
  gtk_widget_class_bind_template_callback (widget_class, on_filters);
}

static void
orch_appointments_page_init (OrchAppointmentsPage *self)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  GtkListItemFactory *rows = gtk_signal_list_item_factory_new ();
  GtkListItemFactory *headings = gtk_signal_list_item_factory_new ();
  GtkFlattenListModel *flat = NULL;
  GtkNoSelection *selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->headings = g_ptr_array_new ();
  self->days = orch_appointment_days_new ();
  g_signal_connect_object (self->days, "changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  self->date = get_midnight (now);

  g_signal_connect (rows, "setup", G_CALLBACK (on_row_setup), NULL);
  g_signal_connect (rows, "bind", G_CALLBACK (on_row_bind), NULL);
  g_signal_connect (rows, "unbind", G_CALLBACK (on_row_unbind), NULL);
  gtk_list_view_set_factory (self->view, rows);
  g_signal_connect_object (headings, "setup", G_CALLBACK (on_heading_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (headings, "bind", G_CALLBACK (on_heading_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (headings, "unbind", G_CALLBACK (on_heading_unbind), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_header_factory (self->view, headings);
  g_object_unref (rows);
  g_object_unref (headings);

  flat = gtk_flatten_list_model_new (g_object_ref (orch_appointment_days_get_sections (self->days)));
  selection = gtk_no_selection_new (G_LIST_MODEL (flat));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  self->follows = TRUE;
  show_range (self);
}

GtkWidget *
orch_appointments_page_new (OrchEngine *engine)
{
  OrchAppointmentsPage *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_APPOINTMENTS_PAGE, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_session), self, G_CONNECT_SWAPPED);
  orch_appointments_empty_set_engine (self->empty, engine);
  on_session (self);
  return GTK_WIDGET (self);
}
