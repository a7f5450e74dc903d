/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What "Test the connection" found. Immutable; any thread.
 */
#include "orch-emr-report.h"

struct _OrchEmrReport
{
  GObject parent_instance;

  OrchEmrDiagnosis diagnosis;
  char *detail;  /* (owned) (nullable) */
  char *server;  /* (owned) (nullable) */
  GError *error; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (OrchEmrReport, orch_emr_report, G_TYPE_OBJECT)

static void
orch_emr_report_finalize (GObject *object)
{
  OrchEmrReport *self = ORCH_EMR_REPORT (object);

  g_clear_pointer (&self->detail, g_free);
  g_clear_pointer (&self->server, g_free);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (orch_emr_report_parent_class)->finalize (object);
}

static void
orch_emr_report_class_init (OrchEmrReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_emr_report_finalize;
}

static void
orch_emr_report_init (OrchEmrReport *self)
{
}

OrchEmrReport *
orch_emr_report_new (OrchEmrDiagnosis diagnosis, const char *detail, const char *server, const GError *error)
{
  OrchEmrReport *self = g_object_new (ORCH_TYPE_EMR_REPORT, NULL);
  self->diagnosis = diagnosis;
  self->detail = g_strdup (detail);
  self->server = g_strdup (server);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  return self;
}

gboolean
orch_emr_report_works (OrchEmrReport *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_REPORT (self), FALSE);
  return self->diagnosis == ORCH_EMR_OK || self->diagnosis == ORCH_EMR_CLOCK_SKEW ||
         self->diagnosis == ORCH_EMR_OTHER_USER;
}

OrchEmrDiagnosis
orch_emr_report_get_diagnosis (OrchEmrReport *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_REPORT (self), ORCH_EMR_FAULT);
  return self->diagnosis;
}

const char *
orch_emr_report_get_detail (OrchEmrReport *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_REPORT (self), NULL);
  return self->detail;
}

const char *
orch_emr_report_get_server (OrchEmrReport *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_REPORT (self), NULL);
  return self->server;
}

const GError *
orch_emr_report_get_error (OrchEmrReport *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_REPORT (self), NULL);
  return self->error;
}
