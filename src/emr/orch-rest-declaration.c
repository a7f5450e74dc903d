/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-rest-declaration.h. The schema of the catalogue has checked the shape; here is what it cannot say: names in templates, fields of
 * records.
 */
#include "orch-rest-declaration.h"

#include <string.h>

#include "catalogue/orch-bilingual.h"
#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "orch-emr-private.h"
#include "orch-rest-values.h"

#define SIZE_MAX_A_PAGE 1000

struct _OrchRestDeclaration
{
  GObject parent_instance;

  JsonObject *connection; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OrchRestDeclaration, orch_rest_declaration, G_TYPE_OBJECT)

/* --- templates ----------------------------------------------------------------------------------- */

char *
orch_rest_expand (const char *template_, gboolean escaped, OrchRestLookup lookup, gpointer data, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (template_ != NULL && lookup != NULL, NULL);

  for (const char *p = template_; *p != '\0';)
    {
      const char *end = *p == '{' ? strchr (p, '}') : NULL;
      g_autofree char *name = end != NULL ? g_strndup (p + 1, (gsize) (end - p - 1)) : NULL;
      g_autofree char *value = NULL;

      if (name == NULL)
        {
          g_string_append_c (text, *p++);
          continue;
        }
      value = lookup (name, data, error);
      if (value == NULL)
        return NULL;
      if (escaped)
        g_string_append_uri_escaped (text, value, NULL, FALSE);
      else
        g_string_append (text, value);
      p = end + 1;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct
{
  OrchEmrVendor *vendor;
  const char *const *more; /* names beside the fields of the form */
} Known;

static char *
check_name (const char *name, gpointer data, GError **error)
{
  const Known *known = data;

  if (g_strv_contains (known->more, name) || known->vendor == NULL ||
      orch_emr_vendor_find_field (known->vendor, name) != NULL)
    return g_strdup ("");
  g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "{%s} is no field of the form", name);
  return NULL;
}

static gboolean
check_template (const char *template_, OrchEmrVendor *vendor, const char *const *more, GError **error)
{
  Known known = { vendor, more };
  g_autofree char *text = template_ != NULL ? orch_rest_expand (template_, FALSE, check_name, &known, error) : NULL;

  return template_ == NULL || text != NULL;
}

static gboolean
check_templates (JsonObject *templates, OrchEmrVendor *vendor, const char *const *more, GError **error)
{
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *value = NULL;

  if (templates == NULL)
    return TRUE;
  json_object_iter_init (&iter, templates);
  while (json_object_iter_next (&iter, &name, &value))
    {
      if (orch_json_get_string (templates, name) == NULL)
        {
          g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "%s: is no text", name);
          return FALSE;
        }
      if (!check_template (json_node_get_string (value), vendor, more, error))
        {
          g_prefix_error (error, "%s: ", name);
          return FALSE;
        }
    }
  return TRUE;
}

/* --- checks -------------------------------------------------------------------------------------- */

static const char *const list_names[] = { "each", "id", "from-day", "to-day", "from", "to", NULL };
static const char *const search_names[] = { "nam", "family", "given", "birth-day", "words", NULL };
static const char *const no_names[] = { "base", NULL };
/* With “#”: as a number */
static const char *const chart_names[] = { "op",        "patient",    "patient#",     "author",       "author#",
                                           "title",     "file-name",  "content-type", "day",          "moment",
                                           "text",      "rtf",        "base64",       "folder",       "folder#",
                                           "subfolder", "subfolder#", "letter-type",  "letter-type#", NULL };

static gboolean
check_record (OrchRestKind kind, JsonObject *fields, GError **error)
{
  const char *const *known = orch_rest_kind_get_fields (kind);
  JsonObjectIter iter;
  const char *name = NULL;
  JsonNode *spec = NULL;

  if (fields == NULL || !json_object_has_member (fields, known[0]))
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "record.%s: is missing", known[0]);
      return FALSE;
    }
  json_object_iter_init (&iter, fields);
  while (json_object_iter_next (&iter, &name, &spec))
    if (!g_strv_contains (known, name) || !orch_rest_is_spec (spec))
      {
        g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "record.%s: %s", name,
                     g_strv_contains (known, name) ? "says not where the value is" : "there is no such value");
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_one (OrchRestKind kind, const OrchRestList *list, const char *const *names, OrchEmrVendor *vendor, GError **error)
{
  if (list->path == NULL || list->path[0] != '/')
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "path: must begin with /");
      return FALSE;
    }
  if (list->paging != ORCH_REST_ONE_PAGE && list->start_name == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "paging: does not say where a page begins");
      return FALSE;
    }
  for (guint i = 0; i < orch_json_array_length (list->only); i++)
    if (!orch_rest_is_spec (json_array_get_element (list->only, i)))
      {
        g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "only[%u]: says not where the value is", i);
        return FALSE;
      }
  return check_template (list->path, vendor, names, error) && check_templates (list->query, vendor, names, error) &&
         check_record (kind, list->fields, error);
}

