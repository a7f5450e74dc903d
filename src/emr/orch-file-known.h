/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) What was read of the files of an EMR, so that a file that is far shorter than the one before is not believed by itself; as text: see
 * core/orch-file-read.h. Main thread.
 */
#pragma once

#include "orch-emr-file.h"

G_BEGIN_DECLS

/** orch_file_known_parse: @text: (nullable). Returns: (transfer full) */
GKeyFile *orch_file_known_parse (const char *text);
/** orch_file_known_is: whether the file of that mark is the one that was read last */
gboolean orch_file_known_is (GKeyFile *known, OrchFileKind kind, const char *mark);
/** orch_file_known_take: notes what was read. Returns: %FALSE with FEWER when a person has to confirm it first */
gboolean orch_file_known_take (GKeyFile *known, OrchFileKind kind, const char *name, const char *mark,
                               OrchFileContent *content, GError **error);

G_END_DECLS
