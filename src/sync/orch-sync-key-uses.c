/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Uses of the shared key on other workstations, as those told the hub: an administrator sees each once (security.md 13), on whichever
 * workstation. What a workstation knows of them is its own (setting "sync-key-uses"): a line for each, "N" or "K" once it is known, when, the hub's
 * id and the name. Which of them somebody said to know is the clinic's (setting "key-uses": a JSON object, "known" a list of the hub's ids), and
 * merges id by id. Main thread.
 */
#include "orch-sync-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "core/orch-clock.h"
#include "http/orch-json.h"
#include "hub/orch-hub-key-use.h"
#include "orch-setting-merge.h"

#define SETTING "sync-key-uses"
#define SHARED "key-uses"
#define LINES_MAX 500
/* The hub's clock and those of the workstations differ; what comes twice is known. */
#define OVERLAP_US (24 * 60 * 60 * G_GINT64_CONSTANT (1000000))

typedef struct
{
  char *hub_id;
  char *name; /* "" = not told */
  gint64 at_us;
  gboolean known;
} Use;

static void
use_free (gpointer data)
{
  Use *use = data;

  g_free (use->hub_id);
  g_free (use->name);
  g_free (use);
}

static Use *
use_new (const char *hub_id, const char *name, gint64 at_us, gboolean known)
{
  Use *use = g_new0 (Use, 1);

  use->hub_id = g_strdup (hub_id);
  use->name = g_strdelimit (g_strdup (name != NULL ? name : ""), "\r\n", ' ');
  use->at_us = at_us;
  use->known = known;
  return use;
}

/* Returns: (transfer full) (element-type Use) */
static GPtrArray *
parse (const char *text)
{
  GPtrArray *uses = g_ptr_array_new_with_free_func (use_free);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], " ", 4);
      gint64 at_us = 0;

      if (g_strv_length (parts) == 4 && g_ascii_string_to_signed (parts[1], 10, 0, G_MAXINT64, &at_us, NULL))
        g_ptr_array_add (uses, use_new (parts[2], parts[3], at_us, g_str_equal (parts[0], "K")));
    }
  return uses;
}

static char *
to_text (GPtrArray *uses)
{
  /* Not empty even when there are none: it was looked at. */
  g_autoptr (GString) text = g_string_new ("uses\n");

  for (guint i = uses->len > LINES_MAX ? uses->len - LINES_MAX : 0; i < uses->len; i++)
    {
      const Use *use = g_ptr_array_index (uses, i);

      g_string_append_printf (text, "%c %" G_GINT64_FORMAT " %s %s\n", use->known ? 'K' : 'N', use->at_us, use->hub_id,
                              use->name);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
has (GPtrArray *uses, const char *hub_id)
{
  for (guint i = 0; i < uses->len; i++)
    if (g_str_equal (((const Use *) g_ptr_array_index (uses, i))->hub_id, hub_id))
      return TRUE;
  return FALSE;
}

static gint64
get_since (GPtrArray *uses)
{
  gint64 newest = 0;

  for (guint i = 0; i < uses->len; i++)
    newest = MAX (newest, ((const Use *) g_ptr_array_index (uses, i))->at_us);
  /* One whose clock ran ahead does not hide those that come. */
  newest = MIN (newest, orch_clock_now_us ());
  return MAX (newest - OVERLAP_US, 0);
}

gboolean
orch_sync_await_key_uses (OrchSyncRun *run, GError **error)
{
  const char *clinic_hub_id = orch_clinic_get_fields (run->clinic)->hub_id;
  g_autofree char *before = dex_await_string (orch_store_get_setting (run->store, SETTING), NULL);
  g_autofree char *joined = dex_await_string (orch_store_get_setting (run->store, ORCH_STORE_JOINED), NULL);
  g_autoptr (GPtrArray) uses = parse (before);
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *after = NULL;
  /* What was there before this workstation is no news to it. */
  const gboolean first = before == NULL && joined != NULL;
  gboolean any = first;

  found =
      dex_await_boxed (orch_sync_run_guard (run, orch_hub_read_key_uses (run->hub, clinic_hub_id, get_since (uses))),
                       error);
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      OrchHubKeyUse *use = g_ptr_array_index (found, i);

      if (g_strcmp0 (orch_hub_key_use_get_workstation (use), run->workstation) == 0 ||
          has (uses, orch_hub_key_use_get_hub_id (use)))
        continue;
      any = TRUE;
      g_ptr_array_add (uses, use_new (orch_hub_key_use_get_hub_id (use), orch_hub_key_use_get_name (use),
                                      orch_hub_key_use_get_at (use), first));
    }
  if (!any)
    return TRUE;
  after = to_text (uses);
  return dex_await (orch_store_set_setting (run->store, &run->actor, SETTING, after, FALSE), error);
}

/* --- what a person is shown ------------------------------------------------------------- */

static int
compare (gconstpointer a, gconstpointer b)
{
  const gint64 x = (*(Use *const *) a)->at_us;
  const gint64 y = (*(Use *const *) b)->at_us;

  return (x < y) - (x > y);
}

/* Returns: (transfer full) (element-type utf8): the hub's ids of those that somebody said to know, on any workstation */
static GPtrArray *
parse_shared (const char *text)
{
  GPtrArray *known = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new_static (text, strlen (text)) : NULL;
  g_autoptr (JsonObject) object = bytes != NULL ? orch_json_parse_object_sync (bytes, NULL) : NULL;
  JsonNode *node = object != NULL ? json_object_get_member (object, "known") : NULL;
  JsonArray *ids = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; ids != NULL && i < json_array_get_length (ids); i++)
    {
      JsonNode *item = json_array_get_element (ids, i);
      const char *id = JSON_NODE_HOLDS_VALUE (item) ? json_node_get_string (item) : NULL;

      if (id != NULL)
        g_ptr_array_add (known, g_strdup (id));
    }
  return known;
}

