/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The training clinic before anyone joins, and those who may sign in. Main thread.
 */
#include "orch-sandbox-people.h"

#include "core/orch-clock.h"

#include "orch-sandbox-index.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-mail.h"

#include <sodium.h>

#define FAILURES_MOST 5
#define LOCK_US (5 * 60 * G_USEC_PER_SEC)
#define ACTIVATION_US (5 * 24 * 60 * 60 * (gint64) G_USEC_PER_SEC)
#define LENGTH_LEAST 12
#define LENGTH_MOST 128
#define CLASSES_LEAST 3

static const struct
{
  const char *username;
  const char *family;
  const char *given;
  const char *prefix; /* nullable */
  const char *permission;
  const char *profession;
  const char *password; /* nullable: chosen at activation */
} people[] = {
  { "administration", "Bellerose", "Ginette", NULL, "administrator", "Gestionnaire de clinique", NULL },
  { "accueil", "Sansfaçon", "Odette", NULL, "receptionist", "Agente administrative", "Accueil-Formation-1" },
  { "mtranchemontagne", "Tranchemontagne", "Maxime", "Dr", "professional", "Médecin de famille",
    "Medecin-Formation-1" },
  { "jprintemps", "Printemps", "Julie", NULL, "professional", "Infirmière clinicienne", "Infirmiere-Formation-1" },
};

static const struct
{
  const char *code;
  const char *name;
} providers[] = {
  { "rvsq", "Rendez-vous santé Québec" },
  { "bonjour-sante", "Bonjour-santé" },
  { "pomelo", "Pomelo" },
  { "myle", "Myle" },
  { "tap", "TAP médical" },
};
static const char *const provider_codes[] = { "rvsq", "bonjour-sante", "pomelo", "myle", "tap", NULL };

/* Those that everybody tries first, folded. */
static const char *const common_passwords[] = { "motdepasse", "password", "azerty", "qwerty",  "bonjour", "bienvenue",
                                                "clinique",   "123456",   "abcdef", "letmein", "quebec",  NULL };

void
orch_sandbox_person_clear (OrchSandboxPerson *person)
{
  g_clear_pointer (&person->username, g_free);
  g_clear_pointer (&person->name, g_free);
  g_clear_pointer (&person->permission, g_free);
  g_clear_pointer (&person->practitioner, g_free);
}

char *
orch_sandbox_people_hash (const char *secret)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, secret, -1);
}

char *
orch_sandbox_people_random (void)
{
  unsigned char bytes[32];
  char text[64];

  randombytes_buf (bytes, sizeof bytes);
  return g_strdup (
      sodium_bin2base64 (text, sizeof text, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING));
}

static void
put_text (OrchSandboxStore *store, const char *type, const char *id, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) resource = orch_sandbox_json_parse (text, -1, &error);

  if (resource == NULL)
    g_error ("%s/%s: %s", type, id, error->message);
  g_free (orch_sandbox_store_put (store, ORCH_SANDBOX_REALM_HUB, type, id, resource, NULL));
}

const char *const *
orch_sandbox_people_provider_codes (void)
{
  return provider_codes;
}

void
orch_sandbox_people_put_provider (OrchSandboxStore *store, const char *code, const char *name, gboolean active)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *id = g_strdup_printf ("fournisseur-%s", code);
  g_auto (OrchSandboxRecord) former = { 0 };
  g_autoptr (JsonObject) known = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (providers) && name == NULL; i++)
    if (g_str_equal (providers[i].code, code))
      name = providers[i].name;
  if (name == NULL && orch_sandbox_store_get (store, ORCH_SANDBOX_REALM_HUB, "Organization", id, &former) &&
      !former.deleted)
    {
      known = orch_sandbox_json_parse (former.json, -1, NULL);
      name = orch_sandbox_json_string (known, "name");
    }
  g_string_append (text,
                   "{\"identifier\":[{\"system\":\"" ORCH_SANDBOX_BASE "/identifier/appointment-provider\",\"value\":");
  orch_sandbox_json_append_string (text, code);
  g_string_append_printf (text,
                          "}],\"active\":%s,\"type\":[{\"coding\":[{\"system\":\"" ORCH_SANDBOX_BASE
                          "/CodeSystem/organization-kind\",\"code\":\"appointment-provider\"}]}],\"name\":",
                          active ? "true" : "false");
  orch_sandbox_json_append_string (text, name == NULL ? code : name);
  g_string_append_c (text, '}');
  put_text (store, "Organization", id, text->str);
}

