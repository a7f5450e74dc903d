/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The control API of tests. Each order is one function; the table at the end is the API. Main thread.
 */
#include "orch-sandbox-control.h"

#include "core/orch-clock.h"

#include "orch-sandbox-clients.h"
#include "orch-sandbox-emr-control.h"
#include "orch-sandbox-index.h"
#include "orch-sandbox-invitation.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-oscar-control.h"
#include "orch-sandbox-people.h"

#include <libsoup/soup.h>

static OrchSandboxReply *
done (void)
{
  return orch_sandbox_reply_new_json (200, g_strdup ("{\"ok\":true}"));
}

static OrchSandboxReply *
bad (const char *why)
{
  return orch_sandbox_reply_new_error (400, "invalid_request", why);
}

static OrchSandboxReply *
do_reset (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  orch_sandbox_reset (sandbox);
  return done ();
}

static OrchSandboxReply *
do_fault (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  g_autofree char *why = NULL;

  return orch_sandbox_faults_add (orch_sandbox_get_faults (sandbox), body, &why) ? done () : bad (why);
}

static OrchSandboxReply *
do_clear_faults (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  orch_sandbox_faults_clear (orch_sandbox_get_faults (sandbox));
  return done ();
}

static OrchSandboxReply *
do_emr_mode (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  OrchSandboxEmr *emr = orch_sandbox_get_emr (sandbox);
  const char *staff = orch_sandbox_json_string (body, "staff");
  const char *services = orch_sandbox_json_string (body, "services");
  OrchSandboxMode staff_mode = orch_sandbox_emr_get_staff_mode (emr);
  OrchSandboxMode services_mode = orch_sandbox_emr_get_services_mode (emr);

  if ((staff != NULL && !orch_sandbox_emr_parse_mode (staff, &staff_mode)) ||
      (services != NULL && !orch_sandbox_emr_parse_mode (services, &services_mode)))
    return bad ("a mode is ok, conflicts, failure or slow");
  orch_sandbox_emr_set_staff_mode (emr, staff_mode);
  orch_sandbox_emr_set_services_mode (emr, services_mode);
  return done ();
}

static OrchSandboxReply *
put_record (OrchSandbox *sandbox, OrchSandboxRealm realm, JsonObject *body)
{
  JsonObject *resource = orch_sandbox_json_object (body, "resource");
  const char *type, *id;

  if (resource == NULL)
    resource = body;
  type = orch_sandbox_json_string (resource, "resourceType");
  id = orch_sandbox_json_string (resource, "id");
  if (type == NULL || id == NULL || !orch_sandbox_index_is_type (realm, type))
    return bad ("a resource with a known resourceType and an id is expected");
  if (realm == ORCH_SANDBOX_REALM_EMR)
    orch_sandbox_emr_ensure (orch_sandbox_get_emr (sandbox), type, "date=1900&start=1900");
  if (orch_sandbox_json_boolean (body, "delete", FALSE))
    orch_sandbox_store_delete (orch_sandbox_get_store (sandbox), realm, type, id);
  else
    g_free (orch_sandbox_store_put (orch_sandbox_get_store (sandbox), realm, type, id, resource, NULL));
  return done ();
}

/* Nothing is checked: a test may want a record that no EMR should give. */
static OrchSandboxReply *
do_emr_record (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  return put_record (sandbox, ORCH_SANDBOX_REALM_EMR, body);
}

static OrchSandboxReply *
do_hub_record (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  return put_record (sandbox, ORCH_SANDBOX_REALM_HUB, body);
}

static OrchSandboxReply *
do_emr_size (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  OrchSandboxEmr *emr = orch_sandbox_get_emr (sandbox);
  const OrchSandboxSize *former = orch_sandbox_emr_get_size (emr);
  const OrchSandboxSize size = { (int) orch_sandbox_json_int (body, "staff", former->staff),
                                 (int) orch_sandbox_json_int (body, "services", former->services),
                                 (int) orch_sandbox_json_int (body, "patients", former->patients) };

  if (size.staff < 1 || size.services < 1 || size.patients < 1)
    return bad ("there is one of each at least");
  orch_sandbox_emr_set_size (emr, &size);
  return done ();
}

