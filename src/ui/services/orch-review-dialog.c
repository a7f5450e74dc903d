/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-review-dialog.h. The review holds every choice; the dialog only walks its pages.
 */
#include "orch-review-dialog.h"

#include <glib/gi18n.h>

#include "orch-consequence-list.h"
#include "orch-result-toast.h"
#include "orch-review-page.h"
#include "orch-service-text.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"
#include "ui/widgets/orch-step-indicator.h"

#define PREVIEW ORCH_N_SERVICE_PAGES
#define DONE (ORCH_N_SERVICE_PAGES + 1)
/* Beyond this many the rest is told as a number: the page of services lists them. */
#define MAX_ROWS 30

struct _OrchReviewDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchServiceNames *names;
  OrchServiceReview *review; /* (nullable) */
  OrchDeskResult *result;    /* (nullable): what Apply did */
  GPtrArray *refused_rows;   /* GtkWidget (not owned) */

  int current;   /* page; -1 until there is one */
  gboolean busy; /* making the preview, or applying */
  char *why;     /* (owned) (nullable): why the preview is to be looked at again */
  GError *wrong; /* (owned) (nullable): what that is about */

  /* template children */
  GtkWidget *steps_clamp;
  OrchStepIndicator *steps;
  GtkStack *stack;
  AdwStatusPage *error;
  AdwBin *page_0;
  AdwBin *page_1;
  AdwBin *page_2;
  AdwClamp *preview;
  GtkImage *done_icon;
  GtkLabel *done;
  GtkLabel *sent;
  AdwPreferencesGroup *refused_group;
  AdwPreferencesGroup *offers_group;
  GtkWidget *bar;
  GtkWidget *previous;
  GtkLabel *fault;
  GtkButton *next;
};

enum
{
  SIGNAL_LEFT,
  SIGNAL_OFFER,
  SIGNAL_APPLIED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchReviewDialog, orch_review_dialog, ADW_TYPE_DIALOG)

static AdwBin *
get_bin (OrchReviewDialog *self, OrchServicePage page)
{
  return page == ORCH_SERVICE_PAGE_EXCLUDED   ? self->page_0
         : page == ORCH_SERVICE_PAGE_INACTIVE ? self->page_1
                                              : self->page_2;
}

static void
show_preview (OrchReviewDialog *self, GPtrArray *consequences)
{
  GtkWidget *child = NULL;

  if (consequences->len > 0)
    child = orch_consequence_list_new (consequences, self->names);
  else
    child = g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", "orch-step-done-symbolic", "title", _ ("Nothing changes"),
                          NULL);
  adw_clamp_set_child (self->preview, child);
}

static void
show_buttons (OrchReviewDialog *self)
{
  gtk_widget_set_visible (self->bar, self->current >= 0);
  gtk_widget_set_visible (self->steps_clamp, self->current >= 0 && self->current <= PREVIEW);
  gtk_widget_set_visible (self->previous, self->current <= PREVIEW);
  gtk_widget_set_sensitive (self->previous, self->current > 0 && !self->busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next), !self->busy);
  gtk_button_set_label (self->next, self->current == PREVIEW ? _ ("_Apply")
                                    : self->current == DONE  ? _ ("_Close")
                                                             : _ ("_Next"));
}

static void
show_page (OrchReviewDialog *self, int page)
{
  g_autofree char *name = g_strdup_printf ("%d", page);

  self->current = page;
  gtk_label_set_label (self->fault, "");
  if (page < PREVIEW && adw_bin_get_child (get_bin (self, (OrchServicePage) page)) == NULL)
    adw_bin_set_child (get_bin (self, (OrchServicePage) page),
                       orch_review_page_new (self->review, (OrchServicePage) page, self->names));
  gtk_stack_set_visible_child_name (self->stack, name);
  if (page <= PREVIEW)
    orch_step_indicator_set_position (self->steps, (guint) page, (guint) page);
  show_buttons (self);
  if (page < PREVIEW)
    {
      orch_announce (GTK_WIDGET (self), orch_review_page_get_title ((OrchServicePage) page));
      orch_review_page_focus (ORCH_REVIEW_PAGE (adw_bin_get_child (get_bin (self, (OrchServicePage) page))));
    }
  else
    {
      orch_announce (GTK_WIDGET (self), page == PREVIEW ? _ ("What Apply will do") : gtk_label_get_label (self->done));
      gtk_widget_grab_focus (GTK_WIDGET (self->next));
    }
}

