/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The HTML pages. They belong to the hub, not to the app: their two languages are here, not in the app's catalogue. Main thread.
 */
#include "orch-sandbox-pages.h"

#include "orch-sandbox-mail.h"

static const struct
{
  const char *code;
  const char *french;
  const char *english;
} errors[] = {
  { "invalid_credentials", "Le nom d’utilisateur ou le mot de passe n’est pas le bon.",
    "The user name or the password is not right." },
  { "locked_out", "Trop d’essais : le compte est bloqué pendant cinq minutes.",
    "Too many attempts: the account is locked for five minutes." },
  { "weak_password", "Ce mot de passe ne suit pas toutes les règles.", "This password does not follow all the rules." },
  { "different_passwords", "Les deux mots de passe ne sont pas les mêmes.", "The two passwords are not the same." },
  { "used_code", "Ce lien d’activation a déjà servi. Connectez-vous avec votre mot de passe.",
    "This activation link was already used. Sign in with your password." },
  { "expired_code", "Ce lien d’activation n’est plus valide. Demandez-en un nouveau.",
    "This activation link has expired. Ask for a new one." },
  { "unknown_code", "Ce lien d’activation est inconnu.", "This activation link is unknown." },
  { "invalid_request", "Il manque quelque chose à la demande.", "Something is missing from the request." },
};

static const struct
{
  const char *rule;
  const char *french;
  const char *english;
} rules[] = {
  { "min_length", "au moins 12 caractères", "at least 12 characters" },
  { "max_length", "au plus 128 caractères", "at most 128 characters" },
  { "min_classes", "trois sortes parmi : minuscules, majuscules, chiffres, autres signes",
    "three kinds out of: lower case, upper case, digits, other signs" },
  { "forbidden", "ni votre nom, ni votre nom d’utilisateur, ni un mot de passe courant",
    "neither your name, nor your user name, nor a common password" },
};

static const char style[] =
    "body{font:1.1rem/1.5 sans-serif;margin:0;color:#1d1d20;background:#fafafb}"
    "main{max-width:34rem;margin:0 auto;padding:1.5rem}"
    "p.training{background:#f8e45c;color:#1d1d20;margin:0;padding:.5rem 1.5rem;text-align:center}"
    "label{display:block;font-weight:bold;margin-top:1rem}"
    "input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #5e5c64;border-radius:.4rem}"
    "button{font:inherit;margin-top:1.5rem;padding:.6rem "
    "1.6rem;border:0;border-radius:.5rem;background:#1c71d8;color:#fff}"
    "input:focus,button:focus,a:focus{outline:3px solid #1a5fb4;outline-offset:2px}"
    ".error{border-left:.4rem solid #c01c28;padding:.5rem 1rem;background:#fff}"
    "li.unmet{font-weight:bold;color:#a51d2d}article{border-top:1px solid #9a9996;padding:1rem 0}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}"
    "@media(prefers-color-scheme:dark){body{background:#222226;color:#fff}.error{background:#36363a}"
    "input{background:#36363a;color:#fff}li.unmet{color:#f66151}a{color:#99c1f1}}";

static void
append_escaped (GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

static OrchSandboxReply *
begin (int status, gboolean french, const char *title)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (status);

  reply->content_type = g_strdup ("text/html; charset=utf-8");
  orch_sandbox_reply_set_header (reply, "Content-Security-Policy",
                                 "default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1:*; "
                                 "base-uri 'none'; frame-ancestors 'none'");
  orch_sandbox_reply_set_header (reply, "Referrer-Policy", "no-referrer");
  orch_sandbox_reply_set_header (reply, "X-Frame-Options", "DENY");
  orch_sandbox_reply_set_header (reply, "Cache-Control", "no-store");
  g_string_append_printf (reply->body,
                          "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
                          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                          "<link rel=\"stylesheet\" href=\"/style.css\"><title>",
                          french ? "fr-CA" : "en-CA");
  append_escaped (reply->body, title);
  g_string_append_printf (reply->body, "</title></head><body><p class=\"training\" role=\"note\">%s</p><main><h1>",
                          french ? "Données de formation : rien n’est réel." : "Training data: nothing is real.");
  append_escaped (reply->body, title);
  g_string_append (reply->body, "</h1>");
  return reply;
}

static OrchSandboxReply *
end (OrchSandboxReply *reply)
{
  g_string_append (reply->body, "</main></body></html>\n");
  return reply;
}

static void
append_rules (GString *out, const OrchSandboxPage *page)
{
  g_string_append_printf (out, "<p id=\"rules\">%s</p><ul>",
                          page->french ? "Le mot de passe a :" : "The password has:");
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      gboolean unmet = page->unmet != NULL && g_strv_contains (page->unmet, rules[i].rule);

      g_string_append_printf (out, "<li%s>%s%s</li>", unmet ? " class=\"unmet\"" : "",
                              page->french ? rules[i].french : rules[i].english,
                              !unmet         ? ""
                              : page->french ? " — à corriger"
                                             : " — to be mended");
    }
  g_string_append (out, "</ul>");
}

