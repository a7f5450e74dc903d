/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A year of appointments: one month back and twelve ahead of the day the data were first asked for, week days from 8 h to 16 h,
 * in the clinic's own time. Main thread.
 */
#include "orch-sandbox-emr-schedule.h"

#include "core/orch-clock.h"

#include "orch-sandbox-emr-directory.h"
#include "orch-sandbox-index.h"
#include "orch-sandbox-query.h"

#include <stdio.h>

#define MONTHS_BACK 1
#define MONTHS_AHEAD 12
/* One in five of the half hours is left free. */
#define FREE_IN 5
/* One in four of the appointments was booked by the patient, through the appointment provider that the clinic has. */
#define BY_RVSQ_IN 4

typedef struct
{
  OrchSandboxStore *store;
  int n_staff;
  int n_services;
  int n_patients;
} Making;

static guint32
mix (guint32 n)
{
  n = (n ^ 61) ^ (n >> 16);
  n *= 9;
  n ^= n >> 4;
  n *= 0x27d4eb2d;
  return n ^ (n >> 15);
}

/* g_date_time_format_iso8601() may write an offset of hours only, which FHIR does not take. */
static char *
format_instant (GDateTime *when)
{
  return g_date_time_format (when, "%Y-%m-%dT%H:%M:%S%:z");
}

static GDateTime *
first_month (OrchSandboxStore *store)
{
  g_autofree char *kept = orch_sandbox_store_get_value (store, "emr-made-from");
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autoptr (GDateTime) start = NULL;
  int year = 0, month = 0;

  if (kept != NULL && sscanf (kept, "%d-%d", &year, &month) == 2)
    return g_date_time_new (g_date_time_get_timezone (now), year, month, 1, 0, 0, 0);
  start = g_date_time_add_months (now, -MONTHS_BACK);
  {
    g_autofree char *text = g_strdup_printf ("%04d-%02d", g_date_time_get_year (start), g_date_time_get_month (start));

    orch_sandbox_store_set_value (store, "emr-made-from", text);
  }
  return g_date_time_new (g_date_time_get_timezone (now), g_date_time_get_year (start), g_date_time_get_month (start),
                          1, 0, 0, 0);
}

static void
make_schedules (const Making *self, GDateTime *from)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GDateTime) upto = g_date_time_add_months (from, MONTHS_BACK + MONTHS_AHEAD);
  g_autofree char *start = format_instant (from);
  g_autofree char *end = format_instant (upto);
  char id[32];

  for (int i = 0; i < self->n_staff; i++)
    {
      g_string_truncate (text, 0);
      g_snprintf (id, sizeof id, "hor-%03d", i + 1);
      g_string_append_printf (text,
                              "\"active\":true,\"actor\":[{\"reference\":\"Practitioner/prat-%03d\"}],"
                              "\"planningHorizon\":{\"start\":\"%s\",\"end\":\"%s\"}",
                              i + 1, start, end);
      orch_sandbox_store_add_text (self->store, ORCH_SANDBOX_REALM_EMR, "Schedule", id, text->str);
    }
}

static const char *
status_of (guint32 dice, gboolean past)
{
  if (dice % 100 < 6)
    return "cancelled";
  if (!past)
    return dice % 100 < 10 ? "pending" : "booked";
  return dice % 100 < 9 ? "noshow" : "fulfilled";
}

static void
make_one (const Making *self, GString *text, GDateTime *start, int staff, int number, const int *offered, int n_offered,
          gint64 now)
{
  guint32 dice = mix ((guint32) (g_date_time_to_unix (start) / 60) + (guint32) staff * 7919);
  int service = offered[dice % (guint32) n_offered];
  int minutes = MIN (orch_sandbox_emr_service_minutes (service), 30);
  g_autoptr (GDateTime) end = g_date_time_add_minutes (start, minutes);
  g_autofree char *from = format_instant (start);
  g_autofree char *upto = format_instant (end);
  g_autofree char *day = g_date_time_format (start, "%Y%m%d");
  g_autofree char *name = orch_sandbox_emr_service_name (service);
  gboolean is_free = dice % FREE_IN == 0;
  gboolean past = g_date_time_to_unix (end) < now;
  const char *status = status_of (dice >> 8, past);
  char slot[48], id[48];

  g_snprintf (slot, sizeof slot, "plage-%03d-%s-%02d", staff + 1, day, number);
  g_snprintf (id, sizeof id, "rdv-%03d-%s-%02d", staff + 1, day, number);
  g_string_truncate (text, 0);
  g_string_append_printf (
      text,
      "\"serviceType\":[{\"text\":\"%s\"}],\"schedule\":{\"reference\":\"Schedule/hor-%03d\"},\"status\":\"%s\","
      "\"start\":\"%s\",\"end\":\"%s\"",
      name, staff + 1, is_free || g_str_equal (status, "cancelled") ? "free" : "busy", from, upto);
  orch_sandbox_store_add_text (self->store, ORCH_SANDBOX_REALM_EMR, "Slot", slot, text->str);
  if (is_free)
    return;
  g_string_truncate (text, 0);
  g_string_append_printf (text,
                          "\"identifier\":[{\"system\":\"https://dme-formation.example/rendez-vous\",\"value\":\"%s\"}",
                          id);
  if ((dice >> 16) % BY_RVSQ_IN == 0)
    g_string_append_printf (
        text, ",{\"system\":\"https://orchestrateur.ca/fhir/identifier/appointment/rvsq\",\"value\":\"%s\"}", id);
  g_string_append_printf (text,
                          "],\"status\":\"%s\","
                          "\"serviceType\":[{\"text\":\"%s\"}],\"start\":\"%s\",\"end\":\"%s\",\"minutesDuration\":%d,"
                          "\"slot\":[{\"reference\":\"Slot/%s\"}],\"participant\":["
                          "{\"actor\":{\"reference\":\"Patient/pat-%05d\"},\"status\":\"accepted\"},"
                          "{\"actor\":{\"reference\":\"Practitioner/prat-%03d\"},\"status\":\"accepted\"},"
                          "{\"actor\":{\"reference\":\"HealthcareService/serv-%03d\"},\"status\":\"accepted\"}]",
                          status, name, from, upto, minutes, slot, 1 + (int) (mix (dice) % (guint32) self->n_patients),
                          staff + 1, service + 1);
  orch_sandbox_store_add_text (self->store, ORCH_SANDBOX_REALM_EMR, "Appointment", id, text->str);
}

