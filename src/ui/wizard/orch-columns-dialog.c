/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-columns-dialog.h. A choice of a column has "none" first, then the file's titles in its order.
 */
#include "orch-columns-dialog.h"

#include <glib/gi18n-lib.h>
#include <libdex.h>

#include "core/orch-appointment.h"
#include "core/orch-patient.h"
#include "core/orch-text.h"
#include "ui/orch-file-text.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-wrap-choice.h"

#define SAMPLES 3
#define SAMPLE_LENGTH 60
#define FAULTS_SHOWN 8
#define ROWS_SHOWN 5
/* Enough of a file to see how its dates are written. */
#define ROWS_LOOKED_AT 500

struct _OrchColumnsDialog
{
  AdwDialog parent_instance;

  /* owned */
  GBytes *bytes;
  GPtrArray *titles;  /* of the columns */
  GPtrArray *samples; /* of each column: a text */
  GPtrArray *rows;    /* GStrv: the first records, for the dates */

  OrchFileKind kind;
  char separator;
  guint generation; /* of the preview */
  gboolean filling;

  /* borrowed */
  GtkDropDown *choices[ORCH_FILE_N_FIELDS];
  OrchField *fields[ORCH_FILE_N_FIELDS];
  GtkDropDown *days;

  /* template children */
  GtkWidget *keep;
  GtkLabel *written;
  GtkEditable *pattern;
  GtkWidget *days_field;
  GtkBox *columns;
  GtkLabel *summary;
  GtkListBox *preview;
  GtkLabel *missing;
};

enum
{
  SIGNAL_KEPT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (OrchColumnsDialog, orch_columns_dialog, ADW_TYPE_DIALOG)

/* --- what is chosen ------------------------------------------------------------------------ */

/* Returns: the place of the column chosen for @field, -1 = none */
static int
get_place (OrchColumnsDialog *self, OrchFileField field)
{
  return self->choices[field] != NULL ? (int) gtk_drop_down_get_selected (self->choices[field]) - 1 : -1;
}

static OrchFileMap *
dup_map (OrchColumnsDialog *self)
{
  const char *columns[ORCH_FILE_N_FIELDS] = { NULL };
  g_autofree char *pattern = orch_text_clean (gtk_editable_get_text (self->pattern), 0);

  for (guint i = 0; i < ORCH_FILE_N_FIELDS; i++)
    if (get_place (self, (OrchFileField) i) >= 0)
      columns[i] = g_ptr_array_index (self->titles, get_place (self, (OrchFileField) i));
  return orch_file_map_new (self->kind, pattern, self->separator,
                            (OrchFileDays) gtk_drop_down_get_selected (self->days), columns);
}

/* How the dates of the file may be meant: what fits every one of them. Without any: every way. */
static guint
find_days (OrchColumnsDialog *self)
{
  static const OrchFileField dates[] = { ORCH_FILE_DATE, ORCH_FILE_START, ORCH_FILE_BIRTH_DATE };
  guint possible = 0;
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      const int place = get_place (self, dates[i]);

      for (guint r = 0; place >= 0 && r < self->rows->len; r++)
        {
          char **cells = g_ptr_array_index (self->rows, r);
          const guint found = place < (int) g_strv_length (cells) ? orch_file_guess_days (cells[place]) : 0;

          if (found == 0)
            continue;
          /* A birth date may be written in another way; what decides is what can be meant in two. */
          possible = !any || possible == 0 ? found : (possible & found) != 0 ? possible & found : possible | found;
          any = TRUE;
        }
    }
  return possible;
}

static gboolean
is_single (guint set)
{
  return set != 0 && (set & (set - 1)) == 0;
}

static gboolean
wants_days (OrchColumnsDialog *self)
{
  const guint found = find_days (self);
  const guint slashed = (1U << ORCH_FILE_DAYS_DMY) | (1U << ORCH_FILE_DAYS_MDY);

  return (found & slashed) != 0;
}

