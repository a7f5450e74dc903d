/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-outbox-clinic.h. Main thread.
 */
#include "orch-outbox-clinic.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "catalogue/orch-catalogue.h"
#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-emr-change.h"

static const char *
get_emr_name (OrchClinic *clinic)
{
  const char *code = orch_clinic_get_fields (clinic)->emr_vendor;
  OrchEmrVendor *vendor = code != NULL && !g_str_equal (code, ORCH_EMR_VENDOR_NONE)
                              ? orch_catalogue_find_vendor (orch_catalogue_get_default (), code)
                              : NULL;

  return vendor != NULL ? orch_emr_vendor_get_name (vendor, NULL) : code;
}

OrchHubRow *
orch_outbox_await_send_clinic (OrchStore *store, OrchHub *hub, const char *workstation, const OrchOutboxRowFields *emr,
                               GError **error)
{
  g_autoptr (OrchClinic) clinic = dex_await_object (orch_store_load_clinic (store), error);
  g_autoptr (GPtrArray) departments = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (JsonObject) payload = NULL;
  g_autoptr (GBytes) sealed = NULL;
  OrchHubClinicSet set = { .clinic = clinic };

  if (clinic == NULL)
    return NULL;
  departments = dex_await_boxed (orch_store_load_departments (store), error);
  if (departments == NULL)
    return NULL;
  set.departments = departments;
  set.emr_name = get_emr_name (clinic);
  if (emr != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (emr->payload, emr->payload != NULL ? strlen (emr->payload) : 0);
      const char *text = NULL;

      payload = orch_json_parse_object_sync (bytes, NULL);
      if (payload == NULL)
        {
          g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "The connection to the EMR cannot be read");
          return NULL;
        }
      text = orch_json_get_string (payload, "sealed");
      if (text != NULL)
        {
          gsize length = 0;
          guint8 *data = g_base64_decode (text, &length);

          sealed = g_bytes_new_take (data, length);
        }
      set.with_connection = TRUE;
      set.emr_address = orch_json_get_string (payload, "address");
      set.sealed = sealed;
      set.sealed_key_id = orch_json_get_string (payload, "key");
    }
  rows = dex_await_boxed (orch_hub_put_clinic (hub, &set), error);
  if (rows == NULL || rows->len == 0)
    return NULL;
  /* Our own change is not to be noticed as another workstation's. */
  if (emr != NULL && orch_hub_row_get_error (g_ptr_array_index (rows, 0)) == NULL &&
      !orch_emr_change_await_note (store, workstation, orch_clinic_get_fields (clinic)->emr_vendor, sealed, error))
    return NULL;
  if (sealed != NULL && orch_hub_row_get_error (g_ptr_array_index (rows, 0)) == NULL)
    {
      g_autofree char *seen = orch_emr_change_dup_seen (orch_clinic_get_fields (clinic)->emr_vendor, sealed);

      orch_emr_change_await_confirm (store, hub, workstation, orch_hub_row_get_hub_id (g_ptr_array_index (rows, 0)),
                                     seen);
    }
  return g_object_ref (g_ptr_array_index (rows, 0));
}

char *
orch_outbox_dup_connection (const char *address, GBytes *sealed, const char *key_id)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  if (address != NULL)
    {
      json_builder_set_member_name (builder, "address");
      json_builder_add_string_value (builder, address);
    }
  if (sealed != NULL)
    {
      gsize length = 0;
      const guint8 *data = g_bytes_get_data (sealed, &length);
      g_autofree char *text = g_base64_encode (data, length);

      json_builder_set_member_name (builder, "sealed");
      json_builder_add_string_value (builder, text);
      json_builder_set_member_name (builder, "key");
      json_builder_add_string_value (builder, key_id != NULL ? key_id : "");
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}
