/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Taking away from the hub what a person typed by hand and removed. What the hub will not delete, because something refers to it, is
 * made inactive. Main thread.
 */
#include "core/orch-error.h"
#include "fhir/orch-fhir-reference.h"
#include "http/orch-json.h"
#include "orch-hub-private.h"
#include "orch-map.h"

#define FOUND_MAX 20

typedef struct
{
  OrchHub *hub;
  char *type;
  char *id;
  char *hub_id; /* (nullable) */
} Removal;

static void
removal_free (Removal *removal)
{
  g_object_unref (removal->hub);
  g_free (removal->type);
  g_free (removal->id);
  g_free (removal->hub_id);
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

/* A person's roles refer to them. */
static gboolean
await_remove_roles (Removal *removal, const char *id, GError **error)
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
      const char *role = orch_json_get_string (g_ptr_array_index (roles, i), "id");

      if (role != NULL &&
          !dex_await (orch_fhir_client_delete (removal->hub->client, "PractitionerRole", role, NULL), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
await_switch_off (Removal *removal, const char *id, GError **error)
{
  g_autoptr (OrchFhirResult) result =
      dex_await_object (orch_fhir_client_read (removal->hub->client, removal->type, id), error);
  JsonObject *there = result != NULL ? orch_fhir_result_get_resource (result) : NULL;
  g_autoptr (JsonObject) copy = NULL;

  if (result == NULL)
    return FALSE;
  if (there == NULL)
    {
      g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER, "The hub shows nothing of it");
      return FALSE;
    }
  copy = orch_json_copy (there);
  json_object_set_boolean_member (copy, "active", FALSE);
  return dex_await (orch_fhir_client_update (removal->hub->client, copy, id, orch_fhir_result_get_version (result)),
                    error);
}

static gboolean
await_remove (Removal *removal, const char *id, GError **error)
{
  g_autoptr (GError) refused = NULL;

  if (!await_remove_roles (removal, id, error))
    return FALSE;
  if (dex_await (orch_fhir_client_delete (removal->hub->client, removal->type, id, NULL), &refused) ||
      g_error_matches (refused, ORCH_ERROR, ORCH_ERROR_NOT_FOUND))
    return TRUE;
  switch (orch_error_code_of (refused))
    {
    case ORCH_ERROR_CONFLICT:
    case ORCH_ERROR_INVALID:
    case ORCH_ERROR_UNSUPPORTED:
      return await_switch_off (removal, id, error);
    default:
      g_propagate_error (error, g_steal_pointer (&refused));
      return FALSE;
    }
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
  for (guint i = 0; ids[i] != NULL; i++)
    if (!await_remove (removal, ids[i], &error))
      return dex_future_new_for_error (error);
  return dex_future_new_take_object (orch_hub_row_new (removal->id, NULL, NULL, NULL));
}

DexFuture *
orch_hub_remove (OrchHub *self, const char *type, const char *id, const char *hub_id)
{
  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (type != NULL && id != NULL, NULL);

  Removal *removal = g_new0 (Removal, 1);

  removal->hub = g_object_ref (self);
  removal->type = g_strdup (type);
  removal->id = g_strdup (id);
  removal->hub_id = g_strdup (hub_id);
  return dex_scheduler_spawn (NULL, 0, remove_fiber, removal, (GDestroyNotify) removal_free);
}
