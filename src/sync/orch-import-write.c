/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * How far an import is; its plan, made on a worker; and what it writes, in its fiber: departments, then rows in short transactions.
 */
#include "orch-import-run-private.h"

#include <glib/gi18n.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-record-id.h"

/* Rows of one transaction: less than a tenth of a second of the writer, and the bar moves after each. Their ids are random: each transaction
 * writes the pages of the indexes again, the fewer the better. */
#define WRITE_ROWS 1500

/* Shared with the worker, which may outlive the import's fiber. */
typedef struct
{
  OrchImportKind kind;
  OrchImportRead read;  /* (owned) */
  OrchImportPlan *plan; /* (owned) (nullable) */

  int checked, to_check; /* (atomic) */
} Planning;

typedef struct
{
  OrchImportRun *run; /* (borrowed) */
  Planning *planning; /* (borrowed) */
} Look;

static void
planning_clear (gpointer data)
{
  Planning *planning = data;

  g_clear_pointer (&planning->read.known, g_ptr_array_unref);
  g_clear_pointer (&planning->read.staff, g_ptr_array_unref);
  g_clear_pointer (&planning->read.pages, g_ptr_array_unref);
  g_clear_pointer (&planning->read.clinic_id, g_free);
  g_clear_object (&planning->plan);
}

static void
planning_unref (gpointer planning)
{
  g_atomic_rc_box_release_full (planning, planning_clear);
}

/* What the EMR calls by its own id keeps the id that we gave it the first time. */
static const char *
find_department_id (GPtrArray *known, const char *emr_id)
{
  for (guint i = 0; emr_id != NULL && i < known->len; i++)
    {
      const OrchDepartmentFields *fields = orch_department_get_fields (g_ptr_array_index (known, i));

      if (g_strcmp0 (fields->emr_id, emr_id) == 0)
        return fields->id;
    }
  return NULL;
}

gboolean
orch_import_await_departments (OrchStore *store, const OrchActor *actor, const char *clinic_id, GPtrArray *departments,
                               GError **error)
{
  g_autoptr (GPtrArray) known = dex_await_boxed (orch_store_load_departments (store), error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  if (known == NULL)
    return FALSE;
  for (guint i = 0; i < departments->len; i++)
    {
      OrchDepartmentFields fields = *orch_department_get_fields (g_ptr_array_index (departments, i));
      g_autofree char *id = g_strdup (find_department_id (known, fields.emr_id));

      if (id == NULL)
        id = clinic_id != NULL && fields.emr_id != NULL
                 ? orch_record_id (clinic_id, ORCH_RECORD_DEPARTMENT, fields.emr_id)
                 : g_uuid_string_random ();
      fields.id = id;
      fields.origin = ORCH_ORIGIN_EMR;
      g_ptr_array_add (rows, orch_department_new (&fields));
    }
  return rows->len == 0 || dex_await (orch_store_save_departments (store, actor, rows), error);
}

gboolean
orch_import_await_write (OrchImportRun *self, OrchStore *store, const OrchActor *actor, gint64 run, GPtrArray *rows,
                         GError **error)
{
  orch_import_run_show (self, ORCH_IMPORT_SAVING, 0, rows->len);
  for (guint at = 0; at < rows->len; at += WRITE_ROWS)
    {
      g_autoptr (GPtrArray) part = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint i = at; i < MIN (at + WRITE_ROWS, rows->len); i++)
        g_ptr_array_add (part, g_object_ref (g_ptr_array_index (rows, i)));
      if (!dex_await (orch_store_write_import_page (store, actor, run, part, NULL), error))
        return FALSE;
      orch_import_run_show (self, ORCH_IMPORT_SAVING, MIN (at + WRITE_ROWS, rows->len), rows->len);
    }
  return TRUE;
}

void
orch_import_list_conflicts (GListStore *list, GPtrArray *conflicts)
{
  g_autoptr (GPtrArray) ordered = g_ptr_array_new ();

  for (guint pass = 0; conflicts != NULL && pass < 2; pass++)
    for (guint i = 0; i < conflicts->len; i++)
      {
        OrchConflict *conflict = g_ptr_array_index (conflicts, i);

        if (orch_conflict_is_warning (conflict) == (pass == 1))
          g_ptr_array_add (ordered, conflict);
      }
  g_list_store_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)), ordered->pdata, ordered->len);
}

