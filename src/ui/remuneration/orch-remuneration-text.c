/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-remuneration-text.h.
 */
#include "orch-remuneration-text.h"

#include <glib/gi18n.h>

#define MINUTES 60 /* of an hour */

char *
orch_remuneration_text_dup_quarter (OrchQuarter quarter)
{
  switch (quarter.number)
    {
    case 1:
      /* translators: a quarter: %d is the year */
      return g_strdup_printf (_ ("January to March %d"), quarter.year);
    case 2:
      /* translators: a quarter: %d is the year */
      return g_strdup_printf (_ ("April to June %d"), quarter.year);
    case 3:
      /* translators: a quarter: %d is the year */
      return g_strdup_printf (_ ("July to September %d"), quarter.year);
    default:
      /* translators: a quarter: %d is the year */
      return g_strdup_printf (_ ("October to December %d"), quarter.year);
    }
}

char *
orch_remuneration_text_dup_hours (gint64 minutes)
{
  const guint hours = (guint) (minutes / MINUTES);
  const guint rest = (guint) (minutes % MINUTES);

  if (rest == 0)
    /* translators: how long: %'u hours */
    return g_strdup_printf (_ ("%'u h"), hours);
  /* translators: how long: %'u hours and %02u minutes */
  return g_strdup_printf (_ ("%'u h %02u"), hours, rest);
}

char *
orch_remuneration_text_dup_decimal (gint64 minutes)
{
  return g_strdup_printf ("%.2f", (double) minutes / MINUTES);
}

char *
orch_remuneration_text_dup_change (const OrchRemunerationLineFields *line)
{
  const gint64 change = (gint64) line->counts.appointments - line->before.appointments;

  return change == 0 ? g_strdup ("0") : g_strdup_printf ("%+" G_GINT64_FORMAT, change);
}

char *
orch_remuneration_text_dup_counts (const OrchRemunerationCounts *counts)
{
  g_autofree char *appointments =
      /* translators: %'u is how many */
      g_strdup_printf (ngettext ("%'u appointment", "%'u appointments", counts->appointments), counts->appointments);
  g_autofree char *hours = orch_remuneration_text_dup_hours (counts->minutes);
  g_autofree char *offered = NULL;
  g_autofree char *free = NULL;

  if (counts->offered == 0)
    return g_steal_pointer (&appointments);
  /* translators: times for appointments that a clinic offers; %'u is how many */
  offered = g_strdup_printf (ngettext ("%'u time offered", "%'u times offered", counts->offered), counts->offered);
  /* translators: of the times that were offered, those that nobody took; %'u is how many */
  free = g_strdup_printf (ngettext ("%'u of them free", "%'u of them free", counts->free), counts->free);
  /* translators: of a report: "12 appointments · 20 times offered, 8 of them free, 6 h 40" */
  return g_strdup_printf (_ ("%1$s · %2$s, %3$s, %4$s"), appointments, offered, free, hours);
}

const char *
orch_remuneration_text_get_service (const OrchRemunerationLineFields *line)
{
  /* translators: in the place of a service: times that a professional offers for whichever service */
  return line->service_name != NULL ? line->service_name : _ ("Any service");
}

const char *
orch_remuneration_text_get_sum (const OrchRemunerationLineFields *sum)
{
  return sum->staff_name != NULL ? sum->staff_name : orch_remuneration_text_get_service (sum);
}

