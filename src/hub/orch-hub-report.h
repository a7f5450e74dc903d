/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The report of an exchange as the hub has it. Immutable; any thread.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** OrchHubReportFields: strings (nullable) unless said; copied */
typedef struct
{
  const char *id; /* ours, or one made of the hub's; never NULL */
  const char *hub_id;
  const char *version;
  const char *title;
  const char *author; /* "Practitioner/…" */
  const char *author_name;
  gint64 made_us;
  GBytes *pdf;        /* (nullable): not in the document itself */
  const char *binary; /* then: the id of the Binary that holds it */
  const char *hash;   /* base64 of the SHA-1 of the PDF */
} OrchHubReportFields;

#define ORCH_TYPE_HUB_REPORT (orch_hub_report_get_type ())
G_DECLARE_FINAL_TYPE (OrchHubReport, orch_hub_report, ORCH, HUB_REPORT, GObject)

OrchHubReport *orch_hub_report_new (const OrchHubReportFields *fields);
const OrchHubReportFields *orch_hub_report_get_fields (OrchHubReport *self);

G_END_DECLS
