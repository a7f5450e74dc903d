/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Orders to the look-alikes. See the header. Main thread.
 */
#include "orch-sandbox-emr-control.h"

#include "orch-sandbox-accuro-auth.h"
#include "orch-sandbox-accuro.h"
#include "orch-sandbox-emr-booking.h"
#include "orch-sandbox-json.h"
#include "orch-sandbox-telus-session.h"
#include "orch-sandbox-telus.h"

/* By number, as OSCAR and Accuro have it, or by FHIR's id, as TELUS has it. */
static OrchSandboxEmrRecord *
find (OrchSandbox *sandbox, const char *type, JsonObject *body, const char *name)
{
  const char *id = orch_sandbox_json_string (body, name);
  g_autofree char *reference = id == NULL ? NULL : g_strdup_printf ("%s/%s", type, id);

  if (reference == NULL)
    return orch_sandbox_emr_record_find (orch_sandbox_get_store (sandbox), orch_sandbox_get_emr (sandbox), type,
                                         orch_sandbox_json_int (body, name, -1));
  orch_sandbox_emr_ensure (orch_sandbox_get_emr (sandbox), type, "date=1900&start=1900");
  return orch_sandbox_emr_record_get (orch_sandbox_get_store (sandbox), reference);
}

static const char *
move (OrchSandbox *sandbox, JsonObject *resource, JsonObject *body)
{
  const char *start = orch_sandbox_json_string (body, "start");
  gboolean given = json_object_has_member (body, "provider");

  if (start == NULL && !given)
    return "a move needs start or provider";
  if (start != NULL && !orch_sandbox_emr_booking_move (resource, start))
    return "start is yyyy-MM-ddTHH:mm, in the clinic's own time";
  if (given)
    {
      g_autoptr (OrchSandboxEmrRecord) provider = find (sandbox, "Practitioner", body, "provider");

      if (provider == NULL)
        return "no such provider";
      orch_sandbox_emr_booking_give (resource, provider->id);
    }
  return NULL;
}

const char *
orch_sandbox_emr_control_appointment (OrchSandbox *sandbox, JsonObject *body, char **id)
{
  static const char *const statuses[] = { "proposed",  "pending",   "booked", "arrived",          "checked-in",
                                          "fulfilled", "cancelled", "noshow", "entered-in-error", NULL };
  OrchSandboxStore *store = orch_sandbox_get_store (sandbox);
  g_autoptr (OrchSandboxEmrRecord) record = find (sandbox, "Appointment", body, "id");
  const char *action = orch_sandbox_json_string (body, "action");
  const char *status = orch_sandbox_json_string (body, "status");
  const char *why = NULL;

  if (record == NULL)
    return "no such appointment";
  *id = g_strdup (record->id);
  if (g_strcmp0 (action, "remove") == 0)
    {
      orch_sandbox_store_delete (store, ORCH_SANDBOX_REALM_EMR, "Appointment", record->id);
      return NULL;
    }
  if (g_strcmp0 (action, "cancel") == 0)
    json_object_set_string_member (record->resource, "status", "cancelled");
  else if (g_strcmp0 (action, "status") == 0 && status != NULL && g_strv_contains (statuses, status))
    json_object_set_string_member (record->resource, "status", status);
  else if (g_strcmp0 (action, "move") == 0)
    why = move (sandbox, record->resource, body);
  else
    why = "an action is cancel, move, remove, or status with one of FHIR's";
  if (why == NULL)
    orch_sandbox_emr_record_put (store, "Appointment", record->id, record->resource);
  return why;
}

/* The least number that is free, as the id of the others is made. */
static char *
new_id (OrchSandboxStore *store, const char *type, const char *prefix)
{
  for (int i = 1;; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s%03d", prefix, i);
      g_auto (OrchSandboxRecord) record = { 0 };

      if (!orch_sandbox_store_get (store, ORCH_SANDBOX_REALM_EMR, type, id, &record))
        return g_steal_pointer (&id);
    }
}

static void
rename_service (JsonObject *resource, const char *name)
{
  json_object_set_string_member (resource, "name", name);
  json_object_remove_member (resource, "_name");
}

