/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-thread.h.
 */
#include "orch-message-thread.h"

#include "ui/orch-time-text.h"

#define PAGE 100

struct _OrchMessageLine
{
  GObject parent_instance;

  /* owned */
  OrchMessage *message;
  OrchMessage *corrected; /* (nullable) */

  gboolean begins_day;
  gboolean is_corrected;
};

G_DEFINE_FINAL_TYPE (OrchMessageLine, orch_message_line, G_TYPE_OBJECT)

struct _OrchMessageThread
{
  GObject parent_instance;

  /* owned */
  GListStore *lines;
  OrchMessageDesk *desk; /* (nullable) */
  char *id;              /* (nullable) */

  guint serial;     /* of the opening: what was asked for another one is dropped */
  gboolean older;   /* there may be older ones */
  gboolean loading; /* them */
};

G_DEFINE_FINAL_TYPE (OrchMessageThread, orch_message_thread, G_TYPE_OBJECT)

/* The arguments of a fiber */
typedef struct
{
  /* owned */
  OrchMessageThread *thread;

  guint serial;
  gboolean before;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_object_unref (call->thread);
  g_free (call);
}

static gint64
day_of (OrchMessage *message)
{
  g_autoptr (GDateTime) local = orch_time_text_to_local (orch_message_get_fields (message)->sent_us);

  return g_date_time_get_year (local) * G_GINT64_CONSTANT (1000) + g_date_time_get_day_of_year (local);
}

/* Corrections are few, and not far from what they correct. */
static void
find_correction (GPtrArray *messages, guint at, OrchMessageLine *line)
{
  const OrchMessageFields *f = orch_message_get_fields (line->message);

  for (guint i = at; i > 0 && f->corrects != NULL && line->corrected == NULL; i--)
    if (g_str_equal (orch_message_get_fields (messages->pdata[i - 1])->id, f->corrects))
      line->corrected = g_object_ref (messages->pdata[i - 1]);
  for (guint i = at + 1; i < messages->len && !f->from_patient && !line->is_corrected; i++)
    line->is_corrected = g_strcmp0 (orch_message_get_fields (messages->pdata[i])->corrects, f->id) == 0;
}

/* Returns: (transfer full): (element-type OrchMessageLine) */
static GPtrArray *
make_lines (GPtrArray *messages, guint first)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 before = 0;

  for (guint i = first; i < messages->len; i++)
    {
      OrchMessageLine *line = g_object_new (ORCH_TYPE_MESSAGE_LINE, NULL);
      const gint64 day = day_of (g_ptr_array_index (messages, i));

      line->message = g_object_ref (g_ptr_array_index (messages, i));
      line->begins_day = day != before;
      find_correction (messages, i, line);
      before = day;
      g_ptr_array_add (lines, line);
    }
  return lines;
}

static gboolean
is_same (OrchMessageLine *a, OrchMessageLine *b)
{
  const OrchMessageFields *one = orch_message_get_fields (a->message);
  const OrchMessageFields *other = orch_message_get_fields (b->message);

  return g_str_equal (one->id, other->id) && a->begins_day == b->begins_day && a->is_corrected == b->is_corrected &&
         (a->corrected != NULL) == (b->corrected != NULL) && one->state == other->state &&
         one->received_us == other->received_us && one->sent_us == other->sent_us &&
         one->error_code == other->error_code && one->outbox_seq == other->outbox_seq &&
         g_strcmp0 (one->error_text, other->error_text) == 0 && g_strcmp0 (one->text, other->text) == 0 &&
         orch_message_get_n_files (a->message) == orch_message_get_n_files (b->message);
}

