/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-appointment-filters.h. Beside each drop-down is an array of what its lines stand for; the first line is all, NULL.
 */
#include "orch-appointment-filters.h"

#include <glib/gi18n.h>

#include "core/orch-staff-member.h"
#include "orch-appointment-text.h"
#include "ui/orch-ui.h"
#include "ui/services/orch-row-reader.h"

#define LINE_CHARS 32

struct _OrchAppointmentFilters
{
  AdwBin parent_instance;

  /* owned */
  OrchEngine *engine;   /* (nullable): while attached */
  OrchStoreList *staff; /* (nullable): the same */
  GPtrArray *staff_ids; /* (element-type utf8): as the drop-down has them; NULL is everybody */
  GPtrArray *sources;   /* (element-type utf8): the same */
  char *staff_id;       /* (nullable): EMR id of the one chosen */
  char *chosen_source;  /* (nullable) */
  gboolean showing;     /* set by us, not by the person */

  /* template children */
  GtkWidget *box;
  GtkDropDown *professional;
  GtkDropDown *source;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchAppointmentFilters, orch_appointment_filters, ADW_TYPE_BIN)

static void
add_line (GtkStringList *names, GPtrArray *ids, const char *name, const char *id)
{
  gtk_string_list_append (names, name);
  g_ptr_array_add (ids, g_strdup (id));
}

static gboolean
is_same (GtkStringList *one, GtkStringList *other)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (other));

  if (g_list_model_get_n_items (G_LIST_MODEL (one)) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (gtk_string_list_get_string (one, i), gtk_string_list_get_string (other, i)))
      return FALSE;
  return TRUE;
}

/* Puts @names in @drop_down with what is chosen still chosen; @chosen becomes NULL when it is not among @ids any more. */
static void
show_lines (OrchAppointmentFilters *self, GtkDropDown *drop_down, GtkStringList *names, GPtrArray *ids, char **chosen)
{
  GListModel *shown = gtk_drop_down_get_model (drop_down);
  guint selected = 0;

  for (guint i = 1; i < ids->len; i++)
    if (g_strcmp0 (g_ptr_array_index (ids, i), *chosen) == 0)
      selected = i;
  self->showing = TRUE;
  /* Other ones have a widget made for each line, open or not. */
  if (shown == NULL || !is_same (GTK_STRING_LIST (shown), names))
    gtk_drop_down_set_model (drop_down, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (drop_down, selected);
  self->showing = FALSE;
  if (g_set_str (chosen, g_ptr_array_index (ids, selected)))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
show_professionals (OrchAppointmentFilters *self, GPtrArray *members)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->staff_ids, 0);
  add_line (names, self->staff_ids, _ ("All professionals"), NULL);
  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      OrchStaffMember *member = g_ptr_array_index (members, i);
      const char *id = ORCH_IS_STAFF_MEMBER (member) ? orch_staff_member_get_fields (member)->emr_id : NULL;

      if (id != NULL)
        add_line (names, self->staff_ids, orch_staff_member_get_display_name (member), id);
    }
  show_lines (self, self->professional, names, self->staff_ids, &self->staff_id);
}

static void
show_sources (OrchAppointmentFilters *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  OrchClinic *clinic = self->engine != NULL ? orch_engine_get_clinic (self->engine) : NULL;
  const char *const *providers = clinic != NULL ? orch_clinic_get_fields (clinic)->providers : NULL;

  g_ptr_array_set_size (self->sources, 0);
  add_line (names, self->sources, _ ("All sources"), NULL);
  add_line (names, self->sources, orch_appointment_text_name_source ("emr"), "emr");
  for (guint i = 0; providers != NULL && providers[i] != NULL; i++)
    add_line (names, self->sources, orch_appointment_text_name_source (providers[i]), providers[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->source), providers != NULL && providers[0] != NULL);
  show_lines (self, self->source, names, self->sources, &self->chosen_source);
}

static DexFuture *
on_staff_read (DexFuture *future, gpointer data)
{
  OrchAppointmentFilters *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (self->staff != NULL && value != NULL && G_VALUE_HOLDS (value, G_TYPE_PTR_ARRAY))
    show_professionals (self, g_value_get_boxed (value));
  return NULL;
}

static DexFuture *
read_loaded_staff (DexFuture *future, gpointer data)
{
  OrchAppointmentFilters *self = data;

  return self->staff != NULL ? orch_row_reader_load (G_LIST_MODEL (self->staff), NULL) : dex_future_new_true ();
}

static void
read_staff (OrchAppointmentFilters *self)
{
  DexFuture *future = NULL;

  if (self->staff == NULL)
    return;
  future = dex_future_then (orch_store_list_when_loaded (self->staff), read_loaded_staff, g_object_ref (self),
                            g_object_unref);
  dex_future_disown (dex_future_then (future, on_staff_read, g_object_ref (self), g_object_unref));
}

