/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A forgotten password. See the header.
 */
#include "orch-sandbox-portal-reset.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"
#include "orch-sandbox-mail.h"
#include "orch-sandbox-people.h"
#include "orch-sandbox-portal-account.h"
#include "orch-sandbox-portal-data.h"
#include "orch-sandbox-portal-join.h"

#define LIFE_US (30 * 60 * (gint64) G_USEC_PER_SEC)
/* Five wrong birth dates end it for a day: who has only the mailbox does not get to guess for long. */
#define LOCK_US (24 * 60 * 60 * (gint64) G_USEC_PER_SEC)
/* One e-mail in so long, however often it is asked for. */
#define PAUSE_US (5 * 60 * (gint64) G_USEC_PER_SEC)

static void
send_link (const OrchSandboxPortalVisit *visit, const char *account)
{
  g_autofree char *person_reference = NULL;
  g_autofree char *patient_reference = NULL;
  g_autoptr (JsonObject) person = NULL;
  g_autofree char *link = orch_sandbox_people_random ();
  g_autofree char *digest = orch_sandbox_people_hash (link);
  g_autofree char *about = g_strdup_printf ("reset:%s:%" G_GINT64_FORMAT, account, orch_clock_now_us () / PAUSE_US);
  g_autofree char *address =
      g_strdup_printf (ORCH_SANDBOX_PORTAL_MARK "/reset?lang=%s&t=%s", visit->french ? "fr" : "en", link);
  g_autofree char *text = NULL;

  orch_sandbox_portal_account_get (visit->store, account, &person_reference, &patient_reference);
  person = orch_sandbox_portal_load (visit->store, person_reference);
  text = g_strdup_printf (
      ORCH_SANDBOX_SAY (visit,
                        "Bonjour,\n\nPour choisir un autre mot de passe du portail patient : %s\n\nLe lien vaut trente "
                        "minutes. Si vous n’avez rien demandé, n’en tenez pas compte.\n\nCeci est un message de "
                        "formation.",
                        "Hello,\n\nTo choose another password of the patient portal: %s\n\nThe link is valid for "
                        "thirty minutes. If you did not ask for it, ignore it.\n\nThis is a training message."),
      address);
  if (orch_sandbox_portal_telecom (person, "email") == NULL ||
      !orch_sandbox_mail_add (visit->store,
                              &(OrchSandboxMail) { .to = orch_sandbox_portal_telecom (person, "email"),
                                                   .channel = "email",
                                                   .subject = ORCH_SANDBOX_SAY (visit, "Votre mot de passe du portail",
                                                                                "Your password of the portal"),
                                                   .text = text,
                                                   .link = address,
                                                   .about = about }))
    return;
  orch_sandbox_store_run (visit->store, "DELETE FROM portal_reset WHERE account = ?", "t", account);
  orch_sandbox_store_run (visit->store, "INSERT INTO portal_reset (link, account, expires) VALUES (?, ?, ?)", "tti",
                          digest, account, orch_clock_now_us () + LIFE_US);
}

OrchSandboxReply *
orch_sandbox_portal_reset_ask (OrchSandboxPortalVisit *visit)
{
  const char *title = ORCH_SANDBOX_SAY (visit, "Mot de passe oublié", "Forgotten password");
  g_auto (GStrv) accounts = NULL;
  OrchSandboxReply *reply;

  if (!visit->post)
    {
      reply = orch_sandbox_portal_begin_page (visit, 200, title, NULL);
      orch_sandbox_portal_append_form (reply->body, visit, "forgotten", FALSE);
      orch_sandbox_portal_append_field (reply->body, "who", "text",
                                        ORCH_SANDBOX_SAY (visit, "Courriel ou numéro d’assurance maladie",
                                                          "E-mail or health insurance number"),
                                        NULL, "username", NULL, FALSE);
      g_string_append_printf (reply->body, "<button type=\"submit\">%s</button></form>",
                              ORCH_SANDBOX_SAY (visit, "Recevoir un lien par courriel", "Get a link by e-mail"));
      return orch_sandbox_portal_end_page (visit, reply);
    }
  reply = orch_sandbox_portal_join_refuse_busy (visit);
  if (reply != NULL)
    return reply;
  accounts = orch_sandbox_portal_account_find (visit->store, orch_sandbox_portal_visit_field (visit, "who"));
  for (int i = 0; accounts[i] != NULL; i++)
    {
      g_autofree char *lock = g_strdup_printf ("reset:%s", accounts[i]);

      if (!orch_sandbox_portal_account_is_locked (visit->store, lock))
        send_link (visit, accounts[i]);
    }
  if (accounts[0] == NULL)
    orch_sandbox_portal_account_failed (visit->store);
  return orch_sandbox_portal_page (
      visit, 200, title,
      ORCH_SANDBOX_SAY (
          visit,
          "Si ces renseignements sont ceux d’un compte, un courriel vient de partir. Ouvrez son lien dans "
          "les trente minutes.",
          "If these are an account’s, an e-mail has just gone. Open its link within thirty minutes."));
}

