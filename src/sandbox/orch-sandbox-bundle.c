/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A batch or a transaction. In a transaction references to an entry's fullUrl, and conditional references, become the ids the
 * server gave. Main thread.
 */
#include "orch-sandbox-bundle.h"

#include "orch-sandbox-index.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-search.h"
#include "orch-sandbox-validator.h"

#define ENTRIES_MOST 1000
#define N_RANKS 5

typedef struct
{
  OrchSandboxFhir *fhir;
  const OrchSandboxInteraction *outer;
  GHashTable *given; /* owned: fullUrl → Type/id */
  GPtrArray *ids;    /* owned: the id each creation of a transaction will have, or NULL */
  gboolean atomic;
} Walk;

static char *
decode_path (const char *url, const char **query)
{
  const char *mark = strchr (url, '?');
  g_autofree char *path = g_strndup (url, mark == NULL ? strlen (url) : (gsize) (mark - url));

  *query = mark == NULL ? NULL : mark + 1;
  return g_uri_unescape_string (path[0] == '/' ? path + 1 : path, NULL);
}

/* Order of FHIR: deletions, creations, updates, reads; of what is created a message comes after its conversation. Returns: -1 when the entry asks for none of these */
static int
rank_of (JsonObject *entry)
{
  static const char *const order[N_RANKS] = { "DELETE", "POST", NULL, "PUT", "GET" };
  const char *method = orch_sandbox_json_string (orch_sandbox_json_object (entry, "request"), "method");
  JsonObject *resource = orch_sandbox_json_object (entry, "resource");
  gboolean follows = g_strcmp0 (orch_sandbox_json_string (resource, "resourceType"), "Communication") == 0 &&
                     json_object_has_member (resource, "partOf");

  for (int i = 0; i < N_RANKS && method != NULL; i++)
    if (g_strcmp0 (method, order[i]) == 0)
      return i == 1 && follows ? 2 : i;
  return -1;
}

static OrchSandboxReply *resolve_node (Walk *walk, JsonNode *node);

static OrchSandboxReply *
resolve_object (Walk *walk, JsonObject *object)
{
  const char *reference = orch_sandbox_json_string (object, "reference");
  g_autoptr (GList) members = NULL;
  OrchSandboxReply *problem = NULL;

  if (reference != NULL)
    {
      const char *known = g_hash_table_lookup (walk->given, reference);
      const char *mark = strchr (reference, '?');

      if (known != NULL)
        json_object_set_string_member (object, "reference", known);
      else if (mark != NULL)
        {
          g_autofree char *type = g_strndup (reference, (gsize) (mark - reference));
          g_autofree char *id = NULL;
          g_autofree char *found = NULL;
          int n;

          if (!orch_sandbox_index_is_type (ORCH_SANDBOX_REALM_HUB, type))
            return orch_sandbox_reply_new_outcome (400, "invalid", "reference", "“%s” cannot be resolved.", reference);
          n = orch_sandbox_fhir_find (walk->fhir, type, mark + 1, &id, &problem);
          if (n < 0)
            return problem;
          if (n != 1)
            return orch_sandbox_reply_new_outcome (412, n == 0 ? "not-found" : "multiple-matches", "reference",
                                                   "“%s” does not name one resource.", reference);
          found = g_strdup_printf ("%s/%s", type, id);
          json_object_set_string_member (object, "reference", found);
        }
      else if (g_str_has_prefix (reference, "urn:uuid:"))
        return orch_sandbox_reply_new_outcome (400, "invalid", "reference", "No entry has the fullUrl “%s”.",
                                               reference);
    }
  /* Listed only now: what was just replaced is gone. */
  members = json_object_get_values (object);
  for (GList *l = members; l != NULL && problem == NULL; l = l->next)
    problem = resolve_node (walk, l->data);
  return problem;
}

static OrchSandboxReply *
resolve_node (Walk *walk, JsonNode *node)
{
  OrchSandboxReply *problem = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return resolve_object (walk, json_node_get_object (node));
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array) && problem == NULL; i++)
        problem = resolve_node (walk, json_array_get_element (array, i));
    }
  return problem;
}

/* Returns: (transfer full) (nullable): the refusal that was ordered for this very resource */
static OrchSandboxReply *
take_fault (Walk *walk, const char *method, const char *path)
{
  const char *base = strchr (strstr (orch_sandbox_fhir_get_base (walk->fhir), "//") + 2, '/');
  g_autofree char *whole = g_strdup_printf ("%s/%s", base, path);
  OrchSandboxFault fault = { 0 };

  if (walk->outer->faults != NULL && strchr (path, '/') != NULL)
    fault = orch_sandbox_faults_take_entry (walk->outer->faults, method, whole);
  return fault.kind == ORCH_SANDBOX_FAULT_STATUS ? orch_sandbox_faults_reply (&fault, whole) : NULL;
}

