/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The insides of the engine, shared by its files: orch-engine.c (state, stores), orch-engine-entry.c (activation, joining),
 * orch-engine-sign-in.c (signing in, and stopping it), orch-engine-clinic.c (what the main window asks), orch-engine-emr.c (the EMR of
 * a clinic that exists). Main thread.
 */
#pragma once

#include "session/orch-hub-access.h"
#include "store/orch-bootstrap.h"
#include "store/orch-store.h"
#include "orch-emr-settings.h"
#include "orch-engine.h"
#include "orch-import-alert.h"
#include "orch-import-run-private.h"
#include "orch-journal-pump.h"
#include "orch-message-feed.h"
#include "orch-outbox-pump.h"
#include "orch-patient-desk-private.h"
#include "orch-service-desk.h"
#include "orch-setup-private.h"
#include "orch-sync-private.h"
#include "orch-training.h"

G_BEGIN_DECLS

struct _OrchEngine
{
  GObject parent_instance;

  /* owned */
  char *data_dir;
  OrchTraining *training; /* (nullable): training only */
  OrchBrowser *browser;   /* (nullable) */
  OrchKeyring *keyring;
  OrchSession *session;
  OrchBootstrap *bootstrap;    /* (nullable) until open */
  OrchStore *store;            /* (nullable): of the clinic */
  OrchHubAccess *access;       /* (nullable) */
  OrchSignIn *sign_in;         /* (nullable): the one under way */
  OrchOutboxPump *pump;        /* (nullable) */
  OrchSetup *setup;            /* (nullable): SETUP only */
  OrchClinic *clinic;          /* (nullable): READY only */
  OrchEmrSettings *emr;        /* (nullable): READY only */
  OrchSync *sync;              /* (nullable): READY only */
  OrchServiceDesk *desk;       /* (nullable): READY only */
  OrchMessageDesk *messages;   /* (nullable): READY only */
  OrchMessageNews *news;       /* (nullable): READY only */
  OrchMessageFeed *feed;       /* (nullable): READY only */
  OrchJournalPump *journal;    /* (nullable): READY only */
  OrchPatientDesk *patients;   /* (nullable): READY only */
  OrchProviderList *providers; /* (nullable): READY only */
  OrchImportRun *runs[2];
  OrchImportAlert *alerts[2]; /* (nullable): READY only */
  GError *error;              /* (nullable) */
  char *clinic_id;            /* (nullable) */
  char *broken_path;          /* (nullable): DAMAGED: the file that does not open */
  char *broken_scope;         /* (nullable): whose key it is */

  OrchEngineState state;
  gboolean is_training;
  gboolean session_only;
  gboolean in_use;
  gboolean has_shared_key;  /* READY only */
  OrchEmrNotice emr_notice; /* READY only */
  guint
      emr_generation; /* grows with each connection that another workstation made: what was edited before is of the past */
  guint attempt;      /* at signing in: what an older one brings is not kept */
};

/** OrchEngineCall: what a fiber of the engine works on */
typedef struct
{
  OrchEngine *engine;
  OrchStore *store; /* (nullable): of the clinic that was open: the engine may have closed it meanwhile */
  OrchActivation *activation;
  OrchClinic *clinic;
  OrchStaffMember *member;
  OrchSetup *setup;
  OrchSecret *secret;
  char *text;
  char *username;
  OrchPermission permission;
  OrchImportKind kind;
  guint attempt;
} OrchEngineCall;

/** OrchEngineAhead: what is had of the keyring and the disk while the main thread does something else; to be read once done */
typedef struct
{
  /* owned */
  OrchKeyring *keyring;
  char *path;               /* (nullable): of the bootstrap, when it is not open yet */
  OrchBootstrap *bootstrap; /* (nullable): when there is a key and a file, and it opens */

  OrchKeyringState state;
} OrchEngineAhead;

/** orch_engine_ahead_new: begins at once. @done: (out): a future that resolves when it is done */
OrchEngineAhead *orch_engine_ahead_new (OrchEngine *engine, DexFuture **done);
void orch_engine_ahead_unref (OrchEngineAhead *self);

OrchEngineCall *orch_engine_call_new (OrchEngine *self);
DexFuture *orch_engine_spawn (DexFiberFunc fiber, OrchEngineCall *call);

void orch_engine_set_state (OrchEngine *self, OrchEngineState state, const GError *error);

/* The await_ functions run in a fiber. */

/** orch_engine_await_key: the key of the file at @path, and how to open it; with @create a new key where neither is there */
gboolean orch_engine_await_key (OrchEngine *self, OrchSecretKind kind, const char *scope, const char *path,
                                gboolean create, OrchSecret **key, OrchStoreOpenMode *mode, GError **error);
/** orch_engine_await_open_clinic: the store of @id with its key, the way to its hub, its outbox; makes file and key when @create */
gboolean orch_engine_await_open_clinic (OrchEngine *self, const char *id, const char *hub_base, OrchHubAccess *access,
                                        gboolean create, GError **error);
/** orch_engine_await_session: the person of a grant sits down: session, and who to resume next time */
gboolean orch_engine_await_session (OrchEngine *self, OrchPermission permission, GError **error);
gboolean orch_engine_await_setup (OrchEngine *self, GError **error);
gboolean orch_engine_await_ready (OrchEngine *self, GError **error);
/** orch_engine_write_act: an OrchSessionJournal; @data: the engine */
DexFuture *orch_engine_write_act (const char *act, const OrchActor *actor, gpointer data);
/** orch_engine_reload_clinic: Returns: (transfer full): a future boolean, once the clinic is as the store has it */
DexFuture *orch_engine_reload_clinic (OrchEngine *self);
/** orch_engine_show_emr: store and keyring have another connection to the EMR, or another notice of it: the properties follow */
void orch_engine_show_emr (OrchEngine *self);
/** orch_engine_await_tell_key_use: the hub, and by it the other workstations, that the shared key was typed here; once it is kept to be sent */
gboolean orch_engine_await_tell_key_use (OrchOutboxPump *pump, const OrchActor *actor, const char *workstation,
                                         GError **error);
/** orch_engine_await_emr: how the clinic is connected, read anew from the store and the keyring */
gboolean orch_engine_await_emr (OrchEngine *self, GError **error);
/** orch_engine_await_alerts: what the support was told of the imports */
gboolean orch_engine_await_alerts (OrchEngine *self, GError **error);
gboolean orch_engine_await_save_entry (OrchEngine *self, const char *name, OrchClinicState state, GError **error);
/** orch_engine_remove_directory: what a session-only run wrote; files still open may go too */
void orch_engine_remove_directory (const char *path);
void orch_engine_close_clinic (OrchEngine *self);

G_END_DECLS
