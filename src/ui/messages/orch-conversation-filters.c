/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-filters.h. Beside the drop-downs of people and departments is an array of what their lines stand for; the first line is
 * all, NULL.
 */
#include "orch-conversation-filters.h"

#include <glib/gi18n.h>

#include "orch-message-text.h"
#include "orch-saved-filters.h"
#include "orch-search-text.h"
#include "ui/orch-ui.h"
#include "ui/widgets/orch-announce.h"

struct _OrchConversationFilters
{
  AdwBin parent_instance;

  /* owned */
  OrchMessageDesk *desk;       /* (nullable) */
  GPtrArray *professional_ids; /* (element-type utf8) */
  GPtrArray *department_ids;   /* (element-type utf8) */
  GStrv places;                /* (nullable): where the person practises */

  gboolean showing; /* set by us, not by the person */

  /* template children */
  GtkSearchEntry *search;
  GtkPopover *popover;
  GtkWidget *filters;
  GtkDropDown *scope;
  GtkDropDown *status;
  GtkDropDown *professional;
  GtkDropDown *department;
  GtkCheckButton *unread;
  OrchSavedFilters *saved;
  GtkLabel *fault;
  GtkWidget *summary_box;
  GtkLabel *summary;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchConversationFilters, orch_conversation_filters, ADW_TYPE_BIN)

/* --- what is chosen ------------------------------------------------------------------------- */

static const char *
get_id (GtkDropDown *drop_down, GPtrArray *ids)
{
  const guint selected = gtk_drop_down_get_selected (drop_down);

  return selected < ids->len ? g_ptr_array_index (ids, selected) : NULL;
}

void
orch_conversation_filters_get (OrchConversationFilters *self, OrchConversationFilter *filter)
{
  const guint status = gtk_drop_down_get_selected (self->status);
  const guint scope = gtk_drop_down_get_selected (self->scope);
  const char *search = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_return_if_fail (ORCH_IS_CONVERSATION_FILTERS (self));

  *filter = (OrchConversationFilter) {
    .professional = get_id (self->professional, self->professional_ids),
    .department = get_id (self->department, self->department_ids),
    .search = search[0] != '\0' ? search : NULL,
    .places = (const char *const *) self->places,
    .statuses = status > 0 && status <= ORCH_N_CONVERSATION_STATUSES ? 1u << (status - 1) : 0,
    .scope = scope <= ORCH_CONVERSATIONS_OF_MY_PLACES ? (OrchConversationScope) scope : ORCH_CONVERSATIONS_ALL,
    .unread = gtk_check_button_get_active (self->unread),
  };
}

/* Returns: (transfer full): what is kept of @filter under a name */
static char *
dup_value (const OrchConversationFilter *filter)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) value = NULL;

  if (filter->professional != NULL)
    g_variant_builder_add (&builder, "{sv}", "professional", g_variant_new_string (filter->professional));
  if (filter->department != NULL)
    g_variant_builder_add (&builder, "{sv}", "department", g_variant_new_string (filter->department));
  if (filter->search != NULL)
    g_variant_builder_add (&builder, "{sv}", "search", g_variant_new_string (filter->search));
  if (filter->statuses != 0)
    g_variant_builder_add (&builder, "{sv}", "statuses", g_variant_new_uint32 (filter->statuses));
  if (filter->scope != ORCH_CONVERSATIONS_ALL)
    g_variant_builder_add (&builder, "{sv}", "scope", g_variant_new_uint32 (filter->scope));
  if (filter->unread)
    g_variant_builder_add (&builder, "{sv}", "unread", g_variant_new_boolean (TRUE));
  value = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_print (value, TRUE);
}

static void
add_selected (GString *text, GtkDropDown *drop_down)
{
  GtkStringObject *line = gtk_drop_down_get_selected_item (drop_down);

  if (gtk_drop_down_get_selected (drop_down) == 0 || line == NULL)
    return;
  g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", gtk_string_object_get_string (line));
}

static void
show_summary (OrchConversationFilters *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  add_selected (text, self->scope);
  add_selected (text, self->status);
  add_selected (text, self->professional);
  add_selected (text, self->department);
  if (gtk_check_button_get_active (self->unread))
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", _ ("Unread"));
  gtk_label_set_label (self->summary, text->str);
  gtk_widget_set_visible (self->summary_box, text->len > 0);
  if (text->len > 0)
    gtk_widget_add_css_class (self->filters, "accent");
  else
    gtk_widget_remove_css_class (self->filters, "accent");
}

static void
show_fault (OrchConversationFilters *self)
{
  g_autoptr (OrchConversationSearch) search =
      orch_conversation_search_parse (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  g_autofree char *text = orch_search_text_dup_fault (search);

  if (text != NULL && g_strcmp0 (text, gtk_label_get_label (self->fault)) != 0)
    orch_announce (GTK_WIDGET (self), text);
  gtk_label_set_label (self->fault, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), text != NULL);
}

