/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The plan of the three-page assistant.
 */
#include "orch-service-plan.h"

#include <string.h>

#include "orch-fields.h"

#define CHOICES_TYPE "a{s(iimas)}" /* id → excluded, inactive (-1 = not chosen), types (nothing = not chosen) */
#define MAX_CHOICES_TEXT (32 * 1024 * 1024) /* bytes: 50,000 services with their types are 6 MB */

typedef struct
{
  OrchService *service;    /* (owned) */
  OrchServiceFacts *facts; /* (owned) */
  char **types;            /* (owned) (nullable): chosen; meaningful with types_chosen */
  int excluded;            /* -1 = not chosen */
  int inactive;            /* -1 = not chosen */
  gboolean types_chosen;
  gboolean changed; /* in the EMR since the last review */
} Entry;

struct _OrchServicePlan
{
  GObject parent_instance;

  GPtrArray *entries; /* (owned) (element-type Entry): in the order given */
  GHashTable *by_id;  /* (owned): our UUID → (borrowed) Entry */
  gint64 now_us;
};

G_DEFINE_FINAL_TYPE (OrchServicePlan, orch_service_plan, G_TYPE_OBJECT)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->service);
  orch_service_facts_free (entry->facts);
  g_strfreev (entry->types);
  g_free (entry);
}

static Entry *
find_entry (OrchServicePlan *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

static gboolean
is_excluded (const Entry *entry)
{
  return entry->excluded >= 0 ? entry->excluded : orch_service_get_fields (entry->service)->excluded;
}

/* Until chosen, ticked as it is: what nobody decided yet is not ticked. */
static gboolean
is_inactive (const Entry *entry)
{
  const OrchServiceFields *fields = orch_service_get_fields (entry->service);

  return entry->inactive >= 0 ? entry->inactive : !fields->active && !fields->to_define;
}

static const char *const *
get_types (const Entry *entry)
{
  return entry->types_chosen ? (const char *const *) entry->types : orch_service_get_fields (entry->service)->types;
}

static OrchService *
decide (OrchServicePlan *self, const Entry *entry)
{
  OrchServiceDecision decision = {
    .excluded = is_excluded (entry),
    .excluded_chosen = entry->excluded >= 0,
    .inactive = is_inactive (entry),
    .types = get_types (entry),
  };

  return orch_service_decide (entry->service, &decision, entry->facts, self->now_us);
}

static OrchServiceAbsence
find_absence (const Entry *entry, OrchServicePage page)
{
  const OrchServiceFields *fields = orch_service_get_fields (entry->service);

  if (fields->in_conflict)
    return ORCH_SERVICE_ABSENT_IN_CONFLICT;
  if (fields->vanished)
    return ORCH_SERVICE_ABSENT_VANISHED;
  if (page >= ORCH_SERVICE_PAGE_INACTIVE && is_excluded (entry))
    return ORCH_SERVICE_ABSENT_EXCLUDED;
  if (page >= ORCH_SERVICE_PAGE_ACTIVE && is_inactive (entry) && entry->facts->upcoming == 0)
    return ORCH_SERVICE_ABSENT_INACTIVE;
  return ORCH_SERVICE_PRESENT;
}

static void
tell (GPtrArray *const *by_kind, const Entry *entry, OrchServiceConsequenceKind kind, guint count)
{
  g_ptr_array_add (by_kind[kind], orch_service_consequence_new (entry->service, kind, count));
}

static void
tell_all (OrchServicePlan *self, GPtrArray *const *by_kind, const Entry *entry)
{
  const OrchServiceFields *old = orch_service_get_fields (entry->service);
  g_autoptr (OrchService) after = NULL;
  const OrchServiceFields *fields;
  gboolean is_on_last_page;
  guint upcoming = entry->facts->upcoming;

  if (old->in_conflict)
    return;
  if (old->vanished)
    {
      tell (by_kind, entry, ORCH_CONSEQUENCE_VANISHED, 0);
      return;
    }
  after = decide (self, entry);
  fields = orch_service_get_fields (after);
  is_on_last_page = find_absence (entry, ORCH_SERVICE_PAGE_ACTIVE) == ORCH_SERVICE_PRESENT;
  if (old->to_define)
    tell (by_kind, entry, ORCH_CONSEQUENCE_NEW, 0);
  else if (entry->changed)
    tell (by_kind, entry, ORCH_CONSEQUENCE_CHANGED, 0);
  if (is_on_last_page && !fields->active)
    tell (by_kind, entry, ORCH_CONSEQUENCE_OFF_WITHOUT_TYPE, upcoming);
  else if (is_on_last_page && is_inactive (entry))
    tell (by_kind, entry, ORCH_CONSEQUENCE_RETURNS_BY_APPOINTMENT, upcoming);
  else if (!old->active && fields->active)
    tell (by_kind, entry, ORCH_CONSEQUENCE_BECOMES_ACTIVE, 0);
  else if (old->active && !fields->active)
    tell (by_kind, entry, ORCH_CONSEQUENCE_BECOMES_INACTIVE, upcoming);
  else if (old->to_define && !fields->active && !fields->excluded)
    tell (by_kind, entry, ORCH_CONSEQUENCE_STAYS_INACTIVE, 0);
  if (!old->excluded && fields->excluded)
    tell (by_kind, entry, ORCH_CONSEQUENCE_LEAVES_REPORT, 0);
  else if (old->excluded && !fields->excluded)
    tell (by_kind, entry, ORCH_CONSEQUENCE_ENTERS_REPORT, 0);
  if (fields->active && fields->offer == NULL)
    tell (by_kind, entry, ORCH_CONSEQUENCE_NO_OFFER_YET, 0);
}

static void
orch_service_plan_finalize (GObject *object)
{
  OrchServicePlan *self = ORCH_SERVICE_PLAN (object);

  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_service_plan_parent_class)->finalize (object);
}

