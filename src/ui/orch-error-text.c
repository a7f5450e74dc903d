/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-error-text.h.
 */
#include "orch-error-text.h"

#include <glib/gi18n-lib.h>

#include "orch-time-text.h"

const char *
orch_error_text_sentence (OrchError code)
{
  switch (code)
    {
    case ORCH_ERROR_OFFLINE:
      return _ ("The server does not answer.");
    case ORCH_ERROR_SIGN_IN_AGAIN:
      return _ ("Your sign-in has expired.");
    case ORCH_ERROR_REFUSED:
      return _ ("The server has refused this request.");
    case ORCH_ERROR_CONFLICT:
      return _ ("Somebody has changed this in the meantime.");
    case ORCH_ERROR_INVALID:
      return _ ("What was entered is not accepted.");
    case ORCH_ERROR_NOT_FOUND:
      return _ ("The server does not know this address or this record.");
    case ORCH_ERROR_THROTTLED:
      return _ ("The server asks to wait before trying again.");
    case ORCH_ERROR_SERVER_FAULT:
      return _ ("The server has met a problem of its own.");
    case ORCH_ERROR_BAD_ANSWER:
      return _ ("The server's answer cannot be understood.");
    case ORCH_ERROR_KEYRING_LOCKED:
      return _ ("The keyring of this account is locked.");
    case ORCH_ERROR_KEYRING_MISSING:
      return _ ("This account has no keyring.");
    case ORCH_ERROR_DISK_FULL:
      return _ ("There is no space left on this computer's disk.");
    case ORCH_ERROR_NEWER_DATABASE:
      return _ ("The data were written by a newer version of Orchestrateur.");
    case ORCH_ERROR_DAMAGED:
      return _ ("The data kept on this computer cannot be read.");
    case ORCH_ERROR_CANCELLED:
      return _ ("This was cancelled.");
    case ORCH_ERROR_UNTRUSTED:
      return _ ("The server's identity could not be verified.");
    case ORCH_ERROR_UNSUPPORTED:
      return _ ("This server does not offer that.");
    case ORCH_ERROR_WRONG_KEY:
      return _ ("This is not the clinic's key.");
    case ORCH_ERROR_KEY_CHANGED:
      return _ ("The clinic's shared key was changed on another workstation.");
    case ORCH_ERROR_WRONG_CLOCK:
      return _ ("This computer's clock is wrong.");
    case ORCH_ERROR_FILE:
      return _ ("A file or a folder of this computer cannot be read.");
    case ORCH_ERROR_FEWER:
      return _ ("A file has far fewer rows than the one before.");
    case ORCH_ERROR_FAILED:
    default:
      return _ ("Something unexpected happened.");
    }
}

