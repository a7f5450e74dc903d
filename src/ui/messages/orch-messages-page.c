/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-messages-page.h. Which conversation is open is known by its id, not by a place in the list: whatever moves there, it stays open and marked.
 */
#include "orch-messages-page.h"

#include <glib/gi18n.h>

#include "orch-conversation-filters.h"
#include "orch-conversation-pane.h"
#include "orch-conversation-row.h"
#include "orch-new-conversation-dialog.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/sync/orch-sync-indicator.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

#define MAX_SUBJECTS 6    /* that are proposed for a new conversation */
#define MAX_SEARCHED 2000 /* lines in which they are looked for */

struct _OrchMessagesPage
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchMessageDesk *desk;      /* (nullable): while attached */
  OrchConversationList *list; /* (nullable): the same */
  GtkNoSelection *selection;
  char *wanted;    /* (nullable): id of the conversation to open after the unlock */
  GPtrArray *rows; /* (element-type OrchConversationRow): those that are bound */

  /* template children */
  AdwNavigationSplitView *split;
  OrchConversationFilters *filters;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwStatusPage *error;
  GtkListView *view;
  OrchConversationPane *pane;
};

G_DEFINE_FINAL_TYPE (OrchMessagesPage, orch_messages_page, ADW_TYPE_BIN)

/* --- what is shown ------------------------------------------------------------------------------ */

static void
show_state (OrchMessagesPage *self)
{
  const GError *failure = NULL;

  if (self->list == NULL)
    return;
  failure = orch_key_list_get_error (ORCH_KEY_LIST (self->list));
  if (failure != NULL)
    {
      orch_plain_set_description (GTK_WIDGET (self->error), orch_error_text_remedy (orch_error_code_of (failure)));
      orch_get_help_beside (self->error, failure);
      gtk_stack_set_visible_child_name (self->stack, "error");
    }
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else if (!orch_key_list_get_loading (ORCH_KEY_LIST (self->list)))
    gtk_stack_set_visible_child_name (self->stack,
                                      orch_conversation_filters_is_on (self->filters) ? "nothing" : "empty");
}

static void
set_filter (OrchMessagesPage *self)
{
  OrchConversationFilter filter;

  if (self->list == NULL)
    return;
  orch_conversation_filters_get (self->filters, &filter);
  orch_conversation_list_set_filter (self->list, &filter);
  show_state (self);
}

static void
on_filter (OrchMessagesPage *self)
{
  set_filter (self);
}