char *
orch_remuneration_text_dup_about (const OrchRemunerationLineFields *line)
{
  switch (line->reason)
    {
    case ORCH_REMUNERATION_NO_SERVICE:
      return g_strdup (_ ("Without a service"));
    case ORCH_REMUNERATION_NO_STAFF:
      return g_strdup (_ ("Without a professional"));
    case ORCH_REMUNERATION_SERVICE_UNKNOWN:
      /* translators: %s is the number that the EMR gives a service */
      return g_strdup_printf (_ ("Service %s of the EMR"), line->service_name);
    case ORCH_REMUNERATION_STAFF_UNKNOWN:
      /* translators: %s is the number that the EMR gives a person */
      return g_strdup_printf (_ ("Professional %s of the EMR"), line->staff_name);
    case ORCH_REMUNERATION_COUNTED:
    case ORCH_REMUNERATION_SERVICE_EXCLUDED:
    case ORCH_REMUNERATION_SERVICE_CONFLICT:
    case ORCH_REMUNERATION_SERVICE_INACTIVE:
    case ORCH_REMUNERATION_STAFF_CONFLICT:
    case ORCH_REMUNERATION_STAFF_INACTIVE:
    default:
      return g_strdup (line->service_name != NULL ? line->service_name : line->staff_name);
    }
}

static const struct
{
  const char *reason;
  const char *remedy;
  const char *act; /* (nullable) */
} words[ORCH_N_REMUNERATION_REASONS] = {
  [ORCH_REMUNERATION_COUNTED] = { N_ ("Counted"), "", NULL },
  [ORCH_REMUNERATION_NO_SERVICE] = { N_ ("No service in the EMR"),
                                     N_ ("The EMR does not say for which service. Complete it there, then "
                                         "synchronise."),
                                     NULL },
  [ORCH_REMUNERATION_SERVICE_UNKNOWN] = { N_ ("Service never imported"),
                                          N_ ("Synchronise the services, then define it: it is counted once it is "
                                              "active."),
                                          N_ ("Open the Services") },
  [ORCH_REMUNERATION_SERVICE_EXCLUDED] = { N_ ("Service excluded"),
                                           N_ ("It serves the clinic’s own administration, and is left out by choice. "
                                               "Include it if it should be counted."),
                                           N_ ("Open the Service") },
  [ORCH_REMUNERATION_SERVICE_CONFLICT] = { N_ ("Service in conflict"),
                                           N_ ("Its record has a fault that is mended in the EMR: the services tell "
                                               "which."),
                                           N_ ("Open the Services") },
  [ORCH_REMUNERATION_SERVICE_INACTIVE] = { N_ ("Service inactive"),
                                           N_ ("Activate it, with a type, to have it counted."),
                                           N_ ("Open the Service") },
  [ORCH_REMUNERATION_NO_STAFF] = { N_ ("No professional in the EMR"),
                                   N_ ("The EMR does not say with whom. Complete it there, then synchronise."), NULL },
  [ORCH_REMUNERATION_STAFF_UNKNOWN] = { N_ ("Professional never imported"),
                                        N_ ("Import the staff: who is new in the EMR comes with it."),
                                        N_ ("Open the Staff") },
  [ORCH_REMUNERATION_STAFF_CONFLICT] = { N_ ("Professional in conflict"),
                                         N_ ("Their record has a fault that is mended in the EMR: the staff tells "
                                             "which."),
                                         N_ ("Open the Staff") },
  [ORCH_REMUNERATION_STAFF_INACTIVE] = { N_ ("Professional inactive"),
                                         N_ ("Who is not active in the EMR is not counted. Make them active there, "
                                             "then "
                                             "import the staff."),
                                         N_ ("Open the Person") },
};

const char *
orch_remuneration_text_reason (OrchRemunerationReason reason)
{
  g_return_val_if_fail ((guint) reason < G_N_ELEMENTS (words), "");

  return _ (words[reason].reason);
}

const char *
orch_remuneration_text_remedy (OrchRemunerationReason reason)
{
  g_return_val_if_fail ((guint) reason < G_N_ELEMENTS (words), "");

  return words[reason].remedy[0] != '\0' ? _ (words[reason].remedy) : "";
}

const char *
orch_remuneration_text_act (OrchRemunerationReason reason)
{
  g_return_val_if_fail ((guint) reason < G_N_ELEMENTS (words), NULL);

  return words[reason].act != NULL ? _ (words[reason].act) : NULL;
}
