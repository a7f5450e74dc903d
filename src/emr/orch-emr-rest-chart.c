/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The declared connector: documents and notes into charts, as the vendor's "chart" declares it. None of these EMRs tells what a chart holds: one whose answer was
 * lost is left to a person.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "orch-emr-rest-private.h"
#include "orch-rest-values.h"

/* What the names in its templates stand for; all (nullable) */
typedef struct
{
  OrchEmrRest *emr;
  OrchEmrDocument *document;
  char *folder;
  char *subfolder;
  char *letter_type;
  gboolean absent; /* (out): the last name that was looked up stands for nothing */
} Filling;

static void
filling_clear (Filling *self)
{
  g_free (self->folder);
  g_free (self->subfolder);
  g_free (self->letter_type);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filling, filling_clear)

static char *
format_local (gint64 us, const char *format)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (us);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_timezone (utc, g_date_time_get_timezone (now)) : NULL;

  return local != NULL ? g_date_time_format (local, format) : NULL;
}

static char *
dup_base64 (GBytes *bytes)
{
  gsize size = 0;
  const guchar *data = g_bytes_get_data (bytes, &size);

  return g_base64_encode (data, size);
}

/* Awaits, for a field of the form. */
static char *
look_up (const char *name, gpointer data, GError **error)
{
  Filling *self = data;
  const OrchEmrDocumentFields *fields = orch_emr_document_get_fields (self->document);
  const struct
  {
    const char *name;
    const char *value;
  } values[] = {
    { "op", fields->op_id },    { "patient", fields->patient },   { "author", fields->author },
    { "title", fields->title }, { "text", fields->text },         { "content-type", fields->content_type },
    { "folder", self->folder }, { "subfolder", self->subfolder }, { "letter-type", self->letter_type },
  };
  const char *value = NULL;

  if (g_str_equal (name, "base64"))
    return dup_base64 (fields->bytes);
  if (g_str_equal (name, "rtf"))
    return orch_emr_document_dup_rtf (self->document);
  if (g_str_equal (name, "file-name"))
    return orch_emr_document_dup_file_name (self->document);
  if (g_str_equal (name, "day"))
    return format_local (fields->written_us, "%Y-%m-%d");
  if (g_str_equal (name, "moment"))
    return format_local (fields->written_us, "%Y-%m-%dT%H:%M:%S");
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (name, values[i].name))
      {
        self->absent = values[i].value == NULL;
        if (self->absent)
          g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, name);
        return g_strdup (values[i].value);
      }
  value = orch_emr_get_value (ORCH_EMR (self->emr), name);
  return value != NULL ? g_strdup (value) : orch_emr_fetch_secret (ORCH_EMR (self->emr), name, error);
}

/* "{patient#}": as a number. Awaits. Returns: %FALSE and no @error when it is none, or is not there: the member is left out */
static gboolean
fill_number (Filling *self, JsonObject *body, const char *member, const char *template_, GError **error)
{
  g_autofree char *name = g_strndup (template_ + 1, strlen (template_) - strlen ("{#}"));
  g_autoptr (GError) local_error = NULL;
  g_autofree char *value = look_up (name, self, &local_error);
  gint64 number = 0;

  if (value == NULL && !self->absent)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (value != NULL && g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &number, NULL))
    json_object_set_int_member (body, member, number);
  return TRUE;
}

/* Awaits. What is not there leaves its member out. Returns: (transfer full) (nullable) */
static JsonObject *
fill (Filling *self, JsonObject *templates, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GList) members = json_object_get_members (templates);

  for (GList *l = members; l != NULL; l = l->next)
    {
      const char *template_ = orch_json_get_string (templates, l->data);
      g_autofree char *text = NULL;
      g_autoptr (GError) local_error = NULL;

      self->absent = FALSE;
      if (template_[0] == '{' && g_str_has_suffix (template_, "#}"))
        {
          if (!fill_number (self, body, l->data, template_, error))
            return NULL;
          continue;
        }
      text = orch_rest_expand (template_, FALSE, look_up, self, &local_error);
      if (text != NULL)
        json_object_set_string_member (body, l->data, text);
      else if (!self->absent)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
  return g_steal_pointer (&body);
}

/* --- what is chosen by its name --------------------------------------------------------------------- */

/* @list: (nullable): an array. Returns: (transfer none) (nullable): the one of that name; capitals and accents do not count */
static JsonNode *
find_named (JsonNode *list, const OrchRestChoice *choice, const char *name)
{
  JsonArray *array = list != NULL && JSON_NODE_HOLDS_ARRAY (list) ? json_node_get_array (list) : NULL;
  g_autofree char *sought = orch_text_fold (name);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *one = json_array_get_element (array, i);
      g_autofree char *its_name = orch_rest_dup_text (orch_rest_find (one, choice->name));
      g_autofree char *folded = its_name != NULL ? orch_text_fold (its_name) : NULL;

      if (g_strcmp0 (folded, sought) == 0)
        return one;
    }
  return NULL;
}

