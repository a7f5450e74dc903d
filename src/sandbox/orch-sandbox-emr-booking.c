/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Changes to an appointment of the training EMR. See the header. Main thread.
 */
#include "orch-sandbox-emr-booking.h"

#include "orch-sandbox-emr-record.h"
#include "orch-sandbox-json.h"

#include <stdio.h>

void
orch_sandbox_emr_booking_add (JsonArray *participants, const char *type, const char *id)
{
  JsonObject *participant = json_object_new ();
  JsonObject *actor = json_object_new ();
  g_autofree char *reference = g_strdup_printf ("%s/%s", type, id);

  json_object_set_string_member (actor, "reference", reference);
  json_object_set_object_member (participant, "actor", actor);
  json_object_set_string_member (participant, "status", "accepted");
  json_array_add_object_element (participants, participant);
}

JsonArray *
orch_sandbox_emr_booking_participants (JsonObject *resource, const char *without)
{
  JsonArray *former = orch_sandbox_json_array (resource, "participant");
  JsonArray *participants = json_array_new ();

  for (guint i = 0; former != NULL && i < json_array_get_length (former); i++)
    {
      JsonObject *participant = orch_sandbox_json_element (former, i);
      const char *reference = orch_sandbox_json_string (orch_sandbox_json_object (participant, "actor"), "reference");

      if (reference == NULL || !g_str_has_prefix (reference, without))
        json_array_add_object_element (participants, json_object_ref (participant));
    }
  return participants;
}

void
orch_sandbox_emr_booking_set_times (JsonObject *resource, GDateTime *start, int minutes)
{
  g_autoptr (GDateTime) end = g_date_time_add_minutes (start, minutes);
  g_autofree char *from = g_date_time_format (start, "%Y-%m-%dT%H:%M:%S%:z");
  g_autofree char *upto = g_date_time_format (end, "%Y-%m-%dT%H:%M:%S%:z");

  json_object_set_string_member (resource, "start", from);
  json_object_set_string_member (resource, "end", upto);
  json_object_set_int_member (resource, "minutesDuration", minutes);
}

gboolean
orch_sandbox_emr_booking_move (JsonObject *resource, const char *start)
{
  g_auto (GStrv) parts = g_strsplit (start, "T", 2);
  g_autoptr (GDateTime) day = orch_sandbox_emr_parse_day (parts[0]);
  g_autoptr (GDateTime) when = NULL;
  int hour, minute;

  if (day == NULL || parts[1] == NULL || sscanf (parts[1], "%d:%d", &hour, &minute) != 2)
    return FALSE;
  when = g_date_time_new (g_date_time_get_timezone (day), g_date_time_get_year (day), g_date_time_get_month (day),
                          g_date_time_get_day_of_month (day), hour, minute, 0);
  if (when == NULL)
    return FALSE;
  orch_sandbox_emr_booking_set_times (resource, when, (int) orch_sandbox_json_int (resource, "minutesDuration", 15));
  return TRUE;
}

void
orch_sandbox_emr_booking_give (JsonObject *resource, const char *id)
{
  JsonArray *participants = orch_sandbox_emr_booking_participants (resource, "Practitioner/");

  orch_sandbox_emr_booking_add (participants, "Practitioner", id);
  json_object_set_array_member (resource, "participant", participants);
}
