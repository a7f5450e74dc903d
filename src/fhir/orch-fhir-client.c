/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A client of one FHIR R4 server. Main thread; every call is a fiber.
 */
#include "orch-fhir-client.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "http/orch-json.h"
#include "http/orch-url.h"
#include "orch-fhir-client-private.h"
#include "orch-fhir-error.h"

#define URL_QUERY_MAX 1500 /* bytes; longer searches are sent as POST _search */

struct _OrchFhirClient
{
  GObject parent_instance;

  /* owned */
  OrchHttp *http;
  char *base;
  OrchTokenSource *tokens;        /* (nullable) */
  GCancellable *cancellable;      /* (nullable) */
  OrchFhirCapability *capability; /* (nullable) once known */

  gint64 retry_at_us; /* monotonic */
  gint64 server_offset_us;
};

typedef enum
{
  ACT_READ,
  ACT_CREATE,
  ACT_UPDATE,
  ACT_DELETE,
  ACT_OPERATION,
} Act;

/* One interaction: what its fiber needs. */
typedef struct
{
  OrchFhirClient *client;
  Act act;
  char *type; /* (nullable) */
  char *id;   /* (nullable) */
  char *version;
  char *url;
  char *if_none_exist;
  GBytes *body;
} Call;

typedef struct
{
  OrchFhirClient *client;
  OrchFhirBundle *bundle;
} BundleCall;

typedef struct
{
  OrchFhirPager *pager;
  guint limit;
} AllCall;

G_DEFINE_FINAL_TYPE (OrchFhirClient, orch_fhir_client, G_TYPE_OBJECT)

static void
call_free (Call *self)
{
  g_clear_object (&self->client);
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->version, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->if_none_exist, g_free);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

static void
bundle_call_free (BundleCall *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->bundle);
  g_free (self);
}

static void
all_call_free (AllCall *self)
{
  g_clear_object (&self->pager);
  g_free (self);
}

static void
note_answer (OrchFhirClient *self, OrchHttpAnswer *answer)
{
  guint status = orch_http_answer_get_status (answer);
  gint64 delay = status == 429 || status == 503 ? orch_http_answer_get_retry_delay_us (answer) : 0;
  self->retry_at_us = delay > 0 ? g_get_monotonic_time () + delay : 0;

  orch_http_answer_get_clock_offset (answer, &self->server_offset_us);
}

OrchHttpAnswer *
orch_fhir_client_exchange (OrchFhirClient *self, OrchHttpRequest *request, GError **error)
{
  g_assert (ORCH_IS_FHIR_CLIENT (self));

  g_autofree char *token = NULL;
  if (self->tokens != NULL)
    {
      token = dex_await_string (orch_token_source_get (self->tokens), error);
      if (token == NULL)
        return NULL;
    }
  request->cancellable = self->cancellable;
  request->bearer = token;
  g_autoptr (OrchHttpAnswer) answer = dex_await_object (orch_http_send (self->http, request), error);
  if (answer == NULL)
    return NULL;
  note_answer (self, answer);

  if (orch_http_answer_get_status (answer) == 401 && self->tokens != NULL)
    {
      g_autofree char *renewed = dex_await_string (orch_token_source_renew (self->tokens, token), error);
      if (renewed == NULL)
        return NULL;
      request->bearer = renewed;
      g_clear_object (&answer);
      answer = dex_await_object (orch_http_send (self->http, request), error);
      if (answer == NULL)
        return NULL;
      note_answer (self, answer);
    }
  request->bearer = NULL;
  if (orch_http_answer_get_status (answer) == 401)
    {
      orch_fhir_set_error (answer, error);
      if (self->tokens != NULL)
        orch_http_answer_blame_clock (answer, error);
      return NULL;
    }
  return g_steal_pointer (&answer);
}

/* Awaits. Decided by the body, not by its Content-Type (tolerance 8). Returns: %FALSE when there is a body that is not
 * a JSON object; @object is %NULL for an empty one. */
