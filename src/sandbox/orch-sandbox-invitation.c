/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Invitations to the portal. See the header.
 */
#include "orch-sandbox-invitation.h"

#include "core/orch-clock.h"
#include "core/orch-phone.h"

#include "orch-sandbox-json.h"
#include "orch-sandbox-mail.h"
#include "orch-sandbox-people.h"
#include "orch-sandbox-portal-data.h"

#include <sodium.h>

#define DAY_US (24 * 60 * 60 * (gint64) G_USEC_PER_SEC)
#define DAYS 5
#define DAYS_MOST 30
#define AGE_LIMIT 14
#define STATE_SYSTEM ORCH_SANDBOX_BASE "/CodeSystem/invitation-state"

typedef struct
{
  const char *channel;
  const char *language;
  const char *phone; /* nullable */
} Wish;

/* Area codes of numbers that are called for free, or dearly: no mobile has them. */
static const char *const no_mobile[] = { "800", "833", "844", "855", "866", "877", "888", "900", NULL };

static OrchSandboxReply *
refuse (const char *reason, const char *text)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (422);

  reply->content_type = g_strdup ("application/fhir+json; charset=utf-8");
  g_string_append_printf (
      reply->body,
      "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"business-rule\","
      "\"details\":{\"coding\":[{\"system\":\"" ORCH_SANDBOX_BASE
      "/CodeSystem/invitation-refusal\",\"code\":\"%s\"}],\"text\":\"%s\"}}]}",
      reason, text);
  return reply;
}

/* Returns: (nullable): why the parameters are not understood */
static const char *
read_wish (JsonObject *parameters, Wish *wish)
{
  JsonArray *array = orch_sandbox_json_array (parameters, "parameter");
  static const char *const channels[] = { "in-person", "oral", "sms", NULL };
  static const char *const languages[] = { "fr", "en", "es", "ar", NULL };

  if (g_strcmp0 (orch_sandbox_json_string (parameters, "resourceType"), "Parameters") != 0)
    return "Parameters are expected in the body.";
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *one = orch_sandbox_json_element (array, i);
      const char *name = orch_sandbox_json_string (one, "name");

      if (g_strcmp0 (name, "channel") == 0)
        wish->channel = orch_sandbox_json_string (one, "valueCode");
      else if (g_strcmp0 (name, "language") == 0)
        wish->language = orch_sandbox_json_string (one, "valueCode");
      else if (g_strcmp0 (name, "phone") == 0)
        wish->phone = orch_sandbox_json_string (one, "valueString");
      else
        return "There are no parameters but channel, language and phone.";
    }
  if (wish->channel == NULL || !g_strv_contains (channels, wish->channel))
    return "channel is a valueCode: in-person, oral or sms.";
  if (wish->language == NULL || !g_strv_contains (languages, wish->language))
    return "language is a valueCode: fr, en, es or ar.";
  return NULL;
}

static gboolean
is_mobile (const char *phone)
{
  g_autofree char *number = phone == NULL ? NULL : orch_phone_normalize (phone);
  g_autofree char *area = number == NULL ? NULL : g_strndup (number + 2, 3);

  return area != NULL && !g_strv_contains (no_mobile, area);
}

static gboolean
is_validated (JsonObject *person, const char *patient)
{
  JsonArray *links = orch_sandbox_json_array (person, "link");

  for (guint i = 0; links != NULL && i < json_array_get_length (links); i++)
    {
      JsonObject *link = orch_sandbox_json_element (links, i);
      g_autofree char *target = orch_sandbox_portal_target (orch_sandbox_json_object (link, "target"));
      const char *assurance = orch_sandbox_json_string (link, "assurance");

      if (g_strcmp0 (target, patient) == 0 &&
          (g_strcmp0 (assurance, "level3") == 0 || g_strcmp0 (assurance, "level4") == 0))
        return TRUE;
    }
  return FALSE;
}

/* In the order of the badges (product.md, section 4). Returns: (nullable) */
static OrchSandboxReply *
refuse_patient (OrchSandboxStore *store, JsonObject *patient, JsonObject *person, const char *reference)
{
  int limit = orch_sandbox_portal_setting (store, "age-limit", AGE_LIMIT, 0, 120);
  int years = orch_sandbox_portal_years (orch_sandbox_json_string (patient, "birthDate"));

  if (years >= 0 && years <= limit)
    return refuse ("under-age", "The patient is not old enough for an account.");
  if (person != NULL && !orch_sandbox_json_boolean (person, "active", TRUE))
    return refuse ("disabled", "The patient’s account is disabled.");
  if (years < 0 || person == NULL || !is_validated (person, reference))
    return refuse ("not-validated", "The clinic has not validated the patient’s identity.");
  if (orch_sandbox_portal_identifier (person, ORCH_SANDBOX_BASE "/identifier/portal-account") != NULL)
    return refuse ("already-active", "The patient has an account already.");
  return NULL;
}

