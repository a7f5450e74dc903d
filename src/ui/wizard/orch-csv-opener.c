/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-csv-opener.h.
 */
#include "orch-csv-opener.h"

#include <glib/gi18n-lib.h>

#include "core/orch-error.h"

typedef struct
{
  GFile *file;
  OrchImportKind kind;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->file);
  g_free (reading);
}

typedef struct
{
  GBytes *bytes;
  OrchImportKind kind;
} Parsing;

static void
parsing_free (gpointer data)
{
  Parsing *parsing = data;

  g_bytes_unref (parsing->bytes);
  g_free (parsing);
}

/* On a thread of the pool: a file of 8 MB takes a moment. */
static DexFuture *
parse_fiber (gpointer data)
{
  Parsing *parsing = data;
  g_autoptr (GError) error = NULL;
  OrchCsvImport *import = orch_csv_import_parse (parsing->bytes, parsing->kind, &error);

  if (import == NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_object (import);
}

static DexFuture *
read_fiber (gpointer data)
{
  Reading *reading = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (OrchCsvImport) import = NULL;
  g_autoptr (GFileInfo) info =
      dex_await_object (dex_file_query_info (reading->file,
                                             G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                             G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT),
                        &error);
  Parsing *parsing = NULL;

  if (info != NULL &&
      (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR || g_file_info_get_size (info) > ORCH_CSV_MAX_BYTES))
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "%s",
                                  _ ("This file is too big to be a list of staff or services: 8 MB at most."));
  if (info != NULL)
    bytes = dex_await_boxed (dex_file_load_contents_bytes (reading->file), &error);
  if (bytes == NULL)
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, "%s", _ ("This file cannot be read."));

  parsing = g_new0 (Parsing, 1);
  parsing->bytes = g_bytes_ref (bytes);
  parsing->kind = reading->kind;
  import = dex_await_object (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, parse_fiber, parsing,
                                                  parsing_free),
                             &error);
  if (import == NULL)
    /* translators: %s says what the file lacks */
    return dex_future_new_reject (ORCH_ERROR, ORCH_ERROR_INVALID, _ ("This file cannot be used. %s"), error->message);
  return dex_future_new_take_object (g_steal_pointer (&import));
}

DexFuture *
orch_csv_read (GFile *file, OrchImportKind kind)
{
  Reading *reading = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  reading = g_new0 (Reading, 1);
  reading->file = g_object_ref (file);
  reading->kind = kind;
  return dex_scheduler_spawn (NULL, 0, read_fiber, reading, reading_free);
}

static void
on_chosen (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DexPromise) promise = data;
  GFile *file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    dex_promise_resolve_object (promise, file);
  else
    dex_promise_reject (promise, g_error_new_literal (ORCH_ERROR, ORCH_ERROR_CANCELLED, "No file was chosen"));
}

static DexFuture *
on_file (DexFuture *future, gpointer kind)
{
  return orch_csv_read (g_value_get_object (dex_future_get_value (future, NULL)),
                        (OrchImportKind) GPOINTER_TO_UINT (kind));
}

DexFuture *
orch_csv_open (GtkWidget *parent, OrchImportKind kind)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  DexPromise *promise = dex_promise_new ();
  GtkRoot *root = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);

  root = gtk_widget_get_root (parent);
  gtk_file_filter_set_name (filter, _ ("Tables (CSV)"));
  gtk_file_filter_add_mime_type (filter, "text/csv");
  gtk_file_filter_add_suffix (filter, "csv");
  gtk_file_filter_add_suffix (filter, "tsv");
  g_list_store_append (filters, filter);
  gtk_file_dialog_set_title (dialog, _ ("Choose the File"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, on_chosen, dex_ref (promise));
  return dex_future_then (DEX_FUTURE (promise), on_file, GUINT_TO_POINTER (kind), NULL);
}