/* Awaits. @name: (nullable): nobody chose; @sub: (nullable). Returns: whether @id, and @sub_id, are what was chosen, or nothing can be */
static gboolean
choose (OrchRestClient *client, const OrchRestChoice *choice, OrchEmrPostingTrouble missing, const char *name,
        const char *sub, char **id, char **sub_id, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonNode *one = NULL;

  if (choice->path == NULL)
    return TRUE;
  if (name != NULL)
    {
      root = dex_await_boxed (orch_rest_client_get (client, choice->path), error);
      if (root == NULL)
        return FALSE;
      one = find_named (orch_rest_find (root, choice->items), choice, name);
    }
  *id = one != NULL ? orch_rest_dup_text (orch_rest_find (one, choice->id)) : NULL;
  if (*id == NULL)
    {
      orch_emr_posting_set_error (error, missing, name);
      return FALSE;
    }
  if (sub == NULL || choice->sub == NULL)
    return TRUE;
  one = find_named (orch_rest_find (one, choice->sub), choice, sub);
  *sub_id = one != NULL ? orch_rest_dup_text (orch_rest_find (one, choice->id)) : NULL;
  if (*sub_id == NULL)
    orch_emr_posting_set_error (error, ORCH_EMR_POSTING_NO_SUBFOLDER, sub);
  return *sub_id != NULL;
}

/* Awaits. Of the one patient, as the synchronisation reads them. */
static gboolean
check_patient (OrchEmrRest *self, const char *patient, GError **error)
{
  const char *const ids[] = { patient, NULL };
  g_autoptr (OrchEmrPager) pager = orch_emr_rest_read_people (self, ids);
  g_autoptr (OrchEmrPage) page = dex_await_object (orch_emr_pager_next (pager), error);

  if (page == NULL)
    return FALSE;
  if (orch_emr_page_get_records (page)->len == 0)
    orch_emr_posting_set_error (error, ORCH_EMR_POSTING_NO_PATIENT, NULL);
  return orch_emr_page_get_records (page)->len > 0;
}

/* --- sending ------------------------------------------------------------------------------------------ */

/* RFC 7578. The name of the file is in the other part: what is not ASCII has no sure way here. */
static GBytes *
make_form (const OrchRestChart *chart, const OrchEmrDocumentFields *fields, GBytes *body, char **content_type)
{
  g_autoptr (GByteArray) form = g_byte_array_new ();
  g_autofree char *boundary = g_strconcat ("orchestrateur-", fields->op_id, NULL);
  g_autofree char *first =
      g_strdup_printf ("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\nContent-Type: application/json\r\n\r\n",
                       boundary, chart->part);
  g_autofree char *second = g_strdup_printf (
      "\r\n--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"document\"\r\nContent-Type: %s\r\n\r\n",
      boundary, chart->file, fields->content_type);
  g_autofree char *end = g_strdup_printf ("\r\n--%s--\r\n", boundary);
  gsize size = 0;
  const guchar *data = g_bytes_get_data (body, &size);

  g_byte_array_append (form, (const guchar *) first, strlen (first));
  g_byte_array_append (form, data, size);
  g_byte_array_append (form, (const guchar *) second, strlen (second));
  data = g_bytes_get_data (fields->bytes, &size);
  g_byte_array_append (form, data, size);
  g_byte_array_append (form, (const guchar *) end, strlen (end));
  *content_type = g_strdup_printf ("multipart/form-data; boundary=%s", boundary);
  return g_byte_array_free_to_bytes (g_steal_pointer (&form));
}

char *
orch_emr_rest_await_post (OrchEmr *emr, OrchEmrPosting *posting, GError **error)
{
  OrchEmrRest *self = ORCH_EMR_REST (emr);
  const OrchEmrDocumentFields *fields = orch_emr_document_get_fields (posting->document);
  g_auto (Filling) filling = { .emr = self, .document = posting->document };
  OrchRestChart chart = { 0 };
  OrchRestClient *client = NULL;
  g_autofree char *path = NULL;
  g_autofree char *content_type = NULL;
  g_autoptr (JsonObject) filled = NULL;
  g_autoptr (GBytes) json = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) local_error = NULL;
  char *id = NULL;

  if (!orch_rest_declaration_get_chart (orch_emr_rest_get_declaration (self), posting->is_note, &chart))
    orch_emr_posting_set_error (error, posting->is_note ? ORCH_EMR_POSTING_NO_NOTES : ORCH_EMR_POSTING_NO_DOCUMENTS,
                                NULL);
  else if (posting->again)
    orch_emr_posting_set_error (error, ORCH_EMR_POSTING_MAY_BE_THERE, NULL);
  else
    client = orch_emr_rest_ensure_writer (self, error);
  if (client == NULL || !check_patient (self, fields->patient, error) ||
      !choose (client, &chart.folders, ORCH_EMR_POSTING_NO_FOLDER, fields->folder, fields->subfolder, &filling.folder,
               &filling.subfolder, error) ||
      !choose (client, &chart.letter_types, ORCH_EMR_POSTING_NO_LETTER_TYPE, fields->letter_type, NULL,
               &filling.letter_type, NULL, error))
    return NULL;
  path = orch_rest_expand (chart.path, TRUE, look_up, &filling, error);
  filled = path != NULL ? fill (&filling, chart.body, error) : NULL;
  if (filled == NULL)
    return NULL;
  json = orch_json_to_bytes (filled);
  body = chart.part != NULL ? make_form (&chart, fields, json, &content_type) : g_bytes_ref (json);
  if (!orch_emr_posting_await_leave (posting, error))
    return NULL;
  root = dex_await_boxed (orch_rest_client_send (client, chart.method, path,
                                                 content_type != NULL ? content_type : "application/json", body),
                          &local_error);
  if (root != NULL)
    {
      id = orch_rest_dup_text (orch_rest_find (root, chart.id != NULL ? chart.id : ""));
      return id != NULL ? id : g_strdup ("");
    }
  orch_emr_posting_explain (posting, &local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}