const char *
orch_sandbox_emr_control_type (OrchSandbox *sandbox, JsonObject *body, char **id)
{
  OrchSandboxStore *store = orch_sandbox_get_store (sandbox);
  const char *name = orch_sandbox_json_string (body, "name");
  gboolean make = !json_object_has_member (body, "id");
  g_autoptr (OrchSandboxEmrRecord) record = make ? NULL : find (sandbox, "HealthcareService", body, "id");
  g_autoptr (JsonObject) resource = NULL;

  if (make && name == NULL)
    return "a new type needs a name";
  if (!make && record == NULL)
    return "no such type";
  if (make)
    {
      orch_sandbox_emr_ensure (orch_sandbox_get_emr (sandbox), "HealthcareService", NULL);
      *id = new_id (store, "HealthcareService", "serv-");
      resource = orch_sandbox_json_parse (
          "{\"active\":true,\"providedBy\":{\"reference\":\"Organization/dept-1\"},"
          "\"category\":[{\"text\":\"Consultation\"}],\"location\":[{\"reference\":\"Location/lieu-1\"}]}",
          -1, NULL);
    }
  else
    {
      *id = g_strdup (record->id);
      resource = json_object_ref (record->resource);
    }
  if (name != NULL)
    rename_service (resource, name);
  if (json_object_has_member (body, "active"))
    json_object_set_boolean_member (resource, "active", orch_sandbox_json_boolean (body, "active", TRUE));
  orch_sandbox_emr_record_put (store, "HealthcareService", *id, resource);
  return NULL;
}

static void
put_new_provider (OrchSandbox *sandbox, JsonObject *body, const char *id)
{
  OrchSandboxStore *store = orch_sandbox_get_store (sandbox);
  const char *given = orch_sandbox_json_string (body, "given");
  const char *licence = orch_sandbox_json_string (body, "licence");
  g_autofree char *role_id = g_strconcat ("role-", id + strlen ("prat-"), NULL);
  g_autoptr (JsonObject) practitioner =
      orch_sandbox_json_parse ("{\"active\":true,\"name\":[{\"use\":\"official\"}],\"gender\":\"unknown\"}", -1, NULL);
  g_autofree char *role_text = g_strdup_printf ("{\"active\":true,\"practitioner\":{\"reference\":\"Practitioner/%s\"},"
                                                "\"organization\":{\"reference\":\"Organization/dept-1\"},"
                                                "\"specialty\":[{\"text\":\"Médecine familiale\"}],"
                                                "\"location\":[{\"reference\":\"Location/lieu-1\"}]}",
                                                id);
  g_autoptr (JsonObject) role = orch_sandbox_json_parse (role_text, -1, NULL);
  JsonObject *name = orch_sandbox_json_element (orch_sandbox_json_array (practitioner, "name"), 0);

  json_object_set_string_member (name, "family", orch_sandbox_json_string (body, "family"));
  if (given != NULL)
    {
      JsonArray *list = json_array_new ();

      json_array_add_string_element (list, given);
      json_object_set_array_member (name, "given", list);
    }
  if (licence != NULL)
    {
      JsonArray *list = json_array_new ();
      JsonObject *identifier = orch_sandbox_json_parse (
          "{\"type\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/v2-0203\",\"code\":\"LN\"}]},"
          "\"system\":\"https://dme-formation.example/permis\"}",
          -1, NULL);

      json_object_set_string_member (identifier, "value", licence);
      json_array_add_object_element (list, identifier);
      json_object_set_array_member (practitioner, "identifier", list);
    }
  orch_sandbox_emr_record_put (store, "Practitioner", id, practitioner);
  orch_sandbox_emr_record_put (store, "PractitionerRole", role_id, role);
}

const char *
orch_sandbox_emr_control_provider (OrchSandbox *sandbox, JsonObject *body, char **id)
{
  OrchSandboxStore *store = orch_sandbox_get_store (sandbox);
  g_autoptr (OrchSandboxEmrRecord) record = NULL;

  if (!json_object_has_member (body, "id"))
    {
      if (orch_sandbox_json_string (body, "family") == NULL)
        return "a new provider needs a family name";
      orch_sandbox_emr_ensure (orch_sandbox_get_emr (sandbox), "Practitioner", NULL);
      *id = new_id (store, "Practitioner", "prat-");
      put_new_provider (sandbox, body, *id);
      return NULL;
    }
  record = find (sandbox, "Practitioner", body, "id");
  if (record == NULL)
    return "no such provider";
  *id = g_strdup (record->id);
  if (json_object_has_member (body, "active"))
    json_object_set_boolean_member (record->resource, "active", orch_sandbox_json_boolean (body, "active", TRUE));
  orch_sandbox_emr_record_put (store, "Practitioner", record->id, record->resource);
  return NULL;
}

