/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An import that a person starts, and what the support learns of it. Main thread.
 */
#include "orch-import-alert.h"

struct _OrchImportAlert
{
  GObject parent_instance;

  /* owned */
  OrchImportRun *run;
  OrchOutboxPump *pump;
  char *id; /* (nullable) */

  gboolean informed;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchImportAlert, orch_import_alert, G_TYPE_OBJECT)

typedef struct
{
  /* owned */
  OrchImportAlert *alert;
  DexFuture *import; /* (nullable): it could not even start */
  char *actor;
  char *workstation;

  OrchPermission permission;
} Call;

static void
call_free (Call *call)
{
  g_clear_object (&call->alert);
  dex_clear (&call->import);
  g_free (call->actor);
  g_free (call->workstation);
  g_free (call);
}

static void
set_alert (OrchImportAlert *self, const char *id, gboolean informed)
{
  if (!g_set_str (&self->id, id) && self->informed == informed)
    return;
  self->informed = informed;
  orch_import_run_set_alert (self->run, id != NULL, informed);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static DexFuture *
import_fiber (gpointer data)
{
  Call *call = data;
  OrchImportAlert *self = call->alert;
  const OrchActor actor = { .id = call->actor, .permission = call->permission, .workstation = call->workstation };
  const GError *failure = NULL;
  g_autofree char *id = NULL;
  GError *error = NULL;

  if (call->import != NULL)
    dex_await (g_steal_pointer (&call->import), NULL);

  failure = orch_import_run_get_error (self->run);
  if (orch_import_run_get_state (self->run) != ORCH_IMPORT_FAILED)
    return dex_future_new_for_boolean (TRUE);
  id = g_uuid_string_random ();
  set_alert (self, id, FALSE);
  if (!dex_await (orch_outbox_pump_send_alert (
                      self->pump, &actor,
                      &(OrchHubAlert) {
                          .id = id,
                          .reason = "import-failed",
                          .description = "An import from the EMR failed.",
                          .step = orch_import_run_get_kind (self->run) == ORCH_IMPORT_STAFF ? "staff" : "services",
                          .server_words = failure != NULL ? failure->message : NULL,
                      }),
                  &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

static void
on_acknowledged (OrchImportAlert *self, const char *id)
{
  if (g_strcmp0 (self->id, id) == 0)
    set_alert (self, id, TRUE);
}

/* Another import of that kind, whoever began it, even the synchronisation: what was told was of the one before. */
static void
on_run_state (OrchImportAlert *self)
{
  if (orch_import_run_get_state (self->run) == ORCH_IMPORT_RUNNING)
    set_alert (self, NULL, FALSE);
}

static void
orch_import_alert_finalize (GObject *object)
{
  OrchImportAlert *self = ORCH_IMPORT_ALERT (object);

  g_clear_object (&self->run);
  g_clear_object (&self->pump);
  g_free (self->id);
  G_OBJECT_CLASS (orch_import_alert_parent_class)->finalize (object);
}

static void
orch_import_alert_class_init (OrchImportAlertClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_import_alert_finalize;

  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", ORCH_TYPE_IMPORT_ALERT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_import_alert_init (OrchImportAlert *self)
{
}

OrchImportAlert *
orch_import_alert_new (OrchImportRun *run, OrchOutboxPump *pump)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (run), NULL);
  g_return_val_if_fail (ORCH_IS_OUTBOX_PUMP (pump), NULL);

  OrchImportAlert *self = g_object_new (ORCH_TYPE_IMPORT_ALERT, NULL);

  self->run = g_object_ref (run);
  self->pump = g_object_ref (pump);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (on_run_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pump, "acknowledged", G_CALLBACK (on_acknowledged), self, G_CONNECT_SWAPPED);
  return self;
}

const char *
orch_import_alert_get_id (OrchImportAlert *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_ALERT (self), NULL);

  return self->id;
}

gboolean
orch_import_alert_get_informed (OrchImportAlert *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_ALERT (self), FALSE);

  return self->informed;
}

void
orch_import_alert_restore (OrchImportAlert *self, const char *id, gboolean informed)
{
  g_return_if_fail (ORCH_IS_IMPORT_ALERT (self));

  if (id == NULL || orch_import_run_get_state (self->run) != ORCH_IMPORT_FAILED)
    return;
  set_alert (self, id, informed);
  if (!informed)
    orch_outbox_pump_watch_alert (self->pump, id);
}

DexFuture *
orch_import_alert_start (OrchImportAlert *self, OrchEmrSettings *settings, OrchStore *store, const OrchActor *actor)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_ALERT (self), NULL);
  g_return_val_if_fail (ORCH_IS_EMR_SETTINGS (settings), NULL);
  g_return_val_if_fail (actor != NULL, NULL);

  g_autoptr (OrchEmr) emr = NULL;
  g_autoptr (GError) error = NULL;
  Call *call = NULL;

  if (orch_import_run_get_state (self->run) == ORCH_IMPORT_RUNNING)
    return dex_future_new_for_boolean (TRUE);
  call = g_new0 (Call, 1);
  call->alert = g_object_ref (self);
  call->actor = g_strdup (actor->id);
  call->workstation = g_strdup (actor->workstation);
  call->permission = actor->permission;
  set_alert (self, NULL, FALSE);
  emr = orch_emr_settings_new_emr (settings, &error);
  if (emr == NULL)
    {
      orch_import_run_set_alert (self->run, TRUE, FALSE);
      orch_import_run_set_failed (self->run, error);
    }
  else
    {
      call->import = orch_import_run_start (self->run, emr, store, actor);
      orch_import_run_set_alert (self->run, TRUE, FALSE);
    }
  return dex_scheduler_spawn (NULL, 0, import_fiber, call, (GDestroyNotify) call_free);
}
