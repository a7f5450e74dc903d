/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The pages of what changed on the hub since an instant. Main thread; pages are parsed on workers while the next one is being asked.
 */
#include "orch-hub-pager.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-hub-private.h"
#include "orch-map-message.h"
#include "orch-map-note.h"
#include "orch-map-portal.h"
#include "orch-map-schedule.h"
#include "orch-map-shared.h"
#include "orch-map-staff.h"
#include "orch-map.h"

#define OVERLAP_US (300 * (gint64) G_USEC_PER_SEC)
#define PAGE "200"

/* What may be left out of the search where a server refuses it; what it does not narrow down is left out here. */
typedef enum
{
  ASK_ALL = 0,
  ASK_SINCE,  /* the clinic is not a parameter it knows */
  ASK_CLINIC, /* nor is _lastUpdated */
  ASK_NOTHING,
  N_ASKS,
} Ask;

struct _OrchHubPager
{
  GObject parent_instance;

  OrchHub *hub;        /* (owned) */
  char *clinic_hub_id; /* (owned) */
  OrchHubKind kind;
  gint64 since_us; /* the overlap taken off; 0 = all */

  OrchFhirPager *pager; /* (owned) (nullable) */
  DexFuture *ahead;     /* (owned) (nullable) */
  Ask ask;
  gboolean has_begun;
};

G_DEFINE_FINAL_TYPE (OrchHubPager, orch_hub_pager, G_TYPE_OBJECT)

/* What a worker gets; counted, since the reader may be gone before it is done. */
typedef struct
{
  GBytes *bytes;
  OrchHubKind kind;
  char *clinic_hub_id;
  gint64 since_us;
} Job;

static void
job_clear (gpointer data)
{
  Job *self = data;

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->clinic_hub_id, g_free);
}

static void
job_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, job_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_unref)

/* How each kind is searched, and where a record says whose it is. */
static const struct
{
  const char *type;
  const char *parameter; /* (nullable) of the clinic */
  const char *member;    /* (nullable) else the extension says it */
} kinds[] = {
  [ORCH_HUB_STAFF] = { "PractitionerRole", NULL, NULL },
  [ORCH_HUB_SERVICES] = { "HealthcareService", "organization", "providedBy" },
  [ORCH_HUB_PATIENTS] = { "Patient", "organization", "managingOrganization" },
  [ORCH_HUB_SCHEDULES] = { "Schedule", NULL, NULL },
  [ORCH_HUB_SLOTS] = { "Slot", NULL, NULL },
  [ORCH_HUB_APPOINTMENTS] = { "Appointment", NULL, NULL },
  [ORCH_HUB_SETTINGS] = { "Basic", "subject", "subject" },
  [ORCH_HUB_MESSAGES] = { "Communication", "recipient", NULL },
  [ORCH_HUB_ACCOUNTS] = { "Person", "organization", "managingOrganization" },
  /* Of patients whom we may see, and the clinic's notes */
  [ORCH_HUB_INVITATIONS] = { "Task", NULL, NULL },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == ORCH_N_HUB_KINDS);

/* --- on a worker -------------------------------------------------------------------------- */

/* One that does not say whose it is passes for what the hub lets us see. */
static gboolean
is_of_clinic (Job *job, JsonObject *resource)
{
  JsonObject *reference = NULL;
  if (job->kind == ORCH_HUB_MESSAGES)
    return orch_map_is_sent_to (resource, job->clinic_hub_id);
  if (job->kind == ORCH_HUB_INVITATIONS)
    {
      g_autofree char *whose = orch_map_get_reference_id (resource, "for", "Organization");
      return whose == NULL || g_str_equal (whose, job->clinic_hub_id);
    }
  if (kinds[job->kind].member != NULL)
    reference = orch_json_get_object (resource, kinds[job->kind].member);
  else
    reference =
        orch_json_get_object (orch_map_get_extension (resource, ORCH_HUB_EXTENSION ("clinic")), "valueReference");
  const char *text = orch_json_get_string (reference, "reference");
  g_autofree char *id = orch_fhir_reference_id (text, "Organization");
  return text == NULL ? kinds[job->kind].member == NULL : g_strcmp0 (id, job->clinic_hub_id) == 0;
}

static gboolean
is_new_enough (Job *job, JsonObject *resource)
{
  gint64 updated = 0;
  const char *text = orch_json_get_string (orch_json_get_object (resource, "meta"), "lastUpdated");
  return job->since_us == 0 || text == NULL || !orch_clock_parse_instant (text, &updated) || updated >= job->since_us;
}

