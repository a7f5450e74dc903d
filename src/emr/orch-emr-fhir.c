/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The connector for any FHIR R4 EMR. Main thread.
 */
#include "orch-emr-fhir.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/orch-department.h"
#include "core/orch-error.h"
#include "core/orch-text.h"
#include "fhir/orch-fhir-client.h"
#include "fhir/orch-smart-config.h"
#include "http/orch-json.h"
#include "http/orch-url.h"
#include "orch-emr-fhir-chart.h"
#include "orch-emr-fhir-directory.h"
#include "orch-emr-fhir-lookup.h"
#include "orch-emr-fhir-private.h"
#include "orch-emr-fhir-read.h"
#include "orch-emr-fhir-window.h"

#define DEPARTMENTS_MAX 1000
#define DEFAULT_SCOPE "system/*.read"
#define WRITE_SCOPE "system/DocumentReference.write"

struct _OrchEmrFhir
{
  OrchEmr parent_instance;

  /* owned */
  OrchFhirClient *client; /* (nullable) until first used */
  OrchFhirClient *writer; /* (nullable) until first used: the same, with the right to write to charts */
  OrchEmrFhirIndex *index;

  int asks[ORCH_EMR_FHIR_N_KINDS]; /* how little is asked of a kind, 0 = all */
  OrchEmrFlags missing;
  guint count;
};

G_DEFINE_FINAL_TYPE (OrchEmrFhir, orch_emr_fhir, ORCH_TYPE_EMR)

/* What is asked to write is asked apart: a server that does not grant it would refuse the reading with it. What was typed may have it. */
static char *
dup_scope (OrchEmrFhir *self, gboolean write)
{
  const char *typed = orch_emr_get_value (ORCH_EMR (self), "scopes");
  const char *scope = typed != NULL ? typed : DEFAULT_SCOPE;

  if (!write || strstr (scope, "/DocumentReference.") != NULL || strstr (scope, "/*.write") != NULL ||
      strstr (scope, "/*.c") != NULL || strstr (scope, "/*.*") != NULL)
    return g_strdup (scope);
  return g_strconcat (scope, " ", WRITE_SCOPE, NULL);
}

/* Awaits. Returns: %FALSE on an error; @tokens stays %NULL when the EMR wants none */
static gboolean
make_tokens (OrchEmrFhir *self, gboolean write, OrchTokenSource **tokens, GError **error)
{
  const char *client_id = orch_emr_get_value (ORCH_EMR (self), "client-id");
  const char *auth_nick = orch_emr_get_value (ORCH_EMR (self), "auth");
  if (g_strcmp0 (auth_nick, "none") == 0 || (auth_nick == NULL && client_id == NULL))
    return TRUE;
  OrchClientAuthKind kind = ORCH_CLIENT_AUTH_SECRET_POST;
  if (client_id == NULL || (auth_nick != NULL && !orch_client_auth_kind_from_nick (auth_nick, &kind)))
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, client_id == NULL ? "client-id" : "auth");
      return FALSE;
    }

  g_autofree char *token_url = g_strdup (orch_emr_get_value (ORCH_EMR (self), "token-url"));
  if (token_url == NULL)
    {
      g_autoptr (OrchSmartConfig) config =
          dex_await_object (orch_smart_config_discover (orch_emr_get_http (ORCH_EMR (self)),
                                                        orch_emr_get_value (ORCH_EMR (self), "base-url")),
                            error);
      if (config == NULL)
        return FALSE;
      token_url = g_strdup (orch_smart_config_get_token_endpoint (config));
    }
  else if (!orch_http_allow (orch_emr_get_http (ORCH_EMR (self)), token_url, error))
    return FALSE;

  gboolean by_key = kind == ORCH_CLIENT_AUTH_PRIVATE_KEY_JWT;
  char *secret = orch_emr_fetch_secret (ORCH_EMR (self), by_key ? "private-key" : "client-secret", error);
  if (secret == NULL)
    return FALSE;
  g_autoptr (OrchClientAuth) auth = NULL;
  if (by_key)
    {
      g_autoptr (OrchKey) key = orch_key_new_from_text (secret, orch_emr_get_value (ORCH_EMR (self), "key-id"), error);
      auth = key != NULL ? orch_client_auth_new_key (client_id, key) : NULL;
    }
  else
    auth = orch_client_auth_new_secret (kind, client_id, secret);
  orch_key_wipe (secret);
  if (auth == NULL)
    return FALSE;
  g_autofree char *scope = dup_scope (self, write);
  *tokens = orch_token_source_new_client (orch_emr_get_http (ORCH_EMR (self)), token_url, auth, scope);
  return TRUE;
}

