/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Patients' accounts. See the header.
 */
#include "orch-sandbox-portal-account.h"

#include "core/orch-clock.h"
#include "core/orch-nam.h"

#include "orch-sandbox-index.h"
#include "orch-sandbox-invitation.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-people.h"
#include "orch-sandbox-portal-data.h"

#include <sodium.h>

#define MINUTE_US (60 * (gint64) G_USEC_PER_SEC)
#define IDLE_US (20 * MINUTE_US)
#define LONGEST_US (8 * 60 * MINUTE_US)
#define FAILURES_MOST 5
#define LOCK_US (5 * MINUTE_US)
/* Of everybody together: all come from one machine here. */
#define BUSY_FAILURES 30
#define ANYBODY "*"
/* OWASP's first choice for Argon2id: 19 MiB, two passes. */
#define HASH_PASSES 2
#define HASH_BYTES (19 * 1024 * 1024)
#define LENGTH_LEAST 12
#define LENGTH_MOST 128
#define NAM "https://fhir.infoway-inforoute.ca/NamingSystem/ca-qc-patient-healthcare-id"
#define ACCOUNT ORCH_SANDBOX_BASE "/identifier/portal-account"

/* @account: (nullable): NULL as long as none was made */
static gboolean
is_active (OrchSandboxStore *store, const char *person_reference, const char *account)
{
  g_autoptr (JsonObject) person = orch_sandbox_portal_load (store, person_reference);

  return person != NULL && orch_sandbox_json_boolean (person, "active", TRUE) &&
         g_strcmp0 (orch_sandbox_portal_identifier (person, ACCOUNT), account) == 0;
}

static gboolean
get_account (OrchSandboxStore *store, const char *account, char **person, char **patient)
{
  sqlite3_stmt *statement =
      orch_sandbox_store_query (store, "SELECT person, patient FROM portal_account WHERE id = ?", "t", account);
  gboolean found = sqlite3_step (statement) == SQLITE_ROW;

  if (found)
    {
      *person = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      *patient = g_strdup ((const char *) sqlite3_column_text (statement, 1));
    }
  sqlite3_reset (statement);
  return found;
}

void
orch_sandbox_portal_account_find_session (OrchSandboxPortalVisit *visit)
{
  g_autofree char *digest = orch_sandbox_people_hash (visit->token);
  gint64 now = orch_clock_now_us ();
  sqlite3_stmt *statement;

  orch_sandbox_store_run (visit->store, "DELETE FROM portal_session WHERE used < ? OR begun < ?", "ii", now - IDLE_US,
                          now - LONGEST_US);
  statement =
      orch_sandbox_store_query (visit->store, "SELECT account, task, checked FROM portal_session WHERE token = ?", "t",
                                digest);
  if (sqlite3_step (statement) == SQLITE_ROW)
    {
      visit->account = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      visit->task = g_strdup ((const char *) sqlite3_column_text (statement, 1));
      visit->checked = sqlite3_column_int (statement, 2);
    }
  sqlite3_reset (statement);
  orch_sandbox_store_run (visit->store, "UPDATE portal_session SET used = ? WHERE token = ?", "it", now, digest);
  if (visit->task != NULL &&
      (!orch_sandbox_invitation_get (visit->store, visit->task, &visit->patient, &visit->person, NULL) ||
       !is_active (visit->store, visit->person, NULL)))
    g_clear_pointer (&visit->task, g_free);
  if (visit->account != NULL && (!get_account (visit->store, visit->account, &visit->person, &visit->patient) ||
                                 !is_active (visit->store, visit->person, visit->account)))
    {
      visit->disabled = TRUE;
      g_clear_pointer (&visit->account, g_free);
      g_clear_pointer (&visit->person, g_free);
      g_clear_pointer (&visit->patient, g_free);
    }
}

void
orch_sandbox_portal_account_close_session (OrchSandboxPortalVisit *visit)
{
  g_autofree char *digest = orch_sandbox_people_hash (visit->token);

  orch_sandbox_store_run (visit->store, "DELETE FROM portal_session WHERE token = ?", "t", digest);
  g_free (visit->token);
  visit->token = orch_sandbox_people_random ();
  visit->fresh = TRUE;
}