static void
make_month (const Making *self, GDateTime *month)
{
  g_autoptr (GDateTime) next = g_date_time_add_months (month, 1);
  g_autoptr (GDateTime) day = g_date_time_ref (month);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) offers = g_ptr_array_new_with_free_func (g_free);
  gint64 now = orch_clock_now_us () / G_USEC_PER_SEC;

  for (int staff = 0; staff < self->n_staff; staff++)
    g_ptr_array_add (offers, orch_sandbox_emr_services_of (staff, self->n_services));
  while (g_date_time_compare (day, next) < 0)
    {
      GDateTime *tomorrow = g_date_time_add_days (day, 1);

      for (int staff = 0; staff < self->n_staff && g_date_time_get_day_of_week (day) <= 5; staff++)
        {
          const int *offered = g_ptr_array_index (offers, staff);
          int n_offered = 0;

          while (offered[n_offered] >= 0)
            n_offered++;
          /* Each is away one day of the week. */
          if (staff % 5 + 1 == g_date_time_get_day_of_week (day) || n_offered == 0)
            continue;
          for (int half_hour = 0; half_hour < 16; half_hour++)
            {
              g_autoptr (GDateTime) start =
                  g_date_time_new (g_date_time_get_timezone (day), g_date_time_get_year (day),
                                   g_date_time_get_month (day), g_date_time_get_day_of_month (day), 8 + half_hour / 2,
                                   half_hour % 2 * 30, 0);

              /* Noon is for lunch. */
              if (half_hour != 8 && half_hour != 9)
                make_one (self, text, start, staff, half_hour, offered, n_offered, now);
            }
        }
      g_date_time_unref (day);
      day = tomorrow;
    }
}

/* Narrows [@from, @upto[ by the bounds that @query sets on the start; a bound it cannot read is left to the search to refuse. */
static void
narrow (const char *query, const char *param, gint64 *from, gint64 *upto)
{
  g_auto (GStrv) pairs = g_strsplit (query == NULL ? "" : query, "&", -1);

  for (int i = 0; pairs[i] != NULL; i++)
    {
      g_auto (GStrv) halves = g_strsplit (pairs[i], "=", 2);
      g_autofree char *value = NULL;
      const char *bare;
      gint64 first, last;

      if (halves[0] == NULL || halves[1] == NULL || !g_str_equal (halves[0], param))
        continue;
      value = orch_sandbox_query_decode (halves[1]);
      if (value == NULL || strlen (value) < 4)
        continue;
      bare = g_ascii_isalpha (value[0]) ? value + 2 : value;
      if (!orch_sandbox_index_date_range (bare, &first, &last) || g_str_has_prefix (value, "ne"))
        continue;
      if (!g_ascii_isalpha (value[0]) || value[0] == 'g' || value[0] == 'e')
        *from = MAX (*from, first);
      if (!g_ascii_isalpha (value[0]) || value[0] == 'l' || value[0] == 'e')
        *upto = MIN (*upto, last);
    }
}

void
orch_sandbox_emr_schedule_ensure (OrchSandboxStore *store, const char *type, const char *query, int n_staff,
                                  int n_services, int n_patients)
{
  Making making = { store, n_staff, n_services, n_patients };
  g_autoptr (GDateTime) start = first_month (store);
  g_autofree char *schedules = orch_sandbox_store_get_value (store, "emr-made-schedules");
  gint64 from = G_MININT64, upto = G_MAXINT64;

  orch_sandbox_store_begin (store);
  if (schedules == NULL)
    {
      make_schedules (&making, start);
      orch_sandbox_store_set_value (store, "emr-made-schedules", "yes");
    }
  if (!g_str_equal (type, "Schedule"))
    {
      narrow (query, g_str_equal (type, "Slot") ? "start" : "date", &from, &upto);
      for (int i = 0; i < MONTHS_BACK + MONTHS_AHEAD; i++)
        {
          g_autoptr (GDateTime) month = g_date_time_add_months (start, i);
          g_autoptr (GDateTime) next = g_date_time_add_months (start, i + 1);
          g_autofree char *name = g_date_time_format (month, "emr-made-%Y-%m");
          g_autofree char *done = orch_sandbox_store_get_value (store, name);

          if (done != NULL || g_date_time_to_unix (next) * G_USEC_PER_SEC <= from ||
              g_date_time_to_unix (month) * G_USEC_PER_SEC >= upto)
            continue;
          make_month (&making, month);
          orch_sandbox_store_set_value (store, name, "yes");
        }
    }
  orch_sandbox_store_commit (store);
}
