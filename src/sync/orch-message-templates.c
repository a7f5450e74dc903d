/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-templates.h.
 */
#include "orch-message-templates.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "core/orch-error.h"
#include "core/orch-text.h"
#include "http/orch-json.h"
#include "orch-message-desk-private.h"
#include "orch-setting-merge.h"

/* The arguments of a fiber */
typedef struct
{
  /* owned */
  OrchStore *store;
  OrchSession *session;
  OrchMessageTemplate *wanted; /* (nullable) */
  char *id;                    /* (nullable) */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->store);
  g_object_unref (call->session);
  g_clear_object (&call->wanted);
  g_free (call->id);
  g_free (call);
}

static DexFuture *
spawn (DexFiberFunc fiber, OrchStore *store, OrchSession *session, OrchMessageTemplate *wanted, const char *id)
{
  Call *call = g_new0 (Call, 1);

  call->store = g_object_ref (store);
  call->session = g_object_ref (session);
  call->wanted = wanted != NULL ? g_object_ref (wanted) : NULL;
  call->id = g_strdup (id);
  return dex_scheduler_spawn (NULL, 0, fiber, call, call_free);
}

/* --- as text -------------------------------------------------------------------------------- */

static int
by_title (gconstpointer a, gconstpointer b)
{
  const OrchMessageTemplateFields *one = orch_message_template_get_fields (*(OrchMessageTemplate **) a);
  const OrchMessageTemplateFields *other = orch_message_template_get_fields (*(OrchMessageTemplate **) b);
  g_autofree char *first = orch_text_collation_key (one->title);
  g_autofree char *second = orch_text_collation_key (other->title);
  const int order = strcmp (first, second);

  return order != 0 ? order : strcmp (one->id, other->id);
}

/* Lines stay; what else is no text goes. Returns: (transfer full) */
static char *
clean_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *clean = orch_text_clean (lines[i], ORCH_TEMPLATE_TEXT_MAX);

      g_free (lines[i]);
      lines[i] = clean;
    }
  return g_strjoinv ("\n", lines);
}

/* Returns: (transfer full) (nullable) */
static OrchMessageTemplate *
read_template (const char *id, JsonObject *object)
{
  g_autofree char *title = orch_text_clean (orch_json_get_string (object, "title"), ORCH_TEMPLATE_TITLE_MAX);
  g_autofree char *text = clean_lines (orch_json_get_string (object, "text"));
  g_autofree char *name = orch_text_clean (orch_json_get_string (object, "author-name"), ORCH_TEMPLATE_TITLE_MAX);
  g_autoptr (OrchMessageTemplate) one = NULL;

  if (object == NULL || !g_uuid_string_is_valid (id))
    return NULL;
  one = orch_message_template_new (
      &(OrchMessageTemplateFields) { .id = id,
                                     .title = title,
                                     .text = text,
                                     .author = orch_json_get_string (object, "author"),
                                     .author_name = *name != '\0' ? name : NULL,
                                     .approved = orch_json_get_bool (object, "approved", FALSE) });
  return orch_message_template_check (one, NULL) ? g_steal_pointer (&one) : NULL;
}

GPtrArray *
orch_message_templates_parse (const char *text)
{
  GPtrArray *templates = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new_static (text, strlen (text)) : NULL;
  g_autoptr (JsonObject) all = bytes != NULL ? orch_json_parse_object_sync (bytes, NULL) : NULL;
  g_autoptr (GList) ids = all != NULL ? json_object_get_members (all) : NULL;

  for (GList *l = ids; l != NULL && templates->len < ORCH_TEMPLATES_MAX; l = l->next)
    {
      OrchMessageTemplate *one = read_template (l->data, orch_json_get_object (all, l->data));

      if (one != NULL)
        g_ptr_array_add (templates, one);
    }
  g_ptr_array_sort (templates, by_title);
  return templates;
}

char *
orch_message_templates_to_text (GPtrArray *templates)
{
  g_autoptr (JsonObject) all = json_object_new ();

  g_return_val_if_fail (templates != NULL, NULL);

  for (guint i = 0; i < templates->len; i++)
    {
      const OrchMessageTemplateFields *f = orch_message_template_get_fields (templates->pdata[i]);
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "title", f->title);
      json_object_set_string_member (one, "text", f->text);
      if (f->author != NULL)
        json_object_set_string_member (one, "author", f->author);
      if (f->author_name != NULL)
        json_object_set_string_member (one, "author-name", f->author_name);
      json_object_set_boolean_member (one, "approved", f->approved);
      json_object_set_object_member (all, f->id, one);
    }
  return orch_json_to_string (all);
}

/* --- what people do --------------------------------------------------------------------------- */

