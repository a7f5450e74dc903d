/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Becoming somebody on the portal. See the header.
 */
#include "orch-sandbox-portal-join.h"

#include "core/orch-nam.h"
#include "core/orch-phone.h"

#include "orch-sandbox-invitation.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-portal-account.h"
#include "orch-sandbox-portal-data.h"

#define NAM "https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id"

OrchSandboxReply *
orch_sandbox_portal_join_refuse_busy (const OrchSandboxPortalVisit *visit)
{
  OrchSandboxReply *reply;

  if (!orch_sandbox_portal_account_is_busy (visit->store))
    return NULL;
  reply = orch_sandbox_portal_page (visit, 429, ORCH_SANDBOX_SAY (visit, "Trop d’essais", "Too many attempts"),
                                    ORCH_SANDBOX_SAY (visit,
                                                      "Il y a eu trop d’essais. Attendez une minute, puis recommencez.",
                                                      "There were too many attempts. Wait a minute, then try again."));

  orch_sandbox_reply_set_header (reply, "Retry-After", "60");
  return reply;
}

static OrchSandboxReply *
sign_in_page (const OrchSandboxPortalVisit *visit, int status, const char *error)
{
  OrchSandboxReply *reply =
      orch_sandbox_portal_begin_page (visit, status, ORCH_SANDBOX_SAY (visit, "Se connecter", "Sign in"), error);
  GString *out = reply->body;

  orch_sandbox_portal_append_form (out, visit, "sign-in", FALSE);
  orch_sandbox_portal_append_field (out, "who", "text",
                                    ORCH_SANDBOX_SAY (visit, "Courriel ou numéro d’assurance maladie",
                                                      "E-mail or health insurance number"),
                                    orch_sandbox_portal_visit_field (visit, "who"), "username", NULL, error != NULL);
  orch_sandbox_portal_append_field (out, "password", "password", ORCH_SANDBOX_SAY (visit, "Mot de passe", "Password"),
                                    NULL, "current-password", NULL, error != NULL);
  g_string_append_printf (
      out,
      "<button type=\"submit\">%s</button></form><h2>%s</h2><p><a href=\"/portal/invitation?lang=%s\">%s</a></p>"
      "<p><a href=\"/portal/forgotten?lang=%s\">%s</a></p>",
      ORCH_SANDBOX_SAY (visit, "Se connecter", "Sign in"),
      ORCH_SANDBOX_SAY (visit, "Vous n’avez pas encore de compte ?", "Do you have no account yet?"),
      visit->french ? "fr" : "en",
      ORCH_SANDBOX_SAY (visit, "Créer mon compte avec un code d’invitation",
                        "Create my account with an invitation code"),
      visit->french ? "fr" : "en", ORCH_SANDBOX_SAY (visit, "Mot de passe oublié", "Forgotten password"));
  return orch_sandbox_portal_end_page (visit, reply);
}

OrchSandboxReply *
orch_sandbox_portal_join_sign_in (OrchSandboxPortalVisit *visit)
{
  g_autofree char *account = NULL;
  OrchSandboxReply *reply;
  const char *why = g_hash_table_lookup (visit->query, "why");
  const char *disabled = ORCH_SANDBOX_SAY (visit, "Votre accès au portail a été désactivé. Appelez votre clinique.",
                                           "Your access to the portal was disabled. Call your clinic.");

  if (!visit->post && visit->account != NULL)
    return orch_sandbox_portal_go (visit, "messages", NULL);
  if (!visit->post)
    return sign_in_page (visit, 200, g_strcmp0 (why, "disabled") == 0 ? disabled : NULL);
  reply = orch_sandbox_portal_join_refuse_busy (visit);
  if (reply != NULL)
    return reply;
  switch (orch_sandbox_portal_account_sign_in (visit->store, orch_sandbox_portal_visit_field (visit, "who"),
                                               orch_sandbox_portal_visit_field (visit, "password"), &account))
    {
    case ORCH_SANDBOX_ACCOUNT_GOOD:
      orch_sandbox_portal_account_open_session (visit, account, NULL);
      return orch_sandbox_portal_go (visit, "messages", NULL);
    case ORCH_SANDBOX_ACCOUNT_DISABLED:
      return sign_in_page (visit, 403, disabled);
    case ORCH_SANDBOX_ACCOUNT_LOCKED:
      orch_sandbox_portal_account_failed (visit->store);
      return sign_in_page (visit, 403,
                           ORCH_SANDBOX_SAY (visit, "Trop d’essais : attendez cinq minutes avant de recommencer.",
                                             "Too many attempts: wait five minutes before you try again."));
    case ORCH_SANDBOX_ACCOUNT_WRONG:
    default:
      orch_sandbox_portal_account_failed (visit->store);
      return sign_in_page (visit, 403,
                           ORCH_SANDBOX_SAY (visit, "Ces renseignements ne correspondent à aucun compte. Vérifiez-les.",
                                             "These do not match any account. Check them."));
    }
}