const char *
orch_error_text_remedy (OrchError code)
{
  switch (code)
    {
    case ORCH_ERROR_OFFLINE:
      return _ ("Check the network of this computer and the address, then try again.");
    case ORCH_ERROR_SIGN_IN_AGAIN:
      return _ ("Sign in again; nothing is lost.");
    case ORCH_ERROR_REFUSED:
      return _ ("Check the credentials and the permissions of the account, or ask an administrator.");
    case ORCH_ERROR_CONFLICT:
      return _ ("Look at the new version, then decide which one to keep.");
    case ORCH_ERROR_INVALID:
      return _ ("Correct the field, then try again.");
    case ORCH_ERROR_NOT_FOUND:
      return _ ("Check the address, letter by letter.");
    case ORCH_ERROR_THROTTLED:
      return _ ("Wait a few minutes, then try again.");
    case ORCH_ERROR_SERVER_FAULT:
      return _ ("Try again in a few minutes; if it lasts, contact support.");
    case ORCH_ERROR_BAD_ANSWER:
      return _ ("Check that the address is the right one; if it is, contact support.");
    case ORCH_ERROR_KEYRING_LOCKED:
      return _ ("Unlock it with the password of your session.");
    case ORCH_ERROR_KEYRING_MISSING:
      return _ ("Start the keyring service, or go on for this session only.");
    case ORCH_ERROR_DISK_FULL:
      return _ ("Free some space, then try again.");
    case ORCH_ERROR_NEWER_DATABASE:
      return _ ("Update Orchestrateur on this computer.");
    case ORCH_ERROR_DAMAGED:
      return _ ("Use the copy kept before, or set the file aside and join the clinic again.");
    case ORCH_ERROR_CANCELLED:
      return _ ("You can start again at any time.");
    case ORCH_ERROR_UNTRUSTED:
      return _ ("Do not go on. Check the address, then contact support.");
    case ORCH_ERROR_UNSUPPORTED:
      return _ ("Contact the server's support to know when it will.");
    case ORCH_ERROR_WRONG_KEY:
      return _ ("Capitals and spaces count: ask whoever set the clinic up.");
    case ORCH_ERROR_KEY_CHANGED:
      return _ ("Press “Type the Key…” at the top of the window.");
    case ORCH_ERROR_WRONG_CLOCK:
      return _ ("Set the date and the time in the settings of this computer, best by the network; nothing is lost.");
    case ORCH_ERROR_FILE:
      return _ ("Check that it is there and whole, then try again.");
    case ORCH_ERROR_FEWER:
      return _ ("Export a whole file, or say on the Synchronisation page that it is right.");
    case ORCH_ERROR_FAILED:
    default:
      return _ ("Try again; if it happens again, contact support.");
    }
}

/* Both times, in full: which day it is, is what may be wrong. */
static char *
dup_clock (const GError *error, const char *sentence, const char *remedy)
{
  g_autoptr (GDateTime) there = NULL;
  g_autoptr (GDateTime) here = NULL;
  g_autofree char *there_text = NULL;
  g_autofree char *here_text = NULL;
  gint64 server_us = 0;
  gint64 our_us = 0;

  if (!orch_error_get_clocks (error, &server_us, &our_us))
    return NULL;
  there = orch_time_text_to_local (server_us);
  here = orch_time_text_to_local (our_us);
  /* translators: a date and the time of day as strftime() takes them; in French "%Y-%m-%d, %-H h %M" */
  there_text = g_date_time_format (there, _ ("%Y-%m-%d, %H:%M"));
  /* translators: a date and the time of day as strftime() takes them; in French "%Y-%m-%d, %-H h %M" */
  here_text = g_date_time_format (here, _ ("%Y-%m-%d, %H:%M"));
  /* translators: what happened; the time here; the time of the server; what to do */
  return g_strdup_printf (_ ("%s Here it says %s, at the server %s. %s"), sentence, here_text, there_text, remedy);
}

/* A server's words come after the number of its answer. Ours are for a person when they are a sentence with its full stop, and then in
 * that person's language; else they are for the log. */
static gboolean
is_of_server (const char *message)
{
  return g_ascii_isdigit (message[0]) && g_ascii_isdigit (message[1]) && g_ascii_isdigit (message[2]) &&
         (message[3] == ':' || message[3] == ' ');
}

char *
orch_error_text_dup (const GError *error)
{
  OrchError code = orch_error_code_of (error);
  const char *sentence = orch_error_text_sentence (code);
  const char *remedy = orch_error_text_remedy (code);
  char *both_times = dup_clock (error, sentence, remedy);

  if (both_times != NULL)
    return both_times;
  /* Which file it is, and what to do with it, is all in the message. */
  if ((code == ORCH_ERROR_FILE || code == ORCH_ERROR_FEWER) && error != NULL && error->domain == ORCH_ERROR &&
      error->message != NULL && g_str_has_suffix (error->message, "."))
    return g_strdup (error->message);
  if (error != NULL && error->domain == ORCH_ERROR && error->message != NULL &&
      (code == ORCH_ERROR_REFUSED || code == ORCH_ERROR_INVALID || code == ORCH_ERROR_SERVER_FAULT ||
       code == ORCH_ERROR_NOT_FOUND || code == ORCH_ERROR_UNSUPPORTED))
    {
      if (is_of_server (error->message))
        /* translators: what happened, what to do next, and the words of the server */
        return g_strdup_printf (_ ("%s %s\nThe server says: “%s”"), sentence, remedy, error->message);
      if (g_str_has_suffix (error->message, "."))
        return g_strdup_printf ("%s %s\n%s", sentence, remedy, error->message);
    }
  /* translators: what happened, and what to do next: two sentences */
  return g_strdup_printf (_ ("%s %s"), sentence, remedy);
}

