-- SPDX-License-Identifier: GPL-3.0-or-later
-- Services as the clinic decides them, the schedule of the EMR, and what the synchronisation remembers.
--
-- The columns of 0001 mean the same here. Rows of the schedule come from the EMR alone: their revision grows with each change
-- seen there. Of a text that is a list, the items are separated by U+001F.

-- --- services and staff ---------------------------------------------------------------------

ALTER TABLE service ADD COLUMN deactivated INTEGER NOT NULL DEFAULT 0;        -- when a decision last made it inactive
ALTER TABLE service ADD COLUMN duration_override INTEGER NOT NULL DEFAULT 0;  -- minutes, 0 = the EMR's
ALTER TABLE service ADD COLUMN category_id TEXT;                              -- the clinic's own
ALTER TABLE service ADD COLUMN offered_by TEXT;                               -- list of staff ids; NULL = as the EMR says
ALTER TABLE service ADD COLUMN offer TEXT;                                    -- OrchCareOffer as text
ALTER TABLE service ADD COLUMN n_types INTEGER NOT NULL DEFAULT 0;            -- for sorting
ALTER TABLE service ADD COLUMN n_professionals INTEGER NOT NULL DEFAULT 0;    -- for sorting

UPDATE service SET
  n_types = (SELECT count (*) FROM service_type WHERE service = service.key),
  n_professionals = (SELECT count (*) FROM service_professional WHERE service = service.key);

-- All that a list looks at to filter and to search, in the order it shows: the table, with its wide rows, is not read.
DROP INDEX service_by_name;
CREATE INDEX service_by_name ON service (sort_name, key, active, in_conflict, excluded, to_define, vanished, n_types, search);
DROP INDEX staff_by_name;
CREATE INDEX staff_by_name ON staff (sort_name, key, active, in_conflict, vanished, search);

CREATE INDEX service_by_hub_id ON service (hub_id);
CREATE INDEX staff_by_hub_id ON staff (hub_id);

