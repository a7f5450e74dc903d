/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-paper-clinic.h.
 */
#include "orch-paper-clinic.h"

#include <glib/gi18n.h>

#include "core/orch-phone.h"

void
orch_paper_set_clinic (OrchPaper *paper, OrchClinic *clinic)
{
  const OrchClinicFields *f = NULL;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *phone = NULL;

  g_return_if_fail (paper != NULL);

  if (clinic == NULL)
    return;
  f = orch_clinic_get_fields (clinic);
  if (f->street != NULL)
    g_string_append (lines, f->street);
  if (f->office != NULL)
    g_string_append_printf (lines, "%s%s", lines->len > 0 ? ", " : "", f->office);
  if (f->city != NULL)
    g_string_append_printf (lines, "%s%s%s%s%s%s", lines->len > 0 ? "\n" : "", f->city, f->province != NULL ? " (" : "",
                            f->province != NULL ? f->province : "", f->province != NULL ? ")" : "",
                            f->postal_code != NULL ? "\u00a0\u00a0" : "");
  if (f->postal_code != NULL)
    g_string_append (lines, f->postal_code);
  phone = f->phone != NULL ? orch_phone_format (f->phone) : NULL;
  if (phone != NULL)
    g_string_append_printf (lines, "%s%s", lines->len > 0 ? "\n" : "", phone);
  if (phone != NULL && f->extension != NULL)
    /* translators: after a phone number: its extension */
    g_string_append_printf (lines, _ (" ext. %s"), f->extension);
  orch_paper_set_head (paper, f->logo, f->name, lines->str);
}
