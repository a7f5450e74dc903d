/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Whom the program believes to be the server: certificates made here, of an authority that is trusted here, and servers that speak TLS of every age. Of
 * what is refused not a byte of the request leaves. Source: security.md 17.
 */
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/socket.h>

#include "core/orch-error.h"
#include "http/orch-http.h"
#include "orch-test-support.h"

#define DAY (24 * 60 * 60)
#define MODERN "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"
#define SECRET "canari-jeton-9137"

/* --- certificates ------------------------------------------------------------------------------ */

typedef struct
{
  gnutls_x509_crt_t certificate;
  gnutls_x509_privkey_t key;
} Identity;

static Identity authority;
static Identity stranger; /* an authority that nobody trusts */

static gnutls_x509_privkey_t
make_key (void)
{
  gnutls_x509_privkey_t key = NULL;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                                 GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
                   ==, 0);
  return key;
}

/* @from, @to: days from now; @issuer: (nullable): itself */
static void
make (Identity *self, const char *host, int from, int to, const Identity *issuer, gboolean is_authority)
{
  static guint8 serial = 0;
  const time_t now = time (NULL);

  serial++;
  self->key = make_key ();
  g_assert_cmpint (gnutls_x509_crt_init (&self->certificate), ==, 0);
  gnutls_x509_crt_set_version (self->certificate, 3);
  gnutls_x509_crt_set_serial (self->certificate, &serial, sizeof serial);
  gnutls_x509_crt_set_key (self->certificate, self->key);
  gnutls_x509_crt_set_activation_time (self->certificate, now + from * DAY);
  gnutls_x509_crt_set_expiration_time (self->certificate, now + to * DAY);
  gnutls_x509_crt_set_dn_by_oid (self->certificate, GNUTLS_OID_X520_COMMON_NAME, 0, host, (guint) strlen (host));
  gnutls_x509_crt_set_ca_status (self->certificate, is_authority);
  if (is_authority)
    gnutls_x509_crt_set_key_usage (self->certificate, GNUTLS_KEY_KEY_CERT_SIGN);
  else
    gnutls_x509_crt_set_subject_alt_name (self->certificate, GNUTLS_SAN_DNSNAME, host, (guint) strlen (host),
                                          GNUTLS_FSAN_SET);
  g_assert_cmpint (gnutls_x509_crt_sign2 (self->certificate, issuer != NULL ? issuer->certificate : self->certificate,
                                          issuer != NULL ? issuer->key : self->key, GNUTLS_DIG_SHA256, 0),
                   ==, 0);
}

static void
identity_clear (Identity *self)
{
  g_clear_pointer (&self->certificate, gnutls_x509_crt_deinit);
  g_clear_pointer (&self->key, gnutls_x509_privkey_deinit);
}

static char *folder, *path; /* the file is read when it is needed */

