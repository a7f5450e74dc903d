-- SPDX-License-Identifier: GPL-3.0-or-later
-- Conversations with patients, their messages and files, and what people are writing.
--
-- The columns of 0001 mean the same here. People of the staff are what the hub calls them, "Practitioner/…": who signs in need not
-- be in the EMR.

-- A subject as somebody wrote it: groups of the dashboard are told apart by its key.
CREATE TABLE subject (
  key INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: lists know groups by it
  text TEXT NOT NULL UNIQUE,
  sort_text TEXT NOT NULL
) STRICT;

CREATE TABLE conversation (
  key INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: lists know rows by it
  id TEXT NOT NULL UNIQUE,
  hub_id TEXT,
  hub_version TEXT,
  patient TEXT,                        -- its id; NULL = the hub has one that is not here yet
  patient_hub_id TEXT,
  subject INTEGER NOT NULL REFERENCES subject (key),
  professional TEXT,
  professional_name TEXT,
  author TEXT,
  author_name TEXT,
  assignee TEXT,
  assignee_name TEXT,
  department TEXT,
  status INTEGER NOT NULL,             -- OrchConversationStatus
  urgent INTEGER NOT NULL,
  began INTEGER NOT NULL,
  last INTEGER NOT NULL,               -- when the last message was sent
  our_turn INTEGER NOT NULL DEFAULT 0, -- the last message is the patient's
  closed INTEGER NOT NULL DEFAULT 0,
  completed INTEGER NOT NULL DEFAULT 0,
  n_messages INTEGER NOT NULL DEFAULT 0,
  n_unread INTEGER NOT NULL DEFAULT 0,
  n_files INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0,
  sort_subject TEXT NOT NULL,          -- of the subject
  place INTEGER NOT NULL,              -- among those of its group: who must act first comes first
  search TEXT NOT NULL
) STRICT;

-- All that the dashboard looks at to group, to filter and to search, in the order it shows.
CREATE INDEX conversation_by_group ON conversation (
  status, sort_subject, subject, place, key, professional, author, assignee, department, n_unread, search);
CREATE INDEX conversation_by_hub_id ON conversation (hub_id);
CREATE INDEX conversation_by_patient ON conversation (patient, last);
CREATE INDEX conversation_without_patient ON conversation (patient_hub_id) WHERE patient IS NULL;
CREATE INDEX conversation_to_treat ON conversation (status, n_unread) WHERE status IN (1, 2);

CREATE TABLE message (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  hub_id TEXT,
  hub_version TEXT,
  conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
  sender TEXT,                         -- NULL = the patient
  sender_name TEXT,
  text TEXT,
  corrects TEXT,                       -- the id of a message
  sent INTEGER NOT NULL,
  received INTEGER NOT NULL DEFAULT 0, -- when the other party opened it
  n_files INTEGER NOT NULL DEFAULT 0,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX message_by_time ON message (conversation, sent, key);
CREATE INDEX message_by_hub_id ON message (hub_id);
CREATE INDEX message_unread ON message (conversation) WHERE sender IS NULL AND received = 0;

CREATE TABLE message_file (
  message INTEGER NOT NULL REFERENCES message (key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  content_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  bytes BLOB,                          -- NULL = not here
  PRIMARY KEY (message, position)
) STRICT;

-- Messages that came before the conversation they belong to.
CREATE TABLE message_early (
  hub_id TEXT PRIMARY KEY,
  conversation_hub_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What somebody is writing, sealed with their key.
CREATE TABLE draft (
  conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
  actor TEXT NOT NULL,
  sealed BLOB NOT NULL,
  changed INTEGER NOT NULL,
  PRIMARY KEY (conversation, actor)
) STRICT, WITHOUT ROWID;

-- What a completed exchange left.
CREATE TABLE report (
  id TEXT PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation (key) ON DELETE CASCADE,
  author TEXT,
  author_name TEXT,
  title TEXT NOT NULL,
  made INTEGER NOT NULL,
  bytes BLOB,                          -- NULL = not here
  hub_id TEXT,
  hub_version TEXT,
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX report_by_conversation ON report (conversation);
