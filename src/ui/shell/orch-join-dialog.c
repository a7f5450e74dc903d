/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Password and key leave their entries as soon as they are used. The answer of a sign-in is not read once the person has stopped
 * waiting for it. Main thread.
 */
#include "orch-join-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-text.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"
#include "ui/widgets/orch-template.h"

struct _OrchJoinDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchClinic *chosen; /* (nullable) */

  gboolean signing_in;
  guint serial; /* of the sign-in under way: the answer of an older one is not read */

  /* template children */
  GtkWidget *sign_in_page;
  GtkWidget *key_page;
  AdwNavigationView *navigation;
  AdwBanner *training_banner;
  GtkLabel *explanation;
  OrchField *address_field;
  GtkEditable *address;
  OrchField *username_field;
  GtkEditable *username;
  OrchField *password_field;
  GtkEditable *password;
  GtkWidget *sign_in_notice;
  GtkLabel *sign_in_fault;
  GtkWidget *waiting;
  GtkLabel *waiting_label;
  GtkWidget *sign_in;
  GtkWidget *stop;
  GtkStack *clinics_stack;
  GtkListBox *clinics;
  GtkLabel *clinic_name;
  OrchField *key_field;
  GtkEditable *key;
  GtkWidget *join;
};

typedef struct
{
  OrchJoinDialog *self; /* (owned) */
  guint serial;
} SignIn;

G_DEFINE_FINAL_TYPE (OrchJoinDialog, orch_join_dialog, ADW_TYPE_DIALOG)

static OrchSecret *
take_secret (GtkEditable *editable)
{
  const char *text = gtk_editable_get_text (editable);
  OrchSecret *secret = orch_secret_new (text, strlen (text));

  gtk_editable_set_text (editable, "");
  return secret;
}

static void
show_fault (OrchJoinDialog *self, const char *text)
{
  gtk_label_set_label (self->sign_in_fault, text != NULL ? text : "");
  gtk_widget_set_visible (self->sign_in_notice, text != NULL);
  if (text != NULL)
    orch_announce (GTK_WIDGET (self), text);
}

static gboolean
can_sign_in (OrchJoinDialog *self)
{
  if (self->signing_in)
    return FALSE;
  if (!orch_engine_is_training (self->engine))
    return !orch_text_is_empty (gtk_editable_get_text (self->address));
  return !orch_text_is_empty (gtk_editable_get_text (self->username)) &&
         gtk_editable_get_text (self->password)[0] != '\0';
}

/* What the first page lets be done: the fields are closed while a sign-in is under way. */
static void
show_sign_in (OrchJoinDialog *self)
{
  const gboolean waits = self->signing_in;

  gtk_widget_set_sensitive (GTK_WIDGET (self->address_field), !waits);
  gtk_widget_set_sensitive (GTK_WIDGET (self->username_field), !waits);
  gtk_widget_set_sensitive (GTK_WIDGET (self->password_field), !waits);
  gtk_widget_set_visible (self->waiting, waits);
  gtk_widget_set_visible (self->sign_in, !waits);
  gtk_widget_set_visible (self->stop, waits);
  gtk_widget_set_sensitive (self->sign_in, can_sign_in (self));
}

static void
on_typed (OrchJoinDialog *self)
{
  if (self->engine == NULL)
    return;
  show_fault (self, NULL);
  show_sign_in (self);
}

static GtkWidget *
create_clinic_row (gpointer item, gpointer data)
{
  const OrchClinicFields *fields = orch_clinic_get_fields (item);
  const char *name = orch_clinic_get_name (item);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *next = gtk_image_new_from_icon_name ("go-next-symbolic");

  orch_plain_set_title (ADW_PREFERENCES_ROW (row), name != NULL ? name : _ ("Clinic without a name"));
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (fields->city != NULL)
    orch_plain_set_subtitle (ADW_ACTION_ROW (row), fields->city);
  gtk_accessible_update_state (GTK_ACCESSIBLE (next), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), next);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "clinic", g_object_ref (item), g_object_unref);
  return row;
}

