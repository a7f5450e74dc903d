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
    [ORCH_SERVICE_STATE_TO_DEFINE] = { N_ ("To define"), "orch-step-to-come-symbolic", "accent",
                                       N_ ("It is new: nobody has said yet whether the clinic offers it.") },
    [ORCH_SERVICE_STATE_EXCLUDED] = { N_ ("Excluded"), "orch-remove-symbolic", "dimmed",
                                      N_ ("It serves the clinic’s own administration: appointments never bring it "
                                          "back, and "
                                          "the remuneration report leaves it out.") },
    [ORCH_SERVICE_STATE_TYPE_TO_CHOOSE] = { N_ ("Type to choose"), "orch-step-problem-symbolic", "warning",
                                            N_ ("It is active, but patients cannot book it before it has a type.") },
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
  if (fields->to_define && !fields->excluded)
    return fields->active ? ORCH_SERVICE_STATE_TYPE_TO_CHOOSE : ORCH_SERVICE_STATE_TO_DEFINE;
  if (fields->excluded)
    return ORCH_SERVICE_STATE_EXCLUDED;
  if (fields->active && (fields->types == NULL || fields->types[0] == NULL))
    return ORCH_SERVICE_STATE_TYPE_TO_CHOOSE;
  return fields->active ? ORCH_SERVICE_STATE_ACTIVE : ORCH_SERVICE_STATE_INACTIVE;
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

  if (orch_service_get_fields (service)->duration_minutes <= 0)
    return g_strdup ("");
  /* translators: a duration in minutes */
  return g_strdup_printf (_ ("%d min"), orch_service_get_fields (service)->duration_minutes);
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
  add_part (text, orch_service_names_get_category (names, service), ", ");
  add_part (text, joined, ", ");
  add_part (text, duration, ", ");
  return g_string_free (g_steal_pointer (&text), FALSE);
}