static OrchSandboxReply *
do_emr_keys (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  g_autoptr (GError) error = NULL;

  return orch_sandbox_clients_set_emr_keys (orch_sandbox_get_store (sandbox), body, &error) ? done ()
                                                                                            : bad (error->message);
}

static OrchSandboxReply *
do_clock (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  orch_clock_set_offset_us (orch_sandbox_json_int (body, "offset_s", 0) * G_USEC_PER_SEC);
  return done ();
}

static OrchSandboxReply *
do_activation (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  OrchSandboxStore *store = orch_sandbox_get_store (sandbox);
  g_autofree char *code = NULL;
  g_autofree char *link = NULL;
  JsonObject *answer = json_object_new ();

  orch_sandbox_store_begin (store);
  /* What is not mentioned stays as it is: a clinic that was created is not undone by a second invitation. */
  if (json_object_has_member (body, "prefill"))
    orch_sandbox_people_put_clinic (store, orch_sandbox_json_boolean (body, "prefill", TRUE));
  if (json_object_has_member (body, "emr"))
    orch_sandbox_people_put_emr (store, orch_sandbox_json_string (body, "emr"));
  link = orch_sandbox_people_new_activation (store, orch_sandbox_get_hub_base (sandbox),
                                             orch_sandbox_is_french (sandbox), &code);
  orch_sandbox_store_commit (store);
  json_object_set_string_member (answer, "link", link);
  json_object_set_string_member (answer, "code", code);
  return orch_sandbox_reply_new_object (200, answer);
}

static gboolean
holds (JsonArray *array, const char *code)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && g_strcmp0 (json_node_get_string (node), code) == 0)
        return TRUE;
    }
  return FALSE;
}

static OrchSandboxReply *
do_providers (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  OrchSandboxStore *store = orch_sandbox_get_store (sandbox);
  JsonArray *active = orch_sandbox_json_array (body, "active");
  JsonArray *extra = orch_sandbox_json_array (body, "extra");
  const char *const *codes = orch_sandbox_people_provider_codes ();

  for (int i = 0; active != NULL && codes[i] != NULL; i++)
    orch_sandbox_people_put_provider (store, codes[i], NULL, holds (active, codes[i]));
  for (guint i = 0; extra != NULL && i < json_array_get_length (extra); i++)
    {
      JsonObject *one = orch_sandbox_json_element (extra, i);
      const char *code = orch_sandbox_json_string (one, "code");

      if (code == NULL)
        return bad ("an extra provider has a code and a name");
      orch_sandbox_people_put_provider (store, code, orch_sandbox_json_string (one, "name"),
                                        orch_sandbox_json_boolean (one, "active", TRUE));
    }
  return done ();
}

static OrchSandboxReply *
do_ignore (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  OrchSandboxIgnore *ignore = orch_sandbox_get_ignore (sandbox);

  ignore->if_none_exist = orch_sandbox_json_boolean (body, "if_none_exist", ignore->if_none_exist);
  ignore->if_match = orch_sandbox_json_boolean (body, "if_match", ignore->if_match);
  ignore->transactions = orch_sandbox_json_boolean (body, "transactions", ignore->transactions);
  ignore->registration = orch_sandbox_json_boolean (body, "registration", ignore->registration);
  ignore->activation = orch_sandbox_json_boolean (body, "activation", ignore->activation);
  ignore->alerts = orch_sandbox_json_boolean (body, "alerts", ignore->alerts);
  ignore->portal = orch_sandbox_json_boolean (body, "portal", ignore->portal);
  orch_sandbox_acknowledge_soon (sandbox);
  return done ();
}