static gboolean
read_object (OrchHttpAnswer *answer, JsonObject **object, GError **error)
{
  GBytes *body = orch_http_answer_get_body (answer);
  *object = NULL;
  gsize length = 0;
  const char *data = g_bytes_get_data (body, &length);
  gboolean blank = TRUE;
  for (gsize i = 0; i < length && blank; i++)
    blank = g_ascii_isspace (data[i]);
  if (blank)
    return TRUE;
  *object = dex_await_boxed (orch_json_parse_object (body), error);
  return *object != NULL;
}

static gboolean
is_number (const char *text, gint64 *value)
{
  return text != NULL && g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, value, NULL);
}

/* A server that ignores If-Match lets one write hide another; where versions are numbers, a gap shows it (tolerance 5). */
static gboolean
has_overwritten (Call *call, OrchFhirResult *result)
{
  gint64 before = 0;
  gint64 after = 0;
  return is_number (call->version, &before) && is_number (orch_fhir_result_get_version (result), &after) &&
         after > before + 1;
}

static OrchFhirResult *
call_run (Call *call, GError **error)
{
  OrchFhirClient *client = call->client;
  g_autofree char *etag = call->version != NULL ? g_strdup_printf ("W/\"%s\"", call->version) : NULL;
  const char *headers[5] = { etag != NULL ? "If-Match" : NULL, etag };
  guint n = etag != NULL ? 2 : 0;
  if (call->if_none_exist != NULL)
    {
      headers[n++] = "If-None-Exist";
      headers[n++] = call->if_none_exist;
    }
  static const char *const methods[] = { "GET", "POST", "PUT", "DELETE", "POST" };
  OrchHttpRequest request = {
    .method = methods[call->act],
    .url = call->url,
    .accept = ORCH_FHIR_JSON,
    .content_type = ORCH_FHIR_JSON,
    .body = call->body,
    .headers = headers,
  };
  g_autoptr (OrchHttpAnswer) answer = orch_fhir_client_exchange (client, &request, error);
  if (answer == NULL)
    return NULL;

  guint status = orch_http_answer_get_status (answer);
  if (call->act == ACT_DELETE && (orch_http_answer_is_success (answer) || status == 404 || status == 410))
    return orch_fhir_result_new_for_answer (NULL, call->id, answer, NULL);
  if (!orch_http_answer_is_success (answer))
    {
      orch_fhir_set_error (answer, error);
      return NULL;
    }

  g_autoptr (JsonObject) object = NULL;
  if (!read_object (answer, &object, error))
    return NULL;
  g_autoptr (OrchFhirResult) result = orch_fhir_result_new_for_answer (call->type, call->id, answer, object);
  if (call->act == ACT_READ && orch_fhir_result_get_resource (result) == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The answer is not the resource asked for"));
      return NULL;
    }
  if (call->act == ACT_CREATE && orch_fhir_result_get_id (result) == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER,
                           _ ("The server does not say where it put the new resource"));
      return NULL;
    }
  if (call->act == ACT_UPDATE && has_overwritten (call, result))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CONFLICT, _ ("Somebody changed this at the same time"));
      return NULL;
    }
  return g_steal_pointer (&result);
}

static DexFuture *
call_fiber (gpointer user_data)
{
  GError *error = NULL;
  OrchFhirResult *result = call_run (user_data, &error);

  return result != NULL ? dex_future_new_take_object (result) : dex_future_new_for_error (error);
}

static DexFuture *
start (OrchFhirClient *self, Act act, const char *type, const char *id, const char *version, JsonObject *resource,
       const char *if_none_exist, char *url)
{
  Call *call = g_new0 (Call, 1);
  call->client = g_object_ref (self);
  call->act = act;
  call->type = g_strdup (type);
  call->id = g_strdup (id);
  call->version = g_strdup (version);
  call->url = url;
  call->if_none_exist = g_strdup (if_none_exist);
  call->body = resource != NULL ? orch_json_to_bytes (resource) : NULL;
  return dex_scheduler_spawn (NULL, 0, call_fiber, call, (GDestroyNotify) call_free);
}

