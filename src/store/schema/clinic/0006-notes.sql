-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Orchestrateur authors
--
-- What the people of the clinic write to each other about an exchange: no message, and never among them.

CREATE TABLE note (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  hub_id TEXT,
  hub_version TEXT,
  conversation TEXT,                   -- our id of it; NULL = only the hub's is known
  conversation_hub_id TEXT,
  author TEXT,
  author_name TEXT,
  text TEXT NOT NULL,
  written INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX note_by_conversation ON note (conversation);
CREATE INDEX note_by_conversation_hub_id ON note (conversation_hub_id);
