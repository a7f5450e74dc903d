/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-lists-dialog.h. The two lists are edited alike; both are saved together.
 */
#include "orch-lists-dialog.h"

#include <glib/gi18n.h>

#include "sync/orch-service-desk.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"

/* One entry being edited */
typedef struct
{
  char *id;                  /* (owned) */
  OrchCatalogueEntry *entry; /* (owned) (nullable): whose description it keeps */
  AdwExpanderRow *row;
  AdwEntryRow *french;
  AdwEntryRow *english;
} Entry;

struct _OrchListsDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  GPtrArray *shown_types;      /* OrchCatalogueEntry: as they were when the dialog was opened */
  GPtrArray *shown_categories; /* OrchCatalogueEntry */
  GPtrArray *type_entries;     /* Entry */
  GPtrArray *category_entries; /* Entry */

  gboolean filling;

  /* template children */
  GtkWidget *save;
  AdwBanner *reason;
  GtkLabel *fault;
  AdwPreferencesGroup *types;
  AdwPreferencesGroup *categories;
  GtkWidget *add_type;
  GtkWidget *add_category;
};

G_DEFINE_FINAL_TYPE (OrchListsDialog, orch_lists_dialog, ADW_TYPE_DIALOG)

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->id);
  g_clear_object (&entry->entry);
  g_free (entry);
}

static const char *
get_text (AdwEntryRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static const char *
find_fault (GPtrArray *entries)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);
      g_autofree char *name = g_strstrip (g_strdup (get_text (entry->french)));

      if (name[0] == '\0')
        return _ ("Each one needs a French name.");
      if (!g_hash_table_add (seen, g_utf8_casefold (name, -1)))
        return _ ("Two of them have the same name.");
    }
  return NULL;
}

static void
show_fault (OrchListsDialog *self, const char *text)
{
  gtk_label_set_label (self->fault, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
}

static void
on_changed (OrchListsDialog *self)
{
  const char *fault = NULL;

  if (self->filling)
    return;
  fault = self->type_entries->len == 0 ? _ ("The clinic needs at least one type.") : find_fault (self->type_entries);
  if (fault == NULL)
    fault = find_fault (self->category_entries);
  show_fault (self, fault);
  gtk_widget_set_sensitive (self->save, fault == NULL);
}

static void
on_renamed (AdwEntryRow *french, AdwExpanderRow *row)
{
  const char *text = get_text (french);

  orch_plain_set_title (ADW_PREFERENCES_ROW (row), text[0] != '\0' ? text : _ ("Without a name"));
}

static void
on_remove (OrchListsDialog *self, AdwButtonRow *button)
{
  GPtrArray *lists[] = { self->type_entries, self->category_entries };
  AdwPreferencesGroup *groups[] = { self->types, self->categories };

  for (guint list = 0; list < G_N_ELEMENTS (lists); list++)
    for (guint i = 0; i < lists[list]->len; i++)
      {
        Entry *entry = g_ptr_array_index (lists[list], i);

        if (!gtk_widget_is_ancestor (GTK_WIDGET (button), GTK_WIDGET (entry->row)))
          continue;
        adw_preferences_group_remove (groups[list], GTK_WIDGET (entry->row));
        g_ptr_array_remove_index (lists[list], i);
        on_changed (self);
        return;
      }
}

static Entry *
add_entry (OrchListsDialog *self, GPtrArray *entries, AdwPreferencesGroup *group, OrchCatalogueEntry *known)
{
  Entry *entry = g_new0 (Entry, 1);
  GtkWidget *remove = adw_button_row_new ();

  entry->entry = known != NULL ? g_object_ref (known) : NULL;
  entry->id = known != NULL ? g_strdup (orch_catalogue_entry_get_code (known)) : g_uuid_string_random ();
  entry->row = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "title", _ ("Without a name"), NULL);
  entry->french = g_object_new (ADW_TYPE_ENTRY_ROW, "title", _ ("French name"), "max-length", 80, NULL);
  entry->english = g_object_new (ADW_TYPE_ENTRY_ROW, "title", _ ("English name"), "max-length", 80, NULL);
  orch_plain_set_title (ADW_PREFERENCES_ROW (remove), _ ("Remove"));
  gtk_widget_add_css_class (remove, "destructive-action");
  adw_expander_row_add_row (entry->row, GTK_WIDGET (entry->french));
  adw_expander_row_add_row (entry->row, GTK_WIDGET (entry->english));
  adw_expander_row_add_row (entry->row, remove);
  g_signal_connect_object (entry->french, "changed", G_CALLBACK (on_renamed), entry->row, 0);
  g_signal_connect_object (entry->french, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry->english, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (remove, "activated", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
  if (known != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (entry->french), orch_catalogue_entry_get_name (known, "fr"));
      gtk_editable_set_text (GTK_EDITABLE (entry->english), orch_catalogue_entry_get_name (known, "en"));
      adw_expander_row_set_subtitle (entry->row, orch_catalogue_entry_get_description (known, NULL));
    }
  adw_preferences_group_add (group, GTK_WIDGET (entry->row));
  g_ptr_array_add (entries, entry);
  return entry;
}

static void
add_new (OrchListsDialog *self, GPtrArray *entries, AdwPreferencesGroup *group)
{
  Entry *entry = add_entry (self, entries, group, NULL);

  adw_expander_row_set_expanded (entry->row, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (entry->french));
  on_changed (self);
}

static void
on_add_type (OrchListsDialog *self)
{
  add_new (self, self->type_entries, self->types);
}

static void
on_add_category (OrchListsDialog *self)
{
  add_new (self, self->category_entries, self->categories);
}

static GPtrArray *
dup_entries (GPtrArray *entries)
{
  GPtrArray *made = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (entries, i);
      g_autofree char *french = g_strstrip (g_strdup (get_text (entry->french)));
      g_autofree char *english = g_strstrip (g_strdup (get_text (entry->english)));

      g_ptr_array_add (made, orch_catalogue_entry_new_named (entry->id, french, english[0] != '\0' ? english : french,
                                                             entry->entry));
    }
  return made;
}

