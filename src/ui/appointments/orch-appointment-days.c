/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-appointment-days.h.
 */
#include "orch-appointment-days.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "ui/orch-time-text.h"
#include "ui/services/orch-row-reader.h"

#define RECENTLY_US (15 * G_TIME_SPAN_MINUTE) /* whoever is late is looked for a little above now */
#define AHEAD_DAYS 731                        /* the whole schedule at its longest */

struct _OrchAppointmentDays
{
  GObject parent_instance;

  /* owned */
  GListStore *sections;      /* of OrchAppointmentList: all or none */
  OrchAppointmentList *past; /* (nullable): what is over of today */
  OrchAppointmentList *next; /* (nullable): what comes after */
  GDateTime *first;          /* (nullable): midnight */
  char *staff;               /* (nullable) */
  char *source;              /* (nullable) */

  gboolean week;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchAppointmentDays, orch_appointment_days, G_TYPE_OBJECT)

static guint
get_n_lists (OrchAppointmentDays *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->sections));
}

static OrchAppointmentList *
get_list (OrchAppointmentDays *self, guint day)
{
  g_autoptr (OrchAppointmentList) list = g_list_model_get_item (G_LIST_MODEL (self->sections), day);

  return list; /* the store's reference stays */
}

static guint
count (gpointer list)
{
  return list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (list)) : 0;
}

static void
on_changed (OrchAppointmentDays *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
set_list (OrchAppointmentDays *self, OrchAppointmentList *list, GDateTime *from, GDateTime *to)
{
  orch_appointment_list_set_staff (list, self->staff);
  orch_appointment_list_set_source (list, self->source);
  orch_appointment_list_set_range (list, from != NULL ? g_date_time_to_unix_usec (from) : 0,
                                   to != NULL ? g_date_time_to_unix_usec (to) : 0);
}

static void
detach_list (OrchAppointmentDays *self, OrchAppointmentList *list)
{
  g_signal_handlers_disconnect_by_data (list, self);
  orch_key_list_detach (ORCH_KEY_LIST (list));
}

static void
orch_appointment_days_dispose (GObject *object)
{
  OrchAppointmentDays *self = ORCH_APPOINTMENT_DAYS (object);

  orch_appointment_days_detach (self);
  G_OBJECT_CLASS (orch_appointment_days_parent_class)->dispose (object);
}

static void
orch_appointment_days_finalize (GObject *object)
{
  OrchAppointmentDays *self = ORCH_APPOINTMENT_DAYS (object);

  g_clear_object (&self->sections);
  g_clear_pointer (&self->first, g_date_time_unref);
  g_free (self->staff);
  g_free (self->source);
  G_OBJECT_CLASS (orch_appointment_days_parent_class)->finalize (object);
}

static void
orch_appointment_days_class_init (OrchAppointmentDaysClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_appointment_days_dispose;
  G_OBJECT_CLASS (klass)->finalize = orch_appointment_days_finalize;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
orch_appointment_days_init (OrchAppointmentDays *self)
{
  self->sections = g_list_store_new (G_TYPE_LIST_MODEL);
}

/* --- finding the next day ----------------------------------------------------------------- */

static DexFuture *
read_first (DexFuture *future, gpointer data)
{
  OrchAppointmentDays *self = data;
  g_autoptr (GtkBitset) first = gtk_bitset_new_range (0, 1);

  if (count (self->next) == 0)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No later day has an appointment");
  return orch_row_reader_load (G_LIST_MODEL (self->next), first);
}

static DexFuture *
take_first (DexFuture *future, gpointer data)
{
  OrchAppointmentDays *self = data;
  GPtrArray *found = g_value_get_boxed (dex_future_get_value (future, NULL));
  g_auto (GValue) start = G_VALUE_INIT;

  if (self->next != NULL)
    set_list (self, self->next, NULL, NULL);
  if (found->len == 0)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "It went meanwhile");
  g_value_init (&start, G_TYPE_DATE_TIME);
  g_value_take_boxed (&start,
                      orch_time_text_to_local (orch_appointment_get_fields (g_ptr_array_index (found, 0))->start_us));
  return dex_future_new_for_value (&start);
}

/* --- public ------------------------------------------------------------------------------- */

OrchAppointmentDays *
orch_appointment_days_new (void)
{
  return g_object_new (ORCH_TYPE_APPOINTMENT_DAYS, NULL);
}

gboolean
orch_appointment_days_attach (OrchAppointmentDays *self, OrchEngine *engine)
{
  g_return_val_if_fail (ORCH_IS_APPOINTMENT_DAYS (self), FALSE);
  g_return_val_if_fail (get_n_lists (self) == 0, FALSE);

  self->past = orch_engine_list_appointments (engine);
  self->next = orch_engine_list_appointments (engine);
  if (self->past == NULL || self->next == NULL)
    return FALSE;
  g_signal_connect_object (self->past, "notify::loading", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < ORCH_APPOINTMENT_N_DAYS; i++)
    {
      g_autoptr (OrchAppointmentList) list = orch_engine_list_appointments (engine);

      g_signal_connect_object (list, "items-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (list, "notify::loading", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
      g_list_store_append (self->sections, list);
    }
  return TRUE;
}

void
orch_appointment_days_detach (OrchAppointmentDays *self)
{
  g_autoptr (OrchAppointmentList) past = g_steal_pointer (&self->past);
  g_autoptr (OrchAppointmentList) next = g_steal_pointer (&self->next);

  g_return_if_fail (ORCH_IS_APPOINTMENT_DAYS (self));

  for (guint i = 0; i < get_n_lists (self); i++)
    detach_list (self, get_list (self, i));
  g_list_store_remove_all (self->sections);
  if (past != NULL)
    detach_list (self, past);
  if (next != NULL)
    detach_list (self, next);
}

gboolean
orch_appointment_days_get_attached (OrchAppointmentDays *self)
{
  g_return_val_if_fail (ORCH_IS_APPOINTMENT_DAYS (self), FALSE);

  return get_n_lists (self) > 0;
}

void
orch_appointment_days_set_filter (OrchAppointmentDays *self, const char *staff, const char *source)
{
  g_return_if_fail (ORCH_IS_APPOINTMENT_DAYS (self));

  g_set_str (&self->staff, staff);
  g_set_str (&self->source, source);
}

void
orch_appointment_days_set_range (OrchAppointmentDays *self, GDateTime *first, gboolean week)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) midnight = NULL;
  g_autoptr (GDateTime) over = g_date_time_add (now, -RECENTLY_US);

  g_return_if_fail (ORCH_IS_APPOINTMENT_DAYS (self));
  g_return_if_fail (first != NULL);

  midnight = g_date_time_new (g_date_time_get_timezone (now), g_date_time_get_year (now), g_date_time_get_month (now),
                              g_date_time_get_day_of_month (now), 0, 0, 0);
  if (self->first != first)
    {
      g_clear_pointer (&self->first, g_date_time_unref);
      self->first = g_date_time_ref (first);
    }
  self->week = week;
  if (self->past != NULL)
    set_list (self, self->past, midnight, over);
  for (guint i = 0; i < get_n_lists (self); i++)
    {
      const gboolean shown = i == 0 || week;
      g_autoptr (GDateTime) from = shown ? g_date_time_add_days (first, (int) i) : NULL;
      g_autoptr (GDateTime) to = shown ? g_date_time_add_days (first, (int) i + 1) : NULL;

      set_list (self, get_list (self, i), from, to);
    }
}

