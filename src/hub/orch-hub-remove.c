/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Taking away from the hub what a person typed by hand and removed. It is not deleted: few servers tell what was, and none the same way.
 * What is left of it is inactive and says that it was removed, which the other workstations see as any other change. Main thread.
 */
#include "core/orch-error.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-hub-private.h"
#include "orch-map-staff.h"
#include "orch-map.h"

#define FOUND_MAX 20

typedef struct
{
  OrchHub *hub;
  char *type;
  char *id;
  char *hub_id;    /* (nullable) */
  char *version;   /* (nullable) */
  OrchHubRow *row; /* (nullable): why not */
} Removal;

static void
removal_free (Removal *removal)
{
  g_object_unref (removal->hub);
  g_free (removal->type);
  g_free (removal->id);
  g_free (removal->hub_id);
  g_free (removal->version);
  g_clear_object (&removal->row);
  g_free (removal);
}

/* The ids of all that carry our identifier: a lost answer may have left more than the one we know. */
static GStrv
await_ids (Removal *removal, GError **error)
{
  g_autofree char *identifier = g_strdup_printf (ORCH_HUB_UUID_SYSTEM "|urn:uuid:%s", removal->id);
  const char *query[] = { "identifier", identifier, NULL };
  g_autoptr (GPtrArray) found =
      dex_await_boxed (orch_fhir_client_search_all (removal->hub->client, removal->type, query, FALSE, FOUND_MAX),
                       error);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  if (found == NULL)
    return NULL;
  if (removal->hub_id != NULL)
    g_strv_builder_add (ids, removal->hub_id);
  for (guint i = 0; i < found->len; i++)
    {
      const char *id = orch_json_get_string (g_ptr_array_index (found, i), "id");

      if (id != NULL && g_strcmp0 (id, removal->hub_id) != 0)
        g_strv_builder_add (ids, id);
    }
  return g_strv_builder_end (ids);
}

static gboolean
await_write (Removal *removal, JsonObject *resource, const char *version, GError **error)
{
  orch_map_emitted (resource);
  return dex_await (orch_fhir_client_update (removal->hub->client, resource, orch_json_get_string (resource, "id"),
                                             version),
                    error);
}

/* A person's roles allow nothing any more; and who looks for roles that changed finds that the person is gone. */
static gboolean
await_close_roles (Removal *removal, const char *id, GError **error)
{
  g_autofree char *practitioner = g_strconcat ("Practitioner/", id, NULL);
  const char *query[] = { "practitioner", practitioner, NULL };
  g_autoptr (GPtrArray) roles = NULL;

  if (!g_str_equal (removal->type, "Practitioner"))
    return TRUE;
  roles =
      dex_await_boxed (orch_fhir_client_search_all (removal->hub->client, "PractitionerRole", query, FALSE, FOUND_MAX),
                       error);
  if (roles == NULL)
    return FALSE;
  for (guint i = 0; i < roles->len; i++)
    {
      JsonObject *role = g_ptr_array_index (roles, i);
      g_autofree char *whose = orch_map_get_reference_id (role, "practitioner", "Practitioner");
      g_autoptr (JsonObject) closed = NULL;

      if (orch_json_get_string (role, "id") == NULL || g_strcmp0 (whose, id) != 0)
        continue;
      closed = orch_json_copy (role);
      json_object_set_boolean_member (closed, "active", FALSE);
      orch_map_role_set_person (closed, "removed");
      if (!orch_json_equal (closed, role) && !await_write (removal, closed, orch_hub_version_of (role), error))
        return FALSE;
    }
  return TRUE;
}

/* Somebody changed it since whoever removes it saw it: it stays, and whoever removed it sees it again. */
static gboolean
is_changed_meanwhile (Removal *removal, JsonObject *there)
{
  g_autoptr (GError) changed = NULL;
  const char *id = orch_json_get_string (there, "id");

  if (removal->version == NULL || (removal->hub_id != NULL && g_strcmp0 (id, removal->hub_id) != 0) ||
      g_strcmp0 (removal->version, orch_hub_version_of (there)) == 0)
    return FALSE;
  changed = g_error_new_literal (ORCH_ERROR, ORCH_ERROR_CONFLICT, removal->type);
  removal->row = orch_hub_row_new (removal->id, id, orch_hub_version_of (there), changed);
  if (g_str_equal (removal->type, "Practitioner"))
    orch_hub_row_take_theirs (removal->row, orch_map_staff_from (there, NULL, NULL));
  else
    orch_hub_row_take_theirs (removal->row, orch_map_service_from (there, NULL));
  return TRUE;
}

static gboolean
await_remove (Removal *removal, const char *id, GError **error)
{
  g_autoptr (GError) refused = NULL;
  g_autoptr (OrchFhirResult) result =
      dex_await_object (orch_fhir_client_read (removal->hub->client, removal->type, id), &refused);
  JsonObject *there = result != NULL ? orch_fhir_result_get_resource (result) : NULL;
  JsonObject *mark = NULL;
  g_autoptr (JsonObject) left = NULL;

  if (g_error_matches (refused, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
    return TRUE;
  if (there == NULL)
    {
      if (refused != NULL)
        g_propagate_error (error, g_steal_pointer (&refused));
      else
        g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "The hub shows nothing of it");
      return FALSE;
    }
  if (!orch_map_is_removed (there))
    {
      if (is_changed_meanwhile (removal, there))
        return TRUE;
      left = orch_json_copy (there);
      json_object_set_boolean_member (left, "active", FALSE);
      mark = orch_map_extension (ORCH_HUB_EXTENSION ("removed"));
      json_object_set_boolean_member (mark, "valueBoolean", TRUE);
      orch_map_replace_extension (left, mark);
      if (!await_write (removal, left, orch_hub_version_of (there), error))
        return FALSE;
    }
  return await_close_roles (removal, id, error);
}

static DexFuture *
remove_fiber (gpointer data)
{
  Removal *removal = data;
  g_auto (GStrv) ids = NULL;
  GError *error = NULL;

  ids = await_ids (removal, &error);
  if (ids == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; ids[i] != NULL && removal->row == NULL; i++)
    if (!await_remove (removal, ids[i], &error))
      return dex_future_new_for_error (error);
  if (removal->row != NULL)
    return dex_future_new_take_object (g_steal_pointer (&removal->row));
  return dex_future_new_take_object (orch_hub_row_new (removal->id, NULL, NULL, NULL));
}

DexFuture *
orch_hub_remove (OrchHub *self, const char *type, const char *id, const char *hub_id, const char *version)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (type != NULL && id != NULL, NULL);

  Removal *removal = g_new0 (Removal, 1);

  removal->hub = g_object_ref (self);
  removal->type = g_strdup (type);
  removal->id = g_strdup (id);
  removal->hub_id = g_strdup (hub_id);
  removal->version = g_strdup (version);
  return dex_scheduler_spawn (NULL, 0, remove_fiber, removal, (GDestroyNotify) removal_free);
}
