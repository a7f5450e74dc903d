/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The page shows what the store's list holds and says what cannot be shown; the columns are orch-service-columns.h's. Main thread.
 */
#include "orch-services-page.h"

#include <glib/gi18n.h>

#include "orch-announced-dialog.h"
#include "orch-lists-dialog.h"
#include "orch-names-feed.h"
#include "orch-result-toast.h"
#include "orch-review-opener.h"
#include "orch-service-columns.h"
#include "orch-service-dialog.h"
#include "orch-service-names.h"
#include "orch-services-bar.h"
#include "orch-services-window.h"
#include "orch-sync-strip.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-directory-frame.h"
#include "ui/shell/orch-conflicts-dialog.h"
#include "ui/shell/orch-doubles-banner.h"
#include "ui/shell/orch-hand-adder.h"
#include "ui/shell/orch-help.h"
#include "ui/shell/orch-window.h"
#include "ui/sync/orch-sync-indicator.h"
#include "ui/widgets/orch-menu-names.h"
#include "ui/widgets/orch-plain-text.h"

#define ADDED_ID "added-id" /* data of a toast */

struct _OrchServicesPage
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchStoreList *list;
  OrchServiceNames *names;
  OrchNamesFeed *feed;
  OrchServiceDesk *desk; /* (nullable): whose news are shown */

  /* template children */
  OrchDirectoryFrame *frame;
  AdwBanner *announced_banner;
  OrchDoublesBanner *doubles;
  OrchSyncStrip *strip;
  OrchServicesBar *bar;
  GtkWidget *synchronise_box;
  GtkWidget *add_box;
  GtkWidget *synchronise_button;
  GtkWidget *synchronise_icon_button;
  AdwToastOverlay *toasts;
  GtkColumnView *view;
  GtkColumnViewColumn *check_column;
  GtkColumnViewColumn *narrow_column;
  GtkColumnViewColumn *name_column;
  GtkColumnViewColumn *emr_column;
  GtkColumnViewColumn *category_column;
  GtkColumnViewColumn *types_column;
  GtkColumnViewColumn *duration_column;
  GtkColumnViewColumn *online_column;
  GtkColumnViewColumn *professionals_column;
  GtkColumnViewColumn *state_column;
};

G_DEFINE_FINAL_TYPE (OrchServicesPage, orch_services_page, ADW_TYPE_BIN)

static const OrchDirectoryWords words = {
  .icon_name = "orch-services-symbolic",
  .placeholder = N_ ("Name, number or category"),
  .none_active = N_ ("No service is active"),
  .none_active_hint = N_ ("Services arrive inactive: the clinic chooses which ones it offers."),
  .none_inactive = N_ ("No service is inactive"),
};

/* Of a clinic whose EMR is not connected yet, for who may add services */
static const OrchDirectoryWords later_words = {
  .icon_name = "orch-services-symbolic",
  .placeholder = N_ ("Name, number or category"),
  .none_active = N_ ("No service is active"),
  .none_active_hint =
      N_ ("The EMR is not connected yet: set up its connection on the page Clinic, or add services by hand."),
  .to_clinic = "services.clinic",
  .none_inactive = N_ ("No service is inactive"),
};

static void
on_tab (OrchServicesPage *self)
{
  orch_services_bar_set_active_tab (self->bar, orch_directory_frame_is_active_tab (self->frame));
}

/* Why Synchronise is closed; NULL when it is open, or only busy. */
static const char *
get_reason (OrchServicesPage *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);

  if (!orch_clinic_has_emr (orch_engine_get_clinic (self->engine)))
    return _ ("The clinic has no EMR to synchronise with.");
  if (orch_engine_is_by_hand (self->engine))
    /* Who sets it up is offered to add services by hand instead. */
    return _ ("The EMR is not connected yet: an administrator sets up its connection.");
  if (!orch_session_allows (session, ORCH_ACT_IMPORT))
    return _ ("Your role does not synchronise.");
  return NULL;
}

static void
update_actions (OrchServicesPage *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  const gboolean ready = orch_engine_get_state (self->engine) == ORCH_ENGINE_READY;
  const char *reason = get_reason (self);
  const char *tip = reason != NULL ? reason : _ ("Bring new services and appointments from the EMR, then define them");
  const gboolean may = ready && orch_session_allows (session, ORCH_ACT_EDIT_SERVICES);
  const gboolean by_hand = orch_hand_adder_is_offered (self->engine, ORCH_IMPORT_SERVICES);

  /* Services come from the EMR, or from who types them here. */
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "services.add", by_hand);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "services.add-file", by_hand);
  gtk_widget_set_visible (self->add_box, by_hand);
  gtk_widget_set_visible (self->synchronise_box, !by_hand);
  orch_directory_frame_set_words (self->frame, by_hand && orch_clinic_has_emr (orch_engine_get_clinic (self->engine))
                                                   ? &later_words
                                                   : &words);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "services.synchronise",
                                 ready && reason == NULL && !orch_sync_strip_is_running (self->strip));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "services.review", may);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "services.lists", ready);
  gtk_widget_set_tooltip_text (self->synchronise_button, tip);
  gtk_widget_set_tooltip_text (self->synchronise_icon_button, reason != NULL ? reason : _ ("Synchronise"));
}

