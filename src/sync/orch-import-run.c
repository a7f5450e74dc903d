/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Brings staff or services from the EMR into the store. Pages are read by the connector on its own threads; the plan is made on a
 * worker; the store writes on its thread: the main thread only counts. Main thread.
 */
#include "orch-import-run-private.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "core/orch-release.h"

struct _OrchImportRun
{
  GObject parent_instance;

  /* owned */
  GListStore *conflicts;
  GError *error; /* (nullable) */
  OrchEmr *emr;  /* (nullable): while running */

  OrchImportKind kind;
  OrchImportState state;
  OrchImportCounts counts;
  OrchImportPhase phase;
  guint done, total;
  gint64 shown_us;   /* when the bar last moved */
  guint show_source; /* until it may move again, with something to show */
  gboolean told, informed;
  gboolean accepted;
  gboolean cancelled;
};

typedef enum
{
  PROP_STATE = 1,
  PROP_DONE,
  PROP_TOTAL,
  PROP_PHASE,
  PROP_INFORMED,
  PROP_ACCEPTED,
} OrchImportRunProperty;

static GParamSpec *properties[PROP_ACCEPTED + 1];

G_DEFINE_FINAL_TYPE (OrchImportRun, orch_import_run, G_TYPE_OBJECT)

typedef struct
{
  OrchImportRun *run;
  OrchEmr *emr;
  OrchStore *store;
  char *actor_id;
  char *workstation;
  OrchPermission permission;

  OrchImportRead read;
  OrchImportPlan *plan; /* (nullable) */
} Work;

static void
work_free (Work *work)
{
  g_clear_object (&work->run);
  g_clear_object (&work->emr);
  g_clear_object (&work->store);
  orch_release_elsewhere (work->plan, g_object_unref);
  orch_release_elsewhere (work->read.known, (GDestroyNotify) g_ptr_array_unref);
  orch_release_elsewhere (work->read.staff, (GDestroyNotify) g_ptr_array_unref);
  orch_release_elsewhere (work->read.pages, (GDestroyNotify) g_ptr_array_unref);
  g_free (work->actor_id);
  g_free (work->read.clinic_id);
  g_free (work->workstation);
  g_free (work);
}

