/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What became of an act on several services.
 */
#include "orch-desk-result.h"

#include "core/orch-text.h"
#include "orch-desk-private.h"
#include "orch-service-review-private.h"

struct _OrchDeskResult
{
  GObject parent_instance;

  GPtrArray *before;       /* (owned) (element-type OrchService) */
  GPtrArray *after;        /* (owned) (element-type OrchService): of the same index */
  GHashTable *waiting;     /* (owned): set of ids that the hub has not answered; keys of @after's services */
  GPtrArray *own_refusals; /* (owned) (element-type OrchDeskRefusal): not done here either */
  GPtrArray *refused;      /* (owned) (element-type OrchDeskRefusal): those and the hub's */
  GPtrArray *consequences; /* (owned) */
  GHashTable *by_id;       /* (owned): id → (borrowed) OrchService of @after */
  GHashTable *followed;    /* (owned): set of ids that were sent through the outbox */
  GHashTable *reverted;    /* (owned): set of ids put back as the hub has them */
  DexPromise *settled;     /* (owned) (nullable) */
  guint n_unchanged;
  guint n_refused_by_hub;
  gboolean is_undone;
};

typedef enum
{
  PROP_N_DONE = 1,
  PROP_N_WAITING,
  PROP_N_REFUSED,
} OrchDeskResultProperty;

static GParamSpec *properties[PROP_N_REFUSED + 1];

G_DEFINE_FINAL_TYPE (OrchDeskResult, orch_desk_result, G_TYPE_OBJECT)

static void
refusal_free (gpointer data)
{
  OrchDeskRefusal *refusal = data;

  g_free (refusal->id);
  g_free (refusal->name);
  g_clear_error (&refusal->error);
  g_free (refusal);
}

static OrchDeskRefusal *
refusal_new (const char *id, const char *name, GError *error, gint64 seq)
{
  OrchDeskRefusal *refusal = g_new0 (OrchDeskRefusal, 1);

  refusal->id = g_strdup (id);
  refusal->name = g_strdup (name);
  refusal->error = error;
  refusal->seq = seq;
  return refusal;
}

static OrchDeskRefusal *
refusal_copy (const OrchDeskRefusal *refusal)
{
  return refusal_new (refusal->id, refusal->name, g_error_copy (refusal->error), refusal->seq);
}

static int
compare_refusals (gconstpointer a, gconstpointer b)
{
  const OrchDeskRefusal *x = *(const OrchDeskRefusal *const *) a, *y = *(const OrchDeskRefusal *const *) b;
  g_autofree char *key_x = orch_text_collation_key (x->name), *key_y = orch_text_collation_key (y->name);

  return g_strcmp0 (key_x, key_y);
}

static GPtrArray *
copy_own_refusals (OrchDeskResult *self)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (refusal_free);

  for (guint i = 0; i < self->own_refusals->len; i++)
    g_ptr_array_add (copy, refusal_copy (self->own_refusals->pdata[i]));
  return copy;
}

/* Whether the hub's refusals are others than before. */
static gboolean
same_refusals (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const OrchDeskRefusal *x = a->pdata[i], *y = b->pdata[i];

      if (x->seq != y->seq || !g_str_equal (x->id, y->id) || g_strcmp0 (x->error->message, y->error->message) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Whoever looks at the old array keeps it. */
static void
take_refused (OrchDeskResult *self, GPtrArray *refused)
{
  g_ptr_array_unref (self->refused);
  self->refused = refused;
  self->n_refused_by_hub = refused->len - self->own_refusals->len;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_DONE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_REFUSED]);
}

static void
settle_if_done (OrchDeskResult *self)
{
  g_autoptr (DexPromise) settled = NULL;

  if (g_hash_table_size (self->waiting) > 0)
    return;
  settled = g_steal_pointer (&self->settled);
  if (settled != NULL)
    dex_promise_resolve_boolean (settled, self->refused->len == 0);
}

