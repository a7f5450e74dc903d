/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The role is saved as it is chosen; a refusal puts the old one back. Main thread.
 */
#include "orch-staff-dialog.h"

#include <glib/gi18n.h>

#include "core/orch-phone.h"
#include "orch-typed-actions.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchStaffDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchStaffMember *member;

  OrchPermission kept; /* what the store has */
  gboolean showing;    /* the row is being set by us */

  /* template children */
  AdwActionRow *licence;
  AdwActionRow *profession;
  AdwActionRow *speciality;
  AdwActionRow *departments;
  AdwActionRow *phone;
  AdwActionRow *email;
  AdwPreferencesGroup *details;
  OrchTypedActions *typed_actions;
  AdwActionRow *active_services;
  AdwActionRow *inactive_services;
  AdwActionRow *origin;
  AdwActionRow *emr_id;
  AdwActionRow *read;
  AdwActionRow *hub;
  AdwComboRow *permission;
  GtkLabel *may;
  GtkLabel *fault;
};

G_DEFINE_FINAL_TYPE (OrchStaffDialog, orch_staff_dialog, ADW_TYPE_DIALOG)

static void
show_permission (OrchStaffDialog *self)
{
  self->showing = TRUE;
  adw_combo_row_set_selected (self->permission, self->kept);
  self->showing = FALSE;
}

static DexFuture *
on_saved (DexFuture *future, gpointer data)
{
  OrchStaffDialog *self = data;
  g_autoptr (GError) error = NULL;

  if (self->engine == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) != NULL)
    {
      self->kept = (OrchPermission) adw_combo_row_get_selected (self->permission);
      gtk_widget_set_visible (GTK_WIDGET (self->fault), FALSE);
    }
  else
    {
      g_autofree char *text = orch_error_text_dup (error);

      gtk_label_set_label (self->fault, text);
      gtk_widget_set_visible (GTK_WIDGET (self->fault), TRUE);
      orch_get_help_beside (self->fault, error);
      show_permission (self);
    }
  return NULL;
}

static void
on_permission (OrchStaffDialog *self)
{
  const guint selected = adw_combo_row_get_selected (self->permission);

  if (self->showing || self->engine == NULL || selected == GTK_INVALID_LIST_POSITION || selected == self->kept)
    return;
  dex_future_disown (
      dex_future_finally (orch_engine_set_permission (self->engine, self->member, (OrchPermission) selected), on_saved,
                          g_object_ref (self), g_object_unref));
}

static void
show_text (AdwActionRow *row, const char *text)
{
  orch_plain_set_subtitle (row, text != NULL && text[0] != '\0' ? text : "—");
}

static void
show_names (AdwActionRow *row, const char *const *names, const char *none)
{
  g_autofree char *text = names != NULL ? g_strjoinv (", ", (GStrv) names) : NULL;

  orch_plain_set_subtitle (row, text != NULL && text[0] != '\0' ? text : none);
}

static const char *
get_hub (const OrchStaffLinksFields *fields, gboolean in_conflict)
{
  if (in_conflict)
    return _ ("Not before the conflict is mended in the EMR");
  if (fields->refused != NULL)
    return _ ("The hub refused a change: see Synchronisation");
  if (fields->is_waiting)
    return _ ("A change waits to be sent");
  return fields->is_on_hub ? _ ("Yes") : _ ("With the next synchronisation");
}

/* What depends on a person is said before they are taken away. */
static void
show_used (OrchStaffDialog *self, const OrchStaffLinksFields *fields)
{
  const guint n = (fields->active_services != NULL ? g_strv_length ((GStrv) fields->active_services) : 0) +
                  (fields->inactive_services != NULL ? g_strv_length ((GStrv) fields->inactive_services) : 0);
  g_autofree char *used = NULL;

  if (n > 0)
    /* translators: %u is how many services */
    used = g_strdup_printf (ngettext ("%'u service is offered by this person: it stays, without them.",
                                      "%'u services are offered by this person: they stay, without them.", n),
                            n);
  orch_typed_actions_set_used (self->typed_actions, used);
}

