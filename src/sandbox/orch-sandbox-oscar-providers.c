/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who works in the clinic, as OSCAR says it. See the header. Main thread.
 */
#include "orch-sandbox-oscar-providers.h"

#include "orch-sandbox-json.h"

#include <stdlib.h>

/* The provider made for the integration: it is in OSCAR's list like anybody, with neither licence nor schedule. */
#define INTEGRATION "999901"

typedef struct
{
  const char *number;
  const char *family;
  const char *given;
  const char *prefix;
  const char *sex;
  const char *licence;
  const char *specialty;
  const char *team;
  const char *phone;
  const char *email;
  gboolean active;
  gint64 updated;
} Provider;

static JsonObject *
write_provider (const OrchSandboxOscarCall *call, const Provider *provider)
{
  JsonObject *object = json_object_new ();
  JsonObject *address = json_object_new ();
  g_autofree char *name = g_strdup_printf ("%s, %s", provider->family == NULL ? "" : provider->family,
                                           provider->given == NULL ? "" : provider->given);
  g_autoptr (GTimeZone) zone = orch_sandbox_emr_zone ();
  /* Midnight: on OpenO the same field is a text here, and a number where an hour was noted. */
  g_autoptr (GDateTime) signed_on = g_date_time_new (zone, 2010, 1, 1, atoi (provider->number) % 3 == 0 ? 9 : 0, 0, 0);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (provider->updated);
  g_autoptr (GDateTime) updated = g_date_time_to_timezone (utc, zone);

  json_object_set_string_member (object, "providerNo", provider->number);
  orch_sandbox_json_set_string (object, "lastName", provider->family);
  orch_sandbox_json_set_string (object, "firstName", provider->given);
  json_object_set_string_member (object, "name", name);
  orch_sandbox_json_set_nulls (object, "comments phone billingNo");
  orch_sandbox_json_set_string (object, "workPhone", provider->phone);
  orch_sandbox_json_set_nulls (address, "province postal city address");
  json_object_set_object_member (object, "address", address);
  orch_sandbox_json_set_string (object, "team", provider->team);
  json_object_set_boolean_member (object, "enabled", provider->active);
  json_object_set_null_member (object, "providerType");
  orch_sandbox_json_set_string (object, "sex", provider->sex);
  json_object_set_string_member (object, "ohipNo", "");
  orch_sandbox_json_set_string (object, "specialty", provider->specialty);
  json_object_set_null_member (object, "dob");
  json_object_set_string_member (object, "hsoNo", "");
  json_object_set_null_member (object, "providerActivity");
  json_object_set_string_member (object, "rmaNo", "");
  orch_sandbox_oscar_call_set_date (call, object, "signedConfidentiality", ORCH_SANDBOX_OSCAR_STAMP, signed_on, FALSE);
  json_object_set_string_member (object, "practitionerNo", provider->licence == NULL ? "" : provider->licence);
  json_object_set_string_member (object, "practitionerNoType", provider->prefix != NULL ? "CMQ" : "");
  orch_sandbox_json_set_string (object, "email", provider->email);
  orch_sandbox_json_set_string (object, "title", provider->prefix);
  json_object_set_string_member (object, "lastUpdateUser", "999998");
  orch_sandbox_oscar_call_set_date (call, object, "lastUpdateDate", ORCH_SANDBOX_OSCAR_STAMP, updated, FALSE);
  return object;
}

static JsonObject *
write_record (const OrchSandboxOscarCall *call, const OrchSandboxEmrRecord *record, GHashTable *roles)
{
  JsonObject *resource = record->resource;
  g_autofree char *reference = g_strconcat ("Practitioner/", record->id, NULL);
  JsonObject *role = g_hash_table_lookup (roles, reference);
  g_autofree char *number =
      g_strdup_printf ("%" G_GINT64_FORMAT, orch_sandbox_emr_record_number (record, "Practitioner"));
  g_autofree char *family = orch_sandbox_emr_person_name (resource, "family");
  g_autofree char *given = orch_sandbox_emr_person_name (resource, "given");
  g_autofree char *prefix = orch_sandbox_emr_person_name (resource, "prefix");
  const char *gender = orch_sandbox_json_string (resource, "gender");
  const Provider provider = {
    .number = number,
    .family = family,
    .given = given,
    .prefix = prefix,
    .sex = g_strcmp0 (gender, "female") == 0 ? "F"
           : g_strcmp0 (gender, "male") == 0 ? "M"
                                             : NULL,
    .licence = orch_sandbox_emr_licence (resource),
    .specialty =
        orch_sandbox_json_string (orch_sandbox_json_element (orch_sandbox_json_array (role, "specialty"), 0), "text"),
    .team = orch_sandbox_json_string (orch_sandbox_json_object (role, "organization"), "display"),
    .phone = orch_sandbox_emr_telecom (resource, "phone", NULL),
    .email = orch_sandbox_emr_telecom (resource, "email", NULL),
    .active = orch_sandbox_json_boolean (resource, "active", TRUE),
    .updated = record->updated,
  };

  return write_provider (call, &provider);
}

