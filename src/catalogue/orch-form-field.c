/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A field of a connection form.
 */
#include "orch-form-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-text.h"

typedef enum
{
  MESSAGE_MISSING = 0,
  MESSAGE_TOO_LONG,
  MESSAGE_MALFORMED,
  MESSAGE_NOT_URL,
  MESSAGE_NOT_HTTPS,
  MESSAGE_NO_PATH,
  MESSAGE_HAS_USER,
  MESSAGE_NOT_CHOICE,
  MESSAGE_BAD_SCOPE,
  MESSAGE_SLASH_REMOVED,
} Message;

#define N_MESSAGES (MESSAGE_SLASH_REMOVED + 1)

typedef struct
{
  char *id;             /* (owned) */
  OrchBilingual *label; /* (owned) */
} Choice;

struct _OrchFormField
{
  GObject parent_instance;

  char *id; /* (owned) */
  OrchFormFieldKind kind;
  OrchBilingual *label;                /* (owned) */
  OrchBilingual *help;                 /* (owned) (nullable) */
  OrchBilingual *messages[N_MESSAGES]; /* (owned) */
  char *default_value;                 /* (owned) (nullable) */
  GRegex *pattern;                     /* (owned) (nullable) */
  GArray *choices;                     /* (owned) (element-type Choice) */
  char *condition_field;               /* (owned) (nullable) */
  char **condition_values;             /* (owned) (nullable) */
  OrchFileKind table;
  guint max_length;
  gboolean is_required;
  gboolean is_advanced;
  gboolean is_upper;
  gboolean is_lower;
  gboolean needs_path;
  gboolean keeps_slash;
};

typedef enum
{
  PROP_ID = 1,
  PROP_LABEL,
  PROP_HELP,
  PROP_KIND,
  PROP_REQUIRED,
  PROP_ADVANCED,
} OrchFormFieldProperty;

static GParamSpec *properties[PROP_ADVANCED + 1];

static const char *const kind_names[] = { "text",   "url",           "secret", "choice",
                                          "scopes", "authorisation", "folder", "table" };

static const char *const message_names[N_MESSAGES] = {
  [MESSAGE_MISSING] = "missing",     [MESSAGE_TOO_LONG] = "too_long",
  [MESSAGE_MALFORMED] = "malformed", [MESSAGE_NOT_URL] = "not_url",
  [MESSAGE_NOT_HTTPS] = "not_https", [MESSAGE_NO_PATH] = "no_path",
  [MESSAGE_HAS_USER] = "has_user",   [MESSAGE_NOT_CHOICE] = "not_choice",
  [MESSAGE_BAD_SCOPE] = "bad_scope", [MESSAGE_SLASH_REMOVED] = "slash_removed",
};

G_DEFINE_FINAL_TYPE (OrchFormField, orch_form_field, G_TYPE_OBJECT)

static void
choice_clear (gpointer data)
{
  Choice *choice = data;

  g_clear_pointer (&choice->id, g_free);
  g_clear_pointer (&choice->label, orch_bilingual_free);
}

static gboolean
has_choice (OrchFormField *self, const char *id)
{
  for (guint i = 0; i < self->choices->len; i++)
    if (g_str_equal (g_array_index (self->choices, Choice, i).id, id))
      return TRUE;
  return FALSE;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_str_equal (host, "localhost") || (address != NULL && g_inet_address_get_is_loopback (address));
}

/* Returns: (transfer full) (nullable): @host in lower case, in the ASCII form of international names; %NULL when no host is called so */
static char *
normalize_host (const char *host)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);
  g_autofree char *lower = ascii != NULL ? g_ascii_strdown (ascii, -1) : NULL;

  if (lower == NULL || *lower == '\0')
    return NULL;
  if (g_hostname_is_ip_address (lower))
    return g_steal_pointer (&lower);
  return lower[strspn (lower, "abcdefghijklmnopqrstuvwxyz0123456789-._")] == '\0' ? g_steal_pointer (&lower) : NULL;
}

