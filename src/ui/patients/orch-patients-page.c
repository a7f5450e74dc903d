/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-patients-page.h.
 */
#include "orch-patients-page.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "orch-account-text.h"
#include "orch-patient-view.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/sync/orch-patient-text.h"
#include "ui/sync/orch-sync-indicator.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

struct _OrchPatientsPage
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchPatientDesk *desk; /* (nullable): what is followed */
  GListStore *found;     /* of OrchPatientCase */
  char *typing_person;   /* (nullable): who was typing when the session was locked … */
  OrchPatient *typing;   /* (nullable): … and what */

  guint asked; /* searches so far: the answer to an older one is not shown */
  gboolean has_more;
  gboolean attached;

  /* template children */
  AdwNavigationView *view;
  GtkEditable *search;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *empty;
};

G_DEFINE_FINAL_TYPE (OrchPatientsPage, orch_patients_page, ADW_TYPE_BIN)

/* --- rows ------------------------------------------------------------------------------------------ */

static GtkWidget *
add_label (GtkWidget *box, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
on_setup (OrchPatientsPage *self, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *detail = NULL;

  gtk_widget_set_margin_top (row, 9);
  gtk_widget_set_margin_bottom (row, 9);
  gtk_widget_set_margin_start (row, 6);
  gtk_widget_set_margin_end (row, 6);
  add_label (row, NULL);
  detail = add_label (row, "caption");
  gtk_widget_add_css_class (detail, "dimmed");
  gtk_widget_add_css_class (detail, "numeric");
  gtk_box_append (GTK_BOX (line), gtk_image_new ());
  add_label (line, "caption");
  gtk_box_append (GTK_BOX (row), line);
  gtk_list_item_set_child (item, row);
}

static guint
get_limit (OrchPatientsPage *self)
{
  return self->desk != NULL ? orch_patient_desk_get_age_limit (self->desk) : ORCH_AGE_LIMIT_DEFAULT;
}

static gboolean
is_validated (OrchPatientCase *patient)
{
  OrchPortalAccount *account = orch_patient_case_get_account (patient);

  return account != NULL && orch_portal_account_get_fields (account)->validated;
}

static void
on_bind (OrchPatientsPage *self, GtkListItem *item)
{
  OrchPatientCase *patient = gtk_list_item_get_item (item);
  const OrchPatientFields *fields = orch_patient_case_get_fields (patient);
  const OrchAccountBadge badge = orch_patient_case_get_badge (patient, get_limit (self), orch_clock_now_us ());
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *detail = gtk_widget_get_next_sibling (name);
  GtkWidget *line = gtk_widget_get_next_sibling (detail);
  GtkWidget *icon = gtk_widget_get_first_child (line);
  GtkWidget *word = gtk_widget_get_next_sibling (icon);
  g_autofree char *title = orch_patient_text_dup_name (orch_patient_case_get_patient (patient));
  g_autofree char *nam = orch_patient_text_dup_nam (fields->nam, FALSE);
  g_autofree char *born = fields->birth_date != NULL
                              /* translators: %s is a birth date */
                              ? g_strdup_printf (_ ("Born %s"), fields->birth_date)
                              : g_strdup (_ ("No birth date"));
  g_autofree char *text = g_strjoin (" · ", born, nam[0] != '\0' ? nam : NULL, NULL);
  g_autofree char *state = orch_account_text_dup_badge (badge, get_limit (self));
  g_autofree char *explanation = orch_account_text_dup_explanation (badge, is_validated (patient), get_limit (self));
  g_autofree char *spoken = g_strjoin (", ", title, text, state, NULL);
  const char *classes[] = { orch_account_text_get_style (badge), NULL };

  gtk_label_set_label (GTK_LABEL (name), title);
  gtk_label_set_label (GTK_LABEL (detail), text);
  gtk_label_set_label (GTK_LABEL (word), state);
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), orch_account_text_get_icon (badge));
  gtk_widget_set_css_classes (icon, classes);
  gtk_widget_set_tooltip_text (line, explanation);
  gtk_list_item_set_accessible_label (item, spoken);
  gtk_list_item_set_accessible_description (item, explanation);
}

/* --- searching ---------------------------------------------------------------------------------------- */

typedef struct
{
  OrchPatientsPage *page;
  char *after; /* (nullable) */
  guint number;
  gboolean again;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_object_unref (search->page);
  g_free (search->after);
  g_free (search);
}

