/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-hub-journal.h.
 */
#include "orch-hub-journal.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-hub-private.h"
#include "orch-map-journal.h"
#include "orch-map.h"

#define PERSON_NAME_MAX 200
#define NAMES_MAX 40   /* people whom a workstation does not know: few */
#define FOUND_MAX 5000 /* in the time of one batch, of all the workstations */
/* Servers round instants, some to the second. */
#define ROUNDING_US (2 * G_USEC_PER_SEC)

typedef struct
{
  /* owned */
  OrchHub *hub;
  GPtrArray *entries; /* (nullable) */
  char *clinic;
  char *patient; /* (nullable) */
  char **people; /* (nullable) */

  gint64 since_us;
  gint64 until_us;
  guint limit;
  gboolean doubtful;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->hub);
  g_clear_pointer (&call->entries, g_ptr_array_unref);
  g_free (call->clinic);
  g_free (call->patient);
  g_strfreev (call->people);
  g_free (call);
}

/* Awaits. Returns: (transfer full) (nullable) (element-type OrchJournalEntry): newest first, each once */
static GPtrArray *
await_read (Call *call, GError **error)
{
  g_autofree char *since = orch_clock_format_instant (call->since_us);
  g_autofree char *until = orch_clock_format_instant (call->until_us);
  g_autofree char *from = g_strconcat ("ge", since, NULL);
  g_autofree char *to = g_strconcat ("le", until, NULL);
  g_autofree char *patient = call->patient != NULL ? g_strconcat ("Patient/", call->patient, NULL) : NULL;
  const char *query[] = { "date", from, "_count", "200", NULL, NULL, NULL, NULL, NULL, NULL, NULL };
  g_autoptr (GHashTable) hashes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) found = NULL;

  if (patient != NULL)
    {
      query[8] = "patient";
      query[9] = patient;
    }
  found = dex_await_boxed (orch_fhir_client_search_all (call->hub->client, "AuditEvent", query, patient != NULL,
                                                        call->limit),
                           error);
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      OrchJournalEntry *entry = orch_map_journal_from (g_ptr_array_index (found, i), call->clinic);
      const OrchJournalEntryFields *f = entry != NULL ? orch_journal_entry_get_fields (entry) : NULL;

      orch_hub_await_breath (i);
      /* A server may ignore what it was asked. */
      if (f != NULL && (call->patient == NULL || g_strcmp0 (f->patient_hub_id, call->patient) == 0) &&
          f->instant >= call->since_us && f->instant <= call->until_us && g_hash_table_add (hashes, (gpointer) f->hash))
        g_ptr_array_add (entries, g_steal_pointer (&entry));
      g_clear_object (&entry);
    }
  if (found == NULL)
    return NULL;
  g_ptr_array_sort (entries, orch_journal_entry_compare_newest);
  return g_steal_pointer (&entries);
}

static DexFuture *
read_fiber (gpointer data)
{
  GError *error = NULL;
  GPtrArray *entries = await_read (data, &error);

  return orch_hub_array_or_error (entries, error);
}

/* --- sending ---------------------------------------------------------------------------------- */

/* Awaits. Returns: (transfer full): the hashes of what the hub has already; empty where it does not say */
static GHashTable *
await_known (Call *call)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const OrchJournalEntryFields *first = orch_journal_entry_get_fields (g_ptr_array_index (call->entries, 0));
  const OrchJournalEntryFields *last =
      orch_journal_entry_get_fields (g_ptr_array_index (call->entries, call->entries->len - 1));
  g_autoptr (GPtrArray) found = NULL;

  /* The clock of a workstation may have been set back between the two. */
  call->since_us = MIN (first->instant, last->instant) - ROUNDING_US;
  call->until_us = MAX (first->instant, last->instant) + ROUNDING_US;
  call->limit = FOUND_MAX;
  found = await_read (call, NULL);
  for (guint i = 0; found != NULL && i < found->len; i++)
    g_hash_table_add (known, g_strdup (orch_journal_entry_get_fields (g_ptr_array_index (found, i))->hash));
  return known;
}

/* Awaits. What the hub refuses as invalid speaks, most often, of somebody whom it has no more: it is sent without that link. Returns: whether the journal
 * goes on after it: one that the hub will never take keeps no other from it */
static gboolean
await_pass (Call *call, OrchJournalEntry *entry, GError **error)
{
  g_autoptr (JsonObject) event = NULL;
  g_autoptr (GError) plain_error = NULL;

  if (*error == NULL)
    return TRUE;
  if (!g_error_matches (*error, ORCH_ERROR, ORCH_ERROR_INVALID))
    return FALSE;
  g_clear_error (error);
  event = orch_map_journal (entry, call->clinic, FALSE);
  dex_await (orch_fhir_client_create (call->hub->client, event, NULL), &plain_error);
  if (plain_error != NULL && !g_error_matches (plain_error, ORCH_ERROR, ORCH_ERROR_INVALID))
    {
      g_propagate_error (error, g_steal_pointer (&plain_error));
      return FALSE;
    }
  if (plain_error != NULL)
    g_warning ("The hub does not take an entry of the journal: %s", plain_error->message);
  return TRUE;
}

/* Awaits. Returns: (transfer full) (nullable): a result for each of @events */
static GPtrArray *
await_batch (Call *call, GPtrArray *events, GError **error)
{
  g_autoptr (OrchFhirBundle) bundle = orch_fhir_bundle_new (ORCH_FHIR_BUNDLE_BATCH);

  for (guint i = 0; i < events->len; i++)
    orch_fhir_bundle_add_create (bundle, g_ptr_array_index (events, i), NULL, NULL);
  return dex_await_boxed (orch_fhir_client_send_bundle (call->hub->client, bundle), error);
}

