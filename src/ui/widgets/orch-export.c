/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-export.h.
 */
#include "orch-export.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "core/orch-error.h"
#include "orch-alert.h"
#include "orch-announce.h"
#include "orch-get-help.h"
#include "orch-paper-clinic.h"
#include "orch-paper.h"
#include "orch-plain-text.h"
#include "ui/orch-error-text.h"
#include "ui/orch-time-text.h"

struct _OrchExport
{
  char *title;
  char *what;        /* (nullable) */
  OrchTable *sheet;  /* (nullable) */
  GPtrArray *tables; /* (element-type OrchTable) */
  GPtrArray *facts;  /* (element-type utf8): label, text, label… */
};

OrchExport *
orch_export_new (const char *title, const char *what)
{
  OrchExport *self = NULL;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_new0 (OrchExport, 1);
  self->title = g_strdup (title);
  self->what = g_strdup (what);
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify) orch_table_free);
  self->facts = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
orch_export_free (OrchExport *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->title);
  g_free (self->what);
  g_clear_pointer (&self->sheet, orch_table_free);
  g_ptr_array_unref (self->tables);
  g_ptr_array_unref (self->facts);
  g_free (self);
}

void
orch_export_add_fact (OrchExport *self, const char *label, const char *text)
{
  g_return_if_fail (self != NULL && label != NULL);

  if (text == NULL)
    return;
  g_ptr_array_add (self->facts, g_strdup (label));
  g_ptr_array_add (self->facts, g_strdup (text));
}

void
orch_export_add_table (OrchExport *self, OrchTable *table)
{
  g_return_if_fail (self != NULL && table != NULL);

  g_ptr_array_add (self->tables, table);
}

void
orch_export_set_sheet (OrchExport *self, OrchTable *table)
{
  g_return_if_fail (self != NULL && table != NULL);

  g_clear_pointer (&self->sheet, orch_table_free);
  self->sheet = table;
}

static guint
count_rows (OrchExport *self)
{
  guint n = 0;

  for (guint i = 0; i < self->tables->len; i++)
    n += orch_table_get_n_rows (g_ptr_array_index (self->tables, i));
  return n;
}

/* --- the file ----------------------------------------------------------------------------- */

typedef struct
{
  GFile *file;   /* (owned) */
  GBytes *bytes; /* (owned) */
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_object_unref (writing->file);
  g_bytes_unref (writing->bytes);
  g_free (writing);
}

static DexFuture *
write_fiber (gpointer data)
{
  Writing *writing = data;
  gsize size = 0;
  const char *bytes = g_bytes_get_data (writing->bytes, &size);
  GError *error = NULL;

  /* What replaces a file that others could read is not theirs to read: without this flag it would have the other's mode. */
  if (g_file_replace_contents (writing->file, bytes, size, NULL, FALSE,
                               G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL, NULL, &error))
    return dex_future_new_true ();
  orch_error_translate (&error);
  return dex_future_new_for_error (error);
}

DexFuture *
orch_export_write (GFile *file, GBytes *bytes)
{
  Writing *writing = NULL;

  g_return_val_if_fail (G_IS_FILE (file) && bytes != NULL, NULL);

  writing = g_new0 (Writing, 1);
  writing->file = g_object_ref (file);
  writing->bytes = g_bytes_ref (bytes);
  return dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, write_fiber, writing, writing_free);
}

static DexFuture *
csv_fiber (gpointer data)
{
  const OrchTable *table = data;

  /* translators: what separates the columns of a spreadsheet in a file: a semicolon where the comma is the decimal sign */
  return dex_future_new_take_boxed (G_TYPE_BYTES,
                                    orch_table_to_csv (table, C_ ("separator", ",")[0] == ';' ? ';' : ','));
}

/* --- leaving ------------------------------------------------------------------------------ */

typedef struct
{
  /* owned */
  OrchExport *export;
  GtkWidget *widget;
  OrchEngine *engine; /* (nullable) */

  OrchExportForm form;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  orch_export_free (call->export);
  g_object_unref (call->widget);
  g_clear_object (&call->engine);
  g_free (call);
}

static void
tell (Call *call, const char *text)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (call->widget, ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    orch_plain_tell (ADW_TOAST_OVERLAY (toasts), text);
  orch_announce (call->widget, text);
}

static void
tell_error (Call *call, const GError *error)
{
  g_autofree char *text = orch_error_text_dup (error);
  AdwDialog *dialog = adw_alert_dialog_new (_ ("The list was not saved"), NULL);

  adw_alert_dialog_set_body (ADW_ALERT_DIALOG (dialog), text);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"));
  orch_get_help_in_alert (ADW_ALERT_DIALOG (dialog), call->widget, error);
  orch_alert_present (dialog, call->widget);
}

