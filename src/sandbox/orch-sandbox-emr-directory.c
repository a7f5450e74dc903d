/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The people, departments and services of the training EMR. Family names are chosen to be seen as invented; telephone numbers
 * are of the 555-01xx range, which is nobody's.
 */
#include "orch-sandbox-emr-directory.h"

#define BASE "https://orchestrateur.ca/fhir"
#define EMR "https://dme-formation.example"

static const char *const families[] = {
  "Sansregret",     "Vadeboncœur", "Brindamour",  "Tranchemontagne", "Laplume",    "Bellehumeur",  "Jolicœur",
  "Sanschagrin",    "Beausoleil",  "Francœur",    "Ladouceur",       "Painchaud",  "Vaillancourt", "Lafleur",
  "Bienvenue",      "Belleville",  "Portelance",  "Latulippe",       "Boisjoli",   "Printemps",    "Lespérance",
  "Beauregard",     "Lajeunesse",  "Montplaisir", "Passepartout",    "Dutemple",   "Laliberté",    "Bontemps",
  "Quatrevents",    "Champagne",   "Larivière",   "Desmoulins",      "Bellefleur", "Sanfaçon",     "Tournesol",
  "Clairefontaine", "Belhumeur",   "Rossignol",   "Lebeau",          "Chantelois"
};
static const char *const given_f[] = { "Élise", "Maïka",    "Océane",   "Zoé",    "Rosalie", "Marguerite", "Noémie",
                                       "Anaïs", "Béatrice", "Florence", "Solène", "Adèle",   "Éloïse",     "Coralie",
                                       "Gaïa",  "Iris",     "Laurence", "Mégane", "Ophélie", "Violette" };
static const char *const given_m[] = { "Étienne", "Loïc",   "Zacharie", "Rémi",     "Honoré", "Théo",     "Benoît",
                                       "Gaël",    "Mathéo", "Félix",    "Joël",     "Cédric", "Ambroise", "Édouard",
                                       "Léo",     "Noé",    "Raphaël",  "Timothée", "Ulric",  "Xavier" };
static const char *const streets[] = { "rue de l’Exemple",     "avenue du Modèle", "chemin de la Maquette",
                                       "boulevard de l’Essai", "rue du Spécimen",  "place du Prototype" };

typedef struct
{
  const char *code; /* SNOMED CT, an occupation */
  const char *name_f;
  const char *name_m;
  const char *speciality_code; /* SNOMED CT, a speciality of practice */
  const char *speciality;
  const char *prefix_f; /* nullable */
  const char *prefix_m;
  int department;
} Profession;

static const Profession physician = {
  "62247001", "Médecin de famille", "Médecin de famille", "419772000", "Médecine familiale", "Dre", "Dr", 0
};
static const Profession practitioner_nurse = { "224571005",
                                               "Infirmière praticienne spécialisée",
                                               "Infirmier praticien spécialisé",
                                               "419772000",
                                               "Médecine familiale",
                                               NULL,
                                               NULL,
                                               0 };
static const Profession nurse = {
  "224535009", "Infirmière clinicienne", "Infirmier clinicien", "722165004", "Soins infirmiers", NULL, NULL, 1
};
static const Profession social_worker = {
  "106328005", "Travailleuse sociale", "Travailleur social", "394587001", "Santé mentale", NULL, NULL, 2
};
static const Profession psychologist = { "59944000",      "Psychologue", "Psychologue", "394587001",
                                         "Santé mentale", NULL,          NULL,          2 };
static const Profession physiotherapist = {
  "36682004", "Physiothérapeute", "Physiothérapeute", "394602003", "Réadaptation", NULL, NULL, 3
};
static const Profession dietitian = {
  "40127002", "Nutritionniste", "Nutritionniste", "722164000", "Nutrition", NULL, NULL, 3
};
static const Profession pharmacist = { "46255001",           "Pharmacienne", "Pharmacien", "419772000",
                                       "Médecine familiale", NULL,           NULL,         0 };
static const Profession paediatrician = {
  "82296001", "Pédiatre", "Pédiatre", "394537008", "Pédiatrie", "Dre", "Dr", 0
};

