/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: what a person does with patients: finding one, typing and checking an identity, the account, the invitations.
 */
#include "orch-store-portal.h"

#include "core/orch-clock.h"
#include "core/orch-patient-identity.h"
#include "orch-store-messages-private.h"

#define TERMS_MAX 6
#define DUPLICATES_MAX 20

/* --- reading, on a database thread -------------------------------------------------------------- */

static OrchPortalAccount *
load_account (OrchConnection *connection, const char *id)
{
  OrchPortalAccount *account = NULL;
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT portal_account.hub_id, portal_account.hub_version, active, validated, made, "
                             "portal_account.revision, patient.hub_id FROM portal_account LEFT JOIN patient ON "
                             "patient.id = portal_account.id WHERE portal_account.id = ?",
                             "s", id);

  if (orch_connection_next (connection, statement))
    {
      account = orch_portal_account_new (&(OrchPortalAccountFields) {
          .patient_id = id,
          .hub_id = orch_column_text (statement, 0),
          .hub_version = orch_column_text (statement, 1),
          .active = sqlite3_column_int (statement, 2),
          .validated = sqlite3_column_int (statement, 3),
          .made = sqlite3_column_int (statement, 4),
          .revision = sqlite3_column_int64 (statement, 5),
          .patient_hub_id = orch_column_text (statement, 6),
      });
      orch_connection_done (connection, statement);
    }
  return account;
}

static OrchPortalInvitation *
load_last_invitation (OrchConnection *connection, const char *patient)
{
  OrchPortalInvitation *invitation = NULL;
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT id, hub_id, hub_version, channel, language, state, authored, expires "
                             "FROM invitation WHERE patient = ? ORDER BY authored DESC, key DESC LIMIT 1",
                             "s", patient);

  if (orch_connection_next (connection, statement))
    {
      invitation = orch_portal_invitation_new (&(OrchPortalInvitationFields) {
          .id = orch_column_text (statement, 0),
          .hub_id = orch_column_text (statement, 1),
          .hub_version = orch_column_text (statement, 2),
          .patient_id = patient,
          .channel = (OrchInvitationChannel) sqlite3_column_int (statement, 3),
          .language = orch_column_text (statement, 4),
          .state = (OrchInvitationState) sqlite3_column_int (statement, 5),
          .authored_us = sqlite3_column_int64 (statement, 6),
          .expires_us = sqlite3_column_int64 (statement, 7),
      });
      orch_connection_done (connection, statement);
    }
  return invitation;
}

static OrchPatientCase *
make_case (OrchConnection *connection, OrchPatient *patient)
{
  const char *id = orch_patient_get_fields (patient)->id;
  g_autoptr (OrchPortalAccount) account = load_account (connection, id);
  g_autoptr (OrchPortalInvitation) invitation = load_last_invitation (connection, id);

  return orch_patient_case_new (patient, account, invitation,
                                orch_store_has_unsent (connection, "patient", id) ||
                                    orch_store_has_unsent (connection, ORCH_STORE_ACCOUNT, id));
}

gboolean
orch_store_refuse_account (OrchConnection *connection, const char *patient, guint age_limit)
{
  g_autoptr (GObject) row = patient != NULL ? orch_store_load_row (connection, ORCH_STORE_PATIENTS, patient) : NULL;
  g_autoptr (OrchPatientCase) known = row != NULL ? make_case (connection, ORCH_PATIENT (row)) : NULL;

  if (known != NULL && orch_account_may_write (orch_patient_case_get_badge (known, age_limit, orch_clock_now_us ())))
    return FALSE;
  orch_connection_fail (connection, ORCH_ERROR_REFUSED, "Not an account that is written to");
  return TRUE;
}

