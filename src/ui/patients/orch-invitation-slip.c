/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-invitation-slip.h. GTK unlinks what it spools before it is printed; a preview would leave a file: there is none.
 */
#include "orch-invitation-slip.h"

#include <glib/gi18n.h>
#include <qrencode.h>
#include <string.h>

#include "core/orch-phone.h"
#include "ui/orch-time-text.h"

#define QR_SIZE 150.0 /* points: two inches, for any telephone */
#define QR_QUIET 4    /* modules of white around it, as its standard wants */
#define GAP 16.0

typedef struct
{
  const char *language;
  const char *title;
  const char *use;    /* what to do */
  const char *spell;  /* letter, word */
  const char *expiry; /* date */
  const char *portal;
  const char *clinic; /* phone */
  const char *secret;
} Words;

/* Not of the catalogues: the patient's language is not the program's. */
static const Words all_words[] = {
  { "fr", "Votre code d’invitation", "Pour créer votre compte sur le portail des usagers, tapez ce code :",
    "La lettre est %c, comme dans « %s »", "Ce code est valide jusqu’au %s et ne sert qu’une fois.",
    "Adresse du portail :", "Une question ? Appelez la clinique : %s", "Ne donnez ce code à personne." },
  { "en", "Your invitation code", "To make your account on the patients’ portal, type this code:",
    "The letter is %c, as in “%s”", "This code is good until %s and works once.",
    "Address of the portal:", "A question? Call the clinic: %s", "Give this code to nobody." },
  { "es", "Su código de invitación", "Para crear su cuenta en el portal de pacientes, escriba este código:",
    "La letra es %c, como en «%s»", "Este código es válido hasta el %s y sirve una sola vez.",
    "Dirección del portal:", "¿Una pregunta? Llame a la clínica: %s", "No dé este código a nadie." },
  { "ar", "رمز الدعوة الخاص بك", "لإنشاء حسابك على بوابة المرضى، اكتب هذا الرمز:", "الحرف هو %c، كما في «%s»",
    "هذا الرمز صالح حتى %s ويُستعمل مرة واحدة فقط.", "عنوان البوابة:", "لديك سؤال؟ اتصل بالعيادة: %s",
    "لا تعطِ هذا الرمز لأي شخص." },
};

static const Words *
find_words (const char *language)
{
  for (guint i = 0; i < G_N_ELEMENTS (all_words); i++)
    if (g_strcmp0 (all_words[i].language, language) == 0)
      return &all_words[i];
  return &all_words[0];
}

/* --- drawing --------------------------------------------------------------------------------------- */

typedef struct
{
  cairo_t *cr;
  double width;
  double y;
  gboolean right_to_left;
} Pen;

