/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-service-text.h.
 */
#include "orch-service-text.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *word;
  const char *icon;
  const char *style;
  const char *why;
} Face;

static const Face *
get_face (OrchServiceState state)
{
  static const Face faces[] = {
    [ORCH_SERVICE_STATE_IN_CONFLICT] = { N_ ("In conflict"), "orch-conflict-symbolic", "error",
                                         N_ ("The EMR holds something about it that must be mended there first.") },
    [ORCH_SERVICE_STATE_TO_CONFIRM] = { N_ ("To confirm"), "orch-step-problem-symbolic", "warning",
                                        N_ ("The EMR no longer has it: it keeps its state, but patients cannot book "
                                            "it.") },
    [ORCH_SERVICE_STATE_TO_DEFINE] = { N_ ("To define"), "orch-step-to-come-symbolic", "accent",
                                       N_ ("It is new: nobody has said yet whether the clinic offers it.") },
    [ORCH_SERVICE_STATE_EXCLUDED] = { N_ ("Excluded"), "orch-remove-symbolic", "dimmed",
                                      N_ ("It serves the clinic’s own administration: appointments never bring it "
                                          "back, and "
                                          "the remuneration report leaves it out.") },
    [ORCH_SERVICE_STATE_TYPE_TO_CHOOSE] = { N_ ("Type to choose"), "orch-step-problem-symbolic", "warning",
                                            N_ ("It is active, but patients cannot book it before it has a type.") },
    [ORCH_SERVICE_STATE_OFFER_TO_MAKE] = { N_ ("Offer to make"), "orch-step-problem-symbolic", "warning",
                                           N_ ("It is active, but patients cannot reach it before it has an offer of "
                                               "care.") },
    [ORCH_SERVICE_STATE_ACTIVE] = { NC_ ("state of one service", "Active"), "orch-step-done-symbolic", "success",
                                    N_ ("The clinic offers it.") },
    [ORCH_SERVICE_STATE_INACTIVE] = { NC_ ("state of one service", "Inactive"), "orch-step-current-symbolic", "dimmed",
                                      N_ ("The clinic does not offer it for now; an appointment in the EMR brings it "
                                          "back.") },
  };

  return &faces[CLAMP (state, 0, G_N_ELEMENTS (faces) - 1)];
}

OrchServiceState
orch_service_text_get_state (OrchService *service)
{
  const OrchServiceFields *fields = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE (service), ORCH_SERVICE_STATE_INACTIVE);

  fields = orch_service_get_fields (service);
  if (fields->in_conflict)
    return ORCH_SERVICE_STATE_IN_CONFLICT;
  if (fields->vanished)
    return ORCH_SERVICE_STATE_TO_CONFIRM;
  if (orch_service_needs_type (service))
    return ORCH_SERVICE_STATE_TYPE_TO_CHOOSE;
  if (fields->to_define && !fields->excluded && !fields->active)
    return ORCH_SERVICE_STATE_TO_DEFINE;
  if (fields->excluded)
    return ORCH_SERVICE_STATE_EXCLUDED;
  if (fields->active)
    return fields->offer != NULL ? ORCH_SERVICE_STATE_ACTIVE : ORCH_SERVICE_STATE_OFFER_TO_MAKE;
  return ORCH_SERVICE_STATE_INACTIVE;
}

const char *
orch_service_text_get_word (OrchServiceState state)
{
  const char *word = get_face (state)->word;

  if (state == ORCH_SERVICE_STATE_ACTIVE || state == ORCH_SERVICE_STATE_INACTIVE)
    return g_dpgettext2 (NULL, "state of one service", word);
  return gettext (word);
}

const char *
orch_service_text_get_icon (OrchServiceState state)
{
  return get_face (state)->icon;
}

const char *
orch_service_text_get_style (OrchServiceState state)
{
  return get_face (state)->style;
}

const char *
orch_service_text_get_why (OrchServiceState state)
{
  return gettext (get_face (state)->why);
}

char *
orch_service_text_dup_duration (OrchService *service)
{
  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  if (orch_service_get_duration (service) <= 0)
    return g_strdup ("");
  /* translators: a duration in minutes */
  return g_strdup_printf (_ ("%d min"), orch_service_get_duration (service));
}

static void
add_part (GString *text, const char *part, const char *between)
{
  if (part == NULL || part[0] == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, between);
  g_string_append (text, part);
}

char *
orch_service_text_dup_summary (OrchService *service, OrchServiceNames *names)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) types = NULL;
  g_autofree char *duration = NULL;
  g_autofree char *joined = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  types = orch_service_names_dup_types (names, service);
  joined = g_strjoinv (", ", types);
  duration = orch_service_text_dup_duration (service);
  add_part (text, orch_service_text_get_word (orch_service_text_get_state (service)), " · ");
  add_part (text, duration, " · ");
  add_part (text, joined, " · ");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
