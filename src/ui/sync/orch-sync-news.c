/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-news.h.
 */
#include "orch-sync-news.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "ui/orch-error-text.h"
#include "ui/shell/orch-window.h"
#include "ui/widgets/orch-plain-text.h"

#define TIMEOUT_S 12

struct _OrchSyncNews
{
  GObject parent_instance;

  AdwToastOverlay *toasts; /* (not owned): its window owns us */
  int told;                /* an OrchError, -1 = nothing to tell */
};

G_DEFINE_FINAL_TYPE (OrchSyncNews, orch_sync_news, G_TYPE_OBJECT)

/* What to do about it is on its page. */
static void
tell (OrchSyncNews *self, OrchError code)
{
  AdwToast *toast = orch_plain_toast (orch_error_text_sentence (code));

  adw_toast_set_timeout (toast, TIMEOUT_S);
  adw_toast_set_button_label (toast, _ ("_See"));
  adw_toast_set_action_name (toast, "win.go");
  adw_toast_set_action_target (toast, "i", ORCH_WINDOW_SYNC);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_running (OrchSyncNews *self, GParamSpec *pspec, OrchSync *sync)
{
  const GError *error = orch_sync_get_error (sync);
  const OrchError code = orch_error_code_of (error);

  if (orch_sync_get_running (sync))
    return;
  if (error == NULL)
    self->told = -1;
  else if (code != ORCH_ERROR_OFFLINE && code != ORCH_ERROR_CANCELLED && (int) code != self->told)
    {
      self->told = (int) code;
      tell (self, code);
    }
}

static void
orch_sync_news_class_init (OrchSyncNewsClass *klass)
{
}

static void
orch_sync_news_init (OrchSyncNews *self)
{
  self->told = -1;
}

OrchSyncNews *
orch_sync_news_new (OrchEngine *engine, AdwToastOverlay *toasts)
{
  OrchSyncNews *self = g_object_new (ORCH_TYPE_SYNC_NEWS, NULL);
  OrchSync *sync = orch_engine_get_sync (engine);

  self->toasts = toasts;
  if (sync != NULL)
    {
      g_signal_connect_object (sync, "notify::running", G_CALLBACK (on_running), self, G_CONNECT_SWAPPED);
      on_running (self, NULL, sync);
    }
  return self;
}
