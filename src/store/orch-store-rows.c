/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Staff and services between the tables and the objects of core/. On a database thread.
 */
#include "core/orch-text.h"
#include "orch-store-private.h"

/* The lists of a row, in order, in one column */
#define LIST_OF(table, owner, column)                                                                                  \
  "(SELECT group_concat (" column ", char (31) ORDER BY position) FROM " table " WHERE " owner ".key = " table         \
  "." owner ")"

#define STAFF_SELECT                                                                                                   \
  "SELECT key, id, emr_id, hub_id, family, given, prefix, licence, profession, profession_code, speciality, "          \
  "speciality_code, phone, email, bookable, active, permission, in_conflict, origin, revision, " LIST_OF (             \
      "staff_department", "staff", "department_emr_id") " FROM staff "

#define SERVICE_SELECT                                                                                                 \
  "SELECT key, id, emr_id, hub_id, name, name_en, category, duration_minutes, active, excluded, online, to_define, "   \
  "in_conflict, origin, revision, " LIST_OF ("service_type", "service", "type") ", " LIST_OF (                         \
      "service_professional", "service",                                                                               \
      "staff_emr_id") ", vanished, deactivated, "                                                                      \
                      "duration_override, category_id, offered_by, offer FROM service "

/* --- reading ---------------------------------------------------------------------------- */

GStrv
orch_store_read_list (sqlite3_stmt *statement, int column)
{
  const char *text = orch_column_text (statement, column);

  return text != NULL ? g_strsplit (text, ORCH_STORE_SEPARATOR, -1) : NULL;
}

static GObject *
read_staff (sqlite3_stmt *statement)
{
  g_auto (GStrv) departments = orch_store_read_list (statement, 20);
  OrchStaffMemberFields fields = {
    .id = orch_column_text (statement, 1),
    .emr_id = orch_column_text (statement, 2),
    .hub_id = orch_column_text (statement, 3),
    .family = orch_column_text (statement, 4),
    .given = orch_column_text (statement, 5),
    .prefix = orch_column_text (statement, 6),
    .licence = orch_column_text (statement, 7),
    .profession = orch_column_text (statement, 8),
    .profession_code = orch_column_text (statement, 9),
    .speciality = orch_column_text (statement, 10),
    .speciality_code = orch_column_text (statement, 11),
    .phone = orch_column_text (statement, 12),
    .email = orch_column_text (statement, 13),
    .bookable = sqlite3_column_int (statement, 14),
    .active = sqlite3_column_int (statement, 15),
    .permission = (OrchPermission) sqlite3_column_int (statement, 16),
    .in_conflict = sqlite3_column_int (statement, 17),
    .origin = (OrchOrigin) sqlite3_column_int (statement, 18),
    .revision = sqlite3_column_int64 (statement, 19),
    .department_emr_ids = (const char *const *) departments,
  };
  return G_OBJECT (orch_staff_member_new (&fields));
}

static GObject *
read_service (sqlite3_stmt *statement)
{
  g_auto (GStrv) types = orch_store_read_list (statement, 15);
  g_auto (GStrv) professionals = orch_store_read_list (statement, 16);
  g_auto (GStrv) offered_by = orch_store_read_list (statement, 21);
  g_autoptr (OrchCareOffer) offer = orch_care_offer_from_text (orch_column_text (statement, 22));
  OrchServiceFields fields = {
    .id = orch_column_text (statement, 1),
    .emr_id = orch_column_text (statement, 2),
    .hub_id = orch_column_text (statement, 3),
    .name = orch_column_text (statement, 4),
    .name_en = orch_column_text (statement, 5),
    .category = orch_column_text (statement, 6),
    .duration_minutes = sqlite3_column_int (statement, 7),
    .active = sqlite3_column_int (statement, 8),
    .excluded = sqlite3_column_int (statement, 9),
    .online = sqlite3_column_int (statement, 10),
    .to_define = sqlite3_column_int (statement, 11),
    .in_conflict = sqlite3_column_int (statement, 12),
    .origin = (OrchOrigin) sqlite3_column_int (statement, 13),
    .revision = sqlite3_column_int64 (statement, 14),
    .types = (const char *const *) types,
    .professional_emr_ids = (const char *const *) professionals,
    .vanished = sqlite3_column_int (statement, 17),
    .deactivated_us = sqlite3_column_int64 (statement, 18),
    .duration_override = sqlite3_column_int (statement, 19),
    .category_id = orch_column_text (statement, 20),
    .offered_by = (const char *const *) offered_by,
    .offer = offer,
  };
  return G_OBJECT (orch_service_new (&fields));
}

