/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The insides of the set-up, shared by its files: orch-setup.c (fields, steps, keeping), orch-setup-emr.c (steps 2 and 3),
 * orch-setup-records.c (steps 4 to 6). Main thread.
 */
#pragma once

#include "session/orch-hub-access.h"
#include "session/orch-session.h"
#include "store/orch-bootstrap.h"
#include "store/orch-store.h"
#include "orch-creation-private.h"
#include "orch-emr-settings.h"
#include "orch-import-run-private.h"
#include "orch-outbox-pump.h"
#include "orch-setup.h"
#include "orch-training.h"

G_BEGIN_DECLS

/** OrchSetupParts: what the engine gives; all borrowed for the call */
typedef struct
{
  OrchBootstrap *bootstrap;
  OrchStore *store;
  OrchKeyring *keyring;
  OrchSession *session;
  OrchHubAccess *access;
  OrchOutboxPump *pump;
  OrchTraining *training; /* (nullable): training only */
  const char *clinic_id;
} OrchSetupParts;

typedef enum
{
  PROP_STEP = 1,
  PROP_CLINIC,
  PROP_EMR,
  PROP_EMR_LOCKED,
  PROP_CONNECTION,
  PROP_HAS_SHARED_KEY,
  PROP_PATIENTS_UNDERSTOOD,
  PROP_STAFF_RUN,
  PROP_SERVICES_RUN,
  PROP_CREATION,
  PROP_N_HAND_STAFF,
  PROP_N_HAND_SERVICES,
} OrchSetupProperty;

#define ORCH_SETUP_N_RUNS 2

struct _OrchSetup
{
  GObject parent_instance;

  /* owned */
  OrchBootstrap *bootstrap;
  OrchStore *store;
  OrchKeyring *keyring;
  OrchSession *session;
  OrchHubAccess *access;
  OrchOutboxPump *pump;
  OrchTraining *training; /* (nullable) */
  char *clinic_id;

  OrchClinic *clinic;
  OrchEmrSettings *emr;
  GListStore *providers; /* of OrchProviderCard */
  OrchImportRun *runs[ORCH_SETUP_N_RUNS];
  char *alerts[ORCH_SETUP_N_RUNS];     /* (nullable): id of the alert of a failed import */
  GListStore *hand[ORCH_SETUP_N_RUNS]; /* OrchStaffMember, OrchService */
  OrchCreation *creation;
  GHashTable *training_emr; /* (nullable): what the training EMR's form takes, by field id */
  GHashTable *wanted;       /* set of EMRs whose alert was queued */
  GVariantDict *unsaved;    /* (nullable): fields not on disk yet */
  DexFuture *saving;        /* (nullable): the last write under way */

  OrchStep step;
  OrchStep reached; /* the furthest step ever shown */
  OrchConnectionState connection;
  guint save_source;
  guint providers_source;
  gboolean has_shared_key;
  gboolean patients_understood;
  gboolean creating;    /* pressed, and not through: resumed after a crash */
  gboolean interrupted; /* what follows waits for somebody to be there: after a crash the session is locked */
  gboolean import_again[ORCH_SETUP_N_RUNS];
  gboolean create_again;
};

extern GParamSpec *orch_setup_properties[PROP_N_HAND_SERVICES + 1];

/** orch_setup_load: what the bootstrap store, the store and the keyring hold. Returns: (transfer full): a future of #OrchSetup */
DexFuture *orch_setup_load (const OrchSetupParts *parts);

/** orch_setup_write_prefill: the first fields of a set-up that has just been activated. Returns: (transfer full): a future boolean */
DexFuture *orch_setup_write_prefill (OrchBootstrap *bootstrap, OrchClinic *clinic);

/** orch_setup_stop: before the set-up goes away: no more timers */
void orch_setup_stop (OrchSetup *self);

/** orch_setup_get_emr_settings: Returns: (transfer none): what the clinic's EMR connection is, for the engine once the clinic exists */
OrchEmrSettings *orch_setup_get_emr_settings (OrchSetup *self);

/* between the files */

/** orch_setup_fields_diff: puts what differs between two states of the clinic (@before nullable: everything) into @dict */
void orch_setup_fields_diff (GVariantDict *dict, OrchClinic *before, OrchClinic *after);
/** orch_setup_fields_read: Returns: (transfer full) */
OrchClinic *orch_setup_fields_read (const char *id, GVariantDict *dict);
void orch_setup_save (OrchSetup *self, const char *field, GVariant *value);
void orch_setup_notify (OrchSetup *self, OrchSetupProperty property);
void orch_setup_missing_changed (OrchSetup *self);
void orch_setup_set_connection (OrchSetup *self, OrchConnectionState connection);
void orch_setup_begin_emr (OrchSetup *self);
void orch_setup_fill_providers (OrchSetup *self);
void orch_setup_watch_providers (OrchSetup *self);
/** orch_setup_load_training_emr: in training: the training EMR's details, its secret to the keyring. Returns: (transfer full): a future boolean */
DexFuture *orch_setup_load_training_emr (OrchSetup *self);
DexFuture *orch_setup_load_records (OrchSetup *self);

G_END_DECLS
