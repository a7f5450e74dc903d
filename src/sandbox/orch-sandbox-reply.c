/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An answer before it is sent. See the header.
 */
#include "orch-sandbox-reply.h"

#include "orch-sandbox-json.h"

OrchSandboxReply *
orch_sandbox_reply_new (int status)
{
  OrchSandboxReply *self = g_new0 (OrchSandboxReply, 1);

  self->status = status;
  self->body = g_string_new (NULL);
  self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

OrchSandboxReply *
orch_sandbox_reply_new_json (int status, char *text)
{
  OrchSandboxReply *self = orch_sandbox_reply_new (status);

  self->content_type = g_strdup ("application/json");
  g_string_append (self->body, text);
  g_free (text);
  return self;
}

OrchSandboxReply *
orch_sandbox_reply_new_object (int status, JsonObject *object)
{
  OrchSandboxReply *self = orch_sandbox_reply_new_json (status, orch_sandbox_json_print (object));

  json_object_unref (object);
  return self;
}

OrchSandboxReply *
orch_sandbox_reply_new_error (int status, const char *error, const char *description)
{
  JsonObject *object = json_object_new ();
  OrchSandboxReply *self;

  json_object_set_string_member (object, "error", error);
  if (description != NULL)
    json_object_set_string_member (object, "error_description", description);
  self = orch_sandbox_reply_new_object (status, object);
  orch_sandbox_reply_set_header (self, "Cache-Control", "no-store");
  return self;
}

OrchSandboxReply *
orch_sandbox_reply_new_outcome (int status, const char *code, const char *expression, const char *format, ...)
{
  OrchSandboxReply *self = orch_sandbox_reply_new (status);
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->content_type = g_strdup ("application/fhir+json; charset=utf-8");
  g_string_append_printf (self->body,
                          "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"%s\","
                          "\"details\":{\"text\":",
                          code);
  orch_sandbox_json_append_string (self->body, text);
  g_string_append_c (self->body, '}');
  if (expression != NULL)
    {
      g_string_append (self->body, ",\"expression\":[");
      orch_sandbox_json_append_string (self->body, expression);
      g_string_append_c (self->body, ']');
    }
  g_string_append (self->body, "}]}");
  return self;
}

void
orch_sandbox_reply_set_header (OrchSandboxReply *self, const char *name, const char *value)
{
  g_hash_table_replace (self->headers, g_strdup (name), g_strdup (value));
}

void
orch_sandbox_reply_free (OrchSandboxReply *self)
{
  if (self == NULL)
    return;
  g_free (self->content_type);
  g_string_free (self->body, TRUE);
  g_hash_table_unref (self->headers);
  g_free (self);
}
