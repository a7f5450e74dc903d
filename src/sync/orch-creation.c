/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Drives the creation of a clinic: every step asks the store what the hub does not have yet, puts it, and notes the hub's ids in
 * the store before going on. A crash anywhere costs one batch sent twice, which the hub recognises. Main thread.
 */
#include "orch-creation-private.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-release.h"
#include "orch-emr-change.h"

#define BATCH 100 /* objects sent together; hub/README.md (Creating) */
#define WAIT_FIRST_S 2
#define WAIT_MAX_S 60

struct _OrchCreation
{
  GObject parent_instance;

  /* owned */
  GError *error;     /* (nullable) */
  DexPromise *nudge; /* (nullable): WAITING: resolved to try again now */

  OrchCreationState state;
  OrchCreationPhase phase;
  guint done;
  guint total;
  int retry_in; /* seconds */
};

typedef enum
{
  PROP_STATE = 1,
  PROP_PHASE,
  PROP_DONE,
  PROP_TOTAL,
  PROP_RETRY_IN,
} OrchCreationProperty;

static GParamSpec *properties[PROP_RETRY_IN + 1];

G_DEFINE_FINAL_TYPE (OrchCreation, orch_creation, G_TYPE_OBJECT)

typedef struct
{
  OrchCreation *creation;
  OrchHubAccess *access;
  OrchStore *store;
  OrchKeyring *keyring;
  OrchClinic *clinic;
  GBytes *sealed;
  char *sealed_key_id;
  char *emr_name;
  char *emr_address;
  char *workstation;
  char *workstation_name;
  char *actor_id;
  OrchPermission permission;

  char *clinic_hub_id;    /* once the clinic is there */
  GPtrArray *departments; /* (element-type OrchDepartment), with hub ids once put */
  GPtrArray *services;    /* (element-type OrchService), with hub ids once put */
  char *client_id;
} Work;

static void
work_free (Work *work)
{
  g_clear_object (&work->creation);
  g_clear_object (&work->access);
  g_clear_object (&work->store);
  g_clear_object (&work->keyring);
  g_clear_object (&work->clinic);
  g_clear_pointer (&work->sealed, g_bytes_unref);
  g_clear_pointer (&work->departments, g_ptr_array_unref);
  orch_release_elsewhere (g_steal_pointer (&work->services), (GDestroyNotify) g_ptr_array_unref);
  g_free (work->sealed_key_id);
  g_free (work->emr_name);
  g_free (work->emr_address);
  g_free (work->workstation);
  g_free (work->workstation_name);
  g_free (work->actor_id);
  g_free (work->clinic_hub_id);
  g_free (work->client_id);
  g_free (work);
}

static OrchActor
get_actor (Work *work)
{
  return (OrchActor) { .id = work->actor_id, .permission = work->permission, .workstation = work->workstation };
}

