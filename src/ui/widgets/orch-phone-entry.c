/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-phone-entry.h.
 */
#include "orch-phone-entry.h"

#include <glib/gi18n-lib.h>

#include "core/orch-phone.h"
#include "orch-typing-format.h"

struct _OrchPhoneEntry
{
  GtkEntry parent_instance;
};

G_DEFINE_FINAL_TYPE (OrchPhoneEntry, orch_phone_entry, GTK_TYPE_ENTRY)

static void
orch_phone_entry_class_init (OrchPhoneEntryClass *class)
{
}

static void
orch_phone_entry_init (OrchPhoneEntry *self)
{
  GtkEntry *entry = GTK_ENTRY (self);

  gtk_widget_add_css_class (GTK_WIDGET (self), "phone");
  gtk_widget_add_css_class (GTK_WIDGET (self), "numeric");
  gtk_entry_set_icon_from_icon_name (entry, GTK_ENTRY_ICON_PRIMARY, "orch-flag-canada");
  gtk_entry_set_icon_activatable (entry, GTK_ENTRY_ICON_PRIMARY, FALSE);
  gtk_entry_set_icon_tooltip_text (entry, GTK_ENTRY_ICON_PRIMARY, _ ("Canada, +1"));
  gtk_entry_set_input_purpose (entry, GTK_INPUT_PURPOSE_PHONE);
  orch_typing_format_attach (GTK_EDITABLE (self), orch_phone_format_typing);
}

GtkWidget *
orch_phone_entry_new (void)
{
  return g_object_new (ORCH_TYPE_PHONE_ENTRY, NULL);
}

char *
orch_phone_entry_dup_number (OrchPhoneEntry *self)
{
  g_return_val_if_fail (ORCH_IS_PHONE_ENTRY (self), NULL);

  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  char *number = orch_phone_normalize (text);
  return number != NULL ? number : g_strdup (text);
}

void
orch_phone_entry_set_number (OrchPhoneEntry *self, const char *number)
{
  g_return_if_fail (ORCH_IS_PHONE_ENTRY (self));

  g_autofree char *shown = orch_phone_entry_dup_number (self);
  if (g_strcmp0 (shown, number != NULL ? number : "") == 0)
    return;
  g_autofree char *formatted = orch_phone_format (number != NULL ? number : "");
  gtk_editable_set_text (GTK_EDITABLE (self), formatted);
}
