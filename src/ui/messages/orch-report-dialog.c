/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-report-dialog.h. The list's first line is what is known, its second all the messages at once; each message is a line.
 */
#include "orch-report-dialog.h"

#include <glib/gi18n.h>

#include "core/orch-report-draft.h"
#include "core/orch-text.h"
#include "orch-conversation-acts.h"
#include "orch-conversation-paper.h"
#include "orch-message-text.h"
#include "orch-report-line.h"
#include "ui/orch-error-text.h"
#include "ui/orch-ui.h"
#include "ui/sync/orch-patient-text.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-announce.h"
#include "ui/widgets/orch-get-help.h"
#include "ui/widgets/orch-plain-text.h"
#include "ui/widgets/orch-spelling.h"

#define FIRST_MESSAGE 2

struct _OrchReportDialog
{
  AdwDialog parent_instance;

  /* owned */
  OrchEngine *engine;
  OrchMessageDesk *desk;
  OrchConversation *conversation;
  OrchPatient *patient; /* (nullable) */
  GPtrArray *messages;  /* (nullable) (element-type OrchMessage): until they are read */
  GListStore *lines;    /* of OrchReportLine */
  AdwToastOverlay *outcome;
  char *report_id; /* asked twice, it is made once */

  gboolean showing; /* set by us, not by the person */
  gboolean producing;
  gboolean closed; /* the lock closes it, too */

  /* template children */
  AdwToastOverlay *toasts;
  GtkListView *view;
  GtkLabel *warning;
  GtkTextView *text;
};

G_DEFINE_FINAL_TYPE (OrchReportDialog, orch_report_dialog, ADW_TYPE_DIALOG)

static char *
dup_conclusion (OrchReportDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* Returns: (transfer full) */
static OrchReportLine *
get_line (OrchReportDialog *self, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->lines), position);
}

static guint
count_lines (OrchReportDialog *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->lines));
}

static void
warn (OrchReportDialog *self, const char *text)
{
  gtk_label_set_label (self->warning, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), text != NULL);
  if (text != NULL)
    orch_announce (GTK_WIDGET (self), text);
}

static void
update (OrchReportDialog *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "report.produce", self->messages != NULL && !self->producing);
  gtk_widget_set_sensitive (GTK_WIDGET (self->text), self->messages != NULL && !self->producing);
}

/* --- what is chosen ------------------------------------------------------------------------- */

static guint
count_chosen (OrchReportDialog *self)
{
  guint n = 0;

  for (guint i = FIRST_MESSAGE; i < count_lines (self); i++)
    {
      g_autoptr (OrchReportLine) line = get_line (self, i);

      n += orch_report_line_get_chosen (line);
    }
  return n;
}

/* Returns: (transfer full): ids */
static GStrv
dup_left_out (OrchReportDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = FIRST_MESSAGE; i < count_lines (self); i++)
    {
      g_autoptr (OrchReportLine) line = get_line (self, i);

      if (!orch_report_line_get_chosen (line))
        g_strv_builder_add (builder, orch_message_get_fields (orch_report_line_get_message (line))->id);
    }
  return g_strv_builder_end (builder);
}

static void
show_all (OrchReportDialog *self)
{
  const guint n = self->messages->len;
  const guint chosen = count_chosen (self);
  g_autoptr (OrchReportLine) all = get_line (self, 1);
  g_autofree char *head = NULL;

  head = g_strdup_printf (
      /* translators: over the messages of a report: how many of them are in it, of how many */
      ngettext ("Messages in the report: %'u of %'u", "Messages in the report: %'u of %'u", n), chosen, n);
  orch_report_line_set_head (all, head);
  orch_report_line_set_chosen (all, chosen == n);
}

static void
keep (OrchReportDialog *self)
{
  g_autofree char *conclusion = NULL;
  g_auto (GStrv) left_out = NULL;
  g_autofree char *text = NULL;

  if (self->showing || self->messages == NULL)
    return;
  conclusion = dup_conclusion (self);
  left_out = dup_left_out (self);
  text = orch_report_draft_to_text (conclusion, (const char *const *) left_out);
  dex_future_disown (orch_message_desk_keep_draft (self->desk, self->conversation, text));
}

static void
on_typed (OrchReportDialog *self)
{
  if (self->showing)
    return;
  warn (self, NULL);
  keep (self);
}

