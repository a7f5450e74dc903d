/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-emr-document.h.
 */
#include "orch-emr-document.h"

#include <string.h>

struct _OrchEmrDocument
{
  GObject parent_instance;

  OrchEmrDocumentFields fields; /* its strings and bytes are owned */
};

G_DEFINE_FINAL_TYPE (OrchEmrDocument, orch_emr_document, G_TYPE_OBJECT)

#define NAME_MAX_LENGTH 100

static const struct
{
  const char *type;
  const char *ending;
} endings[] = {
  { "application/pdf", ".pdf" }, { "image/jpeg", ".jpg" }, { "image/png", ".png" },       { "image/tiff", ".tiff" },
  { "image/gif", ".gif" },       { "text/html", ".html" }, { "application/rtf", ".rtf" }, { "text/plain", ".txt" },
};

static void
orch_emr_document_finalize (GObject *object)
{
  OrchEmrDocumentFields *fields = &ORCH_EMR_DOCUMENT (object)->fields;
  const char **const texts[] = { &fields->op_id,  &fields->patient,      &fields->author,
                                 &fields->title,  &fields->content_type, &fields->text,
                                 &fields->folder, &fields->subfolder,    &fields->letter_type };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free ((char *) *texts[i]);
  g_clear_pointer (&fields->bytes, g_bytes_unref);
  G_OBJECT_CLASS (orch_emr_document_parent_class)->finalize (object);
}

static void
orch_emr_document_class_init (OrchEmrDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_emr_document_finalize;
}

static void
orch_emr_document_init (OrchEmrDocument *self)
{
}

OrchEmrDocument *
orch_emr_document_new (const OrchEmrDocumentFields *fields)
{
  OrchEmrDocument *self = NULL;

  g_return_val_if_fail (fields != NULL, NULL);
  g_return_val_if_fail (fields->op_id != NULL && fields->patient != NULL && fields->title != NULL, NULL);
  g_return_val_if_fail (fields->bytes != NULL || fields->text != NULL, NULL);

  self = g_object_new (ORCH_TYPE_EMR_DOCUMENT, NULL);
  self->fields = (OrchEmrDocumentFields) {
    .op_id = g_strdup (fields->op_id),
    .patient = g_strdup (fields->patient),
    .author = g_strdup (fields->author),
    .title = g_strdup (fields->title),
    .written_us = fields->written_us,
    .content_type = g_strdup (fields->bytes == NULL          ? "text/plain; charset=utf-8"
                              : fields->content_type != NULL ? fields->content_type
                                                             : "application/octet-stream"),
    .bytes = fields->bytes != NULL ? g_bytes_ref (fields->bytes) : g_bytes_new (fields->text, strlen (fields->text)),
    .text = g_strdup (fields->text),
    .folder = g_strdup (fields->folder),
    .subfolder = g_strdup (fields->subfolder),
    .letter_type = g_strdup (fields->letter_type),
    .kind = fields->kind,
  };
  return self;
}

const OrchEmrDocumentFields *
orch_emr_document_get_fields (OrchEmrDocument *self)
{
  g_return_val_if_fail (ORCH_IS_EMR_DOCUMENT (self), NULL);

  return &self->fields;
}

char *
orch_emr_document_dup_file_name (OrchEmrDocument *self)
{
  g_autofree char *name = NULL;
  const char *ending = "";

  g_return_val_if_fail (ORCH_IS_EMR_DOCUMENT (self), NULL);

  name = g_utf8_substring (self->fields.title, 0, MIN (NAME_MAX_LENGTH, g_utf8_strlen (self->fields.title, -1)));
  /* What is no name of a file on some computer. */
  for (char *p = name; *p != '\0'; p++)
    if ((unsigned char) *p < 0x20 || strchr ("/\\:*?\"<>|", *p) != NULL)
      *p = '-';
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_prefix (self->fields.content_type, endings[i].type))
      ending = endings[i].ending;
  return g_str_has_suffix (name, ending) ? g_steal_pointer (&name) : g_strconcat (name, ending, NULL);
}

char *
orch_emr_document_dup_rtf (OrchEmrDocument *self)
{
  g_autoptr (GString) rtf = g_string_new ("{\\rtf1\\ansi\\uc1 ");

  g_return_val_if_fail (ORCH_IS_EMR_DOCUMENT (self), NULL);

  for (const char *p = self->fields.text != NULL ? self->fields.text : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (c == '\n')
        g_string_append (rtf, "\\line ");
      else if (c == '\\' || c == '{' || c == '}')
        g_string_append_printf (rtf, "\\%c", (char) c);
      else if (c >= 0x20 && c < 0x80)
        g_string_append_c (rtf, (char) c);
      else if (c >= 0x10000)
        /* RTF counts in UTF-16, each half as a number with a sign. */
        g_string_append_printf (rtf, "\\u%d?\\u%d?", (gint16) (0xd800 + ((c - 0x10000) >> 10)),
                                (gint16) (0xdc00 + ((c - 0x10000) & 0x3ff)));
      else if (c >= 0x80)
        g_string_append_printf (rtf, "\\u%d?", (gint16) c);
    }
  g_string_append_c (rtf, '}');
  return g_string_free (g_steal_pointer (&rtf), FALSE);
}
