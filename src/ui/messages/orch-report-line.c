/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-report-line.h. The row is made in C: a template would be read for each.
 */
#include "orch-report-line.h"

#include <glib/gi18n.h>

struct _OrchReportLine
{
  GObject parent_instance;

  /* owned */
  char *head;
  char *text;           /* (nullable) */
  OrchMessage *message; /* (nullable) */

  OrchReportLineKind kind;
  gboolean chosen;
};

typedef enum
{
  PROP_CHOSEN = 1,
  PROP_HEAD,
} OrchReportLineProperty;

static GParamSpec *properties[PROP_HEAD + 1];

G_DEFINE_FINAL_TYPE (OrchReportLine, orch_report_line, G_TYPE_OBJECT)

static void
orch_report_line_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  OrchReportLine *self = ORCH_REPORT_LINE (object);

  switch ((OrchReportLineProperty) prop_id)
    {
    case PROP_CHOSEN:
      g_value_set_boolean (value, self->chosen);
      break;
    case PROP_HEAD:
      g_value_set_string (value, self->head);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
orch_report_line_finalize (GObject *object)
{
  OrchReportLine *self = ORCH_REPORT_LINE (object);

  g_free (self->head);
  g_free (self->text);
  g_clear_object (&self->message);
  G_OBJECT_CLASS (orch_report_line_parent_class)->finalize (object);
}

static void
orch_report_line_class_init (OrchReportLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = orch_report_line_get_property;
  object_class->finalize = orch_report_line_finalize;
  /**
   * OrchReportLine:chosen:
   *
   * It is in the report.
   */
  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE, flags);
  /**
   * OrchReportLine:head:
   *
   * What it says first.
   */
  properties[PROP_HEAD] = g_param_spec_string ("head", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_report_line_init (OrchReportLine *self)
{
}

OrchReportLine *
orch_report_line_new (OrchReportLineKind kind, const char *head, const char *text, OrchMessage *message)
{
  OrchReportLine *self = NULL;

  g_return_val_if_fail (head != NULL, NULL);

  self = g_object_new (ORCH_TYPE_REPORT_LINE, NULL);
  self->kind = kind;
  self->head = g_strdup (head);
  self->text = g_strdup (text);
  self->message = message != NULL ? g_object_ref (message) : NULL;
  return self;
}

OrchReportLineKind
orch_report_line_get_kind (OrchReportLine *self)
{
  g_return_val_if_fail (ORCH_IS_REPORT_LINE (self), ORCH_REPORT_LINE_FACTS);

  return self->kind;
}

OrchMessage *
orch_report_line_get_message (OrchReportLine *self)
{
  g_return_val_if_fail (ORCH_IS_REPORT_LINE (self), NULL);

  return self->message;
}

gboolean
orch_report_line_get_chosen (OrchReportLine *self)
{
  g_return_val_if_fail (ORCH_IS_REPORT_LINE (self), FALSE);

  return self->chosen;
}

void
orch_report_line_set_chosen (OrchReportLine *self, gboolean chosen)
{
  g_return_if_fail (ORCH_IS_REPORT_LINE (self));

  if (self->chosen == chosen)
    return;
  self->chosen = chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

void
orch_report_line_set_head (OrchReportLine *self, const char *head)
{
  g_return_if_fail (ORCH_IS_REPORT_LINE (self));

  if (g_set_str (&self->head, head))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEAD]);
}

/* --- the row -------------------------------------------------------------------------------- */

struct _OrchReportRow
{
  AdwBin parent_instance;

  /* owned */
  OrchReportLine *line; /* (nullable) */

  GtkListItem *item; /* (not owned) (nullable) */

  /* children */
  GtkCheckButton *check;
  GtkLabel *head;
  GtkLabel *text;
};

G_DEFINE_FINAL_TYPE (OrchReportRow, orch_report_row, ADW_TYPE_BIN)

static void
show (OrchReportRow *self)
{
  OrchReportLine *line = self->line;
  g_autofree char *spoken = NULL;
  const gboolean facts = line->kind == ORCH_REPORT_LINE_FACTS;

  gtk_widget_set_visible (GTK_WIDGET (self->check), !facts);
  gtk_check_button_set_active (self->check, line->chosen);
  gtk_label_set_label (self->head, line->head);
  gtk_label_set_label (self->text, line->text != NULL ? line->text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->text), line->text != NULL && line->text[0] != '\0');
  if (line->chosen && !facts)
    gtk_widget_remove_css_class (GTK_WIDGET (self->text), "dimmed");
  else if (!facts)
    gtk_widget_add_css_class (GTK_WIDGET (self->text), "dimmed");
  if (facts)
    spoken = g_strdup_printf ("%s\n%s", line->head, line->text != NULL ? line->text : "");
  else
    /* translators: a line of a report as it is spoken: "In the report" or "Left out", who wrote the message and when, what it says */
    spoken = g_strdup_printf (_ ("%s: %s. %s"), line->chosen ? _ ("In the report") : _ ("Left out"), line->head,
                              line->text != NULL ? line->text : "");
  gtk_list_item_set_accessible_label (self->item, spoken);
}

static GtkLabel *
add_label (GtkWidget *box, const char *css)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
orch_report_row_dispose (GObject *object)
{
  OrchReportRow *self = ORCH_REPORT_ROW (object);

  if (self->line != NULL)
    g_signal_handlers_disconnect_by_func (self->line, show, self);
  g_clear_object (&self->line);
  self->item = NULL;
  G_OBJECT_CLASS (orch_report_row_parent_class)->dispose (object);
}

static void
orch_report_row_class_init (OrchReportRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_report_row_dispose;
}

static void
orch_report_row_init (OrchReportRow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  /* The row is pressed, and says how it stands: a box that cannot be reached is only seen. */
  self->check = GTK_CHECK_BUTTON (g_object_new (GTK_TYPE_CHECK_BUTTON, "accessible-role",
                                                GTK_ACCESSIBLE_ROLE_PRESENTATION, "can-focus", FALSE, "focusable",
                                                FALSE, "can-target", FALSE, "valign", GTK_ALIGN_START, NULL));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->check));
  gtk_widget_set_hexpand (texts, TRUE);
  self->head = add_label (texts, "heading");
  self->text = add_label (texts, NULL);
  gtk_box_append (GTK_BOX (line), texts);
  adw_bin_set_child (ADW_BIN (self), line);
}

GtkWidget *
orch_report_row_new (void)
{
  return g_object_new (ORCH_TYPE_REPORT_ROW, NULL);
}

void
orch_report_row_set_line (OrchReportRow *self, GtkListItem *item, OrchReportLine *line)
{
  g_return_if_fail (ORCH_IS_REPORT_ROW (self));

  if (self->line != NULL)
    g_signal_handlers_disconnect_by_func (self->line, show, self);
  g_set_object (&self->line, line);
  self->item = item;
  if (line == NULL)
    return;
  g_signal_connect_swapped (line, "notify", G_CALLBACK (show), self);
  show (self);
}