void
orch_sandbox_people_put_clinic (OrchSandboxStore *store, gboolean prefill)
{
  static const char address[] =
      "{\"line\":[\"1000, rue de l’Exemple\"],\"city\":\"Québec\",\"state\":\"QC\",\"postalCode\":\"G1G "
      "1G1\",\"country\":\"CA\"}";
  g_autoptr (GString) text = g_string_new ("{");

  g_string_append (text, "\"identifier\":[{\"system\":\"" ORCH_SANDBOX_BASE
                         "/identifier/hub-clinic\",\"value\":\"GMF-0001\"}],\"active\":true,"
                         "\"type\":[{\"coding\":[{\"system\":\"" ORCH_SANDBOX_BASE
                         "/CodeSystem/organization-kind\",\"code\":\"clinic\"}]}]");
  if (prefill)
    g_string_append_printf (text, ",\"name\":\"GMF Beauséjour (données fictives)\",\"address\":[%s]", address);
  g_string_append_c (text, '}');
  put_text (store, "Organization", ORCH_SANDBOX_CLINIC, text->str);
  if (!prefill)
    {
      orch_sandbox_store_delete (store, ORCH_SANDBOX_REALM_HUB, "Location", ORCH_SANDBOX_CLINIC);
      return;
    }
  g_string_printf (text,
                   "{\"identifier\":[{\"system\":\"" ORCH_SANDBOX_BASE
                   "/identifier/hub-clinic\",\"value\":\"GMF-0001\"}],\"status\":\"active\","
                   "\"name\":\"GMF Beauséjour (données fictives)\",\"address\":%s,"
                   "\"managingOrganization\":{\"reference\":\"Organization/" ORCH_SANDBOX_CLINIC "\"}}",
                   address);
  put_text (store, "Location", ORCH_SANDBOX_CLINIC, text->str);
}

void
orch_sandbox_people_put_emr (OrchSandboxStore *store, const char *emr)
{
  static const char url[] = ORCH_SANDBOX_BASE "/StructureDefinition/emr";
  g_auto (OrchSandboxRecord) record = { 0 };
  g_autoptr (JsonObject) clinic = NULL;
  JsonArray *former, *extensions = json_array_new ();

  orch_sandbox_store_get (store, ORCH_SANDBOX_REALM_HUB, "Organization", ORCH_SANDBOX_CLINIC, &record);
  clinic = record.json == NULL ? json_object_new () : orch_sandbox_json_parse (record.json, -1, NULL);
  former = orch_sandbox_json_array (clinic, "extension");
  for (guint i = 0; former != NULL && i < json_array_get_length (former); i++)
    if (g_strcmp0 (orch_sandbox_json_string (orch_sandbox_json_element (former, i), "url"), url) != 0)
      json_array_add_element (extensions, json_node_copy (json_array_get_element (former, i)));
  if (emr != NULL)
    {
      JsonObject *extension = json_object_new ();
      JsonObject *coding = json_object_new ();

      json_object_set_string_member (coding, "system", ORCH_SANDBOX_BASE "/CodeSystem/emr-vendor");
      json_object_set_string_member (coding, "code", emr);
      json_object_set_string_member (extension, "url", url);
      json_object_set_object_member (extension, "valueCoding", coding);
      json_array_add_object_element (extensions, extension);
    }
  json_object_remove_member (clinic, "extension");
  if (json_array_get_length (extensions) > 0)
    json_object_set_array_member (clinic, "extension", extensions);
  else
    json_array_unref (extensions);
  g_free (orch_sandbox_store_put (store, ORCH_SANDBOX_REALM_HUB, "Organization", ORCH_SANDBOX_CLINIC, clinic, NULL));
}

