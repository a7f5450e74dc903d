/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-engine-page.h.
 */
#include "orch-engine-page.h"

#include <glib/gi18n-lib.h>

#include "ui/orch-error-text.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"
#include "ui/widgets/orch-template.h"

// A spinner that flashes is worse than none.
#define SPINNER_DELAY_MS 500

struct _OrchEnginePage
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;

  guint spinner_source;
  gboolean working;

  /* template children */
  GtkStack *states;
  AdwStatusPage *problem;
  GtkWidget *notice;
  GtkLabel *notice_label;
  GtkButton *first;
  GtkButton *second;
  AdwAlertDialog *session_dialog;
  AdwAlertDialog *aside_dialog;
};

typedef struct
{
  OrchEngineState state;
  const char *illustration;
  const char *title;
  const char *description;
  const char *first;  /* (nullable) */
  const char *second; /* (nullable) */
} Problem;

#define ILLUSTRATION(name) "/ca/orchestrateur/Orchestrateur/illustrations/" name ".svg"

static const Problem problems[] = {
  { ORCH_ENGINE_KEYRING_LOCKED, ILLUSTRATION ("locked"), N_ ("The keyring is locked"),
    N_ ("Orchestrateur keeps its keys in the keyring of your session, and cannot open the clinic's data without it. "
        "Unlocking asks for the password of your session."),
    N_ ("_Unlock the Keyring"), N_ ("This _Session Only") },
  { ORCH_ENGINE_KEYRING_MISSING, ILLUSTRATION ("locked"), N_ ("There is no keyring"),
    N_ ("Orchestrateur keeps its keys in the keyring of your session, and no keyring service answers on this computer. "
        "Nothing is ever kept in clear. Ask whoever looks after this computer to start the service, then try again."),
    N_ ("_Try Again"), N_ ("This _Session Only") },
  { ORCH_ENGINE_DAMAGED, ILLUSTRATION ("error"), N_ ("The data on this computer cannot be read"),
    N_ ("The file is damaged, or its key is another one. Nothing is deleted. You can open the copy kept before the "
        "last "
        "update, if there is one, or set the file aside and join the clinic again: what the hub has comes back."),
    N_ ("_Open the Copy"), N_ ("_Set the File Aside…") },
  { ORCH_ENGINE_NEWER, ILLUSTRATION ("error"), N_ ("A newer version wrote these data"),
    N_ ("This version of Orchestrateur cannot read them, and leaves them untouched. Update the program on this "
        "computer."),
    NULL, NULL },
  { ORCH_ENGINE_DISK_FULL, ILLUSTRATION ("error"), N_ ("The disk is full"),
    N_ ("There is no space left to keep the clinic's data. Free some space, then try again: nothing is lost."),
    N_ ("_Try Again"), NULL },
};

G_DEFINE_FINAL_TYPE (OrchEnginePage, orch_engine_page, ADW_TYPE_BIN)

static const Problem *
find_problem (OrchEngineState state)
{
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    if (problems[i].state == state)
      return &problems[i];
  return NULL;
}

static gboolean
on_spinner_timeout (gpointer data)
{
  OrchEnginePage *self = data;

  self->spinner_source = 0;
  gtk_stack_set_visible_child_name (self->states, "starting");
  return G_SOURCE_REMOVE;
}

static void
set_button (GtkButton *button, const char *label, gboolean visible)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL && visible);
  if (label != NULL)
    gtk_button_set_label (button, _ (label));
  orch_template_wrap_buttons (GTK_WIDGET (button));
}

static void
show_fault (OrchEnginePage *self, const char *text)
{
  gtk_label_set_text (self->notice_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->notice, text != NULL);
  if (text != NULL)
    orch_announce (GTK_WIDGET (self), text);
}

static void
update (OrchEnginePage *self)
{
  OrchEngineState state = orch_engine_get_state (self->engine);
  const Problem *problem = find_problem (state);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  show_fault (self, NULL);
  if (problem == NULL)
    {
      gtk_stack_set_visible_child_name (self->states, "nothing");
      if (state == ORCH_ENGINE_STARTING)
        self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, on_spinner_timeout, self);
      return;
    }

  g_autoptr (GdkTexture) picture = gdk_texture_new_from_resource (problem->illustration);
  adw_status_page_set_paintable (self->problem, GDK_PAINTABLE (picture));
  adw_status_page_set_title (self->problem, _ (problem->title));
  orch_plain_set_description (GTK_WIDGET (self->problem), _ (problem->description));
  set_button (self->first, problem->first, state != ORCH_ENGINE_DAMAGED || orch_engine_has_copy (self->engine));
  set_button (self->second, problem->second, TRUE);
  gtk_stack_set_visible_child_name (self->states, "problem");
  orch_announce (GTK_WIDGET (self), _ (problem->title));
}