static void
say (OrchSandboxStore *store, const char *id, const char *status, const char *state)
{
  g_autofree char *reference = g_strdup_printf ("Task/%s", id);
  g_autoptr (JsonObject) task = orch_sandbox_portal_load (store, reference);

  if (task == NULL)
    return;
  json_object_set_string_member (task, "status", status);
  orch_sandbox_portal_set_code (task, "businessStatus", STATE_SYSTEM, state);
  orch_sandbox_portal_put (store, task);
}

void
orch_sandbox_invitation_end (OrchSandboxStore *store, const char *task, const char *status, const char *state)
{
  g_autofree char *about = g_strdup_printf ("sms:%s", task);

  orch_sandbox_store_run (store, "UPDATE invitation SET living = 0 WHERE task = ?", "t", task);
  orch_sandbox_store_run (store, "DELETE FROM portal_session WHERE task = ? AND account IS NULL", "t", task);
  orch_sandbox_mail_withdraw (store, about);
  if (status != NULL)
    say (store, task, status, state);
}

static GStrv
living_where (OrchSandboxStore *store, const char *condition, const char *format, const char *text, gint64 number)
{
  g_autofree char *sql = g_strdup_printf ("SELECT task FROM invitation WHERE living = 1 AND %s", condition);
  sqlite3_stmt *statement = *format == 't' ? orch_sandbox_store_query (store, sql, "t", text)
                                           : orch_sandbox_store_query (store, sql, "i", number);
  GStrvBuilder *builder = g_strv_builder_new ();
  GStrv found;

  while (sqlite3_step (statement) == SQLITE_ROW)
    g_strv_builder_add (builder, (const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  found = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return found;
}

void
orch_sandbox_invitation_expire (OrchSandboxStore *store)
{
  g_auto (GStrv) found = living_where (store, "expires <= ?", "i", NULL, orch_clock_now_us ());

  for (int i = 0; found[i] != NULL; i++)
    orch_sandbox_invitation_end (store, found[i], "cancelled", "expired");
}

/* A code that no living invitation of this hub has. */
static char *
draw (OrchSandboxStore *store, char **digest)
{
  for (;;)
    {
      g_autofree char *code =
          g_strdup_printf ("%c-%06u", 'A' + (char) randombytes_uniform (26), randombytes_uniform (1000000));
      g_autofree char *one = orch_sandbox_portal_digest (store, "invitation", code);
      g_auto (GStrv) same = living_where (store, "code = ?", "t", one, 0);

      if (same[0] == NULL)
        {
          *digest = g_steal_pointer (&one);
          return g_steal_pointer (&code);
        }
    }
}

static void
send_mail (OrchSandboxStore *store, const char *email, const char *language, const char *link, const char *task)
{
  gboolean english = g_str_equal (language, "en");
  g_autofree char *about = g_strdup_printf ("invitation:%s", task);
  g_autofree char *address =
      g_strdup_printf (ORCH_SANDBOX_PORTAL_MARK "/invitation?lang=%s&t=%s", english ? "en" : "fr", link);
  g_autofree char *text =
      english ? g_strdup_printf ("Hello,\n\nYou are invited to create your account on the patient portal: %s\n\nYou "
                                 "will need the invitation code that you were given in person, by telephone or by text "
                                 "message: one letter and six digits.\n\nThis is a training message.",
                                 address)
              : g_strdup_printf ("Bonjour,\n\nVous êtes invité à créer votre compte sur le portail patient : %s\n\nIl "
                                 "vous faudra le code d’invitation qui vous a été remis en personne, de vive voix ou "
                                 "par texto : une lettre et six chiffres.\n\nCeci est un message de formation.",
                                 address);

  orch_sandbox_mail_add (store, &(OrchSandboxMail) { .to = email,
                                                     .channel = "email",
                                                     .subject = english ? "Your invitation to the patient portal"
                                                                        : "Votre invitation au portail patient",
                                                     .text = text,
                                                     .link = address,
                                                     .about = about });
}

static void
send_sms (OrchSandboxStore *store, const Wish *wish, const char *code, const char *task, gboolean held)
{
  static const char *const texts[][2] = {
    { "fr", "Portail patient : votre code d’invitation est %s. Ouvrez le lien reçu par courriel." },
    { "en", "Patient portal: your invitation code is %s. Open the link in your e-mail." },
    { "es", "Portal del paciente: su código de invitación es %s. Abra el enlace de su correo." },
    /* The code between isolates: its letter and digits stay in their order. */
    { "ar", "بوابة المريض: رمز الدعوة الخاص بك هو \342\201\246%s\342\201\251. افتح الرابط في بريدك الإلكتروني." },
  };
  g_autofree char *number = orch_phone_normalize (wish->phone);
  g_autofree char *about = g_strdup_printf ("sms:%s", task);
  const char *pattern = texts[0][1];
  g_auto (GStrv) halves = NULL;
  g_autofree char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i][0], wish->language))
      pattern = texts[i][1];
  halves = g_strsplit (pattern, "%s", 2);
  text = g_strjoinv (code, halves);
  orch_sandbox_mail_add (
      store, &(OrchSandboxMail) {
                 .to = number, .channel = "sms", .subject = "SMS", .text = text, .about = about, .held = held });
}

