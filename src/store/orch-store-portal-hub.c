/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: patients, accounts and invitations, down from the hub. What has an unsent edit is left as it is.
 */
#include "orch-store-portal.h"

#include "orch-store-messages-private.h"

/* --- on a database thread --------------------------------------------------------------------------- */

/* What the hub says nothing of stays as it is here. Returns: (transfer full) */
static OrchPatient *
put_over (OrchPatient *ours, OrchPatient *theirs)
{
  OrchPatientFields fields = *orch_patient_get_fields (ours);
  const OrchPatientFields *from = orch_patient_get_fields (theirs);

#define TAKE(member) fields.member = from->member != NULL ? from->member : fields.member
  TAKE (family);
  TAKE (given);
  TAKE (birth_date);
  TAKE (sex);
  TAKE (nam);
  TAKE (phone);
  TAKE (email);
  TAKE (street);
  TAKE (city);
  TAKE (province);
  TAKE (postal_code);
#undef TAKE
  return orch_patient_new (&fields);
}

static void
note_agreed (OrchConnection *connection, const char *id, const char *hub_id, const char *version)
{
  orch_connection_run (connection,
                       "UPDATE patient SET synced_revision = revision, hub_id = ?, hub_version = ? WHERE id = ?", "sss",
                       hub_id, version, id);
}

/* Returns: whether something of them changed here */
static gboolean
apply_patient (OrchConnection *connection, OrchPatient *theirs, const char *version)
{
  const OrchPatientFields *f = orch_patient_get_fields (theirs);
  g_autoptr (GObject) ours = orch_store_load_row (connection, ORCH_STORE_PATIENTS, f->id);
  g_autofree char *known = NULL;
  g_autoptr (OrchPatient) merged = NULL;

  if (ours == NULL)
    {
      g_autofree char *same =
          f->emr_id != NULL
              ? orch_connection_dup_text (connection, "SELECT id FROM patient WHERE emr_id = ?", "s", f->emr_id)
              : NULL;

      if (same == NULL)
        orch_store_insert_patient (connection, f->id, theirs);
      orch_store_link_conversations (connection, same != NULL ? same : f->id, f->hub_id);
      if (same != NULL)
        return FALSE;
      note_agreed (connection, f->id, f->hub_id, version);
      return TRUE;
    }
  orch_store_link_conversations (connection, f->id, f->hub_id);
  known = orch_connection_dup_text (connection, "SELECT hub_version FROM patient WHERE id = ?", "s", f->id);
  if ((known != NULL && g_strcmp0 (known, version) == 0) || orch_store_has_unsent (connection, "patient", f->id) ||
      orch_connection_get_int64 (connection, 0, "SELECT revision > synced_revision FROM patient WHERE id = ?", "s",
                                 f->id) != 0)
    return FALSE;
  merged = put_over (ORCH_PATIENT (ours), theirs);
  if (!orch_patient_same_identity (ORCH_PATIENT (ours), merged))
    orch_store_write_patient (connection,
                              orch_connection_get_int64 (connection, 0, "SELECT key FROM patient WHERE id = ?", "s",
                                                         f->id),
                              merged);
  else if (known != NULL && version == NULL)
    return FALSE;
  note_agreed (connection, f->id, f->hub_id, version);
  return !orch_patient_same_identity (ORCH_PATIENT (ours), merged);
}

/* more: the versions */
static void
apply_patients (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  guint n_changed = 0;

  for (guint i = 0; i < call->rows->len && !orch_connection_has_error (connection); i++)
    if (orch_patient_get_fields (call->rows->pdata[i])->id != NULL)
      n_changed += apply_patient (connection, call->rows->pdata[i], call->more->pdata[i]);
  if (n_changed > 0)
    orch_connection_mark (connection, ORCH_STORE_CHANGED_PATIENTS);
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, n_changed);
}

