/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a synchronisation costs; one line of JSON. Not a test: build-aux/bench runs it. `bench-sync [services [staff]]`, by default 50,000
 * services and 86 people, whose year is some 200,000 appointments.
 *
 * full_sync_ratio: records a second of a first run of the whole schedule, from the training EMR to the store, to the slower of: the same
 * answers parsed by the JSON library alone, and as many rows inserted by SQLCipher alone into a table with the same indices (medians of five). The hub is not
 * reached meanwhile: how fast it takes what is new is its own affair. full_cpu_ratio: the same of what the processor computes, in all threads of
 * the program: what other programs do on the machine, the training EMR's own work among it, is not in it.
 * idle_sync_requests: when nothing has changed, the most requests of one kind; idle_sync_writes: pages that the store's database wrote.
 */
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

#include "../store/bench-bare.h"
#include "core/orch-clock.h"
#include "core/orch-release.h"
#include "orch-small-emr.h"
#include "orch-story.h"
#include "sync/orch-engine-private.h"

#define PAGE 500
#define WAL_HEADER 32
#define WAL_FRAME (4096 + 24)

static int n_services = 50000;
static int n_staff = 86;

/* What a run brings of each kind, and the type it is of. */
static const struct
{
  OrchStoreKind kind;
  const char *type;
  const char *window; /* (nullable): the parameter that narrows the days */
} kinds[] = {
  { ORCH_STORE_STAFF, "Practitioner", NULL },         { ORCH_STORE_SERVICES, "HealthcareService", NULL },
  { ORCH_STORE_SCHEDULES, "Schedule", NULL },         { ORCH_STORE_SLOTS, "Slot", "start" },
  { ORCH_STORE_APPOINTMENTS, "Appointment", "date" }, { ORCH_STORE_PATIENTS, "Patient", NULL },
};

static void
tell (GString *json, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (json, "%s\"%s\": %s", json->len > 1 ? ", " : "", name,
                          g_ascii_formatd (text, sizeof text, "%.3f", value));
}

/* --- the EMR, asked without the program ------------------------------------------------------ */

static GBytes *
get (SoupSession *session, const char *url, const char *token)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);
  g_autoptr (GError) error = NULL;
  GBytes *body = NULL;

  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
  body = soup_session_send_and_read (session, message, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, 200);
  return body;
}

static char *
ask_token (SoupSession *session, OrchSandboxProcess *sandbox)
{
  g_autoptr (JsonNode) emr = orch_sandbox_process_get (sandbox, "/training/emr");
  JsonObject *values = json_node_get_object (emr);
  g_autofree char *form =
      soup_form_encode ("grant_type", "client_credentials", "client_id",
                        json_object_get_string_member (values, "client_id"), "client_secret",
                        json_object_get_string_member (values, "client_secret"), "scope", "system/*.read", NULL);
  g_autoptr (SoupMessage) message =
      soup_message_new_from_encoded_form ("POST", json_object_get_string_member (values, "token_endpoint"),
                                          g_steal_pointer (&form));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read (session, message, NULL, &error);
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_no_error (error);
  g_assert_true (
      json_parser_load_from_data (parser, g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), NULL));
  return g_strdup (
      json_object_get_string_member (json_node_get_object (json_parser_get_root (parser)), "access_token"));
}

static char *
dup_address (OrchSandboxProcess *sandbox, guint kind)
{
  g_autofree char *from = orch_clock_format_instant (orch_clock_now_us () - 31 * G_TIME_SPAN_DAY);
  g_autofree char *to = orch_clock_format_instant (orch_clock_now_us () + 366 * G_TIME_SPAN_DAY);
  const char *base = orch_sandbox_process_get_emr (sandbox);

  if (kinds[kind].window == NULL)
    return g_strdup_printf ("%s/%s?_count=%d", base, kinds[kind].type, PAGE);
  return g_strdup_printf ("%s/%s?%s=ge%s&%s=lt%s&_count=%d", base, kinds[kind].type, kinds[kind].window, from,
                          kinds[kind].window, to, PAGE);
}

/* A page of each kind; and the EMR makes its days before anything is measured. */
static void
read_pages (OrchSandboxProcess *sandbox, GBytes **pages)
{
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", 600, "proxy-resolver", NULL, NULL);
  g_autofree char *token = ask_token (session, sandbox);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *address = dup_address (sandbox, i);

      pages[i] = get (session, address, token);
    }
}

typedef struct
{
  double wall_s;
  double cpu_s;
} Spent;

/* One of @n: a machine that others use, or that is cooler at first, does the same work in times that differ by half. */
#define ROUNDS 5

static int
compare_spent (const void *a, const void *b)
{
  const double former = ((const Spent *) a)->wall_s, latter = ((const Spent *) b)->wall_s;

  return (former > latter) - (former < latter);
}

