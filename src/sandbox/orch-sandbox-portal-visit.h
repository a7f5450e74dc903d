/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One request of a patient's browser: who it is, what the form holds, and how its page is written. Texts are in both languages
 * where they are used: the portal belongs to the hub, not to the app's catalogue. Main thread.
 */
#pragma once

#include "orch-sandbox.h"

G_BEGIN_DECLS

/** ORCH_SANDBOX_SAY: the text of the visit's language */
#define ORCH_SANDBOX_SAY(visit, french_text, english_text) ((visit)->french ? (french_text) : (english_text))

typedef struct
{
  char *name;    /* owned: as the browser gave it */
  GBytes *bytes; /* owned */
} OrchSandboxPortalFile;

typedef struct
{
  OrchSandboxStore *store;           /* borrowed */
  const OrchSandboxRequest *request; /* borrowed */
  const char *path;                  /* borrowed: below /portal, without a leading slash */
  gboolean french;
  gboolean post;
  char *token;       /* owned: of the cookie, there already or new */
  gboolean fresh;    /* the cookie is to be set */
  char *csrf;        /* owned: what a form of this browser must hold */
  GHashTable *query; /* owned */
  GHashTable *form;  /* owned: of a POST, else empty */
  GPtrArray *files;  /* owned: OrchSandboxPortalFile */
  char *account;     /* owned, nullable: who is signed in */
  char *person;      /* owned, nullable: Person/id, of who is signed in or holds a good code */
  char *patient;     /* owned, nullable: Patient/id of the same */
  char *task;        /* owned, nullable: the invitation whose code was entered */
  gboolean checked;  /* the patient has said that the information is right */
  gboolean disabled; /* somebody was signed in, and the account is disabled now */
} OrchSandboxPortalVisit;

void orch_sandbox_portal_visit_clear (OrchSandboxPortalVisit *visit);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OrchSandboxPortalVisit, orch_sandbox_portal_visit_clear)

/** orch_sandbox_portal_visit_begin: reads cookie, query and form of @request */
void orch_sandbox_portal_visit_begin (OrchSandboxPortalVisit *visit, OrchSandboxStore *store,
                                      const OrchSandboxRequest *request, gboolean french);
/** orch_sandbox_portal_visit_field: Returns: (transfer none): what the form holds, "" when nothing */
const char *orch_sandbox_portal_visit_field (const OrchSandboxPortalVisit *visit, const char *name);

/** orch_sandbox_portal_begin_page: the head and the heading; @status: of HTTP; @error: (nullable): what is wrong, told first */
OrchSandboxReply *orch_sandbox_portal_begin_page (const OrchSandboxPortalVisit *visit, int status, const char *title,
                                                  const char *error);
OrchSandboxReply *orch_sandbox_portal_end_page (const OrchSandboxPortalVisit *visit, OrchSandboxReply *reply);
/** orch_sandbox_portal_page: a page of one paragraph, with what to do next when it is a refusal */
OrchSandboxReply *orch_sandbox_portal_page (const OrchSandboxPortalVisit *visit, int status, const char *title,
                                            const char *text);
/** orch_sandbox_portal_go: @path: below /portal, such as "messages". Returns: 303 to it, in the same language */
OrchSandboxReply *orch_sandbox_portal_go (const OrchSandboxPortalVisit *visit, const char *path, const char *more);
/** orch_sandbox_portal_append: @text escaped */
void orch_sandbox_portal_append (GString *out, const char *text);
/** orch_sandbox_portal_append_form: the beginning of a form that posts to @path; @multipart: with files */
void orch_sandbox_portal_append_form (GString *out, const OrchSandboxPortalVisit *visit, const char *path,
                                      gboolean multipart);
/** orch_sandbox_portal_append_field: @described: (nullable): id of what explains the field; @value: (nullable) */
void orch_sandbox_portal_append_field (GString *out, const char *name, const char *type, const char *label,
                                       const char *value, const char *complete, const char *described, gboolean wrong);
/** orch_sandbox_portal_append_clinic: who to call */
void orch_sandbox_portal_append_clinic (GString *out, const OrchSandboxPortalVisit *visit);
/** orch_sandbox_portal_when: Returns: (transfer full): a FHIR instant as a sentence has it, in Montréal's time */
char *orch_sandbox_portal_when (const OrchSandboxPortalVisit *visit, const char *instant);
/** orch_sandbox_portal_day: Returns: (transfer full): a FHIR date as a sentence has it */
char *orch_sandbox_portal_day (const OrchSandboxPortalVisit *visit, const char *date);

/** orch_sandbox_portal_style, orch_sandbox_portal_script: the two files that pages name */
OrchSandboxReply *orch_sandbox_portal_style (void);
OrchSandboxReply *orch_sandbox_portal_script (void);

G_END_DECLS
