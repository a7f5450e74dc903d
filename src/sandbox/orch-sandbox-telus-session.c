/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who may call TELUS's look-alike. See the header. That there are these tokens, and what for, is public; how they are got is assumed.
 * Main thread.
 */
#include "orch-sandbox-telus-session.h"

#include "orch-sandbox-emr-token.h"
#include "orch-sandbox-json.h"

#define APP_TOKEN "jeton-application-formation"
#define REGISTRATION_LIVES_S (30 * 24 * 3600)
#define USER "instance"

/* Only these three know the search of appointments: that is public. */
static const OrchSandboxTelusInstance instances[] = {
  { "PS Suite", "PSS-FORMATION-01", "Secret-PSSuite-1", TRUE },
  { "Med Access", "MEDA-FORMATION-01", "Secret-MedAccess-1", FALSE },
  { "Wolf", "WOLF-FORMATION-01", "Secret-Wolf-1", TRUE },
  { "Kinlogix", "KIN-FORMATION-01", "Secret-Kinlogix-1", TRUE },
  { "Medesync", "MDS-FORMATION-01", "Secret-Medesync-1", FALSE },
};

static char *
squeeze (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (out, g_ascii_tolower (*p));
  return g_string_free (out, FALSE);
}

const OrchSandboxTelusInstance *
orch_sandbox_telus_find_instance (const char *type, const char *id, OrchSandboxReply **refusal)
{
  g_autofree char *wanted = squeeze (type);

  for (gsize i = 0; i < G_N_ELEMENTS (instances); i++)
    {
      g_autofree char *one = squeeze (instances[i].type);

      /* How a type is spelt in a path is not public. */
      if (!g_str_equal (one, wanted))
        continue;
      if (g_str_equal (instances[i].id, id))
        return &instances[i];
      *refusal = orch_sandbox_telus_error (404, "InstanceUnknown", "There is no such EMR instance.");
      return NULL;
    }
  *refusal = orch_sandbox_telus_error (404, "EmrTypeUnknown", "There is no such type of EMR.");
  return NULL;
}

/* Whether these are headers or parameters is not public: both will do. */
static const char *
get_parameter (const OrchSandboxRequest *request, GHashTable *query, const char *name)
{
  const char *header = soup_message_headers_get_one (request->headers, name);

  return header != NULL ? header : g_hash_table_lookup (query, name);
}

OrchSandboxReply *
orch_sandbox_telus_check_app (const OrchSandboxRequest *request, GHashTable *query)
{
  const char *token = get_parameter (request, query, "AppToken");

  if (token == NULL)
    return orch_sandbox_telus_error (401, "AppTokenRequired", "The application does not say who it is.");
  if (!g_str_equal (token, APP_TOKEN))
    return orch_sandbox_telus_error (401, "AppTokenInvalid", "The application is not known.");
  return NULL;
}

static OrchSandboxReply *
refuse_session (void)
{
  return orch_sandbox_telus_error (401, "SessionTokenInvalid", "There is no such session, or it has ended.");
}

OrchSandboxReply *
orch_sandbox_telus_check_session (OrchSandboxStore *store, const OrchSandboxTelusInstance *instance,
                                  const OrchSandboxRequest *request, GHashTable *query)
{
  const char *text = get_parameter (request, query, "SessionToken");
  g_auto (OrchSandboxEmrToken) token = { 0 };

  if (text == NULL)
    return orch_sandbox_telus_error (401, "SessionTokenRequired", "A session is needed.");
  return orch_sandbox_emr_token_find (store, text, instance->id, "session", &token) ? NULL : refuse_session ();
}

OrchSandboxReply *
orch_sandbox_telus_register (OrchSandboxStore *store, const OrchSandboxTelusSwitches *switches,
                             const OrchSandboxTelusInstance *instance, const OrchSandboxRequest *request)
{
  g_autoptr (JsonObject) body =
      orch_sandbox_json_parse (request->body, request->body == NULL ? 0 : (gssize) request->body_length, NULL);
  const char *secret = orch_sandbox_json_string (body, "secret");
  g_autofree char *token = NULL;
  JsonObject *object;

  if (!g_str_equal (request->method, "POST"))
    return orch_sandbox_telus_error (405, "MethodNotAllowed", "An instance is registered by POST.");
  if (secret == NULL)
    return orch_sandbox_telus_error (400, "SecretRequired", "The secret of the EMR instance is missing.");
  if (!g_str_equal (secret, switches->secret != NULL ? switches->secret : instance->secret))
    return orch_sandbox_telus_error (401, "SecretInvalid", "This is not the secret of the EMR instance.");
  token = orch_sandbox_emr_token_issue (store, NULL, instance->id, "admin", USER, NULL, REGISTRATION_LIVES_S);
  object = json_object_new ();
  json_object_set_string_member (object, "adminServicesToken", token);
  json_object_set_int_member (object, "expiresIn", REGISTRATION_LIVES_S);
  return orch_sandbox_telus_reply_object (object);
}