/* --- writing ---------------------------------------------------------------------------- */

static char *
make_search (const char *const *parts)
{
  g_autofree char *joined = g_strjoinv ("\n", (char **) parts);
  return orch_text_fold (joined);
}

#define OR_EMPTY(text) ((text) != NULL ? (text) : "")

static void
write_list (OrchConnection *connection, const char *delete_sql, const char *insert_sql, gboolean is_new, gint64 key,
            const char *const *items)
{
  if (!is_new)
    orch_connection_run (connection, delete_sql, "l", key);
  for (int i = 0; items != NULL && items[i] != NULL; i++)
    orch_connection_run (connection, insert_sql, "lis", key, i, items[i]);
}

static char *
join_list (const char *const *items)
{
  return items != NULL ? g_strjoinv (ORCH_STORE_SEPARATOR, (char **) items) : NULL;
}

static int
count_list (const char *const *items)
{
  return items != NULL ? (int) g_strv_length ((char **) items) : 0;
}

static gint64
insert_staff (OrchConnection *connection, const OrchStaffMemberFields *f, const char *search, const char *sort_name,
              const char *sort_profession)
{
  orch_connection_run (connection,
                       "INSERT INTO staff (id, emr_id, hub_id, family, given, prefix, licence, profession, "
                       "profession_code, speciality, speciality_code, phone, email, bookable, active, permission, "
                       "in_conflict, origin, revision, search, sort_name, sort_profession) "
                       "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
                       "sssssssssssssiiiiisss", f->id, f->emr_id, f->hub_id, f->family, f->given, f->prefix, f->licence,
                       f->profession, f->profession_code, f->speciality, f->speciality_code, f->phone, f->email,
                       !!f->bookable, !!f->active, f->permission, !!f->in_conflict, f->origin, search, sort_name,
                       sort_profession);
  return orch_connection_last_key (connection);
}

/* @key: 0 for a new one */
static gint64
write_staff (OrchConnection *connection, gint64 key, OrchStaffMember *member, OrchStoreScope scope)
{
  const OrchStaffMemberFields *f = orch_staff_member_get_fields (member);
  const char *parts[] = { OR_EMPTY (f->prefix),     OR_EMPTY (f->given),   OR_EMPTY (f->family),
                          OR_EMPTY (f->emr_id),     OR_EMPTY (f->licence), OR_EMPTY (f->profession),
                          OR_EMPTY (f->speciality), OR_EMPTY (f->email),   NULL };
  g_autofree char *search = make_search (parts);
  g_autofree char *sort_name = orch_text_collation_key (orch_staff_member_get_sort_name (member));
  g_autofree char *sort_profession = orch_text_collation_key (f->profession);
  gboolean is_new = key == 0;

  if (is_new)
    key = insert_staff (connection, f, search, sort_name, sort_profession);
  else if (scope != ORCH_STORE_SCOPE_DECISIONS)
    orch_connection_run (
        connection,
        "UPDATE staff SET emr_id = ?, family = ?, given = ?, prefix = ?, licence = ?, profession = ?, "
        "profession_code = ?, speciality = ?, speciality_code = ?, phone = ?, email = ?, bookable = ?, "
        "in_conflict = ?, search = ?, sort_name = ?, sort_profession = ?, "
        /* A person typed by hand whom the EMR holds too is the EMR's from then on. */
        "origin = iif (origin = ?, ?, origin), revision = revision + 1 WHERE key = ?",
        "sssssssssssiisssiil", f->emr_id, f->family, f->given, f->prefix, f->licence, f->profession, f->profession_code,
        f->speciality, f->speciality_code, f->phone, f->email, !!f->bookable, !!f->in_conflict, search, sort_name,
        sort_profession, ORCH_ORIGIN_HAND, f->origin, key);
  if (!is_new && scope != ORCH_STORE_SCOPE_EMR)
    orch_connection_run (connection,
                         "UPDATE staff SET active = ?, permission = ?, origin = ?, hub_id = coalesce (?, hub_id), "
                         "revision = revision + ? WHERE key = ?",
                         "iiisil", !!f->active, f->permission, f->origin, f->hub_id,
                         scope == ORCH_STORE_SCOPE_DECISIONS, key);
  if (is_new || scope != ORCH_STORE_SCOPE_DECISIONS)
    write_list (connection, "DELETE FROM staff_department WHERE staff = ?",
                "INSERT INTO staff_department (staff, position, department_emr_id) VALUES (?, ?, ?)", is_new, key,
                f->department_emr_ids);
  return key;
}