static void
orch_service_plan_class_init (OrchServicePlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_service_plan_finalize;
}

static void
orch_service_plan_init (OrchServicePlan *self)
{
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
}

OrchServicePlan *
orch_service_plan_new (GPtrArray *services, GPtrArray *facts, gint64 now_us)
{
  OrchServicePlan *self;

  g_return_val_if_fail (services != NULL, NULL);

  self = g_object_new (ORCH_TYPE_SERVICE_PLAN, NULL);
  self->now_us = now_us;
  for (guint i = 0; i < services->len; i++)
    {
      const char *id = orch_service_get_fields (services->pdata[i])->id;
      Entry *entry;

      if (id == NULL || g_hash_table_contains (self->by_id, id))
        continue;
      entry = g_new0 (Entry, 1);
      entry->service = g_object_ref (services->pdata[i]);
      entry->facts = orch_service_facts_new (id, 0, 0);
      entry->excluded = entry->inactive = -1;
      g_ptr_array_add (self->entries, entry);
      g_hash_table_insert (self->by_id, (gpointer) orch_service_get_fields (entry->service)->id, entry);
    }
  for (guint i = 0; facts != NULL && i < facts->len; i++)
    {
      const OrchServiceFacts *one = facts->pdata[i];
      Entry *entry = find_entry (self, one->service_id);

      if (entry != NULL)
        {
          entry->facts->upcoming = one->upcoming;
          entry->facts->fresh = one->fresh;
        }
    }
  return self;
}

void
orch_service_plan_set_excluded (OrchServicePlan *self, const char *id, gboolean excluded)
{
  Entry *entry;

  g_return_if_fail (ORCH_IS_SERVICE_PLAN (self));

  entry = find_entry (self, id);
  if (entry != NULL)
    entry->excluded = excluded != FALSE;
}

void
orch_service_plan_set_inactive (OrchServicePlan *self, const char *id, gboolean inactive)
{
  Entry *entry;

  g_return_if_fail (ORCH_IS_SERVICE_PLAN (self));

  entry = find_entry (self, id);
  if (entry != NULL)
    entry->inactive = inactive != FALSE;
}

