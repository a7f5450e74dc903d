/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-template-dialog.h.
 */
#include "orch-template-dialog.h"

#include <glib/gi18n.h>

#include "catalogue/orch-bilingual.h"
#include "core/orch-text.h"
#include "orch-template-row.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-plain-text.h"
#include "ui/widgets/orch-spelling.h"

struct _OrchTemplateDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchMessageDesk *desk;
  OrchMessageTemplate *edited; /* (nullable): %NULL: a new one */
  GListStore *all;
  GtkFilterListModel *shown;
  GtkCustomFilter *filter;
  char *words; /* (nullable): folded */

  OrchPermission permission;

  /* template children */
  AdwToastOverlay *toasts;
  AdwNavigationView *views;
  GtkSearchEntry *search;
  GtkStack *stack;
  GtkListView *list;
  GtkEntry *name;
  GtkTextView *text;
  AdwWrapBox *places;
  GtkCheckButton *approved;
  GtkLabel *by;
  GtkWidget *remove;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchTemplateDialog, orch_template_dialog, ADW_TYPE_DIALOG)

/* --- the list ------------------------------------------------------------------------------- */

static gboolean
matches (gpointer item, gpointer data)
{
  OrchTemplateDialog *self = data;
  const OrchMessageTemplateFields *f = orch_message_template_get_fields (item);
  g_autofree char *both = g_strconcat (f->title, "\n", f->text, NULL);
  g_autofree char *folded = orch_text_fold (both);

  return self->words == NULL || strstr (folded, self->words) != NULL;
}

static void
show_list (OrchTemplateDialog *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->all));
  const guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->shown));

  gtk_stack_set_visible_child_name (self->stack, n == 0 ? "none" : n_shown == 0 ? "nothing" : "list");
}

static DexFuture *
on_loaded (DexFuture *future, gpointer data)
{
  OrchTemplateDialog *self = data;
  g_autoptr (GError) error = NULL;
  const GValue *value = dex_future_get_value (future, &error);
  GPtrArray *found = value != NULL ? g_value_get_boxed (value) : NULL;

  if (self->all == NULL)
    return NULL;
  if (found == NULL)
    {
      orch_plain_tell_error (self->toasts, error);
      return NULL;
    }
  g_list_store_splice (self->all, 0, g_list_model_get_n_items (G_LIST_MODEL (self->all)), found->pdata, found->len);
  show_list (self);
  return NULL;
}

static void
load (OrchTemplateDialog *self)
{
  dex_future_disown (dex_future_finally (orch_message_desk_list_templates (self->desk), on_loaded, g_object_ref (self),
                                         g_object_unref));
}

static void
on_search (OrchTemplateDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_clear_pointer (&self->words, g_free);
  if (!orch_text_is_empty (text))
    self->words = orch_text_fold (text);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_list (self);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, orch_template_row_new ());
}

static void
on_bind (OrchTemplateDialog *self, GtkListItem *item)
{
  OrchMessageTemplate *one = gtk_list_item_get_item (item);

  orch_template_row_show (ORCH_TEMPLATE_ROW (gtk_list_item_get_child (item)), item, one,
                          orch_message_template_may_change (one, orch_message_desk_get_person (self->desk),
                                                            self->permission));
}

/* --- one of them ---------------------------------------------------------------------------- */

static char *
dup_text (OrchTemplateDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
on_edited (OrchTemplateDialog *self)
{
  g_autofree char *text = dup_text (self);
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "template.save",
                                 !orch_text_is_empty (name) && !orch_text_is_empty (text) &&
                                     g_utf8_strlen (text, -1) <= ORCH_TEMPLATE_TEXT_MAX);
}

static void
edit (OrchTemplateDialog *self, OrchMessageTemplate *one)
{
  const OrchMessageTemplateFields *f = one != NULL ? orch_message_template_get_fields (one) : NULL;
  g_autofree char *by = NULL;

  g_set_object (&self->edited, one);
  gtk_editable_set_text (GTK_EDITABLE (self->name), f != NULL ? f->title : "");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), f != NULL ? f->text : "", -1);
  gtk_check_button_set_active (self->approved, f != NULL && f->approved);
  gtk_widget_set_visible (GTK_WIDGET (self->approved), orch_message_template_may_approve (self->permission));
  if (f != NULL && f->author_name != NULL)
    /* translators: %s is a person's name */
    by = g_strdup_printf (_ ("Written by %s"), f->author_name);
  else if (!orch_message_template_may_approve (self->permission))
    by = g_strdup (_ ("It serves you alone until an administrator approves it."));
  gtk_label_set_label (self->by, by != NULL ? by : "");
  gtk_widget_set_visible (GTK_WIDGET (self->by), by != NULL);
  gtk_widget_set_visible (self->remove, one != NULL);
  on_edited (self);
  adw_navigation_view_push_by_tag (self->views, "edit");
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
on_new (GtkWidget *widget, const char *action, GVariant *parameter)
{
  edit (ORCH_TEMPLATE_DIALOG (widget), NULL);
}

static void
on_edit (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchTemplateDialog *self = ORCH_TEMPLATE_DIALOG (widget);
  const char *id = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->all)); i++)
    {
      g_autoptr (OrchMessageTemplate) one = g_list_model_get_item (G_LIST_MODEL (self->all), i);

      if (g_str_equal (orch_message_template_get_fields (one)->id, id))
        {
          edit (self, one);
          return;
        }
    }
}

