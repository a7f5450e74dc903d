/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The names behind the ids that a service carries: its types, the clinic's own categories, the people who offer it. Made by the page
 * and shared by its rows and dialogs; "changed" tells them to write themselves again. Emptied by the lock. Main thread.
 */
#pragma once

#include <gio/gio.h>

#include "core/orch-service.h"

G_BEGIN_DECLS

#define ORCH_TYPE_SERVICE_NAMES (orch_service_names_get_type ())
G_DECLARE_FINAL_TYPE (OrchServiceNames, orch_service_names, ORCH, SERVICE_NAMES, GObject)

/** orch_service_names_new: knows the catalogue's types, and nobody. Signal: "changed" */
OrchServiceNames *orch_service_names_new (void);

/** orch_service_names_set_lists: the clinic's own types and categories. @types, @categories: GListModel of OrchCatalogueEntry, followed */
void orch_service_names_set_lists (OrchServiceNames *self, GListModel *types, GListModel *categories);

/** orch_service_names_set_staff: @staff: (element-type OrchStaffMember) (nullable) */
void orch_service_names_set_staff (OrchServiceNames *self, GPtrArray *staff);
/** orch_service_names_get_staff: Returns: (transfer none) (element-type OrchStaffMember): by name */
GPtrArray *orch_service_names_get_staff (OrchServiceNames *self);

/** orch_service_names_get_type_name: Returns: (transfer none): the name in the language of the process; the id itself when nothing is known of it */
const char *orch_service_names_get_type_name (OrchServiceNames *self, const char *id);
/** orch_service_names_get_type_description: Returns: (transfer none) (nullable) */
const char *orch_service_names_get_type_description (OrchServiceNames *self, const char *id);
/** orch_service_names_get_types: Returns: (transfer none): the ids of the clinic's types in their order, NULL-terminated */
const char *const *orch_service_names_get_types (OrchServiceNames *self);

/** orch_service_names_get_categories: Returns: (transfer none): the ids of the clinic's own categories, NULL-terminated */
const char *const *orch_service_names_get_categories (OrchServiceNames *self);
const char *orch_service_names_get_category_name (OrchServiceNames *self, const char *id);

/** OrchServiceSending: where what was changed of a service is */
typedef enum
{
  ORCH_SERVICE_WAITING = 1, /* it waits for its turn */
  ORCH_SERVICE_REFUSED,     /* the hub refused it */
} OrchServiceSending;

/** orch_service_names_set_waiting: @ids: (element-type utf8 int) (nullable): the services of which something waits to be sent to the hub, each
 * with ORCH_SERVICE_WAITING or ORCH_SERVICE_REFUSED */
void orch_service_names_set_waiting (OrchServiceNames *self, GHashTable *ids);
gboolean orch_service_names_is_waiting (OrchServiceNames *self, OrchService *service);
/** orch_service_names_has_failed: whether it waits because the hub refused it */
gboolean orch_service_names_has_failed (OrchServiceNames *self, OrchService *service);

/** orch_service_names_dup_types: Returns: (transfer full): the names of the types of @service, NULL-terminated */
char **orch_service_names_dup_types (OrchServiceNames *self, OrchService *service);
/** orch_service_names_get_category: Returns: (transfer none): the clinic's own category, or the EMR's; "" when there is none */
const char *orch_service_names_get_category (OrchServiceNames *self, OrchService *service);
/** orch_service_names_dup_professionals: Returns: (transfer full): who offers @service: "Dre Tremblay, Dr Roy"; "" when nobody is said */
char *orch_service_names_dup_professionals (OrchServiceNames *self, OrchService *service);

G_END_DECLS
