/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * Where a synchronised row comes from. Kept in the store: append only.
 */
#pragma once

typedef enum
{
  ORCH_ORIGIN_EMR = 0, /* imported; EMR-owned fields are read-only */
  ORCH_ORIGIN_HAND,    /* typed here (standalone clinics), or from a CSV file */
  ORCH_ORIGIN_HUB,     /* learnt from the hub */
} OrchOrigin;