static void
write_line (Pen *pen, const char *text, const char *font)
{
  g_autoptr (PangoLayout) layout = NULL;
  g_autoptr (PangoFontDescription) description = pango_font_description_from_string (font);
  int height = 0;

  if (text == NULL)
    return;
  layout = pango_cairo_create_layout (pen->cr);
  pango_context_set_base_dir (pango_layout_get_context (layout),
                              pen->right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_context_changed (layout);
  pango_layout_set_alignment (layout, pen->right_to_left ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_width (layout, (int) (pen->width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_size (layout, NULL, &height);
  cairo_move_to (pen->cr, 0, pen->y);
  pango_cairo_show_layout (pen->cr, layout);
  pen->y += (double) height / PANGO_SCALE + GAP;
}

static void
write_format (Pen *pen, const char *format, const char *value, const char *font)
{
  g_autoptr (GString) text = g_string_new (format);

  if (value == NULL)
    return;
  g_string_replace (text, "%s", value, 1);
  write_line (pen, text->str, font);
}

static void
draw_qr (Pen *pen, const char *address)
{
  QRcode *code = QRcode_encodeString (address, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  double module = 0, left = 0;

  if (code == NULL)
    return;
  module = QR_SIZE / (code->width + 2 * QR_QUIET);
  left = (pen->right_to_left ? pen->width - QR_SIZE : 0) + QR_QUIET * module;
  for (int row = 0; row < code->width; row++)
    for (int column = 0; column < code->width; column++)
      if ((code->data[row * code->width + column] & 1) != 0)
        cairo_rectangle (pen->cr, left + column * module, pen->y + (QR_QUIET + row) * module, module, module);
  cairo_fill (pen->cr);
  pen->y += QR_SIZE + GAP;
  QRcode_free (code);
}

double
orch_invitation_slip_draw (const OrchInvitationSlip *slip, cairo_t *cr, double width, double height)
{
  const Words *words = find_words (slip->language);
  const char letter = orch_invitation_code_get_letter (slip->code);
  const char *word = orch_invitation_code_spell (letter, words->language);
  g_autoptr (GString) spelled = g_string_new (words->spell);
  g_autofree char *isolated = NULL, *phone = NULL, *expiry = NULL;
  Pen pen = { .cr = cr, .width = width, .right_to_left = g_str_equal (words->language, "ar") };
  char one[2] = { letter, '\0' };

  g_return_val_if_fail (ORCH_IS_INVITATION_CODE (slip->code), 0);

  g_string_replace (spelled, "%c", one, 1);
  g_string_replace (spelled, "%s", word != NULL ? word : one, 1);
  /* Left to right in a line that is not: U+2066, U+2069. */
  isolated = g_strdup_printf ("\u2066%s\u2069", orch_invitation_code_get_text (slip->code));
  phone = slip->phone != NULL ? g_strdup_printf ("\u2066%s\u2069", slip->phone) : NULL;
  expiry = slip->expiry != NULL ? g_strdup_printf ("\u2066%s\u2069", slip->expiry) : NULL;
  cairo_set_source_rgb (cr, 0, 0, 0);
  write_line (&pen, slip->clinic, "Cantarell, Sans Bold 18");
  write_line (&pen, words->title, "Cantarell, Sans Bold 26");
  write_line (&pen, words->use, "Cantarell, Sans 16");
  write_line (&pen, isolated, "DejaVu Sans Mono, Monospace Bold 46");
  explicit_bzero (isolated, strlen (isolated));
  write_line (&pen, spelled->str, "Cantarell, Sans 20");
  write_format (&pen, words->expiry, expiry, "Cantarell, Sans 16");
  write_line (&pen, words->secret, "Cantarell, Sans Bold 16");
  if (slip->portal != NULL)
    {
      g_autofree char *address = g_strdup_printf ("\u2066%s\u2069", slip->portal);

      write_line (&pen, words->portal, "Cantarell, Sans 16");
      write_line (&pen, address, "DejaVu Sans Mono, Monospace 14");
      if (height <= 0 || pen.y + QR_SIZE <= height)
        draw_qr (&pen, slip->portal);
    }
  write_format (&pen, words->clinic, phone, "Cantarell, Sans 16");
  return pen.y;
}

/* --- printing ----------------------------------------------------------------------------------------- */

typedef struct
{
  OrchInvitationOffer *offer;
  char *clinic;
  char *phone;
} Printing;

static void
printing_free (gpointer data)
{
  Printing *printing = data;

  g_object_unref (printing->offer);
  g_free (printing->clinic);
  g_free (printing->phone);
  g_free (printing);
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, Printing *printing)
{
  const OrchPortalInvitationFields *fields =
      orch_portal_invitation_get_fields (orch_invitation_offer_get_invitation (printing->offer));
  g_autoptr (GDateTime) until = orch_time_text_to_local (fields->expires_us);
  g_autofree char *expiry = fields->expires_us != 0 ? g_date_time_format (until, "%Y-%m-%d") : NULL;
  const OrchInvitationSlip slip = { .language = fields->language,
                                    .clinic = printing->clinic,
                                    .phone = printing->phone,
                                    .code = orch_invitation_offer_get_code (printing->offer),
                                    .expiry = expiry,
                                    .portal = orch_invitation_offer_get_portal (printing->offer) };

  orch_invitation_slip_draw (&slip, gtk_print_context_get_cairo_context (context),
                             gtk_print_context_get_width (context), gtk_print_context_get_height (context));
}

/* A preview is a file that another program opens and nobody takes away. */
static gboolean
on_preview (GtkPrintOperation *operation, GtkPrintOperationPreview *preview, GtkPrintContext *context,
            GtkWindow *parent)
{
  gtk_print_operation_preview_end_preview (preview);
  return TRUE;
}

void
orch_invitation_slip_print (GtkWidget *widget, OrchClinic *clinic, OrchInvitationOffer *offer)
{
  GtkRoot *root = NULL;
  const char *number = NULL;
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  Printing *printing = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (ORCH_IS_INVITATION_OFFER (offer) && orch_invitation_offer_get_code (offer) != NULL);

  root = gtk_widget_get_root (widget);
  number = clinic != NULL ? orch_clinic_get_fields (clinic)->phone : NULL;
  printing = g_new0 (Printing, 1);
  printing->offer = g_object_ref (offer);
  printing->clinic = clinic != NULL ? g_strdup (orch_clinic_get_name (clinic)) : NULL;
  printing->phone = number != NULL ? orch_phone_format (number) : NULL;
  /* What a print queue shows says nothing of anybody. */
  gtk_print_operation_set_job_name (operation, _ ("Invitation"));
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_object_set_data_full (G_OBJECT (operation), "orch-printing", printing, printing_free);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), printing);
  g_signal_connect (operation, "preview", G_CALLBACK (on_preview), NULL);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL);
}
