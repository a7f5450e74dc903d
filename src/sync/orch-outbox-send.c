/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-outbox-send.h.
 */
#include "orch-outbox-send.h"

#include <glib/gi18n-lib.h>

#include "core/orch-error.h"
#include "orch-outbox-alert.h"
#include "orch-outbox-clinic.h"
#include "orch-outbox-message.h"
#include "orch-outbox-patient.h"
#include "orch-setting-merge.h"
#include "orch-setting-text.h"

#define HISTORY_MAX 20 /* versions of a setting that are looked at */
#define FEW_STAFF 8    /* more than this many looks through the services cost more than reading them all once */

static const OrchOutboxRowFields *
get_fields (GPtrArray *ops, guint index)
{
  return orch_outbox_row_get_fields (g_ptr_array_index (ops, index));
}

static GPtrArray *
wrap (OrchHubRow *row)
{
  GPtrArray *rows = NULL;

  if (row == NULL)
    return NULL;
  rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (rows, row);
  return rows;
}

/* The objects as they were when the ops were claimed. What is gone from the store has nothing left to say: its op is told so. */
static GPtrArray *
get_objects (GPtrArray *ops, GError **error)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ops->len; i++)
    {
      GObject *object = get_fields (ops, i)->object;

      if (object == NULL)
        {
          g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND, _ ("It is no longer on this workstation."));
          return NULL;
        }
      g_ptr_array_add (objects, g_object_ref (object));
    }
  return g_steal_pointer (&objects);
}

/* One that the hub has at a version we never saw, as right after joining or when two workstations found it new, must not be written over. */
const char *
orch_outbox_choose_version (const char *known, GPtrArray *sent)
{
  if (known != NULL)
    return known;
  return sent != NULL && sent->len > 0 ? ORCH_HUB_UNANSWERED : "";
}

static GPtrArray *
await_services (const OrchOutboxSender *self, OrchClinic *clinic, GPtrArray *ops, GPtrArray *services, GError **error)
{
  g_autoptr (GPtrArray) versions = g_ptr_array_new ();

  for (guint i = 0; i < ops->len; i++)
    {
      const OrchOutboxRowFields *fields = get_fields (ops, i);

      g_ptr_array_add (versions, (gpointer) orch_outbox_choose_version (fields->hub_version, fields->sent));
    }
  return dex_await_boxed (orch_hub_put_services_checked (self->hub, orch_clinic_get_fields (clinic)->hub_id, services,
                                                         versions),
                          error);
}

gboolean
orch_outbox_await_merged (OrchStore *store, const OrchActor *actor, gpointer sent, gpointer theirs, const char *version)
{
  if (!ORCH_IS_STAFF_MEMBER (theirs) || !ORCH_IS_STAFF_MEMBER (sent))
    return FALSE;
  return dex_await_boolean (orch_store_rebase (store, actor, ORCH_STORE_STAFF, theirs, theirs, version,
                                               orch_staff_member_get_fields (sent)->revision),
                            NULL);
}

static GPtrArray *
await_staff (const OrchOutboxSender *self, OrchClinic *clinic, GPtrArray *ops, GPtrArray *members, GError **error)
{
  g_autoptr (GPtrArray) agreed = g_ptr_array_new ();
  g_autoptr (GPtrArray) sent = g_ptr_array_new ();
  g_autoptr (GPtrArray) departments = dex_await_boxed (orch_store_load_departments (self->store), error);
  g_autoptr (GPtrArray) services = NULL;

  if (departments == NULL)
    return NULL;
  services = dex_await_boxed (members->len <= FEW_STAFF ? orch_store_load_services_of (self->store, members)
                                                        : orch_store_load_all (self->store, ORCH_STORE_SERVICES, NULL),
                              error);
  if (services == NULL)
    return NULL;
  for (guint i = 0; i < ops->len; i++)
    {
      g_ptr_array_add (agreed, get_fields (ops, i)->base);
      g_ptr_array_add (sent, get_fields (ops, i)->sent);
    }
  return dex_await_boxed (orch_hub_put_staff_merged (self->hub, orch_clinic_get_fields (clinic)->hub_id, members,
                                                     &(OrchHubBases) { agreed, sent }, departments, services),
                          error);
}

static GPtrArray *
await_records (const OrchOutboxSender *self, GPtrArray *ops, GError **error)
{
  g_autoptr (GPtrArray) objects = get_objects (ops, error);
  g_autoptr (OrchClinic) clinic = NULL;

  if (objects == NULL)
    return NULL;
  clinic = dex_await_object (orch_store_load_clinic (self->store), error);
  if (clinic == NULL)
    return NULL;
  orch_hub_set_emr_vendor (self->hub, orch_clinic_get_fields (clinic)->emr_vendor);
  if (g_str_equal (get_fields (ops, 0)->object_type, "service"))
    return await_services (self, clinic, ops, objects, error);
  return await_staff (self, clinic, ops, objects, error);
}