/* One GMF of 25. */
static const Profession *const professions[ORCH_SANDBOX_STAFF] = {
  &physician,     &physician,       &physician, &practitioner_nurse, &nurse,     &physician,          &physician,
  &social_worker, &physician,       &nurse,     &physician,          &physician, &practitioner_nurse, &psychologist,
  &physician,     &physician,       &nurse,     &dietitian,          &physician, &paediatrician,      &pharmacist,
  &physician,     &physiotherapist, &nurse,     &practitioner_nurse
};

static const struct
{
  const char *name;
  const char *english;
} departments[ORCH_SANDBOX_DEPARTMENTS] = {
  { "Clinique médicale", "Medical clinic" },
  { "Soins infirmiers", "Nursing care" },
  { "Santé mentale", "Mental health" },
  { "Réadaptation et nutrition", "Rehabilitation and nutrition" },
};

static const struct
{
  const char *name;
  const char *english;
  const char *category;
  int minutes;
  int department;
} services[ORCH_SANDBOX_SERVICES] = {
  { "Consultation sans rendez-vous", "Walk-in consultation", "Consultation", 15, 0 },
  { "Consultation prioritaire", "Priority consultation", "Consultation", 20, 0 },
  { "Urgence mineure", "Minor emergency", "Consultation", 15, 0 },
  { "Suivi régulier", "Regular follow-up", "Suivi", 20, 0 },
  { "Suivi périodique ou préventif", "Periodic or preventive monitoring", "Suivi", 30, 0 },
  { "Suivi de grossesse", "Pregnancy follow-up", "Suivi", 30, 0 },
  { "Suivi pédiatrique 0-5 ans", "Child follow-up, 0 to 5 years", "Suivi", 30, 0 },
  { "Suivi de diabète", "Diabetes follow-up", "Suivi", 30, 0 },
  { "Suivi d’hypertension", "Hypertension follow-up", "Suivi", 20, 0 },
  { "Suivi d’asthme et de MPOC", "Asthma and COPD follow-up", "Suivi", 30, 0 },
  { "Suivi post-hospitalisation", "Post-hospitalization follow-up", "Suivi", 30, 0 },
  { "Prise en charge d’un nouvel usager", "New patient intake", "Consultation", 60, 0 },
  { "Consultation téléphonique", "Telephone consultation", "Télésanté", 10, 0 },
  { "Consultation par vidéo", "Video consultation", "Télésanté", 20, 0 },
  { "Examen gynécologique", "Gynaecological examination", "Examen", 30, 0 },
  { "Pose de stérilet", "IUD insertion", "Intervention", 45, 0 },
  { "Chirurgie mineure", "Minor surgery", "Intervention", 45, 0 },
  { "Infiltration articulaire", "Joint injection", "Intervention", 30, 0 },
  { "Évaluation de la mémoire", "Memory assessment", "Évaluation", 60, 0 },
  { "Renouvellement d’ordonnance", "Prescription renewal", "Suivi", 10, 0 },
  { "Vaccination", "Vaccination", "Soins infirmiers", 15, 1 },
  { "Vaccination antigrippale", "Influenza vaccination", "Soins infirmiers", 10, 1 },
  { "Prélèvement sanguin", "Blood test", "Soins infirmiers", 10, 1 },
  { "Changement de pansement", "Dressing change", "Soins infirmiers", 20, 1 },
  { "Injection", "Injection", "Soins infirmiers", 10, 1 },
  { "Lavage d’oreille", "Ear irrigation", "Soins infirmiers", 15, 1 },
  { "Retrait de points", "Suture removal", "Soins infirmiers", 15, 1 },
  { "Dépistage des ITSS", "STBBI screening", "Soins infirmiers", 30, 1 },
  { "Évaluation infirmière", "Nursing assessment", "Évaluation", 45, 1 },
  { "Enseignement du diabète", "Diabetes education", "Soins infirmiers", 45, 1 },
  { "Rencontre psychosociale", "Psychosocial meeting", "Santé mentale", 60, 2 },
  { "Psychothérapie individuelle", "Individual psychotherapy", "Santé mentale", 50, 2 },
  { "Groupe de gestion de l’anxiété", "Anxiety management group", "Santé mentale", 90, 2 },
  { "Soutien aux proches aidants", "Caregiver support", "Santé mentale", 60, 2 },
  { "Évaluation en physiothérapie", "Physiotherapy assessment", "Réadaptation", 60, 3 },
  { "Traitement de physiothérapie", "Physiotherapy treatment", "Réadaptation", 30, 3 },
  { "Consultation en nutrition", "Nutrition consultation", "Réadaptation", 60, 3 },
  { "Suivi en nutrition", "Nutrition follow-up", "Réadaptation", 30, 3 },
  { "Réunion d’équipe", "Team meeting", "Administration", 60, 0 },
  { "Pause", "Break", "Administration", 15, 0 },
};

