/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The import plan of the services.
 */
#include "orch-import-common.h"
#include "orch-import-plan.h"
#include "orch-record-id.h"
#include "orch-service-rules.h"
#include "orch-text.h"

struct _OrchServiceImport
{
  GObject parent_instance;

  GPtrArray *known;         /* (owned) (element-type OrchService) */
  GHashTable *known_by_key; /* (owned): key → (borrowed) OrchService */
  GHashTable *met;          /* (owned): set of (borrowed) known services that the EMR still holds */
  GPtrArray *records;       /* (owned) (element-type OrchService): sorted once finished */
  GPtrArray *unreadables;   /* (owned) (element-type OrchUnreadable) */
  GHashTable *names;        /* (owned): folded name → OrchTwice */
  GHashTable *staff_ids;    /* (owned): set of the staff's EMR ids */
  GPtrArray *rows;          /* (owned) */
  GPtrArray *vanished;      /* (owned) */
  GPtrArray *conflicts;     /* (owned) */
  char *clinic_id;          /* (owned) (nullable) */
  OrchImportCounts counts;
  gboolean is_finished;
};

G_DEFINE_FINAL_TYPE (OrchServiceImport, orch_service_import, G_TYPE_OBJECT)

/* What finds a record again in the store: the EMR's id, or the name where the EMR gives no id. */
static char *
record_key (OrchService *record)
{
  const OrchServiceFields *fields = orch_service_get_fields (record);
  g_autofree char *name = NULL;

  if (fields->emr_id != NULL)
    return g_strconcat ("id ", fields->emr_id, NULL);
  name = orch_text_fold (fields->name);
  return *name != '\0' ? g_strconcat ("name ", name, NULL) : NULL;
}

/* Returns: (transfer none) (nullable): an EMR id named by the service that no member of the staff has */
static const char *
find_unknown_professional (OrchServiceImport *self, const OrchServiceFields *fields)
{
  for (guint i = 0; fields->professional_emr_ids != NULL && fields->professional_emr_ids[i] != NULL; i++)
    if (!g_hash_table_contains (self->staff_ids, fields->professional_emr_ids[i]))
      return fields->professional_emr_ids[i];
  return NULL;
}

static OrchService *
find_known (OrchServiceImport *self, OrchService *record)
{
  g_autofree char *key = record_key (record);
  OrchService *known = key != NULL ? g_hash_table_lookup (self->known_by_key, key) : NULL;

  if (known != NULL)
    g_hash_table_add (self->met, known);
  return known;
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  return orch_service_compare_content (*(OrchService *const *) a, *(OrchService *const *) b);
}

/* Puts the records in an order of their own, so that the order of arrival changes nothing, and drops those sent twice. */
static void
settle_records (OrchServiceImport *self)
{
  g_autoptr (GPtrArray) settled = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_sort (self->records, compare_records);
  for (guint i = 0; i < self->records->len; i++)
    if (i == 0 || orch_service_get_fields (self->records->pdata[i])->emr_id == NULL ||
        compare_records (&self->records->pdata[i - 1], &self->records->pdata[i]) != 0)
      g_ptr_array_add (settled, g_object_ref (self->records->pdata[i]));
  g_ptr_array_unref (self->records);
  self->records = g_steal_pointer (&settled);
}

static void
add_conflict (OrchServiceImport *self, OrchService *record, OrchConflictRule rule, const char *detail)
{
  const OrchServiceFields *fields = orch_service_get_fields (record);

  g_ptr_array_add (self->conflicts,
                   orch_conflict_new (rule, orch_service_get_display_name (record), fields->emr_id, detail));
}

/* Applies every rule to @record; @double_: (nullable): another record with the same EMR id. Returns: whether it cannot be used */
static gboolean
judge (OrchServiceImport *self, OrchService *record, OrchService *double_)
{
  const OrchServiceFields *fields = orch_service_get_fields (record);
  g_autofree char *name = orch_text_fold (fields->name);
  guint n_before = self->conflicts->len;
  int minutes = fields->duration_minutes;
  const char *professional = find_unknown_professional (self, fields);
  OrchService *other = orch_twice_find_other (self->names, name, record, fields->emr_id);

  if (orch_text_is_empty (fields->name))
    add_conflict (self, record, ORCH_CONFLICT_SERVICE_NO_NAME, NULL);
  if (other != NULL)
    add_conflict (self, record, ORCH_CONFLICT_SERVICE_NAME_TWICE, orch_service_get_fields (other)->emr_id);
  if (double_ != NULL)
    add_conflict (self, record, ORCH_CONFLICT_SERVICE_ID_TWICE, orch_service_get_display_name (double_));
  if (minutes == 0)
    add_conflict (self, record, ORCH_CONFLICT_SERVICE_NO_DURATION, NULL);
  else if (minutes < ORCH_SERVICE_DURATION_MIN || minutes > ORCH_SERVICE_DURATION_MAX)
    {
      g_autofree char *detail = g_strdup_printf ("%d", minutes);

      add_conflict (self, record, ORCH_CONFLICT_SERVICE_BAD_DURATION, detail);
    }
  if (professional != NULL)
    add_conflict (self, record, ORCH_CONFLICT_SERVICE_UNKNOWN_PROFESSIONAL, professional);
  return self->conflicts->len > n_before;
}