static void
show_empty (OrchPatientsPage *self, const char *icon, const char *title, const char *text)
{
  adw_status_page_set_icon_name (self->empty, icon);
  adw_status_page_set_title (self->empty, title);
  orch_plain_set_description (GTK_WIDGET (self->empty), text);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
show_state (OrchPatientsPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (gtk_editable_get_text (self->search)[0] != '\0')
    show_empty (self, "system-search-symbolic", _ ("Nobody found"), _ ("Try less of it, or add the person."));
  else
    show_empty (self, "orch-patients-symbolic", _ ("No patient is known yet"),
                _ ("They come from the EMR with their appointments. Somebody who is not there can be added."));
}

/* What is shown stays where it is: of the same people only those who changed are told anew. */
static void
replace (OrchPatientsPage *self, GPtrArray *cases)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  gboolean same = n == cases->len;

  for (guint i = 0; same && i < n; i++)
    {
      g_autoptr (OrchPatientCase) shown = g_list_model_get_item (G_LIST_MODEL (self->found), i);

      same = g_strcmp0 (orch_patient_case_get_fields (shown)->id,
                        orch_patient_case_get_fields (g_ptr_array_index (cases, i))->id) == 0;
    }
  if (!same)
    {
      g_list_store_splice (self->found, 0, n, cases->pdata, cases->len);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (OrchPatientCase) shown = g_list_model_get_item (G_LIST_MODEL (self->found), i);
      OrchPatientCase *now = g_ptr_array_index (cases, i);
      const gint64 us = orch_clock_now_us ();

      if (!orch_patient_same_identity (orch_patient_case_get_patient (shown), orch_patient_case_get_patient (now)) ||
          orch_patient_case_get_badge (shown, get_limit (self), us) !=
              orch_patient_case_get_badge (now, get_limit (self), us))
        g_list_store_splice (self->found, i, 1, &cases->pdata[i], 1);
    }
}

static DexFuture *
search_fiber (gpointer data)
{
  Search *search = data;
  OrchPatientsPage *self = search->page;
  g_autoptr (GPtrArray) cases = NULL;
  g_autoptr (GError) error = NULL;

  cases = dex_await_boxed (orch_patient_desk_search (self->desk, gtk_editable_get_text (self->search), search->after,
                                                     search->again),
                           &error);
  if (!self->attached || search->number != self->asked)
    return dex_future_new_true ();
  if (cases == NULL)
    {
      show_empty (self, "dialog-warning-symbolic", _ ("The list cannot be read"),
                  orch_error_text_remedy (orch_error_code_of (error)));
      orch_get_help_beside (self->empty, error);
      return dex_future_new_true ();
    }
  if (search->after != NULL)
    g_list_store_splice (self->found, g_list_model_get_n_items (G_LIST_MODEL (self->found)), 0, cases->pdata,
                         cases->len);
  else
    replace (self, cases);
  self->has_more = cases->len == ORCH_PATIENT_PAGE;
  show_state (self);
  return dex_future_new_true ();
}

static void
ask (OrchPatientsPage *self, const char *after, gboolean again)
{
  Search *search = NULL;

  if (!self->attached)
    return;
  search = g_new0 (Search, 1);
  search->page = g_object_ref (self);
  search->after = g_strdup (after);
  search->number = ++self->asked;
  search->again = again;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, search_fiber, search, search_free));
}

static void
on_search (OrchPatientsPage *self)
{
  ask (self, NULL, FALSE);
}

static void
on_stop_search (OrchPatientsPage *self)
{
  gtk_editable_set_text (self->search, "");
}

static void
on_edge (OrchPatientsPage *self, GtkPositionType edge)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->found));

  if (edge == GTK_POS_BOTTOM && self->has_more && n > 0)
    {
      g_autoptr (OrchPatientCase) last = g_list_model_get_item (G_LIST_MODEL (self->found), n - 1);

      self->has_more = FALSE;
      ask (self, orch_patient_case_get_fields (last)->id, TRUE);
    }
}

/* Of the first page alone: what was scrolled to further down stays as it is until it is searched again. */
static void
on_changed (OrchPatientsPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->found)) <= ORCH_PATIENT_PAGE)
    ask (self, NULL, TRUE);
}

/* --- one patient ------------------------------------------------------------------------------------------ */

static OrchPatientView *
show_patient (OrchPatientsPage *self, OrchPatientCase *patient)
{
  AdwNavigationPage *page = orch_patient_view_new (self->engine, patient);

  adw_navigation_view_pop_to_tag (self->view, "list");
  adw_navigation_view_push (self->view, page);
  return ORCH_PATIENT_VIEW (page);
}

typedef struct
{
  OrchPatientsPage *page;
  char *id;
  OrchPatient *typed; /* (nullable) */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->page);
  g_free (opening->id);
  g_clear_object (&opening->typed);
  g_free (opening);
}

static DexFuture *
open_fiber (gpointer data)
{
  Opening *opening = data;
  OrchPatientsPage *self = opening->page;
  g_autoptr (OrchPatientCase) patient = NULL;
  g_autoptr (GError) error = NULL;

  if (self->desk == NULL)
    return dex_future_new_true ();
  patient = dex_await_object (orch_patient_desk_load (self->desk, opening->id, FALSE), &error);
  if (!self->attached)
    return dex_future_new_true ();
  if (patient == NULL)
    orch_plain_tell_error (self->toasts, error);
  else
    {
      OrchPatientView *view = show_patient (self, patient);

      if (opening->typed != NULL)
        orch_patient_view_set_unsaved (view, opening->typed);
    }
  return dex_future_new_true ();
}

