/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) One document on its way into a chart: what a connector is given, and the sentences about what stood in its way. In fibers on the
 * main thread.
 */
#pragma once

#include "orch-emr.h"

G_BEGIN_DECLS

/** OrchEmrPosting: borrowed for the call of the connector */
struct _OrchEmrPosting
{
  OrchEmrDocument *document;
  gboolean is_note;
  gboolean again; /* it may be there already */
  OrchEmrLeaveFunc leave;
  gpointer data;
};

/** orch_emr_posting_await_leave: right before what makes the record in the EMR is sent: from here on it may be there without an answer. Returns: %FALSE and @error:
 * nothing must be sent */
gboolean orch_emr_posting_await_leave (OrchEmrPosting *posting, GError **error);

/** OrchEmrPostingTrouble: what stands in the way of a document, where the EMR's own words would not say what to do */
typedef enum
{
  ORCH_EMR_POSTING_NO_PATIENT = 0,
  ORCH_EMR_POSTING_NO_FOLDER,
  ORCH_EMR_POSTING_NO_SUBFOLDER,
  ORCH_EMR_POSTING_NO_LETTER_TYPE, /* none of that name, or none was chosen */
  ORCH_EMR_POSTING_TOO_LARGE,
  ORCH_EMR_POSTING_NO_RIGHTS,
  ORCH_EMR_POSTING_NO_DOCUMENTS,
  ORCH_EMR_POSTING_NO_NOTES,
  ORCH_EMR_POSTING_MAY_BE_THERE,
} OrchEmrPostingTrouble;

/** orch_emr_posting_set_error: @name: (nullable): the folder or letter type that is not there */
void orch_emr_posting_set_error (GError **error, OrchEmrPostingTrouble trouble, const char *name);
/** orch_emr_posting_explain: @error: (inout): of the sending itself: a refusal becomes a sentence that says what to do */
void orch_emr_posting_explain (OrchEmrPosting *posting, GError **error);

/** orch_emr_posting_spawn: Returns: (transfer full): a future of the EMR's id (string) of what was made */
DexFuture *orch_emr_posting_spawn (OrchEmr *emr, OrchEmrDocument *document, gboolean is_note, gboolean again,
                                   OrchEmrLeaveFunc leave, gpointer data, GDestroyNotify destroy);

G_END_DECLS