static void
add_input (JsonArray *inputs, const char *name, const char *value)
{
  JsonObject *input = json_object_new ();
  JsonObject *type = json_object_new ();

  json_object_set_string_member (type, "text", name);
  json_object_set_object_member (input, "type", type);
  json_object_set_string_member (input, "valueString", value);
  json_array_add_object_element (inputs, input);
}

static JsonObject *
make_task (OrchSandboxStore *store, const char *id, const char *patient, const char *requester, const Wish *wish,
           gint64 expires, const char *status, const char *state)
{
  JsonObject *task = json_object_new ();
  JsonObject *restriction = json_object_new ();
  JsonObject *period = json_object_new ();
  JsonArray *inputs = json_array_new ();
  g_autofree char *now = orch_clock_format_instant (orch_clock_now_us ());
  g_autofree char *end = orch_clock_format_instant (expires);
  g_autofree char *ours = g_strdup_printf ("urn:uuid:%s", id);

  json_object_set_string_member (task, "resourceType", "Task");
  json_object_set_string_member (task, "id", id);
  orch_sandbox_portal_add_identifier (task, ORCH_SANDBOX_URN, ours);
  json_object_set_string_member (task, "status", status);
  orch_sandbox_portal_set_code (task, "businessStatus", STATE_SYSTEM, state);
  json_object_set_string_member (task, "intent", "order");
  orch_sandbox_portal_set_code (task, "code", ORCH_SANDBOX_BASE "/CodeSystem/task", "portal-invitation");
  json_object_set_object_member (task, "for", orch_sandbox_portal_reference (store, patient));
  json_object_set_string_member (task, "authoredOn", now);
  json_object_set_object_member (task, "requester", orch_sandbox_portal_reference (store, requester));
  json_object_set_string_member (period, "end", end);
  json_object_set_object_member (restriction, "period", period);
  json_object_set_object_member (task, "restriction", restriction);
  add_input (inputs, "channel", wish->channel);
  add_input (inputs, "language", wish->language);
  json_object_set_array_member (task, "input", inputs);
  return task;
}

static OrchSandboxReply *
answer (OrchSandboxStore *store, const char *id, gint64 expires, const char *code)
{
  g_autofree char *end = orch_clock_format_instant (expires);
  g_auto (OrchSandboxRecord) record = { 0 };
  OrchSandboxReply *reply = orch_sandbox_reply_new (200);

  orch_sandbox_store_get (store, ORCH_SANDBOX_REALM_HUB, "Task", id, &record);
  reply->content_type = g_strdup ("application/fhir+json; charset=utf-8");
  orch_sandbox_reply_set_header (reply, "Cache-Control", "no-store");
  g_string_append_printf (reply->body,
                          "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"task\",\"resource\":%s},"
                          "{\"name\":\"expiry\",\"valueDateTime\":\"%s\"}",
                          record.json, end);
  if (code != NULL)
    g_string_append_printf (reply->body, ",{\"name\":\"code\",\"valueString\":\"%s\"}", code);
  g_string_append (reply->body, "]}");
  return reply;
}

