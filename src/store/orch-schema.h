/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The numbered steps that make a database what this program expects: schema/<name>/NNNN-title.sql, each applied in a transaction
 * of its own with its number as user_version. Private to store/; any thread.
 */
#pragma once

#include <gio/gio.h>

#include "orch-connection.h"

G_BEGIN_DECLS

typedef struct
{
  GResource *resource;
  const char *prefix;   /* a directory of the resource, with a slash at its end */
  guint application_id; /* PRAGMA application_id: tells our kinds of files apart; never changes */
  gboolean is_small;    /* one thread both reads and writes it */
} OrchSchema;

const OrchSchema *orch_schema_get_clinic (void);
const OrchSchema *orch_schema_get_bootstrap (void);

/** orch_schema_get_version: Returns: the number of the last step */
guint orch_schema_get_version (const OrchSchema *self);

/** orch_schema_create: applies every step to a new, empty database */
gboolean orch_schema_create (const OrchSchema *self, OrchConnection *connection, GError **error);

/**
 * orch_schema_upgrade:
 * @path: where the database is: the copy kept before upgrading from version N is "<path>.before-N"
 *
 * Returns: %FALSE with DAMAGED (not ours), NEWER_DATABASE, DISK_FULL, FAILED; the database is then as it was after the last step that succeeded
 */
gboolean orch_schema_upgrade (const OrchSchema *self, OrchConnection *connection, const char *path, GError **error);

G_END_DECLS
