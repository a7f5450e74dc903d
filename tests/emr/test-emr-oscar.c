/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The OSCAR connector against two look-alikes that somebody else wrote: a person lets it in, everything is read as the same EMR's FHIR
 * side has it, and each thing that goes wrong is told by its cause.
 */
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-patient.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "core/orch-text.h"
#include "emr/orch-emr-consent.h"
#include "orch-sandbox-process.h"
#include "orch-test-support.h"
#include "patient-search.h"

#define DAY_US ((gint64) 24 * 3600 * G_USEC_PER_SEC)

typedef struct
{
  const char *name;
  const char *root;
  const char *key;
  const char *secret;
  const char *server;
} Dialect;

static const Dialect oscar15 = { "oscar15", "/emr/oscar15/oscar", "formationoscar01", "secretformation1", "OSCAR" };
static const Dialect openo = { "openo", "/emr/openo/oscar", "formationopeno01", "secretformation2", "OpenO" };

#define KEPT "username=orchestrateur&password=Pont-Formation-1&pin=2580&oauthDecision=allow"
#define PERSONAL "username=personnel&password=Personnel-Formation-1&pin=1470&oauthDecision=allow"
#define ROLELESS "username=sansrole&password=Sansrole-Formation-1&pin=3690&oauthDecision=allow"

/* --- the person ------------------------------------------------------------------------------- */

#define TYPE_PERSON (person_get_type ())
G_DECLARE_FINAL_TYPE (Person, person, TEST, PERSON, GObject)

/* Fills in the EMR's page, and goes where it leads. */
struct _Person
{
  GObject parent_instance;
  const char *form;
  char *url;
  char *answer;
  GThread *thread;
};

static void person_browser_init (OrchBrowserInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (Person, person, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (ORCH_TYPE_BROWSER, person_browser_init))

static gpointer
person_fill_in (gpointer data)
{
  Person *self = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SoupSession) session = NULL;
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GBytes) form = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *text = NULL;
  g_autofree char *page = NULL;
  const char *token = strstr (self->url, "oauth_token=");

  g_main_context_push_thread_default (context);
  session = soup_session_new ();
  page = g_strndup (self->url, strcspn (self->url, "?"));
  text = g_strconcat (token, "&", self->form, NULL);
  form = g_bytes_new (text, strlen (text));
  message = soup_message_new ("POST", page);
  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", form);
  answer = soup_session_send_and_read (session, message, NULL, NULL);
  self->answer = answer != NULL ? g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer)) : NULL;
  g_main_context_pop_thread_default (context);
  return NULL;
}

static DexFuture *
person_open (OrchBrowser *browser, const char *url)
{
  Person *self = TEST_PERSON (browser);

  g_set_str (&self->url, url);
  self->thread = g_thread_new ("person", person_fill_in, self);
  return dex_future_new_true ();
}

static void
person_browser_init (OrchBrowserInterface *iface)
{
  iface->open = person_open;
}

static void
person_finalize (GObject *object)
{
  Person *self = TEST_PERSON (object);

  if (self->thread != NULL)
    g_thread_join (self->thread);
  g_free (self->url);
  g_free (self->answer);
  G_OBJECT_CLASS (person_parent_class)->finalize (object);
}

static void
person_class_init (PersonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = person_finalize;
}

static void
person_init (Person *self)
{
}

/* --- the clinic --------------------------------------------------------------------------------- */

typedef struct
{
  OrchSandboxProcess *sandbox;
  const Dialect *dialect;
  GHashTable *values;
  GHashTable *secrets;
  OrchEmr *emr;
} Fixture;

static DexFuture *
read_secret (const char *field_id, gpointer user_data)
{
  Fixture *fixture = user_data;
  const char *secret = g_hash_table_lookup (fixture->secrets, field_id);

  return secret != NULL ? dex_future_new_for_string (secret)
                        : dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "%s", field_id);
}

static void
set (GHashTable *table, const char *name, const char *value)
{
  g_hash_table_insert (table, g_strdup (name), g_strdup (value));
}

