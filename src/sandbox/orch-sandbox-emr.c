/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is in the training EMR. Made in three parts, each the first time it is asked for: directory, patients, and the days of the
 * schedule by month. Main thread.
 */
#include "orch-sandbox-emr.h"

#include "orch-sandbox-emr-directory.h"
#include "orch-sandbox-emr-schedule.h"
#include "orch-sandbox-index.h"
#include "orch-sandbox-json.h"

#include <gio/gio.h>

struct _OrchSandboxEmr
{
  GObject parent_instance;

  OrchSandboxStore *store; /* owned */
  OrchSandboxSize size;
  OrchSandboxMode staff_mode;
  OrchSandboxMode services_mode;
};

G_DEFINE_FINAL_TYPE (OrchSandboxEmr, orch_sandbox_emr, G_TYPE_OBJECT)

static const char *const mode_names[] = { "ok", "conflicts", "failure", "slow" };

static gboolean
is_done (OrchSandboxEmr *self, const char *part)
{
  g_autofree char *value = orch_sandbox_store_get_value (self->store, part);

  return value != NULL && *value != '\0';
}

static void
add (OrchSandboxEmr *self, const char *type, const char *id, GString *members)
{
  orch_sandbox_store_add_text (self->store, ORCH_SANDBOX_REALM_EMR, type, id, members->str);
  g_string_truncate (members, 0);
}

static void
make_directory (OrchSandboxEmr *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int n_staff = self->size.staff;
  int n_services = self->size.services;
  char id[32];

  orch_sandbox_emr_append_clinic (text);
  add (self, "Organization", "clinique", text);
  for (int i = 0; i < ORCH_SANDBOX_DEPARTMENTS; i++)
    {
      g_snprintf (id, sizeof id, "dept-%d", i + 1);
      orch_sandbox_emr_append_department (text, i);
      add (self, "Organization", id, text);
      g_snprintf (id, sizeof id, "lieu-%d", i + 1);
      orch_sandbox_emr_append_location (text, i);
      add (self, "Location", id, text);
    }
  for (int i = 0; i < n_services; i++)
    {
      g_snprintf (id, sizeof id, "serv-%03d", i + 1);
      orch_sandbox_emr_append_service (text, i);
      add (self, "HealthcareService", id, text);
    }
  for (int i = 0; i < n_staff + ORCH_SANDBOX_GONE; i++)
    {
      gboolean here = i < n_staff;

      g_snprintf (id, sizeof id, "prat-%03d", i + 1);
      orch_sandbox_emr_append_practitioner (text, i, here);
      add (self, "Practitioner", id, text);
      g_snprintf (id, sizeof id, "role-%03d", i + 1);
      orch_sandbox_emr_append_role (text, i, here, n_services);
      add (self, "PractitionerRole", id, text);
    }
}

static void
make_patients (OrchSandboxEmr *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char id[32];

  for (int i = 0; i < self->size.patients; i++)
    {
      g_snprintf (id, sizeof id, "pat-%05d", i + 1);
      orch_sandbox_emr_append_patient (text, i, self->size.staff);
      add (self, "Patient", id, text);
    }
}

static JsonObject *
read_resource (OrchSandboxEmr *self, const char *type, const char *id)
{
  g_auto (OrchSandboxRecord) record = { 0 };

  if (!orch_sandbox_store_get (self->store, ORCH_SANDBOX_REALM_EMR, type, id, &record) || record.deleted)
    return NULL;
  return orch_sandbox_json_parse (record.json, -1, NULL);
}

/* Keeps what a mode is about to spoil, to give it back later; @json %NULL means that the record is the mode's own. */
static void
keep (OrchSandboxEmr *self, const char *type, const char *id, JsonObject *resource, const char *mode)
{
  g_autofree char *json = resource == NULL ? NULL : orch_sandbox_json_print (resource);

  orch_sandbox_store_run (self->store, "INSERT OR REPLACE INTO kept (type, id, json, mode) VALUES (?, ?, ?, ?)", "tttt",
                          type, id, json, mode);
}

