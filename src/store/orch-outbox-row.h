/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One thing that the hub must be told: what, by whom, and how far it got. Immutable; any thread.
 */
#pragma once

#include "core/orch-error.h"
#include "orch-store-types.h"

G_BEGIN_DECLS

#define ORCH_STORE_DOCUMENT                                                                                            \
  "document" /* object type of what goes to a chart of the EMR: the outbox of the hub leaves it alone */

/** OrchOutboxState: kept in the store: append only */
typedef enum
{
  ORCH_OUTBOX_QUEUED = 0,
  ORCH_OUTBOX_SENDING, /* back to queued at start-up: the answer was lost, the op is sent again */
  ORCH_OUTBOX_SENT,    /* the hub acknowledged it */
  ORCH_OUTBOX_FAILED,  /* refused for good: the user settles it */
} OrchOutboxState;

typedef struct
{
  gint64 seq;        /* order of queueing */
  const char *op_id; /* UUID: the same op may be received twice; a new one when the op was edited while it waited */
  const char *actor; /* OrchActor.id */
  OrchPermission permission;
  const char *object_type; /* "clinic", "staff", "service", "setting", "alert", "document" (for the EMR)… */
  const char *object_id;   /* our UUID */
  const char *verb;        /* "create", "update", "delete" */
  const char *payload;     /* (nullable): %NULL = the row as it is when the op is sent */
  gint64 revision;         /* local revision of the object when queued; given back to orch_store_outbox_ack() */
  OrchOutboxState state;
  guint attempts;
  gint64 created;         /* µs since 1970 */
  gint64 next_try;        /* µs since 1970 */
  int error_code;         /* ORCH_ERROR code of the last attempt, -1 = none */
  const char *error_text; /* the server's words (nullable) */
  gboolean left; /* it was sent before, and may have arrived: of a "document" see orch_store_outbox_set_left() */
  /* Claimed ones of "service" and "staff": */
  GObject *object;         /* the row as it is to be sent (nullable): it is gone */
  const char *hub_version; /* of the hub, from which the row was made (nullable) */
  GObject *base;           /* what the hub had then (nullable): not known */
  GPtrArray *sent; /* (nullable) (element-type GObject): what left before, and may have arrived without an answer */
} OrchOutboxRowFields;

#define ORCH_TYPE_OUTBOX_ROW (orch_outbox_row_get_type ())
G_DECLARE_FINAL_TYPE (OrchOutboxRow, orch_outbox_row, ORCH, OUTBOX_ROW, GObject)

OrchOutboxRow *orch_outbox_row_new (const OrchOutboxRowFields *fields);
const OrchOutboxRowFields *orch_outbox_row_get_fields (OrchOutboxRow *self);

G_END_DECLS