/* The token is another one each time that somebody becomes more than they were. */
void
orch_sandbox_portal_account_open_session (OrchSandboxPortalVisit *visit, const char *account, const char *task)
{
  g_autofree char *digest = NULL;
  gint64 now = orch_clock_now_us ();

  orch_sandbox_portal_account_close_session (visit);
  digest = orch_sandbox_people_hash (visit->token);
  orch_sandbox_store_run (visit->store,
                          "INSERT INTO portal_session (token, account, task, begun, used) VALUES (?, ?, ?, ?, ?)",
                          "tttii", digest, account, task, now, now);
}

void
orch_sandbox_portal_account_confirm (OrchSandboxPortalVisit *visit)
{
  g_autofree char *digest = orch_sandbox_people_hash (visit->token);

  orch_sandbox_store_run (visit->store, "UPDATE portal_session SET checked = 1 WHERE token = ?", "t", digest);
}

gboolean
orch_sandbox_portal_account_is (OrchSandboxStore *store, const char *person_reference, const char *patient_reference,
                                const char *who)
{
  g_autoptr (JsonObject) person = orch_sandbox_portal_load (store, person_reference);
  g_autoptr (JsonObject) patient = orch_sandbox_portal_load (store, patient_reference);
  const char *email = person == NULL ? NULL : orch_sandbox_portal_telecom (person, "email");
  const char *nam = patient == NULL ? NULL : orch_sandbox_portal_identifier (patient, NAM);
  g_autofree char *trimmed = g_strstrip (g_strdup (who));
  g_autofree char *typed = orch_nam_normalize (trimmed);
  g_autofree char *known = nam == NULL ? NULL : orch_nam_normalize (nam);

  if (*trimmed == '\0')
    return FALSE;
  return (email != NULL && g_ascii_strcasecmp (email, trimmed) == 0) || (known != NULL && g_str_equal (known, typed));
}

static gboolean
is_locked (OrchSandboxStore *store, const char *who)
{
  sqlite3_stmt *statement =
      orch_sandbox_store_query (store, "SELECT locked_until FROM portal_failure WHERE who = ?", "t", who);
  gboolean locked =
      sqlite3_step (statement) == SQLITE_ROW && sqlite3_column_int64 (statement, 0) > orch_clock_now_us ();

  sqlite3_reset (statement);
  return locked;
}

static gboolean
note_failure (OrchSandboxStore *store, const char *who, int most, gint64 lock_us)
{
  gint64 until = orch_clock_now_us () + lock_us;

  orch_sandbox_store_run (store,
                          "INSERT INTO portal_failure (who, failures, locked_until) VALUES (?, 1, 0)"
                          " ON CONFLICT (who) DO UPDATE SET failures = failures + 1",
                          "t", who);
  return orch_sandbox_store_run (
             store, "UPDATE portal_failure SET failures = 0, locked_until = ? WHERE who = ? AND failures >= ?", "iti",
             until, who, (gint64) most) > 0;
}

void
orch_sandbox_portal_account_failed (OrchSandboxStore *store)
{
  gint64 minute = orch_clock_now_us () / MINUTE_US;
  g_autofree char *who = g_strdup_printf (ANYBODY "%" G_GINT64_FORMAT, minute);
  gint64 rest = (minute + 1) * MINUTE_US - orch_clock_now_us ();

  orch_sandbox_store_run (store, "DELETE FROM portal_failure WHERE who GLOB '[*]*' AND who <> ?", "t", who);
  note_failure (store, who, BUSY_FAILURES, rest);
}

gboolean
orch_sandbox_portal_account_is_busy (OrchSandboxStore *store)
{
  g_autofree char *who = g_strdup_printf (ANYBODY "%" G_GINT64_FORMAT, orch_clock_now_us () / MINUTE_US);

  return is_locked (store, who);
}