typedef void (*SpoilFunc) (JsonObject *resource);

static void
spoil (OrchSandboxEmr *self, const char *type, const char *id, const char *mode, SpoilFunc func)
{
  g_autoptr (JsonObject) resource = read_resource (self, type, id);

  if (resource == NULL)
    return;
  keep (self, type, id, resource, mode);
  func (resource);
  g_free (orch_sandbox_store_put (self->store, ORCH_SANDBOX_REALM_EMR, type, id, resource, NULL));
}

static void
spoil_name (JsonObject *resource)
{
  json_object_remove_member (resource, "name");
  json_object_remove_member (resource, "_name");
}

static void
spoil_licence (JsonObject *resource)
{
  JsonArray *identifiers = orch_sandbox_json_array (resource, "identifier");

  /* The second identifier is the licence. */
  if (identifiers != NULL && json_array_get_length (identifiers) > 1)
    json_array_remove_element (identifiers, 1);
}

static void
spoil_active (JsonObject *resource)
{
  json_object_set_boolean_member (resource, "active", FALSE);
}

static void
spoil_duration (JsonObject *resource)
{
  JsonObject *extension = orch_sandbox_json_element (orch_sandbox_json_array (resource, "extension"), 0);

  if (extension != NULL)
    json_object_set_int_member (extension, "valuePositiveInt", 600);
}

static void
apply_staff_conflicts (OrchSandboxEmr *self)
{
  spoil (self, "Practitioner", "prat-004", "staff", spoil_name);
  spoil (self, "Practitioner", "prat-009", "staff", spoil_licence);
  /* Active, but nobody can be booked with that one: the only role has ended. */
  spoil (self, "PractitionerRole", "role-014", "staff", spoil_active);
}

static void
apply_services_conflicts (OrchSandboxEmr *self)
{
  spoil (self, "HealthcareService", "serv-007", "services", spoil_name);
  spoil (self, "HealthcareService", "serv-018", "services", spoil_duration);
  /* A professional whom the EMR does not give. */
  orch_sandbox_store_delete (self->store, ORCH_SANDBOX_REALM_EMR, "PractitionerRole", "role-inconnu");
  {
    g_autoptr (JsonObject) role =
        orch_sandbox_json_parse ("{\"active\":true,\"practitioner\":{\"reference\":\"Practitioner/prat-inconnu\"},"
                                 "\"organization\":{\"reference\":\"Organization/dept-1\"},"
                                 "\"healthcareService\":[{\"reference\":\"HealthcareService/serv-029\"}]}",
                                 -1, NULL);

    keep (self, "PractitionerRole", "role-inconnu", NULL, "services");
    g_free (
        orch_sandbox_store_put (self->store, ORCH_SANDBOX_REALM_EMR, "PractitionerRole", "role-inconnu", role, NULL));
  }
}

static void
give_back (OrchSandboxEmr *self, const char *mode)
{
  sqlite3_stmt *statement =
      orch_sandbox_store_query (self->store, "SELECT type, id, json FROM kept WHERE mode = ?", "t", mode);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      char **row = g_new0 (char *, 4);

      for (int i = 0; i < 3; i++)
        row[i] = g_strdup ((const char *) sqlite3_column_text (statement, i));
      g_ptr_array_add (rows, row);
    }
  sqlite3_reset (statement);
  for (guint i = 0; i < rows->len; i++)
    {
      char **row = g_ptr_array_index (rows, i);
      g_autoptr (JsonObject) resource = row[2] == NULL ? NULL : orch_sandbox_json_parse (row[2], -1, NULL);

      if (resource == NULL)
        orch_sandbox_store_delete (self->store, ORCH_SANDBOX_REALM_EMR, row[0], row[1]);
      else
        g_free (orch_sandbox_store_put (self->store, ORCH_SANDBOX_REALM_EMR, row[0], row[1], resource, NULL));
    }
  orch_sandbox_store_run (self->store, "DELETE FROM kept WHERE mode = ?", "t", mode);
}