/* The row of @record: its content, and what the store already knew of the service. */
static OrchService *
make_row (OrchServiceImport *self, OrchService *record, OrchService *known, gboolean in_conflict)
{
  const OrchServiceFields *read = orch_service_get_fields (record);
  OrchServiceFields fields;
  g_autofree char *id = NULL;

  if (known != NULL)
    {
      fields = *orch_service_get_fields (known);
      fields.emr_id = read->emr_id;
      fields.name = read->name;
      fields.name_en = read->name_en;
      fields.category = read->category;
      fields.professional_emr_ids = read->professional_emr_ids;
      fields.duration_minutes = read->duration_minutes;
      fields.origin = read->origin;
      fields.vanished = FALSE;
    }
  else
    {
      fields = (OrchServiceFields) {
        .emr_id = read->emr_id,
        .hub_id = read->hub_id,
        .name = read->name,
        .name_en = read->name_en,
        .category = read->category,
        .types = read->types,
        .professional_emr_ids = read->professional_emr_ids,
        .duration_minutes = read->duration_minutes,
        .to_define = TRUE,
        .origin = read->origin,
      };
      id = self->clinic_id != NULL && read->emr_id != NULL
               ? orch_record_id (self->clinic_id, ORCH_RECORD_SERVICE, read->emr_id)
               : g_uuid_string_random ();
      fields.id = id;
    }
  fields.in_conflict = in_conflict;
  return orch_service_new (&fields);
}

static void
plan_usable (OrchServiceImport *self, OrchService *record)
{
  OrchService *known = find_known (self, record);

  self->counts.usable++;
  if (known == NULL)
    self->counts.added++;
  else
    {
      const OrchServiceFields *old = orch_service_get_fields (known);

      if (!old->in_conflict && !old->vanished && old->origin == orch_service_get_fields (record)->origin &&
          orch_service_same_content (record, known))
        {
          self->counts.unchanged++;
          g_ptr_array_add (self->rows, g_object_ref (known));
          return;
        }
      self->counts.changed++;
    }
  g_ptr_array_add (self->rows, make_row (self, record, known, FALSE));
}

/* Records @from to @to (not included) share one EMR id: one is the rule, several are a conflict and make one row. */
static void
plan_group (OrchServiceImport *self, guint from, guint to)
{
  OrchService *first = self->records->pdata[from];
  OrchService *known;
  gboolean is_bad = FALSE;

  for (guint i = from; i < to; i++)
    {
      OrchService *double_ = to - from == 1 ? NULL : self->records->pdata[i == from ? from + 1 : from];

      is_bad = judge (self, self->records->pdata[i], double_);
      self->counts.in_conflict += is_bad;
    }
  if (!is_bad)
    {
      plan_usable (self, first);
      return;
    }
  known = find_known (self, first);
  /* Which of several is right only the EMR can tell: what was known stays. */
  g_ptr_array_add (self->rows, make_row (self, to - from > 1 && known != NULL ? known : first, known, TRUE));
}

static void
plan_unreadable (OrchServiceImport *self, const OrchUnreadable *unreadable)
{
  g_autofree char *key = NULL;
  OrchService *known;

  self->counts.in_conflict++;
  g_ptr_array_add (self->conflicts, orch_conflict_new (ORCH_CONFLICT_RECORD_UNREADABLE, unreadable->name,
                                                       unreadable->emr_id, unreadable->what));
  if (unreadable->emr_id == NULL)
    return;
  key = g_strconcat ("id ", unreadable->emr_id, NULL);
  known = g_hash_table_lookup (self->known_by_key, key);
  /* Still in the EMR, so not vanished; what was known of it stays, marked. */
  if (known != NULL && g_hash_table_add (self->met, known))
    g_ptr_array_add (self->rows, make_row (self, known, known, TRUE));
}

static void
orch_service_import_finalize (GObject *object)
{
  OrchServiceImport *self = ORCH_SERVICE_IMPORT (object);

  g_clear_pointer (&self->known_by_key, g_hash_table_unref);
  g_clear_pointer (&self->met, g_hash_table_unref);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->staff_ids, g_hash_table_unref);
  g_clear_pointer (&self->clinic_id, g_free);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->unreadables, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->vanished, g_ptr_array_unref);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_service_import_parent_class)->finalize (object);
}

