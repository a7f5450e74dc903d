/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-consent-row.h.
 */
#include "orch-emr-consent-row.h"

#include <glib/gi18n-lib.h>

#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-in-sight.h"
#include "ui/widgets/orch-template.h"

struct _OrchEmrConsentRow
{
  AdwBin parent_instance;

  gboolean kept;

  /* template children */
  GtkImage *icon;
  GtkLabel *state;
  GtkWidget *choices;
  GtkButton *ask;
  GtkWidget *by_hand;
  GtkWidget *waiting;
  GtkLabel *hint;
  GtkWidget *address_box;
  GtkEditable *address;
  GtkWidget *code_field;
  GtkEditable *code;
  GtkWidget *give;
  GtkWidget *stop;
};

enum
{
  SIGNAL_ASK,
  SIGNAL_GIVE,
  SIGNAL_STOP,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchEmrConsentRow, orch_emr_consent_row, ADW_TYPE_BIN)

static void
show_kept (OrchEmrConsentRow *self)
{
  gtk_image_set_from_icon_name (self->icon, self->kept ? "orch-key-symbolic" : "dialog-information-symbolic");
  gtk_label_set_label (self->state,
                       self->kept ? _ ("Authorised: kept in the keyring") : _ ("Nobody has authorised it yet"));
  gtk_button_set_label (self->ask, self->kept ? _ ("_Authorise Again…") : _ ("_Authorise in the Browser…"));
}

static void
on_ask (OrchEmrConsentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_ASK], 0, FALSE);
}

static void
on_by_hand (OrchEmrConsentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_ASK], 0, TRUE);
}

static void
on_give (OrchEmrConsentRow *self)
{
  g_autofree char *code = g_strstrip (g_strdup (gtk_editable_get_text (self->code)));

  if (code[0] == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->code));
  else
    g_signal_emit (self, signals[SIGNAL_GIVE], 0, code);
}

static void
on_stop (OrchEmrConsentRow *self)
{
  g_signal_emit (self, signals[SIGNAL_STOP], 0);
}

static void
on_copy (OrchEmrConsentRow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_editable_get_text (self->address));
  orch_announce (GTK_WIDGET (self), _ ("The address is copied."));
}

static void
orch_emr_consent_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_EMR_CONSENT_ROW);
  G_OBJECT_CLASS (orch_emr_consent_row_parent_class)->dispose (object);
}

#define BIND(child) gtk_widget_class_bind_template_child (widget_class, OrchEmrConsentRow, child)

static void
orch_emr_consent_row_class_init (OrchEmrConsentRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ORCH_TYPE_FIELD);
  G_OBJECT_CLASS (klass)->dispose = orch_emr_consent_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/wizard/orch-emr-consent-row.ui");
  BIND (icon);
  BIND (state);
  BIND (choices);
  BIND (ask);
  BIND (by_hand);
  BIND (waiting);
  BIND (hint);
  BIND (address_box);
  BIND (address);
  BIND (code_field);
  BIND (code);
  BIND (give);
  BIND (stop);
  gtk_widget_class_bind_template_callback (widget_class, on_ask);
  gtk_widget_class_bind_template_callback (widget_class, on_by_hand);
  gtk_widget_class_bind_template_callback (widget_class, on_give);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);

  signals[SIGNAL_ASK] = g_signal_new ("ask", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_GIVE] = g_signal_new ("give", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_STOP] =
      g_signal_new ("stop", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_emr_consent_row_init (OrchEmrConsentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
  show_kept (self);
}

GtkWidget *
orch_emr_consent_row_new (void)
{
  return g_object_new (ORCH_TYPE_EMR_CONSENT_ROW, NULL);
}

void
orch_emr_consent_row_set_kept (OrchEmrConsentRow *self, gboolean kept)
{
  g_return_if_fail (ORCH_IS_EMR_CONSENT_ROW (self));

  self->kept = kept;
  show_kept (self);
}

void
orch_emr_consent_row_set_waiting (OrchEmrConsentRow *self, gboolean waiting, gboolean by_hand)
{
  g_return_if_fail (ORCH_IS_EMR_CONSENT_ROW (self));

  gtk_editable_set_text (self->code, "");
  gtk_widget_set_visible (self->waiting, waiting);
  gtk_widget_set_visible (self->choices, !waiting);
  gtk_widget_set_visible (self->code_field, by_hand);
  gtk_widget_set_visible (self->give, by_hand);
  if (!waiting)
    {
      orch_emr_consent_row_set_address (self, NULL);
      return;
    }
  gtk_label_set_label (
      self->hint,
      by_hand ? _ ("Open this address where you can reach the EMR, authorise there, and type here the code that "
                   "its page shows.")
              : _ ("Go on in your browser: this window follows by itself."));
  gtk_widget_grab_focus (by_hand ? GTK_WIDGET (self->code) : self->stop);
  orch_announce (GTK_WIDGET (self), gtk_label_get_label (self->hint));
}

void
orch_emr_consent_row_set_address (OrchEmrConsentRow *self, const char *address)
{
  g_return_if_fail (ORCH_IS_EMR_CONSENT_ROW (self));

  gtk_widget_set_visible (self->address_box, address != NULL);
  gtk_editable_set_text (self->address, address != NULL ? address : "");
  if (address != NULL)
    orch_bring_in_sight (self->waiting);
}
