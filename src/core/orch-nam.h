/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The Quebec health insurance number (NAM): AAAA YYMM DDSC. A malformed number is an error; a check digit that fails is a
 * warning; disagreement with name, sex or birth date is information. Pure; any thread. Source: emr-facts E4.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  ORCH_NAM_OK = 0,
  ORCH_NAM_MALFORMED = 1 << 0,        /* error: not four letters and eight digits, or 11th character 0 */
  ORCH_NAM_BAD_DATE = 1 << 1,         /* error: no such day in 19YY or 20YY */
  ORCH_NAM_BAD_CHECK_DIGIT = 1 << 2,  /* warning: fails in every century possible */
  ORCH_NAM_OTHER_BIRTH_DATE = 1 << 3, /* information */
  ORCH_NAM_OTHER_SEX = 1 << 4,        /* information */
  ORCH_NAM_OTHER_NAME = 1 << 5,       /* information */
} OrchNamFlags;

#define ORCH_NAM_ERRORS (ORCH_NAM_MALFORMED | ORCH_NAM_BAD_DATE)

/** orch_nam_normalize: upper case, no spaces, dashes or diacritics; O and 0 are never exchanged. Returns: (transfer full) */
char *orch_nam_normalize (const char *text);

/** orch_nam_format: Returns: (transfer full): "AAAA 9999 9999"; @text itself when malformed */
char *orch_nam_format (const char *text);

/**
 * orch_nam_check:
 * @text: as typed
 * @family: (nullable): family name at birth, to compare
 * @given: (nullable): given name
 * @birth_date: (nullable): the birth date, decides the century
 * @sex: 'F', 'M', or 0 when unknown
 */
OrchNamFlags orch_nam_check (const char *text, const char *family, const char *given, const GDate *birth_date,
                             char sex);

G_END_DECLS
