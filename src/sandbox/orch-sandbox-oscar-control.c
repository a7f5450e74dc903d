/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Orders to OSCAR's look-alikes. See the header. Main thread.
 */
#include "orch-sandbox-oscar-control.h"

#include "orch-sandbox-emr-booking.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-oscar-data.h"
#include "orch-sandbox-oscar-oauth.h"

static void
set_text (JsonObject *body, const char *name, char **text)
{
  if (json_object_has_member (body, name))
    {
      g_free (*text);
      *text = g_strdup (orch_sandbox_json_string (body, name));
    }
}

static void
apply (OrchSandbox *sandbox, OrchSandboxOscarDialect dialect, JsonObject *body)
{
  OrchSandboxOscarSwitches *switches = orch_sandbox_oscar_get_switches (orch_sandbox_get_oscar (sandbox), dialect);
  JsonArray *idle = orch_sandbox_json_array (body, "idle");

  switches->rest_off = !orch_sandbox_json_boolean (body, "rest", !switches->rest_off);
  switches->jettison = orch_sandbox_json_boolean (body, "jettison", switches->jettison);
  switches->meridians = orch_sandbox_json_boolean (body, "meridians", switches->meridians);
  switches->lifetime_s = orch_sandbox_json_int (body, "lifetime_s", switches->lifetime_s);
  set_text (body, "seen_as", &switches->seen_as);
  set_text (body, "empty", &switches->empty);
  if (idle != NULL)
    {
      g_clear_pointer (&switches->idle, g_hash_table_unref);
      switches->idle = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      for (guint i = 0; i < json_array_get_length (idle); i++)
        if (json_node_get_value_type (json_array_get_element (idle, i)) == G_TYPE_STRING)
          g_hash_table_add (switches->idle, g_strdup (json_array_get_string_element (idle, i)));
    }
  if (orch_sandbox_json_boolean (body, "revoke", FALSE))
    orch_sandbox_oscar_oauth_revoke (orch_sandbox_get_store (sandbox), dialect);
}

const char *
orch_sandbox_oscar_control_switch (OrchSandbox *sandbox, JsonObject *body)
{
  static const char *const names[ORCH_SANDBOX_OSCAR_DIALECTS] = { "oscar15", "openo" };
  const char *wanted = orch_sandbox_json_string (body, "dialect");
  gboolean found = FALSE;

  for (int i = 0; i < ORCH_SANDBOX_OSCAR_DIALECTS; i++)
    if (wanted == NULL || g_str_equal (wanted, names[i]))
      {
        apply (sandbox, (OrchSandboxOscarDialect) i, body);
        found = TRUE;
      }
  return found ? NULL : "a dialect is oscar15 or openo";
}

static OrchSandboxEmrRecord *
find (OrchSandbox *sandbox, const char *type, gint64 number)
{
  return orch_sandbox_emr_record_find (orch_sandbox_get_store (sandbox), orch_sandbox_get_emr (sandbox), type, number);
}

static const char *
move (OrchSandbox *sandbox, JsonObject *resource, JsonObject *body)
{
  const char *provider_no = orch_sandbox_json_string (body, "provider_no");
  const char *start = orch_sandbox_json_string (body, "start");

  if (start != NULL && !orch_sandbox_emr_booking_move (resource, start))
    return "start is yyyy-MM-ddTHH:mm, in the clinic's own time";
  if (provider_no != NULL)
    {
      g_autoptr (OrchSandboxEmrRecord) provider =
          find (sandbox, "Practitioner", g_ascii_strtoll (provider_no, NULL, 10));

      if (provider == NULL)
        return "no such provider";
      orch_sandbox_emr_booking_give (resource, provider->id);
    }
  return start == NULL && provider_no == NULL ? "a move needs start or provider_no" : NULL;
}

const char *
orch_sandbox_oscar_control_appointment (OrchSandbox *sandbox, JsonObject *body)
{
  OrchSandboxStore *store = orch_sandbox_get_store (sandbox);
  g_autoptr (OrchSandboxEmrRecord) record = find (sandbox, "Appointment", orch_sandbox_json_int (body, "id", -1));
  const char *action = orch_sandbox_json_string (body, "action");
  const char *status = orch_sandbox_json_string (body, "status");
  const char *why = NULL;

  if (record == NULL)
    return "no such appointment";
  if (g_strcmp0 (action, "remove") == 0)
    {
      orch_sandbox_store_delete (store, ORCH_SANDBOX_REALM_EMR, "Appointment", record->id);
      return NULL;
    }
  if (g_strcmp0 (action, "cancel") == 0)
    orch_sandbox_oscar_appointment_set_status (record->resource, "C");
  else if (g_strcmp0 (action, "status") == 0 && status != NULL && *status != '\0')
    orch_sandbox_oscar_appointment_set_status (record->resource, status);
  else if (g_strcmp0 (action, "move") == 0)
    why = move (sandbox, record->resource, body);
  else
    why = "an action is cancel, move, remove, or status with a status";
  if (why == NULL)
    orch_sandbox_emr_record_put (store, "Appointment", record->id, record->resource);
  return why;
}

const char *
orch_sandbox_oscar_control_type (OrchSandbox *sandbox, JsonObject *body)
{
  g_autoptr (OrchSandboxEmrRecord) record = find (sandbox, "HealthcareService", orch_sandbox_json_int (body, "id", -1));
  const char *name = orch_sandbox_json_string (body, "name");

  if (record == NULL)
    return "no such type";
  /* The appointments keep the name they were booked under. */
  if (name != NULL)
    {
      json_object_set_string_member (record->resource, "name", name);
      json_object_remove_member (record->resource, "_name");
    }
  if (json_object_has_member (body, "active"))
    json_object_set_boolean_member (record->resource, "active", orch_sandbox_json_boolean (body, "active", TRUE));
  orch_sandbox_emr_record_put (orch_sandbox_get_store (sandbox), "HealthcareService", record->id, record->resource);
  return NULL;
}

const char *
orch_sandbox_oscar_control_provider (OrchSandbox *sandbox, JsonObject *body)
{
  const char *provider_no = orch_sandbox_json_string (body, "provider_no");
  g_autoptr (OrchSandboxEmrRecord) record =
      find (sandbox, "Practitioner", provider_no == NULL ? -1 : g_ascii_strtoll (provider_no, NULL, 10));

  if (record == NULL)
    return "no such provider";
  json_object_set_boolean_member (record->resource, "active", orch_sandbox_json_boolean (body, "active", FALSE));
  orch_sandbox_emr_record_put (orch_sandbox_get_store (sandbox), "Practitioner", record->id, record->resource);
  return NULL;
}