static void
append_field (GString *out, const char *name, const char *type, const char *label, const char *value,
              const char *complete, gboolean described)
{
  g_string_append_printf (
      out, "<label for=\"%s\">%s</label><input id=\"%s\" name=\"%s\" type=\"%s\" autocomplete=\"%s\" required%s", name,
      label, name, name, type, complete, described ? " aria-describedby=\"rules\"" : "");
  if (value != NULL)
    {
      g_string_append (out, " value=\"");
      append_escaped (out, value);
      g_string_append (out, "\" readonly");
    }
  g_string_append_c (out, '>');
}

/* The request goes along in hidden fields: the page needs neither script nor cookie. */
static void
append_hidden (GString *out, GHashTable *params)
{
  static const char *const names[] = {
    "response_type", "client_id",      "redirect_uri",          "scope",          "aud", "state",
    "nonce",         "code_challenge", "code_challenge_method", "activation_code"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = g_hash_table_lookup (params, names[i]);

      if (value == NULL)
        continue;
      g_string_append_printf (out, "<input type=\"hidden\" name=\"%s\" value=\"", names[i]);
      append_escaped (out, value);
      g_string_append (out, "\">");
    }
}

const char *
orch_sandbox_pages_error_text (const char *error, gboolean french)
{
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    if (g_str_equal (errors[i].code, error))
      return french ? errors[i].french : errors[i].english;
  return error;
}

OrchSandboxReply *
orch_sandbox_pages_sign_in (int status, const OrchSandboxPage *page)
{
  gboolean french = page->french;
  const char *title = page->activating ? (french ? "Choisir un mot de passe" : "Choose a password")
                                       : (french ? "Se connecter" : "Sign in");
  OrchSandboxReply *reply = begin (status, french, title);
  GString *out = reply->body;

  if (page->error != NULL)
    {
      g_string_append (out, "<p class=\"error\" role=\"alert\">");
      append_escaped (out, orch_sandbox_pages_error_text (page->error, french));
      g_string_append (out, "</p>");
    }
  if (page->dead)
    return end (reply);
  if (page->activating)
    append_rules (out, page);
  g_string_append_printf (out, "<form method=\"post\" action=\"/hub/oauth/%s?lang=%s\">",
                          page->activating ? "activate" : "authorize", french ? "fr" : "en");
  append_hidden (out, page->params);
  append_field (out, "username", "text", french ? "Nom d’utilisateur" : "User name",
                page->activating ? page->username : NULL, "username", FALSE);
  if (page->activating)
    {
      append_field (out, "new_password", "password", french ? "Nouveau mot de passe" : "New password", NULL,
                    "new-password", TRUE);
      append_field (out, "new_password_again", "password", french ? "Encore une fois" : "Once more", NULL,
                    "new-password", FALSE);
    }
  else
    append_field (out, "password", "password", french ? "Mot de passe" : "Password", NULL, "current-password", FALSE);
  g_string_append_printf (out, "<button type=\"submit\">%s</button></form>",
                          page->activating ? (french ? "Choisir ce mot de passe" : "Choose this password")
                                           : (french ? "Se connecter" : "Sign in"));
  return end (reply);
}

OrchSandboxReply *
orch_sandbox_pages_message (int status, gboolean french, const char *title, const char *text)
{
  OrchSandboxReply *reply = begin (status, french, title);

  g_string_append (reply->body, "<p class=\"error\" role=\"alert\">");
  append_escaped (reply->body, text);
  g_string_append (reply->body, "</p>");
  return end (reply);
}

typedef struct
{
  GString *out;
  gboolean french;
  guint n;
} Outbox;

static void
append_mail (const OrchSandboxMail *mail, gpointer data)
{
  Outbox *outbox = data;
  GString *out = outbox->out;

  outbox->n++;
  g_string_append (out, "<article><h2>");
  append_escaped (out, mail->subject);
  g_string_append (out, "</h2><p>");
  append_escaped (out, mail->to);
  g_string_append_printf (out, " · <time datetime=\"%s\">%s</time></p><pre>", mail->sent, mail->sent);
  append_escaped (out, mail->text);
  g_string_append (out, "</pre>");
  if (mail->link != NULL)
    {
      g_string_append (out, "<p><a href=\"");
      append_escaped (out, mail->link);
      g_string_append_printf (out, "\">%s</a></p>", outbox->french ? "Ouvrir le lien" : "Open the link");
    }
  g_string_append (out, "</article>");
}

OrchSandboxReply *
orch_sandbox_pages_outbox (OrchSandboxStore *store, const char *hub_base, gboolean french)
{
  OrchSandboxReply *reply =
      begin (200, french, french ? "Messages qui auraient été envoyés" : "Messages that would have been sent");
  Outbox outbox = { reply->body, french, 0 };

  orch_sandbox_mail_foreach (store, hub_base, append_mail, &outbox);
  if (outbox.n == 0)
    g_string_append_printf (reply->body, "<p>%s</p>", french ? "Aucun message." : "No message.");
  return end (reply);
}

OrchSandboxReply *
orch_sandbox_pages_style (void)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (200);

  reply->content_type = g_strdup ("text/css; charset=utf-8");
  g_string_append (reply->body, style);
  return reply;
}