OrchSandboxReply *
orch_sandbox_portal_join_sign_out (OrchSandboxPortalVisit *visit)
{
  orch_sandbox_portal_account_close_session (visit);
  g_clear_pointer (&visit->account, g_free);
  return orch_sandbox_portal_go (visit, "sign-in", NULL);
}

static OrchSandboxReply *
dead_page (const OrchSandboxPortalVisit *visit)
{
  return orch_sandbox_portal_page (
      visit, 410, ORCH_SANDBOX_SAY (visit, "Invitation terminée", "This invitation is over"),
      ORCH_SANDBOX_SAY (visit,
                        "Cette invitation ne vaut plus : elle a servi, elle est échue, elle a été remplacée, ou il y a "
                        "eu trop d’essais. Demandez-en une autre à votre clinique.",
                        "This invitation is no longer valid: it was used, it has expired, it was replaced, or there "
                        "were too many attempts. Ask your clinic for another one."));
}

static OrchSandboxReply *
code_page (const OrchSandboxPortalVisit *visit, int status, const char *link, const char *error)
{
  OrchSandboxReply *reply =
      orch_sandbox_portal_begin_page (visit, status, ORCH_SANDBOX_SAY (visit, "Créer mon compte", "Create my account"),
                                      error);
  GString *out = reply->body;

  g_string_append_printf (
      out, "<p>%s</p>",
      ORCH_SANDBOX_SAY (visit, "Entrez le code d’invitation que votre clinique vous a remis, dit ou envoyé par texto.",
                        "Enter the invitation code that your clinic gave you, told you, or sent by text message."));
  orch_sandbox_portal_append_form (out, visit, "invitation", FALSE);
  if (link != NULL)
    {
      g_string_append (out, "<input type=\"hidden\" name=\"t\" value=\"");
      orch_sandbox_portal_append (out, link);
      g_string_append (out, "\">");
    }
  else
    orch_sandbox_portal_append_field (out, "who", "text",
                                      ORCH_SANDBOX_SAY (visit, "Courriel ou numéro d’assurance maladie",
                                                        "E-mail or health insurance number"),
                                      orch_sandbox_portal_visit_field (visit, "who"), "username", NULL, error != NULL);
  orch_sandbox_portal_append_field (out, "code", "text",
                                    ORCH_SANDBOX_SAY (visit, "Code d’invitation", "Invitation code"), NULL,
                                    "one-time-code", "code-hint", error != NULL);
  g_string_append_printf (out, "<p class=\"hint\" id=\"code-hint\">%s</p><button type=\"submit\">%s</button></form>",
                          ORCH_SANDBOX_SAY (visit, "Une lettre et six chiffres, par exemple A-123456.",
                                            "One letter and six digits, such as A-123456."),
                          ORCH_SANDBOX_SAY (visit, "Continuer", "Continue"));
  return orch_sandbox_portal_end_page (visit, reply);
}

