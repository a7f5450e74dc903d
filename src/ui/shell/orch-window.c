/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Pages are made when first shown, and stay where they are: taking one out of the window and putting it back would make the styles of all
 * its rows anew. One that does not show is not visible to GTK either: what its rows do costs no layout. All of the window but its frame is
 * behind the lock. Main thread.
 */
#include "orch-window.h"

#include <glib/gi18n.h>

#include "orch-catalogue-problems.h"
#include "orch-clinic-page.h"
#include "orch-directory-page.h"
#include "orch-key-dialog.h"
#include "orch-key-use-banner.h"
#include "orch-lock-bin.h"
#include "orch-sync-status.h"
#include "orch-window-private.h"
#include "ui/appointments/orch-appointments-page.h"
#include "ui/messages/orch-messages-page.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/patients/orch-patients-page.h"
#include "ui/remuneration/orch-remuneration-page.h"
#include "ui/services/orch-services-page.h"
#include "ui/support/orch-support-page.h"
#include "ui/sync/orch-sync-news.h"
#include "ui/sync/orch-sync-page.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-menu-names.h"
#include "ui/widgets/orch-plain-text.h"

/* Kept in the settings: a name never changes */
static const char *const page_names[ORCH_WINDOW_N_PAGES] = {
  [ORCH_WINDOW_MESSAGES] = "messages", [ORCH_WINDOW_APPOINTMENTS] = "appointments",
  [ORCH_WINDOW_SERVICES] = "services", [ORCH_WINDOW_STAFF] = "staff",
  [ORCH_WINDOW_PATIENTS] = "patients", [ORCH_WINDOW_SYNC] = "sync",
  [ORCH_WINDOW_REPORT] = "report",     [ORCH_WINDOW_CLINIC] = "clinic",
  [ORCH_WINDOW_SUPPORT] = "support",
};

struct _OrchWindow
{
  AdwApplicationWindow parent_instance;

  /* owned */
  OrchEngine *engine;
  GSettings *settings;
  OrchSyncNews *news;
  OrchSync *sync;  /* (nullable): whose failures the status line tells */
  GtkWidget *lock; /* (not owned): the bin's child */

  GtkLabel *counts[ORCH_WINDOW_N_PAGES]; /* (nullable) (not owned): of the rows */

  /* template children */
  AdwBanner *training_banner;
  AdwBanner *catalogue_banner;
  AdwBanner *emr_banner;
  OrchKeyUseBanner *key_uses;
  AdwBin *bin;
  AdwToastOverlay *content;
  AdwNavigationSplitView *split;
  AdwNavigationPage *page; /* its title is that of what shows */
  GtkStack *pages;
  AdwWindowTitle *clinic_title;
  GtkListBox *sidebar;
  AdwAvatar *avatar;
  GtkLabel *person_name;
  GtkImage *status_icon;
  GtkLabel *status;
};

G_DEFINE_FINAL_TYPE (OrchWindow, orch_window, ADW_TYPE_APPLICATION_WINDOW)

static GtkWidget *
make_page (OrchWindow *self, OrchWindowPage page)
{
  switch (page)
    {
    case ORCH_WINDOW_MESSAGES:
      return orch_messages_page_new (self->engine);
    case ORCH_WINDOW_APPOINTMENTS:
      return orch_appointments_page_new (self->engine);
    case ORCH_WINDOW_SERVICES:
      return orch_services_page_new (self->engine);
    case ORCH_WINDOW_STAFF:
      return orch_directory_page_new (self->engine);
    case ORCH_WINDOW_PATIENTS:
      return orch_patients_page_new (self->engine);
    case ORCH_WINDOW_SYNC:
      return orch_sync_page_new (self->engine);
    case ORCH_WINDOW_REPORT:
      return orch_remuneration_page_new (self->engine);
    case ORCH_WINDOW_SUPPORT:
      return orch_support_page_new (orch_support_library_get_default ());
    case ORCH_WINDOW_CLINIC:
    default:
      return orch_clinic_page_new (self->engine);
    }
}