GListModel *
orch_appointment_days_get_sections (OrchAppointmentDays *self)
{
  g_return_val_if_fail (ORCH_IS_APPOINTMENT_DAYS (self), NULL);

  return G_LIST_MODEL (self->sections);
}

guint
orch_appointment_days_count (OrchAppointmentDays *self)
{
  guint n = 0;

  g_return_val_if_fail (ORCH_IS_APPOINTMENT_DAYS (self), 0);

  for (guint i = 0; i < get_n_lists (self); i++)
    n += count (get_list (self, i));
  return n;
}

gboolean
orch_appointment_days_get_loading (OrchAppointmentDays *self)
{
  g_return_val_if_fail (ORCH_IS_APPOINTMENT_DAYS (self), FALSE);

  /* Where now is, is told by what is over. */
  if (self->past != NULL && orch_key_list_get_loading (ORCH_KEY_LIST (self->past)))
    return TRUE;
  for (guint i = 0; i < get_n_lists (self); i++)
    if (orch_key_list_get_loading (ORCH_KEY_LIST (get_list (self, i))))
      return TRUE;
  return FALSE;
}

const GError *
orch_appointment_days_get_error (OrchAppointmentDays *self)
{
  g_return_val_if_fail (ORCH_IS_APPOINTMENT_DAYS (self), NULL);

  for (guint i = 0; i < get_n_lists (self); i++)
    if (orch_key_list_get_error (ORCH_KEY_LIST (get_list (self, i))) != NULL)
      return orch_key_list_get_error (ORCH_KEY_LIST (get_list (self, i)));
  return NULL;
}

GDateTime *
orch_appointment_days_dup_day (OrchAppointmentDays *self, guint position)
{
  guint before = 0;

  g_return_val_if_fail (ORCH_IS_APPOINTMENT_DAYS (self), NULL);

  for (guint i = 0; i < get_n_lists (self); i++)
    {
      before += count (get_list (self, i));
      if (position < before)
        return g_date_time_add_days (self->first, (int) i);
    }
  return NULL;
}

guint
orch_appointment_days_get_now (OrchAppointmentDays *self)
{
  guint before = 0;

  g_return_val_if_fail (ORCH_IS_APPOINTMENT_DAYS (self), 0);

  for (guint i = 0; i < get_n_lists (self) && (i == 0 || self->week); i++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (self->first, (int) i);
      const guint n = count (get_list (self, i));
      const guint past = count (self->past);

      /* A day that is over shows from its beginning. */
      if (orch_appointment_days_is_today (day))
        return past < n ? before + past : before;
      before += n;
    }
  return 0;
}

DexFuture *
orch_appointment_days_find_next (OrchAppointmentDays *self)
{
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) to = NULL;
  DexFuture *future = NULL;

  g_return_val_if_fail (ORCH_IS_APPOINTMENT_DAYS (self), NULL);

  from = self->first != NULL ? g_date_time_add_days (self->first, self->week ? ORCH_APPOINTMENT_N_DAYS : 1) : NULL;
  to = from != NULL ? g_date_time_add_days (from, AHEAD_DAYS) : NULL;
  if (self->next == NULL || to == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "There is no later day");
  set_list (self, self->next, from, to);
  future = dex_future_then (orch_key_list_when_loaded (ORCH_KEY_LIST (self->next)), read_first, g_object_ref (self),
                            g_object_unref);
  return dex_future_then (future, take_first, g_object_ref (self), g_object_unref);
}

gboolean
orch_appointment_days_is_today (GDateTime *day)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();

  return day != NULL && g_date_time_get_year (day) == g_date_time_get_year (now) &&
         g_date_time_get_day_of_year (day) == g_date_time_get_day_of_year (now);
}
