-- SPDX-License-Identifier: GPL-3.0-or-later
-- What the dashboard of messages looks at: one narrow line for each conversation, and an index of words.
--
-- Triggers keep both, so that nothing that writes a conversation, a message or a patient can forget them.

DROP INDEX conversation_by_group;
DROP INDEX conversation_to_treat;
ALTER TABLE conversation DROP COLUMN search;
ALTER TABLE conversation DROP COLUMN sort_subject;  -- that of the subject counts

-- People and departments as the hub calls them.
CREATE TABLE reference (
  key INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
) STRICT;

-- In the order of the dashboard, but for the subjects' alphabet. The people are keys of references.
CREATE TABLE conversation_line (
  status INTEGER NOT NULL,
  subject INTEGER NOT NULL,
  place INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  professional INTEGER,
  author INTEGER,
  assignee INTEGER,
  department INTEGER,
  last INTEGER NOT NULL,
  n_unread INTEGER NOT NULL,
  our_turn INTEGER NOT NULL,
  urgent INTEGER NOT NULL,
  PRIMARY KEY (status, subject, place, conversation)
) STRICT, WITHOUT ROWID;

CREATE VIEW conversation_references AS
  SELECT key, professional AS text FROM conversation UNION ALL SELECT key, author FROM conversation
  UNION ALL SELECT key, assignee FROM conversation UNION ALL SELECT key, department FROM conversation;

CREATE VIEW conversation_lines AS
  SELECT status, subject, place, key AS conversation,
    (SELECT key FROM reference WHERE text = professional) AS professional,
    (SELECT key FROM reference WHERE text = author) AS author,
    (SELECT key FROM reference WHERE text = assignee) AS assignee,
    (SELECT key FROM reference WHERE text = department) AS department,
    last, n_unread, our_turn, urgent FROM conversation;

INSERT INTO reference (text) SELECT DISTINCT text FROM conversation_references WHERE text IS NOT NULL;
INSERT INTO conversation_line SELECT * FROM conversation_lines;

CREATE TRIGGER conversation_line_added AFTER INSERT ON conversation BEGIN
  INSERT INTO reference (text) SELECT DISTINCT text FROM conversation_references
    WHERE key = new.key AND text IS NOT NULL AND text NOT IN (SELECT text FROM reference);
  INSERT INTO conversation_line SELECT * FROM conversation_lines WHERE conversation = new.key;
END;

CREATE TRIGGER conversation_line_changed AFTER UPDATE ON conversation
WHEN (old.status, old.subject, old.place, old.professional, old.author, old.assignee, old.department, old.last,
      old.n_unread, old.our_turn, old.urgent) IS NOT
     (new.status, new.subject, new.place, new.professional, new.author, new.assignee, new.department, new.last,
      new.n_unread, new.our_turn, new.urgent)
BEGIN
  INSERT INTO reference (text) SELECT DISTINCT text FROM conversation_references
    WHERE key = new.key AND text IS NOT NULL AND text NOT IN (SELECT text FROM reference);
  DELETE FROM conversation_line WHERE status = old.status AND subject = old.subject AND place = old.place AND
    conversation = old.key;
  INSERT INTO conversation_line SELECT * FROM conversation_lines WHERE conversation = new.key;
END;

CREATE TRIGGER conversation_line_removed AFTER DELETE ON conversation BEGIN
  DELETE FROM conversation_line WHERE status = old.status AND subject = old.subject AND place = old.place AND
    conversation = old.key;
END;

-- The words of conversations (their people and subject) and of messages (who wrote them, and their text), without the texts themselves.
-- The key of a row is that of the conversation, and in the low 32 bits that of the message, 0 for the conversation itself: what a word is
-- found in needs no look at any other table. Ligatures are opened, as orch_text_fold() opens them.
CREATE VIRTUAL TABLE conversation_text USING fts5 (
  people, words, content = '', contentless_delete = 1, detail = column,
  tokenize = 'unicode61 remove_diacritics 2');

CREATE VIEW conversation_texts AS
  SELECT c.key << 32 AS key, c.key AS conversation, c.patient AS patient,
    coalesce ((SELECT search FROM patient WHERE id = c.patient), '') || ' ' || coalesce (c.professional_name, '') || ' ' ||
      coalesce (c.author_name, '') || ' ' || coalesce (c.assignee_name, '') AS people,
    replace (replace (replace (replace ((SELECT text FROM subject WHERE key = c.subject), 'œ', 'oe'), 'Œ', 'oe'),
      'æ', 'ae'), 'Æ', 'ae') AS words FROM conversation AS c;

CREATE VIEW message_texts AS
  SELECT m.conversation << 32 | m.key AS key, m.key AS message, coalesce (m.sender_name, '') AS people,
    replace (replace (replace (replace (coalesce (m.text, ''), 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae') AS words
  FROM message AS m;

INSERT INTO conversation_text (rowid, people, words) SELECT key, people, words FROM conversation_texts;
INSERT INTO conversation_text (rowid, people, words) SELECT key, people, words FROM message_texts;

CREATE TRIGGER conversation_text_added AFTER INSERT ON conversation BEGIN
  INSERT INTO conversation_text (rowid, people, words)
    SELECT key, people, words FROM conversation_texts WHERE conversation = new.key;
END;

CREATE TRIGGER conversation_text_changed AFTER UPDATE ON conversation
WHEN (old.subject, old.patient, old.professional_name, old.author_name, old.assignee_name) IS NOT
     (new.subject, new.patient, new.professional_name, new.author_name, new.assignee_name)
BEGIN
  DELETE FROM conversation_text WHERE rowid = old.key << 32;
  INSERT INTO conversation_text (rowid, people, words)
    SELECT key, people, words FROM conversation_texts WHERE conversation = new.key;
END;

CREATE TRIGGER conversation_text_removed AFTER DELETE ON conversation BEGIN
  DELETE FROM conversation_text WHERE rowid = old.key << 32;
END;

CREATE TRIGGER patient_text_changed AFTER UPDATE OF search ON patient WHEN old.search IS NOT new.search BEGIN
  DELETE FROM conversation_text WHERE rowid IN (SELECT key << 32 FROM conversation WHERE patient = new.id);
  INSERT INTO conversation_text (rowid, people, words)
    SELECT key, people, words FROM conversation_texts WHERE patient = new.id;
END;

CREATE TRIGGER message_text_added AFTER INSERT ON message BEGIN
  INSERT INTO conversation_text (rowid, people, words)
    SELECT key, people, words FROM message_texts WHERE message = new.key;
END;

CREATE TRIGGER message_text_changed AFTER UPDATE ON message
WHEN (old.conversation, old.sender_name, old.text) IS NOT (new.conversation, new.sender_name, new.text) BEGIN
  DELETE FROM conversation_text WHERE rowid = old.conversation << 32 | old.key;
  INSERT INTO conversation_text (rowid, people, words)
    SELECT key, people, words FROM message_texts WHERE message = new.key;
END;

CREATE TRIGGER message_text_removed AFTER DELETE ON message BEGIN
  DELETE FROM conversation_text WHERE rowid = old.conversation << 32 | old.key;
END;

-- Choices of filters that somebody has given a name; they may name a patient.
CREATE TABLE saved_filter (
  actor TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,                 -- text of a GVariant, a{sv}
  PRIMARY KEY (actor, name)
) STRICT, WITHOUT ROWID;