/* What the program trusts from here on, in place of the machine's authorities. */
static void
trust (const Identity *whom)
{
  gnutls_datum_t pem = { 0 };
  g_autoptr (GTlsDatabase) database = NULL;
  GError *error = NULL;

  folder = g_dir_make_tmp ("orch-tls-XXXXXX", NULL);
  path = g_build_filename (folder, "authority.pem", NULL);
  g_assert_cmpint (gnutls_x509_crt_export2 (whom->certificate, GNUTLS_X509_FMT_PEM, &pem), ==, 0);
  g_assert_true (g_file_set_contents (path, (const char *) pem.data, pem.size, &error));
  g_assert_no_error (error);
  gnutls_free (pem.data);
  database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

/* --- a server ---------------------------------------------------------------------------------- */

typedef struct
{
  /* owned */
  GSocketListener *listener;
  GCancellable *stop;
  GThread *thread;
  Identity identity;

  const char *priority;
  const char *answer; /* all of it */
  guint16 port;
  int heard; /* atomic: bytes of requests, decoded */
  int had_secret;
} Server;

static void
serve_one (Server *self, GSocketConnection *connection)
{
  const int fd = g_socket_get_fd (g_socket_connection_get_socket (connection));
  gnutls_certificate_credentials_t credentials = NULL;
  gnutls_session_t session = NULL;
  char buffer[4096];
  gssize n = 0;
  int done = 0;
  const struct timeval patience = { .tv_sec = 10 };

  /* GSocket waits by itself; GnuTLS reads the descriptor. */
  g_assert_true (g_unix_set_fd_nonblocking (fd, FALSE, NULL));
  g_assert_cmpint (setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), ==, 0);
  gnutls_certificate_allocate_credentials (&credentials);
  gnutls_certificate_set_x509_key (credentials, &self->identity.certificate, 1, self->identity.key);
  gnutls_init (&session, GNUTLS_SERVER);
  g_assert_cmpint (gnutls_priority_set_direct (session, self->priority, NULL), ==, 0);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_int (session, fd);
  do
    done = gnutls_handshake (session);
  while (done < 0 && done != GNUTLS_E_AGAIN && gnutls_error_is_fatal (done) == 0);
  if (done == 0 && (n = gnutls_record_recv (session, buffer, sizeof buffer)) > 0)
    {
      g_autofree char *text = g_strndup (buffer, (gsize) n);

      g_atomic_int_add (&self->heard, (int) n);
      if (strstr (text, SECRET) != NULL)
        g_atomic_int_set (&self->had_secret, 1);
      gnutls_record_send (session, self->answer, strlen (self->answer));
      gnutls_bye (session, GNUTLS_SHUT_WR);
    }
  gnutls_deinit (session);
  gnutls_certificate_free_credentials (credentials);
}

static gpointer
serve (gpointer data)
{
  Server *self = data;

  while (TRUE)
    {
      g_autoptr (GSocketConnection) connection = g_socket_listener_accept (self->listener, NULL, self->stop, NULL);

      if (connection == NULL)
        return NULL;
      serve_one (self, connection);
    }
}

static void
server_start (Server *self)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  GError *error = NULL;

  self->listener = g_socket_listener_new ();
  self->stop = g_cancellable_new ();
  g_assert_true (g_socket_listener_add_address (self->listener, wanted, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP,
                                                NULL, &address, &error));
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  if (self->priority == NULL)
    self->priority = MODERN;
  if (self->answer == NULL)
    self->answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsalut";
  self->thread = g_thread_new ("tls-server", serve, self);
}

static void
server_clear (Server *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_clear_object (&self->listener);
  g_clear_object (&self->stop);
  identity_clear (&self->identity);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Server, server_clear)

/* Asks it, with a token. Returns: (transfer full) (nullable): the answer, or @error */
static OrchHttpAnswer *
ask (Server *self, GError **error)
{
  g_autoptr (OrchHttp) http = orch_http_new ();
  g_autofree char *url = g_strdup_printf ("https://localhost:%u/hub/Patient", self->port);
  const OrchHttpRequest request = { .url = url, .bearer = SECRET };
  g_autoptr (DexFuture) future = NULL;
  const GValue *value = NULL;

  g_assert_true (orch_http_allow (http, url, NULL));
  future = orch_test_wait (orch_http_send (http, &request));
  value = dex_future_get_value (future, error);
  return value != NULL ? g_value_dup_object (value) : NULL;
}

static void
check_refused (Server *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchHttpAnswer) answer = ask (self, &error);

  g_assert_null (answer);
  g_test_message ("%s", error->message);
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED);
  g_assert_cmpint (g_atomic_int_get (&self->heard), ==, 0);
}

/* --- tests ------------------------------------------------------------------------------------- */