/* What was typed may have changed. */
static void
connect (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->emr);
  fixture->emr = orch_emr_new ("oscar", fixture->values, read_secret, fixture, NULL, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dialect = data;
  fixture->sandbox = orch_sandbox_process_start (NULL);
  fixture->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  fixture->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *url = g_strconcat (orch_sandbox_process_get_origin (fixture->sandbox), fixture->dialect->root, NULL);

  set (fixture->values, "server-url", url);
  set (fixture->values, "rest-key", fixture->dialect->key);
  set (fixture->values, "oceanconnect-user", "orchestrateur");
  set (fixture->secrets, "rest-secret", fixture->dialect->secret);
  connect (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  orch_clock_set_offset_us (0);
  g_clear_object (&fixture->emr);
  g_hash_table_unref (fixture->values);
  g_hash_table_unref (fixture->secrets);
  orch_sandbox_process_stop (fixture->sandbox);
}

static void
authorise (Fixture *fixture, const char *form)
{
  g_autoptr (OrchEmrConsent) consent = orch_emr_consent_new (fixture->emr);
  g_autoptr (Person) person = g_object_new (TYPE_PERSON, NULL);
  g_autofree char *authorisation = NULL;

  person->form = form;
  authorisation = orch_test_string (orch_emr_consent_ask (consent, ORCH_BROWSER (person)));
  g_assert_nonnull (strchr (authorisation, ' '));
  g_assert_null (orch_emr_consent_get_address (consent));
  set (fixture->secrets, "authorisation", authorisation);
  connect (fixture);
}

static OrchEmrDiagnosis
diagnose (Fixture *fixture, char **detail)
{
  g_autoptr (OrchEmrReport) report = NULL;

  connect (fixture);
  report = orch_test_object (orch_emr_test_connection (fixture->emr));
  if (orch_emr_report_get_error (report) != NULL)
    g_test_message ("%s", orch_emr_report_get_error (report)->message);
  if (detail != NULL)
    *detail = g_strdup (orch_emr_report_get_detail (report));
  if (orch_emr_report_works (report))
    g_assert_cmpstr (orch_emr_report_get_server (report), ==, fixture->dialect->server);
  return orch_emr_report_get_diagnosis (report);
}

static void
order (Fixture *fixture, const char *what)
{
  orch_sandbox_process_order (fixture->sandbox, "oscar", "{\"dialect\": \"%s\", %s}", fixture->dialect->name, what);
}

static GPtrArray *
read_all (OrchEmrPager *pager)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_last = FALSE;

  while (!is_last)
    {
      g_autoptr (OrchEmrPage) page = orch_test_object (orch_emr_pager_next (pager));
      GPtrArray *records = orch_emr_page_get_records (page);

      for (guint i = 0; i < records->len; i++)
        g_ptr_array_add (all, g_object_ref (g_ptr_array_index (records, i)));
      g_assert_cmpuint (orch_emr_page_get_unreadable (page)->len, ==, 0);
      is_last = orch_emr_page_is_last (page);
    }
  g_object_unref (pager);
  return all;
}

/* The same EMR, by its FHIR side. */
static OrchEmr *
connect_fhir (Fixture *fixture)
{
  g_autoptr (JsonNode) training = orch_sandbox_process_get (fixture->sandbox, "/training/emr");
  JsonObject *root = json_node_get_object (training);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  OrchEmr *emr = NULL;

  set (values, "base-url", json_object_get_string_member (root, "base"));
  set (values, "client-id", json_object_get_string_member (root, "client_id"));
  set (fixture->secrets, "client-secret", json_object_get_string_member (root, "client_secret"));
  emr = orch_emr_new ("fhir-r4", values, read_secret, fixture, NULL, NULL);
  g_assert_nonnull (emr);
  return emr;
}

/* --- letting it in ------------------------------------------------------------------------------ */

static void
test_consent (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_NOT_AUTHORISED);
  authorise (fixture, KEPT);
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_OK);
  order (fixture, "\"revoke\": true");
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_NOT_AUTHORISED);
  authorise (fixture, KEPT);
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_OK);
}

static void
test_denied (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchEmrConsent) consent = orch_emr_consent_new (fixture->emr);
  g_autoptr (Person) person = g_object_new (TYPE_PERSON, NULL);
  g_autoptr (GError) error = NULL;

  person->form = "username=orchestrateur&password=Pont-Formation-1&pin=2580&oauthDecision=deny";
  error = orch_test_error (dex_future_first (orch_emr_consent_ask (consent, ORCH_BROWSER (person)), NULL));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_REFUSED);
}