static DexFuture *
on_signed_in (DexFuture *future, gpointer data)
{
  const SignIn *sign_in = data;
  OrchJoinDialog *self = sign_in->self;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->engine == NULL || !self->signing_in || sign_in->serial != self->serial)
    return NULL;
  self->signing_in = FALSE;
  show_sign_in (self);
  if (value == NULL)
    {
      g_autofree char *text = orch_error_text_dup (error);

      show_fault (self, text);
      orch_get_help_beside (self->sign_in_fault, error);
      if (orch_engine_is_training (self->engine))
        gtk_widget_grab_focus (GTK_WIDGET (self->password));
      return NULL;
    }

  GListModel *clinics = g_value_get_object (value);
  const gboolean some = g_list_model_get_n_items (clinics) > 0;

  gtk_list_box_bind_model (self->clinics, clinics, create_clinic_row, NULL, NULL);
  gtk_stack_set_visible_child_name (self->clinics_stack, some ? "list" : "none");
  adw_navigation_view_push_by_tag (self->navigation, "clinics");
  if (some)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->clinics, 0)));
  return NULL;
}

static void
sign_in_free (gpointer data)
{
  SignIn *sign_in = data;

  g_object_unref (sign_in->self);
  g_free (sign_in);
}

/* An address is typed as on paper: without its scheme, with spaces around, with a slash at the end. */
static char *
dup_hub_base (OrchJoinDialog *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->address)));

  while (g_str_has_suffix (text, "/"))
    text[strlen (text) - 1] = '\0';
  return strstr (text, "://") != NULL ? g_steal_pointer (&text) : g_strconcat ("https://", text, NULL);
}

static void
on_sign_in (OrchJoinDialog *self)
{
  const gboolean training = orch_engine_is_training (self->engine);
  g_autofree char *base = NULL;
  g_autoptr (OrchSecret) password = NULL;
  SignIn *sign_in = NULL;

  if (!can_sign_in (self))
    return;
  show_fault (self, NULL);
  base = training ? NULL : dup_hub_base (self);
  password = training ? take_secret (self->password) : NULL;

  /* Stopped through the engine, never dropped: libdex 0.10 does not bear a fiber that is discarded while it waits. */
  sign_in = g_new0 (SignIn, 1);
  sign_in->self = g_object_ref (self);
  sign_in->serial = ++self->serial;
  self->signing_in = TRUE;
  show_sign_in (self);
  gtk_widget_grab_focus (self->stop);
  dex_future_disown (
      dex_future_finally (orch_engine_sign_in (self->engine, base,
                                               training ? gtk_editable_get_text (self->username) : NULL, password),
                          on_signed_in, sign_in, sign_in_free));
}

static void
on_stop (OrchJoinDialog *self)
{
  self->signing_in = FALSE;
  orch_engine_stop_sign_in (self->engine);
  show_sign_in (self);
  gtk_widget_grab_focus (GTK_WIDGET (orch_engine_is_training (self->engine) ? self->username : self->address));
}

static void
on_clinic (OrchJoinDialog *self, GtkListBoxRow *row)
{
  const char *name = NULL;

  g_set_object (&self->chosen, g_object_get_data (G_OBJECT (row), "clinic"));
  name = orch_clinic_get_name (self->chosen);
  gtk_label_set_label (self->clinic_name, name != NULL ? name : _ ("Clinic without a name"));
  adw_navigation_view_push_by_tag (self->navigation, "key");
  gtk_widget_grab_focus (GTK_WIDGET (self->key));
}

static void
on_key_typed (OrchJoinDialog *self)
{
  gtk_widget_set_sensitive (self->join, gtk_editable_get_text (self->key)[0] != '\0');
  if (gtk_editable_get_text (self->key)[0] != '\0')
    orch_field_set_error (self->key_field, NULL);
}

static DexFuture *
on_joined (DexFuture *future, gpointer data)
{
  OrchJoinDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (self->engine == NULL || dex_future_get_value (future, &error) != NULL)
    return NULL;
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  adw_navigation_view_pop (self->navigation);
  text = orch_error_text_dup (error);
  orch_field_set_error (self->key_field, text);
  orch_get_help_beside (self->key_field, error);
  orch_announce (GTK_WIDGET (self), text);
  gtk_widget_grab_focus (GTK_WIDGET (self->key));
  return NULL;
}