/* Without this one the others would prove nothing. */
static void
test_trusted (void)
{
  static const char *const priorities[] = { "NORMAL:-VERS-ALL:+VERS-TLS1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.3" };

  for (guint i = 0; i < G_N_ELEMENTS (priorities); i++)
    {
      g_auto (Server) server = { .priority = priorities[i] };
      g_autoptr (GError) error = NULL;
      g_autoptr (OrchHttpAnswer) answer = NULL;

      make (&server.identity, "localhost", -1, 30, &authority, FALSE);
      server_start (&server);
      answer = ask (&server, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (orch_http_answer_get_status (answer), ==, 200);
      g_assert_cmpint (g_atomic_int_get (&server.had_secret), ==, 1);
    }
}

static void
test_self_signed (void)
{
  g_auto (Server) server = { 0 };

  make (&server.identity, "localhost", -1, 30, NULL, FALSE);
  server_start (&server);
  check_refused (&server);
}

static void
test_other_authority (void)
{
  g_auto (Server) server = { 0 };

  make (&server.identity, "localhost", -1, 30, &stranger, FALSE);
  server_start (&server);
  check_refused (&server);
}

static void
test_expired (void)
{
  g_auto (Server) server = { 0 };

  make (&server.identity, "localhost", -30, -1, &authority, FALSE);
  server_start (&server);
  check_refused (&server);
}

static void
test_not_yet (void)
{
  g_auto (Server) server = { 0 };

  make (&server.identity, "localhost", 2, 30, &authority, FALSE);
  server_start (&server);
  check_refused (&server);
}

static void
test_wrong_host (void)
{
  g_auto (Server) server = { 0 };

  make (&server.identity, "concentrateur.example", -1, 30, &authority, FALSE);
  server_start (&server);
  check_refused (&server);
}

/* Trusted in all else. */
static void
test_old_versions (void)
{
  static const char *const priorities[] = {
    "NORMAL:-VERS-ALL:+VERS-TLS1.1:%VERIFY_ALLOW_SIGN_WITH_SHA1:+SIGN-ALL:+SHA1",
    "NORMAL:-VERS-ALL:+VERS-TLS1.0:%VERIFY_ALLOW_SIGN_WITH_SHA1:+SIGN-ALL:+SHA1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (priorities); i++)
    {
      g_auto (Server) server = { .priority = priorities[i] };

      make (&server.identity, "localhost", -1, 30, &authority, FALSE);
      server_start (&server);
      check_refused (&server);
    }
}

static void
on_plain (OrchTestServer *server, SoupServerMessage *message, const OrchTestRequest *request, gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
  orch_test_reply (message, 200, "text/plain", "in the clear");
}

/* A trusted server that sends us on to where everybody can read along. */
static void
test_redirect_to_http (void)
{
  guint heard = 0;
  OrchTestServer *plain = orch_test_server_new (on_plain, &heard);
  g_autofree char *url = orch_test_server_url (plain, "/Patient");
  g_autofree char *answer =
      g_strdup_printf ("HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", url);

  {
    g_auto (Server) server = { .answer = answer };
    g_autoptr (GError) error = NULL;
    g_autoptr (OrchHttpAnswer) got = NULL;

    make (&server.identity, "localhost", -1, 30, &authority, FALSE);
    server_start (&server);
    got = ask (&server, &error);
    g_assert_null (got);
    g_assert_error (error, ORCH_ERROR, ORCH_ERROR_UNTRUSTED);
    g_assert_cmpuint (heard, ==, 0);
  }
  orch_test_server_free (plain);
}

int
main (int argc, char *argv[])
{
  int status = 0;

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  make (&authority, "Autorité de test", -1, 30, NULL, TRUE);
  make (&stranger, "Une autre", -1, 30, NULL, TRUE);
  trust (&authority);
  g_test_add_func ("/security/tls/trusted", test_trusted);
  g_test_add_func ("/security/tls/self-signed", test_self_signed);
  g_test_add_func ("/security/tls/other-authority", test_other_authority);
  g_test_add_func ("/security/tls/expired", test_expired);
  g_test_add_func ("/security/tls/not-yet", test_not_yet);
  g_test_add_func ("/security/tls/wrong-host", test_wrong_host);
  g_test_add_func ("/security/tls/old-versions", test_old_versions);
  g_test_add_func ("/security/tls/redirect-to-http", test_redirect_to_http);
  status = g_test_run ();
  identity_clear (&authority);
  identity_clear (&stranger);
  g_remove (path);
  g_rmdir (folder);
  g_free (path);
  g_free (folder);
  return status;
}
