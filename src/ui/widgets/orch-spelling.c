/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-spelling.h.
 */
#include "orch-spelling.h"

#include <glib/gi18n.h>
#include <libdex.h>
#include <libspelling.h>

#include "orch-menu-names.h"

/* After the last key: as long as the library waits before it underlines. */
#define RECOGNISE_AFTER_MS 100
/* Fewer words tell nothing: “Bonjour Alexandra” is of both languages. */
#define WORDS_MIN 3
/* The beginning of a text tells its language. */
#define WORDS_MAX 200

/* Both languages of the interface, the nearest dictionary first. The names are those of each language itself. */
static const struct
{
  const char *name;
  const char *interface; /* the head of the locale's name */
  const char *codes[4];
} languages[] = {
  { "Français", "fr", { "fr_CA", "fr_FR", "fr" } },
  { "English", "en", { "en_CA", "en_US", "en_GB", "en" } },
};

#define ORCH_TYPE_SPELLING (orch_spelling_get_type ())
G_DECLARE_FINAL_TYPE (OrchSpelling, orch_spelling, ORCH, SPELLING, GObject)

struct _OrchSpelling
{
  GObject parent_instance;

  /* owned */
  GSettings *settings;
  GtkTextBuffer *buffer;                                      /* the library's part does not outlive it */
  SpellingTextBufferAdapter *adapter;                         /* (nullable): until the dictionaries are read */
  SpellingDictionary *dictionaries[G_N_ELEMENTS (languages)]; /* (nullable) */
  GSimpleActionGroup *actions;
  guint recognise_source;

  /* borrowed: it owns us */
  GtkTextView *view;

  gboolean chosen; /* the language, by the person */
};

G_DEFINE_FINAL_TYPE (OrchSpelling, orch_spelling, G_TYPE_OBJECT)

static SpellingDictionary *
load_dictionary (guint language)
{
  SpellingProvider *provider = spelling_provider_get_default ();

  for (guint i = 0; i < G_N_ELEMENTS (languages[language].codes) && languages[language].codes[i] != NULL; i++)
    if (spelling_provider_supports_language (provider, languages[language].codes[i]))
      return spelling_provider_load_dictionary (provider, languages[language].codes[i]);
  return NULL;
}

/* Their files are megabytes. The library keeps what it has read: the main thread finds them there. */
static DexFuture *
read_fiber (gpointer unused)
{
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (SpellingDictionary) dictionary = load_dictionary (i);
    }
  return dex_future_new_true ();
}

static DexFuture *
read_once (void)
{
  static DexFuture *reading;

  if (reading == NULL)
    reading = dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, read_fiber, NULL, NULL);
  return dex_ref (reading);
}

static void
set_language (OrchSpelling *self, const char *code)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "language");

  spelling_text_buffer_adapter_set_language (self->adapter, code);
  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_string (code));
}

/* --- which language it is ------------------------------------------------------------------- */

/* @unknown: (array fixed-size): how many words each dictionary does not know. Returns: how many words there are */
static guint
count_unknown (OrchSpelling *self, const char *text, guint *unknown)
{
  g_autoptr (GRegex) word = g_regex_new ("\\p{L}[\\p{L}\\p{M}'’-]*\\p{L}", G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  for (g_regex_match (word, text, 0, &match); g_match_info_matches (match) && n < WORDS_MAX;
       g_match_info_next (match, NULL))
    {
      g_autofree char *found = g_match_info_fetch (match, 0);

      n++;
      for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
        unknown[i] +=
            self->dictionaries[i] == NULL || !spelling_dictionary_contains_word (self->dictionaries[i], found, -1);
    }
  return n;
}

static gboolean
recognise (gpointer data)
{
  OrchSpelling *self = data;
  GtkTextBuffer *buffer = self->buffer;
  const char *code = spelling_text_buffer_adapter_get_language (self->adapter);
  g_autofree char *text = NULL;
  guint unknown[G_N_ELEMENTS (languages)] = { 0 };
  guint now = 0;
  guint best = 0;
  guint n = 0;
  GtkTextIter start;
  GtkTextIter end;

  self->recognise_source = 0;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  n = count_unknown (self, text, unknown);
  if (n < WORDS_MIN)
    return G_SOURCE_REMOVE;
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      if (self->dictionaries[i] != NULL && g_strcmp0 (spelling_dictionary_get_code (self->dictionaries[i]), code) == 0)
        now = i;
      if (unknown[i] < unknown[best])
        best = i;
    }
  /* Half as many: a quotation or a name does not turn the language over while somebody types. */
  if (self->dictionaries[best] != NULL && unknown[best] * 2 < unknown[now])
    set_language (self, spelling_dictionary_get_code (self->dictionaries[best]));
  return G_SOURCE_REMOVE;
}

