/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-setup-window.h. The window keeps its own index of the page: AdwCarousel keeps pages off the screen mapped and in the Tab
 * chain, so the child of each page's bin is visible only while it is shown or on its way.
 */
#include "orch-setup-window.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-step-indicator.h"
#include "ui/widgets/orch-template.h"
#include "orch-clinic-step.h"
#include "orch-emr-step.h"
#include "orch-import-step.h"
#include "orch-patients-step.h"
#include "orch-providers-step.h"
#include "orch-wizard-page.h"

// What is missing is spoken once typing pauses for this long.
#define ANNOUNCE_DELAY_MS 900

struct _OrchSetupWindow
{
  AdwApplicationWindow parent_instance;

  /* owned */
  OrchSetup *setup;
  char *announced; /* (nullable): the line spoken last */
  guint announce_source;

  int shown;    /* index of the page shown, -1 before the first */
  int furthest; /* the furthest page shown so far */
  gboolean leaving;
  gboolean created_emitted;

  /* borrowed */
  OrchWizardPage *pages[ORCH_N_STEPS];
  GtkWidget *scrollers[ORCH_N_STEPS];
  AdwBin *bins[ORCH_N_STEPS];

  /* template children */
  AdwWindowTitle *window_title;
  GtkStack *saved;
  AdwBanner *training_banner;
  OrchStepIndicator *indicator;
  AdwCarousel *carousel;
  GtkWidget *navigation;
  GtkButton *previous;
  GtkButton *next;
  GtkLabel *missing;
  AdwAlertDialog *leave_dialog;
};

enum
{
  SIGNAL_CREATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void update_navigation (OrchSetupWindow *self);

G_DEFINE_FINAL_TYPE (OrchSetupWindow, orch_setup_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
on_announce_timeout (gpointer data)
{
  OrchSetupWindow *self = data;
  const char *text = gtk_label_get_text (self->missing);

  self->announce_source = 0;
  if (*text != '\0' && g_set_str (&self->announced, text))
    orch_announce (GTK_WIDGET (self), text);
  return G_SOURCE_REMOVE;
}

static gboolean
is_last (OrchSetupWindow *self)
{
  return self->shown == ORCH_N_STEPS - 1;
}

static void
update_navigation (OrchSetupWindow *self)
{
  if (self->shown < 0)
    return;

  g_autofree char *missing = orch_wizard_page_dup_missing (self->pages[self->shown]);
  OrchCreationState creation = orch_creation_get_state (orch_setup_get_creation (self->setup));
  gboolean creating =
      creation == ORCH_CREATION_RUNNING || creation == ORCH_CREATION_WAITING || creation == ORCH_CREATION_DONE;

  gtk_button_set_label (self->next, is_last (self) ? _ ("_Create the Clinic") : _ ("_Next"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "wizard.next", missing == NULL && !(is_last (self) && creating));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "wizard.previous", self->shown > 0 && !creating);
  gtk_widget_set_visible (GTK_WIDGET (self->previous), self->shown > 0);

  gtk_label_set_text (self->missing, missing != NULL ? missing : "");
  if (missing != NULL)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self->next), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->missing,
                                    NULL, -1);
  else
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (self->next), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  g_clear_handle_id (&self->announce_source, g_source_remove);
  if (missing != NULL && g_strcmp0 (missing, self->announced) != 0)
    self->announce_source = g_timeout_add (ANNOUNCE_DELAY_MS, on_announce_timeout, self);
  if (missing == NULL)
    g_clear_pointer (&self->announced, g_free);

  int n_done = MIN ((int) orch_setup_get_furthest (self->setup), self->furthest);
  orch_step_indicator_set_position (self->indicator, (guint) self->shown,
                                    creation == ORCH_CREATION_DONE ? ORCH_N_STEPS : (guint) n_done);
}

static void
hide_other_pages (OrchSetupWindow *self)
{
  for (int i = 0; i < ORCH_N_STEPS; i++)
    gtk_widget_set_visible (self->scrollers[i], i == self->shown);
}

static void
show_page (OrchSetupWindow *self, int page, gboolean animate)
{
  if (page == self->shown)
    return;

  int before = self->shown;
  if (before >= 0)
    orch_wizard_page_left (self->pages[before]);
  self->shown = page;
  self->furthest = MAX (self->furthest, page);
  gtk_widget_set_visible (self->scrollers[page], TRUE);
  if (before >= 0)
    gtk_widget_set_can_focus (GTK_WIDGET (self->bins[before]), FALSE);
  gtk_widget_set_can_focus (GTK_WIDGET (self->bins[page]), TRUE);
  animate = animate && before >= 0 && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
            adw_get_enable_animations (GTK_WIDGET (self));
  adw_carousel_scroll_to (self->carousel, GTK_WIDGET (self->bins[page]), animate);
  if (!animate)
    hide_other_pages (self);
  orch_wizard_page_entered (self->pages[page]);
  update_navigation (self);
  gtk_widget_child_focus (GTK_WIDGET (self->pages[page]), GTK_DIR_TAB_FORWARD);
}

