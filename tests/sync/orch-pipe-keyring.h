/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A keyring that another process keeps, as the desktop's does: secrets outlive whoever stored them, even one that was killed, and
 * never touch the disk. The client speaks over a pair of descriptors and blocks; for tests.
 *
 * One line a request: "store|lookup|clear KIND SCOPE NAME [base64]", answered by "yes base64", "yes" or "no".
 */
#pragma once

#include "secrets/orch-keyring.h"

G_BEGIN_DECLS

#define ORCH_TYPE_PIPE_KEYRING (orch_pipe_keyring_get_type ())
G_DECLARE_FINAL_TYPE (OrchPipeKeyring, orch_pipe_keyring, ORCH, PIPE_KEYRING, OrchKeyring)

/** orch_pipe_keyring_new: asks on @out, reads answers from @in */
OrchKeyring *orch_pipe_keyring_new (int in, int out);

/** orch_pipe_keyring_answer: the other side: @secrets: (element-type utf8 utf8). Returns: (transfer full): the answer to @line, with its end of line */
char *orch_pipe_keyring_answer (GHashTable *secrets, const char *line);

/**
 * orch_pipe_keyring_serve: runs @argv, whose standard input and output ask for its keyring, and answers until it ends; one that ends badly ends the test.
 *
 * Returns: whether it was killed by kill -9
 */
gboolean orch_pipe_keyring_serve (GHashTable *secrets, const char *const *argv);

G_END_DECLS
