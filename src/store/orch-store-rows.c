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
  "in_conflict, origin, revision, " LIST_OF ("service_type", "service",                                                \
                                             "type") ", " LIST_OF ("service_professional", "service",                  \
                                                                   "staff_emr_id") " FROM service "

static const struct
{
  const char *type;
  const char *select;
  OrchStoreChanges change;
} kinds[ORCH_N_STORE_KINDS] = {
  [ORCH_STORE_STAFF] = { "staff", STAFF_SELECT, ORCH_STORE_CHANGED_STAFF },
  [ORCH_STORE_SERVICES] = { "service", SERVICE_SELECT, ORCH_STORE_CHANGED_SERVICES },
};

/* --- reading ---------------------------------------------------------------------------- */

static GStrv
read_list (sqlite3_stmt *statement, int column)
{
  const char *text = orch_column_text (statement, column);

  return text != NULL ? g_strsplit (text, ORCH_STORE_SEPARATOR, -1) : NULL;
}

static GObject *
read_staff (sqlite3_stmt *statement)
{
  g_auto (GStrv) departments = read_list (statement, 20);
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
  g_auto (GStrv) types = read_list (statement, 15);
  g_auto (GStrv) professionals = read_list (statement, 16);
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

/* @key: 0 for a new one */
static gint64
write_staff (OrchConnection *connection, gint64 key, OrchStaffMember *member, gboolean only_emr)
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
    {
      orch_connection_run (connection,
                           "INSERT INTO staff (id, emr_id, hub_id, family, given, prefix, licence, profession, "
                           "profession_code, speciality, speciality_code, phone, email, bookable, active, permission, "
                           "in_conflict, origin, revision, search, sort_name, sort_profession) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
                           "sssssssssssssiiiiisss", f->id, f->emr_id, f->hub_id, f->family, f->given, f->prefix,
                           f->licence, f->profession, f->profession_code, f->speciality, f->speciality_code, f->phone,
                           f->email, !!f->bookable, !!f->active, f->permission, !!f->in_conflict, f->origin, search,
                           sort_name, sort_profession);
      key = orch_connection_last_key (connection);
    }
  else
    {
      orch_connection_run (
          connection,
          "UPDATE staff SET emr_id = ?, family = ?, given = ?, prefix = ?, licence = ?, profession = ?, "
          "profession_code = ?, speciality = ?, speciality_code = ?, phone = ?, email = ?, bookable = ?, "
          "in_conflict = ?, search = ?, sort_name = ?, sort_profession = ?, revision = revision + 1 "
          "WHERE key = ?",
          "sssssssssssiisssl", f->emr_id, f->family, f->given, f->prefix, f->licence, f->profession, f->profession_code,
          f->speciality, f->speciality_code, f->phone, f->email, !!f->bookable, !!f->in_conflict, search, sort_name,
          sort_profession, key);
      if (!only_emr)
        orch_connection_run (
            connection,
            "UPDATE staff SET active = ?, permission = ?, origin = ?, hub_id = coalesce (?, hub_id) WHERE key = ?",
            "iiisl", !!f->active, f->permission, f->origin, f->hub_id, key);
    }
  write_list (connection, "DELETE FROM staff_department WHERE staff = ?",
              "INSERT INTO staff_department (staff, position, department_emr_id) VALUES (?, ?, ?)", is_new, key,
              f->department_emr_ids);
  return key;
}

static gint64
write_service (OrchConnection *connection, gint64 key, OrchService *service, gboolean only_emr)
{
  const OrchServiceFields *f = orch_service_get_fields (service);
  const char *parts[] = { OR_EMPTY (f->name), OR_EMPTY (f->name_en), OR_EMPTY (f->category), OR_EMPTY (f->emr_id),
                          NULL };
  g_autofree char *search = make_search (parts);
  g_autofree char *sort_name = orch_text_collation_key (orch_service_get_display_name (service));
  g_autofree char *sort_category = orch_text_collation_key (f->category);
  gboolean is_new = key == 0;

  if (is_new)
    {
      orch_connection_run (
          connection,
          "INSERT INTO service (id, emr_id, hub_id, name, name_en, category, duration_minutes, active, "
          "excluded, online, to_define, in_conflict, origin, revision, search, sort_name, sort_category) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)",
          "ssssssiiiiiiisss", f->id, f->emr_id, f->hub_id, f->name, f->name_en, f->category, f->duration_minutes,
          !!f->active, !!f->excluded, !!f->online, !!f->to_define, !!f->in_conflict, f->origin, search, sort_name,
          sort_category);
      key = orch_connection_last_key (connection);
    }
  else
    {
      orch_connection_run (connection,
                           "UPDATE service SET emr_id = ?, name = ?, name_en = ?, category = ?, duration_minutes = ?, "
                           "in_conflict = ?, search = ?, sort_name = ?, sort_category = ?, revision = revision + 1 "
                           "WHERE key = ?",
                           "ssssiisssl", f->emr_id, f->name, f->name_en, f->category, f->duration_minutes,
                           !!f->in_conflict, search, sort_name, sort_category, key);
      if (!only_emr)
        orch_connection_run (connection,
                             "UPDATE service SET active = ?, excluded = ?, online = ?, to_define = ?, origin = ?, "
                             "hub_id = coalesce (?, hub_id) WHERE key = ?",
                             "iiiiisl", !!f->active, !!f->excluded, !!f->online, !!f->to_define, f->origin, f->hub_id,
                             key);
    }
  write_list (connection, "DELETE FROM service_professional WHERE service = ?",
              "INSERT INTO service_professional (service, position, staff_emr_id) VALUES (?, ?, ?)", is_new, key,
              f->professional_emr_ids);
  if (is_new || !only_emr)
    write_list (connection, "DELETE FROM service_type WHERE service = ?",
                "INSERT INTO service_type (service, position, type) VALUES (?, ?, ?)", is_new, key, f->types);
  return key;
}

