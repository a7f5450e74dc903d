/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Looking for a patient in OSCAR: one condition is asked, in the body, where letters with accents do not break the signature (emr-facts A2, A6). In a fiber.
 */
#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-emr-oscar-private.h"
#include "orch-oscar-read.h"
#include "orch-oscar-values.h"

/* More than are wanted: conditions that are not asked leave some out. */
#define PATH "/demographics/search?startIndex=0&itemsToReturn=100"

static JsonObject *
make_body (const OrchEmrPatientQuery *query)
{
  JsonObject *body = json_object_new ();
  g_autofree char *name = query->family != NULL
                              ? g_strconcat (query->family, query->given != NULL ? ", " : NULL, query->given, NULL)
                              : NULL;

  json_object_set_string_member (body, "type", query->nam != NULL ? "HIN" : name != NULL ? "Name" : "DOB");
  json_object_set_string_member (body, "term",
                                 query->nam != NULL ? query->nam
                                 : name != NULL     ? name
                                                    : query->birth_date);
  json_object_set_boolean_member (body, "active", TRUE);
  json_object_set_boolean_member (body, "integrator", FALSE);
  json_object_set_boolean_member (body, "outofdomain", TRUE);
  return body;
}

GPtrArray *
orch_emr_oscar_search_patients (OrchEmr *emr, const OrchEmrPatientQuery *query, GError **error)
{
  OrchOscarClient *client = orch_emr_oscar_ensure_client (ORCH_EMR_OSCAR (emr), error);
  g_autoptr (JsonObject) body = make_body (query);
  g_autoptr (JsonNode) root =
      client != NULL ? dex_await_boxed (orch_oscar_client_post (client, PATH, body), error) : NULL;
  g_autoptr (GPtrArray) rows = root != NULL ? orch_oscar_list (root, "content") : NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) unreadable = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_emr_unreadable_free);

  if (root == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      JsonObject *row = g_ptr_array_index (rows, i);
      g_autofree char *id = orch_oscar_dup_text (row, "demographicNo");
      g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), row);

      if (id != NULL && orch_oscar_is_id (id))
        orch_oscar_read_patient (node, id, found, unreadable);
    }
  return g_steal_pointer (&found);
}
