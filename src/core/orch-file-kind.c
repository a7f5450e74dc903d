/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-file-kind.h.
 */
#include "orch-file-kind.h"

#include "orch-text.h"

#define STAFF (1 << ORCH_FILE_STAFF)
#define SERVICES (1 << ORCH_FILE_SERVICES)
#define APPOINTMENTS (1 << ORCH_FILE_APPOINTMENTS)
#define PEOPLE (STAFF | APPOINTMENTS)

static const char *const kind_nicks[] = { "staff", "services", "appointments" };
G_STATIC_ASSERT (G_N_ELEMENTS (kind_nicks) == ORCH_FILE_N_KINDS);

static const char *const field_nicks[] = {
  "id",     "name",    "family",   "given",   "prefix",     "licence", "profession", "speciality",   "department",
  "active", "name-en", "category", "minutes", "date",       "start",   "end",        "professional", "service",
  "status", "place",   "patient",  "nam",     "birth-date", "sex",     "phone",      "email",
};
G_STATIC_ASSERT (G_N_ELEMENTS (field_nicks) == ORCH_FILE_N_FIELDS);

static const OrchFileField staff_fields[] = {
  ORCH_FILE_FAMILY,     ORCH_FILE_GIVEN, ORCH_FILE_NAME,  ORCH_FILE_PREFIX,     ORCH_FILE_LICENCE, ORCH_FILE_PROFESSION,
  ORCH_FILE_SPECIALITY, ORCH_FILE_PHONE, ORCH_FILE_EMAIL, ORCH_FILE_DEPARTMENT, ORCH_FILE_ACTIVE,  ORCH_FILE_ID,
};
static const OrchFileField service_fields[] = {
  ORCH_FILE_NAME, ORCH_FILE_MINUTES, ORCH_FILE_CATEGORY, ORCH_FILE_NAME_EN, ORCH_FILE_ACTIVE, ORCH_FILE_ID,
};
static const OrchFileField appointment_fields[] = {
  ORCH_FILE_DATE,   ORCH_FILE_START,  ORCH_FILE_END,   ORCH_FILE_MINUTES, ORCH_FILE_STAFF_MEMBER, ORCH_FILE_SERVICE,
  ORCH_FILE_STATUS, ORCH_FILE_FAMILY, ORCH_FILE_GIVEN, ORCH_FILE_NAME,    ORCH_FILE_NAM,          ORCH_FILE_BIRTH_DATE,
  ORCH_FILE_SEX,    ORCH_FILE_PHONE,  ORCH_FILE_EMAIL, ORCH_FILE_PATIENT, ORCH_FILE_LOCATION,     ORCH_FILE_ID,
};

