/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-typed-actions.h.
 */
#include "orch-typed-actions.h"

#include <glib/gi18n.h>

#include "sync/orch-typed-row.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-plain-text.h"
#include "ui/wizard/orch-hand-dialog.h"

#define UNDO_S 8

struct _OrchTypedActions
{
  AdwPreferencesGroup parent_instance;

  /* owned */
  OrchEngine *engine; /* (nullable) */
  GObject *row;
  char *used; /* (nullable) */

  AdwDialog *dialog; /* (not owned): we are in it */
};

G_DEFINE_FINAL_TYPE (OrchTypedActions, orch_typed_actions, ADW_TYPE_PREFERENCES_GROUP)

/* What outlives the dialog: the row and where it is told of. */
typedef struct
{
  /* owned */
  OrchEngine *engine;
  GObject *row;
  GtkWidget *toasts; /* (nullable) */
} Act;

static Act *
act_new (OrchEngine *engine, GObject *row, GtkWidget *toasts)
{
  Act *act = g_new0 (Act, 1);

  act->engine = g_object_ref (engine);
  act->row = g_object_ref (row);
  act->toasts = toasts != NULL ? g_object_ref (toasts) : NULL;
  return act;
}

static void
act_free (gpointer data)
{
  Act *act = data;

  g_object_unref (act->engine);
  g_object_unref (act->row);
  g_clear_object (&act->toasts);
  g_free (act);
}

static void
on_act_gone (gpointer data, GClosure *closure)
{
  act_free (data);
}

static const char *
get_name (GObject *row)
{
  return ORCH_IS_STAFF_MEMBER (row) ? orch_staff_member_get_display_name (ORCH_STAFF_MEMBER (row))
                                    : orch_service_get_display_name (ORCH_SERVICE (row));
}

/* The toasts of the window below the dialog. Returns: (transfer none) (nullable) */
static GtkWidget *
find_toasts (GtkWidget *widget)
{
  if (ADW_IS_TOAST_OVERLAY (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ADW_IS_DIALOG (child) ? NULL : find_toasts (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static Act *
dup_act (OrchTypedActions *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return act_new (self->engine, self->row, root != NULL ? find_toasts (GTK_WIDGET (root)) : NULL);
}

/* --- changed ---------------------------------------------------------------------------- */

static DexFuture *
keep (GObject *object, gpointer data)
{
  Act *act = data;

  return orch_typed_row_change (act->engine, act->row, object);
}

static void
on_entered (OrchTypedActions *self)
{
  /* What was edited in the details is saved on top of it. */
  if (self->engine != NULL && adw_dialog_get_can_close (self->dialog))
    adw_dialog_force_close (self->dialog);
}

/* What was typed of a person does not outlive the lock. */
static void
on_session (OrchSession *session, GParamSpec *pspec, AdwDialog *dialog)
{
  if (orch_session_is_locked (session) || !orch_session_is_signed_in (session))
    adw_dialog_force_close (dialog);
}

static void
on_change (OrchTypedActions *self)
{
  OrchHandDialog *dialog =
      orch_hand_dialog_new (ORCH_IS_STAFF_MEMBER (self->row) ? ORCH_IMPORT_STAFF : ORCH_IMPORT_SERVICES, self->row);

  orch_hand_dialog_set_keep (dialog, keep, dup_act (self), act_free);
  g_signal_connect_object (dialog, "entered", G_CALLBACK (on_entered), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (orch_engine_get_session (self->engine), "notify", G_CALLBACK (on_session), dialog,
                           G_CONNECT_DEFAULT);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

/* --- taken away ------------------------------------------------------------------------- */

static void
on_undo (AdwToast *toast, Act *act)
{
  if (orch_engine_get_state (act->engine) == ORCH_ENGINE_READY)
    orch_plain_tell_outcome (ADW_TOAST_OVERLAY (act->toasts), orch_typed_row_restore (act->engine, act->row), NULL);
}

static DexFuture *
on_removed (DexFuture *future, gpointer data)
{
  Act *act = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  AdwToast *toast = NULL;

  if (act->toasts == NULL || gtk_widget_get_root (act->toasts) == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) == NULL)
    {
      orch_plain_tell_error (ADW_TOAST_OVERLAY (act->toasts), error);
      return NULL;
    }
  gtk_widget_activate_action (act->toasts, "win.count", NULL);
  /* translators: %s is the name of a person or of a service */
  text = g_strdup_printf (_ ("%s was taken away."), get_name (act->row));
  toast = orch_plain_toast (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, UNDO_S);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo), act_new (act->engine, act->row, act->toasts),
                         on_act_gone, G_CONNECT_DEFAULT);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (act->toasts), toast);
  orch_announce (act->toasts, text);
  return NULL;
}

static void
on_confirmed (OrchTypedActions *self)
{
  Act *act = NULL;

  if (self->engine == NULL)
    return;
  act = dup_act (self);
  dex_future_disown (dex_future_finally (orch_typed_row_remove (self->engine, self->row), on_removed, act, act_free));
  adw_dialog_force_close (self->dialog);
}

static void
on_remove (OrchTypedActions *self)
{
  /* translators: %s is the name of a person or of a service */
  g_autofree char *heading = g_strdup_printf (_ ("Take away %s?"), get_name (self->row));
  const char *fate = _ ("It goes from this workstation at once, and from the hub and the other workstations with the "
                        "next synchronisation.");
  g_autofree char *body = self->used != NULL ? g_strconcat (self->used, "\n\n", fate, NULL) : g_strdup (fate);
  AdwDialog *alert = adw_alert_dialog_new (heading, body);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "keep", _ ("_Keep It"), "remove", _ ("_Take Away"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (alert), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (alert), "keep");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "keep");
  g_signal_connect_object (alert, "response::remove", G_CALLBACK (on_confirmed), self, G_CONNECT_SWAPPED);
  orch_alert_present (alert, GTK_WIDGET (self));
}

static void
show (OrchTypedActions *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          orch_typed_row_is_typed (self->row) &&
                              orch_session_allows (orch_engine_get_session (self->engine),
                                                   ORCH_IS_STAFF_MEMBER (self->row) ? ORCH_ACT_EDIT_STAFF_ROLES
                                                                                    : ORCH_ACT_EDIT_SERVICES));
}

static void
orch_typed_actions_dispose (GObject *object)
{
  OrchTypedActions *self = ORCH_TYPED_ACTIONS (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_TYPED_ACTIONS);
  g_clear_object (&self->engine);
  g_clear_object (&self->row);
  g_clear_pointer (&self->used, g_free);
  G_OBJECT_CLASS (orch_typed_actions_parent_class)->dispose (object);
}

static void
orch_typed_actions_class_init (OrchTypedActionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_typed_actions_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-typed-actions.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_change);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
orch_typed_actions_init (OrchTypedActions *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
orch_typed_actions_set_up (OrchTypedActions *self, OrchEngine *engine, GObject *row, AdwDialog *dialog,
                           AdwPreferencesGroup *details)
{
  g_return_if_fail (ORCH_IS_TYPED_ACTIONS (self));
  g_return_if_fail (ORCH_IS_ENGINE (engine));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  self->row = g_object_ref (row);
  self->dialog = dialog;
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  if (!orch_typed_row_is_typed (row))
    return;
  adw_preferences_group_set_title (details, _ ("Details"));
  orch_plain_set_description (GTK_WIDGET (details), NULL);
}

void
orch_typed_actions_set_used (OrchTypedActions *self, const char *text)
{
  g_return_if_fail (ORCH_IS_TYPED_ACTIONS (self));

  g_set_str (&self->used, text);
}
