/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A text of the catalogue in both languages. Immutable; any thread.
 */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *french;  /* (owned) */
  char *english; /* (owned) */
} OrchBilingual;

/** orch_bilingual_get: @self: (nullable); @language: (nullable): "fr", "en" or a locale; %NULL: that of the process.
 * Returns: (transfer none) (nullable): %NULL only for a %NULL @self */
const char *orch_bilingual_get (const OrchBilingual *self, const char *language);

/** orch_bilingual_get_language: Returns: (transfer none): "fr" or "en", the language messages are shown in */
const char *orch_bilingual_get_language (void);

/** orch_bilingual_read: a member {"fr": …, "en": …} of a checked @object. Returns: (transfer full) (nullable): %NULL when there is none */
OrchBilingual *orch_bilingual_read (JsonObject *object, const char *member);
void orch_bilingual_free (OrchBilingual *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (OrchBilingual, orch_bilingual_free)

G_END_DECLS