static gint64
insert_service (OrchConnection *connection, const OrchServiceFields *f, const char *search, const char *sort_name,
                const char *sort_category)
{
  g_autofree char *offered_by = join_list (f->offered_by);
  g_autofree char *offer = f->offer != NULL ? orch_care_offer_to_text (f->offer) : NULL;

  orch_connection_run (
      connection,
      "INSERT INTO service (id, emr_id, hub_id, name, name_en, category, duration_minutes, active, excluded, online, "
      "to_define, in_conflict, vanished, origin, revision, search, sort_name, sort_category, deactivated, "
      "duration_override, category_id, offered_by, offer, n_types, n_professionals) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "ssssssiiiiiiiissslisssii", f->id, f->emr_id, f->hub_id, f->name, f->name_en, f->category, f->duration_minutes,
      !!f->active, !!f->excluded, !!f->online, !!f->to_define, !!f->in_conflict, !!f->vanished, f->origin, search,
      sort_name, sort_category, f->deactivated_us, f->duration_override, f->category_id, offered_by, offer,
      count_list (f->types), count_list (f->offered_by != NULL ? f->offered_by : f->professional_emr_ids));
  return orch_connection_last_key (connection);
}

static void
write_decisions (OrchConnection *connection, gint64 key, const OrchServiceFields *f, gboolean is_change)
{
  g_autofree char *offered_by = join_list (f->offered_by);
  g_autofree char *offer = f->offer != NULL ? orch_care_offer_to_text (f->offer) : NULL;

  orch_connection_run (connection,
                       "UPDATE service SET active = ?, excluded = ?, online = ?, to_define = ?, vanished = ?, "
                       "deactivated = ?, duration_override = ?, category_id = ?, offered_by = ?, offer = ?, "
                       "n_types = ?, origin = ?, hub_id = coalesce (?, hub_id), revision = revision + ? WHERE key = ?",
                       "iiiiilisssiisil", !!f->active, !!f->excluded, !!f->online, !!f->to_define, !!f->vanished,
                       f->deactivated_us, f->duration_override, f->category_id, offered_by, offer,
                       count_list (f->types), f->origin, f->hub_id, is_change, key);
}

