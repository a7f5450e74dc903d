/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-text-warmth.h. The fonts are those of the main thread's own map, which the thread has to itself meanwhile.
 */
#include "orch-text-warmth.h"

#include <gtk/gtk.h>

/* What French and English are written with. */
#define LETTERS "Orchestrateur qwyzjkxvfgpbdm ABCDEFGIJLMNPQRSTUVWXYZ ÀÉÈàâçéèêîïôùœ’«»:;,.!?-–()/0123456789 "

/* As libadwaita's style sheet has them. */
static const struct
{
  PangoWeight weight;
  double scale;
} styles[] = {
  { PANGO_WEIGHT_NORMAL, 1 },       { PANGO_WEIGHT_NORMAL, 0.82 }, /* subtitles, hints */
  { PANGO_WEIGHT_BOLD, 1 },         { PANGO_WEIGHT_MEDIUM, 1 },    /* labels of fields */
  { PANGO_WEIGHT_ULTRABOLD, 1.81 },                                /* title-1 */
};

static GThread *thread; /* (nullable) */

static gpointer
warm (gpointer data)
{
  PangoContext *context = data;
  g_autoptr (PangoLayout) layout = pango_layout_new (context);
  const PangoFontDescription *base = pango_context_get_font_description (context);
  const double size = pango_font_description_get_size (base) * pango_cairo_context_get_resolution (context) / 72;

  pango_layout_set_text (layout, LETTERS, -1);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      PangoFontDescription *font = pango_font_description_copy (base);

      pango_font_description_set_weight (font, styles[i].weight);
      pango_font_description_set_absolute_size (font, (int) (size * styles[i].scale + 0.5));
      pango_layout_set_font_description (layout, font);
      pango_layout_get_size (layout, NULL, NULL);
      pango_font_description_free (font);
    }
  g_object_unref (context);
  return NULL;
}

void
orch_text_warmth_begin (void)
{
  g_autoptr (GtkWidget) label = g_object_ref_sink (gtk_label_new (NULL));
  PangoContext *context = gtk_widget_create_pango_context (label);
  g_autofree char *name = NULL;
  PangoFontDescription *base = NULL;

  /* In points: the style sheet's sizes are multiples of it, rounded once. */
  g_object_get (gtk_widget_get_settings (label), "gtk-font-name", &name, NULL);
  base = pango_font_description_from_string (name);
  pango_context_set_font_description (context, base);
  pango_font_description_free (base);
  thread = g_thread_new ("text", warm, context);
}

void
orch_text_warmth_end (void)
{
  g_clear_pointer (&thread, g_thread_join);
}
