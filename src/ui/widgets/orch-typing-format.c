/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-typing-format.h. The text is replaced inside insert-text and delete-text rather than in changed, because GTK sets
 * the cursor after changed and would lose ours.
 */
#include "orch-typing-format.h"

typedef struct
{
  OrchTypingFormat format;
  gboolean replacing;
} Formatter;

static void
replace_all (GtkEditable *editable, Formatter *formatter, const char *text, int *cursor)
{
  g_autofree char *formatted = formatter->format (text, cursor);
  int position = 0;

  formatter->replacing = TRUE;
  gtk_editable_delete_text (editable, 0, -1);
  gtk_editable_insert_text (editable, formatted, -1, &position);
  formatter->replacing = FALSE;
}

static void
on_insert_text (GtkEditable *editable, const char *text, int length, int *position, Formatter *formatter)
{
  if (formatter->replacing)
    return;

  g_autofree char *old = gtk_editable_get_chars (editable, 0, -1);
  g_autofree char *added = length < 0 ? g_strdup (text) : g_strndup (text, (gsize) length);
  g_autofree char *before = g_utf8_substring (old, 0, *position);
  g_autofree char *whole = g_strconcat (before, added, g_utf8_offset_to_pointer (old, *position), NULL);
  int cursor = *position + (int) g_utf8_strlen (added, -1);

  g_signal_stop_emission_by_name (editable, "insert-text");
  replace_all (editable, formatter, whole, &cursor);
  *position = cursor;
}

static void
on_delete_text (GtkEditable *editable, int start, int end, Formatter *formatter)
{
  if (formatter->replacing)
    return;

  g_autofree char *old = gtk_editable_get_chars (editable, 0, -1);
  if (end < 0)
    end = (int) g_utf8_strlen (old, -1);
  g_autofree char *before = g_utf8_substring (old, 0, start);
  g_autofree char *whole = g_strconcat (before, g_utf8_offset_to_pointer (old, end), NULL);
  int cursor = start;

  g_signal_stop_emission_by_name (editable, "delete-text");
  replace_all (editable, formatter, whole, &cursor);
  gtk_editable_set_position (editable, cursor);
}

void
orch_typing_format_attach (GtkEditable *editable, OrchTypingFormat format)
{
  g_return_if_fail (GTK_IS_EDITABLE (editable));
  g_return_if_fail (format != NULL);

  GtkEditable *text = gtk_editable_get_delegate (editable);
  if (text == NULL)
    text = editable;
  Formatter *formatter = g_new0 (Formatter, 1);
  formatter->format = format;
  // A step of undo would be half a replacement.
  gtk_editable_set_enable_undo (editable, FALSE);
  g_signal_connect_data (text, "insert-text", G_CALLBACK (on_insert_text), formatter,
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  g_signal_connect (text, "delete-text", G_CALLBACK (on_delete_text), formatter);
}
