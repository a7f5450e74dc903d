/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The import plan of the staff.
 */
#include "orch-import-common.h"
#include "orch-import-plan.h"
#include "orch-record-id.h"
#include "orch-text.h"

struct _OrchStaffPlan
{
  GObject parent_instance;

  GPtrArray *known;         /* (owned) (element-type OrchStaffMember) */
  GHashTable *known_by_key; /* (owned): key → (borrowed) OrchStaffMember */
  GHashTable *met;          /* (owned): set of (borrowed) known members that the EMR still holds */
  GPtrArray *records;       /* (owned) (element-type OrchStaffMember): sorted once finished */
  GPtrArray *unreadables;   /* (owned) (element-type OrchUnreadable) */
  GHashTable *licences;     /* (owned): licence → OrchTwice */
  GPtrArray *rows;          /* (owned) */
  GPtrArray *vanished;      /* (owned) */
  GPtrArray *conflicts;     /* (owned) */
  char *clinic_id;          /* (owned) (nullable) */
  OrchImportCounts counts;
  gboolean (*is_known_speciality) (const char *code, const char *text);
  gboolean is_finished;
};

G_DEFINE_FINAL_TYPE (OrchStaffPlan, orch_staff_plan, G_TYPE_OBJECT)

/* "12-345" and "12 345" are one licence, "012345" is another: padding zeros are part of the number. */
static char *
licence_key (const char *licence)
{
  g_autofree char *folded = orch_text_fold (licence);
  GString *key = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p++)
    if (*p != ' ' && *p != '-')
      g_string_append_c (key, *p);
  return g_string_free (key, FALSE);
}

/* What finds a record again in the store: the EMR's id, or the licence where the EMR gives no id. */
static char *
record_key (OrchStaffMember *record)
{
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (record);
  g_autofree char *licence = NULL;

  if (fields->emr_id != NULL)
    return g_strconcat ("id ", fields->emr_id, NULL);
  licence = licence_key (fields->licence);
  return *licence != '\0' ? g_strconcat ("licence ", licence, NULL) : NULL;
}

static OrchStaffMember *
find_known (OrchStaffPlan *self, OrchStaffMember *record)
{
  g_autofree char *key = record_key (record);
  OrchStaffMember *known = key != NULL ? g_hash_table_lookup (self->known_by_key, key) : NULL;

  /* Typed by hand before the clinic had an EMR: the same licence is the same person. */
  if (known == NULL)
    {
      g_autofree char *licence = licence_key (orch_staff_member_get_fields (record)->licence);
      g_autofree char *by_licence = g_strconcat ("licence ", licence, NULL);

      known = *licence != '\0' ? g_hash_table_lookup (self->known_by_key, by_licence) : NULL;
      if (known != NULL && (orch_staff_member_get_fields (known)->origin != ORCH_ORIGIN_HAND ||
                            g_hash_table_contains (self->met, known)))
        known = NULL;
    }
  if (known != NULL)
    g_hash_table_add (self->met, known);
  return known;
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  return orch_staff_member_compare_content (*(OrchStaffMember *const *) a, *(OrchStaffMember *const *) b);
}

/* Puts the records in an order of their own, so that the order of arrival changes nothing, and drops those sent twice. */
static void
settle_records (OrchStaffPlan *self)
{
  g_autoptr (GPtrArray) settled = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_sort (self->records, compare_records);
  for (guint i = 0; i < self->records->len; i++)
    if (i == 0 || orch_staff_member_get_fields (self->records->pdata[i])->emr_id == NULL ||
        compare_records (&self->records->pdata[i - 1], &self->records->pdata[i]) != 0)
      g_ptr_array_add (settled, g_object_ref (self->records->pdata[i]));
  g_ptr_array_unref (self->records);
  self->records = g_steal_pointer (&settled);
}

static void
add_conflict (OrchStaffPlan *self, OrchStaffMember *record, OrchConflictRule rule, const char *detail)
{
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (record);

  g_ptr_array_add (self->conflicts,
                   orch_conflict_new (rule, orch_staff_member_get_display_name (record), fields->emr_id, detail));
}