orch_service_text_dup_spoken (OrchService *service, OrchServiceNames *names)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) types = NULL;
  g_autofree char *duration = NULL;
  g_autofree char *joined = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  types = orch_service_names_dup_types (names, service);
  joined = g_strjoinv (", ", types);
  duration = orch_service_text_dup_duration (service);
  add_part (text, orch_service_get_display_name (service), ", ");
  add_part (text, orch_service_text_get_word (orch_service_text_get_state (service)), ", ");
  if (orch_service_names_is_waiting (names, service))
    add_part (text, _ ("waiting to be sent"), ", ");
  add_part (text, orch_service_names_get_category (names, service), ", ");
  add_part (text, joined, ", ");
  add_part (text, duration, ", ");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
orch_service_text_dup_origin (OrchService *service, OrchServiceNames *names)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *duration = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  duration = orch_service_text_dup_duration (service);
  add_part (text, orch_service_get_fields (service)->emr_id, " · ");
  add_part (text, orch_service_names_get_category (names, service), " · ");
  add_part (text, duration, " · ");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
get_audience (const char *audience)
{
  if (g_strcmp0 (audience, ORCH_AUDIENCE_ATTACHED) == 0)
    return _ ("Registered with a professional of the clinic");
  if (g_strcmp0 (audience, ORCH_AUDIENCE_UNATTACHED) == 0)
    return _ ("Without a family doctor");
  if (g_strcmp0 (audience, ORCH_AUDIENCE_REDIRECTION) == 0)
    return _ ("Sent by a redirection agent");
  return _ ("Everyone");
}

char *
orch_service_text_dup_offer (OrchCareOffer *offer)
{
  const OrchCareOfferFields *fields = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *days = NULL;

  if (offer == NULL)
    return g_strdup (_ ("None yet: patients cannot reach it"));
  fields = orch_care_offer_get_fields (offer);
  if (fields->staff_only)
    return g_strdup (_ ("Reserved for the staff"));
  add_part (text, get_audience (fields->audience), " · ");
  add_part (text, fields->modes == 0 || (fields->modes & ORCH_CARE_IN_PERSON) != 0 ? _ ("In person") : NULL, " · ");
  add_part (text, (fields->modes & ORCH_CARE_VIRTUAL) != 0 ? _ ("Virtual") : NULL, " · ");
  if (fields->publication_days >= 0)
    /* translators: how many days ahead the times are published */
    days = g_strdup_printf (ngettext ("%'d day ahead", "%'d days ahead", (gulong) fields->publication_days),
                            fields->publication_days);
  add_part (text, days, " · ");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

const char *
orch_service_text_get_absence (OrchServicePage page, OrchServiceAbsence absence)
{
  switch (absence)
    {
    case ORCH_SERVICE_ABSENT_UNKNOWN:
      return _ ("It was not imported: synchronise, and check that it exists in the EMR.");
    case ORCH_SERVICE_ABSENT_IN_CONFLICT:
      return _ ("It is in conflict: it must be mended in the EMR first.");
    case ORCH_SERVICE_ABSENT_VANISHED:
      return _ ("The EMR no longer has it: it waits to be confirmed.");
    case ORCH_SERVICE_ABSENT_EXCLUDED:
      return _ ("You excluded it on the first page.");
    case ORCH_SERVICE_ABSENT_INACTIVE:
      return _ ("You ticked it on the second page, and it has no upcoming appointment.");
    case ORCH_SERVICE_PRESENT:
    default:
      return _ ("It is on this page.");
    }
}

/* translators: %u is how many appointments are to come */
#define N_UPCOMING(n) ngettext ("%'u upcoming appointment in the EMR.", "%'u upcoming appointments in the EMR.", n)

static char *
dup_with_upcoming (guint upcoming, const char *sentence)
{
  g_autofree char *appointments = NULL;

  if (upcoming == 0)
    return g_strdup (sentence);
  appointments = g_strdup_printf (N_UPCOMING (upcoming), upcoming);
  return sentence != NULL ? g_strdup_printf ("%s %s", appointments, sentence) : g_steal_pointer (&appointments);
}

char *
orch_service_text_dup_warning (OrchServicePage page, gboolean ticked, gboolean typed, guint upcoming)
{
  switch (page)
    {
    case ORCH_SERVICE_PAGE_EXCLUDED:
      return ticked && upcoming > 0 ? dup_with_upcoming (upcoming, _ ("Excluded all the same, it will be inactive."))
                                    : NULL;
    case ORCH_SERVICE_PAGE_INACTIVE:
      if (!ticked)
        return NULL;
      return upcoming > 0 ? dup_with_upcoming (upcoming, _ ("It stays active, on the next page."))
                          : g_strdup (_ ("It comes back by itself when the EMR holds an appointment for it."));
    case ORCH_SERVICE_PAGE_ACTIVE:
    default:
      if (!typed)
        return dup_with_upcoming (upcoming, _ ("Without a type, it is switched off when you apply."));
      return ticked ? dup_with_upcoming (upcoming, _ ("That is why it stays active, although you ticked it Inactive."))
                    : NULL;
    }
}

char *
orch_service_text_dup_consequences (OrchServiceConsequenceKind kind, guint n)
{
  const char *sentence = NULL;

  switch (kind)
    {
    case ORCH_CONSEQUENCE_NEW:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service is new", "%'u services are new", n);
      break;
    case ORCH_CONSEQUENCE_CHANGED:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service was changed in the EMR", "%'u services were changed in the EMR", n);
      break;
    case ORCH_CONSEQUENCE_VANISHED:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service is no longer in the EMR: it is to be confirmed and not online",
                           "%'u services are no longer in the EMR: they are to be confirmed and not online", n);
      break;
    case ORCH_CONSEQUENCE_BECOMES_ACTIVE:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service becomes active", "%'u services become active", n);
      break;
    case ORCH_CONSEQUENCE_RETURNS_BY_APPOINTMENT:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service stays or comes back active because of appointments",
                           "%'u services stay or come back active because of appointments", n);
      break;
    case ORCH_CONSEQUENCE_BECOMES_INACTIVE:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service becomes inactive", "%'u services become inactive", n);
      break;
    case ORCH_CONSEQUENCE_STAYS_INACTIVE:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u new service stays inactive", "%'u new services stay inactive", n);
      break;
    case ORCH_CONSEQUENCE_OFF_WITHOUT_TYPE:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service is switched off for want of a type",
                           "%'u services are switched off for want of a type", n);
      break;
    case ORCH_CONSEQUENCE_LEAVES_REPORT:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service is excluded: it leaves the remuneration report",
                           "%'u services are excluded: they leave the remuneration report", n);
      break;
    case ORCH_CONSEQUENCE_ENTERS_REPORT:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service is included again: it enters the remuneration report",
                           "%'u services are included again: they enter the remuneration report", n);
      break;
    case ORCH_CONSEQUENCE_NO_OFFER_YET:
    default:
      /* translators: %u is how many services */
      sentence = ngettext ("%'u service has no offer of care yet: patients cannot reach it",
                           "%'u services have no offer of care yet: patients cannot reach them", n);
    }
  return g_strdup_printf (sentence, n);
}

