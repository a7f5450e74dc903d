/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A stand-in for the CSV reader: one bad row and two good ones, whatever the file.
 */
#include "sync/orch-csv-import.h"

#include "core/orch-service.h"
#include "core/orch-staff-member.h"

struct _OrchCsvImport
{
  GObject parent_instance;
  GPtrArray *good;
};

static const OrchCsvBadRow bad[] = { { 3, ORCH_CSV_NO_LICENCE, "Gagnon" } };

G_DEFINE_FINAL_TYPE (OrchCsvImport, orch_csv_import, G_TYPE_OBJECT)

static void
orch_csv_import_finalize (GObject *object)
{
  g_ptr_array_unref (ORCH_CSV_IMPORT (object)->good);
  G_OBJECT_CLASS (orch_csv_import_parent_class)->finalize (object);
}

static void
orch_csv_import_class_init (OrchCsvImportClass *class)
{
  G_OBJECT_CLASS (class)->finalize = orch_csv_import_finalize;
}

static void
orch_csv_import_init (OrchCsvImport *self)
{
  self->good = g_ptr_array_new_with_free_func (g_object_unref);
}

OrchCsvImport *
orch_csv_import_parse (GBytes *bytes, OrchImportKind kind, GError **error)
{
  OrchCsvImport *self = g_object_new (ORCH_TYPE_CSV_IMPORT, NULL);
  const OrchStaffMemberFields people[] = { { .id = "1", .given = "Alice", .family = "Tremblay", .licence = "1" },
                                           { .id = "2", .given = "Luc", .family = "Roy", .licence = "2" } };
  const OrchServiceFields services[] = { { .id = "1", .name = "Suivi", .duration_minutes = 15 },
                                         { .id = "2", .name = "Vaccination", .duration_minutes = 10 } };

  for (int i = 0; i < 2; i++)
    g_ptr_array_add (self->good, kind == ORCH_IMPORT_STAFF ? G_OBJECT (orch_staff_member_new (&people[i]))
                                                           : G_OBJECT (orch_service_new (&services[i])));
  return self;
}

GPtrArray *
orch_csv_import_get_good (OrchCsvImport *self)
{
  return self->good;
}

const OrchCsvBadRow *
orch_csv_import_get_bad (OrchCsvImport *self, guint *n)
{
  *n = G_N_ELEMENTS (bad);
  return bad;
}