static void
tell (OrchConversationFilters *self)
{
  OrchConversationFilter filter;
  g_autofree char *value = NULL;

  orch_conversation_filters_get (self, &filter);
  show_summary (self);
  show_fault (self);
  value = orch_conversation_filters_is_on (self) ? dup_value (&filter) : NULL;
  orch_saved_filters_set_current (self->saved, value);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_changed (OrchConversationFilters *self)
{
  if (!self->showing)
    tell (self);
}

/* --- what was kept ------------------------------------------------------------------------------ */

static void
select_id (GtkDropDown *drop_down, GPtrArray *ids, const char *id)
{
  guint selected = 0;

  for (guint i = 0; i < ids->len; i++)
    if (g_strcmp0 (g_ptr_array_index (ids, i), id) == 0)
      selected = i;
  gtk_drop_down_set_selected (drop_down, selected);
}

static void
put (OrchConversationFilters *self, GVariant *value)
{
  const char *professional = NULL, *department = NULL, *search = "";
  guint statuses = 0, scope = 0;
  gboolean unread = FALSE;

  g_variant_lookup (value, "professional", "&s", &professional);
  g_variant_lookup (value, "department", "&s", &department);
  g_variant_lookup (value, "search", "&s", &search);
  g_variant_lookup (value, "statuses", "u", &statuses);
  g_variant_lookup (value, "scope", "u", &scope);
  g_variant_lookup (value, "unread", "b", &unread);
  self->showing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search), search);
  gtk_drop_down_set_selected (self->scope, MIN (scope, ORCH_CONVERSATIONS_OF_MY_PLACES));
  gtk_drop_down_set_selected (self->status, MIN ((guint) g_bit_storage (statuses), ORCH_N_CONVERSATION_STATUSES));
  if (statuses == 0)
    gtk_drop_down_set_selected (self->status, 0);
  select_id (self->professional, self->professional_ids, professional);
  select_id (self->department, self->department_ids, department);
  gtk_check_button_set_active (self->unread, unread);
  self->showing = FALSE;
  tell (self);
}

static void
on_chosen (OrchConversationFilters *self, const char *text)
{
  g_autoptr (GVariant) value = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);

  if (value == NULL)
    return;
  gtk_popover_popdown (self->popover);
  put (self, value);
}

void
orch_conversation_filters_clear (OrchConversationFilters *self)
{
  g_autoptr (GVariant) nothing = g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0));

  g_return_if_fail (ORCH_IS_CONVERSATION_FILTERS (self));

  put (self, nothing);
}

gboolean
orch_conversation_filters_is_on (OrchConversationFilters *self)
{
  OrchConversationFilter f;

  g_return_val_if_fail (ORCH_IS_CONVERSATION_FILTERS (self), FALSE);

  orch_conversation_filters_get (self, &f);
  return f.search != NULL || f.professional != NULL || f.department != NULL || f.statuses != 0 ||
         f.scope != ORCH_CONVERSATIONS_ALL || f.unread;
}

