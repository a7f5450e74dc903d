/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The small JSON Schema: each keyword, the path of the fault, and what hostile files meet.
 */
#include <string.h>

#include "catalogue/orch-json-schema.h"
#include "core/orch-error.h"

static JsonNode *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  JsonNode *node = orch_json_schema_parse (bytes, 1 << 20, &error);

  g_assert_no_error (error);
  return node;
}

static void
test_keywords (void)
{
  static const struct
  {
    const char *schema;
    const char *value;
    const char *fault; /* NULL = valid */
  } rows[] = {
    { "{\"type\":\"object\"}", "{}", NULL },
    { "{\"type\":\"object\"}", "[]", "$: a value of type array instead of object" },
    { "{\"type\":\"array\"}", "{}", "$: a value of type object instead of array" },
    { "{\"type\":\"object\"}", "null", "$: a value of type null instead of object" },
    { "{\"properties\":{\"a\":{\"type\":\"integer\"}}}", "{\"a\":1}", NULL },
    { "{\"properties\":{\"a\":{\"type\":\"integer\"}}}", "{\"a\":1.5}",
      "$.a: a value of type number instead of integer" },
    { "{\"properties\":{\"a\":{\"type\":\"number\"}}}", "{\"a\":1}", NULL },
    { "{\"properties\":{\"a\":{\"type\":\"boolean\"}}}", "{\"a\":\"true\"}",
      "$.a: a value of type string instead of boolean" },
    { "{\"required\":[\"a\"]}", "{\"b\":1}", "$: “a” is missing" },
    { "{\"additionalProperties\":false,\"properties\":{\"a\":{}}}", "{\"a\":1}", NULL },
    { "{\"additionalProperties\":false,\"properties\":{\"a\":{}}}", "{\"b\":1}", "$: “b” is not a known member" },
    { "{\"properties\":{\"a\":{\"const\":1}}}", "{\"a\":2}", "$.a: 2 instead of 1" },
    { "{\"properties\":{\"a\":{\"const\":1}}}", "{\"a\":1}", NULL },
    { "{\"properties\":{\"a\":{\"enum\":[\"x\",\"y\"]}}}", "{\"a\":\"y\"}", NULL },
    { "{\"properties\":{\"a\":{\"enum\":[\"x\",\"y\"]}}}", "{\"a\":\"z\"}", "$.a: \"z\" is none of \"x\", \"y\"" },
    { "{\"properties\":{\"a\":{\"minLength\":1}}}", "{\"a\":\"\"}", "$.a: the text is empty or too short" },
    { "{\"properties\":{\"a\":{\"maxLength\":2}}}", "{\"a\":\"éé\"}", NULL },
    { "{\"properties\":{\"a\":{\"maxLength\":2}}}", "{\"a\":\"ééé\"}", "$.a: the text has 3 characters, too many" },
    { "{\"properties\":{\"a\":{\"pattern\":\"^[a-z]+$\"}}}", "{\"a\":\"ab\"}", NULL },
    { "{\"properties\":{\"a\":{\"pattern\":\"^[a-z]+$\"}}}", "{\"a\":\"ab\\n\"}", "$.a: “ab” does not match ^[a-z]+$" },
    { "{\"properties\":{\"a\":{\"minimum\":1,\"maximum\":3}}}", "{\"a\":3}", NULL },
    { "{\"properties\":{\"a\":{\"minimum\":1,\"maximum\":3}}}", "{\"a\":0}", "$.a: 0 is too small" },
    { "{\"properties\":{\"a\":{\"minimum\":1,\"maximum\":3}}}", "{\"a\":4}", "$.a: 4 is too large" },
    { "{\"items\":{\"type\":\"string\"}}", "[\"a\",\"b\"]", NULL },
    { "{\"items\":{\"type\":\"string\"}}", "[\"a\",2]", "$[1]: a value of type integer instead of string" },
    { "{\"minItems\":1}", "[]", "$: the list has too few items: 0" },
    { "{\"maxItems\":1}", "[1,2]", "$: the list has too many items: 2" },
    { "{\"items\":{\"$ref\":\"#/$defs/d\"},\"$defs\":{\"d\":{\"required\":[\"x\"]}}}", "[{\"x\":1},{}]",
      "$[1]: “x” is missing" },
    { "{\"items\":{\"$ref\":\"#/$defs/e\"},\"$defs\":{}}", "[1]",
      "$[0]: the schema has a reference that leads nowhere" },
    { "{\"oneOf\":[]}", "{}", "$: the schema has a keyword that is not supported: oneOf" },
    { "{\"properties\":{\"a\":{\"items\":{\"properties\":{\"b\":{\"type\":\"string\"}}}}}}", "{\"a\":[{},{\"b\":1}]}",
      "$.a[1].b: a value of type integer instead of string" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) schema = parse (rows[i].schema);
      g_autoptr (JsonNode) value = parse (rows[i].value);
      g_autoptr (GError) error = NULL;
      gboolean is_valid = orch_json_schema_check (schema, value, &error);

      g_test_message ("%s with %s", rows[i].schema, rows[i].value);
      g_assert_cmpint (is_valid, ==, rows[i].fault == NULL);
      if (rows[i].fault == NULL)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
          g_assert_cmpstr (error->message, ==, rows[i].fault);
        }
    }
}

static void
test_parse_refuses (void)
{
  static const struct
  {
    const char *text;
    const char *fault;
  } rows[] = {
    { "", "empty" },         { "{\"a\":\"\xff\"}", "not UTF-8" }, { "{", "not JSON" },
    { "{} {}", "not JSON" }, { "{\"a\":1,}", "not JSON" },        { "nonsense", "not JSON" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i].text, strlen (rows[i].text));
      g_autoptr (GError) error = NULL;

      g_assert_null (orch_json_schema_parse (bytes, 1 << 20, &error));
      g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, rows[i].fault));
    }
}

static void
test_parse_limits (void)
{
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GBytes) deep_bytes = NULL;
  g_autoptr (GBytes) brackets = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  const char *text = "{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[\"}";

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  deep_bytes = g_bytes_new (deep->str, deep->len);
  g_assert_null (orch_json_schema_parse (deep_bytes, 1 << 20, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "levels deep"));
  g_clear_error (&error);

  g_assert_null (orch_json_schema_parse (deep_bytes, 1000, &error));
  g_assert_error (error, ORCH_ERROR, ORCH_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "larger than 1000 bytes"));
  g_clear_error (&error);

  /* Brackets inside a string are text. */
  brackets = g_bytes_new_static (text, strlen (text));
  node = orch_json_schema_parse (brackets, 1 << 20, &error);
  g_assert_no_error (error);
  g_assert_nonnull (node);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/json-schema/keywords", test_keywords);
  g_test_add_func ("/catalogue/json-schema/parse-refuses", test_parse_refuses);
  g_test_add_func ("/catalogue/json-schema/parse-limits", test_parse_limits);
  return g_test_run ();
}
