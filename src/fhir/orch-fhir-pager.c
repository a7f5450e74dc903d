/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The pages of one search. Main thread; pages are parsed on workers.
 */
#include "orch-fhir-pager.h"

#include <glib/gi18n.h>

#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-fhir-client-private.h"
#include "orch-fhir-error.h"
#include "orch-fhir-reference.h"

struct _OrchFhirPage
{
  GObject parent_instance;

  GPtrArray *resources; /* (owned) */
  GPtrArray *included;  /* (owned) */
  gint64 total;
  gboolean is_last;
};

G_DEFINE_FINAL_TYPE (OrchFhirPage, orch_fhir_page, G_TYPE_OBJECT)

struct _OrchFhirPager
{
  GObject parent_instance;

  /* owned */
  OrchFhirClient *client;
  char *type;
  char *url;          /* of the next page; NULL when finished */
  char *former_url;   /* (nullable) of the page before */
  char *fallback_url; /* (nullable) the same search as a GET, for a server without POST _search */
  GBytes *form;       /* (nullable) of the first page */
  GHashTable *seen;   /* addresses already asked */
};

G_DEFINE_FINAL_TYPE (OrchFhirPager, orch_fhir_pager, G_TYPE_OBJECT)

/* --- the page ----------------------------------------------------------------------------- */

static void
orch_fhir_page_finalize (GObject *object)
{
  OrchFhirPage *self = ORCH_FHIR_PAGE (object);

  g_clear_pointer (&self->resources, g_ptr_array_unref);
  g_clear_pointer (&self->included, g_ptr_array_unref);

  G_OBJECT_CLASS (orch_fhir_page_parent_class)->finalize (object);
}

static void
orch_fhir_page_class_init (OrchFhirPageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_fhir_page_finalize;
}

static void
orch_fhir_page_init (OrchFhirPage *self)
{
  self->resources = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->included = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  self->total = -1;
}

/* Bundle.link is an array; some senders write a single object, some an unknown relation first. */
static const char *
find_next_link (JsonObject *bundle)
{
  guint n = orch_json_count (bundle, "link");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *link = orch_json_nth (bundle, "link", i);
      if (g_strcmp0 (orch_json_get_string (link, "relation"), "next") == 0)
        return orch_json_get_string (link, "url");
    }
  return NULL;
}

OrchFhirPage *
orch_fhir_page_parse (GBytes *bytes, const char *type, char **next, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  if (next != NULL)
    *next = NULL;
  g_autoptr (JsonObject) bundle = orch_json_parse_object_sync (bytes, error);
  if (bundle == NULL)
    return NULL;
  if (g_strcmp0 (orch_json_get_string (bundle, "resourceType"), "Bundle") != 0)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, _ ("The answer is not a list of FHIR resources"));
      return NULL;
    }

  OrchFhirPage *self = g_object_new (ORCH_TYPE_FHIR_PAGE, NULL);
  self->total = orch_json_get_int (bundle, "total", -1);
  guint n = orch_json_count (bundle, "entry");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *entry = orch_json_nth (bundle, "entry", i);
      JsonObject *resource = orch_json_get_object (entry, "resource");
      const char *mode = orch_json_get_string (orch_json_get_object (entry, "search"), "mode");
      const char *actual = orch_json_get_string (resource, "resourceType");
      if (resource == NULL || g_strcmp0 (mode, "outcome") == 0 || g_strcmp0 (actual, "OperationOutcome") == 0)
        continue;
      gboolean other_type = type != NULL && actual != NULL && !g_str_equal (actual, type);
      gboolean included = g_strcmp0 (mode, "include") == 0 || other_type;
      g_ptr_array_add (included ? self->included : self->resources, json_object_ref (resource));
    }
  const char *link = find_next_link (bundle);
  self->is_last = link == NULL;
  if (next != NULL)
    *next = g_strdup (link);
  return self;
}

GPtrArray *
orch_fhir_page_get_resources (OrchFhirPage *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_PAGE (self), NULL);
  return self->resources;
}