static OrchSandboxReply *
reply_session (OrchSandboxStore *store, const OrchSandboxTelusSwitches *switches,
               const OrchSandboxTelusInstance *instance)
{
  g_autofree char *token =
      orch_sandbox_emr_token_issue (store, NULL, instance->id, "session", USER, NULL, switches->lifetime_s);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "sessionToken", token);
  json_object_set_int_member (object, "expiresIn", switches->lifetime_s);
  return orch_sandbox_telus_reply_object (object);
}

static OrchSandboxReply *
open_session (OrchSandboxStore *store, const OrchSandboxTelusSwitches *switches,
              const OrchSandboxTelusInstance *instance, const OrchSandboxRequest *request)
{
  const char *bearer = request->authorization;
  g_auto (OrchSandboxEmrToken) token = { 0 };

  if (bearer == NULL || g_ascii_strncasecmp (bearer, "Bearer ", 7) != 0 ||
      !orch_sandbox_emr_token_find (store, bearer + 7, instance->id, "admin", &token))
    return orch_sandbox_telus_error (401, "AdminServicesTokenInvalid", "The EMR instance is to be registered first.");
  if (switches->clash == ORCH_SANDBOX_TELUS_REFUSED)
    return orch_sandbox_telus_error (409, "InstanceInUse", "The EMR instance is connected elsewhere.");
  if (switches->clash == ORCH_SANDBOX_TELUS_ENDS_FIRST)
    orch_sandbox_emr_token_end (store, instance->id, "session", NULL);
  return reply_session (store, switches, instance);
}

OrchSandboxReply *
orch_sandbox_telus_session (OrchSandboxStore *store, const OrchSandboxTelusSwitches *switches,
                            const OrchSandboxTelusInstance *instance, const OrchSandboxRequest *request,
                            GHashTable *query)
{
  gboolean renews = g_str_equal (request->method, "PUT");
  OrchSandboxReply *refusal;

  if (g_str_equal (request->method, "POST"))
    return open_session (store, switches, instance, request);
  if (!renews && !g_str_equal (request->method, "DELETE"))
    return orch_sandbox_telus_error (405, "MethodNotAllowed", "A session is opened, renewed and closed.");
  refusal = orch_sandbox_telus_check_session (store, instance, request, query);
  if (refusal != NULL)
    return refusal;
  orch_sandbox_emr_token_spend (store, get_parameter (request, query, "SessionToken"));
  return renews ? reply_session (store, switches, instance) : orch_sandbox_reply_new (204);
}

void
orch_sandbox_telus_end (OrchSandboxStore *store, gboolean registrations)
{
  for (gsize i = 0; i < G_N_ELEMENTS (instances); i++)
    orch_sandbox_emr_token_end (store, instances[i].id, registrations ? NULL : "session", NULL);
}

static JsonObject *
describe (const OrchSandboxTelusInstance *instance)
{
  JsonObject *one = json_object_new ();

  json_object_set_string_member (one, "emr_type", instance->type);
  json_object_set_string_member (one, "instance_id", instance->id);
  json_object_set_string_member (one, "secret", instance->secret);
  json_object_set_boolean_member (one, "searches_appointments", instance->searches);
  return one;
}

JsonObject *
orch_sandbox_telus_describe_one (const char *base, const char *type)
{
  g_autofree char *wanted = squeeze (type);

  for (gsize i = 0; i < G_N_ELEMENTS (instances); i++)
    {
      g_autofree char *one = squeeze (instances[i].type);
      JsonObject *object;

      if (!g_str_equal (one, wanted))
        continue;
      object = describe (&instances[i]);
      json_object_set_string_member (object, "base", base);
      json_object_set_string_member (object, "app_token", APP_TOKEN);
      return object;
    }
  return NULL;
}

JsonObject *
orch_sandbox_telus_describe_all (const char *base)
{
  JsonObject *object = json_object_new ();
  JsonArray *list = json_array_new ();

  json_object_set_string_member (object, "base", base);
  json_object_set_string_member (object, "app_token", APP_TOKEN);
  for (gsize i = 0; i < G_N_ELEMENTS (instances); i++)
    json_array_add_object_element (list, describe (&instances[i]));
  json_object_set_array_member (object, "instances", list);
  return object;
}