/* Awaits. Sends @events, which @entries became, with as few requests as the hub's habits allow. Returns: how many of the first ones are passed */
static guint
await_send (Call *call, GPtrArray *entries, GPtrArray *events, GError **error)
{
  OrchHubPutter *putter = &call->hub->putter;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) results = NULL;
  guint n = 0;

  if (events->len == 0)
    return 0;
  if (putter->takes_bundles != 0)
    results = await_batch (call, events, &local_error);
  if (local_error != NULL && !orch_hub_is_refused_bundle (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return 0;
    }
  for (n = 0; n < events->len; n++)
    {
      g_autoptr (GError) one_error = NULL;

      if (results != NULL && n < results->len)
        {
          const GError *of_entry = orch_fhir_result_get_error (g_ptr_array_index (results, n));

          one_error = of_entry != NULL ? g_error_copy (of_entry) : NULL;
        }
      else
        dex_await (orch_fhir_client_create (call->hub->client, g_ptr_array_index (events, n), NULL), &one_error);
      if (!await_pass (call, g_ptr_array_index (entries, n), &one_error))
        {
          if (error != NULL)
            g_propagate_error (error, g_steal_pointer (&one_error));
          return n;
        }
    }
  return n;
}

static DexFuture *
send_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GHashTable) known = call->doubtful ? await_known (call) : NULL;
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr (GPtrArray) unsent = g_ptr_array_new ();
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  GError *error = NULL;
  guint sent = 0, passed = call->entries->len;

  for (guint i = 0; i < call->entries->len; i++)
    {
      OrchJournalEntry *entry = g_ptr_array_index (call->entries, i);

      if (known == NULL || !g_hash_table_contains (known, orch_journal_entry_get_fields (entry)->hash))
        {
          JsonObject *event = orch_map_journal (entry, call->clinic, TRUE);

          orch_hub_await_breath (i);
          orch_map_emitted (event);
          g_ptr_array_add (events, event);
          g_ptr_array_add (unsent, entry);
          g_array_append_val (places, i);
        }
    }
  sent = await_send (call, unsent, events, &error);
  if (sent < events->len)
    passed = g_array_index (places, guint, sent);
  if (passed == 0)
    return dex_future_new_for_error (error);
  g_clear_error (&error);
  return dex_future_new_for_uint (passed);
}

DexFuture *
orch_hub_send_journal (OrchHub *self, const char *clinic_hub_id, GPtrArray *entries, gboolean doubtful)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL, NULL);
  g_return_val_if_fail (entries != NULL && entries->len > 0 && entries->len <= ORCH_FHIR_BATCH_MAX, NULL);

  call = g_new0 (Call, 1);
  call->hub = g_object_ref (self);
  call->clinic = g_strdup (clinic_hub_id);
  call->entries = g_ptr_array_ref (entries);
  call->doubtful = doubtful;
  return dex_scheduler_spawn (NULL, 0, send_fiber, call, call_free);
}

DexFuture *
orch_hub_read_journal (OrchHub *self, const OrchHubJournalQuery *query)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (query != NULL && query->clinic_hub_id != NULL && query->limit > 0, NULL);

  call = g_new0 (Call, 1);
  call->hub = g_object_ref (self);
  call->clinic = g_strdup (query->clinic_hub_id);
  call->patient = g_strdup (query->patient_hub_id);
  call->since_us = query->since_us;
  call->until_us = query->until_us;
  call->limit = query->limit;
  return dex_scheduler_spawn (NULL, 0, read_fiber, call, call_free);
}

/* --- names ------------------------------------------------------------------------------------ */

/* Returns: (transfer full): "" = none */
static char *
dup_name (JsonObject *practitioner)
{
  JsonObject *name = orch_json_get_first (practitioner, "name");
  g_autofree char *given = orch_map_dup_words (name, "given");
  g_autofree char *prefix = orch_map_dup_words (name, "prefix");
  g_autofree char *family = orch_map_dup_text (name, "family");
  g_autoptr (GString) text = g_string_new (prefix);

  if (given != NULL)
    g_string_append_printf (text, " %s", given);
  if (family != NULL)
    g_string_append_printf (text, " %s", family);
  if (orch_text_is_empty (text->str))
    g_string_assign (text, orch_json_get_string (name, "text") != NULL ? orch_json_get_string (name, "text") : "");
  return orch_text_clean (text->str, PERSON_NAME_MAX);
}

static DexFuture *
names_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; call->people[i] != NULL && i < NAMES_MAX; i++)
    {
      g_autofree char *id = orch_fhir_reference_id (call->people[i], "Practitioner");
      g_autoptr (GError) error = NULL;
      g_autoptr (OrchFhirResult) result =
          id != NULL ? dex_await_object (orch_fhir_client_read (call->hub->client, "Practitioner", id), &error) : NULL;
      JsonObject *practitioner = result != NULL ? orch_fhir_result_get_resource (result) : NULL;
      g_autofree char *name = practitioner != NULL ? dup_name (practitioner) : NULL;

      if (orch_hub_is_fatal (error))
        return dex_future_new_for_error (g_steal_pointer (&error));
      if (name != NULL && *name != '\0')
        g_hash_table_insert (names, g_strdup (call->people[i]), g_steal_pointer (&name));
    }
  return dex_future_new_take_boxed (G_TYPE_HASH_TABLE, g_steal_pointer (&names));
}

DexFuture *
orch_hub_read_names (OrchHub *self, const char *const *people)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (people != NULL, NULL);

  call = g_new0 (Call, 1);
  call->hub = g_object_ref (self);
  call->people = g_strdupv ((char **) people);
  return dex_scheduler_spawn (NULL, 0, names_fiber, call, call_free);
}