/* An attempt by somebody who says who they are: with an address that a family shares, the code says whose invitation is meant. */
static OrchSandboxInvitationCheck
try_who (OrchSandboxPortalVisit *visit, const char *code, char **task)
{
  const char *who = orch_sandbox_portal_visit_field (visit, "who");
  sqlite3_stmt *statement = orch_sandbox_store_query (visit->store, "SELECT task FROM invitation WHERE living = 1", "");
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_free);
  OrchSandboxInvitationCheck answer = ORCH_SANDBOX_INVITATION_WRONG;

  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (tasks, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  sqlite3_reset (statement);
  for (guint i = 0; i < tasks->len && answer != ORCH_SANDBOX_INVITATION_GOOD; i++)
    {
      const char *one = g_ptr_array_index (tasks, i);
      g_autofree char *patient = NULL;
      g_autofree char *person = NULL;

      if (!orch_sandbox_invitation_get (visit->store, one, &patient, &person, NULL) ||
          !orch_sandbox_portal_account_is (visit->store, person, patient, who))
        continue;
      answer = orch_sandbox_invitation_try (visit->store, one, code);
      if (answer == ORCH_SANDBOX_INVITATION_GOOD)
        *task = g_strdup (one);
    }
  return answer;
}

OrchSandboxReply *
orch_sandbox_portal_join_invitation (OrchSandboxPortalVisit *visit)
{
  const char *link = g_hash_table_lookup (visit->post ? visit->form : visit->query, "t");
  const char *code = orch_sandbox_portal_visit_field (visit, "code");
  g_autofree char *task = link == NULL ? NULL : orch_sandbox_invitation_by_link (visit->store, link);
  OrchSandboxInvitationCheck check;
  OrchSandboxReply *reply;

  if (link != NULL && (task == NULL || !orch_sandbox_invitation_get (visit->store, task, NULL, NULL, NULL)))
    return dead_page (visit);
  if (!visit->post)
    return code_page (visit, 200, link, NULL);
  reply = orch_sandbox_portal_join_refuse_busy (visit);
  if (reply != NULL)
    return reply;
  check = task != NULL ? orch_sandbox_invitation_try (visit->store, task, code) : try_who (visit, code, &task);
  switch (check)
    {
    case ORCH_SANDBOX_INVITATION_GOOD:
      orch_sandbox_portal_account_open_session (visit, NULL, task);
      return orch_sandbox_portal_go (visit, "information", NULL);
    case ORCH_SANDBOX_INVITATION_MALFORMED:
      return code_page (visit, 422, link,
                        ORCH_SANDBOX_SAY (visit, "Un code a une lettre et six chiffres, par exemple A-123456.",
                                          "A code has one letter and six digits, such as A-123456."));
    case ORCH_SANDBOX_INVITATION_DEAD:
      if (link != NULL)
        {
          orch_sandbox_portal_account_failed (visit->store);
          return dead_page (visit);
        }
      /* Who does not come by the link is told of nothing that would say that there was an invitation. */
      G_GNUC_FALLTHROUGH;
    case ORCH_SANDBOX_INVITATION_WRONG:
    default:
      orch_sandbox_portal_account_failed (visit->store);
      return code_page (
          visit, 422, link,
          ORCH_SANDBOX_SAY (visit,
                            "Ce code n’est pas le bon. Vérifiez-le ; après six essais, il faudra une autre invitation.",
                            "This code is not right. Check it; after six attempts another invitation is needed."));
    }
}

static void
append_row (GString *out, const char *term, const char *value)
{
  g_string_append_printf (out, "<div><dt>%s</dt><dd>", term);
  orch_sandbox_portal_append (out, value == NULL || *value == '\0' ? "—" : value);
  g_string_append (out, "</dd></div>");
}

static char *
address_of (JsonObject *patient)
{
  JsonObject *address = orch_sandbox_json_element (orch_sandbox_json_array (patient, "address"), 0);
  JsonArray *lines = orch_sandbox_json_array (address, "line");
  static const char *const rest[] = { "city", "state", "postalCode" };
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines != NULL && i < json_array_get_length (lines); i++)
    g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", json_array_get_string_element (lines, i));
  for (gsize i = 0; i < G_N_ELEMENTS (rest); i++)
    if (orch_sandbox_json_string (address, rest[i]) != NULL)
      g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", orch_sandbox_json_string (address, rest[i]));
  return g_string_free (out, FALSE);
}