static void
on_synchronise (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchServicesPage *self = ORCH_SERVICES_PAGE (widget);

  orch_sync_strip_start (self->strip, ORCH_SYNC_SERVICES);
  update_actions (self);
}

static void
on_activate (OrchServicesPage *self, guint position)
{
  g_autoptr (OrchStoreItem) item =
      g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (self->view)), position);
  gpointer object = item != NULL ? orch_store_item_get_object (item) : NULL;

  if (ORCH_IS_SERVICE (object))
    adw_dialog_present (orch_service_dialog_new (self->engine, self->names, object), GTK_WIDGET (self));
}

/* --- by hand ---------------------------------------------------------------------------- */

static DexFuture *
on_loaded (DexFuture *future, gpointer data)
{
  OrchServicesPage *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (value != NULL && self->engine != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    adw_dialog_present (orch_service_dialog_new (self->engine, self->names, g_value_get_object (value)),
                        GTK_WIDGET (self));
  return NULL;
}

static void
open_service (OrchServicesPage *self, const char *id)
{
  OrchServiceDesk *desk = self->engine != NULL ? orch_engine_get_services (self->engine) : NULL;

  if (desk != NULL)
    dex_future_disown (
        dex_future_finally (orch_service_desk_load (desk, id), on_loaded, g_object_ref (self), g_object_unref));
}

static void
on_define (OrchServicesPage *self, AdwToast *toast)
{
  open_service (self, g_object_get_data (G_OBJECT (toast), ADDED_ID));
}

static void
on_open (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_service (ORCH_SERVICES_PAGE (widget), g_variant_get_string (parameter, NULL));
}

/* As all services it arrives inactive: where it is seen, and what makes it active, is at hand. */
static void
on_added (OrchServicesPage *self, GObject *service)
{
  g_autofree char *text = NULL;
  AdwToast *toast = NULL;

  if (self->engine == NULL)
    return;
  orch_directory_frame_show_tab (self->frame, FALSE);
  orch_directory_frame_count (self->frame);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.count", NULL);
  /* translators: %s is the name of a person or of a service */
  text = g_strdup_printf (_ ("%s was added."), orch_service_get_display_name (ORCH_SERVICE (service)));
  toast = orch_plain_toast (text);
  adw_toast_set_button_label (toast, _ ("_Define…"));
  g_object_set_data_full (G_OBJECT (toast), ADDED_ID, g_strdup (orch_service_get_fields (ORCH_SERVICE (service))->id),
                          g_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_define), self, G_CONNECT_SWAPPED);
  adw_toast_overlay_add_toast (self->toasts, toast);
  orch_announce (GTK_WIDGET (self), text);
}

static void
on_add (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchHandDialog *dialog = orch_hand_adder_open (ORCH_SERVICES_PAGE (widget)->engine, ORCH_IMPORT_SERVICES, widget);

  g_signal_connect_object (dialog, "entered", G_CALLBACK (on_added), widget, G_CONNECT_SWAPPED);
}

static DexFuture *
on_file_added (DexFuture *future, gpointer data)
{
  OrchServicesPage *self = data;

  if (self->engine == NULL)
    return NULL;
  orch_directory_frame_show_tab (self->frame, FALSE);
  orch_directory_frame_count (self->frame);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.count", NULL);
  return NULL;
}

static void
on_add_file (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dex_future_disown (
      dex_future_then (orch_hand_adder_open_file (ORCH_SERVICES_PAGE (widget)->engine, ORCH_IMPORT_SERVICES, widget),
                       on_file_added, g_object_ref (widget), g_object_unref));
}

static void
review (OrchServicesPage *self)
{
  orch_review_opener_open (GTK_WIDGET (self), self->toasts, self->engine, self->names);
}

static void
on_review (GtkWidget *widget, const char *action, GVariant *parameter)
{
  review (ORCH_SERVICES_PAGE (widget));
}

/* What came is defined now, by who may. */
static void
on_synchronised (OrchServicesPage *self)
{
  orch_directory_frame_count (self->frame);
  update_actions (self);
  if (orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_EDIT_SERVICES) &&
      gtk_widget_get_mapped (GTK_WIDGET (self)))
    review (self);
}

