-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a workstation knows before, and beside, its clinics.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE clinic (
  id TEXT PRIMARY KEY,
  name TEXT,
  hub_base TEXT,
  state INTEGER NOT NULL,         -- OrchClinicState
  training INTEGER NOT NULL,
  file TEXT,
  sort_name TEXT NOT NULL
) STRICT;

CREATE TABLE wizard (
  clinic TEXT PRIMARY KEY REFERENCES clinic (id) ON DELETE CASCADE,
  step INTEGER NOT NULL
) STRICT;

CREATE TABLE wizard_field (
  clinic TEXT NOT NULL REFERENCES clinic (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  type TEXT NOT NULL,             -- GVariant type: s, ay, b, x, as
  value BLOB NOT NULL,            -- GVariant serialised data, little endian
  PRIMARY KEY (clinic, name)
) STRICT;