static void
take_lines (OrchMessageThread *self, GPtrArray *lines)
{
  GListModel *model = G_LIST_MODEL (self->lines);
  const guint n = g_list_model_get_n_items (model);
  guint head = 0;
  guint tail = 0;

  while (head < n && head < lines->len)
    {
      g_autoptr (OrchMessageLine) line = g_list_model_get_item (model, head);

      if (!is_same (line, g_ptr_array_index (lines, head)))
        break;
      head++;
    }
  while (tail < n - head && tail < lines->len - head)
    {
      g_autoptr (OrchMessageLine) line = g_list_model_get_item (model, n - 1 - tail);

      if (!is_same (line, g_ptr_array_index (lines, lines->len - 1 - tail)))
        break;
      tail++;
    }
  if (n - head - tail > 0 || lines->len - head - tail > 0)
    g_list_store_splice (self->lines, head, n - head - tail, lines->pdata + head, lines->len - head - tail);
}

static gint64
oldest (OrchMessageThread *self)
{
  g_autoptr (OrchMessageLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), 0);

  return line != NULL ? orch_message_get_fields (line->message)->sent_us : 0;
}

static void
take_older (OrchMessageThread *self, GPtrArray *messages)
{
  g_autoptr (OrchMessageLine) first = g_list_model_get_item (G_LIST_MODEL (self->lines), 0);
  g_autoptr (GPtrArray) lines = NULL;

  /* With the one that was first, which may not begin its day any more. */
  if (first != NULL)
    g_ptr_array_add (messages, g_object_ref (first->message));
  lines = make_lines (messages, 0);
  if (first != NULL && is_same (first, g_ptr_array_index (lines, lines->len - 1)))
    g_list_store_splice (self->lines, 0, 0, lines->pdata, lines->len - 1);
  else
    g_list_store_splice (self->lines, 0, first != NULL ? 1 : 0, lines->pdata, lines->len);
}

static int
by_time (gconstpointer a, gconstpointer b)
{
  const gint64 one = orch_message_get_fields (*(OrchMessage **) a)->sent_us;
  const gint64 other = orch_message_get_fields (*(OrchMessage **) b)->sent_us;

  return one < other ? -1 : one > other;
}

/* Those of the time from @from on, before @until (0: all), among the messages. */
static void
put_notes (GPtrArray *messages, GPtrArray *notes, gint64 from, gint64 until)
{
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      const gint64 us = orch_message_get_fields (notes->pdata[i])->sent_us;

      if (us >= from && (until == 0 || us < until))
        g_ptr_array_add (messages, g_object_ref (notes->pdata[i]));
    }
  g_ptr_array_sort (messages, by_time);
}

static DexFuture *
load_fiber (gpointer data)
{
  Call *call = data;
  OrchMessageThread *self = call->thread;
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  const gint64 from = oldest (self);
  const guint limit = call->before ? PAGE : n + PAGE;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autofree char *id = g_strdup (self->id);
  GError *error = NULL;
  guint first = 0;

  if (self->id == NULL)
    return dex_future_new_for_boolean (FALSE);
  messages =
      dex_await_boxed (orch_message_desk_load_messages (self->desk, self->id, call->before ? from : 0, limit), &error);
  if (call->before)
    self->loading = FALSE;
  if (messages == NULL)
    return dex_future_new_for_error (error);
  notes = dex_await_boxed (orch_message_desk_load_notes (self->desk, id), NULL);
  if (call->serial != self->serial)
    return dex_future_new_for_boolean (FALSE);
  if (n == 0 || call->before)
    self->older = messages->len == limit;
  put_notes (messages, notes,
             messages->len == limit ? orch_message_get_fields (g_ptr_array_index (messages, 0))->sent_us : 0,
             call->before ? from : 0);
  if (call->before)
    {
      if (messages->len > 0)
        take_older (self, messages);
      return dex_future_new_for_boolean (TRUE);
    }
  /* Those that are older than what shows come when they are asked for. */
  while (n > 0 && first < messages->len &&
         orch_message_get_fields (g_ptr_array_index (messages, first))->sent_us < from)
    first++;
  lines = make_lines (messages, first);
  take_lines (self, lines);
  return dex_future_new_for_boolean (TRUE);
}