/* Applies every rule to @record; @double_: (nullable): another record with the same EMR id. Returns: whether it cannot be used */
static gboolean
judge (OrchStaffPlan *self, OrchStaffMember *record, OrchStaffMember *double_)
{
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (record);
  g_autofree char *licence = licence_key (fields->licence);
  guint n_before = self->conflicts->len;
  OrchStaffMember *other;
  gboolean is_bad, has_speciality;

  if (orch_text_is_empty (fields->family) && orch_text_is_empty (fields->given))
    add_conflict (self, record, ORCH_CONFLICT_STAFF_NO_NAME, NULL);
  if (orch_text_is_empty (fields->licence))
    add_conflict (self, record, ORCH_CONFLICT_STAFF_NO_LICENCE, NULL);
  other = orch_twice_find_other (self->licences, licence, record, fields->emr_id);
  if (other != NULL)
    add_conflict (self, record, ORCH_CONFLICT_STAFF_LICENCE_TWICE, orch_staff_member_get_display_name (other));
  if (!fields->bookable)
    add_conflict (self, record, ORCH_CONFLICT_STAFF_NOT_BOOKABLE, NULL);
  if (double_ != NULL)
    add_conflict (self, record, ORCH_CONFLICT_STAFF_ID_TWICE, orch_staff_member_get_display_name (double_));
  is_bad = self->conflicts->len > n_before;

  has_speciality = !orch_text_is_empty (fields->speciality) || !orch_text_is_empty (fields->speciality_code);
  if (has_speciality && self->is_known_speciality != NULL &&
      !self->is_known_speciality (fields->speciality_code, fields->speciality))
    {
      add_conflict (self, record, ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY,
                    !orch_text_is_empty (fields->speciality) ? fields->speciality : fields->speciality_code);
      self->counts.warnings += !is_bad;
    }
  return is_bad;
}

/* The row of @record: its content, and what the store already knew of the person. */
static OrchStaffMember *
make_row (OrchStaffPlan *self, OrchStaffMember *record, OrchStaffMember *known, gboolean in_conflict)
{
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (record);
  g_autofree char *id = NULL;

  fields.in_conflict = in_conflict;
  if (known != NULL)
    {
      const OrchStaffMemberFields *old = orch_staff_member_get_fields (known);

      fields.id = old->id;
      fields.hub_id = old->hub_id;
      fields.active = old->active;
      fields.permission = old->permission;
      fields.revision = old->revision;
    }
  else
    {
      id = self->clinic_id != NULL && fields.emr_id != NULL
               ? orch_record_id (self->clinic_id, ORCH_RECORD_STAFF, fields.emr_id)
               : g_uuid_string_random ();
      fields.id = id;
      fields.active = TRUE;
      fields.revision = 0;
    }
  return orch_staff_member_new (&fields);
}

