/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A client of OSCAR's look-alikes for their own tests: signs by itself, in any wrong way that is asked for. Owned by the test; its
 * thread.
 */
#pragma once

#include "orch-sandbox-client.h"

G_BEGIN_DECLS

#define CALLBACK "http://127.0.0.1:38080/cb"
#define FORM "application/x-www-form-urlencoded"
#define A_TUESDAY "2026-11-24"

typedef enum
{
  OSCAR15,
  OPENO,
  BOTH,
} Dialect;

typedef struct
{
  const char *name;
  const char *root;
  const char *key;
  const char *secret;
} OscarServer;

extern const OscarServer oscar_servers[BOTH];

/* Who may sign in: the login made for the integration, somebody's own, somebody without the role. */
typedef struct
{
  const char *user;
  const char *password;
  const char *pin;
} OscarPerson;

extern const OscarPerson oscar_people[3];

typedef struct
{
  OrchSandboxProcess *process;
  gint64 ahead_s; /* of the sandbox's clock, as the sandbox has it */
} Fixture;

typedef struct
{
  char *token;
  char *secret;
} Token;

void token_clear (Token *token);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Token, token_clear)

/* What one request is to look like; all nullable. */
typedef struct
{
  const char *key;          /* another consumer key */
  const char *secret;       /* another consumer secret */
  const char *token;        /* oauth_token */
  const char *token_secret; /* */
  const char *extra;        /* one more oauth_ parameter, "name=value" */
  const char *seen_as;      /* scheme, host and port that the server believes in */
  const char *method;       /* signature method */
  const char *body;
  const char *content_type;
  const char *before; /* another Authorization, before ours */
  int skew_s;
  gboolean spoil;  /* the signature */
  gboolean raw;    /* its + are not encoded */
  gboolean in_url; /* OAuth is in the query */
} How;

/** oscar_sign: @pairs: "name=value" of what is signed, not encoded, %NULL-terminated. Returns: (transfer full): the signature, in base64 */
char *oscar_sign (const char *method, const char *url, const char *const *pairs, const char *consumer_secret,
                  const char *token_secret);
/** oscar_send: @path: from the origin, with its query as it goes over the wire */
OrchSandboxAnswer *oscar_send (Fixture *fixture, Dialect dialect, const char *method, const char *path, const How *how);
/** oscar_path: Returns: (transfer full): @rest below /ws/ of the server */
char *oscar_path (Dialect dialect, const char *rest);

/* The four steps, and all of them in one. */
OrchSandboxAnswer *oscar_initiate (Fixture *fixture, Dialect dialect, const char *callback);
OrchSandboxAnswer *oscar_consent (Fixture *fixture, Dialect dialect, const char *token, const OscarPerson *person);
OrchSandboxAnswer *oscar_exchange (Fixture *fixture, Dialect dialect, const Token *request, const char *verifier);
void oscar_read_token (OrchSandboxAnswer *answer, Token *token);
void oscar_get_access (Fixture *fixture, Dialect dialect, int person, Token *access);

/* Data calls, signed as they should be. */
OrchSandboxAnswer *oscar_get (Fixture *fixture, Dialect dialect, const Token *access, const char *service);
OrchSandboxAnswer *oscar_post (Fixture *fixture, Dialect dialect, const Token *access, const char *service,
                               const char *body);

/* A clinic of four, forty services and sixty patients, which is made at once. */
void oscar_set_up (Fixture *fixture, gconstpointer data);
void oscar_tear_down (Fixture *fixture, gconstpointer data);

G_END_DECLS