static void
on_changed (OrchSpelling *self)
{
  g_clear_handle_id (&self->recognise_source, g_source_remove);
  /* Another text begins: what was chosen was for the one before. */
  if (gtk_text_buffer_get_char_count (self->buffer) == 0)
    self->chosen = FALSE;
  if (self->adapter != NULL && !self->chosen && spelling_text_buffer_adapter_get_enabled (self->adapter))
    self->recognise_source = g_timeout_add_full (G_PRIORITY_LOW, RECOGNISE_AFTER_MS, recognise, self, NULL);
}

/* --- the menu ------------------------------------------------------------------------------- */

static void
on_language (GSimpleAction *action, GVariant *code, OrchSpelling *self)
{
  self->chosen = TRUE;
  set_language (self, g_variant_get_string (code, NULL));
}

static void
on_ignore (GSimpleAction *action, GVariant *parameter, OrchSpelling *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->adapter), "ignore", NULL);
}

static gboolean
is_space (gunichar character, gpointer unused)
{
  return g_unichar_isspace (character);
}

/* What stands around the letters at the cursor, up to the spaces: the full stop of “word.”, both signs of “(word)”. */
static void
find_signs (GtkTextBuffer *buffer, char **before, char **after)
{
  GtkTextIter start;
  GtkTextIter end;
  GtkTextIter first;
  GtkTextIter last;

  gtk_text_buffer_get_iter_at_mark (buffer, &start, gtk_text_buffer_get_insert (buffer));
  end = start;
  if (gtk_text_iter_backward_find_char (&start, is_space, NULL, NULL))
    gtk_text_iter_forward_char (&start);
  if (!g_unichar_isspace (gtk_text_iter_get_char (&end)))
    gtk_text_iter_forward_find_char (&end, is_space, NULL, NULL);
  for (first = start; gtk_text_iter_compare (&first, &end) < 0 && !g_unichar_isalnum (gtk_text_iter_get_char (&first));)
    gtk_text_iter_forward_char (&first);
  for (last = end; gtk_text_iter_compare (&last, &first) > 0;)
    {
      gtk_text_iter_backward_char (&last);
      if (g_unichar_isalnum (gtk_text_iter_get_char (&last)))
        {
          gtk_text_iter_forward_char (&last);
          break;
        }
    }
  *before = gtk_text_iter_get_slice (&start, &first);
  *after = gtk_text_iter_get_slice (&last, &end);
}

/* Puts @signs at @at, unless the text to its left, or to its right, has them. */
static void
put_back (GtkTextBuffer *buffer, GtkTextIter *at, const char *signs, gboolean is_left)
{
  g_autofree char *found = NULL;
  GtkTextIter other = *at;
  const int n = (int) g_utf8_strlen (signs, -1);

  if (is_left)
    gtk_text_iter_backward_chars (&other, n);
  else
    gtk_text_iter_forward_chars (&other, n);
  found = is_left ? gtk_text_iter_get_slice (&other, at) : gtk_text_iter_get_slice (at, &other);
  if (!g_str_equal (found, signs))
    gtk_text_buffer_insert (buffer, at, signs, -1);
}

/* The library takes for letters what a dictionary says may stand in a word, the full stop among it: the correction of the last word of a
 * sentence would take it away. */
static void
on_correct (GSimpleAction *action, GVariant *correction, OrchSpelling *self)
{
  GtkTextBuffer *buffer = self->buffer;
  const char *word = g_variant_get_string (correction, NULL);
  g_autofree char *text = NULL;
  g_autofree char *corrected = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GtkTextIter at;
  int start = 0;

  g_object_get (buffer, "text", &text, NULL);
  find_signs (buffer, &before, &after);
  gtk_text_buffer_begin_user_action (buffer);
  g_action_group_activate_action (G_ACTION_GROUP (self->adapter), "correct", correction);
  g_object_get (buffer, "text", &corrected, NULL);
  if (!g_str_equal (text, corrected))
    {
      gtk_text_buffer_get_iter_at_mark (buffer, &at, gtk_text_buffer_get_insert (buffer));
      start = gtk_text_iter_get_offset (&at) - (int) g_utf8_strlen (word, -1);
      if (!g_str_has_suffix (word, after))
        put_back (buffer, &at, after, FALSE);
      gtk_text_buffer_get_iter_at_offset (buffer, &at, start);
      put_back (buffer, &at, before, TRUE);
    }
  gtk_text_buffer_end_user_action (buffer);
}

