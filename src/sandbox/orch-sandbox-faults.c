/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Faults that a test has ordered. The first that fits is used. Main thread.
 */
#include "orch-sandbox-faults.h"

#include "orch-sandbox-accuro.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-telus.h"

typedef struct
{
  OrchSandboxFault fault;
  char *path;   /* owned: prefix */
  char *method; /* owned, nullable: any */
  gint64 skip;  /* how many pass before */
  gint64 left;  /* -1 = always */
} Order;

struct _OrchSandboxFaults
{
  GPtrArray *orders; /* owned */
};

static const struct
{
  const char *name;
  OrchSandboxFaultKind kind;
} kinds[] = {
  { "slow", ORCH_SANDBOX_FAULT_SLOW },
  { "stalled", ORCH_SANDBOX_FAULT_STALLED },
  { "truncated", ORCH_SANDBOX_FAULT_TRUNCATED },
  { "wrong-type", ORCH_SANDBOX_FAULT_WRONG_TYPE },
  { "huge", ORCH_SANDBOX_FAULT_HUGE },
  { "duplicate-page", ORCH_SANDBOX_FAULT_DUPLICATE_PAGE },
  { "cut-before", ORCH_SANDBOX_FAULT_CUT_BEFORE },
  { "cut-after-commit", ORCH_SANDBOX_FAULT_CUT_AFTER_COMMIT },
  { "skew", ORCH_SANDBOX_FAULT_SKEW },
};

static const struct
{
  int status;
  const char *code; /* issue type of FHIR */
  const char *text;
} statuses[] = {
  { 401, "login", "The access token is refused." },
  { 403, "forbidden", "This is not permitted." },
  { 404, "not-found", "This is not known here." },
  { 409, "conflict", "Somebody else has changed it." },
  { 412, "conflict", "The current version is another one." },
  { 422, "business-rule", "A rule of this server refuses it." },
  { 429, "throttled", "Too many requests." },
  { 500, "exception", "The server has failed." },
  { 503, "transient", "The server is being maintained." },
};

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->path);
  g_free (order->method);
  g_free (order);
}

OrchSandboxFaults *
orch_sandbox_faults_new (void)
{
  OrchSandboxFaults *self = g_new0 (OrchSandboxFaults, 1);

  self->orders = g_ptr_array_new_with_free_func (order_free);
  return self;
}

void
orch_sandbox_faults_free (OrchSandboxFaults *self)
{
  g_ptr_array_unref (self->orders);
  g_free (self);
}

gboolean
orch_sandbox_faults_add (OrchSandboxFaults *self, JsonObject *object, char **why)
{
  const char *kind = orch_sandbox_json_string (object, "kind");
  const char *path = orch_sandbox_json_string (object, "path");
  OrchSandboxFault fault = { 0 };
  Order *order;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i].name) == 0)
      fault.kind = kinds[i].kind;
  for (gsize i = 0; i < G_N_ELEMENTS (statuses) && kind != NULL; i++)
    if (atoi (kind) == statuses[i].status)
      {
        fault.kind = ORCH_SANDBOX_FAULT_STATUS;
        fault.status = statuses[i].status;
      }
  if (path == NULL || path[0] != '/')
    {
      *why = g_strdup ("path is to begin with /");
      return FALSE;
    }
  if (fault.kind == ORCH_SANDBOX_FAULT_NONE)
    {
      *why = g_strdup_printf ("no such kind of fault: %s", kind == NULL ? "(none)" : kind);
      return FALSE;
    }
  fault.delay_ms = (int) orch_sandbox_json_int (object, "delay_ms", 2000);
  fault.retry_after =
      (int) orch_sandbox_json_int (object, "retry_after", fault.status == 429 || fault.status == 503 ? 1 : 0);
  fault.ratelimit = g_strcmp0 (orch_sandbox_json_string (object, "rate_limit_dialect"), "ratelimit") == 0;
  fault.offset_s = (int) orch_sandbox_json_int (object, "offset_s", 3600);
  order = g_new0 (Order, 1);
  order->fault = fault;
  order->path = g_strdup (path);
  order->method = g_strdup (orch_sandbox_json_string (object, "method"));
  order->skip = orch_sandbox_json_int (object, "skip", 0);
  order->left = orch_sandbox_json_int (object, "count", 1);
  g_ptr_array_add (self->orders, order);
  return TRUE;
}

void
orch_sandbox_faults_clear (OrchSandboxFaults *self)
{
  g_ptr_array_set_size (self->orders, 0);
}

guint
orch_sandbox_faults_count (OrchSandboxFaults *self)
{
  return self->orders->len;
}

static OrchSandboxFault
take (OrchSandboxFaults *self, const char *method, const char *path, gboolean whole)
{
  OrchSandboxFault fault = { 0 };

  for (guint i = 0; i < self->orders->len; i++)
    {
      Order *order = g_ptr_array_index (self->orders, i);

      if (!(whole ? g_str_equal (path, order->path) : g_str_has_prefix (path, order->path)) ||
          (order->method != NULL && g_ascii_strcasecmp (order->method, method) != 0))
        continue;
      if (order->skip > 0)
        {
          order->skip--;
          continue;
        }
      fault = order->fault;
      if (order->left > 0 && --order->left == 0)
        g_ptr_array_remove_index (self->orders, i);
      break;
    }
  return fault;
}

OrchSandboxFault
orch_sandbox_faults_take (OrchSandboxFaults *self, const char *method, const char *path)
{
  return take (self, method, path, FALSE);
}

OrchSandboxFault
orch_sandbox_faults_take_entry (OrchSandboxFaults *self, const char *method, const char *path)
{
  return take (self, method, path, TRUE);
}

/* In the words of whoever is there. */
static OrchSandboxReply *
say (int status, const char *code, const char *text, const char *path)
{
  if (orch_sandbox_accuro_is_path (path))
    return orch_sandbox_accuro_error (status, text);
  if (orch_sandbox_telus_is_path (path))
    return orch_sandbox_telus_error (status, code, text);
  if (strstr (path, "/oauth/") != NULL)
    return orch_sandbox_reply_new_error (status,
                                         status >= 500   ? "server_error"
                                         : status == 401 ? "invalid_client"
                                                         : "invalid_request",
                                         text);
  return orch_sandbox_reply_new_outcome (status, code, NULL, "%s", text);
}

OrchSandboxReply *
orch_sandbox_faults_reply (const OrchSandboxFault *fault, const char *path)
{
  OrchSandboxReply *reply = NULL;
  g_autofree char *value = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (statuses[i].status == fault->status)
      reply = say (fault->status, statuses[i].code, statuses[i].text, path);
  g_assert (reply != NULL);
  if (fault->status == 401)
    orch_sandbox_reply_set_header (reply, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
  if (fault->retry_after > 0 && fault->ratelimit)
    value = g_strdup_printf ("\"fhirInteractions\";r=0;t=%d", fault->retry_after);
  else if (fault->retry_after > 0)
    value = g_strdup_printf ("%d", fault->retry_after);
  if (value != NULL)
    orch_sandbox_reply_set_header (reply, fault->ratelimit ? "RateLimit" : "Retry-After", value);
  return reply;
}
