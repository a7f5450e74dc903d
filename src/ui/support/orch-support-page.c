/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What shows is a function of three things: the answers given, the provider looked at, the words searched for.
 */
#include "orch-support-page.h"

#include <glib/gi18n.h>

#include "core/orch-text.h"
#include "orch-support-answer.h"
#include "orch-support-branch.h"
#include "orch-support-problem.h"
#include "orch-support-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-plain-text.h"
#include "ui/widgets/orch-print.h"

struct _OrchSupportPage
{
  AdwBin parent_instance;

  /* owned */
  OrchSupportLibrary *library;
  OrchSupportGuide *guide;
  GPtrArray *path; /* (element-type OrchSupportNode): of the guide */

  const OrchSupportProvider *provider; /* (nullable) (borrowed): of the guide */

  /* template children */
  GtkSearchEntry *search;
  GtkWidget *scroller;
  AdwWrapBox *crumbs;
  GtkLabel *question;
  GtkListBox *choices;
  AdwBin *answer;
  GtkWidget *providers_title;
  GtkListBox *providers;
  AdwBin *problem;
  AdwBin *reminders;
  GtkLabel *verified;
};

G_DEFINE_FINAL_TYPE (OrchSupportPage, orch_support_page, ADW_TYPE_BIN)

static void show (OrchSupportPage *self, gboolean take_focus);

static const OrchSupportNode *
here (OrchSupportPage *self)
{
  return self->path->len > 0 ? self->path->pdata[self->path->len - 1] : orch_support_guide_get_root (self->guide);
}

static gboolean
is_searching (OrchSupportPage *self)
{
  return !orch_text_is_empty (gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

/* The words go without asking what is then found: that is shown once, by the caller. */
static void
end_search (OrchSupportPage *self)
{
  g_signal_handlers_block_matched (self->search, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  g_signal_handlers_unblock_matched (self->search, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self);
}

/* Who starts again asks about something else. */
static void
forget_problem (OrchSupportPage *self)
{
  adw_bin_set_child (self->problem, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
}

/* --- the way -------------------------------------------------------------------------- */

static void
on_crumb (OrchSupportPage *self, GtkWidget *button)
{
  const int length = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "length"));

  if (length == 0)
    forget_problem (self);
  self->provider = NULL;
  g_ptr_array_set_size (self->path, length);
  end_search (self);
  show (self, TRUE);
}

static void
add_crumb (OrchSupportPage *self, const char *text, guint length)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "length", GUINT_TO_POINTER (length));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_crumb), self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (self->crumbs, button);
}

