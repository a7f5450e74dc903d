/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-support-answer.h. Rows are built in C: how many there are is in the guide.
 */
#include "orch-support-answer.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "orch-support-text.h"
#include "ui/widgets/orch-plain-text.h"

/* Opening hours are in minutes. */
#define REFRESH_S 60

struct _OrchSupportAnswer
{
  AdwBin parent_instance;

  OrchSupportGuide *guide; /* (owned) */
  GPtrArray *rows;         /* (owned) (element-type AdwActionRow) (not owned): of contacts */
  GtkBox *box;             /* (not owned): the child */
  guint refresh_id;
};

G_DEFINE_FINAL_TYPE (OrchSupportAnswer, orch_support_answer, ADW_TYPE_BIN)

/* --- contacts ------------------------------------------------------------------------- */

static void
show_contact (OrchSupportAnswer *self, AdwActionRow *row)
{
  const OrchSupportContact *contact = g_object_get_data (G_OBJECT (row), "contact");
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  g_autofree char *text = orch_support_text_dup_contact (contact, orch_support_guide_get_holidays (self->guide), now);

  orch_plain_set_subtitle (row, text);
}

static gboolean
on_refresh (gpointer data)
{
  OrchSupportAnswer *self = data;

  for (guint i = 0; i < self->rows->len; i++)
    show_contact (self, self->rows->pdata[i]);
  return G_SOURCE_CONTINUE;
}

static void
tell (GtkWidget *widget, const char *text)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    orch_plain_tell (ADW_TOAST_OVERLAY (toasts), text);
}

static void
on_copy (GtkWidget *button)
{
  const OrchSupportContact *contact = g_object_get_data (G_OBJECT (button), "contact");
  g_autofree char *value = orch_support_text_dup_value (contact);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), value);
  tell (button, _ ("Copied"));
}

static void
on_launched (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) button = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (object), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    tell (button, _ ("No program of this computer opens that: copy it instead."));
}

static void
on_use (GtkWidget *button)
{
  const OrchSupportContact *contact = g_object_get_data (G_OBJECT (button), "contact");
  GtkRoot *root = gtk_widget_get_root (button);
  g_autofree char *uri = orch_support_text_dup_uri (contact);
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_launched,
                           g_object_ref (button));
}

static void
add_button (AdwActionRow *row, const OrchSupportContact *contact, const char *icon, const char *tip, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  /* translators: what a button does, and to whom: "Call: CSSNS" */
  g_autofree char *label = g_strdup_printf (_ ("%s: %s"), tip, orch_bilingual_get (contact->name, NULL));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (button), "contact", (gpointer) contact);
  g_signal_connect (button, "clicked", clicked, NULL);
  adw_action_row_add_suffix (row, button);
}

static GtkWidget *
make_row (const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  orch_plain_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  return row;
}

static void
add_contact (OrchSupportAnswer *self, AdwPreferencesGroup *group, const OrchSupportContact *contact)
{
  GtkWidget *row = make_row (orch_bilingual_get (contact->name, NULL));

  g_object_set_data (G_OBJECT (row), "contact", (gpointer) contact);
  gtk_widget_add_css_class (row, "support-contact");
  adw_preferences_group_add (group, row);
  g_ptr_array_add (self->rows, row);
  show_contact (self, ADW_ACTION_ROW (row));
  if (contact->kind == ORCH_SUPPORT_ROLE)
    return;
  if (contact->kind == ORCH_SUPPORT_PHONE)
    add_button (ADW_ACTION_ROW (row), contact, "call-start-symbolic", _ ("Call"), G_CALLBACK (on_use));
  else if (contact->kind == ORCH_SUPPORT_EMAIL)
    add_button (ADW_ACTION_ROW (row), contact, "orch-mail-symbolic", _ ("Write"), G_CALLBACK (on_use));
  else
    add_button (ADW_ACTION_ROW (row), contact, "adw-external-link-symbolic", C_ ("address", "Open"),
                G_CALLBACK (on_use));
  add_button (ADW_ACTION_ROW (row), contact, "edit-copy-symbolic", _ ("Copy"), G_CALLBACK (on_copy));
}

/* --- groups --------------------------------------------------------------------------- */

static AdwPreferencesGroup *
add_group (OrchSupportAnswer *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  /* The title is of the program, or has been escaped by nobody: it is no markup. */
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), escaped);
  gtk_box_append (self->box, group);
  return ADW_PREFERENCES_GROUP (group);
}

static void
add_advice (OrchSupportAnswer *self, AdwPreferencesGroup *group, const OrchSupportAdvice *advice)
{
  GtkWidget *row = make_row (orch_bilingual_get (advice->text, NULL));

  if (advice->exclusion)
    {
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Not covered"), -1);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
    }
  adw_preferences_group_add (group, row);
  for (guint i = 0; i < advice->contacts->len; i++)
    add_contact (self, group, advice->contacts->pdata[i]);
}

static void
add_texts (OrchSupportAnswer *self, const char *title, GPtrArray *texts)
{
  AdwPreferencesGroup *group = NULL;

  if (texts->len == 0)
    return;
  group = add_group (self, title);
  for (guint i = 0; i < texts->len; i++)
    adw_preferences_group_add (group, make_row (orch_bilingual_get (texts->pdata[i], NULL)));
}

static void
add_delay (AdwPreferencesGroup *group, const OrchSupportProvider *provider)
{
  GtkWidget *row = make_row (_ ("Expected delay"));

  orch_plain_set_subtitle (ADW_ACTION_ROW (row), orch_bilingual_get (provider->delay, NULL));
  adw_preferences_group_add (group, row);
}

