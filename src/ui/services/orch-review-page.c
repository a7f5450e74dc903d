/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-review-page.h. The list is the review's own page, searched here.
 */
#include "orch-review-page.h"

#include <glib/gi18n.h>

#include "orch-review-row.h"
#include "orch-service-text.h"
#include "orch-types-alert.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-plain-text.h"

/* How many services that are elsewhere are told of when a search finds none here. */
#define MAX_ELSEWHERE 5

struct _OrchReviewPage
{
  AdwBin parent_instance;

  /* owned */
  OrchServiceReview *review;
  OrchServiceNames *names;
  GListModel *found; /* the review's page, as its search leaves it */

  OrchServicePage page;
  guint count_source;

  /* template children */
  GtkLabel *title;
  GtkLabel *explanation;
  GtkEditable *search;
  GtkLabel *reasons;
  GtkLabel *count;
  GtkButton *all;
  GtkButton *untick;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *empty;
};

G_DEFINE_FINAL_TYPE (OrchReviewPage, orch_review_page, ADW_TYPE_BIN)

const char *
orch_review_page_get_title (OrchServicePage page)
{
  switch (page)
    {
    case ORCH_SERVICE_PAGE_EXCLUDED:
      return _ ("Excluded services");
    case ORCH_SERVICE_PAGE_INACTIVE:
      return _ ("Inactive services");
    case ORCH_SERVICE_PAGE_ACTIVE:
    default:
      return _ ("Active services");
    }
}

static const char *
get_explanation (OrchServicePage page)
{
  switch (page)
    {
    case ORCH_SERVICE_PAGE_EXCLUDED:
      return _ ("Tick the services used for the clinic’s own administration, which patients are never offered. They "
                "are left out of the "
                "next pages and of the remuneration reports, and stay inactive until somebody activates them by hand.");
    case ORCH_SERVICE_PAGE_INACTIVE:
      return _ (
          "Tick the services that the clinic does not offer for now, but may later. One that has an appointment in "
          "the EMR comes back by itself.");
    case ORCH_SERVICE_PAGE_ACTIVE:
    default:
      return _ ("Choose at least one type for each service; press it again to remove it. A service without a type is "
                "switched off "
                "when you apply.");
    }
}

static gboolean
is_done (OrchReviewPage *self, OrchServiceChoice *choice)
{
  const char *const *types = NULL;

  if (self->page == ORCH_SERVICE_PAGE_EXCLUDED)
    return orch_service_choice_get_excluded (choice);
  if (self->page == ORCH_SERVICE_PAGE_INACTIVE)
    return orch_service_choice_get_inactive (choice);
  types = orch_service_choice_get_types (choice);
  return types != NULL && types[0] != NULL;
}

static void
show_count (OrchReviewPage *self)
{
  const guint n = g_list_model_get_n_items (self->found);
  guint done = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OrchServiceChoice) choice = g_list_model_get_item (self->found, i);

      done += is_done (self, choice);
    }
  text = g_strdup_printf (self->page == ORCH_SERVICE_PAGE_ACTIVE
                              /* translators: how many services have a type, of how many */
                              ? _ ("%'u of %'u have a type")
                              /* translators: how many services are ticked, of how many */
                              : _ ("%'u of %'u ticked"),
                          done, n);
  gtk_label_set_label (self->count, text);
}

static gboolean
on_count_time (gpointer data)
{
  OrchReviewPage *self = data;

  self->count_source = 0;
  show_count (self);
  return G_SOURCE_REMOVE;
}

/* Many choices may change at once. */
static void
count_soon (OrchReviewPage *self)
{
  if (self->count_source == 0)
    self->count_source = g_idle_add (on_count_time, self);
}

/* Where the services are that the search means and this page has not. */
static char *
dup_elsewhere (OrchReviewPage *self)
{
  OrchServicePlan *plan = orch_service_review_get_plan (self->review);
  g_autoptr (GPtrArray) absent =
      orch_service_review_find_absent (self->review, self->page, gtk_editable_get_text (self->search));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (absent->len, MAX_ELSEWHERE); i++)
    {
      OrchService *service = orch_service_choice_get_service (g_ptr_array_index (absent, i));
      const OrchServiceAbsence why =
          orch_service_plan_get_absent (plan, self->page, orch_service_get_fields (service)->id);

      /* translators: the name of a service, why it is not on this page */
      g_string_append_printf (text, _ ("%s: %s"), orch_service_get_display_name (service),
                              orch_service_text_get_absence (self->page, why));
      g_string_append_c (text, '\n');
    }
  return absent->len > 0 ? g_strchomp (g_string_free (g_steal_pointer (&text), FALSE)) : NULL;
}

static void
show_state (OrchReviewPage *self)
{
  const gboolean searching = gtk_editable_get_text (self->search)[0] != '\0';
  const gboolean some = g_list_model_get_n_items (self->found) > 0;
  g_autofree char *elsewhere = NULL;

  count_soon (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->all), some);
  gtk_widget_set_sensitive (GTK_WIDGET (self->untick), some);
  if (some)
    {
      gtk_stack_set_visible_child_name (self->stack, "list");
      return;
    }
  elsewhere = searching ? dup_elsewhere (self) : NULL;
  adw_status_page_set_icon_name (self->empty, searching ? "system-search-symbolic" : "orch-services-symbolic");
  adw_status_page_set_title (self->empty, searching ? _ ("Nothing found") : _ ("No service is left for this page"));
  orch_plain_set_description (GTK_WIDGET (self->empty),
                              elsewhere != NULL ? elsewhere
                              : searching       ? _ ("Try another word, or see why a service may be missing.")
                                                : NULL);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
