/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-ticket.h.
 */
#include "orch-ticket.h"

#include "core/orch-ticket-number.h"

struct _OrchTicket
{
  GObject parent_instance;

  OrchTicketFields fields; /* its strings are owned */
};

G_DEFINE_FINAL_TYPE (OrchTicket, orch_ticket, G_TYPE_OBJECT)

static const char *const codes[ORCH_N_TICKET_REASONS] = {
  [ORCH_TICKET_SUPPORT] = "support",
  [ORCH_TICKET_EMR_CHANGE] = "emr-change",
  [ORCH_TICKET_REPORTS] = "reports",
};

static void
orch_ticket_finalize (GObject *object)
{
  OrchTicket *self = ORCH_TICKET (object);

  g_free ((char *) self->fields.id);
  g_free ((char *) self->fields.number);
  G_OBJECT_CLASS (orch_ticket_parent_class)->finalize (object);
}

static void
orch_ticket_class_init (OrchTicketClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = orch_ticket_finalize;
}

static void
orch_ticket_init (OrchTicket *self)
{
}

OrchTicket *
orch_ticket_new (const OrchTicketFields *fields)
{
  OrchTicket *self = NULL;

  g_return_val_if_fail (fields != NULL && fields->id != NULL, NULL);

  self = g_object_new (ORCH_TYPE_TICKET, NULL);
  self->fields = *fields;
  self->fields.id = g_strdup (fields->id);
  self->fields.number = orch_ticket_number_make (fields->id);
  return self;
}

const OrchTicketFields *
orch_ticket_get_fields (OrchTicket *self)
{
  g_return_val_if_fail (ORCH_IS_TICKET (self), NULL);

  return &self->fields;
}

const char *
orch_ticket_reason_get_code (OrchTicketReason reason)
{
  g_return_val_if_fail ((guint) reason < ORCH_N_TICKET_REASONS, codes[ORCH_TICKET_SUPPORT]);

  return codes[reason];
}

OrchTicketReason
orch_ticket_reason_from_code (const char *code)
{
  for (guint i = 0; code != NULL && i < ORCH_N_TICKET_REASONS; i++)
    if (g_str_equal (codes[i], code))
      return (OrchTicketReason) i;
  return ORCH_TICKET_SUPPORT;
}

gboolean
orch_ticket_holds_nam (const char *text)
{
  guint letters = 0;
  guint digits = 0;
  gboolean in_word = FALSE;

  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_ascii_isalpha (*p))
        {
          /* A word of five letters is another word. */
          letters = digits > 0 || !in_word ? 1 : MIN (letters + 1, 5);
          digits = 0;
        }
      else if (g_ascii_isdigit (*p) && letters == 4)
        {
          if (++digits == 8)
            return TRUE;
        }
      else if (*p != ' ' && *p != '-' && g_utf8_get_char (p) != 0xa0)
        letters = digits = 0;
      in_word = g_ascii_isalpha (*p);
    }
  return FALSE;
}