static void
on_may_ignore (OrchSpelling *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  /* There is none to add a word to a dictionary: it would be kept in clear. */
  if (action != NULL)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* The words that are proposed are a part of the library's own menu, the rest of which is not wanted. */
static GMenuModel *
dup_corrections (OrchSpelling *self)
{
  GMenuModel *menu = spelling_text_buffer_adapter_get_menu_model (self->adapter);
  g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, 0, G_MENU_LINK_SECTION);

  return section != NULL ? g_menu_model_get_item_link (section, 0, G_MENU_LINK_SECTION) : NULL;
}

static void
show_menu (OrchSpelling *self)
{
  g_autoptr (GMenuModel) corrections = dup_corrections (self);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) word = g_menu_new ();
  g_autoptr (GMenu) text = g_menu_new ();
  g_autoptr (GMenuItem) ignore = g_menu_item_new (_ ("_Ignore This Word"), "spelling.ignore");

  g_menu_item_set_attribute (ignore, "hidden-when", "s", "action-disabled");
  g_menu_append_item (word, ignore);
  g_menu_append (text, _ ("_Check Spelling"), "spelling.check-spelling");
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (self->dictionaries[i] != NULL)
      {
        g_autoptr (GMenuItem) item = g_menu_item_new (languages[i].name, NULL);

        g_menu_item_set_action_and_target (item, "spelling.language", "s",
                                           spelling_dictionary_get_code (self->dictionaries[i]));
        g_menu_append_item (text, item);
      }
  if (corrections != NULL)
    g_menu_append_section (menu, NULL, corrections);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (word));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (text));
  gtk_text_view_set_extra_menu (self->view, G_MENU_MODEL (menu));
}

/* The corrections are those of the word at the cursor: the word pointed at, as everywhere else on the desktop. */
static void
on_pressed (GtkGestureClick *click, int n_press, double x, double y, OrchSpelling *self)
{
  GtkTextBuffer *buffer = self->buffer;
  GtkTextIter at;
  int buffer_x = 0;
  int buffer_y = 0;

  if (self->adapter == NULL || gtk_text_buffer_get_has_selection (buffer))
    return;
  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_WIDGET, (int) x, (int) y, &buffer_x, &buffer_y);
  if (gtk_text_view_get_iter_at_location (self->view, &at, buffer_x, buffer_y))
    gtk_text_buffer_place_cursor (buffer, &at);
  spelling_text_buffer_adapter_update_corrections (self->adapter);
}

/* As GTK opens it, with the corrections of the word, and with names for who only hears it. */
static gboolean
on_key (GtkEventControllerKey *key, guint value, guint code, GdkModifierType modifiers, OrchSpelling *self)
{
  if (value != GDK_KEY_Menu && (value != GDK_KEY_F10 || (modifiers & GDK_SHIFT_MASK) == 0))
    return GDK_EVENT_PROPAGATE;
  if (self->adapter != NULL)
    spelling_text_buffer_adapter_update_corrections (self->adapter);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "menu.popup", NULL);
  orch_menu_names_give_open (GTK_WIDGET (self->view));
  return GDK_EVENT_STOP;
}

/* --- its life ------------------------------------------------------------------------------- */

static DexFuture *
start_fiber (gpointer data)
{
  OrchSpelling *self = data;
  const char *code = NULL;
  g_autoptr (SpellingChecker) checker = NULL;

  dex_await (read_once (), NULL);
  /* The window went meanwhile. */
  if (self->view == NULL)
    return dex_future_new_true ();

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      self->dictionaries[i] = load_dictionary (i);
      if (self->dictionaries[i] == NULL)
        continue;
      /* Until there are enough words: the interface's own. */
      if (code == NULL || g_str_has_prefix (g_get_language_names ()[0], languages[i].interface))
        code = spelling_dictionary_get_code (self->dictionaries[i]);
    }
  if (code == NULL)
    return dex_future_new_true ();

  checker = spelling_checker_new (spelling_provider_get_default (), code);
  self->adapter = spelling_text_buffer_adapter_new (GTK_SOURCE_BUFFER (self->buffer), checker);
  g_signal_connect_object (self->adapter, "action-enabled-changed", G_CALLBACK (on_may_ignore), self,
                           G_CONNECT_SWAPPED);
  g_settings_bind (self->settings, "check-spelling", self->adapter, "enabled", G_SETTINGS_BIND_GET);
  set_language (self, code);
  show_menu (self);
  on_changed (self);
  return dex_future_new_true ();
}

