/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * An entry of the catalogue.
 */
#include "orch-catalogue-entry.h"

struct _OrchCatalogueEntry
{
  GObject parent_instance;

  char *code;                 /* (owned) */
  OrchBilingual *name;        /* (owned) */
  OrchBilingual *description; /* (owned) (nullable) */
  char *initials;             /* (owned) (nullable) */
  char *colour;               /* (owned) (nullable) */
};

typedef enum
{
  PROP_CODE = 1,
  PROP_NAME,
  PROP_DESCRIPTION,
  PROP_INITIALS,
  PROP_COLOUR,
} OrchCatalogueEntryProperty;

static GParamSpec *properties[PROP_COLOUR + 1];

G_DEFINE_FINAL_TYPE (OrchCatalogueEntry, orch_catalogue_entry, G_TYPE_OBJECT)

static void
orch_catalogue_entry_finalize (GObject *object)
{
  OrchCatalogueEntry *self = ORCH_CATALOGUE_ENTRY (object);

  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->name, orch_bilingual_free);
  g_clear_pointer (&self->description, orch_bilingual_free);
  g_clear_pointer (&self->initials, g_free);
  g_clear_pointer (&self->colour, g_free);
  G_OBJECT_CLASS (orch_catalogue_entry_parent_class)->finalize (object);
}

static void
orch_catalogue_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  OrchCatalogueEntry *self = ORCH_CATALOGUE_ENTRY (object);

  switch ((OrchCatalogueEntryProperty) id)
    {
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    case PROP_NAME:
      g_value_set_string (value, orch_bilingual_get (self->name, NULL));
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, orch_bilingual_get (self->description, NULL));
      break;
    case PROP_INITIALS:
      g_value_set_string (value, self->initials);
      break;
    case PROP_COLOUR:
      g_value_set_string (value, self->colour);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
orch_catalogue_entry_class_init (OrchCatalogueEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = orch_catalogue_entry_finalize;
  object_class->get_property = orch_catalogue_entry_get_property;

  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  properties[PROP_INITIALS] = g_param_spec_string ("initials", NULL, NULL, NULL, flags);
  properties[PROP_COLOUR] = g_param_spec_string ("colour", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
orch_catalogue_entry_init (OrchCatalogueEntry *self)
{
}

OrchCatalogueEntry *
orch_catalogue_entry_new (JsonObject *object, const char *code_member)
{
  OrchCatalogueEntry *self;

  g_return_val_if_fail (object != NULL, NULL);
  g_return_val_if_fail (code_member != NULL, NULL);

  self = g_object_new (ORCH_TYPE_CATALOGUE_ENTRY, NULL);
  self->code = g_strdup (json_object_get_string_member (object, code_member));
  self->name = orch_bilingual_read (object, "name");
  self->description = orch_bilingual_read (object, "description");
  self->initials = g_strdup (json_object_get_string_member_with_default (object, "initials", NULL));
  self->colour = g_strdup (json_object_get_string_member_with_default (object, "colour", NULL));
  return self;
}

OrchCatalogueEntry *
orch_catalogue_entry_new_named (const char *code, const char *french, const char *english,
                                OrchCatalogueEntry *description_of)
{
  OrchCatalogueEntry *self;

  g_return_val_if_fail (code != NULL, NULL);
  g_return_val_if_fail (french != NULL && english != NULL, NULL);

  self = g_object_new (ORCH_TYPE_CATALOGUE_ENTRY, NULL);
  self->code = g_strdup (code);
  self->name = g_new0 (OrchBilingual, 1);
  self->name->french = g_strdup (french);
  self->name->english = g_strdup (english);
  if (description_of != NULL && description_of->description != NULL)
    {
      self->description = g_new0 (OrchBilingual, 1);
      self->description->french = g_strdup (description_of->description->french);
      self->description->english = g_strdup (description_of->description->english);
    }
  return self;
}

const char *
orch_catalogue_entry_get_code (OrchCatalogueEntry *self)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE_ENTRY (self), NULL);

  return self->code;
}

const char *
orch_catalogue_entry_get_name (OrchCatalogueEntry *self, const char *language)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE_ENTRY (self), NULL);

  return orch_bilingual_get (self->name, language);
}

const char *
orch_catalogue_entry_get_description (OrchCatalogueEntry *self, const char *language)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE_ENTRY (self), NULL);

  return orch_bilingual_get (self->description, language);
}

const char *
orch_catalogue_entry_get_initials (OrchCatalogueEntry *self)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE_ENTRY (self), NULL);

  return self->initials;
}

const char *
orch_catalogue_entry_get_colour (OrchCatalogueEntry *self)
{
  g_return_val_if_fail (ORCH_IS_CATALOGUE_ENTRY (self), NULL);

  return self->colour;
}
