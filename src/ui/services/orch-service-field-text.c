/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-service-field-text.h.
 */
#include "orch-service-field-text.h"

#include <glib/gi18n.h>

#include "orch-service-text.h"

const char *
orch_service_field_text_get_name (OrchServiceMergeField field)
{
  switch (field)
    {
    case ORCH_SERVICE_FIELD_NAME:
      return _ ("Name");
    case ORCH_SERVICE_FIELD_MINUTES:
      return _ ("Usual duration");
    case ORCH_SERVICE_FIELD_WORDS:
      return _ ("Category as typed");
    case ORCH_SERVICE_FIELD_STATE:
      return _ ("State");
    case ORCH_SERVICE_FIELD_TYPES:
      return _ ("Types");
    case ORCH_SERVICE_FIELD_ONLINE:
      return _ ("Online");
    case ORCH_SERVICE_FIELD_DURATION:
      return _ ("Duration");
    case ORCH_SERVICE_FIELD_CATEGORY:
      return _ ("Category");
    case ORCH_SERVICE_FIELD_OFFERED_BY:
      return _ ("Professionals");
    case ORCH_SERVICE_FIELD_OFFER:
      return _ ("Offer of care");
    default:
      return _ ("All of it");
    }
}

char *
orch_service_field_text_dup_value (OrchServiceNames *names, OrchService *service, OrchServiceMergeField field)
{
  const OrchServiceFields *fields = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) types = NULL;

  g_return_val_if_fail (ORCH_IS_SERVICE_NAMES (names), NULL);
  g_return_val_if_fail (ORCH_IS_SERVICE (service), NULL);

  fields = orch_service_get_fields (service);
  switch (field)
    {
    case ORCH_SERVICE_FIELD_STATE:
      return g_strdup (fields->excluded ? _ ("Excluded")
                       : fields->active ? C_ ("state of one service", "Active")
                                        : C_ ("state of one service", "Inactive"));
    case ORCH_SERVICE_FIELD_TYPES:
      types = orch_service_names_dup_types (names, service);
      return types != NULL && types[0] != NULL ? g_strjoinv (", ", types) : g_strdup (_ ("None"));
    case ORCH_SERVICE_FIELD_ONLINE:
      return g_strdup (fields->online ? _ ("Yes") : _ ("No"));
    case ORCH_SERVICE_FIELD_DURATION:
      return orch_service_text_dup_duration (service);
    case ORCH_SERVICE_FIELD_NAME:
      text = fields->name_en == NULL
                 ? g_strdup (orch_service_get_display_name (service))
                 : g_strdup_printf ("%s / %s", orch_service_get_display_name (service), fields->name_en);
      break;
    case ORCH_SERVICE_FIELD_MINUTES:
      /* translators: the duration of a service */
      return g_strdup_printf (ngettext ("%'d minute", "%'d minutes", (gulong) fields->duration_minutes),
                              fields->duration_minutes);
    case ORCH_SERVICE_FIELD_WORDS:
      text = g_strdup (fields->category);
      break;
    case ORCH_SERVICE_FIELD_CATEGORY:
      text = g_strdup (orch_service_names_get_category (names, service));
      break;
    case ORCH_SERVICE_FIELD_OFFERED_BY:
      text = orch_service_names_dup_professionals (names, service);
      break;
    case ORCH_SERVICE_FIELD_OFFER:
    default:
      return orch_service_text_dup_offer (fields->offer);
    }
  return text != NULL && text[0] != '\0' ? g_steal_pointer (&text) : g_strdup (_ ("None"));
}