static void
on_page_changed (OrchSetupWindow *self, guint page)
{
  if ((int) page == self->shown)
    hide_other_pages (self);
}

static void
on_step (OrchSetupWindow *self)
{
  show_page (self, (int) orch_setup_get_step (self->setup), TRUE);
}

static void
on_clinic (OrchSetupWindow *self)
{
  const char *name = orch_clinic_get_name (orch_setup_get_clinic (self->setup));

  adw_window_title_set_subtitle (self->window_title, name != NULL ? name : "");
}

/* Once something was typed: nobody wonders before. */
static void
on_saved (OrchSetupWindow *self)
{
  gboolean saved = FALSE;

  g_object_get (self->setup, "saved", &saved, NULL);
  gtk_stack_set_visible_child_name (self->saved, saved ? "saved" : "saving");
  gtk_widget_set_visible (GTK_WIDGET (self->saved), TRUE);
}

static gboolean
emit_created (gpointer data)
{
  g_signal_emit (data, signals[SIGNAL_CREATED], 0);
  return G_SOURCE_REMOVE;
}

static void
on_creation (OrchSetupWindow *self)
{
  update_navigation (self);
  if (self->created_emitted || orch_creation_get_state (orch_setup_get_creation (self->setup)) != ORCH_CREATION_DONE)
    return;
  self->created_emitted = TRUE;
  // Later, so that whoever opened a set-up already created has had the time to connect.
  g_idle_add_full (G_PRIORITY_DEFAULT, emit_created, g_object_ref (self), g_object_unref);
}

static void
on_next (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchSetupWindow *self = ORCH_SETUP_WINDOW (widget);

  if (is_last (self))
    orch_setup_create_clinic (self->setup);
  else
    orch_setup_set_step (self->setup, (OrchStep) (self->shown + 1));
}

static void
on_previous (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchSetupWindow *self = ORCH_SETUP_WINDOW (widget);

  if (self->shown > 0)
    orch_setup_set_step (self->setup, (OrchStep) (self->shown - 1));
}

static DexFuture *
leave_fiber (gpointer data)
{
  OrchSetupWindow *self = data;
  g_autoptr (GError) error = NULL;

  if (!dex_await (orch_setup_flush (self->setup), &error))
    g_warning ("The set-up was not kept on leaving: %s", error->message);
  self->leaving = TRUE;
  gtk_window_close (GTK_WINDOW (self));
  return dex_future_new_true ();
}

static void
on_leave_response (OrchSetupWindow *self, const char *response)
{
  if (g_str_equal (response, "leave"))
    dex_future_disown (dex_scheduler_spawn (NULL, 0, leave_fiber, g_object_ref (self), g_object_unref));
}

static void
on_narrow (OrchSetupWindow *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
}

static void
on_wide (OrchSetupWindow *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
}

static gboolean
orch_setup_window_close_request (GtkWindow *window)
{
  OrchSetupWindow *self = ORCH_SETUP_WINDOW (window);

  if (!self->leaving && self->setup != NULL &&
      orch_creation_get_state (orch_setup_get_creation (self->setup)) != ORCH_CREATION_DONE)
    {
      orch_wizard_page_left (self->pages[self->shown]);
      orch_alert_present (ADW_DIALOG (self->leave_dialog), GTK_WIDGET (self));
      return GDK_EVENT_STOP;
    }
  return GTK_WINDOW_CLASS (orch_setup_window_parent_class)->close_request (window);
}

static void
orch_setup_window_dispose (GObject *object)
{
  OrchSetupWindow *self = ORCH_SETUP_WINDOW (object);

  g_clear_handle_id (&self->announce_source, g_source_remove);
  g_clear_object (&self->setup);
  g_clear_pointer (&self->announced, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SETUP_WINDOW);

  G_OBJECT_CLASS (orch_setup_window_parent_class)->dispose (object);
}