GPtrArray *
orch_fhir_page_get_included (OrchFhirPage *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_PAGE (self), NULL);
  return self->included;
}

gint64
orch_fhir_page_get_total (OrchFhirPage *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_PAGE (self), -1);
  return self->total;
}

gboolean
orch_fhir_page_is_last (OrchFhirPage *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_PAGE (self), TRUE);
  return self->is_last;
}

/* --- the pager ---------------------------------------------------------------------------- */

/* What a worker needs and gives: it never touches the pager. Counted: the reader may be discarded while a worker parses. */
typedef struct
{
  GBytes *bytes;
  char *type;
  char *next; /* out */
} Parse;

static void
parse_clear (gpointer data)
{
  Parse *parse = data;

  g_clear_pointer (&parse->bytes, g_bytes_unref);
  g_clear_pointer (&parse->type, g_free);
  g_clear_pointer (&parse->next, g_free);
}

static void
parse_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, parse_clear);
}

static DexFuture *
parse_fiber (gpointer user_data)
{
  Parse *parse = user_data;
  GError *error = NULL;
  OrchFhirPage *page = orch_fhir_page_parse (parse->bytes, parse->type, &parse->next, &error);

  return page != NULL ? dex_future_new_take_object (page) : dex_future_new_for_error (error);
}

static gboolean
must_fall_back (OrchFhirPager *self, OrchHttpAnswer *answer)
{
  guint status = orch_http_answer_get_status (answer);
  return self->form != NULL && self->fallback_url != NULL && (status == 404 || status == 405 || status == 501);
}

/* Awaits. */
static GBytes *
fetch (OrchFhirPager *self, GError **error)
{
  if (self->url == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, _ ("There are no more pages"));
      return NULL;
    }
  OrchHttpRequest request = { .url = self->url, .accept = ORCH_FHIR_JSON };
  if (self->form != NULL)
    {
      request.method = "POST";
      request.content_type = "application/x-www-form-urlencoded";
      request.body = self->form;
    }
  g_autoptr (OrchHttpAnswer) answer = orch_fhir_client_exchange (self->client, &request, error);
  if (answer == NULL)
    return NULL;
  if (must_fall_back (self, answer))
    {
      g_clear_pointer (&self->form, g_bytes_unref);
      g_free (self->url);
      self->url = g_steal_pointer (&self->fallback_url);
      return fetch (self, error);
    }
  if (!orch_http_answer_is_success (answer))
    {
      orch_fhir_set_error (answer, error);
      return NULL;
    }
  return g_bytes_ref (orch_http_answer_get_body (answer));
}

static DexFuture *
next_bytes_fiber (gpointer user_data)
{
  OrchFhirPager *self = user_data;
  GError *error = NULL;
  GBytes *bytes = fetch (self, &error);

  return bytes != NULL ? dex_future_new_take_boxed (G_TYPE_BYTES, bytes) : dex_future_new_for_error (error);
}

static OrchFhirPage *
fetch_and_parse (OrchFhirPager *self, GError **error)
{
  g_autoptr (GBytes) bytes = fetch (self, error);
  if (bytes == NULL)
    return NULL;

  Parse *parse = g_atomic_rc_box_new0 (Parse);
  parse->bytes = g_steal_pointer (&bytes);
  parse->type = g_strdup (self->type);
  g_autoptr (OrchFhirPage) page = NULL;
  if (g_bytes_get_size (parse->bytes) <= ORCH_JSON_INLINE_BYTES)
    page = orch_fhir_page_parse (parse->bytes, parse->type, &parse->next, error);
  else
    page = dex_await_object (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, parse_fiber,
                                                  g_atomic_rc_box_acquire (parse), parse_unref),
                             error);
  /* A repeated link, or one elsewhere, ends the search: the page itself is good in the first case only. */
  gboolean good = page != NULL && orch_fhir_pager_set_next (self, parse->next, error);
  parse_unref (parse);
  if (!good)
    return NULL;
  page->is_last = self->url == NULL;
  return g_steal_pointer (&page);
}