static void
on_select_all (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_selection_model_select_all (gtk_column_view_get_model (ORCH_SERVICES_PAGE (widget)->view));
}

static void
on_lists (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (orch_lists_dialog_new (ORCH_SERVICES_PAGE (widget)->engine), widget);
}

static void
on_open_window (GtkWidget *widget, const char *action, GVariant *parameter)
{
  orch_services_window_open (GTK_WINDOW (gtk_widget_get_root (widget)), ORCH_SERVICES_PAGE (widget)->engine);
}

static void
on_clinic (GtkWidget *widget, const char *action, GVariant *parameter)
{
  orch_window_go (widget, ORCH_WINDOW_CLINIC);
}

static void
on_help (GtkWidget *widget, const char *action, GVariant *parameter)
{
  dex_future_disown (orch_help_open (GTK_WINDOW (gtk_widget_get_root (widget)), "services"));
}

/* What the synchronisation did by itself, until somebody has read it. */
static void
show_announced (OrchServicesPage *self)
{
  OrchServiceDesk *desk = orch_engine_get_services (self->engine);
  const gboolean may = orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_DIRECTORY);
  const guint n = desk != NULL && may ? g_list_model_get_n_items (orch_service_desk_get_announced (desk)) : 0;
  g_autofree char *text = NULL;

  /* translators: %u is how many services */
  text = g_strdup_printf (ngettext ("An appointment in the EMR brought %'u service back",
                                    "Appointments in the EMR brought %'u services back", n),
                          n);
  orch_plain_set_banner (self->announced_banner, text);
  if (n > 0 && !adw_banner_get_revealed (self->announced_banner))
    orch_announce (GTK_WIDGET (self), text);
  adw_banner_set_revealed (self->announced_banner, n > 0);
}

/* What the details dialog saved, and the hub did not take. */
static void
on_refused (OrchServicesPage *self, OrchDeskResult *result)
{
  orch_result_toast_follow (self->toasts, self->engine, result);
}

static void
on_show_announced (OrchServicesPage *self)
{
  adw_dialog_present (orch_announced_dialog_new (self->engine, self->names), GTK_WIDGET (self));
}

/* The desk comes with the clinic. */
static void
on_engine_state (OrchServicesPage *self)
{
  OrchServiceDesk *desk = orch_engine_get_services (self->engine);

  if (desk != NULL && desk != self->desk)
    {
      g_set_object (&self->desk, desk);
      g_signal_connect_object (desk, "refused", G_CALLBACK (on_refused), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (orch_service_desk_get_announced (desk), "items-changed", G_CALLBACK (show_announced),
                               self, G_CONNECT_SWAPPED);
    }
  show_announced (self);
  update_actions (self);
}

static void
on_show_conflicts (OrchServicesPage *self)
{
  adw_dialog_present (orch_conflicts_dialog_new (self->engine, ORCH_IMPORT_SERVICES), GTK_WIDGET (self));
}

static void
on_search_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  orch_directory_frame_search (ORCH_SERVICES_PAGE (widget)->frame);
}

/* The sorters only carry the click; the order is the store's. */
static void
on_sort (OrchServicesPage *self)
{
  GtkColumnViewSorter *sorter = NULL;
  GtkColumnViewColumn *column = NULL;
  OrchStoreSort sort = ORCH_STORE_SORT_NAME;
  gboolean descending = FALSE;

  /* A view that goes takes its order away. */
  if (self->view == NULL || self->list == NULL)
    return;
  sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->view));
  column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  descending = gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_DESCENDING;

  if (column == self->category_column)
    sort = ORCH_STORE_SORT_CATEGORY;
  else if (column == self->duration_column)
    sort = ORCH_STORE_SORT_DURATION;
  else if (column == self->online_column)
    sort = ORCH_STORE_SORT_ONLINE;
  else if (column == self->types_column)
    sort = ORCH_STORE_SORT_TYPES;
  else if (column == self->professionals_column)
    sort = ORCH_STORE_SORT_PROFESSIONALS;
  else if (column == self->state_column)
    sort = ORCH_STORE_SORT_STATE;
  else if (column == self->emr_column)
    sort = ORCH_STORE_SORT_EMR_ID;
  orch_directory_frame_sort (self->frame, sort, descending);
}

static void
on_session (OrchServicesPage *self)
{
  show_announced (self);
  update_actions (self);
}

static void
set_column (OrchServicesPage *self, GtkColumnViewColumn *column, OrchServiceAspect aspect)
{
  g_autoptr (GtkListItemFactory) factory = orch_service_columns_factory_new (aspect, self->names);
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));

  gtk_column_view_column_set_factory (column, factory);
  gtk_column_view_column_set_sorter (column, sorter);
}

