/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The sandbox without its HTTP: who answers what. Main thread.
 */
#include "orch-sandbox.h"

#include "core/orch-clock.h"

#include "orch-sandbox-accuro.h"
#include "orch-sandbox-capability.h"
#include "orch-sandbox-clients.h"
#include "orch-sandbox-control.h"
#include "orch-sandbox-conversations.h"
#include "orch-sandbox-index.h"
#include "orch-sandbox-invitation.h"
#include "orch-sandbox-jose.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-mail.h"
#include "orch-sandbox-oscar.h"
#include "orch-sandbox-pages.h"
#include "orch-sandbox-people.h"
#include "orch-sandbox-portal.h"
#include "orch-sandbox-telus.h"

#include <libsoup/soup.h>

#define LOG_MOST 500
/* A page of the slow EMR. */
#define SLOW_PAGE 5
#define ACKNOWLEDGE_MS 300

struct _OrchSandbox
{
  GObject parent_instance;

  OrchSandboxStore *store;   /* owned */
  OrchSandboxFhir *fhir[2];  /* owned: by realm */
  OrchSandboxAuth *auth;     /* owned */
  OrchSandboxEmr *emr;       /* owned */
  OrchSandboxAccuro *accuro; /* owned */
  OrchSandboxOscar *oscar;   /* owned */
  OrchSandboxTelus *telus;   /* owned */
  OrchSandboxFaults *faults; /* owned */
  OrchSandboxIgnore ignore;
  GQueue log; /* owned: char * */
  char *hub_base;
  char *emr_base;
  gboolean french;
  gboolean control;
  guint acknowledging; /* source */
};

G_DEFINE_FINAL_TYPE (OrchSandbox, orch_sandbox, G_TYPE_OBJECT)

static void
seed (OrchSandbox *self)
{
  g_autofree char *seeded = orch_sandbox_store_get_value (self->store, "hub-seeded");
  g_autofree char *key = orch_sandbox_store_get_value (self->store, "signing-key");

  if (key == NULL)
    {
      g_autofree char *pem = orch_sandbox_jose_new_key ();

      orch_sandbox_store_set_value (self->store, "signing-key", pem);
    }
  orch_sandbox_clients_seed (self->store);
  if (seeded == NULL)
    orch_sandbox_people_seed (self->store, self->hub_base, self->french);
}

