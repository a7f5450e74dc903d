/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Step 3 of the set-up where the EMR wants a person to let the program in, and what a test of its connection finds. Main thread.
 */
#include "orch-setup-private.h"

#include <string.h>

#include "core/orch-error.h"
#include "emr/orch-emr-file.h"
#include "emr/orch-emr-oscar.h"

typedef struct
{
  OrchSetup *setup;
  OrchEmrConsent *consent;
  char *field_id;
  gboolean by_hand;
} Ask;

static void
ask_free (Ask *ask)
{
  g_clear_object (&ask->setup);
  g_clear_object (&ask->consent);
  g_free (ask->field_id);
  g_free (ask);
}

static void
on_address (OrchSetup *self)
{
  orch_setup_notify (self, PROP_CONSENT_ADDRESS);
}

static void
let_go (OrchSetup *self, OrchEmrConsent *consent)
{
  if (self->consent != consent || consent == NULL)
    return;
  g_signal_handlers_disconnect_by_func (consent, on_address, self);
  g_clear_object (&self->consent);
  orch_setup_notify (self, PROP_CONSENT_ADDRESS);
}

static DexFuture *
ask_fiber (gpointer data)
{
  Ask *ask = data;
  OrchSetup *self = ask->setup;
  GError *error = NULL;
  char *authorisation =
      dex_await_string (orch_emr_consent_ask (ask->consent, ask->by_hand ? NULL : self->browser), &error);
  g_autoptr (OrchSecret) secret = NULL;

  let_go (self, ask->consent);
  if (authorisation == NULL)
    return dex_future_new_for_error (error);
  secret = orch_secret_new (authorisation, strlen (authorisation));
  explicit_bzero (authorisation, strlen (authorisation));
  g_free (authorisation);
  if (!dex_await (orch_setup_set_emr_secret (self, ask->field_id, secret), &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_setup_authorise_emr (OrchSetup *self, const char *field_id, gboolean by_hand)
{
  g_autoptr (OrchEmr) emr = NULL;
  Ask *ask = NULL;
  GError *error = NULL;

  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);
  g_return_val_if_fail (field_id != NULL, NULL);

  orch_setup_stop_authorising (self);
  emr = orch_emr_settings_new_emr (self->emr, &error);
  if (emr == NULL)
    return dex_future_new_for_error (error);
  self->consent = orch_emr_consent_new (emr);
  if (self->consent == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "This EMR wants no authorisation");
  g_signal_connect_swapped (self->consent, "notify::address", G_CALLBACK (on_address), self);
  ask = g_new0 (Ask, 1);
  ask->setup = g_object_ref (self);
  ask->consent = g_object_ref (self->consent);
  ask->field_id = g_strdup (field_id);
  ask->by_hand = by_hand;
  return dex_scheduler_spawn (NULL, 0, ask_fiber, ask, (GDestroyNotify) ask_free);
}

void
orch_setup_give_emr_code (OrchSetup *self, const char *code)
{
  g_return_if_fail (ORCH_IS_SETUP (self));
  g_return_if_fail (code != NULL);

  if (self->consent != NULL)
    orch_emr_consent_give (self->consent, code);
}

void
orch_setup_stop_authorising (OrchSetup *self)
{
  g_autoptr (OrchEmrConsent) consent = NULL;

  g_return_if_fail (ORCH_IS_SETUP (self));

  if (self->consent == NULL)
    return;
  consent = g_object_ref (self->consent);
  let_go (self, consent);
  orch_emr_consent_stop (consent);
}

/* What is known of the EMR beyond what an error says. */
static OrchEmrAdvice
get_advice (gboolean is_oscar, OrchEmrDiagnosis diagnosis)
{
  switch (diagnosis)
    {
    case ORCH_EMR_NOT_AUTHORISED:
      return ORCH_EMR_ADVICE_AUTHORISE;
    case ORCH_EMR_NO_REST:
      return ORCH_EMR_ADVICE_NO_REST;
    case ORCH_EMR_NOT_THERE:
      return ORCH_EMR_ADVICE_NO_DIRECTORY;
    case ORCH_EMR_BEHIND_PROXY:
      return ORCH_EMR_ADVICE_PROXY;
    case ORCH_EMR_OTHER_USER:
      return ORCH_EMR_ADVICE_OTHER_USER;
    case ORCH_EMR_EXPLAINED:
      return ORCH_EMR_ADVICE_EXPLAINED;
    case ORCH_EMR_NOBODY:
      return ORCH_EMR_ADVICE_NOBODY;
    case ORCH_EMR_NO_API:
      return ORCH_EMR_ADVICE_NO_API;
    case ORCH_EMR_BAD_CREDENTIALS:
      return is_oscar ? ORCH_EMR_ADVICE_SECRET : ORCH_EMR_ADVICE_NONE;
    case ORCH_EMR_NO_PERMISSION:
      return is_oscar ? ORCH_EMR_ADVICE_ROLE : ORCH_EMR_ADVICE_NONE;
    case ORCH_EMR_OK:
    case ORCH_EMR_BAD_ADDRESS:
    case ORCH_EMR_NO_ANSWER:
    case ORCH_EMR_UNTRUSTED:
    case ORCH_EMR_NOT_FHIR:
    case ORCH_EMR_WRONG_VERSION:
    case ORCH_EMR_MISSING_TYPE:
    case ORCH_EMR_THROTTLED:
    case ORCH_EMR_FAULT:
    case ORCH_EMR_CLOCK_SKEW:
    case ORCH_EMR_INCOMPLETE:
    case ORCH_EMR_WRONG_CLOCK:
    default:
      return ORCH_EMR_ADVICE_NONE;
    }
}

void
orch_setup_take_report (OrchSetup *self, OrchEmr *emr, OrchEmrReport *report)
{
  const char *detail = orch_emr_report_get_detail (report);

  const OrchEmrAdvice advice = ORCH_IS_EMR_FILE (emr) && orch_emr_report_works (report)
                                   ? ORCH_EMR_ADVICE_FILES
                                   : get_advice (ORCH_IS_EMR_OSCAR (emr), orch_emr_report_get_diagnosis (report));

  if (advice == ORCH_EMR_ADVICE_PROXY && detail != NULL)
    orch_setup_set_emr_value (self, "seen-as", detail);
  self->advice = advice;
  g_set_str (&self->advice_detail, detail);
}

OrchEmrAdvice
orch_setup_get_emr_advice (OrchSetup *self, const char **detail)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), ORCH_EMR_ADVICE_NONE);

  if (detail != NULL)
    *detail = self->advice_detail;
  return self->advice;
}

const char *
orch_setup_get_consent_address (OrchSetup *self)
{
  g_return_val_if_fail (ORCH_IS_SETUP (self), NULL);

  return self->consent != NULL ? orch_emr_consent_get_address (self->consent) : NULL;
}
