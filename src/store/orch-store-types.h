/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the calls of the store have in common: who acts, which table, what changed, links to the hub. Plain values, copied by
 * the calls that take them.
 */
#pragma once

#include <glib-object.h>

#include "core/orch-permission.h"

G_BEGIN_DECLS

/** OrchActor: who writes. The store refuses (ORCH_ERROR_REFUSED) what orch_permission_allows() does not allow, and journals the ids. */
typedef struct
{
  const char
      *id; /* the person's id on the hub; the workstation's id for background work; "wizard" before anyone signed in */
  OrchPermission permission;
  const char *workstation; /* the workstation's UUID (nullable) */
} OrchActor;

typedef enum
{
  ORCH_STORE_OPEN_EXISTING = 0, /* no file: NOT_FOUND, never a silent new database */
  ORCH_STORE_CREATE,            /* a file: CONFLICT, never a silent loss */
} OrchStoreOpenMode;

/** OrchStorePresence: what a file and its key in the keyring say together */
typedef enum
{
  ORCH_STORE_READY = 0,
  ORCH_STORE_NONE,             /* neither: a first run */
  ORCH_STORE_KEY_WITHOUT_FILE, /* the data was deleted or not mounted */
  ORCH_STORE_FILE_WITHOUT_KEY, /* the keyring was reset: the data cannot be read again */
} OrchStorePresence;

/** OrchStoreKind: kept in the store: append only */
typedef enum
{
  ORCH_STORE_STAFF = 0,
  ORCH_STORE_SERVICES,
  ORCH_STORE_PATIENTS,
  ORCH_STORE_SCHEDULES,
  ORCH_STORE_SLOTS,
  ORCH_STORE_APPOINTMENTS,
} OrchStoreKind;

#define ORCH_N_STORE_KINDS (ORCH_STORE_APPOINTMENTS + 1)
/* Staff and services: what the wizard imports, what people edit and lists show. The others are the schedule: they come from the EMR alone */
#define ORCH_STORE_KIND_IS_DIRECTORY(kind) ((kind) <= ORCH_STORE_SERVICES)

/** OrchStoreChanges: which tables a transaction touched; argument of OrchStore::changed */
typedef enum
{
  ORCH_STORE_CHANGED_CLINIC = 1 << 0, /* departments too */
  ORCH_STORE_CHANGED_STAFF = 1 << 1,
  ORCH_STORE_CHANGED_SERVICES = 1 << 2,
  ORCH_STORE_CHANGED_OUTBOX = 1 << 3,
  ORCH_STORE_CHANGED_SETTINGS = 1 << 4,
  ORCH_STORE_CHANGED_CONFLICTS = 1 << 5, /* import runs too */
  ORCH_STORE_CHANGED_JOURNAL = 1 << 6,
  ORCH_STORE_CHANGED_SCHEDULES = 1 << 7, /* slots too */
  ORCH_STORE_CHANGED_APPOINTMENTS = 1 << 8,
  ORCH_STORE_CHANGED_PATIENTS = 1 << 9, /* reconciliations, accounts and invitations too */
  ORCH_STORE_CHANGED_SYNC = 1 << 10,    /* the runs of the synchronisation */
  ORCH_STORE_CHANGED_EDIT_CONFLICTS = 1 << 11,
  ORCH_STORE_CHANGED_MESSAGES = 1 << 12, /* conversations, drafts and reports too */
} OrchStoreChanges;

/** OrchStoreLink: the hub's id of one of our objects. Types "clinic", "department", "staff", "service", "patient", "account" (by the patient's id),
 * "schedule", "slot" and "appointment" name rows; any other
 * ("location", "endpoint", "logo", "affiliation", "practitioner-role", …) is only remembered */
typedef struct
{
  const char *type;
  const char *id;      /* our UUID, or a key such as "<clinic>/rvsq" */
  const char *hub_id;  /* (nullable): unknown again */
  const char *version; /* opaque (nullable) */
  gint64 revision;     /* the local revision that was sent; 0 = leave "unsent" as it is */
} OrchStoreLink;

typedef struct
{
  guint total;
  guint active;      /* without a conflict */
  guint inactive;    /* without a conflict */
  guint in_conflict; /* in neither of the two */
  guint unsynced;    /* not in conflict, and the hub does not have the present revision */
  /* services, without a conflict; each counts among the active or inactive too */
  guint excluded;
  guint to_define;
  guint vanished; /* "to confirm": any kind */
} OrchStoreCounts;

typedef struct
{
  guint queued;  /* sending included */
  guint failed;  /* wait for the user */
  guint sent;    /* acknowledged, kept for a while */
  gint64 oldest; /* µs since 1970 of the oldest queued, 0 when there is none */
} OrchOutboxCounts;

#define ORCH_TYPE_STORE_COUNTS (orch_store_counts_get_type ())
GType orch_store_counts_get_type (void) G_GNUC_CONST;
#define ORCH_TYPE_OUTBOX_COUNTS (orch_outbox_counts_get_type ())
GType orch_outbox_counts_get_type (void) G_GNUC_CONST;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchStoreCounts, g_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchOutboxCounts, g_free)

G_END_DECLS
