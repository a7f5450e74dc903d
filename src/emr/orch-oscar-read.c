/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-oscar-read.h.
 */
#include "orch-oscar-read.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/orch-appointment.h"
#include "core/orch-department.h"
#include "core/orch-patient.h"
#include "core/orch-service.h"
#include "core/orch-staff-member.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "orch-emr-values.h"
#include "orch-oscar-values.h"

#define ID_MAX 20
#define MINUTE_US ((gint64) 60 * G_USEC_PER_SEC)
/* What would last longer has an end that is not its own. */
#define LONGEST_US (24 * 60 * MINUTE_US)

gboolean
orch_oscar_is_id (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return length > 0 && length <= ID_MAX &&
         text[strspn (text, "-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")] == '\0';
}

static GPtrArray *
new_unreadable (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
}

/* --- staff ---------------------------------------------------------------------------------- */

char *
orch_oscar_dup_own_provider (JsonNode *root)
{
  JsonObject *info = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonObject *provider = orch_json_get_first (info, orch_json_has (info, "providers") ? "providers" : "provider");

  return provider != NULL ? orch_oscar_dup_text (provider, "providerNo") : NULL;
}

static void
read_member (JsonObject *provider, const char *own, GPtrArray *records, GPtrArray *unreadable)
{
  g_autofree char *id = orch_oscar_dup_text (provider, "providerNo");
  g_autofree char *family = orch_oscar_dup_text (provider, "lastName");
  g_autofree char *given = orch_oscar_dup_text (provider, "firstName");
  g_autofree char *name = orch_oscar_dup_text (provider, "name");
  g_autofree char *prefix = orch_oscar_dup_text (provider, "title");
  g_autofree char *licence = orch_oscar_dup_text (provider, "practitionerNo");
  g_autofree char *speciality = orch_oscar_dup_text (provider, "specialty");
  g_autofree char *work_phone = orch_oscar_dup_text (provider, "workPhone");
  g_autofree char *phone = orch_oscar_dup_text (provider, "phone");
  g_autofree char *email = orch_oscar_dup_text (provider, "email");
  g_autofree char *team = orch_oscar_dup_text (provider, "team");
  const char *const teams[] = { team, NULL };

  if (own != NULL && licence == NULL && g_strcmp0 (id, own) == 0)
    return;
  if (!orch_oscar_is_id (id))
    {
      orch_emr_unreadable_add (unreadable, name != NULL ? name : family, id, N_ ("it has no provider number"));
      return;
    }
  g_ptr_array_add (records, orch_staff_member_new (&(OrchStaffMemberFields) {
                                .emr_id = id,
                                .family = family != NULL || given != NULL ? family : name,
                                .given = given,
                                .prefix = prefix,
                                .licence = licence,
                                .speciality = speciality,
                                .phone = work_phone != NULL ? work_phone : phone,
                                .email = email,
                                .department_emr_ids = team != NULL ? teams : NULL,
                                /* Only those who are there are listed. */
                                .bookable = orch_json_get_bool (provider, "enabled", TRUE),
                                .active = TRUE,
                                .origin = ORCH_ORIGIN_EMR,
                            }));
}

OrchEmrPage *
orch_oscar_read_staff (JsonNode *root, const char *own)
{
  g_autoptr (GPtrArray) providers = orch_oscar_list (root, "content");
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *unreadable = new_unreadable ();

  for (guint i = 0; i < providers->len; i++)
    {
      read_member (g_ptr_array_index (providers, i), own, records, unreadable);
      orch_emr_unreadable_place (unreadable, i + 1);
    }
  return orch_emr_page_new (records, unreadable, providers->len, TRUE);
}

GPtrArray *
orch_oscar_read_teams (JsonNode *root)
{
  g_autoptr (GPtrArray) providers = orch_oscar_list (root, "content");
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *teams = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < providers->len; i++)
    {
      g_autofree char *team = orch_oscar_dup_text (g_ptr_array_index (providers, i), "team");

      if (team == NULL || g_hash_table_contains (seen, team))
        continue;
      g_ptr_array_add (teams, orch_department_new (
                                  &(OrchDepartmentFields) { .emr_id = team, .name = team, .origin = ORCH_ORIGIN_EMR }));
      g_hash_table_add (seen, g_steal_pointer (&team));
    }
  return teams;
}

/* --- services ------------------------------------------------------------------------------- */