static GStrv
all_accounts (OrchSandboxStore *store)
{
  sqlite3_stmt *statement = orch_sandbox_store_query (store, "SELECT id FROM portal_account", "");
  GStrvBuilder *builder = g_strv_builder_new ();
  GStrv found;

  while (sqlite3_step (statement) == SQLITE_ROW)
    g_strv_builder_add (builder, (const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  found = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return found;
}

gboolean
orch_sandbox_portal_account_get (OrchSandboxStore *store, const char *account, char **person, char **patient)
{
  return get_account (store, account, person, patient) && is_active (store, *person, account);
}

GStrv
orch_sandbox_portal_account_find (OrchSandboxStore *store, const char *who)
{
  g_auto (GStrv) accounts = all_accounts (store);
  GStrvBuilder *builder = g_strv_builder_new ();
  GStrv found;

  for (int i = 0; accounts[i] != NULL; i++)
    {
      g_autofree char *person = NULL;
      g_autofree char *patient = NULL;

      if (orch_sandbox_portal_account_get (store, accounts[i], &person, &patient) &&
          orch_sandbox_portal_account_is (store, person, patient, who))
        g_strv_builder_add (builder, accounts[i]);
    }
  found = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return found;
}

gboolean
orch_sandbox_portal_account_note_failure (OrchSandboxStore *store, const char *who, gint64 lock_us)
{
  return note_failure (store, who, FAILURES_MOST, lock_us);
}

gboolean
orch_sandbox_portal_account_is_locked (OrchSandboxStore *store, const char *who)
{
  return is_locked (store, who);
}

static void
make_hash (char *hash, const char *password)
{
  if (crypto_pwhash_str (hash, password, strlen (password), HASH_PASSES, HASH_BYTES) != 0)
    g_error ("no memory for a password");
}

void
orch_sandbox_portal_account_set_password (OrchSandboxStore *store, const char *account, const char *password)
{
  char hash[crypto_pwhash_STRBYTES];

  make_hash (hash, password);
  orch_sandbox_store_run (store, "UPDATE portal_account SET hash = ? WHERE id = ?", "tt", hash, account);
  orch_sandbox_store_run (store, "DELETE FROM portal_session WHERE account = ?", "t", account);
  orch_sandbox_store_run (store, "DELETE FROM portal_failure WHERE who = ?", "t", account);
}

static gboolean
verify (OrchSandboxStore *store, const char *account, const char *password)
{
  sqlite3_stmt *statement =
      orch_sandbox_store_query (store, "SELECT hash FROM portal_account WHERE id = ?", "t", account);
  g_autofree char *hash =
      sqlite3_step (statement) == SQLITE_ROW ? g_strdup ((const char *) sqlite3_column_text (statement, 0)) : NULL;

  sqlite3_reset (statement);
  return hash != NULL && crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
}

OrchSandboxAccountCheck
orch_sandbox_portal_account_sign_in (OrchSandboxStore *store, const char *who, const char *password, char **account)
{
  g_autofree char *folded = orch_sandbox_index_fold (who);
  g_autofree char *typed = orch_sandbox_portal_digest (store, "sign-in", g_strstrip (folded));
  g_auto (GStrv) accounts = all_accounts (store);
  OrchSandboxAccountCheck answer = ORCH_SANDBOX_ACCOUNT_WRONG;
  gboolean known = FALSE, locked = is_locked (store, typed);

  if (strlen (password) > 4 * LENGTH_MOST)
    password = "";
  /* A family may share an address. */
  for (int i = 0; accounts[i] != NULL && answer == ORCH_SANDBOX_ACCOUNT_WRONG; i++)
    {
      g_autofree char *person = NULL;
      g_autofree char *patient = NULL;

      if (!get_account (store, accounts[i], &person, &patient) ||
          !orch_sandbox_portal_account_is (store, person, patient, who))
        continue;
      known = TRUE;
      if (is_locked (store, accounts[i]))
        locked = TRUE;
      else if (!locked && verify (store, accounts[i], password))
        {
          answer = is_active (store, person, accounts[i]) ? ORCH_SANDBOX_ACCOUNT_GOOD : ORCH_SANDBOX_ACCOUNT_DISABLED;
          *account = g_strdup (accounts[i]);
        }
      else if (!locked)
        note_failure (store, accounts[i], FAILURES_MOST, LOCK_US);
    }
  if (answer != ORCH_SANDBOX_ACCOUNT_WRONG)
    {
      orch_sandbox_store_run (store, "DELETE FROM portal_failure WHERE who IN (?, ?)", "tt", *account, typed);
      return answer;
    }
  if (locked)
    return ORCH_SANDBOX_ACCOUNT_LOCKED;
  /* Nobody learns by the time it takes, or by the locking, whether there is such an account. */
  if (!known)
    {
      char hash[crypto_pwhash_STRBYTES];

      make_hash (hash, password);
    }
  return note_failure (store, typed, FAILURES_MOST, LOCK_US) ? ORCH_SANDBOX_ACCOUNT_LOCKED : ORCH_SANDBOX_ACCOUNT_WRONG;
}

GStrv
orch_sandbox_portal_account_words (const OrchSandboxPortalVisit *visit)
{
  g_autoptr (JsonObject) person = orch_sandbox_portal_load (visit->store, visit->person);
  g_autoptr (JsonObject) patient = orch_sandbox_portal_load (visit->store, visit->patient);
  g_autofree char *name = patient == NULL ? g_strdup ("") : orch_sandbox_portal_name (patient);
  const char *email = person == NULL ? NULL : orch_sandbox_portal_telecom (person, "email");
  g_autofree char *all =
      g_strdup_printf ("%s %.*s", name, email == NULL ? 0 : (int) strcspn (email, "@"), email == NULL ? "" : email);
  g_autofree char *folded = orch_sandbox_index_fold (all);
  g_auto (GStrv) words = g_strsplit_set (folded, " -'", -1);
  GStrvBuilder *builder = g_strv_builder_new ();
  GStrv kept;

  /* Of three letters and less there is one in every password. */
  for (int i = 0; words[i] != NULL; i++)
    if (strlen (words[i]) > 3)
      g_strv_builder_add (builder, words[i]);
  kept = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return kept;
}

GStrv
orch_sandbox_portal_account_unmet (const OrchSandboxPortalVisit *visit, const char *password)
{
  g_auto (GStrv) words = orch_sandbox_portal_account_words (visit);
  g_autofree char *folded = orch_sandbox_index_fold (password);
  glong length = g_utf8_strlen (password, -1);
  GStrvBuilder *builder = g_strv_builder_new ();
  GStrv unmet;
  gboolean own = FALSE;

  if (length < LENGTH_LEAST || length > LENGTH_MOST)
    g_strv_builder_add (builder, "length");
  for (int i = 0; words[i] != NULL; i++)
    own = own || strstr (folded, words[i]) != NULL;
  if (own)
    g_strv_builder_add (builder, "own");
  if (orch_sandbox_people_is_common_password (password))
    g_strv_builder_add (builder, "common");
  unmet = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return unmet;
}

char *
orch_sandbox_portal_account_make (OrchSandboxPortalVisit *visit, const char *password)
{
  g_autoptr (JsonObject) person = orch_sandbox_portal_load (visit->store, visit->person);
  g_autofree char *account = g_uuid_string_random ();
  char hash[crypto_pwhash_STRBYTES];

  g_return_val_if_fail (person != NULL, NULL);

  make_hash (hash, password);
  orch_sandbox_store_begin (visit->store);
  orch_sandbox_portal_add_identifier (person, ACCOUNT, account);
  orch_sandbox_portal_put (visit->store, person);
  orch_sandbox_store_run (
      visit->store,
      "INSERT OR REPLACE INTO portal_account (id, person, patient, hash, language) VALUES (?, ?, ?, ?, ?)", "ttttt",
      account, visit->person, visit->patient, hash, visit->french ? "fr" : "en");
  orch_sandbox_invitation_end (visit->store, visit->task, "completed", "accepted");
  orch_sandbox_store_commit (visit->store);
  return g_steal_pointer (&account);
}
