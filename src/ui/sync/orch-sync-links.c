/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-links.h. What came of a dialog is told by a toast of the page around; counts are read again when a run ends.
 */
#include "orch-sync-links.h"

#include <glib/gi18n.h>

#include "orch-patients-dialog.h"
#include "orch-reconciliation-dialog.h"
#include "orch-sync-settings-dialog.h"
#include "orch-ticket-dialog.h"
#include "ui/orch-ui.h"
#include "ui/shell/orch-window.h"
#include "ui/widgets/orch-plain-text.h"

#define NAMES_SHOWN 3

struct _OrchSyncLinks
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchSync *sync; /* (nullable): comes with the clinic */

  /* template children */
  GtkWidget *arrivals_box;
  GtkLabel *arrivals;
  GtkWidget *arrivals_settings;
  GtkWidget *dismiss;
  AdwActionRow *reconcile_row;
  AdwActionRow *patients_row;
  AdwActionRow *settings_row;
  AdwActionRow *ticket_row;
};

G_DEFINE_FINAL_TYPE (OrchSyncLinks, orch_sync_links, ADW_TYPE_BIN)

static void
tell (OrchSyncLinks *self, const char *text)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    orch_plain_tell (ADW_TOAST_OVERLAY (toasts), text);
}

static gboolean
may (OrchSyncLinks *self, OrchAct act)
{
  return self->engine != NULL && self->sync != NULL &&
         orch_session_allows (orch_engine_get_session (self->engine), act);
}

/* --- what is there ----------------------------------------------------------------------- */

static DexFuture *
counts_fiber (gpointer data)
{
  OrchSyncLinks *self = data;
  const GValue *value = NULL;
  g_autoptr (DexFuture) counted = orch_sync_count_patients (self->sync);
  g_autofree char *waiting_text = NULL;
  g_autofree char *text = NULL;
  guint n = 0;
  guint waiting = 0;

  dex_await (dex_ref (counted), NULL);
  value = dex_future_get_value (counted, NULL);
  if (value != NULL && may (self, ORCH_ACT_READ_APPOINTMENTS))
    g_variant_get (g_value_get_variant (value), "(uu)", &n, &waiting);
  if (self->engine == NULL)
    return dex_future_new_true ();
  waiting_text =
      /* translators: %u is a number of patients */
      g_strdup_printf (ngettext ("%'u patient: the EMR gives a name, a birth date, a sex or a number otherwise",
                                 "%'u patients: the EMR gives a name, a birth date, a sex or a number otherwise",
                                 waiting),
                       waiting);
  /* translators: %u is how many patients are in the list */
  text = g_strdup_printf (ngettext ("%'u patient", "%'u patients", n), n);
  orch_plain_set_subtitle (self->reconcile_row, waiting > 0 ? waiting_text : "");
  orch_plain_set_subtitle (self->patients_row, n > 0 ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reconcile_row), waiting > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->patients_row), n > 0);
  return dex_future_new_true ();
}

char *
orch_sync_links_dup_arrivals (GListModel *arrivals)
{
  const guint n = g_list_model_get_n_items (arrivals);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *list = NULL;

  if (n == 0)
    return NULL;
  for (guint i = 0; i < MIN (n, NAMES_SHOWN); i++)
    {
      g_autoptr (OrchSyncSource) source = g_list_model_get_item (arrivals, i);

      g_strv_builder_add (builder, orch_sync_source_get_fields (source)->name);
    }
  names = g_strv_builder_end (builder);
  list = g_strjoinv (", ", names);
  if (n > NAMES_SHOWN)
    /* translators: names, and how many more */
    return g_strdup_printf (ngettext ("New in the EMR: %s and %'u more.", "New in the EMR: %s and %'u more.",
                                      n - NAMES_SHOWN),
                            list, n - NAMES_SHOWN);
  /* translators: %s is one name or several */
  return g_strdup_printf (_ ("New in the EMR: %s."), list);
}

static DexFuture *
arrivals_fiber (gpointer data)
{
  OrchSyncLinks *self = data;
  g_autoptr (GListModel) arrivals = dex_await_object (orch_sync_list_arrivals (self->sync), NULL);
  g_autofree char *text = NULL;

  if (self->engine == NULL)
    return dex_future_new_true ();
  if (arrivals != NULL && may (self, ORCH_ACT_READ_DIRECTORY))
    text = orch_sync_links_dup_arrivals (arrivals);
  gtk_label_set_label (self->arrivals, text != NULL ? text : "");
  gtk_widget_set_visible (self->arrivals_box, text != NULL);
  return dex_future_new_true ();
}

static DexFuture *
ticket_fiber (gpointer data)
{
  OrchSyncLinks *self = data;
  g_autoptr (OrchTicket) ticket = dex_await_object (orch_sync_load_ticket (self->sync), NULL);
  g_autofree char *text = NULL;

  if (self->engine == NULL)
    return dex_future_new_true ();
  if (ticket != NULL && may (self, ORCH_ACT_SEND_ALERT))
    text = orch_ticket_text_dup_state (ticket);
  orch_plain_set_subtitle (self->ticket_row, text != NULL ? text : _ ("When nothing else has helped"));
  return dex_future_new_true ();
}

static void
spawn (OrchSyncLinks *self, DexFiberFunc fiber)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, g_object_ref (self), g_object_unref));
}

static void
read_counts (OrchSyncLinks *self)
{
  if (self->sync != NULL)
    spawn (self, counts_fiber);
}

static void
read_ticket (OrchSyncLinks *self)
{
  if (self->sync != NULL)
    spawn (self, ticket_fiber);
}