static DexFuture *
on_preview (DexFuture *future, gpointer data)
{
  OrchReviewDialog *self = data;
  g_autofree char *why = g_steal_pointer (&self->why);
  const GValue *value = dex_future_get_value (future, NULL);

  if (self->engine == NULL)
    return NULL;
  self->busy = FALSE;
  show_preview (self, g_value_get_boxed (value));
  show_page (self, PREVIEW);
  gtk_label_set_label (self->fault, why != NULL ? why : "");
  orch_get_help_beside (self->fault, self->wrong);
  return NULL;
}

/* The page before stays until there is all of it. @why: (nullable): it is made again, after @error */
static void
go_to_preview (OrchReviewDialog *self, const char *why, const GError *error)
{
  self->busy = TRUE;
  g_set_str (&self->why, why);
  g_clear_error (&self->wrong);
  self->wrong = error != NULL ? g_error_copy (error) : NULL;
  show_buttons (self);
  dex_future_disown (dex_future_finally (orch_service_review_make_preview (self->review), on_preview,
                                         g_object_ref (self), g_object_unref));
}

static DexFuture *
on_begun (DexFuture *future, gpointer data)
{
  OrchReviewDialog *self = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->engine == NULL)
    return NULL;
  if (value == NULL)
    {
      adw_status_page_set_title (self->error, orch_error_text_sentence (orch_error_code_of (error)));
      orch_plain_set_description (GTK_WIDGET (self->error), orch_error_text_remedy (orch_error_code_of (error)));
      orch_get_help_beside (self->error, error);
      gtk_stack_set_visible_child_name (self->stack, "error");
      return NULL;
    }
  g_set_object (&self->review, g_value_get_object (value));
  show_page (self, 0);
  return NULL;
}

static void
begin (OrchReviewDialog *self)
{
  self->current = -1;
  show_buttons (self);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  dex_future_disown (dex_future_finally (orch_service_desk_begin_review (orch_engine_get_services (self->engine)),
                                         on_begun, g_object_ref (self), g_object_unref));
}

static void
add_refusal (OrchReviewDialog *self, const OrchDeskRefusal *refusal)
{
  g_autofree char *why = orch_error_text_dup (refusal->error);
  GtkWidget *row =
      g_object_new (ADW_TYPE_ACTION_ROW, "title", refusal->name, "use-markup", FALSE, "subtitle", why, NULL);

  adw_preferences_group_add (self->refused_group, row);
  g_ptr_array_add (self->refused_rows, row);
}

static void
on_offer (AdwActionRow *row, OrchReviewDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_OFFER], 0, g_object_get_data (G_OBJECT (row), "service"));
}

static void
add_unreachable (OrchReviewDialog *self, OrchService *service)
{
  g_autofree char *origin = orch_service_text_dup_origin (service, self->names);
  GtkWidget *row =
      g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", orch_service_get_display_name (service),
                    "subtitle", origin, "activatable", TRUE, NULL);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name", "go-next-symbolic", "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  g_object_set_data_full (G_OBJECT (row), "service", g_object_ref (service), g_object_unref);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_offer), self, 0);
  adw_preferences_group_add (self->offers_group, row);
}

static GtkWidget *
add_rest (AdwPreferencesGroup *group, guint n)
{
  /* translators: %u is how many more services there are than the list shows */
  g_autofree char *text = g_strdup_printf (ngettext ("and %'u more", "and %'u more", n), n);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", text, NULL);

  adw_preferences_group_add (group, row);
  return row;
}