static void
on_address (OrchEmrConsent *consent, GParamSpec *pspec, Person *person)
{
  if (orch_emr_consent_get_address (consent) != NULL)
    person_open (ORCH_BROWSER (person), orch_emr_consent_get_address (consent));
}

/* On a computer without a browser: the code that the page shows, with what is around it. */
static void
test_by_hand (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchEmrConsent) consent = orch_emr_consent_new (fixture->emr);
  g_autoptr (Person) person = g_object_new (TYPE_PERSON, NULL);
  g_autofree char *authorisation = NULL;
  DexFuture *asked = NULL;

  person->form = KEPT;
  g_signal_connect (consent, "notify::address", G_CALLBACK (on_address), person);
  asked = orch_emr_consent_ask (consent, NULL);
  while (person->thread == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (g_steal_pointer (&person->thread));
  g_assert_nonnull (strstr (person->answer, "oauth_verifier="));
  orch_emr_consent_give (consent, person->answer);
  authorisation = orch_test_string (asked);
  set (fixture->secrets, "authorisation", authorisation);
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_OK);
  g_signal_handlers_disconnect_by_data (consent, person);
}

static void
test_wrong_code (Fixture *fixture, gconstpointer data)
{
  static const char *const codes[] = { "00000000-0000-4000-8000-000000000000", "é", "oauth_verifier= " };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (OrchEmrConsent) consent = orch_emr_consent_new (fixture->emr);
      g_autoptr (GError) error = NULL;
      DexFuture *asked = orch_emr_consent_ask (consent, NULL);

      while (orch_emr_consent_get_address (consent) == NULL)
        g_main_context_iteration (NULL, TRUE);
      orch_emr_consent_give (consent, codes[i]);
      error = orch_test_error (asked);
      g_assert_error (error, ORCH_ERROR, (i == 0 ? ORCH_ERROR_SIGN_IN_AGAIN : ORCH_ERROR_REFUSED));
    }
}

static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  g_autoptr (OrchEmrConsent) consent = orch_emr_consent_new (fixture->emr);
  g_autoptr (GError) error = NULL;
  DexFuture *asked = orch_emr_consent_ask (consent, NULL);

  while (orch_emr_consent_get_address (consent) == NULL)
    g_main_context_iteration (NULL, TRUE);
  orch_emr_consent_stop (consent);
  error = orch_test_error (asked);
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_CANCELLED);
  g_assert_null (orch_emr_consent_get_address (consent));
}

/* --- what goes wrong ------------------------------------------------------------------------------ */

static void
test_diagnoses (Fixture *fixture, gconstpointer data)
{
  const char *origin = orch_sandbox_process_get_origin (fixture->sandbox);
  g_autofree char *url = g_strconcat (origin, fixture->dialect->root, NULL);
  g_autofree char *bare = g_strndup (url, strlen (url) - strlen ("/oscar"));
  g_autofree char *elsewhere = g_strconcat (bare, "/kaiemr", NULL);
  g_autofree char *detail = NULL;

  authorise (fixture, KEPT);
  set (fixture->values, "server-url", bare);
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_NOT_THERE);
  set (fixture->values, "server-url", elsewhere);
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_NOT_THERE);
  set (fixture->values, "server-url", "ftp://emr.example/oscar");
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_BAD_ADDRESS);
  set (fixture->values, "server-url", "http://127.0.0.1:9/oscar");
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_NO_ANSWER);
  set (fixture->values, "server-url", url);

  order (fixture, "\"rest\": false");
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_NO_REST);
  order (fixture, "\"rest\": true");

  set (fixture->secrets, "rest-secret", "notthesecret");
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_BAD_CREDENTIALS);
  set (fixture->secrets, "rest-secret", fixture->dialect->secret);
  set (fixture->values, "rest-key", "nobody");
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_BAD_CREDENTIALS);
  set (fixture->values, "rest-key", fixture->dialect->key);
  g_hash_table_remove (fixture->values, "rest-key");
  g_assert_cmpint (diagnose (fixture, &detail), ==, ORCH_EMR_INCOMPLETE);
  g_assert_cmpstr (detail, ==, "rest-key");
  set (fixture->values, "rest-key", fixture->dialect->key);
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_OK);
}

