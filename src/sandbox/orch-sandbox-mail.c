/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What would have been sent. See the header.
 */
#include "orch-sandbox-mail.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"

static char *
replace (const char *text, const char *mark, const char *with)
{
  g_auto (GStrv) parts = g_strsplit (text, mark, -1);

  return g_strjoinv (with, parts);
}

char *
orch_sandbox_mail_fill (const char *text, const char *hub_base)
{
  g_autofree char *escaped = g_uri_escape_string (hub_base, NULL, FALSE);
  g_autofree char *origin = g_strndup (hub_base, strlen (hub_base) - strlen ("/hub"));
  g_autofree char *portal = g_strconcat (origin, "/portal", NULL);
  g_autofree char *first = replace (text, ORCH_SANDBOX_HUB_MARK, escaped);

  return replace (first, ORCH_SANDBOX_PORTAL_MARK, portal);
}

gboolean
orch_sandbox_mail_add (OrchSandboxStore *store, const OrchSandboxMail *mail)
{
  return orch_sandbox_store_run (store,
                                 "INSERT OR IGNORE INTO mail (recipient, channel, subject, body, link, sent, about, "
                                 "held) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                                 "tttttiti", mail->to, mail->channel, mail->subject, mail->text, mail->link,
                                 orch_clock_now_us (), mail->about, (gint64) mail->held) > 0;
}

void
orch_sandbox_mail_release (OrchSandboxStore *store, const char *about)
{
  orch_sandbox_store_run (store, "UPDATE mail SET held = 0, sent = ? WHERE about = ? AND held = 1", "it",
                          orch_clock_now_us (), about);
}

void
orch_sandbox_mail_withdraw (OrchSandboxStore *store, const char *about)
{
  orch_sandbox_store_run (store, "DELETE FROM mail WHERE about = ? AND held = 1", "t", about);
}

void
orch_sandbox_mail_foreach (OrchSandboxStore *store, const char *hub_base, OrchSandboxMailFunc func, gpointer data)
{
  sqlite3_stmt *statement = orch_sandbox_store_query (
      store, "SELECT recipient, channel, subject, body, link, sent FROM mail WHERE held = 0 ORDER BY row DESC", "");

  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      const char *link = (const char *) sqlite3_column_text (statement, 4);
      g_autofree char *text = orch_sandbox_mail_fill ((const char *) sqlite3_column_text (statement, 3), hub_base);
      g_autofree char *whole_link = link == NULL ? NULL : orch_sandbox_mail_fill (link, hub_base);
      g_autofree char *sent = orch_clock_format_instant (sqlite3_column_int64 (statement, 5));
      OrchSandboxMail mail = { .to = (const char *) sqlite3_column_text (statement, 0),
                               .channel = (const char *) sqlite3_column_text (statement, 1),
                               .subject = (const char *) sqlite3_column_text (statement, 2),
                               .text = text,
                               .link = whole_link,
                               .sent = sent };

      func (&mail, data);
    }
  sqlite3_reset (statement);
}

static void
append_mail (const OrchSandboxMail *mail, gpointer data)
{
  GString *out = data;
  const char *const members[][2] = {
    { "to", mail->to }, { "channel", mail->channel }, { "subject", mail->subject }, { "text", mail->text }
  };

  g_string_append (out, g_str_has_suffix (out->str, "[") ? "{" : ",{");
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_string_append_printf (out, "%s\"%s\":", i > 0 ? "," : "", members[i][0]);
      orch_sandbox_json_append_string (out, members[i][1]);
    }
  g_string_append (out, ",\"links\":[");
  if (mail->link != NULL)
    orch_sandbox_json_append_string (out, mail->link);
  g_string_append_printf (out, "],\"sent\":\"%s\"}", mail->sent);
}

char *
orch_sandbox_mail_list (OrchSandboxStore *store, const char *hub_base)
{
  GString *out = g_string_new ("{\"mail\":[");

  orch_sandbox_mail_foreach (store, hub_base, append_mail, out);
  g_string_append (out, "]}");
  return g_string_free (out, FALSE);
}
