/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See fake-report.h.
 */
#include "fake-report.h"

#define DATA "fake-report"
#define EXPORTS "fake-exports"

typedef struct
{
  GArray *cells; /* (owned) */
  GError *error; /* (owned) (nullable) */
  gint64 oldest;
} Report;

static const OrchRemunerationParty visit = {
  .emr_id = "1", .id = "s1", .name = "Suivi régulier de maladie chronique", .active = TRUE
};
static const OrchRemunerationParty vaccine = { .emr_id = "2", .id = "s2", .name = "Vaccination", .active = TRUE };
static const OrchRemunerationParty breaks = {
  .emr_id = "3", .id = "s3", .name = "Pauses et réunions", .active = TRUE, .excluded = TRUE
};
static const OrchRemunerationParty travel = { .emr_id = "4", .id = "s4", .name = "Santé voyage" };
static const OrchRemunerationParty broken = {
  .emr_id = "5", .id = "s5", .name = "Examen périodique", .active = TRUE, .in_conflict = TRUE
};
static const OrchRemunerationParty new_service = { .emr_id = "serv-977" };
static const OrchRemunerationParty no_service = { 0 };
static const OrchRemunerationParty tremblay = {
  .emr_id = "1", .id = "p1", .name = "Dre Geneviève Tremblay-Beauchemin", .active = TRUE
};
static const OrchRemunerationParty roy = { .emr_id = "2", .id = "p2", .name = "Dr Luc Roy", .active = TRUE };
static const OrchRemunerationParty cote = { .emr_id = "3", .id = "p3", .name = "Dre Zoé Côté" };
static const OrchRemunerationParty gagne = {
  .emr_id = "4", .id = "p4", .name = "Dr Éloi Gagné", .active = TRUE, .in_conflict = TRUE
};
static const OrchRemunerationParty new_member = { .emr_id = "prat-977" };
static const OrchRemunerationParty nobody = { 0 };
static const OrchRemunerationParty any = { .is_any = TRUE };

static const OrchRemunerationCell usual[] = {
  { &visit, &tremblay, { 1240, 1500, 260, 30000 } },
  { &visit, &roy, { 310, 400, 90, 8010 } },
  { &vaccine, &roy, { 45, 0, 0, 0 } },
  { &any, &roy, { 0, 30, 30, 600 } },
  { &breaks, &tremblay, { 120, 0, 0, 0 } },
  { &travel, &roy, { 12, 20, 8, 400 } },
  { &broken, &roy, { 3, 0, 0, 0 } },
  { &new_service, &roy, { 4, 0, 0, 0 } },
  { &no_service, &roy, { 1, 6, 6, 120 } },
  { &visit, &cote, { 77, 0, 0, 0 } },
  { &visit, &gagne, { 2, 0, 0, 0 } },
  { &visit, &new_member, { 5, 0, 0, 0 } },
  { &visit, &nobody, { 6, 0, 0, 0 } },
};

static void
report_free (gpointer data)
{
  Report *report = data;

  g_array_unref (report->cells);
  g_clear_error (&report->error);
  g_free (report);
}

void
fake_report_set (OrchEngine *engine, const OrchRemunerationCell *cells, guint n, gint64 oldest_us, const GError *error)
{
  Report *report = g_new0 (Report, 1);

  report->cells = g_array_new (FALSE, FALSE, sizeof *cells);
  if (n > 0)
    g_array_append_vals (report->cells, cells, n);
  report->oldest = oldest_us;
  report->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_set_data_full (G_OBJECT (engine), DATA, report, report_free);
}

const char *
fake_report_get_exports (OrchEngine *engine)
{
  const char *exports = g_object_get_data (G_OBJECT (engine), EXPORTS);

  return exports != NULL ? exports : "";
}

DexFuture *
orch_engine_load_remuneration (OrchEngine *engine, OrchQuarter quarter)
{
  const Report *report = g_object_get_data (G_OBJECT (engine), DATA);
  g_autoptr (GArray) cells = NULL;

  if (report != NULL && report->error != NULL)
    return dex_future_new_for_error (g_error_copy (report->error));
  if (report != NULL)
    return dex_future_new_take_object (orch_remuneration_new (quarter, report->cells, report->oldest));
  cells = g_array_new (FALSE, FALSE, sizeof (OrchRemunerationCell));
  g_array_append_vals (cells, usual, G_N_ELEMENTS (usual));
  return dex_future_new_take_object (orch_remuneration_new (quarter, cells, 1));
}

DexFuture *
orch_engine_note_export (OrchEngine *engine, const char *what, gboolean printed, guint n_rows)
{
  char *exports = g_strdup_printf ("%s %s-%s n=%u", fake_report_get_exports (engine), what,
                                   printed ? "printed" : "exported", n_rows);

  g_object_set_data_full (G_OBJECT (engine), EXPORTS, exports, g_free);
  return dex_future_new_for_int64 (1);
}
