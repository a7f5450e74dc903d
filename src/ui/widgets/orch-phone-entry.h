/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An entry for a phone number: the flag of Canada, and the number formatted as it is typed. Main thread.
 * Source: seeds/wizard-guide.txt (Numéro de téléphone).
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ORCH_TYPE_PHONE_ENTRY (orch_phone_entry_get_type ())
G_DECLARE_FINAL_TYPE (OrchPhoneEntry, orch_phone_entry, ORCH, PHONE_ENTRY, GtkEntry)

GtkWidget *orch_phone_entry_new (void);

/** orch_phone_entry_dup_number: Returns: (transfer full): E.164 once the number is valid, else what was typed; "" when empty */
char *orch_phone_entry_dup_number (OrchPhoneEntry *self);

/** orch_phone_entry_set_number: @number: (nullable): E.164 or as typed; shown formatted. Does nothing when the entry says the same already. */
void orch_phone_entry_set_number (OrchPhoneEntry *self, const char *number);

G_END_DECLS
