/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The course of an import plan, the same for people and services; what differs is in OrchImportRules.
 */
#include "orch-import-plan.h"

#include "orch-import-rules.h"

#define PROGRESS_PARTS 40 /* of 10,000 records every 250: some milliseconds */

struct _OrchImportPlan
{
  GObject parent_instance;

  const OrchImportRules *rules;
  gpointer own;             /* (owned) (nullable) */
  GPtrArray *known;         /* (owned) (element-type GObject) */
  GHashTable *known_by_key; /* (owned): key → (borrowed) a known record */
  GHashTable *met;          /* (owned): set of (borrowed) known records that the EMR still holds */
  GPtrArray *records;       /* (owned) (element-type GObject): sorted once finished */
  GPtrArray *unreadables;   /* (owned) (element-type OrchUnreadable) */
  GHashTable *twice;        /* (owned): key → OrchTwice */
  GPtrArray *rows;          /* (owned) */
  GPtrArray *vanished;      /* (owned) */
  GPtrArray *conflicts;     /* (owned) */
  char *clinic_id;          /* (owned) (nullable) */
  OrchImportCounts counts;
  OrchImportProgress progress; /* (nullable) */
  gpointer progress_data;
  gboolean is_finished;
};

G_DEFINE_FINAL_TYPE (OrchImportPlan, orch_import_plan, G_TYPE_OBJECT)

static char *
typed_key (OrchImportPlan *self, gpointer record)
{
  g_autofree char *key = self->rules->dup_key (record);

  return *key != '\0' ? g_strconcat ("key ", key, NULL) : NULL;
}

/* What finds a record again in the store. */
static char *
record_key (OrchImportPlan *self, gpointer record)
{
  const char *emr_id = self->rules->get_emr_id (record);

  return emr_id != NULL ? g_strconcat ("id ", emr_id, NULL) : typed_key (self, record);
}

static gpointer
find_typed (OrchImportPlan *self, gpointer record)
{
  g_autofree char *key = typed_key (self, record);
  gpointer known = key != NULL ? g_hash_table_lookup (self->known_by_key, key) : NULL;
  const gboolean is_free =
      known != NULL && self->rules->get_origin (known) == ORCH_ORIGIN_HAND && !g_hash_table_contains (self->met, known);

  return is_free ? known : NULL;
}

static gpointer
find_known (OrchImportPlan *self, gpointer record)
{
  g_autofree char *key = record_key (self, record);
  gpointer known = key != NULL ? g_hash_table_lookup (self->known_by_key, key) : NULL;

  if (known == NULL && self->rules->key_finds_typed)
    known = find_typed (self, record);
  if (known != NULL)
    g_hash_table_add (self->met, known);
  return known;
}

/* Each record is looked at twice: for what must be used once, and by the rules. */
static void
tell (OrchImportPlan *self, guint looks)
{
  const guint total = self->records->len;

  if (self->progress != NULL && looks % MAX (2 * total / PROGRESS_PARTS, 1) == 0)
    self->progress (looks / 2, total, self->progress_data);
}

static int
compare_records (gconstpointer a, gconstpointer b, gpointer data)
{
  const OrchImportPlan *self = data;

  return self->rules->compare (*(gpointer const *) a, *(gpointer const *) b);
}

/* Puts the records in an order of their own, so that the order of arrival changes nothing, and drops those sent twice. */
static void
settle_records (OrchImportPlan *self)
{
  g_autoptr (GPtrArray) settled = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_sort_with_data (self->records, compare_records, self);
  for (guint i = 0; i < self->records->len; i++)
    if (i == 0 || self->rules->get_emr_id (self->records->pdata[i]) == NULL ||
        self->rules->compare (self->records->pdata[i - 1], self->records->pdata[i]) != 0)
      g_ptr_array_add (settled, g_object_ref (self->records->pdata[i]));
  g_ptr_array_unref (self->records);
  self->records = g_steal_pointer (&settled);
}

