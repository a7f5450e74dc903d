/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The look-alike of TELUS's National API. See the header. Main thread.
 */
#include "orch-sandbox-telus.h"

#include "orch-sandbox-telus-schedule.h"
#include "orch-sandbox-telus-session.h"

#define ROOT "/emr/telus"
#define LIFETIME_S 900

struct _OrchSandboxTelus
{
  OrchSandboxStore *store; /* owned */
  OrchSandboxEmr *emr;     /* owned */
  char *base;              /* owned */
  OrchSandboxTelusSwitches switches;
};

static OrchSandboxReply *
reply_version (const OrchSandboxTelusCall *call)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "version", "1.0-formation");
  return orch_sandbox_telus_reply_object (object);
}

static OrchSandboxReply *
reply_capabilities (const OrchSandboxTelusCall *call)
{
  static const char *const all[] = { "providers",         "facilities", "schedulables", "appointmentTypes", "schedules",
                                     "scheduleSummaries", "patients",   "encounters",   "documents" };
  JsonObject *object = json_object_new ();
  JsonArray *list = json_array_new ();

  if (call->instance->searches)
    json_array_add_string_element (list, "searchAppointments");
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    json_array_add_string_element (list, all[i]);
  json_object_set_string_member (object, "emrType", call->instance->type);
  json_object_set_array_member (object, "capabilities", list);
  return orch_sandbox_telus_reply_object (object);
}

/* All there is below /{EmrType}/{InstanceId}; * for any one segment. */
static const struct
{
  const char *method;
  const char *pattern;
  OrchSandboxTelusHandler handle;
} services[] = {
  /* Public. */
  { "GET", "appointments", orch_sandbox_telus_search },
  /* That these exist is public. Their paths are from the contract documents: what is here is the most plausible shape, and
     src/sandbox/README.md has each assumption. */
  { "GET", "version", reply_version },
  { "GET", "capabilities", reply_capabilities },
  { "GET", "providers", orch_sandbox_telus_providers },
  { "GET", "facilities", orch_sandbox_telus_facilities },
  { "GET", "schedulables", orch_sandbox_telus_schedulables },
  { "GET", "appointmentTypes", orch_sandbox_telus_types },
  { "GET", "schedules", orch_sandbox_telus_schedules },
  { "GET", "schedules/*/appointments", orch_sandbox_telus_schedule },
  { "GET", "scheduleSummaries", orch_sandbox_telus_summaries },
  { "GET", "patients", orch_sandbox_telus_patients },
  { "GET", "patients/*", orch_sandbox_telus_patient },
  { "POST", "encounters", orch_sandbox_telus_encounter },
  { "POST", "documents", orch_sandbox_telus_document },
};

OrchSandboxTelus *
orch_sandbox_telus_new (OrchSandboxStore *store, OrchSandboxEmr *emr, const char *origin)
{
  OrchSandboxTelus *self = g_new0 (OrchSandboxTelus, 1);

  self->store = g_object_ref (store);
  self->emr = g_object_ref (emr);
  self->base = g_strconcat (origin, ROOT, NULL);
  orch_sandbox_telus_reset (self);
  return self;
}

void
orch_sandbox_telus_free (OrchSandboxTelus *self)
{
  g_free (self->switches.secret);
  g_object_unref (self->store);
  g_object_unref (self->emr);
  g_free (self->base);
  g_free (self);
}

void
orch_sandbox_telus_reset (OrchSandboxTelus *self)
{
  g_free (self->switches.secret);
  self->switches = (OrchSandboxTelusSwitches) { .lifetime_s = LIFETIME_S };
}

gboolean
orch_sandbox_telus_is_path (const char *path)
{
  return g_str_equal (path, ROOT) || g_str_has_prefix (path, ROOT "/");
}

static gboolean
matches (char **path, const char *pattern)
{
  g_auto (GStrv) parts = g_strsplit (pattern, "/", -1);
  int i = 0;

  for (; parts[i] != NULL && path[i] != NULL; i++)
    if (!g_str_equal (parts[i], "*") && !g_str_equal (parts[i], path[i]))
      return FALSE;
  return parts[i] == NULL && path[i] == NULL;
}

/* RFC 7232: what is no HTTP-date is as good as absent. */
static gint64
read_changed_after (const OrchSandboxRequest *request)
{
  const char *text = soup_message_headers_get_one (request->headers, "If-Modified-Since");
  g_autoptr (GDateTime) when = text == NULL ? NULL : soup_date_time_new_from_http_string (text);

  /* A whole second: what was changed within it is not later. */
  return when == NULL ? 0 : g_date_time_to_unix (when) * G_USEC_PER_SEC + G_USEC_PER_SEC - 1;
}

static OrchSandboxReply *
serve (OrchSandboxTelus *self, const OrchSandboxTelusCall *call)
{
  OrchSandboxReply *reply = orch_sandbox_telus_check_session (self->store, call->instance, call->request, call->query);
  gboolean known = FALSE;

  if (reply != NULL)
    return reply;
  for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
    {
      if (!matches (call->path, services[i].pattern))
        continue;
      known = TRUE;
      if (!g_str_equal (services[i].method, call->request->method))
        continue;
      orch_sandbox_store_begin (self->store);
      reply = services[i].handle (call);
      orch_sandbox_store_commit (self->store);
      return reply;
    }
  return known ? orch_sandbox_telus_error (405, "MethodNotAllowed", "Another method is expected.")
               : orch_sandbox_telus_error (404, "NotFound", "There is nothing here.");
}

OrchSandboxReply *
orch_sandbox_telus_handle (OrchSandboxTelus *self, const OrchSandboxRequest *request)
{
  g_auto (GStrv) segments = g_strsplit (request->path + strlen (ROOT), "/", -1);
  guint n = g_strv_length (segments);
  g_autoptr (GHashTable) query = soup_form_decode (request->query == NULL ? "" : request->query);
  OrchSandboxReply *refusal = orch_sandbox_telus_check_app (request, query);
  const OrchSandboxTelusInstance *instance;
  OrchSandboxTelusCall call = {
    .store = self->store,
    .emr = self->emr,
    .request = request,
    .query = query,
    .changed_after = read_changed_after (request),
  };

  if (refusal != NULL)
    return refusal;
  /* The first segment is empty: the path begins with a slash. */
  if (n < 4)
    return orch_sandbox_telus_error (404, "NotFound", "A path is /{EmrType}/{InstanceId}/….");
  instance = orch_sandbox_telus_find_instance (segments[1], segments[2], &refusal);
  if (instance == NULL)
    return refusal;
  if (n == 4 && g_str_equal (segments[3], "register"))
    return orch_sandbox_telus_register (self->store, &self->switches, instance, request);
  if (n == 4 && g_str_equal (segments[3], "session"))
    return orch_sandbox_telus_session (self->store, &self->switches, instance, request, query);
  call.instance = instance;
  call.path = segments + 3;
  call.n_path = (int) n - 3;
  return serve (self, &call);
}

JsonObject *
orch_sandbox_telus_describe (OrchSandboxTelus *self, const char *type)
{
  return type == NULL ? orch_sandbox_telus_describe_all (self->base)
                      : orch_sandbox_telus_describe_one (self->base, type);
}

OrchSandboxTelusSwitches *
orch_sandbox_telus_get_switches (OrchSandboxTelus *self)
{
  return &self->switches;
}