/* Returns: (transfer full): the keys of those whom all of @terms fit */
static GArray *
find_keys (OrchConnection *connection, const char *const *terms, const char *after, guint limit)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  const char *six[TERMS_MAX] = { "", "", "", "", "", "" }; /* "" is in everything */
  g_autofree char *sort_name =
      orch_connection_dup_text (connection, "SELECT sort_name FROM patient WHERE id = ?", "s", after);
  const gint64 key = orch_connection_get_int64 (connection, 0, "SELECT key FROM patient WHERE id = ?", "s", after);

  for (guint i = 0; terms != NULL && terms[i] != NULL && i < TERMS_MAX; i++)
    six[i] = terms[i];
  /* The index has all that is looked at. */
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT key FROM patient INDEXED BY patient_by_name WHERE (sort_name, key) > (?, ?) AND instr (search, ?) AND "
      "instr (search, ?) AND instr (search, ?) AND instr (search, ?) AND instr (search, ?) AND instr (search, ?) "
      "ORDER BY sort_name, key LIMIT ?",
      "slssssssl", sort_name != NULL ? sort_name : "", sort_name != NULL ? key : G_MININT64, six[0], six[1], six[2],
      six[3], six[4], six[5], (gint64) limit);

  while (orch_connection_next (connection, statement))
    {
      const gint64 found = sqlite3_column_int64 (statement, 0);

      g_array_append_val (keys, found);
    }
  return keys;
}

/* verb: after that one; rows: the terms */
static void
search_patients (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *cases = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) keys = find_keys (connection, (const char *const *) call->rows->pdata, call->id, call->limit);

  for (guint i = 0; i < keys->len; i++)
    {
      g_autoptr (GObject) patient =
          orch_store_load_row_by_key (connection, ORCH_STORE_PATIENTS, g_array_index (keys, gint64, i));

      if (patient != NULL)
        g_ptr_array_add (cases, make_case (connection, ORCH_PATIENT (patient)));
    }
  orch_store_take_array (result, cases);
}

static void
load_patient_case (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (GObject) patient = orch_store_load_row (connection, ORCH_STORE_PATIENTS, call->id);

  if (patient != NULL)
    orch_store_take_object (result, make_case (connection, ORCH_PATIENT (patient)));
  else
    orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such patient");
}

static void
load_account_job (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  OrchPortalAccount *account = load_account (connection, call->id);

  if (account != NULL)
    orch_store_take_object (result, account);
  else
    orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such account");
}

/* By what two records of one person have in common: the number, or the day */
static void
find_duplicates (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  const OrchPatientFields *wanted = orch_patient_get_fields (ORCH_PATIENT (call->object));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree char *nam = wanted->nam != NULL ? orch_nam_normalize (wanted->nam) : NULL;
  const char *const keys[] = { nam, wanted->birth_date };
  GPtrArray *cases = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_auto (GStrv) terms = orch_patient_search_terms (keys[i]);

      if (terms[0] == NULL)
        continue;
      g_autoptr (GArray) found = find_keys (connection, (const char *const *) terms, NULL, G_MAXINT);
      for (guint j = 0; j < found->len && cases->len < DUPLICATES_MAX; j++)
        {
          gint64 key = g_array_index (found, gint64, j);

          if (!g_hash_table_add (seen, g_memdup2 (&key, sizeof key)))
            continue;
          g_autoptr (GObject) patient = orch_store_load_row_by_key (connection, ORCH_STORE_PATIENTS, key);
          if (patient != NULL &&
              orch_patient_find_duplicate (wanted, orch_patient_get_fields (ORCH_PATIENT (patient))) !=
                  ORCH_DUPLICATE_NONE)
            g_ptr_array_add (cases, make_case (connection, ORCH_PATIENT (patient)));
        }
    }
  orch_store_take_array (result, cases);
}

/* --- writing, on a database thread ---------------------------------------------------------------- */

