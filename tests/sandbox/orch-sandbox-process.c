/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A sandbox process for tests. See the header. The program is found beside this file in the build directory.
 */
#include "orch-sandbox-process.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <signal.h>

struct _OrchSandboxProcess
{
  GSubprocess *process; /* owned */
  GPtrArray *arguments; /* owned: argv */
  char *state_dir;      /* owned */
  char *origin;         /* owned, as the two below */
  char *hub;
  char *emr;
  SoupSession *session; /* owned */
};

static void
launch (OrchSandboxProcess *self, const char *port)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GPtrArray) arguments = g_ptr_array_copy (self->arguments, NULL, NULL);
  /* Its standard input is ours: when the test dies, so does the sandbox. */
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE);
  const char *sanitizer = g_getenv ("ORCH_SANDBOX_ASAN_OPTIONS");

  /* Who looks for leaks of the program with the whole stack of each allocation would wait for a hub that does it too. */
  if (sanitizer != NULL)
    g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", sanitizer, TRUE);

  g_ptr_array_set_free_func (arguments, NULL);
  g_ptr_array_add (arguments, (gpointer) "--port");
  g_ptr_array_add (arguments, (gpointer) port);
  g_ptr_array_add (arguments, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments->pdata, &error);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "ready http://127.0.0.1:"));
  g_free (self->origin);
  g_free (self->hub);
  g_free (self->emr);
  self->origin = g_strdup (line + strlen ("ready "));
  self->hub = g_strdup_printf ("%s/hub", self->origin);
  self->emr = g_strdup_printf ("%s/emr/fhir", self->origin);
}

static void
end (OrchSandboxProcess *self, int signal)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (self->process, signal);
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  /* Under sanitizers this is also how it says that something leaked, or worse. */
  if (signal == SIGTERM)
    g_assert_true (g_subprocess_get_successful (self->process));
  g_clear_object (&self->process);
}

static GBytes *
send (OrchSandboxProcess *self, SoupMessage *message)
{
  g_autoptr (GError) error = NULL;
  GBytes *answer = soup_session_send_and_read (self->session, message, NULL, &error);

  g_assert_no_error (error);
  return answer;
}

static JsonNode *
parse (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  return node;
}

static JsonNode *
post (OrchSandboxProcess *self, const char *order, const char *body)
{
  g_autofree char *url = g_strdup_printf ("%s/control/%s", self->origin, order);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GBytes) answer = NULL;

  soup_message_set_request_body_from_bytes (message, "application/json", bytes);
  answer = send (self, message);
  if (soup_message_get_status (message) != 200)
    g_error ("%s refused: %.*s", order, (int) g_bytes_get_size (answer),
             (const char *) g_bytes_get_data (answer, NULL));
  return parse (answer);
}

OrchSandboxProcess *
orch_sandbox_process_start (const char *first_argument, ...)
{
  OrchSandboxProcess *self = g_new0 (OrchSandboxProcess, 1);
  g_autoptr (GError) error = NULL;
  va_list arguments;

  self->state_dir = g_dir_make_tmp ("orch-sandbox-XXXXXX", &error);
  g_assert_no_error (error);
  self->session = soup_session_new_with_options ("timeout", 60, NULL);
  self->arguments = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->arguments, g_strdup (ORCH_SANDBOX_PROGRAM));
  g_ptr_array_add (self->arguments, g_strdup ("--control"));
  g_ptr_array_add (self->arguments, g_strdup ("--watch-stdin"));
  g_ptr_array_add (self->arguments, g_strdup ("--state-dir"));
  g_ptr_array_add (self->arguments, g_strdup (self->state_dir));
  va_start (arguments, first_argument);
  for (const char *argument = first_argument; argument != NULL; argument = va_arg (arguments, const char *))
    g_ptr_array_add (self->arguments, g_strdup (argument));
  va_end (arguments);
  launch (self, "0");
  return self;
}

void
orch_sandbox_process_stop (OrchSandboxProcess *self)
{
  static const char *const names[] = { "sandbox.db", "sandbox.db-wal", "sandbox.db-shm" };

  if (self->process != NULL)
    end (self, SIGTERM);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->state_dir, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (self->state_dir);
  g_ptr_array_unref (self->arguments);
  g_object_unref (self->session);
  g_free (self->state_dir);
  g_free (self->origin);
  g_free (self->hub);
  g_free (self->emr);
  g_free (self);
}

void
orch_sandbox_process_take_down (OrchSandboxProcess *self, gboolean brutally)
{
  end (self, brutally ? SIGKILL : SIGTERM);
}

void
orch_sandbox_process_bring_up (OrchSandboxProcess *self)
{
  g_autofree char *port = g_strdup (strrchr (self->origin, ':') + 1);

  launch (self, port);
}

void
orch_sandbox_process_restart (OrchSandboxProcess *self, gboolean brutally)
{
  orch_sandbox_process_take_down (self, brutally);
  orch_sandbox_process_bring_up (self);
}