/* --- capability --------------------------------------------------------------------------- */

static OrchFhirCapability *
fetch_capability (OrchFhirClient *self, GError **error)
{
  g_autofree char *url = g_strconcat (self->base, "/metadata", NULL);
  OrchHttpRequest request = { .url = url, .accept = ORCH_FHIR_JSON, .cancellable = self->cancellable };
  g_autoptr (OrchHttpAnswer) answer = dex_await_object (orch_http_send (self->http, &request), error);
  if (answer == NULL)
    return NULL;
  note_answer (self, answer);
  /* Most servers tell anybody what they are; the others want to know who asks (tolerance 14). */
  guint status = orch_http_answer_get_status (answer);
  if ((status == 401 || status == 403) && self->tokens != NULL)
    {
      g_clear_object (&answer);
      answer = orch_fhir_client_exchange (self, &request, error);
      if (answer == NULL)
        return NULL;
    }
  if (!orch_http_answer_is_success (answer))
    {
      orch_fhir_set_error (answer, error);
      return NULL;
    }
  g_autoptr (JsonObject) statement = NULL;
  if (!read_object (answer, &statement, error))
    return NULL;
  if (g_strcmp0 (orch_json_get_string (statement, "resourceType"), "CapabilityStatement") != 0)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("There is no FHIR server at this address"));
      return NULL;
    }
  return orch_fhir_capability_new (statement);
}

static DexFuture *
capability_fiber (gpointer user_data)
{
  OrchFhirClient *self = user_data;
  GError *error = NULL;
  g_autoptr (OrchFhirCapability) capability = fetch_capability (self, &error);

  if (capability == NULL)
    return dex_future_new_for_error (error);
  g_set_object (&self->capability, capability);
  return dex_future_new_take_object (g_steal_pointer (&capability));
}

/* --- bundles ------------------------------------------------------------------------------ */

static GPtrArray *
bundle_run (BundleCall *call, GError **error)
{
  g_autoptr (JsonObject) json = orch_fhir_bundle_to_json (call->bundle);
  g_autoptr (GBytes) body = orch_json_to_bytes (json);
  OrchHttpRequest request = {
    .method = "POST",
    .url = call->client->base,
    .accept = ORCH_FHIR_JSON,
    .content_type = ORCH_FHIR_JSON,
    .body = body,
  };
  g_autoptr (OrchHttpAnswer) answer = orch_fhir_client_exchange (call->client, &request, error);
  if (answer == NULL)
    return NULL;
  guint status = orch_http_answer_get_status (answer);
  if (status == 404 || status == 405 || status == 501)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, _ ("This server takes no bundles."));
      return NULL;
    }
  if (!orch_http_answer_is_success (answer))
    {
      orch_fhir_set_error (answer, error);
      return NULL;
    }
  g_autoptr (JsonObject) response = NULL;
  if (!read_object (answer, &response, error))
    return NULL;
  if (g_strcmp0 (orch_json_get_string (response, "resourceType"), "Bundle") != 0)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The answer to the bundle is not a bundle"));
      return NULL;
    }
  GPtrArray *results = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < orch_fhir_bundle_get_length (call->bundle); i++)
    g_ptr_array_add (results, orch_fhir_result_new_for_entry (orch_fhir_bundle_get_entry_type (call->bundle, i),
                                                              orch_json_nth (response, "entry", i)));
  return results;
}

static DexFuture *
bundle_fiber (gpointer user_data)
{
  GError *error = NULL;
  GPtrArray *results = bundle_run (user_data, &error);

  return results != NULL ? dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, results) : dex_future_new_for_error (error);
}

/* --- searching ---------------------------------------------------------------------------- */