void
orch_service_plan_set_types (OrchServicePlan *self, const char *id, const char *const *types)
{
  Entry *entry;
  char **copy;

  g_return_if_fail (ORCH_IS_SERVICE_PLAN (self));

  entry = find_entry (self, id);
  if (entry == NULL)
    return;
  copy = orch_strv_copy_set (types);
  g_strfreev (entry->types);
  entry->types = copy;
  entry->types_chosen = TRUE;
}

void
orch_service_plan_note_changed (OrchServicePlan *self, const char *id)
{
  Entry *entry;

  g_return_if_fail (ORCH_IS_SERVICE_PLAN (self));

  entry = find_entry (self, id);
  if (entry != NULL)
    entry->changed = TRUE;
}

gboolean
orch_service_plan_get_excluded (OrchServicePlan *self, const char *id)
{
  Entry *entry;

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), FALSE);

  entry = find_entry (self, id);
  return entry != NULL && is_excluded (entry);
}

gboolean
orch_service_plan_get_inactive (OrchServicePlan *self, const char *id)
{
  Entry *entry;

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), FALSE);

  entry = find_entry (self, id);
  return entry != NULL && is_inactive (entry);
}

const char *const *
orch_service_plan_get_types (OrchServicePlan *self, const char *id)
{
  Entry *entry;

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), NULL);

  entry = find_entry (self, id);
  return entry != NULL ? get_types (entry) : NULL;
}

guint
orch_service_plan_get_upcoming (OrchServicePlan *self, const char *id)
{
  Entry *entry;

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), 0);

  entry = find_entry (self, id);
  return entry != NULL ? entry->facts->upcoming : 0;
}

OrchService *
orch_service_plan_find (OrchServicePlan *self, const char *id)
{
  Entry *entry;

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), NULL);

  entry = find_entry (self, id);
  return entry != NULL ? entry->service : NULL;
}

gboolean
orch_service_plan_look (OrchServicePlan *self, const char *id, OrchServiceLook *look)
{
  const Entry *entry;

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), FALSE);
  g_return_val_if_fail (look != NULL, FALSE);

  entry = find_entry (self, id);
  if (entry == NULL)
    return FALSE;
  *look = (OrchServiceLook) {
    .service = entry->service,
    .types = get_types (entry),
    .upcoming = entry->facts->upcoming,
    .excluded = is_excluded (entry),
    .inactive = is_inactive (entry),
  };
  for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
    look->absences[page] = find_absence (entry, page);
  return TRUE;
}

GPtrArray *
orch_service_plan_get_page (OrchServicePlan *self, OrchServicePage page)
{
  g_autoptr (GPtrArray) services = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), NULL);
  g_return_val_if_fail ((guint) page < ORCH_N_SERVICE_PAGES, NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = self->entries->pdata[i];

      if (find_absence (entry, page) == ORCH_SERVICE_PRESENT)
        g_ptr_array_add (services, g_object_ref (entry->service));
    }
  return g_steal_pointer (&services);
}

OrchServiceAbsence
orch_service_plan_get_absent (OrchServicePlan *self, OrchServicePage page, const char *id)
{
  Entry *entry;

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), ORCH_SERVICE_ABSENT_UNKNOWN);
  g_return_val_if_fail ((guint) page < ORCH_N_SERVICE_PAGES, ORCH_SERVICE_ABSENT_UNKNOWN);

  entry = find_entry (self, id);
  return entry != NULL ? find_absence (entry, page) : ORCH_SERVICE_ABSENT_UNKNOWN;
}

guint
orch_service_plan_add_consequences (OrchServicePlan *self, GPtrArray **told, guint from, guint most)
{
  guint end;

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), 0);
  g_return_val_if_fail (told != NULL, 0);

  for (guint kind = 0; kind < ORCH_N_CONSEQUENCES; kind++)
    if (told[kind] == NULL)
      told[kind] = g_ptr_array_new_with_free_func (g_object_unref);
  end = most < self->entries->len - MIN (from, self->entries->len) ? from + most : self->entries->len;
  for (guint i = from; i < end; i++)
    tell_all (self, told, self->entries->pdata[i]);
  if (end < self->entries->len)
    return end;
  for (guint kind = 1; kind < ORCH_N_CONSEQUENCES; kind++)
    g_ptr_array_extend_and_steal (told[0], g_steal_pointer (&told[kind]));
  return 0;
}