static const char *
missing_field_sentence (OrchClinicField field, OrchFieldState state)
{
  gboolean missing = state == ORCH_FIELD_MISSING;

  switch (field)
    {
    case ORCH_CLINIC_FIELD_NAME:
      return missing ? _ ("To go on, enter the name of the clinic.") : _ ("To go on, shorten the name of the clinic.");
    case ORCH_CLINIC_FIELD_STREET:
      return missing ? _ ("To go on, enter the address.") : _ ("To go on, correct the address.");
    case ORCH_CLINIC_FIELD_OFFICE:
      return _ ("To go on, correct the office, or empty it.");
    case ORCH_CLINIC_FIELD_CITY:
      return missing ? _ ("To go on, enter the city.") : _ ("To go on, correct the city.");
    case ORCH_CLINIC_FIELD_PROVINCE:
      return _ ("To go on, choose the province.");
    case ORCH_CLINIC_FIELD_POSTAL_CODE:
      return missing ? _ ("To go on, enter the postal code.") : _ ("To go on, correct the postal code.");
    case ORCH_CLINIC_FIELD_PHONE:
      return missing ? _ ("To go on, enter the phone number.") : _ ("To go on, correct the phone number.");
    case ORCH_CLINIC_FIELD_EXTENSION:
      return _ ("To go on, correct the extension, or empty it.");
    case ORCH_CLINIC_FIELD_LOGO:
    default:
      return _ ("To go on, choose another logo, or delete it.");
    }
}

char *
orch_error_text_dup_missing (OrchSetup *setup, OrchStep step)
{
  OrchClinicField field;
  OrchFieldState state;

  switch (orch_setup_get_missing (setup, step))
    {
    case ORCH_MISSING_NOTHING:
      return NULL;
    case ORCH_MISSING_FIELD:
      if (!orch_setup_get_missing_field (setup, &field, &state))
        return NULL;
      return g_strdup (missing_field_sentence (field, state));
    case ORCH_MISSING_EMR:
      return g_strdup (_ ("To go on, choose your EMR, or “No EMR (standalone)”."));
    case ORCH_MISSING_SHARED_KEY:
      return g_strdup (_ ("To go on, enter the clinic's shared encryption key."));
    case ORCH_MISSING_CONNECTION:
      return g_strdup (_ ("To go on, fill in the connection and test it."));
    case ORCH_MISSING_IMPORT:
      return g_strdup (step == ORCH_STEP_STAFF ? _ ("To go on, import the staff.")
                                               : _ ("To go on, import the services."));
    case ORCH_MISSING_IMPORT_RUNNING:
      return g_strdup (_ ("Next opens when the import is finished."));
    case ORCH_MISSING_IMPORT_FAILED:
      return g_strdup (_ ("The import did not succeed: try again to go on."));
    case ORCH_MISSING_CONFLICTS:
      return g_strdup (_ ("To go on, settle the conflicts, or choose to mend them later."));
    case ORCH_MISSING_HAND_ENTRY:
      return g_strdup (step == ORCH_STEP_STAFF ? _ ("To go on, add at least one person.")
                                               : _ ("To go on, add at least one service."));
    case ORCH_MISSING_UNDERSTOOD:
      return g_strdup (_ ("To create the clinic, tick “I understand”."));
    default:
      return g_strdup (_ ("This step is not complete."));
    }
}

