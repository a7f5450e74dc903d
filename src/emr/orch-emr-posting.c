/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-posting.h.
 */
#include "orch-emr-posting.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"

typedef struct
{
  OrchEmr *emr;
  OrchEmrPosting posting;
  GDestroyNotify destroy;
} Call;

static void
call_free (Call *call)
{
  if (call->destroy != NULL)
    call->destroy (call->posting.data);
  g_clear_object (&call->emr);
  g_clear_object (&call->posting.document);
  g_free (call);
}

gboolean
orch_emr_posting_await_leave (OrchEmrPosting *posting, GError **error)
{
  return posting->leave == NULL || dex_await (posting->leave (posting->data), error);
}

static OrchError
get_code (OrchEmrPostingTrouble trouble)
{
  switch (trouble)
    {
    case ORCH_EMR_POSTING_NO_PATIENT:
    case ORCH_EMR_POSTING_NO_FOLDER:
    case ORCH_EMR_POSTING_NO_SUBFOLDER:
    case ORCH_EMR_POSTING_NO_LETTER_TYPE:
      return ORCH_ERROR_NOT_FOUND;
    case ORCH_EMR_POSTING_NO_RIGHTS:
      return ORCH_ERROR_REFUSED;
    case ORCH_EMR_POSTING_NO_DOCUMENTS:
    case ORCH_EMR_POSTING_NO_NOTES:
      return ORCH_ERROR_UNSUPPORTED;
    case ORCH_EMR_POSTING_MAY_BE_THERE:
      return ORCH_ERROR_CONFLICT;
    case ORCH_EMR_POSTING_TOO_LARGE:
    default:
      return ORCH_ERROR_INVALID;
    }
}

static char *
dup_sentence (OrchEmrPostingTrouble trouble, const char *name)
{
  switch (trouble)
    {
    case ORCH_EMR_POSTING_NO_PATIENT:
      return g_strdup (
          _ ("The EMR no longer has this patient’s chart: it may have been merged with another. Look for the patient "
             "in the EMR, then synchronise."));
    case ORCH_EMR_POSTING_NO_FOLDER:
      if (name == NULL)
        return g_strdup (_ ("This EMR puts documents in folders: choose one under “What goes into the charts”."));
      return g_strdup_printf (
          /* translators: %s is the name of a folder */
          _ ("The EMR has no folder “%s”: create it there, or choose another one under “What goes into the "
             "charts”."),
          name);
    case ORCH_EMR_POSTING_NO_SUBFOLDER:
      return g_strdup_printf (
          /* translators: %s is the name of a folder */
          _ ("The EMR has no sub-folder “%s” in that folder: create it there, or choose another one under “What "
             "goes into the charts”."),
          name);
    case ORCH_EMR_POSTING_NO_LETTER_TYPE:
      if (name == NULL)
        return g_strdup (_ ("This EMR gives each note a letter type: choose one under “What goes into the charts”."));
      return g_strdup_printf (
          /* translators: %s is a type of letter */
          _ ("The EMR has no letter type “%s”: create it there, or choose another one under “What goes into "
             "the charts”."),
          name);
    case ORCH_EMR_POSTING_NO_RIGHTS:
      return g_strdup (
          _ ("The EMR does not let this connection write to charts: give its user that right in the EMR, then "
             "try again."));
    case ORCH_EMR_POSTING_NO_DOCUMENTS:
      return g_strdup (
          _ ("This EMR takes no documents from other software: choose notes under “What goes into the charts”, or "
             "add the document in the EMR."));
    case ORCH_EMR_POSTING_NO_NOTES:
      return g_strdup (
          _ ("This EMR takes no notes from other software: choose documents under “What goes into the charts”."));
    case ORCH_EMR_POSTING_MAY_BE_THERE:
      return g_strdup (
          _ ("The EMR did not answer when this was sent, and cannot be asked whether it arrived: look in the "
             "patient’s chart. If it is there, remove it from this list; if not, try again."));
    case ORCH_EMR_POSTING_TOO_LARGE:
    default:
      return g_strdup (_ ("The document is too large for the EMR: make it smaller, or add it in the EMR."));
    }
}

void
orch_emr_posting_set_error (GError **error, OrchEmrPostingTrouble trouble, const char *name)
{
  g_autofree char *sentence = dup_sentence (trouble, name);

  g_set_error_literal (error, ORCH_ERROR, get_code (trouble), sentence);
}

void
orch_emr_posting_explain (OrchEmrPosting *posting, GError **error)
{
  OrchEmrPostingTrouble trouble = ORCH_EMR_POSTING_NO_RIGHTS;

  if (error == NULL || *error == NULL)
    return;
  if (g_error_matches (*error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED))
    trouble = posting->is_note ? ORCH_EMR_POSTING_NO_NOTES : ORCH_EMR_POSTING_NO_DOCUMENTS;
  else if (g_error_matches (*error, ORCH_ERROR, ORCH_ERROR_INVALID) && g_str_has_prefix ((*error)->message, "413"))
    trouble = ORCH_EMR_POSTING_TOO_LARGE;
  else if (!g_error_matches (*error, ORCH_ERROR, ORCH_ERROR_REFUSED) || !g_str_has_prefix ((*error)->message, "403"))
    return;
  g_clear_error (error);
  orch_emr_posting_set_error (error, trouble, NULL);
}

static DexFuture *
post_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  char *id = ORCH_EMR_GET_CLASS (call->emr)->await_post (call->emr, &call->posting, &error);

  return id != NULL ? dex_future_new_take_string (id) : dex_future_new_for_error (error);
}

DexFuture *
orch_emr_posting_spawn (OrchEmr *emr, OrchEmrDocument *document, gboolean is_note, gboolean again,
                        OrchEmrLeaveFunc leave, gpointer data, GDestroyNotify destroy)
{
  const OrchEmrDocumentFields *fields = orch_emr_document_get_fields (document);
  Call *call = g_new0 (Call, 1);
  GError *error = NULL;

  call->emr = g_object_ref (emr);
  call->posting = (OrchEmrPosting) {
    .document = g_object_ref (document), .is_note = is_note, .again = again, .leave = leave, .data = data
  };
  call->destroy = destroy;
  if (ORCH_EMR_GET_CLASS (emr)->await_post == NULL || (is_note && fields->text == NULL))
    orch_emr_posting_set_error (&error, is_note ? ORCH_EMR_POSTING_NO_NOTES : ORCH_EMR_POSTING_NO_DOCUMENTS, NULL);
  else if (g_bytes_get_size (fields->bytes) > ORCH_EMR_DOCUMENT_MAX)
    orch_emr_posting_set_error (&error, ORCH_EMR_POSTING_TOO_LARGE, NULL);
  if (error != NULL)
    {
      call_free (call);
      return dex_future_new_for_error (error);
    }
  return dex_scheduler_spawn (NULL, 0, post_fiber, call, (GDestroyNotify) call_free);
}