static void
put_person (OrchSandboxStore *store, int i)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *id = g_strdup_printf ("compte-%s", people[i].username);
  g_autofree char *name = g_strdup_printf ("%s%s%s %s", people[i].prefix == NULL ? "" : people[i].prefix,
                                           people[i].prefix == NULL ? "" : " ", people[i].given, people[i].family);
  g_autofree char *email = g_strdup_printf ("%s@gmf-beausejour.example", people[i].username);
  g_autofree char *practitioner = g_strdup_printf ("Practitioner/%s", id);

  g_string_append_printf (
      text,
      "{\"identifier\":[{\"system\":\"" ORCH_SANDBOX_BASE
      "/identifier/hub-account\",\"value\":\"%s\"}],\"active\":true,\"name\":[{\"family\":\"%s\",\"given\":[\"%s\"]",
      people[i].username, people[i].family, people[i].given);
  if (people[i].prefix != NULL)
    g_string_append_printf (text, ",\"prefix\":[\"%s\"]", people[i].prefix);
  g_string_append (text, "}]}");
  put_text (store, "Practitioner", id, text->str);
  g_string_printf (
      text,
      "{\"identifier\":[{\"system\":\"" ORCH_SANDBOX_BASE
      "/identifier/hub-account\",\"value\":\"%s\"}],\"active\":true,"
      "\"practitioner\":{\"reference\":\"%s\"},\"organization\":{\"reference\":\"Organization/" ORCH_SANDBOX_CLINIC
      "\"},"
      "\"code\":[{\"text\":\"%s\"},{\"coding\":[{\"system\":\"" ORCH_SANDBOX_BASE
      "/CodeSystem/permission\",\"code\":\"%s\"}]}]}",
      people[i].username, practitioner, people[i].profession, people[i].permission);
  put_text (store, "PractitionerRole", id, text->str);
  orch_sandbox_store_run (
      store,
      "INSERT INTO person (username, name, permission, email, practitioner, shown, rank) VALUES (?, ?, ?, ?, ?, ?, ?)",
      "tttttti", people[i].username, name, people[i].permission, email, practitioner, people[i].password, (gint64) i);
  if (people[i].password != NULL)
    orch_sandbox_people_set_password (store, people[i].username, people[i].password);
}

void
orch_sandbox_people_seed (OrchSandboxStore *store, const char *hub_base, gboolean french)
{
  g_autofree char *link = NULL;
  g_autofree char *code = NULL;

  orch_sandbox_store_begin (store);
  orch_sandbox_people_put_clinic (store, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++)
    orch_sandbox_people_put_provider (store, providers[i].code, providers[i].name, i == 0);
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    put_person (store, (int) i);
  link = orch_sandbox_people_new_activation (store, hub_base, french, &code);
  orch_sandbox_store_set_value (store, "hub-seeded", "yes");
  orch_sandbox_store_commit (store);
}

gboolean
orch_sandbox_people_get (OrchSandboxStore *store, const char *username, OrchSandboxPerson *person)
{
  sqlite3_stmt *statement =
      orch_sandbox_store_query (store, "SELECT username, name, permission, practitioner FROM person WHERE username = ?",
                                "t", username);
  gboolean found = sqlite3_step (statement) == SQLITE_ROW;

  if (found)
    {
      person->username = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      person->name = g_strdup ((const char *) sqlite3_column_text (statement, 1));
      person->permission = g_strdup ((const char *) sqlite3_column_text (statement, 2));
      person->practitioner = g_strdup ((const char *) sqlite3_column_text (statement, 3));
    }
  sqlite3_reset (statement);
  return found;
}

