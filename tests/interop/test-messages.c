/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A conversation on three FHIR servers that nobody here wrote: one workstation writes it, twice each thing as after a lost answer, another reads it, a
 * patient answers in the plain words of FHIR, and the report ends it. Two of the three ignore If-Match and If-None-Exist. And the journal of who looked at
 * it, sent again after an answer that was lost.
 */
#include <string.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-patient.h"
#include "http/orch-json.h"
#include "hub/orch-hub-journal.h"
#include "hub/orch-hub-messages.h"
#include "hub/orch-hub.h"
#include "orch-interop-servers.h"
#include "orch-test-support.h"

#define ATTEMPTS 8

static GHashTable *bases; /* name → base */

typedef struct
{
  OrchFhirClient *client;
  OrchHub *hubs[2]; /* of two workstations */
  char *clinic;     /* the server's ids */
  char *patient;
  char *patient_id; /* ours */
  char *id;         /* of the conversation */
} Desk;

static OrchFhirClient *
new_client (const char *name)
{
  g_autoptr (OrchHttp) http = orch_http_new ();
  g_autoptr (GError) error = NULL;
  OrchFhirClient *client = orch_fhir_client_new (http, g_hash_table_lookup (bases, name), NULL, &error);

  g_assert_no_error (error);
  return client;
}

static void
open_desk (Desk *self, const char *name)
{
  g_autofree char *clinic_id = g_uuid_string_random ();
  OrchClinicFields clinic_fields = { .id = clinic_id, .name = "Clinique Étoile", .emr_vendor = "fhir-r4" };
  g_autoptr (OrchClinic) clinic = orch_clinic_new (&clinic_fields);
  OrchHubClinicSet set = { .clinic = clinic };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) patient_rows = NULL;
  g_autoptr (GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);

  self->client = new_client (name);
  for (gsize i = 0; i < G_N_ELEMENTS (self->hubs); i++)
    {
      g_autoptr (OrchFhirClient) client = new_client (name);

      self->hubs[i] = orch_hub_new (client);
      orch_hub_set_emr_vendor (self->hubs[i], "fhir-r4");
    }
  ORCH_INTEROP_PUT (rows, orch_hub_put_clinic (self->hubs[0], &set));
  self->clinic = g_strdup (orch_hub_row_get_hub_id (g_ptr_array_index (rows, 0)));

  self->id = g_uuid_string_random ();
  self->patient_id = g_uuid_string_random ();
  OrchPatientFields patient = { .id = self->patient_id, .emr_id = self->patient_id, .family = "Gagnon" };
  g_ptr_array_add (patients, orch_patient_new (&patient));
  ORCH_INTEROP_PUT (patient_rows, orch_hub_put_patients (self->hubs[0], self->clinic, patients));
  self->patient = g_strdup (orch_hub_row_get_hub_id (g_ptr_array_index (patient_rows, 0)));
  g_assert_nonnull (self->patient);
}

static void
desk_clear (Desk *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->hubs); i++)
    g_clear_object (&self->hubs[i]);
  g_clear_object (&self->client);
  g_free (self->clinic);
  g_free (self->patient);
  g_free (self->patient_id);
  g_free (self->id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static OrchConversation *
make_conversation (Desk *self, const char *hub_id, OrchConversationStatus status)
{
  OrchConversationFields fields = { .id = self->id,
                                    .hub_id = hub_id,
                                    .patient = self->patient_id,
                                    .patient_hub_id = self->patient,
                                    .subject = "Résultats",
                                    .professional = "Practitioner/pro-1",
                                    .professional_name = "Dre Roy",
                                    .author = "Practitioner/pro-1",
                                    .author_name = "Dre Roy",
                                    .status = status,
                                    .began_us = G_GINT64_CONSTANT (1795262400000000) };

  if (status >= ORCH_CONVERSATION_REPORT)
    fields.closed_us = fields.began_us + G_USEC_PER_SEC;
  return orch_conversation_new (&fields);
}

static gpointer
await_object (DexFuture *future, GError **error)
{
  g_autoptr (DexFuture) settled = orch_test_wait (future);
  const GValue *value = dex_future_get_value (settled, error);

  return value != NULL ? g_value_dup_object (value) : NULL;
}

static gboolean
is_cut (const GError *error)
{
  return g_error_matches (error, ORCH_ERROR, ORCH_ERROR_OFFLINE) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_SERVER_FAULT);
}