static gint64
write_service (OrchConnection *connection, gint64 key, OrchService *service, OrchStoreScope scope)
{
  const OrchServiceFields *f = orch_service_get_fields (service);
  const char *parts[] = { OR_EMPTY (f->name), OR_EMPTY (f->name_en), OR_EMPTY (f->category), OR_EMPTY (f->emr_id),
                          NULL };
  g_autofree char *search = make_search (parts);
  g_autofree char *sort_name = orch_text_collation_key (orch_service_get_display_name (service));
  g_autofree char *sort_category = orch_text_collation_key (f->category);
  gboolean is_new = key == 0;

  if (is_new)
    key = insert_service (connection, f, search, sort_name, sort_category);
  else if (scope != ORCH_STORE_SCOPE_DECISIONS)
    orch_connection_run (connection,
                         "UPDATE service SET emr_id = ?, name = ?, name_en = ?, category = ?, duration_minutes = ?, "
                         "in_conflict = ?, search = ?, sort_name = ?, sort_category = ?, revision = revision + 1 "
                         "WHERE key = ?",
                         "ssssiisssl", f->emr_id, f->name, f->name_en, f->category, f->duration_minutes,
                         !!f->in_conflict, search, sort_name, sort_category, key);
  if (!is_new && scope != ORCH_STORE_SCOPE_EMR)
    write_decisions (connection, key, f, scope == ORCH_STORE_SCOPE_DECISIONS);
  if (is_new || scope != ORCH_STORE_SCOPE_DECISIONS)
    write_list (connection, "DELETE FROM service_professional WHERE service = ?",
                "INSERT INTO service_professional (service, position, staff_emr_id) VALUES (?, ?, ?)", is_new, key,
                f->professional_emr_ids);
  if (is_new || scope != ORCH_STORE_SCOPE_EMR)
    write_list (connection, "DELETE FROM service_type WHERE service = ?",
                "INSERT INTO service_type (service, position, type) VALUES (?, ?, ?)", is_new, key, f->types);
  if (!is_new)
    orch_connection_run (connection,
                         "UPDATE service SET n_professionals = iif (offered_by IS NULL, (SELECT count (*) FROM "
                         "service_professional WHERE service = service.key), ?) WHERE key = ?",
                         "il", count_list (f->offered_by), key);
  return key;
}

/* Whether the EMR's own fields of a known row are equal */
static gboolean
is_same_in_emr (OrchConnection *connection, OrchStoreKind kind, gint64 key, GObject *row)
{
  g_autoptr (GObject) old = orch_store_load_row_by_key (connection, kind, key);

  if (old == NULL)
    return FALSE;
  if (kind == ORCH_STORE_STAFF)
    {
      gboolean was = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (old))->in_conflict;
      gboolean is = orch_staff_member_get_fields (ORCH_STAFF_MEMBER (row))->in_conflict;
      return !was == !is && orch_staff_member_same_content (ORCH_STAFF_MEMBER (old), ORCH_STAFF_MEMBER (row));
    }
  gboolean was = orch_service_get_fields (ORCH_SERVICE (old))->in_conflict;
  gboolean is = orch_service_get_fields (ORCH_SERVICE (row))->in_conflict;
  return !was == !is && orch_service_same_content (ORCH_SERVICE (old), ORCH_SERVICE (row));
}

/* --- private API ------------------------------------------------------------------------ */

const OrchStoreRowKind orch_store_staff_rows = {
  "staff",
  STAFF_SELECT,
  "(revision > synced_revision OR hub_id IS NULL) AND in_conflict = 0",
  ORCH_STORE_CHANGED_STAFF,
  orch_staff_member_get_type,
  read_staff,
};

const OrchStoreRowKind orch_store_service_rows = {
  "service",
  SERVICE_SELECT,
  "(revision > synced_revision OR hub_id IS NULL) AND in_conflict = 0",
  ORCH_STORE_CHANGED_SERVICES,
  orch_service_get_type,
  read_service,
};

gint64
orch_store_write_row (OrchConnection *connection, OrchStoreKind kind, GObject *row, OrchStoreScope scope)
{
  gboolean is_staff = kind == ORCH_STORE_STAFF;
  gint64 key = orch_connection_get_int64 (connection, 0,
                                          is_staff ? "SELECT key FROM staff WHERE id = ?"
                                                   : "SELECT key FROM service WHERE id = ?",
                                          "s", orch_store_row_get_id (row));

  if (key != 0 && scope == ORCH_STORE_SCOPE_EMR && is_same_in_emr (connection, kind, key, row))
    return 0;

  gboolean is_new = key == 0;
  key = is_staff ? write_staff (connection, key, ORCH_STAFF_MEMBER (row), scope)
                 : write_service (connection, key, ORCH_SERVICE (row), scope);
  orch_connection_mark (connection, orch_store_kind_get_change (kind));
  if (is_new)
    return orch_connection_has_error (connection) ? -1 : 1;
  return orch_connection_get_int64 (connection, -1,
                                    is_staff ? "SELECT revision FROM staff WHERE key = ?"
                                             : "SELECT revision FROM service WHERE key = ?",
                                    "l", key);
}