OrchSandboxSignIn
orch_sandbox_people_sign_in (OrchSandboxStore *store, const char *username, const char *password)
{
  sqlite3_stmt *statement =
      orch_sandbox_store_query (store, "SELECT hash, locked_until, failures FROM person WHERE username = ?", "t",
                                username);
  g_autofree char *hash = NULL;
  gint64 locked_until = 0, failures = 0, now = orch_clock_now_us ();
  gboolean found = sqlite3_step (statement) == SQLITE_ROW;

  if (found)
    {
      hash = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      locked_until = sqlite3_column_int64 (statement, 1);
      failures = sqlite3_column_int64 (statement, 2);
    }
  sqlite3_reset (statement);
  if (locked_until > now)
    return ORCH_SANDBOX_LOCKED_OUT;
  if (hash != NULL && password != NULL && crypto_pwhash_str_verify (hash, password, strlen (password)) == 0)
    {
      orch_sandbox_store_run (store, "UPDATE person SET failures = 0, locked_until = 0 WHERE username = ?", "t",
                              username);
      return ORCH_SANDBOX_SIGNED_IN;
    }
  if (!found)
    return ORCH_SANDBOX_WRONG;
  failures++;
  orch_sandbox_store_run (store, "UPDATE person SET failures = ?, locked_until = ? WHERE username = ?", "iit",
                          failures >= FAILURES_MOST ? (gint64) 0 : failures,
                          failures >= FAILURES_MOST ? now + LOCK_US : (gint64) 0, username);
  return failures >= FAILURES_MOST ? ORCH_SANDBOX_LOCKED_OUT : ORCH_SANDBOX_WRONG;
}

void
orch_sandbox_people_set_password (OrchSandboxStore *store, const char *username, const char *password)
{
  char hash[crypto_pwhash_STRBYTES];

  /* Light on purpose: nothing real is behind these passwords, and the sandbox must start at once. */
  if (crypto_pwhash_str (hash, password, strlen (password), 2, 1024 * 1024) != 0)
    g_error ("no memory for a password");
  orch_sandbox_store_run (store, "UPDATE person SET hash = ?, failures = 0, locked_until = 0 WHERE username = ?", "tt",
                          hash, username);
}

const char *
orch_sandbox_people_password_rules (void)
{
  return "{\"min_length\":12,\"max_length\":128,\"min_classes\":3,\"forbidden\":\"name, user name, common passwords\"}";
}

static int
count_classes (const char *password)
{
  gboolean lower = FALSE, upper = FALSE, digit = FALSE, other = FALSE;

  for (const char *p = password; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_islower (c))
        lower = TRUE;
      else if (g_unichar_isupper (c))
        upper = TRUE;
      else if (g_unichar_isdigit (c))
        digit = TRUE;
      else
        other = TRUE;
    }
  return lower + upper + digit + other;
}

