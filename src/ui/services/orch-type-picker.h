/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The types of a service as chips that are pressed and pressed again. Cheap to point at another service, for a row of a list is. Main
 * thread. Source: seeds/services-sync-article.txt (Services actifs: click again to remove).
 */
#pragma once

#include <adwaita.h>

#include "orch-service-names.h"

G_BEGIN_DECLS

#define ORCH_TYPE_TYPE_PICKER (orch_type_picker_get_type ())
G_DECLARE_FINAL_TYPE (OrchTypePicker, orch_type_picker, ORCH, TYPE_PICKER, AdwBin)

/** orch_type_picker_new: @names: whose types are offered. Signal: "changed": the person pressed a chip */
GtkWidget *orch_type_picker_new (OrchServiceNames *names);

/** orch_type_picker_set_selected: @ids: (nullable): NULL-terminated; a type that the clinic no longer has keeps a chip while it is selected. Says nothing to "changed" */
void orch_type_picker_set_selected (OrchTypePicker *self, const char *const *ids);
/** orch_type_picker_dup_selected: Returns: (transfer full): ids, NULL-terminated; may be empty */
char **orch_type_picker_dup_selected (OrchTypePicker *self);

G_END_DECLS