/* The platform's support desk reads its alerts: a moment later they are received. */
static gboolean
on_acknowledge (gpointer data)
{
  OrchSandbox *self = data;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement;

  self->acknowledging = 0;
  if (self->ignore.alerts)
    return G_SOURCE_REMOVE;
  statement =
      orch_sandbox_store_query (self->store,
                                "SELECT r.id FROM resource r WHERE r.realm = 0 AND r.type = 'Task' AND r.deleted = 0"
                                " AND r.row IN (SELECT row FROM idx WHERE realm = 0 AND type = 'Task' AND param = "
                                "'status' AND value = 'requested')"
                                " AND r.row IN (SELECT row FROM idx WHERE realm = 0 AND type = 'Task' AND param = "
                                "'code' AND value = 'support-alert'"
                                "  AND system = '" ORCH_SANDBOX_BASE "/CodeSystem/task')",
                                "");
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (ids, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  sqlite3_reset (statement);
  for (guint i = 0; i < ids->len; i++)
    {
      g_auto (OrchSandboxRecord) record = { 0 };
      g_autoptr (JsonObject) task = NULL;

      orch_sandbox_store_get (self->store, ORCH_SANDBOX_REALM_HUB, "Task", g_ptr_array_index (ids, i), &record);
      task = orch_sandbox_json_parse (record.json, -1, NULL);
      json_object_set_string_member (task, "status", "received");
      g_free (
          orch_sandbox_store_put (self->store, ORCH_SANDBOX_REALM_HUB, "Task", g_ptr_array_index (ids, i), task, NULL));
    }
  return G_SOURCE_REMOVE;
}

static gboolean
wants_french (OrchSandbox *self, const OrchSandboxRequest *request)
{
  g_autoptr (GHashTable) query = request->query == NULL ? NULL : soup_form_decode (request->query);
  const char *lang = query == NULL ? NULL : g_hash_table_lookup (query, "lang");

  if (lang != NULL)
    return g_str_has_prefix (lang, "fr");
  if (request->language != NULL &&
      (g_str_has_prefix (request->language, "fr") || g_str_has_prefix (request->language, "en")))
    return g_str_has_prefix (request->language, "fr");
  return self->french;
}

static GHashTable *
decode_form (const OrchSandboxRequest *request, gboolean from_query)
{
  g_autofree char *text = from_query ? g_strdup (request->query) : g_strndup (request->body, request->body_length);
  GHashTable *form = text == NULL ? NULL : soup_form_decode (text);

  return form != NULL ? form : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static gboolean
is_form (const OrchSandboxRequest *request)
{
  return request->content_type != NULL && g_str_has_prefix (request->content_type, "application/x-www-form-urlencoded");
}

static OrchSandboxReply *
wrong_method (const char *allowed)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new_error (405, "invalid_request", "another method is expected");

  orch_sandbox_reply_set_header (reply, "Allow", allowed);
  return reply;
}

static OrchSandboxReply *
handle_oauth (OrchSandbox *self, const OrchSandboxRequest *request, OrchSandboxRealm realm, const char *what)
{
  gboolean post = g_str_equal (request->method, "POST");
  gboolean hub = realm == ORCH_SANDBOX_REALM_HUB;

  if (g_str_equal (what, "token"))
    {
      g_autoptr (GHashTable) form = NULL;

      if (!post)
        return wrong_method ("POST");
      if (!is_form (request))
        return orch_sandbox_reply_new_error (400, "invalid_request", "a form is expected");
      form = decode_form (request, FALSE);
      return orch_sandbox_auth_token (self->auth, realm, form, request->authorization);
    }
  if (hub && (g_str_equal (what, "authorize") || g_str_equal (what, "activate")))
    {
      g_autoptr (GHashTable) params = NULL;

      if (!post && !g_str_equal (request->method, "GET"))
        return wrong_method ("GET, POST");
      params = decode_form (request, !post);
      return orch_sandbox_auth_authorize (self->auth, g_str_equal (what, "activate"), post, params,
                                          post && request->accept != NULL &&
                                              strstr (request->accept, "application/json") != NULL,
                                          wants_french (self, request));
    }
  if (hub && g_str_equal (what, "register"))
    {
      g_auto (OrchSandboxAccess) access = { 0 };
      g_autoptr (JsonObject) body = NULL;

      if (!post)
        return wrong_method ("POST");
      orch_sandbox_auth_identify (self->auth, realm, request->authorization, &access);
      body = orch_sandbox_json_parse (request->body, (gssize) request->body_length, NULL);
      return orch_sandbox_auth_register (self->auth, body, &access);
    }
  if (hub && g_str_equal (what, "jwks"))
    return orch_sandbox_auth_jwks (self->auth);
  return orch_sandbox_reply_new_error (404, "invalid_request", "there is nothing here");
}

static OrchSandboxReply *
handle_fhir (OrchSandbox *self, const OrchSandboxRequest *request, OrchSandboxRealm realm, const char *path)
{
  g_auto (OrchSandboxAccess) access = { 0 };
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *posted_query = NULL;
  g_autofree char *type = g_strndup (path, strcspn (path, "/"));
  OrchSandboxInteraction interaction = {
    .method = request->method,
    .path = path,
    .query = request->query,
    .if_match = request->if_match,
    .if_none_match = request->if_none_match,
    .if_none_exist = request->if_none_exist,
    .prefer = request->prefer,
    .access = &access,
    .faults = self->faults,
  };
  gboolean writes = g_str_equal (request->method, "POST") || g_str_equal (request->method, "PUT");
  gboolean searching = g_str_equal (request->method, "POST") && g_str_has_suffix (path, "/_search");
  OrchSandboxReply *reply;

  if (request->accept != NULL && strstr (request->accept, "json") == NULL && strstr (request->accept, "*/*") == NULL)
    return orch_sandbox_reply_new_outcome (406, "not-supported", NULL, "Only application/fhir+json is spoken here.");
  orch_sandbox_auth_identify (self->auth, realm, request->authorization, &access);
  if (searching)
    {
      if (!is_form (request))
        return orch_sandbox_reply_new_outcome (415, "invalid", NULL, "A form is expected.");
      posted_query =
          g_strdup_printf ("%s%s%.*s", request->query == NULL ? "" : request->query, request->query == NULL ? "" : "&",
                           (int) request->body_length, request->body == NULL ? "" : request->body);
      interaction.query = posted_query;
    }
  else if (writes)
    {
      if (request->content_type == NULL || (!g_str_has_prefix (request->content_type, "application/fhir+json") &&
                                            !g_str_has_prefix (request->content_type, "application/json")))
        return orch_sandbox_reply_new_outcome (415, "invalid", NULL, "The content is to be application/fhir+json.");
      body = orch_sandbox_json_parse (request->body, (gssize) request->body_length, &error);
      if (body == NULL)
        return orch_sandbox_reply_new_outcome (400, "structure", NULL, "The body cannot be read: %s.", error->message);
      interaction.body = body;
    }
  if (realm == ORCH_SANDBOX_REALM_EMR && orch_sandbox_index_is_type (realm, type) && access.kind != ORCH_SANDBOX_NOBODY)
    {
      OrchSandboxMode mode = orch_sandbox_emr_mode_of (self->emr, type);

      if (mode == ORCH_SANDBOX_MODE_FAILURE)
        return orch_sandbox_reply_new_outcome (500, "exception", NULL, "The EMR has failed.");
      orch_sandbox_emr_ensure (self->emr, type, interaction.query);
      orch_sandbox_fhir_set_paging (self->fhir[realm], mode == ORCH_SANDBOX_MODE_SLOW ? SLOW_PAGE : 0,
                                    request->repeat_pages);
    }
  else
    orch_sandbox_fhir_set_paging (self->fhir[realm], 0, request->repeat_pages);
  orch_sandbox_store_begin (self->store);
  if (realm == ORCH_SANDBOX_REALM_HUB)
    orch_sandbox_invitation_expire (self->store);
  reply = orch_sandbox_fhir_handle (self->fhir[realm], &interaction);
  orch_sandbox_store_commit (self->store);
  if (writes && realm == ORCH_SANDBOX_REALM_HUB && reply->status < 300)
    orch_sandbox_acknowledge_soon (self);
  return reply;
}

static OrchSandboxReply *
handle_training (OrchSandbox *self, const char *what)
{
  if (g_str_equal (what, "users"))
    return orch_sandbox_reply_new_json (200, orch_sandbox_people_list (self->store));
  if (g_str_equal (what, "mail"))
    return orch_sandbox_reply_new_json (200, orch_sandbox_mail_list (self->store, self->hub_base));
  if (g_str_equal (what, "patients"))
    return orch_sandbox_reply_new_json (200, orch_sandbox_conversations_list (self->store));
  if (g_str_equal (what, "accuro"))
    return orch_sandbox_reply_new_object (200, orch_sandbox_accuro_describe (self->accuro));
  if (g_str_equal (what, "oscar"))
    return orch_sandbox_reply_new_object (200, orch_sandbox_oscar_describe (self->oscar));
  if (g_str_equal (what, "telus") || g_str_has_prefix (what, "telus/"))
    {
      JsonObject *object =
          orch_sandbox_telus_describe (self->telus, what[strlen ("telus")] == '/' ? what + strlen ("telus/") : NULL);

      if (object != NULL)
        return orch_sandbox_reply_new_object (200, object);
    }
  if (g_str_equal (what, "emr"))
    {
      JsonObject *object = json_object_new ();
      g_autofree char *endpoint = g_strdup_printf ("%s/oauth/token", self->emr_base);
      g_autofree char *secret = orch_sandbox_clients_dup_emr_secret (self->store);

      json_object_set_string_member (object, "base", self->emr_base);
      json_object_set_string_member (object, "token_endpoint", endpoint);
      json_object_set_string_member (object, "client_id", ORCH_SANDBOX_EMR_CLIENT_ID);
      json_object_set_string_member (object, "client_secret", secret);
      return orch_sandbox_reply_new_object (200, object);
    }
  return orch_sandbox_reply_new_error (404, "invalid_request", "there is nothing here");
}

static OrchSandboxReply *
handle_server (OrchSandbox *self, const OrchSandboxRequest *request, OrchSandboxRealm realm, const char *rest)
{
  while (*rest == '/')
    rest++;
  if (g_str_equal (rest, ".well-known/smart-configuration"))
    return orch_sandbox_capability_smart_reply (realm,
                                                realm == ORCH_SANDBOX_REALM_HUB ? self->hub_base : self->emr_base,
                                                &self->ignore);
  if (g_str_has_prefix (rest, "oauth/"))
    return handle_oauth (self, request, realm, rest + strlen ("oauth/"));
  return handle_fhir (self, request, realm, rest);
}

static void
orch_sandbox_finalize (GObject *object)
{
  OrchSandbox *self = ORCH_SANDBOX (object);

  g_clear_handle_id (&self->acknowledging, g_source_remove);
  g_clear_object (&self->fhir[0]);
  g_clear_object (&self->fhir[1]);
  g_clear_object (&self->auth);
  g_clear_pointer (&self->accuro, orch_sandbox_accuro_free);
  g_clear_pointer (&self->oscar, orch_sandbox_oscar_free);
  g_clear_pointer (&self->telus, orch_sandbox_telus_free);
  g_clear_object (&self->emr);
  g_clear_pointer (&self->faults, orch_sandbox_faults_free);
  g_queue_clear_full (&self->log, g_free);
  g_clear_object (&self->store);
  g_free (self->hub_base);
  g_free (self->emr_base);
  G_OBJECT_CLASS (orch_sandbox_parent_class)->finalize (object);
}

static void
orch_sandbox_class_init (OrchSandboxClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_sandbox_finalize;
}

static void
orch_sandbox_init (OrchSandbox *self)
{
  g_queue_init (&self->log);
}

OrchSandbox *
orch_sandbox_new (OrchSandboxStore *store, const char *origin, int scale, gboolean french, gboolean control)
{
  OrchSandbox *self = g_object_new (ORCH_TYPE_SANDBOX, NULL);

  self->store = g_object_ref (store);
  self->french = french;
  self->control = control;
  self->hub_base = g_strdup_printf ("%s/hub", origin);
  self->emr_base = g_strdup_printf ("%s/emr/fhir", origin);
  self->fhir[ORCH_SANDBOX_REALM_HUB] =
      orch_sandbox_fhir_new (store, ORCH_SANDBOX_REALM_HUB, self->hub_base, &self->ignore);
  self->fhir[ORCH_SANDBOX_REALM_EMR] =
      orch_sandbox_fhir_new (store, ORCH_SANDBOX_REALM_EMR, self->emr_base, &self->ignore);
  self->auth = orch_sandbox_auth_new (store, self->hub_base, self->emr_base, &self->ignore);
  self->faults = orch_sandbox_faults_new ();
  self->emr = orch_sandbox_emr_new (store, scale);
  self->accuro = orch_sandbox_accuro_new (store, self->emr, origin);
  self->oscar = orch_sandbox_oscar_new (store, self->emr, origin);
  self->telus = orch_sandbox_telus_new (store, self->emr, origin);
  seed (self);
  orch_sandbox_acknowledge_soon (self);
  return self;
}

void
orch_sandbox_acknowledge_soon (OrchSandbox *self)
{
  if (self->acknowledging == 0 && !self->ignore.alerts)
    self->acknowledging = g_timeout_add (ACKNOWLEDGE_MS, on_acknowledge, self);
}

OrchSandboxReply *
orch_sandbox_handle (OrchSandbox *self, const OrchSandboxRequest *request)
{
  const char *path = request->path;

  g_return_val_if_fail (ORCH_IS_SANDBOX (self), NULL);

  if (g_str_equal (path, "/hub") || g_str_has_prefix (path, "/hub/"))
    return handle_server (self, request, ORCH_SANDBOX_REALM_HUB, path + strlen ("/hub"));
  if (g_str_equal (path, "/emr/fhir") || g_str_has_prefix (path, "/emr/fhir/"))
    return handle_server (self, request, ORCH_SANDBOX_REALM_EMR, path + strlen ("/emr/fhir"));
  if (orch_sandbox_accuro_is_path (path))
    return orch_sandbox_accuro_handle (self->accuro, request);
  if (orch_sandbox_oscar_is_path (path))
    return orch_sandbox_oscar_handle (self->oscar, request);
  if (orch_sandbox_telus_is_path (path))
    return orch_sandbox_telus_handle (self->telus, request);
  if (g_str_has_prefix (path, "/training/") && g_str_equal (request->method, "GET"))
    return handle_training (self, path + strlen ("/training/"));
  if (g_str_equal (path, "/outbox") || g_str_equal (path, "/"))
    return orch_sandbox_pages_outbox (self->store, self->hub_base, wants_french (self, request));
  if (!self->ignore.portal && orch_sandbox_portal_is_path (path))
    return orch_sandbox_portal_handle (self->store, request, wants_french (self, request));
  if (g_str_equal (path, "/style.css"))
    return orch_sandbox_pages_style ();
  if (self->control && g_str_has_prefix (path, "/control/"))
    return orch_sandbox_control_handle (self, request, path + strlen ("/control/"));
  return orch_sandbox_reply_new_error (404, "invalid_request", "there is nothing here");
}

void
orch_sandbox_note (OrchSandbox *self, const char *method, const char *path, int status)
{
  g_autofree char *now = orch_clock_format_instant (orch_clock_now_us ());
  GString *line;

  /* Those who watch do not watch themselves. */
  if (g_str_has_prefix (path, "/control/"))
    return;
  line = g_string_new ("{\"method\":");
  orch_sandbox_json_append_string (line, method);
  g_string_append (line, ",\"path\":");
  orch_sandbox_json_append_string (line, path);
  g_string_append_printf (line, ",\"status\":%d,\"time\":\"%s\"}", status, now);
  g_queue_push_tail (&self->log, g_string_free (line, FALSE));
  if (g_queue_get_length (&self->log) > LOG_MOST)
    g_free (g_queue_pop_head (&self->log));
}

gboolean
orch_sandbox_is_dribbling (OrchSandbox *self, const char *path)
{
  g_auto (GStrv) parts = NULL;

  if (!g_str_has_prefix (path, "/emr/fhir/"))
    return FALSE;
  parts = g_strsplit (path + strlen ("/emr/fhir/"), "/", 2);
  return orch_sandbox_emr_mode_of (self->emr, parts[0]) == ORCH_SANDBOX_MODE_SLOW;
}

void
orch_sandbox_reset (OrchSandbox *self)
{
  g_autofree char *scale = orch_sandbox_store_get_value (self->store, "emr-scale");
  g_autofree char *key = orch_sandbox_store_get_value (self->store, "signing-key");

  orch_clock_set_offset_us (0);
  orch_sandbox_faults_clear (self->faults);
  self->ignore = (OrchSandboxIgnore) { 0 };
  orch_sandbox_accuro_reset (self->accuro);
  orch_sandbox_oscar_reset (self->oscar);
  orch_sandbox_telus_reset (self->telus);
  g_queue_clear_full (&self->log, g_free);
  orch_sandbox_emr_forget (self->emr);
  orch_sandbox_store_clear (self->store);
  orch_sandbox_store_set_value (self->store, "emr-scale", scale);
  orch_sandbox_store_set_value (self->store, "signing-key", key);
  seed (self);
}

OrchSandboxStore *
orch_sandbox_get_store (OrchSandbox *self)
{
  return self->store;
}

OrchSandboxEmr *
orch_sandbox_get_emr (OrchSandbox *self)
{
  return self->emr;
}

OrchSandboxAccuro *
orch_sandbox_get_accuro (OrchSandbox *self)
{
  return self->accuro;
}

OrchSandboxOscar *
orch_sandbox_get_oscar (OrchSandbox *self)
{
  return self->oscar;
}

OrchSandboxTelus *
orch_sandbox_get_telus (OrchSandbox *self)
{
  return self->telus;
}

OrchSandboxFaults *
orch_sandbox_get_faults (OrchSandbox *self)
{
  return self->faults;
}

OrchSandboxIgnore *
orch_sandbox_get_ignore (OrchSandbox *self)
{
  return &self->ignore;
}

const char *
orch_sandbox_get_hub_base (OrchSandbox *self)
{
  return self->hub_base;
}

gboolean
orch_sandbox_is_french (OrchSandbox *self)
{
  return self->french;
}

GQueue *
orch_sandbox_get_log (OrchSandbox *self)
{
  return &self->log;
}
