/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The pages of OSCAR's look-alikes. See the header. Main thread.
 */
#include "orch-sandbox-oscar-page.h"

static OrchSandboxReply *
begin (int status, const char *title)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (status);

  reply->content_type = g_strdup ("text/html;charset=utf-8");
  orch_sandbox_reply_set_header (reply, "Content-Security-Policy",
                                 "default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1:* "
                                 "http://localhost:*; base-uri 'none'; frame-ancestors 'none'");
  orch_sandbox_reply_set_header (reply, "Cache-Control", "no-store");
  g_string_append_printf (reply->body,
                          "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s</title>"
                          "<link rel=\"stylesheet\" href=\"/style.css\"></head><body>",
                          title);
  return reply;
}

OrchSandboxReply *
orch_sandbox_oscar_page_login (const char *root, const char *server, const char *token, gboolean wrong)
{
  OrchSandboxReply *reply = begin (200, "OSCAR: third party login");
  g_autofree char *escaped = g_markup_escape_text (token, -1);

  g_string_append_printf (
      reply->body,
      "<p class=\"training\" role=\"note\">Training data: nothing is real.</p><main><h1>%s</h1>%s"
      "<p>An application asks for access to your OSCAR account.</p>"
      "<form method=\"post\" action=\"%s/ws/oauth/authorize\"><input type=\"hidden\" name=\"oauth_token\" value=\"%s\">"
      "<label for=\"username\">User Name</label><input id=\"username\" name=\"username\" autocomplete=\"username\" "
      "required>"
      "<label for=\"password\">Password</label><input id=\"password\" name=\"password\" type=\"password\" "
      "autocomplete=\"current-password\" required>"
      "<label for=\"pin\">PIN</label><input id=\"pin\" name=\"pin\" type=\"password\" autocomplete=\"off\" required>"
      "<button type=\"submit\" name=\"oauthDecision\" value=\"allow\">Allow</button> "
      "<button type=\"submit\" name=\"oauthDecision\" value=\"deny\" "
      "formnovalidate>Deny</button></form></main></body></html>\n",
      server,
      wrong ? "<p class=\"error\" role=\"alert\">You have entered an invalid username, password or PIN.</p>" : "", root,
      escaped);
  return reply;
}

OrchSandboxReply *
orch_sandbox_oscar_page_home (const char *server)
{
  OrchSandboxReply *reply = begin (200, "OSCAR");

  g_string_append_printf (
      reply->body,
      "<p class=\"training\" role=\"note\">Training data: nothing is real.</p><main><h1>%s</h1>"
      "<p>Nobody signs in here: only the REST services of this OSCAR are played.</p></main></body></html>\n",
      server);
  return reply;
}

OrchSandboxReply *
orch_sandbox_oscar_page_not_found (const char *path)
{
  OrchSandboxReply *reply = begin (404, "HTTP Status 404 – Not Found");
  g_autofree char *escaped = g_markup_escape_text (path, -1);

  g_string_append_printf (
      reply->body,
      "<h1>HTTP Status 404 – Not Found</h1><hr><p><b>Type</b> Status Report</p>"
      "<p><b>Message</b> The requested resource [%s] is not available</p>"
      "<p><b>Description</b> The origin server did not find a current representation for the target "
      "resource or is not willing to disclose that one exists.</p><hr><h3>Apache Tomcat</h3></body></html>\n",
      escaped);
  return reply;
}
