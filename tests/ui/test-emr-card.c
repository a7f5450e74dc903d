/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The reference card of each EMR: what to have ready, what was filled in, whom to call, and no secret whatever is given to it.
 */
#include "ui-test.h"

#include "catalogue/orch-catalogue.h"
#include "ui/shell/orch-emr-card.h"

#define SECRET "s3cret-in-the-wrong-place"

static char *
make_card (OrchEmrVendor *vendor, GHashTable *values)
{
  g_autoptr (GPtrArray) paragraphs =
      orch_emr_card_dup_paragraphs (vendor, "Clinique <Saint-Jean> & fils", values, "Serveur 1.2");
  GString *card = g_string_new (NULL);

  for (guint i = 0; i < paragraphs->len; i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (pango_parse_markup (paragraphs->pdata[i], -1, 0, NULL, &text, NULL, &error));
      g_assert_no_error (error);
      g_string_append_printf (card, "%s\n", text);
    }
  return g_string_free (card, FALSE);
}

static void
assert_has (const char *card, const char *text)
{
  if (strstr (card, text) == NULL)
    g_error ("“%s” is not on the card:\n%s", text, card);
}

/* Whatever is filled in as the value of a secret field is not printed. */
static void
test_every_vendor (void)
{
  GListModel *vendors = orch_catalogue_get_vendors (orch_catalogue_get_default ());

  for (guint i = 0; i < g_list_model_get_n_items (vendors); i++)
    {
      g_autoptr (OrchEmrVendor) vendor = g_list_model_get_item (vendors, i);
      GListModel *fields = orch_emr_vendor_get_fields (vendor);
      g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
      g_autofree char *card = NULL;

      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (OrchFormField) field = g_list_model_get_item (fields, j);
          const OrchFormFieldKind kind = orch_form_field_get_kind (field);

          if (kind == ORCH_FORM_FIELD_SECRET || kind == ORCH_FORM_FIELD_AUTHORISATION)
            g_hash_table_insert (values, (gpointer) orch_form_field_get_id (field), (gpointer) SECRET);
          else if (kind == ORCH_FORM_FIELD_TEXT)
            g_hash_table_insert (values, (gpointer) orch_form_field_get_id (field), (gpointer) "what & was typed");
        }
      card = make_card (vendor, values);
      g_test_message ("%s: %s", orch_emr_vendor_get_code (vendor), card);
      g_assert_null (strstr (card, SECRET));
      assert_has (card, "Clinique <Saint-Jean> & fils");
      assert_has (card, "877");
      for (const char *const *item = orch_emr_vendor_get_checklist (vendor, NULL); *item != NULL; item++)
        assert_has (card, *item);
      for (guint j = 0; j < g_list_model_get_n_items (fields); j++)
        {
          g_autoptr (OrchFormField) field = g_list_model_get_item (fields, j);
          const char *value = g_hash_table_lookup (values, orch_form_field_get_id (field));

          if (value == NULL || !orch_emr_vendor_is_field_shown (vendor, field, values))
            continue;
          assert_has (card, orch_form_field_get_label (field, NULL));
          if (!g_str_equal (value, SECRET))
            assert_has (card, value);
        }
    }
}

/* A field that the choice made hides is not on it, and a choice is told by its words. */
static void
test_choice (void)
{
  OrchEmrVendor *vendor = orch_catalogue_find_vendor (orch_catalogue_get_default (), "fhir-r4");
  OrchFormField *auth = orch_emr_vendor_find_field (vendor, "auth");
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *card = NULL;

  g_hash_table_insert (values, (gpointer) "base-url", (gpointer) "https://dme.example.ca/fhir");
  g_hash_table_insert (values, (gpointer) "auth", (gpointer) "secret-basic");
  g_hash_table_insert (values, (gpointer) "key-id", (gpointer) "of another choice");
  card = make_card (vendor, values);
  assert_has (card, "https://dme.example.ca/fhir");
  assert_has (card, "Serveur 1.2");
  g_assert_null (strstr (card, "of another choice"));
  for (guint i = 0; i < orch_form_field_get_n_choices (auth); i++)
    if (g_str_equal (orch_form_field_get_choice_id (auth, i), "secret-basic"))
      assert_has (card, orch_form_field_get_choice_label (auth, i, NULL));
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/emr-card/every-vendor", test_every_vendor);
  g_test_add_func ("/ui/emr-card/choice", test_choice);
  return g_test_run ();
}
