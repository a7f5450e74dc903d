/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-hub-key-use.h; and what a hub has of them, read in a fiber on the main thread.
 */
#include "orch-hub-key-use.h"

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-hub-private.h"
#include "orch-map-task.h"
#include "orch-map.h"

#define USES_MAX 500

struct _OrchHubKeyUse
{
  GObject parent_instance;

  char *hub_id;
  char *workstation;
  char *name;
  gint64 at_us;
};

typedef struct
{
  OrchHub *hub;
  char *clinic_hub_id;
  gint64 since_us;
} Call;

G_DEFINE_FINAL_TYPE (OrchHubKeyUse, orch_hub_key_use, G_TYPE_OBJECT)

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->hub);
  g_free (call->clinic_hub_id);
  g_free (call);
}

/* Of hubs that know little: nothing, rather than no synchronisation. */
static gboolean
is_not_kept (const GError *error)
{
  return g_error_matches (error, ORCH_ERROR, ORCH_ERROR_NOT_FOUND) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_UNSUPPORTED) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_REFUSED) ||
         g_error_matches (error, ORCH_ERROR, ORCH_ERROR_INVALID);
}

static DexFuture *
read_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *since =
      orch_clock_format_instant (call->since_us > 0 ? call->since_us : G_GINT64_CONSTANT (946684800000000));
  g_autofree char *since_value = g_strconcat ("ge", since, NULL);
  const char *const query[] = {
    "code", ORCH_HUB_CODE ("task") "|support-alert", "_lastUpdated", since_value, "_count", "100", NULL
  };
  g_autoptr (GPtrArray) uses = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found =
      dex_await_boxed (orch_fhir_client_search_all (call->hub->client, "Task", query, FALSE, USES_MAX), &error);

  if (found == NULL && !is_not_kept (error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  for (guint i = 0; found != NULL && i < found->len; i++)
    {
      JsonObject *task = g_ptr_array_index (found, i);
      g_autofree char *whose = orch_map_get_reference_id (task, "for", "Organization");
      OrchHubKeyUse *use = g_strcmp0 (whose, call->clinic_hub_id) == 0 ? orch_map_key_use_from (task) : NULL;

      if (use != NULL)
        g_ptr_array_add (uses, use);
    }
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&uses));
}

static void
orch_hub_key_use_finalize (GObject *object)
{
  OrchHubKeyUse *self = ORCH_HUB_KEY_USE (object);

  g_free (self->hub_id);
  g_free (self->workstation);
  g_free (self->name);
  G_OBJECT_CLASS (orch_hub_key_use_parent_class)->finalize (object);
}

static void
orch_hub_key_use_class_init (OrchHubKeyUseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_hub_key_use_finalize;
}

static void
orch_hub_key_use_init (OrchHubKeyUse *self)
{
}

static char *
dup_some (const char *text)
{
  return text != NULL && text[0] != '\0' ? g_strdup (text) : NULL;
}

OrchHubKeyUse *
orch_hub_key_use_new (const char *hub_id, const char *workstation, const char *name, gint64 at_us)
{
  OrchHubKeyUse *self = NULL;

  g_return_val_if_fail (hub_id != NULL, NULL);

  self = g_object_new (ORCH_TYPE_HUB_KEY_USE, NULL);
  self->hub_id = g_strdup (hub_id);
  self->workstation = dup_some (workstation);
  self->name = dup_some (name);
  self->at_us = at_us;
  return self;
}

const char *
orch_hub_key_use_get_hub_id (OrchHubKeyUse *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_KEY_USE (self), NULL);

  return self->hub_id;
}

const char *
orch_hub_key_use_get_workstation (OrchHubKeyUse *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_KEY_USE (self), NULL);

  return self->workstation;
}

const char *
orch_hub_key_use_get_name (OrchHubKeyUse *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_KEY_USE (self), NULL);

  return self->name;
}

gint64
orch_hub_key_use_get_at (OrchHubKeyUse *self)
{
  g_return_val_if_fail (ORCH_IS_HUB_KEY_USE (self), 0);

  return self->at_us;
}

DexFuture *
orch_hub_read_key_uses (OrchHub *self, const char *clinic_hub_id, gint64 since_us)
{
  Call *call = NULL;

  g_return_val_if_fail (ORCH_IS_HUB (self), NULL);
  g_return_val_if_fail (clinic_hub_id != NULL, NULL);

  call = g_new0 (Call, 1);
  call->hub = g_object_ref (self);
  call->clinic_hub_id = g_strdup (clinic_hub_id);
  call->since_us = since_us;
  return dex_scheduler_spawn (NULL, 0, read_fiber, call, call_free);
}