/* Returns: (transfer full) (nullable): our id of the patient: by itself, or by what the hub calls them */
static char *
find_patient (OrchConnection *connection, const char *id, const char *hub_id)
{
  if (id != NULL)
    return g_strdup (id);
  return orch_connection_dup_text (connection, "SELECT id FROM patient WHERE hub_id = ?", "s", hub_id);
}

static void
apply_accounts (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  guint n_changed = 0;

  for (guint i = 0; i < call->rows->len && !orch_connection_has_error (connection); i++)
    {
      const OrchPortalAccountFields *f = orch_portal_account_get_fields (call->rows->pdata[i]);
      g_autofree char *patient = find_patient (connection, f->patient_id, f->patient_hub_id);

      if (patient == NULL || orch_store_has_unsent (connection, ORCH_STORE_ACCOUNT, patient))
        continue;
      n_changed += orch_connection_run (
                       connection,
                       "INSERT INTO portal_account (id, hub_id, hub_version, active, validated, made, revision, "
                       "synced_revision) VALUES (?, ?, ?, ?, ?, ?, 1, 1) ON CONFLICT (id) DO UPDATE SET "
                       "hub_id = excluded.hub_id, hub_version = excluded.hub_version, active = excluded.active, "
                       "validated = excluded.validated, made = excluded.made, revision = revision + 1, "
                       "synced_revision = revision + 1 WHERE hub_version IS NOT excluded.hub_version OR "
                       "excluded.hub_version IS NULL OR active <> excluded.active OR validated <> excluded.validated "
                       "OR made <> excluded.made",
                       "sssiii", patient, f->hub_id, f->hub_version, !!f->active, !!f->validated, !!f->made) > 0;
    }
  if (n_changed > 0)
    orch_connection_mark (connection, ORCH_STORE_CHANGED_PATIENTS);
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, n_changed);
}

static void
apply_invitations (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  guint n_changed = 0;

  for (guint i = 0; i < call->rows->len && !orch_connection_has_error (connection); i++)
    {
      const OrchPortalInvitationFields *f = orch_portal_invitation_get_fields (call->rows->pdata[i]);
      g_autofree char *patient = find_patient (connection, f->patient_id, f->patient_hub_id);

      if (patient == NULL ||
          orch_connection_get_int64 (connection, 0,
                                     "SELECT 1 FROM invitation WHERE id = ? AND hub_version = ? AND state = ?", "ssi",
                                     f->id, f->hub_version, (int) f->state) != 0)
        continue;
      orch_store_write_invitation (connection, patient, call->rows->pdata[i]);
      n_changed++;
    }
  g_value_init (result, G_TYPE_UINT);
  g_value_set_uint (result, n_changed);
}

/* --- public -------------------------------------------------------------------------------------------- */

static DexFuture *
apply (OrchStore *self, const OrchActor *actor, OrchDatabaseFunc func, GPtrArray *rows, const char *const *versions)
{
  DexFuture *refused = orch_store_refuse_persons (actor, ORCH_ACT_SYNC);
  OrchStoreCall *call = NULL;

  if (refused != NULL)
    return refused;
  call = orch_store_call_new (actor);
  call->rows = g_ptr_array_ref (rows);
  if (versions != NULL)
    {
      call->more = g_ptr_array_new_with_free_func (g_free);
      for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add (call->more, g_strdup (versions[i]));
    }
  return orch_store_write (self, func, call);
}

DexFuture *
orch_store_apply_hub_patients (OrchStore *self, const OrchActor *actor, GPtrArray *patients,
                               const char *const *versions)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && patients != NULL && versions != NULL, NULL);

  return apply (self, actor, apply_patients, patients, versions);
}

DexFuture *
orch_store_apply_hub_accounts (OrchStore *self, const OrchActor *actor, GPtrArray *accounts)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && accounts != NULL, NULL);

  return apply (self, actor, apply_accounts, accounts, NULL);
}

DexFuture *
orch_store_apply_hub_invitations (OrchStore *self, const OrchActor *actor, GPtrArray *invitations)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL && invitations != NULL, NULL);

  return apply (self, actor, apply_invitations, invitations, NULL);
}