OrchSandboxReply *
orch_sandbox_portal_join_information (OrchSandboxPortalVisit *visit)
{
  g_autoptr (JsonObject) patient = orch_sandbox_portal_load (visit->store, visit->patient);
  g_autoptr (JsonObject) person = orch_sandbox_portal_load (visit->store, visit->person);
  g_autofree char *name = orch_sandbox_portal_name (patient);
  g_autofree char *born = orch_sandbox_portal_day (visit, orch_sandbox_json_string (patient, "birthDate"));
  const char *nam = orch_sandbox_portal_identifier (patient, NAM);
  const char *phone = orch_sandbox_portal_telecom (person, "phone");
  const char *email = orch_sandbox_portal_telecom (person, "email");
  g_autofree char *shown_nam = nam == NULL ? NULL : orch_nam_format (nam);
  g_autofree char *shown_phone = NULL;
  g_autofree char *address = address_of (patient);
  OrchSandboxReply *reply;
  GString *out;

  if (visit->post)
    {
      orch_sandbox_portal_account_confirm (visit);
      return orch_sandbox_portal_go (visit, "password", NULL);
    }
  if (phone == NULL)
    phone = orch_sandbox_portal_telecom (patient, "phone");
  shown_phone = phone == NULL ? NULL : orch_phone_format (phone);
  reply =
      orch_sandbox_portal_begin_page (visit, 200,
                                      ORCH_SANDBOX_SAY (visit, "Vérifier mes renseignements", "Check my information"),
                                      NULL);
  out = reply->body;
  g_string_append_printf (out, "<p>%s</p><dl>",
                          ORCH_SANDBOX_SAY (visit, "Voici ce que votre clinique a inscrit. Est-ce exact ?",
                                            "This is what your clinic has recorded. Is it right?"));
  append_row (out, ORCH_SANDBOX_SAY (visit, "Nom", "Name"), name);
  append_row (out, ORCH_SANDBOX_SAY (visit, "Date de naissance", "Birth date"), born);
  append_row (out, ORCH_SANDBOX_SAY (visit, "Numéro d’assurance maladie", "Health insurance number"), shown_nam);
  append_row (out, ORCH_SANDBOX_SAY (visit, "Adresse", "Address"), address);
  append_row (out, ORCH_SANDBOX_SAY (visit, "Téléphone", "Telephone"), shown_phone);
  append_row (out, ORCH_SANDBOX_SAY (visit, "Courriel", "E-mail"), email);
  g_string_append (out, "</dl>");
  orch_sandbox_portal_append_form (out, visit, "information", FALSE);
  g_string_append_printf (
      out, "<button type=\"submit\">%s</button></form><h2>%s</h2><p>%s</p>",
      ORCH_SANDBOX_SAY (visit, "C’est exact, continuer", "It is right, continue"),
      ORCH_SANDBOX_SAY (visit, "Quelque chose n’est pas exact ?", "Is something wrong?"),
      ORCH_SANDBOX_SAY (visit,
                        "N’allez pas plus loin : votre clinique fera la correction, et vous pourrez revenir par le "
                        "même lien, avec le même code.",
                        "Do not go on: your clinic will correct it, and you can come back by the same link, with the "
                        "same code."));
  orch_sandbox_portal_append_clinic (out, visit);
  return orch_sandbox_portal_end_page (visit, reply);
}

void
orch_sandbox_portal_join_append_rules (GString *out, const OrchSandboxPortalVisit *visit, const char *const *unmet)
{
  const struct
  {
    const char *name;
    const char *text;
  } rules[] = {
    { "length", ORCH_SANDBOX_SAY (visit, "de 12 à 128 caractères ; une phrase de plusieurs mots convient bien",
                                  "12 to 128 characters; a phrase of several words does well") },
    { "own", ORCH_SANDBOX_SAY (visit, "sans votre nom ni votre courriel", "without your name or your e-mail") },
    { "common", ORCH_SANDBOX_SAY (visit, "sans un mot de passe courant, comme « motdepasse » ou « 123456 »",
                                  "without a common password, such as “password” or “123456”") },
  };
  g_auto (GStrv) words = orch_sandbox_portal_account_words (visit);
  g_autofree char *joined = g_strjoinv (" ", words);

  g_string_append_printf (out, "<p id=\"rules-title\">%s</p><ul id=\"rules\" data-words=\"",
                          ORCH_SANDBOX_SAY (visit, "Le mot de passe a :", "The password has:"));
  orch_sandbox_portal_append (out, joined);
  g_string_append_printf (out, "\" data-met=\"%s\" data-unmet=\"%s\">",
                          ORCH_SANDBOX_SAY (visit, " — respecté", " — met"),
                          ORCH_SANDBOX_SAY (visit, " — à corriger", " — to be mended"));
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      gboolean wrong = unmet != NULL && g_strv_contains (unmet, rules[i].name);

      g_string_append_printf (out, "<li data-rule=\"%s\"%s>%s<span class=\"state\">%s</span></li>", rules[i].name,
                              wrong ? " class=\"unmet\"" : "", rules[i].text,
                              wrong ? ORCH_SANDBOX_SAY (visit, " — à corriger", " — to be mended") : "");
    }
  g_string_append (out, "</ul>");
}