static Spent
median_of (Spent *spent)
{
  qsort (spent, ROUNDS, sizeof *spent, compare_spent);
  return spent[ROUNDS / 2];
}

static Spent
parse_alone (GBytes *const *pages, const guint *received)
{
  Spent spent = { .wall_s = bench_now_s (), .cpu_s = bench_cpu_s () };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint done = 0; done < received[i]; done += PAGE)
      {
        g_autoptr (JsonParser) parser = json_parser_new_immutable ();

        g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (pages[i], NULL),
                                                   (gssize) g_bytes_get_size (pages[i]), NULL));
      }
  return (Spent) { .wall_s = bench_now_s () - spent.wall_s, .cpu_s = bench_cpu_s () - spent.cpu_s };
}

static Spent
insert_alone (guint n)
{
  g_autofree char *directory = g_dir_make_tmp ("orch-bench-XXXXXX", NULL);
  g_autoptr (GPtrArray) rows = bench_make_appointments (0, MIN (n, 100000));
  const BenchRate rate = bench_insert_bare (directory, rows, TRUE);

  story_remove_tree (directory);
  return (Spent) { .wall_s = n / rate.wall, .cpu_s = n / rate.cpu };
}

/* --- the whole schedule ---------------------------------------------------------------------- */

typedef struct
{
  double began;
  OrchSyncPhase phase;
  double took[ORCH_SYNC_PHASE_UPLOADING + 1];
} Watch;

static void
on_phase (OrchSync *sync, GParamSpec *pspec, Watch *watch)
{
  const double now = bench_now_s ();

  watch->took[watch->phase] += now - watch->began;
  watch->began = now;
  watch->phase = orch_sync_get_phase (sync);
}

static OrchSyncRecord *
find_last_run (OrchSync *sync)
{
  g_autoptr (GListModel) runs = story_wait_object (orch_sync_list_runs (sync, ORCH_SYNC_FULL, 1));

  return g_list_model_get_item (runs, 0);
}

/* story_wait() is not as patient as this takes. */
static void
wait_for (DexFuture *future)
{
  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  dex_unref (future);
}

static void
measure_full (GString *json)
{
  static const char *const names[] = { "idle",  "sending",      "receiving", "staff", "services", "schedules",
                                       "slots", "appointments", "patients",  "rules", "uploading" };
  g_autoptr (OrchSandboxProcess) sandbox = orch_sandbox_process_start (NULL);
  g_autoptr (Story) story = story_new (sandbox);
  g_autoptr (OrchSyncRecord) record = NULL;
  GBytes *pages[G_N_ELEMENTS (kinds)];
  Watch watch = { 0 };
  OrchSync *sync = NULL;
  double took = 0;
  double computed = 0;
  Spent parsings[ROUNDS];
  Spent insertings[ROUNDS];
  Spent parsing = { 0 };
  Spent inserting = { 0 };
  guint received[G_N_ELEMENTS (kinds)];
  guint n = 0;

  story_set_up (story);
  sync = orch_engine_get_sync (story->engine);
  orch_sync_set_automatic (sync, FALSE);
  orch_sandbox_process_order (sandbox, "emr-size", "{\"staff\": %d, \"services\": %d, \"patients\": 20000}", n_staff,
                              n_services);
  read_pages (sandbox, pages);
  orch_sandbox_process_order (sandbox, "fault", "{\"path\": \"/hub\", \"kind\": \"503\", \"count\": -1}");

  g_signal_connect (sync, "notify::phase", G_CALLBACK (on_phase), &watch);
  computed = bench_cpu_s ();
  watch.began = took = bench_now_s ();
  wait_for (orch_sync_start (sync, ORCH_SYNC_FULL));
  took = bench_now_s () - took;
  computed = bench_cpu_s () - computed;
  record = find_last_run (sync);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *name = g_strdup_printf ("full_%s", kinds[i].type);

      received[i] = orch_sync_record_get_fields (record)->counts.kinds[kinds[i].kind].received;
      n += received[i];
      tell (json, name, received[i]);
    }
  for (guint i = 0; i < ROUNDS; i++)
    {
      parsings[i] = parse_alone (pages, received);
      insertings[i] = insert_alone (n);
    }
  parsing = median_of (parsings);
  inserting = median_of (insertings);
  tell (json, "json_least_records_per_s", n / parsings[ROUNDS - 1].wall_s);
  tell (json, "json_most_records_per_s", n / parsings[0].wall_s);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_bytes_unref (pages[i]);
  g_assert_cmpuint (n, >, 0);
  tell (json, "full_sync_ratio", MAX (parsing.wall_s, inserting.wall_s) / took);
  tell (json, "full_cpu_ratio", MAX (parsing.cpu_s, inserting.cpu_s) / computed);
  tell (json, "full_cpu_s", computed);
  tell (json, "full_s", took);
  tell (json, "full_records", n);
  tell (json, "full_records_per_s", n / took);
  tell (json, "json_records_per_s", n / parsing.wall_s);
  tell (json, "sqlcipher_records_per_s", n / inserting.wall_s);
  for (guint i = ORCH_SYNC_PHASE_STAFF; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strdup_printf ("full_%s_s", names[i]);

      tell (json, name, watch.took[i]);
    }
}