/* --- private API ------------------------------------------------------------------------ */

guint
orch_store_kind_get_change (OrchStoreKind kind)
{
  return kinds[kind].change;
}

const char *
orch_store_kind_get_type_name (OrchStoreKind kind)
{
  return kinds[kind].type;
}

GPtrArray *
orch_store_load_rows (OrchConnection *connection, OrchStoreKind kind, const char *tail, GArray *keys, const char *types,
                      const char *text, gint64 number)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *sql = g_strconcat (kinds[kind].select, tail, NULL);
  sqlite3_stmt *statement;

  if (g_str_equal (types, "sl"))
    statement = orch_connection_query (connection, sql, types, text, number);
  else if (g_str_equal (types, "s"))
    statement = orch_connection_query (connection, sql, types, text);
  else if (g_str_equal (types, "l"))
    statement = orch_connection_query (connection, sql, types, number);
  else
    statement = orch_connection_query (connection, sql, types);

  while (orch_connection_next (connection, statement))
    {
      if (keys != NULL)
        {
          gint64 key = sqlite3_column_int64 (statement, 0);
          g_array_append_val (keys, key);
        }
      g_ptr_array_add (rows, kind == ORCH_STORE_STAFF ? read_staff (statement) : read_service (statement));
    }
  return g_steal_pointer (&rows);
}

gint64
orch_store_write_row (OrchConnection *connection, OrchStoreKind kind, GObject *row, gboolean only_emr)
{
  gboolean is_staff = kind == ORCH_STORE_STAFF;
  const char *id = is_staff ? orch_staff_member_get_fields (ORCH_STAFF_MEMBER (row))->id
                            : orch_service_get_fields (ORCH_SERVICE (row))->id;
  gint64 key = orch_connection_get_int64 (connection, 0,
                                          is_staff ? "SELECT key FROM staff WHERE id = ?"
                                                   : "SELECT key FROM service WHERE id = ?",
                                          "s", id);

  if (key != 0 && only_emr)
    {
      g_autoptr (GPtrArray) known = orch_store_load_rows (connection, kind, "WHERE key = ?", NULL, "l", NULL, key);
      if (known->len == 1)
        {
          GObject *old = known->pdata[0];
          gboolean same = is_staff ? orch_staff_member_same_content (ORCH_STAFF_MEMBER (old), ORCH_STAFF_MEMBER (row))
                                   : orch_service_same_content (ORCH_SERVICE (old), ORCH_SERVICE (row));
          gboolean was = is_staff ? orch_staff_member_get_fields (ORCH_STAFF_MEMBER (old))->in_conflict
                                  : orch_service_get_fields (ORCH_SERVICE (old))->in_conflict;
          gboolean is = is_staff ? orch_staff_member_get_fields (ORCH_STAFF_MEMBER (row))->in_conflict
                                 : orch_service_get_fields (ORCH_SERVICE (row))->in_conflict;
          if (same && !was == !is)
            return 0;
        }
    }
  gboolean is_new = key == 0;
  key = is_staff ? write_staff (connection, key, ORCH_STAFF_MEMBER (row), only_emr)
                 : write_service (connection, key, ORCH_SERVICE (row), only_emr);
  orch_connection_mark (connection, kinds[kind].change);
  if (is_new)
    return orch_connection_has_error (connection) ? -1 : 1;
  return orch_connection_get_int64 (connection, -1,
                                    is_staff ? "SELECT revision FROM staff WHERE key = ?"
                                             : "SELECT revision FROM service WHERE key = ?",
                                    "l", key);
}