/* What a server cut off, or had no lock for, is sent again, as the outbox does. Returns: (transfer full): the hub's id */
#define PUT(call)                                                                                                      \
  ({                                                                                                                   \
    char *put_id = NULL;                                                                                               \
    for (int attempt = 0; put_id == NULL; attempt++)                                                                   \
      {                                                                                                                \
        g_autoptr (GError) put_error = NULL;                                                                           \
        g_autoptr (OrchHubRow) put_row = NULL;                                                                         \
        g_assert_cmpint (attempt, <, ATTEMPTS);                                                                        \
        orch_interop_back_off (attempt);                                                                               \
        put_row = await_object (call, &put_error);                                                                     \
        g_assert_true (put_row != NULL || is_cut (put_error));                                                         \
        put_id = put_row != NULL ? g_strdup (orch_hub_row_get_hub_id (put_row)) : NULL;                                \
      }                                                                                                                \
    put_id;                                                                                                            \
  })

/* Returns: (transfer full): of the clinic's conversation, as the second workstation reads it: all pages in one array */
static GPtrArray *
read_all (Desk *self)
{
  g_autoptr (OrchHubPager) pager = orch_hub_read_changes (self->hubs[1], self->clinic, ORCH_HUB_MESSAGES, 0);
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);

  for (gboolean last = FALSE; !last;)
    {
      g_autoptr (OrchHubPage) page = orch_test_object (orch_hub_pager_next (pager));
      GPtrArray *records = orch_hub_page_get_records (page);

      for (guint i = 0; i < records->len; i++)
        g_ptr_array_add (all, g_object_ref (g_ptr_array_index (records, i)));
      last = orch_hub_page_is_last (page);
    }
  return all;
}

static OrchMessage *
find_message (GPtrArray *records, const char *text)
{
  for (guint i = 0; i < records->len; i++)
    if (ORCH_IS_MESSAGE (records->pdata[i]) && g_strcmp0 (orch_message_get_fields (records->pdata[i])->text, text) == 0)
      return records->pdata[i];
  return NULL;
}

static OrchConversation *
find_conversation (GPtrArray *records)
{
  OrchConversation *found = NULL;

  for (guint i = 0; i < records->len; i++)
    if (ORCH_IS_CONVERSATION (records->pdata[i]))
      {
        g_assert_null (found);
        found = records->pdata[i];
      }
  return found;
}

/* As any program would write it that knows FHIR and not us. */
static void
answer (Desk *self, const char *header)
{
  g_autofree char *text = g_strdup_printf (
      "{\"resourceType\": \"Communication\", \"status\": \"completed\", \"partOf\": [{\"reference\": "
      "\"Communication/%s\"}], \"subject\": {\"reference\": \"Patient/%s\"}, \"sender\": {\"reference\": "
      "\"Patient/%s\"}, \"recipient\": [{\"reference\": \"Organization/%s\"}], \"sent\": "
      "\"2026-11-23T10:00:00-05:00\", \"payload\": [{\"contentString\": \"Merci !\"}]}",
      header, self->patient, self->patient, self->clinic);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (JsonObject) resource = orch_json_parse_object_sync (bytes, NULL);
  g_autoptr (OrchFhirResult) result = orch_test_object (orch_fhir_client_create (self->client, resource, NULL));

  g_assert_nonnull (orch_fhir_result_get_id (result));
}

