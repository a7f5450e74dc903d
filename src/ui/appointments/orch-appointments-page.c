/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A list of the store for each of the seven days: each is a section with its own heading, and a day that changes reads that day again.
 * A day on its own is the first of them. Main thread.
 */
#include "orch-appointments-page.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-staff-member.h"
#include "orch-appointment-row.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"
#include "ui/orch-ui.h"
#include "ui/services/orch-row-reader.h"
#include "ui/shell/orch-help.h"
#include "ui/shell/orch-window.h"
#include "ui/widgets/orch-announce.h"

#define N_DAYS 7
#define N_FRAMES 6 /* until the rows of another day are there */

struct _OrchAppointmentsPage
{
  AdwNavigationPage parent_instance;

  /* owned */
  OrchEngine *engine;
  GListStore *days;     /* of OrchAppointmentList: N_DAYS, none while the session does not let them be read */
  OrchStoreList *staff; /* (nullable): the same */
  GPtrArray *headings;  /* (element-type GtkListHeader): those that show */
  GPtrArray *staff_ids; /* (element-type utf8): as the drop-down has them; NULL is everybody */
  char *staff_id;       /* (nullable): EMR id of the one chosen */
  GDateTime *date;      /* midnight of the day chosen */
  GDateTime *first;     /* midnight of the first day shown */
  guint frames;         /* left to keep the first heading in sight */
  gboolean showing;     /* set by us, not by the person */

  /* template children */
  GtkWidget *previous;
  GtkWidget *next;
  GtkMenuButton *date_button;
  GtkPopover *popover;
  GtkCalendar *calendar;
  AdwToggleGroup *span;
  GtkDropDown *professional;
  GtkStack *stack;
  AdwStatusPage *empty;
  AdwStatusPage *error;
  GtkScrolledWindow *scroller;
  GtkListView *view;
};

G_DEFINE_FINAL_TYPE (OrchAppointmentsPage, orch_appointments_page, ADW_TYPE_NAVIGATION_PAGE)

static gboolean
is_week (OrchAppointmentsPage *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->span), "week") == 0;
}

static guint
get_n_lists (OrchAppointmentsPage *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->days));
}

static OrchAppointmentList *
get_list (OrchAppointmentsPage *self, guint day)
{
  g_autoptr (OrchAppointmentList) list = g_list_model_get_item (G_LIST_MODEL (self->days), day);

  return list; /* the store's reference stays */
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
  OrchSync *sync = orch_engine_get_sync (self->engine);
  const gint64 last = sync != NULL ? orch_sync_get_last (sync, ORCH_SYNC_RECENT) : 0;
  g_autofree char *description = NULL;

  if (last == 0)
    {
      adw_status_page_set_title (self->empty, _ ("No appointment has arrived yet"));
      adw_status_page_set_description (self->empty, _ ("They come from the EMR when the clinic is synchronised."));
      return;
    }
  if (self->staff_id != NULL)
    adw_status_page_set_title (self->empty, is_week (self) ? _ ("No appointment that week for this professional")
                                                           : _ ("No appointment that day for this professional"));
  else
    adw_status_page_set_title (self->empty,
                               is_week (self) ? _ ("No appointment that week") : _ ("No appointment that day"));
  g_autofree char *when = orch_time_text_dup_when (last);
  /* translators: %s is a time of day, or a date and a time */
  description = g_strdup_printf (_ ("Last synchronised: %s."), when);
  adw_status_page_set_description (self->empty, description);
}

/* Which day a heading is of is counted: the rows below it may not have been read yet. */
static void
show_heading (OrchAppointmentsPage *self, GParamSpec *pspec, GtkListHeader *header)
{
  GtkLabel *label = GTK_LABEL (gtk_list_header_get_child (header));
  const guint start = gtk_list_header_get_start (header);
  const guint n = gtk_list_header_get_n_items (header);
  guint before = 0;

  for (guint i = 0; i < get_n_lists (self); i++)
    {
      const guint of_day = g_list_model_get_n_items (G_LIST_MODEL (get_list (self, i)));

      if (start >= before && start < before + of_day)
        {
          g_autoptr (GDateTime) day = g_date_time_add_days (self->first, (int) i);
          g_autofree char *name = orch_time_text_dup_day (day);
          g_autofree char *count =
              /* translators: %u is how many */
              g_strdup_printf (ngettext ("%u appointment", "%u appointments", n), n);
          /* translators: a day, and how many appointments it has */
          g_autofree char *text = g_strdup_printf (_ ("%s — %s"), name, count);

          gtk_label_set_label (label, text);
          return;
        }
      before += of_day;
    }
  gtk_label_set_label (label, "");
}

