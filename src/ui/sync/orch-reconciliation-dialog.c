/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-reconciliation-dialog.h. Nothing is chosen beforehand; what is not chosen waits. Numbers are masked until they are asked for.
 */
#include "orch-reconciliation-dialog.h"

#include <glib/gi18n.h>

#include "orch-patient-text.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-choice-card.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

#define PATIENTS_SHOWN 20 /* more than is settled at one sitting: the others follow */

/* One field of one patient */
typedef struct
{
  OrchReconciliation *reconciliation; /* (owned) */
  OrchChoiceCard *ours;               /* borrowed, as the other */
  OrchChoiceCard *theirs;
} Choice;

struct _OrchReconciliationDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  GPtrArray *choices; /* of Choice */

  gboolean saving;

  /* template children */
  GtkWidget *close;
  GtkWidget *save;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkLabel *explanation;
  GtkToggleButton *show_nam;
  GtkBox *patients;
  GtkLabel *more;
  AdwStatusPage *error;
  GtkLabel *chosen;
};

enum
{
  SIGNAL_SETTLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchReconciliationDialog, orch_reconciliation_dialog, ADW_TYPE_DIALOG)

static void load (OrchReconciliationDialog *self);

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_object_unref (choice->reconciliation);
  g_free (choice);
}

static gboolean
may_settle (OrchReconciliationDialog *self)
{
  return orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_SYNC);
}

/* Returns: 0 = nothing, 1 = ours, 2 = theirs */
static int
get_chosen (Choice *choice)
{
  if (gtk_check_button_get_active (GTK_CHECK_BUTTON (choice->ours)))
    return 1;
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (choice->theirs)) ? 2 : 0;
}

static void
show_chosen (OrchReconciliationDialog *self)
{
  guint n = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->choices->len; i++)
    n += get_chosen (g_ptr_array_index (self->choices, i)) != 0;
  /* translators: how many fields were decided, of how many that show */
  text = g_strdup_printf (_ ("%'u of %'u chosen. What is not chosen waits."), n, self->choices->len);
  gtk_label_set_label (self->chosen, self->choices->len > 0 ? text : "");
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->chosen)), self->choices->len > 0);
  gtk_widget_set_sensitive (self->save, n > 0 && !self->saving && may_settle (self));
}

/* --- the fields ------------------------------------------------------------------------- */

/* What the card says, and how it is spoken. Returns: (transfer full): the value */
static char *
dup_value (OrchReconciliationDialog *self, OrchReconciliation *reconciliation, gboolean theirs, char **spoken)
{
  const OrchReconciliationFields *fields = orch_reconciliation_get_fields (reconciliation);
  g_autofree char *patient = orch_patient_text_dup_name (fields->patient);
  g_autofree char *value = orch_patient_text_dup_value (fields->field, theirs ? fields->theirs : fields->ours,
                                                        gtk_toggle_button_get_active (self->show_nam));

  /* translators: a patient's name, a field, what it is, and whose it is */
  *spoken = g_strdup_printf (_ ("%s, %s: %s, %s"), patient, orch_patient_text_get_field (fields->field), value,
                             theirs ? _ ("Take the EMR’s") : _ ("Keep the clinic’s"));
  return g_steal_pointer (&value);
}

static OrchChoiceCard *
make_card (OrchReconciliationDialog *self, OrchReconciliation *reconciliation, gboolean theirs)
{
  g_autofree char *spoken = NULL;
  g_autofree char *value = dup_value (self, reconciliation, theirs, &spoken);
  GtkWidget *card = orch_choice_card_new (value, theirs ? _ ("Take the EMR’s") : _ ("Keep the clinic’s"));

  gtk_widget_set_hexpand (card, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect_object (card, "toggled", G_CALLBACK (show_chosen), self, G_CONNECT_SWAPPED);
  return ORCH_CHOICE_CARD (card);
}

static void
add_field (OrchReconciliationDialog *self, GtkBox *box, OrchReconciliation *reconciliation)
{
  GtkWidget *label =
      gtk_label_new (orch_patient_text_get_field (orch_reconciliation_get_fields (reconciliation)->field));
  GtkWidget *sides = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  Choice *choice = g_new0 (Choice, 1);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_set_homogeneous (GTK_BOX (sides), TRUE);
  choice->reconciliation = g_object_ref (reconciliation);
  choice->ours = make_card (self, reconciliation, FALSE);
  choice->theirs = make_card (self, reconciliation, TRUE);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (choice->theirs), GTK_CHECK_BUTTON (choice->ours));
  gtk_box_append (GTK_BOX (sides), GTK_WIDGET (choice->ours));
  gtk_box_append (GTK_BOX (sides), GTK_WIDGET (choice->theirs));
  gtk_widget_set_sensitive (sides, may_settle (self));
  gtk_box_append (box, label);
  gtk_box_append (box, sides);
  g_ptr_array_add (self->choices, choice);
}