static void
open_patient (OrchPatientsPage *self, const char *id, OrchPatient *typed)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->page = g_object_ref (self);
  opening->id = g_strdup (id);
  opening->typed = typed != NULL ? g_object_ref (typed) : NULL;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, open_fiber, opening, opening_free));
}

static void
on_activate (OrchPatientsPage *self, guint position)
{
  g_autoptr (OrchPatientCase) patient = g_list_model_get_item (G_LIST_MODEL (self->found), position);

  if (patient != NULL)
    open_patient (self, orch_patient_case_get_fields (patient)->id, NULL);
}

static void
on_open (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_patient (ORCH_PATIENTS_PAGE (widget), g_variant_get_string (parameter, NULL), NULL);
}

static void
on_new (GtkWidget *widget, const char *action, GVariant *parameter)
{
  show_patient (ORCH_PATIENTS_PAGE (widget), NULL);
}

static void
on_find (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchPatientsPage *self = ORCH_PATIENTS_PAGE (widget);

  adw_navigation_view_pop_to_tag (self->view, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* --- the lock ------------------------------------------------------------------------------------------------ */

/* What was typed and not saved is there again for who typed it, and for nobody else (security.md 5 and 6). */
static void
put_back (OrchPatientsPage *self)
{
  const char *person = orch_session_get_person_id (orch_engine_get_session (self->engine));
  g_autoptr (OrchPatient) typed = g_steal_pointer (&self->typing);
  g_autofree char *who = g_steal_pointer (&self->typing_person);

  if (typed == NULL || g_strcmp0 (who, person) != 0)
    return;
  if (orch_patient_get_fields (typed)->id != NULL)
    open_patient (self, orch_patient_get_fields (typed)->id, typed);
  else
    orch_patient_view_set_unsaved (show_patient (self, NULL), typed);
}

static void
attach (OrchPatientsPage *self)
{
  self->attached = TRUE;
  if (g_set_object (&self->desk, orch_engine_get_patients (self->engine)))
    g_signal_connect_object (self->desk, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  ask (self, NULL, TRUE);
  put_back (self);
}

static void
detach (OrchPatientsPage *self)
{
  AdwNavigationPage *shown = adw_navigation_view_get_visible_page (self->view);

  self->attached = FALSE;
  self->asked++;
  if (ORCH_IS_PATIENT_VIEW (shown))
    {
      g_clear_object (&self->typing);
      self->typing = orch_patient_view_dup_unsaved (ORCH_PATIENT_VIEW (shown));
      g_set_str (&self->typing_person, orch_session_get_person_id (orch_engine_get_session (self->engine)));
    }
  g_list_store_remove_all (self->found);
  gtk_editable_set_text (self->search, "");
  adw_navigation_view_replace_with_tags (self->view, (const char *const[]) { "list" }, 1);
  gtk_stack_set_visible_child_name (self->stack, "loading");
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_session (OrchPatientsPage *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  const gboolean may = orch_engine_get_state (self->engine) == ORCH_ENGINE_READY &&
                       orch_engine_get_patients (self->engine) != NULL &&
                       orch_session_allows (session, ORCH_ACT_READ_PATIENTS);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "patients.new",
                                 may && orch_session_allows (session, ORCH_ACT_VALIDATE_IDENTITY));
  if (may && !self->attached)
    attach (self);
  else if (!may && self->attached)
    detach (self);
}

/* --- the object -------------------------------------------------------------------------------------------------- */

static void
orch_patients_page_dispose (GObject *object)
{
  OrchPatientsPage *self = ORCH_PATIENTS_PAGE (object);

  self->attached = FALSE;
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_PATIENTS_PAGE);
  g_clear_object (&self->found);
  g_clear_object (&self->typing);
  g_clear_pointer (&self->typing_person, g_free);
  g_clear_object (&self->desk);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_patients_page_parent_class)->dispose (object);
}

static void
orch_patients_page_class_init (OrchPatientsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_patients_page_dispose;
  g_type_ensure (ORCH_TYPE_SYNC_INDICATOR);
  gtk_widget_class_install_action (widget_class, "patients.new", NULL, on_new);
  gtk_widget_class_install_action (widget_class, "patients.search", NULL, on_find);
  gtk_widget_class_install_action (widget_class, "patients.open", "s", on_open);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/patients/orch-patients-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsPage, view);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsPage, search);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsPage, list);
  gtk_widget_class_bind_template_child (widget_class, OrchPatientsPage, empty);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_edge);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
orch_patients_page_init (OrchPatientsPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->found = g_list_store_new (ORCH_TYPE_PATIENT_CASE);
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->found))));
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, selection);
}

GtkWidget *
orch_patients_page_new (OrchEngine *engine)
{
  OrchPatientsPage *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_PATIENTS_PAGE, NULL);
  self->engine = g_object_ref (engine);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_session), self, G_CONNECT_SWAPPED);
  on_session (self);
  return GTK_WIDGET (self);
}