static JsonObject *
write_integration (const OrchSandboxOscarCall *call)
{
  const Provider provider = {
    .number = INTEGRATION,
    .family = "Connect",
    .given = "Orchestrateur",
    .active = TRUE,
    .updated = G_GINT64_CONSTANT (1700000000000000),
  };

  return write_provider (call, &provider);
}

JsonObject *
orch_sandbox_oscar_provider (const OrchSandboxOscarCall *call, const char *provider_no)
{
  g_autoptr (OrchSandboxEmrRecord) record = NULL;
  g_autoptr (GHashTable) roles = NULL;

  if (g_strcmp0 (provider_no, INTEGRATION) == 0)
    return write_integration (call);
  record = orch_sandbox_emr_record_find (call->store, call->emr, "Practitioner",
                                         g_ascii_strtoll (provider_no == NULL ? "0" : provider_no, NULL, 10));
  if (record == NULL)
    return NULL;
  roles = orch_sandbox_emr_roles (call->store, call->emr);
  return write_record (call, record, roles);
}

static gboolean
matches (JsonObject *provider, const char *term)
{
  g_autofree char *name = g_utf8_casefold (orch_sandbox_json_string (provider, "name"), -1);
  g_autofree char *wanted = g_utf8_casefold (term == NULL ? "" : term, -1);

  return strstr (name, wanted) != NULL;
}

static JsonArray *
list_providers (const OrchSandboxOscarCall *call, gboolean active, const char *term)
{
  g_autoptr (GPtrArray) records = orch_sandbox_emr_record_list (call->store, call->emr, "Practitioner");
  g_autoptr (GHashTable) roles = orch_sandbox_emr_roles (call->store, call->emr);
  JsonArray *list = json_array_new ();

  for (guint i = 0; i <= records->len; i++)
    {
      JsonObject *one =
          i < records->len ? write_record (call, g_ptr_array_index (records, i), roles) : write_integration (call);

      if (orch_sandbox_json_boolean (one, "enabled", FALSE) == active && matches (one, term))
        json_array_add_object_element (list, one);
      else
        json_object_unref (one);
    }
  return list;
}

static void
append_xml (GString *out, JsonObject *provider, const char *name, const char *element)
{
  const char *value = orch_sandbox_json_string (provider, name);
  g_autofree char *escaped = value == NULL ? NULL : g_markup_escape_text (value, -1);

  if (value != NULL)
    g_string_append_printf (out, "<%s>%s</%s>", element, escaped, element);
}

/* The deprecated list. */
static OrchSandboxReply *
reply_xml (const OrchSandboxOscarCall *call)
{
  g_autoptr (JsonArray) list = list_providers (call, TRUE, NULL);
  OrchSandboxReply *reply = orch_sandbox_reply_new (200);

  reply->content_type = g_strdup ("application/xml");
  g_string_append (reply->body, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><List>");
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *one = json_array_get_object_element (list, i);

      g_string_append (reply->body, "<Item>");
      append_xml (reply->body, one, "providerNo", "providerNo");
      append_xml (reply->body, one, "firstName", "firstName");
      append_xml (reply->body, one, "lastName", "lastName");
      append_xml (reply->body, one, "practitionerNo", "practitionerNo");
      g_string_append (reply->body, "</Item>");
    }
  g_string_append (reply->body, "</List>");
  return reply;
}

static OrchSandboxReply *
reply_one (const OrchSandboxOscarCall *call, const char *provider_no)
{
  JsonObject *provider = orch_sandbox_oscar_provider (call, provider_no);

  /* What is not there is nothing, with status 200. */
  return provider == NULL ? orch_sandbox_reply_new_json (200, g_strdup (""))
                          : orch_sandbox_oscar_call_reply_object (call, provider);
}

