/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-consent.h.
 */
#include "orch-emr-consent.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-error.h"
#include "fhir/orch-loopback.h"
#include "orch-emr-oscar-private.h"

#define WAIT_S 900 /* for the person, in front of the EMR's page */
#define CODE_MAX 200

struct _OrchEmrConsent
{
  GObject parent_instance;

  /* owned */
  OrchEmrOscar *emr;
  DexPromise *code; /* (nullable): of the attempt under way: the code that the person brings */
  OrchLoopback *loopback;
  char *address;
};

typedef struct
{
  OrchEmrConsent *consent;
  OrchBrowser *browser;   /* (nullable) */
  OrchLoopback *loopback; /* (nullable) */
  DexPromise *code;       /* (nullable) */
} Attempt;

static GParamSpec *address_property;

G_DEFINE_FINAL_TYPE (OrchEmrConsent, orch_emr_consent, G_TYPE_OBJECT)

static void
attempt_free (Attempt *self)
{
  if (self->loopback != NULL)
    orch_loopback_close (self->loopback);
  g_clear_object (&self->loopback);
  g_clear_object (&self->browser);
  g_clear_object (&self->consent);
  dex_clear (&self->code);
  g_free (self);
}

static void
set_address (OrchEmrConsent *self, const char *address)
{
  if (g_set_str (&self->address, address))
    g_object_notify_by_pspec (G_OBJECT (self), address_property);
}

static gboolean
is_over (Attempt *self)
{
  return self->consent->loopback != self->loopback || self->consent->code != self->code;
}

/* "oauth_verifier=…" as the page shows it, or the code alone. Returns: (transfer full) (nullable) */
static char *
dup_code (const char *text)
{
  static const char name[] = "oauth_verifier=";
  const char *start = strstr (text, name);
  gsize length = 0;

  start = start != NULL ? start + sizeof name - 1 : text;
  while (g_ascii_isspace (*start))
    start++;
  while (start[length] != '\0' && (g_ascii_isalnum (start[length]) || strchr ("-._~", start[length]) != NULL))
    length++;
  return length > 0 && length <= CODE_MAX ? g_strndup (start, length) : NULL;
}

/* Awaits. Returns: (transfer full) (nullable): what the EMR gave the person, for us */
static char *
await_code (Attempt *self, OrchOscarClient *client, GError **error)
{
  g_autofree char *brought = NULL;
  g_autoptr (GHashTable) values = NULL;
  const char *token = NULL;

  if (self->loopback == NULL)
    {
      brought = dex_await_string (dex_ref (DEX_FUTURE (self->code)), error);
      return g_steal_pointer (&brought);
    }
  brought =
      dex_await_string (dex_future_first (orch_loopback_wait (self->loopback), dex_timeout_new_seconds (WAIT_S), NULL),
                        error);
  if (brought == NULL)
    return NULL;
  values = g_uri_parse_params (brought, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  token = values != NULL ? g_hash_table_lookup (values, "oauth_token") : NULL;
  if (values == NULL || g_hash_table_lookup (values, "oauth_verifier") == NULL ||
      (token != NULL && g_strcmp0 (token, orch_oscar_client_get_request_token (client)) != 0))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_REFUSED, _ ("Nobody authorised the connection in the EMR."));
      return NULL;
    }
  return g_strdup (g_hash_table_lookup (values, "oauth_verifier"));
}

static DexFuture *
ask_fiber (gpointer user_data)
{
  Attempt *self = user_data;
  GError *error = NULL;
  g_autoptr (OrchOscarClient) client = orch_emr_oscar_make_client (self->consent->emr, FALSE, &error);
  g_autofree char *address = NULL;
  g_autofree char *code = NULL;
  char *authorisation = NULL;

  if (client != NULL)
    address =
        dex_await_string (orch_oscar_client_initiate (client, self->loopback != NULL
                                                                  ? orch_loopback_get_redirect_uri (self->loopback)
                                                                  : "oob"),
                          &error);
  if (address == NULL)
    return dex_future_new_for_error (error);
  if (is_over (self))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "%s", _ ("The authorisation was stopped"));
  set_address (self->consent, address);
  /* A computer without a browser: the address stays to be copied. */
  if (self->browser != NULL)
    dex_await (orch_browser_open (self->browser, address), NULL);
  code = await_code (self, client, &error);
  if (is_over (self))
    {
      g_clear_error (&error);
      return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_CANCELLED, "%s", _ ("The authorisation was stopped"));
    }
  set_address (self->consent, NULL);
  if (code != NULL)
    authorisation = dex_await_string (orch_oscar_client_exchange (client, code), &error);
  return authorisation != NULL ? dex_future_new_take_string (authorisation) : dex_future_new_for_error (error);
}