on_search (OrchReviewPage *self)
{
  orch_service_review_set_search (self->review, self->page, gtk_editable_get_text (self->search));
  show_state (self);
}

/* Escape ends the search; with nothing searched it leaves, as it does elsewhere in the dialog. */
static void
on_stop_search (OrchReviewPage *self)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_DIALOG);

  if (gtk_editable_get_text (self->search)[0] != '\0')
    gtk_editable_set_text (self->search, "");
  else if (dialog != NULL)
    adw_dialog_close (ADW_DIALOG (dialog));
}

static void
on_types_chosen (OrchTypesAlert *alert, const char *const *types, OrchReviewPage *self)
{
  dex_future_disown (orch_service_review_set_shown (self->review, self->page, FALSE, types));
}

static void
tick_all (OrchReviewPage *self, gboolean ticked)
{
  dex_future_disown (orch_service_review_set_shown (self->review, self->page, ticked, NULL));
}

static void
on_all (OrchReviewPage *self)
{
  AdwDialog *alert = NULL;

  if (self->page != ORCH_SERVICE_PAGE_ACTIVE)
    {
      tick_all (self, TRUE);
      return;
    }
  alert = orch_types_alert_new (self->names, g_list_model_get_n_items (self->found), FALSE);
  g_signal_connect_object (alert, "chosen", G_CALLBACK (on_types_chosen), self, 0);
  orch_alert_present (alert, GTK_WIDGET (self));
}

static void
on_untick (OrchReviewPage *self)
{
  tick_all (self, FALSE);
}

static void
on_setup (OrchReviewPage *self, GtkListItem *item)
{
  gtk_list_item_set_child (item, orch_review_row_new (self->review, self->page, self->names));
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_selectable (item, FALSE);
  /* What is chosen has the focus, not the row around it. */
  gtk_list_item_set_focusable (item, FALSE);
}

static void
on_bind (OrchReviewPage *self, GtkListItem *item)
{
  OrchServiceChoice *choice = gtk_list_item_get_item (item);

  orch_review_row_set_choice (ORCH_REVIEW_ROW (gtk_list_item_get_child (item)), choice);
  gtk_list_item_set_accessible_label (item, orch_service_get_display_name (orch_service_choice_get_service (choice)));
  g_signal_connect_object (choice, "notify", G_CALLBACK (count_soon), self, G_CONNECT_SWAPPED);
}

static void
on_unbind (OrchReviewPage *self, GtkListItem *item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), count_soon, self);
  orch_review_row_set_choice (ORCH_REVIEW_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
show_reasons (OrchReviewPage *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const OrchServiceAbsence last = self->page == ORCH_SERVICE_PAGE_EXCLUDED   ? ORCH_SERVICE_ABSENT_VANISHED
                                  : self->page == ORCH_SERVICE_PAGE_INACTIVE ? ORCH_SERVICE_ABSENT_EXCLUDED
                                                                             : ORCH_SERVICE_ABSENT_INACTIVE;

  for (guint absence = last; absence > ORCH_SERVICE_PRESENT; absence--)
    g_string_append_printf (text, "%s• %s", text->len > 0 ? "\n" : "",
                            orch_service_text_get_absence (self->page, (OrchServiceAbsence) absence));
  gtk_label_set_label (self->reasons, text->str);
}

static void
orch_review_page_dispose (GObject *object)
{
  OrchReviewPage *self = ORCH_REVIEW_PAGE (object);

  g_clear_handle_id (&self->count_source, g_source_remove);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_REVIEW_PAGE);
  g_clear_object (&self->found);
  g_clear_object (&self->review);
  g_clear_object (&self->names);
  G_OBJECT_CLASS (orch_review_page_parent_class)->dispose (object);
}

static void
orch_review_page_class_init (OrchReviewPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_review_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/services/orch-review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchReviewPage, title);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewPage, search);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewPage, reasons);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewPage, count);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewPage, all);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewPage, untick);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewPage, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewPage, list);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewPage, empty);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_all);
  gtk_widget_class_bind_template_callback (widget_class, on_untick);
}

static void
orch_review_page_init (OrchReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_list (OrchReviewPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;

  self->found = g_object_ref (orch_service_review_get_page (self->review, self->page));
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->found)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

GtkWidget *
orch_review_page_new (OrchServiceReview *review, OrchServicePage page, OrchServiceNames *names)
{
  OrchReviewPage *self = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_REVIEW (review), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (names), NULL);

  self = g_object_new (ORCH_TYPE_REVIEW_PAGE, NULL);
  self->review = g_object_ref (review);
  self->names = g_object_ref (names);
  self->page = page;
  gtk_label_set_label (self->title, orch_review_page_get_title (page));
  gtk_label_set_label (self->explanation, get_explanation (page));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  orch_review_page_get_title (page), -1);
  gtk_button_set_label (self->all,
                        page == ORCH_SERVICE_PAGE_ACTIVE ? _ ("Types for All Shown…") : _ ("Tick All Shown"));
  gtk_button_set_label (self->untick, _ ("Untick All Shown"));
  gtk_widget_set_visible (GTK_WIDGET (self->untick), page != ORCH_SERVICE_PAGE_ACTIVE);
  show_reasons (self);
  set_list (self);
  show_state (self);
  return GTK_WIDGET (self);
}

void
orch_review_page_focus (OrchReviewPage *self)
{
  g_return_if_fail (ORCH_IS_REVIEW_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
