/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the hub does not have yet, in batches; the hub's ids are noted before the next batch, so that a crash costs one batch sent
 * twice, which the hub recognises. In the fiber of a run, main thread.
 */
#include "orch-sync-private.h"

#include "orch-outbox-conflict.h"
#include "orch-outbox-send.h"

#define BATCH 100 /* objects sent together; hub/README.md (Creating) */

typedef struct
{
  OrchStoreKind kind;
  const char *type;
} Upload;

/* What is referred to comes before what refers to it. */
static const Upload uploads[] = {
  { ORCH_STORE_SERVICES, "service" },   { ORCH_STORE_STAFF, "staff" }, { ORCH_STORE_PATIENTS, "patient" },
  { ORCH_STORE_SCHEDULES, "schedule" }, { ORCH_STORE_SLOTS, "slot" },  { ORCH_STORE_APPOINTMENTS, "appointment" },
};

static const char *
get_id (gpointer object, gint64 *revision)
{
#define ID_OF(is, get, to)                                                                                             \
  if (is (object))                                                                                                     \
    {                                                                                                                  \
      *revision = get (to (object))->revision;                                                                         \
      return get (to (object))->id;                                                                                    \
    }
  ID_OF (ORCH_IS_APPOINTMENT, orch_appointment_get_fields, ORCH_APPOINTMENT)
  ID_OF (ORCH_IS_SLOT, orch_slot_get_fields, ORCH_SLOT)
  ID_OF (ORCH_IS_SCHEDULE, orch_schedule_get_fields, ORCH_SCHEDULE)
  ID_OF (ORCH_IS_PATIENT, orch_patient_get_fields, ORCH_PATIENT)
  ID_OF (ORCH_IS_SERVICE, orch_service_get_fields, ORCH_SERVICE)
  ID_OF (ORCH_IS_STAFF_MEMBER, orch_staff_member_get_fields, ORCH_STAFF_MEMBER)
#undef ID_OF
  g_assert_not_reached ();
}

/* --- what they refer to -------------------------------------------------------------------------- */

static void
await_link (OrchSyncRun *run, OrchHubKind kind, OrchStoreKind store_kind, const char *emr_id)
{
  g_autoptr (GObject) object = NULL;
  const char *hub_id = NULL;

  if (emr_id == NULL || orch_hub_links_find (run->links, kind, emr_id) != NULL)
    return;
  object = dex_await_object (orch_store_find_by_emr_id (run->store, store_kind, emr_id), NULL);
  if (ORCH_IS_PATIENT (object))
    hub_id = orch_patient_get_fields (ORCH_PATIENT (object))->hub_id;
  else if (ORCH_IS_SCHEDULE (object))
    hub_id = orch_schedule_get_fields (ORCH_SCHEDULE (object))->hub_id;
  else if (ORCH_IS_SERVICE (object))
    hub_id = orch_service_get_fields (ORCH_SERVICE (object))->hub_id;
  else if (ORCH_IS_STAFF_MEMBER (object))
    hub_id = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (object))->hub_id;
  orch_hub_links_add (run->links, kind, emr_id, hub_id);
}

static void
await_page_links (OrchSyncRun *run, GPtrArray *page)
{
  for (guint i = 0; i < page->len; i++)
    {
      GObject *object = g_ptr_array_index (page, i);

      if (ORCH_IS_APPOINTMENT (object))
        {
          const OrchAppointmentFields *fields = orch_appointment_get_fields (ORCH_APPOINTMENT (object));

          await_link (run, ORCH_HUB_PATIENTS, ORCH_STORE_PATIENTS, fields->patient_emr_id);
          await_link (run, ORCH_HUB_STAFF, ORCH_STORE_STAFF, fields->staff_emr_id);
          await_link (run, ORCH_HUB_SERVICES, ORCH_STORE_SERVICES, fields->service_emr_id);
        }
      else if (ORCH_IS_SLOT (object))
        await_link (run, ORCH_HUB_SCHEDULES, ORCH_STORE_SCHEDULES,
                    orch_slot_get_fields (ORCH_SLOT (object))->schedule_emr_id);
      else if (ORCH_IS_SCHEDULE (object))
        {
          const OrchScheduleFields *fields = orch_schedule_get_fields (ORCH_SCHEDULE (object));

          await_link (run, ORCH_HUB_STAFF, ORCH_STORE_STAFF, fields->staff_emr_id);
          await_link (run, ORCH_HUB_SERVICES, ORCH_STORE_SERVICES, fields->service_emr_id);
        }
    }
}

/* --- sending ---------------------------------------------------------------------------------------- */

