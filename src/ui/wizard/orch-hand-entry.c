/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-hand-entry.h.
 */
#include "orch-hand-entry.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "core/orch-error.h"
#include "ui/orch-error-text.h"
#include "ui/widgets/orch-announce.h"
#include "orch-csv-dialog.h"
#include "orch-csv-opener.h"
#include "orch-hand-dialog.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-template.h"

struct _OrchHandEntry
{
  GtkWidget parent_instance;

  /* owned */
  OrchSetup *setup;

  OrchImportKind kind;

  /* template children */
  GtkPicture *illustration;
  GtkLabel *heading;
  GtkLabel *explanation;
  GtkWidget *scroller;
  GtkListView *list;
  GtkWidget *notice;
  GtkLabel *notice_label;
  GtkButton *add;
};

G_DEFINE_FINAL_TYPE (OrchHandEntry, orch_hand_entry, GTK_TYPE_WIDGET)

static gboolean
is_staff (OrchHandEntry *self)
{
  return self->kind == ORCH_IMPORT_STAFF;
}

static GListModel *
get_model (OrchHandEntry *self)
{
  return is_staff (self) ? orch_setup_get_hand_staff (self->setup) : orch_setup_get_hand_services (self->setup);
}

static void
show_fault (OrchHandEntry *self, const char *text)
{
  gtk_label_set_text (self->notice_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->notice, text != NULL);
  if (text != NULL)
    orch_announce (GTK_WIDGET (self), text);
}

static void
update (OrchHandEntry *self)
{
  guint n = g_list_model_get_n_items (get_model (self));

  gtk_widget_set_visible (self->scroller, n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->illustration), n == 0);
  if (n == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->add), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->add), "suggested-action");
}

typedef struct
{
  OrchHandEntry *entry;
  GPtrArray *objects; /* (nullable) */
  char *removed;      /* (nullable): an id */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->entry);
  g_clear_pointer (&change->objects, g_ptr_array_unref);
  g_free (change->removed);
  g_free (change);
}

static DexFuture *
change_fiber (gpointer data)
{
  Change *change = data;
  OrchHandEntry *self = change->entry;
  g_autoptr (GError) error = NULL;
  DexFuture *future;

  if (change->removed != NULL)
    future = is_staff (self) ? orch_setup_remove_hand_staff (self->setup, change->removed)
                             : orch_setup_remove_hand_service (self->setup, change->removed);
  else
    future = is_staff (self) ? orch_setup_put_hand_staff (self->setup, change->objects)
                             : orch_setup_put_hand_services (self->setup, change->objects);
  g_autofree char *text = NULL;
  if (!dex_await (future, &error))
    text = orch_error_text_dup (error);
  show_fault (self, text);
  orch_get_help_beside (self->notice_label, error);
  return dex_future_new_true ();
}

static void
start_change (OrchHandEntry *self, GPtrArray *objects, const char *removed)
{
  Change *change = g_new0 (Change, 1);

  change->entry = g_object_ref (self);
  change->objects = objects != NULL ? g_ptr_array_ref (objects) : NULL;
  change->removed = g_strdup (removed);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, change_fiber, change, change_free));
}

static void
on_entered (OrchHandEntry *self, GObject *object)
{
  g_autoptr (GPtrArray) objects = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (objects, g_object_ref (object));
  start_change (self, objects, NULL);
}

static void
open_dialog (OrchHandEntry *self, GObject *object)
{
  OrchHandDialog *dialog = orch_hand_dialog_new (self->kind, object);

  g_signal_connect_object (dialog, "entered", G_CALLBACK (on_entered), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static void
on_add (OrchHandEntry *self)
{
  open_dialog (self, NULL);
}

static void
on_csv_accepted (OrchHandEntry *self, GPtrArray *objects)
{
  start_change (self, objects, NULL);
}

static DexFuture *
open_csv_fiber (gpointer data)
{
  OrchHandEntry *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (OrchCsvImport) import = dex_await_object (orch_csv_open (GTK_WIDGET (self), self->kind), &error);
  OrchCsvDialog *dialog = NULL;

  if (import == NULL)
    {
      if (!g_error_matches (error, ORCH_ERROR, ORCH_ERROR_CANCELLED))
        show_fault (self, error->message);
      return dex_future_new_true ();
    }
  show_fault (self, NULL);
  dialog = orch_csv_dialog_new (import, self->kind);
  g_signal_connect_object (dialog, "accepted", G_CALLBACK (on_csv_accepted), self, G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
  return dex_future_new_true ();
}

static void
on_csv (OrchHandEntry *self)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, open_csv_fiber, g_object_ref (self), g_object_unref));
}

static const char *
object_id (gpointer object)
{
  return ORCH_IS_STAFF_MEMBER (object) ? orch_staff_member_get_fields (object)->id
                                       : orch_service_get_fields (object)->id;
}

static void
on_edit_clicked (GtkListItem *item)
{
  OrchHandEntry *self = g_object_get_data (G_OBJECT (item), "orch-entry");

  open_dialog (self, gtk_list_item_get_item (item));
}

static void
on_remove_clicked (GtkListItem *item)
{
  OrchHandEntry *self = g_object_get_data (G_OBJECT (item), "orch-entry");

  start_change (self, NULL, object_id (gtk_list_item_get_item (item)));
}