static gboolean
check_list (OrchRestDeclaration *self, OrchRestKind kind, OrchEmrVendor *vendor, GError **error)
{
  OrchRestList list = { 0 };
  OrchRestList each = { 0 };
  OrchRestList search = { 0 };
  OrchRestList single = { 0 };

  if (!orch_rest_declaration_get_list (self, kind, &list))
    {
      if (kind != ORCH_REST_STAFF && kind != ORCH_REST_SERVICES)
        return TRUE;
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "is missing");
      return FALSE;
    }
  if (!check_one (kind, &list, list_names, vendor, error) ||
      (orch_rest_declaration_get_each (&list, &each) &&
       !check_one (ORCH_REST_DEPARTMENTS, &each, list_names, vendor, error)))
    return FALSE;
  if (kind == ORCH_REST_PATIENTS && orch_rest_declaration_get_search (self, &search) &&
      !check_one (kind, &search, search_names, vendor, error))
    {
      g_prefix_error_literal (error, "search.");
      return FALSE;
    }
  if (kind == ORCH_REST_APPOINTMENTS && orch_rest_declaration_get_single (self, &single) &&
      !check_one (kind, &single, list_names, vendor, error))
    {
      g_prefix_error_literal (error, "single.");
      return FALSE;
    }
  return TRUE;
}

static OrchRestProof
read_proof (JsonObject *token)
{
  static const char *const nicks[] = { "none", "secret-basic", "secret-post", "password", "fixed", "register" };

  for (guint i = 1; i < G_N_ELEMENTS (nicks); i++)
    if (g_strcmp0 (orch_json_get_string (token, "proof"), nicks[i]) == 0)
      return (OrchRestProof) i;
  return ORCH_REST_NO_TOKEN;
}

static OrchRestToken
read_token (JsonObject *object)
{
  return (OrchRestToken) {
    .proof = read_proof (object),
    .url = orch_json_get_string (object, "url"),
    .user = orch_json_get_string (object, "user"),
    .secret = orch_json_get_string (object, "secret"),
    .scope = orch_json_get_string (object, "scope"),
    .chart_scope = orch_json_get_string (object, "chart_scope"),
    .at = orch_json_get_string (object, "at"),
    .body = orch_json_get_object (object, "body"),
    .then_url = orch_json_get_string (orch_json_get_object (object, "then"), "url"),
    .then_at = orch_json_get_string (orch_json_get_object (object, "then"), "at"),
    .header = orch_json_get_string (object, "header"),
  };
}

static gboolean
check_token (JsonObject *object, OrchEmrVendor *vendor, GError **error)
{
  const OrchRestToken token = read_token (object);
  const char *decider = orch_json_get_string (orch_json_get_object (object, "when"), "field");

  if (token.proof == ORCH_REST_NO_TOKEN || (token.proof != ORCH_REST_FIXED && token.url == NULL) ||
      (token.proof != ORCH_REST_REGISTER && token.secret == NULL))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "does not say how a token is had");
      return FALSE;
    }
  for (guint i = 0; i < 2; i++)
    {
      const char *field = i == 0 ? token.secret : decider;

      if (vendor != NULL && field != NULL && orch_emr_vendor_find_field (vendor, field) == NULL)
        {
          g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, "“%s” is no field of the form", field);
          return FALSE;
        }
    }
  return check_template (token.url, vendor, no_names, error) && check_template (token.user, vendor, no_names, error) &&
         check_template (token.then_url, vendor, no_names, error) &&
         check_templates (token.body, vendor, no_names, error);
}

