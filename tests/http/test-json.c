/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * OrchJson: hostile and odd JSON, and getters that never fail.
 */
#include <string.h>

#include "core/orch-error.h"
#include "http/orch-json.h"
#include "orch-test-support.h"

static JsonObject *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  JsonObject *object = orch_json_parse_object_sync (bytes, &error);
  g_assert_no_error (error);
  return object;
}

static void
test_refusals (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *deep_objects = NULL;
  /* the quote of a comment begins no string */
  g_autofree char *deep_after_comment = g_strconcat ("{// \"\n\"a\":", deep, NULL);
  GString *nest = g_string_new (NULL);
  for (guint i = 0; i < ORCH_JSON_MAX_DEPTH + 1; i++)
    g_string_append (nest, "{\"a\":");
  deep_objects = g_string_free (nest, FALSE);
  const char *rows[] = { "",
                         "   ",
                         "{",
                         "{\"a\":",
                         "[1,2",
                         "nonsense",
                         "\"text\"",
                         "12",
                         "null",
                         "[]",
                         "{\"a\":\"\xff\"}",
                         "<html></html>",
                         "{\"a\" 1}",
                         deep,
                         deep_objects,
                         deep_after_comment,
                         "1{}",
                         "{} {}",
                         "{}1",
                         "[]{}",
                         "{\"a\":1};",
                         "var a = {}",
                         "/* */{}",
                         "{'a':1}",
                         "}{",
                         "{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaé\" \"é\"}" };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (rows[i], strlen (rows[i]));
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) object = orch_json_parse_object_sync (bytes, &error);
      g_test_message ("%zu: %s", i, error != NULL ? error->message : "accepted");
      g_assert_null (object);
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  /* brackets inside a string do not nest */
  g_autofree char *brackets = g_strnfill (1000, '[');
  g_autofree char *harmless = g_strdup_printf ("{\"a\":\"%s\\\"[\"}", brackets);
  g_autoptr (JsonObject) object = parse (harmless);
  g_assert_cmpuint (strlen (orch_json_get_string (object, "a")), ==, 1002);
}

static void
test_getters (void)
{
  g_autoptr (JsonObject) o = parse (
      "\xef\xbb\xbf{\"s\":\"é\",\"i\":12,\"d\":12.0,\"f\":1.5,\"n\":\"34\",\"b\":true,\"t\":\"false\",\"z\":null,"
      "\"a\":[\"x\",1,{\"k\":\"v\"}],\"o\":{\"p\":[{\"q\":\"r\"}]},\"big\":1e300}");
  g_assert_cmpstr (orch_json_get_string (o, "s"), ==, "é");
  static const char *const not_strings[] = { "i", "b", "z", "a", "o", "missing" };
  for (gsize i = 0; i < G_N_ELEMENTS (not_strings); i++)
    {
      g_assert_null (orch_json_get_string (o, not_strings[i]));
      g_assert_cmpint (orch_json_get_bool (o, g_str_equal (not_strings[i], "b") ? "i" : not_strings[i], TRUE), ==,
                       TRUE);
    }
  g_assert_cmpint (orch_json_get_int (o, "i", -1), ==, 12);
  g_assert_cmpint (orch_json_get_int (o, "d", -1), ==, 12);
  g_assert_cmpint (orch_json_get_int (o, "f", -1), ==, -1);
  g_assert_cmpint (orch_json_get_int (o, "n", -1), ==, 34);
  g_assert_cmpint (orch_json_get_int (o, "big", -1), ==, -1);
  g_assert_cmpint (orch_json_get_int (o, "s", -1), ==, -1);
  g_assert_cmpint (orch_json_get_int (o, "a", -1), ==, -1);
  g_assert_true (orch_json_get_bool (o, "b", FALSE));
  g_assert_false (orch_json_get_bool (o, "t", TRUE));
  g_assert_false (orch_json_has (o, "z"));
  g_assert_true (orch_json_has (o, "a"));
  g_assert_null (orch_json_get_object (o, "a"));
  g_assert_null (orch_json_get_array (o, "o"));
  g_assert_cmpstr (orch_json_array_string (orch_json_get_array (o, "a"), 0), ==, "x");
  g_assert_null (orch_json_array_string (orch_json_get_array (o, "a"), 1));
  g_assert_null (orch_json_array_string (orch_json_get_array (o, "a"), 99));
  g_assert_nonnull (orch_json_get_first (o, "a"));
  g_assert_nonnull (orch_json_get_first (o, "o"));
  g_assert_null (orch_json_get_first (o, "s"));
  g_assert_cmpuint (orch_json_count (o, "o"), ==, 1);
  g_assert_cmpuint (orch_json_count (o, "a"), ==, 3);
  g_assert_cmpstr (orch_json_path_string (o, "o.p[0].q"), ==, "r");
  g_assert_cmpstr (orch_json_path_string (o, "a[0]"), ==, "x");
  g_assert_null (orch_json_path_string (o, "o.p[1].q"));
  g_assert_null (orch_json_path_string (o, "s.t.u"));
  g_assert_null (orch_json_get_string (NULL, "s"));
  g_assert_cmpuint (orch_json_count (NULL, "s"), ==, 0);
}

