/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The insides of the desk: orch-service-desk.c (its acts), orch-desk-known.c (what it looks up), orch-desk-undo.c
 * (taking back), orch-desk-lists.c (the clinic's lists, what was announced). Main thread.
 */
#pragma once

#include "orch-service-desk.h"

G_BEGIN_DECLS

#define ORCH_DESK_TRIES 5 /* of what another write overtakes between reading and writing */

struct _OrchServiceDesk
{
  GObject parent_instance;

  /* owned */
  OrchStore *store;
  GListStore *types;      /* of OrchCatalogueEntry */
  GListStore *categories; /* of OrchCatalogueEntry */
  GListStore *announced;  /* of OrchServiceConsequence */
  char *types_text;       /* (nullable): the settings that the three show */
  char *categories_text;  /* (nullable) */
  char *announced_text;   /* (nullable) */
  GPtrArray *results;     /* (element-type OrchDeskResult) (weak): those that somebody holds */
  GPtrArray *saved;       /* (element-type OrchDeskResult): of orch_service_desk_save(), until the hub has answered */
  gpointer actor_data;    /* freed with actor_destroy (nullable) */

  const OrchActor *(*get_actor) (gpointer data);
  GDestroyNotify actor_destroy;

  gboolean is_following; /* a fiber looks at the outbox */
  gboolean is_outbox_dirty;
  gboolean is_reloading; /* a fiber reads the settings */
  gboolean are_lists_dirty;
};

/** OrchDeskKnown: services with what their appointments say */
typedef struct
{
  GHashTable *services; /* (owned): id → (owned) OrchService */
  GHashTable *facts;    /* (owned): id → (borrowed) OrchServiceFacts */
  GPtrArray *all_facts; /* (owned) */
} OrchDeskKnown;

void orch_desk_known_clear (OrchDeskKnown *known);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrchDeskKnown, orch_desk_known_clear)

/** orch_desk_await_known: in a fiber: the services of @ids that there are, and the facts of all */
gboolean orch_desk_await_known (OrchServiceDesk *self, GPtrArray *ids, OrchDeskKnown *known, GError **error);

/** orch_desk_result_add: @after as @before: unchanged */
void orch_desk_result_add (OrchDeskResult *result, OrchService *before, OrchService *after);

void orch_desk_lists_show_defaults (OrchServiceDesk *self);
/** orch_desk_lists_reload: the settings may have changed */
void orch_desk_lists_reload (OrchServiceDesk *self);
void orch_service_desk_announce (OrchServiceDesk *self, GPtrArray *consequences);

/** orch_desk_release_array: @array: (transfer full) (nullable): lets go of many records on a worker */
void orch_desk_release_array (GPtrArray *array);

/** orch_desk_result_add_reverted: @id is as the hub has it again */
void orch_desk_result_add_reverted (OrchDeskResult *self, const char *id);

/** orch_desk_is_overtaken: clears @error when it says so. @tries: (inout): attempts so far. Returns: whether to read again, decide again and write again */
gboolean orch_desk_is_overtaken (guint *tries, GError **error);

G_END_DECLS
