/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One act in the journal of accesses: who, what, which object and patient, when. Each entry holds the hash of the one before,
 * so that a removed or edited entry shows. Immutable; any thread. Source: security.md 10 and 11 (no name, secret or text).
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 seq;
  gint64 instant;         /* µs since 1970 */
  int utc_offset_minutes; /* of the clinic's time zone at that instant */
  const char *
      actor; /* "Practitioner/…" as the hub calls the person; the workstation's UUID; "wizard" before anyone signed in */
  const char *act;            /* "import-staff", "permission-changed", "signed-in", … stable words */
  const char *object;         /* "staff/<UUID>" (nullable) */
  const char *patient;        /* internal id (nullable) */
  const char *workstation;    /* (nullable) */
  const char *detail;         /* escaped (nullable) */
  const char *hash;           /* BLAKE2b-256, hexadecimal */
  const char *previous;       /* the hash of the entry before; "" for the first (nullable): not known */
  const char *patient_hub_id; /* (nullable): as the workstation knows it now; not part of the chain */
} OrchJournalEntryFields;

#define ORCH_TYPE_JOURNAL_ENTRY (orch_journal_entry_get_type ())
G_DECLARE_FINAL_TYPE (OrchJournalEntry, orch_journal_entry, ORCH, JOURNAL_ENTRY, GObject)

OrchJournalEntry *orch_journal_entry_new (const OrchJournalEntryFields *fields);
const OrchJournalEntryFields *orch_journal_entry_get_fields (OrchJournalEntry *self);
/** orch_journal_entry_compare_newest: for g_ptr_array_sort(): the newest first */
int orch_journal_entry_compare_newest (gconstpointer a, gconstpointer b);

G_END_DECLS