void
orch_import_show_page (OrchImportRun *self, OrchEmrPage *page, guint read)
{
  const guint roles = orch_emr_page_get_roles (page);
  const guint done = roles > 0 ? roles : read;
  const gint64 total = orch_emr_page_get_total (page);

  /* A page of roles of which none is anybody's tells nothing. */
  if (done > 0 || orch_emr_page_is_last (page))
    orch_import_run_show (self, roles > 0 ? ORCH_IMPORT_ROLES : ORCH_IMPORT_READING, done,
                          total > 0 ? MAX ((guint) total, done) : 0);
}

static void
note_checked (guint checked, guint total, gpointer data)
{
  Planning *planning = data;

  g_atomic_int_set (&planning->to_check, (int) total);
  g_atomic_int_set (&planning->checked, (int) checked);
}

static gboolean
on_look_at_plan (gpointer data)
{
  Look *look = data;

  orch_import_run_show (look->run, ORCH_IMPORT_CHECKING, (guint) g_atomic_int_get (&look->planning->checked),
                        (guint) g_atomic_int_get (&look->planning->to_check));
  return G_SOURCE_CONTINUE;
}

/* What nothing names goes by what it is and where it stands, so that it can be found in the EMR. */
static char *
dup_place (OrchImportKind kind, guint position)
{
  if (kind == ORCH_IMPORT_STAFF)
    /* translators: a record of the EMR, and its position in what the EMR lists */
    return g_strdup_printf (_ ("A staff member without a name (no. %u in the list)"), position);
  /* translators: a record of the EMR, and its position in what the EMR lists */
  return g_strdup_printf (_ ("A service without a name (no. %u in the list)"), position);
}

/* @before: how many the EMR listed on the pages before */
static void
add_page (OrchImportPlan *plan, OrchImportKind kind, OrchEmrPage *page, guint before)
{
  GPtrArray *records = orch_emr_page_get_records (page);
  GPtrArray *unreadable = orch_emr_page_get_unreadable (page);

  for (guint i = 0; i < records->len; i++)
    orch_import_plan_add (plan, g_ptr_array_index (records, i));
  for (guint i = 0; unreadable != NULL && i < unreadable->len; i++)
    {
      OrchEmrUnreadable *record = g_ptr_array_index (unreadable, i);

      g_autofree char *place = record->name == NULL ? dup_place (kind, before + record->position) : NULL;

      orch_import_plan_add_unreadable (plan, place != NULL ? place : record->name, record->id, record->what);
    }
}

/* On a worker. */
static DexFuture *
plan_fiber (gpointer data)
{
  Planning *planning = data;
  const OrchImportRead *read = &planning->read;
  g_autoptr (OrchImportPlan) plan = planning->kind == ORCH_IMPORT_STAFF
                                        ? orch_staff_plan_new (read->known, orch_catalogue_is_known_speciality)
                                        : orch_service_import_new (read->known, read->staff);
  guint listed = 0;

  if (read->clinic_id != NULL)
    orch_import_plan_set_clinic (plan, read->clinic_id);
  orch_import_plan_set_progress (plan, note_checked, planning);
  for (guint i = 0; i < read->pages->len; i++)
    {
      OrchEmrPage *page = g_ptr_array_index (read->pages, i);

      add_page (plan, planning->kind, page, listed);
      listed += orch_emr_page_get_listed (page);
    }
  orch_import_plan_finish (plan);
  planning->plan = g_steal_pointer (&plan);
  return dex_future_new_for_boolean (TRUE);
}

OrchImportPlan *
orch_import_await_plan (OrchImportRun *self, const OrchImportRead *read, GError **error)
{
  Planning *planning = g_atomic_rc_box_new0 (Planning);
  Look look = { .run = self, .planning = planning };
  OrchImportPlan *plan = NULL;
  guint source = 0;

  planning->kind = orch_import_run_get_kind (self);
  planning->read = (OrchImportRead) {
    .known = g_ptr_array_ref (read->known),
    .staff = read->staff != NULL ? g_ptr_array_ref (read->staff) : NULL,
    .pages = g_ptr_array_ref (read->pages),
    .clinic_id = g_strdup (read->clinic_id),
  };
  planning->to_check = (int) orch_import_run_get_done (self);
  on_look_at_plan (&look);
  source = g_timeout_add (ORCH_IMPORT_SHOW_EVERY_US / 1000, on_look_at_plan, &look);
  if (dex_await (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, plan_fiber,
                                      g_atomic_rc_box_acquire (planning), planning_unref),
                 error))
    plan = g_object_ref (planning->plan);
  g_source_remove (source);
  planning_unref (planning);
  return plan;
}
