/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchStore: patients of appointments, and the protected fields that EMR and clinic do not agree on: never overwritten in silence.
 */
#include "core/orch-clock.h"
#include "core/orch-patient-identity.h"
#include "core/orch-text.h"
#include "orch-store-private.h"

/* --- rows, on a database thread --------------------------------------------------------- */

static void
fold_patient (const OrchPatientFields *f, char **search, char **sort_name)
{
  g_autofree char *name =
      g_strconcat (f->family != NULL ? f->family : "", ", ", f->given != NULL ? f->given : "", NULL);

  *search = orch_patient_search_text (f);
  *sort_name = orch_text_collation_key (name);
}

void
orch_store_insert_patient (OrchConnection *connection, const char *id, OrchPatient *patient)
{
  const OrchPatientFields *f = orch_patient_get_fields (patient);
  g_autofree char *search = NULL, *sort_name = NULL;

  fold_patient (f, &search, &sort_name);
  orch_connection_run (connection,
                       "INSERT INTO patient (id, emr_id, family, given, birth_date, sex, nam, phone, email, street, "
                       "city, province, postal_code, origin, revision, search, sort_name) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)",
                       "sssssssssssssiss", id, f->emr_id, f->family, f->given, f->birth_date, f->sex, f->nam, f->phone,
                       f->email, f->street, f->city, f->province, f->postal_code, (int) f->origin, search, sort_name);
  orch_connection_run (connection, "DELETE FROM patient_wanted WHERE emr_id = ?", "s", f->emr_id);
}

void
orch_store_write_patient (OrchConnection *connection, gint64 key, OrchPatient *patient)
{
  const OrchPatientFields *f = orch_patient_get_fields (patient);
  g_autofree char *search = NULL, *sort_name = NULL;

  fold_patient (f, &search, &sort_name);
  orch_connection_run (connection,
                       "UPDATE patient SET family = ?, given = ?, birth_date = ?, sex = ?, nam = ?, phone = ?, "
                       "email = ?, street = ?, city = ?, province = ?, postal_code = ?, search = ?, sort_name = ?, "
                       "revision = revision + 1 WHERE key = ?",
                       "sssssssssssssl", f->family, f->given, f->birth_date, f->sex, f->nam, f->phone, f->email,
                       f->street, f->city, f->province, f->postal_code, search, sort_name, key);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_PATIENTS);
}

/* The EMR gives @field as @theirs: asked about, unless somebody has already kept ours against this very value */
static void
reconcile (OrchConnection *connection, gint64 key, OrchPatientField field, const char *ours, const char *theirs,
           gint64 now)
{
  sqlite3_stmt *statement =
      orch_connection_query (connection,
                             "SELECT id, theirs IS ?, settled, choice FROM reconciliation WHERE patient = ? AND "
                             "field = ? ORDER BY id DESC LIMIT 1",
                             "sli", theirs, key, (int) field);

  if (orch_connection_next (connection, statement))
    {
      gint64 id = sqlite3_column_int64 (statement, 0);
      gboolean same = sqlite3_column_int (statement, 1);
      gboolean waits = sqlite3_column_int64 (statement, 2) == 0;
      gboolean kept = sqlite3_column_int (statement, 3) == ORCH_RECONCILIATION_OURS;
      orch_connection_done (connection, statement);
      if (same && (waits || kept))
        return;
      if (waits)
        {
          orch_connection_run (connection, "UPDATE reconciliation SET ours = ?, theirs = ?, created = ? WHERE id = ?",
                               "ssll", ours, theirs, now, id);
          orch_connection_mark (connection, ORCH_STORE_CHANGED_PATIENTS);
          return;
        }
    }
  orch_connection_run (connection,
                       "INSERT INTO reconciliation (patient, field, ours, theirs, created) VALUES (?, ?, ?, ?, ?)",
                       "lissl", key, (int) field, ours, theirs, now);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_PATIENTS);
}

