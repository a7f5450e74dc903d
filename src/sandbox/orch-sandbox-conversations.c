/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A dozen fictitious conversations. See the header.
 */
#include "orch-sandbox-conversations.h"

#include "core/orch-clock.h"

#include "orch-sandbox-json.h"
#include "orch-sandbox-people.h"
#include "orch-sandbox-portal-data.h"

#include <sodium.h>

#define PASSWORD "Portail en formation 1"
#define HOUR_US (60 * 60 * (gint64) G_USEC_PER_SEC)
#define MOST_SAID 4
#define CLINIC "{\"reference\":\"Organization/" ORCH_SANDBOX_CLINIC "\",\"type\":\"Organization\"}"

typedef enum
{
  NOT_VALIDATED,
  VALIDATED,
  ACTIVE,
  DISABLED,
} Account;

static const struct
{
  const char *given;
  const char *family;
  const char *gender;
  const char *born;
  Account account;
} patients[] = {
  { "Rose", "Fictif-Bouleau", "female", "1958-04-12", ACTIVE },
  { "Émile", "Fictif-Érable", "male", "1984-09-30", ACTIVE },
  { "Noémie", "Fictif-Mélèze", "female", "1996-02-29", ACTIVE },
  { "Gaston", "Fictif-Cèdre", "male", "1947-12-01", ACTIVE },
  { "Aline", "Fictif-Tilleul", "female", "1972-07-24", DISABLED },
  { "Léo", "Fictif-Saule", "male", "2001-11-08", VALIDATED },
  { "Zoé", "Fictif-Pommier", "female", "2015-03-03", NOT_VALIDATED },
};

typedef enum
{
  IN_PROGRESS,
  REPORT_PENDING,
  COMPLETED,
} State;

/* A text that begins with > is the patient's. Hours ago, of the first; the others follow by the hour. */
static const struct
{
  int patient;
  const char *username; /* of the professional */
  const char *topic;
  State state;
  gboolean urgent;
  gboolean last_seen; /* by the other party */
  int hours;
  const char *said[MOST_SAID];
} talks[] = {
  { 0,
    "mtranchemontagne",
    "Ajustement de médication",
    IN_PROGRESS,
    FALSE,
    FALSE,
    5,
    { "Bonjour, comment se passe la nouvelle dose depuis lundi ?",
      ">Bonjour docteur, un peu d’étourdissement le matin, sinon tout va bien." } },
  { 1,
    "mtranchemontagne",
    "Résultats d’analyses",
    IN_PROGRESS,
    FALSE,
    FALSE,
    30,
    { "Bonjour, vos résultats fictifs sont arrivés : rien d’inquiétant. Avez-vous des questions ?" } },
  { 2,
    "jprintemps",
    "Suivi de grossesse",
    IN_PROGRESS,
    TRUE,
    FALSE,
    3,
    { "Bonjour Noémie, avez-vous encore des nausées ?", ">Oui, surtout le soir. Est-ce normal ?",
      "C’est fréquent. Buvez-vous assez d’eau ?", ">Je crois que oui. Que faire si cela continue ?" } },
  { 3,
    "jprintemps",
    "Soin de plaie",
    IN_PROGRESS,
    FALSE,
    TRUE,
    50,
    { "Bonjour, votre pansement a-t-il bien tenu ?", ">Oui, merci beaucoup." } },
  { 4,
    "mtranchemontagne",
    "Arrêt de travail",
    IN_PROGRESS,
    FALSE,
    FALSE,
    400,
    { "Bonjour, il me faut vos dates d’absence pour le formulaire." } },
  { 0,
    "jprintemps",
    "Vaccination",
    REPORT_PENDING,
    FALSE,
    TRUE,
    80,
    { "Bonjour, avez-vous eu une réaction au vaccin ?", ">Une rougeur au bras, partie en deux jours.",
      "Parfait, rien d’autre à faire." } },
  { 1,
    "mtranchemontagne",
    "Renouvellement d’ordonnance",
    REPORT_PENDING,
    FALSE,
    TRUE,
    120,
    { ">Bonjour, il me reste deux comprimés fictifs.", "C’est renouvelé pour six mois à votre pharmacie." } },
  { 3,
    "mtranchemontagne",
    "Tension artérielle",
    REPORT_PENDING,
    FALSE,
    TRUE,
    250,
    { "Bonjour, envoyez-moi vos mesures de la semaine.", ">138/82, 135/80 et 140/85.", "Très bien, on continue." } },
  { 0,
    "mtranchemontagne",
    "Lombalgie",
    COMPLETED,
    FALSE,
    TRUE,
    700,
    { "Bonjour, la douleur a-t-elle diminué ?", ">Oui, je marche de nouveau chaque jour." } },
  { 2,
    "jprintemps",
    "Allaitement",
    COMPLETED,
    FALSE,
    TRUE,
    1100,
    { "Bonjour, la consultation vous a-t-elle aidée ?", ">Beaucoup, merci !" } },
  { 3,
    "jprintemps",
    "Préparation à la coloscopie",
    COMPLETED,
    FALSE,
    TRUE,
    1500,
    { ">Bonjour, à quelle heure commencer la préparation ?", "La veille, à 18 h, comme sur la feuille remise." } },
  { 1,
    "mtranchemontagne",
    "Asthme",
    COMPLETED,
    FALSE,
    TRUE,
    2200,
    { "Bonjour, utilisez-vous votre pompe chaque jour ?", ">Seulement au printemps.", "D’accord, gardons-la ainsi." } },
};