static void
choose (OrchAppointmentFilters *self, GtkDropDown *drop_down, GPtrArray *ids, char **chosen)
{
  const guint selected = gtk_drop_down_get_selected (drop_down);

  if (!self->showing && selected < ids->len && g_set_str (chosen, g_ptr_array_index (ids, selected)))
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_professional (OrchAppointmentFilters *self)
{
  choose (self, self->professional, self->staff_ids, &self->staff_id);
}

static void
on_source (OrchAppointmentFilters *self)
{
  choose (self, self->source, self->sources, &self->chosen_source);
}

static void
orch_appointment_filters_dispose (GObject *object)
{
  OrchAppointmentFilters *self = ORCH_APPOINTMENT_FILTERS (object);

  /* Bound and the bin's own child: the bin would let go of it again. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_APPOINTMENT_FILTERS);
  g_clear_object (&self->staff);
  g_clear_pointer (&self->staff_ids, g_ptr_array_unref);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->staff_id, g_free);
  g_clear_pointer (&self->chosen_source, g_free);
  g_clear_object (&self->engine);
  G_OBJECT_CLASS (orch_appointment_filters_parent_class)->dispose (object);
}

static void
orch_appointment_filters_class_init (OrchAppointmentFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_appointment_filters_dispose;
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ORCH_RESOURCE_BASE "/appointments/orch-appointment-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentFilters, box);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentFilters, professional);
  gtk_widget_class_bind_template_child (widget_class, OrchAppointmentFilters, source);
  gtk_widget_class_bind_template_callback (widget_class, on_professional);
  gtk_widget_class_bind_template_callback (widget_class, on_source);
}

/* GtkDropDown leaves the entry of its list without a name. */
static void
name_search_entry (GtkWidget *widget)
{
  if (GTK_IS_SEARCH_ENTRY (widget))
    {
      gtk_search_entry_set_placeholder_text (GTK_SEARCH_ENTRY (widget), _ ("Search"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search"), -1);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_search_entry (child);
}

/* In C: a template would be read for each professional of the clinic before the page shows. */
static void
on_line_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE_CHARS);
  gtk_list_item_set_child (item, label);
}

static void
on_line_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static void
orch_appointment_filters_init (OrchAppointmentFilters *self)
{
  GtkListItemFactory *lines = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (lines, "setup", G_CALLBACK (on_line_setup), NULL);
  g_signal_connect (lines, "bind", G_CALLBACK (on_line_bind), NULL);
  gtk_drop_down_set_factory (self->professional, lines);
  gtk_drop_down_set_factory (self->source, lines);
  g_object_unref (lines);
  name_search_entry (GTK_WIDGET (self->professional));
  self->staff_ids = g_ptr_array_new_with_free_func (g_free);
  self->sources = g_ptr_array_new_with_free_func (g_free);
  show_professionals (self, NULL);
  show_sources (self);
}

void
orch_appointment_filters_attach (OrchAppointmentFilters *self, OrchEngine *engine)
{
  g_return_if_fail (ORCH_IS_APPOINTMENT_FILTERS (self));
  g_return_if_fail (ORCH_IS_ENGINE (engine));
  g_return_if_fail (self->engine == NULL);

  self->engine = g_object_ref (engine);
  self->staff = orch_engine_list_staff (engine);
  if (self->staff != NULL)
    g_signal_connect_object (self->staff, "items-changed", G_CALLBACK (read_staff), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "notify::clinic", G_CALLBACK (show_sources), self, G_CONNECT_SWAPPED);
  read_staff (self);
  show_sources (self);
}

void
orch_appointment_filters_detach (OrchAppointmentFilters *self)
{
  g_return_if_fail (ORCH_IS_APPOINTMENT_FILTERS (self));

  if (self->staff != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->staff, self);
      orch_store_list_detach (self->staff);
      g_clear_object (&self->staff);
    }
  if (self->engine != NULL)
    g_signal_handlers_disconnect_by_data (self->engine, self);
  g_clear_object (&self->engine);
  show_professionals (self, NULL);
  show_sources (self);
}

const char *
orch_appointment_filters_get_staff (OrchAppointmentFilters *self)
{
  g_return_val_if_fail (ORCH_IS_APPOINTMENT_FILTERS (self), NULL);

  return self->staff_id;
}

const char *
orch_appointment_filters_get_source (OrchAppointmentFilters *self)
{
  g_return_val_if_fail (ORCH_IS_APPOINTMENT_FILTERS (self), NULL);

  return self->chosen_source;
}

void
orch_appointment_filters_clear (OrchAppointmentFilters *self)
{
  g_return_if_fail (ORCH_IS_APPOINTMENT_FILTERS (self));

  gtk_drop_down_set_selected (self->professional, 0);
  gtk_drop_down_set_selected (self->source, 0);
}