static void
change_mode (OrchSandboxEmr *self, OrchSandboxMode *current, OrchSandboxMode mode, const char *name,
             void (*apply) (OrchSandboxEmr *self))
{
  g_autofree char *setting = g_strdup_printf ("emr-mode-%s", name);

  if (*current == mode)
    return;
  orch_sandbox_emr_ensure (self, "Practitioner", NULL);
  orch_sandbox_store_begin (self->store);
  if (*current == ORCH_SANDBOX_MODE_CONFLICTS)
    give_back (self, name);
  if (mode == ORCH_SANDBOX_MODE_CONFLICTS)
    apply (self);
  orch_sandbox_store_set_value (self->store, setting, mode_names[mode]);
  orch_sandbox_store_commit (self->store);
  *current = mode;
}

static void
orch_sandbox_emr_finalize (GObject *object)
{
  OrchSandboxEmr *self = (OrchSandboxEmr *) object;

  g_clear_object (&self->store);
  G_OBJECT_CLASS (orch_sandbox_emr_parent_class)->finalize (object);
}

static void
orch_sandbox_emr_class_init (OrchSandboxEmrClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_sandbox_emr_finalize;
}

static void
orch_sandbox_emr_init (OrchSandboxEmr *self)
{
}

static void
restore_mode (OrchSandboxEmr *self, const char *setting, OrchSandboxMode *mode)
{
  g_autofree char *name = orch_sandbox_store_get_value (self->store, setting);

  if (name != NULL)
    orch_sandbox_emr_parse_mode (name, mode);
}

OrchSandboxEmr *
orch_sandbox_emr_new (OrchSandboxStore *store, int scale)
{
  OrchSandboxEmr *self = g_object_new (ORCH_TYPE_SANDBOX_EMR, NULL);
  g_autofree char *scale_text = g_strdup_printf ("%d", scale);
  g_autofree char *former = orch_sandbox_store_get_value (store, "emr-scale");

  self->store = g_object_ref (store);
  self->size =
      (OrchSandboxSize) { ORCH_SANDBOX_STAFF * scale, ORCH_SANDBOX_SERVICES * scale, ORCH_SANDBOX_PATIENTS * scale };
  if (former != NULL && !g_str_equal (former, scale_text))
    orch_sandbox_emr_forget (self);
  orch_sandbox_store_set_value (store, "emr-scale", scale_text);
  restore_mode (self, "emr-mode-staff", &self->staff_mode);
  restore_mode (self, "emr-mode-services", &self->services_mode);
  return self;
}

void
orch_sandbox_emr_forget (OrchSandboxEmr *self)
{
  g_return_if_fail (ORCH_IS_SANDBOX_EMR (self));

  orch_sandbox_store_begin (self->store);
  orch_sandbox_store_clear_realm (self->store, ORCH_SANDBOX_REALM_EMR);
  orch_sandbox_store_run (self->store, "DELETE FROM kept", "");
  orch_sandbox_store_run (self->store, "DELETE FROM setting WHERE name GLOB 'emr-made-*' OR name GLOB 'emr-mode-*'",
                          "");
  orch_sandbox_store_commit (self->store);
  self->staff_mode = self->services_mode = ORCH_SANDBOX_MODE_OK;
}

const OrchSandboxSize *
orch_sandbox_emr_get_size (OrchSandboxEmr *self)
{
  return &self->size;
}

void
orch_sandbox_emr_set_size (OrchSandboxEmr *self, const OrchSandboxSize *size)
{
  g_return_if_fail (ORCH_IS_SANDBOX_EMR (self));

  self->size = *size;
  orch_sandbox_emr_forget (self);
}