/* --- the preview ----------------------------------------------------------------------------- */

typedef struct
{
  OrchColumnsDialog *dialog;
  GBytes *bytes;
  OrchFileMap *map;
  guint generation;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_object_unref (look->dialog);
  g_bytes_unref (look->bytes);
  g_object_unref (look->map);
  g_free (look);
}

typedef struct
{
  GBytes *bytes;
  OrchFileMap *map;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_bytes_unref (work->bytes);
  g_object_unref (work->map);
  g_free (work);
}

static DexFuture *
read_fiber (gpointer data)
{
  Work *work = data;
  OrchFileRefusal refusal = ORCH_FILE_READ;
  g_autofree char *detail = NULL;
  OrchFileContent *content = orch_file_content_read (work->bytes, work->map, NULL, &refusal, &detail);

  if (content == NULL)
    return dex_future_new_reject (G_IO_ERROR, (int) refusal, "%s", detail != NULL ? detail : "");
  return dex_future_new_take_object (content);
}

static void
add_row (OrchColumnsDialog *self, const char *icon, const char *kind, const char *text)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image =
      g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0f, "wrap", TRUE, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, "hexpand", TRUE, NULL);
  GtkWidget *item = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", row, "activatable", FALSE, NULL);

  gtk_widget_add_css_class (image, kind);
  gtk_widget_set_margin_start (row, 12);
  gtk_widget_set_margin_end (row, 12);
  gtk_widget_set_margin_top (row, 9);
  gtk_widget_set_margin_bottom (row, 9);
  gtk_box_append (GTK_BOX (row), image);
  gtk_box_append (GTK_BOX (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_list_box_append (self->preview, item);
}

/* Returns: (transfer full) (nullable) */
static char *
dup_patient (OrchFileContent *content, GObject *record)
{
  GPtrArray *patients = orch_file_content_get_patients (content);
  const char *id =
      ORCH_IS_APPOINTMENT (record) ? orch_appointment_get_fields (ORCH_APPOINTMENT (record))->patient_emr_id : NULL;

  for (guint i = 0; id != NULL && i < patients->len; i++)
    {
      const OrchPatientFields *fields = orch_patient_get_fields (g_ptr_array_index (patients, i));

      if (g_str_equal (fields->emr_id, id))
        return g_strjoin (" ", fields->given != NULL ? fields->given : "", fields->family, NULL);
    }
  return NULL;
}

static void
show_content (OrchColumnsDialog *self, OrchFileContent *content)
{
  GPtrArray *records = orch_file_content_get_records (content);
  guint n_faults = 0;
  const OrchFileFault *faults = orch_file_content_get_faults (content, &n_faults);
  const guint left_out = orch_file_content_get_n_left_out (content);
  g_autofree char *read =
      /* translators: how many rows of a file are read */
      g_strdup_printf (ngettext ("%'u row is read", "%'u rows are read", records->len), records->len);
  g_autofree char *left = left_out == 0
                              ? g_strdup (_ ("none is left out"))
                              /* translators: how many rows of a file are left out */
                              : g_strdup_printf (ngettext ("%'u is left out", "%'u are left out", left_out), left_out);
  /* translators: “12 rows are read” and “2 are left out” */
  g_autofree char *summary = g_strdup_printf (_ ("%s; %s."), read, left);

  gtk_label_set_text (self->summary, summary);
  for (guint i = 0; i < MIN (n_faults, FAULTS_SHOWN); i++)
    {
      g_autofree char *text = orch_file_text_dup_fault (self->kind, &faults[i]);

      add_row (self, "orch-conflict-symbolic", "warning", text);
    }
  if (n_faults > FAULTS_SHOWN)
    {
      const guint more = n_faults - FAULTS_SHOWN;
      /* translators: how many other things are wrong in a file */
      g_autofree char *text = g_strdup_printf (ngettext ("And %'u more", "And %'u more", more), more);

      add_row (self, "orch-conflict-symbolic", "warning", text);
    }
  for (guint i = 0; i < MIN (records->len, ROWS_SHOWN); i++)
    {
      g_autofree char *patient = dup_patient (content, g_ptr_array_index (records, i));
      g_autofree char *text = orch_file_text_dup_record (g_ptr_array_index (records, i), patient);

      add_row (self, "object-select-symbolic", "success", text);
    }
}

static DexFuture *
look_fiber (gpointer data)
{
  Look *look = data;
  OrchColumnsDialog *self = look->dialog;
  Work *work = g_new0 (Work, 1);
  g_autoptr (OrchFileContent) content = NULL;
  g_autoptr (GError) error = NULL;

  work->bytes = g_bytes_ref (look->bytes);
  work->map = g_object_ref (look->map);
  content =
      dex_await_object (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, read_fiber, work, work_free),
                        &error);
  /* Something else was chosen meanwhile, or the window is gone. */
  if (look->generation != self->generation || self->preview == NULL)
    return dex_future_new_true ();
  gtk_list_box_remove_all (self->preview);
  if (content != NULL)
    show_content (self, content);
  else
    {
      g_autofree char *text = orch_file_text_dup_refusal ((OrchFileRefusal) error->code, error->message);

      gtk_label_set_text (self->summary, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->preview), content != NULL);
  /* What came of it is in sight although the rows are further down. */
  if (gtk_widget_get_sensitive (self->keep))
    gtk_label_set_text (self->missing, gtk_label_get_text (self->summary));
  return dex_future_new_true ();
}