static void
save_patient (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  OrchPatient *patient = ORCH_PATIENT (call->object);
  const char *id = orch_patient_get_fields (patient)->id;
  g_autoptr (GObject) old = orch_store_load_row (connection, ORCH_STORE_PATIENTS, id);
  gint64 revision = 1;

  g_value_init (result, G_TYPE_INT64);
  if (old != NULL && orch_patient_get_fields (patient)->revision != orch_store_row_get_revision (old))
    {
      orch_connection_fail (connection, ORCH_ERROR_CONFLICT, "It was changed meanwhile");
      return;
    }
  if (old != NULL && orch_patient_same_identity (ORCH_PATIENT (old), patient))
    {
      g_value_set_int64 (result, orch_store_row_get_revision (old));
      return;
    }
  if (old == NULL)
    {
      orch_store_insert_patient (connection, id, patient);
      orch_connection_mark (connection, ORCH_STORE_CHANGED_PATIENTS);
    }
  else
    {
      orch_store_write_patient (connection,
                                orch_connection_get_int64 (connection, 0, "SELECT key FROM patient WHERE id = ?", "s",
                                                           id),
                                patient);
      revision = orch_store_row_get_revision (old) + 1;
    }
  orch_store_add_to_outbox (connection, call, "patient", id,
                            old != NULL && orch_store_row_get_hub_id (old) != NULL ? "update" : "create", NULL,
                            revision);
  orch_store_add_to_journal (connection, call, old != NULL ? "patient-edited" : "patient-created", NULL, id, NULL);
  g_value_set_int64 (result, revision);
}

/* The account of call->id, made when there is none. Returns: its new revision */
static gint64
touch_account (OrchConnection *connection, const OrchStoreCall *call, const char *set)
{
  g_autofree char *sql =
      g_strconcat ("UPDATE portal_account SET revision = revision + 1, ", set, " WHERE id = ?", NULL);
  gint64 revision = 0;

  orch_connection_run (connection, sql, "s", call->id);
  revision =
      orch_connection_get_int64 (connection, 0, "SELECT revision FROM portal_account WHERE id = ?", "s", call->id);
  orch_store_add_to_outbox (connection, call, ORCH_STORE_ACCOUNT, call->id, "update", NULL, revision);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_PATIENTS);
  return revision;
}

static void
validate_identity (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  g_autoptr (GObject) patient = orch_store_load_row (connection, ORCH_STORE_PATIENTS, call->id);
  OrchIdentityCheck check;

  if (patient == NULL)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such patient");
      return;
    }
  orch_identity_check (orch_patient_get_fields (ORCH_PATIENT (patient)), orch_clock_now_us (), &check);
  if (!orch_identity_is_complete (&check))
    {
      orch_connection_fail (connection, ORCH_ERROR_INVALID, "The identity is not complete");
      return;
    }
  orch_connection_run (connection,
                       "INSERT OR IGNORE INTO portal_account (id, active, validated, made, revision) "
                       "VALUES (?, 1, 0, 0, 0)",
                       "s", call->id);
  touch_account (connection, call, "validated = 1");
  orch_store_add_to_journal (connection, call, "identity-validated", NULL, call->id, NULL);
}

static void
set_account_active (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;

  if (orch_connection_get_int64 (connection, 0, "SELECT 1 FROM portal_account WHERE id = ?", "s", call->id) == 0)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such account");
      return;
    }
  touch_account (connection, call, call->flag ? "active = 1" : "active = 0");
  orch_store_add_to_journal (connection, call, call->flag ? "account-enabled" : "account-disabled", NULL, call->id,
                             NULL);
}

void
orch_store_write_invitation (OrchConnection *connection, const char *patient, OrchPortalInvitation *invitation)
{
  const OrchPortalInvitationFields *f = orch_portal_invitation_get_fields (invitation);

  orch_connection_run (connection,
                       "INSERT INTO invitation (id, hub_id, hub_version, patient, channel, language, state, authored, "
                       "expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
                       "hub_id = coalesce (excluded.hub_id, hub_id), hub_version = excluded.hub_version, "
                       "state = excluded.state, expires = excluded.expires",
                       "ssssisill", f->id, f->hub_id, f->hub_version, patient, (int) f->channel, f->language,
                       (int) f->state, f->authored_us, f->expires_us);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_PATIENTS);
}

/* verb: the act of the journal */
static void
note_invitation (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  OrchPortalInvitation *invitation = ORCH_PORTAL_INVITATION (call->object);
  const OrchPortalInvitationFields *f = orch_portal_invitation_get_fields (invitation);

  /* The hub says so of each of them too, with the next run. */
  if (f->state <= ORCH_INVITATION_UNCERTAIN)
    orch_connection_run (connection, "UPDATE invitation SET state = ? WHERE patient = ? AND id <> ? AND state <= ?",
                         "issi", ORCH_INVITATION_REVOKED, f->patient_id, f->id, ORCH_INVITATION_UNCERTAIN);
  orch_store_write_invitation (connection, f->patient_id, invitation);
  orch_store_add_to_journal (connection, call, call->verb, NULL, f->patient_id,
                             orch_invitation_channel_get_code (f->channel));
}