void
orch_conversation_filters_focus_search (OrchConversationFilters *self)
{
  g_return_if_fail (ORCH_IS_CONVERSATION_FILTERS (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_stop_search (OrchConversationFilters *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

/* --- what there is to choose ---------------------------------------------------------------------- */

static GtkStringList *
begin_lines (GPtrArray *ids, const char *all)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  g_ptr_array_set_size (ids, 0);
  g_ptr_array_add (ids, NULL);
  gtk_string_list_append (names, all);
  return names;
}

static void
show_lines (OrchConversationFilters *self, GtkDropDown *drop_down, GtkStringList *names)
{
  self->showing = TRUE;
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (names));
  self->showing = FALSE;
}

static void
show_professionals (OrchConversationFilters *self, GPtrArray *professionals)
{
  g_autoptr (GtkStringList) names = begin_lines (self->professional_ids, _ ("All professionals"));

  for (guint i = 0; professionals != NULL && i < professionals->len; i++)
    {
      g_ptr_array_add (self->professional_ids, g_strdup (orch_professional_get_reference (professionals->pdata[i])));
      gtk_string_list_append (names, orch_professional_get_name (professionals->pdata[i]));
    }
  show_lines (self, self->professional, names);
}

/* One that the hub does not have yet is in no conversation. */
static void
show_departments (OrchConversationFilters *self, GPtrArray *departments)
{
  g_autoptr (GtkStringList) names = begin_lines (self->department_ids, _ ("All departments"));

  for (guint i = 0; departments != NULL && i < departments->len; i++)
    {
      const OrchDepartmentFields *f = orch_department_get_fields (departments->pdata[i]);

      if (f->hub_id == NULL || f->name == NULL)
        continue;
      g_ptr_array_add (self->department_ids, g_strconcat ("Organization/", f->hub_id, NULL));
      gtk_string_list_append (names, f->name);
    }
  show_lines (self, self->department, names);
}

static DexFuture *
on_professionals (DexFuture *future, gpointer data)
{
  OrchConversationFilters *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (self->desk != NULL && value != NULL)
    show_professionals (self, g_value_get_boxed (value));
  return NULL;
}

static DexFuture *
on_departments (DexFuture *future, gpointer data)
{
  OrchConversationFilters *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (self->desk != NULL && value != NULL)
    show_departments (self, g_value_get_boxed (value));
  return NULL;
}

static DexFuture *
on_places (DexFuture *future, gpointer data)
{
  OrchConversationFilters *self = data;
  const GValue *value = dex_future_get_value (future, NULL);

  if (self->desk == NULL || value == NULL)
    return NULL;
  g_strfreev (self->places);
  self->places = g_value_dup_boxed (value);
  if (gtk_drop_down_get_selected (self->scope) == ORCH_CONVERSATIONS_OF_MY_PLACES)
    tell (self);
  return NULL;
}

static void
ask (OrchConversationFilters *self, DexFuture *future, DexFutureCallback callback)
{
  dex_future_disown (dex_future_finally (future, callback, g_object_ref (self), g_object_unref));
}

void
orch_conversation_filters_set_desk (OrchConversationFilters *self, OrchMessageDesk *desk)
{
  g_return_if_fail (ORCH_IS_CONVERSATION_FILTERS (self));

  if (!g_set_object (&self->desk, desk))
    return;
  orch_saved_filters_set_desk (self->saved, desk);
  if (desk != NULL)
    {
      ask (self, orch_message_desk_list_professionals (desk), on_professionals);
      ask (self, orch_message_desk_list_departments (desk), on_departments);
      ask (self, orch_message_desk_list_places (desk), on_places);
      return;
    }
  gtk_popover_popdown (self->popover);
  g_clear_pointer (&self->places, g_strfreev);
  orch_conversation_filters_clear (self);
  show_professionals (self, NULL);
  show_departments (self, NULL);
}

/* --- type ------------------------------------------------------------------------------------------ */

static void
orch_conversation_filters_dispose (GObject *object)
{
  OrchConversationFilters *self = ORCH_CONVERSATION_FILTERS (object);

  g_clear_object (&self->desk);
  g_clear_pointer (&self->places, g_strfreev);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_CONVERSATION_FILTERS);
  G_OBJECT_CLASS (orch_conversation_filters_parent_class)->dispose (object);
}

static void
orch_conversation_filters_finalize (GObject *object)
{
  OrchConversationFilters *self = ORCH_CONVERSATION_FILTERS (object);

  g_ptr_array_unref (self->professional_ids);
  g_ptr_array_unref (self->department_ids);
  G_OBJECT_CLASS (orch_conversation_filters_parent_class)->finalize (object);
}

static void
orch_conversation_filters_class_init (OrchConversationFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_conversation_filters_dispose;
  G_OBJECT_CLASS (klass)->finalize = orch_conversation_filters_finalize;
  g_type_ensure (ORCH_TYPE_SAVED_FILTERS);
  signals[SIGNAL_CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LEFT] =
      g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               ORCH_RESOURCE_BASE "/messages/orch-conversation-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchConversationFilters, search);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationFilters, popover);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationFilters, filters);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationFilters, scope);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationFilters, status);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationFilters, professional);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationFilters, department);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationFilters, unread);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationFilters, saved);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationFilters, fault);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationFilters, summary_box);
  gtk_widget_class_bind_template_child (widget_class, OrchConversationFilters, summary);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
}

static void
orch_conversation_filters_init (OrchConversationFilters *self)
{
  g_autoptr (GtkStringList) scopes = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) statuses = gtk_string_list_new (NULL);

  self->professional_ids = g_ptr_array_new_with_free_func (g_free);
  self->department_ids = g_ptr_array_new_with_free_func (g_free);
  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* In the order of OrchConversationScope */
  gtk_string_list_append (scopes, _ ("All that I may read"));
  gtk_string_list_append (scopes, _ ("Mine"));
  gtk_string_list_append (scopes, _ ("Of my places of practice"));
  gtk_string_list_append (statuses, _ ("All statuses"));
  for (guint i = 0; i < ORCH_N_CONVERSATION_STATUSES; i++)
    gtk_string_list_append (statuses, orch_message_text_get_status ((OrchConversationStatus) i, NULL));
  gtk_drop_down_set_model (self->scope, G_LIST_MODEL (scopes));
  gtk_drop_down_set_model (self->status, G_LIST_MODEL (statuses));
  show_professionals (self, NULL);
  show_departments (self, NULL);
  self->showing = FALSE;
}
