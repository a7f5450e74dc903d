/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-result-toast.h.
 */
#include "orch-result-toast.h"

#include <glib/gi18n.h>

#include "ui/orch-error-text.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

/* Beyond this many the rest is told as a number. */
#define MAX_NAMES 12
#define UNDO_S 8
/* Data of a result: what tells of it now. */
#define DONE_TOAST "done-toast"
#define REFUSED_TOAST "refused-toast"

/* What toasts and alerts hold on to. */
typedef struct
{
  /* owned */
  AdwToastOverlay *toasts;
  OrchEngine *engine;
  OrchDeskResult *result;
} Told;

static Told *
told_new (AdwToastOverlay *toasts, OrchEngine *engine, OrchDeskResult *result)
{
  Told *told = g_new0 (Told, 1);

  told->toasts = g_object_ref (toasts);
  told->engine = g_object_ref (engine);
  told->result = g_object_ref (result);
  return told;
}

static Told *
told_copy (Told *told)
{
  return told_new (told->toasts, told->engine, told->result);
}

static void
told_free (gpointer data)
{
  Told *told = data;

  g_object_unref (told->toasts);
  g_object_unref (told->engine);
  g_object_unref (told->result);
  g_free (told);
}

static void
on_told_gone (gpointer data, GClosure *closure)
{
  told_free (data);
}

/* A toast holds its result: the result lets go of it as soon as it is over. */
static void
on_dismissed (OrchDeskResult *result, AdwToast *toast)
{
  static const char *const keys[] = { DONE_TOAST, REFUSED_TOAST };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_object_get_data (G_OBJECT (result), keys[i]) == toast)
      g_object_set_data (G_OBJECT (result), keys[i], NULL);
}

static void
remember (OrchDeskResult *result, const char *key, AdwToast *toast)
{
  g_object_set_data_full (G_OBJECT (result), key, g_object_ref (toast), g_object_unref);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_dismissed), result, G_CONNECT_SWAPPED);
}

static void
on_undo (AdwToast *toast, Told *told)
{
  OrchServiceDesk *desk = orch_engine_get_services (told->engine);

  if (desk != NULL)
    orch_plain_tell_outcome (told->toasts, orch_service_desk_undo (desk, told->result), _ ("Undone"));
}

static void
tell_done (Told *told, const char *text)
{
  AdwToast *toast = orch_plain_toast (text);

  if (orch_desk_result_can_undo (told->result))
    adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, UNDO_S);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo), told_copy (told), on_told_gone, 0);
  remember (told->result, DONE_TOAST, toast);
  adw_toast_overlay_add_toast (told->toasts, toast);
  orch_announce (GTK_WIDGET (told->toasts), text);
}

static void
on_refusals_answered (AdwAlertDialog *alert, const char *response, Told *told)
{
  OrchServiceDesk *desk = orch_engine_get_services (told->engine);
  DexFuture *future = NULL;

  if (desk == NULL)
    return;
  if (g_strcmp0 (response, "retry") == 0)
    future = orch_service_desk_retry (desk, told->result);
  else if (g_strcmp0 (response, "revert") == 0)
    future = orch_service_desk_revert (desk, told->result);
  if (future != NULL)
    orch_plain_tell_outcome (told->toasts, future, NULL);
}

/* Each with its reason, in rows. */
static GtkWidget *
make_refusals (GPtrArray *refused)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *scroll = gtk_scrolled_window_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Not done"), -1);
  for (guint i = 0; i < MIN (refused->len, MAX_NAMES); i++)
    {
      const OrchDeskRefusal *one = g_ptr_array_index (refused, i);
      g_autofree char *why = orch_error_text_dup (one->error);

      gtk_list_box_append (GTK_LIST_BOX (list),
                           g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", one->name, "title-lines", 0,
                                         "subtitle", why, "subtitle-selectable", TRUE, NULL));
    }
  if (refused->len > MAX_NAMES)
    {
      /* translators: %u is how many more services there are than the list shows */
      g_autofree char *rest = g_strdup_printf (ngettext ("and %'u more", "and %'u more", refused->len - MAX_NAMES),
                                               refused->len - MAX_NAMES);

      gtk_list_box_append (GTK_LIST_BOX (list), g_object_new (ADW_TYPE_ACTION_ROW, "title", rest, NULL));
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroll), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroll), 320);
  return scroll;
}

/* How many the hub refused, of those that were done here. */
static guint
count_sent_back (GPtrArray *refused)
{
  guint n = 0;

  for (guint i = 0; i < refused->len; i++)
    n += ((OrchDeskRefusal *) g_ptr_array_index (refused, i))->seq != 0;
  return n;
}

/* What the hub took, or will. */
static char *
dup_n_done (OrchDeskResult *result)
{
  const guint n = orch_desk_result_get_n_done (result);

  /* translators: %u is how many services the hub did not refuse */
  return g_strdup_printf (ngettext ("%'u is done.", "%'u are done.", n), n);
}