static DexFuture *
on_written (DexFuture *future, gpointer data)
{
  OrchTemplateDialog *self = data;
  g_autoptr (GError) error = NULL;

  if (self->all == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) == NULL)
    {
      orch_plain_tell_error (self->toasts, error);
      return NULL;
    }
  adw_navigation_view_pop_to_tag (self->views, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  load (self);
  return NULL;
}

static void
on_save (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchTemplateDialog *self = ORCH_TEMPLATE_DIALOG (widget);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *text = dup_text (self);
  g_autofree char *title = orch_text_clean (gtk_editable_get_text (GTK_EDITABLE (self->name)), ORCH_TEMPLATE_TITLE_MAX);
  g_autoptr (OrchMessageTemplate) one = orch_message_template_new (&(OrchMessageTemplateFields) {
      .id = self->edited != NULL ? orch_message_template_get_fields (self->edited)->id : uuid,
      .title = title,
      .text = g_strstrip (text),
      .approved = gtk_check_button_get_active (self->approved) });

  dex_future_disown (dex_future_finally (orch_message_desk_save_template (self->desk, one), on_written,
                                         g_object_ref (self), g_object_unref));
}

static void
on_remove (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchTemplateDialog *self = ORCH_TEMPLATE_DIALOG (widget);

  if (self->edited != NULL)
    dex_future_disown (
        dex_future_finally (orch_message_desk_remove_template (self->desk,
                                                               orch_message_template_get_fields (self->edited)->id),
                            on_written, g_object_ref (self), g_object_unref));
}

static void
on_place (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchTemplateDialog *self = ORCH_TEMPLATE_DIALOG (widget);
  g_autofree char *braced = g_strdup_printf ("{%s}", g_variant_get_string (parameter, NULL));

  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (self->text), braced, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
add_places (OrchTemplateDialog *self)
{
  for (guint i = 0; i < ORCH_N_TEMPLATE_PLACES; i++)
    {
      const char *name = orch_template_place_get_name ((OrchTemplatePlace) i, orch_bilingual_get_language ());
      g_autofree char *braced = g_strdup_printf ("{%s}", name);
      GtkWidget *button = gtk_button_new_with_label (braced);

      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", name);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "template.place");
      adw_wrap_box_append (self->places, button);
    }
}

/* --- chosen --------------------------------------------------------------------------------- */

static void
choose (OrchTemplateDialog *self, guint position)
{
  g_autoptr (OrchMessageTemplate) chosen = g_list_model_get_item (G_LIST_MODEL (self->shown), position);

  if (chosen == NULL)
    return;
  /* Somebody else's that is not approved: it is read, and maybe approved. */
  if (!orch_message_template_is_offered (chosen, orch_message_desk_get_person (self->desk)))
    {
      edit (self, chosen);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, chosen);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_first (OrchTemplateDialog *self)
{
  choose (self, 0);
}

static void
on_chosen (OrchTemplateDialog *self, guint position)
{
  choose (self, position);
}

/* --- type ----------------------------------------------------------------------------------- */

static void
orch_template_dialog_dispose (GObject *object)
{
  OrchTemplateDialog *self = ORCH_TEMPLATE_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_TEMPLATE_DIALOG);
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->all);
  g_clear_object (&self->edited);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->words, g_free);
  G_OBJECT_CLASS (orch_template_dialog_parent_class)->dispose (object);
}

static void
orch_template_dialog_class_init (OrchTemplateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_template_dialog_dispose;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, ORCH_TYPE_MESSAGE_TEMPLATE);
  gtk_widget_class_install_action (widget_class, "template.new", NULL, on_new);
  gtk_widget_class_install_action (widget_class, "template.edit", "s", on_edit);
  gtk_widget_class_install_action (widget_class, "template.save", NULL, on_save);
  gtk_widget_class_install_action (widget_class, "template.remove", NULL, on_remove);
  gtk_widget_class_install_action (widget_class, "template.place", "s", on_place);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/messages/orch-template-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchTemplateDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, OrchTemplateDialog, views);
  gtk_widget_class_bind_template_child (widget_class, OrchTemplateDialog, search);
  gtk_widget_class_bind_template_child (widget_class, OrchTemplateDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchTemplateDialog, list);
  gtk_widget_class_bind_template_child (widget_class, OrchTemplateDialog, name);
  gtk_widget_class_bind_template_child (widget_class, OrchTemplateDialog, text);
  gtk_widget_class_bind_template_child (widget_class, OrchTemplateDialog, places);
  gtk_widget_class_bind_template_child (widget_class, OrchTemplateDialog, approved);
  gtk_widget_class_bind_template_child (widget_class, OrchTemplateDialog, by);
  gtk_widget_class_bind_template_child (widget_class, OrchTemplateDialog, remove);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_first);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
}

static void
orch_template_dialog_init (OrchTemplateDialog *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  orch_spelling_watch (self->text);
  self->all = g_list_store_new (ORCH_TYPE_MESSAGE_TEMPLATE);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->shown =
      gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->all)), g_object_ref (GTK_FILTER (self->filter)));
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed", G_CALLBACK (on_edited), self,
                           G_CONNECT_SWAPPED);
  add_places (self);
}

AdwDialog *
orch_template_dialog_new (OrchMessageDesk *desk, OrchPermission permission)
{
  OrchTemplateDialog *self = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_DESK (desk), NULL);

  self = g_object_new (ORCH_TYPE_TEMPLATE_DIALOG, NULL);
  self->desk = g_object_ref (desk);
  self->permission = permission;
  load (self);
  return ADW_DIALOG (self);
}