/* As orch_text_fold() leaves them. The first that fits a kind counts. */
static const struct
{
  guint kinds;
  OrchFileField field;
  const char *headings; /* separated by "|" */
} usual[] = {
  { STAFF, ORCH_FILE_ID,
    "id|no|code|identifiant|numero|no intervenant|id intervenant|code intervenant|id professionnel|provider id|staff "
    "id|"
    "provider number|no employe" },
  { STAFF, ORCH_FILE_FAMILY,
    "nom|nom de famille|nom famille|family|family name|last name|lastname|surname|nom professionnel|nom intervenant" },
  { STAFF, ORCH_FILE_GIVEN, "prenom|first name|firstname|given|given name|prenom professionnel|prenom intervenant" },
  { STAFF, ORCH_FILE_NAME,
    "nom complet|nom, prenom|nom et prenom|full name|name|professionnel|intervenant|provider|provider name" },
  { STAFF, ORCH_FILE_PREFIX, "titre|title|prefix|prefixe|civilite" },
  { STAFF, ORCH_FILE_LICENCE,
    "permis|no de permis|no permis|numero de permis|numero permis|licence|license|licence number|license "
    "number|licence no|"
    "cmq|no pratique|numero de pratique|no de pratique|practice number|permit" },
  { STAFF, ORCH_FILE_PROFESSION, "profession|role|type|type d'intervenant|titre d'emploi|job title" },
  { STAFF, ORCH_FILE_SPECIALITY, "specialite|speciality|specialty" },
  { STAFF, ORCH_FILE_DEPARTMENT,
    "departement|department|point de service|site|lieu|succursale|clinique|location|office|team|equipe" },
  { STAFF | SERVICES, ORCH_FILE_ACTIVE, "actif|active|is active|en fonction" },
  { SERVICES, ORCH_FILE_ID,
    "id|no|code|identifiant|numero|code service|code du service|id service|service id|service code|type id|code type" },
  { SERVICES, ORCH_FILE_NAME,
    "nom|nom du service|service|name|service name|libelle|description|type|type de rendez-vous|type rdv|type de "
    "rdv|motif|"
    "raison|appointment type|reason|nom francais|libelle francais" },
  { SERVICES, ORCH_FILE_NAME_EN, "nom anglais|nom en anglais|english name|libelle anglais|english" },
  { SERVICES, ORCH_FILE_CATEGORY, "categorie|category|groupe|group|famille" },
  { SERVICES | APPOINTMENTS, ORCH_FILE_MINUTES,
    "duree|duree (minutes)|duree (min)|duree min|duration|duration (minutes)|duration (min)|minutes|length" },
  { APPOINTMENTS, ORCH_FILE_ID,
    "id|no|numero|identifiant|id rendez-vous|no rendez-vous|numero de rendez-vous|id rdv|no rdv|numero rdv|appointment "
    "id|"
    "appointment number|appointment no" },
  { APPOINTMENTS, ORCH_FILE_DATE,
    "date|date rendez-vous|date du rendez-vous|date rdv|date du rdv|jour|appointment date|day" },
  { APPOINTMENTS, ORCH_FILE_START,
    "heure|debut|heure debut|heure de debut|heure rdv|heure du rendez-vous|start|start time|time|appointment time|from|"
    "date et heure|date heure|date/heure|debut du rendez-vous|datetime|start date" },
  { APPOINTMENTS, ORCH_FILE_END, "fin|heure fin|heure de fin|end|end time|to|fin du rendez-vous" },
  { APPOINTMENTS, ORCH_FILE_STAFF_MEMBER,
    "professionnel|intervenant|medecin|clinicien|provider|provider "
    "name|staff|practitioner|professional|physician|doctor|"
    "no de permis|permis|licence|code intervenant|id intervenant|ressource|resource|avec|nom professionnel" },
  { APPOINTMENTS, ORCH_FILE_SERVICE,
    "service|type|type de rendez-vous|type rdv|type de rdv|motif|raison|appointment type|reason|code "
    "service|activite" },
  { APPOINTMENTS, ORCH_FILE_STATUS, "statut|etat|status|state|statut rdv|statut du rendez-vous|appointment status" },
  { APPOINTMENTS, ORCH_FILE_LOCATION,
    "lieu|site|succursale|point de service|clinique|location|office|departement|department" },
  { APPOINTMENTS, ORCH_FILE_PATIENT,
    "no dossier|numero de dossier|dossier|no de dossier|id patient|id usager|no patient|patient id|chart|chart number|"
    "chart no|patient number|no usager" },
  { APPOINTMENTS, ORCH_FILE_FAMILY,
    "nom|nom de famille|nom patient|nom du patient|nom usager|nom de l'usager|last name|lastname|family name|surname|"
    "patient last name" },
  { APPOINTMENTS, ORCH_FILE_GIVEN,
    "prenom|prenom patient|prenom du patient|prenom usager|prenom de l'usager|first name|firstname|given name|"
    "patient first name" },
  { APPOINTMENTS, ORCH_FILE_NAME, "patient|usager|nom complet|patient name|client|nom, prenom" },
  { APPOINTMENTS, ORCH_FILE_NAM,
    "nam|ramq|no ramq|no assurance maladie|numero d'assurance maladie|no d'assurance maladie|carte soleil|health "
    "card|hin|"
    "health insurance number|health number" },
  { APPOINTMENTS, ORCH_FILE_BIRTH_DATE,
    "date de naissance|date naissance|naissance|ddn|birth date|birthdate|date of birth|dob" },
  { APPOINTMENTS, ORCH_FILE_SEX, "sexe|sex|genre|gender" },
  { PEOPLE, ORCH_FILE_PHONE,
    "telephone|tel|tel.|no de telephone|numero de telephone|phone|phone number|cellulaire|cell|telephone "
    "patient|mobile" },
  { PEOPLE, ORCH_FILE_EMAIL, "courriel|email|e-mail|adresse courriel|adresse electronique" },
};

const char *
orch_file_kind_get_nick (OrchFileKind kind)
{
  g_return_val_if_fail (kind < ORCH_FILE_N_KINDS, NULL);
  return kind_nicks[kind];
}

gboolean
orch_file_kind_find (const char *nick, OrchFileKind *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_nicks); i++)
    if (g_strcmp0 (nick, kind_nicks[i]) == 0)
      {
        *kind = (OrchFileKind) i;
        return TRUE;
      }
  return FALSE;
}

const OrchFileField *
orch_file_kind_get_fields (OrchFileKind kind, guint *n)
{
  g_return_val_if_fail (kind < ORCH_FILE_N_KINDS, NULL);
  g_return_val_if_fail (n != NULL, NULL);

  switch (kind)
    {
    case ORCH_FILE_STAFF:
      *n = G_N_ELEMENTS (staff_fields);
      return staff_fields;
    case ORCH_FILE_SERVICES:
      *n = G_N_ELEMENTS (service_fields);
      return service_fields;
    case ORCH_FILE_APPOINTMENTS:
    default:
      *n = G_N_ELEMENTS (appointment_fields);
      return appointment_fields;
    }
}

const char *
orch_file_field_get_nick (OrchFileField field)
{
  g_return_val_if_fail (field < ORCH_FILE_N_FIELDS, NULL);
  return field_nicks[field];
}

gboolean
orch_file_field_find (const char *nick, OrchFileField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (field_nicks); i++)
    if (g_strcmp0 (nick, field_nicks[i]) == 0)
      {
        *field = (OrchFileField) i;
        return TRUE;
      }
  return FALSE;
}

gboolean
orch_file_kind_guess (OrchFileKind kind, const char *heading, OrchFileField *field)
{
  g_autofree char *folded = orch_text_fold (heading);
  /* "No_dossier", "N° de permis" and "No. RAMQ" are "no dossier", "no de permis" and "no ramq". */
  g_auto (GStrv) degrees = g_strsplit (folded, "n°", -1);
  g_autofree char *plain = g_strjoinv ("no", degrees);
  g_autofree char *words = NULL;

  g_return_val_if_fail (kind < ORCH_FILE_N_KINDS, FALSE);

  g_strdelimit (plain, "_.#:", ' ');
  words = orch_text_fold (plain);
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      g_auto (GStrv) headings = NULL;

      if ((usual[i].kinds & (1U << kind)) == 0)
        continue;
      headings = g_strsplit (usual[i].headings, "|", -1);
      if (g_strv_contains ((const char *const *) headings, words))
        {
          *field = usual[i].field;
          return TRUE;
        }
    }
  return FALSE;
}
