/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Starts orchestrateur-sandbox when nobody else has, and reads its training pages. It ends with us: its standard input closes.
 */
#include "orch-training.h"

#include <gio/gio.h>
#include <signal.h>
#include <string.h>

#include "core/orch-error.h"
#include "http/orch-http.h"
#include "http/orch-json.h"

struct _OrchTraining
{
  GObject parent_instance;

  /* owned */
  char *url; /* (nullable) until started */
  char *state_dir;
  GSubprocess *process; /* (nullable): ours */
  OrchHttp *http;
};

G_DEFINE_FINAL_TYPE (OrchTraining, orch_training, G_TYPE_OBJECT)

static char *
dup_program (void)
{
  const char *chosen = g_getenv ("ORCH_SANDBOX_PROGRAM");

  if (chosen != NULL)
    return g_strdup (chosen);
  return g_build_filename (ORCH_LIBEXECDIR, "orchestrateur-sandbox", NULL);
}

/* The port of the last time, "0" (any) when there is none: the clinic remembers where its hub was. */
static char *
dup_port (OrchTraining *self)
{
  g_autofree char *path = g_build_filename (self->state_dir, "port", NULL);
  g_autofree char *text = NULL;
  guint64 port = 0;

  if (g_file_get_contents (path, &text, NULL, NULL) &&
      g_ascii_string_to_unsigned (g_strstrip (text), 10, 1024, G_MAXUINT16, &port, NULL))
    return g_steal_pointer (&text);
  return g_strdup ("0");
}

static void
keep_port (OrchTraining *self)
{
  g_autofree char *path = g_build_filename (self->state_dir, "port", NULL);
  const char *port = strrchr (self->url, ':') + 1;

  if (!g_file_set_contents_full (path, port, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL))
    g_warning ("The training environment's address cannot be kept");
}

/* Of the two that the training hub speaks. */
static const char *
get_language (void)
{
  return g_str_has_prefix (g_get_language_names ()[0], "fr") ? "fr" : "en";
}