/* Which ones, and the words of who refused. */
static void
show_refused (Told *told)
{
  GPtrArray *refused = orch_desk_result_get_refused (told->result);
  const guint n_sent_back = count_sent_back (refused);
  const char *sentence = n_sent_back > 0
                             /* translators: %u is how many services */
                             ? ngettext ("The hub refused %'u service", "The hub refused %'u services", n_sent_back)
                             /* translators: %u is how many services */
                             : ngettext ("%'u service was not changed", "%'u services were not changed", refused->len);
  g_autofree char *heading = g_strdup_printf (sentence, n_sent_back > 0 ? n_sent_back : refused->len);
  g_autofree char *done = dup_n_done (told->result);
  AdwDialog *alert = adw_alert_dialog_new (heading, n_sent_back > 0 ? done : NULL);

  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (alert), make_refusals (refused));
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (alert), "close", _ ("_Close"));
  if (n_sent_back > 0)
    {
      adw_alert_dialog_add_response (ADW_ALERT_DIALOG (alert), "revert", _ ("_Put Them Back"));
      adw_alert_dialog_add_response (ADW_ALERT_DIALOG (alert), "retry", _ ("_Try Again"));
      adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (alert), "retry");
    }
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "close");
  if (refused->len > 0)
    orch_get_help_in_alert (ADW_ALERT_DIALOG (alert), GTK_WIDGET (told->toasts),
                            ((const OrchDeskRefusal *) refused->pdata[0])->error);
  g_signal_connect_data (alert, "response", G_CALLBACK (on_refusals_answered), told_copy (told), on_told_gone, 0);
  orch_alert_present (alert, GTK_WIDGET (told->toasts));
}

static void
on_refused_details (AdwToast *toast, Told *told)
{
  show_refused (told);
}

/* The hub answers later, one service after the other: the toast counts them. */
static void
on_refused (OrchDeskResult *result, GParamSpec *pspec, Told *told)
{
  const guint n = orch_desk_result_get_refused (result)->len;
  AdwToast *old = g_object_get_data (G_OBJECT (result), REFUSED_TOAST);
  AdwToast *done = g_object_get_data (G_OBJECT (result), DONE_TOAST);
  AdwToast *toast = NULL;
  g_autofree char *text = NULL;

  if (old != NULL)
    adw_toast_dismiss (old);
  /* It comes back under what follows, with its Undo. */
  text = n > 0 ? orch_result_toast_dup_outcome (result) : dup_n_done (result);
  if (done != NULL)
    adw_toast_set_title (done, text);
  if (n == 0 || gtk_widget_get_root (GTK_WIDGET (told->toasts)) == NULL)
    return;
  toast = orch_plain_toast (text);
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_button_label (toast, _ ("_Details"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_refused_details), told_copy (told), on_told_gone, 0);
  remember (result, REFUSED_TOAST, toast);
  adw_toast_overlay_add_toast (told->toasts, toast);
  orch_announce (GTK_WIDGET (told->toasts), text);
}

static DexFuture *
on_settled (DexFuture *future, gpointer data)
{
  Told *told = data;

  g_signal_handlers_disconnect_by_func (told->result, on_refused, told);
  return NULL;
}

char *
orch_result_toast_dup_outcome (OrchDeskResult *result)
{
  const guint n_refused = orch_desk_result_get_refused (result)->len;

  /* translators: how many services were done, how many were refused; the plural is of those refused */
  return g_strdup_printf (ngettext ("%1$u done, %2$u refused", "%1$u done, %2$u refused", n_refused),
                          orch_desk_result_get_n_done (result), n_refused);
}

/* Tells of refusals that come later; takes TOLD. */
static void
follow (Told *told)
{
  g_signal_connect (told->result, "notify::n-refused", G_CALLBACK (on_refused), told);
  dex_future_disown (dex_future_finally (orch_desk_result_when_settled (told->result), on_settled, told, told_free));
}

void
orch_result_toast_follow (AdwToastOverlay *toasts, OrchEngine *engine, OrchDeskResult *result)
{
  Told *told = NULL;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (ORCH_IS_ENGINE (engine));
  g_return_if_fail (ORCH_IS_DESK_RESULT (result));

  told = told_new (toasts, engine, result);
  if (orch_desk_result_get_refused (result)->len > 0)
    on_refused (result, NULL, told);
  follow (told);
}

void
orch_result_toast_tell (AdwToastOverlay *toasts, OrchEngine *engine, OrchDeskResult *result, const char *text)
{
  Told *told = NULL;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (ORCH_IS_ENGINE (engine));
  g_return_if_fail (ORCH_IS_DESK_RESULT (result));

  told = told_new (toasts, engine, result);
  if (orch_desk_result_get_n_done (result) > 0 || orch_desk_result_get_refused (result)->len == 0)
    tell_done (told, text);
  if (orch_desk_result_get_refused (result)->len > 0)
    show_refused (told);
  follow (told);
}
