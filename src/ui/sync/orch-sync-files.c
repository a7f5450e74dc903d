/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-sync-files.h.
 */
#include "orch-sync-files.h"

#include <glib/gi18n-lib.h>

#include "orch-sync-row.h"
#include "ui/orch-time-text.h"

struct _OrchSyncFiles
{
  AdwBin parent_instance;

  /* owned */
  OrchSync *sync; /* (nullable) */

  gboolean may;

  /* template children */
  GtkWidget *accept;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (OrchSyncFiles, orch_sync_files, ADW_TYPE_BIN)

static const char *
get_title (OrchFileKind kind)
{
  switch (kind)
    {
    case ORCH_FILE_STAFF:
      return _ ("Staff");
    case ORCH_FILE_SERVICES:
      return _ ("Services");
    case ORCH_FILE_APPOINTMENTS:
    default:
      return _ ("Appointments");
    }
}

static GtkWidget *
new_row (OrchFileKind kind, const OrchFileRead *read)
{
  g_autofree char *when = read->read_us > 0 ? orch_time_text_dup_when (read->read_us) : NULL;
  /* translators: how many rows a file has */
  g_autofree char *rows = g_strdup_printf (ngettext ("%'u row", "%'u rows", read->rows), read->rows);
  g_autofree char *left =
      read->left_out > 0
          /* translators: how many rows of a file are left out */
          ? g_strdup_printf (ngettext ("%'u is left out", "%'u are left out", read->left_out), read->left_out)
          : NULL;
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;

  if (when == NULL)
    text = g_strdup (_ ("Not read yet"));
  else if (left != NULL)
    /* translators: the name of a file; when it was read; “12 rows”; “2 are left out” */
    text = g_strdup_printf (_ ("%s, read: %s. %s; %s."), read->name, when, rows, left);
  else
    /* translators: the name of a file; when it was read; “12 rows” */
    text = g_strdup_printf (_ ("%s, read: %s. %s."), read->name, when, rows);
  if (read->refused != NULL)
    {
      const char *newer = _ ("A newer one has far fewer rows, and is not read until somebody says that it is right.");

      whole = g_strjoin (" ", text, newer, NULL);
    }
  return orch_sync_row_new (read->refused != NULL ? "orch-conflict-symbolic" : "orch-import-symbolic", get_title (kind),
                            whole != NULL ? whole : text);
}

static void
show (OrchSyncFiles *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  gboolean refused = FALSE;

  for (OrchFileKind kind = 0; self->sync != NULL && kind < ORCH_FILE_N_KINDS; kind++)
    {
      g_auto (OrchFileRead) read = { 0 };

      if (!orch_sync_get_file (self->sync, kind, &read))
        continue;
      refused = refused || read.refused != NULL;
      g_ptr_array_add (rows, new_row (kind, &read));
    }
  gtk_widget_set_visible (self->accept, refused && self->may);
  orch_sync_row_fill (GTK_WIDGET (self), self->list, rows, self->accept);
}

static void
on_accept (OrchSyncFiles *self)
{
  if (self->sync != NULL)
    dex_future_disown (orch_sync_accept_fewer (self->sync));
}

static void
orch_sync_files_dispose (GObject *object)
{
  OrchSyncFiles *self = ORCH_SYNC_FILES (object);

  g_clear_object (&self->sync);
  gtk_widget_dispose_template (GTK_WIDGET (self), ORCH_TYPE_SYNC_FILES);
  G_OBJECT_CLASS (orch_sync_files_parent_class)->dispose (object);
}

static void
orch_sync_files_class_init (OrchSyncFilesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = orch_sync_files_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/ca/orchestrateur/Orchestrateur/sync/orch-sync-files.ui");
  gtk_widget_class_bind_template_child (widget_class, OrchSyncFiles, accept);
  gtk_widget_class_bind_template_child (widget_class, OrchSyncFiles, list);
  gtk_widget_class_bind_template_callback (widget_class, on_accept);
}

static void
orch_sync_files_init (OrchSyncFiles *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
orch_sync_files_set_sync (OrchSyncFiles *self, OrchSync *sync, gboolean may)
{
  g_return_if_fail (ORCH_IS_SYNC_FILES (self));

  self->may = may;
  if (self->sync != NULL && self->sync != sync)
    g_signal_handlers_disconnect_by_data (self->sync, self);
  if (g_set_object (&self->sync, sync) && sync != NULL)
    g_signal_connect_object (sync, "notify::files", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
}