const char *
orch_error_text_phone (OrchPhoneCheck check)
{
  switch (check)
    {
    case ORCH_PHONE_VALID:
      return NULL;
    case ORCH_PHONE_EMPTY:
      return _ ("Enter the phone number.");
    case ORCH_PHONE_TOO_SHORT:
      return _ ("This number is too short: ten digits are needed, with the area code.");
    case ORCH_PHONE_TOO_LONG:
      return _ ("This number is too long: ten digits are needed. The extension has its own field.");
    case ORCH_PHONE_BAD_AREA_CODE:
      return _ ("This area code does not exist.");
    case ORCH_PHONE_BAD_EXCHANGE:
      return _ ("No phone number has these three digits after the area code.");
    case ORCH_PHONE_NOT_NANP:
      return _ ("Enter a number of Canada or the United States.");
    case ORCH_PHONE_BAD_CHARACTER:
    default:
      return _ ("Enter digits only.");
    }
}

const char *
orch_error_text_field (OrchClinic *clinic, OrchClinicField field, OrchFieldState state)
{
  if (state == ORCH_FIELD_OK)
    return NULL;

  gboolean missing = state == ORCH_FIELD_MISSING;
  gboolean too_long = state == ORCH_FIELD_TOO_LONG;
  const char *phone;
  switch (field)
    {
    case ORCH_CLINIC_FIELD_NAME:
      return missing ? _ ("Enter the name of the clinic.") : _ ("The name is too long: 200 characters at most.");
    case ORCH_CLINIC_FIELD_STREET:
      return missing    ? _ ("Enter the address: number and street.")
             : too_long ? _ ("The address is too long.")
                        : _ ("This address cannot be used.");
    case ORCH_CLINIC_FIELD_OFFICE:
      return _ ("The office is too long.");
    case ORCH_CLINIC_FIELD_CITY:
      return missing ? _ ("Enter the city.") : _ ("The name of the city is too long.");
    case ORCH_CLINIC_FIELD_PROVINCE:
      return _ ("Choose the province.");
    case ORCH_CLINIC_FIELD_POSTAL_CODE:
      return missing ? _ ("Enter the postal code.") : _ ("A postal code looks like G1G 1G1.");
    case ORCH_CLINIC_FIELD_PHONE:
      phone = orch_clinic_get_fields (clinic)->phone;
      return missing ? _ ("Enter the phone number.") : orch_error_text_phone (orch_phone_check (phone));
    case ORCH_CLINIC_FIELD_EXTENSION:
      return _ ("An extension is one to seven digits.");
    case ORCH_CLINIC_FIELD_LOGO:
    default:
      return _ ("This picture cannot be used.");
    }
}

static const char *
conflict_sentence (OrchConflictRule rule)
{
  switch (rule)
    {
    case ORCH_CONFLICT_STAFF_NO_NAME:
      return _ ("This person has no name.");
    case ORCH_CONFLICT_STAFF_NO_LICENCE:
      return _ ("The licence number is missing.");
    case ORCH_CONFLICT_STAFF_LICENCE_TWICE:
      /* translators: %s is the name of a person */
      return _ ("The licence number is also that of %s.");
    case ORCH_CONFLICT_STAFF_NOT_BOOKABLE:
      return _ ("No appointment can be given to this person: they have no active role.");
    case ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY:
      /* translators: %s is a medical speciality as the EMR writes it */
      return _ ("The speciality “%s” is not known.");
    case ORCH_CONFLICT_SERVICE_NO_NAME:
      return _ ("This service has no name.");
    case ORCH_CONFLICT_SERVICE_NAME_TWICE:
      /* translators: %s is the EMR's identifier of another service */
      return _ ("Another service has the same name (identifier %s).");
    case ORCH_CONFLICT_SERVICE_ID_TWICE:
      /* translators: %s is the name of another service */
      return _ ("The service “%s” has the same identifier.");
    case ORCH_CONFLICT_SERVICE_NO_DURATION:
      return _ ("The duration is missing.");
    case ORCH_CONFLICT_SERVICE_BAD_DURATION:
      /* translators: %s is a number of minutes */
      return _ ("The duration, %s minutes, is not possible.");
    case ORCH_CONFLICT_SERVICE_UNKNOWN_PROFESSIONAL:
      /* translators: %s is an identifier */
      return _ ("A professional who offers it (identifier %s) is not among the staff.");
    case ORCH_CONFLICT_RECORD_UNREADABLE:
      /* translators: %s is what was found */
      return _ ("The record could not be read: %s.");
    case ORCH_CONFLICT_STAFF_ID_TWICE:
      /* translators: %s is the name of a person */
      return _ ("%s has the same identifier.");
    default:
      return _ ("This record cannot be used as it is.");
    }
}