/* A new one kills the old. */
static OrchSandboxReply *
invite (OrchSandboxStore *store, const char *practitioner, const char *patient, const char *person_reference,
        JsonObject *person, const Wish *wish)
{
  gboolean by_sms = g_str_equal (wish->channel, "sms");
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *digest = NULL;
  g_autofree char *code = NULL;
  g_autofree char *link = orch_sandbox_people_random ();
  g_autofree char *link_digest = orch_sandbox_people_hash (link);
  g_autofree char *mode = by_sms ? orch_sandbox_store_get_value (store, "sms-mode") : NULL;
  g_auto (GStrv) former = living_where (store, "patient = ?", "t", patient, 0);
  gint64 expires = orch_clock_now_us () / 1000 * 1000 +
                   orch_sandbox_portal_setting (store, "invitation-days", DAYS, 1, DAYS_MOST) * DAY_US;
  gboolean failed = g_strcmp0 (mode, "failed") == 0;
  gboolean queued = g_strcmp0 (mode, "queued") == 0;
  g_autoptr (JsonObject) task = make_task (store, id, patient, practitioner, wish, expires,
                                           failed   ? "failed"
                                           : queued ? "requested"
                                                    : "in-progress",
                                           mode == NULL || g_str_equal (mode, "ok") ? "sent" : mode);
  const char *email = orch_sandbox_portal_telecom (person, "email");

  for (int i = 0; former[i] != NULL; i++)
    orch_sandbox_invitation_end (store, former[i], "cancelled", "revoked");
  code = draw (store, &digest);
  orch_sandbox_portal_put (store, task);
  orch_sandbox_store_run (store,
                          "INSERT INTO invitation (task, patient, person, code, link, language, expires, living)"
                          " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                          "ttttttii", id, patient, person_reference, digest, link_digest, wish->language, expires,
                          (gint64) !failed);
  if (by_sms && !failed)
    send_sms (store, wish, code, id, queued);
  if (!failed && email != NULL)
    send_mail (store, email, wish->language, link, id);
  return answer (store, id, expires, by_sms ? NULL : code);
}

OrchSandboxReply *
orch_sandbox_invitation_operate (OrchSandboxStore *store, const OrchSandboxAccess *access, const char *id,
                                 JsonObject *parameters)
{
  g_autofree char *reference = g_strdup_printf ("Patient/%s", id);
  g_autofree char *why = NULL;
  g_autofree char *person_reference = NULL;
  g_autoptr (JsonObject) patient = NULL;
  g_autoptr (JsonObject) person = NULL;
  g_auto (OrchSandboxPerson) asking = { 0 };
  Wish wish = { 0 };
  const char *problem;
  OrchSandboxReply *reply;

  if (access == NULL || access->kind == ORCH_SANDBOX_NOBODY)
    {
      reply = orch_sandbox_reply_new_outcome (401, "login", NULL, "A valid access token is required.");
      orch_sandbox_reply_set_header (reply, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
      return reply;
    }
  if (access->kind != ORCH_SANDBOX_PERSON || !orch_sandbox_people_get (store, access->username, &asking))
    return orch_sandbox_reply_new_outcome (403, "forbidden", NULL, "Only a person invites a patient.");
  if (!orch_sandbox_access_allows (access, "Task", 'c', &why))
    return orch_sandbox_reply_new_outcome (403, "forbidden", NULL, "%s", why);
  problem = read_wish (parameters, &wish);
  if (problem != NULL)
    return orch_sandbox_reply_new_outcome (400, "invalid", "Parameters.parameter", "%s", problem);
  patient = orch_sandbox_portal_load (store, reference);
  if (patient == NULL)
    return orch_sandbox_reply_new_outcome (404, "not-found", NULL, "%s is not known here.", reference);
  person_reference = orch_sandbox_portal_person_of (store, reference);
  person = orch_sandbox_portal_load (store, person_reference);
  reply = refuse_patient (store, patient, person, reference);
  if (reply != NULL)
    return reply;
  if (g_str_equal (wish.channel, "sms") && !is_mobile (wish.phone))
    return refuse ("phone", "An SMS needs a mobile number of here.");
  return invite (store, asking.practitioner, reference, person_reference, person, &wish);
}

char *
orch_sandbox_invitation_by_link (OrchSandboxStore *store, const char *link)
{
  g_autofree char *digest = orch_sandbox_people_hash (link);
  sqlite3_stmt *statement = orch_sandbox_store_query (store, "SELECT task FROM invitation WHERE link = ?", "t", digest);
  char *task =
      sqlite3_step (statement) == SQLITE_ROW ? g_strdup ((const char *) sqlite3_column_text (statement, 0)) : NULL;

  sqlite3_reset (statement);
  return task;
}

char *
orch_sandbox_invitation_of (OrchSandboxStore *store, const char *patient)
{
  g_auto (GStrv) found = living_where (store, "patient = ?", "t", patient, 0);

  return g_strdup (found[0]);
}

gboolean
orch_sandbox_invitation_get (OrchSandboxStore *store, const char *task, char **patient, char **person, char **language)
{
  sqlite3_stmt *statement =
      orch_sandbox_store_query (store, "SELECT patient, person, language FROM invitation WHERE living = 1 AND task = ?",
                                "t", task);
  gboolean found = sqlite3_step (statement) == SQLITE_ROW;
  char **outs[] = { patient, person, language };

  for (int i = 0; i < 3; i++)
    if (outs[i] != NULL)
      *outs[i] = found ? g_strdup ((const char *) sqlite3_column_text (statement, i)) : NULL;
  sqlite3_reset (statement);
  return found;
}

/* Returns: (nullable): A-123456 of what was typed: small letters, spaces and other dashes, or none, are no mistake */
static char *
read_code (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; p != NULL && *p != '\0' && g_utf8_validate (text, -1, NULL); p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_toupper (g_utf8_get_char (p));

      if (!g_unichar_isspace (c) && g_unichar_type (c) != G_UNICODE_DASH_PUNCTUATION)
        g_string_append_unichar (out, c);
      if (out->len == 1)
        g_string_append_c (out, '-');
    }
  if (out->len != 8 || !g_ascii_isupper (out->str[0]) || strspn (out->str + 2, "0123456789") != 6)
    {
      g_string_free (out, TRUE);
      return NULL;
    }
  return g_string_free (out, FALSE);
}