static gpointer
read_task (JsonObject *task)
{
  gpointer invitation = orch_map_invitation_from (task);

  return invitation != NULL ? invitation : orch_map_note_from (task);
}

static gpointer
read_record (OrchHubKind kind, JsonObject *resource)
{
  switch (kind)
    {
    case ORCH_HUB_SERVICES:
      return orch_map_service_from (resource, NULL);
    case ORCH_HUB_PATIENTS:
      return orch_map_patient_from (resource);
    case ORCH_HUB_SCHEDULES:
      return orch_map_schedule_from (resource);
    case ORCH_HUB_SLOTS:
      return orch_map_slot_from (resource);
    case ORCH_HUB_APPOINTMENTS:
      return orch_map_appointment_from (resource);
    case ORCH_HUB_SETTINGS:
      return orch_map_setting_from (resource);
    case ORCH_HUB_MESSAGES:
      return orch_map_communication_from (resource);
    case ORCH_HUB_ACCOUNTS:
      return orch_map_account_from (resource);
    case ORCH_HUB_INVITATIONS:
      return read_task (resource);
    case ORCH_HUB_STAFF:
    default:
      return NULL;
    }
}

static DexFuture *
parse_fiber (gpointer user_data)
{
  Job *job = user_data;
  GError *error = NULL;
  g_autoptr (JsonObject) bundle = orch_json_parse_scratch_sync (job->bytes, &error);

  if (bundle == NULL)
    return dex_future_new_for_error (error);
  if (g_strcmp0 (orch_json_get_string (bundle, "resourceType"), "Bundle") != 0)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "%s", kinds[job->kind].type);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func (g_free);
  guint unreadable = 0;
  guint n = orch_json_count (bundle, "entry");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *resource = orch_json_get_object (orch_json_nth (bundle, "entry", i), "resource");
      if (g_strcmp0 (orch_json_get_string (resource, "resourceType"), kinds[job->kind].type) != 0 ||
          !is_of_clinic (job, resource) || !is_new_enough (job, resource))
        continue;
      GObject *record = read_record (job->kind, resource);
      /* what is not ours has no EMR id: it is no fault */
      gboolean is_ours = orch_map_get_emr_id (resource) != NULL || job->kind == ORCH_HUB_SERVICES;
      if (record == NULL)
        {
          unreadable += is_ours;
          continue;
        }
      g_ptr_array_add (records, record);
      g_ptr_array_add (versions, g_strdup (orch_hub_version_of (resource)));
    }
  return dex_future_new_take_object (
      orch_hub_page_new (g_steal_pointer (&records), g_steal_pointer (&versions), unreadable));
}

/* --- asking ------------------------------------------------------------------------------- */

static void
start (OrchHubPager *self)
{
  const char *query[9] = { NULL };
  guint n = 0;
  g_autofree char *clinic = g_strconcat ("Organization/", self->clinic_hub_id, NULL);
  g_autofree char *instant = orch_clock_format_instant (self->since_us);
  g_autofree char *since = g_strconcat ("ge", instant, NULL);

  if (kinds[self->kind].parameter != NULL && (self->ask == ASK_ALL || self->ask == ASK_CLINIC))
    {
      query[n++] = kinds[self->kind].parameter;
      query[n++] = clinic;
    }
  if (self->since_us > 0 && self->ask <= ASK_SINCE)
    {
      query[n++] = "_lastUpdated";
      query[n++] = since;
    }
  if (self->kind == ORCH_HUB_INVITATIONS && self->ask <= ASK_CLINIC)
    {
      query[n++] = "code";
      query[n++] = ORCH_HUB_CODE ("task") "|portal-invitation," ORCH_HUB_CODE ("task") "|internal-note";
    }
  if (self->kind == ORCH_HUB_SETTINGS && self->ask == ASK_ALL)
    {
      query[n++] = "code";
      query[n++] = ORCH_HUB_CODE ("basic") "|setting";
    }
  query[n++] = "_count";
  query[n++] = PAGE;
  self->pager = orch_fhir_client_search (self->hub->client, kinds[self->kind].type, query, FALSE);
}

static void
ask_ahead (OrchHubPager *self)
{
  if (self->ahead == NULL && !orch_fhir_pager_is_finished (self->pager))
    self->ahead = orch_fhir_pager_next_bytes (self->pager);
}