gboolean
orch_store_update_patient (OrchConnection *connection, gint64 key, OrchPatient *ours, OrchPatient *theirs, gint64 now)
{
  OrchPatientField differing = orch_patient_compare_protected (ours, theirs);
  g_autoptr (OrchPatient) merged = orch_patient_settle (ours, theirs, 0);

  for (guint i = 0; i < ORCH_PATIENT_N_PROTECTED; i++)
    {
      OrchPatientField field = (OrchPatientField) (1 << i);
      if ((differing & field) != 0)
        reconcile (connection, key, field, orch_patient_get_protected (ours, field),
                   orch_patient_get_protected (theirs, field), now);
    }
  /* What waited and is no longer so was mended in the EMR. */
  if (orch_connection_run (connection,
                           "UPDATE reconciliation SET settled = ?, choice = ? WHERE patient = ? AND settled = 0 AND "
                           "(field & ?) = 0",
                           "lili", now, ORCH_RECONCILIATION_AGREED, key, (int) differing) > 0)
    orch_connection_mark (connection, ORCH_STORE_CHANGED_PATIENTS);

  if (orch_patient_same_content (ours, merged))
    return FALSE;
  orch_store_write_patient (connection, key, merged);
  return TRUE;
}

/* --- reconciliations, on a database thread ------------------------------------------------ */