/* Small, and the same everywhere: a record must not change with the C library. */
static guint32
mix (guint32 n)
{
  n = (n ^ 61) ^ (n >> 16);
  n *= 9;
  n ^= n >> 4;
  n *= 0x27d4eb2d;
  return n ^ (n >> 15);
}

static gboolean
is_woman (int index)
{
  return index % 5 != 1 && index % 5 != 3;
}

static const char *
given_of (int index)
{
  int round = index / (int) G_N_ELEMENTS (families) + index;

  return is_woman (index) ? given_f[round % G_N_ELEMENTS (given_f)] : given_m[round % G_N_ELEMENTS (given_m)];
}

static const char *
family_of (int index)
{
  return families[index % G_N_ELEMENTS (families)];
}

static const Profession *
profession_of (int index)
{
  return professions[index % ORCH_SANDBOX_STAFF];
}

static void
append_translated (GString *out, const char *name, const char *english)
{
  g_string_append_printf (
      out,
      "\"name\":\"%s\",\"_name\":{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/translation\","
      "\"extension\":[{\"url\":\"lang\",\"valueCode\":\"en\"},{\"url\":\"content\",\"valueString\":\"%s\"}]}]}",
      name, english);
}

void
orch_sandbox_emr_append_practitioner (GString *out, int index, gboolean active)
{
  const Profession *profession = profession_of (index);
  const char *prefix = is_woman (index) ? profession->prefix_f : profession->prefix_m;

  g_string_append_printf (
      out,
      "\"identifier\":[{\"use\":\"usual\",\"system\":\"" EMR "/intervenant\",\"value\":\"%05d\"},"
      "{\"type\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0203\",\"code\":\"LN\"}],"
      "\"text\":\"Numéro de permis\"},\"system\":\"" EMR "/permis\",\"value\":\"%05d\"}],\"active\":%s,"
      "\"name\":[{\"use\":\"official\",\"family\":\"%s\",\"given\":[\"%s\"]",
      index + 1, 90001 + index, active ? "true" : "false", family_of (index), given_of (index));
  if (prefix != NULL)
    g_string_append_printf (out, ",\"prefix\":[\"%s\"]", prefix);
  g_string_append_printf (
      out,
      "}],\"telecom\":[{\"system\":\"phone\",\"value\":\"418-555-%04d\",\"use\":\"work\"},"
      "{\"system\":\"email\",\"value\":\"intervenant%d@gmf-beausejour.example\",\"use\":\"work\"}],\"gender\":\"%s\"",
      100 + index % 100, index + 1, is_woman (index) ? "female" : "male");
}

int *
orch_sandbox_emr_services_of (int index, int n_services)
{
  GArray *offered = g_array_new (FALSE, FALSE, sizeof (int));
  int department = profession_of (index)->department;
  int block = index / ORCH_SANDBOX_STAFF * ORCH_SANDBOX_SERVICES;
  int end = -1;

  for (int i = 0; i < ORCH_SANDBOX_SERVICES; i++)
    {
      int service = (block + i) % n_services;

      /* Everybody has meetings and breaks; of the others about two thirds of one's department. */
      if (services[i].department == department ? mix ((guint32) (index * 97 + i)) % 3 != 0
                                               : g_str_equal (services[i].category, "Administration"))
        g_array_append_val (offered, service);
    }
  g_array_append_val (offered, end);
  return (int *) g_array_free (offered, FALSE);
}

