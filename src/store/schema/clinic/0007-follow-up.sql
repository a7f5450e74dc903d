-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Orchestrateur authors
--
-- When somebody looks at a conversation again; and its history: what became of it, beside the notes in which people said why.

ALTER TABLE conversation ADD COLUMN follow_up TEXT;              -- a day, "2026-11-30"
ALTER TABLE note ADD COLUMN event INTEGER NOT NULL DEFAULT 0;    -- OrchNoteEvent
ALTER TABLE note ADD COLUMN about TEXT;                          -- what the hub calls whom or what the event names
ALTER TABLE note ADD COLUMN about_name TEXT;
ALTER TABLE note ADD COLUMN day TEXT;