static void
notify (OrchImportRun *self, OrchImportRunProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static gboolean
move_bar (gpointer data)
{
  OrchImportRun *self = data;

  g_clear_handle_id (&self->show_source, g_source_remove);
  self->shown_us = g_get_monotonic_time ();
  notify (self, PROP_TOTAL);
  notify (self, PROP_DONE);
  return G_SOURCE_REMOVE;
}

static void
set_state (OrchImportRun *self, OrchImportState state)
{
  g_clear_handle_id (&self->show_source, g_source_remove);
  self->state = state;
  notify (self, PROP_STATE);
}

/* @first: (transfer full): the first page of @pager, asked already */
static gboolean
await_pages (Work *work, OrchEmrPager *pager, DexFuture *first, GError **error)
{
  OrchImportRun *self = work->run;
  g_autoptr (DexFuture) next = first;
  guint done = 0;

  for (;;)
    {
      g_autoptr (OrchEmrPage) page = dex_await_object (g_steal_pointer (&next), error);
      GPtrArray *unreadable = NULL;

      if (page == NULL)
        return FALSE;
      if (self->cancelled)
        {
          g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
          return FALSE;
        }
      unreadable = orch_emr_page_get_unreadable (page);
      done += orch_emr_page_get_records (page)->len + (unreadable != NULL ? unreadable->len : 0);
      orch_import_show_page (self, page, done);

      const gboolean last = orch_emr_page_is_last (page);

      g_ptr_array_add (work->read.pages, g_steal_pointer (&page));
      if (last)
        return TRUE;
      next = orch_emr_pager_next (pager);
    }
}

static gboolean
await_import (Work *work, const OrchActor *actor, gint64 *run, GError **error)
{
  OrchImportRun *self = work->run;
  const OrchStoreKind kind = self->kind == ORCH_IMPORT_STAFF ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES;
  g_autoptr (GPtrArray) departments = NULL;
  g_autoptr (OrchClinic) clinic = NULL;
  /* The EMR thinks while the store is read. */
  g_autoptr (OrchEmrPager) pager =
      self->kind == ORCH_IMPORT_STAFF ? orch_emr_read_staff (work->emr) : orch_emr_read_services (work->emr);
  g_autoptr (DexFuture) first = orch_emr_pager_next (pager);
  GError *local_error = NULL;

  *run = dex_await_int64 (orch_store_begin_import (work->store, actor, kind), &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }

  /* Read while the pages arrive: the bar does not wait for the store. */
  g_autoptr (DexFuture) our_clinic = orch_store_load_clinic (work->store);
  g_autoptr (DexFuture) known = orch_store_load_all (work->store, kind, NULL);
  g_autoptr (DexFuture) staff =
      kind == ORCH_STORE_SERVICES ? orch_store_load_all (work->store, ORCH_STORE_STAFF, NULL) : NULL;

  if (!await_pages (work, pager, g_steal_pointer (&first), error))
    return FALSE;
  clinic = dex_await_object (g_steal_pointer (&our_clinic), NULL);
  work->read.clinic_id = clinic != NULL ? g_strdup (orch_clinic_get_id (clinic)) : NULL;
  work->read.known = dex_await_boxed (g_steal_pointer (&known), error);
  if (work->read.known == NULL)
    return FALSE;
  if (staff != NULL)
    {
      work->read.staff = dex_await_boxed (g_steal_pointer (&staff), error);
      if (work->read.staff == NULL)
        return FALSE;
    }

  if (kind == ORCH_STORE_STAFF)
    {
      departments = dex_await_boxed (orch_emr_read_departments (work->emr), error);
      if (departments == NULL)
        return FALSE;
    }

  work->plan = orch_import_await_plan (self, &work->read, error);
  if (work->plan == NULL)
    return FALSE;
  if (self->cancelled)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CANCELLED, "Cancelled");
      return FALSE;
    }
  if (departments != NULL &&
      !orch_import_await_departments (work->store, actor, work->read.clinic_id, departments, error))
    return FALSE;
  if (!orch_import_await_write (self, work->store, actor, *run, orch_import_plan_get_rows (work->plan), error))
    return FALSE;

  const OrchImportCounts *counts = orch_import_plan_get_counts (work->plan);
  GPtrArray *conflicts = orch_import_plan_get_conflicts (work->plan);

  if (!dex_await (orch_store_finish_import (work->store, actor, *run,
                                            counts->in_conflict > 0 ? ORCH_STORE_RUN_CONFLICTS
                                                                    : ORCH_STORE_RUN_SUCCEEDED,
                                            conflicts, orch_import_plan_get_vanished (work->plan), counts, NULL),
                  error))
    return FALSE;
  self->counts = *counts;
  orch_import_list_conflicts (self->conflicts, conflicts);
  return TRUE;
}

static DexFuture *
import_fiber (gpointer data)
{
  Work *work = data;
  OrchImportRun *self = work->run;
  const OrchActor actor = { .id = work->actor_id, .permission = work->permission, .workstation = work->workstation };
  g_autoptr (GError) error = NULL;
  gint64 run = 0;

  if (await_import (work, &actor, &run, &error))
    {
      self->done = self->counts.seen;
      self->total = self->counts.seen;
      move_bar (self);
      g_clear_object (&self->emr);
      set_state (self, self->counts.in_conflict > 0 ? ORCH_IMPORT_CONFLICTS : ORCH_IMPORT_SUCCESS);
      return dex_future_new_for_boolean (TRUE);
    }

  orch_error_translate (&error);
  if (run > 0)
    dex_await (orch_store_finish_import (work->store, &actor, run,
                                         self->cancelled ? ORCH_STORE_RUN_CANCELLED : ORCH_STORE_RUN_FAILED, NULL, NULL,
                                         NULL, error),
               NULL);
  g_clear_object (&self->emr);
  if (self->cancelled)
    {
      set_state (self, ORCH_IMPORT_CANCELLED);
      return dex_future_new_for_boolean (FALSE);
    }
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  set_state (self, ORCH_IMPORT_FAILED);
  return dex_future_new_for_boolean (FALSE);
}