static OrchSandboxReply *
choose_page (const OrchSandboxPortalVisit *visit, const char *link, const char *error, const char *const *unmet)
{
  OrchSandboxReply *reply = orch_sandbox_portal_begin_page (visit, error == NULL ? 200 : 422,
                                                            ORCH_SANDBOX_SAY (visit, "Choisir un autre mot de passe",
                                                                              "Choose another password"),
                                                            error);
  GString *out = reply->body;

  orch_sandbox_portal_append_form (out, visit, "reset", FALSE);
  g_string_append (out, "<input type=\"hidden\" name=\"t\" value=\"");
  orch_sandbox_portal_append (out, link);
  g_string_append (out, "\">");
  orch_sandbox_portal_append_field (out, "born", "date", ORCH_SANDBOX_SAY (visit, "Date de naissance", "Birth date"),
                                    orch_sandbox_portal_visit_field (visit, "born"), "bday", NULL, error != NULL);
  orch_sandbox_portal_join_append_rules (out, visit, unmet);
  orch_sandbox_portal_join_append_passwords (out, visit, error != NULL);
  g_string_append_printf (out, "<button type=\"submit\">%s</button></form>",
                          ORCH_SANDBOX_SAY (visit, "Garder ce mot de passe", "Keep this password"));
  return orch_sandbox_portal_end_page (visit, reply);
}

static char *
account_of (const OrchSandboxPortalVisit *visit, const char *link)
{
  g_autofree char *digest = orch_sandbox_people_hash (link);
  sqlite3_stmt *statement =
      orch_sandbox_store_query (visit->store, "SELECT account FROM portal_reset WHERE link = ? AND expires > ?", "ti",
                                digest, orch_clock_now_us ());
  char *account =
      sqlite3_step (statement) == SQLITE_ROW ? g_strdup ((const char *) sqlite3_column_text (statement, 0)) : NULL;

  sqlite3_reset (statement);
  return account;
}

OrchSandboxReply *
orch_sandbox_portal_reset_choose (OrchSandboxPortalVisit *visit)
{
  const char *link = g_hash_table_lookup (visit->post ? visit->form : visit->query, "t");
  g_autofree char *account = link == NULL ? NULL : account_of (visit, link);
  g_autofree char *lock = g_strdup_printf ("reset:%s", account);
  g_autofree char *person = NULL;
  g_autofree char *patient_reference = NULL;
  g_autoptr (JsonObject) patient = NULL;
  g_auto (GStrv) unmet = NULL;
  const char *problem;
  OrchSandboxReply *reply;

  if (account == NULL || !orch_sandbox_portal_account_get (visit->store, account, &person, &patient_reference))
    return orch_sandbox_portal_page (
        visit, 410, ORCH_SANDBOX_SAY (visit, "Lien échu", "This link has expired"),
        ORCH_SANDBOX_SAY (visit, "Ce lien ne vaut plus. Demandez-en un autre à la page de connexion.",
                          "This link is no longer valid. Ask for another one on the sign-in page."));
  if (!visit->post)
    return choose_page (visit, link, NULL, NULL);
  reply = orch_sandbox_portal_join_refuse_busy (visit);
  if (reply != NULL)
    return reply;
  patient = orch_sandbox_portal_load (visit->store, patient_reference);
  if (g_strcmp0 (orch_sandbox_json_string (patient, "birthDate"), orch_sandbox_portal_visit_field (visit, "born")) != 0)
    {
      orch_sandbox_portal_account_failed (visit->store);
      if (orch_sandbox_portal_account_note_failure (visit->store, lock, LOCK_US))
        orch_sandbox_store_run (visit->store, "DELETE FROM portal_reset WHERE account = ?", "t", account);
      return choose_page (visit, link,
                          ORCH_SANDBOX_SAY (visit, "Cette date de naissance n’est pas celle du compte.",
                                            "This birth date is not that of the account."),
                          NULL);
    }
  /* Known by the link and the date: from here on the page may know the patient. */
  g_free (visit->person);
  g_free (visit->patient);
  visit->person = g_steal_pointer (&person);
  visit->patient = g_steal_pointer (&patient_reference);
  problem = orch_sandbox_portal_join_check_passwords (visit, &unmet);
  if (problem != NULL)
    return choose_page (visit, link, problem, (const char *const *) unmet);
  orch_sandbox_portal_account_set_password (visit->store, account, orch_sandbox_portal_visit_field (visit, "password"));
  orch_sandbox_store_run (visit->store, "DELETE FROM portal_reset WHERE account = ?", "t", account);
  orch_sandbox_portal_account_open_session (visit, account, NULL);
  return orch_sandbox_portal_go (visit, "messages", NULL);
}
