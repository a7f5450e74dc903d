/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The look-alikes of the OSCAR EMR. See the header. Main thread.
 */
#include "orch-sandbox-oscar.h"

#include "orch-sandbox-json.h"
#include "orch-sandbox-oscar-chart.h"
#include "orch-sandbox-oscar-oauth.h"
#include "orch-sandbox-oscar-page.h"
#include "orch-sandbox-oscar-providers.h"
#include "orch-sandbox-oscar-schedule.h"

#include <libsoup/soup.h>

static const struct
{
  const char *name;
  const char *server; /* without the context */
  const char *root;
} sides[ORCH_SANDBOX_OSCAR_DIALECTS] = {
  { "OSCAR 15", "/emr/oscar15", "/emr/oscar15/oscar" },
  { "OpenO", "/emr/openo", "/emr/openo/oscar" },
};

struct _OrchSandboxOscar
{
  OrchSandboxStore *store; /* owned */
  OrchSandboxEmr *emr;     /* owned */
  char *origin;            /* owned */
  OrchSandboxOscarSwitches switches[ORCH_SANDBOX_OSCAR_DIALECTS];
};

static void
clear_switches (OrchSandboxOscarSwitches *switches)
{
  g_free (switches->seen_as);
  g_free (switches->empty);
  g_clear_pointer (&switches->idle, g_hash_table_unref);
  *switches = (OrchSandboxOscarSwitches) { .lifetime_s = -1 };
}

OrchSandboxOscar *
orch_sandbox_oscar_new (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *origin)
{
  OrchSandboxOscar *self = g_new0 (OrchSandboxOscar, 1);

  self->store = g_object_ref (store);
  self->emr = g_object_ref (emr);
  self->origin = g_strdup (origin);
  orch_sandbox_oscar_reset (self);
  return self;
}

void
orch_sandbox_oscar_free (OrchSandboxOscar *self)
{
  orch_sandbox_oscar_reset (self);
  g_object_unref (self->store);
  g_object_unref (self->emr);
  g_free (self->origin);
  g_free (self);
}

void
orch_sandbox_oscar_reset (OrchSandboxOscar *self)
{
  for (int i = 0; i < ORCH_SANDBOX_OSCAR_DIALECTS; i++)
    clear_switches (&self->switches[i]);
}