static char *
without_white_space (const char *text)
{
  g_autofree char *clean = orch_text_clean (text, 0);
  GString *out = g_string_new (NULL);

  for (const char *p = clean; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (out, g_utf8_get_char (p));
  return g_string_free (out, FALSE);
}

/* Returns: (transfer full) (nullable): the address to keep; @message: why there is none, or what was changed, -1 for nothing to say */
static char *
normalize_url (OrchFormField *self, const char *text, int *message)
{
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  gboolean is_http;
  gsize n;

  *message = MESSAGE_NOT_URL;
  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;
  is_http = g_str_equal (g_uri_get_scheme (uri), "http");
  if (!is_http && !g_str_equal (g_uri_get_scheme (uri), "https"))
    return NULL;
  if (g_uri_get_userinfo (uri) != NULL)
    {
      *message = MESSAGE_HAS_USER;
      return NULL;
    }
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return NULL;
  host = normalize_host (g_uri_get_host (uri));
  if (host == NULL)
    return NULL;
  if (is_http && !is_loopback (host))
    {
      *message = MESSAGE_NOT_HTTPS;
      return NULL;
    }

  *message = -1;
  path = g_strdup (g_uri_get_path (uri));
  n = strlen (path);
  if (!self->keeps_slash)
    while (n > 0 && path[n - 1] == '/')
      {
        path[--n] = '\0';
        *message = MESSAGE_SLASH_REMOVED;
      }
  if (self->needs_path && n == 0)
    {
      *message = MESSAGE_NO_PATH;
      return NULL;
    }
  return g_uri_join (G_URI_FLAGS_ENCODED, g_uri_get_scheme (uri), NULL, host, g_uri_get_port (uri), path, NULL, NULL);
}

/* Scope tokens of RFC 6749: printable ASCII but the quote and the backslash. */
static gboolean
are_scopes_good (const char *scopes)
{
  for (const char *p = scopes; *p != '\0'; p++)
    if (*p != ' ' && (!g_ascii_isgraph (*p) || *p == '"' || *p == '\\'))
      return FALSE;
  return TRUE;
}

static char *
normalize (OrchFormField *self, const char *text)
{
  g_autofree char *clean = NULL;

  if (orch_form_field_is_secret (self))
    return g_strdup (text != NULL ? text : "");
  if (self->kind == ORCH_FORM_FIELD_URL)
    return without_white_space (text);
  if (self->kind == ORCH_FORM_FIELD_SCOPES)
    {
      g_autoptr (GPtrArray) scopes = g_ptr_array_new_null_terminated (4, NULL, TRUE);
      g_auto (GStrv) parts = g_strsplit_set (text != NULL ? text : "", " \t\r\n", -1);

      for (guint i = 0; parts[i] != NULL; i++)
        if (parts[i][0] != '\0')
          g_ptr_array_add (scopes, parts[i]);
      return g_strjoinv (" ", (char **) scopes->pdata);
    }
  /* A key file has lines. */
  if (self->kind == ORCH_FORM_FIELD_TABLE)
    return g_strdup (text != NULL ? text : "");
  clean = orch_text_clean (text, 0);
  if (self->is_upper)
    return g_utf8_strup (clean, -1);
  if (self->is_lower)
    return g_utf8_strdown (clean, -1);
  return g_steal_pointer (&clean);
}

/* The state of a text that is not empty; @value: (inout): the normalized text; @message: -1 for nothing to say */
static OrchFieldState
judge (OrchFormField *self, char **value, int *message)
{
  *message = -1;
  switch (self->kind)
    {
    case ORCH_FORM_FIELD_URL:
      {
        char *url = normalize_url (self, *value, message);

        g_free (*value);
        *value = url;
        if (url == NULL)
          return ORCH_FIELD_MALFORMED;
        break;
      }
    case ORCH_FORM_FIELD_CHOICE:
      if (!has_choice (self, *value))
        *message = MESSAGE_NOT_CHOICE;
      break;
    case ORCH_FORM_FIELD_SCOPES:
      if (!are_scopes_good (*value))
        *message = MESSAGE_BAD_SCOPE;
      break;
    case ORCH_FORM_FIELD_FOLDER:
    case ORCH_FORM_FIELD_TABLE:
      if (self->kind == ORCH_FORM_FIELD_FOLDER ? !g_path_is_absolute (*value)
                                               : !orch_file_map_is_whole (self->table, *value))
        *message = MESSAGE_MALFORMED;
      break;
    case ORCH_FORM_FIELD_TEXT:
    case ORCH_FORM_FIELD_SECRET:
    case ORCH_FORM_FIELD_AUTHORISATION:
    default:
      if (self->pattern != NULL &&
          (!g_utf8_validate (*value, -1, NULL) || !g_regex_match (self->pattern, *value, 0, NULL)))
        *message = MESSAGE_MALFORMED;
    }
  if (*message != -1 && *message != MESSAGE_SLASH_REMOVED)
    return ORCH_FIELD_MALFORMED;
  /* Of what is kept: escaping makes an address longer, a removed slash shorter. */
  if (self->max_length > 0 && orch_text_length (*value) > self->max_length)
    {
      *message = MESSAGE_TOO_LONG;
      return ORCH_FIELD_TOO_LONG;
    }
  return ORCH_FIELD_OK;
}

static gboolean
read_choices (OrchFormField *self, JsonObject *object, GError **error)
{
  if (json_object_has_member (object, "choices"))
    {
      JsonArray *choices = json_object_get_array_member (object, "choices");

      for (guint i = 0; i < json_array_get_length (choices); i++)
        {
          JsonObject *one = json_array_get_object_element (choices, i);
          Choice choice = { g_strdup (json_object_get_string_member (one, "id")), orch_bilingual_read (one, "label") };

          g_array_append_val (self->choices, choice);
        }
    }
  if ((self->kind == ORCH_FORM_FIELD_CHOICE) != (self->choices->len > 0))
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID,
                   /* translators: %s is the id of a field; “choice” is a word of the file */
                   _ ("field “%s”: choices belong to a field of kind “choice”, and to no other"), self->id);
      return FALSE;
    }
  if (self->choices->len > 0 && self->default_value != NULL && !has_choice (self, self->default_value))
    {
      /* translators: %s is the id of a field */
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("field “%s”: the default is not one of the choices"),
                   self->id);
      return FALSE;
    }
  return TRUE;
}

