/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a clinic keeps in the charts of its EMR, and what it does there besides synchronising: attachments, messages, referrals, custom
 * fields, patients without an appointment, reminders. Shared by its workstations through the hub (group "chart"). Immutable; any
 * thread. Source: product.md §3 (Settings), seeds/cloud-connect-article.txt.
 *
 * Who goes by it: attachments, messages and the custom fields, the secure messages; referrals, what receives and sends them;
 * `walk_in`, the synchronisation, of EMRs that tell who comes without an appointment; reminders and their status, a hub that sends some (hub/README.md):
 * nothing here does.
 */
#pragma once

#include "catalogue/orch-emr-vendor.h"

G_BEGIN_DECLS

#define ORCH_CHART_SETTINGS_GROUP "chart"
#define ORCH_CHART_TEXT_MAX 100 /* characters of a folder, a letter type, a status */

/** OrchChartThing: what is kept in a chart */
typedef enum
{
  ORCH_CHART_MESSAGES = 0, /* secure messages, both ways */
  ORCH_CHART_REFERRALS_SENT,
  ORCH_CHART_REFERRALS_RECEIVED,
} OrchChartThing;

#define ORCH_N_CHART_THINGS (ORCH_CHART_REFERRALS_RECEIVED + 1)

/** OrchChartForm: what it is there */
typedef enum
{
  ORCH_CHART_DOCUMENT = 0,
  ORCH_CHART_NOTE, /* an encounter note; the files that come with it are documents all the same */
} OrchChartForm;

/** OrchChartPlace: where; strings (nullable): %NULL = as the EMR does by itself; copied, "" as %NULL */
typedef struct
{
  OrchChartForm form;
  const char *folder;      /* of documents */
  const char *subfolder;   /* in that folder */
  const char *letter_type; /* of notes (Accuro) */
} OrchChartPlace;

typedef struct
{
  OrchChartPlace places[ORCH_N_CHART_THINGS];
  const char *reminder_status; /* (nullable): the clinic's own status of an appointment whose reminder was sent */
  gboolean attachments;        /* files received go to the chart by themselves; whoever receives eReferrals needs it */
  gboolean custom_fields;      /* answers go to the clinic's own fields of the chart */
  gboolean walk_in;            /* who comes without an appointment is brought too */
  gboolean reminders;          /* the hub reminds patients of their appointments */
} OrchChartSettingsFields;

#define ORCH_TYPE_CHART_SETTINGS (orch_chart_settings_get_type ())
G_DECLARE_FINAL_TYPE (OrchChartSettings, orch_chart_settings, ORCH, CHART_SETTINGS, GObject)

/** orch_chart_settings_new: @fields: (nullable): %NULL = what suits most: attachments on, everything as documents, walk-in patients brought, the rest off */
OrchChartSettings *orch_chart_settings_new (const OrchChartSettingsFields *fields);
const OrchChartSettingsFields *orch_chart_settings_get_fields (OrchChartSettings *self);
gboolean orch_chart_settings_equal (OrchChartSettings *a, OrchChartSettings *b);

/**
 * orch_chart_settings_find_place:
 * @features: of the clinic's EMR
 * @place: (out caller-allocates): its strings are those of @self
 *
 * Where @thing is put in the charts of such an EMR: what the clinic chose, without what the EMR has not; who writes there asks this and
 * never the fields.
 *
 * Returns: %FALSE when nothing can be put in its charts
 */
gboolean orch_chart_settings_find_place (OrchChartSettings *self, OrchChartThing thing, OrchEmrFeatures features,
                                         OrchChartPlace *place);

/** orch_chart_settings_parse: @text: (nullable): as the store has it; what cannot be read is as by default. Returns: (transfer full) */
OrchChartSettings *orch_chart_settings_parse (const char *text);
/** orch_chart_settings_to_text: Returns: (transfer full) */
char *orch_chart_settings_to_text (OrchChartSettings *self);

G_END_DECLS
