/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The set-up of one clinic: everything the six steps of the wizard hold, kept in the bootstrap store at each change, so that
 * leaving, a crash or kill -9 lose nothing. The pages read and write it and nothing else. Owned by the engine; main thread.
 * Source: product.md §1, seeds/wizard-guide.txt.
 */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-clinic.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "secrets/orch-secret.h"
#include "orch-creation.h"
#include "orch-import-run.h"
#include "orch-provider-card.h"

G_BEGIN_DECLS

typedef enum
{
  ORCH_STEP_CLINIC = 0,
  ORCH_STEP_PROVIDERS,
  ORCH_STEP_EMR,
  ORCH_STEP_STAFF,
  ORCH_STEP_SERVICES,
  ORCH_STEP_PATIENTS,
} OrchStep;

#define ORCH_N_STEPS 6

/** OrchMissing: why Next is closed; the sentence is written by ui/ */
typedef enum
{
  ORCH_MISSING_NOTHING = 0,
  ORCH_MISSING_FIELD, /* step 1: orch_setup_get_missing_field() */
  ORCH_MISSING_EMR,   /* no EMR chosen */
  ORCH_MISSING_SHARED_KEY,
  ORCH_MISSING_CONNECTION, /* connection details incomplete or not tested */
  ORCH_MISSING_IMPORT,     /* not run yet */
  ORCH_MISSING_IMPORT_RUNNING,
  ORCH_MISSING_IMPORT_FAILED,
  ORCH_MISSING_CONFLICTS,  /* conflicts neither mended nor accepted */
  ORCH_MISSING_HAND_ENTRY, /* standalone: nobody, or no service, entered yet */
  ORCH_MISSING_UNDERSTOOD, /* step 6: "I understand" */
} OrchMissing;

/** OrchConnectionState: of the EMR; kept: append only */
typedef enum
{
  ORCH_CONNECTION_NONE = 0,  /* standalone or not chosen */
  ORCH_CONNECTION_TO_SET_UP, /* this vendor's connection comes later: selectable now */
  ORCH_CONNECTION_UNTESTED,
  ORCH_CONNECTION_TESTED,
} OrchConnectionState;

/** OrchEmrAdvice: see orch_setup_get_emr_advice() */
typedef enum
{
  ORCH_EMR_ADVICE_NONE = 0,
  ORCH_EMR_ADVICE_AUTHORISE,    /* nobody has authorised the connection in the EMR, or no longer */
  ORCH_EMR_ADVICE_NO_REST,      /* OSCAR without its REST module */
  ORCH_EMR_ADVICE_NO_DIRECTORY, /* no OSCAR at that address */
  ORCH_EMR_ADVICE_PROXY,        /* the server believes to have another address; detail = it */
  ORCH_EMR_ADVICE_SECRET,       /* OSCAR does not take the client's key and secret */
  ORCH_EMR_ADVICE_ROLE,         /* who authorised may not read what is needed */
  ORCH_EMR_ADVICE_OTHER_USER,   /* works, but by another user than the one kept for it; detail = whose name */
  ORCH_EMR_ADVICE_EXPLAINED,    /* detail = the whole sentence, in the language of the process */
  ORCH_EMR_ADVICE_NOBODY,       /* none of the staff is shown; detail = what to look at (nullable) */
  ORCH_EMR_ADVICE_NO_API,       /* something else answers at the address */
  ORCH_EMR_ADVICE_FILES,        /* works: what is in the files; detail = the whole sentence */
} OrchEmrAdvice;

#define ORCH_TYPE_SETUP (orch_setup_get_type ())
G_DECLARE_FINAL_TYPE (OrchSetup, orch_setup, ORCH, SETUP, GObject)

