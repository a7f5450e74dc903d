/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The import of the services: its rules.
 */
#include "orch-import-rules.h"
#include "orch-service-rules.h"
#include "orch-text.h"

static char *
dup_key (gpointer record)
{
  return orch_text_fold (orch_service_get_fields (record)->name);
}

/* Returns: (transfer none) (nullable): an EMR id named by the service that no member of the staff has */
static const char *
find_unknown_professional (GHashTable *staff_ids, const OrchServiceFields *fields)
{
  for (guint i = 0; fields->professional_emr_ids != NULL && fields->professional_emr_ids[i] != NULL; i++)
    if (!g_hash_table_contains (staff_ids, fields->professional_emr_ids[i]))
      return fields->professional_emr_ids[i];
  return NULL;
}

static const char *
get_emr_id (gpointer record)
{
  return orch_service_get_fields (record)->emr_id;
}

static OrchOrigin
get_origin (gpointer record)
{
  return orch_service_get_fields (record)->origin;
}

static const char *
get_display_name (gpointer record)
{
  return orch_service_get_display_name (record);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return orch_service_compare_content ((OrchService *) a, (OrchService *) b);
}

static void
judge (OrchImportPlan *plan, gpointer own, gpointer record, gpointer other, gpointer double_)
{
  const OrchServiceFields *fields = orch_service_get_fields (record);
  const int minutes = fields->duration_minutes;
  const char *professional = find_unknown_professional (own, fields);

  if (orch_text_is_empty (fields->name))
    orch_import_plan_add_conflict (plan, record, ORCH_CONFLICT_SERVICE_NO_NAME, NULL);
  if (other != NULL)
    orch_import_plan_add_conflict (plan, record, ORCH_CONFLICT_SERVICE_NAME_TWICE, get_emr_id (other));
  if (double_ != NULL)
    orch_import_plan_add_conflict (plan, record, ORCH_CONFLICT_SERVICE_ID_TWICE, get_display_name (double_));
  if (minutes == 0)
    orch_import_plan_add_conflict (plan, record, ORCH_CONFLICT_SERVICE_NO_DURATION, NULL);
  else if (minutes < ORCH_SERVICE_DURATION_MIN || minutes > ORCH_SERVICE_DURATION_MAX)
    {
      g_autofree char *detail = g_strdup_printf ("%d", minutes);

      orch_import_plan_add_conflict (plan, record, ORCH_CONFLICT_SERVICE_BAD_DURATION, detail);
    }
  if (professional != NULL)
    orch_import_plan_add_conflict (plan, record, ORCH_CONFLICT_SERVICE_UNKNOWN_PROFESSIONAL, professional);
}

static gpointer
make_row (gpointer record, gpointer known, const char *id, gboolean in_conflict)
{
  const OrchServiceFields *read = orch_service_get_fields (record);
  OrchServiceFields fields;

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
        .id = id,
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
    }
  fields.in_conflict = in_conflict;
  return orch_service_new (&fields);
}

static gboolean
is_unchanged (gpointer record, gpointer known)
{
  const OrchServiceFields *old = orch_service_get_fields (known);

  return !old->in_conflict && !old->vanished && old->origin == get_origin (record) &&
         orch_service_same_content (record, known);
}

static gpointer
vanish (gpointer known)
{
  return orch_service_after (known, ORCH_SERVICE_VANISHED, NULL, NULL, 0, NULL);
}

OrchImportPlan *
orch_service_import_new (GPtrArray *known, GPtrArray *staff)
{
  static const OrchImportRules rules = {
    .get_type = orch_service_get_type,
    .id_kind = ORCH_RECORD_SERVICE,
    .free_own = (GDestroyNotify) g_hash_table_unref,
    .compare = compare,
    .get_emr_id = get_emr_id,
    .get_origin = get_origin,
    .get_display_name = get_display_name,
    .dup_key = dup_key,
    .judge = judge,
    .is_unchanged = is_unchanged,
    .make_row = make_row,
    .vanish = vanish,
  };
  GHashTable *staff_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; staff != NULL && i < staff->len; i++)
    {
      const char *emr_id = orch_staff_member_get_fields (staff->pdata[i])->emr_id;

      if (emr_id != NULL)
        g_hash_table_add (staff_ids, g_strdup (emr_id));
    }
  return orch_import_plan_new (&rules, staff_ids, known);
}