static OrchHubRow *
await_put_setting (const OrchOutboxSender *self, OrchClinic *clinic, OrchHubSetting *setting, GError **error)
{
  return dex_await_object (orch_hub_put_setting (self->hub, orch_clinic_get_fields (clinic)->hub_id,
                                                 orch_clinic_get_id (clinic), setting),
                           error);
}

/* Returns: (transfer full): as it comes back from the hub */
static char *
normalize (const char *text)
{
  g_autoptr (GHashTable) values = orch_setting_text_to_values (text);

  return orch_setting_values_to_text (values);
}

/* Returns: (transfer full) (nullable): @setting as text */
static char *
print_setting (OrchHubSetting *setting)
{
  GHashTable *values = orch_hub_setting_get_values (setting);

  return g_hash_table_size (values) > 0 ? orch_setting_values_to_text (values) : NULL;
}

/* Returns: (transfer full): what was sent, and whose answer was lost */
static GStrv
await_sent (const OrchOutboxSender *self, const char *group)
{
  g_autofree char *sent = dex_await_string (orch_store_get_setting_sent (self->store, group), NULL);
  GStrv texts = g_strsplit (sent != NULL ? sent : "", ORCH_STORE_SENT_SEPARATOR, -1);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autofree char *text = g_steal_pointer (&texts[i]);

      texts[i] = normalize (text);
    }
  return texts;
}

/* What arrived without an answer may have been changed by others already: they changed ours then, and did not make their own beside it.
 * Returns: (transfer full) (nullable): the last that arrived of what was sent, as far as the hub remembers; %NULL: none did */
static char *
await_arrived (const OrchOutboxSender *self, const char *group, OrchHubSetting *theirs)
{
  g_auto (GStrv) sent = await_sent (self, group);
  g_autofree char *known = dex_await_string (orch_store_get_hub_version (self->store, "setting", group), NULL);
  g_autoptr (OrchHubSetting) setting = g_object_ref (theirs);

  /* Back to the version that both knew */
  for (guint i = 0; sent[0] != NULL && setting != NULL && i < HISTORY_MAX; i++)
    {
      if (known != NULL && g_strcmp0 (known, orch_hub_setting_get_version (setting)) == 0)
        break;

      g_autofree char *text = print_setting (setting);
      g_autoptr (OrchHubSetting) before = NULL;

      if (text != NULL && g_strv_contains ((const char *const *) sent, text))
        return g_steal_pointer (&text);
      before = dex_await_object (orch_hub_read_setting_before (self->hub, setting), NULL);
      g_set_object (&setting, before);
    }
  return NULL;
}

/* Another workstation has written the group meanwhile: put together here, it is queued again. Returns: whether it could be */
static gboolean
await_merge_setting (const OrchOutboxSender *self, const OrchOutboxRowFields *op, const char *mine,
                     OrchHubSetting *theirs, GError **error)
{
  g_autofree char *base = dex_await_string (orch_store_get_setting_base (self->store, op->object_id), NULL);
  g_autofree char *arrived = await_arrived (self, op->object_id, theirs);
  g_autofree char *there = print_setting (theirs);
  g_autofree char *merged = NULL;

  if (arrived != NULL)
    g_set_str (&base, arrived);
  merged = orch_setting_merge (op->object_id, base, mine, there);

  return dex_await (orch_store_agree_setting (self->store, self->actor, op->object_id, merged, there,
                                              orch_hub_setting_get_version (theirs), op->revision),
                    error);
}

static OrchHubRow *
await_setting (const OrchOutboxSender *self, const OrchOutboxRowFields *op, GError **error)
{
  g_autoptr (OrchClinic) clinic = dex_await_object (orch_store_load_clinic (self->store), error);
  const char *text = g_str_equal (op->verb, "delete") ? NULL : op->payload;
  g_autofree char *version = NULL;
  g_autoptr (GHashTable) values = NULL;
  g_autoptr (OrchHubSetting) setting = NULL;
  g_autoptr (OrchHubRow) row = NULL;

  if (clinic == NULL)
    return NULL;
  version = dex_await_string (orch_store_get_hub_version (self->store, "setting", op->object_id), NULL);
  /* A group that was removed says nothing any more; the hub keeps it, empty. */
  values = text != NULL ? orch_setting_text_to_values (text)
                        : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  setting = orch_hub_setting_new (op->object_id, values, NULL, version);
  row = await_put_setting (self, clinic, setting, error);
  if (row != NULL && g_error_matches (orch_hub_row_get_error (row), ORCH_ERROR, ORCH_ERROR_CONFLICT) &&
      ORCH_IS_HUB_SETTING (orch_hub_row_get_theirs (row)) &&
      !await_merge_setting (self, op, text, orch_hub_row_get_theirs (row), error))
    return NULL;
  return g_steal_pointer (&row);
}