static void
show_links (OrchStaffDialog *self, OrchStaffLinks *links)
{
  const OrchStaffLinksFields *fields = orch_staff_links_get_fields (links);
  const char *const *off = fields->inactive_services;
  g_autofree char *when = fields->read > 0 ? orch_time_text_dup_when (fields->read) : NULL;
  g_autofree char *broken = NULL;

  show_used (self, fields);
  show_names (self->departments, fields->departments, "—");
  show_names (self->active_services, fields->active_services, _ ("No service"));
  show_names (self->inactive_services, off, "—");
  gtk_widget_set_visible (GTK_WIDGET (self->inactive_services), off != NULL && off[0] != NULL);
  if (when != NULL && !fields->is_read_whole)
    /* translators: %s is a time of day, or a date and a time */
    broken = g_strdup_printf (_ ("%s, not to its end"), when);
  show_text (self->read, broken != NULL ? broken : when);
  if (fields->refused != NULL)
    {
      g_autofree char *text =
          /* translators: %s is what the hub said */
          g_strdup_printf (_ ("The hub refused the change: “%s”. Try again or give it up on the page Synchronisation."),
                           fields->refused);

      gtk_label_set_label (self->fault, text);
      gtk_widget_set_visible (GTK_WIDGET (self->fault), TRUE);
    }
  show_text (self->hub, get_hub (fields, orch_staff_member_get_fields (self->member)->in_conflict));
}

static DexFuture *
load_fiber (gpointer data)
{
  OrchStaffDialog *self = data;
  g_autoptr (OrchStaffLinks) links = dex_await_object (orch_engine_load_staff_links (self->engine, self->member), NULL);

  if (links != NULL && self->engine != NULL)
    show_links (self, links);
  return dex_future_new_true ();
}

static const char *
get_origin (OrchOrigin origin)
{
  switch (origin)
    {
    case ORCH_ORIGIN_HAND:
      return _ ("Typed by hand, or from a file");
    case ORCH_ORIGIN_HUB:
      return _ ("The hub");
    case ORCH_ORIGIN_EMR:
    default:
      return _ ("The EMR");
    }
}

/* Why the role cannot be changed is said, not guessed. */
static void
show_may (OrchStaffDialog *self)
{
  const gboolean may = orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_EDIT_STAFF_ROLES);

  gtk_widget_set_sensitive (GTK_WIDGET (self->permission), may);
  gtk_label_set_label (self->may, may ? _ ("Saved at once, and sent to the hub.")
                                      : _ ("An administrator of the clinic changes this."));
}

/* A dialog with a person's details does not outlive the lock. */
static void
on_locked (OrchStaffDialog *self)
{
  if (orch_session_is_locked (orch_engine_get_session (self->engine)))
    adw_dialog_force_close (ADW_DIALOG (self));
}

static void
orch_staff_dialog_dispose (GObject *object)
{
  OrchStaffDialog *self = ORCH_STAFF_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_STAFF_DIALOG);
  g_clear_object (&self->engine);
  g_clear_object (&self->member);
  G_OBJECT_CLASS (orch_staff_dialog_parent_class)->dispose (object);
}

static void
orch_staff_dialog_class_init (OrchStaffDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_staff_dialog_dispose;
  g_type_ensure (ORCH_TYPE_TYPED_ACTIONS);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/shell/orch-staff-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, licence);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, profession);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, speciality);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, emr_id);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, departments);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, phone);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, email);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, details);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, typed_actions);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, active_services);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, inactive_services);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, origin);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, read);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, hub);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, permission);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, may);
  gtk_widget_class_bind_template_child (widget_class, OrchStaffDialog, fault);
  gtk_widget_class_bind_template_callback (widget_class, on_permission);
}

static void
orch_staff_dialog_init (OrchStaffDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
}

AdwDialog *
orch_staff_dialog_new (OrchEngine *engine, OrchStaffMember *member)
{
  const OrchStaffMemberFields *fields = NULL;
  OrchStaffDialog *self = NULL;
  g_autofree char *phone = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (member), NULL);

  self = g_object_new (ORCH_TYPE_STAFF_DIALOG, "title", orch_staff_member_get_display_name (member), NULL);
  self->member = g_object_ref (member);
  fields = orch_staff_member_get_fields (member);
  show_text (self->licence, fields->licence);
  show_text (self->profession, fields->profession);
  show_text (self->speciality, fields->speciality);
  phone = fields->phone != NULL ? orch_phone_format (fields->phone) : NULL;
  show_text (self->phone, phone);
  show_text (self->email, fields->email);
  show_text (self->emr_id, fields->emr_id);
  self->kept = MIN (fields->permission, ORCH_PERMISSION_ADMINISTRATOR);
  show_permission (self);
  self->engine = g_object_ref (engine);
  show_text (self->origin, get_origin (fields->origin));
  show_may (self);
  orch_typed_actions_set_up (self->typed_actions, engine, G_OBJECT (member), ADW_DIALOG (self), self->details);
  g_signal_connect_object (orch_engine_get_session (engine), "notify::locked", G_CALLBACK (on_locked), self,
                           G_CONNECT_SWAPPED);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref));
  return ADW_DIALOG (self);
}