static void
on_activate (OrchReportDialog *self, guint position)
{
  g_autoptr (OrchReportLine) line = get_line (self, position);
  const gboolean chosen = line != NULL && !orch_report_line_get_chosen (line);

  if (line == NULL || self->producing || orch_report_line_get_kind (line) == ORCH_REPORT_LINE_FACTS)
    return;
  if (orch_report_line_get_kind (line) == ORCH_REPORT_LINE_MESSAGE)
    orch_report_line_set_chosen (line, chosen);
  for (guint i = FIRST_MESSAGE; orch_report_line_get_kind (line) == ORCH_REPORT_LINE_ALL && i < count_lines (self); i++)
    {
      g_autoptr (OrchReportLine) one = get_line (self, i);

      orch_report_line_set_chosen (one, chosen);
    }
  show_all (self);
  warn (self, NULL);
  keep (self);
  orch_announce (GTK_WIDGET (self), chosen ? _ ("In the report") : _ ("Left out"));
}

/* The space bar ticks, as anywhere. */
static gboolean
on_key (OrchReportDialog *self, guint key)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (key != GDK_KEY_space || focus == NULL)
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_activate (focus) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

/* --- filling -------------------------------------------------------------------------------- */

static char *
dup_facts (OrchReportDialog *self)
{
  const OrchConversationFields *f = orch_conversation_get_fields (self->conversation);
  g_autofree char *name = self->patient != NULL ? orch_patient_text_dup_name (self->patient) : NULL;
  g_autofree char *people = orch_conversation_paper_dup_participants (self->conversation, self->messages, name);
  g_autofree char *period = orch_conversation_paper_dup_period (self->conversation, self->messages);
  g_auto (GStrv) names = g_strsplit (people, "\n", -1);
  g_autofree char *joined = g_strjoinv (" · ", names);

  /* translators: what a report says of an exchange: its subject, who took part in it, and its dates, one a line */
  return g_strdup_printf (_ ("Subject: %s\nParticipants: %s\nDates: %s"), orch_message_text_get_subject (f->subject),
                          joined, period);
}

static void
add_line (OrchReportDialog *self, OrchReportLineKind kind, const char *head, const char *text, OrchMessage *message,
          gboolean chosen)
{
  g_autoptr (OrchReportLine) line = orch_report_line_new (kind, head, text, message);

  orch_report_line_set_chosen (line, chosen);
  g_list_store_append (self->lines, line);
}

static void
add_message (OrchReportDialog *self, OrchMessage *message, const char *patient, gboolean chosen)
{
  const OrchMessageFields *m = orch_message_get_fields (message);
  g_autofree char *when = orch_conversation_paper_dup_moment (m->sent_us);
  const char *sender = m->from_patient          ? (patient != NULL ? patient : _ ("Patient"))
                       : m->sender_name != NULL ? m->sender_name
                                                : _ ("Name not known");
  /* translators: over a message: who wrote it, and when */
  g_autofree char *head = g_strdup_printf (C_ ("message", "%s, %s"), sender, when);
  g_autoptr (GString) text = g_string_new (m->text);

  for (guint i = 0; m->files != NULL && i < m->files->len; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                            orch_message_file_get_name (g_ptr_array_index (m->files, i)));
  add_line (self, ORCH_REPORT_LINE_MESSAGE, head, text->str, message, chosen);
}