/* The same, in English: who speaks stays. */
static const struct
{
  const char *topic;
  const char *said[MOST_SAID];
} english[] = {
  { "Change of medication",
    { "Hello, how has the new dose been since Monday?",
      ">Hello doctor, a little dizzy in the morning, otherwise all is well." } },
  { "Test results",
    { "Hello, your fictitious results have arrived: nothing to worry about. Do you have any questions?" } },
  { "Pregnancy follow-up",
    { "Hello Noémie, do you still feel sick?", ">Yes, mostly in the evening. Is that normal?",
      "It is common. Do you drink enough water?", ">I think so. What should I do if it goes on?" } },
  { "Wound care", { "Hello, did your dressing hold well?", ">Yes, thank you very much." } },
  { "Time off work", { "Hello, I need the dates of your absence for the form." } },
  { "Vaccination",
    { "Hello, did you react to the vaccine?", ">Some redness on the arm, gone in two days.",
      "Perfect, nothing else to do." } },
  { "Prescription renewal",
    { ">Hello, I have two fictitious tablets left.", "It is renewed for six months at your pharmacy." } },
  { "Blood pressure",
    { "Hello, please send me this week’s readings.", ">138/82, 135/80 and 140/85.", "Very good, let us go on." } },
  { "Low back pain", { "Hello, has the pain eased?", ">Yes, I walk every day again." } },
  { "Breastfeeding", { "Hello, did the consultation help you?", ">A lot, thank you!" } },
  { "Preparing for a colonoscopy",
    { ">Hello, at what time should I start the preparation?",
      "The day before, at 6 p.m., as on the sheet you were given." } },
  { "Asthma",
    { "Hello, do you use your inhaler every day?", ">Only in spring.", "All right, let us keep it that way." } },
};

G_STATIC_ASSERT (G_N_ELEMENTS (english) == G_N_ELEMENTS (talks));

static void
put (OrchSandboxStore *store, const char *type, const char *id, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) resource = orch_sandbox_json_parse (text, -1, &error);

  if (resource == NULL)
    g_error ("%s/%s: %s", type, id, error->message);
  g_free (orch_sandbox_store_put (store, ORCH_SANDBOX_REALM_HUB, type, id, resource, NULL));
}

/* Our identifier of the nth thing of a kind: the same each time. */
static char *
identifier_of (char kind, int number)
{
  return g_strdup_printf ("\"identifier\":[{\"system\":\"" ORCH_SANDBOX_URN
                          "\",\"value\":\"urn:uuid:f0000000-0000-4000-8%c00-%012d\"}]",
                          kind, number);
}

