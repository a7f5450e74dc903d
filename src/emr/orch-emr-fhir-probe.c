/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is right or wrong with the connection to a FHIR EMR: the address first, then who we are, then what we may read. Main thread.
 */
#include <stdlib.h>

#include "core/orch-error.h"
#include "http/orch-url.h"
#include "orch-emr-fhir-private.h"
#include "orch-emr-values.h"

#define SKEW_MAX_US (300 * (gint64) G_USEC_PER_SEC) /* tokens are refused beyond five minutes */

static OrchEmrDiagnosis
diagnose (const GError *error, gboolean at_address)
{
  switch (orch_error_code_of (error))
    {
    case ORCH_ERROR_OFFLINE:
      return ORCH_EMR_NO_ANSWER;
    case ORCH_ERROR_UNTRUSTED:
      return ORCH_EMR_UNTRUSTED;
    case ORCH_ERROR_SIGN_IN_AGAIN:
    case ORCH_ERROR_WRONG_CLOCK:
      return ORCH_EMR_BAD_CREDENTIALS;
    case ORCH_ERROR_REFUSED:
      return ORCH_EMR_NO_PERMISSION;
    case ORCH_ERROR_THROTTLED:
      return ORCH_EMR_THROTTLED;
    case ORCH_ERROR_NOT_FOUND:
    case ORCH_ERROR_BAD_ANSWER:
    case ORCH_ERROR_UNSUPPORTED:
    case ORCH_ERROR_INVALID:
      return at_address ? ORCH_EMR_NOT_FHIR : ORCH_EMR_FAULT;
    default:
      return ORCH_EMR_FAULT;
    }
}

static gboolean
is_missing_type (const GError *error)
{
  return g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED);
}

/* Awaits. The address alone, before who we are matters. Returns: (transfer full) (nullable): %NULL when it is good */
static OrchEmrReport *
probe_address (OrchEmrFhir *self, char **server, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  const char *url = orch_emr_get_value (ORCH_EMR (self), "base-url");
  if (url == NULL)
    return orch_emr_report_new (ORCH_EMR_INCOMPLETE, "base-url", NULL, NULL);
  g_autofree char *base = orch_url_check_base (url, &local_error);
  if (base == NULL)
    return orch_emr_report_new (ORCH_EMR_BAD_ADDRESS, NULL, NULL, local_error);
  g_autoptr (OrchFhirClient) anonymous =
      orch_fhir_client_new (orch_emr_get_http (ORCH_EMR (self)), base, NULL, &local_error);
  if (anonymous == NULL)
    return orch_emr_report_new (ORCH_EMR_BAD_ADDRESS, NULL, NULL, local_error);
  orch_fhir_client_set_cancellable (anonymous, orch_emr_get_cancellable (ORCH_EMR (self)));
  g_autoptr (OrchFhirCapability) capability = dex_await_object (orch_fhir_client_capability (anonymous), &local_error);
  if (capability == NULL)
    {
      /* It answers, and wants to know who asks: good enough here. */
      if (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN) ||
          g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_REFUSED))
        return NULL;
      if (orch_emr_must_propagate (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      return orch_emr_report_new (diagnose (local_error, TRUE), NULL, NULL, local_error);
    }
  *server = g_strdup (orch_fhir_capability_get_software (capability));
  if (!orch_fhir_capability_is_r4 (capability))
    return orch_emr_report_new (ORCH_EMR_WRONG_VERSION, orch_fhir_capability_get_fhir_version (capability), *server,
                                NULL);
  return NULL;
}

/* Awaits. */
OrchEmrReport *
orch_emr_fhir_probe (OrchEmrFhir *self, GError **error)
{
  g_autofree char *server = NULL;
  g_autoptr (GError) local_error = NULL;
  OrchEmrReport *report = probe_address (self, &server, &local_error);
  if (report != NULL)
    return report;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  orch_emr_fhir_forget_client (self); /* what was typed may have changed since */
  OrchFhirClient *client = orch_emr_fhir_ensure_client (self, &local_error);
  if (client == NULL)
    {
      if (orch_emr_must_propagate (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      gboolean incomplete = g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) ||
                            g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_INVALID);
      if (incomplete)
        return orch_emr_report_new (ORCH_EMR_INCOMPLETE, local_error->message, server, NULL);
      return orch_emr_report_new (diagnose (local_error, FALSE), NULL, server, local_error);
    }

  static const char *const types[] = { "Practitioner", "PractitionerRole", "HealthcareService" };
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const char *const query[] = { "_count", "1", NULL };
      g_autoptr (OrchFhirPager) pager = orch_fhir_client_search (client, types[i], query, FALSE);
      g_autoptr (OrchFhirPage) page = dex_await_object (orch_fhir_pager_next (pager), &local_error);
      if (page != NULL)
        continue;
      if (orch_emr_must_propagate (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (is_missing_type (local_error))
        return orch_emr_report_new (ORCH_EMR_MISSING_TYPE, types[i], server, local_error);
      return orch_emr_report_new (diagnose (local_error, FALSE), types[i], server, local_error);
    }

  gint64 skew = orch_fhir_client_get_server_offset_us (client);
  if (llabs (skew) > SKEW_MAX_US)
    {
      g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, skew / G_USEC_PER_SEC);
      return orch_emr_report_new (ORCH_EMR_CLOCK_SKEW, seconds, server, NULL);
    }
  return orch_emr_report_new (ORCH_EMR_OK, NULL, server, NULL);
}
