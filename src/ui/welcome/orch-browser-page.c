/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-browser-page.h.
 */
#include "orch-browser-page.h"

#include <glib/gi18n-lib.h>

#include "core/orch-error.h"
#include "ui/orch-error-text.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-template.h"

struct _OrchBrowserPage
{
  AdwNavigationPage parent_instance;

  /* owned */
  OrchActivation *activation;
  DexFuture *waiting; /* (nullable): NULL once given up */

  /* template children */
  GtkWidget *spinner;
  GtkWidget *address_box;
  GtkEditable *address;
  GtkWidget *notice;
  GtkLabel *notice_label;
  GtkWidget *again;
};

enum
{
  SIGNAL_SIGNED_IN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchBrowserPage, orch_browser_page, ADW_TYPE_NAVIGATION_PAGE)

static void
on_address (OrchBrowserPage *self)
{
  g_autofree char *address = NULL;

  g_object_get (self->activation, "browser-address", &address, NULL);
  gtk_widget_set_visible (self->address_box, address != NULL);
  gtk_editable_set_text (self->address, address != NULL ? address : "");
}

/* Nobody waits any more. The future is let go to its end: dropping a fiber that waits is not safe in libdex 0.10. */
static void
let_go (OrchBrowserPage *self)
{
  if (self->waiting != NULL)
    dex_future_disown (g_steal_pointer (&self->waiting));
}

/* The page is left: nothing listens for the browser any more. */
static void
give_up (OrchBrowserPage *self)
{
  const gboolean waiting = self->waiting != NULL;

  let_go (self);
  if (waiting)
    orch_activation_stop (self->activation);
}

static DexFuture *
on_ended (DexFuture *future, gpointer data)
{
  g_autoptr (OrchBrowserPage) self = g_weak_ref_get (data);
  g_autoptr (GError) error = NULL;

  if (self == NULL || self->waiting == NULL)
    return dex_future_new_true ();
  let_go (self);
  gtk_widget_set_visible (self->spinner, FALSE);
  if (dex_future_get_value (future, &error) != NULL)
    {
      g_signal_emit (self, signals[SIGNAL_SIGNED_IN], 0);
      return dex_future_new_true ();
    }
  g_autofree char *why = orch_error_text_dup (error);
  gtk_label_set_text (self->notice_label, why);
  gtk_widget_set_visible (self->notice, TRUE);
  orch_get_help_beside (self->notice_label, error);
  gtk_widget_set_visible (self->again, TRUE);
  orch_announce (GTK_WIDGET (self), why);
  return dex_future_new_true ();
}

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
open_browser (OrchBrowserPage *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  if (self->waiting != NULL)
    {
      g_free (weak);
      return;
    }
  g_weak_ref_init (weak, self);
  gtk_widget_set_visible (self->spinner, TRUE);
  gtk_widget_set_visible (self->notice, FALSE);
  gtk_widget_set_visible (self->again, FALSE);
  self->waiting = dex_future_finally (orch_activation_open_browser (self->activation), on_ended, weak, weak_ref_free);
}

static void
on_again (OrchBrowserPage *self)
{
  open_browser (self);
}

static void
on_copy (OrchBrowserPage *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_editable_get_text (self->address));
  orch_announce (GTK_WIDGET (self), _ ("The address is copied."));
}

static void
orch_browser_page_shown (AdwNavigationPage *page)
{
  open_browser (ORCH_BROWSER_PAGE (page));
}

static void
orch_browser_page_hidden (AdwNavigationPage *page)
{
  give_up (ORCH_BROWSER_PAGE (page));
}

static void
orch_browser_page_dispose (GObject *object)
{
  OrchBrowserPage *self = ORCH_BROWSER_PAGE (object);

  give_up (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), ORCH_TYPE_BROWSER_PAGE);
  g_clear_object (&self->activation);
  G_OBJECT_CLASS (orch_browser_page_parent_class)->dispose (object);
}

static void
orch_browser_page_class_init (OrchBrowserPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_browser_page_dispose;
  ADW_NAVIGATION_PAGE_CLASS (class)->shown = orch_browser_page_shown;
  ADW_NAVIGATION_PAGE_CLASS (class)->hidden = orch_browser_page_hidden;
  signals[SIGNAL_SIGNED_IN] =
      g_signal_new ("signed-in", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (ORCH_TYPE_FIELD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/welcome/orch-browser-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchBrowserPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, OrchBrowserPage, address_box);
  gtk_widget_class_bind_template_child (widget_class, OrchBrowserPage, address);
  gtk_widget_class_bind_template_child (widget_class, OrchBrowserPage, notice);
  gtk_widget_class_bind_template_child (widget_class, OrchBrowserPage, notice_label);
  gtk_widget_class_bind_template_child (widget_class, OrchBrowserPage, again);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
orch_browser_page_init (OrchBrowserPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
}

AdwNavigationPage *
orch_browser_page_new (OrchActivation *activation)
{
  g_return_val_if_fail (ORCH_IS_ACTIVATION (activation), NULL);

  OrchBrowserPage *self = g_object_new (ORCH_TYPE_BROWSER_PAGE, NULL);

  self->activation = g_object_ref (activation);
  g_signal_connect_object (activation, "notify::browser-address", G_CALLBACK (on_address), self, G_CONNECT_SWAPPED);
  on_address (self);
  return ADW_NAVIGATION_PAGE (self);
}