static DexFuture *
all_fiber (gpointer user_data)
{
  AllCall *call = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);

  while (!orch_fhir_pager_is_finished (call->pager) && all->len < call->limit)
    {
      g_autoptr (OrchFhirPage) page = dex_await_object (orch_fhir_pager_next (call->pager), &error);
      if (page == NULL)
        return dex_future_new_for_error (error);
      GPtrArray *resources = orch_fhir_page_get_resources (page);
      for (guint i = 0; i < resources->len && all->len < call->limit; i++)
        g_ptr_array_add (all, json_object_ref (g_ptr_array_index (resources, i)));
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&all));
}

/* --- the object --------------------------------------------------------------------------- */

static void
orch_fhir_client_dispose (GObject *object)
{
  OrchFhirClient *self = ORCH_FHIR_CLIENT (object);

  g_clear_object (&self->http);
  g_clear_object (&self->tokens);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->capability);
  g_clear_pointer (&self->base, g_free);

  G_OBJECT_CLASS (orch_fhir_client_parent_class)->dispose (object);
}

static void
orch_fhir_client_class_init (OrchFhirClientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_fhir_client_dispose;
}

static void
orch_fhir_client_init (OrchFhirClient *self)
{
}

OrchFhirClient *
orch_fhir_client_new (OrchHttp *http, const char *base, OrchTokenSource *tokens, GError **error)
{
  g_return_val_if_fail (ORCH_IS_HTTP (http), NULL);

  g_autofree char *checked = orch_url_check_base (base, error);
  if (checked == NULL || !orch_http_allow (http, checked, error))
    return NULL;
  OrchFhirClient *self = g_object_new (ORCH_TYPE_FHIR_CLIENT, NULL);
  self->http = g_object_ref (http);
  self->base = g_steal_pointer (&checked);
  g_set_object (&self->tokens, tokens);
  return self;
}

const char *
orch_fhir_client_get_base (OrchFhirClient *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), NULL);
  return self->base;
}

OrchTokenSource *
orch_fhir_client_get_tokens (OrchFhirClient *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), NULL);
  return self->tokens;
}

void
orch_fhir_client_set_tokens (OrchFhirClient *self, OrchTokenSource *tokens)
{
  g_return_if_fail (ORCH_IS_FHIR_CLIENT (self));
  g_set_object (&self->tokens, tokens);
}

void
orch_fhir_client_set_cancellable (OrchFhirClient *self, GCancellable *cancellable)
{
  g_return_if_fail (ORCH_IS_FHIR_CLIENT (self));
  g_set_object (&self->cancellable, cancellable);
}

gint64
orch_fhir_client_get_retry_us (OrchFhirClient *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), 0);
  return MAX (0, self->retry_at_us - g_get_monotonic_time ());
}

gint64
orch_fhir_client_get_server_offset_us (OrchFhirClient *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), 0);
  return self->server_offset_us;
}

DexFuture *
orch_fhir_client_capability (OrchFhirClient *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), NULL);
  if (self->capability != NULL)
    return dex_future_new_for_object (self->capability);
  return dex_scheduler_spawn (NULL, 0, capability_fiber, g_object_ref (self), g_object_unref);
}

DexFuture *
orch_fhir_client_read (OrchFhirClient *self, const char *type, const char *id)
{
  return orch_fhir_client_read_version (self, type, id, NULL);
}

DexFuture *
orch_fhir_client_read_version (OrchFhirClient *self, const char *type, const char *id, const char *version)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), NULL);
  g_return_val_if_fail (type != NULL && orch_fhir_id_is_valid (id), NULL);
  const char *part = version != NULL ? "/_history/" : "";
  g_autofree char *past = g_uri_escape_string (version != NULL ? version : "", NULL, FALSE);
  return start (self, ACT_READ, type, id, NULL, NULL, NULL,
                g_strconcat (self->base, "/", type, "/", id, part, past, NULL));
}