/* A Reference as the contract has it, as JSON. */
static char *
refer (OrchSandboxStore *store, const char *target)
{
  g_autoptr (JsonObject) reference = orch_sandbox_portal_reference (store, target);

  return orch_sandbox_json_print (reference);
}

static void
put_patient (OrchSandboxStore *store, int i, gboolean french)
{
  g_autofree char *id = g_strdup_printf ("formation-%02d", i + 1);
  g_autofree char *target = g_strdup_printf ("Patient/%s", id);
  g_autofree char *person_target = g_strdup_printf ("Person/%s", id);
  g_autofree char *ours = identifier_of ('a', i);
  g_autofree char *account_ours = identifier_of ('b', i);
  g_autofree char *account = g_strdup_printf ("formation-compte-%02d", i + 1);
  g_autofree char *reference = NULL;
  g_autofree char *who = g_strdup_printf (
      "\"name\":[{\"use\":\"official\",\"family\":\"%s\",\"given\":[\"%s\"]}],\"birthDate\":\"%s\",\"gender\":\"%s\","
      "\"telecom\":[{\"system\":\"phone\",\"value\":\"+1418555%04d\",\"use\":\"mobile\"},{\"system\":\"email\","
      "\"value\":\"patient%d@formation.invalid\"}],\"managingOrganization\":" CLINIC,
      patients[i].family, patients[i].given, patients[i].born, patients[i].gender, 150 + i, i + 1);
  g_autofree char *patient = g_strdup_printf ("{\"active\":true,%s,%s}", ours, who);
  g_autofree char *person = NULL;
  gboolean made = patients[i].account == ACTIVE || patients[i].account == DISABLED;
  char hash[crypto_pwhash_STRBYTES];

  put (store, "Patient", id, patient);
  if (patients[i].account == NOT_VALIDATED)
    return;
  reference = refer (store, target);
  if (made)
    {
      /* Beside ours, the one that says that the patient has made the account. */
      g_autofree char *more =
          g_strdup_printf (",{\"system\":\"" ORCH_SANDBOX_BASE "/identifier/portal-account\",\"value\":\"%s\"}]",
                           account);
      g_autofree char *both = g_strdup_printf ("%.*s%s", (int) strlen (account_ours) - 1, account_ours, more);

      g_free (account_ours);
      account_ours = g_steal_pointer (&both);
    }
  person = g_strdup_printf ("{\"active\":%s,%s,%s,\"link\":[{\"target\":%s,\"assurance\":\"level3\"}]}",
                            patients[i].account == DISABLED ? "false" : "true", account_ours, who, reference);
  put (store, "Person", id, person);
  if (!made)
    return;
  /* Light on purpose, as the staff's: nothing real is behind it, and the sandbox must start at once. */
  if (crypto_pwhash_str (hash, PASSWORD, strlen (PASSWORD), 2, 1024 * 1024) != 0)
    g_error ("no memory for a password");
  orch_sandbox_store_run (store,
                          "INSERT INTO portal_account (id, person, patient, hash, language) VALUES (?, ?, ?, ?, ?)",
                          "ttttt", account, person_target, target, hash, french ? "fr" : "en");
}

static void
put_message (OrchSandboxStore *store, int i, int number, const char *said, const char *head, const char *patient,
             const char *professional, gint64 sent, gboolean seen)
{
  gboolean by_patient = said[0] == '>';
  g_autofree char *id = g_strdup_printf ("formation-message-%02d-%d", i + 1, number + 1);
  g_autofree char *ours = identifier_of ('d', i * 10 + number);
  g_autofree char *when = orch_clock_format_instant (sent);
  g_autofree char *opened = orch_clock_format_instant (sent + HOUR_US / 2);
  g_autofree char *received = seen ? g_strdup_printf ("\"received\":\"%s\",", opened) : g_strdup ("");
  g_autofree char *text = g_strdup_printf (
      "{%s,\"status\":\"completed\",\"category\":[{\"coding\":[{\"system\":\"" ORCH_SANDBOX_BASE
      "/CodeSystem/communication\",\"code\":\"message\"}]}],\"partOf\":[%s],\"subject\":%s,\"sender\":%s,"
      "\"recipient\":[" CLINIC ",%s],\"sent\":\"%s\",%s\"payload\":[{\"contentString\":\"%s\"}]}",
      ours, head, patient, by_patient ? patient : professional, by_patient ? professional : patient, when, received,
      said + by_patient);

  put (store, "Communication", id, text);
}