/*
 * Properties, notified:
 *   step             int, read-write: the step shown
 *   clinic           OrchClinic, read-only; see orch_setup_set_clinic()
 *   emr              string (nullable), read-only
 *   emr-locked       gboolean, read-only: the hub knows the EMR
 *   connection       int (OrchConnectionState), read-only
 *   has-shared-key   gboolean, read-only
 *   patients-understood gboolean, read-write
 *   staff-run, services-run  OrchImportRun, read-only, never NULL
 *   creation         OrchCreation, read-only, never NULL
 *   n-hand-staff, n-hand-services  uint, read-only: entered by hand or from CSV (standalone)
 *   consent-address  string (nullable), read-only: see orch_setup_authorise_emr()
 *   saved            gboolean, read-only: what was typed is on disk
 * Signal "missing-changed": what orch_setup_get_missing() says may have changed.
 */

OrchStep orch_setup_get_step (OrchSetup *self);
void orch_setup_set_step (OrchSetup *self, OrchStep step);
/** orch_setup_get_furthest: Returns: the first step that is not complete, or that was never reached; steps before it show a check */
OrchStep orch_setup_get_furthest (OrchSetup *self);
OrchMissing orch_setup_get_missing (OrchSetup *self, OrchStep step);
/** orch_setup_get_missing_field: Returns: whether a field of step 1 is not OK; the first one, in the page's order, and its state */
gboolean orch_setup_get_missing_field (OrchSetup *self, OrchClinicField *field, OrchFieldState *state);
gboolean orch_setup_is_complete (OrchSetup *self, OrchStep step);

OrchClinic *orch_setup_get_clinic (OrchSetup *self);
/** orch_setup_set_clinic: replaces the fields; saved within 300 ms, and at once by orch_setup_flush() and at every step change */
void orch_setup_set_clinic (OrchSetup *self, OrchClinic *clinic);
/** orch_setup_flush: Returns: (transfer full): a future boolean, resolved once everything typed is on disk */
DexFuture *orch_setup_flush (OrchSetup *self);

/* Step 2 */

/** orch_setup_get_providers: Returns: (transfer none): a GListModel of OrchProviderCard: the catalogue's, then those only the hub knows; rows light up
 * by themselves when the hub lists them (asked at start and every minute while step 2 shows) */
GListModel *orch_setup_get_providers (OrchSetup *self);
void orch_setup_tick_provider (OrchSetup *self, const char *code, gboolean ticked);

/* Step 3 */

const char *orch_setup_get_emr (OrchSetup *self);
gboolean orch_setup_is_emr_locked (OrchSetup *self);
/** orch_setup_choose_emr: @code: of the catalogue. Returns: %FALSE when the hub's EMR is locked and @code is another: the caller shows the
 * dialog, then calls orch_setup_send_emr_alert(); the choice stays the hub's */
gboolean orch_setup_choose_emr (OrchSetup *self, const char *code);
/** orch_setup_send_emr_alert: puts the alert with the EMR wanted in the outbox; once for each EMR wanted. Returns: (transfer full): a future boolean, resolved when it is stored */
DexFuture *orch_setup_send_emr_alert (OrchSetup *self, const char *wanted);

OrchConnectionState orch_setup_get_connection (OrchSetup *self);
/** orch_setup_get_emr_server: name and version of the EMR's software, as it told them when its connection was tested. Changes with "connection" */
const char *orch_setup_get_emr_server (OrchSetup *self); /* (nullable) */
gboolean orch_setup_has_shared_key (OrchSetup *self);
/** orch_setup_set_shared_key: kept in the keyring, never shown again. Returns: (transfer full): a future boolean; INVALID when the policy is not met;
 * on a workstation of a clinic that exists and that has no key: WRONG_KEY when it is not what sealed the clinic's credentials, OFFLINE when that cannot be known */