static void
orch_spelling_dispose (GObject *object)
{
  OrchSpelling *self = ORCH_SPELLING (object);

  self->view = NULL;
  g_clear_handle_id (&self->recognise_source, g_source_remove);
  /* It may be kept a moment longer by what it has yet to do: not with this text. */
  if (self->adapter != NULL)
    g_object_run_dispose (G_OBJECT (self->adapter));
  g_clear_object (&self->adapter);
  g_clear_object (&self->buffer);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    g_clear_object (&self->dictionaries[i]);
  g_clear_object (&self->actions);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (orch_spelling_parent_class)->dispose (object);
}

static void
orch_spelling_class_init (OrchSpellingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = orch_spelling_dispose;
}

static void
orch_spelling_init (OrchSpelling *self)
{
  g_autoptr (GSimpleAction) correct = g_simple_action_new ("correct", G_VARIANT_TYPE_STRING);
  g_autoptr (GSimpleAction) ignore = g_simple_action_new ("ignore", NULL);
  g_autoptr (GSimpleAction) language =
      g_simple_action_new_stateful ("language", G_VARIANT_TYPE_STRING, g_variant_new_string (""));
  g_autoptr (GAction) check = NULL;

  self->settings = g_settings_new (ORCH_APPLICATION_ID);
  self->actions = g_simple_action_group_new ();
  check = g_settings_create_action (self->settings, "check-spelling");
  g_simple_action_set_enabled (ignore, FALSE);
  g_signal_connect_object (correct, "activate", G_CALLBACK (on_correct), self, 0);
  g_signal_connect_object (ignore, "activate", G_CALLBACK (on_ignore), self, 0);
  g_signal_connect_object (language, "activate", G_CALLBACK (on_language), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (correct));
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (ignore));
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (language));
  g_action_map_add_action (G_ACTION_MAP (self->actions), check);
}

static void
let_go (gpointer spelling)
{
  g_object_run_dispose (spelling);
  g_object_unref (spelling);
}

static OrchSpelling *
get_spelling (GtkTextView *view)
{
  return g_object_get_data (G_OBJECT (view), "orch-spelling");
}

void
orch_spelling_watch (GtkTextView *view)
{
  OrchSpelling *self = NULL;
  GtkEventController *key = NULL;
  GtkGesture *click = NULL;
  g_autoptr (GtkSourceBuffer) buffer = NULL;

  g_return_if_fail (GTK_IS_TEXT_VIEW (view));
  g_return_if_fail (get_spelling (view) == NULL);

  spelling_init ();
  self = g_object_new (ORCH_TYPE_SPELLING, NULL);
  self->view = view;
  g_object_set_data_full (G_OBJECT (view), "orch-spelling", self, let_go);

  /* The library wants the buffer of an editor of programs: nothing else of that is wanted. */
  buffer = gtk_source_buffer_new (NULL);
  gtk_source_buffer_set_highlight_syntax (buffer, FALSE);
  gtk_source_buffer_set_highlight_matching_brackets (buffer, FALSE);
  gtk_source_buffer_set_implicit_trailing_newline (buffer, FALSE);
  gtk_source_buffer_set_style_scheme (buffer, NULL);
  gtk_text_view_set_buffer (view, GTK_TEXT_BUFFER (buffer));
  self->buffer = g_object_ref (GTK_TEXT_BUFFER (buffer));
  g_signal_connect_object (buffer, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);

  gtk_widget_insert_action_group (GTK_WIDGET (view), "spelling", G_ACTION_GROUP (self->actions));
  click = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (view), GTK_EVENT_CONTROLLER (click));
  key = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (view), key);

  dex_future_disown (dex_scheduler_spawn (NULL, 0, start_fiber, g_object_ref (self), g_object_unref));
}

const char *
orch_spelling_get_language (GtkTextView *view)
{
  OrchSpelling *self = NULL;

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);

  self = get_spelling (view);
  return self != NULL && self->adapter != NULL ? spelling_text_buffer_adapter_get_language (self->adapter) : NULL;
}

gboolean
orch_spelling_is_unknown (GtkTextView *view, int offset)
{
  OrchSpelling *self = NULL;
  GtkTextIter at;

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), FALSE);

  self = get_spelling (view);
  if (self == NULL || self->adapter == NULL)
    return FALSE;
  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (view), &at, offset);
  return gtk_text_iter_has_tag (&at, spelling_text_buffer_adapter_get_tag (self->adapter));
}