static DexFuture *
restore_fiber (gpointer data)
{
  Work *work = data;
  OrchImportRun *self = work->run;
  const OrchStoreKind kind = self->kind == ORCH_IMPORT_STAFF ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES;
  g_autoptr (OrchStoreRun) last = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;
  const OrchStoreRunFields *fields = NULL;
  GError *error = NULL;

  last = dex_await_object (orch_store_load_last_import (work->store, kind), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  if (last == NULL)
    return dex_future_new_for_boolean (FALSE);

  fields = orch_store_run_get_fields (last);
  self->counts = fields->counts;
  self->done = fields->counts.seen;
  self->total = fields->counts.seen;
  self->accepted = fields->conflicts_accepted;
  conflicts = dex_await_boxed (orch_store_load_conflicts (work->store, kind), &error);
  if (conflicts == NULL)
    return dex_future_new_for_error (error);
  orch_import_list_conflicts (self->conflicts, conflicts);

  move_bar (self);
  notify (self, PROP_ACCEPTED);
  switch (fields->state)
    {
    case ORCH_STORE_RUN_SUCCEEDED:
      set_state (self, ORCH_IMPORT_SUCCESS);
      break;
    case ORCH_STORE_RUN_CONFLICTS:
      set_state (self, ORCH_IMPORT_CONFLICTS);
      break;
    case ORCH_STORE_RUN_FAILED:
      g_clear_error (&self->error);
      self->error = g_error_new_literal (ORCH_ERROR, fields->error_code >= 0 ? fields->error_code : ORCH_ERROR_FAILED,
                                         fields->error_text != NULL ? fields->error_text : "");
      set_state (self, ORCH_IMPORT_FAILED);
      break;
    case ORCH_STORE_RUN_CANCELLED:
      set_state (self, ORCH_IMPORT_CANCELLED);
      break;
    case ORCH_STORE_RUN_RUNNING:
    case ORCH_STORE_RUN_INTERRUPTED:
    default:
      return dex_future_new_for_boolean (TRUE);
    }
  return dex_future_new_for_boolean (FALSE);
}

static void
orch_import_run_finalize (GObject *object)
{
  OrchImportRun *self = ORCH_IMPORT_RUN (object);

  g_clear_handle_id (&self->show_source, g_source_remove);
  g_clear_object (&self->conflicts);
  g_clear_object (&self->emr);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (orch_import_run_parent_class)->finalize (object);
}

static void
orch_import_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchImportRun *self = ORCH_IMPORT_RUN (object);

  switch ((OrchImportRunProperty) id)
    {
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_DONE:
      g_value_set_uint (value, self->done);
      break;
    case PROP_TOTAL:
      g_value_set_uint (value, self->total);
      break;
    case PROP_PHASE:
      g_value_set_int (value, self->phase);
      break;
    case PROP_INFORMED:
      g_value_set_boolean (value, self->informed);
      break;
    case PROP_ACCEPTED:
      g_value_set_boolean (value, self->accepted);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_import_run_class_init (OrchImportRunClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->finalize = orch_import_run_finalize;
  G_OBJECT_CLASS (klass)->get_property = orch_import_run_get_property;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PHASE] = g_param_spec_int ("phase", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_INFORMED] = g_param_spec_boolean ("informed", NULL, NULL, FALSE, flags);
  properties[PROP_ACCEPTED] = g_param_spec_boolean ("accepted", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), G_N_ELEMENTS (properties), properties);
}

static void
orch_import_run_init (OrchImportRun *self)
{
  self->conflicts = g_list_store_new (ORCH_TYPE_CONFLICT);
}

OrchImportRun *
orch_import_run_new (OrchImportKind kind)
{
  OrchImportRun *self = g_object_new (ORCH_TYPE_IMPORT_RUN, NULL);

  self->kind = kind;
  return self;
}

DexFuture *
orch_import_run_restore (OrchImportRun *self, OrchStore *store)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), NULL);

  Work *work = g_new0 (Work, 1);

  work->run = g_object_ref (self);
  work->store = g_object_ref (store);
  return dex_scheduler_spawn (NULL, 0, restore_fiber, work, (GDestroyNotify) work_free);
}

DexFuture *
orch_import_run_start (OrchImportRun *self, OrchEmr *emr, OrchStore *store, const OrchActor *actor)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), NULL);
  g_return_val_if_fail (self->state != ORCH_IMPORT_RUNNING, NULL);

  Work *work = g_new0 (Work, 1);

  work->run = g_object_ref (self);
  work->emr = g_object_ref (emr);
  work->store = g_object_ref (store);
  work->actor_id = g_strdup (actor->id);
  work->workstation = g_strdup (actor->workstation);
  work->permission = actor->permission;
  work->read.pages = g_ptr_array_new_with_free_func (g_object_unref);

  g_set_object (&self->emr, emr);
  g_clear_error (&self->error);
  self->counts = (OrchImportCounts) { 0 };
  self->cancelled = FALSE;
  orch_import_list_conflicts (self->conflicts, NULL);
  orch_import_run_set_accepted (self, FALSE);
  orch_import_run_set_alert (self, FALSE, FALSE);
  orch_import_run_show (self, ORCH_IMPORT_ASKING, 0, 0);
  set_state (self, ORCH_IMPORT_RUNNING);
  return dex_scheduler_spawn (NULL, 0, import_fiber, work, (GDestroyNotify) work_free);
}