static void
read_condition (OrchFormField *self, JsonObject *object)
{
  JsonObject *condition;
  JsonArray *values;
  guint n;

  if (!json_object_has_member (object, "visible_when"))
    return;
  condition = json_object_get_object_member (object, "visible_when");
  values = json_object_get_array_member (condition, "values");
  n = json_array_get_length (values);
  self->condition_field = g_strdup (json_object_get_string_member (condition, "field"));
  self->condition_values = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    self->condition_values[i] = g_strdup (json_array_get_string_element (values, i));
}

static void
orch_form_field_finalize (GObject *object)
{
  OrchFormField *self = ORCH_FORM_FIELD (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->label, orch_bilingual_free);
  g_clear_pointer (&self->help, orch_bilingual_free);
  for (guint i = 0; i < N_MESSAGES; i++)
    g_clear_pointer (&self->messages[i], orch_bilingual_free);
  g_clear_pointer (&self->default_value, g_free);
  g_clear_pointer (&self->pattern, g_regex_unref);
  g_clear_pointer (&self->choices, g_array_unref);
  g_clear_pointer (&self->condition_field, g_free);
  g_clear_pointer (&self->condition_values, g_strfreev);
  G_OBJECT_CLASS (orch_form_field_parent_class)->finalize (object);
}

static void
orch_form_field_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchFormField *self = ORCH_FORM_FIELD (object);

  switch ((OrchFormFieldProperty) id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_LABEL:
      g_value_set_string (value, orch_bilingual_get (self->label, NULL));
      break;
    case PROP_HELP:
      g_value_set_string (value, orch_bilingual_get (self->help, NULL));
      break;
    case PROP_KIND:
      g_value_set_int (value, self->kind);
      break;
    case PROP_REQUIRED:
      g_value_set_boolean (value, self->is_required);
      break;
    case PROP_ADVANCED:
      g_value_set_boolean (value, self->is_advanced);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_form_field_class_init (OrchFormFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_form_field_finalize;
  object_class->get_property = orch_form_field_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_HELP] = g_param_spec_string ("help", NULL, NULL, NULL, flags);
  /* kind: an OrchFormFieldKind */
  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, ORCH_FORM_FIELD_TABLE, 0, flags);
  properties[PROP_REQUIRED] = g_param_spec_boolean ("required", NULL, NULL, FALSE, flags);
  properties[PROP_ADVANCED] = g_param_spec_boolean ("advanced", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_form_field_init (OrchFormField *self)
{
  self->choices = g_array_new (FALSE, FALSE, sizeof (Choice));
  g_array_set_clear_func (self->choices, choice_clear);
}

OrchFormField *
orch_form_field_new (JsonObject *object, JsonObject *messages, GError **error)
{
  g_autoptr (OrchFormField) self = NULL;
  const char *kind, *pattern, *transform;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (messages != NULL, NULL);

  self = g_object_new (ORCH_TYPE_FORM_FIELD, NULL);
  self->id = g_strdup (json_object_get_string_member (object, "id"));
  kind = json_object_get_string_member (object, "kind");
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (g_str_equal (kind_names[i], kind))
      self->kind = (OrchFormFieldKind) i;
  orch_file_kind_find (json_object_get_string_member_with_default (object, "table", NULL), &self->table);
  self->label = orch_bilingual_read (object, "label");
  self->help = orch_bilingual_read (object, "help");
  for (guint i = 0; i < N_MESSAGES; i++)
    self->messages[i] = orch_bilingual_read (messages, message_names[i]);
  if (json_object_has_member (object, "malformed"))
    {
      g_clear_pointer (&self->messages[MESSAGE_MALFORMED], orch_bilingual_free);
      self->messages[MESSAGE_MALFORMED] = orch_bilingual_read (object, "malformed");
    }
  self->default_value = g_strdup (json_object_get_string_member_with_default (object, "default", NULL));
  self->max_length = json_object_get_int_member_with_default (object, "max_length", 0);
  self->is_required = json_object_get_boolean_member (object, "required");
  self->is_advanced = json_object_get_boolean_member_with_default (object, "advanced", FALSE);
  self->needs_path = json_object_get_boolean_member_with_default (object, "needs_path", FALSE);
  self->keeps_slash = json_object_get_boolean_member_with_default (object, "keep_slash", FALSE);
  transform = json_object_get_string_member_with_default (object, "transform", "");
  self->is_upper = g_str_equal (transform, "upper");
  self->is_lower = g_str_equal (transform, "lower");
  pattern = json_object_get_string_member_with_default (object, "pattern", NULL);
  if (pattern != NULL)
    {
      self->pattern = g_regex_new (pattern, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
      if (self->pattern == NULL)
        {
          /* translators: %s is the id of a field */
          g_set_error (error, ORCH_ERROR, ORCH_ERROR_INVALID, _ ("field “%s”: the pattern is not a regular expression"),
                       self->id);
          return NULL;
        }
    }
  read_condition (self, object);
  if (!read_choices (self, object, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
orch_form_field_get_id (OrchFormField *self)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), NULL);

  return self->id;
}

OrchFormFieldKind
orch_form_field_get_kind (OrchFormField *self)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), ORCH_FORM_FIELD_TEXT);

  return self->kind;
}