DexFuture *
orch_fhir_client_create (OrchFhirClient *self, JsonObject *resource, const char *if_none_exist)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), NULL);
  const char *type = orch_json_get_string (resource, "resourceType");
  g_return_val_if_fail (type != NULL, NULL);
  return start (self, ACT_CREATE, type, NULL, NULL, resource, if_none_exist,
                g_strdup_printf ("%s/%s", self->base, type));
}

DexFuture *
orch_fhir_client_update (OrchFhirClient *self, JsonObject *resource, const char *id, const char *version)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), NULL);
  const char *type = orch_json_get_string (resource, "resourceType");
  g_return_val_if_fail (type != NULL && orch_fhir_id_is_valid (id), NULL);
  g_autoptr (JsonObject) copy = orch_json_copy (resource);
  json_object_set_string_member (copy, "id", id);
  return start (self, ACT_UPDATE, type, id, version, copy, NULL, g_strdup_printf ("%s/%s/%s", self->base, type, id));
}

DexFuture *
orch_fhir_client_delete (OrchFhirClient *self, const char *type, const char *id, const char *version)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), NULL);
  g_return_val_if_fail (type != NULL && orch_fhir_id_is_valid (id), NULL);
  return start (self, ACT_DELETE, type, id, version, NULL, NULL, g_strdup_printf ("%s/%s/%s", self->base, type, id));
}

DexFuture *
orch_fhir_client_operation (OrchFhirClient *self, const char *path, JsonObject *parameters)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), NULL);
  g_return_val_if_fail (path != NULL && strchr (path, '$') != NULL, NULL);
  g_autoptr (JsonObject) body = parameters != NULL ? json_object_ref (parameters) : json_object_new ();
  if (parameters == NULL)
    json_object_set_string_member (body, "resourceType", "Parameters");
  return start (self, ACT_OPERATION, NULL, NULL, NULL, body, NULL, g_strdup_printf ("%s/%s", self->base, path));
}

OrchFhirPager *
orch_fhir_client_search (OrchFhirClient *self, const char *type, const char *const *query, gboolean private_data)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), NULL);
  g_return_val_if_fail (type != NULL, NULL);

  static const char *const nothing[] = { NULL };
  g_autoptr (GBytes) form = orch_http_form (query != NULL ? query : nothing);
  g_autofree char *text = g_strndup (g_bytes_get_data (form, NULL), g_bytes_get_size (form));
  g_autofree char *url = *text != '\0' ? g_strdup_printf ("%s/%s?%s", self->base, type, text)
                                       : g_strdup_printf ("%s/%s", self->base, type);
  if (!private_data && strlen (text) <= URL_QUERY_MAX)
    return orch_fhir_pager_new (self, type, url, NULL, NULL);
  g_autofree char *search = g_strdup_printf ("%s/%s/_search", self->base, type);
  return orch_fhir_pager_new (self, type, search, private_data ? NULL : url, form);
}

DexFuture *
orch_fhir_client_search_all (OrchFhirClient *self, const char *type, const char *const *query, gboolean private_data,
                             guint limit)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), NULL);

  AllCall *call = g_new0 (AllCall, 1);
  call->pager = orch_fhir_client_search (self, type, query, private_data);
  call->limit = limit;
  return dex_scheduler_spawn (NULL, 0, all_fiber, call, (GDestroyNotify) all_call_free);
}

DexFuture *
orch_fhir_client_send_bundle (OrchFhirClient *self, OrchFhirBundle *bundle)
{
  g_return_val_if_fail (ORCH_IS_FHIR_CLIENT (self), NULL);
  g_return_val_if_fail (ORCH_IS_FHIR_BUNDLE (bundle), NULL);

  BundleCall *call = g_new0 (BundleCall, 1);
  call->client = g_object_ref (self);
  call->bundle = g_object_ref (bundle);
  return dex_scheduler_spawn (NULL, 0, bundle_fiber, call, (GDestroyNotify) bundle_call_free);
}