/* --- public ------------------------------------------------------------------------------------------ */

DexFuture *
orch_store_search_patients (OrchStore *self, const OrchActor *actor, const char *const *terms, const char *after,
                            guint limit, GCancellable *cancellable)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_READ_PATIENTS);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->rows = g_ptr_array_new_null_terminated (TERMS_MAX, g_free, TRUE);
  for (guint i = 0; terms != NULL && terms[i] != NULL; i++)
    g_ptr_array_add (call->rows, g_strdup (terms[i]));
  call->id = g_strdup (after);
  call->limit = limit;
  return orch_store_read (self, search_patients, call, cancellable);
}

DexFuture *
orch_store_load_patient_case (OrchStore *self, const OrchActor *actor, const char *id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && id != NULL, NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_READ_PATIENTS);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->id = g_strdup (id);
  return orch_store_read (self, load_patient_case, call, NULL);
}

DexFuture *
orch_store_find_duplicates (OrchStore *self, const OrchActor *actor, OrchPatient *patient)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && ORCH_IS_PATIENT (patient), NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_READ_PATIENTS);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->object = G_OBJECT (g_object_ref (patient));
  return orch_store_read (self, find_duplicates, call, NULL);
}

DexFuture *
orch_store_load_account (OrchStore *self, const char *patient_id)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (patient_id != NULL, NULL);

  OrchStoreCall *call = orch_store_call_new (NULL);
  call->id = g_strdup (patient_id);
  return orch_store_read (self, load_account_job, call, NULL);
}

/* What a person does. Returns: (transfer full): a call, or %NULL and a rejected future in @refused */
static OrchStoreCall *
begin (const OrchActor *actor, OrchAct act, DexFuture **refused)
{
  *refused = orch_store_refuse_workstation (actor, act);
  return *refused == NULL ? orch_store_call_new (actor) : NULL;
}

DexFuture *
orch_store_save_patient (OrchStore *self, const OrchActor *actor, OrchPatient *patient)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && ORCH_IS_PATIENT (patient), NULL);

  call = begin (actor, ORCH_ACT_VALIDATE_IDENTITY, &refused);
  if (call == NULL)
    return refused;
  call->object = G_OBJECT (g_object_ref (patient));
  if (orch_patient_get_fields (patient)->id == NULL)
    {
      orch_store_call_free (call);
      return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "A patient without id");
    }
  return orch_store_write (self, save_patient, call);
}

DexFuture *
orch_store_validate_identity (OrchStore *self, const OrchActor *actor, const char *id)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && id != NULL, NULL);

  call = begin (actor, ORCH_ACT_VALIDATE_IDENTITY, &refused);
  if (call == NULL)
    return refused;
  call->id = g_strdup (id);
  return orch_store_write (self, validate_identity, call);
}

DexFuture *
orch_store_set_account_active (OrchStore *self, const OrchActor *actor, const char *id, gboolean active)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && id != NULL, NULL);

  call = begin (actor, ORCH_ACT_DISABLE_ACCOUNTS, &refused);
  if (call == NULL)
    return refused;
  call->id = g_strdup (id);
  call->flag = active;
  return orch_store_write (self, set_account_active, call);
}

DexFuture *
orch_store_note_invitation (OrchStore *self, const OrchActor *actor, OrchPortalInvitation *invitation, const char *act)
{
  DexFuture *refused = NULL;
  OrchStoreCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && ORCH_IS_PORTAL_INVITATION (invitation) && act != NULL, NULL);

  call = begin (actor, ORCH_ACT_VALIDATE_IDENTITY, &refused);
  if (call == NULL)
    return refused;
  call->object = G_OBJECT (g_object_ref (invitation));
  call->verb = g_strdup (act);
  if (orch_portal_invitation_get_fields (invitation)->patient_id == NULL)
    {
      orch_store_call_free (call);
      return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "An invitation of nobody");
    }
  return orch_store_write (self, note_invitation, call);
}