/* What the hub is known to have of a page of the directory */
typedef struct
{
  GPtrArray *versions; /* services: as orch_hub_put_services_checked() takes them */
  GPtrArray *agreed;   /* people: of OrchHubBases */
  GPtrArray *sent;
} Known;

static void
known_clear (Known *known)
{
  g_clear_pointer (&known->versions, g_ptr_array_unref);
  g_clear_pointer (&known->agreed, g_ptr_array_unref);
  g_clear_pointer (&known->sent, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

static void
unref_if_any (gpointer object)
{
  g_clear_object (&object);
}

static void
unref_array_if_any (gpointer array)
{
  g_clear_pointer ((GPtrArray **) &array, g_ptr_array_unref);
}

/* Returns: whether it could be read; @current: (out): whether it goes with @page: not, where somebody edited or settled one meanwhile */
static gboolean
await_known (OrchSyncRun *run, OrchStoreKind kind, GPtrArray *page, Known *known, gboolean *current, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  known->versions = g_ptr_array_new_with_free_func (g_free);
  known->agreed = g_ptr_array_new_with_free_func (unref_if_any);
  known->sent = g_ptr_array_new_with_free_func (unref_array_if_any);
  *current = TRUE;
  if (!ORCH_STORE_KIND_IS_DIRECTORY (kind))
    return TRUE;
  for (guint i = 0; i < page->len; i++)
    {
      gint64 revision = 0;
      const char *id = get_id (g_ptr_array_index (page, i), &revision);

      g_autoptr (GPtrArray) sent = dex_await_boxed (orch_store_load_sent (run->store, kind, id), NULL);

      if (kind == ORCH_STORE_SERVICES)
        {
          g_autofree char *version = dex_await_string (orch_store_get_hub_version (run->store, "service", id), NULL);

          g_ptr_array_add (known->versions, g_strdup (orch_outbox_choose_version (version, sent)));
          continue;
        }
      g_ptr_array_add (known->agreed, dex_await_object (orch_store_load_base (run->store, kind, id), NULL));
      g_ptr_array_add (known->sent, g_steal_pointer (&sent));
    }
  *current = dex_await_boolean (orch_store_begin_upload (run->store, &run->actor, kind, page), &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static GPtrArray *
await_put_staff (OrchSyncRun *run, const char *clinic, GPtrArray *page, const Known *known, GError **error)
{
  const OrchHubBases bases = { known->agreed, known->sent };

  if (run->departments == NULL)
    run->departments = dex_await_boxed (orch_store_load_departments (run->store), error);
  if (run->departments == NULL)
    return NULL;
  if (run->services == NULL)
    run->services = dex_await_boxed (orch_store_load_all (run->store, ORCH_STORE_SERVICES, NULL), error);
  if (run->services == NULL)
    return NULL;
  return dex_await_boxed (orch_sync_run_guard (run, orch_hub_put_staff_merged (run->hub, clinic, page, &bases,
                                                                               run->departments, run->services)),
                          error);
}

static GPtrArray *
await_put (OrchSyncRun *run, OrchStoreKind kind, GPtrArray *page, const Known *known, GError **error)
{
  const char *clinic = orch_clinic_get_fields (run->clinic)->hub_id;
  DexFuture *future = NULL;

  await_page_links (run, page);
  switch (kind)
    {
    case ORCH_STORE_SERVICES:
      future = orch_hub_put_services_checked (run->hub, clinic, page, known->versions);
      break;
    case ORCH_STORE_STAFF:
      return await_put_staff (run, clinic, page, known, error);
    case ORCH_STORE_PATIENTS:
      future = orch_hub_put_patients (run->hub, clinic, page);
      break;
    case ORCH_STORE_SCHEDULES:
      future = orch_hub_put_schedules (run->hub, clinic, page, run->links);
      break;
    case ORCH_STORE_SLOTS:
      future = orch_hub_put_slots (run->hub, clinic, page, run->links);
      break;
    case ORCH_STORE_APPOINTMENTS:
    default:
      future = orch_hub_put_appointments (run->hub, clinic, page, run->links);
    }
  return dex_await_boxed (orch_sync_run_guard (run, future), error);
}

static gboolean
await_links (OrchSyncRun *run, const char *type, GPtrArray *rows, GPtrArray *objects, GError **error)
{
  g_autoptr (GArray) links = g_array_new (FALSE, TRUE, sizeof (OrchStoreLink));

  for (guint i = 0; i < MIN (rows->len, objects->len); i++)
    {
      OrchHubRow *row = g_ptr_array_index (rows, i);
      OrchStoreLink link = { .type = type,
                             .hub_id = orch_hub_row_get_hub_id (row),
                             .version = orch_hub_row_get_version (row) };

      link.id = get_id (g_ptr_array_index (objects, i), &link.revision);
      if (orch_hub_row_get_error (row) == NULL &&
          orch_outbox_await_merged (run->store, &run->actor, g_ptr_array_index (objects, i),
                                    orch_hub_row_get_theirs (row), link.version))
        run->counts.sent++;
      else if (link.hub_id != NULL && orch_hub_row_get_error (row) == NULL)
        g_array_append_val (links, link);
    }
  run->counts.sent += links->len;
  if (links->len == 0)
    return TRUE;
  return dex_await (orch_store_set_hub_links (run->store, &run->actor, (const OrchStoreLink *) (void *) links->data,
                                              links->len),
                    error);
}

static gboolean
await_refused (OrchSyncRun *run, const Upload *upload, OrchHubRow *row, gpointer object, GError **error)
{
  const GError *refused = orch_hub_row_get_error (row);
  gpointer theirs = orch_hub_row_get_theirs (row);
  gboolean waits = FALSE;
  gint64 revision = 0;

  switch (orch_error_code_of (refused))
    {
    case ORCH_ERROR_OFFLINE:
    case ORCH_ERROR_THROTTLED:
    case ORCH_ERROR_SERVER_FAULT:
    case ORCH_ERROR_SIGN_IN_AGAIN:
    case ORCH_ERROR_WRONG_CLOCK:
      g_propagate_error (error, g_error_copy (refused));
      return FALSE;
    case ORCH_ERROR_CONFLICT:
      if (theirs == NULL || G_OBJECT_TYPE (theirs) != G_OBJECT_TYPE (object))
        break;
      run->counts.conflicts++;
      return orch_outbox_await_conflict (run->store, &run->actor, object, theirs, orch_hub_row_get_version (row),
                                         &waits, error);
    default:
      break;
    }
  run->counts.failed++;
  /* A record that the hub refuses does not stop the others: it goes to the outbox, where it can be seen and tried again. What comes from the
   * EMR alone is tried again by the next run. */
  if (!ORCH_STORE_KIND_IS_DIRECTORY (upload->kind))
    {
      if (run->refused == NULL)
        run->refused = g_error_copy (refused);
      return TRUE;
    }
  return dex_await (orch_store_enqueue (run->store, &run->actor, ORCH_ACT_IMPORT, upload->type,
                                        get_id (object, &revision), "update", NULL),
                    error);
}

static gboolean
await_kind (OrchSyncRun *run, const Upload *upload, guint *done, GError **error)
{
  g_autofree char *after = NULL;

  for (;;)
    {
      g_autoptr (GPtrArray) page =
          dex_await_boxed (orch_store_load_unsynced (run->store, upload->kind, after, BATCH), error);
      g_autoptr (GPtrArray) rows = NULL;
      g_auto (Known) known = { 0 };
      gboolean current = FALSE;
      gint64 revision = 0;

      if (page == NULL)
        return FALSE;
      if (page->len == 0)
        return TRUE;
      orch_sync_set_phase_once (run->sync, ORCH_SYNC_PHASE_UPLOADING);
      /* What a person decided here does not wait for another workstation to be done with the EMR. */
      if (!orch_sync_await_turn (run, error))
        return FALSE;
      if (run->held && !ORCH_STORE_KIND_IS_DIRECTORY (upload->kind))
        return TRUE;
      if (!await_known (run, upload->kind, page, &known, &current, error))
        return FALSE;
      if (!current)
        continue;
      rows = await_put (run, upload->kind, page, &known, error);
      if (rows == NULL || !await_links (run, upload->type, rows, page, error))
        return FALSE;
      for (guint i = 0; i < MIN (rows->len, page->len); i++)
        if (orch_hub_row_get_error (g_ptr_array_index (rows, i)) != NULL &&
            !await_refused (run, upload, g_ptr_array_index (rows, i), g_ptr_array_index (page, i), error))
          return FALSE;
      g_set_str (&after, get_id (g_ptr_array_index (page, page->len - 1), &revision));
      *done += page->len;
      orch_sync_set_progress (run->sync, *done, 0);
    }
}

gboolean
orch_sync_await_upload_directory (OrchSyncRun *run, GError **error)
{
  guint done = 0;

  return await_kind (run, &uploads[0], &done, error) && await_kind (run, &uploads[1], &done, error);
}

gboolean
orch_sync_await_upload (OrchSyncRun *run, GError **error)
{
  guint done = 0;

  for (guint i = 0; i < G_N_ELEMENTS (uploads); i++)
    if (!await_kind (run, &uploads[i], &done, error))
      return FALSE;
  return TRUE;
}
