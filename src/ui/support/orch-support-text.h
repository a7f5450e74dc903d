/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The support guide as a person reads it, on the screen and on paper. Main thread. Strings are translated.
 */
#pragma once

#include "catalogue/orch-support-guide.h"

G_BEGIN_DECLS

/** orch_support_text_dup_open: Returns: (transfer full) (nullable): "Open now, until 17:00", "Closed, opens Monday at 7:00"; of what is
 * written, when it is answered: "Answered from Monday at 7:00"; %NULL when the guide does not say */
char *orch_support_text_dup_open (const OrchSupportContact *contact, const OrchHolidays *holidays, GDateTime *now);
/** orch_support_text_dup_value: Returns: (transfer full) (nullable): the number or the address as it is read */
char *orch_support_text_dup_value (const OrchSupportContact *contact);
/** orch_support_text_dup_contact: Returns: (transfer full): everything there is to say of it but its name, in lines */
char *orch_support_text_dup_contact (const OrchSupportContact *contact, const OrchHolidays *holidays, GDateTime *now);
/** orch_support_text_dup_uri: Returns: (transfer full) (nullable): what another program opens: tel:, mailto:, https: */
char *orch_support_text_dup_uri (const OrchSupportContact *contact);

/** orch_support_text_providers: Returns: (transfer container) (element-type OrchSupportProvider): those whose delay counts in @leaf, each once */
GPtrArray *orch_support_text_providers (const OrchSupportNode *leaf);

/** orch_support_text_on_paper: @path: (element-type OrchSupportNode): the way to a leaf; empty: all providers and their contacts.
 * Returns: (transfer full) (element-type utf8): paragraphs of Pango markup for orch_print_paragraphs () */
GPtrArray *orch_support_text_on_paper (OrchSupportGuide *guide, GPtrArray *path);

G_END_DECLS