/* Returns: whether @record cannot be used. @double_: (nullable): another record with the same EMR id */
static gboolean
judge (OrchImportPlan *self, gpointer record, gpointer double_)
{
  g_autofree char *key = self->rules->dup_key (record);
  const guint n_before = self->conflicts->len;
  gpointer other = orch_twice_find_other (self->twice, key, record, self->rules->get_emr_id (record));
  gboolean is_bad = FALSE;

  self->rules->judge (self, self->own, record, other, double_);
  for (guint i = n_before; i < self->conflicts->len; i++)
    is_bad |= !orch_conflict_is_warning (self->conflicts->pdata[i]);
  self->counts.in_conflict += is_bad;
  self->counts.warnings += !is_bad && self->conflicts->len > n_before;
  return is_bad;
}

static void
add_row (OrchImportPlan *self, gpointer record, gpointer known, gboolean in_conflict)
{
  const char *emr_id = self->rules->get_emr_id (record);
  g_autofree char *id = NULL;

  if (known == NULL)
    id = self->clinic_id != NULL && emr_id != NULL ? orch_record_id (self->clinic_id, self->rules->id_kind, emr_id)
                                                   : g_uuid_string_random ();
  g_ptr_array_add (self->rows, self->rules->make_row (record, known, id, in_conflict));
}

static void
plan_usable (OrchImportPlan *self, gpointer record)
{
  gpointer known = find_known (self, record);

  self->counts.usable++;
  if (known != NULL && self->rules->is_unchanged (record, known))
    {
      self->counts.unchanged++;
      g_ptr_array_add (self->rows, g_object_ref (known));
      return;
    }
  if (known == NULL)
    self->counts.added++;
  else
    self->counts.changed++;
  add_row (self, record, known, FALSE);
}

/* Records @from to @to (not included) share one EMR id: one is the rule, several are a conflict and make one row. */
static void
plan_group (OrchImportPlan *self, guint from, guint to)
{
  gpointer first = self->records->pdata[from];
  gpointer known = NULL;
  gboolean is_bad = FALSE;

  for (guint i = from; i < to; i++)
    {
      gpointer double_ = to - from == 1 ? NULL : self->records->pdata[i == from ? from + 1 : from];

      is_bad = judge (self, self->records->pdata[i], double_);
      tell (self, self->records->len + i);
    }
  if (!is_bad)
    {
      plan_usable (self, first);
      return;
    }
  known = find_known (self, first);
  /* Which of several is right only the EMR can tell: what was known stays. */
  add_row (self, to - from > 1 && known != NULL ? known : first, known, TRUE);
}

static void
plan_unreadable (OrchImportPlan *self, const OrchUnreadable *unreadable)
{
  g_autofree char *key = NULL;
  gpointer known = NULL;

  self->counts.in_conflict++;
  g_ptr_array_add (self->conflicts, orch_conflict_new (ORCH_CONFLICT_RECORD_UNREADABLE, unreadable->name,
                                                       unreadable->emr_id, unreadable->what));
  if (unreadable->emr_id == NULL)
    return;
  key = g_strconcat ("id ", unreadable->emr_id, NULL);
  known = g_hash_table_lookup (self->known_by_key, key);
  /* Still in the EMR, so not vanished; what was known of it stays, marked. */
  if (known != NULL && g_hash_table_add (self->met, known))
    add_row (self, known, known, TRUE);
}

static void
plan_vanished (OrchImportPlan *self)
{
  for (guint i = 0; i < self->known->len; i++)
    if (self->rules->get_origin (self->known->pdata[i]) == ORCH_ORIGIN_EMR &&
        !g_hash_table_contains (self->met, self->known->pdata[i]))
      g_ptr_array_add (self->vanished, self->rules->vanish (self->known->pdata[i]));
  self->counts.vanished = self->vanished->len;
}

static void
orch_import_plan_finalize (GObject *object)
{
  OrchImportPlan *self = ORCH_IMPORT_PLAN (object);

  if (self->own != NULL)
    self->rules->free_own (self->own);
  g_clear_pointer (&self->known_by_key, g_hash_table_unref);
  g_clear_pointer (&self->met, g_hash_table_unref);
  g_clear_pointer (&self->twice, g_hash_table_unref);
  g_clear_pointer (&self->clinic_id, g_free);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->unreadables, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->vanished, g_ptr_array_unref);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_import_plan_parent_class)->finalize (object);
}

static void
orch_import_plan_class_init (OrchImportPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_import_plan_finalize;
}