void
orch_sandbox_portal_join_append_passwords (GString *out, const OrchSandboxPortalVisit *visit, gboolean wrong)
{
  orch_sandbox_portal_append_field (out, "password", "password",
                                    ORCH_SANDBOX_SAY (visit, "Nouveau mot de passe", "New password"), NULL,
                                    "new-password", "rules-title rules", wrong);
  orch_sandbox_portal_append_field (out, "again", "password", ORCH_SANDBOX_SAY (visit, "Encore une fois", "Once more"),
                                    NULL, "new-password", "again-state", wrong);
  g_string_append_printf (out, "<p class=\"hint\" id=\"again-state\" role=\"status\" data-different=\"%s\"></p>",
                          ORCH_SANDBOX_SAY (visit, "Les deux ne sont pas encore pareils.", "The two differ as yet."));
}

const char *
orch_sandbox_portal_join_check_passwords (const OrchSandboxPortalVisit *visit, GStrv *unmet)
{
  const char *password = orch_sandbox_portal_visit_field (visit, "password");

  *unmet = orch_sandbox_portal_account_unmet (visit, password);
  if ((*unmet)[0] != NULL)
    return ORCH_SANDBOX_SAY (visit, "Ce mot de passe ne suit pas toutes les règles.",
                             "This password does not follow all the rules.");
  if (!g_str_equal (password, orch_sandbox_portal_visit_field (visit, "again")))
    return ORCH_SANDBOX_SAY (visit, "Les deux mots de passe ne sont pas les mêmes.",
                             "The two passwords are not the same.");
  return NULL;
}

static OrchSandboxReply *
password_page (const OrchSandboxPortalVisit *visit, const char *error, const char *const *unmet)
{
  OrchSandboxReply *reply =
      orch_sandbox_portal_begin_page (visit, error == NULL ? 200 : 422,
                                      ORCH_SANDBOX_SAY (visit, "Choisir un mot de passe", "Choose a password"), error);
  GString *out = reply->body;

  orch_sandbox_portal_join_append_rules (out, visit, unmet);
  orch_sandbox_portal_append_form (out, visit, "password", FALSE);
  orch_sandbox_portal_join_append_passwords (out, visit, error != NULL);
  g_string_append_printf (out, "<button type=\"submit\">%s</button></form>",
                          ORCH_SANDBOX_SAY (visit, "Créer mon compte", "Create my account"));
  return orch_sandbox_portal_end_page (visit, reply);
}

OrchSandboxReply *
orch_sandbox_portal_join_password (OrchSandboxPortalVisit *visit)
{
  g_auto (GStrv) unmet = NULL;
  g_autofree char *account = NULL;
  const char *problem;

  if (!visit->checked)
    return orch_sandbox_portal_go (visit, "information", NULL);
  if (!visit->post)
    return password_page (visit, NULL, NULL);
  problem = orch_sandbox_portal_join_check_passwords (visit, &unmet);
  if (problem != NULL)
    return password_page (visit, problem, (const char *const *) unmet);
  account = orch_sandbox_portal_account_make (visit, orch_sandbox_portal_visit_field (visit, "password"));
  orch_sandbox_portal_account_open_session (visit, account, NULL);
  return orch_sandbox_portal_go (visit, "messages", "&new=1");
}
