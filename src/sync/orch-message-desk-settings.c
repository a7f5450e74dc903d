/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchMessageDesk: what of the clinic's settings the page of the messages goes by. See orch-message-desk.h.
 */
#include "core/orch-error.h"
#include "orch-message-desk-private.h"
#include "orch-setting-merge.h"
#include "orch-setting-text.h"

#define SETTINGS ORCH_STORE_MESSAGE_SETTINGS /* hub/README.md */
#define UNSEEN_DAYS "unseen-days"

/* Indexed by OrchMessageSetting */
static const struct
{
  const char *name;
  guint usual;
  guint most;
} settings[ORCH_N_MESSAGE_SETTINGS] = {
  { UNSEEN_DAYS, ORCH_UNSEEN_DAYS_USUAL, ORCH_UNSEEN_DAYS_MAX },
  { ORCH_STORE_TEXT_DAYS, ORCH_STORE_TEXT_DAYS_USUAL, ORCH_STORE_TEXT_DAYS_MAX },
};

/* The arguments of a fiber */
typedef struct
{
  OrchMessageDesk *desk; /* (owned) */
  OrchMessageSetting setting;
  guint days;
} Call;

static Call *
call_new (OrchMessageDesk *desk, OrchMessageSetting setting, guint days)
{
  Call *call = g_new0 (Call, 1);

  call->desk = g_object_ref (desk);
  call->setting = setting;
  call->days = days;
  return call;
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->desk);
  g_free (call);
}

static DexFuture *
load_fiber (gpointer data)
{
  Call *call = data;
  g_autofree char *text =
      dex_await_string (orch_store_get_setting (orch_message_desk_get_store (call->desk), SETTINGS), NULL);
  g_autoptr (GHashTable) values = text != NULL ? orch_setting_text_to_values (text) : NULL;
  const char *days = values != NULL ? g_hash_table_lookup (values, settings[call->setting].name) : NULL;
  guint64 number = 0;

  if (days == NULL || !g_ascii_string_to_unsigned (days, 10, 1, settings[call->setting].most, &number, NULL))
    number = settings[call->setting].usual;
  return dex_future_new_for_uint ((guint) number);
}

DexFuture *
orch_message_desk_load_days (OrchMessageDesk *self, OrchMessageSetting setting)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && setting < ORCH_N_MESSAGE_SETTINGS, NULL);

  return dex_scheduler_spawn (NULL, 0, load_fiber, call_new (self, setting, 0), call_free);
}

static DexFuture *
set_fiber (gpointer data)
{
  Call *call = data;
  OrchStore *store = orch_message_desk_get_store (call->desk);
  const OrchActor *actor = orch_message_desk_get_actor (call->desk);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GHashTable) values = NULL;
  GError *error = NULL;

  if (actor == NULL)
    return orch_message_desk_refuse ();
  before = dex_await_string (orch_store_get_setting (store, SETTINGS), &error);
  if (error != NULL)
    return dex_future_new_for_error (error);
  values = orch_setting_text_to_values (before != NULL ? before : "{}");
  g_hash_table_insert (values, g_strdup (settings[call->setting].name), g_strdup_printf ("%u", call->days));
  after = orch_setting_values_to_text (values);
  actor = orch_message_desk_get_actor (call->desk);
  if (actor == NULL)
    return orch_message_desk_refuse ();
  if (!orch_setting_await_replace (store, actor, SETTINGS, before, after, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_message_desk_set_days (OrchMessageDesk *self, OrchMessageSetting setting, guint days)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self) && setting < ORCH_N_MESSAGE_SETTINGS, NULL);

  if (days < 1 || days > settings[setting].most)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "Not a number of days that can be set");
  return dex_scheduler_spawn (NULL, 0, set_fiber, call_new (self, setting, days), call_free);
}