static GtkBox *
add_patient (OrchReconciliationDialog *self, OrchPatient *patient, gint64 since, const char *name)
{
  const OrchPatientFields *fields = orch_patient_get_fields (patient);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (name);
  GtkWidget *subtitle = NULL;
  g_autofree char *when = orch_time_text_dup_when (since);
  g_autofree char *text = fields->birth_date != NULL
                              /* translators: a birth date, and since when something waits */
                              ? g_strdup_printf (_ ("Born %s. Since %s"), fields->birth_date, when)
                              /* translators: %s is a time of day, or a date and a time */
                              : g_strdup_printf (_ ("Since %s"), when);

  subtitle = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_add_css_class (title, "title-4");
  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_label_set_wrap (GTK_LABEL (subtitle), TRUE);
  gtk_widget_add_css_class (subtitle, "dimmed");
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), subtitle);
  gtk_box_append (self->patients, box);
  return GTK_BOX (box);
}

static void
clear (OrchReconciliationDialog *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->patients))) != NULL)
    gtk_box_remove (self->patients, child);
  g_ptr_array_set_size (self->choices, 0);
}

static void
show_list (OrchReconciliationDialog *self, GListModel *list)
{
  const guint n = g_list_model_get_n_items (list);
  g_autofree char *last = NULL;
  GtkBox *box = NULL;
  guint patients = 0;
  guint nams = 0;

  clear (self);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OrchReconciliation) reconciliation = g_list_model_get_item (list, i);
      const OrchReconciliationFields *fields = orch_reconciliation_get_fields (reconciliation);
      const char *emr_id = orch_patient_get_fields (fields->patient)->emr_id;
      g_autofree char *name = orch_patient_text_dup_name (fields->patient);

      if (g_strcmp0 (last, emr_id) != 0)
        patients++;
      if (patients > PATIENTS_SHOWN)
        continue;
      if (g_strcmp0 (last, emr_id) != 0)
        box = add_patient (self, fields->patient, fields->created, name);
      g_set_str (&last, emr_id);
      nams += fields->field == ORCH_PATIENT_NAM;
      add_field (self, box, reconciliation);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->show_nam), nams > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->more), patients > PATIENTS_SHOWN);
  if (patients > PATIENTS_SHOWN)
    {
      const guint left = patients - PATIENTS_SHOWN;
      g_autofree char *text =
          /* translators: %u is how many patients are not in the list yet */
          g_strdup_printf (ngettext ("%'u more patient follows once these are settled.",
                                     "%'u more patients follow once these are settled.", left),
                           left);

      gtk_label_set_label (self->more, text);
    }
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
  show_chosen (self);
}

static DexFuture *
load_fiber (gpointer data)
{
  OrchReconciliationDialog *self = data;
  OrchSync *sync = orch_engine_get_sync (self->engine);
  g_autoptr (GListModel) list = NULL;
  g_autoptr (GError) error = NULL;

  if (sync != NULL)
    list = dex_await_object (orch_sync_list_reconciliations (sync), &error);
  if (self->engine == NULL || orch_session_is_locked (orch_engine_get_session (self->engine)))
    return dex_future_new_true ();
  if (list != NULL)
    show_list (self, list);
  else
    {
      orch_plain_set_description (GTK_WIDGET (self->error), orch_error_text_remedy (orch_error_code_of (error)));
      orch_get_help_beside (self->error, error);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  return dex_future_new_true ();
}

static void
load (OrchReconciliationDialog *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, load_fiber, g_object_ref (self), g_object_unref));
}

/* --- acts ------------------------------------------------------------------------------- */

