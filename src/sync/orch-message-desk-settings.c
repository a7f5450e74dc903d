/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchMessageDesk: what of the clinic's settings the page of the messages goes by. See orch-message-desk.h.
 */
#include "orch-message-desk-private.h"
#include "orch-setting-text.h"

#define SETTINGS "messages" /* group of settings, hub/README.md */
#define UNSEEN_DAYS "unseen-days"
#define UNSEEN_DAYS_USUAL 3
#define UNSEEN_DAYS_MAX 365

static DexFuture *
read_text (DexFuture *future, gpointer data)
{
  const GValue *value = dex_future_get_value (future, NULL);
  const char *text = value != NULL ? g_value_get_string (value) : NULL;
  g_autoptr (GHashTable) values = text != NULL ? orch_setting_text_to_values (text) : NULL;
  const char *days = values != NULL ? g_hash_table_lookup (values, UNSEEN_DAYS) : NULL;
  guint64 number = UNSEEN_DAYS_USUAL;

  if (days != NULL && !g_ascii_string_to_unsigned (days, 10, 1, UNSEEN_DAYS_MAX, &number, NULL))
    number = UNSEEN_DAYS_USUAL;
  return dex_future_new_for_uint ((guint) number);
}

DexFuture *
orch_message_desk_load_unseen_days (OrchMessageDesk *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (self), NULL);

  return dex_future_finally (orch_store_get_setting (orch_message_desk_get_store (self), SETTINGS), read_text, NULL,
                             NULL);
}
