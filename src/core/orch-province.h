/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The thirteen provinces and territories, in the order the combo shows them: Quebec first, then alphabetical in French.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *code; /* two letters: "QC" */
  const char *english;
  const char *french;
} OrchProvince;

/** orch_provinces: @n: (out): how many. Returns: (transfer none) (array length=n) */
const OrchProvince *orch_provinces (guint *n);

/** orch_province_find: @code: two letters, any case. Returns: (nullable): the province */
const OrchProvince *orch_province_find (const char *code);

G_END_DECLS
