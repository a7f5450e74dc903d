/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-hub-report.h.
 */
#include "orch-hub-report.h"

struct _OrchHubReport
{
  GObject parent_instance;

  OrchHubReportFields fields; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OrchHubReport, orch_hub_report, G_TYPE_OBJECT)

static void
orch_hub_report_finalize (GObject *object)
{
  OrchHubReportFields *f = &ORCH_HUB_REPORT (object)->fields;

  g_free ((char *) f->id);
  g_free ((char *) f->hub_id);
  g_free ((char *) f->version);
  g_free ((char *) f->title);
  g_free ((char *) f->author);
  g_free ((char *) f->author_name);
  g_free ((char *) f->binary);
  g_free ((char *) f->hash);
  g_clear_pointer (&f->pdf, g_bytes_unref);
  G_OBJECT_CLASS (orch_hub_report_parent_class)->finalize (object);
}

static void
orch_hub_report_class_init (OrchHubReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_report_finalize;
}

static void
orch_hub_report_init (OrchHubReport *self)
{
}

OrchHubReport *
orch_hub_report_new (const OrchHubReportFields *fields)
{
  OrchHubReport *self = NULL;

  g_return_val_if_fail (fields != NULL && fields->id != NULL, NULL);

  self = g_object_new (ORCH_TYPE_HUB_REPORT, NULL);
  self->fields = *fields;
  self->fields.id = g_strdup (fields->id);
  self->fields.hub_id = g_strdup (fields->hub_id);
  self->fields.version = g_strdup (fields->version);
  self->fields.title = g_strdup (fields->title);
  self->fields.author = g_strdup (fields->author);
  self->fields.author_name = g_strdup (fields->author_name);
  self->fields.binary = g_strdup (fields->binary);
  self->fields.hash = g_strdup (fields->hash);
  self->fields.pdf = fields->pdf != NULL ? g_bytes_ref (fields->pdf) : NULL;
  return self;
}

const OrchHubReportFields *
orch_hub_report_get_fields (OrchHubReport *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_REPORT (self), NULL);

  return &self->fields;
}