static void
read_arrivals (OrchSyncLinks *self)
{
  if (self->sync != NULL)
    spawn (self, arrivals_fiber);
}

static void
on_running (OrchSyncLinks *self)
{
  if (orch_sync_get_running (self->sync))
    return;
  read_counts (self);
  read_arrivals (self);
}

/* --- acts ------------------------------------------------------------------------------- */

static void
on_settings_saved (OrchSyncLinks *self, gboolean whole)
{
  tell (self, whole ? _ ("Saved. The whole schedule is synchronised now.")
                    : _ ("Saved for every workstation of the clinic."));
}

static void
on_settings (OrchSyncLinks *self)
{
  AdwDialog *dialog = orch_sync_settings_dialog_new (self->engine);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (on_settings_saved), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_open_staff (OrchSyncLinks *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "i", ORCH_WINDOW_STAFF);
}

static DexFuture *
dismiss_fiber (gpointer data)
{
  OrchSyncLinks *self = data;

  dex_await (orch_sync_dismiss_arrivals (self->sync), NULL);
  if (self->engine != NULL)
    read_arrivals (self);
  return dex_future_new_true ();
}

static void
on_dismiss (OrchSyncLinks *self)
{
  spawn (self, dismiss_fiber);
}

static void
on_reconcile (OrchSyncLinks *self)
{
  AdwDialog *dialog = orch_reconciliation_dialog_new (self->engine);

  g_signal_connect_object (dialog, "settled", G_CALLBACK (read_counts), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_patients (OrchSyncLinks *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sync.patients", NULL);
}

static void
on_ticket_sent (OrchSyncLinks *self, OrchTicket *ticket)
{
  g_autofree char *text =
      /* translators: %s is the number of a ticket: 3F0C-91AB */
      g_strdup_printf (_ ("Ticket No. %s is kept. It goes as soon as the hub answers."),
                       orch_ticket_get_fields (ticket)->number);

  tell (self, text);
  read_ticket (self);
}

static void
on_ticket (OrchSyncLinks *self)
{
  orch_sync_links_open_ticket (self);
}

/* --- the lock --------------------------------------------------------------------------- */

static void
on_session (OrchSyncLinks *self)
{
  OrchSync *sync = orch_engine_get_sync (self->engine);
  const char *reason = orch_sync_settings_get_reason (self->engine);

  if (sync != NULL && sync != self->sync)
    {
      g_set_object (&self->sync, sync);
      g_signal_connect_object (sync, "notify::running", G_CALLBACK (on_running), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (sync, "ticket-changed", G_CALLBACK (read_ticket), self, G_CONNECT_SWAPPED);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->settings_row), reason == NULL);
  gtk_widget_set_visible (self->arrivals_settings, reason == NULL);
  orch_plain_set_subtitle (self->settings_row, reason != NULL ? reason : _ ("Whose appointments, and of which days"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->ticket_row), may (self, ORCH_ACT_SEND_ALERT));
  gtk_widget_set_visible (self->dismiss, may (self, ORCH_ACT_SYNC));
  if (!may (self, ORCH_ACT_READ_DIRECTORY))
    {
      gtk_label_set_label (self->arrivals, "");
      gtk_widget_set_visible (self->arrivals_box, FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->reconcile_row), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->patients_row), FALSE);
      return;
    }
  read_counts (self);
  read_arrivals (self);
  read_ticket (self);
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_sync_links_dispose (GObject *object)
{
  OrchSyncLinks *self = ORCH_SYNC_LINKS (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SYNC_LINKS);
  g_clear_object (&self->sync);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_sync_links_parent_class)->dispose (object);
}

static void
orch_sync_links_class_init (OrchSyncLinksClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_sync_links_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/sync/orch-sync-links.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, OrchSyncLinks, name)
  BIND (arrivals_box);
  BIND (arrivals);
  BIND (arrivals_settings);
  BIND (dismiss);
  BIND (reconcile_row);
  BIND (patients_row);
  BIND (settings_row);
  BIND (ticket_row);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, on_settings);
  gtk_widget_class_bind_template_callback (widget_class, on_open_staff);
  gtk_widget_class_bind_template_callback (widget_class, on_dismiss);
  gtk_widget_class_bind_template_callback (widget_class, on_reconcile);
  gtk_widget_class_bind_template_callback (widget_class, on_patients);
  gtk_widget_class_bind_template_callback (widget_class, on_ticket);
}

static void
orch_sync_links_init (OrchSyncLinks *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* What was read on the page of the staff is read here too. */
  g_signal_connect (self, "map", G_CALLBACK (read_arrivals), NULL);
}

void
orch_sync_links_set_engine (OrchSyncLinks *self, OrchEngine *engine)
{
  g_return_if_fail (ORCH_IS_SYNC_LINKS (self));
  g_return_if_fail (self->engine == NULL);
  g_return_if_fail (ORCH_IS_ENGINE (engine));

  self->engine = g_object_ref (engine);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_session), self, G_CONNECT_SWAPPED);
  on_session (self);
}

void
orch_sync_links_open_patients (OrchSyncLinks *self)
{
  g_return_if_fail (ORCH_IS_SYNC_LINKS (self));

  adw_dialog_present (orch_patients_dialog_new (self->engine), GTK_WIDGET (self));
}

void
orch_sync_links_open_ticket (OrchSyncLinks *self)
{
  AdwDialog *dialog = NULL;

  g_return_if_fail (ORCH_IS_SYNC_LINKS (self));

  dialog = orch_ticket_dialog_new (self->engine);
  g_signal_connect_object (dialog, "sent", G_CALLBACK (on_ticket_sent), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}