/* A proxy that hides the scheme: the address is found, and works once it is filled in. */
static void
test_proxy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *detail = NULL;

  authorise (fixture, KEPT);
  order (fixture, "\"seen_as\": \"http://127.0.0.1:8080\"");
  g_assert_cmpint (diagnose (fixture, &detail), ==, ORCH_EMR_BEHIND_PROXY);
  g_assert_cmpstr (detail, ==, "http://127.0.0.1:8080");
  set (fixture->values, "seen-as", detail);
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_OK);
}

/* One refuses what is signed at another time, the other does not look. */
static void
test_clock (Fixture *fixture, gconstpointer data)
{
  g_autofree char *detail = NULL;

  authorise (fixture, KEPT);
  orch_sandbox_process_order (fixture->sandbox, "clock", "{\"offset_s\": 1200}");
  g_assert_cmpint (diagnose (fixture, &detail), ==,
                   fixture->dialect == &openo ? ORCH_EMR_WRONG_CLOCK : ORCH_EMR_CLOCK_SKEW);
  g_assert_cmpint (g_ascii_strtoll (detail, NULL, 10), >, 1190);
  g_assert_cmpint (g_ascii_strtoll (detail, NULL, 10), <, 1260);
}

static void
test_users (Fixture *fixture, gconstpointer data)
{
  g_autofree char *detail = NULL;

  authorise (fixture, PERSONAL);
  g_assert_cmpint (diagnose (fixture, &detail), ==, ORCH_EMR_OTHER_USER);
  g_assert_nonnull (strchr (detail, ' '));
  authorise (fixture, ROLELESS);
  g_assert_cmpint (diagnose (fixture, NULL), ==, ORCH_EMR_NO_PERMISSION);
}

/* --- what is read ------------------------------------------------------------------------------- */

/* "prat-001" is 101 there, "serv-004" 4, "pat-00012" 12. Returns: 0 for anything else */
static int
number_of (const char *fhir_id)
{
  static const struct
  {
    const char *prefix;
    int from;
  } kinds[] = { { "prat-", 100 }, { "serv-", 0 }, { "pat-", 0 } };

  for (gsize i = 0; fhir_id != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (fhir_id, kinds[i].prefix))
      return kinds[i].from + (int) g_ascii_strtoll (fhir_id + strlen (kinds[i].prefix), NULL, 10);
  return 0;
}

static void
check_directory (Fixture *fixture)
{
  g_autoptr (OrchEmr) fhir = connect_fhir (fixture);
  g_autoptr (GPtrArray) staff = read_all (orch_emr_read_staff (fixture->emr));
  g_autoptr (GPtrArray) services = read_all (orch_emr_read_services (fixture->emr));
  g_autoptr (GPtrArray) their_staff = read_all (orch_emr_read_staff (fhir));
  g_autoptr (GPtrArray) their_services = read_all (orch_emr_read_services (fhir));
  guint met = 0;

  g_assert_cmpuint (staff->len, ==, their_staff->len);
  for (guint i = 0; i < their_staff->len; i++)
    for (guint j = 0; j < staff->len; j++)
      {
        const OrchStaffMemberFields *theirs = orch_staff_member_get_fields (g_ptr_array_index (their_staff, i));
        const OrchStaffMemberFields *ours = orch_staff_member_get_fields (g_ptr_array_index (staff, j));

        if (g_ascii_strtoll (ours->emr_id, NULL, 10) != number_of (theirs->emr_id))
          continue;
        met++;
        g_assert_cmpstr (ours->family, ==, theirs->family);
        g_assert_cmpstr (ours->given, ==, theirs->given);
        g_assert_cmpstr (ours->licence, ==, theirs->licence);
        g_assert_true (ours->bookable);
      }
  g_assert_cmpuint (met, ==, staff->len);

  met = 0;
  g_assert_cmpuint (services->len, ==, their_services->len);
  for (guint i = 0; i < their_services->len; i++)
    for (guint j = 0; j < services->len; j++)
      {
        const OrchServiceFields *theirs = orch_service_get_fields (g_ptr_array_index (their_services, i));
        const OrchServiceFields *ours = orch_service_get_fields (g_ptr_array_index (services, j));

        if (g_ascii_strtoll (ours->emr_id, NULL, 10) != number_of (theirs->emr_id))
          continue;
        met++;
        g_assert_cmpstr (ours->name, ==, theirs->name);
        g_assert_cmpint (ours->duration_minutes, ==, theirs->duration_minutes);
      }
  g_assert_cmpuint (met, ==, services->len);
}

