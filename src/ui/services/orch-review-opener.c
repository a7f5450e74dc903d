/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-review-opener.h.
 */
#include "orch-review-opener.h"

#include <glib/gi18n.h>

#include "orch-result-toast.h"
#include "orch-review-dialog.h"
#include "orch-service-dialog.h"
#include "ui/widgets/orch-plain-text.h"

/* What lives as long as the dialog does. */
typedef struct
{
  /* owned */
  GtkWidget *page;
  AdwToastOverlay *toasts;
  OrchEngine *engine;
  OrchServiceNames *names;
} Opened;

static Opened *
opened_new (GtkWidget *page, AdwToastOverlay *toasts, OrchEngine *engine, OrchServiceNames *names)
{
  Opened *opened = g_new0 (Opened, 1);

  opened->page = g_object_ref (page);
  opened->toasts = g_object_ref (toasts);
  opened->engine = g_object_ref (engine);
  opened->names = g_object_ref (names);
  return opened;
}

static void
opened_free (gpointer data)
{
  Opened *opened = data;

  g_object_unref (opened->page);
  g_object_unref (opened->toasts);
  g_object_unref (opened->engine);
  g_object_unref (opened->names);
  g_free (opened);
}

static DexFuture *
on_found (DexFuture *future, gpointer data)
{
  Opened *opened = data;
  const GValue *value = dex_future_get_value (future, NULL);
  AdwDialog *dialog = NULL;

  if (value == NULL || gtk_widget_get_root (opened->page) == NULL)
    return NULL;
  dialog = orch_service_dialog_new (opened->engine, opened->names, g_value_get_object (value));
  orch_service_dialog_show_offer (ORCH_SERVICE_DIALOG (dialog));
  adw_dialog_present (dialog, opened->page);
  return NULL;
}

/* As it is after Apply: the assistant knows it as it was before. */
static void
on_offer (AdwDialog *review, OrchService *service, Opened *opened)
{
  dex_future_disown (dex_future_finally (
      orch_service_desk_load (orch_engine_get_services (opened->engine), orch_service_get_fields (service)->id),
      on_found, opened_new (opened->page, opened->toasts, opened->engine, opened->names), opened_free));
}

static void
on_left (AdwDialog *review, Opened *opened)
{
  AdwToast *toast = orch_plain_toast (_ ("Your choices are kept"));

  adw_toast_set_button_label (toast, _ ("_Resume"));
  adw_toast_set_action_name (toast, "services.review");
  adw_toast_overlay_add_toast (opened->toasts, toast);
}

static void
on_applied (AdwDialog *review, OrchDeskResult *result, Opened *opened)
{
  orch_result_toast_follow (opened->toasts, opened->engine, result);
}

void
orch_review_opener_open (GtkWidget *page, AdwToastOverlay *toasts, OrchEngine *engine, OrchServiceNames *names)
{
  AdwDialog *dialog = NULL;
  Opened *opened = NULL;

  g_return_if_fail (GTK_IS_WIDGET (page));
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (ORCH_IS_ENGINE (engine));
  g_return_if_fail (ORCH_IS_SERVICE_NAMES (names));

  dialog = orch_review_dialog_new (engine, names);
  opened = opened_new (page, toasts, engine, names);
  g_object_set_data_full (G_OBJECT (dialog), "opened", opened, opened_free);
  g_signal_connect (dialog, "offer", G_CALLBACK (on_offer), opened);
  g_signal_connect (dialog, "left", G_CALLBACK (on_left), opened);
  g_signal_connect (dialog, "applied", G_CALLBACK (on_applied), opened);
  adw_dialog_present (dialog, page);
}