/* Awaits. */
static OrchFhirClient *
ensure (OrchEmrFhir *self, gboolean write, GError **error)
{
  OrchFhirClient **place = write ? &self->writer : &self->client;

  if (*place != NULL)
    return *place;
  const char *url = orch_emr_get_value (ORCH_EMR (self), "base-url");
  if (url == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "base-url");
      return NULL;
    }
  g_autofree char *base = orch_url_check_base (url, error);
  if (base == NULL || !orch_http_allow (orch_emr_get_http (ORCH_EMR (self)), base, error))
    return NULL;
  g_autoptr (OrchTokenSource) tokens = NULL;
  if (!make_tokens (self, write, &tokens, error))
    return NULL;
  g_autoptr (OrchFhirClient) client = orch_fhir_client_new (orch_emr_get_http (ORCH_EMR (self)), base, tokens, error);
  if (client == NULL)
    return NULL;
  orch_fhir_client_set_cancellable (client, orch_emr_get_cancellable (ORCH_EMR (self)));
  g_set_object (place, client);
  return *place;
}

OrchFhirClient *
orch_emr_fhir_ensure_client (OrchEmrFhir *self, GError **error)
{
  return ensure (self, FALSE, error);
}

OrchFhirClient *
orch_emr_fhir_ensure_writer (OrchEmrFhir *self, GError **error)
{
  return ensure (self, TRUE, error);
}

/* --- reading ------------------------------------------------------------------------------ */

static OrchEmrPager *
orch_emr_fhir_read_staff_vfunc (OrchEmr *emr)
{
  return orch_emr_fhir_read_directory (ORCH_EMR_FHIR (emr), "Practitioner", orch_emr_fhir_read_staff);
}

static OrchEmrPager *
orch_emr_fhir_read_services_vfunc (OrchEmr *emr)
{
  return orch_emr_fhir_read_directory (ORCH_EMR_FHIR (emr), "HealthcareService", orch_emr_fhir_read_services);
}

/* --- departments -------------------------------------------------------------------------- */

static gboolean
is_department (JsonObject *organization)
{
  if (!orch_json_get_bool (organization, "active", TRUE))
    return FALSE;
  if (orch_json_get_object (organization, "partOf") != NULL)
    return TRUE;
  guint n = orch_json_count (organization, "type");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *concept = orch_json_nth (organization, "type", i);
      guint m = orch_json_count (concept, "coding");
      for (guint j = 0; j < m; j++)
        {
          const char *code = orch_json_get_string (orch_json_nth (concept, "coding", j), "code");
          if (g_strcmp0 (code, "dept") == 0 || g_strcmp0 (code, "department") == 0)
            return TRUE;
        }
    }
  return FALSE;
}