static void
test_directory (Fixture *fixture, gconstpointer data)
{
  authorise (fixture, KEPT);
  check_directory (fixture);
  /* As some forks write it: a list of one is its one, numbers are texts */
  order (fixture, "\"jettison\": true");
  check_directory (fixture);
}

static char *
dup_key (const OrchAppointmentFields *fields, gboolean is_fhir)
{
  return g_strdup_printf ("%d %d %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                          is_fhir ? number_of (fields->staff_emr_id) : atoi (fields->staff_emr_id),
                          is_fhir ? number_of (fields->patient_emr_id) : atoi (fields->patient_emr_id),
                          is_fhir                          ? number_of (fields->service_emr_id)
                          : fields->service_emr_id != NULL ? atoi (fields->service_emr_id)
                                                           : 0,
                          fields->start_us / G_USEC_PER_SEC, fields->end_us / G_USEC_PER_SEC);
}

/* Both sides of the EMR tell the same appointments of patients, whoever they are with, whatever became of them. */
static void
check_appointments (Fixture *fixture, gint64 from_us, gint64 to_us)
{
  g_autoptr (OrchEmr) fhir = connect_fhir (fixture);
  g_autoptr (GPtrArray) ours = read_all (orch_emr_read_appointments (fixture->emr, from_us, to_us, 0, NULL));
  g_autoptr (GPtrArray) theirs = read_all (orch_emr_read_appointments (fhir, from_us, to_us, 0, NULL));
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = 0;

  g_assert_cmpuint (ours->len, >, 20);
  for (guint i = 0; i < ours->len; i++)
    g_hash_table_add (keys, dup_key (orch_appointment_get_fields (g_ptr_array_index (ours, i)), FALSE));
  g_assert_cmpuint (g_hash_table_size (keys), ==, ours->len);
  for (guint i = 0; i < theirs->len; i++)
    {
      const OrchAppointmentFields *fields = orch_appointment_get_fields (g_ptr_array_index (theirs, i));
      g_autofree char *key = dup_key (fields, TRUE);

      /* The last two services are meetings and breaks: blocked time, there. */
      if (fields->patient_emr_id == NULL || fields->start_us < from_us || number_of (fields->service_emr_id) > 38)
        continue;
      n++;
      g_test_message ("%s %s", fields->emr_id, key);
      g_assert_true (g_hash_table_contains (keys, key));
    }
  g_assert_cmpuint (n, ==, ours->len);
}

static void
test_appointments (Fixture *fixture, gconstpointer data)
{
  const gint64 now = orch_clock_now_us () / DAY_US * DAY_US;

  authorise (fixture, KEPT);
  check_appointments (fixture, now - 3 * DAY_US, now + 4 * DAY_US);
  order (fixture, "\"jettison\": true, \"meridians\": true");
  check_appointments (fixture, now - 3 * DAY_US, now + 4 * DAY_US);
}

/* A reading that was broken off goes on where it was. */
static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  const gint64 now = orch_clock_now_us () / DAY_US * DAY_US;
  g_autoptr (OrchEmrPager) pager = NULL;
  g_autoptr (OrchEmrPage) first = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchEmrPager) lost = NULL;

  authorise (fixture, KEPT);
  all = read_all (orch_emr_read_appointments (fixture->emr, now, now + 2 * DAY_US, 0, NULL));
  pager = orch_emr_read_appointments (fixture->emr, now, now + 2 * DAY_US, 0, NULL);
  first = orch_test_object (orch_emr_pager_next (pager));
  g_assert_nonnull (orch_emr_page_get_cursor (first));
  rest =
      read_all (orch_emr_read_appointments (fixture->emr, now, now + 2 * DAY_US, 0, orch_emr_page_get_cursor (first)));
  g_assert_cmpuint (orch_emr_page_get_records (first)->len + rest->len, ==, all->len);
  lost = orch_emr_read_appointments (fixture->emr, now, now + 2 * DAY_US, 0, "nobody 12");
  error = orch_test_error (orch_emr_pager_next (lost));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
}