/* Each is settled by itself: what one of them meets leaves the others. */
static DexFuture *
save_fiber (gpointer data)
{
  OrchReconciliationDialog *self = data;
  OrchSync *sync = orch_engine_get_sync (self->engine);
  g_autoptr (GPtrArray) ours = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) theirs = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *why = NULL;

  for (guint i = 0; i < self->choices->len; i++)
    {
      Choice *choice = g_ptr_array_index (self->choices, i);
      const int chosen = get_chosen (choice);

      if (chosen != 0)
        g_ptr_array_add (chosen == 1 ? ours : theirs, g_object_ref (choice->reconciliation));
    }
  for (guint i = 0; sync != NULL && i < ours->len + theirs->len; i++)
    {
      const gboolean take = i >= ours->len;
      OrchReconciliation *one = g_ptr_array_index (take ? theirs : ours, take ? i - ours->len : i);

      if (!dex_await (orch_sync_settle_reconciliation (sync, one, take), error == NULL ? &error : NULL))
        continue;
    }
  if (self->engine == NULL)
    return dex_future_new_true ();
  self->saving = FALSE;
  g_signal_emit (self, signals[SIGNAL_SETTLED], 0);
  if (error != NULL)
    {
      orch_plain_tell_error (self->toasts, error);
    }
  else
    orch_announce (GTK_WIDGET (self), _ ("Kept"));
  load (self);
  return dex_future_new_true ();
}

static void
on_save (OrchReconciliationDialog *self)
{
  if (self->saving)
    return;
  self->saving = TRUE;
  /* What takes no focus any more would leave the keyboard nowhere: not even Escape would come here. */
  gtk_widget_grab_focus (self->close);
  show_chosen (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, save_fiber, g_object_ref (self), g_object_unref));
}

static void
show_value (OrchReconciliationDialog *self, Choice *choice, gboolean theirs)
{
  OrchChoiceCard *card = theirs ? choice->theirs : choice->ours;
  g_autofree char *spoken = NULL;
  g_autofree char *value = dup_value (self, choice->reconciliation, theirs, &spoken);

  orch_choice_card_set_title (card, value);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* What was chosen stays. */
static void
on_show_nam (OrchReconciliationDialog *self)
{
  for (guint i = 0; i < self->choices->len; i++)
    {
      Choice *choice = g_ptr_array_index (self->choices, i);

      if (orch_reconciliation_get_fields (choice->reconciliation)->field != ORCH_PATIENT_NAM)
        continue;
      show_value (self, choice, FALSE);
      show_value (self, choice, TRUE);
    }
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_session (OrchReconciliationDialog *self)
{
  if (orch_session_allows (orch_engine_get_session (self->engine), ORCH_ACT_READ_APPOINTMENTS))
    return;
  clear (self);
  adw_dialog_force_close (ADW_DIALOG (self));
}

/* --- type ------------------------------------------------------------------------------- */

static void
orch_reconciliation_dialog_dispose (GObject *object)
{
  OrchReconciliationDialog *self = ORCH_RECONCILIATION_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_RECONCILIATION_DIALOG);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_reconciliation_dialog_parent_class)->dispose (object);
}

static void
orch_reconciliation_dialog_class_init (OrchReconciliationDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_reconciliation_dialog_dispose;
  signals[SIGNAL_SETTLED] =
      g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/sync/orch-reconciliation-dialog.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, OrchReconciliationDialog, name)
  BIND (close);
  BIND (save);
  BIND (toasts);
  BIND (stack);
  BIND (explanation);
  BIND (show_nam);
  BIND (patients);
  BIND (more);
  BIND (error);
  BIND (chosen);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_show_nam);
}

static void
orch_reconciliation_dialog_init (OrchReconciliationDialog *self)
{
  self->choices = g_ptr_array_new_with_free_func (choice_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
orch_reconciliation_dialog_new (OrchEngine *engine)
{
  OrchReconciliationDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_RECONCILIATION_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  gtk_label_set_label (self->explanation,
                       may_settle (self)
                           ? _ ("The EMR gives these otherwise than the clinic has them. Check with the patient or "
                                "their card, then choose; who chose and when is recorded. What is kept is not asked "
                                "about again until the EMR changes it.")
                           : _ ("The EMR gives these otherwise than the clinic has them. Your role may look, not "
                                "choose."));
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  load (self);
  return ADW_DIALOG (self);
}
