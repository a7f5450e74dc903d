/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What a member of the staff is tied to: the departments they work in, the services they offer, and the record of the EMR they come
 * from. Immutable; any thread.
 */
#pragma once

#include "core/orch-staff-member.h"

G_BEGIN_DECLS

/** OrchStaffLinksFields: names, %NULL-terminated, in order (nullable): none */
typedef struct
{
  const char *const *departments;
  const char *const *active_services;   /* that are offered to patients */
  const char *const *inactive_services; /* the EMR says that they offer them; the clinic does not now */
  gint64 read;                          /* µs since 1970: when the staff was last read of the EMR, 0 = never */
  gboolean is_read_whole;               /* that reading came to its end */
  gboolean is_on_hub;
  gboolean is_waiting; /* a change of theirs is still to be sent */
  const char *
      refused; /* (nullable): the hub's words: it refused the change, which waits for somebody to try again or give up */
} OrchStaffLinksFields;

#define ORCH_TYPE_STAFF_LINKS (orch_staff_links_get_type ())
G_DECLARE_FINAL_TYPE (OrchStaffLinks, orch_staff_links, ORCH, STAFF_LINKS, GObject)

OrchStaffLinks *orch_staff_links_new (const OrchStaffLinksFields *fields);
const OrchStaffLinksFields *orch_staff_links_get_fields (OrchStaffLinks *self);

G_END_DECLS