static const char *
conflict_remedy (OrchConflictRule rule)
{
  switch (rule)
    {
    case ORCH_CONFLICT_STAFF_NO_NAME:
      return _ ("In the EMR, enter the person's family name and given name.");
    case ORCH_CONFLICT_STAFF_NO_LICENCE:
      return _ ("In the EMR, enter the licence number of the professional order.");
    case ORCH_CONFLICT_STAFF_LICENCE_TWICE:
      return _ ("In the EMR, correct the licence number of one of them, or merge the two records.");
    case ORCH_CONFLICT_STAFF_NOT_BOOKABLE:
      return _ ("In the EMR, give them an active role, or leave them out if they receive no patients.");
    case ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY:
      return _ ("Nothing is blocked. In the EMR, choose a speciality of the list if you can.");
    case ORCH_CONFLICT_SERVICE_NO_NAME:
      return _ ("In the EMR, give the service a name.");
    case ORCH_CONFLICT_SERVICE_NAME_TWICE:
      return _ ("In the EMR, rename one of them, or retire the one that is not used.");
    case ORCH_CONFLICT_SERVICE_ID_TWICE:
      return _ ("In the EMR, give each service its own identifier.");
    case ORCH_CONFLICT_SERVICE_NO_DURATION:
      return _ ("In the EMR, enter the duration in minutes.");
    case ORCH_CONFLICT_SERVICE_BAD_DURATION:
      return _ ("In the EMR, enter a duration from 1 to 480 minutes.");
    case ORCH_CONFLICT_SERVICE_UNKNOWN_PROFESSIONAL:
      return _ ("In the EMR, remove them from the service, or activate them and import the staff again.");
    case ORCH_CONFLICT_RECORD_UNREADABLE:
      return _ ("In the EMR, open and save the record again; if it is still so, contact its support.");
    case ORCH_CONFLICT_STAFF_ID_TWICE:
      return _ ("In the EMR, give each person their own identifier, or merge the two records.");
    default:
      return _ ("In the EMR, check the record.");
    }
}

char *
orch_error_text_dup_conflict (OrchConflict *conflict, gboolean remedy)
{
  g_return_val_if_fail (ORCH_IS_CONFLICT (conflict), NULL);

  OrchConflictRule rule = orch_conflict_get_rule (conflict);
  const char *text = remedy ? conflict_remedy (rule) : conflict_sentence (rule);
  const char *detail = orch_conflict_get_detail (conflict);
  // Kept in English, whatever the language of who imported: it may be read by another.
  if (rule == ORCH_CONFLICT_RECORD_UNREADABLE && detail != NULL && *detail != '\0')
    detail = _ (detail);
  const char *hole = strstr (text, "%s");

  // The sentence comes from a translation: the one %s is filled by hand, so that a wrong one cannot be a wrong format.
  if (hole == NULL)
    return g_strdup (text);
  return g_strdup_printf ("%.*s%s%s", (int) (hole - text), text, detail != NULL ? detail : "?", hole + 2);
}