static void
list_reconciliations (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  sqlite3_stmt *statement = orch_connection_query (
      connection,
      "SELECT reconciliation.id, patient, field, ours, theirs, created, settled, choice FROM reconciliation "
      "JOIN patient ON patient.key = reconciliation.patient WHERE settled = 0 "
      "ORDER BY patient.sort_name, patient.key, field LIMIT ?",
      "l", (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    {
      g_autoptr (GObject) patient =
          orch_store_load_row_by_key (connection, ORCH_STORE_PATIENTS, sqlite3_column_int64 (statement, 1));
      if (patient == NULL)
        continue;
      OrchReconciliationFields fields = {
        .id = sqlite3_column_int64 (statement, 0),
        .patient = ORCH_PATIENT (patient),
        .field = (OrchPatientField) sqlite3_column_int (statement, 2),
        .ours = orch_column_text (statement, 3),
        .theirs = orch_column_text (statement, 4),
        .created = sqlite3_column_int64 (statement, 5),
        .settled = sqlite3_column_int64 (statement, 6),
        .choice = (OrchReconciliationChoice) sqlite3_column_int (statement, 7),
      };
      g_ptr_array_add (list, orch_reconciliation_new (&fields));
    }
  orch_store_take_array (result, list);
}

/* number: how many patients; the result: "(uu)": patients, and of these those who wait */
static void
count_patients (OrchConnection *connection, GValue *result, gpointer data)
{
  const gint64 all = orch_connection_get_int64 (connection, 0, "SELECT count (*) FROM patient", "");
  const gint64 waiting =
      orch_connection_get_int64 (connection, 0, "SELECT count (DISTINCT patient) FROM reconciliation WHERE settled = 0",
                                 "");

  g_value_init (result, G_TYPE_VARIANT);
  g_value_take_variant (result, g_variant_ref_sink (g_variant_new ("(uu)", (guint) all, (guint) waiting)));
}

static void
list_patients (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement =
      orch_connection_query (connection, "SELECT key FROM patient ORDER BY sort_name, key LIMIT ?", "l",
                             (gint64) call->limit);

  while (orch_connection_next (connection, statement))
    {
      const gint64 key = sqlite3_column_int64 (statement, 0);

      g_array_append_val (keys, key);
    }
  for (guint i = 0; i < keys->len; i++)
    {
      GObject *patient = orch_store_load_row_by_key (connection, ORCH_STORE_PATIENTS, g_array_index (keys, gint64, i));

      if (patient != NULL)
        g_ptr_array_add (list, patient);
    }
  orch_store_take_array (result, list);
}

static OrchPatient *
make_theirs (OrchPatientField field, const char *value)
{
  OrchPatientFields fields = { .emr_id = "-" };

  switch (field)
    {
    case ORCH_PATIENT_FAMILY:
      fields.family = value;
      break;
    case ORCH_PATIENT_GIVEN:
      fields.given = value;
      break;
    case ORCH_PATIENT_NAM:
      fields.nam = value;
      break;
    case ORCH_PATIENT_BIRTH_DATE:
      fields.birth_date = value;
      break;
    case ORCH_PATIENT_SEX:
      fields.sex = value;
      break;
    default:
      g_assert_not_reached ();
    }
  return orch_patient_new (&fields);
}

/* flag: take theirs */
static void
settle_reconciliation (OrchConnection *connection, GValue *result, gpointer data)
{
  OrchStoreCall *call = data;
  sqlite3_stmt *statement =
      orch_connection_query (connection, "SELECT patient, field, theirs, settled FROM reconciliation WHERE id = ?", "l",
                             call->number);

  if (!orch_connection_next (connection, statement))
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such difference");
      return;
    }
  gint64 key = sqlite3_column_int64 (statement, 0);
  OrchPatientField field = (OrchPatientField) sqlite3_column_int (statement, 1);
  g_autofree char *value = g_strdup (orch_column_text (statement, 2));
  gboolean is_settled = sqlite3_column_int64 (statement, 3) != 0;
  orch_connection_done (connection, statement);
  if (is_settled)
    {
      orch_connection_fail (connection, ORCH_ERROR_CONFLICT, "It was settled already");
      return;
    }

  g_autoptr (GObject) ours = orch_store_load_row_by_key (connection, ORCH_STORE_PATIENTS, key);
  if (ours == NULL)
    {
      orch_connection_fail (connection, ORCH_ERROR_NOT_FOUND, "No such patient");
      return;
    }
  if (call->flag)
    {
      g_autoptr (OrchPatient) theirs = make_theirs (field, value);
      g_autoptr (OrchPatient) settled = orch_patient_settle (ORCH_PATIENT (ours), theirs, field);
      orch_store_write_patient (connection, key, settled);
    }
  orch_connection_run (connection, "UPDATE reconciliation SET settled = ?, choice = ?, actor = ? WHERE id = ?", "lisl",
                       orch_clock_now_us (), call->flag ? ORCH_RECONCILIATION_THEIRS : ORCH_RECONCILIATION_OURS,
                       call->actor, call->number);
  g_autofree char *detail = g_strdup_printf ("field=%u %s", (guint) field, call->flag ? "theirs" : "ours");
  orch_store_add_to_journal (connection, call, "reconciled", NULL, orch_store_row_get_id (ours), detail);
  orch_connection_mark (connection, ORCH_STORE_CHANGED_PATIENTS);
}

/* --- public ----------------------------------------------------------------------------- */

DexFuture *
orch_store_list_reconciliations (OrchStore *self, const OrchActor *actor, guint limit)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_READ_APPOINTMENTS);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->limit = limit;
  return orch_store_read (self, list_reconciliations, call, NULL);
}

DexFuture *
orch_store_count_patients (OrchStore *self)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);

  return orch_store_read (self, count_patients, orch_store_call_new (NULL), NULL);
}

DexFuture *
orch_store_list_patients (OrchStore *self, const OrchActor *actor, guint limit)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);

  DexFuture *refused = orch_store_refuse (actor, ORCH_ACT_READ_APPOINTMENTS);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->limit = limit;
  return orch_store_read (self, list_patients, call, NULL);
}

DexFuture *
orch_store_settle_reconciliation (OrchStore *self, const OrchActor *actor, gint64 id, gboolean take_theirs)
{
  g_return_val_if_fail (ORCH_IS_STORE (self), NULL);
  g_return_val_if_fail (actor != NULL, NULL);

  DexFuture *refused = orch_store_refuse_workstation (actor, ORCH_ACT_SYNC);
  if (refused == NULL)
    refused = orch_store_refuse (actor, ORCH_ACT_READ_APPOINTMENTS);
  if (refused != NULL)
    return refused;

  OrchStoreCall *call = orch_store_call_new (actor);
  call->number = id;
  call->flag = take_theirs;
  return orch_store_write (self, settle_reconciliation, call);
}