static DexFuture *
departments_fiber (gpointer user_data)
{
  OrchEmrFhir *self = user_data;
  GError *error = NULL;
  OrchFhirClient *client = orch_emr_fhir_ensure_client (self, &error);
  g_autoptr (GPtrArray) found = NULL;
  const char *const query[] = { "_count", "100", NULL };

  if (client != NULL)
    found =
        dex_await_boxed (orch_fhir_client_search_all (client, "Organization", query, FALSE, DEPARTMENTS_MAX), &error);
  g_autoptr (GPtrArray) departments = g_ptr_array_new_with_free_func (g_object_unref);
  /* An EMR without organizations has no departments: that is no fault. */
  if (found == NULL && !g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) &&
      !g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED) &&
      !g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID) &&
      !g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED))
    return dex_future_new_for_error (error);
  g_clear_error (&error);
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      JsonObject *organization = g_ptr_array_index (found, i);
      const char *id = orch_json_get_string (organization, "id");
      if (!is_department (organization) || !orch_fhir_id_is_valid (id))
        continue;
      g_autofree char *name = orch_text_clean (orch_json_get_string (organization, "name"), 200);
      OrchDepartmentFields fields = { .emr_id = id, .name = *name != '\0' ? name : id, .origin = ORCH_ORIGIN_EMR };
      g_ptr_array_add (departments, orch_department_new (&fields));
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&departments));
}

static DexFuture *
orch_emr_fhir_read_departments (OrchEmr *emr)
{
  return dex_scheduler_spawn (NULL, 0, departments_fiber, g_object_ref (emr), g_object_unref);
}

/* --- the schedule ------------------------------------------------------------------------- */

static OrchEmrPager *
orch_emr_fhir_read_schedules (OrchEmr *emr, const OrchEmrWindow *window)
{
  return orch_emr_fhir_read_window (ORCH_EMR_FHIR (emr), ORCH_EMR_FHIR_SCHEDULES, window);
}

static OrchEmrPager *
orch_emr_fhir_read_slots (OrchEmr *emr, const OrchEmrWindow *window)
{
  return orch_emr_fhir_read_window (ORCH_EMR_FHIR (emr), ORCH_EMR_FHIR_SLOTS, window);
}

static OrchEmrPager *
orch_emr_fhir_read_appointments (OrchEmr *emr, const OrchEmrWindow *window)
{
  return orch_emr_fhir_read_window (ORCH_EMR_FHIR (emr), ORCH_EMR_FHIR_APPOINTMENTS, window);
}

static OrchEmrPager *
orch_emr_fhir_read_patients (OrchEmr *emr, const char *const *emr_ids)
{
  return orch_emr_fhir_read_people (ORCH_EMR_FHIR (emr), emr_ids);
}

static DexFuture *
orch_emr_fhir_find_appointments_vfunc (OrchEmr *emr, const char *const *emr_ids)
{
  return orch_emr_fhir_find_appointments (ORCH_EMR_FHIR (emr), emr_ids);
}

static GPtrArray *
orch_emr_fhir_search_patients_vfunc (OrchEmr *emr, const OrchEmrPatientQuery *query, GError **error)
{
  return orch_emr_fhir_search_patients (ORCH_EMR_FHIR (emr), query, error);
}

static DexFuture *
orch_emr_fhir_has_changed (OrchEmr *emr, gint64 since_us)
{
  return orch_emr_fhir_ask_changed (ORCH_EMR_FHIR (emr), since_us);
}

static OrchEmrFlags
orch_emr_fhir_get_flags (OrchEmr *emr)
{
  OrchEmrFhir *self = ORCH_EMR_FHIR (emr);
  return self->missing | (orch_emr_fhir_takes_since (self->asks[ORCH_EMR_FHIR_APPOINTMENTS]) ? ORCH_EMR_CAN_SINCE : 0);
}

/* --- testing the connection --------------------------------------------------------------- */

static DexFuture *
probe_fiber (gpointer user_data)
{
  GError *error = NULL;
  OrchEmrReport *report = orch_emr_fhir_probe (user_data, &error);

  return report != NULL ? dex_future_new_take_object (report) : dex_future_new_for_error (error);
}

static DexFuture *
orch_emr_fhir_test_connection (OrchEmr *emr)
{
  return dex_scheduler_spawn (NULL, 0, probe_fiber, g_object_ref (emr), g_object_unref);
}

/* --- the object --------------------------------------------------------------------------- */

