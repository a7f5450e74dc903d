/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Looking for a patient in the EMR: what every connector does alike. Main thread.
 */
#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-nam.h"
#include "core/orch-patient.h"
#include "core/orch-text.h"
#include "orch-emr.h"

#define LETTERS_MIN 2

typedef struct
{
  OrchEmr *emr;
  char *nam;
  char *family;
  char *given;
  char *birth_date;
} Search;

static void
search_free (Search *self)
{
  g_object_unref (self->emr);
  g_free (self->nam);
  g_free (self->family);
  g_free (self->given);
  g_free (self->birth_date);
  g_free (self);
}

/* Returns: (transfer full) (nullable): without the spaces around, %NULL when nothing is left */
static char *
dup_typed (const char *text)
{
  g_autofree char *typed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  return orch_text_is_empty (typed) ? NULL : g_steal_pointer (&typed);
}

static gboolean
begins (const char *text, const char *wanted)
{
  g_autofree char *whole = orch_text_fold (text);
  g_autofree char *start = orch_text_fold (wanted);

  return wanted == NULL || g_str_has_prefix (whole, start);
}

/* A server may leave out a condition that it does not know, and answer with everybody. */
static gboolean
answers_to (OrchPatient *patient, const Search *self)
{
  const OrchPatientFields *is = orch_patient_get_fields (patient);

  return (self->nam == NULL || g_strcmp0 (is->nam, self->nam) == 0) &&
         (self->birth_date == NULL || g_strcmp0 (is->birth_date, self->birth_date) == 0) &&
         begins (is->family, self->family) && begins (is->given, self->given);
}

static gboolean
check (const Search *self, GError **error)
{
  GDate day;

  if (self->nam != NULL && (orch_nam_check (self->nam, NULL, NULL, NULL, 0) & ORCH_NAM_MALFORMED) != 0)
    {
      g_set_error_literal (
          error, ORCH_ERROR, ORCH_ERROR_INVALID,
          _ ("A health insurance number is four letters and eight digits. Check it, or look for a name."));
      return FALSE;
    }
  if (self->birth_date != NULL)
    g_date_set_parse (&day, self->birth_date);
  if (self->birth_date != NULL && (strlen (self->birth_date) != 10 || !g_date_valid (&day)))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("Write the date of birth as 1980-02-14."));
      return FALSE;
    }
  if (self->nam == NULL && self->birth_date == NULL &&
      (self->family == NULL || g_utf8_strlen (self->family, -1) < LETTERS_MIN))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID,
                           _ ("Write two letters of the family name at least, or a health insurance number."));
      return FALSE;
    }
  return TRUE;
}

static DexFuture *
search_fiber (gpointer user_data)
{
  Search *self = user_data;
  const OrchEmrPatientQuery query = { self->nam, self->family, self->given, self->birth_date };
  g_autoptr (GPtrArray) found = NULL;
  GError *error = NULL;

  if (check (self, &error))
    found = ORCH_EMR_GET_CLASS (self->emr)->search_patients (self->emr, &query, &error);
  if (found == NULL)
    return dex_future_new_for_error (error);
  for (guint i = found->len; i > 0; i--)
    if (!answers_to (g_ptr_array_index (found, i - 1), self))
      g_ptr_array_remove_index (found, i - 1);
  if (found->len > ORCH_EMR_SEARCH_MAX)
    g_ptr_array_set_size (found, ORCH_EMR_SEARCH_MAX);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&found));
}

gboolean
orch_emr_can_search (OrchEmr *self)
{
  g_return_val_if_fail (ORCH_IS_EMR (self), FALSE);

  return ORCH_EMR_GET_CLASS (self)->search_patients != NULL && (orch_emr_get_flags (self) & ORCH_EMR_NO_PATIENTS) == 0;
}

DexFuture *
orch_emr_search_patients (OrchEmr *self, const OrchEmrPatientQuery *query)
{
  g_autofree char *nam = NULL;
  Search *search = NULL;

  g_return_val_if_fail (ORCH_IS_EMR (self), NULL);
  g_return_val_if_fail (query != NULL, NULL);

  if (!orch_emr_can_search (self))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, _ ("This EMR is not searched for patients."));
  search = g_new0 (Search, 1);
  nam = dup_typed (query->nam);
  search->emr = g_object_ref (self);
  search->nam = nam != NULL ? orch_nam_normalize (nam) : NULL;
  search->family = dup_typed (query->family);
  search->given = dup_typed (query->given);
  search->birth_date = dup_typed (query->birth_date);
  return dex_scheduler_spawn (NULL, 0, search_fiber, search, (GDestroyNotify) search_free);
}
