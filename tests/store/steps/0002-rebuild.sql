-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rebuilds a table that another refers to, as SQLite wants it done.
CREATE TABLE parent_new (key INTEGER PRIMARY KEY, name TEXT NOT NULL, length INTEGER NOT NULL) STRICT;
INSERT INTO parent_new SELECT key, name, length (name) FROM parent;
DROP TABLE parent;
ALTER TABLE parent_new RENAME TO parent;
