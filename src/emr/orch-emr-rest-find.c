/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Single appointments of a declared EMR, asked for by their ids, all at once: the connections that there may be decide how many go at a time. In
 * a fiber.
 */
#include "core/orch-error.h"
#include "orch-emr-rest-private.h"
#include "orch-rest-values.h"

typedef struct
{
  OrchEmrRest *emr;
  char **ids;
} Finding;

static void
finding_free (Finding *self)
{
  g_object_unref (self->emr);
  g_strfreev (self->ids);
  g_free (self);
}

/* Of the one asked for: another parameter than the EMR knows brings anybody's. */
static void
read_one (const OrchRestList *list, const char *id, JsonNode *root, GPtrArray *records)
{
  JsonNode *node = orch_rest_find (root, list->items);
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);
  g_autofree char *their_id = NULL;

  if (node != NULL && JSON_NODE_HOLDS_ARRAY (node))
    node = json_array_get_length (json_node_get_array (node)) > 0
               ? json_array_get_element (json_node_get_array (node), 0)
               : NULL;
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    their_id = orch_rest_dup_value (node, json_object_get_member (list->fields, "id"));
  if (g_strcmp0 (their_id, id) == 0)
    orch_rest_read (ORCH_REST_APPOINTMENTS, node, list->fields, NULL, records, unreadable);
}

static DexFuture *
find_fiber (gpointer data)
{
  Finding *self = data;
  g_autoptr (GPtrArray) asked = g_ptr_array_new_with_free_func (dex_unref);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  GError *error = NULL;
  OrchRestList list;
  OrchRestClient *client = NULL;

  if (!orch_rest_declaration_get_single (orch_emr_rest_get_declaration (self->emr), &list))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_UNSUPPORTED, "This EMR is not asked of single appointments");
  client = orch_emr_rest_ensure_client (self->emr, &error);
  if (client == NULL)
    return dex_future_new_for_error (error);
  for (guint i = 0; self->ids[i] != NULL; i++)
    {
      g_autofree char *path =
          orch_emr_rest_make_path (self->emr, &list, &(OrchRestPlace) { .id = self->ids[i] }, NULL, &error);

      if (path == NULL)
        return dex_future_new_for_error (error);
      g_ptr_array_add (asked, orch_rest_client_get (client, path));
    }
  for (guint i = 0; i < asked->len; i++)
    {
      g_autoptr (JsonNode) root = dex_await_boxed (dex_ref (asked->pdata[i]), &error);

      if (root != NULL)
        read_one (&list, self->ids[i], root, records);
      else if (g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) ||
               g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID))
        g_clear_error (&error);
      else
        return dex_future_new_for_error (error);
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&records));
}

DexFuture *
orch_emr_rest_find_appointments (OrchEmr *emr, const char *const *emr_ids)
{
  Finding *self = g_new0 (Finding, 1);

  self->emr = g_object_ref (ORCH_EMR_REST (emr));
  self->ids = g_strdupv ((char **) emr_ids);
  return dex_scheduler_spawn (NULL, 0, find_fiber, self, (GDestroyNotify) finding_free);
}