static void
orch_emr_fhir_cancelled (OrchEmr *emr)
{
  OrchEmrFhir *self = ORCH_EMR_FHIR (emr);

  if (self->client != NULL)
    orch_fhir_client_set_cancellable (self->client, orch_emr_get_cancellable (emr));
  if (self->writer != NULL)
    orch_fhir_client_set_cancellable (self->writer, orch_emr_get_cancellable (emr));
}

static char *
orch_emr_fhir_await_post_vfunc (OrchEmr *emr, OrchEmrPosting *posting, GError **error)
{
  return orch_emr_fhir_await_post (ORCH_EMR_FHIR (emr), posting, error);
}

static void
orch_emr_fhir_dispose (GObject *object)
{
  OrchEmrFhir *self = ORCH_EMR_FHIR (object);

  g_clear_object (&self->client);
  g_clear_object (&self->writer);
  g_clear_pointer (&self->index, orch_emr_fhir_index_unref);

  G_OBJECT_CLASS (orch_emr_fhir_parent_class)->dispose (object);
}

static void
orch_emr_fhir_class_init (OrchEmrFhirClass *klass)
{
  OrchEmrClass *emr_class = ORCH_EMR_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = orch_emr_fhir_dispose;
  emr_class->test_connection = orch_emr_fhir_test_connection;
  emr_class->read_staff = orch_emr_fhir_read_staff_vfunc;
  emr_class->read_services = orch_emr_fhir_read_services_vfunc;
  emr_class->read_departments = orch_emr_fhir_read_departments;
  emr_class->cancelled = orch_emr_fhir_cancelled;
  emr_class->read_schedules = orch_emr_fhir_read_schedules;
  emr_class->read_slots = orch_emr_fhir_read_slots;
  emr_class->read_appointments = orch_emr_fhir_read_appointments;
  emr_class->read_patients = orch_emr_fhir_read_patients;
  emr_class->find_appointments = orch_emr_fhir_find_appointments_vfunc;
  emr_class->search_patients = orch_emr_fhir_search_patients_vfunc;
  emr_class->has_changed = orch_emr_fhir_has_changed;
  emr_class->get_flags = orch_emr_fhir_get_flags;
  emr_class->await_post = orch_emr_fhir_await_post_vfunc;
}

static void
orch_emr_fhir_init (OrchEmrFhir *self)
{
  self->index = orch_emr_fhir_index_new ();
  self->count = ORCH_EMR_FHIR_COUNT;
}

OrchEmr *
orch_emr_fhir_new (GHashTable *values, OrchEmrSecretFunc secret, gpointer user_data, GDestroyNotify destroy)
{
  return orch_emr_make (ORCH_TYPE_EMR_FHIR, values, secret, user_data, destroy);
}

void
orch_emr_fhir_set_count (OrchEmrFhir *self, guint count)
{
  g_return_if_fail (ORCH_IS_EMR_FHIR (self));
  self->count = MAX (1, count);
}

void
orch_emr_fhir_forget_client (OrchEmrFhir *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->writer);
}

guint
orch_emr_fhir_get_count (OrchEmrFhir *self)
{
  return self->count;
}

int
orch_emr_fhir_get_ask (OrchEmrFhir *self, OrchEmrFhirKind kind)
{
  return self->asks[kind];
}

void
orch_emr_fhir_set_ask (OrchEmrFhir *self, OrchEmrFhirKind kind, int ask)
{
  self->asks[kind] = ask;
}

void
orch_emr_fhir_note_missing (OrchEmrFhir *self, OrchEmrFhirKind kind)
{
  static const OrchEmrFlags flags[] = { ORCH_EMR_NO_SCHEDULES, ORCH_EMR_NO_SLOTS, ORCH_EMR_NO_APPOINTMENTS,
                                        ORCH_EMR_NO_PATIENTS };
  G_STATIC_ASSERT (G_N_ELEMENTS (flags) == ORCH_EMR_FHIR_N_KINDS);
  self->missing |= flags[kind];
}

OrchEmrFhirIndex *
orch_emr_fhir_get_index (OrchEmrFhir *self)
{
  return self->index;
}