void
orch_sandbox_emr_append_role (GString *out, int index, gboolean active, int n_services)
{
  const Profession *profession = profession_of (index);
  const char *name = is_woman (index) ? profession->name_f : profession->name_m;
  g_autofree int *offered = orch_sandbox_emr_services_of (index, n_services);

  g_string_append_printf (
      out,
      "\"identifier\":[{\"system\":\"" EMR "/affectation\",\"value\":\"%05d\"}],\"active\":%s,"
      "\"practitioner\":{\"reference\":\"Practitioner/prat-%03d\",\"display\":\"%s %s\"},"
      "\"organization\":{\"reference\":\"Organization/dept-%d\",\"display\":\"%s\"},"
      "\"code\":[{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"%s\"}],\"text\":\"%s\"}],"
      "\"specialty\":[{\"coding\":[{\"system\":\"http://snomed.info/sct\",\"code\":\"%s\"}],\"text\":\"%s\"}],"
      "\"location\":[{\"reference\":\"Location/lieu-%d\"}]",
      index + 1, active ? "true" : "false", index + 1, given_of (index), family_of (index), profession->department + 1,
      departments[profession->department].name, profession->code, name, profession->speciality_code,
      profession->speciality, profession->department + 1);
  for (int i = 0; active && offered[i] >= 0; i++)
    g_string_append_printf (out, "%s{\"reference\":\"HealthcareService/serv-%03d\"}",
                            i == 0 ? ",\"healthcareService\":[" : ",", offered[i] + 1);
  if (active && offered[0] >= 0)
    g_string_append_c (out, ']');
}

void
orch_sandbox_emr_append_clinic (GString *out)
{
  g_string_append (out, "\"identifier\":[{\"system\":\"" EMR "/etablissement\",\"value\":\"1\"}],\"active\":true,"
                        "\"type\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/"
                        "organization-type\",\"code\":\"prov\"}],"
                        "\"text\":\"GMF\"}],\"name\":\"GMF Beauséjour (données fictives)\","
                        "\"address\":[{\"line\":[\"1000, rue de l’Exemple\"],\"city\":\"Québec\",\"state\":\"QC\","
                        "\"postalCode\":\"G1G 1G1\",\"country\":\"CA\"}]");
}

void
orch_sandbox_emr_append_department (GString *out, int index)
{
  g_string_append_printf (
      out,
      "\"identifier\":[{\"system\":\"" EMR "/departement\",\"value\":\"%d\"}],\"active\":true,"
      "\"type\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/organization-type\","
      "\"code\":\"dept\"}],\"text\":\"Département\"}],",
      index + 1);
  append_translated (out, departments[index].name, departments[index].english);
  g_string_append (out, ",\"partOf\":{\"reference\":\"Organization/clinique\"}");
}

void
orch_sandbox_emr_append_location (GString *out, int index)
{
  g_string_append_printf (out,
                          "\"identifier\":[{\"system\":\"" EMR
                          "/lieu\",\"value\":\"%d\"}],\"status\":\"active\",\"name\":\"%s, %d"
                          "ᵉ étage\",\"mode\":\"instance\",\"address\":{\"line\":[\"1000, rue de l’Exemple\",\"bureau "
                          "%d00\"],\"city\":\"Québec\","
                          "\"state\":\"QC\",\"postalCode\":\"G1G 1G1\",\"country\":\"CA\"},"
                          "\"managingOrganization\":{\"reference\":\"Organization/dept-%d\"}",
                          index + 1, departments[index].name, index + 2, index + 2, index + 1);
}

int
orch_sandbox_emr_service_minutes (int index)
{
  return services[index % ORCH_SANDBOX_SERVICES].minutes;
}

char *
orch_sandbox_emr_service_name (int index)
{
  int round = index / ORCH_SANDBOX_SERVICES;

  return round == 0 ? g_strdup (services[index].name)
                    : g_strdup_printf ("%s, secteur %d", services[index % ORCH_SANDBOX_SERVICES].name, round + 1);
}

void
orch_sandbox_emr_append_service (GString *out, int index)
{
  int kind = index % ORCH_SANDBOX_SERVICES;
  int round = index / ORCH_SANDBOX_SERVICES;
  g_autofree char *name = orch_sandbox_emr_service_name (index);
  g_autofree char *english = round == 0 ? g_strdup (services[kind].english)
                                        : g_strdup_printf ("%s, area %d", services[kind].english, round + 1);

  g_string_append_printf (out,
                          "\"extension\":[{\"url\":\"" BASE
                          "/StructureDefinition/duration-minutes\",\"valuePositiveInt\":%d}],"
                          "\"identifier\":[{\"system\":\"" EMR "/service\",\"value\":\"%05d\"}],\"active\":true,"
                          "\"providedBy\":{\"reference\":\"Organization/dept-%d\",\"display\":\"%s\"},"
                          "\"category\":[{\"text\":\"%s\"}],",
                          services[kind].minutes, index + 1, services[kind].department + 1,
                          departments[services[kind].department].name, services[kind].category);
  append_translated (out, name, english);
  g_string_append_printf (out, ",\"location\":[{\"reference\":\"Location/lieu-%d\"}],\"appointmentRequired\":%s",
                          services[kind].department + 1, kind == 0 ? "false" : "true");
}

