/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * One message of a conversation, and its files. Immutable; any thread. Sources: product.md §4; hub/README.md (Secure messages).
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define ORCH_MESSAGE_TEXT_MAX 20000                   /* characters */
#define ORCH_MESSAGE_FILES_MAX 10                     /* in one message */
#define ORCH_MESSAGE_FILE_MAX_BYTES (5 * 1024 * 1024) /* each; they travel inside the message */

#define ORCH_TYPE_MESSAGE_FILE (orch_message_file_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessageFile, orch_message_file, ORCH, MESSAGE_FILE, GObject)

/** orch_message_file_new: @content_type: of its content, not of its name. @bytes: (nullable): not here */
OrchMessageFile *orch_message_file_new (const char *name, const char *content_type, gsize size, GBytes *bytes);
const char *orch_message_file_get_name (OrchMessageFile *self);
const char *orch_message_file_get_content_type (OrchMessageFile *self);
gsize orch_message_file_get_size (OrchMessageFile *self);
/** orch_message_file_get_bytes: Returns: (transfer none) (nullable) */
GBytes *orch_message_file_get_bytes (OrchMessageFile *self);

#define ORCH_TYPE_MESSAGE (orch_message_get_type ())
G_DECLARE_FINAL_TYPE (OrchMessage, orch_message, ORCH, MESSAGE, GObject)

/** OrchMessageState: how far it got; of the clinic's own */
typedef enum
{
  ORCH_MESSAGE_QUEUED = 0, /* waits on this workstation */
  ORCH_MESSAGE_SENT,       /* the hub has it */
  ORCH_MESSAGE_SEEN,       /* the other party has opened it */
  ORCH_MESSAGE_FAILED,     /* refused: a person decides */
} OrchMessageState;

/** OrchNoteEvent: what became of the conversation when the note was written: its history. Kept in the store: append only */
typedef enum
{
  ORCH_NOTE_OF_NOTHING = 0, /* words alone */
  ORCH_NOTE_ASSIGNED,       /* to whom "about" says; NULL: to nobody */
  ORCH_NOTE_DEPARTMENT,     /* that "about" says */
  ORCH_NOTE_URGENT,
  ORCH_NOTE_ROUTINE,   /* no longer urgent */
  ORCH_NOTE_FOLLOW_UP, /* on "day"; NULL: no longer */
} OrchNoteEvent;

#define ORCH_N_NOTE_EVENTS (ORCH_NOTE_FOLLOW_UP + 1)

/** OrchMessageFields: strings (nullable) unless said; copied, "" as %NULL */
typedef struct
{
  const char *id; /* our UUID; of what a server made without one, made of its id there; never NULL */
  const char *hub_id;
  const char *conversation;        /* our id of it */
  const char *conversation_hub_id; /* what the hub calls it */
  const char *sender;              /* "Practitioner/…"; NULL: the patient */
  const char *sender_name;
  gboolean from_patient;
  gboolean note; /* of the clinic, to itself: it goes to nobody, and is kept apart from messages */
  OrchNoteEvent event;
  const char *about; /* of an event: "Practitioner/…" or "Organization/…" */
  const char *about_name;
  const char *day; /* of an event: "2026-11-30" */
  const char *text;
  const char *corrects; /* our id of the message that this one corrects */
  gint64 sent_us;
  gint64 received_us; /* when the other party opened it; 0 = not yet, or not known */
  GPtrArray *files;   /* (nullable) (element-type OrchMessageFile) */
  OrchMessageState state;
  int error_code;         /* of the last attempt, -1 = none */
  const char *error_text; /* the hub's words */
  gint64 outbox_seq;      /* of the op that waits or failed; 0 = none */
  gint64 revision;
} OrchMessageFields;

OrchMessage *orch_message_new (const OrchMessageFields *fields);
const OrchMessageFields *orch_message_get_fields (OrchMessage *self);
guint orch_message_get_n_files (OrchMessage *self);

/** orch_message_check: whether it can be sent. Returns: %FALSE and INVALID: a note, nothing in it, too long, too many files, one too large or without bytes */
gboolean orch_message_check (OrchMessage *self, GError **error);

G_END_DECLS
