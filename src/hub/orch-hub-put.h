/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to hub/) Putting resources on the hub so that doing it again makes no second one: search by our identifier, merge or create
 * conditionally, then look whether the server or another workstation made a duplicate. In fibers on the main thread.
 * Source: hub.md (Interactions used), fhir-servers.md §3, 5 and 7.
 */
#pragma once

#include "fhir/orch-fhir-client.h"

G_BEGIN_DECLS

/** OrchHubPutter: what was learnt of this hub's habits */
typedef struct
{
  OrchFhirClient *client; /* borrowed */
  int takes_lists;        /* identifier=a,b,c: 1 yes, 0 no, -1 not known yet */
  int takes_bundles;
  int keeps_none_exist; /* the ifNoneExist of a batch: 1 seen to work, 0 ignored, -1 not known yet */
  guint list_max;       /* identifiers in one search */
} OrchHubPutter;

/** OrchHubItem: one resource on its way */
typedef struct
{
  char *type;
  char *id;             /* our UUID */
  char *known_hub_id;   /* (nullable) learnt before */
  JsonObject *resource; /* (nullable) until it is built: what we would write */
  JsonObject *existing; /* (nullable) what the hub holds */
  char *expected;       /* (nullable) the version it was changed from: another one on the hub is a conflict */
  /* outcome */
  char *hub_id;
  char *version;
  GError *error;
  gboolean is_new;      /* to be looked at for duplicates */
  gboolean was_written; /* an answer says so */
} OrchHubItem;

OrchHubItem *orch_hub_item_new (const char *type, const char *id, const char *known_hub_id);
void orch_hub_item_free (OrchHubItem *self);
/** orch_hub_item_take: @resource: taken over */
void orch_hub_item_take (OrchHubItem *self, JsonObject *resource);
/** orch_hub_item_entry_urn: what other entries of a transaction refer to it by: not our identifier, since Medplum writes the new id over
 * every string that equals an entry's fullUrl, identifiers too. Returns: (transfer full) */
char *orch_hub_item_entry_urn (OrchHubItem *self);
GPtrArray *orch_hub_items_new (void);

/** orch_hub_is_fatal: whether going on with the next record makes no sense: no network, no token, told to wait… */
gboolean orch_hub_is_fatal (const GError *error);

/** orch_hub_is_refused_bundle: no bundles here, or this one refused as a whole: one by one will do, or will say which record is at fault */
gboolean orch_hub_is_refused_bundle (const GError *error);

/** orch_hub_find: awaits. Fills in `existing` of @items; %FALSE when the hub could not be asked */
gboolean orch_hub_find (OrchHubPutter *self, GPtrArray *items, GError **error);

/** orch_hub_send: awaits. Creates or updates @items, found before: in batches of %ORCH_FHIR_BATCH_MAX, or one by one; outcomes are in the
 * items. %FALSE when the whole must be tried again */
gboolean orch_hub_send (OrchHubPutter *self, GPtrArray *items, GError **error);
/** orch_hub_send_together: awaits. As orch_hub_send(), in one transaction. %FALSE and UNSUPPORTED where the hub takes none */
gboolean orch_hub_send_together (OrchHubPutter *self, GPtrArray *items, GError **error);
/** orch_hub_send_in_order: awaits. As orch_hub_send(), one by one, in their order */
gboolean orch_hub_send_in_order (OrchHubPutter *self, GPtrArray *items, GError **error);

/** orch_hub_send_many: awaits. Finds and sends @items, all of types that are this EMR's to write: with as few requests as the hub's habits
 * allow. Outcomes are in the items. %FALSE when the whole must be tried again */
gboolean orch_hub_send_many (OrchHubPutter *self, GPtrArray *items, GError **error);
/** orch_hub_send_checked: awaits. Finds and sends @items, but not over what others wrote: where `expected` is not what the hub holds
 * any more, or a server let us write over it, the item has CONFLICT, `existing` is what the others wrote, and `version` the hub's now */
gboolean orch_hub_send_checked (OrchHubPutter *self, GPtrArray *items, GError **error);

/* For these. */
void orch_hub_item_take_result (OrchHubItem *self, OrchFhirResult *result);
const char *orch_hub_version_of (JsonObject *resource);

G_END_DECLS