static void
on_setup (OrchHandEntry *self, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name =
      g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  GtkWidget *detail =
      g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  GtkWidget *edit = gtk_button_new_from_icon_name ("document-edit-symbolic");
  GtkWidget *remove = gtk_button_new_from_icon_name ("orch-remove-symbolic");

  g_object_set_data (G_OBJECT (item), "orch-entry", self);
  gtk_widget_add_css_class (detail, "caption");
  gtk_widget_add_css_class (detail, "dimmed");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), name);
  gtk_box_append (GTK_BOX (texts), detail);
  gtk_box_append (GTK_BOX (row), texts);
  GtkWidget *buttons[] = { edit, remove };
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      gtk_widget_add_css_class (buttons[i], "flat");
      gtk_widget_set_valign (buttons[i], GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (row), buttons[i]);
    }
  g_signal_connect_object (edit, "clicked", G_CALLBACK (on_edit_clicked), item, G_CONNECT_SWAPPED);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove_clicked), item, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
  gtk_list_item_set_activatable (item, FALSE);
}

static char *
dup_detail (gpointer object)
{
  if (ORCH_IS_STAFF_MEMBER (object))
    {
      const OrchStaffMemberFields *fields = orch_staff_member_get_fields (object);
      const char *profession = fields->profession != NULL ? fields->profession : _ ("Profession not given");

      /* translators: a profession, then a licence number */
      return g_strdup_printf (_ ("%s · licence %s"), profession, fields->licence != NULL ? fields->licence : "–");
    }
  const OrchServiceFields *fields = orch_service_get_fields (object);
  g_autofree char *minutes =
      /* translators: the duration of a service */
      g_strdup_printf (ngettext ("%'d minute", "%'d minutes", (gulong) fields->duration_minutes),
                       fields->duration_minutes);
  if (fields->category == NULL)
    return g_steal_pointer (&minutes);
  /* translators: the duration of a service, then its category */
  return g_strdup_printf (_ ("%s · %s"), minutes, fields->category);
}

static void
on_bind (OrchHandEntry *self, GtkListItem *item)
{
  gpointer object = gtk_list_item_get_item (item);
  const char *name = ORCH_IS_STAFF_MEMBER (object) ? orch_staff_member_get_display_name (object)
                                                   : orch_service_get_display_name (object);
  g_autofree char *detail = dup_detail (object);
  /* translators: spoken by a screen reader: the name of a person or service, then details */
  g_autofree char *label = g_strdup_printf (_ ("%s, %s"), name, detail);
  /* translators: %s is the name of a person or service */
  g_autofree char *edit_label = g_strdup_printf (_ ("Change %s"), name);
  /* translators: %s is the name of a person or service */
  g_autofree char *remove_label = g_strdup_printf (_ ("Remove %s"), name);
  GtkWidget *texts = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *edit = gtk_widget_get_next_sibling (texts);

  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (texts)), name);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (texts)), detail);
  gtk_widget_set_tooltip_text (edit, edit_label);
  gtk_widget_set_tooltip_text (gtk_widget_get_next_sibling (edit), remove_label);
  gtk_list_item_set_accessible_label (item, label);
}

static void
orch_hand_entry_dispose (GObject *object)
{
  OrchHandEntry *self = ORCH_HAND_ENTRY (object);

  orch_template_dispose (GTK_WIDGET (self), ORCH_TYPE_HAND_ENTRY);
  g_clear_object (&self->setup);

  G_OBJECT_CLASS (orch_hand_entry_parent_class)->dispose (object);
}

static void
orch_hand_entry_class_init (OrchHandEntryClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = orch_hand_entry_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/wizard/orch-hand-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchHandEntry, illustration);
  gtk_widget_class_bind_template_child (widget_class, OrchHandEntry, heading);
  gtk_widget_class_bind_template_child (widget_class, OrchHandEntry, explanation);
  gtk_widget_class_bind_template_child (widget_class, OrchHandEntry, scroller);
  gtk_widget_class_bind_template_child (widget_class, OrchHandEntry, list);
  gtk_widget_class_bind_template_child (widget_class, OrchHandEntry, notice);
  gtk_widget_class_bind_template_child (widget_class, OrchHandEntry, notice_label);
  gtk_widget_class_bind_template_child (widget_class, OrchHandEntry, add);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_csv);
}

static void
orch_hand_entry_init (OrchHandEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  orch_template_wrap_buttons (GTK_WIDGET (self));
}

void
orch_hand_entry_bind (OrchHandEntry *self, OrchSetup *setup, OrchImportKind kind)
{
  g_return_if_fail (ORCH_IS_HAND_ENTRY (self));
  g_return_if_fail (ORCH_IS_SETUP (setup));
  g_return_if_fail (self->setup == NULL);

  self->setup = g_object_ref (setup);
  self->kind = kind;
  gtk_picture_set_resource (self->illustration, is_staff (self)
                                                    ? "/ca/orchestrateur/Orchestrateur/illustrations/staff-import.svg"
                                                    : "/ca/orchestrateur/Orchestrateur/illustrations/services.svg");
  gtk_label_set_text (self->heading, is_staff (self) ? _ ("Add the medical staff") : _ ("Add the services offered"));
  gtk_label_set_text (self->explanation,
                      is_staff (self)
                          ? _ ("Without a connected EMR, enter the people to whom appointments can be given, "
                               "one by one or from a file.")
                          : _ ("Without a connected EMR, enter the services that the clinic offers, one by one "
                               "or from a file."));
  gtk_button_set_label (self->add, is_staff (self) ? _ ("_Add a Person…") : _ ("_Add a Service…"));
  orch_template_wrap_buttons (GTK_WIDGET (self->add));

  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (g_object_ref (get_model (self)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (get_model (self), "items-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