static OrchSandboxReply *
run_entry (Walk *walk, JsonObject *entry, const char *new_id)
{
  JsonObject *request = orch_sandbox_json_object (entry, "request");
  const char *method = orch_sandbox_json_string (request, "method");
  const char *url = orch_sandbox_json_string (request, "url");
  const char *query = NULL;
  g_autofree char *path = url == NULL ? NULL : decode_path (url, &query);
  OrchSandboxReply *refusal = NULL;
  OrchSandboxInteraction interaction = {
    .method = method,
    .path = path,
    .query = query,
    .body = orch_sandbox_json_object (entry, "resource"),
    .if_match = orch_sandbox_json_string (request, "ifMatch"),
    .if_none_match = orch_sandbox_json_string (request, "ifNoneMatch"),
    .if_none_exist = orch_sandbox_json_string (request, "ifNoneExist"),
    .access = walk->outer->access,
    .new_id = new_id,
    .within_transaction = walk->atomic,
  };

  if (rank_of (entry) < 0 || path == NULL || *path == '\0')
    return orch_sandbox_reply_new_outcome (400, "invalid", "Bundle.entry.request",
                                           "An entry has no request with a method and a url.");
  refusal = take_fault (walk, method, path);
  if (refusal != NULL)
    return refusal;
  return orch_sandbox_fhir_handle (walk->fhir, &interaction);
}

static void
append_response (GString *out, OrchSandboxReply *reply)
{
  const char *location = g_hash_table_lookup (reply->headers, "Location");
  const char *etag = g_hash_table_lookup (reply->headers, "ETag");
  gboolean failed = reply->status >= 400;

  g_string_append_c (out, '{');
  if (!failed && reply->body->len > 0)
    {
      g_string_append (out, "\"resource\":");
      g_string_append_len (out, reply->body->str, (gssize) reply->body->len);
      g_string_append_c (out, ',');
    }
  g_string_append_printf (out, "\"response\":{\"status\":\"%d\"", reply->status);
  if (location != NULL)
    {
      g_string_append (out, ",\"location\":");
      orch_sandbox_json_append_string (out, location);
    }
  if (etag != NULL)
    {
      g_string_append (out, ",\"etag\":");
      orch_sandbox_json_append_string (out, etag);
    }
  if (failed && reply->body->len > 0)
    {
      g_string_append (out, ",\"outcome\":");
      g_string_append_len (out, reply->body->str, (gssize) reply->body->len);
    }
  g_string_append (out, "}}");
}

static OrchSandboxReply *
answer (const char *type, GPtrArray *replies)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (200);

  reply->content_type = g_strdup ("application/fhir+json; charset=utf-8");
  g_string_append_printf (reply->body, "{\"resourceType\":\"Bundle\",\"type\":\"%s-response\"", type);
  for (guint i = 0; i < replies->len; i++)
    {
      g_string_append (reply->body, i == 0 ? ",\"entry\":[" : ",");
      append_response (reply->body, g_ptr_array_index (replies, i));
    }
  g_string_append (reply->body, replies->len > 0 ? "]}" : "}");
  return reply;
}

static OrchSandboxReply *
run_batch (Walk *walk, JsonArray *entries)
{
  g_autoptr (GPtrArray) replies = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_sandbox_reply_free);
  OrchSandboxStore *store = orch_sandbox_fhir_get_store (walk->fhir);

  orch_sandbox_store_begin (store);
  for (guint i = 0; i < json_array_get_length (entries); i++)
    g_ptr_array_add (replies, run_entry (walk, orch_sandbox_json_element (entries, i), NULL));
  orch_sandbox_store_commit (store);
  return answer ("batch", replies);
}

/* References may point forward and in circles: every creation gets the id it will have before anything runs. */
static OrchSandboxReply *
give_ids (Walk *walk, JsonArray *entries)
{
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = orch_sandbox_json_element (entries, i);
      JsonObject *request = orch_sandbox_json_object (entry, "request");
      const char *method = orch_sandbox_json_string (request, "method");
      const char *type = orch_sandbox_json_string (orch_sandbox_json_object (entry, "resource"), "resourceType");
      const char *full = orch_sandbox_json_string (entry, "fullUrl");
      const char *condition = orch_sandbox_json_string (request, "ifNoneExist");
      const char *url = orch_sandbox_json_string (request, "url");
      g_autofree char *id = NULL;

      if (type == NULL || !orch_sandbox_index_is_type (ORCH_SANDBOX_REALM_HUB, type))
        continue;
      if (g_strcmp0 (method, "PUT") == 0 && url != NULL && full != NULL)
        g_hash_table_replace (walk->given, g_strdup (full), g_strdup (url));
      if (g_strcmp0 (method, "POST") != 0)
        continue;
      if (condition != NULL && !orch_sandbox_fhir_get_ignore (walk->fhir)->if_none_exist)
        {
          OrchSandboxReply *problem = NULL;

          if (orch_sandbox_fhir_find (walk->fhir, type, condition, &id, &problem) < 0)
            return problem;
        }
      if (id == NULL)
        {
          id = g_uuid_string_random ();
          walk->ids->pdata[i] = g_strdup (id);
        }
      if (full != NULL)
        g_hash_table_replace (walk->given, g_strdup (full), g_strdup_printf ("%s/%s", type, id));
    }
  return NULL;
}

