/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-appointment-list.h.
 */
#include "orch-appointment-list.h"

#include "orch-store-query.h"

struct _OrchAppointmentList
{
  OrchKeyList parent_instance;

  /* owned */
  char *staff_emr_id; /* (nullable) */
  char *source;       /* (nullable) */

  gint64 from_us;
  gint64 to_us;
  gboolean refused;
};

G_DEFINE_FINAL_TYPE (OrchAppointmentList, orch_appointment_list, ORCH_TYPE_KEY_LIST)

/* --- vfuncs ----------------------------------------------------------------------------- */

static DexFuture *
orch_appointment_list_query_keys (OrchKeyList *list, GArray *shown, GCancellable *cancellable)
{
  OrchAppointmentList *self = ORCH_APPOINTMENT_LIST (list);
  OrchAppointmentQuery wanted = {
    .from_us = self->from_us,
    .to_us = self->to_us,
    .staff_emr_id = self->staff_emr_id,
    .source = self->source,
  };

  if (self->refused)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "Appointments are not for this person to read");
  return orch_store_query_appointments (orch_key_list_get_store (list), &wanted, shown, cancellable);
}

static DexFuture *
orch_appointment_list_query_rows (OrchKeyList *list, GArray *keys, GCancellable *cancellable)
{
  return orch_store_query_rows (orch_key_list_get_store (list), ORCH_STORE_APPOINTMENTS, keys, cancellable);
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_appointment_list_finalize (GObject *object)
{
  OrchAppointmentList *self = ORCH_APPOINTMENT_LIST (object);

  g_clear_pointer (&self->staff_emr_id, g_free);
  g_clear_pointer (&self->source, g_free);

  G_OBJECT_CLASS (orch_appointment_list_parent_class)->finalize (object);
}

static void
orch_appointment_list_class_init (OrchAppointmentListClass *klass)
{
  OrchKeyListClass *list_class = ORCH_KEY_LIST_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = orch_appointment_list_finalize;
  list_class->query_keys = orch_appointment_list_query_keys;
  list_class->query_rows = orch_appointment_list_query_rows;
}

static void
orch_appointment_list_init (OrchAppointmentList *self)
{
}

/* --- public ----------------------------------------------------------------------------- */

OrchAppointmentList *
orch_appointment_list_new (OrchStore *store, const OrchActor *actor)
{
  g_return_val_if_fail (ORCH_IS_STORE (store), NULL);
  g_return_val_if_fail (actor != NULL, NULL);

  OrchAppointmentList *self = g_object_new (ORCH_TYPE_APPOINTMENT_LIST, NULL);
  self->refused = !orch_permission_allows (actor->permission, ORCH_ACT_READ_APPOINTMENTS);
  orch_key_list_set_up (ORCH_KEY_LIST (self), store,
                        ORCH_STORE_CHANGED_APPOINTMENTS | ORCH_STORE_CHANGED_PATIENTS | ORCH_STORE_CHANGED_SERVICES |
                            ORCH_STORE_CHANGED_STAFF);
  return self;
}

void
orch_appointment_list_set_range (OrchAppointmentList *self, gint64 from_us, gint64 to_us)
{
  g_return_if_fail (ORCH_IS_APPOINTMENT_LIST (self));

  if (self->from_us == from_us && self->to_us == to_us)
    return;
  self->from_us = from_us;
  self->to_us = to_us;
  orch_key_list_query (ORCH_KEY_LIST (self));
}

void
orch_appointment_list_set_staff (OrchAppointmentList *self, const char *staff_emr_id)
{
  g_return_if_fail (ORCH_IS_APPOINTMENT_LIST (self));

  if (g_set_str (&self->staff_emr_id, staff_emr_id))
    orch_key_list_query (ORCH_KEY_LIST (self));
}

void
orch_appointment_list_set_source (OrchAppointmentList *self, const char *source)
{
  g_return_if_fail (ORCH_IS_APPOINTMENT_LIST (self));

  if (g_set_str (&self->source, source))
    orch_key_list_query (ORCH_KEY_LIST (self));
}
