/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Who helps with what: the providers of support, and the questions that lead to their levels. Built into the program, or an
 * establishment's own file. Immutable once read, the structures too; any thread. Source: seeds/telehealth-support-offer.txt; the file:
 * data/support/README.md.
 */
#pragma once

#include <gio/gio.h>

#include "core/orch-holidays.h"
#include "orch-bilingual.h"

G_BEGIN_DECLS

#define ORCH_SUPPORT_GUIDE_MAX_LEVELS 3

typedef enum
{
  ORCH_SUPPORT_REQUEST, /* a form at an address */
  ORCH_SUPPORT_WEB,
  ORCH_SUPPORT_PHONE,
  ORCH_SUPPORT_EMAIL,
  ORCH_SUPPORT_ROLE, /* somebody of the establishment, without an address here */
} OrchSupportKind;

typedef struct
{
  char *id;
  OrchBilingual *name;
  OrchBilingual *note; /* (nullable): of the provider's part in it */
} OrchSupportPhase;

typedef struct
{
  char *id;
  char *section; /* (nullable): of the source */
  OrchBilingual *name;
  OrchBilingual *short_name;
  OrchBilingual *delay;
  OrchBilingual *verify; /* (nullable): what is not sure in the source */
  GPtrArray *phases;     /* (element-type OrchSupportPhase) */
  GPtrArray *offer;      /* (element-type OrchBilingual), and so are the three below; maybe empty */
  GPtrArray *exclusions;
  GPtrArray *particulars;
  GPtrArray *examples;
  GPtrArray *assistance; /* (element-type OrchSupportAdvice) */
} OrchSupportProvider;

typedef struct
{
  char *id;
  OrchSupportKind kind;
  OrchBilingual *name;
  char *value;                         /* (nullable): http or https address, E.164 number, e-mail address */
  char *extension;                     /* (nullable) */
  char *path;                          /* (nullable): where to go in the form, as it is written there */
  OrchBilingual *note;                 /* (nullable) */
  OrchBilingual *verify;               /* (nullable) */
  GArray *periods;                     /* (nullable) (borrowed) (element-type OrchHoursPeriod) */
  const OrchSupportProvider *provider; /* (nullable) (borrowed) */
  gboolean urgent;                     /* for emergencies only */
} OrchSupportContact;

typedef struct
{
  OrchBilingual *text;
  gboolean exclusion;                  /* it says what is not done */
  GPtrArray *contacts;                 /* (element-type OrchSupportContact) (borrowed) */
  const OrchSupportProvider *provider; /* (nullable) (borrowed): whose delay it is */
} OrchSupportAdvice;

/** OrchSupportNode: an answer, with the answers to the question that comes next; one without any has levels */
typedef struct
{
  char *id;
  OrchBilingual *name;
  OrchBilingual *note; /* (nullable) */
  char *section;       /* (nullable): of the source */
  GPtrArray *children; /* (element-type OrchSupportNode): maybe empty */
  GPtrArray *levels;   /* (element-type GPtrArray (OrchSupportAdvice)): maybe empty */
} OrchSupportNode;

/** OrchSupportDay: a day off of the establishment's own */
typedef struct
{
  char *date; /* YYYY-MM-DD */
  OrchBilingual *name;
} OrchSupportDay;

typedef struct
{
  char *path; /* (nullable): of a leaf; %NULL: of a provider */
  const OrchSupportProvider *provider;
  char *title;
  char *detail;
} OrchSupportHit;

#define ORCH_TYPE_SUPPORT_GUIDE (orch_support_guide_get_type ())
G_DECLARE_FINAL_TYPE (OrchSupportGuide, orch_support_guide, ORCH, SUPPORT_GUIDE, GObject)

/** orch_support_guide_new_built_in: Returns: (transfer full) */
OrchSupportGuide *orch_support_guide_new_built_in (void);
/** orch_support_guide_parse: @bytes: anything. Returns: (transfer full) (nullable): INVALID with the line and the key at fault: "line 12, $.hours[0].id: …" */
OrchSupportGuide *orch_support_guide_parse (GBytes *bytes, GError **error);

/** orch_support_guide_get_source: Returns: (transfer none): what it was read from */
GBytes *orch_support_guide_get_source (OrchSupportGuide *self);
/** orch_support_guide_get_verified_on: Returns: (transfer none): YYYY-MM-DD */
const char *orch_support_guide_get_verified_on (OrchSupportGuide *self);
const char *orch_support_guide_get_title (OrchSupportGuide *self);
const OrchHolidays *orch_support_guide_get_holidays (OrchSupportGuide *self);
/** orch_support_guide_get_days: Returns: (transfer none) (element-type OrchSupportDay): the establishment's own days off, in the order of the file */
GPtrArray *orch_support_guide_get_days (OrchSupportGuide *self);
/** orch_support_guide_get_reminders: Returns: (transfer none) (element-type OrchSupportAdvice) */
GPtrArray *orch_support_guide_get_reminders (OrchSupportGuide *self);
/** orch_support_guide_get_providers: Returns: (transfer none) (element-type OrchSupportProvider) */
GPtrArray *orch_support_guide_get_providers (OrchSupportGuide *self);
/** orch_support_guide_get_contacts: Returns: (transfer none) (element-type OrchSupportContact) */
GPtrArray *orch_support_guide_get_contacts (OrchSupportGuide *self);
/** orch_support_guide_get_root: Returns: (transfer none): its children answer who needs help, theirs why */
const OrchSupportNode *orch_support_guide_get_root (OrchSupportGuide *self);

/** orch_support_guide_find: @path: ids, "staff/problem/internet/internet-site"; "" = the root. Returns: (transfer container) (element-type OrchSupportNode):
 * the nodes from the first answer to as far as @path is known */
GPtrArray *orch_support_guide_find (OrchSupportGuide *self, const char *path);

/** orch_support_guide_search: leaves and providers of which every word of @query is a part, accents and case apart, in the language of the
 * process. Returns: (transfer full) (element-type OrchSupportHit): in the order of the guide; empty for a @query without a word */
GPtrArray *orch_support_guide_search (OrchSupportGuide *self, const char *query);

G_END_DECLS