/* Returns: (transfer none) (nullable) */
static const OrchActor *
get_actor (Call *call)
{
  return orch_session_is_locked (call->session) ? NULL : orch_session_get_actor (call->session);
}

static OrchMessageTemplate *
find (GPtrArray *templates, const char *id, guint *position)
{
  for (guint i = 0; i < templates->len; i++)
    if (g_str_equal (orch_message_template_get_fields (templates->pdata[i])->id, id))
      {
        *position = i;
        return templates->pdata[i];
      }
  return NULL;
}

static DexFuture *
list_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  g_autofree char *text = dex_await_string (orch_store_get_setting (call->store, ORCH_MESSAGE_TEMPLATES_GROUP), &error);
  g_autoptr (GPtrArray) all = NULL;
  GPtrArray *shown = NULL;
  const char *person = NULL;

  if (error != NULL)
    return dex_future_new_for_error (error);
  if (get_actor (call) == NULL)
    return orch_message_desk_refuse ();
  person = orch_session_get_person_id (call->session);
  all = orch_message_templates_parse (text);
  shown = g_ptr_array_new_with_free_func (g_object_unref);
  /* Who approves sees what waits for it. */
  for (guint i = 0; i < all->len; i++)
    if (orch_message_template_is_offered (all->pdata[i], person) ||
        orch_message_template_may_approve (orch_session_get_permission (call->session)))
      g_ptr_array_add (shown, g_object_ref (all->pdata[i]));
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, shown);
}

/* Returns: (transfer full): @wanted as @call may make it of @old (nullable) */
static OrchMessageTemplate *
sign (Call *call, OrchMessageTemplate *old)
{
  OrchMessageTemplateFields fields = *orch_message_template_get_fields (call->wanted);
  const OrchMessageTemplateFields *before = old != NULL ? orch_message_template_get_fields (old) : NULL;

  fields.author = before != NULL ? before->author : orch_session_get_person_id (call->session);
  fields.author_name = before != NULL ? before->author_name : orch_session_get_person_name (call->session);
  fields.approved = fields.approved && orch_message_template_may_approve (orch_session_get_permission (call->session));
  return orch_message_template_new (&fields);
}

static DexFuture *
change_fiber (gpointer data)
{
  Call *call = data;
  GError *error = NULL;
  g_autofree char *shown =
      dex_await_string (orch_store_get_setting (call->store, ORCH_MESSAGE_TEMPLATES_GROUP), &error);
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *text = NULL;
  OrchMessageTemplate *old = NULL;
  guint position = 0;

  if (error != NULL)
    return dex_future_new_for_error (error);
  if (get_actor (call) == NULL)
    return orch_message_desk_refuse ();
  all = orch_message_templates_parse (shown);
  old = find (all, call->id, &position);
  if (old != NULL && !orch_message_template_may_change (old, orch_session_get_person_id (call->session),
                                                        orch_session_get_permission (call->session)))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_REFUSED, "Not theirs to change");
  if (old == NULL && call->wanted == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_NOT_FOUND, "No such template");
  if (old == NULL && all->len >= ORCH_TEMPLATES_MAX)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "Too many templates");
  if (call->wanted != NULL)
    g_ptr_array_add (all, sign (call, old));
  if (old != NULL)
    g_ptr_array_remove_index (all, position);
  text = orch_message_templates_to_text (all);
  if (!orch_setting_await_replace (call->store, get_actor (call), ORCH_MESSAGE_TEMPLATES_GROUP, shown, text, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_for_boolean (TRUE);
}

DexFuture *
orch_message_templates_list (OrchStore *store, OrchSession *session)
{
  g_return_val_if_fail (ORCH_IS_STORE (store) && ORCH_IS_SESSION (session), NULL);

  return spawn (list_fiber, store, session, NULL, NULL);
}

DexFuture *
orch_message_templates_save (OrchStore *store, OrchSession *session, OrchMessageTemplate *message_template)
{
  GError *error = NULL;

  g_return_val_if_fail (ORCH_IS_STORE (store) && ORCH_IS_SESSION (session), NULL);
  g_return_val_if_fail (ORCH_IS_MESSAGE_TEMPLATE (message_template), NULL);

  if (!orch_message_template_check (message_template, &error))
    return dex_future_new_for_error (error);
  return spawn (change_fiber, store, session, message_template,
                orch_message_template_get_fields (message_template)->id);
}

DexFuture *
orch_message_templates_remove (OrchStore *store, OrchSession *session, const char *id)
{
  g_return_val_if_fail (ORCH_IS_STORE (store) && ORCH_IS_SESSION (session) && id != NULL, NULL);

  return spawn (change_fiber, store, session, NULL, id);
}