static void
start_look (OrchColumnsDialog *self, OrchFileMap *map)
{
  Look *look = g_new0 (Look, 1);

  look->dialog = g_object_ref (self);
  look->bytes = g_bytes_ref (self->bytes);
  look->map = g_object_ref (map);
  look->generation = ++self->generation;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, look_fiber, look, look_free));
}

/* --- what is missing --------------------------------------------------------------------------- */

/* Returns: (transfer full) (nullable) */
static char *
dup_missing (OrchColumnsDialog *self, OrchFileMap *map)
{
  OrchFileField field = ORCH_FILE_ID;

  if (orch_text_is_empty (orch_file_map_get_pattern (map)))
    return g_strdup (_ ("To keep it, enter the name of the file."));
  if (orch_file_map_find_missing (map, &field))
    /* translators: %s is a value of a file, such as “Time of the start” */
    return g_strdup_printf (_ ("To keep it, choose the column of: %s."), orch_file_text_get_field (self->kind, field));
  if (wants_days (self) && orch_file_map_get_days (map) == ORCH_FILE_DAYS_UNKNOWN)
    return g_strdup (_ ("To keep it, choose how dates are written: these can be meant in two ways."));
  return NULL;
}

static void
show_samples (OrchColumnsDialog *self)
{
  for (guint i = 0; i < ORCH_FILE_N_FIELDS; i++)
    if (self->fields[i] != NULL)
      {
        const int place = get_place (self, (OrchFileField) i);
        const char *sample = place >= 0 ? g_ptr_array_index (self->samples, place) : NULL;

        orch_field_set_hint (self->fields[i], sample);
      }
}

static void
update (OrchColumnsDialog *self)
{
  g_autoptr (OrchFileMap) map = dup_map (self);
  g_autofree char *missing = dup_missing (self, map);

  show_samples (self);
  gtk_widget_set_visible (self->days_field, wants_days (self));
  gtk_label_set_text (self->missing, missing != NULL ? missing : gtk_label_get_text (self->summary));
  gtk_widget_set_sensitive (self->keep, missing == NULL);
  start_look (self, map);
}

static void
on_chosen (OrchColumnsDialog *self)
{
  if (!self->filling)
    update (self);
}