static void
set_page (OrchWindow *self, OrchWindowPage page)
{
  GtkWidget *before = gtk_stack_get_visible_child (self->pages);
  GtkWidget *after = gtk_stack_get_child_by_name (self->pages, page_names[page]);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->sidebar, (int) page);

  if (after == NULL)
    {
      after = make_page (self, page);
      gtk_stack_add_named (self->pages, after, page_names[page]);
    }
  if (after != before)
    {
      gtk_widget_set_visible (after, TRUE);
      /* The stack takes the focus along, if it has it. */
      gtk_stack_set_visible_child (self->pages, after);
      if (before != NULL)
        gtk_widget_set_visible (before, FALSE);
    }
  adw_navigation_page_set_title (self->page, g_object_get_data (G_OBJECT (row), "name"));
}

/* The split view gives the focus back to what had it when this side last showed: maybe on another page. */
static void
on_show_content (OrchWindow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->split));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *shown = gtk_stack_get_visible_child (self->pages);

  if (focus != NULL && shown != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->pages)) &&
      !gtk_widget_is_ancestor (focus, shown))
    gtk_widget_child_focus (shown, GTK_DIR_TAB_FORWARD);
}

GtkWidget *
orch_window_show (OrchWindow *self, OrchWindowPage page)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->sidebar, (int) page);

  /* Not every page is everybody's. */
  if (!gtk_widget_get_visible (GTK_WIDGET (row)))
    return NULL;
  gtk_list_box_select_row (self->sidebar, row);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  return gtk_stack_get_child_by_name (self->pages, page_names[page]);
}

/* The arrows go from page to page; when only one side of the window shows, the sidebar stays until a row is activated. */
static void
on_row_selected (OrchWindow *self, GtkListBoxRow *row)
{
  OrchWindowPage page = ORCH_WINDOW_SERVICES;

  if (row == NULL || self->engine == NULL)
    return;
  page = (OrchWindowPage) gtk_list_box_row_get_index (row);
  set_page (self, page);
  g_settings_set_string (self->settings, "last-page", page_names[page]);
}

static void
on_row_activated (OrchWindow *self, GtkListBoxRow *row)
{
  orch_window_show (self, (OrchWindowPage) gtk_list_box_row_get_index (row));
}

static void
add_row (OrchWindow *self, OrchWindowPage page, const char *label, const char *icon)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *text = gtk_label_new (label);
  GtkWidget *count = gtk_label_new (NULL);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_add_css_class (count, "dimmed");
  gtk_widget_add_css_class (count, "numeric");
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (row), "name", g_strdup (label), g_free);
  gtk_list_box_append (self->sidebar, row);
  self->counts[page] = GTK_LABEL (count);
}

static DexFuture *
on_counted (DexFuture *future, gpointer data)
{
  GtkLabel *label = data;
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (label), GTK_TYPE_LIST_BOX_ROW);
  const GValue *value = dex_future_get_value (future, NULL);
  g_autofree char *text = NULL;
  g_autofree char *spoken = NULL;
  guint active = 0;
  guint inactive = 0;
  const char *name = NULL;
  guint in_conflict = 0;

  if (value == NULL || row == NULL)
    return NULL;
  g_variant_get (g_value_get_variant (value), "(uuu)", &active, &inactive, &in_conflict);
  text = g_strdup_printf ("%'u", active + inactive);
  gtk_label_set_label (label, text);
  name = g_object_get_data (G_OBJECT (row), "name");
  /* translators: an item of the sidebar as it is spoken: its name, how many */
  spoken = g_strdup_printf (_ ("%s, %'u"), name, active + inactive);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return NULL;
}

static void
count (OrchWindow *self)
{
  static const struct
  {
    OrchWindowPage page;
    OrchImportKind kind;
  } counted[] = { { ORCH_WINDOW_SERVICES, ORCH_IMPORT_SERVICES }, { ORCH_WINDOW_STAFF, ORCH_IMPORT_STAFF } };

  if (orch_engine_get_state (self->engine) != ORCH_ENGINE_READY)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (counted); i++)
    dex_future_disown (dex_future_finally (orch_engine_count (self->engine, counted[i].kind), on_counted,
                                           g_object_ref (self->counts[counted[i].page]), g_object_unref));
}

