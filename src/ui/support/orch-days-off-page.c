/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-days-off-page.h.
 */
#include "orch-days-off-page.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-support-changes.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchDaysOffPage
{
  AdwNavigationPage parent_instance;

  /* owned */
  OrchSupportLibrary *library;
  GPtrArray *rows; /* (element-type GtkWidget) (borrowed): of the establishment's days */

  /* template children */
  AdwActionRow *day;
  GtkCalendar *calendar;
  GtkEditable *french;
  GtkEditable *english;
  GtkLabel *fault;
  AdwPreferencesGroup *own;
  AdwActionRow *all;
};

G_DEFINE_FINAL_TYPE (OrchDaysOffPage, orch_days_off_page, ADW_TYPE_NAVIGATION_PAGE)

static char *
dup_day (OrchDaysOffPage *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);

  return g_date_time_format (day, "%Y-%m-%d");
}

static void
on_day (OrchDaysOffPage *self)
{
  g_autofree char *day = dup_day (self);

  orch_plain_set_subtitle (self->day, day);
}

static void
show_fault (OrchDaysOffPage *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (error != NULL)
    /* What is wrong with a day is said in a sentence of its own. */
    text = g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID) ? g_strdup (error->message)
                                                                   : orch_error_text_dup (error);
  gtk_label_set_text (self->fault, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
  orch_get_help_beside (self->fault, error);
  if (text != NULL)
    orch_announce (GTK_WIDGET (self), text);
}

static DexFuture *
on_kept (DexFuture *future, gpointer data)
{
  OrchDaysOffPage *self = data;
  g_autoptr (GError) error = NULL;
  const gboolean done = dex_future_get_value (future, &error) != NULL;

  if (self->library == NULL)
    return NULL;
  show_fault (self, error);
  if (!done)
    return NULL;
  gtk_editable_set_text (self->french, "");
  gtk_editable_set_text (self->english, "");
  orch_announce (GTK_WIDGET (self), _ ("The days off are kept."));
  return NULL;
}

static void
on_add (OrchDaysOffPage *self)
{
  g_autofree char *day = dup_day (self);

  dex_future_disown (
      dex_future_finally (orch_support_library_add_day (self->library, day, gtk_editable_get_text (self->french),
                                                        gtk_editable_get_text (self->english)),
                          on_kept, g_object_ref (self), g_object_unref));
}

static void
on_remove (OrchDaysOffPage *self, GtkButton *button)
{
  const char *date = g_object_get_data (G_OBJECT (button), "date");

  /* The button goes with its row. */
  gtk_widget_grab_focus (GTK_WIDGET (self->day));
  dex_future_disown (dex_future_finally (orch_support_library_remove_day (self->library, date), on_kept,
                                         g_object_ref (self), g_object_unref));
}

static void
add_row (OrchDaysOffPage *self, const OrchSupportDay *day)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  const char *name = orch_bilingual_get (day->name, NULL);
  /* translators: a day off: its date, its name */
  g_autofree char *tip = g_strdup_printf (_ ("Take away %s, %s"), day->date, name);

  orch_plain_set_title (ADW_PREFERENCES_ROW (row), name);
  orch_plain_set_subtitle (ADW_ACTION_ROW (row), day->date);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tip);
  g_object_set_data_full (G_OBJECT (button), "date", g_strdup (day->date), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->own, row);
  g_ptr_array_add (self->rows, row);
}

static void
show (OrchDaysOffPage *self)
{
  OrchSupportGuide *guide = orch_support_library_get_guide (self->library);
  GPtrArray *days = orch_support_guide_get_days (guide);
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autofree char *all = NULL;
  GDate today;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->own, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < days->len; i++)
    add_row (self, days->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->own), days->len > 0);
  g_date_set_dmy (&today, (GDateDay) g_date_time_get_day_of_month (now), (GDateMonth) g_date_time_get_month (now),
                  (GDateYear) g_date_time_get_year (now));
  all = orch_support_changes_dup_holidays (guide, &today);
  orch_plain_set_subtitle (self->all, all[0] != '\0' ? all : _ ("None"));
}

static void
orch_days_off_page_dispose (GObject *object)
{
  OrchDaysOffPage *self = ORCH_DAYS_OFF_PAGE (object);

  g_clear_object (&self->library);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_DAYS_OFF_PAGE);
  G_OBJECT_CLASS (orch_days_off_page_parent_class)->dispose (object);
}

static void
orch_days_off_page_class_init (OrchDaysOffPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_days_off_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/support/orch-days-off-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchDaysOffPage, day);
  gtk_widget_class_bind_template_child (widget_class, OrchDaysOffPage, calendar);
  gtk_widget_class_bind_template_child (widget_class, OrchDaysOffPage, french);
  gtk_widget_class_bind_template_child (widget_class, OrchDaysOffPage, english);
  gtk_widget_class_bind_template_child (widget_class, OrchDaysOffPage, fault);
  gtk_widget_class_bind_template_child (widget_class, OrchDaysOffPage, own);
  gtk_widget_class_bind_template_child (widget_class, OrchDaysOffPage, all);
  gtk_widget_class_bind_template_callback (widget_class, on_day);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
}

static void
orch_days_off_page_init (OrchDaysOffPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

AdwNavigationPage *
orch_days_off_page_new (OrchSupportLibrary *library)
{
  OrchDaysOffPage *self = NULL;
  g_autoptr (GDateTime) now = orch_clock_now_local ();

  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (library), NULL);

  self = g_object_new (ORCH_TYPE_DAYS_OFF_PAGE, NULL);
  self->library = g_object_ref (library);
  gtk_calendar_select_day (self->calendar, now);
  on_day (self);
  g_signal_connect_object (library, "notify::guide", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  return ADW_NAVIGATION_PAGE (self);
}
