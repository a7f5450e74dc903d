/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Something for a patient's chart, as the outbox keeps it while it waits: what it is and whose; where it goes is decided by the settings of the
 * charts when it leaves. Any thread.
 */
#pragma once

#include "emr/orch-emr-document.h"
#include "orch-chart-settings.h"

G_BEGIN_DECLS

/** OrchChartEntry: borrowed for a call; strings (nullable) where it is said */
typedef struct
{
  const char *id;      /* its UUID: asked twice, it is filed once */
  const char *patient; /* the EMR's id */
  const char *author;  /* (nullable): the EMR's id of a professional */
  const char *title;   /* one line */
  const char *text;    /* (nullable): what a note says; as a document it is a text file, unless bytes say otherwise */
  GBytes *bytes;       /* (nullable): a file: it is a document whatever the settings say of notes */
  const char *content_type; /* (nullable): of bytes */
  gint64 written_us;
  OrchChartThing thing;
} OrchChartEntry;

/** orch_chart_entry_check: Returns: %FALSE and INVALID when it cannot go to any chart: nothing in it, no patient, too large */
gboolean orch_chart_entry_check (const OrchChartEntry *entry, GError **error);
/** orch_chart_entry_to_text: Returns: (transfer full): JSON, the bytes in base64 */
char *orch_chart_entry_to_text (const OrchChartEntry *entry);
/** orch_chart_entry_parse: @text: of the entry @id. @is_file: (out): whether it has bytes of its own. Returns: (transfer full) (nullable): without a place; INVALID */
OrchEmrDocument *orch_chart_entry_parse (const char *id, const char *text, OrchChartThing *thing, gboolean *is_file,
                                         GError **error);
/** orch_chart_entry_place: Returns: (transfer full): @document, where @place says */
OrchEmrDocument *orch_chart_entry_place (OrchEmrDocument *document, const OrchChartPlace *place);

G_END_DECLS