static gboolean
is_below (const char *path, const char *root)
{
  gsize length = strlen (root);

  return strncmp (path, root, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

gboolean
orch_sandbox_oscar_is_path (const char *path)
{
  for (int i = 0; i < ORCH_SANDBOX_OSCAR_DIALECTS; i++)
    if (is_below (path, sides[i].server))
      return TRUE;
  return FALSE;
}

static OrchSandboxReply *
unsupported (int status, const char *why)
{
  OrchSandboxReply *reply = orch_sandbox_reply_new (status);

  g_debug ("%s", why);
  return reply;
}

static OrchSandboxReply *
serve (OrchSandboxOscar *self, const OrchSandboxOscarSide *side, const OrchSandboxRequest *request, const char *what)
{
  g_autofree char *scope = NULL;
  OrchSandboxReply *reply = NULL;
  const OrchSandboxOscarUser *user = orch_sandbox_oscar_oauth_check (side, request, &scope, &reply);
  gboolean writes = g_str_equal (request->method, "POST") || g_str_equal (request->method, "PUT");
  gboolean suffixed = g_str_has_suffix (what, ".json");
  g_autofree char *path = g_strndup (what, strlen (what) - (suffixed ? strlen (".json") : 0));
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);
  g_autoptr (GHashTable) query = soup_form_decode (request->query == NULL ? "" : request->query);
  g_autoptr (JsonObject) body = NULL;
  OrchSandboxOscarCall call = {
    .dialect = side->dialect,
    .switches = side->switches,
    .store = self->store,
    .emr = self->emr,
    .user = user,
    .scope = scope,
    .method = request->method,
    .path = segments,
    .n_path = (int) g_strv_length (segments),
    .query = query,
  };

  if (user == NULL)
    return reply;
  if (call.n_path == 0)
    return orch_sandbox_reply_new (404);
  if (side->switches->empty != NULL && g_str_has_prefix (path, side->switches->empty))
    return orch_sandbox_reply_new_json (200, g_strdup (""));
  if (writes && side->dialect == ORCH_SANDBOX_OPENO &&
      (request->content_type == NULL || !g_str_has_prefix (request->content_type, "application/json")))
    return unsupported (415, "OpenO consumes application/json only, be the body empty");
  if (request->body_length > 0 &&
      (request->content_type == NULL || !g_str_has_prefix (request->content_type, "application/x-www-form-urlencoded")))
    {
      body = orch_sandbox_json_parse (request->body, (gssize) request->body_length, NULL);
      if (body == NULL)
        return orch_sandbox_oscar_reply_fault (400, "the body is no JSON object");
    }
  call.body = body;
  if (!suffixed && request->accept != NULL && strstr (request->accept, "json") == NULL &&
      strstr (request->accept, "*/*") == NULL && strstr (request->accept, "xml") == NULL)
    return unsupported (406, "neither JSON nor XML is accepted");
  orch_sandbox_store_begin (self->store);
  reply = orch_sandbox_oscar_providers_handle (&call);
  if (reply == NULL)
    reply = orch_sandbox_oscar_schedule_handle (&call);
  if (reply == NULL)
    reply = orch_sandbox_oscar_chart_handle (&call);
  orch_sandbox_store_commit (self->store);
  return reply != NULL ? reply : orch_sandbox_reply_new (404);
}

OrchSandboxReply *
orch_sandbox_oscar_handle (OrchSandboxOscar *self, const OrchSandboxRequest *request)
{
  OrchSandboxOscarDialect dialect =
      is_below (request->path, sides[ORCH_SANDBOX_OPENO].server) ? ORCH_SANDBOX_OPENO : ORCH_SANDBOX_OSCAR15;
  const OrchSandboxOscarSide side = {
    .dialect = dialect,
    .switches = &self->switches[dialect],
    .store = self->store,
    .origin = self->origin,
    .root = sides[dialect].root,
  };
  const char *rest;

  if (!is_below (request->path, side.root))
    return orch_sandbox_oscar_page_not_found (request->path);
  rest = request->path + strlen (side.root);
  if (*rest == '\0' || g_str_equal (rest, "/") || g_str_equal (rest, "/index.jsp"))
    return orch_sandbox_oscar_page_home (sides[dialect].name);
  if (g_str_has_prefix (rest, "/ws/rs/"))
    {
      OrchSandboxReply *reply = orch_sandbox_reply_new (401);

      reply->content_type = g_strdup ("application/xml");
      g_string_append (reply->body, "<error>Not authorized</error>");
      return reply;
    }
  if (side.switches->rest_off)
    return orch_sandbox_oscar_page_not_found (request->path);
  if (g_str_has_prefix (rest, "/ws/oauth/"))
    return orch_sandbox_oscar_oauth_handle (&side, request, rest + strlen ("/ws/oauth/"));
  if (g_str_has_prefix (rest, "/ws/services/"))
    return serve (self, &side, request, rest + strlen ("/ws/services/"));
  return orch_sandbox_oscar_page_not_found (request->path);
}

JsonObject *
orch_sandbox_oscar_describe (OrchSandboxOscar *self)
{
  return orch_sandbox_oscar_oauth_describe (self->origin);
}

OrchSandboxOscarSwitches *
orch_sandbox_oscar_get_switches (OrchSandboxOscar *self, OrchSandboxOscarDialect dialect)
{
  return &self->switches[dialect];
}

OrchSandboxEmr *
orch_sandbox_oscar_get_emr (OrchSandboxOscar *self)
{
  return self->emr;
}