static void
orch_service_import_class_init (OrchServiceImportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_service_import_finalize;
}

static void
orch_service_import_init (OrchServiceImport *self)
{
  self->known = g_ptr_array_new_with_free_func (g_object_unref);
  self->known_by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->met = g_hash_table_new (NULL, NULL);
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->unreadables = orch_unreadables_new ();
  self->names = orch_twice_table_new ();
  self->staff_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->vanished = g_ptr_array_new_with_free_func (g_object_unref);
  self->conflicts = g_ptr_array_new_with_free_func (g_object_unref);
}

OrchServiceImport *
orch_service_import_new (GPtrArray *known, GPtrArray *staff)
{
  OrchServiceImport *self = g_object_new (ORCH_TYPE_SERVICE_IMPORT, NULL);

  for (guint i = 0; staff != NULL && i < staff->len; i++)
    {
      const char *emr_id = orch_staff_member_get_fields (staff->pdata[i])->emr_id;

      if (emr_id != NULL)
        g_hash_table_add (self->staff_ids, g_strdup (emr_id));
    }
  for (guint i = 0; known != NULL && i < known->len; i++)
    {
      char *key = record_key (known->pdata[i]);

      g_ptr_array_add (self->known, g_object_ref (known->pdata[i]));
      if (key != NULL)
        g_hash_table_insert (self->known_by_key, key, known->pdata[i]);
    }
  return self;
}

void
orch_service_import_set_clinic (OrchServiceImport *self, const char *clinic_id)
{
  g_return_if_fail (ORCH_IS_SERVICE_IMPORT (self));
  g_return_if_fail (!self->is_finished);

  g_set_str (&self->clinic_id, clinic_id);
}

void
orch_service_import_add (OrchServiceImport *self, OrchService *record)
{
  g_return_if_fail (ORCH_IS_SERVICE_IMPORT (self));
  g_return_if_fail (ORCH_IS_SERVICE (record));
  g_return_if_fail (!self->is_finished);

  g_ptr_array_add (self->records, g_object_ref (record));
}

void
orch_service_import_add_unreadable (OrchServiceImport *self, const char *name, const char *emr_id, const char *what)
{
  g_return_if_fail (ORCH_IS_SERVICE_IMPORT (self));
  g_return_if_fail (!self->is_finished);

  orch_unreadables_add (self->unreadables, name, emr_id, what);
}

void
orch_service_import_finish (OrchServiceImport *self)
{
  g_return_if_fail (ORCH_IS_SERVICE_IMPORT (self));
  g_return_if_fail (!self->is_finished);

  self->is_finished = TRUE;
  settle_records (self);
  orch_unreadables_settle (self->unreadables);
  self->counts.seen = self->records->len + self->unreadables->len;

  for (guint i = 0; i < self->records->len; i++)
    {
      OrchService *record = self->records->pdata[i];
      const OrchServiceFields *fields = orch_service_get_fields (record);

      orch_twice_note (self->names, orch_text_fold (fields->name), record, fields->emr_id);
    }
  for (guint from = 0, to; from < self->records->len; from = to)
    {
      const char *emr_id = orch_service_get_fields (self->records->pdata[from])->emr_id;

      to = from + 1;
      while (to < self->records->len &&
             orch_has_same_id (emr_id, orch_service_get_fields (self->records->pdata[to])->emr_id))
        to++;
      plan_group (self, from, to);
    }
  for (guint i = 0; i < self->unreadables->len; i++)
    plan_unreadable (self, self->unreadables->pdata[i]);

  for (guint i = 0; i < self->known->len; i++)
    if (orch_service_get_fields (self->known->pdata[i])->origin == ORCH_ORIGIN_EMR &&
        !g_hash_table_contains (self->met, self->known->pdata[i]))
      g_ptr_array_add (self->vanished,
                       orch_service_after (self->known->pdata[i], ORCH_SERVICE_VANISHED, NULL, NULL, 0, NULL));
  self->counts.vanished = self->vanished->len;
  orch_conflicts_sort (self->conflicts);
}

GPtrArray *
orch_service_import_get_rows (OrchServiceImport *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_IMPORT (self), NULL);

  return self->rows;
}

GPtrArray *
orch_service_import_get_vanished (OrchServiceImport *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_IMPORT (self), NULL);

  return self->vanished;
}

GPtrArray *
orch_service_import_get_conflicts (OrchServiceImport *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_IMPORT (self), NULL);

  return self->conflicts;
}

const OrchImportCounts *
orch_service_import_get_counts (OrchServiceImport *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_IMPORT (self), NULL);

  return &self->counts;
}