GPtrArray *
orch_service_plan_get_consequences (OrchServicePlan *self)
{
  GPtrArray *told[ORCH_N_CONSEQUENCES] = { NULL };

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), NULL);

  orch_service_plan_add_consequences (self, told, 0, G_MAXUINT);
  return told[0];
}

GPtrArray *
orch_service_plan_get_results (OrchServicePlan *self)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = self->entries->pdata[i];
      g_autoptr (OrchService) after = decide (self, entry);

      if (after != entry->service)
        g_ptr_array_add (results, g_steal_pointer (&after));
    }
  return g_steal_pointer (&results);
}

gboolean
orch_service_plan_has_choices (OrchServicePlan *self)
{
  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), FALSE);

  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = self->entries->pdata[i];

      if (entry->excluded >= 0 || entry->inactive >= 0 || entry->types_chosen)
        return TRUE;
    }
  return FALSE;
}

/* Of one: as a dictionary of its own */
static char *
print_entry (const Entry *entry)
{
  static const char *const none[] = { NULL };
  g_autoptr (GVariant) choice = NULL;
  GVariantBuilder builder;
  GVariant *types = NULL;

  if (entry->types_chosen)
    types = g_variant_new_strv (entry->types != NULL ? (const char *const *) entry->types : none, -1);
  g_variant_builder_init (&builder, G_VARIANT_TYPE (CHOICES_TYPE));
  g_variant_builder_add (&builder, "{s(ii@mas)}", orch_service_get_fields (entry->service)->id, entry->excluded,
                         entry->inactive, g_variant_new_maybe (G_VARIANT_TYPE ("as"), types));
  choice = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_print (choice, FALSE);
}

guint
orch_service_plan_print_choices (OrchServicePlan *self, GString *text, guint from, guint most)
{
  guint end;

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), 0);
  g_return_val_if_fail (text != NULL, 0);

  end = MIN (self->entries->len, from + most);
  for (guint i = from; i < end; i++)
    {
      const Entry *entry = self->entries->pdata[i];
      g_autofree char *one = NULL;

      if (entry->excluded < 0 && entry->inactive < 0 && !entry->types_chosen)
        continue;
      one = print_entry (entry);
      /* Without its braces */
      one[strlen (one) - 1] = '\0';
      g_string_append (text, text->len > 0 ? ", " : "{");
      g_string_append (text, one + 1);
    }
  if (end < self->entries->len)
    return end;
  if (text->len > 0)
    g_string_append_c (text, '}');
  return 0;
}

char *
orch_service_plan_dup_choices (OrchServicePlan *self)
{
  GString *text;

  g_return_val_if_fail (ORCH_IS_SERVICE_PLAN (self), NULL);

  text = g_string_new (NULL);
  orch_service_plan_print_choices (self, text, 0, self->entries->len);
  return g_string_free (text, FALSE);
}

void
orch_service_plan_restore_choices (OrchServicePlan *self, const char *text)
{
  g_autoptr (GVariant) choices = NULL;
  GVariant *types;
  GVariantIter iter;
  const char *id;
  int excluded, inactive;

  g_return_if_fail (ORCH_IS_SERVICE_PLAN (self));

  if (text == NULL || *text == '\0' || strlen (text) > MAX_CHOICES_TEXT)
    return;
  choices = g_variant_parse (G_VARIANT_TYPE (CHOICES_TYPE), text, NULL, NULL, NULL);
  if (choices == NULL)
    return;
  g_variant_iter_init (&iter, choices);
  while (g_variant_iter_next (&iter, "{&s(ii@mas)}", &id, &excluded, &inactive, &types))
    {
      g_autoptr (GVariant) owned = types, strings = g_variant_get_maybe (types);

      if (excluded >= 0)
        orch_service_plan_set_excluded (self, id, excluded);
      if (inactive >= 0)
        orch_service_plan_set_inactive (self, id, inactive);
      if (strings != NULL)
        {
          g_autofree const char **strv = g_variant_get_strv (strings, NULL);

          orch_service_plan_set_types (self, id, strv);
        }
    }
}
