/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchMessageDesk: what the dashboard can be filtered by: departments, those where the person practises, and the choices they gave a name; and in whose
 * name a conversation is begun.
 */
#include "core/orch-error.h"
#include "orch-message-desk-private.h"

DexFuture *
orch_message_desk_list_departments (OrchMessageDesk *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);

  return orch_message_desk_get_actor (self) != NULL ? orch_store_load_departments (orch_message_desk_get_store (self))
                                                    : orch_message_desk_refuse ();
}

/* Returns: (transfer none) (nullable): who is signed in, among the staff */
static OrchStaffMember *
find_person (GPtrArray *staff, const char *person)
{
  for (guint i = 0; i < staff->len; i++)
    {
      const char *hub_id = orch_staff_member_get_fields (staff->pdata[i])->hub_id;
      g_autofree char *reference = hub_id != NULL ? g_strconcat ("Practitioner/", hub_id, NULL) : NULL;

      if (reference != NULL && g_strcmp0 (reference, person) == 0)
        return staff->pdata[i];
    }
  return NULL;
}

static DexFuture *
places_fiber (gpointer data)
{
  OrchMessageDesk *self = data;
  g_autoptr (GStrvBuilder) places = g_strv_builder_new ();
  g_autoptr (GPtrArray) departments = NULL;
  g_autoptr (GPtrArray) staff = NULL;
  OrchStaffMember *person = NULL;
  GError *error = NULL;

  if (orch_message_desk_get_actor (self) == NULL)
    return orch_message_desk_refuse ();
  departments = dex_await_boxed (orch_store_load_departments (orch_message_desk_get_store (self)), &error);
  if (departments != NULL)
    staff = dex_await_boxed (orch_store_load_all (orch_message_desk_get_store (self), ORCH_STORE_STAFF, NULL), &error);
  if (staff == NULL)
    return dex_future_new_for_error (error);
  person = find_person (staff, orch_message_desk_get_person (self));
  for (guint i = 0; person != NULL && i < departments->len; i++)
    {
      const OrchDepartmentFields *f = orch_department_get_fields (departments->pdata[i]);
      const char *const *mine = orch_staff_member_get_fields (person)->department_emr_ids;
      g_autofree char *reference = f->hub_id != NULL ? g_strconcat ("Organization/", f->hub_id, NULL) : NULL;

      if (reference != NULL && f->emr_id != NULL && mine != NULL && g_strv_contains (mine, f->emr_id))
        g_strv_builder_add (places, reference);
    }
  return dex_future_new_take_boxed (G_TYPE_STRV, g_strv_builder_end (places));
}

DexFuture *
orch_message_desk_list_places (OrchMessageDesk *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);

  return dex_scheduler_spawn (NULL, 0, places_fiber, g_object_ref (self), g_object_unref);
}

DexFuture *
orch_message_desk_list_filters (OrchMessageDesk *self)
{
  const OrchActor *actor = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);

  actor = orch_message_desk_get_actor (self);
  return actor != NULL ? orch_store_list_filters (orch_message_desk_get_store (self), actor)
                       : orch_message_desk_refuse ();
}

DexFuture *
orch_message_desk_save_filter (OrchMessageDesk *self, const char *name, const char *value)
{
  const OrchActor *actor = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && name != NULL, NULL);

  actor = orch_message_desk_get_actor (self);
  return actor != NULL ? orch_store_save_filter (orch_message_desk_get_store (self), actor, name, value)
                       : orch_message_desk_refuse ();
}

/* --- in whose name ------------------------------------------------------------------------------ */

static DexFuture *
professionals_fiber (gpointer data)
{
  OrchMessageDesk *self = data;
  g_autoptr (GPtrArray) staff = NULL;
  const char *person = orch_message_desk_get_person (self);
  GPtrArray *all = NULL;
  GError *error = NULL;

  if (orch_message_desk_get_actor (self) == NULL)
    return orch_message_desk_refuse ();
  staff = dex_await_boxed (orch_store_load_all (orch_message_desk_get_store (self), ORCH_STORE_STAFF, NULL), &error);
  if (staff == NULL)
    return dex_future_new_for_error (error);
  all = g_ptr_array_new_with_free_func (g_object_unref);
  if (person != NULL && orch_permission_allows (orch_session_get_permission (orch_message_desk_get_session (self)),
                                                ORCH_ACT_WRITE_REPORT))
    g_ptr_array_add (all, orch_professional_new (person, orch_message_desk_get_person_name (self)));
  for (guint i = 0; i < staff->len; i++)
    {
      OrchStaffMember *member = g_ptr_array_index (staff, i);
      const OrchStaffMemberFields *f = orch_staff_member_get_fields (member);
      g_autofree char *reference = f->hub_id != NULL ? g_strconcat ("Practitioner/", f->hub_id, NULL) : NULL;

      if (reference != NULL && f->active && g_strcmp0 (reference, person) != 0)
        g_ptr_array_add (all, orch_professional_new (reference, orch_staff_member_get_display_name (member)));
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, all);
}

DexFuture *
orch_message_desk_list_professionals (OrchMessageDesk *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);

  return dex_scheduler_spawn (NULL, 0, professionals_fiber, g_object_ref (self), g_object_unref);
}