/* Awaits. %NULL without an error when the hub has nothing of the kind. */
static GBytes *
fetch (OrchHubPager *self, GError **error)
{
  for (;;)
    {
      g_autoptr (GError) local_error = NULL;
      if (self->pager == NULL)
        start (self);
      ask_ahead (self);
      GBytes *bytes = dex_await_boxed (g_steal_pointer (&self->ahead), &local_error);
      if (bytes != NULL)
        return bytes;
      if (!self->has_begun && (g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) ||
                               g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED)))
        return NULL;
      if (self->has_begun || !g_error_matches (local_error, ORCH_ERROR, ORCH_ERROR_INVALID) || self->ask + 1 >= N_ASKS)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      self->ask++;
      g_clear_object (&self->pager);
    }
}

static OrchHubPage *
empty_page (void)
{
  OrchHubPage *page =
      orch_hub_page_new (g_ptr_array_new_with_free_func (g_object_unref), g_ptr_array_new_with_free_func (g_free), 0);
  orch_hub_page_set_position (page, TRUE, 0);
  return page;
}

static gint64
server_time (OrchHubPager *self)
{
  return orch_clock_now_us () + orch_fhir_client_get_server_offset_us (self->hub->client);
}

/* Awaits. */
static OrchHubPage *
read_next (OrchHubPager *self, GError **error)
{
  if (self->kind == ORCH_HUB_STAFF)
    {
      OrchHubPage *page = orch_hub_changed_staff_run (self->hub, self->clinic_hub_id, self->since_us, error);
      if (page != NULL)
        orch_hub_page_set_position (page, TRUE, server_time (self));
      return page;
    }

  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = fetch (self, &local_error);
  if (bytes == NULL && local_error == NULL)
    return empty_page ();
  if (bytes == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  gint64 server_us = server_time (self);
  g_autofree char *next = orch_fhir_pager_find_next (bytes);
  if (!orch_fhir_pager_set_next (self->pager, next, error))
    return NULL;
  ask_ahead (self);
  g_autoptr (Job) job = g_atomic_rc_box_new0 (Job);
  job->bytes = g_steal_pointer (&bytes);
  job->kind = self->kind;
  job->clinic_hub_id = g_strdup (self->clinic_hub_id);
  job->since_us = self->since_us;
  OrchHubPage *page = dex_await_object (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, parse_fiber,
                                                             g_atomic_rc_box_acquire (job), job_unref),
                                        error);
  if (page == NULL)
    {
      dex_clear (&self->ahead);
      orch_fhir_pager_again (self->pager);
      return NULL;
    }
  self->has_begun = TRUE;
  orch_hub_page_set_position (page, orch_fhir_pager_is_finished (self->pager), server_us);
  return page;
}

static DexFuture *
next_fiber (gpointer user_data)
{
  GError *error = NULL;
  OrchHubPage *page = read_next (user_data, &error);

  if (page != NULL)
    return dex_future_new_take_object (page);
  orch_error_translate (&error);
  return dex_future_new_for_error (error);
}

/* --- the object --------------------------------------------------------------------------- */

static void
orch_hub_pager_finalize (GObject *object)
{
  OrchHubPager *self = ORCH_HUB_PAGER (object);

  dex_clear (&self->ahead);
  g_clear_object (&self->pager);
  g_clear_object (&self->hub);
  g_clear_pointer (&self->clinic_hub_id, g_free);

  G_OBJECT_CLASS (orch_hub_pager_parent_class)->finalize (object);
}

static void
orch_hub_pager_class_init (OrchHubPagerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_pager_finalize;
}

static void
orch_hub_pager_init (OrchHubPager *self)
{
}

OrchHubPager *
orch_hub_pager_new (OrchHub *hub, const char *clinic_hub_id, OrchHubKind kind, gint64 since_us)
{
  OrchHubPager *self = g_object_new (ORCH_TYPE_HUB_PAGER, NULL);
  self->hub = g_object_ref (hub);
  self->clinic_hub_id = g_strdup (clinic_hub_id);
  self->kind = kind;
  self->since_us = since_us > 0 ? MAX (1, since_us - OVERLAP_US) : 0;
  return self;
}

DexFuture *
orch_hub_pager_next (OrchHubPager *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_PAGER (self), NULL);
  return dex_scheduler_spawn (NULL, 0, next_fiber, g_object_ref (self), g_object_unref);
}

void
orch_hub_pager_set_overlap (OrchHubPager *self, gint64 since_us, gint64 overlap_us)
{
  g_return_if_fail (ORCH_IS_HUB_PAGER (self));
  g_return_if_fail (self->pager == NULL);

  self->since_us = MAX (1, since_us - overlap_us);
}