void
orch_import_run_set_failed (OrchImportRun *self, const GError *error)
{
  g_return_if_fail (ORCH_IS_IMPORT_RUN (self));
  g_return_if_fail (error != NULL && self->state != ORCH_IMPORT_RUNNING);

  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  orch_error_translate (&self->error);
  set_state (self, ORCH_IMPORT_FAILED);
}

void
orch_import_run_set_accepted (OrchImportRun *self, gboolean accepted)
{
  g_return_if_fail (ORCH_IS_IMPORT_RUN (self));

  if (self->accepted == accepted)
    return;
  self->accepted = accepted;
  notify (self, PROP_ACCEPTED);
}

void
orch_import_run_set_alert (OrchImportRun *self, gboolean told, gboolean informed)
{
  g_return_if_fail (ORCH_IS_IMPORT_RUN (self));

  if (self->told == told && self->informed == informed)
    return;
  self->told = told;
  self->informed = informed;
  notify (self, PROP_INFORMED);
}

OrchImportKind
orch_import_run_get_kind (OrchImportRun *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), ORCH_IMPORT_STAFF);

  return self->kind;
}

OrchImportState
orch_import_run_get_state (OrchImportRun *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), ORCH_IMPORT_IDLE);

  return self->state;
}

guint
orch_import_run_get_done (OrchImportRun *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), 0);

  return self->done;
}

guint
orch_import_run_get_total (OrchImportRun *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), 0);

  return self->total;
}

gboolean
orch_import_run_get_told (OrchImportRun *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), FALSE);

  return self->told;
}

gboolean
orch_import_run_get_informed (OrchImportRun *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), FALSE);

  return self->informed;
}

gboolean
orch_import_run_get_accepted (OrchImportRun *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), FALSE);

  return self->accepted;
}

OrchImportPhase
orch_import_run_get_phase (OrchImportRun *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), ORCH_IMPORT_ASKING);

  return self->phase;
}

double
orch_import_run_get_fraction (OrchImportRun *self)
{
  static const double from[] = { 0, 0, 0.3, 0.7, 0.8, 1 }; /* the EMR takes most of the time */

  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), -1);

  if (self->state != ORCH_IMPORT_RUNNING || self->total == 0)
    return self->state == ORCH_IMPORT_RUNNING ? -1 : 1;
  return from[self->phase] + (from[self->phase + 1] - from[self->phase]) * MIN (self->done, self->total) / self->total;
}

void
orch_import_run_show (OrchImportRun *self, OrchImportPhase phase, guint done, guint total)
{
  g_return_if_fail (ORCH_IS_IMPORT_RUN (self));

  const gint64 wait = self->shown_us + ORCH_IMPORT_SHOW_EVERY_US - g_get_monotonic_time ();
  const gboolean other = phase != self->phase;

  if (!other && done == self->done && total == self->total)
    return;
  self->phase = phase;
  self->done = done;
  self->total = total;
  if (other)
    notify (self, PROP_PHASE);
  if (other || wait <= 0)
    move_bar (self);
  else if (self->show_source == 0)
    self->show_source = g_timeout_add ((guint) (wait / 1000) + 1, move_bar, self);
}

const OrchImportCounts *
orch_import_run_get_counts (OrchImportRun *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), NULL);

  return &self->counts;
}

GListModel *
orch_import_run_get_conflicts (OrchImportRun *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), NULL);

  return G_LIST_MODEL (self->conflicts);
}

const GError *
orch_import_run_get_error (OrchImportRun *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), NULL);

  return self->state == ORCH_IMPORT_FAILED ? self->error : NULL;
}

void
orch_import_run_cancel (OrchImportRun *self)
{
  g_return_if_fail (ORCH_IS_IMPORT_RUN (self));

  if (self->state != ORCH_IMPORT_RUNNING)
    return;
  self->cancelled = TRUE;
  if (self->emr != NULL)
    orch_emr_cancel (self->emr);
}

gboolean
orch_import_run_is_settled (OrchImportRun *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_RUN (self), FALSE);

  return self->state == ORCH_IMPORT_SUCCESS || (self->state == ORCH_IMPORT_CONFLICTS && self->accepted);
}
