-- SPDX-License-Identifier: GPL-3.0-or-later
-- One clinic: what was imported or typed, what the hub must be told, who did what.
--
-- Rows that the hub knows carry: origin (OrchOrigin), revision (grows with each local change), synced_revision (the revision
-- that the hub has), hub_id and hub_version (what the hub calls it). search is folded text (orch_text_fold), sort_… are
-- collation keys (orch_text_collation_key). Times are microseconds since 1970 UTC.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE clinic (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  name TEXT,
  street TEXT,
  office TEXT,
  city TEXT,
  province TEXT,
  postal_code TEXT,
  phone TEXT,
  extension TEXT,
  logo BLOB,
  logo_type TEXT,
  providers TEXT,          -- codes, one a line
  emr_vendor TEXT,
  hub_emr_vendor TEXT,
  hub_id TEXT,
  hub_version TEXT,
  origin INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE department (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  emr_id TEXT,
  hub_id TEXT,
  hub_version TEXT,
  name TEXT,
  origin INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0,
  search TEXT NOT NULL,
  sort_name TEXT NOT NULL
) STRICT;

CREATE TABLE staff (
  key INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: lists know rows by it
  id TEXT NOT NULL UNIQUE,
  emr_id TEXT,
  hub_id TEXT,
  hub_version TEXT,
  family TEXT,
  given TEXT,
  prefix TEXT,
  licence TEXT,
  profession TEXT,
  profession_code TEXT,
  speciality TEXT,
  speciality_code TEXT,
  phone TEXT,
  email TEXT,
  bookable INTEGER NOT NULL,
  active INTEGER NOT NULL,
  permission INTEGER NOT NULL,   -- OrchPermission
  in_conflict INTEGER NOT NULL,
  vanished INTEGER NOT NULL DEFAULT 0,  -- not seen by the last import; kept
  origin INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0,
  search TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  sort_profession TEXT NOT NULL
) STRICT;

CREATE INDEX staff_by_name ON staff (sort_name, key, active, in_conflict);
CREATE INDEX staff_by_emr_id ON staff (emr_id);
CREATE INDEX staff_unsynced ON staff (id) WHERE revision > synced_revision OR hub_id IS NULL;

CREATE TABLE staff_department (
  staff INTEGER NOT NULL REFERENCES staff (key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  department_emr_id TEXT NOT NULL,
  PRIMARY KEY (staff, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE service (
  key INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: lists know rows by it
  id TEXT NOT NULL UNIQUE,
  emr_id TEXT,
  hub_id TEXT,
  hub_version TEXT,
  name TEXT,
  name_en TEXT,
  category TEXT,
  duration_minutes INTEGER NOT NULL,  -- 0 = missing; else as the EMR gave it
  active INTEGER NOT NULL,
  excluded INTEGER NOT NULL,
  online INTEGER NOT NULL,
  to_define INTEGER NOT NULL,
  in_conflict INTEGER NOT NULL,
  vanished INTEGER NOT NULL DEFAULT 0,
  origin INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0,
  search TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  sort_category TEXT NOT NULL
) STRICT;

CREATE INDEX service_by_name ON service (sort_name, key, active, in_conflict);
CREATE INDEX service_by_emr_id ON service (emr_id);
CREATE INDEX service_unsynced ON service (id) WHERE revision > synced_revision OR hub_id IS NULL;

CREATE TABLE service_type (
  service INTEGER NOT NULL REFERENCES service (key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  type TEXT NOT NULL,
  PRIMARY KEY (service, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_professional (
  service INTEGER NOT NULL REFERENCES service (key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  staff_emr_id TEXT NOT NULL,
  PRIMARY KEY (service, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_run (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,          -- OrchStoreKind
  state INTEGER NOT NULL,         -- OrchStoreRunState
  started INTEGER NOT NULL,
  ended INTEGER NOT NULL DEFAULT 0,
  pages INTEGER NOT NULL DEFAULT 0,
  rows INTEGER NOT NULL DEFAULT 0,
  cursor TEXT,
  error_code INTEGER NOT NULL DEFAULT -1,
  error_text TEXT,
  seen INTEGER NOT NULL DEFAULT 0,
  usable INTEGER NOT NULL DEFAULT 0,
  added INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  vanished INTEGER NOT NULL DEFAULT 0,
  in_conflict INTEGER NOT NULL DEFAULT 0,
  warnings INTEGER NOT NULL DEFAULT 0,
  conflicts_accepted INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX import_run_by_kind ON import_run (kind, id);

CREATE TABLE conflict (
  key INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,          -- OrchStoreKind
  rule INTEGER NOT NULL,          -- OrchConflictRule
  record_name TEXT NOT NULL,
  record_id TEXT,
  detail TEXT,
  sort_name TEXT NOT NULL
) STRICT;

CREATE INDEX conflict_by_name ON conflict (kind, sort_name, rule);

-- What the hub must be told. First in, first out for one object; other objects may overtake.
CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  op_id TEXT NOT NULL UNIQUE,
  actor TEXT NOT NULL,
  permission INTEGER NOT NULL,
  object_type TEXT NOT NULL,
  object_id TEXT NOT NULL,
  verb TEXT NOT NULL,
  payload TEXT,
  revision INTEGER NOT NULL,
  state INTEGER NOT NULL,         -- OrchOutboxState
  attempts INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL,
  next_try INTEGER NOT NULL,
  error_code INTEGER NOT NULL DEFAULT -1,
  error_text TEXT
) STRICT;

CREATE INDEX outbox_due ON outbox (state, next_try);
CREATE INDEX outbox_by_object ON outbox (object_type, object_id, seq);

-- What the hub calls things that have no row of their own: location, logo, affiliation, …
CREATE TABLE hub_link (
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  hub_id TEXT,
  version TEXT,
  PRIMARY KEY (type, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,          -- the group
  text TEXT NOT NULL,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Who did what (security.md 10). hash = BLAKE2b-256 of the previous hash and of every other column.
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  instant INTEGER NOT NULL,
  utc_offset_minutes INTEGER NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  object TEXT,
  patient TEXT,
  workstation TEXT,
  detail TEXT,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER journal_is_not_edited BEFORE UPDATE ON journal
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only');
END;

CREATE TRIGGER journal_is_not_cut BEFORE DELETE ON journal
BEGIN
  SELECT RAISE (ABORT, 'the journal is append-only');
END;
