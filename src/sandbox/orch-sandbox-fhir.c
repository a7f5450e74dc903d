/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One FHIR R4 server without its HTTP. Every refusal is an OperationOutcome. Main thread.
 */
#include "orch-sandbox-fhir.h"

#include "core/orch-clock.h"

#include "orch-sandbox-bundle.h"
#include "orch-sandbox-capability.h"
#include "orch-sandbox-index.h"
#include "orch-sandbox-invitation.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-messages.h"
#include "orch-sandbox-search.h"
#include "orch-sandbox-validator.h"

struct _OrchSandboxFhir
{
  GObject parent_instance;

  OrchSandboxStore *store; /* owned */
  OrchSandboxRealm realm;
  char *base;                      /* owned */
  const OrchSandboxIgnore *ignore; /* borrowed */
  int most;
  gboolean repeat;
};

G_DEFINE_FINAL_TYPE (OrchSandboxFhir, orch_sandbox_fhir, G_TYPE_OBJECT)

static const char content_type[] = "application/fhir+json; charset=utf-8";

static OrchSandboxSearchContext
search_context (OrchSandboxFhir *self)
{
  return (OrchSandboxSearchContext) { self->store, self->realm, self->base, self->most, self->repeat };
}

static OrchSandboxReply *
refuse_access (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction, const char *type, char act)
{
  g_autofree char *why = NULL;
  OrchSandboxReply *reply;

  if (interaction->access == NULL || interaction->access->kind == ORCH_SANDBOX_NOBODY)
    {
      reply = orch_sandbox_reply_new_outcome (401, "login", NULL, "A valid access token is required.");
      orch_sandbox_reply_set_header (reply, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
      return reply;
    }
  if (orch_sandbox_access_allows (interaction->access, type, act, &why))
    return NULL;
  reply = orch_sandbox_reply_new_outcome (403, "forbidden", NULL, "%s", why);
  orch_sandbox_reply_set_header (reply, "WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
  return reply;
}

static void
add_version_headers (OrchSandboxReply *reply, int version, gint64 updated)
{
  g_autofree char *etag = g_strdup_printf ("W/\"%d\"", version);
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (updated / G_USEC_PER_SEC);
  static const char *const days[] = { "", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char *const months[] = { "",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autofree char *date =
      g_strdup_printf ("%s, %02d %s %04d %02d:%02d:%02d GMT", days[g_date_time_get_day_of_week (when)],
                       g_date_time_get_day_of_month (when), months[g_date_time_get_month (when)],
                       g_date_time_get_year (when), g_date_time_get_hour (when), g_date_time_get_minute (when),
                       g_date_time_get_second (when));

  orch_sandbox_reply_set_header (reply, "ETag", etag);
  orch_sandbox_reply_set_header (reply, "Last-Modified", date);
}

static OrchSandboxReply *
resource_reply (int status, const char *json, int version, gint64 updated, const char *prefer)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (status);

  if (prefer == NULL || strstr (prefer, "return=minimal") == NULL)
    {
      reply->content_type = g_strdup (content_type);
      g_string_append (reply->body, json);
    }
  add_version_headers (reply, version, updated);
  return reply;
}

static OrchSandboxReply *
not_found (const char *type, const char *id)
{
  return orch_sandbox_reply_new_outcome (404, "not-found", NULL, "%s/%s is not known here.", type, id);
}

static OrchSandboxReply *
do_read (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction, const char *type, const char *id,
         const char *version)
{
  g_auto (OrchSandboxRecord) record = { 0 };
  OrchSandboxReply *reply = refuse_access (self, interaction, type, 'r');

  if (reply != NULL)
    return reply;
  if (version != NULL)
    {
      if (self->realm != ORCH_SANDBOX_REALM_HUB)
        return orch_sandbox_reply_new_outcome (404, "not-supported", NULL, "Past versions are not kept here.");
      if (!orch_sandbox_store_get_version (self->store, self->realm, type, id, atoi (version), &record))
        return not_found (type, id);
    }
  else if (!orch_sandbox_store_get (self->store, self->realm, type, id, &record))
    return not_found (type, id);
  if (record.deleted)
    return orch_sandbox_reply_new_outcome (410, "deleted", NULL, "%s/%s was deleted.", type, id);
  reply = resource_reply (200, record.json, record.version, record.updated, NULL);
  if (interaction->if_none_match != NULL &&
      g_str_equal (interaction->if_none_match, (const char *) g_hash_table_lookup (reply->headers, "ETag")))
    {
      reply->status = 304;
      g_clear_pointer (&reply->content_type, g_free);
      g_string_truncate (reply->body, 0);
    }
  return reply;
}

static OrchSandboxReply *
check_body (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction, const char *type)
{
  const char *given = orch_sandbox_json_string (interaction->body, "resourceType");
  g_autofree char *expression = NULL;
  g_autofree char *what = NULL;

  if (interaction->body == NULL)
    return orch_sandbox_reply_new_outcome (400, "structure", NULL, "A resource is expected in the body.");
  if (g_strcmp0 (given, type) != 0)
    return orch_sandbox_reply_new_outcome (400, "invalid", "resourceType", "A %s was posted where a %s is expected.",
                                           given == NULL ? "nothing" : given, type);
  if (!orch_sandbox_validator_check (interaction->body, &expression, &what))
    return orch_sandbox_reply_new_outcome (400, "invalid", expression, "%s", what);
  if (!interaction->within_transaction &&
      !orch_sandbox_validator_check_references (self->store, self->realm, self->base, interaction->body, &expression,
                                                &what))
    return orch_sandbox_reply_new_outcome (400, "not-found", expression, "%s", what);
  return NULL;
}

static OrchSandboxReply *
written (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction, int status, const char *type, const char *id)
{
  g_auto (OrchSandboxRecord) record = { 0 };
  g_autofree char *location = NULL;
  OrchSandboxReply *reply;

  orch_sandbox_store_get (self->store, self->realm, type, id, &record);
  reply = resource_reply (status, record.json, record.version, record.updated, interaction->prefer);
  location = g_strdup_printf ("%s/%s/%s/_history/%d", self->base, type, id, record.version);
  orch_sandbox_reply_set_header (reply, "Location", location);
  return reply;
}

/* Writes what the rules of secure messages let pass; @before, @after: (nullable). Returns: (nullable): the refusal */
static OrchSandboxReply *
write_checked (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction, const char *type, const char *id,
               const char *former, JsonObject *after)
{
  gboolean ruled = self->realm == ORCH_SANDBOX_REALM_HUB && orch_sandbox_messages_rule (type);
  g_autoptr (JsonObject) before = former == NULL || !ruled ? NULL : orch_sandbox_json_parse (former, -1, NULL);
  OrchSandboxReply *reply =
      ruled ? orch_sandbox_messages_check (self->store, interaction->access, before, after) : NULL;

  if (reply != NULL)
    return reply;
  if (after == NULL)
    {
      orch_sandbox_store_delete (self->store, self->realm, type, id);
      return NULL;
    }
  json_object_set_string_member (after, "id", id);
  g_free (orch_sandbox_store_put (self->store, self->realm, type, id, after, NULL));
  if (ruled)
    orch_sandbox_messages_written (self->store, before, after);
  return NULL;
}

static OrchSandboxReply *
do_create (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction, const char *type)
{
  OrchSandboxReply *reply = refuse_access (self, interaction, type, 'c');
  g_autofree char *id = NULL;

  if (reply == NULL)
    reply = check_body (self, interaction, type);
  if (reply != NULL)
    return reply;
  if (interaction->if_none_exist != NULL && !self->ignore->if_none_exist)
    {
      int n = orch_sandbox_fhir_find (self, type, interaction->if_none_exist, &id, &reply);

      if (n < 0)
        return reply;
      if (n > 1)
        return orch_sandbox_reply_new_outcome (412, "multiple-matches", NULL, "Several %s match the condition.", type);
      if (n == 1)
        return written (self, interaction, 200, type, id);
    }
  g_free (id);
  id = interaction->new_id != NULL ? g_strdup (interaction->new_id) : g_uuid_string_random ();
  reply = write_checked (self, interaction, type, id, NULL, interaction->body);
  return reply != NULL ? reply : written (self, interaction, 201, type, id);
}

/* The version named by an If-Match, or -1: only the form of the standard counts, as several servers would silently pass over others. */
static int
match_version (const char *if_match)
{
  char *end = NULL;
  gint64 version;

  if (!g_str_has_prefix (if_match, "W/\""))
    return -1;
  version = g_ascii_strtoll (if_match + 3, &end, 10);
  return end != if_match + 3 && g_str_equal (end, "\"") && version > 0 && version < G_MAXINT ? (int) version : -1;
}

static OrchSandboxReply *
check_version (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction, const OrchSandboxRecord *record)
{
  if (interaction->if_match == NULL || self->ignore->if_match)
    return NULL;
  if (match_version (interaction->if_match) < 0)
    return orch_sandbox_reply_new_outcome (400, "invalid", NULL, "If-Match is to be W/\"version\".");
  if (match_version (interaction->if_match) != record->version)
    return orch_sandbox_reply_new_outcome (412, "conflict", NULL, "The current version is %d.", record->version);
  return NULL;
}

static OrchSandboxReply *
do_update (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction, const char *type, const char *id)
{
  g_auto (OrchSandboxRecord) record = { 0 };
  OrchSandboxReply *reply = refuse_access (self, interaction, type, 'u');

  if (reply == NULL)
    reply = check_body (self, interaction, type);
  if (reply != NULL)
    return reply;
  if (g_strcmp0 (orch_sandbox_json_string (interaction->body, "id"), id) != 0)
    return orch_sandbox_reply_new_outcome (400, "invalid", "id", "The id in the body is not the one in the address.");
  if (!orch_sandbox_store_get (self->store, self->realm, type, id, &record))
    return not_found (type, id);
  if (record.deleted)
    return orch_sandbox_reply_new_outcome (410, "deleted", NULL, "%s/%s was deleted.", type, id);
  reply = check_version (self, interaction, &record);
  if (reply == NULL)
    reply = write_checked (self, interaction, type, id, record.json, interaction->body);
  return reply != NULL ? reply : written (self, interaction, 200, type, id);
}

static OrchSandboxReply *
do_delete (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction, const char *type, const char *id)
{
  g_auto (OrchSandboxRecord) record = { 0 };
  OrchSandboxReply *reply = refuse_access (self, interaction, type, 'd');

  if (reply != NULL)
    return reply;
  if (!orch_sandbox_store_get (self->store, self->realm, type, id, &record))
    return not_found (type, id);
  if (!record.deleted && (reply = check_version (self, interaction, &record)) != NULL)
    return reply;
  reply = write_checked (self, interaction, type, id, record.json, NULL);
  return reply != NULL ? reply : orch_sandbox_reply_new (204);
}

static OrchSandboxReply *
do_search (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction, const char *type)
{
  OrchSandboxSearchContext context = search_context (self);
  OrchSandboxReply *reply = refuse_access (self, interaction, type, 's');

  return reply != NULL ? reply : orch_sandbox_search_run (&context, type, interaction->query);
}

static OrchSandboxReply *
unsupported (const OrchSandboxInteraction *interaction, int status)
{
  return orch_sandbox_reply_new_outcome (status, "not-supported", NULL, "%s %s is not supported.", interaction->method,
                                         *interaction->path == '\0' ? "on the base" : interaction->path);
}

static OrchSandboxReply *
handle_write (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction, const char *type, const char *id)
{
  gboolean post = g_str_equal (interaction->method, "POST");
  OrchSandboxReply *reply;

  /* What the Ocean guide has every EMR take from outside, of the types that are here (emr-facts D1). */
  if (self->realm == ORCH_SANDBOX_REALM_EMR && !(post && id == NULL && g_str_equal (type, "DocumentReference")))
    {
      reply = orch_sandbox_reply_new_outcome (405, "not-supported", NULL,
                                              "This EMR takes documents, and is read only otherwise.");
      orch_sandbox_reply_set_header (reply, "Allow", "GET");
      return reply;
    }
  if (post && id == NULL)
    return do_create (self, interaction, type);
  /* A journal that can be written over proves nothing. */
  if (g_str_equal (type, "AuditEvent"))
    {
      reply = orch_sandbox_reply_new_outcome (405, "not-supported", NULL, "The journal of accesses is never changed.");
      orch_sandbox_reply_set_header (reply, "Allow", "GET, POST");
      return reply;
    }
  if (g_str_equal (interaction->method, "PUT") && id != NULL)
    return do_update (self, interaction, type, id);
  if (g_str_equal (interaction->method, "DELETE") && id != NULL)
    return do_delete (self, interaction, type, id);
  return unsupported (interaction, 405);
}

static void
orch_sandbox_fhir_finalize (GObject *object)
{
  OrchSandboxFhir *self = ORCH_SANDBOX_FHIR (object);

  g_clear_object (&self->store);
  g_free (self->base);
  G_OBJECT_CLASS (orch_sandbox_fhir_parent_class)->finalize (object);
}

static void
orch_sandbox_fhir_class_init (OrchSandboxFhirClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_sandbox_fhir_finalize;
}

static void
orch_sandbox_fhir_init (OrchSandboxFhir *self)
{
}

OrchSandboxFhir *
orch_sandbox_fhir_new (OrchSandboxStore *store, OrchSandboxRealm realm, const char *base,
                       const OrchSandboxIgnore *ignore)
{
  OrchSandboxFhir *self = g_object_new (ORCH_TYPE_SANDBOX_FHIR, NULL);

  self->store = g_object_ref (store);
  self->realm = realm;
  self->base = g_strdup (base);
  self->ignore = ignore;
  return self;
}

const char *
orch_sandbox_fhir_get_base (OrchSandboxFhir *self)
{
  return self->base;
}

OrchSandboxStore *
orch_sandbox_fhir_get_store (OrchSandboxFhir *self)
{
  return self->store;
}

const OrchSandboxIgnore *
orch_sandbox_fhir_get_ignore (OrchSandboxFhir *self)
{
  return self->ignore;
}

void
orch_sandbox_fhir_set_paging (OrchSandboxFhir *self, int most, gboolean repeat)
{
  self->most = most;
  self->repeat = repeat;
}

int
orch_sandbox_fhir_find (OrchSandboxFhir *self, const char *type, const char *query, char **id,
                        OrchSandboxReply **problem)
{
  OrchSandboxSearchContext context = search_context (self);

  return orch_sandbox_search_count_matches (&context, type, query, id, problem);
}

OrchSandboxReply *
orch_sandbox_fhir_handle (OrchSandboxFhir *self, const OrchSandboxInteraction *interaction)
{
  g_auto (GStrv) parts = g_strsplit (interaction->path, "/", -1);
  guint n = g_strv_length (parts);
  const char *type = n > 0 ? parts[0] : "";
  gboolean get = g_str_equal (interaction->method, "GET") || g_str_equal (interaction->method, "HEAD");

  g_return_val_if_fail (ORCH_IS_SANDBOX_FHIR (self), NULL);

  if (n == 0 || *type == '\0')
    {
      if (!g_str_equal (interaction->method, "POST") || self->realm != ORCH_SANDBOX_REALM_HUB)
        return unsupported (interaction, 405);
      /* Each entry is checked as itself; here only that somebody is there. */
      if (interaction->access == NULL || interaction->access->kind == ORCH_SANDBOX_NOBODY)
        return refuse_access (self, interaction, "Bundle", 'c');
      return orch_sandbox_bundle_handle (self, interaction);
    }
  if (g_str_equal (type, "metadata") && n == 1)
    return get ? orch_sandbox_capability_reply (self->realm, self->base, self->ignore) : unsupported (interaction, 405);
  if (!orch_sandbox_index_is_type (self->realm, type))
    return orch_sandbox_reply_new_outcome (404, "not-supported", NULL, "The resource type “%s” is not known here.",
                                           type);
  if (get && n == 1)
    return do_search (self, interaction, type);
  if (g_str_equal (interaction->method, "POST") && n == 2 && g_str_equal (parts[1], "_search"))
    return do_search (self, interaction, type);
  if (get && n == 2 && parts[1][0] != '_' && parts[1][0] != '$')
    return do_read (self, interaction, type, parts[1], NULL);
  if (get && n == 4 && g_str_equal (parts[2], "_history"))
    return do_read (self, interaction, type, parts[1], parts[3]);
  if (self->realm == ORCH_SANDBOX_REALM_HUB && !self->ignore->portal && g_str_equal (interaction->method, "POST") &&
      n == 3 && g_str_equal (type, "Patient") && g_str_equal (parts[2], "$portal-invitation"))
    return orch_sandbox_invitation_operate (self->store, interaction->access, parts[1], interaction->body);
  if (get || n > 2 || (n == 2 && (parts[1][0] == '$' || parts[1][0] == '_')))
    return unsupported (interaction, 404);
  return handle_write (self, interaction, type, n == 2 ? parts[1] : NULL);
}