static void
show_crumbs (OrchSupportPage *self)
{
  const gboolean away = self->path->len > 0 || self->provider != NULL;
  GtkWidget *back = NULL;
  GtkWidget *crumb = NULL;

  while ((crumb = gtk_widget_get_first_child (GTK_WIDGET (self->crumbs))) != NULL)
    adw_wrap_box_remove (self->crumbs, crumb);
  gtk_widget_set_visible (GTK_WIDGET (self->crumbs), away && !is_searching (self));
  if (!away)
    return;
  back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  gtk_widget_set_tooltip_text (back, _ ("Previous Question"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "support.back");
  adw_wrap_box_append (self->crumbs, back);
  add_crumb (self, _ ("Start Again"), 0);
  /* All but the last, which is where one is. */
  for (guint i = 0; i + 1 < self->path->len; i++)
    add_crumb (self, orch_bilingual_get (((OrchSupportNode *) self->path->pdata[i])->name, NULL), i + 1);
}

/* --- choices -------------------------------------------------------------------------- */

static GtkWidget *
add_row (GtkListBox *list, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  orch_plain_set_title (ADW_PREFERENCES_ROW (row), title);
  orch_plain_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_append (list, row);
  return row;
}

static void
show_hits (OrchSupportPage *self)
{
  g_autoptr (GPtrArray) hits =
      orch_support_guide_search (self->guide, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  g_autofree char *found = g_strdup_printf (
      /* translators: %u is how many places of the guide were found */
      ngettext ("%'u place found", "%'u places found", hits->len), hits->len);

  gtk_label_set_label (self->question, hits->len > 0 ? found : _ ("Nothing found: try another word."));
  for (guint i = 0; i < hits->len; i++)
    {
      const OrchSupportHit *hit = hits->pdata[i];
      GtkWidget *row = add_row (self->choices, hit->title, hit->detail);

      g_object_set_data_full (G_OBJECT (row), "path", g_strdup (hit->path), g_free);
      g_object_set_data (G_OBJECT (row), "provider", (gpointer) hit->provider);
    }
  orch_announce (GTK_WIDGET (self->search), gtk_label_get_label (self->question));
}

static void
show_choices (OrchSupportPage *self)
{
  const OrchSupportNode *node = here (self);

  if (self->provider != NULL)
    gtk_label_set_label (self->question, orch_bilingual_get (self->provider->name, NULL));
  else if (node->children->len == 0)
    gtk_label_set_label (self->question, orch_bilingual_get (node->name, NULL));
  else
    gtk_label_set_label (self->question, self->path->len == 0   ? _ ("Who needs help?")
                                         : self->path->len == 1 ? _ ("For what?")
                                                                : _ ("With what?"));
  for (guint i = 0; self->provider == NULL && i < node->children->len; i++)
    {
      const OrchSupportNode *child = node->children->pdata[i];
      GtkWidget *row =
          add_row (self->choices, orch_bilingual_get (child->name, NULL), orch_bilingual_get (child->note, NULL));

      g_object_set_data (G_OBJECT (row), "node", (gpointer) child);
    }
}

static void
show_answer (OrchSupportPage *self)
{
  const OrchSupportNode *node = here (self);
  GtkWidget *answer = NULL;

  if (self->provider != NULL)
    answer = orch_support_answer_new_for_provider (self->guide, self->provider);
  else if (node->levels->len > 0)
    answer = orch_support_answer_new_for_leaf (self->guide, node);
  adw_bin_set_child (self->answer, answer);
}

static void
show (OrchSupportPage *self, gboolean take_focus)
{
  const gboolean searching = is_searching (self);
  const gboolean at_start = self->path->len == 0 && self->provider == NULL && !searching;

  gtk_list_box_remove_all (self->choices);
  show_crumbs (self);
  if (searching)
    show_hits (self);
  else
    show_choices (self);
  if (searching)
    adw_bin_set_child (self->answer, NULL);
  else
    show_answer (self);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), gtk_list_box_get_row_at_index (self->choices, 0) != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), adw_bin_get_child (self->answer) != NULL);
  gtk_widget_set_visible (self->providers_title, at_start);
  gtk_widget_set_visible (GTK_WIDGET (self->providers), at_start);
  gtk_widget_set_visible (GTK_WIDGET (self->reminders), !searching && self->provider == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "support.back", !at_start);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "support.restart", !at_start);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "support.print", !searching);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  if (!take_focus)
    return;
  orch_announce (GTK_WIDGET (self->search), gtk_label_get_label (self->question));
  if (!gtk_widget_get_visible (GTK_WIDGET (self->choices)) ||
      !gtk_widget_child_focus (GTK_WIDGET (self->choices), GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (GTK_WIDGET (self->answer), GTK_DIR_TAB_FORWARD);
}

static void
on_choice (OrchSupportPage *self, GtkListBoxRow *row)
{
  const OrchSupportNode *node = g_object_get_data (G_OBJECT (row), "node");
  const char *path = g_object_get_data (G_OBJECT (row), "path");

  if (node != NULL)
    g_ptr_array_add (self->path, (gpointer) node);
  else if (path != NULL)
    {
      g_autofree char *wanted = g_strdup (path);

      orch_support_page_go (self, wanted);
      return;
    }
  else
    {
      self->provider = g_object_get_data (G_OBJECT (row), "provider");
      g_ptr_array_set_size (self->path, 0);
      end_search (self);
    }
  show (self, TRUE);
}

static void
on_provider (OrchSupportPage *self, GtkListBoxRow *row)
{
  self->provider = g_object_get_data (G_OBJECT (row), "provider");
  show (self, TRUE);
}

static void
on_search (OrchSupportPage *self)
{
  show (self, FALSE);
}

static void
on_stop_search (OrchSupportPage *self)
{
  end_search (self);
  show (self, TRUE);
}

/* --- actions -------------------------------------------------------------------------- */

static void
on_search_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (ORCH_SUPPORT_PAGE (widget)->search));
}

static void
on_back (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchSupportPage *self = ORCH_SUPPORT_PAGE (widget);

  if (is_searching (self))
    end_search (self);
  else if (self->provider != NULL)
    self->provider = NULL;
  else if (self->path->len > 0)
    g_ptr_array_set_size (self->path, (int) self->path->len - 1);
  show (self, TRUE);
}

static void
on_restart (GtkWidget *widget, const char *action, GVariant *parameter)
{
  forget_problem (ORCH_SUPPORT_PAGE (widget));
  orch_support_page_go (ORCH_SUPPORT_PAGE (widget), "");
}

