/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-message-template.h.
 */
#include "orch-message-template.h"

#include <string.h>

#include "orch-error.h"
#include "orch-text.h"

#define PLACE_MAX 60 /* characters: longer is no place, but what somebody wrote between braces */

static const struct
{
  const char *french;
  const char *english;
} places[ORCH_N_TEMPLATE_PLACES] = {
  [ORCH_TEMPLATE_PATIENT_GIVEN] = { "prénom", "given name" },
  [ORCH_TEMPLATE_PATIENT] = { "nom complet", "full name" },
  [ORCH_TEMPLATE_PROFESSIONAL] = { "professionnel", "professional" },
  [ORCH_TEMPLATE_CLINIC] = { "clinique", "clinic" },
  [ORCH_TEMPLATE_PHONE] = { "téléphone", "phone" },
  [ORCH_TEMPLATE_DATE] = { "date", "date" },
  [ORCH_TEMPLATE_SUBJECT] = { "objet", "subject" },
};

struct _OrchMessageTemplate
{
  GObject parent_instance;

  OrchMessageTemplateFields fields; /* (owned) */
};

G_DEFINE_FINAL_TYPE (OrchMessageTemplate, orch_message_template, G_TYPE_OBJECT)

const char *
orch_template_place_get_name (OrchTemplatePlace place, const char *language)
{
  g_return_val_if_fail ((guint) place < ORCH_N_TEMPLATE_PLACES, "");

  return g_strcmp0 (language, "en") == 0 ? places[place].english : places[place].french;
}

/* Returns: -1 when it is none of ours */
static int
find_by_name (const char *name)
{
  g_autofree char *folded = orch_text_fold (name);

  for (guint i = 0; i < ORCH_N_TEMPLATE_PLACES; i++)
    {
      g_autofree char *french = orch_text_fold (places[i].french);
      g_autofree char *english = orch_text_fold (places[i].english);

      if (g_str_equal (folded, french) || g_str_equal (folded, english))
        return (int) i;
    }
  return -1;
}

/* @end: (out): after the brace. Returns: (transfer full) (nullable): the name in the braces at @text */
static char *
read_place (const char *text, const char **end)
{
  const char *close = NULL;
  g_autofree char *name = NULL;

  if (*text != '{')
    return NULL;
  close = text + 1 + strcspn (text + 1, "{}\n");
  if (*close != '}')
    return NULL;
  name = g_strndup (text + 1, (gsize) (close - text - 1));
  if (orch_text_is_empty (name) || g_utf8_strlen (name, -1) > PLACE_MAX)
    return NULL;
  *end = close + 1;
  return g_steal_pointer (&name);
}

char *
orch_template_fill (const char *text, const char *const *values)
{
  g_autoptr (GString) filled = g_string_new (NULL);

  g_return_val_if_fail (text != NULL && values != NULL, NULL);

  while (*text != '\0')
    {
      const char *end = NULL;
      g_autofree char *name = read_place (text, &end);
      const int place = name != NULL ? find_by_name (name) : -1;

      if (place >= 0 && !orch_text_is_empty (values[place]))
        {
          g_string_append (filled, values[place]);
          text = end;
        }
      else
        g_string_append_c (filled, *text++);
    }
  return g_string_free (g_steal_pointer (&filled), FALSE);
}

char *
orch_template_find_place (const char *text, guint *start, guint *end)
{
  g_return_val_if_fail (text != NULL, NULL);

  for (const char *c = strchr (text, '{'); c != NULL; c = strchr (c + 1, '{'))
    {
      const char *after = NULL;
      char *name = read_place (c, &after);

      if (name == NULL)
        continue;
      if (start != NULL)
        *start = (guint) g_utf8_pointer_to_offset (text, c);
      if (end != NULL)
        *end = (guint) g_utf8_pointer_to_offset (text, after);
      return name;
    }
  return NULL;
}

static void
orch_message_template_finalize (GObject *object)
{
  OrchMessageTemplateFields *f = &ORCH_MESSAGE_TEMPLATE (object)->fields;

  g_free ((char *) f->id);
  g_free ((char *) f->title);
  g_free ((char *) f->text);
  g_free ((char *) f->author);
  g_free ((char *) f->author_name);
  G_OBJECT_CLASS (orch_message_template_parent_class)->finalize (object);
}

static void
orch_message_template_class_init (OrchMessageTemplateClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_message_template_finalize;
}

static void
orch_message_template_init (OrchMessageTemplate *self)
{
}

OrchMessageTemplate *
orch_message_template_new (const OrchMessageTemplateFields *fields)
{
  OrchMessageTemplate *self = NULL;

  g_return_val_if_fail (fields != NULL && fields->id != NULL, NULL);

  self = g_object_new (ORCH_TYPE_MESSAGE_TEMPLATE, NULL);
  self->fields = (OrchMessageTemplateFields) { .id = g_strdup (fields->id),
                                               .title = g_strdup (fields->title != NULL ? fields->title : ""),
                                               .text = g_strdup (fields->text != NULL ? fields->text : ""),
                                               .author = g_strdup (fields->author),
                                               .author_name = g_strdup (fields->author_name),
                                               .approved = fields->approved };
  return self;
}

const OrchMessageTemplateFields *
orch_message_template_get_fields (OrchMessageTemplate *self)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_TEMPLATE (self), NULL);

  return &self->fields;
}

gboolean
orch_message_template_check (OrchMessageTemplate *self, GError **error)
{
  const OrchMessageTemplateFields *f = NULL;

  g_return_val_if_fail (ORCH_IS_MESSAGE_TEMPLATE (self), FALSE);

  f = &self->fields;
  if (!orch_text_is_empty (f->title) && !orch_text_is_empty (f->text) &&
      g_utf8_strlen (f->title, -1) <= ORCH_TEMPLATE_TITLE_MAX && g_utf8_strlen (f->text, -1) <= ORCH_TEMPLATE_TEXT_MAX)
    return TRUE;
  g_set_error_literal (error, ORCH_ERROR, ORCH_ERROR_INVALID, "A template has a title and a text, neither too long");
  return FALSE;
}

gboolean
orch_message_template_is_offered (OrchMessageTemplate *self, const char *person)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_TEMPLATE (self), FALSE);

  return self->fields.approved || (person != NULL && g_strcmp0 (self->fields.author, person) == 0);
}

gboolean
orch_message_template_may_approve (OrchPermission permission)
{
  return orch_permission_allows (permission, ORCH_ACT_EDIT_CLINIC);
}

gboolean
orch_message_template_may_change (OrchMessageTemplate *self, const char *person, OrchPermission permission)
{
  g_return_val_if_fail (ORCH_IS_MESSAGE_TEMPLATE (self), FALSE);

  return orch_message_template_may_approve (permission) ||
         (!self->fields.approved && person != NULL && g_strcmp0 (self->fields.author, person) == 0 &&
          orch_permission_allows (permission, ORCH_ACT_WRITE_MESSAGES));
}