static void
orch_emr_consent_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, ORCH_EMR_CONSENT (object)->address);
}

static void
orch_emr_consent_dispose (GObject *object)
{
  OrchEmrConsent *self = ORCH_EMR_CONSENT (object);

  orch_emr_consent_stop (self);
  g_clear_object (&self->emr);
  g_clear_pointer (&self->address, g_free);
  G_OBJECT_CLASS (orch_emr_consent_parent_class)->dispose (object);
}

static void
orch_emr_consent_class_init (OrchEmrConsentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_emr_consent_dispose;
  G_OBJECT_CLASS (klass)->get_property = orch_emr_consent_get_property;
  address_property = g_param_spec_string ("address", NULL, NULL, NULL,
                                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (G_OBJECT_CLASS (klass), 1, address_property);
}

static void
orch_emr_consent_init (OrchEmrConsent *self)
{
}

OrchEmrConsent *
orch_emr_consent_new (OrchEmr *emr)
{
  OrchEmrConsent *self = NULL;

  g_return_val_if_fail (ORCH_IS_EMR (emr), NULL);

  if (!ORCH_IS_EMR_OSCAR (emr))
    return NULL;
  self = g_object_new (ORCH_TYPE_EMR_CONSENT, NULL);
  self->emr = g_object_ref (ORCH_EMR_OSCAR (emr));
  return self;
}

DexFuture *
orch_emr_consent_ask (OrchEmrConsent *self, OrchBrowser *browser)
{
  Attempt *attempt = NULL;
  GError *error = NULL;

  g_return_val_if_fail (ORCH_IS_EMR_CONSENT (self), NULL);
  g_return_val_if_fail (browser == NULL || ORCH_IS_BROWSER (browser), NULL);

  orch_emr_consent_stop (self);
  if (browser != NULL)
    {
      g_autofree char *state = g_uuid_string_random ();

      self->loopback = orch_loopback_new_in_path (state, "oauth_verifier", &error);
      if (self->loopback == NULL)
        return dex_future_new_for_error (error);
    }
  else
    self->code = dex_promise_new ();
  attempt = g_new0 (Attempt, 1);
  attempt->consent = g_object_ref (self);
  attempt->browser = browser != NULL ? g_object_ref (browser) : NULL;
  attempt->loopback = self->loopback != NULL ? g_object_ref (self->loopback) : NULL;
  attempt->code = self->code != NULL ? dex_ref (self->code) : NULL;
  return dex_scheduler_spawn (NULL, 0, ask_fiber, attempt, (GDestroyNotify) attempt_free);
}

void
orch_emr_consent_give (OrchEmrConsent *self, const char *code)
{
  g_autofree char *clean = NULL;

  g_return_if_fail (ORCH_IS_EMR_CONSENT (self));
  g_return_if_fail (code != NULL);

  clean = dup_code (code);
  if (self->code == NULL || !dex_future_is_pending (DEX_FUTURE (self->code)))
    return;
  if (clean != NULL)
    dex_promise_resolve_string (self->code, g_steal_pointer (&clean));
  else
    dex_promise_reject (self->code, g_error_new_literal (ORCH_ERROR, ORCH_ERROR_REFUSED,
                                                         _ ("This is not the code that the EMR shows.")));
}

void
orch_emr_consent_stop (OrchEmrConsent *self)
{
  g_autoptr (OrchLoopback) loopback = NULL;
  DexPromise *code = NULL;

  g_return_if_fail (ORCH_IS_EMR_CONSENT (self));

  /* The attempt sees that it is over before it learns anything else. */
  loopback = g_steal_pointer (&self->loopback);
  code = g_steal_pointer (&self->code);
  if (loopback != NULL)
    orch_loopback_close (loopback);
  if (code != NULL && dex_future_is_pending (DEX_FUTURE (code)))
    dex_promise_reject (code,
                        g_error_new_literal (ORCH_ERROR, ORCH_ERROR_CANCELLED, _ ("The authorisation was stopped")));
  dex_clear (&code);
  set_address (self, NULL);
}

const char *
orch_emr_consent_get_address (OrchEmrConsent *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_CONSENT (self), NULL);

  return self->address;
}
