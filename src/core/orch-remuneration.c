/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-remuneration.h.
 */
#include "orch-remuneration.h"

#include "orch-text.h"

#define CUT_AFTER (7 * G_TIME_SPAN_DAY) /* holidays and a week-end begin some quarters */
#define LAST "\x7f"                     /* after every collation key */

struct _OrchRemunerationLine
{
  GObject parent_instance;

  OrchRemunerationLineFields fields; /* (owned) */
  char *sort_key;                    /* (owned) */
};

G_DEFINE_FINAL_TYPE (OrchRemunerationLine, orch_remuneration_line, G_TYPE_OBJECT)

struct _OrchRemuneration
{
  GObject parent_instance;

  /* owned */
  GPtrArray *lines;    /* of OrchRemunerationLine */
  GPtrArray *left_out; /* of OrchRemunerationLine */

  OrchQuarter quarter;
  OrchQuarter before;
  gboolean is_compared;
  gint64 oldest;
};

G_DEFINE_FINAL_TYPE (OrchRemuneration, orch_remuneration, G_TYPE_OBJECT)

/* --- rules -------------------------------------------------------------------------------- */

void
orch_remuneration_party_free (OrchRemunerationParty *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->emr_id);
  g_free (self->id);
  g_free (self->name);
  g_free (self->sort_key);
  g_free (self);
}

gboolean
orch_remuneration_slot_counts (const char *status, gboolean *is_free)
{
  g_return_val_if_fail (is_free != NULL, FALSE);

  *is_free = g_strcmp0 (status, "free") == 0;
  return *is_free || g_strcmp0 (status, "busy") == 0 || g_strcmp0 (status, "busy-tentative") == 0;
}

OrchRemunerationReason
orch_remuneration_judge (const OrchRemunerationParty *service, const OrchRemunerationParty *staff)
{
  g_return_val_if_fail (service != NULL && staff != NULL, ORCH_REMUNERATION_NO_SERVICE);

  if (!service->is_any)
    {
      if (service->emr_id == NULL)
        return ORCH_REMUNERATION_NO_SERVICE;
      if (service->id == NULL)
        return ORCH_REMUNERATION_SERVICE_UNKNOWN;
      if (service->excluded)
        return ORCH_REMUNERATION_SERVICE_EXCLUDED;
      if (service->in_conflict)
        return ORCH_REMUNERATION_SERVICE_CONFLICT;
      if (!service->active)
        return ORCH_REMUNERATION_SERVICE_INACTIVE;
    }
  if (staff->emr_id == NULL)
    return ORCH_REMUNERATION_NO_STAFF;
  if (staff->id == NULL)
    return ORCH_REMUNERATION_STAFF_UNKNOWN;
  if (staff->in_conflict)
    return ORCH_REMUNERATION_STAFF_CONFLICT;
  return staff->active ? ORCH_REMUNERATION_COUNTED : ORCH_REMUNERATION_STAFF_INACTIVE;
}

gboolean
orch_remuneration_reason_is_of_staff (OrchRemunerationReason reason)
{
  return reason >= ORCH_REMUNERATION_NO_STAFF;
}

static void
add (OrchRemunerationCounts *sum, const OrchRemunerationCounts *counts)
{
  sum->appointments += counts->appointments;
  sum->offered += counts->offered;
  sum->free += counts->free;
  sum->minutes += counts->minutes;
}

/* --- one line ----------------------------------------------------------------------------- */

static void
orch_remuneration_line_finalize (GObject *object)
{
  OrchRemunerationLine *self = ORCH_REMUNERATION_LINE (object);

  g_free ((char *) self->fields.service_id);
  g_free ((char *) self->fields.service_name);
  g_free ((char *) self->fields.staff_id);
  g_free ((char *) self->fields.staff_name);
  g_free (self->sort_key);
  G_OBJECT_CLASS (orch_remuneration_line_parent_class)->finalize (object);
}

static void
orch_remuneration_line_class_init (OrchRemunerationLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_remuneration_line_finalize;
}

static void
orch_remuneration_line_init (OrchRemunerationLine *self)
{
}

const OrchRemunerationLineFields *
orch_remuneration_line_get_fields (OrchRemunerationLine *self)
{
  g_return_val_if_fail (ORCH_IS_REMUNERATION_LINE (self), NULL);

  return &self->fields;
}

/* @fields: strings are copied; @sort_key: (transfer full) */
static OrchRemunerationLine *
line_new (const OrchRemunerationLineFields *fields, char *sort_key)
{
  OrchRemunerationLine *self = g_object_new (ORCH_TYPE_REMUNERATION_LINE, NULL);

  self->fields = *fields;
  self->fields.service_id = g_strdup (fields->service_id);
  self->fields.service_name = g_strdup (fields->service_name);
  self->fields.staff_id = g_strdup (fields->staff_id);
  self->fields.staff_name = g_strdup (fields->staff_name);
  self->sort_key = sort_key;
  return self;
}

