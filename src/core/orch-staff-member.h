/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A member of the staff (« personnel médical ») to whom appointments can be given. Immutable; any thread.
 * Properties, read-only, for list rows: id, emr-id, display-name, sort-name, licence, profession, speciality, phone, email,
 * permission-code, bookable, active, in-conflict. Source: seeds/wizard-guide.txt (Personnel), emr-facts F1.
 */
#pragma once

#include <glib-object.h>

#include "orch-origin.h"
#include "orch-permission.h"

G_BEGIN_DECLS

#define ORCH_TYPE_STAFF_MEMBER (orch_staff_member_get_type ())
G_DECLARE_FINAL_TYPE (OrchStaffMember, orch_staff_member, ORCH, STAFF_MEMBER, GObject)

/** OrchStaffMemberFields: strings (nullable) unless said; copied, "" as %NULL, lists sorted and without doubles */
typedef struct
{
  const char *id;     /* our UUID; NULL in what a connector yields, given by the import plan */
  const char *emr_id; /* the EMR's id, as the EMR shows it */
  const char *hub_id; /* Practitioner id on the hub */
  const char *family;
  const char *given;
  const char *prefix;          /* "Dr", "Dre" */
  const char *licence;         /* numéro de permis, as printed */
  const char *profession;      /* text: "Médecin de famille" */
  const char *profession_code; /* "system|code" */
  const char *speciality;      /* text */
  const char *speciality_code; /* "system|code"; unknown to the catalogue = warning */
  const char *phone;
  const char *email;
  const char *const *department_emr_ids; /* EMR ids of departments or places, NULL-terminated (nullable) */
  gboolean bookable;                     /* appointments can be given: an active role in the EMR */
  gboolean active;                       /* Active / Inactive tab */
  OrchPermission permission;             /* application permission in the clinic */
  OrchOrigin origin;
  gint64 revision;      /* local revision, 0 before the store has it */
  gboolean in_conflict; /* kept local, not created on the hub until mended */
  gboolean removed;     /* only in what the hub gives: somebody has taken them away; never in the store */
} OrchStaffMemberFields;

OrchStaffMember *orch_staff_member_new (const OrchStaffMemberFields *fields);
const OrchStaffMemberFields *orch_staff_member_get_fields (OrchStaffMember *self);

/** orch_staff_member_get_display_name: Returns: (transfer none): "Dre Alice Tremblay"; the EMR id when it has no name; never empty */
const char *orch_staff_member_get_display_name (OrchStaffMember *self);
/** orch_staff_member_get_sort_name: Returns: (transfer none): "Tremblay, Alice" */
const char *orch_staff_member_get_sort_name (OrchStaffMember *self);

/** orch_staff_member_same_content: whether the fields the EMR owns are equal */
gboolean orch_staff_member_same_content (OrchStaffMember *a, OrchStaffMember *b);
/** orch_staff_member_compare_content: a total order over the fields the EMR owns, 0 when they are equal */
int orch_staff_member_compare_content (OrchStaffMember *a, OrchStaffMember *b);

G_END_DECLS