/* Those that are active after Apply without an offer of care, as the preview has named them. */
static guint
show_unreachable (OrchReviewDialog *self, GPtrArray *consequences)
{
  guint n = 0;

  for (guint i = 0; i < consequences->len; i++)
    {
      OrchServiceConsequence *one = g_ptr_array_index (consequences, i);

      if (orch_service_consequence_get_kind (one) != ORCH_CONSEQUENCE_NO_OFFER_YET)
        continue;
      if (n++ < MAX_ROWS)
        add_unreachable (self, orch_service_consequence_get_service (one));
    }
  if (n > MAX_ROWS)
    add_rest (self->offers_group, n - MAX_ROWS);
  return n;
}

static void
show_refused (OrchReviewDialog *self, GPtrArray *refused)
{
  for (guint i = 0; i < self->refused_rows->len; i++)
    adw_preferences_group_remove (self->refused_group, g_ptr_array_index (self->refused_rows, i));
  g_ptr_array_set_size (self->refused_rows, 0);
  for (guint i = 0; i < MIN (refused->len, MAX_ROWS); i++)
    add_refusal (self, g_ptr_array_index (refused, i));
  if (refused->len > MAX_ROWS)
    g_ptr_array_add (self->refused_rows, add_rest (self->refused_group, refused->len - MAX_ROWS));
  gtk_widget_set_visible (GTK_WIDGET (self->refused_group), refused->len > 0);
}

/* The hub answers later, for each one: the page tells how far it is. */
static void
show_outcome (OrchReviewDialog *self)
{
  GPtrArray *refused = orch_desk_result_get_refused (self->result);
  const guint n = orch_desk_result_get_n_done (self->result);
  const guint n_waiting = orch_desk_result_get_n_waiting (self->result);
  /* translators: %u is how many services */
  g_autofree char *defined = g_strdup_printf (ngettext ("%'u service is defined", "%'u services are defined", n), n);
  g_autofree char *outcome = orch_result_toast_dup_outcome (self->result);
  g_autofree char *waiting = NULL;

  gtk_label_set_label (self->done, refused->len > 0 ? outcome : n > 0 ? defined : _ ("Nothing had to change"));
  gtk_image_set_from_icon_name (self->done_icon,
                                refused->len > 0 ? "orch-step-problem-symbolic" : "orch-step-done-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->done_icon), refused->len > 0 ? "success" : "warning");
  gtk_widget_add_css_class (GTK_WIDGET (self->done_icon), refused->len > 0 ? "warning" : "success");
  /* translators: %u is how many services the hub has not got yet */
  waiting = g_strdup_printf (ngettext ("Kept on this workstation. %'u is still to be sent to the hub, by itself.",
                                       "Kept on this workstation. %'u are still to be sent to the hub, by themselves.",
                                       n_waiting),
                             n_waiting);
  gtk_label_set_label (self->sent, n_waiting > 0 ? waiting : _ ("The hub has been told."));
  gtk_widget_set_visible (GTK_WIDGET (self->sent), n > 0);
  show_refused (self, refused);
}

static void
show_done (OrchReviewDialog *self, OrchDeskResult *result)
{
  g_set_object (&self->result, result);
  g_signal_connect_object (result, "notify", G_CALLBACK (show_outcome), self, G_CONNECT_SWAPPED);
  show_outcome (self);
  gtk_widget_set_visible (GTK_WIDGET (self->offers_group),
                          show_unreachable (self, orch_desk_result_get_consequences (result)) > 0);
  show_page (self, DONE);
}

static DexFuture *
on_applied (DexFuture *future, gpointer data)
{
  OrchReviewDialog *self = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);

  if (self->engine == NULL)
    return NULL;
  if (value != NULL)
    {
      self->busy = FALSE;
      show_done (self, g_value_get_object (value));
    }
  else
    {
      g_autofree char *why = orch_error_code_of (error) == ORCH_ERROR_CONFLICT
                                 ? g_strdup (_ ("Something changed meanwhile: look at the preview again, then apply."))
                                 : orch_error_text_dup (error);

      go_to_preview (self, why, error);
    }
  return NULL;
}