const char *
orch_sandbox_process_get_origin (OrchSandboxProcess *self)
{
  return self->origin;
}

const char *
orch_sandbox_process_get_hub (OrchSandboxProcess *self)
{
  return self->hub;
}

const char *
orch_sandbox_process_get_emr (OrchSandboxProcess *self)
{
  return self->emr;
}

const char *
orch_sandbox_process_get_state_dir (OrchSandboxProcess *self)
{
  return self->state_dir;
}

JsonNode *
orch_sandbox_process_control (OrchSandboxProcess *self, const char *order, const char *format, ...)
{
  g_autofree char *body = NULL;
  va_list arguments;

  va_start (arguments, format);
  body = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return post (self, order, body);
}

void
orch_sandbox_process_order (OrchSandboxProcess *self, const char *order, const char *format, ...)
{
  g_autofree char *body = NULL;
  va_list arguments;

  va_start (arguments, format);
  body = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  json_node_unref (post (self, order, body));
}

void
orch_sandbox_process_clear_faults (OrchSandboxProcess *self)
{
  g_autofree char *url = g_strdup_printf ("%s/control/fault", self->origin);
  g_autoptr (SoupMessage) message = soup_message_new ("DELETE", url);
  g_autoptr (GBytes) answer = send (self, message);

  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
}

JsonNode *
orch_sandbox_process_get (OrchSandboxProcess *self, const char *path)
{
  g_autofree char *url = g_strdup_printf ("%s%s", self->origin, path);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GBytes) answer = send (self, message);

  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  return parse (answer);
}

guint
orch_sandbox_process_count (OrchSandboxProcess *self, const char *type)
{
  g_autofree char *path = g_strdup_printf ("/control/resources?type=%s", type);
  g_autoptr (JsonNode) node = orch_sandbox_process_get (self, path);

  return json_array_get_length (json_node_get_array (node));
}

/* RFC 7636, appendix B. */
#define VERIFIER "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
#define CHALLENGE "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
#define REDIRECT "http://127.0.0.1:9/callback"

static JsonNode *
post_form (OrchSandboxProcess *self, const char *path, char *form)
{
  g_autofree char *url = g_strdup_printf ("%s%s", self->hub, path);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  g_autoptr (GBytes) bytes = g_bytes_new_take (form, strlen (form));
  g_autoptr (GBytes) answer = NULL;

  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", bytes);
  soup_message_headers_replace (soup_message_get_request_headers (message), "Accept", "application/json");
  answer = send (self, message);
  if (soup_message_get_status (message) != 200)
    g_error ("%s refused: %.*s", path, (int) g_bytes_get_size (answer), (const char *) g_bytes_get_data (answer, NULL));
  return parse (answer);
}

static char *
exchange (OrchSandboxProcess *self, JsonNode *redirected)
{
  const char *url = json_object_get_string_member (json_node_get_object (redirected), "redirect");
  g_autoptr (GUri) uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (GHashTable) query = soup_form_decode (g_uri_get_query (uri));
  g_autoptr (JsonNode) tokens =
      post_form (self, "/oauth/token",
                 soup_form_encode ("grant_type", "authorization_code", "client_id", "orchestrateur-desktop",
                                   "redirect_uri", REDIRECT, "code_verifier", VERIFIER, "code",
                                   g_hash_table_lookup (query, "code"), NULL));

  return g_strdup (json_object_get_string_member (json_node_get_object (tokens), "access_token"));
}

#define REQUEST(self)                                                                                                  \
  "response_type", "code", "client_id", "orchestrateur-desktop", "redirect_uri", REDIRECT, "scope",                    \
      "openid fhirUser offline_access user/*.cruds", "aud", (self)->hub, "state", "0123456789abcdef", "nonce",         \
      "fedcba9876543210", "code_challenge", CHALLENGE, "code_challenge_method", "S256"

char *
orch_sandbox_process_sign_in (OrchSandboxProcess *self, const char *username, const char *password)
{
  g_autoptr (JsonNode) answer =
      post_form (self, "/oauth/authorize",
                 soup_form_encode (REQUEST (self), "username", username, "password", password, NULL));

  return exchange (self, answer);
}

char *
orch_sandbox_process_activate (OrchSandboxProcess *self, const char *password)
{
  g_autoptr (JsonNode) mail = orch_sandbox_process_get (self, "/training/mail");
  JsonObject *first =
      json_array_get_object_element (json_object_get_array_member (json_node_get_object (mail), "mail"), 0);
  const char *link = json_array_get_string_element (json_object_get_array_member (first, "links"), 0);
  const char *code = strstr (link, "&code=");
  g_autoptr (JsonNode) answer = NULL;

  g_assert_nonnull (code);
  answer = post_form (self, "/oauth/activate",
                      soup_form_encode (REQUEST (self), "activation_code", code + strlen ("&code="), "new_password",
                                        password, NULL));
  return exchange (self, answer);
}