static void
on_keep (OrchColumnsDialog *self)
{
  g_autoptr (OrchFileMap) map = dup_map (self);
  g_autofree char *text = orch_file_map_to_text (map);

  g_signal_emit (self, signals[SIGNAL_KEPT], 0, text);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_cancel (OrchColumnsDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* --- how it begins -------------------------------------------------------------------------------- */

/* Returns: whether @bytes is a file with titles of columns */
static gboolean
look_into (OrchColumnsDialog *self, char separator)
{
  OrchCsvRefusal refusal = ORCH_CSV_READABLE;
  g_autoptr (OrchCsvReader) reader = orch_csv_reader_new (self->bytes, separator, &refusal);
  const char *const *cells = reader != NULL ? orch_csv_reader_next (reader) : NULL;
  const char *name = NULL;

  if (cells == NULL || orch_csv_reader_get_first (reader) == NULL)
    return FALSE;
  self->separator = orch_csv_reader_get_separator (reader);
  for (guint i = 0; cells[i] != NULL; i++)
    g_ptr_array_add (self->titles, g_strdup (cells[i]));
  while (self->rows->len < ROWS_LOOKED_AT && (cells = orch_csv_reader_next (reader)) != NULL)
    g_ptr_array_add (self->rows, g_strdupv ((char **) cells));
  for (guint i = 0; i < self->titles->len; i++)
    {
      g_autoptr (GString) sample = g_string_new (NULL);
      guint n = 0;

      for (guint r = 0; r < self->rows->len && n < SAMPLES; r++)
        {
          char **row = g_ptr_array_index (self->rows, r);
          g_autofree char *cell = i < g_strv_length (row) ? orch_text_clean (row[i], SAMPLE_LENGTH) : NULL;

          if (cell == NULL || cell[0] == '\0')
            continue;
          g_string_append_printf (sample, "%s%s", n++ > 0 ? " · " : "", cell);
        }
      g_ptr_array_add (self->samples, g_string_free_and_steal (g_steal_pointer (&sample)));
    }
  name = self->separator == ';' ? _ ("semicolons") : self->separator == ',' ? _ ("commas") : _ ("tabs");
  g_autofree char *written =
      /* translators: what separates the columns of a file (semicolons, commas, tabs); how its letters are encoded (UTF-8) */
      g_strdup_printf (_ ("Its columns are separated by %s; its letters are in %s."), name,
                       orch_file_text_get_encoding (orch_csv_reader_get_encoding (reader)));
  gtk_label_set_text (self->written, written);
  return TRUE;
}

static void
add_choices (OrchColumnsDialog *self)
{
  guint n = 0;
  const OrchFileField *fields = orch_file_kind_get_fields (self->kind, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);
      GtkWidget *choice = NULL;
      GtkWidget *field = NULL;

      gtk_string_list_append (texts, _ ("None"));
      for (guint t = 0; t < self->titles->len; t++)
        gtk_string_list_append (texts, g_ptr_array_index (self->titles, t));
      choice = orch_wrap_choice_new (texts);
      field = orch_field_new (orch_file_text_get_field (self->kind, fields[i]), choice);
      gtk_box_append (self->columns, field);
      self->choices[fields[i]] = GTK_DROP_DOWN (choice);
      self->fields[fields[i]] = ORCH_FIELD (field);
      g_signal_connect_object (choice, "notify::selected", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
    }
}

static void
choose (OrchColumnsDialog *self, const char *const *columns)
{
  for (guint i = 0; i < ORCH_FILE_N_FIELDS; i++)
    for (guint t = 0; self->choices[i] != NULL && columns[i] != NULL && t < self->titles->len; t++)
      if (g_str_equal (columns[i], g_ptr_array_index (self->titles, t)))
        {
          gtk_drop_down_set_selected (self->choices[i], t + 1);
          break;
        }
}

/* What was kept before where the file still has it, else what the titles say. */
static void
fill (OrchColumnsDialog *self, const char *name, OrchFileMap *before)
{
  const char *columns[ORCH_FILE_N_FIELDS] = { NULL };
  g_autofree char *pattern = orch_file_map_dup_pattern (name);
  int places[ORCH_FILE_N_FIELDS];

  g_ptr_array_add (self->titles, NULL);
  if (before != NULL && orch_file_map_find_places (before, (const char *const *) self->titles->pdata, places) == NULL)
    for (guint i = 0; i < ORCH_FILE_N_FIELDS; i++)
      columns[i] = places[i] >= 0 ? g_ptr_array_index (self->titles, places[i]) : NULL;
  else
    orch_file_map_guess (self->kind, (const char *const *) self->titles->pdata, columns);
  g_ptr_array_set_size (self->titles, (int) self->titles->len - 1);
  choose (self, columns);
  gtk_editable_set_text (self->pattern, before != NULL && orch_file_map_matches (before, name)
                                            ? orch_file_map_get_pattern (before)
                                            : pattern);
  if (before != NULL)
    gtk_drop_down_set_selected (self->days, orch_file_map_get_days (before));
  else if (is_single (find_days (self)))
    gtk_drop_down_set_selected (self->days, (guint) g_bit_nth_lsf (find_days (self), -1));
}

static void
orch_columns_dialog_dispose (GObject *object)
{
  OrchColumnsDialog *self = ORCH_COLUMNS_DIALOG (object);

  self->generation++;
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_COLUMNS_DIALOG);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->titles, g_ptr_array_unref);
  g_clear_pointer (&self->samples, g_ptr_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (orch_columns_dialog_parent_class)->dispose (object);
}

static void
orch_columns_dialog_class_init (OrchColumnsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ORCH_TYPE_FIELD);
  G_OBJECT_CLASS (klass)->dispose = orch_columns_dialog_dispose;
  signals[SIGNAL_KEPT] = g_signal_new ("kept", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ca/orchestrateur/Orchestrateur/wizard/orch-columns-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchColumnsDialog, keep);
  gtk_widget_class_bind_template_child (widget_class, OrchColumnsDialog, written);
  gtk_widget_class_bind_template_child (widget_class, OrchColumnsDialog, pattern);
  gtk_widget_class_bind_template_child (widget_class, OrchColumnsDialog, days_field);
  gtk_widget_class_bind_template_child (widget_class, OrchColumnsDialog, columns);
  gtk_widget_class_bind_template_child (widget_class, OrchColumnsDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, OrchColumnsDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, OrchColumnsDialog, missing);
  gtk_widget_class_bind_template_callback (widget_class, on_keep);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
orch_columns_dialog_init (OrchColumnsDialog *self)
{
  g_autoptr (GtkStringList) texts = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->titles = g_ptr_array_new_with_free_func (g_free);
  self->samples = g_ptr_array_new_with_free_func (g_free);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  for (guint i = 0; i < ORCH_FILE_N_DAYS; i++)
    gtk_string_list_append (texts, orch_file_text_get_days ((OrchFileDays) i));
  self->days = GTK_DROP_DOWN (orch_wrap_choice_new (texts));
  orch_field_set_child (ORCH_FIELD (self->days_field), GTK_WIDGET (self->days));
  g_signal_connect_object (self->days, "notify::selected", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pattern, "changed", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
}

OrchColumnsDialog *
orch_columns_dialog_new (OrchFileKind kind, const char *name, GBytes *bytes, OrchFileMap *before)
{
  OrchColumnsDialog *self = NULL;

  g_return_val_if_fail (kind < ORCH_FILE_N_KINDS, NULL);
  g_return_val_if_fail (name != NULL && bytes != NULL, NULL);

  self = g_object_new (ORCH_TYPE_COLUMNS_DIALOG, NULL);
  self->kind = kind;
  self->bytes = g_bytes_ref (bytes);
  self->filling = TRUE;
  if (!look_into (self, '\0'))
    {
      g_object_ref_sink (self);
      g_object_unref (self);
      return NULL;
    }
  add_choices (self);
  fill (self, name, before);
  self->filling = FALSE;
  update (self);
  return self;
}
