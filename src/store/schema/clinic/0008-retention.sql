-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Orchestrateur authors
--
-- The text of a completed conversation leaves the workstation after a while; what it is counted by stays.

ALTER TABLE conversation ADD COLUMN text_left INTEGER NOT NULL DEFAULT 0;  -- when; 0 = it is here
ALTER TABLE conversation ADD COLUMN text_back INTEGER NOT NULL DEFAULT 0;  -- when it was fetched from the hub again; 0 = never

CREATE INDEX conversation_with_text ON conversation (iif (completed > 0, completed, last))
  WHERE status = 3 AND text_left = 0;
