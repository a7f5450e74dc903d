/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-key-use-banner.h. What there is to tell is read again when a run ends.
 */
#include "orch-key-use-banner.h"

#include <glib/gi18n.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-phone.h"
#include "orch-window.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-plain-text.h"

#define NAMES_SHOWN 6

struct _OrchKeyUseBanner
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchSync *sync; /* (nullable): comes with the clinic */
  GVariant *uses; /* (nullable): "a(sx)", newest first */
  AdwToastOverlay *toasts;

  AdwBanner *banner; /* the child's */
};

G_DEFINE_FINAL_TYPE (OrchKeyUseBanner, orch_key_use_banner, ADW_TYPE_BIN)

static gboolean
may (OrchKeyUseBanner *self)
{
  return self->engine != NULL && self->sync != NULL &&
         orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_EDIT_EMR);
}

/* Returns: (transfer full): “POSTE-2, 15:40” */
static char *
dup_use (GVariant *uses, guint i)
{
  const char *name = NULL;
  gint64 at_us = 0;
  g_autofree char *when = NULL;

  g_variant_get_child (uses, i, "(&sx)", &name, &at_us);
  when = orch_time_text_dup_when (at_us);
  /* translators: the name of a workstation, then a time or a date with a time */
  return g_strdup_printf (_ ("%s, %s"), name[0] != '\0' ? name : _ ("a workstation without a name"), when);
}

static void
show (OrchKeyUseBanner *self)
{
  const gsize n = self->uses != NULL && may (self) ? g_variant_n_children (self->uses) : 0;
  g_autofree char *use = n == 1 ? dup_use (self->uses, 0) : NULL;
  g_autofree char *text = NULL;

  if (n == 1)
    /* translators: %s is the name of a workstation and when: POSTE-2, 15:40 */
    text = g_strdup_printf (_ ("The clinic's shared key was typed on another workstation: %s."), use);
  else if (n > 1)
    /* translators: %u is a number of times */
    text = g_strdup_printf (ngettext ("The clinic's shared key was typed on another workstation, %'u time.",
                                      "The clinic's shared key was typed on other workstations, %'u times.", n),
                            (guint) n);
  /* One that is not revealed is still read by what reads the screen. */
  orch_plain_set_banner (self->banner, text != NULL ? text : "");
  if (n > 0 && !adw_banner_get_revealed (self->banner))
    orch_announce (GTK_WIDGET (self), text);
  adw_banner_set_revealed (self->banner, n > 0);
}

static DexFuture *
read_fiber (gpointer data)
{
  OrchKeyUseBanner *self = data;
  g_autoptr (DexFuture) listed = orch_sync_list_key_uses (self->sync);
  const GValue *value = NULL;

  dex_await (dex_ref (listed), NULL);
  value = dex_future_get_value (listed, NULL);
  if (self->engine == NULL)
    return dex_future_new_true ();
  g_clear_pointer (&self->uses, g_variant_unref);
  if (value != NULL)
    self->uses = g_value_dup_variant (value);
  show (self);
  return dex_future_new_true ();
}

static DexFuture *
dismiss_fiber (gpointer data)
{
  OrchKeyUseBanner *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *why = NULL;

  if (dex_await (orch_sync_dismiss_key_uses (self->sync), &error))
    return read_fiber (data);
  if (self->toasts != NULL)
    orch_plain_tell_error (self->toasts, error);
  return dex_future_new_true ();
}

static void
spawn (OrchKeyUseBanner *self, DexFiberFunc fiber)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, g_object_ref (self), g_object_unref));
}

static void
on_running (OrchKeyUseBanner *self)
{
  if (!orch_sync_get_running (self->sync) && may (self))
    spawn (self, read_fiber);
}

static void
on_answer (OrchKeyUseBanner *self, const char *response)
{
  if (!may (self))
    return;
  if (g_str_equal (response, "known"))
    spawn (self, dismiss_fiber);
  else if (g_str_equal (response, "clinic"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.go", "i", ORCH_WINDOW_CLINIC);
}

static void
on_button (OrchKeyUseBanner *self)
{
  const gsize n = self->uses != NULL && may (self) ? g_variant_n_children (self->uses) : 0;
  g_autofree char *phone =
      orch_phone_format_international (orch_catalogue_get_support_phone (orch_catalogue_get_default ()));
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *body = NULL;
  AdwDialog *alert = NULL;

  if (n == 0)
    return;
  for (guint i = 0; i < MIN (n, NAMES_SHOWN); i++)
    {
      g_autofree char *use = dup_use (self->uses, i);

      g_string_append_printf (list, "%s\n", use);
    }
  body = g_strdup_printf (
      /* translators: workstations, one a line; then a telephone number */
      _ ("%s\nIf you know these workstations, there is nothing to do. If nobody knows one, change the shared key and "
         "the "
         "secrets of the connection on the page Clinic, for whoever typed the key could read them, and have the "
         "workstation removed from the hub by the support: %s."),
      list->str, phone);
  alert = adw_alert_dialog_new (_ ("Do You Know These Workstations?"), NULL);
  adw_alert_dialog_set_body_use_markup (ADW_ALERT_DIALOG (alert), FALSE);
  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (alert), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (alert), "later", _ ("_Later"), "clinic",
                                  _ ("Open the Page _Clinic"), "known", _ ("We _Know Them"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (alert), "later");
  g_signal_connect_object (alert, "response", G_CALLBACK (on_answer), self, G_CONNECT_SWAPPED);
  orch_alert_present (alert, GTK_WIDGET (self));
}

static void
on_session (OrchKeyUseBanner *self)
{
  OrchSync *sync = orch_engine_get_sync (self->engine);

  if (sync != NULL && sync != self->sync)
    {
      g_set_object (&self->sync, sync);
      g_signal_connect_object (sync, "notify::running", G_CALLBACK (on_running), self, G_CONNECT_SWAPPED);
    }
  if (may (self))
    spawn (self, read_fiber);
  else
    {
      g_clear_pointer (&self->uses, g_variant_unref);
      show (self);
    }
}

static void
orch_key_use_banner_dispose (GObject *object)
{
  OrchKeyUseBanner *self = ORCH_KEY_USE_BANNER (object);

  g_clear_object (&self->sync);
  g_clear_object (&self->toasts);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->uses, g_variant_unref);
  G_OBJECT_CLASS (orch_key_use_banner_parent_class)->dispose (object);
}

static void
orch_key_use_banner_class_init (OrchKeyUseBannerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_key_use_banner_dispose;
}

static void
orch_key_use_banner_init (OrchKeyUseBanner *self)
{
  self->banner = ADW_BANNER (adw_banner_new (""));
  adw_banner_set_button_label (self->banner, _ ("_What to Do…"));
  g_signal_connect_object (self->banner, "button-clicked", G_CALLBACK (on_button), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->banner));
}

void
orch_key_use_banner_set_engine (OrchKeyUseBanner *self, OrchEngine *engine, AdwToastOverlay *toasts)
{
  g_return_if_fail (ORCH_IS_KEY_USE_BANNER (self));
  g_return_if_fail (self->engine == NULL);
  g_return_if_fail (ORCH_IS_ENGINE (engine));

  self->engine = g_object_ref (engine);
  self->toasts = g_object_ref (toasts);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_session), self, G_CONNECT_SWAPPED);
  on_session (self);
}