OrchEmrPage *
orch_oscar_read_services (JsonNode *root)
{
  g_autoptr (GPtrArray) types = orch_oscar_list (root, "types");
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *unreadable = new_unreadable ();

  for (guint i = 0; i < types->len; i++)
    {
      JsonObject *type = g_ptr_array_index (types, i);
      g_autofree char *id = orch_oscar_dup_text (type, "id");
      g_autofree char *name = orch_oscar_dup_text (type, "name");
      const gint64 minutes = orch_oscar_get_number (type, "duration", 0);

      if (!orch_oscar_is_id (id))
        {
          orch_emr_unreadable_add (unreadable, name, id, N_ ("it has no identifier"));
          orch_emr_unreadable_place (unreadable, i + 1);
        }
      else
        g_ptr_array_add (records, orch_service_new (&(OrchServiceFields) {
                                      .emr_id = id,
                                      .name = name,
                                      .duration_minutes = (int) CLAMP (minutes, 0, G_MAXINT),
                                      .to_define = TRUE,
                                      .origin = ORCH_ORIGIN_EMR,
                                  }));
    }
  return orch_emr_page_new (records, unreadable, types->len, TRUE);
}

GHashTable *
orch_oscar_read_types (JsonNode *root)
{
  g_autoptr (GPtrArray) types = orch_oscar_list (root, "types");
  GHashTable *by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < types->len; i++)
    {
      g_autofree char *id = orch_oscar_dup_text (g_ptr_array_index (types, i), "id");
      g_autofree char *name = orch_oscar_dup_text (g_ptr_array_index (types, i), "name");

      /* Of two that are called the same, nobody can tell which one was meant: the first. */
      if (orch_oscar_is_id (id) && name != NULL)
        {
          g_autofree char *folded = orch_text_fold (name);

          if (!g_hash_table_contains (by_name, folded))
            g_hash_table_insert (by_name, g_steal_pointer (&folded), g_steal_pointer (&id));
        }
    }
  return by_name;
}

/* --- appointments --------------------------------------------------------------------------- */

/* An appointment of OSCAR ends in the minute before its end. */
static gint64
read_end (JsonObject *appointment, gint64 start_us)
{
  const gint64 minutes = orch_oscar_get_number (appointment, "duration", 0);
  gint64 end_us = 0;

  if (orch_oscar_read_moment (appointment, "appointmentDate", "endTime", &end_us) && end_us >= start_us &&
      end_us - start_us < LONGEST_US)
    return end_us + MINUTE_US;
  return start_us + (minutes > 0 && minutes < LONGEST_US / MINUTE_US ? minutes * MINUTE_US : 0);
}

static void
read_appointment (JsonObject *appointment, GHashTable *types, const OrchEmrWindow *window, GPtrArray *records,
                  GPtrArray *unreadable)
{
  g_autofree char *id = orch_oscar_dup_text (appointment, "id");
  g_autofree char *number = id == NULL ? orch_oscar_dup_text (appointment, "appointmentNo") : NULL;
  g_autofree char *staff = orch_oscar_dup_text (appointment, "providerNo");
  g_autofree char *status = orch_oscar_dup_text (appointment, "status");
  g_autofree char *type = orch_oscar_dup_text (appointment, "type");
  g_autofree char *updated = orch_oscar_dup_text (appointment, "updateDateTime");
  g_autofree char *folded = type != NULL ? orch_text_fold (type) : NULL;
  const gint64 patient = orch_oscar_get_number (appointment, "demographicNo", 0);
  g_autofree char *patient_id = g_strdup_printf ("%" G_GINT64_FORMAT, patient);
  const char *emr_id = id != NULL ? id : number;
  gint64 start_us = 0;

  /* Time that is kept free of patients. */
  if (patient <= 0)
    return;
  if (!orch_oscar_is_id (emr_id))
    orch_emr_unreadable_add (unreadable, NULL, emr_id, "no id");
  else if (!orch_oscar_read_moment (appointment, "appointmentDate", "startTime", &start_us))
    orch_emr_unreadable_add (unreadable, NULL, emr_id, "no time that can be read");
  else if (start_us >= window->from_us && (window->to_us == 0 || start_us < window->to_us))
    g_ptr_array_add (records, orch_appointment_new (&(OrchAppointmentFields) {
                                  .emr_id = emr_id,
                                  .emr_version = updated,
                                  .source = "emr",
                                  .status = orch_oscar_status_to_fhir (status),
                                  .start_us = start_us,
                                  .end_us = read_end (appointment, start_us),
                                  .service_emr_id = folded != NULL ? g_hash_table_lookup (types, folded) : NULL,
                                  .staff_emr_id = staff,
                                  .patient_emr_id = patient_id,
                              }));
}

