/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-advice.h.
 */
#include "orch-emr-advice.h"

#include <glib/gi18n-lib.h>

char *
orch_emr_advice_dup (OrchSetup *setup)
{
  const char *detail = NULL;

  g_return_val_if_fail (ORCH_IS_SETUP (setup), NULL);

  switch (orch_setup_get_emr_advice (setup, &detail))
    {
    case ORCH_EMR_ADVICE_AUTHORISE:
      return g_strdup (
          _ ("The EMR has not authorised this connection, or no longer does. Authorise it above, then test "
             "again."));
    case ORCH_EMR_ADVICE_NO_REST:
      return g_strdup (
          _ ("OSCAR is at this address, but its REST module is off. Ask whoever manages the server to have "
             "ModuleNames=REST in its properties file and to start it again."));
    case ORCH_EMR_ADVICE_NO_DIRECTORY:
      return g_strdup (
          _ ("No OSCAR is at this address. Check the directory at its end: on most servers it is /oscar."));
    case ORCH_EMR_ADVICE_PROXY:
      return g_strdup_printf (
          /* translators: %s is an address */
          _ ("The server believes to be at %s and refuses what is signed for another address. That "
             "address is now in the field under Advanced: test again."),
          detail);
    case ORCH_EMR_ADVICE_SECRET:
      return g_strdup (
          _ ("The server does not know this client key, or the secret is not the one that goes with it. Both "
             "are in OSCAR under Administration, Integration, REST Clients."));
    case ORCH_EMR_ADVICE_ROLE:
      return g_strdup (_ ("The user who authorised the connection may not read the professionals or the appointment "
                          "types. Give that user the role of a doctor in OSCAR, then test again."));
    case ORCH_EMR_ADVICE_OTHER_USER:
      return g_strdup_printf (
          /* translators: %s is a person's name */
          _ ("It works, but %s authorised it, not the user kept for the connection: it ends when that "
             "person leaves. Authorise it again with the user kept for it."),
          detail);
    case ORCH_EMR_ADVICE_EXPLAINED:
    case ORCH_EMR_ADVICE_FILES:
      return g_strdup (detail);
    case ORCH_EMR_ADVICE_NOBODY:
      return g_strdup (detail != NULL ? detail
                                      : _ ("The EMR answers, but shows none of the clinic’s professionals. Ask for the "
                                           "permission to read them, then test again."));
    case ORCH_EMR_ADVICE_NO_API:
      return g_strdup (_ ("What answers at this address is not the EMR’s API. Check the address with whoever gave it: "
                          "it is not the one at which the EMR is opened."));
    case ORCH_EMR_ADVICE_NONE:
    default:
      return NULL;
    }
}
