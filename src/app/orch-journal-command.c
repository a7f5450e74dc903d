/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Orchestrateur authors
 *
 * See orch-journal-command.h.
 */
#include "orch-journal-command.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "sync/orch-journal-check.h"
#include "ui/orch-error-text.h"

static OrchJournalStatus
say (const OrchJournalVerdict *verdict)
{
  if (verdict->error != NULL)
    {
      g_autofree char *why = orch_error_text_dup (verdict->error);

      /* translators: %1$s: the clinic; %2$s: sentences that say why */
      g_printerr (_ ("%1$s: the journal could not be checked. %2$s"), verdict->clinic, why);
      g_printerr ("\n");
      return ORCH_JOURNAL_UNKNOWN;
    }
  if (verdict->broken == 0)
    {
      /* translators: %s: the clinic */
      g_print (_ ("%s: the journal is whole: no entry is missing and none was changed."), verdict->clinic);
      g_print ("\n");
      return ORCH_JOURNAL_WHOLE;
    }
  {
    g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, verdict->broken);

    /* translators: %1$s: the clinic; %2$s: the number of an entry */
    g_print (_ ("%1$s: entry %2$s of the journal is missing or was changed. What follows it proves nothing. Keep this "
                "workstation as it is, "
                "and tell the person in charge of privacy."),
             verdict->clinic, number);
    g_print ("\n");
  }
  return ORCH_JOURNAL_BROKEN;
}

static OrchJournalStatus
check_all (gboolean training)
{
  g_autoptr (DexFuture) future = orch_journal_check (training, NULL, NULL);
  g_autoptr (GError) error = NULL;
  OrchJournalStatus status = ORCH_JOURNAL_WHOLE;
  const GValue *value = NULL;
  GPtrArray *verdicts = NULL;

  while (dex_future_is_pending (future))
    g_main_context_iteration (NULL, TRUE);
  value = dex_future_get_value (future, &error);
  if (value == NULL)
    {
      g_autofree char *why = orch_error_text_dup (error);

      g_printerr ("%s\n", why);
      return ORCH_JOURNAL_UNKNOWN;
    }
  verdicts = g_value_get_boxed (value);
  if (verdicts->len == 0)
    g_print ("%s\n", _ ("There is no clinic on this workstation, and no journal."));
  for (guint i = 0; i < verdicts->len; i++)
    {
      const OrchJournalStatus of_this = say (g_ptr_array_index (verdicts, i));

      /* A broken one is what must be known. */
      if (of_this == ORCH_JOURNAL_BROKEN || status == ORCH_JOURNAL_WHOLE)
        status = of_this;
    }
  return status;
}

/* Not by registering: that would start the program, and needs a display. */
static gboolean
is_running (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = NULL;
  gboolean owned = FALSE;

  if (bus == NULL)
    return FALSE;
  answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "NameHasOwner", g_variant_new ("(s)", ORCH_APPLICATION_ID),
                                        G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  if (answer != NULL)
    g_variant_get (answer, "(b)", &owned);
  return owned;
}

OrchJournalStatus
orch_journal_command_run (gboolean training)
{
  /* Whoever opens a clinic's database takes up what was being sent, as after a crash. */
  if (is_running ())
    {
      g_printerr ("%s\n", _ ("Orchestrateur is running: quit it (Ctrl+Q), then try again."));
      return ORCH_JOURNAL_UNKNOWN;
    }
  return check_all (training);
}