gboolean
orch_sandbox_people_is_common_password (const char *password)
{
  g_autofree char *folded = orch_sandbox_index_fold (password);

  for (int i = 0; common_passwords[i] != NULL; i++)
    if (strstr (folded, common_passwords[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
is_forbidden (const char *password, const OrchSandboxPerson *person)
{
  g_autofree char *folded = orch_sandbox_index_fold (password);
  g_autofree char *user = orch_sandbox_index_fold (person->username);
  g_autofree char *name = orch_sandbox_index_fold (person->name);
  g_auto (GStrv) words = g_strsplit (name, " ", -1);

  if (strstr (folded, user) != NULL)
    return TRUE;
  for (int i = 0; words[i] != NULL; i++)
    if (strlen (words[i]) > 3 && strstr (folded, words[i]) != NULL)
      return TRUE;
  return orch_sandbox_people_is_common_password (password);
}

GStrv
orch_sandbox_people_unmet_rules (const char *password, const OrchSandboxPerson *person)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  glong length = g_utf8_validate (password, -1, NULL) ? g_utf8_strlen (password, -1) : 0;
  GStrv rules;

  if (length < LENGTH_LEAST)
    g_strv_builder_add (builder, "min_length");
  if (length > LENGTH_MOST)
    g_strv_builder_add (builder, "max_length");
  if (length == 0 || count_classes (password) < CLASSES_LEAST)
    g_strv_builder_add (builder, "min_classes");
  if (length > 0 && is_forbidden (password, person))
    g_strv_builder_add (builder, "forbidden");
  rules = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return rules;
}

char *
orch_sandbox_people_new_activation (OrchSandboxStore *store, const char *hub_base, gboolean french, char **code)
{
  g_autofree char *secret = orch_sandbox_people_random ();
  g_autofree char *hash = orch_sandbox_people_hash (secret);
  g_autofree char *link = g_strdup_printf ("orchestrateur://activate?hub=" ORCH_SANDBOX_HUB_MARK "&code=%s", secret);
  g_autofree char *text = NULL;
  gint64 now = orch_clock_now_us ();

  text =
      french
          ? g_strdup_printf ("Bonjour,\n\nVotre clinique peut maintenant rejoindre le concentrateur de rendez-vous.\n\n"
                             "1. Ouvrez ce lien sur le poste de travail de la clinique : %s\n"
                             "2. Votre nom d’utilisateur : administration\n"
                             "3. Choisissez un mot de passe d’au moins 12 caractères, de trois sortes (minuscules, "
                             "majuscules, chiffres, autres), "
                             "sans votre nom.\n\nLe lien sert une seule fois et vaut cinq jours.\n\nCeci est un "
                             "message de formation.",
                             link)
          : g_strdup_printf ("Hello,\n\nYour clinic can now join the appointment hub.\n\n"
                             "1. Open this link on the clinic’s workstation: %s\n"
                             "2. Your user name: administration\n"
                             "3. Choose a password of at least 12 characters of three kinds (lower case, upper case, "
                             "digits, others), "
                             "without your name.\n\nThe link works once, for five days.\n\nThis is a training message.",
                             link);
  orch_sandbox_store_run (store, "INSERT INTO activation (code, username, expires) VALUES (?, ?, ?)", "tti", hash,
                          people[0].username, now + ACTIVATION_US);
  orch_sandbox_mail_add (store, &(OrchSandboxMail) { .to = "administration@gmf-beausejour.example",
                                                     .channel = "email",
                                                     .subject = french ? "Activation de votre clinique"
                                                                       : "Activation of your clinic",
                                                     .text = text,
                                                     .link = link });
  if (code != NULL)
    *code = g_strdup (secret);
  return orch_sandbox_mail_fill (link, hub_base);
}

OrchSandboxCode
orch_sandbox_people_check_code (OrchSandboxStore *store, const char *code, char **username)
{
  g_autofree char *hash = orch_sandbox_people_hash (code);
  sqlite3_stmt *statement =
      orch_sandbox_store_query (store, "SELECT username, expires, used FROM activation WHERE code = ?", "t", hash);
  OrchSandboxCode answer = ORCH_SANDBOX_CODE_UNKNOWN;

  if (sqlite3_step (statement) == SQLITE_ROW)
    {
      if (sqlite3_column_int (statement, 2))
        answer = ORCH_SANDBOX_CODE_USED;
      else if (sqlite3_column_int64 (statement, 1) < orch_clock_now_us ())
        answer = ORCH_SANDBOX_CODE_EXPIRED;
      else
        {
          answer = ORCH_SANDBOX_CODE_GOOD;
          *username = g_strdup ((const char *) sqlite3_column_text (statement, 0));
        }
    }
  sqlite3_reset (statement);
  return answer;
}

void
orch_sandbox_people_use_code (OrchSandboxStore *store, const char *code)
{
  g_autofree char *hash = orch_sandbox_people_hash (code);

  orch_sandbox_store_run (store, "UPDATE activation SET used = 1 WHERE code = ?", "t", hash);
}

char *
orch_sandbox_people_list (OrchSandboxStore *store)
{
  GString *out = g_string_new ("{\"users\":[");
  sqlite3_stmt *statement =
      orch_sandbox_store_query (store, "SELECT username, name, permission, shown FROM person ORDER BY rank", "");
  static const char *const names[] = { "username", "name", "permission", "password" };
  gboolean first = TRUE;

  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      g_string_append (out, first ? "{" : ",{");
      for (int i = 0; i < 4; i++)
        {
          const char *text = (const char *) sqlite3_column_text (statement, i);

          g_string_append_printf (out, "%s\"%s\":", i > 0 ? "," : "", names[i]);
          if (text == NULL)
            g_string_append (out, "null");
          else
            orch_sandbox_json_append_string (out, text);
        }
      g_string_append_c (out, '}');
      first = FALSE;
    }
  sqlite3_reset (statement);
  g_string_append (out, "]}");
  return g_string_free (out, FALSE);
}