OrchSandboxInvitationCheck
orch_sandbox_invitation_try (OrchSandboxStore *store, const char *task, const char *text)
{
  g_autofree char *code = read_code (text);
  g_autofree char *digest = NULL;
  g_autofree char *kept = NULL;
  gint64 failures = 0;
  sqlite3_stmt *statement;

  if (code == NULL)
    return ORCH_SANDBOX_INVITATION_MALFORMED;
  orch_sandbox_invitation_expire (store);
  statement = orch_sandbox_store_query (store, "SELECT code, failures FROM invitation WHERE living = 1 AND task = ?",
                                        "t", task);
  if (sqlite3_step (statement) == SQLITE_ROW)
    {
      kept = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      failures = sqlite3_column_int64 (statement, 1);
    }
  sqlite3_reset (statement);
  if (kept == NULL)
    return ORCH_SANDBOX_INVITATION_DEAD;
  digest = orch_sandbox_portal_digest (store, "invitation", code);
  if (sodium_memcmp (digest, kept, strlen (kept)) == 0)
    return ORCH_SANDBOX_INVITATION_GOOD;
  if (failures + 1 < ORCH_SANDBOX_INVITATION_ATTEMPTS)
    {
      orch_sandbox_store_run (store, "UPDATE invitation SET failures = failures + 1 WHERE task = ?", "t", task);
      return ORCH_SANDBOX_INVITATION_WRONG;
    }
  orch_sandbox_invitation_end (store, task, "failed", "exhausted");
  return ORCH_SANDBOX_INVITATION_DEAD;
}

gboolean
orch_sandbox_invitation_set_sms (OrchSandboxStore *store, const char *mode)
{
  static const char *const modes[] = { "ok", "failed", "uncertain", "queued", NULL };
  g_auto (GStrv) living = NULL;

  if (mode == NULL || !g_strv_contains (modes, mode))
    return FALSE;
  orch_sandbox_store_set_value (store, "sms-mode", mode);
  if (!g_str_equal (mode, "ok"))
    return TRUE;
  living = living_where (store, "expires > ?", "i", NULL, orch_clock_now_us ());
  for (int i = 0; living[i] != NULL; i++)
    {
      g_autofree char *reference = g_strdup_printf ("Task/%s", living[i]);
      g_autofree char *about = g_strdup_printf ("sms:%s", living[i]);
      g_autoptr (JsonObject) task = orch_sandbox_portal_load (store, reference);

      if (g_strcmp0 (orch_sandbox_json_string (task, "status"), "requested") != 0)
        continue;
      orch_sandbox_mail_release (store, about);
      say (store, living[i], "in-progress", "sent");
    }
  return TRUE;
}
