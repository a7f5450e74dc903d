/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Tokens of the look-alikes. See the header. Main thread.
 */
#include "orch-sandbox-emr-token.h"

#include "core/orch-clock.h"

void
orch_sandbox_emr_token_clear (OrchSandboxEmrToken *token)
{
  g_clear_pointer (&token->user, g_free);
  g_clear_pointer (&token->scope, g_free);
}

char *
orch_sandbox_emr_token_issue (OrchSandboxStore *store, const char *token, const char *server, const char *kind,
                              const char *user, const char *scope, gint64 lifetime_s)
{
  char *text = token == NULL ? g_uuid_string_random () : g_strdup (token);

  /* What nobody can use any more. */
  orch_sandbox_store_run (store, "DELETE FROM emr_token WHERE ended = 1 OR expires <= ?", "i", orch_clock_now_us ());
  orch_sandbox_store_run (store,
                          "INSERT INTO emr_token (token, server, kind, user, scope, expires) VALUES (?, ?, ?, ?, ?, ?)",
                          "ttttti", text, server, kind, user, scope,
                          orch_clock_now_us () + lifetime_s * G_USEC_PER_SEC);
  return text;
}

gboolean
orch_sandbox_emr_token_find (OrchSandboxStore *store, const char *text, const char *server, const char *kind,
                             OrchSandboxEmrToken *token)
{
  sqlite3_stmt *statement =
      orch_sandbox_store_query (store,
                                "SELECT user, scope FROM emr_token WHERE token = ? AND server = ?"
                                " AND kind = ? AND ended = 0 AND expires > ?",
                                "ttti", text == NULL ? "" : text, server, kind, orch_clock_now_us ());
  gboolean found = sqlite3_step (statement) == SQLITE_ROW;

  if (found)
    {
      orch_sandbox_emr_token_clear (token);
      token->user = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      token->scope = g_strdup ((const char *) sqlite3_column_text (statement, 1));
    }
  sqlite3_reset (statement);
  return found;
}

void
orch_sandbox_emr_token_spend (OrchSandboxStore *store, const char *text)
{
  orch_sandbox_store_run (store, "UPDATE emr_token SET ended = 1 WHERE token = ?", "t", text);
}

void
orch_sandbox_emr_token_end (OrchSandboxStore *store, const char *server, const char *kind, const char *user)
{
  orch_sandbox_store_run (store,
                          "UPDATE emr_token SET ended = 1 WHERE server = ?1 AND (?2 IS NULL OR kind = ?2)"
                          " AND (?3 IS NULL OR user = ?3)",
                          "ttt", server, kind, user);
}