static OrchSandboxReply *
reply_list (const OrchSandboxOscarCall *call, JsonArray *list)
{
  return orch_sandbox_oscar_call_reply_list (call, orch_sandbox_oscar_call_list_key (call, "Item"), list, 0, 0,
                                             json_array_get_length (list));
}

static gint64
query_int (const OrchSandboxOscarCall *call, const char *name, gint64 absent)
{
  const char *text = g_hash_table_lookup (call->query, name);

  return text == NULL ? absent : g_ascii_strtoll (text, NULL, 10);
}

static OrchSandboxReply *
reply_search (const OrchSandboxOscarCall *call)
{
  g_autoptr (JsonArray) found = list_providers (call, orch_sandbox_json_boolean (call->body, "active", TRUE),
                                                orch_sandbox_json_string (call->body, "searchTerm"));
  gint64 start = MAX (query_int (call, "startIndex", 0), 0);
  gint64 most = MAX (query_int (call, "itemsToReturn", 5000), 0);
  JsonArray *page = json_array_new ();

  for (guint i = (guint) start; i < json_array_get_length (found) && i < start + most; i++)
    json_array_add_object_element (page, json_object_ref (json_array_get_object_element (found, i)));
  return orch_sandbox_oscar_call_reply_list (call, "content", page, start, most, json_array_get_length (found));
}

static OrchSandboxReply *
reply_info (const OrchSandboxOscarCall *call)
{
  gboolean openo = call->dialect == ORCH_SANDBOX_OPENO;
  JsonObject *object = json_object_new ();
  JsonObject *provider = orch_sandbox_oscar_provider (call, call->user->provider_no);
  JsonArray *roles = json_array_new ();
  g_auto (GStrv) scopes = g_strsplit (call->scope == NULL ? "" : call->scope, " ", -1);

  for (int i = 0; openo && scopes[i] != NULL; i++)
    if (*scopes[i] != '\0')
      json_array_add_string_element (roles, scopes[i]);
  if (provider != NULL)
    json_object_set_object_member (object, openo ? "providers" : "provider", provider);
  else
    json_object_set_null_member (object, openo ? "providers" : "provider");
  json_object_set_string_member (object, "login", call->user->provider_no);
  json_object_set_array_member (object, "roles", roles);
  return orch_sandbox_oscar_call_reply_object (call, object);
}

static OrchSandboxReply *
reply_teams (const OrchSandboxOscarCall *call)
{
  g_autoptr (JsonArray) list = list_providers (call, TRUE, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *teams = json_array_new ();

  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      const char *team = orch_sandbox_json_string (json_array_get_object_element (list, i), "team");

      if (team != NULL && g_hash_table_add (seen, (gpointer) team))
        json_array_add_string_element (teams, team);
    }
  return orch_sandbox_oscar_call_reply_array (call, teams);
}

OrchSandboxReply *
orch_sandbox_oscar_providers_handle (const OrchSandboxOscarCall *call)
{
  if (orch_sandbox_oscar_call_is (call, "GET", "oauth/info"))
    return reply_info (call);
  if (orch_sandbox_oscar_call_is (call, "GET", "status/checkIfAuthed"))
    return orch_sandbox_oscar_call_reply_done (call, call->user->provider_no);
  if (!g_str_equal (call->path[0], "providerService"))
    return NULL;
  if (orch_sandbox_emr_get_staff_mode (call->emr) == ORCH_SANDBOX_MODE_FAILURE)
    return orch_sandbox_oscar_reply_fault (500, "java.lang.NullPointerException");
  if (orch_sandbox_oscar_call_is (call, "GET", "providerService/providers_json"))
    return reply_list (call, list_providers (call, TRUE, NULL));
  if (orch_sandbox_oscar_call_is (call, "GET", "providerService/providers"))
    return reply_xml (call);
  if (orch_sandbox_oscar_call_is (call, "GET", "providerService/provider/me"))
    return reply_one (call, call->user->provider_no);
  if (orch_sandbox_oscar_call_is (call, "GET", "providerService/provider/*") ||
      orch_sandbox_oscar_call_is (call, "GET", "providerService/providerjson/*"))
    return reply_one (call, call->path[call->n_path - 1]);
  if (orch_sandbox_oscar_call_is (call, "POST", "providerService/providers/search"))
    return reply_search (call);
  if (orch_sandbox_oscar_call_is (call, "GET", "providerService/getActiveTeams"))
    return reply_teams (call);
  return NULL;
}