static void
orch_setup_window_class_init (OrchSetupWindowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_setup_window_dispose;
  GTK_WINDOW_CLASS (class)->close_request = orch_setup_window_close_request;

  signals[SIGNAL_CREATED] =
      g_signal_new ("created", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ORCH_TYPE_STEP_INDICATOR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/wizard/orch-setup-window.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchSetupWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, OrchSetupWindow, saved);
  gtk_widget_class_bind_template_child (widget_class, OrchSetupWindow, training_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchSetupWindow, indicator);
  gtk_widget_class_bind_template_child (widget_class, OrchSetupWindow, carousel);
  gtk_widget_class_bind_template_child (widget_class, OrchSetupWindow, navigation);
  gtk_widget_class_bind_template_child (widget_class, OrchSetupWindow, previous);
  gtk_widget_class_bind_template_child (widget_class, OrchSetupWindow, next);
  gtk_widget_class_bind_template_child (widget_class, OrchSetupWindow, missing);
  gtk_widget_class_bind_template_child (widget_class, OrchSetupWindow, leave_dialog);
  gtk_widget_class_bind_template_callback (widget_class, on_leave_response);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow);
  gtk_widget_class_bind_template_callback (widget_class, on_wide);

  gtk_widget_class_install_action (widget_class, "wizard.next", NULL, on_next);
  gtk_widget_class_install_action (widget_class, "wizard.previous", NULL, on_previous);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "wizard.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "wizard.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
add_page (OrchSetupWindow *self, int step, GType type)
{
  GtkWidget *page = g_object_new (type, NULL);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *viewport = gtk_viewport_new (NULL, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *bin = adw_bin_new ();

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 760);
  adw_clamp_set_child (ADW_CLAMP (clamp), page);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  // A page longer than the window scrolls as a whole; the lists in it keep the height they like.
  gtk_scrollable_set_vscroll_policy (GTK_SCROLLABLE (viewport), GTK_SCROLL_NATURAL);
  gtk_viewport_set_child (GTK_VIEWPORT (viewport), clamp);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), viewport);
  gtk_widget_set_visible (scroller, FALSE);
  adw_bin_set_child (ADW_BIN (bin), scroller);
  gtk_widget_set_hexpand (bin, TRUE);
  gtk_widget_set_vexpand (bin, TRUE);
  gtk_widget_set_can_focus (bin, FALSE);
  adw_carousel_append (self->carousel, bin);
  self->pages[step] = ORCH_WIZARD_PAGE (page);
  self->scrollers[step] = scroller;
  self->bins[step] = ADW_BIN (bin);
}

static void
orch_setup_window_init (OrchSetupWindow *self)
{
  const char *const names[] = { _ ("Your clinic"),
                                _ ("Appointment provider"),
                                _ ("EMR provider"),
                                _ ("Staff"),
                                _ ("Services offered"),
                                _ ("Patients"),
                                NULL };
  const GType types[ORCH_N_STEPS] = { ORCH_TYPE_CLINIC_STEP, ORCH_TYPE_PROVIDERS_STEP, ORCH_TYPE_EMR_STEP,
                                      ORCH_TYPE_IMPORT_STEP, ORCH_TYPE_IMPORT_STEP,    ORCH_TYPE_PATIENTS_STEP };

  self->shown = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
  orch_step_indicator_set_names (self->indicator, names);
  for (int i = 0; i < ORCH_N_STEPS; i++)
    add_page (self, i, types[i]);
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->next));
  /* The carousel may live a little longer than the window: it holds itself while it still has to scroll. */
  g_signal_connect_object (self->carousel, "page-changed", G_CALLBACK (on_page_changed), self, G_CONNECT_SWAPPED);
}

OrchSetupWindow *
orch_setup_window_new (GtkApplication *application, OrchSetup *setup, gboolean training)
{
  g_return_val_if_fail (ORCH_IS_SETUP (setup), NULL);

  OrchSetupWindow *self = g_object_new (ORCH_TYPE_SETUP_WINDOW, "application", application, NULL);

  self->setup = g_object_ref (setup);
  adw_banner_set_revealed (self->training_banner, training);
  for (int i = 0; i < ORCH_N_STEPS; i++)
    orch_wizard_page_bind (self->pages[i], setup, (OrchStep) i);
  g_signal_connect_object (setup, "notify::step", G_CALLBACK (on_step), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "notify::saved", G_CALLBACK (on_saved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "notify::clinic", G_CALLBACK (on_clinic), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (setup, "missing-changed", G_CALLBACK (update_navigation), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (orch_setup_get_creation (setup), "notify::state", G_CALLBACK (on_creation), self,
                           G_CONNECT_SWAPPED);
  self->furthest = MAX ((int) orch_setup_get_step (setup), 0);
  on_clinic (self);
  show_page (self, (int) orch_setup_get_step (setup), FALSE);
  on_creation (self);
  return self;
}