static DexFuture *
on_saved (DexFuture *future, gpointer data)
{
  OrchListsDialog *self = data;
  g_autoptr (GError) error = NULL;

  if (self->engine == NULL)
    return NULL;
  if (dex_future_get_value (future, &error) != NULL)
    adw_dialog_force_close (ADW_DIALOG (self));
  else
    {
      g_autofree char *why = orch_error_text_dup (error);

      show_fault (self, why);
      orch_get_help_beside (self->fault, error);
      gtk_widget_set_sensitive (self->save, TRUE);
    }
  return NULL;
}

static void
on_save (OrchListsDialog *self)
{
  OrchServiceDesk *desk = orch_engine_get_services (self->engine);
  g_autoptr (GPtrArray) types = dup_entries (self->type_entries);
  g_autoptr (GPtrArray) categories = dup_entries (self->category_entries);

  gtk_widget_set_sensitive (self->save, FALSE);
  dex_future_disown (
      dex_future_finally (dex_future_all (orch_service_desk_set_types (desk, self->shown_types, types),
                                          orch_service_desk_set_categories (desk, self->shown_categories, categories),
                                          NULL),
                          on_saved, g_object_ref (self), g_object_unref));
}

static void
on_cancel (OrchListsDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_session (OrchListsDialog *self)
{
  OrchSession *session = orch_engine_get_session (self->engine);
  const gboolean may = orch_session_allows (session, ORCH_ACT_EDIT_CLINIC);
  GPtrArray *lists[] = { self->type_entries, self->category_entries };

  if (orch_session_is_locked (session))
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  adw_banner_set_revealed (self->reason, !may);
  gtk_widget_set_sensitive (self->add_type, may);
  gtk_widget_set_sensitive (self->add_category, may);
  for (guint list = 0; list < G_N_ELEMENTS (lists); list++)
    for (guint i = 0; i < lists[list]->len; i++)
      gtk_widget_set_sensitive (GTK_WIDGET (((Entry *) g_ptr_array_index (lists[list], i))->row), may);
}

static void
fill (OrchListsDialog *self, GListModel *entries, GPtrArray *shown, GPtrArray *into, AdwPreferencesGroup *group)
{
  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (OrchCatalogueEntry) entry = g_list_model_get_item (entries, i);

      add_entry (self, into, group, entry);
      g_ptr_array_add (shown, g_steal_pointer (&entry));
    }
}

static void
orch_lists_dialog_dispose (GObject *object)
{
  OrchListsDialog *self = ORCH_LISTS_DIALOG (object);

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_LISTS_DIALOG);
  g_clear_object (&self->engine);
  g_clear_pointer (&self->shown_types, g_ptr_array_unref);
  g_clear_pointer (&self->shown_categories, g_ptr_array_unref);
  g_clear_pointer (&self->type_entries, g_ptr_array_unref);
  g_clear_pointer (&self->category_entries, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_lists_dialog_parent_class)->dispose (object);
}

static void
orch_lists_dialog_class_init (OrchListsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_lists_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/services/orch-lists-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchListsDialog, save);
  gtk_widget_class_bind_template_child (widget_class, OrchListsDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, OrchListsDialog, fault);
  gtk_widget_class_bind_template_child (widget_class, OrchListsDialog, types);
  gtk_widget_class_bind_template_child (widget_class, OrchListsDialog, categories);
  gtk_widget_class_bind_template_child (widget_class, OrchListsDialog, add_type);
  gtk_widget_class_bind_template_child (widget_class, OrchListsDialog, add_category);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_add_type);
  gtk_widget_class_bind_template_callback (widget_class, on_add_category);
}

static void
orch_lists_dialog_init (OrchListsDialog *self)
{
  self->shown_types = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown_categories = g_ptr_array_new_with_free_func (g_object_unref);
  self->type_entries = g_ptr_array_new_with_free_func (entry_free);
  self->category_entries = g_ptr_array_new_with_free_func (entry_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_plain_wrap_titles (GTK_WIDGET (self));
}

AdwDialog *
orch_lists_dialog_new (OrchEngine *engine)
{
  OrchListsDialog *self = NULL;
  OrchServiceDesk *desk = NULL;

  g_return_val_if_fail (ORCH_IS_ENGINE (engine), NULL);

  self = g_object_new (ORCH_TYPE_LISTS_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  desk = orch_engine_get_services (engine);
  self->filling = TRUE;
  fill (self, orch_service_desk_get_types (desk), self->shown_types, self->type_entries, self->types);
  fill (self, orch_service_desk_get_categories (desk), self->shown_categories, self->category_entries,
        self->categories);
  self->filling = FALSE;
  g_signal_connect_object (orch_engine_get_session (engine), "notify", G_CALLBACK (on_session), self,
                           G_CONNECT_SWAPPED);
  on_session (self);
  return ADW_DIALOG (self);
}