static void
test_parse_off_thread (void)
{
  GString *text = g_string_new ("{\"a\":[0");
  while (text->len < 2 * ORCH_JSON_INLINE_BYTES)
    g_string_append (text, ",{\"name\":\"Zoé\"}");
  g_string_append (text, "]}");
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (text);
  g_autoptr (JsonObject) object = orch_test_boxed (orch_json_parse_object (bytes));
  g_assert_cmpstr (orch_json_path_string (object, "a[1].name"), ==, "Zoé");
  g_assert_true (json_object_is_immutable (object));

  g_autoptr (GBytes) bad = g_bytes_new_static ("{", 1);
  g_autoptr (GError) error = orch_test_error (orch_json_parse (bad));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_BAD_ANSWER);
}

#define HANDED_OVER 400
#define USES 2000

/* What a worker read is the asking thread's alone, although the worker lets go of the future it resolved when it gets to it: nothing counts
 * the users of an object atomically. */
static void
test_handed_over (void)
{
  GString *text = g_string_new ("{\"a\":[0");
  while (text->len < 2 * ORCH_JSON_INLINE_BYTES)
    g_string_append (text, ",{\"name\":\"Zoé\"}");
  g_string_append (text, "]}");
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (text);

  for (guint i = 0; i < HANDED_OVER; i++)
    {
      g_autoptr (JsonNode) root = orch_test_boxed (orch_json_parse (bytes));
      JsonObject *object = json_node_get_object (root);

      for (guint use = 0; use < USES; use++)
        json_object_ref (object);
      g_assert_cmpuint (json_object_get_size (object), ==, 1);
      for (guint use = 0; use < USES; use++)
        json_object_unref (object);
      g_assert_cmpstr (orch_json_path_string (object, "a[1].name"), ==, "Zoé");
    }
}

static void
test_find_member (void)
{
  static const struct
  {
    const char *text;
    const char *value; /* NULL = not found */
  } rows[] = {
    { "{\"link\":\"x\"}", "\"x\"" },
    { "{\"entry\":[{\"link\":\"inner\"},\"}\",\"\\\"]\"],\"link\":[{\"a\":1}],\"z\":0}", "[{\"a\":1}]" },
    { " { \"a\" : { } , \"link\" : 12 } ", "12" },
    { "{\"alink\":1,\"lin\":2,\"link\":null}", "null" },
    { "{\"value\":\"link\"}", NULL },
    { "{\"link\":[1,", NULL },
    { "{\"link\"", NULL },
    { "{", NULL },
    { "", NULL },
    { "[\"link\"]", NULL },
    { "{\"a\\", NULL },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (rows[i].text, strlen (rows[i].text));
      g_autoptr (JsonNode) node = orch_json_find_member (bytes, "link");
      g_autofree char *value = node != NULL ? json_to_string (node, FALSE) : NULL;
      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (value, ==, rows[i].value);
    }
}

static void
test_equal (void)
{
  g_autoptr (JsonObject) a = parse ("{\"a\":1,\"b\":[1,{\"c\":2}]}");
  g_autoptr (JsonObject) b = parse ("{\"b\":[1,{\"c\":2}],\"a\":1}");
  g_autoptr (JsonObject) c = parse ("{\"b\":[{\"c\":2},1],\"a\":1}");
  g_assert_true (orch_json_equal (a, b));
  g_assert_false (orch_json_equal (a, c));
  g_autoptr (GBytes) bytes = orch_json_to_bytes (a);
  g_autoptr (JsonObject) again = orch_json_parse_object_sync (bytes, NULL);
  g_assert_true (orch_json_equal (a, again));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/json/refusals", test_refusals);
  g_test_add_func ("/json/getters", test_getters);
  g_test_add_func ("/json/parse-off-thread", test_parse_off_thread);
  g_test_add_func ("/json/handed-over", test_handed_over);
  g_test_add_func ("/json/find-member", test_find_member);
  g_test_add_func ("/json/equal", test_equal);
  return g_test_run ();
}