static DexFuture *
next_fiber (gpointer user_data)
{
  OrchFhirPager *self = user_data;
  GError *error = NULL;
  OrchFhirPage *page = fetch_and_parse (self, &error);

  return page != NULL ? dex_future_new_take_object (page) : dex_future_new_for_error (error);
}

static void
orch_fhir_pager_finalize (GObject *object)
{
  OrchFhirPager *self = ORCH_FHIR_PAGER (object);

  g_clear_object (&self->client);
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->former_url, g_free);
  g_clear_pointer (&self->fallback_url, g_free);
  g_clear_pointer (&self->form, g_bytes_unref);
  g_clear_pointer (&self->seen, g_hash_table_unref);

  G_OBJECT_CLASS (orch_fhir_pager_parent_class)->finalize (object);
}

static void
orch_fhir_pager_class_init (OrchFhirPagerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_fhir_pager_finalize;
}

static void
orch_fhir_pager_init (OrchFhirPager *self)
{
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

OrchFhirPager *
orch_fhir_pager_new (OrchFhirClient *client, const char *type, const char *url, const char *fallback_url, GBytes *form)
{
  OrchFhirPager *self = g_object_new (ORCH_TYPE_FHIR_PAGER, NULL);
  self->client = g_object_ref (client);
  self->type = g_strdup (type);
  self->url = g_strdup (url);
  self->fallback_url = g_strdup (fallback_url);
  self->form = form != NULL ? g_bytes_ref (form) : NULL;
  if (form == NULL)
    g_hash_table_add (self->seen, g_strdup (url));
  return self;
}

DexFuture *
orch_fhir_pager_next (OrchFhirPager *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_PAGER (self), NULL);
  return dex_scheduler_spawn (NULL, 0, next_fiber, g_object_ref (self), g_object_unref);
}

DexFuture *
orch_fhir_pager_next_bytes (OrchFhirPager *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_PAGER (self), NULL);
  return dex_scheduler_spawn (NULL, 0, next_bytes_fiber, g_object_ref (self), g_object_unref);
}

gboolean
orch_fhir_pager_is_finished (OrchFhirPager *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_PAGER (self), TRUE);
  return self->url == NULL;
}

const char *
orch_fhir_pager_get_url (OrchFhirPager *self)
{
  g_return_val_if_fail (ORCH_IS_FHIR_PAGER (self), NULL);
  return self->url;
}

gboolean
orch_fhir_pager_set_next (OrchFhirPager *self, const char *link, GError **error)
{
  g_return_val_if_fail (ORCH_IS_FHIR_PAGER (self), FALSE);

  g_autofree char *url = NULL;
  if (link != NULL && *link != '\0')
    {
      url = orch_fhir_resolve_link (orch_fhir_client_get_base (self->client), self->url, link, error);
      if (url == NULL)
        return FALSE;
      if (!g_hash_table_add (self->seen, g_strdup (url)))
        g_clear_pointer (&url, g_free);
    }
  g_clear_pointer (&self->form, g_bytes_unref);
  g_clear_pointer (&self->fallback_url, g_free);
  g_free (self->former_url);
  self->former_url = self->url;
  self->url = g_steal_pointer (&url);
  return TRUE;
}

void
orch_fhir_pager_again (OrchFhirPager *self)
{
  g_return_if_fail (ORCH_IS_FHIR_PAGER (self));

  if (self->former_url == NULL)
    return;
  if (self->url != NULL)
    g_hash_table_remove (self->seen, self->url);
  g_free (self->url);
  self->url = g_steal_pointer (&self->former_url);
}

char *
orch_fhir_pager_find_next (GBytes *bytes)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  g_autoptr (JsonNode) links = orch_json_find_member (bytes, "link");
  if (links == NULL)
    return NULL;
  g_autoptr (JsonObject) bundle = json_object_new ();
  json_object_set_member (bundle, "link", g_steal_pointer (&links));
  return g_strdup (find_next_link (bundle));
}
