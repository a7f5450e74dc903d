/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-ticket-dialog.h. A health insurance number in the text keeps the ticket here until it is taken out. What is typed is kept as a draft at
 * each change, and is there again when the form is opened.
 */
#include "orch-ticket-dialog.h"

#include <glib/gi18n.h>

#include "core/orch-phone.h"
#include "core/orch-text.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchTicketDialog
{
  AdwDialog parent_instance;

  OrchEngine *engine; /* (owned) */

  gboolean reading; /* the draft may still come */
  gboolean sending;

  /* template children */
  GtkWidget *send;
  AdwToastOverlay *toasts;
  GtkDropDown *reason;
  OrchField *description_field;
  GtkTextView *description;
  OrchField *contact_field;
  GtkEditable *contact;
  GtkCheckButton *join;
  GtkTextView *diagnostic;
  GtkWidget *kept;
  GtkLabel *missing;
};

enum
{
  SIGNAL_SENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchTicketDialog, orch_ticket_dialog, ADW_TYPE_DIALOG)

static char *
dup_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* What is wrong or missing is said; Send opens when nothing is. */
static void
show (OrchTicketDialog *self)
{
  g_autofree char *description = dup_text (self->description);
  const char *contact = gtk_editable_get_text (self->contact);
  const char *number = _ ("A health insurance number is in it: take it out.");
  const gboolean bad_description = orch_ticket_holds_nam (description);
  const gboolean bad_contact = orch_ticket_holds_nam (contact);
  const char *missing = "";

  orch_field_set_error (self->description_field, bad_description ? number : NULL);
  orch_field_set_error (self->contact_field, bad_contact ? number : NULL);
  if (orch_text_is_empty (description))
    missing = _ ("To send: say what happened.");
  else if (orch_text_is_empty (contact))
    missing = _ ("To send: say how to reach you.");
  gtk_label_set_label (self->missing, missing);
  gtk_widget_set_visible (GTK_WIDGET (self->missing), missing[0] != '\0');
  gtk_widget_set_sensitive (self->send, missing[0] == '\0' && !bad_description && !bad_contact && !self->sending);
}

static void
keep (OrchTicketDialog *self)
{
  OrchSync *sync = orch_engine_get_sync (self->engine);
  g_autofree char *description = dup_text (self->description);
  gboolean kept = FALSE;

  if (self->reading || self->sending || sync == NULL)
    return;
  kept = orch_sync_keep_ticket_draft (sync, &(OrchTicketText) {
                                                .reason = (OrchTicketReason) gtk_drop_down_get_selected (self->reason),
                                                .description = description,
                                                .contact = gtk_editable_get_text (self->contact),
                                            });
  gtk_widget_set_visible (self->kept, kept && !orch_text_is_empty (description));
}

/* What was begun and not sent, unless something is typed already. */
static DexFuture *
draft_fiber (gpointer data)
{
  OrchTicketDialog *self = data;
  OrchSync *sync = orch_engine_get_sync (self->engine);
  g_autoptr (DexFuture) loaded = sync != NULL ? orch_sync_load_ticket_draft (sync) : NULL;
  const GValue *value = NULL;

  if (loaded != NULL)
    {
      dex_await (dex_ref (loaded), NULL);
      value = dex_future_get_value (loaded, NULL);
    }
  if (self->engine == NULL || orch_session_is_locked (orch_engine_get_session (self->engine)))
    return dex_future_new_true ();
  if (value != NULL && gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->description)) == 0)
    {
      const char *description = NULL;
      const char *contact = NULL;
      guint reason = 0;

      g_variant_get (g_value_get_variant (value), "(u&s&s)", &reason, &description, &contact);
      gtk_drop_down_set_selected (self->reason, MIN (reason, ORCH_N_TICKET_REASONS - 1));
      gtk_editable_set_text (self->contact, contact);
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->description), description, -1);
    }
  self->reading = FALSE;
  if (gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->description)) > 0)
    keep (self);
  return dex_future_new_true ();
}

static DexFuture *
diagnostic_fiber (gpointer data)
{
  OrchTicketDialog *self = data;
  OrchSync *sync = orch_engine_get_sync (self->engine);
  g_autofree char *text = sync != NULL ? dex_await_string (orch_sync_dup_diagnostic (sync), NULL) : NULL;

  if (self->engine == NULL)
    return dex_future_new_true ();
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->diagnostic), text != NULL ? text : "", -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->join), text != NULL);
  gtk_check_button_set_active (self->join, text != NULL);
  return dex_future_new_true ();
}