static void
fill (OrchReportDialog *self, const char *draft)
{
  g_auto (GStrv) left_out = NULL;
  g_autofree char *conclusion = orch_report_draft_parse (draft, &left_out);
  g_autofree char *name = self->patient != NULL ? orch_patient_text_dup_name (self->patient) : NULL;
  g_autofree char *facts = dup_facts (self);

  self->showing = TRUE;
  add_line (self, ORCH_REPORT_LINE_FACTS, name != NULL ? name : _ ("Patient not known here yet"), facts, NULL, FALSE);
  add_line (self, ORCH_REPORT_LINE_ALL, "", NULL, NULL, FALSE);
  for (guint i = 0; i < self->messages->len; i++)
    {
      OrchMessage *message = g_ptr_array_index (self->messages, i);
      const gboolean out = g_strv_contains ((const char *const *) left_out, orch_message_get_fields (message)->id);

      add_message (self, message, name, !out);
    }
  show_all (self);
  /* What is kept does not go with Ctrl+Z. */
  gtk_text_buffer_begin_irreversible_action (gtk_text_view_get_buffer (self->text));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), conclusion, -1);
  gtk_text_buffer_end_irreversible_action (gtk_text_view_get_buffer (self->text));
  self->showing = FALSE;
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static DexFuture *
fill_fiber (gpointer data)
{
  OrchReportDialog *self = data;
  const OrchConversationFields *f = orch_conversation_get_fields (self->conversation);
  g_autoptr (OrchPatient) patient = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autofree char *draft = NULL;
  GError *error = NULL;

  messages = dex_await_boxed (orch_message_desk_load_messages (self->desk, f->id, 0, G_MAXINT), &error);
  if (messages != NULL && f->patient != NULL)
    patient = dex_await_object (orch_message_desk_find_patient (self->desk, f->patient), NULL);
  if (messages != NULL)
    draft = dex_await_string (orch_message_desk_load_draft (self->desk, f->id), &error);
  /* The lock closed it meanwhile. */
  if (self->closed)
    g_clear_error (&error);
  /* A draft that cannot be opened is not to be written over. */
  else if (error != NULL)
    orch_conversation_acts_tell (self->toasts, error);
  else
    {
      self->messages = g_steal_pointer (&messages);
      g_set_object (&self->patient, patient);
      fill (self, draft);
    }
  return NULL;
}

/* --- producing ------------------------------------------------------------------------------ */

static DexFuture *
produce_fiber (gpointer data)
{
  OrchReportDialog *self = data;
  g_autofree char *id = g_strdup (orch_conversation_get_fields (self->conversation)->id);
  g_autofree char *conclusion = dup_conclusion (self);
  g_auto (GStrv) ids = dup_left_out (self);
  g_autoptr (GHashTable) left_out = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *title = orch_conversation_paper_dup_title (self->conversation);
  g_autofree char *line = orch_text_clean (title, 0);
  g_autoptr (GBytes) pdf = NULL;
  GError *error = NULL;
  const gboolean to_chart = (orch_engine_get_emr_features (self->engine) & ORCH_EMR_FEATURE_DOCUMENTS) != 0;

  for (guint i = 0; ids[i] != NULL; i++)
    g_hash_table_add (left_out, ids[i]);
  pdf = dex_await_boxed (orch_paper_write (orch_conversation_paper_make (&(OrchConversationPaper) {
                             .clinic = orch_engine_get_clinic (self->engine),
                             .patient = self->patient,
                             .conversation = self->conversation,
                             .all = self->messages,
                             .left_out = left_out,
                             .conclusion = conclusion,
                             .author = orch_session_get_person_name (orch_engine_get_session (self->engine)),
                             .report = TRUE })),
                         &error);
  if (pdf != NULL)
    dex_await (orch_message_desk_complete (self->desk, id,
                                           &(OrchReport) { .id = self->report_id, .title = line, .pdf = pdf },
                                           to_chart),
               &error);
  self->producing = FALSE;
  /* The lock closed it meanwhile. */
  if (self->closed)
    {
      g_clear_error (&error);
      return NULL;
    }
  if (error != NULL)
    {
      g_autofree char *why = orch_error_text_dup (error);

      update (self);
      keep (self);
      warn (self, why);
      orch_get_help_beside (self->warning, error);
      g_error_free (error);
      return NULL;
    }
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  adw_dialog_force_close (ADW_DIALOG (self));
  orch_plain_tell (self->outcome, _ ("The report is produced"));
  return NULL;
}

static void
on_answer (OrchReportDialog *self, const char *response)
{
  if (!g_str_equal (response, "produce") || self->messages == NULL || self->producing)
    return;
  self->producing = TRUE;
  update (self);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, produce_fiber, g_object_ref (self), g_object_unref));
}

