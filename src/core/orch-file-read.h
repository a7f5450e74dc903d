/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What was read last of the files exported from an EMR, as this workstation keeps it: a key file with a group for each kind, "name", "mark" (which state of the
 * file), "rows", "left-out", "read" (µs since 1970), "refused" and "accepted" (marks). Pure; any thread.
 */
#pragma once

#include <glib-object.h>

#include "orch-file-kind.h"

G_BEGIN_DECLS

/** OrchFileRead: what was read last of a file; strings (nullable) */
typedef struct
{
  char *name;
  gint64 read_us; /* 0 = never */
  guint rows;
  guint left_out; /* rows of which nothing could be read */
  char *refused;  /* a newer file that is so much shorter that a person has to confirm it */
} OrchFileRead;

/** orch_file_read_parse: @known: (nullable): such a text. @read: (out caller-allocates) */
void orch_file_read_parse (const char *known, OrchFileKind kind, OrchFileRead *read);
void orch_file_read_clear (OrchFileRead *read);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrchFileRead, orch_file_read_clear)

/** orch_file_read_accept: a person says that what was refused is right. Returns: (transfer full): the text to go on with */
char *orch_file_read_accept (const char *known);

G_END_DECLS