static void
on_left (OrchMessagesPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* --- the list ----------------------------------------------------------------------------------- */

/* Returns: (transfer full) (nullable): what is at @position, once it was read */
static gpointer
dup_object (OrchMessagesPage *self, guint position)
{
  g_autoptr (OrchStoreItem) item =
      self->list != NULL ? g_list_model_get_item (G_LIST_MODEL (self->list), position) : NULL;
  gpointer object = item != NULL ? orch_store_item_get_object (item) : NULL;

  return object != NULL ? g_object_ref (object) : NULL;
}

static void
open_conversation (OrchMessagesPage *self, OrchConversation *conversation)
{
  orch_conversation_pane_open (self->pane, orch_conversation_get_fields (conversation)->id);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

static void
fold (OrchMessagesPage *self, OrchConversationGroup *group, gboolean folded)
{
  if (orch_conversation_group_is_folded (group) != folded)
    orch_conversation_list_set_folded (self->list, orch_conversation_group_get_key (group), folded);
}

static void
on_activate (OrchMessagesPage *self, guint position)
{
  g_autoptr (GObject) object = dup_object (self, position);

  if (ORCH_IS_CONVERSATION_GROUP (object))
    fold (self, ORCH_CONVERSATION_GROUP (object),
          !orch_conversation_group_is_folded (ORCH_CONVERSATION_GROUP (object)));
  else if (ORCH_IS_CONVERSATION (object))
    open_conversation (self, ORCH_CONVERSATION (object));
}

static gboolean
on_key (OrchMessagesPage *self, guint key)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *child = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  OrchStoreItem *item = child != NULL && ORCH_IS_CONVERSATION_ROW (child)
                            ? orch_conversation_row_get_item (ORCH_CONVERSATION_ROW (child))
                            : NULL;
  gpointer object = item != NULL ? orch_store_item_get_object (item) : NULL;

  if ((key != GDK_KEY_Left && key != GDK_KEY_Right) || !ORCH_IS_CONVERSATION_GROUP (object))
    return GDK_EVENT_PROPAGATE;
  fold (self, object, key == GDK_KEY_Left);
  return GDK_EVENT_STOP;
}

/* The conversation after the one that is open, or before it. */
static void
step (OrchMessagesPage *self, int by)
{
  const char *id = orch_conversation_pane_get_id (self->pane);
  const guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
  guint place = n;

  for (guint i = 0; id != NULL && i < n && place == n; i++)
    {
      g_autoptr (GObject) object = dup_object (self, i);

      if (ORCH_IS_CONVERSATION (object) &&
          g_str_equal (orch_conversation_get_fields (ORCH_CONVERSATION (object))->id, id))
        place = i;
    }
  for (guint i = place == n ? (by > 0 ? 0 : n) : place + (guint) by; i < n; i += (guint) by)
    {
      g_autoptr (GObject) object = dup_object (self, i);

      if (!ORCH_IS_CONVERSATION (object))
        continue;
      open_conversation (self, ORCH_CONVERSATION (object));
      gtk_list_view_scroll_to (self->view, i, GTK_LIST_SCROLL_NONE, NULL);
      return;
    }
}

static void
on_opened (OrchMessagesPage *self)
{
  const char *id = orch_conversation_pane_get_id (self->pane);

  for (guint i = 0; i < self->rows->len; i++)
    orch_conversation_row_set_open (g_ptr_array_index (self->rows, i), id);
}

static void
on_row_setup (OrchMessagesPage *self, GtkListItem *item)
{
  gtk_list_item_set_child (item, orch_conversation_row_new ());
}

static void
on_row_bind (OrchMessagesPage *self, GtkListItem *item)
{
  OrchConversationRow *row = ORCH_CONVERSATION_ROW (gtk_list_item_get_child (item));

  g_ptr_array_add (self->rows, row);
  orch_conversation_row_set_item (row, item, gtk_list_item_get_item (item));
  orch_conversation_row_set_open (row, orch_conversation_pane_get_id (self->pane));
}

static void
on_row_unbind (OrchMessagesPage *self, GtkListItem *item)
{
  OrchConversationRow *row = ORCH_CONVERSATION_ROW (gtk_list_item_get_child (item));

  g_ptr_array_remove_fast (self->rows, row);
  orch_conversation_row_set_item (row, NULL, NULL);
}

/* --- acts ----------------------------------------------------------------------------------------- */

/* A letter that is typed into something is no command. */
static gboolean
is_typing (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return GTK_IS_EDITABLE (focus) || (GTK_IS_TEXT_VIEW (focus) && gtk_text_view_get_editable (GTK_TEXT_VIEW (focus)));
}

static void
on_next (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (!is_typing (widget))
    step (ORCH_MESSAGES_PAGE (widget), 1);
}

static void
on_previous (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (!is_typing (widget))
    step (ORCH_MESSAGES_PAGE (widget), -1);
}

static void
on_reply (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (!is_typing (widget))
    orch_conversation_pane_reply (ORCH_MESSAGES_PAGE (widget)->pane);
}

static void
on_end (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (!is_typing (widget))
    gtk_widget_activate_action (GTK_WIDGET (ORCH_MESSAGES_PAGE (widget)->pane), "conversation.end", NULL);
}

static void
on_assign (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (!is_typing (widget))
    gtk_widget_activate_action (GTK_WIDGET (ORCH_MESSAGES_PAGE (widget)->pane), "conversation.assign", NULL);
}

static void
on_search (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchMessagesPage *self = ORCH_MESSAGES_PAGE (widget);

  adw_navigation_split_view_set_show_content (self->split, FALSE);
  orch_conversation_filters_focus_search (self->filters);
}

static void
on_everything (GtkWidget *widget, const char *action, GVariant *parameter)
{
  orch_conversation_filters_clear (ORCH_MESSAGES_PAGE (widget)->filters);
}

static void
on_begun (OrchMessagesPage *self, OrchConversation *conversation, const char *patient_name)
{
  orch_conversation_pane_begin (self->pane, conversation, patient_name);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

/* What conversations are about here. Returns: (transfer full) */
static GStrv
dup_subjects (OrchMessagesPage *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const guint n = MIN (MAX_SEARCHED, g_list_model_get_n_items (G_LIST_MODEL (self->list)));

  for (guint i = 0; i < n && g_hash_table_size (seen) < MAX_SUBJECTS; i++)
    {
      g_autoptr (GObject) object = dup_object (self, i);
      const char *subject = ORCH_IS_CONVERSATION_GROUP (object)
                                ? orch_conversation_group_get_subject (ORCH_CONVERSATION_GROUP (object))
                                : NULL;

      if (subject != NULL && subject[0] != '\0' && g_hash_table_add (seen, g_strdup (subject)))
        g_strv_builder_add (builder, subject);
    }
  return g_strv_builder_end (builder);
}

static void
on_new (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchMessagesPage *self = ORCH_MESSAGES_PAGE (widget);
  g_auto (GStrv) subjects = NULL;
  AdwDialog *dialog = NULL;

  if (self->list == NULL)
    return;
  subjects = dup_subjects (self);
  dialog = orch_new_conversation_dialog_new (self->desk, orch_engine_get_patients (self->engine),
                                             (const char *const *) subjects);
  g_signal_connect_object (dialog, "begun", G_CALLBACK (on_begun), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

/* --- the lock ------------------------------------------------------------------------------------- */

static void
attach (OrchMessagesPage *self)
{
  OrchMessageDesk *desk = orch_engine_get_messages (self->engine);
  OrchConversationList *list = desk != NULL ? orch_message_desk_list (desk) : NULL;

  if (list == NULL)
    return;
  g_set_object (&self->desk, desk);
  self->list = list;
  g_signal_connect_object (list, "items-changed", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "notify::loading", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  gtk_no_selection_set_model (self->selection, G_LIST_MODEL (list));
  orch_conversation_filters_set_desk (self->filters, desk);
  set_filter (self);
  if (self->wanted != NULL)
    {
      g_autofree char *wanted = g_steal_pointer (&self->wanted);

      orch_messages_page_open (self, wanted);
    }
}

static void
detach (OrchMessagesPage *self)
{
  orch_conversation_pane_close (self->pane);
  gtk_no_selection_set_model (self->selection, NULL);
  g_signal_handlers_disconnect_by_data (self->list, self);
  orch_key_list_detach (ORCH_KEY_LIST (self->list));
  g_clear_object (&self->list);
  g_clear_object (&self->desk);
  orch_conversation_filters_set_desk (self->filters, NULL);
  gtk_stack_set_visible_child_name (self->stack, "loading");
}

/* Nothing of a locked clinic stays in the widgets (security.md 4). */
static void
on_session (OrchMessagesPage *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  const gboolean may = orch_engine_get_state (self->engine) == ORCH_ENGINE_READY &&
                       orch_session_allows (session, ORCH_ACT_READ_MESSAGES);

  if (may && self->list == NULL)
    attach (self);
  else if (!may && self->list != NULL)
    detach (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "messages.new",
                                 self->list != NULL && orch_session_allows (session, ORCH_ACT_WRITE_MESSAGES));
}

/* --- type ----------------------------------------------------------------------------------------- */

static void
orch_messages_page_dispose (GObject *object)
{
  OrchMessagesPage *self = ORCH_MESSAGES_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_MESSAGES_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->desk);
  g_clear_object (&self->selection);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->wanted, g_free);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_messages_page_parent_class)->dispose (object);
}

static void
orch_messages_page_class_init (OrchMessagesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_messages_page_dispose;
  g_type_ensure (ORCH_TYPE_CONVERSATION_FILTERS);
  g_type_ensure (ORCH_TYPE_CONVERSATION_PANE);
  g_type_ensure (ORCH_TYPE_SYNC_INDICATOR);
  gtk_widget_class_install_action (widget_class, "messages.new", NULL, on_new);
  gtk_widget_class_install_action (widget_class, "messages.search", NULL, on_search);
  gtk_widget_class_install_action (widget_class, "messages.everything", NULL, on_everything);
  gtk_widget_class_install_action (widget_class, "messages.next", NULL, on_next);
  gtk_widget_class_install_action (widget_class, "messages.previous", NULL, on_previous);
  gtk_widget_class_install_action (widget_class, "messages.reply", NULL, on_reply);
  gtk_widget_class_install_action (widget_class, "messages.end", NULL, on_end);
  gtk_widget_class_install_action (widget_class, "messages.assign", NULL, on_assign);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/messages/orch-messages-page.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchMessagesPage, split);
  gtk_widget_class_bind_template_child (widget_class, OrchMessagesPage, filters);
  gtk_widget_class_bind_template_child (widget_class, OrchMessagesPage, toasts);
  gtk_widget_class_bind_template_child (widget_class, OrchMessagesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, OrchMessagesPage, error);
  gtk_widget_class_bind_template_child (widget_class, OrchMessagesPage, view);
  gtk_widget_class_bind_template_child (widget_class, OrchMessagesPage, pane);
  gtk_widget_class_bind_template_callback (widget_class, on_filter);
  gtk_widget_class_bind_template_callback (widget_class, on_left);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_opened);
}

static void
orch_messages_page_init (OrchMessagesPage *self)
{
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (rows, "setup", G_CALLBACK (on_row_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rows, "bind", G_CALLBACK (on_row_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rows, "unbind", G_CALLBACK (on_row_unbind), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->view, rows);
  self->selection = gtk_no_selection_new (NULL);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

GtkWidget *
orch_messages_page_new (OrchEngine *engine)
{
  OrchMessagesPage *self = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_MESSAGES_PAGE, NULL);
  self->engine = g_object_ref (engine);
  orch_conversation_pane_set_engine (self->pane, engine);
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::state", G_CALLBACK (on_session), self, G_CONNECT_SWAPPED);
  on_session (self);
  return GTK_WIDGET (self);
}

void
orch_messages_page_open (OrchMessagesPage *self, const char *id)
{
  g_return_if_fail (ORCH_IS_MESSAGES_PAGE (self) && id != NULL);

  if (self->list == NULL)
    {
      g_set_str (&self->wanted, id);
      return;
    }
  orch_conversation_pane_open (self->pane, id);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}
