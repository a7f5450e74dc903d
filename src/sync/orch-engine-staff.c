/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchEngine: what a member of the staff is tied to. Main thread.
 */
#include "orch-engine-private.h"

/* Who offers a service: as the clinic has chosen, else as the EMR says. */
static gboolean
offers (const OrchStaffMemberFields *member, const OrchServiceFields *service)
{
  if (service->offered_by != NULL)
    return member->id != NULL && g_strv_contains (service->offered_by, member->id);
  return member->emr_id != NULL && service->professional_emr_ids != NULL &&
         g_strv_contains (service->professional_emr_ids, member->emr_id);
}

static GStrv
await_departments (OrchStore *store, const OrchStaffMemberFields *member)
{
  g_autoptr (GPtrArray) departments = dex_await_boxed (orch_store_load_departments (store), NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; departments != NULL && i < departments->len; i++)
    {
      const OrchDepartmentFields *fields = orch_department_get_fields (g_ptr_array_index (departments, i));

      if (fields->emr_id != NULL && member->department_emr_ids != NULL &&
          g_strv_contains (member->department_emr_ids, fields->emr_id))
        g_strv_builder_add (names, fields->name != NULL ? fields->name : fields->emr_id);
    }
  return g_strv_builder_end (names);
}

/* An excluded service is the clinic's own administration: it is nobody's offer. */
static gboolean
await_services (OrchStore *store, const OrchStaffMemberFields *member, GStrv *active, GStrv *inactive, GError **error)
{
  g_autoptr (GPtrArray) services = dex_await_boxed (orch_store_load_all (store, ORCH_STORE_SERVICES, NULL), error);
  g_autoptr (GStrvBuilder) on = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) off = g_strv_builder_new ();

  if (services == NULL)
    return FALSE;
  for (guint i = 0; i < services->len; i++)
    {
      OrchService *service = g_ptr_array_index (services, i);
      const OrchServiceFields *fields = orch_service_get_fields (service);

      if (!fields->in_conflict && offers (member, fields) && (fields->active || !fields->excluded))
        g_strv_builder_add (fields->active ? on : off, orch_service_get_display_name (service));
    }
  *active = g_strv_builder_end (on);
  *inactive = g_strv_builder_end (off);
  return TRUE;
}

static DexFuture *
load_staff_links_fiber (gpointer data)
{
  OrchEngineCall *call = data;
  g_autoptr (OrchStore) store = g_object_ref (call->engine->store);
  const OrchStaffMemberFields *member = orch_staff_member_get_fields (call->member);
  g_auto (GStrv) departments = await_departments (store, member);
  g_auto (GStrv) active = NULL;
  g_auto (GStrv) inactive = NULL;
  g_autoptr (OrchStoreRun) run = dex_await_object (orch_store_load_last_import (store, ORCH_STORE_STAFF), NULL);
  g_autoptr (OrchOutboxRow) row = NULL;
  g_autofree char *hub_id = NULL;
  GError *error = NULL;

  if (!await_services (store, member, &active, &inactive, &error))
    return dex_future_new_for_error (error);
  if (member->id != NULL)
    {
      hub_id = dex_await_string (orch_store_get_hub_id (store, "staff", member->id), NULL);
      row = dex_await_object (orch_store_outbox_find (store, NULL, "staff", member->id), NULL);
    }
  return dex_future_new_take_object (orch_staff_links_new (&(OrchStaffLinksFields) {
      .departments = (const char *const *) departments,
      .active_services = (const char *const *) active,
      .inactive_services = (const char *const *) inactive,
      .read = run != NULL ? orch_store_run_get_fields (run)->started : 0,
      .is_read_whole = run != NULL && (orch_store_run_get_fields (run)->state == ORCH_STORE_RUN_SUCCEEDED ||
                                       orch_store_run_get_fields (run)->state == ORCH_STORE_RUN_CONFLICTS),
      .is_on_hub = hub_id != NULL || member->hub_id != NULL,
      .is_waiting = row != NULL && orch_outbox_row_get_fields (row)->state != ORCH_OUTBOX_SENT,
      .refused = row != NULL && orch_outbox_row_get_fields (row)->state == ORCH_OUTBOX_FAILED
                     ? orch_outbox_row_get_fields (row)->error_text
                     : NULL,
  }));
}

DexFuture *
orch_engine_load_staff_links (OrchEngine *self, OrchStaffMember *member)
{
  OrchEngineCall *call = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (ORCH_IS_STAFF_MEMBER (member), NULL);
  g_return_val_if_fail (self->store != NULL, NULL);

  if (!orch_session_allows (self->session, ORCH_ACT_READ_DIRECTORY))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session does not allow it");
  call = orch_engine_call_new (self);
  call->member = g_object_ref (member);
  return orch_engine_spawn (load_staff_links_fiber, call);
}

DexFuture *
orch_engine_load_departments (OrchEngine *self)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self), NULL);

  if (self->store == NULL || !orch_session_allows (self->session, ORCH_ACT_READ_DIRECTORY))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session does not allow it");
  return orch_store_load_departments (self->store);
}

DexFuture *
orch_engine_find_member (OrchEngine *self, const char *id)
{
  g_return_val_if_fail (ORCH_IS_ENGINE (self) && id != NULL, NULL);

  if (self->store == NULL || !orch_session_allows (self->session, ORCH_ACT_READ_DIRECTORY))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session does not allow it");
  return orch_store_find (self->store, ORCH_STORE_STAFF, id);
}