char *
orch_service_text_dup_consequence (OrchServiceConsequence *consequence)
{
  const guint count = orch_service_consequence_get_count (consequence);

  /* What came back by itself without a type is told so. */
  if (orch_service_consequence_get_kind (consequence) == ORCH_CONSEQUENCE_RETURNS_BY_APPOINTMENT &&
      orch_service_needs_type (orch_service_consequence_get_service (consequence)))
    return g_strdup (_ ("A type is to be chosen: it is not online."));
  return count > 0 ? g_strdup_printf (N_UPCOMING (count), count) : g_strdup ("");
}

const char *
orch_service_text_get_consequence_icon (OrchServiceConsequenceKind kind)
{
  static const char *const icons[ORCH_N_CONSEQUENCES] = {
    [ORCH_CONSEQUENCE_NEW] = "orch-services-symbolic",
    [ORCH_CONSEQUENCE_CHANGED] = "orch-replace-symbolic",
    [ORCH_CONSEQUENCE_VANISHED] = "orch-step-problem-symbolic",
    [ORCH_CONSEQUENCE_BECOMES_ACTIVE] = "orch-step-done-symbolic",
    [ORCH_CONSEQUENCE_RETURNS_BY_APPOINTMENT] = "orch-calendar-symbolic",
    [ORCH_CONSEQUENCE_BECOMES_INACTIVE] = "orch-step-current-symbolic",
    [ORCH_CONSEQUENCE_STAYS_INACTIVE] = "orch-step-current-symbolic",
    [ORCH_CONSEQUENCE_OFF_WITHOUT_TYPE] = "orch-step-problem-symbolic",
    [ORCH_CONSEQUENCE_LEAVES_REPORT] = "orch-reports-symbolic",
    [ORCH_CONSEQUENCE_ENTERS_REPORT] = "orch-reports-symbolic",
    [ORCH_CONSEQUENCE_NO_OFFER_YET] = "orch-patients-symbolic",
  };

  return icons[CLAMP (kind, 0, ORCH_N_CONSEQUENCES - 1)];
}

const char *
orch_service_text_get_consequence_style (OrchServiceConsequenceKind kind)
{
  switch (kind)
    {
    case ORCH_CONSEQUENCE_BECOMES_ACTIVE:
      return "success";
    case ORCH_CONSEQUENCE_VANISHED:
    case ORCH_CONSEQUENCE_OFF_WITHOUT_TYPE:
    case ORCH_CONSEQUENCE_NO_OFFER_YET:
    case ORCH_CONSEQUENCE_RETURNS_BY_APPOINTMENT:
      return "warning";
    case ORCH_CONSEQUENCE_NEW:
    case ORCH_CONSEQUENCE_CHANGED:
      return "accent";
    case ORCH_CONSEQUENCE_BECOMES_INACTIVE:
    case ORCH_CONSEQUENCE_STAYS_INACTIVE:
    case ORCH_CONSEQUENCE_LEAVES_REPORT:
    case ORCH_CONSEQUENCE_ENTERS_REPORT:
    default:
      return "dimmed";
    }
}