static void
show_state (OrchAppointmentsPage *self)
{
  const GError *failure = NULL;
  gboolean loading = FALSE;
  guint n = 0;

  /* Another day may have as many: then its heading is told nothing. */
  for (guint i = 0; i < self->headings->len; i++)
    show_heading (self, NULL, g_ptr_array_index (self->headings, i));
  if (get_n_lists (self) == 0)
    return;
  for (guint i = 0; i < get_n_lists (self); i++)
    {
      OrchKeyList *list = ORCH_KEY_LIST (get_list (self, i));

      n += g_list_model_get_n_items (G_LIST_MODEL (list));
      loading = loading || orch_key_list_get_loading (list);
      if (failure == NULL)
        failure = orch_key_list_get_error (list);
    }
  if (failure != NULL)
    {
      adw_status_page_set_description (self->error, orch_error_text_remedy (orch_error_code_of (failure)));
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  else if (n > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  /* What showed stays while a day is read: it takes a moment. */
  else if (!loading)
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

/* The list holds on to its first row, which leaves the heading above it out of sight: a few frames settle it. */
static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  OrchAppointmentsPage *self = ORCH_APPOINTMENTS_PAGE (widget);
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);

  gtk_adjustment_set_value (place, gtk_adjustment_get_lower (place));
  if (--self->frames > 0)
    return G_SOURCE_CONTINUE;
  return G_SOURCE_REMOVE;
}

static void
go_to_top (OrchAppointmentsPage *self)
{
  if (self->frames == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
  self->frames = N_FRAMES;
}

static void
set_ranges (OrchAppointmentsPage *self)
{
  go_to_top (self);
  for (guint i = 0; i < get_n_lists (self); i++)
    {
      g_autoptr (GDateTime) from = g_date_time_add_days (self->first, (int) i);
      g_autoptr (GDateTime) to = g_date_time_add_days (self->first, (int) i + 1);
      const gboolean shown = i == 0 || is_week (self);

      orch_appointment_list_set_staff (get_list (self, i), self->staff_id);
      orch_appointment_list_set_range (get_list (self, i), shown ? g_date_time_to_unix_usec (from) : 0,
                                       shown ? g_date_time_to_unix_usec (to) : 0);
    }
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

/* --- professionals ---------------------------------------------------------------------- */

static void
show_professionals (OrchAppointmentsPage *self, GPtrArray *members)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;

  g_ptr_array_set_size (self->staff_ids, 0);
  gtk_string_list_append (names, _ ("All professionals"));
  g_ptr_array_add (self->staff_ids, NULL);
  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      OrchStaffMember *member = g_ptr_array_index (members, i);
      const char *id = ORCH_IS_STAFF_MEMBER (member) ? orch_staff_member_get_fields (member)->emr_id : NULL;

      if (id == NULL)
        continue;
      if (g_strcmp0 (id, self->staff_id) == 0)
        selected = self->staff_ids->len;
      gtk_string_list_append (names, orch_staff_member_get_display_name (member));
      g_ptr_array_add (self->staff_ids, g_strdup (id));
    }
  self->showing = TRUE;
  gtk_drop_down_set_model (self->professional, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->professional, selected);
  self->showing = FALSE;
}

static DexFuture *
on_staff_read (DexFuture *future, gpointer data)
{
  OrchAppointmentsPage *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (self->staff != NULL && value != NULL && G_VALUE_HOLDS (value, G_TYPE_PTR_ARRAY))
    show_professionals (self, g_value_get_boxed (value));
  return NULL;
}

static DexFuture *
read_loaded_staff (DexFuture *future, gpointer data)
{
  OrchAppointmentsPage *self = data;

  return self->staff != NULL ? orch_row_reader_load (G_LIST_MODEL (self->staff), NULL) : dex_future_new_true ();
}

static void
read_staff (OrchAppointmentsPage *self)
{
  DexFuture *future = NULL;

  if (self->staff == NULL)
    return;
  future = dex_future_then (orch_store_list_when_loaded (self->staff), read_loaded_staff, g_object_ref (self),
                            g_object_unref);
  dex_future_disown (dex_future_then (future, on_staff_read, g_object_ref (self), g_object_unref));
}

static void
on_professional (OrchAppointmentsPage *self)
{
  const guint selected = gtk_drop_down_get_selected (self->professional);

  if (self->showing || selected >= self->staff_ids->len)
    return;
  if (g_set_str (&self->staff_id, g_ptr_array_index (self->staff_ids, selected)))
    set_ranges (self);
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
on_span (OrchAppointmentsPage *self)
{
  if (self->date != NULL)
    show_range (self);
}

/* --- the lock --------------------------------------------------------------------------- */

static void
attach (OrchAppointmentsPage *self)
{
  for (guint i = 0; i < N_DAYS; i++)
    {
      g_autoptr (OrchAppointmentList) list = orch_engine_list_appointments (self->engine);

      if (list == NULL)
        return;
      g_signal_connect_object (list, "items-changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (list, "notify::loading", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
      g_list_store_append (self->days, list);
    }
  self->staff = orch_engine_list_staff (self->engine);
  g_signal_connect_object (self->staff, "items-changed", G_CALLBACK (read_staff), self, G_CONNECT_SWAPPED);
  read_staff (self);
  set_ranges (self);
}

static void
detach (OrchAppointmentsPage *self)
{
  for (guint i = 0; i < get_n_lists (self); i++)
    {
      g_signal_handlers_disconnect_by_data (get_list (self, i), self);
      orch_key_list_detach (ORCH_KEY_LIST (get_list (self, i)));
    }
  g_list_store_remove_all (self->days);
  if (self->staff != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->staff, self);
      orch_store_list_detach (self->staff);
      g_clear_object (&self->staff);
    }
  g_clear_pointer (&self->staff_id, g_free);
  show_professionals (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "loading");
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_session (OrchAppointmentsPage *self)
{
  const gboolean may = orch_engine_get_state (self->engine) == ORCH_ENGINE_READY &&
                       orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_APPOINTMENTS);

  if (may && get_n_lists (self) == 0)
    attach (self);
  else if (!may && get_n_lists (self) > 0)
    detach (self);
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_appointments_page_dispose (GObject *object)
{
  OrchAppointmentsPage *self = ORCH_APPOINTMENTS_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_APPOINTMENTS_PAGE);
  g_clear_object (&self->days);
  g_clear_object (&self->staff);
  g_clear_pointer (&self->headings, g_ptr_array_unref);
  g_clear_pointer (&self->staff_ids, g_ptr_array_unref);
  g_clear_pointer (&self->staff_id, g_free);
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

  gtk_widget_class_install_action (widget_class, "appointments.previous", NULL, on_previous);
  gtk_widget_class_install_action (widget_class, "appointments.next", NULL, on_next);
  gtk_widget_class_install_action (widget_class, "appointments.today", NULL, on_today);
  gtk_widget_class_install_action (widget_class, "appointments.synchronisation", NULL, on_synchronisation);
  gtk_widget_class_install_action (widget_class, "appointments.help", NULL, on_help);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               ORCH_RESOURCE_BASE "/appointments/orch-appointments-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, previous);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, next);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, date_button);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, popover);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, calendar);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, span);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, professional);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, empty);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, error);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentsPage, view);
  gtk_widget_class_bind_template_callback (widget_class, on_day_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_span);
  gtk_widget_class_bind_template_callback (widget_class, on_professional);
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
  self->staff_ids = g_ptr_array_new_with_free_func (g_free);
  self->headings = g_ptr_array_new ();
  self->days = g_list_store_new (G_TYPE_LIST_MODEL);
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

  flat = gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (self->days)));
  selection = gtk_no_selection_new (G_LIST_MODEL (flat));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  show_professionals (self, NULL);
  show_range (self);
}

AdwNavigationPage *
orch_appointments_page_new (OrchEngine *engine)
{
  OrchAppointmentsPage *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_APPOINTMENTS_PAGE, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_session), self, G_CONNECT_SWAPPED);
  on_session (self);
  return ADW_NAVIGATION_PAGE (self);
}
