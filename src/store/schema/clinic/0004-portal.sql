-- SPDX-License-Identifier: GPL-3.0-or-later
-- Patients typed by hand, their accounts on the portal, and the invitations to it.

ALTER TABLE patient ADD COLUMN street TEXT;
ALTER TABLE patient ADD COLUMN city TEXT;
ALTER TABLE patient ADD COLUMN province TEXT;
ALTER TABLE patient ADD COLUMN postal_code TEXT;
ALTER TABLE patient ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;  -- OrchOrigin

-- What a search looks at is more from now on: orch_patient_search_text().
UPDATE patient SET search = search || ' ' || replace (lower (coalesce (nam, '')), ' ', '') || ' ' ||
  replace (replace (replace (replace (replace (replace (coalesce (phone, ''), '+1', ''), ' ', ''), '-', ''), '(', ''), ')', ''), '.', '') ||
  ' ' || lower (coalesce (emr_id, '')) || ' ' || lower (coalesce (email, ''));

CREATE INDEX patient_by_hub_id ON patient (hub_id);

-- The account of a patient in this clinic, by the patient's id: each has one at most. The patient may not be here (yet).
CREATE TABLE portal_account (
  id TEXT PRIMARY KEY,
  hub_id TEXT,
  hub_version TEXT,
  active INTEGER NOT NULL,             -- 0: disabled
  validated INTEGER NOT NULL,          -- this clinic has checked the identity
  made INTEGER NOT NULL,               -- the patient has made the account
  revision INTEGER NOT NULL,
  synced_revision INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- As the hub tells of them. The code is nowhere.
CREATE TABLE invitation (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,             -- the hub's
  hub_id TEXT,
  hub_version TEXT,
  patient TEXT NOT NULL,               -- our id
  channel INTEGER NOT NULL,            -- OrchInvitationChannel
  language TEXT,
  state INTEGER NOT NULL,              -- OrchInvitationState
  authored INTEGER NOT NULL,
  expires INTEGER NOT NULL
) STRICT;

CREATE INDEX invitation_by_patient ON invitation (patient, authored, key);