static OrchSandboxReply *
do_resources (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  const char *type = g_hash_table_lookup (query, "type");
  OrchSandboxRealm realm =
      g_strcmp0 (g_hash_table_lookup (query, "server"), "emr") == 0 ? ORCH_SANDBOX_REALM_EMR : ORCH_SANDBOX_REALM_HUB;
  OrchSandboxReply *reply;
  sqlite3_stmt *statement;
  gboolean first = TRUE;

  if (type == NULL)
    return bad ("type is missing");
  if (realm == ORCH_SANDBOX_REALM_EMR)
    orch_sandbox_emr_ensure (orch_sandbox_get_emr (sandbox), type, NULL);
  reply = orch_sandbox_reply_new_json (200, g_strdup ("["));
  statement =
      orch_sandbox_store_query (orch_sandbox_get_store (sandbox),
                                "SELECT json FROM resource WHERE realm = ? AND type = ? AND deleted = 0 ORDER BY row",
                                "it", (gint64) realm, type);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      g_string_append (reply->body, first ? "" : ",");
      g_string_append (reply->body, (const char *) sqlite3_column_text (statement, 0));
      first = FALSE;
    }
  sqlite3_reset (statement);
  g_string_append_c (reply->body, ']');
  return reply;
}

static OrchSandboxReply *
do_requests (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new_json (200, g_strdup ("["));

  for (GList *l = orch_sandbox_get_log (sandbox)->head; l != NULL; l = l->next)
    {
      g_string_append (reply->body, l->data);
      if (l->next != NULL)
        g_string_append_c (reply->body, ',');
    }
  g_string_append_c (reply->body, ']');
  return reply;
}

static OrchSandboxReply *
do_state (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  OrchSandboxEmr *emr = orch_sandbox_get_emr (sandbox);
  const OrchSandboxIgnore *ignore = orch_sandbox_get_ignore (sandbox);
  g_autofree char *now = orch_clock_format_instant (orch_clock_now_us ());
  g_autofree char *scale = orch_sandbox_store_get_value (orch_sandbox_get_store (sandbox), "emr-scale");
  OrchSandboxReply *reply = orch_sandbox_reply_new_json (200, g_strdup ("{"));
  sqlite3_stmt *statement;
  gboolean first = TRUE;

  g_string_append_printf (
      reply->body,
      "\"now\":\"%s\",\"scale\":%s,\"faults\":%u,\"emr_mode\":{\"staff\":\"%s\",\"services\":\"%s\"},"
      "\"ignore\":{\"if_none_exist\":%s,\"if_match\":%s,\"transactions\":%s,\"registration\":%s,\"activation\":%s,"
      "\"alerts\":%s,\"portal\":%s},"
      "\"hub\":{",
      now, scale, orch_sandbox_faults_count (orch_sandbox_get_faults (sandbox)),
      orch_sandbox_emr_mode_name (orch_sandbox_emr_get_staff_mode (emr)),
      orch_sandbox_emr_mode_name (orch_sandbox_emr_get_services_mode (emr)), ignore->if_none_exist ? "true" : "false",
      ignore->if_match ? "true" : "false", ignore->transactions ? "true" : "false",
      ignore->registration ? "true" : "false", ignore->activation ? "true" : "false", ignore->alerts ? "true" : "false",
      ignore->portal ? "true" : "false");
  statement = orch_sandbox_store_query (
      orch_sandbox_get_store (sandbox),
      "SELECT type, count (*) FROM resource WHERE realm = 0 AND deleted = 0 GROUP BY type ORDER BY type", "");
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      g_string_append_printf (reply->body, "%s\"%s\":%d", first ? "" : ",", sqlite3_column_text (statement, 0),
                              sqlite3_column_int (statement, 1));
      first = FALSE;
    }
  sqlite3_reset (statement);
  g_string_append (reply->body, "}}");
  return reply;
}

static OrchSandboxReply *
said (const char *why)
{
  return why == NULL ? done () : bad (why);
}

static OrchSandboxReply *
do_oscar (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  return said (orch_sandbox_oscar_control_switch (sandbox, body));
}

static OrchSandboxReply *
do_oscar_appointment (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  return said (orch_sandbox_oscar_control_appointment (sandbox, body));
}