static void
orch_import_plan_init (OrchImportPlan *self)
{
  self->known = g_ptr_array_new_with_free_func (g_object_unref);
  self->known_by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->met = g_hash_table_new (NULL, NULL);
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->unreadables = orch_unreadables_new ();
  self->twice = orch_twice_table_new ();
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->vanished = g_ptr_array_new_with_free_func (g_object_unref);
  self->conflicts = g_ptr_array_new_with_free_func (g_object_unref);
}

OrchImportPlan *
orch_import_plan_new (const OrchImportRules *rules, gpointer own, GPtrArray *known)
{
  OrchImportPlan *self = g_object_new (ORCH_TYPE_IMPORT_PLAN, NULL);

  self->rules = rules;
  self->own = own;
  for (guint i = 0; known != NULL && i < known->len; i++)
    {
      char *key = record_key (self, known->pdata[i]);

      g_ptr_array_add (self->known, g_object_ref (known->pdata[i]));
      if (key != NULL)
        g_hash_table_insert (self->known_by_key, key, known->pdata[i]);
    }
  return self;
}

void
orch_import_plan_add_conflict (OrchImportPlan *self, gpointer record, OrchConflictRule rule, const char *detail)
{
  g_ptr_array_add (self->conflicts, orch_conflict_new (rule, self->rules->get_display_name (record),
                                                       self->rules->get_emr_id (record), detail));
}

void
orch_import_plan_set_clinic (OrchImportPlan *self, const char *clinic_id)
{
  g_return_if_fail (ORCH_IS_IMPORT_PLAN (self));
  g_return_if_fail (!self->is_finished);

  g_set_str (&self->clinic_id, clinic_id);
}

void
orch_import_plan_set_progress (OrchImportPlan *self, OrchImportProgress progress, gpointer data)
{
  g_return_if_fail (ORCH_IS_IMPORT_PLAN (self));
  g_return_if_fail (!self->is_finished);

  self->progress = progress;
  self->progress_data = data;
}

void
orch_import_plan_add (OrchImportPlan *self, gpointer record)
{
  g_return_if_fail (ORCH_IS_IMPORT_PLAN (self));
  g_return_if_fail (G_TYPE_CHECK_INSTANCE_TYPE (record, self->rules->get_type ()));
  g_return_if_fail (!self->is_finished);

  g_ptr_array_add (self->records, g_object_ref (record));
}

void
orch_import_plan_add_unreadable (OrchImportPlan *self, const char *name, const char *emr_id, const char *what)
{
  g_return_if_fail (ORCH_IS_IMPORT_PLAN (self));
  g_return_if_fail (!self->is_finished);

  orch_unreadables_add (self->unreadables, name, emr_id, what);
}

void
orch_import_plan_finish (OrchImportPlan *self)
{
  g_return_if_fail (ORCH_IS_IMPORT_PLAN (self));
  g_return_if_fail (!self->is_finished);

  self->is_finished = TRUE;
  settle_records (self);
  orch_unreadables_settle (self->unreadables);
  self->counts.seen = self->records->len + self->unreadables->len;

  for (guint i = 0; i < self->records->len; i++)
    {
      gpointer record = self->records->pdata[i];

      orch_twice_note (self->twice, self->rules->dup_key (record), record, self->rules->get_emr_id (record));
      tell (self, i);
    }
  for (guint from = 0, to; from < self->records->len; from = to)
    {
      const char *emr_id = self->rules->get_emr_id (self->records->pdata[from]);

      to = from + 1;
      while (to < self->records->len && orch_has_same_id (emr_id, self->rules->get_emr_id (self->records->pdata[to])))
        to++;
      plan_group (self, from, to);
    }
  for (guint i = 0; i < self->unreadables->len; i++)
    plan_unreadable (self, self->unreadables->pdata[i]);
  plan_vanished (self);
  orch_conflicts_sort (self->conflicts);
}

GPtrArray *
orch_import_plan_get_rows (OrchImportPlan *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_PLAN (self), NULL);

  return self->rows;
}

GPtrArray *
orch_import_plan_get_vanished (OrchImportPlan *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_PLAN (self), NULL);

  return self->vanished;
}

GPtrArray *
orch_import_plan_get_conflicts (OrchImportPlan *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_PLAN (self), NULL);

  return self->conflicts;
}

const OrchImportCounts *
orch_import_plan_get_counts (OrchImportPlan *self)
{
  g_return_val_if_fail (ORCH_IS_IMPORT_PLAN (self), NULL);

  return &self->counts;
}