static gboolean
says_the_same (GObject *ours, GObject *theirs)
{
  if (ORCH_IS_SERVICE (ours) && ORCH_IS_SERVICE (theirs))
    return orch_service_same_decisions (ORCH_SERVICE (ours), ORCH_SERVICE (theirs)) &&
           g_strcmp0 (orch_service_get_fields (ORCH_SERVICE (ours))->name,
                      orch_service_get_fields (ORCH_SERVICE (theirs))->name) == 0;
  if (ORCH_IS_STAFF_MEMBER (ours) && ORCH_IS_STAFF_MEMBER (theirs))
    {
      const OrchStaffMemberFields *a = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (ours));
      const OrchStaffMemberFields *b = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (theirs));

      return g_strcmp0 (orch_staff_member_get_display_name (ORCH_STAFF_MEMBER (ours)),
                        orch_staff_member_get_display_name (ORCH_STAFF_MEMBER (theirs))) == 0 &&
             g_strcmp0 (a->licence, b->licence) == 0 && g_strcmp0 (a->phone, b->phone) == 0 &&
             g_strcmp0 (a->email, b->email) == 0 && !a->active == !b->active;
    }
  return FALSE;
}

/* Another version need not be another's: an edit of ours may have arrived without an answer, before the removal. */
static gboolean
await_is_what_was_removed (const OrchOutboxSender *self, const OrchOutboxRowFields *op, OrchHubRow *row)
{
  const OrchStoreKind kind = g_str_equal (op->object_type, "staff") ? ORCH_STORE_STAFF : ORCH_STORE_SERVICES;
  g_autoptr (GObject) removed = dex_await_object (orch_store_load_base (self->store, kind, op->object_id), NULL);
  g_autoptr (GPtrArray) sent = dex_await_boxed (orch_store_load_sent (self->store, kind, op->object_id), NULL);
  gpointer theirs = orch_hub_row_get_theirs (row);

  if (says_the_same (removed, theirs))
    return TRUE;
  for (guint i = 0; sent != NULL && i < sent->len; i++)
    if (says_the_same (g_ptr_array_index (sent, i), theirs))
      return TRUE;
  return FALSE;
}

static OrchHubRow *
await_delete (const OrchOutboxSender *self, const OrchOutboxRowFields *op, GError **error)
{
  const char *type = g_str_equal (op->object_type, "service") ? "HealthcareService"
                     : g_str_equal (op->object_type, "staff") ? "Practitioner"
                                                              : NULL;
  g_autofree char *hub_id = NULL;
  g_autofree char *version = NULL;
  g_autoptr (OrchHubRow) row = NULL;

  if (type == NULL)
    {
      g_set_error (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "Nothing removes “%s”", op->object_type);
      return NULL;
    }
  hub_id = dex_await_string (orch_store_get_hub_id (self->store, op->object_type, op->object_id), NULL);
  version = dex_await_string (orch_store_get_hub_version (self->store, op->object_type, op->object_id), NULL);
  /* One that went out, and whose answer was lost, was never seen here. */
  row = dex_await_object (orch_hub_remove (self->hub, type, op->object_id, hub_id, version != NULL ? version : ""),
                          error);
  if (row == NULL || orch_hub_row_get_error (row) == NULL || !await_is_what_was_removed (self, op, row))
    return g_steal_pointer (&row);
  return dex_await_object (orch_hub_remove (self->hub, type, op->object_id, orch_hub_row_get_hub_id (row),
                                            orch_hub_row_get_version (row)),
                           error);
}

gboolean
orch_outbox_is_batched (const OrchOutboxRowFields *fields)
{
  return !g_str_equal (fields->verb, "delete") &&
         (g_str_equal (fields->object_type, "service") || g_str_equal (fields->object_type, "staff"));
}

GPtrArray *
orch_outbox_await_send (const OrchOutboxSender *self, GPtrArray *ops, GError **error)
{
  const OrchOutboxRowFields *op = get_fields (ops, 0);

  g_assert (ops->len == 1 || orch_outbox_is_batched (op));

  if (g_str_equal (op->object_type, "alert"))
    return wrap (orch_outbox_await_send_alert (self->hub, op, self->clinic_hub_id, error));
  if (g_str_equal (op->object_type, "clinic"))
    return wrap (orch_outbox_await_send_clinic (self->store, self->hub, self->actor->id, NULL, error));
  if (g_str_equal (op->object_type, "emr"))
    return wrap (orch_outbox_await_send_clinic (self->store, self->hub, self->actor->id, op, error));
  if (g_str_equal (op->object_type, "setting"))
    return wrap (await_setting (self, op, error));
  if (orch_outbox_is_message (op))
    return wrap (orch_outbox_await_send_message (self, op, error));
  if (g_str_equal (op->object_type, "patient"))
    return wrap (orch_outbox_await_send_patient (self, op->object_id, error));
  if (g_str_equal (op->object_type, ORCH_STORE_ACCOUNT))
    return wrap (orch_outbox_await_send_account (self, op->object_id, error));
  if (g_str_equal (op->verb, "delete"))
    return wrap (await_delete (self, op, error));
  if (g_str_equal (op->object_type, "service") || g_str_equal (op->object_type, "staff"))
    return await_records (self, ops, error);
  g_set_error (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "Nothing sends “%s”", op->object_type);
  return NULL;
}
