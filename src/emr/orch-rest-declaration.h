/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * (private to emr/) How an EMR's REST API is spoken to, as the "connection" of its vendor declares it: addresses, what proves who asks, lists and
 * their pages, where values are in a record, what refusals mean. src/emr/README.md says what may be in it. Immutable; any thread.
 */
#pragma once

#include "catalogue/orch-emr-vendor.h"
#include "orch-rest-read.h"

G_BEGIN_DECLS

/** OrchRestProof: what gets a token */
typedef enum
{
  ORCH_REST_NO_TOKEN = 0,
  ORCH_REST_BASIC,    /* client credentials, as HTTP Basic */
  ORCH_REST_POST,     /* client credentials, in the form */
  ORCH_REST_PASSWORD, /* an API user's name and password, in the form */
  ORCH_REST_FIXED,    /* a secret of the form is the token */
  ORCH_REST_REGISTER, /* the answer to a JSON request has it */
} OrchRestProof;

typedef enum
{
  ORCH_REST_ONE_PAGE = 0,
  ORCH_REST_AFTER, /* the next page begins after the last record's number: until one is empty */
  ORCH_REST_INDEX, /* the next page begins at a number of records: until one is not full */
} OrchRestPaging;

/** OrchRestToken: borrowed from the declaration; strings (nullable) */
typedef struct
{
  OrchRestProof proof;
  const char *url;    /* template */
  const char *user;   /* template */
  const char *secret; /* the id of a field */
  const char *scope;
  const char *chart_scope; /* asked for apart, where a token for charts needs more than one for reading */
  const char *at;          /* ORCH_REST_REGISTER: where in the answer the token is */
  JsonObject *body;        /* ORCH_REST_REGISTER: name → template */
  const char
      *then_url; /* ORCH_REST_REGISTER: template: where the token just had, as a bearer, gives the one for data */
  const char *then_at;
  const char *header; /* the header it is sent in; NULL: as a bearer */
} OrchRestToken;

/** OrchRestList: borrowed from the declaration */
typedef struct
{
  const char *path;   /* template, below the base */
  JsonObject *query;  /* (nullable): name → template */
  const char *items;  /* path of the list in the answer; "" = the answer itself */
  JsonArray *only;    /* (nullable): values that are all "true" of the records that count */
  JsonObject *fields; /* see orch_rest_read() */
  JsonObject *each;   /* (nullable): a list whose ids are {each}: this one is asked once for each of them */
  const char *since;  /* (nullable): the header that leaves what changed since then alone */
  OrchRestPaging paging;
  const char *start_name; /* parameter that says where a page begins */
  const char *next_path;  /* (nullable) ORCH_REST_AFTER: where the answer says what comes after */
  const char *size_name;  /* (nullable) */
  guint size;
} OrchRestList;

/** OrchRestChoice: what the EMR has for the clinic to choose from, by name: borrowed from the declaration */
typedef struct
{
  const char *path; /* (nullable): there is nothing to choose */
  const char *items;
  const char *id; /* paths in one of them */
  const char *name;
  const char *sub; /* (nullable): the list of those that are in it */
} OrchRestChoice;

/** OrchRestChart: how something is put in a chart: borrowed from the declaration */
typedef struct
{
  const char *method;
  const char *path; /* template, below the base */
  JsonObject *body; /* name → template */
  const char *part; /* (nullable): a form of two parts: of the body… */
  const char *file; /* …and of the bytes */
  const char *id;   /* (nullable): where the answer has the id of what was made */
  OrchRestChoice folders;
  OrchRestChoice letter_types;
} OrchRestChart;

/** OrchRestOf: what was asked for when a refusal came */
typedef enum
{
  ORCH_REST_OF_DATA = 0,
  ORCH_REST_OF_TOKEN,
  ORCH_REST_OF_CHART,
} OrchRestOf;

#define ORCH_TYPE_REST_DECLARATION (orch_rest_declaration_get_type ())
G_DECLARE_FINAL_TYPE (OrchRestDeclaration, orch_rest_declaration, ORCH, REST_DECLARATION, GObject)

/** orch_rest_declaration_new: @connection: as the schema of the catalogue says; kept. @vendor: (nullable): whose form it is: its fields are the names that
 * templates may have. Returns: (transfer full) (nullable): INVALID, "$.lists.staff.record.id: what is wrong" */
OrchRestDeclaration *orch_rest_declaration_new (JsonObject *connection, OrchEmrVendor *vendor, GError **error);

const char *orch_rest_declaration_get_base (OrchRestDeclaration *self); /* template */
/* Templates by name, sent with every request for data. (nullable) */
JsonObject *orch_rest_declaration_get_headers (OrchRestDeclaration *self);
JsonObject *orch_rest_declaration_get_query (OrchRestDeclaration *self);

/** orch_rest_declaration_get_token: @emr: whose form decides, where there is more than one way. Returns: %FALSE, @token all 0, when none is needed */
gboolean orch_rest_declaration_get_token (OrchRestDeclaration *self, OrchEmr *emr, OrchRestToken *token);

/** orch_rest_declaration_get_list: Returns: %FALSE when the EMR has no such list */
gboolean orch_rest_declaration_get_list (OrchRestDeclaration *self, OrchRestKind kind, OrchRestList *list);

/** orch_rest_declaration_get_chart: Returns: %FALSE when nothing of the kind is put in charts */
gboolean orch_rest_declaration_get_chart (OrchRestDeclaration *self, gboolean note, OrchRestChart *chart);

/** orch_rest_declaration_get_each: Returns: %FALSE when @list is asked once for all */
gboolean orch_rest_declaration_get_each (const OrchRestList *list, OrchRestList *each);

/** orch_rest_declaration_get_search: Returns: %FALSE when patients are not looked for by name or number */
gboolean orch_rest_declaration_get_search (OrchRestDeclaration *self, OrchRestList *search);
/** orch_rest_declaration_get_single: Returns: %FALSE when appointments are not asked for by their ids */
gboolean orch_rest_declaration_get_single (OrchRestDeclaration *self, OrchRestList *single);

/** orch_rest_declaration_explain: @words: (nullable): the server's. Returns: (transfer none) (nullable): what a refusal of this vendor means and what to do, in the
 * language of the process */
const char *orch_rest_declaration_explain (OrchRestDeclaration *self, OrchRestOf of, guint status, const char *words);
/** orch_rest_declaration_get_nobody_advice: Returns: (transfer none) (nullable): what to look at when nobody of the staff is shown */
const char *orch_rest_declaration_get_nobody_advice (OrchRestDeclaration *self);

/** orch_rest_declaration_get_clash_advice: Returns: (transfer none) (nullable): what it means that a token ends before its time, and again */
const char *orch_rest_declaration_get_clash_advice (OrchRestDeclaration *self);

/** OrchRestLookup: Returns: (transfer full) (nullable): what a name stands for */
typedef char *(*OrchRestLookup) (const char *name, gpointer data, GError **error);

/** orch_rest_expand: @template_: "{name}" are replaced; @escaped: whether they are percent-encoded. Returns: (transfer full) (nullable): the error of @lookup */
char *orch_rest_expand (const char *template_, gboolean escaped, OrchRestLookup lookup, gpointer data, GError **error);

G_END_DECLS