static OrchSandboxReply *
run_one (Walk *walk, JsonObject *entry, guint index)
{
  JsonObject *resource = orch_sandbox_json_object (entry, "resource");
  OrchSandboxReply *reply = resource == NULL ? NULL : resolve_object (walk, resource);

  return reply != NULL ? reply : run_entry (walk, entry, g_ptr_array_index (walk->ids, index));
}

static OrchSandboxReply *
check_references (Walk *walk, JsonArray *entries)
{
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *resource = orch_sandbox_json_object (orch_sandbox_json_element (entries, i), "resource");
      g_autofree char *expression = NULL;
      g_autofree char *what = NULL;

      if (resource != NULL &&
          !orch_sandbox_validator_check_references (orch_sandbox_fhir_get_store (walk->fhir), ORCH_SANDBOX_REALM_HUB,
                                                    orch_sandbox_fhir_get_base (walk->fhir), resource, &expression,
                                                    &what))
        return orch_sandbox_reply_new_outcome (400, "not-found", expression, "%s", what);
    }
  return NULL;
}

/* Says which entry made the whole fail. */
static OrchSandboxReply *
name_entry (OrchSandboxReply *reply, guint index)
{
  g_autoptr (JsonObject) outcome = orch_sandbox_json_parse (reply->body->str, (gssize) reply->body->len, NULL);
  JsonObject *issue = orch_sandbox_json_element (orch_sandbox_json_array (outcome, "issue"), 0);
  g_autofree char *where = g_strdup_printf ("Bundle.entry[%u]", index);
  g_autofree char *text = NULL;

  if (issue != NULL)
    {
      json_object_set_string_member (issue, "diagnostics", where);
      text = orch_sandbox_json_print (outcome);
      g_string_assign (reply->body, text);
    }
  return reply;
}

static OrchSandboxReply *
run_transaction (Walk *walk, JsonArray *entries)
{
  OrchSandboxStore *store = orch_sandbox_fhir_get_store (walk->fhir);
  g_autoptr (GPtrArray) replies = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_sandbox_reply_free);
  OrchSandboxReply *problem;
  guint n = json_array_get_length (entries);

  g_ptr_array_set_size (replies, (int) n);
  orch_sandbox_store_begin (store);
  problem = give_ids (walk, entries);
  for (int rank = 0; rank < N_RANKS && problem == NULL; rank++)
    for (guint i = 0; i < n && problem == NULL; i++)
      {
        JsonObject *entry = orch_sandbox_json_element (entries, i);
        OrchSandboxReply *reply;

        if (rank_of (entry) != rank)
          continue;
        reply = run_one (walk, entry, i);
        if (reply->status >= 400)
          problem = name_entry (reply, i);
        else
          replies->pdata[i] = reply;
      }
  for (guint i = 0; i < n && problem == NULL; i++)
    if (replies->pdata[i] == NULL)
      problem = orch_sandbox_reply_new_outcome (400, "invalid", "Bundle.entry.request",
                                                "An entry has no request with a method and a url.");
  if (problem == NULL)
    problem = check_references (walk, entries);
  if (problem != NULL)
    {
      orch_sandbox_store_rollback (store);
      return problem;
    }
  orch_sandbox_store_commit (store);
  return answer ("transaction", replies);
}

OrchSandboxReply *
orch_sandbox_bundle_handle (OrchSandboxFhir *fhir, const OrchSandboxInteraction *interaction)
{
  const char *kind = orch_sandbox_json_string (interaction->body, "resourceType");
  const char *type = orch_sandbox_json_string (interaction->body, "type");
  JsonArray *entries = orch_sandbox_json_array (interaction->body, "entry");
  g_autoptr (GHashTable) given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (JsonArray) none = json_array_new ();
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Walk walk = { fhir, interaction, given, ids, g_strcmp0 (type, "transaction") == 0 };

  if (g_strcmp0 (kind, "Bundle") != 0)
    return orch_sandbox_reply_new_outcome (400, "invalid", "resourceType", "Only a Bundle may be posted to the base.");
  if (entries == NULL)
    entries = none;
  if (json_array_get_length (entries) > ENTRIES_MOST)
    return orch_sandbox_reply_new_outcome (413, "too-long", "Bundle.entry", "More than %d entries.", ENTRIES_MOST);
  g_ptr_array_set_size (ids, (int) json_array_get_length (entries));
  if (g_strcmp0 (type, "batch") == 0)
    return run_batch (&walk, entries);
  if (g_strcmp0 (type, "transaction") == 0 && !orch_sandbox_fhir_get_ignore (fhir)->transactions)
    return run_transaction (&walk, entries);
  return orch_sandbox_reply_new_outcome (400, "not-supported", "Bundle.type", "A Bundle of type “%s” is not supported.",
                                         type == NULL ? "nothing" : type);
}
