/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The import of the staff: its rules.
 */
#include "orch-import-rules.h"
#include "orch-licence.h"
#include "orch-text.h"

typedef struct
{
  gboolean (*is_known_speciality) (const char *code, const char *text);
} StaffOwn;

static char *
dup_key (gpointer record)
{
  return orch_licence_dup_key (orch_staff_member_get_fields (record)->licence);
}

static const char *
get_emr_id (gpointer record)
{
  return orch_staff_member_get_fields (record)->emr_id;
}

static OrchOrigin
get_origin (gpointer record)
{
  return orch_staff_member_get_fields (record)->origin;
}

static const char *
get_display_name (gpointer record)
{
  return orch_staff_member_get_display_name (record);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return orch_staff_member_compare_content ((OrchStaffMember *) a, (OrchStaffMember *) b);
}

static void
judge (OrchImportPlan *plan, gpointer own, gpointer record, gpointer other, gpointer double_)
{
  const StaffOwn *self = own;
  const OrchStaffMemberFields *fields = orch_staff_member_get_fields (record);
  const gboolean has_text = !orch_text_is_empty (fields->speciality);

  if (orch_text_is_empty (fields->family) && orch_text_is_empty (fields->given))
    orch_import_plan_add_conflict (plan, record, ORCH_CONFLICT_STAFF_NO_NAME, NULL);
  if (orch_text_is_empty (fields->licence))
    orch_import_plan_add_conflict (plan, record, ORCH_CONFLICT_STAFF_NO_LICENCE, NULL);
  if (other != NULL)
    orch_import_plan_add_conflict (plan, record, ORCH_CONFLICT_STAFF_LICENCE_TWICE, get_display_name (other));
  if (!fields->bookable)
    orch_import_plan_add_conflict (plan, record, ORCH_CONFLICT_STAFF_NOT_BOOKABLE, NULL);
  if (double_ != NULL)
    orch_import_plan_add_conflict (plan, record, ORCH_CONFLICT_STAFF_ID_TWICE, get_display_name (double_));
  if ((has_text || !orch_text_is_empty (fields->speciality_code)) && self->is_known_speciality != NULL &&
      !self->is_known_speciality (fields->speciality_code, fields->speciality))
    orch_import_plan_add_conflict (plan, record, ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY,
                                   has_text ? fields->speciality : fields->speciality_code);
}

static gboolean
is_unchanged (gpointer record, gpointer known)
{
  const OrchStaffMemberFields *old = orch_staff_member_get_fields (known);

  return !old->in_conflict && old->origin == get_origin (record) && orch_staff_member_same_content (record, known);
}

static gpointer
make_row (gpointer record, gpointer known, const char *id, gboolean in_conflict)
{
  OrchStaffMemberFields fields = *orch_staff_member_get_fields (record);
  const OrchStaffMemberFields *old = known != NULL ? orch_staff_member_get_fields (known) : NULL;

  fields.in_conflict = in_conflict;
  fields.id = old != NULL ? old->id : id;
  fields.active = old != NULL ? old->active : TRUE;
  fields.revision = old != NULL ? old->revision : 0;
  if (old != NULL)
    {
      fields.hub_id = old->hub_id;
      fields.permission = old->permission;
    }
  return orch_staff_member_new (&fields);
}

static gpointer
vanish (gpointer known)
{
  return g_object_ref (known);
}

OrchImportPlan *
orch_staff_plan_new (GPtrArray *known, gboolean (*is_known_speciality) (const char *code, const char *text))
{
  static const OrchImportRules rules = {
    .get_type = orch_staff_member_get_type,
    .id_kind = ORCH_RECORD_STAFF,
    .free_own = g_free,
    .compare = compare,
    .get_emr_id = get_emr_id,
    .get_origin = get_origin,
    .get_display_name = get_display_name,
    .dup_key = dup_key,
    .key_finds_typed = TRUE,
    .judge = judge,
    .is_unchanged = is_unchanged,
    .make_row = make_row,
    .vanish = vanish,
  };
  StaffOwn *own = g_new0 (StaffOwn, 1);

  own->is_known_speciality = is_known_speciality;
  return orch_import_plan_new (&rules, own, known);
}
