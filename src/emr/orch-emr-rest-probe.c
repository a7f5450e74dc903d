/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is right or wrong with the connection to a declared EMR: whether it is there, whether it takes who we are, whether the lists that the
 * synchronisation reads can be read and show somebody. Never writes. Main thread.
 */
#include <stdlib.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-emr-rest-private.h"
#include "orch-emr-values.h"

#define SKEW_MAX_US (300 * (gint64) G_USEC_PER_SEC)

static OrchEmrDiagnosis
diagnose (const GError *error, gboolean has_token)
{
  switch (orch_error_code_of (error))
    {
    case ORCH_ERROR_OFFLINE:
      return ORCH_EMR_NO_ANSWER;
    case ORCH_ERROR_UNTRUSTED:
      return ORCH_EMR_UNTRUSTED;
    case ORCH_ERROR_THROTTLED:
      return ORCH_EMR_THROTTLED;
    case ORCH_ERROR_WRONG_CLOCK:
      return ORCH_EMR_WRONG_CLOCK;
    case ORCH_ERROR_SIGN_IN_AGAIN:
    case ORCH_ERROR_INVALID:
      return has_token ? ORCH_EMR_NO_PERMISSION : ORCH_EMR_BAD_CREDENTIALS;
    case ORCH_ERROR_REFUSED:
      return ORCH_EMR_NO_PERMISSION;
    case ORCH_ERROR_NOT_FOUND:
    case ORCH_ERROR_BAD_ANSWER:
      return has_token ? ORCH_EMR_MISSING_TYPE : ORCH_EMR_NO_API;
    default:
      return ORCH_EMR_FAULT;
    }
}

/* Returns: (transfer full) (nullable): %NULL and @error when it is no finding; takes @why */
static OrchEmrReport *
report (OrchRestClient *client, gboolean has_token, const char *place, GError *why, GError **error)
{
  g_autoptr (GError) own = why;

  if (orch_emr_must_propagate (own))
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return NULL;
    }
  if (orch_rest_client_was_explained (client))
    return orch_emr_report_new (ORCH_EMR_EXPLAINED, own->message, NULL, own);
  return orch_emr_report_new (diagnose (own, has_token), place, NULL, own);
}

/* Awaits. Returns: (transfer full) (nullable): %NULL when the list can be read, or on @error */
static OrchEmrReport *
probe_list (OrchEmrRest *self, OrchRestClient *client, OrchRestKind kind, GError **error)
{
  const gint64 now = orch_clock_now_us ();
  const OrchEmrWindow day = { now, now + G_TIME_SPAN_DAY, 0, NULL };
  OrchRestDeclaration *declaration = orch_emr_rest_get_declaration (self);
  GError *local_error = NULL;
  g_autoptr (OrchEmrPager) pager = NULL;
  g_autoptr (OrchEmrPage) page = NULL;
  OrchRestList list = { 0 };

  if (!orch_rest_declaration_get_list (declaration, kind, &list))
    return NULL;
  pager = orch_emr_rest_read (self, kind, kind == ORCH_REST_APPOINTMENTS ? &day : NULL);
  page = dex_await_object (orch_emr_pager_next (pager), &local_error);
  if (page == NULL)
    return report (client, TRUE, list.path, local_error, error);
  if (kind == ORCH_REST_STAFF && orch_emr_page_get_records (page)->len == 0)
    return orch_emr_report_new (ORCH_EMR_NOBODY, orch_rest_declaration_get_nobody_advice (declaration), NULL, NULL);
  return NULL;
}

/* Returns: (transfer full) (nullable): takes @why */
static OrchEmrReport *
report_form (OrchEmrRest *self, GError *why, GError **error)
{
  g_autoptr (GError) own = why;

  if (orch_emr_must_propagate (own))
    {
      g_propagate_error (error, g_steal_pointer (&own));
      return NULL;
    }
  /* What is missing is named by the field it was to come from. */
  if (g_error_matches (own, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
    return orch_emr_report_new (ORCH_EMR_INCOMPLETE, own->message, NULL, NULL);
  return orch_emr_report_new (ORCH_EMR_BAD_ADDRESS, NULL, NULL, own);
}

OrchEmrReport *
orch_emr_rest_probe (OrchEmrRest *self, GError **error)
{
  static const OrchRestKind kinds[] = { ORCH_REST_STAFF, ORCH_REST_SERVICES, ORCH_REST_APPOINTMENTS };
  GError *local_error = NULL;
  g_autoptr (GError) lost = NULL;
  OrchRestClient *client = NULL;
  gint64 offset_us = 0;

  /* What was typed may have changed since the last time. */
  orch_emr_rest_forget_client (self);
  client = orch_emr_rest_ensure_client (self, &local_error);
  if (client == NULL)
    return report_form (self, local_error, error);
  if (!dex_await (orch_rest_client_sign_in (client), &local_error))
    return report (client, FALSE, NULL, local_error, error);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      OrchEmrReport *found = probe_list (self, client, kinds[i], &lost);

      if (lost != NULL)
        g_propagate_error (error, g_steal_pointer (&lost));
      if (found != NULL || (error != NULL && *error != NULL))
        return found;
    }
  offset_us = orch_rest_client_get_offset_us (client);
  if (llabs (offset_us) > SKEW_MAX_US)
    {
      g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, offset_us / G_USEC_PER_SEC);

      return orch_emr_report_new (ORCH_EMR_CLOCK_SKEW, seconds, NULL, NULL);
    }
  return orch_emr_report_new (ORCH_EMR_OK, NULL, NULL, NULL);
}
