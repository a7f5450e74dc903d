/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Reading of foreign JSON that never criticises: a member of another type is as good as absent. Owned by nobody; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** orch_sandbox_json_string: Returns: (transfer none) (nullable): the string member, or %NULL when absent or of another type; @object may be %NULL */
const char *orch_sandbox_json_string (JsonObject *object, const char *name);
JsonObject *orch_sandbox_json_object (JsonObject *object, const char *name);
JsonArray *orch_sandbox_json_array (JsonObject *object, const char *name);
gboolean orch_sandbox_json_boolean (JsonObject *object, const char *name, gboolean absent);
gint64 orch_sandbox_json_int (JsonObject *object, const char *name, gint64 absent);

/** orch_sandbox_json_set_string: a member that is there even when @value is %NULL */
void orch_sandbox_json_set_string (JsonObject *object, const char *name, const char *value);
/** orch_sandbox_json_set_nulls: @names: separated by spaces */
void orch_sandbox_json_set_nulls (JsonObject *object, const char *names);

/** orch_sandbox_json_element: Returns: (transfer none) (nullable): the object at @index of @array, which may be %NULL */
JsonObject *orch_sandbox_json_element (JsonArray *array, guint index);

/** orch_sandbox_json_parse: Returns: (transfer full) (nullable): the object that @text is, or %NULL and @error */
JsonObject *orch_sandbox_json_parse (const char *text, gssize length, GError **error);

/** orch_sandbox_json_print: Returns: (transfer full): compact text of @object */
char *orch_sandbox_json_print (JsonObject *object);

/** orch_sandbox_json_append_string: appends @text as a JSON string, quotes included */
void orch_sandbox_json_append_string (GString *out, const char *text);

G_END_DECLS