static DexFuture *
start_fiber (gpointer data)
{
  OrchTraining *self = data;
  g_autofree char *program = NULL;
  g_autofree char *line = NULL;
  g_autofree char *port = dup_port (self);
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  GError *error = NULL;

  if (self->url == NULL)
    {
      program = dup_program ();
      launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
      self->process =
          g_subprocess_launcher_spawn (launcher, &error, program, "--state-dir", self->state_dir, "--port", port,
                                       "--conversations", "--language", get_language (), "--watch-stdin", NULL);
      if (self->process == NULL)
        {
          orch_error_translate (&error);
          return dex_future_new_for_error (error);
        }
      g_autoptr (GString) text = g_string_new (NULL);

      while (strchr (text->str, '\n') == NULL && text->len < 512)
        {
          g_autoptr (GBytes) bytes =
              dex_await_boxed (dex_input_stream_read_bytes (g_subprocess_get_stdout_pipe (self->process), 256, 0),
                               &error);

          if (bytes == NULL || g_bytes_get_size (bytes) == 0)
            break;
          g_string_append_len (text, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
        }
      g_clear_error (&error);
      line = g_strstrip (g_strdup (text->str));
      if (!g_str_has_prefix (line, "ready http://127.0.0.1:"))
        return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_FAILED, "The training environment did not start");
      g_set_str (&self->url, line + strlen ("ready "));
      keep_port (self);
    }
  if (!orch_http_allow (self->http, self->url, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_string (self->url);
}

/* The JSON object that the sandbox serves at @path. */
static JsonObject *
await_object (OrchTraining *self, const char *path, GError **error)
{
  g_autofree char *base = dex_await_string (orch_training_start (self), error);
  g_autofree char *url = NULL;
  g_autoptr (OrchHttpAnswer) answer = NULL;

  if (base == NULL)
    return NULL;
  url = g_strconcat (base, path, NULL);
  answer =
      dex_await_object (orch_http_send (self->http, &(OrchHttpRequest) { .url = url, .accept = "application/json" }),
                        error);
  return answer != NULL ? dex_await_boxed (orch_json_parse_object (orch_http_answer_get_body (answer)), error) : NULL;
}

static const char *
find_link (JsonObject *mail)
{
  JsonArray *links = orch_json_get_array (mail, "links");

  for (guint i = 0; i < orch_json_array_length (links); i++)
    {
      const char *link = orch_json_array_string (links, i);

      if (link != NULL && g_str_has_prefix (link, "orchestrateur://activate"))
        return link;
    }
  return NULL;
}

static DexFuture *
dup_link_fiber (gpointer data)
{
  GError *error = NULL;
  g_autoptr (JsonObject) root = await_object (data, "/training/mail", &error);

  if (root == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; i < orch_json_count (root, "mail"); i++)
    {
      const char *link = find_link (orch_json_nth (root, "mail", i));

      if (link != NULL)
        return dex_future_new_for_string (link);
    }
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No activation e-mail");
}

static DexFuture *
dup_username_fiber (gpointer data)
{
  GError *error = NULL;
  g_autoptr (JsonObject) root = await_object (data, "/training/users", &error);

  if (root == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; i < orch_json_count (root, "users"); i++)
    {
      JsonObject *user = orch_json_nth (root, "users", i);

      if (g_strcmp0 (orch_json_get_string (user, "permission"), "administrator") == 0 &&
          orch_json_get_string (user, "username") != NULL)
        return dex_future_new_for_string (orch_json_get_string (user, "username"));
    }
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No administrator");
}

typedef struct
{
  const char *path; /* in what the sandbox tells */
  const char *field;
} TrainingField;

/* The EMRs that there are to practise with: one clinic's, seen by each vendor's way. */
static const struct
{
  const char *path;
  const char *vendor;
  TrainingField fields[8];
} practice[] = {
  { "/training/emr",
    "fhir-r4",
    { { "base", "base-url" }, { "client_id", "client-id" }, { "client_secret", "client-secret" } } },
  { "/training/oscar",
    "oscar-pro",
    { { "openo.base", "server-url" },
      { "openo.client_key", "rest-key" },
      { "openo.client_secret", "rest-secret" },
      { "users[0].username", "oceanconnect-user" } } },
  { "/training/oscar",
    "oscar-15",
    { { "oscar15.base", "server-url" },
      { "oscar15.client_key", "rest-key" },
      { "oscar15.client_secret", "rest-secret" },
      { "users[0].username", "oceanconnect-user" } } },
  { "/training/accuro",
    "accuro",
    { { "base", "api-url" },
      { "tenant", "tenant-id" },
      { "uuid", "database-uuid" },
      { "subscription_key", "subscription-key" },
      { "users[0].username", "api-user" },
      { "users[0].password", "api-password" } } },
  { "/training/telus",
    "telus-ps-suite",
    { { "base", "national-api-url" },
      { "app_token", "app-token" },
      { "instances[0].instance_id", "instance-id" },
      { "instances[0].secret", "emr-secret" } } },
  { "/training/telus",
    "telus-med-access",
    { { "base", "national-api-url" },
      { "app_token", "app-token" },
      { "instances[1].instance_id", "instance-id" },
      { "instances[1].secret", "emr-secret" } } },
  { "/training/telus",
    "kinlogix",
    { { "base", "national-api-url" },
      { "app_token", "app-token" },
      { "instances[3].instance_id", "instance-id" },
      { "instances[3].secret", "emr-secret" } } },
  { "/training/telus",
    "medesync",
    { { "base", "national-api-url" },
      { "app_token", "app-token" },
      { "instances[4].instance_id", "instance-id" },
      { "instances[4].secret", "emr-secret" } } },
};

static void
take_fields (GHashTable *values, JsonObject *root, guint at)
{
  const TrainingField *fields = practice[at].fields;

  for (guint i = 0; fields[i].path != NULL; i++)
    {
      const char *text = orch_json_path_string (root, fields[i].path);

      if (text != NULL)
        g_hash_table_insert (values, g_strdup_printf ("%s/%s", practice[at].vendor, fields[i].field), g_strdup (text));
    }
}

static DexFuture *
dup_emr_fiber (gpointer data)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (JsonObject) root = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (practice); i++)
    {
      GError *error = NULL;

      if (i == 0 || !g_str_equal (practice[i].path, practice[i - 1].path))
        {
          g_clear_pointer (&root, json_object_unref);
          root = await_object (data, practice[i].path, &error);
        }
      if (root != NULL)
        take_fields (values, root, i);
      else if (i == 0)
        return dex_future_new_for_error (error);
      else
        g_clear_error (&error); /* an older sandbox has fewer */
    }
  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&values));
}

static DexFuture *
spawn (OrchTraining *self, DexFiberFunc fiber)
{
  return dex_scheduler_spawn (NULL, 0, fiber, g_object_ref (self), g_object_unref);
}

static void
orch_training_finalize (GObject *object)
{
  OrchTraining *self = ORCH_TRAINING (object);

  orch_training_stop (self);
  g_clear_object (&self->http);
  g_free (self->url);
  g_free (self->state_dir);
  G_OBJECT_CLASS (orch_training_parent_class)->finalize (object);
}

static void
orch_training_class_init (OrchTrainingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_training_finalize;
}

static void
orch_training_init (OrchTraining *self)
{
  self->http = orch_http_new ();
}

OrchTraining *
orch_training_new (const char *url, const char *state_dir)
{
  OrchTraining *self = g_object_new (ORCH_TYPE_TRAINING, NULL);

  self->url = g_strdup (url);
  self->state_dir = g_strdup (state_dir);
  return self;
}

DexFuture *
orch_training_start (OrchTraining *self)
{
  g_return_val_if_fail (ORCH_IS_TRAINING (self), NULL);

  return spawn (self, start_fiber);
}

DexFuture *
orch_training_dup_link (OrchTraining *self)
{
  g_return_val_if_fail (ORCH_IS_TRAINING (self), NULL);

  return spawn (self, dup_link_fiber);
}

DexFuture *
orch_training_dup_username (OrchTraining *self)
{
  g_return_val_if_fail (ORCH_IS_TRAINING (self), NULL);

  return spawn (self, dup_username_fiber);
}

DexFuture *
orch_training_dup_emr (OrchTraining *self)
{
  g_return_val_if_fail (ORCH_IS_TRAINING (self), NULL);

  return spawn (self, dup_emr_fiber);
}

void
orch_training_stop (OrchTraining *self)
{
  g_return_if_fail (ORCH_IS_TRAINING (self));

  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->process);
}
