/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-conversation-hand.h.
 */
#include "orch-conversation-hand.h"

#include <glib/gi18n.h>

#include "core/orch-clock.h"
#include "orch-conversation-acts.h"
#include "ui/widgets/orch-alert.h"
#include "ui/widgets/orch-field.h"
#include "ui/widgets/orch-plain-text.h"
#include "ui/widgets/orch-wrap-choice.h"

/* Days from now that are proposed */
static const int days_ahead[] = { 1, 2, 3, 7, 14, 30, 90 };

/* One of what may be chosen */
typedef struct
{
  OrchNoteEvent event;
  char *about; /* (nullable) */
  char *name;  /* (nullable) */
  char *day;   /* (nullable) */
} Choice;

/* A question on its way */
typedef struct
{
  /* owned */
  AdwToastOverlay *toasts;
  OrchMessageDesk *desk;
  OrchConversation *conversation;
  GArray *choices; /* (element-type Choice) */
  GtkStringList *names;

  /* children of the dialog */
  GtkDropDown *choice;
  GtkEditable *note;

  guint selected;
} Hand;

static void
choice_clear (gpointer data)
{
  Choice *choice = data;

  g_free (choice->about);
  g_free (choice->name);
  g_free (choice->day);
}

static Hand *
hand_new (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation)
{
  Hand *hand = g_new0 (Hand, 1);

  hand->toasts = g_object_ref (toasts);
  hand->desk = g_object_ref (desk);
  hand->conversation = g_object_ref (conversation);
  hand->choices = g_array_new (FALSE, FALSE, sizeof (Choice));
  g_array_set_clear_func (hand->choices, choice_clear);
  hand->names = gtk_string_list_new (NULL);
  return hand;
}

static void
hand_free (gpointer data)
{
  Hand *hand = data;

  g_clear_object (&hand->toasts);
  g_clear_object (&hand->desk);
  g_clear_object (&hand->conversation);
  g_clear_object (&hand->names);
  g_array_unref (hand->choices);
  g_free (hand);
}

static void
hand_drop (gpointer data, GClosure *closure)
{
  hand_free (data);
}

static void
add_choice (Hand *hand, const char *shown, OrchNoteEvent event, const char *about, const char *name, const char *day)
{
  const Choice choice = { event, g_strdup (about), g_strdup (name), g_strdup (day) };

  g_array_append_val (hand->choices, choice);
  gtk_string_list_append (hand->names, shown);
}

/* --- the question ----------------------------------------------------------------------------- */

static const char *
get_outcome (const Choice *choice)
{
  switch (choice->event)
    {
    case ORCH_NOTE_ASSIGNED:
      return choice->about != NULL ? _ ("The conversation is assigned") : _ ("The conversation is assigned to nobody");
    case ORCH_NOTE_DEPARTMENT:
      return _ ("The conversation is given to the department");
    case ORCH_NOTE_URGENT:
      return _ ("The conversation is marked as urgent");
    case ORCH_NOTE_ROUTINE:
      return _ ("The conversation is no longer urgent");
    case ORCH_NOTE_FOLLOW_UP:
      return choice->day != NULL ? _ ("The day of the follow-up is noted")
                                 : _ ("The conversation is no longer followed");
    case ORCH_NOTE_OF_NOTHING:
    default:
      g_assert_not_reached ();
    }
}

static void
act (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation, const Choice *choice,
     const char *text)
{
  const OrchHandOver what = {
    .event = choice->event, .about = choice->about, .about_name = choice->name, .day = choice->day, .text = text
  };

  orch_plain_tell_outcome (toasts,
                           orch_message_desk_hand_over (desk, orch_conversation_get_fields (conversation)->id, &what),
                           get_outcome (choice));
}

static void
on_answer (AdwAlertDialog *dialog, const char *response, gpointer data)
{
  Hand *hand = data;
  const guint selected = gtk_drop_down_get_selected (hand->choice);

  if (g_str_equal (response, "do") && selected < hand->choices->len)
    act (hand->toasts, hand->desk, hand->conversation, &g_array_index (hand->choices, Choice, selected),
         gtk_editable_get_text (hand->note));
}

/* @hand: (transfer full) */
static void
ask (Hand *hand, const char *heading, const char *body, const char *label, const char *act_label)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *note = adw_entry_row_new ();

  hand->choice = GTK_DROP_DOWN (orch_wrap_choice_new (hand->names));
  gtk_drop_down_set_selected (hand->choice, hand->selected);
  orch_plain_set_title (ADW_PREFERENCES_ROW (note), _ ("Word to colleagues (optional)"));
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_append (GTK_LIST_BOX (list), note);
  hand->note = GTK_EDITABLE (note);
  gtk_box_append (GTK_BOX (box), orch_field_new (label, GTK_WIDGET (hand->choice)));
  gtk_box_append (GTK_BOX (box), list);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), box);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "stay", _ ("_Cancel"), "do", act_label, NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "do", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "do");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "stay");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_answer), hand, hand_drop, 0);
  orch_alert_present (dialog, GTK_WIDGET (hand->toasts));
}

/* --- to whom ---------------------------------------------------------------------------------- */