static void
begin_join (OrchJoinDialog *self, OrchSecret *key)
{
  orch_field_set_error (self->key_field, NULL);
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  adw_navigation_view_push_by_tag (self->navigation, "joining");
  orch_announce (GTK_WIDGET (self), _ ("Joining the clinic"));
  dex_future_disown (dex_future_finally (orch_engine_join (self->engine, self->chosen, key), on_joined,
                                         g_object_ref (self), g_object_unref));
}

static void
on_join (OrchJoinDialog *self)
{
  g_autoptr (OrchSecret) key = NULL;

  if (gtk_editable_get_text (self->key)[0] == '\0')
    return;
  key = take_secret (self->key);
  begin_join (self, key);
}

static void
on_skip (OrchJoinDialog *self)
{
  gtk_editable_set_text (self->key, "");
  begin_join (self, NULL);
}

/* Back to the clinics: the key typed for one is not for another. */
static void
on_popped (OrchJoinDialog *self, AdwNavigationPage *page)
{
  if (g_strcmp0 (adw_navigation_page_get_tag (page), "key") != 0)
    return;
  gtk_editable_set_text (self->key, "");
  orch_field_set_error (self->key_field, NULL);
}

static void
on_state (OrchJoinDialog *self)
{
  if (orch_engine_get_state (self->engine) == ORCH_ENGINE_READY)
    adw_dialog_force_close (ADW_DIALOG (self));
}

static void
orch_join_dialog_closed (AdwDialog *dialog)
{
  OrchJoinDialog *self = ORCH_JOIN_DIALOG (dialog);

  if (self->signing_in)
    orch_engine_stop_sign_in (self->engine);
  self->signing_in = FALSE;
  gtk_editable_set_text (self->password, "");
  gtk_editable_set_text (self->key, "");
}

static void
orch_join_dialog_dispose (GObject *object)
{
  OrchJoinDialog *self = ORCH_JOIN_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_JOIN_DIALOG);
  g_clear_object (&self->chosen);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_join_dialog_parent_class)->dispose (object);
}

static void
orch_join_dialog_class_init (OrchJoinDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_join_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = orch_join_dialog_closed;

  g_type_ensure (ORCH_TYPE_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-join-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, sign_in_page);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, key_page);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, training_banner);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, address_field);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, address);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, username_field);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, username);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, password_field);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, password);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, sign_in_notice);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, sign_in_fault);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, waiting);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, waiting_label);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, sign_in);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, stop);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, clinics_stack);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, clinics);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, clinic_name);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, key_field);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, key);
  gtk_widget_class_bind_template_child (widget_class, OrchJoinDialog, join);
  gtk_widget_class_bind_template_callback (widget_class, on_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_clinic);
  gtk_widget_class_bind_template_callback (widget_class, on_key_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_join);
  gtk_widget_class_bind_template_callback (widget_class, on_skip);
  gtk_widget_class_bind_template_callback (widget_class, on_popped);
}

static void
orch_join_dialog_init (OrchJoinDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Pages are no children before they are shown. */
  orch_template_wrap_buttons (self->sign_in_page);
  orch_template_wrap_buttons (self->key_page);
}

AdwDialog *
orch_join_dialog_new (OrchEngine *engine)
{
  OrchJoinDialog *self = NULL;
  gboolean training = FALSE;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_JOIN_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  training = orch_engine_is_training (engine);
  adw_banner_set_revealed (self->training_banner, training);
  gtk_widget_set_visible (GTK_WIDGET (self->address_field), !training);
  gtk_widget_set_visible (GTK_WIDGET (self->username_field), training);
  gtk_widget_set_visible (GTK_WIDGET (self->password_field), training);
  gtk_label_set_label (self->explanation,
                       training
                           ? _ ("With the user name and the password that were chosen at the activation.")
                           : _ ("Your browser opens the hub's page: sign in there with your account, then come back."));
  gtk_label_set_label (self->waiting_label,
                       training ? _ ("Signing in…") : _ ("Waiting for the sign-in in your browser…"));
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  show_sign_in (self);
  return ADW_DIALOG (self);
}