static gboolean
is_known (GPtrArray *known, const char *hub_id)
{
  return g_ptr_array_find_with_equal_func (known, hub_id, g_str_equal, NULL);
}

/* @shared: (nullable): what was known before, which stays: this workstation is not told of its own uses. Returns: (transfer full) */
static char *
shared_to_text (const char *shared, GPtrArray *uses)
{
  g_autoptr (GPtrArray) known = parse_shared (shared);
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  for (guint i = 0; i < uses->len; i++)
    {
      const Use *use = g_ptr_array_index (uses, i);

      if (!is_known (known, use->hub_id))
        g_ptr_array_add (known, g_strdup (use->hub_id));
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "known");
  json_builder_begin_array (builder);
  for (guint i = known->len > LINES_MAX ? known->len - LINES_MAX : 0; i < known->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (known, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static DexFuture *
list_fiber (gpointer data)
{
  g_autofree char *text = dex_await_string (orch_store_get_setting (orch_sync_get_store (data), SETTING), NULL);
  g_autofree char *shared = dex_await_string (orch_store_get_setting (orch_sync_get_store (data), SHARED), NULL);
  g_autoptr (GPtrArray) uses = parse (text);
  g_autoptr (GPtrArray) known = parse_shared (shared);
  GVariantBuilder builder;

  g_ptr_array_sort (uses, compare);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(sx)"));
  for (guint i = 0; i < uses->len; i++)
    {
      const Use *use = g_ptr_array_index (uses, i);

      if (!use->known && !is_known (known, use->hub_id))
        g_variant_builder_add (&builder, "(sx)", use->name, use->at_us);
    }
  return dex_future_new_take_variant (g_variant_ref_sink (g_variant_builder_end (&builder)));
}

typedef struct
{
  OrchSync *sync;
  OrchActor actor; /* its strings are owned here */
} Dismissing;

static void
dismissing_free (gpointer data)
{
  Dismissing *call = data;

  g_object_unref (call->sync);
  g_free ((char *) call->actor.id);
  g_free ((char *) call->actor.workstation);
  g_free (call);
}

static DexFuture *
dismiss_fiber (gpointer data)
{
  Dismissing *call = data;
  OrchStore *store = orch_sync_get_store (call->sync);
  g_autofree char *before = dex_await_string (orch_store_get_setting (store, SETTING), NULL);
  g_autoptr (GPtrArray) uses = parse (before);
  g_autofree char *shared = dex_await_string (orch_store_get_setting (store, SHARED), NULL);
  g_autofree char *known = shared_to_text (shared, uses);
  g_autofree char *after = NULL;
  GError *error = NULL;

  for (guint i = 0; i < uses->len; i++)
    ((Use *) g_ptr_array_index (uses, i))->known = TRUE;
  after = to_text (uses);
  if (uses->len > 0 &&
      (!dex_await (orch_store_replace_setting (store, &call->actor, SETTING, before, after, FALSE), &error) ||
       !orch_setting_await_replace (store, &call->actor, SHARED, shared, known, &error)))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
refuse (OrchSync *self)
{
  if (orch_session_allows (orch_sync_get_session (self), ORCH_ACT_EDIT_EMR))
    return NULL;
  return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "The session does not allow it");
}

DexFuture *
orch_sync_list_key_uses (OrchSync *self)
{
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  refused = refuse (self);
  if (refused != NULL)
    return refused;
  return dex_scheduler_spawn (NULL, 0, list_fiber, g_object_ref (self), g_object_unref);
}

DexFuture *
orch_sync_dismiss_key_uses (OrchSync *self)
{
  const OrchActor *actor = NULL;
  Dismissing *call = NULL;
  DexFuture *refused = NULL;

  g_return_val_if_fail (ORCH_IS_SYNC (self), NULL);

  refused = refuse (self);
  if (refused != NULL)
    return refused;
  actor = orch_session_get_actor (orch_sync_get_session (self));
  if (actor == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_SIGN_IN_AGAIN, "Nobody is signed in");
  call = g_new0 (Dismissing, 1);
  call->sync = g_object_ref (self);
  call->actor = (OrchActor) { .id = g_strdup (actor->id),
                              .permission = actor->permission,
                              .workstation = g_strdup (actor->workstation) };
  return dex_scheduler_spawn (NULL, 0, dismiss_fiber, call, dismissing_free);
}
