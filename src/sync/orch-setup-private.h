/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The insides of the set-up, shared by its files: orch-setup.c (fields, steps, keeping), orch-setup-emr.c (steps 2 and 3),
 * orch-setup-records.c (steps 4 to 6), orch-setup-edit.c (step 3 again, of a clinic that exists). Main thread.
 */
#pragma once

#include "emr/orch-emr-consent.h"
#include "session/orch-hub-access.h"
#include "session/orch-session.h"
#include "store/orch-bootstrap.h"
#include "store/orch-store.h"
#include "orch-creation-private.h"
#include "orch-emr-settings.h"
#include "orch-import-alert.h"
#include "orch-import-run-private.h"
#include "orch-outbox-pump.h"
#include "orch-provider-list.h"
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
  OrchBrowser *browser;   /* (nullable): who opens the EMR's page */
  const char *clinic_id;
  guint emr_generation; /* of the engine's connection, for an edit */
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
  PROP_CONSENT_ADDRESS,
  PROP_SAVED,
} OrchSetupProperty;

#define ORCH_SETUP_N_RUNS 2

struct _OrchSetup
{
  GObject parent_instance;

  /* owned */
  OrchBootstrap *bootstrap; /* (nullable): %NULL while a clinic that exists is edited: nothing is kept until all is */
  OrchStore *store;
  OrchKeyring *keyring; /* edited: one that is forgotten with the edit */
  OrchSession *session;
  OrchHubAccess *access;
  OrchOutboxPump *pump;
  OrchTraining *training;  /* (nullable) */
  OrchBrowser *browser;    /* (nullable) */
  OrchEmrConsent *consent; /* (nullable): under way */
  OrchEmrAdvice advice;    /* of the last test */
  char *advice_detail;     /* (nullable) */
  char *clinic_id;

  OrchClinic *clinic;
  OrchEmrSettings *emr;
  OrchProviderList *providers;
  OrchImportRun *runs[ORCH_SETUP_N_RUNS];
  OrchImportAlert *alerts[ORCH_SETUP_N_RUNS];
  char *kept_alerts[ORCH_SETUP_N_RUNS]; /* (nullable): id, as an earlier run of the program left it */
  GListStore *hand[ORCH_SETUP_N_RUNS];  /* OrchStaffMember, OrchService */
  OrchCreation *creation;
  GHashTable *training_emr; /* (nullable): what the training EMR's forms take, by vendor and field */
  DexFuture *filling;       /* (nullable): while the secrets of a training EMR go to the keyring */
  GHashTable *wanted;       /* set of EMRs whose alert was queued */
  GVariantDict *unsaved;    /* (nullable): fields not on disk yet */
  DexFuture *saving;        /* (nullable): the last write under way */

  OrchStep step;
  OrchStep reached; /* the furthest step ever shown */
  OrchConnectionState connection;
  guint save_source;
  guint n_writing;      /* writes under way */
  guint emr_generation; /* edited: see OrchSetupParts */
  gboolean saved;       /* as last notified */
  gboolean has_shared_key;
  gboolean patients_understood;
  gboolean creating;    /* pressed, and not through: resumed after a crash */
  gboolean interrupted; /* what follows waits for somebody to be there: after a crash the session is locked */
  gboolean informed[ORCH_SETUP_N_RUNS]; /* as an earlier run of the program left it */
  gboolean import_again[ORCH_SETUP_N_RUNS];
  gboolean create_again;
  gboolean key_adopted; /* edited: the key typed opened what another workstation had sealed */
};

extern GParamSpec *orch_setup_properties[PROP_SAVED + 1];

/** orch_setup_load: what the bootstrap store, the store and the keyring hold. Returns: (transfer full): a future of #OrchSetup */
DexFuture *orch_setup_load (const OrchSetupParts *parts);

/** orch_setup_load_edit: step 3 of a clinic that exists, to be changed or dropped as a whole: what the store and the keyring hold, in copies.
 * @parts: without bootstrap. Returns: (transfer full): a future of #OrchSetup */
DexFuture *orch_setup_load_edit (const OrchSetupParts *parts, OrchClinic *clinic, OrchEmrSettings *kept);
/** orch_setup_is_edit: whether it came from orch_setup_load_edit() */
gboolean orch_setup_is_edit (OrchSetup *self);
/** orch_setup_await_adopt: in a fiber: whether @key opens the credentials that the hub holds; what they say is then the connection.
 * %FALSE with WRONG_KEY when there are some and it does not, with no error when there are none */
gboolean orch_setup_await_adopt (OrchSetup *self, OrchSecret *key, GError **error);

/** orch_setup_write_prefill: the first fields of a set-up that has just been activated. Returns: (transfer full): a future boolean */
DexFuture *orch_setup_write_prefill (OrchBootstrap *bootstrap, OrchClinic *clinic);

/** orch_setup_stop: before the set-up goes away: no more timers */
void orch_setup_stop (OrchSetup *self);

/* between the files */

/** orch_setup_fields_diff: puts what differs between two states of the clinic (@before nullable: everything) into @dict */
void orch_setup_fields_diff (GVariantDict *dict, OrchClinic *before, OrchClinic *after);
/** orch_setup_fields_read: Returns: (transfer full) */
OrchClinic *orch_setup_fields_read (const char *id, GVariantDict *dict);
/** orch_setup_new: the parts in their places, nothing loaded. Returns: (transfer full) */
/** orch_setup_take_report: keeps what a test of the connection found */
void orch_setup_take_report (OrchSetup *self, OrchEmr *emr, OrchEmrReport *report);
OrchSetup *orch_setup_new (const OrchSetupParts *parts);
/** orch_setup_get_connection_of: how a connection to the vendor of @emr (nullable) begins, in the way that its values choose */
OrchConnectionState orch_setup_get_connection_of (OrchEmrSettings *emr);
void orch_setup_save (OrchSetup *self, const char *field, GVariant *value);
void orch_setup_notify (OrchSetup *self, OrchSetupProperty property);
void orch_setup_missing_changed (OrchSetup *self);
void orch_setup_set_connection (OrchSetup *self, OrchConnectionState connection);
void orch_setup_begin_emr (OrchSetup *self);
/** orch_setup_keep_wanted: the EMRs whose alert was sent, in the clinic's store, for later. Returns: (transfer full): a future boolean */
DexFuture *orch_setup_keep_wanted (OrchSetup *self);
void orch_setup_watch_providers (OrchSetup *self);
/** orch_setup_load_training_emr: in training: the training EMR's details, its secret to the keyring. Returns: (transfer full): a future boolean */
DexFuture *orch_setup_load_training_emr (OrchSetup *self);
/** orch_setup_read_alerts: which alerts were sent of failed imports, and whether the hub acknowledged them */
void orch_setup_read_alerts (OrchSetup *self, GVariantDict *fields);
DexFuture *orch_setup_load_records (OrchSetup *self);

G_END_DECLS
