/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * For the tests of invitations, messages and the portal: patients with accounts, and a browser that has a cookie and no
 * script. The test's thread.
 */
#pragma once

#include "orch-sandbox-client.h"

G_BEGIN_DECLS

#define BASE "https://orchestrateur.ca/fhir"
#define PORTAL_PASSWORD "quatre vaches sous un chêne"

typedef struct
{
  OrchSandboxProcess *process; /* borrowed */
  char *cookie;                /* owned, nullable */
  char *csrf;                  /* owned, nullable: of the page last seen */
} Browser;

void browser_clear (Browser *browser);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Browser, browser_clear)

/** browser_get: @path: below /portal/. Redirects are not followed */
OrchSandboxAnswer *browser_get (Browser *browser, const char *path);
/** browser_post: a form of names and values in turn, %NULL-terminated; the token of the page last seen goes along */
OrchSandboxAnswer *browser_post (Browser *browser, const char *path, const char *first_name, ...);
/** browser_send: a form with files: @parts: the inside of a multipart body whose boundary is "limite" */
OrchSandboxAnswer *browser_send (Browser *browser, const char *path, const char *parts);
/** assert_goes: @answer sends the browser to @path below /portal/ */
void assert_goes (OrchSandboxAnswer *answer, const char *path);
/** assert_refused: an OperationOutcome with that status and issue code */
void assert_refused (OrchSandboxAnswer *answer, guint status, const char *code);

typedef struct
{
  char *patient; /* owned: id */
  char *person;  /* owned: id, nullable */
} Case;

void case_clear (Case *one);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

/** case_make: @authorization: who writes; @born: birth date; @assurance: (nullable): level of the account's link, none = no Person; @active: of the Person */
void case_make (Case *one, OrchSandboxProcess *process, const char *authorization, const char *born,
                const char *assurance, gboolean active);
/** case_invite: Returns: (transfer full): the answer of $portal-invitation */
OrchSandboxAnswer *case_invite (const Case *one, OrchSandboxProcess *process, const char *authorization,
                                const char *channel, const char *phone);
/** invitation_task: Returns: (transfer none) (nullable): the id of the Task in the answer */
const char *invitation_task (OrchSandboxAnswer *answer);
/** invitation_code: Returns: (transfer none) (nullable): the code in the answer */
const char *invitation_code (OrchSandboxAnswer *answer);
/** mail_to: Returns: (transfer full): an answer whose JSON is /training/mail */
OrchSandboxAnswer *mail_all (OrchSandboxProcess *process);
/** invitation_link: Returns: (transfer full): what the newest e-mail's link has below /portal/ */
char *invitation_link (OrchSandboxProcess *process);
/** case_join: from the invitation to the account; @browser is signed in afterwards */
void case_join (const Case *one, OrchSandboxProcess *process, const char *authorization, Browser *browser);
/** hub_send: a request to the hub, @path: below /hub */
OrchSandboxAnswer *hub_send (OrchSandboxProcess *process, const char *authorization, const char *method,
                             const char *path, const char *body);
/** hub_make: Returns: (transfer full): the id of what was created; @members: JSON inside of the object */
char *hub_make (OrchSandboxProcess *process, const char *authorization, const char *type, const char *members);
/** assert_task: status and businessStatus of Task/@id */
void assert_task (OrchSandboxProcess *process, const char *authorization, const char *id, const char *status,
                  const char *state);

G_END_DECLS
