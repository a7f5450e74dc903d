/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Phone numbers of the North American Numbering Plan: area code 2–9 then two digits (not N11), exchange 2–9 then two
 * digits (not N11), four digits. Pure; any thread. Source: seeds/wizard-guide.txt (Téléphone, Poste), NANP.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_PHONE_VALID,
  ORCH_PHONE_EMPTY,
  ORCH_PHONE_TOO_SHORT,
  ORCH_PHONE_TOO_LONG,
  ORCH_PHONE_BAD_AREA_CODE,
  ORCH_PHONE_BAD_EXCHANGE,
  ORCH_PHONE_NOT_NANP,      /* +33…: another country */
  ORCH_PHONE_BAD_CHARACTER, /* a letter or a sign that no phone number has */
} OrchPhoneCheck;

/** orch_phone_check: @text: as typed: spaces, dots, dashes, parentheses, a leading 1 or +1 allowed */
OrchPhoneCheck orch_phone_check (const char *text);

/** orch_phone_normalize: Returns: (transfer full) (nullable): E.164 ("+14185555555"), %NULL when not valid */
char *orch_phone_normalize (const char *text);

/** orch_phone_format: @number: E.164 or anything orch_phone_check() accepts. Returns: (transfer full): "(418) 555-5555"; @number itself when it is not valid */
char *orch_phone_format (const char *number);

/** orch_phone_format_international: Returns: (transfer full): "+1 418 555-5555" */
char *orch_phone_format_international (const char *number);

/**
 * orch_phone_format_typing:
 * @text: what the entry holds after a key
 * @cursor: (inout): cursor in characters; on return it stands after the same digit as before
 *
 * Formats a number being typed: "4" → "(4", "4185" → "(418) 5", "4185555" → "(418) 555-5". Digits past ten (after a
 * leading 1 is dropped) are kept, unformatted, so that nothing typed vanishes and the check can say "too long".
 *
 * Returns: (transfer full): the text to show
 */
char *orch_phone_format_typing (const char *text, int *cursor);

/** orch_phone_extension_is_valid: @text: (nullable): empty, or 1 to 7 digits */
gboolean orch_phone_extension_is_valid (const char *text);

G_END_DECLS