static gboolean
check_tokens (OrchRestDeclaration *self, OrchEmrVendor *vendor, GError **error)
{
  const guint n = orch_json_count (self->connection, "tokens");

  for (guint i = 0; i < n; i++)
    if (!check_token (orch_json_nth (self->connection, "tokens", i), vendor, error))
      {
        g_prefix_error (error, "$.tokens[%u]: ", i);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_charts (OrchRestDeclaration *self, OrchEmrVendor *vendor, GError **error)
{
  for (guint note = 0; note < 2; note++)
    {
      OrchRestChart chart = { 0 };

      if (!orch_rest_declaration_get_chart (self, note, &chart))
        continue;
      if (chart.path == NULL || chart.path[0] != '/' || chart.body == NULL ||
          (chart.part == NULL) != (chart.file == NULL))
        g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "does not say how it is sent");
      else if (check_template (chart.path, vendor, chart_names, error) &&
               check_templates (chart.body, vendor, chart_names, error))
        continue;
      g_prefix_error (error, "$.chart.%s: ", note ? "note" : "document");
      return FALSE;
    }
  return TRUE;
}

static gboolean
check (OrchRestDeclaration *self, OrchEmrVendor *vendor, GError **error)
{
  if (!check_tokens (self, vendor, error))
    return FALSE;
  if (orch_rest_declaration_get_base (self) == NULL ||
      !check_template (orch_rest_declaration_get_base (self), vendor, no_names, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "is missing");
      g_prefix_error_literal (error, "$.base: ");
      return FALSE;
    }
  if (!check_templates (orch_rest_declaration_get_headers (self), vendor, no_names, error))
    {
      g_prefix_error_literal (error, "$.headers.");
      return FALSE;
    }
  if (!check_templates (orch_rest_declaration_get_query (self), vendor, no_names, error))
    {
      g_prefix_error_literal (error, "$.query.");
      return FALSE;
    }
  for (guint kind = 0; kind < ORCH_REST_N_KINDS; kind++)
    if (!check_list (self, (OrchRestKind) kind, vendor, error))
      {
        g_prefix_error (error, "$.lists.%s: ", orch_rest_kind_get_name ((OrchRestKind) kind));
        return FALSE;
      }
  return check_charts (self, vendor, error);
}

/* --- the object ----------------------------------------------------------------------------------- */

static void
orch_rest_declaration_finalize (GObject *object)
{
  g_clear_pointer (&ORCH_REST_DECLARATION (object)->connection, json_object_unref);
  G_OBJECT_CLASS (orch_rest_declaration_parent_class)->finalize (object);
}

static void
orch_rest_declaration_class_init (OrchRestDeclarationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_rest_declaration_finalize;
}

static void
orch_rest_declaration_init (OrchRestDeclaration *self)
{
}

OrchRestDeclaration *
orch_rest_declaration_new (JsonObject *connection, OrchEmrVendor *vendor, GError **error)
{
  g_autoptr (OrchRestDeclaration) self = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (connection != NULL, NULL);

  self = g_object_new (ORCH_TYPE_REST_DECLARATION, NULL);
  self->connection = json_object_ref (connection);
  if (check (self, vendor, &local_error))
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

const char *
orch_rest_declaration_get_base (OrchRestDeclaration *self)
{
  return orch_json_get_string (self->connection, "base");
}

JsonObject *
orch_rest_declaration_get_headers (OrchRestDeclaration *self)
{
  return orch_json_get_object (self->connection, "headers");
}

JsonObject *
orch_rest_declaration_get_query (OrchRestDeclaration *self)
{
  return orch_json_get_object (self->connection, "query");
}

/* The way that the form has chosen; the one that waits for no choice, when it has not. */
gboolean
orch_rest_declaration_get_token (OrchRestDeclaration *self, OrchEmr *emr, OrchRestToken *token)
{
  const guint n = orch_json_count (self->connection, "tokens");

  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = orch_json_nth (self->connection, "tokens", i);
      JsonObject *when = orch_json_get_object (object, "when");
      const char *chosen = when != NULL ? orch_emr_get_value (emr, orch_json_get_string (when, "field")) : NULL;

      if (when != NULL && g_strcmp0 (chosen, orch_json_get_string (when, "value")) != 0)
        continue;
      *token = read_token (object);
      return TRUE;
    }
  *token = (OrchRestToken) { 0 };
  return FALSE;
}

static OrchRestList
read_list (JsonObject *object)
{
  JsonObject *paging = orch_json_get_object (object, "paging");
  const char *by = orch_json_get_string (paging, "by");
  const char *items = orch_json_get_string (object, "items");

  return (OrchRestList) {
    .path = orch_json_get_string (object, "path"),
    .query = orch_json_get_object (object, "query"),
    .items = items != NULL ? items : "",
    .only = orch_json_get_array (object, "only"),
    .fields = orch_json_get_object (object, "record"),
    .each = orch_json_get_object (object, "each"),
    .since = orch_json_get_string (object, "since"),
    .paging = g_strcmp0 (by, "after") == 0   ? ORCH_REST_AFTER
              : g_strcmp0 (by, "index") == 0 ? ORCH_REST_INDEX
                                             : ORCH_REST_ONE_PAGE,
    .start_name = orch_json_get_string (paging, "start"),
    .next_path = orch_json_get_string (paging, "next"),
    .size_name = orch_json_get_string (paging, "size"),
    .size = (guint) CLAMP (orch_json_get_int (paging, "count", 100), 1, SIZE_MAX_A_PAGE),
  };
}

gboolean
orch_rest_declaration_get_list (OrchRestDeclaration *self, OrchRestKind kind, OrchRestList *list)
{
  JsonObject *lists = orch_json_get_object (self->connection, "lists");
  JsonObject *object = orch_json_get_object (lists, orch_rest_kind_get_name (kind));

  if (object == NULL)
    return FALSE;
  *list = read_list (object);
  return TRUE;
}

static OrchRestChoice
read_choice (JsonObject *object)
{
  const char *items = orch_json_get_string (object, "items");

  return (OrchRestChoice) {
    .path = orch_json_get_string (object, "path"),
    .items = items != NULL ? items : "",
    .id = orch_json_get_string (object, "id"),
    .name = orch_json_get_string (object, "name"),
    .sub = orch_json_get_string (object, "sub"),
  };
}

gboolean
orch_rest_declaration_get_chart (OrchRestDeclaration *self, gboolean note, OrchRestChart *chart)
{
  JsonObject *charts = orch_json_get_object (self->connection, "chart");
  JsonObject *object = orch_json_get_object (charts, note ? "note" : "document");
  const char *method = orch_json_get_string (object, "method");

  if (object == NULL)
    return FALSE;
  *chart = (OrchRestChart) {
    .method = method != NULL ? method : "POST",
    .path = orch_json_get_string (object, "path"),
    .body = orch_json_get_object (object, "body"),
    .part = orch_json_get_string (object, "part"),
    .file = orch_json_get_string (object, "file"),
    .id = orch_json_get_string (object, "id"),
    .folders = read_choice (orch_json_get_object (object, "folders")),
    .letter_types = read_choice (orch_json_get_object (object, "letter_types")),
  };
  return TRUE;
}

gboolean
orch_rest_declaration_get_each (const OrchRestList *list, OrchRestList *each)
{
  if (list->each == NULL)
    return FALSE;
  *each = read_list (list->each);
  return TRUE;
}

/* What is asked of a list besides its pages: its records are those of the list. */
static gboolean
get_question (OrchRestDeclaration *self, OrchRestKind kind, const char *member, OrchRestList *question)
{
  JsonObject *lists = orch_json_get_object (self->connection, "lists");
  JsonObject *list = orch_json_get_object (lists, orch_rest_kind_get_name (kind));
  JsonObject *object = orch_json_get_object (list, member);

  if (object == NULL)
    return FALSE;
  *question = read_list (object);
  question->fields = orch_json_get_object (list, "record");
  return TRUE;
}

gboolean
orch_rest_declaration_get_search (OrchRestDeclaration *self, OrchRestList *search)
{
  return get_question (self, ORCH_REST_PATIENTS, "search", search);
}

gboolean
orch_rest_declaration_get_single (OrchRestDeclaration *self, OrchRestList *single)
{
  return get_question (self, ORCH_REST_APPOINTMENTS, "single", single);
}

static const char *
get_words (JsonObject *object, const char *member)
{
  const char *language = orch_bilingual_get_language ();

  return orch_json_get_string (orch_json_get_object (object, member), language);
}

const char *
orch_rest_declaration_explain (OrchRestDeclaration *self, OrchRestOf asked, guint status, const char *words)
{
  static const char *const names[] = { "data", "token", "chart" };
  /* Who is not let in is not let in, whatever they came for. */
  const char *wanted_of = names[asked == ORCH_REST_OF_CHART && status == 401 ? ORCH_REST_OF_DATA : asked];
  const guint n = orch_json_count (self->connection, "refusals");
  g_autofree char *folded = words != NULL ? orch_text_fold (words) : g_strdup ("");

  for (guint i = 0; i < n; i++)
    {
      JsonObject *refusal = orch_json_nth (self->connection, "refusals", i);
      const char *wanted = orch_json_get_string (refusal, "words");
      const char *of = orch_json_get_string (refusal, "of");
      g_autofree char *sought = wanted != NULL ? orch_text_fold (wanted) : NULL;

      if (of != NULL ? !g_str_equal (of, wanted_of) : g_str_equal (wanted_of, "chart"))
        continue;
      if (orch_json_get_int (refusal, "status", status) == status &&
          (sought == NULL || strstr (folded, sought) != NULL))
        return get_words (refusal, "means");
    }
  return NULL;
}

const char *
orch_rest_declaration_get_nobody_advice (OrchRestDeclaration *self)
{
  return get_words (self->connection, "nobody");
}

const char *
orch_rest_declaration_get_clash_advice (OrchRestDeclaration *self)
{
  return get_words (self->connection, "clash");
}