static DexFuture *
send_fiber (gpointer data)
{
  OrchTicketDialog *self = data;
  OrchSync *sync = orch_engine_get_sync (self->engine);
  g_autofree char *description = dup_text (self->description);
  g_autofree char *contact = g_strdup (gtk_editable_get_text (self->contact));
  g_autofree char *diagnostic = gtk_check_button_get_active (self->join) ? dup_text (self->diagnostic) : NULL;
  g_autoptr (OrchTicket) ticket = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *why = NULL;

  if (sync != NULL)
    ticket = dex_await_object (orch_sync_send_ticket (sync,
                                                      &(OrchTicketText) {
                                                          .reason = (OrchTicketReason) gtk_drop_down_get_selected (
                                                              self->reason),
                                                          .description = description,
                                                          .contact = contact,
                                                          .diagnostic = diagnostic,
                                                      }),
                               &error);
  if (self->engine == NULL)
    return dex_future_new_true ();
  if (ticket != NULL)
    {
      orch_sync_keep_ticket_draft (sync, NULL);
      g_signal_emit (self, signals[SIGNAL_SENT], 0, ticket);
      adw_dialog_force_close (ADW_DIALOG (self));
      return dex_future_new_true ();
    }
  self->sending = FALSE;
  orch_plain_tell_error (self->toasts, error);
  show (self);
  gtk_widget_grab_focus (self->send);
  return dex_future_new_true ();
}

static void
on_send (OrchTicketDialog *self)
{
  if (self->sending)
    return;
  self->sending = TRUE;
  show (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, send_fiber, g_object_ref (self), g_object_unref));
}

static void
on_edited (OrchTicketDialog *self)
{
  if (self->engine == NULL)
    return;
  show (self);
  keep (self);
}

static void
on_session (OrchTicketDialog *self)
{
  if (!orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_SEND_ALERT))
    adw_dialog_force_close (ADW_DIALOG (self));
}

static void
orch_ticket_dialog_dispose (GObject *object)
{
  OrchTicketDialog *self = ORCH_TICKET_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_TICKET_DIALOG);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_ticket_dialog_parent_class)->dispose (object);
}

static void
orch_ticket_dialog_class_init (OrchTicketDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_ticket_dialog_dispose;
  signals[SIGNAL_SENT] = g_signal_new ("sent", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, ORCH_TYPE_TICKET);
  g_type_ensure (ORCH_TYPE_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/sync/orch-ticket-dialog.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, OrchTicketDialog, name)
  BIND (send);
  BIND (toasts);
  BIND (reason);
  BIND (description_field);
  BIND (description);
  BIND (contact_field);
  BIND (contact);
  BIND (join);
  BIND (diagnostic);
  BIND (kept);
  BIND (missing);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, on_send);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
}

static void
orch_ticket_dialog_init (OrchTicketDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_text_view_get_buffer (self->description), "changed", G_CALLBACK (on_edited), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->description));
}

AdwDialog *
orch_ticket_dialog_new (OrchEngine *engine)
{
  OrchTicketDialog *self = NULL;
  OrchClinic *clinic = NULL;
  const char *phone = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_TICKET_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  self->reading = TRUE;
  clinic = orch_engine_get_clinic (engine);
  phone = clinic != NULL ? orch_clinic_get_fields (clinic)->phone : NULL;
  if (phone != NULL)
    {
      g_autofree char *shown = orch_phone_format_international (phone);

      gtk_editable_set_text (self->contact, shown != NULL ? shown : phone);
    }
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  show (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, draft_fiber, g_object_ref (self), g_object_unref));
  dex_future_disown (dex_scheduler_spawn (NULL, 0, diagnostic_fiber, g_object_ref (self), g_object_unref));
  return ADW_DIALOG (self);
}

const char *
orch_ticket_text_get_reason (OrchTicketReason reason)
{
  switch (reason)
    {
    case ORCH_TICKET_EMR_CHANGE:
      return _ ("Change of EMR");
    case ORCH_TICKET_REPORTS:
      return _ ("Reports");
    case ORCH_TICKET_SUPPORT:
    default:
      return _ ("Request for support");
    }
}

static const char *
get_state (OrchTicketState state)
{
  switch (state)
    {
    case ORCH_TICKET_SENT:
      return _ ("The hub has it; the support has not opened it yet.");
    case ORCH_TICKET_RECEIVED:
      return _ ("Received by the support.");
    case ORCH_TICKET_REFUSED:
      return _ ("The hub refused it: see what waits for the hub.");
    case ORCH_TICKET_WAITS:
    default:
      return _ ("It is sent as soon as the hub answers.");
    }
}

char *
orch_ticket_text_dup_state (OrchTicket *ticket)
{
  const OrchTicketFields *fields = orch_ticket_get_fields (ticket);
  g_autofree char *when = orch_time_text_dup_when (fields->created);

  /* translators: the number of a ticket, when it was written, what it is about, and how far it is */
  return g_strdup_printf (_ ("No. %s, %s, %s. %s"), fields->number, when, orch_ticket_text_get_reason (fields->reason),
                          get_state (fields->state));
}