const char *
orch_error_text_conflict_field (OrchConflictRule rule)
{
  switch (rule)
    {
    case ORCH_CONFLICT_STAFF_NO_NAME:
    case ORCH_CONFLICT_SERVICE_NO_NAME:
    case ORCH_CONFLICT_SERVICE_NAME_TWICE:
      return _ ("Name");
    case ORCH_CONFLICT_STAFF_NO_LICENCE:
    case ORCH_CONFLICT_STAFF_LICENCE_TWICE:
      return _ ("Licence number");
    case ORCH_CONFLICT_STAFF_NOT_BOOKABLE:
      return _ ("Role");
    case ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY:
      return _ ("Speciality");
    case ORCH_CONFLICT_SERVICE_ID_TWICE:
    case ORCH_CONFLICT_STAFF_ID_TWICE:
      return _ ("Identifier");
    case ORCH_CONFLICT_SERVICE_NO_DURATION:
    case ORCH_CONFLICT_SERVICE_BAD_DURATION:
      return _ ("Duration");
    case ORCH_CONFLICT_SERVICE_UNKNOWN_PROFESSIONAL:
      return _ ("Professionals");
    case ORCH_CONFLICT_RECORD_UNREADABLE:
    default:
      return _ ("Record");
    }
}

char *
orch_error_text_dup_import (OrchImportRun *run)
{
  g_autofree char *why = orch_error_text_dup (orch_import_run_get_error (run));

  if (!orch_import_run_get_told (run))
    return g_steal_pointer (&why);
  return g_strdup_printf (orch_import_run_get_informed (run)
                              /* translators: %s is what went wrong and what to try, in sentences */
                              ? _ ("The import did not succeed. %s\nThe platform's support is informed and will "
                                   "contact you shortly. We are sorry for the inconvenience.")
                              /* translators: %s is what went wrong and what to try, in sentences */
                              : _ ("The import did not succeed. %s\nThe platform's support will be informed as soon as "
                                   "the hub can be reached. We are sorry for the inconvenience."),
                          why);
}

const char *
orch_error_text_csv_fault (OrchCsvFault fault)
{
  switch (fault)
    {
    case ORCH_CSV_NO_NAME:
      return _ ("The name is missing.");
    case ORCH_CSV_NO_LICENCE:
      return _ ("The licence number is missing.");
    case ORCH_CSV_LICENCE_TWICE:
      return _ ("Another row has the same licence number.");
    case ORCH_CSV_NAME_TWICE:
      return _ ("Another row has the same name.");
    case ORCH_CSV_BAD_DURATION:
      return _ ("The duration must be from 1 to 480 minutes.");
    case ORCH_CSV_TOO_FEW_COLUMNS:
      return _ ("The row has fewer columns than the header.");
    case ORCH_CSV_BAD_QUOTES:
    default:
      return _ ("A quotation mark is not closed.");
    }
}

char *
orch_error_text_dup_password_rules (const OrchPasswordRules *rules)
{
  if (rules == NULL || (rules->min_length <= 0 && rules->min_classes <= 1))
    return g_strdup (_ ("The hub states no rule; choose a long password that you use nowhere else."));
  if (rules->min_classes <= 1)
    /* translators: %d is a number of characters */
    return g_strdup_printf (ngettext ("At least %'d character.", "At least %'d characters.",
                                      (gulong) rules->min_length),
                            rules->min_length);
  /* translators: two numbers: of characters, and of kinds of characters */
  return g_strdup_printf (_ ("At least %d characters, with %d of these kinds: lower-case letters, upper-case letters, "
                             "digits, other signs."),
                          rules->min_length, rules->min_classes);
}

const char *
orch_error_text_shared_key (OrchSharedKeyFlags flag)
{
  switch (flag)
    {
    case ORCH_SHARED_KEY_TOO_SHORT:
      return _ ("16 characters or more");
    case ORCH_SHARED_KEY_NO_DIGIT:
      return _ ("A digit");
    case ORCH_SHARED_KEY_NO_UPPER:
      return _ ("An upper-case letter");
    case ORCH_SHARED_KEY_NO_LOWER:
      return _ ("A lower-case letter");
    case ORCH_SHARED_KEY_NO_PUNCTUATION:
      return _ ("A punctuation mark");
    case ORCH_SHARED_KEY_SPACE_AT_END:
      return _ ("No space at the beginning or the end");
    case ORCH_SHARED_KEY_OK:
    default:
      return "";
    }
}
