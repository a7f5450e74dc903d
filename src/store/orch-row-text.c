/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-row-text.h. The text is a GVariant dictionary; its names are kept on disk: append only.
 */
#include "orch-row-text.h"

#include "core/orch-service.h"
#include "core/orch-staff-member.h"

/* --- writing ---------------------------------------------------------------------------- */

static void
add_text (GVariantBuilder *builder, const char *name, const char *text)
{
  if (text != NULL)
    g_variant_builder_add (builder, "{sv}", name, g_variant_new_string (text));
}

static void
add_list (GVariantBuilder *builder, const char *name, const char *const *list)
{
  if (list != NULL)
    g_variant_builder_add (builder, "{sv}", name, g_variant_new_strv (list, -1));
}

static void
add_int (GVariantBuilder *builder, const char *name, gint64 number)
{
  if (number != 0)
    g_variant_builder_add (builder, "{sv}", name, g_variant_new_int64 (number));
}

static void
add_service (GVariantBuilder *builder, const OrchServiceFields *f)
{
  add_text (builder, "id", f->id);
  add_text (builder, "emr-id", f->emr_id);
  add_text (builder, "hub-id", f->hub_id);
  add_text (builder, "name", f->name);
  add_text (builder, "name-en", f->name_en);
  add_text (builder, "category", f->category);
  add_text (builder, "category-id", f->category_id);
  add_list (builder, "types", f->types);
  add_list (builder, "professionals", f->professional_emr_ids);
  add_list (builder, "offered-by", f->offered_by);
  add_int (builder, "duration", f->duration_minutes);
  add_int (builder, "duration-override", f->duration_override);
  add_int (builder, "active", !!f->active);
  add_int (builder, "excluded", !!f->excluded);
  add_int (builder, "online", !!f->online);
  add_int (builder, "to-define", !!f->to_define);
  add_int (builder, "vanished", !!f->vanished);
  add_int (builder, "in-conflict", !!f->in_conflict);
  add_int (builder, "deactivated", f->deactivated_us);
  add_int (builder, "origin", f->origin);
  if (f->offer != NULL)
    {
      g_autofree char *offer = orch_care_offer_to_text (f->offer);
      add_text (builder, "offer", offer);
    }
}

static void
add_staff (GVariantBuilder *builder, const OrchStaffMemberFields *f)
{
  add_text (builder, "id", f->id);
  add_text (builder, "emr-id", f->emr_id);
  add_text (builder, "hub-id", f->hub_id);
  add_text (builder, "family", f->family);
  add_text (builder, "given", f->given);
  add_text (builder, "prefix", f->prefix);
  add_text (builder, "licence", f->licence);
  add_text (builder, "profession", f->profession);
  add_text (builder, "profession-code", f->profession_code);
  add_text (builder, "speciality", f->speciality);
  add_text (builder, "speciality-code", f->speciality_code);
  add_text (builder, "phone", f->phone);
  add_text (builder, "email", f->email);
  add_list (builder, "departments", f->department_emr_ids);
  add_int (builder, "bookable", !!f->bookable);
  add_int (builder, "active", !!f->active);
  add_int (builder, "in-conflict", !!f->in_conflict);
  add_int (builder, "permission", f->permission);
  add_int (builder, "origin", f->origin);
}

/* --- reading ---------------------------------------------------------------------------- */

/* Borrowed from @row */
static const char *
get_text (GVariant *row, const char *name)
{
  const char *text = NULL;

  g_variant_lookup (row, name, "&s", &text);
  return text;
}

static gint64
get_int (GVariant *row, const char *name)
{
  gint64 number = 0;

  g_variant_lookup (row, name, "x", &number);
  return number;
}

/* Returns: (transfer container) (nullable) */
static const char **
get_list (GVariant *row, const char *name)
{
  const char **list = NULL;

  g_variant_lookup (row, name, "^a&s", &list);
  return list;
}

static GObject *
read_service (GVariant *row)
{
  g_autofree const char **types = get_list (row, "types");
  g_autofree const char **professionals = get_list (row, "professionals");
  g_autofree const char **offered_by = get_list (row, "offered-by");
  g_autoptr (OrchCareOffer) offer = orch_care_offer_from_text (get_text (row, "offer"));
  OrchServiceFields fields = {
    .id = get_text (row, "id"),
    .emr_id = get_text (row, "emr-id"),
    .hub_id = get_text (row, "hub-id"),
    .name = get_text (row, "name"),
    .name_en = get_text (row, "name-en"),
    .category = get_text (row, "category"),
    .category_id = get_text (row, "category-id"),
    .types = types,
    .professional_emr_ids = professionals,
    .offered_by = offered_by,
    .duration_minutes = (int) get_int (row, "duration"),
    .duration_override = (int) get_int (row, "duration-override"),
    .active = get_int (row, "active") != 0,
    .excluded = get_int (row, "excluded") != 0,
    .online = get_int (row, "online") != 0,
    .to_define = get_int (row, "to-define") != 0,
    .vanished = get_int (row, "vanished") != 0,
    .in_conflict = get_int (row, "in-conflict") != 0,
    .deactivated_us = get_int (row, "deactivated"),
    .origin = (OrchOrigin) get_int (row, "origin"),
    .offer = offer,
  };
  return G_OBJECT (orch_service_new (&fields));
}

static GObject *
read_staff (GVariant *row)
{
  g_autofree const char **departments = get_list (row, "departments");
  OrchStaffMemberFields fields = {
    .id = get_text (row, "id"),
    .emr_id = get_text (row, "emr-id"),
    .hub_id = get_text (row, "hub-id"),
    .family = get_text (row, "family"),
    .given = get_text (row, "given"),
    .prefix = get_text (row, "prefix"),
    .licence = get_text (row, "licence"),
    .profession = get_text (row, "profession"),
    .profession_code = get_text (row, "profession-code"),
    .speciality = get_text (row, "speciality"),
    .speciality_code = get_text (row, "speciality-code"),
    .phone = get_text (row, "phone"),
    .email = get_text (row, "email"),
    .department_emr_ids = departments,
    .bookable = get_int (row, "bookable") != 0,
    .active = get_int (row, "active") != 0,
    .in_conflict = get_int (row, "in-conflict") != 0,
    .permission = (OrchPermission) get_int (row, "permission"),
    .origin = (OrchOrigin) get_int (row, "origin"),
  };
  return G_OBJECT (orch_staff_member_new (&fields));
}

/* --- private API ------------------------------------------------------------------------ */

char *
orch_row_to_text (GObject *row)
{
  GVariantBuilder builder;

  g_assert (ORCH_IS_SERVICE (row) || ORCH_IS_STAFF_MEMBER (row));
  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  if (ORCH_IS_SERVICE (row))
    add_service (&builder, orch_service_get_fields (ORCH_SERVICE (row)));
  else
    add_staff (&builder, orch_staff_member_get_fields (ORCH_STAFF_MEMBER (row)));
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_print (variant, TRUE);
}

GObject *
orch_row_from_text (OrchStoreKind kind, const char *text)
{
  if (text == NULL)
    return NULL;

  g_autoptr (GVariant) row = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  if (row == NULL)
    return NULL;
  return kind == ORCH_STORE_STAFF ? read_staff (row) : read_service (row);
}
