-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM parent WHERE key = 1;