static OrchSandboxReply *
do_oscar_type (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  return said (orch_sandbox_oscar_control_type (sandbox, body));
}

static OrchSandboxReply *
do_oscar_provider (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  return said (orch_sandbox_oscar_control_provider (sandbox, body));
}

/* What was done to which record, by its FHIR id. */
static OrchSandboxReply *
said_of (const char *why, const char *id)
{
  JsonObject *object;

  if (why != NULL)
    return bad (why);
  object = json_object_new ();
  json_object_set_boolean_member (object, "ok", TRUE);
  json_object_set_string_member (object, "id", id);
  return orch_sandbox_reply_new_object (200, object);
}

static OrchSandboxReply *
do_emr_appointment (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  g_autofree char *id = NULL;
  const char *why = orch_sandbox_emr_control_appointment (sandbox, body, &id);

  return said_of (why, id);
}

static OrchSandboxReply *
do_emr_type (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  g_autofree char *id = NULL;
  const char *why = orch_sandbox_emr_control_type (sandbox, body, &id);

  return said_of (why, id);
}

static OrchSandboxReply *
do_emr_provider (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  g_autofree char *id = NULL;
  const char *why = orch_sandbox_emr_control_provider (sandbox, body, &id);

  return said_of (why, id);
}

static OrchSandboxReply *
do_accuro (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  return said (orch_sandbox_emr_control_accuro (sandbox, body));
}

static OrchSandboxReply *
do_telus (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  return said (orch_sandbox_emr_control_telus (sandbox, body));
}

static OrchSandboxReply *
do_sms (OrchSandbox *sandbox, JsonObject *body, GHashTable *query)
{
  return orch_sandbox_invitation_set_sms (orch_sandbox_get_store (sandbox), orch_sandbox_json_string (body, "mode"))
             ? done ()
             : bad ("a mode is ok, failed, uncertain or queued");
}

static const struct
{
  const char *method;
  const char *name;
  OrchSandboxReply *(*run) (OrchSandbox *sandbox, JsonObject *body, GHashTable *query);
} orders[] = {
  { "POST", "reset", do_reset },
  { "POST", "fault", do_fault },
  { "DELETE", "fault", do_clear_faults },
  { "POST", "accuro", do_accuro },
  { "POST", "emr-appointment", do_emr_appointment },
  { "POST", "emr-mode", do_emr_mode },
  { "POST", "emr-provider", do_emr_provider },
  { "POST", "emr-record", do_emr_record },
  { "POST", "emr-keys", do_emr_keys },
  { "POST", "emr-size", do_emr_size },
  { "POST", "emr-type", do_emr_type },
  { "POST", "hub-record", do_hub_record },
  { "POST", "oscar", do_oscar },
  { "POST", "oscar-appointment", do_oscar_appointment },
  { "POST", "oscar-provider", do_oscar_provider },
  { "POST", "oscar-type", do_oscar_type },
  { "POST", "sms", do_sms },
  { "POST", "telus", do_telus },
  { "POST", "clock", do_clock },
  { "POST", "activation", do_activation },
  { "POST", "providers", do_providers },
  { "POST", "ignore", do_ignore },
  { "GET", "resources", do_resources },
  { "GET", "requests", do_requests },
  { "GET", "state", do_state },
};

OrchSandboxReply *
orch_sandbox_control_handle (OrchSandbox *sandbox, const OrchSandboxRequest *request, const char *what)
{
  g_autoptr (GHashTable) query = soup_form_decode (request->query == NULL ? "" : request->query);
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (GError) error = NULL;

  if (request->body_length > 0)
    {
      body = orch_sandbox_json_parse (request->body, (gssize) request->body_length, &error);
      if (body == NULL)
        return bad (error->message);
    }
  else
    body = json_object_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    if (g_str_equal (orders[i].method, request->method) && g_str_equal (orders[i].name, what))
      return orders[i].run (sandbox, body, query);
  return orch_sandbox_reply_new_error (404, "invalid_request", "no such order");
}
