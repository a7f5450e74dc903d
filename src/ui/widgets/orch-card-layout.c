/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-card-layout.h.
 */
#include "orch-card-layout.h"

#define SPACING 12 /* application pixels, between columns and between lines */

struct _OrchCardLayout
{
  GtkLayoutManager parent_instance;
};

/* Of the cards that are shown. */
typedef struct
{
  int n;
  int minimum; /* width of the one that needs the most */
  int natural;
} Cards;

G_DEFINE_FINAL_TYPE (OrchCardLayout, orch_card_layout, GTK_TYPE_LAYOUT_MANAGER)

static Cards
look (GtkWidget *widget)
{
  Cards cards = { 0 };

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum = 0, natural = 0;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      cards.n++;
      cards.minimum = MAX (cards.minimum, minimum);
      cards.natural = MAX (cards.natural, natural);
    }
  return cards;
}

static int
count_columns (const Cards *cards, int width)
{
  return CLAMP ((width + SPACING) / (cards->natural + SPACING), 1, MAX (cards->n, 1));
}

/* Rounded down: what is left over at the end of a line is less than a pixel a column. */
static int
column_width (int columns, int width)
{
  return (width - (columns - 1) * SPACING) / columns;
}

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* The height that suits the @columns cards from @first on. Returns: (nullable): the first of the line below */
static GtkWidget *
measure_line (GtkWidget *first, int columns, int width, int *minimum, int *natural)
{
  GtkWidget *child = first;

  *minimum = *natural = 0;
  for (int i = 0; i < columns && child != NULL; i++, child = skip_hidden (gtk_widget_get_next_sibling (child)))
    {
      int child_minimum = 0, child_natural = 0;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
  return child;
}

static GtkSizeRequestMode
orch_card_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
orch_card_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size,
                          int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  const Cards cards = look (widget);
  const int in_one_line = cards.n * (cards.natural + SPACING) - (cards.n > 0 ? SPACING : 0);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = cards.minimum;
      *natural = in_one_line;
    }
  else
    {
      const int width = MAX (for_size >= 0 ? for_size : in_one_line, cards.minimum);
      const int columns = count_columns (&cards, width);
      GtkWidget *first = skip_hidden (gtk_widget_get_first_child (widget));

      *minimum = *natural = 0;
      while (first != NULL)
        {
          int line_minimum = 0, line_natural = 0;

          first = measure_line (first, columns, column_width (columns, width), &line_minimum, &line_natural);
          *minimum += line_minimum + (first != NULL ? SPACING : 0);
          *natural += line_natural + (first != NULL ? SPACING : 0);
        }
    }
}

static void
orch_card_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  const Cards cards = look (widget);
  const int columns = count_columns (&cards, width);
  const gboolean from_the_right = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation place = { .width = MAX (column_width (columns, width), cards.minimum) };
  GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget));
  int all_minimum = 0, all_natural = 0;

  orch_card_layout_measure (manager, widget, GTK_ORIENTATION_VERTICAL, width, &all_minimum, &all_natural, NULL, NULL);
  while (child != NULL)
    {
      int minimum = 0, natural = 0;
      GtkWidget *below = measure_line (child, columns, place.width, &minimum, &natural);

      /* What scrolls has the height it likes; anything else, at least what it needs. */
      place.height = height >= all_natural ? natural : minimum;
      for (int i = 0; child != below; i++, child = skip_hidden (gtk_widget_get_next_sibling (child)))
        {
          place.x = i * (place.width + SPACING);
          if (from_the_right)
            place.x = width - place.x - place.width;
          gtk_widget_size_allocate (child, &place, -1);
        }
      place.y += place.height + SPACING;
    }
}

static void
orch_card_layout_class_init (OrchCardLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = orch_card_layout_get_request_mode;
  layout_class->measure = orch_card_layout_measure;
  layout_class->allocate = orch_card_layout_allocate;
}

static void
orch_card_layout_init (OrchCardLayout *self)
{
}