static void
add_people (Hand *hand, GPtrArray *people)
{
  const char *assignee = orch_conversation_get_fields (hand->conversation)->assignee;

  add_choice (hand, _ ("Nobody"), ORCH_NOTE_ASSIGNED, NULL, NULL, NULL);
  for (guint i = 0; i < people->len; i++)
    {
      OrchProfessional *one = g_ptr_array_index (people, i);
      const char *reference = orch_professional_get_reference (one);

      if (g_strcmp0 (assignee, reference) == 0)
        hand->selected = hand->choices->len;
      add_choice (hand, orch_professional_get_name (one), ORCH_NOTE_ASSIGNED, reference,
                  orch_professional_get_name (one), NULL);
    }
}

static void
add_departments (Hand *hand, GPtrArray *departments)
{
  for (guint i = 0; i < departments->len; i++)
    {
      const OrchDepartmentFields *f = orch_department_get_fields (g_ptr_array_index (departments, i));
      g_autofree char *reference = NULL;
      g_autofree char *shown = NULL;

      if (f->hub_id == NULL || f->name == NULL)
        continue;
      reference = g_strconcat ("Organization/", f->hub_id, NULL);
      /* translators: to whom a conversation is given: %s is the name of a department */
      shown = g_strdup_printf (_ ("%s (department)"), f->name);
      add_choice (hand, shown, ORCH_NOTE_DEPARTMENT, reference, f->name, NULL);
    }
}

static DexFuture *
assign_fiber (gpointer data)
{
  Hand *hand = data;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GPtrArray) departments = NULL;
  GError *error = NULL;
  Hand *asked = NULL;

  people = dex_await_boxed (orch_message_desk_list_professionals (hand->desk), &error);
  if (people != NULL)
    departments = dex_await_boxed (orch_message_desk_list_departments (hand->desk), &error);
  /* The page may have gone, or the lock closed it. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (hand->toasts)))
    {
      g_clear_error (&error);
      return NULL;
    }
  if (departments == NULL)
    {
      orch_conversation_acts_tell (hand->toasts, error);
      return NULL;
    }
  asked = hand_new (hand->toasts, hand->desk, hand->conversation);
  add_people (asked, people);
  add_departments (asked, departments);
  ask (asked, _ ("Who answers?"),
       _ ("A person you choose can write in this conversation, as can its professional. Given to a department, it can "
          "be "
          "taken over by those who practise there."),
       _ ("Who answers"), _ ("_Assign"));
  return NULL;
}

void
orch_conversation_hand_assign (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (ORCH_IS_CONVERSATION (conversation));

  dex_future_disown (dex_scheduler_spawn (NULL, 0, assign_fiber, hand_new (toasts, desk, conversation), hand_free));
}

/* --- when, and how soon -------------------------------------------------------------------------- */

static char *
dup_days (int n)
{
  if (n == 1)
    return g_strdup (_ ("Tomorrow"));
  /* translators: %d is a number of days, two or more */
  return g_strdup_printf (ngettext ("In %'d day", "In %'d days", (gulong) n), n);
}

void
orch_conversation_hand_follow_up (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation)
{
  g_autoptr (GDateTime) now = orch_clock_now_local ();
  const char *known = NULL;
  Hand *hand = NULL;
  gboolean listed = FALSE;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));
  g_return_if_fail (ORCH_IS_CONVERSATION (conversation));

  hand = hand_new (toasts, desk, conversation);
  known = orch_conversation_get_fields (conversation)->follow_up;
  for (guint i = 0; i < G_N_ELEMENTS (days_ahead); i++)
    {
      g_autoptr (GDateTime) then = g_date_time_add_days (now, days_ahead[i]);
      g_autofree char *day = g_date_time_format (then, "%Y-%m-%d");
      g_autofree char *when = dup_days (days_ahead[i]);
      /* translators: a choice: "In 3 days", and the date, as 2026-11-30 */
      g_autofree char *shown = g_strdup_printf (_ ("%s, %s"), when, day);

      if (g_strcmp0 (known, day) == 0)
        {
          hand->selected = hand->choices->len;
          listed = TRUE;
        }
      add_choice (hand, shown, ORCH_NOTE_FOLLOW_UP, NULL, NULL, day);
    }
  if (known != NULL && !listed)
    {
      hand->selected = hand->choices->len;
      add_choice (hand, known, ORCH_NOTE_FOLLOW_UP, NULL, NULL, known);
    }
  if (known != NULL)
    add_choice (hand, _ ("No follow-up any more"), ORCH_NOTE_FOLLOW_UP, NULL, NULL, NULL);
  ask (hand, _ ("When to look at it again?"),
       _ ("From that day on it is marked in the list, for everybody who reads this conversation."), _ ("When"),
       _ ("_Follow Up"));
}

void
orch_conversation_hand_flag (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation,
                             gboolean urgent)
{
  const Choice choice = { .event = urgent ? ORCH_NOTE_URGENT : ORCH_NOTE_ROUTINE };

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));

  act (toasts, desk, conversation, &choice, NULL);
}

void
orch_conversation_hand_take (AdwToastOverlay *toasts, OrchMessageDesk *desk, OrchConversation *conversation)
{
  const char *person = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (toasts));

  person = orch_message_desk_get_person (desk);
  if (person == NULL)
    return;
  name = g_strdup (orch_message_desk_get_person_name (desk));
  act (toasts, desk, conversation, &(Choice) { .event = ORCH_NOTE_ASSIGNED, .about = (char *) person, .name = name },
       NULL);
}