OrchEmrPage *
orch_oscar_read_appointments (JsonNode *root, GHashTable *types, const OrchEmrWindow *window, gboolean is_last)
{
  g_autoptr (GPtrArray) appointments = orch_oscar_list (root, "appointments");
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *unreadable = new_unreadable ();

  for (guint i = 0; i < appointments->len; i++)
    read_appointment (g_ptr_array_index (appointments, i), types, window, records, unreadable);
  return orch_emr_page_new (records, unreadable, -1, is_last);
}

void
orch_oscar_read_appointment (JsonNode *root, const char *id, GHashTable *types, const OrchEmrWindow *window,
                             GPtrArray *found)
{
  g_autoptr (GPtrArray) answers = orch_oscar_list (root, "appointment");
  g_autoptr (GPtrArray) unreadable = new_unreadable ();
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < answers->len; i++)
    read_appointment (g_ptr_array_index (answers, i), types, window, records, unreadable);
  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (orch_appointment_get_fields (g_ptr_array_index (records, i))->emr_id, id) == 0)
      g_ptr_array_add (found, g_object_ref (g_ptr_array_index (records, i)));
}

/* --- patients ------------------------------------------------------------------------------- */

/* A mobile number is among the extras of most. */
static char *
dup_extra (JsonObject *patient, const char *key)
{
  const guint n = orch_json_count (patient, "extras");

  for (guint i = 0; i < n; i++)
    {
      JsonObject *extra = orch_json_nth (patient, "extras", i);

      if (g_strcmp0 (orch_json_get_string (extra, "key"), key) == 0)
        return orch_oscar_dup_text (extra, "value");
    }
  return NULL;
}

static char *
dup_birth_date (JsonObject *patient)
{
  const gint64 year = orch_oscar_get_number (patient, "dobYear", 0);
  const gint64 month = orch_oscar_get_number (patient, "dobMonth", 0);
  const gint64 day = orch_oscar_get_number (patient, "dobDay", 0);

  /* In three parts it cannot slip by a day over a time zone. */
  if (year > 0 && year <= 9999 && month > 0 && month <= 12 && day > 0 && day <= 31 &&
      g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return g_strdup_printf ("%04d-%02d-%02d", (int) year, (int) month, (int) day);
  return orch_oscar_dup_day (patient, orch_json_has (patient, "dateOfBirth") ? "dateOfBirth" : "dob");
}

void
orch_oscar_read_patient (JsonNode *root, const char *id, GPtrArray *records, GPtrArray *unreadable)
{
  g_autoptr (GPtrArray) found = orch_oscar_list (root, "demographic");
  JsonObject *patient = found->len > 0                                  ? g_ptr_array_index (found, 0)
                        : root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                        : NULL;
  g_autofree char *family = orch_oscar_dup_text (patient, "lastName");
  g_autofree char *given = orch_oscar_dup_text (patient, "firstName");
  g_autofree char *number = orch_oscar_dup_text (patient, "hin");
  g_autofree char *nam = orch_emr_dup_nam (number, orch_json_get_string (patient, "hcType"));
  g_autofree char *birth_date = dup_birth_date (patient);
  g_autofree char *cell = dup_extra (patient, "demo_cell");
  g_autofree char *cell_phone = cell == NULL ? orch_oscar_dup_text (patient, "cellPhone") : NULL;
  g_autofree char *phone = orch_oscar_dup_text (patient, "phone");
  g_autofree char *email = orch_oscar_dup_text (patient, "email");

  if (family == NULL && given == NULL && nam == NULL)
    {
      orch_emr_unreadable_add (unreadable, NULL, id, "neither a name nor a health insurance number");
      return;
    }
  g_ptr_array_add (records, orch_patient_new (&(OrchPatientFields) {
                                .emr_id = id,
                                .family = family,
                                .given = given,
                                .birth_date = birth_date,
                                .sex = orch_emr_get_sex (orch_json_get_string (patient, "sex")),
                                .nam = nam,
                                .phone = cell != NULL         ? cell
                                         : cell_phone != NULL ? cell_phone
                                                              : phone,
                                .email = email,
                            }));
}