/* Those that wait for an answer of the person; nothing is said of none. */
static void
count_messages (OrchWindow *self, GParamSpec *pspec, OrchMessageDesk *desk)
{
  const guint n = orch_message_desk_get_to_answer (desk);
  GtkLabel *label = self->counts[ORCH_WINDOW_MESSAGES];
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (label), GTK_TYPE_LIST_BOX_ROW);
  const char *name = g_object_get_data (G_OBJECT (row), "name");
  g_autofree char *text = n > 0 ? g_strdup_printf ("%'u", n) : g_strdup ("");
  /* translators: the Messages item of the sidebar as it is spoken: its name, how many conversations wait for an answer */
  g_autofree char *spoken = n > 0 ? g_strdup_printf (_ ("%s, %'u to answer"), name, n) : g_strdup (name);

  gtk_label_set_label (label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
follow_messages (OrchWindow *self)
{
  OrchMessageDesk *desk = orch_engine_get_messages (self->engine);

  if (desk == NULL)
    return;
  g_signal_connect_object (desk, "notify::to-answer", G_CALLBACK (count_messages), self, G_CONNECT_SWAPPED);
  count_messages (self, NULL, desk);
}

/* A page has added a row. */
static void
on_count (GtkWidget *widget, const char *action, GVariant *parameter)
{
  count (ORCH_WINDOW (widget));
}

static void
show_status (OrchWindow *self)
{
  const char *icon = NULL;
  g_autofree char *text = orch_sync_status_dup_text (self->engine, &icon);

  gtk_label_set_label (self->status, text);
  gtk_image_set_from_icon_name (self->status_icon, icon);
}

/* The line tells of runs too; they come with the clinic. */
static void
follow_sync (OrchWindow *self)
{
  OrchSync *sync = orch_engine_get_sync (self->engine);

  if (sync == NULL || !g_set_object (&self->sync, sync))
    return;
  g_signal_connect_object (sync, "notify::error", G_CALLBACK (show_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::running", G_CALLBACK (show_status), self, G_CONNECT_SWAPPED);
}

/* Reports tell of every professional: who keeps services and staff sees them. Behind the lock nothing changes. */
static void
show_pages (OrchWindow *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->sidebar, ORCH_WINDOW_REPORT);
  const gboolean may = orch_permission_allows (orch_session_get_permission (session), ORCH_ACT_READ_REPORTS);

  if (orch_session_is_locked (session) || !orch_session_is_signed_in (session))
    return;
  gtk_widget_set_visible (GTK_WIDGET (row), may);
  if (!may && gtk_list_box_row_is_selected (row))
    orch_window_show (self, ORCH_WINDOW_SERVICES);
}

static void
show_person (OrchWindow *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  OrchClinic *clinic = orch_engine_get_clinic (self->engine);
  const gboolean locked = orch_session_is_locked (session);
  const char *name = orch_session_get_person_name (session);
  const char *clinic_name = clinic != NULL ? orch_clinic_get_name (clinic) : NULL;

  gtk_label_set_label (self->person_name, name != NULL && !locked ? name : "");
  adw_avatar_set_text (self->avatar, !locked ? name : NULL);
  adw_window_title_set_title (self->clinic_title, clinic_name != NULL && !locked ? clinic_name : _ ("Orchestrateur"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.lock", orch_session_is_signed_in (session) && !locked);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sign-out", orch_session_is_signed_in (session) && !locked);
  show_pages (self);
  adw_banner_set_revealed (self->catalogue_banner,
                           orch_catalogue_problems_exist () && orch_session_allows (session, ORCH_ACT_EDIT_CLINIC));
}

/* Messages are looked for more often while somebody is there. */
static void
tell_in_use (OrchWindow *self)
{
  orch_engine_set_in_use (self->engine, gtk_window_is_active (GTK_WINDOW (self)));
}

/* What another workstation did to the connection: said to whoever sits here, not to the lock's passers-by. */
static void
show_emr_notice (OrchWindow *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  const OrchEmrNotice notice = orch_engine_get_emr_notice (self->engine);
  const gboolean shown =
      notice != ORCH_EMR_NOTICE_NONE && orch_session_is_signed_in (session) && !orch_session_is_locked (session);

  /* Three lines of large letters are all that a banner has in a narrow window: the rest is said where its button leads. */
  if (shown && notice == ORCH_EMR_NOTICE_WANTS_KEY)
    {
      orch_plain_set_banner (self->emr_banner, _ ("The EMR's connection has another shared key: type it here."));
      adw_banner_set_button_label (self->emr_banner, _ ("Type the _Key…"));
    }
  else if (shown)
    {
      orch_plain_set_banner (self->emr_banner, _ ("The EMR has a new connection, made on another workstation."));
      adw_banner_set_button_label (self->emr_banner, _ ("_I Understand"));
    }
  else
    /* One that is not revealed is still read by what reads the screen. */
    orch_plain_set_banner (self->emr_banner, "");
  if (shown && !adw_banner_get_revealed (self->emr_banner))
    orch_announce (GTK_WIDGET (self), adw_banner_get_title (self->emr_banner));
  adw_banner_set_revealed (self->emr_banner, shown);
}

static void
on_emr_banner (OrchWindow *self)
{
  if (orch_engine_get_emr_notice (self->engine) == ORCH_EMR_NOTICE_WANTS_KEY)
    adw_dialog_present (orch_key_dialog_new (self->engine), GTK_WIDGET (self));
  else
    orch_plain_tell_outcome (self->content, orch_engine_accept_emr (self->engine, NULL), NULL);
}

static void
on_lock (GtkWidget *widget, const char *action, GVariant *parameter)
{
  orch_session_lock (orch_engine_get_session (ORCH_WINDOW (widget)->engine));
}

static void
on_sign_out_answer (OrchWindow *self, const char *response)
{
  if (g_str_equal (response, "sign-out"))
    dex_future_disown (orch_session_sign_out (orch_engine_get_session (self->engine)));
}

static void
on_sign_out (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchWindow *self = ORCH_WINDOW (widget);
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Sign out?"), NULL);
  g_autofree char *body = NULL;
  guint waiting = 0;

  g_object_get (self->engine, "waiting", &waiting, NULL);
  if (waiting > 0)
    {
      const char *sentence =
          /* translators: %u is a number of changes */
          ngettext ("%'u change is not sent yet. It stays on this workstation and is sent when you sign in again. ",
                    "%'u changes are not sent yet. They stay on this workstation and are sent when you sign in again. ",
                    waiting);

      body = g_strdup_printf (sentence, waiting);
    }
  adw_alert_dialog_format_body (ADW_ALERT_DIALOG (dialog), "%s%s", body != NULL ? body : "",
                                _ ("Your drafts on this workstation are destroyed with your key."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "stay", _ ("_Stay"), "sign-out", _ ("_Sign Out"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "sign-out", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_sign_out_answer), self, G_CONNECT_SWAPPED);
  orch_alert_present (dialog, widget);
}

static void
on_go (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const gint32 page = g_variant_get_int32 (parameter);

  if (page >= 0 && page < ORCH_WINDOW_N_PAGES)
    orch_window_show (ORCH_WINDOW (widget), (OrchWindowPage) page);
}

static void
orch_window_dispose (GObject *object)
{
  OrchWindow *self = ORCH_WINDOW (object);

  if (self->engine != NULL)
    orch_engine_set_in_use (self->engine, FALSE);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_WINDOW);
  g_clear_object (&self->news);
  g_clear_object (&self->sync);
  g_clear_object (&self->settings);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_window_parent_class)->dispose (object);
}

static void
orch_window_class_init (OrchWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_window_dispose;

  g_type_ensure (ORCH_TYPE_KEY_USE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, training_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, catalogue_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, emr_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, key_uses);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, bin);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, content);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, split);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, page);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, clinic_title);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, avatar);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, person_name);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, status_icon);
  gtk_widget_class_bind_template_child (widget_class, OrchWindow, status);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_emr_banner);
  gtk_widget_class_bind_template_callback (widget_class, on_show_content);

  gtk_widget_class_install_action (widget_class, "win.lock", NULL, on_lock);
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, on_sign_out);
  gtk_widget_class_install_action (widget_class, "win.count", NULL, on_count);
  gtk_widget_class_install_action (widget_class, "win.go", "i", on_go);
}

