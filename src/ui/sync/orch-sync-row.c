/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-row.h.
 */
#include "orch-sync-row.h"

#include <glib/gi18n.h>

#include "orch-edit-conflict-dialog.h"
#include "orch-sync-text.h"
#include "ui/orch-time-text.h"
#include "ui/widgets/orch-plain-text.h"

static GtkWidget *
make_image (const char *icon)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  return image;
}

GtkWidget *
orch_sync_row_new (const char *icon, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  orch_plain_set_title (ADW_PREFERENCES_ROW (row), title);
  orch_plain_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), make_image (icon));
  return row;
}

/* The button's own label, or its icon, would be read: the same on every row. */
static void
add_button (GtkWidget *row, GtkWidget *button, const char *label, const char *action, gint64 seq)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", seq);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* What has a version of the hub's to go back to */
static gboolean
may_give_up (OrchSyncItem *item)
{
  const char *type = orch_sync_item_get_object_type (item);

  return g_str_equal (type, "service") || g_str_equal (type, "staff");
}

/* What nothing is left of here once it is removed */
static void
add_removal (GtkWidget *row, OrchSyncItem *item, const char *title)
{
  /* translators: %s is what is not sent any more */
  g_autofree char *label = g_strdup_printf (_ ("Remove from the list: %s"), title);
  GtkWidget *button = gtk_button_new_from_icon_name ("orch-remove-symbolic");

  gtk_widget_set_tooltip_text (button, _ ("Remove from the List"));
  add_button (row, button, label, "sync.remove-document", orch_sync_item_get_seq (item));
}

GtkWidget *
orch_sync_row_new_waiting (OrchSyncItem *item, gboolean may)
{
  g_autofree char *title = orch_sync_text_dup_item (item);
  g_autofree char *reason = orch_sync_text_dup_reason (item);
  const gboolean failed = orch_sync_item_get_failed (item);
  GtkWidget *row =
      orch_sync_row_new (failed ? "orch-sync-problem-symbolic" : "orch-sync-waiting-symbolic", title, reason);
  GtkWidget *undo = NULL;
  g_autofree char *again = NULL;
  g_autofree char *give_up = NULL;

  if ((orch_sync_item_get_retry (item) != ORCH_SYNC_RETRY_OFFERED &&
       orch_sync_item_get_retry (item) != ORCH_SYNC_RETRY_ALONE) ||
      !may)
    return row;
  /* translators: %s is what is sent again */
  again = g_strdup_printf (_ ("Try again: %s"), title);
  add_button (row, gtk_button_new_with_mnemonic (_ ("_Try Again")), again, "sync.retry", orch_sync_item_get_seq (item));
  if (g_str_equal (orch_sync_item_get_object_type (item), ORCH_STORE_DOCUMENT))
    add_removal (row, item, title);
  if (!may_give_up (item))
    return row;
  /* translators: %s is what was changed here, and is again as the hub has it */
  give_up = g_strdup_printf (_ ("Give up the change: %s"), title);
  undo = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  gtk_widget_set_tooltip_text (undo, _ ("Give Up the Change"));
  add_button (row, undo, give_up, "sync.give-up", orch_sync_item_get_seq (item));
  return row;
}

GtkWidget *
orch_sync_row_new_conflict (OrchEditConflict *conflict)
{
  g_autofree char *title = orch_edit_conflict_dialog_dup_name (conflict);
  g_autofree char *when = orch_time_text_dup_when (orch_edit_conflict_get_fields (conflict)->created);
  /* translators: %s is a time of day, or a date and a time */
  g_autofree char *subtitle = g_strdup_printf (_ ("Since %s"), when);
  GtkWidget *row = orch_sync_row_new ("orch-conflict-symbolic", title, subtitle);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_image ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "conflict", g_object_ref (conflict), g_object_unref);
  return row;
}

OrchEditConflict *
orch_sync_row_get_conflict (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "conflict");
}

GtkWidget *
orch_sync_row_new_run (OrchSyncRecord *run)
{
  const OrchSyncRecordFields *fields = orch_sync_record_get_fields (run);
  g_autofree char *when = orch_time_text_dup_when (fields->started);
  g_autofree char *outcome = orch_sync_text_dup_outcome (run);
  g_autofree char *title =
      /* translators: when, and what was synchronised */
      g_strdup_printf (_ ("%s — %s"), when, orch_sync_text_get_kind ((OrchSyncKind) fields->kind));

  return orch_sync_row_new (orch_sync_text_get_outcome_icon (run), title, outcome);
}

void
orch_sync_row_set_shown (GtkWidget *group, gboolean shown, GtkWidget *fallback)
{
  GtkRoot *root = gtk_widget_get_root (group);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (!shown && focus != NULL && gtk_widget_is_ancestor (focus, group))
    gtk_widget_grab_focus (fallback);
  gtk_widget_set_visible (group, shown);
}

void
orch_sync_row_fill (GtkWidget *group, GtkListBox *list, GPtrArray *rows, GtkWidget *fallback)
{
  GtkRoot *root = gtk_widget_get_root (group);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  const gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (list));

  /* What is removed with the focus on it leaves the keyboard nowhere. */
  if (had_focus)
    gtk_widget_grab_focus (fallback);
  gtk_list_box_remove_all (list);
  for (guint i = 0; i < rows->len; i++)
    gtk_list_box_append (list, g_ptr_array_index (rows, i));
  orch_sync_row_set_shown (group, rows->len > 0, fallback);
  if (had_focus && rows->len > 0)
    gtk_widget_child_focus (GTK_WIDGET (list), GTK_DIR_TAB_FORWARD);
}