/* Numbers apart: the same line of another quarter */
static OrchRemunerationLine *
line_copy (OrchRemunerationLine *line)
{
  return line_new (&line->fields, g_strdup (line->sort_key));
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const OrchRemunerationLine *one = *(OrchRemunerationLine *const *) a;
  const OrchRemunerationLine *other = *(OrchRemunerationLine *const *) b;

  return one->fields.reason != other->fields.reason ? (int) one->fields.reason - (int) other->fields.reason
                                                    : g_strcmp0 (one->sort_key, other->sort_key);
}

static int
compare_sums (gconstpointer a, gconstpointer b)
{
  const OrchRemunerationLine *one = *(OrchRemunerationLine *const *) a;
  const OrchRemunerationLine *other = *(OrchRemunerationLine *const *) b;

  if (one->fields.counts.appointments != other->fields.counts.appointments)
    return one->fields.counts.appointments < other->fields.counts.appointments ? 1 : -1;
  return compare_lines (a, b);
}

/* What a line is about, for a hash table. Returns: (transfer full) */
static char *
dup_key (const OrchRemunerationLineFields *fields)
{
  return g_strdup_printf ("%d\x1f%s\x1f%s\x1f%s\x1f%s", fields->reason,
                          fields->service_id != NULL ? fields->service_id : "",
                          fields->service_id == NULL && fields->service_name != NULL ? fields->service_name : "",
                          fields->staff_id != NULL ? fields->staff_id : "",
                          fields->staff_id == NULL && fields->staff_name != NULL ? fields->staff_name : "");
}

static const char *
get_name (const OrchRemunerationParty *party)
{
  return party->name != NULL ? party->name : party->emr_id;
}

static void
append_sort_key (GString *key, const OrchRemunerationParty *party)
{
  const char *name = get_name (party);
  g_autofree char *collation = party->sort_key == NULL && name != NULL ? orch_text_collation_key (name) : NULL;

  if (party->is_any)
    g_string_append (key, LAST);
  else if (party->sort_key != NULL || collation != NULL)
    g_string_append (key, party->sort_key != NULL ? party->sort_key : collation);
  g_string_append_c (key, '\x1f');
  /* Two of the same name keep an order. */
  if (party->emr_id != NULL)
    g_string_append (key, party->emr_id);
  g_string_append_c (key, '\x1f');
}

/* --- the report --------------------------------------------------------------------------- */

static void
orch_remuneration_finalize (GObject *object)
{
  OrchRemuneration *self = ORCH_REMUNERATION (object);

  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->left_out);
  G_OBJECT_CLASS (orch_remuneration_parent_class)->finalize (object);
}

static void
orch_remuneration_class_init (OrchRemunerationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_remuneration_finalize;
}

static void
orch_remuneration_init (OrchRemuneration *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_object_unref);
  self->left_out = g_ptr_array_new_with_free_func (g_object_unref);
}

/* @known: key → (borrowed) line; a new one goes to @lines. */
static OrchRemunerationLine *
find_line (GHashTable *known, GPtrArray *lines, const OrchRemunerationLineFields *fields, GString *sort_key)
{
  g_autofree char *key = dup_key (fields);
  OrchRemunerationLine *line = g_hash_table_lookup (known, key);

  if (line != NULL)
    return line;
  line = line_new (fields, g_strdup (sort_key->str));
  g_ptr_array_add (lines, line);
  g_hash_table_insert (known, g_steal_pointer (&key), line);
  return line;
}

static void
add_cell (OrchRemuneration *self, GHashTable *known, const OrchRemunerationCell *cell)
{
  const OrchRemunerationReason reason = orch_remuneration_judge (cell->service, cell->staff);
  const gboolean counted = reason == ORCH_REMUNERATION_COUNTED;
  const gboolean of_staff = orch_remuneration_reason_is_of_staff (reason);
  g_autoptr (GString) sort_key = g_string_new (NULL);
  OrchRemunerationLineFields fields = { .reason = reason };

  if (counted || !of_staff)
    {
      fields.service_id = cell->service->id;
      fields.service_name = get_name (cell->service);
      append_sort_key (sort_key, cell->service);
    }
  if (counted || of_staff)
    {
      fields.staff_id = cell->staff->id;
      fields.staff_name = get_name (cell->staff);
      append_sort_key (sort_key, cell->staff);
    }
  add (&find_line (known, counted ? self->lines : self->left_out, &fields, sort_key)->fields.counts, &cell->counts);
}

OrchRemuneration *
orch_remuneration_new (OrchQuarter quarter, const GArray *cells, gint64 oldest_us)
{
  OrchRemuneration *self = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (cells != NULL, NULL);

  self = g_object_new (ORCH_TYPE_REMUNERATION, NULL);
  self->quarter = quarter;
  self->oldest = oldest_us;
  for (guint i = 0; i < cells->len; i++)
    add_cell (self, known, &g_array_index (cells, OrchRemunerationCell, i));
  g_ptr_array_sort (self->lines, compare_lines);
  g_ptr_array_sort (self->left_out, compare_lines);
  return self;
}