DexFuture *orch_setup_set_shared_key (OrchSetup *self, OrchSecret *key);
/** orch_setup_make_shared_key: the same, though the hub holds credentials that another key sealed (WRONG_KEY): the other workstations will ask for this one */
DexFuture *orch_setup_make_shared_key (OrchSetup *self, OrchSecret *key);
/** orch_setup_get_emr_value: Returns: (transfer none) (nullable): what was typed in a field that is not a secret */
const char *orch_setup_get_emr_value (OrchSetup *self, const char *field_id);
void orch_setup_set_emr_value (OrchSetup *self, const char *field_id, const char *value);
/** orch_setup_has_emr_secret: whether the keyring holds the secret of that field */
gboolean orch_setup_has_emr_secret (OrchSetup *self, const char *field_id);
/** orch_setup_set_emr_secret: Returns: (transfer full): a future boolean, resolved once in the keyring */
DexFuture *orch_setup_set_emr_secret (OrchSetup *self, const char *field_id, OrchSecret *secret);
/** orch_setup_get_emr_advice: what the last test found beyond its error. @detail: (out) (nullable) (transfer none): an address, a name.
 * Of PROXY the address is in the field "seen-as" already. Kept until something is typed or tested */
OrchEmrAdvice orch_setup_get_emr_advice (OrchSetup *self, const char **detail);
/**
 * orch_setup_authorise_emr:
 * @field_id: of kind AUTHORISATION
 * @by_hand: the person opens "consent-address" wherever there is a browser, and brings the code that the page shows to orch_setup_give_emr_code()
 *
 * A person lets the program into the EMR, on the EMR's own page. One at a time: what was under way is stopped.
 *
 * Returns: (transfer full): a future boolean, resolved once the authorisation is in the keyring; INVALID or NOT_FOUND when a field above is missing, REFUSED when
 *   nobody authorised, CANCELLED, and as the EMR answers
 */
DexFuture *orch_setup_authorise_emr (OrchSetup *self, const char *field_id, gboolean by_hand);
void orch_setup_give_emr_code (OrchSetup *self, const char *code);
void orch_setup_stop_authorising (OrchSetup *self);
/** orch_setup_get_consent_address: Returns: (nullable): the EMR's page, while somebody is to authorise there */
const char *orch_setup_get_consent_address (OrchSetup *self);
/** orch_setup_forget_test: something is typed that is not what was tested */
void orch_setup_forget_test (OrchSetup *self);
/** orch_setup_test_connection: Returns: (transfer full): a future boolean: %TRUE when the EMR answers and accepts; the error has the server's
 * words, and its code what to do. On success the connection becomes TESTED and the sealed credentials are kept for the hub. */
DexFuture *orch_setup_test_connection (OrchSetup *self);

/* Steps 4 and 5 */

OrchImportRun *orch_setup_get_run (OrchSetup *self, OrchImportKind kind);
/** orch_setup_start_import: starts, or starts again; does nothing while one runs */
void orch_setup_start_import (OrchSetup *self, OrchImportKind kind);
/** orch_setup_accept_conflicts: go on and mend later */
void orch_setup_accept_conflicts (OrchSetup *self, OrchImportKind kind);
/** orch_setup_is_standalone: no EMR, or one whose connection is to be set up: staff and services are entered by hand or by CSV */
gboolean orch_setup_is_standalone (OrchSetup *self);
/** orch_setup_get_hand_staff: Returns: (transfer none): a GListModel of OrchStaffMember entered by hand */
GListModel *orch_setup_get_hand_staff (OrchSetup *self);
GListModel *orch_setup_get_hand_services (OrchSetup *self);
/** orch_setup_put_hand_staff: @members: (element-type OrchStaffMember): added, or replaced by id. Returns: (transfer full): a future boolean */
DexFuture *orch_setup_put_hand_staff (OrchSetup *self, GPtrArray *members);
DexFuture *orch_setup_remove_hand_staff (OrchSetup *self, const char *id);
DexFuture *orch_setup_put_hand_services (OrchSetup *self, GPtrArray *services);
DexFuture *orch_setup_remove_hand_service (OrchSetup *self, const char *id);

/* Step 6 */

gboolean orch_setup_get_patients_understood (OrchSetup *self);
void orch_setup_set_patients_understood (OrchSetup *self, gboolean understood);
OrchCreation *orch_setup_get_creation (OrchSetup *self);
/** orch_setup_create_clinic: safe to call twice, offline and after a crash */
void orch_setup_create_clinic (OrchSetup *self);

G_END_DECLS