-- What the hub had when we last agreed: the base of a merge. Text of orch-row-text.h
CREATE TABLE hub_base (
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;

-- Rows deleted here: a download does not bring them back, and the hub is told once it is known to have them.
CREATE TABLE removed (
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  emr_id TEXT,
  hub_id TEXT,
  hub_version TEXT,
  revision INTEGER NOT NULL,
  actor TEXT NOT NULL,
  permission INTEGER NOT NULL,
  instant INTEGER NOT NULL,
  PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;

-- A group that was removed keeps its revision: the next one is another.
ALTER TABLE setting ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;

-- What was claimed, and the text of the row as it was then: once acknowledged, it is what the hub has.
ALTER TABLE outbox ADD COLUMN sent TEXT;
-- In the order of queueing, without what was sent: the next one to send is found without reading them all.
CREATE INDEX outbox_waiting ON outbox (seq) WHERE state = 0;

-- Somebody else changed on the hub what was changed here.
CREATE TABLE edit_conflict (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  object_type TEXT NOT NULL,
  object_id TEXT NOT NULL,
  base TEXT,
  mine TEXT,
  theirs TEXT,
  hub_version TEXT,                    -- of theirs
  fields INTEGER NOT NULL,             -- which differ: OrchServiceMergeField for services
  created INTEGER NOT NULL,
  settled INTEGER NOT NULL DEFAULT 0,  -- when, 0 = waits
  kept INTEGER NOT NULL DEFAULT 0,     -- fields kept as mine
  actor TEXT                           -- who settled it
) STRICT;

CREATE UNIQUE INDEX edit_conflict_open ON edit_conflict (object_type, object_id) WHERE settled = 0;

-- --- the schedule ---------------------------------------------------------------------------

CREATE TABLE schedule (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  emr_id TEXT UNIQUE,
  hub_id TEXT,
  hub_version TEXT,
  staff_emr_id TEXT,
  service_emr_id TEXT,
  location_emr_id TEXT,
  active INTEGER NOT NULL,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  run INTEGER NOT NULL,                -- as in appointment
  vanished INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX schedule_unsynced ON schedule (key) WHERE revision > synced_revision;

-- Slots and appointments come by the hundred thousand. Their ids have no order: an index of them would be written all over at
-- each commit, and cost more than all the rest. Rows are found by the EMR's id; by ours, among those that are to be sent. What a
-- commit costs is how many pages it touches: there is one index in the order of time, with all that lists and rules look at.
CREATE TABLE slot (
  key INTEGER PRIMARY KEY,  -- rows are not deleted: no key is given twice
  id TEXT NOT NULL,
  emr_id TEXT NOT NULL UNIQUE,
  hub_id TEXT,
  hub_version TEXT,
  schedule_emr_id TEXT,
  status TEXT,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  run INTEGER NOT NULL,                -- which saw it first; later ones are in seen
  vanished INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX slot_by_start ON slot (start);
CREATE INDEX slot_unsynced ON slot (key) WHERE revision > synced_revision;

CREATE TABLE appointment (
  key INTEGER PRIMARY KEY,  -- rows are not deleted: no key is given twice
  id TEXT NOT NULL,
  emr_id TEXT NOT NULL UNIQUE,
  hub_id TEXT,
  hub_version TEXT,
  emr_version TEXT,
  source TEXT,
  status TEXT,
  start INTEGER NOT NULL,
  end INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  service_emr_id TEXT,
  staff_emr_id TEXT,
  patient_emr_id TEXT,
  location_emr_id TEXT,
  first_seen INTEGER NOT NULL,
  counting INTEGER NOT NULL,           -- orch_appointment_counts()
  run INTEGER NOT NULL,                -- which saw it first; later ones are in seen
  vanished INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX appointment_by_start
  ON appointment (start, key, staff_emr_id, source, counting, service_emr_id, first_seen);
CREATE INDEX appointment_unsynced ON appointment (key) WHERE revision > synced_revision;

-- Patients of appointments that were not read from the EMR yet
CREATE TABLE patient_wanted (
  emr_id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE patient (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  emr_id TEXT UNIQUE,
  hub_id TEXT,
  hub_version TEXT,
  family TEXT,
  given TEXT,
  birth_date TEXT,
  sex TEXT,
  nam TEXT,
  phone TEXT,
  email TEXT,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0,
  search TEXT NOT NULL,
  sort_name TEXT NOT NULL
) STRICT;

CREATE INDEX patient_by_name ON patient (sort_name, key, search);
CREATE INDEX patient_unsynced ON patient (key) WHERE revision > synced_revision;

-- Which run saw a row last, after the one that added it. Apart, and narrow: a run that finds nothing new writes here alone.
CREATE TABLE seen (
  kind INTEGER NOT NULL,          -- OrchStoreKind
  key INTEGER NOT NULL,
  run INTEGER NOT NULL,           -- when that run began
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- A protected field of a patient that the EMR gives otherwise than we have it.
CREATE TABLE reconciliation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  patient INTEGER NOT NULL REFERENCES patient (key) ON DELETE CASCADE,
  field INTEGER NOT NULL,              -- OrchPatientField, one bit
  ours TEXT,
  theirs TEXT,
  created INTEGER NOT NULL,
  settled INTEGER NOT NULL DEFAULT 0,  -- when, 0 = waits
  choice INTEGER NOT NULL DEFAULT 0,   -- OrchReconciliationChoice
  actor TEXT
) STRICT;

CREATE UNIQUE INDEX reconciliation_open ON reconciliation (patient, field) WHERE settled = 0;
CREATE INDEX reconciliation_by_patient ON reconciliation (patient, field, id);

-- --- synchronisation ------------------------------------------------------------------------

-- How far a download got: committed with the rows of its page.
CREATE TABLE cursor (
  name TEXT PRIMARY KEY,
  text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind INTEGER NOT NULL,          -- OrchSyncKind
  state INTEGER NOT NULL,         -- OrchStoreRunState
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL DEFAULT 0,
  host TEXT,                      -- of the EMR or hub that the error is about
  requests INTEGER NOT NULL DEFAULT 0,
  sent INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  conflicts INTEGER NOT NULL DEFAULT 0,
  error_code INTEGER NOT NULL DEFAULT -1,
  error_text TEXT
) STRICT;

CREATE INDEX sync_run_by_kind ON sync_run (kind, id);

CREATE TABLE sync_run_count (
  run INTEGER NOT NULL REFERENCES sync_run (id) ON DELETE CASCADE,
  kind INTEGER NOT NULL,          -- OrchStoreKind
  received INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  vanished INTEGER NOT NULL,
  PRIMARY KEY (run, kind)
) STRICT, WITHOUT ROWID;