static void
put_talk (OrchSandboxStore *store, int i, gboolean french)
{
  static const char *const states[] = {
    "\"status\":\"in-progress\"",
    "\"status\":\"on-hold\",\"statusReason\":{\"coding\":[{\"system\":\"" ORCH_SANDBOX_BASE
    "/CodeSystem/communication\",\"code\":\"report-pending\"}]}",
    "\"status\":\"completed\""
  };
  const char *const *said = french ? talks[i].said : english[i].said;
  g_autofree char *id = g_strdup_printf ("formation-conversation-%02d", i + 1);
  g_autofree char *target = g_strdup_printf ("Communication/%s", id);
  g_autofree char *patient_target = g_strdup_printf ("Patient/formation-%02d", talks[i].patient + 1);
  g_autofree char *professional_target = g_strdup_printf ("Practitioner/compte-%s", talks[i].username);
  g_autofree char *patient = refer (store, patient_target);
  g_autofree char *professional = refer (store, professional_target);
  g_autofree char *ours = identifier_of ('c', i);
  g_autofree char *head = NULL;
  gint64 begun = orch_clock_now_us () / 1000 * 1000 - talks[i].hours * HOUR_US;
  g_autofree char *when = orch_clock_format_instant (begun);
  g_autofree char *text = g_strdup_printf (
      "{%s,%s,\"category\":[{\"coding\":[{\"system\":\"" ORCH_SANDBOX_BASE
      "/CodeSystem/communication\",\"code\":\"thread\"}]}],\"priority\":\"%s\",\"subject\":%s,\"topic\":{\"text\":"
      "\"%s\"},\"sender\":%s,\"recipient\":[" CLINIC ",%s,%s],\"sent\":\"%s\"}",
      ours, states[talks[i].state], talks[i].urgent ? "urgent" : "routine", patient,
      french ? talks[i].topic : english[i].topic, professional, professional, patient, when);

  put (store, "Communication", id, text);
  head = refer (store, target);
  for (int j = 0; j < MOST_SAID && said[j] != NULL; j++)
    {
      gboolean last = j + 1 == MOST_SAID || said[j + 1] == NULL;

      put_message (store, i, j, said[j], head, patient, professional, begun + j * HOUR_US, !last || talks[i].last_seen);
    }
}

void
orch_sandbox_conversations_seed (OrchSandboxStore *store, gboolean french)
{
  g_autofree char *seeded = orch_sandbox_store_get_value (store, "conversations-seeded");

  if (seeded != NULL)
    return;
  orch_sandbox_store_begin (store);
  for (int i = 0; i < (int) G_N_ELEMENTS (patients); i++)
    put_patient (store, i, french);
  for (int i = 0; i < (int) G_N_ELEMENTS (talks); i++)
    put_talk (store, i, french);
  orch_sandbox_store_set_value (store, "conversations-seeded", "yes");
  orch_sandbox_store_commit (store);
}

char *
orch_sandbox_conversations_list (OrchSandboxStore *store)
{
  g_autofree char *seeded = orch_sandbox_store_get_value (store, "conversations-seeded");
  GString *out = g_string_new ("{\"patients\":[");

  for (int i = 0; seeded != NULL && i < (int) G_N_ELEMENTS (patients); i++)
    if (patients[i].account == ACTIVE)
      g_string_append_printf (out,
                              "%s{\"name\":\"%s %s\",\"email\":\"patient%d@formation.invalid\",\"password\":\"" PASSWORD
                              "\"}",
                              i > 0 ? "," : "", patients[i].given, patients[i].family, i + 1);
  g_string_append (out, "]}");
  return g_string_free (out, FALSE);
}