/* --- nothing new ------------------------------------------------------------------------------ */

static void
move_clock (OrchSandboxProcess *sandbox, int minutes)
{
  orch_clock_set_offset_us (minutes * 60 * G_GINT64_CONSTANT (1000000));
  orch_sandbox_process_order (sandbox, "clock", "{\"offset_s\": %d}", minutes * 60);
}

static guint
count_log (OrchSandboxProcess *sandbox)
{
  g_autoptr (JsonNode) requests = orch_sandbox_process_get (sandbox, "/control/requests");

  return json_array_get_length (json_node_get_array (requests));
}

/* The most that was asked of one kind since the log was @before long, and how many in all; tokens are of no kind. */
static guint
count_requests (OrchSandboxProcess *sandbox, guint before, guint *all)
{
  g_autoptr (JsonNode) requests = orch_sandbox_process_get (sandbox, "/control/requests");
  JsonArray *array = json_node_get_array (requests);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint most = 0;

  *all = 0;
  for (guint i = before; i < json_array_get_length (array); i++)
    {
      const char *path = json_object_get_string_member (json_array_get_object_element (array, i), "path");
      guint n = 0;

      if (g_str_has_prefix (path, "/control") || g_str_has_suffix (path, "/token"))
        continue;
      n = GPOINTER_TO_UINT (g_hash_table_lookup (seen, path)) + 1;
      g_hash_table_insert (seen, g_strdup (path), GUINT_TO_POINTER (n));
      /* Invitations to the portal and uses of the shared key are both tasks. */
      most = MAX (most, g_str_equal (path, "/hub/Task") ? (n + 1) / 2 : n);
      (*all)++;
    }
  return most;
}

typedef struct
{
  gint64 changed; /* when a file of the database was, the sum of it all */
  gint64 size;    /* of the write-ahead log */
} Files;

static Files
look_at_files (Story *story)
{
  g_autofree char *folder = g_build_filename (story->data_dir, "clinics", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name = NULL;
  Files files = { 0 };

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf status;

      if (g_str_has_suffix (name, "-shm") || g_stat (path, &status) != 0)
        continue;
      files.changed += status.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000) + status.st_mtim.tv_nsec;
      if (g_str_has_suffix (name, "-wal"))
        files.size = status.st_size;
    }
  return files;
}

static double
count_writes (Files before, Files after)
{
  if (before.changed == after.changed && before.size == after.size)
    return 0;
  return MAX ((after.size - MAX (before.size, WAL_HEADER)) / WAL_FRAME, 1);
}

static void
measure_idle (GString *json)
{
  g_autoptr (OrchSandboxProcess) sandbox = small_emr_start ();
  g_autoptr (Story) story = story_new (sandbox);
  OrchSync *sync = NULL;
  Files before;
  guint log = 0;
  guint all = 0;
  guint most = 0;

  story_set_up (story);
  sync = orch_engine_get_sync (story->engine);
  orch_sync_set_automatic (sync, FALSE);
  small_emr_add_days (sandbox, 12);
  story_wait_ok (orch_sync_start (sync, ORCH_SYNC_FULL));
  move_clock (sandbox, 15);
  /* What this workstation wrote last comes back once. */
  story_wait_ok (orch_sync_start (sync, ORCH_SYNC_RECENT));
  move_clock (sandbox, 30);
  before = look_at_files (story);
  log = count_log (sandbox);
  story_wait_ok (orch_sync_start (sync, ORCH_SYNC_RECENT));
  most = count_requests (sandbox, log, &all);
  tell (json, "idle_sync_requests", most);
  tell (json, "idle_sync_requests_all", all);
  tell (json, "idle_sync_writes", count_writes (before, look_at_files (story)));
  orch_clock_set_offset_us (0);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GString) json = g_string_new ("{");

  orch_release_prepare ();
  dex_init ();
  if (argc > 1)
    n_services = atoi (argv[1]);
  if (argc > 2)
    n_staff = atoi (argv[2]);
  if (n_services < 1 || n_staff < 1)
    {
      g_printerr ("usage: bench-sync [services [staff]]\n");
      return 2;
    }
  measure_idle (json);
  measure_full (json);
  g_print ("%s}\n", json->str);
  return 0;
}