static void
on_print (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchSupportPage *self = ORCH_SUPPORT_PAGE (widget);
  g_autoptr (GPtrArray) nothing = g_ptr_array_new ();
  const gboolean answered = self->provider == NULL && here (self)->levels->len > 0;
  g_autoptr (GPtrArray) paragraphs = orch_support_text_on_paper (self->guide, answered ? self->path : nothing);

  orch_print_paragraphs (widget, _ ("Technical support"), paragraphs);
}

/* --- the object ----------------------------------------------------------------------- */

static void
on_guide (OrchSupportPage *self)
{
  GPtrArray *providers = NULL;
  g_autofree char *verified = NULL;

  /* What shows is of the guide before: it goes first. */
  adw_bin_set_child (self->answer, NULL);
  adw_bin_set_child (self->reminders, NULL);
  gtk_list_box_remove_all (self->choices);
  gtk_list_box_remove_all (self->providers);
  g_ptr_array_set_size (self->path, 0);
  self->provider = NULL;
  g_set_object (&self->guide, orch_support_library_get_guide (self->library));
  providers = orch_support_guide_get_providers (self->guide);
  for (guint i = 0; i < providers->len; i++)
    {
      const OrchSupportProvider *provider = providers->pdata[i];
      GtkWidget *row = add_row (self->providers, orch_bilingual_get (provider->short_name, NULL),
                                orch_bilingual_get (provider->name, NULL));

      g_object_set_data (G_OBJECT (row), "provider", (gpointer) provider);
    }
  adw_bin_set_child (self->reminders, orch_support_answer_new_reminders (self->guide));
  /* translators: the name of the guide, a date */
  verified = g_strdup_printf (_ ("%s. Verified on %s."), orch_support_guide_get_title (self->guide),
                              orch_support_guide_get_verified_on (self->guide));
  gtk_label_set_label (self->verified, verified);
  show (self, FALSE);
}

static void
orch_support_page_dispose (GObject *object)
{
  OrchSupportPage *self = ORCH_SUPPORT_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SUPPORT_PAGE);
  g_clear_pointer (&self->path, g_ptr_array_unref);
  g_clear_object (&self->guide);
  g_clear_object (&self->library);
  G_OBJECT_CLASS (orch_support_page_parent_class)->dispose (object);
}

static void
orch_support_page_class_init (OrchSupportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_support_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/support/orch-support-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchSupportPage, search);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportPage, crumbs);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportPage, question);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportPage, choices);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportPage, answer);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportPage, providers_title);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportPage, providers);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportPage, problem);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportPage, reminders);
  gtk_widget_class_bind_template_child (widget_class, OrchSupportPage, verified);
  gtk_widget_class_bind_template_callback (widget_class, on_choice);
  gtk_widget_class_bind_template_callback (widget_class, on_provider);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);

  gtk_widget_class_install_action (widget_class, "support.search", NULL, on_search_action);
  gtk_widget_class_install_action (widget_class, "support.back", NULL, on_back);
  gtk_widget_class_install_action (widget_class, "support.restart", NULL, on_restart);
  gtk_widget_class_install_action (widget_class, "support.print", NULL, on_print);
}

static void
orch_support_page_init (OrchSupportPage *self)
{
  self->path = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
orch_support_page_new (OrchSupportLibrary *library)
{
  OrchSupportPage *self = NULL;

  g_return_val_if_fail (ORCH_IS_SUPPORT_LIBRARY (library), NULL);

  self = g_object_new (ORCH_TYPE_SUPPORT_PAGE, NULL);
  self->library = g_object_ref (library);
  g_signal_connect_object (library, "notify::guide", G_CALLBACK (on_guide), self, G_CONNECT_SWAPPED);
  on_guide (self);
  return GTK_WIDGET (self);
}

void
orch_support_page_go (OrchSupportPage *self, const char *path)
{
  g_return_if_fail (ORCH_IS_SUPPORT_PAGE (self));
  g_return_if_fail (path != NULL);

  self->provider = NULL;
  g_clear_pointer (&self->path, g_ptr_array_unref);
  self->path = orch_support_guide_find (self->guide, path);
  end_search (self);
  show (self, TRUE);
}

void
orch_support_page_help (OrchSupportPage *self, OrchError code, const char *page)
{
  g_return_if_fail (ORCH_IS_SUPPORT_PAGE (self));

  adw_bin_set_child (self->problem, orch_support_problem_new (code, page));
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
  orch_support_page_go (self, orch_support_branch_of (code));
}
