/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What is put in a patient's chart: a document, or the text of an encounter note. Immutable; any thread.
 */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** ORCH_EMR_DOCUMENT_MAX: bytes of one; Accuro's limit (emr-facts B), the only one that an EMR publishes */
#define ORCH_EMR_DOCUMENT_MAX (20u << 20)

/** OrchEmrDocumentKind: what it is about */
typedef enum
{
  ORCH_EMR_DOCUMENT_MESSAGE = 0, /* of the secure messages */
  ORCH_EMR_DOCUMENT_REFERRAL,
} OrchEmrDocumentKind;

/** OrchEmrDocumentFields: copied; strings (nullable) where it is said */
typedef struct
{
  const char *op_id;   /* the caller's UUID: the same one is never filed twice by an EMR that can tell */
  const char *patient; /* the EMR's id */
  const char *author;  /* (nullable): the EMR's id of a professional */
  const char *title;   /* one line */
  gint64 written_us;
  const char *content_type; /* of bytes: "application/pdf" */
  GBytes *bytes;            /* (nullable): a note has none */
  const char *text;         /* (nullable): of a note */
  const char *folder;       /* (nullable): by its name in the EMR, as all that follows */
  const char *subfolder;    /* (nullable) */
  const char *letter_type;  /* (nullable) */
  OrchEmrDocumentKind kind;
} OrchEmrDocumentFields;

#define ORCH_TYPE_EMR_DOCUMENT (orch_emr_document_get_type ())
G_DECLARE_FINAL_TYPE (OrchEmrDocument, orch_emr_document, ORCH, EMR_DOCUMENT, GObject)

/** orch_emr_document_new: a document without bytes that has a text is that text as a file: text/plain in UTF-8 */
OrchEmrDocument *orch_emr_document_new (const OrchEmrDocumentFields *fields);
const OrchEmrDocumentFields *orch_emr_document_get_fields (OrchEmrDocument *self);

/** orch_emr_document_dup_file_name: Returns: (transfer full): the title as the name of a file, with the ending of its type: "Réponse.pdf" */
char *orch_emr_document_dup_file_name (OrchEmrDocument *self);
/** orch_emr_document_dup_rtf: Returns: (transfer full): the text as RTF, in ASCII alone, for EMRs that mangle the rest */
char *orch_emr_document_dup_rtf (OrchEmrDocument *self);

G_END_DECLS