static gboolean
read_access (const char *text, OrchSandboxAccuroAccess *access)
{
  static const char *const names[] = { "full", "read", "none" };

  for (int i = 0; i < (int) G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (text, names[i]) == 0)
      {
        *access = (OrchSandboxAccuroAccess) i;
        return TRUE;
      }
  return FALSE;
}

static const char *
set_permission (OrchSandboxAccuroSwitches *switches, JsonObject *permission)
{
  gpointer provider = GINT_TO_POINTER ((int) orch_sandbox_json_int (permission, "provider", 0));
  const char *scheduling = orch_sandbox_json_string (permission, "scheduling");
  OrchSandboxAccuroAccess access;

  if (provider == NULL)
    return "a permission concerns a provider, by number";
  if (scheduling != NULL)
    {
      if (!read_access (scheduling, &access))
        return "scheduling is full, read or none";
      g_hash_table_replace (switches->scheduling, provider, GINT_TO_POINTER (access));
    }
  if (json_object_has_member (permission, "visible"))
    g_hash_table_replace (switches->visible, provider,
                          GINT_TO_POINTER (orch_sandbox_json_boolean (permission, "visible", TRUE)
                                               ? ORCH_SANDBOX_ACCURO_FULL
                                               : ORCH_SANDBOX_ACCURO_NONE));
  return NULL;
}

const char *
orch_sandbox_emr_control_accuro (OrchSandbox *sandbox, JsonObject *body)
{
  static const char *const clashes[] = { "ends-first", "refused", "ignored" };
  OrchSandboxAccuroSwitches *switches = orch_sandbox_accuro_get_switches (orch_sandbox_get_accuro (sandbox));
  OrchSandboxStore *store = orch_sandbox_get_store (sandbox);
  const char *clash = orch_sandbox_json_string (body, "clash");
  JsonObject *permission = orch_sandbox_json_object (body, "permission");
  gboolean found = clash == NULL;

  for (int i = 0; !found && i < (int) G_N_ELEMENTS (clashes); i++)
    if (g_str_equal (clash, clashes[i]))
      {
        switches->clash = (OrchSandboxAccuroClash) i;
        found = TRUE;
      }
  if (!found)
    return "a clash is ends-first, refused or ignored";
  switches->lifetime_s = orch_sandbox_json_int (body, "lifetime_s", switches->lifetime_s);
  switches->unapproved = !orch_sandbox_json_boolean (body, "approved", !switches->unapproved);
  if (orch_sandbox_json_boolean (body, "expire", FALSE))
    orch_sandbox_accuro_auth_end (store, FALSE);
  /* Somebody else signs in with the same API user: what was issued before is good no more. */
  if (orch_sandbox_json_boolean (body, "sign_in", FALSE))
    orch_sandbox_accuro_auth_end (store, TRUE);
  return permission == NULL ? NULL : set_permission (switches, permission);
}

const char *
orch_sandbox_emr_control_telus (OrchSandbox *sandbox, JsonObject *body)
{
  static const char *const clashes[] = { "ignored", "ends-first", "refused" };
  OrchSandboxTelusSwitches *switches = orch_sandbox_telus_get_switches (orch_sandbox_get_telus (sandbox));
  OrchSandboxStore *store = orch_sandbox_get_store (sandbox);
  const char *clash = orch_sandbox_json_string (body, "clash");
  gboolean found = clash == NULL;

  for (int i = 0; !found && i < (int) G_N_ELEMENTS (clashes); i++)
    if (g_str_equal (clash, clashes[i]))
      {
        switches->clash = (OrchSandboxTelusClash) i;
        found = TRUE;
      }
  if (!found)
    return "a clash is ignored, ends-first or refused";
  switches->lifetime_s = orch_sandbox_json_int (body, "lifetime_s", switches->lifetime_s);
  if (json_object_has_member (body, "secret"))
    {
      g_free (switches->secret);
      switches->secret = g_strdup (orch_sandbox_json_string (body, "secret"));
    }
  if (orch_sandbox_json_boolean (body, "expire", FALSE) || orch_sandbox_json_boolean (body, "unregister", FALSE))
    orch_sandbox_telus_end (store, orch_sandbox_json_boolean (body, "unregister", FALSE));
  return NULL;
}