static void
test_thread (gconstpointer name)
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF-1.7", 8);
  g_autofree char *message_id = g_uuid_string_random ();
  g_autofree char *report_id = g_uuid_string_random ();

  open_desk (&desk, name);

  /* The header and a message with a file, each sent twice */
  g_autoptr (OrchConversation) begun = make_conversation (&desk, NULL, ORCH_CONVERSATION_IN_PROGRESS);
  OrchHubTalk talk = {
    .clinic_hub_id = desk.clinic, .conversation = begun, .patient_hub_id = desk.patient, .patient_id = desk.patient_id
  };
  g_autofree char *header = PUT (orch_hub_put_conversation (desk.hubs[0], &talk));
  g_autofree char *again = PUT (orch_hub_put_conversation (desk.hubs[1], &talk));
  g_assert_cmpstr (again, ==, header);

  g_autoptr (OrchConversation) there = make_conversation (&desk, header, ORCH_CONVERSATION_IN_PROGRESS);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (files, orch_message_file_new ("Ordonnance.pdf", "application/pdf", 0, pdf));
  OrchMessageFields fields = { .id = message_id,
                               .sender = "Practitioner/pro-1",
                               .sender_name = "Dre Roy",
                               .text = "Bonjour,\nvos résultats sont là.",
                               .sent_us = G_GINT64_CONSTANT (1795262400123456),
                               .files = files };
  g_autoptr (OrchMessage) message = orch_message_new (&fields);
  talk.conversation = there;
  g_autofree char *sent = PUT (orch_hub_put_message (desk.hubs[0], &talk, message));
  g_autofree char *sent_again = PUT (orch_hub_put_message (desk.hubs[0], &talk, message));
  g_assert_cmpstr (sent_again, ==, sent);
  answer (&desk, header);

  /* The other workstation reads it whole. */
  g_autoptr (GPtrArray) read = read_all (&desk);
  g_assert_cmpuint (read->len, ==, 3);
  g_assert_cmpstr (orch_conversation_get_fields (find_conversation (read))->subject, ==, "Résultats");
  g_assert_cmpstr (orch_conversation_get_fields (find_conversation (read))->professional, ==, "Practitioner/pro-1");
  OrchMessage *ours = find_message (read, "Bonjour,\nvos résultats sont là.");
  g_assert_nonnull (ours);
  g_assert_cmpstr (orch_message_get_fields (ours)->id, ==, message_id);
  g_assert_cmpstr (orch_message_get_fields (ours)->conversation_hub_id, ==, header);
  g_assert_cmpuint (orch_message_get_n_files (ours), ==, 1);
  g_assert_true (g_bytes_equal (orch_message_file_get_bytes (orch_message_get_fields (ours)->files->pdata[0]), pdf));
  OrchMessage *theirs = find_message (read, "Merci !");
  g_assert_true (orch_message_get_fields (theirs)->from_patient);
  g_assert_cmpint (orch_message_get_fields (theirs)->received_us, ==, 0);

  /* Seen, once */
  g_free (PUT (orch_hub_mark_seen (desk.hubs[1], orch_message_get_fields (theirs)->hub_id, 1795262500000000)));
  g_free (PUT (orch_hub_mark_seen (desk.hubs[0], orch_message_get_fields (theirs)->hub_id, 1795262600000000)));

  /* Ended, reported, completed */
  g_autoptr (OrchConversation) ended = make_conversation (&desk, header, ORCH_CONVERSATION_REPORT);
  talk.conversation = ended;
  g_free (PUT (orch_hub_put_conversation (desk.hubs[0], &talk)));
  g_free (PUT (orch_hub_put_report (desk.hubs[0], &talk, report_id, "Rapport", "Practitioner/pro-1", "Dre Roy",
                                    1795262700000000, pdf)));
  g_autoptr (OrchConversation) complete = make_conversation (&desk, header, ORCH_CONVERSATION_COMPLETED);
  talk.conversation = complete;
  g_free (PUT (orch_hub_put_conversation (desk.hubs[0], &talk)));

  g_autoptr (GPtrArray) last = read_all (&desk);
  g_assert_cmpuint (last->len, ==, 3);
  g_assert_cmpint (orch_conversation_get_fields (find_conversation (last))->status, ==, ORCH_CONVERSATION_COMPLETED);
  g_assert_cmpint (orch_message_get_fields (find_message (last, "Merci !"))->received_us, ==, 1795262500000000);

  g_autoptr (OrchHubPage) whole = orch_test_object (orch_hub_read_conversation (desk.hubs[1], header));
  g_assert_cmpuint (orch_hub_page_get_records (whole)->len, ==, 3);
}

/* --- journal ------------------------------------------------------------------------------ */

#define N_ENTRIES 12
#define BEGAN G_GINT64_CONSTANT (1795262400000000)

static GPtrArray *
make_journal (Desk *self)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *previous = g_strdup ("");

  for (guint i = 0; i < N_ENTRIES; i++)
    {
      g_autofree char *seed = g_strdup_printf ("%s %u", self->id, i);
      g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, seed, -1);
      const OrchJournalEntryFields fields = { .seq = i + 1,
                                              .instant = BEGAN + i * G_GINT64_CONSTANT (700123),
                                              .utc_offset_minutes = -300,
                                              .actor = i % 3 == 0 ? self->id : "Practitioner/pro-1",
                                              .act = i % 2 == 0 ? "patient-read" : "signed-in",
                                              .patient = i % 2 == 0 ? self->patient_id : NULL,
                                              .patient_hub_id = i % 2 == 0 ? self->patient : NULL,
                                              .workstation = self->id,
                                              .detail = "é",
                                              .previous = previous,
                                              .hash = hash };

      g_ptr_array_add (entries, orch_journal_entry_new (&fields));
      g_free (previous);
      previous = g_steal_pointer (&hash);
    }
  return entries;
}