static char
nam_letter (const char *text, int n)
{
  g_autofree char *ascii = g_str_to_ascii (text, "fr");

  for (const char *p = ascii; *p != '\0'; p++)
    if (g_ascii_isalpha (*p) && n-- == 0)
      return g_ascii_toupper (*p);
  return 'X';
}

/* The layout and the check digit of a NAM: sum of weighted digits of letters, century, date as printed and counter, modulo 10. */
static void
make_nam (char nam[13], const char *family, const char *given, gboolean woman, int year, int month, int day,
          int counter)
{
  static const int weights[] = { 7, 1, 1, 3, 9, 7, 3, 9, 5, 3, 1, 3, 5, 7, 6, 9, 1 };
  char digits[32];
  int printed_month = woman ? month + 50 : month;
  int sum = 0;

  for (int i = 0; i < 4; i++)
    nam[i] = i < 3 ? nam_letter (family, i) : nam_letter (given, 0);
  g_snprintf (nam + 4, 8, "%02d%02d%02d%d", year % 100, printed_month, day, counter);
  for (int i = 0; i < 4; i++)
    {
      int value = nam[i] - 'A' + 1;

      /* The table has no 19. */
      if (nam[i] >= 'S')
        value++;
      digits[2 * i] = (char) ('0' + value / 10);
      digits[2 * i + 1] = (char) ('0' + value % 10);
    }
  g_snprintf (digits + 8, sizeof digits - 8, "%02d%s", year / 100, nam + 4);
  for (int i = 0; i < 17; i++)
    sum += (digits[i] - '0') * weights[i];
  nam[11] = (char) ('0' + sum % 10);
  nam[12] = '\0';
}

void
orch_sandbox_emr_append_patient (GString *out, int index, int n_staff)
{
  guint32 dice = mix ((guint32) index + 7);
  gboolean woman = dice % 100 < 54;
  const char *family = families[mix ((guint32) index) % G_N_ELEMENTS (families)];
  const char *given =
      woman ? given_f[(dice >> 8) % G_N_ELEMENTS (given_f)] : given_m[(dice >> 8) % G_N_ELEMENTS (given_m)];
  int year = 1932 + (int) ((dice >> 3) % 92);
  int month = 1 + (int) ((dice >> 11) % 12);
  int day = 1 + (int) ((dice >> 17) % 28);
  char nam[13];

  make_nam (nam, family, given, woman, year, month, day, 1 + index % 9);
  g_string_append (out, "\"identifier\":[");
  /* One in fifty has no number: newborns and people from elsewhere. */
  if (index % 50 != 49)
    g_string_append_printf (
        out,
        "{\"type\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0203\",\"code\":\"JHN\"}]},"
        "\"system\":\"https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id\",\"value\":\"%s\"},",
        nam);
  g_string_append_printf (out,
                          "{\"system\":\"" EMR "/dossier\",\"value\":\"%06d\"}],\"active\":true,"
                          "\"name\":[{\"use\":\"official\",\"family\":\"%s\",\"given\":[\"%s\"]}],"
                          "\"telecom\":[{\"system\":\"phone\",\"value\":\"418-555-%04d\",\"use\":\"mobile\"},"
                          "{\"system\":\"email\",\"value\":\"usager%d@usagers.example\"}],\"gender\":\"%s\","
                          "\"birthDate\":\"%04d-%02d-%02d\","
                          "\"address\":[{\"line\":[\"%d, "
                          "%s\"],\"city\":\"Québec\",\"state\":\"QC\",\"postalCode\":\"G1G 1G%d\",\"country\":\"CA\"}],"
                          "\"generalPractitioner\":[{\"reference\":\"Practitioner/"
                          "prat-%03d\"}],\"managingOrganization\":{\"reference\":\"Organization/clinique\"}",
                          index + 1, family, given, 100 + index % 100, index + 1, woman ? "female" : "male", year,
                          month, day, 1 + index % 900, streets[dice % G_N_ELEMENTS (streets)], 1 + index % 9,
                          1 + (int) (mix ((guint32) index * 3) % (guint32) n_staff));
}
