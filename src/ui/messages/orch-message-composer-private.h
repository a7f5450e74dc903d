/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the files of OrchMessageComposer share: what is typed (orch-message-composer.c), the files that go with it (orch-message-composer-files.c).
 */
#pragma once

#include "orch-message-composer.h"

G_BEGIN_DECLS

struct _OrchMessageComposer
{
  AdwBin parent_instance;

  /* owned */
  GPtrArray *attached; /* (element-type OrchMessageFile) */

  char *corrects; /* (nullable): the id of a message */

  gboolean may_send;
  gboolean may_note;
  gboolean showing; /* set by us, not by the person */
  guint serial;     /* a file that is read for what was cleared meanwhile is dropped */

  /* template children */
  GtkWidget *box;
  GtkLabel *warning;
  AdwWrapBox *files;
  GtkTextView *text;
  GtkLabel *hint;
  GtkWidget *note_notice;
  GtkWidget *correction;
  GtkToggleButton *note;
  GtkButton *send;
};

/** orch_message_composer_attach: asks which files; as an action */
void orch_message_composer_attach (GtkWidget *widget, const char *action, GVariant *parameter);
/** orch_message_composer_take_files: those that are dropped or pasted from now on */
void orch_message_composer_take_files (OrchMessageComposer *self);

G_END_DECLS