static GPtrArray *
compare_parts (GPtrArray *now, GPtrArray *before)
{
  GPtrArray *both = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < now->len; i++)
    {
      OrchRemunerationLine *line = line_copy (g_ptr_array_index (now, i));

      line->fields.before = (OrchRemunerationCounts) { 0 };
      g_ptr_array_add (both, line);
      g_hash_table_insert (known, dup_key (&line->fields), line);
    }
  for (guint i = 0; i < before->len; i++)
    {
      OrchRemunerationLine *old = g_ptr_array_index (before, i);
      g_autofree char *key = dup_key (&old->fields);
      OrchRemunerationLine *line = g_hash_table_lookup (known, key);

      if (line == NULL)
        {
          line = line_copy (old);
          line->fields.counts = (OrchRemunerationCounts) { 0 };
          g_ptr_array_add (both, line);
        }
      line->fields.before = old->fields.counts;
    }
  g_ptr_array_sort (both, compare_lines);
  return both;
}

OrchRemuneration *
orch_remuneration_compare (OrchRemuneration *self, OrchRemuneration *before)
{
  OrchRemuneration *both = NULL;

  g_return_val_if_fail (ORCH_IS_REMUNERATION (self), NULL);
  g_return_val_if_fail (ORCH_IS_REMUNERATION (before), NULL);

  both = g_object_new (ORCH_TYPE_REMUNERATION, NULL);
  both->quarter = self->quarter;
  both->before = before->quarter;
  both->is_compared = TRUE;
  both->oldest = self->oldest;
  g_ptr_array_unref (both->lines);
  both->lines = compare_parts (self->lines, before->lines);
  /* What is to be mended is that of the quarter itself. */
  g_ptr_array_extend (both->left_out, self->left_out, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  return both;
}

OrchQuarter
orch_remuneration_get_quarter (OrchRemuneration *self)
{
  g_return_val_if_fail (ORCH_IS_REMUNERATION (self), ((OrchQuarter) { 0 }));

  return self->quarter;
}

gboolean
orch_remuneration_get_before (OrchRemuneration *self, OrchQuarter *quarter)
{
  g_return_val_if_fail (ORCH_IS_REMUNERATION (self), FALSE);

  if (quarter != NULL)
    *quarter = self->before;
  return self->is_compared;
}

GPtrArray *
orch_remuneration_get_lines (OrchRemuneration *self)
{
  g_return_val_if_fail (ORCH_IS_REMUNERATION (self), NULL);

  return self->lines;
}

GPtrArray *
orch_remuneration_get_left_out (OrchRemuneration *self)
{
  g_return_val_if_fail (ORCH_IS_REMUNERATION (self), NULL);

  return self->left_out;
}

OrchRemunerationCounts
orch_remuneration_get_total (OrchRemuneration *self, OrchRemunerationCounts *before)
{
  OrchRemunerationCounts now = { 0 };
  OrchRemunerationCounts then = { 0 };

  g_return_val_if_fail (ORCH_IS_REMUNERATION (self), now);

  for (guint i = 0; i < self->lines->len; i++)
    {
      OrchRemunerationLine *line = g_ptr_array_index (self->lines, i);

      add (&now, &line->fields.counts);
      add (&then, &line->fields.before);
    }
  if (before != NULL)
    *before = then;
  return now;
}

gint64
orch_remuneration_get_oldest (OrchRemuneration *self)
{
  g_return_val_if_fail (ORCH_IS_REMUNERATION (self), 0);

  return self->oldest;
}

gboolean
orch_remuneration_is_cut (OrchRemuneration *self)
{
  g_return_val_if_fail (ORCH_IS_REMUNERATION (self), FALSE);

  return self->oldest > orch_quarter_get_start (self->quarter) + CUT_AFTER;
}

gboolean
orch_remuneration_was_cut (OrchRemuneration *self)
{
  g_return_val_if_fail (ORCH_IS_REMUNERATION (self), FALSE);

  return self->is_compared && self->oldest > orch_quarter_get_start (self->before) + CUT_AFTER;
}

GPtrArray *
orch_remuneration_sum (OrchRemuneration *self, gboolean by_staff)
{
  GPtrArray *sums = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_val_if_fail (ORCH_IS_REMUNERATION (self), sums);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const OrchRemunerationLineFields *line = &((OrchRemunerationLine *) g_ptr_array_index (self->lines, i))->fields;
      const OrchRemunerationLineFields fields =
          by_staff ? (OrchRemunerationLineFields) { .staff_id = line->staff_id, .staff_name = line->staff_name }
                   : (OrchRemunerationLineFields) {
                       .service_id = line->service_id,
                       .service_name = line->service_name,
                     };
      const char *name = by_staff ? line->staff_name : line->service_name;
      g_autofree char *collation = name != NULL ? orch_text_collation_key (name) : g_strdup (LAST);
      g_autoptr (GString) sort_key = g_string_new (collation);
      OrchRemunerationLine *sum = find_line (known, sums, &fields, sort_key);

      add (&sum->fields.counts, &line->counts);
      add (&sum->fields.before, &line->before);
    }
  g_ptr_array_sort (sums, compare_sums);
  return sums;
}