int
orch_sandbox_emr_load (OrchSandboxEmr *self, const char *path, gboolean first, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) bundle = NULL;
  JsonArray *entries;
  gsize length;
  int n = 0;

  if (!g_file_get_contents (path, &text, &length, error))
    return -1;
  bundle = orch_sandbox_json_parse (text, (gssize) length, error);
  if (bundle == NULL)
    return -1;
  entries = orch_sandbox_json_array (bundle, "entry");
  if (g_strcmp0 (orch_sandbox_json_string (bundle, "resourceType"), "Bundle") != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s is not a Bundle", path);
      return -1;
    }
  if (first)
    orch_sandbox_emr_forget (self);
  orch_sandbox_store_begin (self->store);
  orch_sandbox_store_set_value (self->store, "emr-made-loaded", "yes");
  for (guint i = 0; entries != NULL && i < json_array_get_length (entries); i++)
    {
      JsonObject *resource = orch_sandbox_json_object (orch_sandbox_json_element (entries, i), "resource");
      const char *type = orch_sandbox_json_string (resource, "resourceType");
      g_autofree char *id = g_strdup (orch_sandbox_json_string (resource, "id"));

      if (type == NULL || !orch_sandbox_index_is_type (ORCH_SANDBOX_REALM_EMR, type))
        continue;
      if (id == NULL)
        id = g_uuid_string_random ();
      g_free (orch_sandbox_store_put (self->store, ORCH_SANDBOX_REALM_EMR, type, id, resource, NULL));
      n++;
    }
  orch_sandbox_store_commit (self->store);
  return n;
}

void
orch_sandbox_emr_ensure (OrchSandboxEmr *self, const char *type, const char *query)
{
  g_return_if_fail (ORCH_IS_SANDBOX_EMR (self));

  if (is_done (self, "emr-made-loaded"))
    return;
  if (!is_done (self, "emr-made-directory"))
    {
      orch_sandbox_store_begin (self->store);
      make_directory (self);
      orch_sandbox_store_set_value (self->store, "emr-made-directory", "yes");
      orch_sandbox_store_commit (self->store);
    }
  if ((g_str_equal (type, "Patient") || g_str_equal (type, "Appointment") || g_str_equal (type, "DocumentReference")) &&
      !is_done (self, "emr-made-patients"))
    {
      orch_sandbox_store_begin (self->store);
      make_patients (self);
      orch_sandbox_store_set_value (self->store, "emr-made-patients", "yes");
      orch_sandbox_store_commit (self->store);
    }
  if (g_str_equal (type, "Schedule") || g_str_equal (type, "Slot") || g_str_equal (type, "Appointment"))
    orch_sandbox_emr_schedule_ensure (self->store, type, query, self->size.staff, self->size.services,
                                      self->size.patients);
}

gboolean
orch_sandbox_emr_parse_mode (const char *text, OrchSandboxMode *mode)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mode_names); i++)
    if (g_strcmp0 (text, mode_names[i]) == 0)
      {
        *mode = (OrchSandboxMode) i;
        return TRUE;
      }
  return FALSE;
}

const char *
orch_sandbox_emr_mode_name (OrchSandboxMode mode)
{
  return mode_names[mode];
}

void
orch_sandbox_emr_set_staff_mode (OrchSandboxEmr *self, OrchSandboxMode mode)
{
  change_mode (self, &self->staff_mode, mode, "staff", apply_staff_conflicts);
}

void
orch_sandbox_emr_set_services_mode (OrchSandboxEmr *self, OrchSandboxMode mode)
{
  change_mode (self, &self->services_mode, mode, "services", apply_services_conflicts);
}

OrchSandboxMode
orch_sandbox_emr_get_staff_mode (OrchSandboxEmr *self)
{
  return self->staff_mode;
}

OrchSandboxMode
orch_sandbox_emr_get_services_mode (OrchSandboxEmr *self)
{
  return self->services_mode;
}

OrchSandboxMode
orch_sandbox_emr_mode_of (OrchSandboxEmr *self, const char *type)
{
  if (g_str_equal (type, "Practitioner") || g_str_equal (type, "PractitionerRole"))
    return self->staff_mode;
  return g_str_equal (type, "HealthcareService") ? self->services_mode : ORCH_SANDBOX_MODE_OK;
}