static void
orch_desk_result_finalize (GObject *object)
{
  OrchDeskResult *self = ORCH_DESK_RESULT (object);

  if (self->settled != NULL)
    dex_promise_reject (self->settled, g_error_new_literal (ORCH_ERROR, ORCH_ERROR_CANCELLED, "Nobody follows it"));
  dex_clear (&self->settled);
  g_clear_pointer (&self->waiting, g_hash_table_unref);
  g_clear_pointer (&self->followed, g_hash_table_unref);
  g_clear_pointer (&self->reverted, g_hash_table_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->before, g_ptr_array_unref);
  g_clear_pointer (&self->after, g_ptr_array_unref);
  g_clear_pointer (&self->own_refusals, g_ptr_array_unref);
  g_clear_pointer (&self->refused, g_ptr_array_unref);
  g_clear_pointer (&self->consequences, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_desk_result_parent_class)->finalize (object);
}

static void
orch_desk_result_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchDeskResult *self = ORCH_DESK_RESULT (object);

  switch ((OrchDeskResultProperty) id)
    {
    case PROP_N_DONE:
      g_value_set_uint (value, orch_desk_result_get_n_done (self));
      break;
    case PROP_N_WAITING:
      g_value_set_uint (value, orch_desk_result_get_n_waiting (self));
      break;
    case PROP_N_REFUSED:
      g_value_set_uint (value, self->refused->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_desk_result_class_init (OrchDeskResultClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_desk_result_finalize;
  object_class->get_property = orch_desk_result_get_property;

  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_WAITING] = g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_REFUSED] = g_param_spec_uint ("n-refused", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_desk_result_init (OrchDeskResult *self)
{
  self->before = g_ptr_array_new_with_free_func (g_object_unref);
  self->after = g_ptr_array_new_with_free_func (g_object_unref);
  self->own_refusals = g_ptr_array_new_with_free_func (refusal_free);
  self->refused = g_ptr_array_new_with_free_func (refusal_free);
  self->consequences = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = g_hash_table_new (g_str_hash, g_str_equal);
  self->followed = g_hash_table_new (g_str_hash, g_str_equal);
  self->reverted = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
}

OrchDeskResult *
orch_desk_result_new (void)
{
  return g_object_new (ORCH_TYPE_DESK_RESULT, NULL);
}

void
orch_desk_result_add_change (OrchDeskResult *self, OrchService *before, OrchService *after, gboolean waits)
{
  const char *id;

  g_return_if_fail (ORCH_IS_DESK_RESULT (self));

  g_ptr_array_add (self->before, g_object_ref (before));
  g_ptr_array_add (self->after, g_object_ref (after));
  id = orch_service_get_fields (after)->id;
  g_hash_table_insert (self->by_id, (gpointer) id, after);
  if (waits)
    {
      g_hash_table_add (self->followed, (gpointer) id);
      g_hash_table_add (self->waiting, (gpointer) id);
    }
}

void
orch_desk_result_add_unchanged (OrchDeskResult *self)
{
  g_return_if_fail (ORCH_IS_DESK_RESULT (self));

  self->n_unchanged++;
}

void
orch_desk_result_take_refusal (OrchDeskResult *self, const char *id, const char *name, GError *error)
{
  g_return_if_fail (ORCH_IS_DESK_RESULT (self));

  g_ptr_array_add (self->own_refusals, refusal_new (id, name, error, 0));
  g_ptr_array_unref (self->refused);
  self->refused = copy_own_refusals (self);
  g_ptr_array_sort (self->refused, compare_refusals);
}

void
orch_desk_result_take_consequences (OrchDeskResult *self, GPtrArray *consequences)
{
  g_return_if_fail (ORCH_IS_DESK_RESULT (self));

  g_ptr_array_unref (self->consequences);
  self->consequences = consequences;
}

GPtrArray *
orch_desk_result_get_before (OrchDeskResult *self)
{
  g_return_val_if_fail (ORCH_IS_DESK_RESULT (self), NULL);

  return self->before;
}

GPtrArray *
orch_desk_result_get_after (OrchDeskResult *self)
{
  g_return_val_if_fail (ORCH_IS_DESK_RESULT (self), NULL);

  return self->after;
}

void
orch_desk_result_set_undone (OrchDeskResult *self)
{
  g_return_if_fail (ORCH_IS_DESK_RESULT (self));

  self->is_undone = TRUE;
}

void
orch_desk_result_add_reverted (OrchDeskResult *self, const char *id)
{
  OrchService *service;

  g_return_if_fail (ORCH_IS_DESK_RESULT (self));

  service = g_hash_table_lookup (self->by_id, id);
  g_return_if_fail (service != NULL);
  g_hash_table_add (self->reverted, (gpointer) orch_service_get_fields (service)->id);
  for (guint i = 0; i < self->refused->len; i++)
    if (g_str_equal (((OrchDeskRefusal *) self->refused->pdata[i])->id, id))
      {
        g_autoptr (GPtrArray) refused = g_ptr_array_new_with_free_func (refusal_free);

        for (guint k = 0; k < self->refused->len; k++)
          if (k != i)
            g_ptr_array_add (refused, refusal_copy (self->refused->pdata[k]));
        take_refused (self, g_steal_pointer (&refused));
        break;
      }
}

gboolean
orch_desk_result_follow (OrchDeskResult *self, GPtrArray *ops)
{
  g_autoptr (GPtrArray) refused = NULL;
  guint n_waiting_before;

  g_return_val_if_fail (ORCH_IS_DESK_RESULT (self), FALSE);

  refused = copy_own_refusals (self);
  n_waiting_before = g_hash_table_size (self->waiting);
  g_hash_table_remove_all (self->waiting);
  for (guint i = 0; i < ops->len; i++)
    {
      const OrchOutboxRowFields *op = orch_outbox_row_get_fields (ops->pdata[i]);
      OrchService *service = g_hash_table_lookup (self->by_id, op->object_id);
      const char *id = service != NULL ? orch_service_get_fields (service)->id : NULL;

      if (id == NULL || !g_str_equal (op->object_type, "service") || !g_hash_table_contains (self->followed, id) ||
          g_hash_table_contains (self->reverted, id))
        continue;
      if (op->state == ORCH_OUTBOX_FAILED)
        g_ptr_array_add (refused,
                         refusal_new (id, orch_service_get_display_name (service),
                                      g_error_new_literal (ORCH_ERROR,
                                                           op->error_code >= 0 ? op->error_code : ORCH_ERROR_REFUSED,
                                                           op->error_text != NULL ? op->error_text : ""),
                                      op->seq));
      else
        g_hash_table_add (self->waiting, (gpointer) id);
    }
  g_ptr_array_sort (refused, compare_refusals);
  g_object_freeze_notify (G_OBJECT (self));
  if (n_waiting_before != g_hash_table_size (self->waiting))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_WAITING]);
  if (!same_refusals (self->refused, refused))
    take_refused (self, g_steal_pointer (&refused));
  g_object_thaw_notify (G_OBJECT (self));
  settle_if_done (self);
  return g_hash_table_size (self->waiting) > 0;
}

