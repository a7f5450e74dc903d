/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-outbox-conflict.h. A merge that was overtaken by another edit is begun again from that one.
 */
#include "orch-outbox-conflict.h"

#include "core/orch-service-merge.h"
#include "core/orch-staff-merge.h"

#define TRIES 5

static const char *
get_id (GObject *object)
{
  return ORCH_IS_SERVICE (object) ? orch_service_get_fields (ORCH_SERVICE (object))->id
                                  : orch_staff_member_get_fields (ORCH_STAFF_MEMBER (object))->id;
}

static gint64
get_revision (GObject *object)
{
  return ORCH_IS_SERVICE (object) ? orch_service_get_fields (ORCH_SERVICE (object))->revision
                                  : orch_staff_member_get_fields (ORCH_STAFF_MEMBER (object))->revision;
}

/* What we sent ourselves, and whose answer was lost, is no edit of theirs. Returns: (transfer full) (nullable) */
static GObject *
await_base (OrchStore *store, OrchStoreKind kind, const char *id, GObject *theirs)
{
  g_autoptr (GObject) base = dex_await_object (orch_store_load_base (store, kind, id), NULL);
  g_autoptr (GPtrArray) sent = dex_await_boxed (orch_store_load_sent (store, kind, id), NULL);

  if (kind == ORCH_STORE_STAFF)
    return (GObject *) orch_staff_member_add_sent ((OrchStaffMember *) base, sent, ORCH_STAFF_MEMBER (theirs));
  return (GObject *) orch_service_add_sent ((OrchService *) base, sent, ORCH_SERVICE (theirs));
}

/* Returns: (transfer full) */
static GObject *
merge (GObject *base, GObject *mine, GObject *theirs, guint *conflicting)
{
  OrchServiceMergeField of_service = 0;
  OrchStaffMergeField of_member = 0;
  GObject *merged = NULL;

  if (ORCH_IS_SERVICE (mine))
    merged =
        G_OBJECT (orch_service_merge ((OrchService *) base, ORCH_SERVICE (mine), ORCH_SERVICE (theirs), &of_service));
  else
    merged = G_OBJECT (orch_staff_member_merge ((OrchStaffMember *) base, ORCH_STAFF_MEMBER (mine),
                                                ORCH_STAFF_MEMBER (theirs), &of_member));
  *conflicting = ORCH_IS_SERVICE (mine) ? of_service : of_member;
  return merged;
}

GObject *
orch_outbox_merge_settled (GObject *base, GObject *mine, GObject *theirs, guint kept)
{
  if (ORCH_IS_SERVICE (mine))
    return G_OBJECT (orch_service_merge_settled ((OrchService *) base, ORCH_SERVICE (mine), ORCH_SERVICE (theirs),
                                                 (OrchServiceMergeField) kept));
  return G_OBJECT (orch_staff_member_merge_settled ((OrchStaffMember *) base, ORCH_STAFF_MEMBER (mine),
                                                    ORCH_STAFF_MEMBER (theirs), (OrchStaffMergeField) kept));
}

/* What no person decided here, but an import or a rule, gives way to what people decided elsewhere. */
static gboolean
await_was_decided (OrchStore *store, GObject *base, const char *type, const char *id)
{
  g_autoptr (OrchOutboxRow) op = dex_await_object (orch_store_outbox_find (store, NULL, type, id), NULL);

  return base == NULL || (op != NULL && orch_outbox_row_get_fields (op)->state != ORCH_OUTBOX_SENT);
}

gboolean
orch_outbox_await_deleted (OrchStore *store, const OrchActor *actor, GObject *mine, const char *version,
                           gboolean *waits, GError **error)
{
  const gboolean is_service = ORCH_IS_SERVICE (mine);
  const char *emr_id = is_service ? orch_service_get_fields (ORCH_SERVICE (mine))->emr_id
                                  : orch_staff_member_get_fields (ORCH_STAFF_MEMBER (mine))->emr_id;

  if (emr_id != NULL)
    return dex_await (orch_store_make_anew (store, actor, is_service ? ORCH_STORE_SERVICES : ORCH_STORE_STAFF,
                                            get_id (mine)),
                      error);
  *waits = TRUE;
  return dex_await (orch_store_add_edit_conflict (store, actor, is_service ? "service" : "staff", get_id (mine), NULL,
                                                  version, 0),
                    error);
}

static gboolean
is_removed (GObject *theirs)
{
  return ORCH_IS_SERVICE (theirs) ? orch_service_get_fields (ORCH_SERVICE (theirs))->removed
                                  : orch_staff_member_get_fields (ORCH_STAFF_MEMBER (theirs))->removed;
}

gboolean
orch_outbox_await_conflict (OrchStore *store, const OrchActor *actor, GObject *mine, GObject *theirs,
                            const char *version, gboolean *waits, GError **error)
{
  const OrchStoreKind kind = ORCH_IS_SERVICE (mine) ? ORCH_STORE_SERVICES : ORCH_STORE_STAFF;
  const char *type = kind == ORCH_STORE_SERVICES ? "service" : "staff";
  const char *id = get_id (mine);
  g_autoptr (GObject) ours = NULL;

  *waits = FALSE;
  if (is_removed (theirs))
    return orch_outbox_await_deleted (store, actor, mine, version, waits, error);
  for (guint i = 0; i < TRIES; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GObject) base = NULL;
      g_autoptr (GObject) merged = NULL;
      guint fields = 0;

      /* As it is here by now: what was sent may have been settled, or edited, while it was on its way. */
      g_clear_object (&ours);
      ours = dex_await_object (orch_store_find (store, kind, id), error);
      if (ours == NULL)
        return FALSE;
      base = await_base (store, kind, id, theirs);
      merged = merge (base, ours, theirs, &fields);
      if (fields != 0 && !await_was_decided (store, base, type, id))
        {
          g_object_unref (merged);
          merged = orch_outbox_merge_settled (base, ours, theirs, 0);
        }
      else if (fields != 0)
        {
          *waits = TRUE;
          return dex_await (orch_store_add_edit_conflict (store, actor, type, id, theirs, version, fields), error);
        }
      if (dex_await_boolean (orch_store_rebase (store, actor, kind, merged, theirs, version, get_revision (ours)),
                             &local_error))
        return TRUE;
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_CONFLICT, "It is being edited");
  return FALSE;
}