static OrchPaper *
make_paper (Call *call)
{
  OrchExport *self = call->export;
  const char *author =
      call->engine != NULL ? orch_session_get_person_name (orch_engine_get_session (call->engine)) : NULL;
  OrchPaper *paper = orch_paper_new (self->title, author);
  g_autofree char *when = NULL;
  g_autofree char *date = NULL;
  g_autoptr (GDateTime) now = orch_clock_now_local ();

  if (call->engine != NULL)
    orch_paper_set_clinic (paper, orch_engine_get_clinic (call->engine));
  date = g_date_time_format (now, "%Y-%m-%d");
  if (author != NULL)
    /* translators: on a printed list: who made it, and the date */
    when = g_strdup_printf (_ ("%s, %s"), author, date);
  orch_paper_add_fact (paper, _ ("Produced"), when != NULL ? when : date);
  for (guint i = 0; i + 1 < self->facts->len; i += 2)
    orch_paper_add_fact (paper, g_ptr_array_index (self->facts, i), g_ptr_array_index (self->facts, i + 1));
  /* translators: at the foot of a page: its number, and how many there are */
  orch_paper_set_foot (paper, self->title, _ ("Page %u/%u"));
  while (self->tables->len > 0)
    orch_paper_add_table (paper, g_ptr_array_steal_index (self->tables, 0));
  return paper;
}

/* Awaits. Returns: (transfer full) (nullable): what leaves */
static GBytes *
await_bytes (Call *call, GError **error)
{
  OrchExport *self = call->export;

  if (call->form != ORCH_EXPORT_CSV)
    return dex_await_boxed (orch_paper_write (make_paper (call)), error);
  /* The call, which owns the table, waits for it. */
  return dex_await_boxed (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, csv_fiber,
                                               self->sheet != NULL ? self->sheet : g_ptr_array_index (self->tables, 0),
                                               NULL),
                          error);
}

static void
on_place (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) place = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  dex_promise_resolve_object (place, g_steal_pointer (&file));
}

/* Returns: (transfer full): a future of a #GFile, or of %NULL when the person gave it up */
static DexFuture *
ask_place (Call *call)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (call->widget);
  DexPromise *place = dex_promise_new ();
  g_autofree char *name = g_strconcat (call->export->title, call->form == ORCH_EXPORT_CSV ? ".csv" : ".pdf", NULL);

  gtk_file_dialog_set_title (dialog, _ ("Export the List"));
  gtk_file_dialog_set_initial_name (dialog, g_strdelimit (name, "/", '-'));
  gtk_file_dialog_save (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_place, dex_ref (place));
  return DEX_FUTURE (place);
}

static gboolean
await_note (Call *call, guint n_rows, GError **error)
{
  if (call->export->what == NULL || call->engine == NULL)
    return TRUE;
  return dex_await (orch_engine_note_export (call->engine, call->export->what, call->form == ORCH_EXPORT_PRINT, n_rows),
                    error);
}

static gboolean
await_leave (Call *call, GBytes *bytes, guint n_rows, GError **error)
{
  g_autoptr (GFile) file = NULL;

  if (call->form == ORCH_EXPORT_PRINT)
    /* The dialog is the system's: it does not tell before it has printed. */
    return dex_await_boolean (orch_paper_print (call->widget, call->export->title, bytes), error) &&
           await_note (call, n_rows, error);
  file = dex_await_object (ask_place (call), NULL);
  /* The lock may have come between. */
  if (file == NULL || !gtk_widget_get_mapped (call->widget))
    return FALSE;
  return await_note (call, n_rows, error) && dex_await (orch_export_write (file, bytes), error);
}

static DexFuture *
run_fiber (gpointer data)
{
  Call *call = data;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  const guint n_rows = count_rows (call->export);
  gboolean left = FALSE;

  bytes = await_bytes (call, &error);
  if (bytes != NULL && gtk_widget_get_mapped (call->widget))
    left = await_leave (call, bytes, n_rows, &error);
  if (!gtk_widget_get_mapped (call->widget))
    return dex_future_new_for_boolean (left);
  if (error != NULL)
    tell_error (call, error);
  else if (left && call->form != ORCH_EXPORT_PRINT)
    tell (call, _ ("The list is saved."));
  return dex_future_new_for_boolean (left);
}

DexFuture *
orch_export_run (OrchExport *self, GtkWidget *widget, OrchEngine *engine, OrchExportForm form)
{
  Call *call = NULL;

  g_return_val_if_fail (self != NULL && self->tables->len > 0, NULL);
  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);
  g_return_val_if_fail (self->what == NULL || ORCH_IS_ENGINE (engine), NULL);

  call = g_new0 (Call, 1);
  call->export = self;
  call->widget = g_object_ref (widget);
  g_set_object (&call->engine, engine);
  call->form = form;
  return dex_scheduler_spawn (NULL, 0, run_fiber, call, call_free);
}
