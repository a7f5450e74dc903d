/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the tests of widgets share: a start without animations, waiting for a condition, finding a widget, typing.
 */
#pragma once

#include <adwaita.h>
#include <libdex.h>

#include "ui/orch-ui.h"

#include "../patience.h"

G_BEGIN_DECLS

static inline void
ui_test_init (int *argc, char ***argv)
{
  // Without isolated directories: the MIME types by which pictures are told are in the system's. with-display gives a home.
  g_test_init (argc, argv, NULL);
  dex_init ();
  adw_init ();
  orch_ui_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/ca/orchestrateur/Orchestrateur/icons");
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

static inline gboolean
ui_test_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static inline gboolean
ui_test_expired (gpointer data)
{
  g_error ("The condition waited for did not come");
  return G_SOURCE_REMOVE;
}

/* Turns the main loop until CONDITION; fails when patience is at its end. */
#define ui_test_wait(condition)                                                                                        \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    guint source = g_timeout_add_seconds (kit_patience_s (20), ui_test_expired, NULL);                                 \
    guint tick = g_timeout_add (10, ui_test_tick, NULL); /* a thread that ends wakes nobody here */                    \
    while (!(condition))                                                                                               \
      g_main_context_iteration (NULL, TRUE);                                                                           \
    g_source_remove (tick);                                                                                            \
    g_source_remove (source);                                                                                          \
  }                                                                                                                    \
  G_STMT_END

/* Turns the main loop until it has nothing more to do at once. */
static inline void
ui_test_settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The first widget below ROOT, depth first, of TYPE, and, when NAME is given, with that Buildable id. */
static inline gpointer
ui_test_find (gpointer root, GType type, const char *id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      const char *child_id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (child));
      if (g_type_is_a (G_OBJECT_TYPE (child), type) && (id == NULL || g_strcmp0 (child_id, id) == 0))
        return child;
      gpointer found = ui_test_find (child, type, id);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Whether a text below WIDGET that can be seen holds NEEDLE. */
static inline gboolean
ui_test_says (gpointer widget, const char *needle)
{
  const char *text = GTK_IS_LABEL (widget)         ? gtk_label_get_text (GTK_LABEL (widget))
                     : GTK_IS_INSCRIPTION (widget) ? gtk_inscription_get_text (GTK_INSCRIPTION (widget))
                                                   : NULL;

  if (!gtk_widget_get_visible (widget))
    return FALSE;
  if (text != NULL && strstr (text, needle) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (ui_test_says (child, needle))
      return TRUE;
  return FALSE;
}

/* Types TEXT at the cursor of an entry, a character at a time, as the keyboard does. */
static inline void
ui_test_type (gpointer editable, const char *text)
{
  GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (editable));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_autofree char *character = g_strndup (p, (gsize) (g_utf8_next_char (p) - p));
      g_signal_emit_by_name (delegate, "insert-at-cursor", character);
    }
}

G_END_DECLS