static void
plan_usable (OrchStaffPlan *self, OrchStaffMember *record)
{
  OrchStaffMember *known = find_known (self, record);

  self->counts.usable++;
  if (known == NULL)
    self->counts.added++;
  else
    {
      const OrchStaffMemberFields *old = orch_staff_member_get_fields (known);

      if (!old->in_conflict && old->origin == orch_staff_member_get_fields (record)->origin &&
          orch_staff_member_same_content (record, known))
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
plan_group (OrchStaffPlan *self, guint from, guint to)
{
  OrchStaffMember *first = self->records->pdata[from];
  OrchStaffMember *known;
  gboolean is_bad = FALSE;

  for (guint i = from; i < to; i++)
    {
      OrchStaffMember *double_ = to - from == 1 ? NULL : self->records->pdata[i == from ? from + 1 : from];

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
plan_unreadable (OrchStaffPlan *self, const OrchUnreadable *unreadable)
{
  g_autofree char *key = NULL;
  OrchStaffMember *known;

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
orch_staff_plan_finalize (GObject *object)
{
  OrchStaffPlan *self = ORCH_STAFF_PLAN (object);

  g_clear_pointer (&self->known_by_key, g_hash_table_unref);
  g_clear_pointer (&self->met, g_hash_table_unref);
  g_clear_pointer (&self->licences, g_hash_table_unref);
  g_clear_pointer (&self->clinic_id, g_free);
  g_clear_pointer (&self->known, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->unreadables, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->vanished, g_ptr_array_unref);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_staff_plan_parent_class)->finalize (object);
}

static void
orch_staff_plan_class_init (OrchStaffPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_staff_plan_finalize;
}

static void
orch_staff_plan_init (OrchStaffPlan *self)
{
  self->known = g_ptr_array_new_with_free_func (g_object_unref);
  self->known_by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->met = g_hash_table_new (NULL, NULL);
  self->records = g_ptr_array_new_with_free_func (g_object_unref);
  self->unreadables = orch_unreadables_new ();
  self->licences = orch_twice_table_new ();
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->vanished = g_ptr_array_new_with_free_func (g_object_unref);
  self->conflicts = g_ptr_array_new_with_free_func (g_object_unref);
}

OrchStaffPlan *
orch_staff_plan_new (GPtrArray *known, gboolean (*is_known_speciality) (const char *code, const char *text))
{
  OrchStaffPlan *self = g_object_new (ORCH_TYPE_STAFF_PLAN, NULL);

  self->is_known_speciality = is_known_speciality;
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
orch_staff_plan_set_clinic (OrchStaffPlan *self, const char *clinic_id)
{
  g_return_if_fail (ORCH_IS_STAFF_PLAN (self));
  g_return_if_fail (!self->is_finished);

  g_set_str (&self->clinic_id, clinic_id);
}

void
orch_staff_plan_add (OrchStaffPlan *self, OrchStaffMember *record)
{
  g_return_if_fail (ORCH_IS_STAFF_PLAN (self));
  g_return_if_fail (ORCH_IS_STAFF_MEMBER (record));
  g_return_if_fail (!self->is_finished);

  g_ptr_array_add (self->records, g_object_ref (record));
}

void
orch_staff_plan_add_unreadable (OrchStaffPlan *self, const char *name, const char *emr_id, const char *what)
{
  g_return_if_fail (ORCH_IS_STAFF_PLAN (self));
  g_return_if_fail (!self->is_finished);

  orch_unreadables_add (self->unreadables, name, emr_id, what);
}

void
orch_staff_plan_finish (OrchStaffPlan *self)
{
  g_return_if_fail (ORCH_IS_STAFF_PLAN (self));
  g_return_if_fail (!self->is_finished);

  self->is_finished = TRUE;
  settle_records (self);
  orch_unreadables_settle (self->unreadables);
  self->counts.seen = self->records->len + self->unreadables->len;

  for (guint i = 0; i < self->records->len; i++)
    {
      OrchStaffMember *record = self->records->pdata[i];
      const OrchStaffMemberFields *fields = orch_staff_member_get_fields (record);

      orch_twice_note (self->licences, licence_key (fields->licence), record, fields->emr_id);
    }
  for (guint from = 0, to; from < self->records->len; from = to)
    {
      const char *emr_id = orch_staff_member_get_fields (self->records->pdata[from])->emr_id;

      to = from + 1;
      while (to < self->records->len &&
             orch_has_same_id (emr_id, orch_staff_member_get_fields (self->records->pdata[to])->emr_id))
        to++;
      plan_group (self, from, to);
    }
  for (guint i = 0; i < self->unreadables->len; i++)
    plan_unreadable (self, self->unreadables->pdata[i]);

  for (guint i = 0; i < self->known->len; i++)
    if (orch_staff_member_get_fields (self->known->pdata[i])->origin == ORCH_ORIGIN_EMR &&
        !g_hash_table_contains (self->met, self->known->pdata[i]))
      g_ptr_array_add (self->vanished, g_object_ref (self->known->pdata[i]));
  self->counts.vanished = self->vanished->len;
  orch_conflicts_sort (self->conflicts);
}

GPtrArray *
orch_staff_plan_get_rows (OrchStaffPlan *self)
{
  g_return_val_if_fail (ORCH_IS_STAFF_PLAN (self), NULL);

  return self->rows;
}

GPtrArray *
orch_staff_plan_get_vanished (OrchStaffPlan *self)
{
  g_return_val_if_fail (ORCH_IS_STAFF_PLAN (self), NULL);

  return self->vanished;
}

GPtrArray *
orch_staff_plan_get_conflicts (OrchStaffPlan *self)
{
  g_return_val_if_fail (ORCH_IS_STAFF_PLAN (self), NULL);

  return self->conflicts;
}

const OrchImportCounts *
orch_staff_plan_get_counts (OrchStaffPlan *self)
{
  g_return_val_if_fail (ORCH_IS_STAFF_PLAN (self), NULL);

  return &self->counts;
}