static void
on_produce (GtkWidget *widget, const char *action, GVariant *parameter)
{
  OrchReportDialog *self = ORCH_REPORT_DIALOG (widget);
  g_autofree char *conclusion = dup_conclusion (self);
  const gboolean charted = (orch_engine_get_emr_features (self->engine) & ORCH_EMR_FEATURE_DOCUMENTS) != 0 &&
                           self->patient != NULL && orch_patient_get_fields (self->patient)->emr_id != NULL;
  AdwDialog *dialog = NULL;

  if (count_chosen (self) == 0 && orch_text_is_empty (conclusion))
    {
      warn (self, _ ("Write a conclusion, or choose a message."));
      gtk_widget_grab_focus (GTK_WIDGET (self->text));
      return;
    }
  dialog = adw_alert_dialog_new (
      _ ("Produce the report?"),
      charted ? _ ("It is kept in the clinic’s hub and put in the patient’s chart. Nobody can change the report or the "
                   "conversation any more.")
              : _ ("It is kept in the clinic’s hub. Nobody can change the report or the conversation any more."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "stay", _ ("_Cancel"), "produce", _ ("_Produce"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "produce", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), self, G_CONNECT_SWAPPED);
  orch_alert_present (dialog, widget);
}

/* --- type ----------------------------------------------------------------------------------- */

static void
on_row_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, orch_report_row_new ());
}

static void
on_row_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  OrchReportLine *line = gtk_list_item_get_item (item);

  gtk_list_item_set_activatable (item, orch_report_line_get_kind (line) != ORCH_REPORT_LINE_FACTS);
  orch_report_row_set_line (ORCH_REPORT_ROW (gtk_list_item_get_child (item)), item, line);
}

static void
on_row_unbind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  orch_report_row_set_line (ORCH_REPORT_ROW (gtk_list_item_get_child (item)), NULL, NULL);
}

static void
orch_report_dialog_closed (AdwDialog *dialog)
{
  ORCH_REPORT_DIALOG (dialog)->closed = TRUE;
}

static void
orch_report_dialog_dispose (GObject *object)
{
  OrchReportDialog *self = ORCH_REPORT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_REPORT_DIALOG);
  g_clear_object (&self->engine);
  g_clear_object (&self->desk);
  g_clear_object (&self->conversation);
  g_clear_object (&self->patient);
  g_clear_object (&self->lines);
  g_clear_object (&self->outcome);
  g_clear_pointer (&self->messages, g_ptr_array_unref);
  g_clear_pointer (&self->report_id, g_free);
  G_OBJECT_CLASS (orch_report_dialog_parent_class)->dispose (object);
}

static void
orch_report_dialog_class_init (OrchReportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_report_dialog_dispose;
  ADW_DIALOG_CLASS (klass)->closed = orch_report_dialog_closed;
  gtk_widget_class_install_action (widget_class, "report.produce", NULL, on_produce);
  gtk_widget_class_set_template_from_resource (widget_class, ORCH_RESOURCE_BASE "/messages/orch-report-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchReportDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, OrchReportDialog, view);
  gtk_widget_class_bind_template_child (widget_class, OrchReportDialog, warning);
  gtk_widget_class_bind_template_child (widget_class, OrchReportDialog, text);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
}

static void
orch_report_dialog_init (OrchReportDialog *self)
{
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  orch_spelling_watch (self->text);
  self->lines = g_list_store_new (ORCH_TYPE_REPORT_LINE);
  self->report_id = g_uuid_string_random ();
  g_signal_connect (rows, "setup", G_CALLBACK (on_row_setup), NULL);
  g_signal_connect (rows, "bind", G_CALLBACK (on_row_bind), NULL);
  g_signal_connect (rows, "unbind", G_CALLBACK (on_row_unbind), NULL);
  gtk_list_view_set_factory (self->view, rows);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->lines)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed", G_CALLBACK (on_typed), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

void
orch_report_dialog_open (AdwToastOverlay *toasts, OrchEngine *engine, OrchConversation *conversation)
{
  OrchReportDialog *self = NULL;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (ORCH_IS_ENGINE (engine) && orch_engine_get_messages (engine) != NULL);
  g_return_if_fail (ORCH_IS_CONVERSATION (conversation));

  self = g_object_new (ORCH_TYPE_REPORT_DIALOG, NULL);
  self->engine = g_object_ref (engine);
  self->desk = g_object_ref (orch_engine_get_messages (engine));
  self->conversation = g_object_ref (conversation);
  self->outcome = g_object_ref (toasts);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fill_fiber, g_object_ref (self), g_object_unref));
  adw_dialog_present (ADW_DIALOG (self), GTK_WIDGET (toasts));
}