static void
notify (OrchCreation *self, OrchCreationProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_state (OrchCreation *self, OrchCreationState state)
{
  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

static void
set_phase (OrchCreation *self, OrchCreationPhase phase)
{
  set_state (self, ORCH_CREATION_RUNNING);
  self->phase = phase;
  notify (self, PROP_PHASE);
}

static void
add_done (OrchCreation *self, guint n)
{
  self->done += n;
  notify (self, PROP_DONE);
}

/* Whether waiting may mend it. */
static gboolean
is_passing (const GError *error)
{
  switch (orch_error_code_of (error))
    {
    case ORCH_ERROR_OFFLINE:
    case ORCH_ERROR_THROTTLED:
    case ORCH_ERROR_SERVER_FAULT:
      return TRUE;
    default:
      return FALSE;
    }
}

static gint64
get_revision (gpointer object)
{
  return ORCH_IS_SERVICE (object) ? orch_service_get_fields (object)->revision
                                  : orch_staff_member_get_fields (object)->revision;
}

/* @objects: (nullable): what was sent, in the order of @rows */
static gboolean
await_links (Work *work, const char *type, GPtrArray *rows, GPtrArray *objects, GError **error)
{
  const OrchActor actor = get_actor (work);
  g_autoptr (GArray) links = g_array_new (FALSE, TRUE, sizeof (OrchStoreLink));

  for (guint i = 0; i < rows->len; i++)
    {
      OrchHubRow *row = g_ptr_array_index (rows, i);

      if (orch_hub_row_get_hub_id (row) != NULL)
        {
          OrchStoreLink link = { .type = type,
                                 .id = orch_hub_row_get_id (row),
                                 .hub_id = orch_hub_row_get_hub_id (row),
                                 .version = orch_hub_row_get_version (row),
                                 .revision = objects != NULL ? get_revision (g_ptr_array_index (objects, i)) : 0 };

          g_array_append_val (links, link);
        }
    }
  if (links->len == 0)
    return TRUE;
  return dex_await (orch_store_set_hub_links (work->store, &actor, (const OrchStoreLink *) (void *) links->data,
                                              links->len),
                    error);
}

/* A record that the hub refuses does not stop the others: it goes to the outbox, where it can be seen and tried again. */
static gboolean
await_refused (Work *work, const char *type, GPtrArray *rows, GError **error)
{
  const OrchActor actor = get_actor (work);

  for (guint i = 0; i < rows->len; i++)
    {
      OrchHubRow *row = g_ptr_array_index (rows, i);
      const GError *refused = orch_hub_row_get_error (row);

      if (refused == NULL)
        continue;
      if (is_passing (refused))
        {
          g_propagate_error (error, g_error_copy (refused));
          return FALSE;
        }
      if (!dex_await (orch_store_enqueue (work->store, &actor, ORCH_ACT_IMPORT, type, orch_hub_row_get_id (row),
                                          "update", NULL),
                      error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
await_clinic (Work *work, OrchHub *hub, GError **error)
{
  const OrchActor actor = get_actor (work);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) department_rows = g_ptr_array_new ();
  g_autoptr (GPtrArray) departments = NULL;
  g_autoptr (OrchClinic) known = NULL;
  OrchHubRow *first = NULL;

  set_phase (work->creation, ORCH_CREATION_PHASE_CLINIC);
  departments = dex_await_boxed (orch_store_load_departments (work->store), error);
  if (departments == NULL)
    return FALSE;

  rows = dex_await_boxed (orch_hub_put_clinic (hub,
                                               &(OrchHubClinicSet) {
                                                   .clinic = work->clinic,
                                                   .departments = departments,
                                                   .emr_name = work->emr_name,
                                                   .with_connection = TRUE,
                                                   .emr_address = work->emr_address,
                                                   .sealed = work->sealed,
                                                   .sealed_key_id = work->sealed_key_id,
                                               }),
                          error);
  if (rows == NULL)
    return FALSE;
  first = g_ptr_array_index (rows, 0);
  if (orch_hub_row_get_hub_id (first) == NULL)
    {
      g_propagate_error (error, g_error_copy (orch_hub_row_get_error (first)));
      return FALSE;
    }
  g_set_str (&work->clinic_hub_id, orch_hub_row_get_hub_id (first));

  OrchClinicFields fields = *orch_clinic_get_fields (work->clinic);

  fields.hub_id = orch_hub_row_get_hub_id (first);
  fields.hub_version = orch_hub_row_get_version (first);
  known = orch_clinic_new (&fields);
  g_set_object (&work->clinic, known);
  if (!dex_await (orch_store_save_clinic (work->store, &actor, known, FALSE), error) ||
      !orch_emr_change_await_note (work->store, work->workstation, orch_clinic_get_fields (known)->emr_vendor,
                                   work->sealed, error))
    return FALSE;

  for (guint i = 1; i < rows->len && i <= departments->len; i++)
    g_ptr_array_add (department_rows, g_ptr_array_index (rows, i));
  if (!await_links (work, "department", department_rows, NULL, error))
    return FALSE;
  g_clear_pointer (&work->departments, g_ptr_array_unref);
  work->departments = dex_await_boxed (orch_store_load_departments (work->store), error);
  return work->departments != NULL;
}

static DexFuture *
put (Work *work, OrchHub *hub, OrchStoreKind kind, GPtrArray *page)
{
  if (kind == ORCH_STORE_SERVICES)
    return orch_hub_put_services (hub, work->clinic_hub_id, page);
  return orch_hub_put_staff (hub, work->clinic_hub_id, page, work->departments, work->services);
}

static const char *
get_id (gpointer object)
{
  return ORCH_IS_SERVICE (object) ? orch_service_get_fields (object)->id : orch_staff_member_get_fields (object)->id;
}

static gboolean
await_rows (Work *work, OrchHub *hub, OrchStoreKind kind, GError **error)
{
  const char *type = kind == ORCH_STORE_SERVICES ? "service" : "staff";
  g_autofree char *after = NULL;

  set_phase (work->creation, kind == ORCH_STORE_SERVICES ? ORCH_CREATION_PHASE_SERVICES : ORCH_CREATION_PHASE_STAFF);
  for (;;)
    {
      g_autoptr (GPtrArray) page = dex_await_boxed (orch_store_load_unsynced (work->store, kind, after, BATCH), error);
      g_autoptr (GPtrArray) rows = NULL;

      if (page == NULL)
        return FALSE;
      if (page->len == 0)
        return TRUE;
      rows = dex_await_boxed (put (work, hub, kind, page), error);
      if (rows == NULL || !await_links (work, type, rows, page, error) || !await_refused (work, type, rows, error))
        return FALSE;
      g_set_str (&after, get_id (g_ptr_array_index (page, page->len - 1)));
      add_done (work->creation, page->len);
    }
}

static gboolean
await_workstation (Work *work, OrchHub *hub, GError **error)
{
  g_autoptr (OrchHubRow) device = NULL;
  g_autoptr (GError) local_error = NULL;

  set_phase (work->creation, ORCH_CREATION_PHASE_WORKSTATION);
  device = dex_await_object (orch_hub_put_device (hub, work->clinic_hub_id, work->workstation, work->workstation_name),
                             &local_error);
  if (device == NULL && is_passing (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_clear_error (&local_error);

  if (orch_hub_access_has_workstation (work->access))
    return TRUE;
  work->client_id = dex_await_string (orch_hub_access_register_workstation (work->access, work->keyring,
                                                                            orch_clinic_get_id (work->clinic),
                                                                            work->workstation_name),
                                      &local_error);
  if (work->client_id == NULL && is_passing (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  /* A hub that gives workstations no identity: they act with the person's token. */
  return TRUE;
}

static gboolean
await_creation (Work *work, GError **error)
{
  OrchCreation *self = work->creation;
  g_autoptr (OrchHub) hub = NULL;
  OrchStoreCounts *staff = NULL;
  OrchStoreCounts *services = NULL;

  staff = dex_await_boxed (orch_store_count (work->store, ORCH_STORE_STAFF), error);
  if (staff == NULL)
    return FALSE;
  services = dex_await_boxed (orch_store_count (work->store, ORCH_STORE_SERVICES), error);
  if (services == NULL)
    {
      g_boxed_free (ORCH_TYPE_STORE_COUNTS, staff);
      return FALSE;
    }
  self->total = staff->total - staff->in_conflict + services->total - services->in_conflict;
  self->done = self->total - staff->unsynced - services->unsynced;
  notify (self, PROP_TOTAL);
  notify (self, PROP_DONE);
  g_boxed_free (ORCH_TYPE_STORE_COUNTS, staff);
  g_boxed_free (ORCH_TYPE_STORE_COUNTS, services);

  hub = dex_await_object (orch_hub_access_get_hub (work->access), error);
  if (hub == NULL)
    return FALSE;
  orch_hub_set_emr_vendor (hub, orch_clinic_get_fields (work->clinic)->emr_vendor);
  /* Services first: the roles of the staff point at them. */
  if (!await_clinic (work, hub, error) || !await_rows (work, hub, ORCH_STORE_SERVICES, error))
    return FALSE;
  orch_release_elsewhere (g_steal_pointer (&work->services), (GDestroyNotify) g_ptr_array_unref);
  work->services = dex_await_boxed (orch_store_load_all (work->store, ORCH_STORE_SERVICES, NULL), error);
  return work->services != NULL && await_rows (work, hub, ORCH_STORE_STAFF, error) &&
         await_workstation (work, hub, error);
}

static void
await_wait (OrchCreation *self, int seconds)
{
  const gint64 until = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  self->nudge = dex_promise_new ();
  set_state (self, ORCH_CREATION_WAITING);
  while (dex_future_is_pending (DEX_FUTURE (self->nudge)))
    {
      const gint64 left = until - g_get_monotonic_time ();

      if (left <= 0)
        break;
      self->retry_in = (int) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
      notify (self, PROP_RETRY_IN);
      dex_await (dex_future_first (dex_ref (DEX_FUTURE (self->nudge)),
                                   dex_timeout_new_usec (MIN (left, G_USEC_PER_SEC)), NULL),
                 NULL);
    }
  dex_clear (&self->nudge);
  self->retry_in = 0;
  notify (self, PROP_RETRY_IN);
}

static DexFuture *
create_fiber (gpointer data)
{
  Work *work = data;
  OrchCreation *self = work->creation;
  int wait_s = WAIT_FIRST_S;

  for (;;)
    {
      GError *error = NULL;

      if (await_creation (work, &error))
        {
          g_clear_error (&self->error);
          set_state (self, ORCH_CREATION_DONE);
          return dex_future_new_take_string (g_strdup (work->client_id != NULL ? work->client_id : ""));
        }
      orch_error_translate (&error);
      g_clear_error (&self->error);
      self->error = g_error_copy (error);
      if (!is_passing (error))
        {
          set_state (self, ORCH_CREATION_FAILED);
          return dex_future_new_for_error (error);
        }
      g_error_free (error);
      await_wait (self, wait_s);
      wait_s = MIN (wait_s * 2, WAIT_MAX_S);
    }
}

static void
orch_creation_finalize (GObject *object)
{
  OrchCreation *self = ORCH_CREATION (object);

  g_clear_error (&self->error);
  dex_clear (&self->nudge);
  G_OBJECT_CLASS (orch_creation_parent_class)->finalize (object);
}

static void
orch_creation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchCreation *self = ORCH_CREATION (object);

  switch ((OrchCreationProperty) id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_PHASE:
      g_value_set_int (value, self->phase);
      break;
    case PROP_DONE:
      g_value_set_uint (value, self->done);
      break;
    case PROP_TOTAL:
      g_value_set_uint (value, self->total);
      break;
    case PROP_RETRY_IN:
      g_value_set_int (value, self->retry_in);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_creation_class_init (OrchCreationClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->finalize = orch_creation_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_creation_get_property;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_PHASE] = g_param_spec_int ("phase", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_RETRY_IN] = g_param_spec_int ("retry-in", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);
}

static void
orch_creation_init (OrchCreation *self)
{
}

OrchCreation *
orch_creation_new (void)
{
  return g_object_new (ORCH_TYPE_CREATION, NULL);
}

DexFuture *
orch_creation_start (OrchCreation *self, const OrchCreationInput *input)
{
  g_return_val_if_fail (ORCH_IS_CREATION (self), NULL);
  g_return_val_if_fail (input != NULL && input->actor != NULL, NULL);
  g_return_val_if_fail (self->state != ORCH_CREATION_WAITING, NULL);

  Work *work = g_new0 (Work, 1);

  work->creation = g_object_ref (self);
  work->access = g_object_ref (input->access);
  work->store = g_object_ref (input->store);
  work->keyring = g_object_ref (input->keyring);
  work->clinic = g_object_ref (input->clinic);
  work->sealed = input->sealed != NULL ? g_bytes_ref (input->sealed) : NULL;
  work->sealed_key_id = g_strdup (input->sealed_key_id);
  work->emr_name = g_strdup (input->emr_name);
  work->emr_address = g_strdup (input->emr_address);
  work->workstation = g_strdup (input->workstation);
  work->workstation_name = g_strdup (input->workstation_name);
  work->actor_id = g_strdup (input->actor->id);
  work->permission = input->actor->permission;

  set_state (self, ORCH_CREATION_RUNNING);
  return dex_scheduler_spawn (NULL, 0, create_fiber, work, (GDestroyNotify) work_free);
}

void
orch_creation_begin (OrchCreation *self)
{
  g_return_if_fail (ORCH_IS_CREATION (self));

  g_clear_error (&self->error);
  set_state (self, ORCH_CREATION_RUNNING);
}

void
orch_creation_retry_now (OrchCreation *self)
{
  g_return_if_fail (ORCH_IS_CREATION (self));

  if (self->nudge != NULL && dex_future_is_pending (DEX_FUTURE (self->nudge)))
    dex_promise_resolve_boolean (self->nudge, TRUE);
}

void
orch_creation_set_failed (OrchCreation *self, const GError *error)
{
  g_return_if_fail (ORCH_IS_CREATION (self));
  g_return_if_fail (error != NULL);

  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  orch_error_translate (&self->error);
  set_state (self, ORCH_CREATION_FAILED);
}

OrchCreationState
orch_creation_get_state (OrchCreation *self)
{
  g_return_val_if_fail (ORCH_IS_CREATION (self), ORCH_CREATION_IDLE);

  return self->state;
}

OrchCreationPhase
orch_creation_get_phase (OrchCreation *self)
{
  g_return_val_if_fail (ORCH_IS_CREATION (self), ORCH_CREATION_PHASE_CLINIC);

  return self->phase;
}

guint
orch_creation_get_done (OrchCreation *self)
{
  g_return_val_if_fail (ORCH_IS_CREATION (self), 0);

  return self->done;
}

guint
orch_creation_get_total (OrchCreation *self)
{
  g_return_val_if_fail (ORCH_IS_CREATION (self), 0);

  return self->total;
}

const GError *
orch_creation_get_error (OrchCreation *self)
{
  g_return_val_if_fail (ORCH_IS_CREATION (self), NULL);

  return self->error;
}