typedef struct
{
  OrchEnginePage *page;
  DexFuture *(*act) (OrchEngine *engine);
} Act;

static void
act_free (gpointer data)
{
  g_object_unref (((Act *) data)->page);
  g_free (data);
}

static DexFuture *
act_fiber (gpointer data)
{
  Act *act = data;
  OrchEnginePage *self = act->page;
  g_autoptr (GError) error = NULL;

  self->working = TRUE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->problem), FALSE);
  gboolean done = dex_await (act->act (self->engine), &error);
  self->working = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->problem), TRUE);
  if (!done)
    {
      g_autofree char *why = orch_error_text_dup (error);
      show_fault (self, why);
      orch_get_help_beside (self->notice_label, error);
    }
  return dex_future_new_true ();
}

static void
start_act (OrchEnginePage *self, DexFuture *(*function) (OrchEngine *engine))
{
  if (self->working)
    return;

  Act *act = g_new0 (Act, 1);
  act->page = g_object_ref (self);
  act->act = function;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, act_fiber, act, act_free));
}

static void
on_first (OrchEnginePage *self)
{
  switch (orch_engine_get_state (self->engine))
    {
    case ORCH_ENGINE_KEYRING_LOCKED:
      start_act (self, orch_engine_unlock_keyring);
      break;
    case ORCH_ENGINE_DAMAGED:
      start_act (self, orch_engine_restore_copy);
      break;
    case ORCH_ENGINE_KEYRING_MISSING:
    case ORCH_ENGINE_DISK_FULL:
    case ORCH_ENGINE_STARTING:
    case ORCH_ENGINE_NEWER:
    case ORCH_ENGINE_WELCOME:
    case ORCH_ENGINE_SETUP:
    case ORCH_ENGINE_READY:
    default:
      start_act (self, orch_engine_start);
      break;
    }
}

static void
on_second (OrchEnginePage *self)
{
  gboolean damaged = orch_engine_get_state (self->engine) == ORCH_ENGINE_DAMAGED;

  orch_alert_present (ADW_DIALOG (damaged ? self->aside_dialog : self->session_dialog), GTK_WIDGET (self));
}

static void
on_session_response (OrchEnginePage *self, const char *response)
{
  if (g_str_equal (response, "session"))
    start_act (self, orch_engine_run_session_only);
}

static void
on_aside_response (OrchEnginePage *self, const char *response)
{
  if (g_str_equal (response, "aside"))
    start_act (self, orch_engine_set_aside);
}

static void
on_help (OrchEnginePage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.get-help", "s",
                              orch_get_help_action_target (orch_engine_get_error (self->engine)));
}

static void
orch_engine_page_dispose (GObject *object)
{
  OrchEnginePage *self = ORCH_ENGINE_PAGE (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);
  // First: the template's end would unparent the child that AdwBin still points to.
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_ENGINE_PAGE);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (orch_engine_page_parent_class)->dispose (object);
}

static void
orch_engine_page_class_init (OrchEnginePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_engine_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/welcome/orch-engine-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchEnginePage, states);
  gtk_widget_class_bind_template_child (widget_class, OrchEnginePage, problem);
  gtk_widget_class_bind_template_child (widget_class, OrchEnginePage, notice);
  gtk_widget_class_bind_template_child (widget_class, OrchEnginePage, notice_label);
  gtk_widget_class_bind_template_child (widget_class, OrchEnginePage, first);
  gtk_widget_class_bind_template_child (widget_class, OrchEnginePage, second);
  gtk_widget_class_bind_template_child (widget_class, OrchEnginePage, session_dialog);
  gtk_widget_class_bind_template_child (widget_class, OrchEnginePage, aside_dialog);
  gtk_widget_class_bind_template_callback (widget_class, on_first);
  gtk_widget_class_bind_template_callback (widget_class, on_second);
  gtk_widget_class_bind_template_callback (widget_class, on_help);
  gtk_widget_class_bind_template_callback (widget_class, on_session_response);
  gtk_widget_class_bind_template_callback (widget_class, on_aside_response);
}

static void
orch_engine_page_init (OrchEnginePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
}

GtkWidget *
orch_engine_page_new (void)
{
  return g_object_new (ORCH_TYPE_ENGINE_PAGE, NULL);
}

void
orch_engine_page_set_engine (OrchEnginePage *self, OrchEngine *engine)
{
  g_return_if_fail (ORCH_IS_ENGINE_PAGE (self));
  g_return_if_fail (ORCH_IS_ENGINE (engine));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

gboolean
orch_engine_page_is_for (OrchEngineState state)
{
  return state == ORCH_ENGINE_STARTING || find_problem (state) != NULL;
}