/* What was lost on the way may have arrived. Returns: how many need not be sent again */
static guint
send_journal (Desk *self, GPtrArray *entries, gboolean doubtful)
{
  for (guint attempt = 0; attempt < ATTEMPTS; attempt++)
    {
      g_autoptr (DexFuture) sent =
          orch_test_wait (orch_hub_send_journal (self->hubs[0], self->clinic, entries, doubtful || attempt > 0));
      g_autoptr (GError) error = NULL;
      const GValue *value = dex_future_get_value (sent, &error);

      if (value != NULL)
        return g_value_get_uint (value);
      g_test_message ("%s", error->message);
      orch_interop_back_off (attempt);
    }
  g_assert_not_reached ();
}

/* Returns: (transfer full) */
static GPtrArray *
await_array (DexFuture *future)
{
  g_autoptr (DexFuture) done = orch_test_wait (future);
  GError *error = NULL;
  const GValue *value = dex_future_get_value (done, &error);

  g_assert_no_error (error);
  return g_value_dup_boxed (value);
}

static void
check_journal (Desk *self, GPtrArray *entries, gboolean of_patient)
{
  const OrchHubJournalQuery query = { .clinic_hub_id = self->clinic,
                                      .patient_hub_id = of_patient ? self->patient : NULL,
                                      .since_us = BEGAN - G_USEC_PER_SEC,
                                      .until_us = BEGAN + 3600 * G_TIME_SPAN_SECOND,
                                      .limit = 1000 };
  g_autoptr (GPtrArray) read = await_array (orch_hub_read_journal (self->hubs[1], &query));

  g_assert_cmpuint (read->len, ==, of_patient ? N_ENTRIES / 2 : N_ENTRIES);
  for (guint i = 0; i < read->len; i++)
    {
      const guint from = of_patient ? N_ENTRIES - 2 - 2 * i : N_ENTRIES - 1 - i;

      g_assert_cmpstr (orch_journal_entry_get_fields (g_ptr_array_index (read, i))->hash, ==,
                       orch_journal_entry_get_fields (g_ptr_array_index (entries, from))->hash);
    }
}

static void
test_journal (gconstpointer data)
{
  const char *const everything[] = { "date", "ge2026-11-21", "_count", "200", NULL };
  g_auto (Desk) desk = { 0 };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) half = g_ptr_array_new ();
  g_autoptr (GPtrArray) kept = NULL;
  guint n_kept = 0;

  open_desk (&desk, data);
  entries = make_journal (&desk);
  /* The first half arrived, and nobody knows. */
  for (guint i = 0; i < N_ENTRIES / 2; i++)
    g_ptr_array_add (half, entries->pdata[i]);
  g_assert_cmpuint (send_journal (&desk, half, FALSE), ==, N_ENTRIES / 2);
  g_assert_cmpuint (send_journal (&desk, entries, TRUE), ==, N_ENTRIES);
  check_journal (&desk, entries, FALSE);
  check_journal (&desk, entries, TRUE);
  kept = await_array (orch_fhir_client_search_all (desk.client, "AuditEvent", everything, FALSE, 1000));
  for (guint i = 0; i < kept->len; i++)
    n_kept += g_strcmp0 (orch_json_path_string (g_ptr_array_index (kept, i), "source.site"), desk.clinic) == 0;
  g_assert_cmpuint (n_kept, ==, N_ENTRIES);
}

int
main (int argc, char *argv[])
{
  static const char *const names[] = { "medplum", "fhir-works", "node-fhir-core", NULL };

  g_test_init (&argc, &argv, NULL);
  dex_init ();
  bases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GSubprocess) servers = orch_interop_start (names, "", bases);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/interop-messages/%s/thread", names[i]);

      g_autofree char *journal = g_strdup_printf ("/interop-messages/%s/journal", names[i]);

      g_test_add_data_func (path, names[i], test_thread);
      g_test_add_data_func (journal, names[i], test_journal);
    }
  int status = g_test_run ();
  orch_interop_stop (servers);
  g_hash_table_unref (bases);
  return status;
}
