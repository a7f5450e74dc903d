/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See patient-search.h.
 */
#include "patient-search.h"

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "orch-test-support.h"

/* Returns: whether @who is among those found, who are all as they were asked for */
static gboolean
finds (OrchEmr *emr, const OrchPatientFields *who, const OrchEmrPatientQuery *query)
{
  g_autoptr (GPtrArray) found = orch_test_boxed (orch_emr_search_patients (emr, query));
  gboolean is_there = FALSE;

  g_assert_cmpuint (found->len, <=, ORCH_EMR_SEARCH_MAX);
  for (guint i = 0; i < found->len; i++)
    {
      const OrchPatientFields *one = orch_patient_get_fields (g_ptr_array_index (found, i));

      if (query->family != NULL)
        {
          g_autofree char *family = orch_text_fold (one->family);
          g_autofree char *start = orch_text_fold (query->family);

          g_assert_true (g_str_has_prefix (family, start));
        }
      if (query->birth_date != NULL)
        g_assert_cmpstr (one->birth_date, ==, query->birth_date);
      if (g_str_equal (one->emr_id, who->emr_id))
        {
          g_assert_cmpstr (one->family, ==, who->family);
          g_assert_cmpstr (one->given, ==, who->given);
          g_assert_cmpstr (one->nam, ==, who->nam);
          is_there = TRUE;
        }
    }
  return is_there;
}

static void
refuses (OrchEmr *emr, const OrchEmrPatientQuery *query)
{
  const guint asked = orch_emr_get_requests (emr);
  g_autoptr (GError) error = orch_test_error (orch_emr_search_patients (emr, query));

  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
  g_assert_cmpuint (orch_emr_get_requests (emr), ==, asked);
}

void
patient_search_check (OrchEmr *emr, const OrchPatientFields *who, gboolean by_day)
{
  g_autofree char *typed = g_strdup_printf (" %.4s %.4s %.4s ", who->nam, who->nam + 4, who->nam + 8);
  g_autofree char *small = g_ascii_strdown (typed, -1);
  g_autofree char *start = g_utf8_substring (who->family, 0, 3);
  const char *another_day = g_str_equal (who->birth_date, "1950-01-01") ? "1950-01-02" : "1950-01-01";

  g_assert_true (orch_emr_can_search (emr));
  g_assert_true (finds (emr, who, &(OrchEmrPatientQuery) { .nam = small }));
  g_assert_true (finds (emr, who, &(OrchEmrPatientQuery) { .family = who->family, .given = who->given }));
  g_assert_true (
      finds (emr, who, &(OrchEmrPatientQuery) { .family = start, .given = who->given, .birth_date = who->birth_date }));
  g_assert_false (finds (emr, who, &(OrchEmrPatientQuery) { .family = who->family, .birth_date = another_day }));
  g_assert_false (finds (emr, who, &(OrchEmrPatientQuery) { .nam = who->nam, .given = "Personne" }));
  g_assert_false (finds (emr, who, &(OrchEmrPatientQuery) { .family = "Zzyzx" }));
  refuses (emr, &(OrchEmrPatientQuery) { .nam = "ROYA8002141" });
  refuses (emr, &(OrchEmrPatientQuery) { .birth_date = "14/02/1980" });
  refuses (emr, &(OrchEmrPatientQuery) { .family = " R " });
  refuses (emr, &(OrchEmrPatientQuery) { .given = who->given });
  if (by_day)
    g_assert_true (finds (emr, who, &(OrchEmrPatientQuery) { .birth_date = who->birth_date }));
  else
    refuses (emr, &(OrchEmrPatientQuery) { .birth_date = who->birth_date });
}
