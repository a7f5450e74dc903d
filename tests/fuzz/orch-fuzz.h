/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * What the fuzz targets share: a rule that must hold, whatever the bytes.
 */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* g_assert may be compiled out, and its message does not show the values. */
#define orch_fuzz_check(condition, value)                                                                              \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    if (!(condition))                                                                                                  \
      g_error ("%s does not hold for “%s”", #condition, (value));                                                      \
  }                                                                                                                    \
  G_STMT_END