static DexFuture *
load (OrchMessageThread *self, gboolean before)
{
  Call *call = g_new0 (Call, 1);

  call->thread = g_object_ref (self);
  call->serial = self->serial;
  call->before = before;
  return dex_scheduler_spawn (NULL, 0, load_fiber, call, call_free);
}

static void
orch_message_line_finalize (GObject *object)
{
  g_clear_object (&ORCH_MESSAGE_LINE (object)->message);
  g_clear_object (&ORCH_MESSAGE_LINE (object)->corrected);
  G_OBJECT_CLASS (orch_message_line_parent_class)->finalize (object);
}

static void
orch_message_line_class_init (OrchMessageLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_message_line_finalize;
}

static void
orch_message_line_init (OrchMessageLine *self)
{
}

OrchMessage *
orch_message_line_get_message (OrchMessageLine *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_LINE (self), NULL);

  return self->message;
}

gboolean
orch_message_line_begins_day (OrchMessageLine *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_LINE (self), FALSE);

  return self->begins_day;
}

OrchMessage *
orch_message_line_get_corrected (OrchMessageLine *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_LINE (self), NULL);

  return self->corrected;
}

gboolean
orch_message_line_is_corrected (OrchMessageLine *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_LINE (self), FALSE);

  return self->is_corrected;
}

static void
orch_message_thread_finalize (GObject *object)
{
  OrchMessageThread *self = ORCH_MESSAGE_THREAD (object);

  g_clear_object (&self->lines);
  g_clear_object (&self->desk);
  g_free (self->id);
  G_OBJECT_CLASS (orch_message_thread_parent_class)->finalize (object);
}

static void
orch_message_thread_class_init (OrchMessageThreadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_message_thread_finalize;
}

static void
orch_message_thread_init (OrchMessageThread *self)
{
  self->lines = g_list_store_new (ORCH_TYPE_MESSAGE_LINE);
}

OrchMessageThread *
orch_message_thread_new (void)
{
  return g_object_new (ORCH_TYPE_MESSAGE_THREAD, NULL);
}

GListModel *
orch_message_thread_get_lines (OrchMessageThread *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_THREAD (self), NULL);

  return G_LIST_MODEL (self->lines);
}

DexFuture *
orch_message_thread_open (OrchMessageThread *self, OrchMessageDesk *desk, const char *id)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_THREAD (self), NULL);
  g_return_val_if_fail (id == NULL || ORCH_IS_MESSAGE_DESK (desk), NULL);

  self->serial++;
  self->loading = FALSE;
  self->older = FALSE;
  g_list_store_remove_all (self->lines);
  g_set_object (&self->desk, desk);
  g_set_str (&self->id, id);
  return load (self, FALSE);
}

DexFuture *
orch_message_thread_reload (OrchMessageThread *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_THREAD (self), NULL);

  return load (self, FALSE);
}

DexFuture *
orch_message_thread_load_older (OrchMessageThread *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_THREAD (self), NULL);

  if (!self->older || self->loading)
    return dex_future_new_for_boolean (FALSE);
  self->loading = TRUE;
  return load (self, TRUE);
}

OrchMessage *
orch_message_thread_find (OrchMessageThread *self, const char *message_id)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_THREAD (self), NULL);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i > 0; i--)
    {
      g_autoptr (OrchMessageLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i - 1);

      if (g_str_equal (orch_message_get_fields (line->message)->id, message_id))
        return line->message;
    }
  return NULL;
}

OrchMessage *
orch_message_thread_find_unseen (OrchMessageThread *self)
{
  OrchMessage *unseen = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_THREAD (self), NULL);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i > 0; i--)
    {
      g_autoptr (OrchMessageLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i - 1);
      const OrchMessageFields *f = orch_message_get_fields (line->message);

      if (f->from_patient)
        break;
      if (!f->note && f->state == ORCH_MESSAGE_SENT)
        unseen = line->message;
    }
  return unseen;
}
