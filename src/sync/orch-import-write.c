/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The plan of an import, on a worker; and what it writes, in the import's fiber: departments, then rows in short transactions.
 */
#include "orch-import-run-private.h"

#include "core/orch-record-id.h"

#define WRITE_ROWS 1000 /* rows of one transaction: 15 ms of the writer, and the bar moves after each */

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
  for (guint at = 0; at < rows->len; at += WRITE_ROWS)
    {
      g_autoptr (GPtrArray) part = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint i = at; i < MIN (at + WRITE_ROWS, rows->len); i++)
        g_ptr_array_add (part, g_object_ref (g_ptr_array_index (rows, i)));
      if (!dex_await (orch_store_write_import_page (store, actor, run, part, NULL), error))
        return FALSE;
      orch_import_run_set_saved (self, MIN (at + WRITE_ROWS, rows->len));
    }
  return TRUE;
}

GPtrArray *
orch_import_order_conflicts (GPtrArray *conflicts)
{
  GPtrArray *ordered = g_ptr_array_new ();

  for (guint pass = 0; conflicts != NULL && pass < 2; pass++)
    for (guint i = 0; i < conflicts->len; i++)
      {
        OrchConflict *conflict = g_ptr_array_index (conflicts, i);

        if (orch_conflict_is_warning (conflict) == (pass == 1))
          g_ptr_array_add (ordered, conflict);
      }
  return ordered;
}

void
orch_import_plan (GPtrArray *pages, OrchStaffPlan *staff, OrchServiceImport *services)
{
  for (guint p = 0; p < pages->len; p++)
    {
      OrchEmrPage *page = g_ptr_array_index (pages, p);
      GPtrArray *records = orch_emr_page_get_records (page);
      GPtrArray *unreadable = orch_emr_page_get_unreadable (page);

      for (guint i = 0; i < records->len; i++)
        {
          if (staff != NULL)
            orch_staff_plan_add (staff, g_ptr_array_index (records, i));
          else
            orch_service_import_add (services, g_ptr_array_index (records, i));
        }
      for (guint i = 0; unreadable != NULL && i < unreadable->len; i++)
        {
          OrchEmrUnreadable *record = g_ptr_array_index (unreadable, i);

          if (staff != NULL)
            orch_staff_plan_add_unreadable (staff, record->name, record->id, record->what);
          else
            orch_service_import_add_unreadable (services, record->name, record->id, record->what);
        }
    }
  if (staff != NULL)
    orch_staff_plan_finish (staff);
  else
    orch_service_import_finish (services);
}