static void
orch_window_init (OrchWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_menu_names_give (GTK_WIDGET (self->content));
}

GtkWindow *
orch_window_new (GtkApplication *application, OrchEngine *engine)
{
  OrchWindow *self = NULL;
  g_autofree char *last = NULL;
  OrchWindowPage first = ORCH_WINDOW_SERVICES;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_WINDOW, "application", application, NULL);
  self->engine = g_object_ref (engine);
  self->settings = g_settings_new (ORCH_APPLICATION_ID);
  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  adw_banner_set_revealed (self->training_banner, orch_engine_is_training (engine));

  add_row (self, ORCH_WINDOW_MESSAGES, _ ("Messages"), "orch-messages-symbolic");
  add_row (self, ORCH_WINDOW_APPOINTMENTS, _ ("Appointments"), "orch-calendar-symbolic");
  add_row (self, ORCH_WINDOW_SERVICES, _ ("Services"), "orch-services-symbolic");
  add_row (self, ORCH_WINDOW_STAFF, _ ("Staff"), "orch-staff-symbolic");
  add_row (self, ORCH_WINDOW_PATIENTS, C_ ("page", "Patients"), "orch-patients-symbolic");
  add_row (self, ORCH_WINDOW_SYNC, _ ("Synchronisation"), "orch-sync-symbolic");
  add_row (self, ORCH_WINDOW_REPORT, C_ ("page", "Reports"), "orch-reports-symbolic");
  add_row (self, ORCH_WINDOW_CLINIC, _ ("Clinic"), "orch-clinic-symbolic");
  add_row (self, ORCH_WINDOW_SUPPORT, C_ ("page", "Support"), "orch-support-symbolic");
  self->lock = orch_lock_bin_new (engine, GTK_WIDGET (self->content));
  adw_bin_set_child (self->bin, self->lock);

  g_signal_connect_object (engine, "notify", G_CALLBACK (show_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "notify::is-active", G_CALLBACK (tell_in_use), self, G_CONNECT_DEFAULT);
  /* A row that was added in a window of its own, or given up. */
  g_signal_connect_object (engine, "notify::waiting", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::clinic", G_CALLBACK (show_person), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::emr-notice", G_CALLBACK (show_emr_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (show_emr_notice), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (show_person), self,
                           G_CONNECT_SWAPPED);
  for (guint kind = 0; kind <= ORCH_IMPORT_SERVICES; kind++)
    if (orch_engine_get_run (engine, (OrchImportKind) kind) != NULL)
      g_signal_connect_object (orch_engine_get_run (engine, (OrchImportKind) kind), "notify::state", G_CALLBACK (count),
                               self, G_CONNECT_SWAPPED);
  self->news = orch_sync_news_new (engine, self->content);
  follow_sync (self);
  follow_messages (self);
  show_person (self);
  show_emr_notice (self);
  orch_key_use_banner_set_engine (self->key_uses, engine, self->content);
  show_status (self);
  count (self);

  last = g_settings_get_string (self->settings, "last-page");
  for (guint i = 0; i < ORCH_WINDOW_N_PAGES; i++)
    if (g_strcmp0 (last, page_names[i]) == 0)
      first = (OrchWindowPage) i;
  if (orch_window_show (self, first) == NULL)
    orch_window_show (self, ORCH_WINDOW_SERVICES);
  return GTK_WINDOW (self);
}

OrchEngine *
orch_window_get_engine (OrchWindow *self)
{
  g_return_val_if_fail (ORCH_IS_WINDOW (self), NULL);

  return self->engine;
}

GtkWidget *
orch_window_get_page (OrchWindow *self)
{
  g_return_val_if_fail (ORCH_IS_WINDOW (self), NULL);

  return gtk_stack_get_visible_child (self->pages);
}

void
orch_window_open_conversation (OrchWindow *self, const char *id)
{
  g_return_if_fail (ORCH_IS_WINDOW (self) && id != NULL);

  orch_messages_page_open (ORCH_MESSAGES_PAGE (orch_window_show (self, ORCH_WINDOW_MESSAGES)), id);
}
