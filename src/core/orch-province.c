/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * The thirteen provinces and territories.
 */
#include "orch-province.h"

static const OrchProvince provinces[] = {
  { "QC", "Quebec", "Québec" },
  { "AB", "Alberta", "Alberta" },
  { "BC", "British Columbia", "Colombie-Britannique" },
  { "PE", "Prince Edward Island", "Île-du-Prince-Édouard" },
  { "MB", "Manitoba", "Manitoba" },
  { "NB", "New Brunswick", "Nouveau-Brunswick" },
  { "NS", "Nova Scotia", "Nouvelle-Écosse" },
  { "NU", "Nunavut", "Nunavut" },
  { "ON", "Ontario", "Ontario" },
  { "SK", "Saskatchewan", "Saskatchewan" },
  { "NL", "Newfoundland and Labrador", "Terre-Neuve-et-Labrador" },
  { "NT", "Northwest Territories", "Territoires du Nord-Ouest" },
  { "YT", "Yukon", "Yukon" },
};

const OrchProvince *
orch_provinces (guint *n)
{
  if (n != NULL)
    *n = G_N_ELEMENTS (provinces);
  return provinces;
}

const OrchProvince *
orch_province_find (const char *code)
{
  if (code == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (provinces); i++)
    if (g_ascii_strcasecmp (provinces[i].code, code) == 0)
      return &provinces[i];
  return NULL;
}