guint
orch_desk_result_get_n_done (OrchDeskResult *self)
{
  g_return_val_if_fail (ORCH_IS_DESK_RESULT (self), 0);

  return self->after->len - self->n_refused_by_hub - g_hash_table_size (self->reverted);
}

guint
orch_desk_result_get_n_waiting (OrchDeskResult *self)
{
  g_return_val_if_fail (ORCH_IS_DESK_RESULT (self), 0);

  return g_hash_table_size (self->waiting);
}

guint
orch_desk_result_get_n_unchanged (OrchDeskResult *self)
{
  g_return_val_if_fail (ORCH_IS_DESK_RESULT (self), 0);

  return self->n_unchanged;
}

GPtrArray *
orch_desk_result_get_refused (OrchDeskResult *self)
{
  g_return_val_if_fail (ORCH_IS_DESK_RESULT (self), NULL);

  return self->refused;
}

GPtrArray *
orch_desk_result_get_consequences (OrchDeskResult *self)
{
  g_return_val_if_fail (ORCH_IS_DESK_RESULT (self), NULL);

  return self->consequences;
}

gboolean
orch_desk_result_can_undo (OrchDeskResult *self)
{
  g_return_val_if_fail (ORCH_IS_DESK_RESULT (self), FALSE);

  return !self->is_undone && self->after->len > 0;
}

DexFuture *
orch_desk_result_when_settled (OrchDeskResult *self)
{
  g_return_val_if_fail (ORCH_IS_DESK_RESULT (self), NULL);

  if (g_hash_table_size (self->waiting) == 0)
    return dex_future_new_for_boolean (self->refused->len == 0);
  if (self->settled == NULL)
    self->settled = dex_promise_new ();
  return dex_ref (DEX_FUTURE (self->settled));
}
