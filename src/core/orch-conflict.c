/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * A conflict of an import.
 */
#include "orch-conflict.h"

#include "orch-text.h"

struct _OrchConflict
{
  GObject parent_instance;

  OrchConflictRule rule;
  char *record_name; /* (owned) */
  char *record_id;   /* (owned) (nullable) */
  char *detail;      /* (owned) (nullable) */
};

typedef enum
{
  PROP_RECORD_NAME = 1,
  PROP_RECORD_ID,
  PROP_DETAIL,
  PROP_RULE,
  PROP_RULE_NICK,
  PROP_IS_WARNING,
} OrchConflictProperty;

static GParamSpec *properties[PROP_IS_WARNING + 1];

/* Kept in the store and in CSV files: append only. */
static const char *const rule_nicks[] = {
  [ORCH_CONFLICT_STAFF_NO_NAME] = "staff-no-name",
  [ORCH_CONFLICT_STAFF_NO_LICENCE] = "staff-no-licence",
  [ORCH_CONFLICT_STAFF_LICENCE_TWICE] = "staff-licence-twice",
  [ORCH_CONFLICT_STAFF_NOT_BOOKABLE] = "staff-not-bookable",
  [ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY] = "staff-unknown-speciality",
  [ORCH_CONFLICT_SERVICE_NO_NAME] = "service-no-name",
  [ORCH_CONFLICT_SERVICE_NAME_TWICE] = "service-name-twice",
  [ORCH_CONFLICT_SERVICE_ID_TWICE] = "service-id-twice",
  [ORCH_CONFLICT_SERVICE_NO_DURATION] = "service-no-duration",
  [ORCH_CONFLICT_SERVICE_BAD_DURATION] = "service-bad-duration",
  [ORCH_CONFLICT_SERVICE_UNKNOWN_PROFESSIONAL] = "service-unknown-professional",
  [ORCH_CONFLICT_RECORD_UNREADABLE] = "record-unreadable",
  [ORCH_CONFLICT_STAFF_ID_TWICE] = "staff-id-twice",
};

G_STATIC_ASSERT (G_N_ELEMENTS (rule_nicks) == ORCH_N_CONFLICT_RULES);

G_DEFINE_FINAL_TYPE (OrchConflict, orch_conflict, G_TYPE_OBJECT)

static void
orch_conflict_finalize (GObject *object)
{
  OrchConflict *self = ORCH_CONFLICT (object);

  g_clear_pointer (&self->record_name, g_free);
  g_clear_pointer (&self->record_id, g_free);
  g_clear_pointer (&self->detail, g_free);
  G_OBJECT_CLASS (orch_conflict_parent_class)->finalize (object);
}

static void
orch_conflict_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchConflict *self = ORCH_CONFLICT (object);

  switch ((OrchConflictProperty) id)
    {
    case PROP_RECORD_NAME:
      g_value_set_string (value, self->record_name);
      break;
    case PROP_RECORD_ID:
      g_value_set_string (value, self->record_id);
      break;
    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;
    case PROP_RULE:
      g_value_set_int (value, self->rule);
      break;
    case PROP_RULE_NICK:
      g_value_set_static_string (value, orch_conflict_rule_get_nick (self->rule));
      break;
    case PROP_IS_WARNING:
      g_value_set_boolean (value, orch_conflict_is_warning (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_conflict_class_init (OrchConflictClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_conflict_finalize;
  object_class->get_property = orch_conflict_get_property;

  properties[PROP_RECORD_NAME] = g_param_spec_string ("record-name", NULL, NULL, NULL, flags);
  properties[PROP_RECORD_ID] = g_param_spec_string ("record-id", NULL, NULL, NULL, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  /* rule: an OrchConflictRule */
  properties[PROP_RULE] = g_param_spec_int ("rule", NULL, NULL, 0, ORCH_N_CONFLICT_RULES - 1, 0, flags);
  properties[PROP_RULE_NICK] = g_param_spec_string ("rule-nick", NULL, NULL, NULL, flags);
  properties[PROP_IS_WARNING] = g_param_spec_boolean ("is-warning", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_conflict_init (OrchConflict *self)
{
}

OrchConflict *
orch_conflict_new (OrchConflictRule rule, const char *record_name, const char *record_id, const char *detail)
{
  OrchConflict *self;

  g_return_val_if_fail ((guint) rule < ORCH_N_CONFLICT_RULES, NULL);

  self = g_object_new (ORCH_TYPE_CONFLICT, NULL);
  self->rule = rule;
  /* A row without a word could not be found in the EMR nor read aloud. */
  if (orch_text_is_empty (record_name))
    record_name = orch_text_is_empty (record_id) ? "?" : record_id;
  self->record_name = g_strdup (record_name);
  self->record_id = g_strdup (record_id);
  self->detail = g_strdup (detail);
  return self;
}

OrchConflictRule
orch_conflict_get_rule (OrchConflict *self)
{
  g_return_val_if_fail (ORCH_IS_CONFLICT (self), ORCH_CONFLICT_RECORD_UNREADABLE);

  return self->rule;
}

const char *
orch_conflict_get_record_name (OrchConflict *self)
{
  g_return_val_if_fail (ORCH_IS_CONFLICT (self), NULL);

  return self->record_name;
}

const char *
orch_conflict_get_record_id (OrchConflict *self)
{
  g_return_val_if_fail (ORCH_IS_CONFLICT (self), NULL);

  return self->record_id;
}

const char *
orch_conflict_get_detail (OrchConflict *self)
{
  g_return_val_if_fail (ORCH_IS_CONFLICT (self), NULL);

  return self->detail;
}

gboolean
orch_conflict_is_warning (OrchConflict *self)
{
  g_return_val_if_fail (ORCH_IS_CONFLICT (self), FALSE);

  return self->rule == ORCH_CONFLICT_STAFF_UNKNOWN_SPECIALITY;
}

const char *
orch_conflict_rule_get_nick (OrchConflictRule rule)
{
  g_return_val_if_fail ((guint) rule < ORCH_N_CONFLICT_RULES, NULL);

  return rule_nicks[rule];
}