/* One by one they are what the month tells of them; what is not there is not found. */
static void
test_single (Fixture *fixture, gconstpointer data)
{
  const gint64 now = orch_clock_now_us () / DAY_US * DAY_US;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) found = NULL;
  const char *ids[] = { NULL, "99999999", "../admin", NULL, NULL };

  authorise (fixture, KEPT);
  all = read_all (orch_emr_read_appointments (fixture->emr, now, now + 2 * DAY_US, 0, NULL));
  g_assert_cmpuint (all->len, >, 2);
  ids[0] = orch_appointment_get_fields (g_ptr_array_index (all, 0))->emr_id;
  ids[3] = orch_appointment_get_fields (g_ptr_array_index (all, all->len - 1))->emr_id;
  g_assert_true (orch_emr_can_find (fixture->emr));
  found = orch_test_boxed (orch_emr_find_appointments (fixture->emr, ids));
  g_assert_cmpuint (found->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *month = dup_key (orch_appointment_get_fields (all->pdata[i == 0 ? 0 : all->len - 1]), FALSE);
      g_autofree char *single = dup_key (orch_appointment_get_fields (found->pdata[i]), FALSE);

      g_assert_cmpstr (single, ==, month);
    }
}

static void
test_patients (Fixture *fixture, gconstpointer data)
{
  static const char *const ids[] = { "12", "13", "../admin", "999999", NULL };
  static const char *const their_ids[] = { "pat-00012", "pat-00013", NULL };
  g_autoptr (OrchEmr) fhir = connect_fhir (fixture);
  g_autoptr (OrchEmrPager) pager = NULL;
  g_autoptr (OrchEmrPage) page = NULL;
  g_autoptr (GPtrArray) theirs = NULL;

  authorise (fixture, KEPT);
  theirs = read_all (orch_emr_read_patients (fhir, their_ids));
  pager = orch_emr_read_patients (fixture->emr, ids);
  page = orch_test_object (orch_emr_pager_next (pager));
  g_assert_true (orch_emr_page_is_last (page));
  g_assert_cmpuint (orch_emr_page_get_records (page)->len, ==, 2);
  g_assert_cmpuint (orch_emr_page_get_unreadable (page)->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 2; j++)
      {
        const OrchPatientFields *ours =
            orch_patient_get_fields (g_ptr_array_index (orch_emr_page_get_records (page), i));
        const OrchPatientFields *other = orch_patient_get_fields (g_ptr_array_index (theirs, j));

        if (atoi (ours->emr_id) != number_of (other->emr_id))
          continue;
        g_autofree char *our_family = orch_text_fold (ours->family);
        g_autofree char *their_family = orch_text_fold (other->family);

        g_assert_cmpstr (our_family, ==, their_family);
        g_assert_cmpstr (ours->birth_date, ==, other->birth_date);
        g_assert_cmpstr (ours->nam, ==, other->nam);
        g_assert_cmpstr (ours->sex, ==, other->sex);
      }
  patient_search_check (fixture->emr, orch_patient_get_fields (g_ptr_array_index (orch_emr_page_get_records (page), 0)),
                        TRUE);
}

#define ADD(name, function)                                                                                            \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_test_add ("/oscar15/" name, Fixture, &oscar15, set_up, function, tear_down);                                     \
    g_test_add ("/openo/" name, Fixture, &openo, set_up, function, tear_down);                                         \
  }                                                                                                                    \
  G_STMT_END

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  ADD ("consent", test_consent);
  ADD ("denied", test_denied);
  ADD ("by-hand", test_by_hand);
  ADD ("wrong-code", test_wrong_code);
  ADD ("stopped", test_stopped);
  ADD ("diagnoses", test_diagnoses);
  ADD ("proxy", test_proxy);
  ADD ("clock", test_clock);
  ADD ("users", test_users);
  ADD ("directory", test_directory);
  ADD ("appointments", test_appointments);
  ADD ("cursor", test_cursor);
  ADD ("single", test_single);
  ADD ("patients", test_patients);
  return g_test_run ();
}
