/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A text that is written often to patients, with places to fill in: "{clinic}". Immutable; any thread. Of a place it is said in French or in English, with or
 * without accents and capitals; one whose name is none of ours is filled in by hand. Sources: product.md §4 (templates with variables).
 */
#pragma once

#include <glib-object.h>

#include "orch-permission.h"

G_BEGIN_DECLS

#define ORCH_TEMPLATE_TITLE_MAX 80 /* characters */
#define ORCH_TEMPLATE_TEXT_MAX 4000
#define ORCH_TEMPLATES_MAX 200 /* of a clinic */

/** OrchTemplatePlace: what the program fills in */
typedef enum
{
  ORCH_TEMPLATE_PATIENT_GIVEN = 0,
  ORCH_TEMPLATE_PATIENT,
  ORCH_TEMPLATE_PROFESSIONAL,
  ORCH_TEMPLATE_CLINIC,
  ORCH_TEMPLATE_PHONE, /* of the clinic */
  ORCH_TEMPLATE_DATE,  /* today */
  ORCH_TEMPLATE_SUBJECT,
} OrchTemplatePlace;

#define ORCH_N_TEMPLATE_PLACES (ORCH_TEMPLATE_SUBJECT + 1)

/** orch_template_place_get_name: @language: "fr" or "en". Returns: (transfer none): without its braces */
const char *orch_template_place_get_name (OrchTemplatePlace place, const char *language);

/** orch_template_fill: @values: (array fixed-size=ORCH_N_TEMPLATE_PLACES): each (nullable): not known: the place stays. Returns: (transfer full) */
char *orch_template_fill (const char *text, const char *const *values);
/** orch_template_find_place: the first place of @text that is still to be filled in. @start, @end: (out) (optional): characters, with the braces. Returns: (transfer full)
 * (nullable): it, without its braces */
char *orch_template_find_place (const char *text, guint *start, guint *end);

#define ORCH_TYPE_MESSAGE_TEMPLATE (orch_message_template_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageTemplate, orch_message_template, ORCH, MESSAGE_TEMPLATE, GObject)

/** OrchMessageTemplateFields: strings copied */
typedef struct
{
  const char *id; /* our UUID */
  const char *title;
  const char *text;
  const char *author;      /* (nullable): "Practitioner/…" */
  const char *author_name; /* (nullable) */
  gboolean approved;       /* by an administrator: offered to everybody */
} OrchMessageTemplateFields;

OrchMessageTemplate *orch_message_template_new (const OrchMessageTemplateFields *fields);
const OrchMessageTemplateFields *orch_message_template_get_fields (OrchMessageTemplate *self);

/** orch_message_template_check: Returns: %FALSE and INVALID: without a title or a text, or too long */
gboolean orch_message_template_check (OrchMessageTemplate *self, GError **error);
/** orch_message_template_is_offered: whether @person (nullable) may put it into a message: an approved one, or their own */
gboolean orch_message_template_is_offered (OrchMessageTemplate *self, const char *person);
/** orch_message_template_may_change: whether @person may change or remove it: their own as long as it is not approved, an administrator any */
gboolean orch_message_template_may_change (OrchMessageTemplate *self, const char *person, OrchPermission permission);
/** orch_message_template_may_approve: whether who has @permission decides what is offered to everybody */
gboolean orch_message_template_may_approve (OrchPermission permission);

G_END_DECLS