static void
add_verify (AdwPreferencesGroup *group, const OrchSupportProvider *provider)
{
  GtkWidget *row = NULL;

  if (provider->verify == NULL)
    return;
  row = make_row (_ ("To verify"));
  orch_plain_set_subtitle (ADW_ACTION_ROW (row), orch_bilingual_get (provider->verify, NULL));
  adw_preferences_group_add (group, row);
}

/* --- the object ----------------------------------------------------------------------- */

static void
orch_support_answer_map (GtkWidget *widget)
{
  OrchSupportAnswer *self = ORCH_SUPPORT_ANSWER (widget);

  GTK_WIDGET_CLASS (orch_support_answer_parent_class)->map (widget);
  on_refresh (self);
  self->refresh_id = g_timeout_add_seconds (REFRESH_S, on_refresh, self);
}

static void
orch_support_answer_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&ORCH_SUPPORT_ANSWER (widget)->refresh_id, g_source_remove);
  GTK_WIDGET_CLASS (orch_support_answer_parent_class)->unmap (widget);
}

static void
orch_support_answer_dispose (GObject *object)
{
  OrchSupportAnswer *self = ORCH_SUPPORT_ANSWER (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_support_answer_parent_class)->dispose (object);
  /* After the rows: what they show is the guide's. */
  g_clear_object (&self->guide);
}

static void
orch_support_answer_class_init (OrchSupportAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_support_answer_dispose;
  GTK_WIDGET_CLASS (klass)->map = orch_support_answer_map;
  GTK_WIDGET_CLASS (klass)->unmap = orch_support_answer_unmap;
}

static void
orch_support_answer_init (OrchSupportAnswer *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->rows = g_ptr_array_new ();
  self->box = GTK_BOX (box);
  adw_bin_set_child (ADW_BIN (self), box);
}

static OrchSupportAnswer *
answer_new (OrchSupportGuide *guide)
{
  OrchSupportAnswer *self = g_object_new (ORCH_TYPE_SUPPORT_ANSWER, NULL);

  self->guide = g_object_ref (guide);
  return self;
}

GtkWidget *
orch_support_answer_new_for_leaf (OrchSupportGuide *guide, const OrchSupportNode *leaf)
{
  OrchSupportAnswer *self = NULL;
  g_autoptr (GPtrArray) providers = NULL;

  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (guide), NULL);
  g_return_val_if_fail (leaf != NULL, NULL);

  self = answer_new (guide);
  for (guint i = 0; i < leaf->levels->len; i++)
    {
      /* translators: of support: 1, 2 or 3 */
      g_autofree char *title = g_strdup_printf (_ ("Level %u"), i + 1);
      AdwPreferencesGroup *group = add_group (self, title);
      const GPtrArray *level = leaf->levels->pdata[i];

      for (guint j = 0; j < level->len; j++)
        add_advice (self, group, level->pdata[j]);
    }
  providers = orch_support_text_providers (leaf);
  for (guint i = 0; i < providers->len; i++)
    {
      const OrchSupportProvider *provider = providers->pdata[i];
      AdwPreferencesGroup *group = add_group (self, orch_bilingual_get (provider->short_name, NULL));

      add_delay (group, provider);
      add_verify (group, provider);
      if (provider->exclusions->len > 0)
        {
          GtkWidget *row = adw_expander_row_new ();

          orch_plain_set_title (ADW_PREFERENCES_ROW (row), _ ("Not covered"));
          adw_preferences_group_add (group, row);
          for (guint j = 0; j < provider->exclusions->len; j++)
            adw_expander_row_add_row (ADW_EXPANDER_ROW (row),
                                      make_row (orch_bilingual_get (provider->exclusions->pdata[j], NULL)));
        }
    }
  orch_plain_wrap_titles (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

GtkWidget *
orch_support_answer_new_for_provider (OrchSupportGuide *guide, const OrchSupportProvider *provider)
{
  OrchSupportAnswer *self = NULL;
  AdwPreferencesGroup *group = NULL;

  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (guide), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  self = answer_new (guide);
  group = add_group (self, _ ("To get help"));
  for (guint i = 0; i < provider->assistance->len; i++)
    add_advice (self, group, provider->assistance->pdata[i]);
  add_delay (group, provider);
  add_verify (group, provider);
  add_texts (self, _ ("What is offered"), provider->offer);
  add_texts (self, _ ("Not covered"), provider->exclusions);
  add_texts (self, _ ("To know"), provider->particulars);
  add_texts (self, _ ("Examples"), provider->examples);
  group = add_group (self, _ ("Part in a project"));
  for (guint i = 0; i < provider->phases->len; i++)
    {
      const OrchSupportPhase *phase = provider->phases->pdata[i];
      GtkWidget *row = make_row (orch_bilingual_get (phase->name, NULL));

      orch_plain_set_subtitle (ADW_ACTION_ROW (row), orch_bilingual_get (phase->note, NULL));
      adw_preferences_group_add (group, row);
    }
  orch_plain_wrap_titles (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}

GtkWidget *
orch_support_answer_new_reminders (OrchSupportGuide *guide)
{
  OrchSupportAnswer *self = NULL;
  AdwPreferencesGroup *group = NULL;
  GPtrArray *reminders = NULL;

  g_return_val_if_fail (ORCH_IS_SUPPORT_GUIDE (guide), NULL);

  self = answer_new (guide);
  group = add_group (self, _ ("Remember"));
  reminders = orch_support_guide_get_reminders (guide);
  for (guint i = 0; i < reminders->len; i++)
    add_advice (self, group, reminders->pdata[i]);
  orch_plain_wrap_titles (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
