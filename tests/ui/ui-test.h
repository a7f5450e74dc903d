/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the tests of widgets share: a start without animations, waiting for a condition, finding a widget, typing.
 */
#pragma once

#include <adwaita.h>
#include <libdex.h>
#include <libintl.h>
#include <locale.h>

#include "ui/orch-ui.h"

#include "../patience.h"

G_BEGIN_DECLS

static inline void
ui_test_init (int *argc, char ***argv)
{
  const char *translations = g_getenv ("ORCH_LOCALEDIR");

  // In English, unless a test is run for another language on purpose.
  if (translations != NULL)
    {
      setlocale (LC_ALL, "");
      bindtextdomain ("orchestrateur", translations);
      bind_textdomain_codeset ("orchestrateur", "UTF-8");
      textdomain ("orchestrateur");
    }
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

/* As ui_test_find(), but not below a widget that is set not to show: of the main window, in the page that shows. */
static inline gpointer
ui_test_find_shown (gpointer root, GType type, const char *id)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      const char *child_id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (child));
      gpointer found = NULL;

      if (!gtk_widget_get_visible (child))
        continue;
      if (g_type_is_a (G_OBJECT_TYPE (child), type) && (id == NULL || g_strcmp0 (child_id, id) == 0))
        return child;
      found = ui_test_find_shown (child, type, id);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* As the program looks: an AdwApplication does it by itself. */
static inline void
ui_test_add_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, ORCH_RESOURCE_BASE "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* 2: letters twice as large. */
static inline void
ui_test_set_text_scale (int scale)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", scale * 96 * PANGO_SCALE, NULL);
}

static inline void
ui_test_add_scaled (const char *path, int scale, GTestDataFunc function)
{
  g_autofree char *full = g_strdup_printf ("%s/%d00", path, scale);

  g_test_add_data_func (full, GINT_TO_POINTER (scale), function);
}

static inline gboolean
ui_test_count_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer left)
{
  return --*(int *) left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Turns the main loop until WIDGET was laid out with what was asked of it: a breakpoint is one frame behind. */
static inline void
ui_test_lay_out (gpointer widget)
{
  int left = 3;

  gtk_widget_add_tick_callback (widget, ui_test_count_frame, &left, NULL);
  ui_test_wait (left == 0);
}

/* Which widgets below WIDGET ask for more than the narrowest window has. */
static inline void
ui_test_tell_wide (GtkWidget *widget, int depth)
{
  int minimum = 0;

  if (!gtk_widget_should_layout (widget))
    return;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum > 250)
    g_test_message ("%*s%s %s %d %s", depth, "", G_OBJECT_TYPE_NAME (widget),
                    gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), minimum,
                    GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : "");
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ui_test_tell_wide (child, depth + 1);
}

/* Who only hears WIDGET meets all of it that takes the focus: what is below a presentation is not told. */
static inline void
ui_test_check_heard (GtkWidget *widget, gboolean told)
{
  const GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  if (!gtk_widget_get_visible (widget))
    return;
  told = told && role != GTK_ACCESSIBLE_ROLE_PRESENTATION;
  if (!told && gtk_widget_get_can_focus (widget) && gtk_widget_get_focusable (widget))
    {
      g_test_message ("%s “%s” takes the focus and is told to nobody", G_OBJECT_TYPE_NAME (widget),
                      gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)));
      g_test_fail ();
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ui_test_check_heard (child, told);
}

/* No title of a group below WIDGET is cut short when its letters are large. */
static inline void
ui_test_check_titles (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "heading") && gtk_widget_get_visible (widget) &&
      gtk_label_get_ellipsize (GTK_LABEL (widget)) != PANGO_ELLIPSIZE_NONE &&
      gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_GROUP) != NULL)
    {
      g_test_message ("“%s” may be cut", gtk_label_get_text (GTK_LABEL (widget)));
      g_test_fail ();
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ui_test_check_titles (child);
}

/* WIDGET fits in the narrowest window that there is, with its titles whole; and who only hears it meets all of it. */
static inline void
ui_test_check_narrow (GtkWidget *widget, const char *what)
{
  int minimum = 0;

  ui_test_check_heard (widget, TRUE);
  ui_test_check_titles (widget);
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum <= 360)
    return;
  ui_test_tell_wide (widget, 0);
  g_test_message ("%s asks for %d pixels", what, minimum);
  g_test_fail ();
}

/* Returns: (transfer full) (nullable): what WIDGET itself shows, whatever its children do. */
static inline char *
ui_test_dup_text (gpointer widget)
{
  static const char *const drawing[] = { "OrchServiceCell", "OrchAppointmentRow", "OrchAppointmentMark", NULL };
  char *drawn = NULL;

  if (GTK_IS_LABEL (widget))
    return g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  if (GTK_IS_INSCRIPTION (widget))
    return g_strdup (gtk_inscription_get_text (GTK_INSCRIPTION (widget)));
  /* By its name: not every program of the tests has it. */
  if (g_strv_contains (drawing, G_OBJECT_TYPE_NAME (widget)))
    g_object_get (widget, "text", &drawn, NULL);
  return drawn;
}

/* Whether a text below WIDGET that can be seen holds NEEDLE. */
static inline gboolean
ui_test_says (gpointer widget, const char *needle)
{
  g_autofree char *text = ui_test_dup_text (widget);

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