static void
on_next (OrchReviewDialog *self)
{
  if (self->current == DONE)
    {
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }
  if (self->current == PREVIEW - 1)
    {
      go_to_preview (self, NULL, NULL);
      return;
    }
  if (self->current < PREVIEW)
    {
      show_page (self, self->current + 1);
      return;
    }
  self->busy = TRUE;
  gtk_label_set_label (self->fault, "");
  show_buttons (self);
  dex_future_disown (
      dex_future_finally (orch_service_review_apply (self->review), on_applied, g_object_ref (self), g_object_unref));
}

static void
on_previous (OrchReviewDialog *self)
{
  if (self->current > 0)
    show_page (self, self->current - 1);
}

static void
orch_review_dialog_closed (AdwDialog *dialog)
{
  OrchReviewDialog *self = ORCH_REVIEW_DIALOG (dialog);

  if (self->current >= 0 && self->current != DONE)
    g_signal_emit (self, signals[SIGNAL_LEFT], 0);
  else if (self->result != NULL)
    g_signal_emit (self, signals[SIGNAL_APPLIED], 0, self->result);
}

/* What a locked clinic offers is nobody's to read; the choices are kept. */
static void
on_locked (OrchReviewDialog *self)
{
  if (orch_session_is_locked (orch_engine_get_session (self->engine)))
    adw_dialog_force_close (ADW_DIALOG (self));
}

static void
orch_review_dialog_dispose (GObject *object)
{
  OrchReviewDialog *self = ORCH_REVIEW_DIALOG (object);

  g_clear_pointer (&self->why, g_free);
  g_clear_error (&self->wrong);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_REVIEW_DIALOG);
  g_clear_object (&self->review);
  g_clear_object (&self->result);
  g_clear_pointer (&self->refused_rows, g_ptr_array_unref);
  g_clear_object (&self->names);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_review_dialog_parent_class)->dispose (object);
}

static void
orch_review_dialog_class_init (OrchReviewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_review_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = orch_review_dialog_closed;
  signals[SIGNAL_LEFT] =
      g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_OFFER] = g_signal_new ("offer", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, ORCH_TYPE_SERVICE);
  signals[SIGNAL_APPLIED] = g_signal_new ("applied", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, ORCH_TYPE_DESK_RESULT);

  g_type_ensure (ORCH_TYPE_STEP_INDICATOR);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/services/orch-review-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, steps_clamp);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, error);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, page_0);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, page_1);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, page_2);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, done_icon);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, done);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, sent);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, refused_group);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, offers_group);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, bar);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, previous);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, fault);
  gtk_widget_class_bind_template_child (widget_class, OrchReviewDialog, next);
  gtk_widget_class_bind_template_callback (widget_class, begin);
  gtk_widget_class_bind_template_callback (widget_class, on_previous);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
}

static void
orch_review_dialog_init (OrchReviewDialog *self)
{
  const char *names[ORCH_N_SERVICE_PAGES + 2] = { NULL };

  self->refused_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
  for (guint page = 0; page < ORCH_N_SERVICE_PAGES; page++)
    names[page] = orch_review_page_get_title ((OrchServicePage) page);
  names[PREVIEW] = _ ("Preview");
  orch_step_indicator_set_names (self->steps, names);
}

AdwDialog *
orch_review_dialog_new (OrchEngine *engine, OrchServiceNames *names)
{
  OrchReviewDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (names), NULL);

  self = g_object_new (ORCH_TYPE_REVIEW_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  self->names = g_object_ref (names);
  g_signal_connect_object (orch_engine_get_session (engine), "notify::locked", G_CALLBACK (on_locked), self,
                           G_CONNECT_SWAPPED);
  begin (self);
  return ADW_DIALOG (self);
}