gboolean
orch_form_field_is_secret (OrchFormField *self)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), FALSE);

  return self->kind == ORCH_FORM_FIELD_SECRET || self->kind == ORCH_FORM_FIELD_AUTHORISATION;
}

const char *
orch_form_field_get_label (OrchFormField *self, const char *language)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), NULL);

  return orch_bilingual_get (self->label, language);
}

const char *
orch_form_field_get_help (OrchFormField *self, const char *language)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), NULL);

  return orch_bilingual_get (self->help, language);
}

gboolean
orch_form_field_get_required (OrchFormField *self)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), FALSE);

  return self->is_required;
}

gboolean
orch_form_field_get_advanced (OrchFormField *self)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), FALSE);

  return self->is_advanced;
}

const char *
orch_form_field_get_default (OrchFormField *self)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), NULL);

  return self->default_value;
}

guint
orch_form_field_get_max_length (OrchFormField *self)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), 0);

  return self->max_length;
}

OrchFileKind
orch_form_field_get_table (OrchFormField *self)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), ORCH_FILE_STAFF);

  return self->table;
}

guint
orch_form_field_get_n_choices (OrchFormField *self)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), 0);

  return self->choices->len;
}

const char *
orch_form_field_get_choice_id (OrchFormField *self, guint index)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), NULL);
  g_return_val_if_fail (index < self->choices->len, NULL);

  return g_array_index (self->choices, Choice, index).id;
}

const char *
orch_form_field_get_choice_label (OrchFormField *self, guint index, const char *language)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), NULL);
  g_return_val_if_fail (index < self->choices->len, NULL);

  return orch_bilingual_get (g_array_index (self->choices, Choice, index).label, language);
}

const char *
orch_form_field_get_condition (OrchFormField *self, const char *const **values)
{
  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), NULL);

  if (values != NULL)
    *values = (const char *const *) self->condition_values;
  return self->condition_field;
}

OrchFieldState
orch_form_field_check (OrchFormField *self, const char *text, char **normalized, const OrchBilingual **message)
{
  g_autofree char *value = NULL;
  OrchFieldState state = ORCH_FIELD_OK;
  int number = -1;

  g_return_val_if_fail (ORCH_IS_FORM_FIELD (self), ORCH_FIELD_MALFORMED);

  value = normalize (self, text);
  if (orch_text_is_empty (value))
    {
      if (self->is_required)
        {
          state = ORCH_FIELD_MISSING;
          number = MESSAGE_MISSING;
        }
      g_free (value);
      value = g_strdup ("");
    }
  else
    state = judge (self, &value, &number);

  if (normalized != NULL)
    *normalized = state == ORCH_FIELD_OK ? g_steal_pointer (&value) : NULL;
  if (message != NULL)
    *message = number >= 0 ? self->messages[number] : NULL;
  return state;
}