static void
set_columns (OrchServicesPage *self)
{
  g_autoptr (GtkListItemFactory) check = orch_service_columns_check_factory_new (self->view);
  g_autoptr (GtkListItemFactory) row = orch_service_columns_row_factory_new (self->names);

  gtk_column_view_column_set_factory (self->check_column, check);
  gtk_column_view_set_row_factory (self->view, row);
  set_column (self, self->narrow_column, ORCH_SERVICE_ASPECT_NARROW);
  set_column (self, self->name_column, ORCH_SERVICE_ASPECT_NAME);
  set_column (self, self->emr_column, ORCH_SERVICE_ASPECT_EMR_ID);
  set_column (self, self->category_column, ORCH_SERVICE_ASPECT_CATEGORY);
  set_column (self, self->types_column, ORCH_SERVICE_ASPECT_TYPES);
  set_column (self, self->duration_column, ORCH_SERVICE_ASPECT_DURATION);
  set_column (self, self->online_column, ORCH_SERVICE_ASPECT_ONLINE);
  set_column (self, self->professionals_column, ORCH_SERVICE_ASPECT_PROFESSIONALS);
  set_column (self, self->state_column, ORCH_SERVICE_ASPECT_STATE);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_sort), self,
                           G_CONNECT_SWAPPED);
}

static void
orch_services_page_dispose (GObject *object)
{
  OrchServicesPage *self = ORCH_SERVICES_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SERVICES_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->feed);
  g_clear_object (&self->desk);
  g_clear_object (&self->names);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_services_page_parent_class)->dispose (object);
}

static void
orch_services_page_class_init (OrchServicesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_services_page_dispose;
  g_type_ensure (ORCH_TYPE_SYNC_INDICATOR);

  gtk_widget_class_install_action (widget_class, "services.search", NULL, on_search_action);
  gtk_widget_class_install_action (widget_class, "services.synchronise", NULL, on_synchronise);
  gtk_widget_class_install_action (widget_class, "services.review", NULL, on_review);
  gtk_widget_class_install_action (widget_class, "services.add", NULL, on_add);
  gtk_widget_class_install_action (widget_class, "services.add-file", NULL, on_add_file);
  gtk_widget_class_install_action (widget_class, "services.select-all", NULL, on_select_all);
  gtk_widget_class_install_action (widget_class, "services.lists", NULL, on_lists);
  gtk_widget_class_install_action (widget_class, "services.open", "s", on_open);
  gtk_widget_class_install_action (widget_class, "services.open-window", NULL, on_open_window);
  gtk_widget_class_install_action (widget_class, "services.help", NULL, on_help);
  gtk_widget_class_install_action (widget_class, "services.clinic", NULL, on_clinic);

  g_type_ensure (ORCH_TYPE_DIRECTORY_FRAME);
  g_type_ensure (ORCH_TYPE_DOUBLES_BANNER);
  g_type_ensure (ORCH_TYPE_SYNC_STRIP);
  g_type_ensure (ORCH_TYPE_SERVICES_BAR);

  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/services/orch-services-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, frame);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, announced_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, doubles);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, strip);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, bar);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, synchronise_box);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, add_box);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, synchronise_button);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, synchronise_icon_button);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, view);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, check_column);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, narrow_column);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, name_column);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, emr_column);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, category_column);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, types_column);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, duration_column);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, online_column);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, professionals_column);
  gtk_widget_class_bind_template_child (widget_class, OrchServicesPage, state_column);
  gtk_widget_class_bind_template_callback (widget_class, on_tab);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_synchronised);
  gtk_widget_class_bind_template_callback (widget_class, on_show_announced);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_bind_template_callback (widget_class, on_show_conflicts);
}

static void
orch_services_page_init (OrchServicesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_menu_names_give (GTK_WIDGET (self));
  self->names = orch_service_names_new ();
  set_columns (self);
}

GtkWidget *
orch_services_page_new (OrchEngine *engine)
{
  OrchServicesPage *self = NULL;
  g_autoptr (GtkMultiSelection) selection = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_SERVICES_PAGE, NULL);
  self->engine = g_object_ref (engine);
  self->list = orch_engine_list_services (engine);
  self->feed = orch_names_feed_new (engine, self->names);

  selection = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->list)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));

  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_engine_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::clinic", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::emr-connection", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::emr-notice", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  orch_doubles_banner_set_up (self->doubles, engine, ORCH_IMPORT_SERVICES, G_LIST_MODEL (self->list));
  orch_sync_strip_set_engine (self->strip, engine);
  orch_services_bar_set_up (self->bar, engine, self->names, GTK_SELECTION_MODEL (selection), self->toasts);
  orch_directory_frame_set_up (self->frame, GTK_WIDGET (self), engine, ORCH_IMPORT_SERVICES, self->list, &words);
  on_engine_state (self);
  return GTK_WIDGET (self);
}
