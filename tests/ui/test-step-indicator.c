/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 */
#include "ui-test.h"

#include "ui/widgets/orch-step-indicator.h"

static const char *const names[] = { "One", "Two", "Three", NULL };

static OrchStepIndicator *
make (void)
{
  OrchStepIndicator *indicator = ORCH_STEP_INDICATOR (g_object_ref_sink (orch_step_indicator_new ()));

  orch_step_indicator_set_names (indicator, names);
  return indicator;
}

static void
test_states (void)
{
  static const struct
  {
    guint current;
    guint n_done;
    OrchStepState states[3];
  } table[] = {
    { 0, 0, { ORCH_STEP_CURRENT, ORCH_STEP_TO_COME, ORCH_STEP_TO_COME } },
    { 1, 1, { ORCH_STEP_DONE, ORCH_STEP_CURRENT, ORCH_STEP_TO_COME } },
    { 0, 2, { ORCH_STEP_CURRENT, ORCH_STEP_DONE, ORCH_STEP_TO_COME } }, /* gone back */
    { 2, 0, { ORCH_STEP_TO_COME, ORCH_STEP_TO_COME, ORCH_STEP_CURRENT } },
    { 2, 3, { ORCH_STEP_DONE, ORCH_STEP_DONE, ORCH_STEP_CURRENT } },
  };
  OrchStepIndicator *indicator = make ();

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      orch_step_indicator_set_position (indicator, table[i].current, table[i].n_done);
      for (guint step = 0; step < 3; step++)
        g_assert_cmpint (orch_step_indicator_get_state (indicator, step), ==, table[i].states[step]);
    }
  g_assert_finalize_object (indicator);
}

static void
test_spoken (void)
{
  OrchStepIndicator *indicator = make ();

  orch_step_indicator_set_position (indicator, 1, 1);
  GtkWidget *first = ui_test_find (indicator, ORCH_TYPE_STEP_ITEM, NULL);
  GtkWidget *second = gtk_widget_get_next_sibling (first);
  GtkWidget *third = gtk_widget_get_next_sibling (second);
  gtk_test_accessible_assert_role (first, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (first, GTK_ACCESSIBLE_PROPERTY_LABEL, "Step 1 of 3: One, done");
  gtk_test_accessible_assert_property (second, GTK_ACCESSIBLE_PROPERTY_LABEL, "Step 2 of 3: Two, current step");
  gtk_test_accessible_assert_property (third, GTK_ACCESSIBLE_PROPERTY_LABEL, "Step 3 of 3: Three, to come");
  g_assert_finalize_object (indicator);
}

static void
test_compact (void)
{
  OrchStepIndicator *indicator = make ();
  GtkLabel *summary = ui_test_find (indicator, GTK_TYPE_LABEL, "summary");
  GtkStack *forms = ui_test_find (indicator, GTK_TYPE_STACK, "forms");

  orch_step_indicator_set_position (indicator, 1, 1);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (forms), ==, "wide");
  orch_step_indicator_set_compact (indicator, TRUE);
  g_assert_true (orch_step_indicator_get_compact (indicator));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (forms), ==, "compact");
  g_assert_cmpstr (gtk_label_get_text (summary), ==, "Step 2 of 3 – Two");
  g_assert_finalize_object (indicator);
}

int
main (int argc, char **argv)
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/step-indicator/states", test_states);
  g_test_add_func ("/step-indicator/spoken", test_spoken);
  g_test_add_func ("/step-indicator/compact", test_compact);
  return g_test_run ();
}
